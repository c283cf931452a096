// Long, because every figure of the report is counted here, each from the events that it counts.
#include "services/audit/domain/report.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "fallverbund/team/v1/catalogue_events.pb.h"
#include "fallverbund/team/v1/joint_decision_events.pb.h"
#include "google/protobuf/descriptor.h"
#include "libs/base/time.h"

namespace fallverbund::audit {

namespace {

using Times = std::vector<absl::Time>;

Times TimesOf(const Facts& facts, v1::CaseFactKind kind) {
  Times times;
  for (const v1::CaseFact& fact : facts) {
    if (fact.kind() == kind) times.push_back(TimeOf(fact));
  }
  return times;
}

// Settings that ended under notice of their provider, or were broken off by the only one: how they ended.
std::vector<const v1::CaseFact*> BrokenOff(const Facts& facts) {
  std::map<std::string, int> noticed;  // each provider may give its own
  std::vector<const v1::CaseFact*> ended;
  for (const v1::CaseFact& fact : facts) {
    if (fact.kind() == v1::CASE_FACT_KIND_SETTING_NOTICE) ++noticed[fact.object_id()];
    if (fact.kind() == v1::CASE_FACT_KIND_SETTING_NOTICE_TAKEN_BACK) --noticed[fact.object_id()];
    if (fact.kind() == v1::CASE_FACT_KIND_SETTING_ENDED && (fact.yes() || noticed[fact.object_id()] > 0))
      ended.push_back(&fact);
  }
  return ended;
}

Times BreakOffs(const Facts& facts) {
  Times times;
  for (const v1::CaseFact* fact : BrokenOff(facts)) times.push_back(TimeOf(*fact));
  return times;
}

bool AnySoonAfter(absl::Time begin, const Times& times) {
  return std::any_of(times.begin(), times.end(),
                     [&](absl::Time time) { return time > begin && time <= begin + kContinuity; });
}

}  // namespace

bool ReportSum::InPeriod(absl::Time time) const {
  return time >= from_ && time < until_;
}

void ReportSum::AddCase(const Facts& facts) {
  Facts known;
  std::copy_if(facts.begin(), facts.end(), std::back_inserter(known),
               [this](const v1::CaseFact& fact) { return TimeOf(fact) < until_; });
  for (const v1::CaseFact& fact : known) {
    if (!InPeriod(TimeOf(fact))) continue;
    ++counts_[fact.kind()][fact.code()];
    if (fact.kind() == v1::CASE_FACT_KIND_OFFERED && fact.yes()) ++cold_;
  }
  AddStanding(known);
  AddTimes(known);
  AddContinuity(known);
  AddConfidence(known);
  AddResidential(known);
  AddWithoutSetting(known);
  AddLegs(known);
  nights_.AddCase(known);
  after_clinic_.AddCase(known);
  rights_.AddCase(known);
  standby_.AddCase(known);
  workload_.AddCase(known);
}

void ReportSum::AddRegister(const Facts& facts) {
  for (const v1::CaseFact& fact : facts) {
    if (fact.kind() == v1::CASE_FACT_KIND_OVERDUE && InPeriod(TimeOf(fact)))
      ++counts_[fact.kind()][fact.code()];
  }
  AddOffer(facts);
  AddEvaluation(facts);
  conferences_.AddRegister(facts);
  prevention_.AddRegister(facts);
}

void ReportSum::AddEvaluation(const Facts& facts) {
  const v1::CaseFact* asked = nullptr;
  for (const v1::CaseFact& fact : facts) {
    if (fact.kind() == v1::CASE_FACT_KIND_EVALUATION_ASKED) {
      asked = &fact;
      evaluations_asked_ += InPeriod(TimeOf(fact)) ? 1 : 0;
    }
    if (fact.kind() != v1::CASE_FACT_KIND_DECISION_REACHED || asked == nullptr || !InPeriod(TimeOf(fact)))
      continue;
    if (fact.yes()) {
      ++evaluations_agreed_[asked->code()];
    } else {
      ++evaluations_with_dissent_;
    }
  }
}

void ReportSum::AddOffer(const Facts& facts) {
  std::set<int> topics;
  const v1::CaseFact* places = nullptr;
  for (const v1::CaseFact& fact : facts) {
    if (TimeOf(fact) >= until_) break;
    if (fact.kind() == v1::CASE_FACT_KIND_OFFER_LISTED) topics.insert(fact.code());
    if (fact.kind() == v1::CASE_FACT_KIND_OFFER_PLACES) places = &fact;
    if (fact.kind() == v1::CASE_FACT_KIND_OFFER_WITHDRAWN) return;
  }
  if (topics.empty()) return;
  const auto count = [places](Capacity& capacity) {
    ++capacity.offers;
    if (places == nullptr) return;
    ++capacity.told;
    capacity.places += static_cast<uint64_t>(places->code());
    capacity.free += static_cast<uint64_t>(places->part());
  };
  count(capacity_);
  for (const int topic : topics) count(capacity_of_[topic]);
  if (places != nullptr) oldest_word_ = std::min(oldest_word_.value_or(TimeOf(*places)), TimeOf(*places));
}

// What is open when the period ends, and which offers nobody had answered in time. A question that a refusal
// left open is none.
void ReportSum::AddStanding(const Facts& known) {
  bool open = false;
  std::set<std::string> offers;
  for (const v1::CaseFact& fact : known) {
    const v1::CaseFactKind kind = fact.kind();
    if (kind == v1::CASE_FACT_KIND_OPENED || kind == v1::CASE_FACT_KIND_REOPENED) open = true;
    if (kind == v1::CASE_FACT_KIND_ENDED) {
      open = false;
      offers.clear();
    }
    if (kind == v1::CASE_FACT_KIND_OFFERED) offers.insert(fact.object_id());
    if (kind == v1::CASE_FACT_KIND_OVERDUE && fact.code() == common::v1::CLOCK_KIND_HANDOVER_ANSWER)
      offers_expired_ += InPeriod(TimeOf(fact)) ? offers.count(fact.object_id()) : 0;
    if (kind == v1::CASE_FACT_KIND_ACCEPTED || kind == v1::CASE_FACT_KIND_REFUSED ||
        kind == v1::CASE_FACT_KIND_REVOKED)
      offers.erase(fact.object_id());
  }
  cases_open_ += open ? 1 : 0;
  offers_open_ += offers.size();
}

// How long what was reached within the period had taken.
void ReportSum::AddTimes(const Facts& known) {
  std::optional<absl::Time> first;
  std::map<std::string, absl::Time> offered;
  bool shared = false, understood = false;
  for (const v1::CaseFact& fact : known) {
    if (!first) first = TimeOf(fact);
    if (fact.kind() == v1::CASE_FACT_KIND_OFFERED) offered[fact.object_id()] = TimeOf(fact);
    if (fact.kind() == v1::CASE_FACT_KIND_ACCEPTED) {
      const auto offer = offered.find(fact.object_id());
      if (offer != offered.end() && InPeriod(TimeOf(fact)))
        to_acceptance_.push_back(TimeOf(fact) - offer->second);
    }
    if (fact.kind() == v1::CASE_FACT_KIND_SHARED && !shared) {
      shared = true;
      if (InPeriod(TimeOf(fact))) to_team_.push_back(TimeOf(fact) - *first);
    }
    if (fact.kind() == v1::CASE_FACT_KIND_UNDERSTOOD && !understood) {
      understood = true;
      if (InPeriod(TimeOf(fact))) to_understanding_.push_back(TimeOf(fact) - *first);
    }
  }
}

void ReportSum::AddContinuity(const Facts& known) {
  const Times break_offs = BreakOffs(known);
  const Times moves = TimesOf(known, v1::CASE_FACT_KIND_MOVED);
  broken_off_ +=
      std::count_if(break_offs.begin(), break_offs.end(), [this](absl::Time at) { return InPeriod(at); });
  for (const absl::Time at : TimesOf(known, v1::CASE_FACT_KIND_SETBACK)) {
    if (!InPeriod(at) || at + kContinuity >= until_) continue;
    ++observed_;
    if (!AnySoonAfter(at, moves)) ++same_holder_;
    if (!AnySoonAfter(at, break_offs)) ++no_break_off_;
  }
}

// B8: the baseline that break-offs are compared with is of residential help.
void ReportSum::AddResidential(const Facts& known) {
  std::set<std::string> residential;
  for (const v1::CaseFact& fact : known) {
    if (fact.kind() == v1::CASE_FACT_KIND_RESIDENTIAL) residential.insert(fact.object_id());
    if (fact.kind() == v1::CASE_FACT_KIND_SETTING_ENDED && InPeriod(TimeOf(fact)))
      residential_ended_ += residential.count(fact.object_id());
  }
  for (const v1::CaseFact* fact : BrokenOff(known)) {
    if (InPeriod(TimeOf(*fact))) residential_broken_off_ += residential.count(fact->object_id());
  }
}

// Whoever answered within the period, and where that began.
void ReportSum::AddConfidence(const Facts& known) {
  std::map<std::string, std::vector<const v1::CaseFact*>> said;
  for (const v1::CaseFact& fact : known) {
    if (fact.kind() == v1::CASE_FACT_KIND_CONFIDENCE) said[fact.object_id()].push_back(&fact);
  }
  for (const auto& [who, answers] : said) {
    if (!InPeriod(TimeOf(*answers.back()))) continue;
    ++answered_;
    if (answers.size() > 1) confidence_.emplace_back(answers.front()->code(), answers.back()->code());
  }
}

// From when the last setting that ran ended until one begins, the case ends or the period does.
void ReportSum::AddWithoutSetting(const Facts& known) {
  bool open = false;
  bool any_ended = false;
  std::set<std::string> running;
  std::optional<absl::Time> since;
  absl::Duration all;
  const auto until = [&](absl::Time time) {
    if (since) all += std::max(absl::ZeroDuration(), time - std::max(*since, from_));
    since.reset();
  };
  for (const v1::CaseFact& fact : known) {
    const v1::CaseFactKind kind = fact.kind();
    if (kind == v1::CASE_FACT_KIND_OPENED || kind == v1::CASE_FACT_KIND_REOPENED) open = true;
    if (kind == v1::CASE_FACT_KIND_ENDED) open = false;
    if (kind == v1::CASE_FACT_KIND_SETTING_STARTED) running.insert(fact.object_id());
    if (kind == v1::CASE_FACT_KIND_SETTING_ENDED) {
      running.erase(fact.object_id());
      any_ended = true;
    }
    const bool without = open && any_ended && running.empty();
    if (!without) until(TimeOf(fact));
    if (without && !since) since = TimeOf(fact);
  }
  if (since) {
    ++without_setting_now_;
    until(until_);
  }
  if (all > absl::ZeroDuration()) without_setting_.push_back(all);
}

// One crisis is open at most; who has not acknowledged when it is concluded has nothing to say any more.
void ReportSum::AddLegs(const Facts& known) {
  bool crisis = false;
  bool unheard = false;  // a danger that a later alarm said first
  struct Waits {
    bool counts = false;  // it started in the period
    absl::Time due;
    bool passed = false;
  };
  std::map<int, Waits> waiting;  // by party
  for (const v1::CaseFact& fact : known) {
    const uint64_t in_period = InPeriod(TimeOf(fact)) ? 1 : 0;
    if (fact.kind() == v1::CASE_FACT_KIND_CRISIS) crisis = true;
    if (fact.kind() == v1::CASE_FACT_KIND_CRISIS_CONCLUDED) {
      crisis = false;
      unheard = false;
      waiting.clear();
    } else if (fact.kind() == v1::CASE_FACT_KIND_ALARM_REPEATED) {
      alarms_repeated_ += in_period;
      dangers_said_later_ += fact.yes() ? in_period : 0;
      unheard = unheard || fact.yes();
    } else if (fact.kind() == v1::CASE_FACT_KIND_DANGER_HEARD) {
      unheard = false;
    } else if (fact.kind() == v1::CASE_FACT_KIND_DANGER_OVERDUE) {
      dangers_overdue_ += in_period;
    } else if (fact.kind() == v1::CASE_FACT_KIND_LEG_STARTED) {
      waiting[fact.code()] = {.counts = in_period > 0, .due = FromProto(fact.date())};
      legs_[fact.code()].started += in_period;
    } else if (fact.kind() == v1::CASE_FACT_KIND_LEG_OVERDUE) {
      legs_[fact.code()].overdue += in_period;
      if (const auto leg = waiting.find(fact.code()); leg != waiting.end()) leg->second.passed = true;
    } else if (fact.kind() == v1::CASE_FACT_KIND_LEG_ACKNOWLEDGED) {
      if (const auto leg = waiting.find(fact.code()); leg != waiting.end()) {
        legs_[fact.code()].in_time += leg->second.counts && TimeOf(fact) <= leg->second.due ? 1 : 0;
        waiting.erase(leg);
      }
      if (in_period == 0) continue;
      legs_[fact.code()].to_acknowledgement.push_back(absl::Seconds(fact.part()));
      legs_[fact.code()].told += fact.yes() ? 1 : 0;
    }
  }
  crises_open_ += crisis ? 1 : 0;
  dangers_unheard_ += unheard ? 1 : 0;
  for (const auto& [party, leg] : waiting) {
    ++legs_[party].open;
    legs_[party].open_overdue += leg.passed ? 1 : 0;
  }
}

uint64_t ReportSum::Count(v1::CaseFactKind kind) const {
  const auto found = counts_.find(kind);
  if (found == counts_.end()) return 0;
  uint64_t all = 0;
  for (const auto& [code, count] : found->second) all += count;
  return all;
}

uint64_t ReportSum::CountOf(v1::CaseFactKind kind, int code) const {
  const auto found = counts_.find(kind);
  if (found == counts_.end()) return 0;
  const auto of_code = found->second.find(code);
  return of_code == found->second.end() ? 0 : of_code->second;
}

void ReportSum::Codes(v1::CaseFactKind kind, const google::protobuf::EnumDescriptor& names,
                      google::protobuf::RepeatedPtrField<v1::CodeCount>& codes) const {
  const auto found = counts_.find(kind);
  if (found != counts_.end()) SetCodes(found->second, names, codes);
}

v1::GetReportResponse ReportSum::Done() const {
  v1::GetReportResponse report;
  report.set_cases_opened(Count(v1::CASE_FACT_KIND_OPENED));
  report.set_cases_open(cases_open_);
  report.set_cases_reopened(Count(v1::CASE_FACT_KIND_REOPENED));
  Codes(v1::CASE_FACT_KIND_ENDED, *casework::v1::LawfulEndGround_descriptor(), *report.mutable_lawful_ends());
  Codes(v1::CASE_FACT_KIND_OVERDUE, *common::v1::ClockKind_descriptor(), *report.mutable_overdue());
  if (!to_team_.empty()) SetMedian(to_team_, *report.mutable_median_to_team());
  if (!to_understanding_.empty()) SetMedian(to_understanding_, *report.mutable_median_to_understanding());

  FillHandovers(*report.mutable_handovers());
  FillSetbacks(*report.mutable_setbacks());
  FillSettings(*report.mutable_settings());
  FillWithoutSetting(*report.mutable_without_setting());
  FillCapacity(*report.mutable_capacity());
  FillEvaluations(*report.mutable_evaluations());
  FillConfidence(*report.mutable_confidence());
  FillCrises(*report.mutable_crises());
  v1::ParticipationFigures& participation = *report.mutable_participation();
  participation.set_decisions(Count(v1::CASE_FACT_KIND_DECISION));
  participation.set_young_person_heard(Count(v1::CASE_FACT_KIND_YOUNG_PERSON_HEARD));
  participation.set_family_heard(Count(v1::CASE_FACT_KIND_FAMILY_HEARD));
  nights_.Fill(report);
  after_clinic_.Fill(*report.mutable_after_clinic());
  rights_.Fill(*report.mutable_rights());
  standby_.Fill(*report.mutable_standby());
  workload_.Fill(*report.mutable_workload());
  conferences_.Fill(*report.mutable_conferences());
  prevention_.Fill(*report.mutable_prevention());
  Codes(v1::CASE_FACT_KIND_STRUCTURAL_GAP, *casework::v1::GapKind_descriptor(),
        *report.mutable_structural_gaps());
  return report;
}

void ReportSum::FillHandovers(v1::HandoverFigures& handovers) const {
  handovers.set_offered(Count(v1::CASE_FACT_KIND_OFFERED));
  handovers.set_accepted(Count(v1::CASE_FACT_KIND_ACCEPTED));
  handovers.set_refused(Count(v1::CASE_FACT_KIND_REFUSED));
  handovers.set_revoked(Count(v1::CASE_FACT_KIND_REVOKED));
  handovers.set_expired(offers_expired_);
  handovers.set_open(offers_open_);
  handovers.set_cold(cold_);
  handovers.set_taken_back(Count(v1::CASE_FACT_KIND_TAKEN_BACK));
  if (!to_acceptance_.empty()) SetMedian(to_acceptance_, *handovers.mutable_median_offer_to_acceptance());
}

void ReportSum::FillSetbacks(v1::SetbackFigures& setbacks) const {
  setbacks.set_setbacks(Count(v1::CASE_FACT_KIND_SETBACK));
  Codes(v1::CASE_FACT_KIND_SETBACK_KIND, *casework::v1::SetbackKind_descriptor(), *setbacks.mutable_kinds());
  setbacks.set_observed(observed_);
  setbacks.set_same_holder(same_holder_);
  setbacks.set_no_break_off(no_break_off_);
}

void ReportSum::FillSettings(v1::SettingFigures& settings) const {
  settings.set_started(Count(v1::CASE_FACT_KIND_SETTING_STARTED));
  settings.set_ended(Count(v1::CASE_FACT_KIND_SETTING_ENDED));
  settings.set_notices(Count(v1::CASE_FACT_KIND_SETTING_NOTICE));
  settings.set_broken_off(broken_off_);
  settings.set_residential_ended(residential_ended_);
  settings.set_residential_broken_off(residential_broken_off_);
  settings.set_answered_yes(CountOf(v1::CASE_FACT_KIND_SETTING_ANSWERED, casework::v1::ANSWER_YES));
  settings.set_answered_partly(CountOf(v1::CASE_FACT_KIND_SETTING_ANSWERED, casework::v1::ANSWER_PARTLY));
  settings.set_answered_no(CountOf(v1::CASE_FACT_KIND_SETTING_ANSWERED, casework::v1::ANSWER_NO));
  settings.set_not_asked(CountOf(v1::CASE_FACT_KIND_SETTING_ANSWERED, casework::v1::ANSWER_NOT_ASKED));
}

void ReportSum::FillConfidence(v1::ConfidenceFigures& confidence) const {
  confidence.set_answered(answered_);
  confidence.set_compared(confidence_.size());
  if (confidence_.empty()) return;
  std::vector<int> first, last;
  for (const auto& [before, now] : confidence_) {
    first.push_back(before);
    last.push_back(now);
    confidence.set_rose(confidence.rose() + (now > before ? 1 : 0));
    confidence.set_fell(confidence.fell() + (now < before ? 1 : 0));
    confidence.set_stayed(confidence.stayed() + (now == before ? 1 : 0));
  }
  confidence.set_median_first(static_cast<casework::v1::Confidence>(Median(std::move(first))));
  confidence.set_median_last(static_cast<casework::v1::Confidence>(Median(std::move(last))));
}

void ReportSum::FillWithoutSetting(v1::WithoutSettingFigures& without) const {
  without.set_cases(without_setting_.size());
  without.set_open(without_setting_now_);
  if (without_setting_.empty()) return;
  SetMedian(without_setting_, *without.mutable_median());
  SetLongest(without_setting_, *without.mutable_longest());
}

void ReportSum::FillCrises(v1::CrisisFigures& crises) const {
  crises.set_opened(Count(v1::CASE_FACT_KIND_CRISIS));
  Codes(v1::CASE_FACT_KIND_CRISIS, *crisis::v1::CrisisKind_descriptor(), *crises.mutable_kinds());
  crises.set_concluded(Count(v1::CASE_FACT_KIND_CRISIS_CONCLUDED));
  crises.set_open(crises_open_);
  crises.set_alarms_repeated(alarms_repeated_);
  crises.set_dangers_said_later(dangers_said_later_);
  crises.set_dangers_unheard(dangers_unheard_);
  crises.set_dangers_overdue(dangers_overdue_);
  for (const auto& [party, leg] : legs_) {
    v1::LegFigures& one = *crises.add_legs();
    one.set_party(CodeName(*common::v1::CrisisParty_descriptor(), party));
    one.set_started(leg.started);
    one.set_in_time(leg.in_time);
    one.set_acknowledged(leg.to_acknowledgement.size());
    one.set_told_by_others(leg.told);
    one.set_overdue(leg.overdue);
    one.set_open(leg.open);
    one.set_open_overdue(leg.open_overdue);
    if (leg.to_acknowledgement.empty()) continue;
    SetMedian(leg.to_acknowledgement, *one.mutable_median());
    SetLongest(leg.to_acknowledgement, *one.mutable_longest());
  }
}

void ReportSum::FillCapacity(v1::CapacityFigures& capacity) const {
  capacity.set_offers(capacity_.offers);
  capacity.set_told(capacity_.told);
  capacity.set_places(capacity_.places);
  capacity.set_free(capacity_.free);
  for (const auto& [topic, of] : capacity_of_) {
    v1::TopicCapacity& one = *capacity.add_topics();
    one.set_topic(CodeName(*team::v1::CatalogueTopic_descriptor(), topic));
    one.set_offers(of.offers);
    one.set_places(of.places);
    one.set_free(of.free);
  }
  if (oldest_word_) *capacity.mutable_oldest() = ToProto(*oldest_word_);
}

void ReportSum::FillEvaluations(v1::EvaluationFigures& evaluations) const {
  evaluations.set_asked(evaluations_asked_);
  SetCodes(evaluations_agreed_, *team::v1::ProjectJudgement_descriptor(), *evaluations.mutable_agreed());
  evaluations.set_with_dissent(evaluations_with_dissent_);
}

}  // namespace fallverbund::audit
