#include "libs/projection_rocksdb/rocksdb_projection_store.h"

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/options.h>
#include <rocksdb/slice.h>
#include <rocksdb/snapshot.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>

#include <cerrno>
#include <cstdarg>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/check.h"
#include "libs/base/status.h"
#include "libs/projection/buffered_batch.h"
#include "libs/projection/row_codec.h"

namespace fallverbund::projection {
namespace {

namespace fs = std::filesystem;

// Files beside RocksDB's own; it leaves names it does not know alone.
constexpr char kOurs[] = "FALLVERBUND_PROJECTION";
constexpr char kDamaged[] = "DAMAGED";

// The list of files changes every few megabytes of rows, and opening takes milliseconds.
constexpr int kReadBesideAttempts = 20;

// Key of a row: table, zero byte, key. No table has the empty name, so this key is none of theirs.
const std::string kPositionKey("\0position", 9);

std::string TableStart(std::string_view table) {
  FV_CHECK(!table.empty() && table.find('\0') == std::string_view::npos);
  std::string start(table);
  start.push_back('\0');
  return start;
}

rocksdb::Slice ToSlice(std::string_view bytes) {
  return {bytes.data(), bytes.size()};
}

absl::Status DiskError(const std::string& path, const std::error_code& code, std::string_view doing) {
  const std::string text =
      absl::StrCat(std::string(doing), " the projection at ", path, ": ", code.message());
  if (code.value() == EACCES || code.value() == EPERM || code.value() == EROFS) {
    return absl::PermissionDeniedError(
        absl::StrCat(text, "; make the directory writable for the service's user"));
  }
  if (code.value() == ENOSPC || code.value() == EDQUOT) {
    return absl::ResourceExhaustedError(absl::StrCat(text, "; free space on this disk"));
  }
  return absl::UnavailableError(absl::StrCat(text, "; check the disk and that the parent directory exists"));
}

absl::Status ToStatus(const rocksdb::Status& status, const std::string& path) {
  if (status.ok()) return absl::OkStatus();
  const std::string text = absl::StrCat("the projection at ", path, ": ", status.ToString());
  if (status.IsCorruption()) {
    return absl::DataLossError(absl::StrCat(text, "; started again, the service deletes and rebuilds it"));
  }
  if (status.IsIOError() && absl::StrContains(status.ToString(), "lock")) {
    return absl::AbortedError(
        absl::StrCat(text, "; another process uses it: stop that one or choose another data directory"));
  }
  if (status.IsNoSpace())
    return absl::ResourceExhaustedError(absl::StrCat(text, "; free space on this disk"));
  if (status.IsIOError() && absl::StrContains(status.ToString(), "ermission denied")) {
    return absl::PermissionDeniedError(
        absl::StrCat(text, "; make the directory writable for the service's user"));
  }
  if (status.IsPathNotFound() || absl::StrContains(status.ToString(), "No such file")) {
    return absl::DataLossError(absl::StrCat(text, "; a file of it is gone"));
  }
  return absl::UnavailableError(absl::StrCat(text, "; check the disk"));
}

// RocksDB keeps a diary beside the rows, and Debian's build aborts the process when it cannot write it
// (7.8.3, an assertion in WritableFileWriter): a full disk would kill the service before it could say so.
class NoDiary final : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

rocksdb::Options ToRocksDb(const RocksDbOptions& options) {
  rocksdb::Options db;
  db.create_if_missing = true;
  db.paranoid_checks = true;
  db.compression = options.compression ? rocksdb::kLZ4Compression : rocksdb::kNoCompression;
  db.write_buffer_size = options.write_buffer_bytes;
  db.max_write_buffer_number = 2;
  // Most rows that are asked for by name are not there (was this command answered before?), and the filters
  // say so without a search.
  db.memtable_prefix_bloom_size_ratio = 0.05;
  db.memtable_whole_key_filtering = true;
  db.max_open_files = 256;
  db.info_log = std::make_shared<NoDiary>();
  db.wal_recovery_mode =
      rocksdb::WALRecoveryMode::kPointInTimeRecovery;  // a torn end takes back whole batches
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(options.cache_bytes);
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  db.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return db;
}

// RocksDB's list of the files that count, as a name and a length: it only grows, or gets another name. While
// it stays the same no file that counts goes away, so who read list and files meanwhile has them all.
std::string Manifest(const std::string& path) {
  std::ifstream current(fs::path(path) / "CURRENT");
  std::string name;
  std::getline(current, name);
  std::error_code code;
  return absl::StrCat(name, " ", fs::file_size(fs::path(path) / name, code));
}

absl::Status MakeDirectory(const std::string& path) {
  std::error_code code;
  fs::create_directory(path, code);
  if (code) return DiskError(path, code, "making");
  const fs::path ours = fs::path(path) / kOurs;
  if (fs::exists(ours, code)) return absl::OkStatus();
  const bool empty = fs::is_empty(path, code);
  if (code) return DiskError(path, code, "opening");
  if (!empty) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " holds something that is not a projection; choose another directory"));
  }
  errno = 0;
  std::ofstream file(ours);
  file << "Rows computed from the log. Can be deleted while the service is stopped.\n" << std::flush;
  return file ? absl::OkStatus() : DiskError(path, {errno, std::generic_category()}, "opening");
}

}  // namespace

