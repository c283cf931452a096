#include "services/intake/domain/inquiry_decider.h"

namespace fallverbund::intake {

InquiryState InquiryDecider::Evolve(State state, const Event& event, const decider::Given& given) {
  using common::v1::CLOCK_KIND_INQUIRY_ANSWER;
  using common::v1::CLOCK_KIND_INQUIRY_INFO;
  switch (event.event_case()) {
    case Event::kInquiryReceived: {
      const auto& received = event.inquiry_received();
      state.phase = InquiryPhase::kReceived;
      state.subject_id = received.subject_id();
      state.holder = care::FromProto(received.holder());
      state.office_organisation_id = received.office_organisation_id();
      state.competent_organisation_id = received.competent_organisation_id();
      state.tonight = care::FromProto(received.tonight());
      state.broken_off_supports = received.broken_off_supports_size();
      state.clocks.Start(CLOCK_KIND_INQUIRY_ANSWER, "", fallverbund::FromProto(received.answer_due()));
      break;
    }
    case Event::kBrokenOffSupportAdded:
      ++state.broken_off_supports;
      if (state.phase == InquiryPhase::kNeedsInfo) {  // the office has to look again
        state.phase = InquiryPhase::kReceived;
        state.clocks.Stop(CLOCK_KIND_INQUIRY_INFO, "");
        state.clocks.Start(CLOCK_KIND_INQUIRY_ANSWER, "",
                           fallverbund::FromProto(event.broken_off_support_added().answer_due()));
      }
      break;
    case Event::kInquiryNeedsInfo:
      state.phase = InquiryPhase::kNeedsInfo;
      state.clocks.Stop(CLOCK_KIND_INQUIRY_ANSWER, "");
      if (event.inquiry_needs_info().has_info_due())
        state.clocks.Start(CLOCK_KIND_INQUIRY_INFO, "",
                           fallverbund::FromProto(event.inquiry_needs_info().info_due()));
      break;
    case Event::kInquiryFoundEligible:
      state.phase = InquiryPhase::kEligible;
      state.clocks = {};
      break;
    case Event::kInquiryDeclined:
      state.phase = InquiryPhase::kDeclined;
      state.clocks = {};
      break;
    case Event::kInquiryOpened:
      state.phase = InquiryPhase::kOpened;
      state.case_id = event.inquiry_opened().case_id();
      break;
    case Event::kInquiryAnswerOverdue:
      state.clocks.MarkOverdue(CLOCK_KIND_INQUIRY_ANSWER, "",
                               fallverbund::FromProto(event.inquiry_answer_overdue().due()), given.now,
                               care::NextStepOf(event.inquiry_answer_overdue()));
      break;
    case Event::kInquiryAnswerEscalated:
      state.clocks.MarkEscalated(CLOCK_KIND_INQUIRY_ANSWER, "",
                                 fallverbund::FromProto(event.inquiry_answer_escalated().due()),
                                 event.inquiry_answer_escalated().step(), given.now,
                                 care::NextStepOf(event.inquiry_answer_escalated()));
      break;
    case Event::kInquiryInfoOverdue:
      state.clocks.MarkOverdue(CLOCK_KIND_INQUIRY_INFO, "",
                               fallverbund::FromProto(event.inquiry_info_overdue().due()), given.now,
                               care::NextStepOf(event.inquiry_info_overdue()));
      break;
    case Event::kInquiryInfoEscalated:
      state.clocks.MarkEscalated(
          CLOCK_KIND_INQUIRY_INFO, "", fallverbund::FromProto(event.inquiry_info_escalated().due()),
          event.inquiry_info_escalated().step(), given.now, care::NextStepOf(event.inquiry_info_escalated()));
      break;
    case Event::kInquiryTakenOver: {
      const care::Holder to = care::FromProto(event.inquiry_taken_over().to());
      if (state.tonight.holder == state.holder) state.tonight.holder = to;  // who holds vouches for the night
      state.holder = to;
      break;
    }
    case Event::EVENT_NOT_SET:
      break;
  }
  return state;
}

}  // namespace fallverbund::intake
