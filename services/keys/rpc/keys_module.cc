#include "services/keys/rpc/keys_module.h"

#include <string>
#include <utility>

#include "fallverbund/intake/v1/prevention_events.pb.h"
#include "fallverbund/keys/v1/erasure_reactions.pb.h"
#include "libs/base/check.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/command/read_history.h"
#include "libs/reaction/oneof_rule.h"
#include "services/keys/rpc/keys_service.h"
#include "services/keys/vault/rounds.h"

namespace fallverbund::keys {
namespace {

// What two persons decided is carried out once, whatever instance does it and whatever dies meanwhile.
absl::StatusOr<std::vector<reaction::Draft>> OnKey(const v1::KeyEvent& event,
                                                   const reaction::Trigger& trigger,
                                                   const projection::Rows&) {
  std::vector<reaction::Draft> out;
  v1::KeysReaction owed;
  if (event.has_erasure_approved())
    owed.mutable_erase_key()->set_proposal_id(event.erasure_approved().proposal_id());
  if (event.has_erasure_owed_to_withdrawal())
    owed.mutable_erase_key()->set_proposal_id(event.erasure_owed_to_withdrawal().proposal_id());
  if (owed.has_erase_key()) out.push_back(reaction::Do(trigger.recorded.commit.aggregate_id, owed));
  return out;
}

// A family's word is enough (E9). It names keys, and the vault asks the bucket, not the event, what they are
// for: under this name nothing but prevention is forgotten.
absl::StatusOr<std::vector<reaction::Draft>> OnTransition(const intake::v1::TransitionEvent& event,
                                                          const reaction::Trigger& trigger,
                                                          const projection::Rows&) {
  std::vector<reaction::Draft> out;
  for (const std::string& key_id : event.prevention_consent_withdrawn().key_ids()) {
    if (!IsHexId(key_id)) continue;
    v1::KeysReaction owed;
    owed.mutable_honour_withdrawal()->set_transition_id(trigger.recorded.commit.aggregate_id);
    out.push_back(reaction::Do(key_id, owed));
  }
  return out;
}

}  // namespace

service::Spec KeysModule::MakeSpec() {
  FV_CHECK(vault_ != nullptr);
  return {.context = KeyDecider::kContext,
          .kinds = {command::KindOf<KeyDecider>()},
          .views = {&directory_},
          .rules = {reaction::OnEventsOf<v1::KeyEvent>("keys.erase", KeyDecider::kContext,
                                                       KeyDecider::kAggregateType, OnKey),
                    reaction::OnEventsOf<intake::v1::TransitionEvent>("keys.honour_withdrawal", "intake",
                                                                      "transition", OnTransition)},
          .execute = [this](const reaction::Obligation& obligation, const command::CommandContext& context) {
            return Execute(obligation, context);
          }};
}

std::vector<std::unique_ptr<grpc::Service>> KeysModule::MakeServices(service::Host& host,
                                                                     service::Pipeline& pipeline) {
  host_ = &host;
  handler_ = std::make_unique<KeyHandler>(host.desk());
  KeeperOptions keeping{.association = host.association(), .epoch_lasts = epoch_lasts_};
  keeping.ready = [&host] { return host.CaughtUp(); };
  keeping.is_erased = [&host](const std::string& key_id) -> absl::StatusOr<bool> {
    auto history = command::ReadHistory<KeyDecider>(*host.rows().Snapshot(nullptr), key_id);
    if (absl::IsNotFound(history.status())) return false;
    FV_RETURN_IF_ERROR(history.status());
    return history->state.phase == KeyPhase::kErased;
  };
  keeper_ = std::make_unique<Keeper>(std::move(keeping), &vault_->epochs(), store_, &host.clock());
  pool_ = std::make_unique<rpc::WorkerPool>();
  std::vector<std::unique_ptr<grpc::Service>> services;
  services.push_back(std::make_unique<KeysService>(vault_, pool_.get()));
  services.push_back(
      std::make_unique<ErasureService>(ErasureService::Parts{host, pipeline, *vault_, *handler_, *keeper_}));
  return services;
}

void KeysModule::Start() {
  keeper_->Start();
}

bool KeysModule::CaughtUp() const {
  return vault_->CheckReady().ok();
}

void KeysModule::Stop() {
  keeper_->Stop();
  pool_.reset();
}

// First the key, then the tombstone: so none ever stands for a key that can be opened.
absl::StatusOr<command::Outcome> KeysModule::Execute(const reaction::Obligation& obligation,
                                                     const command::CommandContext& context) {
  v1::KeysReaction owed;
  FV_CHECK(reaction::UnpackCommand(obligation, &owed));
  if (owed.has_honour_withdrawal()) {
    FV_ASSIGN_OR_RETURN(const auto key, vault_->FindKeyById(obligation.target_id));
    HonourWithdrawal command{owed.honour_withdrawal().transition_id()};
    if (key) command.file_class = key->file_class;
    if (key) command.confidentiality = key->confidentiality;
    return handler_->Handle(context, command);
  }
  FV_CHECK(owed.has_erase_key());
  FV_ASSIGN_OR_RETURN(const Dropped dropped, DropKey(*store_, obligation.target_id, host_->clock().Now()));
  return handler_->Handle(context, RecordErased{owed.erase_key().proposal_id(), dropped.at, dropped.epoch});
}

}  // namespace fallverbund::keys
