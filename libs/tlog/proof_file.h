// Portable proofs (C2SP tlog-proof, files *.tlog-proof): with a policy and the entry, anybody can check
// offline and for ever that the entry stands in the log. Pure, thread-safe.
//   c2sp.org/tlog-proof@v1
//   [extra <base64>]
//   index <i>
//   <base64 of a hash>, a line each
//
//   <checkpoint>
#ifndef FALLVERBUND_LIBS_TLOG_PROOF_FILE_H_
#define FALLVERBUND_LIBS_TLOG_PROOF_FILE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "libs/tlog/policy.h"
#include "libs/tlog/proof.h"

namespace fallverbund::tlog {

inline constexpr size_t kMaxProofFileBytes = 262'144;
inline constexpr size_t kMaxExtraBytes = 131'072;  // a whole message of the log fits

struct ProofFile {
  std::optional<std::string> extra;  // anything but nothing; nobody signed it, so believe none of it
  uint64_t index = 0;
  Proof path;
  std::string checkpoint;  // the note
};

std::string FormatProofFile(const ProofFile& file);
// kInvalidArgument: not such a text, to the byte. The checkpoint is not looked at yet.
absl::StatusOr<ProofFile> ParseProofFile(std::string_view text);

// The checkpoint that proves it. Errors: Policy::Check; kDataLoss: the entry is not at that place of that
// tree.
absl::StatusOr<TrustedCheckpoint> CheckProofFile(const ProofFile& file, std::string_view entry,
                                                 const Policy& policy);

}  // namespace fallverbund::tlog

#endif  // FALLVERBUND_LIBS_TLOG_PROOF_FILE_H_
