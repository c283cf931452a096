#include "services/intake/reactions/intake_reactions.h"

#include <utility>

#include "libs/base/time.h"
#include "libs/care/clock.h"
#include "libs/care/participation.h"
#include "libs/care/terms.h"
#include "services/intake/domain/transition_decider.h"

namespace fallverbund::intake {
namespace {

std::vector<Draft> Passing(const Trigger& trigger, const google::protobuf::Timestamp& due, absl::Time at) {
  Draft draft{trigger.aggregate_id, {}, at};
  *draft.command.mutable_pass_inquiry_deadline()->mutable_due() = due;
  return {draft};
}

std::vector<Draft> PassingOfContact(const Trigger& trigger, const google::protobuf::Timestamp& due,
                                    absl::Time at) {
  Draft draft{trigger.aggregate_id, {}, at};
  *draft.command.mutable_pass_contact_deadline()->mutable_due() = due;
  return {draft};
}

// A missed clock climbs: the next step comes when the event says, else a while after this one was recorded.
template <class Missed>
std::vector<Draft> AtNextStep(const Trigger& trigger, const Missed& missed, common::v1::EscalationStep step) {
  const auto next = care::NextStepAfter(missed, step, trigger.recorded_at);
  if (!next) return {};
  return Passing(trigger, missed.due(), *next);
}

}  // namespace

std::vector<Draft> React(const casework::v1::CaseEvent& event, const Trigger& trigger) {
  if (!event.has_case_opened()) return {};
  const casework::v1::Origin& origin = event.case_opened().origin();
  Draft draft{origin.aggregate_id(), {}, std::nullopt};
  switch (origin.kind()) {
    case casework::v1::ORIGIN_KIND_INQUIRY:
      draft.command.mutable_mark_inquiry_opened()->set_case_id(trigger.aggregate_id);
      return {draft};
    case casework::v1::ORIGIN_KIND_CONTACT:
      draft.command.mutable_mark_contact_opened()->set_case_id(trigger.aggregate_id);
      return {draft};
    case casework::v1::ORIGIN_KIND_CRISIS:
    case casework::v1::ORIGIN_KIND_UNSPECIFIED:
    case casework::v1::OriginKind_INT_MIN_SENTINEL_DO_NOT_USE_:
    case casework::v1::OriginKind_INT_MAX_SENTINEL_DO_NOT_USE_:
      return {};
  }
  return {};
}

std::vector<Draft> React(const v1::ContactEvent& event, const Trigger& trigger) {
  const auto climb = [&trigger](const auto& missed, common::v1::EscalationStep step) {
    const auto next = care::NextStepAfter(missed, step, trigger.recorded_at);
    return next ? PassingOfContact(trigger, missed.due(), *next) : std::vector<Draft>();
  };
  if (event.contact_received().has_opening_due()) {
    const auto& due = event.contact_received().opening_due();
    return PassingOfContact(trigger, due, FromProto(due));
  }
  if (event.has_contact_opening_overdue())
    return climb(event.contact_opening_overdue(), common::v1::ESCALATION_STEP_UNSPECIFIED);
  if (event.has_contact_opening_escalated())
    return climb(event.contact_opening_escalated(), event.contact_opening_escalated().step());
  return {};
}

std::vector<Draft> React(const v1::InquiryEvent& event, const Trigger& trigger) {
  switch (event.event_case()) {
    case v1::InquiryEvent::kInquiryReceived: {
      const auto& due = event.inquiry_received().answer_due();
      return Passing(trigger, due, FromProto(due));
    }
    case v1::InquiryEvent::kBrokenOffSupportAdded: {
      if (!event.broken_off_support_added().has_answer_due()) return {};
      const auto& due = event.broken_off_support_added().answer_due();
      return Passing(trigger, due, FromProto(due));
    }
    case v1::InquiryEvent::kInquiryAnswerOverdue:
      return AtNextStep(trigger, event.inquiry_answer_overdue(), common::v1::ESCALATION_STEP_UNSPECIFIED);
    case v1::InquiryEvent::kInquiryAnswerEscalated:
      return AtNextStep(trigger, event.inquiry_answer_escalated(), event.inquiry_answer_escalated().step());
    case v1::InquiryEvent::kInquiryNeedsInfo: {
      const auto& needs = event.inquiry_needs_info();
      if (!needs.has_info_due()) return {};  // of before there was such a date
      return Passing(trigger, needs.info_due(), FromProto(needs.info_due()));
    }
    case v1::InquiryEvent::kInquiryInfoOverdue:
      return AtNextStep(trigger, event.inquiry_info_overdue(), common::v1::ESCALATION_STEP_UNSPECIFIED);
    case v1::InquiryEvent::kInquiryInfoEscalated:
      return AtNextStep(trigger, event.inquiry_info_escalated(), event.inquiry_info_escalated().step());
    case v1::InquiryEvent::kInquiryFoundEligible:
    case v1::InquiryEvent::kInquiryDeclined:
    case v1::InquiryEvent::kInquiryOpened:
    case v1::InquiryEvent::kInquiryTakenOver:
    case v1::InquiryEvent::EVENT_NOT_SET:
      return {};
  }
  return {};
}

namespace {

// What comes of a date of the accompaniment itself.
class Dates {
 public:
  explicit Dates(const Trigger& trigger) : trigger_(trigger) {}

