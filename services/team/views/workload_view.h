// How many cases each person of a unit holds, how many of them rest, and how many are offered to the person
// (C4).
#ifndef FALLVERBUND_SERVICES_TEAM_VIEWS_WORKLOAD_VIEW_H_
#define FALLVERBUND_SERVICES_TEAM_VIEWS_WORKLOAD_VIEW_H_

#include <map>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/projection/projection_store.h"
#include "libs/projection/view.h"

namespace fallverbund::team {

struct Load {
  int cases = 0, resting = 0, offered = 0;
  friend bool operator==(const Load&, const Load&) = default;
};

// Writes the rows that WorkloadOf reads; follows the events of cases.
class WorkloadView final : public projection::View {
 public:
  absl::Status Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const override;
};

// By person; who carries nothing is not among them.
absl::StatusOr<std::map<std::string, Load>> WorkloadOf(const projection::Rows& rows,
                                                       std::string_view organisation_id,
                                                       std::string_view unit_id);

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_VIEWS_WORKLOAD_VIEW_H_
