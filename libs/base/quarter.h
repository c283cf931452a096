// Quarters of the calendar: what figures are counted and published by.
#ifndef FALLVERBUND_LIBS_BASE_QUARTER_H_
#define FALLVERBUND_LIBS_BASE_QUARTER_H_

#include <cstdint>

#include "absl/time/time.h"

namespace fallverbund {

// In UTC.
struct Quarter {
  int year = 0;
  int quarter = 0;  // 1 to 4
  friend bool operator==(const Quarter&, const Quarter&) = default;
};
Quarter QuarterOf(absl::Time time);
// Exclusive. InfiniteFuture: there is no such quarter.
absl::Time EndOf(const Quarter& quarter);
// As a request names it; {} for one that is none.
Quarter QuarterNamed(uint32_t year, uint32_t quarter);

}  // namespace fallverbund

#endif  // FALLVERBUND_LIBS_BASE_QUARTER_H_
