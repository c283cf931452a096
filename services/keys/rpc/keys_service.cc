#include "services/keys/rpc/keys_service.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "libs/access/identity.h"
#include "libs/base/status.h"
#include "libs/rpc/caller.h"
#include "libs/rpc/status.h"
#include "libs/runtime/log.h"

namespace fallverbund::keys {
namespace {

using seal::KeyOutcome;
using seal::OpenedKey;

v1::KeyOutcome ToProto(KeyOutcome outcome) {
  switch (outcome) {
    case KeyOutcome::kOpened:
      return v1::KEY_OUTCOME_OPENED;
    case KeyOutcome::kErased:
      return v1::KEY_OUTCOME_ERASED;
    case KeyOutcome::kDenied:
      return v1::KEY_OUTCOME_DENIED;
    case KeyOutcome::kUnavailable:
      return v1::KEY_OUTCOME_UNAVAILABLE;
  }
  return v1::KEY_OUTCOME_UNSPECIFIED;
}

seal::KeyScope FromProto(const v1::KeyScope& scope) {
  return {scope.association(), scope.subject_id(), scope.file_class(), scope.confidentiality()};
}

absl::StatusOr<std::string> CallingService(const grpc::ServerContextBase& context) {
  FV_ASSIGN_OR_RETURN(access::Caller caller, rpc::ReadCaller(context));
  if (caller.peer.kind != access::PeerKind::kService) {
    return absl::PermissionDeniedError("the key vault serves only the services of this house");
  }
  return std::move(caller.peer.name);
}

// Who opened how many keys for what; never which.
void Remember(const std::string& service, const seal::OpenReason& reason,
              const std::vector<OpenedKey>& keys) {
  const auto count = [&](KeyOutcome outcome) {
    return std::count_if(keys.begin(), keys.end(),
                         [&](const OpenedKey& key) { return key.outcome == outcome; });
  };
  log::Info("keys_opened", {{"service", log::Code(service)},
                            {"purpose", log::Code(reason.purpose)},
                            {"organisation", log::Code(reason.actor.organisation())},
                            {"person", log::Code(reason.actor.person())},
                            {"opened", count(KeyOutcome::kOpened)},
                            {"erased", count(KeyOutcome::kErased)},
                            {"denied", count(KeyOutcome::kDenied)},
                            {"unavailable", count(KeyOutcome::kUnavailable)}});
}

}  // namespace

KeysService::KeysService(Vault* vault, rpc::WorkerPool* pool) : vault_(vault), pool_(pool) {
  ServeAll(&KeysService::ObtainKey, &KeysService::OpenKeys, &KeysService::ComputeBlindIndex,
           &KeysService::GetIdKey);
}

grpc::ServerUnaryReactor* KeysService::Serve(grpc::CallbackServerContext* context,
                                             std::function<absl::Status(const std::string&)> work) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  auto service = CallingService(*context);
  if (!service.ok()) {
    reactor->Finish(rpc::ToGrpc(service.status()));
    return reactor;
  }
  const bool accepted = pool_->Submit([reactor, work = std::move(work), service = *std::move(service)] {
    reactor->Finish(rpc::ToGrpc(work(service)));
  });
  if (!accepted) {
    reactor->Finish(
        rpc::ToGrpc(absl::ResourceExhaustedError("the key vault has too much to do; try again later")));
  }
  return reactor;
}

grpc::ServerUnaryReactor* KeysService::ObtainKey(grpc::CallbackServerContext* context,
                                                 const v1::ObtainKeyRequest* request,
                                                 v1::ObtainKeyResponse* response) {
  return Serve(context, [this, request, response](const std::string& service) -> absl::Status {
    FV_ASSIGN_OR_RETURN(seal::DataKey key, vault_->Obtain(service, FromProto(request->scope())));
    response->set_key_id(std::move(key.key_id));
    response->set_key(std::string(key.bytes.view()));
    return absl::OkStatus();
  });
}

grpc::ServerUnaryReactor* KeysService::OpenKeys(grpc::CallbackServerContext* context,
                                                const v1::OpenKeysRequest* request,
                                                v1::OpenKeysResponse* response) {
  return Serve(context, [this, request, response](const std::string& service) -> absl::Status {
    const std::vector<std::string> ids(request->key_ids().begin(), request->key_ids().end());
    const seal::OpenReason reason{request->purpose(), request->actor()};
    FV_ASSIGN_OR_RETURN(const std::vector<OpenedKey> keys, vault_->Open(service, ids, reason));
    Remember(service, reason, keys);
    for (const OpenedKey& key : keys) {
      v1::OpenedKey& answer = *response->add_keys();
      answer.set_key_id(key.key_id);
      answer.set_outcome(ToProto(key.outcome));
      answer.set_key(std::string(key.bytes.view()));
    }
    return absl::OkStatus();
  });
}

grpc::ServerUnaryReactor* KeysService::ComputeBlindIndex(grpc::CallbackServerContext* context,
                                                         const v1::ComputeBlindIndexRequest* request,
                                                         v1::ComputeBlindIndexResponse* response) {
  return Serve(context, [this, request, response](const std::string& service) -> absl::Status {
    FV_ASSIGN_OR_RETURN(std::string index, vault_->BlindIndex(service, request->text()));
    response->set_index(std::move(index));
    return absl::OkStatus();
  });
}

grpc::ServerUnaryReactor* KeysService::GetIdKey(grpc::CallbackServerContext* context,
                                                const v1::GetIdKeyRequest*, v1::GetIdKeyResponse* response) {
  return Serve(context, [this, response](const std::string& service) -> absl::Status {
    FV_ASSIGN_OR_RETURN(const crypto::Secret key, vault_->IdKey(service));
    response->set_key(std::string(key.view()));
    return absl::OkStatus();
  });
}

}  // namespace fallverbund::keys
