#include <algorithm>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "services/team/domain/organisation_decider.h"
#include "services/team/domain/role_fit.h"

namespace fallverbund::team {
namespace {

using decider::Given;
using decider::Reason;
using decider::Refusal;
using decider::Require;
using Event = v1::OrganisationEvent;
using Decision = decider::Decision<Event>;
using Roles = std::vector<common::v1::Role>;

Event Registered(const std::string& organisation_id, v1::OrganisationKind kind,
                 const std::string& display_name) {
  Event event;
  auto& registered = *event.mutable_organisation_registered();
  registered.set_organisation_id(organisation_id);
  registered.set_kind(kind);
  registered.set_display_name(display_name);
  return event;
}

Event Person(const std::string& person_id, const std::string& unit_id, const Roles& roles,
             const common::v1::Sealed& name) {
  Event event;
  auto& registered = *event.mutable_person_registered();
  registered.set_person_id(person_id);
  registered.set_unit_id(unit_id);
  for (common::v1::Role role : roles) registered.add_roles(role);
  *registered.mutable_name() = name;
  return event;
}

// What holds for every change of an organisation that is there.
std::optional<Refusal> RequireOwn(const OrganisationState& state, const Given& given) {
  if (auto no = Require(Reason::kOrganisationUnknown, state.registered())) return no;  // C12
  if (auto no = Require(Reason::kNotYourOrganisation,
                        given.actor.organisation == state.organisation_id)) {  // B7
    return no;
  }
  return std::nullopt;
}

std::optional<Refusal> RequireRolesFit(const OrganisationState& state, const Roles& roles,
                                       const std::string& unit_id) {
  const bool fit = std::all_of(roles.begin(), roles.end(),
                               [&](common::v1::Role role) { return RoleFits(role, state.kind); });
  if (auto no = Require(Reason::kRoleDoesNotFit, fit)) return no;  // A1: only a youth office has case workers
  const bool needs_unit = std::any_of(roles.begin(), roles.end(), RoleNeedsUnit);
  if (auto no = Require(Reason::kRoleNeedsUnit, !needs_unit || !unit_id.empty())) return no;  // C3
  return std::nullopt;
}

Decision DecideOn(const OrganisationState& state, const BootstrapAssociation& c, const Given& given) {
  if (auto no = Require(Reason::kBootstrapOrganisationFixed,
                        c.organisation_id == c.bootstrap_organisation_id)) {  // N1: one beginning
    return *no;
  }
  if (auto no = Require(Reason::kBootstrapDone, !state.registered())) return *no;  // N1: only once
  return std::vector<Event>{Registered(c.organisation_id, v1::ORGANISATION_KIND_YOUTH_OFFICE, c.display_name),
                            Person(given.new_id, "", {common::v1::ROLE_ADMINISTRATOR}, c.administrator_name)};
}

Decision DecideOn(const OrganisationState& state, const RegisterOrganisation& c, const Given& given) {
  if (auto no = Require(Reason::kOnlyFirstYouthOfficeRegisters,
                        given.actor.organisation == c.bootstrap_organisation_id)) {  // D9: who may join
    return *no;
  }
  if (auto no = Require(Reason::kOrganisationKnown, !state.registered())) return *no;  // C12
  return std::vector<Event>{Registered(c.organisation_id, c.kind, c.display_name),
                            Person(given.new_id, "", {common::v1::ROLE_ADMINISTRATOR}, c.administrator_name)};
}

Decision DecideOn(const OrganisationState& state, const AddUnit& c, const Given& given) {
  if (auto no = RequireOwn(state, given)) return *no;
  Event event;
  event.mutable_unit_added()->set_unit_id(given.new_id);
  event.mutable_unit_added()->set_display_name(c.display_name);
  return std::vector<Event>{event};
}

Decision DecideOn(const OrganisationState& state, const RegisterPerson& c, const Given& given) {
  if (auto no = RequireOwn(state, given)) return *no;
  if (auto no = Require(Reason::kUnitUnknown, c.unit_id.empty() || state.units.contains(c.unit_id))) {
    return *no;  // C3: a unit of this organisation
  }
  if (auto no = RequireRolesFit(state, c.roles, c.unit_id)) return *no;
  return std::vector<Event>{Person(given.new_id, c.unit_id, c.roles, c.name)};
}

Decision DecideOn(const OrganisationState& state, const NameDeputy& c, const Given& given) {
  if (auto no = RequireOwn(state, given)) return *no;
  const auto person = state.persons.find(c.person_id);
  if (auto no = Require(Reason::kPersonUnknown,
                        person != state.persons.end() && state.persons.contains(c.deputy_person_id))) {
    return *no;  // C3: the deputy is a colleague
  }
  if (auto no = Require(Reason::kDeputyIsOneself, c.person_id != c.deputy_person_id)) return *no;  // C3
  if (person != state.persons.end() && person->second.deputy_person_id == c.deputy_person_id) {
    return std::vector<Event>{};
  }
  Event event;
  event.mutable_deputy_named()->set_person_id(c.person_id);
  event.mutable_deputy_named()->set_deputy_person_id(c.deputy_person_id);
  return std::vector<Event>{event};
}

Decision DecideOn(const OrganisationState& state, const GrantRoles& c, const Given& given) {
  if (auto no = RequireOwn(state, given)) return *no;
  const auto found = state.persons.find(c.person_id);
  if (auto no = Require(Reason::kPersonUnknown, found != state.persons.end())) return *no;  // C12
  const PersonState person = found == state.persons.end() ? PersonState{} : found->second;
  if (auto no = RequireRolesFit(state, c.roles, person.unit_id)) return *no;
  Event event;
  auto& granted = *event.mutable_roles_granted();
  granted.set_person_id(c.person_id);
  for (common::v1::Role role : c.roles) {
    if (!person.roles.contains(role)) granted.add_roles(role);
  }
  if (granted.roles().empty()) return std::vector<Event>{};
  return std::vector<Event>{event};
}

}  // namespace

Decision OrganisationDecider::Decide(const State& state, const Command& command, const Given& given) {
  return std::visit([&](const auto& c) { return DecideOn(state, c, given); }, command);
}

}  // namespace fallverbund::team
