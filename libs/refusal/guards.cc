#include "libs/refusal/guards.h"

#include <map>
#include <mutex>
#include <optional>
#include <source_location>
#include <string_view>
#include <tuple>

#include "libs/base/check.h"

namespace fallverbund::refusal {
namespace {

using Key = std::tuple<std::string, uint32_t, uint32_t>;

struct Registry {
  std::mutex mu;
  std::map<Key, size_t> known;
  std::vector<GuardSite> seen;
  std::optional<Key> skipped;
  uint64_t times_skipped = 0;
};

Registry& TheRegistry() {
  static Registry registry;
  return registry;
}

}  // namespace

std::optional<Refusal> Require(Reason reason, bool condition, std::source_location where) {
  Registry& registry = TheRegistry();
  std::lock_guard lock(registry.mu);
  const Key key(where.file_name(), where.line(), where.column());
  if (registry.known.emplace(key, registry.seen.size()).second) {
    registry.seen.push_back({where.file_name(), where.line(), where.column(), reason});
  }
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
  std::lock_guard lock(TheRegistry().mu);
  return TheRegistry().seen;
}

SkippedGuard::SkippedGuard(const GuardSite& site) {
  std::lock_guard lock(TheRegistry().mu);
  FV_CHECK(!TheRegistry().skipped);
  TheRegistry().skipped = Key(site.file, site.line, site.column);
  TheRegistry().times_skipped = 0;
}

SkippedGuard::~SkippedGuard() {
  std::lock_guard lock(TheRegistry().mu);
  TheRegistry().skipped.reset();
}

uint64_t SkippedGuard::times_skipped() const {
  std::lock_guard lock(TheRegistry().mu);
  return TheRegistry().times_skipped;
}

}  // namespace fallverbund::refusal
