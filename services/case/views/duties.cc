// Long, because it is one switch over all events that put a duty on a list or take it off.
#include "services/case/views/duties.h"

#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/base/time.h"
#include "libs/care/notification_leg.h"
#include "libs/care/participation.h"
#include "services/case/views/case_view.h"
#include "services/case/views/work_rows.h"

namespace fallverbund::casework {
namespace {

constexpr std::string_view kDuties =
    "duties";  // contact, inquiry, deployment; crisis and what it is -> DutyRow
constexpr std::string_view kCrises = "duty_crises";            // crisis -> its case
constexpr std::string_view kOfCases = "duty_of_cases";         // case -> its crisis
constexpr std::string_view kEpisodes = "duty_episodes";        // crisis -> the episode that was opened last
constexpr std::string_view kDeployments = "duty_deployments";  // case, deployment -> "", while it has one
constexpr std::string_view kInCare = "duty_in_care";           // crisis -> who took into care
constexpr std::string_view kInClinic = "duty_in_clinic";       // crisis -> who admitted
constexpr int kDutiesAtOnce = 100;                             // read of one crisis; then the next ones

using Duty = std::optional<v1::DutyRow>;

// Who works in crises, whatever kind the organisation is of: an organisation has no other roles than its kind
// allows.
constexpr common::v1::Role kInCrises[] = {common::v1::ROLE_CASE_WORKER,
                                          common::v1::ROLE_TEAM_LEAD,
                                          common::v1::ROLE_COORDINATOR,
                                          common::v1::ROLE_PROVIDER_WORKER,
                                          common::v1::ROLE_CLINIC,
                                          common::v1::ROLE_CRISIS_WORKER,
                                          common::v1::ROLE_EMERGENCY_SERVICE,
                                          common::v1::ROLE_LEGAL_REPRESENTATIVE};

absl::StatusOr<Duty> Find(std::string_view id, const projection::Rows& rows) {
  FV_ASSIGN_OR_RETURN(const auto row, rows.Get(kDuties, id));
  if (!row) return std::nullopt;
  v1::DutyRow duty;
  if (!duty.ParseFromString(*row)) return absl::DataLossError("a row of a duty is unreadable");
  return duty;
}

std::vector<UnitEntry> UnitsOf(const Duty& duty) {
  if (!duty || duty->holder().organisation_id().empty()) return {};
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

std::vector<common::v1::Role> RolesAsked(const v1::DutyRow& duty) {
  if (duty.asked_role() == common::v1::ROLE_LEGAL_REPRESENTATIVE)  // a youth office, or an association
    return {common::v1::ROLE_CASE_WORKER, common::v1::ROLE_LEGAL_REPRESENTATIVE};
  if (duty.asked_role() != common::v1::ROLE_UNSPECIFIED) return {duty.asked_role()};
  const v1::InboxItemKind kind = duty.item().kind();
  if (kind == v1::INBOX_ITEM_KIND_AFTER_CLINIC_TASK) {  // anybody may do one, such as a school
    std::vector<common::v1::Role> roles(std::begin(kInCrises), std::end(kInCrises));
    roles.push_back(common::v1::ROLE_TEAM_MEMBER);
    roles.push_back(common::v1::ROLE_SCHOOL);
    return roles;
  }
  if (kind == v1::INBOX_ITEM_KIND_DEPLOYMENT || kind == v1::INBOX_ITEM_KIND_DEBRIEF)
    return {common::v1::ROLE_CRISIS_WORKER};
  return {common::v1::ROLE_COORDINATOR};
}

// Whoever does a task may have to do with nothing else of the case (D7).
v1::InboxItem AsAsked(v1::InboxItem item) {
  if (item.clock() == common::v1::CLOCK_KIND_AFTER_CLINIC_TASK) item.clear_case_id();
  return item;
}

// Changes the duty of this id, if there is one.
template <class Change>
absl::Status Alter(std::string_view id, projection::RowBatch& rows, Change change) {
  FV_ASSIGN_OR_RETURN(Duty duty, Find(id, rows));
  if (!duty) return absl::OkStatus();
  change(*duty);
  return Replace(id, duty, rows);
}

absl::Status Drop(const std::string& duty_id, projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(const Duty duty, Find(duty_id, rows));
  return duty ? Replace(duty_id, std::nullopt, rows) : absl::OkStatus();
}

// Changes every duty of this case's deployments.
template <class Change>
absl::Status AlterDeployments(std::string_view case_id, projection::RowBatch& rows, Change change) {
  std::string last;
  while (true) {
    FV_ASSIGN_OR_RETURN(const auto page, rows.Scan(kDeployments, case_id, last, kDutiesAtOnce));
    for (const projection::Row& row : page) FV_RETURN_IF_ERROR(change(row.key.substr(case_id.size())));
    if (page.size() < static_cast<size_t>(kDutiesAtOnce)) return absl::OkStatus();
    last = page.back().key;
  }
}

}  // namespace

std::vector<WorkItem> DutyItems(const v1::DutyRow& duty) {
  const care::Holder holder = care::FromProto(duty.holder());
  const bool asks_back = duty.item().clock() == common::v1::CLOCK_KIND_INQUIRY_INFO;  // whoever asked owes it
  const std::string asked = asks_back ? "" : duty.asked_organisation_id();
  std::vector<WorkItem> items;
  v1::InboxItem what = duty.item();
  what.clear_step();
  if (!holder.person_id.empty()) items.push_back({PersonAudience(holder.person_id), what});
  for (const std::string& told : duty.told_organisation_ids()) {
    v1::InboxItem heard = what;
    if (!duty.told_with_date()) {
      heard.clear_clock();
      heard.clear_due();  // the date is the holder's
    }
    for (const common::v1::Role role : kInCrises) items.push_back({OrganisationAudience(told, role), heard});
  }
  for (const std::string& person : duty.asked_person_ids()) {
    if (person != holder.person_id) items.push_back({PersonAudience(person), what});
  }
  if (duty.item().has_due()) {
    v1::InboxItem clock = duty.item();
    clock.set_kind(duty.overdue() ? v1::INBOX_ITEM_KIND_OVERDUE : v1::INBOX_ITEM_KIND_DUE);
    for (const std::string& person : duty.asked_person_ids()) {
      if (person != holder.person_id || !duty.overdue()) items.push_back({PersonAudience(person), clock});
    }
    for (const common::v1::Role role : RolesAsked(duty)) {
      if (asked.empty()) break;
      items.push_back({OrganisationAudience(asked, role), AsAsked(what)});
      items.push_back({OrganisationAudience(asked, role), AsAsked(clock)});
    }
    const bool acts = asked.empty() && duty.asked_person_ids().empty();
    if (!holder.person_id.empty() && (acts || duty.overdue())) AddClimbing(holder, clock, items);
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

namespace {

// A18: asked anew of somebody, whatever was refused before needs no answer any more.
absl::Status DropRefused(const std::string& case_id, projection::RowBatch& rows) {
  return AlterDeployments(case_id, rows, [&](const std::string& deployment_id) -> absl::Status {
    FV_ASSIGN_OR_RETURN(const Duty duty, Find(deployment_id, rows));
    if (!duty || duty->item().kind() != v1::INBOX_ITEM_KIND_DEPLOYMENT_REFUSED) return absl::OkStatus();
    rows.Delete(kDeployments, case_id + deployment_id);
    return Replace(deployment_id, std::nullopt, rows);
  });
}

absl::Status DropDeployment(std::string_view deployment_id, const std::string& case_id,
                            projection::RowBatch& rows) {
  rows.Delete(kDeployments, absl::StrCat(case_id, ToAbsl(deployment_id)));
  return Drop(std::string(deployment_id), rows);
}

// Whoever holds CASE asks anew, or says that it is not needed (A18).
absl::Status Refuse(std::string_view deployment_id, const crisis::v1::DeploymentRefused& refused,
                    projection::RowBatch& rows) {
  if (!refused.settled_by_holder()) return DropDeployment(deployment_id, refused.case_id(), rows);
  return Alter(deployment_id, rows, [](v1::DutyRow& duty) {
    duty.mutable_item()->set_kind(v1::INBOX_ITEM_KIND_DEPLOYMENT_REFUSED);
    duty.clear_asked_organisation_id();
    NothingIsDue(duty);
  });
}

// The rhythm of outreach, for whoever is deployed (A19).
std::string ContactDuty(std::string_view deployment_id) {
  return absl::StrCat(ToAbsl(deployment_id), ".contact");
}

absl::Status OweContact(std::string_view deployment_id, const crisis::v1::DeploymentAccepted& accepted,
                        projection::RowBatch& rows) {
  if (!accepted.has_first_contact_due()) return absl::OkStatus();
  v1::DutyRow duty = Begin(deployment_id, v1::INBOX_ITEM_KIND_OUTREACH_CONTACT, accepted.holder());
  duty.mutable_item()->set_case_id(accepted.case_id());
  SetDue(duty, common::v1::CLOCK_KIND_OUTREACH_CONTACT, accepted.first_contact_due());
  return Replace(ContactDuty(deployment_id), duty, rows);
}

}  // namespace

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
      FV_RETURN_IF_ERROR(DropRefused(requested.case_id(), rows));
      rows.Put(kDeployments, absl::StrCat(requested.case_id(), ToAbsl(deployment_id)), "");
      return Replace(deployment_id, duty, rows);
    }
    case DeploymentEvent::kDeploymentAnswerOverdue:
      return Alter(deployment_id, rows, [&](v1::DutyRow& duty) { duty.set_overdue(true); });
    case DeploymentEvent::kDeploymentAnswerEscalated:
      return Alter(deployment_id, rows, [&](v1::DutyRow& duty) {
        duty.mutable_item()->set_step(event.deployment_answer_escalated().step());
      });
    case DeploymentEvent::kDeploymentEnded: {
      FV_RETURN_IF_ERROR(Drop(ContactDuty(deployment_id), rows));
      const auto& ended = event.deployment_ended();
      const auto shown = ReadCase(rows, ended.case_id());
      if (absl::IsNotFound(shown.status())) return absl::OkStatus();  // of no case that anybody knows
      FV_RETURN_IF_ERROR(shown.status());
      v1::DutyRow duty = Begin(deployment_id, v1::INBOX_ITEM_KIND_DEBRIEF, shown->holder());
      duty.mutable_item()->set_case_id(ended.case_id());
      duty.set_asked_organisation_id(ended.crisis_team_organisation_id());
      SetDue(duty, common::v1::CLOCK_KIND_DEBRIEF, ended.debrief_due());
      rows.Put(kDeployments, absl::StrCat(ended.case_id(), ToAbsl(deployment_id)), "");
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
      return DropDeployment(deployment_id, event.debrief_recorded().case_id(), rows);
    case DeploymentEvent::kDeploymentAccepted:
      FV_RETURN_IF_ERROR(DropDeployment(deployment_id, event.deployment_accepted().case_id(), rows));
      return OweContact(deployment_id, event.deployment_accepted(), rows);
    case DeploymentEvent::kDeploymentRefused:
      return Refuse(deployment_id, event.deployment_refused(), rows);
    case DeploymentEvent::kDeploymentWithdrawn:
      return DropDeployment(deployment_id, event.deployment_withdrawn().case_id(), rows);
    case DeploymentEvent::kOutreachContactMade:
      if (!event.outreach_contact_made().reached()) return absl::OkStatus();
      return Alter(ContactDuty(deployment_id), rows, [&](v1::DutyRow& duty) {
        SetDue(duty, common::v1::CLOCK_KIND_OUTREACH_CONTACT, event.outreach_contact_made().next_due());
      });
    case DeploymentEvent::kOutreachContactOverdue:
      return Alter(ContactDuty(deployment_id), rows, [](v1::DutyRow& duty) { duty.set_overdue(true); });
    case DeploymentEvent::kOutreachContactEscalated:
      return Alter(ContactDuty(deployment_id), rows, [&](v1::DutyRow& duty) {
        duty.mutable_item()->set_step(event.outreach_contact_escalated().step());
      });
    case DeploymentEvent::kDeploymentTakenOver:
      return Alter(ContactDuty(deployment_id), rows,
                   [&](v1::DutyRow& duty) { *duty.mutable_holder() = event.deployment_taken_over().to(); });
    case DeploymentEvent::EVENT_NOT_SET:
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

namespace {

// A crisis has several duties at once: one for each leg, the meeting, each task and what else has a date.
std::string LegDuty(std::string_view crisis_id, std::string_view leg_object) {
  return absl::StrCat(ToAbsl(crisis_id), ".", ToAbsl(leg_object));
}
std::string MeetingDuty(std::string_view crisis_id) {
  return LegDuty(crisis_id, "meeting");
}

std::string TaskDuty(std::string_view crisis_id, std::string_view task_id) {
  return LegDuty(crisis_id, absl::StrCat("task.", ToAbsl(task_id)));
}
std::string HearingDuty(std::string_view crisis_id) {
  return LegDuty(crisis_id, "hearing");
}
std::string CourtDuty(std::string_view crisis_id) {
  return LegDuty(crisis_id, "court");
}
std::string LimitDuty(std::string_view crisis_id, crisis::v1::Detention detention) {
  return LegDuty(crisis_id, absl::StrCat("limit.", static_cast<int>(detention)));
}
std::string DayDuty(std::string_view crisis_id) {
  return LegDuty(crisis_id, "day");
}
std::string LeaveDuty(std::string_view crisis_id) {
  return LegDuty(crisis_id, "leave");
}
std::string CareEndDuty(std::string_view crisis_id) {
  return LegDuty(crisis_id, "care_end");
}
std::string NightDuty(std::string_view crisis_id) {
  return LegDuty(crisis_id, "night");
}

// Whoever leads has them.
bool IsOfLead(const v1::DutyRow& duty) {
  const v1::InboxItemKind kind = duty.item().kind();
  return kind == v1::INBOX_ITEM_KIND_CRISIS_LEG || kind == v1::INBOX_ITEM_KIND_ALARM_REPEATED ||
         kind == v1::INBOX_ITEM_KIND_NEW_DANGER;
}

// Whoever holds CASE has them, and not whoever leads.
bool IsOfCase(const v1::DutyRow& duty) {
  const v1::InboxItemKind kind = duty.item().kind();
  return kind == v1::INBOX_ITEM_KIND_AFTERCARE_MEETING || kind == v1::INBOX_ITEM_KIND_AFTER_CLINIC_TASK ||
         kind == v1::INBOX_ITEM_KIND_CRISIS_HEARING || kind == v1::INBOX_ITEM_KIND_COURT_APPROVAL ||
         kind == v1::INBOX_ITEM_KIND_NIGHT_TO_CONFIRM;
}

// Changes every duty of this crisis.
template <class Change>
absl::Status AlterAll(std::string_view crisis_id, projection::RowBatch& rows, Change change) {
  FV_ASSIGN_OR_RETURN(const auto ids, DutiesOf(LegDuty(crisis_id, ""), rows));
  for (const std::string& id : ids) FV_RETURN_IF_ERROR(Alter(id, rows, change));
  return absl::OkStatus();
}

void Know(std::string_view crisis_id, const std::string& case_id, projection::RowBatch& rows) {
  if (case_id.empty()) return;
  rows.Put(kCrises, crisis_id, case_id);
  rows.Put(kOfCases, case_id, crisis_id);
}

common::v1::Role RoleOf(common::v1::CrisisParty party) {
  switch (party) {
    case common::v1::CRISIS_PARTY_YOUTH_OFFICE:
      return common::v1::ROLE_CASE_WORKER;
    case common::v1::CRISIS_PARTY_LEGAL_REPRESENTATIVE:
      return common::v1::ROLE_LEGAL_REPRESENTATIVE;
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

// For whoever holds the case; before there is one, for somebody else.
absl::StatusOr<v1::DutyRow> BeginOfCase(std::string_view crisis_id, v1::InboxItemKind kind,
                                        const std::string& case_id, const common::v1::Holder& otherwise,
                                        const projection::RowBatch& rows) {
  const auto shown = ReadCase(rows, case_id);
  if (!shown.ok() && !absl::IsNotFound(shown.status())) return shown.status();
  return BeginOfCrisis(crisis_id, kind, case_id, shown.ok() ? shown->holder() : otherwise);
}

// The meeting is for whoever holds the case; before there is one, for who leads.
absl::Status OweMeeting(std::string_view crisis_id, const std::string& case_id,
                        const common::v1::Holder& otherwise, const google::protobuf::Timestamp& due,
                        projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(v1::DutyRow duty, BeginOfCase(crisis_id, v1::INBOX_ITEM_KIND_AFTERCARE_MEETING, case_id,
                                                    otherwise, rows));
  SetDue(duty, common::v1::CLOCK_KIND_AFTERCARE_MEETING, due);
  return Replace(MeetingDuty(crisis_id), duty, rows);
}

absl::StatusOr<v1::DutyRow> BeginForHolder(std::string_view crisis_id, v1::InboxItemKind kind,
                                           const projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(const auto case_id, rows.Get(kCrises, crisis_id));
  return BeginOfCase(crisis_id, kind, case_id.value_or(""), {}, rows);
}

// D7: for whoever does it, by its date, and in sight of whoever holds the case.
absl::Status OweTask(std::string_view crisis_id, const crisis::v1::AfterClinicTaskAgreed& task,
                     projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(v1::DutyRow duty,
                      BeginForHolder(crisis_id, v1::INBOX_ITEM_KIND_AFTER_CLINIC_TASK, rows));
  duty.set_asked_organisation_id(task.organisation_id());
  SetDue(duty, common::v1::CLOCK_KIND_AFTER_CLINIC_TASK, task.due());
  return Replace(TaskDuty(crisis_id, task.task_id()), duty, rows);
}

// § 1631b BGB: for the clinic that detains, and in sight of whoever holds the case.
absl::Status OweApproval(std::string_view crisis_id, const std::string& clinic_organisation_id,
                         const google::protobuf::Timestamp& due, projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(v1::DutyRow duty, BeginForHolder(crisis_id, v1::INBOX_ITEM_KIND_COURT_APPROVAL, rows));
  duty.set_asked_organisation_id(clinic_organisation_id);
  duty.set_asked_role(common::v1::ROLE_CLINIC);
  SetDue(duty, common::v1::CLOCK_KIND_COURT_APPROVAL, due);
  return Replace(CourtDuty(crisis_id), duty, rows);
}

absl::StatusOr<std::optional<common::v1::Holder>> WhoDetains(std::string_view crisis_id,
                                                             crisis::v1::Detention detention,
                                                             const projection::RowBatch& rows) {
  const std::string_view table = detention == crisis::v1::DETENTION_CLINIC ? kInClinic : kInCare;
  FV_ASSIGN_OR_RETURN(const auto row, rows.Get(table, crisis_id));
  if (!row) return std::nullopt;
  common::v1::Holder holder;
  if (!holder.ParseFromString(*row)) return absl::DataLossError("a row of who detains is unreadable");
  return holder;
}

// § 42(5): by then the court has decided, or nobody is detained any more. For whoever detains, in sight of
// whoever holds the case.
absl::Status OweLimit(std::string_view crisis_id, crisis::v1::Detention detention,
                      const google::protobuf::Timestamp& due, projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(const auto holder, WhoDetains(crisis_id, detention, rows));
  if (!holder) return absl::OkStatus();
  FV_ASSIGN_OR_RETURN(v1::DutyRow duty, BeginForHolder(crisis_id, v1::INBOX_ITEM_KIND_DETENTION_LIMIT, rows));
  const std::string in_sight = duty.holder().organisation_id();
  *duty.mutable_holder() = *holder;
  if (in_sight != holder->organisation_id() && !in_sight.empty()) duty.add_told_organisation_ids(in_sight);
  duty.set_told_with_date(true);
  SetDue(duty, common::v1::CLOCK_KIND_DETENTION_LIMIT, due);
  return Replace(LimitDuty(crisis_id, detention), duty, rows);
}

// Of before who took into care answered for the night there, that person alone.
absl::Status TakeIntoCare(std::string_view crisis_id, const crisis::v1::TakenIntoCare& taken,
                          projection::RowBatch& rows) {
  common::v1::Holder holder = taken.holder();
  holder.set_organisation_id(taken.organisation_id());
  holder.set_person_id(taken.person_id());
  rows.Put(kInCare, crisis_id, holder.SerializeAsString());
  FV_RETURN_IF_ERROR(Drop(CareEndDuty(crisis_id), rows));
  if (taken.shelters()) FV_RETURN_IF_ERROR(Drop(NightDuty(crisis_id), rows));
  if (!taken.has_detention_until()) return absl::OkStatus();
  return OweLimit(crisis_id, crisis::v1::DETENTION_IN_CARE, taken.detention_until(), rows);
}

absl::Status Admit(std::string_view crisis_id, const crisis::v1::AdmittedToClinic& admitted,
                   projection::RowBatch& rows) {
  rows.Put(kInClinic, crisis_id, admitted.holder().SerializeAsString());
  FV_RETURN_IF_ERROR(Drop(MeetingDuty(crisis_id), rows));
  FV_RETURN_IF_ERROR(Drop(DayDuty(crisis_id), rows));
  FV_RETURN_IF_ERROR(Drop(NightDuty(crisis_id), rows));
  if (!admitted.has_approval_due()) return absl::OkStatus();
  return OweApproval(crisis_id, admitted.holder().organisation_id(), admitted.approval_due(), rows);
}

absl::Status DetainInClinic(std::string_view crisis_id, const crisis::v1::ClinicStayDetained& detained,
                            projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(const auto clinic, WhoDetains(crisis_id, crisis::v1::DETENTION_CLINIC, rows));
  if (!clinic) return absl::OkStatus();
  return OweApproval(crisis_id, clinic->organisation_id(), detained.approval_due(), rows);
}

absl::Status CourtDecides(std::string_view crisis_id, const crisis::v1::CourtDecided& decided,
                          projection::RowBatch& rows) {
  if (decided.detention() == crisis::v1::DETENTION_CLINIC)
    FV_RETURN_IF_ERROR(Drop(CourtDuty(crisis_id), rows));
  if (!decided.granted()) return absl::OkStatus();  // the detention ends beside it
  return OweLimit(crisis_id, decided.detention(), decided.until(), rows);
}

absl::Status EndDetention(std::string_view crisis_id, crisis::v1::Detention detention,
                          projection::RowBatch& rows) {
  if (detention == crisis::v1::DETENTION_CLINIC) FV_RETURN_IF_ERROR(Drop(CourtDuty(crisis_id), rows));
  return Drop(LimitDuty(crisis_id, detention), rows);
}

// D4: whoever gets the night by another's word says by a date that it was heard, and is told wherever it
// works.
template <class Ended>
absl::Status PassNight(std::string_view crisis_id, const Ended& event, projection::RowBatch& rows) {
  if (!event.has_confirm_due()) return Drop(NightDuty(crisis_id), rows);
  const common::v1::Holder& next = event.next().holder();
  v1::DutyRow duty = BeginOfCrisis(crisis_id, v1::INBOX_ITEM_KIND_NIGHT_TO_CONFIRM, event.case_id(), next);
  duty.add_told_organisation_ids(next.organisation_id());
  duty.set_told_with_date(true);
  SetDue(duty, common::v1::CLOCK_KIND_NIGHT_CONFIRMATION, event.confirm_due());
  return Replace(NightDuty(crisis_id), duty, rows);
}

// D3: the day of the meeting, for everybody who is to come and has heard of it.
absl::Status OweDay(std::string_view crisis_id, const crisis::v1::AftercareMeetingScheduled& scheduled,
                    projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(const auto case_id, rows.Get(kCrises, crisis_id));
  v1::DutyRow duty = Begin(crisis_id, v1::INBOX_ITEM_KIND_MEETING_DAY, {});
  duty.clear_holder();
  duty.mutable_item()->set_case_id(case_id.value_or(""));
  *duty.mutable_told_organisation_ids() = scheduled.told_organisation_ids();
  duty.set_told_with_date(true);
  SetDue(duty, common::v1::CLOCK_KIND_AFTERCARE_MEETING, scheduled.on());
  if (duty.told_organisation_ids().empty()) return Drop(DayDuty(crisis_id), rows);  // of before they were
  return Replace(DayDuty(crisis_id), duty, rows);
}

// Whoever takes over then has the day as a date, in sight of everybody who was told.
template <class Planned>
absl::StatusOr<v1::DutyRow> OweTakingOver(std::string_view crisis_id, v1::InboxItemKind kind,
                                          const Planned& planned, const projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(const auto case_id, rows.Get(kCrises, crisis_id));
  v1::DutyRow duty = BeginOfCrisis(crisis_id, kind, case_id.value_or(""), planned.next().holder());
  *duty.mutable_told_organisation_ids() = planned.told_organisation_ids();
  duty.set_told_with_date(true);
  return duty;
}

// D4: from the clinic, in sight of it and who holds the case.
absl::Status OweLeave(std::string_view crisis_id, const crisis::v1::ClinicLeavePlanned& planned,
                      projection::RowBatch& rows) {
  if (!planned.has_leave_due()) return absl::OkStatus();
  FV_ASSIGN_OR_RETURN(v1::DutyRow duty,
                      OweTakingOver(crisis_id, v1::INBOX_ITEM_KIND_CLINIC_LEAVE, planned, rows));
  SetDue(duty, common::v1::CLOCK_KIND_CLINIC_LEAVE, planned.leave_due());
  return Replace(LeaveDuty(crisis_id), duty, rows);
}

// N9: after care, in sight of the office whose care it is.
absl::Status OweCareEnd(std::string_view crisis_id, const crisis::v1::CareEndPlanned& planned,
                        projection::RowBatch& rows) {
  if (!planned.has_end_due()) return absl::OkStatus();
  FV_ASSIGN_OR_RETURN(v1::DutyRow duty,
                      OweTakingOver(crisis_id, v1::INBOX_ITEM_KIND_CARE_END, planned, rows));
  SetDue(duty, common::v1::CLOCK_KIND_CARE_END, planned.end_due());
  return Replace(CareEndDuty(crisis_id), duty, rows);
}

absl::Status EndCare(std::string_view crisis_id, const crisis::v1::CareEnded& ended,
                     projection::RowBatch& rows) {
  rows.Delete(kInCare, crisis_id);
  FV_RETURN_IF_ERROR(EndDetention(crisis_id, crisis::v1::DETENTION_IN_CARE, rows));
  FV_RETURN_IF_ERROR(Drop(CareEndDuty(crisis_id), rows));
  return ended.has_next() ? PassNight(crisis_id, ended, rows) : absl::OkStatus();
}

// Whoever was not heard is to be asked again; whoever was, not (D3, D8).
absl::Status OweHearing(std::string_view crisis_id, const common::v1::Participation& participation,
                        projection::RowBatch& rows) {
  const auto next = care::NextHearing(participation);
  if (!next) return Drop(HearingDuty(crisis_id), rows);
  FV_ASSIGN_OR_RETURN(v1::DutyRow duty, BeginForHolder(crisis_id, v1::INBOX_ITEM_KIND_CRISIS_HEARING, rows));
  SetDue(duty, common::v1::CLOCK_KIND_HEARING_RETRY, ToProto(*next));
  return Replace(HearingDuty(crisis_id), duty, rows);
}

absl::Status OweLegs(std::string_view crisis_id, const crisis::v1::CrisisOpened& opened,
                     projection::RowBatch& rows) {
  Know(crisis_id, opened.case_id(), rows);
  rows.Put(kEpisodes, crisis_id, absl::StrCat(opened.episode()));
  for (const crisis::v1::LegStarted& leg : opened.legs()) {
    v1::DutyRow duty =
        BeginOfCrisis(crisis_id, v1::INBOX_ITEM_KIND_CRISIS_LEG, opened.case_id(), opened.lead());
    Ask(duty, leg);
    FV_RETURN_IF_ERROR(Replace(LegDuty(crisis_id, care::LegObject(leg.party())), duty, rows));
  }
  return OweMeeting(crisis_id, opened.case_id(), opened.lead(), opened.meeting_due(), rows);
}

// Also of a leg that was acknowledged: whoever holds the case asks somebody else then.
absl::Status AskAnother(std::string_view crisis_id, const crisis::v1::LegStarted& leg,
                        projection::RowBatch& rows) {
  const std::string id = LegDuty(crisis_id, care::LegObject(leg.party()));
  FV_ASSIGN_OR_RETURN(Duty duty, Find(id, rows));
  if (!duty) {
    FV_ASSIGN_OR_RETURN(duty, BeginForHolder(crisis_id, v1::INBOX_ITEM_KIND_CRISIS_LEG, rows));
  }
  Ask(*duty, leg);
  return Replace(id, duty, rows);
}

std::string AlarmDuty(std::string_view crisis_id) {
  return LegDuty(crisis_id, "alarm");
}

// An emergency of its own: for whoever leads by then. The legs say next whom they ask, and by when.
absl::Status OweAnew(std::string_view crisis_id, const crisis::v1::AlarmRepeated& alarm,
                     projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(const auto known, rows.Get(kCrises, crisis_id));
  const std::string case_id = known.value_or("");
  for (const common::v1::CrisisParty party : care::AlarmedParties()) {
    const v1::DutyRow duty = BeginOfCrisis(crisis_id, v1::INBOX_ITEM_KIND_CRISIS_LEG, case_id, alarm.lead());
    FV_RETURN_IF_ERROR(Replace(LegDuty(crisis_id, care::LegObject(party)), duty, rows));
  }
  if (!alarm.has_meeting_due()) return absl::OkStatus();
  return OweMeeting(crisis_id, case_id, alarm.lead(), alarm.meeting_due(), rows);
}

// A later alarm waits for whoever leads, with a date where it says a new danger, and for everybody else who
// was told, until each has said that it was heard (D2).
absl::Status HearLaterAlarm(std::string_view crisis_id, const crisis::v1::AlarmRepeated& alarm,
                            projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(const Duty old, Find(AlarmDuty(crisis_id), rows));
  v1::DutyRow duty =
      old ? *old : BeginOfCrisis(crisis_id, v1::INBOX_ITEM_KIND_ALARM_REPEATED, alarm.case_id(), {});
  if (alarm.again() || !alarm.first_said().empty())
    duty.mutable_item()->set_kind(v1::INBOX_ITEM_KIND_NEW_DANGER);
  if (alarm.has_heard_due()) SetDue(duty, common::v1::CLOCK_KIND_NEW_DANGER, alarm.heard_due());
  std::set<std::string> told(duty.told_organisation_ids().begin(), duty.told_organisation_ids().end());
  for (const std::string& organisation : alarm.told_organisation_ids()) {
    if (organisation == alarm.lead().organisation_id()) {
      *duty.mutable_holder() = alarm.lead();
    } else {
      told.insert(organisation);
    }
  }
  duty.mutable_told_organisation_ids()->Assign(told.begin(), told.end());
  if (duty.has_holder() || !told.empty()) FV_RETURN_IF_ERROR(Replace(AlarmDuty(crisis_id), duty, rows));
  return alarm.again() ? OweAnew(crisis_id, alarm, rows) : absl::OkStatus();
}

absl::Status HeardLaterAlarm(std::string_view crisis_id, const crisis::v1::AlarmAcknowledged& heard,
                             projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(Duty duty, Find(AlarmDuty(crisis_id), rows));
  if (!duty) return absl::OkStatus();
  if (heard.leads()) NothingIsDue(*duty);
  if (heard.organisation_id() == duty->holder().organisation_id()) duty->clear_holder();
  std::set<std::string> told(duty->told_organisation_ids().begin(), duty->told_organisation_ids().end());
  told.erase(heard.organisation_id());
  duty->mutable_told_organisation_ids()->Assign(told.begin(), told.end());
  if (!duty->has_holder() && told.empty()) duty.reset();
  return Replace(AlarmDuty(crisis_id), duty, rows);
}

// The end of a detention is no date that anybody could miss: by then it is over.
template <class Missed, class Change>
absl::Status AlterMissed(std::string_view crisis_id, const Missed& missed, projection::RowBatch& rows,
                         Change change) {
  if (missed.clock() == common::v1::CLOCK_KIND_CRISIS_LEG)
    return Alter(LegDuty(crisis_id, missed.object_id()), rows, change);
  if (missed.clock() == common::v1::CLOCK_KIND_AFTERCARE_MEETING)
    return Alter(MeetingDuty(crisis_id), rows, change);
  if (missed.clock() == common::v1::CLOCK_KIND_NEW_DANGER) return Alter(AlarmDuty(crisis_id), rows, change);
  if (missed.clock() == common::v1::CLOCK_KIND_AFTER_CLINIC_TASK)
    return Alter(TaskDuty(crisis_id, missed.object_id()), rows, change);
  if (missed.clock() == common::v1::CLOCK_KIND_HEARING_RETRY)
    return Alter(HearingDuty(crisis_id), rows, change);
  if (missed.clock() == common::v1::CLOCK_KIND_NIGHT_CONFIRMATION)
    return Alter(NightDuty(crisis_id), rows, change);
  if (missed.clock() == common::v1::CLOCK_KIND_CLINIC_LEAVE) return Alter(LeaveDuty(crisis_id), rows, change);
  if (missed.clock() == common::v1::CLOCK_KIND_CARE_END) return Alter(CareEndDuty(crisis_id), rows, change);
  if (missed.clock() == common::v1::CLOCK_KIND_COURT_APPROVAL)
    return Alter(CourtDuty(crisis_id), rows, change);
  return absl::OkStatus();
}

// Of the three dates of a night that has moved on; an event of before they were told apart ends all of them.
absl::Status WaitForNobody(std::string_view crisis_id, common::v1::ClockKind clock,
                           projection::RowBatch& rows) {
  const bool all = clock == common::v1::CLOCK_KIND_UNSPECIFIED;
  if (all || clock == common::v1::CLOCK_KIND_CLINIC_LEAVE)
    FV_RETURN_IF_ERROR(Drop(LeaveDuty(crisis_id), rows));
  if (all || clock == common::v1::CLOCK_KIND_CARE_END) FV_RETURN_IF_ERROR(Drop(CareEndDuty(crisis_id), rows));
  const bool confirmation = all || clock == common::v1::CLOCK_KIND_NIGHT_CONFIRMATION;
  return confirmation ? Drop(NightDuty(crisis_id), rows) : absl::OkStatus();
}

// What was agreed for the time after goes on (D7), and so does asking whoever was not heard (A16).
absl::Status DropAll(std::string_view crisis_id, projection::RowBatch& rows) {
  rows.Delete(kInCare, crisis_id);
  rows.Delete(kInClinic, crisis_id);
  for (const std::string& duty : {CourtDuty(crisis_id), LimitDuty(crisis_id, crisis::v1::DETENTION_IN_CARE),
                                  LimitDuty(crisis_id, crisis::v1::DETENTION_CLINIC), DayDuty(crisis_id),
                                  LeaveDuty(crisis_id), CareEndDuty(crisis_id), NightDuty(crisis_id)})
    FV_RETURN_IF_ERROR(Drop(duty, rows));
  for (const common::v1::CrisisParty party : care::AlarmedParties())
    FV_RETURN_IF_ERROR(Drop(LegDuty(crisis_id, care::LegObject(party)), rows));
  FV_RETURN_IF_ERROR(Drop(AlarmDuty(crisis_id), rows));
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
      return AskAnother(crisis_id, event.leg_started(), rows);
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
      return Admit(crisis_id, event.admitted_to_clinic(), rows);
    case CrisisEvent::kClinicStayDetained:
      return DetainInClinic(crisis_id, event.clinic_stay_detained(), rows);
    case CrisisEvent::kCourtDecided:
      return CourtDecides(crisis_id, event.court_decided(), rows);
    case CrisisEvent::kDetentionEnded:
      return EndDetention(crisis_id, event.detention_ended().detention(), rows);
    case CrisisEvent::kTakenIntoCare:
      return TakeIntoCare(crisis_id, event.taken_into_care(), rows);
    case CrisisEvent::kCareEnded:
      return EndCare(crisis_id, event.care_ended(), rows);
    case CrisisEvent::kCareEndPlanned:
      FV_RETURN_IF_ERROR(OweCareEnd(crisis_id, event.care_end_planned(), rows));
      return OweHearing(crisis_id, event.care_end_planned().participation(), rows);
    case CrisisEvent::kNightMovedOn:
      return WaitForNobody(crisis_id, event.night_moved_on().clock(), rows);
    case CrisisEvent::kNightConfirmed:
      return Drop(NightDuty(crisis_id), rows);
    case CrisisEvent::kAftercareMeetingScheduled:
      return OweDay(crisis_id, event.aftercare_meeting_scheduled(), rows);
    case CrisisEvent::kClinicLeavePlanned:
      FV_RETURN_IF_ERROR(OweLeave(crisis_id, event.clinic_leave_planned(), rows));
      return OweHearing(crisis_id, event.clinic_leave_planned().participation(), rows);
    case CrisisEvent::kAftercareMeetingHeld:
      FV_RETURN_IF_ERROR(Drop(MeetingDuty(crisis_id), rows));
      FV_RETURN_IF_ERROR(Drop(DayDuty(crisis_id), rows));
      return OweHearing(crisis_id, event.aftercare_meeting_held().participation(), rows);
    case CrisisEvent::kParentsInvolved:
      return OweHearing(crisis_id, event.parents_involved().participation(), rows);
    case CrisisEvent::kAfterClinicTaskAgreed:
      return OweTask(crisis_id, event.after_clinic_task_agreed(), rows);
    case CrisisEvent::kAfterClinicTaskDone:
      return Drop(TaskDuty(crisis_id, event.after_clinic_task_done().task_id()), rows);
    case CrisisEvent::kCrisisCaseOpened: {
      const std::string& case_id = event.crisis_case_opened().case_id();
      Know(crisis_id, case_id, rows);
      return AlterAll(crisis_id, rows, [&](v1::DutyRow& duty) { duty.mutable_item()->set_case_id(case_id); });
    }
    case CrisisEvent::kLeftClinic:
      rows.Delete(kInClinic, crisis_id);
      FV_RETURN_IF_ERROR(EndDetention(crisis_id, crisis::v1::DETENTION_CLINIC, rows));
      FV_RETURN_IF_ERROR(Drop(LeaveDuty(crisis_id), rows));
      if (event.left_clinic().has_next()) FV_RETURN_IF_ERROR(PassNight(crisis_id, event.left_clinic(), rows));
      if (event.left_clinic().has_participation())
        FV_RETURN_IF_ERROR(OweHearing(crisis_id, event.left_clinic().participation(), rows));
      return OweMeeting(crisis_id, event.left_clinic().case_id(), event.left_clinic().next().holder(),
                        event.left_clinic().meeting_due(), rows);
    case CrisisEvent::kCrisisConcluded:
      return DropAll(crisis_id, rows);
    case CrisisEvent::kAlarmRepeated:
      return HearLaterAlarm(crisis_id, event.alarm_repeated(), rows);
    case CrisisEvent::kAlarmAcknowledged:
      return HeardLaterAlarm(crisis_id, event.alarm_acknowledged(), rows);
    case CrisisEvent::kCrisisCaseRequested:
    case CrisisEvent::kLegAttempted:
    case CrisisEvent::kCrisisStabilised:
    case CrisisEvent::EVENT_NOT_SET:
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

absl::Status PassDuties(std::string_view case_id, const v1::CaseEvent& event, projection::RowBatch& rows) {
  common::v1::Holder next;
  if (event.has_responsibility_moved()) next = event.responsibility_moved().to();
  if (event.has_case_reopened()) next = event.case_reopened().holder();
  const std::string& deputy = event.case_deputy_named().deputy_person_id();
  if (next.organisation_id().empty() && deputy.empty()) return absl::OkStatus();
  const auto pass = [&](v1::DutyRow& duty) {
    if (!next.organisation_id().empty()) *duty.mutable_holder() = next;
    if (!deputy.empty()) duty.mutable_holder()->set_deputy_person_id(deputy);
  };
  FV_RETURN_IF_ERROR(AlterDeployments(
      case_id, rows, [&](const std::string& deployment_id) { return Alter(deployment_id, rows, pass); }));
  FV_ASSIGN_OR_RETURN(const auto crisis_id, rows.Get(kOfCases, case_id));
  if (!crisis_id) return absl::OkStatus();
  return AlterAll(*crisis_id, rows, [&](v1::DutyRow& duty) {
    if (IsOfCase(duty)) pass(duty);
  });
}

absl::Status TakeDuty(const v1::CaseEvent& event, projection::RowBatch& rows) {
  if (event.has_crisis_lead_taken()) {  // what nobody has heard yet is for whoever leads from now on
    const auto& taken = event.crisis_lead_taken();
    FV_ASSIGN_OR_RETURN(const auto last, rows.Get(kEpisodes, taken.crisis_id()));
    // Of the episode before: the case has not read yet that it is over.
    if (last && *last != absl::StrCat(taken.episode())) return absl::OkStatus();
    return AlterAll(taken.crisis_id(), rows, [&](v1::DutyRow& duty) {
      const bool awaited = duty.item().has_due() || duty.has_holder();
      if (IsOfLead(duty) && awaited) *duty.mutable_holder() = taken.to();
    });
  }
  if (!event.has_case_opened()) return absl::OkStatus();
  const std::string& origin = event.case_opened().origin().aggregate_id();
  FV_ASSIGN_OR_RETURN(const Duty duty, Find(origin, rows));
  return duty ? Replace(origin, std::nullopt, rows) : absl::OkStatus();
}

absl::StatusOr<std::optional<v1::DutyRow>> FindDuty(std::string_view id, const projection::Rows& rows) {
  return Find(id, rows);
}

absl::StatusOr<std::vector<std::string>> DutiesOf(std::string_view prefix, const projection::Rows& rows) {
  std::vector<std::string> ids;
  while (true) {
    FV_ASSIGN_OR_RETURN(const auto page,
                        rows.Scan(kDuties, prefix, ids.empty() ? "" : ids.back(), kDutiesAtOnce));
    for (const projection::Row& row : page) ids.push_back(row.key);
    if (page.size() < static_cast<size_t>(kDutiesAtOnce)) return ids;
  }
}

absl::Status PutDuty(std::string_view id, const std::optional<v1::DutyRow>& duty,
                     projection::RowBatch& rows) {
  if (duty) return Replace(id, duty, rows);
  FV_ASSIGN_OR_RETURN(const Duty known, Find(id, rows));
  return known ? Replace(id, std::nullopt, rows) : absl::OkStatus();
}

}  // namespace fallverbund::casework
