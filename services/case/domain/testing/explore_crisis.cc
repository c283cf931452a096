#include "services/case/domain/testing/explore_crisis.h"

#include "absl/strings/str_cat.h"
#include "libs/base/time.h"

namespace fallverbund::casework::testing {
namespace {

const Person kA1{"A", "n", "a1"}, kA2{"A", "n", "a2"}, kB1{"B", "", "b1"}, kB2{"B", "", "b2"},
    kC1{"C", "m", "c1"};
constexpr char kReading[] = "g1";

BreakGlass Break() {
  BreakGlass command;
  command.broken.set_crisis_id("crisis");
  command.broken.set_reason(v1::GLASS_REASON_DANGER_TO_LIFE);
  *command.broken.mutable_account() = Text("nobody here knows what he takes");
  return command;
}

ReviewReading Review(v1::GlassFinding finding) {
  ReviewReading command;
  command.review.set_reading_id(kReading);
  command.review.set_finding(finding);
  return command;
}

void GlassMoves(const AddMove& add) {
  BreakGlass calm = Break();
  calm.broken.clear_crisis_id();
  add("read beyond need-to-know", kC1, Break(), kReading);
  add("read without a crisis", kC1, calm, kReading);
  for (const Person& who : {kA1, kA2, kB1, kC1}) {
    add("find it justified " + who.id, who, Review(v1::GLASS_FINDING_JUSTIFIED), "");
    add("find it not justified " + who.id, who, Review(v1::GLASS_FINDING_NOT_JUSTIFIED), "");
  }
}

void SearchMoves(const AddMove& add) {
  for (const auto kind : {common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN, common::v1::TONIGHT_KIND_FAMILY})
    add("vouch here", kA1, VouchForTonight{Tonight(kind, kA1), Known()}, "");
  RecordSearchContact searched;
  searched.made.set_result(v1::SEARCH_RESULT_NO_TRACE);
  searched.next_within_hours = 24;
  add("search", kA1, searched, "");
  add("search by the partner", kB1, searched, "");
  searched.next_within_hours = 0;
  add("search no more", kA1, searched, "");
}

}  // namespace

void CrisisMoves(const AddMove& add) {
  add("an alarm", kService, CrisisOf(kB1, kB2), "");
  add("an alarm led by nobody", kService, CrisisOf({"B", "", ""}, kB2), "");
  for (const Person& who : {kA1, kB1, kB2})
    add("lead here " + who.id, who, LeadCrisis(who, who.id == "a1" ? kA2 : kB2), "");
  add("lead alone", kA1, LeadCrisis(kA1, {}), "");
  add("concluded", kService, CrisisOver(), "");
  add("another one concluded", kService, CrisisOver(2), "");
  add("admitted", kService, ToClinic(kC1), "");
  add("home from the clinic", kService, FromClinic(common::v1::TONIGHT_KIND_FAMILY, kA1), "");
  add("taken into care", kService, IntoCare(kC1), "");
  add("home from care", kService, FromCare(common::v1::TONIGHT_KIND_FAMILY, kA1), "");
  for (const Person& who : {kA1, kB1, kC1}) add("missing here, says " + who.id, who, ReportMissing{}, "");
  GlassMoves(add);
  OpenCase nobody_can = Open({"A", "n", "a1"}, {"A", "n", "a2"});
  nobody_can.holder.reachable = false;
  add("open, and who is to hold cannot act", kService, nobody_can, "");
  NameCaseDeputy able{"a3", true};
  able.reachable = true;
  add("a3 is deputy, and both can act", kA1, able, "");
}

void PlaceMoves(const AddMove& add) {
  add("admitted", kService, ToClinic(kC1), "");
  for (const auto kind : {common::v1::TONIGHT_KIND_FAMILY, common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN})
    add("out of the clinic", kService, FromClinic(kind, kA1), "");
}

void MinorMoves(const AddMove& add) {
  ReceiveUnaccompaniedMinor received;
  received.received.set_land(common::v1::FEDERAL_STATE_NORTH_RHINE_WESTPHALIA);
  *received.received.mutable_received_at() = ToProto(kStart);
  add("a minor alone", kA1, received, "");
  for (const auto step :
       {v1::MINOR_STEP_NOTIFIED_LAND, v1::MINOR_STEP_LAND_REPORTED, v1::MINOR_STEP_LAND_NAMED}) {
    RecordMinorStep taken;
    taken.taken.set_step(step);
    *taken.taken.mutable_taken_at() = ToProto(kStart);
    add("a step", kA1, taken, "");
  }
  RecordMinorAllocation allocated;
  allocated.allocated.set_organisation_id("C");
  *allocated.allocated.mutable_allocated_at() = ToProto(kStart);
  allocated.public_body = true;
  add("allocated", kA1, allocated, "");
  ExcludeMinorAllocation excluded;
  excluded.excluded.set_reason(v1::MINOR_EXCLUSION_REASON_HEALTH);
  add("excluded", kA1, excluded, "");
  SendEscort escort;
  escort.escort.set_person_id(kA2.id);
  *escort.escort.mutable_departs_at() = ToProto(kStart);
  escort.of_holder = true;
  add("escort", kA1, escort, "");
  ConfirmArrival arrived;
  *arrived.arrival.mutable_arrived_at() = ToProto(kStart);
  add("arrived", kC1, arrived, "");
  add("arrived, says who sent", kA1, arrived, "");
  SearchMoves(add);
}

namespace {

void MakeLeadCanonical(std::optional<LedCrisis>& crisis) {
  if (!crisis) return;
  care::Strand<care::Holder> lead;
  if (crisis->lead.held()) lead.HeldBy(crisis->lead.holder(), kStart);
  crisis->lead = lead;
}

std::string LeadKey(const std::optional<LedCrisis>& crisis) {
  if (!crisis) return "";
  return absl::StrCat("l", crisis->lead.held() ? crisis->lead.holder().person_id : "", ",", crisis->episode);
}

}  // namespace

void MakeCrisisCanonical(State& state) {
  MakeLeadCanonical(state.crisis);
  if (state.ended) MakeLeadCanonical(state.ended->crisis);
  if (state.readings.size() > 1) state.readings.resize(1);
}

std::string CrisisKey(const State& state) {
  std::string key = LeadKey(state.crisis);
  if (state.ended) absl::StrAppend(&key, "e", LeadKey(state.ended->crisis));
  absl::StrAppend(&key, "|", state.clinic_stay_id, "|", state.kept_setting_id, "|");
  for (const Reading& reading : state.readings) {
    absl::StrAppend(&key, reading.id, ":");
    for (const auto& review : reading.reviews) absl::StrAppend(&key, review.person_id, review.role, ",");
  }
  for (const FoundUnjustified& found : state.found_unjustified)
    absl::StrAppend(&key, "f", found.crisis_id, found.person_id, ",");
  if (state.minor)
    absl::StrAppend(&key, "m", static_cast<int>(state.minor->step), state.minor->allocated_to,
                    state.minor->departs_at.has_value(), state.minor->arrived);
  return key;
}

}  // namespace fallverbund::casework::testing
