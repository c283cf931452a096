#include "libs/durable_file/seed_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "libs/base/check.h"
#include "libs/base/id.h"
#include "libs/crypto/secret.h"
#include "libs/durable_file/durable_file.h"

namespace fallverbund::durable_file {
namespace {

constexpr size_t kSeedBytes = 32;
constexpr size_t kFileBytes = 2 * kSeedBytes + 1;

absl::Status SystemError(int error, absl::string_view what, const std::string& path) {
  const std::string text = absl::StrCat("key file ", path, ": ", what, ": ", std::strerror(error));
  if (error == ENOENT) return absl::NotFoundError(absl::StrCat(text, "; create it or correct the path"));
  if (error == EACCES || error == EPERM) {
    return absl::PermissionDeniedError(absl::StrCat(text, "; give it to the user this program runs as"));
  }
  return absl::UnavailableError(absl::StrCat(text, "; check the disk"));
}

absl::Status Malformed(const std::string& path) {
  return absl::InvalidArgumentError(absl::StrCat(
      "key file ", path,
      ": must hold 64 lower-case hex digits and a newline, nothing else; restore it from its backup"));
}

// Reads up to `limit` bytes; -1 with errno when the disk fails.
ssize_t ReadUpTo(int file, char* out, size_t limit) {
  size_t have = 0;
  while (have < limit) {
    const ssize_t got = read(file, out + have, limit - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return -1;
    if (got == 0) break;
    have += static_cast<size_t>(got);
  }
  return static_cast<ssize_t>(have);
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

// What the file system said, with the way out.
absl::Status WithWayOut(const absl::Status& said) {
  if (said.ok()) return said;
  const char* way_out = "; check the disk";
  if (absl::IsNotFound(said)) way_out = "; create its folder or correct the path";
  if (absl::IsPermissionDenied(said)) way_out = "; give its folder to the user this program runs as";
  if (absl::IsAlreadyExists(said)) way_out = "; keys are never replaced, choose another path";
  return {said.code(), absl::StrCat("key file ", said.message(), way_out)};
}

absl::Status SyncFolderOf(const std::string& path) {
  const std::filesystem::path parent = std::filesystem::path(path).parent_path();
  return WithWayOut(SyncFolder(parent.empty() ? "." : parent));
}

}  // namespace

absl::StatusOr<std::string> LoadSeedFile(const std::string& path) {
  // Without O_NONBLOCK a named pipe in place of the file would hold the program up for ever.
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return SystemError(errno, "cannot open", path);
  const absl::Cleanup close_file = [file] { close(file); };
  struct stat info {};
  if (fstat(file, &info) != 0) return SystemError(errno, "cannot look at", path);
  if (!S_ISREG(info.st_mode)) return Malformed(path);
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return absl::PermissionDeniedError(absl::StrCat(
        "key file ", path, ": others may read or change it; chmod 600 it, and replace the key if they did"));
  }
  std::string text(kFileBytes + 1, '\0');
  const absl::Cleanup wipe = [&text] { crypto::Wipe(text); };
  const ssize_t size = ReadUpTo(file, text.data(), text.size());
  if (size < 0) return SystemError(errno, "cannot read", path);
  const std::string_view hex = std::string_view(text).substr(0, 2 * kSeedBytes);
  if (size != static_cast<ssize_t>(kFileBytes) || text[kFileBytes - 1] != '\n' ||
      !IsHexId(hex.substr(0, 32)) || !IsHexId(hex.substr(32))) {
    return Malformed(path);
  }
  return FromHex(hex);
}

absl::Status CreateSeedFile(const std::string& path, std::string_view seed) {
  FV_CHECK(seed.size() == kSeedBytes);
  std::string text = ToHex(seed);
  const absl::Cleanup wipe = [&text] { crypto::Wipe(text); };
  text.push_back('\n');
  return WithWayOut(CreateFile(path, text, kForTheOwner));
}

absl::Status DestroySeedFile(const std::string& path) {
  const int file = open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
  if (file < 0 && errno == ENOENT) return absl::OkStatus();
  if (file < 0) return SystemError(errno, "cannot open to destroy it", path);
  // Zeros are a well-formed key, so a kill before the removal leaves a folder that can still be loaded.
  std::string zeros(2 * kSeedBytes, '0');
  zeros.push_back('\n');
  const bool written = WriteAll(file, zeros) && fsync(file) == 0;
  const int error = errno;
  close(file);
  if (!written) return SystemError(error, "cannot write over", path);
  if (unlink(path.c_str()) != 0 && errno != ENOENT) return SystemError(errno, "cannot remove", path);
  return SyncFolderOf(path);
}

}  // namespace fallverbund::durable_file
