// Notification legs (row D2): several parties are told of one thing at once. Each leg has its own date,
// attempts, acknowledgement and clock; none waits for another, and a missing one becomes overdue and climbs,
// no more.
//
// The functions that record what happened are total: a fact about a leg that is not there changes nothing.
#ifndef FALLVERBUND_LIBS_CARE_NOTIFICATION_LEG_H_
#define FALLVERBUND_LIBS_CARE_NOTIFICATION_LEG_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "fallverbund/common/v1/responsibility.pb.h"
#include "libs/care/clock.h"

namespace fallverbund::care {

struct Leg {
  common::v1::CrisisParty party = common::v1::CRISIS_PARTY_UNSPECIFIED;
  std::string organisation_id;  // empty: nobody of the directory
  absl::Time acknowledge_due;
  uint32_t attempts = 0;
  bool reached = false;                              // by one of them
  std::optional<absl::Duration> acknowledged_after;  // the alarm; nullopt: open
  bool acknowledged() const { return acknowledged_after.has_value(); }
  friend bool operator==(const Leg&, const Leg&) = default;
};

// Names the clock of a party's leg: its number, since that never changes.
std::string LegObject(common::v1::CrisisParty party);

// Who must hear of a crisis at once (D2).
const std::vector<common::v1::CrisisParty>& AlarmedParties();

class NotificationLegs {
 public:
  const std::vector<Leg>& all() const { return legs_; }
  const Leg* Find(common::v1::CrisisParty party) const;
  // Exactly one for each of AlarmedParties.
  bool CoversAll() const;

  // Begins a leg with its clock; one for the same party begins anew. A clock that runs for the same date goes
  // on with the steps it has climbed.
  void Started(common::v1::CrisisParty party, std::string organisation_id, absl::Time acknowledge_due,
               Clocks& clocks);
  void Attempted(common::v1::CrisisParty party, bool reached);
  // Stops this leg's clock and no other.
  void Acknowledged(common::v1::CrisisParty party, absl::Duration after, Clocks& clocks);

  friend bool operator==(const NotificationLegs&, const NotificationLegs&) = default;

 private:
  Leg* Mutable(common::v1::CrisisParty party);
  std::vector<Leg> legs_;  // in the order begun
};

// Says so for the addressee: a person of the organisation the leg names. For a leg that names nobody, nobody.
bool SpeaksForAddressee(const Leg& leg, std::string_view organisation_id, std::string_view person_id);

}  // namespace fallverbund::care

#endif  // FALLVERBUND_LIBS_CARE_NOTIFICATION_LEG_H_
