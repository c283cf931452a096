// The mission's own indicators (section 4) for whoever watches the house and reads no case: rates and medians
// over quarters that are over, and none that rests on few. deploy/indicators.md names each.
#ifndef FALLVERBUND_SERVICES_AUDIT_VIEWS_INDICATORS_H_
#define FALLVERBUND_SERVICES_AUDIT_VIEWS_INDICATORS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "fallverbund/audit/v1/audit_service.pb.h"
#include "libs/projection/projection_store.h"

namespace fallverbund::audit {

// A rate over fewer would tell of somebody, and so would one of all but one or two (E12). No count of theirs
// is told at all: its changes would tell of each event, and rates of quarters that are over change four times
// a year. Two counts are told as they were published, with small ones hidden.
inline constexpr uint64_t kSmallestBase = 10;

struct Indicator {
  std::string name;  // ends in _ratio, _days, _per_case or _per_holder; else it is a count that was published
  double value = 0;  // to the hundredth, days to the tenth
};

// Those of `report` that rest on enough, by name.
std::vector<Indicator> IndicatorsOf(const v1::GetReportResponse& report);

// Of the four quarters (UTC) that were over at `now`, with what was recorded by their end alone: what comes
// late moves nothing.
absl::StatusOr<std::vector<Indicator>> ReadIndicators(const projection::Rows& rows, absl::Time now,
                                                      uint64_t head);

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_VIEWS_INDICATORS_H_
