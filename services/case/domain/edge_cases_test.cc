// What real cases brought up and no row says by itself: section 2 of the mission lists it,
// tests/mission/edge_cases.csv says which sentence shows what.
#include <gmock/gmock.h>

#include "libs/base/time.h"
#include "services/case/domain/testing/case_story.h"

namespace fallverbund::casework::testing {
namespace {

using refusal::Reason;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

DetectCompetenceChange Because(v1::CompetenceChangeCause cause) {
  DetectCompetenceChange change = Detect(kAmsel.organisation);
  change.detected.set_cause(cause);
  return change;
}

// Amsel's office knows, has everything, talked and goes on, says Adler; Star is the second person to say so.
void GoesOnElsewhere(CaseStory& story) {
  const std::string change = story.change();
  story.Given(kAdler, Inform(change, kAmsel, kStar)).Given(kAdler, Send(change));
  story.Given(kAdler, Talk(change, {kAdler, kAmsel}, story.now())).Given(kAdler, GoesOn(change, story.now()));
  story.Given(kStar, TakeOn(change, kStar));
}

TEST(AParentWhoMoves, LeavesTheChildWhereItLivesAndTheCaseWithItsOfficeUntilTheOtherGoesOn) {
  CaseStory story = CaseWithRunningSetting();
  const State before = story.state();
  story.Given(kAdler, Because(v1::COMPETENCE_CHANGE_CAUSE_PARENTS_MOVED));
  EXPECT_EQ(story.state().responsibility, before.responsibility) << "§ 86c: until the other one goes on";
  GoesOnElsewhere(story);
  EXPECT_EQ(story.state().responsibility.holder().person_id, "amsel");
  EXPECT_EQ(story.state().tonight, before.tonight);
  EXPECT_EQ(story.state().settings, before.settings) << "§ 37c(4): the plan is not changed by the move";
  EXPECT_EQ(story.state().coordination, before.coordination);
}

// § 86(6): the office where the foster carer lives becomes competent, maybe long before anybody noticed.
TEST(TwoYearsWithAFosterCarer, ShiftCompetenceForThePastAndWhoHoldsOnlyWhenTheOtherGoesOn) {
  CaseStory story = CaseWithTeam();
  const auto held = story.state().responsibility;
  DetermineCompetence fostered = Determine(kAmsel, kStart - Days(90));
  fostered.determined.set_basis(common::v1::LEGAL_BASIS_SGB8_86_6);
  story.Given(kAdler, Because(v1::COMPETENCE_CHANGE_CAUSE_TWO_YEARS_FOSTERED)).Given(kAdler, fostered);
  EXPECT_EQ(story.state().competences.back().since, kStart - Days(90));
  EXPECT_EQ(story.state().responsibility, held) << "holder, since when, and how often it moved";
  GoesOnElsewhere(story);
  EXPECT_EQ(story.state().responsibility.holder().person_id, "amsel");
  EXPECT_EQ(story.state().responsibility.since(), kStart) << "for those ninety days Adler held, and did help";
}

// § 87b(2): whoever was competent stays so for six months after the release.
TEST(Custody, RestsWithTheSameHolderAndTheReleaseMovesNobody) {
  CaseStory story = CaseWithTeam();
  const State before = story.state();
  const VouchForTonight there{Tonight(common::v1::TONIGHT_KIND_CUSTODY, kAdler), Known()};
  story.Given(kAdler, Setback(v1::SETBACK_KIND_ARREST)).Given(kAdler, there);
  story.Given(kAdler, Rest(v1::STANDBY_REASON_CUSTODY, kStart + Days(90), kStart + Days(60)));
  story.Wait(Days(80));
  story.Given(kAdler, Contact());
  EXPECT_FALSE(story.state().standby) << "the day of the release";
  EXPECT_EQ(story.state().responsibility, before.responsibility);
  EXPECT_EQ(story.state().seats, before.seats);
  story.Wait(Days(182));
  DetermineCompetence released = Determine(kAmsel, story.now());
  released.determined.set_basis(common::v1::LEGAL_BASIS_SGB8_87B);
  story.Given(kAdler, Because(v1::COMPETENCE_CHANGE_CAUSE_RELEASED)).Given(kAdler, released);
  EXPECT_EQ(story.state().responsibility, before.responsibility) << "paper moves nothing";
}

// § 42a(5): whoever hands over is there in person; paper or a telephone call does not bring a child.
TEST(AnUnaccompaniedMinor, IsHandedOverByBothOfficesInPersonOrStays) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, Offer(kAmsel, kStar));
  const std::string offer = story.handover();
  EXPECT_TRUE(RefusedWith(story.When(kAmsel, Accept(offer, kAmsel)), Reason::kHandoverNotWarm));
  EXPECT_TRUE(RefusedWith(story.When(kAmsel, Meeting(offer, {kAmsel, kStar}, kStart)),
                          Reason::kMeetingWithoutBothSides));
  EXPECT_EQ(story.state().responsibility.holder().person_id, "adler");
  story.Given(kAmsel, Meeting(offer, {kSpecht, kAmsel}, kStart));
  EXPECT_THAT(Facts(story.When(kAmsel, Accept(offer, kAmsel))), Contains("ResponsibilityMoved"));
}

