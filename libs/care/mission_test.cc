// mission.csv is the one list of rows: what refuses or grants access by a row must name one that exists.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "libs/refusal/refusal.h"

namespace fallverbund::care {
namespace {

const std::filesystem::path kSource = FALLVERBUND_SOURCE_DIR;

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

struct Row {
  std::string term, type, sentence;
};

// Lines of the form row,term,type,"sentence".
std::map<std::string, Row> Mission() {
  static const std::regex kLine(R"re(([A-Z]\d{1,2}|§ \d{1,4}[a-z]?),([^,"]+),([A-Z/]+),"([^"]+\.)")re");
  std::map<std::string, Row> rows;
  std::istringstream lines(ReadFile(kSource / "libs/care/mission.csv"));
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(line, "row,term,type,sentence");
  while (std::getline(lines, line)) {
    std::smatch parts;
    if (!std::regex_match(line, parts, kLine)) {
      ADD_FAILURE() << "not a row: " << line;
      continue;
    }
    EXPECT_TRUE(rows.emplace(parts[1], Row{parts[2], parts[3], parts[4]}).second) << "twice: " << line;
  }
  return rows;
}

TEST(Mission, NamesEveryRowOnce) {
  const auto mission = Mission();
  size_t expected = 1;  // R0
  EXPECT_TRUE(mission.contains("R0"));
  for (auto [block, last] : {std::pair{'A', 23}, {'B', 14}, {'C', 17}, {'D', 10}, {'E', 13}, {'N', 15}}) {
    for (int number = 1; number <= last; ++number, ++expected) {
      EXPECT_TRUE(mission.contains(block + std::to_string(number))) << block << number;
    }
  }
  for (const auto& [row, text] : mission) expected += row.starts_with("§") ? 1 : 0;
  EXPECT_EQ(mission.size(), expected);
}

TEST(Mission, KnowsEveryRowThatARefusalNames) {
  const auto mission = Mission();
  std::vector<refusal::Reason> reasons = {
#define FV_REASON(name, code, row, german, english, next_german, next_english) refusal::Reason::name,
#include "libs/refusal/reasons.def"
#undef FV_REASON
  };
  ASSERT_FALSE(reasons.empty());
  for (const auto reason : reasons) {
    const auto& text = refusal::Text(reason);
    EXPECT_TRUE(mission.contains(std::string(text.row))) << text.code << " names row '" << text.row << "'";
  }
}

TEST(Mission, KnowsEveryRowThatAnAccessOptionNames) {
  const auto mission = Mission();
  static const std::regex kRow(R"re(\brow: "([^"]*)")re");
  int named = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kSource / "proto")) {
    if (entry.path().extension() != ".proto") continue;
    const std::string text = ReadFile(entry.path());
    for (auto row = std::sregex_iterator(text.begin(), text.end(), kRow); row != std::sregex_iterator();
         ++row) {
      EXPECT_TRUE(mission.contains((*row)[1]))
          << entry.path().filename() << " names row '" << (*row)[1] << "'";
      ++named;
    }
  }
  EXPECT_GT(named, 30);
}

}  // namespace
}  // namespace fallverbund::care
