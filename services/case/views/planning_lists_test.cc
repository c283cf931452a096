#include "services/case/views/planning_lists.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "libs/base/time.h"
#include "libs/projection/in_memory_projection_store.h"
#include "services/case/domain/testing/case_story.h"
#include "services/case/views/case_resource.h"
#include "services/case/views/work_list.h"

namespace fallverbund::casework::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

class Rows {
 public:
  void Becomes(const std::string& case_id, const State& before, const State& after) {
    auto batch = store_.NewBatch();
    ReplaceUncoveredRights(case_id, before, after, *batch);
    ASSERT_TRUE(store_.Commit(std::move(batch), ++position_).ok());
  }
  void Counts(const v1::RecordEntered& record, absl::Time at) {
    auto batch = store_.NewBatch();
    ASSERT_TRUE(CountGap(record, at, *batch).ok());
    ASSERT_TRUE(store_.Commit(std::move(batch), ++position_).ok());
  }
  std::vector<v1::RightDomain> Uncovered(const std::string& organisation) {
    std::vector<v1::RightDomain> domains;
    const auto page = ReadUncoveredRights(store_, organisation, "", 10);
    for (const auto& right : page->rights) domains.push_back(right.domain());
    return domains;
  }
  const projection::Rows& rows() const { return store_; }

 private:
  projection::InMemoryProjectionStore store_;
  uint64_t position_ = 0;
};

TEST(UncoveredRights, AreListedForWhoHoldsUntilTheyAreCovered) {
  Rows rows;
  CaseStory story = OpenedCase();
  const State opened = story.state();
  story.Given(kEule, Right(v1::RIGHT_DOMAIN_EDUCATION, false, kStart - Days(30)));
  story.Given(kEule, Right(v1::RIGHT_DOMAIN_HEALTH, false, kStart));
  const State both = story.state();
  rows.Becomes("case", opened, both);
  EXPECT_THAT(rows.Uncovered("office"), ElementsAre(v1::RIGHT_DOMAIN_EDUCATION, v1::RIGHT_DOMAIN_HEALTH));
  EXPECT_THAT(rows.Uncovered("home"), IsEmpty());
  story.Given(kEule, Right(v1::RIGHT_DOMAIN_EDUCATION, true, kStart));
  rows.Becomes("case", both, story.state());
  EXPECT_THAT(rows.Uncovered("office"), ElementsAre(v1::RIGHT_DOMAIN_HEALTH));
  const auto first = ReadUncoveredRights(rows.rows(), "office", "", 1);
  EXPECT_EQ(first->rights[0].case_id(), "case");
  EXPECT_EQ(FromProto(first->rights[0].since()), kStart);
  EXPECT_EQ(first->next, "") << "there is no other page";
}

TEST(UncoveredRights, GoWithTheCaseAndRestWithAnEndedOne) {
  Rows rows;
  CaseStory story = CaseOfferedToBerg();
  story.Given(kEule, Right(v1::RIGHT_DOMAIN_EDUCATION, false, kStart));
  State elsewhere = story.state();
  care::Holder other = Holder(kFuchs, kDachs);
  elsewhere.responsibility.HeldBy(other, kStart);
  rows.Becomes("case", {}, story.state());
  rows.Becomes("case", story.state(), elsewhere);
  EXPECT_THAT(rows.Uncovered("office"), IsEmpty());
  EXPECT_THAT(rows.Uncovered("home"), ElementsAre(v1::RIGHT_DOMAIN_EDUCATION));
  State ended = elsewhere;
  ended.ended = LawfullyEnded{};
  rows.Becomes("case", elsewhere, ended);
  EXPECT_THAT(rows.Uncovered("home"), IsEmpty());
}

v1::RecordEntered GapOf(v1::GapKind kind) {
  v1::RecordEntered gap = Contribute(v1::RECORD_KIND_STRUCTURAL_GAP).record;
  gap.set_version(1);
  gap.set_gap(kind);
  return gap;
}

const absl::Time kApril = absl::FromCivil(absl::CivilDay(2026, 4, 1), absl::UTCTimeZone());

