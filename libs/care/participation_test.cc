#include "libs/care/participation.h"

#include <gtest/gtest.h>

#include "libs/base/time.h"

namespace fallverbund::care {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'772'442'000);

common::v1::Hearing Heard() {
  common::v1::Hearing hearing;
  hearing.set_heard(true);
  return hearing;
}

common::v1::Hearing NotHeard(absl::Time retry) {
  common::v1::Hearing hearing;
  hearing.set_reason(common::v1::NOT_HEARD_REASON_REFUSED);
  *hearing.mutable_retry_due() = ToProto(retry);
  return hearing;
}

common::v1::Participation Of(common::v1::Hearing young_person, common::v1::Hearing family) {
  common::v1::Participation participation;
  *participation.mutable_young_person() = young_person;
  *participation.mutable_family() = family;
  return participation;
}

TEST(Participation, IsCompleteWhenBothWereHeard) {
  EXPECT_TRUE(IsComplete(Of(Heard(), Heard()), kNow));
  EXPECT_EQ(NextHearing(Of(Heard(), Heard())), std::nullopt);
}

TEST(Participation, IsCompleteWithAReasonAndADateStillToCome) {
  EXPECT_TRUE(IsComplete(Of(NotHeard(kNow + Days(1)), Heard()), kNow));
  EXPECT_FALSE(IsComplete(Of(NotHeard(kNow), Heard()), kNow));
  EXPECT_FALSE(IsComplete(Of(Heard(), NotHeard(kNow - Days(1))), kNow));
}

TEST(Participation, CannotBePutOffForEver) {
  EXPECT_TRUE(IsComplete(Of(NotHeard(kNow + Days(90)), Heard()), kNow));
  EXPECT_FALSE(IsComplete(Of(NotHeard(kNow + Days(90) + absl::Seconds(1)), Heard()), kNow));
  EXPECT_FALSE(IsComplete(Of(NotHeard(kNow + Days(1)), NotHeard(kNow + Days(366 * 1000))), kNow));
}

TEST(Participation, IsIncompleteWithoutAReasonOrADate) {
  auto no_reason = NotHeard(kNow + Days(1));
  no_reason.clear_reason();
  EXPECT_FALSE(IsComplete(Of(no_reason, Heard()), kNow));
  auto no_date = NotHeard(kNow + Days(1));
  no_date.clear_retry_due();
  EXPECT_FALSE(IsComplete(Of(Heard(), no_date), kNow));
}

TEST(Participation, SayingNothingAboutTheFamilyIsIncomplete) {
  common::v1::Participation participation;
  *participation.mutable_young_person() = Heard();
  EXPECT_FALSE(IsComplete(participation, kNow));
}

TEST(Participation, OfAnAdultNobodyElseIsAskedAndNobodyDecidesPastThem) {
  common::v1::Participation participation;
  *participation.mutable_young_person() = Heard();
  EXPECT_TRUE(IsComplete(participation, kNow, true));
  EXPECT_EQ(NextHearing(participation), std::nullopt);
  participation.Clear();
  *participation.mutable_family() = Heard();
  EXPECT_FALSE(IsComplete(participation, kNow, true));
}

TEST(Participation, TheEarlierDateIsTheNextHearing) {
  EXPECT_EQ(NextHearing(Of(NotHeard(kNow + Days(3)), NotHeard(kNow + Days(2)))), kNow + Days(2));
  EXPECT_EQ(NextHearing(Of(NotHeard(kNow + Days(3)), Heard())), kNow + Days(3));
}

}  // namespace
}  // namespace fallverbund::care
