#include "services/audit/domain/facts.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "fallverbund/crisis/v1/deployment_events.pb.h"
#include "fallverbund/intake/v1/prevention_events.pb.h"
#include "fallverbund/team/v1/calendar_events.pb.h"
#include "fallverbund/team/v1/catalogue_events.pb.h"
#include "fallverbund/team/v1/joint_decision_events.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "libs/base/check.h"
#include "libs/base/time.h"
#include "services/audit/domain/overdue.h"
#include "services/audit/domain/participation.h"
#include "services/audit/domain/schema.h"
#include "services/audit/domain/strands.h"
#include "services/audit/domain/unpack.h"

namespace fallverbund::audit {
namespace {

using casework::v1::CaseEvent;
using common::v1::Participation;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

class Facts {
 public:
  explicit Facts(const Entry& entry)
      : at_(entry.commit.has_occurred_at() ? entry.commit.occurred_at() : entry.commit.recorded_at()),
        recorded_at_(entry.commit.recorded_at()),
        known_at_(ToProto(entry.known_at)) {}

  v1::CaseFact& Add(v1::CaseFactKind kind) {
    v1::CaseFact& fact = facts_.emplace_back();
    fact.set_kind(kind);
    *fact.mutable_at() = at_;
    *fact.mutable_recorded_at() = recorded_at_;
    *fact.mutable_known_at() = known_at_;
    return fact;
  }
  std::vector<v1::CaseFact> Take() { return std::move(facts_); }

