#include "libs/runtime/signals.h"

#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "absl/time/clock.h"
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

bool StopSignal::AskedWithin(absl::Duration time) {
  const absl::Time end = absl::Now() + time;
  while (true) {
    const timespec left = absl::ToTimespec(std::max(end - absl::Now(), absl::ZeroDuration()));
    const int received = sigtimedwait(&signals_, nullptr, &left);
    if (received > 0) {
      FV_CHECK(kill(getpid(), received) == 0);  // pends again, for Wait
      return true;
    }
    if (errno == EAGAIN) return false;
    FV_CHECK(errno == EINTR);
  }
}

void StopSignal::Request() {
  FV_CHECK(kill(getpid(), SIGTERM) == 0);
}

}  // namespace fallverbund::runtime
