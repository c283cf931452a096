#include "services/case/views/duties.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/care/notification_leg.h"
#include "services/case/views/case_view.h"
#include "services/case/views/work_rows.h"

namespace fallverbund::casework {
namespace {

constexpr std::string_view kDuties = "duties";  // contact, inquiry or deployment -> DutyRow

using Duty = std::optional<v1::DutyRow>;

absl::StatusOr<Duty> Find(std::string_view id, const projection::Rows& rows) {
  FV_ASSIGN_OR_RETURN(const auto row, rows.Get(kDuties, id));
  if (!row) return std::nullopt;
  v1::DutyRow duty;
  if (!duty.ParseFromString(*row)) return absl::DataLossError("a row of a duty is unreadable");
  return duty;
}

std::vector<UnitEntry> UnitsOf(const Duty& duty) {
  if (!duty) return {};
  return {{UnitKey(duty->holder().organisation_id(), duty->holder().unit_id()), {}}};
}

// nullopt: nobody has it any more.
absl::Status Replace(std::string_view id, const Duty& duty, projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(const Duty old, Find(id, rows));
  FV_RETURN_IF_ERROR(WriteWork(id, duty ? DutyItems(*duty) : std::vector<WorkItem>(), rows));
  WriteUnits(id, UnitsOf(old), UnitsOf(duty), rows);
  if (!duty) {
    rows.Delete(kDuties, id);
    return absl::OkStatus();
  }
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

void SetDue(v1::DutyRow& duty, common::v1::ClockKind clock, const google::protobuf::Timestamp& due) {
  duty.mutable_item()->set_clock(clock);
  *duty.mutable_item()->mutable_due() = due;
  duty.mutable_item()->clear_step();
  duty.set_overdue(false);
}

void NothingIsDue(v1::DutyRow& duty) {
  duty.mutable_item()->clear_clock();
  duty.mutable_item()->clear_due();
  duty.mutable_item()->clear_step();
  duty.set_overdue(false);
}

common::v1::Role RoleAsked(const v1::DutyRow& duty) {
  if (duty.asked_role() != common::v1::ROLE_UNSPECIFIED) return duty.asked_role();
  const v1::InboxItemKind kind = duty.item().kind();
  return kind == v1::INBOX_ITEM_KIND_DEPLOYMENT || kind == v1::INBOX_ITEM_KIND_DEBRIEF
             ? common::v1::ROLE_CRISIS_WORKER
             : common::v1::ROLE_COORDINATOR;
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

std::vector<WorkItem> DutyItems(const v1::DutyRow& duty) {
  const care::Holder holder = care::FromProto(duty.holder());
  const bool asks_back = duty.item().clock() == common::v1::CLOCK_KIND_INQUIRY_INFO;  // whoever asked owes it
  const std::string asked = asks_back ? "" : duty.asked_organisation_id();
  std::vector<WorkItem> items;
  v1::InboxItem what = duty.item();
  what.clear_step();
  items.push_back({PersonAudience(holder.person_id), what});
  if (duty.item().has_due()) {
    v1::InboxItem clock = duty.item();
    clock.set_kind(duty.overdue() ? v1::INBOX_ITEM_KIND_OVERDUE : v1::INBOX_ITEM_KIND_DUE);
    if (!asked.empty()) {
      const std::string team = OrganisationAudience(asked, RoleAsked(duty));
      items.push_back({team, what});
      items.push_back({team, clock});
    }
    if (asked.empty() || duty.overdue()) AddClimbing(holder, clock, items);
  }
  NamePersons(items);
  return items;
}

absl::Status TakeDuty(std::string_view contact_id, const intake::v1::ContactEvent& event,
                      projection::RowBatch& rows) {
  using intake::v1::ContactEvent;
  switch (event.event_case()) {
    case ContactEvent::kContactReceived: {
      const auto& received = event.contact_received();
      if (received.kind() != intake::v1::CONTACT_KIND_FIRST_CONTACT) return absl::OkStatus();
      v1::DutyRow duty = Begin(contact_id, v1::INBOX_ITEM_KIND_FIRST_CONTACT, received.owner());
      if (received.has_opening_due())
        SetDue(duty, common::v1::CLOCK_KIND_CASE_OPENING, received.opening_due());
      return Replace(contact_id, duty, rows);
    }
    case ContactEvent::kContactTakenOver:
      return Alter(contact_id, rows,
                   [&](v1::DutyRow& duty) { *duty.mutable_holder() = event.contact_taken_over().to(); });
    case ContactEvent::kContactOpeningOverdue:
      return Alter(contact_id, rows, [&](v1::DutyRow& duty) { duty.set_overdue(true); });
    case ContactEvent::kContactOpeningEscalated:
      return Alter(contact_id, rows, [&](v1::DutyRow& duty) {
        duty.mutable_item()->set_step(event.contact_opening_escalated().step());
      });
    case ContactEvent::kCaseOpeningRequested:
    case ContactEvent::kContactOpened:  // the case has said so before
    case ContactEvent::kReporterTold:
    case ContactEvent::EVENT_NOT_SET:
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

absl::Status TakeDuty(std::string_view inquiry_id, const intake::v1::InquiryEvent& event,
                      projection::RowBatch& rows) {
  using intake::v1::InquiryEvent;
  switch (event.event_case()) {
    case InquiryEvent::kInquiryReceived: {
      const auto& received = event.inquiry_received();
      v1::DutyRow duty = Begin(inquiry_id, v1::INBOX_ITEM_KIND_INQUIRY, received.holder());
      duty.set_asked_organisation_id(received.office_organisation_id());
      SetDue(duty, common::v1::CLOCK_KIND_INQUIRY_ANSWER, received.answer_due());
      return Replace(inquiry_id, duty, rows);
    }
    case InquiryEvent::kInquiryTakenOver:
      return Alter(inquiry_id, rows,
                   [&](v1::DutyRow& duty) { *duty.mutable_holder() = event.inquiry_taken_over().to(); });
    case InquiryEvent::kBrokenOffSupportAdded:
      if (!event.broken_off_support_added().has_answer_due()) return absl::OkStatus();
      return Alter(inquiry_id, rows, [&](v1::DutyRow& duty) {
        SetDue(duty, common::v1::CLOCK_KIND_INQUIRY_ANSWER, event.broken_off_support_added().answer_due());
      });
    case InquiryEvent::kInquiryNeedsInfo:
      return Alter(inquiry_id, rows, [&](v1::DutyRow& duty) {
        NothingIsDue(duty);
        if (event.inquiry_needs_info().has_info_due())
          SetDue(duty, common::v1::CLOCK_KIND_INQUIRY_INFO, event.inquiry_needs_info().info_due());
      });
    case InquiryEvent::kInquiryInfoOverdue:
      return Alter(inquiry_id, rows, [&](v1::DutyRow& duty) { duty.set_overdue(true); });
    case InquiryEvent::kInquiryInfoEscalated:
      return Alter(inquiry_id, rows, [&](v1::DutyRow& duty) {
        duty.mutable_item()->set_step(event.inquiry_info_escalated().step());
      });
    case InquiryEvent::kInquiryFoundEligible:
    case InquiryEvent::kInquiryDeclined:  // whoever asked holds on (N2)
      return Alter(inquiry_id, rows, NothingIsDue);
    case InquiryEvent::kInquiryAnswerOverdue:
      return Alter(inquiry_id, rows, [&](v1::DutyRow& duty) { duty.set_overdue(true); });
    case InquiryEvent::kInquiryAnswerEscalated:
      return Alter(inquiry_id, rows, [&](v1::DutyRow& duty) {
        duty.mutable_item()->set_step(event.inquiry_answer_escalated().step());
      });
    case InquiryEvent::kInquiryOpened:  // the case has said so before
    case InquiryEvent::EVENT_NOT_SET:
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

absl::Status TakeDuty(std::string_view deployment_id, const crisis::v1::DeploymentEvent& event,
                      projection::RowBatch& rows) {
  using crisis::v1::DeploymentEvent;
  switch (event.event_case()) {
    case DeploymentEvent::kDeploymentRequested: {
      const auto& requested = event.deployment_requested();
      const auto shown = ReadCase(rows, requested.case_id());
      if (absl::IsNotFound(shown.status())) return absl::OkStatus();  // of no case that anybody knows
      FV_RETURN_IF_ERROR(shown.status());
      v1::DutyRow duty = Begin(deployment_id, v1::INBOX_ITEM_KIND_DEPLOYMENT, shown->holder());
      duty.mutable_item()->set_case_id(requested.case_id());
      duty.set_asked_organisation_id(requested.crisis_team_organisation_id());
      SetDue(duty, common::v1::CLOCK_KIND_DEPLOYMENT_ANSWER, requested.answer_due());
      return Replace(deployment_id, duty, rows);
    }
    case DeploymentEvent::kDeploymentAnswerOverdue:
      return Alter(deployment_id, rows, [&](v1::DutyRow& duty) { duty.set_overdue(true); });
    case DeploymentEvent::kDeploymentAnswerEscalated:
      return Alter(deployment_id, rows, [&](v1::DutyRow& duty) {
        duty.mutable_item()->set_step(event.deployment_answer_escalated().step());
      });
    case DeploymentEvent::kDeploymentEnded: {
      const auto& ended = event.deployment_ended();
      const auto shown = ReadCase(rows, ended.case_id());
      if (absl::IsNotFound(shown.status())) return absl::OkStatus();  // of no case that anybody knows
      FV_RETURN_IF_ERROR(shown.status());
      v1::DutyRow duty = Begin(deployment_id, v1::INBOX_ITEM_KIND_DEBRIEF, shown->holder());
      duty.mutable_item()->set_case_id(ended.case_id());
      duty.set_asked_organisation_id(ended.crisis_team_organisation_id());
      SetDue(duty, common::v1::CLOCK_KIND_DEBRIEF, ended.debrief_due());
      return Replace(deployment_id, duty, rows);
    }
    case DeploymentEvent::kDebriefOverdue:
      return Alter(deployment_id, rows, [&](v1::DutyRow& duty) { duty.set_overdue(true); });
    case DeploymentEvent::kDebriefEscalated:
      return Alter(deployment_id, rows, [&](v1::DutyRow& duty) {
        duty.mutable_item()->set_step(event.debrief_escalated().step());
      });
    case DeploymentEvent::kPlaceReturned:
      return absl::OkStatus();
    case DeploymentEvent::kDebriefRecorded:
    case DeploymentEvent::kDeploymentAccepted:
    case DeploymentEvent::kDeploymentRefused:
    case DeploymentEvent::kDeploymentWithdrawn: {
      FV_ASSIGN_OR_RETURN(const Duty duty, Find(deployment_id, rows));
      return duty ? Replace(deployment_id, std::nullopt, rows) : absl::OkStatus();
    }
    case DeploymentEvent::EVENT_NOT_SET:
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

namespace {

// A crisis has several duties at once: one for each leg, and the meeting.
std::string LegDuty(std::string_view crisis_id, std::string_view leg_object) {
  return absl::StrCat(ToAbsl(crisis_id), ".", ToAbsl(leg_object));
}
std::string MeetingDuty(std::string_view crisis_id) {
  return LegDuty(crisis_id, "meeting");
}

common::v1::Role RoleOf(common::v1::CrisisParty party) {
  switch (party) {
    case common::v1::CRISIS_PARTY_YOUTH_OFFICE:
    case common::v1::CRISIS_PARTY_LEGAL_REPRESENTATIVE:  // an office that is guardian
      return common::v1::ROLE_CASE_WORKER;
    case common::v1::CRISIS_PARTY_PROVIDER:
      return common::v1::ROLE_PROVIDER_WORKER;
    case common::v1::CRISIS_PARTY_CLINIC:
      return common::v1::ROLE_CLINIC;
    case common::v1::CRISIS_PARTY_RESCUE_SERVICE:
      return common::v1::ROLE_CRISIS_WORKER;
    case common::v1::CRISIS_PARTY_YOUNG_PERSON:
    case common::v1::CRISIS_PARTY_UNSPECIFIED:
    case common::v1::CrisisParty_INT_MIN_SENTINEL_DO_NOT_USE_:
    case common::v1::CrisisParty_INT_MAX_SENTINEL_DO_NOT_USE_:
      return common::v1::ROLE_UNSPECIFIED;
  }
  return common::v1::ROLE_UNSPECIFIED;
}

void Ask(v1::DutyRow& duty, const crisis::v1::LegStarted& leg) {
  duty.set_asked_organisation_id(leg.organisation_id());
  duty.set_asked_role(RoleOf(leg.party()));
  SetDue(duty, common::v1::CLOCK_KIND_CRISIS_LEG, leg.acknowledge_due());
}

v1::DutyRow BeginOfCrisis(std::string_view crisis_id, v1::InboxItemKind kind, const std::string& case_id,
                          const common::v1::Holder& holder) {
  v1::DutyRow duty = Begin(crisis_id, kind, holder);
  duty.mutable_item()->set_case_id(case_id);
  return duty;
}

absl::Status Drop(const std::string& duty_id, projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(const Duty duty, Find(duty_id, rows));
  return duty ? Replace(duty_id, std::nullopt, rows) : absl::OkStatus();
}

// The meeting is for whoever holds the case; before there is one, for who leads.
absl::Status OweMeeting(std::string_view crisis_id, const std::string& case_id,
                        const common::v1::Holder& otherwise, const google::protobuf::Timestamp& due,
                        projection::RowBatch& rows) {
  const auto shown = ReadCase(rows, case_id);
  if (!shown.ok() && !absl::IsNotFound(shown.status())) return shown.status();
  v1::DutyRow duty = BeginOfCrisis(crisis_id, v1::INBOX_ITEM_KIND_AFTERCARE_MEETING, case_id,
                                   shown.ok() ? shown->holder() : otherwise);
  SetDue(duty, common::v1::CLOCK_KIND_AFTERCARE_MEETING, due);
  return Replace(MeetingDuty(crisis_id), duty, rows);
}

absl::Status OweLegs(std::string_view crisis_id, const crisis::v1::CrisisOpened& opened,
                     projection::RowBatch& rows) {
  for (const crisis::v1::LegStarted& leg : opened.legs()) {
    v1::DutyRow duty =
        BeginOfCrisis(crisis_id, v1::INBOX_ITEM_KIND_CRISIS_LEG, opened.case_id(), opened.lead());
    Ask(duty, leg);
    FV_RETURN_IF_ERROR(Replace(LegDuty(crisis_id, care::LegObject(leg.party())), duty, rows));
  }
  return OweMeeting(crisis_id, opened.case_id(), opened.lead(), opened.meeting_due(), rows);
}

// Legs and the meeting are here; other dates of a crisis are told of by it alone.
template <class Missed, class Change>
absl::Status AlterMissed(std::string_view crisis_id, const Missed& missed, projection::RowBatch& rows,
                         Change change) {
  if (missed.clock() == common::v1::CLOCK_KIND_CRISIS_LEG)
    return Alter(LegDuty(crisis_id, missed.object_id()), rows, change);
  if (missed.clock() == common::v1::CLOCK_KIND_AFTERCARE_MEETING)
    return Alter(MeetingDuty(crisis_id), rows, change);
  return absl::OkStatus();
}

absl::Status DropAll(std::string_view crisis_id, projection::RowBatch& rows) {
  for (const common::v1::CrisisParty party : care::AlarmedParties())
    FV_RETURN_IF_ERROR(Drop(LegDuty(crisis_id, care::LegObject(party)), rows));
  return Drop(MeetingDuty(crisis_id), rows);
}

}  // namespace

absl::Status TakeDuty(std::string_view crisis_id, const crisis::v1::CrisisEvent& event,
                      projection::RowBatch& rows) {
  using crisis::v1::CrisisEvent;
  switch (event.event_case()) {
    case CrisisEvent::kCrisisOpened:
      return OweLegs(crisis_id, event.crisis_opened(), rows);
    case CrisisEvent::kLegStarted:
      return Alter(LegDuty(crisis_id, care::LegObject(event.leg_started().party())), rows,
                   [&](v1::DutyRow& duty) { Ask(duty, event.leg_started()); });
    case CrisisEvent::kLegAcknowledged:
      return Drop(LegDuty(crisis_id, care::LegObject(event.leg_acknowledged().party())), rows);
    case CrisisEvent::kCrisisDeadlineOverdue:
      return AlterMissed(crisis_id, event.crisis_deadline_overdue(), rows,
                         [](v1::DutyRow& duty) { duty.set_overdue(true); });
    case CrisisEvent::kCrisisDeadlineEscalated:
      return AlterMissed(crisis_id, event.crisis_deadline_escalated(), rows, [&](v1::DutyRow& duty) {
        duty.mutable_item()->set_step(event.crisis_deadline_escalated().step());
      });
    case CrisisEvent::kAdmittedToClinic:
    case CrisisEvent::kAftercareMeetingHeld:
      return Drop(MeetingDuty(crisis_id), rows);
    case CrisisEvent::kLeftClinic:
      return OweMeeting(crisis_id, event.left_clinic().case_id(), event.left_clinic().next().holder(),
                        event.left_clinic().meeting_due(), rows);
    case CrisisEvent::kCrisisConcluded:
      return DropAll(crisis_id, rows);
    case CrisisEvent::kAlarmRepeated:
    case CrisisEvent::kCrisisCaseRequested:
    case CrisisEvent::kCrisisCaseOpened:
    case CrisisEvent::kLegAttempted:
    case CrisisEvent::kCrisisStabilised:
    case CrisisEvent::kTakenIntoCare:
    case CrisisEvent::kCareEnded:
    case CrisisEvent::kCourtDecided:
    case CrisisEvent::kDetentionEnded:
    case CrisisEvent::kClinicLeavePlanned:
    case CrisisEvent::kAftercareMeetingScheduled:
    case CrisisEvent::kAfterClinicTaskAgreed:
    case CrisisEvent::kAfterClinicTaskDone:
    case CrisisEvent::kParentsInvolved:
    case CrisisEvent::EVENT_NOT_SET:
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

absl::Status TakeDuty(const v1::CaseEvent& event, projection::RowBatch& rows) {
  if (!event.has_case_opened()) return absl::OkStatus();
  const std::string& origin = event.case_opened().origin().aggregate_id();
  FV_ASSIGN_OR_RETURN(const Duty duty, Find(origin, rows));
  return duty ? Replace(origin, std::nullopt, rows) : absl::OkStatus();
}

}  // namespace fallverbund::casework
