#include "services/case/views/work_rows.h"

#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "fallverbund/casework/v1/case_rows.pb.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"

namespace fallverbund::casework {

absl::Status WriteWork(std::string_view id, const std::vector<WorkItem>& items, projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(const auto old, rows.Get(kWorkKeys, id));
  v1::WorkKeysRow keys;
  if (old && !keys.ParseFromString(*old)) return absl::DataLossError("a row of work keys is unreadable");
  for (const std::string& key : keys.keys()) rows.Delete(kWork, key);
  keys.Clear();
  int n = 0;
  for (const WorkItem& item : items) {
    const std::string key = absl::StrCat(item.audience, ToAbsl(id), "/", absl::Dec(n++, absl::kZeroPad4));
    rows.Put(kWork, key, item.item.SerializeAsString());
    keys.add_keys(key);
  }
  rows.Put(kWorkKeys, id, keys.SerializeAsString());
  return absl::OkStatus();
}

void WriteUnits(std::string_view id, const std::vector<UnitEntry>& old, const std::vector<UnitEntry>& now,
                projection::RowBatch& rows) {
  if (old == now) return;
  for (const UnitEntry& entry : old) {
    rows.Delete(kUnitWork, absl::StrCat(entry.unit, ToAbsl(id)));
    rows.Delete(kWorkUnits, absl::StrCat(ToAbsl(id), "/", entry.unit));
  }
  for (const UnitEntry& entry : now) {
    const std::string asked = absl::StrJoin(entry.asked, ",");
    rows.Put(kUnitWork, absl::StrCat(entry.unit, ToAbsl(id)), asked);
    rows.Put(kWorkUnits, absl::StrCat(ToAbsl(id), "/", entry.unit), asked);
  }
}

absl::StatusOr<std::vector<v1::InboxItem>> WorkOf(const projection::Rows& rows, std::string_view id) {
  FV_ASSIGN_OR_RETURN(const auto row, rows.Get(kWorkKeys, id));
  v1::WorkKeysRow keys;
  if (row && !keys.ParseFromString(*row)) return absl::DataLossError("a row of work keys is unreadable");
  std::vector<v1::InboxItem> items;
  std::set<std::string> seen;
  for (const std::string& key : keys.keys()) {
    FV_ASSIGN_OR_RETURN(const auto found, rows.Get(kWork, key));
    if (!found) return absl::DataLossError("a row of a work list is missing");
    FV_ASSIGN_OR_RETURN(auto item, ParseItem(*found));
    v1::InboxItem what = item;
    what.clear_person_id();
    if (seen.insert(what.SerializeAsString()).second) items.push_back(std::move(item));
  }
  return items;
}

bool UnitSees(const std::string& unit_row, const v1::InboxItem& item) {
  const std::set<std::string> asked = absl::StrSplit(unit_row, ',');
  return unit_row.empty() || asked.contains(item.person_id());
}

absl::StatusOr<v1::InboxItem> ParseItem(const std::string& row) {
  v1::InboxItem item;
  if (!item.ParseFromString(row)) return absl::DataLossError("a row of a work list is unreadable");
  return item;
}

}  // namespace fallverbund::casework
