#include "libs/runtime/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "libs/base/strings.h"

namespace fallverbund::runtime {
namespace {

absl::Status SystemError(int error, std::string_view what, const std::string& path) {
  const std::string text = absl::StrCat(ToAbsl(what), ": ", path, ": ", std::strerror(error));
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return absl::NotFoundError(absl::StrCat(text, "; create it or correct the path"));
    case EACCES:
    case EPERM:
    case EROFS:
      return absl::PermissionDeniedError(absl::StrCat(text, "; give it to the user this program runs as"));
    case EISDIR:
      return absl::InvalidArgumentError(absl::StrCat(text, "; name a file in it"));
    case ENOSPC:
    case EDQUOT:
      return absl::ResourceExhaustedError(absl::StrCat(text, "; make room on that disk"));
    default:
      return absl::UnavailableError(absl::StrCat(text, "; check the disk"));
  }
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path, std::string_view what) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return SystemError(errno, what, path);
  const absl::Cleanup closer = [file] { close(file); };
  std::string content;
  char chunk[16 * 1024];
  while (true) {
    const ssize_t got = read(file, chunk, sizeof chunk);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return SystemError(errno, what, path);
    if (got == 0) return content;
    content.append(chunk, static_cast<size_t>(got));
    if (content.size() > kMaxFileBytes) {
      return absl::InvalidArgumentError(
          absl::StrCat(ToAbsl(what), ": ", path, " is larger than 1 MiB; name the right file"));
    }
  }
}

absl::Status WriteFileAtomically(const std::string& path, std::string_view content, std::string_view what) {
  const std::string fresh = absl::StrCat(path, ".", getpid(), ".new");
  const int file = open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return SystemError(errno, what, path);
  absl::Cleanup remover = [&fresh] { unlink(fresh.c_str()); };
  absl::Status written;
  for (size_t done = 0; done < content.size() && written.ok();) {
    const ssize_t put = write(file, content.data() + done, content.size() - done);
    if (put >= 0) {
      done += static_cast<size_t>(put);
    } else if (errno != EINTR) {
      written = SystemError(errno, what, path);
    }
  }
  if (close(file) != 0 && written.ok()) written = SystemError(errno, what, path);
  if (!written.ok()) return written;
  if (std::rename(fresh.c_str(), path.c_str()) != 0) return SystemError(errno, what, path);
  std::move(remover).Cancel();
  return absl::OkStatus();
}

}  // namespace fallverbund::runtime
