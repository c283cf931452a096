#include "libs/projection/buffered_batch.h"

#include <utility>

namespace fallverbund::projection {

absl::StatusOr<std::optional<std::string>> BufferedBatch::Get(std::string_view table,
                                                              std::string_view key) const {
  if (auto in_table = changes_.find(table); in_table != changes_.end()) {
    if (auto change = in_table->second.find(key); change != in_table->second.end()) return change->second;
  }
  auto value = base_->Get(table, key);
  if (!value.ok()) read_error_.Update(value.status());
  return value;
}

absl::StatusOr<std::vector<Row>> BufferedBatch::Scan(std::string_view table, std::string_view prefix,
                                                     std::string_view after, int limit) const {
  std::vector<Row> found;
  auto in_table = changes_.find(table);
  if (in_table == changes_.end()) {
    auto rows = base_->Scan(table, prefix, after, limit);
    if (!rows.ok()) read_error_.Update(rows.status());
    return rows;
  }
  // Merge both orders; where both have a key, the change counts. The base is read in pages, since deleted
  // rows may take any number of its rows away.
  const auto& changed = in_table->second;
  auto change = after < prefix ? changed.lower_bound(prefix) : changed.upper_bound(after);
  auto change_left = [&] { return change != changed.end() && change->first.starts_with(prefix); };
  std::string base_after(after);
  bool base_more = true;
  while (static_cast<int>(found.size()) < limit) {
    std::vector<Row> page;
    if (base_more) {
      auto rows = base_->Scan(table, prefix, base_after, limit);
      if (!rows.ok()) {
        read_error_.Update(rows.status());
        return rows;
      }
      page = *std::move(rows);
      base_more = static_cast<int>(page.size()) == limit;
      if (!page.empty()) base_after = page.back().key;
    }
    auto take_change = [&] {
      if (change->second) found.push_back({change->first, *change->second});
      ++change;
    };
    for (Row& row : page) {
      while (change_left() && change->first < row.key) take_change();
      if (change_left() && change->first == row.key) {
        take_change();
      } else {
        found.push_back(std::move(row));
      }
    }
    if (!base_more) {
      while (change_left() && static_cast<int>(found.size()) < limit) take_change();
      break;
    }
  }
  if (static_cast<int>(found.size()) > limit) found.resize(static_cast<size_t>(limit));
  return found;
}

void BufferedBatch::Put(std::string_view table, std::string_view key, std::string_view value) {
  changes_[std::string(table)][std::string(key)] = std::string(value);
}

void BufferedBatch::Delete(std::string_view table, std::string_view key) {
  changes_[std::string(table)][std::string(key)] = std::nullopt;
}

void BufferedBatch::CopyTo(RowBatch& target) const {
  for (const auto& [table, rows] : changes_) {
    for (const auto& [key, value] : rows) {
      if (value) {
        target.Put(table, key, *value);
      } else {
        target.Delete(table, key);
      }
    }
  }
}

}  // namespace fallverbund::projection
