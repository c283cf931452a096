// Own indicators (B8, A15, A16, B2) for whoever watches the house and reads no case: rates and medians over
// quarters that are over, and none that rests on few.
#ifndef FALLVERBUND_SERVICES_AUDIT_VIEWS_INDICATORS_H_
#define FALLVERBUND_SERVICES_AUDIT_VIEWS_INDICATORS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "fallverbund/audit/v1/audit_service.pb.h"
#include "libs/projection/projection_store.h"

namespace fallverbund::audit {

// A rate over fewer would tell of somebody, and so would one of all but one or two (E12). No count is told at
// all: its changes would tell of each event, and rates of quarters that are over change four times a year.
inline constexpr uint64_t kSmallestBase = 10;

struct Indicator {
  std::string name;  // ends in _ratio or _days
  double value = 0;  // a ratio to the hundredth, or days to the tenth
};

// Those of `report` that rest on enough, by name.
std::vector<Indicator> IndicatorsOf(const v1::GetReportResponse& report);

// Of the four quarters (UTC) that were over at `now`, with what was recorded by their end alone: what comes
// late moves nothing.
absl::StatusOr<std::vector<Indicator>> ReadIndicators(const projection::Rows& rows, absl::Time now,
                                                      uint64_t head);

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_VIEWS_INDICATORS_H_
