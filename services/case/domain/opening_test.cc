// How a case begins, and how it does not end (N1, R0, A6, N14, N15).
#include <gmock/gmock.h>

#include "libs/base/time.h"
#include "services/case/domain/testing/case_story.h"

namespace fallverbund::casework::testing {
namespace {

using refusal::Reason;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Opening, RepeatsTheOriginsHolderAndTonight) {
  CaseStory story;
  EXPECT_THAT(Facts(story.When(kService, Open())), ElementsAre("CaseOpened"));
  EXPECT_EQ(story.state().responsibility.holder(), Holder(kAdler, kSpecht));
  EXPECT_EQ(story.state().responsibility.since(), kStart);
  EXPECT_EQ(story.state().tonight.holder().kind, common::v1::TONIGHT_KIND_FAMILY);
}

TEST(Opening, HappensOnceForOneOrigin) {
  CaseStory story = OpenedCase();
  EXPECT_THAT(Facts(story.When(kService, Open())), IsEmpty());
  OpenCase other = Open();
  other.opened.mutable_origin()->set_aggregate_id("another inquiry");
  EXPECT_TRUE(RefusedWith(story.When(kService, other), Reason::kCaseAlreadyOpened));
}

TEST(Opening, RefusesAHolderWithoutAPerson) {
  OpenCase open = Open();
  open.opened.mutable_holder()->clear_person_id();
  EXPECT_TRUE(RefusedWith(CaseStory().When(kService, open), Reason::kHolderNotNamed));
}

TEST(Opening, RefusesAPersonWhomTheDirectoryDoesNotKnow) {
  OpenCase open = Open();
  open.holder.person_known = false;
  EXPECT_TRUE(RefusedWith(CaseStory().When(kService, open), Reason::kHolderNotNamed));
}

TEST(Opening, RefusesAHolderWithoutADeputy) {
  EXPECT_TRUE(RefusedWith(CaseStory().When(kService, Open(kAdler, kAdler)), Reason::kDeputyNotNamed));
  OpenCase open = Open();
  open.holder.deputy_known = false;
  EXPECT_TRUE(RefusedWith(CaseStory().When(kService, open), Reason::kDeputyNotNamed));
}

TEST(Opening, RefusesAHolderThatIsNoPublicBody) {
  OpenCase open = Open();
  open.holder.public_body = false;
  EXPECT_TRUE(RefusedWith(CaseStory().When(kService, open), Reason::kHolderNotPublic));
}

TEST(Opening, RepeatsTheEmergencyServiceOnlyWhereItHeardFirst) {
  OpenCase open = Open();
  open.holder.public_body = false;
  open.holder.emergency_service = true;
  open.opened.mutable_origin()->set_kind(v1::ORIGIN_KIND_INQUIRY);
  EXPECT_TRUE(RefusedWith(CaseStory().When(kService, open), Reason::kHolderNotPublic));
  open.opened.mutable_origin()->set_kind(v1::ORIGIN_KIND_CONTACT);
  EXPECT_THAT(Facts(CaseStory().When(kService, open)), ElementsAre("CaseOpened"));
}

TEST(Opening, RefusesANightThatNobodyAnswersFor) {
  OpenCase open = Open();
  open.opened.mutable_tonight()->mutable_holder()->clear_person_id();
  EXPECT_TRUE(RefusedWith(CaseStory().When(kService, open), Reason::kTonightMissing));
  open.opened.clear_tonight();
  EXPECT_TRUE(RefusedWith(CaseStory().When(kService, open), Reason::kTonightMissing));
}

// R0, C13: an alarm is never refused, so it may name somebody who cannot act; then that climbs from the first
// moment until somebody is named who can, or a role was given.
TEST(Opening, WithAHolderWhoCannotActIsOverdueAtOnceUntilSomebodyCan) {
  EXPECT_FALSE(CaseStory().When(kService, Open()).events()[0].case_opened().has_reachable_due());
  CaseStory story;
  OpenCase open = Open();
  open.holder.reachable = false;
  story.Given(kService, open);
  PassDeadline pass{common::v1::CLOCK_KIND_HOLDER_REACHABLE, "", story.now()};
  EXPECT_THAT(Facts(story.When(kService, pass)), ElementsAre("CaseDeadlineOverdue"));
  EXPECT_THAT(Facts(story.When(kAdler, NameCaseDeputy{kBerg.id, true})), ElementsAre("CaseDeputyNamed"))
      << "cannot act either";
  CaseStory by_role = story, by_deputy = story, by_handover = story;
  pass.holder_reachable = true;
  by_role.Wait(Days(1));
  EXPECT_THAT(Facts(by_role.When(kService, pass)), ElementsAre("HolderFoundReachable"));
  EXPECT_THAT(Facts(by_role.When(kService, pass)), IsEmpty());
  NameCaseDeputy deputy{kLerche.id, true};
  deputy.reachable = true;
  EXPECT_THAT(Facts(by_deputy.When(kAdler, deputy)), ElementsAre("CaseDeputyNamed", "HolderFoundReachable"));
  EXPECT_THAT(Facts(by_deputy.When(kAdler, deputy)), IsEmpty());
  by_handover.Given(kAdler, Offer(kBerg, kLerche));
  const std::string handover = by_handover.state().handover.open()->id;
  by_handover.Given(kAdler, Meeting(handover, {kAdler, kBerg}, by_handover.now()))
      .Given(kBerg, Accept(handover, kBerg));
  EXPECT_EQ(by_handover.state().clocks.Find(common::v1::CLOCK_KIND_HOLDER_REACHABLE, ""), nullptr);
}

TEST(Opening, NothingHappensInACaseThatDoesNotExist) {
  EXPECT_TRUE(RefusedWith(CaseStory().When(kAdler, Setback()), Reason::kCaseNotOpened));
}

TEST(Schema, HasNoEventThatDischargesAnybody) {  // B1, B3
  const auto* events = v1::CaseEvent::descriptor();
  for (int i = 0; i < events->field_count(); ++i) {
    for (const char* word :
         {"discharge", "dismiss", "expel", "give_up", "removed", "case_ended", "case_closed"}) {
      EXPECT_EQ(events->field(i)->name().find(word), std::string::npos) << events->field(i)->name();
    }
  }
}

}  // namespace
}  // namespace fallverbund::casework::testing
