// A case ends by a lawful ground only, after two persons of two organisations agreed and nobody objected for
// two weeks (N14). An end that lacks one of them ends nothing: it is a finding, and whoever held holds on.
#include <algorithm>
#include <string>
#include <vector>

#include "libs/base/time.h"
#include "services/audit/domain/bench.h"

namespace fallverbund::audit {
namespace {

bool IsOpen(const v1::CaseFile& file, const std::string& end_id) {
  return file.has_ending() && file.ending().end_id() == end_id;
}

// It shares: CASE, COORDINATION, TONIGHT, a committed seat of the team that shares, or a setting that runs is
// this organisation's.
bool Shares(const v1::CaseFile& file, const std::string& organisation_id) {
  const auto holds = [&](common::v1::Strand strand) {
    const v1::HoldingSpan* held = Held(file, strand);
    return held != nullptr && held->holder().organisation_id() == organisation_id;
  };
  const auto& seats = file.seats();
  const auto& settings = file.settings();
  return holds(common::v1::STRAND_CASE) || holds(common::v1::STRAND_COORDINATION) ||
         holds(common::v1::STRAND_TONIGHT) ||
         std::any_of(seats.begin(), seats.end(),
                     [&](const v1::SeatFile& seat) {
                       return seat.committed() && seat.team_id() == file.shared_team_id() &&
                              seat.organisation_id() == organisation_id;
                     }) ||
         std::any_of(settings.begin(), settings.end(), [&](const v1::SettingFile& setting) {
           const auto& there = setting.organisation_ids();
           return setting.running() && std::find(there.begin(), there.end(), organisation_id) != there.end();
         });
}

// Holds the case that goes on, or stands in for who does.
bool GoesOn(const v1::EndingFile& ending, const v1::ApprovalFile& one) {
  const common::v1::Holder& by = ending.continued_by();
  return one.organisation_id() == by.organisation_id() && !one.person_id().empty() &&
         (one.person_id() == by.person_id() || one.person_id() == by.deputy_person_id());
}

// Some organisation but the one that holds CASE shares it.
bool SomebodyElseShares(const v1::CaseFile& file) {
  const v1::HoldingSpan* held = Held(file, common::v1::STRAND_CASE);
  const std::string own = held == nullptr ? "" : held->holder().organisation_id();
  std::vector<std::string> others;
  for (const v1::HoldingSpan& span : file.open_spans()) others.push_back(span.holder().organisation_id());
  for (const v1::SeatFile& seat : file.seats()) others.push_back(seat.organisation_id());
  for (const v1::SettingFile& setting : file.settings())
    others.insert(others.end(), setting.organisation_ids().begin(), setting.organisation_ids().end());
  return std::any_of(others.begin(), others.end(),
                     [&](const std::string& other) { return other != own && Shares(file, other); });
}

// Was asked in another organisation when nobody shared, and nobody does since (N14).
bool Reviews(const v1::CaseFile& file, const v1::ApprovalFile& one) {
  const v1::ApprovalFile& asked = file.ending().reviewer();
  return !one.person_id().empty() && one.person_id() == asked.person_id() &&
         one.organisation_id() == asked.organisation_id() && !SomebodyElseShares(file);
}

// Of somebody else than said, or of an organisation that was only asked: counts for nobody.
void Approve(const Bench& bench, const std::string& organisation_id, const std::string& person_id) {
  if (!bench.InPerson(person_id, organisation_id)) return;
  v1::ApprovalFile told;
  told.set_organisation_id(organisation_id);
  told.set_person_id(person_id);
  if (!Shares(bench.file, organisation_id) && !GoesOn(bench.file.ending(), told) &&
      !Reviews(bench.file, told))
    return;
  v1::ApprovalFile& approval = *bench.file.mutable_ending()->add_approvals();
  approval.set_organisation_id(organisation_id);
  approval.set_person_id(person_id);
}

// N14: that somebody stands alone is said by everybody who shares (A9), each in person.
bool AllWhoShareAgree(const v1::CaseFile& file) {
  if (file.shared_team_id().empty()) return true;
  const auto& approvals = file.ending().approvals();
  return std::all_of(file.seats().begin(), file.seats().end(), [&](const v1::SeatFile& seat) {
    return !seat.committed() || seat.team_id() != file.shared_team_id() ||
           std::any_of(approvals.begin(), approvals.end(), [&](const v1::ApprovalFile& one) {
             return one.organisation_id() == seat.organisation_id() && one.person_id() == seat.person_id();
           });
  });
}

bool HasFourEyes(const v1::EndingFile& ending) {
  const auto& approvals = ending.approvals();
  if (ending.ground() == casework::v1::LAWFUL_END_GROUND_RECORDED_IN_ERROR &&
      std::none_of(approvals.begin(), approvals.end(),
                   [&](const v1::ApprovalFile& one) { return GoesOn(ending, one); }))
    return false;
  for (const auto& one : ending.approvals()) {
    for (const auto& other : ending.approvals()) {
      if (one.organisation_id() != other.organisation_id() && one.person_id() != other.person_id())
        return true;
    }
  }
  return false;
}

// What the log says of the case that is to go on; empty: it is there, and open.
std::string FlawOfOther(const Bench& bench, const std::string& case_id) {
  if (case_id.empty() || case_id == bench.file.case_id()) return "no_case_goes_on";
  const auto other = bench.cases.FileOfCase(case_id);
  if (!other) return "no_case_goes_on";
  return other->lawfully_ended() ? "the_other_case_has_ended" : "";
}

// The other case is said to be continued in this one: together they would leave nobody.
bool EndsForThisOne(const Bench& bench, const std::string& case_id) {
  const auto other = bench.cases.FileOfCase(case_id);
  return other && other->ending().ground() == casework::v1::LAWFUL_END_GROUND_RECORDED_IN_ERROR &&
         other->ending().continued_in_case_id() == bench.file.case_id();
}

std::string FlawOfContinuation(const Bench& bench, const casework::v1::LawfulEndRequested& e) {
  if (std::string flaw = FlawOfOther(bench, e.continued_in_case_id()); !flaw.empty()) return flaw;
  const auto other = bench.cases.FileOfCase(e.continued_in_case_id());
  const v1::HoldingSpan* held = Held(*other, common::v1::STRAND_CASE);
  const v1::MoveFile& move = other->last_move();  // rows of the service may be a little behind the log
  const bool just_moved = move.giver_organisation_id() == e.continued_by().organisation_id() &&
                          bench.Now().recorded_at < FromProto(move.moved_at()) + bench.bounds.overdue_grace;
  common::v1::Holder told = e.continued_by();  // the deputy may be another one since
  if (held != nullptr) told.set_deputy_person_id(held->holder().deputy_person_id());
  const bool named = just_moved || (held != nullptr && SameHolder(held->holder(), told));
  return named ? "" : "another_holder_of_the_other_case";
}

// The case hears of a crisis by reaction, so it may be a little behind.
bool HadHeard(const Bench& bench, const google::protobuf::Timestamp& crisis_at) {
  return bench.Now().recorded_at > FromProto(crisis_at) + bench.bounds.overdue_grace;
}

// What goes on, and does so whatever is asked for, unless somebody has died (N9, C7, N14).
std::string FlawOfWhatGoesOn(const Bench& bench) {
  const v1::CaseFile& file = bench.file;
  const auto& settings = file.settings();
  if (std::any_of(settings.begin(), settings.end(), [](const auto& setting) { return setting.running(); }))
    return "a_setting_runs";
  if (!file.path().assessment_id().empty()) return "endangerment_is_assessed";
  return file.crisis().open() && HadHeard(bench, file.crisis().opened_at()) ? "a_crisis_is_open" : "";
}

// Who has died is not searched for any more; where another case goes on, the search does there (N12).
bool MayEndASearch(casework::v1::LawfulEndGround ground) {
  return ground == casework::v1::LAWFUL_END_GROUND_DEATH ||
         ground == casework::v1::LAWFUL_END_GROUND_RECORDED_IN_ERROR;
}

// R0: the case goes on in the log of the association whose partner holds it, by a commit that is named.
std::string FlawOfTransfer(const Bench& bench, const casework::v1::LawfulEndRequested& e) {
  const v1::MoveFile& move = bench.file.last_move();
  if (!bench.file.has_last_move() || move.held() < 2) return "not_followed_up";
  if (move.giver_organisation_id() == move.receiver_organisation_id()) return "to_no_other_agency";
  const std::string home = bench.directory.HomeLogOf(move.receiver_organisation_id());
  if (home.empty()) return "to_no_other_association";
  return e.continued_in_log_origin() == home && !e.continued_in_commit_id().empty() ? "" : "goes_on_nowhere";
}

// What the ground needs and request and log must show; a code, or empty.
std::string FlawOf(const Bench& bench, const casework::v1::LawfulEndRequested& e) {
  const v1::CaseFile& file = bench.file;
  const bool personal = e.given_in_person() && e.participation().young_person().heard();
  if (std::string flaw = FlawOfAge(bench, e); !flaw.empty()) return flaw;
  if (e.ground() != casework::v1::LAWFUL_END_GROUND_DEATH) {
    if (std::string flaw = FlawOfWhatGoesOn(bench); !flaw.empty()) return flaw;
  }
  if (bench.file.nothing_ends() && IsMissing(bench.file) && !MayEndASearch(e.ground()))
    return "nobody_knows_where";
  switch (e.ground()) {
    case casework::v1::LAWFUL_END_GROUND_DEATH:
      return e.has_evidence() ? "" : "death_without_document";
    case casework::v1::LAWFUL_END_GROUND_AGE_27:
      if (!e.has_birth_date() || !e.of_age()) return "age_not_shown";
      return e.has_evidence() || personal ? "" : "nobody_to_turn_to";
    case casework::v1::LAWFUL_END_GROUND_OWN_DECISION:
      if (!e.of_age()) return "a_minors_refusal";
      return e.informed() && personal ? "" : "not_a_decision_of_ones_own";
    case casework::v1::LAWFUL_END_GROUND_INDEPENDENCE_REACHED:
      if (!file.has_aftercare_until() || FromProto(file.aftercare_until()) > bench.Now().recorded_at)
        return "aftercare_not_over";
      if (FromProto(file.aftercare_until()) + bench.bounds.clock_change <
          FromProto(file.aftercare_since()) + bench.bounds.aftercare)
        return "aftercare_too_short";
      if (file.aftercare_contacts() == 0) return "no_contact_in_aftercare";
      return personal && (e.of_age() || e.guardian_agrees()) ? "" : "not_agreed";
    case casework::v1::LAWFUL_END_GROUND_MOVED_ABROAD:
      return e.has_evidence() && e.has_confirmed_at() ? "" : "no_authority_confirmed";
    case casework::v1::LAWFUL_END_GROUND_RECORDED_IN_ERROR:
      return FlawOfContinuation(bench, e);
    case casework::v1::LAWFUL_END_GROUND_TRANSFERRED_OUT:
      return FlawOfTransfer(bench, e);
    case casework::v1::LAWFUL_END_GROUND_UNSPECIFIED:
    case casework::v1::LawfulEndGround_INT_MIN_SENTINEL_DO_NOT_USE_:
    case casework::v1::LawfulEndGround_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return "no_lawful_ground";
}

// Reports whatever is wrong; true: nothing is.
bool MayEnd(const Bench& bench, const casework::v1::CaseLawfullyEnded& e) {
  if (!IsOpen(bench.file, e.end_id())) {
    bench.Report(v1::FINDING_KIND_END_WITHOUT_GROUND, "not_asked_for");
    return false;
  }
  const v1::EndingFile& ending = bench.file.ending();
  bool lawful = true;
  const auto require = [&](bool holds, v1::FindingKind kind, const std::string& detail) {
    if (!holds) bench.Report(kind, detail);
    lawful = lawful && holds;
  };
  require(ending.flaw().empty(), v1::FINDING_KIND_END_WITHOUT_GROUND, ending.flaw());
  require(ending.ground() == e.ground(), v1::FINDING_KIND_END_WITHOUT_GROUND, "another_ground");
  if (ending.ground() == casework::v1::LAWFUL_END_GROUND_RECORDED_IN_ERROR && ending.flaw().empty()) {
    const std::string flaw = FlawOfOther(bench, ending.continued_in_case_id());
    require(flaw.empty(), v1::FINDING_KIND_END_WITHOUT_GROUND, flaw);
    require(!EndsForThisOne(bench, ending.continued_in_case_id()), v1::FINDING_KIND_END_WITHOUT_GROUND,
            "the_other_case_ends_for_this_one");
    require(ending.continued_in_case_id() == e.continued_in_case_id(), v1::FINDING_KIND_END_WITHOUT_GROUND,
            "continued_in_another_case");
  }
  require(!ending.has_crisis_at() || !HadHeard(bench, ending.crisis_at()),
          v1::FINDING_KIND_END_WITHOUT_GROUND, "a_crisis_meanwhile");
  require(HasFourEyes(ending), v1::FINDING_KIND_END_WITHOUT_FOUR_EYES, "approvals_missing");
  const bool over = ending.has_until() && FromProto(ending.until()) <= bench.Now().recorded_at;
  require(over, v1::FINDING_KIND_END_BEFORE_OBJECTION, ending.has_until() ? "not_over" : "never_began");
  return lawful;
}

}  // namespace

void On(const Bench& bench, const casework::v1::AftercareBegun& e) {
  if (!bench.IsNamedPerson(e.holder().person_id(), e.holder().organisation_id()))
    bench.Report(v1::FINDING_KIND_HOLDER_WITHOUT_PERSON, "aftercare");
  if (!bench.file.has_aftercare_since())
    *bench.file.mutable_aftercare_since() = ToProto(bench.Now().recorded_at);
  *bench.file.mutable_aftercare_until() = e.until();
  MoveStrand(common::v1::STRAND_AFTERCARE, e.holder(), common::v1::TONIGHT_KIND_UNSPECIFIED, bench.Now(),
             bench.file, bench.verdict);
}

void On(const Bench& bench, const casework::v1::AftercareInterrupted&) {
  EndStrand(common::v1::STRAND_AFTERCARE, bench.Now(), bench.file, bench.verdict);
  bench.file.clear_aftercare_until();
  bench.file.clear_aftercare_since();
  bench.file.clear_aftercare_contacts();
}

// By whomever of the circle: somebody of the young person was there.
void MetInAftercare(const Bench& bench) {
  if (bench.file.has_aftercare_until() && bench.Now().recorded_at < FromProto(bench.file.aftercare_until()))
    bench.file.set_aftercare_contacts(bench.file.aftercare_contacts() + 1);
}

// Whoever asks is the first of four eyes.
void On(const Bench& bench, const casework::v1::LawfulEndRequested& e) {
  v1::EndingFile& ending = *bench.file.mutable_ending();
  ending.Clear();
  ending.set_end_id(e.end_id());
  ending.set_ground(e.ground());
  ending.set_flaw(FlawOf(bench, e));
  ending.set_continued_in_case_id(e.continued_in_case_id());
  *ending.mutable_continued_by() = e.continued_by();
  if (!e.reviewer_person_id().empty()) {
    ending.mutable_reviewer()->set_organisation_id(e.reviewer_organisation_id());
    ending.mutable_reviewer()->set_person_id(e.reviewer_person_id());
    if (SomebodyElseShares(bench.file))
      bench.Report(v1::FINDING_KIND_END_WITHOUT_FOUR_EYES, "reviewed_past_who_shares");
  }
  Approve(bench, bench.actor().organisation(), bench.actor().person());
}

void On(const Bench& bench, const casework::v1::LawfulEndApproved& e) {
  if (IsOpen(bench.file, e.end_id())) Approve(bench, e.organisation_id(), e.person_id());
}

void On(const Bench& bench, const casework::v1::ObjectionPeriodBegan& e) {
  if (!IsOpen(bench.file, e.end_id())) return;
  v1::EndingFile& ending = *bench.file.mutable_ending();
  if (!HasFourEyes(ending)) bench.Report(v1::FINDING_KIND_END_WITHOUT_FOUR_EYES, "period_before_approvals");
  if (FromProto(e.until()) + bench.bounds.clock_change < bench.Now().recorded_at + bench.bounds.objection)
    bench.Report(v1::FINDING_KIND_END_BEFORE_OBJECTION, "period_too_short");
  *ending.mutable_until() = e.until();
  if (ending.ground() == casework::v1::LAWFUL_END_GROUND_INDEPENDENCE_REACHED && ending.flaw().empty() &&
      !AllWhoShareAgree(bench.file))
    ending.set_flaw("not_all_who_share_agreed");
}

void On(const Bench& bench, const casework::v1::LawfulEndStopped& e) {
  if (IsOpen(bench.file, e.end_id())) bench.file.clear_ending();
}

void On(const Bench& bench, const casework::v1::CaseLawfullyEnded& e) {
  if (!MayEnd(bench, e)) return;
  if (bench.file.has_crisis()) bench.file.mutable_crisis()->set_ended_since_alarm(true);
  if (e.lead_rests() && bench.file.has_crisis())
    bench.file.mutable_crisis()->set_rests(bench.file.crisis().open());
  if (e.ground() == casework::v1::LAWFUL_END_GROUND_DEATH) EndCrisis(bench);
  bench.file.clear_laid_down();
  for (const v1::HoldingSpan& span : bench.file.open_spans()) {
    if (span.strand() != common::v1::STRAND_CRISIS_LEAD) *bench.file.add_laid_down() = span;
  }
  for (const auto strand :
       {common::v1::STRAND_CASE, common::v1::STRAND_SHARED, common::v1::STRAND_COORDINATION,
        common::v1::STRAND_TONIGHT, common::v1::STRAND_AFTERCARE, common::v1::STRAND_GUARDIAN})
    EndStrand(strand, bench.Now(), bench.file, bench.verdict);
  bench.file.set_lawfully_ended(true);
  bench.file.clear_ending();
  bench.file.clear_handovers();
  bench.file.clear_coordination_offer();
  bench.file.clear_competence();
  bench.file.clear_standby();
  bench.file.clear_wake_at();
  if (bench.file.has_path()) DismissCommission(bench.file);
}

namespace {

bool Restarts(const casework::v1::CaseReopened& e, common::v1::ClockKind kind) {
  return std::any_of(e.clocks().begin(), e.clocks().end(),
                     [&](const casework::v1::RestartedClock& clock) { return clock.kind() == kind; });
}

// Somebody is back: a date says when the plan is made anew, and none that was owed has gone by (A8, N13).
void JudgeDates(const Bench& bench, const casework::v1::CaseReopened& e) {
  const absl::Time now = bench.Now().recorded_at;
  if (!bench.CommitHas<casework::v1::ReplanOpened>())
    bench.Report(v1::FINDING_KIND_REOPENED_WITHOUT_DATES, "no_review");
  const bool past = std::any_of(e.clocks().begin(), e.clocks().end(),
                                [&](const auto& clock) { return FromProto(clock.due()) <= now; });
  if (past) bench.Report(v1::FINDING_KIND_REOPENED_WITHOUT_DATES, "a_date_in_the_past");
  const v1::CaseFile& file = bench.file;
  const bool aftercare = file.has_aftercare_until() && FromProto(file.aftercare_until()) > now;
  const bool met =
      bench.CommitHas<casework::v1::AftercareContinued>();  // the contact itself says when the next is
  if (aftercare && !met && !Restarts(e, common::v1::CLOCK_KIND_AFTERCARE_CONTACT))
    bench.Report(v1::FINDING_KIND_REOPENED_WITHOUT_DATES, "aftercare");
  if (!file.path().assessment_id().empty() && !bench.CommitHas<casework::v1::RiskAssessmentOpened>() &&
      !Restarts(e, common::v1::CLOCK_KIND_RISK_ASSESSMENT))
    bench.Report(v1::FINDING_KIND_REOPENED_WITHOUT_DATES, "endangerment");
}

}  // namespace

// The same holders as before, or who stands in for one who has left, of another unit where nobody of that one
// can; a strand that somebody took meanwhile stays with them.
void On(const Bench& bench, const casework::v1::CaseReopened& e) {
  if (!bench.file.lawfully_ended()) return;
  bench.file.set_lawfully_ended(false);
  if (bench.file.crisis().rests()) bench.file.mutable_crisis()->set_open(true);  // and somebody leads it (R0)
  v1::CaseFile before;
  before.mutable_laid_down()->Swap(bench.file.mutable_laid_down());
  const v1::CaseFile now = bench.file;
  for (const v1::HoldingSpan& span : before.laid_down()) {
    if (Held(now, span.strand()) != nullptr) continue;
    if (span.strand() == common::v1::STRAND_GUARDIAN && now.of_age()) continue;  // the law went on (N13)
    const bool stood_in =
        span.strand() == common::v1::STRAND_CASE &&
        (bench.StandsIn(e.holder(), span.holder()) || bench.StandsInFromElsewhere(e.holder(), span.holder()));
    BeginSpan(span.strand(), stood_in ? e.holder() : span.holder(), span.tonight_kind(), bench.Now(),
              bench.file);
  }
  const v1::HoldingSpan* held = Held(bench.file, common::v1::STRAND_CASE);
  if (held != nullptr && !bench.IsNamedPerson(held->holder().person_id(), held->holder().organisation_id()))
    bench.Report(v1::FINDING_KIND_HOLDER_WITHOUT_PERSON, "reopened_for_somebody_who_left");
  if (held == nullptr || !SameHolder(held->holder(), e.holder()))
    bench.Report(v1::FINDING_KIND_MOVE_WITHOUT_ACCEPTANCE, "reopened_with_another_holder");
  JudgeGuardian(bench);
  JudgeDates(bench, e);
}

}  // namespace fallverbund::audit
