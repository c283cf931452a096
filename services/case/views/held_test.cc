// Long, because one test per strand that somebody can have.
//
// Who has what in a case that is open, and how it is counted for a person.
#include "services/case/views/held.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/projection/in_memory_projection_store.h"
#include "services/case/domain/testing/case_story.h"

namespace fallverbund::casework::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

TEST(Held, NamesEveryResponsibilityOfAnOpenCase) {
  CaseStory story = CaseWithTeam();
  story.Given(kAdler, StayInContact()).Given(kAdler, Offer(kBerg, kLerche));
  story.Given(kAdler, Born(kBornMinor)).Given(kAdler, NameOffice(kAmsel));
  auto held = WhoHoldsWhat(story.state());
  for (const HeldBy& each :
       {HeldBy{kAdler.id, HeldAs::kCase}, HeldBy{kSpecht.id, HeldAs::kDeputy},
        HeldBy{kAdler.id, HeldAs::kNight}, HeldBy{kFuchs.id, HeldAs::kSeat},
        HeldBy{kKrause.id, HeldAs::kCoordination}, HeldBy{kSpecht.id, HeldAs::kAftercare},
        HeldBy{kBerg.id, HeldAs::kOffer}, HeldBy{kAmsel.id, HeldAs::kOffer}})
    EXPECT_THAT(held, Contains(each)) << each.person_id << static_cast<char>(each.as);
  story.Given(kAmsel, DeclareGuardianship{});
  held = WhoHoldsWhat(story.state());
  EXPECT_THAT(held, Contains(HeldBy{kAmsel.id, HeldAs::kGuardian}));
  EXPECT_THAT(held, Not(Contains(HeldBy{kAmsel.id, HeldAs::kOffer})));
  EXPECT_THAT(WhoHoldsWhat(EndedCase().state()), IsEmpty());
  story = CaseToldToAmsel();
  story.Given(kAmsel, Deny(story.change(), kAmsel)).Given(kAdler, AskToAct(story.change(), kReiher, kMoewe));
  EXPECT_THAT(WhoHoldsWhat(story.state()), Contains(HeldBy{kAmsel.id, HeldAs::kOffer}));
  EXPECT_THAT(WhoHoldsWhat(story.state()), Contains(HeldBy{kReiher.id, HeldAs::kOffer}));
  EXPECT_THAT(WhoHoldsWhat(CaseWithCoordinationOffered().state()), Contains(HeldBy{kUhu.id, HeldAs::kOffer}));
}

// C17, N11: who has said yes to receive has something to hand on, and who is asked an offer to answer.
TEST(Held, CountsWhoReceivesUntilTheReturnIsPlannedWithSomebodyElse) {
  CaseStory story = CaseWithRunningSetting();
  const std::string setting = story.setting();
  EnterResidentialPhase back = Phase(setting, v1::RESIDENTIAL_PHASE_RETURN);
  *back.entered.mutable_receiver() = care::ToProto(Holder(kBerg, kLerche));
  story.Given(kFuchs, Phase(setting, v1::RESIDENTIAL_PHASE_COURSE)).Given(kFuchs, back);
  EXPECT_THAT(WhoHoldsWhat(story.state()), Contains(HeldBy{kBerg.id, HeldAs::kOffer}));
  story.Given(kBerg, Receives(setting));
  EXPECT_THAT(WhoHoldsWhat(story.state()), Contains(HeldBy{kBerg.id, HeldAs::kReturn}));
  EXPECT_THAT(WhoHoldsWhat(story.state()), Not(Contains(HeldBy{kBerg.id, HeldAs::kOffer})));
  projection::InMemoryProjectionStore store;
  auto batch = store.NewBatch();
  ReplaceHeld("case", State(), story.state(), *batch);
  ASSERT_TRUE(store.Commit(std::move(batch), 1).ok());
  EXPECT_EQ(CountHeld(store, kBerg.id)->returns(), 1u);
  EXPECT_THAT(*CasesCommittedTo(store, kBerg.organisation), Contains("case")) << "N10";
  CaseStory ended = story;
  ended.Given(kAdler, End(setting, common::v1::TONIGHT_KIND_FAMILY, kAdler));
  EXPECT_THAT(WhoHoldsWhat(ended.state()), Contains(HeldBy{kBerg.id, HeldAs::kReturn})) << "is awaited";
  ended.Given(kBerg, Contact());
  EXPECT_THAT(WhoHoldsWhat(ended.state()), Not(Contains(HeldBy{kBerg.id, HeldAs::kReturn})));
  story.Given(kFuchs, Phase(setting, v1::RESIDENTIAL_PHASE_RETURN));
  EXPECT_THAT(WhoHoldsWhat(story.state()), Not(Contains(HeldBy{kBerg.id, HeldAs::kReturn})));
}

