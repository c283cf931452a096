// Case responsibility moves only when another person of the receiving unit accepts (A6, N3 to N5).
#include <gmock/gmock.h>

#include "libs/base/time.h"
#include "services/case/domain/case_decider.h"
#include "services/case/domain/terms.h"
#include "services/case/domain/testing/case_story.h"

namespace fallverbund::casework::testing {
namespace {

using common::v1::CLOCK_KIND_HANDOVER_ANSWER;
using refusal::Reason;
using ::testing::ElementsAre;

CaseStory CaseOnlyOfferedToBerg() {
  return std::move(OpenedCase().Given(kAdler, Offer(kBerg, kLerche)));
}

TEST(Offer, MovesNothing) {
  CaseStory story = OpenedCase();
  EXPECT_THAT(Facts(story.When(kAdler, Offer(kBerg, kLerche))), ElementsAre("HandoverOffered"));
  EXPECT_EQ(story.state().responsibility.holder().person_id, "adler");
  ASSERT_NE(story.state().clocks.Find(CLOCK_KIND_HANDOVER_ANSWER, story.handover()), nullptr);
  EXPECT_EQ(story.state().clocks.open()[0].due, kStart + kHandoverAnswerWithin);
}

TEST(Offer, IsForTheOrganisationThatHolds) {
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kFuchs, Offer(kBerg, kLerche)), Reason::kNotTheCaseHolder));
}

TEST(Offer, WaitsForTheAnswerToTheLastOne) {
  EXPECT_TRUE(
      RefusedWith(CaseOfferedToBerg().When(kAdler, Offer(kLerche, kBerg)), Reason::kHandoverAlreadyOffered));
}

TEST(Offer, NeedsAReceiverWithNameAndDeputy) {
  OfferHandover offer = Offer(kBerg, kLerche);
  offer.to.person_known = false;
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, offer), Reason::kHolderNotNamed));
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, Offer(kBerg, Person{})), Reason::kDeputyNotNamed));
}

TEST(Offer, NeverGoesToAProviderClinicOrOffice) {
  OfferHandover offer = Offer(kFuchs, kDachs);
  offer.to.public_body = false;
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, offer), Reason::kHolderNotPublic));
}

TEST(Offer, ToTheHolderIsNoHandover) {
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kSpecht, Offer(kAdler, kSpecht)), Reason::kHandoverToTheHolder));
}

TEST(Offer, GivesTimeToAnswer) {
  OfferHandover offer = Offer(kBerg, kLerche);
  *offer.offer.mutable_answer_due() = ToProto(kStart);
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, offer), Reason::kAnswerDateInThePast));
}

TEST(Offer, CannotPutOffTheAnswerForEver) {
  OfferHandover offer = Offer(kBerg, kLerche);
  *offer.offer.mutable_answer_due() = ToProto(kStart + kHandoverAnswerWithin);
  EXPECT_FALSE(OpenedCase().When(kAdler, offer).refused());
  for (const absl::Time due : {kStart + kHandoverAnswerWithin + absl::Seconds(1),
                               absl::FromCivil(absl::CivilDay(9999, 1, 1), absl::UTCTimeZone())}) {
    *offer.offer.mutable_answer_due() = ToProto(due);
    EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, offer), Reason::kAnswerDateTooFar));
  }
}

TEST(Offer, SaysWhoWasHeard) {
  OfferHandover offer = Offer(kBerg, kLerche);
  offer.offer.clear_participation();
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, offer), Reason::kParticipationIncomplete));
}

TEST(Preparation, IsADraftOfWhoeverHoldsAndMovesNothing) {
  CaseStory story = OpenedCase();
  const State before = story.state();
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, Prepare()), Reason::kNotTheCaseHolder));
  EXPECT_THAT(Facts(story.When(kSpecht, Prepare(kAmsel.organisation, {3, 4}))),
              ElementsAre("HandoverPrepared"));
  ASSERT_TRUE(story.state().prepared);
  EXPECT_EQ(story.state().prepared->to_organisation_id, kAmsel.organisation);
  EXPECT_EQ(story.state().prepared->package.size(), 2u);
  State after = story.state();
  after.prepared.reset();
  EXPECT_EQ(after, before) << "nothing else has happened";
}

