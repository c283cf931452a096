#include "libs/runtime/file_clock.h"

#include <sys/stat.h>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/runtime/files.h"
#include "libs/runtime/log.h"

namespace fallverbund::runtime {
namespace {

using google::protobuf::Value;

constexpr absl::Duration kDiskClockTick =
    absl::Milliseconds(50);  // file times move in steps of 4 ms on Linux

absl::Status Malformed() {
  return absl::InvalidArgumentError(
      "a test clock file looks like {\"at\": \"2026-03-02T09:00:00Z\", \"ticks_since\": null} or has an "
      "instant of "
      "real time in ticks_since; write it again in this form");
}

}  // namespace

absl::StatusOr<ClockSetting> ParseClockSetting(std::string_view json) {
  google::protobuf::Struct fields;
  if (!google::protobuf::util::JsonStringToMessage(std::string(json), &fields).ok()) return Malformed();
  ClockSetting setting;
  bool has_at = false;
  for (const auto& [name, value] : fields.fields()) {
    if (name == "ticks_since" && value.kind_case() == Value::kNullValue) continue;
    if ((name != "at" && name != "ticks_since") || value.kind_case() != Value::kStringValue)
      return Malformed();
    const auto instant = ParseInstant(value.string_value());
    if (!instant.ok()) return Malformed();
    if (name == "at") {
      setting.at = *instant;
      has_at = true;
    } else {
      setting.ticks_since = *instant;
    }
  }
  if (!has_at) return Malformed();
  return setting;
}

std::string FormatClockSetting(const ClockSetting& setting) {
  const std::string since =
      setting.ticks_since ? absl::StrCat("\"", FormatInstant(*setting.ticks_since), "\"") : "null";
  return absl::StrCat("{\"at\": \"", FormatInstant(setting.at), "\", \"ticks_since\": ", since, "}\n");
}

absl::StatusOr<std::unique_ptr<FileClock>> FileClock::Open(const std::string& path, const Clock& real) {
  auto clock = absl::WrapUnique(new FileClock(path, real));
  {
    absl::MutexLock lock(&clock->mu_);
    FV_RETURN_IF_ERROR(clock->Reload());
  }
  return clock;
}

absl::Time FileClock::Now() const {
  absl::MutexLock lock(&mu_);
  const absl::Status status = Reload();
  if (!status.ok() && !complained_) log::Error("test_clock_unreadable", {{"cause", log::Cause(status)}});
  complained_ = !status.ok();
  if (!setting_.ticks_since) return setting_.at;
  return setting_.at + (real_.Now() - *setting_.ticks_since);
}

absl::Status FileClock::Reload() const {
  struct stat info {};
  std::optional<Stamp> now;
  if (stat(path_.c_str(), &info) == 0) {
    now = Stamp(info.st_dev, info.st_ino, info.st_size, info.st_mtim.tv_sec, info.st_mtim.tv_nsec);
    if (now == stamp_) return absl::OkStatus();
    // Two replacements inside one tick of the disk's clock can look the same, so a fresh file is not trusted
    // yet.
    if (absl::Now() - absl::TimeFromTimespec(info.st_mtim) < kDiskClockTick) now.reset();
  }
  FV_ASSIGN_OR_RETURN(const std::string json, ReadFile(path_, "--test-clock"));
  auto setting = ParseClockSetting(json);
  if (!setting.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("--test-clock: ", path_, ": ", setting.status().message()));
  }
  setting_ = *setting;
  // (A change between stat and read leaves an old stamp here, so that the next call reads again.)
  stamp_ = now;
  return absl::OkStatus();
}

}  // namespace fallverbund::runtime
