// The invariants of aftercare and lawful ends.
#include <algorithm>

#include "libs/base/time.h"
#include "services/case/domain/invariants_parts.h"

namespace fallverbund::casework::testing {
namespace {

// --- Aftercare ---

bool AftercareHasAPeriodAndARhythm(const Step& s) {
  const Event* begun = Find(s, Event::kAftercareBegun);
  if (begun == nullptr) return true;
  const auto& aftercare = begun->aftercare_begun();
  const care::Clock* contact = ClockOf(s.after, common::v1::CLOCK_KIND_AFTERCARE_CONTACT);
  const care::Holder holder = care::FromProto(aftercare.holder());
  care::Holder deputy = holder;
  deputy.person_id = holder.deputy_person_id;
  const bool under_way = s.before.aftercare && s.before.aftercare->until > s.given.now;
  const bool another = !under_way || s.before.aftercare->strand.holder().person_id != holder.person_id;
  const absl::Time until = FromProto(aftercare.until());
  const bool long_enough =
      until >= s.given.now + Days(91) || (under_way && until >= s.before.aftercare->until);
  return ByHolder(s) && another && long_enough && s.world.IsKnown(holder) && s.world.IsKnown(deputy) &&
         holder.organisation_id == s.given.actor.organisation && holder.person_id != deputy.person_id &&
         FromProto(aftercare.until()) > s.given.now && aftercare.contact_every_days() >= 1 &&
         aftercare.contact_every_days() <= 90 && contact != nullptr &&
         contact->due <= s.given.now + Days(90) && s.before.responsibility == s.after.responsibility;
}
bool AftercareComesAfterHelp(const Step& s) {
  return !s.after.aftercare ||
         std::none_of(s.after.settings.begin(), s.after.settings.end(), [](const Setting& setting) {
           return setting.phase == SettingPhase::kRunning || setting.phase == SettingPhase::kNotice;
         });
}

// --- Lawful ends ---

bool TwoOrganisations(const care::Approvals& approvals) {
  for (const auto& one : approvals) {
    for (const auto& other : approvals) {
      if (one.organisation_id != other.organisation_id && one.person_id != other.person_id) return true;
    }
  }
  return false;
}
// Of an end in error: whoever held the case that goes on, or the deputy, agreed.
bool OtherHolderAgreed(const Ending& ending) {
  if (ending.ground != v1::LAWFUL_END_GROUND_RECORDED_IN_ERROR) return true;
  const care::Holder& by = ending.continued_by;
  return std::any_of(ending.approvals.begin(), ending.approvals.end(), [&](const auto& one) {
    return one.organisation_id == by.organisation_id &&
           (one.person_id == by.person_id || one.person_id == by.deputy_person_id);
  });
}
// A word that counts for an end is of who shares the case.
bool SharesTheCase(const State& state, const std::string& organisation) {
  if (state.coordination.held() && state.coordination.holder().organisation_id == organisation) return true;
  if (state.tonight.holder().holder.organisation_id == organisation) return true;
  for (const auto& seat : state.seats) {
    if (state.shared && seat.committed && seat.who.organisation_id == organisation) return true;
  }
  return std::any_of(state.settings.begin(), state.settings.end(), [&](const Setting& setting) {
    const bool runs = setting.phase == SettingPhase::kRunning || setting.phase == SettingPhase::kNotice;
    return runs && Provides(setting, organisation);
  });
}
// Of another organisation than holds, known, and asked only where nobody else shares.
bool AReviewerStandsInForNobodyWhoShares(const Step& s) {
  const Event* event = Find(s, Event::kLawfulEndRequested);
  if (event == nullptr || event->lawful_end_requested().reviewer_person_id().empty()) return true;
  const std::string& organisation = event->lawful_end_requested().reviewer_organisation_id();
  const std::string& holder = s.before.responsibility.holder().organisation_id;
  std::vector<std::string> others = {s.before.tonight.holder().holder.organisation_id};
  if (s.before.coordination.held()) others.push_back(s.before.coordination.holder().organisation_id);
  for (const auto& seat : s.before.seats) others.push_back(seat.who.organisation_id);
  for (const auto& setting : s.before.settings)
    for (const auto& component : setting.components) others.push_back(component.organisation_id);
  for (const std::string& other : others) {
    if (other != holder && SharesTheCase(s.before, other)) return false;
  }
  return organisation != holder && Get<RequestLawfulEnd>(s.command).reviewer_may_approve;
}
bool EndsAfterApprovalAndObjection(const Step& s) {
  const Event* ended = Find(s, Event::kCaseLawfullyEnded);
  if (ended == nullptr) return s.before.ended.has_value() || !s.after.ended;
  const auto& ending = s.before.ending;
  return ending && ending->id == ended->case_lawfully_ended().end_id() &&
         ending->ground == ended->case_lawfully_ended().ground() && TwoOrganisations(ending->approvals) &&
         OtherHolderAgreed(*ending) && ending->objection_until && *ending->objection_until <= s.given.now &&
         Is<PassDeadline>(s) && Get<PassDeadline>(s.command).goes_on_in == ending->continued_in;
}
bool EndIsAskedForByHolderWithItsEvidence(const Step& s) {
  const Event* event = Find(s, Event::kLawfulEndRequested);
  if (event == nullptr) return true;
  const auto& asked = event->lawful_end_requested();
  const bool personal = asked.given_in_person() && asked.participation().young_person().heard();
  if (!ByHolder(s) || s.before.ending) return false;
  const auto& told = Get<RequestLawfulEnd>(s.command).born;
  if (told && s.before.age && s.before.age->of_age_month) {
    const absl::CivilMonth of_age(told->year() + 18, told->month());
    if (absl::FromCivil(absl::CivilDay(of_age + 1), absl::UTCTimeZone()) != *s.before.age->of_age_month)
      return false;
  }
  switch (asked.ground()) {
    case v1::LAWFUL_END_GROUND_DEATH:
      return asked.has_evidence();
    case v1::LAWFUL_END_GROUND_AGE_27: {
      const auto& born = Get<RequestLawfulEnd>(s.command).born;
      return born && s.before.age &&
             absl::CivilDay(born->year() + 27, born->month(), born->day()) <=
                 absl::ToCivilDay(s.given.now, absl::UTCTimeZone()) &&
             (asked.has_evidence() || personal);
    }
    case v1::LAWFUL_END_GROUND_OWN_DECISION:
      return personal && asked.informed();
    case v1::LAWFUL_END_GROUND_MOVED_ABROAD:
      return asked.has_evidence() && asked.has_confirmed_at() &&
             FromProto(asked.confirmed_at()) <= s.given.now;
    case v1::LAWFUL_END_GROUND_RECORDED_IN_ERROR:
      return Get<RequestLawfulEnd>(s.command).other_case.open &&
             !Get<RequestLawfulEnd>(s.command).other_case.may_end;
    case v1::LAWFUL_END_GROUND_TRANSFERRED_OUT:
      return s.before.last_move && s.before.last_move->held == 2 &&
             s.before.last_move->giver.organisation_id != s.before.responsibility.holder().organisation_id &&
             !asked.continued_in_log_origin().empty() && !asked.continued_in_commit_id().empty();
    case v1::LAWFUL_END_GROUND_INDEPENDENCE_REACHED:
      return personal && s.before.aftercare && s.before.aftercare->until <= s.given.now &&
             s.before.aftercare->contacts > 0;
    case v1::LAWFUL_END_GROUND_UNSPECIFIED:
    case v1::LawfulEndGround_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::LawfulEndGround_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return false;
}
bool AMinorsRefusalIsNoEnd(const Step& s) {
  const Event* event = Find(s, Event::kLawfulEndRequested);
  if (event == nullptr || event->lawful_end_requested().ground() != v1::LAWFUL_END_GROUND_OWN_DECISION)
    return true;
  return AdultBy(Get<RequestLawfulEnd>(s.command).born, s) && s.before.age.has_value();
}
// But of who has died, or whose other case goes on.
bool NothingEndsWhileMissing(const Step& s) {
  const auto missing = [](const State& state) {
    return state.tonight.held() &&
           state.tonight.holder().kind == common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN;
  };
  const auto over = [](v1::LawfulEndGround ground) {
    return ground == v1::LAWFUL_END_GROUND_DEATH || ground == v1::LAWFUL_END_GROUND_RECORDED_IN_ERROR;
  };
  if (Has(s, Event::kSearchBegun) && s.after.ending) return false;
  const Event* asked = Find(s, Event::kLawfulEndRequested);
  if (asked != nullptr && missing(s.before) && !over(asked->lawful_end_requested().ground())) return false;
  const Event* ended = Find(s, Event::kCaseLawfullyEnded);
  return ended == nullptr || !missing(s.before) || over(ended->case_lawfully_ended().ground());
}
bool EndLeavesNoSettingBehind(const Step& s) {
  const Event* event = Find(s, Event::kLawfulEndRequested);
  if (event == nullptr) return true;
  const auto ground = event->lawful_end_requested().ground();
  return ground == v1::LAWFUL_END_GROUND_DEATH ||
         std::none_of(s.after.settings.begin(), s.after.settings.end(), [](const Setting& setting) {
           return setting.phase == SettingPhase::kRunning || setting.phase == SettingPhase::kNotice;
         });
}
bool ObjectionPeriodIsWhole(const Step& s) {
  const bool began = Has(s, Event::kObjectionPeriodBegan);
  if (!s.after.ending || !s.after.ending->objection_until) return !began;
  return !began || (TwoOrganisations(s.after.ending->approvals) &&
                    *s.after.ending->objection_until >= s.given.now + Days(14));
}
bool ApprovedInPersonOnce(const Step& s) {
  const Event* approved = Find(s, Event::kLawfulEndApproved);
  if (approved == nullptr) return true;
  const auto& approval = approved->lawful_end_approved();
  const auto& before = s.before.ending;
  const std::string& organisation = s.given.actor.organisation;
  const bool asked_as_other_holder = before && organisation == before->continued_by.organisation_id &&
                                     (s.given.actor.person == before->continued_by.person_id ||
                                      s.given.actor.person == before->continued_by.deputy_person_id);
  const bool asked_to_review = before && before->reviewer.person_id == s.given.actor.person &&
                               before->reviewer.organisation_id == organisation;
  return before && before->id == approval.end_id() && approval.person_id() == s.given.actor.person &&
         (ByHolder(s) || SharesTheCase(s.before, organisation) || asked_as_other_holder || asked_to_review) &&
         std::none_of(before->approvals.begin(), before->approvals.end(),
                      [&](const auto& one) { return one.person_id == approval.person_id(); });
}
bool ObjectionStopsTheEnd(const Step& s) {
  if (!Is<ObjectLawfulEnd>(s)) return true;
  return s.before.ending && Get<ObjectLawfulEnd>(s.command).end_id == s.before.ending->id &&
         !s.after.ending && !s.after.ended && SameStrands(s);
}
bool NeedStopsTheEnd(const Step& s) {
  const bool need = Has(s, Event::kSetbackRecorded) || Is<TakeOverTonight>(s) || Is<AwakenForCrisis>(s) ||
                    Is<BeginCrisisLead>(s) || Has(s, Event::kRiskAssessmentOpened) ||
                    Has(s, Event::kSettingStarted) || Has(s, Event::kResponsibilityMoved);
  return !need || !s.after.ending;
}
bool EndedCaseRestsUntilBroughtBack(const Step& s) {
  if (!s.before.ended) return !Has(s, Event::kCaseReopened);
  if (Has(s, Event::kCameOfAge)) return s.after.ended.has_value();  // the law does not wait
  if (Is<WithdrawConsent>(s)) return s.after.ended.has_value();  // nor whoever takes a consent back (§ 65)
  if (Is<ReviewReading>(s)) return s.after.ended.has_value();    // nor a review that is owed (§ 62)
  if (Is<EndCrisisLead>(s)) return s.after.ended.has_value();  // so that nobody leads when it comes back (D1)
  if (s.after.ended || !Has(s, Event::kCaseReopened)) return false;
  return s.before.ended->ground != v1::LAWFUL_END_GROUND_RECORDED_IN_ERROR || Is<ReopenCase>(s);
}
bool IsUnderNotice(const State& state, const std::string& setting_id) {
  const Setting* setting = state.FindSetting(setting_id);
  return setting != nullptr && setting->phase == SettingPhase::kNotice;
}

// A review is due, and whatever was before the end; a bridge only where the same commit has not taken the
// setting's place.
bool EverythingOwedIsDueAgain(const Step& s) {
  const auto& owed = s.before.ended->owed;
  return ClockOf(s.after, common::v1::CLOCK_KIND_CASE_REVIEW) != nullptr &&
         std::all_of(owed.begin(), owed.end(), [&](const care::Clock& clock) {
           const care::Clock* again = s.after.clocks.Find(clock.kind, clock.object_id);
           return (again != nullptr && again->due > s.given.now && !again->overdue) ||
                  (clock.kind == common::v1::CLOCK_KIND_SUCCESSION && Has(s, Event::kTonightMoved)) ||
                  (clock.kind == common::v1::CLOCK_KIND_NOTICE_BRIDGE &&
                   !IsUnderNotice(s.after, clock.object_id)) ||
                  clock.kind == common::v1::CLOCK_KIND_AFTERCARE_CONTACT ||
                  clock.kind == common::v1::CLOCK_KIND_HOLDER_REACHABLE ||  // may be overdue at once
                  clock.kind == common::v1::CLOCK_KIND_RISK_ASSESSMENT;
         });
}
bool ReopeningRestoresEverybody(const Step& s) {
  const Event* reopened = Find(s, Event::kCaseReopened);
  return reopened == nullptr ||
         (SameHoldersAndTeam(s) && EverythingOwedIsDueAgain(s) &&
          care::FromProto(reopened->case_reopened().holder()) == s.before.responsibility.holder());
}

bool ComesBackToNobody(const Command& command) {
  return Visit(
      [](const auto& wish) {
        if constexpr (requires { wish.unreachable; })
          return wish.unreachable;
        else
          return false;
      },
      command);
}
bool ComesBackToSomebodyOrADate(const Step& s) {
  if (!Has(s, Event::kCaseReopened) || !ComesBackToNobody(s.command)) return true;
  const care::Clock* clock = ClockOf(s.after, common::v1::CLOCK_KIND_HOLDER_REACHABLE);
  return clock != nullptr && clock->due <= s.given.now;
}

}  // namespace

std::vector<Invariant> EndingInvariants() {
  return {
      {"N13 aftercare is the office's, with a period and a rhythm", AftercareHasAPeriodAndARhythm},
      {"N13 aftercare comes after help", AftercareComesAfterHelp},
      {"N14 a case ends after four eyes and the time for objection only", EndsAfterApprovalAndObjection},
      {"N14 an end is asked for by the holder, with what its ground needs",
       EndIsAskedForByHolderWithItsEvidence},
      {"N14 a minor's refusal is never an end", AMinorsRefusalIsNoEnd},
      {"N14 whoever is missing is searched for, and nothing ends", NothingEndsWhileMissing},
      {"R0 a case that comes back to nobody says by when somebody is named", ComesBackToSomebodyOrADate},
      {"N9 an end leaves no setting behind", EndLeavesNoSettingBehind},
      {"N14 the time for objection is whole, and begins with four eyes", ObjectionPeriodIsWhole},
      {"N14 everybody who approves shares the case or reviews it, in person and once", ApprovedInPersonOnce},
      {"N14 a reviewer is asked where nobody else shares, in another organisation",
       AReviewerStandsInForNobodyWhoShares},
      {"N14 an objection stops the end", ObjectionStopsTheEnd},
      {"N14 what shows that help is needed stops the end", NeedStopsTheEnd},
      {"N14 an ended case rests until it is brought back", EndedCaseRestsUntilBroughtBack},
      {"N14 reopening restores everybody", ReopeningRestoresEverybody},
  };
}

}  // namespace fallverbund::casework::testing
