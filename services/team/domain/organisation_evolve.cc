#include "libs/base/time.h"
#include "services/team/domain/organisation_decider.h"

namespace fallverbund::team {
namespace {

void AddRoles(PersonState& person, const google::protobuf::RepeatedField<int>& roles) {
  for (int role : roles) person.roles.insert(static_cast<common::v1::Role>(role));
}

}  // namespace

OrganisationState OrganisationDecider::Evolve(State state, const Event& event, const decider::Given&) {
  switch (event.event_case()) {
    case Event::kOrganisationRegistered:
      state.organisation_id = event.organisation_registered().organisation_id();
      state.kind = event.organisation_registered().kind();
      state.inspects = event.organisation_registered().inspects();
      break;
    case Event::kUnitAdded:
      state.units.insert(event.unit_added().unit_id());
      break;
    case Event::kPersonRegistered: {
      const auto& registered = event.person_registered();
      PersonState& person = state.persons[registered.person_id()];
      person.unit_id = registered.unit_id();
      AddRoles(person, registered.roles());
      break;
    }
    case Event::kDeputyNamed: {
      PersonState& person = state.persons[event.deputy_named().person_id()];
      person.deputy_person_id = event.deputy_named().deputy_person_id();
      // N11: of whoever is gone the new deputy acts at once.
      if (!person.acting_deputy_person_id.empty()) person.acting_deputy_person_id = person.deputy_person_id;
      break;
    }
    case Event::kRolesGranted:
      AddRoles(state.persons[event.roles_granted().person_id()], event.roles_granted().roles());
      break;
    case Event::kDeactivationRequested: {
      PersonState& person = state.persons[event.deactivation_requested().person_id()];
      person.leaving = LeavingState{};
      person.acting_deputy_person_id = event.deactivation_requested().deputy_person_id();
      person.away_until = absl::InfiniteFuture();
      break;
    }
    case Event::kDeactivationAnswered:
      state.persons[event.deactivation_answered().person_id()].leaving = LeavingState{
          event.deactivation_answered().stays_closed(), SumOf(event.deactivation_answered().open())};
      break;
    case Event::kPersonDeactivated:
      state.persons[event.person_deactivated().person_id()].leaving = LeavingState{true, 0};
      break;
    case Event::kDeactivationWithdrawn: {
      PersonState& person = state.persons[event.deactivation_withdrawn().person_id()];
      person.leaving.reset();
      person.acting_deputy_person_id.clear();
      break;
    }
    case Event::kOrganisationLeaving:
      state.leaving =
          LeavingBody{event.organisation_leaving().cause(), FromProto(event.organisation_leaving().until())};
      break;
    case Event::kOrganisationStays:
      state.leaving.reset();
      break;
    case Event::kAbsenceReported: {
      const auto& absence = event.absence_reported();
      PersonState& person = state.persons[absence.person_id()];
      person.acting_deputy_person_id = absence.has_until() ? absence.deputy_person_id() : "";
      person.away_until = absence.has_until() ? FromProto(absence.until()) : absl::Time();
      break;
    }
    case Event::kWorkingRulesSet:  // nothing here is decided by them
    case Event::EVENT_NOT_SET:
      break;
  }
  return state;
}

}  // namespace fallverbund::team
