#include "libs/base/quarter.h"

#include "absl/time/civil_time.h"

namespace fallverbund {

Quarter QuarterOf(absl::Time time) {
  const absl::CivilMonth month = absl::ToCivilMonth(time, absl::UTCTimeZone());
  return {static_cast<int>(month.year()), (month.month() + 2) / 3};
}

absl::Time EndOf(const Quarter& quarter) {
  if (quarter.quarter < 1 || quarter.quarter > 4 || quarter.year < 1 || quarter.year > 9998)
    return absl::InfiniteFuture();
  return absl::FromCivil(absl::CivilMonth(quarter.year, 3 * quarter.quarter + 1), absl::UTCTimeZone());
}

Quarter QuarterNamed(uint32_t year, uint32_t quarter) {
  const bool there =
      EndOf({static_cast<int>(year % 10'000), static_cast<int>(quarter % 10)}) != absl::InfiniteFuture();
  if (!there || year >= 10'000 || quarter >= 10) return {};
  return {static_cast<int>(year), static_cast<int>(quarter)};
}

}  // namespace fallverbund
