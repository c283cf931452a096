#include "services/intake/domain/contact_decider.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "fallverbund/intake/v1/intake_service.pb.h"

namespace fallverbund::intake {
namespace {

using decider::Given;
using decider::Reason;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Event = v1::ContactEvent;
using Events = std::vector<Event>;

std::string Id(char digit) {
  return std::string(32, digit);
}
const std::string kOffice = Id('a');
const std::string kUnit = Id('b');
const std::string kOwner = Id('1');
const std::string kDeputy = Id('2');
const std::string kSubject = Id('e');

Given By(const std::string& person, const std::string& organisation = kOffice) {
  const absl::Time now = absl::FromUnixSeconds(1'770'000'000);
  return {{organisation, person, "CASE_WORKER"}, now, now, Id('9')};
}

decider::Decision<Event> When(const Events& history, const ContactCommand& command,
                              const Given& given = By(kOwner)) {
  ContactState state = ContactDecider::Initial();
  for (const Event& event : history) state = ContactDecider::Evolve(state, event, given);
  return ContactDecider::Decide(state, command, given);
}

Events Then(Events history, const ContactCommand& command) {
  const auto decision = When(history, command);
  EXPECT_FALSE(decision.refused()) << (decision.refused() ? refusal::Text(decision.refusal().reason).code
                                                          : "");
  if (!decision.refused()) history.insert(history.end(), decision.events().begin(), decision.events().end());
  return history;
}

void ExpectRefused(const decider::Decision<Event>& decision, Reason reason) {
  ASSERT_TRUE(decision.refused());
  EXPECT_EQ(refusal::Text(decision.refusal().reason).code, refusal::Text(reason).code);
}

common::v1::Sealed Text(const std::string& key) {
  common::v1::Sealed sealed;
  sealed.set_key_id(key);
  return sealed;
}

// A neighbour tells a youth office of a young person by name.
ReceiveContact FirstContact() {
  ReceiveContact c;
  c.source = v1::CONTACT_SOURCE_NEIGHBOUR;
  c.organisation_id = kOffice;
  c.unit_id = kUnit;
  c.owner_person_id = kOwner;
  c.deputy_person_id = kDeputy;
  c.identifiable = true;
  c.subject_id = kSubject;
  c.summary = Text("summary");
  c.young_person_name = Text("name");
  c.receiver = Receiver::kPublicUnit;
  c.unit_known = c.owner_known = c.deputy_known = true;
  return c;
}

RequestCaseOpening Opening() {
  return {{common::v1::TONIGHT_KIND_FAMILY, {kOffice, kUnit, kOwner, kDeputy}}, /*tonight_known=*/true};
}

TEST(Contact, OfAnIdentifiableYoungPersonHasAHolderFromItsFirstCommit) {
  const auto decision = When({}, FirstContact());
  ASSERT_FALSE(decision.refused());
  ASSERT_THAT(decision.events(), SizeIs(1));
  const auto& received = decision.events()[0].contact_received();
  EXPECT_EQ(received.kind(), v1::CONTACT_KIND_FIRST_CONTACT);
  EXPECT_EQ(received.subject_id(), kSubject);
  EXPECT_EQ(received.young_person_name().key_id(), "name");
  EXPECT_EQ(care::FromProto(received.owner()),
            (care::Holder{kOffice, kUnit, kOwner, kDeputy, common::v1::LEGAL_BASIS_SGB8_79_1}));
}

TEST(Contact, ThatReachesTheEmergencyServiceHasAHolderToo) {
  ReceiveContact c = FirstContact();
  c.receiver = Receiver::kEmergencyService;
  c.unit_id = "";
  const auto decision = When({}, c);
  ASSERT_FALSE(decision.refused());
  EXPECT_EQ(decision.events()[0].contact_received().kind(), v1::CONTACT_KIND_FIRST_CONTACT);
  EXPECT_EQ(decision.events()[0].contact_received().owner().basis(), common::v1::LEGAL_BASIS_SGB8_76_2);
}

TEST(Contact, ToTheCoordinationOfficeIsADialogThatTellsWhomToTurnTo) {
  ReceiveContact c = FirstContact();
  c.receiver = Receiver::kCoordinationOffice;
  c.source = v1::CONTACT_SOURCE_SCHOOL;
  c.deputy_person_id = "";
  const auto decision = When({}, c);
  ASSERT_FALSE(decision.refused());
  const auto& received = decision.events()[0].contact_received();
  EXPECT_EQ(received.kind(), v1::CONTACT_KIND_DIALOG);
  EXPECT_EQ(received.refer_to(), v1::REFER_TO_RESPONSIBLE_CASE_WORKER);
  EXPECT_EQ(received.owner().person_id(), kOwner);
  EXPECT_EQ(received.owner().basis(), common::v1::LEGAL_BASIS_UNSPECIFIED);
  EXPECT_EQ(received.subject_id(), "");
  EXPECT_FALSE(received.has_young_person_name());
}

TEST(Contact, OfAFamilyToTheCoordinationOfficeIsReferredToTheYouthServiceOfTheQuarter) {
  ReceiveContact c = FirstContact();
  c.receiver = Receiver::kCoordinationOffice;
  c.source = v1::CONTACT_SOURCE_FAMILY;
  EXPECT_EQ(When({}, c).events()[0].contact_received().refer_to(), v1::REFER_TO_LOCAL_YOUTH_SERVICE);
}

TEST(Contact, AboutNobodyInParticularIsADialog) {
  ReceiveContact c = FirstContact();
  c.identifiable = false;
  const auto decision = When({}, c);
  ASSERT_FALSE(decision.refused());
  EXPECT_EQ(decision.events()[0].contact_received().kind(), v1::CONTACT_KIND_DIALOG);
  EXPECT_FALSE(decision.events()[0].contact_received().has_young_person_name());
}

TEST(Contact, IsNotReceivedByBodiesThatCannotHold) {
  ReceiveContact c = FirstContact();
  c.receiver = Receiver::kOther;
  ExpectRefused(When({}, c), Reason::kCannotReceiveContacts);
}

// What a family told a service of the prevention chain was not told for help or protection (E13).
TEST(Contact, FromPreventionNeedsTheFamilysConsentOrSignsOfEndangerment) {
  ReceiveContact c = FirstContact();
  c.from_prevention = true;
  ExpectRefused(When({}, c), Reason::kPreventionDataNeedsBasis);
  c.prevention_basis = v1::PREVENTION_BASIS_CONSENT;
  c.transition_id = Id('7');
  ExpectRefused(When({}, c), Reason::kPreventionDataNeedsBasis);
  c.accompanied = true;
  const auto agreed = When({}, c);
  ASSERT_FALSE(agreed.refused());
  EXPECT_EQ(agreed.events()[0].contact_received().prevention_basis(), v1::PREVENTION_BASIS_CONSENT);
  EXPECT_EQ(agreed.events()[0].contact_received().transition_id(), Id('7'));
  c.prevention_basis = v1::PREVENTION_BASIS_ENDANGERMENT;
  c.identifiable = false;
  const auto endangered = When({}, c);
  ASSERT_FALSE(endangered.refused());
  EXPECT_EQ(endangered.events()[0].contact_received().prevention_basis(), v1::PREVENTION_BASIS_ENDANGERMENT);
  EXPECT_EQ(endangered.events()[0].contact_received().transition_id(), "");
  c = FirstContact();
  c.prevention_basis = v1::PREVENTION_BASIS_CONSENT;
  EXPECT_EQ(When({}, c).events()[0].contact_received().prevention_basis(), v1::PREVENTION_BASIS_UNSPECIFIED)
      << "of others it says nothing";
}

TEST(Contact, HasAKnownOwnerInAKnownUnit) {
  ReceiveContact c = FirstContact();
  c.owner_known = false;
  ExpectRefused(When({}, c), Reason::kOwnerUnknown);
  c = FirstContact();
  c.unit_known = false;
  ExpectRefused(When({}, c), Reason::kUnitUnknown);
}

TEST(Contact, WithAHolderNeedsDeputyAndUnit) {
  ReceiveContact c = FirstContact();
  c.deputy_person_id = "";
  ExpectRefused(When({}, c), Reason::kDeputyNotNamed);
  c = FirstContact();
  c.unit_id = "";
  ExpectRefused(When({}, c), Reason::kHolderNeedsUnit);
}

TEST(Contact, WithAHolderIsOfPeopleWhoCanActAndADialogOfAnybody) {
  ReceiveContact c = FirstContact();
  c.unreachable = true;
  ExpectRefused(When({}, c), Reason::kHolderNotReachable);
  c.identifiable = false;
  EXPECT_FALSE(When({}, c).refused());
}

TEST(Contact, NamesNoDeputyFromElsewhereNorTheOwner) {
  for (const bool identifiable : {true, false}) {
    ReceiveContact c = FirstContact();
    c.identifiable = identifiable;
    c.deputy_known = false;
    ExpectRefused(When({}, c), Reason::kDeputyNotNamed);
    c = FirstContact();
    c.identifiable = identifiable;
    c.deputy_person_id = kOwner;
    ExpectRefused(When({}, c), Reason::kDeputyNotNamed);
  }
}

TEST(Contact, AsksForACaseWithExactlyItsHolder) {
  const auto decision = When(Then({}, FirstContact()), Opening());
  ASSERT_FALSE(decision.refused());
  const auto& requested = decision.events()[0].case_opening_requested();
  EXPECT_EQ(requested.subject_id(), kSubject);
  EXPECT_EQ(care::FromProto(requested.holder()),
            (care::Holder{kOffice, kUnit, kOwner, kDeputy, common::v1::LEGAL_BASIS_SGB8_79_1}));
  EXPECT_EQ(requested.tonight().kind(), common::v1::TONIGHT_KIND_FAMILY);
}

TEST(Contact, AsksForACaseByItsHolderOrDeputyAlone) {
  const Events history = Then({}, FirstContact());
  EXPECT_FALSE(When(history, Opening(), By(kDeputy)).refused());
  ExpectRefused(When(history, Opening(), By(Id('7'))), Reason::kOnlyTheHolderAsks);
  ExpectRefused(When(history, Opening(), By(kOwner, Id('d'))), Reason::kOnlyTheHolderAsks);
}

TakeOver ByColleague() {
  return {kDeputy, kUnit, true, true, false};
}
const std::string kColleague = Id('7');

TEST(Contact, OfSomebodyWhoLeavesIsTakenOverByAColleagueInPerson) {
  const auto decision = When(Then({}, FirstContact()), ByColleague(), By(kColleague));
  ASSERT_FALSE(decision.refused());
  const auto& taken = decision.events()[0].contact_taken_over();
  EXPECT_EQ(taken.from().person_id(), kOwner);
  EXPECT_EQ(care::FromProto(taken.to()),
            (care::Holder{kOffice, kUnit, kColleague, kDeputy, common::v1::LEGAL_BASIS_SGB8_79_1}));
  Events history = Then({}, FirstContact());
  history.push_back(decision.events()[0]);
  ExpectRefused(When(history, Opening()), Reason::kOnlyTheHolderAsks);
  const auto asked = When(history, Opening(), By(kColleague));
  ASSERT_FALSE(asked.refused());
  EXPECT_EQ(asked.events()[0].case_opening_requested().holder().person_id(), kColleague);
}

TEST(Contact, IsTakenOverFromALeaverAloneByAColleagueOfTheUnit) {
  const Events history = Then({}, FirstContact());
  TakeOver stays = ByColleague();
  stays.holder_leaves = false;
  ExpectRefused(When(history, stays, By(kColleague)), Reason::kHolderStays);
  TakeOver elsewhere = ByColleague();
  elsewhere.actor_unit_id = Id('d');
  ExpectRefused(When(history, elsewhere, By(kColleague)), Reason::kNotOfTheHoldersUnit);
  ExpectRefused(When(history, ByColleague(), By(kColleague, Id('d'))), Reason::kNotOfTheHoldersUnit);
  ExpectRefused(When(history, ByColleague(), By(kOwner)), Reason::kNotOfTheHoldersUnit);
  TakeOver leaves = ByColleague();
  leaves.actor_leaves = true;
  ExpectRefused(When(history, leaves, By(kColleague)), Reason::kPersonLeaves);
  TakeOver unknown = ByColleague();
  unknown.deputy_known = false;
  ExpectRefused(When(history, unknown, By(kColleague)), Reason::kDeputyNotNamed);
  ExpectRefused(When(history, ByColleague(), By(kDeputy)), Reason::kDeputyNotNamed);
  TakeOver unreachable = ByColleague();
  unreachable.deputy_unreachable = true;
  ExpectRefused(When(history, unreachable, By(kColleague)), Reason::kHolderNotReachable);
}

TEST(Contact, IsTakenOverBeforeACaseWasAskedForAlone) {
  ExpectRefused(When({}, ByColleague(), By(kColleague)), Reason::kObjectUnknown);
  ExpectRefused(When(Then(Then({}, FirstContact()), Opening()), ByColleague(), By(kColleague)),
                Reason::kOpeningAskedAlready);
  ReceiveContact dialog = FirstContact();
  dialog.identifiable = false;
  ExpectRefused(When(Then({}, dialog), ByColleague(), By(kColleague)), Reason::kDialogOpensNoCase);
}

TEST(Contact, AsksForACaseOnce) {
  ExpectRefused(When(Then(Then({}, FirstContact()), Opening()), Opening()), Reason::kOpeningAskedAlready);
}

TEST(Contact, AsksForNoCaseWithoutAPersonForTonight) {
  const Events history = Then({}, FirstContact());
  RequestCaseOpening c = Opening();
  c.tonight.kind = common::v1::TONIGHT_KIND_UNSPECIFIED;
  ExpectRefused(When(history, c), Reason::kTonightNeedsAPerson);
  c = Opening();
  c.tonight_known = false;
  ExpectRefused(When(history, c), Reason::kTonightNeedsAPerson);
}

TEST(Contact, AcceptsTheNightForNobodyElse) {
  const Events history = Then({}, FirstContact());
  for (const auto kind : {common::v1::TONIGHT_KIND_CRISIS_TEAM, common::v1::TONIGHT_KIND_PLACEMENT}) {
    RequestCaseOpening c = Opening();
    c.tonight.kind = kind;
    ExpectRefused(When(history, c), Reason::kTonightNeedsAcceptance);
  }
  RequestCaseOpening c = Opening();
  c.tonight.holder.organisation_id = Id('d');
  ExpectRefused(When(history, c), Reason::kTonightNeedsAcceptance);
}

TEST(Contact, ThatIsADialogOpensNoCase) {
  ReceiveContact c = FirstContact();
  c.receiver = Receiver::kCoordinationOffice;
  ExpectRefused(When(Then({}, c), Opening()), Reason::kDialogOpensNoCase);
}

TEST(Contact, ThatWasNeverReceivedIsUnknown) {
  ExpectRefused(When({}, Opening()), Reason::kObjectUnknown);
  ExpectRefused(When({}, MarkContactOpened{Id('c')}), Reason::kObjectUnknown);
}

TEST(Contact, LearnsItsCaseOnceAndOnlyAfterAsking) {
  ExpectRefused(When(Then({}, FirstContact()), MarkContactOpened{Id('c')}), Reason::kObjectUnknown);
  Events history = Then(Then({}, FirstContact()), Opening());
  history = Then(history, MarkContactOpened{Id('c')});
  EXPECT_EQ(history.back().contact_opened().case_id(), Id('c'));
  EXPECT_THAT(When(history, MarkContactOpened{Id('d')}).events(), IsEmpty());
}

TEST(Contact, ReceivedAgainUnderItsIdChangesNothing) {
  EXPECT_THAT(When(Then({}, FirstContact()), FirstContact()).events(), IsEmpty());
}

TEST(Contact, WithoutACaseInTimeIsOverdueAndClimbsUntilTheCaseIsOpen) {
  const Events received = Then({}, FirstContact());
  const absl::Time due = By(kOwner).now + kCaseOpenedWithin;
  EXPECT_EQ(FromProto(received[0].contact_received().opening_due()), due);
  ContactState state;
  const auto take = [&state](const Events& events, absl::Time now) {
    for (const Event& event : events)
      state = ContactDecider::Evolve(state, event, {{"intake", "", "SERVICE"}, now, now, Id('9')});
  };
  const auto pass = [&state, due](absl::Time now) {
    return ContactDecider::Decide(state, PassContactDeadline{due}, {{"intake", "", "SERVICE"}, now, now, ""})
        .events();
  };
  take(received, due - kCaseOpenedWithin);
  EXPECT_THAT(pass(due - absl::Seconds(1)), IsEmpty());
  ASSERT_THAT(pass(due), SizeIs(1));
  EXPECT_TRUE(pass(due)[0].has_contact_opening_overdue());
  take(pass(due), due);
  take({Then(received, Opening()).back()}, due);
  const absl::Time later = due + absl::Hours(25);
  ASSERT_THAT(pass(later), SizeIs(1)) << "it is asked for, and not open";
  EXPECT_EQ(pass(later)[0].contact_opening_escalated().step(), common::v1::ESCALATION_STEP_DEPUTY);
  take(pass(later), later);
  EXPECT_EQ(pass(later + absl::Hours(25))[0].contact_opening_escalated().step(),
            common::v1::ESCALATION_STEP_TEAM_LEAD);
  Event opened;
  opened.mutable_contact_opened()->set_case_id(Id('c'));
  take({opened}, later);
  EXPECT_THAT(pass(later + absl::Hours(25)), IsEmpty());
  ReceiveContact dialog = FirstContact();
  dialog.identifiable = false;
  EXPECT_FALSE(Then({}, dialog)[0].contact_received().has_opening_due());
}

TEST(Contact, LeadsToACaseInTheHoldersOwnTimeAndClimbsAtItsPace) {
  ReceiveContact contact = FirstContact();
  contact.terms.set_case_opening_days(6);
  const Events received = Then({}, contact);
  const absl::Time due = By(kOwner).now + Days(6);
  EXPECT_EQ(FromProto(received[0].contact_received().opening_due()), due);
  PassContactDeadline pass{due};
  pass.terms.set_escalation_hours(36);
  const Given clock{{"intake", "", "SERVICE"}, due, due, Id('9')};
  ContactState state = ContactDecider::Evolve({}, received[0], By(kOwner));
  const auto overdue = ContactDecider::Decide(state, pass, clock).events();
  ASSERT_THAT(overdue, SizeIs(1));
  EXPECT_EQ(FromProto(overdue[0].contact_opening_overdue().next_step_at()), due + absl::Hours(36));
  state = ContactDecider::Evolve(state, overdue[0], clock);
  pass.terms.set_escalation_hours(1);
  const absl::Time soon = due + absl::Hours(35), late = due + absl::Hours(36);
  EXPECT_THAT(ContactDecider::Decide(state, pass, {clock.actor, soon, soon, ""}).events(), IsEmpty())
      << "the date that was told stands";
  EXPECT_THAT(ContactDecider::Decide(state, pass, {clock.actor, late, late, ""}).events(), SizeIs(1));
}

TellReporter Tell(bool confirmed, bool acted, bool still_active) {
  TellReporter c;
  c.told.set_confirmed(confirmed);
  c.told.set_acted(acted);
  c.told.set_still_active(still_active);
  return c;
}

TEST(Contact, TellsThoseWhoReportedAsProfessionalsThreeThingsAndNobodyElseAnything) {
  ExpectRefused(When({}, Tell(true, true, true)), Reason::kObjectUnknown);
  for (const auto source : {v1::CONTACT_SOURCE_NEIGHBOUR, v1::CONTACT_SOURCE_FAMILY,
                            v1::CONTACT_SOURCE_YOUNG_PERSON, v1::CONTACT_SOURCE_OTHER}) {
    ReceiveContact c = FirstContact();
    c.source = source;
    ExpectRefused(When(Then({}, c), Tell(true, true, true)), Reason::kReporterIsNotTold);
  }
  for (const auto source : {v1::CONTACT_SOURCE_SCHOOL, v1::CONTACT_SOURCE_DAY_CARE,
                            v1::CONTACT_SOURCE_PROVIDER, v1::CONTACT_SOURCE_CLINIC}) {
    ReceiveContact c = FirstContact();
    c.source = source;
    c.identifiable = source != v1::CONTACT_SOURCE_CLINIC;
    const auto decision = When(Then({}, c), Tell(true, true, false));
    ASSERT_FALSE(decision.refused());
    ASSERT_THAT(decision.events(), SizeIs(1));
    EXPECT_EQ(decision.events()[0].reporter_told().person_id(), kOwner);
  }
  EXPECT_EQ(v1::ReporterFeedback::descriptor()->field_count(), 3) << "exactly what the law names";
}

TEST(Contact, TellsAReporterWhatCanBeTrueAndAgainOnlyWhatIsNew) {
  ReceiveContact c = FirstContact();
  c.source = v1::CONTACT_SOURCE_SCHOOL;
  Events history = Then({}, c);
  ExpectRefused(When(history, Tell(true, false, true)), Reason::kStillActiveWithoutActing);
  history = Then(history, Tell(true, true, true));
  EXPECT_THAT(When(history, Tell(true, true, true)).events(), IsEmpty());
  EXPECT_THAT(When(history, Tell(true, true, false)).events(), SizeIs(1));
}

}  // namespace
}  // namespace fallverbund::intake
