// Leaves out one guard of a case after the other: for each, an invariant must break somewhere in a small
// exploration, or a sentence must fail. With --all (a quarter of an hour), an invariant that nothing breaks
// fails this test, too.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "libs/refusal/testing/leave_out.h"
#include "services/case/domain/testing/broken_by_hand.h"
#include "services/case/domain/testing/explore.h"

namespace fallverbund::casework::testing {
namespace {

using enum Theme;

// Small, and between them every theme; skipping a guard makes more states reachable, so each has a bound.
std::map<std::string, std::string> BrokenInSmallWorlds() {
  std::map<std::string, std::string> broken;
  for (const std::set<Theme>& themes : {std::set<Theme>{kOpening, kHandover, kTeam},
                                        {kOpening, kSetting, kStandby},
                                        {kOpening, kHandover, kStandby, kClock},
                                        {kOpening, kSetting, kEnding, kClock},
                                        {kOpening, kHandover, kFollowUp},
                                        {kOpening, kPlanning},
                                        {kOpening, kCourse},
                                        {kOpening, kCompetence, kClock},
                                        {kOpening, kConsent},
                                        {kOpening, kAge}}) {
    broken.merge(Explore({themes, 3'000, true}).broken);
  }
  return broken;
}

std::set<std::string> BrokenByGuardsAlone() {
  std::set<std::string> names;
  for (const Invariant& invariant : Invariants()) names.insert(std::string(invariant.name));
  for (const auto& by_hand : StepsBrokenByHand()) names.erase(std::string(by_hand.invariant));
  return names;
}

}  // namespace

int Main(int argc, char** argv) {
  return refusal::LeaveOutGuards(argc, argv,
                                 {.folder = FALLVERBUND_GUARDS_DIR,
                                  .tell = [] { return RUN_ALL_TESTS(); },
                                  .explore = BrokenInSmallWorlds,
                                  .invariants = BrokenByGuardsAlone()});
}

}  // namespace fallverbund::casework::testing

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  return fallverbund::casework::testing::Main(argc, argv);
}
