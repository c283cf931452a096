#include "services/keys/rpc/erasure_service.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/time/clock.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/command/read_history.h"
#include "libs/directory/directory.h"
#include "libs/rpc/pipeline/call.h"

namespace fallverbund::keys {
namespace {

using service::Call;
using Result = absl::StatusOr<std::optional<command::Outcome>>;

// How long an approval waits for the tombstone; the erasing goes on behind it all the same.
constexpr absl::Duration kPatience = absl::Seconds(5);

seal::KeyScope FromProto(const v1::ErasureScope& scope, const std::string& association) {
  const bool staff = scope.file_class() == common::v1::FILE_CLASS_STAFF;
  return {association,
          staff && scope.subject_id().empty()
              ? seal::StaffSubject(scope.staff_organisation_id(), scope.staff_person_id())
              : scope.subject_id(),
          scope.file_class(), scope.confidentiality()};
}

absl::StatusOr<KeyState> StateOf(const projection::Rows& rows, const std::string& key_id) {
  auto history = command::ReadHistory<KeyDecider>(rows, key_id);
  if (absl::IsNotFound(history.status())) return KeyDecider::Initial();
  FV_RETURN_IF_ERROR(history.status());
  return std::move(history->state);
}

v1::ErasureState ToProto(const KeyState& state, absl::Time now) {
  switch (state.phase) {
    case KeyPhase::kKept:
      return v1::ERASURE_STATE_KEPT;
    case KeyPhase::kProposed:
      return state.proposed(now) ? v1::ERASURE_STATE_PROPOSED : v1::ERASURE_STATE_KEPT;
    case KeyPhase::kApproved:
      return v1::ERASURE_STATE_APPROVED;
    case KeyPhase::kErased:
      return v1::ERASURE_STATE_ERASED;
  }
  return v1::ERASURE_STATE_UNSPECIFIED;
}

void Show(const KeyState& state, absl::Time now, v1::GetErasureResponse& response) {
  response.set_state(ToProto(state, now));
  response.set_legal_hold(state.legal_hold);
  if (response.state() == v1::ERASURE_STATE_KEPT) return;
  response.set_proposal_id(state.proposal.proposal_id());
  response.set_ground(state.proposal.ground());
  *response.mutable_retention_ends() = state.proposal.retention_ends();
  *response.mutable_lapses_at() = state.proposal.lapses_at();
  response.set_proposer_organisation_id(state.proposer.organisation);
  response.set_proposer_person_id(state.proposer.person);
  if (state.phase == KeyPhase::kErased) *response.mutable_erased_at() = fallverbund::ToProto(state.erased_at);
}

}  // namespace

ErasureService::ErasureService(Parts parts) : parts_(parts) {
  ServeAll(&ErasureService::ProposeErasure, &ErasureService::ApproveErasure, &ErasureService::PlaceLegalHold,
           &ErasureService::LiftLegalHold, &ErasureService::GetErasure, &ErasureService::BeginKeyEpoch,
           &ErasureService::GetVaultStatus);
}

// The controller's own people decide: those of a youth office, and about its staff those of the organisation.
absl::StatusOr<KeyFacts> ErasureService::KeyOf(Call& call, const v1::ErasureScope& scope) {
  const std::string& organisation = call.caller().peer.name;
  FV_ASSIGN_OR_RETURN(const auto known, directory::FindOrganisation(call.rows(), organisation));
  const bool office = known && known->kind == team::v1::ORGANISATION_KIND_YOUTH_OFFICE;
  const bool own_staff =
      scope.file_class() == common::v1::FILE_CLASS_STAFF && scope.staff_organisation_id() == organisation;
  if (!office && !own_staff) return absl::NotFoundError("");
  FV_ASSIGN_OR_RETURN(auto key, parts_.vault.FindKey(FromProto(scope, parts_.host.association())));
  if (!key) return absl::NotFoundError("");
  return *std::move(key);
}

grpc::ServerUnaryReactor* ErasureService::ProposeErasure(Context* context,
                                                         const v1::ProposeErasureRequest* request,
                                                         v1::ProposeErasureResponse* response) {
  return parts_.pipeline.Serve(context, *request, response, [this, request, response](Call& call) -> Result {
    FV_ASSIGN_OR_RETURN(const KeyFacts key, KeyOf(call, request->scope()));
    response->set_key_id(key.key_id);
    response->set_proposal_id(parts_.host.desk().NewIdFor(call.command_id()));
    keys::ProposeErasure command{key.file_class, key.confidentiality, request->ground(), std::nullopt,
                                 key.made_at};
    if (request->has_retention_ends())
      command.retention_ends = fallverbund::FromProto(request->retention_ends());
    return parts_.handler.Handle(call.ContextFor(key.key_id), command);
  });
}

grpc::ServerUnaryReactor* ErasureService::ApproveErasure(Context* context,
                                                         const v1::ApproveErasureRequest* request,
                                                         v1::ApproveErasureResponse* response) {
  return parts_.pipeline.Serve(context, *request, response, [this, request, response](Call& call) -> Result {
    FV_ASSIGN_OR_RETURN(const KeyFacts key, KeyOf(call, request->scope()));
    FV_ASSIGN_OR_RETURN(
        command::Outcome outcome,
        parts_.handler.Handle(call.ContextFor(key.key_id), keys::ApproveErasure{request->proposal_id()}));
    if (outcome.kind == command::OutcomeKind::kRefused) return outcome;
    // The reaction drops the key and writes the tombstone, here or at any other instance, also after a crash.
    const absl::Time until = std::min(call.deadline(), absl::Now() + kPatience);
    const absl::Status settled =
        parts_.host.runner().WaitSettled(outcome.position, parts_.host.clock().Now(), until);
    response->set_key_id(key.key_id);
    response->set_state(v1::ERASURE_STATE_APPROVED);
    if (settled.ok()) {
      FV_ASSIGN_OR_RETURN(const KeyState state, StateOf(*parts_.host.rows().Snapshot(nullptr), key.key_id));
      response->set_state(ToProto(state, parts_.host.clock().Now()));
    }
    return outcome;
  });
}

grpc::ServerUnaryReactor* ErasureService::PlaceLegalHold(Context* context,
                                                         const v1::PlaceLegalHoldRequest* request,
                                                         v1::PlaceLegalHoldResponse* response) {
  return parts_.pipeline.Serve(context, *request, response, [this, request](Call& call) -> Result {
    FV_ASSIGN_OR_RETURN(const KeyFacts key, KeyOf(call, request->scope()));
    return parts_.handler.Handle(call.ContextFor(key.key_id), keys::PlaceLegalHold{});
  });
}

grpc::ServerUnaryReactor* ErasureService::LiftLegalHold(Context* context,
                                                        const v1::LiftLegalHoldRequest* request,
                                                        v1::LiftLegalHoldResponse* response) {
  return parts_.pipeline.Serve(context, *request, response, [this, request](Call& call) -> Result {
    FV_ASSIGN_OR_RETURN(const KeyFacts key, KeyOf(call, request->scope()));
    return parts_.handler.Handle(call.ContextFor(key.key_id), keys::LiftLegalHold{});
  });
}

grpc::ServerUnaryReactor* ErasureService::GetErasure(Context* context, const v1::GetErasureRequest* request,
                                                     v1::GetErasureResponse* response) {
  return parts_.pipeline.Serve(context, *request, response, [this, request, response](Call& call) -> Result {
    FV_ASSIGN_OR_RETURN(const KeyFacts key, KeyOf(call, request->scope()));
    FV_ASSIGN_OR_RETURN(const KeyState state, StateOf(call.rows(), key.key_id));
    response->set_key_id(key.key_id);
    Show(state, parts_.host.clock().Now(), *response);
    return std::nullopt;
  });
}

grpc::ServerUnaryReactor* ErasureService::BeginKeyEpoch(Context* context,
                                                        const v1::BeginKeyEpochRequest* request,
                                                        v1::BeginKeyEpochResponse* response) {
  return parts_.pipeline.Serve(context, *request, response, [this, request, response](Call&) -> Result {
    Epochs& epochs = parts_.vault.epochs();
    FV_RETURN_IF_ERROR(epochs.BeginNext(request->after_epoch(), parts_.host.clock().Now()));
    parts_.keeper.Poke();
    FV_ASSIGN_OR_RETURN(const Standing standing, epochs.Read());
    response->set_epoch(standing.epochs.epoch());
    return std::nullopt;
  });
}

grpc::ServerUnaryReactor* ErasureService::GetVaultStatus(Context* context,
                                                         const v1::GetVaultStatusRequest* request,
                                                         v1::GetVaultStatusResponse* response) {
  return parts_.pipeline.Serve(context, *request, response, [this, response](Call&) -> Result {
    FV_ASSIGN_OR_RETURN(const Standing standing, parts_.vault.epochs().Read());
    response->set_epoch(standing.epochs.epoch());
    *response->mutable_epoch_begun_at() = standing.epochs.begun_at();
    response->set_leaving_epoch(standing.epochs.leaving_epoch());
    *response->mutable_destroy_by() = fallverbund::ToProto(standing.DestroyBy());
    response->set_overdue(parts_.host.clock().Now() > standing.DestroyBy());
    for (const uint32_t epoch : parts_.vault.epochs().HeldEpochs()) response->add_held_epochs(epoch);
    for (const BudgetUse& use : parts_.vault.Budgets()) {
      v1::ServiceBudget& budget = *response->add_budgets();
      budget.set_service(use.service);
      budget.set_keys_last_hour(static_cast<uint32_t>(use.keys_last_hour));
      budget.set_budget(static_cast<uint32_t>(use.budget));
      budget.set_alarms(use.alarms);
    }
    return std::nullopt;
  });
}

}  // namespace fallverbund::keys
