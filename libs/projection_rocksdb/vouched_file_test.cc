#include "libs/projection_rocksdb/vouched_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace fallverbund::projection {
namespace {

class VouchedFileTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "fv_vouched_XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_;
  const VouchedPrefix vouched_{std::string(32, 'g'), 12, std::string(32, 'r'), {3}};
};

TEST_F(VouchedFileTest, KeepsTheLastAndForgets) {
  VouchedFile file(folder_ / "p.vouched");
  EXPECT_EQ(file.Load(), std::nullopt);
  EXPECT_TRUE(file.Forget().ok());
  ASSERT_TRUE(file.Keep(vouched_).ok());
  VouchedPrefix longer = vouched_;
  longer.position = 13;
  ASSERT_TRUE(file.Keep(longer).ok());
  EXPECT_EQ(VouchedFile(folder_ / "p.vouched").Load(), longer);
  ASSERT_TRUE(file.Forget().ok());
  EXPECT_EQ(file.Load(), std::nullopt);
}

TEST_F(VouchedFileTest, BelievesNoDamagedFileAndSaysWhenItCannotWrite) {
  VouchedFile file(folder_ / "p.vouched");
  ASSERT_TRUE(file.Keep(vouched_).ok());
  std::ofstream(folder_ / "p.vouched", std::ios::app) << "x";
  EXPECT_EQ(file.Load(), std::nullopt);
  EXPECT_TRUE(absl::IsUnavailable(VouchedFile(folder_ / "no" / "p.vouched").Keep(vouched_)));
}

}  // namespace
}  // namespace fallverbund::projection
