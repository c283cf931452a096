// A bundle of entries: for each u16be length || entry (C2SP tlog-tiles). Pure, thread-safe.
#ifndef FALLVERBUND_LIBS_TLOG_BUNDLE_H_
#define FALLVERBUND_LIBS_TLOG_BUNDLE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fallverbund::tlog {

inline constexpr size_t kMaxEntryBytes = UINT16_MAX;

void AppendToBundle(std::string& bundle, std::string_view entry);  // at most kMaxEntryBytes

// nullopt: not exactly `width` entries.
std::optional<std::vector<std::string>> ParseBundle(std::string_view bundle, uint64_t width);

}  // namespace fallverbund::tlog

#endif  // FALLVERBUND_LIBS_TLOG_BUNDLE_H_
