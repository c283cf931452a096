// Given raw commits of a right log, the checker finds nothing and tells who held what.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fallverbund/crisis/v1/pool_events.pb.h"
#include "fallverbund/team/v1/agreement_events.pb.h"
#include "fallverbund/team/v1/calendar_events.pb.h"
#include "fallverbund/team/v1/joint_decision_events.pb.h"
#include "fallverbund/team/v1/membership_events.pb.h"
#include "fallverbund/team/v1/social_space_events.pb.h"
#include "libs/base/time.h"
#include "services/audit/domain/strands.h"
#include "services/audit/domain/testing/milo.h"
#include "services/audit/domain/testing/verdict_of.h"

namespace fallverbund::audit {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Milo;
using testing::VerdictOf;
using testing::WholeVerdict;

v1::CaseFile FileOf(const WholeVerdict& whole, const Milo& milo) {
  return whole.memory.File(*whole.memory.ChainOf(milo.the_case)).value();
}

void Meet(Milo& milo, const std::string& giver, const std::string& receiver) {
  casework::v1::HandoverMeetingHeld held;
  held.set_handover_id(milo.handover);
  held.add_person_ids(giver);
  held.add_person_ids(receiver);
  milo.InCase(milo.AdlerPen(), held);
}

TEST(Checker, FindsNothingInMilosStory) {
  Milo milo;
  milo.PlayAll();
  const WholeVerdict whole = VerdictOf(milo.book);
  EXPECT_THAT(whole.Words(), IsEmpty());
  EXPECT_EQ(FileOf(whole, milo).gaps(), 0u);
}

TEST(Checker, TellsWhoCoordinatedFromWhenToWhenAndWhoFollowed) {
  Milo milo;
  milo.PlayToCase();
  milo.TeamProposed();
  milo.AllCommitAndTeamForms();
  milo.OffersCoordination();
  milo.FollowsInCoordination();
  casework::v1::CommitmentsStay stays;
  stays.set_organisation_id(milo.who.office);
  milo.InCase(Milo::House("case"), stays);
  const WholeVerdict whole = VerdictOf(milo.book);
  EXPECT_THAT(whole.Words(), IsEmpty());
  const v1::CaseFile file = FileOf(whole, milo);
  const v1::HoldingSpan* held = Held(file, common::v1::STRAND_COORDINATION);
  ASSERT_NE(held, nullptr);
  EXPECT_EQ(held->holder().person_id(), milo.who.office_deputy);
  EXPECT_FALSE(file.has_coordination_offer());
}

TEST(Checker, FindsNothingAtAnyPrefixOfMilosStory) {
  Milo milo;
  milo.PlayAll();
  testing::MemoryInMaps memory;
  for (const testing::Line& line : milo.book.lines()) {
    const Taken taken = Take(line.AsEntry(), {}, memory);
    EXPECT_THAT(taken.verdict.findings, IsEmpty()) << line.position;
  }
}

TEST(Checker, JudgesOriginAndCaseAsOneChain) {
  Milo milo;
  milo.PlayAll();
  const WholeVerdict whole = VerdictOf(milo.book);
  for (const std::string& id : {milo.inquiry, milo.the_case, milo.team, milo.deployment}) {
    EXPECT_EQ(whole.memory.ChainOf(id), milo.inquiry);
  }
  EXPECT_EQ(whole.memory.ChainOf(milo.contact), std::nullopt) << "a dialog has an owner, no strand";
  const v1::CaseFile file = FileOf(whole, milo);
  EXPECT_EQ(file.origin_id(), milo.inquiry);
  EXPECT_EQ(file.case_id(), milo.the_case);
}

TEST(Checker, UnderstandsTheRegistersOfTheTeamServiceAndPutsThemInNoChain) {
  testing::LogBook book;
  const std::string id = testing::TestId(1);
  book.Write("team", "calendar", id, {}, team::v1::CalendarOpened(), team::v1::DutyOverdue());
  book.Write("team", "membership", testing::TestId(2), {}, team::v1::MembershipFounded());
  book.Write("team", "joint_decision", testing::TestId(3), {}, team::v1::JointDecisionReached());
  book.Write("team", "social_space", testing::TestId(4), {}, team::v1::SocialSpaceDefined());
  book.Write("crisis", "pool", testing::TestId(6), {}, crisis::v1::PoolCapacitySet(),
             crisis::v1::PlaceFreed());
  book.Write("team", "agreement", testing::TestId(5), {}, team::v1::AgreementAdopted());
  const WholeVerdict whole = VerdictOf(book);
  EXPECT_THAT(whole.Words(), IsEmpty());
  EXPECT_EQ(whole.memory.ChainOf(id), std::nullopt);
}

TEST(Checker, AdlerHoldsTheCaseFromTheInquiryOnAndNobodyElseEver) {
  Milo milo;
  milo.TeacherWrites();
  const uint64_t inquired = milo.Inquires();
  milo.CaseOpens(milo.FoundEligible());
  milo.TeamProposed();
  milo.AllCommitAndTeamForms();
  const WholeVerdict whole = VerdictOf(milo.book);
  const v1::CaseFile file = FileOf(whole, milo);
  const v1::HoldingSpan* held = Held(file, common::v1::STRAND_CASE);
  ASSERT_NE(held, nullptr);
  EXPECT_EQ(held->from_position(), inquired);
  EXPECT_EQ(held->holder().person_id(), milo.who.adler);
  EXPECT_EQ(held->until_position(), 0u);
}

TEST(Checker, TonightGoesFromFamilyToPlacementToTheCrisisTeam) {
  Milo milo;
  milo.PlayAll();
  const WholeVerdict whole = VerdictOf(milo.book);
  std::vector<common::v1::TonightKind> kinds;
  for (const v1::HoldingSpan& span : whole.ended) {
    EXPECT_EQ(span.strand(), common::v1::STRAND_TONIGHT);
    kinds.push_back(span.tonight_kind());
  }
  const v1::CaseFile file = FileOf(whole, milo);
  kinds.push_back(Held(file, common::v1::STRAND_TONIGHT)->tonight_kind());
  EXPECT_THAT(kinds, ElementsAre(common::v1::TONIGHT_KIND_FAMILY, common::v1::TONIGHT_KIND_PLACEMENT,
                                 common::v1::TONIGHT_KIND_CRISIS_TEAM));
}

TEST(Checker, EverybodyWhoCommittedSharesAndNobodyLeavesInStandby) {
  Milo milo;
  milo.PlayAll();
  const v1::CaseFile file = FileOf(VerdictOf(milo.book), milo);
  int sharing = 0;
  for (const v1::HoldingSpan& span : file.open_spans()) sharing += span.strand() == common::v1::STRAND_SHARED;
  EXPECT_EQ(sharing, 5);
}

// Whoever has committed keeps the seat until the successor commits: found by the simulation, seed 1593.
TEST(Checker, WhoCommittedAndIsToBeSucceededStillCountsForTheTeam) {
  Milo milo;
  milo.PlayToCase();
  milo.TeamProposed();
  milo.Commits(milo.who.youth_office, milo.who.adler);
  casework::v1::InvitationReplaced replaced;
  replaced.set_team_id(milo.team);
  replaced.set_person_id(milo.who.adler);
  auto& invitation = *replaced.mutable_invitation();
  invitation.set_organisation_id(milo.who.youth_office);
  invitation.set_person_id(milo.who.sommer);
  invitation.set_lead(true);
  milo.InCase(Milo::House("case"), replaced);
  milo.Commits(milo.who.office, milo.who.coordinator);
  milo.Commits(milo.who.provider, milo.who.carer);
  milo.Commits(milo.who.clinic, milo.who.doctor);
  milo.Commits(milo.who.school, milo.who.teacher);
  casework::v1::SharedResponsibilityTaken taken;
  taken.set_team_id(milo.team);
  milo.InCase(Milo::House("case"), taken);
  EXPECT_THAT(VerdictOf(milo.book).Words(), IsEmpty());

  milo.Commits(milo.who.youth_office, milo.who.sommer);
  EXPECT_THAT(VerdictOf(milo.book).Words(), IsEmpty());
}

std::vector<std::string> WhoShares(const v1::CaseFile& file) {
  std::vector<std::string> persons;
  for (const v1::HoldingSpan& span : file.open_spans()) {
    if (span.strand() == common::v1::STRAND_SHARED) persons.push_back(span.holder().person_id());
  }
  return persons;
}

// A9: whoever is succeeded does not share any more, and the successor does from then on.
TEST(Checker, WhoSharesIsFollowedThroughEverySuccession) {
  Milo milo;
  milo.PlayToTeam();
  milo.book.Advance(absl::Hours(24));
  casework::v1::InvitationReplaced replaced;
  replaced.set_team_id(milo.team);
  replaced.set_person_id(milo.who.adler);
  auto& invitation = *replaced.mutable_invitation();
  invitation.set_organisation_id(milo.who.youth_office);
  invitation.set_person_id(milo.who.sommer);
  invitation.set_lead(true);
  milo.InCase(Milo::House("case"), replaced);
  EXPECT_THAT(WhoShares(FileOf(VerdictOf(milo.book), milo)), ::testing::Contains(milo.who.adler));
  milo.Commits(milo.who.youth_office, milo.who.sommer);
  milo.Commits(milo.who.youth_office, milo.who.sommer);  // said again
  const WholeVerdict whole = VerdictOf(milo.book);
  EXPECT_THAT(whole.Words(), IsEmpty());
  EXPECT_THAT(WhoShares(FileOf(whole, milo)),
              ::testing::UnorderedElementsAre(milo.who.sommer, milo.who.coordinator, milo.who.doctor,
                                              milo.who.teacher, milo.who.carer));
  ASSERT_EQ(whole.ended.size(), 1u);
  EXPECT_EQ(whole.ended[0].holder().person_id(), milo.who.adler);
  EXPECT_EQ(FromProto(whole.ended[0].until()), milo.book.now());
}

TEST(Checker, AHandoverThatWasAcceptedByAnotherPersonOfTheReceiverMovesCase) {
  Milo milo;
  milo.PlayToCase();
  casework::v1::HandoverOffered offered;
  offered.set_handover_id(milo.handover);
  *offered.mutable_to() = milo.Sommer();
  milo.InCase(milo.AdlerPen(), offered);
  Meet(milo, milo.who.adler, milo.who.sommer);
  milo.book.Advance(absl::Hours(24));
  casework::v1::HandoverAccepted accepted;
  accepted.set_handover_id(milo.handover);
  accepted.set_person_id(milo.who.sommer);
  casework::v1::ResponsibilityMoved moved;
  moved.set_handover_id(milo.handover);
  *moved.mutable_from() = milo.Adler();
  *moved.mutable_to() = milo.Sommer();
  *moved.mutable_effective_at() = ToProto(milo.book.now() + absl::Hours(10));
  const uint64_t position = milo.InCase(milo.SommerPen(), accepted, moved);
  const WholeVerdict whole = VerdictOf(milo.book);
  EXPECT_THAT(whole.Words(), IsEmpty());
  ASSERT_EQ(whole.ended.size(), 1u);
  EXPECT_EQ(whole.ended[0].holder().person_id(), milo.who.adler);
  EXPECT_EQ(whole.ended[0].until_position(), position);
  const v1::CaseFile file = FileOf(whole, milo);
  EXPECT_EQ(Held(file, common::v1::STRAND_CASE)->holder().person_id(), milo.who.sommer);
  EXPECT_EQ(FromProto(Held(file, common::v1::STRAND_CASE)->from()), milo.book.now() + absl::Hours(10));
}

TEST(Checker, ARefusedOfferLeavesTheCaseWhereItIs) {
  Milo milo;
  milo.PlayToCase();
  casework::v1::HandoverOffered offered;
  offered.set_handover_id(milo.handover);
  *offered.mutable_to() = milo.Sommer();
  milo.InCase(milo.AdlerPen(), offered);
  casework::v1::HandoverRefused refused;
  refused.set_handover_id(milo.handover);
  milo.InCase(milo.SommerPen(), refused);
  const WholeVerdict whole = VerdictOf(milo.book);
  EXPECT_THAT(whole.Words(), IsEmpty());
  const v1::CaseFile file = FileOf(whole, milo);
  EXPECT_EQ(Held(file, common::v1::STRAND_CASE)->holder().person_id(), milo.who.adler);
}

TEST(Checker, AFirstContactHoldsBeforeThereIsACase) {
  Milo milo;
  intake::v1::ContactReceived received;
  received.set_kind(intake::v1::CONTACT_KIND_FIRST_CONTACT);
  received.set_subject_id(milo.young_person);
  *received.mutable_owner() = milo.Adler();
  const uint64_t position = milo.book.Write("intake", "contact", milo.contact,
                                            {milo.who.school, milo.who.teacher, "SCHOOL"}, received);
  const WholeVerdict whole = VerdictOf(milo.book);
  EXPECT_THAT(whole.Words(), IsEmpty());
  const v1::CaseFile file = whole.memory.File(milo.contact).value();
  EXPECT_EQ(Held(file, common::v1::STRAND_CASE)->from_position(), position);
  EXPECT_EQ(file.case_id(), "");
}

TEST(Checker, TheEmergencyServiceHoldsWhatItHeardOfFirstUntilAYouthOfficeAccepts) {
  Milo milo;
  intake::v1::ContactReceived received;
  received.set_kind(intake::v1::CONTACT_KIND_FIRST_CONTACT);
  received.set_subject_id(milo.young_person);
  *received.mutable_owner() = milo.OnDuty();
  milo.book.Write("intake", "contact", milo.contact, milo.DutyPen(), received);
  intake::v1::CaseOpeningRequested asking;
  asking.set_subject_id(milo.young_person);
  *asking.mutable_holder() = milo.OnDuty();
  casework::v1::CaseOpened opened =
      milo.Opening(milo.book.Write("intake", "contact", milo.contact, milo.DutyPen(), asking));
  opened.mutable_origin()->set_kind(casework::v1::ORIGIN_KIND_CONTACT);
  opened.mutable_origin()->set_aggregate_id(milo.contact);
  *opened.mutable_holder() = milo.OnDuty();
  milo.InCase(Milo::House("case"), opened);
  casework::v1::HandoverOffered offered;
  offered.set_handover_id(milo.handover);
  *offered.mutable_to() = milo.Adler();
  milo.InCase(milo.DutyPen(), offered);
  Meet(milo, milo.who.on_duty, milo.who.adler);
  casework::v1::HandoverAccepted accepted;
  accepted.set_handover_id(milo.handover);
  accepted.set_person_id(milo.who.adler);
  casework::v1::ResponsibilityMoved moved;
  moved.set_handover_id(milo.handover);
  *moved.mutable_from() = milo.OnDuty();
  *moved.mutable_to() = milo.Adler();
  milo.InCase(milo.AdlerPen(), accepted, moved);
  const WholeVerdict whole = VerdictOf(milo.book);
  EXPECT_THAT(whole.Words(), IsEmpty());
  EXPECT_EQ(Held(FileOf(whole, milo), common::v1::STRAND_CASE)->holder().person_id(), milo.who.adler);
}

TEST(Checker, ALawfulEndEndsEveryStrandAndReopeningRestoresThem) {
  Milo milo;
  milo.PlayAll();
  milo.EndsLawfully();
  WholeVerdict whole = VerdictOf(milo.book);
  EXPECT_THAT(whole.Words(), IsEmpty());
  EXPECT_EQ(FileOf(whole, milo).open_spans_size(), 0);
  EXPECT_EQ(FileOf(whole, milo).gaps(), 0u);

  milo.book.Advance(absl::Hours(24 * 400));
  casework::v1::CaseReopened reopened;
  *reopened.mutable_holder() = milo.Adler();
  milo.InCase(milo.CarerPen(), reopened, casework::v1::ReplanOpened());
  whole = VerdictOf(milo.book);
  EXPECT_THAT(whole.Words(), IsEmpty());
  const v1::CaseFile file = FileOf(whole, milo);
  EXPECT_EQ(Held(file, common::v1::STRAND_CASE)->holder().person_id(), milo.who.adler);
  EXPECT_EQ(FromProto(Held(file, common::v1::STRAND_CASE)->from()), milo.book.now());
  EXPECT_NE(Held(file, common::v1::STRAND_TONIGHT), nullptr);
  EXPECT_NE(Held(file, common::v1::STRAND_COORDINATION), nullptr);
  EXPECT_NE(Held(file, common::v1::STRAND_SHARED), nullptr);
}

TEST(Checker, AftercareIsAStrandThatHelpInterrupts) {
  Milo milo;
  milo.PlayToCase();
  casework::v1::AftercareBegun begun;
  *begun.mutable_holder() = milo.Adler();
  *begun.mutable_until() = ToProto(milo.book.now() + absl::Hours(24 * 100));
  milo.InCase(milo.AdlerPen(), begun);
  WholeVerdict whole = VerdictOf(milo.book);
  EXPECT_THAT(whole.Words(), IsEmpty());
  EXPECT_NE(Held(FileOf(whole, milo), common::v1::STRAND_AFTERCARE), nullptr);
  milo.InCase(milo.CarerPen(), casework::v1::AftercareInterrupted());
  whole = VerdictOf(milo.book);
  EXPECT_EQ(Held(FileOf(whole, milo), common::v1::STRAND_AFTERCARE), nullptr);
}

TEST(Checker, ADeclinedInquiryStaysWithItsHolder) {
  Milo milo;
  milo.Inquires();
  intake::v1::InquiryDeclined declined;
  *declined.mutable_holder() = milo.Adler();
  milo.book.Write("intake", "inquiry", milo.inquiry, milo.CoordinatorPen(), declined);
  const WholeVerdict whole = VerdictOf(milo.book);
  EXPECT_THAT(whole.Words(), IsEmpty());
  const v1::CaseFile file = whole.memory.File(milo.inquiry).value();
  EXPECT_NE(Held(file, common::v1::STRAND_CASE), nullptr);
}

TEST(Checker, ACaseServiceThatWasStoppedIsNoGap) {
  Milo milo;
  milo.Inquires();
  const uint64_t asked = milo.FoundEligible();
  milo.book.Advance(absl::Hours(24 * 3));
  milo.TeacherWrites();
  milo.CaseOpens(asked);
  const WholeVerdict whole = VerdictOf(milo.book);
  EXPECT_THAT(whole.Words(), IsEmpty());
}

TEST(Checker, ASettledReactionBelongsToTheChainOfItsCause) {
  Milo milo;
  milo.PlayToCase();
  eventlog::v1::ReactionSettled settled;
  settled.set_reaction_id("nothing");
  const uint64_t position =
      milo.book.CausedBy(milo.book.head())
          .Write("team", "reaction", testing::TestId(0x777), Milo::House("team"), settled);
  const WholeVerdict whole = VerdictOf(milo.book);
  EXPECT_THAT(whole.Words(), IsEmpty());
  EXPECT_EQ(whole.memory.ChainAt(position), milo.inquiry);
}

// Since 2026-11-26 a settlement stands in the chain of the aggregate that was not changed.
TEST(Checker, ASettlementInACaseMovesNothingAndOneWhereNoCaseIsBeginsNone) {
  Milo milo;
  milo.PlayToCase();
  eventlog::v1::ReactionSettled settled;
  settled.set_reaction_id("case.clock");
  milo.book.CausedBy(milo.book.head())
      .Write("case", "settlement", milo.the_case, Milo::House("case"), settled);
  milo.book.CausedBy(milo.book.head())
      .Write("case", "settlement", testing::TestId(0x778), Milo::House("case"), settled);
  const WholeVerdict whole = VerdictOf(milo.book);
  EXPECT_THAT(whole.Words(), IsEmpty());
  EXPECT_EQ(whole.memory.ChainOf(testing::TestId(0x778)), std::nullopt);
  milo.InCase(milo.AdlerPen(), milo.Standby(absl::Hours(24)));
  EXPECT_THAT(VerdictOf(milo.book).Words(), IsEmpty());
}

team::v1::WorkingRulesSet Sets(void (*change)(common::v1::OfficeTerms&)) {
  team::v1::WorkingRulesSet rules;
  change(*rules.mutable_terms());
  return rules;
}

TEST(Checker, ARestInTheOfficesOwnTimeIsNoDefectAlsoOnceTheOfficeTakesAnother) {
  Milo milo;
  milo.PlayToCase();
  milo.InOffice(Sets([](common::v1::OfficeTerms& terms) {
    terms.set_standby_days(100);
    terms.set_standby_missing_days(40);
  }));
  auto entered = milo.Standby(absl::Hours(24 * 100));
  entered.set_at_most_days(100);
  milo.InCase(milo.AdlerPen(), entered);
  milo.InOffice(Sets([](common::v1::OfficeTerms& terms) { terms.set_standby_days(10); }));
  casework::v1::TonightMoved moved;
  *moved.mutable_from() = *moved.mutable_to() = milo.AtHome();
  moved.mutable_to()->set_kind(common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN);
  *moved.mutable_standby_contact_due() = ToProto(milo.book.now() + absl::Hours(24 * 40));
  moved.set_standby_at_most_days(40);
  casework::v1::SearchBegun begun;
  begun.set_person_id(milo.who.adler);
  *begun.mutable_first_due() = ToProto(milo.book.now() + absl::Hours(24));
  milo.InCase(milo.AdlerPen(), moved, begun);
  EXPECT_THAT(VerdictOf(milo.book).Words(), IsEmpty());
}

TEST(Checker, TheDateOfTheNextContactMayFallOnTheHourAfterTheClocksChanged) {
  Milo milo;
  milo.PlayToCase();
  milo.InCase(milo.AdlerPen(), milo.Standby(absl::Hours(24 * 90 + 1)));
  EXPECT_THAT(VerdictOf(milo.book).Words(), IsEmpty());
}

}  // namespace
}  // namespace fallverbund::audit
