// One organisation as the directory knows it.
#ifndef FALLVERBUND_SERVICES_TEAM_DOMAIN_ORGANISATION_STATE_H_
#define FALLVERBUND_SERVICES_TEAM_DOMAIN_ORGANISATION_STATE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "absl/time/time.h"
#include "fallverbund/common/v1/access.pb.h"
#include "fallverbund/team/v1/directory_events.pb.h"

namespace fallverbund::team {

// N11: nothing new is given to whoever leaves, and nothing is taken before somebody has accepted it.
struct LeavingState {
  bool deactivated = false;
  std::optional<uint64_t> open;  // responsibilities as counted last; nullopt: not yet
};

// A partner that goes (N10).
struct LeavingBody {
  v1::LeavingCause cause = v1::LEAVING_CAUSE_UNSPECIFIED;
  absl::Time until;
};

struct PersonState {
  std::string unit_id;
  std::set<common::v1::Role> roles;
  std::string deputy_person_id;
  std::optional<LeavingState> leaving;
  std::string acting_deputy_person_id;  // while the person is away, or leaves
  absl::Time away_until;                // meaningless while nobody acts; of whoever leaves: for good
};

uint64_t SumOf(const v1::OpenResponsibilities& open);

struct OrganisationState {
  std::string organisation_id;  // empty: not registered
  v1::OrganisationKind kind = v1::ORGANISATION_KIND_UNSPECIFIED;
  bool inspects = false;  // its people may be auditors and ombudspersons
  std::set<std::string> units;
  std::map<std::string, PersonState> persons;
  std::optional<LeavingBody> leaving;

  bool registered() const { return !organisation_id.empty(); }
};

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_DOMAIN_ORGANISATION_STATE_H_
