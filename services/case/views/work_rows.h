// Rows of work lists, of whatever has work: a case, or a duty beside it. For this room only.
#ifndef FALLVERBUND_SERVICES_CASE_VIEWS_WORK_ROWS_H_
#define FALLVERBUND_SERVICES_CASE_VIEWS_WORK_ROWS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/projection/projection_store.h"
#include "services/case/views/work_list.h"

namespace fallverbund::casework {

inline constexpr std::string_view kWork = "work";           // audience, id, number -> item
inline constexpr std::string_view kWorkKeys = "work_keys";  // id -> its keys in kWork
// unit, id -> the persons who are asked; none: it holds
inline constexpr std::string_view kUnitWork = "unit_work";
inline constexpr std::string_view kWorkUnits = "work_units";  // id, "/", unit -> the same

// The items take the place of all that stood under `id`, which is that of a case, contact, inquiry or
// deployment.
absl::Status WriteWork(std::string_view id, const std::vector<WorkItem>& items, projection::RowBatch& rows);
// Written only when something changed, which is rare: the items themselves stand in the rows of persons.
void WriteUnits(std::string_view id, const std::vector<UnitEntry>& old, const std::vector<UnitEntry>& now,
                projection::RowBatch& rows);

// All work under `id`, what stands on several lists once, as the first person's.
absl::StatusOr<std::vector<v1::InboxItem>> WorkOf(const projection::Rows& rows, std::string_view id);
// Whether the unit sees it, by its row in kUnitWork.
bool UnitSees(const std::string& unit_row, const v1::InboxItem& item);
absl::StatusOr<v1::InboxItem> ParseItem(const std::string& row);

}  // namespace fallverbund::casework

#endif  // FALLVERBUND_SERVICES_CASE_VIEWS_WORK_ROWS_H_
