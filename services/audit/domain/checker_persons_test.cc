// Given raw commits of a log in which a person is the wrong one: somebody who has left (N11), who spoke for
// both sides (N6), or who is guardian and answers for the case, too (N13).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "services/audit/domain/strands.h"
#include "services/audit/domain/testing/milo.h"
#include "services/audit/domain/testing/verdict_of.h"

namespace fallverbund::audit {
namespace {

using testing::Milo;
using testing::VerdictOf;
using Words = std::vector<std::string>;

const Words kNothing;

Words WordsOf(const Milo& milo) {
  return VerdictOf(milo.book).Words();
}

common::v1::Holder Colleague(const Milo& milo) {
  common::v1::Holder holder = milo.Adler();
  holder.set_person_id(milo.who.deputy);
  holder.set_deputy_person_id(milo.who.sommer);
  return holder;
}
testing::Pen ColleaguePen(const Milo& milo) {
  return {milo.who.youth_office, milo.who.deputy, "CASE_WORKER"};
}

template <class Event>
void InDirectory(Milo& milo, Event event, const std::string& person) {
  event.set_person_id(person);
  milo.book.Write("team", "organisation", milo.who.youth_office, Milo::House("team"), event);
}
void Fence(Milo& milo, const std::string& person) {
  InDirectory(milo, team::v1::DeactivationRequested(), person);
}
void Deactivate(Milo& milo, const std::string& person) {
  InDirectory(milo, team::v1::PersonDeactivated(), person);
}

// Offered to Frau Sommer, who met Herr Adler and accepted.
void GoesToSommer(Milo& milo) {
  casework::v1::HandoverOffered offered;
  offered.set_handover_id(milo.handover);
  *offered.mutable_to() = milo.Sommer();
  milo.InCase(milo.AdlerPen(), offered);
  casework::v1::HandoverMeetingHeld met;
  met.set_handover_id(milo.handover);
  met.add_person_ids(milo.who.adler);
  met.add_person_ids(milo.who.sommer);
  milo.InCase(milo.AdlerPen(), met);
  casework::v1::HandoverAccepted accepted;
  accepted.set_handover_id(milo.handover);
  accepted.set_person_id(milo.who.sommer);
  casework::v1::ResponsibilityMoved moved;
  moved.set_handover_id(milo.handover);
  *moved.mutable_from() = milo.Adler();
  *moved.mutable_to() = milo.Sommer();
  moved.mutable_follow_up_due()->set_seconds(1'773'000'000);
  milo.InCase(milo.SommerPen(), accepted, moved);
}

TEST(CheckerFinds, AnAccountThatClosedWhileItsPersonHeldACase) {
  Milo milo;
  milo.PlayToCase();
  Fence(milo, milo.who.adler);
  EXPECT_EQ(WordsOf(milo), kNothing);
  Deactivate(milo, milo.who.adler);
  EXPECT_EQ(WordsOf(milo), Words{"HOLDER_WITHOUT_PERSON deactivated_while_holding"});
  const auto whole = VerdictOf(milo.book);
  EXPECT_EQ(whole.memory.File(milo.inquiry)->findings(), 1u) << "of that chain";
  EXPECT_EQ(whole.findings[0].aggregate_id(), milo.inquiry);
}

TEST(CheckerFinds, AnAccountThatClosedWhileItsPersonWasToStandInForAHolder) {
  Milo milo;
  milo.PlayToCase();
  Milo another = milo;
  Deactivate(milo, milo.who.deputy);
  EXPECT_EQ(WordsOf(milo), Words{"HOLDER_WITHOUT_PERSON deactivated_while_deputy"});
  casework::v1::CaseDeputyNamed named;
  named.set_person_id(another.who.adler);
  named.set_deputy_person_id(another.who.sommer);
  casework::v1::StrandDeputyNamed tonight;
  tonight.set_strand(common::v1::STRAND_TONIGHT);
  tonight.set_person_id(another.who.adler);
  tonight.set_deputy_person_id(another.who.sommer);
  another.InCase(another.AdlerPen(), named);
  another.InCase(another.AdlerPen(), tonight);
  Deactivate(another, another.who.deputy);
  EXPECT_EQ(WordsOf(another), kNothing) << "somebody else is named";
}

TEST(CheckerFinds, AnAccountThatClosedBeforeThereWasACase) {
  Milo milo;
  milo.Inquires();
  Deactivate(milo, milo.who.adler);
  EXPECT_EQ(WordsOf(milo), Words{"HOLDER_WITHOUT_PERSON deactivated_while_holding"});
}

TEST(CheckerFinds, NothingInAnAccountThatClosedWithNothingHeld) {
  Milo milo;
  milo.PlayToTeam();
  Deactivate(milo, milo.who.sommer);
  milo.EndsLawfully();
  Deactivate(milo, milo.who.adler);
  EXPECT_EQ(WordsOf(milo), kNothing);
}

TEST(CheckerFinds, AnInquiryTakenOverFromSomebodyWhoStaysOrByNobodyInPerson) {
  for (const std::string flaw : {"", "stays", "another hand", "another unit", "not held"}) {
    Milo milo;
    milo.Inquires();
    if (flaw != "stays") Fence(milo, milo.who.adler);
    intake::v1::InquiryTakenOver taken;
    *taken.mutable_from() = flaw == "not held" ? milo.Sommer() : milo.Adler();
    *taken.mutable_to() = flaw == "another unit" ? milo.Sommer() : Colleague(milo);
    const auto pen = flaw == "another hand"   ? milo.CoordinatorPen()
                     : flaw == "another unit" ? milo.SommerPen()
                                              : ColleaguePen(milo);
    milo.book.Write("intake", "inquiry", milo.inquiry, pen, taken);
    const Words wrong = {flaw == "not held"
                             ? "TWO_HOLDERS taken_over_from_another_than_the_holder"
                             : "MOVE_WITHOUT_ACCEPTANCE not_taken_over_by_a_colleague_in_person"};
    EXPECT_EQ(WordsOf(milo), flaw.empty() ? kNothing : wrong) << flaw;
    if (!flaw.empty()) continue;
    Deactivate(milo, milo.who.adler);
    EXPECT_EQ(WordsOf(milo), kNothing);
    Deactivate(milo, milo.who.deputy);
    EXPECT_EQ(WordsOf(milo), Words{"HOLDER_WITHOUT_PERSON deactivated_while_holding"});
  }
}

TEST(CheckerFinds, AFirstContactTakenOverFromSomebodyWhoStays) {
  for (const bool leaves : {true, false}) {
    Milo milo;
    intake::v1::ContactReceived received;
    received.set_kind(intake::v1::CONTACT_KIND_FIRST_CONTACT);
    received.set_subject_id(milo.young_person);
    *received.mutable_owner() = milo.Adler();
    milo.book.Write("intake", "contact", milo.contact, milo.AdlerPen(), received);
    if (leaves) Fence(milo, milo.who.adler);
    intake::v1::ContactTakenOver taken;
    *taken.mutable_from() = milo.Adler();
    *taken.mutable_to() = Colleague(milo);
    milo.book.Write("intake", "contact", milo.contact, ColleaguePen(milo), taken);
    const Words wrong = {"MOVE_WITHOUT_ACCEPTANCE not_taken_over_by_a_colleague_in_person"};
    EXPECT_EQ(WordsOf(milo), leaves ? kNothing : wrong);
  }
}

TEST(CheckerFinds, ACaseThatCameBackToSomebodyWhoHadLeft) {
  for (const std::string to : {"who left", "who stands in", "another unit"}) {
    Milo milo;
    milo.PlayToTeam();
    milo.EndsLawfully();
    Fence(milo, milo.who.adler);
    Deactivate(milo, milo.who.adler);
    casework::v1::CaseReopened reopened;
    *reopened.mutable_holder() = to == "who left"        ? milo.Adler()
                                 : to == "who stands in" ? Colleague(milo)
                                                         : milo.Sommer();
    milo.InCase(milo.CarerPen(), reopened, casework::v1::ReplanOpened());
    Words found;
    if (to != "who stands in") found.push_back("HOLDER_WITHOUT_PERSON reopened_for_somebody_who_left");
    if (to == "another unit") found.push_back("MOVE_WITHOUT_ACCEPTANCE reopened_with_another_holder");
    EXPECT_EQ(WordsOf(milo), found) << to;
  }
}

// R0, N11: of an empty unit; as long as the deputy is there, it is that one's.
TEST(CheckerFinds, NothingInACaseThatCameBackToAnotherUnitWhereNobodyOfItsOwnIsThere) {
  Milo milo;
  milo.PlayToTeam();
  milo.EndsLawfully();
  for (const std::string& person : {milo.who.adler, milo.who.deputy}) {
    Fence(milo, person);
    Deactivate(milo, person);
  }
  casework::v1::CaseReopened reopened;
  *reopened.mutable_holder() = milo.Sommer();
  milo.InCase(milo.CarerPen(), reopened, casework::v1::ReplanOpened());
  EXPECT_EQ(WordsOf(milo), kNothing);
}

// N11, B7: what came back to a closed account is counted, and nobody is there by that.
TEST(CheckerFinds, ACaseGivenToAnAccountThatStaysClosed) {
  for (const bool stays_closed : {true, false}) {
    Milo milo;
    milo.PlayToTeam();
    milo.EndsLawfully();
    Fence(milo, milo.who.adler);
    Deactivate(milo, milo.who.adler);
    team::v1::DeactivationAnswered counted;
    counted.set_stays_closed(stays_closed);
    InDirectory(milo, counted, milo.who.adler);
    casework::v1::CaseReopened reopened;
    *reopened.mutable_holder() = milo.Adler();
    milo.InCase(milo.CarerPen(), reopened, casework::v1::ReplanOpened());
    EXPECT_EQ(WordsOf(milo),
              stays_closed ? Words{"HOLDER_WITHOUT_PERSON reopened_for_somebody_who_left"} : kNothing);
  }
}

// N6, N11: whoever speaks for a side that has left is of that side, and there.
TEST(CheckerFinds, AMeetingForAGiverWhoIsStillThere) {
  for (const bool gone : {true, false}) {
    Milo milo;
    milo.PlayToCase();
    casework::v1::HandoverOffered offered;
    offered.set_handover_id(milo.handover);
    *offered.mutable_to() = milo.Sommer();
    offered.mutable_to()->set_deputy_person_id(milo.who.sommer);
    milo.InCase(milo.AdlerPen(), offered);
    const std::string acting = testing::TestId(0x881);
    team::v1::PersonRegistered joins;
    InDirectory(milo, joins, acting);
    if (gone) {
      Deactivate(milo, milo.who.adler);
      Deactivate(milo, milo.who.deputy);
    }
    casework::v1::HandoverMeetingHeld met;
    met.set_handover_id(milo.handover);
    met.add_person_ids(acting);
    met.add_person_ids(milo.who.sommer);
    met.add_acting_person_ids(acting);
    milo.InCase({milo.who.youth_office, acting, "TEAM_LEAD"}, met);
    casework::v1::HandoverAccepted accepted;
    accepted.set_handover_id(milo.handover);
    accepted.set_person_id(milo.who.sommer);
    casework::v1::ResponsibilityMoved moved;
    moved.set_handover_id(milo.handover);
    *moved.mutable_from() = milo.Adler();
    *moved.mutable_to() = offered.to();
    milo.InCase(milo.SommerPen(), accepted, moved);
    const Words found = WordsOf(milo);
    EXPECT_EQ(std::count(found.begin(), found.end(), "MOVE_WITHOUT_MEETING not_met"), gone ? 0 : 1);
  }
}

TEST(CheckerFinds, ACaseThatCameBackToAnotherThoughItsHolderStays) {
  Milo milo;
  milo.PlayToTeam();
  milo.EndsLawfully();
  casework::v1::CaseReopened reopened;
  *reopened.mutable_holder() = Colleague(milo);
  milo.InCase(milo.CarerPen(), reopened, casework::v1::ReplanOpened());
  EXPECT_EQ(WordsOf(milo), Words{"MOVE_WITHOUT_ACCEPTANCE reopened_with_another_holder"});
}

TEST(CheckerFinds, ACaseTakenBackForSomebodyWhoIsNotThereOrDidNotSayIt) {
  for (const std::string flaw : {"", "stays", "not in person"}) {
    Milo milo;
    milo.PlayToCase();
    GoesToSommer(milo);

    if (flaw != "stays") Fence(milo, milo.who.adler);
    casework::v1::HandoverTakenBack back;
    back.set_handover_id(milo.handover);
    back.set_person_id(flaw == "not in person" ? milo.who.adler : milo.who.deputy);
    casework::v1::ResponsibilityMoved returned;
    returned.set_handover_id(milo.handover);
    *returned.mutable_from() = milo.Sommer();
    *returned.mutable_to() = Colleague(milo);
    milo.InCase(flaw == "not in person" ? milo.AdlerPen() : ColleaguePen(milo), back, returned);
    EXPECT_EQ(WordsOf(milo), flaw.empty() ? kNothing : Words{"MOVE_WITHOUT_ACCEPTANCE no_open_offer"})
        << flaw;
  }
}

// --- who met ---

TEST(CheckerFinds, AMeetingOfOnePersonWhoSpokeForBothSides) {
  for (const bool alone : {true, false}) {
    Milo milo;
    milo.PlayToCase();
    casework::v1::HandoverOffered offered;
    offered.set_handover_id(milo.handover);
    *offered.mutable_to() = Colleague(milo);  // Adler's deputy
    milo.InCase(milo.AdlerPen(), offered);
    casework::v1::HandoverMeetingHeld met;
    met.set_handover_id(milo.handover);
    met.add_person_ids(milo.who.deputy);
    met.add_person_ids(alone ? milo.who.carer : milo.who.adler);
    milo.InCase(ColleaguePen(milo), met);
    casework::v1::HandoverAccepted accepted;
    accepted.set_handover_id(milo.handover);
    accepted.set_person_id(milo.who.deputy);
    casework::v1::ResponsibilityMoved moved;
    moved.set_handover_id(milo.handover);
    *moved.mutable_from() = milo.Adler();
    *moved.mutable_to() = Colleague(milo);
    milo.InCase(ColleaguePen(milo), accepted, moved);
    EXPECT_EQ(WordsOf(milo), alone ? Words{"MOVE_WITHOUT_MEETING not_met"} : kNothing);
  }
}

// --- who is guardian ---

common::v1::Holder Guardian(const Milo& milo, const std::string& person) {
  common::v1::Holder holder;
  holder.set_organisation_id(milo.who.youth_office);
  holder.set_unit_id(milo.who.unit_south);
  holder.set_person_id(person);
  holder.set_basis(common::v1::LEGAL_BASIS_SGB8_87C);
  return holder;
}
void BecomesGuardian(Milo& milo, const std::string& person) {
  casework::v1::GuardianNamed named;
  named.set_kind(casework::v1::GUARDIAN_KIND_OFFICE);
  *named.mutable_holder() = Guardian(milo, person);
  milo.InCase(milo.AdlerPen(), named);
  casework::v1::GuardianDeclared declared;
  *declared.mutable_holder() = named.holder();
  declared.set_person_id(person);
  milo.InCase({milo.who.youth_office, person, "CASE_WORKER"}, declared);
}

TEST(CheckerFinds, AGuardianWhoAnswersForTheCaseToo) {
  const Words both = {"AGE_AGAINST_THE_RULE guardian_is_the_case_worker"};
  for (const std::string who : {"holder", "deputy", "another"}) {
    Milo milo;
    milo.PlayToCase();
    BecomesGuardian(milo, who == "holder"   ? milo.who.adler
                          : who == "deputy" ? milo.who.deputy
                                            : milo.who.sommer);
    EXPECT_EQ(WordsOf(milo), who == "another" ? kNothing : both) << who;
  }
}

TEST(CheckerFinds, ACaseThatCameBackToTheGuardian) {
  Milo milo;
  milo.PlayToTeam();
  BecomesGuardian(milo, Colleague(milo).person_id());
  milo.EndsLawfully();
  Fence(milo, milo.who.adler);
  Deactivate(milo, milo.who.adler);
  const auto words = [&] { return WordsOf(milo); };
  const auto said = [](const Words& all) {
    return std::count(all.begin(), all.end(), "AGE_AGAINST_THE_RULE guardian_is_the_case_worker");
  };
  const auto before = said(words());
  casework::v1::CaseReopened reopened;
  *reopened.mutable_holder() = Colleague(milo);
  milo.InCase(milo.CarerPen(), reopened, casework::v1::ReplanOpened());
  EXPECT_EQ(said(words()), before + 1);
}

TEST(CheckerFinds, ACaseThatMovedToTheGuardian) {
  Milo milo;
  milo.PlayToCase();
  BecomesGuardian(milo, milo.who.sommer);
  GoesToSommer(milo);
  EXPECT_EQ(WordsOf(milo), Words{"AGE_AGAINST_THE_RULE guardian_is_the_case_worker"});
}

}  // namespace
}  // namespace fallverbund::audit
