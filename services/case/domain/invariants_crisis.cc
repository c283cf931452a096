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
  if (!s.before.crisis) {
    const bool again = Has(s, Event::kCaseReopened) && s.before.ended && s.before.ended->crisis;
    return (Is<BeginCrisisLead>(s) || again) && Has(s, Event::kCrisisLeadTaken);
  }
  if (!s.after.crisis) return Is<EndCrisisLead>(s) || Has(s, Event::kCaseLawfullyEnded);
  return Is<AcceptCrisisLead>(s) && s.before.crisis->id == s.after.crisis->id &&
         s.after.crisis->lead.holder().person_id == s.given.actor.person;
}

bool NoEndedCaseIsLed(const Step& s) {
  return !s.after.ended || !s.after.crisis;
}

// R0: the lead rests while the case is ended, and comes back with it.
bool LeadComesBack(const Step& s) {
  const bool back = s.before.ended && s.before.ended->crisis && !s.after.ended;
  return !back || s.after.crisis;
}

bool StayIsWhereTheNightIs(const Step& s) {
  const auto kind = s.after.tonight.holder().kind;
  return s.after.clinic_stay_id.empty() || kind == common::v1::TONIGHT_KIND_CLINIC ||
         kind == common::v1::TONIGHT_KIND_IN_CARE;
}

// Of whoever is in a clinic or in care nobody ends it, and of whoever is missing a notice's day has come.
bool HolderMayEnd(const Step& s, const std::string& place) {
  if (!ByHolder(s) || s.before.tonight_setting_id == place) return ByHolder(s);
  const bool missing = s.before.tonight.holder().kind == common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN;
  const care::Clock* notice = s.before.clocks.Find(common::v1::CLOCK_KIND_NOTICE_BRIDGE, place);
  const Setting* setting = s.before.FindSetting(place);
  const bool announced = notice != nullptr && notice->due <= s.given.now &&
                         HasGivenNotice(*setting, *ResidentialProvider(*setting));
  return s.before.clinic_stay_id.empty() && (!missing || announced);
}

// Where somebody slept there is a place for them, wherever the night goes, until its setting ends: since
// another place or the crisis team has taken them in, or by who holds CASE.
bool PlaceIsKept(const Step& s) {
  const std::string &before = PlaceOf(s.before), &after = PlaceOf(s.after);
  if (!s.after.kept_setting_id.empty()) {
    const Setting* kept = s.after.FindSetting(s.after.kept_setting_id);
    const bool runs = kept != nullptr && IsRunning(*kept);
    if (!runs || !s.after.tonight_setting_id.empty() || after != before) return false;
  }
  if (before.empty() || before == after) return true;
  const Setting* setting = s.after.FindSetting(before);
  if (setting == nullptr || setting->phase != SettingPhase::kEnded) return false;
  const bool taken_in = Has(s, Event::kSettingStarted) || Is<TakeOverTonight>(s);
  return taken_in || HolderMayEnd(s, before);
}

// § 42: its office hears of it, unless it says so itself.
bool RunningAwayEndsNoCare(const Step& s) {
  if (!Is<ReportMissing>(s) || !s.before.opened()) return true;
  const care::Tonight& before = s.before.tonight.holder();
  if (before.kind != common::v1::TONIGHT_KIND_IN_CARE) return true;
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
      {"D1 R0 who comes back in a crisis is led again", LeadComesBack},
      {"D4 a stay is where the night is", StayIsWhereTheNightIs},
      {"N8 N9 D4 a place is kept until its setting ends", PlaceIsKept},
      {"D4 a crisis moves CASE to nobody", CrisisMovesNoOtherStrand},
      {"N12 care runs on while somebody is missing, and its office hears of it", RunningAwayEndsNoCare},
  };
}

}  // namespace fallverbund::casework::testing
