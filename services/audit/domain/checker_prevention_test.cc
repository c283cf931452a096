// Given raw commits of the prevention chain: who navigates, what may be published, and what a withdrawal
// forgets.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "fallverbund/intake/v1/prevention_events.pb.h"
#include "fallverbund/keys/v1/erasure_events.pb.h"
#include "fallverbund/team/v1/directory_events.pb.h"
#include "services/audit/domain/testing/milo.h"
#include "services/audit/domain/testing/verdict_of.h"

namespace fallverbund::audit {
namespace {

using testing::Milo;
using testing::Pen;
using testing::TestId;
using testing::VerdictOf;
using Words = std::vector<std::string>;
namespace in = intake::v1;

const std::string kTransition = TestId(900), kHandover = TestId(901), kKey = TestId(902);

// The directory of Milo's story; its people are lent to prevention.
class Prevention : public ::testing::Test {
 protected:
  Prevention() { milo_.PlayToCase(); }

  Pen Giver() const { return {milo_.who.youth_office, milo_.who.adler, "NAVIGATOR"}; }
  Pen Receiver() const { return {milo_.who.youth_office, milo_.who.sommer, "NAVIGATOR"}; }
  common::v1::Holder By(const std::string& person, const std::string& deputy) const {
    common::v1::Holder holder = milo_.Adler();
    holder.set_person_id(person);
    holder.set_deputy_person_id(deputy);
    return holder;
  }
  common::v1::Holder GivingHolder() const { return By(milo_.who.adler, milo_.who.deputy); }
  common::v1::Holder ReceivingHolder() const { return By(milo_.who.sommer, milo_.who.deputy); }

  template <class... Events>
  void Write(const Pen& pen, const Events&... events) {
    milo_.book.Write("intake", "transition", kTransition, pen, events...);
  }
  in::TransitionBegun Begun() const {
    in::TransitionBegun begun;
    *begun.mutable_navigator() = GivingHolder();
    begun.set_consent_by(in::CONSENT_GIVER_ONE_PARENT);
    return begun;
  }
  in::WarmHandoverOffered Offered() const {
    in::WarmHandoverOffered offered;
    offered.set_handover_id(kHandover);
    *offered.mutable_to() = ReceivingHolder();
    offered.set_offered_by_person_id(milo_.who.adler);
    return offered;
  }
  static in::WarmHandoverMet Met() {
    in::WarmHandoverMet met;
    met.set_handover_id(kHandover);
    return met;
  }
  in::NavigatorMoved Moved() const {
    in::NavigatorMoved moved;
    moved.set_givers_look_on(true);
    moved.set_handover_id(kHandover);
    *moved.mutable_from() = GivingHolder();
    *moved.mutable_to() = ReceivingHolder();
    return moved;
  }
  static in::PreventionConsentWithdrawn Withdrawn() {
    in::PreventionConsentWithdrawn withdrawn;
    withdrawn.add_key_ids(kKey);
    return withdrawn;
  }
  keys::v1::KeyErased Erased() const {
    keys::v1::KeyErased erased;
    erased.set_ground(keys::v1::ERASURE_GROUND_CONSENT_WITHDRAWN);
    erased.set_file_class(common::v1::FILE_CLASS_PREVENTION);
    erased.set_transition_id(kTransition);
    *erased.mutable_dropped_at() = ToProto(milo_.book.now());
    return erased;
  }
  void Forget(const keys::v1::KeyErased& erased, const std::string& key = kKey) {
    milo_.book.Write("keys", "key", key, {"keys", "", "SERVICE"}, erased);
  }
  template <class Event>
  void Says(const std::string& organisation, const Event& event) {
    milo_.book.Write("team", "organisation", organisation, {organisation, "", "TEAM_LEAD"}, event);
  }
  Words Found() const { return VerdictOf(milo_.book).Words(); }
  static Words One(const std::string& detail) { return {"NAVIGATOR_AGAINST_THE_RULE " + detail}; }

