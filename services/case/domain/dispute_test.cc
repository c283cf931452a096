// Disputed or idle (N7, § 86d): whoever held goes on, until one office has accepted to act for the time
// being.
#include <gmock/gmock.h>

#include "libs/base/time.h"
#include "services/case/domain/terms.h"
#include "services/case/domain/testing/case_story.h"

namespace fallverbund::casework::testing {
namespace {

using common::v1::CLOCK_KIND_COMPETENCE_DISPUTE;
using common::v1::CLOCK_KIND_OMBUDS_OFFER;
using common::v1::CLOCK_KIND_PROVISIONAL_ANSWER;
using common::v1::CLOCK_KIND_SERVICE_TAKEOVER;
using refusal::Reason;
using ::testing::ElementsAre;

bool IsDue(const CaseStory& story, common::v1::ClockKind kind, absl::Time due) {
  const auto* clock = story.state().clocks.Find(kind, story.change());
  return clock != nullptr && clock->due == due;
}
// Asked by Adler, Reiher's office and that of Amsel.
CaseStory CaseWithTwoAsked() {
  CaseStory story = ContestedCase();
  const std::string change = story.change();
  story.Given(kAdler, AskToAct(change, kReiher, kMoewe)).Given(kAdler, AskToAct(change, kAmsel, kStar));
  return story;
}

TEST(Dispute, AReasonedRefusalLeavesItWithTheHolderAndOwesTheOmbudsOffice) {
  CaseStory story = CaseToldToAmsel();
  EXPECT_THAT(Facts(story.When(kAmsel, Deny(story.change(), kAmsel))), ElementsAre("CompetenceRefused"));
  EXPECT_TRUE(story.state().change->contested);
  EXPECT_EQ(story.state().responsibility.holder().person_id, "adler");
  EXPECT_TRUE(IsDue(story, CLOCK_KIND_OMBUDS_OFFER, kStart + kOmbudsOfferWithin));
  EXPECT_TRUE(IsDue(story, CLOCK_KIND_COMPETENCE_DISPUTE, kStart + kDisputeSettledWithin));
  story.Wait(kDisputeSettledWithin);
  const PassDeadline pass{CLOCK_KIND_COMPETENCE_DISPUTE, story.change(), story.now()};
  story.Given(kService, pass).Wait(Days(1));
  EXPECT_THAT(Facts(story.When(kService, pass)), ElementsAre("CaseDeadlineEscalated"));
}

TEST(Dispute, OnlyTheInformedOfficeRefusesWithAReasonAndOnce) {
  CaseStory story = CaseToldToAmsel();
  const std::string change = story.change();
  EXPECT_TRUE(RefusedWith(story.When(kReiher, Deny(change, kReiher)), Reason::kNotTheNewAgency));
  EXPECT_TRUE(RefusedWith(CaseInQuestion().When(kAmsel, Deny(CaseInQuestion().change(), kAmsel)),
                          Reason::kNotTheNewAgency));
  RefuseCompetence deny = Deny(change, kAmsel);
  deny.refusal.clear_argument();
  EXPECT_TRUE(RefusedWith(story.When(kAmsel, deny), Reason::kCompetenceRefusalWithoutReason));
  deny = Deny(change, kAmsel);
  deny.refusal.clear_reason();
  EXPECT_TRUE(RefusedWith(story.When(kAmsel, deny), Reason::kCompetenceRefusalWithoutReason));
  story.Given(kAmsel, Deny(change, kAmsel));
  EXPECT_TRUE(RefusedWith(story.When(kStar, Deny(change, kStar)), Reason::kCompetenceContestedAlready));
}

TEST(Dispute, IsNotSettledByTheHoldersWordBeforeBothWereToldOfTheOmbudsOffice) {
  CaseStory story = ContestedCase();
  const std::string change = story.change();
  story.Given(kAdler, Determine(kAdler));
  ASSERT_TRUE(story.state().change);
  EXPECT_TRUE(IsDue(story, CLOCK_KIND_OMBUDS_OFFER, kStart + kOmbudsOfferWithin));
  story.Given(kAdler, TellOfOmbuds(change)).Given(kAdler, Determine(kAdler));
  EXPECT_FALSE(story.state().change);
}

TEST(Dispute, TheOmbudsOfficeIsOfferedByTheHolderToBoth) {
  CaseStory story = ContestedCase();
  EXPECT_TRUE(RefusedWith(story.When(kAmsel, TellOfOmbuds(story.change())), Reason::kNotTheCaseHolder));
  OfferOmbuds quiet = TellOfOmbuds(story.change());
  quiet.offered.clear_participation();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, quiet), Reason::kParticipationIncomplete));
  story.Given(kAdler, TellOfOmbuds(story.change()));
  EXPECT_EQ(story.state().clocks.Find(CLOCK_KIND_OMBUDS_OFFER, story.change()), nullptr);
  EXPECT_NE(story.state().clocks.Find(CLOCK_KIND_COMPETENCE_DISPUTE, story.change()), nullptr);
}

