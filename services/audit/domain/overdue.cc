// Long, because it is a table: of each clock the events that settle it.
#include "services/audit/domain/overdue.h"

#include <memory>
#include <string_view>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"
#include "libs/base/check.h"
#include "libs/base/time.h"
#include "services/audit/domain/schema.h"
#include "services/audit/domain/unpack.h"

namespace fallverbund::audit {
namespace {

using common::v1::ClockKind;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using enum common::v1::ClockKind;

// Which event records one, and of which clock; where the event names the clock itself, by that field.
struct Records {
  std::string_view event;
  ClockKind clock;
  const char* clock_field = "";
};
constexpr Records kRecords[] = {
    {"CaseDeadlineOverdue", CLOCK_KIND_UNSPECIFIED, "clock"},
    {"CrisisDeadlineOverdue", CLOCK_KIND_UNSPECIFIED, "clock"},
    {"TeamDeadlineOverdue", CLOCK_KIND_UNSPECIFIED, "clock"},
    {"TransitionDateMissed", CLOCK_KIND_UNSPECIFIED, "kind"},
    {"ContactOpeningOverdue", CLOCK_KIND_CASE_OPENING},
    {"InquiryAnswerOverdue", CLOCK_KIND_INQUIRY_ANSWER},
    {"InquiryInfoOverdue", CLOCK_KIND_INQUIRY_INFO},
    {"DeploymentAnswerOverdue", CLOCK_KIND_DEPLOYMENT_ANSWER},
    {"OutreachContactOverdue", CLOCK_KIND_OUTREACH_CONTACT},
    {"DebriefOverdue", CLOCK_KIND_DEBRIEF},
};

// `object`: the field that names whose date it settles; empty: every date of this clock. `when`: only where
// this field is set.
struct Row {
  ClockKind clock;
  std::string_view event;
  const char* object = "";
  const char* when = "";
};
constexpr Row kSettles[] = {
    // Before there is a case.
    {CLOCK_KIND_CASE_OPENING, "ContactOpened"},
    {CLOCK_KIND_INQUIRY_ANSWER, "InquiryNeedsInfo"},
    {CLOCK_KIND_INQUIRY_ANSWER, "InquiryFoundEligible"},
    {CLOCK_KIND_INQUIRY_ANSWER, "InquiryDeclined"},
    {CLOCK_KIND_INQUIRY_INFO, "BrokenOffSupportAdded"},
    {CLOCK_KIND_INQUIRY_INFO, "InquiryFoundEligible"},
    {CLOCK_KIND_INQUIRY_INFO, "InquiryDeclined"},
    // Who holds.
    {CLOCK_KIND_HANDOVER_ANSWER, "HandoverOffered"},
    {CLOCK_KIND_HANDOVER_ANSWER, "HandoverAccepted"},
    {CLOCK_KIND_HANDOVER_ANSWER, "HandoverRefused", "handover_id"},
    {CLOCK_KIND_HANDOVER_ANSWER, "HandoverRevoked", "handover_id"},
    {CLOCK_KIND_HANDOVER_FOLLOW_UP, "HandoverFollowedUp", "handover_id"},
    {CLOCK_KIND_HANDOVER_FOLLOW_UP, "ResponsibilityMoved"},
    {CLOCK_KIND_CATCH_UP_MEETING, "HandoverMeetingHeld", "handover_id"},
    {CLOCK_KIND_CATCH_UP_MEETING, "ResponsibilityMoved"},
    {CLOCK_KIND_PACKAGE_OWED, "PackedAfterwards"},
    {CLOCK_KIND_HOLDER_REACHABLE, "HolderFoundReachable"},
    {CLOCK_KIND_HOLDER_REACHABLE, "ResponsibilityMoved"},
    {CLOCK_KIND_COORDINATION_ANSWER, "CoordinationOffered"},
    {CLOCK_KIND_COORDINATION_ANSWER, "CoordinationAssumed"},
    {CLOCK_KIND_COORDINATION_ANSWER, "SuccessionOfferEnded", "offer_id"},
    {CLOCK_KIND_SUCCESSION, "CommitmentsToSucceed", "organisation_id"},
    {CLOCK_KIND_SUCCESSION, "CommitmentsStay", "organisation_id"},
    // Competence.
    {CLOCK_KIND_AGENCY_INFORMED, "AgencyInformed"},
    {CLOCK_KIND_AGENCY_INFORMED, "CompetenceChangeSettled"},
    {CLOCK_KIND_SERVICE_TAKEOVER, "CompetenceRefused"},
    {CLOCK_KIND_SERVICE_TAKEOVER, "CompetenceChangeSettled"},
    {CLOCK_KIND_COMPETENCE_DISPUTE, "CompetenceChangeSettled"},
    {CLOCK_KIND_OMBUDS_OFFER, "OmbudsOffered"},
    {CLOCK_KIND_OMBUDS_OFFER, "CompetenceChangeSettled"},
    {CLOCK_KIND_PROVISIONAL_ANSWER, "ProvisionalTakeover"},
    {CLOCK_KIND_PROVISIONAL_ANSWER, "CompetenceChangeSettled"},
    // Planning and help.
    {CLOCK_KIND_RISK_ASSESSMENT, "RiskAssessmentMade", "assessment_id"},
    {CLOCK_KIND_COMMISSION, "CommissionCalled"},
    {CLOCK_KIND_COMMISSION, "HelpApproved"},
    {CLOCK_KIND_COMMISSION, "HelpReturned"},
    {CLOCK_KIND_COMMISSION, "ReplanOpened"},
    {CLOCK_KIND_COMMISSION, "ResponsibilityMoved"},
    {CLOCK_KIND_CASE_REVIEW, "CaseUnderstandingRecorded"},
    {CLOCK_KIND_HEARING_RETRY, "HearingRecorded"},
    {CLOCK_KIND_HEARING_RETRY, "ParentsInvolved"},
    {CLOCK_KIND_NOTICE_BRIDGE, "SettingEnded", "setting_id"},
    {CLOCK_KIND_NOTICE_BRIDGE, "CommitmentsStay", "setting_ids"},
    {CLOCK_KIND_SETTING_EVALUATION, "SettingEvaluated", "setting_id"},
    {CLOCK_KIND_RIGHT_UNCOVERED, "RightAssessed", "domain"},
    {CLOCK_KIND_RETURN_PLANNED, "ResidentialPhaseEntered", "setting_id"},
    {CLOCK_KIND_RETURN_PLANNED, "SettingEnded", "setting_id"},
    {CLOCK_KIND_RETURN_ANSWER, "ResidentialPhaseEntered", "setting_id"},
    {CLOCK_KIND_RETURN_ANSWER, "ReturnAnswered", "setting_id"},
    {CLOCK_KIND_RETURN_ANSWER, "SettingEnded", "setting_id"},
    {CLOCK_KIND_RETURN_CONTACT, "ContactWithYoungPersonRecorded", "return_setting_ids"},
    {CLOCK_KIND_RETURN_CONTACT, "SettingStarted", "return_setting_ids"},
    {CLOCK_KIND_RETURN_CONTACT, "ReturnAnswered", "setting_id"},
    {CLOCK_KIND_PLANNED_END, "HelpPlanned"},
    {CLOCK_KIND_PLANNED_END, "AftercareBegun", "", "help_ended"},
    {CLOCK_KIND_TRANSITION_CHECK, "HelpPlanned"},
    {CLOCK_KIND_TRANSITION_CHECK, "TransitionChecked"},
    // Standby and after help.
    {CLOCK_KIND_STANDBY_CONTACT, "StandbyEntered"},
    {CLOCK_KIND_STANDBY_CONTACT, "CaseReactivated"},
    {CLOCK_KIND_STANDBY_CONTACT, "TonightMoved", "", "standby_contact_due"},
    {CLOCK_KIND_STANDBY_CONTACT, "SettingEnded", "", "standby_contact_due"},
    {CLOCK_KIND_AFTERCARE_CONTACT, "AftercareBegun"},
    {CLOCK_KIND_AFTERCARE_CONTACT, "AftercareContinued"},
    {CLOCK_KIND_AFTERCARE_CONTACT, "AftercareInterrupted"},
    {CLOCK_KIND_OBJECTION_PERIOD, "LawfulEndStopped"},
    // Age, guardians, consents, broken glass.
    {CLOCK_KIND_COMING_OF_AGE, "CameOfAge"},
    {CLOCK_KIND_COMING_OF_AGE, "BirthDateRecorded"},
    {CLOCK_KIND_CONSENT_RENEWAL, "ConsentsAskedAnew"},
    {CLOCK_KIND_GUARDIAN_DECLARATION, "GuardianDeclared"},
    {CLOCK_KIND_GUARDIAN_DECLARATION, "GuardianNamed"},
    {CLOCK_KIND_GUARDIAN_DECLARATION, "CameOfAge"},
    {CLOCK_KIND_CONSENT_EXPIRY, "ConsentGiven", "consent_id"},
    {CLOCK_KIND_CONSENT_EXPIRY, "ConsentWithdrawn", "consent_id"},
    {CLOCK_KIND_GLASS_REVIEW, "GlassReviewClosed", "reading_id"},
    // Minors who came alone, and whoever is missing.
    {CLOCK_KIND_MINOR_NOTIFICATION, "MinorStepTaken"},
    {CLOCK_KIND_MINOR_NOTIFICATION, "MinorAllocated"},
    {CLOCK_KIND_MINOR_NOTIFICATION, "MinorExcluded"},
    {CLOCK_KIND_MINOR_LAND, "MinorStepTaken"},
    {CLOCK_KIND_MINOR_LAND, "MinorAllocated"},
    {CLOCK_KIND_MINOR_LAND, "MinorExcluded"},
    {CLOCK_KIND_MINOR_ALLOCATION, "MinorAllocated"},
    {CLOCK_KIND_MINOR_ALLOCATION, "MinorExcluded"},
    {CLOCK_KIND_MINOR_MONTH, "MinorAllocated"},
    {CLOCK_KIND_MINOR_MONTH, "MinorExcluded"},
    {CLOCK_KIND_MINOR_TRANSFER, "MinorAllocated"},
    {CLOCK_KIND_MINOR_TRANSFER, "MinorExcluded"},
    {CLOCK_KIND_MINOR_TRANSFER, "ArrivalConfirmed"},
    {CLOCK_KIND_SEARCH_CONTACT, "SearchContactMade"},
    {CLOCK_KIND_SEARCH_CONTACT, "TonightMoved"},
    {CLOCK_KIND_SEARCH_CONTACT, "SettingStarted", "", "tonight"},
    // The team.
    {CLOCK_KIND_TEAM_REVIEW, "TeamMeetingHeld"},
    {CLOCK_KIND_TEAM_REVIEW, "TeamPaused", "", "review_due"},
    {CLOCK_KIND_TEAM_REVIEW, "TeamResumed", "", "review_due"},
    {CLOCK_KIND_TEAM_REVIEW, "TeamWoundDown"},
    {CLOCK_KIND_TEAM_MEETING, "TeamMeetingHeld"},
    {CLOCK_KIND_TEAM_MEETING, "TeamWoundDown"},
    // Crises and deployments.
    {CLOCK_KIND_CRISIS_LEG, "LegAcknowledged", "party"},
    {CLOCK_KIND_CRISIS_LEG, "LegStarted", "party"},
    {CLOCK_KIND_CRISIS_LEG, "CrisisConcluded"},
    {CLOCK_KIND_NEW_DANGER, "AlarmAcknowledged", "", "leads"},
    {CLOCK_KIND_NEW_DANGER, "CrisisConcluded"},
    {CLOCK_KIND_DETENTION_LIMIT, "CourtDecided", "detention"},
    {CLOCK_KIND_DETENTION_LIMIT, "DetentionEnded", "detention"},
    {CLOCK_KIND_DETENTION_LIMIT, "CrisisConcluded"},
    {CLOCK_KIND_COURT_APPROVAL, "CourtDecided"},
    {CLOCK_KIND_COURT_APPROVAL, "DetentionEnded"},
    {CLOCK_KIND_COURT_APPROVAL, "LeftClinic", "stay_id"},
    {CLOCK_KIND_COURT_APPROVAL, "CrisisConcluded"},
    {CLOCK_KIND_NIGHT_CONFIRMATION, "NightConfirmed"},
    {CLOCK_KIND_NIGHT_CONFIRMATION, "TakenIntoCare"},
    {CLOCK_KIND_NIGHT_CONFIRMATION, "AdmittedToClinic"},
    {CLOCK_KIND_NIGHT_CONFIRMATION, "CrisisConcluded"},
    {CLOCK_KIND_CLINIC_LEAVE, "ClinicLeavePlanned", "stay_id"},
    {CLOCK_KIND_CLINIC_LEAVE, "LeftClinic"},
    {CLOCK_KIND_CLINIC_LEAVE, "CrisisConcluded"},
    {CLOCK_KIND_CARE_END, "CareEndPlanned", "care_id"},
    {CLOCK_KIND_CARE_END, "CareEnded"},
    {CLOCK_KIND_CARE_END, "TakenIntoCare"},
    {CLOCK_KIND_CARE_END, "CrisisConcluded"},
    {CLOCK_KIND_AFTERCARE_MEETING, "AftercareMeetingHeld"},
    {CLOCK_KIND_AFTERCARE_MEETING, "AdmittedToClinic"},
    {CLOCK_KIND_AFTERCARE_MEETING, "LeftClinic"},
    {CLOCK_KIND_AFTERCARE_MEETING, "CrisisConcluded"},
    {CLOCK_KIND_AFTER_CLINIC_TASK, "AfterClinicTaskDone", "task_id"},
    {CLOCK_KIND_DEPLOYMENT_ANSWER, "DeploymentAccepted"},
    {CLOCK_KIND_DEPLOYMENT_ANSWER, "DeploymentRefused"},
    {CLOCK_KIND_DEPLOYMENT_ANSWER, "DeploymentWithdrawn"},
    {CLOCK_KIND_OUTREACH_CONTACT, "OutreachContactMade", "", "reached"},
    {CLOCK_KIND_OUTREACH_CONTACT, "DeploymentEnded"},
    {CLOCK_KIND_DEBRIEF, "DebriefRecorded"},
};

std::string_view ShortName(const eventlog::v1::Event& event) {
  const std::string_view type = event.type();
  return type.substr(type.rfind('.') + 1);
}

const FieldDescriptor& Field(const Message& event, const char* name) {
  const FieldDescriptor* field = event.GetDescriptor()->FindFieldByName(name);
  FV_CHECK(field != nullptr);
  return *field;
}

bool IsSet(const Message& event, const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_BOOL ? event.GetReflection()->GetBool(event, &field)
                                                           : event.GetReflection()->HasField(event, &field);
}

// An enum stands in a clock's object by its number or by its name without the prefix.
bool Names(const Message& event, const FieldDescriptor& field, const std::string& object_id) {
  const google::protobuf::Reflection& read = *event.GetReflection();
  if (field.is_repeated()) {
    for (int i = 0; i < read.FieldSize(event, &field); ++i) {
      if (read.GetRepeatedString(event, &field, i) == object_id) return true;
    }
    return false;
  }
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_ENUM) return read.GetString(event, &field) == object_id;
  const auto& value = *read.GetEnum(event, &field);
  return absl::StrCat(value.number()) == object_id || absl::EndsWith(value.name(), "_" + object_id);
}

std::string TextOf(const Message& event, const char* name) {
  const FieldDescriptor* field = event.GetDescriptor()->FindFieldByName(name);
  return field == nullptr ? "" : event.GetReflection()->GetString(event, field);
}

}  // namespace

