#include "services/crisis/views/notices.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "fallverbund/crisis/v1/deployment_events.pb.h"
#include "libs/base/time.h"
#include "libs/eventlog/oneof.h"

namespace fallverbund::crisis {
namespace {

using casework::v1::CaseEvent;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const absl::Time kNow = absl::FromUnixSeconds(1'770'000'000);
const absl::Time kDue = kNow + absl::Minutes(30);

std::vector<Notice> Of(const std::string& context, const std::string& type, const std::string& id,
                       const std::vector<const google::protobuf::Message*>& events) {
  eventlog::ValidCommit commit;
  commit.position = 17;
  commit.context = context;
  commit.aggregate_id = id;
  commit.commit.set_aggregate_type(type);
  *commit.commit.mutable_recorded_at() = ToProto(kNow);
  for (const auto* event : events) *commit.commit.add_events() = eventlog::PackOneof(*event);
  const auto notices = NoticesOf(commit);
  EXPECT_TRUE(notices.ok()) << notices.status();
  return notices.ok() ? *notices : std::vector<Notice>{};
}

CaseEvent Offered(const std::string& organisation) {
  CaseEvent event;
  event.mutable_handover_offered()->set_handover_id("handover");
  event.mutable_handover_offered()->mutable_to()->set_organisation_id(organisation);
  *event.mutable_handover_offered()->mutable_answer_due() = ToProto(kDue);
  return event;
}

TEST(Notices, TheCrisisTeamHearsThatItIsAskedFor) {
  v1::DeploymentEvent event;
  auto& requested = *event.mutable_deployment_requested();
  requested.set_case_id("case");
  requested.set_crisis_team_organisation_id("kit");
  *requested.mutable_answer_due() = ToProto(kDue);
  requested.mutable_situation()->set_box("sealed");
  const auto notices = Of("crisis", "deployment", "deployment", {&event});
  ASSERT_THAT(notices, SizeIs(1));
  EXPECT_EQ(notices[0].organisation_id, "kit");
  const v1::Notification& what = notices[0].what;
  EXPECT_EQ(what.kind(), v1::NOTIFICATION_KIND_DEPLOYMENT_REQUESTED);
  EXPECT_EQ(what.place().position(), 17);
  EXPECT_EQ(what.place().index(), 0);
  EXPECT_EQ(what.case_id(), "case");
  EXPECT_EQ(what.object_id(), "deployment");
  EXPECT_EQ(FromProto(what.due()), kDue);
  EXPECT_EQ(FromProto(what.recorded_at()), kNow);
  EXPECT_EQ(what.SerializeAsString().find("sealed"), std::string::npos);
}

TEST(Notices, WhomACaseIsOfferedToHearsOfIt) {
  const CaseEvent offered = Offered("jugendamt");
  const auto notices = Of("case", "case", "case", {&offered});
  ASSERT_THAT(notices, SizeIs(1));
  EXPECT_EQ(notices[0].organisation_id, "jugendamt");
  EXPECT_EQ(notices[0].what.kind(), v1::NOTIFICATION_KIND_HANDOVER_OFFERED);
  EXPECT_EQ(notices[0].what.case_id(), "case");
  EXPECT_EQ(notices[0].what.object_id(), "handover");
  EXPECT_EQ(FromProto(notices[0].what.due()), kDue);
}

TEST(Notices, WhoHoldsHearsThatSomebodyReadsBeyondNeedToKnow) {
  CaseEvent event;
  event.mutable_glass_broken()->set_reading_id("reading");
  event.mutable_glass_broken()->set_crisis_id("crisis");
  event.mutable_glass_broken()->set_holder_organisation_id("jugendamt");
  event.mutable_glass_broken()->mutable_account()->set_box("sealed");
  *event.mutable_glass_broken()->mutable_review_due() = ToProto(kDue);
  const auto notices = Of("case", "case", "case", {&event});
  ASSERT_THAT(notices, SizeIs(1));
  EXPECT_EQ(notices[0].organisation_id, "jugendamt");
  EXPECT_EQ(notices[0].what.kind(), v1::NOTIFICATION_KIND_GLASS_BROKEN);
  EXPECT_EQ(notices[0].what.case_id(), "case");
  EXPECT_EQ(notices[0].what.crisis_id(), "crisis");
  EXPECT_EQ(notices[0].what.object_id(), "reading");
  EXPECT_EQ(FromProto(notices[0].what.due()), kDue);
  EXPECT_EQ(notices[0].what.SerializeAsString().find("sealed"), std::string::npos);
}

TEST(Notices, EveryOrganisationThatACrisisAddressesHearsOfItsLeg) {
  v1::CrisisEvent event;
  auto& opened = *event.mutable_crisis_opened();
  opened.set_case_id("case");
  opened.mutable_account()->set_box("sealed");
  for (const auto& [party, organisation] : std::vector<std::pair<common::v1::CrisisParty, std::string>>{
           {common::v1::CRISIS_PARTY_YOUTH_OFFICE, "jugendamt"},
           {common::v1::CRISIS_PARTY_LEGAL_REPRESENTATIVE, ""},  // a mother: nobody of the directory
           {common::v1::CRISIS_PARTY_CLINIC, "klinik"}}) {
    auto& leg = *opened.add_legs();
    leg.set_party(party);
    leg.set_organisation_id(organisation);
    *leg.mutable_acknowledge_due() = ToProto(kDue);
  }
  const auto notices = Of("crisis", "crisis", "crisis", {&event});
  ASSERT_THAT(notices, SizeIs(2));
  EXPECT_EQ(notices[0].organisation_id, "jugendamt");
  EXPECT_EQ(notices[1].organisation_id, "klinik");
  const v1::Notification& what = notices[1].what;
  EXPECT_EQ(what.kind(), v1::NOTIFICATION_KIND_CRISIS_LEG);
  EXPECT_EQ(what.party(), common::v1::CRISIS_PARTY_CLINIC);
  EXPECT_EQ(what.case_id(), "case");
  EXPECT_EQ(what.crisis_id(), "crisis");
  EXPECT_EQ(FromProto(what.due()), kDue);
  EXPECT_EQ(what.place().index(), 1);
  EXPECT_EQ(what.SerializeAsString().find("sealed"), std::string::npos);
}

TEST(Notices, ALegThatBeginsAnewIsToldToTheNewAddressee) {
  v1::CrisisEvent event;
  event.mutable_leg_started()->set_party(common::v1::CRISIS_PARTY_CLINIC);
  event.mutable_leg_started()->set_organisation_id("klinik");
  const auto notices = Of("crisis", "crisis", "crisis", {&event});
  ASSERT_THAT(notices, SizeIs(1));
  EXPECT_EQ(notices[0].organisation_id, "klinik");
  EXPECT_EQ(notices[0].what.crisis_id(), "crisis");
}

TEST(Notices, ARepeatedAlarmTellsWhomItAloneNames) {
  v1::CrisisEvent repeated, leg;
  repeated.mutable_alarm_repeated()->set_organisation_id("jugendamt");
  leg.mutable_leg_started()->set_organisation_id("klinik");
  const auto notices = Of("crisis", "crisis", "crisis", {&repeated, &leg});
  ASSERT_THAT(notices, SizeIs(1));
  EXPECT_EQ(notices[0].organisation_id, "klinik");
}

v1::CrisisEvent LaterAlarm() {
  v1::CrisisEvent event;
  auto& alarm = *event.mutable_alarm_repeated();
  alarm.set_case_id("case");
  alarm.mutable_account()->set_box("sealed");
  alarm.mutable_lead()->set_organisation_id("traeger");
  alarm.mutable_lead()->set_person_id("biber");
  for (const char* told : {"traeger", "klinik"}) alarm.add_told_organisation_ids(told);
  return event;
}

TEST(Notices, WhoeverActsInACrisisHearsThatTheAlarmIsRaisedAgain) {
  const v1::CrisisEvent event = LaterAlarm();
  const auto notices = Of("crisis", "crisis", "crisis", {&event});
  ASSERT_THAT(notices, SizeIs(2));
  EXPECT_EQ(notices[0].organisation_id, "traeger");
  EXPECT_EQ(notices[1].organisation_id, "klinik");
  EXPECT_EQ(notices[0].what.kind(), v1::NOTIFICATION_KIND_ALARM_REPEATED);
  EXPECT_EQ(notices[0].what.case_id(), "case");
  EXPECT_EQ(notices[0].what.crisis_id(), "crisis");
  EXPECT_FALSE(notices[0].what.has_due());
}

TEST(Notices, ANewDangerIsToldWithADateForWhoeverLeadsAndNotWhichItIs) {
  v1::CrisisEvent event = LaterAlarm();
  event.mutable_alarm_repeated()->add_first_said(v1::DANGER_RISK_TO_OTHERS);
  *event.mutable_alarm_repeated()->mutable_heard_due() = ToProto(kDue);
  const auto notices = Of("crisis", "crisis", "crisis", {&event});
  ASSERT_THAT(notices, SizeIs(2));
  for (const Notice& notice : notices) {
    EXPECT_EQ(notice.what.kind(), v1::NOTIFICATION_KIND_NEW_DANGER);
    EXPECT_EQ(notice.what.SerializeAsString().find("sealed"), std::string::npos);
    EXPECT_EQ(notice.what.SerializeAsString().find("biber"), std::string::npos);
  }
  EXPECT_EQ(FromProto(notices[0].what.due()), kDue);
  EXPECT_FALSE(notices[1].what.has_due()) << "the date is of whoever leads";
}

TEST(Notices, AnEmergencyOfItsOwnIsADangerWhateverItSays) {
  v1::CrisisEvent event = LaterAlarm();
  event.mutable_alarm_repeated()->set_again(true);
  const auto notices = Of("crisis", "crisis", "crisis", {&event});
  ASSERT_THAT(notices, SizeIs(2));
  EXPECT_EQ(notices[0].what.kind(), v1::NOTIFICATION_KIND_NEW_DANGER);
}

TEST(Notices, WhoeverDoesATaskAfterTheClinicHearsOfItAndNotWhoseCaseItIs) {
  v1::CrisisEvent event;
  auto& task = *event.mutable_after_clinic_task_agreed();
  task.set_task_id("task");
  task.set_organisation_id("verein");
  task.mutable_task()->set_box("sealed");
  *task.mutable_due() = ToProto(kDue);
  const auto notices = Of("crisis", "crisis", "crisis", {&event});
  ASSERT_THAT(notices, SizeIs(1));
  EXPECT_EQ(notices[0].organisation_id, "verein");
  EXPECT_EQ(notices[0].what.kind(), v1::NOTIFICATION_KIND_AFTER_CLINIC_TASK);
  EXPECT_EQ(notices[0].what.crisis_id(), "crisis");
  EXPECT_EQ(notices[0].what.object_id(), "task");
  EXPECT_EQ(notices[0].what.case_id(), "");
  EXPECT_EQ(FromProto(notices[0].what.due()), kDue);
  EXPECT_EQ(notices[0].what.SerializeAsString().find("sealed"), std::string::npos);
}

// D4, N9: whoever gets the night by another's word hears of it, with a date to say so.
TEST(Notices, WhoeverGetsTheNightByAnothersWordHearsOfItWithADate) {
  v1::CrisisEvent left, ended;
  left.mutable_left_clinic()->set_case_id("case");
  left.mutable_left_clinic()->set_stay_id("stay");
  left.mutable_left_clinic()->mutable_next()->mutable_holder()->set_organisation_id("jugendamt");
  auto notices = Of("crisis", "crisis", "crisis", {&left});
  ASSERT_THAT(notices, SizeIs(1));
  EXPECT_EQ(notices[0].what.kind(), v1::NOTIFICATION_KIND_CLINIC_LEFT) << "as planned";
  EXPECT_FALSE(notices[0].what.has_due());
  *left.mutable_left_clinic()->mutable_confirm_due() = ToProto(kDue);
  ended.mutable_care_ended()->set_care_id("care");
  ended.mutable_care_ended()->mutable_next()->mutable_holder()->set_organisation_id("jugendamt");
  *ended.mutable_care_ended()->mutable_confirm_due() = ToProto(kDue);
  notices = Of("crisis", "crisis", "crisis", {&left, &ended});
  ASSERT_THAT(notices, SizeIs(2));
  for (const Notice& notice : notices) {
    EXPECT_EQ(notice.organisation_id, "jugendamt");
    EXPECT_EQ(notice.what.kind(), v1::NOTIFICATION_KIND_NIGHT_IS_YOURS);
    EXPECT_EQ(notice.what.crisis_id(), "crisis");
    EXPECT_EQ(FromProto(notice.what.due()), kDue);
  }
  EXPECT_EQ(notices[0].what.object_id(), "stay");
  EXPECT_EQ(notices[0].what.case_id(), "case");
  EXPECT_EQ(notices[1].what.object_id(), "care");
}

TEST(Notices, AnOfficeWhoseCareAnotherEndsOrSomebodyRanAwayFromHearsOfIt) {
  v1::CrisisEvent ended;
  ended.mutable_care_ended()->set_care_id("care");
  EXPECT_THAT(Of("crisis", "crisis", "crisis", {&ended}), IsEmpty()) << "by its own word";
  ended.mutable_care_ended()->add_told_organisation_ids("jugendamt");
  auto notices = Of("crisis", "crisis", "crisis", {&ended});
  ASSERT_THAT(notices, SizeIs(1));
  EXPECT_EQ(notices[0].organisation_id, "jugendamt");
  EXPECT_EQ(notices[0].what.kind(), v1::NOTIFICATION_KIND_CARE_ENDED);
  EXPECT_EQ(notices[0].what.object_id(), "care");
  casework::v1::CaseEvent missing;
  missing.mutable_tonight_moved()->set_missing_from_care_id("care");
  EXPECT_THAT(Of("case", "case", "case", {&missing}), IsEmpty());
  missing.mutable_tonight_moved()->add_told_organisation_ids("jugendamt");
  notices = Of("case", "case", "case", {&missing});
  ASSERT_THAT(notices, SizeIs(1));
  EXPECT_EQ(notices[0].what.kind(), v1::NOTIFICATION_KIND_MISSING_FROM_CARE);
  EXPECT_EQ(notices[0].what.case_id(), "case");
  EXPECT_EQ(notices[0].what.object_id(), "care");
}

TEST(Notices, WhoIsNamedHearsOfCareOfTheEndOfADetentionAndOfDays) {
  v1::CrisisEvent taken, over, planned, back, scheduled;
  taken.mutable_taken_into_care()->add_told_organisation_ids("traeger");
  over.mutable_detention_ended()->add_told_organisation_ids("klinik");
  planned.mutable_clinic_leave_planned()->add_told_organisation_ids("klinik");
  *planned.mutable_clinic_leave_planned()->mutable_on() = ToProto(kDue);
  back.mutable_care_end_planned()->add_told_organisation_ids("jugendamt");
  *back.mutable_care_end_planned()->mutable_on() = ToProto(kDue);
  scheduled.mutable_aftercare_meeting_scheduled()->add_told_organisation_ids("klinik");
  scheduled.mutable_aftercare_meeting_scheduled()->set_meeting_id("meeting");
  *scheduled.mutable_aftercare_meeting_scheduled()->mutable_on() = ToProto(kDue);
  const auto notices = Of("crisis", "crisis", "crisis", {&taken, &over, &planned, &back, &scheduled});
  ASSERT_THAT(notices, SizeIs(6));
  EXPECT_EQ(notices[0].organisation_id, "traeger");
  EXPECT_EQ(notices[0].what.kind(), v1::NOTIFICATION_KIND_TAKEN_INTO_CARE);
  EXPECT_EQ(notices[1].organisation_id, "klinik");
  EXPECT_EQ(notices[1].what.kind(), v1::NOTIFICATION_KIND_DETENTION_ENDED);
  EXPECT_EQ(notices[2].organisation_id, "") << "whoever holds the case";
  EXPECT_EQ(notices[2].what.kind(), v1::NOTIFICATION_KIND_DETENTION_ENDED);
  EXPECT_EQ(notices[3].what.kind(), v1::NOTIFICATION_KIND_LEAVE_PLANNED);
  EXPECT_EQ(notices[4].what.kind(), v1::NOTIFICATION_KIND_LEAVE_PLANNED);
  EXPECT_EQ(FromProto(notices[4].what.due()), kDue);
  EXPECT_EQ(notices[5].what.kind(), v1::NOTIFICATION_KIND_MEETING_DAY);
  EXPECT_EQ(notices[5].what.object_id(), "meeting");
  EXPECT_EQ(FromProto(notices[5].what.due()), kDue);
}

TEST(Notices, WhoHoldsHearsThatTheCrisisTeamDoesNotComeOrHasNotAnswered) {
  v1::DeploymentEvent refused, overdue;
  refused.mutable_deployment_refused();
  overdue.mutable_deployment_answer_overdue();
  const auto notices = Of("crisis", "deployment", "deployment", {&refused, &overdue});
  ASSERT_THAT(notices, SizeIs(2));
  EXPECT_EQ(notices[0].what.kind(), v1::NOTIFICATION_KIND_DEPLOYMENT_REFUSED);
  EXPECT_EQ(notices[1].what.kind(), v1::NOTIFICATION_KIND_DEPLOYMENT_UNANSWERED);
  for (const Notice& notice : notices) {
    EXPECT_EQ(notice.organisation_id, "") << "whoever holds the case";
    EXPECT_EQ(notice.what.object_id(), "deployment");
  }
}

TEST(Notices, SeveralOfOneCommitKeepTheirOrderByTheirIndex) {
  const CaseEvent first = Offered("one"), second = Offered("two"), nobody = Offered("");
  const auto notices = Of("case", "case", "case", {&first, &nobody, &second});
  ASSERT_THAT(notices, SizeIs(2));
  EXPECT_EQ(notices[0].organisation_id, "one");
  EXPECT_EQ(notices[1].organisation_id, "two");
  EXPECT_EQ(notices[1].what.place().index(), 1);
}

TEST(Notices, WhatNobodyNeedsToHearAtOnceIsNone) {
  CaseEvent refused;
  refused.mutable_handover_refused();
  EXPECT_THAT(Of("case", "case", "case", {&refused}), IsEmpty());
  v1::DeploymentEvent accepted;
  accepted.mutable_deployment_accepted()->mutable_holder()->set_organisation_id("kit");
  EXPECT_THAT(Of("crisis", "deployment", "deployment", {&accepted}), IsEmpty());
  EXPECT_THAT(Of("team", "team", "team", {&refused}), IsEmpty()) << "of another context";
}

TEST(Notices, WhatThisProgramDoesNotKnowIsNotUnderstood) {
  eventlog::ValidCommit commit;
  commit.context = "case";
  commit.commit.set_aggregate_type("case");
  commit.commit.add_events()->set_type("fallverbund.casework.v1.ComesLater");
  EXPECT_EQ(NoticesOf(commit).status().code(), absl::StatusCode::kUnimplemented);
}

}  // namespace
}  // namespace fallverbund::crisis
