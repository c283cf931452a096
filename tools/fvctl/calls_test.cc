#include "tools/fvctl/calls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

namespace fallverbund::fvctl {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string Answers(const std::string& lines) {
  std::istringstream in(lines);
  std::ostringstream out;
  AnswerCalls(in, out, (std::filesystem::temp_directory_path() / "no clients here").string());
  return out.str();
}

TEST(Calls, ALineThatMakesNoCallIsAnsweredAndTheNextOneIsStillRead) {
  std::istringstream answers(Answers("not json\n\n{\"method\": \"Setback\"}\n"));
  std::string first, second, third;
  std::getline(answers, first);
  std::getline(answers, second);
  EXPECT_THAT(first, StartsWith("{\"error\""));
  EXPECT_THAT(second, HasSubstr("RecordSetback"));  // what sounds alike
  EXPECT_FALSE(std::getline(answers, third));
}

TEST(Calls, AFieldNobodyKnowsIsNamed) {
  EXPECT_THAT(Answers(R"({"as": "adler", "method": "GetCase", "request": {"case": "1"}})"),
              HasSubstr("case"));
}

TEST(Calls, AProfileThatIsNotThereIsNamed) {
  EXPECT_THAT(Answers(R"({"as": "adler", "method": "GetCase", "request": {}})"), HasSubstr("adler.json"));
}

}  // namespace
}  // namespace fallverbund::fvctl
