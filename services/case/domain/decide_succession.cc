// A partner goes (N10): what it promised stays promised until somebody else has accepted it. Its settings are
// under notice, with the bridge of N9; its seats wait for successors; and what nobody takes falls back to
// CASE's unit.
#include <algorithm>

#include "libs/base/time.h"
#include "services/case/domain/rules.h"
#include "services/case/domain/terms.h"

namespace fallverbund::casework {
namespace {

const Succession* Find(const State& state, const std::string& organisation_id) {
  for (const Succession& one : state.successions) {
    if (one.organisation_id == organisation_id) return &one;
  }
  return nullptr;
}

}  // namespace

Decision DecideOn(const State& state, const LetPartnerGo& command, const Given& given) {
  const std::string& partner = command.organisation_id;
  if (command.overtaken) return Events{};
  if (!HasCommitment(state, partner)) return Events{};
  const bool insolvent = command.cause == team::v1::LEAVING_CAUSE_INSOLVENT;
  if (Find(state, partner) !=
      nullptr) {  // asked already; what an insolvent one promised falls back all the same
    Events events;
    if (insolvent) FallBack(state, partner, events);
    return events;
  }
  const absl::Time due = insolvent ? given.now + care::Length(care::kInsolventSuccession, given.terms)
                                   : std::max(command.until, given.now + kSuccessionAtLeast);
  Events events(1);
  v1::CommitmentsToSucceed succeed;
  succeed.set_organisation_id(partner);
  succeed.set_cause(command.cause);
  *succeed.mutable_succession_due() = ToProto(due);
  for (const Setting& setting : state.settings) {
    if (!IsRunning(setting) || !TakesPart(setting, partner) || HasGivenNotice(setting, partner)) continue;
    succeed.add_setting_ids(setting.id);
    v1::SettingNoticeGiven& notice = *events.emplace_back().mutable_setting_notice_given();
    notice.set_setting_id(setting.id);
    *notice.mutable_wished_end() = ToProto(due);
    notice.set_organisation_id(partner);
    SetBridge(state, given, notice);
  }
  *events[0].mutable_commitments_to_succeed() = succeed;
  if (insolvent) FallBack(state, partner, events);
  return events;
}

// What it promised stays with it. Whoever of another organisation was asked to follow is not any more; who
// follows a colleague there still does.
Decision DecideOn(const State& state, const LetPartnerStay& command, const Given&) {
  const std::string& partner = command.organisation_id;
  const Succession* known = Find(state, partner);
  if (command.overtaken || known == nullptr) return Events{};
  Events events;
  v1::CommitmentsStay& stay = *events.emplace_back().mutable_commitments_stay();
  stay.set_organisation_id(partner);
  for (const std::string& id : known->settings) {
    const Setting* setting = state.FindSetting(id);
    if (setting != nullptr && setting->phase == SettingPhase::kNotice) stay.add_setting_ids(id);
  }
  for (const care::Seat& seat : state.seats) {
    const bool elsewhere = seat.successor && seat.successor->organisation_id != partner &&
                           seat.successor->person_id != state.responsibility.holder().person_id;
    if (seat.who.organisation_id == partner && elsewhere)
      EndSeatOffer(state, seat, v1::SUCCESSION_OFFER_END_CAUSE_PARTNER_STAYS, events);
  }
  const auto& offer = state.coordination_offer.open();
  const bool coordinates =
      state.coordination.held() && state.coordination.holder().organisation_id == partner;
  if (coordinates && (!offer || offer->to.organisation_id != partner))
    EndCoordinationOffer(state, v1::SUCCESSION_OFFER_END_CAUSE_PARTNER_STAYS, events);
  return events;
}

void EndSeatOffer(const State& state, const care::Seat& seat, v1::SuccessionOfferEndCause cause,
                  Events& events) {
  if (!seat.successor) return;
  v1::SuccessionOfferEnded& ended = *events.emplace_back().mutable_succession_offer_ended();
  ended.set_strand(common::v1::STRAND_SHARED);
  ended.set_team_id(state.team_id);
  ended.set_organisation_id(seat.successor->organisation_id);
  ended.set_person_id(seat.successor->person_id);
  ended.set_cause(cause);
}

void FallBack(const State& state, const std::string& organisation_id, Events& events) {
  const Succession* known = Find(state, organisation_id);
  if (known != nullptr && known->fell_back) return;
  v1::CommitmentsFellBack& back = *events.emplace_back().mutable_commitments_fell_back();
  back.set_organisation_id(organisation_id);
  *back.mutable_to() = care::ToProto(state.responsibility.holder());
}

}  // namespace fallverbund::casework
