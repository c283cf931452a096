// The organisations and people of the service tests, as the directory would know them.
#ifndef FALLVERBUND_TESTS_SERVICE_PEOPLE_H_
#define FALLVERBUND_TESTS_SERVICE_PEOPLE_H_

#include <string>
#include <vector>

#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/intake/v1/intake_events.pb.h"
#include "fallverbund/team/v1/directory_events.pb.h"
#include "libs/eventlog/testing/signed_log.h"
#include "tests/service/running_service.h"

namespace fallverbund::testing {

inline std::string IdOf(const std::string& name) {
  return eventlog::TestHexId(name);
}

inline const Who kOperator;
inline const Who kAdler = {IdOf("jugendamt"), IdOf("adler"), common::v1::ROLE_CASE_WORKER};
inline const Who kSpecht = {IdOf("jugendamt"), IdOf("specht"), common::v1::ROLE_CASE_WORKER};
inline const Who kWachtel = {IdOf("kosydo"), IdOf("wachtel"), common::v1::ROLE_COORDINATOR};
inline const Who kZeisig = {IdOf("kosydo"), IdOf("zeisig"), common::v1::ROLE_COORDINATOR};
inline const Who kLerche = {IdOf("schule"), IdOf("lerche"), common::v1::ROLE_SCHOOL};
inline const Who kBiber = {IdOf("traeger"), IdOf("biber"), common::v1::ROLE_PROVIDER_WORKER};
inline const Who kReiher = {IdOf("klinik"), IdOf("reiher"), common::v1::ROLE_CLINIC};
inline const Who kDachs = {IdOf("kit"), IdOf("dachs"), common::v1::ROLE_CRISIS_WORKER};
inline const Who kIltis = {IdOf("kit"), IdOf("iltis"), common::v1::ROLE_CRISIS_WORKER};
inline const std::string kNorth = IdOf("jhd nord");
inline const std::string kMilo = IdOf("case of milo");

// Writes an organisation with one unit (none if `unit` is empty) and its people.
inline void Register(RunningService& service, team::v1::OrganisationKind kind, const std::string& unit,
                     const std::vector<Who>& people) {
  const std::string& id = people.front().organisation;
  std::vector<team::v1::OrganisationEvent> events(1);
  events[0].mutable_organisation_registered()->set_organisation_id(id);
  events[0].mutable_organisation_registered()->set_kind(kind);
  events[0].mutable_organisation_registered()->set_display_name("of the test");
  if (!unit.empty()) {
    events.emplace_back().mutable_unit_added()->set_unit_id(unit);
  }
  for (const Who& who : people) {
    auto& person = *events.emplace_back().mutable_person_registered();
    person.set_person_id(who.person);
    person.set_unit_id(unit);
    person.add_roles(who.role);
  }
  std::vector<const google::protobuf::Message*> messages;
  for (const auto& event : events) messages.push_back(&event);
  service.Happened("team", id, "organisation", messages);
}

inline void RegisterEverybody(RunningService& service) {
  Register(service, team::v1::ORGANISATION_KIND_YOUTH_OFFICE, kNorth, {kAdler, kSpecht});
  Register(service, team::v1::ORGANISATION_KIND_COORDINATION_OFFICE, "", {kWachtel, kZeisig});
  Register(service, team::v1::ORGANISATION_KIND_SCHOOL, "", {kLerche});
  Register(service, team::v1::ORGANISATION_KIND_PROVIDER, "", {kBiber});
  Register(service, team::v1::ORGANISATION_KIND_CLINIC, "", {kReiher});
  Register(service, team::v1::ORGANISATION_KIND_CRISIS_TEAM, "", {kDachs, kIltis});
}

inline common::v1::Holder HolderOf(const Who& who, const Who& deputy, const std::string& unit) {
  common::v1::Holder holder;
  holder.set_organisation_id(who.organisation);
  holder.set_unit_id(unit);
  holder.set_person_id(who.person);
  holder.set_deputy_person_id(deputy.person);
  holder.set_basis(common::v1::LEGAL_BASIS_SGB8_36A);
  return holder;
}

// Milo's inquiry at the coordination office, and his case, which Adler holds.
inline void OpenMilo(RunningService& service) {
  intake::v1::InquiryEvent received;
  *received.mutable_inquiry_received()->mutable_holder() = HolderOf(kAdler, kSpecht, kNorth);
  received.mutable_inquiry_received()->set_office_organisation_id(kWachtel.organisation);
  service.Happened("intake", IdOf("inquiry"), "inquiry", {&received});

  casework::v1::CaseEvent event;
  auto& opened = *event.mutable_case_opened();
  opened.set_subject_id(IdOf("milo"));
  opened.mutable_origin()->set_kind(casework::v1::ORIGIN_KIND_INQUIRY);
  opened.mutable_origin()->set_aggregate_id(IdOf("inquiry"));
  *opened.mutable_holder() = HolderOf(kAdler, kSpecht, kNorth);
  opened.mutable_tonight()->set_kind(common::v1::TONIGHT_KIND_FAMILY);
  *opened.mutable_tonight()->mutable_holder() = HolderOf(kAdler, kSpecht, kNorth);
  service.Happened("case", kMilo, "case", {&event});
}

}  // namespace fallverbund::testing

#endif  // FALLVERBUND_TESTS_SERVICE_PEOPLE_H_
