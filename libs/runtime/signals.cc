#include "libs/runtime/signals.h"

#include <pthread.h>
#include <unistd.h>

#include "libs/base/check.h"

namespace fallverbund::runtime {

StopSignal::StopSignal() {
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGTERM);
  sigaddset(&signals_, SIGINT);
  FV_CHECK(pthread_sigmask(SIG_BLOCK, &signals_, nullptr) == 0);
  FV_CHECK(signal(SIGPIPE, SIG_IGN) != SIG_ERR);
}

int StopSignal::Wait() {
  int received = 0;
  FV_CHECK(sigwait(&signals_, &received) == 0);
  // From here on the default action counts in this thread: an impatient second signal ends us.
  FV_CHECK(pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr) == 0);
  return received;
}

void StopSignal::Request() {
  FV_CHECK(kill(getpid(), SIGTERM) == 0);
}

}  // namespace fallverbund::runtime
