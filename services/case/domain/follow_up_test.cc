// After a handover: an itemised package, two looks by the giver, and the way back until the first one holds
// (N6).
#include <gmock/gmock.h>

#include "libs/base/time.h"
#include "services/case/domain/terms.h"
#include "services/case/domain/testing/case_story.h"

namespace fallverbund::casework::testing {
namespace {

using common::v1::CLOCK_KIND_HANDOVER_FOLLOW_UP;
using common::v1::CLOCK_KIND_PACKAGE_OWED;
using refusal::Reason;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string LastMoveOf(const CaseStory& story) {
  return story.state().last_move->handover_id;
}
absl::Time NextLook(const CaseStory& story) {
  const auto* clock = story.state().clocks.Find(CLOCK_KIND_HANDOVER_FOLLOW_UP, LastMoveOf(story));
  return clock == nullptr ? absl::InfiniteFuture() : clock->due;
}

v1::PackageItem Item(uint64_t position, common::v1::Confidentiality confidentiality,
                     v1::TransferBasis basis) {
  v1::PackageItem item;
  item.set_position(position);
  item.set_confidentiality(confidentiality);
  item.set_basis(basis);
  item.set_withheld(basis == v1::TRANSFER_BASIS_UNSPECIFIED);
  return item;
}
OfferHandover OfferWith(const v1::PackageItem& item) {
  OfferHandover offer = Offer(kBerg, kLerche);
  *offer.offer.add_package() = item;
  return offer;
}

TEST(Package, NamesTheBasisOfEachItemOrWithholdsIt) {
  const auto based = Item(3, common::v1::CONFIDENTIALITY_MEDICAL, v1::TRANSFER_BASIS_SGB8_64_1);
  EXPECT_FALSE(OpenedCase().When(kAdler, OfferWith(based)).refused());
  auto baseless = based;
  baseless.clear_basis();
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, OfferWith(baseless)), Reason::kItemWithoutBasis));
  baseless.set_withheld(true);
  EXPECT_FALSE(OpenedCase().When(kAdler, OfferWith(baseless)).refused());
}

TEST(Package, LeavesBehindWhatWasEntrusted) {
  const auto entrusted = [](v1::TransferBasis basis) {
    return OfferWith(Item(3, common::v1::CONFIDENTIALITY_ENTRUSTED, basis));
  };
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, entrusted(v1::TRANSFER_BASIS_SGB8_64_1)),
                          Reason::kEntrustedStaysBehind));
  for (const auto basis :
       {v1::TRANSFER_BASIS_SGB8_65_ENDANGERMENT, v1::TRANSFER_BASIS_COURT, v1::TRANSFER_BASIS_UNSPECIFIED})
    EXPECT_FALSE(OpenedCase().When(kAdler, entrusted(basis)).refused());
}

TEST(Package, WhatIsWithheldStaysSoAfterTheMove) {
  CaseStory story = OpenedCase();
  OfferHandover offer =
      OfferWith(Item(3, common::v1::CONFIDENTIALITY_ENTRUSTED, v1::TRANSFER_BASIS_UNSPECIFIED));
  *offer.offer.add_package() = Item(4, common::v1::CONFIDENTIALITY_ORDINARY, v1::TRANSFER_BASIS_SGB8_64_1);
  story.Given(kAdler, offer).Met();
  story.Given(kBerg, Accept(story.handover(), kBerg));
  EXPECT_THAT(story.state().withheld, ElementsAre(Withheld{3, "office"}));
}

TEST(Package, WhatWasWithheldCannotBeHandedOnByTheReceiverButByWhoeverGave) {
  const Person habicht{"other-office", "", "habicht"};
  const auto handed_on =
      Item(3, common::v1::CONFIDENTIALITY_ENTRUSTED, v1::TRANSFER_BASIS_SGB8_65_ENDANGERMENT);
  CaseStory story = OpenedCase();
  OfferHandover offer = Offer(habicht, kLerche);
  *offer.offer.add_package() = Item(3, common::v1::CONFIDENTIALITY_ENTRUSTED, v1::TRANSFER_BASIS_UNSPECIFIED);
  story.Given(kAdler, offer).Met();
  story.Given(habicht, Accept(story.handover(), habicht));
  story.Given(habicht, OfferWith(handed_on)).Met();
  story.Given(kBerg, Accept(story.handover(), kBerg));
  EXPECT_THAT(story.state().withheld, ElementsAre(Withheld{3, "office"}));
  offer = Offer(habicht, kLerche);
  *offer.offer.add_package() = handed_on;
  story.Given(kBerg, offer).Met();
  story.Given(habicht, Accept(story.handover(), habicht));
  EXPECT_TRUE(story.state().withheld.empty());
}

