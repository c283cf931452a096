// The most recently used values, at most `capacity` of them.
#ifndef FALLVERBUND_LIBS_COMMAND_LRU_CACHE_H_
#define FALLVERBUND_LIBS_COMMAND_LRU_CACHE_H_

#include <cstddef>
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
  explicit LruCache(size_t capacity) : capacity_(capacity) {}

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
    order_.erase(found->second);
    index_.erase(found);
    return value;
  }

  // `better(old)` says whether the new value may replace what is there; a value that is not there is always
  // added.
  template <class Better>
  void Put(const std::string& key, std::shared_ptr<const Value> value, Better better) {
    absl::MutexLock lock(&mu_);
    if (auto found = index_.find(key); found != index_.end()) {
      if (better(*found->second->second)) found->second->second = std::move(value);
      order_.splice(order_.begin(), order_, found->second);
      return;
    }
    order_.emplace_front(key, std::move(value));
    index_[key] = order_.begin();
    if (order_.size() > capacity_) {
      index_.erase(order_.back().first);
      order_.pop_back();
    }
  }

 private:
  using Order = std::list<std::pair<std::string, std::shared_ptr<const Value>>>;
  const size_t capacity_;
  absl::Mutex mu_;
  Order order_ ABSL_GUARDED_BY(mu_);
  std::unordered_map<std::string, typename Order::iterator> index_ ABSL_GUARDED_BY(mu_);
};

}  // namespace fallverbund::command

#endif  // FALLVERBUND_LIBS_COMMAND_LRU_CACHE_H_