TEST(Preparation, IsCheckedAsAnyPackage) {
  PrepareHandover wrong = Prepare("", {3});
  wrong.prepared.mutable_package(0)->clear_basis();
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, wrong), Reason::kItemWithoutBasis));
  wrong = Prepare("", {3});
  wrong.prepared.mutable_package(0)->set_confidentiality(common::v1::CONFIDENTIALITY_ENTRUSTED);
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, wrong), Reason::kEntrustedStaysBehind));
  wrong = Prepare("", {3});
  wrong.prepared.mutable_package(0)->set_basis(v1::TRANSFER_BASIS_CONSENT);
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, wrong), Reason::kConsentNotLive))
      << "of nobody for nobody";
}

TEST(Preparation, IsReplacedByALaterOneAndPutAway) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, Prepare("", {3}));
  const std::string id = story.state().prepared->handover_id;
  story.Given(kAdler, Prepare(kAmsel.organisation, {4}));
  EXPECT_EQ(story.state().prepared->handover_id, id) << "it is the same handover";
  ASSERT_EQ(story.state().prepared->package.size(), 1u);
  EXPECT_EQ(story.state().prepared->package[0].position, 4u);
  story.Given(kAdler, PutAway());
  EXPECT_FALSE(story.state().prepared);
  EXPECT_THAT(Facts(story.When(kAdler, PutAway())), ElementsAre()) << "there is nothing";
}

TEST(Preparation, BecomesTheOfferThatIsMadeFromIt) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, Prepare(kAmsel.organisation, {3}));
  const std::string id = story.state().prepared->handover_id;
  OfferHandover offer = Offer(kAmsel, kStar);
  offer.prepared_id = "another";
  EXPECT_TRUE(RefusedWith(story.When(kAdler, offer), Reason::kHandoverNotOpen));
  offer.prepared_id = id;
  offer.offer.clear_package();
  story.Given(kAdler, offer);
  EXPECT_EQ(story.handover(), id);
  ASSERT_EQ(story.state().package.size(), 1u);
  EXPECT_EQ(story.state().package[0].position, 3u);
  EXPECT_FALSE(story.state().prepared);
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Prepare()), Reason::kHandoverAlreadyOffered));
}

TEST(Preparation, IsOverOnceTheCaseIsOfferedOrMovesAnotherWay) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, Prepare("", {3})).Given(kAdler, Offer(kBerg, kLerche));
  EXPECT_FALSE(story.state().prepared);
  story.Given(kAdler, RevokeHandover{story.handover()}).Given(kAdler, Prepare("", {3}));
  EXPECT_TRUE(story.state().prepared);
  State state = story.state();
  v1::CaseEvent moved;
  *moved.mutable_responsibility_moved()->mutable_to() = care::ToProto(Holder(kAmsel, kStar));
  state = CaseDecider::Evolve(std::move(state), moved, {{}, kStart, kStart, ""});
  EXPECT_FALSE(state.prepared) << "whoever holds now has packed nothing";
}

TEST(Meeting, BelongsToAnOpenOffer) {
  const auto meeting = Meeting("another", {kAdler, kBerg}, kStart);
  EXPECT_TRUE(RefusedWith(CaseOfferedToBerg().When(kAdler, meeting), Reason::kHandoverNotOpen));
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, meeting), Reason::kHandoverNotOpen));
}

