// The invariants of who was heard, setbacks and standby.
#include <algorithm>

#include "libs/base/time.h"
#include "libs/care/terms.h"
#include "services/case/domain/invariants_parts.h"

namespace fallverbund::casework::testing {
namespace {

// --- Who was heard ---

bool WasHeard(const common::v1::Hearing& hearing, absl::Time now) {
  return hearing.heard() ||
         (hearing.reason() != common::v1::NOT_HEARD_REASON_UNSPECIFIED &&
          FromProto(hearing.retry_due()) > now && FromProto(hearing.retry_due()) <= now + Days(90));
}

const common::v1::Participation* ParticipationOf(const Event& event) {
  static const common::v1::Participation kNone;
  const auto of = [](const auto& fact) { return fact.has_participation() ? &fact.participation() : &kNone; };
  if (event.has_handover_offered()) return of(event.handover_offered());
  if (event.has_handover_meeting_held()) return of(event.handover_meeting_held());
  if (event.has_case_understanding_recorded()) return of(event.case_understanding_recorded());
  if (event.has_setting_proposed()) return of(event.setting_proposed());
  if (event.has_setting_adopted()) return of(event.setting_adopted());
  if (event.has_standby_entered()) return of(event.standby_entered());
  if (event.has_aftercare_begun()) return of(event.aftercare_begun());
  if (event.has_handover_followed_up()) return of(event.handover_followed_up());
  if (event.has_hearing_recorded()) return of(event.hearing_recorded());
  if (event.has_agency_conversation_held()) return of(event.agency_conversation_held());
  if (event.has_ombuds_offered()) return of(event.ombuds_offered());
  if (event.has_help_planned()) return of(event.help_planned());
  if (event.has_transition_checked()) return of(event.transition_checked());
  if (event.has_peer_consultation_held()) return of(event.peer_consultation_held());
  if (event.has_risk_assessment_made()) return of(event.risk_assessment_made());
  if (event.has_setting_evaluated()) return of(event.setting_evaluated());
  if (event.has_residential_phase_entered()) return of(event.residential_phase_entered());
  if (event.has_lawful_end_requested()) {
    const auto ground = event.lawful_end_requested().ground();
    const bool nobody_left =
        ground == v1::LAWFUL_END_GROUND_DEATH || ground == v1::LAWFUL_END_GROUND_RECORDED_IN_ERROR;
    return nobody_left ? nullptr : of(event.lawful_end_requested());
  }
  return nullptr;
}

bool YoungPersonWasMet(const Step& s) {
  for (const Event& event : s.events) {
    const auto* participation = ParticipationOf(event);
    if (participation != nullptr && !event.has_standby_entered() && participation->young_person().heard())
      return true;
    // Whoever asks for an end that needs no hearing may have heard the young person all the same.
    if (event.lawful_end_requested().participation().young_person().heard()) return true;
    if (event.has_contact_with_young_person_recorded() || event.has_setback_recorded()) return true;
    if (event.has_consents_asked_anew()) return true;
    if (event.has_risk_assessment_opened()) return true;  // a report
    if (event.has_setting_answered() && event.setting_answered().answer() != v1::ANSWER_NOT_ASKED)
      return true;
    if (event.has_setting_started() && event.setting_started().has_tonight()) return true;
    if (!event.tonight_moved().back_in_setting_id().empty()) return true;
  }
  return Is<TakeOverTonight>(s) || Is<AwakenForCrisis>(s);
}

bool EverybodyIsHeard(const Step& s) {
  return std::all_of(s.events.begin(), s.events.end(), [&](const Event& event) {
    const auto* participation = ParticipationOf(event);
    const bool adult =
        s.before.of_age || (Is<RequestLawfulEnd>(s) && AdultBy(Get<RequestLawfulEnd>(s.command).born, s));
    return participation == nullptr || (WasHeard(participation->young_person(), s.given.now) &&
                                        (adult || WasHeard(participation->family(), s.given.now)));
  });
}

// --- Setbacks and standby ---

// A new plan needs a new approval (C8); everything else about a setting stays.
std::vector<Setting> ButForApprovals(std::vector<Setting> settings) {
  for (Setting& setting : settings)
    setting.approved = setting.approved && setting.phase != SettingPhase::kProposed;
  return settings;
}
bool SetbacksMoveNothing(const Step& s) {
  const Event* setback = Find(s, Event::kSetbackRecorded);
  if (setback == nullptr) return true;
  return setback->setback_recorded().kinds_size() > 0 && SameStrands(s) &&
         ButForApprovals(s.before.settings) == ButForApprovals(s.after.settings) &&
         s.before.handover == s.after.handover && Has(s, Event::kReplanOpened) && !s.after.understood;
}
bool StandbyHasADate(const Step& s) {
  const auto& clocks = s.after.clocks.open();
  const bool watched = std::any_of(clocks.begin(), clocks.end(), [&](const care::Clock& clock) {
    return clock.kind == common::v1::CLOCK_KIND_STANDBY_CONTACT && s.after.standby &&
           clock.due == s.after.standby->next_contact_due;
  });
  return s.after.standby.has_value() == watched;
}
bool StandbyIsTheHoldersAndSoonOver(const Step& s) {
  const Event* entered = Find(s, Event::kStandbyEntered);
  if (entered == nullptr) return true;
  const auto& standby = entered->standby_entered();
  const absl::Time due = FromProto(standby.next_contact_due());
  const bool missing = standby.reason() == v1::STANDBY_REASON_UNREACHABLE ||
                       s.before.tonight.holder().kind == common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN;
  const care::Term& limit = missing ? care::kStandbyMissing : care::kStandby;
  return ByHolder(s) && !s.before.standby && due > s.given.now &&
         due <= s.given.now + care::Length(limit, TermsOfHolder(s));
}
// Whoever is missing is looked for within 28 days, however the case rested before.
bool AMissingPersonsRestIsShort(const Step& s) {
  const bool began = Has(s, Event::kSettingEnded) || Has(s, Event::kTonightMoved);
  return !began || !s.after.standby ||
         s.after.tonight.holder().kind != common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN ||
         s.after.standby->next_contact_due <=
             s.given.now + care::Length(care::kStandbyMissing, TermsOfHolder(s));
}

bool RestsInNoCrisis(const Step& s) {
  return !s.after.standby || (!s.after.crisis && s.after.planning.assessment_id.empty());
}
bool StandbyKeepsEverything(const Step& s) {
  return !(Has(s, Event::kStandbyEntered) || Has(s, Event::kContactWithYoungPersonRecorded)) ||
         SameHoldersAndTeam(s);
}
// What is said of all cases of somebody who leaves is no contact with one of them.
bool ContactBringsBack(const Step& s) {
  return !s.after.standby || !YoungPersonWasMet(s) || Is<OfferOfLeaver>(s);
}
bool RestsUntilMet(const Step& s) {
  return !s.before.standby || s.after.standby || YoungPersonWasMet(s) || Is<BeginCrisisLead>(s) ||
         (Is<MoveForClinic>(s) && !Get<MoveForClinic>(s.command).leaves) || Has(s, Event::kCaseLawfullyEnded);
}

}  // namespace

std::vector<Invariant> StandbyInvariants() {
  return {
      {"A16 every decision says who was heard", EverybodyIsHeard},
      {"N8 B2 setbacks move nothing and open a new plan", SetbacksMoveNothing},
      {"N12 standby has a date that somebody watches", StandbyHasADate},
      {"N12 standby is the holder's and soon over", StandbyIsTheHoldersAndSoonOver},
      {"N12 a rest is short from when somebody goes missing", AMissingPersonsRestIsShort},
      {"N12 no case rests in a crisis or while endangerment is assessed", RestsInNoCrisis},
      {"N12 standby and contact keep holders and team", StandbyKeepsEverything},
      {"N12 contact brings the case back", ContactBringsBack},
      {"N12 only contact, a clinic or an alarm brings it back", RestsUntilMet},
  };
}

}  // namespace fallverbund::casework::testing
