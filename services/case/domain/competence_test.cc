// Who is competent by law is one timeline, who holds another; paper alone moves nothing (N7, § 86c).
#include <gmock/gmock.h>

#include "libs/base/time.h"
#include "services/case/domain/terms.h"
#include "services/case/domain/testing/case_story.h"

namespace fallverbund::casework::testing {
namespace {

using common::v1::CLOCK_KIND_AGENCY_INFORMED;
using common::v1::CLOCK_KIND_COMPETENCE_DISPUTE;
using common::v1::CLOCK_KIND_SERVICE_TAKEOVER;
using refusal::Reason;
using ::testing::ElementsAre;

absl::Time Due(const CaseStory& story, common::v1::ClockKind kind) {
  const auto* clock = story.state().clocks.Find(kind, story.change());
  return clock == nullptr ? absl::InfinitePast() : clock->due;
}

TEST(Competence, IsCorrectedForThePastAndNeverChangesWhoHeld) {
  CaseStory story = CaseMovedToBerg();
  const auto held = story.state().responsibility;
  story.Given(kBerg, Determine(kAmsel, kStart - Days(400)));
  DetermineCompetence correct = Determine(kReiher, kStart - Days(500));
  correct.determined.set_corrects_competence_id(story.state().competences[0].id);
  EXPECT_THAT(Facts(story.When(kBerg, correct)), ElementsAre("CompetenceDetermined"));
  ASSERT_EQ(story.state().competences.size(), 2u);
  EXPECT_TRUE(story.state().competences[0].corrected);
  EXPECT_EQ(story.state().competences[1].since, kStart - Days(500));
  EXPECT_EQ(story.state().responsibility, held) << "holder, since when, and how often it moved";
  EXPECT_TRUE(RefusedWith(story.When(kBerg, correct), Reason::kCompetenceUnknown)) << "corrected already";
}

TEST(Competence, IsDeterminedByTheHolderForAYouthOfficeAndFromADate) {
  CaseStory story = OpenedCase();
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, Determine(kAmsel)), Reason::kNotTheCaseHolder));
  DetermineCompetence strange = Determine(kFuchs);
  strange.public_body = false;
  EXPECT_TRUE(RefusedWith(story.When(kAdler, strange), Reason::kCompetentIsYouthOffice));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Determine(kAmsel, kStart + absl::Seconds(1))),
                          Reason::kCompetenceWithoutDate));
  DetermineCompetence undated = Determine(kAmsel);
  undated.determined.clear_effective_since();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, undated), Reason::kCompetenceWithoutDate));
  DetermineCompetence unknown = Determine(kAmsel);
  unknown.determined.set_corrects_competence_id("none");
  EXPECT_TRUE(RefusedWith(story.When(kAdler, unknown), Reason::kCompetenceUnknown));
}

TEST(Competence, OfTheOfficeThatHoldsSettlesTheQuestionAndOfAnotherMovesNothing) {
  CaseStory story = CaseInQuestion();
  EXPECT_THAT(Facts(story.When(kAdler, Determine(kAmsel))), ElementsAre("CompetenceDetermined"));
  EXPECT_TRUE(story.state().change) << "the other one has to go on with the help first";
  EXPECT_EQ(story.state().responsibility.holder().person_id, "adler");
  EXPECT_THAT(Facts(story.When(kAdler, Determine(kAdler))),
              ElementsAre("CompetenceDetermined", "CompetenceChangeSettled"));
  EXPECT_FALSE(story.state().change);
  EXPECT_TRUE(OpenClocks(story.state()).empty());
}

TEST(CompetenceChange, IsFoundByTheHolderOnceAndTheOtherOfficeIsToBeToldAtOnce) {
  CaseStory story = OpenedCase();
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, Detect("east")), Reason::kNotTheCaseHolder));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Detect("office")), Reason::kCompetentAlready));
  DetectCompetenceChange strange = Detect("home");
  strange.public_body = false;
  EXPECT_TRUE(RefusedWith(story.When(kAdler, strange), Reason::kCompetentIsYouthOffice));
  story.Given(kAdler, Detect("east"));
  EXPECT_EQ(Due(story, CLOCK_KIND_AGENCY_INFORMED), kStart + kInformAgencyWithin);
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Detect("coast")), Reason::kCompetenceChangeOpen));
}

