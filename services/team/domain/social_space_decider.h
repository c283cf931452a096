// A social space: a team that carries it with one named person and a deputy (C3), and its quarters and
// streets with the times in which they are valid (C1, C2).
#ifndef FALLVERBUND_SERVICES_TEAM_DOMAIN_SOCIAL_SPACE_DECIDER_H_
#define FALLVERBUND_SERVICES_TEAM_DOMAIN_SOCIAL_SPACE_DECIDER_H_

#include <map>
#include <string>
#include <string_view>
#include <variant>

#include "absl/time/time.h"
#include "fallverbund/team/v1/social_space_events.pb.h"
#include "libs/care/holder.h"
#include "libs/decider/decider.h"

namespace fallverbund::team {

struct DefineSocialSpace {
  std::string display_name;
  std::string unit_id, person_id, deputy_person_id;
  bool is_youth_office = false;  // facts: the caller's organisation is one
  bool team_known = false;       // both persons are of that unit
};
struct EntrustSocialSpace {
  std::string person_id, deputy_person_id;
  bool team_known = false;  // fact: both are of the unit that carries it
};

// From `from` to before `until`; InfiniteFuture: no end known.
struct Validity {
  absl::Time from;
  absl::Time until = absl::InfiniteFuture();
  bool Covers(absl::Time at) const { return from <= at && at < until; }
  bool Meets(const Validity& other) const { return from < other.until && other.from < until; }
  friend bool operator==(const Validity&, const Validity&) = default;
};

struct AddQuarter {  // the quarter is given.new_id
  std::string display_name;
  Validity valid;
};
struct EndQuarter {
  std::string quarter_id;
  absl::Time valid_until;
};
struct AddStreet {  // the entry is given.new_id
  std::string quarter_id, street;
  Validity valid;
};
struct EndStreetEntry {
  std::string entry_id;
  absl::Time valid_until;
};

using SocialSpaceCommand =
    std::variant<DefineSocialSpace, EntrustSocialSpace, AddQuarter, EndQuarter, AddStreet, EndStreetEntry>;

struct QuarterEntry {
  std::string display_name;
  Validity valid;
  friend bool operator==(const QuarterEntry&, const QuarterEntry&) = default;
};
struct StreetState {
  std::string quarter_id, street;
  Validity valid;
  friend bool operator==(const StreetState&, const StreetState&) = default;
};

struct SocialSpaceState {
  std::string display_name;  // empty: there is none
  care::Holder team;
  std::map<std::string, QuarterEntry> quarters;
  std::map<std::string, StreetState> streets;

  bool defined() const { return !display_name.empty(); }
  friend bool operator==(const SocialSpaceState&, const SocialSpaceState&) = default;
};

// How a street is looked up: "Hauptstraße", "Hauptstrasse" and "haupt-str." are one.
std::string StreetKey(std::string_view street);

struct SocialSpaceDecider {
  using State = SocialSpaceState;
  using Command = SocialSpaceCommand;
  using Event = v1::SocialSpaceEvent;
  static constexpr char kContext[] = "team";
  static constexpr char kAggregateType[] = "social_space";

  static State Initial() { return {}; }
  static decider::Decision<Event> Decide(const State& state, const Command& command,
                                         const decider::Given& given);
  static State Evolve(State state, const Event& event, const decider::Given& given);
};

static_assert(decider::Decider<SocialSpaceDecider>);

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_DOMAIN_SOCIAL_SPACE_DECIDER_H_