// What the chain tells of the night is who answers for it and of which kind it is; where it is has no field.
TEST(AnAddress, HasNoPlaceInWhatTellsWhoShelters) {
  const auto* tonight = common::v1::Tonight::descriptor();
  std::vector<std::string> fields;
  for (int i = 0; i < tonight->field_count(); ++i) fields.push_back(tonight->field(i)->name());
  EXPECT_THAT(fields, ElementsAre("kind", "holder"))
      << "a place needs a wall of its own, against a parent too";
}

// The lead offers, the deputy is there, another unit accepts: nobody needs the one who is accused.
TEST(AWorkerWhoIsAccused, IsFollowedByFourEyesThatAreNotTheirs) {
  CaseStory story = CaseWithTeam();
  story.Given(kHabicht, Offer(kBerg, kLerche));
  const std::string offer = story.handover();
  story.Given(kHabicht, Meeting(offer, {kSpecht, kBerg}, kStart));
  EXPECT_TRUE(RefusedWith(story.When(kHabicht, Accept(offer, kHabicht)), Reason::kNotTheReceiver));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Accept(offer, kAdler)), Reason::kNotTheReceiver));
  EXPECT_THAT(Facts(story.When(kBerg, Accept(offer, kBerg))), Contains("ResponsibilityMoved"));
  EXPECT_EQ(story.state().responsibility.holder().person_id, "berg");
}

// The office takes the night back at once; the provider is not asked, and cannot go on.
TEST(AProviderWhoIsAccused, DoesNotKeepTheNightAgainstTheOffice) {
  CaseStory story = CaseWithRunningSetting();
  const std::string setting = story.setting();
  EXPECT_THAT(Facts(story.When(kSpecht, End(setting, common::v1::TONIGHT_KIND_OUTREACH, kSpecht))),
              ElementsAre("SettingEnded"));
  EXPECT_EQ(story.state().tonight.holder().holder.person_id, "specht");
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, Start(setting, kFuchs)), Reason::kSettingNotAdopted));
}

// Both hold until two organisations have said which record was the error; it points to the one that goes on.
TEST(TwoOfficesWithTheSameChild, BothHoldUntilOneIsFoundToBeTheOtherAndNothingIsLost) {
  CaseStory there;
  OpenCase open = Open(kAmsel, kStar);
  open.opened.mutable_origin()->set_aggregate_id("another contact");
  there.Given(kService, open);
  RequestLawfulEnd ask = AskToEnd(Ground::kRecordedInError);
  ask.other_case.holder = care::ToProto(Holder(kAdler, kSpecht));
  there.Given(kAmsel, ask);
  EXPECT_EQ(there.state().responsibility.holder().person_id, "amsel");
  EXPECT_THAT(Facts(there.When(kStar, ApproveLawfulEnd{there.end()})), Not(Contains("ObjectionPeriodBegan")));
  there.Given(kAdler, ApproveLawfulEnd{there.end()});
  const PassDeadline over = ObjectionPeriodOver(there);
  there.Wait(Days(14));
  EXPECT_THAT(Facts(there.When(kService, over)), ElementsAre("CaseLawfullyEnded"));
  EXPECT_EQ(there.state().ended->continued_in, "another case");
  EXPECT_TRUE(RefusedWith(there.When(kEule, Contact()), Reason::kCaseLawfullyEnded)) << "it belongs there";
}

}  // namespace
}  // namespace fallverbund::casework::testing
