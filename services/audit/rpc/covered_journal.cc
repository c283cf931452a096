#include "services/audit/rpc/covered_journal.h"

#include "libs/base/clock.h"
#include "libs/base/status.h"

namespace fallverbund::audit {
namespace {

using eventlog::StoredMessage;

// Then the journal's reader may look whether it should stop, and comes again.
constexpr absl::Duration kWaitForLog = absl::Milliseconds(200);

}  // namespace

absl::Status CoveredJournal::WaitUntilCovered() {
  FV_ASSIGN_OR_RETURN(const uint64_t head, log_.HeadFromLeader());
  if (of_log_.position() >= head) return absl::OkStatus();
  if (of_log_.WaitFor(head, SystemClock().Now() + kWaitForLog).ok()) return absl::OkStatus();
  return absl::UnavailableError("the log is not yet read as far as the journal needs");
}

absl::StatusOr<uint64_t> CoveredJournal::Append(const eventlog::AppendRequest&) {
  return absl::PermissionDeniedError("this is the reading side of the journal");
}

absl::StatusOr<std::vector<StoredMessage>> CoveredJournal::Read(uint64_t from, eventlog::ReadLimit limit) {
  FV_ASSIGN_OR_RETURN(auto messages, journal_.Read(from, limit));
  if (!messages.empty()) FV_RETURN_IF_ERROR(WaitUntilCovered());
  return messages;
}

absl::StatusOr<std::optional<StoredMessage>> CoveredJournal::ReadFromLeader(uint64_t position) {
  FV_ASSIGN_OR_RETURN(auto message, journal_.ReadFromLeader(position));
  if (message) FV_RETURN_IF_ERROR(WaitUntilCovered());
  return message;
}

absl::StatusOr<std::optional<StoredMessage>> CoveredJournal::NextFromLeader(std::string_view subject,
                                                                            uint64_t from,
                                                                            absl::Time deadline) {
  FV_ASSIGN_OR_RETURN(auto message, journal_.NextFromLeader(subject, from, deadline));
  if (message) FV_RETURN_IF_ERROR(WaitUntilCovered());
  return message;
}

absl::StatusOr<std::optional<StoredMessage>> CoveredJournal::LastFromLeader(std::string_view subject,
                                                                            absl::Time deadline) {
  FV_ASSIGN_OR_RETURN(auto message, journal_.LastFromLeader(subject, deadline));
  if (message) FV_RETURN_IF_ERROR(WaitUntilCovered());
  return message;
}

}  // namespace fallverbund::audit
