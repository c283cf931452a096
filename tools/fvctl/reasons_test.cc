#include "tools/fvctl/reasons.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/fvctl/story/values.h"

namespace fallverbund::fvctl {
namespace {

using ::testing::HasSubstr;

TEST(Reasons, OneIsToldWithItsRowItsSentencesAndWhatToDo) {
  const auto text = ReasonCatalogue("DEPUTY_NOT_NAMED", false);
  ASSERT_TRUE(text.ok());
  EXPECT_THAT(*text, HasSubstr("DEPUTY_NOT_NAMED  [C3]  FAILED_PRECONDITION\n"));
  EXPECT_THAT(*text, HasSubstr("Vertretung"));
}

TEST(Reasons, AllAreAnArrayThatParses) {
  const auto value = story::ParseJson(*ReasonCatalogue("", true));
  ASSERT_TRUE(value.ok()) << value.status();
  EXPECT_GT(value->list_value().values_size(), 100);
  for (const auto& reason : value->list_value().values())
    EXPECT_EQ(reason.struct_value().fields().size(), 7u);
}

TEST(Reasons, AnUnknownCodeSaysWhereTheyAreListed) {
  const auto none = ReasonCatalogue("NO_SUCH_REASON", true);
  ASSERT_FALSE(none.ok());
  EXPECT_THAT(std::string(none.status().message()), HasSubstr("fvctl reasons"));
}

}  // namespace
}  // namespace fallverbund::fvctl
