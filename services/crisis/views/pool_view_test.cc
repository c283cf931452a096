#include "services/crisis/views/pool_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/time.h"
#include "libs/eventlog/oneof.h"
#include "libs/projection/in_memory_projection_store.h"

namespace fallverbund::crisis {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
constexpr v1::DeploymentMode kOvernight = v1::DEPLOYMENT_MODE_OVERNIGHT;

class PoolViewTest : public ::testing::Test {
 protected:
  template <class Event>
  void Happened(const std::string& type, const std::string& id, const Event& event) {
    eventlog::ValidCommit commit;
    commit.context = "crisis";
    commit.aggregate_id = id;
    commit.position = position_ + 1;
    commit.commit.set_aggregate_type(type);
    *commit.commit.mutable_recorded_at() = ToProto(now_);
    *commit.commit.add_events() = eventlog::PackOneof(event);
    auto batch = store_.NewBatch();
    ASSERT_TRUE(PoolView().Apply({commit, absl::UnixEpoch()}, *batch).ok());
    ASSERT_TRUE(store_.Commit(std::move(batch), ++position_).ok());
  }
  void Has(const std::string& team, int overnight) {
    v1::PoolEvent event;
    event.mutable_pool_capacity_set()->set_organisation_id(team);
    event.mutable_pool_capacity_set()->set_overnight_places(overnight);
    Happened("pool", "pool of " + team, event);
  }
  void Takes(const std::string& team, const std::string& deployment, const std::string& case_id = "") {
    v1::PoolEvent event;
    event.mutable_place_taken()->set_case_id(case_id);
    event.mutable_place_taken()->set_deployment_id(deployment);
    event.mutable_place_taken()->set_mode(kOvernight);
    event.mutable_place_taken()->mutable_holder()->set_organisation_id(team);
    Happened("pool", "pool of " + team, event);
  }
  void Frees(const std::string& team, const std::string& deployment) {
    v1::PoolEvent event;
    event.mutable_place_freed()->set_deployment_id(deployment);
    Happened("pool", "pool of " + team, event);
  }
  std::vector<TeamWithPlaces> Free(v1::DeploymentMode mode = kOvernight) {
    return FreePlacesOf(store_, mode).value();
  }

