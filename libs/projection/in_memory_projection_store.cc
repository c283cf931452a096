#include "libs/projection/in_memory_projection_store.h"

#include <utility>

#include "libs/base/check.h"
#include "libs/base/status.h"
#include "libs/projection/buffered_batch.h"

namespace fallverbund::projection {
namespace {

std::optional<std::string> GetFrom(const InMemoryProjectionStore::Tables& tables, std::string_view table,
                                   std::string_view key) {
  auto found = tables.find(table);
  if (found == tables.end()) return std::nullopt;
  auto row = found->second->find(key);
  if (row == found->second->end()) return std::nullopt;
  return row->second;
}

std::vector<Row> ScanFrom(const InMemoryProjectionStore::Tables& tables, std::string_view table,
                          std::string_view prefix, std::string_view after, int limit) {
  std::vector<Row> rows;
  auto found = tables.find(table);
  if (found == tables.end()) return rows;
  const InMemoryProjectionStore::Table& all = *found->second;
  for (auto row = after < prefix ? all.lower_bound(prefix) : all.upper_bound(after);
       row != all.end() && row->first.starts_with(prefix) && static_cast<int>(rows.size()) < limit; ++row) {
    rows.push_back({row->first, row->second});
  }
  return rows;
}

}  // namespace

class InMemorySnapshot final : public Rows {
 public:
  InMemorySnapshot(const InMemoryProjectionStore& store, InMemoryProjectionStore::Tables tables)
      : store_(store), tables_(std::move(tables)) {}
  ~InMemorySnapshot() override {
    absl::MutexLock lock(&store_.mu_);  // so that Commit can trust the use counts it sees
    tables_.clear();
  }
  absl::StatusOr<std::optional<std::string>> Get(std::string_view table,
                                                 std::string_view key) const override {
    return GetFrom(tables_, table, key);
  }
  absl::StatusOr<std::vector<Row>> Scan(std::string_view table, std::string_view prefix,
                                        std::string_view after, int limit) const override {
    return ScanFrom(tables_, table, prefix, after, limit);
  }
  const InMemoryProjectionStore::Tables& tables() const { return tables_; }

 private:
  const InMemoryProjectionStore& store_;
  InMemoryProjectionStore::Tables tables_;
};

absl::StatusOr<std::optional<std::string>> InMemoryProjectionStore::Get(std::string_view table,
                                                                        std::string_view key) const {
  absl::MutexLock lock(&mu_);
  return GetFrom(tables_, table, key);
}

absl::StatusOr<std::vector<Row>> InMemoryProjectionStore::Scan(std::string_view table,
                                                               std::string_view prefix,
                                                               std::string_view after, int limit) const {
  absl::MutexLock lock(&mu_);
  return ScanFrom(tables_, table, prefix, after, limit);
}

std::unique_ptr<RowBatch> InMemoryProjectionStore::NewBatch() {
  return std::make_unique<BufferedBatch>(static_cast<const Rows&>(*this));
}

absl::Status InMemoryProjectionStore::Commit(std::shared_ptr<const RowBatch> batch, uint64_t position) {
  const auto* changes = dynamic_cast<const BufferedBatch*>(batch.get());
  FV_CHECK(changes != nullptr);  // a batch of another store
  absl::MutexLock lock(&mu_);
  for (const auto& [table, rows] : changes->changes()) {
    std::shared_ptr<Table>& mine = tables_[table];
    if (mine == nullptr) {
      mine = std::make_shared<Table>();
    } else if (mine.use_count() > 1) {
      mine = std::make_shared<Table>(*mine);
    }
    for (const auto& [key, value] : rows) {
      if (value) {
        (*mine)[key] = *value;
      } else {
        mine->erase(key);
      }
    }
  }
  position_ = position;
  return absl::OkStatus();
}

uint64_t InMemoryProjectionStore::position() const {
  absl::MutexLock lock(&mu_);
  return position_;
}

std::unique_ptr<Rows> InMemoryProjectionStore::Snapshot(uint64_t* position) const {
  absl::MutexLock lock(&mu_);
  if (position != nullptr) *position = position_;
  return std::make_unique<InMemorySnapshot>(*this, tables_);
}

absl::Status InMemoryProjectionStore::EachRow(const VisitRow& visit) const {
  const std::unique_ptr<Rows> snapshot = Snapshot(nullptr);
  for (const auto& [table, rows] : dynamic_cast<const InMemorySnapshot&>(*snapshot).tables()) {
    for (const auto& [key, value] : *rows) FV_RETURN_IF_ERROR(visit(table, key, value));
  }
  return absl::OkStatus();
}

std::unique_ptr<InMemoryProjectionStore> InMemoryProjectionStore::Copy() const {
  auto copy = std::make_unique<InMemoryProjectionStore>();
  absl::MutexLock lock(&mu_);
  absl::MutexLock copy_lock(&copy->mu_);
  for (const auto& [table, rows] : tables_) copy->tables_[table] = std::make_shared<Table>(*rows);
  copy->position_ = position_;
  return copy;
}

}  // namespace fallverbund::projection
