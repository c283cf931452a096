#include "libs/projection/row_cursor.h"

#include "libs/base/status.h"

namespace fallverbund::projection {
namespace {

constexpr int kPage = 256;

}  // namespace

absl::StatusOr<const Row*> RowCursor::Next() {
  if (next_ == page_.size()) {
    if (last_page_) return nullptr;
    FV_ASSIGN_OR_RETURN(page_, rows_.Scan(table_, prefix_, after_, kPage));
    next_ = 0;
    last_page_ = page_.size() < kPage;
    if (page_.empty()) return nullptr;
    after_ = page_.back().key;
  }
  return &page_[next_++];
}

}  // namespace fallverbund::projection
