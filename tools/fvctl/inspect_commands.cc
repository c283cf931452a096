#include "tools/fvctl/inspect_commands.h"

#include <CLI/CLI.hpp>

namespace fallverbund::fvctl {

void AddInspectCommands(CLI::App& one_case, CLI::App& audit, InspectOptions& options, const bool& json,
                        RunAsCaller run) {
  auto* diff = one_case.add_subcommand("diff", "what changed between two positions of the log, or two times");
  diff->add_option("case_id", options.case_id, "32 hex digits")->required();
  diff->add_option("from", options.from,
                   "a position such as 17, a day such as 2026-03-05 (its end), or an instant")
      ->required();
  diff->add_option("to", options.to, "likewise")->required();
  diff->callback([&options, &json, run] {
    run([&](Caller& c) { return CaseDiff(c, options.case_id, options.from, options.to, json); });
  });

  auto* statistics = audit.add_subcommand(
      "statistics",
      "the official statistics of a year (§ 99 SGB VIII) as CSV without names, and their dictionary");
  statistics->add_option("--year", options.year, "such as 2026")->required()->check(CLI::Range(1990, 9998));
  statistics->add_option("--csv", options.folder, "folder for the files")
      ->required()
      ->check(CLI::ExistingDirectory);
  statistics->callback(
      [&options, run] { run([&](Caller& c) { return WriteStatistics(c, options.year, options.folder); }); });
}

void AddPageOptions(CLI::App& report, InspectOptions& options) {
  auto* html =
      report.add_option("--html", options.html, "writes one case as a page with its timeline into a file")
          ->type_name("CASE FILE")
          ->expected(2);
  auto* page = report.add_option_group("page", "of the page that --html or --pdf writes");
  page->add_option("--lang", options.page.language, "its language")
      ->check(CLI::IsMember({"de", "en"}))
      ->capture_default_str();
  page->add_option("--as-known-at", options.page.as_known_at,
                   "only what the log knew at this day or instant");
  page->add_option("--as-true-at", options.page.as_true_at, "only what had happened by then");
  report
      .add_option("--pdf", options.pdf,
                  "the same as one PDF, printed by this machine's Chromium (Debian: chromium-headless-shell)")
      ->type_name("CASE FILE")
      ->expected(2)
      ->excludes(html);
}

bool TakePage(InspectOptions& options) {
  const auto& asked = options.html.empty() ? options.pdf : options.html;
  if (asked.empty()) return false;
  options.page.case_id = asked[0];
  options.page.file = asked[1];
  options.page.pdf = options.html.empty();
  return true;
}

}  // namespace fallverbund::fvctl
