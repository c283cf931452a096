// Long, because what comes before a case is of three services.
//
// What the case service knows of what comes before a case, and after it: first contacts, inquiries and
// deployments on work lists, counted for whoever leaves, and ended cases that come back to somebody who is
// there.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "fallverbund/casework/v1/case_service.grpc.pb.h"
#include "fallverbund/casework/v1/leaver_events.pb.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "fallverbund/crisis/v1/deployment_events.pb.h"
#include "fallverbund/intake/v1/prevention_events.pb.h"
#include "fallverbund/team/v1/agreement_events.pb.h"
#include "fallverbund/team/v1/calendar_events.pb.h"
#include "fallverbund/team/v1/joint_decision_events.pb.h"
#include "fallverbund/team/v1/membership_events.pb.h"
#include "libs/base/time.h"
#include "services/case/rpc/case_module.h"
#include "tests/service/people.h"
#include "tests/service/running_service.h"

namespace fallverbund::casework {
namespace {

using ::testing::ElementsAre;
using testing::HolderOf;
using testing::IdOf;
using ::testing::IsEmpty;
using testing::kAdler;
using testing::kBiber;
using testing::kDachs;
using testing::kMilo;
using testing::kNorth;
using testing::kSpecht;
using testing::RunningService;
using testing::Who;
using Cases = v1::CaseService;

const Who kHabicht = {kAdler.organisation, IdOf("habicht"), common::v1::ROLE_TEAM_LEAD};
const Who kFalke = {kAdler.organisation, IdOf("falke"), common::v1::ROLE_TEAM_LEAD};
const Who kSperber = {kAdler.organisation, IdOf("sperber"), common::v1::ROLE_CASE_WORKER};

class CaseBeforeTest : public ::testing::Test {
 protected:
  CaseBeforeTest() {
    testing::RegisterEverybody(service_);
    team::v1::OrganisationEvent joins;
    joins.mutable_person_registered()->set_person_id(kHabicht.person);
    joins.mutable_person_registered()->set_unit_id(kNorth);
    joins.mutable_person_registered()->add_roles(kHabicht.role);
    InOffice(joins);
  }

  void InOffice(const team::v1::OrganisationEvent& event) {
    service_.Happened("team", kAdler.organisation, "organisation", {&event});
    service_.Settle();
  }
  void AdlerLeaves() {
    team::v1::OrganisationEvent leaves;
    leaves.mutable_deactivation_requested()->set_person_id(kAdler.person);
    leaves.mutable_deactivation_requested()->set_deputy_person_id(kSpecht.person);
    InOffice(leaves);
  }
  void AdlerHasLeft() {
    team::v1::OrganisationEvent left;
    left.mutable_person_deactivated()->set_person_id(kAdler.person);
    InOffice(left);
  }
  void HabichtLeaves() {
    team::v1::OrganisationEvent leaves;
    leaves.mutable_deactivation_requested()->set_person_id(kHabicht.person);
    leaves.mutable_deactivation_requested()->set_deputy_person_id(kSpecht.person);
    InOffice(leaves);
  }
  void ContactReceived() {
    intake::v1::ContactEvent event;
    auto& received = *event.mutable_contact_received();
    received.set_kind(intake::v1::CONTACT_KIND_FIRST_CONTACT);
    received.set_source(intake::v1::CONTACT_SOURCE_SCHOOL);
    received.set_subject_id(IdOf("milo"));
    *received.mutable_owner() = HolderOf(kAdler, kSpecht, kNorth);
    *received.mutable_opening_due() = fallverbund::ToProto(service_.clock().Now() + Days(3));
    service_.Happened("intake", IdOf("contact"), "contact", {&event});
    service_.Settle();
  }
  void InCase(const std::vector<v1::CaseEvent>& events) {
    std::vector<const google::protobuf::Message*> messages;
    for (const auto& event : events) messages.push_back(&event);
    service_.Happened("case", kMilo, "case", messages);
    service_.Settle();
  }
  // Opened for Adler, and lawfully ended.
  void MiloHasEnded() {
    testing::OpenMilo(service_);
    v1::CaseEvent ended;
    ended.mutable_case_lawfully_ended()->set_end_id(IdOf("end"));
    ended.mutable_case_lawfully_ended()->set_ground(v1::LAWFUL_END_GROUND_OWN_DECISION);
    InCase({ended});
  }

