// Inquiry and first contact: responsibility begins here and stays with whom the origin names (N2, C13).
#include <initializer_list>

#include "services/audit/domain/bench.h"

namespace fallverbund::audit {
namespace {

using Kinds = std::initializer_list<team::v1::OrganisationKind>;

// N2: whoever hears of somebody first holds from then on, the emergency service too, until a youth office has
// accepted. An inquiry is a case worker's.
constexpr Kinds kHoldAFirstContact = {team::v1::ORGANISATION_KIND_YOUTH_OFFICE,
                                      team::v1::ORGANISATION_KIND_EMERGENCY_SERVICE};
constexpr Kinds kHoldAnInquiry = {team::v1::ORGANISATION_KIND_YOUTH_OFFICE};

void Begin(const Bench& bench, std::string_view subject_id, const common::v1::Holder& holder,
           Kinds may_hold) {
  bench.file.set_origin_id(bench.aggregate_id());
  bench.file.set_subject_id(std::string(subject_id));
  if (!bench.file.rival_id().empty()) bench.Report(v1::FINDING_KIND_TWO_HOLDERS, bench.file.rival_id());
  bench.file.clear_rival_id();
  HoldCase(bench, holder, bench.Now().true_at, may_hold);
}

// The origin says again who holds; it may not say anything else.
void Repeat(const Bench& bench, const common::v1::Holder& holder) {
  const v1::HoldingSpan* held = Held(bench.file, common::v1::STRAND_CASE);
  if (held != nullptr && !SameHolder(held->holder(), holder)) {
    bench.Report(v1::FINDING_KIND_TWO_HOLDERS, "origin_names_another");
  }
}

// Before there is a case, and in person, from somebody who leaves (N11).
void TakeOver(const Bench& bench, const common::v1::Holder& from, const common::v1::Holder& to,
              Kinds may_hold) {
  const v1::HoldingSpan* held = Held(bench.file, common::v1::STRAND_CASE);
  if (!bench.file.case_id().empty() || held == nullptr || !SameHolder(held->holder(), from))
    return bench.Report(v1::FINDING_KIND_TWO_HOLDERS, "taken_over_from_another_than_the_holder");
  if (!bench.StandsIn(to, from) || !bench.InPerson(to.person_id(), to.organisation_id()))
    bench.Report(v1::FINDING_KIND_MOVE_WITHOUT_ACCEPTANCE, "not_taken_over_by_a_colleague_in_person");
  HoldCase(bench, to, bench.Now().true_at, may_hold);
}

void Opened(const Bench& bench, std::string_view case_id) {
  if (bench.file.case_id() != case_id)
    bench.Report(v1::FINDING_KIND_ORIGIN_MISMATCH, "opened_as_another_case");
}

void On(const Bench& bench, const intake::v1::ContactReceived& e) {
  if (e.kind() == intake::v1::CONTACT_KIND_FIRST_CONTACT) {
    Begin(bench, e.subject_id(), e.owner(), kHoldAFirstContact);
  } else {
    // Somebody identifiable, and yet no strand begins: JudgeStanding reports that nobody holds.
    Begin(bench, e.subject_id(), {}, kHoldAFirstContact);
  }
}

}  // namespace

void On(const Bench& bench, const intake::v1::ContactEvent& event) {
  switch (event.event_case()) {
    case intake::v1::ContactEvent::kContactReceived:
      return On(bench, event.contact_received());
    case intake::v1::ContactEvent::kCaseOpeningRequested:
      Repeat(bench, event.case_opening_requested().holder());
      return bench.file.add_asked_positions(bench.entry.position);
    case intake::v1::ContactEvent::kContactOpened:
      return Opened(bench, event.contact_opened().case_id());
    case intake::v1::ContactEvent::kContactTakenOver:
      return TakeOver(bench, event.contact_taken_over().from(), event.contact_taken_over().to(),
                      kHoldAFirstContact);
    case intake::v1::ContactEvent::kContactOpeningOverdue:
    case intake::v1::ContactEvent::kContactOpeningEscalated:
    case intake::v1::ContactEvent::kReporterTold:
    case intake::v1::ContactEvent::EVENT_NOT_SET:
      return;
  }
}

void On(const Bench& bench, const intake::v1::InquiryEvent& event) {
  switch (event.event_case()) {
    case intake::v1::InquiryEvent::kInquiryReceived:
      return Begin(bench, event.inquiry_received().subject_id(), event.inquiry_received().holder(),
                   kHoldAnInquiry);
    case intake::v1::InquiryEvent::kInquiryFoundEligible:
      Repeat(bench, event.inquiry_found_eligible().holder());
      return bench.file.add_asked_positions(bench.entry.position);
    case intake::v1::InquiryEvent::kInquiryDeclined:
      return Repeat(bench, event.inquiry_declined().holder());  // a decline says who holds
    case intake::v1::InquiryEvent::kInquiryOpened:
      return Opened(bench, event.inquiry_opened().case_id());
    case intake::v1::InquiryEvent::kInquiryTakenOver:
      return TakeOver(bench, event.inquiry_taken_over().from(), event.inquiry_taken_over().to(),
                      kHoldAnInquiry);
    case intake::v1::InquiryEvent::kBrokenOffSupportAdded:
    case intake::v1::InquiryEvent::kInquiryNeedsInfo:
    case intake::v1::InquiryEvent::kInquiryAnswerOverdue:
    case intake::v1::InquiryEvent::kInquiryAnswerEscalated:
    case intake::v1::InquiryEvent::kInquiryInfoOverdue:
    case intake::v1::InquiryEvent::kInquiryInfoEscalated:
    case intake::v1::InquiryEvent::EVENT_NOT_SET:
      return;
  }
}

}  // namespace fallverbund::audit
