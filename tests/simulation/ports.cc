#include "tests/simulation/ports.h"

#include <utility>

namespace fallverbund::simulation {

void Points::Pass(Fiber::Until until) const {
  Fiber::Pause(std::move(until));
  PassAlone();
}

void Points::PassAlone() const {
  if (dice_.Chance(luck_.crash)) life_.over = true;
  if (life_.over) throw Crashed();
}

bool Points::Unavailable() const {
  return luck_.bus_away || dice_.Chance(luck_.unavailable);
}

void SimulatedLog::Pass() const {
  if (alone_) {
    points_.PassAlone();
  } else {
    points_.Pass();
  }
}

template <class Call>
auto SimulatedLog::Through(Call call) -> decltype(call()) {
  Pass();
  if (points_.Unavailable()) return absl::UnavailableError("no answer from the log; the outcome is unknown");
  auto answer = call();
  Pass();
  return answer;
}

absl::StatusOr<uint64_t> SimulatedLog::Append(const eventlog::AppendRequest& request) {
  return Through([&] { return log_.Append(request); });
}
absl::StatusOr<std::vector<eventlog::StoredMessage>> SimulatedLog::Read(uint64_t from,
                                                                        eventlog::ReadLimit limit) {
  return Through([&] { return log_.Read(from, limit); });
}
absl::StatusOr<std::optional<eventlog::StoredMessage>> SimulatedLog::ReadFromLeader(uint64_t position) {
  return Through([&] { return log_.ReadFromLeader(position); });
}
absl::StatusOr<std::optional<eventlog::StoredMessage>> SimulatedLog::NextFromLeader(std::string_view subject,
                                                                                    uint64_t from,
                                                                                    absl::Time deadline) {
  return Through([&] { return log_.NextFromLeader(subject, from, deadline); });
}
absl::StatusOr<std::optional<eventlog::StoredMessage>> SimulatedLog::LastFromLeader(std::string_view subject,
                                                                                    absl::Time deadline) {
  return Through([&] { return log_.LastFromLeader(subject, deadline); });
}
absl::StatusOr<uint64_t> SimulatedLog::HeadFromLeader(absl::Time deadline) {
  return Through([&] { return log_.HeadFromLeader(deadline); });
}

absl::StatusOr<std::optional<std::string>> SimulatedStore::Get(std::string_view table,
                                                               std::string_view key) const {
  points_.Pass();
  return rows_.Get(table, key);
}
absl::StatusOr<std::vector<projection::Row>> SimulatedStore::Scan(std::string_view table,
                                                                  std::string_view prefix,
                                                                  std::string_view after, int limit) const {
  points_.Pass();
  return rows_.Scan(table, prefix, after, limit);
}
absl::Status SimulatedStore::Commit(std::shared_ptr<const projection::RowBatch> batch, uint64_t position) {
  points_.Pass();
  absl::Status committed = rows_.Commit(std::move(batch), position);
  points_.Pass();
  return committed;
}
std::unique_ptr<projection::Rows> SimulatedStore::Snapshot(uint64_t* position) const {
  points_.Pass();
  return rows_.Snapshot(position);
}

}  // namespace fallverbund::simulation
