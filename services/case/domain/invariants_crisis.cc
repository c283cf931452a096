// The invariants of CRISIS_LEAD and of a stay in a clinic.
#include "services/case/domain/invariants_parts.h"

namespace fallverbund::casework::testing {
namespace {

bool LedByANamedPerson(const Step& s) {
  return !s.after.crisis ||
         (!s.after.crisis->id.empty() && s.after.crisis->lead.held() && Named(s.after.crisis->lead.holder()));
}

// It begins with the alarm, moves to whoever accepts in person, and ends with the crisis or the case.
bool LeadMovesInPerson(const Step& s) {
  if (s.before.crisis == s.after.crisis) return true;
  if (!s.before.crisis) return Is<BeginCrisisLead>(s) && Has(s, Event::kCrisisLeadTaken);
  if (!s.after.crisis) return Is<EndCrisisLead>(s) || Has(s, Event::kCaseLawfullyEnded);
  return Is<AcceptCrisisLead>(s) && s.before.crisis->id == s.after.crisis->id &&
         s.after.crisis->lead.holder().person_id == s.given.actor.person;
}

bool NoEndedCaseIsLed(const Step& s) {
  return !s.after.ended || !s.after.crisis;
}

bool StayIsWhereTheNightIs(const Step& s) {
  const auto kind = s.after.tonight.holder().kind;
  return s.after.clinic_stay_id.empty() || kind == common::v1::TONIGHT_KIND_CLINIC ||
         kind == common::v1::TONIGHT_KIND_IN_CARE;
}

// The place from which somebody went to the clinic or ran away is there until the night returns to it, the
// setting ends, or the way out of the clinic leads to another place. Only who holds CASE ends it meanwhile,
// or another provider that begins.
bool PlaceIsKept(const Step& s) {
  const std::string &before = s.before.kept_setting_id, &after = s.after.kept_setting_id;
  const bool missing = s.after.tonight.holder().kind == common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN;
  if (!after.empty()) {
    const Setting* setting = s.after.FindSetting(after);
    return setting != nullptr && IsRunning(*setting) && s.after.tonight_setting_id.empty() &&
           after == (before.empty() ? s.before.tonight_setting_id : before);
  }
  const bool admitted = s.before.clinic_stay_id.empty() && !s.after.clinic_stay_id.empty();
  if (before.empty()) return s.before.tonight_setting_id.empty() || !(missing || admitted);
  const Setting* setting = s.after.FindSetting(before);
  const bool ended = setting != nullptr && setting->phase == SettingPhase::kEnded;
  if (ended) return Has(s, Event::kSettingStarted) || ByHolder(s);
  return s.after.tonight_setting_id == before || (Is<MoveForClinic>(s) && !missing);
}

// § 42: its office hears of it, unless it says so itself.
bool RunningAwayEndsNoCare(const Step& s) {
  const care::Tonight& before = s.before.tonight.holder();
  if (!Is<ReportMissing>(s) || before.kind != common::v1::TONIGHT_KIND_IN_CARE) return true;
  const Event* moved = Find(s, Event::kTonightMoved);
  if (moved == nullptr) return s.before.tonight == s.after.tonight;
  const auto& told = moved->tonight_moved().told_organisation_ids();
  const std::string& office = before.holder.organisation_id;
  return moved->tonight_moved().missing_from_care_id() == s.before.clinic_stay_id &&
         (s.given.actor.organisation == office || (told.size() == 1 && told[0] == office));
}

bool CrisisMovesNoOtherStrand(const Step& s) {
  const bool crisis = Is<AcceptCrisisLead>(s) || Is<EndCrisisLead>(s) || Is<MoveForClinic>(s);
  return !crisis || (s.before.responsibility.holder() == s.after.responsibility.holder() || s.before.ended);
}

}  // namespace

std::vector<Invariant> CrisisInvariants() {
  return {
      {"D1 a crisis is led by a named person", LedByANamedPerson},
      {"D1 the lead moves to whoever accepts it, and ends with the crisis", LeadMovesInPerson},
      {"D1 no ended case is led", NoEndedCaseIsLed},
      {"D4 a stay is where the night is", StayIsWhereTheNightIs},
      {"N8 D4 a place is kept while somebody is missing or in a clinic", PlaceIsKept},
      {"D4 a crisis moves CASE to nobody", CrisisMovesNoOtherStrand},
      {"N12 care runs on while somebody is missing, and its office hears of it", RunningAwayEndsNoCare},
  };
}

}  // namespace fallverbund::casework::testing
