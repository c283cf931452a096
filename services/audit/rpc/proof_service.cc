#include "services/audit/rpc/proof_service.h"

#include <memory>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/rpc/pipeline/page.h"
#include "services/audit/views/readers.h"

namespace fallverbund::audit {
namespace {

using service::Answer;
using service::Call;

constexpr int kDefaultPage = 50;
constexpr int kLargestPage = 200;
// After so many bytes of messages a page ends: an answer of gRPC has 4 MiB at most.
constexpr size_t kBytesPerPage = size_t{1} << 20;

template <class Path>
void PutPath(const tlog::Proof& proof, Path* path) {
  for (const tlog::Hash& hash : proof) *path->Add() = std::string(hash.view());
}

}  // namespace

ProofService::ProofService(service::Host& host, service::Pipeline& pipeline, const std::string& published,
                           const OfJournal& journal)
    : host_(host),
      pipeline_(pipeline),
      published_(!published.empty()),
      tiles_(published),
      journal_(journal),
      journal_tiles_(journal.published),
      receipts_(host.log(), tiles_, host.association()) {
  ServeAll(&ProofService::GetCheckpoint, &ProofService::GetInclusionProof, &ProofService::GetConsistencyProof,
           &ProofService::GetReceiptProof, &ProofService::ListCaseMessages);
}

template <class Request, class Response, class Read>
grpc::ServerUnaryReactor* ProofService::Serve(grpc::CallbackServerContext* context, const Request& request,
                                              Response* response, Read read) {
  return pipeline_.Serve(context, request, response, [this, read = std::move(read)](Call& call) -> Answer {
    if (!published_) {
      return absl::UnimplementedError(
          "this instance knows no published folder (--published, or --seal-into); ask another one");
    }
    FV_RETURN_IF_ERROR(read(call));
    return std::nullopt;
  });
}

absl::Status ProofService::Told(const absl::Status& status, uint64_t position,
                                const projection::Projector& reader) {
  if (absl::IsNotFound(status)) return absl::UnavailableError("nothing is published yet; ask again");
  if (!absl::IsOutOfRange(status)) return status;
  if (position == 0 || position > reader.position())
    return absl::InvalidArgumentError(absl::StrCat("the log has no position ", position));
  return absl::UnavailableError(status.message());
}

absl::StatusOr<ProofService::Tree> ProofService::TreeOf(bool journal) const {
  if (!journal) return Tree{host_.log(), host_.projector(), tiles_};
  if (!journal_.published.empty()) return Tree{journal_.log, journal_.reader, journal_tiles_};
  return absl::UnimplementedError(
      "this instance knows no published folder of the journal (--published-journal, or --seal-journal-into); "
      "ask another one");
}

absl::Status ProofService::ReadCheckpoint(bool journal, v1::GetCheckpointResponse& response) {
  FV_ASSIGN_OR_RETURN(const Tree tree, TreeOf(journal));
  const uint64_t read = tree.reader.position();
  const auto published = ReadPublished(tree.tiles);
  if (!published.ok()) return Told(published.status(), 0);
  response.set_checkpoint(published->note);
  response.set_tree_size(published->checkpoint.size);
  response.set_log_position(read);
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* ProofService::GetCheckpoint(grpc::CallbackServerContext* context,
                                                      const v1::GetCheckpointRequest* request,
                                                      v1::GetCheckpointResponse* response) {
  return Serve(context, *request, response,
               [this, request, response](Call&) { return ReadCheckpoint(request->journal(), *response); });
}

absl::Status ProofService::ReadInclusion(uint64_t position, v1::GetInclusionProofResponse& response) {
  auto prover = Prover::Open(tiles_);
  if (!prover.ok()) return Told(prover.status(), position);
  const auto inclusion = prover->Prove(position);
  if (!inclusion.ok()) return Told(inclusion.status(), position);
  response.set_position(position);
  response.set_entry(inclusion->entry);
  PutPath(inclusion->path, response.mutable_path());
  response.set_checkpoint(prover->published().note);
  response.set_tlog_proof(FormatInclusion(position, *inclusion, prover->published().note));
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* ProofService::GetInclusionProof(grpc::CallbackServerContext* context,
                                                          const v1::GetInclusionProofRequest* request,
                                                          v1::GetInclusionProofResponse* response) {
  return Serve(context, *request, response,
               [this, request, response](Call&) { return ReadInclusion(request->position(), *response); });
}

absl::Status ProofService::ReadConsistency(uint64_t old_tree_size,
                                           v1::GetConsistencyProofResponse& response) {
  const auto growth = ProveGrowth(tiles_, old_tree_size);
  if (!growth.ok()) return Told(growth.status(), old_tree_size);
  response.set_old_tree_size(old_tree_size);
  response.set_tree_size(growth->published.checkpoint.size);
  PutPath(growth->proof, response.mutable_path());
  response.set_checkpoint(growth->published.note);
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* ProofService::GetConsistencyProof(grpc::CallbackServerContext* context,
                                                            const v1::GetConsistencyProofRequest* request,
                                                            v1::GetConsistencyProofResponse* response) {
  return Serve(context, *request, response, [this, request, response](Call&) {
    return ReadConsistency(request->old_tree_size(), *response);
  });
}

grpc::ServerUnaryReactor* ProofService::GetReceiptProof(grpc::CallbackServerContext* context,
                                                        const v1::GetReceiptProofRequest* request,
                                                        v1::GetReceiptProofResponse* response) {
  return Serve(context, *request, response, [this, request, response](Call& call) -> absl::Status {
    auto answer = receipts_.Answer(call.rows(), request->receipt(), host_.clock().Now());
    // Whatever is behind the published tree was sealed a moment ago, or is about to be.
    if (!answer.ok()) return Told(answer.status(), host_.projector().position());
    *response = *std::move(answer);
    return absl::OkStatus();
  });
}

// The journal's reader must have come as far as the tree goes, or entries would be missing silently.
absl::StatusOr<CaseMessages> ProofService::MessagesOf(const projection::Rows& rows,
                                                      const v1::ListCaseMessagesRequest& request) const {
  if (!request.journal()) return ReadCaseMessages(rows, request.case_id());
  uint64_t read = 0;
  const std::unique_ptr<projection::Rows> of_journal = journal_.reader.store().Snapshot(&read);
  if (read < request.tree_size())
    return absl::UnavailableError("the journal is not read that far; ask again");
  FV_ASSIGN_OR_RETURN(const auto positions, ReadCaseJournal(rows, *of_journal, request.case_id()));
  CaseMessages selected;
  for (const uint64_t position : positions) {
    selected.positions.emplace(position, position == 1 ? v1::ARCHIVED_PART_LOG : v1::ARCHIVED_PART_CASE);
  }
  return selected;
}

absl::Status ProofService::ReadMessages(const projection::Rows& rows,
                                        const v1::ListCaseMessagesRequest& request,
                                        v1::ListCaseMessagesResponse& response) {
  FV_ASSIGN_OR_RETURN(const int limit, service::PageSize(request.page_size(), kDefaultPage, kLargestPage));
  const service::PageTokens tokens(
      absl::StrCat("ListCaseMessages/", request.case_id(), "/", request.tree_size(), "/", request.journal()));
  FV_ASSIGN_OR_RETURN(const std::string token, tokens.Read(request.page_token()));
  uint64_t after = 0;
  if (!token.empty() && !absl::SimpleAtoi(token, &after))
    return absl::InvalidArgumentError("page_token is not one of this list; begin without one");
  FV_ASSIGN_OR_RETURN(const Tree tree, TreeOf(request.journal()));
  FV_ASSIGN_OR_RETURN(const CaseMessages selected, MessagesOf(rows, request));
  auto prover = Prover::Open(tree.tiles, request.tree_size());
  if (!prover.ok()) return Told(prover.status(), request.tree_size(), tree.reader);
  size_t bytes = 0;
  for (auto next = selected.positions.upper_bound(after); next != selected.positions.end(); ++next) {
    const auto [position, part] = *next;
    if (position > prover->tree_size()) break;
    if (response.messages_size() == limit || bytes > kBytesPerPage) {
      response.set_next_page_token(
          tokens.For(absl::StrCat(response.messages().rbegin()->message().position())));
      break;
    }
    auto proven = ProveMessage(tree.log, *prover, position);
    if (!proven.ok()) return Told(proven.status(), position, tree.reader);
    proven->set_part(part);
    bytes += proven->message().payload().size();
    *response.add_messages() = *std::move(proven);
  }
  for (const std::string& id : selected.other_cases) response.add_other_case_ids(id);
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* ProofService::ListCaseMessages(grpc::CallbackServerContext* context,
                                                         const v1::ListCaseMessagesRequest* request,
                                                         v1::ListCaseMessagesResponse* response) {
  return Serve(context, *request, response, [this, request, response](Call& call) {
    return ReadMessages(call.rows(), *request, *response);
  });
}

}  // namespace fallverbund::audit
