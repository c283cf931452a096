#include "services/audit/domain/report_parts.h"

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/common/v1/responsibility.pb.h"
#include "fallverbund/intake/v1/prevention_events.pb.h"
#include "fallverbund/team/v1/calendar_events.pb.h"

namespace fallverbund::audit {
namespace {

bool Opens(const v1::CaseFact& fact) {
  return fact.kind() == v1::CASE_FACT_KIND_OPENED || fact.kind() == v1::CASE_FACT_KIND_REOPENED;
}

bool IsDateOf(const v1::CaseFact& fact, common::v1::ClockKind clock) {
  return fact.kind() == v1::CASE_FACT_KIND_OVERDUE && fact.code() == clock;
}

// Midnights (UTC) in the stretch.
uint64_t NightsIn(const Stretch& stretch) {
  const auto first_day = [](absl::Time time) {  // whose beginning is not before `time`
    const absl::CivilDay day = absl::ToCivilDay(time, absl::UTCTimeZone());
    return absl::FromCivil(day, absl::UTCTimeZone()) == time ? day : day + 1;
  };
  if (stretch.from >= stretch.until) return 0;
  return static_cast<uint64_t>(first_day(stretch.until) - first_day(stretch.from));
}

absl::Duration LengthOf(const Stretch& stretch) {
  return stretch.until - stretch.from;
}

}  // namespace

std::string CodeName(const google::protobuf::EnumDescriptor& names, int code) {
  // The unspecified value's name is the prefix and this word.
  const size_t prefix = names.value(0)->name().size() - sizeof("UNSPECIFIED") + 1;
  const auto* value = names.FindValueByNumber(code);
  return value == nullptr ? std::to_string(code) : value->name().substr(prefix);
}

void SetCodes(const std::map<int, uint64_t>& counts, const google::protobuf::EnumDescriptor& names,
              google::protobuf::RepeatedPtrField<v1::CodeCount>& codes) {
  for (const auto& [code, count] : counts) {
    v1::CodeCount& one = *codes.Add();
    one.set_code(CodeName(names, code));
    one.set_count(count);
  }
}

void SetMedian(const std::vector<absl::Duration>& values, google::protobuf::Duration& median) {
  median.set_seconds(absl::ToInt64Seconds(Median(values)));
}

void SetLongest(const std::vector<absl::Duration>& values, google::protobuf::Duration& longest) {
  longest.set_seconds(absl::ToInt64Seconds(*std::max_element(values.begin(), values.end())));
}

std::vector<Stretch> OpenTimes(const Facts& known, absl::Time until) {
  std::vector<Stretch> times;
  bool open = false;
  for (const v1::CaseFact& fact : known) {
    if (Opens(fact) && !open) times.push_back({TimeOf(fact), until});
    if (fact.kind() == v1::CASE_FACT_KIND_ENDED && open) times.back().until = TimeOf(fact);
    open = Opens(fact) || (open && fact.kind() != v1::CASE_FACT_KIND_ENDED);
  }
  return times;
}

void NightSum::AddCase(const Facts& known) {
  const std::vector<Stretch> open = OpenTimes(known, period_.until);
  const auto met = [this](const Stretch& one) { return one.Meets(period_); };
  if (std::none_of(open.begin(), open.end(), met)) return;
  ++cases_;
  std::map<int, uint64_t> nights;
  const auto count = [&](int kind, const Stretch& vouched) {
    for (const Stretch& one : open) nights[kind] += NightsIn(one.Within(vouched).Within(period_));
  };
  int kind = common::v1::TONIGHT_KIND_UNSPECIFIED;
  absl::Time since = absl::InfinitePast();
  for (const v1::CaseFact& fact : known) {
    if (fact.kind() != v1::CASE_FACT_KIND_TONIGHT) continue;
    count(kind, {since, TimeOf(fact)});
    kind = fact.code();
    since = TimeOf(fact);
  }
  count(kind, {since, period_.until});
  uint64_t all = 0, placed = 0;
  for (const auto& [of, number] : nights) {
    all += number;
    if (of == common::v1::TONIGHT_KIND_PLACEMENT) placed += number;
    if (number > 0) nights_[of] += number;
  }
  with_nights_ += all > 0 ? 1 : 0;
  cases_without_setting_ += all > placed ? 1 : 0;
}

void NightSum::Fill(v1::GetReportResponse& report) const {
  report.set_cases(cases_);
  v1::TonightFigures& figures = *report.mutable_tonight();
  std::map<int, uint64_t> kinds = nights_;
  for (const auto& [kind, number] : nights_) {
    figures.set_nights(figures.nights() + number);
    if (kind == common::v1::TONIGHT_KIND_UNSPECIFIED) figures.set_nobody(number);
    if (kind != common::v1::TONIGHT_KIND_PLACEMENT)
      figures.set_without_setting(figures.without_setting() + number);
  }
  kinds.erase(common::v1::TONIGHT_KIND_UNSPECIFIED);
  SetCodes(kinds, *common::v1::TonightKind_descriptor(), *figures.mutable_kinds());
  figures.set_cases(with_nights_);
  figures.set_cases_without_setting(cases_without_setting_);
}

// A crisis that is concluded without a meeting was excused from it, so nobody waits any more.
void AfterClinicSum::AddCase(const Facts& known) {
  const v1::CaseFact* left = nullptr;
  for (const v1::CaseFact& fact : known) {
    const bool now = period_.Holds(TimeOf(fact));
    if (fact.kind() == v1::CASE_FACT_KIND_CLINIC_ADMITTED ||
        fact.kind() == v1::CASE_FACT_KIND_CRISIS_CONCLUDED)
      left = nullptr;
    if (fact.kind() == v1::CASE_FACT_KIND_CLINIC_ADMITTED) admitted_ += now ? 1 : 0;
    if (fact.kind() == v1::CASE_FACT_KIND_CLINIC_LEFT) {
      left = &fact;
      left_ += now ? 1 : 0;
    }
    if (fact.kind() != v1::CASE_FACT_KIND_CLINIC_MET || left == nullptr) continue;
    if (now) {
      to_meeting_.push_back(TimeOf(fact) - TimeOf(*left));
      in_time_ += TimeOf(fact) <= FromProto(left->date()) ? 1 : 0;
    }
    left = nullptr;
  }
  waiting_ += left != nullptr ? 1 : 0;
}

void AfterClinicSum::Fill(v1::AfterClinicFigures& figures) const {
  figures.set_admitted(admitted_);
  figures.set_left(left_);
  figures.set_met(to_meeting_.size());
  figures.set_met_in_time(in_time_);
  figures.set_waiting(waiting_);
  if (to_meeting_.empty()) return;
  SetMedian(to_meeting_, *figures.mutable_median());
  SetLongest(to_meeting_, *figures.mutable_longest());
}

void RightSum::AddCase(const Facts& known) {
  const std::vector<Stretch> open = OpenTimes(known, period_.until);
  std::map<int, absl::Time> since;  // domain -> when it was not covered any more
  std::map<int, absl::Duration> all;
  const auto uncovered = [&](int domain, absl::Time until) {
    for (const Stretch& one : open)
      all[domain] += LengthOf(one.Within({since.at(domain), until}).Within(period_));
  };
  for (const v1::CaseFact& fact : known) {
    if (fact.kind() != v1::CASE_FACT_KIND_RIGHT_ASSESSED) continue;
    const absl::Time when = fact.has_date() ? FromProto(fact.date()) : TimeOf(fact);
    if (!fact.yes()) {
      since.try_emplace(fact.code(), when);  // still not: since when it was first
    } else if (since.contains(fact.code())) {
      uncovered(fact.code(), when);
      since.erase(fact.code());
    }
  }
  const bool still_open = !open.empty() && open.back().until == period_.until;
  for (const auto& [domain, begin] : since) {
    uncovered(domain, period_.until);
    open_[domain] += still_open ? 1 : 0;
  }
  for (const auto& [domain, time] : all) {
    if (time > absl::ZeroDuration()) uncovered_[domain].push_back(time);
  }
}

void RightSum::Fill(google::protobuf::RepeatedPtrField<v1::RightFigures>& figures) const {
  for (int domain = casework::v1::RIGHT_DOMAIN_UNSPECIFIED + 1; domain <= casework::v1::RightDomain_MAX;
       ++domain) {
    v1::RightFigures& one = *figures.Add();
    one.set_domain(CodeName(*casework::v1::RightDomain_descriptor(), domain));
    if (const auto open = open_.find(domain); open != open_.end()) one.set_open(open->second);
    const auto found = uncovered_.find(domain);
    if (found == uncovered_.end()) continue;
    one.set_cases(found->second.size());
    absl::Duration all;
    for (const absl::Duration time : found->second) all += time;
    one.mutable_all()->set_seconds(absl::ToInt64Seconds(all));
    SetMedian(found->second, *one.mutable_median());
    SetLongest(found->second, *one.mutable_longest());
  }
}

void StandbySum::AddCase(const Facts& known) {
  bool rests = false;
  bool overdue = false;  // the date that counts now has passed
  bool missed = false;   // some date of this rest passed in the period
  absl::Time since;
  const auto over = [&](absl::Time until) {
    if (rests && Stretch{since, until}.Meets(period_)) {
      ++rested_;
      missed_ += missed ? 1 : 0;
    }
    rests = overdue = missed = false;
  };
  for (const v1::CaseFact& fact : known) {
    if (fact.kind() == v1::CASE_FACT_KIND_RESTS) {
      over(TimeOf(fact));
      rests = true;
      since = TimeOf(fact);
    } else if (fact.kind() == v1::CASE_FACT_KIND_REACTIVATED || fact.kind() == v1::CASE_FACT_KIND_ENDED) {
      over(TimeOf(fact));
    } else if (rests && IsDateOf(fact, common::v1::CLOCK_KIND_STANDBY_CONTACT)) {
      overdue = true;
      missed = missed || period_.Holds(TimeOf(fact));
    }
  }
  resting_ += rests ? 1 : 0;
  overdue_ += rests && overdue ? 1 : 0;
  over(absl::InfiniteFuture());
}

void StandbySum::Fill(v1::StandbyFigures& figures) const {
  figures.set_rested(rested_);
  figures.set_missed(missed_);
  figures.set_resting(resting_);
  figures.set_overdue(overdue_);
}

void WorkloadSum::AddCase(const Facts& known) {
  const std::vector<Stretch> open = OpenTimes(known, period_.until);
  if (open.empty() || open.back().until != period_.until) return;
  bool rests = false;
  std::string holder;  // unit and person
  for (const v1::CaseFact& fact : known) {
    if (fact.kind() == v1::CASE_FACT_KIND_RESTS) rests = true;
    if (fact.kind() == v1::CASE_FACT_KIND_REACTIVATED || fact.kind() == v1::CASE_FACT_KIND_ENDED)
      rests = false;
    if (fact.kind() == v1::CASE_FACT_KIND_HELD) holder = fact.object_id();
  }
  if (rests) {
    ++resting_;
  } else if (!holder.empty()) {
    ++of_person_[holder];
    ++of_team_[holder.substr(0, holder.find('.'))];
  }
}

void WorkloadSum::Fill(v1::WorkloadFigures& figures) const {
  const auto counts = [](const std::map<std::string, uint64_t>& by) {
    std::vector<uint64_t> all;
    all.reserve(by.size());
    for (const auto& [who, cases] : by) all.push_back(cases);
    return all;
  };
  figures.set_resting(resting_);
  figures.set_holders(of_person_.size());
  figures.set_teams(of_team_.size());
  if (of_person_.empty()) return;
  const std::vector<uint64_t> people = counts(of_person_), teams = counts(of_team_);
  for (const uint64_t cases : people) figures.set_cases(figures.cases() + cases);
  figures.set_median(Median(people));
  figures.set_most(*std::max_element(people.begin(), people.end()));
  figures.set_team_median(Median(teams));
  figures.set_team_most(*std::max_element(teams.begin(), teams.end()));
}

void ConferenceSum::AddRegister(const Facts& facts) {
  const v1::CaseFact* calendar = nullptr;
  std::map<std::string, absl::Time> due;
  std::set<std::string> held, missed;
  for (const v1::CaseFact& fact : facts) {
    if (TimeOf(fact) >= period_.until) break;
    if (fact.kind() == v1::CASE_FACT_KIND_CALENDAR) calendar = &fact;
    if (fact.kind() == v1::CASE_FACT_KIND_SESSION_PLANNED) due[fact.object_id()] = FromProto(fact.date());
    if (fact.kind() == v1::CASE_FACT_KIND_SESSION_HELD) held.insert(fact.object_id());
    if (fact.kind() == v1::CASE_FACT_KIND_SESSION_MISSED) missed.insert(fact.object_id());
  }
  if (calendar == nullptr) return;
  for (const auto& [session, date] : due) {
    if (!period_.Holds(date)) continue;
    v1::ConferenceFigures& figures = of_[{calendar->code(), calendar->object_id()}];
    figures.set_planned(figures.planned() + 1);
    if (held.contains(session)) {
      figures.set_held(figures.held() + 1);
    } else if (missed.contains(session)) {
      figures.set_missed(figures.missed() + 1);
    } else {
      figures.set_overdue(figures.overdue() + 1);
    }
  }
}

void ConferenceSum::Fill(google::protobuf::RepeatedPtrField<v1::ConferenceFigures>& figures) const {
  for (const auto& [series, sum] : of_) {
    v1::ConferenceFigures& one = *figures.Add();
    one = sum;
    one.set_name(
        absl::StrCat(CodeName(*team::v1::CalendarKind_descriptor(), series.first), "/", series.second));
  }
}

void PreventionSum::AddRegister(const Facts& facts) {
  for (const v1::CaseFact& fact : facts) {
    if (fact.kind() != v1::CASE_FACT_KIND_PREVENTION_SUM || !period_.Holds(TimeOf(fact))) continue;
    const uint64_t hidden = fact.yes() ? 1 : 0, count = static_cast<uint64_t>(fact.part());
    if (fact.code() == intake::v1::PREVENTION_MEASURE_FAMILIES) {
      sum_.set_tables(sum_.tables() + 1);
      sum_.set_families(sum_.families() + count);
      sum_.set_families_hidden(sum_.families_hidden() + hidden);
    } else if (fact.code() == intake::v1::PREVENTION_MEASURE_CONTACTS) {
      sum_.set_contacts(sum_.contacts() + count);
      sum_.set_contacts_hidden(sum_.contacts_hidden() + hidden);
    }
  }
}

}  // namespace fallverbund::audit