TEST(Held, IsCountedForAPersonAndTakenAwayWithTheMove) {
  projection::InMemoryProjectionStore store;
  auto write = [&, position = uint64_t{0}](const char* id, const State& before, const State& after) mutable {
    auto batch = store.NewBatch();
    ReplaceHeld(id, before, after, *batch);
    ASSERT_TRUE(store.Commit(std::move(batch), ++position).ok());
  };
  const CaseStory opened = OpenedCase(), moved = CaseMovedToBerg();
  write("one", State(), opened.state());
  write("two", State(), opened.state());
  auto open = *CountHeld(store, kAdler.id);
  EXPECT_EQ(open.cases(), 2u);
  EXPECT_EQ(open.nights(), 2u);
  EXPECT_EQ(open.seats() + open.offers() + open.coordinations() + open.aftercares() + open.guardianships(),
            0u);
  EXPECT_THAT(*CasesHeldBy(store, kAdler.id, 10), ElementsAre("one", "two"));
  EXPECT_THAT(*CasesHeldBy(store, kAdler.id, 1), ElementsAre("one"));
  EXPECT_THAT(*PersonsIn(store, "one"), ElementsAre(kAdler.id, kSpecht.id));
  EXPECT_EQ(CountHeld(store, kSpecht.id)->deputyships(), 2u) << "always somebody who can act (C3)";
  write("one", opened.state(), moved.state());
  EXPECT_EQ(CountHeld(store, kSpecht.id)->deputyships(), 1u);
  EXPECT_THAT(*CasesHeldBy(store, kAdler.id, 10), ElementsAre("two"));
  EXPECT_THAT(*CasesHeldBy(store, kBerg.id, 10), ElementsAre("one"));
  EXPECT_THAT(*PersonsIn(store, "one"), UnorderedElementsAre(kAdler.id, kBerg.id, kSpecht.id, kLerche.id))
      << "the night is still Adler's";
  EXPECT_EQ(CountHeld(store, "nobody")->cases(), 0u);

  EXPECT_THAT(*CasesCommittedTo(store, "home"), IsEmpty());
  write("three", State(), CaseWithRunningSetting().state());
  EXPECT_THAT(*CasesCommittedTo(store, "home"), ElementsAre("three"));
  write("three", CaseWithRunningSetting().state(), opened.state());
  EXPECT_THAT(*CasesCommittedTo(store, "home"), IsEmpty());
  CaseStory crisis = OpenedCase();
  crisis.Given(kService, CrisisOf(kEule, kDachs));
  write("four", State(), crisis.state());
  EXPECT_THAT(*CasesCommittedTo(store, "school"), ElementsAre("four")) << "leads it";
}

// N10: said while nothing was open here, it is asked about as soon as something is.
TEST(Held, TellsWhichPartnersOfACaseSaidThatTheyLeave) {
  projection::InMemoryProjectionStore store;
  auto write = [&, position = uint64_t{0}](auto change) mutable {
    auto batch = store.NewBatch();
    change(*batch);
    ASSERT_TRUE(store.Commit(std::move(batch), ++position).ok());
  };
  team::v1::OrganisationEvent leaving, stays;
  leaving.mutable_organisation_leaving()->set_cause(team::v1::LEAVING_CAUSE_INSOLVENT);
  stays.mutable_organisation_stays();
  const CaseStory shared = CaseWithTeam();
  write([&](projection::RowBatch& rows) {
    NoteLeaving("home", leaving, rows);
    NoteLeaving("elsewhere", leaving, rows);
  });
  EXPECT_THAT(*LeavingPartnersOf(store, "one"), IsEmpty());
  write([&](projection::RowBatch& rows) { ReplaceHeld("one", State(), shared.state(), rows); });
  const auto partners = *LeavingPartnersOf(store, "one");
  ASSERT_EQ(partners.size(), 1u);
  EXPECT_EQ(partners[0].organisation_id, "home");
  EXPECT_EQ(partners[0].leaving.cause(), team::v1::LEAVING_CAUSE_INSOLVENT);
  EXPECT_THAT(*LeavingPartnersOf(store, "two"), IsEmpty());
  write([&](projection::RowBatch& rows) { NoteLeaving("home", stays, rows); });
  EXPECT_THAT(*LeavingPartnersOf(store, "one"), IsEmpty());
}

