// A Sealer that does nothing: the text itself becomes the box. For showing that a search for canary texts
// finds them when nothing is sealed; no program of the house links it.
#ifndef FALLVERBUND_LIBS_SEAL_TESTING_PLAINTEXT_SEALER_H_
#define FALLVERBUND_LIBS_SEAL_TESTING_PLAINTEXT_SEALER_H_

#include "libs/seal/sealer.h"

namespace fallverbund::seal {

// Thread-safe. Ignores scope, place and reason.
class PlaintextSealer final : public Sealer {
 public:
  using Sealer::Seal;
  absl::StatusOr<Sealed> Seal(const KeyScope& scope, const SealPlace& place, std::string_view text,
                              absl::Time until) override;
  std::vector<Opened> UnsealAll(absl::Span<const ToOpen> texts, const OpenReason& reason) override;
};

}  // namespace fallverbund::seal

#endif  // FALLVERBUND_LIBS_SEAL_TESTING_PLAINTEXT_SEALER_H_