  Dates& Due(common::v1::ClockKind kind, const std::string& object_id, absl::Time due) {
    return At(kind, object_id, due, due);
  }
  Dates& Expected(const v1::ExpectedPhase& expected) {
    return Due(common::v1::CLOCK_KIND_LIFE_PHASE, ObjectOf(expected.phase()), FromProto(expected.due()));
  }
  Dates& Heard(const common::v1::Participation& participation) {
    const auto next = care::NextHearing(participation);
    return next ? Due(common::v1::CLOCK_KIND_HEARING_RETRY, "", *next) : *this;
  }
  // A missed one climbs: the next step comes a while after this one was recorded.
  template <class Event>
  Dates& After(const Event& missed, common::v1::EscalationStep step) {
    const auto next = care::NextStepAt(step, trigger_.recorded_at);
    return next ? At(missed.kind(), missed.object_id(), FromProto(missed.due()), *next) : *this;
  }
  std::vector<Draft> Take() { return std::move(drafts_); }

 private:
  Dates& At(common::v1::ClockKind kind, const std::string& object_id, absl::Time due, absl::Time at) {
    Draft& draft = drafts_.emplace_back(Draft{trigger_.aggregate_id, {}, at});
    auto& passing = *draft.command.mutable_pass_transition_date();
    passing.set_kind(kind);
    passing.set_object_id(object_id);
    *passing.mutable_due() = ToProto(due);
    return *this;
  }

