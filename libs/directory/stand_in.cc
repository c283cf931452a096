#include "libs/directory/stand_in.h"

#include <string_view>
#include <utility>
#include <vector>

#include "libs/base/status.h"
#include "libs/directory/directory.h"

namespace fallverbund::directory {
namespace {

// In the order in which they are asked; some may be named twice, or be gone.
absl::StatusOr<std::vector<std::string>> Colleagues(const projection::Rows& rows,
                                                    const common::v1::Holder& holder,
                                                    std::string_view unit_id) {
  std::vector<std::string> colleagues;
  for (const auto role :
       {common::v1::ROLE_CASE_WORKER, common::v1::ROLE_TEAM_LEAD, common::v1::ROLE_EMERGENCY_SERVICE}) {
    FV_ASSIGN_OR_RETURN(const auto persons, PersonsWithRole(rows, holder.organisation_id(), unit_id, role));
    for (const auto& person : persons) colleagues.push_back(person.id);
  }
  return colleagues;
}

// R0: of the unit, and after them of the whole organisation.
absl::StatusOr<std::vector<Person>> WhoCanHold(const projection::Rows& rows, const common::v1::Holder& holder,
                                               std::vector<std::string> named) {
  FV_ASSIGN_OR_RETURN(const auto of_unit, Colleagues(rows, holder, holder.unit_id()));
  named.insert(named.end(), of_unit.begin(), of_unit.end());
  FV_ASSIGN_OR_RETURN(const auto of_all, Colleagues(rows, holder, ""));
  std::vector<std::string> all = named;
  all.insert(all.end(), of_all.begin(), of_all.end());
  std::vector<Person> there;
  for (const bool within : {true, false}) {
    for (const std::string& id : within ? named : all) {
      FV_ASSIGN_OR_RETURN(const auto person, FindPerson(rows, id));
      FV_ASSIGN_OR_RETURN(const bool here, IsPersonOf(rows, holder.organisation_id(), id));
      FV_ASSIGN_OR_RETURN(const bool reachable, HasRoleToHold(rows, id));
      if (person && here && reachable && (!within || person->unit_id == holder.unit_id()))
        there.push_back(*person);
    }
  }
  return there;
}

}  // namespace

absl::StatusOr<std::optional<common::v1::Holder>> FindStandIn(const projection::Rows& rows,
                                                              const common::v1::Holder& holder,
                                                              const std::string& first,
                                                              const std::string& guardian) {
  FV_ASSIGN_OR_RETURN(const auto leaver, FindLeaver(rows, holder.person_id()));
  if (!leaver) return std::nullopt;
  FV_ASSIGN_OR_RETURN(const auto there,
                      WhoCanHold(rows, holder, {first, holder.deputy_person_id(), leaver->deputy_person_id}));
  std::optional<common::v1::Holder> next;
  const Person* deputy = nullptr;
  for (const Person& person : there) {
    if (person.id == guardian) continue;
    if (!next) {
      next = holder;
      next->set_unit_id(person.unit_id);
      next->set_person_id(person.id);
      next->clear_deputy_person_id();
    }
    if (person.id == next->person_id()) continue;
    const bool nearer = person.unit_id == next->unit_id();
    if (deputy == nullptr || (nearer && deputy->unit_id != next->unit_id())) deputy = &person;
  }
  if (deputy != nullptr) next->set_deputy_person_id(deputy->id);
  return next;
}

}  // namespace fallverbund::directory
