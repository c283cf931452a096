// The most recently used values, at most `capacity` of them, or of what they weigh together.
#ifndef FALLVERBUND_LIBS_COMMAND_LRU_CACHE_H_
#define FALLVERBUND_LIBS_COMMAND_LRU_CACHE_H_

#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace fallverbund::command {

// Thread-safe. Values are shared and never change once they are in.
template <class Value>
class LruCache {
 public:
  // `weigh` is called with the lock held, and always says the same of one value.
  using Weigh = std::function<size_t(const Value&)>;
  explicit LruCache(
      size_t capacity, Weigh weigh = [](const Value&) -> size_t { return 1; })
      : capacity_(capacity), weigh_(std::move(weigh)) {}

  std::shared_ptr<const Value> Get(const std::string& key) {
    absl::MutexLock lock(&mu_);
    auto found = index_.find(key);
    if (found == index_.end()) return nullptr;
    order_.splice(order_.begin(), order_, found->second);
    return found->second->second;
  }

  // As Get, and it is no longer in here.
  std::shared_ptr<const Value> Take(const std::string& key) {
    absl::MutexLock lock(&mu_);
    auto found = index_.find(key);
    if (found == index_.end()) return nullptr;
    auto value = std::move(found->second->second);
    weight_ -= weigh_(*value);
    order_.erase(found->second);
    index_.erase(found);
    return value;
  }

  // `better(old)` says whether the new value may replace what is there; a value that is not there is always
  // added; one that outweighs everything is forgotten at once.
  template <class Better>
  void Put(const std::string& key, std::shared_ptr<const Value> value, Better better) {
    absl::MutexLock lock(&mu_);
    if (auto found = index_.find(key); found != index_.end()) {
      if (better(*found->second->second)) {
        weight_ -= weigh_(*found->second->second);
        weight_ += weigh_(*value);
        found->second->second = std::move(value);
      }
      order_.splice(order_.begin(), order_, found->second);
    } else {
      weight_ += weigh_(*value);
      order_.emplace_front(key, std::move(value));
      index_[key] = order_.begin();
    }
    while (weight_ > capacity_) {
      weight_ -= weigh_(*order_.back().second);
      index_.erase(order_.back().first);
      order_.pop_back();
    }
  }

 private:
  using Order = std::list<std::pair<std::string, std::shared_ptr<const Value>>>;
  const size_t capacity_;
  const Weigh weigh_;
  absl::Mutex mu_;
  size_t weight_ ABSL_GUARDED_BY(mu_) = 0;
  Order order_ ABSL_GUARDED_BY(mu_);
  std::unordered_map<std::string, typename Order::iterator> index_ ABSL_GUARDED_BY(mu_);
};

}  // namespace fallverbund::command

#endif  // FALLVERBUND_LIBS_COMMAND_LRU_CACHE_H_
