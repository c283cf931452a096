// The way to an approval (C5 to C8), the assessment of endangerment (C7, § 8a) and the phases of residential
// help (C17): each step after the one before it, each person once and in a seat of their own.
#include <algorithm>
#include <set>
#include <string>

#include "libs/base/time.h"
#include "services/audit/domain/bench.h"

namespace fallverbund::audit {
namespace {

using v1::FINDING_KIND_APPROVAL_INCOMPLETE;
using v1::FINDING_KIND_ENDANGERMENT_UNANSWERED;
using v1::FINDING_KIND_RECEIVER_NOT_AWAITED;
using v1::FINDING_KIND_STEP_OUT_OF_ORDER;

constexpr uint32_t kChecked = 1, kConsulted = 2, kClassified = 3;

// A step that comes too early counts for nothing.
void Reach(const Bench& bench, uint32_t step, std::string_view too_early) {
  v1::PathFile& path = *bench.file.mutable_path();
  path.set_begun(true);
  if (path.step() + 1 < step) return bench.Report(FINDING_KIND_STEP_OUT_OF_ORDER, too_early);
  path.set_step(std::max(path.step(), step));
}

const common::v1::Holder& CaseHolder(const Bench& bench) {
  const v1::HoldingSpan* held = Held(bench.file, common::v1::STRAND_CASE);
  return held == nullptr ? common::v1::Holder::default_instance() : held->holder();
}

template <class Participants>
std::set<std::string> Named(const Bench& bench, const Participants& participants) {
  std::set<std::string> persons;
  for (const casework::v1::Participant& one : participants) {
    if (bench.IsNamedPerson(one.person_id(), one.organisation_id())) persons.insert(one.person_id());
  }
  return persons;
}

bool BothDepartments(const Bench& bench, const casework::v1::PeerConsultationHeld& e) {
  const std::string& office = CaseHolder(bench).organisation_id();
  std::set<std::string> asd, finance;
  for (const auto& one : e.participants()) {
    if (one.organisation_id() != office || !bench.IsNamedPerson(one.person_id(), office)) continue;
    if (one.party() == casework::v1::PARTY_ASD) asd.insert(one.person_id());
    if (one.party() == casework::v1::PARTY_FINANCE) finance.insert(one.person_id());
  }
  return std::any_of(asd.begin(), asd.end(), [&](const std::string& person) {
    return finance.size() > 1 || (finance.size() == 1 && !finance.contains(person));
  });
}

bool OpensAnAssessment(const Bench& bench) {
  const auto& events = bench.entry.commit.events();
  return std::any_of(events.begin(), events.end(), [](const eventlog::v1::Event& event) {
    return event.type() == casework::v1::RiskAssessmentOpened::descriptor()->full_name();
  });
}

bool PutOff(const common::v1::Hearing& hearing) {
  return !hearing.heard() && (hearing.reason() == common::v1::NOT_HEARD_REASON_UNSPECIFIED ||
                              hearing.reason() == common::v1::NOT_HEARD_REASON_NOT_YET);
}

bool SitsThere(const Bench& bench, const casework::v1::CommissionVoteCast& e) {
  const common::v1::Holder& holder = CaseHolder(bench);
  if (!bench.InPerson(e.person_id(), holder.organisation_id())) return false;
  const std::string& role = bench.actor().role();
  if (e.seat() == casework::v1::COMMISSION_SEAT_TEAM_LEAD) return role == "TEAM_LEAD";
  if (e.seat() == casework::v1::COMMISSION_SEAT_FINANCE_LEAD) return role == "TEAM_LEAD_FINANCE";
  return e.seat() == casework::v1::COMMISSION_SEAT_CASE &&
         (e.person_id() == holder.person_id() || e.person_id() == holder.deputy_person_id());
}

bool ThreeInTheirSeats(const v1::PathFile& path) {
  std::set<int> seats;
  std::set<std::string> persons;
  for (const v1::VoteFile& vote : path.votes()) {
    seats.insert(vote.seat());
    persons.insert(vote.person_id());
  }
  return seats.size() == 3 && persons.size() == 3 && path.votes_size() == 3;
}

v1::PhaseFile& PhaseOf(v1::CaseFile& file, const std::string& setting_id) {
  for (v1::PhaseFile& phase : *file.mutable_phases()) {
    if (phase.setting_id() == setting_id) return phase;
  }
  v1::PhaseFile& phase = *file.add_phases();
  phase.set_setting_id(setting_id);
  return phase;
}

// Of this help, any more.
void NobodyReceives(v1::PhaseFile& phase) {
  phase.clear_asked_person_ids();
  phase.clear_accepted();
  phase.clear_contact_awaited();
}

bool IsAsked(const v1::PhaseFile& phase, const std::string& person_id) {
  const auto& asked = phase.asked_person_ids();
  return std::find(asked.begin(), asked.end(), person_id) != asked.end();
}

}  // namespace

void DismissCommission(v1::CaseFile& file) {
  file.mutable_path()->clear_commission_id();
  file.mutable_path()->clear_setting_id();
  file.mutable_path()->clear_votes();
}

void BeginPlanningAnew(v1::CaseFile& file) {
  if (!file.has_path()) return;
  DismissCommission(file);
  file.mutable_path()->clear_step();
  file.mutable_path()->clear_approved_setting_ids();
}

void RequireApproval(const Bench& bench, const std::string& setting_id) {
  const auto& approved = bench.file.path().approved_setting_ids();
  if (bench.file.path().begun() && std::find(approved.begin(), approved.end(), setting_id) == approved.end())
    bench.Report(FINDING_KIND_APPROVAL_INCOMPLETE, "adopted_without_approval");
}

// Whoever was to receive after another help is not awaited any more.
void BeginResidence(v1::CaseFile& file, const std::string& setting_id) {
  for (v1::PhaseFile& phase : *file.mutable_phases()) {
    if (phase.contact_awaited()) NobodyReceives(phase);
  }
  PhaseOf(file, setting_id).set_phase(casework::v1::RESIDENTIAL_PHASE_BEGIN);
}

void On(const Bench& bench, const casework::v1::ResourcesChecked&) {
  Reach(bench, kChecked, "");
}

void On(const Bench& bench, const casework::v1::PeerConsultationHeld& e) {
  if (!BothDepartments(bench, e)) bench.Report(FINDING_KIND_STEP_OUT_OF_ORDER, "one_department_alone");
  Reach(bench, kConsulted, "consulted_before_check");
}

void On(const Bench& bench, const casework::v1::NeedClassified& e) {
  Reach(bench, kClassified, "classified_before_consultation");
  if (e.need_class() == casework::v1::NEED_CLASS_ENDANGERMENT && bench.file.path().assessment_id().empty() &&
      !OpensAnAssessment(bench))
    bench.Report(FINDING_KIND_ENDANGERMENT_UNANSWERED, "no_assessment_opened");
}

void On(const Bench& bench, const casework::v1::RiskAssessmentOpened& e) {
  bench.file.mutable_path()->set_assessment_id(e.assessment_id());
  bench.file.clear_ending();  // speaks against an end (N14)
}

void On(const Bench& bench, const casework::v1::RiskAssessmentMade& e) {
  if (bench.file.path().assessment_id() != e.assessment_id())
    bench.Report(FINDING_KIND_ENDANGERMENT_UNANSWERED, "assessment_not_open");
  if (Named(bench, e.assessors()).size() < 2)
    bench.Report(FINDING_KIND_ENDANGERMENT_UNANSWERED, "fewer_than_two_professionals");
  if (PutOff(e.participation().young_person()) ||
      (!bench.file.of_age() && PutOff(e.participation().family())))
    bench.Report(FINDING_KIND_ENDANGERMENT_UNANSWERED, "without_child_or_parents");
  bench.file.mutable_path()->clear_assessment_id();
}

void On(const Bench& bench, const casework::v1::CommissionCalled& e) {
  v1::PathFile& path = *bench.file.mutable_path();
  DismissCommission(bench.file);
  if (path.step() < kClassified) bench.Report(FINDING_KIND_STEP_OUT_OF_ORDER, "commission_before_class");
  path.set_begun(true);
  path.set_commission_id(e.commission_id());
  path.set_setting_id(e.setting_id());
}

void On(const Bench& bench, const casework::v1::CommissionVoteCast& e) {
  v1::PathFile& path = *bench.file.mutable_path();
  if (path.commission_id() != e.commission_id() || !e.approves() || !SitsThere(bench, e)) return;
  v1::VoteFile& vote = *path.add_votes();
  vote.set_seat(e.seat());
  vote.set_person_id(e.person_id());
}

void On(const Bench& bench, const casework::v1::HelpApproved& e) {
  v1::PathFile& path = *bench.file.mutable_path();
  const bool asked = path.commission_id() == e.commission_id() && path.setting_id() == e.setting_id();
  if (!asked || !ThreeInTheirSeats(path)) {
    bench.Report(FINDING_KIND_APPROVAL_INCOMPLETE, "votes_missing");
  } else {
    path.add_approved_setting_ids(e.setting_id());
  }
  DismissCommission(bench.file);
}

void On(const Bench& bench, const casework::v1::ResidentialPhaseEntered& e) {
  v1::PhaseFile& phase = PhaseOf(bench.file, e.setting_id());
  const bool again = e.phase() == phase.phase() && e.phase() == casework::v1::RESIDENTIAL_PHASE_RETURN;
  if (phase.phase() == casework::v1::RESIDENTIAL_PHASE_UNSPECIFIED ||
      (e.phase() != phase.phase() + 1 && !again))
    bench.Report(FINDING_KIND_STEP_OUT_OF_ORDER, "residential_phase");
  if (e.phase() == casework::v1::RESIDENTIAL_PHASE_RETURN &&
      !bench.IsNamedPerson(e.receiver().person_id(), e.receiver().organisation_id()))
    bench.Report(FINDING_KIND_STEP_OUT_OF_ORDER, "return_without_receiver");
  if (e.has_receiver_answer_due() && FromProto(e.return_planned_at()) <= bench.Now().recorded_at)
    bench.Report(FINDING_KIND_STEP_OUT_OF_ORDER, "return_not_ahead");
  phase.set_phase(e.phase());
  NobodyReceives(phase);
  if (!e.has_receiver_answer_due()) return;  // of before anybody was asked
  phase.add_asked_person_ids(e.receiver().person_id());
  phase.add_asked_person_ids(e.receiver().deputy_person_id());
}

// By whom it was asked of, once; a no says by when the return is planned with somebody else.
void On(const Bench& bench, const casework::v1::ReturnAnswered& e) {
  v1::PhaseFile& phase = PhaseOf(bench.file, e.setting_id());
  const bool open = !phase.accepted() || (phase.contact_awaited() && !e.accepted());
  const bool in_person =
      open && bench.InPerson(e.person_id(), e.organisation_id()) && IsAsked(phase, e.person_id());
  if (!in_person) bench.Report(FINDING_KIND_STEP_OUT_OF_ORDER, "return_answered_by_another");
  const bool anew = phase.contact_awaited() && bench.CommitHas<casework::v1::ReplanOpened>();
  if (!e.accepted() && !e.has_plan_anew_due() && !anew)
    bench.Report(FINDING_KIND_STEP_OUT_OF_ORDER, "return_refused_for_good");
  if (e.accepted()) return phase.set_accepted(true);
  NobodyReceives(phase);
}

// C17: the promise outlives the help. Another place that has taken the young person in ends both; of what was
// recorded before it was said who ends it, nothing is judged.
void AwaitReceiver(const Bench& bench, const casework::v1::SettingEnded& e) {
  for (v1::PhaseFile& phase : *bench.file.mutable_phases()) {
    if (phase.setting_id() != e.setting_id()) continue;
    const bool judged = e.cause() == casework::v1::SETTING_END_CAUSE_CASE_HOLDER ||
                        e.cause() == casework::v1::SETTING_END_CAUSE_PROVIDER;
    if (judged && phase.accepted() && !e.has_return_contact_due())
      bench.Report(FINDING_KIND_RECEIVER_NOT_AWAITED, "no_date_of_a_first_contact");
    const bool to_nobody = !phase.accepted() && !phase.asked_person_ids().empty();
    if (judged && to_nobody && !bench.CommitHas<casework::v1::ReplanOpened>())
      bench.Report(v1::FINDING_KIND_HELP_ENDED_WITHOUT_PLAN, "nobody_had_promised_to_receive");
    if (!e.has_return_contact_due()) return NobodyReceives(phase);
    phase.set_contact_awaited(true);
  }
}

// In person or by the deputy; of a partner that nobody has followed by the unit that holds CASE (N10).
void On(const Bench& bench, const casework::v1::ContactWithYoungPersonRecorded& e) {
  for (v1::PhaseFile& phase : *bench.file.mutable_phases()) {
    const auto& met = e.return_setting_ids();
    if (std::find(met.begin(), met.end(), phase.setting_id()) == met.end()) continue;
    if (!IsAsked(phase, bench.actor().person()) && !bench.ByCaseHolder())
      bench.Report(FINDING_KIND_RECEIVER_NOT_AWAITED, "met_by_another");
    NobodyReceives(phase);
  }
}

}  // namespace fallverbund::audit