  Milo milo_;
};

TEST_F(Prevention, IsInOrderFromTheConsentToTheWithdrawal) {
  Write(Giver(), Begun());
  Write(Giver(), Offered());
  Write(Giver(), in::WarmHandoverAttemptFailed());
  Write(Giver(), Met());
  Write(Receiver(), Moved());
  Write(Receiver(), Withdrawn());
  Forget(Erased());
  const auto whole = VerdictOf(milo_.book);
  EXPECT_EQ(whole.Words(), Words());
  EXPECT_EQ(whole.memory.Prevention(kTransition)->navigator().person_id(), milo_.who.sommer);
}

TEST_F(Prevention, OpensNoCaseAndIsNoGap) {
  Write(Giver(), Begun());
  EXPECT_FALSE(VerdictOf(milo_.book).memory.ChainOf(kTransition).has_value());
}

TEST_F(Prevention, HasANavigatorWithANameADeputyAndAFamilysConsent) {
  auto nobody = Begun();
  nobody.mutable_navigator()->clear_person_id();
  Write(Giver(), nobody);
  EXPECT_EQ(Found(), One("navigator_not_named"));
}

TEST_F(Prevention, IsFoundWithoutConsent) {
  auto begun = Begun();
  begun.clear_consent_by();
  Write(Giver(), begun);
  EXPECT_EQ(Found(), One("begun_without_consent"));
}

TEST_F(Prevention, IsFoundWithoutABeginning) {
  Write(Giver(), Offered());
  EXPECT_EQ(Found(), One("without_a_navigator"));
}

TEST_F(Prevention, IsFoundWithTwoBeginnings) {
  Write(Giver(), Begun());
  Write(Giver(), Begun());
  EXPECT_EQ(Found(), One("begun_twice"));
}

TEST_F(Prevention, IsFoundWhereTheNavigatorMovedWithoutAnOffer) {
  Write(Giver(), Begun());
  Write(Receiver(), Moved());
  EXPECT_EQ(Found(), One("moved_without_offer"));
}

TEST_F(Prevention, IsFoundWhereNobodyMet) {
  Write(Giver(), Begun());
  Write(Giver(), Offered());
  Write(Receiver(), Moved());
  EXPECT_EQ(Found(), One("moved_without_meeting"));
}

TEST_F(Prevention, IsFoundWhereTheReceiverDidNotAcceptInPerson) {
  Write(Giver(), Begun());
  Write(Giver(), Offered());
  Write(Giver(), Met());
  Write(Giver(), Moved());
  EXPECT_EQ(Found(), One("moved_without_acceptance"));
}

TEST_F(Prevention, IsFoundWhereItMovedFromSomebodyElse) {
  Write(Giver(), Begun());
  Write(Giver(), Offered());
  Write(Giver(), Met());
  auto moved = Moved();
  *moved.mutable_from() = By(milo_.who.deputy, milo_.who.adler);
  Write(Receiver(), moved);
  EXPECT_EQ(Found(), One("moved_from_another_than_the_navigator"));
}

TEST_F(Prevention, IsFoundWhereItWasTakenOverFromSomebodyWhoStays) {
  Write(Giver(), Begun());
  in::NavigatorTakenOver taken;
  *taken.mutable_from() = GivingHolder();
  *taken.mutable_to() = ReceivingHolder();
  Write(Receiver(), taken);
  EXPECT_EQ(Found(), One("not_taken_over_by_a_colleague_in_person"));
}

TEST_F(Prevention, IsFoundWhereItGoesOnAfterAWithdrawal) {
  Write(Giver(), Begun());
  Write(Giver(), Withdrawn());
  Write(Giver(), Offered());
  EXPECT_EQ(Found(), One("goes_on_after_its_end"));
}

// --- E1: the giver looks again ---

TEST_F(Prevention, IsOverOnlyOnceTheGiverHasLookedAgain) {
  Write(Giver(), Begun());
  Write(Giver(), Offered());
  Write(Giver(), Met());
  Write(Receiver(), Moved());
  in::WarmHandoverChecked checked;
  checked.set_handover_id(kHandover);
  checked.set_outcome(in::ARRIVAL_OUTCOME_NOT_YET);
  Write(Giver(), checked);
  checked.set_outcome(in::ARRIVAL_OUTCOME_ARRIVED);
  Write(Giver(), checked);
  Write(Receiver(), in::TransitionCompleted());
  EXPECT_EQ(Found(), Words());
}

TEST_F(Prevention, IsFoundOverWhereTheGiverHasNotLookedAgain) {
  Write(Giver(), Begun());
  Write(Giver(), Offered());
  Write(Giver(), Met());
  Write(Receiver(), Moved());
  in::WarmHandoverChecked not_yet;
  not_yet.set_handover_id(kHandover);
  not_yet.set_outcome(in::ARRIVAL_OUTCOME_NOT_YET);
  Write(Giver(), not_yet);
  Write(Receiver(), in::TransitionCompleted());
  EXPECT_EQ(Found(), One("completed_before_the_giver_looked_again"));
}

TEST_F(Prevention, IsFoundWhereAnotherThanTheGiverSaysThatItHasArrived) {
  Write(Giver(), Begun());
  Write(Giver(), Offered());
  Write(Giver(), Met());
  Write(Receiver(), Moved());
  in::WarmHandoverChecked checked;
  checked.set_handover_id(kHandover);
  checked.set_outcome(in::ARRIVAL_OUTCOME_ARRIVED);
  Write({milo_.who.provider, milo_.who.adler, "NAVIGATOR"}, checked);
  EXPECT_EQ(Found(), One("checked_by_another_than_the_giver"));
}

TEST_F(Prevention, IsFoundWhereACheckFollowsNoMove) {
  Write(Giver(), Begun());
  Write(Giver(), in::WarmHandoverChecked());
  EXPECT_EQ(Found(), One("checked_without_a_move"));
}

// --- A16: somebody is heard after the end ---

TEST_F(Prevention, HearsAfterTheEndOnlyWhoWasStillToBeHeard) {
  Write(Giver(), Begun());
  in::TransitionCompleted completed;
  completed.mutable_participation()->mutable_family()->set_heard(true);
  completed.mutable_participation()->mutable_young_person()->mutable_retry_due()->set_seconds(1'800'000'000);
  Write(Giver(), completed);
  in::TransitionDateMissed missed;
  missed.set_kind(common::v1::CLOCK_KIND_HEARING_RETRY);
  Write(Giver(), missed);
  in::FamilyDecided heard;
  heard.mutable_participation()->mutable_family()->set_heard(true);
  heard.mutable_participation()->mutable_young_person()->set_heard(true);
  Write(Giver(), heard);
  EXPECT_EQ(Found(), Words());
  Write(Giver(), heard);
  EXPECT_EQ(Found(), One("goes_on_after_its_end"));
}

// --- N10: the organisation that navigates leaves ---

TEST_F(Prevention, IsToBeSucceededOnlyWhereWhoNavigatesLeaves) {
  Write(Giver(), Begun());
  in::NavigatorToSucceed succeed;
  succeed.set_organisation_id(milo_.who.youth_office);
  Write(Giver(), succeed);
  in::NavigatorStays stays;
  stays.set_organisation_id(milo_.who.youth_office);
  Write(Giver(), stays);
  EXPECT_EQ(Found(), Words());
  Write(Giver(), stays);
  EXPECT_EQ(Found(), One("stays_without_having_to_be_succeeded"));
}

TEST_F(Prevention, IsFoundWhereASuccessorIsAskedOfSomebodyElse) {
  Write(Giver(), Begun());
  in::NavigatorToSucceed succeed;
  succeed.set_organisation_id(milo_.who.provider);
  Write(Giver(), succeed);
  EXPECT_EQ(Found(), One("succession_asked_of_another_than_the_navigator"));
}

TEST_F(Prevention, IsNotFoundOverWhereNobodyHadToLookAgainThen) {
  Write(Giver(), Begun());
  Write(Giver(), Offered());
  Write(Giver(), Met());
  auto earlier = Moved();
  earlier.clear_givers_look_on();
  Write(Receiver(), earlier);
  Write(Receiver(), in::TransitionCompleted());
  EXPECT_EQ(Found(), Words{});
}

TEST_F(Prevention, WaitsForTheLookOfAGiverWhoStaysAfterAll) {
  Write(Giver(), Begun());
  Write(Giver(), Offered());
  Write(Giver(), Met());
  Write(Receiver(), Moved());
  Says(milo_.who.youth_office, team::v1::OrganisationLeaving());
  Says(milo_.who.youth_office, team::v1::OrganisationStays());
  Write(Receiver(), in::TransitionCompleted());
  EXPECT_EQ(Found(), One("completed_before_the_giver_looked_again"));
}

TEST_F(Prevention, DoesNotWaitForTheLookOfAGiverWhoLeaves) {
  Write(Giver(), Begun());
  Write(Giver(), Offered());
  Write(Giver(), Met());
  Write(Receiver(), Moved());
  Says(milo_.who.youth_office, team::v1::OrganisationLeaving());
  Write(Receiver(), in::TransitionCompleted());
  EXPECT_EQ(Found(), Words());
}

// --- E9: what a withdrawal forgets ---

TEST_F(Prevention, ForgetsWithoutTwoPersonsOnlyWhatTheFamilyWithdrew) {
  Write(Giver(), Begun());
  Forget(Erased());
  EXPECT_EQ(Found(), Words{"ERASURE_AGAINST_THE_RULE NO_SUCH_WITHDRAWAL"});
}

TEST_F(Prevention, ForgetsNoKeyThatTheWithdrawalDoesNotName) {
  Write(Giver(), Begun());
  Write(Giver(), Withdrawn());
  Forget(Erased(), TestId(903));
  EXPECT_EQ(Found(), Words{"ERASURE_AGAINST_THE_RULE NO_SUCH_WITHDRAWAL"});
}

TEST_F(Prevention, ForgetsNoFileOfHelpOnAFamilysWithdrawal) {
  Write(Giver(), Begun());
  Write(Giver(), Withdrawn());
  auto erased = Erased();
  erased.set_file_class(common::v1::FILE_CLASS_HELP);
  Forget(erased);
  EXPECT_EQ(Found(), Words{"ERASURE_AGAINST_THE_RULE NOT_A_KEY_OF_PREVENTION"});
}

// --- E12: what is published ---

TEST_F(Prevention, PublishesNoFigureOfOneOrTwo) {
  in::PreventionTablePublished table;
  table.add_figures()->set_count(3);
  table.add_figures()->set_hidden(true);
  milo_.book.Write("intake", "prevention_table", TestId(910), Giver(), table);
  EXPECT_EQ(Found(), Words());
  table.mutable_figures(0)->set_count(2);
  milo_.book.Write("intake", "prevention_table", TestId(911), Giver(), table);
  EXPECT_EQ(Found(), Words{"SMALL_NUMBER_PUBLISHED tells_of_few"});
}

TEST_F(Prevention, ShowsNoCountBesideAHiddenFigure) {
  in::PreventionTablePublished table;
  table.add_figures()->set_hidden(true);
  table.mutable_figures(0)->set_count(1);
  milo_.book.Write("intake", "prevention_table", TestId(910), Giver(), table);
  EXPECT_EQ(Found(), Words{"SMALL_NUMBER_PUBLISHED tells_of_few"});
}

TEST_F(Prevention, CountsAContactOfNobody) {
  milo_.book.Write("intake", "prevention_contact", TestId(912), Giver(), in::AnonymousContactCounted());
  milo_.book.Write("intake", "process_chain", TestId(913), Giver(), in::ProcessChainVersionSet());
  EXPECT_EQ(Found(), Words());
}

}  // namespace
}  // namespace fallverbund::audit
