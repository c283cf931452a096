#include "services/team/reactions/register_reactions.h"

#include <gtest/gtest.h>

#include "libs/base/time.h"
#include "libs/care/clock.h"

namespace fallverbund::team {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'770'000'000);
const Trigger kTrigger = {"register", kNow, kNow};

TEST(RegisterReaction, APlannedSessionIsLookedAtWhenItsDateComes) {
  v1::CalendarEvent event;
  event.mutable_session_planned()->set_session_id("session");
  *event.mutable_session_planned()->mutable_due() = ToProto(kNow + Days(20));
  const auto owed = React(event, kTrigger);
  ASSERT_EQ(owed.size(), 1u);
  EXPECT_EQ(owed[0].target_id, "register");
  EXPECT_EQ(owed[0].due, kNow + Days(20));
  EXPECT_EQ(owed[0].command.pass_calendar_duty().object_id(), "session");
}

TEST(RegisterReaction, AMissedDateClimbsADayLaterAndEndsAtTheTop) {
  v1::CalendarEvent event;
  event.mutable_duty_overdue()->set_object_id("session");
  const auto owed = React(event, kTrigger);
  ASSERT_EQ(owed.size(), 1u);
  EXPECT_EQ(owed[0].due, kNow + care::kEscalationInterval);
  v1::CalendarEvent top;
  top.mutable_duty_escalated()->set_step(common::v1::ESCALATION_STEP_STEERING_GROUP);
  EXPECT_TRUE(React(top, kTrigger).empty());
}

TEST(RegisterReaction, AResultThatIsHandedBackArrivesAtOnceInTheOtherCalendar) {
  v1::CalendarEvent event;
  event.mutable_result_handed_back()->set_hand_back_id("back");
  event.mutable_result_handed_back()->set_session_id("session");
  event.mutable_result_handed_back()->set_result_number(2);
  event.mutable_result_handed_back()->set_target_calendar_id("space");
  const auto owed = React(event, kTrigger);
  ASSERT_EQ(owed.size(), 1u);
  EXPECT_EQ(owed[0].target_id, "space");
  EXPECT_FALSE(owed[0].due.has_value());
  const auto& received = owed[0].command.receive_result();
  EXPECT_EQ(received.hand_back_id(), "back");
  EXPECT_EQ(received.from_calendar_id(), "register");
  EXPECT_EQ(received.session_id(), "session");
  EXPECT_EQ(received.result_number(), 2);
  EXPECT_TRUE(ToCommand(owed[0].command, false).has_value());
}

TEST(RegisterReaction, EachSeatOfAMembershipIsLookedAtAndSoIsDissentAtOnce) {
  v1::MembershipEvent founded;
  for (const char* person : {"first", "second"}) {
    founded.mutable_membership_founded()->add_seats()->set_person_id(person);
  }
  *founded.mutable_membership_founded()->mutable_answer_due() = ToProto(kNow + Days(28));
  const auto owed = React(founded, kTrigger);
  ASSERT_EQ(owed.size(), 2u);
  EXPECT_EQ(owed[1].command.pass_membership_duty().object_id(), "second");
  EXPECT_EQ(owed[1].due, kNow + Days(28));
  v1::JointDecisionEvent reached;
  reached.mutable_joint_decision_reached()->set_yes(2);
  EXPECT_TRUE(React(reached, kTrigger).empty());
  *reached.mutable_joint_decision_reached()->mutable_dissent_due() = ToProto(kNow);
  ASSERT_EQ(React(reached, kTrigger).size(), 1u);
  EXPECT_EQ(React(reached, kTrigger)[0].due, kNow);
}

TEST(RegisterReaction, AnEmptyRowIsNoCommand) {
  EXPECT_FALSE(ToCommand(v1::RegisterReaction(), false).has_value());
}

TEST(RegisterReaction, SeatsOfWhoGoesAreAskedForAndTheirDateIsWatched) {
  v1::OrganisationLeaving leaving;
  leaving.set_cause(v1::LEAVING_CAUSE_LEAVES);
  leaving.mutable_until()->set_seconds(60);
  const auto drafts = LettingMembersGo(leaving, "home", {"one", "two"});
  ASSERT_EQ(drafts.size(), 2u);
  EXPECT_EQ(drafts[1].target_id, "two");
  const auto command = ToCommand(drafts[1].command, true);
  const auto& go = std::get<LetMembersGo>(std::get<MembershipCommand>(*command));
  EXPECT_EQ(go.organisation_id, "home");
  EXPECT_EQ(go.until, absl::FromUnixSeconds(60));
  EXPECT_FALSE(go.overtaken);
  const auto stay = LettingMembersStay("home", {"one"});
  EXPECT_TRUE(
      std::get<LetMembersStay>(std::get<MembershipCommand>(*ToCommand(stay[0].command, true))).overtaken)
      << "it goes again by now";

  v1::MembershipEvent event;
  event.mutable_members_to_succeed()->add_person_ids("fuchs");
  event.mutable_members_to_succeed()->mutable_succession_due()->set_seconds(60);
  const auto watched = React(event, kTrigger);
  ASSERT_EQ(watched.size(), 1u);
  EXPECT_EQ(watched[0].command.pass_membership_duty().object_id(), "fuchs");
  EXPECT_EQ(watched[0].due, absl::FromUnixSeconds(60));
}

// B9, N11: nobody waits for the vote of an account that is closed.
TEST(RegisterReaction, AVoteIsLetGoInEachDecisionOfWhoHasLeft) {
  const auto owed = LettingVoterGo("person", {"one", "two"});
  ASSERT_EQ(owed.size(), 2u);
  EXPECT_EQ(owed[1].target_id, "two");
  EXPECT_FALSE(owed[1].due.has_value());
  const auto command = ToCommand(owed[1].command, false);
  ASSERT_TRUE(command.has_value());
  EXPECT_EQ(std::get<LetVoterGo>(std::get<JointDecisionCommand>(*command)).person_id, "person");
}

}  // namespace
}  // namespace fallverbund::team
