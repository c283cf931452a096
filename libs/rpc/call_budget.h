// How many calls one organisation may make here, so that nobody fills the journal for all: every read and
// every refusal is an entry of it, and when it is full nobody reads. Services and operators are not counted.
#ifndef FALLVERBUND_LIBS_RPC_CALL_BUDGET_H_
#define FALLVERBUND_LIBS_RPC_CALL_BUDGET_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/access/identity.h"
#include "libs/base/clock.h"

namespace fallverbund::rpc {

// A bucket for each organisation, in memory: each instance counts for itself. Thread-safe; the clock outlives
// it.
class CallBudget {
 public:
  static constexpr int kSecondsAtOnce = 10;  // so many seconds' calls may come in one moment

  // `per_second` 0: no limit.
  CallBudget(uint32_t per_second, const Clock& clock) : per_second_(per_second), clock_(clock) {}

  // kResourceExhausted: it has none left; the text says when to call again, and that nothing was stored. The
  // first such call since its bucket was full is logged, with the organisation's id.
  absl::Status Take(const access::Peer& peer);

  uint64_t refused() const;

 private:
  struct Bucket {
    double left = 0;
    absl::Time at;
    bool said = false;
  };
  static constexpr size_t kMostBuckets = 10'000;  // then those are dropped that are full again

  double Most() const { return 1.0 * per_second_ * kSecondsAtOnce; }
  double Left(const Bucket& bucket, absl::Time now) const;

  const uint32_t per_second_;
  const Clock& clock_;
  mutable absl::Mutex mu_;
  std::map<std::string, Bucket> buckets_ ABSL_GUARDED_BY(mu_);  // by organisation
  uint64_t refused_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace fallverbund::rpc

#endif  // FALLVERBUND_LIBS_RPC_CALL_BUDGET_H_
