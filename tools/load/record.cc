#include "tools/load/record.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace fallverbund::load {
namespace {

std::string Quoted(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return quoted + '"';
}

int64_t Percentile(const std::vector<int64_t>& sorted, double share) {
  if (sorted.empty()) return 0;
  return sorted[std::min(sorted.size() - 1, static_cast<size_t>(share * static_cast<double>(sorted.size())))];
}

}  // namespace

std::string ToLine(const Record& record) {
  const std::string tries = absl::StrJoin(record.tries, ",", [](std::string* out, const std::string& code) {
    absl::StrAppend(out, Quoted(code));
  });
  return absl::StrCat(
      "{\"number\":", record.number, ",\"method\":", Quoted(record.method),
      ",\"object_id\":", Quoted(record.object_id), ",\"request_id\":", Quoted(record.request_id),
      ",\"start_us\":", absl::ToUnixMicros(record.start), ",\"end_us\":", absl::ToUnixMicros(record.end),
      ",\"code\":", Quoted(record.code()), ",\"tries\":[", tries, "],\"position\":", record.position,
      ",\"commit_id\":", Quoted(record.commit_id), ",\"reason\":", Quoted(record.reason),
      ",\"message\":", Quoted(record.message), "}");
}

void Tally::Add(const Record& record) {
  if (record.end < from_ || record.end >= to_) return;
  ++codes_[record.code()];
  if (record.ok()) latencies_us_.push_back(absl::ToInt64Microseconds(record.end - record.start));
}

Summary Tally::Sum() {
  std::sort(latencies_us_.begin(), latencies_us_.end());
  return {.accepted = latencies_us_.size(),
          .per_second = static_cast<double>(latencies_us_.size()) / absl::ToDoubleSeconds(to_ - from_),
          .p50_us = Percentile(latencies_us_, 0.5),
          .p99_us = Percentile(latencies_us_, 0.99),
          .max_us = latencies_us_.empty() ? 0 : latencies_us_.back(),
          .codes = codes_};
}

std::string ToJson(const Summary& summary) {
  const std::string codes = absl::StrJoin(
      summary.codes, ",", [](std::string* out, const std::pair<const std::string, uint64_t>& code) {
        absl::StrAppend(out, Quoted(code.first), ":", code.second);
      });
  return absl::StrCat("{\"accepted\":", summary.accepted, ",\"per_second\":", summary.per_second,
                      ",\"p50_us\":", summary.p50_us, ",\"p99_us\":", summary.p99_us,
                      ",\"max_us\":", summary.max_us, ",\"codes\":{", codes, "}}");
}

}  // namespace fallverbund::load
