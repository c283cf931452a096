#include "libs/eventlog_jetstream/compare_copy.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/crypto/hash.h"

namespace fallverbund::eventlog {
namespace {

constexpr absl::Duration kLookAgain = absl::Milliseconds(50);
constexpr uint64_t kTellEvery = 10'000;

// What the bus serves, position by position, as whoever reads it gets it: where a replica skips one, from the
// leader.
class Served {
 public:
  explicit Served(EventLog& log) : log_(log) {}

  absl::StatusOr<std::optional<StoredMessage>> At(uint64_t position) {
    if (next_ < batch_.size() && batch_[next_].position == position) return std::move(batch_[next_++]);
    FV_ASSIGN_OR_RETURN(batch_, log_.Read(position, {}));
    next_ = 0;
    if (!batch_.empty() && batch_[0].position == position) return std::move(batch_[next_++]);
    batch_.clear();
    return log_.ReadFromLeader(position);
  }

 private:
  EventLog& log_;
  std::vector<StoredMessage> batch_;
  size_t next_ = 0;
};

// The copy's records by position.
class Kept {
 public:
  Kept(StoredCopy& copy, absl::Duration patience) : copy_(copy), patience_(patience) {}

  // The record of the position; nullopt: it has none. A damaged record does not say whose it is: it counts
  // for the position that is due.
  absl::StatusOr<std::optional<StoredRecord>> At(uint64_t position) {
    while (!record_ || (record_->whole && record_->message.position < position)) {
      FV_ASSIGN_OR_RETURN(record_, Next());
      if (!record_) return std::nullopt;
    }
    if (record_->whole && record_->message.position > position) return std::nullopt;
    return std::exchange(record_, std::nullopt);
  }

 private:
  absl::StatusOr<std::optional<StoredRecord>> Next() {
    const absl::Time deadline = absl::Now() + patience_;
    for (;;) {
      FV_ASSIGN_OR_RETURN(auto record, copy_.Next());
      if (record) return record;
      if (absl::Now() >= deadline) break;
      absl::SleepFor(kLookAgain);  // the server gives no sign when it has written
    }
    patience_ = absl::ZeroDuration();  // once for all that is missing at the end
    return std::nullopt;
  }

  StoredCopy& copy_;
  absl::Duration patience_;
  std::optional<StoredRecord> record_;
};

bool Same(const StoredMessage& a, const StoredMessage& b) {
  return a.subject == b.subject && a.payload == b.payload && a.server_time_ns == b.server_time_ns;
}

void Note(CopyFault fault, uint64_t position, std::vector<FaultyRange>& faults) {
  if (!faults.empty() && faults.back().fault == fault && faults.back().last + 1 == position) {
    faults.back().last = position;
  } else {
    faults.push_back({fault, position, position});
  }
}

std::optional<CopyFault> Judge(const std::optional<StoredMessage>& served,
                               const std::optional<StoredRecord>& kept) {
  if (!kept) return CopyFault::kMissing;
  if (!kept->whole) return CopyFault::kDamaged;
  if (!served) return CopyFault::kUnserved;
  if (!Same(*served, kept->message)) return CopyFault::kDifferent;
  return std::nullopt;
}

}  // namespace

absl::StatusOr<CopyReport> CompareCopy(EventLog& log, StoredCopy& copy, absl::Duration patience,
                                       const std::function<void(uint64_t)>& told) {
  CopyReport report;
  FV_ASSIGN_OR_RETURN(report.head, log.HeadFromLeader());
  crypto::Sha256Stream digest;
  Served served(log);
  Kept kept(copy, patience);
  for (uint64_t position = 1; position <= report.head; ++position) {
    FV_ASSIGN_OR_RETURN(const auto message, served.At(position));
    FV_ASSIGN_OR_RETURN(const auto record, kept.At(position));
    if (const auto fault = Judge(message, record)) Note(*fault, position, report.faults);
    if (record && record->whole) {
      const auto& own = record->message;
      digest.Update(absl::StrCat(position, " ", own.subject, " ", own.payload.size(), "\n"));
      digest.Update(own.payload);
    }
    if (position % kTellEvery == 0) told(position);
  }
  report.sha256 = ToHex(digest.Finish());
  return report;
}

absl::StatusOr<CopyChecksums> CheckChecksums(const std::string& store, const std::string& stream,
                                             const std::function<bool()>& look_again) {
  for (;;) {
    FV_ASSIGN_OR_RETURN(auto copy, StoredCopy::Open(store, stream));
    CopyChecksums seen;
    for (;;) {
      FV_ASSIGN_OR_RETURN(const auto record, copy.Next());
      if (!record) break;
      ++seen.records;
      if (!record->whole) ++seen.damaged;
    }
    if (copy.unread() > 0) ++seen.damaged;
    if (seen.damaged == 0 || !look_again()) return seen;
  }
}

}  // namespace fallverbund::eventlog
