#include "services/intake/rpc/prevention_commands.h"

#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/check.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/base/time.h"
#include "libs/command/read_history.h"
#include "libs/crypto/derive.h"
#include "libs/crypto/hash.h"
#include "libs/directory/directory.h"
#include "services/intake/domain/transition_decider.h"
#include "services/intake/views/prevention_table.h"
#include "services/intake/views/prevention_view.h"

namespace fallverbund::intake {
namespace {

using common::v1::Sealed;
using google::protobuf::Descriptor;

constexpr int kMostPhases = 8;  // of one family; there are five kinds
constexpr int kMostItems = 16;  // there are five kinds

absl::Status CheckFew(int size, const char* field, int most) {
  if (size <= most) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(field, " has more than ", most, " entries"));
}

std::string RegisterId(std::string_view association, const std::string& what) {
  return ToHex(crypto::Sha256(absl::StrCat("fallverbund.prevention/v1\n", ToAbsl(association), "\n", what))
                   .substr(0, 16));
}

// Seals texts of one accompaniment under the key of its family, in the file class that is forgotten when the
// family says so.
class FamilySealing {
 public:
  FamilySealing(service::Call& call, std::string transition_id, std::string subject_id)
      : call_(call),
        transition_id_(std::move(transition_id)),
        scope_{call.host().association(), std::move(subject_id), common::v1::FILE_CLASS_PREVENTION,
               common::v1::CONFIDENTIALITY_ORDINARY} {}

  absl::StatusOr<Sealed> Seal(const Descriptor* event, int field, const std::string& text) {
    return call_.Seal(scope_, transition_id_, *event, absl::StrCat(field), text);
  }

 private:
  service::Call& call_;
  const std::string transition_id_;
  const seal::KeyScope scope_;
};

struct Known {
  history::History<TransitionDecider> transition;
  FamilySealing sealing;
};

// After a withdrawal nothing is sealed any more, which would make a new key: the rule refuses what was asked.
absl::StatusOr<Known> Find(service::Call& call, const std::string& transition_id) {
  FV_ASSIGN_OR_RETURN(auto transition, command::ReadHistory<TransitionDecider>(call.rows(), transition_id));
  std::string subject_id = transition.state.subject_id;
  return Known{std::move(transition), FamilySealing(call, transition_id, std::move(subject_id))};
}

absl::StatusOr<Sealed> SealNote(Known& known, const Descriptor* event, int field, const std::string& text) {
  if (known.transition.state.phase == Accompaniment::kWithdrawn) return Sealed();
  return known.sealing.Seal(event, field, text);
}

absl::StatusOr<std::string> UnitOf(service::Call& call, const std::string& person_id) {
  FV_ASSIGN_OR_RETURN(const auto person, directory::FindPerson(call.rows(), person_id));
  return person ? person->unit_id : std::string();
}

// Of that organisation, which stays as they do (N10, N11), and with the role in which somebody navigates:
// whoever has it not could do nothing of it (E5).
absl::StatusOr<bool> NavigatesFor(service::Call& call, const std::string& organisation_id,
                                  const std::string& person_id) {
  FV_ASSIGN_OR_RETURN(const auto person, directory::FindPerson(call.rows(), person_id));
  if (!person || !person->roles.contains(common::v1::ROLE_NAVIGATOR)) return false;
  return directory::IsPersonOf(call.rows(), organisation_id, person_id);
}

absl::StatusOr<std::optional<ChainInForce>> ChainBetween(service::Call& call, v1::ServiceLine from,
                                                         v1::ServiceLine to) {
  const std::string id = ChainIdOf(call.host().association(), from, to);
  const auto chain = command::ReadHistory<ProcessChainDecider>(call.rows(), id);
  if (absl::IsNotFound(chain.status())) return std::nullopt;
  FV_RETURN_IF_ERROR(chain.status());
  const auto* version = chain->state.InForce(call.host().clock().Now());
  if (version == nullptr) return std::nullopt;
  return ChainInForce{id, *version};
}

}  // namespace

std::string ChainIdOf(std::string_view association, v1::ServiceLine from, v1::ServiceLine to) {
  return RegisterId(association,
                    absl::StrCat("process chain ", static_cast<int>(from), " ", static_cast<int>(to)));
}

std::string TableIdOf(std::string_view association, const Quarter& quarter) {
  return RegisterId(association, absl::StrCat("table ", quarter.year, " ", quarter.quarter));
}

