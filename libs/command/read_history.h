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

// As far as `rows` know it. kNotFound: there is none of this type with this id, be it that a reaction to it
// was settled. Needs the rows of CommandLog.
template <decider::Decider D>
absl::StatusOr<history::History<D>> ReadHistory(const projection::Rows& rows, std::string_view aggregate_id) {
  constexpr int kPage = 256;
  history::History<D> history;
  history.aggregate_id = std::string(aggregate_id);
  for (uint64_t read = 0;;) {
    FV_ASSIGN_OR_RETURN(const auto commits, ReadCommits(rows, aggregate_id, read, kPage));
    for (const OwnCommit& own : commits) {
      read = own.commit.aggregate_version();
      FV_ASSIGN_OR_RETURN(auto events, EventsOf<D>(own.commit));
      if (!events.empty()) history.version = read;
      for (auto& event : events) history.Add(std::move(event), GivenOf(own.commit), own.commit.commit_id());
    }
    if (commits.size() < kPage) break;
  }
  if (!history.exists()) return absl::NotFoundError("");
  return history;
}

}  // namespace fallverbund::command

#endif  // FALLVERBUND_LIBS_COMMAND_READ_HISTORY_H_
