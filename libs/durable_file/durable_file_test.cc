#include "libs/durable_file/durable_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "libs/durable_file/testing/temp_folder.h"

namespace fallverbund::durable_file {
namespace {

using testing::UnorderedElementsAre;

TEST(DurableFileTest, IsReplacedAsAWhole) {
  const TempFolder folder;
  EXPECT_TRUE(ReplaceFile(folder.path() / "a", "first").ok());
  EXPECT_TRUE(ReplaceFile(folder.path() / "a", std::string("\0second\n", 8)).ok());
  EXPECT_EQ(ReadFile(folder.path() / "a").value_or("none"), std::string("\0second\n", 8));
  EXPECT_THAT(folder.Files(), UnorderedElementsAre("a"));  // nothing is left beside it
}

TEST(DurableFileTest, IsCreatedOnce) {
  const TempFolder folder;
  EXPECT_TRUE(CreateFile(folder.path() / "a", "first").ok());
  EXPECT_TRUE(absl::IsAlreadyExists(CreateFile(folder.path() / "a", "second")));
  EXPECT_EQ(ReadFile(folder.path() / "a").value_or("none"), "first");
  EXPECT_THAT(folder.Files(), UnorderedElementsAre("a"));
}

TEST(FolderLockTest, IsHeldByOneUntilItIsGone) {
  const TempFolder folder;
  {
    auto first = FolderLock::Take(folder.path() / "new");
    ASSERT_TRUE(first.ok()) << first.status();
    const FolderLock moved = *std::move(first);
    const auto second = FolderLock::Take(folder.path() / "new");
    EXPECT_TRUE(absl::IsFailedPrecondition(second.status())) << second.status();
    EXPECT_TRUE(FolderLock::Take(folder.path()).ok()) << "another folder";
  }
  EXPECT_TRUE(FolderLock::Take(folder.path() / "new").ok());
  EXPECT_THAT(folder.Files(), testing::IsEmpty());
}

// As somebody who may read it and not write: root may do everything, so a child becomes nobody.
TEST(FolderLockTest, IsRefusedWhereNobodyMayWrite) {
  const TempFolder folder;
  const auto read_only = folder.path() / "read only";
  using std::filesystem::perms;
  std::filesystem::permissions(folder.path(), perms(0755));
  std::filesystem::create_directory(read_only);
  std::filesystem::permissions(read_only, perms(0555));
  const auto take = [&] {
    if (geteuid() == 0 && setuid(65'534) != 0) _exit(2);
    _exit(absl::IsPermissionDenied(FolderLock::Take(read_only).status()) ? 0 : 1);
  };
  EXPECT_EXIT(take(), testing::ExitedWithCode(0), "");
}

TEST(DurableFileTest, AnybodyMayReadIt) {
  const TempFolder folder;
  EXPECT_TRUE(CreateFile(folder.path() / "a", "").ok());
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(folder.path() / "a").permissions(),
            perms::owner_read | perms::owner_write | perms::group_read | perms::others_read);
}

TEST(DurableFileTest, OrNobodyButItsOwner) {
  const TempFolder folder;
  EXPECT_TRUE(ReplaceFile(folder.path() / "a", "", kForTheOwner).ok());
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(folder.path() / "a").permissions(),
            perms::owner_read | perms::owner_write);
}

TEST(DurableFileTest, FoldersAreMade) {
  const TempFolder folder;
  const auto deep = folder.path() / "a" / "b" / "c";
  EXPECT_TRUE(absl::IsNotFound(CreateFile(deep / "file", "x")));
  EXPECT_TRUE(MakeFolders(deep).ok());
  EXPECT_TRUE(MakeFolders(deep).ok());
  EXPECT_TRUE(CreateFile(deep / "file", "x").ok());
  EXPECT_TRUE(absl::IsUnavailable(MakeFolders(deep / "file" / "d")));
}

TEST(DurableFileTest, WhatCannotBeReadIsSaidToBe) {
  const TempFolder folder;
  EXPECT_TRUE(absl::IsNotFound(ReadFile(folder.path() / "a").status()));
  EXPECT_TRUE(absl::IsUnavailable(ReadFile(folder.path()).status()));
  EXPECT_TRUE(ReplaceFile(folder.path() / "a", std::string(kMaxFileBytes, 'x')).ok());
  EXPECT_EQ(ReadFile(folder.path() / "a").value_or("").size(), kMaxFileBytes);
  EXPECT_TRUE(ReplaceFile(folder.path() / "a", std::string(kMaxFileBytes + 1, 'x')).ok());
  EXPECT_TRUE(absl::IsResourceExhausted(ReadFile(folder.path() / "a").status()));
}

}  // namespace
}  // namespace fallverbund::durable_file