TEST(Meeting, BringsGiverAndReceiverTogether) {
  CaseStory story = CaseOfferedToBerg();
  const std::string handover = story.handover();
  EXPECT_TRUE(
      RefusedWith(story.When(kAdler, Meeting(handover, {kAdler}, kStart)), Reason::kMeetingWithoutBothSides));
  EXPECT_TRUE(
      RefusedWith(story.When(kAdler, Meeting(handover, {kBerg}, kStart)), Reason::kMeetingWithoutBothSides));
  story = CaseOnlyOfferedToBerg();
  EXPECT_FALSE(story.state().handover.open()->met);
  EXPECT_THAT(Facts(story.When(kBerg, Meeting(story.handover(), {kSpecht, kLerche}, kStart))),
              ElementsAre("HandoverMeetingHeld"));
  EXPECT_TRUE(story.state().handover.open()->met);
}

TEST(Meeting, IsRecordedByOneOfTheTwoSidesAfterItTookPlace) {
  CaseStory story = CaseOfferedToBerg();
  const std::string handover = story.handover();
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, Meeting(handover, {kAdler, kBerg}, kStart)),
                          Reason::kNotAPartyOfTheHandover));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Meeting(handover, {kAdler, kBerg}, kStart + Days(1))),
                          Reason::kMeetingNotYetHeld));
}

TEST(Meeting, SaysWhoWasHeard) {
  CaseStory story = CaseOfferedToBerg();
  auto meeting = Meeting(story.handover(), {kAdler, kBerg}, kStart);
  meeting.meeting.clear_participation();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, meeting), Reason::kParticipationIncomplete));
}

TEST(Acceptance, MovesResponsibilityInOneCommit) {
  CaseStory story = CaseOfferedToBerg();
  story.Wait(Days(1));
  EXPECT_THAT(Facts(story.When(kBerg, Accept(story.handover(), kBerg))),
              ElementsAre("HandoverAccepted", "TonightMoved", "ResponsibilityMoved"));
  EXPECT_EQ(story.state().responsibility.holder(), Holder(kBerg, kLerche));
  EXPECT_EQ(story.state().responsibility.since(), kStart + Days(1));
  ASSERT_EQ(OpenClocks(story.state()).size(), 1u);
  EXPECT_EQ(OpenClocks(story.state())[0].kind, common::v1::CLOCK_KIND_HANDOVER_FOLLOW_UP);
}

TEST(Acceptance, IsWarm) {
  CaseStory story = CaseOnlyOfferedToBerg();
  EXPECT_TRUE(RefusedWith(story.When(kBerg, Accept(story.handover(), kBerg)), Reason::kHandoverNotWarm));
  story.Met();
  EXPECT_FALSE(story.When(kBerg, Accept(story.handover(), kBerg)).refused());
}

TEST(Acceptance, IsColdInACrisisOnlyAndTheMeetingIsCaughtUpWith) {
  OfferHandover cold = Offer(kBerg, kLerche);
  cold.offer.set_cold(true);
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, cold), Reason::kColdMoveOnlyInCrisis));
  CaseStory story = OpenedCase();
  story.Given(kService, TakeOver(kStorch)).Given(kAdler, cold);
  const std::string handover = story.handover();
  story.Given(kBerg, Accept(handover, kBerg));
  const auto* clock = story.state().clocks.Find(common::v1::CLOCK_KIND_CATCH_UP_MEETING, handover);
  ASSERT_NE(clock, nullptr);
  EXPECT_EQ(clock->due, kStart + kCatchUpWithin);
  EXPECT_TRUE(
      RefusedWith(story.When(kBerg, Meeting(handover, {kBerg}, kStart)), Reason::kMeetingWithoutBothSides));
  EXPECT_THAT(Facts(story.When(kAdler, Meeting(handover, {kAdler, kBerg}, kStart))),
              ElementsAre("HandoverMeetingHeld"));
  EXPECT_EQ(story.state().clocks.Find(common::v1::CLOCK_KIND_CATCH_UP_MEETING, handover), nullptr);
}