TEST(CompetenceChange, WhereNobodyKnowsWhoIsCompetentIsADisputeFromTheBeginning) {
  CaseStory story = OpenedCase();
  DetectCompetenceChange unclear = Detect("");
  unclear.public_body = false;
  story.Given(kAdler, unclear);
  EXPECT_EQ(Due(story, CLOCK_KIND_COMPETENCE_DISPUTE), kStart + kDisputeSettledWithin);
  EXPECT_EQ(Due(story, CLOCK_KIND_AGENCY_INFORMED), absl::InfinitePast());
}

// § 86c: the first office that is found to be competent is informed, and goes on as any other.
TEST(CompetenceChange, WhereNobodyKnewGoesOnWithWhomeverIsInformed) {
  CaseStory story = OpenedCase();
  DetectCompetenceChange unclear = Detect("");
  unclear.public_body = false;
  story.Given(kAdler, unclear);
  const std::string change = story.change();
  InformAgency home = Inform(change, kFuchs, kDachs);
  home.to.public_body = false;
  EXPECT_TRUE(RefusedWith(story.When(kAdler, home), Reason::kCompetentIsYouthOffice));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Inform(change, kBerg, kLerche)), Reason::kCompetentAlready));
  story.Given(kAdler, Inform(change, kAmsel, kStar));
  EXPECT_EQ(story.state().change->organisation_id, kAmsel.organisation);
  EXPECT_EQ(Due(story, CLOCK_KIND_COMPETENCE_DISPUTE), absl::InfinitePast());
  EXPECT_EQ(Due(story, CLOCK_KIND_SERVICE_TAKEOVER), kStart + kServiceTakeoverWithin);
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Inform(change, kReiher, kMoewe)), Reason::kNotTheNewAgency));
  story.Given(kAdler, Send(change)).Given(kAmsel, Talk(change, {kAdler, kAmsel}, story.now()));
  story.Given(kAdler, GoesOn(change)).Given(kStar, TakeOn(change, kStar));
  EXPECT_EQ(story.state().responsibility.holder().organisation_id, kAmsel.organisation);
  EXPECT_FALSE(story.state().change);
}

TEST(CompetenceChange, InformsANamedPersonOfThatOffice) {
  CaseStory story = CaseInQuestion();
  const std::string change = story.change();
  EXPECT_TRUE(
      RefusedWith(story.When(kAdler, Inform("another", kAmsel, kStar)), Reason::kNoCompetenceChangeOpen));
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, Inform(change, kAmsel, kStar)), Reason::kNotTheCaseHolder));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Inform(change, kReiher, kMoewe)), Reason::kNotTheNewAgency));
  InformAgency strange = Inform(change, kAmsel, kStar);
  strange.to.person_known = false;
  EXPECT_TRUE(RefusedWith(story.When(kAdler, strange), Reason::kHolderNotNamed));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Inform(change, kAmsel, kAmsel)), Reason::kDeputyNotNamed));
  story.Given(kAdler, Inform(change, kAmsel, kStar));
  EXPECT_EQ(Due(story, CLOCK_KIND_AGENCY_INFORMED), absl::InfinitePast());
  EXPECT_EQ(Due(story, CLOCK_KIND_SERVICE_TAKEOVER), kStart + kServiceTakeoverWithin);
}

TEST(CompetenceChange, NothingIsSentOrSaidBeforeTheOtherOfficeKnows) {
  CaseStory story = CaseInQuestion();
  const std::string change = story.change();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Send(change)), Reason::kAgencyNotInformed));
  EXPECT_TRUE(
      RefusedWith(story.When(kAdler, Talk(change, {kAdler, kAmsel}, kStart)), Reason::kAgencyNotInformed));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, GoesOn(change)), Reason::kAgencyNotInformed));
  EXPECT_TRUE(RefusedWith(story.When(kAmsel, TakeOn(change, kAmsel)), Reason::kAgencyNotInformed));
}

