#include "services/intake/views/prevention_table.h"

#include <algorithm>
#include <set>

#include "libs/small_cells/small_cells.h"

namespace fallverbund::intake {
namespace {

using small_cells::kTotal;

constexpr int kLines = 4;
constexpr int kNeeds = 4;

// By space and line, by line and need, and the sums of both. A need in one space would soon be one family.
bool IsShown(const small_cells::Figure& figure) {
  return figure[0] == kTotal || figure[2] == kTotal;
}

void Show(v1::PreventionMeasure measure, const std::vector<std::string>& spaces,
          const std::vector<Count>& counts, uint64_t drawn, std::vector<v1::PreventionFigure>& figures) {
  small_cells::Table table({static_cast<int>(spaces.size()), kLines, kNeeds});
  for (const Count& count : counts) {
    const auto space = std::lower_bound(spaces.begin(), spaces.end(), count.social_space_id);
    if (count.measure != measure || space == spaces.end() || *space != count.social_space_id) continue;
    table.Add({static_cast<int>(space - spaces.begin()), count.service_line - 1, count.language_need - 1},
              static_cast<int64_t>(count.count));
  }
  const auto hidden = small_cells::Hidden(table, IsShown, drawn);
  for (const auto& [figure, count] : table.figures()) {
    if (!IsShown(figure)) continue;
    v1::PreventionFigure& shown = figures.emplace_back();
    shown.set_measure(measure);
    if (figure[0] != kTotal) shown.set_social_space_id(spaces[static_cast<size_t>(figure[0])]);
    shown.set_service_line(static_cast<v1::ServiceLine>(figure[1] + 1));
    shown.set_language_need(static_cast<v1::LanguageNeed>(figure[2] + 1));
    shown.set_hidden(hidden.contains(figure));
    if (!shown.hidden()) shown.set_count(static_cast<uint64_t>(count));
  }
}

}  // namespace

static_assert(v1::ServiceLine_MAX == kLines && v1::LanguageNeed_MAX == kNeeds && kTotal + 1 == 0);

std::vector<v1::PreventionFigure> FiguresOf(const std::vector<std::string>& social_spaces,
                                            const std::vector<Count>& counts, uint64_t drawn) {
  std::vector<v1::PreventionFigure> figures;
  if (social_spaces.empty()) return figures;
  const std::set<std::string> sorted(social_spaces.begin(), social_spaces.end());
  const std::vector<std::string> spaces(sorted.begin(), sorted.end());
  Show(v1::PREVENTION_MEASURE_FAMILIES, spaces, counts, drawn, figures);
  Show(v1::PREVENTION_MEASURE_CONTACTS, spaces, counts, drawn, figures);
  return figures;
}

}  // namespace fallverbund::intake
