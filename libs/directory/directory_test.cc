#include "libs/directory/directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "libs/eventlog/oneof.h"
#include "libs/eventlog/testing/signed_log.h"
#include "libs/projection/in_memory_projection_store.h"

namespace fallverbund::directory {
namespace {

using eventlog::TestHexId;
using team::v1::OrganisationEvent;
using ::testing::ElementsAre;

const std::string kOffice = TestHexId("youth office");
const std::string kProvider = TestHexId("provider");
const std::string kNorth = TestHexId("unit north");
const std::string kSouth = TestHexId("unit south");
const std::string kAdler = TestHexId("adler");
const std::string kBauer = TestHexId("bauer");
const std::string kChef = TestHexId("chef");

OrganisationEvent Registered(const std::string& id, team::v1::OrganisationKind kind,
                             const std::string& name) {
  OrganisationEvent event;
  event.mutable_organisation_registered()->set_organisation_id(id);
  event.mutable_organisation_registered()->set_kind(kind);
  event.mutable_organisation_registered()->set_display_name(name);
  event.mutable_organisation_registered()->set_home_log_origin("log of " + name);
  return event;
}

OrganisationEvent Unit(const std::string& id, const std::string& name) {
  OrganisationEvent event;
  event.mutable_unit_added()->set_unit_id(id);
  event.mutable_unit_added()->set_display_name(name);
  return event;
}

OrganisationEvent Person(const std::string& id, const std::string& unit, std::vector<Role> roles) {
  OrganisationEvent event;
  auto* person = event.mutable_person_registered();
  person->set_person_id(id);
  person->set_unit_id(unit);
  for (const Role role : roles) person->add_roles(role);
  person->mutable_name()->set_key_id(TestHexId("key of " + id));
  person->mutable_name()->set_box("box");
  return event;
}

OrganisationEvent Deputy(const std::string& id, const std::string& deputy) {
  OrganisationEvent event;
  event.mutable_deputy_named()->set_person_id(id);
  event.mutable_deputy_named()->set_deputy_person_id(deputy);
  return event;
}

OrganisationEvent Granted(const std::string& id, std::vector<Role> roles) {
  OrganisationEvent event;
  event.mutable_roles_granted()->set_person_id(id);
  for (const Role role : roles) event.mutable_roles_granted()->add_roles(role);
  return event;
}

class DirectoryTest : public ::testing::Test {
 protected:
  void Happened(const std::string& organisation, const std::vector<OrganisationEvent>& events) {
    eventlog::ValidCommit commit;
    commit.position = ++position_;
    commit.context = "team";
    commit.aggregate_id = organisation;
    commit.commit.set_aggregate_type("organisation");
    for (const auto& event : events) *commit.commit.add_events() = eventlog::PackOneof(event);
    ASSERT_TRUE(Apply(commit).ok());
  }
  absl::Status Apply(const eventlog::ValidCommit& commit) {
    auto batch = store_.NewBatch();
    auto status = view_.Apply({.commit = commit, .known_at = absl::UnixEpoch()}, *batch);
    if (status.ok()) status = store_.Commit(std::move(batch), commit.position);
    return status;
  }
  std::vector<std::string> With(const std::string& organisation, const std::string& unit, Role role) {
    std::vector<std::string> ids;
    const auto persons = PersonsWithRole(store_, organisation, unit, role);
    for (const auto& person : *persons) ids.push_back(person.id);
    return ids;
  }

