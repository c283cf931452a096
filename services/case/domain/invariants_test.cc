#include "services/case/domain/invariants.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "services/case/domain/testing/broken_by_hand.h"

namespace fallverbund::casework::testing {
namespace {

TEST(Invariants, HaveNamesOfTheirOwn) {
  std::set<std::string> names;
  for (const Invariant& invariant : Invariants())
    EXPECT_TRUE(names.insert(invariant.name).second) << invariant.name;
}

TEST(Invariants, NoticeWhatNoGuardStandsInTheWayOf) {
  for (const BrokenByHand& bad : StepsBrokenByHand()) {
    const auto& all = Invariants();
    const auto invariant =
        std::find_if(all.begin(), all.end(), [&](const Invariant& i) { return i.name == bad.invariant; });
    ASSERT_NE(invariant, all.end()) << bad.invariant;
    bad.show([&](const Step& step) { EXPECT_FALSE(invariant->holds(step)) << bad.invariant; });
  }
}

}  // namespace
}  // namespace fallverbund::casework::testing
