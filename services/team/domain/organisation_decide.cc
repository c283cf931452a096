#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "libs/base/time.h"
#include "libs/care/clock.h"
#include "libs/care/terms.h"
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

// A proposed default; whoever is away longer is reported again, or leaves.
const absl::Duration kLongestAbsence = Days(183);

bool Leaves(const OrganisationState& state, const std::string& person_id) {
  const auto found = state.persons.find(person_id);
  return found != state.persons.end() && found->second.leaving.has_value();
}

// Somebody acts in this one's place now (N11).
bool IsGone(const PersonState& person, absl::Time now) {
  return !person.acting_deputy_person_id.empty() && now < person.away_until;
}

// Whether somebody who is there acts in the end, were this one gone with that deputy (N11): the deputy, or
// who acts for the deputy.
bool SomebodyActs(const OrganisationState& state, const std::string& person_id, std::string deputy,
                  absl::Time now) {
  for (size_t steps = 0; steps <= state.persons.size(); ++steps) {
    const auto found = state.persons.find(deputy);
    if (found == state.persons.end() || deputy == person_id) return false;
    if (!IsGone(found->second, now)) return true;
    deputy = found->second.acting_deputy_person_id;
  }
  return false;
}

// Acts for a colleague who is away, or leaves and still has something, or has it again (N11).
bool ActsForSomebody(const OrganisationState& state, const std::string& person_id, absl::Time now) {
  return std::any_of(state.persons.begin(), state.persons.end(), [&](const auto& one) {
    const PersonState& gone = one.second;
    return gone.acting_deputy_person_id == person_id && IsGone(gone, now) &&
           !(gone.leaving && gone.leaving->deactivated && gone.leaving->open.value_or(0) == 0);
  });
}

