#include "services/audit/views/report_for_others.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "fallverbund/common/v1/responsibility.pb.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "libs/base/time.h"
#include "libs/small_cells/small_cells.h"
#include "services/audit/domain/report.h"

namespace fallverbund::audit {
namespace {

using small_cells::kSmallest;

int64_t Number(uint64_t count) {
  return static_cast<int64_t>(count);
}

// Takes the figure of this name away and says so.
template <class Figures>
void Hide(const char* name, Figures& figures) {
  figures.GetReflection()->ClearField(&figures, figures.GetDescriptor()->FindFieldByName(name));
  figures.add_hidden(name);
}

// Of a part, the rest is told by it, too. So is what counts more than the whole does: some of it is from
// before, and the whole is no less than the others.
bool IsSmallShare(uint64_t part, uint64_t whole) {
  return Number(part) < kSmallest || Number(whole) - Number(part) < kSmallest;
}

// A kind that this program does not know is another one, as at the round table (D6): both tell the same list.
int KindOf(const std::string& code) {
  const auto& names = *crisis::v1::CrisisKind_descriptor();
  for (int kind = 1; kind <= crisis::v1::CrisisKind_MAX; ++kind) {
    if (code == CodeName(names, kind)) return kind;
  }
  return crisis::v1::CRISIS_KIND_OTHER;
}

void HideKinds(const v1::CrisisFigures& all, v1::CrisisFigures& shown) {
  std::vector<int64_t> counts(crisis::v1::CrisisKind_MAX, 0);
  for (const v1::CodeCount& one : all.kinds())
    counts[static_cast<size_t>(KindOf(one.code())) - 1] += Number(one.count());
  const small_cells::HiddenOfList hidden = small_cells::HiddenInList(counts);
  for (size_t i = 0; i < counts.size(); ++i) {
    v1::CodeCount& one = *shown.add_kinds();
    one.set_code(CodeName(*crisis::v1::CrisisKind_descriptor(), static_cast<int>(i) + 1));
    one.set_hidden(hidden.counts[i]);
    if (!one.hidden()) one.set_count(static_cast<uint64_t>(counts[i]));
  }
  shown.set_opened(all.opened());
  if (hidden.sum) Hide("opened", shown);
}

// What became of the legs of one party: acknowledged by itself or told, open in time or overdue, or neither
// when the crisis was concluded. How many there were follows from the crises. So of three parts all are shown
// or none, and of two likewise: whichever of them was the small one, and whoever knows this rule cannot tell.
void HideLegs(const v1::LegFigures& all, v1::LegFigures& shown) {
  const uint64_t answered = all.acknowledged() + all.open();
  const bool parts = Number(all.acknowledged()) >= kSmallest && Number(all.open()) >= kSmallest &&
                     Number(all.started()) - Number(answered) >= kSmallest;
  shown = all;
  shown.clear_longest();
  if (!parts) {
    shown.clear_median();
    Hide("acknowledged", shown);
    Hide("open", shown);
  }
  if (!parts || IsSmallShare(all.told_by_others(), all.acknowledged())) Hide("told_by_others", shown);
  if (!parts || IsSmallShare(all.open_overdue(), all.open())) Hide("open_overdue", shown);
  // Beside the crises that were opened it would tell how many were asked anew: by an alarm in an emergency of
  // its own, or because another one was named.
  Hide("started", shown);
  Hide("in_time", shown);  // of those started
  Hide("overdue", shown);  // beside what is still open and overdue it would tell the rest
}

const v1::LegFigures& OfParty(const v1::CrisisFigures& all, const std::string& party) {
  const auto found = std::find_if(all.legs().begin(), all.legs().end(),
                                  [&](const v1::LegFigures& leg) { return leg.party() == party; });
  return found == all.legs().end() ? v1::LegFigures::default_instance() : *found;
}

void HideAlarms(const v1::CrisisFigures& all, v1::CrisisFigures& shown) {
  shown.set_concluded(all.concluded());
  shown.set_open(all.open());
  shown.set_alarms_repeated(all.alarms_repeated());
  shown.set_dangers_said_later(all.dangers_said_later());
  shown.set_dangers_unheard(all.dangers_unheard());
  shown.set_dangers_overdue(all.dangers_overdue());
  // What is open at the end is what was open before, and opened, and not concluded: told quarter after
  // quarter, two of them would give away the third.
  Hide("concluded", shown);
  Hide("open", shown);
  if (Number(all.alarms_repeated()) < kSmallest) Hide("alarms_repeated", shown);
  const bool said = !IsSmallShare(all.dangers_said_later(), all.alarms_repeated());
  // Both are of dangers that were said, so each of them tells how many there were at least.
  const bool unheard = said && !IsSmallShare(all.dangers_unheard(), all.dangers_said_later());
  const bool late = said && !IsSmallShare(all.dangers_overdue(), all.dangers_said_later());
  if (!said) Hide("dangers_said_later", shown);
  if (!unheard) Hide("dangers_unheard", shown);
  if (!late) Hide("dangers_overdue", shown);
}

}  // namespace

std::vector<v1::CaseFact> AsRecorded(std::vector<v1::CaseFact> facts) {
  for (v1::CaseFact& fact : facts) {
    if (fact.has_recorded_at()) *fact.mutable_at() = fact.recorded_at();
  }
  std::stable_sort(facts.begin(), facts.end(), [](const v1::CaseFact& a, const v1::CaseFact& b) {
    return FromProto(a.at()) < FromProto(b.at());
  });
  return facts;
}

v1::GetReportResponse ForOthers(const v1::GetReportResponse& report) {
  v1::GetReportResponse others;
  others.set_position(report.position());
  *others.mutable_until() = report.until();
  others.set_gaps(report.gaps());  // nobody's number: it must be zero
  v1::CrisisFigures& shown = *others.mutable_crises();
  HideKinds(report.crises(), shown);
  HideAlarms(report.crises(), shown);
  for (int party = common::v1::CRISIS_PARTY_YOUTH_OFFICE; party <= common::v1::CRISIS_PARTY_CLINIC; ++party) {
    const std::string name = CodeName(*common::v1::CrisisParty_descriptor(), party);
    v1::LegFigures& leg = *shown.add_legs();
    HideLegs(OfParty(report.crises(), name), leg);
    leg.set_party(name);
  }
  return others;
}

}  // namespace fallverbund::audit
