#include "services/audit/domain/strands.h"

#include <gtest/gtest.h>

#include "libs/base/time.h"

namespace fallverbund::audit {
namespace {

using common::v1::STRAND_CASE;
using common::v1::TONIGHT_KIND_UNSPECIFIED;

absl::Time Day(int day) {
  return absl::UnixEpoch() + absl::Hours(24 * day);
}

common::v1::Holder Person(const char* name) {
  common::v1::Holder holder;
  holder.set_person_id(name);
  return holder;
}

TEST(Strands, TheNextHolderTakesOverAtOnce) {
  v1::CaseFile file;
  Verdict verdict;
  MoveStrand(STRAND_CASE, Person("a"), TONIGHT_KIND_UNSPECIFIED, {Day(1), Day(1), 5}, file, verdict);
  MoveStrand(STRAND_CASE, Person("b"), TONIGHT_KIND_UNSPECIFIED, {Day(3), Day(4), 9}, file, verdict);
  ASSERT_EQ(verdict.ended.size(), 1u);
  EXPECT_EQ(verdict.ended[0].holder().person_id(), "a");
  EXPECT_EQ(FromProto(verdict.ended[0].until()), Day(3));
  EXPECT_EQ(verdict.ended[0].until_position(), 9u);
  ASSERT_NE(Held(file, STRAND_CASE), nullptr);
  EXPECT_EQ(Held(file, STRAND_CASE)->holder().person_id(), "b");
  EXPECT_EQ(FromProto(Held(file, STRAND_CASE)->from()), Day(3));
  EXPECT_EQ(FromProto(Held(file, STRAND_CASE)->recorded_at()), Day(4));
}

TEST(Strands, TheSameHolderAgainChangesNothing) {
  v1::CaseFile file;
  Verdict verdict;
  MoveStrand(STRAND_CASE, Person("a"), TONIGHT_KIND_UNSPECIFIED, {Day(1), Day(1), 5}, file, verdict);
  MoveStrand(STRAND_CASE, Person("a"), TONIGHT_KIND_UNSPECIFIED, {Day(3), Day(3), 9}, file, verdict);
  EXPECT_TRUE(verdict.ended.empty());
  EXPECT_EQ(Held(file, STRAND_CASE)->from_position(), 5u);
}

TEST(Strands, ALateEntryNeverEndsASpanBeforeItBegan) {
  v1::CaseFile file;
  Verdict verdict;
  MoveStrand(STRAND_CASE, Person("a"), TONIGHT_KIND_UNSPECIFIED, {Day(5), Day(5), 5}, file, verdict);
  MoveStrand(STRAND_CASE, Person("b"), TONIGHT_KIND_UNSPECIFIED, {Day(2), Day(6), 6}, file, verdict);
  EXPECT_EQ(FromProto(verdict.ended[0].until()), Day(5));
  EXPECT_EQ(FromProto(Held(file, STRAND_CASE)->from()), Day(5));
}

TEST(Strands, EndingOneStrandLeavesTheOthers) {
  v1::CaseFile file;
  Verdict verdict;
  BeginSpan(common::v1::STRAND_SHARED, Person("a"), TONIGHT_KIND_UNSPECIFIED, {Day(1), Day(1), 1}, file);
  BeginSpan(common::v1::STRAND_SHARED, Person("b"), TONIGHT_KIND_UNSPECIFIED, {Day(1), Day(1), 1}, file);
  BeginSpan(STRAND_CASE, Person("c"), TONIGHT_KIND_UNSPECIFIED, {Day(1), Day(1), 1}, file);
  EndStrand(common::v1::STRAND_SHARED, {Day(2), Day(2), 2}, file, verdict);
  EXPECT_EQ(verdict.ended.size(), 2u);
  ASSERT_EQ(file.open_spans_size(), 1);
  EXPECT_EQ(file.open_spans(0).holder().person_id(), "c");
}

}  // namespace
}  // namespace fallverbund::audit
