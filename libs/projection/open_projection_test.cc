#include "libs/projection/open_projection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "libs/projection/in_memory_projection_store.h"
#include "libs/projection/prefix.h"

namespace fallverbund::projection {
namespace {

// A "disk" that keeps one store; opening gives a copy of what is on it.
class OpenProjectionTest : public testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<ProjectionStore>> Open(const ProjectionVersion& version) {
    auto open = [this](bool fresh) -> absl::StatusOr<std::unique_ptr<ProjectionStore>> {
      if (fresh) {
        disk_ = std::make_unique<InMemoryProjectionStore>();
      } else if (!open_error_.ok()) {
        return open_error_;
      }
      return disk_->Copy();
    };
    reasons_.clear();
    return OpenProjection(open, version,
                          [this](std::string reason) { reasons_.push_back(std::move(reason)); });
  }
  void Keep(const ProjectionStore& store) {
    disk_ = dynamic_cast<const InMemoryProjectionStore&>(store).Copy();
  }
  // Opens with `version` and leaves one row at position 4 on the disk.
  void Use(const ProjectionVersion& version) {
    auto store = Open(version);
    ASSERT_TRUE(store.ok());
    auto batch = (*store)->NewBatch();
    batch->Put("cases", "a", "open");
    if (hold_) RecordHeld("fv.do.case.a", 3, *batch);
    ASSERT_TRUE((*store)->Commit(std::move(batch), 4).ok());
    Keep(**store);
  }

  std::unique_ptr<InMemoryProjectionStore> disk_ = std::make_unique<InMemoryProjectionStore>();
  absl::Status open_error_;
  bool hold_ = false;
  std::vector<std::string> reasons_;
};

TEST_F(OpenProjectionTest, KeepsWhatFits) {
  Use({1, "p", "g"});
  auto store = Open({1, "p", "g"});
  EXPECT_EQ((*store)->position(), 4u);
  EXPECT_TRUE(reasons_.empty());
}

TEST_F(OpenProjectionTest, RebuildsAfterAChangeOfVersionOrOfTheLog) {
  for (const ProjectionVersion& other : {ProjectionVersion{2, "p", "g"}, ProjectionVersion{1, "p", "h"}}) {
    Use({1, "p", "g"});
    auto store = Open(other);
    EXPECT_EQ((*store)->position(), 0u);
    EXPECT_FALSE((*store)->Get("cases", "a")->has_value());
    EXPECT_EQ(reasons_.size(), 1u);
  }
}

TEST_F(OpenProjectionTest, ANewerProgramRebuildsOnlyWhenSomethingIsHeldBack) {
  Use({1, "old", "g"});
  EXPECT_EQ((*Open({1, "new", "g"}))->position(), 4u);
  hold_ = true;
  Use({1, "old", "g"});
  EXPECT_EQ((*Open({1, "old", "g"}))->position(), 4u);
  EXPECT_EQ((*Open({1, "new", "g"}))->position(), 0u);
  EXPECT_THAT(reasons_, testing::ElementsAre(testing::HasSubstr("1 aggregates were held back")));
}

TEST_F(OpenProjectionTest, KeepsUncheckedRowsOnlyWhileTheirPrefixIsVouchedFor) {
  const std::string root(32, 'r');
  Use({1, "p", "g"});
  auto batch = disk_->NewBatch();
  RecordUnproven(root, *batch);
  ASSERT_TRUE(disk_->Commit(std::move(batch), 4).ok());
  ProjectionVersion version{1, "p", "g"};
  version.vouched_root = root;
  EXPECT_EQ((*Open(version))->position(), 4u);
  version.vouched_root.clear();
  EXPECT_EQ((*Open(version))->position(), 0u);
  EXPECT_THAT(reasons_, testing::ElementsAre(testing::HasSubstr("what vouched for them is gone")));
}

TEST_F(OpenProjectionTest, LeavesTheRowsOfAnotherServiceAlone) {
  Use({1, "p", "g", "team"});
  const auto store = Open({1, "p", "g", "case"});
  ASSERT_TRUE(absl::IsFailedPrecondition(store.status())) << store.status();
  EXPECT_THAT(store.status().message(), testing::HasSubstr("of the service team"));
  EXPECT_TRUE(reasons_.empty());
  EXPECT_EQ((*Open({1, "p", "g", "team"}))->position(), 4u);
}

TEST_F(OpenProjectionTest, ADamagedOneIsDeletedAndAnotherTroubleIsNot) {
  Use({1, "p", "g"});
  open_error_ = absl::PermissionDeniedError("not yours");
  EXPECT_TRUE(absl::IsPermissionDenied(Open({1, "p", "g"}).status()));
  EXPECT_TRUE(disk_->Get("cases", "a")->has_value());
  open_error_ = absl::DataLossError("checksum mismatch");
  auto store = Open({1, "p", "g"});
  ASSERT_TRUE(store.ok());
  EXPECT_EQ((*store)->position(), 0u);
  EXPECT_THAT(reasons_, testing::ElementsAre(testing::HasSubstr("it is damaged: checksum mismatch")));
}

TEST_F(OpenProjectionTest, TheProgramLeavesNoTraceInRowsThatAreEqual) {
  Use({1, "old", "g"});
  auto upgraded = Open({1, "new", "g"});
  std::string hash = *(*upgraded)->StateHash();
  disk_ = std::make_unique<InMemoryProjectionStore>();
  Use({1, "new", "g"});
  EXPECT_EQ(*disk_->StateHash(), hash);
}

TEST(VersionFolder, DiffersByLayout) {
  EXPECT_THAT(VersionFolder("projection", 7), testing::MatchesRegex("projection-[0-9]+-7"));
  EXPECT_NE(VersionFolder("projection", 7), VersionFolder("projection", 8));
}

TEST(OlderVersions, AreThoseOfLowerNumberAndFromBeforeNumbers) {
  const std::string mine = VersionFolder("projection", 10);
  const std::string older = VersionFolder("projection", 9);
  const std::vector<std::string> names{"projection",
                                       "projection-1-10",  // the projector wrote other rows then
                                       older,
                                       mine,
                                       VersionFolder("projection", 11),
                                       VersionFolder("journal", 9),
                                       "projection.vouched",
                                       "projection-2-9.importing",
                                       "projection-2-old",
                                       "holiday"};
  EXPECT_THAT(OlderVersions(names, "projection", 10),
              testing::ElementsAre("projection", "projection-1-10", older));
}

}  // namespace
}  // namespace fallverbund::projection