TEST(Acceptance, OfWhatWasOfferedInACrisisIsWarmAgainOnceThatIsOver) {
  OfferHandover cold = Offer(kBerg, kLerche);
  cold.offer.set_cold(true);
  CaseStory story = OpenedCase();
  story.Given(kService, TakeOver(kStorch)).Given(kAdler, cold);
  const std::string handover = story.handover();
  story.Given(kAdler, VouchForTonight{Tonight(common::v1::TONIGHT_KIND_FAMILY, kAdler), Known()});
  EXPECT_TRUE(RefusedWith(story.When(kBerg, Accept(handover, kBerg)), Reason::kHandoverNotWarm));
  story.Met();
  EXPECT_FALSE(story.When(kBerg, Accept(handover, kBerg)).refused());
}

TEST(Acceptance, MayBeSpokenByAnotherPersonOfTheReceivingUnit) {
  CaseStory story = CaseOfferedToBerg();
  story.Given(kLerche, Accept(story.handover(), kLerche));
  EXPECT_EQ(story.state().responsibility.holder().person_id, "berg");
}

TEST(Acceptance, IsNotForAnybodyElse) {
  CaseStory story = CaseOfferedToBerg();
  EXPECT_TRUE(RefusedWith(story.When(kSpecht, Accept(story.handover(), kSpecht)), Reason::kNotTheReceiver));
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, Accept(story.handover(), kFuchs)), Reason::kNotTheReceiver));
  EXPECT_TRUE(RefusedWith(story.When(kBerg, Accept("another", kBerg)), Reason::kHandoverNotOpen));
}

TEST(Acceptance, IsNotForTheGiver) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, Offer(kSpecht, kAdler));  // inside one unit
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Accept(story.handover(), kAdler)), Reason::kGiverCannotAccept));
  EXPECT_EQ(story.state().responsibility.holder().person_id, "adler");
  story.Met().Given(kSpecht, Accept(story.handover(), kSpecht));
}

TEST(Refusal, LeavesResponsibilityWithTheGiver) {
  CaseStory story = CaseOfferedToBerg();
  EXPECT_THAT(Facts(story.When(kBerg, Refuse(story.handover(), kBerg))), ElementsAre("HandoverRefused"));
  EXPECT_EQ(story.state().responsibility.holder(), Holder(kAdler, kSpecht));
  EXPECT_FALSE(story.state().handover.open());
  EXPECT_TRUE(OpenClocks(story.state()).empty());
}

TEST(Refusal, NeedsReasonAndCounterProposal) {
  CaseStory story = CaseOfferedToBerg();
  RefuseHandover refuse = Refuse(story.handover(), kBerg);
  refuse.refusal.clear_reason();
  EXPECT_TRUE(RefusedWith(story.When(kBerg, refuse), Reason::kRefusalWithoutReason));
  refuse = Refuse(story.handover(), kBerg);
  refuse.refusal.clear_counter_proposal();
  EXPECT_TRUE(RefusedWith(story.When(kBerg, refuse), Reason::kCounterProposalMissing));
}

TEST(Refusal, IsForTheReceiver) {
  CaseStory story = CaseOfferedToBerg();
  EXPECT_TRUE(RefusedWith(story.When(kSpecht, Refuse(story.handover(), kSpecht)), Reason::kNotTheReceiver));
  EXPECT_TRUE(RefusedWith(story.When(kBerg, Refuse("another", kBerg)), Reason::kHandoverNotOpen));
}

TEST(Refusal, TheSecondOneEscalatesAndTheQuestionStaysOpen) {
  CaseStory story = CaseOfferedToBerg();
  story.Given(kBerg, Refuse(story.handover(), kBerg)).Given(kAdler, Offer(kBerg, kLerche));
  const std::string second = story.handover();
  EXPECT_THAT(Facts(story.When(kBerg, Refuse(second, kBerg))),
              ElementsAre("HandoverRefused", "CaseDeadlineEscalated"));
  const auto* clock = story.state().clocks.Find(CLOCK_KIND_HANDOVER_ANSWER, second);
  ASSERT_NE(clock, nullptr);
  EXPECT_EQ(clock->step, common::v1::ESCALATION_STEP_TEAM_LEAD);
  EXPECT_EQ(story.state().responsibility.holder().person_id, "adler");
  story.Given(kAdler, RevokeHandover{second});
  EXPECT_TRUE(OpenClocks(story.state()).empty());
}

