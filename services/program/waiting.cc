#include "services/program/waiting.h"

namespace fallverbund::program {

absl::Status AskPatiently(log::Literal event, runtime::StopSignal& stop, const Clock& machine_clock,
                          const std::function<absl::Status()>& ask, absl::Duration pause) {
  const absl::Time give_up = machine_clock.Now() + kWaitAtStart;
  absl::Status answer = ask();
  while (absl::IsUnavailable(answer) && machine_clock.Now() < give_up) {
    log::Warning(event, {{"cause", log::Cause(answer)}});
    if (stop.AskedWithin(pause)) return absl::CancelledError("asked to stop while waiting at the start");
    answer = ask();
  }
  return answer;
}

}  // namespace fallverbund::program
