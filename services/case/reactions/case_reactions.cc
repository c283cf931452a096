// Long, because it is one switch over all events of a case and what each makes due.
#include "services/case/reactions/case_reactions.h"

#include <utility>

#include "libs/base/time.h"
#include "libs/care/clock.h"
#include "libs/care/participation.h"
#include "libs/care/terms.h"
#include "services/case/domain/state.h"

namespace fallverbund::casework {
namespace {

using common::v1::CLOCK_KIND_AGENCY_INFORMED;
using common::v1::CLOCK_KIND_COMING_OF_AGE;
using common::v1::CLOCK_KIND_COMPETENCE_DISPUTE;
using common::v1::CLOCK_KIND_CONSENT_RENEWAL;
using common::v1::CLOCK_KIND_GUARDIAN_DECLARATION;
using common::v1::CLOCK_KIND_OMBUDS_OFFER;
using common::v1::CLOCK_KIND_PLANNED_END;
using common::v1::CLOCK_KIND_PROVISIONAL_ANSWER;
using common::v1::CLOCK_KIND_SERVICE_TAKEOVER;
using common::v1::CLOCK_KIND_TRANSITION_CHECK;

// The origin named the first holder and the night; the case repeats them.
template <class OpeningEvent>
Draft Opening(v1::OriginKind kind, const OpeningEvent& event, const Trigger& trigger) {
  Draft draft{trigger.aggregate_id};  // keeps its place in the order of things
  v1::CaseOpened& opened = *draft.command.mutable_open_case();
  opened.set_subject_id(event.subject_id());
  opened.mutable_origin()->set_kind(kind);
  opened.mutable_origin()->set_aggregate_id(trigger.aggregate_id);
  opened.mutable_origin()->set_position(trigger.position);
  *opened.mutable_holder() = event.holder();
  *opened.mutable_tonight() = event.tonight();
  return draft;
}

v1::Invitation ToInvitation(const team::v1::TeamSeat& seat) {
  v1::Invitation invitation;
  invitation.set_organisation_id(seat.organisation_id());
  invitation.set_person_id(seat.person_id());
  invitation.set_discipline(seat.discipline());
  invitation.set_lead(seat.lead());
  return invitation;
}

Draft Inviting(const team::v1::TeamProposed& event, const Trigger& trigger) {
  Draft draft{event.case_id()};
  v1::TeamInvitation& invite = *draft.command.mutable_invite_team();
  invite.set_team_id(trigger.aggregate_id);
  *invite.mutable_coordinator() = event.coordinator();
  invite.set_case_worker_person_id(event.case_worker_person_id());
  for (const auto& seat : event.seats()) *invite.add_invitations() = ToInvitation(seat);
  return draft;
}

Draft Replacing(const team::v1::ProposedMemberReplaced& event, const Trigger& trigger) {
  Draft draft{event.case_id()};
  v1::InvitationReplaced& replace = *draft.command.mutable_replace_invitation();
  replace.set_team_id(trigger.aggregate_id);
  replace.set_person_id(event.person_id());
  *replace.mutable_invitation() = ToInvitation(event.seat());
  return draft;
}

Draft TakingOver(const crisis::v1::DeploymentAccepted& event, const Trigger& trigger) {
  Draft draft{event.case_id()};
  draft.command.mutable_take_over_tonight()->set_deployment_id(trigger.aggregate_id);
  *draft.command.mutable_take_over_tonight()->mutable_holder() = event.holder();
  if (event.has_requested_at())
    *draft.command.mutable_take_over_tonight()->mutable_requested_at() = event.requested_at();
  return draft;
}

Draft Passing(const Trigger& trigger, common::v1::ClockKind clock, const std::string& object_id,
              const google::protobuf::Timestamp& due, absl::Time at) {
  Draft draft{trigger.aggregate_id, {}, at};
  v1::DeadlinePassing& pass = *draft.command.mutable_pass_deadline();
  pass.set_clock(clock);
  pass.set_object_id(object_id);
  *pass.mutable_due() = due;
  return draft;
}

std::vector<Draft> AtDue(const Trigger& trigger, common::v1::ClockKind clock, const std::string& object_id,
                         const google::protobuf::Timestamp& due) {
  return {Passing(trigger, clock, object_id, due, FromProto(due))};
}

// Whoever was not heard is due to be asked again.
std::vector<Draft> AtNextHearing(const Trigger& trigger, const common::v1::Participation& participation) {
  const auto next = care::NextHearing(participation);
  if (!next) return {};
  return AtDue(trigger, common::v1::CLOCK_KIND_HEARING_RETRY, "", ToProto(*next));
}

// A missed clock climbs: the next step comes when the event says, else a day after this one was recorded.
template <class MissedEvent>
std::vector<Draft> AtNextStep(const Trigger& trigger, const MissedEvent& event,
                              common::v1::EscalationStep step) {
  const auto next = care::NextStepAfter(event, step, trigger.recorded_at);
  if (!next) return {};
  return {Passing(trigger, event.clock(), event.object_id(), event.due(), *next)};
}

std::vector<Draft> Both(std::vector<Draft> first, std::vector<Draft> second) {
  for (Draft& draft : second) first.push_back(std::move(draft));
  return first;
}

// A date that may be unset.
std::vector<Draft> If(bool has, const Trigger& trigger, common::v1::ClockKind clock,
                      const std::string& object_id, const google::protobuf::Timestamp& due) {
  return has ? AtDue(trigger, clock, object_id, due) : std::vector<Draft>{};
}

// Dates of a change of competence (N7).
std::vector<Draft> ForCompetence(const v1::CaseEvent& event, const Trigger& trigger) {
  if (event.has_competence_change_detected()) {
    const auto& detected = event.competence_change_detected();
    const std::string& id = detected.change_id();
    return Both(
        If(detected.has_inform_due(), trigger, CLOCK_KIND_AGENCY_INFORMED, id, detected.inform_due()),
        If(detected.has_dispute_due(), trigger, CLOCK_KIND_COMPETENCE_DISPUTE, id, detected.dispute_due()));
  }
  if (event.has_agency_informed()) {
    const auto& informed = event.agency_informed();
    return AtDue(trigger, CLOCK_KIND_SERVICE_TAKEOVER, informed.change_id(), informed.takeover_due());
  }
  if (event.has_competence_refused()) {
    const auto& refused = event.competence_refused();
    const std::string& id = refused.change_id();
    return Both(AtDue(trigger, CLOCK_KIND_COMPETENCE_DISPUTE, id, refused.dispute_due()),
                AtDue(trigger, CLOCK_KIND_OMBUDS_OFFER, id, refused.ombuds_offer_due()));
  }
  if (event.has_provisional_takeover_asked()) {
    const auto& asked = event.provisional_takeover_asked();
    return AtDue(trigger, CLOCK_KIND_PROVISIONAL_ANSWER, asked.change_id(), asked.answer_due());
  }
  if (event.has_ombuds_offered()) return AtNextHearing(trigger, event.ombuds_offered().participation());
  return AtNextHearing(trigger, event.agency_conversation_held().participation());
}

// The day that was planned, and by when whoever is to receive answers (C17).
std::vector<Draft> ForReturn(const v1::ResidentialPhaseEntered& entered, const Trigger& trigger) {
  auto drafts = AtNextHearing(trigger, entered.participation());
  if (!entered.has_receiver_answer_due()) return drafts;
  return Both(std::move(drafts), Both(AtDue(trigger, common::v1::CLOCK_KIND_RETURN_PLANNED,
                                            entered.setting_id(), entered.return_planned_at()),
                                      AtDue(trigger, common::v1::CLOCK_KIND_RETURN_ANSWER,
                                            entered.setting_id(), entered.receiver_answer_due())));
}

// Dates of age and of what is planned because of it (N13).
std::vector<Draft> ForAge(const v1::CaseEvent& event, const Trigger& trigger) {
  if (event.has_birth_date_recorded()) {
    const auto& born = event.birth_date_recorded();
    return Both(If(born.has_of_age_due(), trigger, CLOCK_KIND_COMING_OF_AGE, "", born.of_age_due()),
                Both(If(born.has_transition_check_due(), trigger, CLOCK_KIND_TRANSITION_CHECK, "",
                        born.transition_check_due()),
                     AtDue(trigger, CLOCK_KIND_PLANNED_END, "", born.limit_due())));
  }
  if (event.has_guardian_named()) {
    const auto& named = event.guardian_named();
    return If(named.has_declaration_due(), trigger, CLOCK_KIND_GUARDIAN_DECLARATION, "",
              named.declaration_due());
  }
  if (event.has_came_of_age())
    return AtDue(trigger, CLOCK_KIND_CONSENT_RENEWAL, "", event.came_of_age().consents_due());
  if (event.has_help_planned()) {
    const auto& plan = event.help_planned();
    return Both(AtDue(trigger, CLOCK_KIND_PLANNED_END, "", plan.planned_end()),
                Both(AtDue(trigger, CLOCK_KIND_TRANSITION_CHECK, "", plan.transition_check_due()),
                     AtNextHearing(trigger, plan.participation())));
  }
  return AtNextHearing(trigger, event.transition_checked().participation());
}

}  // namespace

std::vector<Draft> React(const intake::v1::InquiryEvent& event, const Trigger& trigger) {
  if (!event.has_inquiry_found_eligible()) return {};
  return {Opening(v1::ORIGIN_KIND_INQUIRY, event.inquiry_found_eligible(), trigger)};
}

std::vector<Draft> React(const intake::v1::ContactEvent& event, const Trigger& trigger) {
  if (!event.has_case_opening_requested()) return {};
  return {Opening(v1::ORIGIN_KIND_CONTACT, event.case_opening_requested(), trigger)};
}

std::vector<Draft> React(const team::v1::TeamEvent& event, const Trigger& trigger) {
  if (event.has_team_proposed()) return {Inviting(event.team_proposed(), trigger)};
  if (event.has_proposed_member_replaced()) return {Replacing(event.proposed_member_replaced(), trigger)};
  return {};
}

std::vector<Draft> React(const crisis::v1::DeploymentEvent& event, const Trigger& trigger) {
  if (event.has_deployment_requested()) {
    Draft draft{event.deployment_requested().case_id()};
    draft.command.mutable_awaken_for_crisis()->set_deployment_id(trigger.aggregate_id);
    return {draft};
  }
  if (!event.has_deployment_accepted()) return {};
  const auto& accepted = event.deployment_accepted();
  if (accepted.mode() != crisis::v1::DEPLOYMENT_MODE_OVERNIGHT) return {};
  return {TakingOver(accepted, trigger)};
}

namespace {

Draft Leading(const std::string& case_id, uint32_t episode, const common::v1::Holder& lead,
              const Trigger& trigger) {
  Draft draft{case_id};
  v1::CrisisLeadTaken& begins = *draft.command.mutable_begin_crisis_lead();
  begins.set_crisis_id(trigger.aggregate_id);
  begins.set_episode(episode);
  *begins.mutable_to() = lead;
  return draft;
}

Draft InClinic(const crisis::v1::AdmittedToClinic& event) {
  Draft draft{event.case_id()};
  v1::ClinicNight& night = *draft.command.mutable_move_for_clinic();
  night.set_stay_id(event.stay_id());
  night.mutable_to()->set_kind(common::v1::TONIGHT_KIND_CLINIC);
  *night.mutable_to()->mutable_holder() = event.holder();
  return draft;
}

Draft IntoCare(const crisis::v1::TakenIntoCare& event) {
  Draft draft{event.case_id()};
  v1::ClinicNight& night = *draft.command.mutable_move_for_clinic();
  night.set_stay_id(event.care_id());
  night.mutable_to()->set_kind(common::v1::TONIGHT_KIND_IN_CARE);
  *night.mutable_to()->mutable_holder() = event.holder();
  return draft;
}

Draft OutOfCare(const crisis::v1::CareEnded& event) {
  Draft draft{event.case_id()};
  v1::ClinicNight& night = *draft.command.mutable_move_for_clinic();
  night.set_stay_id(event.care_id());
  *night.mutable_to() = event.next();
  night.set_leaves(true);
  return draft;
}

Draft OutOfClinic(const crisis::v1::LeftClinic& event) {
  Draft draft{event.case_id()};
  v1::ClinicNight& night = *draft.command.mutable_move_for_clinic();
  night.set_stay_id(event.stay_id());
  *night.mutable_to() = event.next();
  night.set_leaves(true);
  night.set_into_care_id(event.care_id());
  return draft;
}

Draft Concluded(const crisis::v1::CrisisConcluded& event, const Trigger& trigger) {
  Draft draft{event.case_id()};
  draft.command.mutable_end_crisis_lead()->set_crisis_id(trigger.aggregate_id);
  draft.command.mutable_end_crisis_lead()->set_episode(event.episode());
  return draft;
}

}  // namespace

std::vector<Draft> React(const crisis::v1::CrisisEvent& event, const Trigger& trigger) {
  using crisis::v1::CrisisEvent;
  switch (event.event_case()) {
    case CrisisEvent::kCrisisOpened: {
      const auto& opened = event.crisis_opened();
      if (opened.case_id().empty()) return {};  // its case is asked for in the same commit
      return {Leading(opened.case_id(), opened.episode(), opened.lead(), trigger)};
    }
    case CrisisEvent::kCrisisCaseRequested:
      return {Opening(v1::ORIGIN_KIND_CRISIS, event.crisis_case_requested(), trigger)};
    case CrisisEvent::kCrisisCaseOpened: {
      const auto& opened = event.crisis_case_opened();
      return {Leading(opened.case_id(), opened.episode(), opened.lead(), trigger)};
    }
    case CrisisEvent::kAdmittedToClinic:
      return {InClinic(event.admitted_to_clinic())};
    case CrisisEvent::kLeftClinic:
      if (!event.left_clinic().has_next()) return {};  // somebody took the night over since
      return {OutOfClinic(event.left_clinic())};
    case CrisisEvent::kTakenIntoCare:
      if (!event.taken_into_care().shelters()) return {};  // in a clinic, or of before it moved a night
      return {IntoCare(event.taken_into_care())};
    case CrisisEvent::kCareEnded:
      if (!event.care_ended().has_next()) return {};  // of before, or somebody took the night over since
      return {OutOfCare(event.care_ended())};
    case CrisisEvent::kCrisisConcluded:
      return {Concluded(event.crisis_concluded(), trigger)};
    case CrisisEvent::kAlarmRepeated: {
      const auto& alarm = event.alarm_repeated();
      if (!alarm.gives_lead()) return {};
      return {Leading(alarm.case_id(), alarm.episode(), alarm.lead(), trigger)};
    }
    case CrisisEvent::kNightMovedOn:
    case CrisisEvent::kAlarmAcknowledged:
    case CrisisEvent::kLegAttempted:
    case CrisisEvent::kLegAcknowledged:
    case CrisisEvent::kLegStarted:
    case CrisisEvent::kCrisisDeadlineOverdue:
    case CrisisEvent::kCrisisDeadlineEscalated:
    case CrisisEvent::kCrisisStabilised:
    case CrisisEvent::kCareEndPlanned:
    case CrisisEvent::kNightConfirmed:
    case CrisisEvent::kClinicStayDetained:
    case CrisisEvent::kCourtDecided:
    case CrisisEvent::kDetentionEnded:  // ends the detention alone
    case CrisisEvent::kClinicLeavePlanned:
    case CrisisEvent::kAftercareMeetingScheduled:
    case CrisisEvent::kAftercareMeetingHeld:
    case CrisisEvent::kAfterClinicTaskAgreed:
    case CrisisEvent::kAfterClinicTaskDone:
    case CrisisEvent::kParentsInvolved:
    case CrisisEvent::EVENT_NOT_SET:
      return {};
  }
  return {};
}

std::vector<Draft> React(const v1::CaseEvent& event, const Trigger& trigger) {
  switch (event.event_case()) {
    case v1::CaseEvent::kHandoverOffered: {
      const auto& offer = event.handover_offered();
      return Both(
          AtDue(trigger, common::v1::CLOCK_KIND_HANDOVER_ANSWER, offer.handover_id(), offer.answer_due()),
          AtNextHearing(trigger, offer.participation()));
    }
    case v1::CaseEvent::kResponsibilityMoved: {
      const auto& moved = event.responsibility_moved();
      std::vector<Draft> drafts;
      if (moved.has_follow_up_due())
        drafts = AtDue(trigger, common::v1::CLOCK_KIND_HANDOVER_FOLLOW_UP, moved.handover_id(),
                       moved.follow_up_due());
      if (moved.has_package_due())
        drafts = Both(std::move(drafts), AtDue(trigger, common::v1::CLOCK_KIND_PACKAGE_OWED,
                                               moved.from().organisation_id(), moved.package_due()));
      if (!moved.has_catch_up_due()) return drafts;
      return Both(std::move(drafts), AtDue(trigger, common::v1::CLOCK_KIND_CATCH_UP_MEETING,
                                           moved.handover_id(), moved.catch_up_due()));
    }
    case v1::CaseEvent::kHandoverFollowedUp: {
      const auto& follow_up = event.handover_followed_up();
      auto drafts = AtNextHearing(trigger, follow_up.participation());
      if (!follow_up.has_next_due()) return drafts;
      return Both(std::move(drafts), AtDue(trigger, common::v1::CLOCK_KIND_HANDOVER_FOLLOW_UP,
                                           follow_up.handover_id(), follow_up.next_due()));
    }
    case v1::CaseEvent::kHandoverMeetingHeld:
      return AtNextHearing(trigger, event.handover_meeting_held().participation());
    case v1::CaseEvent::kCaseUnderstandingRecorded:
      return AtNextHearing(trigger, event.case_understanding_recorded().participation());
    case v1::CaseEvent::kSettingProposed:
      return AtNextHearing(trigger, event.setting_proposed().participation());
    case v1::CaseEvent::kSettingAdopted:
      return AtNextHearing(trigger, event.setting_adopted().participation());
    case v1::CaseEvent::kHearingRecorded:
      return AtNextHearing(trigger, event.hearing_recorded().participation());
    case v1::CaseEvent::kReplanOpened:
      return AtDue(trigger, common::v1::CLOCK_KIND_CASE_REVIEW, "", event.replan_opened().meeting_due());
    case v1::CaseEvent::kCaseOpened:
      return If(event.case_opened().has_reachable_due(), trigger, common::v1::CLOCK_KIND_HOLDER_REACHABLE, "",
                event.case_opened().reachable_due());
    case v1::CaseEvent::kSettingEnded: {
      const auto& ended = event.setting_ended();
      return Both(If(ended.has_standby_contact_due(), trigger, common::v1::CLOCK_KIND_STANDBY_CONTACT, "",
                     ended.standby_contact_due()),
                  If(ended.has_return_contact_due(), trigger, common::v1::CLOCK_KIND_RETURN_CONTACT,
                     ended.setting_id(), ended.return_contact_due()));
    }
    case v1::CaseEvent::kTonightMoved:
      if (!event.tonight_moved().has_standby_contact_due()) return {};
      return AtDue(trigger, common::v1::CLOCK_KIND_STANDBY_CONTACT, "",
                   event.tonight_moved().standby_contact_due());
    case v1::CaseEvent::kConsentGiven:
      return AtDue(trigger, common::v1::CLOCK_KIND_CONSENT_EXPIRY, event.consent_given().consent_id(),
                   event.consent_given().until());
    case v1::CaseEvent::kStandbyEntered: {
      const auto& standby = event.standby_entered();
      return Both(AtDue(trigger, common::v1::CLOCK_KIND_STANDBY_CONTACT, "", standby.next_contact_due()),
                  AtNextHearing(trigger, standby.participation()));
    }
    case v1::CaseEvent::kCaseDeadlineOverdue:
      return AtNextStep(trigger, event.case_deadline_overdue(), common::v1::ESCALATION_STEP_UNSPECIFIED);
    case v1::CaseEvent::kCaseDeadlineEscalated:
      return AtNextStep(trigger, event.case_deadline_escalated(), event.case_deadline_escalated().step());

    case v1::CaseEvent::kAftercareBegun: {
      const auto& begun = event.aftercare_begun();
      return Both(AtDue(trigger, common::v1::CLOCK_KIND_AFTERCARE_CONTACT, "", begun.next_contact_due()),
                  AtNextHearing(trigger, begun.participation()));
    }
    case v1::CaseEvent::kAftercareContinued: {
      const auto& next = event.aftercare_continued();
      if (!next.has_next_contact_due()) return {};
      return AtDue(trigger, common::v1::CLOCK_KIND_AFTERCARE_CONTACT, "", next.next_contact_due());
    }
    case v1::CaseEvent::kCompetenceChangeDetected:
    case v1::CaseEvent::kAgencyInformed:
    case v1::CaseEvent::kAgencyConversationHeld:
    case v1::CaseEvent::kCompetenceRefused:
    case v1::CaseEvent::kProvisionalTakeoverAsked:
    case v1::CaseEvent::kOmbudsOffered:
      return ForCompetence(event, trigger);
    case v1::CaseEvent::kCommitmentsToSucceed: {
      const auto& succeed = event.commitments_to_succeed();
      return AtDue(trigger, common::v1::CLOCK_KIND_SUCCESSION, succeed.organisation_id(),
                   succeed.succession_due());
    }
    case v1::CaseEvent::kCoordinationOffered: {
      const auto& offer = event.coordination_offered();
      return AtDue(trigger, common::v1::CLOCK_KIND_COORDINATION_ANSWER, offer.offer_id(), offer.answer_due());
    }
    case v1::CaseEvent::kBirthDateRecorded:
    case v1::CaseEvent::kGuardianNamed:
    case v1::CaseEvent::kCameOfAge:
    case v1::CaseEvent::kHelpPlanned:
    case v1::CaseEvent::kTransitionChecked:
      return ForAge(event, trigger);
    case v1::CaseEvent::kLawfulEndRequested:
      return AtNextHearing(trigger, event.lawful_end_requested().participation());
    case v1::CaseEvent::kObjectionPeriodBegan: {
      const auto& period = event.objection_period_began();
      return AtDue(trigger, common::v1::CLOCK_KIND_OBJECTION_PERIOD, period.end_id(), period.until());
    }

    case v1::CaseEvent::kCaseReopened: {
      std::vector<Draft> drafts =
          If(event.case_reopened().has_reachable_due(), trigger, common::v1::CLOCK_KIND_HOLDER_REACHABLE, "",
             event.case_reopened().reachable_due());
      for (const v1::RestartedClock& clock : event.case_reopened().clocks())
        drafts.push_back(
            Passing(trigger, clock.kind(), clock.object_id(), clock.due(), FromProto(clock.due())));
      // A partner that was to be followed before the end may have said meanwhile that it stays (N10).
      for (const v1::RestartedClock& clock : event.case_reopened().clocks()) {
        if (clock.kind() != common::v1::CLOCK_KIND_SUCCESSION) continue;
        for (Draft& stays : LettingStay(clock.object_id(), {trigger.aggregate_id}))
          drafts.push_back(std::move(stays));
      }
      return drafts;
    }

    case v1::CaseEvent::kPeerConsultationHeld:
      return AtNextHearing(trigger, event.peer_consultation_held().participation());
    case v1::CaseEvent::kRiskAssessmentOpened: {
      const auto& opened = event.risk_assessment_opened();
      return AtDue(trigger, common::v1::CLOCK_KIND_RISK_ASSESSMENT, opened.assessment_id(), opened.due());
    }
    case v1::CaseEvent::kRiskAssessmentMade:
      return AtNextHearing(trigger, event.risk_assessment_made().participation());
    case v1::CaseEvent::kCommissionCalled: {
      const auto& called = event.commission_called();
      return AtDue(trigger, common::v1::CLOCK_KIND_COMMISSION, called.commission_id(), called.due());
    }
    case v1::CaseEvent::kGlassBroken: {
      const auto& broken = event.glass_broken();
      return AtDue(trigger, common::v1::CLOCK_KIND_GLASS_REVIEW, broken.reading_id(), broken.review_due());
    }
    case v1::CaseEvent::kSettingNoticeGiven: {
      const auto& notice = event.setting_notice_given();
      if (!notice.has_bridge_due()) return {};  // of before there was such a date
      return AtDue(trigger, common::v1::CLOCK_KIND_NOTICE_BRIDGE, notice.setting_id(), notice.bridge_due());
    }
    case v1::CaseEvent::kTrialBegun: {
      const auto& trial = event.trial_begun();
      return AtDue(trigger, common::v1::CLOCK_KIND_SETTING_EVALUATION, trial.setting_id(), trial.until());
    }
    case v1::CaseEvent::kSettingEvaluated:
      return AtNextHearing(trigger, event.setting_evaluated().participation());
    case v1::CaseEvent::kResidentialPhaseEntered:
      return ForReturn(event.residential_phase_entered(), trigger);
    case v1::CaseEvent::kReturnAnswered: {
      const auto& answered = event.return_answered();
      return If(answered.has_plan_anew_due(), trigger, common::v1::CLOCK_KIND_RETURN_PLANNED,
                answered.setting_id(), answered.plan_anew_due());
    }
    case v1::CaseEvent::kAftercareInterrupted: {
      const auto& interrupted = event.aftercare_interrupted();
      return If(interrupted.has_planned_end_due(), trigger, CLOCK_KIND_PLANNED_END, "",
                interrupted.planned_end_due());
    }
    case v1::CaseEvent::kRightAssessed: {
      const auto& right = event.right_assessed();
      if (!right.has_look_again_due()) return {};
      return AtDue(trigger, common::v1::CLOCK_KIND_RIGHT_UNCOVERED, ClockObject(right.domain()),
                   right.look_again_due());
    }

    case v1::CaseEvent::kUnaccompaniedMinorReceived:
      return Both(AtDue(trigger, common::v1::CLOCK_KIND_MINOR_NOTIFICATION, "",
                        event.unaccompanied_minor_received().notification_due()),
                  AtDue(trigger, common::v1::CLOCK_KIND_MINOR_MONTH, "",
                        event.unaccompanied_minor_received().month_until()));
    case v1::CaseEvent::kMinorStepTaken:
      return AtDue(trigger, ClockAfter(event.minor_step_taken().step()), "",
                   event.minor_step_taken().next_due());
    case v1::CaseEvent::kMinorAllocated:
      if (!event.minor_allocated().has_transfer_due()) return {};  // of before there was such a date
      return AtDue(trigger, common::v1::CLOCK_KIND_MINOR_TRANSFER, "",
                   event.minor_allocated().transfer_due());
    case v1::CaseEvent::kSearchBegun:
      return AtDue(trigger, common::v1::CLOCK_KIND_SEARCH_CONTACT, "", event.search_begun().first_due());
    case v1::CaseEvent::kSearchContactMade:
      return AtDue(trigger, common::v1::CLOCK_KIND_SEARCH_CONTACT, "",
                   event.search_contact_made().next_due());

    case v1::CaseEvent::kMinorExcluded:
    case v1::CaseEvent::kEscortSent:
    case v1::CaseEvent::kArrivalConfirmed:
    case v1::CaseEvent::kResourcesChecked:
    case v1::CaseEvent::kNeedClassified:
    case v1::CaseEvent::kCommissionVoteCast:
    case v1::CaseEvent::kHelpApproved:
    case v1::CaseEvent::kHelpReturned:
    case v1::CaseEvent::kRecordEntered:
    case v1::CaseEvent::kFundingDecided:
    case v1::CaseEvent::kOfferFoundUnsuitable:
    case v1::CaseEvent::kConfidenceRecorded:
    case v1::CaseEvent::kGlassReviewed:
    case v1::CaseEvent::kGlassReviewClosed:
    case v1::CaseEvent::kConsentWithdrawn:
    case v1::CaseEvent::kCrisisLeadTaken:
    case v1::CaseEvent::kCrisisLeadEnded:
    case v1::CaseEvent::kCaseDeputyNamed:
    case v1::CaseEvent::kStrandDeputyNamed:
    case v1::CaseEvent::kHolderFoundReachable:
    case v1::CaseEvent::kHandoverAccepted:
    case v1::CaseEvent::kHandoverRefused:
    case v1::CaseEvent::kHandoverRevoked:
    case v1::CaseEvent::kHandoverTakenBack:
    case v1::CaseEvent::kPackedAfterwards:
    case v1::CaseEvent::kHandoverPrepared:
    case v1::CaseEvent::kCoordinationAssumed:
    case v1::CaseEvent::kCommitmentsInvited:
    case v1::CaseEvent::kInvitationReplaced:
    case v1::CaseEvent::kMemberCommitted:
    case v1::CaseEvent::kSharedResponsibilityTaken:
    case v1::CaseEvent::kDiagnosticsDocumented:
    case v1::CaseEvent::kSettingAnswered:
    case v1::CaseEvent::kSettingStarted:
    case v1::CaseEvent::kSetbackRecorded:
    case v1::CaseEvent::kContactWithYoungPersonRecorded:
    case v1::CaseEvent::kCaseReactivated:
    case v1::CaseEvent::kLawfulEndApproved:
    case v1::CaseEvent::kLawfulEndStopped:
    case v1::CaseEvent::kCaseLawfullyEnded:
    case v1::CaseEvent::kCommitmentsFellBack:
    case v1::CaseEvent::kCommitmentsStay:
    case v1::CaseEvent::kSuccessionOfferEnded:
    case v1::CaseEvent::kCompetenceDetermined:
    case v1::CaseEvent::kAgencyDataSent:
    case v1::CaseEvent::kServiceContinuationReported:
    case v1::CaseEvent::kServiceContinuedByNewAgency:
    case v1::CaseEvent::kProvisionalTakeover:
    case v1::CaseEvent::kCompetenceChangeSettled:
    case v1::CaseEvent::kGuardianDeclared:
    case v1::CaseEvent::kConsentsAskedAnew:
    case v1::CaseEvent::kBirthDateCorrectionProposed:
    case v1::CaseEvent::EVENT_NOT_SET:
      return {};
  }
  return {};
}

std::vector<Draft> React(const team::v1::OrganisationEvent& event, const Trigger& trigger) {
  if (!event.has_deactivation_requested()) return {};
  return {Counting(event.deactivation_requested().person_id(), trigger.aggregate_id, true)};
}

std::vector<Draft> LettingGo(const team::v1::OrganisationLeaving& event, const std::string& organisation_id,
                             const std::vector<std::string>& case_ids) {
  std::vector<Draft> drafts;
  for (const std::string& case_id : case_ids) {
    v1::PartnerLeaving& leaving =
        *drafts.emplace_back(Draft{case_id, {}, std::nullopt}).command.mutable_partner_leaving();
    leaving.set_organisation_id(organisation_id);
    leaving.set_cause(event.cause());
    *leaving.mutable_until() = event.until();
  }
  return drafts;
}

std::vector<Draft> LettingStay(const std::string& organisation_id, const std::vector<std::string>& case_ids) {
  std::vector<Draft> drafts;
  for (const std::string& case_id : case_ids) {
    Draft& draft = drafts.emplace_back(Draft{case_id, {}, std::nullopt});
    draft.command.mutable_partner_staying()->set_organisation_id(organisation_id);
  }
  return drafts;
}

std::vector<Draft> React(const v1::LeaverEvent& event, const Trigger&) {
  if (!event.has_cases_offered()) return {};
  const v1::CasesOffered& offered = event.cases_offered();
  std::vector<Draft> drafts;
  for (const std::string& case_id : offered.case_ids()) {
    Draft& draft = drafts.emplace_back(Draft{case_id, {}, std::nullopt});
    v1::LeaverOffer& offer = *draft.command.mutable_offer_of_leaver();
    offer.set_person_id(offered.person_id());
    *offer.mutable_offer()->mutable_to() = offered.to();
    if (offered.has_answer_due()) *offer.mutable_offer()->mutable_answer_due() = offered.answer_due();
    *offer.mutable_offer()->mutable_participation() = offered.participation();
    offer.mutable_offer()->set_offered_by_person_id(offered.offered_by_person_id());
  }
  return drafts;
}

Draft Counting(const std::string& person_id, const std::string& organisation_id, bool asked) {
  Draft draft{person_id, {}, std::nullopt};
  v1::ResponsibilityCount& count = *draft.command.mutable_count_responsibilities();
  count.set_person_id(person_id);
  count.set_organisation_id(organisation_id);
  count.set_asked(asked);
  return draft;
}

bool MayTakeSomething(const v1::CaseEvent& event) {
  return event.has_responsibility_moved() || event.has_setting_started() || event.has_setting_ended() ||
         event.has_tonight_moved() || event.has_member_committed() || event.has_invitation_replaced() ||
         event.has_handover_refused() || event.has_handover_revoked() || event.has_aftercare_interrupted() ||
         event.has_guardian_named() || event.has_guardian_declared() || event.has_came_of_age() ||
         event.has_competence_change_settled() || event.has_provisional_takeover() ||
         event.has_coordination_assumed() || event.has_succession_offer_ended() ||
         event.has_case_lawfully_ended() || event.has_case_opened() || event.has_case_reopened() ||
         event.has_crisis_lead_taken() || event.has_crisis_lead_ended() || event.has_case_deputy_named() ||
         event.has_strand_deputy_named() || event.has_residential_phase_entered() ||
         event.has_return_answered();
}

bool MayTakeSomething(const crisis::v1::CrisisEvent& event) {
  return event.has_crisis_case_requested();
}

bool MayTakeSomething(const crisis::v1::DeploymentEvent& event) {
  return event.has_deployment_accepted() || event.has_deployment_taken_over() || event.has_deployment_ended();
}

bool MayTakeSomething(const intake::v1::ContactEvent& event) {
  return event.has_contact_received() || event.has_case_opening_requested() || event.has_contact_taken_over();
}

bool MayTakeSomething(const intake::v1::TransitionEvent& event) {
  return event.has_transition_begun() || event.has_navigator_moved() || event.has_navigator_taken_over() ||
         event.has_transition_completed() || event.has_family_decided() ||
         event.has_prevention_consent_withdrawn();
}

bool MayTakeSomething(const team::v1::MembershipEvent& event) {
  return event.has_member_accepted() || event.has_member_deputy_named() || event.has_membership_entrusted();
}

bool MayTakeSomething(const team::v1::CalendarEvent& event) {
  return event.has_calendar_entrusted();
}

bool MayTakeSomething(const team::v1::SocialSpaceEvent& event) {
  return event.has_social_space_entrusted();
}

bool MayTakeSomething(const team::v1::AgreementEvent& event) {
  return event.has_agreement_signed() || event.has_crisis_contact_named() || event.has_agreement_left() ||
         event.has_agreement_entrusted();
}

bool MayTakeSomething(const intake::v1::InquiryEvent& event) {
  return event.has_inquiry_received() || event.has_inquiry_taken_over();
}

std::optional<Command> ToCommand(const v1::CaseReaction& reaction, const HolderFacts& holder,
                                 bool body_leaves) {
  switch (reaction.command_case()) {
    case v1::CaseReaction::kOpenCase:
      return OpenCase{reaction.open_case(), holder};
    case v1::CaseReaction::kInviteTeam: {
      const auto& invite = reaction.invite_team();
      return InviteTeam{invite.team_id(),
                        invite.coordinator(),
                        invite.case_worker_person_id(),
                        {invite.invitations().begin(), invite.invitations().end()}};
    }
    case v1::CaseReaction::kReplaceInvitation:
      return ReplaceInvitation{reaction.replace_invitation()};
    case v1::CaseReaction::kTakeOverTonight: {
      const auto& night = reaction.take_over_tonight();
      TakeOverTonight command{night.deployment_id(), night.holder()};
      if (night.has_requested_at()) command.requested_at = FromProto(night.requested_at());
      return command;
    }
    case v1::CaseReaction::kPassDeadline: {
      const auto& pass = reaction.pass_deadline();
      return PassDeadline{pass.clock(), pass.object_id(), FromProto(pass.due())};
    }
    case v1::CaseReaction::kOfferOfLeaver:
      return OfferOfLeaver{reaction.offer_of_leaver().person_id(), reaction.offer_of_leaver().offer(),
                           holder};
    case v1::CaseReaction::kPartnerLeaving: {
      const auto& leaving = reaction.partner_leaving();
      return LetPartnerGo{leaving.organisation_id(), leaving.cause(), FromProto(leaving.until()),
                          !body_leaves};
    }
    case v1::CaseReaction::kPartnerStaying:
      return LetPartnerStay{reaction.partner_staying().organisation_id(), body_leaves};
    case v1::CaseReaction::kAwakenForCrisis:
      return AwakenForCrisis{reaction.awaken_for_crisis().deployment_id()};
    case v1::CaseReaction::kBeginCrisisLead:
      return BeginCrisisLead{reaction.begin_crisis_lead()};
    case v1::CaseReaction::kEndCrisisLead:
      return EndCrisisLead{reaction.end_crisis_lead()};
    case v1::CaseReaction::kMoveForClinic: {
      const auto& night = reaction.move_for_clinic();
      return MoveForClinic{night.stay_id(), night.to(), night.leaves(), night.into_care_id()};
    }
    case v1::CaseReaction::kCountResponsibilities:  // of the leaver, not of a case
    case v1::CaseReaction::COMMAND_NOT_SET:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace fallverbund::casework