TEST(Dispute, AnOfficeIsAskedToActOnlyWhereItIsNeeded) {
  CaseStory told = CaseToldToAmsel();
  for (const auto cause : {v1::PROVISIONAL_CAUSE_DISPUTED, v1::PROVISIONAL_CAUSE_IDLE,
                           v1::PROVISIONAL_CAUSE_UNCLEAR, v1::PROVISIONAL_CAUSE_UNSPECIFIED})
    EXPECT_TRUE(RefusedWith(told.When(kAdler, AskToAct(told.change(), kReiher, kMoewe, cause)),
                            Reason::kNeitherDisputedNorIdle))
        << cause;
  told.Wait(kServiceTakeoverWithin);
  told.Given(kService, PassDeadline{CLOCK_KIND_SERVICE_TAKEOVER, told.change(), told.now()});
  told.Given(kAdler, AskToAct(told.change(), kReiher, kMoewe, v1::PROVISIONAL_CAUSE_IDLE));
  CaseStory unclear = OpenedCase();
  unclear.Given(kAdler, Detect(""));
  unclear.Given(kAdler, AskToAct(unclear.change(), kReiher, kMoewe, v1::PROVISIONAL_CAUSE_UNCLEAR));
  EXPECT_TRUE(IsDue(unclear, CLOCK_KIND_PROVISIONAL_ANSWER, kStart + kProvisionalAnswerWithin));
}

TEST(Dispute, WhoIsAskedToActIsANamedPersonOfAnotherYouthOfficeAndOnce) {
  CaseStory story = ContestedCase();
  const std::string change = story.change();
  EXPECT_TRUE(
      RefusedWith(story.When(kAdler, AskToAct("other", kReiher, kMoewe)), Reason::kNoCompetenceChangeOpen));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, AskToAct(change, kReiher, kReiher)), Reason::kDeputyNotNamed));
  AskProvisionalTakeover strange = AskToAct(change, kFuchs, kDachs);
  strange.to.public_body = false;
  EXPECT_TRUE(RefusedWith(story.When(kAdler, strange), Reason::kHolderNotPublic));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, AskToAct(change, kBerg, kLerche)), Reason::kCompetentAlready));
  story.Given(kAdler, AskToAct(change, kReiher, kMoewe));
  EXPECT_TRUE(
      RefusedWith(story.When(kAdler, AskToAct(change, kMoewe, kReiher)), Reason::kProvisionalAskedAlready));
}

TEST(Dispute, NobodyWhoActsForTheTimeBeingIsHandedWhatWasEntrusted) {
  CaseStory story = ContestedCase();
  const std::string change = story.change();
  OfferHandover offer = Offer(kBerg, kLerche);
  offer.offer.add_package()->set_position(3);
  offer.offer.mutable_package(0)->set_confidentiality(common::v1::CONFIDENTIALITY_ENTRUSTED);
  offer.offer.mutable_package(0)->set_basis(v1::TRANSFER_BASIS_COURT);
  story.Given(kAdler, AskToAct(change, kReiher, kMoewe)).Given(kAdler, offer);
  story.Given(kReiher, Act(change, kReiher));
  EXPECT_THAT(story.state().handed_on, ElementsAre()) << "§ 65";
}