  std::vector<std::string> Waiting(const Who& who) {
    std::vector<std::string> kinds;
    const auto reply = service_.Ask(&Cases::Stub::ListInbox, who, v1::ListInboxRequest());
    EXPECT_TRUE(reply.ok()) << reply.status.error_message();
    for (const auto& item : reply.value.items())
      kinds.push_back(v1::InboxItemKind_Name(item.kind()).substr(sizeof("INBOX_ITEM_KIND_") - 1));
    return kinds;
  }
  v1::Case Milo(const Who& who = kSpecht) {
    v1::GetCaseRequest request;
    request.set_case_id(kMilo);
    return service_.Ask(&Cases::Stub::GetCase, who, request).value.case_();
  }
  bool IsWaitedFor(common::v1::ClockKind kind, const Who& who = kSpecht) {
    const v1::Case milo = Milo(who);
    return std::any_of(milo.clocks().begin(), milo.clocks().end(),
                       [&](const v1::Clock& clock) { return clock.kind() == kind; });
  }
  void JoinsTheUnitWest(const Who& who) {
    team::v1::OrganisationEvent joins;
    joins.mutable_person_registered()->set_person_id(who.person);
    joins.mutable_person_registered()->set_unit_id(IdOf("jhd west"));
    joins.mutable_person_registered()->add_roles(who.role);
    InOffice(joins);
  }
  // Each with a deputy who has left, too.
  void EverybodyOfTheUnitHasLeft() {
    for (const Who& who : {kAdler, kSpecht, kHabicht}) {
      team::v1::OrganisationEvent leaves, left;
      leaves.mutable_deactivation_requested()->set_person_id(who.person);
      leaves.mutable_deactivation_requested()->set_deputy_person_id(kHabicht.person);
      left.mutable_person_deactivated()->set_person_id(who.person);
      InOffice(leaves);
      InOffice(left);
    }
  }
  // Of anybody, or of that person.
  team::v1::OpenResponsibilities CountedLast(const std::string& person_id = "") {
    v1::ResponsibilitiesCounted counted, last;
    for (const auto& event : service_.Log()) {
      if (event.type() != counted.GetDescriptor()->full_name()) continue;
      EXPECT_TRUE(counted.ParseFromString(event.data()));
      if (person_id.empty() || counted.person_id() == person_id) last = counted;
    }
    return last.open();
  }