 private:
  const google::protobuf::Timestamp at_, recorded_at_, known_at_;
  std::vector<v1::CaseFact> facts_;
};

// What is counted: the event by its arm, and which of its fields are the fact's object, code, yes and date;
// empty: none.
struct Counted {
  std::string_view arm;
  v1::CaseFactKind kind;
  const char* object = "";
  const char* code = "";
  const char* yes = "";
  const char* date = "";
};
constexpr Counted kCounted[] = {
    {"case_opened", v1::CASE_FACT_KIND_OPENED},
    {"case_lawfully_ended", v1::CASE_FACT_KIND_ENDED, "", "ground"},
    {"case_reopened", v1::CASE_FACT_KIND_REOPENED},
    {"handover_offered", v1::CASE_FACT_KIND_OFFERED, "handover_id", "", "cold"},
    {"handover_accepted", v1::CASE_FACT_KIND_ACCEPTED, "handover_id"},
    {"handover_refused", v1::CASE_FACT_KIND_REFUSED, "handover_id"},
    {"handover_revoked", v1::CASE_FACT_KIND_REVOKED, "handover_id"},
    {"handover_taken_back", v1::CASE_FACT_KIND_TAKEN_BACK, "handover_id"},
    {"shared_responsibility_taken", v1::CASE_FACT_KIND_SHARED},
    {"case_understanding_recorded", v1::CASE_FACT_KIND_UNDERSTOOD},
    {"setback_recorded", v1::CASE_FACT_KIND_SETBACK},
    {"setting_started", v1::CASE_FACT_KIND_SETTING_STARTED, "setting_id"},
    {"setting_notice_given", v1::CASE_FACT_KIND_SETTING_NOTICE, "setting_id"},
    {"setting_ended", v1::CASE_FACT_KIND_SETTING_ENDED, "setting_id", "", "broken_off"},
    {"setting_answered", v1::CASE_FACT_KIND_SETTING_ANSWERED, "setting_id", "answer"},
    {"right_assessed", v1::CASE_FACT_KIND_RIGHT_ASSESSED, "", "domain", "covered", "since"},
    {"standby_entered", v1::CASE_FACT_KIND_RESTS},
    {"case_reactivated", v1::CASE_FACT_KIND_REACTIVATED},
    {"contact_with_young_person_recorded", v1::CASE_FACT_KIND_CONTACT},
    // Of a crisis.
    {"admitted_to_clinic", v1::CASE_FACT_KIND_CLINIC_ADMITTED, "stay_id"},
    {"left_clinic", v1::CASE_FACT_KIND_CLINIC_LEFT, "stay_id", "", "", "meeting_due"},
    {"aftercare_meeting_held", v1::CASE_FACT_KIND_CLINIC_MET},
    {"leg_started", v1::CASE_FACT_KIND_LEG_STARTED, "", "party", "", "acknowledge_due"},
    // Of a calendar.
    {"calendar_opened", v1::CASE_FACT_KIND_CALENDAR, "area", "kind"},
    {"session_planned", v1::CASE_FACT_KIND_SESSION_PLANNED, "session_id", "", "", "due"},
    {"session_postponed", v1::CASE_FACT_KIND_SESSION_PLANNED, "session_id", "", "", "due"},
    {"session_held", v1::CASE_FACT_KIND_SESSION_HELD, "session_id"},
    {"session_missed", v1::CASE_FACT_KIND_SESSION_MISSED, "session_id"},
};

const FieldDescriptor& Field(const Message& event, const char* name) {
  const FieldDescriptor* field = event.GetDescriptor()->FindFieldByName(name);
  FV_CHECK(field != nullptr);
  return *field;
}

void AddCounted(std::string_view arm, const Message& event, Facts& facts) {
  for (const Counted& row : kCounted) {
    if (row.arm != arm) continue;
    const google::protobuf::Reflection& read = *event.GetReflection();
    v1::CaseFact& fact = facts.Add(row.kind);
    if (*row.object != 0) fact.set_object_id(read.GetString(event, &Field(event, row.object)));
    if (*row.code != 0) fact.set_code(read.GetEnumValue(event, &Field(event, row.code)));
    if (*row.yes != 0) fact.set_yes(read.GetBool(event, &Field(event, row.yes)));
    if (*row.date != 0 && read.HasField(event, &Field(event, row.date)))
      fact.mutable_date()->CopyFrom(read.GetMessage(event, &Field(event, row.date)));
  }
}

// By the arm of its oneof; it was unpacked, so there is one.
void AddArm(const Message& sum, Facts& facts) {
  const google::protobuf::Reflection& read = *sum.GetReflection();
  const FieldDescriptor* arm = read.GetOneofFieldDescriptor(sum, sum.GetDescriptor()->oneof_decl(0));
  FV_CHECK(arm != nullptr);
  AddCounted(arm->name(), read.GetMessage(sum, arm), facts);
}

// By person and wording, so that only answers to the same question are compared (A23).
void AddConfidence(const casework::v1::ConfidenceRecorded& event, Facts& facts) {
  v1::CaseFact& fact = facts.Add(v1::CASE_FACT_KIND_CONFIDENCE);
  fact.set_object_id(absl::StrCat(event.person_id(), ".", event.question_version()));
  fact.set_code(event.confidence());
}

void AddParticipation(const CaseEvent& event, Facts& facts) {
  const Participation* said = ParticipationOf(event);
  if (said != nullptr && said->young_person().heard()) facts.Add(v1::CASE_FACT_KIND_CONTACT);
  if (event.has_hearing_recorded()) return;  // makes up for a decision, and is none
  if (said == nullptr || said->ByteSizeLong() == 0) return;
  facts.Add(v1::CASE_FACT_KIND_DECISION);
  if (said->young_person().heard()) facts.Add(v1::CASE_FACT_KIND_YOUNG_PERSON_HEARD);
  if (said->family().heard()) facts.Add(v1::CASE_FACT_KIND_FAMILY_HEARD);
}

void AddProposal(const casework::v1::SettingProposed& proposed, Facts& facts) {
  const bool residential =
      std::any_of(proposed.components().begin(), proposed.components().end(),
                  [](const auto& part) { return part.kind() == casework::v1::COMPONENT_KIND_RESIDENTIAL; });
  if (residential) facts.Add(v1::CASE_FACT_KIND_RESIDENTIAL).set_object_id(proposed.setting_id());
}

// What there is no offer for (A5), as in the case service's list: later versions tell of the same gap.
void AddGap(const casework::v1::RecordEntered& record, Facts& facts) {
  if (record.kind() == casework::v1::RECORD_KIND_STRUCTURAL_GAP && record.version() == 1)
    facts.Add(v1::CASE_FACT_KIND_STRUCTURAL_GAP).set_code(record.gap());
}

void AddEvent(const CaseEvent& known, Facts& facts) {
  AddArm(known, facts);
  for (const int kind : known.setback_recorded().kinds())
    facts.Add(v1::CASE_FACT_KIND_SETBACK_KIND).set_code(kind);
  for (const std::string& setting_id : known.commitments_stay().setting_ids())
    facts.Add(v1::CASE_FACT_KIND_SETTING_NOTICE_TAKEN_BACK).set_object_id(setting_id);
  if (known.has_confidence_recorded()) AddConfidence(known.confidence_recorded(), facts);
  if (known.search_contact_made().result() == casework::v1::SEARCH_RESULT_SPOKEN)
    facts.Add(v1::CASE_FACT_KIND_CONTACT);
  AddProposal(known.setting_proposed(), facts);
  AddGap(known.record_entered(), facts);
  AddParticipation(known, facts);
}

// A leg's clock is named by its party's number; anything else counts for no party.
int PartyOf(const std::string& clock_object) {
  int party = 0;
  return absl::SimpleAtoi(clock_object, &party) && common::v1::CrisisParty_IsValid(party) ? party : 0;
}

// How long each leg took from the alarm to its acknowledgement (D2).
void AddCrisis(const crisis::v1::CrisisEvent& known, Facts& facts) {
  if (known.has_crisis_opened()) facts.Add(v1::CASE_FACT_KIND_CRISIS).set_code(known.crisis_opened().kind());
  for (const crisis::v1::LegStarted& leg : known.crisis_opened().legs())
    AddCounted("leg_started", leg, facts);
  AddArm(known, facts);
  if (known.aftercare_meeting_held().participation().young_person().heard())
    facts.Add(v1::CASE_FACT_KIND_CONTACT);
  if (known.has_crisis_concluded()) facts.Add(v1::CASE_FACT_KIND_CRISIS_CONCLUDED);
  if (known.crisis_deadline_overdue().clock() == common::v1::CLOCK_KIND_CRISIS_LEG)
    facts.Add(v1::CASE_FACT_KIND_LEG_OVERDUE).set_code(PartyOf(known.crisis_deadline_overdue().object_id()));
  if (known.has_alarm_repeated())
    facts.Add(v1::CASE_FACT_KIND_ALARM_REPEATED).set_yes(known.alarm_repeated().has_heard_due());
  if (known.alarm_acknowledged().leads()) facts.Add(v1::CASE_FACT_KIND_DANGER_HEARD);
  if (known.crisis_deadline_overdue().clock() == common::v1::CLOCK_KIND_NEW_DANGER)
    facts.Add(v1::CASE_FACT_KIND_DANGER_OVERDUE);
  if (!known.has_leg_acknowledged()) return;
  v1::CaseFact& fact = facts.Add(v1::CASE_FACT_KIND_LEG_ACKNOWLEDGED);
  fact.set_code(known.leg_acknowledged().party());
  fact.set_part(static_cast<int>(known.leg_acknowledged().seconds_after_alarm()));
  fact.set_yes(known.leg_acknowledged().told());
}

// What was published of the prevention chain (E7): of each table its sums alone.
void AddPrevention(const intake::v1::PreventionTablePublished& table, Facts& facts) {
  for (const intake::v1::PreventionFigure& figure : table.figures()) {
    const bool sum = figure.social_space_id().empty() &&
                     figure.service_line() == intake::v1::SERVICE_LINE_UNSPECIFIED &&
                     figure.language_need() == intake::v1::LANGUAGE_NEED_UNSPECIFIED;
    if (!sum) continue;
    v1::CaseFact& fact = facts.Add(v1::CASE_FACT_KIND_PREVENTION_SUM);
    fact.set_code(figure.measure());
    fact.set_part(static_cast<int>(figure.count()));
    fact.set_yes(figure.hidden());
  }
}

// What matters of the catalogue: offers and their places (B8).
void AddOffer(const team::v1::CatalogueEvent& known, Facts& facts) {
  const team::v1::CatalogueEntryListed& listed = known.catalogue_entry_listed();
  if (listed.kind() == team::v1::CATALOGUE_KIND_OFFER) {
    for (const int topic : listed.topics()) facts.Add(v1::CASE_FACT_KIND_OFFER_LISTED).set_code(topic);
  }
  if (known.has_catalogue_entry_withdrawn()) facts.Add(v1::CASE_FACT_KIND_OFFER_WITHDRAWN);
  if (!known.has_places_told()) return;
  v1::CaseFact& places = facts.Add(v1::CASE_FACT_KIND_OFFER_PLACES);
  places.set_code(static_cast<int>(known.places_told().places()));
  places.set_part(static_cast<int>(known.places_told().free()));
}

// What matters of joint decisions: those that evaluate a project (B14), and how each came out.
void AddEvaluation(const team::v1::JointDecisionEvent& known, Facts& facts) {
  const team::v1::JointDecisionOpened& opened = known.joint_decision_opened();
  if (opened.has_evaluation())
    facts.Add(v1::CASE_FACT_KIND_EVALUATION_ASKED).set_code(opened.evaluation().judgement());
  if (!known.has_joint_decision_reached()) return;
  const team::v1::JointDecisionReached& reached = known.joint_decision_reached();
  facts.Add(v1::CASE_FACT_KIND_DECISION_REACHED).set_yes(reached.yes() > 0 && reached.no() == 0);
}

// Whatever has missed its date: of the case, its origin, team, deployments and crises, or of a family's
// accompaniment (N4). An object's own id tells it apart; else the aggregate's does.
void AddOverdue(const Entry& entry, const eventlog::v1::Event& event, Facts& facts) {
  const auto date = OverdueOf(entry, event);
  if (!date) return;
  v1::CaseFact& fact = facts.Add(v1::CASE_FACT_KIND_OVERDUE);
  fact.set_code(date->clock);
  const bool of_the_case = AreaOf(entry) == Area::kCase;
  fact.set_object_id(date->object_id.empty() && !of_the_case ? date->aggregate_id : date->object_id);
}

// Who vouches for the night and who holds CASE, by whichever event it came to that.
void AddHolders(const Entry& entry, const Verdict& verdict, const v1::CaseFile& after, Facts& facts) {
  const v1::HoldingSpan* night = Held(after, common::v1::STRAND_TONIGHT);
  const bool night_ended =
      std::any_of(verdict.ended.begin(), verdict.ended.end(),
                  [](const v1::HoldingSpan& span) { return span.strand() == common::v1::STRAND_TONIGHT; });
  if (night == nullptr && night_ended) facts.Add(v1::CASE_FACT_KIND_TONIGHT);
  if (night != nullptr && night->from_position() == entry.position)
    facts.Add(v1::CASE_FACT_KIND_TONIGHT).set_code(night->tonight_kind());
  const v1::HoldingSpan* held = Held(after, common::v1::STRAND_CASE);
  if (held == nullptr || held->from_position() != entry.position) return;
  const common::v1::Holder& who = held->holder();
  facts.Add(v1::CASE_FACT_KIND_HELD)
      .set_object_id(
          absl::StrCat(who.unit_id().empty() ? who.organisation_id() : who.unit_id(), ".", who.person_id()));
}

bool SameUnit(const common::v1::Holder& a, const common::v1::Holder& b) {
  return a.organisation_id() == b.organisation_id() && a.unit_id() == b.unit_id();
}

// By whichever event: what ended a span of CASE while another goes on.
bool Moved(const Verdict& verdict, const v1::CaseFile& after) {
  const v1::HoldingSpan* held = Held(after, common::v1::STRAND_CASE);
  return held != nullptr &&
         std::any_of(verdict.ended.begin(), verdict.ended.end(), [&](const v1::HoldingSpan& span) {
           return span.strand() == common::v1::STRAND_CASE && !SameUnit(span.holder(), held->holder());
         });
}

}  // namespace

std::vector<v1::CaseFact> FactsOf(const Entry& entry, const Verdict& verdict, const v1::CaseFile& after) {
  Facts facts(entry);
  if (after.first_position() == entry.position) facts.Add(v1::CASE_FACT_KIND_FIRST_KNOWN);
  for (const eventlog::v1::Event& event : entry.commit.events()) {
    if (const auto known = Unpack<CaseEvent>(event)) AddEvent(*known, facts);
    if (const auto known = Unpack<crisis::v1::CrisisEvent>(event)) AddCrisis(*known, facts);
    if (const auto known = Unpack<crisis::v1::DeploymentEvent>(event);
        known && known->outreach_contact_made().reached())
      facts.Add(v1::CASE_FACT_KIND_CONTACT);
    AddOverdue(entry, event, facts);
  }
  AddHolders(entry, verdict, after, facts);
  if (Moved(verdict, after)) facts.Add(v1::CASE_FACT_KIND_MOVED);
  return facts.Take();
}

std::vector<v1::CaseFact> RegisterFactsOf(const Entry& entry) {
  const Area area = AreaOf(entry);
  if (area != Area::kRegister && area != Area::kPrevention) return {};
  Facts facts(entry);
  for (const eventlog::v1::Event& event : entry.commit.events()) {
    if (const auto known = Unpack<team::v1::CatalogueEvent>(event)) AddOffer(*known, facts);
    if (const auto known = Unpack<team::v1::JointDecisionEvent>(event)) AddEvaluation(*known, facts);
    if (const auto known = Unpack<team::v1::CalendarEvent>(event)) AddArm(*known, facts);
    if (const auto known = Unpack<intake::v1::PreventionTableEvent>(event))
      AddPrevention(known->prevention_table_published(), facts);
    AddOverdue(entry, event, facts);
  }
  return facts.Take();
}

}  // namespace fallverbund::audit