TEST(Revocation, IsPossibleUntilAcceptance) {
  CaseStory story = CaseOfferedToBerg();
  const std::string handover = story.handover();
  EXPECT_THAT(Facts(story.When(kSpecht, RevokeHandover{handover})), ElementsAre("HandoverRevoked"));
  EXPECT_TRUE(RefusedWith(story.When(kBerg, Accept(handover, kBerg)), Reason::kHandoverNotOpen));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, RevokeHandover{handover}), Reason::kHandoverNotOpen));
}

TEST(Revocation, IsForTheGiver) {
  CaseStory story = CaseWithTeam();
  story.Given(kAdler, Offer(kBerg, kLerche));
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, RevokeHandover{story.handover()}), Reason::kNotTheCaseHolder));
}

TEST(Silence, EscalatesAndNeverMoves) {
  CaseStory story = CaseOfferedToBerg();
  const absl::Time due = kStart + kHandoverAnswerWithin;
  const PassDeadline pass{CLOCK_KIND_HANDOVER_ANSWER, story.handover(), due};
  story.Wait(kHandoverAnswerWithin);
  EXPECT_THAT(Facts(story.When(kService, pass)), ElementsAre("CaseDeadlineOverdue"));
  for (int step = 0; step < 4; ++step) {
    story.Wait(Days(1));
    EXPECT_THAT(Facts(story.When(kService, pass)), ElementsAre("CaseDeadlineEscalated"));
  }
  story.Wait(Days(100));
  EXPECT_THAT(Facts(story.When(kService, pass)), ElementsAre());
  EXPECT_EQ(story.state().responsibility.holder().person_id, "adler");
  story.Given(kBerg, Accept(story.handover(), kBerg));  // late, and still possible
}

// Vouched for by `who` of Adler's office, then accepted by Amsel or, in the same organisation, by Berg.
CaseStory MovedByNight(common::v1::TonightKind kind, const Person& who, const Person& to) {
  CaseStory story = OpenedCase();
  story.Given(who, VouchForTonight{Tonight(kind, who), Known()});
  story.Wait(absl::Hours(1));
  story.Given(kAdler, Offer(to, to.id == kAmsel.id ? kStar : kLerche)).Met();
  return std::move(story.Given(to, Accept(story.handover(), to)));
}

TEST(Night, ThatTheGiverVouchedForGoesWithTheCase) {
  CaseStory story = MovedByNight(common::v1::TONIGHT_KIND_CUSTODY, kAdler, kAmsel);
  EXPECT_EQ(story.state().tonight.holder().kind, common::v1::TONIGHT_KIND_CUSTODY);
  EXPECT_EQ(story.state().tonight.holder().holder, story.state().responsibility.holder());
  EXPECT_EQ(story.state().sheltered_since, kStart) << "the young person is where she was";
  EXPECT_FALSE(Shares(story.state(), kAdler.organisation));
}

TEST(Night, ThatAColleagueOfTheGiverVouchedForGoesToAnotherOfficeOnly) {
  const auto kind = common::v1::TONIGHT_KIND_CUSTODY;
  EXPECT_EQ(MovedByNight(kind, kHabicht, kAmsel).state().tonight.holder().holder.person_id, "amsel");
  EXPECT_EQ(MovedByNight(kind, kHabicht, kBerg).state().tonight.holder().holder.person_id, "habicht");
  EXPECT_EQ(MovedByNight(kind, kSpecht, kBerg).state().tonight.holder().holder.person_id, "berg")
      << "Adler's deputy";
}

