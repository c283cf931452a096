// Who shelters the young person tonight (N9): taken over by the next one, never put down.
#include <algorithm>

#include "libs/base/time.h"
#include "services/case/domain/rules.h"
#include "services/case/domain/terms.h"

namespace fallverbund::casework {
namespace {

v1::SettingEnded& AddEnded(const std::string& setting_id, v1::SettingEndCause cause,
                           const common::v1::Tonight& next, Events& events) {
  v1::SettingEnded& ended = *events.emplace_back().mutable_setting_ended();
  ended.set_setting_id(setting_id);
  ended.set_cause(cause);
  *ended.mutable_next_tonight() = next;
  return ended;
}

// Out of a clinic, or of the care of a youth office, the night goes by leaving it (D4, N9).
std::optional<refusal::Refusal> RequireNoStay(const State& state) {
  const bool in_care = state.tonight.holder().kind == common::v1::TONIGHT_KIND_IN_CARE;
  if (auto no = Require(Reason::kEndCareFirst, !in_care)) return no;           // N9
  return Require(Reason::kLeaveTheClinicFirst, state.clinic_stay_id.empty());  // D4
}

// Adopted after the last setback, and no other place to live since: an old yes ends no setting that runs.
bool IsCurrent(const State& state, const Setting& setting) {
  return setting.cycle == state.cycle &&
         (ResidentialProvider(setting) == nullptr ||
          std::none_of(state.settings.begin(), state.settings.end(), [&](const Setting& other) {
            return other.version > setting.version && ResidentialProvider(other) != nullptr;
          }));
}

bool SaysWhatItLacked(const EndSetting& command) {
  return std::any_of(
      command.unsuitable.begin(), command.unsuitable.end(),
      [&](const v1::OfferFoundUnsuitable& one) { return one.setting_id() == command.setting_id; });
}

// Notice was given, and the day by which something was to be found has come (N9).
bool HasBeenAnnounced(const State& state, const std::string& setting_id, const Given& given) {
  const care::Clock* bridge = state.clocks.Find(common::v1::CLOCK_KIND_NOTICE_BRIDGE, setting_id);
  return bridge != nullptr && bridge->due <= given.now;
}

// Who shelters there has given notice, and its day has come; that a part beside it ends, frees no place
// (N10).
bool IsGivenUp(const State& state, const Setting& setting, const Given& given) {
  const std::string* shelter = ResidentialProvider(setting);
  return shelter != nullptr && HasGivenNotice(setting, *shelter) &&
         HasBeenAnnounced(state, setting.id, given);
}

// Whoever is in a clinic or in care keeps the place whatever anybody says, and whoever is missing until a
// notice's day has come. Of somebody who is elsewhere for now, or then, who holds CASE decides (D4, N8).
bool MayEnd(const State& state, const Setting& setting, const Given& given) {
  if (state.kept_setting_id != setting.id) return true;
  const bool stays = !state.clinic_stay_id.empty();
  const bool missing = IsMissing(state.tonight.holder());
  return IsOfCaseHolder(state, given) && !stays && (!missing || IsGivenUp(state, setting, given));
}

// Nothing has been found that comes after it.
bool OwesAPlan(const State& state, const Setting& setting, bool by_holder) {
  const bool to_return = state.clocks.Find(common::v1::CLOCK_KIND_RETURN_PLANNED, setting.id) != nullptr;
  return !by_holder || state.kept_setting_id == setting.id || (to_return && !setting.return_accepted);
}

}  // namespace

v1::TonightMoved& MoveTonight(const State& state, const care::Tonight& next, Events& events) {
  v1::TonightMoved& moved = *events.emplace_back().mutable_tonight_moved();
  *moved.mutable_from() = care::ToProto(state.tonight.holder());
  *moved.mutable_to() = care::ToProto(next);
  if (next.kind != common::v1::TONIGHT_KIND_PLACEMENT) moved.set_kept_setting_id(PlaceOf(state));
  moved.set_place_is_said(true);
  return moved;
}

// With a place to live, the provider takes TONIGHT, and whatever setting sheltered until now ends in the same
// commit.
Decision DecideOn(const State& state, const StartSetting& command, const Given& given) {
  const Setting* setting = state.FindSetting(command.setting_id);
  const bool deputy = command.deputy_person_id.empty() || command.deputy_known;
  if (auto no = Require(Reason::kSettingUnknown, setting != nullptr)) return *no;  // A14
  if (auto no = Require(Reason::kSettingNotAdopted, setting->phase == SettingPhase::kAdopted))
    return *no;  // A14
  if (auto no = Require(Reason::kNotTheProvider, IsProvider(*setting, given.actor.organisation)))
    return *no;                                                                             // N9
  if (auto no = Require(Reason::kSettingOutdated, IsCurrent(state, *setting))) return *no;  // A11
  if (auto no = Require(Reason::kDeputyNotNamed, deputy)) return *no;                       // C3
  v1::SettingStarted started;
  started.set_setting_id(command.setting_id);
  Events events;
  if (ResidentialProvider(*setting) != nullptr) {
    const care::Holder host{given.actor.organisation, command.actor_unit_id, given.actor.person,
                            command.deputy_person_id, common::v1::LEGAL_BASIS_SGB8_34};
    *started.mutable_tonight() = care::ToProto(care::Tonight{common::v1::TONIGHT_KIND_PLACEMENT, host});
    NobodyIsAwaited(state, started);
    const std::string& sheltered = PlaceOf(state);
    if (!sheltered.empty()) AddEnded(sheltered, v1::SETTING_END_CAUSE_NEXT_PLACE, started.tonight(), events);
    *events.emplace_back().mutable_setting_started() = started;
    Reactivate(state, v1::REACTIVATION_TRIGGER_CONTACT, given, events);
  } else {
    *events.emplace_back().mutable_setting_started() = started;
  }
  StopEnding(state, v1::END_STOP_CAUSE_SETTING_STARTED, events);
  InterruptAftercare(state, given, events);
  return events;
}

// The date of an earlier notice stands, unless this one needs an earlier.
void SetBridge(const State& state, const Given& given, v1::SettingNoticeGiven& notice) {
  const absl::Time now = given.now;
  const absl::Time due =
      BridgeDue(notice.has_wished_end() ? FromProto(notice.wished_end()) : now, now, given.terms);
  const care::Clock* known = state.clocks.Find(common::v1::CLOCK_KIND_NOTICE_BRIDGE, notice.setting_id());
  if (known == nullptr || due < known->due) *notice.mutable_bridge_due() = ToProto(due);
}

// A wish, not an end: the provider holds on until somebody has taken over. Whoever holds CASE has a date by
// which to have found what comes next: the earliest, where several providers give notice (B8, N9).
Decision DecideOn(const State& state, const GiveSettingNotice& command, const Given& given) {
  const Setting* setting = state.FindSetting(command.notice.setting_id());
  if (auto no = Require(Reason::kSettingUnknown, setting != nullptr)) return *no;      // A14
  if (auto no = Require(Reason::kSettingNotRunning, IsRunning(*setting))) return *no;  // N9
  if (auto no = Require(Reason::kNotTheProvider, IsProvider(*setting, given.actor.organisation)))
    return *no;  // N9
  if (HasGivenNotice(*setting, given.actor.organisation)) return Events{};
  Events events;
  v1::SettingNoticeGiven& notice = *events.emplace_back().mutable_setting_notice_given();
  notice = command.notice;
  notice.set_organisation_id(given.actor.organisation);
  SetBridge(state, given, notice);
  return events;
}

// The only provider of help by day may end it: before that day it has broken it off, and in either case
// nobody was found, so that a new plan is owed, as after any setback (B4, N8). So it is where somebody who is
// away loses the place, and where a return was planned that nobody has promised to receive after (C17). One
// that was adopted and never began is ended by the unit that holds CASE, which says what it lacked, so that
// who was to provide it sees the case no longer (B4, § 62). One of several providers gives notice; it does
// not end what the others go on with (N9).
Decision DecideOn(const State& state, const EndSetting& command, const Given& given) {
  const Setting* setting = state.FindSetting(command.setting_id);
  const care::Tonight next = care::FromProto(command.next_tonight);
  const bool none_named = next == care::Tonight{};
  if (auto no = Require(Reason::kSettingUnknown, setting != nullptr)) return *no;  // A14
  const bool never_began = setting->phase == SettingPhase::kAdopted;
  if (auto no = Require(Reason::kSettingNotRunning, IsRunning(*setting) || never_began)) return *no;  // N9
  const bool holds = IsOfCaseHolder(state, given);
  const bool party = holds || (!never_began && IsProvider(*setting, given.actor.organisation));
  const bool goes =
      std::any_of(state.successions.begin(), state.successions.end(),
                  [&](const Succession& one) { return one.organisation_id == given.actor.organisation; });
  const bool said = SaysWhatItLacked(command);
  if (auto no = Require(Reason::kNotAPartyOfTheSetting, party)) return *no;         // N9
  if (auto no = Require(Reason::kSuccessionStillOpen, holds || !goes)) return *no;  // N10
  const bool alone = ProvidesAlone(*setting, given.actor.organisation);
  if (auto no = Require(Reason::kSettingHasOtherProviders, holds || alone)) return *no;       // N9
  if (auto no = Require(Reason::kNeverBegunWithoutReason, said || !never_began)) return *no;  // B4
  if (auto no = CheckUnsuitable(state, command.unsuitable)) return *no;
  if (auto no = Require(Reason::kPlaceIsKept, MayEnd(state, *setting, given))) return *no;  // D4, N8
  const auto cause = holds ? v1::SETTING_END_CAUSE_CASE_HOLDER : v1::SETTING_END_CAUSE_PROVIDER;
  Events events;
  if (state.tonight_setting_id != command.setting_id) {  // nobody slept there: TONIGHT goes on as it is
    const bool same = none_named || next == state.tonight.holder();
    if (auto no = Require(Reason::kTonightIsElsewhere, same)) return *no;  // N9
    v1::SettingEnded& ended =
        AddEnded(command.setting_id, cause, care::ToProto(state.tonight.holder()), events);
    ended.set_broken_off(!holds && !HasBeenAnnounced(state, command.setting_id, given));
    AwaitReceiver(*setting, given, ended);
    AddUnsuitable(command.unsuitable, events);
    if (OwesAPlan(state, *setting, holds)) OpenReplan(state, given, events);
    return events;
  }
  // The unit that holds CASE may vouch, search or accompany itself; it cannot accept for anybody else.
  const bool own = IsOfCaseHolder(state, given) && next.holder.organisation_id == given.actor.organisation &&
                   !care::AcceptsForItself(next.kind);
  if (auto no = Require(Reason::kNextTonightMissing, !none_named)) return *no;         // N9
  if (auto no = Require(Reason::kMissingKeepsThePlace, !IsMissing(next))) return *no;  // N8
  if (auto no = Require(Reason::kTonightNeedsAcceptance, own)) return *no;             // N9
  if (auto no = Require(Reason::kTonightNotNamed, IsNamed(next) && command.next.person_known))
    return *no;  // N9
  AwaitReceiver(*setting, given, AddEnded(command.setting_id, cause, command.next_tonight, events));
  AddUnsuitable(command.unsuitable, events);
  if (OwesAPlan(state, *setting, holds)) OpenReplan(state, given, events);
  return events;
}

// Where nobody takes the young person in by a setting: the office itself answers for the night. Of one that
// shelters it says only that the young person is gone, and the place is kept (N8).
Decision DecideOn(const State& state, const VouchForTonight& command, const Given& given) {
  const care::Tonight next = care::FromProto(command.tonight);
  const bool own =
      next.holder.organisation_id == given.actor.organisation && !care::AcceptsForItself(next.kind);
  const bool free = state.tonight_setting_id.empty() || IsMissing(next);
  if (auto no = Require(Reason::kNotTheCaseHolder, IsOfCaseHolder(state, given))) return *no;  // A6
  if (auto no = Require(Reason::kSettingStillRuns, free)) return *no;                          // N9
  if (auto no = RequireNoStay(state)) return *no;
  if (auto no = Require(Reason::kTonightNeedsAcceptance, own)) return *no;  // N9
  if (auto no = Require(Reason::kTonightNotNamed, IsNamed(next) && command.next.person_known))
    return *no;  // N9
  if (next == state.tonight.holder()) return Events{};
  Events events;
  MoveTonight(state, next, events);
  return events;
}

// At any hour, by who finds the bed empty: whoever holds CASE answers for the young person anyway, and
// searches (N12). A stay in a clinic ends by leaving it; care runs on, and its office hears of it (§ 42).
Decision DecideOn(const State& state, const ReportMissing&, const Given& given) {
  const care::Tonight& tonight = state.tonight.holder();
  if (IsMissing(tonight)) return Events{};
  const bool shelters = given.actor.organisation == tonight.holder.organisation_id;
  if (auto no = Require(Reason::kNotWhoShelters, shelters || IsOfCaseHolder(state, given)))
    return *no;  // N12
  const bool in_care = tonight.kind == common::v1::TONIGHT_KIND_IN_CARE;
  const bool leaves = in_care || state.clinic_stay_id.empty();
  if (auto no = Require(Reason::kLeaveTheClinicFirst, leaves)) return *no;  // D4
  Events events;
  v1::TonightMoved& moved = MoveTonight(
      state, {common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN, state.responsibility.holder()}, events);
  if (!in_care) return events;
  moved.set_missing_from_care_id(state.clinic_stay_id);
  if (!shelters) moved.add_told_organisation_ids(tonight.holder.organisation_id);
  return events;
}

// As at the start, the provider takes the night in person; nothing is proposed, answered or adopted anew.
Decision DecideOn(const State& state, const ReportBack& command, const Given& given) {
  const Setting* setting = state.FindSetting(state.kept_setting_id);
  const bool deputy = command.deputy_person_id.empty() || command.deputy_known;
  if (auto no = Require(Reason::kNoPlaceKept, setting != nullptr)) return *no;  // N9
  if (auto no = Require(Reason::kNotTheProvider, IsProvider(*setting, given.actor.organisation)))
    return *no;  // N9
  if (auto no = RequireNoStay(state)) return *no;
  if (auto no = Require(Reason::kDeputyNotNamed, deputy)) return *no;  // C3
  const care::Holder host{given.actor.organisation, command.actor_unit_id, given.actor.person,
                          command.deputy_person_id, common::v1::LEGAL_BASIS_SGB8_34};
  Events events;
  MoveTonight(state, {common::v1::TONIGHT_KIND_PLACEMENT, host}, events).set_back_in_setting_id(setting->id);
  Reactivate(state, v1::REACTIVATION_TRIGGER_CONTACT, given, events);
  StopEnding(state, v1::END_STOP_CAUSE_SETTING_STARTED, events);
  return events;
}

// The crisis team accepted the night in its own context; a setting that sheltered until now ends with it.
Decision DecideOn(const State& state, const TakeOverTonight& command, const Given& given) {
  const care::Tonight next{common::v1::TONIGHT_KIND_CRISIS_TEAM, care::FromProto(command.holder)};
  const bool stale = command.requested_at && state.sheltered_since > *command.requested_at;
  if (auto no = Require(Reason::kTonightNotNamed, IsNamed(next))) return *no;  // N9
  if (auto no = Require(Reason::kTonightMovedSince, !stale)) return *no;       // N9
  Events events;
  if (!state.tonight_setting_id.empty()) {
    AddEnded(state.tonight_setting_id, v1::SETTING_END_CAUSE_NEXT_PLACE, care::ToProto(next), events)
        .set_deployment_id(command.deployment_id);
  } else if (next != state.tonight.holder()) {
    MoveTonight(state, next, events).set_deployment_id(command.deployment_id);
  }
  Reactivate(state, v1::REACTIVATION_TRIGGER_CRISIS, given, events);
  StopEnding(state, v1::END_STOP_CAUSE_CRISIS, events);
  return events;
}

// Whatever the team is asked for, and whether it comes or not: no case rests or ends in a crisis (N12, N14).
Decision DecideOn(const State& state, const AwakenForCrisis&, const Given& given) {
  Events events;
  Reactivate(state, v1::REACTIVATION_TRIGGER_CRISIS, given, events);
  StopEnding(state, v1::END_STOP_CAUSE_CRISIS, events);
  return events;
}

}  // namespace fallverbund::casework
