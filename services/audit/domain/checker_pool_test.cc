// Pools of crisis teams, good and overfull; judged from the log alone (A17).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fallverbund/crisis/v1/pool_events.pb.h"
#include "services/audit/domain/testing/milo.h"
#include "services/audit/domain/testing/verdict_of.h"

namespace fallverbund::audit {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Milo;
using testing::VerdictOf;
namespace cr = crisis::v1;

struct Team {
  testing::LogBook book;
  const testing::Pen storch{"crisis-team", "storch", "CRISIS_TEAM"};

  template <class Event>
  void Says(const Event& event) {
    book.Write("crisis", "pool", testing::TestId(1), storch, event);
  }
  void Has(int overnight, int support = 0) {
    cr::PoolCapacitySet set;
    set.set_organisation_id("crisis-team");
    set.set_overnight_places(overnight);
    set.set_support_places(support);
    Says(set);
  }
  void Takes(const std::string& deployment_id, cr::DeploymentMode mode = cr::DEPLOYMENT_MODE_OVERNIGHT,
             const std::string& case_id = "") {
    cr::PlaceTaken taken;
    taken.set_case_id(case_id);
    taken.set_deployment_id(deployment_id);
    taken.set_mode(mode);
    Says(taken);
  }
  void Counts(const std::string& deployment_id) {
    cr::PlaceCounted counted;
    counted.set_deployment_id(deployment_id);
    counted.set_mode(cr::DEPLOYMENT_MODE_OVERNIGHT);
    Says(counted);
  }
  void Frees(const std::string& deployment_id) {
    cr::PlaceFreed freed;
    freed.set_deployment_id(deployment_id);
    Says(freed);
  }
  std::vector<std::string> Words() const { return VerdictOf(book).Words(); }
};

TEST(JudgesPools, WithoutAFindingWhereEachPlaceIsGivenOnce) {
  Team team;
  team.Has(1, 1);
  team.Takes("a");
  team.Takes("b", cr::DEPLOYMENT_MODE_SUPPORT);
  team.Frees("a");
  team.Takes("c");
  EXPECT_THAT(team.Words(), IsEmpty());
}

TEST(JudgesPools, TheLastPlaceGivenTwice) {
  Team team;
  team.Has(1, 5);
  team.Takes("a");
  team.Takes("b");
  EXPECT_THAT(team.Words(), ElementsAre("POOL_OVERFULL no_overnight_place_was_free"));
}

// N11: as long as any of the colleagues' deployments runs.
TEST(JudgesPools, ANightThatColleaguesPassOnIsOnePlace) {
  const auto overnight = cr::DEPLOYMENT_MODE_OVERNIGHT;
  Team team;
  team.Has(2);
  team.Takes("a", overnight, "milo");
  team.Takes("b", overnight, "ayla");
  team.Takes("c", overnight, "milo");
  team.Frees("a");
  EXPECT_THAT(team.Words(), IsEmpty());
  team.Takes("d", overnight, "tarek");
  EXPECT_THAT(team.Words(), ElementsAre("POOL_OVERFULL no_overnight_place_was_free"));
}

TEST(JudgesPools, SupportOfOneCaseByTwoIsTwoPlaces) {
  Team team;
  team.Has(0, 1);
  team.Takes("a", cr::DEPLOYMENT_MODE_SUPPORT, "milo");
  team.Takes("b", cr::DEPLOYMENT_MODE_SUPPORT, "milo");
  EXPECT_THAT(team.Words(), ElementsAre("POOL_OVERFULL no_support_place_was_free"));
}

TEST(JudgesPools, APlaceOfAModeThatNobodyHas) {
  Team team;
  team.Has(1);
  team.Takes("a", cr::DEPLOYMENT_MODE_OUTREACH);
  EXPECT_THAT(team.Words(), ElementsAre("POOL_OVERFULL no_outreach_place_was_free"));
}

TEST(JudgesPools, WhoHasAPlaceKeepsItAndWhatIsCountedLateOnlyFillsIt) {
  Team team;
  team.Has(2);
  team.Takes("a");
  team.Takes("b");
  team.Has(1);
  team.Counts("c");
  EXPECT_THAT(team.Words(), IsEmpty());
  team.Frees("a");
  team.Takes("d");
  EXPECT_THAT(team.Words(), ElementsAre("POOL_OVERFULL no_overnight_place_was_free")) << "b and c are there";
}

}  // namespace
}  // namespace fallverbund::audit
