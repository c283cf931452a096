// Proofs without a server: out of a published folder, and checked against a policy. For auditors and their
// grandchildren.
#ifndef FALLVERBUND_TOOLS_FVCTL_PROOFS_H_
#define FALLVERBUND_TOOLS_FVCTL_PROOFS_H_

#include <cstdint>
#include <ostream>
#include <string>

#include "absl/status/status.h"

namespace fallverbund::fvctl {

// The line by which others know the key in `key_file`, which is made when it is missing (0600).
absl::Status ShowLogKey(const std::string& name, const std::string& key_file, std::ostream& out);

// A .tlog-proof for `position` out of `folder`, to `out`. kOutOfRange: not sealed yet. kDataLoss: the folder
// is damaged.
absl::Status Prove(const std::string& folder, uint64_t position, std::ostream& out);

// Says what the file proves, or which of it fails: kInvalidArgument, kPermissionDenied, kUnauthenticated,
// kFailedPrecondition (Policy::Check), kDataLoss.
absl::Status CheckProof(const std::string& proof_file, const std::string& policy_file, std::ostream& out);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_PROOFS_H_
