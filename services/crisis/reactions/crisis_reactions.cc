#include "services/crisis/reactions/crisis_reactions.h"

#include <utility>

#include "libs/base/time.h"
#include "libs/care/clock.h"
#include "libs/care/notification_leg.h"
#include "libs/care/participation.h"
#include "services/crisis/domain/crisis_decider.h"

namespace fallverbund::crisis {
namespace {

using common::v1::CLOCK_KIND_DEPLOYMENT_ANSWER;
using common::v1::CLOCK_KIND_OUTREACH_CONTACT;

// Of the answer that is owed, or of the next contact.
std::vector<Draft> Passing(const Trigger& trigger, common::v1::ClockKind clock,
                           const google::protobuf::Timestamp& due, absl::Time at) {
  Draft draft{trigger.aggregate_id, {}, at};
  if (clock == CLOCK_KIND_OUTREACH_CONTACT)
    *draft.command.mutable_pass_contact()->mutable_due() = due;
  else
    *draft.command.mutable_pass_deadline()->mutable_due() = due;
  return {draft};
}

std::vector<Draft> Passing(const Trigger& trigger, common::v1::ClockKind clock,
                           const google::protobuf::Timestamp& due) {
  return Passing(trigger, clock, due, FromProto(due));
}

// A missed clock climbs: the next step comes a while after this one was recorded.
std::vector<Draft> AtNextStep(const Trigger& trigger, common::v1::ClockKind clock,
                              const google::protobuf::Timestamp& due, common::v1::EscalationStep step) {
  const auto next = care::NextStepAt(step, trigger.recorded_at, clock);
  if (!next) return {};
  return Passing(trigger, clock, due, *next);
}

}  // namespace

std::vector<Draft> React(const v1::DeploymentEvent& event, const Trigger& trigger) {
  switch (event.event_case()) {
    case v1::DeploymentEvent::kDeploymentRequested: {
      const auto& due = event.deployment_requested().answer_due();
      return Passing(trigger, CLOCK_KIND_DEPLOYMENT_ANSWER, due);
    }
    case v1::DeploymentEvent::kDeploymentAnswerOverdue:
      return AtNextStep(trigger, CLOCK_KIND_DEPLOYMENT_ANSWER, event.deployment_answer_overdue().due(),
                        common::v1::ESCALATION_STEP_UNSPECIFIED);
    case v1::DeploymentEvent::kDeploymentAnswerEscalated:
      return AtNextStep(trigger, CLOCK_KIND_DEPLOYMENT_ANSWER, event.deployment_answer_escalated().due(),
                        event.deployment_answer_escalated().step());
    case v1::DeploymentEvent::kDeploymentAccepted: {
      const auto& accepted = event.deployment_accepted();
      if (!accepted.has_first_contact_due()) return {};
      return Passing(trigger, CLOCK_KIND_OUTREACH_CONTACT, accepted.first_contact_due());
    }
    case v1::DeploymentEvent::kOutreachContactMade: {
      const auto& made = event.outreach_contact_made();
      if (!made.has_next_due()) return {};
      return Passing(trigger, CLOCK_KIND_OUTREACH_CONTACT, made.next_due());
    }
    case v1::DeploymentEvent::kOutreachContactOverdue:
      return AtNextStep(trigger, CLOCK_KIND_OUTREACH_CONTACT, event.outreach_contact_overdue().due(),
                        common::v1::ESCALATION_STEP_UNSPECIFIED);
    case v1::DeploymentEvent::kOutreachContactEscalated:
      return AtNextStep(trigger, CLOCK_KIND_OUTREACH_CONTACT, event.outreach_contact_escalated().due(),
                        event.outreach_contact_escalated().step());
    case v1::DeploymentEvent::kDeploymentTakenOver:
    case v1::DeploymentEvent::kDeploymentRefused:
    case v1::DeploymentEvent::kDeploymentWithdrawn:
    case v1::DeploymentEvent::kDeploymentEnded:  // from here on: pool_reactions
    case v1::DeploymentEvent::kDebriefRecorded:
    case v1::DeploymentEvent::kDebriefOverdue:
    case v1::DeploymentEvent::kDebriefEscalated:
    case v1::DeploymentEvent::kPlaceReturned:
    case v1::DeploymentEvent::EVENT_NOT_SET:
      return {};
  }
  return {};
}

namespace {

Draft CrisisPassing(const Trigger& trigger, common::v1::ClockKind clock, const std::string& object_id,
                    const google::protobuf::Timestamp& due, absl::Time at) {
  Draft draft{trigger.aggregate_id, {}, at};
  auto& pass = *draft.command.mutable_pass_crisis_deadline();
  pass.set_clock(clock);
  pass.set_object_id(object_id);
  *pass.mutable_due() = due;
  return draft;
}

std::vector<Draft> AtDue(const Trigger& trigger, common::v1::ClockKind clock, const std::string& object_id,
                         const google::protobuf::Timestamp& due) {
  return {CrisisPassing(trigger, clock, object_id, due, FromProto(due))};
}

Draft OfLeg(const Trigger& trigger, const v1::LegStarted& leg) {
  return CrisisPassing(trigger, common::v1::CLOCK_KIND_CRISIS_LEG, care::LegObject(leg.party()),
                       leg.acknowledge_due(), FromProto(leg.acknowledge_due()));
}

std::vector<Draft> AtNextHearing(const Trigger& trigger, const common::v1::Participation& participation) {
  const auto next = care::NextHearing(participation);
  if (!next) return {};
  return AtDue(trigger, common::v1::CLOCK_KIND_HEARING_RETRY, "", ToProto(*next));
}

template <class Missed>
std::vector<Draft> CrisisAtNextStep(const Trigger& trigger, const Missed& missed,
                                    common::v1::EscalationStep step) {
  const auto next = care::NextStepAt(step, trigger.recorded_at, missed.clock());
  if (!next) return {};
  return {CrisisPassing(trigger, missed.clock(), missed.object_id(), missed.due(), *next)};
}

std::vector<Draft> OnAlarm(const Trigger& trigger, const v1::CrisisOpened& opened) {
  std::vector<Draft> drafts;
  for (const v1::LegStarted& leg : opened.legs()) drafts.push_back(OfLeg(trigger, leg));
  drafts.push_back(CrisisPassing(trigger, common::v1::CLOCK_KIND_AFTERCARE_MEETING, "", opened.meeting_due(),
                                 FromProto(opened.meeting_due())));
  return drafts;
}

// Whoever got the night by it has a date to say that it was heard.
template <class Ended>
std::vector<Draft> OnNight(const Trigger& trigger, const std::string& object_id, const Ended& event) {
  if (!event.has_confirm_due()) return {};
  return AtDue(trigger, common::v1::CLOCK_KIND_NIGHT_CONFIRMATION, object_id, event.confirm_due());
}

std::vector<Draft> OnPlanned(const Trigger& trigger, const v1::ClinicLeavePlanned& planned) {
  std::vector<Draft> drafts = AtNextHearing(trigger, planned.participation());
  if (planned.has_leave_due())
    drafts.push_back(CrisisPassing(trigger, common::v1::CLOCK_KIND_CLINIC_LEAVE, planned.stay_id(),
                                   planned.leave_due(), FromProto(planned.leave_due())));
  return drafts;
}

std::vector<Draft> OnPlanned(const Trigger& trigger, const v1::CareEndPlanned& planned) {
  std::vector<Draft> drafts = AtNextHearing(trigger, planned.participation());
  if (planned.has_end_due())
    drafts.push_back(CrisisPassing(trigger, common::v1::CLOCK_KIND_CARE_END, planned.care_id(),
                                   planned.end_due(), FromProto(planned.end_due())));
  return drafts;
}

std::vector<Draft> OnLaterAlarm(const Trigger& trigger, const v1::AlarmRepeated& alarm) {
  std::vector<Draft> drafts;
  if (alarm.has_heard_due())
    drafts.push_back(CrisisPassing(trigger, common::v1::CLOCK_KIND_NEW_DANGER, "", alarm.heard_due(),
                                   FromProto(alarm.heard_due())));
  if (alarm.has_meeting_due())
    drafts.push_back(CrisisPassing(trigger, common::v1::CLOCK_KIND_AFTERCARE_MEETING, "", alarm.meeting_due(),
                                   FromProto(alarm.meeting_due())));
  return drafts;
}

std::vector<Draft> OnLeft(const Trigger& trigger, const v1::LeftClinic& left) {
  std::vector<Draft> drafts = AtNextHearing(trigger, left.participation());
  drafts.push_back(CrisisPassing(trigger, common::v1::CLOCK_KIND_AFTERCARE_MEETING, "", left.meeting_due(),
                                 FromProto(left.meeting_due())));
  for (Draft& draft : OnNight(trigger, left.stay_id(), left)) drafts.push_back(std::move(draft));
  return drafts;
}

}  // namespace

std::vector<Draft> React(const v1::CrisisEvent& event, const Trigger& trigger) {
  using common::v1::CLOCK_KIND_DETENTION_LIMIT;
  switch (event.event_case()) {
    case v1::CrisisEvent::kCrisisOpened:
      return OnAlarm(trigger, event.crisis_opened());
    case v1::CrisisEvent::kLegStarted:
      return {OfLeg(trigger, event.leg_started())};
    case v1::CrisisEvent::kCrisisDeadlineOverdue:
      return CrisisAtNextStep(trigger, event.crisis_deadline_overdue(),
                              common::v1::ESCALATION_STEP_UNSPECIFIED);
    case v1::CrisisEvent::kCrisisDeadlineEscalated:
      return CrisisAtNextStep(trigger, event.crisis_deadline_escalated(),
                              event.crisis_deadline_escalated().step());
    case v1::CrisisEvent::kTakenIntoCare: {
      const auto& taken = event.taken_into_care();
      if (!taken.has_detention_until()) return {};
      return AtDue(trigger, CLOCK_KIND_DETENTION_LIMIT, DetentionObject(v1::DETENTION_IN_CARE),
                   taken.detention_until());
    }
    case v1::CrisisEvent::kAdmittedToClinic: {
      const auto& admitted = event.admitted_to_clinic();
      if (!admitted.has_approval_due()) return {};
      return AtDue(trigger, common::v1::CLOCK_KIND_COURT_APPROVAL, admitted.stay_id(),
                   admitted.approval_due());
    }
    case v1::CrisisEvent::kCourtDecided: {
      const auto& decided = event.court_decided();
      if (!decided.has_until()) return {};
      return AtDue(trigger, CLOCK_KIND_DETENTION_LIMIT, DetentionObject(decided.detention()),
                   decided.until());
    }
    case v1::CrisisEvent::kClinicLeavePlanned:
      return OnPlanned(trigger, event.clinic_leave_planned());
    case v1::CrisisEvent::kCareEndPlanned:
      return OnPlanned(trigger, event.care_end_planned());
    case v1::CrisisEvent::kCareEnded:
      return OnNight(trigger, event.care_ended().care_id(), event.care_ended());
    case v1::CrisisEvent::kClinicStayDetained: {
      const auto& detained = event.clinic_stay_detained();
      return AtDue(trigger, common::v1::CLOCK_KIND_COURT_APPROVAL, detained.stay_id(),
                   detained.approval_due());
    }
    case v1::CrisisEvent::kLeftClinic:
      return OnLeft(trigger, event.left_clinic());
    case v1::CrisisEvent::kAftercareMeetingHeld:
      return AtNextHearing(trigger, event.aftercare_meeting_held().participation());
    case v1::CrisisEvent::kAfterClinicTaskAgreed: {
      const auto& task = event.after_clinic_task_agreed();
      return AtDue(trigger, common::v1::CLOCK_KIND_AFTER_CLINIC_TASK, task.task_id(), task.due());
    }
    case v1::CrisisEvent::kParentsInvolved:
      return AtNextHearing(trigger, event.parents_involved().participation());
    case v1::CrisisEvent::kAlarmRepeated:
      return OnLaterAlarm(trigger, event.alarm_repeated());
    case v1::CrisisEvent::kAlarmAcknowledged:
    case v1::CrisisEvent::kCrisisCaseRequested:
    case v1::CrisisEvent::kCrisisCaseOpened:
    case v1::CrisisEvent::kLegAttempted:
    case v1::CrisisEvent::kLegAcknowledged:
    case v1::CrisisEvent::kCrisisStabilised:
    case v1::CrisisEvent::kNightMovedOn:
    case v1::CrisisEvent::kNightConfirmed:
    case v1::CrisisEvent::kDetentionEnded:
    case v1::CrisisEvent::kAftercareMeetingScheduled:
    case v1::CrisisEvent::kAfterClinicTaskDone:
    case v1::CrisisEvent::kCrisisConcluded:
    case v1::CrisisEvent::EVENT_NOT_SET:
      return {};
  }
  return {};
}

std::vector<Draft> React(const casework::v1::CaseEvent& event, const Trigger& trigger) {
  const casework::v1::Origin& origin = event.case_opened().origin();
  if (origin.kind() != casework::v1::ORIGIN_KIND_CRISIS) return {};
  Draft draft{origin.aggregate_id(), {}};
  draft.command.mutable_mark_case_opened()->set_case_id(trigger.aggregate_id);
  return {draft};
}

std::optional<CrisisCommand> ToCrisisCommand(const v1::CrisisReaction& reaction) {
  switch (reaction.command_case()) {
    case v1::CrisisReaction::kPassCrisisDeadline: {
      const auto& pass = reaction.pass_crisis_deadline();
      return PassCrisisDeadline{pass.clock(), pass.object_id(), FromProto(pass.due())};
    }
    case v1::CrisisReaction::kMarkCaseOpened:
      return MarkCaseOpened{reaction.mark_case_opened().case_id()};
    case v1::CrisisReaction::kPassDeadline:
    case v1::CrisisReaction::kPassContact:
    case v1::CrisisReaction::COMMAND_NOT_SET:
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<DeploymentCommand> ToCommand(const v1::CrisisReaction& reaction) {
  switch (reaction.command_case()) {
    case v1::CrisisReaction::kPassDeadline:
      return PassDeploymentDeadline{FromProto(reaction.pass_deadline().due())};
    case v1::CrisisReaction::kPassContact:
      return PassOutreachContact{FromProto(reaction.pass_contact().due())};
    case v1::CrisisReaction::kPassCrisisDeadline:
    case v1::CrisisReaction::kMarkCaseOpened:
    case v1::CrisisReaction::COMMAND_NOT_SET:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace fallverbund::crisis
