#include "services/intake/reactions/intake_reactions.h"

#include "libs/base/time.h"
#include "libs/care/clock.h"

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

// A missed clock climbs: the next step comes a while after this one was recorded.
std::vector<Draft> AtNextStep(const Trigger& trigger, const google::protobuf::Timestamp& due,
                              common::v1::EscalationStep step) {
  const auto next = care::NextStepAt(step, trigger.recorded_at);
  if (!next) return {};
  return Passing(trigger, due, *next);
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
    const auto next = care::NextStepAt(step, trigger.recorded_at);
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
      return AtNextStep(trigger, event.inquiry_answer_overdue().due(),
                        common::v1::ESCALATION_STEP_UNSPECIFIED);
    case v1::InquiryEvent::kInquiryAnswerEscalated:
      return AtNextStep(trigger, event.inquiry_answer_escalated().due(),
                        event.inquiry_answer_escalated().step());
    case v1::InquiryEvent::kInquiryNeedsInfo:
    case v1::InquiryEvent::kInquiryFoundEligible:
    case v1::InquiryEvent::kInquiryDeclined:
    case v1::InquiryEvent::kInquiryOpened:
    case v1::InquiryEvent::kInquiryTakenOver:
    case v1::InquiryEvent::EVENT_NOT_SET:
      return {};
  }
  return {};
}

std::variant<std::monostate, ContactCommand, InquiryCommand> ToCommand(const v1::IntakeReaction& reaction) {
  switch (reaction.command_case()) {
    case v1::IntakeReaction::kMarkContactOpened:
      return ContactCommand(MarkContactOpened{reaction.mark_contact_opened().case_id()});
    case v1::IntakeReaction::kMarkInquiryOpened:
      return InquiryCommand(MarkInquiryOpened{reaction.mark_inquiry_opened().case_id()});
    case v1::IntakeReaction::kPassInquiryDeadline:
      return InquiryCommand(PassInquiryDeadline{FromProto(reaction.pass_inquiry_deadline().due())});
    case v1::IntakeReaction::kPassContactDeadline:
      return ContactCommand(PassContactDeadline{FromProto(reaction.pass_contact_deadline().due())});
    case v1::IntakeReaction::COMMAND_NOT_SET:
      break;
  }
  return {};
}

}  // namespace fallverbund::intake