// --- What is packed afterwards ---

// Nobody has time to talk: Amsel accepts at night, with this package.
CaseStory CaseMovedAtNight(const v1::PackageItem* item = nullptr) {
  CaseStory story = std::move(OpenedCase().Given(kService, TakeOver(kStorch)));
  OfferHandover cold = Offer(kAmsel, kStar);
  cold.offer.set_cold(true);
  if (item != nullptr) *cold.offer.add_package() = *item;
  story.Given(kAdler, cold);
  return std::move(story.Given(kAmsel, Accept(story.handover(), kAmsel)));
}
const care::Clock* Owed(const CaseStory& story) {
  const auto& owed = story.state().packages_owed;
  return owed.empty() ? nullptr : story.state().clocks.Find(CLOCK_KIND_PACKAGE_OWED, kAdler.organisation);
}

TEST(PackAfterwards, IsOwedByWhoGaveInAHurryWithNothingToRead) {
  const CaseStory story = CaseMovedAtNight();
  ASSERT_NE(Owed(story), nullptr) << "§ 8a, § 86c(2)";
  EXPECT_EQ(Owed(story)->due, story.now() + kPackageOwedWithin);
  EXPECT_EQ(story.state().packages_owed.front().giver.person_id, kAdler.id);
  const auto packed = Item(3, common::v1::CONFIDENTIALITY_ORDINARY, v1::TRANSFER_BASIS_SGB8_64_1);
  EXPECT_EQ(Owed(CaseMovedAtNight(&packed)), nullptr) << "something went along";
  CaseStory met = OpenedCase();
  met.Given(kAdler, Offer(kAmsel, kStar)).Met();
  EXPECT_EQ(Owed(std::move(met.Given(kAmsel, Accept(met.handover(), kAmsel)))), nullptr)
      << "they have talked";
  EXPECT_EQ(Owed(CaseMovedToBerg()), nullptr) << "the same office reads its own file";
}

TEST(PackAfterwards, IsForWhoHeldTheCaseAndSettlesWhatIsOwed) {
  CaseStory story = CaseMovedAtNight();
  for (const Person& who : {kAmsel, kReiher, kStorch})
    EXPECT_TRUE(RefusedWith(story.When(who, PackLater(kAmsel)), Reason::kNotTheGiver)) << who.id;
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, PackLater(kAdler)), Reason::kNotTheGiver));
  EXPECT_THAT(Facts(story.When(kBerg, PackLater(kAmsel))), ElementsAre("PackedAfterwards"));
  EXPECT_EQ(Owed(story), nullptr);
  EXPECT_THAT(Facts(story.When(kAdler, PackLater(kAmsel, 4))), ElementsAre("PackedAfterwards"))
      << "and more, as long as it is open";
}

TEST(PackAfterwards, NamesDocumentsOrSaysThatNothingIsNeeded) {
  CaseStory story = CaseMovedAtNight();
  PackAfterwards wrong = NothingLeft(kAmsel);
  wrong.packed.set_nothing_needed(false);
  EXPECT_TRUE(RefusedWith(story.When(kAdler, wrong), Reason::kNothingPacked));
  wrong = PackLater(kAmsel);
  wrong.packed.set_nothing_needed(true);
  EXPECT_TRUE(RefusedWith(story.When(kAdler, wrong), Reason::kNothingPacked));
  story.Given(kAdler, NothingLeft(kAmsel));
  EXPECT_EQ(Owed(story), nullptr);
}