// Nobody else who stays could register, name and let go anybody here (B7).
bool IsLastAdministrator(const OrganisationState& state, const std::string& person_id) {
  const auto administers = [](const PersonState& person) {
    return person.roles.contains(common::v1::ROLE_ADMINISTRATOR);
  };
  const auto own = state.persons.find(person_id);
  if (own == state.persons.end() || !administers(own->second)) return false;
  return std::none_of(state.persons.begin(), state.persons.end(), [&](const auto& one) {
    return one.first != person_id && administers(one.second) && !one.second.leaving;
  });
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
  const bool fit = std::all_of(roles.begin(), roles.end(), [&](common::v1::Role role) {
    return RoleFits(role, state.kind, state.inspects);
  });
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
  Event registered = Registered(c.organisation_id, c.kind, c.display_name);
  registered.mutable_organisation_registered()->set_home_log_origin(c.home_log_origin);
  registered.mutable_organisation_registered()->set_inspects(c.inspects);
  return std::vector<Event>{std::move(registered),
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
  if (auto no = Require(Reason::kPersonLeaves, !Leaves(state, c.deputy_person_id))) return *no;    // N11
  if (person == state.persons.end()) return std::vector<Event>{};
  const bool gone = IsGone(person->second, given.now);
  const bool acts = !gone || SomebodyActs(state, c.person_id, c.deputy_person_id, given.now);
  if (auto no = Require(Reason::kNobodyWouldAct, acts)) return *no;  // N11
  const bool acted = !gone || person->second.acting_deputy_person_id == c.deputy_person_id;
  if (person->second.deputy_person_id == c.deputy_person_id && acted) return std::vector<Event>{};
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
  if (auto no = Require(Reason::kPersonLeaves, !Leaves(state, c.person_id))) return *no;  // N11
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

// The fence: from this commit on nothing new. While something is open, asking again is refused; it completes
// by itself once everything was accepted by somebody.
Decision DecideOn(const OrganisationState& state, const RequestDeactivation& c, const Given& given) {
  if (auto no = RequireOwn(state, given)) return *no;
  const auto found = state.persons.find(c.person_id);
  if (auto no = Require(Reason::kPersonUnknown, found != state.persons.end())) return *no;  // C12
  const PersonState person = found == state.persons.end() ? PersonState{} : found->second;
  const bool open = person.leaving && !person.leaving->deactivated && person.leaving->open.value_or(0) > 0;
  if (auto no = Require(Reason::kResponsibilitiesOpen, !open)) return *no;  // N11
  if (person.leaving) return std::vector<Event>{};
  const bool deputy = !person.deputy_person_id.empty() && !Leaves(state, person.deputy_person_id);
  const bool acts = !deputy || SomebodyActs(state, c.person_id, person.deputy_person_id, given.now);
  if (auto no = Require(Reason::kDeputyNotNamed, deputy)) return *no;  // C3: who acts from now on
  if (auto no = Require(Reason::kNobodyWouldAct, acts)) return *no;    // N11
  if (auto no = Require(Reason::kActsForSomebody, !ActsForSomebody(state, c.person_id, given.now)))
    return *no;  // N11
  if (auto no = Require(Reason::kLastAdministrator, !IsLastAdministrator(state, c.person_id)))
    return *no;  // B7
  Event event;
  event.mutable_deactivation_requested()->set_person_id(c.person_id);
  event.mutable_deactivation_requested()->set_deputy_person_id(person.deputy_person_id);
  return std::vector<Event>{event};
}

Decision DecideOn(const OrganisationState& state, const WithdrawDeactivation& c, const Given& given) {
  if (auto no = RequireOwn(state, given)) return *no;
  if (auto no = Require(Reason::kPersonStays, Leaves(state, c.person_id))) return *no;  // N11
  Event event;
  event.mutable_deactivation_withdrawn()->set_person_id(c.person_id);
  return std::vector<Event>{event};
}

Decision DecideOn(const OrganisationState& state, const ReportAbsence& c, const Given& given) {
  if (auto no = RequireOwn(state, given)) return *no;
  const auto found = state.persons.find(c.person_id);
  if (auto no = Require(Reason::kPersonUnknown, found != state.persons.end())) return *no;  // C12
  const PersonState person = found == state.persons.end() ? PersonState{} : found->second;
  if (auto no = Require(Reason::kPersonLeaves, !person.leaving)) return *no;  // N11: the deputy acts already
  Event event;
  auto& absence = *event.mutable_absence_reported();
  absence.set_person_id(c.person_id);
  if (!c.until) {
    if (person.acting_deputy_person_id.empty()) return std::vector<Event>{};
    absence.set_deputy_person_id(person.acting_deputy_person_id);
    return std::vector<Event>{event};
  }
  const bool soon_back = care::IsDueWithin(*c.until, given.now, kLongestAbsence);
  if (auto no = Require(Reason::kAbsenceWithoutDate, soon_back)) return *no;  // N11
  const bool deputy = !person.deputy_person_id.empty() && !Leaves(state, person.deputy_person_id);
  const bool acts = !deputy || SomebodyActs(state, c.person_id, person.deputy_person_id, given.now);
  if (auto no = Require(Reason::kDeputyNotNamed, deputy)) return *no;  // C3: who acts meanwhile
  if (auto no = Require(Reason::kNobodyWouldAct, acts)) return *no;    // N11
  absence.set_deputy_person_id(person.deputy_person_id);
  *absence.mutable_until() = ToProto(*c.until);
  return std::vector<Event>{event};
}

// A youth office holds cases, and so does the emergency service (N2): they cannot go. Of an insolvent partner
// the first youth office may say so, too.
Decision DecideOn(const OrganisationState& state, const ReportOrganisationLeaving& c, const Given& given) {
  if (auto no = Require(Reason::kOrganisationUnknown, state.registered())) return *no;  // C12
  const bool own = given.actor.organisation == state.organisation_id;
  const bool for_it =
      c.cause == v1::LEAVING_CAUSE_INSOLVENT && given.actor.organisation == c.bootstrap_organisation_id;
  const bool partner = state.kind != v1::ORGANISATION_KIND_YOUTH_OFFICE &&
                       state.kind != v1::ORGANISATION_KIND_EMERGENCY_SERVICE;
  if (auto no = Require(Reason::kNotYourOrganisation, own || for_it)) return *no;  // B7
  if (auto no = Require(Reason::kYouthOfficesStay, partner)) return *no;           // N10
  if (auto no = Require(Reason::kAbsenceWithoutDate, care::IsDueWithin(c.until, given.now, kLongestAbsence)))
    return *no;  // N10
  const bool worse = c.cause == v1::LEAVING_CAUSE_INSOLVENT && state.leaving &&
                     state.leaving->cause != v1::LEAVING_CAUSE_INSOLVENT;
  if (state.leaving && !worse) return std::vector<Event>{};
  Event event;
  event.mutable_organisation_leaving()->set_cause(c.cause);
  *event.mutable_organisation_leaving()->mutable_until() = ToProto(c.until);
  return std::vector<Event>{event};
}

// Said by whoever could say that it goes, and before that day.
Decision DecideOn(const OrganisationState& state, const WithdrawOrganisationLeaving& c, const Given& given) {
  if (auto no = Require(Reason::kOrganisationUnknown, state.registered())) return *no;  // C12
  const bool own = given.actor.organisation == state.organisation_id;
  const bool for_it = state.leaving && state.leaving->cause == v1::LEAVING_CAUSE_INSOLVENT &&
                      given.actor.organisation == c.bootstrap_organisation_id;
  if (auto no = Require(Reason::kNotYourOrganisation, own || for_it)) return *no;                   // B7
  if (auto no = Require(Reason::kOrganisationDoesNotLeave, state.leaving.has_value())) return *no;  // N10
  if (auto no = Require(Reason::kLeavingIsOver, given.now < state.leaving->until)) return *no;      // N10
  Event event;
  event.mutable_organisation_stays();
  return std::vector<Event>{event};
}

// A late responsibility, given by somebody who had not read of the fence, or one that came back, is told. An
// account that has closed stays so: nobody but an administrator opens it (B7), and whoever acts hands it on.
Decision DecideOn(const OrganisationState& state, const TakeDeactivationAnswer& c, const Given&) {
  const auto found = state.persons.find(c.answer.person_id());
  if (found == state.persons.end() || !found->second.leaving) return std::vector<Event>{};
  const LeavingState& leaving = *found->second.leaving;
  const uint64_t open = SumOf(c.answer.open());
  const bool closes = open == 0 && !leaving.deactivated;
  if (!closes && leaving.open == open) return std::vector<Event>{};
  Event event;
  if (closes) {
    event.mutable_person_deactivated()->set_person_id(c.answer.person_id());
  } else {
    *event.mutable_deactivation_answered() = c.answer;
    event.mutable_deactivation_answered()->set_stays_closed(leaving.deactivated);
  }
  return std::vector<Event>{event};
}

Decision DecideOn(const OrganisationState& state, const SetWorkingRules& c, const Given& given) {
  if (auto no = RequireOwn(state, given)) return *no;
  const bool holds_cases = state.kind == v1::ORGANISATION_KIND_YOUTH_OFFICE;
  const bool terms_alone = !c.rules.adopts_after_approval() && c.rules.broken_off_supports() == 0;
  const bool coordinates = state.kind == v1::ORGANISATION_KIND_COORDINATION_OFFICE && terms_alone;
  if (auto no = Require(Reason::kRulesOfAYouthOffice, holds_cases || coordinates)) return *no;  // B11, A2
  if (auto no = Require(Reason::kTermOutOfRange, care::OutOfBounds(c.rules.terms()) == nullptr))
    return *no;  // N4
  Event event;
  *event.mutable_working_rules_set() = c.rules;
  return std::vector<Event>{event};
}

}  // namespace

uint64_t SumOf(const v1::OpenResponsibilities& open) {
  return uint64_t{open.cases()} + open.nights() + open.seats() + open.coordinations() + open.aftercares() +
         open.guardianships() + open.offers() + open.crisis_leads() + open.navigations() +
         open.memberships() + open.deputyships() + open.registers() + open.deployments() + open.returns();
}

Decision OrganisationDecider::Decide(const State& state, const Command& command, const Given& given) {
  return std::visit([&](const auto& c) { return DecideOn(state, c, given); }, command);
}

}  // namespace fallverbund::team
