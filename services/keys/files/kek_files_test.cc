#include "services/keys/files/kek_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "libs/durable_file/seed_file.h"
#include "libs/runtime/testing/temp_dir.h"

namespace fallverbund::keys {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class KekFilesTest : public ::testing::Test {
 protected:
  void Put(const std::string& name, char content) {
    ASSERT_TRUE(durable_file::CreateSeedFile(folder_ / name, std::string(32, content)).ok());
  }
  void ExpectRefused(const std::string& folder, absl::StatusCode code, const std::string& way_out) {
    const auto ring = LoadKekRing(folder);
    EXPECT_EQ(ring.status().code(), code) << ring.status();
    EXPECT_THAT(std::string(ring.status().message()), AllOf(HasSubstr(folder), HasSubstr(way_out)));
  }
  testing::TempDir folder_;
};

TEST_F(KekFilesTest, EachFileIsAnEpoch) {
  Put("kek-1", 'a');
  Put("kek-10", 'c');
  Put("kek-2", 'b');
  Put("log-key", 'x');  // other keys may lie beside them
  const auto ring = LoadKekRing(folder_.path());
  ASSERT_TRUE(ring.ok()) << ring.status();
  EXPECT_THAT(ring->epochs(), ::testing::ElementsAre(1, 2, 10));
  EXPECT_EQ(ring->Find(10)->view(), std::string(32, 'c'));
  EXPECT_EQ(ring->Find(2)->view(), std::string(32, 'b'));
}

TEST_F(KekFilesTest, ACopyOfAKeyMustNotLieThere) {
  Put("kek-1", 'a');
  for (const char* name : {"kek-1~", "kek-", "kek-01", "kek-0", "kek--2", "kek-99999999999"}) {
    Put(name, 'b');
    ExpectRefused(folder_.path(), absl::StatusCode::kInvalidArgument, name);
    ASSERT_EQ(remove((folder_ / name).c_str()), 0);
  }
  EXPECT_TRUE(LoadKekRing(folder_.path()).ok());
}

TEST_F(KekFilesTest, NoneAtAllSaysWhatToDo) {
  ExpectRefused(folder_.path(), absl::StatusCode::kNotFound, "restore them from their backup");
  ExpectRefused(folder_ / "missing", absl::StatusCode::kNotFound, "correct the path");
}

TEST_F(KekFilesTest, WhatOthersCanTouchIsRefused) {
  Put("kek-1", 'a');
  ASSERT_EQ(chmod((folder_ / "kek-1").c_str(), 0640), 0);
  ExpectRefused(folder_.path(), absl::StatusCode::kPermissionDenied, "chmod 600");
  ASSERT_EQ(chmod((folder_ / "kek-1").c_str(), 0600), 0);
  ASSERT_EQ(chmod(folder_.path().c_str(), 0770), 0);
  ExpectRefused(folder_.path(), absl::StatusCode::kPermissionDenied, "chmod 700");
}

TEST_F(KekFilesTest, TheFirstOneIsMadeOnce) {
  const std::string folder = folder_ / "keys";
  ASSERT_TRUE(MakeFirstKek(folder, crypto::RandomBytes).ok());
  struct stat info {};
  ASSERT_EQ(stat(folder.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700u);
  const auto ring = LoadKekRing(folder);
  ASSERT_TRUE(ring.ok()) << ring.status();
  EXPECT_THAT(ring->epochs(), ::testing::ElementsAre(1));
  EXPECT_EQ(MakeFirstKek(folder, crypto::RandomBytes).code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(LoadKekRing(folder)->Find(1)->view(), ring->Find(1)->view());
}

TEST_F(KekFilesTest, WhereNoFolderCanBeThereIsNoKey) {
  const auto status = MakeFirstKek(folder_ / "missing/keys", crypto::RandomBytes);
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(status.message()), HasSubstr("missing/keys"));
}

TEST_F(KekFilesTest, TheNextOneIsMadeOnceAndTheOldOneDestroyed) {
  Put("kek-1", 'a');
  KekFiles files(folder_.path());
  ASSERT_TRUE(files.Make(2).ok());
  const auto ring = files.Load();
  ASSERT_TRUE(ring.ok()) << ring.status();
  EXPECT_THAT(ring->epochs(), ::testing::ElementsAre(1, 2));
  EXPECT_EQ(files.Make(2).code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(files.Load()->Find(2)->view(), ring->Find(2)->view());
  ASSERT_TRUE(files.Destroy(1).ok());
  ASSERT_TRUE(files.Destroy(1).ok()) << "the second instance that shares the folder";
  EXPECT_THAT(files.Load()->epochs(), ::testing::ElementsAre(2));
}

}  // namespace
}  // namespace fallverbund::keys
