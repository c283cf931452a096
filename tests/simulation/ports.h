// The ports as one instance sees them: between two calls anything else may happen, a call may fail, and at
// any call the instance may crash.
#ifndef FALLVERBUND_TESTS_SIMULATION_PORTS_H_
#define FALLVERBUND_TESTS_SIMULATION_PORTS_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/eventlog/event_log.h"
#include "libs/projection/projection_store.h"
#include "tests/simulation/dice.h"
#include "tests/simulation/fiber.h"

namespace fallverbund::simulation {

// How unlucky, in a million port calls.
struct Luck {
  uint64_t crash = 0;        // the instance ends here
  uint64_t unavailable = 0;  // the log does not answer; nothing was done
  bool bus_away = false;     // nor will it for a while, to nobody
};

// One life of an instance, from its start to its crash.
struct Life {
  bool over = false;
};

// Where an instance can be interrupted.
class Points {
 public:
  Points(Life& life, Dice& dice, const Luck& luck) : life_(life), dice_(dice), luck_(luck) {}
  // Others run; throws Crashed if the life is over then.
  void Pass(Fiber::Until until = nullptr) const;
  // The same without letting others run: for a call that is made with a lock held.
  void PassAlone() const;
  bool Unavailable() const;
  Life& life() const { return life_; }

 private:
  Life& life_;
  Dice& dice_;
  const Luck& luck_;
};

// `alone`: see Points. Not thread-safe, as all of this.
class SimulatedLog final : public eventlog::EventLog {
 public:
  SimulatedLog(eventlog::EventLog& log, const Points& points, bool alone)
      : log_(log), points_(points), alone_(alone) {}

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
  absl::StatusOr<uint64_t> HeadFromLeader(absl::Time deadline) override;
  absl::Status CheckDurability() override { return log_.CheckDurability(); }
  std::unique_ptr<Subscription> WatchHints(std::function<void()>) override { return nullptr; }

 private:
  template <class Call>
  auto Through(Call call) -> decltype(call());
  void Pass() const;

  eventlog::EventLog& log_;
  const Points points_;
  const bool alone_;
};

class SimulatedStore final : public projection::ProjectionStore {
 public:
  SimulatedStore(projection::ProjectionStore& rows, const Points& points) : rows_(rows), points_(points) {}

  absl::StatusOr<std::optional<std::string>> Get(std::string_view table, std::string_view key) const override;
  absl::StatusOr<std::vector<projection::Row>> Scan(std::string_view table, std::string_view prefix,
                                                    std::string_view after, int limit) const override;
  std::unique_ptr<projection::RowBatch> NewBatch() override { return rows_.NewBatch(); }
  absl::Status Commit(std::shared_ptr<const projection::RowBatch> batch, uint64_t position) override;
  uint64_t position() const override { return rows_.position(); }
  std::unique_ptr<projection::Rows> Snapshot(uint64_t* position) const override;
  absl::Status EachRow(const VisitRow& visit) const override { return rows_.EachRow(visit); }

 private:
  projection::ProjectionStore& rows_;
  const Points points_;
};

// The world's time, told wrongly.
class SkewedClock final : public Clock {
 public:
  explicit SkewedClock(const Clock& right) : right_(right) {}
  absl::Time Now() const override { return right_.Now() + skew_; }
  void SetSkew(absl::Duration skew) { skew_ = skew; }

 private:
  const Clock& right_;
  absl::Duration skew_;
};

}  // namespace fallverbund::simulation

#endif  // FALLVERBUND_TESTS_SIMULATION_PORTS_H_
