// A service's own part of the log as rows: the commits of its aggregates, by id and version, and what was
// answered to each command id. State is folded from these, and repeated commands are answered from these.
#ifndef FALLVERBUND_LIBS_COMMAND_COMMAND_LOG_H_
#define FALLVERBUND_LIBS_COMMAND_COMMAND_LOG_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "fallverbund/eventlog/v1/commit.pb.h"
#include "fallverbund/eventlog/v1/log_events.pb.h"
#include "google/protobuf/descriptor.h"
#include "libs/base/status.h"
#include "libs/decider/decider.h"
#include "libs/eventlog/oneof.h"
#include "libs/projection/view.h"

namespace fallverbund::command {

// An aggregate type this program can fold: its events are the alternatives of `events`' one oneof.
struct AggregateKind {
  std::string type;
  const google::protobuf::Descriptor* events;
};
template <decider::Decider D>
AggregateKind KindOf() {
  return {D::kAggregateType, D::Event::descriptor()};
}

// A settlement is the durable answer of a reaction or clock that led to no event: one ReactionSettled, in the
// chain of the aggregate that it was meant for, under the settled command's id. Its type is its own, so
// whoever goes by types passes over it. Logs from before 2026-11-26 hold each in a chain of its own; it reads
// the same.
inline constexpr char kSettlementType[] = "settlement";
inline bool IsSettlement(const eventlog::v1::Commit& commit) {
  return commit.aggregate_type() == kSettlementType;
}

// The view. Pure. A commit of the own context that this program could not fold is not understood; settlements
// always are understood. Commits of other contexts leave no rows.
class CommandLog final : public projection::View {
 public:
  CommandLog(std::string context, std::vector<AggregateKind> kinds);
  absl::Status Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const override;

 private:
  absl::Status CheckUnderstood(const eventlog::v1::Commit& commit) const;
  std::string context_;
  std::vector<AggregateKind> kinds_;
};

// The first commit that carries a command id is its answer for ever.
struct Answer {
  uint64_t position = 0;
  std::string commit_id;
  std::string request_mac;
  std::string payload_sha256;
  absl::Time recorded_at;
  eventlog::v1::SettledOutcome settled = eventlog::v1::SETTLED_OUTCOME_UNSPECIFIED;  // unspecified: accepted
  std::string reason_code;  // when settled as refused
};
// Of a commit with at least one event.
Answer AnswerOf(const eventlog::v1::Commit& commit, uint64_t position, std::string payload_sha256);
absl::StatusOr<std::optional<Answer>> FindAnswer(const projection::Rows& rows, std::string_view command_id);

struct OwnCommit {
  uint64_t position = 0;
  std::string payload_sha256;
  eventlog::v1::Commit commit;
};
// Valid commits of an aggregate of the own context with a version above `after`, in order, settlements among
// them.
absl::StatusOr<std::vector<OwnCommit>> ReadCommits(const projection::Rows& rows,
                                                   std::string_view aggregate_id, uint64_t after, int limit);

// What the commit changes in a D: of a settlement nothing. kNotFound: it is of another kind of aggregate.
template <decider::Decider D>
absl::StatusOr<std::vector<typename D::Event>> EventsOf(const eventlog::v1::Commit& commit) {
  std::vector<typename D::Event> events;
  if (IsSettlement(commit)) return events;
  if (commit.aggregate_type() != D::kAggregateType) {
    return absl::NotFoundError(absl::StrCat("there is no ", D::kAggregateType, " with this id"));
  }
  for (const auto& stored : commit.events()) {
    FV_ASSIGN_OR_RETURN(auto event, eventlog::UnpackOneof<typename D::Event>(stored));
    events.push_back(std::move(event));
  }
  return events;
}

}  // namespace fallverbund::command

#endif  // FALLVERBUND_LIBS_COMMAND_COMMAND_LOG_H_