std::optional<OverdueDate> OverdueOf(const Entry& entry, const eventlog::v1::Event& event) {
  for (const Records& row : kRecords) {
    if (row.event != ShortName(event)) continue;
    const std::unique_ptr<Message> known = KnownEvent(entry, event);
    if (known == nullptr) return std::nullopt;
    const google::protobuf::Reflection& read = *known->GetReflection();
    OverdueDate date{.clock = row.clock,
                     .aggregate_id = std::string(entry.aggregate_id),
                     .object_id = TextOf(*known, "object_id"),
                     .due = {}};
    if (*row.clock_field != 0)
      date.clock = static_cast<ClockKind>(read.GetEnumValue(*known, &Field(*known, row.clock_field)));
    date.due = FromProto(
        static_cast<const google::protobuf::Timestamp&>(read.GetMessage(*known, &Field(*known, "due"))));
    return date;
  }
  return std::nullopt;
}

namespace {

// One of before the dates of a night were told apart ends all of them; any other names its own.
bool MovesOn(const crisis::v1::NightMovedOn& event, const OverdueDate& date) {
  if (event.clock() != common::v1::CLOCK_KIND_UNSPECIFIED)
    return event.clock() == date.clock && event.object_id() == date.object_id;
  return date.clock == CLOCK_KIND_NIGHT_CONFIRMATION || date.clock == CLOCK_KIND_CLINIC_LEAVE ||
         date.clock == CLOCK_KIND_CARE_END;
}

}  // namespace

bool Settles(const Entry& entry, const eventlog::v1::Event& event, const OverdueDate& date) {
  if (entry.aggregate_id != date.aggregate_id) return false;
  const std::string_view name = ShortName(event);
  if (name == "CaseLawfullyEnded") return true;  // of a case that has ended nothing is due
  if (name == "NightMovedOn") {
    const auto crisis = Unpack<crisis::v1::CrisisEvent>(event);
    return crisis && MovesOn(crisis->night_moved_on(), date);
  }
  for (const Row& row : kSettles) {
    if (row.clock != date.clock || row.event != name) continue;
    const std::unique_ptr<Message> known = KnownEvent(entry, event);
    if (known == nullptr) return false;
    const bool ours = *row.object == 0 || Names(*known, Field(*known, row.object), date.object_id);
    if (ours && (*row.when == 0 || IsSet(*known, Field(*known, row.when)))) return true;
  }
  return false;
}

std::vector<std::string_view> EventsThatSettle() {
  std::vector<std::string_view> names;
  for (const Row& row : kSettles) names.push_back(row.event);
  return names;
}

}  // namespace fallverbund::audit
