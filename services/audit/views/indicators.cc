#include "services/audit/views/indicators.h"

#include <cmath>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
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
  void Rate(const std::string& name, uint64_t part, uint64_t of) {
    if (part > of) return;  // some of the part is from before
    if (of < kSmallestBase || IsFew(part) || IsFew(of - part)) return;
    Ratio(name, part, of);
  }
  // How many of something there were for each of something else; may be more than 1.
  void Per(const std::string& name, uint64_t count, uint64_t of) {
    if (of < kSmallestBase || IsFew(count)) return;
    Ratio(name, count, of);
  }
  // Of what is about nobody, such as a meeting, also where there were few.
  void RateOfNobody(const std::string& name, uint64_t part, uint64_t of) {
    if (of > 0) Ratio(name, part, of);
  }
  // What has been published with its small numbers hidden.
  void Published(const std::string& name, uint64_t count, uint64_t tables, uint64_t hidden) {
    if (tables > 0 && hidden == 0) all_.push_back({name, static_cast<double>(count)});
  }
  void Days(const std::string& name, bool known, const google::protobuf::Duration& median, uint64_t of) {
    if (!known || of < kSmallestBase) return;
    all_.push_back({name, std::round(static_cast<double>(median.seconds()) / kDaySeconds * 10) / 10});
  }
  std::vector<Indicator> Take() { return std::move(all_); }

 private:
  void Ratio(const std::string& name, uint64_t part, uint64_t of) {
    const double ratio = static_cast<double>(part) / static_cast<double>(of);
    all_.push_back({name, std::round(ratio * 100) / 100});
  }

  std::vector<Indicator> all_;
};

// Nights and rights are counted by the day, and one young person has many: what must not be few are the
// cases.
void AddNights(const v1::TonightFigures& tonight, Indicators& indicators) {
  const uint64_t without = tonight.cases_without_setting(), with = tonight.cases() - without;
  if (tonight.cases() < kSmallestBase || IsFew(without) || IsFew(with)) return;
  indicators.Rate("nights_without_setting_ratio", tonight.without_setting(), tonight.nights());
}

void AddCrises(const v1::GetReportResponse& report, Indicators& indicators) {
  uint64_t started = 0, in_time = 0;
  for (const v1::LegFigures& leg : report.crises().legs()) {
    started += leg.started();
    in_time += leg.in_time();
  }
  indicators.Rate("crisis_legs_in_time_ratio", in_time, started);
  const v1::AfterClinicFigures& after = report.after_clinic();
  indicators.Rate("clinic_meetings_in_time_ratio", after.met_in_time(), after.met());
  indicators.Days("clinic_to_meeting_days", after.has_median(), after.median(), after.met());
}

void AddRegisters(const v1::GetReportResponse& report, Indicators& indicators) {
  uint64_t planned = 0, held = 0;
  for (const v1::ConferenceFigures& one : report.conferences()) {
    planned += one.planned();
    held += one.held();
  }
  indicators.RateOfNobody("conferences_held_ratio", held, planned);
  const v1::PreventionFigures& prevention = report.prevention();
  indicators.Published("prevention_families", prevention.families(), prevention.tables(),
                       prevention.families_hidden());
  indicators.Published("prevention_contacts", prevention.contacts(), prevention.tables(),
                       prevention.contacts_hidden());
}

void AddGaps(const v1::GetReportResponse& report, Indicators& indicators) {
  uint64_t all = 0;
  for (const v1::CodeCount& one : report.structural_gaps()) all += one.count();
  indicators.Per("structural_gaps_per_case", all, report.cases());
}

}  // namespace

std::vector<Indicator> IndicatorsOf(const v1::GetReportResponse& report) {
  const auto& handovers = report.handovers();
  const auto& setbacks = report.setbacks();
  const auto& settings = report.settings();
  const auto& heard = report.participation();
  Indicators indicators;
  indicators.Rate("handovers_accepted_ratio", handovers.accepted(), handovers.offered());
  indicators.Rate("handovers_expired_ratio", handovers.expired(), handovers.offered());
  indicators.Per("handovers_open_per_case", handovers.open(), report.cases_open());
  indicators.Rate("handovers_cold_ratio", handovers.cold(), handovers.offered());
  indicators.Days("handover_offer_to_acceptance_days", handovers.has_median_offer_to_acceptance(),
                  handovers.median_offer_to_acceptance(), handovers.accepted());
  indicators.Per("setbacks_per_case", setbacks.setbacks(), report.cases());
  indicators.Rate("same_holder_after_setback_ratio", setbacks.same_holder(), setbacks.observed());
  indicators.Rate("no_break_off_after_setback_ratio", setbacks.no_break_off(), setbacks.observed());
  indicators.Per("settings_per_case", settings.started(), report.cases());
  indicators.Rate("settings_broken_off_ratio", settings.broken_off(), settings.ended());
  indicators.Rate("residential_settings_broken_off_ratio", settings.residential_broken_off(),
                  settings.residential_ended());
  AddNights(report.tonight(), indicators);
  const uint64_t answered = settings.answered_yes() + settings.answered_partly() + settings.answered_no();
  indicators.Rate("settings_accepted_by_young_people_ratio",
                  settings.answered_yes() + settings.answered_partly(), answered);
  indicators.Rate("young_person_heard_ratio", heard.young_person_heard(), heard.decisions());
  indicators.Rate("family_heard_ratio", heard.family_heard(), heard.decisions());
  indicators.Days("first_contact_to_team_days", report.has_median_to_team(), report.median_to_team(),
                  report.cases_opened());
  indicators.Days("first_contact_to_understanding_days", report.has_median_to_understanding(),
                  report.median_to_understanding(), report.cases_opened());
  AddCrises(report, indicators);
  for (const v1::RightFigures& right : report.rights())
    indicators.Days(absl::StrCat("uncovered_", absl::AsciiStrToLower(right.domain()), "_days"),
                    right.has_median(), right.median(), right.cases());
  const v1::StandbyFigures& standby = report.standby();
  indicators.Rate("standby_contacts_missed_ratio", standby.missed(), standby.rested());
  indicators.Per("cases_per_holder", report.workload().cases(), report.workload().holders());
  AddRegisters(report, indicators);
  AddGaps(report, indicators);
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
