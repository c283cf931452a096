#include "services/crisis/views/notice_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "fallverbund/crisis/v1/deployment_events.pb.h"
#include "libs/case_facts/case_facts.h"
#include "libs/eventlog/oneof.h"
#include "libs/projection/in_memory_projection_store.h"

namespace fallverbund::crisis {
namespace {

using casework::v1::CaseEvent;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kOne(32, '1'), kTwo(32, '2');

class NoticeViewTest : public ::testing::Test {
 protected:
  // One commit that offers a case to each of them, in this order.
  void Offer(uint64_t position, const std::vector<std::string>& organisations) {
    eventlog::ValidCommit commit;
    commit.context = "case";
    for (const std::string& organisation : organisations) {
      CaseEvent event;
      event.mutable_handover_offered()->mutable_to()->set_organisation_id(organisation);
      *commit.commit.add_events() = eventlog::PackOneof(event);
    }
    Apply(position, commit);
  }
  void OnDeployment(uint64_t position, const v1::DeploymentEvent& event) {
    eventlog::ValidCommit commit;
    commit.context = "crisis";
    commit.aggregate_id = "deployment";
    *commit.commit.add_events() = eventlog::PackOneof(event);
    Apply(position, commit, "deployment");
  }
  void OnCrisis(uint64_t position, const v1::CrisisEvent& event, const std::string& by = "") {
    eventlog::ValidCommit commit;
    commit.context = "crisis";
    commit.aggregate_id = "crisis";
    commit.commit.mutable_actor()->set_organisation(by);
    *commit.commit.add_events() = eventlog::PackOneof(event);
    Apply(position, commit);
  }
  void LeadBegins(uint64_t position, const std::string& organisation) {
    CaseEvent event;
    event.mutable_crisis_lead_taken()->set_crisis_id("crisis");
    event.mutable_crisis_lead_taken()->mutable_to()->set_organisation_id(organisation);
    OnCase(position, event);
  }
  void LeadPasses(uint64_t position, const std::string& organisation) {
    CaseEvent event;
    event.mutable_crisis_lead_taken()->set_crisis_id("crisis");
    event.mutable_crisis_lead_taken()->mutable_from()->set_organisation_id("before");
    event.mutable_crisis_lead_taken()->mutable_to()->set_organisation_id(organisation);
    OnCase(position, event);
  }
  void OnCase(uint64_t position, const CaseEvent& event) { OnCase(position, std::vector{event}); }
  void OnCase(uint64_t position, const std::vector<CaseEvent>& events) {
    eventlog::ValidCommit commit;
    commit.context = "case";
    commit.aggregate_id = "case";
    for (const CaseEvent& event : events) *commit.commit.add_events() = eventlog::PackOneof(event);
    Apply(position, commit);
  }
  void Apply(uint64_t position, eventlog::ValidCommit& commit, const std::string& type = "") {
    commit.position = position;
    commit.commit.set_aggregate_type(type.empty() ? commit.context : type);
    auto batch = store_.NewBatch();
    ASSERT_TRUE(case_facts::CaseFactsView().Apply({commit, absl::UnixEpoch()}, *batch).ok());
    ASSERT_TRUE(NoticeView().Apply({commit, absl::UnixEpoch()}, *batch).ok());
    ASSERT_TRUE(store_.Commit(std::move(batch), position).ok());
  }
  // Places such as "7.0".
  std::vector<std::string> Read(const std::string& organisation, uint64_t position = 0, uint32_t index = 0,
                                int limit = 100) {
    v1::NotificationPlace after;
    after.set_position(position);
    after.set_index(index);
    const auto notices = ReadNotices(store_, organisation, after, limit);
    EXPECT_TRUE(notices.ok());
    std::vector<std::string> places;
    for (const auto& notice : *notices)
      places.push_back(absl::StrCat(notice.place().position(), ".", notice.place().index()));
    return places;
  }

