// One organisation as the directory knows it.
#ifndef FALLVERBUND_SERVICES_TEAM_DOMAIN_ORGANISATION_STATE_H_
#define FALLVERBUND_SERVICES_TEAM_DOMAIN_ORGANISATION_STATE_H_

#include <map>
#include <set>
#include <string>

#include "fallverbund/common/v1/access.pb.h"
#include "fallverbund/team/v1/directory_events.pb.h"

namespace fallverbund::team {

struct PersonState {
  std::string unit_id;
  std::set<common::v1::Role> roles;
  std::string deputy_person_id;
};

struct OrganisationState {
  std::string organisation_id;  // empty: not registered
  v1::OrganisationKind kind = v1::ORGANISATION_KIND_UNSPECIFIED;
  std::set<std::string> units;
  std::map<std::string, PersonState> persons;

  bool registered() const { return !organisation_id.empty(); }
};

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_DOMAIN_ORGANISATION_STATE_H_