TEST(Dispute, TheOfficeOfStayActsForTheTimeBeingOnceItsPersonAccepts) {
  CaseStory story = ContestedCase();
  const std::string change = story.change();
  EXPECT_TRUE(RefusedWith(story.When(kReiher, Act(change, kReiher)), Reason::kProvisionalNotAsked));
  story.Given(kAdler, AskToAct(change, kReiher, kMoewe)).Given(kAdler, Offer(kBerg, kLerche));
  EXPECT_THAT(Facts(story.When(kMoewe, Act(change, kMoewe))),
              ElementsAre("HandoverRevoked", "ProvisionalTakeover", "TonightMoved", "ResponsibilityMoved"));
  EXPECT_EQ(story.state().responsibility.holder(), Holder(kReiher, kMoewe, common::v1::LEGAL_BASIS_SGB8_86D));
  EXPECT_TRUE(story.state().provisional);
  EXPECT_TRUE(story.state().change) << "it is not settled by that";
}

CaseStory CaseHeldByReiherForTheTimeBeing() {
  CaseStory story = ContestedCase();
  const std::string change = story.change();
  story.Given(kAdler, AskToAct(change, kReiher, kMoewe)).Given(kReiher, Act(change, kReiher));
  return std::move(story.Given(kReiher, TellOfOmbuds(change)));
}

TEST(Dispute, WhoHoldsForTheTimeBeingIsNotTheCompetentOneByItsOwnWordAlone) {
  for (const Person& other : {kAdler, kAmsel}) {  // who held before, and who was informed
    CaseStory story = CaseHeldByReiherForTheTimeBeing();
    EXPECT_THAT(Facts(story.When(kReiher, Determine(kReiher))), ElementsAre("CompetenceDetermined"));
    EXPECT_TRUE(story.state().provisional);
    ASSERT_TRUE(story.state().change);
    EXPECT_THAT(Facts(story.When(other, Determine(kReiher))),
                ElementsAre("CompetenceDetermined", "CompetenceChangeSettled"));
    EXPECT_FALSE(story.state().provisional) << "now it is the competent one";
    EXPECT_EQ(story.state().responsibility.holder().person_id, "reiher");
  }
}

TEST(Dispute, NorByAnothersWordAlone) {
  CaseStory story = CaseHeldByReiherForTheTimeBeing();
  EXPECT_THAT(Facts(story.When(kAdler, Determine(kReiher))), ElementsAre("CompetenceDetermined"));
  EXPECT_THAT(Facts(story.When(kAmsel, Determine(kReiher))), ElementsAre("CompetenceDetermined"));
  EXPECT_TRUE(story.state().provisional);
  story.Given(kReiher, Determine(kAdler)).Given(kReiher, Determine(kReiher));
  EXPECT_FALSE(story.state().provisional);
}

TEST(Dispute, AnotherOfficeSpeaksOfNobodyButWhoHoldsForTheTimeBeing) {
  CaseStory story = CaseHeldByReiherForTheTimeBeing();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Determine(kAmsel)), Reason::kNotTheCaseHolder));
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, Determine(kReiher)), Reason::kNotTheCaseHolder));
  story.Given(kReiher, Determine(kReiher));
  DetermineCompetence correct = Determine(kReiher);
  correct.determined.set_corrects_competence_id(story.state().competences.back().id);
  EXPECT_TRUE(RefusedWith(story.When(kAdler, correct), Reason::kNotTheCaseHolder));
  CaseStory contested = ContestedCase();
  EXPECT_TRUE(RefusedWith(contested.When(kAmsel, Determine(kAdler)), Reason::kNotTheCaseHolder));
}

AskProvisionalTakeover AskWithPackage(const std::string& change) {
  AskProvisionalTakeover ask = AskToAct(change, kReiher, kMoewe);
  v1::PackageItem& item = *ask.asked.add_package();
  item.set_position(3);
  item.set_confidentiality(common::v1::CONFIDENTIALITY_ORDINARY);
  item.set_basis(v1::TRANSFER_BASIS_SGB8_64_1);
  return ask;
}

