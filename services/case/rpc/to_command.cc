// Long, because it is a list: each request of the case service as the command that it becomes.
#include "services/case/rpc/to_command.h"

#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "libs/base/id.h"
#include "services/case/domain/ground.h"
#include "services/case/rpc/parsing.h"

namespace fallverbund::casework {
namespace {

constexpr int kMaxItems =
    1000;  // documents in a package; what is not named stays behind, so a long case needs many

// What offers lacked (B4): codes only, so nothing is sealed.
template <class Request>
absl::StatusOr<UnsuitableOffers> UnsuitableOf(const Request& request) {
  FV_RETURN_IF_ERROR(Bounded(request.unsuitable_size(), "unsuitable"));
  UnsuitableOffers offers;
  for (const v1::UnsuitableOffer& told : request.unsuitable()) {
    FV_RETURN_IF_ERROR(Bounded(told.because_size(), "because"));
    v1::OfferFoundUnsuitable& offer = offers.emplace_back();
    offer.set_setting_id(told.setting_id());
    offer.set_organisation_id(told.organisation_id());
    offer.set_kind(told.kind());
    *offer.mutable_because() = told.because();
  }
  return offers;
}

absl::Status CheckPackageSize(int size) {
  if (size <= kMaxItems) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("package has more than ", kMaxItems, " entries"));
}

// Whom a request names as the one to hold.
template <class Request>
common::v1::Holder ReceiverOf(const Request& request, common::v1::LegalBasis basis) {
  common::v1::Holder to;
  to.set_organisation_id(request.to_organisation_id());
  to.set_unit_id(request.to_unit_id());
  to.set_person_id(request.to_person_id());
  to.set_deputy_person_id(request.to_deputy_person_id());
  to.set_basis(basis);
  return to;
}

// Of those who would hold, the person or the deputy: somebody leaves (N11), or has no role to act in (R0).
struct Receivers {
  bool leave = false, unreachable = false;
};
absl::StatusOr<Receivers> LookAt(const std::vector<common::v1::Holder>& holders, Edge& edge) {
  Receivers receivers;
  for (const common::v1::Holder& holder : holders) {
    FV_ASSIGN_OR_RETURN(const HolderFacts facts, edge.FactsOf(holder));
    receivers.leave = receivers.leave || facts.leaves;
    if (!holder.organisation_id().empty())  // else these rows have not seen it yet: the rule has
      receivers.unreachable = receivers.unreachable || !facts.reachable;
  }
  return receivers;
}

// § 65: what was entrusted is so by its record, whatever the package calls it.
absl::Status TakeFromRecords(google::protobuf::RepeatedPtrField<v1::PackageItem>& package, Edge& edge) {
  for (v1::PackageItem& item : package) {
    FV_ASSIGN_OR_RETURN(const bool entrusted, edge.IsEntrusted(item.position()));
    if (entrusted) item.set_confidentiality(common::v1::CONFIDENTIALITY_ENTRUSTED);
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> IsPublicBody(const std::string& organisation_id, Edge& edge) {
  common::v1::Holder body;
  body.set_organisation_id(organisation_id);
  FV_ASSIGN_OR_RETURN(const HolderFacts facts, edge.FactsOf(body));
  return facts.public_body;
}

// Never kept: whoever decides sees it in clear, once.
absl::StatusOr<std::optional<absl::CivilDay>> BornOn(const std::string& birth_date) {
  if (birth_date.empty()) return std::nullopt;
  absl::CivilDay born;
  if (!absl::ParseCivilTime(birth_date, &born))
    return absl::InvalidArgumentError("birth_date is not of the form YYYY-MM-DD");
  return born;
}

}  // namespace

absl::StatusOr<Command> ToCommand(const v1::PrepareHandoverRequest& request, Edge& edge) {
  FV_RETURN_IF_ERROR(CheckPackageSize(request.package_size()));
  const bool packs = !request.to_organisation_id().empty() || !request.package().empty();
  if (request.put_away() && packs)
    return absl::InvalidArgumentError("put_away: with nothing else but the case");
  PrepareHandover command;
  command.prepared.set_to_organisation_id(request.to_organisation_id());
  command.prepared.set_put_away(request.put_away());
  *command.prepared.mutable_package() = request.package();
  FV_RETURN_IF_ERROR(TakeFromRecords(*command.prepared.mutable_package(), edge));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::OfferHandoverRequest& request, Edge& edge) {
  OfferHandover command;
  command.prepared_id = request.prepared_handover_id();
  *command.offer.mutable_to() = ReceiverOf(request, request.basis());
  if (request.has_answer_due()) *command.offer.mutable_answer_due() = request.answer_due();
  *command.offer.mutable_participation() = request.participation();
  FV_RETURN_IF_ERROR(CheckPackageSize(request.package_size()));
  *command.offer.mutable_package() = request.package();
  FV_RETURN_IF_ERROR(TakeFromRecords(*command.offer.mutable_package(), edge));
  command.offer.set_cold(request.cold());
  FV_ASSIGN_OR_RETURN(command.to, edge.FactsOf(command.offer.to()));
  return command;
}

absl::StatusOr<OfferCasesOfPerson> ToCommand(const v1::OfferCasesOfPersonRequest& request,
                                             const std::vector<std::string>& case_ids, Edge& edge) {
  OfferCasesOfPerson command;
  command.offered.set_person_id(request.person_id());
  command.offered.set_organisation_id(request.organisation_id());
  *command.offered.mutable_to() = ReceiverOf(request, request.basis());
  if (request.has_answer_due()) *command.offered.mutable_answer_due() = request.answer_due();
  *command.offered.mutable_participation() = request.participation();
  for (const std::string& case_id : case_ids) command.offered.add_case_ids(case_id);
  FV_ASSIGN_OR_RETURN(command.to, edge.FactsOf(command.offered.to()));
  FV_ASSIGN_OR_RETURN(command.of_actors_organisation, edge.WasColleague(request.person_id()));
  return command;
}

namespace {

// Of a giver that has left, and whose deputy has, every colleague who is there speaks in a meeting: else such
// a case could not be handed on (N11).
absl::StatusOr<std::set<std::string>> WhoActs(
    const common::v1::Holder& giver, const google::protobuf::RepeatedPtrField<std::string>& person_ids,
    Edge& edge) {
  std::set<std::string> acting;
  if (giver.person_id().empty()) return acting;
  for (const std::string& side : {giver.person_id(), giver.deputy_person_id()}) {
    FV_ASSIGN_OR_RETURN(const bool left, edge.HasLeft(side));
    if (!left && !side.empty()) return acting;
  }
  for (const std::string& person : person_ids) {
    FV_ASSIGN_OR_RETURN(const bool there, edge.IsPersonOf(giver.organisation_id(), person));
    if (there) acting.insert(person);
  }
  return acting;
}

}  // namespace

absl::StatusOr<Command> ToCommand(const v1::RecordHandoverMeetingRequest& request, Edge& edge) {
  FV_RETURN_IF_ERROR(Bounded(request.person_ids_size(), "person_ids"));
  FV_RETURN_IF_ERROR(Needed(request.has_held_at(), "held_at"));
  RecordHandoverMeeting command;
  command.meeting.set_handover_id(request.handover_id());
  *command.meeting.mutable_held_at() = request.held_at();
  *command.meeting.mutable_person_ids() = request.person_ids();
  *command.meeting.mutable_participation() = request.participation();
  FV_ASSIGN_OR_RETURN(const v1::Case shown, edge.Shown());
  const bool open = shown.open_handover().handover_id() == request.handover_id();
  FV_ASSIGN_OR_RETURN(command.acting,
                      WhoActs(open ? shown.holder() : shown.last_move().giver(), request.person_ids(), edge));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::AcceptHandoverRequest& request, Edge& edge) {
  FV_ASSIGN_OR_RETURN(std::string unit, edge.ActorUnit());
  FV_ASSIGN_OR_RETURN(const v1::Case shown, edge.Shown());
  FV_ASSIGN_OR_RETURN(const Receivers receivers, LookAt({shown.open_handover().to()}, edge));
  return AcceptHandover{request.handover_id(), std::move(unit), receivers.leave, receivers.unreachable};
}

absl::StatusOr<Command> ToCommand(const v1::RefuseHandoverRequest& request, Edge& edge) {
  RefuseHandover command;
  command.refusal.set_handover_id(request.handover_id());
  command.refusal.set_reason(request.reason());
  FV_RETURN_IF_ERROR(SealInto(edge, command.refusal, v1::HandoverRefused::kCounterProposalFieldNumber,
                              request.counter_proposal()));
  FV_ASSIGN_OR_RETURN(command.actor_unit_id, edge.ActorUnit());
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::RevokeHandoverRequest& request, Edge&) {
  return RevokeHandover{request.handover_id()};
}

absl::StatusOr<Command> ToCommand(const v1::CommitToTeamRequest& request, Edge& edge) {
  FV_ASSIGN_OR_RETURN(const bool leaves, edge.Leaves(""));
  return CommitToTeam{request.team_id(), leaves};
}

absl::StatusOr<Command> ToCommand(const v1::NameCaseDeputyRequest& request, Edge& edge) {
  NameCaseDeputy command{request.deputy_person_id()};
  FV_ASSIGN_OR_RETURN(const v1::Case shown, edge.Shown());
  FV_ASSIGN_OR_RETURN(command.deputy_known,
                      edge.IsPersonOfUnit(shown.holder().organisation_id(), shown.holder().unit_id(),
                                          request.deputy_person_id()));
  FV_ASSIGN_OR_RETURN(command.actor_acts, edge.ActorActsFor(shown.holder().person_id()));
  common::v1::Holder then = shown.holder();
  then.set_deputy_person_id(request.deputy_person_id());
  FV_ASSIGN_OR_RETURN(const HolderFacts facts, edge.FactsOf(then));
  command.reachable = facts.reachable;
  then.set_person_id(request.deputy_person_id());  // whoever holds may be gone: asked of the deputy alone
  FV_ASSIGN_OR_RETURN(const HolderFacts of_deputy, edge.FactsOf(then));
  command.deputy_unreachable = !of_deputy.reachable;
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::NameStrandDeputyRequest& request, Edge& edge) {
  NameStrandDeputy command{request.strand(), request.deputy_person_id()};
  FV_ASSIGN_OR_RETURN(const v1::Case shown, edge.Shown());
  const common::v1::Holder& holder =
      request.strand() == common::v1::STRAND_TONIGHT ? shown.tonight().holder() : shown.coordination();
  FV_ASSIGN_OR_RETURN(command.deputy_known,
                      edge.IsPersonOf(holder.organisation_id(), request.deputy_person_id()));
  FV_ASSIGN_OR_RETURN(command.actor_acts, edge.ActorActsFor(holder.person_id()));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::NameSeatSuccessorRequest& request, Edge& edge) {
  NameSeatSuccessor command;
  command.replacement.set_team_id(request.team_id());
  command.replacement.set_person_id(request.person_id());
  *command.replacement.mutable_invitation() = request.successor();
  FV_ASSIGN_OR_RETURN(command.successor_known, edge.MayTakeASeat(request.successor().organisation_id(),
                                                                 request.successor().person_id()));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::OfferCoordinationRequest& request, Edge& edge) {
  OfferCoordination command;
  command.offer.set_team_id(request.team_id());
  *command.offer.mutable_to() = ReceiverOf(request, common::v1::LEGAL_BASIS_AGREEMENT);
  if (request.has_answer_due()) *command.offer.mutable_answer_due() = request.answer_due();
  FV_ASSIGN_OR_RETURN(command.to, edge.FactsOf(command.offer.to()));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::AcceptCoordinationRequest& request, Edge& edge) {
  FV_ASSIGN_OR_RETURN(const bool leaves, edge.Leaves(""));
  return AcceptCoordination{request.offer_id(), leaves};
}

absl::StatusOr<Command> ToCommand(const v1::AcceptCrisisLeadRequest& request, Edge& edge) {
  AcceptCrisisLead command;
  command.deputy_person_id = request.deputy_person_id();
  FV_ASSIGN_OR_RETURN(command.actor_unit_id, edge.ActorUnit());
  FV_ASSIGN_OR_RETURN(command.deputy_known, edge.IsColleague(request.deputy_person_id()));
  FV_ASSIGN_OR_RETURN(command.receiver_leaves, edge.Leaves(""));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::RefuseCoordinationRequest& request, Edge& edge) {
  v1::SuccessionOfferEnded ended;
  FV_RETURN_IF_ERROR(SealInto(edge, ended, v1::SuccessionOfferEnded::kAccountFieldNumber, request.account()));
  FV_ASSIGN_OR_RETURN(std::string unit, edge.ActorUnit());
  return RefuseCoordination{request.offer_id(), std::move(unit), ended.account()};
}

absl::StatusOr<Command> ToCommand(const v1::RevokeCoordinationRequest& request, Edge&) {
  return RevokeCoordination{request.offer_id()};
}

absl::StatusOr<Command> ToCommand(const v1::VouchForTonightRequest& request, Edge& edge) {
  VouchForTonight command{request.tonight(), {}};
  FV_ASSIGN_OR_RETURN(command.next, edge.FactsOf(request.tonight().holder()));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::ReportMissingRequest&, Edge&) {
  return ReportMissing{};
}

absl::StatusOr<Command> ToCommand(const v1::ReportBackRequest& request, Edge& edge) {
  FV_ASSIGN_OR_RETURN(std::string unit, edge.ActorUnit());
  ReportBack command{std::move(unit), request.deputy_person_id()};
  if (request.deputy_person_id().empty()) return command;
  FV_ASSIGN_OR_RETURN(const bool colleague, edge.WasColleague(request.deputy_person_id()));
  FV_ASSIGN_OR_RETURN(const bool leaves, edge.Leaves(request.deputy_person_id()));
  command.deputy_known = colleague && !leaves;
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::DocumentDiagnosticsRequest& request, Edge& edge) {
  FV_RETURN_IF_ERROR(Needed(!request.text().empty(), "text"));
  DocumentDiagnostics command;
  FV_RETURN_IF_ERROR(SealInto(edge, command.diagnostics, v1::DiagnosticsDocumented::kTextFieldNumber,
                              request.text(), {.confidentiality = common::v1::CONFIDENTIALITY_MEDICAL}));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::RecordCaseUnderstandingRequest& request, Edge& edge) {
  FV_RETURN_IF_ERROR(Needed(!request.understanding().empty(), "understanding"));
  RecordCaseUnderstanding command;
  using Event = v1::CaseUnderstandingRecorded;
  FV_RETURN_IF_ERROR(
      SealInto(edge, command.understanding, Event::kUnderstandingFieldNumber, request.understanding()));
  FV_RETURN_IF_ERROR(
      SealInto(edge, command.understanding, Event::kGoodReasonFieldNumber, request.good_reason()));
  *command.understanding.mutable_participation() = request.participation();
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::ProposeSettingRequest& request, Edge& edge) {
  FV_RETURN_IF_ERROR(Bounded(request.components_size(), "components"));
  ProposeSetting command;
  *command.proposal.mutable_components() = request.components();
  FV_RETURN_IF_ERROR(SealInto(edge, command.proposal, v1::SettingProposed::kIdeaFieldNumber, request.idea()));
  *command.proposal.mutable_participation() = request.participation();
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::AnswerSettingRequest& request, Edge& edge) {
  AnswerSetting command;
  command.answer.set_setting_id(request.setting_id());
  command.answer.set_answer(request.answer());
  FV_RETURN_IF_ERROR(SealInto(edge, command.answer, v1::SettingAnswered::kWhyFieldNumber, request.why()));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::AdoptSettingRequest& request, Edge& edge) {
  AdoptSetting command;
  command.adoption.set_setting_id(request.setting_id());
  *command.adoption.mutable_participation() = request.participation();
  FV_ASSIGN_OR_RETURN(command.approval_required, edge.AdoptsAfterApproval());
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::StartSettingRequest& request, Edge& edge) {
  FV_ASSIGN_OR_RETURN(std::string unit, edge.ActorUnit());
  StartSetting command{request.setting_id(), std::move(unit), request.deputy_person_id()};
  FV_ASSIGN_OR_RETURN(command.deputy_known, edge.IsColleague(request.deputy_person_id()));
  FV_ASSIGN_OR_RETURN(command.receiver_leaves, edge.Leaves(""));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::GiveSettingNoticeRequest& request, Edge& edge) {
  GiveSettingNotice command;
  command.notice.set_setting_id(request.setting_id());
  if (request.has_wished_end()) *command.notice.mutable_wished_end() = request.wished_end();
  FV_RETURN_IF_ERROR(
      SealInto(edge, command.notice, v1::SettingNoticeGiven::kAccountFieldNumber, request.account()));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::EndSettingRequest& request, Edge& edge) {
  EndSetting command{request.setting_id(), request.next_tonight(), {}};
  FV_ASSIGN_OR_RETURN(command.next, edge.FactsOf(request.next_tonight().holder()));
  FV_ASSIGN_OR_RETURN(command.unsuitable, UnsuitableOf(request));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::RecordSetbackRequest& request, Edge& edge) {
  FV_RETURN_IF_ERROR(Bounded(request.kinds_size(), "kinds"));
  RecordSetback command;
  *command.setback.mutable_kinds() = request.kinds();
  FV_RETURN_IF_ERROR(
      SealInto(edge, command.setback, v1::SetbackRecorded::kAccountFieldNumber, request.account()));
  FV_ASSIGN_OR_RETURN(command.unsuitable, UnsuitableOf(request));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::EnterStandbyRequest& request, Edge&) {
  EnterStandby command;
  command.standby.set_reason(request.reason());
  if (request.has_next_contact_due())
    *command.standby.mutable_next_contact_due() = request.next_contact_due();
  *command.standby.mutable_participation() = request.participation();
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::RecordContactWithYoungPersonRequest& request, Edge& edge) {
  RecordContactWithYoungPerson command;
  command.contact.set_channel(request.channel());
  FV_RETURN_IF_ERROR(
      SealInto(edge, command.contact, v1::ContactWithYoungPersonRecorded::kNoteFieldNumber, request.note()));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::RecordHearingRequest& request, Edge&) {
  RecordHearing command;
  *command.hearing.mutable_participation() = request.participation();
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::RequestLawfulEndRequest& request, Edge& edge) {
  RequestLawfulEnd command{ClassifyGround(request.ground())};
  if (!IsLawful(command.ground)) return command;  // refused as it stands; nothing of it is kept
  using Event = v1::LawfulEndRequested;
  FV_RETURN_IF_ERROR(SealInto(edge, command.request, Event::kEvidenceFieldNumber, request.evidence()));
  FV_RETURN_IF_ERROR(SealInto(edge, command.request, Event::kBirthDateFieldNumber, request.birth_date()));
  FV_ASSIGN_OR_RETURN(command.born, BornOn(request.birth_date()));
  command.request.set_informed(request.informed());
  command.request.set_given_in_person(request.given_in_person());
  command.request.set_guardian_agrees(request.guardian_agrees());
  if (request.has_confirmed_at()) *command.request.mutable_confirmed_at() = request.confirmed_at();
  command.request.set_continued_in_case_id(request.continued_in_case_id());
  const std::string& commit = request.continued_in_commit_id();
  if (!commit.empty()) FV_RETURN_IF_ERROR(CheckHexId(commit, "continued_in_commit_id"));
  command.request.set_continued_in_commit_id(commit);
  if (request.has_participation()) *command.request.mutable_participation() = request.participation();
  FV_ASSIGN_OR_RETURN(command.other_case, edge.FindOtherCase(request.continued_in_case_id()));
  command.request.set_reviewer_organisation_id(request.reviewer_organisation_id());
  command.request.set_reviewer_person_id(request.reviewer_person_id());
  FV_ASSIGN_OR_RETURN(command.reviewer_may_approve,
                      edge.MayApproveEnds(request.reviewer_organisation_id(), request.reviewer_person_id()));
  common::v1::Holder asker;
  asker.set_organisation_id(edge.ActorOrganisation());
  FV_ASSIGN_OR_RETURN(const HolderFacts facts, edge.FactsOf(asker));
  command.home_log_origin = facts.home_log_origin;
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::ApproveLawfulEndRequest& request, Edge&) {
  return ApproveLawfulEnd{request.end_id()};
}

absl::StatusOr<Command> ToCommand(const v1::ObjectLawfulEndRequest& request, Edge& edge) {
  v1::LawfulEndStopped stopped;
  FV_RETURN_IF_ERROR(SealInto(edge, stopped, v1::LawfulEndStopped::kAccountFieldNumber, request.account()));
  return ObjectLawfulEnd{request.end_id(), request.for_young_person(), stopped.account()};
}

absl::StatusOr<Command> ToCommand(const v1::FollowUpHandoverRequest& request, Edge& edge) {
  FollowUpHandover command;
  command.follow_up.set_handover_id(request.handover_id());
  command.follow_up.set_outcome(request.outcome());
  FV_RETURN_IF_ERROR(
      SealInto(edge, command.follow_up, v1::HandoverFollowedUp::kNoteFieldNumber, request.note()));
  *command.follow_up.mutable_participation() = request.participation();
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::TakeBackHandoverRequest& request, Edge& edge) {
  TakeBackHandover command;
  command.taken_back.set_handover_id(request.handover_id());
  FV_RETURN_IF_ERROR(
      SealInto(edge, command.taken_back, v1::HandoverTakenBack::kReasonFieldNumber, request.reason()));
  FV_ASSIGN_OR_RETURN(command.actor_unit_id, edge.ActorUnit());
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::PackAfterwardsRequest& request, Edge& edge) {
  FV_RETURN_IF_ERROR(CheckPackageSize(request.package_size()));
  PackAfterwards command;
  command.packed.set_to_organisation_id(request.to_organisation_id());
  command.packed.set_nothing_needed(request.nothing_needed());
  *command.packed.mutable_package() = request.package();
  FV_RETURN_IF_ERROR(TakeFromRecords(*command.packed.mutable_package(), edge));
  FV_ASSIGN_OR_RETURN(const v1::Case shown, edge.Shown());
  std::set<uint64_t> withheld;  // by who had the case before, or by a consent taken back (§ 65)
  for (const v1::WithheldDocument& item : shown.withheld()) {
    if (item.organisation_id() != edge.ActorOrganisation()) withheld.insert(item.position());
  }
  for (const v1::PackageItem& item : request.package()) {
    FV_ASSIGN_OR_RETURN(const bool read, edge.ReadWhileHolding(item.position()));
    command.not_the_givers = command.not_the_givers || !read || withheld.contains(item.position());
  }
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::BeginAftercareRequest& request, Edge& edge) {
  BeginAftercare command;
  common::v1::Holder& holder = *command.aftercare.mutable_holder();
  holder.set_organisation_id(edge.ActorOrganisation());
  holder.set_unit_id(request.unit_id());
  holder.set_person_id(request.person_id());
  holder.set_deputy_person_id(request.deputy_person_id());
  if (request.has_until()) *command.aftercare.mutable_until() = request.until();
  command.aftercare.set_contact_every_days(request.contact_every_days());
  *command.aftercare.mutable_participation() = request.participation();
  FV_ASSIGN_OR_RETURN(command.holder, edge.FactsOf(holder));
  return command;
}

// --- Local competence (N7) ---

absl::StatusOr<Command> ToCommand(const v1::DetermineCompetenceRequest& request, Edge& edge) {
  DetermineCompetence command;
  command.determined.set_organisation_id(request.organisation_id());
  command.determined.set_basis(request.basis());
  if (request.has_effective_since())
    *command.determined.mutable_effective_since() = request.effective_since();
  command.determined.set_corrects_competence_id(request.corrects_competence_id());
  FV_ASSIGN_OR_RETURN(command.public_body, IsPublicBody(request.organisation_id(), edge));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::DetectCompetenceChangeRequest& request, Edge& edge) {
  DetectCompetenceChange command;
  command.detected.set_cause(request.cause());
  command.detected.set_organisation_id(request.organisation_id());
  if (request.has_since()) *command.detected.mutable_since() = request.since();
  FV_RETURN_IF_ERROR(
      SealInto(edge, command.detected, v1::CompetenceChangeDetected::kAccountFieldNumber, request.account()));
  FV_ASSIGN_OR_RETURN(command.public_body, IsPublicBody(request.organisation_id(), edge));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::InformAgencyRequest& request, Edge& edge) {
  InformAgency command;
  command.informed.set_change_id(request.change_id());
  *command.informed.mutable_to() = ReceiverOf(request, common::v1::LEGAL_BASIS_SGB8_86);
  FV_ASSIGN_OR_RETURN(command.to, edge.FactsOf(command.informed.to()));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::SendAgencyDataRequest& request, Edge& edge) {
  FV_RETURN_IF_ERROR(CheckPackageSize(request.package_size()));
  SendAgencyData command;
  command.sent.set_change_id(request.change_id());
  *command.sent.mutable_package() = request.package();
  FV_RETURN_IF_ERROR(TakeFromRecords(*command.sent.mutable_package(), edge));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::RecordAgencyConversationRequest& request, Edge&) {
  FV_RETURN_IF_ERROR(Bounded(request.person_ids_size(), "person_ids"));
  FV_RETURN_IF_ERROR(Needed(request.has_held_at(), "held_at"));
  RecordAgencyConversation command;
  command.conversation.set_change_id(request.change_id());
  *command.conversation.mutable_held_at() = request.held_at();
  *command.conversation.mutable_person_ids() = request.person_ids();
  *command.conversation.mutable_participation() = request.participation();
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::ReportContinuedServiceRequest& request, Edge& edge) {
  ReportContinuedService command;
  command.report.set_change_id(request.change_id());
  if (request.has_continued_since()) *command.report.mutable_continued_since() = request.continued_since();
  FV_RETURN_IF_ERROR(SealInto(edge, command.report, v1::ServiceContinuationReported::kEvidenceFieldNumber,
                              request.evidence()));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::AcceptContinuedServiceRequest& request, Edge& edge) {
  FV_ASSIGN_OR_RETURN(std::string unit, edge.ActorUnit());
  FV_ASSIGN_OR_RETURN(const v1::Case shown, edge.Shown());
  FV_ASSIGN_OR_RETURN(const Receivers receivers, LookAt({shown.competence_change().to()}, edge));
  return AcceptContinuedService{request.change_id(), std::move(unit), receivers.leave, receivers.unreachable};
}

absl::StatusOr<Command> ToCommand(const v1::RefuseCompetenceRequest& request, Edge& edge) {
  RefuseCompetence command;
  command.refusal.set_change_id(request.change_id());
  command.refusal.set_reason(request.reason());
  FV_RETURN_IF_ERROR(
      SealInto(edge, command.refusal, v1::CompetenceRefused::kArgumentFieldNumber, request.argument()));
  FV_ASSIGN_OR_RETURN(command.actor_unit_id, edge.ActorUnit());
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::AskProvisionalTakeoverRequest& request, Edge& edge) {
  AskProvisionalTakeover command;
  command.asked.set_change_id(request.change_id());
  *command.asked.mutable_to() = ReceiverOf(request, common::v1::LEGAL_BASIS_SGB8_86D);
  command.asked.set_cause(request.cause());
  FV_RETURN_IF_ERROR(CheckPackageSize(request.package_size()));
  *command.asked.mutable_package() = request.package();
  FV_RETURN_IF_ERROR(TakeFromRecords(*command.asked.mutable_package(), edge));
  FV_ASSIGN_OR_RETURN(command.to, edge.FactsOf(command.asked.to()));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::AcceptProvisionalTakeoverRequest& request, Edge& edge) {
  FV_ASSIGN_OR_RETURN(std::string unit, edge.ActorUnit());
  FV_ASSIGN_OR_RETURN(const v1::Case shown, edge.Shown());
  std::vector<common::v1::Holder> own;
  for (const auto& asked : shown.competence_change().asked()) {
    if (asked.organisation_id() == edge.ActorOrganisation()) own.push_back(asked);
  }
  FV_ASSIGN_OR_RETURN(const Receivers receivers, LookAt(own, edge));
  return AcceptProvisionalTakeover{request.change_id(), std::move(unit), receivers.leave,
                                   receivers.unreachable};
}

absl::StatusOr<Command> ToCommand(const v1::OfferOmbudsRequest& request, Edge&) {
  OfferOmbuds command;
  command.offered.set_change_id(request.change_id());
  *command.offered.mutable_participation() = request.participation();
  return command;
}

// --- Age (N13) ---

absl::StatusOr<Command> ToCommand(const v1::RecordBirthDateRequest& request, Edge& edge) {
  RecordBirthDate command;
  FV_ASSIGN_OR_RETURN(command.born, BornOn(request.birth_date()));
  FV_RETURN_IF_ERROR(
      SealInto(edge, command.recorded, v1::BirthDateRecorded::kBirthDateFieldNumber, request.birth_date()));
  if (request.correction_reason().empty()) return command;
  FV_RETURN_IF_ERROR(SealInto(edge, command.recorded, v1::BirthDateRecorded::kCorrectionReasonFieldNumber,
                              request.correction_reason()));
  using Proposed = v1::BirthDateCorrectionProposed;
  FV_RETURN_IF_ERROR(SealInto(edge, command.proposed, Proposed::kBirthDateFieldNumber, request.birth_date()));
  FV_RETURN_IF_ERROR(
      SealInto(edge, command.proposed, Proposed::kReasonFieldNumber, request.correction_reason()));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::NameGuardianRequest& request, Edge& edge) {
  NameGuardian command;
  command.named.set_kind(request.kind());
  *command.named.mutable_holder() = ReceiverOf(request, common::v1::LEGAL_BASIS_SGB8_87C);
  FV_RETURN_IF_ERROR(SealInto(edge, command.named, v1::GuardianNamed::kNameFieldNumber, request.name()));
  FV_ASSIGN_OR_RETURN(command.holder, edge.FactsOf(command.named.holder()));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::DeclareGuardianshipRequest&, Edge& edge) {
  FV_ASSIGN_OR_RETURN(const bool leaves, edge.Leaves(""));
  return DeclareGuardianship{leaves};
}

absl::StatusOr<Command> ToCommand(const v1::RecordConsentsRequest& request, Edge& edge) {
  RecordConsents command;
  command.consents.set_answer(request.answer());
  FV_RETURN_IF_ERROR(SealInto(edge, command.consents, v1::ConsentsAskedAnew::kWhyFieldNumber, request.why()));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::PlanHelpRequest& request, Edge& edge) {
  PlanHelp command;
  if (request.has_planned_end()) *command.plan.mutable_planned_end() = request.planned_end();
  FV_RETURN_IF_ERROR(
      SealInto(edge, command.plan, v1::HelpPlanned::kExtensionReasonFieldNumber, request.extension_reason()));
  *command.plan.mutable_participation() = request.participation();
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::RecordTransitionCheckRequest& request, Edge& edge) {
  FV_RETURN_IF_ERROR(Needed(!request.note().empty(), "note"));
  RecordTransitionCheck command;
  FV_RETURN_IF_ERROR(SealInto(edge, command.check, v1::TransitionChecked::kNoteFieldNumber, request.note()));
  *command.check.mutable_participation() = request.participation();
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::ReopenCaseRequest&, Edge&) {
  return ReopenCase{};
}

}  // namespace fallverbund::casework
