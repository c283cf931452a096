// What became of one call, as a line of a file that is only appended to.
#ifndef FALLVERBUND_TOOLS_LOAD_RECORD_H_
#define FALLVERBUND_TOOLS_LOAD_RECORD_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace fallverbund::load {

struct Record {
  uint64_t number = 0;  // of the wish in this run, from 0
  std::string method;   // "RecordSetback"
  std::string object_id, request_id;
  absl::Time start, end;           // of the first try and of the final outcome; the machine's clock
  std::vector<std::string> tries;  // status code of each try, the last one is final: "UNAVAILABLE", "OK"
  uint64_t position = 0;           // accepted: of the commit
  std::string commit_id;
  std::string reason;  // refused: the code of the one table
  std::string message;

  const std::string& code() const { return tries.back(); }
  bool ok() const { return !tries.empty() && tries.back() == "OK"; }
};

// One JSON object, no line break. Instants are microseconds since 1970.
std::string ToLine(const Record& record);

// Throughput and latency of those that ended between `from` and `to`; failures count in `codes` only.
struct Summary {
  uint64_t accepted = 0;
  double per_second = 0;
  int64_t p50_us = 0, p99_us = 0, max_us = 0;
  std::map<std::string, uint64_t> codes;
};
class Tally {
 public:
  Tally(absl::Time from, absl::Time to) : from_(from), to_(to) {}
  void Add(const Record& record);
  Summary Sum();

 private:
  const absl::Time from_, to_;
  std::vector<int64_t> latencies_us_;
  std::map<std::string, uint64_t> codes_;
};
std::string ToJson(const Summary& summary);

}  // namespace fallverbund::load

#endif  // FALLVERBUND_TOOLS_LOAD_RECORD_H_
