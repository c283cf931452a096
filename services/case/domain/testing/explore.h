// Walks breadth-first through every state a small world can reach: one youth office and one partner with two
// persons each, times reduced to "still to come" and "passed", counters dropped. Each command of a fixed
// alphabet is tried in each state, good ones and ones that must be refused.
#ifndef FALLVERBUND_SERVICES_CASE_DOMAIN_TESTING_EXPLORE_H_
#define FALLVERBUND_SERVICES_CASE_DOMAIN_TESTING_EXPLORE_H_

#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "services/case/domain/invariants.h"

namespace fallverbund::casework::testing {

enum class Theme {
  kOpening,
  kHandover,
  kTeam,
  kSetting,
  kStandby,
  kEnding,
  kFollowUp,
  kCompetence,
  kAge,
  kConsent,
  kLeaving,
  kCoordination,
  kPlanning,
  kCourse,
  kDeputy,  // and the four that follow: see explore_pairs.h
  kLeaver,
  kJurisdiction,
  kShortEnd,
  kOneOffer,
  kCrisis,  // see explore_crisis.h
  kMinor,
  kPlace,  // a stay in a clinic beside settings: see explore_crisis.h
  kDraft,  // what is prepared for one offer: see explore_pairs.h
  kClock
};

// Somebody who goes along and keeps a record of their own: of one path to each state, with all that was
// really said and at what time, and of each step from there.
class Companion {
 public:
  virtual ~Companion() = default;
  // As it is behind the step; nullptr: does not go there, so nobody does.
  virtual std::shared_ptr<const Companion> After(const Step& step) const = 0;
};

struct Bounds {
  std::set<Theme> themes;  // whose commands are tried
  size_t states = 0;       // stop after so many distinct states
  bool stop_when_broken = false;
  std::shared_ptr<const Companion> companion = nullptr;  // at the beginning; nullptr: nobody goes along
};

struct Exploration {
  size_t states = 0;  // distinct, canonical
  size_t steps = 0;   // accepted commands
  size_t refusals = 0;
  bool fixpoint = false;                      // nothing new is reachable
  std::map<std::string, std::string> broken;  // invariant -> first step that broke it
  std::set<std::string> events;               // kinds that happened at least once
};

Exploration Explore(const Bounds& bounds);

}  // namespace fallverbund::casework::testing

#endif  // FALLVERBUND_SERVICES_CASE_DOMAIN_TESTING_EXPLORE_H_
