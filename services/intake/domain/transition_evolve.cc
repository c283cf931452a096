#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "libs/care/participation.h"
#include "services/intake/domain/transition_decider.h"

namespace fallverbund::intake {
namespace {

using common::v1::CLOCK_KIND_HEARING_RETRY;
using common::v1::CLOCK_KIND_LIFE_PHASE;
using common::v1::CLOCK_KIND_SUCCESSION;
using common::v1::CLOCK_KIND_WARM_HANDOVER_ANSWER;
using common::v1::CLOCK_KIND_WARM_HANDOVER_CHECK;

void Expect(TransitionState& state, const v1::ExpectedPhase& expected) {
  state.expected[expected.phase()] = FromProto(expected.due());
  state.clocks.Start(CLOCK_KIND_LIFE_PHASE, ObjectOf(expected.phase()), FromProto(expected.due()));
}

void SealedUnder(TransitionState& state, const common::v1::Sealed& text) {
  if (!text.key_id().empty()) state.key_ids.insert(text.key_id());
}

// The latest word says who is still to be heard.
void Heard(TransitionState& state, const common::v1::Participation& participation) {
  state.clocks.Stop(CLOCK_KIND_HEARING_RETRY, "");
  if (const auto next = care::NextHearing(participation))
    state.clocks.Start(CLOCK_KIND_HEARING_RETRY, "", *next);
}

void NoLongerOpen(TransitionState& state) {
  state.clocks.StopAll(CLOCK_KIND_WARM_HANDOVER_ANSWER);
  state.offer = {};
}

void Begin(TransitionState& state, const v1::TransitionBegun& begun, absl::Time now) {
  state.phase = Accompaniment::kGoesOn;
  state.subject_id = begun.subject_id();
  state.navigator.HeldBy(care::FromProto(begun.navigator()), now);
  state.service_line = begun.service_line();
  state.social_space_id = begun.social_space_id();
  state.language_need = begun.language_need();
  for (const auto& expected : begun.expected()) Expect(state, expected);
  for (const auto* text : {&begun.family_name(), &begun.language(), &begun.agreed()})
    SealedUnder(state, *text);
}

void Offer(TransitionState& state, const v1::WarmHandoverOffered& offered) {
  state.handover.Offered({offered.handover_id(), care::FromProto(offered.to()),
                          offered.offered_by_person_id(), FromProto(offered.answer_due())});
  state.offer = {
      offered.to_line(),  offered.for_phase(),     absl::Seconds(offered.check_after().seconds()),
      offered.chain_id(), offered.chain_version(), {offered.items().begin(), offered.items().end()}};
  state.clocks.Start(CLOCK_KIND_WARM_HANDOVER_ANSWER, offered.handover_id(), FromProto(offered.answer_due()));
  Heard(state, offered.participation());
  SealedUnder(state, offered.note());
}

void Move(TransitionState& state, const v1::NavigatorMoved& moved, absl::Time now) {
  state.handover.Accepted(moved.handover_id());
  NoLongerOpen(state);
  state.navigator.HeldBy(care::FromProto(moved.to()), now);
  state.clocks.StopAll(CLOCK_KIND_SUCCESSION);
  state.service_line = moved.service_line();
  state.reached = moved.reached();
  state.expected.erase(moved.reached());
  state.clocks.Stop(CLOCK_KIND_LIFE_PHASE, ObjectOf(moved.reached()));
  if (!moved.givers_look_on()) {  // as it was then
    state.clocks.StopAll(CLOCK_KIND_WARM_HANDOVER_CHECK);
    state.checks.clear();
  }
  state.checks.push_back({moved.handover_id(), care::FromProto(moved.from())});
  state.clocks.Start(CLOCK_KIND_WARM_HANDOVER_CHECK, moved.handover_id(), FromProto(moved.check_due()));
}

void Check(TransitionState& state, const v1::WarmHandoverChecked& checked) {
  SealedUnder(state, checked.note());
  state.clocks.Stop(CLOCK_KIND_WARM_HANDOVER_CHECK, checked.handover_id());
  if (checked.has_next_due()) {
    state.clocks.Start(CLOCK_KIND_WARM_HANDOVER_CHECK, checked.handover_id(), FromProto(checked.next_due()));
  } else {
    std::erase_if(state.checks,
                  [&](const WarmCheck& check) { return check.handover_id == checked.handover_id(); });
  }
}

// No date is left, nothing is expected, and nothing is on offer. Of one that is completed, whoever was still
// to be heard is heard later all the same (A16).
void Over(TransitionState& state, Accompaniment how) {
  state.phase = how;
  state.clocks = {};
  state.expected.clear();
  state.checks.clear();
  if (const auto open = state.handover.open()) state.handover.Revoked(open->id);
  state.offer = {};
}

}  // namespace

std::string ObjectOf(v1::LifePhase phase) {
  return std::to_string(static_cast<int>(phase));
}

bool TransitionState::has_still_to_hear() const {
  return phase == Accompaniment::kCompleted && clocks.Find(CLOCK_KIND_HEARING_RETRY, "") != nullptr;
}

const WarmCheck* TransitionState::FindCheck(std::string_view handover_id) const {
  const auto found = std::find_if(checks.begin(), checks.end(),
                                  [&](const WarmCheck& check) { return check.handover_id == handover_id; });
  return found == checks.end() ? nullptr : &*found;
}

TransitionState TransitionDecider::Evolve(State state, const Event& event, const decider::Given& given) {
  switch (event.event_case()) {
    case Event::kTransitionBegun:
      Begin(state, event.transition_begun(), given.now);
      break;
    case Event::kPhaseExpected:
      Expect(state, event.phase_expected().expected());
      break;
    case Event::kWarmHandoverOffered:
      Offer(state, event.warm_handover_offered());
      break;
    case Event::kWarmHandoverMet:
      state.handover.Met(event.warm_handover_met().handover_id());
      SealedUnder(state, event.warm_handover_met().note());
      break;
    case Event::kWarmHandoverAttemptFailed:
      ++state.offer.failed_attempts;
      SealedUnder(state, event.warm_handover_attempt_failed().note());
      break;
    case Event::kNavigatorMoved:
      Move(state, event.navigator_moved(), given.now);
      break;
    case Event::kWarmHandoverDeclined:
      state.handover.Refused(event.warm_handover_declined().handover_id());
      SealedUnder(state, event.warm_handover_declined().note());
      NoLongerOpen(state);
      break;
    case Event::kWarmHandoverRevoked:
      state.handover.Revoked(event.warm_handover_revoked().handover_id());
      NoLongerOpen(state);
      break;
    case Event::kWarmHandoverChecked:
      Check(state, event.warm_handover_checked());
      break;
    case Event::kFamilyDecided:
      Heard(state, event.family_decided().participation());
      SealedUnder(state, event.family_decided().decision());
      break;
    case Event::kNavigatorTakenOver:
      state.navigator.HeldBy(care::FromProto(event.navigator_taken_over().to()), given.now);
      break;
    case Event::kPreventionConsentWithdrawn:
      Over(state, Accompaniment::kWithdrawn);
      break;
    case Event::kTransitionCompleted:
      Over(state, Accompaniment::kCompleted);
      Heard(state, event.transition_completed().participation());
      break;
    case Event::kTransitionDateMissed:
      state.clocks.MarkOverdue(event.transition_date_missed().kind(),
                               event.transition_date_missed().object_id(),
                               FromProto(event.transition_date_missed().due()), given.now);
      break;
    case Event::kTransitionDateEscalated: {
      const auto& escalated = event.transition_date_escalated();
      state.clocks.MarkEscalated(escalated.kind(), escalated.object_id(), FromProto(escalated.due()),
                                 escalated.step(), given.now);
      break;
    }
    case Event::kNavigatorToSucceed: {
      const auto& succeed = event.navigator_to_succeed();
      state.clocks.Start(CLOCK_KIND_SUCCESSION, succeed.organisation_id(),
                         FromProto(succeed.succession_due()));
      break;
    }
    case Event::kNavigatorStays:
      state.clocks.Stop(CLOCK_KIND_SUCCESSION, event.navigator_stays().organisation_id());
      break;
    case Event::EVENT_NOT_SET:
      break;
  }
  return state;
}

}  // namespace fallverbund::intake
