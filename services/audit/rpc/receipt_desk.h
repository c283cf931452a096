// What became of the promise that a write was answered with: the proof, or what shows that it was broken.
#ifndef FALLVERBUND_SERVICES_AUDIT_RPC_RECEIPT_DESK_H_
#define FALLVERBUND_SERVICES_AUDIT_RPC_RECEIPT_DESK_H_

#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "fallverbund/audit/v1/proof_service.pb.h"
#include "fallverbund/eventlog/v1/commit.pb.h"
#include "libs/eventlog/event_log.h"
#include "libs/projection/projection_store.h"
#include "libs/tlog/tile_store.h"
#include "services/audit/sealer/proofs.h"

namespace fallverbund::audit {

// A message as it is stored, with its proof. Errors of the log and of Prover; kDataLoss: the log holds
// something else there than what was sealed.
absl::StatusOr<v1::ProvenMessage> ProveMessage(eventlog::EventLog& log, Prover& prover, uint64_t position);

// The published checkpoint cannot be believed for its word, so nothing here is: whoever gets evidence judges
// it by a policy (tools/archive/receipt.h). Thread-safe; all outlive it.
class ReceiptDesk {
 public:
  ReceiptDesk(eventlog::EventLog& log, const tlog::TileStore& tiles, std::string association)
      : log_(log), tiles_(tiles), association_(std::move(association)) {}

  // kInvalidArgument: `receipt` was signed by no key of this log. kUnavailable: the key is not sealed yet.
  absl::StatusOr<v1::GetReceiptProofResponse> Answer(const projection::Rows& rows, const std::string& receipt,
                                                     absl::Time now) const;

 private:
  absl::StatusOr<v1::ReceiptEvidence> Evidence(const std::string& receipt, uint64_t key_registered_at,
                                               Prover& prover) const;

  eventlog::EventLog& log_;
  const tlog::TileStore& tiles_;
  const std::string association_;
};

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_RPC_RECEIPT_DESK_H_
