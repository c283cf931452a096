// Rows a service computed from the log: disposable, rebuilt whenever in doubt.
//
// Adapters: InMemoryProjectionStore (here) and RocksDbProjectionStore (libs/projection_rocksdb); both pass
// testing/projection_store_contract.h.
#ifndef FALLVERBUND_LIBS_PROJECTION_PROJECTION_STORE_H_
#define FALLVERBUND_LIBS_PROJECTION_PROJECTION_STORE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace fallverbund::projection {

struct Row {
  std::string key;
  std::string value;
  friend bool operator==(const Row&, const Row&) = default;
};

// Reading rows. Keys are bytes in lexicographic order inside a table; a table is a short name such as
// "cases".
class Rows {
 public:
  virtual ~Rows() = default;
  virtual absl::StatusOr<std::optional<std::string>> Get(std::string_view table,
                                                         std::string_view key) const = 0;
  // Rows whose key starts with `prefix` and is greater than `after` (when not empty), at most `limit`, in
  // order.
  virtual absl::StatusOr<std::vector<Row>> Scan(std::string_view table, std::string_view prefix,
                                                std::string_view after, int limit) const = 0;
};

// Rows as they will be when the batch commits: reads see the batch's own writes. Not thread-safe.
class RowBatch : public Rows {
 public:
  virtual void Put(std::string_view table, std::string_view key, std::string_view value) = 0;
  virtual void Delete(std::string_view table, std::string_view key) = 0;
};

// Thread-safe. Reads through the store itself see the last committed batch, never half of one.
class ProjectionStore : public Rows {
 public:
  virtual std::unique_ptr<RowBatch> NewBatch() = 0;
  // All of the batch and `position` become visible at once, and survive a crash together or not at all. Not
  // synced: what is lost is read from the log again.
  // The batch's own rows are read meanwhile, and may be by others.
  virtual absl::Status Commit(std::shared_ptr<const RowBatch> batch, uint64_t position) = 0;
  virtual uint64_t position() const = 0;  // of the last committed batch, 0 when new
  // A view of the rows at one position that later commits do not change.
  virtual std::unique_ptr<Rows> Snapshot(uint64_t* position) const = 0;
  // Calls `visit` with each row of each table, in order, all as they are at one position; the first error of
  // `visit` ends it.
  using VisitRow =
      std::function<absl::Status(std::string_view table, std::string_view key, std::string_view value)>;
  virtual absl::Status EachRow(const VisitRow& visit) const = 0;
  // SHA-256 over all rows (state_hash.h), for comparing rebuilds. Reads everything.
  absl::StatusOr<std::string> StateHash() const;
};

}  // namespace fallverbund::projection

#endif  // FALLVERBUND_LIBS_PROJECTION_PROJECTION_STORE_H_