TEST(PackAfterwards, IsCheckedAsAnyPackageAndTakesNothingBack) {
  CaseStory story = CaseMovedAtNight();
  PackAfterwards wrong = PackLater(kAmsel);
  wrong.packed.mutable_package(0)->clear_basis();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, wrong), Reason::kItemWithoutBasis));
  wrong = PackLater(kAmsel);
  wrong.packed.mutable_package(0)->set_confidentiality(common::v1::CONFIDENTIALITY_ENTRUSTED);
  EXPECT_TRUE(RefusedWith(story.When(kAdler, wrong), Reason::kEntrustedStaysBehind)) << "§ 65";
  wrong.packed.mutable_package(0)->set_withheld(true);
  EXPECT_TRUE(RefusedWith(story.When(kAdler, wrong), Reason::kNothingIsTakenBack));
  wrong = PackLater(kAmsel);
  wrong.not_the_givers = true;
  EXPECT_TRUE(RefusedWith(story.When(kAdler, wrong), Reason::kItemNotTheGivers));
}

TEST(PackAfterwards, GoesToWhoHoldsNowThoughTheCaseHasMovedOn) {
  CaseStory story = CaseMovedAtNight();
  OfferHandover on = Offer(kReiher, kMoewe);
  story.Given(kAmsel, on).Met();
  story.Given(kReiher, Accept(story.handover(), kReiher));
  ASSERT_NE(Owed(story), nullptr) << "the first office still has it all";
  EXPECT_TRUE(RefusedWith(story.When(kAdler, PackLater(kAmsel)), Reason::kAnotherHoldsNow));
  for (const Person& who : {kAmsel, kAdler})
    EXPECT_THAT(Facts(story.When(who, PackLater(kReiher))), ElementsAre("PackedAfterwards")) << who.id;
  EXPECT_EQ(Owed(story), nullptr);
}

// Two moves of one change of competence have one id, and each giver its own date.
TEST(PackAfterwards, IsOwedByEachOfTwoOfficesForItself) {
  CaseStory story = ContestedCase();
  const std::string change = story.change();
  story.Given(kAdler, AskToAct(change, kReiher, kMoewe)).Given(kReiher, Act(change, kReiher));
  story.Given(kReiher, AskToAct(change, kAmsel, kStar)).Given(kAmsel, Act(change, kAmsel));
  story.Given(kAdler, PackLater(kAmsel));
  EXPECT_EQ(story.state().clocks.Find(CLOCK_KIND_PACKAGE_OWED, kAdler.organisation), nullptr);
  EXPECT_NE(story.state().clocks.Find(CLOCK_KIND_PACKAGE_OWED, kReiher.organisation), nullptr);
}

TEST(PackAfterwards, IsOwedNoMoreByWhoHoldsAgain) {
  CaseStory story = CaseMovedAtNight();
  story.Given(kAdler, TakeBack(LastMoveOf(story), kAdler));
  EXPECT_EQ(Owed(story), nullptr);
  EXPECT_THAT(story.state().packages_owed, IsEmpty());
  EXPECT_TRUE(RefusedWith(story.When(kAdler, PackLater(kAdler)), Reason::kNotTheGiver));
}

TEST(PackAfterwards, HandsOnWhatWasEntrustedByABasisThatCarriesIt) {
  const auto kept = Item(3, common::v1::CONFIDENTIALITY_ENTRUSTED, v1::TRANSFER_BASIS_UNSPECIFIED);
  CaseStory story = CaseMovedAtNight(&kept);
  ASSERT_THAT(story.state().withheld, ElementsAre(Withheld{3, "office"}));
  PackAfterwards pack = PackLater(kAmsel);
  *pack.packed.mutable_package(0) =
      Item(3, common::v1::CONFIDENTIALITY_ENTRUSTED, v1::TRANSFER_BASIS_SGB8_65_ENDANGERMENT);
  story.Given(kAdler, pack);
  const HandedOn for_good{3, "office", kAmsel.organisation, ""};
  EXPECT_THAT(story.state().withheld, IsEmpty());
  EXPECT_THAT(story.state().handed_on, ElementsAre(for_good));
  story.Given(kAmsel, Consented(kAmsel.organisation));
  pack.packed.mutable_package(0)->set_basis(v1::TRANSFER_BASIS_CONSENT);
  pack.packed.mutable_package(0)->set_consent_id(story.state().consents.back().id);
  story.Given(kAdler, pack).Given(kAmsel, Withdrawn(story.state().consents.back().id));
  EXPECT_THAT(story.state().handed_on, ElementsAre(for_good));
  EXPECT_THAT(story.state().withheld, IsEmpty()) << "no consent taken back takes it away";
}

