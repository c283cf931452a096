// Requests about planning, records and the course of settings as commands.
#include "libs/base/time.h"
#include "services/case/rpc/parsing.h"

namespace fallverbund::casework {
namespace {

constexpr SealAs kProtection{.file_class = common::v1::FILE_CLASS_PROTECTION};  // § 8a has a file of its own

using Participants = google::protobuf::RepeatedPtrField<v1::Participant>;

absl::StatusOr<KnownPersons> KnownOf(const Participants& participants, Edge& edge) {
  KnownPersons known;
  for (const v1::Participant& participant : participants) {
    FV_ASSIGN_OR_RETURN(const bool there,
                        edge.IsPersonOf(participant.organisation_id(), participant.person_id()));
    if (there) known.insert(participant.person_id());
  }
  return known;
}

}  // namespace

absl::StatusOr<Command> ToCommand(const v1::RecordResourceCheckRequest& request, Edge& edge) {
  FV_RETURN_IF_ERROR(Bounded(request.participants_size(), "participants"));
  RecordResourceCheck command;
  *command.check.mutable_participants() = request.participants();
  FV_RETURN_IF_ERROR(
      SealInto(edge, command.check, v1::ResourcesChecked::kResourcesFieldNumber, request.resources()));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::RecordPeerConsultationRequest& request, Edge& edge) {
  FV_RETURN_IF_ERROR(Bounded(request.participants_size(), "participants"));
  using Event = v1::PeerConsultationHeld;
  RecordPeerConsultation command;
  Event& held = command.consultation;
  *held.mutable_participants() = request.participants();
  FV_RETURN_IF_ERROR(SealInto(edge, held, Event::kAdviceFieldNumber, request.advice()));
  FV_RETURN_IF_ERROR(SealInto(edge, held, Event::kChildsViewFieldNumber, request.childs_view()));
  FV_RETURN_IF_ERROR(SealInto(edge, held, Event::kParentsViewFieldNumber, request.parents_view()));
  *held.mutable_participation() = request.participation();
  FV_ASSIGN_OR_RETURN(command.known, KnownOf(request.participants(), edge));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::ClassifyNeedRequest& request, Edge& edge) {
  ClassifyNeed command;
  command.classification.set_need_class(request.need_class());
  FV_RETURN_IF_ERROR(
      SealInto(edge, command.classification, v1::NeedClassified::kReasonFieldNumber, request.reason()));
  if (request.has_assessment_due()) command.assessment_due = FromProto(request.assessment_due());
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::OpenRiskAssessmentRequest& request, Edge& edge) {
  FV_RETURN_IF_ERROR(Needed(!request.signs().empty(), "signs"));
  OpenRiskAssessment command;
  FV_RETURN_IF_ERROR(SealInto(edge, command.opened, v1::RiskAssessmentOpened::kSignsFieldNumber,
                              request.signs(), kProtection));
  if (request.has_assessment_due()) *command.opened.mutable_due() = request.assessment_due();
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::RecordRiskAssessmentRequest& request, Edge& edge) {
  FV_RETURN_IF_ERROR(Bounded(request.assessors_size(), "assessors"));
  FV_RETURN_IF_ERROR(Needed(!request.assessment().empty(), "assessment"));
  using Event = v1::RiskAssessmentMade;
  RecordRiskAssessment command;
  Event& made = command.made;
  made.set_assessment_id(request.assessment_id());
  *made.mutable_assessors() = request.assessors();
  made.set_outcome(request.outcome());
  FV_RETURN_IF_ERROR(SealInto(edge, made, Event::kAssessmentFieldNumber, request.assessment(), kProtection));
  FV_RETURN_IF_ERROR(SealInto(edge, made, Event::kLateReasonFieldNumber, request.late_reason(), kProtection));
  *made.mutable_participation() = request.participation();
  FV_ASSIGN_OR_RETURN(command.known, KnownOf(request.assessors(), edge));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::CallCommissionRequest& request, Edge&) {
  CallCommission command;
  command.call.set_setting_id(request.setting_id());
  if (request.has_due()) *command.call.mutable_due() = request.due();
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::VoteInCommissionRequest& request, Edge& edge) {
  VoteInCommission command;
  command.vote.set_commission_id(request.commission_id());
  command.vote.set_seat(request.seat());
  command.vote.set_approves(request.approves());
  if (request.approves()) return command;  // a yes needs no reason, and keeps none
  command.returned.set_reason(request.reason());
  FV_RETURN_IF_ERROR(
      SealInto(edge, command.returned, v1::HelpReturned::kAccountFieldNumber, request.account()));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::EnterRecordRequest& request, Edge& edge) {
  FV_RETURN_IF_ERROR(Needed(!request.text().empty(), "text"));
  EnterRecord command;
  v1::RecordEntered& record = command.record;
  record.set_record_id(request.record_id());
  record.set_kind(request.kind());
  record.set_source(request.source());
  record.set_basis(request.basis());
  record.set_confidentiality(request.confidentiality());
  record.set_gap(request.gap());
  record.set_consent_id(request.consent_id());
  if (request.has_role()) *record.mutable_role() = request.role();
  FV_RETURN_IF_ERROR(SealInto(edge, record, v1::RecordEntered::kTextFieldNumber, request.text(),
                              {.confidentiality = request.confidentiality()}));
  FV_ASSIGN_OR_RETURN(command.role_known,
                      edge.IsPersonOf(request.role().organisation_id(), request.role().person_id()));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::BeginTrialRequest& request, Edge& edge) {
  BeginTrial command;
  command.trial.set_setting_id(request.setting_id());
  if (request.has_until()) *command.trial.mutable_until() = request.until();
  FV_RETURN_IF_ERROR(SealInto(edge, command.trial, v1::TrialBegun::kQuestionFieldNumber, request.question()));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::EvaluateSettingRequest& request, Edge& edge) {
  EvaluateSetting command;
  command.evaluation.set_setting_id(request.setting_id());
  command.evaluation.set_outcome(request.outcome());
  FV_RETURN_IF_ERROR(
      SealInto(edge, command.evaluation, v1::SettingEvaluated::kAccountFieldNumber, request.account()));
  *command.evaluation.mutable_participation() = request.participation();
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::DecideFundingRequest& request, Edge& edge) {
  DecideFunding command;
  command.funding.set_setting_id(request.setting_id());
  command.funding.set_decision(request.decision());
  command.funding.set_payer(request.payer());
  if (request.has_from()) *command.funding.mutable_from() = request.from();
  if (request.has_to()) *command.funding.mutable_to() = request.to();
  FV_RETURN_IF_ERROR(
      SealInto(edge, command.funding, v1::FundingDecided::kAccountFieldNumber, request.account()));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::EnterResidentialPhaseRequest& request, Edge& edge) {
  EnterResidentialPhase command;
  v1::ResidentialPhaseEntered& entered = command.entered;
  entered.set_setting_id(request.setting_id());
  entered.set_phase(request.phase());
  if (request.has_receiver()) *entered.mutable_receiver() = request.receiver();
  if (request.has_return_planned_at()) *entered.mutable_return_planned_at() = request.return_planned_at();
  FV_RETURN_IF_ERROR(SealInto(edge, entered, v1::ResidentialPhaseEntered::kPlanFieldNumber, request.plan()));
  *entered.mutable_participation() = request.participation();
  FV_ASSIGN_OR_RETURN(command.receiver, edge.FactsOf(request.receiver()));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::AnswerReturnRequest& request, Edge& edge) {
  AnswerReturn command;
  command.answer.set_setting_id(request.setting_id());
  command.answer.set_accepted(request.accepts());
  FV_RETURN_IF_ERROR(
      SealInto(edge, command.answer, v1::ReturnAnswered::kReasonFieldNumber, request.reason()));
  FV_ASSIGN_OR_RETURN(const bool leaves, edge.Leaves(""));
  command.receiver_leaves = request.accepts() && leaves;  // no is said by anybody
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::AssessRightRequest& request, Edge& edge) {
  AssessRight command;
  command.right.set_domain(request.domain());
  command.right.set_covered(request.covered());
  if (request.has_since()) *command.right.mutable_since() = request.since();
  if (request.has_look_again_due()) *command.right.mutable_look_again_due() = request.look_again_due();
  FV_RETURN_IF_ERROR(
      SealInto(edge, command.right, v1::RightAssessed::kAccountFieldNumber, request.account()));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::RecordConfidenceRequest& request, Edge&) {
  RecordConfidence command;
  command.recorded.set_confidence(request.confidence());
  command.recorded.set_question_version(request.question_version());
  command.recorded.set_occasion(request.occasion());
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::RegisterConsentRequest& request, Edge& edge) {
  RegisterConsent command;
  command.consent.set_matter(request.matter());
  command.consent.set_organisation_id(request.organisation_id());
  command.consent.set_given_by(request.given_by());
  if (request.has_given_on()) *command.consent.mutable_given_on() = request.given_on();
  if (request.has_until()) *command.consent.mutable_until() = request.until();
  FV_RETURN_IF_ERROR(SealInto(edge, command.consent, v1::ConsentGiven::kWordsFieldNumber, request.words()));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::WithdrawConsentRequest& request, Edge& edge) {
  WithdrawConsent command;
  command.withdrawal.set_consent_id(request.consent_id());
  command.withdrawal.set_withdrawn_by(request.withdrawn_by());
  FV_RETURN_IF_ERROR(
      SealInto(edge, command.withdrawal, v1::ConsentWithdrawn::kWordsFieldNumber, request.words()));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::BreakGlassRequest& request, Edge& edge) {
  BreakGlass command;
  FV_ASSIGN_OR_RETURN(*command.broken.mutable_crisis_id(), edge.OpenCrisis());
  command.broken.set_reason(request.reason());
  command.broken.set_endangered(request.endangered());
  FV_RETURN_IF_ERROR(SealInto(edge, command.broken, v1::GlassBroken::kAccountFieldNumber, request.account()));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::ReviewReadingRequest& request, Edge& edge) {
  ReviewReading command;
  command.review.set_reading_id(request.reading_id());
  command.review.set_finding(request.finding());
  FV_ASSIGN_OR_RETURN(command.holder_is_alone, edge.HolderIsAlone());
  FV_RETURN_IF_ERROR(SealInto(edge, command.review, v1::GlassReviewed::kRemarkFieldNumber, request.remark()));
  return command;
}

}  // namespace fallverbund::casework
