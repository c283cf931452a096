#include "services/team/domain/agreement_decider.h"

#include <gtest/gtest.h>

#include <string>

#include "services/team/domain/testing/register_story.h"

namespace fallverbund::team {
namespace {

using testing::Id;
using Story = testing::RegisterStory<AgreementDecider>;

const std::string kYouthOffice = Id('a'), kClinic = Id('b');
const std::string kKeeper = Id('1'), kDeputy = Id('2'), kDoctor = Id('3'), kNurse = Id('4');

v1::CrisisProcedure Procedure() {
  v1::CrisisProcedure procedure;
  for (const auto party : {common::v1::CRISIS_PARTY_YOUTH_OFFICE, common::v1::CRISIS_PARTY_PROVIDER,
                           common::v1::CRISIS_PARTY_LEGAL_REPRESENTATIVE,
                           common::v1::CRISIS_PARTY_RESCUE_SERVICE, common::v1::CRISIS_PARTY_CLINIC}) {
    auto& leg = *procedure.add_legs();
    leg.set_party(party);
    leg.set_acknowledge_minutes(15);
  }
  procedure.set_court_approval_hours(24);
  procedure.set_meeting_days(7);
  return procedure;
}
AdoptAgreement Adopting() {
  AdoptAgreement c;
  c.display_name = "Vereinbarung Klinik und Jugendamt";
  c.deputy_person_id = kDeputy;
  c.procedure = Procedure();
  c.unit_known = c.deputy_known = true;
  return c;
}
SignAgreement Signing() {
  return {kDoctor, kNurse, true, true};
}
Story Adopted() {
  Story story;
  story.As(kYouthOffice, kKeeper);
  EXPECT_EQ(story.When(Adopting()), "OK");
  return story;
}
Story SignedByTheClinic() {
  Story story = Adopted();
  story.As(kClinic, kDoctor);
  EXPECT_EQ(story.When(Signing()), "OK");
  return story;
}

TEST(Agreement, IsInForceFromTheMomentItIsAdoptedUnlessADateIsNamed) {
  Story story = Adopted();
  EXPECT_EQ(story.state().InForce(story.now()), 1);
  EXPECT_EQ(story.state().InForce(story.now() - absl::Nanoseconds(1)), 0);
  Story later;
  later.As(kYouthOffice, kKeeper);
  AdoptAgreement c = Adopting();
  c.effective_from = later.now() + absl::Hours(24);
  EXPECT_EQ(later.When(c), "OK");
  EXPECT_EQ(later.state().InForce(later.now()), 0);
  EXPECT_EQ(later.state().InForce(later.now() + absl::Hours(24)), 1);
}

TEST(Agreement, NoVersionCountsForThePast) {
  Story story;
  story.As(kYouthOffice, kKeeper);
  AdoptAgreement c = Adopting();
  c.effective_from = story.now() - absl::Seconds(1);
  EXPECT_EQ(story.When(c), "AGREEMENT_ONLY_AHEAD");
  story = Adopted();
  EXPECT_EQ(story.When(AdoptAgreementVersion{story.now() - absl::Seconds(1), Procedure()}),
            "AGREEMENT_ONLY_AHEAD");
}

TEST(Agreement, NoVersionOvertakesAnEarlierOne) {
  Story story = Adopted();
  EXPECT_EQ(story.When(AdoptAgreementVersion{story.now() + absl::Hours(48), Procedure()}), "OK");
  EXPECT_EQ(story.When(AdoptAgreementVersion{story.now() + absl::Hours(47), Procedure()}),
            "AGREEMENT_ONLY_AHEAD");
  EXPECT_EQ(story.When(AdoptAgreementVersion{story.now() + absl::Hours(48), Procedure()}), "OK");
  EXPECT_EQ(story.state().InForce(story.now()), 1);
  EXPECT_EQ(story.state().InForce(story.now() + absl::Hours(48)), 3);
}

TEST(Agreement, ThereIsOneForAnAssociation) {
  Story story = Adopted();
  EXPECT_EQ(story.When(Adopting()), "AGREEMENT_EXISTS");
}

TEST(Agreement, IsKeptByANamedPersonWithADeputy) {
  Story story;
  story.As(kYouthOffice, kKeeper);
  AdoptAgreement c = Adopting();
  c.unit_known = false;
  EXPECT_EQ(story.When(c), "UNIT_UNKNOWN");
  c = Adopting();
  c.deputy_known = false;
  EXPECT_EQ(story.When(c), "DEPUTY_NOT_NAMED");
  c = Adopting();
  c.deputy_person_id = kKeeper;
  EXPECT_EQ(story.When(c), "DEPUTY_NOT_NAMED");
}

TEST(Agreement, OnlyItsKeeperOrTheDeputyAdoptsTheNextVersion) {
  Story story = Adopted();
  story.As(kYouthOffice, Id('9'));
  EXPECT_EQ(story.When(AdoptAgreementVersion{{}, Procedure()}), "ONLY_THE_AGREEMENTS_KEEPER");
  story.As(kClinic, kKeeper);
  EXPECT_EQ(story.When(AdoptAgreementVersion{{}, Procedure()}), "ONLY_THE_AGREEMENTS_KEEPER");
  story.As(kYouthOffice, kDeputy);
  EXPECT_EQ(story.When(AdoptAgreementVersion{{}, Procedure()}), "OK");
}

TEST(Agreement, IsEntrustedToTwoOthersByAColleagueAlsoWhenBothHaveGone) {
  const EntrustAgreement others = {Id('7'), Id('8'), true};
  Story none;
  none.As(kYouthOffice, Id('9'));
  EXPECT_EQ(none.When(others), "OBJECT_UNKNOWN");
  Story story = Adopted();
  story.As(kClinic, kDoctor);
  EXPECT_EQ(story.When(others), "NOT_YOUR_ORGANISATION");
  story.As(kYouthOffice, Id('9'));
  EXPECT_EQ(story.When(EntrustAgreement{Id('7'), Id('8'), false}), "PERSON_UNKNOWN");
  EXPECT_EQ(story.When(EntrustAgreement{Id('7'), Id('7'), true}), "DEPUTY_IS_ONESELF");
  EXPECT_EQ(story.When(others), "OK");
  EXPECT_EQ(story.state().keeper.person_id, Id('7'));
  EXPECT_EQ(story.state().keeper.deputy_person_id, Id('8'));
  story.As(kYouthOffice, kKeeper);
  EXPECT_EQ(story.When(AdoptAgreementVersion{{}, Procedure()}), "ONLY_THE_AGREEMENTS_KEEPER");
  for (const std::string& keeps : {Id('7'), Id('8')}) {
    story.As(kYouthOffice, keeps);
    EXPECT_EQ(story.When(AdoptAgreementVersion{{}, Procedure()}), "OK");
  }
}

TEST(Agreement, LeavesNoneOfTheFivePartiesOutAndNamesNoneTwice) {
  Story story;
  story.As(kYouthOffice, kKeeper);
  AdoptAgreement c = Adopting();
  c.procedure.mutable_legs()->RemoveLast();
  EXPECT_EQ(story.When(c), "PROCEDURE_INCOMPLETE");
  c = Adopting();
  *c.procedure.add_legs() = c.procedure.legs(0);
  EXPECT_EQ(story.When(c), "PROCEDURE_INCOMPLETE");
  c = Adopting();
  c.procedure.add_legs()->set_party(common::v1::CRISIS_PARTY_YOUNG_PERSON);
  EXPECT_EQ(story.When(c), "PROCEDURE_INCOMPLETE");
  story = Adopted();
  EXPECT_EQ(story.When(AdoptAgreementVersion{{}, {}}), "PROCEDURE_INCOMPLETE");
}

TEST(Agreement, NamesTimesThatCanBeKeptAndMissed) {
  Story story;
  story.As(kYouthOffice, kKeeper);
  for (const int minutes : {0, -1, kLongestAcknowledgeMinutes + 1}) {
    AdoptAgreement c = Adopting();
    c.procedure.mutable_legs(0)->set_acknowledge_minutes(minutes);
    EXPECT_EQ(story.When(c), "PROCEDURE_INCOMPLETE");
  }
  for (const int hours : {0, kLongestCourtApprovalHours + 1}) {
    AdoptAgreement c = Adopting();
    c.procedure.set_court_approval_hours(hours);
    EXPECT_EQ(story.When(c), "PROCEDURE_INCOMPLETE");
  }
  for (const int days : {0, kLongestMeetingDays + 1}) {
    AdoptAgreement c = Adopting();
    c.procedure.set_meeting_days(days);
    EXPECT_EQ(story.When(c), "PROCEDURE_INCOMPLETE");
  }
}

TEST(Agreement, IsSignedByAnOrganisationOnceWithWhomToReachAndADeputy) {
  Story story = Adopted();
  story.As(kClinic, kDoctor);
  SignAgreement c = Signing();
  c.contact_known = false;
  EXPECT_EQ(story.When(c), "CRISIS_CONTACT_UNKNOWN");
  c = Signing();
  c.deputy_known = false;
  EXPECT_EQ(story.When(c), "DEPUTY_NOT_NAMED");
  c = Signing();
  c.deputy_person_id = kDoctor;
  EXPECT_EQ(story.When(c), "DEPUTY_NOT_NAMED");
  EXPECT_EQ(story.When(Signing()), "OK");
  EXPECT_EQ(story.state().signatories.at(kClinic).signed_by_person_id, kDoctor);
  story.As(kClinic, kNurse);
  EXPECT_EQ(story.When(Signing()), "AGREEMENT_SIGNED");
}

TEST(Agreement, SignaturesOutliveANewVersion) {
  Story story = SignedByTheClinic();
  story.As(kYouthOffice, kKeeper);
  EXPECT_EQ(story.When(AdoptAgreementVersion{{}, Procedure()}), "OK");
  EXPECT_TRUE(story.state().signatories.contains(kClinic));
}

TEST(Agreement, WhoSignedMayNameSomebodyElseToReach) {
  Story story = SignedByTheClinic();
  EXPECT_EQ(story.When(NameCrisisContact{kNurse, kDoctor, true, true}), "OK");
  EXPECT_EQ(story.state().signatories.at(kClinic).contact_person_id, kNurse);
  EXPECT_EQ(story.When(NameCrisisContact{kNurse, kDoctor, false, true}), "CRISIS_CONTACT_UNKNOWN");
  story.As(kYouthOffice, kKeeper);
  EXPECT_EQ(story.When(NameCrisisContact{kKeeper, kDeputy, true, true}), "AGREEMENT_NOT_SIGNED");
}

TEST(Agreement, WhoSignedMayLeaveAndSignAgain) {
  Story story = SignedByTheClinic();
  EXPECT_EQ(story.When(LeaveAgreement{}), "OK");
  EXPECT_EQ(story.When(LeaveAgreement{}), "AGREEMENT_NOT_SIGNED");
  EXPECT_EQ(story.When(NameCrisisContact{kNurse, kDoctor, true, true}), "AGREEMENT_NOT_SIGNED");
  EXPECT_EQ(story.When(Signing()), "OK");
}

TEST(Agreement, NothingIsSignedBeforeOneIsAdopted) {
  Story story;
  story.As(kClinic, kDoctor);
  EXPECT_EQ(story.When(Signing()), "OBJECT_UNKNOWN");
  EXPECT_EQ(story.When(LeaveAgreement{}), "OBJECT_UNKNOWN");
  EXPECT_EQ(story.When(NameCrisisContact{kNurse, kDoctor, true, true}), "OBJECT_UNKNOWN");
  EXPECT_EQ(story.When(AdoptAgreementVersion{{}, Procedure()}), "OBJECT_UNKNOWN");
}

}  // namespace
}  // namespace fallverbund::team
