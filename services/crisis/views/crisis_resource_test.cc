#include "services/crisis/views/crisis_resource.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/time.h"
#include "libs/history/testing/field_path.h"

namespace fallverbund::crisis {
namespace {

using ::testing::SizeIs;

const absl::Time kNow = absl::FromUnixSeconds(1'770'000'000);
const decider::Given kGiven = {{"office", "adler", "CASE_WORKER"}, kNow, kNow, ""};

history::History<CrisisDecider> Opened() {
  history::History<CrisisDecider> crisis;
  crisis.aggregate_id = "crisis";
  v1::CrisisEvent event;
  auto& opened = *event.mutable_crisis_opened();
  opened.set_case_id("case");
  opened.set_episode(1);
  opened.set_risk_to_self(true);
  opened.mutable_account()->set_key_id("account");
  for (const auto party : care::AlarmedParties()) {
    auto& leg = *opened.add_legs();
    leg.set_party(party);
    leg.set_organisation_id(party == common::v1::CRISIS_PARTY_YOUTH_OFFICE ? "office" : "other");
    *leg.mutable_acknowledge_due() = ToProto(kNow + absl::Minutes(15));
  }
  *opened.mutable_meeting_due() = ToProto(kNow + Days(14));
  crisis.Add(event, kGiven, "commit");
  return crisis;
}

v1::Crisis Shown(const history::History<CrisisDecider>& crisis, const std::string& organisation,
                 std::vector<history::SealedText>& texts) {
  v1::Crisis shown;
  ShowCrisis(crisis, crisis.state.episodes.back(), organisation, shown, texts);
  return shown;
}

TEST(ShownCrisis, TellsEachLegAndWhenItWasAcknowledged) {
  auto crisis = Opened();
  v1::CrisisEvent event;
  auto& acknowledged = *event.mutable_leg_acknowledged();
  acknowledged.set_party(common::v1::CRISIS_PARTY_CLINIC);
  acknowledged.set_seconds_after_alarm(240);
  crisis.Add(event, kGiven, "commit");
  std::vector<history::SealedText> texts;
  const v1::Crisis shown = Shown(crisis, "office", texts);
  EXPECT_EQ(shown.state(), v1::CRISIS_STATE_LEGS_RUNNING);
  EXPECT_EQ(shown.case_id(), "case");
  EXPECT_TRUE(shown.risk_to_self());
  ASSERT_THAT(shown.legs(), SizeIs(5));
  EXPECT_TRUE(shown.legs(4).acknowledged());
  EXPECT_EQ(shown.legs(4).seconds_after_alarm(), 240u);
  EXPECT_FALSE(shown.legs(0).acknowledged());
  EXPECT_EQ(FromProto(shown.meeting_due()), kNow + Days(14));
  ASSERT_THAT(texts, SizeIs(1));
  EXPECT_EQ(history::NameOfPlace(texts[0]), "account");
}

v1::CrisisEvent LaterAlarm() {
  v1::CrisisEvent event;
  auto& alarm = *event.mutable_alarm_repeated();
  alarm.set_organisation_id("office");
  alarm.set_risk_to_others(true);
  alarm.add_first_said(v1::DANGER_RISK_TO_OTHERS);
  alarm.add_told_organisation_ids("traeger");
  alarm.mutable_account()->set_key_id("later");
  *alarm.mutable_heard_due() = ToProto(kNow + absl::Minutes(30));
  return event;
}

TEST(ShownCrisis, TellsALaterAlarmItsDangerAndWhoHasNotHeardOfIt) {
  auto crisis = Opened();
  crisis.Add(LaterAlarm(), kGiven, "commit");
  std::vector<history::SealedText> texts;
  v1::Crisis shown;
  ShowCrisis(crisis, crisis.state.episodes.back(), "office", shown, texts);
  EXPECT_EQ(shown.alarms(), 2u);
  EXPECT_TRUE(shown.risk_to_others());
  ASSERT_THAT(shown.repeated_alarms(), SizeIs(1));
  EXPECT_EQ(shown.repeated_alarms(0).organisation_id(), "office");
  EXPECT_EQ(FromProto(shown.repeated_alarms(0).occurred_at()), kNow);
  EXPECT_EQ(shown.repeated_alarms(0).first_said(0), v1::DANGER_RISK_TO_OTHERS);
  EXPECT_EQ(FromProto(shown.danger_heard_due()), kNow + absl::Minutes(30));
  ASSERT_THAT(shown.not_heard_organisation_ids(), SizeIs(1));
  ASSERT_THAT(texts, SizeIs(2));
  EXPECT_EQ(history::NameOfPlace(texts[1]), "account");

  v1::CrisisEvent heard;
  heard.mutable_alarm_acknowledged()->set_organisation_id("traeger");
  heard.mutable_alarm_acknowledged()->set_leads(true);
  crisis.Add(heard, kGiven, "commit");
  EXPECT_FALSE(Shown(crisis, "office", texts).has_danger_heard_due());
  EXPECT_THAT(Shown(crisis, "office", texts).not_heard_organisation_ids(), SizeIs(0));
}

TEST(ShownCrisis, TellsWhichAlarmIsAnEmergencyOfItsOwn) {
  auto crisis = Opened();
  v1::CrisisEvent stabilised, again = LaterAlarm();
  stabilised.mutable_crisis_stabilised();
  again.mutable_alarm_repeated()->set_again(true);
  for (const auto& event : {LaterAlarm(), stabilised, again}) crisis.Add(event, kGiven, "commit");
  std::vector<history::SealedText> texts;
  const v1::Crisis shown = Shown(crisis, "office", texts);
  ASSERT_THAT(shown.repeated_alarms(), SizeIs(2));
  EXPECT_FALSE(shown.repeated_alarms(0).again());
  EXPECT_TRUE(shown.repeated_alarms(1).again());
  EXPECT_EQ(shown.state(), v1::CRISIS_STATE_LEGS_RUNNING);
}

TEST(ShownCrisis, TellsTheLastTwentyOfManyAlarms) {
  auto crisis = Opened();
  for (int i = 0; i < 22; ++i) {
    v1::CrisisEvent event = LaterAlarm();
    event.mutable_alarm_repeated()->set_organisation_id(std::to_string(i));
    crisis.Add(event, kGiven, "commit");
  }
  std::vector<history::SealedText> texts;
  const v1::Crisis shown = Shown(crisis, "office", texts);
  ASSERT_THAT(shown.repeated_alarms(), SizeIs(20));
  EXPECT_EQ(shown.repeated_alarms(0).organisation_id(), "2");
  EXPECT_EQ(shown.repeated_alarms(19).organisation_id(), "21");
}

TEST(ShownCrisis, ShowsADiagnosisToTheOfficeAndToWhoeverDoesTheTask) {
  auto crisis = Opened();
  v1::CrisisEvent event;
  auto& task = *event.mutable_after_clinic_task_agreed();
  task.set_task_id("task");
  task.set_domain(v1::AFTER_CLINIC_DOMAIN_HELP_BY_DIAGNOSIS);
  task.set_organisation_id("therapist");
  task.mutable_task()->set_key_id("task");
  task.mutable_diagnosis()->set_key_id("diagnosis");
  crisis.Add(event, kGiven, "commit");
  for (const char* who : {"office", "therapist"}) {
    std::vector<history::SealedText> texts;
    Shown(crisis, who, texts);
    ASSERT_THAT(texts, SizeIs(3)) << who;
    EXPECT_EQ(history::NameOfPlace(texts[2]), "diagnosis");
  }
  std::vector<history::SealedText> texts;
  Shown(crisis, "other", texts);
  EXPECT_THAT(texts, SizeIs(2));
}

TEST(ShownCrisis, ShowsWhoeverDoesATaskThatAlone) {
  auto crisis = Opened();
  for (const char* who : {"therapist", "club"}) {
    v1::CrisisEvent event;
    auto& task = *event.mutable_after_clinic_task_agreed();
    task.set_task_id(std::string("task of ") + who);
    task.set_organisation_id(who);
    task.mutable_task()->set_key_id("task");
    task.mutable_diagnosis()->set_key_id("diagnosis");
    crisis.Add(event, kGiven, "commit");
  }
  v1::CrisisEvent next = crisis.entries[0].event;
  next.mutable_crisis_opened()->set_episode(2);
  crisis.Add(next, kGiven, "commit");
  std::vector<history::SealedText> texts;
  v1::Crisis shown;
  ShowTasksOf(crisis, "club", shown, texts);
  ASSERT_THAT(shown.tasks(), SizeIs(1));
  EXPECT_EQ(shown.tasks(0).task_id(), "task of club");
  EXPECT_EQ(shown.episode(), 1u) << "in which it was agreed";
  EXPECT_THAT(texts, SizeIs(2)) << "of its own task";
  shown.clear_tasks();
  shown.clear_episode();
  shown.clear_crisis_id();
  EXPECT_EQ(shown.ByteSizeLong(), 0u) << "and nothing else";

  v1::CrisisEvent done;
  done.mutable_after_clinic_task_done()->set_task_id("task of club");
  crisis.Add(done, kGiven, "commit");
  v1::Crisis after;
  texts.clear();
  ShowTasksOf(crisis, "club", after, texts);
  EXPECT_THAT(after.tasks(), SizeIs(0));
  EXPECT_THAT(texts, SizeIs(0));
}

TEST(ShownCrisis, TellsWhoTookPartInTheMeeting) {
  auto crisis = Opened();
  v1::CrisisEvent event;
  event.mutable_aftercare_meeting_scheduled()->set_meeting_id("meeting");
  crisis.Add(event, kGiven, "commit");
  auto& held = *event.mutable_aftercare_meeting_held();
  held.set_meeting_id("meeting");
  held.add_present()->set_person_id("doctor");
  held.mutable_participation()->mutable_young_person()->set_heard(true);
  std::vector<history::SealedText> texts;
  EXPECT_THAT(Shown(crisis, "office", texts).meeting_present(), SizeIs(0));
  crisis.Add(event, kGiven, "commit");
  const v1::Crisis shown = Shown(crisis, "office", texts);
  ASSERT_THAT(shown.meeting_present(), SizeIs(1));
  EXPECT_EQ(shown.meeting_present(0).person_id(), "doctor");
  EXPECT_TRUE(shown.meeting_participation().young_person().heard());
}

TEST(ShownCrisis, TellsStayAndConclusion) {
  auto crisis = Opened();
  v1::CrisisEvent event;
  event.mutable_admitted_to_clinic()->set_stay_id("stay");
  event.mutable_admitted_to_clinic()->mutable_holder()->set_person_id("doctor");
  crisis.Add(event, kGiven, "commit");
  std::vector<history::SealedText> texts;
  EXPECT_EQ(Shown(crisis, "office", texts).clinic().person_id(), "doctor");
  event.mutable_crisis_concluded();
  crisis.Add(event, kGiven, "commit");
  EXPECT_EQ(Shown(crisis, "office", texts).state(), v1::CRISIS_STATE_CONCLUDED);
}

}  // namespace
}  // namespace fallverbund::crisis