absl::StatusOr<PreventionContactCommand> ToCommand(const v1::CountAnonymousContactRequest& request,
                                                   service::Call& call) {
  CountAnonymousContact command;
  command.counted.set_service_line(request.service_line());
  command.counted.set_social_space_id(request.social_space_id());
  command.counted.set_language_need(request.language_need());
  command.counted.set_purpose(request.purpose());
  FV_ASSIGN_OR_RETURN(command.social_space_known, IsSocialSpace(call.rows(), request.social_space_id()));
  return command;
}

absl::StatusOr<TransitionCommand> ToCommand(const v1::BeginTransitionRequest& request, service::Call& call) {
  FV_RETURN_IF_ERROR(CheckFew(request.expected_size(), "expected", kMostPhases));
  const std::string& own = call.caller().peer.name;
  BeginTransition command;
  v1::TransitionBegun& wanted = command.wanted;
  wanted.set_subject_id(call.NewAggregateId("subject"));
  wanted.mutable_navigator()->set_organisation_id(own);
  wanted.mutable_navigator()->set_person_id(request.navigator_person_id());
  wanted.mutable_navigator()->set_deputy_person_id(request.deputy_person_id());
  FV_ASSIGN_OR_RETURN(*wanted.mutable_navigator()->mutable_unit_id(),
                      UnitOf(call, request.navigator_person_id()));
  wanted.set_service_line(request.service_line());
  wanted.set_social_space_id(request.social_space_id());
  wanted.set_language_need(request.language_need());
  wanted.set_interpreted(request.interpreted());
  wanted.set_consent_by(request.consent_by());
  *wanted.mutable_expected() = request.expected();
  FV_ASSIGN_OR_RETURN(const bool navigator, NavigatesFor(call, own, request.navigator_person_id()));
  FV_ASSIGN_OR_RETURN(const bool deputy, NavigatesFor(call, own, request.deputy_person_id()));
  command.navigator_known = navigator && deputy;
  FV_ASSIGN_OR_RETURN(command.social_space_known, IsSocialSpace(call.rows(), request.social_space_id()));
  // Who has not agreed is sealed nowhere, not even to be refused (E9).
  if (wanted.consent_by() == v1::CONSENT_GIVER_UNSPECIFIED) return command;
  using Begun = v1::TransitionBegun;
  FamilySealing sealing(call, call.NewAggregateId(TransitionDecider::kAggregateType), wanted.subject_id());
  FV_ASSIGN_OR_RETURN(
      *wanted.mutable_family_name(),
      sealing.Seal(Begun::descriptor(), Begun::kFamilyNameFieldNumber, request.family_name()));
  FV_ASSIGN_OR_RETURN(*wanted.mutable_language(),
                      sealing.Seal(Begun::descriptor(), Begun::kLanguageFieldNumber, request.language()));
  FV_ASSIGN_OR_RETURN(*wanted.mutable_agreed(),
                      sealing.Seal(Begun::descriptor(), Begun::kAgreedFieldNumber, request.agreed()));
  return command;
}

absl::StatusOr<TransitionCommand> ToCommand(const v1::ExpectPhaseRequest& request, service::Call&) {
  return ExpectPhase{request.expected()};
}

absl::StatusOr<TransitionCommand> ToCommand(const v1::OfferWarmHandoverRequest& request,
                                            service::Call& call) {
  FV_RETURN_IF_ERROR(CheckFew(request.items_size(), "items", kMostItems));
  FV_ASSIGN_OR_RETURN(Known known, Find(call, request.transition_id()));
  OfferWarmHandover command;
  v1::WarmHandoverOffered& wanted = command.wanted;
  wanted.mutable_to()->set_organisation_id(request.to_organisation_id());
  wanted.mutable_to()->set_person_id(request.to_person_id());
  FV_ASSIGN_OR_RETURN(*wanted.mutable_to()->mutable_unit_id(), UnitOf(call, request.to_person_id()));
  wanted.set_to_line(request.to_line());
  wanted.set_for_phase(request.for_phase());
  *wanted.mutable_items() = request.items();
  *wanted.mutable_participation() = request.participation();
  if (request.has_answer_due()) command.answer_due = FromProto(request.answer_due());
  FV_ASSIGN_OR_RETURN(command.receiver_known,
                      NavigatesFor(call, request.to_organisation_id(), request.to_person_id()));
  FV_ASSIGN_OR_RETURN(command.chain,
                      ChainBetween(call, known.transition.state.service_line, request.to_line()));
  using Offered = v1::WarmHandoverOffered;
  FV_ASSIGN_OR_RETURN(*wanted.mutable_note(),
                      SealNote(known, Offered::descriptor(), Offered::kNoteFieldNumber, request.note()));
  return command;
}

