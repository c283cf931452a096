#include "libs/rpc/vault/grpc_key_vault.h"

#include <algorithm>
#include <utility>

#include "grpcpp/client_context.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/rpc/client.h"
#include "libs/rpc/status.h"
#include "libs/seal/box.h"

namespace fallverbund::rpc {
namespace {

using keys::v1::KeysService;
using seal::DataKey;
using seal::KeyOutcome;
using seal::OpenedKey;

constexpr size_t kBlindIndexDigits = 64;

absl::Status NotAnAnswer() {
  return absl::InternalError("the key vault's answer makes no sense; are both of one version?");
}

// Takes the key out of a message, which keeps no copy.
absl::StatusOr<crypto::Secret> TakeKey(std::string& bytes) {
  crypto::Secret key(std::move(bytes));
  if (key.view().size() != seal::kDataKeyBytes) return NotAnAnswer();
  return key;
}

// An outcome of a newer vault that we do not know is one we cannot act on now.
KeyOutcome ToOutcome(keys::v1::KeyOutcome outcome) {
  switch (static_cast<int>(outcome)) {
    case keys::v1::KEY_OUTCOME_OPENED:
      return KeyOutcome::kOpened;
    case keys::v1::KEY_OUTCOME_ERASED:
      return KeyOutcome::kErased;
    case keys::v1::KEY_OUTCOME_DENIED:
      return KeyOutcome::kDenied;
    default:
      return KeyOutcome::kUnavailable;
  }
}

}  // namespace

GrpcKeyVault::GrpcKeyVault(std::shared_ptr<grpc::Channel> channel, GrpcKeyVaultOptions options)
    : stub_(KeysService::NewStub(std::move(channel))), options_(options) {}

template <class Request, class Response>
absl::StatusOr<Response> GrpcKeyVault::Call(Method<Request, Response> method, const Request& request,
                                            absl::Time until, bool wait_for_vault) {
  absl::Status status = absl::DeadlineExceededError("");
  for (int i = 0; i < options_.tries; ++i) {
    const absl::Duration left = until - absl::Now();
    if (left <= absl::ZeroDuration()) break;  // the command is answered without us
    grpc::ClientContext context;
    PrepareCall(context, {.timeout = std::min(options_.timeout, left)});
    context.set_wait_for_ready(wait_for_vault);
    Response response;
    status = FromGrpc((stub_.get()->*method)(&context, request, &response));
    if (status.ok()) return response;
    if (!absl::IsUnavailable(status)) break;
  }
  // The port knows one word for "nothing is known".
  if (absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsResourceExhausted(status)) {
    return absl::UnavailableError("the key vault does not answer; try again");
  }
  return status;
}

absl::StatusOr<DataKey> GrpcKeyVault::Create(const seal::KeyScope& scope, absl::Time until) {
  FV_RETURN_IF_ERROR(seal::CheckScope(scope));
  keys::v1::ObtainKeyRequest request;
  request.mutable_scope()->set_association(scope.association);
  request.mutable_scope()->set_subject_id(scope.subject_id);
  request.mutable_scope()->set_file_class(scope.file_class);
  request.mutable_scope()->set_confidentiality(scope.confidentiality);
  FV_ASSIGN_OR_RETURN(keys::v1::ObtainKeyResponse response,
                      Call(&KeysService::Stub::ObtainKey, request, until));
  FV_ASSIGN_OR_RETURN(crypto::Secret key, TakeKey(*response.mutable_key()));
  if (!IsHexId(response.key_id())) return NotAnAnswer();
  return DataKey{response.key_id(), std::move(key)};
}

absl::StatusOr<std::vector<OpenedKey>> GrpcKeyVault::Open(absl::Span<const std::string> key_ids,
                                                          const seal::OpenReason& reason) {
  FV_RETURN_IF_ERROR(seal::CheckReason(reason));
  FV_RETURN_IF_ERROR(seal::CheckKeyIds(key_ids));
  keys::v1::OpenKeysRequest request;
  request.mutable_key_ids()->Add(key_ids.begin(), key_ids.end());
  request.set_purpose(reason.purpose);
  *request.mutable_actor() = reason.actor;
  FV_ASSIGN_OR_RETURN(keys::v1::OpenKeysResponse response,
                      Call(&KeysService::Stub::OpenKeys, request, reason.until));
  if (response.keys_size() != request.key_ids_size()) return NotAnAnswer();
  std::vector<OpenedKey> opened;
  opened.reserve(key_ids.size());
  for (int i = 0; i < response.keys_size(); ++i) {
    keys::v1::OpenedKey& key = *response.mutable_keys(i);
    if (key.key_id() != request.key_ids(i)) return NotAnAnswer();
    OpenedKey answer{key.key_id(), ToOutcome(key.outcome()), {}};
    if (answer.outcome == KeyOutcome::kOpened) {
      FV_ASSIGN_OR_RETURN(answer.bytes, TakeKey(*key.mutable_key()));
    }
    opened.push_back(std::move(answer));
  }
  return opened;
}

absl::StatusOr<std::string> GrpcKeyVault::BlindIndex(std::string_view text) {
  keys::v1::ComputeBlindIndexRequest request;
  request.set_text(std::string(text));
  FV_ASSIGN_OR_RETURN(keys::v1::ComputeBlindIndexResponse response,
                      Call(&KeysService::Stub::ComputeBlindIndex, request, absl::InfiniteFuture()));
  if (response.index().size() != kBlindIndexDigits) return NotAnAnswer();
  return std::move(*response.mutable_index());
}

absl::StatusOr<crypto::Secret> GrpcKeyVault::IdKey() {
  {
    absl::MutexLock lock(&mu_);
    if (!id_key_.empty()) return id_key_;
  }
  FV_ASSIGN_OR_RETURN(
      keys::v1::GetIdKeyResponse response,
      Call(&KeysService::Stub::GetIdKey, keys::v1::GetIdKeyRequest(), absl::InfiniteFuture(), true));
  FV_ASSIGN_OR_RETURN(crypto::Secret key, TakeKey(*response.mutable_key()));
  absl::MutexLock lock(&mu_);
  id_key_ = key;
  return key;
}

}  // namespace fallverbund::rpc
