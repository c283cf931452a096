#include "services/crisis/views/round_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "fallverbund/team/v1/calendar_events.pb.h"
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

// --- who sits there (D6) ---

class RoundTableSeats : public RoundTableTest {
 protected:
  void OnCalendar(const std::string& calendar, const team::v1::CalendarEvent& event) {
    eventlog::ValidCommit commit;
    commit.context = "team";
    commit.aggregate_id = calendar;
    commit.commit.set_aggregate_type("calendar");
    *commit.commit.add_events() = eventlog::PackOneof(event);
    auto batch = store_.NewBatch();
    ASSERT_TRUE(RoundTableView().Apply({commit, absl::UnixEpoch()}, *batch).ok());
    ASSERT_TRUE(store_.Commit(std::move(batch), ++position_).ok());
  }
  void Keeps(const std::string& organisation, const std::string& calendar, team::v1::CalendarKind kind) {
    team::v1::CalendarEvent event;
    event.mutable_calendar_opened()->set_kind(kind);
    event.mutable_calendar_opened()->mutable_keeper()->set_organisation_id(organisation);
    *event.mutable_calendar_opened()->mutable_first_due() = ToProto(kMarch);
    OnCalendar(calendar, event);
  }
  void Invites(const std::string& calendar, const std::string& organisation) {
    team::v1::CalendarEvent event;
    event.mutable_session_planned()->add_invited_organisation_ids(organisation);
    *event.mutable_session_planned()->mutable_due() = ToProto(kMarch + Days(90));
    OnCalendar(calendar, event);
  }
  bool Sits(const std::string& organisation, absl::Time now = kMarch) {
    return SitsAtRoundTable(store_, organisation, now).value();
  }
};

TEST_F(RoundTableSeats, AreOfWhoeverKeepsTheCalendarIsInvitedOrCame) {
  Keeps("office", "table", team::v1::CALENDAR_KIND_ROUND_TABLE);
  Keeps("clinic", "talk", team::v1::CALENDAR_KIND_INTERDISCIPLINARY);
  EXPECT_TRUE(Sits("office"));
  EXPECT_TRUE(Sits("clinic"));
  EXPECT_FALSE(Sits("provider"));
  Invites("table", "provider");
  EXPECT_TRUE(Sits("provider"));
  team::v1::CalendarEvent held;
  held.mutable_session_held()->add_attendances()->set_organisation_id("school");
  *held.mutable_session_held()->mutable_held_at() = ToProto(kMarch);
  OnCalendar("table", held);
  EXPECT_TRUE(Sits("school"));
  EXPECT_FALSE(Sits("nobody"));
}

TEST_F(RoundTableSeats, AreNotOfATeamMeeting) {
  Keeps("office", "meeting", team::v1::CALENDAR_KIND_TEAM_MEETING);
  Invites("meeting", "provider");
  EXPECT_FALSE(Sits("office"));
  EXPECT_FALSE(Sits("provider"));
}

TEST_F(RoundTableSeats, EndAYearAfterTheLastSession) {
  Keeps("office", "table", team::v1::CALENDAR_KIND_ROUND_TABLE);
  Invites("table", "provider");
  EXPECT_TRUE(Sits("provider", kMarch + Days(90) + kSeatFor - absl::Seconds(1)));
  EXPECT_FALSE(Sits("provider", kMarch + Days(90) + kSeatFor));
}

TEST_F(RoundTableTest, IsToldADayAfterTheQuarter) {
  EXPECT_EQ(ToldFrom({2026, 1}), kMarch + absl::Seconds(1) + absl::Hours(24));
  EXPECT_EQ(ToldFrom({2026, 5}), absl::InfiniteFuture());
}

}  // namespace
}  // namespace fallverbund::crisis
