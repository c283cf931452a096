// ProofService over gRPC: proofs out of the published folder, so it needs no sealer and no key.
#ifndef FALLVERBUND_SERVICES_AUDIT_RPC_PROOF_SERVICE_H_
#define FALLVERBUND_SERVICES_AUDIT_RPC_PROOF_SERVICE_H_

#include <optional>
#include <string>

#include "fallverbund/audit/v1/proof_service.pb.h"
#include "libs/eventlog/event_log.h"
#include "libs/projection/projector.h"
#include "libs/rpc/pipeline/pipeline.h"
#include "libs/rpc/unary_service.h"
#include "libs/service/host.h"
#include "libs/tlog_files/file_tile_store.h"
#include "services/audit/rpc/receipt_desk.h"
#include "services/audit/views/case_messages.h"

namespace fallverbund::audit {

// Thread-safe. All outlive it.
class ProofService final : public rpc::UnaryService {
 public:
  // `published`: the folder, which another instance may fill; empty: every method is UNIMPLEMENTED. Likewise
  // that of the journal. All outlives it.
  struct OfJournal {
    eventlog::EventLog& log;
    const projection::Projector& reader;
    std::string published;
  };
  ProofService(service::Host& host, service::Pipeline& pipeline, const std::string& published,
               const OfJournal& journal);

  grpc::ServerUnaryReactor* GetCheckpoint(grpc::CallbackServerContext* context,
                                          const v1::GetCheckpointRequest* request,
                                          v1::GetCheckpointResponse* response);
  grpc::ServerUnaryReactor* GetInclusionProof(grpc::CallbackServerContext* context,
                                              const v1::GetInclusionProofRequest* request,
                                              v1::GetInclusionProofResponse* response);
  grpc::ServerUnaryReactor* GetConsistencyProof(grpc::CallbackServerContext* context,
                                                const v1::GetConsistencyProofRequest* request,
                                                v1::GetConsistencyProofResponse* response);
  grpc::ServerUnaryReactor* GetReceiptProof(grpc::CallbackServerContext* context,
                                            const v1::GetReceiptProofRequest* request,
                                            v1::GetReceiptProofResponse* response);
  grpc::ServerUnaryReactor* ListCaseMessages(grpc::CallbackServerContext* context,
                                             const v1::ListCaseMessagesRequest* request,
                                             v1::ListCaseMessagesResponse* response);

 private:
  // A stream with its published tree.
  struct Tree {
    eventlog::EventLog& log;
    const projection::Projector& reader;
    const tlog_files::FileTileStore& tiles;
  };
  absl::StatusOr<Tree> TreeOf(bool journal) const;
  absl::Status ReadCheckpoint(bool journal, v1::GetCheckpointResponse& response);
  absl::StatusOr<CaseMessages> MessagesOf(const projection::Rows& rows,
                                          const v1::ListCaseMessagesRequest& request) const;
  absl::Status ReadInclusion(uint64_t position, v1::GetInclusionProofResponse& response);
  absl::Status ReadConsistency(uint64_t old_tree_size, v1::GetConsistencyProofResponse& response);
  absl::Status ReadMessages(const projection::Rows& rows, const v1::ListCaseMessagesRequest& request,
                            v1::ListCaseMessagesResponse& response);
  // What a failed look into the folder is for whoever asked by gRPC.
  absl::Status Told(const absl::Status& status, uint64_t position) const {
    return Told(status, position, host_.projector());
  }
  static absl::Status Told(const absl::Status& status, uint64_t position,
                           const projection::Projector& reader);
  template <class Request, class Response, class Read>
  grpc::ServerUnaryReactor* Serve(grpc::CallbackServerContext* context, const Request& request,
                                  Response* response, Read read);

  service::Host& host_;
  service::Pipeline& pipeline_;
  const bool published_;
  const tlog_files::FileTileStore tiles_;
  const OfJournal journal_;
  const tlog_files::FileTileStore journal_tiles_;
  const ReceiptDesk receipts_;
};

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_RPC_PROOF_SERVICE_H_
