#include "libs/tlog_files/file_tile_store.h"

#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/check.h"
#include "libs/base/status.h"
#include "libs/durable_file/durable_file.h"

namespace fallverbund::tlog_files {

FileTileStore::FileTileStore(std::filesystem::path folder)
    : folder_(folder.has_filename() ? std::move(folder) : folder.parent_path()) {}

// Also the folders that are there: whoever made them may have been killed before he synced.
absl::Status FileTileStore::MakeDurable(const std::filesystem::path& folder) {
  const absl::MutexLock lock(&mu_);
  if (durable_.count(folder) > 0) return absl::OkStatus();
  FV_RETURN_IF_ERROR(durable_file::MakeFolders(folder));
  for (std::filesystem::path at = folder; at != folder_; at = at.parent_path()) {
    FV_RETURN_IF_ERROR(durable_file::SyncFolder(at.parent_path()));
  }
  durable_.insert(folder);
  return absl::OkStatus();
}

absl::StatusOr<std::string> FileTileStore::ReadTile(const tlog::TileName& tile) const {
  return durable_file::ReadFile(folder_ / tlog::TilePath(tile));
}

absl::Status FileTileStore::WriteTile(const tlog::TileName& tile, std::string_view bytes) {
  const std::filesystem::path path = folder_ / tlog::TilePath(tile);
  FV_RETURN_IF_ERROR(MakeDurable(path.parent_path()));
  const absl::Status created = durable_file::CreateFile(path, bytes);
  if (!absl::IsAlreadyExists(created)) return created;
  FV_ASSIGN_OR_RETURN(const std::string there, durable_file::ReadFile(path));
  if (there == bytes) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(path.string(), ": holds something else: the tiles there are of another tree"));
}

absl::Status FileTileStore::RemovePartials(const tlog::TileName& full) {
  FV_CHECK(full.full());
  std::filesystem::path path = folder_ / tlog::TilePath(full);
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    return absl::FailedPreconditionError(absl::StrCat(path.string(), ": is not there, so its parts stay"));
  }
  path += ".p";
  const absl::MutexLock lock(&mu_);
  durable_.erase(path);
  std::filesystem::remove_all(path, error);
  if (error) return absl::UnavailableError(absl::StrCat(path.string(), ": cannot remove: ", error.message()));
  return absl::OkStatus();
}

absl::StatusOr<std::string> FileTileStore::ReadCheckpoint() const {
  return durable_file::ReadFile(folder_ / "checkpoint");
}

absl::Status FileTileStore::ReplaceCheckpoint(std::string_view note) {
  FV_RETURN_IF_ERROR(durable_file::MakeFolders(folder_));
  return durable_file::ReplaceFile(folder_ / "checkpoint", note);
}

absl::StatusOr<std::string> FileTileStore::ReadSigned() const {
  return durable_file::ReadFile(folder_ / "signed");
}

absl::Status FileTileStore::ReplaceSigned(std::string_view note) {
  FV_RETURN_IF_ERROR(durable_file::MakeFolders(folder_));
  return durable_file::ReplaceFile(folder_ / "signed", note);
}

}  // namespace fallverbund::tlog_files
