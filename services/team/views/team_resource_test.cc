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

  std::vector<history::SealedText> texts;
  v1::Team shown;
  ShowTeam(team, std::nullopt, shown, texts);
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
  ShowTeam(team, std::nullopt, later, texts);
  EXPECT_EQ(later.state(), v1::TEAM_STATE_ACTIVE);
  EXPECT_EQ(FromProto(later.review_due()), kNow + Days(90));
  EXPECT_EQ(FromProto(later.meeting_due()), kNow + Days(7));
}

TEST(ShownTeam, TellsWhatItsLastMeetingsArrivedAtWithDissentBesideIt) {
  history::History<TeamDecider> team;
  for (int i = 1; i <= 11; ++i) {
    v1::TeamEvent event;
    auto& held = *event.mutable_team_meeting_held();
    *held.mutable_held_at() = ToProto(kNow + Days(i));
    held.add_person_ids("doctor");
    auto& dissent = *held.add_results();
    dissent.set_kind(v1::SESSION_RESULT_KIND_DISSENT);
    dissent.mutable_text()->set_box("sealed");
    team.Add(event, {}, "commit");
  }
  v1::TeamEvent ended;
  ended.mutable_team_wound_down();
  team.Add(ended, {}, "commit");
  std::vector<history::SealedText> texts;
  v1::Team shown;
  ShowTeam(team, std::nullopt, shown, texts);
  EXPECT_EQ(shown.state(), v1::TEAM_STATE_WOUND_DOWN);
  ASSERT_EQ(shown.meetings_size(), 10);
  EXPECT_EQ(FromProto(shown.meetings(0).held_at()), kNow + Days(2));
  EXPECT_EQ(shown.meetings(9).results(0).kind(), v1::SESSION_RESULT_KIND_DISSENT);
  EXPECT_EQ(shown.meetings(9).person_ids(0), "doctor");
  EXPECT_EQ(texts.size(), 10u);
}

}  // namespace
}  // namespace fallverbund::team