TEST(FollowUp, IsDueAfterTwoWeeksAndThenAfterEightAndConfirmsTheMove) {
  CaseStory story = CaseMovedToBerg();
  EXPECT_EQ(NextLook(story), kStart + Days(14));
  story.Wait(Days(14));
  EXPECT_THAT(Facts(story.When(kAdler, FollowUp(LastMoveOf(story)))), ElementsAre("HandoverFollowedUp"));
  EXPECT_EQ(NextLook(story), kStart + Days(56));
  EXPECT_FALSE(IsConfirmed(story.state().last_move));
  story.Wait(Days(42));
  story.Given(kSpecht, FollowUp(LastMoveOf(story)));
  EXPECT_TRUE(IsConfirmed(story.state().last_move));
  EXPECT_TRUE(OpenClocks(story.state()).empty());
  EXPECT_TRUE(RefusedWith(story.When(kAdler, FollowUp(LastMoveOf(story))), Reason::kNoFollowUpOpen));
}

TEST(FollowUp, SaysThatItHoldsOnItsDayAtTheEarliest) {
  CaseStory story = CaseMovedToBerg();  // at nine o'clock
  const FollowUpHandover look = FollowUp(LastMoveOf(story));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, look), Reason::kFollowUpTooEarly));
  story.Wait(Days(13));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, look), Reason::kFollowUpTooEarly));
  story.Wait(absl::Hours(15));  // the day has begun
  EXPECT_FALSE(story.When(kAdler, look).refused());
  EXPECT_TRUE(RefusedWith(story.When(kAdler, look), Reason::kFollowUpTooEarly)) << "the second one";
  story.Wait(Days(41));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, look), Reason::kFollowUpTooEarly));
  story.Wait(Days(1));
  EXPECT_FALSE(story.When(kAdler, look).refused());
}

TEST(FollowUp, IsNeverTheReceiversOwn) {
  CaseStory story = CaseMovedToBerg();  // of the office that gave
  story.Wait(Days(14));
  EXPECT_TRUE(RefusedWith(story.When(kBerg, FollowUp(LastMoveOf(story))), Reason::kNotTheGiver));
}

TEST(FollowUp, ThatIsShakyIsLookedAtAgain) {
  CaseStory story = CaseMovedToBerg();
  story.Wait(Days(10));
  story.Given(kAdler, FollowUp(LastMoveOf(story), v1::FOLLOW_UP_OUTCOME_SHAKY));
  EXPECT_EQ(NextLook(story), kStart + Days(24));
  EXPECT_FALSE(story.When(kAdler, TakeBack(LastMoveOf(story), kAdler)).refused());
}

TEST(FollowUp, ThatIsShakyAfterTheFirstOneConfirmsNothingBeforeEightWeeks) {
  CaseStory story = CaseMovedToBerg();
  story.Wait(Days(14));
  story.Given(kAdler, FollowUp(LastMoveOf(story)));
  story.Wait(Days(6));
  story.Given(kAdler, FollowUp(LastMoveOf(story), v1::FOLLOW_UP_OUTCOME_SHAKY));
  EXPECT_EQ(NextLook(story), kStart + Days(56));
  story.Wait(Days(14));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, FollowUp(LastMoveOf(story))), Reason::kFollowUpTooEarly));
  story.Wait(Days(16));  // on the fiftieth day
  story.Given(kAdler, FollowUp(LastMoveOf(story), v1::FOLLOW_UP_OUTCOME_SHAKY));
  EXPECT_EQ(NextLook(story), kStart + Days(64));
}

TEST(FollowUp, IsForTheGiver) {
  CaseStory story = OpenedCase();
  const Person habicht{"other-office", "", "habicht"};
  story.Given(kAdler, Offer(habicht, kLerche)).Met();
  story.Given(habicht, Accept(story.handover(), habicht));
  story.Wait(Days(14));
  EXPECT_TRUE(RefusedWith(story.When(habicht, FollowUp(LastMoveOf(story))), Reason::kNotTheGiver));
  EXPECT_FALSE(story.When(kAdler, FollowUp(LastMoveOf(story))).refused());
}

