// Long, because it is one switch over all events of a case and what each changes; clocks start and stop here.
#include "services/case/domain/evolve.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "libs/base/time.h"
#include "libs/care/participation.h"
#include "libs/care/terms.h"
#include "services/case/domain/evolve_parts.h"

namespace fallverbund::casework {

void Heard(State& state, const common::v1::Participation& participation) {
  if (const auto next = care::NextHearing(participation)) {
    state.clocks.Start(common::v1::CLOCK_KIND_HEARING_RETRY, "", *next);
  } else {
    state.clocks.Stop(common::v1::CLOCK_KIND_HEARING_RETRY, "");
  }
}

Setting* FindSetting(State& state, std::string_view id) {
  const auto found = std::find_if(state.settings.begin(), state.settings.end(),
                                  [&](const Setting& setting) { return setting.id == id; });
  return found == state.settings.end() ? nullptr : &*found;
}

namespace {

using common::v1::CLOCK_KIND_AFTERCARE_CONTACT;
using common::v1::CLOCK_KIND_CASE_REVIEW;
using common::v1::CLOCK_KIND_CATCH_UP_MEETING;
using common::v1::CLOCK_KIND_COMING_OF_AGE;
using common::v1::CLOCK_KIND_COORDINATION_ANSWER;
using common::v1::CLOCK_KIND_HANDOVER_ANSWER;
using common::v1::CLOCK_KIND_HANDOVER_FOLLOW_UP;
using common::v1::CLOCK_KIND_HOLDER_REACHABLE;
using common::v1::CLOCK_KIND_NOTICE_BRIDGE;
using common::v1::CLOCK_KIND_OBJECTION_PERIOD;
using common::v1::CLOCK_KIND_PACKAGE_OWED;
using common::v1::CLOCK_KIND_RISK_ASSESSMENT;
using common::v1::CLOCK_KIND_STANDBY_CONTACT;
using common::v1::CLOCK_KIND_SUCCESSION;

constexpr common::v1::ClockKind kOwedOn[] = {
    CLOCK_KIND_AFTERCARE_CONTACT,
    CLOCK_KIND_CATCH_UP_MEETING,
    CLOCK_KIND_HANDOVER_FOLLOW_UP,
    CLOCK_KIND_HOLDER_REACHABLE,
    CLOCK_KIND_NOTICE_BRIDGE,
    CLOCK_KIND_PACKAGE_OWED,
    CLOCK_KIND_RISK_ASSESSMENT,
    CLOCK_KIND_SUCCESSION,
    common::v1::CLOCK_KIND_CONSENT_EXPIRY,
    common::v1::CLOCK_KIND_CONSENT_RENEWAL,
    common::v1::CLOCK_KIND_GLASS_REVIEW,
    common::v1::CLOCK_KIND_GUARDIAN_DECLARATION,
    common::v1::CLOCK_KIND_HEARING_RETRY,
    common::v1::CLOCK_KIND_MINOR_ALLOCATION,
    common::v1::CLOCK_KIND_MINOR_LAND,
    common::v1::CLOCK_KIND_MINOR_MONTH,
    common::v1::CLOCK_KIND_MINOR_NOTIFICATION,
    common::v1::CLOCK_KIND_MINOR_TRANSFER,
    common::v1::CLOCK_KIND_PLANNED_END,
    common::v1::CLOCK_KIND_RETURN_ANSWER,
    common::v1::CLOCK_KIND_RETURN_CONTACT,
    common::v1::CLOCK_KIND_RETURN_PLANNED,
    common::v1::CLOCK_KIND_RIGHT_UNCOVERED,
    common::v1::CLOCK_KIND_SETTING_EVALUATION,
    common::v1::CLOCK_KIND_TRANSITION_CHECK,
};

care::Seat ToSeat(const v1::Invitation& invitation) {
  return {{invitation.organisation_id(), invitation.person_id(), invitation.discipline()}, invitation.lead()};
}

// Who vouches may change at the same place.
void Shelter(State& state, const common::v1::Tonight& next, absl::Time now) {
  const care::Tonight tonight = care::FromProto(next);
  const bool same = state.tonight.held() && tonight.kind == state.tonight.holder().kind &&
                    tonight.holder.organisation_id == state.tonight.holder().holder.organisation_id;
  if (!same) state.sheltered_since = now;
  if (tonight.kind != common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN) EndSearch(state);
  state.tonight.HeldBy(tonight, now);
}

void On(State& state, const v1::CaseOpened& event, absl::Time now) {
  state.subject_id = event.subject_id();
  state.origin_id = event.origin().aggregate_id();
  state.responsibility.HeldBy(care::FromProto(event.holder()), now);
  Shelter(state, event.tonight(), now);
  if (event.has_reachable_due())
    state.clocks.Start(CLOCK_KIND_HOLDER_REACHABLE, "", FromProto(event.reachable_due()));
}

void On(State& state, const v1::StrandDeputyNamed& event) {
  if (event.strand() == common::v1::STRAND_TONIGHT && state.tonight.held()) {
    care::Tonight tonight = state.tonight.holder();
    tonight.holder.deputy_person_id = event.deputy_person_id();
    state.tonight.Amend(std::move(tonight));
  }
  if (event.strand() == common::v1::STRAND_COORDINATION && state.coordination.held()) {
    care::Holder coordinator = state.coordination.holder();
    coordinator.deputy_person_id = event.deputy_person_id();
    state.coordination.Amend(std::move(coordinator));
  }
}

void On(State& state, const v1::HandoverPrepared& event) {
  state.prepared.reset();
  if (event.put_away()) return;
  state.prepared = Preparation{event.handover_id(), event.to_organisation_id(), {}};
  for (const v1::PackageItem& item : event.package()) {
    state.prepared->package.push_back(
        {item.position(), item.confidentiality(), item.basis(), item.withheld(), item.consent_id()});
  }
}

// Of an offer that is open: it stays with the giver.
void Keep(State& state, const std::string& handover_id, HowKept how) {
  if (state.handover.IsOpen(handover_id))
    state.kept = KeptHandover{handover_id, state.handover.open()->to, how};
}

// What was prepared for a move is of no use to whoever holds now. Only what was taken back ends by a move.
void ForgetHandovers(State& state, const std::string& handover_id) {
  state.prepared.reset();
  const bool taken_back =
      state.kept && state.kept->how == HowKept::kTakenBack && state.kept->handover_id == handover_id;
  if (!taken_back) state.kept.reset();
}

void On(State& state, const v1::HandoverOffered& event, const std::string& offered_by) {
  state.prepared.reset();
  state.kept.reset();
  const absl::Time due = FromProto(event.answer_due());
  state.handover.Offered({event.handover_id(), care::FromProto(event.to()),
                          event.offered_by_person_id().empty() ? offered_by : event.offered_by_person_id(),
                          due, false, event.cold()});
  state.package = PartsOf(event.package());
  state.clocks.StopAll(CLOCK_KIND_HANDOVER_ANSWER);
  state.clocks.Start(CLOCK_KIND_HANDOVER_ANSWER, event.handover_id(), due);
  Heard(state, event.participation());
}

// § 65: these did not go along after all.
void LeaveBehind(State& state, const v1::ResponsibilityMoved& event) {
  for (PackagePart& part : state.package) {
    const auto& left = event.left_behind();
    if (std::find(left.begin(), left.end(), part.position) != left.end()) part.withheld = true;
  }
}

// What the giver withholds is shown to the giver on. Whom it was withheld from before cannot hand it on.
void Withhold(State& state, const std::vector<PackagePart>& package, const std::string& giver) {
  for (const PackagePart& part : package) {
    const auto known = std::find_if(state.withheld.begin(), state.withheld.end(),
                                    [&](const Withheld& one) { return one.position == part.position; });
    if (known == state.withheld.end()) {
      if (part.withheld) state.withheld.push_back({part.position, giver});
      if (!part.withheld && !part.consent_id.empty())
        state.shared_by_consent.push_back({part.position, part.consent_id, giver});
    } else if (!part.withheld && known->organisation_id == giver) {
      state.withheld.erase(known);
    }
  }
}

// § 65: of what was entrusted the receiver gets what is handed on for a reason that the paragraph knows, and
// nothing else; what is withheld now was not handed on.
void HandOn(State& state, const std::vector<PackagePart>& package, const std::string& giver,
            const std::string& receiver) {
  if (giver == receiver) return;
  for (const PackagePart& part : package) {
    std::erase_if(state.handed_on, [&](const HandedOn& one) {
      return one.position == part.position && one.organisation_id == receiver;
    });
    if (!part.withheld && part.carries_entrusted)
      state.handed_on.push_back({part.position, giver, receiver, part.consent_id});
  }
}

// Of an organisation that holds again, or has packed, nothing is owed any more.
void OwesNothing(State& state, const std::string& organisation) {
  std::erase_if(state.packages_owed, [&](const PackageOwed& owed) {
    if (owed.giver.organisation_id != organisation) return false;
    state.clocks.Stop(CLOCK_KIND_PACKAGE_OWED, organisation);
    return true;
  });
}

void NoteGiver(State& state, const v1::ResponsibilityMoved& event) {
  const std::string& giver = event.from().organisation_id();
  const std::string& receiver = event.to().organisation_id();
  if (giver == receiver) return;
  std::erase_if(state.gave, [&](const std::string& one) { return one == giver || one == receiver; });
  state.gave.push_back(giver);
  OwesNothing(state, receiver);
  if (!event.has_package_due()) return;
  state.packages_owed.push_back({event.handover_id(), care::FromProto(event.from())});
  state.clocks.Start(CLOCK_KIND_PACKAGE_OWED, giver, FromProto(event.package_due()));
}

// What went along for good stays so, whatever basis it is sent by once more (§ 65).
void On(State& state, const v1::PackedAfterwards& event, const std::string& giver) {
  OwesNothing(state, giver);
  std::vector<PackagePart> package = PartsOf(event.package());
  std::erase_if(package, [&](const PackagePart& part) {
    return std::any_of(state.handed_on.begin(), state.handed_on.end(), [&](const HandedOn& one) {
      return one.position == part.position && one.organisation_id == event.to_organisation_id() &&
             one.consent_id.empty();
    });
  });
  Withhold(state, package, giver);
  HandOn(state, package, giver, event.to_organisation_id());
}

// Whoever gave looks after it, and a meeting that was left out is to be caught up with. What was to be done
// after an earlier move is not any more.
void On(State& state, const v1::ResponsibilityMoved& event, absl::Time now) {
  state.responsibility.HeldBy(care::FromProto(event.to()), now);
  ForgetHandovers(state, event.handover_id());
  if (state.minor && state.minor->allocated_to == event.to().organisation_id()) EndMinor(state);
  state.provisional = event.provisional();
  state.clocks.StopAll(CLOCK_KIND_HANDOVER_FOLLOW_UP);
  state.clocks.StopAll(CLOCK_KIND_CATCH_UP_MEETING);
  state.clocks.Stop(CLOCK_KIND_HOLDER_REACHABLE, "");  // nobody accepts who has no role to act in (R0)
  DismissCommission(state);  // another person answers for the case; whoever holds now calls it anew
  state.last_move.reset();
  if (event.has_follow_up_due() || event.unnamed_stays_behind()) {
    LeaveBehind(state, event);
    Withhold(state, state.package, event.from().organisation_id());
    HandOn(state, state.package, event.from().organisation_id(), event.to().organisation_id());
  }
  NoteGiver(state, event);
  if (event.has_follow_up_due()) {
    state.last_move = LastMove{event.handover_id(), care::FromProto(event.from()), now,
                               FromProto(event.follow_up_due()), 0};
    state.clocks.Start(CLOCK_KIND_HANDOVER_FOLLOW_UP, event.handover_id(), FromProto(event.follow_up_due()));
  }
  state.package.clear();
  if (state.change) state.change->agreed.clear();  // that was said of another office
  if (event.has_catch_up_due())
    state.clocks.Start(CLOCK_KIND_CATCH_UP_MEETING, event.handover_id(), FromProto(event.catch_up_due()));
}

void On(State& state, const v1::HandoverFollowedUp& event) {
  Heard(state, event.participation());
  if (!state.last_move || state.last_move->handover_id != event.handover_id()) return;
  if (event.outcome() == v1::FOLLOW_UP_OUTCOME_HOLDS) ++state.last_move->held;
  if (event.has_next_due()) {
    state.last_move->next_look = FromProto(event.next_due());
    state.clocks.Start(CLOCK_KIND_HANDOVER_FOLLOW_UP, event.handover_id(), state.last_move->next_look);
  } else {
    state.clocks.Stop(CLOCK_KIND_HANDOVER_FOLLOW_UP, event.handover_id());
  }
}

// After the second refusal the question stays open for those it has climbed to (N5), until a new offer, a
// move, or the giver withdraws it.
void On(State& state, const v1::HandoverRefused& event) {
  Keep(state, event.handover_id(), HowKept::kRejected);
  state.handover.Refused(event.handover_id());
  if (care::StepAfterRefusals(event.refusals()) == common::v1::ESCALATION_STEP_UNSPECIFIED) {
    state.clocks.Stop(CLOCK_KIND_HANDOVER_ANSWER, event.handover_id());
  }
}

void On(State& state, const v1::SettingProposed& event) {
  Setting setting;
  setting.id = event.setting_id();
  for (const auto& component : event.components()) {
    setting.components.push_back({component.kind(), component.organisation_id(), component.procurement()});
  }
  state.settings.push_back(std::move(setting));
  Heard(state, event.participation());
}

void On(State& state, const v1::SettingAdopted& event) {
  state.adopted = event.version();
  if (Setting* setting = FindSetting(state, event.setting_id())) {
    setting->phase = SettingPhase::kAdopted;
    setting->version = event.version();
    setting->cycle = state.cycle;
  }
  Heard(state, event.participation());
}

// Of a case that rests while somebody goes missing (N12).
template <class Moved>
void LookSooner(State& state, const Moved& event) {
  if (!event.has_standby_contact_due() || !state.standby) return;
  state.standby->next_contact_due = FromProto(event.standby_contact_due());
  state.clocks.Start(CLOCK_KIND_STANDBY_CONTACT, "", state.standby->next_contact_due);
}

// Whoever takes the night ends a stay here, and says whose place is kept on; of an admission, and back where
// the place was, the event says it by the stay as well.
void On(State& state, const v1::TonightMoved& event, absl::Time now) {
  const care::Tonight next = care::FromProto(event.to());
  if (event.with_case()) {  // the young person has not moved: what is kept, asked for or searched goes on
    state.tonight.HeldBy(next, now);
    return LookSooner(state, event);
  }
  const bool away =
      next.kind == common::v1::TONIGHT_KIND_CLINIC || next.kind == common::v1::TONIGHT_KIND_IN_CARE;
  const bool admitted = !event.stay_id().empty() && away;
  const std::string sheltered = PlaceOf(state);
  const bool back = !event.back_in_setting_id().empty() ||
                    (!event.stay_id().empty() && next.kind == common::v1::TONIGHT_KIND_PLACEMENT);
  const bool kept = admitted || !event.kept_setting_id().empty();
  state.kept_setting_id = kept && !back ? sheltered : "";
  state.clinic_stay_id = admitted ? event.stay_id() : "";
  state.tonight_setting_id = back ? sheltered : "";
  Shelter(state, event.to(), now);
  LookSooner(state, event);
}

void On(State& state, const v1::CrisisLeadTaken& event, absl::Time now) {
  if (!state.crisis || state.crisis->id != event.crisis_id() || state.crisis->episode != event.episode())
    state.crisis = LedCrisis{event.crisis_id(), event.episode(), {}};
  state.crisis->lead.HeldBy(care::FromProto(event.to()), now);
}

void On(State& state, const v1::SettingStarted& event, absl::Time now) {
  if (Setting* setting = FindSetting(state, event.setting_id())) setting->phase = SettingPhase::kRunning;
  NobodyAwaited(state, event.return_setting_ids());
  if (event.has_tonight()) {
    Shelter(state, event.tonight(), now);
    state.tonight_setting_id = event.setting_id();
    state.clinic_stay_id.clear();
    state.kept_setting_id.clear();
    state.sheltered_since = now;  // another setting, though of the same provider
    if (Setting* setting = FindSetting(state, event.setting_id()))
      setting->residential = v1::RESIDENTIAL_PHASE_BEGIN;
  }
}

void On(State& state, const v1::SettingNoticeGiven& event) {
  if (Setting* setting = FindSetting(state, event.setting_id())) {
    setting->phase = SettingPhase::kNotice;
    setting->notices.push_back(event.organisation_id());
  }
  if (event.has_bridge_due())
    state.clocks.Start(CLOCK_KIND_NOTICE_BRIDGE, event.setting_id(), FromProto(event.bridge_due()));
}

void On(State& state, const v1::SettingEnded& event, absl::Time now) {
  if (Setting* setting = FindSetting(state, event.setting_id())) setting->phase = SettingPhase::kEnded;
  state.clocks.Stop(CLOCK_KIND_NOTICE_BRIDGE, event.setting_id());
  EndReturn(state, event);
  Shelter(state, event.next_tonight(), now);
  if (state.tonight_setting_id == event.setting_id()) state.tonight_setting_id.clear();
  if (state.kept_setting_id == event.setting_id()) state.kept_setting_id.clear();
  LookSooner(state, event);
}

// A plan still owed from an earlier setback keeps its date.
void On(State& state, const v1::ReplanOpened& event) {
  state.cycle = event.cycle();
  state.understood = false;
  BeginPlanningAnew(state);
  if (state.clocks.Find(CLOCK_KIND_CASE_REVIEW, "") == nullptr) {
    state.clocks.Start(CLOCK_KIND_CASE_REVIEW, "", FromProto(event.meeting_due()));
  }
}

void On(State& state, const v1::StandbyEntered& event) {
  const absl::Time due = FromProto(event.next_contact_due());
  state.standby = Standby{event.reason(), due};
  state.clocks.Start(CLOCK_KIND_STANDBY_CONTACT, "", due);
  Heard(state, event.participation());
}

void On(State& state, const v1::AftercareBegun& event, absl::Time now) {
  if (!state.aftercare) state.aftercare.emplace();
  state.aftercare->until = FromProto(event.until());
  state.aftercare->contact_every_days = static_cast<int>(event.contact_every_days());
  state.aftercare->strand.HeldBy(care::FromProto(event.holder()), now);
  state.clocks.Start(CLOCK_KIND_AFTERCARE_CONTACT, "", FromProto(event.next_contact_due()));
  if (event.help_ended()) EndHelp(state);
  Heard(state, event.participation());
}

// The actor asks and so approves.
void On(State& state, const v1::LawfulEndRequested& event, const decider::Given& given) {
  state.ending = Ending{event.end_id(), event.ground(), event.continued_in_case_id(), {}, {}, {}, {}};
  state.ending->reviewer = {event.reviewer_organisation_id(), event.reviewer_person_id()};
  if (event.has_continued_by()) state.ending->continued_by = care::FromProto(event.continued_by());
  care::Approve(state.ending->approvals, {given.actor.organisation, given.actor.person});
  if (event.has_participation()) Heard(state, event.participation());
}

void On(State& state, const v1::ObjectionPeriodBegan& event) {
  if (!state.ending || state.ending->id != event.end_id()) return;
  const absl::Time until = FromProto(event.until());
  state.ending->objection_until = until;
  state.clocks.Start(CLOCK_KIND_OBJECTION_PERIOD, event.end_id(), until);
}

// Of what comes back with the young person. A review is set anew; what was on offer, rested, was voted on or
// in question is over.
bool IsOwedOn(const care::Clock& clock) {
  return std::find(std::begin(kOwedOn), std::end(kOwedOn), clock.kind) != std::end(kOwedOn);
}

// Nothing is due any more and nothing is on offer; who held, shared and sheltered is remembered. The law
// makes an adult all the same (N13).
void On(State& state, const v1::CaseLawfullyEnded& event) {
  state.ended =
      LawfullyEnded{event.end_id(), event.ground(), event.continued_in_case_id(), {}, {}, {}, {}, {}};
  std::copy_if(state.clocks.open().begin(), state.clocks.open().end(), std::back_inserter(state.ended->owed),
               IsOwedOn);
  state.ended->successions = state.successions;
  state.ended->assessment_id = state.planning.assessment_id;
  if (event.has_door_open_until()) state.ended->door_open_until = FromProto(event.door_open_until());
  state.ending.reset();
  if (event.lead_rests()) state.ended->crisis = state.crisis;
  state.crisis.reset();  // where somebody has died, or another case goes on
  state.standby.reset();
  std::optional<absl::Time> of_age_due;
  if (const care::Clock* clock = state.clocks.Find(CLOCK_KIND_COMING_OF_AGE, "")) of_age_due = clock->due;
  state.planning.commission.reset();
  state.planning.assessment_id.clear();
  state.clocks = {};
  if (of_age_due) state.clocks.Start(CLOCK_KIND_COMING_OF_AGE, "", *of_age_due);
  state.handover = {};
  state.prepared.reset();
  state.coordination_offer = {};
  state.change.reset();
  state.successions.clear();
}

void On(State& state, const v1::CoordinationOffered& event, const std::string& offered_by) {
  const absl::Time due = FromProto(event.answer_due());
  state.coordination_offer.Offered({event.offer_id(), care::FromProto(event.to()), offered_by, due});
  state.clocks.StopAll(CLOCK_KIND_COORDINATION_ANSWER);
  state.clocks.Start(CLOCK_KIND_COORDINATION_ANSWER, event.offer_id(), due);
}

// After the second refusal the question stays open for those it has climbed to (N5).
void On(State& state, const v1::SuccessionOfferEnded& event) {
  if (event.strand() == common::v1::STRAND_SHARED) {
    for (care::Seat& seat : state.seats) {
      if (seat.successor && seat.successor->person_id == event.person_id()) seat.successor.reset();
    }
    return;
  }
  const bool refused = event.cause() == v1::SUCCESSION_OFFER_END_CAUSE_REFUSED;
  if (refused)
    state.coordination_offer.Refused(event.offer_id());
  else
    state.coordination_offer.Revoked(event.offer_id());
  if (!refused || care::StepAfterRefusals(event.refusals()) == common::v1::ESCALATION_STEP_UNSPECIFIED)
    state.clocks.Stop(CLOCK_KIND_COORDINATION_ANSWER, event.offer_id());
}

void On(State& state, const v1::CommitmentsStay& event) {
  std::erase_if(state.successions,
                [&](const Succession& one) { return one.organisation_id == event.organisation_id(); });
  state.clocks.Stop(CLOCK_KIND_SUCCESSION, event.organisation_id());
  for (const std::string& id : event.setting_ids()) {
    Setting* setting = FindSetting(state, id);
    if (setting == nullptr) continue;
    std::erase_if(setting->notices, [&](const std::string& whose) {
      return whose.empty() || whose == event.organisation_id();
    });
    if (!setting->notices.empty()) continue;  // another provider's stands
    if (setting->phase == SettingPhase::kNotice) setting->phase = SettingPhase::kRunning;
    state.clocks.Stop(CLOCK_KIND_NOTICE_BRIDGE, id);
  }
}

bool IsUnderNotice(const State& state, std::string_view setting_id) {
  const Setting* setting = state.FindSetting(setting_id);
  return setting != nullptr && setting->phase == SettingPhase::kNotice;
}

bool Runs(const State& state, std::string_view setting_id) {
  const Setting* setting = state.FindSetting(setting_id);
  return setting != nullptr && IsRunning(*setting);
}

// Who held goes on, and so does what was owed; a partner that goes is waited for again, signs of endangerment
// are assessed. A clock that something in the same commit has started keeps that date.
void On(State& state, const v1::CaseReopened& event) {
  const LawfullyEnded before = state.ended.value_or(LawfullyEnded{});
  state.ended.reset();
  if (event.has_reachable_due())
    state.clocks.Start(CLOCK_KIND_HOLDER_REACHABLE, "", FromProto(event.reachable_due()));
  for (const v1::RestartedClock& clock : event.clocks()) {
    if (clock.kind() == CLOCK_KIND_RISK_ASSESSMENT) {
      if (!state.planning.assessment_id.empty() || clock.object_id() != before.assessment_id) continue;
      state.planning.assessment_id = before.assessment_id;
    }
    for (const Succession& one : before.successions) {
      if (clock.kind() != CLOCK_KIND_SUCCESSION || clock.object_id() != one.organisation_id) continue;
      state.successions.push_back(one);
    }
    if (clock.kind() == CLOCK_KIND_NOTICE_BRIDGE && !IsUnderNotice(state, clock.object_id())) continue;
    if (IsOfReturn(clock.kind()) && !Runs(state, clock.object_id())) continue;
    if (state.clocks.Find(clock.kind(), clock.object_id()) == nullptr)
      state.clocks.Start(clock.kind(), clock.object_id(), FromProto(clock.due()));
  }
}

// Of a partner that has no commitment left here nothing is due.
void Succeeded(State& state) {
  std::erase_if(state.successions, [&](const Succession& one) {
    if (HasCommitment(state, one.organisation_id)) return false;
    state.clocks.Stop(CLOCK_KIND_SUCCESSION, one.organisation_id);
    return true;
  });
}

}  // namespace

State Evolve(State state, const v1::CaseEvent& event, const decider::Given& given) {
  switch (event.event_case()) {
    case v1::CaseEvent::kCaseOpened:
      On(state, event.case_opened(), given.now);
      break;

    case v1::CaseEvent::kHandoverPrepared:
      On(state, event.handover_prepared());
      break;
    case v1::CaseEvent::kHandoverOffered:
      On(state, event.handover_offered(), given.actor.person);
      break;
    case v1::CaseEvent::kHandoverMeetingHeld:
      state.handover.Met(event.handover_meeting_held().handover_id());
      state.clocks.Stop(CLOCK_KIND_CATCH_UP_MEETING, event.handover_meeting_held().handover_id());
      Heard(state, event.handover_meeting_held().participation());
      break;
    case v1::CaseEvent::kHandoverAccepted:
      state.handover.Accepted(event.handover_accepted().handover_id());
      state.clocks.StopAll(CLOCK_KIND_HANDOVER_ANSWER);
      break;
    case v1::CaseEvent::kHandoverRefused:
      On(state, event.handover_refused());
      break;
    case v1::CaseEvent::kHandoverRevoked:
      Keep(state, event.handover_revoked().handover_id(), HowKept::kRevoked);
      state.handover.Revoked(event.handover_revoked().handover_id());
      state.clocks.Stop(CLOCK_KIND_HANDOVER_ANSWER, event.handover_revoked().handover_id());
      break;
    case v1::CaseEvent::kCaseDeputyNamed: {
      if (!state.responsibility.held()) break;
      care::Holder holder = state.responsibility.holder();
      holder.deputy_person_id = event.case_deputy_named().deputy_person_id();
      state.responsibility.Amend(std::move(holder));
      break;
    }
    case v1::CaseEvent::kStrandDeputyNamed:
      On(state, event.strand_deputy_named());
      break;
    case v1::CaseEvent::kHolderFoundReachable:
      state.clocks.Stop(CLOCK_KIND_HOLDER_REACHABLE, "");
      break;
    case v1::CaseEvent::kResponsibilityMoved:
      On(state, event.responsibility_moved(), given.now);
      break;
    case v1::CaseEvent::kHandoverFollowedUp:
      On(state, event.handover_followed_up());
      break;
    case v1::CaseEvent::kHandoverTakenBack:  // the move follows
      if (!state.responsibility.held()) break;
      state.kept = KeptHandover{event.handover_taken_back().handover_id(), state.responsibility.holder(),
                                HowKept::kTakenBack};
      break;
    case v1::CaseEvent::kPackedAfterwards:
      On(state, event.packed_afterwards(), given.actor.organisation);
      break;

    case v1::CaseEvent::kCoordinationAssumed:
      state.coordination.HeldBy(care::FromProto(event.coordination_assumed().holder()), given.now);
      state.coordination_offer.Accepted(event.coordination_assumed().offer_id());
      state.clocks.StopAll(CLOCK_KIND_COORDINATION_ANSWER);
      break;
    case v1::CaseEvent::kCoordinationOffered:
      On(state, event.coordination_offered(), given.actor.person);
      break;
    case v1::CaseEvent::kSuccessionOfferEnded:
      On(state, event.succession_offer_ended());
      break;
    case v1::CaseEvent::kCommitmentsInvited:
      state.team_id = event.commitments_invited().team_id();
      for (const auto& invitation : event.commitments_invited().invitations()) {
        state.seats.push_back(ToSeat(invitation));
      }
      break;
    case v1::CaseEvent::kInvitationReplaced: {
      const care::Seat seat = ToSeat(event.invitation_replaced().invitation());
      care::Replace(state.seats, event.invitation_replaced().person_id(), seat.who, seat.lead);
      break;
    }
    case v1::CaseEvent::kMemberCommitted:
      care::Commit(state.seats, event.member_committed().organisation_id(),
                   event.member_committed().person_id());
      break;
    case v1::CaseEvent::kSharedResponsibilityTaken:
      state.shared = true;
      break;

    case v1::CaseEvent::kDiagnosticsDocumented:
      state.diagnostics = event.diagnostics_documented().version();
      break;
    case v1::CaseEvent::kCaseUnderstandingRecorded:
      state.understood = true;
      state.clocks.Stop(CLOCK_KIND_CASE_REVIEW, "");
      Heard(state, event.case_understanding_recorded().participation());
      break;

    case v1::CaseEvent::kSettingProposed:
      On(state, event.setting_proposed());
      break;
    case v1::CaseEvent::kSettingAnswered:
      if (Setting* setting = FindSetting(state, event.setting_answered().setting_id())) {
        setting->answer = event.setting_answered().answer();
      }
      break;
    case v1::CaseEvent::kSettingAdopted:
      On(state, event.setting_adopted());
      break;
    case v1::CaseEvent::kSettingStarted:
      On(state, event.setting_started(), given.now);
      break;
    case v1::CaseEvent::kSettingNoticeGiven:
      On(state, event.setting_notice_given());
      break;
    case v1::CaseEvent::kSettingEnded:
      On(state, event.setting_ended(), given.now);
      break;
    case v1::CaseEvent::kTonightMoved:
      On(state, event.tonight_moved(), given.now);
      break;
    case v1::CaseEvent::kCrisisLeadTaken:
      On(state, event.crisis_lead_taken(), given.now);
      break;
    case v1::CaseEvent::kCrisisLeadEnded:
      state.crisis.reset();
      if (state.ended) state.ended->crisis.reset();
      break;

    case v1::CaseEvent::kSetbackRecorded:
      ++state.setbacks;
      break;
    case v1::CaseEvent::kReplanOpened:
      On(state, event.replan_opened());
      break;

    case v1::CaseEvent::kStandbyEntered:
      On(state, event.standby_entered());
      break;
    case v1::CaseEvent::kContactWithYoungPersonRecorded:
      NobodyAwaited(state, event.contact_with_young_person_recorded().return_setting_ids());
      break;
    case v1::CaseEvent::kCaseReactivated:
      state.standby.reset();
      state.clocks.Stop(CLOCK_KIND_STANDBY_CONTACT, "");
      break;

    case v1::CaseEvent::kCaseDeadlineOverdue: {
      const auto& missed = event.case_deadline_overdue();
      state.clocks.MarkOverdue(missed.clock(), missed.object_id(), FromProto(missed.due()), given.now,
                               care::NextStepOf(missed));
      break;
    }
    case v1::CaseEvent::kCaseDeadlineEscalated: {
      const auto& missed = event.case_deadline_escalated();
      state.clocks.MarkEscalated(missed.clock(), missed.object_id(), FromProto(missed.due()), missed.step(),
                                 given.now, care::NextStepOf(missed));
      break;
    }
    case v1::CaseEvent::kHearingRecorded:
      Heard(state, event.hearing_recorded().participation());
      break;

    case v1::CaseEvent::kAftercareBegun:
      On(state, event.aftercare_begun(), given.now);
      break;
    case v1::CaseEvent::kAftercareContinued: {
      const auto& next = event.aftercare_continued();
      state.clocks.Stop(CLOCK_KIND_AFTERCARE_CONTACT, "");
      if (state.aftercare && next.has_next_contact_due()) ++state.aftercare->contacts;
      if (next.has_next_contact_due())
        state.clocks.Start(CLOCK_KIND_AFTERCARE_CONTACT, "", FromProto(next.next_contact_due()));
      break;
    }
    case v1::CaseEvent::kAftercareInterrupted:
      state.aftercare.reset();
      state.clocks.Stop(CLOCK_KIND_AFTERCARE_CONTACT, "");
      if (event.aftercare_interrupted().has_planned_end_due())
        state.clocks.Start(common::v1::CLOCK_KIND_PLANNED_END, "",
                           FromProto(event.aftercare_interrupted().planned_end_due()));
      break;

    case v1::CaseEvent::kLawfulEndRequested:
      On(state, event.lawful_end_requested(), given);
      break;
    case v1::CaseEvent::kLawfulEndApproved:
      if (state.ending && state.ending->id == event.lawful_end_approved().end_id()) {
        care::Approve(state.ending->approvals, {event.lawful_end_approved().organisation_id(),
                                                event.lawful_end_approved().person_id()});
      }
      break;
    case v1::CaseEvent::kObjectionPeriodBegan:
      On(state, event.objection_period_began());
      break;
    case v1::CaseEvent::kLawfulEndStopped:
      state.ending.reset();
      state.clocks.StopAll(CLOCK_KIND_OBJECTION_PERIOD);
      break;
    case v1::CaseEvent::kCaseLawfullyEnded:
      On(state, event.case_lawfully_ended());
      break;
    case v1::CaseEvent::kCaseReopened:
      On(state, event.case_reopened());
      if (event.case_reopened().has_holder())
        state.responsibility.HeldBy(care::FromProto(event.case_reopened().holder()), given.now);
      break;

    case v1::CaseEvent::kCompetenceDetermined:
      On(state, event.competence_determined(), given.actor.organisation);
      break;
    case v1::CaseEvent::kCompetenceChangeDetected:
      On(state, event.competence_change_detected());
      break;
    case v1::CaseEvent::kAgencyInformed:
      On(state, event.agency_informed());
      break;
    case v1::CaseEvent::kAgencyDataSent:
      On(state, event.agency_data_sent());
      break;
    case v1::CaseEvent::kAgencyConversationHeld:
      On(state, event.agency_conversation_held());
      break;
    case v1::CaseEvent::kServiceContinuationReported:
      On(state, event.service_continuation_reported());
      break;
    case v1::CaseEvent::kServiceContinuedByNewAgency:
      On(state, event.service_continued_by_new_agency());
      break;
    case v1::CaseEvent::kCompetenceRefused:
      On(state, event.competence_refused());
      break;
    case v1::CaseEvent::kProvisionalTakeoverAsked:
      On(state, event.provisional_takeover_asked(), given.actor.person);
      break;
    case v1::CaseEvent::kProvisionalTakeover:
      On(state, event.provisional_takeover(), given.actor.organisation);
      break;
    case v1::CaseEvent::kCompetenceChangeSettled:
      On(state, event.competence_change_settled());
      break;
    case v1::CaseEvent::kOmbudsOffered:
      On(state, event.ombuds_offered());
      break;

    case v1::CaseEvent::kBirthDateRecorded:
      On(state, event.birth_date_recorded());
      break;
    case v1::CaseEvent::kBirthDateCorrectionProposed:
      On(state, event.birth_date_correction_proposed());
      break;
    case v1::CaseEvent::kGuardianNamed:
      On(state, event.guardian_named(), given.now);
      break;
    case v1::CaseEvent::kGuardianDeclared:
      On(state, event.guardian_declared(), given.now);
      break;
    case v1::CaseEvent::kCameOfAge:
      On(state, event.came_of_age());
      break;
    case v1::CaseEvent::kConsentsAskedAnew:
      On(state, event.consents_asked_anew());
      break;
    case v1::CaseEvent::kHelpPlanned:
      On(state, event.help_planned());
      break;
    case v1::CaseEvent::kTransitionChecked:
      On(state, event.transition_checked());
      break;

    case v1::CaseEvent::kCommitmentsToSucceed: {
      const auto& succeed = event.commitments_to_succeed();
      state.successions.push_back(
          {succeed.organisation_id(), false, {succeed.setting_ids().begin(), succeed.setting_ids().end()}});
      state.clocks.Start(CLOCK_KIND_SUCCESSION, succeed.organisation_id(),
                         FromProto(succeed.succession_due()));
      break;
    }
    case v1::CaseEvent::kCommitmentsFellBack:
      for (Succession& one : state.successions) {
        if (one.organisation_id == event.commitments_fell_back().organisation_id()) one.fell_back = true;
      }
      break;
    case v1::CaseEvent::kCommitmentsStay:
      On(state, event.commitments_stay());
      break;

    case v1::CaseEvent::kResourcesChecked:
      Reach(state, Step::kResourcesChecked);
      break;
    case v1::CaseEvent::kPeerConsultationHeld:
      On(state, event.peer_consultation_held());
      break;
    case v1::CaseEvent::kNeedClassified:
      On(state, event.need_classified(), given);
      break;
    case v1::CaseEvent::kRiskAssessmentOpened:
      On(state, event.risk_assessment_opened());
      break;
    case v1::CaseEvent::kRiskAssessmentMade:
      On(state, event.risk_assessment_made());
      break;
    case v1::CaseEvent::kCommissionCalled:
      On(state, event.commission_called());
      break;
    case v1::CaseEvent::kCommissionVoteCast:
      On(state, event.commission_vote_cast(), given);
      break;
    case v1::CaseEvent::kHelpApproved:
      On(state, event.help_approved());
      break;
    case v1::CaseEvent::kHelpReturned:
      DismissCommission(state);
      break;

    case v1::CaseEvent::kRecordEntered:
      On(state, event.record_entered(), given);
      break;
    case v1::CaseEvent::kRightAssessed:
      On(state, event.right_assessed());
      break;
    case v1::CaseEvent::kTrialBegun:
      On(state, event.trial_begun());
      break;
    case v1::CaseEvent::kSettingEvaluated:
      On(state, event.setting_evaluated());
      break;
    case v1::CaseEvent::kFundingDecided:
      On(state, event.funding_decided());
      break;
    case v1::CaseEvent::kOfferFoundUnsuitable:
      On(state, event.offer_found_unsuitable());
      break;
    case v1::CaseEvent::kResidentialPhaseEntered:
      On(state, event.residential_phase_entered());
      break;
    case v1::CaseEvent::kReturnAnswered:
      On(state, event.return_answered());
      break;

    case v1::CaseEvent::kConsentGiven:
      On(state, event.consent_given());
      break;
    case v1::CaseEvent::kConsentWithdrawn:
      On(state, event.consent_withdrawn(), given.now);
      break;

    case v1::CaseEvent::kUnaccompaniedMinorReceived:
      On(state, event.unaccompanied_minor_received());
      break;
    case v1::CaseEvent::kMinorStepTaken:
      On(state, event.minor_step_taken());
      break;
    case v1::CaseEvent::kMinorAllocated:
      On(state, event.minor_allocated());
      break;
    case v1::CaseEvent::kMinorExcluded:
      EndMinor(state);
      break;
    case v1::CaseEvent::kEscortSent:
      On(state, event.escort_sent());
      break;
    case v1::CaseEvent::kArrivalConfirmed:
      On(state, event.arrival_confirmed());
      break;
    case v1::CaseEvent::kSearchBegun:
      On(state, event.search_begun());
      break;
    case v1::CaseEvent::kSearchContactMade:
      On(state, event.search_contact_made());
      break;
    case v1::CaseEvent::kGlassBroken:
      On(state, event.glass_broken());
      break;
    case v1::CaseEvent::kGlassReviewed:
      On(state, event.glass_reviewed());
      break;
    case v1::CaseEvent::kGlassReviewClosed:
      On(state, event.glass_review_closed());
      break;

    case v1::CaseEvent::kConfidenceRecorded:  // no rule asks for it (A23)
    case v1::CaseEvent::EVENT_NOT_SET:  // the command waist reports it as "not understood"; nothing to fold
      break;
  }
  Succeeded(state);
  return state;
}

}  // namespace fallverbund::casework
