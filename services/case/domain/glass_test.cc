// Break-glass: in a crisis, for hours, in person, for a reason; told at once and reviewed by two (§ 62, §
// 65).
#include <gmock/gmock.h>

#include "libs/base/time.h"
#include "services/case/domain/terms.h"
#include "services/case/domain/testing/case_story.h"

namespace fallverbund::casework::testing {
namespace {

using refusal::Reason;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

BreakGlass Break(bool endangered = false) {
  BreakGlass command;
  command.broken.set_crisis_id("crisis");
  command.broken.set_reason(v1::GLASS_REASON_MEDICAL_DECISION);
  *command.broken.mutable_account() = Text("nobody here knows what he takes");
  command.broken.set_endangered(endangered);
  return command;
}

ReviewReading Review(const CaseStory& story, v1::GlassFinding finding = v1::GLASS_FINDING_JUSTIFIED,
                     size_t reading = 0) {
  ReviewReading command;
  command.review.set_reading_id(story.state().readings.at(reading).id);
  command.review.set_finding(finding);
  return command;
}

CaseStory CaseThatReiherReads() {
  return std::move(CaseWithTeam().Given(kReiher, Break()));
}

TEST(Glass, IsBrokenInACrisisWithAReasonInWords) {
  CaseStory story = OpenedCase();
  BreakGlass calm = Break(), silent = Break();
  calm.broken.clear_crisis_id();
  silent.broken.clear_account();
  EXPECT_TRUE(RefusedWith(story.When(kReiher, calm), Reason::kGlassOnlyInACrisis)) << "§ 62";
  EXPECT_TRUE(RefusedWith(story.When(kReiher, silent), Reason::kGlassWithoutAccount)) << "§ 62";
  EXPECT_THAT(Facts(story.When(kReiher, Break())), ElementsAre("GlassBroken"));
}

TEST(Glass, IsForOnePersonForFourHoursAndNamesWhoIsToldAndUntilWhenItIsReviewed) {
  CaseStory story = OpenedCase();
  const auto decision = story.When(kReiher, Break());
  ASSERT_FALSE(decision.refused());
  const v1::GlassBroken& broken = decision.events()[0].glass_broken();
  EXPECT_FALSE(broken.reading_id().empty());
  EXPECT_EQ(broken.organisation_id(), kReiher.organisation);
  EXPECT_EQ(broken.person_id(), kReiher.id);
  EXPECT_EQ(broken.holder_organisation_id(), kAdler.organisation);
  EXPECT_EQ(FromProto(broken.until()), kStart + absl::Hours(4));
  EXPECT_EQ(FromProto(broken.review_due()), kStart + Days(3));
  EXPECT_FALSE(broken.endangered());
  EXPECT_EQ(broken.account().box(), Break().broken.account().box());
  const care::Clock* clock =
      story.state().clocks.Find(common::v1::CLOCK_KIND_GLASS_REVIEW, broken.reading_id());
  ASSERT_NE(clock, nullptr);
  EXPECT_EQ(clock->due, kStart + Days(3));
}

TEST(Glass, IsNotBrokenByWhoeverHoldsButForWhatWasEntrusted) {
  CaseStory story = OpenedCase();
  EXPECT_TRUE(RefusedWith(story.When(kSpecht, Break()), Reason::kGlassNotNeeded)) << "§ 62";
  EXPECT_THAT(Facts(story.When(kSpecht, Break(true))), ElementsAre("GlassBroken")) << "§ 65";
}

TEST(Glass, StaysBrokenForWhoeverReadsAlready) {
  CaseStory story = CaseThatReiherReads();
  EXPECT_THAT(Facts(story.When(kReiher, Break())), IsEmpty());
  EXPECT_THAT(Facts(story.When(kMoewe, Break())), ElementsAre("GlassBroken")) << "in person";
  EXPECT_THAT(Facts(story.When(kReiher, Break(true))), ElementsAre("GlassBroken")) << "reads more";
  EXPECT_THAT(Facts(story.When(kReiher, Break())), IsEmpty());
  story.Wait(absl::Hours(4));
  EXPECT_THAT(Facts(story.When(kReiher, Break())), ElementsAre("GlassBroken")) << "the time is over";
}

TEST(Glass, IsReviewedByTwoPeopleOfTwoOrganisations) {
  CaseStory story = CaseThatReiherReads();
  EXPECT_THAT(Facts(story.When(kAdler, Review(story))), ElementsAre("GlassReviewed"));
  EXPECT_THAT(Facts(story.When(kAdler, Review(story))), IsEmpty()) << "counts once";
  EXPECT_THAT(Facts(story.When(kHabicht, Review(story))), ElementsAre("GlassReviewed"))
      << "of the same office";
  EXPECT_THAT(story.state().readings, SizeIs(1));
  const auto decision = story.When(kFuchs, Review(story));
  EXPECT_THAT(Facts(decision), ElementsAre("GlassReviewed", "GlassReviewClosed"));
  EXPECT_TRUE(decision.events()[1].glass_review_closed().justified());
  EXPECT_EQ(decision.events()[1].glass_review_closed().person_id(), kReiher.id);
  EXPECT_THAT(story.state().readings, IsEmpty());
  for (const care::Clock& clock : story.state().clocks.open())
    EXPECT_NE(clock.kind, common::v1::CLOCK_KIND_GLASS_REVIEW);
}

// § 62: who is to look at it is said when it begins, and never is it who reads.
TEST(Glass, NamesTwoWhoAreAskedToReviewIt) {
  const auto asked = [](CaseStory story, const Person& reader) {
    const auto decision = story.When(reader, Break(true));
    const auto& persons = decision.events().at(0).glass_broken().asked_person_ids();
    EXPECT_THAT(story.state().readings.at(0).asked, SizeIs(static_cast<size_t>(persons.size())));
    return std::vector<std::string>(persons.begin(), persons.end());
  };
  EXPECT_THAT(asked(CaseWithTeam(), kReiher), ElementsAre(kAdler.id, kKrause.id)) << "holds, and coordinates";
  EXPECT_THAT(asked(CaseWithTeam(), kAdler), ElementsAre(kSpecht.id, kKrause.id)) << "the deputy";
  EXPECT_THAT(asked(CaseWithTeam(), kKrause), ElementsAre(kAdler.id, kSpecht.id)) << "no third one is named";
  EXPECT_THAT(asked(OpenedCase(), kReiher), ElementsAre(kAdler.id, kSpecht.id)) << "nobody else has a part";
}

TEST(Glass, IsReviewedByTwoPeopleOfTheOfficeThatHasTheCaseAlone) {
  CaseStory story = CaseThatReiherReads();
  ReviewReading first = Review(story);
  first.holder_is_alone = true;
  EXPECT_THAT(Facts(story.When(kAdler, first)), ElementsAre("GlassReviewed")) << "two people";
  EXPECT_THAT(Facts(story.When(kAdler, first)), IsEmpty());
  ReviewReading second = Review(story);
  second.holder_is_alone = true;
  EXPECT_THAT(Facts(story.When(kHabicht, second)), ElementsAre("GlassReviewed", "GlassReviewClosed"))
      << "there is no second organisation";
}

TEST(Glass, IsReviewedByTheHoldersOfficeToo) {
  CaseStory story = CaseThatReiherReads();
  story.Given(kFuchs, Review(story));
  EXPECT_THAT(Facts(story.When(kKrause, Review(story))), ElementsAre("GlassReviewed"));
  EXPECT_THAT(Facts(story.When(kSpecht, Review(story))), ElementsAre("GlassReviewed", "GlassReviewClosed"));
}

TEST(Glass, IsNotReviewedByWhoeverRead) {
  CaseStory story = CaseThatReiherReads();
  EXPECT_TRUE(RefusedWith(story.When(kReiher, Review(story)), Reason::kReviewNotByTheReader)) << "§ 62";
  EXPECT_FALSE(story.When(kMoewe, Review(story)).refused()) << "a colleague may";
}

TEST(Glass, ThatOneOfTheTwoFindsNotJustifiedWasNot) {
  CaseStory story = CaseThatReiherReads();
  story.Given(kAdler, Review(story));
  const auto decision = story.When(kFuchs, Review(story, v1::GLASS_FINDING_NOT_JUSTIFIED));
  ASSERT_THAT(decision.events(), SizeIs(2));
  EXPECT_FALSE(decision.events()[1].glass_review_closed().justified());
}

TEST(Glass, ThatWasFoundNotJustifiedIsNotBrokenAgainByThisPersonInTheSameCrisis) {
  CaseStory story = CaseThatReiherReads();
  story.Given(kAdler, Review(story, v1::GLASS_FINDING_NOT_JUSTIFIED));
  EXPECT_THAT(Facts(story.When(kReiher, Break())), IsEmpty()) << "one finding is not enough";
  story.Given(kFuchs, Review(story, v1::GLASS_FINDING_NOT_JUSTIFIED));
  EXPECT_TRUE(RefusedWith(story.When(kReiher, Break()), Reason::kGlassFoundUnjustified)) << "§ 62";
  EXPECT_TRUE(RefusedWith(story.When(kReiher, Break(true)), Reason::kGlassFoundUnjustified)) << "§ 62";
  story.Wait(absl::Hours(4));
  EXPECT_TRUE(RefusedWith(story.When(kReiher, Break()), Reason::kGlassFoundUnjustified)) << "nor later";
  EXPECT_THAT(Facts(story.When(kMoewe, Break())), ElementsAre("GlassBroken")) << "a colleague may";
  BreakGlass next = Break();
  next.broken.set_crisis_id("the next crisis");
  EXPECT_THAT(Facts(story.When(kReiher, next)), ElementsAre("GlassBroken")) << "another crisis";
}

TEST(Glass, ThatWasFoundJustifiedMayBeBrokenAgain) {
  CaseStory story = CaseThatReiherReads();
  story.Given(kAdler, Review(story));
  story.Given(kFuchs, Review(story));
  story.Wait(absl::Hours(4));
  EXPECT_THAT(Facts(story.When(kReiher, Break())), ElementsAre("GlassBroken"));
}

// The view has one row a person: nobody is told to read already who does not any more.
TEST(Glass, ThatWasFoundNotJustifiedEndsWhateverElseThisPersonReadsWhichIsStillReviewed) {
  CaseStory story = CaseThatReiherReads();
  story.Given(kMoewe, Break());
  story.Given(kReiher, Break(true));
  story.Given(kAdler, Review(story, v1::GLASS_FINDING_NOT_JUSTIFIED, 2));
  story.Given(kFuchs, Review(story, v1::GLASS_FINDING_NOT_JUSTIFIED, 2));
  ASSERT_THAT(story.state().readings, SizeIs(2));
  EXPECT_EQ(story.state().readings[0].person_id, kReiher.id);
  EXPECT_LE(story.state().readings[0].until, story.now()) << "the ordinary one is over, too";
  EXPECT_GT(story.state().readings[1].until, story.now()) << "a colleague's is not";
  BreakGlass next = Break();
  next.broken.set_crisis_id("the next crisis");
  EXPECT_THAT(Facts(story.When(kReiher, next)), ElementsAre("GlassBroken")) << "reads no longer";
  story.Given(kAdler, Review(story));
  EXPECT_THAT(Facts(story.When(kFuchs, Review(story))), ElementsAre("GlassReviewed", "GlassReviewClosed"))
      << "was a reading";
}

TEST(Glass, AReviewIsOfAReadingThatWaitsForOne) {
  CaseStory story = OpenedCase();
  ReviewReading unknown;
  unknown.review.set_reading_id("none");
  EXPECT_TRUE(RefusedWith(story.When(kAdler, unknown), Reason::kReadingUnknown)) << "§ 62";
}

TEST(Glass, ThatNobodyReviewsIsOverdueClimbsAndMovesNobody) {
  CaseStory story = CaseThatReiherReads();
  const PassDeadline pass{common::v1::CLOCK_KIND_GLASS_REVIEW, story.state().readings[0].id,
                          kStart + Days(3)};
  story.Wait(Days(3));
  EXPECT_THAT(Facts(story.When(kService, pass)), ElementsAre("CaseDeadlineOverdue"));
  story.Wait(care::kEscalationInterval);
  EXPECT_THAT(Facts(story.When(kService, pass)), ElementsAre("CaseDeadlineEscalated"));
  EXPECT_EQ(story.state().responsibility.moves(), 0u);
  story.Given(kAdler, Review(story));
  EXPECT_THAT(Facts(story.When(kFuchs, Review(story))), ElementsAre("GlassReviewed", "GlassReviewClosed"))
      << "late is better than never";
}

TEST(Glass, ThatWasReviewedAfterTheCaseHadEndedIsOwedByNobodyWhenItComesBack) {
  CaseStory story = CaseThatReiherReads();
  story.Given(kAdler, AskToEnd(Ground::kMovedAbroad));
  story.Given(kFuchs, ApproveLawfulEnd{story.end()});
  const PassDeadline over = ObjectionPeriodOver(story);
  story.Wait(Days(14));
  story.Given(kService, over);
  ASSERT_TRUE(story.state().ended.has_value());
  story.Given(kAdler, Review(story));
  story.Given(kFuchs, Review(story));
  story.Given(kAdler, ReopenCase{});
  EXPECT_EQ(std::count_if(
                story.state().clocks.open().begin(), story.state().clocks.open().end(),
                [](const care::Clock& clock) { return clock.kind == common::v1::CLOCK_KIND_GLASS_REVIEW; }),
            0);
}

}  // namespace
}  // namespace fallverbund::casework::testing
