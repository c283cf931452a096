#include "services/intake/views/transition_resource.h"

#include "absl/strings/numbers.h"
#include "libs/base/time.h"

namespace fallverbund::intake {
namespace {

constexpr char kErased[] = "[erased]";

v1::TransitionState StateOf(Accompaniment phase) {
  switch (phase) {
    case Accompaniment::kNone:
      return v1::TRANSITION_STATE_UNSPECIFIED;
    case Accompaniment::kGoesOn:
      return v1::TRANSITION_STATE_ACCOMPANIED;
    case Accompaniment::kCompleted:
      return v1::TRANSITION_STATE_COMPLETED;
    case Accompaniment::kWithdrawn:
      return v1::TRANSITION_STATE_CONSENT_WITHDRAWN;
  }
  return v1::TRANSITION_STATE_UNSPECIFIED;
}

void ShowHandover(const TransitionState& state, v1::Transition& shown) {
  const auto& open = state.handover.open();
  if (!open) return;
  v1::WarmHandover& handover = *shown.mutable_handover();
  handover.set_handover_id(open->id);
  *handover.mutable_to() = care::ToProto(open->to);
  handover.set_to_line(state.offer.to_line);
  handover.set_for_phase(state.offer.for_phase);
  handover.set_met(open->met);
  handover.set_failed_attempts(state.offer.failed_attempts);
  *handover.mutable_answer_due() = ToProto(open->answer_due);
  handover.set_chain_id(state.offer.chain_id);
  handover.set_chain_version(state.offer.chain_version);
  for (const int item : state.offer.items) handover.add_items(static_cast<v1::HandoverItem>(item));
}

}  // namespace

void ShowTransition(const history::History<TransitionDecider>& transition, v1::Transition& shown,
                    std::vector<history::SealedText>& texts) {
  const TransitionState& state = transition.state;
  shown.set_transition_id(transition.aggregate_id);
  shown.set_state(StateOf(state.phase));
  *shown.mutable_navigator() = care::ToProto(state.navigator.holder());
  if (state.phase == Accompaniment::kWithdrawn) {  // that it was, and nothing of the family (E9)
    for (auto* text : {shown.mutable_family_name(), shown.mutable_language(), shown.mutable_agreed()})
      *text = kErased;
    return;
  }
  shown.set_service_line(state.service_line);
  shown.set_social_space_id(state.social_space_id);
  shown.set_language_need(state.language_need);
  shown.set_reached(state.reached);
  shown.set_moves(state.navigator.moves());
  for (const auto& [phase, due] : state.expected) {
    v1::ExpectedPhase& expected = *shown.add_expected();
    expected.set_phase(static_cast<v1::LifePhase>(phase));
    *expected.mutable_due() = ToProto(due);
  }
  ShowHandover(state, shown);
  const care::Clock* succession =
      state.clocks.Find(common::v1::CLOCK_KIND_SUCCESSION, state.navigator.holder().organisation_id);
  if (succession != nullptr) *shown.mutable_succession_due() = ToProto(succession->due);
  // The first of them; each is in its giver's list once it is missed.
  for (const WarmCheck& check : state.checks) {
    const care::Clock* clock =
        state.clocks.Find(common::v1::CLOCK_KIND_WARM_HANDOVER_CHECK, check.handover_id);
    if (clock == nullptr) continue;
    *shown.mutable_check_due() = ToProto(clock->due);
    break;
  }
  for (const auto& entry : transition.entries) {
    if (!entry.event.has_transition_begun()) continue;
    const v1::TransitionBegun& begun = entry.event.transition_begun();
    texts.push_back(history::TextAt(begun, begun.family_name(), "9", shown.mutable_family_name()));
    texts.push_back(history::TextAt(begun, begun.language(), "10", shown.mutable_language()));
    texts.push_back(history::TextAt(begun, begun.agreed(), "11", shown.mutable_agreed()));
  }
}

void ShowChain(const std::string& chain_id, const v1::ProcessChainVersionSet& version,
               v1::ProcessChain& shown, std::vector<history::SealedText>& texts) {
  shown.set_chain_id(chain_id);
  shown.set_version(version.version());
  shown.set_from_line(version.from_line());
  shown.set_to_line(version.to_line());
  *shown.mutable_valid_from() = version.valid_from();
  *shown.mutable_required_items() = version.required_items();
  *shown.mutable_answer_within() = version.answer_within();
  *shown.mutable_check_after() = version.check_after();
  texts.push_back(history::TextAt(version, version.description(), "8", shown.mutable_description()));
}

void ShowMissed(const TransitionPage& page, v1::ListMissedTransitionsResponse& response) {
  for (const auto& entry : page.entries) {
    for (const v1::MissedDate& date : entry.row.missed()) {
      v1::MissedTransition& missed = *response.add_missed();
      missed.set_transition_id(entry.transition_id);
      missed.set_kind(date.kind());
      *missed.mutable_due() = date.due();
      missed.set_step(date.step());
      missed.set_navigator_person_id(entry.row.person_id());
      int phase = 0;
      if (date.kind() == common::v1::CLOCK_KIND_SUCCESSION) continue;  // of the whole accompaniment
      if (date.kind() != common::v1::CLOCK_KIND_LIFE_PHASE) {
        missed.set_handover_id(date.object_id());
      } else if (absl::SimpleAtoi(date.object_id(), &phase)) {
        missed.set_phase(static_cast<v1::LifePhase>(phase));
      }
    }
  }
}

void ShowOffered(const TransitionPage& page, v1::ListOfferedTransitionsResponse& response) {
  for (const auto& entry : page.entries) {
    const v1::WarmOffer& offer = entry.row.offer();
    v1::OfferedTransition& offered = *response.add_offered();
    offered.set_transition_id(entry.transition_id);
    offered.set_handover_id(offer.handover_id());
    offered.set_to_person_id(offer.person_id());
    offered.set_to_line(offer.to_line());
    *offered.mutable_answer_due() = offer.answer_due();
    offered.set_navigator_organisation_id(entry.row.organisation_id());
    offered.set_navigator_person_id(entry.row.person_id());
  }
}

void ShowTable(const v1::PreventionTablePublished& published, v1::PreventionTable& shown) {
  shown.set_year(published.year());
  shown.set_quarter(published.quarter());
  shown.set_figures_position(published.figures_position());
  *shown.mutable_figures() = published.figures();
}

}  // namespace fallverbund::intake
