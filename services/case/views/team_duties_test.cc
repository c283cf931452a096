// What the team service has dates for, on the work lists of those whose task it is.
#include "services/case/views/team_duties.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "libs/projection/in_memory_projection_store.h"
#include "services/case/domain/testing/case_story.h"
#include "services/case/views/case_resource.h"
#include "services/case/views/case_view.h"

namespace fallverbund::casework::testing {
namespace {

using team::v1::CalendarEvent;
using team::v1::JointDecisionEvent;
using team::v1::MembershipEvent;
using team::v1::TeamEvent;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Krause coordinates the team of this case, and keeps the membership.
class TeamDuties : public ::testing::Test {
 protected:
  TeamDuties() {
    auto batch = store_.NewBatch();
    batch->Put("cases", "case", CaseResource("case", CaseWithTeam().state(), 1).SerializeAsString());
    EXPECT_TRUE(store_.Commit(std::move(batch), ++position_).ok());
  }

  template <class Event>
  void Happened(const std::string& id, const Event& event) {
    auto batch = store_.NewBatch();
    ASSERT_TRUE(TakeTeamDuty(id, event, *batch).ok());
    ASSERT_TRUE(store_.Commit(std::move(batch), ++position_).ok());
  }
  // "KIND due" of each item on the list.
  std::vector<std::string> Waiting(const std::string& audience) {
    std::vector<std::string> items;
    const auto page = ReadWorkList(store_, {audience}, Wanted({}), "", 100);
    for (const auto& item : page->items) {
      const std::string kind = v1::InboxItemKind_Name(item.kind()).substr(sizeof("INBOX_ITEM_KIND_") - 1);
      items.push_back(kind + " " + std::to_string(item.due().seconds()));
    }
    return items;
  }
  std::vector<std::string> Waiting(const Person& person) { return Waiting(PersonAudience(person.id)); }

  void Founded() {
    MembershipEvent founded;
    *founded.mutable_membership_founded()->mutable_keeper() = care::ToProto(Holder(kKrause, kUhu));
    founded.mutable_membership_founded()->mutable_answer_due()->set_seconds(28);
    for (const Person& person : {kFuchs, kKranich}) {
      auto& seat = *founded.mutable_membership_founded()->add_seats();
      seat.set_organisation_id(person.organisation);
      seat.set_person_id(person.id);
    }
    Happened("membership", founded);
  }
  void Accepts(const Person& person) {
    MembershipEvent accepted;
    accepted.mutable_member_accepted()->set_person_id(person.id);
    Happened("membership", accepted);
  }
  void Follows(const Person& who, const Person& next, int due) {
    MembershipEvent named;
    named.mutable_member_successor_named()->set_person_id(who.id);
    named.mutable_member_successor_named()->set_successor_person_id(next.id);
    named.mutable_member_successor_named()->mutable_answer_due()->set_seconds(due);
    Happened("membership", named);
  }
  template <class Event>
  void Misses(const std::string& id, const std::string& object, common::v1::EscalationStep step = {}) {
    Event missed;
    if (step == common::v1::ESCALATION_STEP_UNSPECIFIED) missed.mutable_duty_overdue()->set_object_id(object);
    if (step != common::v1::ESCALATION_STEP_UNSPECIFIED) {
      missed.mutable_duty_escalated()->set_object_id(object);
      missed.mutable_duty_escalated()->set_step(step);
    }
    Happened(id, missed);
  }

