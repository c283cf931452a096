#include "libs/care/terms.h"

#include <string>

#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "libs/care/clock.h"

namespace fallverbund::care {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'795'000'000);

OfficeTerms With(const Term& term, uint32_t number) {
  OfficeTerms terms;
  const auto* field = OfficeTerms::descriptor()->FindFieldByName(std::string(term.field));
  terms.GetReflection()->SetUInt32(&terms, field, number);
  return terms;
}

TEST(TermsTest, StandInTheTableOncePerFieldAndInItsOrder) {
  const auto* message = OfficeTerms::descriptor();
  ASSERT_EQ(static_cast<int>(Terms().size()), message->field_count());
  for (int i = 0; i < message->field_count(); ++i) {
    EXPECT_EQ(Terms()[static_cast<size_t>(i)].field, message->field(i)->name());
    const Term& term = Terms()[static_cast<size_t>(i)];
    EXPECT_EQ((With(term, 17).*term.own)(), 17u) << term.field;
    EXPECT_TRUE(absl::EndsWith(message->field(i)->name(), "_days") ||
                absl::EndsWith(message->field(i)->name(), "_hours"));
  }
}

TEST(TermsTest, AreAsEverywhereUntilAnOfficeSaysOtherwise) {
  EXPECT_EQ(Length(kReplan, {}), absl::Hours(7 * 24));
  EXPECT_EQ(Length(kPackage, {}), absl::Hours(24));
  EXPECT_EQ(Length(kReplan, With(kReplan, 10)), absl::Hours(10 * 24));
  EXPECT_EQ(Length(kPackage, With(kPackage, 10)), absl::Hours(10));
  EXPECT_EQ(OwnNumber(kReplan, With(kReplan, 10)), 10u);
  EXPECT_EQ(OwnNumber(kReplan, With(kReplan, 7)), 0u) << "the usual one is nobody's own";
  EXPECT_EQ(OwnNumber(kReplan, With(kBridge, 10)), 0u);
}

TEST(TermsTest, NoOfficeConfiguresARuleAway) {
  EXPECT_EQ(OutOfBounds({}), nullptr);
  for (const Term& term : Terms()) {
    EXPECT_GE(term.least, 1u) << term.field;
    EXPECT_LE(term.least, term.usual) << term.field;
    EXPECT_LE(term.usual, term.most) << term.field;
    EXPECT_LE(term.most, term.usual * 5) << term.field;
    EXPECT_EQ(OutOfBounds(With(term, term.least)), nullptr) << term.field;
    EXPECT_EQ(OutOfBounds(With(term, term.most)), nullptr) << term.field;
    const Term* far = OutOfBounds(With(term, term.most + 1));
    ASSERT_NE(far, nullptr) << term.field;
    EXPECT_EQ(far->field, term.field);
    if (term.least > 1) EXPECT_NE(OutOfBounds(With(term, term.least - 1)), nullptr) << term.field;
  }
}

TEST(TermsTest, AnOfficesPaceNamesTheNextStepWhereThereIsOne) {
  const OfficeTerms slow = With(kEscalation, 48);
  EXPECT_EQ(NextStepByOwnPace({}, common::v1::ESCALATION_STEP_DEPUTY, kNow), std::nullopt);
  EXPECT_EQ(NextStepByOwnPace(slow, common::v1::ESCALATION_STEP_DEPUTY, kNow), kNow + absl::Hours(48));
  EXPECT_EQ(NextStepByOwnPace(slow, common::v1::ESCALATION_STEP_STEERING_GROUP, kNow), std::nullopt);
}

TEST(TermsTest, AClockClimbsWhenItsOwnEventSaysSo) {
  Clocks clocks;
  clocks.Start(common::v1::CLOCK_KIND_CASE_REVIEW, "", kNow);
  clocks.MarkOverdue(common::v1::CLOCK_KIND_CASE_REVIEW, "", kNow, kNow, kNow + absl::Hours(48));
  const Clock clock = clocks.open()[0];
  EXPECT_EQ(NextAt(clock), kNow + absl::Hours(48));
  EXPECT_EQ(Elapsed(clock, kNow + absl::Hours(47)), std::nullopt);
  ASSERT_TRUE(Elapsed(clock, kNow + absl::Hours(48)).has_value());
  clocks.MarkEscalated(common::v1::CLOCK_KIND_CASE_REVIEW, "", kNow, common::v1::ESCALATION_STEP_DEPUTY,
                       kNow + absl::Hours(48));
  EXPECT_EQ(NextAt(clocks.open()[0]), kNow + absl::Hours(48) + kEscalationInterval)
      << "an event that names no time is followed as everywhere";
}

}  // namespace
}  // namespace fallverbund::care
