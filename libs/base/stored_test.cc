#include "libs/base/stored.h"

#include <gtest/gtest.h>

#include "absl/status/statusor.h"
#include "libs/base/status.h"

namespace fallverbund {
namespace {

absl::Status PassOn(const absl::Status& status) {
  FV_ASSIGN_OR_RETURN(const int number, absl::StatusOr<int>(status));
  return number == 0 ? absl::OkStatus() : absl::InternalError("never");
}

TEST(Stored, WhoPassesAStatusOnNeedNotKnowOfIt) {
  const absl::Status away = absl::UnavailableError("not connected");
  EXPECT_EQ(StoredOf(away), Stored::kUnsaid);
  EXPECT_EQ(StoredOf(PassOn(WithStored(away, Stored::kNothing))), Stored::kNothing);
  EXPECT_EQ(StoredOf(PassOn(WithStored(away, Stored::kUnknown))), Stored::kUnknown);
  EXPECT_EQ(WithStored(WithStored(away, Stored::kNothing), Stored::kUnsaid), away);
}

TEST(Stored, WhatFailedNothingUnlessSaidStoredNothing) {
  EXPECT_EQ(StoredOf(NothingUnlessSaid(absl::UnavailableError(""))), Stored::kNothing);
  EXPECT_EQ(StoredOf(NothingUnlessSaid(absl::DeadlineExceededError(""))), Stored::kNothing);
  EXPECT_EQ(StoredOf(NothingUnlessSaid(WithStored(absl::UnavailableError(""), Stored::kUnknown))),
            Stored::kUnknown)
      << "who knew more has said so";
  EXPECT_EQ(StoredOf(NothingUnlessSaid(absl::InvalidArgumentError(""))), Stored::kUnsaid) << "not unlucky";
  EXPECT_TRUE(NothingUnlessSaid(absl::OkStatus()).ok());
}

}  // namespace
}  // namespace fallverbund