absl::StatusOr<TransitionCommand> ToCommand(const v1::RecordWarmMeetingRequest& request,
                                            service::Call& call) {
  FV_ASSIGN_OR_RETURN(Known known, Find(call, request.transition_id()));
  RecordWarmMeeting command;
  command.handover_id = request.handover_id();
  command.receiver_person_id = request.receiver_person_id();
  command.family_present = request.family_present();
  command.interpreted = request.interpreted();
  if (const auto& open = known.transition.state.handover.open()) {
    FV_ASSIGN_OR_RETURN(command.receiver_known, directory::IsPersonOf(call.rows(), open->to.organisation_id,
                                                                      request.receiver_person_id()));
  }
  using Met = v1::WarmHandoverMet;
  using Failed = v1::WarmHandoverAttemptFailed;
  FV_ASSIGN_OR_RETURN(command.note_of_meeting,
                      SealNote(known, Met::descriptor(), Met::kNoteFieldNumber, request.note()));
  FV_ASSIGN_OR_RETURN(command.note_of_attempt,
                      SealNote(known, Failed::descriptor(), Failed::kNoteFieldNumber, request.note()));
  return command;
}

absl::StatusOr<TransitionCommand> ToCommand(const v1::AcceptWarmHandoverRequest& request,
                                            service::Call& call) {
  AcceptWarmHandover command;
  command.handover_id = request.handover_id();
  command.deputy_person_id = request.deputy_person_id();
  FV_ASSIGN_OR_RETURN(command.actor_unit_id, call.ActorUnit());
  FV_ASSIGN_OR_RETURN(command.deputy_known,
                      NavigatesFor(call, call.caller().peer.name, request.deputy_person_id()));
  FV_ASSIGN_OR_RETURN(const auto leaver, directory::FindLeaver(call.rows(), call.caller().person));
  FV_ASSIGN_OR_RETURN(const bool body_leaves, directory::IsLeavingBody(call.rows(), call.caller().peer.name));
  command.actor_leaves = leaver.has_value() || body_leaves;
  return command;
}

absl::StatusOr<TransitionCommand> ToCommand(const v1::DeclineWarmHandoverRequest& request,
                                            service::Call& call) {
  FV_ASSIGN_OR_RETURN(Known known, Find(call, request.transition_id()));
  DeclineWarmHandover command;
  command.declined.set_handover_id(request.handover_id());
  command.declined.set_reason(request.reason());
  using Declined = v1::WarmHandoverDeclined;
  FV_ASSIGN_OR_RETURN(*command.declined.mutable_note(),
                      SealNote(known, Declined::descriptor(), Declined::kNoteFieldNumber, request.note()));
  return command;
}

absl::StatusOr<TransitionCommand> ToCommand(const v1::RevokeWarmHandoverRequest& request, service::Call&) {
  return RevokeWarmHandover{request.handover_id()};
}

absl::StatusOr<TransitionCommand> ToCommand(const v1::CheckWarmHandoverRequest& request,
                                            service::Call& call) {
  FV_ASSIGN_OR_RETURN(Known known, Find(call, request.transition_id()));
  CheckWarmHandover command;
  command.checked.set_handover_id(request.handover_id());
  command.checked.set_outcome(request.outcome());
  if (request.has_next_due()) *command.checked.mutable_next_due() = request.next_due();
  using Checked = v1::WarmHandoverChecked;
  FV_ASSIGN_OR_RETURN(*command.checked.mutable_note(),
                      SealNote(known, Checked::descriptor(), Checked::kNoteFieldNumber, request.note()));
  return command;
}

absl::StatusOr<TransitionCommand> ToCommand(const v1::RecordFamilyDecisionRequest& request,
                                            service::Call& call) {
  if (request.decision().empty()) return absl::InvalidArgumentError("decision is missing");
  FV_ASSIGN_OR_RETURN(Known known, Find(call, request.transition_id()));
  RecordFamilyDecision command;
  command.decided.set_subject(request.subject());
  *command.decided.mutable_participation() = request.participation();
  using Decided = v1::FamilyDecided;
  FV_ASSIGN_OR_RETURN(
      *command.decided.mutable_decision(),
      SealNote(known, Decided::descriptor(), Decided::kDecisionFieldNumber, request.decision()));
  return command;
}

