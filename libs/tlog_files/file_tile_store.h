// Tiles as files in a folder: <folder>/checkpoint, <folder>/signed and <folder>/tile/..., readable for
// everybody.
#ifndef FALLVERBUND_LIBS_TLOG_FILES_FILE_TILE_STORE_H_
#define FALLVERBUND_LIBS_TLOG_FILES_FILE_TILE_STORE_H_

#include <filesystem>
#include <set>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "libs/tlog/tile_store.h"

namespace fallverbund::tlog_files {

// Thread-safe; one process may write. The folder is made when first written to. Each tile costs a sync of the
// file and one of its folder.
class FileTileStore final : public tlog::TileStore {
 public:
  explicit FileTileStore(std::filesystem::path folder);

  absl::StatusOr<std::string> ReadTile(const tlog::TileName& tile) const override;
  absl::Status WriteTile(const tlog::TileName& tile, std::string_view bytes) override;
  absl::Status RemovePartials(const tlog::TileName& full) override;
  absl::StatusOr<std::string> ReadCheckpoint() const override;
  absl::Status ReplaceCheckpoint(std::string_view note) override;
  absl::StatusOr<std::string> ReadSigned() const override;
  absl::Status ReplaceSigned(std::string_view note) override;

 private:
  absl::Status MakeDurable(const std::filesystem::path& folder);

  const std::filesystem::path folder_;
  absl::Mutex mu_;
  std::set<std::filesystem::path> durable_
      ABSL_GUARDED_BY(mu_);  // folders that need no sync in theirs any more
};

}  // namespace fallverbund::tlog_files

#endif  // FALLVERBUND_LIBS_TLOG_FILES_FILE_TILE_STORE_H_
