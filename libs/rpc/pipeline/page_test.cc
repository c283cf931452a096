#include "libs/rpc/pipeline/page.h"

#include <gtest/gtest.h>

namespace fallverbund::service {
namespace {

TEST(PageSize, IsWhatWasAskedWithinItsBounds) {
  EXPECT_EQ(*PageSize(0, 50, 100), 50);
  EXPECT_EQ(*PageSize(1, 50, 100), 1);
  EXPECT_EQ(*PageSize(100, 50, 100), 100);
  EXPECT_EQ(*PageSize(101, 50, 100), 100);
  EXPECT_EQ(PageSize(-1, 50, 100).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace fallverbund::service
