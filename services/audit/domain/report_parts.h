// Parts of the report that stand on their own: each takes the facts of one case after the other, or of one
// entry of a register, and fills its figures.
#ifndef FALLVERBUND_SERVICES_AUDIT_DOMAIN_REPORT_PARTS_H_
#define FALLVERBUND_SERVICES_AUDIT_DOMAIN_REPORT_PARTS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "fallverbund/audit/v1/audit_rows.pb.h"
#include "fallverbund/audit/v1/audit_service.pb.h"
#include "google/protobuf/descriptor.h"
#include "libs/base/time.h"

namespace fallverbund::audit {

// By time; of a case those that were known by the end of the period.
using Facts = std::vector<v1::CaseFact>;

inline absl::Time TimeOf(const v1::CaseFact& fact) {
  return FromProto(fact.at());
}

// [from, until)
struct Stretch {
  absl::Time from, until;
  bool Holds(absl::Time time) const { return time >= from && time < until; }
  bool Meets(const Stretch& other) const { return from < other.until && other.from < until; }
  // What of both is the same; never less than nothing.
  Stretch Within(const Stretch& other) const {
    const absl::Time begin = std::max(from, other.from);
    return {begin, std::max(begin, std::min(until, other.until))};
  }
};

// When a case was open, one stretch after the other; the last one ends with `until` where it still is.
std::vector<Stretch> OpenTimes(const Facts& known, absl::Time until);

// By its name without the enum's prefix, such as RELAPSE.
std::string CodeName(const google::protobuf::EnumDescriptor& names, int code);

void SetCodes(const std::map<int, uint64_t>& counts, const google::protobuf::EnumDescriptor& names,
              google::protobuf::RepeatedPtrField<v1::CodeCount>& codes);

// The middle one, of an even number the smaller of the two: a time that somebody really waited, an answer
// that somebody gave. There must be one.
template <class Value>
Value Median(std::vector<Value> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}
void SetMedian(const std::vector<absl::Duration>& values, google::protobuf::Duration& median);
void SetLongest(const std::vector<absl::Duration>& values, google::protobuf::Duration& longest);

// Who vouched for the nights, and how many cases there were (N9).
class NightSum {
 public:
  explicit NightSum(const Stretch& period) : period_(period) {}
  void AddCase(const Facts& known);
  void Fill(v1::GetReportResponse& report) const;

 private:
  const Stretch period_;
  uint64_t cases_ = 0, with_nights_ = 0, cases_without_setting_ = 0;
  std::map<int, uint64_t> nights_;  // by TonightKind; 0: nobody vouched
};

// From leaving a clinic to the meeting (D3).
class AfterClinicSum {
 public:
  explicit AfterClinicSum(const Stretch& period) : period_(period) {}
  void AddCase(const Facts& known);
  void Fill(v1::AfterClinicFigures& figures) const;

 private:
  const Stretch period_;
  uint64_t admitted_ = 0, left_ = 0, in_time_ = 0, waiting_ = 0;
  std::vector<absl::Duration> to_meeting_;
};

// How long a right was not covered (A21).
class RightSum {
 public:
  explicit RightSum(const Stretch& period) : period_(period) {}
  void AddCase(const Facts& known);
  void Fill(google::protobuf::RepeatedPtrField<v1::RightFigures>& figures) const;

 private:
  const Stretch period_;
  std::map<int, std::vector<absl::Duration>> uncovered_;  // by RightDomain; of each case that had such time
  std::map<int, uint64_t> open_;
};

// Cases that rest (N12).
class StandbySum {
 public:
  explicit StandbySum(const Stretch& period) : period_(period) {}
  void AddCase(const Facts& known);
  void Fill(v1::StandbyFigures& figures) const;

 private:
  const Stretch period_;
  uint64_t rested_ = 0, missed_ = 0, resting_ = 0, overdue_ = 0;
};

// How many cases somebody holds at the end (C4).
class WorkloadSum {
 public:
  explicit WorkloadSum(const Stretch& period) : period_(period) {}
  void AddCase(const Facts& known);
  void Fill(v1::WorkloadFigures& figures) const;

 private:
  const Stretch period_;
  std::map<std::string, uint64_t> of_person_, of_team_;
  uint64_t resting_ = 0;
};

// Meetings that were due, held and missed (C10).
class ConferenceSum {
 public:
  explicit ConferenceSum(const Stretch& period) : period_(period) {}
  void AddRegister(const Facts& facts);
  void Fill(google::protobuf::RepeatedPtrField<v1::ConferenceFigures>& figures) const;

 private:
  const Stretch period_;
  std::map<std::pair<int, std::string>, v1::ConferenceFigures> of_;  // kind and area
};

// What the prevention chain has published (E7, E12).
class PreventionSum {
 public:
  explicit PreventionSum(const Stretch& period) : period_(period) {}
  void AddRegister(const Facts& facts);
  void Fill(v1::PreventionFigures& figures) const { figures = sum_; }

 private:
  const Stretch period_;
  v1::PreventionFigures sum_;
};

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_DOMAIN_REPORT_PARTS_H_
