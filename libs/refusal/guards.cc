#include "libs/refusal/guards.h"

#include <map>
#include <optional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "libs/base/check.h"

namespace fallverbund::refusal {
namespace {

using Key = std::pair<std::string, uint32_t>;

struct Registry {
  absl::Mutex mu;
  std::map<Key, size_t> known ABSL_GUARDED_BY(mu);
  std::vector<GuardSite> seen ABSL_GUARDED_BY(mu);
  std::optional<Key> skipped ABSL_GUARDED_BY(mu);
  uint64_t times_skipped ABSL_GUARDED_BY(mu) = 0;
};

Registry& TheRegistry() {
  static Registry registry;
  return registry;
}

}  // namespace

std::optional<Refusal> Require(Reason reason, bool condition, const char* file, uint32_t line) {
  Registry& registry = TheRegistry();
  absl::MutexLock lock(&registry.mu);
  const Key key(file, line);
  if (registry.known.emplace(key, registry.seen.size()).second) registry.seen.push_back({file, line, reason});
  if (condition) return std::nullopt;
  if (registry.skipped == key) {
    ++registry.times_skipped;
    return std::nullopt;
  }
  return Refusal{reason};
}

std::string GuardSite::ToString() const {
  const std::string name = file.substr(file.find_last_of('/') + 1);
  return name + ":" + std::to_string(line) + " " + std::string(Text(reason).code);
}

std::vector<GuardSite> GuardsSeen() {
  Registry& registry = TheRegistry();
  absl::MutexLock lock(&registry.mu);
  return registry.seen;
}

SkippedGuard::SkippedGuard(const GuardSite& site) {
  Registry& registry = TheRegistry();
  absl::MutexLock lock(&registry.mu);
  FV_CHECK(!registry.skipped);
  registry.skipped = Key(site.file, site.line);
  registry.times_skipped = 0;
}

SkippedGuard::~SkippedGuard() {
  Registry& registry = TheRegistry();
  absl::MutexLock lock(&registry.mu);
  registry.skipped.reset();
}

uint64_t SkippedGuard::times_skipped() const {
  Registry& registry = TheRegistry();
  absl::MutexLock lock(&registry.mu);
  return registry.times_skipped;
}

}  // namespace fallverbund::refusal
