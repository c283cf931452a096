#include "libs/base/stored.h"

#include <utility>

#include "absl/strings/cord.h"

namespace fallverbund {
namespace {

constexpr char kPayload[] = "fallverbund/stored";
constexpr char kNothing[] = "nothing";
constexpr char kUnknown[] = "unknown";

bool IsUnlucky(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) ||
         absl::IsResourceExhausted(status) || absl::IsAborted(status);
}

}  // namespace

Stored StoredOf(const absl::Status& status) {
  const auto said = status.GetPayload(kPayload);
  if (!said) return Stored::kUnsaid;
  return *said == kNothing ? Stored::kNothing : Stored::kUnknown;
}

absl::Status WithStored(absl::Status status, Stored stored) {
  if (stored == Stored::kUnsaid) {
    status.ErasePayload(kPayload);
  } else {
    status.SetPayload(kPayload, absl::Cord(stored == Stored::kNothing ? kNothing : kUnknown));
  }
  return status;
}

absl::Status NothingUnlessSaid(absl::Status status) {
  if (!IsUnlucky(status) || StoredOf(status) != Stored::kUnsaid) return status;
  return WithStored(std::move(status), Stored::kNothing);
}

}  // namespace fallverbund