  const Trigger& trigger_;
  std::vector<Draft> drafts_;
};

}  // namespace

std::vector<Draft> React(const v1::TransitionEvent& event, const Trigger& trigger) {
  using common::v1::CLOCK_KIND_WARM_HANDOVER_ANSWER;
  using common::v1::CLOCK_KIND_WARM_HANDOVER_CHECK;
  Dates dates(trigger);
  switch (event.event_case()) {
    case v1::TransitionEvent::kTransitionBegun:
      for (const auto& expected : event.transition_begun().expected()) dates.Expected(expected);
      return dates.Take();
    case v1::TransitionEvent::kPhaseExpected:
      return dates.Expected(event.phase_expected().expected()).Take();
    case v1::TransitionEvent::kWarmHandoverOffered: {
      const auto& offered = event.warm_handover_offered();
      dates.Due(CLOCK_KIND_WARM_HANDOVER_ANSWER, offered.handover_id(), FromProto(offered.answer_due()));
      return dates.Heard(offered.participation()).Take();
    }
    case v1::TransitionEvent::kNavigatorMoved: {
      const auto& moved = event.navigator_moved();
      return dates.Due(CLOCK_KIND_WARM_HANDOVER_CHECK, moved.handover_id(), FromProto(moved.check_due()))
          .Take();
    }
    case v1::TransitionEvent::kWarmHandoverChecked: {
      const auto& checked = event.warm_handover_checked();
      if (!checked.has_next_due()) return {};
      return dates.Due(CLOCK_KIND_WARM_HANDOVER_CHECK, checked.handover_id(), FromProto(checked.next_due()))
          .Take();
    }
    case v1::TransitionEvent::kFamilyDecided:
      return dates.Heard(event.family_decided().participation()).Take();
    case v1::TransitionEvent::kTransitionCompleted:
      return dates.Heard(event.transition_completed().participation()).Take();
    case v1::TransitionEvent::kNavigatorToSucceed: {
      const auto& succeed = event.navigator_to_succeed();
      return dates
          .Due(common::v1::CLOCK_KIND_SUCCESSION, succeed.organisation_id(),
               FromProto(succeed.succession_due()))
          .Take();
    }
    case v1::TransitionEvent::kTransitionDateMissed:
      return dates.After(event.transition_date_missed(), common::v1::ESCALATION_STEP_UNSPECIFIED).Take();
    case v1::TransitionEvent::kTransitionDateEscalated:
      return dates.After(event.transition_date_escalated(), event.transition_date_escalated().step()).Take();
    case v1::TransitionEvent::kWarmHandoverMet:
    case v1::TransitionEvent::kWarmHandoverAttemptFailed:
    case v1::TransitionEvent::kWarmHandoverDeclined:
    case v1::TransitionEvent::kWarmHandoverRevoked:
    case v1::TransitionEvent::kNavigatorTakenOver:
    case v1::TransitionEvent::kPreventionConsentWithdrawn:
    case v1::TransitionEvent::kNavigatorStays:
    case v1::TransitionEvent::EVENT_NOT_SET:
      return {};
  }
  return {};
}

std::vector<Draft> LettingGo(const team::v1::OrganisationLeaving& event, const std::string& organisation_id,
                             const std::vector<std::string>& transition_ids) {
  std::vector<Draft> drafts;
  for (const std::string& transition_id : transition_ids) {
    Draft& draft = drafts.emplace_back(Draft{transition_id, {}, std::nullopt});
    v1::NavigatorLeaving& leaving = *draft.command.mutable_navigator_leaving();
    leaving.set_organisation_id(organisation_id);
    leaving.set_insolvent(event.cause() == team::v1::LEAVING_CAUSE_INSOLVENT);
    *leaving.mutable_until() = event.until();
  }
  return drafts;
}

std::vector<Draft> LettingStay(const std::string& organisation_id,
                               const std::vector<std::string>& transition_ids) {
  std::vector<Draft> drafts;
  for (const std::string& transition_id : transition_ids) {
    Draft& draft = drafts.emplace_back(Draft{transition_id, {}, std::nullopt});
    draft.command.mutable_navigator_staying()->set_organisation_id(organisation_id);
  }
  return drafts;
}

std::variant<std::monostate, ContactCommand, InquiryCommand, TransitionCommand> ToCommand(
    const v1::IntakeReaction& reaction, bool leaves) {
  switch (reaction.command_case()) {
    case v1::IntakeReaction::kMarkContactOpened:
      return ContactCommand(MarkContactOpened{reaction.mark_contact_opened().case_id()});
    case v1::IntakeReaction::kMarkInquiryOpened:
      return InquiryCommand(MarkInquiryOpened{reaction.mark_inquiry_opened().case_id()});
    case v1::IntakeReaction::kPassInquiryDeadline:
      return InquiryCommand(PassInquiryDeadline{FromProto(reaction.pass_inquiry_deadline().due())});
    case v1::IntakeReaction::kPassContactDeadline:
      return ContactCommand(PassContactDeadline{FromProto(reaction.pass_contact_deadline().due())});
    case v1::IntakeReaction::kPassTransitionDate: {
      const auto& passing = reaction.pass_transition_date();
      return TransitionCommand(
          PassTransitionDate{passing.kind(), passing.object_id(), FromProto(passing.due())});
    }
    case v1::IntakeReaction::kNavigatorLeaving: {
      const auto& leaving = reaction.navigator_leaving();
      return TransitionCommand(LetNavigatorGo{leaving.organisation_id(), leaving.insolvent(),
                                              FromProto(leaving.until()), !leaves});
    }
    case v1::IntakeReaction::kNavigatorStaying:
      return TransitionCommand(LetNavigatorStay{reaction.navigator_staying().organisation_id(), leaves});
    case v1::IntakeReaction::COMMAND_NOT_SET:
      break;
  }
  return {};
}

}  // namespace fallverbund::intake
