#include "services/case/views/work_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/case/domain/testing/case_story.h"
#include "services/case/views/case_resource.h"

namespace fallverbund::casework::testing {
namespace {

std::vector<v1::InboxItemKind> KindsFor(const State& state, const std::string& audience) {
  std::vector<v1::InboxItemKind> kinds;
  for (const WorkItem& item : WorkItems("case", state)) {
    if (item.audience == audience) kinds.push_back(item.item.kind());
  }
  return kinds;
}

TEST(WorkList, TheHolderSeesTheCaseAndWhoSheltersSeesTheNight) {
  CaseStory story;
  story.Given(kService, Open());
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kAdler.id)),
              ::testing::Contains(v1::INBOX_ITEM_KIND_CASE_HELD));
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kSpecht.id)), ::testing::IsEmpty());
}

TEST(WorkList, AnOfferWaitsForWhomItNames) {
  CaseStory story;
  story.Given(kService, Open()).Given(kAdler, Offer(kBerg, kLerche));
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kBerg.id)),
              ::testing::Contains(v1::INBOX_ITEM_KIND_HANDOVER_OFFERED));
}

TEST(WorkList, AnInvitationWaitsUntilItIsTaken) {
  CaseStory story;
  story.Given(kService, Open()).Given(kService, Invite());
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kKranich.id)),
              ::testing::ElementsAre(v1::INBOX_ITEM_KIND_INVITATION));
  story.Given(kKranich, CommitToTeam{"team"});
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kKranich.id)), ::testing::IsEmpty());
}

TEST(WorkList, AMissedContactClimbsAndStaysOnTheListsItHasPassed) {
  CaseStory story;
  story.Given(kService, Open());
  const absl::Time due = story.now() + absl::Hours(24 * 14);
  story.Given(kAdler, Rest(v1::STANDBY_REASON_REFUSAL, due, due));
  const PassDeadline pass{common::v1::CLOCK_KIND_STANDBY_CONTACT, "", due};
  const std::string lead = UnitAudience(kAdler.unit, common::v1::ROLE_TEAM_LEAD);
  story.Wait(absl::Hours(24 * 15));
  story.Given(kService, pass);
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kAdler.id)),
              ::testing::Contains(v1::INBOX_ITEM_KIND_OVERDUE));
  EXPECT_THAT(KindsFor(story.state(), lead), ::testing::IsEmpty());
  for (int step = 0; step < 2; ++step) {
    story.Wait(absl::Hours(25));
    story.Given(kService, pass);
  }
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kAdler.id)),
              ::testing::Contains(v1::INBOX_ITEM_KIND_OVERDUE));
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kSpecht.id)),
              ::testing::Contains(v1::INBOX_ITEM_KIND_OVERDUE));
  EXPECT_THAT(KindsFor(story.state(), lead), ::testing::Contains(v1::INBOX_ITEM_KIND_OVERDUE));
}

TEST(WorkList, WhoeverMayObjectSeesTheEndUntilItIsStoppedOrThere) {
  const CaseStory asked = CaseWithEndApproved();
  for (const Person& person : {kAdler, kKrause, kKranich, kFuchs}) {
    EXPECT_THAT(KindsFor(asked.state(), PersonAudience(person.id)),
                ::testing::Contains(v1::INBOX_ITEM_KIND_LAWFUL_END).Times(1))
        << person.id;
  }
  CaseStory stopped = asked;
  stopped.Given(kKranich, ObjectLawfulEnd{asked.end()});
  EXPECT_THAT(KindsFor(stopped.state(), PersonAudience(kFuchs.id)), ::testing::IsEmpty());
  EXPECT_TRUE(WorkItems("case", EndedCase().state()).empty());
}

TEST(CaseResource, ShowsAnEndThatIsAskedForAndOneInEffect) {
  const v1::Case asked = CaseResource("case", CaseWithEndApproved().state(), 2);
  EXPECT_EQ(asked.phase(), v1::CASE_PHASE_ACTIVE);
  EXPECT_THAT(asked.lawful_end().approved_by_person_ids(), ::testing::ElementsAre("adler", "fuchs"));
  EXPECT_TRUE(asked.lawful_end().has_objection_until());
  EXPECT_FALSE(asked.lawful_end().in_effect());
  const v1::Case ended = CaseResource("case", EndedCase(Ground::kRecordedInError).state(), 3);
  EXPECT_EQ(ended.phase(), v1::CASE_PHASE_LAWFULLY_ENDED);
  EXPECT_TRUE(ended.lawful_end().in_effect());
  EXPECT_EQ(ended.lawful_end().continued_in_case_id(), "another case");
  EXPECT_EQ(ended.holder().person_id(), kAdler.id) << "whom to turn to";
}

TEST(CaseResource, ShowsWhoHoldsAndWhatIsDue) {
  CaseStory story;
  story.Given(kService, Open()).Given(kService, Invite());
  const v1::Case shown = CaseResource("case", story.state(), 2);
  EXPECT_EQ(shown.holder().person_id(), kAdler.id);
  EXPECT_EQ(shown.phase(), v1::CASE_PHASE_ACTIVE);
  EXPECT_EQ(shown.seats_size(), 4);
  EXPECT_FALSE(shown.shared());
  EXPECT_TRUE(shown.has_tonight());
  EXPECT_EQ(shown.version(), 2u);
}

}  // namespace
}  // namespace fallverbund::casework::testing
