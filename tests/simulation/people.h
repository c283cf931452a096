// The organisations and people of the simulation, and their registration.
#ifndef FALLVERBUND_TESTS_SIMULATION_PEOPLE_H_
#define FALLVERBUND_TESTS_SIMULATION_PEOPLE_H_

#include <string>
#include <string_view>
#include <vector>

#include "fallverbund/common/v1/access.pb.h"
#include "fallverbund/team/v1/agreement_events.pb.h"
#include "fallverbund/team/v1/directory_events.pb.h"
#include "fallverbund/team/v1/social_space_events.pb.h"
#include "libs/base/time.h"
#include "libs/eventlog/oneof.h"
#include "libs/eventlog/testing/signed_log.h"
#include "services/team/rpc/bootstrap_id.h"

namespace fallverbund::simulation {

struct Person {
  std::string organisation, unit, id;
  common::v1::Role role = common::v1::ROLE_UNSPECIFIED;
};

struct Organisation {
  team::v1::OrganisationKind kind;
  std::vector<Person> people;  // two of each: one and the deputy
  Person administrator;
  Person lead, finance_lead;  // of a youth office, with a vote in its commission (C8)
};

inline std::vector<Organisation> MakeOrganisations() {
  using eventlog::TestHexId;
  const auto make = [](team::v1::OrganisationKind kind, const std::string& name, bool unit,
                       common::v1::Role role) {
    const std::string of = TestHexId(name), in = unit ? TestHexId(name + " unit") : "";
    Organisation made{kind,
                      {{of, in, TestHexId(name + " 1"), role}, {of, in, TestHexId(name + " 2"), role}},
                      {of, "", TestHexId(name + " administrator"), common::v1::ROLE_ADMINISTRATOR},
                      {},
                      {}};
    if (kind == team::v1::ORGANISATION_KIND_YOUTH_OFFICE) {
      made.lead = {of, in, TestHexId(name + " lead"), common::v1::ROLE_TEAM_LEAD};
      made.finance_lead = {of, in, TestHexId(name + " finance"), common::v1::ROLE_TEAM_LEAD_FINANCE};
    }
    return made;
  };
  return {
      make(team::v1::ORGANISATION_KIND_YOUTH_OFFICE, "office a", true, common::v1::ROLE_CASE_WORKER),
      make(team::v1::ORGANISATION_KIND_YOUTH_OFFICE, "office b", true, common::v1::ROLE_CASE_WORKER),
      make(team::v1::ORGANISATION_KIND_COORDINATION_OFFICE, "coordination", false,
           common::v1::ROLE_COORDINATOR),
      make(team::v1::ORGANISATION_KIND_PROVIDER, "provider", false, common::v1::ROLE_PROVIDER_WORKER),
      make(team::v1::ORGANISATION_KIND_CRISIS_TEAM, "crisis team", false, common::v1::ROLE_CRISIS_WORKER),
      make(team::v1::ORGANISATION_KIND_PROVIDER, "another provider", false, common::v1::ROLE_PROVIDER_WORKER),
      make(team::v1::ORGANISATION_KIND_CLINIC, "clinic", false, common::v1::ROLE_CLINIC),
      make(team::v1::ORGANISATION_KIND_EMERGENCY_SERVICE, "emergency service", true,
           common::v1::ROLE_EMERGENCY_SERVICE),
      make(team::v1::ORGANISATION_KIND_PROVIDER, "baby guides", false, common::v1::ROLE_NAVIGATOR),
      make(team::v1::ORGANISATION_KIND_PROVIDER, "family office", false, common::v1::ROLE_NAVIGATOR)};
}
inline const std::vector<Organisation>& Organisations() {
  static const std::vector<Organisation> all = MakeOrganisations();
  return all;
}
inline const std::vector<Person>& YouthOffice() {
  return Organisations()[0].people;
}
inline const std::vector<Person>& Coordination() {
  return Organisations()[2].people;
}
inline const std::vector<Person>& Provider() {
  return Organisations()[3].people;
}
inline const std::vector<Person>& CrisisTeam() {
  return Organisations()[4].people;
}
inline const std::vector<Person>& AnotherProvider() {
  return Organisations()[5].people;
}
inline const std::vector<Person>& Clinic() {
  return Organisations()[6].people;
}
inline const std::vector<Person>& EmergencyService() {
  return Organisations()[7].people;
}
inline const std::vector<Person>& BabyGuides() {
  return Organisations()[8].people;
}
inline const std::vector<Person>& FamilyOffice() {
  return Organisations()[9].people;
}
inline const Organisation& OrganisationOf(std::string_view id) {
  for (const auto& organisation : Organisations()) {
    if (organisation.administrator.organisation == id) return organisation;
  }
  return Organisations()[0];
}

// The colleague of `person`.
inline const Person& DeputyOf(const Person& person) {
  for (const auto& organisation : Organisations()) {
    if (organisation.people[0].organisation == person.organisation)
      return organisation.people[organisation.people[0].id == person.id ? 1 : 0];
  }
  return person;
}
inline const Person* FindPerson(std::string_view id) {
  for (const auto& organisation : Organisations()) {
    for (const Person& person : organisation.people) {
      if (person.id == id) return &person;
    }
  }
  return nullptr;
}

// Everybody whom the directory knows.
inline std::vector<Person> EverybodyOf(const Organisation& organisation) {
  std::vector<Person> everybody = organisation.people;
  everybody.push_back(organisation.administrator);
  if (!organisation.lead.id.empty()) {
    everybody.push_back(organisation.lead);
    everybody.push_back(organisation.finance_lead);
  }
  return everybody;
}
inline const std::vector<Person>& Everybody() {
  static const std::vector<Person> all = [] {
    std::vector<Person> everybody;
    for (const auto& organisation : Organisations()) {
      for (const Person& person : EverybodyOf(organisation)) everybody.push_back(person);
    }
    return everybody;
  }();
  return all;
}
inline const Person* FindAnybody(std::string_view id) {
  for (const Person& person : Everybody()) {
    if (person.id == id) return &person;
  }
  return nullptr;
}

// As the team service writes it.
inline void RegisterEverybody(eventlog::SignedLog& log) {
  for (const auto& organisation : Organisations()) {
    const std::string& id = organisation.people[0].organisation;
    std::vector<eventlog::v1::Event> events;
    const auto add = [&events](const team::v1::OrganisationEvent& event) {
      events.push_back(eventlog::PackOneof(event));
    };
    team::v1::OrganisationEvent registered;
    registered.mutable_organisation_registered()->set_organisation_id(id);
    registered.mutable_organisation_registered()->set_kind(organisation.kind);
    registered.mutable_organisation_registered()->set_display_name("of the simulation");
    add(registered);
    if (const std::string& unit = organisation.people[0].unit; !unit.empty()) {
      team::v1::OrganisationEvent added;
      added.mutable_unit_added()->set_unit_id(unit);
      add(added);
    }
    for (const Person& person : EverybodyOf(organisation)) {
      team::v1::OrganisationEvent event;
      event.mutable_person_registered()->set_person_id(person.id);
      event.mutable_person_registered()->set_unit_id(person.unit);
      event.mutable_person_registered()->add_roles(person.role);
      add(event);
    }
    for (const Person& person : organisation.people) {
      team::v1::OrganisationEvent event;
      event.mutable_deputy_named()->set_person_id(person.id);
      event.mutable_deputy_named()->set_deputy_person_id(DeputyOf(person).id);
      add(event);
    }
    log.Append("team", id, "organisation", events);
  }
}

inline std::string SocialSpace() {
  return eventlog::TestHexId("social space");
}
inline void DefineSocialSpace(eventlog::SignedLog& log) {
  team::v1::SocialSpaceEvent defined;
  defined.mutable_social_space_defined()->set_display_name("of the simulation");
  log.Append("team", SocialSpace(), "social_space", {eventlog::PackOneof(defined)});
}

// The agreement on crises, signed by everybody (D9).
inline void SignAgreement(eventlog::SignedLog& log, absl::Time effective_from) {
  std::vector<team::v1::AgreementEvent> events(1);
  auto& adopted = *events[0].mutable_agreement_adopted();
  adopted.mutable_keeper()->set_organisation_id(YouthOffice()[0].organisation);
  adopted.mutable_keeper()->set_unit_id(YouthOffice()[0].unit);
  adopted.mutable_keeper()->set_person_id(YouthOffice()[0].id);
  adopted.mutable_keeper()->set_deputy_person_id(YouthOffice()[1].id);
  *adopted.mutable_effective_from() = ToProto(effective_from);
  adopted.mutable_procedure()->set_court_approval_hours(24);
  adopted.mutable_procedure()->set_meeting_days(14);
  for (const auto& organisation : Organisations()) {
    auto& signed_by = *events.emplace_back().mutable_agreement_signed();
    signed_by.set_organisation_id(organisation.people[0].organisation);
    signed_by.set_signed_by_person_id(organisation.people[0].id);
    signed_by.set_contact_person_id(organisation.people[0].id);
    signed_by.set_deputy_person_id(organisation.people[1].id);
  }
  std::vector<eventlog::v1::Event> packed;
  for (const auto& event : events) packed.push_back(eventlog::PackOneof(event));
  log.Append("team", team::AgreementId(eventlog::SignedLog::kAssociation), "agreement", packed);
}

}  // namespace fallverbund::simulation

#endif  // FALLVERBUND_TESTS_SIMULATION_PEOPLE_H_
