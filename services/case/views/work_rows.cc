#include "services/case/views/work_rows.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
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
  for (const UnitEntry& entry : old) rows.Delete(kUnitWork, absl::StrCat(entry.unit, ToAbsl(id)));
  for (const UnitEntry& entry : now)
    rows.Put(kUnitWork, absl::StrCat(entry.unit, ToAbsl(id)), absl::StrJoin(entry.asked, ","));
}

}  // namespace fallverbund::casework
