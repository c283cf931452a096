// Lists over many cases: rights that are not covered (A21), and structural gaps without names or cases (A5).
#ifndef FALLVERBUND_SERVICES_CASE_VIEWS_PLANNING_LISTS_H_
#define FALLVERBUND_SERVICES_CASE_VIEWS_PLANNING_LISTS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "fallverbund/casework/v1/case_service.pb.h"
#include "libs/projection/view.h"
#include "services/case/domain/state.h"

namespace fallverbund::casework {

// Brings the case's rows of uncovered rights from `before` to `state`.
void ReplaceUncoveredRights(std::string_view case_id, const State& before, const State& state,
                            projection::RowBatch& rows);
// Counts a gap in the quarter in which it was recorded; another version of it counts no more.
absl::Status CountGap(const v1::RecordEntered& record, absl::Time recorded_at, projection::RowBatch& rows);

// Of the cases that this organisation holds; paged as work lists are.
struct UncoveredPage {
  std::vector<v1::UncoveredRight> rights;
  std::string next;
};
absl::StatusOr<UncoveredPage> ReadUncoveredRights(const projection::Rows& rows,
                                                  std::string_view organisation_id, std::string_view after,
                                                  int limit);

// Of the quarters that have been over for a day, from the first in which a gap was recorded on, each kind and
// all together; what is recorded later counts in a later quarter, so a figure that was told never changes.
// Fewer than three are hidden, zero among them, and what would tell such a number (E12).
struct GapPage {
  std::vector<v1::GapCount> gaps;
  std::string next;
};
absl::StatusOr<GapPage> ReadGaps(const projection::Rows& rows, absl::Time now, std::string_view after,
                                 int limit);

}  // namespace fallverbund::casework

#endif  // FALLVERBUND_SERVICES_CASE_VIEWS_PLANNING_LISTS_H_
