#include "libs/care/notification_leg.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace fallverbund::care {

using common::v1::CLOCK_KIND_CRISIS_LEG;
using common::v1::CrisisParty;

std::string LegObject(CrisisParty party) {
  return absl::StrCat(static_cast<int>(party));
}

const std::vector<CrisisParty>& AlarmedParties() {
  static const auto* const kParties =
      new std::vector<CrisisParty>{common::v1::CRISIS_PARTY_YOUTH_OFFICE, common::v1::CRISIS_PARTY_PROVIDER,
                                   common::v1::CRISIS_PARTY_LEGAL_REPRESENTATIVE,
                                   common::v1::CRISIS_PARTY_RESCUE_SERVICE, common::v1::CRISIS_PARTY_CLINIC};
  return *kParties;
}

const Leg* NotificationLegs::Find(CrisisParty party) const {
  const auto found =
      std::find_if(legs_.begin(), legs_.end(), [&](const Leg& leg) { return leg.party == party; });
  return found == legs_.end() ? nullptr : &*found;
}

Leg* NotificationLegs::Mutable(CrisisParty party) {
  const auto found =
      std::find_if(legs_.begin(), legs_.end(), [&](const Leg& leg) { return leg.party == party; });
  return found == legs_.end() ? nullptr : &*found;
}

bool NotificationLegs::CoversAll() const {
  return legs_.size() == AlarmedParties().size() &&
         std::all_of(AlarmedParties().begin(), AlarmedParties().end(),
                     [&](CrisisParty party) { return Find(party) != nullptr; });
}

void NotificationLegs::Started(CrisisParty party, std::string organisation_id, absl::Time acknowledge_due,
                               Clocks& clocks) {
  Leg begun{party, std::move(organisation_id), acknowledge_due};
  if (Leg* leg = Mutable(party)) {
    *leg = std::move(begun);
  } else {
    legs_.push_back(std::move(begun));
  }
  const Clock* clock = clocks.Find(CLOCK_KIND_CRISIS_LEG, LegObject(party));
  if (clock != nullptr && clock->due == acknowledge_due) return;
  clocks.Start(CLOCK_KIND_CRISIS_LEG, LegObject(party), acknowledge_due);
}

void NotificationLegs::Attempted(CrisisParty party, bool reached) {
  if (Leg* leg = Mutable(party)) {
    ++leg->attempts;
    leg->reached |= reached;
  }
}

void NotificationLegs::Acknowledged(CrisisParty party, absl::Duration after, Clocks& clocks) {
  Leg* leg = Mutable(party);
  if (leg == nullptr || leg->acknowledged()) return;
  leg->acknowledged_after = after;
  clocks.Stop(CLOCK_KIND_CRISIS_LEG, LegObject(party));
}

bool SpeaksForAddressee(const Leg& leg, std::string_view organisation_id, std::string_view person_id) {
  return !leg.organisation_id.empty() && leg.organisation_id == organisation_id && !person_id.empty();
}

}  // namespace fallverbund::care
