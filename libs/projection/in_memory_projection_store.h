// A projection that ends with the process: for tests and simulation. Keeps its rows when a new Projector is
// put on it, which is how tests restart a service.
#ifndef FALLVERBUND_LIBS_PROJECTION_IN_MEMORY_PROJECTION_STORE_H_
#define FALLVERBUND_LIBS_PROJECTION_IN_MEMORY_PROJECTION_STORE_H_

#include <map>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "libs/projection/projection_store.h"

namespace fallverbund::projection {

// Thread-safe; the store outlives its snapshots and batches.
class InMemoryProjectionStore final : public ProjectionStore {
 public:
  // A table is copied when it is written while a snapshot still holds it, and only then.
  using Table = std::map<std::string, std::string, std::less<>>;
  using Tables = std::map<std::string, std::shared_ptr<Table>, std::less<>>;

  absl::StatusOr<std::optional<std::string>> Get(std::string_view table, std::string_view key) const override;
  absl::StatusOr<std::vector<Row>> Scan(std::string_view table, std::string_view prefix,
                                        std::string_view after, int limit) const override;
  std::unique_ptr<RowBatch> NewBatch() override;
  absl::Status Commit(std::shared_ptr<const RowBatch> batch, uint64_t position) override;
  uint64_t position() const override;
  std::unique_ptr<Rows> Snapshot(uint64_t* position) const override;
  absl::Status EachRow(const VisitRow& visit) const override;

  // What a disk would hold after a crash right now: everything committed, at its position.
  std::unique_ptr<InMemoryProjectionStore> Copy() const;

 private:
  friend class InMemorySnapshot;

  mutable absl::Mutex mu_;
  Tables tables_ ABSL_GUARDED_BY(mu_);
  uint64_t position_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace fallverbund::projection

#endif  // FALLVERBUND_LIBS_PROJECTION_IN_MEMORY_PROJECTION_STORE_H_
