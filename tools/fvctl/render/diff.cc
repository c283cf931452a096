#include "tools/fvctl/render/diff.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/strings.h"
#include "libs/base/time.h"
#include "tools/fvctl/render/words.h"

namespace fallverbund::fvctl {
namespace {

using audit::v1::HoldingSpan;
using common::v1::Strand;

std::string HolderText(const HoldingSpan& span, const Labels& labels) {
  const bool tonight = span.tonight_kind() != common::v1::TONIGHT_KIND_UNSPECIFIED;
  return absl::StrCat(tonight ? Word(span.tonight_kind()) + ": " : "", RenderHolder(span.holder(), labels));
}

std::set<std::string> HoldersOf(const std::vector<HoldingSpan>& spans, Strand strand, const Labels& labels) {
  std::set<std::string> holders;
  for (const HoldingSpan& span : spans) {
    if (span.strand() == strand) holders.insert(HolderText(span, labels));
  }
  return holders;
}

std::string Names(const std::set<std::string>& holders) {
  return holders.empty() ? "nobody" : absl::StrJoin(holders, "; ");
}

// One sentence a strand; nothing of a strand that nobody held and nobody holds.
std::string StrandLine(Strand strand, const std::set<std::string>& before,
                       const std::set<std::string>& after) {
  if (before.empty() && after.empty()) return "";
  const std::string name = absl::StrCat("  ", ToAbsl(StrandWord(strand)), ": ");
  if (before == after) return absl::StrCat(name, "still ", Names(after), "\n");
  if (before.empty()) return absl::StrCat(name, "nobody before; now ", Names(after), "\n");
  if (after.empty()) return absl::StrCat(name, "was ", Names(before), "; now nobody\n");
  return absl::StrCat(name, "was ", Names(before), "; now ", Names(after), "\n");
}

// Recorded between the two positions, but true before everything of the first: whoever looked then could not
// know.
bool ChangesThePast(const audit::v1::HistoryEntry& entry, absl::Time known_then) {
  return entry.late_entry() && FromProto(entry.occurred_at()) < known_then;
}

}  // namespace

std::vector<HoldingSpan> HeldAt(const audit::v1::GetCaseHoldersResponse& holders, uint64_t position) {
  std::vector<HoldingSpan> held;
  for (const HoldingSpan& span : holders.spans()) {
    const bool ended = span.until_position() != 0 && span.until_position() <= position;
    if (span.from_position() <= position && !ended) held.push_back(span);
  }
  return held;
}

std::string RenderDiff(const audit::v1::GetCaseHoldersResponse& holders,
                       const std::vector<audit::v1::HistoryEntry>& history, uint64_t from, uint64_t to,
                       const Labels& labels) {
  const auto before = HeldAt(holders, from), after = HeldAt(holders, to);
  std::string text = absl::StrCat("from position ", from, " to position ", to, "\nresponsibility\n");
  for (int strand = common::v1::Strand_MIN; strand <= common::v1::Strand_MAX; ++strand) {
    if (!common::v1::Strand_IsValid(strand) || strand == common::v1::STRAND_UNSPECIFIED) continue;
    const auto of = static_cast<Strand>(strand);
    absl::StrAppend(&text, StrandLine(of, HoldersOf(before, of, labels), HoldersOf(after, of, labels)));
  }
  absl::Time known_then = absl::InfinitePast();
  std::string events;
  int happened = 0, of_the_past = 0;
  for (const audit::v1::HistoryEntry& entry : history) {
    if (entry.position() <= from) known_then = FromProto(entry.recorded_at());
    if (entry.position() <= from || entry.position() > to) continue;
    ++happened;
    const bool past = ChangesThePast(entry, known_then);
    of_the_past += past;
    absl::StrAppend(&events, past ? "* " : "  ", RenderHistoryEntry(entry, labels));
  }
  absl::StrAppend(&text, happened == 0 ? "nothing happened\n" : "what happened\n", events);
  if (of_the_past > 0)
    absl::StrAppend(&text, "* true before position ", from, ", but entered only later: ", of_the_past, "\n");
  return text;
}

}  // namespace fallverbund::fvctl
