// Who took part in a decision (row A16): the young person and the family, each heard, or why not and when
// next.
#ifndef FALLVERBUND_LIBS_CARE_PARTICIPATION_H_
#define FALLVERBUND_LIBS_CARE_PARTICIPATION_H_

#include <optional>

#include "absl/time/time.h"
#include "fallverbund/common/v1/responsibility.pb.h"

namespace fallverbund::care {

// Each of both was heard, or there is a reason and a date after `now` for the next attempt.
bool IsComplete(const common::v1::Participation& participation, absl::Time now);

// The earliest date at which somebody still has to be heard; nullopt: both were.
std::optional<absl::Time> NextHearing(const common::v1::Participation& participation);

}  // namespace fallverbund::care

#endif  // FALLVERBUND_LIBS_CARE_PARTICIPATION_H_