TEST(CompetenceChange, SendsWhatHasItsBasisByTheHolder) {
  CaseStory story = CaseToldToAmsel();
  SendAgencyData send = Send(story.change());
  EXPECT_TRUE(RefusedWith(story.When(kAmsel, send), Reason::kNotTheCaseHolder));
  auto& item = *send.sent.add_package();
  item.set_confidentiality(common::v1::CONFIDENTIALITY_ENTRUSTED);
  EXPECT_TRUE(RefusedWith(story.When(kAdler, send), Reason::kItemWithoutBasis));
  item.set_basis(v1::TRANSFER_BASIS_SGB8_64_1);
  EXPECT_TRUE(RefusedWith(story.When(kAdler, send), Reason::kEntrustedStaysBehind));
  EXPECT_FALSE(story.state().change->sent);
}

TEST(CompetenceChange, IsTalkedAboutByBothOffices) {
  CaseStory story = CaseToldToAmsel();
  const std::string change = story.change();
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, Talk(change, {kAdler, kAmsel}, kStart)),
                          Reason::kNotAPartyOfTheHandover));
  EXPECT_TRUE(
      RefusedWith(story.When(kAdler, Talk(change, {kAdler}, kStart)), Reason::kMeetingWithoutBothSides));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Talk(change, {kAdler, kStar}, kStart + Days(1))),
                          Reason::kMeetingNotYetHeld));
  story.Given(kAdler, Talk(change, {kSpecht, kStar}, kStart));
  EXPECT_TRUE(story.state().change->met) << "deputies speak for them";
}

TEST(CompetenceChange, ThatTheHelpGoesOnIsSeenByOneOfTheTwoOffices) {
  CaseStory story = CaseToldToAmsel();
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, GoesOn(story.change())), Reason::kNotAPartyOfTheChange));
  ReportContinuedService paper = GoesOn(story.change());
  paper.report.clear_evidence();
  EXPECT_TRUE(RefusedWith(story.When(kAmsel, paper), Reason::kContinuationNotShown));
  EXPECT_TRUE(RefusedWith(story.When(kAmsel, GoesOn(story.change(), kStart + Days(1))),
                          Reason::kContinuationNotShown));
  paper = GoesOn(story.change());
  paper.report.clear_continued_since();
  EXPECT_TRUE(RefusedWith(story.When(kAmsel, paper), Reason::kContinuationNotShown));
  EXPECT_THAT(Facts(story.When(kAmsel, GoesOn(story.change()))), ElementsAre("ServiceContinuationReported"));
}

TEST(CompetenceChange, MovesTheCaseWhenASecondPersonOfTheOfficeThatGoesOnSaysSo) {
  CaseStory story = CaseContinuedByAmsel();
  EXPECT_EQ(story.state().responsibility.holder().person_id, "adler") << "until then";
  const std::string change = story.change();
  story.Wait(Days(2));
  EXPECT_THAT(Facts(story.When(kStar, TakeOn(change, kStar))),
              ElementsAre("ServiceContinuedByNewAgency", "TonightMoved", "ResponsibilityMoved",
                          "CompetenceChangeSettled"));
  EXPECT_EQ(story.state().responsibility.holder(), Holder(kAmsel, kStar, common::v1::LEGAL_BASIS_SGB8_86));
  EXPECT_EQ(story.state().responsibility.since(), story.now());
  EXPECT_FALSE(story.state().provisional);
  EXPECT_EQ(story.state().last_move->giver.person_id, "adler") << "who looks after it for eight weeks";
  EXPECT_TRUE(RefusedWith(story.When(kAmsel, TakeOn(change, kAmsel)), Reason::kAnotherAgencyWasFirst));
}