  const DirectoryView view_{};
  projection::InMemoryProjectionStore store_;
  uint64_t position_ = 0;
};

TEST_F(DirectoryTest, KnowsOrganisationsUnitsAndPersons) {
  Happened(kOffice, {Registered(kOffice, team::v1::ORGANISATION_KIND_YOUTH_OFFICE, "Jugendamt"),
                     Unit(kNorth, "JHD Nord"), Person(kAdler, kNorth, {common::v1::ROLE_CASE_WORKER})});
  const auto office = *FindOrganisation(store_, kOffice);
  ASSERT_TRUE(office.has_value());
  EXPECT_EQ(office->id, kOffice);
  EXPECT_EQ(office->kind, team::v1::ORGANISATION_KIND_YOUTH_OFFICE);
  EXPECT_EQ(office->display_name, "Jugendamt");
  EXPECT_EQ(office->home_log_origin, "log of Jugendamt");
  const auto unit = *FindUnit(store_, kNorth);
  ASSERT_TRUE(unit.has_value());
  EXPECT_EQ(unit->organisation_id, kOffice);
  const auto person = *FindPerson(store_, kAdler);
  ASSERT_TRUE(person.has_value());
  EXPECT_EQ(person->organisation_id, kOffice);
  EXPECT_EQ(person->unit_id, kNorth);
  EXPECT_EQ(person->roles, std::set<Role>{common::v1::ROLE_CASE_WORKER});
  EXPECT_EQ(person->name.key_id(), TestHexId("key of " + kAdler));
  EXPECT_EQ(person->name.box(), "box");
  EXPECT_TRUE(person->deputy_person_id.empty());
}

TEST_F(DirectoryTest, KnowsWhoHasARoleInWhichACaseIsHeld) {
  for (const auto role :
       {common::v1::ROLE_CASE_WORKER, common::v1::ROLE_TEAM_LEAD, common::v1::ROLE_EMERGENCY_SERVICE}) {
    Happened(kOffice, {Person(kAdler, kNorth, {role})});
    EXPECT_TRUE(*HasRoleToHold(store_, kAdler)) << role;
  }
  Happened(kOffice,
           {Person(kAdler, kNorth, {common::v1::ROLE_TEAM_LEAD_FINANCE, common::v1::ROLE_COORDINATOR})});
  EXPECT_FALSE(*HasRoleToHold(store_, kAdler));
  EXPECT_FALSE(*HasRoleToHold(store_, kBauer)) << "nobody knows";
  EXPECT_FALSE(*HasRoleToHold(store_, ""));
}

TEST_F(DirectoryTest, SaysWhoIsNotThere) {
  EXPECT_FALSE((*FindOrganisation(store_, kOffice)).has_value());
  EXPECT_FALSE((*FindUnit(store_, kNorth)).has_value());
  EXPECT_FALSE((*FindPerson(store_, kAdler)).has_value());
}

TEST_F(DirectoryTest, KnowsWhoAndWhatBelongsTogether) {
  Happened(kOffice, {Registered(kOffice, team::v1::ORGANISATION_KIND_YOUTH_OFFICE, "Jugendamt"),
                     Unit(kNorth, "JHD Nord"), Person(kAdler, kNorth, {})});
  EXPECT_TRUE(*IsPersonOf(store_, kOffice, kAdler));
  EXPECT_FALSE(*IsPersonOf(store_, kProvider, kAdler));
  EXPECT_FALSE(*IsPersonOf(store_, kOffice, kBauer));
  EXPECT_FALSE(*IsPersonOf(store_, kOffice, ""));
  EXPECT_FALSE(*IsPersonOf(store_, "", ""));
  EXPECT_TRUE(*IsPersonOfUnit(store_, kOffice, kNorth, kAdler));
  EXPECT_FALSE(*IsPersonOfUnit(store_, kOffice, kSouth, kAdler));
  EXPECT_FALSE(*IsPersonOfUnit(store_, kOffice, "", kAdler));
  EXPECT_FALSE(*IsPersonOfUnit(store_, kProvider, kNorth, kAdler));
  EXPECT_FALSE(*IsPersonOfUnit(store_, kOffice, kNorth, ""));
  EXPECT_TRUE(*IsUnitOf(store_, kOffice, kNorth));
  EXPECT_FALSE(*IsUnitOf(store_, kProvider, kNorth));
  EXPECT_FALSE(*IsUnitOf(store_, kOffice, kSouth));
  EXPECT_FALSE(*IsUnitOf(store_, kOffice, ""));
}

TEST_F(DirectoryTest, DeputiesAndRolesAreAdded) {
  Happened(kOffice, {Person(kAdler, kNorth, {common::v1::ROLE_CASE_WORKER}), Person(kBauer, kNorth, {})});
  Happened(kOffice, {Deputy(kAdler, kBauer), Granted(kAdler, {common::v1::ROLE_TEAM_LEAD})});
  const auto adler = *FindPerson(store_, kAdler);
  EXPECT_EQ(adler->deputy_person_id, kBauer);
  EXPECT_EQ(adler->roles, (std::set<Role>{common::v1::ROLE_CASE_WORKER, common::v1::ROLE_TEAM_LEAD}));
  EXPECT_EQ(adler->unit_id, kNorth);
}

TEST_F(DirectoryTest, FindsWhoHasARoleInAUnitAndInTheOrganisation) {
  Happened(kOffice, {Person(kAdler, kNorth, {common::v1::ROLE_CASE_WORKER}),
                     Person(kBauer, kSouth, {common::v1::ROLE_CASE_WORKER}),
                     Person(kChef, "", {common::v1::ROLE_DEPARTMENT_HEAD})});
  Happened(kProvider, {Person(TestHexId("other"), "", {common::v1::ROLE_CASE_WORKER})});
  EXPECT_THAT(With(kOffice, kNorth, common::v1::ROLE_CASE_WORKER), ElementsAre(kAdler));
  EXPECT_THAT(With(kOffice, kNorth, common::v1::ROLE_TEAM_LEAD), ElementsAre());
  EXPECT_THAT(With(kOffice, "", common::v1::ROLE_CASE_WORKER),
              ::testing::UnorderedElementsAre(kAdler, kBauer));
  EXPECT_THAT(With(kOffice, "", common::v1::ROLE_DEPARTMENT_HEAD), ElementsAre(kChef));
}

TEST_F(DirectoryTest, FindsEverybodyInAnOrganisationOfAnySize) {
  constexpr int kMany = 600;  // more than two pages of a scan
  std::vector<OrganisationEvent> events;
  for (int i = 0; i < kMany; ++i) {
    events.push_back(Person(TestHexId("p" + std::to_string(i)), kNorth, {common::v1::ROLE_CASE_WORKER}));
  }
  Happened(kOffice, events);
  EXPECT_EQ(With(kOffice, kNorth, common::v1::ROLE_CASE_WORKER).size(), static_cast<size_t>(kMany));
}

TEST_F(DirectoryTest, ListsOrganisationsPageByPageAndTheirUnits) {
  for (const auto& id : {kOffice, kProvider}) {
    Happened(id, {Registered(id, team::v1::ORGANISATION_KIND_OTHER, "x")});
    EXPECT_FALSE(FindOrganisation(store_, id)->value().inspects);
  }
  OrganisationEvent inspects = Registered(kOffice, team::v1::ORGANISATION_KIND_OTHER, "x");
  inspects.mutable_organisation_registered()->set_inspects(true);
  Happened(kOffice, {inspects});
  EXPECT_TRUE(FindOrganisation(store_, kOffice)->value().inspects);
  Happened(kOffice, {Unit(kNorth, "n"), Unit(kSouth, "s")});
  const auto first = *ListOrganisations(store_, "", 1);
  ASSERT_EQ(first.size(), 1u);
  const auto second = *ListOrganisations(store_, first[0].id, 10);
  ASSERT_EQ(second.size(), 1u);
  EXPECT_NE(first[0].id, second[0].id);
  EXPECT_EQ((*UnitsOf(store_, kOffice)).size(), 2u);
  EXPECT_TRUE((*UnitsOf(store_, kProvider)).empty());
}

TEST_F(DirectoryTest, IgnoresWhatOthersWrite) {
  eventlog::ValidCommit commit;
  commit.position = 1;
  commit.context = "team";
  commit.commit.set_aggregate_type("team");
  commit.commit.add_events()->set_type("fallverbund.team.v1.TeamProposed");
  EXPECT_TRUE(Apply(commit).ok());
  commit.position = 2;
  commit.context = "case";
  commit.commit.set_aggregate_type("organisation");
  EXPECT_TRUE(Apply(commit).ok());
}

TEST_F(DirectoryTest, AnEventItDoesNotKnowIsNotUnderstood) {
  eventlog::ValidCommit commit;
  commit.position = 1;
  commit.context = "team";
  commit.commit.set_aggregate_type("organisation");
  commit.commit.add_events()->set_type("fallverbund.team.v1.OrganisationPainted");
  EXPECT_FALSE(Apply(commit).ok());
}

TEST_F(DirectoryTest, WhoLeavesIsGivenNothingNewAndTheDeputyActs) {
  OrganisationEvent requested, answered, done, stays;
  requested.mutable_deactivation_requested()->set_person_id(kAdler);
  requested.mutable_deactivation_requested()->set_deputy_person_id(kBauer);
  answered.mutable_deactivation_answered()->set_person_id(kAdler);
  answered.mutable_deactivation_answered()->mutable_open()->set_cases(3);
  done.mutable_person_deactivated()->set_person_id(kAdler);
  stays.mutable_deactivation_withdrawn()->set_person_id(kAdler);
  Happened(kOffice, {Registered(kOffice, team::v1::ORGANISATION_KIND_YOUTH_OFFICE, "Jugendamt"),
                     Unit(kNorth, "Nord"), Person(kAdler, kNorth, {}), Person(kBauer, kNorth, {})});
  EXPECT_TRUE(*IsPersonOfUnit(store_, kOffice, kNorth, kAdler));
  EXPECT_FALSE(*FindLeaver(store_, kAdler));
  Happened(kOffice, {requested});
  EXPECT_FALSE(*IsPersonOf(store_, kOffice, kAdler));
  EXPECT_FALSE(*IsPersonOfUnit(store_, kOffice, kNorth, kAdler));
  EXPECT_TRUE(*FindPerson(store_, kAdler)) << "still there, and at work";
  EXPECT_THAT(*ActsFor(store_, kBauer, absl::UnixEpoch()), ElementsAre(kAdler));
  EXPECT_FALSE((*FindLeaver(store_, kAdler))->open);
  Happened(kOffice, {answered});
  EXPECT_EQ((*FindLeaver(store_, kAdler))->open->cases(), 3u);
  EXPECT_FALSE((*FindLeaver(store_, kAdler))->deactivated);
  Happened(kOffice, {done});
  EXPECT_TRUE((*FindLeaver(store_, kAdler))->deactivated);
  EXPECT_THAT(*ActsFor(store_, kBauer, absl::UnixEpoch()), ElementsAre(kAdler)) << "should a case come back";
  answered.mutable_deactivation_answered()->set_stays_closed(true);
  Happened(kOffice, {answered});
  EXPECT_TRUE((*FindLeaver(store_, kAdler))->deactivated) << "whatever comes back";
  EXPECT_EQ((*FindLeaver(store_, kAdler))->open->cases(), 3u);
  Happened(kOffice, {stays});
  EXPECT_TRUE(*IsPersonOfUnit(store_, kOffice, kNorth, kAdler));
  EXPECT_THAT(*ActsFor(store_, kBauer, absl::UnixEpoch()), ::testing::IsEmpty());
}

TEST_F(DirectoryTest, ThePeopleOfABodyThatGoesAreGivenNothingNew) {
  Happened(kProvider,
           {Registered(kProvider, team::v1::ORGANISATION_KIND_PROVIDER, "Haus"), Person(kChef, "", {})});
  EXPECT_TRUE(*IsPersonOf(store_, kProvider, kChef));
  EXPECT_FALSE(*IsLeavingBody(store_, kProvider));
  OrganisationEvent leaving;
  leaving.mutable_organisation_leaving();
  Happened(kProvider, {leaving});
  EXPECT_FALSE(*IsPersonOf(store_, kProvider, kChef));
  EXPECT_TRUE(*IsLeavingBody(store_, kProvider));
  OrganisationEvent stays;
  stays.mutable_organisation_stays();
  Happened(kProvider, {stays});
  EXPECT_TRUE(*IsPersonOf(store_, kProvider, kChef)) << "it stays after all";
  EXPECT_FALSE(*IsLeavingBody(store_, kProvider));
}

TEST_F(DirectoryTest, OfWhoIsAwayTheDeputyActsUntilThenOrUntilTheReturn) {
  OrganisationEvent away, back;
  away.mutable_absence_reported()->set_person_id(kAdler);
  away.mutable_absence_reported()->set_deputy_person_id(kBauer);
  back = away;
  away.mutable_absence_reported()->mutable_until()->set_seconds(1000);
  Happened(kOffice, {Registered(kOffice, team::v1::ORGANISATION_KIND_YOUTH_OFFICE, "Jugendamt"),
                     Person(kAdler, "", {}), Person(kBauer, "", {}), away});
  EXPECT_THAT(*ActsFor(store_, kBauer, absl::FromUnixSeconds(999)), ElementsAre(kAdler));
  EXPECT_THAT(*ActsFor(store_, kBauer, absl::FromUnixSeconds(1000)), ::testing::IsEmpty());
  EXPECT_TRUE(*IsPersonOf(store_, kOffice, kAdler)) << "whoever is ill is not fenced";
  Happened(kOffice, {back});
  EXPECT_THAT(*ActsFor(store_, kBauer, absl::FromUnixSeconds(999)), ::testing::IsEmpty());
}

OrganisationEvent Away(const std::string& person, const std::string& deputy) {
  OrganisationEvent away;
  away.mutable_absence_reported()->set_person_id(person);
  away.mutable_absence_reported()->set_deputy_person_id(deputy);
  away.mutable_absence_reported()->mutable_until()->set_seconds(1000);
  return away;
}

TEST_F(DirectoryTest, WhereTheDeputyIsAwayTooTheDeputysDeputyActsAndNobodyGoesRoundInCircles) {
  Happened(kOffice, {Registered(kOffice, team::v1::ORGANISATION_KIND_YOUTH_OFFICE, "Jugendamt"),
                     Person(kAdler, "", {}), Person(kBauer, "", {}), Person(kChef, "", {}),
                     Away(kAdler, kBauer), Away(kBauer, kChef)});
  const absl::Time now = absl::FromUnixSeconds(999);
  EXPECT_THAT(*ActsFor(store_, kChef, now), ElementsAre(kBauer, kAdler));
  Happened(kOffice, {Away(kChef, kAdler)});
  EXPECT_THAT(*ActsFor(store_, kChef, now), ElementsAre(kBauer, kAdler)) << "each once, and never oneself";
  EXPECT_THAT(*ActsFor(store_, kChef, absl::FromUnixSeconds(1000)), ::testing::IsEmpty());
}

TEST_F(DirectoryTest, ANewDeputyOfWhoIsGoneActsAtOnceAndTheOldOneNoLonger) {
  OrganisationEvent requested, back;
  requested.mutable_deactivation_requested()->set_person_id(kAdler);
  requested.mutable_deactivation_requested()->set_deputy_person_id(kBauer);
  Happened(kOffice, {Registered(kOffice, team::v1::ORGANISATION_KIND_YOUTH_OFFICE, "Jugendamt"),
                     Person(kAdler, "", {}), Person(kBauer, "", {}), Person(kChef, "", {}),
                     Deputy(kAdler, kBauer), requested, Deputy(kAdler, kChef)});
  const absl::Time now = absl::FromUnixSeconds(999);
  EXPECT_THAT(*ActsFor(store_, kChef, now), ElementsAre(kAdler));
  EXPECT_THAT(*ActsFor(store_, kBauer, now), ::testing::IsEmpty());
  EXPECT_EQ((*FindLeaver(store_, kAdler))->deputy_person_id, kChef);
  EXPECT_THAT(*DeputisedBy(store_, kChef), ElementsAre(kAdler));
  EXPECT_THAT(*DeputisedBy(store_, kBauer), ::testing::IsEmpty());
  Happened(kOffice, {Deputy(kBauer, kAdler), Away(kBauer, kAdler), Deputy(kBauer, kChef)});
  EXPECT_THAT(*ActsFor(store_, kChef, now), ElementsAre(kAdler, kBauer)) << "until the same day";
  back.mutable_absence_reported()->set_person_id(kBauer);
  back.mutable_absence_reported()->set_deputy_person_id(kAdler);
  Happened(kOffice, {back});
  EXPECT_THAT(*ActsFor(store_, kChef, now), ElementsAre(kAdler)) << "whoever acted last, back is back";
}

}  // namespace
}  // namespace fallverbund::directory
