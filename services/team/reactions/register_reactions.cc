#include "services/team/reactions/register_reactions.h"

#include "libs/base/time.h"
#include "libs/care/clock.h"

namespace fallverbund::team {
namespace {

// Which arm of the reaction passes a date of this kind of register.
using Arm = v1::DutyPassing* (v1::RegisterReaction::*)();

RegisterDraft Passing(Arm arm, const Trigger& trigger, const std::string& object_id,
                      const google::protobuf::Timestamp& due, absl::Time at) {
  RegisterDraft draft{trigger.aggregate_id, {}, at};
  v1::DutyPassing& passing = *(draft.command.*arm)();
  passing.set_object_id(object_id);
  *passing.mutable_due() = due;
  return draft;
}

std::vector<RegisterDraft> AtDue(Arm arm, const Trigger& trigger, const std::string& object_id,
                                 const google::protobuf::Timestamp& due) {
  return {Passing(arm, trigger, object_id, due, FromProto(due))};
}

// A missed date climbs: the next step comes a while after this one was recorded.
std::vector<RegisterDraft> AtNextStep(Arm arm, const Trigger& trigger, const std::string& object_id,
                                      const google::protobuf::Timestamp& due,
                                      common::v1::EscalationStep step) {
  const auto next = care::NextStepAt(step, trigger.recorded_at);
  if (!next) return {};
  return {Passing(arm, trigger, object_id, due, *next)};
}

std::vector<RegisterDraft> Climb(Arm arm, const Trigger& trigger, const v1::DutyOverdue& event) {
  return AtNextStep(arm, trigger, event.object_id(), event.due(), common::v1::ESCALATION_STEP_UNSPECIFIED);
}
std::vector<RegisterDraft> Climb(Arm arm, const Trigger& trigger, const v1::DutyEscalated& event) {
  return AtNextStep(arm, trigger, event.object_id(), event.due(), event.step());
}

PassDuty ToPass(const v1::DutyPassing& passing) {
  return {passing.object_id(), FromProto(passing.due())};
}

}  // namespace

std::vector<RegisterDraft> React(const v1::CalendarEvent& event, const Trigger& trigger) {
  constexpr Arm kArm = &v1::RegisterReaction::mutable_pass_calendar_duty;
  switch (event.event_case()) {
    case v1::CalendarEvent::kCalendarOpened:
      return AtDue(kArm, trigger, "", event.calendar_opened().first_due());
    case v1::CalendarEvent::kSessionPlanned:
      return AtDue(kArm, trigger, event.session_planned().session_id(), event.session_planned().due());
    case v1::CalendarEvent::kSessionPostponed:
      return AtDue(kArm, trigger, event.session_postponed().session_id(), event.session_postponed().due());
    case v1::CalendarEvent::kSessionHeld:
      return AtDue(kArm, trigger, "", event.session_held().next_due());
    case v1::CalendarEvent::kResultHandedBack: {
      const auto& back = event.result_handed_back();
      RegisterDraft draft{back.target_calendar_id(), {}, std::nullopt};
      v1::ResultReceived& received = *draft.command.mutable_receive_result();
      received.set_hand_back_id(back.hand_back_id());
      received.set_from_calendar_id(trigger.aggregate_id);
      received.set_session_id(back.session_id());
      received.set_result_number(back.result_number());
      return {draft};
    }
    case v1::CalendarEvent::kDutyOverdue:
      return Climb(kArm, trigger, event.duty_overdue());
    case v1::CalendarEvent::kDutyEscalated:
      return Climb(kArm, trigger, event.duty_escalated());
    case v1::CalendarEvent::kCalendarEntrusted:
    case v1::CalendarEvent::kSessionMissed:
    case v1::CalendarEvent::kResultReceived:
    case v1::CalendarEvent::EVENT_NOT_SET:
      return {};
  }
  return {};
}

std::vector<RegisterDraft> React(const v1::MembershipEvent& event, const Trigger& trigger) {
  constexpr Arm kArm = &v1::RegisterReaction::mutable_pass_membership_duty;
  switch (event.event_case()) {
    case v1::MembershipEvent::kMembershipFounded: {
      const auto& founded = event.membership_founded();
      std::vector<RegisterDraft> drafts;
      for (const auto& seat : founded.seats()) {
        drafts.push_back(
            Passing(kArm, trigger, seat.person_id(), founded.answer_due(), FromProto(founded.answer_due())));
      }
      return drafts;
    }
    case v1::MembershipEvent::kMemberSuccessorNamed: {
      // The date is the seat's: by who has it, or, where nobody had accepted yet, by who is asked now.
      const auto& named = event.member_successor_named();
      std::vector<RegisterDraft> drafts;
      for (const std::string& person : {named.person_id(), named.successor_person_id()}) {
        drafts.push_back(Passing(kArm, trigger, person, named.answer_due(), FromProto(named.answer_due())));
      }
      return drafts;
    }
    case v1::MembershipEvent::kMemberVacancyReported:
      return AtDue(kArm, trigger, event.member_vacancy_reported().person_id(),
                   event.member_vacancy_reported().fill_due());
    case v1::MembershipEvent::kMembersToSucceed: {
      const auto& succeed = event.members_to_succeed();
      std::vector<RegisterDraft> drafts;
      for (const std::string& person : succeed.person_ids()) {
        drafts.push_back(
            Passing(kArm, trigger, person, succeed.succession_due(), FromProto(succeed.succession_due())));
      }
      return drafts;
    }
    case v1::MembershipEvent::kDutyOverdue:
      return Climb(kArm, trigger, event.duty_overdue());
    case v1::MembershipEvent::kDutyEscalated:
      return Climb(kArm, trigger, event.duty_escalated());
    case v1::MembershipEvent::kMembershipEntrusted:
    case v1::MembershipEvent::kMemberDeputyNamed:
    case v1::MembershipEvent::kMemberAccepted:
    case v1::MembershipEvent::kMembersStay:
    case v1::MembershipEvent::EVENT_NOT_SET:
      return {};
  }
  return {};
}

std::vector<RegisterDraft> React(const v1::JointDecisionEvent& event, const Trigger& trigger) {
  constexpr Arm kArm = &v1::RegisterReaction::mutable_pass_decision_duty;
  switch (event.event_case()) {
    case v1::JointDecisionEvent::kJointDecisionOpened:
      return AtDue(kArm, trigger, "", event.joint_decision_opened().answer_due());
    case v1::JointDecisionEvent::kJointDecisionReached:
      if (!event.joint_decision_reached().has_dissent_due()) return {};
      return AtDue(kArm, trigger, kDissentDuty, event.joint_decision_reached().dissent_due());
    case v1::JointDecisionEvent::kDutyOverdue:
      return Climb(kArm, trigger, event.duty_overdue());
    case v1::JointDecisionEvent::kDutyEscalated:
      return Climb(kArm, trigger, event.duty_escalated());
    case v1::JointDecisionEvent::kVoteCast:
    case v1::JointDecisionEvent::kVoterGone:
    case v1::JointDecisionEvent::kJointDecisionWithdrawn:
    case v1::JointDecisionEvent::kDissentAnswered:
    case v1::JointDecisionEvent::EVENT_NOT_SET:
      return {};
  }
  return {};
}

std::vector<RegisterDraft> LettingMembersGo(const v1::OrganisationLeaving& event,
                                            const std::string& organisation_id,
                                            const std::vector<std::string>& membership_ids) {
  std::vector<RegisterDraft> drafts;
  for (const std::string& id : membership_ids) {
    v1::MemberLeaving& leaving =
        *drafts.emplace_back(RegisterDraft{id, {}, std::nullopt}).command.mutable_let_members_go();
    leaving.set_organisation_id(organisation_id);
    leaving.set_cause(event.cause());
    *leaving.mutable_until() = event.until();
  }
  return drafts;
}

std::vector<RegisterDraft> LettingMembersStay(const std::string& organisation_id,
                                              const std::vector<std::string>& membership_ids) {
  std::vector<RegisterDraft> drafts;
  for (const std::string& id : membership_ids) {
    RegisterDraft& draft = drafts.emplace_back(RegisterDraft{id, {}, std::nullopt});
    draft.command.mutable_let_members_stay()->set_organisation_id(organisation_id);
  }
  return drafts;
}

std::vector<RegisterDraft> LettingVoterGo(const std::string& person_id,
                                          const std::vector<std::string>& decision_ids) {
  std::vector<RegisterDraft> drafts;
  for (const std::string& id : decision_ids) {
    RegisterDraft& draft = drafts.emplace_back(RegisterDraft{id, {}, std::nullopt});
    draft.command.mutable_let_voter_go()->set_person_id(person_id);
  }
  return drafts;
}

std::optional<RegisterCommand> ToCommand(const v1::RegisterReaction& reaction, bool body_leaves) {
  switch (reaction.command_case()) {
    case v1::RegisterReaction::kPassCalendarDuty:
      return CalendarCommand(ToPass(reaction.pass_calendar_duty()));
    case v1::RegisterReaction::kReceiveResult:
      return CalendarCommand(ReceiveResult{reaction.receive_result()});
    case v1::RegisterReaction::kPassMembershipDuty:
      return MembershipCommand(ToPass(reaction.pass_membership_duty()));
    case v1::RegisterReaction::kPassDecisionDuty:
      return JointDecisionCommand(ToPass(reaction.pass_decision_duty()));
    case v1::RegisterReaction::kLetMembersGo: {
      const auto& leaving = reaction.let_members_go();
      return MembershipCommand(
          LetMembersGo{leaving.organisation_id(), leaving.cause(), FromProto(leaving.until()), !body_leaves});
    }
    case v1::RegisterReaction::kLetMembersStay:
      return MembershipCommand(LetMembersStay{reaction.let_members_stay().organisation_id(), body_leaves});
    case v1::RegisterReaction::kLetVoterGo:
      return JointDecisionCommand(LetVoterGo{reaction.let_voter_go().person_id()});
    case v1::RegisterReaction::COMMAND_NOT_SET:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace fallverbund::team
