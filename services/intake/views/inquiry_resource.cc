#include "services/intake/views/inquiry_resource.h"

#include <string>

#include "libs/base/time.h"

namespace fallverbund::intake {
namespace {

void ShowSupport(const google::protobuf::Message& event, const v1::BrokenOffSupport& support,
                 const std::string& path, v1::Inquiry& shown, std::vector<history::SealedText>& texts) {
  v1::BrokenOffSupportAccount& account = *shown.add_broken_off_supports();
  account.set_kind(support.kind());
  *account.mutable_ended_at() = support.ended_at();
  texts.push_back(history::TextAt(event, support.account(), path, account.mutable_account()));
}

}  // namespace

v1::InquiryState StateOf(InquiryPhase phase) {
  switch (phase) {
    case InquiryPhase::kNone:
      return v1::INQUIRY_STATE_UNSPECIFIED;
    case InquiryPhase::kReceived:
      return v1::INQUIRY_STATE_RECEIVED;
    case InquiryPhase::kNeedsInfo:
      return v1::INQUIRY_STATE_NEEDS_INFO;
    case InquiryPhase::kEligible:
      return v1::INQUIRY_STATE_ELIGIBLE;
    case InquiryPhase::kDeclined:
      return v1::INQUIRY_STATE_DECLINED;
    case InquiryPhase::kOpened:
      return v1::INQUIRY_STATE_OPENED;
  }
  return v1::INQUIRY_STATE_UNSPECIFIED;
}

void ShowInquiry(const history::History<InquiryDecider>& inquiry, v1::Inquiry& shown,
                 std::vector<history::SealedText>& texts) {
  const InquiryState& state = inquiry.state;
  shown.set_inquiry_id(inquiry.aggregate_id);
  shown.set_state(StateOf(state.phase));
  *shown.mutable_holder() = care::ToProto(state.holder);
  shown.set_office_organisation_id(state.office_organisation_id);
  shown.set_case_id(state.case_id);
  if (state.phase == InquiryPhase::kNeedsInfo) shown.set_missing(v1::MISSING_INFO_BROKEN_OFF_SUPPORTS);
  if (const care::Clock* answer = state.clocks.Find(common::v1::CLOCK_KIND_INQUIRY_ANSWER, "")) {
    *shown.mutable_answer_due() = ToProto(answer->due);
    shown.set_answer_overdue(answer->overdue);
  }
  if (const care::Clock* info = state.clocks.Find(common::v1::CLOCK_KIND_INQUIRY_INFO, "")) {
    *shown.mutable_info_due() = ToProto(info->due);
    shown.set_info_overdue(info->overdue);
  }
  for (const auto& entry : inquiry.entries) {
    if (entry.event.has_inquiry_received()) {
      const v1::InquiryReceived& received = entry.event.inquiry_received();
      *shown.mutable_symptoms() = received.symptoms();
      for (const auto& support : received.broken_off_supports())
        ShowSupport(received, support, "6.3", shown, texts);
      texts.push_back(
          history::TextAt(received, received.young_person_name(), "9", shown.mutable_young_person_name()));
      texts.push_back(history::TextAt(received, received.summary(), "10", shown.mutable_summary()));
    } else if (entry.event.has_broken_off_support_added()) {
      const v1::BrokenOffSupportAdded& added = entry.event.broken_off_support_added();
      ShowSupport(added, added.support(), "1.3", shown, texts);
    }
  }
}

}  // namespace fallverbund::intake
