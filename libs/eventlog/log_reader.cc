#include "libs/eventlog/log_reader.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"

namespace fallverbund::eventlog {

LogReader::LogReader(EventLog& log, uint64_t position, ReadLimit limit, std::atomic<uint64_t>* mended)
    : log_(log), position_(position), limit_(limit), mended_(mended) {}

absl::StatusOr<std::vector<StoredMessage>> LogReader::Next() {
  FV_ASSIGN_OR_RETURN(std::vector<StoredMessage> read, log_.Read(position_ + 1, limit_));
  std::vector<StoredMessage> whole;
  whole.reserve(read.size());
  uint64_t next = position_ + 1;
  for (StoredMessage& message : read) {
    if (message.position < next) {
      return absl::DataLossError(absl::StrCat("position ", message.position, " came where ", next,
                                              " was due: the log's order is broken; stop and check the bus"));
    }
    // At most one batch at a time is mended, one question per message; a longer hole goes on in the next
    // call.
    for (; next < message.position && static_cast<int>(whole.size()) < limit_.max_messages; ++next) {
      auto mended = AskLeader(next);
      if (!mended.ok() && whole.empty()) return mended.status();
      if (!mended.ok()) break;  // give what is whole first; the next call meets the hole again
      whole.push_back(*std::move(mended));
    }
    if (next < message.position) break;
    whole.push_back(std::move(message));
    ++next;
  }
  position_ = next - 1;
  return whole;
}

absl::StatusOr<StoredMessage> LogReader::AskLeader(uint64_t position) {
  FV_ASSIGN_OR_RETURN(std::optional<StoredMessage> message, log_.ReadFromLeader(position));
  if (!message) {
    return absl::DataLossError(absl::StrCat("gap in the log: position ", position,
                                            " is missing on the leader too, though later ones are there; "
                                            "stop everything, keep the bus's files, and "
                                            "refill the leader from a whole replica or a backup"));
  }
  if (mended_ != nullptr) ++*mended_;
  return *std::move(message);
}

absl::Status LogReader::CheckNotBehind() {
  FV_ASSIGN_OR_RETURN(const uint64_t head, log_.HeadFromLeader());
  if (head >= position_) return absl::OkStatus();
  return absl::DataLossError(
      absl::StrCat("the log ends at ", head, ", but ", position_,
                   " was read from it before: this is another or a truncated log; check the "
                   "bus, or delete the projection if the log was replaced on purpose"));
}

}  // namespace fallverbund::eventlog