TEST(Held, CoordinationIsAPromiseOfItsOrganisationWithoutASeatToo) {
  CaseStory story = OpenedCase();
  story.Given(kService, Invite());
  projection::InMemoryProjectionStore store;
  auto batch = store.NewBatch();
  ReplaceHeld("one", State(), story.state(), *batch);
  ASSERT_TRUE(store.Commit(std::move(batch), 1).ok());
  EXPECT_THAT(*CasesCommittedTo(store, "kosydo"), ElementsAre("one")) << "nobody has committed yet";
}

// N2: whoever received it holds before there is a case, and is not let go of meanwhile (N11).
TEST(Held, BeginsWithTheInquiryOrFirstContactAndGoesOnInTheCase) {
  projection::InMemoryProjectionStore store;
  auto write = [&, position = uint64_t{0}](auto change) mutable {
    auto batch = store.NewBatch();
    change(*batch);
    ASSERT_TRUE(store.Commit(std::move(batch), ++position).ok());
  };
  intake::v1::InquiryEvent inquiry;
  inquiry.mutable_inquiry_received()->mutable_holder()->set_person_id(kAdler.id);
  intake::v1::ContactEvent contact, dialog;
  contact.mutable_contact_received()->set_kind(intake::v1::CONTACT_KIND_FIRST_CONTACT);
  contact.mutable_contact_received()->mutable_owner()->set_person_id(kAdler.id);
  dialog = contact;
  dialog.mutable_contact_received()->set_kind(intake::v1::CONTACT_KIND_DIALOG);
  EXPECT_THAT(HeldByOrigin(dialog), IsEmpty());
  const auto happened = [&](const char* id, const auto& event) {
    write([&](projection::RowBatch& rows) { ASSERT_TRUE(HoldByOrigin(id, event, rows).ok()); });
  };
  happened("one", inquiry);
  happened("two", contact);
  EXPECT_EQ(CountHeld(store, kAdler.id)->cases(), 2u);
  EXPECT_THAT(*PersonsIn(store, "one"), ElementsAre(kAdler.id));
  EXPECT_THAT(*CasesHeldBy(store, kAdler.id, 10), IsEmpty()) << "nothing to offer yet";
  write([&](projection::RowBatch& rows) {
    ASSERT_TRUE(EndOrigin("one", rows).ok());
    ReplaceHeld("case", State(), OpenedCase().state(), rows);
  });
  EXPECT_EQ(CountHeld(store, kAdler.id)->cases(), 2u);
  intake::v1::ContactEvent asked;
  asked.mutable_case_opening_requested()->mutable_tonight()->mutable_holder()->set_person_id(kSpecht.id);
  happened("two", asked);
  EXPECT_EQ(CountHeld(store, kSpecht.id)->cases(), 1u) << "who is to answer for the night";
  write([&](projection::RowBatch& rows) { ASSERT_TRUE(EndOrigin("two", rows).ok()); });
  EXPECT_EQ(CountHeld(store, kAdler.id)->cases(), 1u);
  EXPECT_EQ(CountHeld(store, kSpecht.id)->cases(), 0u);

  intake::v1::InquiryEvent declined, taken;
  declined.mutable_inquiry_declined();
  happened("three", inquiry);
  happened("three", declined);
  EXPECT_EQ(CountHeld(store, kAdler.id)->cases(), 2u) << "a decline leaves it where it is";
  taken.mutable_inquiry_taken_over()->mutable_to()->set_person_id(kSpecht.id);
  happened("three", taken);
  EXPECT_EQ(CountHeld(store, kAdler.id)->cases(), 1u);
  EXPECT_EQ(CountHeld(store, kSpecht.id)->cases(), 1u);
  EXPECT_THAT(*PersonsIn(store, "three"), ElementsAre(kAdler.id, kSpecht.id)) << "to be counted anew";
  intake::v1::ContactEvent taken_contact;
  taken_contact.mutable_contact_taken_over()->mutable_to()->set_person_id(kSpecht.id);
  happened("four", contact);
  happened("four", taken_contact);
  EXPECT_EQ(CountHeld(store, kAdler.id)->cases(), 1u);
  EXPECT_EQ(CountHeld(store, kSpecht.id)->cases(), 2u);
}

