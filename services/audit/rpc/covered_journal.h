// The journal as its reader may see it: nothing is handed out before the log is read as far as it went then.
#ifndef FALLVERBUND_SERVICES_AUDIT_RPC_COVERED_JOURNAL_H_
#define FALLVERBUND_SERVICES_AUDIT_RPC_COVERED_JOURNAL_H_

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "libs/eventlog/event_log.h"
#include "libs/projection/projector.h"

namespace fallverbund::audit {

// A journal entry is signed with a key that the log had registered before. So whoever has read the log up to
// the head it had after the entry was there knows the key, and the verdict on the entry is the same for every
// reader. Reads answer kUnavailable while the log's reader is behind. Appends nothing. Thread-safe; all
// outlive it.
class CoveredJournal final : public eventlog::EventLog {
 public:
  CoveredJournal(eventlog::EventLog& journal, eventlog::EventLog& log, projection::Projector& of_log)
      : journal_(journal), log_(log), of_log_(of_log) {}

  using EventLog::HeadFromLeader;
  using EventLog::LastFromLeader;
  using EventLog::NextFromLeader;
  absl::StatusOr<uint64_t> Append(const eventlog::AppendRequest& request) override;
  absl::StatusOr<std::vector<eventlog::StoredMessage>> Read(uint64_t from,
                                                            eventlog::ReadLimit limit) override;
  absl::StatusOr<std::optional<eventlog::StoredMessage>> ReadFromLeader(uint64_t position) override;
  absl::StatusOr<std::optional<eventlog::StoredMessage>> NextFromLeader(std::string_view subject,
                                                                        uint64_t from,
                                                                        absl::Time deadline) override;
  absl::StatusOr<std::optional<eventlog::StoredMessage>> LastFromLeader(std::string_view subject,
                                                                        absl::Time deadline) override;
  absl::StatusOr<uint64_t> HeadFromLeader(absl::Time deadline) override {
    return journal_.HeadFromLeader(deadline);
  }
  absl::Status CheckDurability() override { return journal_.CheckDurability(); }
  std::unique_ptr<Subscription> WatchHints(std::function<void()> hint) override {
    return journal_.WatchHints(std::move(hint));
  }

 private:
  absl::Status WaitUntilCovered();

  eventlog::EventLog& journal_;
  eventlog::EventLog& log_;
  projection::Projector& of_log_;
};

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_RPC_COVERED_JOURNAL_H_
