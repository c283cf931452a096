// Long, because it is the whole directory: organisations, people, roles, and how they come and go.
#include "services/team/domain/organisation_decider.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace fallverbund::team {
namespace {

using decider::Given;
using decider::Reason;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Event = v1::OrganisationEvent;
using Events = std::vector<Event>;

std::string Id(char digit) {
  return std::string(32, digit);
}
const std::string kFirst = Id('a');
const std::string kPartner = Id('b');

Given By(const std::string& organisation, const std::string& new_id = Id('9')) {
  const absl::Time now = absl::FromUnixSeconds(1'770'000'000);
  return {{organisation, Id('1'), "ADMINISTRATOR"}, now, now, new_id};
}

// The one line of a test: what had happened, what is asked, by whom.
decider::Decision<Event> When(const Events& history, const OrganisationCommand& command, const Given& given) {
  OrganisationState state = OrganisationDecider::Initial();
  for (const Event& event : history) state = OrganisationDecider::Evolve(state, event, given);
  return OrganisationDecider::Decide(state, command, given);
}

Event Registered(const std::string& id, v1::OrganisationKind kind) {
  Event event;
  event.mutable_organisation_registered()->set_organisation_id(id);
  event.mutable_organisation_registered()->set_kind(kind);
  return event;
}
Event Unit(const std::string& id) {
  Event event;
  event.mutable_unit_added()->set_unit_id(id);
  return event;
}
Event Person(const std::string& id, const std::string& unit = "") {
  Event event;
  event.mutable_person_registered()->set_person_id(id);
  event.mutable_person_registered()->set_unit_id(unit);
  return event;
}
Events YouthOffice() {
  return {Registered(kFirst, v1::ORGANISATION_KIND_YOUTH_OFFICE), Unit(Id('5')), Person(Id('1')),
          Person(Id('2'), Id('5'))};
}

TEST(Directory, BeginsWithTheOneYouthOfficeTheAssociationAllows) {
  const auto decision = When({}, BootstrapAssociation{kFirst, kFirst, "Jugendamt", {}}, By(""));
  ASSERT_FALSE(decision.refused());
  ASSERT_THAT(decision.events(), SizeIs(2));
  EXPECT_EQ(decision.events()[0].organisation_registered().kind(), v1::ORGANISATION_KIND_YOUTH_OFFICE);
  EXPECT_EQ(decision.events()[1].person_registered().person_id(), Id('9'));
  EXPECT_THAT(decision.events()[1].person_registered().roles(),
              ::testing::ElementsAre(common::v1::ROLE_ADMINISTRATOR));
}

TEST(Directory, RefusesABeginningUnderAnotherId) {
  const auto decision = When({}, BootstrapAssociation{kPartner, kFirst, "Jugendamt", {}}, By(""));
  ASSERT_TRUE(decision.refused());
  EXPECT_EQ(decision.refusal().reason, Reason::kBootstrapOrganisationFixed);
}

TEST(Directory, RefusesToBeginTwice) {
  const auto decision = When(YouthOffice(), BootstrapAssociation{kFirst, kFirst, "Jugendamt", {}}, By(""));
  ASSERT_TRUE(decision.refused());
  EXPECT_EQ(decision.refusal().reason, Reason::kBootstrapDone);
}

TEST(Directory, RegistersAPartnerWithItsFirstAdministrator) {
  const auto decision = When(
      {}, RegisterOrganisation{kPartner, kFirst, v1::ORGANISATION_KIND_CLINIC, "Klinik", {}}, By(kFirst));
  ASSERT_FALSE(decision.refused());
  ASSERT_THAT(decision.events(), SizeIs(2));
  EXPECT_EQ(decision.events()[0].organisation_registered().organisation_id(), kPartner);
  EXPECT_EQ(decision.events()[0].organisation_registered().home_log_origin(), "");
}

TEST(Directory, RegistersAPartnerOfAnotherAssociationWithTheLogItsCasesGoOnIn) {
  const auto decision = When(
      {},
      RegisterOrganisation{kPartner, kFirst, v1::ORGANISATION_KIND_YOUTH_OFFICE, "Jugendamt", {}, "log.b"},
      By(kFirst));
  ASSERT_FALSE(decision.refused());
  EXPECT_EQ(decision.events()[0].organisation_registered().home_log_origin(), "log.b");
}

TEST(Directory, RefusesAPartnerRegisteredByAnotherPartner) {
  const auto decision = When(
      {}, RegisterOrganisation{kPartner, kFirst, v1::ORGANISATION_KIND_CLINIC, "Klinik", {}}, By(Id('c')));
  ASSERT_TRUE(decision.refused());
  EXPECT_EQ(decision.refusal().reason, Reason::kOnlyFirstYouthOfficeRegisters);
}

TEST(Directory, RefusesAPartnerUnderAnIdThatIsTaken) {
  const auto decision =
      When(YouthOffice(), RegisterOrganisation{kFirst, kFirst, v1::ORGANISATION_KIND_CLINIC, "Klinik", {}},
           By(kFirst));
  ASSERT_TRUE(decision.refused());
  EXPECT_EQ(decision.refusal().reason, Reason::kOrganisationKnown);
}

TEST(Directory, AddsAUnitUnderItsNewId) {
  const auto decision = When(YouthOffice(), AddUnit{"JHD Nord"}, By(kFirst));
  ASSERT_FALSE(decision.refused());
  EXPECT_EQ(decision.events()[0].unit_added().unit_id(), Id('9'));
}

TEST(Directory, RefusesChangesByAnotherOrganisation) {
  for (const OrganisationCommand& command :
       {OrganisationCommand(AddUnit{"JHD"}), OrganisationCommand(RegisterPerson{}),
        OrganisationCommand(NameDeputy{Id('1'), Id('2')}), OrganisationCommand(GrantRoles{Id('1'), {}})}) {
    const auto decision = When(YouthOffice(), command, By(kPartner));
    ASSERT_TRUE(decision.refused());
    EXPECT_EQ(decision.refusal().reason, Reason::kNotYourOrganisation);
  }
}

TEST(Directory, RefusesChangesOfAnOrganisationThatIsNotThere) {
  const auto decision = When({}, AddUnit{"JHD"}, By(""));
  ASSERT_TRUE(decision.refused());
  EXPECT_EQ(decision.refusal().reason, Reason::kOrganisationUnknown);
}

TEST(Directory, RegistersACaseWorkerOfAYouthOfficeInAUnit) {
  const auto decision =
      When(YouthOffice(), RegisterPerson{Id('5'), {common::v1::ROLE_CASE_WORKER}, {}}, By(kFirst));
  ASSERT_FALSE(decision.refused());
  EXPECT_EQ(decision.events()[0].person_registered().person_id(), Id('9'));
  EXPECT_EQ(decision.events()[0].person_registered().unit_id(), Id('5'));
}

TEST(Directory, RefusesACaseWorkerWithoutAUnit) {
  const auto decision =
      When(YouthOffice(), RegisterPerson{"", {common::v1::ROLE_CASE_WORKER}, {}}, By(kFirst));
  ASSERT_TRUE(decision.refused());
  EXPECT_EQ(decision.refusal().reason, Reason::kRoleNeedsUnit);
}

TEST(Directory, RefusesAUnitOfNobody) {
  const auto decision = When(YouthOffice(), RegisterPerson{Id('6'), {}, {}}, By(kFirst));
  ASSERT_TRUE(decision.refused());
  EXPECT_EQ(decision.refusal().reason, Reason::kUnitUnknown);
}

TEST(Directory, RefusesACaseWorkerOfAClinicAndACoordinatorOfAYouthOffice) {
  const Events clinic = {Registered(kPartner, v1::ORGANISATION_KIND_CLINIC), Unit(Id('5'))};
  const auto worker = When(clinic, RegisterPerson{Id('5'), {common::v1::ROLE_CASE_WORKER}, {}}, By(kPartner));
  ASSERT_TRUE(worker.refused());
  EXPECT_EQ(worker.refusal().reason, Reason::kRoleDoesNotFit);
  const auto coordinator =
      When(YouthOffice(), RegisterPerson{Id('5'), {common::v1::ROLE_COORDINATOR}, {}}, By(kFirst));
  ASSERT_TRUE(coordinator.refused());
  EXPECT_EQ(coordinator.refusal().reason, Reason::kRoleDoesNotFit);
}

// Whoever may read every case is not made so by an administrator of his or her own (B7).
TEST(Directory, AuditorsAndOmbudspersonsAreOfABodyThatInspects) {
  const auto joined = [](bool inspects) {
    RegisterOrganisation joins{kPartner, kFirst, v1::ORGANISATION_KIND_OTHER, "Aufsicht", {}};
    joins.inspects = inspects;
    return When({}, joins, By(kFirst)).events();
  };
  for (const auto role : {common::v1::ROLE_AUDITOR, common::v1::ROLE_OMBUDS}) {
    for (const OrganisationCommand& gives : {OrganisationCommand(RegisterPerson{"", {role}, {}}),
                                             OrganisationCommand(GrantRoles{Id('9'), {role}})}) {
      EXPECT_FALSE(When(joined(true), gives, By(kPartner)).refused());
      const auto decision = When(joined(false), gives, By(kPartner));
      ASSERT_TRUE(decision.refused());
      EXPECT_EQ(decision.refusal().reason, Reason::kRoleDoesNotFit);
    }
  }
  const auto guardian = RegisterPerson{"", {common::v1::ROLE_LEGAL_REPRESENTATIVE}, {}};
  EXPECT_FALSE(When(joined(false), guardian, By(kPartner)).refused());
}

TEST(Directory, NobodyIsMadeAnOperatorOrAService) {
  for (auto role : {common::v1::ROLE_OPERATOR, common::v1::ROLE_SERVICE, common::v1::ROLE_UNSPECIFIED}) {
    const auto decision = When(YouthOffice(), GrantRoles{Id('1'), {role}}, By(kFirst));
    ASSERT_TRUE(decision.refused());
    EXPECT_EQ(decision.refusal().reason, Reason::kRoleDoesNotFit);
  }
}

TEST(Directory, NamesAColleagueAsDeputy) {
  const auto decision = When(YouthOffice(), NameDeputy{Id('1'), Id('2')}, By(kFirst));
  ASSERT_FALSE(decision.refused());
  EXPECT_EQ(decision.events()[0].deputy_named().deputy_person_id(), Id('2'));
}

TEST(Directory, NamingTheSameDeputyAgainChangesNothing) {
  Events history = YouthOffice();
  Event named;
  named.mutable_deputy_named()->set_person_id(Id('1'));
  named.mutable_deputy_named()->set_deputy_person_id(Id('2'));
  history.push_back(named);
  const auto decision = When(history, NameDeputy{Id('1'), Id('2')}, By(kFirst));
  ASSERT_FALSE(decision.refused());
  EXPECT_THAT(decision.events(), IsEmpty());
}

TEST(Directory, RefusesADeputyFromElsewhereAndOneself) {
  const auto stranger = When(YouthOffice(), NameDeputy{Id('1'), Id('7')}, By(kFirst));
  ASSERT_TRUE(stranger.refused());
  EXPECT_EQ(stranger.refusal().reason, Reason::kPersonUnknown);
  const auto oneself = When(YouthOffice(), NameDeputy{Id('1'), Id('1')}, By(kFirst));
  ASSERT_TRUE(oneself.refused());
  EXPECT_EQ(oneself.refusal().reason, Reason::kDeputyIsOneself);
}

TEST(Directory, GrantsOnlyTheRolesThatAreNew) {
  Events history = YouthOffice();
  Event granted;
  granted.mutable_roles_granted()->set_person_id(Id('2'));
  granted.mutable_roles_granted()->add_roles(common::v1::ROLE_CASE_WORKER);
  history.push_back(granted);
  const auto more = When(
      history, GrantRoles{Id('2'), {common::v1::ROLE_CASE_WORKER, common::v1::ROLE_TEAM_LEAD}}, By(kFirst));
  ASSERT_FALSE(more.refused());
  EXPECT_THAT(more.events()[0].roles_granted().roles(), ::testing::ElementsAre(common::v1::ROLE_TEAM_LEAD));
  const auto same = When(history, GrantRoles{Id('2'), {common::v1::ROLE_CASE_WORKER}}, By(kFirst));
  ASSERT_FALSE(same.refused());
  EXPECT_THAT(same.events(), IsEmpty());
}

TEST(Directory, WorkingRulesAreAYouthOfficesOwn) {
  SetWorkingRules set;
  set.rules.set_adopts_after_approval(true);
  set.rules.set_broken_off_supports(3);
  const auto decision = When(YouthOffice(), set, By(kFirst));
  ASSERT_FALSE(decision.refused());
  EXPECT_TRUE(decision.events()[0].working_rules_set().adopts_after_approval());
  EXPECT_EQ(decision.events()[0].working_rules_set().broken_off_supports(), 3u);
  const auto by_another = When(YouthOffice(), set, By(Id('9')));
  ASSERT_TRUE(by_another.refused());
  EXPECT_EQ(by_another.refusal().reason, Reason::kNotYourOrganisation);
  Events provider = YouthOffice();
  provider[0].mutable_organisation_registered()->set_kind(v1::ORGANISATION_KIND_PROVIDER);
  const auto of_a_provider = When(provider, set, By(kFirst));
  ASSERT_TRUE(of_a_provider.refused());
  EXPECT_EQ(of_a_provider.refusal().reason, Reason::kRulesOfAYouthOffice);
}

TEST(Directory, AnOfficesNumbersStayWithinTheirBounds) {
  SetWorkingRules set;
  set.rules.mutable_terms()->set_standby_days(120);
  set.rules.mutable_terms()->set_objection_days(14);
  const auto decision = When(YouthOffice(), set, By(kFirst));
  ASSERT_FALSE(decision.refused());
  EXPECT_EQ(decision.events()[0].working_rules_set().terms().standby_days(), 120u);
  SetWorkingRules too_long = set, too_short = set;
  too_long.rules.mutable_terms()->set_standby_days(121);
  too_short.rules.mutable_terms()->set_objection_days(13);
  for (const SetWorkingRules& away : {too_long, too_short}) {
    const auto refused = When(YouthOffice(), away, By(kFirst));
    ASSERT_TRUE(refused.refused());
    EXPECT_EQ(refused.refusal().reason, Reason::kTermOutOfRange) << "no rule is configured away";
  }
}

TEST(Directory, ACoordinationOfficeHasTermsAlone) {
  Events office = YouthOffice();
  office[0].mutable_organisation_registered()->set_kind(v1::ORGANISATION_KIND_COORDINATION_OFFICE);
  SetWorkingRules set;
  set.rules.mutable_terms()->set_inquiry_answer_days(10);
  EXPECT_FALSE(When(office, set, By(kFirst)).refused()) << "it answers inquiries (A2)";
  for (const bool approval : {true, false}) {
    SetWorkingRules more = set;
    more.rules.set_adopts_after_approval(approval);
    more.rules.set_broken_off_supports(approval ? 0 : 3);
    const auto refused = When(office, more, By(kFirst));
    ASSERT_TRUE(refused.refused());
    EXPECT_EQ(refused.refusal().reason, Reason::kRulesOfAYouthOffice);
  }
}

TEST(Directory, RefusesRolesForAStranger) {
  const auto decision = When(YouthOffice(), GrantRoles{Id('7'), {}}, By(kFirst));
  ASSERT_TRUE(decision.refused());
  EXPECT_EQ(decision.refusal().reason, Reason::kPersonUnknown);
}

// --- N11: asked, fenced, answered ---

Event DeputyOf(const std::string& person, const std::string& deputy) {
  Event event;
  event.mutable_deputy_named()->set_person_id(person);
  event.mutable_deputy_named()->set_deputy_person_id(deputy);
  return event;
}
TakeDeactivationAnswer Answer(uint32_t cases, uint32_t offers = 0) {
  TakeDeactivationAnswer take;
  take.answer.set_person_id(Id('2'));
  take.answer.mutable_open()->set_cases(cases);
  take.answer.mutable_open()->set_offers(offers);
  return take;
}
// What happened, and what comes of it, too.
Events Then(Events history, const OrganisationCommand& command, const Given& given = By(kFirst)) {
  const auto decision = When(history, command, given);
  EXPECT_FALSE(decision.refused());
  if (!decision.refused()) history.insert(history.end(), decision.events().begin(), decision.events().end());
  return history;
}
Events OneWhoLeaves() {
  Events history = YouthOffice();
  history.push_back(Person(Id('3'), Id('5')));
  history.push_back(DeputyOf(Id('2'), Id('3')));
  return Then(history, RequestDeactivation{Id('2')});
}
Reason RefusedBecause(const Events& history, const OrganisationCommand& command,
                      const Given& given = By(kFirst)) {
  const auto decision = When(history, command, given);
  EXPECT_TRUE(decision.refused());
  return decision.refused() ? decision.refusal().reason : Reason::kObjectUnknown;
}

TEST(Leaving, IsAskedForWithTheDeputyWhoActsFromThenOn) {
  const Events history = OneWhoLeaves();
  EXPECT_EQ(history.back().deactivation_requested().deputy_person_id(), Id('3'));
  EXPECT_THAT(When(history, RequestDeactivation{Id('2')}, By(kFirst)).events(), IsEmpty()) << "no answer yet";
  EXPECT_EQ(RefusedBecause(YouthOffice(), RequestDeactivation{Id('2')}), Reason::kDeputyNotNamed);
  EXPECT_EQ(RefusedBecause(YouthOffice(), RequestDeactivation{Id('7')}), Reason::kPersonUnknown);
  EXPECT_EQ(RefusedBecause(OneWhoLeaves(), RequestDeactivation{Id('2')}, By(kPartner)),
            Reason::kNotYourOrganisation);
}

TEST(Leaving, OfTheDeputyTooLeavesNobodyToAct) {
  Events history = OneWhoLeaves();
  history.push_back(DeputyOf(Id('1'), Id('2')));  // from before the fence
  EXPECT_EQ(RefusedBecause(history, RequestDeactivation{Id('1')}), Reason::kDeputyNotNamed);
}

TEST(Leaving, FencesThePersonFromAnythingNew) {
  EXPECT_EQ(RefusedBecause(OneWhoLeaves(), NameDeputy{Id('1'), Id('2')}), Reason::kPersonLeaves);
  EXPECT_EQ(RefusedBecause(OneWhoLeaves(), GrantRoles{Id('2'), {common::v1::ROLE_TEAM_LEAD}}),
            Reason::kPersonLeaves);
}

TEST(Leaving, IsRefusedWhileSomethingIsOpenAndCompletesByItself) {
  Events history = Then(OneWhoLeaves(), Answer(2, 1));
  EXPECT_EQ(history.back().deactivation_answered().open().cases(), 2u);
  EXPECT_EQ(RefusedBecause(history, RequestDeactivation{Id('2')}), Reason::kResponsibilitiesOpen);
  EXPECT_THAT(When(history, Answer(2, 1), By("")).events(), IsEmpty()) << "nothing new";
  history = Then(history, Answer(1));
  history = Then(history, Answer(0));
  EXPECT_TRUE(history.back().has_person_deactivated());
  EXPECT_THAT(When(history, Answer(0), By("")).events(), IsEmpty());
  EXPECT_THAT(When(history, RequestDeactivation{Id('2')}, By(kFirst)).events(), IsEmpty());
}

// B7: what comes back to an account that has closed is told, and only an administrator opens it.
TEST(Leaving, StaysClosedWhateverComesBack) {
  Events history = Then(Then(OneWhoLeaves(), Answer(0)), Answer(1));
  EXPECT_TRUE(history.back().deactivation_answered().stays_closed());
  EXPECT_EQ(history.back().deactivation_answered().open().cases(), 1u);
  EXPECT_THAT(When(history, Answer(1), By("")).events(), IsEmpty()) << "nothing new";
  EXPECT_THAT(When(history, RequestDeactivation{Id('2')}, By(kFirst)).events(), IsEmpty());
  history.push_back(Person(Id('4'), Id('5')));
  history.push_back(DeputyOf(Id('3'), Id('4')));
  EXPECT_EQ(RefusedBecause(history, RequestDeactivation{Id('3')}), Reason::kActsForSomebody) << "N11";
  history = Then(history, Answer(0));
  EXPECT_TRUE(history.back().deactivation_answered().stays_closed()) << "handed on";
  EXPECT_FALSE(When(history, RequestDeactivation{Id('3')}, By(kFirst)).refused());
  EXPECT_TRUE(Then(history, WithdrawDeactivation{Id('2')}).back().has_deactivation_withdrawn());
}

// As it was recorded before that was the rule.
TEST(Leaving, OpenedAgainByACountThatDoesNotSayOtherwise) {
  Events history = Then(OneWhoLeaves(), Answer(0));
  Event opened;
  *opened.mutable_deactivation_answered() = Answer(1).answer;
  history.push_back(opened);
  EXPECT_EQ(RefusedBecause(history, RequestDeactivation{Id('2')}), Reason::kResponsibilitiesOpen);
}

TEST(LeavingPartner, SaysSoItselfOrTheFirstYouthOfficeOfAnInsolventOne) {
  const Events home = {Registered(kPartner, v1::ORGANISATION_KIND_PROVIDER)};
  const absl::Time soon = By(kFirst).now + absl::Hours(24 * 60);
  const ReportOrganisationLeaving leaves{kFirst, v1::LEAVING_CAUSE_LEAVES, soon};
  const ReportOrganisationLeaving insolvent{kFirst, v1::LEAVING_CAUSE_INSOLVENT, soon};
  EXPECT_TRUE(Then(home, leaves, By(kPartner)).back().has_organisation_leaving());
  const Events gone = Then(home, insolvent, By(kFirst));
  EXPECT_EQ(gone.back().organisation_leaving().cause(), v1::LEAVING_CAUSE_INSOLVENT);
  EXPECT_THAT(When(gone, leaves, By(kPartner)).events(), IsEmpty());
  const Events worse = Then(Then(home, leaves, By(kPartner)), insolvent, By(kFirst));
  EXPECT_EQ(worse.back().organisation_leaving().cause(), v1::LEAVING_CAUSE_INSOLVENT);
  EXPECT_THAT(When(worse, insolvent, By(kFirst)).events(), IsEmpty());
  EXPECT_EQ(RefusedBecause(home, leaves, By(kFirst)), Reason::kNotYourOrganisation);
  EXPECT_EQ(RefusedBecause(home, insolvent, By(Id('c'))), Reason::kNotYourOrganisation);
  EXPECT_EQ(RefusedBecause({}, leaves, By(kPartner)), Reason::kOrganisationUnknown);
  EXPECT_EQ(RefusedBecause(YouthOffice(), leaves, By(kFirst)), Reason::kYouthOfficesStay);
  EXPECT_EQ(
      RefusedBecause({Registered(kPartner, v1::ORGANISATION_KIND_EMERGENCY_SERVICE)}, leaves, By(kPartner)),
      Reason::kYouthOfficesStay)
      << "it holds what it heard of first (N2)";
  EXPECT_EQ(RefusedBecause(home, ReportOrganisationLeaving{kFirst, v1::LEAVING_CAUSE_LEAVES, By(kFirst).now},
                           By(kPartner)),
            Reason::kAbsenceWithoutDate);
}

TEST(LeavingPartner, StaysAfterAllIfThatIsSaidBeforeTheDay) {
  const Events home = {Registered(kPartner, v1::ORGANISATION_KIND_PROVIDER)};
  const absl::Time until = By(kFirst).now + absl::Hours(24 * 60);
  const Events leaves =
      Then(home, ReportOrganisationLeaving{kFirst, v1::LEAVING_CAUSE_LEAVES, until}, By(kPartner));
  const Events insolvent =
      Then(home, ReportOrganisationLeaving{kFirst, v1::LEAVING_CAUSE_INSOLVENT, until}, By(kFirst));
  const WithdrawOrganisationLeaving stays{kFirst};
  EXPECT_EQ(RefusedBecause({}, stays, By(kPartner)), Reason::kOrganisationUnknown);
  EXPECT_EQ(RefusedBecause(home, stays, By(kPartner)), Reason::kOrganisationDoesNotLeave);
  EXPECT_EQ(RefusedBecause(leaves, stays, By(kFirst)), Reason::kNotYourOrganisation);
  EXPECT_EQ(RefusedBecause(insolvent, stays, By(Id('c'))), Reason::kNotYourOrganisation);
  EXPECT_TRUE(Then(insolvent, stays, By(kFirst)).back().has_organisation_stays());
  EXPECT_TRUE(Then(insolvent, stays, By(kPartner)).back().has_organisation_stays());
  Given late = By(kPartner);
  late.now = until;
  EXPECT_EQ(RefusedBecause(leaves, stays, late), Reason::kLeavingIsOver);
  const Events stayed = Then(leaves, stays, By(kPartner));
  EXPECT_EQ(RefusedBecause(stayed, stays, By(kPartner)), Reason::kOrganisationDoesNotLeave);
  EXPECT_TRUE(Then(stayed, ReportOrganisationLeaving{kFirst, v1::LEAVING_CAUSE_LEAVES, until}, By(kPartner))
                  .back()
                  .has_organisation_leaving())
      << "may go another time";
}

TEST(Absence, HasTheDeputyActUntilADateAndNoLongerThanHalfAYear) {
  Events history = YouthOffice();
  history.push_back(Person(Id('3'), Id('5')));
  const absl::Time now = By(kFirst).now;
  const ReportAbsence ill{Id('2'), now + absl::Hours(24 * 14)};
  EXPECT_EQ(RefusedBecause(history, ill), Reason::kDeputyNotNamed);
  EXPECT_EQ(RefusedBecause(history, ill, By(kPartner)), Reason::kNotYourOrganisation);
  EXPECT_EQ(RefusedBecause(history, ReportAbsence{Id('7'), ill.until}), Reason::kPersonUnknown);
  history.push_back(DeputyOf(Id('2'), Id('3')));
  for (const absl::Time until : {now, now + absl::Hours(24 * 183) + absl::Seconds(1)})
    EXPECT_EQ(RefusedBecause(history, ReportAbsence{Id('2'), until}), Reason::kAbsenceWithoutDate);
  EXPECT_THAT(When(history, ReportAbsence{Id('2'), {}}, By(kFirst)).events(), IsEmpty()) << "never away";
  history = Then(history, ill);
  EXPECT_EQ(history.back().absence_reported().deputy_person_id(), Id('3'));
  history.push_back(DeputyOf(Id('2'), Id('1')));
  history = Then(history, ReportAbsence{Id('2'), {}});
  EXPECT_EQ(history.back().absence_reported().deputy_person_id(), Id('1')) << "who acted last";
  EXPECT_EQ(RefusedBecause(OneWhoLeaves(), ill), Reason::kPersonLeaves);
  Events gone = OneWhoLeaves();
  gone.push_back(DeputyOf(Id('1'), Id('2')));  // from before the fence
  EXPECT_EQ(RefusedBecause(gone, ReportAbsence{Id('1'), ill.until}), Reason::kDeputyNotNamed)
      << "nobody would act";
}

TEST(Leaving, IsWithdrawnByWhoAskedForIt) {
  Events history = OneWhoLeaves();
  EXPECT_EQ(RefusedBecause(history, WithdrawDeactivation{Id('2')}, By(kPartner)),
            Reason::kNotYourOrganisation);
  EXPECT_EQ(RefusedBecause(history, WithdrawDeactivation{Id('3')}), Reason::kPersonStays);
  history = Then(history, WithdrawDeactivation{Id('2')});
  EXPECT_TRUE(history.back().has_deactivation_withdrawn());
  EXPECT_THAT(When(history, Answer(0), By("")).events(), IsEmpty()) << "an answer that nobody waits for";
  EXPECT_FALSE(When(history, NameDeputy{Id('1'), Id('2')}, By(kFirst)).refused());
}

Events FourColleagues() {
  Events history = YouthOffice();
  history.push_back(Person(Id('3'), Id('5')));
  history.push_back(Person(Id('4'), Id('5')));
  history.push_back(DeputyOf(Id('2'), Id('3')));
  history.push_back(DeputyOf(Id('3'), Id('4')));
  return history;
}
const ReportAbsence kIll = {Id('2'), By(kFirst).now + absl::Hours(24 * 14)};

TEST(Leaving, IsNotForWhoActsForAColleagueUntilAnotherDeputyDoes) {
  Events history = Then(FourColleagues(), kIll);
  EXPECT_EQ(RefusedBecause(history, RequestDeactivation{Id('3')}), Reason::kActsForSomebody);
  EXPECT_FALSE(
      When(Then(history, NameDeputy{Id('2'), Id('4')}), RequestDeactivation{Id('3')}, By(kFirst)).refused());
  EXPECT_FALSE(
      When(Then(history, ReportAbsence{Id('2'), {}}), RequestDeactivation{Id('3')}, By(kFirst)).refused());
  Given later = By(kFirst);
  later.now = *kIll.until;
  EXPECT_FALSE(When(history, RequestDeactivation{Id('3')}, later).refused()) << "the absence is over";
  history = Then(FourColleagues(), RequestDeactivation{Id('2')});
  EXPECT_EQ(RefusedBecause(history, RequestDeactivation{Id('3')}), Reason::kActsForSomebody);
  EXPECT_FALSE(When(Then(history, Answer(0)), RequestDeactivation{Id('3')}, By(kFirst)).refused())
      << "nothing is left to act on";
}

TEST(Absence, OfTheDeputyTooIsForWhoHasADeputyWhoIsThere) {
  Events history = Then(FourColleagues(), kIll);
  history = Then(history, ReportAbsence{Id('3'), kIll.until});
  EXPECT_EQ(history.back().absence_reported().deputy_person_id(), Id('4'));
  Events circle = Then(history, NameDeputy{Id('4'), Id('2')});
  EXPECT_EQ(RefusedBecause(circle, ReportAbsence{Id('4'), kIll.until}), Reason::kNobodyWouldAct);
  EXPECT_EQ(RefusedBecause(circle, RequestDeactivation{Id('4')}), Reason::kNobodyWouldAct);
  EXPECT_EQ(RefusedBecause(history, NameDeputy{Id('3'), Id('2')}), Reason::kNobodyWouldAct);
  EXPECT_FALSE(When(history, NameDeputy{Id('3'), Id('1')}, By(kFirst)).refused());
}

TEST(Leaving, IsNotForTheOnlyAdministrator) {
  Event roles, others;
  roles.mutable_roles_granted()->set_person_id(Id('2'));
  roles.mutable_roles_granted()->add_roles(common::v1::ROLE_ADMINISTRATOR);
  others = roles;
  others.mutable_roles_granted()->set_person_id(Id('4'));
  Events history = FourColleagues();
  history.push_back(roles);
  EXPECT_EQ(RefusedBecause(history, RequestDeactivation{Id('2')}), Reason::kLastAdministrator);
  history.push_back(others);
  EXPECT_FALSE(When(history, RequestDeactivation{Id('2')}, By(kFirst)).refused());
  history.push_back(DeputyOf(Id('4'), Id('1')));
  history = Then(history, RequestDeactivation{Id('4')});
  EXPECT_EQ(RefusedBecause(history, RequestDeactivation{Id('2')}), Reason::kLastAdministrator)
      << "the other one leaves";
}

}  // namespace
}  // namespace fallverbund::team
