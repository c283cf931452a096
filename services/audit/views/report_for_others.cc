#include "services/audit/views/report_for_others.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>

#include "fallverbund/common/v1/responsibility.pb.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "libs/base/time.h"
#include "libs/small_cells/small_cells.h"
#include "services/audit/domain/report.h"

namespace fallverbund::audit {
namespace {

using small_cells::kSmallest;
using small_cells::kTotal;

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
  small_cells::Table table({crisis::v1::CrisisKind_MAX, 1, 1});
  for (const v1::CodeCount& one : all.kinds()) table.Add({KindOf(one.code()) - 1, 0, 0}, Number(one.count()));
  const auto hidden = small_cells::Hidden(
      table, [](const small_cells::Figure& figure) { return figure[1] == kTotal && figure[2] == kTotal; });
  for (int kind = 1; kind <= crisis::v1::CrisisKind_MAX; ++kind) {
    const small_cells::Figure figure = {kind - 1, kTotal, kTotal};
    v1::CodeCount& one = *shown.add_kinds();
    one.set_code(CodeName(*crisis::v1::CrisisKind_descriptor(), kind));
    one.set_hidden(hidden.contains(figure));
    if (!one.hidden()) one.set_count(static_cast<uint64_t>(table.At(figure)));
  }
  shown.set_opened(all.opened());
  if (hidden.contains({kTotal, kTotal, kTotal})) Hide("opened", shown);
}

// What became of the legs of one party: acknowledged by itself or told, open in time or overdue, or neither
// when the crisis was concluded. How many there were follows from the crises, so where that would have to be
// hidden, all the others are.
void HideLegs(const v1::LegFigures& all, v1::LegFigures& shown) {
  const small_cells::Figure acknowledged = {0, kTotal, kTotal}, told = {0, 1, kTotal},
                            open = {1, kTotal, kTotal}, overdue = {1, 1, kTotal},
                            started = {kTotal, kTotal, kTotal};
  const auto left = [](uint64_t of, uint64_t part) {
    return std::max<int64_t>(0, Number(of) - Number(part));
  };
  small_cells::Table table({3, 2, 1});
  table.Add({0, 0, 0}, left(all.acknowledged(), all.told_by_others()));
  table.Add({0, 1, 0}, Number(all.told_by_others()));
  table.Add({1, 0, 0}, left(all.open(), all.open_overdue()));
  table.Add({1, 1, 0}, Number(all.open_overdue()));
  table.Add({2, 0, 0}, left(all.started(), all.acknowledged() + all.open()));
  // The rests, too: nobody prints them, and whoever subtracts has them.
  const std::set<small_cells::Figure> published = {
      acknowledged, told, {0, 0, kTotal}, open, overdue, {1, 0, kTotal}, {2, kTotal, kTotal}, started};
  const auto hidden = small_cells::Hidden(
      table, [&](const small_cells::Figure& figure) { return published.contains(figure); });
  const auto hides = [&](const small_cells::Figure& figure) {
    return hidden.contains(figure) || hidden.contains(started);
  };
  shown = all;
  shown.clear_longest();
  if (hides(acknowledged)) shown.clear_median();
  if (hides(acknowledged)) Hide("acknowledged", shown);
  if (hides(told)) Hide("told_by_others", shown);
  if (hides(open)) Hide("open", shown);
  if (hides(overdue)) Hide("open_overdue", shown);
  // Beside the crises that were opened it would tell how many were asked anew: by an alarm in an emergency of
  // its own, or because another one was named.
  Hide("started", shown);
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
