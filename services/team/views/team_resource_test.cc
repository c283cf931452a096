#include "services/team/views/team_resource.h"

#include <gtest/gtest.h>

#include "libs/base/time.h"

namespace fallverbund::team {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'770'000'000);

TEST(ShownTeam, TellsItsStateItsSeatsAndWhatIsDue) {
  history::History<TeamDecider> team;
  team.aggregate_id = "team";
  v1::TeamEvent event;
  auto& proposed = *event.mutable_team_proposed();
  proposed.set_case_id("case");
  proposed.mutable_coordinator()->set_person_id("coordinator");
  auto& seat = *proposed.add_seats();
  seat.set_organisation_id("clinic");
  seat.set_person_id("doctor");
  seat.set_discipline(v1::DISCIPLINE_PSYCHIATRY);
  seat.set_lead(true);
  team.Add(event, {}, "commit");

  v1::Team shown;
  ShowTeam(team, shown);
  EXPECT_EQ(shown.team_id(), "team");
  EXPECT_EQ(shown.case_id(), "case");
  EXPECT_EQ(shown.state(), v1::TEAM_STATE_PROPOSED);
  EXPECT_EQ(shown.coordinator().person_id(), "coordinator");
  ASSERT_EQ(shown.seats_size(), 1);
  EXPECT_EQ(shown.seats(0).SerializeAsString(), seat.SerializeAsString());
  EXPECT_FALSE(shown.has_review_due());

  v1::TeamEvent active;
  *active.mutable_team_activated()->mutable_review_due() = ToProto(kNow + Days(90));
  team.Add(active, {}, "commit");
  v1::TeamEvent called;
  *called.mutable_team_meeting_called()->mutable_due() = ToProto(kNow + Days(7));
  team.Add(called, {}, "commit");
  v1::Team later;
  ShowTeam(team, later);
  EXPECT_EQ(later.state(), v1::TEAM_STATE_ACTIVE);
  EXPECT_EQ(FromProto(later.review_due()), kNow + Days(90));
  EXPECT_EQ(FromProto(later.meeting_due()), kNow + Days(7));
}

}  // namespace
}  // namespace fallverbund::team
