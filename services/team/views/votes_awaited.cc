#include "services/team/views/votes_awaited.h"

#include "absl/strings/str_cat.h"
#include "fallverbund/team/v1/joint_decision_events.pb.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/eventlog/oneof.h"
#include "libs/projection/row_cursor.h"

namespace fallverbund::team {
namespace {

constexpr char kVotesAwaited[] = "votes_awaited";  // person, "/", decision -> "1"

std::string Key(std::string_view person_id, std::string_view decision_id) {
  return absl::StrCat(ToAbsl(person_id), "/", ToAbsl(decision_id));
}

void On(std::string_view decision_id, const v1::JointDecisionEvent& event, projection::RowBatch& rows) {
  for (const v1::Voter& voter : event.joint_decision_opened().voters())
    rows.Put(kVotesAwaited, Key(voter.person_id(), decision_id), "1");
  if (event.has_vote_cast()) rows.Delete(kVotesAwaited, Key(event.vote_cast().person_id(), decision_id));
  if (event.has_voter_gone()) rows.Delete(kVotesAwaited, Key(event.voter_gone().person_id(), decision_id));
}

}  // namespace

absl::Status VotesAwaitedView::Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const {
  const auto& commit = recorded.commit;
  if (commit.context != "team" || commit.commit.aggregate_type() != "joint_decision") return absl::OkStatus();
  for (const auto& stored : commit.commit.events()) {
    if (!eventlog::HasAlternative(v1::JointDecisionEvent::descriptor(), stored)) continue;
    FV_ASSIGN_OR_RETURN(const auto event, eventlog::UnpackOneof<v1::JointDecisionEvent>(stored));
    On(commit.aggregate_id, event, rows);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> VotesAwaitedOf(const projection::Rows& rows,
                                                        std::string_view person_id) {
  const std::string prefix = Key(person_id, "");
  std::vector<std::string> decisions;
  projection::RowCursor cursor(rows, kVotesAwaited, prefix);
  while (true) {
    FV_ASSIGN_OR_RETURN(const projection::Row* row, cursor.Next());
    if (row == nullptr) return decisions;
    decisions.push_back(row->key.substr(prefix.size()));
  }
}

}  // namespace fallverbund::team
