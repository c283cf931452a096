#include "libs/tlog/bundle.h"

#include "libs/base/check.h"
#include "libs/tlog/encoding.h"

namespace fallverbund::tlog {
namespace {

std::optional<std::string_view> TakeEntry(std::string_view& rest) {
  if (rest.size() < 2) return std::nullopt;
  const size_t length = GetBigEndian(rest.substr(0, 2));
  if (rest.size() < 2 + length) return std::nullopt;
  const std::string_view entry = rest.substr(2, length);
  rest.remove_prefix(2 + length);
  return entry;
}

}  // namespace

void AppendToBundle(std::string& bundle, std::string_view entry) {
  FV_CHECK(entry.size() <= kMaxEntryBytes);
  PutU16(bundle, static_cast<uint16_t>(entry.size()));
  bundle += entry;
}

std::optional<std::vector<std::string>> ParseBundle(std::string_view bundle, uint64_t width) {
  std::vector<std::string> entries;
  while (entries.size() < width) {
    const auto entry = TakeEntry(bundle);
    if (!entry) return std::nullopt;
    entries.emplace_back(*entry);
  }
  if (!bundle.empty()) return std::nullopt;
  return entries;
}

}  // namespace fallverbund::tlog
