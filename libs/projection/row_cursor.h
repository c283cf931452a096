// Rows one after the other, read page by page.
#ifndef FALLVERBUND_LIBS_PROJECTION_ROW_CURSOR_H_
#define FALLVERBUND_LIBS_PROJECTION_ROW_CURSOR_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/base/status.h"
#include "libs/projection/projection_store.h"

namespace fallverbund::projection {

// Over the rows of `table` whose key starts with `prefix` and is greater than `after`, in order. `rows`
// outlives it and does not change meanwhile.
class RowCursor {
 public:
  RowCursor(const Rows& rows, std::string_view table, std::string_view prefix, std::string after = "")
      : rows_(rows), table_(table), prefix_(prefix), after_(std::move(after)) {}

  // The next row, valid until the next call; null: there is none. Errors are those of the rows.
  absl::StatusOr<const Row*> Next();

 private:
  const Rows& rows_;
  const std::string table_, prefix_;
  std::string after_;
  std::vector<Row> page_;
  size_t next_ = 0;
  bool last_page_ = false;
};

// Calls `visit` with each of them; the first error of `visit` ends it.
template <class Visit>
absl::Status ForEachRow(const Rows& rows, std::string_view table, std::string_view prefix,
                        const Visit& visit) {
  RowCursor cursor(rows, table, prefix);
  while (true) {
    FV_ASSIGN_OR_RETURN(const Row* row, cursor.Next());
    if (row == nullptr) return absl::OkStatus();
    FV_RETURN_IF_ERROR(visit(*row));
  }
}

}  // namespace fallverbund::projection

#endif  // FALLVERBUND_LIBS_PROJECTION_ROW_CURSOR_H_
