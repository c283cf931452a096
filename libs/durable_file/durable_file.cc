#include "libs/durable_file/durable_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status.h"

namespace fallverbund::durable_file {
namespace {

namespace fs = std::filesystem;

absl::Status SystemError(int error, absl::string_view what, const fs::path& path) {
  const std::string text = absl::StrCat(path.string(), ": ", what, ": ", std::strerror(error));
  if (error == ENOENT) return absl::NotFoundError(text);
  if (error == EEXIST) return absl::AlreadyExistsError(text);
  if (error == EACCES || error == EPERM) return absl::PermissionDeniedError(text);
  return absl::UnavailableError(text);
}

fs::path FolderOf(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

bool WriteAll(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = write(file, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return false;
    bytes.remove_prefix(static_cast<size_t>(put));
  }
  return true;
}

// Writes beside `path`; `name_it` gives the file there its name, 0 or -1 with errno.
absl::Status Write(const fs::path& path, std::string_view bytes, mode_t mode,
                   const std::function<int(const char* made, const char* wanted)>& name_it) {
  const fs::path folder = FolderOf(path);
  std::string made = (folder / ".new-XXXXXX").string();
  const int file = mkostemp(made.data(), O_CLOEXEC);
  if (file < 0) return SystemError(errno, "cannot create", path);
  const absl::Cleanup drop = [&] { unlink(made.c_str()); };  // once renamed there is none
  const bool written = WriteAll(file, bytes) && fchmod(file, mode) == 0 && fsync(file) == 0;
  const int error = errno;
  close(file);
  if (!written) return SystemError(error, "cannot write", path);
  if (name_it(made.c_str(), path.c_str()) != 0) return SystemError(errno, "cannot create", path);
  return SyncFolder(folder);
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const fs::path& path, size_t at_most) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return SystemError(errno, "cannot open", path);
  const absl::Cleanup close_file = [file] { close(file); };
  std::string bytes;
  char block[16'384];
  for (;;) {
    const ssize_t got = read(file, block, sizeof(block));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return SystemError(errno, "cannot read", path);
    if (got == 0) return bytes;
    bytes.append(block, static_cast<size_t>(got));
    if (bytes.size() > at_most) {
      return absl::ResourceExhaustedError(absl::StrCat(path.string(), ": too large"));
    }
  }
}

absl::Status SyncFolder(const fs::path& folder) {
  const int file = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return SystemError(errno, "cannot open", folder);
  const absl::Cleanup close_file = [file] { close(file); };
  return fsync(file) == 0 ? absl::OkStatus() : SystemError(errno, "cannot sync", folder);
}

absl::Status MakeFolders(const fs::path& folder) {
  std::error_code error;
  if (folder.empty() || fs::is_directory(folder, error)) return absl::OkStatus();
  FV_RETURN_IF_ERROR(MakeFolders(folder.parent_path()));
  if (mkdir(folder.c_str(), 0755) != 0 && errno != EEXIST) return SystemError(errno, "cannot create", folder);
  return SyncFolder(FolderOf(folder));
}

absl::Status CreateFile(const fs::path& path, std::string_view bytes, mode_t mode) {
  const absl::Status created = Write(path, bytes, mode, link);
  // Whoever made it may have been killed before he synced.
  if (absl::IsAlreadyExists(created)) FV_RETURN_IF_ERROR(SyncFolder(FolderOf(path)));
  return created;
}

absl::Status ReplaceFile(const fs::path& path, std::string_view bytes, mode_t mode) {
  return Write(path, bytes, mode, std::rename);
}

absl::StatusOr<FolderLock> FolderLock::Take(const fs::path& folder) {
  FV_RETURN_IF_ERROR(MakeFolders(folder));
  const int opened = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0) return SystemError(errno, "cannot open", folder);
  FolderLock lock(opened);
  if (access(folder.c_str(), W_OK) != 0) return SystemError(errno, "cannot write to", folder);
  if (flock(opened, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno == EBADF || errno == EOPNOTSUPP || errno == ENOLCK) {
    return absl::FailedPreconditionError(
        absl::StrCat(folder.string(), " cannot be locked there; a folder of this machine's own disk can"));
  }
  if (errno != EWOULDBLOCK) return SystemError(errno, "cannot lock", folder);
  return absl::FailedPreconditionError(absl::StrCat("another process writes to ", folder.string()));
}

FolderLock::~FolderLock() {
  if (folder_ >= 0) close(folder_);
}

}  // namespace fallverbund::durable_file
