#include "libs/runtime/log.h"

#include <gtest/gtest.h>

namespace fallverbund::log {
namespace {

std::string LineWith(std::initializer_list<Field> fields) {
  return Line(Level::kInfo, "case", "something_happened", absl::FromUnixSeconds(0), fields);
}

TEST(Log, WritesOneJsonObjectWithNumbersIdsAndCodes) {
  EXPECT_EQ(LineWith({{"position", 7},
                      {"production", true},
                      {"took_ms", absl::Milliseconds(12)},
                      {"case", Id("00112233445566778899aabbccddeeff")},
                      {"method", Code("fallverbund.casework.v1.CaseService/GetCase")}}),
            R"({"at":"1970-01-01T00:00:00Z","level":"info","service":"case","event":"something_happened",)"
            R"("position":7,"production":true,"took_ms":12,"case":"00112233445566778899aabbccddeeff",)"
            R"("method":"fallverbund.casework.v1.CaseService/GetCase"})");
}

TEST(Log, WithholdsWhatIsNeitherAnIdNorACode) {
  EXPECT_NE(LineWith({{"case", Id("Milo Falke")}}).find(R"("case":"withheld")"), std::string::npos);
  EXPECT_NE(LineWith({{"case", Id("Milo")}}).find(R"("case":"withheld")"), std::string::npos);
  EXPECT_NE(LineWith({{"why", Code("hat die Gruppe verlassen")}}).find(R"("why":"withheld")"),
            std::string::npos);
}

TEST(Log, EscapesWhatWouldBreakTheLine) {
  const std::string line = LineWith({{"file", Path("/tmp/\"a\"\n")}});
  EXPECT_NE(line.find(R"("file":"/tmp/\"a\"\u000a")"), std::string::npos) << line;
  EXPECT_EQ(line.find('\n'), std::string::npos);
}

TEST(Log, ACauseIsCodeAndSentence) {
  const std::string line = LineWith({{"cause", Cause(absl::UnavailableError("the bus does not answer"))}});
  EXPECT_NE(line.find(R"("cause":"UNAVAILABLE: the bus does not answer")"), std::string::npos) << line;
}

TEST(Log, KnowsFourLevels) {
  EXPECT_EQ(*ParseLevel("warning"), Level::kWarning);
  EXPECT_EQ(ParseLevel("loud").status().message(), "a log level is debug, info, warning or error");
}

}  // namespace
}  // namespace fallverbund::log
