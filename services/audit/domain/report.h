// The association in numbers, summed case by case from facts.
#ifndef FALLVERBUND_SERVICES_AUDIT_DOMAIN_REPORT_H_
#define FALLVERBUND_SERVICES_AUDIT_DOMAIN_REPORT_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "fallverbund/audit/v1/audit_rows.pb.h"
#include "fallverbund/audit/v1/audit_service.pb.h"
#include "google/protobuf/descriptor.h"
#include "services/audit/domain/report_parts.h"

namespace fallverbund::audit {

// So long after a setback one looks whether everybody stayed (B2).
inline constexpr absl::Duration kContinuity = absl::Hours(24 * 28);

// One report over [from, until). One thread.
class ReportSum {
 public:
  ReportSum(absl::Time from, absl::Time until) : from_(from), until_(until) {}

  // All facts of one case, by time. What lies before the period tells where things began and stand; what lies
  // after it is left out.
  void AddCase(const std::vector<v1::CaseFact>& facts);

  // All facts of one entry of a register or of one accompaniment, by time; what lies after the period is left
  // out.
  void AddRegister(const std::vector<v1::CaseFact>& facts);

  // All but what the rows say of the log itself: position, gaps, rejected discharge attempts.
  v1::GetReportResponse Done() const;

 private:
  uint64_t Count(v1::CaseFactKind kind) const;
  uint64_t CountOf(v1::CaseFactKind kind, int code) const;
  void Codes(v1::CaseFactKind kind, const google::protobuf::EnumDescriptor& names,
             google::protobuf::RepeatedPtrField<v1::CodeCount>& codes) const;
  void AddStanding(const std::vector<v1::CaseFact>& known);
  void AddTimes(const std::vector<v1::CaseFact>& known);
  void AddContinuity(const std::vector<v1::CaseFact>& known);
  void AddResidential(const std::vector<v1::CaseFact>& known);
  void AddConfidence(const std::vector<v1::CaseFact>& known);
  void AddOffer(const std::vector<v1::CaseFact>& facts);
  void AddEvaluation(const std::vector<v1::CaseFact>& facts);
  void FillEvaluations(v1::EvaluationFigures& evaluations) const;
  void AddWithoutSetting(const std::vector<v1::CaseFact>& known);
  void AddLegs(const std::vector<v1::CaseFact>& known);
  void FillCrises(v1::CrisisFigures& crises) const;
  void FillWithoutSetting(v1::WithoutSettingFigures& without) const;
  void FillCapacity(v1::CapacityFigures& capacity) const;
  void FillConfidence(v1::ConfidenceFigures& confidence) const;
  void FillHandovers(v1::HandoverFigures& handovers) const;
  void FillSetbacks(v1::SetbackFigures& setbacks) const;
  void FillSettings(v1::SettingFigures& settings) const;
  bool InPeriod(absl::Time time) const;

  const absl::Time from_;
  const absl::Time until_;
  std::map<v1::CaseFactKind, std::map<int, uint64_t>> counts_;  // within the period, by code
  uint64_t cold_ = 0, cases_open_ = 0, offers_open_ = 0, offers_expired_ = 0, broken_off_ = 0;
  uint64_t residential_ended_ = 0, residential_broken_off_ = 0;
  uint64_t observed_ = 0, same_holder_ = 0, no_break_off_ = 0;
  std::vector<absl::Duration> to_acceptance_, to_team_, to_understanding_;
  std::vector<absl::Duration> without_setting_;  // of each case that had such time
  uint64_t without_setting_now_ = 0;
  uint64_t crises_open_ = 0, alarms_repeated_ = 0;
  uint64_t dangers_said_later_ = 0, dangers_unheard_ = 0, dangers_overdue_ = 0;
  struct Leg {
    std::vector<absl::Duration> to_acknowledgement;
    uint64_t started = 0, in_time = 0, told = 0, overdue = 0, open = 0, open_overdue = 0;
  };
  std::map<int, Leg> legs_;  // by party
  struct Capacity {
    uint64_t offers = 0, told = 0, places = 0, free = 0;
  };
  Capacity capacity_;
  std::map<int, Capacity> capacity_of_;  // by topic
  std::optional<absl::Time> oldest_word_;
  uint64_t evaluations_asked_ = 0, evaluations_with_dissent_ = 0;
  std::map<int, uint64_t> evaluations_agreed_;  // by judgement
  uint64_t answered_ = 0;
  std::vector<std::pair<int, int>> confidence_;  // first and last answer of whoever gave more than one
  const Stretch period_ = {from_, until_};
  NightSum nights_{period_};
  AfterClinicSum after_clinic_{period_};
  RightSum rights_{period_};
  StandbySum standby_{period_};
  WorkloadSum workload_{period_};
  ConferenceSum conferences_{period_};
  PreventionSum prevention_{period_};
};

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_DOMAIN_REPORT_H_
