#include "libs/runtime/file_clock.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>

#include "libs/base/time.h"
#include "libs/runtime/files.h"
#include "libs/runtime/testing/temp_dir.h"

namespace fallverbund::runtime {
namespace {

absl::Time At(std::string_view text) {
  return *ParseInstant(text);
}

class FileClockTest : public ::testing::Test {
 protected:
  void Write(std::string_view json) { ASSERT_TRUE(WriteFileAtomically(file_, json, "clock").ok()); }

  const testing::TempDir dir_;
  const std::string file_ = dir_ / "clock.json";
  FakeClock real_{At("2026-11-21T20:00:00Z")};
};

TEST_F(FileClockTest, StandsStillWhereTheFileSays) {
  Write(R"({"at": "2026-03-02T09:00:00Z", "ticks_since": null})");
  const auto clock = *FileClock::Open(file_, real_);
  EXPECT_EQ(clock->Now(), At("2026-03-02T09:00:00Z"));
  real_.Advance(absl::Hours(1));
  EXPECT_EQ(clock->Now(), At("2026-03-02T09:00:00Z"));
}

TEST_F(FileClockTest, FollowsEveryNewFile) {
  Write(FormatClockSetting({.at = At("2026-03-02T09:00:00Z")}));
  const auto clock = *FileClock::Open(file_, real_);
  for (const char* next : {"2026-03-02T10:00:00Z", "2026-03-16T00:00:01Z", "2026-03-17T08:30:00.5Z"}) {
    Write(FormatClockSetting({.at = At(next)}));
    EXPECT_EQ(clock->Now(), At(next));
  }
}

TEST_F(FileClockTest, FollowsANewFileAfterAnOldOneItTrusted) {
  Write(FormatClockSetting({.at = At("2026-03-02T09:00:00Z")}));
  std::filesystem::last_write_time(file_,
                                   std::filesystem::file_time_type::clock::now() - std::chrono::hours(1));
  const auto clock = *FileClock::Open(file_, real_);
  Write(FormatClockSetting({.at = At("2026-03-02T10:00:00Z")}));
  EXPECT_EQ(clock->Now(), At("2026-03-02T10:00:00Z"));
}

TEST_F(FileClockTest, TicksOnFromAtSinceTheRealInstant) {
  Write(FormatClockSetting({.at = At("2026-03-02T09:00:00Z"), .ticks_since = At("2026-11-21T19:59:00Z")}));
  const auto clock = *FileClock::Open(file_, real_);
  EXPECT_EQ(clock->Now(), At("2026-03-02T09:01:00Z"));
  real_.Advance(absl::Seconds(30));
  EXPECT_EQ(clock->Now(), At("2026-03-02T09:01:30Z"));
}

TEST_F(FileClockTest, KeepsTheLastInstructionWhileTheFileIsGoneOrBroken) {
  Write(FormatClockSetting({.at = At("2026-03-02T09:00:00Z")}));
  const auto clock = *FileClock::Open(file_, real_);
  unlink(file_.c_str());
  EXPECT_EQ(clock->Now(), At("2026-03-02T09:00:00Z"));
  Write("half a fi");
  EXPECT_EQ(clock->Now(), At("2026-03-02T09:00:00Z"));
  Write(FormatClockSetting({.at = At("2026-03-02T11:00:00Z")}));
  EXPECT_EQ(clock->Now(), At("2026-03-02T11:00:00Z"));
}

TEST_F(FileClockTest, RefusesToStartOnAMissingOrMalformedFile) {
  EXPECT_EQ(FileClock::Open(file_, real_).status().code(), absl::StatusCode::kNotFound);
  for (const char* bad : {"", "[]", "{}", R"({"at": 5})", R"({"at": "yesterday"})",
                          R"({"ticks_since": null})", R"({"at": "2026-03-02T09:00:00Z", "speed": "2"})"}) {
    Write(bad);
    const auto status = FileClock::Open(file_, real_).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << bad;
    EXPECT_NE(status.message().find(file_), std::string::npos);
  }
}

}  // namespace
}  // namespace fallverbund::runtime