TEST(Gaps, AreCountedByQuarterAndKindAndNeverTwiceForAVersion) {
  Rows rows;
  v1::RecordEntered gap = GapOf(v1::GAP_KIND_SMALL_SETTING);
  for (int i = 0; i < 5; ++i) rows.Counts(gap, kStart + Days(i));  // March, of five cases
  gap.set_version(2);
  rows.Counts(gap, kStart);
  rows.Counts(Contribute().record, kStart);
  for (int i = 0; i < 4; ++i) rows.Counts(GapOf(v1::GAP_KIND_CLINIC_PLACE), kApril);
  const auto page = ReadGaps(rows.rows(), kApril + Days(92), "", 100);
  ASSERT_EQ(page->gaps.size(), 2u * (1 + v1::GapKind_MAX));
  EXPECT_EQ(page->next, "");
  for (size_t i = 0; i < page->gaps.size(); ++i) {
    EXPECT_EQ(page->gaps[i].year(), 2026u);
    EXPECT_EQ(page->gaps[i].quarter(), 1 + i / (1 + v1::GapKind_MAX));
    EXPECT_EQ(page->gaps[i].kind(), static_cast<int>(i % (1 + v1::GapKind_MAX))) << "all together come first";
  }
  std::vector<v1::GapCount> one_by_one;
  std::string after;
  do {
    const auto next = ReadGaps(rows.rows(), kApril + Days(92), after, 1);
    ASSERT_EQ(next->gaps.size(), 1u);
    one_by_one.push_back(next->gaps[0]);
    after = next->next;
  } while (!after.empty());
  ASSERT_EQ(one_by_one.size(), page->gaps.size());
  for (size_t i = 0; i < one_by_one.size(); ++i)
    EXPECT_EQ(one_by_one[i].SerializeAsString(), page->gaps[i].SerializeAsString());
}

// E7, E12: below three is hidden, and so is what would tell it by subtracting.
TEST(Gaps, BelowThreeAreHiddenAndSoIsWhatWouldTellThem) {
  Rows rows;
  const auto record = [&](v1::GapKind kind, int times) {
    for (int i = 0; i < times; ++i) rows.Counts(GapOf(kind), kStart);
  };
  record(v1::GAP_KIND_EMERGENCY_PLACE, 3);
  record(v1::GAP_KIND_SMALL_SETTING, 5);
  record(v1::GAP_KIND_CLINIC_PLACE, 4);
  record(v1::GAP_KIND_INTERPRETER, 2);
  const auto page = ReadGaps(rows.rows(), kApril + Days(1), "", 100);
  std::map<int, uint32_t> told;
  uint32_t sum = 0;
  for (const v1::GapCount& gap : page->gaps) {
    EXPECT_EQ(gap.hidden(), gap.records() == 0) << "a hidden figure has no number";
    if (gap.hidden()) continue;
    told[gap.kind()] = gap.records();
    if (gap.kind() != v1::GAP_KIND_UNSPECIFIED) sum += gap.records();
  }
  EXPECT_THAT(told, ElementsAre(Pair(v1::GAP_KIND_UNSPECIFIED, 14u), Pair(v1::GAP_KIND_EMERGENCY_PLACE, 3u),
                                Pair(v1::GAP_KIND_SMALL_SETTING, 5u)))
      << "the clinics' four are hidden with their neighbour, or the rest of fourteen would be the two";
  EXPECT_GE(told[v1::GAP_KIND_UNSPECIFIED] - sum, 3u);
}

TEST(Gaps, AreToldOnceTheirQuarterHasBeenOverForADay) {
  Rows rows;
  EXPECT_THAT(ReadGaps(rows.rows(), kApril + Days(400), "", 100)->gaps, IsEmpty()) << "nothing was recorded";
  for (int i = 0; i < 3; ++i) rows.Counts(GapOf(v1::GAP_KIND_OTHER), kStart);
  EXPECT_THAT(ReadGaps(rows.rows(), kApril + Days(1) - absl::Seconds(1), "", 100)->gaps, IsEmpty())
      << "two looks at a quarter that runs would tell by their difference";
  EXPECT_EQ(ReadGaps(rows.rows(), kApril + Days(1), "", 100)->gaps.size(), 1u + v1::GapKind_MAX);
  EXPECT_EQ(ReadGaps(rows.rows(), kApril + Days(92), "", 100)->gaps.size(), 2u * (1 + v1::GapKind_MAX))
      << "a quarter without any is as hidden as one with two";
}