TEST(FollowUp, SaysWhoWasHeard) {
  CaseStory story = CaseMovedToBerg();
  story.Wait(Days(14));
  FollowUpHandover look = FollowUp(LastMoveOf(story));
  look.follow_up.clear_participation();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, look), Reason::kParticipationIncomplete));
}

TEST(FollowUp, ThatWasMissedIsOverdueAndMovesNothing) {
  CaseStory story = CaseMovedToBerg();
  story.Wait(Days(14));
  EXPECT_THAT(Facts(story.When(kService,
                               PassDeadline{CLOCK_KIND_HANDOVER_FOLLOW_UP, LastMoveOf(story), story.now()})),
              ElementsAre("CaseDeadlineOverdue"));
  EXPECT_EQ(story.state().responsibility.holder().person_id, "berg");
}

TEST(TakeBack, MovesTheCaseToWhoGaveItUntilTheFirstLookHolds) {
  CaseStory story = CaseMovedToBerg();
  const std::string handover = LastMoveOf(story);
  EXPECT_THAT(Facts(story.When(kSpecht, TakeBack(handover, kSpecht))),
              ElementsAre("HandoverTakenBack", "TonightMoved", "ResponsibilityMoved"));
  EXPECT_EQ(story.state().responsibility.holder(), Holder(kAdler, kSpecht));
  EXPECT_FALSE(story.state().last_move);
  EXPECT_TRUE(OpenClocks(story.state()).empty());

  story = CaseMovedToBerg();
  story.Wait(Days(14));
  story.Given(kAdler, FollowUp(LastMoveOf(story)));
  EXPECT_TRUE(
      RefusedWith(story.When(kAdler, TakeBack(LastMoveOf(story), kAdler)), Reason::kNoLongerBackstop));
}

TEST(TakeBack, IsForTheGivingUnitWithAReason) {
  CaseStory story = CaseMovedToBerg();
  const std::string handover = LastMoveOf(story);
  EXPECT_TRUE(RefusedWith(story.When(kLerche, TakeBack(handover, kLerche)), Reason::kNotTheGiver));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, TakeBack("another", kAdler)), Reason::kNoFollowUpOpen));
  TakeBackHandover take_back = TakeBack(handover, kAdler);
  take_back.taken_back.clear_reason();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, take_back), Reason::kTakeBackWithoutReason));
}

TEST(TakeBack, WithdrawsWhatTheReceiverOffered) {
  CaseStory story = CaseMovedToBerg();
  const std::string handover = LastMoveOf(story);
  story.Given(kBerg, Offer(kLerche, kBerg));
  EXPECT_THAT(Facts(story.When(kAdler, TakeBack(handover, kAdler))),
              ElementsAre("HandoverRevoked", "HandoverTakenBack", "TonightMoved", "ResponsibilityMoved"));
  EXPECT_FALSE(story.state().handover.open());
}

TEST(TakeBack, GivesTheSeatBackToo) {
  CaseStory story = CaseWithTeam();
  story.Given(kAdler, Offer(kBerg, kLerche)).Met();
  story.Given(kBerg, Accept(story.handover(), kBerg));
  EXPECT_THAT(Facts(story.When(kAdler, TakeBack(LastMoveOf(story), kAdler))),
              ElementsAre("HandoverTakenBack", "TonightMoved", "ResponsibilityMoved", "InvitationReplaced",
                          "MemberCommitted"));
  EXPECT_TRUE(care::AllCommitted(story.state().seats));
}

TEST(TakeBack, EndsWithTheNextMove) {
  CaseStory story = CaseMovedToBerg();
  const std::string first = LastMoveOf(story);
  story.Given(kBerg, Offer(kLerche, kBerg)).Met();
  story.Given(kLerche, Accept(story.handover(), kLerche));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, TakeBack(first, kAdler)), Reason::kNoFollowUpOpen));
  EXPECT_EQ(story.state().last_move->giver.person_id, "berg");
}

