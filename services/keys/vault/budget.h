// How many different keys each service opened within the last hour, at this instance. Pure counting: it knows
// key ids only, and refuses nothing.
#ifndef FALLVERBUND_SERVICES_KEYS_VAULT_BUDGET_H_
#define FALLVERBUND_SERVICES_KEYS_VAULT_BUDGET_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace fallverbund::keys {

inline constexpr int kDefaultBudget = 50;  // keys of one service within an hour (the threat model's number)
inline constexpr size_t kMaxCountedKeys = 10'000;  // of one service; more are not told apart

struct BudgetUse {
  std::string service;
  int keys_last_hour = 0;
  int budget = 0;
  uint64_t alarms = 0;
};

// Thread-safe.
class OpenBudget {
 public:
  explicit OpenBudget(int budget) : budget_(budget) {}

  // True when this key takes the service over its budget and nobody was told within the last hour.
  bool Count(std::string_view service, std::string_view key_id, absl::Time now);
  std::vector<BudgetUse> Uses(absl::Time now);  // by name of the service

 private:
  struct Book {
    absl::flat_hash_map<std::string, absl::Time> last_opened;  // by key id
    absl::Time next_alarm = absl::InfinitePast();
    uint64_t alarms = 0;
  };
  static void Tidy(Book& book, absl::Time now);

  const int budget_;
  absl::Mutex mu_;
  std::map<std::string, Book, std::less<>> books_ ABSL_GUARDED_BY(mu_);
};

}  // namespace fallverbund::keys

#endif  // FALLVERBUND_SERVICES_KEYS_VAULT_BUDGET_H_
