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

Completeness Compared(std::string_view csv, const std::vector<audit::v1::AuditedCase>& cases,
                      const std::vector<audit::v1::AuditedNumber>& numbers = {}) {
  return *Compare(csv, {cases, numbers}, kNow, kIds);
}

audit::v1::AuditedNumber Number(audit::v1::NumberKind kind, char digit) {
  audit::v1::AuditedNumber number;
  number.set_kind(kind);
  number.set_number(Id(digit));
  number.mutable_owner()->set_organisation_id("office");
  return number;
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
  const auto result = Compared(
      absl::StrCat("nummer\n", Id('1'), "\n", Id('2'), "\n", Id('3'), "\n", Id('d'), "\n", Id('9'), "\n"),
      cases);
  EXPECT_EQ(StateIn(result, Id('1')), "open, held by office");
  EXPECT_EQ(StateIn(result, Id('2')), "no case yet, held by office");
  EXPECT_EQ(StateIn(result, Id('3')), "rests, contact overdue since 2027-01-14 08:00, held by office");
  EXPECT_EQ(StateIn(result, Id('d')), "lawfully ended") << "by the case's own number, too";
  EXPECT_EQ(StateIn(result, Id('9')), "");
  EXPECT_EQ(result.missing, 1u);
  EXPECT_FALSE(result.Whole());
  EXPECT_THAT(RenderCompleteness(result), HasSubstr(Id('9') + "  MISSING: nothing in the log"));
}

TEST(Completeness, IsWholeWhenEverybodyIsThere) {
  const auto result = Compared(absl::StrCat(absl::AsciiStrToUpper(Id('a')), "\n"), {Case(Id('a'), "")});
  EXPECT_TRUE(result.Whole());
  EXPECT_THAT(result.unlisted, ElementsAre());
}

TEST(Completeness, SaysWhoHeldNobody) {
  audit::v1::AuditedCase audited = Case(Id('a'), "");
  audited.clear_holder();
  const auto result = Compared(Id('a'), {audited});
  EXPECT_EQ(StateIn(result, Id('a')), "open, HELD BY NOBODY");
  EXPECT_FALSE(result.Whole()) << "who is there and held by nobody is the answer that is looked for";
  audited.set_lawfully_ended(true);
  EXPECT_TRUE(Compared(Id('a'), {audited}).Whole());
}

TEST(Completeness, CountsALineThatSaysANumberAgainAndNamesOneThatSaysNone) {
  const auto result = Compared(absl::StrCat(Id('a'), "\n", Id('a'), "\n2026-0815\n"), {Case(Id('a'), "")});
  EXPECT_EQ(result.twice, 1u);
  EXPECT_THAT(result.not_numbers, ElementsAre(3));
  EXPECT_FALSE(result.Whole()) << "nobody knows who that is";
}

// A number that lost a digit is no heading, and one behind an empty field is not unsaid.
TEST(Completeness, NamesEveryLineThatItCannotCompare) {
  const std::vector<audit::v1::AuditedCase> cases = {Case(Id('a'), "")};
  const std::string good = Id('a') + "\n";
  EXPECT_THAT(Compared("Nummer\n" + good, cases).not_numbers, ElementsAre());
  EXPECT_THAT(Compared(std::string(31, '1') + "\n" + good, cases).not_numbers, ElementsAre(1));
  EXPECT_THAT(Compared(";" + Id('b') + "\n" + good, cases).not_numbers, ElementsAre(1));
  EXPECT_THAT(Compared(good + "\"\";" + Id('b') + "\n;;\n", cases).not_numbers, ElementsAre(2));
  EXPECT_EQ(Compared(Id('a') + "\r" + Id('b') + "\r", cases).missing, 1u) << "lines of an old Mac";
}

TEST(Completeness, OfAListWithoutOneNumberIsNoAnswer) {
  for (const char* list : {"", "nummer\n", "nummer\n4711\n"})
    EXPECT_TRUE(absl::IsInvalidArgument(Compare(list, {{Case(Id('a'), "")}, {}}, kNow, kIds).status()))
        << list;
  const auto utf16 = Compare("\xFF\xFE" + Id('a'), {{Case(Id('a'), "")}, {}}, kNow, kIds);
  EXPECT_THAT(std::string(utf16.status().message()), HasSubstr("UTF-16"));
}

