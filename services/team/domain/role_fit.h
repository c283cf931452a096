// Which roles a person of which kind of organisation can have.
#ifndef FALLVERBUND_SERVICES_TEAM_DOMAIN_ROLE_FIT_H_
#define FALLVERBUND_SERVICES_TEAM_DOMAIN_ROLE_FIT_H_

#include "fallverbund/common/v1/access.pb.h"
#include "fallverbund/team/v1/directory_events.pb.h"

namespace fallverbund::team {

// A case worker is always a youth office's and a coordinator always a coordination office's; nobody can be
// made an operator or a service of the house, whose certificates say so themselves. Auditors and
// ombudspersons read every case of the association, so they are of a body that `inspects`: whoever lets it
// join says so (B7).
bool RoleFits(common::v1::Role role, v1::OrganisationKind kind, bool inspects);

// Roles that hold or lead cases for a unit, and so need one (C3).
bool RoleNeedsUnit(common::v1::Role role);

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_DOMAIN_ROLE_FIT_H_
