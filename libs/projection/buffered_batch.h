// Writes kept in memory over rows that stay as they are. Both stores hand these out as their batches, and the
// projector stacks one per commit, so that a commit that is not understood can be dropped whole.
#ifndef FALLVERBUND_LIBS_PROJECTION_BUFFERED_BATCH_H_
#define FALLVERBUND_LIBS_PROJECTION_BUFFERED_BATCH_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/projection/projection_store.h"

namespace fallverbund::projection {

// Not thread-safe, like any batch.
class BufferedBatch : public RowBatch {
 public:
  // nullopt: deleted.
  using Changes =
      std::map<std::string, std::map<std::string, std::optional<std::string>, std::less<>>, std::less<>>;

  // `base` outlives the batch.
  explicit BufferedBatch(const Rows& base) : base_(&base) {}
  // The batch owns `base`.
  explicit BufferedBatch(std::unique_ptr<const Rows> base) : owned_(std::move(base)), base_(owned_.get()) {}

  // Over other rows from now on, which hold the same: those below have been written there.
  void StandOn(const Rows& base) { base_ = &base; }

  absl::StatusOr<std::optional<std::string>> Get(std::string_view table, std::string_view key) const override;
  absl::StatusOr<std::vector<Row>> Scan(std::string_view table, std::string_view prefix,
                                        std::string_view after, int limit) const override;
  void Put(std::string_view table, std::string_view key, std::string_view value) override;
  void Delete(std::string_view table, std::string_view key) override;

  const Changes& changes() const { return changes_; }
  void CopyTo(RowBatch& target) const;

  // The first error that reading the rows below gave: the world failed, whatever the reader made of it.
  const absl::Status& read_error() const { return read_error_; }

 private:
  std::unique_ptr<const Rows> owned_;
  const Rows* base_;
  Changes changes_;
  mutable absl::Status read_error_;
};

}  // namespace fallverbund::projection

#endif  // FALLVERBUND_LIBS_PROJECTION_BUFFERED_BATCH_H_
