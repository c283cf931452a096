#include "tools/fvctl/render/completeness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "libs/base/time.h"

namespace fallverbund::fvctl {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);
const Labels kIds = [](const std::string& id) { return id; };

std::string Id(char digit) {
  return std::string(32, digit);
}

audit::v1::AuditedCase Case(const std::string& case_id, const std::string& origin_id) {
  audit::v1::AuditedCase audited;
  audited.set_case_id(case_id);
  audited.set_origin_id(origin_id);
  audited.mutable_holder()->set_organisation_id("office");
  return audited;
}

std::string StateIn(const Completeness& completeness, const std::string& number) {
  for (const Listed& listed : completeness.listed) {
    if (listed.number == number) return listed.state;
  }
  return "not listed";
}

TEST(Completeness, TellsTheStateOfEachNumberAndNamesTheMissing) {
  std::vector<audit::v1::AuditedCase> cases = {Case(Id('a'), Id('1')), Case("", Id('2')),
                                               Case(Id('c'), Id('3')), Case(Id('d'), Id('4'))};
  *cases[2].mutable_standby_due() = ToProto(kNow - absl::Hours(24));
  cases[3].set_lawfully_ended(true);
  const auto result = Compare(
      absl::StrCat("nummer\n", Id('1'), "\n", Id('2'), "\n", Id('3'), "\n", Id('d'), "\n", Id('9'), "\n"),
      cases, kNow, kIds);
  EXPECT_EQ(StateIn(result, Id('1')), "open, held by office");
  EXPECT_EQ(StateIn(result, Id('2')), "no case yet, held by office");
  EXPECT_EQ(StateIn(result, Id('3')), "rests, contact overdue since 2027-01-14 08:00, held by office");
  EXPECT_EQ(StateIn(result, Id('d')), "lawfully ended") << "by the case's own number, too";
  EXPECT_EQ(StateIn(result, Id('9')), "");
  EXPECT_EQ(result.missing, 1u);
  EXPECT_FALSE(result.Whole());
  EXPECT_THAT(RenderCompleteness(result), HasSubstr(Id('9') + "  MISSING"));
}

TEST(Completeness, IsWholeWhenEverybodyIsThere) {
  const auto result =
      Compare(absl::StrCat(absl::AsciiStrToUpper(Id('a')), "\n"), {Case(Id('a'), "")}, kNow, kIds);
  EXPECT_TRUE(result.Whole());
  EXPECT_THAT(result.unlisted, ElementsAre());
}

TEST(Completeness, SaysWhoHeldNobody) {
  audit::v1::AuditedCase audited = Case(Id('a'), "");
  audited.clear_holder();
  EXPECT_EQ(StateIn(Compare(Id('a'), {audited}, kNow, kIds), Id('a')), "open, HELD BY NOBODY");
}

TEST(Completeness, CountsALineThatSaysANumberAgainAndNamesOneThatSaysNone) {
  const auto result =
      Compare(absl::StrCat(Id('a'), "\n", Id('a'), "\n2026-0815\n"), {Case(Id('a'), "")}, kNow, kIds);
  EXPECT_EQ(result.twice, 1u);
  EXPECT_THAT(result.not_numbers, ElementsAre(3));
  EXPECT_FALSE(result.Whole()) << "nobody knows who that is";
}

TEST(Completeness, TellsWhoIsInTheLogAndNotOnTheList) {
  const auto result = Compare("", {Case(Id('a'), Id('1')), Case(Id('b'), "")}, kNow, kIds);
  EXPECT_THAT(result.unlisted, ElementsAre(Id('1'), Id('b')));
  EXPECT_TRUE(result.Whole()) << "a list may be a part";
}

}  // namespace
}  // namespace fallverbund::fvctl
