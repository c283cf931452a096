#include "services/team/reactions/team_reactions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/time.h"
#include "libs/care/clock.h"

namespace fallverbund::team {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

const absl::Time kNow = absl::FromUnixSeconds(1'770'000'000);
const absl::Time kDue = kNow + Days(90);
const Trigger kByCase = {"case", kNow, kNow - absl::Hours(2)};
const Trigger kByTeam = {"team", kNow, kNow};

template <class Command>
Command Only(const std::vector<Draft>& drafts) {
  EXPECT_THAT(drafts, SizeIs(1));
  if (drafts.size() != 1) return {};
  EXPECT_EQ(drafts[0].target_id, "team");
  const auto command = ToCommand(drafts[0].command);
  EXPECT_TRUE(command && std::holds_alternative<Command>(*command));
  return command && std::holds_alternative<Command>(*command) ? std::get<Command>(*command) : Command();
}

TEST(TeamReactions, ATeamIsFormedWhenTheCaseSharesResponsibilityWithIt) {
  casework::v1::CaseEvent event;
  event.mutable_shared_responsibility_taken()->set_team_id("team");
  EXPECT_EQ(Only<RecordFormed>(React(event, kByCase, "some team")).case_id, "case");
}

TEST(TeamReactions, ATeamPausesAndReturnsWithItsCase) {
  casework::v1::CaseEvent event;
  event.mutable_standby_entered();
  EXPECT_EQ(Only<PauseTeam>(React(event, kByCase, "team")).case_id, "case");
  event.mutable_case_reactivated();
  EXPECT_EQ(Only<ResumeTeam>(React(event, kByCase, "team")).case_id, "case");
}

TEST(TeamReactions, ASetbackCallsAMeeting) {
  casework::v1::CaseEvent event;
  *event.mutable_replan_opened()->mutable_meeting_due() = ToProto(kDue);
  const auto call = Only<CallTeamMeeting>(React(event, kByCase, "team"));
  EXPECT_EQ(call.case_id, "case");
  EXPECT_EQ(call.due, kDue);
  EXPECT_EQ(call.setback_at, kByCase.occurred_at);
}

TEST(TeamReactions, ACaseWithoutATeamConcernsNobodyHere) {
  casework::v1::CaseEvent event;
  event.mutable_standby_entered();
  EXPECT_THAT(React(event, kByCase, ""), IsEmpty());
  event.mutable_setback_recorded();
  EXPECT_THAT(React(event, kByCase, "team"), IsEmpty());
}

TEST(TeamReactions, ReviewsAndMeetingsComeDue) {
  v1::TeamEvent activated, held, called;
  *activated.mutable_team_activated()->mutable_review_due() = ToProto(kDue);
  *held.mutable_team_meeting_held()->mutable_review_due() = ToProto(kDue);
  *called.mutable_team_meeting_called()->mutable_due() = ToProto(kDue);
  for (const auto& event : {activated, held, called}) {
    const auto drafts = React(event, kByTeam);
    const auto pass = Only<PassTeamDeadline>(drafts);
    EXPECT_EQ(pass.clock, event.has_team_meeting_called() ? common::v1::CLOCK_KIND_TEAM_MEETING
                                                          : common::v1::CLOCK_KIND_TEAM_REVIEW);
    EXPECT_EQ(pass.due, kDue);
    EXPECT_EQ(drafts[0].due, kDue);
  }
}

TEST(TeamReactions, AMissedDateClimbsUntilTheLastStep) {
  v1::TeamEvent event;
  event.mutable_team_deadline_overdue()->set_clock(common::v1::CLOCK_KIND_TEAM_REVIEW);
  *event.mutable_team_deadline_overdue()->mutable_due() = ToProto(kDue);
  const auto drafts = React(event, kByTeam);
  EXPECT_EQ(Only<PassTeamDeadline>(drafts).due, kDue);
  EXPECT_EQ(drafts[0].due, kNow + care::kEscalationInterval);

  auto& escalated = *event.mutable_team_deadline_escalated();
  escalated.set_step(common::v1::ESCALATION_STEP_DEPUTY);
  EXPECT_THAT(React(event, kByTeam), SizeIs(1));
  escalated.set_step(common::v1::ESCALATION_STEP_STEERING_GROUP);
  EXPECT_THAT(React(event, kByTeam), IsEmpty());
}

TEST(TeamReactions, AnEmptyRowCarriesNoCommand) {
  EXPECT_FALSE(ToCommand(v1::TeamReaction()).has_value());
}

TEST(TeamReactions, ALawfulEndWindsTheTeamDownAndTheWayBackBringsIt) {
  casework::v1::CaseEvent event;
  event.mutable_case_lawfully_ended();
  EXPECT_EQ(Only<WindDownTeam>(React(event, kByCase, "team")).case_id, "case");
  event.mutable_case_reopened();
  EXPECT_EQ(Only<ResumeTeam>(React(event, kByCase, "team")).case_id, "case");
  v1::TeamEvent paused;
  paused.mutable_team_paused();
  EXPECT_TRUE(React(paused, kByCase).empty()) << "with the case: the date stands";
  paused.mutable_team_paused()->mutable_review_due()->set_seconds(1000);
  ASSERT_EQ(React(paused, kByCase).size(), 1u);
  EXPECT_EQ(React(paused, kByCase)[0].due, absl::FromUnixSeconds(1000));
  v1::TeamEvent back;
  back.mutable_team_resumed();
  EXPECT_TRUE(React(back, kByCase).empty());
  back.mutable_team_resumed()->mutable_review_due()->set_seconds(1000);
  EXPECT_EQ(React(back, kByCase).size(), 1u);
}

TEST(TeamReactions, WhatALeaverStillHasGoesToTheDirectoryOfThatOrganisation) {
  casework::v1::ResponsibilitiesCounted counted;
  counted.set_person_id("adler");
  counted.set_organisation_id("office");
  counted.mutable_open()->set_seats(2);
  const Draft draft = React(counted);
  EXPECT_EQ(draft.target_id, "office");
  EXPECT_EQ(draft.command.take_answer().person_id(), "adler");
  EXPECT_EQ(draft.command.take_answer().open().seats(), 2u);
  EXPECT_EQ(ToCommand(draft.command), std::nullopt) << "no command of a team";
}

}  // namespace
}  // namespace fallverbund::team
