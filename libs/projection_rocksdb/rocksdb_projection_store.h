// A projection on disk.
#ifndef FALLVERBUND_LIBS_PROJECTION_ROCKSDB_ROCKSDB_PROJECTION_STORE_H_
#define FALLVERBUND_LIBS_PROJECTION_ROCKSDB_ROCKSDB_PROJECTION_STORE_H_

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/projection/projection_store.h"

namespace rocksdb {
class DB;
class Snapshot;
class Status;
}  // namespace rocksdb

namespace fallverbund::projection {

struct RocksDbOptions {
  std::string path;         // a directory of its own; made when missing (its parent must be there)
  bool compression = true;  // off: what is stored can be searched for byte by byte
  size_t cache_bytes = size_t{32} << 20;
  size_t write_buffer_bytes = size_t{16} << 20;
  // For rows that are thrown away when the process ends: no diary of writes, so none survives it.
  bool passing = false;
};

// Thread-safe. One process at a time holds a directory. A commit survives the end of the process however it
// comes, and a power cut takes back the last ones whole, rows and position together. A read that meets damage
// is kDataLoss and marks the directory, so that the next Open says kDataLoss too.
class RocksDbProjectionStore final : public ProjectionStore {
 public:
  // With `fresh` everything in the directory is deleted first; only if it is a projection, or empty.
  // kDataLoss: damaged. kAborted: another process holds it. kFailedPrecondition: it is some other directory.
  // kPermissionDenied, kResourceExhausted, kUnavailable: the disk says so. All name the path and the way out.
  static absl::StatusOr<std::unique_ptr<RocksDbProjectionStore>> Open(const RocksDbOptions& options,
                                                                      bool fresh = false);
  // The rows as the last commit left them, while another process may hold the directory and go on writing;
  // nothing of that is seen. Only for reading, and nothing in the directory is touched. kNotFound: there is
  // none. kDataLoss: damaged. kUnavailable: too busy, try again.
  static absl::StatusOr<std::unique_ptr<RocksDbProjectionStore>> OpenBeside(const RocksDbOptions& options);
  // Nothing is left at `path`. Errors as of Open with `fresh`.
  static absl::Status Delete(const std::string& path);
  ~RocksDbProjectionStore() override;

  absl::StatusOr<std::optional<std::string>> Get(std::string_view table, std::string_view key) const override;
  absl::StatusOr<std::vector<Row>> Scan(std::string_view table, std::string_view prefix,
                                        std::string_view after, int limit) const override;
  std::unique_ptr<RowBatch> NewBatch() override;
  absl::Status Commit(std::shared_ptr<const RowBatch> batch, uint64_t position) override;
  uint64_t position() const override { return position_; }
  std::unique_ptr<Rows> Snapshot(uint64_t* position) const override;
  absl::Status EachRow(const VisitRow& visit) const override;
  // What was committed is on disk when OK, and survives a power cut.
  absl::Status Sync();

 private:
  friend class RocksDbSnapshot;
  enum class Use { kOurs, kBeside, kPassing };
  RocksDbProjectionStore(std::string path, std::unique_ptr<rocksdb::DB> db, Use use);
  static absl::StatusOr<std::unique_ptr<RocksDbProjectionStore>> WithPosition(const std::string& path,
                                                                              std::unique_ptr<rocksdb::DB> db,
                                                                              Use use);

  // With nullptr the rows as they are now.
  absl::StatusOr<std::optional<std::string>> GetAt(const rocksdb::Snapshot* snapshot, std::string_view table,
                                                   std::string_view key) const;
  absl::StatusOr<std::vector<Row>> ScanAt(const rocksdb::Snapshot* snapshot, std::string_view table,
                                          std::string_view prefix, std::string_view after, int limit) const;
  absl::Status Failed(const rocksdb::Status& status) const;

  const std::string path_;
  const Use use_;
  std::unique_ptr<rocksdb::DB> db_;
  std::atomic<uint64_t> position_ = 0;
};

}  // namespace fallverbund::projection

#endif  // FALLVERBUND_LIBS_PROJECTION_ROCKSDB_ROCKSDB_PROJECTION_STORE_H_