TEST(Held, CountsTheFamiliesThatSomebodyNavigates) {
  // E5: whoever navigates is not let go of before somebody has accepted, and the case service knows no more.
  projection::InMemoryProjectionStore store;
  auto happened = [&, position = uint64_t{0}](const char* id,
                                              const intake::v1::TransitionEvent& event) mutable {
    auto batch = store.NewBatch();
    ASSERT_TRUE(HoldTransition(id, event, *batch).ok());
    ASSERT_TRUE(store.Commit(std::move(batch), ++position).ok());
  };
  intake::v1::TransitionEvent begun, expected, moved, taken, completed, withdrawn;
  begun.mutable_transition_begun()->mutable_navigator()->set_person_id(kEule.id);
  expected.mutable_phase_expected();
  moved.mutable_navigator_moved()->mutable_to()->set_person_id(kFuchs.id);
  taken.mutable_navigator_taken_over()->mutable_to()->set_person_id(kEule.id);
  completed.mutable_transition_completed();
  withdrawn.mutable_prevention_consent_withdrawn();
  happened("one", begun);
  happened("two", begun);
  happened("two", expected);
  EXPECT_EQ(CountHeld(store, kEule.id)->navigations(), 2u);
  happened("one", moved);
  EXPECT_EQ(CountHeld(store, kEule.id)->navigations(), 1u);
  EXPECT_EQ(CountHeld(store, kFuchs.id)->navigations(), 1u);
  EXPECT_THAT(*PersonsIn(store, "one"), ElementsAre(kEule.id, kFuchs.id)) << "to be counted anew";
  happened("one", taken);
  EXPECT_EQ(CountHeld(store, kEule.id)->navigations(), 2u);
  happened("one", completed);
  happened("two", withdrawn);
  EXPECT_EQ(CountHeld(store, kEule.id)->navigations(), 0u);
  EXPECT_THAT(*CasesHeldBy(store, kEule.id, 10), IsEmpty());
}

