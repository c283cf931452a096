// The invariants of understanding, settings and TONIGHT.
#include <algorithm>

#include "libs/base/time.h"
#include "services/case/domain/invariants_parts.h"

namespace fallverbund::casework::testing {
namespace {

// --- Understanding and settings ---

bool UnderstandingComesFirst(const Step& s) {
  return !(Has(s, Event::kSettingProposed) || Has(s, Event::kSettingAdopted)) || s.before.understood;
}
bool UnderstoodOncePerCycle(const Step& s) {
  if (Has(s, Event::kCaseUnderstandingRecorded)) return !s.before.understood && s.after.understood;
  return !s.after.understood || s.before.understood;
}
bool ProposedWhole(const Step& s) {
  const Event* proposed = Find(s, Event::kSettingProposed);
  if (proposed == nullptr) return true;
  int places = 0;
  for (const auto& component : proposed->setting_proposed().components()) {
    if (component.organisation_id().empty()) return false;
    if (component.kind() == v1::COMPONENT_KIND_RESIDENTIAL) ++places;
  }
  return proposed->setting_proposed().components_size() > 0 && places <= 1;
}
bool AnsweredForReal(const Step& s) {
  const Event* answered = Find(s, Event::kSettingAnswered);
  if (answered == nullptr) return true;
  const auto& answer = answered->setting_answered();
  const Setting* setting = s.before.FindSetting(answer.setting_id());
  return setting != nullptr && setting->phase != SettingPhase::kEnded &&
         answer.answer() != v1::ANSWER_UNSPECIFIED &&
         (answer.answer() != v1::ANSWER_NOT_ASKED || answer.has_why());
}
bool AdoptedByHolderAfterTheAnswer(const Step& s) {
  const Event* adopted = Find(s, Event::kSettingAdopted);
  if (adopted == nullptr) return true;
  const Setting* setting = s.before.FindSetting(adopted->setting_adopted().setting_id());
  return setting != nullptr && setting->phase == SettingPhase::kProposed &&
         setting->answer != v1::ANSWER_UNSPECIFIED && ByHolder(s);
}
bool StartedByTheProviderOnceAdopted(const Step& s) {
  const Event* started = Find(s, Event::kSettingStarted);
  if (started == nullptr) return true;
  const Setting* setting = s.before.FindSetting(started->setting_started().setting_id());
  return setting != nullptr && setting->phase == SettingPhase::kAdopted &&
         Provides(*setting, s.given.actor.organisation);
}

// --- TONIGHT ---

bool TonightIsNeverEmpty(const Step& s) {
  if (!s.after.tonight.held()) return false;
  const care::Tonight& tonight = s.after.tonight.holder();
  care::Holder deputy = tonight.holder;
  deputy.person_id = deputy.deputy_person_id;
  return tonight.kind != common::v1::TONIGHT_KIND_UNSPECIFIED && s.world.IsKnown(tonight.holder) &&
         (deputy.person_id.empty() || s.world.IsKnown(deputy));
}
// The same person goes on, since when it was; only the deputy is another one, by the word of that
// organisation.
bool OnlyTheNightsDeputyIsAnother(const Step& s) {
  care::Tonight before = s.before.tonight.holder();
  before.holder.deputy_person_id = s.after.tonight.holder().holder.deputy_person_id;
  return before == s.after.tonight.holder() && s.before.tonight.since() == s.after.tonight.since() &&
         before.holder.organisation_id == s.given.actor.organisation;
}
// CASE went to who vouches now: the night at the same place that the giver had only vouched for.
bool WentWithCase(const Step& s) {
  const care::Tonight& before = s.before.tonight.holder();
  const care::Tonight& next = s.after.tonight.holder();
  return Has(s, Event::kResponsibilityMoved) && before.kind == next.kind &&
         !care::AcceptsForItself(before.kind) &&
         before.holder.organisation_id == s.before.responsibility.holder().organisation_id &&
         next.holder == s.after.responsibility.holder() &&
         s.before.sheltered_since == s.after.sheltered_since;
}
bool TonightIsTakenNeverGiven(const Step& s) {
  if (!s.before.opened() || s.before.tonight == s.after.tonight) return true;
  if (Has(s, Event::kStrandDeputyNamed)) return OnlyTheNightsDeputyIsAnother(s);
  if (WentWithCase(s)) return true;
  const care::Tonight& next = s.after.tonight.holder();
  if (Is<MoveForClinic>(s)) return true;  // accepted in person in another context: judged with the crisis
  if (next.kind == common::v1::TONIGHT_KIND_CRISIS_TEAM) return Is<TakeOverTonight>(s);
  if (next.kind == common::v1::TONIGHT_KIND_PLACEMENT) {
    return (Has(s, Event::kSettingStarted) || Is<ReportBack>(s)) &&
           next.holder.person_id == s.given.actor.person;
  }
  if (Is<ReportMissing>(s)) {  // whoever holds CASE answers for it anyway
    const bool sheltered = s.before.tonight.holder().holder.organisation_id == s.given.actor.organisation;
    return (ByHolder(s) || sheltered) && next.holder == s.before.responsibility.holder();
  }
  return ByHolder(s) && next.holder.organisation_id == s.given.actor.organisation;
}
bool ShelterRuns(const Step& s) {
  if (s.after.tonight_setting_id.empty())
    return s.after.tonight.holder().kind != common::v1::TONIGHT_KIND_PLACEMENT;
  const Setting* setting = s.after.FindSetting(s.after.tonight_setting_id);
  return setting != nullptr &&
         (setting->phase == SettingPhase::kRunning || setting->phase == SettingPhase::kNotice) &&
         s.after.tonight.holder().kind == common::v1::TONIGHT_KIND_PLACEMENT &&
         Provides(*setting, s.after.tonight.holder().holder.organisation_id);
}
bool EndNamesTheNextNight(const Step& s) {
  const Event* ended = Find(s, Event::kSettingEnded);
  if (ended == nullptr) return true;
  const Setting* setting = s.before.FindSetting(ended->setting_ended().setting_id());
  const care::Tonight next = care::FromProto(ended->setting_ended().next_tonight());
  if (setting == nullptr) return false;
  if (setting->phase == SettingPhase::kAdopted)  // never began: nobody slept there
    return Is<EndSetting>(s) && ByHolder(s) && Has(s, Event::kOfferFoundUnsuitable) &&
           s.before.tonight == s.after.tonight;
  if (!(setting->phase == SettingPhase::kRunning || setting->phase == SettingPhase::kNotice)) return false;
  if (!Is<EndSetting>(s)) return next == s.after.tonight.holder();
  const auto others = [&](const Component& part) {
    return part.organisation_id != s.given.actor.organisation;
  };
  const bool party =
      ByHolder(s) || std::none_of(setting->components.begin(), setting->components.end(), others);
  const bool sheltered = s.before.tonight_setting_id == setting->id;
  return party && Named(next.holder) && next == s.after.tonight.holder() &&
         (sheltered || s.before.tonight == s.after.tonight);
}
// The only provider of help by day that ends it before the day of a notice has broken it off. Whenever it
// does, or where whoever is missing loses the place, nothing comes after it but a plan.
bool EndIsFollowedByAPlan(const Step& s) {
  const Event* event = Find(s, Event::kSettingEnded);
  if (event == nullptr) return true;
  const auto& ended = event->setting_ended();
  const care::Clock* notice = s.before.clocks.Find(common::v1::CLOCK_KIND_NOTICE_BRIDGE, ended.setting_id());
  const bool announced = notice != nullptr && notice->due <= s.given.now;
  const bool by_provider = Is<EndSetting>(s) && !ByHolder(s);
  const bool missing = Is<EndSetting>(s) && s.before.kept_setting_id == ended.setting_id() &&
                       s.before.tonight.holder().kind == common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN;
  const auto cause = by_provider         ? v1::SETTING_END_CAUSE_PROVIDER
                     : Is<EndSetting>(s) ? v1::SETTING_END_CAUSE_CASE_HOLDER
                                         : v1::SETTING_END_CAUSE_NEXT_PLACE;
  return ended.broken_off() == (by_provider && !announced) && ended.cause() == cause &&
         (!(by_provider || missing) || Has(s, Event::kReplanOpened));
}
// Whoever runs away loses no place by it: whoever holds CASE may end it later, for its own reasons.
bool NoSettingEndsIntoTheUnknown(const Step& s) {
  const Event* ended = Find(s, Event::kSettingEnded);
  return ended == nullptr || s.before.tonight_setting_id != ended->setting_ended().setting_id() ||
         ended->setting_ended().next_tonight().kind() != common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN;
}
// Of every setting under notice somebody is told by when to have found what comes next.
bool NoticeIsBridged(const Step& s) {
  if (s.after.ended) return true;
  return std::none_of(s.after.settings.begin(), s.after.settings.end(), [&](const Setting& setting) {
    const care::Clock* clock = s.after.clocks.Find(common::v1::CLOCK_KIND_NOTICE_BRIDGE, setting.id);
    return (setting.phase == SettingPhase::kNotice) != (clock != nullptr);
  });
}
bool NoticeHoldsOn(const Step& s) {
  const Event* notice = Find(s, Event::kSettingNoticeGiven);
  if (notice == nullptr) return true;
  const Setting* setting = s.before.FindSetting(notice->setting_notice_given().setting_id());
  const bool runs = setting != nullptr &&
                    (setting->phase == SettingPhase::kRunning || setting->phase == SettingPhase::kNotice);
  return runs && SameStrands(s) && (Is<LetPartnerGo>(s) || Provides(*setting, s.given.actor.organisation));
}
// What lives in the state lives on: settings only end by an event that says so.
bool SettingsEndOnlyByTheirEvent(const Step& s) {
  for (const Setting& setting : s.before.settings) {
    const Setting* after = s.after.FindSetting(setting.id);
    if (after == nullptr) return false;
    if (after->phase == SettingPhase::kEnded && setting.phase != SettingPhase::kEnded &&
        !Has(s, Event::kSettingEnded))
      return false;
  }
  return true;
}

}  // namespace

std::vector<Invariant> SettingInvariants() {
  return {
      {"A11 understanding comes before proposing and adopting", UnderstandingComesFirst},
      {"A11 a cycle is understood once", UnderstoodOncePerCycle},
      {"A14 a setting names its parts, one place at most", ProposedWhole},
      {"A14 a setting is adopted by the holder, after the answer", AdoptedByHolderAfterTheAnswer},
      {"A14 an adopted setting is started by its provider", StartedByTheProviderOnceAdopted},
      {"A15 an answer is an answer, or says why not", AnsweredForReal},
      {"N1 TONIGHT is never empty", TonightIsNeverEmpty},
      {"N9 TONIGHT is taken, never given", TonightIsTakenNeverGiven},
      {"N9 who shelters by a setting runs it", ShelterRuns},
      {"N9 a setting ends with the next night named", EndNamesTheNextNight},
      {"N8 no setting ends into the unknown", NoSettingEndsIntoTheUnknown},
      {"N9 notice holds on", NoticeHoldsOn},
      {"N9 B8 a setting under notice is bridged by a date", NoticeIsBridged},
      {"N9 settings end only by their event", SettingsEndOnlyByTheirEvent},
      {"B4 N8 a help that its provider or running away ends opens a new plan", EndIsFollowedByAPlan},
  };
}

}  // namespace fallverbund::casework::testing
