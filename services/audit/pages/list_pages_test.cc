#include "services/audit/pages/list_pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/time.h"

namespace fallverbund::audit::pages {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);
const Asked kGerman{};
const Asked kEnglish{Language::kEnglish, "en"};

v1::AuditedCase Audited(const std::string& id, uint64_t gaps, uint64_t findings) {
  v1::AuditedCase audited;
  audited.set_case_id(id);
  audited.set_gaps(gaps);
  audited.set_findings(findings);
  return audited;
}

TEST(CasesPage, SaysTheVerdictAndTheStateOfEachCase) {
  ListedCases listed;
  listed.now = kNow;
  listed.cases = {Audited("aa", 0, 0), Audited("bb", 2, 2), Audited("cc", 0, 1), Audited("dd", 0, 0),
                  Audited("", 0, 0)};
  *listed.cases[0].mutable_standby_due() = ToProto(kNow - absl::Hours(24));
  listed.cases[3].set_lawfully_ended(true);
  listed.cases[4].set_origin_id("ee");
  const std::string page = CasesPage(listed, kGerman);
  EXPECT_THAT(page,
              HasSubstr("<a href=\"/case/aa\">aa</a></th><td class=\"good\">lückenlos</td><td>ruht; Kontakt "
                        "überfällig seit 14.01.2027</td>"));
  EXPECT_THAT(page, HasSubstr("<td class=\"bad\">2 Lücken</td><td>läuft</td>"));
  EXPECT_THAT(page, HasSubstr("<td class=\"bad\">1 Befund</td>"));
  EXPECT_THAT(page, HasSubstr("rechtmäßig beendet"));
  EXPECT_THAT(
      page,
      HasSubstr(
          "<a href=\"/case/ee\">ee</a></th><td class=\"good\">lückenlos</td><td>Anfrage, noch kein Fall"));
}

TEST(CasesPage, LeadsToTheNextPageAndBack) {
  ListedCases listed;
  listed.cases = {Audited("aa", 0, 0)};
  listed.next = "aa";
  listed.from_start = false;
  const std::string page = CasesPage(listed, kEnglish);
  EXPECT_THAT(page, HasSubstr("<a href=\"/?after=aa&amp;lang=en\">More cases</a>"));
  EXPECT_THAT(page, HasSubstr("<a href=\"/?lang=en\">From the beginning</a>"));
  EXPECT_THAT(CasesPage({}, kEnglish), Not(HasSubstr("More cases")));
}

TEST(FindingsPage, ListsEachAndSaysHowManyMoreThereAre) {
  v1::VerifyLogResponse verdict;
  verdict.set_findings_total(3);
  auto& finding = *verdict.add_findings();
  finding.set_kind(v1::FINDING_KIND_NO_HOLDER);
  finding.set_position(17);
  finding.set_aggregate_id("cc");
  const std::string page = FindingsPage(verdict, kEnglish);
  EXPECT_THAT(
      page,
      HasSubstr("log 17</th><td class=\"bad\">NO_HOLDER</td><td>nobody held the case: a gap (N1)</td>"));
  EXPECT_THAT(page, HasSubstr("2 more are not on this page"));
  EXPECT_THAT(FindingsPage({}, kEnglish), HasSubstr("No finding."));
}

TEST(FindingsPage, SaysOfEachStrandHowManyGapsAndDoublesItHadZerosToo) {
  v1::VerifyLogResponse verdict;
  verdict.add_strands()->set_strand(common::v1::STRAND_CASE);
  v1::StrandVerdict& night = *verdict.add_strands();
  night.set_strand(common::v1::STRAND_TONIGHT);
  night.set_gaps(2);
  night.set_doubles(1);
  const std::string english = FindingsPage(verdict, kEnglish);
  EXPECT_THAT(english, HasSubstr("<tr><th scope=\"row\">Case (CASE)</th><td class=\"good\">0</td><td "
                                 "class=\"good\">0</td></tr>"));
  EXPECT_THAT(english, HasSubstr("<tr><th scope=\"row\">Tonight (TONIGHT)</th><td class=\"bad\">2</td><td "
                                 "class=\"bad\">1</td></tr>"));
  EXPECT_THAT(english, HasSubstr("<caption>Gaps and doubles by strand</caption>"));
  const std::string german = FindingsPage(verdict, kGerman);
  EXPECT_THAT(german, HasSubstr("<caption>Lücken und Doppelungen je Strang</caption>"));
  EXPECT_THAT(german, HasSubstr("<th scope=\"col\">Lücken</th><th scope=\"col\">Doppelt</th>"));
  EXPECT_THAT(german, HasSubstr("<th scope=\"row\">Verbleib heute Nacht</th>"));
}

TEST(OverduePage, ShowsDatesThatPassedAndCasesThatRest) {
  Overdue overdue;
  overdue.now = kNow;
  overdue.standing = {{"dd", common::v1::CLOCK_KIND_CRISIS_LEG, kNow - absl::Hours(2), kNow}};
  overdue.standing_total = 1;
  overdue.missed = {
      {"aa", common::v1::CLOCK_KIND_TEAM_MEETING, kNow - absl::Hours(48), kNow - absl::Hours(47)}};
  overdue.missed_total = 4;
  overdue.resting = {{"bb", kNow - absl::Hours(1), kNow - absl::Hours(72)}, {"cc", kNow + absl::Hours(1)}};
  overdue.resting_total = 2;
  const std::string page = OverduePage(overdue, kGerman);
  EXPECT_THAT(page, HasSubstr("Teamsitzung nach einem Rückschlag"));
  EXPECT_THAT(page, HasSubstr("3 weitere stehen nicht auf dieser Seite"));
  EXPECT_THAT(page, HasSubstr("bb</a></th><td>12.01.2027 08:00</td><td>15.01.2027 07:00</td><td><span "
                              "class=\"bad\">ja</span></td>"));
  EXPECT_THAT(page,
              HasSubstr("cc</a></th><td>keiner im Protokoll</td><td>15.01.2027 09:00</td><td>nein</td>"));
  EXPECT_THAT(page,
              HasSubstr("<th scope=\"col\">Letzter Kontakt</th><th scope=\"col\">Nächster Kontakt bis</th>"));
  EXPECT_THAT(OverduePage(overdue, kEnglish), HasSubstr("<td>none in the log</td>"));
  EXPECT_LT(page.find("/case/dd"), page.find("/case/aa")) << "what stands comes first";
  EXPECT_THAT(page, Not(HasSubstr("Kein verstrichener Termin steht aus.")));
  EXPECT_THAT(OverduePage({}, kGerman), HasSubstr("Kein verstrichener Termin steht aus."));
}

TEST(MessagePage, SaysItAndLeadsBack) {
  const std::string page =
      MessagePage({"Nicht gefunden", "Not found"}, {"Es gibt <keinen>.", "There is <none>."}, kEnglish);
  EXPECT_THAT(page, HasSubstr("<h1>Not found</h1>"));
  EXPECT_THAT(page, HasSubstr("There is &lt;none&gt;."));
  EXPECT_THAT(page, HasSubstr("href=\"/?lang=en\""));
}

}  // namespace
}  // namespace fallverbund::audit::pages
