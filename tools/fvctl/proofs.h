// Proofs made and checked: out of a published folder or from the audit service, and judged by a policy and
// nobody's word. For auditors and their grandchildren.
#ifndef FALLVERBUND_TOOLS_FVCTL_PROOFS_H_
#define FALLVERBUND_TOOLS_FVCTL_PROOFS_H_

#include <cstdint>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/fvctl/proof_source.h"

namespace fallverbund::fvctl {

// The line by which others know the key in `key_file`, which is made when it is missing (0600).
absl::Status ShowLogKey(const std::string& name, const std::string& key_file, std::ostream& out);

// A .tlog-proof for `position`, to `out`. Errors of the source.
absl::Status Prove(ProofSource& source, uint64_t position, std::ostream& out);

// The published checkpoint, which the policy accepts, to `out`: whoever keeps it finds any later change of
// the log.
absl::Status ShowCheckpoint(ProofSource& source, const std::string& policy_file, std::ostream& out);

// Whether the published tree goes on from the checkpoint that somebody kept. False: it does not, history was
// rewritten; or it is smaller: the log was cut, or an older copy is shown. The published checkpoint, which
// shows that, is then in `into`, or where that is empty told to `out`. Errors of the policy, of either
// checkpoint, and of the source.
absl::StatusOr<bool> Follow(ProofSource& source, const std::string& old_file, const std::string& policy_file,
                            const std::string& into, std::ostream& out);

// Says what the file, a proof or evidence of an omission, shows. True: that something stands in the log;
// false: that a promise was broken. Or which of it fails: kInvalidArgument, kPermissionDenied,
// kUnauthenticated, kFailedPrecondition (Policy::Check), kDataLoss.
absl::StatusOr<bool> CheckProof(const std::string& proof_file, const std::string& policy_file,
                                std::ostream& out);

// What became of the promise in `receipt` (a file, or - for standard input). True: kept, and the proof is in
// `into` where that is not empty; false: broken, and there is the evidence. kUnavailable: neither can be
// shown yet.
absl::StatusOr<bool> JudgeReceipt(ProofSource& source, const std::string& receipt,
                                  const std::string& policy_file, const std::string& into, std::ostream& out);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_PROOFS_H_
