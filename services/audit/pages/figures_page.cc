#include "services/audit/pages/figures_page.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/audit/pages/look.h"

namespace fallverbund::audit::pages {
namespace {

// Units of a chart; it scales to the page.
constexpr int kWidth = 480, kHeight = 170, kBottom = 140, kTop = 30;

uint64_t Sum(const google::protobuf::RepeatedPtrField<v1::CodeCount>& codes) {
  uint64_t sum = 0;
  for (const v1::CodeCount& one : codes) sum += one.count();
  return sum;
}

uint64_t WholeDays(const google::protobuf::Duration& duration) {
  return static_cast<uint64_t>(duration.seconds()) / 86'400;
}

uint64_t LegsInTime(const v1::GetReportResponse& report) {
  uint64_t sum = 0;
  for (const v1::LegFigures& leg : report.crises().legs()) sum += leg.in_time();
  return sum;
}

uint64_t Held(const v1::GetReportResponse& report) {
  uint64_t sum = 0;
  for (const v1::ConferenceFigures& one : report.conferences()) sum += one.held();
  return sum;
}

uint64_t Planned(const v1::GetReportResponse& report) {
  uint64_t sum = 0;
  for (const v1::ConferenceFigures& one : report.conferences()) sum += one.planned();
  return sum;
}

template <int domain>
uint64_t DaysUncovered(const v1::GetReportResponse& report) {
  return domain < report.rights_size() ? WholeDays(report.rights(domain).all()) : 0;
}

struct Series {
  Saying name;
  uint64_t (*value)(const v1::GetReportResponse&);
};

const std::vector<Series>& AllSeries() {
  using Report = v1::GetReportResponse;
  static const auto* const series = new std::vector<Series>{
      {{"Fälle eröffnet", "cases opened"}, [](const Report& r) { return r.cases_opened(); }},
      {{"Fälle am Ende offen", "cases open at the end"}, [](const Report& r) { return r.cases_open(); }},
      {{"Rechtmäßige Enden", "lawful ends"}, [](const Report& r) { return Sum(r.lawful_ends()); }},
      {{"Übergaben angenommen", "handovers accepted"},
       [](const Report& r) { return r.handovers().accepted(); }},
      {{"Übergaben abgelehnt", "handovers refused"}, [](const Report& r) { return r.handovers().refused(); }},
      {{"Rückschläge", "setbacks"}, [](const Report& r) { return r.setbacks().setbacks(); }},
      {{"Settings abgebrochen", "settings broken off"},
       [](const Report& r) { return r.settings().broken_off(); }},
      {{"Krisen", "crises"}, [](const Report& r) { return r.crises().opened(); }},
      {{"Benachrichtigungen in der Zeit bestätigt", "crisis legs acknowledged in time"}, LegsInTime},
      {{"Treffen nach der Klinik", "meetings after the clinic"},
       [](const Report& r) { return r.after_clinic().met(); }},
      {{"Tage bis zum Treffen nach der Klinik (Median)", "days to the meeting after the clinic (median)"},
       [](const Report& r) { return WholeDays(r.after_clinic().median()); }},
      {{"Nächte ohne Setting", "nights without a setting"},
       [](const Report& r) { return r.tonight().without_setting(); }},
      {{"Nächte, für die niemand einstand", "nights nobody vouched for"},
       [](const Report& r) { return r.tonight().nobody(); }},
      {{"Tage ohne Recht auf Bildung", "days without the right to education"}, DaysUncovered<0>},
      {{"Tage ohne Recht auf Erziehung", "days without the right to upbringing"}, DaysUncovered<1>},
      {{"Tage ohne Recht auf Gesundheit", "days without the right to health"}, DaysUncovered<2>},
      {{"Ruhende Fälle mit versäumtem Kontakt", "resting cases that missed a contact"},
       [](const Report& r) { return r.standby().missed(); }},
      {{"Fälle je Fallführung (Median am Ende)", "cases a case worker holds (median at the end)"},
       [](const Report& r) { return r.workload().median(); }},
      {{"Konferenzen geplant", "conferences planned"}, Planned},
      {{"Konferenzen gehalten", "conferences held"}, Held},
      {{"Beratene Familien (veröffentlicht)", "families advised (published)"},
       [](const Report& r) { return r.prevention().families(); }},
      {{"Kontakte der Präventionskette (veröffentlicht)", "contacts of the prevention chain (published)"},
       [](const Report& r) { return r.prevention().contacts(); }},
      {{"Versorgungslücken", "structural gaps"}, [](const Report& r) { return Sum(r.structural_gaps()); }},
      {{"Versäumte Termine", "missed dates"}, [](const Report& r) { return Sum(r.overdue()); }},
      {{"Abgewiesene Versuche, jemanden zu entlassen", "rejected discharge attempts"},
       [](const Report& r) { return r.rejected_discharge_attempts(); }},
  };
  return *series;
}

Data Chart(const Series& series, const std::vector<QuarterFigures>& quarters, Language language) {
  uint64_t most = 1;
  for (const QuarterFigures& quarter : quarters) most = std::max(most, series.value(quarter.report));
  const int step = kWidth / std::max(static_cast<int>(quarters.size()), 1);
  Data chart{Data::type::object}, bars{Data::type::list};
  int x = 0;
  for (const QuarterFigures& quarter : quarters) {
    const uint64_t value = series.value(quarter.report);
    const int height =
        static_cast<int>(static_cast<double>(value) / static_cast<double>(most) * (kBottom - kTop));
    Data bar{Data::type::object};
    bar.set("x", absl::StrCat(x + step / 6));
    bar.set("y", absl::StrCat(kBottom - height));
    bar.set("width", absl::StrCat(step * 2 / 3));
    bar.set("height", absl::StrCat(height));
    bar.set("middle", absl::StrCat(x + step / 2));
    bar.set("value_y", absl::StrCat(kBottom - height - 5));
    bar.set("value", absl::StrCat(value));
    bar.set("quarter", quarter.name);
    bars << bar;
    x += step;
  }
  chart.set("name", series.name.In(language));
  chart.set("bars", bars);
  chart.set("width", absl::StrCat(kWidth));
  chart.set("height", absl::StrCat(kHeight));
  chart.set("bottom", absl::StrCat(kBottom));
  chart.set("name_y", absl::StrCat(kHeight - 8));
  return chart;
}

}  // namespace

std::string FiguresPage(const std::vector<QuarterFigures>& quarters, const Asked& asked) {
  Data data{Data::type::object}, charts{Data::type::list}, heads{Data::type::list}, rows{Data::type::list};
  for (const QuarterFigures& quarter : quarters) heads << Data("quarter", quarter.name);
  for (const Series& series : AllSeries()) {
    charts << Chart(series, quarters, asked.language);
    Data row{Data::type::object}, cells{Data::type::list};
    for (const QuarterFigures& quarter : quarters)
      cells << Data("value", absl::StrCat(series.value(quarter.report)));
    row.set("name", series.name.In(asked.language));
    row.set("cells", cells);
    rows << row;
  }
  data.set("charts", charts);
  data.set("heads", heads);
  data.set("rows", rows);
  Frame frame{
      .language = asked.language, .title = Texts().at("figures").In(asked.language), .here = "/figures?"};
  if (!asked.asked_language.empty()) frame.of_language = absl::StrCat("?lang=", asked.asked_language);
  return Render("figures", std::move(data), frame);
}

}  // namespace fallverbund::audit::pages
