#include "services/team/domain/role_fit.h"

#include <algorithm>
#include <vector>

namespace fallverbund::team {
namespace {

using Kinds = std::vector<v1::OrganisationKind>;

const Kinds kYouthOffice = {v1::ORGANISATION_KIND_YOUTH_OFFICE};
const Kinds kAnybody = {
    v1::ORGANISATION_KIND_YOUTH_OFFICE, v1::ORGANISATION_KIND_COORDINATION_OFFICE,
    v1::ORGANISATION_KIND_PROVIDER,     v1::ORGANISATION_KIND_CLINIC,
    v1::ORGANISATION_KIND_SCHOOL,       v1::ORGANISATION_KIND_CRISIS_TEAM,
    v1::ORGANISATION_KIND_OTHER,        v1::ORGANISATION_KIND_EMERGENCY_SERVICE,
};
const Kinds kNobody = {};

const Kinds& KindsFor(common::v1::Role role) {
  static const Kinds kCoordination = {v1::ORGANISATION_KIND_COORDINATION_OFFICE};
  static const Kinds kProvider = {v1::ORGANISATION_KIND_PROVIDER};
  static const Kinds kClinic = {v1::ORGANISATION_KIND_CLINIC};
  static const Kinds kSchool = {v1::ORGANISATION_KIND_SCHOOL};
  static const Kinds kCrisisTeam = {v1::ORGANISATION_KIND_CRISIS_TEAM};
  static const Kinds kEmergency = {v1::ORGANISATION_KIND_EMERGENCY_SERVICE};
  static const Kinds kOutside = {v1::ORGANISATION_KIND_OTHER};
  static const Kinds kPrevention = {v1::ORGANISATION_KIND_YOUTH_OFFICE, v1::ORGANISATION_KIND_PROVIDER,
                                    v1::ORGANISATION_KIND_OTHER};
  static const Kinds kGuardianship = {v1::ORGANISATION_KIND_YOUTH_OFFICE, v1::ORGANISATION_KIND_OTHER};
  switch (role) {
    case common::v1::ROLE_CASE_WORKER:
    case common::v1::ROLE_TEAM_LEAD:
    case common::v1::ROLE_TEAM_LEAD_FINANCE:
    case common::v1::ROLE_DEPARTMENT_HEAD:
      return kYouthOffice;
    case common::v1::ROLE_COORDINATOR:
      return kCoordination;
    case common::v1::ROLE_PROVIDER_WORKER:
      return kProvider;
    case common::v1::ROLE_CLINIC:
      return kClinic;
    case common::v1::ROLE_SCHOOL:
      return kSchool;
    case common::v1::ROLE_CRISIS_WORKER:
      return kCrisisTeam;
    case common::v1::ROLE_EMERGENCY_SERVICE:
      return kEmergency;
    case common::v1::ROLE_NAVIGATOR:
    case common::v1::ROLE_PRACTICE_ADVISER:
      return kPrevention;
    case common::v1::ROLE_LEGAL_REPRESENTATIVE:
      return kGuardianship;
    case common::v1::ROLE_TEAM_MEMBER:
    case common::v1::ROLE_STANDING_MEMBER:
    case common::v1::ROLE_STEERING_GROUP:
    case common::v1::ROLE_DATA_PROTECTION_OFFICER:
    case common::v1::ROLE_ADMINISTRATOR:
      return kAnybody;
    // Whoever checks, advises or is concerned stands outside the bodies that do the work.
    case common::v1::ROLE_YOUNG_PERSON:
    case common::v1::ROLE_TRUSTED_PERSON:
    case common::v1::ROLE_OMBUDS:
    case common::v1::ROLE_AUDITOR:
      return kOutside;
    case common::v1::ROLE_OPERATOR:
    case common::v1::ROLE_SERVICE:
    case common::v1::ROLE_UNSPECIFIED:
    case common::v1::Role_INT_MIN_SENTINEL_DO_NOT_USE_:
    case common::v1::Role_INT_MAX_SENTINEL_DO_NOT_USE_:
      return kNobody;
  }
  return kNobody;  // a number that this program does not know
}

}  // namespace

bool RoleFits(common::v1::Role role, v1::OrganisationKind kind, bool inspects) {
  const bool reads_all = role == common::v1::ROLE_AUDITOR || role == common::v1::ROLE_OMBUDS;
  if (reads_all && !inspects) return false;
  const Kinds& kinds = KindsFor(role);
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

bool RoleNeedsUnit(common::v1::Role role) {
  return role == common::v1::ROLE_CASE_WORKER || role == common::v1::ROLE_TEAM_LEAD;
}

}  // namespace fallverbund::team
