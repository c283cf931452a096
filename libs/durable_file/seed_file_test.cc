#include "libs/durable_file/seed_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "libs/base/id.h"

namespace fallverbund::durable_file {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class SeedFile : public testing::Test {
 protected:
  SeedFile() {
    char name[] = "/tmp/fv_seed_XXXXXX";
    folder_ = mkdtemp(name);
    path_ = folder_ + "/log-key";
  }
  ~SeedFile() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& text, mode_t mode = 0600) {
    std::ofstream(path_) << text;
    ASSERT_EQ(chmod(path_.c_str(), mode), 0);
  }
  void ExpectRefused(absl::StatusCode code, const std::string& way_out) {
    const auto seed = LoadSeedFile(path_);
    EXPECT_EQ(seed.status().code(), code) << seed.status();
    EXPECT_THAT(std::string(seed.status().message()), AllOf(HasSubstr(path_), HasSubstr(way_out)));
  }

  std::string folder_, path_;
  const std::string digits_ = std::string(32, '0') + std::string(30, 'a') + "1f";
};

TEST_F(SeedFile, ComesBackAsItWasWritten) {
  const std::string seed(32, '\x5a');
  ASSERT_TRUE(CreateSeedFile(path_, seed).ok());
  struct stat info {};
  ASSERT_EQ(stat(path_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  EXPECT_EQ(info.st_size, 65);
  const auto loaded = LoadSeedFile(path_);
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(*loaded, seed);
}

TEST_F(SeedFile, IsNeverReplaced) {
  ASSERT_TRUE(CreateSeedFile(path_, std::string(32, 'a')).ok());
  EXPECT_EQ(CreateSeedFile(path_, std::string(32, 'b')).code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(*LoadSeedFile(path_), std::string(32, 'a'));
}

TEST_F(SeedFile, NothingElseStaysInItsFolder) {
  ASSERT_TRUE(CreateSeedFile(path_, std::string(32, 'a')).ok());
  EXPECT_FALSE(CreateSeedFile(path_, std::string(32, 'b')).ok());
  const std::filesystem::directory_iterator files(folder_);
  EXPECT_EQ(std::distance(begin(files), end(files)), 1);
}

TEST_F(SeedFile, ADestroyedOneIsWrittenOverAndGone) {
  ASSERT_TRUE(CreateSeedFile(path_, std::string(32, 'a')).ok());
  std::filesystem::create_hard_link(path_, folder_ + "/its-blocks");
  ASSERT_TRUE(DestroySeedFile(path_).ok());
  EXPECT_EQ(LoadSeedFile(path_).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(*LoadSeedFile(folder_ + "/its-blocks"), std::string(32, '\0'))
      << "the bytes on disk are others now";
  EXPECT_TRUE(DestroySeedFile(path_).ok()) << "there is none any more";
  EXPECT_TRUE(CreateSeedFile(path_, std::string(32, 'b')).ok());
}

TEST_F(SeedFile, OneThatCannotBeDestroyedSaysSo) {
  EXPECT_FALSE(DestroySeedFile(folder_).ok()) << "a folder";
}

TEST_F(SeedFile, ReadsPlainHexDigits) {
  Write(digits_ + "\n", 0400);
  const auto seed = LoadSeedFile(path_);
  ASSERT_TRUE(seed.ok()) << seed.status();
  EXPECT_EQ(ToHex(*seed), digits_);
}

TEST_F(SeedFile, AMissingOneSaysSo) {
  ExpectRefused(absl::StatusCode::kNotFound, "create it or correct the path");
}

TEST_F(SeedFile, OneThatOthersMayReadIsRefused) {
  for (mode_t mode : {0640, 0604, 0620, 0777}) {
    Write(digits_ + "\n", mode);
    ExpectRefused(absl::StatusCode::kPermissionDenied, "chmod 600");
  }
}

TEST_F(SeedFile, AMalformedOneIsRefusedWithoutShowingIt) {
  for (const std::string& text :
       {std::string(), digits_, digits_ + "x", digits_.substr(0, 62) + "1F\n", digits_ + "\n\n",
        digits_ + "\r\n", digits_.substr(1) + "\n", " " + digits_ + "\n", "A" + digits_.substr(1) + "\n",
        std::string("-----BEGIN PRIVATE KEY-----\n"), std::string(1000000, '0')}) {
    Write(text);
    ExpectRefused(absl::StatusCode::kInvalidArgument, "64 lower-case hex digits");
    EXPECT_THAT(std::string(LoadSeedFile(path_).status().message()), testing::Not(HasSubstr("aaaa")));
  }
}

TEST_F(SeedFile, AFolderOrAPipeInItsPlaceIsRefused) {
  ASSERT_EQ(mkdir(path_.c_str(), 0700), 0);
  ExpectRefused(absl::StatusCode::kInvalidArgument, "64 lower-case hex digits");
  std::filesystem::remove(path_);
  ASSERT_EQ(mkfifo(path_.c_str(), 0600), 0);
  ExpectRefused(absl::StatusCode::kInvalidArgument, "64 lower-case hex digits");
}

TEST_F(SeedFile, CannotBeMadeWhereThereIsNoFolder) {
  const std::string path = folder_ + "/missing/key";
  EXPECT_EQ(CreateSeedFile(path, std::string(32, 'a')).code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace fallverbund::durable_file