  projection::InMemoryProjectionStore store_;
  uint64_t position_ = 0;
};

TEST_F(TeamDuties, AReviewIsWhoeverCoordinatesUntilTheTeamHasMet) {
  TeamEvent activated, paused, overdue, climbed, held, ended;
  activated.mutable_team_activated()->set_case_id("case");
  activated.mutable_team_activated()->mutable_review_due()->set_seconds(90);
  Happened("team", activated);
  EXPECT_THAT(Waiting(kKrause), ElementsAre("TEAM_REVIEW 90", "DUE 90"));
  paused.mutable_team_paused()->set_case_id("case");
  Happened("team", paused);
  EXPECT_THAT(Waiting(kKrause), ElementsAre("TEAM_REVIEW 90", "DUE 90")) << "stands with the case's standby";
  paused.mutable_team_paused()->mutable_review_due()->set_seconds(60);
  Happened("team", paused);
  overdue.mutable_team_deadline_overdue()->set_clock(common::v1::CLOCK_KIND_TEAM_REVIEW);
  Happened("team", overdue);
  EXPECT_THAT(Waiting(kKrause), ElementsAre("TEAM_REVIEW 60", "OVERDUE 60"));
  climbed.mutable_team_deadline_escalated()->set_clock(common::v1::CLOCK_KIND_TEAM_REVIEW);
  climbed.mutable_team_deadline_escalated()->set_step(common::v1::ESCALATION_STEP_DEPARTMENT_HEAD);
  Happened("team", climbed);
  const std::string head = OrganisationAudience(kKrause.organisation, common::v1::ROLE_DEPARTMENT_HEAD);
  EXPECT_THAT(Waiting(head), ElementsAre("OVERDUE 60"));
  held.mutable_team_meeting_held()->set_case_id("case");
  held.mutable_team_meeting_held()->mutable_review_due()->set_seconds(200);
  Happened("team", held);
  EXPECT_THAT(Waiting(kKrause), ElementsAre("TEAM_REVIEW 200", "DUE 200"));
  EXPECT_THAT(Waiting(head), IsEmpty());
  ended.mutable_team_wound_down();
  Happened("team", ended);
  EXPECT_THAT(Waiting(kKrause), IsEmpty());
  TeamEvent resumed;
  resumed.mutable_team_resumed()->set_case_id("case");
  resumed.mutable_team_resumed()->mutable_review_due()->set_seconds(300);
  Happened("team", resumed);
  EXPECT_THAT(Waiting(kKrause), ElementsAre("TEAM_REVIEW 300", "DUE 300"));
}

TEST_F(TeamDuties, AMeetingAfterASetbackIsOwedUntilOneWasHeldAfterIt) {
  TeamEvent called, held;
  auto& call = *called.mutable_team_meeting_called();
  call.set_case_id("case");
  call.mutable_due()->set_seconds(14);
  call.mutable_setback_at()->set_seconds(7);
  Happened("team", called);
  call.mutable_due()->set_seconds(20);
  call.mutable_setback_at()->set_seconds(9);
  Happened("team", called);
  EXPECT_THAT(Waiting(kKrause), ElementsAre("TEAM_MEETING 14", "DUE 14")) << "the earlier date";
  held.mutable_team_meeting_held()->set_case_id("case");
  held.mutable_team_meeting_held()->mutable_held_at()->set_seconds(8);
  held.mutable_team_meeting_held()->mutable_review_due()->set_seconds(100);
  Happened("team", held);
  EXPECT_THAT(Waiting(kKrause), ::testing::Contains("TEAM_MEETING 14")) << "was before the second one";
  held.mutable_team_meeting_held()->mutable_held_at()->set_seconds(10);
  Happened("team", held);
  EXPECT_THAT(Waiting(kKrause), ElementsAre("TEAM_REVIEW 100", "DUE 100"));
}

TEST_F(TeamDuties, WhatATeamOwesGoesAlongWithItsCoordination) {
  TeamEvent activated;
  activated.mutable_team_activated()->set_case_id("case");
  activated.mutable_team_activated()->mutable_review_due()->set_seconds(90);
  Happened("team", activated);
  v1::CaseEvent assumed;
  assumed.mutable_coordination_assumed()->set_team_id("team");
  *assumed.mutable_coordination_assumed()->mutable_holder() = care::ToProto(Holder(kUhu, kKrause));
  auto batch = store_.NewBatch();
  ASSERT_TRUE(TakeTeamDuty(assumed, *batch).ok());
  ASSERT_TRUE(store_.Commit(std::move(batch), ++position_).ok());
  EXPECT_THAT(Waiting(kKrause), IsEmpty());
  EXPECT_THAT(Waiting(kUhu), ElementsAre("TEAM_REVIEW 90", "DUE 90"));
}

TEST_F(TeamDuties, ASeatWaitsForWhoIsAskedAndClimbsWhereItIsKept) {
  Founded();
  EXPECT_THAT(Waiting(kFuchs), ElementsAre("MEMBERSHIP_SEAT 28", "DUE 28"));
  EXPECT_THAT(Waiting(kKrause), ElementsAre("MEMBERSHIP_SEAT 28", "MEMBERSHIP_SEAT 28"));
  Accepts(kKranich);
  Follows(kFuchs, kEule, 40);
  EXPECT_THAT(Waiting(kFuchs), IsEmpty()) << "had not accepted, and is not asked any more";
  EXPECT_THAT(Waiting(kEule), ElementsAre("MEMBERSHIP_SEAT 40", "DUE 40"));
  Misses<MembershipEvent>("membership", kEule.id);
  Misses<MembershipEvent>("membership", kEule.id, common::v1::ESCALATION_STEP_DEPUTY);
  EXPECT_THAT(Waiting(kKrause), ElementsAre("MEMBERSHIP_SEAT 40", "OVERDUE 40"));
  EXPECT_THAT(Waiting(kUhu), ElementsAre("OVERDUE 40"));
  Accepts(kEule);
  for (const Person& person : {kFuchs, kEule, kKrause, kUhu}) EXPECT_THAT(Waiting(person), IsEmpty());
}

TEST_F(TeamDuties, AVacancyIsForWhoKeepsTheSeatsUntilSomebodyHasFollowed) {
  Founded();
  Accepts(kFuchs);
  Accepts(kKranich);
  MembershipEvent vacant;
  vacant.mutable_member_vacancy_reported()->set_person_id(kFuchs.id);
  vacant.mutable_member_vacancy_reported()->mutable_fill_due()->set_seconds(50);
  Happened("membership", vacant);
  EXPECT_THAT(Waiting(kKrause), ElementsAre("MEMBER_VACANCY 50", "DUE 50"));
  Follows(kFuchs, kEule, 60);
  Follows(kFuchs, kDachs, 60);
  EXPECT_THAT(Waiting(kEule), IsEmpty()) << "Dachs is asked in her place";
  EXPECT_THAT(Waiting(kDachs), ElementsAre("MEMBERSHIP_SEAT 60", "DUE 60"));
  Accepts(kDachs);
  EXPECT_THAT(Waiting(kKrause), IsEmpty());
  EXPECT_THAT(Waiting(kDachs), IsEmpty());
}

TEST_F(TeamDuties, SeatsOfAnOrganisationThatGoesAreToBeFilledUntilItStays) {
  Founded();
  Accepts(kFuchs);
  Accepts(kKranich);
  MembershipEvent goes, stays;
  goes.mutable_members_to_succeed()->add_person_ids(kFuchs.id);
  goes.mutable_members_to_succeed()->mutable_succession_due()->set_seconds(60);
  Happened("membership", goes);
  EXPECT_THAT(Waiting(kKrause), ElementsAre("MEMBER_VACANCY 60", "DUE 60"));
  Misses<MembershipEvent>("membership", kFuchs.id);
  Follows(kFuchs, kEule, 60);
  EXPECT_THAT(Waiting(kEule), ElementsAre("MEMBERSHIP_SEAT 60", "OVERDUE 60")) << "asking puts nothing off";
  goes.mutable_members_to_succeed()->mutable_succession_due()->set_seconds(50);
  Happened("membership", goes);
  EXPECT_THAT(Waiting(kEule), ElementsAre("MEMBERSHIP_SEAT 50", "OVERDUE 50")) << "sooner, and still asked";
  stays.mutable_members_stay()->add_person_ids(kFuchs.id);
  Happened("membership", stays);
  EXPECT_THAT(Waiting(kKrause), IsEmpty());
  EXPECT_THAT(Waiting(kEule), IsEmpty());
}

TEST_F(TeamDuties, AVoteWaitsForWhoHasNotVotedAndDissentForAnAnswer) {
  JointDecisionEvent opened, cast, reached, answered;
  auto& asked = *opened.mutable_joint_decision_opened();
  asked.set_case_id("case");
  asked.mutable_answer_due()->set_seconds(30);
  for (const Person& person : {kFuchs, kKranich, kKrause}) asked.add_voters()->set_person_id(person.id);
  Happened("decision", opened);
  EXPECT_THAT(Waiting(kFuchs), ElementsAre("VOTE 30", "DUE 30"));
  EXPECT_THAT(Waiting(kKrause), ElementsAre("VOTE 30", "DUE 30"));
  cast.mutable_vote_cast()->set_person_id(kFuchs.id);
  Happened("decision", cast);
  EXPECT_THAT(Waiting(kFuchs), IsEmpty());
  Misses<JointDecisionEvent>("decision", "");
  EXPECT_THAT(Waiting(kKranich), ElementsAre("VOTE 30", "OVERDUE 30"));
  EXPECT_THAT(Waiting(kKrause), ElementsAre("VOTE 30", "OVERDUE 30"));
  reached.mutable_joint_decision_reached()->mutable_dissent_due()->set_seconds(31);
  Happened("decision", reached);
  EXPECT_THAT(Waiting(kKranich), IsEmpty());
  EXPECT_THAT(Waiting(kKrause), ElementsAre("DISSENT 31", "DUE 31"));
  Misses<JointDecisionEvent>("decision", "dissent");
  Misses<JointDecisionEvent>("decision", "dissent", common::v1::ESCALATION_STEP_STEERING_GROUP);
  EXPECT_THAT(Waiting(AssociationAudience(common::v1::ROLE_STEERING_GROUP)), ElementsAre("OVERDUE 31"));
  answered.mutable_dissent_answered();
  Happened("decision", answered);
  EXPECT_THAT(Waiting(kKrause), IsEmpty());
}

TEST_F(TeamDuties, AMembershipsVoteIsAnsweredForByWhoKeepsIt) {
  Founded();
  Accepts(kFuchs);
  Accepts(kKranich);
  JointDecisionEvent opened, reached;
  opened.mutable_joint_decision_opened()->set_membership_id("membership");
  opened.mutable_joint_decision_opened()->mutable_answer_due()->set_seconds(30);
  opened.mutable_joint_decision_opened()->add_voters()->set_person_id(kFuchs.id);
  Happened("decision", opened);
  EXPECT_THAT(Waiting(kFuchs), ElementsAre("VOTE 30", "DUE 30"));
  EXPECT_THAT(Waiting(kKrause), ElementsAre("VOTE 30")) << "waits for it";
  reached.mutable_joint_decision_reached();
  Happened("decision", reached);
  EXPECT_THAT(Waiting(kKrause), IsEmpty()) << "nobody said no";
}

// B9, N11: nobody is asked whose account is closed.
TEST_F(TeamDuties, AVoteIsNotAskedOfWhoHasLeft) {
  JointDecisionEvent opened, gone;
  opened.mutable_joint_decision_opened()->set_case_id("case");
  opened.mutable_joint_decision_opened()->mutable_answer_due()->set_seconds(30);
  for (const Person& person : {kFuchs, kKranich})
    opened.mutable_joint_decision_opened()->add_voters()->set_person_id(person.id);
  Happened("decision", opened);
  gone.mutable_voter_gone()->set_person_id(kFuchs.id);
  Happened("decision", gone);
  EXPECT_THAT(Waiting(kFuchs), IsEmpty());
  EXPECT_THAT(Waiting(kKranich), ElementsAre("VOTE 30", "DUE 30"));
}

TEST_F(TeamDuties, AVoteThatIsLetGoIsOwedByNobody) {
  JointDecisionEvent opened, let_go;
  opened.mutable_joint_decision_opened()->set_case_id("case");
  opened.mutable_joint_decision_opened()->mutable_answer_due()->set_seconds(30);
  opened.mutable_joint_decision_opened()->add_voters()->set_person_id(kKranich.id);
  Happened("decision", opened);
  let_go.mutable_joint_decision_withdrawn();
  Happened("decision", let_go);
  EXPECT_THAT(Waiting(kKranich), IsEmpty());
}

// C10: a calendar's dates are somebody's, and climb to the steering group.
TEST_F(TeamDuties, ASessionIsDueOfWhoKeepsTheCalendarAndClimbs) {
  CalendarEvent opened, planned, held;
  *opened.mutable_calendar_opened()->mutable_keeper() = care::ToProto(Holder(kKrause, kUhu));
  opened.mutable_calendar_opened()->mutable_first_due()->set_seconds(90);
  Happened("calendar", opened);
  EXPECT_THAT(Waiting(kKrause), ElementsAre("CALENDAR_SESSION 90", "DUE 90"));
  planned.mutable_session_planned()->set_session_id("session");
  planned.mutable_session_planned()->mutable_due()->set_seconds(80);
  Happened("calendar", planned);
  Misses<CalendarEvent>("calendar", "session");
  Misses<CalendarEvent>("calendar", "session", common::v1::ESCALATION_STEP_STEERING_GROUP);
  EXPECT_THAT(Waiting(kKrause), ::testing::IsSupersetOf({"CALENDAR_SESSION 80", "OVERDUE 80", "DUE 90"}));
  EXPECT_THAT(Waiting(kUhu), ElementsAre("OVERDUE 80"));
  const std::string steering = AssociationAudience(common::v1::ROLE_STEERING_GROUP);
  EXPECT_THAT(Waiting(steering), ElementsAre("OVERDUE 80"));
  held.mutable_session_held()->set_session_id("session");
  held.mutable_session_held()->mutable_next_due()->set_seconds(180);
  Happened("calendar", held);
  EXPECT_THAT(Waiting(kKrause), ElementsAre("CALENDAR_SESSION 180", "DUE 180"));
  EXPECT_THAT(Waiting(steering), IsEmpty());
}

TEST_F(TeamDuties, ASessionIsPostponedOrMissedAndTheSeriesGoesOn) {
  CalendarEvent opened, planned, postponed, missed;
  *opened.mutable_calendar_opened()->mutable_keeper() = care::ToProto(Holder(kKrause, kUhu));
  opened.mutable_calendar_opened()->mutable_first_due()->set_seconds(90);
  Happened("calendar", opened);
  planned.mutable_session_planned()->set_session_id("session");
  planned.mutable_session_planned()->mutable_due()->set_seconds(80);
  Happened("calendar", planned);
  postponed.mutable_session_postponed()->set_session_id("session");
  postponed.mutable_session_postponed()->mutable_due()->set_seconds(85);
  Happened("calendar", postponed);
  EXPECT_THAT(Waiting(kKrause), ::testing::IsSupersetOf({"DUE 85", "DUE 90"}));
  EXPECT_THAT(Waiting(kKrause), ::testing::Not(::testing::Contains("DUE 80")));
  missed.mutable_session_missed()->set_session_id("session");
  Happened("calendar", missed);
  EXPECT_THAT(Waiting(kKrause), ElementsAre("CALENDAR_SESSION 90", "DUE 90"));
}

// C11, N11: what was handed back waits for a session, and all of it goes along with the calendar.
TEST_F(TeamDuties, AResultWaitsUntilASessionTakesItUpAndGoesAlongWithTheCalendar) {
  CalendarEvent opened, received, entrusted, held;
  *opened.mutable_calendar_opened()->mutable_keeper() = care::ToProto(Holder(kKrause, kUhu));
  opened.mutable_calendar_opened()->mutable_first_due()->set_seconds(90);
  Happened("calendar", opened);
  received.mutable_result_received()->set_hand_back_id("back");
  Happened("calendar", received);
  EXPECT_THAT(Waiting(kKrause), ElementsAre("CALENDAR_SESSION 90", "DUE 90", "RESULT_WAITING 0"));
  entrusted.mutable_calendar_entrusted()->set_person_id(kUhu.id);
  entrusted.mutable_calendar_entrusted()->set_deputy_person_id(kKrause.id);
  Happened("calendar", entrusted);
  EXPECT_THAT(Waiting(kKrause), IsEmpty());
  EXPECT_THAT(Waiting(kUhu), ElementsAre("CALENDAR_SESSION 90", "DUE 90", "RESULT_WAITING 0"));
  held.mutable_session_held()->set_session_id("session");
  held.mutable_session_held()->mutable_next_due()->set_seconds(180);
  held.mutable_session_held()->add_taken_up_hand_back_ids("back");
  Happened("calendar", held);
  EXPECT_THAT(Waiting(kUhu), ElementsAre("CALENDAR_SESSION 180", "DUE 180"));
}

// N11: nothing of it stays with who gave it away.
TEST_F(TeamDuties, WhatARegisterOwesIsOfWhomItIsEntrustedTo) {
  Founded();
  Accepts(kFuchs);
  JointDecisionEvent opened, decided, reached;
  opened.mutable_joint_decision_opened()->set_membership_id("membership");
  opened.mutable_joint_decision_opened()->mutable_answer_due()->set_seconds(30);
  Happened("decided", opened);
  Happened("decided-not", opened);
  reached.mutable_joint_decision_reached();
  Happened("decided", reached);
  opened.mutable_joint_decision_opened()->mutable_answer_due()->set_seconds(40);
  Happened("later", opened);
  MembershipEvent entrusted;
  entrusted.mutable_membership_entrusted()->set_person_id(kUhu.id);
  entrusted.mutable_membership_entrusted()->set_deputy_person_id(kKrause.id);
  Happened("membership", entrusted);
  EXPECT_THAT(Waiting(kKrause), IsEmpty());
  EXPECT_THAT(Waiting(kUhu), ::testing::IsSupersetOf({"MEMBERSHIP_SEAT 28", "VOTE 30", "VOTE 40"}));
  Follows(kFuchs, kDachs, 60);
  EXPECT_THAT(Waiting(kUhu), ::testing::Contains("MEMBERSHIP_SEAT 60"));
}

}  // namespace
}  // namespace fallverbund::casework::testing
