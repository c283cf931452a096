#include "services/case/domain/testing/explore_planning.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/time.h"

namespace fallverbund::casework::testing {
namespace {

const Person kA1{"A", "n", "a1"}, kA2{"A", "n", "a2"}, kA3{"A", "n", "a3", "TEAM_LEAD"},
    kA4{"A", "", "a4", "TEAM_LEAD_FINANCE"}, kB1{"B", "", "b1"}, kC1{"C", "", "c1"};
constexpr char kSetting[] = "s1", kCommission[] = "c", kAssessment[] = "g";

RecordPeerConsultation ConsultHere() {
  RecordPeerConsultation command = Consult();
  command.known = {kA1.id, kA4.id};
  for (auto& one : *command.consultation.mutable_participants()) {
    one.set_organisation_id("A");
    one.set_person_id(one.party() == v1::PARTY_ASD ? kA1.id : kA4.id);
  }
  return command;
}

RecordRiskAssessment AssessHere() {
  RecordRiskAssessment command = Assess(kAssessment);
  command.known = {kA1.id, kA3.id};
  int number = 0;
  for (const Person& who : {kA1, kA3}) {
    command.made.mutable_assessors(number)->set_organisation_id(who.organisation);
    command.made.mutable_assessors(number++)->set_person_id(who.id);
  }
  return command;
}

// What a plan needs before the commission, here with visits or with a place.
void ProposalMoves(const AddMove& add, v1::ComponentKind kind) {
  add("understand here", kA1, Understand(), "");
  add("propose here", kB1, Propose(kB1, kind), kSetting);
  add("answer here", kA1, AnswerWith(kSetting, v1::ANSWER_YES), "");
  add("adopt here", kA1, Adopt(kSetting), "");
}

void AssessmentMoves(const AddMove& add) {
  add("see signs", kB1, SeeSigns(), kAssessment);
  OpenRiskAssessment late = SeeSigns();
  *late.opened.mutable_due() = ToProto(kStart + Days(8));
  add("see signs, some day", kB1, late, kAssessment);
  add("assess", kA1, AssessHere(), "");
  add("assess by the partner", kB1, AssessHere(), "");
  RecordRiskAssessment assess = AssessHere();
  assess.made.mutable_assessors()->RemoveLast();
  add("assess alone", kA1, assess, "");
  assess = AssessHere();
  assess.made.set_assessment_id("other");
  add("assess another", kA1, assess, "");
  assess = AssessHere();
  auto& family = *assess.made.mutable_participation()->mutable_family();
  family.set_heard(false);
  family.set_reason(common::v1::NOT_HEARD_REASON_NOT_YET);
  *family.mutable_retry_due() = ToProto(kStart + Days(2));
  add("assess without the family", kA1, assess, "");
}

void CommissionMoves(const AddMove& add) {
  add("lay before", kA1, LayBefore(kSetting), kCommission);
  add("lay before by the partner", kB1, LayBefore(kSetting), kCommission);
  CallCommission far = LayBefore(kSetting);
  *far.call.mutable_due() = ToProto(kStart + Days(29));
  add("lay before in a month", kA1, far, kCommission);
  const auto vote = [&](const Person& who, v1::CommissionSeat seat) {
    add("vote " + who.id + absl::StrCat(seat), who, Vote(kCommission, seat), "");
  };
  vote(kA1, v1::COMMISSION_SEAT_CASE);
  vote(kA2, v1::COMMISSION_SEAT_CASE);
  vote(kA3, v1::COMMISSION_SEAT_TEAM_LEAD);
  vote(kA3, v1::COMMISSION_SEAT_FINANCE_LEAD);
  vote(kA4, v1::COMMISSION_SEAT_FINANCE_LEAD);
  vote(kB1, v1::COMMISSION_SEAT_CASE);
  vote({"A", "n", "a1", "TEAM_LEAD"}, v1::COMMISSION_SEAT_TEAM_LEAD);
  add("vote elsewhere", kA1, Vote("other", v1::COMMISSION_SEAT_CASE), "");
  VoteInCommission no = Vote(kCommission, v1::COMMISSION_SEAT_FINANCE_LEAD, false);
  add("vote no", kA4, no, "");
  no.returned.clear_reason();
  add("vote no, just so", kA4, no, "");
}

void RecordMoves(const AddMove& add) {
  add("contribute", kB1, Contribute(), "r");
  EnterRecord record = Contribute();
  record.record.clear_source();
  add("contribute from nowhere", kB1, record, "r");
  record = Contribute();
  record.record.set_confidentiality(common::v1::CONFIDENTIALITY_ENTRUSTED);
  add("contribute what was entrusted", kB1, record, "r");
  record.record.set_basis(v1::RECORD_BASIS_CONSENT);
  add("contribute with a consent that nobody gave", kB1, record, "r");
  const auto school = v1::RIGHT_DOMAIN_EDUCATION;
  add("school", kB1, Right(school, true, kStart), "");
  add("no school", kB1, Right(school, false, kStart), "");
  add("no school tomorrow", kB1, Right(school, false, kStart + Days(1)), "");
  AssessRight far = Right(school, false, kStart);
  *far.right.mutable_look_again_due() = ToProto(kStart + Days(29));
  add("no school for long", kB1, far, "");
  add("sure", kB1, Sure(v1::CONFIDENCE_SURE), "");
}

void PhaseMoves(const AddMove& add) {
  const auto with_receiver = [](const Person& receiver) {
    EnterResidentialPhase phase = Phase(kSetting, v1::RESIDENTIAL_PHASE_RETURN);
    *phase.entered.mutable_receiver() = care::ToProto(Holder(receiver, kA1));
    phase.receiver.person_known = receiver.id == kA2.id || receiver.id == kA1.id;
    return phase;
  };
  add("course", kB1, Phase(kSetting, v1::RESIDENTIAL_PHASE_COURSE), "");
  add("course by others", kC1, Phase(kSetting, v1::RESIDENTIAL_PHASE_COURSE), "");
  add("return", kA1, with_receiver(kA2), "");
  add("return to a stranger", kA1, with_receiver({"A", "n", "x"}), "");
  EnterResidentialPhase unheard = with_receiver(kA2);
  unheard.entered.clear_participation();
  add("return unheard", kA1, unheard, "");
  EnterResidentialPhase odd = with_receiver(kA2);
  *odd.entered.mutable_return_planned_at() = ToProto(kStart);
  add("return today", kA1, odd, "");
  odd = with_receiver(kA2);
  odd.receiver.may_receive = false;
  add("return to who cannot", kA1, odd, "");
  odd = with_receiver(kA1);
  *odd.entered.mutable_receiver() = care::ToProto(Holder(kA1, kA2));
  add("return to oneself", kA1, odd, "");
  add("receive", kA2, Receives(kSetting), "");
  add("receive for others", kB1, Receives(kSetting), "");
  add("do not receive", kA2, Receives(kSetting, false), "");
  add("met by who receives", kA2, Contact(), "");
  add("met by others", kB1, Contact(), "");
  AnswerReturn why = Receives(kSetting, false);
  why.answer.clear_reason();
  add("do not receive, no word why", kA2, why, "");
}

}  // namespace

void PlanningMoves(const AddMove& add) {
  add("check", kA1, CheckResources(), "");
  add("check by the partner", kB1, CheckResources(), "");
  add("check alone", kA1, RecordResourceCheck{}, "");
  add("consult", kA1, ConsultHere(), "");
  add("consult by the partner", kB1, ConsultHere(), "");
  RecordPeerConsultation consult = ConsultHere();
  consult.consultation.mutable_participants()->RemoveLast();
  add("consult without finance", kA1, consult, "");
  consult = ConsultHere();
  consult.consultation.clear_childs_view();
  add("consult without a view", kA1, consult, "");
  consult = ConsultHere();
  consult.consultation.clear_participation();
  add("consult unheard", kA1, consult, "");
  add("grey", kA1, Classify(), "");
  add("grey by the partner", kB1, Classify(), "");
  add("danger", kA1, Classify(v1::NEED_CLASS_ENDANGERMENT), kAssessment);
  ClassifyNeed late = Classify(v1::NEED_CLASS_ENDANGERMENT);
  late.assessment_due = kStart + Days(8);
  add("danger, some day", kA1, late, kAssessment);
  AssessmentMoves(add);
  ProposalMoves(add, v1::COMPONENT_KIND_OUTPATIENT);
  CommissionMoves(add);
  add("setback here", kB1, Setback(), "");
}

void CourseMoves(const AddMove& add) {
  RecordMoves(add);
  ProposalMoves(add, v1::COMPONENT_KIND_RESIDENTIAL);
  add("start here", kB1, Start(kSetting, kB1), "");
  EndSetting end = End(kSetting, common::v1::TONIGHT_KIND_FAMILY, kA1);
  end.unsuitable = {Lacked(kSetting, kB1)};
  add("end here, did not suit", kA1, end, "");
  add("try", kB1, Try(kSetting, kStart + Days(30)), "");
  add("try for ever", kB1, Try(kSetting, kStart + Days(500)), "");
  add("goes on", kB1, Evaluate(kSetting, v1::EVALUATION_OUTCOME_GOES_ON), "");
  add("another way", kB1, Evaluate(kSetting, v1::EVALUATION_OUTCOME_ANOTHER_WAY), "");
  EvaluateSetting unheard = Evaluate(kSetting, v1::EVALUATION_OUTCOME_GOES_ON);
  unheard.evaluation.clear_participation();
  add("goes on unheard", kB1, unheard, "");
  add("fund", kA4, Fund(kSetting, v1::FUNDING_DECISION_GRANTED), "");
  add("do not fund", kA4, Fund(kSetting, v1::FUNDING_DECISION_NOT_GRANTED), "");
  PhaseMoves(add);
}

void MakePlanningCanonical(State& state) {
  auto& classes = state.planning.classifications;
  if (!classes.empty()) classes = {{classes.back().need_class, 1, kStart, ""}};
  if (auto& commission = state.planning.commission) {
    std::sort(commission->votes.begin(), commission->votes.end(),
              [](const auto& a, const auto& b) { return a.role < b.role; });
  }
  state.records.clear();
  for (auto& right : state.rights) right.since = kStart;
  for (Setting& setting : state.settings) {
    if (setting.trial_until) setting.trial_until = kStart;
    setting.evaluated = v1::EVALUATION_OUTCOME_UNSPECIFIED;
    setting.funding = v1::FUNDING_DECISION_UNSPECIFIED;
    if (setting.return_planned_at) setting.return_planned_at = kStart + Days(60);
    setting.unsuitable.clear();
  }
}

std::string PlanningKey(const State& state) {
  const Planning& planning = state.planning;
  std::string key =
      absl::StrCat(planning.begun, static_cast<int>(planning.step), planning.assessment_id, "|");
  if (!planning.classifications.empty())
    absl::StrAppend(&key, planning.classifications.back().need_class, "|");
  if (const auto& commission = planning.commission) {
    absl::StrAppend(&key, commission->setting_id, "|");
    for (const auto& vote : commission->votes) absl::StrAppend(&key, vote.person_id, vote.role, "|");
  }
  for (const auto& right : state.rights) absl::StrAppend(&key, right.domain, right.covered, "|");
  for (const Setting& setting : state.settings)
    absl::StrAppend(&key, setting.approved, setting.residential, setting.trial_until.has_value(),
                    setting.return_receiver.person_id, setting.return_accepted, "|");
  return key;
}

}  // namespace fallverbund::casework::testing
