// Who took part in a decision (row A16): the young person and the family, each heard, or why not and when
// next.
#ifndef FALLVERBUND_LIBS_CARE_PARTICIPATION_H_
#define FALLVERBUND_LIBS_CARE_PARTICIPATION_H_

#include <optional>

#include "absl/time/time.h"
#include "fallverbund/common/v1/responsibility.pb.h"
#include "libs/base/time.h"

namespace fallverbund::care {

// The latest date for the next attempt: a proposed default, and as long as a case may rest (N12).
inline const absl::Duration kHearingRetryAtMost = Days(90);

// Each of both was heard, or there is a reason and a date for the next attempt, after `now` and within
// kHearingRetryAtMost. Of an adult the family need not be asked (N13).
bool IsComplete(const common::v1::Participation& participation, absl::Time now, bool of_age = false);

// The earliest date at which somebody still has to be heard; nullopt: both were.
std::optional<absl::Time> NextHearing(const common::v1::Participation& participation);

}  // namespace fallverbund::care

#endif  // FALLVERBUND_LIBS_CARE_PARTICIPATION_H_
