// The case: its first holder is the origin's, TONIGHT is never empty, settings come after understanding, and
// no event here ends anything (judge_ending.cc).
#include <algorithm>

#include "libs/base/time.h"
#include "services/audit/domain/bench.h"

namespace fallverbund::audit {
namespace {

bool Asked(const v1::CaseFile& file, uint64_t position) {
  return std::find(file.asked_positions().begin(), file.asked_positions().end(), position) !=
         file.asked_positions().end();
}

void JudgeOrigin(const Bench& bench, const casework::v1::CaseOpened& e) {
  const v1::CaseFile& file = bench.file;
  if (!file.rival_id().empty()) {
    bench.Report(v1::FINDING_KIND_TWO_HOLDERS, file.rival_id());
    return bench.file.clear_rival_id();
  }
  if (file.origin_id().empty() || file.origin_id() != e.origin().aggregate_id()) {
    return bench.Report(v1::FINDING_KIND_ORIGIN_MISMATCH, "origin_not_in_the_log");
  }
  if (!Asked(file, e.origin().position()))
    bench.Report(v1::FINDING_KIND_ORIGIN_MISMATCH, "origin_did_not_ask");
  if (file.subject_id() != e.subject_id())
    bench.Report(v1::FINDING_KIND_ORIGIN_MISMATCH, "another_young_person");
  const v1::HoldingSpan* held = Held(file, common::v1::STRAND_CASE);
  if (held != nullptr && !SameHolder(held->holder(), e.holder())) {
    bench.Report(v1::FINDING_KIND_ORIGIN_MISMATCH, "another_first_holder");
  }
}

void OnOpened(const Bench& bench, const casework::v1::CaseOpened& e) {
  if (!bench.file.case_id().empty()) return bench.Report(v1::FINDING_KIND_TWO_HOLDERS, "opened_twice");
  JudgeOrigin(bench, e);
  bench.file.set_case_id(bench.aggregate_id());
  bench.file.set_subject_id(e.subject_id());
  bench.file.set_cycle(1);
  const v1::HoldingSpan* held = Held(bench.file, common::v1::STRAND_CASE);
  if (held == nullptr || !SameHolder(held->holder(), e.holder()))
    HoldCase(bench, e.holder(), bench.Now().true_at);
  HoldTonight(bench, e.tonight());
}

void OnUnderstood(const Bench& bench, const casework::v1::CaseUnderstandingRecorded& e) {
  if (e.cycle() == bench.file.cycle()) bench.file.set_understood_cycle(e.cycle());
}

// A re-plan asks for a new understanding, whatever number it gives its cycle.
void OnReplan(const Bench& bench, const casework::v1::ReplanOpened& e) {
  bench.file.set_cycle(std::max(bench.file.cycle(), e.cycle()));
  bench.file.set_understood_cycle(0);
  BeginPlanningAnew(bench.file);
}

void RequireUnderstanding(const Bench& bench, std::string_view detail) {
  if (bench.file.understood_cycle() == 0)
    bench.Report(v1::FINDING_KIND_SETTING_WITHOUT_UNDERSTANDING, detail);
}

// The crisis team holds tonight only after one of its people has accepted.
void RequireDeployment(const Bench& bench, const common::v1::Tonight& tonight) {
  if (tonight.kind() != common::v1::TONIGHT_KIND_CRISIS_TEAM) return;
  const bool accepted =
      std::any_of(bench.file.deployments().begin(), bench.file.deployments().end(),
                  [&](const v1::DeploymentFile& deployment) {
                    return deployment.holder().organisation_id() == tonight.holder().organisation_id();
                  });
  if (!accepted) bench.Report(v1::FINDING_KIND_MOVE_WITHOUT_ACCEPTANCE, "crisis_team_has_not_accepted");
}

bool NobodyKnowsWhere(const Bench& bench) {
  const v1::HoldingSpan* night = Held(bench.file, common::v1::STRAND_TONIGHT);
  return night != nullptr && night->tonight_kind() == common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN;
}

// N12: a case that rests when the young person goes missing is looked at sooner than was agreed.
template <class Moved>
void ShortenStandby(const Bench& bench, const Moved& e) {
  if (!bench.file.has_standby()) return;
  if (e.has_standby_contact_due()) {
    *bench.file.mutable_standby()->mutable_due() = e.standby_contact_due();
    *bench.file.mutable_wake_at() = e.standby_contact_due();
  }
  const absl::Duration longest = bench.Term(bench.Office(), e.standby_at_most_days(),
                                            bench.bounds.own_unreachable, bench.bounds.standby_unreachable) +
                                 bench.bounds.clock_change;
  const bool far = FromProto(bench.file.standby().due()) > bench.Now().recorded_at + longest;
  if (NobodyKnowsWhere(bench) && far)
    bench.Report(v1::FINDING_KIND_STANDBY_WITHOUT_DATE, "missing_and_date_too_far");
}

void OnEnded(const Bench& bench, const casework::v1::SettingEnded& e) {
  JudgeEnd(bench, e);
  AwaitReceiver(bench, e);
  RunsOrNot(bench.file, e.setting_id(), false);
  RequireDeployment(bench, e.next_tonight());
  HoldTonight(bench, e.next_tonight());
  ShortenStandby(bench, e);
}

// N8, N9: whoever was missing comes back to a place that was kept, by its provider's own word.
void RequirePlace(const Bench& bench, const casework::v1::TonightMoved& e) {
  const std::string& back_in = e.back_in_setting_id();
  if (!e.kept_setting_id().empty() && !Runs(bench.file, e.kept_setting_id(), ""))
    bench.Report(v1::FINDING_KIND_TONIGHT_EMPTY, "kept_where_nothing_runs");
  if (back_in.empty()) return;
  const common::v1::Holder& host = e.to().holder();
  if (!Runs(bench.file, back_in, host.organisation_id()) ||
      !bench.InPerson(host.person_id(), host.organisation_id()))
    bench.Report(v1::FINDING_KIND_MOVE_WITHOUT_ACCEPTANCE, "back_without_the_providers_word");
}

void OnTonight(const Bench& bench, const casework::v1::TonightMoved& e) {
  const v1::HoldingSpan* held = Held(bench.file, common::v1::STRAND_TONIGHT);
  if (held != nullptr &&
      (!SameHolder(held->holder(), e.from().holder()) || held->tonight_kind() != e.from().kind())) {
    bench.Report(v1::FINDING_KIND_TWO_HOLDERS, "tonight_moved_from_another_than_the_holder",
                 common::v1::STRAND_TONIGHT);
  }
  RequireDeployment(bench, e.to());
  RequireStay(bench, e);
  RequirePlace(bench, e);
  JudgePlace(bench, e);
  HoldTonight(bench, e.to());
  ShortenStandby(bench, e);
  if (e.to().kind() == common::v1::TONIGHT_KIND_CRISIS_TEAM) bench.file.clear_ending();  // help is needed
}

void OnOverdue(const Bench& bench, const casework::v1::CaseDeadlineOverdue& e) {
  if (e.clock() == common::v1::CLOCK_KIND_STANDBY_CONTACT && bench.file.has_standby()) {
    bench.file.mutable_standby()->set_overdue_recorded(true);
    bench.file.clear_wake_at();
  }
}

void LeaveStandby(const Bench& bench) {
  bench.file.clear_standby();
  bench.file.clear_wake_at();
}

// C3, N11: of whoever holds, said within the organisation that holds; nothing moves by it.
void OnDeputy(const Bench& bench, common::v1::Strand strand, const std::string& person_id,
              const std::string& deputy_person_id) {
  for (v1::HoldingSpan& span : *bench.file.mutable_open_spans()) {
    if (span.strand() != strand) continue;
    common::v1::Holder& holder = *span.mutable_holder();
    const bool deputy = !deputy_person_id.empty() && deputy_person_id != holder.person_id();
    const bool same =
        person_id == holder.person_id() && bench.actor().organisation() == holder.organisation_id();
    if (!deputy) bench.Report(v1::FINDING_KIND_HOLDER_WITHOUT_PERSON, "deputy_is_nobody_else");
    if (!same) bench.Report(v1::FINDING_KIND_TWO_HOLDERS, "deputy_named_by_another_than_the_holder", strand);
    holder.set_deputy_person_id(deputy_person_id);
  }
}

}  // namespace

void On(const Bench& bench, const casework::v1::StandbyEntered& e) {
  const Bounds& bounds = bench.bounds;
  const bool missing = e.reason() == casework::v1::STANDBY_REASON_UNREACHABLE || NobodyKnowsWhere(bench);
  const absl::Duration longest =
      bench.Term(bench.Office(), e.at_most_days(), missing ? bounds.own_unreachable : bounds.own_standby,
                 missing ? bounds.standby_unreachable : bounds.standby_other);
  LeaveStandby(bench);
  if (bench.file.crisis().open() && bench.file.crisis().led())
    bench.Report(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE, "rests_in_a_crisis");
  if (!bench.file.path().assessment_id().empty())
    bench.Report(v1::FINDING_KIND_ENDANGERMENT_UNANSWERED, "rests_while_it_is_assessed");
  if (!e.has_next_contact_due()) return bench.Report(v1::FINDING_KIND_STANDBY_WITHOUT_DATE, "no_date");
  const absl::Time due = FromProto(e.next_contact_due());
  if (due <= bench.Now().true_at) bench.Report(v1::FINDING_KIND_STANDBY_WITHOUT_DATE, "date_not_ahead");
  if (due > bench.Now().recorded_at + longest + bounds.clock_change) {
    bench.Report(v1::FINDING_KIND_STANDBY_WITHOUT_DATE, "date_too_far");
  }
  *bench.file.mutable_standby()->mutable_due() = e.next_contact_due();
  *bench.file.mutable_wake_at() = e.next_contact_due();
}

void On(const Bench& bench, const casework::v1::CaseEvent& event) {
  using casework::v1::CaseEvent;
  JudgeHearing(bench, event);
  switch (event.event_case()) {
    case CaseEvent::kCaseOpened:
      return OnOpened(bench, event.case_opened());
    case CaseEvent::kHandoverOffered:
      return On(bench, event.handover_offered());
    case CaseEvent::kHandoverMeetingHeld:
      return On(bench, event.handover_meeting_held());
    case CaseEvent::kHandoverFollowedUp:
      return On(bench, event.handover_followed_up());
    case CaseEvent::kHandoverTakenBack:
      return On(bench, event.handover_taken_back());
    case CaseEvent::kPackedAfterwards:
      return On(bench, event.packed_afterwards());
    case CaseEvent::kHandoverAccepted:
      return On(bench, event.handover_accepted());
    case CaseEvent::kHandoverRefused:  // stays with the giver (N5)
      return CloseHandover(bench, event.handover_refused().handover_id());
    case CaseEvent::kHandoverRevoked:
      return CloseHandover(bench, event.handover_revoked().handover_id());
    case CaseEvent::kCaseDeputyNamed:
      return OnDeputy(bench, common::v1::STRAND_CASE, event.case_deputy_named().person_id(),
                      event.case_deputy_named().deputy_person_id());
    case CaseEvent::kStrandDeputyNamed: {
      const auto& named = event.strand_deputy_named();
      return OnDeputy(bench, named.strand(), named.person_id(), named.deputy_person_id());
    }
    case CaseEvent::kHolderFoundReachable:  // of roles the audit knows nothing
      return;
    case CaseEvent::kResponsibilityMoved:
      if (bench.file.has_path()) DismissCommission(bench.file);  // another person answers for the case
      return On(bench, event.responsibility_moved());
    case CaseEvent::kCoordinationAssumed:
      return On(bench, event.coordination_assumed());
    case CaseEvent::kCoordinationOffered:
      return On(bench, event.coordination_offered());
    case CaseEvent::kSuccessionOfferEnded:
      return On(bench, event.succession_offer_ended());
    case CaseEvent::kCommitmentsInvited:
      return On(bench, event.commitments_invited());
    case CaseEvent::kInvitationReplaced:
      return On(bench, event.invitation_replaced());
    case CaseEvent::kMemberCommitted:
      return On(bench, event.member_committed());
    case CaseEvent::kSharedResponsibilityTaken:
      return On(bench, event.shared_responsibility_taken());
    case CaseEvent::kCaseUnderstandingRecorded:
      return OnUnderstood(bench, event.case_understanding_recorded());
    case CaseEvent::kSettingProposed:
      On(bench, event.setting_proposed());
      return RequireUnderstanding(bench, "proposed");
    case CaseEvent::kSettingAdopted:
      RequireApproval(bench, event.setting_adopted().setting_id());
      return RequireUnderstanding(bench, "adopted");
    case CaseEvent::kSettingStarted:
      bench.file.clear_ending();
      RunsOrNot(bench.file, event.setting_started().setting_id(), true);
      if (event.setting_started().has_tonight()) {
        HoldTonight(bench, event.setting_started().tonight());
        BeginShelter(bench.file, event.setting_started().setting_id());
        BeginResidence(bench.file, event.setting_started().setting_id());
      }
      return;
    case CaseEvent::kSettingNoticeGiven:  // the bridge: the provider keeps TONIGHT (N9)
      return On(bench, event.setting_notice_given());
    case CaseEvent::kSettingEnded:
      return OnEnded(bench, event.setting_ended());
    case CaseEvent::kTonightMoved:
      return OnTonight(bench, event.tonight_moved());
    case CaseEvent::kReplanOpened:
      return OnReplan(bench, event.replan_opened());
    case CaseEvent::kStandbyEntered:
      return On(bench, event.standby_entered());
    case CaseEvent::kContactWithYoungPersonRecorded:
      On(bench, event.contact_with_young_person_recorded());
      MetInAftercare(bench);
      return LeaveStandby(bench);
    case CaseEvent::kCaseReactivated:
      return LeaveStandby(bench);
    case CaseEvent::kCaseDeadlineOverdue:
      return OnOverdue(bench, event.case_deadline_overdue());
    case CaseEvent::kAftercareBegun:
      return On(bench, event.aftercare_begun());
    case CaseEvent::kAftercareInterrupted:
      return On(bench, event.aftercare_interrupted());
    case CaseEvent::kLawfulEndRequested:
      return On(bench, event.lawful_end_requested());
    case CaseEvent::kLawfulEndApproved:
      return On(bench, event.lawful_end_approved());
    case CaseEvent::kObjectionPeriodBegan:
      return On(bench, event.objection_period_began());
    case CaseEvent::kLawfulEndStopped:
      return On(bench, event.lawful_end_stopped());
    case CaseEvent::kCrisisLeadTaken:
      return On(bench, event.crisis_lead_taken());
    case CaseEvent::kCrisisLeadEnded:
      return On(bench, event.crisis_lead_ended());
    case CaseEvent::kCaseLawfullyEnded:
      return On(bench, event.case_lawfully_ended());
    case CaseEvent::kCaseReopened:
      return On(bench, event.case_reopened());
    case CaseEvent::kSetbackRecorded:  // has no edge to responsibility (N8), but speaks against an end (N14)
      return bench.file.clear_ending();
    case CaseEvent::kCompetenceDetermined:  // the law's timeline: it says nothing about who held (N7)
      return On(bench, event.competence_determined());
    case CaseEvent::kAgencyDataSent:
      return On(bench, event.agency_data_sent());
    case CaseEvent::kCompetenceRefused:  // whoever held goes on
      return On(bench, event.competence_refused());
    case CaseEvent::kOmbudsOffered:
      return On(bench, event.ombuds_offered());
    case CaseEvent::kCompetenceChangeDetected:
      return On(bench, event.competence_change_detected());
    case CaseEvent::kAgencyInformed:
      return On(bench, event.agency_informed());
    case CaseEvent::kAgencyConversationHeld:
      return On(bench, event.agency_conversation_held());
    case CaseEvent::kServiceContinuationReported:
      return On(bench, event.service_continuation_reported());
    case CaseEvent::kServiceContinuedByNewAgency:
      return On(bench, event.service_continued_by_new_agency());
    case CaseEvent::kProvisionalTakeoverAsked:
      return On(bench, event.provisional_takeover_asked());
    case CaseEvent::kProvisionalTakeover:
      return On(bench, event.provisional_takeover());
    case CaseEvent::kCompetenceChangeSettled:
      return On(bench, event.competence_change_settled());
    case CaseEvent::kBirthDateRecorded:
      return On(bench, event.birth_date_recorded());
    case CaseEvent::kBirthDateCorrectionProposed:
      return On(bench, event.birth_date_correction_proposed());
    case CaseEvent::kGuardianNamed:
      return On(bench, event.guardian_named());
    case CaseEvent::kGuardianDeclared:
      return On(bench, event.guardian_declared());
    case CaseEvent::kCameOfAge:
      return On(bench, event.came_of_age());
    case CaseEvent::kResourcesChecked:
      return On(bench, event.resources_checked());
    case CaseEvent::kPeerConsultationHeld:
      return On(bench, event.peer_consultation_held());
    case CaseEvent::kNeedClassified:
      return On(bench, event.need_classified());
    case CaseEvent::kRiskAssessmentOpened:
      return On(bench, event.risk_assessment_opened());
    case CaseEvent::kRiskAssessmentMade:
      return On(bench, event.risk_assessment_made());
    case CaseEvent::kCommissionCalled:
      return On(bench, event.commission_called());
    case CaseEvent::kCommissionVoteCast:
      return On(bench, event.commission_vote_cast());
    case CaseEvent::kHelpApproved:
      return On(bench, event.help_approved());
    case CaseEvent::kHelpReturned:
      return DismissCommission(bench.file);
    case CaseEvent::kResidentialPhaseEntered:
      return On(bench, event.residential_phase_entered());
    case CaseEvent::kReturnAnswered:
      return On(bench, event.return_answered());
    case CaseEvent::kMinorAllocated:
      return On(bench, event.minor_allocated());
    case CaseEvent::kMinorExcluded:
      return bench.file.clear_minor();
    case CaseEvent::kArrivalConfirmed:
      return On(bench, event.arrival_confirmed());
    case CaseEvent::kSearchBegun:
      return On(bench, event.search_begun());
    case CaseEvent::kConsentGiven:
      return On(bench, event.consent_given());
    case CaseEvent::kConsentWithdrawn:
      return On(bench, event.consent_withdrawn());
    case CaseEvent::kRecordEntered:
      return On(bench, event.record_entered());
    case CaseEvent::kHandoverPrepared:      // nobody is asked, and nothing moves
    case CaseEvent::kCommitmentsToSucceed:  // nobody is let go by it: seats and nights stay (N10)
    case CaseEvent::kCommitmentsFellBack:
    case CaseEvent::kCommitmentsStay:
    case CaseEvent::kConsentsAskedAnew:
    case CaseEvent::kHelpPlanned:
    case CaseEvent::kTransitionChecked:
    case CaseEvent::kTrialBegun:  // what these say moves nobody
    case CaseEvent::kSettingEvaluated:
    case CaseEvent::kFundingDecided:  // costs end nothing (N15)
    case CaseEvent::kOfferFoundUnsuitable:
    case CaseEvent::kRightAssessed:
    case CaseEvent::kConfidenceRecorded:
    case CaseEvent::kGlassBroken:  // reading moves nobody; whether it was reviewed, its clock says
    case CaseEvent::kGlassReviewed:
    case CaseEvent::kGlassReviewClosed:
    case CaseEvent::kUnaccompaniedMinorReceived:  // the law's steps (§ 42a) move nobody by themselves
    case CaseEvent::kMinorStepTaken:
    case CaseEvent::kEscortSent:
    case CaseEvent::kSearchContactMade:  // whoever searches goes on
    case CaseEvent::kAftercareContinued:
    case CaseEvent::kDiagnosticsDocumented:
    case CaseEvent::kSettingAnswered:
    case CaseEvent::kCaseDeadlineEscalated:
    case CaseEvent::kHearingRecorded:
    case CaseEvent::EVENT_NOT_SET:
      return;
  }
}

}  // namespace fallverbund::audit