TEST(Completeness, TellsTheStateOfWhatIsNoCase) {
  auto dialog = Number(audit::v1::NUMBER_KIND_DIALOG, '1');
  auto counted = Number(audit::v1::NUMBER_KIND_PREVENTION_CONTACT, '2');
  auto accompanied = Number(audit::v1::NUMBER_KIND_ACCOMPANIMENT, '3');
  auto ended = Number(audit::v1::NUMBER_KIND_ACCOMPANIMENT, '4');
  *ended.mutable_done_at() = ToProto(kNow - absl::Hours(24));
  const auto result = Compared(absl::StrCat(Id('1'), "\n", Id('2'), "\n", Id('3'), "\n", Id('4'), "\n"), {},
                               {dialog, counted, accompanied, ended});
  EXPECT_EQ(StateIn(result, Id('1')), "dialog without a case, owned by office");
  EXPECT_EQ(StateIn(result, Id('2')), "contact of prevention, of nobody in particular, counted by office");
  EXPECT_EQ(StateIn(result, Id('3')), "accompaniment, navigated by office");
  EXPECT_EQ(StateIn(result, Id('4')), "accompaniment, at its end since 2027-01-14 08:00");
  EXPECT_TRUE(result.Whole());
}

// A list of § 8a reports names assessments, and each of them the case that somebody must hold.
TEST(Completeness, TellsOfAnAssessmentWhetherItWasMadeAndWhoHoldsItsCase) {
  auto made = Number(audit::v1::NUMBER_KIND_ASSESSMENT, '1'),
       open = Number(audit::v1::NUMBER_KIND_ASSESSMENT, '2'),
       late = Number(audit::v1::NUMBER_KIND_ASSESSMENT, '3'),
       unlisted = Number(audit::v1::NUMBER_KIND_ASSESSMENT, '4');
  for (auto* one : {&made, &open, &late, &unlisted}) one->set_case_id(Id('a'));
  *made.mutable_done_at() = ToProto(kNow - absl::Hours(24));
  *open.mutable_due() = ToProto(kNow + absl::Hours(24));
  *late.mutable_due() = ToProto(kNow - absl::Hours(24));
  const std::string list = absl::StrCat(Id('1'), "\n", Id('2'), "\n", Id('3'), "\n");
  const auto result = Compared(list, {Case(Id('a'), Id('b'))},
                               {made, open, late, unlisted, Number(audit::v1::NUMBER_KIND_DIALOG, '5')});
  EXPECT_EQ(StateIn(result, Id('1')),
            "assessment (§ 8a) made 2027-01-14 08:00; its case: open, held by office");
  EXPECT_EQ(StateIn(result, Id('2')),
            "assessment (§ 8a) open, due by 2027-01-16 08:00; its case: open, held by office");
  EXPECT_EQ(StateIn(result, Id('3')),
            "assessment (§ 8a) open, overdue since 2027-01-14 08:00; its case: open, held by office");
  EXPECT_THAT(result.unlisted, ElementsAre(Id('4'))) << "of the kinds that the list names, and the case is";
  EXPECT_TRUE(result.Whole());
  auto nobodys = Case(Id('a'), Id('b'));
  nobodys.clear_holder();
  EXPECT_FALSE(Compared(list, {nobodys}, {made, open, late}).Whole());
}

TEST(Completeness, TellsWhoIsInTheLogAndNotOnTheList) {
  const auto result = Compared(Id('c'), {Case(Id('a'), Id('1')), Case(Id('b'), ""), Case(Id('c'), "")});
  EXPECT_THAT(result.unlisted, ElementsAre(Id('1'), Id('b')));
  EXPECT_TRUE(result.Whole()) << "a list may be a part";
}

}  // namespace
}  // namespace fallverbund::fvctl
