// Small files that are there as a whole or not at all, also after a power cut: written beside, synced, named,
// folder synced. A kill leaves at most a file .new-<random> in the folder. Thread-safe.
// Errors name the path, never the content: kNotFound, kPermissionDenied, and those named below; all others
// are kUnavailable, the disk failed.
#ifndef FALLVERBUND_LIBS_DURABLE_FILE_DURABLE_FILE_H_
#define FALLVERBUND_LIBS_DURABLE_FILE_DURABLE_FILE_H_

#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace fallverbund::durable_file {

// A full bundle of the longest entries of a transparency log (C2SP tlog-tiles) has less.
inline constexpr size_t kMaxFileBytes = 17 << 20;

// Who may read what is written; nobody but the owner may ever change it.
inline constexpr mode_t kForEverybody = 0644;
inline constexpr mode_t kForTheOwner = 0600;

// kNotFound; kResourceExhausted: larger than `at_most` bytes.
absl::StatusOr<std::string> ReadFile(const std::filesystem::path& path, size_t at_most = kMaxFileBytes);

// The folder and those above it exist when OK; those it had to make, durably.
absl::Status MakeFolders(const std::filesystem::path& folder);
// The names in the folder are durable when OK, whoever gave them.
absl::Status SyncFolder(const std::filesystem::path& folder);

// Durable when OK. kAlreadyExists: there is one already, whatever it holds; it is untouched, and durable.
absl::Status CreateFile(const std::filesystem::path& path, std::string_view bytes,
                        mode_t mode = kForEverybody);
// Durable when OK; in the place of the one that was there, if there was one.
absl::Status ReplaceFile(const std::filesystem::path& path, std::string_view bytes,
                         mode_t mode = kForEverybody);

// A folder that one process at a time writes to: held until this is destroyed or the process ends, however it
// ends. Leaves no file.
class FolderLock {
 public:
  // Makes the folder where it is not there. kFailedPrecondition: another holds it, here or elsewhere on this
  // machine; or it lies where no folder can be locked (NFS). kPermissionDenied: it cannot be written to.
  static absl::StatusOr<FolderLock> Take(const std::filesystem::path& folder);
  FolderLock(FolderLock&& other) noexcept : folder_(std::exchange(other.folder_, -1)) {}
  FolderLock& operator=(FolderLock&& other) noexcept {
    std::swap(folder_, other.folder_);
    return *this;
  }
  ~FolderLock();

 private:
  explicit FolderLock(int folder) : folder_(folder) {}
  int folder_;  // -1: moved from
};

}  // namespace fallverbund::durable_file

#endif  // FALLVERBUND_LIBS_DURABLE_FILE_DURABLE_FILE_H_