class RocksDbSnapshot final : public Rows {
 public:
  explicit RocksDbSnapshot(const RocksDbProjectionStore& store)
      : store_(store), snapshot_(store.db_->GetSnapshot()) {}
  ~RocksDbSnapshot() override { store_.db_->ReleaseSnapshot(snapshot_); }

  absl::StatusOr<std::optional<std::string>> Get(std::string_view table,
                                                 std::string_view key) const override {
    return store_.GetAt(snapshot_, table, key);
  }
  absl::StatusOr<std::vector<Row>> Scan(std::string_view table, std::string_view prefix,
                                        std::string_view after, int limit) const override {
    return store_.ScanAt(snapshot_, table, prefix, after, limit);
  }
  uint64_t position() const {
    rocksdb::ReadOptions options;
    options.snapshot = snapshot_;
    std::string value;
    return store_.db_->Get(options, ToSlice(kPositionKey), &value).ok() ? FromBigEndian(value) : 0;
  }

 private:
  const RocksDbProjectionStore& store_;
  const rocksdb::Snapshot* const snapshot_;
};

RocksDbProjectionStore::RocksDbProjectionStore(std::string path, std::unique_ptr<rocksdb::DB> db, Use use)
    : path_(std::move(path)), use_(use), db_(std::move(db)) {}

RocksDbProjectionStore::~RocksDbProjectionStore() = default;

absl::StatusOr<std::unique_ptr<RocksDbProjectionStore>> RocksDbProjectionStore::Open(
    const RocksDbOptions& options, bool fresh) {
  if (fresh) FV_RETURN_IF_ERROR(Delete(options.path));
  FV_RETURN_IF_ERROR(MakeDirectory(options.path));
  std::error_code code;
  if (fs::exists(fs::path(options.path) / kDamaged, code)) {
    return absl::DataLossError(
        absl::StrCat("the projection at ", options.path, " was found damaged while in use"));
  }
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(ToRocksDb(options), options.path, &opened);
  if (!status.ok()) return ToStatus(status, options.path);
  return WithPosition(options.path, std::unique_ptr<rocksdb::DB>(opened),
                      options.passing ? Use::kPassing : Use::kOurs);
}

absl::StatusOr<std::unique_ptr<RocksDbProjectionStore>> RocksDbProjectionStore::OpenBeside(
    const RocksDbOptions& options) {
  std::error_code code;
  if (!fs::exists(fs::path(options.path) / "CURRENT", code)) {
    return absl::NotFoundError(absl::StrCat("there is no projection at ", options.path));
  }
  rocksdb::Options reading = ToRocksDb(options);
  reading.create_if_missing = false;
  reading.max_open_files = -1;  // all at once: what is deleted later stays readable for who has it open
  rocksdb::Status status;
  for (int attempt = 0; attempt < kReadBesideAttempts; ++attempt) {
    const std::string before = Manifest(options.path);
    rocksdb::DB* opened = nullptr;
    status = rocksdb::DB::OpenForReadOnly(reading, options.path, &opened);
    std::unique_ptr<rocksdb::DB> db(opened);
    if (status.ok() && Manifest(options.path) == before) {
      return WithPosition(options.path, std::move(db), Use::kBeside);
    }
  }
  if (!status.ok()) return ToStatus(status, options.path);
  return absl::UnavailableError(
      absl::StrCat("the projection at ", options.path, " changes too fast to be read beside; try again"));
}

absl::StatusOr<std::unique_ptr<RocksDbProjectionStore>> RocksDbProjectionStore::WithPosition(
    const std::string& path, std::unique_ptr<rocksdb::DB> db, Use use) {
  std::unique_ptr<RocksDbProjectionStore> store(new RocksDbProjectionStore(path, std::move(db), use));
  std::string position;
  const rocksdb::Status read = store->db_->Get(rocksdb::ReadOptions(), ToSlice(kPositionKey), &position);
  if (!read.ok() && !read.IsNotFound()) return store->Failed(read);
  store->position_ = FromBigEndian(position);
  return store;
}

// RocksDB takes its lock before it deletes; what is left then are our own files.
absl::Status RocksDbProjectionStore::Delete(const std::string& path) {
  std::error_code code;
  if (!fs::exists(path, code)) return absl::OkStatus();
  if (!fs::is_empty(path, code) && !fs::exists(fs::path(path) / kOurs, code)) {
    return absl::FailedPreconditionError(absl::StrCat(
        path, " holds something that is not a projection, so it is not deleted; choose another directory"));
  }
  const absl::Status destroyed = ToStatus(rocksdb::DestroyDB(path, ToRocksDb({.path = path})), path);
  if (absl::IsAborted(destroyed)) return destroyed;
  fs::remove_all(path, code);
  return code ? DiskError(path, code, "deleting") : absl::OkStatus();
}

