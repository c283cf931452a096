#include <algorithm>
#include <string>
#include <string_view>

#include "libs/base/status.h"
#include "libs/directory/directory.h"
#include "libs/directory/rows.h"
#include "libs/eventlog/oneof.h"
#include "libs/projection/row_codec.h"

namespace fallverbund::directory {
namespace {

using projection::RowBatch;
using team::v1::OrganisationEvent;

constexpr char kContext[] = "team";
constexpr char kAggregateType[] = "organisation";

void On(const team::v1::OrganisationRegistered& event, std::string_view organisation_id, RowBatch& rows) {
  rows.Put(kOrganisations, organisation_id,
           Encode(Organisation{.kind = event.kind(),
                               .display_name = event.display_name(),
                               .home_log_origin = event.home_log_origin(),
                               .inspects = event.inspects()}));
}

void On(const team::v1::UnitAdded& event, std::string_view organisation_id, RowBatch& rows) {
  const std::string organisation(organisation_id);
  rows.Put(kUnits, event.unit_id(),
           Encode(Unit{.organisation_id = organisation, .display_name = event.display_name()}));
  rows.Put(kUnitsOf, organisation + event.unit_id(), "");
}

void On(const team::v1::PersonRegistered& event, std::string_view organisation_id, RowBatch& rows) {
  Person person{
      .organisation_id = std::string(organisation_id), .unit_id = event.unit_id(), .name = event.name()};
  for (const int role : event.roles()) person.roles.insert(static_cast<Role>(role));
  rows.Put(kPersons, event.person_id(), Encode(person));
  const std::string_view unit = event.unit_id().empty() ? kNoUnit : std::string_view(event.unit_id());
  rows.Put(kMembers, MemberPrefix(organisation_id, unit) + event.person_id(), "");
}

// Changes a person that is there; the deciding service has no events about others.
template <class Change>
absl::Status ChangePerson(const std::string& person_id, RowBatch& rows, Change change) {
  FV_ASSIGN_OR_RETURN(auto person, FindPerson(rows, person_id));
  if (!person) return absl::OkStatus();
  change(*person);
  rows.Put(kPersons, person_id, Encode(*person));
  return absl::OkStatus();
}

absl::Status ChangeLeaver(const std::string& person_id, RowBatch& rows, bool deactivated,
                          std::optional<team::v1::OpenResponsibilities> open) {
  FV_ASSIGN_OR_RETURN(auto leaver, FindLeaver(rows, person_id));
  if (!leaver) return absl::OkStatus();
  leaver->deactivated = deactivated;
  leaver->open = std::move(open);
  rows.Put(kLeavers, person_id, Encode(*leaver));
  return absl::OkStatus();
}

absl::Status Stays(const std::string& person_id, RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(const auto leaver, FindLeaver(rows, person_id));
  if (!leaver) return absl::OkStatus();
  rows.Delete(kLeavers, person_id);
  rows.Delete(kActing, leaver->deputy_person_id + person_id);
  return absl::OkStatus();
}

// One deputy acts at a time; whoever is back may have been given another one meanwhile.
absl::Status On(const team::v1::AbsenceReported& event, RowBatch& rows) {
  const std::string key = event.deputy_person_id() + event.person_id();
  FV_ASSIGN_OR_RETURN(const auto person, FindPerson(rows, event.person_id()));
  if (person) rows.Delete(kActing, person->deputy_person_id + event.person_id());
  rows.Delete(kActing, key);
  if (!event.has_until()) return absl::OkStatus();
  const auto until = static_cast<uint64_t>(std::max<int64_t>(event.until().seconds(), 0));
  rows.Put(kActing, key, projection::RowWriter().Number(until).Take());
  return absl::OkStatus();
}

// Of whoever is gone the new deputy acts at once, for as long as the one before would have (N11).
absl::Status On(const team::v1::DeputyNamed& event, RowBatch& rows) {
  const std::string& person_id = event.person_id();
  FV_ASSIGN_OR_RETURN(auto person, FindPerson(rows, person_id));
  if (!person) return absl::OkStatus();
  FV_ASSIGN_OR_RETURN(auto leaver, FindLeaver(rows, person_id));
  for (const std::string& before :
       {leaver ? leaver->deputy_person_id : std::string(), person->deputy_person_id}) {
    FV_ASSIGN_OR_RETURN(const auto acting, rows.Get(kActing, before + person_id));
    if (!acting || before.empty()) continue;
    rows.Delete(kActing, before + person_id);
    rows.Put(kActing, event.deputy_person_id() + person_id, *acting);
    break;
  }
  if (leaver) {
    leaver->deputy_person_id = event.deputy_person_id();
    rows.Put(kLeavers, person_id, Encode(*leaver));
  }
  rows.Delete(kDeputised, person->deputy_person_id + person_id);
  rows.Put(kDeputised, event.deputy_person_id() + person_id, "");
  person->deputy_person_id = event.deputy_person_id();
  rows.Put(kPersons, person_id, Encode(*person));
  return absl::OkStatus();
}

absl::Status Apply(const OrganisationEvent& event, std::string_view organisation_id, RowBatch& rows) {
  switch (event.event_case()) {
    case OrganisationEvent::kOrganisationRegistered:
      On(event.organisation_registered(), organisation_id, rows);
      return absl::OkStatus();
    case OrganisationEvent::kUnitAdded:
      On(event.unit_added(), organisation_id, rows);
      return absl::OkStatus();
    case OrganisationEvent::kPersonRegistered:
      On(event.person_registered(), organisation_id, rows);
      return absl::OkStatus();
    case OrganisationEvent::kDeputyNamed:
      return On(event.deputy_named(), rows);
    case OrganisationEvent::kRolesGranted:
      return ChangePerson(event.roles_granted().person_id(), rows, [&](Person& person) {
        for (const int role : event.roles_granted().roles()) person.roles.insert(static_cast<Role>(role));
      });
    case OrganisationEvent::kDeactivationRequested: {
      const auto& requested = event.deactivation_requested();
      rows.Put(kLeavers, requested.person_id(), Encode(Leaver{requested.deputy_person_id(), false, {}}));
      rows.Put(kActing, requested.deputy_person_id() + requested.person_id(), "");
      return absl::OkStatus();
    }
    case OrganisationEvent::kDeactivationAnswered:
      return ChangeLeaver(event.deactivation_answered().person_id(), rows,
                          event.deactivation_answered().stays_closed(), event.deactivation_answered().open());
    case OrganisationEvent::kPersonDeactivated:
      return ChangeLeaver(event.person_deactivated().person_id(), rows, true,
                          team::v1::OpenResponsibilities());
    case OrganisationEvent::kDeactivationWithdrawn:
      return Stays(event.deactivation_withdrawn().person_id(), rows);
    case OrganisationEvent::kOrganisationLeaving:
      rows.Put(kLeavingBodies, organisation_id, "1");
      return absl::OkStatus();
    case OrganisationEvent::kOrganisationStays:
      rows.Delete(kLeavingBodies, organisation_id);
      return absl::OkStatus();
    case OrganisationEvent::kAbsenceReported:
      return On(event.absence_reported(), rows);
    case OrganisationEvent::kWorkingRulesSet: {
      const auto& set = event.working_rules_set();
      rows.Put(kWorkingRules, organisation_id,
               Encode(WorkingRules{set.adopts_after_approval(), set.broken_off_supports(), {}}));
      if (set.has_terms()) rows.Put(kOfficeTerms, organisation_id, set.terms().SerializeAsString());
      return absl::OkStatus();
    }
    case OrganisationEvent::EVENT_NOT_SET:
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status DirectoryView::Apply(const projection::Recorded& recorded, RowBatch& rows) const {
  const auto& commit = recorded.commit;
  if (commit.context != kContext || commit.commit.aggregate_type() != kAggregateType) return absl::OkStatus();
  for (const auto& stored : commit.commit.events()) {
    FV_ASSIGN_OR_RETURN(const auto event, eventlog::UnpackOneof<OrganisationEvent>(stored));
    FV_RETURN_IF_ERROR(directory::Apply(event, commit.aggregate_id, rows));
  }
  return absl::OkStatus();
}

}  // namespace fallverbund::directory
