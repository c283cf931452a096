// The lines that portable proofs and witness calls share: hashes in base64, a line each, up to an empty line.
// Pure, thread-safe.
#ifndef FALLVERBUND_LIBS_TLOG_PROOF_LINES_H_
#define FALLVERBUND_LIBS_TLOG_PROOF_LINES_H_

#include <optional>
#include <string>
#include <string_view>

#include "libs/tlog/proof.h"

namespace fallverbund::tlog {

std::string FormatProofLines(const Proof& proof);  // with the empty line
// Takes them and the empty line off `rest`; nullopt: another line, no empty one, more than kMaxProofHashes.
std::optional<Proof> TakeProofLines(std::string_view& rest);

}  // namespace fallverbund::tlog

#endif  // FALLVERBUND_LIBS_TLOG_PROOF_LINES_H_