  projection::InMemoryProjectionStore store_;
  uint64_t position_ = 0;
  absl::Time now_ = absl::FromUnixSeconds(1'770'000'000);
};

TEST_F(PoolViewTest, NamesTeamsWithAFreePlaceOfThatMode) {
  Has("first", 1);
  Has("second", 2);
  EXPECT_THAT(Free(), ElementsAre(TeamWithPlaces{"first", 1}, TeamWithPlaces{"second", 2}));
  EXPECT_THAT(Free(v1::DEPLOYMENT_MODE_OUTREACH), IsEmpty());
  Takes("first", "a");
  Takes("second", "b");
  EXPECT_THAT(Free(), ElementsAre(TeamWithPlaces{"second", 1}));
  Frees("first", "a");
  Frees("first", "a");
  Frees("first", "never counted");
  EXPECT_THAT(Free(), ElementsAre(TeamWithPlaces{"first", 1}, TeamWithPlaces{"second", 1}));
}

// N11: as the pool decides.
TEST_F(PoolViewTest, ANightThatColleaguesPassOnIsOnePlace) {
  Has("first", 2);
  Takes("first", "a", "milo");
  Takes("first", "b", "milo");
  EXPECT_THAT(Free(), ElementsAre(TeamWithPlaces{"first", 1}));
  Frees("first", "a");
  EXPECT_THAT(Free(), ElementsAre(TeamWithPlaces{"first", 1}));
  Frees("first", "b");
  EXPECT_THAT(Free(), ElementsAre(TeamWithPlaces{"first", 2}));
}

TEST_F(PoolViewTest, KnowsWhenTheTeamAcceptedTheNextNight) {
  const std::string one(32, '1'), other(32, '2');
  const auto accepts = [&](const std::string& team, const std::string& deployment, const std::string& case_id,
                           v1::DeploymentMode mode = kOvernight) {
    v1::DeploymentEvent event;
    event.mutable_deployment_accepted()->set_case_id(case_id);
    event.mutable_deployment_accepted()->set_mode(mode);
    event.mutable_deployment_accepted()->mutable_holder()->set_organisation_id(team);
    now_ += absl::Hours(1);
    Happened("deployment", deployment, event);
  };
  accepts("first", "a", one);
  accepts("first", "of another case", other);
  accepts("second", "of another team", one);
  accepts("first", "by day", one, v1::DEPLOYMENT_MODE_OUTREACH);
  EXPECT_EQ(NextNightSince(store_, one, "a").value(), std::nullopt);
  accepts("first", "b", one);
  const absl::Time next = now_;
  accepts("first", "c", one);
  v1::DeploymentEvent ended;
  ended.mutable_deployment_ended()->set_case_id(one);
  Happened("deployment", "b", ended);
  EXPECT_EQ(NextNightSince(store_, one, "a").value(), next) << "also once it has ended";
  EXPECT_EQ(NextNightSince(store_, one, "c").value(), std::nullopt);
  EXPECT_EQ(NextNightSince(store_, "", "a").value(), std::nullopt);
}

TEST_F(PoolViewTest, WhoHasFewerThanAreTakenHasNoneFree) {
  Has("first", 2);
  Takes("first", "a");
  Takes("first", "b");
  Has("first", 1);
  EXPECT_THAT(Free(), IsEmpty());
}

TEST_F(PoolViewTest, KnowsTheTeamsPoolAndWhatRunsBesideIt) {
  EXPECT_EQ(PoolOf(store_, "first").value(), "");
  v1::DeploymentEvent accepted, ended;
  accepted.mutable_deployment_accepted()->set_mode(kOvernight);
  accepted.mutable_deployment_accepted()->set_case_id("milo");
  accepted.mutable_deployment_accepted()->mutable_holder()->set_organisation_id("first");
  Happened("deployment", "a", accepted);
  accepted.mutable_deployment_accepted()->set_place_taken(true);
  Happened("deployment", "b", accepted);
  EXPECT_THAT(RunningBesidePool(store_, "first").value(),
              ElementsAre(RunningDeployment{"a", kOvernight, "milo"}));
  Has("first", 2);
  EXPECT_EQ(PoolOf(store_, "first").value(), "pool of first");
  v1::PoolEvent counted;
  counted.mutable_place_counted()->set_deployment_id("a");
  counted.mutable_place_counted()->set_mode(kOvernight);
  Happened("pool", "pool of first", counted);
  EXPECT_THAT(Free(), ElementsAre(TeamWithPlaces{"first", 1}));
  ended.mutable_deployment_ended()->set_crisis_team_organisation_id("first");
  Happened("deployment", "a", ended);
  EXPECT_THAT(RunningBesidePool(store_, "first").value(), IsEmpty());
}

TEST_F(PoolViewTest, KnowsWhoIsDeployedForACase) {
  const std::string one(32, '1'), other(32, '2');
  v1::DeploymentEvent accepted, ended;
  accepted.mutable_deployment_accepted()->set_case_id(one);
  accepted.mutable_deployment_accepted()->mutable_holder()->set_organisation_id("first");
  ended.mutable_deployment_ended()->set_case_id(one);
  Happened("deployment", "a", accepted);
  Happened("deployment", "b", accepted);
  EXPECT_THAT(DeployedFor(store_, one).value(), ElementsAre("first"));
  EXPECT_THAT(DeployedFor(store_, other).value(), IsEmpty());
  EXPECT_THAT(DeployedFor(store_, "").value(), IsEmpty()) << "of nobody's case, not of everybody's";
  Happened("deployment", "a", ended);
  EXPECT_THAT(DeployedFor(store_, one).value(), ElementsAre("first"));
  Happened("deployment", "b", ended);
  EXPECT_THAT(DeployedFor(store_, one).value(), IsEmpty());
}

}  // namespace
}  // namespace fallverbund::crisis
