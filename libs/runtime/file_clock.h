// The test clock: a small file moves the time of all local processes. Never in production.
//
//   {"at": "2026-03-02T09:00:00Z", "ticks_since": null}                     stands still at `at`
//   {"at": "2026-03-02T09:00:00Z", "ticks_since": "2026-11-21T20:00:00Z"}   went on from `at` since that real
//   instant
//
// The file is replaced as a whole (WriteFileAtomically). Reading costs one stat; it is read again when that
// says it changed. A file that is gone or unreadable for a while leaves the last instruction standing and is
// logged.
#ifndef FALLVERBUND_LIBS_RUNTIME_FILE_CLOCK_H_
#define FALLVERBUND_LIBS_RUNTIME_FILE_CLOCK_H_

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <tuple>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"

namespace fallverbund::runtime {

struct ClockSetting {
  absl::Time at;
  std::optional<absl::Time> ticks_since;  // nullopt: stands still
};

// kInvalidArgument names what is wrong and what the file should look like.
absl::StatusOr<ClockSetting> ParseClockSetting(std::string_view json);
std::string FormatClockSetting(const ClockSetting& setting);

// Thread-safe.
class FileClock final : public Clock {
 public:
  // Errors as ReadFile and ParseClockSetting. `real` must outlive the clock.
  static absl::StatusOr<std::unique_ptr<FileClock>> Open(const std::string& path, const Clock& real);
  absl::Time Now() const override;

 private:
  // Device, inode, size, seconds and nanoseconds of the last change: a rename changes at least one.
  using Stamp = std::tuple<dev_t, ino_t, off_t, int64_t, int64_t>;

  FileClock(std::string path, const Clock& real) : path_(std::move(path)), real_(real) {}
  absl::Status Reload() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const std::string path_;
  const Clock& real_;
  mutable absl::Mutex mu_;
  mutable std::optional<Stamp> stamp_ ABSL_GUARDED_BY(mu_);
  mutable ClockSetting setting_ ABSL_GUARDED_BY(mu_);
  mutable bool complained_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace fallverbund::runtime

#endif  // FALLVERBUND_LIBS_RUNTIME_FILE_CLOCK_H_
