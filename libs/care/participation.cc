#include "libs/care/participation.h"

#include <algorithm>

#include "libs/base/time.h"
#include "libs/care/clock.h"

namespace fallverbund::care {
namespace {

bool IsComplete(const common::v1::Hearing& hearing, absl::Time now) {
  if (hearing.heard()) return true;
  return hearing.reason() != common::v1::NOT_HEARD_REASON_UNSPECIFIED && hearing.has_retry_due() &&
         IsDueWithin(FromProto(hearing.retry_due()), now, kHearingRetryAtMost);
}

}  // namespace

bool IsComplete(const common::v1::Participation& participation, absl::Time now, bool of_age) {
  return IsComplete(participation.young_person(), now) && (of_age || IsComplete(participation.family(), now));
}

std::optional<absl::Time> NextHearing(const common::v1::Participation& participation) {
  std::optional<absl::Time> next;
  for (const auto* hearing : {&participation.young_person(), &participation.family()}) {
    if (hearing->heard() || !hearing->has_retry_due()) continue;
    const absl::Time due = FromProto(hearing->retry_due());
    next = next ? std::min(*next, due) : due;
  }
  return next;
}

}  // namespace fallverbund::care
