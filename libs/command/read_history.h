// One aggregate of the own context with everything that happened to it, for showing it.
#ifndef FALLVERBUND_LIBS_COMMAND_READ_HISTORY_H_
#define FALLVERBUND_LIBS_COMMAND_READ_HISTORY_H_

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "libs/base/status.h"
#include "libs/command/command_log.h"
#include "libs/command/given.h"
#include "libs/decider/decider.h"
#include "libs/eventlog/oneof.h"
#include "libs/history/history.h"

namespace fallverbund::command {

// As far as `rows` know it. kNotFound: there is none of this type with this id. Needs the rows of CommandLog.
template <decider::Decider D>
absl::StatusOr<history::History<D>> ReadHistory(const projection::Rows& rows, std::string_view aggregate_id) {
  constexpr int kPage = 256;
  history::History<D> history;
  history.aggregate_id = std::string(aggregate_id);
  while (true) {
    FV_ASSIGN_OR_RETURN(const auto commits, ReadCommits(rows, aggregate_id, history.version, kPage));
    for (const OwnCommit& own : commits) {
      if (own.commit.aggregate_type() != D::kAggregateType) return absl::NotFoundError("");
      for (const auto& stored : own.commit.events()) {
        FV_ASSIGN_OR_RETURN(auto event, eventlog::UnpackOneof<typename D::Event>(stored));
        history.Add(std::move(event), GivenOf(own.commit), own.commit.commit_id());
      }
      history.version = own.commit.aggregate_version();
    }
    if (commits.size() < kPage) break;
  }
  if (!history.exists()) return absl::NotFoundError("");
  return history;
}

}  // namespace fallverbund::command

#endif  // FALLVERBUND_LIBS_COMMAND_READ_HISTORY_H_
