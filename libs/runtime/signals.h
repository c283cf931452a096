// SIGTERM and SIGINT ask a process to drain and stop.
//
//   int main() {
//     runtime::StopSignal stop;   // first, before any thread
//     ...
//     stop.Wait();                // returns on SIGTERM, SIGINT or Request()
//     server->Shutdown(grace);
//   }
#ifndef FALLVERBUND_LIBS_RUNTIME_SIGNALS_H_
#define FALLVERBUND_LIBS_RUNTIME_SIGNALS_H_

#include <csignal>

#include "absl/time/time.h"

namespace fallverbund::runtime {

class StopSignal {
 public:
  // Blocks both signals in this thread and those it starts from now on; ignores SIGPIPE, so that a peer that
  // went away is an error of that call and not the end of the process. Call before any thread exists.
  StopSignal();

  // Blocks until asked to stop; returns the signal. A second signal during the drain ends the process at
  // once.
  int Wait();
  // Waits that long, or until asked to stop: then true, and Wait returns at once.
  bool AskedWithin(absl::Duration time);
  // Asks for a stop from inside, from any thread.
  void Request();

 private:
  sigset_t signals_;
};

}  // namespace fallverbund::runtime

#endif  // FALLVERBUND_LIBS_RUNTIME_SIGNALS_H_
