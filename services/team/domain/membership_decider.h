// Standing members of a Fallverbund and the people of an office: each accepts in person, and a seat changes
// hands only through a successor who accepted (B6). A seat without its person is warned about until it is
// filled (A20).
#ifndef FALLVERBUND_SERVICES_TEAM_DOMAIN_MEMBERSHIP_DECIDER_H_
#define FALLVERBUND_SERVICES_TEAM_DOMAIN_MEMBERSHIP_DECIDER_H_

#include <map>
#include <set>
#include <string>

#include "fallverbund/team/v1/membership_events.pb.h"
#include "libs/care/holder.h"
#include "libs/decider/decider.h"
#include "services/team/domain/membership_commands.h"

namespace fallverbund::team {

// To answer when asked, and to fill a vacant seat, before it is told to others: a proposed default.
inline constexpr int kSeatDays = 28;
// To follow in the seats of an organisation that goes: until it does, and not before this (N10). Of one that
// is insolvent nobody may be there any more. Proposed defaults.
inline constexpr int kSeatSuccessionAtLeastDays = 1, kInsolventSeatDays = 3;

struct MembershipState {
  v1::MembershipKind kind = v1::MEMBERSHIP_KIND_UNSPECIFIED;  // unspecified: there is none
  std::string display_name;
  care::Holder keeper;
  care::Seats seats;
  std::map<std::string, std::string> deputies;  // of who accepted
  std::set<std::string> vacant;                 // whose deputy acts
  Duties duties;                                // of a seat, by who has it
  std::map<std::string, std::set<std::string>>
      leaving;  // organisation that goes -> whose seats are waited for

  bool founded() const { return kind != v1::MEMBERSHIP_KIND_UNSPECIFIED; }
  friend bool operator==(const MembershipState&, const MembershipState&) = default;
};

struct MembershipDecider {
  using State = MembershipState;
  using Command = MembershipCommand;
  using Event = v1::MembershipEvent;
  static constexpr char kContext[] = "team";
  static constexpr char kAggregateType[] = "membership";

  static State Initial() { return {}; }
  static decider::Decision<Event> Decide(const State& state, const Command& command,
                                         const decider::Given& given);
  static State Evolve(State state, const Event& event, const decider::Given& given);
};

static_assert(decider::Decider<MembershipDecider>);

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_DOMAIN_MEMBERSHIP_DECIDER_H_
