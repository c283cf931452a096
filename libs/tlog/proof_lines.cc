#include "libs/tlog/proof_lines.h"

#include "libs/tlog/encoding.h"

namespace fallverbund::tlog {

std::string FormatProofLines(const Proof& proof) {
  std::string lines;
  for (const Hash& hash : proof) lines += Base64(hash.view()) + "\n";
  return lines + "\n";
}

std::optional<Proof> TakeProofLines(std::string_view& rest) {
  Proof proof;
  for (auto line = TakeLine(rest); line; line = TakeLine(rest)) {
    if (line->empty()) return proof;
    const auto hash = HashFromBase64(*line);
    if (!hash || proof.size() == kMaxProofHashes) return std::nullopt;
    proof.push_back(*hash);
  }
  return std::nullopt;
}

}  // namespace fallverbund::tlog
