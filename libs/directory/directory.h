// The directory as rows, for whoever has to know who somebody is. Reads are as fresh as the projection.
#ifndef FALLVERBUND_LIBS_DIRECTORY_DIRECTORY_H_
#define FALLVERBUND_LIBS_DIRECTORY_DIRECTORY_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "fallverbund/common/v1/access.pb.h"
#include "fallverbund/common/v1/sealed.pb.h"
#include "fallverbund/common/v1/terms.pb.h"
#include "fallverbund/team/v1/directory_events.pb.h"
#include "libs/projection/projection_store.h"
#include "libs/projection/view.h"

namespace fallverbund::directory {

using common::v1::Role;

struct Organisation {
  std::string id;
  team::v1::OrganisationKind kind = team::v1::ORGANISATION_KIND_UNSPECIFIED;
  std::string display_name;
  std::string home_log_origin;  // of another association's log, whose partner it is; empty: of this one
  bool inspects = false;        // its people may be auditors and ombudspersons (B7)
};

// How a youth office works, and how long it or a coordination office takes; as everywhere until it says
// otherwise.
struct WorkingRules {
  bool adopts_after_approval = false;  // no setting is adopted without the commission (C8)
  uint32_t broken_off_supports = 0;    // as many make an inquiry eligible (B11); 0: as everywhere
  common::v1::OfficeTerms terms;       // how long it takes; 0: as everywhere
};

struct Unit {
  std::string id;
  std::string organisation_id;
  std::string display_name;
};

struct Person {
  std::string id;
  std::string organisation_id;
  std::string unit_id;  // empty where the organisation has no units
  std::set<Role> roles;
  std::string deputy_person_id;  // empty: none named
  common::v1::Sealed name;       // field 4 of the organisation's PersonRegistered event
};

// Somebody who leaves (N11): nothing new may be given to them, and the deputy acts.
struct Leaver {
  std::string deputy_person_id;
  bool deactivated = false;
  std::optional<team::v1::OpenResponsibilities> open;  // nullopt: not counted yet
};

// Writes the rows that the functions below read. Events of one organisation's aggregate (context team, type
// "organisation"); ignores all others.
class DirectoryView final : public projection::View {
 public:
  absl::Status Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const override;
};

// nullopt: no such one. Errors are those of the rows.
absl::StatusOr<std::optional<Organisation>> FindOrganisation(const projection::Rows& rows,
                                                             std::string_view id);
absl::StatusOr<std::optional<Unit>> FindUnit(const projection::Rows& rows, std::string_view id);
absl::StatusOr<std::optional<Person>> FindPerson(const projection::Rows& rows, std::string_view id);

absl::StatusOr<WorkingRules> FindWorkingRules(const projection::Rows& rows, std::string_view organisation_id);
// A partner that goes: nothing new is given to its people (N10).
absl::StatusOr<bool> IsLeavingBody(const projection::Rows& rows, std::string_view organisation_id);
absl::StatusOr<std::optional<Leaver>> FindLeaver(const projection::Rows& rows, std::string_view person_id);
// Persons who leave, or are away at that time, and whom this one stands in for; with whom those were to stand
// in for (N11): never nobody acts. Each once, without this one.
absl::StatusOr<std::vector<std::string>> ActsFor(const projection::Rows& rows, std::string_view deputy_id,
                                                 absl::Time now);
// Persons whose deputy this one is in the directory, there or not; in order of their ids.
absl::StatusOr<std::vector<std::string>> DeputisedBy(const projection::Rows& rows,
                                                     std::string_view deputy_id);

// Whether the person or unit belongs to the organisation, for whoever is to be given something; nobody and
// nothing does when an id is empty or unknown, nor who leaves (N11).
absl::StatusOr<bool> IsPersonOf(const projection::Rows& rows, std::string_view organisation_id,
                                std::string_view person_id);
// Likewise, whether or not person or organisation leaves: for what somebody has done, not for what is given.
absl::StatusOr<bool> WorksFor(const projection::Rows& rows, std::string_view organisation_id,
                              std::string_view person_id);
// As IsPersonOf, and in exactly that unit; an empty unit is the organisation itself.
absl::StatusOr<bool> IsPersonOfUnit(const projection::Rows& rows, std::string_view organisation_id,
                                    std::string_view unit_id, std::string_view person_id);
// Whether the person has a role in which whoever holds CASE acts: CASE_WORKER, TEAM_LEAD or EMERGENCY_SERVICE
// (R0). Nobody without an id has.
absl::StatusOr<bool> HasRoleToHold(const projection::Rows& rows, std::string_view person_id);
absl::StatusOr<bool> IsUnitOf(const projection::Rows& rows, std::string_view organisation_id,
                              std::string_view unit_id);

// In order of their ids, those after `after` (empty: from the first), at most `limit`.
absl::StatusOr<std::vector<Organisation>> ListOrganisations(const projection::Rows& rows,
                                                            std::string_view after, int limit);
absl::StatusOr<std::vector<Unit>> UnitsOf(const projection::Rows& rows, std::string_view organisation_id);
// Everybody of the unit, or with an empty unit id of the whole organisation, who has `role`; in order of unit
// and id.
absl::StatusOr<std::vector<Person>> PersonsWithRole(const projection::Rows& rows,
                                                    std::string_view organisation_id,
                                                    std::string_view unit_id, Role role);

}  // namespace fallverbund::directory

#endif  // FALLVERBUND_LIBS_DIRECTORY_DIRECTORY_H_
