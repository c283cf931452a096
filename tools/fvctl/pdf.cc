#include "tools/fvctl/pdf.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

extern "C" {  // as of glibc 2.36 the header does not say so itself
#include <sys/pidfd.h>
}

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/status.h"
#include "libs/runtime/files.h"

namespace fallverbund::fvctl {
namespace {

constexpr const char* kPrograms[] = {"chromium-headless-shell", "chromium"};

std::optional<std::string> FindProgram(const std::string& path) {
  for (const char* name : kPrograms) {
    for (const absl::string_view folder : absl::StrSplit(path, ':', absl::SkipEmpty())) {
      const std::string program = absl::StrCat(folder, "/", name);
      if (access(program.c_str(), X_OK) == 0) return program;
    }
  }
  return std::nullopt;
}

// For page, PDF and the browser's own files; ours alone, since the page is about somebody. Gone at the end.
class Folder {
 public:
  static absl::StatusOr<Folder> Make() {
    std::string name = (std::filesystem::temp_directory_path() / "fvctl-pdf-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr)
      return absl::UnavailableError(absl::StrCat("no folder could be made as ", name));
    return Folder(std::move(name));
  }
  Folder(Folder&& other) noexcept : name_(std::exchange(other.name_, "")) {}
  Folder& operator=(Folder&&) = delete;
  ~Folder() {
    std::error_code ignored;
    if (!name_.empty()) std::filesystem::remove_all(name_, ignored);
  }
  std::string operator/(const char* file) const { return absl::StrCat(name_, "/", file); }

 private:
  explicit Folder(std::string name) : name_(std::move(name)) {}
  std::string name_;
};

std::vector<std::string> Arguments(const std::string& program, const Folder& folder) {
  std::vector<std::string> arguments = {program,
                                        "--headless",
                                        "--disable-gpu",
                                        "--disable-dev-shm-usage",
                                        "--host-resolver-rules=MAP * ~NOTFOUND",
                                        "--no-pdf-header-footer",
                                        absl::StrCat("--user-data-dir=", folder / "profile"),
                                        absl::StrCat("--print-to-pdf=", folder / "page.pdf")};
  // Chromium will not start its sandbox for root. The page is our own, and forbids scripts.
  if (geteuid() == 0) arguments.push_back("--no-sandbox");
  arguments.push_back(absl::StrCat("file://", folder / "page.html"));
  return arguments;
}

// In a process group of its own, which ends with it.
absl::StatusOr<pid_t> Start(const std::vector<std::string>& arguments) {
  std::vector<char*> words;
  for (const std::string& word : arguments) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&files);
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    posix_spawn_file_actions_addopen(&files, descriptor, "/dev/null", O_RDWR, 0);
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  posix_spawnattr_setpgroup(&attributes, 0);
  pid_t child = 0;
  const int failed = posix_spawn(&child, words[0], &files, &attributes, words.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&attributes);
  if (failed != 0) return absl::UnavailableError(absl::StrCat(arguments[0], " cannot be started"));
  return child;
}

absl::Status RunWithin(const std::vector<std::string>& arguments, absl::Duration within) {
  FV_ASSIGN_OR_RETURN(const pid_t child, Start(arguments));
  const int descriptor = pidfd_open(child, 0);
  pollfd ended{descriptor, POLLIN, 0};
  const bool in_time =
      descriptor >= 0 && poll(&ended, 1, static_cast<int>(absl::ToInt64Milliseconds(within))) == 1;
  if (descriptor >= 0) close(descriptor);
  if (!in_time) kill(-child, SIGKILL);
  int code = 0;
  waitpid(child, &code, 0);
  if (!in_time) return absl::UnavailableError(absl::StrCat(arguments[0], " did not print in time"));
  if (!WIFEXITED(code) || WEXITSTATUS(code) != 0)
    return absl::UnavailableError(absl::StrCat(arguments[0], " could not print the page"));
  return absl::OkStatus();
}

}  // namespace

absl::Status PrintToPdf(const std::string& html, const std::string& file, const PdfPrinter& printer) {
  const auto program = FindProgram(printer.path);
  if (!program) {
    return absl::FailedPreconditionError(
        "--pdf: there is no Chromium on this machine, which prints the page. Install one (Debian: apt-get "
        "install chromium-headless-shell), or write the page with --html and print it from any browser");
  }
  FV_ASSIGN_OR_RETURN(const Folder folder, Folder::Make());
  FV_RETURN_IF_ERROR(runtime::WriteFileAtomically(folder / "page.html", html, "the page"));
  FV_RETURN_IF_ERROR(RunWithin(Arguments(*program, folder), printer.within));
  std::ifstream printed(folder / "page.pdf", std::ios::binary);
  const std::string pdf((std::istreambuf_iterator<char>(printed)), std::istreambuf_iterator<char>());
  if (!absl::StartsWith(pdf, "%PDF-"))
    return absl::UnavailableError(absl::StrCat(*program, " ended and has printed nothing"));
  return runtime::WriteFileAtomically(file, pdf, "--pdf");
}

}  // namespace fallverbund::fvctl
