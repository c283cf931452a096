#include "services/case/domain/state.h"

#include <algorithm>

namespace fallverbund::casework {

v1::PackageItem AsPacked(const PreparedItem& item) {
  v1::PackageItem out;
  out.set_position(item.position);
  out.set_confidentiality(item.confidentiality);
  out.set_basis(item.basis);
  out.set_withheld(item.withheld);
  out.set_consent_id(item.consent_id);
  return out;
}

const std::string* ResidentialProvider(const Setting& setting) {
  for (const Component& component : setting.components) {
    if (component.kind == v1::COMPONENT_KIND_RESIDENTIAL) return &component.organisation_id;
  }
  return nullptr;
}

bool IsProvider(const Setting& setting, std::string_view organisation_id) {
  if (const std::string* shelter = ResidentialProvider(setting)) return *shelter == organisation_id;
  return TakesPart(setting, organisation_id);
}

bool TakesPart(const Setting& setting, std::string_view organisation_id) {
  return std::any_of(setting.components.begin(), setting.components.end(), [&](const Component& component) {
    return component.organisation_id == organisation_id;
  });
}

bool ProvidesAlone(const Setting& setting, std::string_view organisation_id) {
  return std::all_of(setting.components.begin(), setting.components.end(), [&](const Component& component) {
    return component.organisation_id == organisation_id;
  });
}

bool HasGivenNotice(const Setting& setting, std::string_view organisation_id) {
  return std::any_of(setting.notices.begin(), setting.notices.end(),
                     [&](const std::string& whose) { return whose.empty() || whose == organisation_id; });
}

bool IsRunning(const Setting& setting) {
  return setting.phase == SettingPhase::kRunning || setting.phase == SettingPhase::kNotice;
}

bool IsConfirmed(const std::optional<LastMove>& move) {
  return move && move->held >= 2;
}

namespace {

bool HasASeat(const State& state, std::string_view organisation_id) {
  return std::any_of(state.seats.begin(), state.seats.end(), [&](const care::Seat& seat) {
    return seat.committed && seat.who.organisation_id == organisation_id;
  });
}

// By day, or tonight.
bool IsThere(const State& state, std::string_view organisation_id) {
  return std::any_of(state.settings.begin(), state.settings.end(),
                     [&](const Setting& setting) {
                       return IsRunning(setting) && IsProvider(setting, organisation_id);
                     }) ||
         (state.tonight.held() && state.tonight.holder().holder.organisation_id == organisation_id) ||
         (state.coordination.held() && state.coordination.holder().organisation_id == organisation_id);
}

}  // namespace

// A part beside the place to live, the lead of a crisis, or to receive after a help, is promised, too, though
// it speaks for nobody when an end is approved.
bool HasCommitment(const State& state, std::string_view organisation_id) {
  const bool leads = state.crisis && state.crisis->lead.held() &&
                     state.crisis->lead.holder().organisation_id == organisation_id;
  return leads || HasASeat(state, organisation_id) || IsThere(state, organisation_id) ||
         std::any_of(state.settings.begin(), state.settings.end(), [&](const Setting& setting) {
           return (IsRunning(setting) && TakesPart(setting, organisation_id)) ||
                  (IsReceptionPromised(state, setting) &&
                   setting.return_receiver.organisation_id == organisation_id);
         });
}

bool Shares(const State& state, std::string_view organisation_id) {
  const bool coordinates =
      state.coordination.held() && state.coordination.holder().organisation_id == organisation_id;
  return coordinates || IsThere(state, organisation_id) || (state.shared && HasASeat(state, organisation_id));
}

bool IsReceiverAsked(const State& state, const Setting& setting) {
  return state.clocks.Find(common::v1::CLOCK_KIND_RETURN_ANSWER, setting.id) != nullptr;
}

bool IsReceiverAwaited(const State& state, const Setting& setting) {
  return state.clocks.Find(common::v1::CLOCK_KIND_RETURN_CONTACT, setting.id) != nullptr;
}

bool IsReceptionPromised(const State& state, const Setting& setting) {
  return (IsRunning(setting) && setting.return_accepted) || IsReceiverAwaited(state, setting);
}

const std::string& PlaceOf(const State& state) {
  return state.tonight_setting_id.empty() ? state.kept_setting_id : state.tonight_setting_id;
}

bool NobodyElseShares(const State& state) {
  const std::string& own = state.responsibility.holder().organisation_id;
  std::vector<std::string> others = {state.tonight.holder().holder.organisation_id};
  if (state.coordination.held()) others.push_back(state.coordination.holder().organisation_id);
  for (const care::Seat& seat : state.seats) others.push_back(seat.who.organisation_id);
  for (const Setting& setting : state.settings) {
    for (const Component& component : setting.components) others.push_back(component.organisation_id);
  }
  return std::none_of(others.begin(), others.end(),
                      [&](const std::string& other) { return other != own && Shares(state, other); });
}

std::vector<v1::CommissionSeat> MissingSeats(const care::Approvals& votes) {
  std::vector<v1::CommissionSeat> missing;
  for (const int seat : care::MissingRoles(
           votes,
           {v1::COMMISSION_SEAT_TEAM_LEAD, v1::COMMISSION_SEAT_FINANCE_LEAD, v1::COMMISSION_SEAT_CASE}))
    missing.push_back(static_cast<v1::CommissionSeat>(seat));
  return missing;
}

std::string ClockObject(v1::RightDomain domain) {
  return v1::RightDomain_Name(domain).substr(sizeof("RIGHT_DOMAIN_") - 1);
}

const Record* State::FindRecord(std::string_view id) const {
  const auto found =
      std::find_if(records.begin(), records.end(), [&](const Record& record) { return record.id == id; });
  return found == records.end() ? nullptr : &*found;
}

const Consent* State::FindConsent(std::string_view id) const {
  const auto found = std::find_if(consents.begin(), consents.end(),
                                  [&](const Consent& consent) { return consent.id == id; });
  return found == consents.end() ? nullptr : &*found;
}

const Reading* State::FindReading(std::string_view id) const {
  const auto found = std::find_if(readings.begin(), readings.end(),
                                  [&](const Reading& reading) { return reading.id == id; });
  return found == readings.end() ? nullptr : &*found;
}

const Setting* State::FindSetting(std::string_view id) const {
  const auto found = std::find_if(settings.begin(), settings.end(),
                                  [&](const Setting& setting) { return setting.id == id; });
  return found == settings.end() ? nullptr : &*found;
}

}  // namespace fallverbund::casework
