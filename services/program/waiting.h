// What is started together comes up in any order: asking again until somebody answers.
#ifndef FALLVERBUND_SERVICES_PROGRAM_WAITING_H_
#define FALLVERBUND_SERVICES_PROGRAM_WAITING_H_

#include <functional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/runtime/log.h"
#include "libs/runtime/signals.h"

namespace fallverbund::program {

// Who starts all services at once, or a whole cluster of the bus, need not care for their order.
inline constexpr absl::Duration kWaitAtStart = absl::Seconds(60);

// Asks until the answer is something else than kUnavailable, a minute at most, and returns the last answer.
// Every wait is a warning `event` with its cause. kCancelled: asked to stop meanwhile.
absl::Status AskPatiently(log::Literal event, runtime::StopSignal& stop, const Clock& machine_clock,
                          const std::function<absl::Status()>& ask, absl::Duration pause = absl::Seconds(1));

}  // namespace fallverbund::program

#endif  // FALLVERBUND_SERVICES_PROGRAM_WAITING_H_