TEST(CompetenceChange, PaperAloneMovesNothing) {
  CaseStory story = CaseToldToAmsel();
  const std::string change = story.change();
  const AcceptContinuedService take = TakeOn(change, kStar);
  story.Given(kAdler, Determine(kAmsel));
  EXPECT_TRUE(RefusedWith(story.When(kStar, take), Reason::kDataNotSent));
  story.Given(kAdler, Send(change));
  EXPECT_TRUE(RefusedWith(story.When(kStar, take), Reason::kConversationMissing));
  story.Given(kAdler, Talk(change, {kAdler, kAmsel}, kStart));
  EXPECT_TRUE(RefusedWith(story.When(kStar, take), Reason::kServiceNotContinued));
  story.Given(kStar, GoesOn(change));
  EXPECT_TRUE(RefusedWith(story.When(kStar, take), Reason::kReporterCannotAccept));
  EXPECT_TRUE(RefusedWith(story.When(kReiher, TakeOn(change, kReiher)), Reason::kNotTheNewAgency));
  EXPECT_TRUE(
      RefusedWith(story.When(kAmsel, AcceptContinuedService{change, "other"}), Reason::kNotTheNewAgency));
  EXPECT_EQ(story.state().responsibility.holder().person_id, "adler");
  story.Given(kAmsel, TakeOn(change, kAmsel));
  EXPECT_EQ(story.state().responsibility.holder().person_id, "amsel");
}

TEST(CompetenceChange, TakesAnOpenOfferBackAndLeavesBehindWhatWasWithheld) {
  CaseStory story = CaseToldToAmsel();
  const std::string change = story.change();
  SendAgencyData send = Send(change);
  send.sent.add_package()->set_position(7);
  send.sent.mutable_package(0)->set_withheld(true);
  story.Given(kAdler, send).Given(kAdler, Talk(change, {kAdler, kAmsel}, kStart));
  story.Given(kAdler, GoesOn(change)).Given(kAdler, Offer(kBerg, kLerche));
  EXPECT_EQ(Facts(story.When(kAmsel, TakeOn(change, kAmsel)))[0], "HandoverRevoked");
  EXPECT_FALSE(story.state().handover.open());
  ASSERT_EQ(story.state().withheld.size(), 1u);
  EXPECT_EQ(story.state().withheld[0], (Withheld{7, "office"}));
}

TEST(CompetenceChange, AHandoverToThatOfficeSettlesItToo) {
  CaseStory story = CaseInQuestion();
  story.Given(kAdler, Offer(kAmsel, kStar)).Met();
  EXPECT_THAT(
      Facts(story.When(kAmsel, Accept(story.handover(), kAmsel))),
      ElementsAre("HandoverAccepted", "TonightMoved", "ResponsibilityMoved", "CompetenceChangeSettled"));
}

TEST(CompetenceChange, SomebodyElseThereBeginsAnew) {
  CaseStory story = CaseContinuedByAmsel();
  story.Given(kAdler, Inform(story.change(), kStar, kAmsel));
  EXPECT_FALSE(story.state().change->met);
  EXPECT_FALSE(story.state().change->continued_since);
}

TEST(CompetenceChange, SilenceOfTheOtherOfficeMovesNothing) {
  CaseStory story = CaseToldToAmsel();
  story.Wait(kServiceTakeoverWithin);
  EXPECT_THAT(
      Facts(story.When(kService, PassDeadline{CLOCK_KIND_SERVICE_TAKEOVER, story.change(), story.now()})),
      ElementsAre("CaseDeadlineOverdue"));
  EXPECT_EQ(story.state().responsibility.holder().person_id, "adler");
}

TEST(CompetenceChange, MovesTheCaseToNobodyWhoHasLostTheRole) {
  CaseStory story = CaseContinuedByAmsel();
  AcceptContinuedService accept = TakeOn(story.change(), kStar);
  accept.receiver_unreachable = true;
  EXPECT_TRUE(RefusedWith(story.When(kStar, accept), Reason::kHolderNotReachable)) << "R0";
  EXPECT_EQ(story.state().responsibility.holder().person_id, "adler");
}

}  // namespace
}  // namespace fallverbund::casework::testing
