#include "services/case/views/duties.h"

#include <optional>
#include <string>

#include "fallverbund/casework/v1/case_rows.pb.h"
#include "libs/base/status.h"
#include "services/case/views/held.h"

namespace fallverbund::casework {
namespace {

constexpr std::string_view kDuties = "duties";  // contact or inquiry -> DutyRow

using Duty = std::optional<v1::DutyRow>;

absl::StatusOr<Duty> Find(std::string_view id, const projection::Rows& rows) {
  FV_ASSIGN_OR_RETURN(const auto row, rows.Get(kDuties, id));
  if (!row) return std::nullopt;
  v1::DutyRow duty;
  if (!duty.ParseFromString(*row)) return absl::DataLossError("a row of a duty is unreadable");
  return duty;
}

// nullopt: nobody has it any more.
absl::Status Replace(std::string_view id, const Duty& duty, projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(const Duty old, Find(id, rows));
  if (old) LetGoOfFirst(id, old->holder().person_id(), rows);
  if (!duty) {
    rows.Delete(kDuties, id);
    return absl::OkStatus();
  }
  HoldFirst(id, duty->holder().person_id(), rows);
  rows.Put(kDuties, id, duty->SerializeAsString());
  return absl::OkStatus();
}

v1::DutyRow Begin(std::string_view id, v1::InboxItemKind kind, const common::v1::Holder& holder) {
  v1::DutyRow duty;
  duty.mutable_item()->set_kind(kind);
  duty.mutable_item()->set_object_id(std::string(id));
  *duty.mutable_holder() = holder;
  return duty;
}

// Changes the duty of this id, if there is one.
template <class Change>
absl::Status Alter(std::string_view id, projection::RowBatch& rows, Change change) {
  FV_ASSIGN_OR_RETURN(Duty duty, Find(id, rows));
  if (!duty) return absl::OkStatus();
  change(*duty);
  return Replace(id, duty, rows);
}

}  // namespace

absl::Status TakeDuty(std::string_view contact_id, const intake::v1::ContactEvent& event,
                      projection::RowBatch& rows) {
  using intake::v1::ContactEvent;
  switch (event.event_case()) {
    case ContactEvent::kContactReceived: {
      const auto& received = event.contact_received();
      if (received.kind() != intake::v1::CONTACT_KIND_FIRST_CONTACT) return absl::OkStatus();
      return Replace(contact_id, Begin(contact_id, v1::INBOX_ITEM_KIND_FIRST_CONTACT, received.owner()),
                     rows);
    }
    case ContactEvent::kContactTakenOver:
      return Alter(contact_id, rows,
                   [&](v1::DutyRow& duty) { *duty.mutable_holder() = event.contact_taken_over().to(); });
    case ContactEvent::kCaseOpeningRequested:
    case ContactEvent::kContactOpeningOverdue:
    case ContactEvent::kContactOpeningEscalated:
    case ContactEvent::kContactOpened:  // the case has said so before
    case ContactEvent::EVENT_NOT_SET:
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

absl::Status TakeDuty(std::string_view inquiry_id, const intake::v1::InquiryEvent& event,
                      projection::RowBatch& rows) {
  using intake::v1::InquiryEvent;
  switch (event.event_case()) {
    case InquiryEvent::kInquiryReceived:
      return Replace(inquiry_id,
                     Begin(inquiry_id, v1::INBOX_ITEM_KIND_INQUIRY, event.inquiry_received().holder()), rows);
    case InquiryEvent::kInquiryTakenOver:
      return Alter(inquiry_id, rows,
                   [&](v1::DutyRow& duty) { *duty.mutable_holder() = event.inquiry_taken_over().to(); });
    case InquiryEvent::kBrokenOffSupportAdded:
    case InquiryEvent::kInquiryNeedsInfo:
    case InquiryEvent::kInquiryFoundEligible:
    case InquiryEvent::kInquiryDeclined:  // whoever asked holds on (N2)
    case InquiryEvent::kInquiryOpened:    // the case has said so before
    case InquiryEvent::kInquiryAnswerOverdue:
    case InquiryEvent::kInquiryAnswerEscalated:
    case InquiryEvent::EVENT_NOT_SET:
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

absl::Status TakeDuty(const v1::CaseEvent& event, projection::RowBatch& rows) {
  if (!event.has_case_opened()) return absl::OkStatus();
  return Replace(event.case_opened().origin().aggregate_id(), std::nullopt, rows);
}

}  // namespace fallverbund::casework
