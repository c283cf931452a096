#include "libs/refusal/refusal.h"

#include <gtest/gtest.h>

#include <set>

namespace fallverbund::refusal {
namespace {

constexpr Reason kAll[] = {
#define FV_REASON(name, code, row, german, english, next_german, next_english) Reason::name,
#include "libs/refusal/reasons.def"
#undef FV_REASON
};

TEST(Refusal, EveryReasonSaysWhyInTwoLanguagesAndWhatToDoNext) {
  std::set<std::string_view> codes;
  for (Reason reason : kAll) {
    const ReasonText& text = Text(reason);
    EXPECT_TRUE(codes.insert(text.code).second) << text.code << " stands twice";
    EXPECT_FALSE(text.row.empty()) << text.code;
    for (std::string_view sentence : {text.german, text.english, text.next_german, text.next_english}) {
      EXPECT_GT(sentence.size(), 10u) << text.code;
    }
    EXPECT_EQ(ReasonOfCode(text.code), reason);
  }
  EXPECT_EQ(ReasonOfCode("NO_SUCH_REASON"), std::nullopt);
}

TEST(Refusal, RequireRefusesWithItsReasonOrNotAtAll) {
  EXPECT_EQ(Require(kAll[0], true), std::nullopt);
  EXPECT_EQ(Require(kAll[0], false), Refusal{kAll[0]});
}

}  // namespace
}  // namespace fallverbund::refusal