TEST(Dispute, WhoActsForTheTimeBeingGetsWhatTheHolderPackedAndNothingElse) {
  CaseStory story = ContestedCase();
  const std::string change = story.change();
  AskProvisionalTakeover baseless = AskWithPackage(change);
  baseless.asked.mutable_package(0)->clear_basis();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, baseless), Reason::kItemWithoutBasis));
  story.Given(kAdler, AskWithPackage(change));
  const Decision decision = story.When(kReiher, Act(change, kReiher));
  const auto& moved = decision.events().back().responsibility_moved();
  EXPECT_TRUE(moved.unnamed_stays_behind()) << "N6, § 62";
  EXPECT_THAT(moved.goes_along(), ElementsAre(3));
  CaseStory bare = ContestedCase();
  bare.Given(kAdler, AskToAct(bare.change(), kReiher, kMoewe));
  const Decision empty = bare.When(kReiher, Act(bare.change(), kReiher));
  EXPECT_TRUE(empty.events().back().responsibility_moved().unnamed_stays_behind());
  EXPECT_THAT(empty.events().back().responsibility_moved().goes_along(), ElementsAre());
  EXPECT_TRUE(empty.events().back().responsibility_moved().has_package_due()) << "§ 86c(2)";
  EXPECT_FALSE(moved.has_package_due());
  bare.Given(kAdler, PackLater(kReiher));
  EXPECT_THAT(bare.state().packages_owed, ElementsAre());
}

TEST(Dispute, OnlyTheHolderPacksForWhoIsAskedAndMayDoSoLaterByTheSameDate) {
  CaseStory story = ContestedCase();
  const std::string change = story.change();
  EXPECT_TRUE(RefusedWith(story.When(kAmsel, AskWithPackage(change)), Reason::kPackageNotTheHolders));
  story.Given(kAmsel, AskToAct(change, kReiher, kMoewe));
  story.Wait(absl::Hours(2));
  EXPECT_TRUE(
      RefusedWith(story.When(kAdler, AskToAct(change, kReiher, kMoewe)), Reason::kProvisionalAskedAlready));
  story.Given(kAdler, AskWithPackage(change));
  EXPECT_EQ(story.state().change->asked.size(), 1u);
  EXPECT_TRUE(IsDue(story, CLOCK_KIND_PROVISIONAL_ANSWER, kStart + kProvisionalAnswerWithin));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, AskWithPackage(change)), Reason::kProvisionalAskedAlready));
}

TEST(Dispute, WhoAsksCannotAcceptForTheOfficeThatIsAsked) {
  CaseStory story = ContestedCase();
  const std::string change = story.change();
  story.Given(kAmsel, AskToAct(change, kAmsel, kStar));
  EXPECT_TRUE(RefusedWith(story.When(kAmsel, Act(change, kAmsel)), Reason::kReporterCannotAccept));
  story.Given(kStar, Act(change, kStar));
  EXPECT_EQ(story.state().responsibility.holder().person_id, "amsel");
  EXPECT_TRUE(story.state().change) << "acting is not agreeing";
}

TEST(Dispute, NobodyActsForTheTimeBeingWhoHasLostTheRole) {
  CaseStory story = ContestedCase();
  const std::string change = story.change();
  story.Given(kAdler, AskToAct(change, kReiher, kMoewe));
  AcceptProvisionalTakeover act = Act(change, kMoewe);
  act.receiver_unreachable = true;
  EXPECT_TRUE(RefusedWith(story.When(kMoewe, act), Reason::kHolderNotReachable)) << "R0";
  EXPECT_EQ(story.state().responsibility.holder().person_id, "adler");
}

TEST(Dispute, OfTwoOfficesThatAcceptOneHoldsAndTheOtherIsToldSo) {
  CaseStory story = CaseWithTwoAsked();
  const std::string change = story.change();
  story.Given(kReiher, Act(change, kReiher));
  EXPECT_TRUE(RefusedWith(story.When(kAmsel, Act(change, kAmsel)), Reason::kAnotherAgencyWasFirst));
  EXPECT_EQ(story.state().responsibility.holder().person_id, "reiher");
}

TEST(Dispute, TheCompetentOfficeMayStillGoOnAfterAnotherActed) {
  CaseStory story = CaseContinuedByAmsel();
  const std::string change = story.change();
  story.Given(kAmsel, Deny(change, kAmsel)).Given(kAdler, AskToAct(change, kReiher, kMoewe));
  story.Given(kReiher, Act(change, kReiher));
  story.Given(kAmsel, TakeOn(change, kAmsel));
  EXPECT_EQ(story.state().responsibility.holder().person_id, "amsel");
  EXPECT_FALSE(story.state().provisional);
  EXPECT_TRUE(RefusedWith(story.When(kMoewe, Act(change, kMoewe)), Reason::kAnotherAgencyWasFirst));
}

}  // namespace
}  // namespace fallverbund::casework::testing