TEST(Night, StaysWithWhoeverShelters) {
  CaseStory story = CaseWithRunningSetting();
  story.Given(kAdler, Offer(kAmsel, kStar)).Met();
  EXPECT_THAT(Facts(story.When(kAmsel, Accept(story.handover(), kAmsel))),
              ElementsAre("HandoverAccepted", "ResponsibilityMoved"));
  EXPECT_EQ(story.state().tonight.holder().holder.person_id, "fuchs");
  EXPECT_EQ(story.state().tonight_setting_id, story.setting());
}

TEST(Night, StaysWithTheOfficeThatTookIntoCare) {
  CaseStory story = OpenedCase();
  story.Given(kService, CrisisOf(kAdler, kSpecht)).Given(kService, IntoCare(kAdler));
  story.Given(kAdler, Offer(kAmsel, kStar)).Met();
  story.Given(kAmsel, Accept(story.handover(), kAmsel));
  EXPECT_EQ(story.state().tonight.holder().kind, common::v1::TONIGHT_KIND_IN_CARE);
  EXPECT_EQ(story.state().tonight.holder().holder.person_id, "adler") << "§ 42: until it ends";
}

TEST(Night, OfSomebodyMissingIsTheNewHoldersToSearchInByTheSameDate) {
  CaseStory story = MovedByNight(common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN, kAdler, kAmsel);
  const auto* search = story.state().clocks.Find(common::v1::CLOCK_KIND_SEARCH_CONTACT, "");
  ASSERT_NE(search, nullptr);
  EXPECT_EQ(search->due, kStart + kFirstSearchWithin);
  RecordSearchContact searched;
  searched.next_within_hours = 24;
  EXPECT_TRUE(RefusedWith(story.When(kAdler, searched), Reason::kNotTheSearcher));
  story.Given(kAmsel, searched);
}

v1::PackageItem Packed(uint64_t position, bool withheld = false) {
  v1::PackageItem item;
  item.set_position(position);
  item.set_confidentiality(common::v1::CONFIDENTIALITY_ORDINARY);
  item.set_withheld(withheld);
  if (!withheld) item.set_basis(v1::TRANSFER_BASIS_SGB8_64_1);
  return item;
}

v1::ResponsibilityMoved MovedWithPackage(CaseStory story, const Person& to, const Person& deputy) {
  OfferHandover offer = Offer(to, deputy);
  *offer.offer.add_package() = Packed(3);
  *offer.offer.add_package() = Packed(4, true);
  story.Given(kAdler, offer).Met();
  const Decision decision = story.When(to, Accept(story.handover(), to));
  EXPECT_FALSE(decision.refused());
  for (const auto& event : decision.events()) {
    if (event.has_responsibility_moved()) return event.responsibility_moved();
  }
  return {};
}

TEST(Package, IsAllThatAnotherOfficeGets) {
  const auto moved = MovedWithPackage(OpenedCase(), kAmsel, kStar);
  EXPECT_TRUE(moved.unnamed_stays_behind()) << "N6, § 62, § 64";
  EXPECT_THAT(moved.goes_along(), ElementsAre(3));
}

TEST(Package, LeavesNothingBehindWithinOneOrganisationNorForWhoSharesTheCase) {
  EXPECT_FALSE(MovedWithPackage(OpenedCase(), kBerg, kLerche).unnamed_stays_behind());
  EXPECT_FALSE(MovedWithPackage(CaseWithTeam(), kFuchs, kDachs).unnamed_stays_behind());
}

TEST(HandoverWithATeam, GivesTheSeatToTheNewHolderWhoAcceptsInPerson) {
  CaseStory story = CaseWithTeam();
  story.Given(kAdler, Offer(kBerg, kLerche)).Met();
  EXPECT_THAT(Facts(story.When(kBerg, Accept(story.handover(), kBerg))),
              ElementsAre("HandoverAccepted", "TonightMoved", "ResponsibilityMoved", "InvitationReplaced",
                          "MemberCommitted"));
  EXPECT_EQ(care::FindSeat(story.state().seats, "adler"), nullptr);
  EXPECT_TRUE(care::AllCommitted(story.state().seats));
}

