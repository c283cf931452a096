// Long, because one test per way to be wrong, by the rows.
//
// Given raw commits of a log in which one thing is wrong, the checker names it. One test per way to be wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "fallverbund/crisis/v1/pool_events.pb.h"
#include "fallverbund/keys/v1/erasure_events.pb.h"
#include "libs/base/time.h"
#include "services/audit/domain/strands.h"
#include "services/audit/domain/testing/milo.h"
#include "services/audit/domain/testing/verdict_of.h"

namespace fallverbund::audit {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Milo;
using ::testing::Pair;
using testing::TestId;
using testing::VerdictOf;
using testing::WholeVerdict;

std::vector<std::string> WordsOf(const Milo& milo) {
  return VerdictOf(milo.book).Words();
}

uint64_t GapsOf(const Milo& milo) {
  const WholeVerdict whole = VerdictOf(milo.book);
  return whole.memory.File(*whole.memory.ChainOf(milo.the_case))->gaps();
}

// What was found of which strand: gaps, then doubles.
std::map<common::v1::Strand, std::pair<uint64_t, uint64_t>> ByStrand(const Milo& milo) {
  const WholeVerdict whole = VerdictOf(milo.book);
  std::map<common::v1::Strand, std::pair<uint64_t, uint64_t>> found;
  const auto file = whole.memory.File(*whole.memory.ChainOf(milo.the_case));
  for (const v1::StrandVerdict& of : file->strands()) found[of.strand()] = {of.gaps(), of.doubles()};
  return found;
}

uint64_t InquireWith(Milo& milo, const common::v1::Holder& holder) {
  intake::v1::InquiryReceived received;
  received.set_subject_id(milo.young_person);
  *received.mutable_holder() = holder;
  return milo.book.Write("intake", "inquiry", milo.inquiry, milo.AdlerPen(), received);
}

casework::v1::HandoverOffered OfferTo(const Milo& milo, const common::v1::Holder& to) {
  casework::v1::HandoverOffered offered;
  offered.set_handover_id(milo.handover);
  *offered.mutable_to() = to;
  return offered;
}

casework::v1::HandoverMeetingHeld Meeting(const Milo& milo, const common::v1::Holder& to) {
  casework::v1::HandoverMeetingHeld held;
  held.set_handover_id(milo.handover);
  held.add_person_ids(milo.who.adler);
  held.add_person_ids(to.person_id());
  return held;
}

void OfferAndMeet(Milo& milo, const common::v1::Holder& to) {
  milo.InCase(milo.AdlerPen(), OfferTo(milo, to));
  milo.InCase(milo.AdlerPen(), Meeting(milo, to));
}

casework::v1::HandoverAccepted AcceptBy(const Milo& milo, const std::string& person) {
  casework::v1::HandoverAccepted accepted;
  accepted.set_handover_id(milo.handover);
  accepted.set_person_id(person);
  return accepted;
}

casework::v1::ResponsibilityMoved Move(const Milo& milo, const common::v1::Holder& from,
                                       const common::v1::Holder& to) {
  casework::v1::ResponsibilityMoved moved;
  moved.set_handover_id(milo.handover);
  *moved.mutable_from() = from;
  *moved.mutable_to() = to;
  return moved;
}

// --- exactly one holder, public, named ---

TEST(CheckerFinds, AnInquiryThatNamesNobody) {
  Milo milo;
  InquireWith(milo, {});
  EXPECT_THAT(WordsOf(milo), ElementsAre("NO_HOLDER case"));
}

TEST(CheckerFinds, AGapThatLastsOnlyOnce) {
  Milo milo;
  InquireWith(milo, {});
  milo.book.Write("intake", "inquiry", milo.inquiry, milo.AdlerPen(), intake::v1::BrokenOffSupportAdded());
  milo.book.Write("intake", "inquiry", milo.inquiry, milo.AdlerPen(), intake::v1::BrokenOffSupportAdded());
  EXPECT_THAT(WordsOf(milo), ElementsAre("NO_HOLDER case"));
}

TEST(CheckerFinds, ADialogAboutSomebodyIdentifiable) {
  Milo milo;
  intake::v1::ContactReceived received;
  received.set_kind(intake::v1::CONTACT_KIND_DIALOG);
  received.set_subject_id(milo.young_person);
  *received.mutable_owner() = milo.Coordinator();
  milo.book.Write("intake", "contact", milo.contact, milo.CoordinatorPen(), received);
  EXPECT_THAT(WordsOf(milo), ElementsAre("NO_HOLDER case"));
}

TEST(CheckerFinds, AMoveToNobody) {
  Milo milo;
  milo.PlayToCase();
  OfferAndMeet(milo, milo.Sommer());
  milo.InCase(milo.SommerPen(), AcceptBy(milo, milo.who.sommer), Move(milo, milo.Adler(), {}));
  EXPECT_THAT(WordsOf(milo),
              ElementsAre("MOVE_WITHOUT_ACCEPTANCE moved_to_another_than_offered", "NO_HOLDER case"));
  EXPECT_EQ(GapsOf(milo), 1u);
}

TEST(CheckerFinds, ACaseWhoseFirstEventIsNotItsOpening) {
  Milo milo;
  milo.InCase(milo.AdlerPen(), casework::v1::SetbackRecorded());
  EXPECT_THAT(WordsOf(milo), ElementsAre("NO_HOLDER case"));
}

TEST(CheckerFinds, AHolderWithoutPerson) {
  Milo milo;
  common::v1::Holder mailbox = milo.Adler();
  mailbox.clear_person_id();
  InquireWith(milo, mailbox);
  EXPECT_THAT(WordsOf(milo), ElementsAre("HOLDER_WITHOUT_PERSON none_named"));
}

TEST(CheckerFinds, AHolderWhoIsNoRegisteredPerson) {
  Milo milo;
  common::v1::Holder stranger = milo.Adler();
  stranger.set_person_id(TestId(0xdead));
  InquireWith(milo, stranger);
  EXPECT_THAT(WordsOf(milo), ElementsAre("HOLDER_WITHOUT_PERSON " + TestId(0xdead)));
}

TEST(CheckerFinds, AHolderWhoWorksElsewhere) {
  Milo milo;
  common::v1::Holder lent = milo.Adler();
  lent.set_person_id(milo.who.carer);
  InquireWith(milo, lent);
  EXPECT_THAT(WordsOf(milo), ElementsAre("HOLDER_WITHOUT_PERSON " + milo.who.carer));
}

TEST(CheckerFinds, AProviderThatHoldsTheCase) {
  Milo milo;
  milo.PlayToCase();
  OfferAndMeet(milo, milo.Carer());
  milo.InCase(milo.CarerPen(), AcceptBy(milo, milo.who.carer), Move(milo, milo.Adler(), milo.Carer()));
  EXPECT_THAT(WordsOf(milo), ElementsAre("HOLDER_NOT_PUBLIC " + milo.who.provider));
}

TEST(CheckerFinds, TheEmergencyServiceHoldingWhatAnotherHeldBefore) {
  Milo milo;
  milo.PlayToCase();
  OfferAndMeet(milo, milo.OnDuty());
  milo.InCase(milo.DutyPen(), AcceptBy(milo, milo.who.on_duty), Move(milo, milo.Adler(), milo.OnDuty()));
  EXPECT_THAT(WordsOf(milo), ElementsAre("HOLDER_NOT_PUBLIC " + milo.who.emergency_service));
}

TEST(CheckerFinds, TheEmergencyServiceHoldingAnInquiry) {
  Milo milo;
  InquireWith(milo, milo.OnDuty());
  EXPECT_THAT(WordsOf(milo), ElementsAre("HOLDER_NOT_PUBLIC " + milo.who.emergency_service));
}

TEST(CheckerFinds, TheCoordinationOfficeHoldingAnInquiry) {
  Milo milo;
  InquireWith(milo, milo.Coordinator());
  EXPECT_THAT(WordsOf(milo), ElementsAre("HOLDER_NOT_PUBLIC " + milo.who.office));
}

// --- two holders ---

TEST(CheckerFinds, AMoveFromSomebodyWhoDoesNotHold) {
  Milo milo;
  milo.PlayToCase();
  OfferAndMeet(milo, milo.Sommer());
  milo.InCase(milo.SommerPen(), AcceptBy(milo, milo.who.sommer),
              Move(milo, milo.Coordinator(), milo.Sommer()));
  EXPECT_THAT(WordsOf(milo), ElementsAre("TWO_HOLDERS moved_from_another_than_the_holder"));
  EXPECT_EQ(GapsOf(milo), 1u);
  EXPECT_THAT(ByStrand(milo), ElementsAre(Pair(common::v1::STRAND_CASE, Pair(0u, 1u))));
}

TEST(CheckerFinds, AnAcceptanceAfterWhichNothingMoved) {
  Milo milo;
  milo.PlayToCase();
  OfferAndMeet(milo, milo.Sommer());
  milo.InCase(milo.SommerPen(), AcceptBy(milo, milo.who.sommer));
  EXPECT_THAT(WordsOf(milo), ElementsAre("TWO_HOLDERS accepted_without_move"));
}

TEST(CheckerFinds, TwoCasesFromOneOrigin) {
  Milo milo;
  milo.Inquires();
  const uint64_t asked = milo.FoundEligible();
  milo.CaseOpens(asked);
  milo.book.Write("case", "case", TestId(0x203), Milo::House("case"), milo.Opening(asked));
  EXPECT_THAT(WordsOf(milo), ElementsAre("TWO_HOLDERS " + milo.inquiry));
}

TEST(CheckerFinds, TwoInquiriesForOneYoungPerson) {
  Milo milo;
  milo.Inquires();
  intake::v1::InquiryReceived second;
  second.set_subject_id(milo.young_person);
  *second.mutable_holder() = milo.Sommer();
  milo.book.Write("intake", "inquiry", TestId(0x201), milo.SommerPen(), second);
  EXPECT_THAT(WordsOf(milo), ElementsAre("TWO_HOLDERS " + milo.inquiry));
}

TEST(CheckerFinds, ACaseThatOpensTwice) {
  Milo milo;
  milo.PlayToCase();
  milo.InCase(Milo::House("case"), milo.Opening(1));
  EXPECT_THAT(WordsOf(milo), ElementsAre("TWO_HOLDERS opened_twice"));
}

TEST(CheckerFinds, AnOriginThatNamesAnotherHolderLater) {
  Milo milo;
  milo.Inquires();
  intake::v1::InquiryDeclined declined;
  *declined.mutable_holder() = milo.Sommer();
  milo.book.Write("intake", "inquiry", milo.inquiry, milo.CoordinatorPen(), declined);
  EXPECT_THAT(WordsOf(milo), ElementsAre("TWO_HOLDERS origin_names_another"));
}

TEST(CheckerFinds, TonightMovedAwayFromSomebodyWhoDidNotHaveIt) {
  Milo milo;
  milo.PlayToCase();
  casework::v1::TonightMoved moved;
  *moved.mutable_from() = milo.WithCarer();
  *moved.mutable_to() = milo.AtHome();
  milo.InCase(milo.AdlerPen(), moved);
  EXPECT_THAT(WordsOf(milo), ElementsAre("TWO_HOLDERS tonight_moved_from_another_than_the_holder"));
  EXPECT_THAT(ByStrand(milo), ElementsAre(Pair(common::v1::STRAND_TONIGHT, Pair(0u, 1u))));
}

// --- the case repeats the origin's holder ---

TEST(CheckerFinds, ACaseThatBeginsWithAnotherHolder) {
  Milo milo;
  milo.Inquires();
  const uint64_t asked = milo.FoundEligible();
  casework::v1::CaseOpened opened = milo.Opening(asked);
  *opened.mutable_holder() = milo.Sommer();
  milo.InCase(Milo::House("case"), opened);
  EXPECT_THAT(WordsOf(milo), ElementsAre("ORIGIN_MISMATCH another_first_holder"));
}

TEST(CheckerFinds, ACaseThatChangesOnlyTheDeputy) {
  Milo milo;
  milo.Inquires();
  casework::v1::CaseOpened opened = milo.Opening(milo.FoundEligible());
  opened.mutable_holder()->clear_deputy_person_id();
  milo.InCase(Milo::House("case"), opened);
  EXPECT_THAT(WordsOf(milo), ElementsAre("ORIGIN_MISMATCH another_first_holder"));
}

TEST(CheckerFinds, ACaseFromNowhere) {
  Milo milo;
  milo.InCase(Milo::House("case"), milo.Opening(7));
  EXPECT_THAT(WordsOf(milo), ElementsAre("ORIGIN_MISMATCH origin_not_in_the_log"));
}

TEST(CheckerFinds, ACaseThatNobodyAskedFor) {
  Milo milo;
  milo.CaseOpens(milo.Inquires());
  EXPECT_THAT(WordsOf(milo), ElementsAre("ORIGIN_MISMATCH origin_did_not_ask"));
}

TEST(CheckerFinds, ACaseForAnotherYoungPerson) {
  Milo milo;
  milo.Inquires();
  casework::v1::CaseOpened opened = milo.Opening(milo.FoundEligible());
  opened.set_subject_id(TestId(0x999));
  milo.InCase(Milo::House("case"), opened);
  EXPECT_THAT(WordsOf(milo), ElementsAre("ORIGIN_MISMATCH another_young_person"));
}

TEST(CheckerFinds, AnOriginThatPointsAtAnotherCase) {
  Milo milo;
  milo.PlayToCase();
  intake::v1::InquiryOpened opened;
  opened.set_case_id(TestId(0x203));
  milo.book.Write("intake", "inquiry", milo.inquiry, Milo::House("intake"), opened);
  EXPECT_THAT(WordsOf(milo), ElementsAre("ORIGIN_MISMATCH opened_as_another_case"));
}

// --- moves only after an acceptance ---

TEST(CheckerFinds, AMoveThatWasNeverOffered) {
  Milo milo;
  milo.PlayToCase();
  milo.InCase(milo.SommerPen(), Move(milo, milo.Adler(), milo.Sommer()));
  EXPECT_THAT(WordsOf(milo), ElementsAre("MOVE_WITHOUT_ACCEPTANCE no_open_offer"));
}

TEST(CheckerFinds, AMoveBySilence) {
  Milo milo;
  milo.PlayToCase();
  OfferAndMeet(milo, milo.Sommer());
  milo.InCase(Milo::House("case"), Move(milo, milo.Adler(), milo.Sommer()));
  EXPECT_THAT(WordsOf(milo), ElementsAre("MOVE_WITHOUT_ACCEPTANCE not_accepted"));
}

TEST(CheckerFinds, AnOffererWhoAcceptsHerOwnOffer) {
  Milo milo;
  milo.PlayToCase();
  milo.InCase(milo.SommerPen(), OfferTo(milo, milo.Sommer()));
  milo.InCase(milo.SommerPen(), AcceptBy(milo, milo.who.sommer), Move(milo, milo.Adler(), milo.Sommer()));
  EXPECT_THAT(WordsOf(milo), ElementsAre("MOVE_WITHOUT_ACCEPTANCE acceptor_is_the_offerer"));
}

TEST(CheckerFinds, AnAcceptanceByAnotherHand) {
  Milo milo;
  milo.PlayToCase();
  OfferAndMeet(milo, milo.Sommer());
  milo.InCase(milo.CarerPen(), AcceptBy(milo, milo.who.sommer), Move(milo, milo.Adler(), milo.Sommer()));
  EXPECT_THAT(WordsOf(milo), ElementsAre("MOVE_WITHOUT_ACCEPTANCE accepted_by_another_hand"));
}

TEST(CheckerFinds, AnAcceptanceByTheHouseItself) {
  Milo milo;
  milo.PlayToCase();
  OfferAndMeet(milo, milo.Sommer());
  milo.InCase(Milo::House("case"), AcceptBy(milo, ""), Move(milo, milo.Adler(), milo.Sommer()));
  EXPECT_THAT(WordsOf(milo), ElementsAre("MOVE_WITHOUT_ACCEPTANCE accepted_by_another_hand"));
}

TEST(CheckerFinds, AnAcceptanceBySomebodyOfAnotherOrganisation) {
  Milo milo;
  milo.PlayToCase();
  OfferAndMeet(milo, milo.Sommer());
  milo.InCase(milo.CarerPen(), AcceptBy(milo, milo.who.carer), Move(milo, milo.Adler(), milo.Sommer()));
  EXPECT_THAT(WordsOf(milo), ElementsAre("MOVE_WITHOUT_ACCEPTANCE acceptor_not_of_the_receiver"));
}

TEST(CheckerFinds, AnAcceptanceAfterTheOfferWasRevoked) {
  Milo milo;
  milo.PlayToCase();
  OfferAndMeet(milo, milo.Sommer());
  casework::v1::HandoverRevoked revoked;
  revoked.set_handover_id(milo.handover);
  milo.InCase(milo.AdlerPen(), revoked);
  milo.InCase(milo.SommerPen(), AcceptBy(milo, milo.who.sommer), Move(milo, milo.Adler(), milo.Sommer()));
  EXPECT_THAT(WordsOf(milo), ElementsAre("MOVE_WITHOUT_ACCEPTANCE no_open_offer"));
}

TEST(CheckerFinds, ASecondMoveByTheSameAcceptance) {
  Milo milo;
  milo.PlayToCase();
  OfferAndMeet(milo, milo.Sommer());
  milo.InCase(milo.SommerPen(), AcceptBy(milo, milo.who.sommer), Move(milo, milo.Adler(), milo.Sommer()));
  milo.InCase(milo.SommerPen(), Move(milo, milo.Sommer(), milo.Adler()));
  EXPECT_THAT(WordsOf(milo), ElementsAre("MOVE_WITHOUT_ACCEPTANCE no_open_offer"));
}

TEST(CheckerFinds, ACrisisTeamThatHoldsTonightWithoutHavingAccepted) {
  Milo milo;
  milo.PlayToCase();
  casework::v1::TonightMoved moved;
  *moved.mutable_from() = milo.AtHome();
  *moved.mutable_to() = milo.WithCrisisTeam();
  milo.InCase(Milo::House("case"), moved);
  EXPECT_THAT(WordsOf(milo), ElementsAre("MOVE_WITHOUT_ACCEPTANCE crisis_team_has_not_accepted"));
}

TEST(CheckerFinds, ACrisisTeamForWhichSomebodyElseAccepted) {
  Milo milo;
  milo.PlayToCase();
  crisis::v1::DeploymentRequested requested;
  requested.set_case_id(milo.the_case);
  milo.book.Write("crisis", "deployment", milo.deployment, milo.AdlerPen(), requested);
  crisis::v1::DeploymentAccepted accepted;
  *accepted.mutable_holder() = milo.KitWorker();
  milo.book.Write("crisis", "deployment", milo.deployment, milo.AdlerPen(), accepted);
  casework::v1::TonightMoved moved;
  *moved.mutable_from() = milo.AtHome();
  *moved.mutable_to() = milo.WithCrisisTeam();
  milo.InCase(Milo::House("case"), moved);
  EXPECT_THAT(WordsOf(milo), ElementsAre("MOVE_WITHOUT_ACCEPTANCE crisis_team_has_not_accepted"));
}

// The place is taken in person; the deployment follows, by the house where the call ended in between.
TEST(CheckerFinds, NothingWhereTheCrisisTeamTookAPlaceInPerson) {
  for (const bool in_person : {true, false}) {
    Milo milo;
    milo.PlayToCase();
    crisis::v1::DeploymentRequested requested;
    requested.set_case_id(milo.the_case);
    milo.book.Write("crisis", "deployment", milo.deployment, milo.AdlerPen(), requested);
    crisis::v1::PoolCapacitySet one;
    one.set_organisation_id(milo.who.crisis_team);
    one.set_overnight_places(1);
    milo.book.Write("crisis", "pool", TestId(0x410), milo.KitPen(), one);
    crisis::v1::PlaceTaken place;
    place.set_mode(crisis::v1::DEPLOYMENT_MODE_OVERNIGHT);
    place.set_deployment_id(milo.deployment);
    place.set_case_id(milo.the_case);
    *place.mutable_holder() = milo.KitWorker();
    milo.book.Write("crisis", "pool", TestId(0x410), in_person ? milo.KitPen() : milo.AdlerPen(), place);
    crisis::v1::DeploymentAccepted accepted;
    *accepted.mutable_holder() = milo.KitWorker();
    milo.book.Write("crisis", "deployment", milo.deployment, Milo::House("crisis"), accepted);
    casework::v1::TonightMoved moved;
    *moved.mutable_from() = milo.AtHome();
    *moved.mutable_to() = milo.WithCrisisTeam();
    milo.InCase(Milo::House("case"), moved);
    EXPECT_EQ(WordsOf(milo).empty(), in_person);
  }
}

// --- TONIGHT ---

TEST(CheckerFinds, ACaseThatOpensWithoutTonight) {
  Milo milo;
  milo.Inquires();
  casework::v1::CaseOpened opened = milo.Opening(milo.FoundEligible());
  opened.clear_tonight();
  milo.InCase(Milo::House("case"), opened);
  EXPECT_THAT(WordsOf(milo), ElementsAre("TONIGHT_EMPTY tonight"));
  EXPECT_EQ(GapsOf(milo), 1u);
}

TEST(CheckerFinds, ASettingThatEndsIntoNothing) {
  Milo milo;
  milo.PlayToCase();
  milo.InCase(milo.AdlerPen(), casework::v1::SettingEnded());
  EXPECT_THAT(WordsOf(milo), ElementsAre("TONIGHT_EMPTY tonight"));
}

TEST(CheckerFinds, WhereaboutsUnknownWithoutANamedSearcher) {
  Milo milo;
  milo.PlayToCase();
  casework::v1::TonightMoved moved;
  *moved.mutable_from() = milo.AtHome();
  moved.mutable_to()->set_kind(common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN);
  moved.mutable_to()->mutable_holder()->set_organisation_id(milo.who.youth_office);
  milo.InCase(milo.AdlerPen(), moved);
  EXPECT_THAT(WordsOf(milo), ElementsAre("TONIGHT_EMPTY tonight"));
}

TEST(CheckerFinds, EachNightThatIsEmptyAgain) {
  Milo milo;
  milo.PlayToCase();
  milo.InCase(milo.AdlerPen(), casework::v1::SettingEnded());
  casework::v1::TonightMoved moved;
  *moved.mutable_to() = milo.AtHome();
  milo.InCase(milo.AdlerPen(), moved);
  milo.InCase(milo.AdlerPen(), casework::v1::SettingEnded());
  EXPECT_EQ(GapsOf(milo), 2u);
}

// --- shared responsibility and coordination ---

TEST(CheckerFinds, ATeamThatFormsBeforeTheProviderHasAccepted) {
  Milo milo;
  milo.PlayToCase();
  milo.TeamProposed();
  milo.Commits(milo.who.youth_office, milo.who.adler);
  milo.InTeam(Milo::House("team"), team::v1::TeamFormed());
  EXPECT_THAT(WordsOf(milo), ElementsAre("SHARED_TOO_SMALL formed_before_all_committed"));
}

TEST(CheckerFinds, SharedResponsibilityWithAnOpenSeat) {
  Milo milo;
  milo.PlayToCase();
  milo.TeamProposed();
  milo.Commits(milo.who.youth_office, milo.who.adler);
  milo.Commits(milo.who.clinic, milo.who.doctor);
  casework::v1::SharedResponsibilityTaken taken;
  taken.set_team_id(milo.team);
  milo.InCase(Milo::House("case"), taken);
  EXPECT_THAT(WordsOf(milo), ElementsAre("SHARED_TOO_SMALL somebody_has_not_committed"));
}

TEST(CheckerFinds, SharedResponsibilityOfOneOrganisationWithoutLead) {
  Milo milo;
  milo.PlayToCase();
  milo.InTeam(milo.CoordinatorPen(), milo.Proposal());
  casework::v1::CoordinationAssumed coordination;
  *coordination.mutable_holder() = milo.Coordinator();
  coordination.set_team_id(milo.team);
  casework::v1::CommitmentsInvited invited = milo.Invitations();
  invited.mutable_invitations()->DeleteSubrange(2, 3);
  invited.mutable_invitations()->DeleteSubrange(0, 1);
  milo.InCase(Milo::House("case"), coordination, invited);
  milo.Commits(milo.who.office, milo.who.coordinator);
  casework::v1::SharedResponsibilityTaken taken;
  taken.set_team_id(milo.team);
  milo.InCase(Milo::House("case"), taken);
  EXPECT_THAT(WordsOf(milo),
              ElementsAre("SHARED_TOO_SMALL fewer_than_two_organisations", "SHARED_TOO_SMALL not_one_lead"));
}

TEST(CheckerFinds, ACommitmentThatSomebodyElseMade) {
  Milo milo;
  milo.PlayToCase();
  milo.TeamProposed();
  casework::v1::MemberCommitted committed;
  committed.set_team_id(milo.team);
  committed.set_organisation_id(milo.who.provider);
  committed.set_person_id(milo.who.carer);
  milo.InCase(milo.CoordinatorPen(), committed);
  EXPECT_THAT(WordsOf(milo), ElementsAre("SHARED_TOO_SMALL not_committed_in_person"));
}

casework::v1::InvitationReplaced Follows(const Milo& milo, const std::string& person,
                                         const std::string& next_organisation,
                                         const std::string& next_person) {
  casework::v1::InvitationReplaced replaced;
  replaced.set_team_id(milo.team);
  replaced.set_person_id(person);
  replaced.mutable_invitation()->set_organisation_id(next_organisation);
  replaced.mutable_invitation()->set_person_id(next_person);
  return replaced;
}

// One seat after the other, until everybody who shares is of one office.
TEST(CheckerFinds, ACircleThatBecameOneOrganisationBySuccession) {
  Milo milo;
  milo.PlayToTeam();
  int number = 0x800;
  std::vector<std::string> found;
  for (const std::string& person :
       {milo.who.coordinator, milo.who.doctor, milo.who.teacher, milo.who.carer}) {
    const std::string next = TestId(++number);
    team::v1::PersonRegistered registered;
    registered.set_person_id(next);
    milo.book.Write("team", "organisation", milo.who.youth_office, milo.AdlerPen(), registered);
    milo.InCase(milo.AdlerPen(), Follows(milo, person, milo.who.youth_office, next));
    EXPECT_EQ(WordsOf(milo), found);
    milo.Commits(milo.who.youth_office, next);
  }
  found = {"SHARED_TOO_SMALL fewer_than_two_organisations"};
  EXPECT_EQ(WordsOf(milo), found);
}

TEST(CheckerFinds, AnAccountThatClosedWhileItsPersonShares) {
  Milo milo;
  milo.PlayToTeam();
  team::v1::PersonDeactivated closed;
  closed.set_person_id(milo.who.teacher);
  milo.book.Write("team", "organisation", milo.who.school, Milo::House("team"), closed);
  EXPECT_THAT(WordsOf(milo), ElementsAre("HOLDER_WITHOUT_PERSON deactivated_while_holding"));
}

TEST(CheckerFinds, ACommitmentNobodyWasInvitedTo) {
  Milo milo;
  milo.PlayToCase();
  milo.TeamProposed();
  milo.Commits(milo.who.youth_office, milo.who.sommer);
  EXPECT_THAT(WordsOf(milo), ElementsAre("SHARED_TOO_SMALL committed_without_invitation"));
}

TEST(CheckerFinds, ATeamThatNobodyCoordinates) {
  Milo milo;
  milo.PlayToCase();
  milo.InTeam(milo.CoordinatorPen(), milo.Proposal());
  milo.InCase(Milo::House("case"), milo.Invitations());
  EXPECT_THAT(WordsOf(milo), ElementsAre("TEAM_WITHOUT_COORDINATION nobody_coordinates"));
}

TEST(CheckerFinds, ACoordinatorWhomTheTeamDoesNotName) {
  Milo milo;
  milo.PlayToCase();
  milo.InTeam(milo.CoordinatorPen(), milo.Proposal());
  casework::v1::CoordinationAssumed coordination;
  *coordination.mutable_holder() = milo.Carer();
  coordination.set_team_id(milo.team);
  milo.InCase(Milo::House("case"), coordination);
  EXPECT_THAT(WordsOf(milo), ElementsAre("TEAM_WITHOUT_COORDINATION not_whom_the_team_names"));
}

TEST(CheckerFinds, CoordinationThatNobodyOffered) {
  Milo milo;
  milo.PlayToCase();
  milo.TeamProposed();
  milo.FollowsInCoordination();
  EXPECT_THAT(WordsOf(milo), ElementsAre("MOVE_WITHOUT_ACCEPTANCE coordination_not_offered"));
}

TEST(CheckerFinds, CoordinationTakenByAnotherHandThanTheSuccessors) {
  Milo milo;
  milo.PlayToCase();
  milo.TeamProposed();
  milo.OffersCoordination();
  casework::v1::CoordinationAssumed assumed;
  assumed.set_offer_id(milo.offer);
  assumed.set_team_id(milo.team);
  *assumed.mutable_holder() = milo.NextCoordinator();
  *assumed.mutable_from() = milo.Coordinator();
  milo.InCase(milo.CoordinatorPen(), assumed);
  EXPECT_THAT(WordsOf(milo), ElementsAre("MOVE_WITHOUT_ACCEPTANCE coordination_accepted_by_another_hand"));
}

TEST(CheckerFinds, CoordinationTakenByWhoOfferedIt) {
  Milo milo;
  milo.PlayToCase();
  milo.TeamProposed();
  casework::v1::CoordinationOffered offered;
  offered.set_offer_id(milo.offer);
  *offered.mutable_to() = milo.NextCoordinator();
  milo.InCase(milo.NextCoordinatorPen(), offered);
  milo.FollowsInCoordination();
  EXPECT_THAT(WordsOf(milo), ElementsAre("MOVE_WITHOUT_ACCEPTANCE coordination_accepted_by_the_offerer"));
}

TEST(CheckerFinds, CoordinationTakenFromAnotherThanWhoHasItOrByAnotherThanWhoWasAsked) {
  Milo from;
  from.PlayToCase();
  from.TeamProposed();
  from.OffersCoordination();
  from.FollowsInCoordination([](auto& assumed) { assumed.mutable_from()->set_person_id("somebody"); });
  EXPECT_THAT(WordsOf(from), ElementsAre("TWO_HOLDERS coordination_moved_from_another_than_the_holder"));
  EXPECT_THAT(ByStrand(from), ElementsAre(Pair(common::v1::STRAND_COORDINATION, Pair(0u, 1u))));
  Milo other;
  other.PlayToCase();
  other.TeamProposed();
  other.OffersCoordination();
  other.FollowsInCoordination([](auto& assumed) { assumed.set_offer_id("another"); });
  EXPECT_THAT(WordsOf(other), ElementsAre("MOVE_WITHOUT_ACCEPTANCE coordination_not_offered"));
}

TEST(CheckerFinds, CoordinationTakenThoughItWasNotOnOfferAnyMore) {
  Milo milo;
  milo.PlayToCase();
  milo.TeamProposed();
  milo.OffersCoordination();
  casework::v1::SuccessionOfferEnded ended;
  ended.set_strand(common::v1::STRAND_COORDINATION);
  ended.set_offer_id(milo.offer);
  milo.InCase(milo.CoordinatorPen(), ended);
  milo.FollowsInCoordination();
  EXPECT_THAT(WordsOf(milo), ElementsAre("MOVE_WITHOUT_ACCEPTANCE coordination_not_offered"));
}

TEST(CheckerFinds, ASeatTakenByWhoWasAskedNoMore) {
  Milo milo;
  milo.PlayToCase();
  milo.TeamProposed();
  milo.AllCommitAndTeamForms();
  casework::v1::InvitationReplaced replaced;
  replaced.set_team_id(milo.team);
  replaced.set_person_id(milo.who.carer);
  replaced.mutable_invitation()->set_organisation_id(milo.who.crisis_team);
  replaced.mutable_invitation()->set_person_id(milo.who.kit_worker);
  milo.InCase(milo.AdlerPen(), replaced);
  casework::v1::SuccessionOfferEnded ended;
  ended.set_strand(common::v1::STRAND_SHARED);
  ended.set_team_id(milo.team);
  ended.set_person_id(milo.who.kit_worker);
  milo.InCase(Milo::House("case"), ended);
  milo.Commits(milo.who.crisis_team, milo.who.kit_worker);
  EXPECT_THAT(WordsOf(milo), ElementsAre("SHARED_TOO_SMALL committed_without_invitation"));
}

TEST(CheckerFinds, ATeamProposedWithoutCoordinator) {
  Milo milo;
  milo.PlayToCase();
  team::v1::TeamProposed proposed = milo.Proposal();
  proposed.mutable_coordinator()->clear_person_id();
  milo.InTeam(milo.CoordinatorPen(), proposed);
  EXPECT_THAT(WordsOf(milo), ElementsAre("TEAM_WITHOUT_COORDINATION proposed_without_coordinator"));
}

// --- standby ---

TEST(CheckerFinds, StandbyWithoutADate) {
  Milo milo;
  milo.PlayToCase();
  milo.InCase(milo.AdlerPen(), casework::v1::StandbyEntered());
  EXPECT_THAT(WordsOf(milo), ElementsAre("STANDBY_WITHOUT_DATE no_date"));
}

TEST(CheckerFinds, StandbyWithADateTooFarAway) {
  Milo milo;
  milo.PlayToCase();
  milo.InCase(milo.AdlerPen(), milo.Standby(absl::Hours(24 * 91)));
  EXPECT_THAT(WordsOf(milo), ElementsAre("STANDBY_WITHOUT_DATE date_too_far"));
}

// A number that the event names counts where the office has set it before, and within the bounds.
TEST(CheckerFinds, ARestByANumberThatIsNotTheOffices) {
  for (const std::string flaw : {"", "never_set", "set_by_another", "out_of_bounds", "longer_than_that"}) {
    Milo milo;
    milo.PlayToCase();
    const uint32_t days = flaw == "out_of_bounds" ? 121 : 100;
    team::v1::WorkingRulesSet rules;
    rules.mutable_terms()->set_standby_days(days);
    if (flaw == "set_by_another")
      milo.book.Write("team", "organisation", milo.who.office, Milo::House("team"), rules);
    else if (flaw != "never_set")
      milo.InOffice(rules);
    auto entered = milo.Standby(absl::Hours(24 * (flaw == "longer_than_that" ? 101 : days)));
    entered.set_at_most_days(days);
    milo.InCase(milo.AdlerPen(), entered);
    const std::vector<std::string> found = {"STANDBY_WITHOUT_DATE date_too_far"};
    EXPECT_EQ(WordsOf(milo), flaw.empty() ? std::vector<std::string>() : found) << flaw;
  }
}

TEST(CheckerFinds, SomebodyMissingWhoIsToBeLookedForInThirtyDays) {
  Milo milo;
  milo.PlayToCase();
  casework::v1::StandbyEntered entered = milo.Standby(absl::Hours(24 * 30));
  EXPECT_THAT(WordsOf(milo), IsEmpty());
  entered.set_reason(casework::v1::STANDBY_REASON_UNREACHABLE);
  milo.InCase(milo.AdlerPen(), entered);
  EXPECT_THAT(WordsOf(milo), ElementsAre("STANDBY_WITHOUT_DATE date_too_far"));
}

TEST(CheckerFinds, ADeputyWhoIsNobodyElseOrNamedByOthersAndFollowsARightOne) {
  Milo right, oneself, others;
  for (Milo* milo : {&right, &oneself, &others}) milo->PlayToCase();
  casework::v1::CaseDeputyNamed named;
  named.set_person_id(right.Adler().person_id());
  named.set_deputy_person_id(right.who.sommer);
  right.InCase(right.AdlerPen(), named);
  EXPECT_THAT(WordsOf(right), IsEmpty());
  others.InCase(others.KitPen(), named);
  EXPECT_THAT(WordsOf(others), ElementsAre("TWO_HOLDERS deputy_named_by_another_than_the_holder"));
  EXPECT_THAT(ByStrand(others), ElementsAre(Pair(common::v1::STRAND_CASE, Pair(0u, 1u))));
  named.set_deputy_person_id(named.person_id());
  oneself.InCase(oneself.AdlerPen(), named);
  EXPECT_THAT(WordsOf(oneself), ElementsAre("HOLDER_WITHOUT_PERSON deputy_is_nobody_else"));
}

casework::v1::TonightMoved GoesMissing(const Milo& milo) {
  casework::v1::TonightMoved moved;
  *moved.mutable_from() = milo.AtHome();
  *moved.mutable_to() = milo.AtHome();
  moved.mutable_to()->set_kind(common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN);
  return moved;
}

casework::v1::SearchBegun IsSearchedFor(const Milo& milo) {
  casework::v1::SearchBegun begun;
  begun.set_person_id(milo.who.adler);
  *begun.mutable_first_due() = ToProto(milo.book.now() + absl::Hours(24));
  return begun;
}

TEST(CheckerFinds, ARestOfThirtyDaysWhileNobodyKnowsWhereTheYoungPersonIs) {
  Milo before, meanwhile, shortened;
  for (Milo* milo : {&before, &meanwhile, &shortened}) milo->PlayToCase();
  before.InCase(before.AdlerPen(), GoesMissing(before), IsSearchedFor(before));
  before.InCase(before.AdlerPen(), before.Standby(absl::Hours(24 * 30)));
  EXPECT_THAT(WordsOf(before), ElementsAre("STANDBY_WITHOUT_DATE date_too_far"));
  meanwhile.InCase(meanwhile.AdlerPen(), meanwhile.Standby(absl::Hours(24 * 30)));
  meanwhile.InCase(meanwhile.AdlerPen(), GoesMissing(meanwhile), IsSearchedFor(meanwhile));
  EXPECT_THAT(WordsOf(meanwhile), ElementsAre("STANDBY_WITHOUT_DATE missing_and_date_too_far"));
  shortened.InCase(shortened.AdlerPen(), shortened.Standby(absl::Hours(24 * 30)));
  casework::v1::TonightMoved moved = GoesMissing(shortened);
  *moved.mutable_standby_contact_due() = ToProto(shortened.book.now() + absl::Hours(24 * 28));
  shortened.InCase(shortened.AdlerPen(), moved, IsSearchedFor(shortened));
  EXPECT_THAT(WordsOf(shortened), IsEmpty());
}

TEST(CheckerFinds, ARestOfThirtyDaysWhereAPlaceEndedIntoTheUnknown) {
  for (const bool shortened : {true, false}) {
    Milo milo;
    milo.PlayToCase();
    milo.InCase(milo.AdlerPen(), milo.Standby(absl::Hours(24 * 30)));
    casework::v1::SettingEnded ended;
    *ended.mutable_next_tonight() = GoesMissing(milo).to();
    if (shortened) *ended.mutable_standby_contact_due() = ToProto(milo.book.now() + absl::Hours(24 * 28));
    milo.InCase(milo.AdlerPen(), ended, IsSearchedFor(milo));
    const auto words = WordsOf(milo);
    EXPECT_EQ(std::count(words.begin(), words.end(), "STANDBY_WITHOUT_DATE missing_and_date_too_far"),
              shortened ? 0 : 1);
  }
}

TEST(CheckerFinds, StandbyWhileEndangermentIsAssessed) {
  Milo milo;
  milo.PlayToTeam();
  casework::v1::RiskAssessmentOpened opened;
  opened.set_assessment_id("assessment");
  milo.InCase(milo.AdlerPen(), opened);
  milo.InCase(milo.AdlerPen(), milo.Standby(absl::Hours(24 * 14)));
  EXPECT_THAT(WordsOf(milo), ElementsAre("ENDANGERMENT_UNANSWERED rests_while_it_is_assessed"));
}

TEST(CheckerFinds, StandbyWithADateThatHasPassed) {
  Milo milo;
  milo.PlayToCase();
  milo.InCase(milo.AdlerPen(), milo.Standby(absl::ZeroDuration()));
  EXPECT_THAT(WordsOf(milo), ElementsAre("STANDBY_WITHOUT_DATE date_not_ahead"));
}

TEST(CheckerFinds, AMissedContactThatTheLogIsSilentAbout) {
  Milo milo;
  milo.PlayToCase();
  milo.InCase(milo.AdlerPen(), milo.Standby(absl::Hours(24 * 14)));
  milo.book.Advance(absl::Hours(24 * 15));
  milo.TeacherWrites();  // somebody else's entry shows that the date has passed
  EXPECT_THAT(WordsOf(milo), IsEmpty()) << "the overdue entry may be the next";
  milo.book.Advance(absl::Hours(2));
  milo.TeacherWrites();
  EXPECT_THAT(WordsOf(milo), ElementsAre("STANDBY_OVERDUE overdue_entry_missing"));
  milo.book.Advance(absl::Hours(24));
  milo.TeacherWrites();
  EXPECT_THAT(WordsOf(milo), ElementsAre("STANDBY_OVERDUE overdue_entry_missing")) << "once is enough";
}

TEST(CheckerFinds, NothingWhenTheYoungPersonCameBackInTime) {
  Milo milo;
  milo.PlayToCase();
  milo.InCase(milo.AdlerPen(), milo.Standby(absl::Hours(24 * 14)));
  milo.book.Advance(absl::Hours(24 * 10));
  milo.InCase(milo.KitPen(), casework::v1::ContactWithYoungPersonRecorded(), casework::v1::CaseReactivated());
  milo.book.Advance(absl::Hours(24 * 30));
  milo.TeacherWrites();
  milo.book.Advance(absl::Hours(24));
  milo.TeacherWrites();
  EXPECT_THAT(WordsOf(milo), IsEmpty());
}

// --- understanding before solutions ---

TEST(CheckerFinds, ASettingBeforeTheCaseIsUnderstood) {
  Milo milo;
  milo.PlayToCase();
  milo.SettingAdopted();
  EXPECT_THAT(WordsOf(milo),
              ElementsAre("SETTING_WITHOUT_UNDERSTANDING proposed", "SETTING_WITHOUT_UNDERSTANDING adopted"));
}

TEST(CheckerFinds, ASettingInTheNextCycleWithTheOldUnderstanding) {
  Milo milo;
  milo.PlayToCase();
  milo.Understands();
  milo.Setback();
  milo.InCase(milo.AdlerPen(), casework::v1::SettingAdopted());
  EXPECT_THAT(WordsOf(milo), ElementsAre("SETTING_WITHOUT_UNDERSTANDING adopted"));
}

// --- warm handover ---

TEST(CheckerFinds, AMoveBeforeBothSidesMet) {
  Milo milo;
  milo.PlayToCase();
  milo.InCase(milo.AdlerPen(), OfferTo(milo, milo.Sommer()));
  auto alone = Meeting(milo, milo.Sommer());
  alone.mutable_person_ids()->RemoveLast();
  milo.InCase(milo.AdlerPen(), alone);
  milo.InCase(milo.SommerPen(), AcceptBy(milo, milo.who.sommer), Move(milo, milo.Adler(), milo.Sommer()));
  EXPECT_THAT(WordsOf(milo), ElementsAre("MOVE_WITHOUT_MEETING not_met"));
}

TEST(CheckerFinds, AColdMoveThoughNothingWasBurning) {
  for (const bool burning : {false, true}) {
    Milo milo;
    milo.PlayToCase();
    if (burning) {
      milo.CrisisTeamAccepts();
      casework::v1::TonightMoved moved;
      *moved.mutable_from() = milo.AtHome();
      *moved.mutable_to() = milo.WithCrisisTeam();
      milo.InCase(Milo::House("case"), moved);
    }
    auto cold = OfferTo(milo, milo.Sommer());
    cold.set_cold(true);
    milo.InCase(milo.AdlerPen(), cold);
    milo.InCase(milo.SommerPen(), AcceptBy(milo, milo.who.sommer), Move(milo, milo.Adler(), milo.Sommer()));
    const std::vector<std::string> cold_in_calm = {"MOVE_WITHOUT_MEETING not_met"};
    EXPECT_EQ(WordsOf(milo), burning ? std::vector<std::string>() : cold_in_calm);
  }
}

TEST(CheckerFinds, ACaseTakenBackByAnotherOrTooLate) {
  casework::v1::HandoverTakenBack back;
  casework::v1::HandoverFollowedUp looked;
  looked.set_outcome(casework::v1::FOLLOW_UP_OUTCOME_HOLDS);
  for (const char* flaw : {"", "another", "late"}) {
    Milo milo;
    milo.PlayToCase();
    OfferAndMeet(milo, milo.Sommer());
    auto moved = Move(milo, milo.Adler(), milo.Sommer());
    *moved.mutable_follow_up_due() = ToProto(milo.book.now() + absl::Hours(24 * 14));
    milo.InCase(milo.SommerPen(), AcceptBy(milo, milo.who.sommer), moved);
    looked.set_handover_id(milo.handover);
    if (std::string(flaw) == "late") {
      milo.book.Advance(absl::Hours(24 * 14));
      milo.InCase(milo.AdlerPen(), looked);
    }
    back.set_handover_id(milo.handover);
    back.set_person_id(milo.who.adler);
    const auto pen = std::string(flaw) == "another" ? milo.CarerPen() : milo.AdlerPen();
    milo.InCase(pen, back, Move(milo, milo.Sommer(), milo.Adler()));
    const std::vector<std::string> not_lawful = {"MOVE_WITHOUT_ACCEPTANCE no_open_offer"};
    EXPECT_EQ(WordsOf(milo), *flaw == 0 ? std::vector<std::string>() : not_lawful) << flaw;
  }
}

// --- competence and age ---

// Another youth office, and its two people.
const std::string kEast = TestId(0x80), kAmsel = TestId(0x81), kStar = TestId(0x82);
const testing::Pen kAmselPen{kEast, kAmsel, "CASE_WORKER"}, kStarPen{kEast, kStar, "CASE_WORKER"};

common::v1::Holder AmselHolds() {
  common::v1::Holder holder;
  holder.set_organisation_id(kEast);
  holder.set_person_id(kAmsel);
  holder.set_deputy_person_id(kStar);
  holder.set_basis(common::v1::LEGAL_BASIS_SGB8_86);
  return holder;
}

struct CompetenceLog {
  Milo milo;
  casework::v1::CompetenceChangeDetected detected;
  casework::v1::AgencyInformed informed;
  casework::v1::AgencyConversationHeld talk;
  casework::v1::ServiceContinuationReported report;
  casework::v1::ServiceContinuedByNewAgency continued;
  casework::v1::ProvisionalTakeoverAsked asked;
  casework::v1::ProvisionalTakeover taken;
  casework::v1::ResponsibilityMoved moved;

