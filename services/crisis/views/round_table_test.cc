#include "services/crisis/views/round_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "libs/base/time.h"
#include "libs/eventlog/oneof.h"
#include "libs/projection/in_memory_projection_store.h"

namespace fallverbund::crisis {
namespace {

using ::testing::_;
using ::testing::Each;
using ::testing::Pair;
using ::testing::SizeIs;

const absl::Time kMarch = absl::FromCivil(absl::CivilSecond(2026, 3, 31, 23, 59, 59), absl::UTCTimeZone());
constexpr uint64_t kHidden = ~uint64_t{0};

class RoundTableTest : public ::testing::Test {
 protected:
  void Opens(v1::CrisisKind kind, int times, absl::Time at = kMarch) {
    v1::CrisisEvent event;
    event.mutable_crisis_opened()->set_kind(kind);
    for (int i = 0; i < times; ++i) Happened(event, at);
  }
  void Happened(const v1::CrisisEvent& event, absl::Time at) {
    eventlog::ValidCommit commit;
    commit.context = "crisis";
    commit.commit.set_aggregate_type("crisis");
    *commit.commit.mutable_recorded_at() = ToProto(at);
    *commit.commit.add_events() = eventlog::PackOneof(event);
    auto batch = store_.NewBatch();
    ASSERT_TRUE(RoundTableView().Apply({commit, absl::UnixEpoch()}, *batch).ok());
    ASSERT_TRUE(store_.Commit(std::move(batch), ++position_).ok());
  }
  std::map<int, uint64_t> Seen(const Quarter& quarter = {2026, 1}) {
    std::map<int, uint64_t> seen;
    const auto figures = RoundTableFigures(store_, quarter).value();
    for (const auto& figure : figures) seen[figure.kind()] = figure.hidden() ? kHidden : figure.count();
    return seen;
  }

  projection::InMemoryProjectionStore store_;
  uint64_t position_ = 0;
};

TEST_F(RoundTableTest, SeesNoFigureBelowThreeAndNoneThatTellsOne) {
  Opens(v1::CRISIS_KIND_SELF_HARM, 2);
  EXPECT_THAT(Seen(), SizeIs(v1::CrisisKind_MAX + 1));
  EXPECT_THAT(Seen(), Each(Pair(_, kHidden)));
  Opens(v1::CRISIS_KIND_VIOLENCE, 5);
  const auto seen = Seen();
  EXPECT_EQ(seen.at(v1::CRISIS_KIND_UNSPECIFIED), 7u);
  EXPECT_EQ(seen.at(v1::CRISIS_KIND_SELF_HARM), kHidden);
  EXPECT_EQ(seen.at(v1::CRISIS_KIND_VIOLENCE), kHidden) << "or the total tells that two are left";
}

TEST_F(RoundTableTest, SeesTheTotalWhereItTellsNoSmallFigure) {
  for (int kind = 1; kind <= v1::CrisisKind_MAX; ++kind) Opens(static_cast<v1::CrisisKind>(kind), 3);
  const auto seen = Seen();
  EXPECT_EQ(seen.at(v1::CRISIS_KIND_UNSPECIFIED), 3u * v1::CrisisKind_MAX);
  EXPECT_EQ(seen.at(v1::CRISIS_KIND_MISSING), 3u);
}

TEST_F(RoundTableTest, CountsACrisisInTheQuarterInWhichItIsRecordedAndOnce) {
  Opens(v1::CRISIS_KIND_OTHER, 4, kMarch + absl::Seconds(1));
  v1::CrisisEvent repeated;
  repeated.mutable_alarm_repeated();
  Happened(repeated, kMarch + absl::Seconds(2));
  EXPECT_THAT(Seen({2026, 1}), Each(Pair(_, kHidden)));
  EXPECT_EQ(Seen({2026, 2}).at(v1::CRISIS_KIND_UNSPECIFIED), 4u);
}

TEST_F(RoundTableTest, IsToldADayAfterTheQuarter) {
  EXPECT_EQ(ToldFrom({2026, 1}), kMarch + absl::Seconds(1) + absl::Hours(24));
  EXPECT_EQ(ToldFrom({2026, 5}), absl::InfiniteFuture());
}

}  // namespace
}  // namespace fallverbund::crisis