absl::StatusOr<TransitionCommand> ToCommand(const v1::TakeOverTransitionRequest& request,
                                            service::Call& call) {
  FV_ASSIGN_OR_RETURN(const auto transition,
                      command::ReadHistory<TransitionDecider>(call.rows(), request.transition_id()));
  TakeOver command;
  command.deputy_person_id = request.deputy_person_id();
  FV_ASSIGN_OR_RETURN(command.actor_unit_id, call.ActorUnit());
  FV_ASSIGN_OR_RETURN(const bool colleague,
                      directory::IsPersonOfUnit(call.rows(), call.caller().peer.name, command.actor_unit_id,
                                                request.deputy_person_id()));
  FV_ASSIGN_OR_RETURN(const bool navigates,
                      NavigatesFor(call, call.caller().peer.name, request.deputy_person_id()));
  command.deputy_known = colleague && navigates;
  FV_ASSIGN_OR_RETURN(const auto holder,
                      directory::FindLeaver(call.rows(), transition.state.navigator.holder().person_id));
  FV_ASSIGN_OR_RETURN(const auto actor, directory::FindLeaver(call.rows(), call.caller().person));
  command.holder_leaves = holder.has_value();
  command.actor_leaves = actor.has_value();
  return command;
}

absl::StatusOr<TransitionCommand> ToCommand(const v1::WithdrawPreventionConsentRequest& request,
                                            service::Call&) {
  return WithdrawPreventionConsent{request.withdrawn_by()};
}

absl::StatusOr<TransitionCommand> ToCommand(const v1::CompleteTransitionRequest& request,
                                            service::Call& call) {
  FV_ASSIGN_OR_RETURN(const auto transition,
                      command::ReadHistory<TransitionDecider>(call.rows(), request.transition_id()));
  CompleteTransition command{request.participation(), {}};
  for (const WarmCheck& check : transition.state.checks) {
    FV_ASSIGN_OR_RETURN(const auto leaving, LeavingOf(call.rows(), check.giver.organisation_id));
    if (leaving && FromProto(leaving->until()) <= call.host().clock().Now())
      command.gone.insert(check.giver.organisation_id);
  }
  return command;
}

absl::StatusOr<ProcessChainCommand> ToCommand(const v1::SetProcessChainRequest& request,
                                              service::Call& call) {
  FV_RETURN_IF_ERROR(CheckFew(request.required_items_size(), "required_items", kMostItems));
  SetProcessChain command;
  v1::ProcessChainVersionSet& wanted = command.wanted;
  wanted.set_from_line(request.from_line());
  wanted.set_to_line(request.to_line());
  if (request.has_valid_from()) *wanted.mutable_valid_from() = request.valid_from();
  *wanted.mutable_required_items() = request.required_items();
  *wanted.mutable_answer_within() = request.answer_within();
  *wanted.mutable_check_after() = request.check_after();
  // Of services and of no family: a register's text, with a key of its own.
  const std::string id = ChainIdOf(call.host().association(), request.from_line(), request.to_line());
  const seal::KeyScope scope = {call.host().association(), id, common::v1::FILE_CLASS_REGISTER,
                                common::v1::CONFIDENTIALITY_ORDINARY};
  using Version = v1::ProcessChainVersionSet;
  FV_ASSIGN_OR_RETURN(*wanted.mutable_description(),
                      call.Seal(scope, id, *Version::descriptor(),
                                absl::StrCat(Version::kDescriptionFieldNumber), request.description()));
  return command;
}

absl::StatusOr<PreventionTableCommand> ToCommand(const v1::PublishPreventionTableRequest& request,
                                                 service::Call& call) {
  const Quarter quarter = QuarterNamed(request.year(), request.quarter());
  PublishPreventionTable command;
  command.quarter_ends = EndOf(quarter);
  // Not over: what has been counted so far is read by nobody, not even to be refused.
  if (command.quarter_ends > call.host().clock().Now()) return command;
  FV_ASSIGN_OR_RETURN(const uint64_t head, call.host().log().HeadFromLeader());
  FV_RETURN_IF_ERROR(call.host().projector().WaitFor(head, call.deadline()));
  uint64_t position = 0;
  const auto rows = call.host().rows().Snapshot(&position);
  FV_ASSIGN_OR_RETURN(const auto spaces, SocialSpaces(*rows));
  FV_ASSIGN_OR_RETURN(const auto counts, CountsOf(*rows, quarter));
  command.table.set_year(request.year());
  command.table.set_quarter(request.quarter());
  command.table.set_figures_position(position);
  // Nobody outside has the id key, and every instance draws the same for this quarter.
  const std::string of_quarter = crypto::DeriveAggregateId(
      call.host().id_key().view(), absl::StrCat(request.year(), "/", request.quarter()), "hidden figures");
  uint64_t drawn = 0;
  FV_CHECK(absl::SimpleHexAtoi(of_quarter.substr(0, 16), &drawn));
  for (const auto& figure : FiguresOf(spaces, counts, drawn)) *command.table.add_figures() = figure;
  return command;
}

}  // namespace fallverbund::intake
