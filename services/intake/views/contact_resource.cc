#include "services/intake/views/contact_resource.h"

#include "libs/base/time.h"

namespace fallverbund::intake {

void ShowContact(const history::History<ContactDecider>& contact, v1::Contact& shown,
                 std::vector<history::SealedText>& texts) {
  shown.set_contact_id(contact.aggregate_id);
  shown.set_kind(contact.state.kind);
  *shown.mutable_owner() = care::ToProto(contact.state.owner);
  shown.set_case_id(contact.state.case_id);
  if (const care::Clock* opening = contact.state.clocks.Find(common::v1::CLOCK_KIND_CASE_OPENING, "")) {
    *shown.mutable_opening_due() = ToProto(opening->due);
    shown.set_opening_overdue(opening->overdue);
  }
  for (const auto& entry : contact.entries) {
    if (!entry.event.has_contact_received()) continue;
    const v1::ContactReceived& received = entry.event.contact_received();
    shown.set_source(received.source());
    shown.set_refer_to(received.refer_to());
    shown.set_prevention_basis(received.prevention_basis());
    texts.push_back(history::TextAt(received, received.summary(), "6", shown.mutable_summary()));
    texts.push_back(
        history::TextAt(received, received.young_person_name(), "7", shown.mutable_young_person_name()));
  }
}

void ShowFeedback(const ContactState& contact, v1::GetReporterFeedbackResponse& response) {
  if (!contact.told) return;
  response.mutable_feedback()->set_confirmed(contact.told->confirmed);
  response.mutable_feedback()->set_acted(contact.told->acted);
  response.mutable_feedback()->set_still_active(contact.told->still_active);
}

}  // namespace fallverbund::intake
