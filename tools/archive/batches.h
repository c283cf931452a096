// The rows that the audit of an archive keeps.
#ifndef FALLVERBUND_TOOLS_ARCHIVE_BATCHES_H_
#define FALLVERBUND_TOOLS_ARCHIVE_BATCHES_H_

#include <cstdint>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "libs/base/status.h"
#include "libs/projection/projection_store.h"

namespace fallverbund::archive {

// Rows of a view, written some hundred commits at a time.
class Batches {
 public:
  explicit Batches(projection::ProjectionStore& store) : store_(store), batch_(store.NewBatch()) {}
  projection::RowBatch& batch() { return *batch_; }
  absl::Status Reach(uint64_t position) {
    position_ = position;
    return ++held_ < kAtOnce ? absl::OkStatus() : Keep();
  }
  absl::Status Keep() {
    held_ = 0;
    FV_RETURN_IF_ERROR(store_.Commit(std::move(batch_), position_));
    batch_ = store_.NewBatch();
    return absl::OkStatus();
  }

 private:
  static constexpr int kAtOnce = 512;
  projection::ProjectionStore& store_;
  std::unique_ptr<projection::RowBatch> batch_;
  int held_ = 0;
  uint64_t position_ = 0;
};

}  // namespace fallverbund::archive

#endif  // FALLVERBUND_TOOLS_ARCHIVE_BATCHES_H_
