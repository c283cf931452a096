// Where proofs come from: a published folder, an archive, or the audit service. What they say is checked by a
// policy all the same, so none of them needs to be believed.
#ifndef FALLVERBUND_TOOLS_FVCTL_PROOF_SOURCE_H_
#define FALLVERBUND_TOOLS_FVCTL_PROOF_SOURCE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "fallverbund/audit/v1/proof_service.pb.h"
#include "tools/fvctl/caller.h"

namespace fallverbund::fvctl {

// Errors of all: kUnavailable: not sealed or not reachable yet, ask again; kPermissionDenied; kDataLoss: the
// folder is damaged; else kInvalidArgument.
class ProofSource {
 public:
  virtual ~ProofSource() = default;
  virtual absl::StatusOr<std::string> Checkpoint() = 0;
  virtual absl::StatusOr<std::string> TlogProof(uint64_t position) = 0;
  virtual absl::StatusOr<audit::v1::GetConsistencyProofResponse> Growth(uint64_t old_tree_size) = 0;
  // Out of a folder the evidence has no keys: only the log itself says whose they are.
  virtual absl::StatusOr<audit::v1::GetReceiptProofResponse> WhatBecameOf(const std::string& receipt) = 0;
};

std::unique_ptr<ProofSource> FromFolder(const std::string& folder);
// Of the whole log all that a published folder gives, and evidence with keys; of one case the proofs in it.
// Errors as archive::ReadTree.
absl::StatusOr<std::unique_ptr<ProofSource>> FromArchive(const std::string& folder);
std::unique_ptr<ProofSource> FromAudit(Caller& caller);  // `caller` outlives it

// A call whose failure ends the command, in the words and with the exit code of the house.
absl::StatusOr<std::unique_ptr<google::protobuf::Message>> AskAny(Caller& caller, const char* method,
                                                                  const google::protobuf::Message& request);
template <class Response>
absl::StatusOr<Response> AskAudit(Caller& caller, const char* method,
                                  const google::protobuf::Message& request) {
  const auto answer = AskAny(caller, method, request);
  if (!answer.ok()) return answer.status();
  return static_cast<const Response&>(**answer);
}

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_PROOF_SOURCE_H_