TEST(Held, CountsAFamilyWhoseChildIsStillToBeHeardAfterTheEnd) {
  // A16: a date that was named outlives the accompaniment, and so does who keeps it.
  projection::InMemoryProjectionStore store;
  auto happened = [&, position = uint64_t{0}](const intake::v1::TransitionEvent& event) mutable {
    auto batch = store.NewBatch();
    ASSERT_TRUE(HoldTransition("one", event, *batch).ok());
    ASSERT_TRUE(store.Commit(std::move(batch), ++position).ok());
  };
  intake::v1::TransitionEvent begun, decided, completed;
  begun.mutable_transition_begun()->mutable_navigator()->set_person_id(kEule.id);
  decided.mutable_family_decided();
  completed.mutable_transition_completed()
      ->mutable_participation()
      ->mutable_young_person()
      ->mutable_retry_due()
      ->set_seconds(1'770'000'000);
  happened(begun);
  happened(decided);
  EXPECT_EQ(CountHeld(store, kEule.id)->navigations(), 1u);
  happened(completed);
  EXPECT_EQ(CountHeld(store, kEule.id)->navigations(), 1u);
  happened(decided);
  EXPECT_EQ(CountHeld(store, kEule.id)->navigations(), 0u);
}

TEST(Held, AStandingMembersSeatIsLeftOnlyWhenTheSuccessorHasAccepted) {
  // B6: leaving only with a successor who has accepted in person.
  projection::InMemoryProjectionStore store;
  auto happened = [&, position = uint64_t{0}](const team::v1::MembershipEvent& event) mutable {
    auto batch = store.NewBatch();
    ASSERT_TRUE(HoldMembership("verbund", event, *batch).ok());
    ASSERT_TRUE(store.Commit(std::move(batch), ++position).ok());
  };
  team::v1::MembershipEvent founded, accepted, named, followed;
  founded.mutable_membership_founded()->add_seats()->set_person_id(kEule.id);
  accepted.mutable_member_accepted()->set_person_id(kEule.id);
  named.mutable_member_successor_named()->set_person_id(kEule.id);
  named.mutable_member_successor_named()->set_successor_person_id(kFuchs.id);
  followed.mutable_member_accepted()->set_person_id(kFuchs.id);
  happened(founded);
  EXPECT_EQ(CountHeld(store, kEule.id)->memberships(), 0u) << "only asked";
  happened(accepted);
  EXPECT_EQ(CountHeld(store, kEule.id)->memberships(), 1u);
  happened(named);
  EXPECT_EQ(CountHeld(store, kEule.id)->memberships(), 1u) << "a name is no acceptance";
  EXPECT_EQ(CountHeld(store, kFuchs.id)->memberships(), 0u);
  happened(followed);
  EXPECT_EQ(CountHeld(store, kEule.id)->memberships(), 0u);
  EXPECT_EQ(CountHeld(store, kFuchs.id)->memberships(), 1u);
}

TEST(Held, CountsWhoIsDeputyOfTheNightAndOfTheCoordination) {
  CaseStory story = CaseWithTeam();
  story.Given(kService, TakeOver(kStorch));
  story.Given(kStorch, NameStrandDeputy{common::v1::STRAND_TONIGHT, kDachs.id, true});
  story.Given(kKrause, NameStrandDeputy{common::v1::STRAND_COORDINATION, kUhu.id, true});
  const auto held = WhoHoldsWhat(story.state());
  EXPECT_THAT(held, Contains(HeldBy{kDachs.id, HeldAs::kNightDeputy}));
  EXPECT_THAT(held, Contains(HeldBy{kUhu.id, HeldAs::kCoordinationDeputy}));
}

// N11: in each register until another deputy is named, or there is nobody any more to be deputy of.
TEST(Held, CountsWhoIsDeputyInARegister) {
  projection::InMemoryProjectionStore store;
  auto happened = [&, position = uint64_t{0}](const auto& hold, const char* id, const auto& event) mutable {
    auto batch = store.NewBatch();
    ASSERT_TRUE(hold(id, event, *batch).ok());
    ASSERT_TRUE(store.Commit(std::move(batch), ++position).ok());
  };
  const auto eule = [&] { return CountHeld(store, kEule.id)->deputyships(); };
  team::v1::CalendarEvent opened, entrusted;
  opened.mutable_calendar_opened()->mutable_keeper()->set_deputy_person_id(kEule.id);
  entrusted.mutable_calendar_entrusted()->set_deputy_person_id(kFuchs.id);
  happened(HoldCalendar, "calendar", opened);
  EXPECT_EQ(eule(), 1u);
  team::v1::SocialSpaceEvent defined, given;
  defined.mutable_social_space_defined()->mutable_team()->set_deputy_person_id(kEule.id);
  given.mutable_social_space_entrusted()->set_deputy_person_id(kFuchs.id);
  happened(HoldSocialSpace, "space", defined);
  EXPECT_EQ(eule(), 2u);
  team::v1::AgreementEvent signed_one, signed_two, named, left;
  signed_one.mutable_agreement_signed()->set_organisation_id("one");
  signed_one.mutable_agreement_signed()->set_deputy_person_id(kEule.id);
  signed_two.mutable_agreement_signed()->set_organisation_id("two");
  signed_two.mutable_agreement_signed()->set_deputy_person_id(kEule.id);
  named.mutable_crisis_contact_named()->set_organisation_id("one");
  named.mutable_crisis_contact_named()->set_deputy_person_id(kFuchs.id);
  left.mutable_agreement_left()->set_organisation_id("two");
  happened(HoldAgreement, "agreement", signed_one);
  happened(HoldAgreement, "agreement", signed_two);
  EXPECT_EQ(eule(), 4u);
  team::v1::MembershipEvent accepted, another, successor, follows;
  accepted.mutable_member_accepted()->set_person_id("member");
  accepted.mutable_member_accepted()->set_deputy_person_id(kEule.id);
  another.mutable_member_deputy_named()->set_person_id("member");
  another.mutable_member_deputy_named()->set_deputy_person_id(kFuchs.id);
  successor.mutable_member_successor_named()->set_person_id("member");
  successor.mutable_member_successor_named()->set_successor_person_id("next");
  follows.mutable_member_accepted()->set_person_id("next");
  follows.mutable_member_accepted()->set_deputy_person_id(kDachs.id);
  happened(HoldMembership, "verbund", accepted);
  EXPECT_EQ(eule(), 5u);
  happened(HoldCalendar, "calendar", entrusted);
  happened(HoldSocialSpace, "space", given);
  happened(HoldAgreement, "agreement", named);
  happened(HoldAgreement, "agreement", left);
  happened(HoldMembership, "verbund", another);
  EXPECT_EQ(eule(), 0u);
  EXPECT_EQ(CountHeld(store, kFuchs.id)->deputyships(), 4u);
  happened(HoldMembership, "verbund", successor);
  happened(HoldMembership, "verbund", follows);
  EXPECT_EQ(CountHeld(store, kFuchs.id)->deputyships(), 3u) << "of who has left that seat";
  EXPECT_EQ(CountHeld(store, kDachs.id)->deputyships(), 1u);
}

// D5, B6: whoever keeps one is not let go before another person does, and neither is the deputy.
TEST(Held, CountsWhoKeepsTheAgreementOrARegisterOfMembers) {
  projection::InMemoryProjectionStore store;
  auto happened = [&, position = uint64_t{0}](const auto& hold, const char* id, const auto& event) mutable {
    auto batch = store.NewBatch();
    ASSERT_TRUE(hold(id, event, *batch).ok());
    ASSERT_TRUE(store.Commit(std::move(batch), ++position).ok());
  };
  team::v1::AgreementEvent adopted, entrusted, left;
  adopted.mutable_agreement_adopted()->mutable_keeper()->set_person_id(kEule.id);
  adopted.mutable_agreement_adopted()->mutable_keeper()->set_deputy_person_id(kFuchs.id);
  entrusted.mutable_agreement_entrusted()->set_person_id(kFuchs.id);
  entrusted.mutable_agreement_entrusted()->set_deputy_person_id(kDachs.id);
  left.mutable_agreement_left()->set_organisation_id("one");
  happened(HoldAgreement, "agreement", adopted);
  happened(HoldAgreement, "agreement", left);
  EXPECT_EQ(CountHeld(store, kEule.id)->registers(), 1u);
  EXPECT_EQ(CountHeld(store, kFuchs.id)->deputyships(), 1u);
  team::v1::MembershipEvent founded, passed_on;
  founded.mutable_membership_founded()->mutable_keeper()->set_person_id(kEule.id);
  founded.mutable_membership_founded()->mutable_keeper()->set_deputy_person_id(kFuchs.id);
  passed_on.mutable_membership_entrusted()->set_person_id(kDachs.id);
  passed_on.mutable_membership_entrusted()->set_deputy_person_id(kEule.id);
  happened(HoldMembership, "verbund", founded);
  EXPECT_EQ(CountHeld(store, kEule.id)->registers(), 2u);
  EXPECT_EQ(CountHeld(store, kFuchs.id)->deputyships(), 2u);
  happened(HoldAgreement, "agreement", entrusted);
  happened(HoldMembership, "verbund", passed_on);
  EXPECT_EQ(CountHeld(store, kEule.id)->registers(), 0u);
  EXPECT_EQ(CountHeld(store, kEule.id)->deputyships(), 1u);
  EXPECT_EQ(CountHeld(store, kFuchs.id)->registers(), 1u);
  EXPECT_EQ(CountHeld(store, kFuchs.id)->deputyships(), 0u);
  EXPECT_EQ(CountHeld(store, kDachs.id)->registers(), 1u);
  EXPECT_EQ(CountHeld(store, kDachs.id)->deputyships(), 1u);
  EXPECT_EQ(*PersonsIn(store, "verbund"), (std::vector<std::string>{kDachs.id, kEule.id, kFuchs.id}))
      << "each is counted anew when it is entrusted";
}

TEST(Held, CountsWhoIsDeployedUntilAColleagueGoesOnOrItEnds) {
  projection::InMemoryProjectionStore store;
  auto happened = [&, position = uint64_t{0}](const crisis::v1::DeploymentEvent& event) mutable {
    auto batch = store.NewBatch();
    ASSERT_TRUE(HoldDeployment("deployment", event, *batch).ok());
    ASSERT_TRUE(store.Commit(std::move(batch), ++position).ok());
  };
  crisis::v1::DeploymentEvent accepted, overdue, taken, ended;
  accepted.mutable_deployment_accepted()->mutable_holder()->set_person_id(kStorch.id);
  overdue.mutable_outreach_contact_overdue();
  taken.mutable_deployment_taken_over()->mutable_to()->set_person_id(kKranich.id);
  ended.mutable_deployment_ended();
  happened(accepted);
  happened(overdue);
  EXPECT_EQ(CountHeld(store, kStorch.id)->deployments(), 1u);
  happened(taken);
  EXPECT_EQ(CountHeld(store, kStorch.id)->deployments(), 0u);
  EXPECT_EQ(CountHeld(store, kKranich.id)->deployments(), 1u);
  EXPECT_THAT(*PersonsIn(store, "deployment"), UnorderedElementsAre(kStorch.id, kKranich.id));
  happened(ended);
  EXPECT_EQ(CountHeld(store, kKranich.id)->deployments(), 0u);
}

// N11, C3: by day; the deputy of a night is the one of TONIGHT.
TEST(Held, CountsTheDeputyOfADeploymentUntilAnotherIsNamed) {
  projection::InMemoryProjectionStore store;
  auto happened = [&, position = uint64_t{0}](const std::string& id,
                                              const crisis::v1::DeploymentEvent& event) mutable {
    auto batch = store.NewBatch();
    ASSERT_TRUE(HoldDeployment(id, event, *batch).ok());
    ASSERT_TRUE(store.Commit(std::move(batch), ++position).ok());
  };
  crisis::v1::DeploymentEvent accepted, named, ended;
  auto& holder = *accepted.mutable_deployment_accepted()->mutable_holder();
  holder.set_person_id(kStorch.id);
  holder.set_deputy_person_id(kKranich.id);
  accepted.mutable_deployment_accepted()->set_mode(crisis::v1::DEPLOYMENT_MODE_OVERNIGHT);
  happened("night", accepted);
  EXPECT_EQ(CountHeld(store, kKranich.id)->deputyships(), 0u);
  accepted.mutable_deployment_accepted()->set_mode(crisis::v1::DEPLOYMENT_MODE_OUTREACH);
  happened("outreach", accepted);
  EXPECT_EQ(CountHeld(store, kKranich.id)->deputyships(), 1u);
  named.mutable_deployment_taken_over()->mutable_to()->set_person_id(kStorch.id);
  named.mutable_deployment_taken_over()->mutable_to()->set_deputy_person_id(kFuchs.id);
  happened("outreach", named);
  EXPECT_EQ(CountHeld(store, kKranich.id)->deputyships(), 0u);
  EXPECT_EQ(CountHeld(store, kFuchs.id)->deputyships(), 1u);
  EXPECT_EQ(CountHeld(store, kStorch.id)->deployments(), 2u);
  EXPECT_THAT(*PersonsIn(store, "outreach"), UnorderedElementsAre(kStorch.id, kKranich.id, kFuchs.id))
      << "each is counted anew when it changes";
  ended.mutable_deployment_ended();
  happened("outreach", ended);
  EXPECT_EQ(CountHeld(store, kFuchs.id)->deputyships(), 0u);
}

TEST(Held, CountsWhoLeadsACrisis) {
  CaseStory story = OpenedCase();
  story.Given(kService, CrisisOf(kFuchs, kDachs));
  EXPECT_THAT(WhoHoldsWhat(story.state()), Contains(HeldBy{kFuchs.id, HeldAs::kCrisisLead}));
  projection::InMemoryProjectionStore store;
  auto batch = store.NewBatch();
  ReplaceHeld("case", State(), story.state(), *batch);
  ASSERT_TRUE(store.Commit(std::move(batch), 1).ok());
  EXPECT_EQ(CountHeld(store, kFuchs.id)->crisis_leads(), 1u);
}

}  // namespace
}  // namespace fallverbund::casework::testing
