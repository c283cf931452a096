#include "tools/fvctl/render/render.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "libs/base/strings.h"
#include "tools/fvctl/render/sentences.h"
#include "tools/fvctl/render/words.h"

namespace fallverbund::fvctl {
namespace {

std::string Counted(uint64_t number, const char* one, const char* many) {
  return absl::StrCat(number, " ", number == 1 ? one : many);
}

std::string FindingLine(const audit::v1::Finding& finding, const Labels& labels) {
  std::string line =
      absl::StrCat("  ", finding.in_journal() ? "journal" : "log", " position ", finding.position(), ": ",
                   audit::v1::FindingKind_Name(finding.kind()).substr(sizeof("FINDING_KIND_") - 1));
  if (!finding.aggregate_id().empty()) absl::StrAppend(&line, ", ", labels(finding.aggregate_id()));
  if (!finding.detail().empty()) absl::StrAppend(&line, ", ", labels(finding.detail()));
  return absl::StrCat(line, "\n      ", ToAbsl(FindingSentence(finding.kind())), "\n");
}

std::string SpanLine(const audit::v1::HoldingSpan& span, const Labels& labels) {
  const bool tonight = span.tonight_kind() != common::v1::TONIGHT_KIND_UNSPECIFIED;
  return absl::StrFormat(
      "  %s - %-16s  %s%s\n", Minute(span.from()), span.has_until() ? Minute(span.until()) : "still",
      tonight ? Word(span.tonight_kind()) + ": " : "", RenderHolder(span.holder(), labels));
}

// Who did it: a person with the role, or a service of the house.
std::string Who(const audit::v1::HistoryEntry& entry, const Labels& labels) {
  if (entry.person_id().empty()) {
    return absl::StrCat(entry.organisation_id().empty() ? "the house" : labels(entry.organisation_id()),
                        " (by itself)");
  }
  return labels(entry.person_id());
}

}  // namespace

std::string RenderHolder(const common::v1::Holder& holder, const Labels& labels) {
  std::string text = labels(holder.organisation_id());
  if (!holder.unit_id().empty()) absl::StrAppend(&text, ", ", labels(holder.unit_id()));
  if (!holder.person_id().empty()) absl::StrAppend(&text, ", ", labels(holder.person_id()));
  if (!holder.deputy_person_id().empty()) {
    absl::StrAppend(&text, " (deputy ", labels(holder.deputy_person_id()), ")");
  }
  return text;
}

std::string RenderVerdict(const audit::v1::VerifyLogResponse& verdict, const Labels& labels) {
  std::string text = absl::StrCat(
      "verified up to position ", verdict.position(), ": ",
      Counted(verdict.commits(), "valid commit", "valid commits"), "\njournal up to position ",
      verdict.journal_position(), ": ", Counted(verdict.refusals(), "refusal", "refusals"), ", ",
      Counted(verdict.reads(), "read", "reads"), "\ncases: ", verdict.cases(), "\ngaps: ", verdict.gaps(),
      "\nrejected discharge attempts: ", verdict.rejected_discharge_attempts(),
      "\nerased keys: ", verdict.erasures(), "\nfindings: ", verdict.findings_total(), "\n");
  for (const audit::v1::Finding& finding : verdict.findings())
    absl::StrAppend(&text, FindingLine(finding, labels));
  const uint64_t listed = static_cast<uint64_t>(verdict.findings_size());
  if (verdict.findings_total() > listed) {
    absl::StrAppend(&text, "  and ", verdict.findings_total() - listed, " more\n");
  }
  return text;
}

std::string RenderHolders(const audit::v1::GetCaseHoldersResponse& holders, const Labels& labels) {
  std::string text;
  common::v1::Strand strand = common::v1::STRAND_UNSPECIFIED;
  for (const audit::v1::HoldingSpan& span : holders.spans()) {
    if (span.strand() != strand || text.empty())
      absl::StrAppend(&text, ToAbsl(StrandWord(span.strand())), "\n");
    strand = span.strand();
    absl::StrAppend(&text, SpanLine(span, labels));
  }
  return absl::StrCat(text, "as of position ", holders.position(), ", gaps: ", holders.gaps(), "\n");
}

std::string RenderHistoryEntry(const audit::v1::HistoryEntry& entry, const Labels& labels) {
  return absl::StrFormat(
      "%6d  %s  %s: %s%s%s\n", entry.position(), Minute(entry.occurred_at()), Who(entry, labels),
      SentenceOf(entry.event_type(), entry.facts_json(), labels),
      entry.late_entry() ? absl::StrCat(" [late entry, recorded ", Minute(entry.recorded_at()), "]") : "",
      entry.trace_id().empty() ? "" : absl::StrCat(" [trace ", entry.trace_id(), "]"));
}

std::string RenderRefusal(const audit::v1::RefusalEntry& entry, const Labels& labels) {
  const std::string method = entry.method().substr(entry.method().rfind('.') + 1);
  return absl::StrCat(
      "  ", Minute(entry.recorded_at()), "  ",
      entry.person_id().empty() ? labels(entry.organisation_id()) : labels(entry.person_id()), ": ", method,
      entry.object_id().empty() ? "" : absl::StrCat(" on ", labels(entry.object_id())),
      ", refused: ", entry.reason(), entry.row().empty() ? "" : absl::StrCat(" (", entry.row(), ")"),
      entry.wish().empty() ? "" : absl::StrCat(", wished ", entry.wish()), "\n");
}

}  // namespace fallverbund::fvctl
