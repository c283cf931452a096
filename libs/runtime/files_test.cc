#include "libs/runtime/files.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "libs/runtime/testing/temp_dir.h"

namespace fallverbund::runtime {
namespace {

TEST(Files, WhatIsWrittenIsReadAndNothingElseIsLeft) {
  const testing::TempDir dir;
  ASSERT_TRUE(WriteFileAtomically(dir / "port", "old\n", "--port-file").ok());
  ASSERT_TRUE(WriteFileAtomically(dir / "port", "4711\n", "--port-file").ok());
  EXPECT_EQ(*ReadFile(dir / "port", "--port-file"), "4711\n");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(dir.path()), {}), 1);
}

TEST(Files, NamesPathCauseAndWayOut) {
  const testing::TempDir dir;
  const auto missing = ReadFile(dir / "ca.pem", "--tls-ca").status();
  EXPECT_EQ(missing.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(missing.message(),
            "--tls-ca: " + (dir / "ca.pem") + ": No such file or directory; create it or correct the path");
  EXPECT_EQ(ReadFile(dir.path(), "--tls-ca").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(WriteFileAtomically(dir / "no/where", "x", "--port-file").code(), absl::StatusCode::kNotFound);
}

TEST(Files, RefusesAFileThatIsTooLarge) {
  const testing::TempDir dir;
  ASSERT_TRUE(WriteFileAtomically(dir / "big", std::string(kMaxFileBytes + 1, 'x'), "test").ok());
  EXPECT_EQ(ReadFile(dir / "big", "--config").status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace fallverbund::runtime
