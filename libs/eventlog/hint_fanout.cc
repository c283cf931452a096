#include "libs/eventlog/hint_fanout.h"

#include <utility>

namespace fallverbund::eventlog {

struct HintFanout::Watcher {
  explicit Watcher(std::function<void()> h) : hint(std::move(h)) {}

  bool Alive() {
    absl::MutexLock lock(&mu);
    return alive;
  }
  void Call() {
    {
      absl::MutexLock lock(&mu);
      if (!alive) return;
      ++running;
    }
    hint();
    absl::MutexLock lock(&mu);
    --running;
  }
  void End() {
    absl::MutexLock lock(&mu);
    alive = false;
    mu.Await(absl::Condition(
        +[](int* count) { return *count == 0; }, &running));
  }

  const std::function<void()> hint;
  absl::Mutex mu;
  bool alive ABSL_GUARDED_BY(mu) = true;
  int running ABSL_GUARDED_BY(mu) = 0;
};

class HintFanout::Subscribed final : public EventLog::Subscription {
 public:
  explicit Subscribed(std::shared_ptr<Watcher> watcher) : watcher_(std::move(watcher)) {}
  ~Subscribed() override { watcher_->End(); }

 private:
  const std::shared_ptr<Watcher> watcher_;
};

std::unique_ptr<EventLog::Subscription> HintFanout::Add(std::function<void()> hint) {
  auto watcher = std::make_shared<Watcher>(std::move(hint));
  absl::MutexLock lock(&mu_);
  std::erase_if(watchers_, [](const auto& w) { return !w->Alive(); });
  watchers_.push_back(watcher);
  return std::make_unique<Subscribed>(std::move(watcher));
}

void HintFanout::Call() {
  std::vector<std::shared_ptr<Watcher>> watchers;
  {
    absl::MutexLock lock(&mu_);
    watchers = watchers_;
  }
  for (const auto& watcher : watchers) watcher->Call();
}

}  // namespace fallverbund::eventlog
