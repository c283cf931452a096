// What the edge of a service uses: texts become Sealed before Decide, and readable again only in a reply.
#ifndef FALLVERBUND_LIBS_SEAL_SEALER_H_
#define FALLVERBUND_LIBS_SEAL_SEALER_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "fallverbund/common/v1/sealed.pb.h"
#include "libs/seal/box.h"
#include "libs/seal/key_vault.h"

namespace fallverbund::seal {

using common::v1::Sealed;

struct Opened {
  enum class Kind {
    kOpened,
    kErased,       // for good
    kDenied,       // to this service
    kUnavailable,  // for now
    kDamaged,      // the box does not fit its key or its place: a finding, never shown as text
  };
  Kind kind = Kind::kUnavailable;
  std::string text;  // only when opened
};

struct ToOpen {
  const Sealed* sealed = nullptr;  // not owned, lives as long as the call
  SealPlace place;
};

// Thread-safe; calls block as the vault's do.
class Sealer {
 public:
  virtual ~Sealer() = default;

  // kInvalidArgument: the text is too long, or no such scope or place. kPermissionDenied, kUnavailable: the
  // vault's. Nobody waits longer than `until`, of the machine's clock.
  virtual absl::StatusOr<Sealed> Seal(const KeyScope& scope, const SealPlace& place, std::string_view text,
                                      absl::Time until) = 0;
  absl::StatusOr<Sealed> Seal(const KeyScope& scope, const SealPlace& place, std::string_view text) {
    return Seal(scope, place, text, absl::InfiniteFuture());
  }

  // One answer per text, in order, with one call to the vault per kMaxOpenBatch keys. Never fails as a whole:
  // what cannot be read says why. A Sealed that was never set opens to the empty text.
  virtual std::vector<Opened> UnsealAll(absl::Span<const ToOpen> texts, const OpenReason& reason) = 0;

  Opened Unseal(const Sealed& sealed, const SealPlace& place, const OpenReason& reason) {
    return std::move(UnsealAll({ToOpen{&sealed, place}}, reason).front());
  }
};

}  // namespace fallverbund::seal

#endif  // FALLVERBUND_LIBS_SEAL_SEALER_H_