TEST(WorkList, ACommissionWaitsForWhoHasNotVoted) {
  CaseStory story = CaseBeforeTheCommission();
  const auto waits_for = [&](const std::string& audience) {
    const auto items = WorkItems("case", story.state());
    return std::any_of(items.begin(), items.end(), [&](const WorkItem& item) {
      return item.audience == audience && item.item.kind() == v1::INBOX_ITEM_KIND_COMMISSION;
    });
  };
  const std::string lead = UnitAudience(kAdler.unit, common::v1::ROLE_TEAM_LEAD);
  const std::string finance = OrganisationAudience("office", common::v1::ROLE_TEAM_LEAD_FINANCE);
  EXPECT_TRUE(waits_for(PersonAudience(kAdler.id)) && waits_for(lead) && waits_for(finance));
  story.Given(kHabicht, Vote(story.commission(), v1::COMMISSION_SEAT_TEAM_LEAD));
  EXPECT_TRUE(waits_for(PersonAudience(kAdler.id)) && !waits_for(lead) && waits_for(finance));
}

TEST(CaseResource, ShowsHowFarPlanningHasComeAndWhoIsMissing) {
  CaseStory story = CaseBeforeTheCommission();
  story.Given(kHabicht, Vote(story.commission(), v1::COMMISSION_SEAT_TEAM_LEAD));
  const v1::Planning planning = CaseResource("case", story.state(), 9).planning();
  EXPECT_EQ(planning.step(), v1::PLANNING_STEP_CLASSIFIED);
  EXPECT_TRUE(planning.works_by_approval());
  EXPECT_EQ(planning.commission().setting_id(), story.setting());
  EXPECT_THAT(planning.commission().missing(),
              ElementsAre(v1::COMMISSION_SEAT_FINANCE_LEAD, v1::COMMISSION_SEAT_CASE));
  EXPECT_EQ(FromProto(planning.commission().due()), kStart + Days(14));
  ASSERT_EQ(planning.classifications_size(), 1);
  EXPECT_EQ(planning.classifications(0).need_class(), v1::NEED_CLASS_GREY);
  EXPECT_EQ(planning.classifications(0).person_id(), kAdler.id);
  story.Given(kEule, SeeSigns());
  EXPECT_EQ(CaseResource("case", story.state(), 9).planning().open_assessment_id(), story.assessment());
}

TEST(CaseResource, ShowsRecordsRightsAndTheCourseOfSettings) {
  CaseStory story = CaseWithRunningSetting();
  const std::string setting = story.setting();
  story.Given(kAdler, Contribute(v1::RECORD_KIND_DEPARTMENT_ROLE));
  story.Given(kEule, Right(v1::RIGHT_DOMAIN_EDUCATION, false, kStart));
  story.Given(kFuchs, Try(setting, kStart + Days(30)));
  story.Given(kWiesel, Fund(setting, v1::FUNDING_DECISION_GRANTED_FOR_TRIAL));
  story.Given(kFuchs, Phase(setting, v1::RESIDENTIAL_PHASE_COURSE));
  story.Given(kFuchs, Phase(setting, v1::RESIDENTIAL_PHASE_RETURN));
  RecordSetback setback = Setback();
  setback.unsuitable = {Lacked(setting, kFuchs)};
  story.Given(kFuchs, setback);
  const v1::Case shown = CaseResource("case", story.state(), 9);
  EXPECT_EQ(shown.records(0).role().person_id(), kWiesel.id);
  EXPECT_EQ(shown.records(0).author_person_id(), kAdler.id);
  EXPECT_EQ(shown.records(0).basis(), v1::RECORD_BASIS_SGB8_62_2);
  EXPECT_FALSE(shown.rights(0).covered());
  const v1::Setting& course = shown.settings(0);
  EXPECT_EQ(course.components(0).procurement(), v1::PROCUREMENT_FLEXIBLE);
  EXPECT_EQ(FromProto(course.trial_until()), kStart + Days(30));
  EXPECT_EQ(course.funding(), v1::FUNDING_DECISION_GRANTED_FOR_TRIAL);
  EXPECT_EQ(course.residential_phase(), v1::RESIDENTIAL_PHASE_RETURN);
  EXPECT_EQ(course.return_receiver().person_id(), kSpecht.id);
  EXPECT_THAT(course.unsuitable(0).because(), ElementsAre(v1::UNSUITABLE_BECAUSE_NIGHTS_NOT_COVERED));
}

}  // namespace
}  // namespace fallverbund::casework::testing
