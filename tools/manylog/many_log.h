// The log of a busy association, computed as it is read: a new case every few minutes, each living through
// the same story from the inquiry over a team, a setting, a crisis and a rest to its lawful end. The same
// numbers give the same log to the byte. What it holds is what a right log holds, so its audit finds nothing.
#ifndef FALLVERBUND_TOOLS_MANYLOG_MANY_LOG_H_
#define FALLVERBUND_TOOLS_MANYLOG_MANY_LOG_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "libs/eventlog/commit_codec.h"
#include "libs/eventlog/event_log.h"

namespace fallverbund::manylog {

inline constexpr char kAssociation[] = "do";
inline constexpr char kOrigin[] = "log.do.example/events";

// So often somebody new comes; a story takes ten weeks, so some 10,000 cases are open at a time.
inline constexpr absl::Duration kNewCaseEvery = absl::Minutes(10);

// For reading from the beginning to the end, again and again; kUnimplemented: anything else. One thread.
class ManyLog final : public eventlog::EventLog {
 public:
  explicit ManyLog(uint64_t messages, absl::Duration new_case_every = kNewCaseEvery);
  ~ManyLog() override;

  absl::StatusOr<std::vector<eventlog::StoredMessage>> Read(uint64_t from,
                                                            eventlog::ReadLimit limit) override;
  absl::StatusOr<uint64_t> HeadFromLeader(absl::Time deadline) override;

  absl::StatusOr<uint64_t> Append(const eventlog::AppendRequest& request) override;
  absl::StatusOr<std::optional<eventlog::StoredMessage>> ReadFromLeader(uint64_t position) override;
  absl::StatusOr<std::optional<eventlog::StoredMessage>> NextFromLeader(std::string_view subject,
                                                                        uint64_t from,
                                                                        absl::Time deadline) override;
  absl::StatusOr<std::optional<eventlog::StoredMessage>> LastFromLeader(std::string_view subject,
                                                                        absl::Time deadline) override;
  absl::Status CheckDurability() override;
  std::unique_ptr<Subscription> WatchHints(std::function<void()> hint) override;

 private:
  class Writer;
  const uint64_t messages_;
  const absl::Duration new_case_every_;
  std::unique_ptr<Writer> writer_;
};

}  // namespace fallverbund::manylog

#endif  // FALLVERBUND_TOOLS_MANYLOG_MANY_LOG_H_
