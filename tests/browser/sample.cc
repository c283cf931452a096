// Writes the auditor's pages of Milo's case into a folder, for a browser: usage: fv_page_sample FOLDER
#include <cstdlib>
#include <iostream>
#include <string>
#include <tuple>
#include <vector>

#include "libs/base/check.h"
#include "libs/base/time.h"
#include "libs/runtime/files.h"
#include "services/audit/domain/testing/milo.h"
#include "services/audit/pages/case_page.h"
#include "services/audit/pages/figures_page.h"
#include "services/audit/pages/list_pages.h"
#include "services/audit/views/questions.h"
#include "services/audit/views/testing/filed.h"

namespace fallverbund::audit {
namespace {

using pages::Language;
using testing::Milo;

pages::KnownCase Know(const Milo& milo, const testing::Filed& filed) {
  pages::KnownCase known{.case_id = milo.the_case};
  known.holders = *ReadHolders(filed.store, milo.the_case, {}, milo.book.head());
  const auto history = *ReadHistory(filed.store, milo.the_case, {}, {.size = 1000});
  known.history.assign(history.entries().begin(), history.entries().end());
  known.findings = *ReadCaseFindings(filed.store, milo.the_case, milo.book.head(), 1000);
  known.until = FromProto(known.history.back().recorded_at()) + absl::Hours(24 * 3);
  return known;
}

std::vector<pages::QuarterFigures> Figures(const Milo& milo) {
  const testing::Filed filed(milo.book);
  std::vector<pages::QuarterFigures> quarters;
  for (const auto& [name, year, month] : {std::tuple("2026/1", 2026, 1), std::tuple("2026/2", 2026, 4)}) {
    const absl::Time from = absl::FromCivil(absl::CivilMonth(year, month), absl::UTCTimeZone());
    const absl::Time until = absl::FromCivil(absl::CivilMonth(year, month) + 3, absl::UTCTimeZone());
    quarters.push_back({name, *ReadReport(filed.store, {.from = from, .until = until}, milo.book.head())});
  }
  return quarters;
}

void Write(const std::string& path, const std::string& text) {
  FV_CHECK(runtime::WriteFileAtomically(path, text, "the page").ok());
}

void WriteAll(const std::string& folder) {
  Milo whole, broken;
  whole.PlayAll();
  broken.PlayToTeam();
  broken.book.Advance(absl::Hours(24 * 5));
  broken.InCase(broken.AdlerPen(), casework::v1::SettingEnded());  // nobody shelters for four days
  broken.book.Advance(absl::Hours(24 * 4));
  casework::v1::TonightMoved home;
  *home.mutable_to() = broken.AtHome();
  broken.InCase(broken.AdlerPen(), home);
  const testing::Filed of_whole(whole.book), of_broken(broken.book);
  for (const auto language : {Language::kGerman, Language::kEnglish}) {
    const std::string end = std::string(".") + std::string(pages::CodeOf(language)) + ".html";
    const pages::Asked asked{language, std::string(pages::CodeOf(language))};
    const pages::CaseAsked served{.earlier = 3,
                                  .later = 5,
                                  .served = true,
                                  .first_position = 1,
                                  .last_position = whole.book.head(),
                                  .first_at = whole.book.lines().front().known_at,
                                  .last_at = whole.book.now(),
                                  .proofs_served = true,
                                  .asked_language = asked.asked_language};
    Write(folder + "/case" + end, pages::CasePage(Know(whole, of_whole), served, language));
    Write(folder + "/gap" + end, pages::CasePage(Know(broken, of_broken), served, language));
    pages::KnownCase alone = Know(whole, of_whole);
    alone.proofs[alone.history.front().position()] =
        "c2sp.org/tlog-proof@v1\nindex 3\n" + std::string(44, 'a');
    Write(folder + "/file" + end, pages::CasePage(alone, {}, language));
    pages::ListedCases listed{.next = "next", .from_start = false};
    const auto cases = *ReadCases(of_broken.store, {});
    listed.cases.assign(cases.cases().begin(), cases.cases().end());
    Write(folder + "/cases" + end, pages::CasesPage(listed, asked));
    v1::VerifyLogResponse verdict;
    const auto findings = *ReadVerdictFindings(of_broken.store, 10);
    for (const v1::Finding& finding : findings) *verdict.add_findings() = finding;
    verdict.set_findings_total(findings.size());
    for (const common::v1::Strand strand : {common::v1::STRAND_CASE, common::v1::STRAND_TONIGHT}) {
      v1::StrandVerdict& one = *verdict.add_strands();
      one.set_strand(strand);
      one.set_gaps(strand == common::v1::STRAND_TONIGHT ? 1 : 0);
    }
    Write(folder + "/findings" + end, pages::FindingsPage(verdict, asked));
    pages::Overdue overdue{
        .standing = {{whole.the_case, common::v1::CLOCK_KIND_CRISIS_LEG, whole.book.now(), whole.book.now()}},
        .missed = {{whole.the_case, common::v1::CLOCK_KIND_STANDBY_CONTACT, whole.book.now(),
                    whole.book.now()}},
        .resting = {{whole.the_case, whole.book.now(), whole.book.now() - absl::Hours(24 * 20)},
                    {broken.the_case, whole.book.now()}},
        .standing_total = 1,
        .missed_total = 1,
        .resting_total = 2,
        .now = whole.book.now() + absl::Hours(1)};
    Write(folder + "/figures" + end, pages::FiguresPage(Figures(whole), asked));
    Write(folder + "/overdue" + end, pages::OverduePage(overdue, asked));
  }
}

}  // namespace
}  // namespace fallverbund::audit

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: fv_page_sample FOLDER\n";
    return EXIT_FAILURE;
  }
  fallverbund::audit::WriteAll(argv[1]);
  return EXIT_SUCCESS;
}