  explicit CompetenceLog(const std::string& home_log_origin = "") {
    milo.PlayToCase();
    team::v1::OrganisationRegistered registered;
    registered.set_home_log_origin(home_log_origin);
    registered.set_organisation_id(kEast);
    registered.set_kind(team::v1::ORGANISATION_KIND_YOUTH_OFFICE);
    milo.book.Write("team", "organisation", kEast, Milo::House("team"), registered);
    for (const std::string& person : {kAmsel, kStar}) {
      team::v1::PersonRegistered joined;
      joined.set_person_id(person);
      milo.book.Write("team", "organisation", kEast, Milo::House("team"), joined);
    }
    for (auto* id : {detected.mutable_change_id(), informed.mutable_change_id(), talk.mutable_change_id(),
                     report.mutable_change_id(), continued.mutable_change_id(), asked.mutable_change_id(),
                     taken.mutable_change_id(), moved.mutable_handover_id()})
      *id = TestId(0x300);
    *informed.mutable_to() = AmselHolds();
    talk.add_person_ids(milo.who.adler);
    talk.add_person_ids(kAmsel);
    report.set_person_id(milo.who.adler);
    *report.mutable_continued_since() = ToProto(milo.book.now());
    report.mutable_evidence()->set_box("sealed");
    continued.set_person_id(kStar);
    *asked.mutable_to() = AmselHolds();
    taken.set_person_id(kStar);
    *moved.mutable_from() = milo.Adler();
    *moved.mutable_to() = AmselHolds();
  }
  void UntilReported() {
    milo.InCase(milo.AdlerPen(), detected);
    milo.InCase(milo.AdlerPen(), informed);
    milo.InCase(milo.AdlerPen(), talk);
    milo.InCase(milo.AdlerPen(), report);
  }
};

TEST(CheckerFinds, NothingWrongWhereTheOtherOfficeReallyGoesOn) {
  CompetenceLog log;
  log.UntilReported();
  log.milo.InCase(kStarPen, log.continued, log.moved);
  EXPECT_THAT(WordsOf(log.milo), IsEmpty());
}

TEST(CheckerFinds, AMoveOnPaper) {
  for (const char* flaw : {"nobody reported", "reporter accepts", "another hand", "nothing was seen"}) {
    CompetenceLog log;
    const std::string what = flaw;
    if (what == "nothing was seen") log.report.clear_evidence();
    if (what == "nobody reported") log.report.set_change_id("other");
    if (what == "reporter accepts") log.report.set_person_id(kStar);
    log.UntilReported();
    log.milo.InCase(what == "another hand" ? kAmselPen : kStarPen, log.continued, log.moved);
    EXPECT_THAT(WordsOf(log.milo), ElementsAre("MOVE_ON_PAPER service_not_continued")) << flaw;
  }
}

TEST(CheckerFinds, AMoveBetweenOfficesThatHaveNotTalked) {
  CompetenceLog log;
  log.talk.mutable_person_ids()->RemoveLast();
  log.UntilReported();
  log.milo.InCase(kStarPen, log.continued, log.moved);
  EXPECT_THAT(WordsOf(log.milo), ElementsAre("MOVE_WITHOUT_MEETING offices_have_not_talked"));
}

TEST(CheckerFinds, AContinuationThatMovesNothing) {
  CompetenceLog log;
  log.UntilReported();
  log.milo.InCase(kStarPen, log.continued);
  EXPECT_THAT(WordsOf(log.milo), ElementsAre("TWO_HOLDERS accepted_without_move"));
}

TEST(CheckerFinds, AnOfficeThatActsWithoutBeingAskedOrInAnothersName) {
  for (const char* flaw : {"", "not asked", "another hand"}) {
    CompetenceLog log;
    const std::string what = flaw;
    log.moved.set_provisional(true);
    log.milo.InCase(log.milo.AdlerPen(), log.detected);
    if (what != "not asked") log.milo.InCase(log.milo.AdlerPen(), log.asked);
    log.milo.InCase(what == "another hand" ? kAmselPen : kStarPen, log.taken, log.moved);
    const std::vector<std::string> found = {"MOVE_ON_PAPER nobody_accepted_for_the_time_being"};
    EXPECT_EQ(WordsOf(log.milo), what.empty() ? std::vector<std::string>() : found) << flaw;
  }
}

TEST(CheckerFinds, ANightThatTheGiverVouchesForAfterAMove) {
  for (const char* story : {"of before", "left", "along", "in care"}) {
    CompetenceLog log;
    const std::string what = story;
    log.UntilReported();
    log.moved.set_night_goes_along(what != "of before");
    if (what == "in care") {
      casework::v1::TonightMoved taken;
      *taken.mutable_from() = log.milo.AtHome();
      *taken.mutable_to() = log.milo.AtHome();
      taken.mutable_to()->set_kind(common::v1::TONIGHT_KIND_IN_CARE);
      log.milo.InCase(log.milo.AdlerPen(), taken);
    }
    casework::v1::TonightMoved night;
    *night.mutable_from() = log.milo.AtHome();
    *night.mutable_to() = log.milo.AtHome();
    *night.mutable_to()->mutable_holder() = AmselHolds();
    night.set_with_case(true);
    if (what == "along")
      log.milo.InCase(kStarPen, log.continued, night, log.moved);
    else
      log.milo.InCase(kStarPen, log.continued, log.moved);
    std::vector<std::string> found;
    if (what == "left") found = {"NIGHT_LEFT_BEHIND vouched_for_by_the_giver"};
    EXPECT_EQ(WordsOf(log.milo), found) << story;
  }
}

TEST(CheckerFinds, WhatWentAlongAndNobodyHadPacked) {
  for (const bool withheld : {false, true}) {
    CompetenceLog log;
    casework::v1::AgencyDataSent sent;
    sent.set_change_id(log.detected.change_id());
    sent.add_package()->set_position(7);
    sent.mutable_package(0)->set_withheld(withheld);
    log.UntilReported();
    log.milo.InCase(log.milo.AdlerPen(), sent);
    log.moved.set_unnamed_stays_behind(true);
    log.moved.add_goes_along(7);
    log.milo.InCase(kStarPen, log.continued, log.moved);
    std::vector<std::string> found;
    if (withheld) found = {"WENT_ALONG_UNNAMED not_packed"};
    EXPECT_EQ(WordsOf(log.milo), found);
  }
}

TEST(CheckerFinds, APackageOfAnOfferThatDoesNotNameWhatWentAlong) {
  CompetenceLog log;
  casework::v1::HandoverOffered offered;
  offered.set_handover_id(log.milo.handover);
  *offered.mutable_to() = AmselHolds();
  offered.add_package()->set_position(7);
  casework::v1::HandoverMeetingHeld met;
  met.set_handover_id(log.milo.handover);
  met.add_person_ids(log.milo.who.adler);
  met.add_person_ids(kAmsel);
  log.milo.InCase(log.milo.AdlerPen(), offered, met);
  casework::v1::HandoverAccepted accepted;
  accepted.set_handover_id(log.milo.handover);
  accepted.set_person_id(kAmsel);
  log.moved.set_handover_id(log.milo.handover);
  log.moved.set_unnamed_stays_behind(true);
  log.moved.add_goes_along(7);
  log.moved.add_goes_along(8);
  log.milo.InCase(kAmselPen, accepted, log.moved);
  EXPECT_THAT(WordsOf(log.milo), ElementsAre("WENT_ALONG_UNNAMED not_packed"));
}

TEST(CheckerFinds, WhatWasPackedAfterwardsAgainstTheRule) {
  const std::map<std::string, std::string> flaws = {
      {"", ""},
      {"stranger", "not_by_a_giver"},
      {"holder", "not_by_a_giver"},
      {"another", "to_another_than_the_holder"},
      {"withheld", "takes_back"},
      {"baseless", "without_basis"},
      {"entrusted", "entrusted"},
      {"later", "of_after_its_time"},
  };
  for (const auto& [flaw, detail] : flaws) {
    CompetenceLog log;
    log.UntilReported();
    log.milo.InCase(kStarPen, log.continued, log.moved);
    casework::v1::PackedAfterwards packed;
    packed.set_to_organisation_id(flaw == "another" ? TestId(0x777) : std::string(kEast));
    casework::v1::PackageItem& item = *packed.add_package();
    item.set_position(flaw == "later" ? 100'000 : 1);
    item.set_confidentiality(flaw == "entrusted" ? common::v1::CONFIDENTIALITY_ENTRUSTED
                                                 : common::v1::CONFIDENTIALITY_ORDINARY);
    item.set_withheld(flaw == "withheld");
    if (flaw != "baseless") item.set_basis(casework::v1::TRANSFER_BASIS_SGB8_64_1);
    const testing::Pen stranger{TestId(0x778), TestId(0x779), "CASE_WORKER"};
    log.milo.InCase(flaw == "stranger" ? stranger
                    : flaw == "holder" ? kStarPen
                                       : log.milo.AdlerPen(),
                    packed);
    std::vector<std::string> found;
    if (!detail.empty()) found = {"PACKED_AGAINST_THE_RULE " + detail};
    EXPECT_EQ(WordsOf(log.milo), found) << flaw;
  }
}

TEST(CheckerFinds, AProvisionalStateThatOneWordSettled) {
  for (const char* story : {"of before", "alone", "both"}) {
    CompetenceLog log;
    const std::string what = story;
    log.moved.set_provisional(true);
    log.moved.set_settled_by_two(what != "of before");
    casework::v1::CompetenceDetermined determined;
    determined.set_organisation_id(kEast);
    casework::v1::CompetenceChangeSettled settled;
    settled.set_change_id(log.detected.change_id());
    log.milo.InCase(log.milo.AdlerPen(), log.detected);
    log.milo.InCase(log.milo.AdlerPen(), log.asked);
    log.milo.InCase(kStarPen, log.taken, log.moved);
    if (what == "both") log.milo.InCase(log.milo.AdlerPen(), determined);
    log.milo.InCase(kStarPen, determined, settled);
    std::vector<std::string> found;
    if (what == "alone") found = {"SETTLED_BY_ONE_WORD by_who_holds_for_the_time_being"};
    EXPECT_EQ(WordsOf(log.milo), found) << story;
  }
}

TEST(CheckerFinds, ADisputeThatOneWordSettledBeforeTheOmbudsOfficeWasOffered) {
  for (const char* story : {"of before", "before", "after"}) {
    CompetenceLog log;
    const std::string what = story;
    casework::v1::CompetenceRefused refused;
    refused.set_change_id(log.detected.change_id());
    refused.set_ombuds_before_settling(what != "of before");
    casework::v1::OmbudsOffered offered;
    offered.set_change_id(log.detected.change_id());
    casework::v1::CompetenceChangeSettled settled;
    settled.set_change_id(log.detected.change_id());
    log.milo.InCase(log.milo.AdlerPen(), log.detected);
    log.milo.InCase(log.milo.AdlerPen(), log.informed);
    log.milo.InCase(kAmselPen, refused);
    if (what == "after") log.milo.InCase(log.milo.AdlerPen(), offered);
    log.milo.InCase(log.milo.AdlerPen(), settled);
    std::vector<std::string> found;
    if (what == "before") found = {"SETTLED_BY_ONE_WORD before_the_ombuds_office_was_offered"};
    EXPECT_EQ(WordsOf(log.milo), found) << story;
  }
}

TEST(CheckerFinds, AGuardianOfAnAdultAndOneWhoNeverAccepted) {
  for (const char* flaw : {"", "adult", "another hand"}) {
    CompetenceLog log;
    const std::string what = flaw;
    casework::v1::GuardianNamed named;
    named.set_kind(casework::v1::GUARDIAN_KIND_OFFICE);
    *named.mutable_holder() = AmselHolds();
    casework::v1::GuardianDeclared declared;
    *declared.mutable_holder() = AmselHolds();
    declared.set_person_id(kAmsel);
    log.milo.InCase(log.milo.AdlerPen(), named);
    if (what == "adult") log.milo.InCase(log.milo.AdlerPen(), casework::v1::CameOfAge());
    if (what == "adult") log.milo.InCase(log.milo.AdlerPen(), named);
    log.milo.InCase(what == "another hand" ? kStarPen : kAmselPen, declared);
    std::vector<std::string> found;
    if (what == "adult")
      found = {"AGE_AGAINST_THE_RULE guardian_of_an_adult", "AGE_AGAINST_THE_RULE guardian_of_an_adult"};
    if (what == "another hand") found = {"MOVE_WITHOUT_ACCEPTANCE guardianship_not_declared_in_person"};
    EXPECT_EQ(WordsOf(log.milo), found) << flaw;
    if (!what.empty()) continue;
    log.milo.InCase(log.milo.AdlerPen(), casework::v1::CameOfAge());
    const auto ended = VerdictOf(log.milo.book).ended;
    ASSERT_FALSE(ended.empty());
    EXPECT_EQ(ended.back().strand(), common::v1::STRAND_GUARDIAN);
    EXPECT_EQ(ended.back().holder().person_id(), kAmsel);
  }
}

TEST(CheckerFinds, AnAdultBeforeTheMonthOfTheBirthday) {
  for (const int days : {20, 60}) {
    Milo milo;
    milo.PlayToCase();
    casework::v1::BirthDateRecorded born;
    *born.mutable_of_age_due() = ToProto(milo.book.now() + absl::Hours(24 * days));
    milo.InCase(milo.AdlerPen(), born);
    milo.InCase(milo.AdlerPen(), casework::v1::CameOfAge());
    const std::vector<std::string> early = {"AGE_AGAINST_THE_RULE of_age_too_early"};
    EXPECT_EQ(WordsOf(milo), days == 60 ? early : std::vector<std::string>());
  }
}

TEST(CheckerFinds, ADecisionPastAYoungAdult) {
  for (const bool heard : {true, false}) {
    Milo milo;
    milo.PlayToCase();
    milo.InCase(milo.AdlerPen(), casework::v1::CameOfAge());
    auto offer = OfferTo(milo, milo.Sommer());
    offer.mutable_participation()->mutable_family()->set_heard(true);
    offer.mutable_participation()->mutable_young_person()->set_heard(heard);
    milo.InCase(milo.AdlerPen(), offer);
    const std::vector<std::string> past = {"AGE_AGAINST_THE_RULE decided_past_the_young_adult"};
    EXPECT_EQ(WordsOf(milo), heard ? std::vector<std::string>() : past);
  }
}

TEST(CheckerFinds, AnyDecisionPastAYoungAdult) {
  for (const bool heard : {true, false}) {
    Milo milo;
    milo.PlayToCase();
    milo.InCase(milo.AdlerPen(), casework::v1::CameOfAge());
    casework::v1::OmbudsOffered offered;
    offered.mutable_participation()->mutable_family()->set_heard(true);
    offered.mutable_participation()->mutable_young_person()->set_heard(heard);
    milo.InCase(milo.AdlerPen(), offered);
    EXPECT_EQ(WordsOf(milo).size(), heard ? 0 : 1);
  }
}

TEST(CheckerFinds, SomebodyWhoHasLeftAndIsNamedWithoutAnOrganisation) {
  Milo milo;
  milo.PlayToCase();
  team::v1::PersonDeactivated left;
  left.set_person_id(milo.who.sommer);
  milo.book.Write("team", "organisation", milo.who.youth_office, Milo::House("team"), left);
  casework::v1::TonightMoved moved;
  moved.mutable_to()->set_kind(common::v1::TONIGHT_KIND_FAMILY);
  moved.mutable_to()->mutable_holder()->set_person_id(milo.who.sommer);
  milo.InCase(milo.AdlerPen(), moved);
  EXPECT_THAT(WordsOf(milo), ::testing::Contains("TONIGHT_EMPTY tonight"));
}

TEST(CheckerFinds, ACaseGivenToSomebodyWhoHasLeft) {
  for (const char* flaw : {"", "left", "stays"}) {
    Milo milo;
    milo.PlayToCase();
    team::v1::PersonDeactivated left;
    left.set_person_id(milo.who.sommer);
    team::v1::DeactivationWithdrawn stays;
    stays.set_person_id(milo.who.sommer);
    const std::string what = flaw;
    OfferAndMeet(milo, milo.Sommer());
    const auto pen = testing::Pen{milo.who.youth_office, milo.who.deputy, "CASE_WORKER"};
    if (!what.empty())
      milo.book.Write("team", "organisation", milo.who.youth_office, Milo::House("team"), left);
    if (what == "stays")
      milo.book.Write("team", "organisation", milo.who.youth_office, Milo::House("team"), stays);
    milo.InCase(pen, AcceptBy(milo, milo.who.deputy), Move(milo, milo.Adler(), milo.Sommer()));
    const std::vector<std::string> found = {"HOLDER_WITHOUT_PERSON " + milo.who.sommer};
    EXPECT_EQ(WordsOf(milo), what == "left" ? found : std::vector<std::string>()) << flaw;
  }
}

TEST(CheckerFinds, ALeaversCaseAcceptedByWhoAskedToOfferIt) {
  Milo milo;
  milo.PlayToCase();
  auto offer = OfferTo(milo, milo.Sommer());
  offer.set_offered_by_person_id(milo.who.sommer);
  milo.InCase(Milo::House("case"), offer);
  milo.InCase(milo.AdlerPen(), Meeting(milo, milo.Sommer()));
  milo.InCase(milo.SommerPen(), AcceptBy(milo, milo.who.sommer), Move(milo, milo.Adler(), milo.Sommer()));
  EXPECT_THAT(WordsOf(milo), ElementsAre("MOVE_WITHOUT_ACCEPTANCE acceptor_is_the_offerer"));
}

// --- lawful ends ---

TEST(CheckerFinds, AnEndThatNobodyAskedFor) {
  Milo milo;
  milo.PlayToCase();
  milo.InCase(Milo::House("case"), milo.TheEnd());
  EXPECT_THAT(WordsOf(milo), ElementsAre("END_WITHOUT_GROUND not_asked_for"));
  EXPECT_NE(Held(*VerdictOf(milo.book).memory.File(milo.inquiry), common::v1::STRAND_CASE), nullptr)
      << "it goes on all the same";
}

TEST(CheckerFinds, AnEndThatOneOrganisationMadeOut) {
  Milo milo;
  milo.PlayToCase();
  milo.AsksForTheEnd();
  milo.ApprovesTheEnd(milo.SommerPen());  // another unit of the same office
  milo.ObjectionPeriod(absl::Hours(24 * 14));
  milo.EndsTheCase();
  EXPECT_THAT(WordsOf(milo), ElementsAre("END_WITHOUT_FOUR_EYES period_before_approvals",
                                         "END_WITHOUT_FOUR_EYES approvals_missing"));
}

TEST(CheckerFinds, AnApprovalByAnotherHand) {
  Milo milo;
  milo.PlayToCase();
  milo.AsksForTheEnd();
  casework::v1::LawfulEndApproved approved;
  approved.set_end_id(milo.end);
  approved.set_organisation_id(milo.who.office);
  approved.set_person_id(milo.who.coordinator);
  milo.InCase(milo.AdlerPen(), approved);
  milo.ObjectionPeriod(absl::Hours(24 * 14));
  milo.EndsTheCase();
  EXPECT_THAT(WordsOf(milo), ElementsAre("END_WITHOUT_FOUR_EYES period_before_approvals",
                                         "END_WITHOUT_FOUR_EYES approvals_missing"));
}

// Who was only asked, or provides what does not run, shares nothing: the same words count for nobody.
TEST(CheckerFinds, AnEndApprovedByWhoDoesNotShare) {
  for (const std::string who : {"asked to hold", "invited", "provides an idea", "provides", "shelters"}) {
    Milo milo;
    milo.PlayToCase();
    common::v1::Holder office = milo.Coordinator();
    if (who == "asked to hold") milo.InCase(milo.AdlerPen(), OfferTo(milo, office));
    if (who == "invited") milo.InCase(Milo::House("case"), milo.Invitations());
    if (who.starts_with("provides")) {
      milo.Understands();
      casework::v1::SettingProposed proposed;
      proposed.set_setting_id(milo.setting);
      proposed.add_components()->set_organisation_id(milo.who.office);
      milo.InCase(milo.CarerPen(), proposed);
      casework::v1::SettingStarted started;
      started.set_setting_id(milo.setting);
      if (who == "provides") milo.InCase(milo.CoordinatorPen(), started);
    }
    if (who == "shelters") {
      casework::v1::TonightMoved moved;
      *moved.mutable_from() = milo.AtHome();
      *moved.mutable_to() = milo.WithCarer();
      *moved.mutable_to()->mutable_holder() = office;
      milo.InCase(milo.CoordinatorPen(), moved);
    }
    milo.AsksForTheEnd();
    milo.ApprovesTheEnd(milo.CoordinatorPen());
    milo.ObjectionPeriod(absl::Hours(24 * 14));
    milo.EndsTheCase();
    const auto words = WordsOf(milo);
    const bool shares = who == "provides" || who == "shelters";
    EXPECT_EQ(std::count(words.begin(), words.end(), "END_WITHOUT_FOUR_EYES approvals_missing"),
              shares ? 0 : 1)
        << who;
  }
}

// Of a case that nobody shares: whom the holder asked in another organisation counts, in person, and nobody
// past those who share (N14).
TEST(CheckerFinds, AnEndThatAnybodyButTheOneWhoWasAskedReviewed) {
  for (const std::string how : {"asked", "another", "own office", "past who shares"}) {
    Milo milo;
    if (how == "past who shares") milo.PlayToTeam();
    if (how != "past who shares") milo.PlayToCase();
    casework::v1::LawfulEndRequested asked;
    asked.set_end_id(milo.end);
    asked.set_ground(casework::v1::LAWFUL_END_GROUND_OWN_DECISION);
    asked.set_of_age(true);
    asked.set_informed(true);
    asked.set_given_in_person(true);
    asked.mutable_participation()->mutable_young_person()->set_heard(true);
    const testing::Pen reviewer = how == "own office" ? milo.SommerPen() : milo.KitPen();
    asked.set_reviewer_organisation_id(reviewer.organisation);
    asked.set_reviewer_person_id(reviewer.person);
    milo.InCase(milo.AdlerPen(), asked);
    milo.ApprovesTheEnd(how == "another" ? milo.CarerPen() : reviewer);
    milo.ObjectionPeriod(absl::Hours(24 * 14));
    milo.EndsTheCase();
    const auto words = WordsOf(milo);
    EXPECT_EQ(std::count(words.begin(), words.end(), "END_WITHOUT_FOUR_EYES approvals_missing"),
              how == "asked" ? 0 : 1)
        << how;
    EXPECT_EQ(std::count(words.begin(), words.end(), "END_WITHOUT_FOUR_EYES reviewed_past_who_shares"),
              how == "past who shares" ? 1 : 0)
        << how;
    EXPECT_EQ(words.empty(), how == "asked") << how;
  }
}

// Another case of the same house, opened for another young person and held by Sommer.
struct TwoCases {
  Milo milo;
  const std::string other = TestId(0x400), other_end = TestId(0x401);

  TwoCases() {
    milo.PlayToTeam();
    casework::v1::CaseOpened opened;
    opened.set_subject_id(TestId(0x402));
    *opened.mutable_holder() = milo.Sommer();
    *opened.mutable_tonight() = milo.AtHome();
    milo.book.Write("case", "case", other, Milo::House("case"), opened);
  }
  casework::v1::LawfulEndRequested Ask(const std::string& end, const std::string& goes_on,
                                       const common::v1::Holder& by) const {
    casework::v1::LawfulEndRequested asked;
    asked.set_end_id(end);
    asked.set_ground(casework::v1::LAWFUL_END_GROUND_RECORDED_IN_ERROR);
    asked.set_continued_in_case_id(goes_on);
    *asked.mutable_continued_by() = by;
    return asked;
  }
  void End() {
    auto ended = milo.TheEnd();
    ended.set_ground(casework::v1::LAWFUL_END_GROUND_RECORDED_IN_ERROR);
    ended.set_continued_in_case_id(other);
    milo.InCase(Milo::House("case"), ended);
  }
  // Findings of ends: the second case comes from nowhere, which is a finding of its own.
  std::vector<std::string> Words() const {
    std::vector<std::string> words = WordsOf(milo);
    std::erase_if(words, [](const std::string& word) { return !word.starts_with("END_"); });
    return words;
  }
};

TEST(CheckerFinds, NothingWrongWhereTheHolderOfTheOtherCaseAgreesAndGoesOn) {
  TwoCases two;
  two.milo.InCase(two.milo.AdlerPen(), two.Ask(two.milo.end, two.other, two.milo.Sommer()));
  two.milo.ApprovesTheEnd(two.milo.CoordinatorPen());
  two.milo.ApprovesTheEnd(two.milo.SommerPen());
  two.milo.ObjectionPeriod(absl::Hours(24 * 14));
  two.End();
  EXPECT_THAT(two.Words(), IsEmpty());
}

TEST(CheckerFinds, AnEndInErrorThatTheHolderOfTheOtherCaseDidNotAgreeTo) {
  TwoCases two;
  two.milo.InCase(two.milo.AdlerPen(), two.Ask(two.milo.end, two.other, two.milo.Sommer()));
  two.milo.ApprovesTheEnd(two.milo.CoordinatorPen());
  two.milo.ObjectionPeriod(absl::Hours(24 * 14));
  two.End();
  EXPECT_THAT(two.Words(), ElementsAre("END_WITHOUT_FOUR_EYES period_before_approvals",
                                       "END_WITHOUT_FOUR_EYES approvals_missing"));
}

TEST(CheckerFinds, AnEndInErrorThatPointsAtNoCaseThatGoesOn) {
  for (const std::string flaw : {"no_case_goes_on", "another_holder_of_the_other_case"}) {
    TwoCases two;
    const bool nowhere = flaw == "no_case_goes_on";
    two.milo.InCase(two.milo.AdlerPen(), two.Ask(two.milo.end, nowhere ? TestId(0x499) : two.other,
                                                 nowhere ? two.milo.Sommer() : two.milo.Adler()));
    two.milo.ApprovesTheEnd(two.milo.CoordinatorPen());
    two.milo.ApprovesTheEnd(two.milo.SommerPen());
    two.milo.ObjectionPeriod(absl::Hours(24 * 14));
    two.End();
    EXPECT_THAT(two.Words(), Contains("END_WITHOUT_GROUND " + flaw));
  }
}

// Each end was lawful when it was asked for; together they leave nobody.
TEST(CheckerFinds, TwoCasesRecordedInErrorForEachOther) {
  TwoCases two;
  two.milo.InCase(two.milo.AdlerPen(), two.Ask(two.milo.end, two.other, two.milo.Sommer()));
  two.milo.book.Write("case", "case", two.other, two.milo.SommerPen(),
                      two.Ask(two.other_end, two.milo.the_case, two.milo.Adler()));
  two.milo.ApprovesTheEnd(two.milo.CoordinatorPen());
  two.milo.ApprovesTheEnd(two.milo.SommerPen());
  two.milo.ObjectionPeriod(absl::Hours(24 * 14));
  two.End();
  EXPECT_THAT(two.Words(), ElementsAre("END_WITHOUT_GROUND the_other_case_ends_for_this_one"));
  const auto file = VerdictOf(two.milo.book).memory.FileOfCase(two.milo.the_case);
  EXPECT_NE(Held(*file, common::v1::STRAND_CASE), nullptr) << "it goes on all the same";
}

TEST(CheckerFinds, AnEndBeforeTheTimeForObjectionIsOver) {
  Milo milo;
  milo.PlayToTeam();
  milo.AsksForTheEnd();
  milo.ApprovesTheEnd(milo.CoordinatorPen());
  milo.InCase(Milo::House("case"), milo.TheEnd());
  milo.ObjectionPeriod(absl::Hours(24 * 13));
  milo.book.Advance(-absl::Hours(1));
  milo.InCase(Milo::House("case"), milo.TheEnd());
  EXPECT_THAT(WordsOf(milo),
              ElementsAre("END_BEFORE_OBJECTION never_began", "END_BEFORE_OBJECTION period_too_short",
                          "END_BEFORE_OBJECTION not_over"));
}

TEST(CheckerFinds, AnEndInSpiteOfAnObjectionOrASetback) {
  for (const bool objection : {true, false}) {
    Milo milo;
    milo.PlayToTeam();
    milo.AsksForTheEnd();
    milo.ApprovesTheEnd(milo.CoordinatorPen());
    milo.ObjectionPeriod(absl::Hours(24 * 14));
    casework::v1::LawfulEndStopped stopped;
    stopped.set_end_id(milo.end);
    if (objection) milo.InCase(milo.CarerPen(), stopped);
    if (!objection) milo.InCase(milo.CarerPen(), casework::v1::SetbackRecorded());
    milo.EndsTheCase();
    EXPECT_THAT(WordsOf(milo), ElementsAre("END_WITHOUT_GROUND not_asked_for"));
  }
}

TEST(CheckerFinds, AnEndWithoutALawfulGroundOrOnAMinorsRefusal) {
  Milo milo;
  milo.PlayToTeam();
  milo.AsksForTheEnd([](casework::v1::LawfulEndRequested& e) { e.set_of_age(false); });
  milo.ApprovesTheEnd(milo.CoordinatorPen());
  milo.ObjectionPeriod(absl::Hours(24 * 14));
  milo.EndsTheCase();
  milo.AsksForTheEnd([](casework::v1::LawfulEndRequested& e) { e.clear_ground(); });
  milo.ApprovesTheEnd(milo.CoordinatorPen());
  milo.ObjectionPeriod(absl::Hours(24 * 14));
  milo.EndsTheCase();
  EXPECT_THAT(WordsOf(milo),
              ElementsAre("END_WITHOUT_GROUND a_minors_refusal", "END_WITHOUT_GROUND no_lawful_ground",
                          "END_WITHOUT_GROUND another_ground"));
}

// While somebody provides help, assesses endangerment or leads through a crisis, only a death ends a case.
TEST(CheckerFinds, AnEndWhileSomethingGoesOn) {
  for (const auto ground :
       {casework::v1::LAWFUL_END_GROUND_OWN_DECISION, casework::v1::LAWFUL_END_GROUND_DEATH}) {
    for (const std::string flaw :
         {"a_setting_runs", "endangerment_is_assessed", "a_crisis_is_open", "a_crisis_meanwhile"}) {
      Milo milo;
      milo.PlayToTeam();
      milo.Understands();
      if (flaw == "a_setting_runs") {
        milo.SettingAdopted();
        milo.SettingStarts();
      }
      casework::v1::RiskAssessmentOpened assessment;
      assessment.set_assessment_id(TestId(0x777));
      if (flaw == "endangerment_is_assessed") milo.InCase(milo.AdlerPen(), assessment);
      const auto alarm = [&] {
        crisis::v1::CrisisOpened opened;
        opened.set_case_id(milo.the_case);
        *opened.mutable_lead() = milo.Carer();
        for (int party = 1; party <= 5; ++party)
          opened.add_legs()->set_party(static_cast<common::v1::CrisisParty>(party));
        milo.book.Write("crisis", "crisis", TestId(0x400), milo.CarerPen(), opened);
        milo.book.Advance(absl::Hours(2));
      };
      if (flaw == "a_crisis_is_open") alarm();
      casework::v1::LawfulEndRequested asked;
      asked.set_end_id(milo.end);
      asked.set_ground(ground);
      asked.mutable_evidence();
      asked.set_of_age(true);
      asked.set_informed(true);
      asked.set_given_in_person(true);
      asked.mutable_participation()->mutable_young_person()->set_heard(true);
      milo.InCase(milo.AdlerPen(), asked);
      milo.ApprovesTheEnd(milo.CoordinatorPen());
      if (flaw == "a_crisis_meanwhile") alarm();
      milo.ObjectionPeriod(absl::Hours(24 * 14));
      auto ended = milo.TheEnd();
      ended.set_ground(ground);
      milo.InCase(Milo::House("case"), ended);
      const bool death = ground == casework::v1::LAWFUL_END_GROUND_DEATH && flaw != "a_crisis_meanwhile";
      const std::vector<std::string> found = {"END_WITHOUT_GROUND " + flaw};
      EXPECT_EQ(WordsOf(milo), death ? std::vector<std::string>() : found) << flaw;
    }
  }
}

// The case hears of it by reaction: what it does within that time is no defect, and nobody stops leading.
TEST(CheckerFinds, NothingWrongWithAnEndThatMetAnAlarmOnTheWay) {
  Milo milo;
  milo.PlayToTeam();
  milo.AsksForTheEnd();
  milo.ApprovesTheEnd(milo.CoordinatorPen());
  milo.ObjectionPeriod(absl::Hours(24 * 14));
  crisis::v1::CrisisOpened opened;
  opened.set_case_id(milo.the_case);
  *opened.mutable_lead() = milo.Carer();
  for (int party = 1; party <= 5; ++party)
    opened.add_legs()->set_party(static_cast<common::v1::CrisisParty>(party));
  milo.book.Write("crisis", "crisis", TestId(0x400), milo.CarerPen(), opened);
  milo.EndsTheCase();
  const auto whole = testing::VerdictOf(milo.book);
  EXPECT_THAT(whole.Words(), IsEmpty());
  EXPECT_NE(Held(*whole.memory.File(milo.inquiry), common::v1::STRAND_CRISIS_LEAD), nullptr);
}

TEST(CheckerFinds, AnEndWithoutWhomToTurnToOrWithNobodyHeard) {
  for (const auto ground :
       {casework::v1::LAWFUL_END_GROUND_AGE_27, casework::v1::LAWFUL_END_GROUND_OWN_DECISION}) {
    Milo milo;
    milo.PlayToTeam();
    casework::v1::LawfulEndRequested asked;
    asked.set_end_id(milo.end);
    asked.set_ground(ground);
    asked.mutable_birth_date();
    asked.set_of_age(true);
    asked.set_informed(true);
    asked.set_given_in_person(true);
    milo.InCase(milo.AdlerPen(), asked);
    milo.ApprovesTheEnd(milo.CoordinatorPen());
    milo.ObjectionPeriod(absl::Hours(24 * 14));
    auto ended = milo.TheEnd();
    ended.set_ground(ground);
    milo.InCase(Milo::House("case"), ended);
    EXPECT_THAT(WordsOf(milo), ElementsAre(ground == casework::v1::LAWFUL_END_GROUND_AGE_27
                                               ? "END_WITHOUT_GROUND nobody_to_turn_to"
                                               : "END_WITHOUT_GROUND not_a_decision_of_ones_own"));
  }
}

casework::v1::BirthDateRecorded OfAgeIn(const Milo& milo, int days) {
  casework::v1::BirthDateRecorded born;
  *(days > 0 ? born.mutable_of_age_due() : born.mutable_of_age_since()) =
      ToProto(milo.book.now() + absl::Hours(24 * days));
  return born;
}

TEST(CheckerFinds, AnEndWithAnotherAgeThanTheRecords) {
  for (const int days : {-400, 20, 60}) {  // the birthday lies in the month before
    for (const auto ground :
         {casework::v1::LAWFUL_END_GROUND_OWN_DECISION, casework::v1::LAWFUL_END_GROUND_AGE_27}) {
      Milo milo;
      milo.PlayToTeam();
      milo.InCase(milo.AdlerPen(), OfAgeIn(milo, days));
      casework::v1::LawfulEndRequested asked;
      asked.set_end_id(milo.end);
      asked.set_ground(ground);
      asked.mutable_birth_date();
      asked.set_of_age(true);
      asked.set_informed(true);
      asked.set_given_in_person(true);
      asked.mutable_participation()->mutable_young_person()->set_heard(true);
      milo.InCase(milo.AdlerPen(), asked);
      milo.ApprovesTheEnd(milo.CoordinatorPen());
      milo.ObjectionPeriod(absl::Hours(24 * 14));
      auto ended = milo.TheEnd();
      ended.set_ground(ground);
      milo.InCase(Milo::House("case"), ended);
      std::vector<std::string> found;
      if (days == 60) {
        found = {"END_WITHOUT_GROUND of_age_against_the_record"};
      } else if (ground == casework::v1::LAWFUL_END_GROUND_AGE_27) {
        found = {"END_WITHOUT_GROUND not_27_by_the_record"};
      }
      EXPECT_EQ(WordsOf(milo), found) << days;
    }
  }
}

TEST(CheckerFinds, AnEndWithAnAgeThatNobodyHadRecorded) {
  for (const bool recorded : {true, false}) {
    Milo milo;
    milo.PlayToTeam();
    if (recorded) milo.InCase(milo.AdlerPen(), OfAgeIn(milo, -400));
    milo.AsksForTheEnd([](casework::v1::LawfulEndRequested& e) { e.set_age_recorded(true); });
    milo.ApprovesTheEnd(milo.CoordinatorPen());
    milo.ObjectionPeriod(absl::Hours(24 * 14));
    milo.EndsTheCase();
    const std::vector<std::string> found = {"END_WITHOUT_GROUND birth_date_not_recorded_before"};
    EXPECT_EQ(WordsOf(milo), recorded ? std::vector<std::string>() : found);
  }
}

TEST(CheckerFinds, ABirthDateThatOnePersonMadeOlder) {
  for (const std::string flaw : {"", "made_older_by_one_person", "birth_date_without_reason"}) {
    Milo milo;
    milo.PlayToCase();
    milo.InCase(milo.AdlerPen(), OfAgeIn(milo, 600));
    auto older = OfAgeIn(milo, -400);
    if (flaw != "birth_date_without_reason") older.mutable_correction_reason();
    casework::v1::BirthDateCorrectionProposed proposed;
    *proposed.mutable_of_age_month() = older.of_age_since();
    proposed.set_person_id(milo.who.sommer);
    milo.InCase(flaw == "made_older_by_one_person" ? milo.AdlerPen() : milo.SommerPen(), proposed);
    milo.InCase(milo.AdlerPen(), older, casework::v1::CameOfAge());
    const std::vector<std::string> found = {"AGE_AGAINST_THE_RULE " + flaw};
    EXPECT_EQ(WordsOf(milo), flaw.empty() ? std::vector<std::string>() : found);
  }
}

TEST(CheckerFinds, NothingWrongWithAMinorWhoWasTakenForAnAdult) {
  Milo milo;
  milo.PlayToTeam();
  milo.InCase(milo.AdlerPen(), OfAgeIn(milo, -400), casework::v1::CameOfAge());
  milo.AsksForTheEnd([](casework::v1::LawfulEndRequested& e) {
    e.mutable_participation()->mutable_young_person()->set_heard(true);
  });
  auto minor = OfAgeIn(milo, 600);
  minor.mutable_correction_reason();
  casework::v1::GuardianNamed named;
  named.set_kind(casework::v1::GUARDIAN_KIND_PARENTS);
  milo.InCase(milo.AdlerPen(), minor, named);
  EXPECT_THAT(WordsOf(milo), IsEmpty());
  milo.ApprovesTheEnd(milo.CoordinatorPen());
  milo.ObjectionPeriod(absl::Hours(24 * 14));
  milo.EndsTheCase();
  EXPECT_THAT(WordsOf(milo), ElementsAre("END_WITHOUT_GROUND not_asked_for")) << "the end was about an adult";
}

TEST(CheckerFinds, AnEndByIndependenceWithoutAWholeAftercareOrEverybodyWhoShares) {
  for (const std::string flaw : {"", "aftercare_not_over", "aftercare_too_short", "no_contact_in_aftercare",
                                 "not_all_who_share_agreed"}) {
    Milo milo;
    milo.PlayToTeam();
    const int days = flaw == "aftercare_too_short" ? 90 : 100;
    casework::v1::AftercareBegun begun;
    *begun.mutable_holder() = milo.Adler();
    *begun.mutable_until() = ToProto(milo.book.now() + absl::Hours(24 * days));
    milo.InCase(milo.AdlerPen(), begun);
    milo.book.Advance(absl::Hours(24 * (flaw == "aftercare_not_over" ? days - 1 : days)));
    milo.book.Advance(-absl::Hours(24));
    if (flaw == "no_contact_in_aftercare") milo.book.Advance(absl::Hours(24));  // then it comes too late
    milo.InCase(milo.CarerPen(), casework::v1::ContactWithYoungPersonRecorded());
    if (flaw != "no_contact_in_aftercare") milo.book.Advance(absl::Hours(24));
    milo.AsksForTheEnd([](casework::v1::LawfulEndRequested& e) {
      e.set_ground(casework::v1::LAWFUL_END_GROUND_INDEPENDENCE_REACHED);
    });
    milo.ApprovesTheEnd(milo.CoordinatorPen());
    milo.ApprovesTheEnd({milo.who.clinic, milo.who.doctor, "CLINIC"});
    milo.ApprovesTheEnd({milo.who.school, milo.who.teacher, "SCHOOL"});
    if (flaw != "not_all_who_share_agreed") milo.ApprovesTheEnd(milo.CarerPen());
    milo.ObjectionPeriod(absl::Hours(24 * 14));
    auto ended = milo.TheEnd();
    ended.set_ground(casework::v1::LAWFUL_END_GROUND_INDEPENDENCE_REACHED);
    milo.InCase(Milo::House("case"), ended);
    const std::vector<std::string> found = {"END_WITHOUT_GROUND " + flaw};
    EXPECT_EQ(WordsOf(milo), flaw.empty() ? std::vector<std::string>() : found);
  }
}

// Handed to Amsel's office; Adler looks, or somebody else, or on the day of the move.
TEST(CheckerFinds, AnEndByTransferThatNobodyLookedAfter) {
  for (const std::string flaw : {"", "too_early", "not_by_the_giver", "to_no_other_agency", "not_followed_up",
                                 "to_no_other_association", "goes_on_nowhere"}) {
    CompetenceLog log(flaw == "to_no_other_association" ? "" : "east/log");
    Milo& milo = log.milo;
    milo.TeamProposed();
    milo.AllCommitAndTeamForms();
    const bool within = flaw == "to_no_other_agency";
    const common::v1::Holder receiver = within ? milo.Sommer() : AmselHolds();
    const testing::Pen pen = within ? milo.SommerPen() : kAmselPen;
    OfferAndMeet(milo, receiver);
    auto moved = Move(milo, milo.Adler(), receiver);
    *moved.mutable_follow_up_due() = ToProto(milo.book.now() + absl::Hours(24 * 14));
    milo.InCase(pen, AcceptBy(milo, receiver.person_id()), moved);
    casework::v1::HandoverFollowedUp looked;
    looked.set_handover_id(milo.handover);
    looked.set_outcome(casework::v1::FOLLOW_UP_OUTCOME_HOLDS);
    for (const int days : {14, 42}) {
      if (flaw != "too_early") milo.book.Advance(absl::Hours(24 * days));
      if (flaw == "not_followed_up" && days == 42) continue;
      milo.InCase(flaw == "not_by_the_giver" ? pen : milo.AdlerPen(), looked);
    }
    casework::v1::LawfulEndRequested asked;
    asked.set_end_id(milo.end);
    asked.set_ground(casework::v1::LAWFUL_END_GROUND_TRANSFERRED_OUT);
    asked.set_continued_in_log_origin(flaw == "goes_on_nowhere" ? "another/log" : "east/log");
    asked.set_continued_in_commit_id("00000000000000000000000000000001");
    milo.InCase(pen, asked);
    milo.ApprovesTheEnd(milo.CoordinatorPen());
    milo.ObjectionPeriod(absl::Hours(24 * 14));
    auto ended = milo.TheEnd();
    ended.set_ground(casework::v1::LAWFUL_END_GROUND_TRANSFERRED_OUT);
    milo.InCase(Milo::House("case"), ended);
    std::vector<std::string> found;
    if (flaw == "too_early" || flaw == "not_by_the_giver") {
      const std::string look = "FOLLOW_UP_AGAINST_THE_RULE " + flaw;
      found = {look, look, "END_WITHOUT_GROUND not_followed_up"};
    } else if (!flaw.empty()) {
      found = {"END_WITHOUT_GROUND " + flaw};
    }
    EXPECT_EQ(WordsOf(milo), found) << flaw;
  }
}

// The giver looks by numbers of its own: a week and six weeks after the move, or not before three weeks.
TEST(CheckerFinds, ALookThatIsTooEarlyByTheGiversOwnNumber) {
  for (const int first : {7, 21}) {
    Milo milo;
    milo.PlayToCase();
    team::v1::WorkingRulesSet rules;
    rules.mutable_terms()->set_first_follow_up_days(static_cast<uint32_t>(first));
    rules.mutable_terms()->set_second_follow_up_days(42);
    milo.InOffice(rules);
    OfferAndMeet(milo, milo.Sommer());
    auto moved = Move(milo, milo.Adler(), milo.Sommer());
    *moved.mutable_follow_up_due() = ToProto(milo.book.now() + absl::Hours(24 * first));
    moved.set_first_follow_up_days(static_cast<uint32_t>(first));
    milo.InCase(milo.SommerPen(), AcceptBy(milo, milo.who.sommer), moved);
    casework::v1::HandoverFollowedUp looked;
    looked.set_handover_id(milo.handover);
    looked.set_outcome(casework::v1::FOLLOW_UP_OUTCOME_HOLDS);
    looked.set_second_follow_up_days(42);
    milo.book.Advance(absl::Hours(24 * 14));
    milo.InCase(milo.AdlerPen(), looked);
    milo.book.Advance(absl::Hours(24 * 28));
    milo.InCase(milo.AdlerPen(), looked);
    const std::vector<std::string> found = {"FOLLOW_UP_AGAINST_THE_RULE too_early"};
    EXPECT_EQ(WordsOf(milo), first == 7 ? std::vector<std::string>() : found) << first;
  }
}

TEST(CheckerFinds, ACaseReopenedWithAnotherHolder) {
  Milo milo;
  milo.PlayToTeam();
  milo.EndsLawfully();
  casework::v1::CaseReopened reopened;
  *reopened.mutable_holder() = milo.Sommer();
  milo.InCase(milo.CarerPen(), reopened, casework::v1::ReplanOpened());
  EXPECT_THAT(WordsOf(milo), ElementsAre("MOVE_WITHOUT_ACCEPTANCE reopened_with_another_holder"));
}

TEST(CheckerFinds, ACaseReopenedWithNothingDue) {
  for (const std::string flaw : {"", "no_review", "a_date_in_the_past", "aftercare", "endangerment"}) {
    Milo milo;
    milo.PlayToTeam();
    casework::v1::AftercareBegun begun;
    *begun.mutable_holder() = milo.Adler();
    *begun.mutable_until() = ToProto(milo.book.now() + absl::Hours(24 * 100));
    milo.InCase(milo.AdlerPen(), begun);
    casework::v1::RiskAssessmentOpened opened;
    opened.set_assessment_id(TestId(0x500));
    if (flaw == "endangerment") {  // which is open when somebody is thought dead, and turns out not to be
      milo.InCase(milo.AdlerPen(), opened);
      milo.AsksForTheEnd([](casework::v1::LawfulEndRequested& e) {
        e.set_ground(casework::v1::LAWFUL_END_GROUND_DEATH);
        e.mutable_evidence();
      });
      milo.ApprovesTheEnd(milo.CoordinatorPen());
      milo.ObjectionPeriod(absl::Hours(24 * 14));
      auto ended = milo.TheEnd();
      ended.set_ground(casework::v1::LAWFUL_END_GROUND_DEATH);
      milo.InCase(Milo::House("case"), ended);
    } else {
      milo.EndsLawfully();
    }
    casework::v1::CaseReopened reopened;
    *reopened.mutable_holder() = milo.Adler();
    casework::v1::RestartedClock& clock = *reopened.add_clocks();
    clock.set_kind(flaw == "aftercare" ? common::v1::CLOCK_KIND_HEARING_RETRY
                                       : common::v1::CLOCK_KIND_AFTERCARE_CONTACT);
    *clock.mutable_due() = ToProto(milo.book.now() + absl::Hours(flaw == "a_date_in_the_past" ? 0 : 24));
    if (flaw == "no_review") {
      milo.InCase(milo.CarerPen(), reopened);
    } else {
      milo.InCase(milo.CarerPen(), reopened, casework::v1::ReplanOpened());
    }
    const std::vector<std::string> found = {"REOPENED_WITHOUT_DATES " + flaw};
    EXPECT_EQ(WordsOf(milo), flaw.empty() ? std::vector<std::string>() : found);
  }
}

TEST(CheckerFinds, NothingWhereTheContactThatReopensACaseSaysWhenTheNextOneIs) {
  Milo milo;
  milo.PlayToTeam();
  casework::v1::AftercareBegun begun;
  *begun.mutable_holder() = milo.Adler();
  *begun.mutable_until() = ToProto(milo.book.now() + absl::Hours(24 * 100));
  milo.InCase(milo.AdlerPen(), begun);
  milo.EndsLawfully();
  casework::v1::CaseReopened reopened;
  *reopened.mutable_holder() = milo.Adler();
  casework::v1::AftercareContinued continued;
  *continued.mutable_next_contact_due() = ToProto(milo.book.now() + absl::Hours(24 * 30));
  milo.InCase(milo.CarerPen(), continued, reopened, casework::v1::ReplanOpened());
  EXPECT_EQ(WordsOf(milo), std::vector<std::string>());
}

// --- what is not in the schema ends nothing ---

TEST(CheckerFinds, AnEventOfAnUnknownTypeAndItMovesNothing) {
  Milo milo;
  milo.PlayToCase();
  const uint64_t position = milo.InCase(milo.AdlerPen(), casework::v1::SetbackRecorded());
  milo.book.line(position).commit.mutable_events(0)->set_type("fallverbund.casework.v1.SomethingNew");
  EXPECT_THAT(WordsOf(milo), ElementsAre("NOT_UNDERSTOOD fallverbund.casework.v1.SomethingNew"));
  EXPECT_EQ(GapsOf(milo), 0u);
}

TEST(CheckerFinds, AnEndThatTheSchemaDoesNotHave) {
  Milo milo;
  milo.PlayToCase();
  const uint64_t position = milo.InCase(milo.AdlerPen(), casework::v1::SetbackRecorded());
  milo.book.line(position).commit.mutable_events(0)->set_type("fallverbund.casework.v1.CaseDischarged");
  EXPECT_THAT(WordsOf(milo), ElementsAre("NOT_UNDERSTOOD fallverbund.casework.v1.CaseDischarged",
                                         "END_WITHOUT_GROUND fallverbund.casework.v1.CaseDischarged"));
  const WholeVerdict whole = VerdictOf(milo.book);
  EXPECT_NE(Held(*whole.memory.File(milo.inquiry), common::v1::STRAND_CASE), nullptr)
      << "it goes on all the same";
}

TEST(CheckerFinds, AnEventOfAnotherContextAndShowsNoTextOfItsWriter) {
  Milo milo;
  milo.PlayToCase();
  const uint64_t position = milo.InCase(milo.AdlerPen(), casework::v1::SetbackRecorded());
  milo.book.line(position).commit.mutable_events(0)->set_type("a name & more");
  EXPECT_THAT(WordsOf(milo), ElementsAre("NOT_UNDERSTOOD a?name???more"));
  milo.book.Write("crisis", "case", TestId(0x204), Milo::House("crisis"), milo.Opening(1));
  EXPECT_THAT(WordsOf(milo), ElementsAre("NOT_UNDERSTOOD a?name???more",
                                         "NOT_UNDERSTOOD fallverbund.casework.v1.CaseOpened"));
}

TEST(CheckerFinds, AKeyForgottenByOnePersonOrTooEarlyIsFound) {
  Milo milo;
  milo.PlayAll();
  keys::v1::KeyErased erased;
  erased.set_proposer_person_id(testing::TestId(1));
  erased.set_approver_person_id(testing::TestId(1));
  *erased.mutable_retention_ends() = ToProto(milo.book.now() - absl::Hours(1));
  *erased.mutable_dropped_at() = ToProto(milo.book.now());
  milo.book.Write("keys", "key", testing::TestId(7), {}, erased);
  erased.set_approver_person_id(testing::TestId(2));
  *erased.mutable_retention_ends() = erased.dropped_at();
  milo.book.Write("keys", "key", testing::TestId(8), {}, erased);
  EXPECT_THAT(WordsOf(milo), ElementsAre("ERASURE_AGAINST_THE_RULE NOT_TWO_PERSONS",
                                         "ERASURE_AGAINST_THE_RULE BEFORE_RETENTION_ENDED"));
}

// Only the vault forgets keys.
TEST(CheckerFinds, ATombstoneOfAnotherContextIsNotUnderstood) {
  Milo milo;
  milo.PlayAll();
  milo.book.Write("team", "key", testing::TestId(7), {}, keys::v1::KeyErased());
  EXPECT_THAT(WordsOf(milo), ElementsAre("NOT_UNDERSTOOD fallverbund.keys.v1.KeyErased"));
}

}  // namespace
}  // namespace fallverbund::audit
