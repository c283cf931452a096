#include "services/audit/views/indicators.h"

#include <cmath>
#include <utility>

#include "absl/time/civil_time.h"
#include "libs/base/quarter.h"
#include "libs/base/status.h"
#include "services/audit/views/questions.h"

namespace fallverbund::audit {
namespace {

constexpr double kDaySeconds = 86'400;

// One or two: somebody could be told by it (E12).
bool IsFew(uint64_t count) {
  return count == 1 || count == 2;
}

class Indicators {
 public:
  void Rate(const char* name, uint64_t part, uint64_t of) {
    if (of < kSmallestBase || IsFew(part) || IsFew(of - part)) return;
    const double ratio = static_cast<double>(part) / static_cast<double>(of);
    all_.push_back({name, std::round(ratio * 100) / 100});
  }
  void Days(const char* name, bool known, const google::protobuf::Duration& median, uint64_t of) {
    if (!known || of < kSmallestBase) return;
    all_.push_back({name, std::round(static_cast<double>(median.seconds()) / kDaySeconds * 10) / 10});
  }
  std::vector<Indicator> Take() { return std::move(all_); }

 private:
  std::vector<Indicator> all_;
};

}  // namespace

std::vector<Indicator> IndicatorsOf(const v1::GetReportResponse& report) {
  const auto& handovers = report.handovers();
  const auto& setbacks = report.setbacks();
  const auto& settings = report.settings();
  const auto& heard = report.participation();
  Indicators indicators;
  indicators.Rate("handovers_accepted_ratio", handovers.accepted(), handovers.offered());
  indicators.Rate("handovers_cold_ratio", handovers.cold(), handovers.offered());
  indicators.Days("handover_offer_to_acceptance_days", handovers.has_median_offer_to_acceptance(),
                  handovers.median_offer_to_acceptance(), handovers.accepted());
  indicators.Rate("same_holder_after_setback_ratio", setbacks.same_holder(), setbacks.observed());
  indicators.Rate("no_break_off_after_setback_ratio", setbacks.no_break_off(), setbacks.observed());
  indicators.Rate("settings_broken_off_ratio", settings.broken_off(), settings.ended());
  const uint64_t answered = settings.answered_yes() + settings.answered_partly() + settings.answered_no();
  indicators.Rate("settings_accepted_by_young_people_ratio",
                  settings.answered_yes() + settings.answered_partly(), answered);
  indicators.Rate("young_person_heard_ratio", heard.young_person_heard(), heard.decisions());
  indicators.Rate("family_heard_ratio", heard.family_heard(), heard.decisions());
  indicators.Days("first_contact_to_team_days", report.has_median_to_team(), report.median_to_team(),
                  report.cases_opened());
  indicators.Days("first_contact_to_understanding_days", report.has_median_to_understanding(),
                  report.median_to_understanding(), report.cases_opened());
  return indicators.Take();
}

absl::StatusOr<std::vector<Indicator>> ReadIndicators(const projection::Rows& rows, absl::Time now,
                                                      uint64_t head) {
  const Quarter running = QuarterOf(now);
  const absl::CivilMonth begin(running.year, 3 * running.quarter - 2);
  const absl::Time until = absl::FromCivil(begin, absl::UTCTimeZone());
  const absl::Time from = absl::FromCivil(begin - 12, absl::UTCTimeZone());
  FV_ASSIGN_OR_RETURN(const auto report,
                      ReadReport(rows, {.from = from, .until = until, .known_at = until}, head));
  return IndicatorsOf(report);
}

}  // namespace fallverbund::audit