  projection::InMemoryProjectionStore store_;
};

TEST_F(NoticeViewTest, AnOrganisationReadsItsOwnInTheOrderOfTheLog) {
  Offer(9, {kTwo, kOne, kTwo});
  Offer(255, {kOne});
  Offer(256, {kOne});
  EXPECT_THAT(Read(kOne), ElementsAre("9.1", "255.0", "256.0"));
  EXPECT_THAT(Read(kTwo), ElementsAre("9.0", "9.2"));
}

TEST_F(NoticeViewTest, ReadsOnFromThePlaceWhereItWas) {
  Offer(9, {kOne, kOne});
  Offer(10, {kOne});
  EXPECT_THAT(Read(kOne, 8, kAllOfCommit), ElementsAre("9.0", "9.1", "10.0"));
  EXPECT_THAT(Read(kOne, 9, 0), ElementsAre("9.1", "10.0")) << "half a commit was sent";
  EXPECT_THAT(Read(kOne, 9, kAllOfCommit), ElementsAre("10.0"));
  EXPECT_THAT(Read(kOne, 10, 0), IsEmpty());
  EXPECT_THAT(Read(kOne, 0, 0, 2), ElementsAre("9.0", "9.1"));
}

TEST_F(NoticeViewTest, ALegThatBeginsAnewIsOfTheCaseThatTheCrisisTurnedOutToBeAbout) {
  v1::CrisisEvent opened, known, leg;
  opened.mutable_crisis_opened();
  known.mutable_crisis_case_opened()->set_case_id("case");
  leg.mutable_leg_started()->set_organisation_id(kOne);
  OnCrisis(3, opened);
  OnCrisis(4, leg);
  OnCrisis(5, known);
  OnCrisis(6, leg);
  const auto notices = ReadNotices(store_, kOne, {}, 100);
  ASSERT_TRUE(notices.ok());
  ASSERT_THAT(*notices, ::testing::SizeIs(2));
  EXPECT_EQ((*notices)[0].case_id(), "");
  EXPECT_EQ((*notices)[1].case_id(), "case");
}

TEST_F(NoticeViewTest, ATaskIsToldWithoutTheCase) {
  v1::CrisisEvent opened, task;
  opened.mutable_crisis_opened()->set_case_id("case");
  task.mutable_after_clinic_task_agreed()->set_organisation_id(kOne);
  OnCrisis(3, opened);
  OnCrisis(4, task);
  const auto notices = ReadNotices(store_, kOne, {}, 100);
  ASSERT_TRUE(notices.ok());
  ASSERT_THAT(*notices, ::testing::SizeIs(1));
  EXPECT_EQ((*notices)[0].case_id(), "") << "D7: who does it may have to do with nothing else of it";
}

// D2: who led was told, and did not say that it was heard.
TEST_F(NoticeViewTest, ADangerThatNobodyHeardIsToldToWhoLeadsNow) {
  v1::CrisisEvent alarm, by_another, by_lead;
  alarm.mutable_alarm_repeated()->add_first_said(v1::DANGER_RISK_TO_OTHERS);
  alarm.mutable_alarm_repeated()->mutable_heard_due()->set_seconds(1'800);
  by_another.mutable_alarm_acknowledged()->set_organisation_id(kOne);
  by_lead.mutable_alarm_acknowledged()->set_leads(true);
  LeadPasses(2, kTwo);
  OnCrisis(3, alarm);
  OnCrisis(4, by_another);
  EXPECT_THAT(Read(kTwo), IsEmpty()) << "who led then was told by the alarm itself";
  LeadBegins(5, kOne);
  EXPECT_THAT(Read(kOne), IsEmpty()) << "who raised the alarm leads first";
  LeadPasses(6, kTwo);
  ASSERT_THAT(Read(kTwo), ElementsAre("6.0"));
  const auto notice = ReadNotices(store_, kTwo, {}, 100)->front();
  EXPECT_EQ(notice.kind(), v1::NOTIFICATION_KIND_NEW_DANGER);
  EXPECT_EQ(notice.due().seconds(), 1'800) << "no new time to hear of it";
  EXPECT_EQ(notice.case_id(), "case");
  EXPECT_EQ(notice.crisis_id(), "crisis");
  OnCrisis(7, by_lead);
  LeadPasses(8, kOne);
  EXPECT_THAT(Read(kOne), IsEmpty()) << "it was heard";
}

TEST_F(NoticeViewTest, ADangerThatNobodyHeardIsToldToWhoLeadsAgainOnceTheCaseHasComeBack) {
  v1::CrisisEvent alarm;
  alarm.mutable_alarm_repeated()->add_first_said(v1::DANGER_RISK_TO_OTHERS);
  alarm.mutable_alarm_repeated()->mutable_heard_due()->set_seconds(1'800);
  CaseEvent reopened, taken;
  reopened.mutable_case_reopened();
  taken.mutable_crisis_lead_taken()->set_crisis_id("crisis");
  taken.mutable_crisis_lead_taken()->mutable_to()->set_organisation_id(kTwo);
  OnCrisis(3, alarm);
  OnCase(4, std::vector{reopened, taken});
  EXPECT_THAT(Read(kTwo), ElementsAre("4.0"));
}

TEST_F(NoticeViewTest, ADangerThatNobodyHeardIsNotToldToWhoLeadsAnEpisodeThatIsOver) {
  v1::CrisisEvent again, alarm;
  again.mutable_crisis_opened()->set_episode(1);
  alarm.mutable_alarm_repeated()->mutable_heard_due()->set_seconds(1'800);
  OnCrisis(2, again);
  OnCrisis(3, alarm);
  LeadPasses(4, kTwo);  // of the episode before
  EXPECT_THAT(Read(kTwo), IsEmpty());
}

TEST_F(NoticeViewTest, ADangerOfACrisisThatIsConcludedWaitsForNobody) {
  v1::CrisisEvent alarm, concluded;
  alarm.mutable_alarm_repeated()->mutable_heard_due()->set_seconds(1'800);
  concluded.mutable_crisis_concluded();
  OnCrisis(3, alarm);
  OnCrisis(4, concluded);
  LeadPasses(5, kTwo);
  EXPECT_THAT(Read(kTwo), IsEmpty());
}

// A18: who holds CASE by then, and not who asked.
TEST_F(NoticeViewTest, ARefusalIsToldToWhoeverHoldsTheCase) {
  v1::DeploymentEvent requested, refused;
  requested.mutable_deployment_requested()->set_case_id("case");
  refused.mutable_deployment_refused();
  CaseEvent opened, moved;
  opened.mutable_case_opened()->mutable_holder()->set_organisation_id(kOne);
  moved.mutable_responsibility_moved()->mutable_to()->set_organisation_id(kTwo);
  OnCase(2, opened);
  OnDeployment(3, requested);
  OnCase(4, moved);
  OnDeployment(5, refused);
  EXPECT_THAT(Read(kOne), IsEmpty());
  ASSERT_THAT(Read(kTwo), ElementsAre("5.0"));
  EXPECT_EQ(ReadNotices(store_, kTwo, {}, 100)->front().case_id(), "case");
}

TEST_F(NoticeViewTest, TheEndOfADetentionIsToldToWhoeverHoldsTheCaseOnce) {
  v1::CrisisEvent opened, ended;
  opened.mutable_crisis_opened()->set_case_id("case");
  ended.mutable_detention_ended()->add_told_organisation_ids(kOne);
  CaseEvent held;
  held.mutable_case_opened()->mutable_holder()->set_organisation_id(kOne);
  OnCase(2, held);
  OnCrisis(3, opened);
  OnCrisis(4, ended);
  EXPECT_THAT(Read(kOne), ElementsAre("4.0")) << "it detained, and holds";
  ended.mutable_detention_ended()->clear_told_organisation_ids();
  OnCrisis(5, ended);
  EXPECT_THAT(Read(kOne), ElementsAre("4.0", "5.0"));
  OnCrisis(6, ended, kOne);
  EXPECT_THAT(Read(kOne), ElementsAre("4.0", "5.0")) << "who says it knows it";
}

// Alarm of `kOne`; the case, where there is one, is held by `kTwo`.
v1::CrisisEvent Alarm(const std::string& case_id) {
  v1::CrisisEvent alarm;
  alarm.mutable_crisis_opened()->set_case_id(case_id);
  alarm.mutable_crisis_opened()->mutable_lead()->set_organisation_id(kOne);
  return alarm;
}
v1::CrisisEvent Overdue() {
  v1::CrisisEvent overdue;
  overdue.mutable_crisis_deadline_overdue()->set_clock(common::v1::CLOCK_KIND_CRISIS_LEG);
  overdue.mutable_crisis_deadline_overdue()->set_object_id("5");
  overdue.mutable_crisis_deadline_overdue()->mutable_due()->set_seconds(1'800);
  return overdue;
}
CaseEvent OfHolder(const std::string& organisation) {
  CaseEvent opened;
  opened.mutable_case_opened()->mutable_holder()->set_organisation_id(organisation);
  return opened;
}

TEST_F(NoticeViewTest, ALegThatIsMissingIsToldToWhoLeadsAndWhoHoldsTheCase) {
  OnCase(1, OfHolder(kTwo));
  OnCrisis(2, Alarm("case"));
  OnCrisis(3, Overdue());
  ASSERT_THAT(Read(kOne), ElementsAre("3.0"));
  ASSERT_THAT(Read(kTwo), ElementsAre("3.1"));
  const auto notice = ReadNotices(store_, kTwo, {}, 100)->front();
  EXPECT_EQ(notice.kind(), v1::NOTIFICATION_KIND_LEG_OVERDUE);
  EXPECT_EQ(notice.party(), common::v1::CRISIS_PARTY_CLINIC);
  EXPECT_EQ(notice.due().seconds(), 1'800);
  EXPECT_EQ(notice.step(), common::v1::ESCALATION_STEP_UNSPECIFIED);
  EXPECT_EQ(notice.case_id(), "case");
  EXPECT_EQ(notice.crisis_id(), "crisis");

  v1::CrisisEvent climbs;
  auto& escalated = *climbs.mutable_crisis_deadline_escalated();
  escalated.set_clock(common::v1::CLOCK_KIND_CRISIS_LEG);
  escalated.set_object_id("5");
  escalated.set_step(common::v1::ESCALATION_STEP_TEAM_LEAD);
  OnCrisis(4, climbs);
  ASSERT_THAT(Read(kOne), ElementsAre("3.0", "4.0"));
  EXPECT_EQ(ReadNotices(store_, kOne, {}, 100)->back().step(), common::v1::ESCALATION_STEP_TEAM_LEAD);
}

TEST_F(NoticeViewTest, ALegThatIsMissingIsToldToWhoLeadsByThen) {
  const std::string three(32, '3');
  OnCase(1, OfHolder(kTwo));
  OnCrisis(2, Alarm("case"));
  LeadPasses(3, three);
  OnCrisis(4, Overdue());
  EXPECT_THAT(Read(kOne), IsEmpty());
  EXPECT_THAT(Read(three), ElementsAre("4.0"));
  EXPECT_THAT(Read(kTwo), ElementsAre("4.1"));
}

TEST_F(NoticeViewTest, ALegThatIsMissingIsNotToldToWhoLedAnEpisodeThatIsOver) {
  const std::string three(32, '3');
  OnCase(1, OfHolder(kTwo));
  OnCrisis(2, Alarm("case"));
  LeadPasses(3, three);  // and the case has not read yet that it is concluded
  v1::CrisisEvent again = Alarm("case");
  again.mutable_crisis_opened()->set_episode(1);
  OnCrisis(4, again);
  OnCrisis(5, Overdue());
  EXPECT_THAT(Read(three), IsEmpty());
  EXPECT_THAT(Read(kOne), ElementsAre("5.0"));
}

TEST_F(NoticeViewTest, ALegThatIsMissingIsToldOnceWhereOneLeadsAndHolds) {
  OnCase(1, OfHolder(kOne));
  OnCrisis(2, Alarm("case"));
  OnCrisis(3, Overdue());
  EXPECT_THAT(Read(kOne), ElementsAre("3.0"));
}

TEST_F(NoticeViewTest, ALegThatIsMissingIsToldToWhoRaisedTheAlarmForSomebodyUnknown) {
  OnCrisis(2, Alarm(""));
  OnCrisis(3, Overdue());
  EXPECT_THAT(Read(kOne), ElementsAre("3.0"));
}

TEST_F(NoticeViewTest, AnotherDateThatIsMissedIsNoLegThatIsMissing) {
  v1::CrisisEvent meeting = Overdue();
  meeting.mutable_crisis_deadline_overdue()->set_clock(common::v1::CLOCK_KIND_AFTERCARE_MEETING);
  OnCrisis(2, Alarm(""));
  OnCrisis(3, meeting);
  EXPECT_THAT(Read(kOne), IsEmpty());
}

TEST_F(NoticeViewTest, NobodyReadsOthersByHalfAnId) {
  Offer(9, {kOne});
  EXPECT_THAT(Read(kOne.substr(0, 31)), IsEmpty());
  EXPECT_THAT(Read(""), IsEmpty());
}

TEST_F(NoticeViewTest, NewsAreOfThoseAndOnlyThoseWhoHaveSome) {
  for (uint64_t position = 1; position <= 2'500; ++position) Offer(position, {kOne});
  Offer(2'501, {kTwo});
  EXPECT_THAT(*OrganisationsWithNews(store_, 0), ElementsAre(kOne, kTwo)) << "more than one read takes";
  EXPECT_THAT(*OrganisationsWithNews(store_, 2'500), ElementsAre(kTwo));
  EXPECT_THAT(*OrganisationsWithNews(store_, 2'501), IsEmpty());
}

}  // namespace
}  // namespace fallverbund::crisis
