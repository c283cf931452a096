// How long it takes from an alarm until all five parties' watchers have been told of their leg (D2).
#ifndef FALLVERBUND_TOOLS_BENCH_ALARMS_H_
#define FALLVERBUND_TOOLS_BENCH_ALARMS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace fallverbund::bench {

struct AlarmPlan {
  std::string clients;    // folder of the partners' side, with the people of tools/load/town.story
  int first_case = 0;     // of the town's cases; each has one alarm, since a second one begins no leg
  int alarms = 100;       // one after the other, at most
  double seconds = 3600;  // none begins later
};

// Milliseconds of each alarm, by one clock: from before the case worker's call until the last of the five
// watchers has read its notification. One call names the addressees of all five legs.
absl::StatusOr<std::vector<double>> MeasureAlarms(const AlarmPlan& plan);

}  // namespace fallverbund::bench

#endif  // FALLVERBUND_TOOLS_BENCH_ALARMS_H_
