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

// The place from which somebody went to the clinic is there until the stay is over.
bool PlaceIsKept(const Step& s) {
  if (s.after.clinic_stay_id.empty()) return s.after.kept_setting_id.empty();
  if (s.before.clinic_stay_id == s.after.clinic_stay_id)
    return s.before.kept_setting_id == s.after.kept_setting_id;
  if (s.after.kept_setting_id.empty()) return s.before.tonight_setting_id.empty();
  const Setting* setting = s.after.FindSetting(s.after.kept_setting_id);
  return setting != nullptr && IsRunning(*setting);
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
      {"D4 a place is kept during a stay", PlaceIsKept},
      {"D4 a crisis moves CASE to nobody", CrisisMovesNoOtherStrand},
  };
}

}  // namespace fallverbund::casework::testing