absl::Status RocksDbProjectionStore::Failed(const rocksdb::Status& status) const {
  absl::Status failed = ToStatus(status, path_);
  if (absl::IsDataLoss(failed) && use_ == Use::kOurs)
    std::ofstream(fs::path(path_) / kDamaged) << status.ToString() << "\n";
  return failed;
}

absl::StatusOr<std::optional<std::string>> RocksDbProjectionStore::GetAt(const rocksdb::Snapshot* snapshot,
                                                                         std::string_view table,
                                                                         std::string_view key) const {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot;
  std::string value;
  const rocksdb::Status status = db_->Get(options, TableStart(table).append(key), &value);
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) return Failed(status);
  return value;
}

absl::StatusOr<std::vector<Row>> RocksDbProjectionStore::ScanAt(const rocksdb::Snapshot* snapshot,
                                                                std::string_view table,
                                                                std::string_view prefix,
                                                                std::string_view after, int limit) const {
  const std::string start = TableStart(table);
  const std::string wanted = start + std::string(prefix);
  rocksdb::ReadOptions options;
  options.snapshot = snapshot;
  std::unique_ptr<rocksdb::Iterator> rows(db_->NewIterator(options));
  rows->Seek(after < prefix ? wanted : start + std::string(after));
  std::vector<Row> found;
  for (; rows->Valid() && rows->key().starts_with(wanted) && static_cast<int>(found.size()) < limit;
       rows->Next()) {
    std::string key(rows->key().data() + start.size(), rows->key().size() - start.size());
    if (!after.empty() && key <= after) continue;
    found.push_back({std::move(key), rows->value().ToString()});
  }
  if (!rows->status().ok()) return Failed(rows->status());
  return found;
}

absl::StatusOr<std::optional<std::string>> RocksDbProjectionStore::Get(std::string_view table,
                                                                       std::string_view key) const {
  return GetAt(nullptr, table, key);
}

absl::StatusOr<std::vector<Row>> RocksDbProjectionStore::Scan(std::string_view table, std::string_view prefix,
                                                              std::string_view after, int limit) const {
  return ScanAt(nullptr, table, prefix, after, limit);
}

std::unique_ptr<RowBatch> RocksDbProjectionStore::NewBatch() {
  return std::make_unique<BufferedBatch>(static_cast<const Rows&>(*this));
}

absl::Status RocksDbProjectionStore::Commit(std::shared_ptr<const RowBatch> batch, uint64_t position) {
  const auto* buffered = dynamic_cast<const BufferedBatch*>(batch.get());
  FV_CHECK(buffered != nullptr);  // a batch of another store
  rocksdb::WriteBatch writes;
  for (const auto& [table, rows] : buffered->changes()) {
    const std::string start = TableStart(table);
    for (const auto& [key, value] : rows) {
      const rocksdb::Status put = value ? writes.Put(start + key, *value) : writes.Delete(start + key);
      if (!put.ok()) return Failed(put);
    }
  }
  if (const rocksdb::Status put = writes.Put(kPositionKey, BigEndian(position)); !put.ok())
    return Failed(put);
  rocksdb::WriteOptions how;
  how.disableWAL = use_ == Use::kPassing;
  const rocksdb::Status written = db_->Write(how, &writes);
  if (!written.ok()) return Failed(written);
  position_ = position;
  return absl::OkStatus();
}

std::unique_ptr<Rows> RocksDbProjectionStore::Snapshot(uint64_t* position) const {
  auto snapshot = std::make_unique<RocksDbSnapshot>(*this);
  if (position != nullptr) *position = snapshot->position();
  return snapshot;
}

absl::Status RocksDbProjectionStore::EachRow(const VisitRow& visit) const {
  std::unique_ptr<rocksdb::Iterator> rows(db_->NewIterator(rocksdb::ReadOptions()));
  for (rows->SeekToFirst(); rows->Valid(); rows->Next()) {
    const std::string_view key(rows->key().data(), rows->key().size());
    if (key == kPositionKey) continue;
    const size_t end = key.find('\0');
    FV_RETURN_IF_ERROR(
        visit(key.substr(0, end), key.substr(end + 1), {rows->value().data(), rows->value().size()}));
  }
  return rows->status().ok() ? absl::OkStatus() : Failed(rows->status());
}

absl::Status RocksDbProjectionStore::Sync() {
  const rocksdb::Status synced = db_->SyncWAL();
  return synced.ok() ? absl::OkStatus() : Failed(synced);
}

}  // namespace fallverbund::projection