  CaseModule module_;
  RunningService service_{"case", module_};
};

TEST_F(CaseBeforeTest, AFirstContactIsOnTheListOfItsHolderUntilTheCaseIs) {
  ContactReceived();
  EXPECT_THAT(Waiting(kAdler), ElementsAre("FIRST_CONTACT", "DUE"));
  const auto unit = service_.Ask(&Cases::Stub::ListUnitWork, kHabicht, v1::ListUnitWorkRequest());
  ASSERT_TRUE(unit.ok()) << unit.status.error_message();
  ASSERT_EQ(unit.value.items_size(), 2);
  EXPECT_EQ(unit.value.items(0).object_id(), IdOf("contact"));
  EXPECT_EQ(unit.value.items(0).case_id(), "");
  intake::v1::ContactEvent asks;
  asks.mutable_case_opening_requested()->set_subject_id(IdOf("milo"));
  *asks.mutable_case_opening_requested()->mutable_holder() = HolderOf(kAdler, kSpecht, kNorth);
  auto& tonight = *asks.mutable_case_opening_requested()->mutable_tonight();
  tonight.set_kind(common::v1::TONIGHT_KIND_FAMILY);
  *tonight.mutable_holder() = HolderOf(kAdler, kSpecht, kNorth);
  service_.Happened("intake", IdOf("contact"), "contact", {&asks});
  service_.Settle();
  EXPECT_THAT(Waiting(kAdler), ElementsAre("CASE_HELD", "TONIGHT_HELD"));
}

TEST_F(CaseBeforeTest, ADeploymentIsOnTheListOfTheTeamThatWasAskedAndAwakensTheCase) {
  MiloHasEnded();
  crisis::v1::DeploymentEvent event;
  auto& requested = *event.mutable_deployment_requested();
  requested.set_case_id(kMilo);
  requested.set_mode(crisis::v1::DEPLOYMENT_MODE_OUTREACH);
  requested.set_crisis_team_organisation_id(kDachs.organisation);
  *requested.mutable_answer_due() = fallverbund::ToProto(service_.clock().Now() + absl::Minutes(30));
  service_.Happened("crisis", IdOf("deployment"), "deployment", {&event});
  service_.Settle();
  EXPECT_THAT(Waiting(kDachs), ElementsAre("DEPLOYMENT", "DUE"));
  EXPECT_THAT(Waiting(kBiber), IsEmpty());
  EXPECT_EQ(Milo().phase(), v1::CASE_PHASE_ACTIVE) << "whatever it was asked for";
  crisis::v1::DeploymentEvent refused;
  refused.mutable_deployment_refused()->set_case_id(kMilo);
  service_.Happened("crisis", IdOf("deployment"), "deployment", {&refused});
  service_.Settle();
  EXPECT_THAT(Waiting(kDachs), IsEmpty());
}

TEST_F(CaseBeforeTest, WhatIntakeHoldsIsCountedForWhoeverLeavesUntilAColleagueHasTakenItOver) {
  ContactReceived();
  AdlerLeaves();
  EXPECT_EQ(CountedLast().cases(), 1u);
  EXPECT_THAT(Waiting(kSpecht), ElementsAre("FIRST_CONTACT", "DUE")) << "the deputy acts";
  intake::v1::ContactEvent taken;
  *taken.mutable_contact_taken_over()->mutable_from() = HolderOf(kAdler, kSpecht, kNorth);
  *taken.mutable_contact_taken_over()->mutable_to() = HolderOf(kSpecht, kHabicht, kNorth);
  service_.Happened("intake", IdOf("contact"), "contact", {&taken});
  service_.Settle();
  EXPECT_EQ(CountedLast().cases(), 0u);
}

TEST_F(CaseBeforeTest, WhoLosesTheLastThingInACaseIsCountedToo) {
  testing::OpenMilo(service_);
  AdlerLeaves();
  EXPECT_EQ(CountedLast().cases(), 1u);
  v1::CaseEvent night, moved;
  *night.mutable_tonight_moved()->mutable_to()->mutable_holder() = HolderOf(kSpecht, kHabicht, kNorth);
  night.mutable_tonight_moved()->mutable_to()->set_kind(common::v1::TONIGHT_KIND_FAMILY);
  InCase({night});
  EXPECT_EQ(CountedLast().nights(), 0u);
  *moved.mutable_responsibility_moved()->mutable_to() = HolderOf(kSpecht, kHabicht, kNorth);
  InCase({moved});
  EXPECT_EQ(CountedLast().cases(), 0u) << "though nothing of this case is left to this person";
}

TEST_F(CaseBeforeTest, AnEndedCaseComesBackToSomebodyWhoIsThere) {
  MiloHasEnded();
  AdlerLeaves();
  EXPECT_EQ(CountedLast().cases(), 0u);
  AdlerHasLeft();
  v1::ReopenCaseRequest reopen;
  reopen.set_case_id(kMilo);
  const auto reopened = service_.Ask(&Cases::Stub::ReopenCase, kHabicht, reopen);
  ASSERT_TRUE(reopened.ok()) << reopened.status.error_message();
  service_.Settle();
  EXPECT_EQ(Milo().holder().person_id(), kSpecht.person) << "the deputy";
  EXPECT_EQ(Milo().holder().deputy_person_id(), kHabicht.person);
  EXPECT_EQ(Milo().tonight().holder().person_id(), kSpecht.person);
  EXPECT_EQ(CountedLast().cases(), 0u);
}

// R0: one colleague is somebody; the deputy is to be named then (C3).
TEST_F(CaseBeforeTest, AnEndedCaseComesBackToTheOneColleagueWhoIsThere) {
  MiloHasEnded();
  AdlerLeaves();
  AdlerHasLeft();
  HabichtLeaves();
  v1::ReopenCaseRequest reopen;
  reopen.set_case_id(kMilo);
  ASSERT_TRUE(service_.Ask(&Cases::Stub::ReopenCase, kSpecht, reopen).ok());
  service_.Settle();
  EXPECT_EQ(Milo().holder().person_id(), kSpecht.person);
  EXPECT_EQ(Milo().holder().deputy_person_id(), "");
  EXPECT_EQ(Milo().tonight().holder().person_id(), kSpecht.person);
  EXPECT_TRUE(IsWaitedFor(common::v1::CLOCK_KIND_HOLDER_REACHABLE)) << "a deputy is to be named";
}

// R0: of the same office, since the unit has nobody.
TEST_F(CaseBeforeTest, AnEndedCaseOfAnEmptyUnitComesBackToAColleagueOfAnotherOne) {
  JoinsTheUnitWest(kFalke);
  JoinsTheUnitWest(kSperber);
  MiloHasEnded();
  EverybodyOfTheUnitHasLeft();
  v1::ReopenCaseRequest reopen;
  reopen.set_case_id(kMilo);
  const auto reopened = service_.Ask(&Cases::Stub::ReopenCase, kFalke, reopen);
  ASSERT_TRUE(reopened.ok()) << reopened.status.error_message();
  service_.Settle();
  const v1::Case milo = Milo(kFalke);
  EXPECT_EQ(milo.holder().unit_id(), IdOf("jhd west"));
  EXPECT_NE(milo.holder().deputy_person_id(), "");
  EXPECT_EQ(milo.tonight().holder().person_id(), milo.holder().person_id());
  EXPECT_FALSE(IsWaitedFor(common::v1::CLOCK_KIND_HOLDER_REACHABLE, kFalke));
}

TEST_F(CaseBeforeTest, TheDeputyOfTheOneColleagueIsOfAnotherUnitOfTheOffice) {
  team::v1::OrganisationEvent joins;
  joins.mutable_person_registered()->set_person_id(IdOf("falke"));
  joins.mutable_person_registered()->set_unit_id(IdOf("jhd west"));
  joins.mutable_person_registered()->add_roles(common::v1::ROLE_TEAM_LEAD);
  InOffice(joins);
  MiloHasEnded();
  AdlerLeaves();
  AdlerHasLeft();
  HabichtLeaves();
  v1::ReopenCaseRequest reopen;
  reopen.set_case_id(kMilo);
  ASSERT_TRUE(service_.Ask(&Cases::Stub::ReopenCase, kSpecht, reopen).ok());
  service_.Settle();
  EXPECT_EQ(Milo().holder().person_id(), kSpecht.person);
  EXPECT_EQ(Milo().holder().unit_id(), kNorth);
  EXPECT_EQ(Milo().holder().deputy_person_id(), IdOf("falke"));
}

// R0, B7: it is told, by when somebody is to be named is over at once, and nobody's account opens by it. Who
// joins the office later hands it on, though nobody of the giver's side is left.
TEST_F(CaseBeforeTest, WhereNobodyIsThereItClimbsAndWhoJoinsHandsItOn) {
  MiloHasEnded();
  EverybodyOfTheUnitHasLeft();
  crisis::v1::DeploymentEvent alarm;
  alarm.mutable_deployment_requested()->set_case_id(kMilo);
  alarm.mutable_deployment_requested()->set_mode(crisis::v1::DEPLOYMENT_MODE_OUTREACH);
  alarm.mutable_deployment_requested()->set_crisis_team_organisation_id(kDachs.organisation);
  *alarm.mutable_deployment_requested()->mutable_answer_due() =
      fallverbund::ToProto(service_.clock().Now() + absl::Minutes(30));
  service_.Happened("crisis", IdOf("deployment"), "deployment", {&alarm});
  service_.Settle();
  JoinsTheUnitWest(kFalke);
  JoinsTheUnitWest(kSperber);
  EXPECT_EQ(Milo(kFalke).holder().person_id(), kAdler.person);
  EXPECT_TRUE(IsWaitedFor(common::v1::CLOCK_KIND_HOLDER_REACHABLE, kFalke));
  EXPECT_EQ(CountedLast(kAdler.person).cases(), 1u) << "told to the directory";
  v1::OfferHandoverRequest offer;
  offer.set_case_id(kMilo);
  offer.set_to_organisation_id(kSperber.organisation);
  offer.set_to_unit_id(IdOf("jhd west"));
  offer.set_to_person_id(kSperber.person);
  offer.set_to_deputy_person_id(kFalke.person);
  offer.set_basis(common::v1::LEGAL_BASIS_SGB8_36A);
  offer.mutable_participation()->mutable_young_person()->set_heard(true);
  offer.mutable_participation()->mutable_family()->set_heard(true);
  const auto offered = service_.Ask(&Cases::Stub::OfferHandover, kFalke, offer);
  ASSERT_TRUE(offered.ok()) << offered.status.error_message();
  service_.Settle();
  v1::RecordHandoverMeetingRequest meeting;
  meeting.set_case_id(kMilo);
  meeting.set_handover_id(offered.value.handover_id());
  *meeting.mutable_held_at() = fallverbund::ToProto(service_.clock().Now());
  meeting.add_person_ids(kFalke.person);
  meeting.add_person_ids(kSperber.person);
  *meeting.mutable_participation() = offer.participation();
  const auto met = service_.Ask(&Cases::Stub::RecordHandoverMeeting, kFalke, meeting);
  ASSERT_TRUE(met.ok()) << met.status.error_message();
  service_.Settle();
  v1::AcceptHandoverRequest accept;
  accept.set_case_id(kMilo);
  accept.set_handover_id(offered.value.handover_id());
  const auto accepted = service_.Ask(&Cases::Stub::AcceptHandover, kSperber, accept);
  ASSERT_TRUE(accepted.ok()) << accepted.status.error_message();
  service_.Settle();
  EXPECT_EQ(Milo(kFalke).holder().person_id(), kSperber.person);
  EXPECT_FALSE(IsWaitedFor(common::v1::CLOCK_KIND_HOLDER_REACHABLE, kFalke));
}

TEST_F(CaseBeforeTest, WhoNavigatesAFamilyIsNotLetGoBeforeAColleagueHasTakenOver) {
  // E5: the family is not left alone, and the case service knows the navigator and nothing of the family
  // (E13).
  intake::v1::TransitionEvent begun, taken;
  *begun.mutable_transition_begun()->mutable_navigator() = HolderOf(kAdler, kSpecht, kNorth);
  *taken.mutable_navigator_taken_over()->mutable_from() = HolderOf(kAdler, kSpecht, kNorth);
  *taken.mutable_navigator_taken_over()->mutable_to() = HolderOf(kSpecht, kHabicht, kNorth);
  service_.Happened("intake", IdOf("transition"), "transition", {&begun});
  service_.Settle();
  AdlerLeaves();
  EXPECT_EQ(CountedLast(kAdler.person).navigations(), 1u);
  service_.Happened("intake", IdOf("transition"), "transition", {&taken});
  service_.Settle();
  EXPECT_EQ(CountedLast(kAdler.person).ByteSizeLong(), 0u);
}

TEST_F(CaseBeforeTest, AStandingMemberIsNotLetGoBeforeTheSuccessorHasAccepted) {
  // B6: leaving only with a successor who accepted.
  team::v1::MembershipEvent accepted, named, followed;
  accepted.mutable_member_accepted()->set_person_id(kAdler.person);
  named.mutable_member_successor_named()->set_person_id(kAdler.person);
  named.mutable_member_successor_named()->set_successor_person_id(kSpecht.person);
  followed.mutable_member_accepted()->set_person_id(kSpecht.person);
  service_.Happened("team", IdOf("fallverbund"), "membership", {&accepted});
  AdlerLeaves();
  EXPECT_EQ(CountedLast(kAdler.person).memberships(), 1u);
  service_.Happened("team", IdOf("fallverbund"), "membership", {&named});
  service_.Settle();
  EXPECT_EQ(CountedLast(kAdler.person).memberships(), 1u);
  service_.Happened("team", IdOf("fallverbund"), "membership", {&followed});
  service_.Settle();
  EXPECT_EQ(CountedLast(kAdler.person).ByteSizeLong(), 0u);
}

// What has a date in the team service stands on the list of whoever has to do it.
TEST_F(CaseBeforeTest, ASeatAndAVoteWaitForWhoIsAsked) {
  team::v1::MembershipEvent founded, accepted;
  *founded.mutable_membership_founded()->mutable_keeper() = HolderOf(kSpecht, kAdler, kNorth);
  founded.mutable_membership_founded()->add_seats()->set_person_id(kAdler.person);
  *founded.mutable_membership_founded()->mutable_answer_due() =
      fallverbund::ToProto(service_.clock().Now() + Days(28));
  service_.Happened("team", IdOf("fallverbund"), "membership", {&founded});
  service_.Settle();
  EXPECT_THAT(Waiting(kAdler), ElementsAre("MEMBERSHIP_SEAT", "DUE"));
  accepted.mutable_member_accepted()->set_person_id(kAdler.person);
  service_.Happened("team", IdOf("fallverbund"), "membership", {&accepted});
  team::v1::JointDecisionEvent opened;
  opened.mutable_joint_decision_opened()->set_membership_id(IdOf("fallverbund"));
  opened.mutable_joint_decision_opened()->add_voters()->set_person_id(kAdler.person);
  *opened.mutable_joint_decision_opened()->mutable_answer_due() =
      fallverbund::ToProto(service_.clock().Now() + Days(14));
  service_.Happened("team", IdOf("decision"), "joint_decision", {&opened});
  service_.Settle();
  EXPECT_THAT(Waiting(kAdler), ElementsAre("VOTE", "DUE"));
  EXPECT_THAT(Waiting(kSpecht), ElementsAre("VOTE")) << "keeps the register";
}

TEST_F(CaseBeforeTest, TheDeputysDeputySeesTheCaseAndTakesOneOfItsOwn) {
  // N11: Adler and the deputy are both away; who stands in for the deputy sees the case and may act on it.
  testing::OpenMilo(service_);
  const auto away = [&](const Who& who, const Who& deputy) {
    team::v1::OrganisationEvent absence;
    absence.mutable_absence_reported()->set_person_id(who.person);
    absence.mutable_absence_reported()->set_deputy_person_id(deputy.person);
    *absence.mutable_absence_reported()->mutable_until() =
        fallverbund::ToProto(service_.clock().Now() + Days(30));
    InOffice(absence);
  };
  v1::NameCaseDeputyRequest name;
  name.set_case_id(kMilo);
  name.set_deputy_person_id(kHabicht.person);
  EXPECT_EQ(service_.Ask(&Cases::Stub::NameCaseDeputy, kHabicht, name).reason(), "ONLY_THE_HOLDER_ASKS");
  away(kAdler, kSpecht);
  away(kSpecht, kHabicht);
  EXPECT_THAT(Waiting(kHabicht), ::testing::Contains("CASE_HELD"));
  name.clear_request_id();
  const auto named = service_.Ask(&Cases::Stub::NameCaseDeputy, kHabicht, name);
  ASSERT_TRUE(named.ok()) << named.status.error_message();
  service_.Settle();
  EXPECT_EQ(Milo().holder().person_id(), kAdler.person) << "nothing moves";
  EXPECT_EQ(Milo().holder().deputy_person_id(), kHabicht.person);
}

TEST_F(CaseBeforeTest, WhoIsDeputyOfACaseIsNotLetGoBeforeAnotherOneIsNamed) {
  // C3: until another one is named, who is deputy of an open case is not let go.
  testing::OpenMilo(service_);
  team::v1::OrganisationEvent leaves;
  leaves.mutable_deactivation_requested()->set_person_id(kSpecht.person);
  leaves.mutable_deactivation_requested()->set_deputy_person_id(kHabicht.person);
  InOffice(leaves);
  EXPECT_EQ(CountedLast(kSpecht.person).deputyships(), 2u)
      << "of CASE, and of the night that Adler vouches for";
  v1::NameCaseDeputyRequest name;
  name.set_case_id(kMilo);
  name.set_deputy_person_id(kHabicht.person);
  ASSERT_TRUE(service_.Ask(&Cases::Stub::NameCaseDeputy, kAdler, name).ok());
  service_.Settle();
  EXPECT_EQ(CountedLast(kSpecht.person).ByteSizeLong(), 0u);
}

// N11: a provider's own deputy for the night is counted, too, and the provider names another one.
TEST_F(CaseBeforeTest, WhoIsDeputyOfTheNightIsNotLetGoBeforeAnotherOneIsNamed) {
  const Who kIltis = testing::kIltis, kMarder = {kDachs.organisation, IdOf("marder"), kDachs.role};
  testing::OpenMilo(service_);
  team::v1::OrganisationEvent joins, leaves;
  joins.mutable_person_registered()->set_person_id(kMarder.person);
  joins.mutable_person_registered()->add_roles(kMarder.role);
  leaves.mutable_deactivation_requested()->set_person_id(kIltis.person);
  leaves.mutable_deactivation_requested()->set_deputy_person_id(kDachs.person);
  v1::CaseEvent moved;
  moved.mutable_tonight_moved()->mutable_to()->set_kind(common::v1::TONIGHT_KIND_CRISIS_TEAM);
  *moved.mutable_tonight_moved()->mutable_to()->mutable_holder() = HolderOf(kDachs, kIltis, "");
  InCase({moved});
  for (const auto* event : {&joins, &leaves})
    service_.Happened("team", kDachs.organisation, "organisation", {event});
  service_.Settle();
  EXPECT_EQ(CountedLast(kIltis.person).deputyships(), 1u);
  v1::NameStrandDeputyRequest name;
  name.set_case_id(kMilo);
  name.set_strand(common::v1::STRAND_TONIGHT);
  name.set_deputy_person_id(kMarder.person);
  EXPECT_EQ(service_.Ask(&Cases::Stub::NameStrandDeputy, kAdler, name).reason(), "ONLY_THE_HOLDER_ASKS");
  name.clear_request_id();
  const auto named = service_.Ask(&Cases::Stub::NameStrandDeputy, kDachs, name);
  ASSERT_TRUE(named.ok()) << named.status.error_message();
  service_.Settle();
  EXPECT_EQ(Milo().tonight().holder().deputy_person_id(), kMarder.person);
  EXPECT_EQ(Milo().tonight().holder().person_id(), kDachs.person) << "nothing moves";
  EXPECT_EQ(CountedLast(kIltis.person).ByteSizeLong(), 0u);
}

TEST_F(CaseBeforeTest, WhoIsDeputyInARegisterIsNotLetGoBeforeAnotherOneIsNamed) {
  team::v1::CalendarEvent opened, entrusted;
  opened.mutable_calendar_opened()->mutable_keeper()->set_person_id(kSpecht.person);
  opened.mutable_calendar_opened()->mutable_keeper()->set_deputy_person_id(kAdler.person);
  entrusted.mutable_calendar_entrusted()->set_person_id(kSpecht.person);
  entrusted.mutable_calendar_entrusted()->set_deputy_person_id(kHabicht.person);
  service_.Happened("team", IdOf("calendar"), "calendar", {&opened});
  AdlerLeaves();
  EXPECT_EQ(CountedLast(kAdler.person).deputyships(), 1u);
  service_.Happened("team", IdOf("calendar"), "calendar", {&entrusted});
  service_.Settle();
  EXPECT_EQ(CountedLast(kAdler.person).ByteSizeLong(), 0u);
}

// D5: only who keeps the agreement, or the deputy, adopts its next version.
TEST_F(CaseBeforeTest, WhoKeepsTheAgreementIsNotLetGoBeforeItIsEntrustedToAnother) {
  team::v1::AgreementEvent adopted, entrusted;
  adopted.mutable_agreement_adopted()->mutable_keeper()->set_person_id(kAdler.person);
  adopted.mutable_agreement_adopted()->mutable_keeper()->set_deputy_person_id(kSpecht.person);
  entrusted.mutable_agreement_entrusted()->set_person_id(kSpecht.person);
  entrusted.mutable_agreement_entrusted()->set_deputy_person_id(kHabicht.person);
  service_.Happened("team", IdOf("agreement"), "agreement", {&adopted});
  AdlerLeaves();
  EXPECT_EQ(CountedLast(kAdler.person).registers(), 1u);
  service_.Happened("team", IdOf("agreement"), "agreement", {&entrusted});
  service_.Settle();
  EXPECT_EQ(CountedLast(kAdler.person).ByteSizeLong(), 0u);
}

TEST_F(CaseBeforeTest, WhoKeepsARegisterOfMembersIsNotLetGoBeforeItIsEntrustedToAnother) {
  team::v1::MembershipEvent founded, entrusted;
  founded.mutable_membership_founded()->mutable_keeper()->set_person_id(kSpecht.person);
  founded.mutable_membership_founded()->mutable_keeper()->set_deputy_person_id(kAdler.person);
  entrusted.mutable_membership_entrusted()->set_person_id(kSpecht.person);
  entrusted.mutable_membership_entrusted()->set_deputy_person_id(kHabicht.person);
  service_.Happened("team", IdOf("verbund"), "membership", {&founded});
  AdlerLeaves();
  EXPECT_EQ(CountedLast(kAdler.person).deputyships(), 1u);
  service_.Happened("team", IdOf("verbund"), "membership", {&entrusted});
  service_.Settle();
  EXPECT_EQ(CountedLast(kAdler.person).ByteSizeLong(), 0u);
}

// N11: whoever is on the way to take over hears which deputy was named.
TEST_F(CaseBeforeTest, WhoIsToTakeOverIsToldWhoStandsInUntilThen) {
  testing::OpenMilo(service_);
  v1::CaseEvent offered;
  offered.mutable_handover_offered()->set_handover_id(IdOf("handover"));
  *offered.mutable_handover_offered()->mutable_to() = HolderOf(kHabicht, kSpecht, kNorth);
  *offered.mutable_handover_offered()->mutable_answer_due() =
      fallverbund::ToProto(service_.clock().Now() + Days(14));
  InCase({offered});
  const auto told = [&] {
    std::string deputy;
    const auto reply = service_.Ask(&Cases::Stub::ListInbox, kHabicht, v1::ListInboxRequest());
    for (const auto& item : reply.value.items()) {
      if (item.kind() == v1::INBOX_ITEM_KIND_HANDOVER_OFFERED) deputy = item.holders_deputy_person_id();
    }
    return deputy;
  };
  EXPECT_EQ(told(), kSpecht.person);
  v1::NameCaseDeputyRequest name;
  name.set_case_id(kMilo);
  name.set_deputy_person_id(kHabicht.person);
  ASSERT_TRUE(service_.Ask(&Cases::Stub::NameCaseDeputy, kAdler, name).ok());
  service_.Settle();
  EXPECT_EQ(told(), kHabicht.person);
}

// R0, C13: nobody of that unit can act. The alarm's case opens all the same, and it climbs until somebody
// can.
TEST_F(CaseBeforeTest, ACaseOfAnAlarmWhoseHolderCannotActIsOverdueAtOnce) {
  const Who kPorter = {kAdler.organisation, IdOf("porter"), common::v1::ROLE_ADMINISTRATOR};
  team::v1::OrganisationEvent joins, granted;
  joins.mutable_person_registered()->set_person_id(kPorter.person);
  joins.mutable_person_registered()->set_unit_id(kNorth);
  joins.mutable_person_registered()->add_roles(kPorter.role);
  InOffice(joins);
  crisis::v1::CrisisEvent asked;
  auto& requested = *asked.mutable_crisis_case_requested();
  requested.set_subject_id(IdOf("somebody"));
  *requested.mutable_holder() = HolderOf(kPorter, kSpecht, kNorth);
  requested.mutable_tonight()->set_kind(common::v1::TONIGHT_KIND_OUTREACH);
  *requested.mutable_tonight()->mutable_holder() = HolderOf(kPorter, kSpecht, kNorth);
  service_.Happened("crisis", IdOf("crisis"), "crisis", {&asked});
  service_.Settle();
  v1::WorkFilter overdue;
  overdue.add_clocks(common::v1::CLOCK_KIND_HOLDER_REACHABLE);
  const auto climbing = [&] {
    v1::ListInboxRequest list;
    *list.mutable_filter() = overdue;
    return service_.Ask(&Cases::Stub::ListInbox, kSpecht, list).value.items_size();
  };
  service_.clock().Advance(Days(1));
  service_.Settle();
  EXPECT_EQ(climbing(), 1) << "the deputy hears of it";
  granted.mutable_roles_granted()->set_person_id(kPorter.person);
  granted.mutable_roles_granted()->add_roles(common::v1::ROLE_CASE_WORKER);
  InOffice(granted);
  service_.clock().Advance(Days(1));
  service_.Settle();
  EXPECT_EQ(climbing(), 0) << "a role was given";
}

}  // namespace
}  // namespace fallverbund::casework
