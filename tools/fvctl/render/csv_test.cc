#include "tools/fvctl/render/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fallverbund::fvctl {
namespace {

TEST(Csv, QuotesWhatNeedsIt) {
  EXPECT_EQ(CsvLine({"a", "", "b c"}), "a;;b c\r\n");
  EXPECT_EQ(CsvLine({"a;b", "say \"no\"", "two\nlines"}), "\"a;b\";\"say \"\"no\"\"\";\"two\nlines\"\r\n");
}

TEST(Csv, WritesNoFormula) {
  EXPECT_EQ(CsvLine({"=1+1", "@SUM(A1)", "-4", "+4"}), "'=1+1;'@SUM(A1);'-4;'+4\r\n");
}

std::vector<std::string> Texts(std::string_view csv) {
  std::vector<std::string> texts;
  for (const CsvCell& cell : FirstColumn(csv)) texts.push_back(std::to_string(cell.line) + ":" + cell.text);
  return texts;
}

TEST(Csv, ReadsTheFirstColumnWhateverSeparatesTheOthers) {
  EXPECT_THAT(Texts("\xEF\xBB\xBFnumber;paid\r\n\"0a\";12\r\n\r\n0b,13\n0c\t14\n 0d \n"),
              ::testing::ElementsAre("1:number", "2:0a", "4:0b", "5:0c", "6:0d"));
  EXPECT_THAT(Texts(""), ::testing::IsEmpty());
  EXPECT_THAT(Texts(";0a\n;;\n\"\";0b\n"), ::testing::ElementsAre("1:", "3:"));
}

TEST(Csv, ReadsTheLinesOfEverySystem) {
  EXPECT_THAT(Texts("0a\r0b\r"), ::testing::ElementsAre("1:0a", "2:0b"));
  EXPECT_THAT(Texts("0a\r\n0b"), ::testing::ElementsAre("1:0a", "2:0b"));
}

}  // namespace
}  // namespace fallverbund::fvctl
