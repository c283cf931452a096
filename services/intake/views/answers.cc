#include "services/intake/views/answers.h"

namespace fallverbund::intake {

void AnswerReceived(const history::History<ContactDecider>& contact, v1::ReceiveContactResponse& answer) {
  answer.set_contact_id(contact.aggregate_id);
  answer.set_kind(contact.state.kind);
  for (const auto& entry : contact.entries) {
    if (entry.event.has_contact_received()) answer.set_refer_to(entry.event.contact_received().refer_to());
  }
}

void AnswerAssessed(const history::History<InquiryDecider>& inquiry, const std::string& commit_id,
                    v1::AssessInquiryResponse& answer) {
  *answer.mutable_holder() = care::ToProto(inquiry.state.holder);
  bool reached = false;
  for (auto entry = inquiry.entries.rbegin(); entry != inquiry.entries.rend(); ++entry) {
    reached = reached || entry->commit_id == commit_id;
    if (!reached) continue;
    if (entry->event.has_inquiry_needs_info()) {
      answer.set_state(v1::INQUIRY_STATE_NEEDS_INFO);
      answer.set_missing(entry->event.inquiry_needs_info().missing());
      return;
    }
    if (entry->event.has_inquiry_found_eligible()) {
      answer.set_state(v1::INQUIRY_STATE_ELIGIBLE);
      return;
    }
    if (entry->event.has_inquiry_declined()) {
      answer.set_state(v1::INQUIRY_STATE_DECLINED);
      answer.set_next_organisation_id(entry->event.inquiry_declined().next_organisation_id());
      return;
    }
  }
}

}  // namespace fallverbund::intake