TEST(HandoverWithATeam, WhoDidNotAcceptInPersonDoesNotCountYet) {
  CaseStory story = CaseWithTeam();
  story.Given(kAdler, Offer(kBerg, kLerche)).Met();
  EXPECT_THAT(Facts(story.When(kLerche, Accept(story.handover(), kLerche))),
              ElementsAre("HandoverAccepted", "TonightMoved", "ResponsibilityMoved", "InvitationReplaced"));
  EXPECT_EQ(care::FindSeat(story.state().seats, "berg")->who.person_id, "adler");
  story.Given(kBerg, CommitToTeam{"team"});
  EXPECT_EQ(care::FindSeat(story.state().seats, "berg")->who.person_id, "berg");
}

TEST(HandoverWithATeam, TheGiverKeepsTheSeatWhereOtherwiseOneOrganisationWouldBeLeft) {
  CaseStory story = OpenedCase();
  InviteTeam invite = Invite();
  invite.coordinator = care::ToProto(Holder(Person{"other-office", "", "krause"}, kKrause));
  invite.invitations = {Seat(kAdler, team::v1::DISCIPLINE_SOCIAL_WORK),
                        Seat({"other-office", "", "krause"}, team::v1::DISCIPLINE_PSYCHOLOGY, true)};
  story.Given(kService, invite).Given(kAdler, Offer({"other-office", "", "habicht"}, kLerche)).Met();
  const Person habicht{"other-office", "", "habicht"};
  EXPECT_THAT(Facts(story.When(habicht, Accept(story.handover(), habicht))),
              ElementsAre("HandoverAccepted", "TonightMoved", "ResponsibilityMoved"));
  EXPECT_TRUE(care::HasTwoOrganisations(story.state().seats));
}

TEST(Meeting, OfOnePersonWhoIsDeputyHereAndReceiverThereIsNone) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, Offer(kSpecht, kHabicht));
  const std::string handover = story.handover();
  EXPECT_TRUE(RefusedWith(story.When(kSpecht, Meeting(handover, {kSpecht}, story.now())),
                          Reason::kMeetingWithoutBothSides));
  EXPECT_TRUE(RefusedWith(story.When(kSpecht, Meeting(handover, {kSpecht, kSpecht, kEule}, story.now())),
                          Reason::kMeetingWithoutBothSides));
  EXPECT_TRUE(RefusedWith(story.When(kSpecht, Meeting(handover, {kHabicht, kEule}, story.now())),
                          Reason::kMeetingWithoutBothSides));
  EXPECT_FALSE(CaseStory(story).When(kSpecht, Meeting(handover, {kSpecht, kHabicht}, story.now())).refused())
      << "Specht for Adler, Habicht for Specht";
  EXPECT_FALSE(story.When(kAdler, Meeting(handover, {kAdler, kSpecht}, story.now())).refused());
}

TEST(Offer, NeedsAReceiverAndADeputyWhoCanAct) {
  OfferHandover offer = Offer(kBerg, kLerche);
  offer.to.reachable = false;
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, offer), Reason::kHolderNotReachable)) << "R0";
}

TEST(Acceptance, IsRefusedOnceTheReceiverHasLostTheRole) {
  CaseStory story = CaseOfferedToBerg();
  AcceptHandover accept = Accept(story.handover(), kLerche);
  accept.receiver_unreachable = true;
  EXPECT_TRUE(RefusedWith(story.When(kLerche, accept), Reason::kHolderNotReachable)) << "R0";
  EXPECT_EQ(story.state().responsibility.holder().person_id, "adler");
}

}  // namespace
}  // namespace fallverbund::casework::testing
