#include "libs/command/command_log.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/eventlog/commit_codec.h"
#include "libs/eventlog/oneof.h"
#include "libs/projection/row_codec.h"

namespace fallverbund::command {
namespace {

using projection::BigEndian;
using projection::RowReader;
using projection::RowWriter;

constexpr char kAnswers[] = "cmd.answer";  // command id -> Answer
constexpr char kCommits[] = "cmd.commit";  // aggregate id, version -> position, hash, commit

std::string CommitKey(std::string_view aggregate_id, uint64_t version) {
  return std::string(aggregate_id) + BigEndian(version);
}

std::string EncodeAnswer(const Answer& answer) {
  return RowWriter()
      .Number(answer.position)
      .Text(answer.commit_id)
      .Text(answer.request_mac)
      .Text(answer.payload_sha256)
      .Time(answer.recorded_at)
      .Number(static_cast<uint64_t>(answer.settled))
      .Text(answer.reason_code)
      .Take();
}

}  // namespace

CommandLog::CommandLog(std::string context, std::vector<AggregateKind> kinds)
    : context_(std::move(context)), kinds_(std::move(kinds)) {
  kinds_.push_back({kSettlementType, eventlog::v1::SettlementEvent::descriptor()});
}

absl::Status CommandLog::CheckUnderstood(const eventlog::v1::Commit& commit) const {
  auto kind = std::find_if(kinds_.begin(), kinds_.end(),
                           [&](const AggregateKind& known) { return known.type == commit.aggregate_type(); });
  if (kind == kinds_.end()) {
    return absl::UnimplementedError(
        absl::StrCat("unknown aggregate type ", commit.aggregate_type(), " in our own context"));
  }
  const auto* prototype = google::protobuf::MessageFactory::generated_factory()->GetPrototype(kind->events);
  std::unique_ptr<google::protobuf::Message> wrapper(prototype->New());
  for (const auto& event : commit.events()) FV_RETURN_IF_ERROR(eventlog::UnpackOneof(event, wrapper.get()));
  return absl::OkStatus();
}

absl::Status CommandLog::Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const {
  const eventlog::ValidCommit& commit = recorded.commit;
  if (commit.context != context_) return absl::OkStatus();
  FV_RETURN_IF_ERROR(CheckUnderstood(commit.commit));
  rows.Put(kCommits, CommitKey(commit.aggregate_id, commit.commit.aggregate_version()),
           RowWriter()
               .Number(commit.position)
               .Text(commit.payload_sha256)
               .Text(commit.commit.SerializeAsString())
               .Take());
  FV_ASSIGN_OR_RETURN(auto answered, rows.Get(kAnswers, commit.commit.command_id()));
  if (!answered) {
    rows.Put(kAnswers, commit.commit.command_id(),
             EncodeAnswer(AnswerOf(commit.commit, commit.position, commit.payload_sha256)));
  }
  return absl::OkStatus();
}

Answer AnswerOf(const eventlog::v1::Commit& commit, uint64_t position, std::string payload_sha256) {
  Answer answer{position, commit.commit_id(), commit.request_mac(), std::move(payload_sha256),
                FromProto(commit.recorded_at())};
  if (eventlog::v1::ReactionSettled settled;
      IsSettlement(commit) && eventlog::UnpackEvent(commit.events(0), &settled)) {
    answer.settled = settled.outcome();
    answer.reason_code = settled.reason_id();
  }
  return answer;
}

absl::StatusOr<std::optional<Answer>> FindAnswer(const projection::Rows& rows, std::string_view command_id) {
  FV_ASSIGN_OR_RETURN(auto row, rows.Get(kAnswers, command_id));
  if (!row) return std::nullopt;
  RowReader reader(*row);
  Answer answer;
  answer.position = reader.Number();
  answer.commit_id = std::string(reader.Text());
  answer.request_mac = std::string(reader.Text());
  answer.payload_sha256 = std::string(reader.Text());
  answer.recorded_at = reader.Time();
  answer.settled = static_cast<eventlog::v1::SettledOutcome>(reader.Number());
  answer.reason_code = std::string(reader.Text());
  return answer;
}

absl::StatusOr<std::vector<OwnCommit>> ReadCommits(const projection::Rows& rows,
                                                   std::string_view aggregate_id, uint64_t after, int limit) {
  FV_ASSIGN_OR_RETURN(auto page, rows.Scan(kCommits, aggregate_id, CommitKey(aggregate_id, after), limit));
  std::vector<OwnCommit> commits;
  for (const auto& row : page) {
    RowReader reader(row.value);
    OwnCommit own;
    own.position = reader.Number();
    own.payload_sha256 = std::string(reader.Text());
    if (!own.commit.ParseFromString(std::string(reader.Text()))) {
      return absl::DataLossError(
          "a commit's row does not parse; delete the projection, it will be read again");
    }
    commits.push_back(std::move(own));
  }
  return commits;
}

}  // namespace fallverbund::command