// § 65: Amsel is of another office.
OfferHandover OfferToAmsel(const std::vector<v1::PackageItem>& items) {
  OfferHandover offer = Offer(kAmsel, kStar);
  for (const v1::PackageItem& item : items) *offer.offer.add_package() = item;
  return offer;
}

TEST(Entrusted, IsHandedOnToAnotherOfficeByConsentDangerOrCourtAloneWhateverThePackageCallsIt) {
  CaseStory story = OpenedCase();
  story
      .Given(kAdler,
             OfferToAmsel(
                 {Item(3, common::v1::CONFIDENTIALITY_ORDINARY, v1::TRANSFER_BASIS_SGB8_64_1),
                  Item(4, common::v1::CONFIDENTIALITY_ORDINARY, v1::TRANSFER_BASIS_SGB8_65_ENDANGERMENT),
                  Item(5, common::v1::CONFIDENTIALITY_ENTRUSTED, v1::TRANSFER_BASIS_COURT),
                  Item(6, common::v1::CONFIDENTIALITY_ENTRUSTED, v1::TRANSFER_BASIS_UNSPECIFIED)}))
      .Met();
  EXPECT_TRUE(story.state().handed_on.empty()) << "an offer hands nothing on";
  story.Given(kAmsel, Accept(story.handover(), kAmsel));
  EXPECT_THAT(story.state().handed_on,
              ElementsAre(HandedOn{4, kAdler.organisation, kAmsel.organisation, ""},
                          HandedOn{5, kAdler.organisation, kAmsel.organisation, ""}));
}

TEST(Entrusted, GoesBackNowhereByATakeBackAndNowhereByAnOfferWithoutAList) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, OfferToAmsel({})).Met();
  story.Given(kAmsel, Accept(story.handover(), kAmsel));
  EXPECT_TRUE(story.state().handed_on.empty());
  story.Given(kAdler, TakeBack(LastMoveOf(story), kAdler));
  EXPECT_TRUE(story.state().handed_on.empty());
}

TEST(Entrusted, WithinOneOfficeIsHandedOnToNobody) {
  CaseStory story = OpenedCase();
  story
      .Given(kAdler, OfferWith(Item(4, common::v1::CONFIDENTIALITY_ENTRUSTED,
                                    v1::TRANSFER_BASIS_SGB8_65_ENDANGERMENT)))
      .Met();
  story.Given(kBerg, Accept(story.handover(), kBerg));
  EXPECT_TRUE(story.state().handed_on.empty());
}

TEST(Entrusted, ThatALaterPackageWithholdsIsNotHandedOnAnyMore) {
  CaseStory story = OpenedCase();
  story
      .Given(kAdler, OfferToAmsel({Item(4, common::v1::CONFIDENTIALITY_ENTRUSTED,
                                        v1::TRANSFER_BASIS_SGB8_65_ENDANGERMENT)}))
      .Met();
  story.Given(kAmsel, Accept(story.handover(), kAmsel)).Given(kAdler, TakeBack(LastMoveOf(story), kAdler));
  story
      .Given(kAdler,
             OfferToAmsel({Item(4, common::v1::CONFIDENTIALITY_ENTRUSTED, v1::TRANSFER_BASIS_UNSPECIFIED)}))
      .Met();
  story.Given(kAmsel, Accept(story.handover(), kAmsel));
  EXPECT_TRUE(story.state().handed_on.empty());
}

TEST(TakeBack, NeverGivesTheCaseBackToTheEmergencyService) {
  CaseStory story = CaseMovedToBerg();
  TakeBackHandover back = TakeBack(LastMoveOf(story), kAdler);
  back.to.public_body = false;
  back.to.emergency_service = true;
  EXPECT_TRUE(RefusedWith(story.When(kAdler, back), Reason::kHolderNotPublic)) << "A6";
  EXPECT_EQ(story.state().responsibility.holder().person_id, "berg");
}

TEST(TakeBack, IsForSomebodyWhoCanStillAct) {
  CaseStory story = CaseMovedToBerg();
  TakeBackHandover back = TakeBack(LastMoveOf(story), kAdler);
  back.to.reachable = false;
  EXPECT_TRUE(RefusedWith(story.When(kAdler, back), Reason::kHolderNotReachable)) << "R0";
}

}  // namespace
}  // namespace fallverbund::casework::testing
