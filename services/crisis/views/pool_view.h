// Which crisis teams have places, how many are taken, and which deployments run (A17). What is given away is
// decided by the pool alone; these rows say whom to ask.
#ifndef FALLVERBUND_SERVICES_CRISIS_VIEWS_POOL_VIEW_H_
#define FALLVERBUND_SERVICES_CRISIS_VIEWS_POOL_VIEW_H_

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "fallverbund/crisis/v1/pool_events.pb.h"
#include "libs/projection/projection_store.h"
#include "libs/projection/view.h"

namespace fallverbund::crisis {

// Writes the rows that the functions below read.
class PoolView final : public projection::View {
 public:
  absl::Status Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const override;
};

// Of a team that set a capacity; empty: it never did. Errors are those of the rows.
absl::StatusOr<std::string> PoolOf(const projection::Rows& rows, std::string_view organisation_id);

struct TeamWithPlaces {
  std::string organisation_id;
  int free_places = 0;  // at least 1
  friend bool operator==(const TeamWithPlaces&, const TeamWithPlaces&) = default;
};
// Teams with a free place of that mode, in order of organisations.
absl::StatusOr<std::vector<TeamWithPlaces>> FreePlacesOf(const projection::Rows& rows,
                                                         v1::DeploymentMode mode);

struct RunningDeployment {
  std::string deployment_id;
  v1::DeploymentMode mode = v1::DEPLOYMENT_MODE_UNSPECIFIED;
  std::string case_id;
  friend bool operator==(const RunningDeployment&, const RunningDeployment&) = default;
};
// The team's deployments that run and were accepted without a place in its pool.
absl::StatusOr<std::vector<RunningDeployment>> RunningBesidePool(const projection::Rows& rows,
                                                                 std::string_view organisation_id);

// When the team accepted the next night of the case after this OVERNIGHT deployment; nullopt: it did not
// (N11).
absl::StatusOr<std::optional<absl::Time>> NextNightSince(const projection::Rows& rows,
                                                         std::string_view case_id,
                                                         std::string_view deployment_id);

// Crisis teams that are on a deployment for the case, of its first hundred.
absl::StatusOr<std::set<std::string>> DeployedFor(const projection::Rows& rows, std::string_view case_id);

}  // namespace fallverbund::crisis

#endif  // FALLVERBUND_SERVICES_CRISIS_VIEWS_POOL_VIEW_H_
