#include "libs/seal/testing/plaintext_sealer.h"

namespace fallverbund::seal {

absl::StatusOr<Sealed> PlaintextSealer::Seal(const KeyScope&, const SealPlace&, std::string_view text,
                                             absl::Time) {
  Sealed sealed;
  sealed.set_key_id(std::string(32, '0'));
  sealed.set_box(std::string(text));
  return sealed;
}

std::vector<Opened> PlaintextSealer::UnsealAll(absl::Span<const ToOpen> texts, const OpenReason&) {
  std::vector<Opened> opened;
  for (const ToOpen& item : texts) opened.push_back({Opened::Kind::kOpened, item.sealed->box()});
  return opened;
}

}  // namespace fallverbund::seal
