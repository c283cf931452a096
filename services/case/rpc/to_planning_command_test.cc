// Requests about planning, records and the course of settings become their commands.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/time.h"
#include "services/case/rpc/testing/fake_edge.h"

namespace fallverbund::casework {
namespace {

using testing::Complaint;
using ::testing::ElementsAre;
using testing::FakeEdge;
using testing::Parsed;

google::protobuf::Timestamp At(int day) {
  return fallverbund::ToProto(absl::UnixEpoch() + Days(day));
}

v1::Participant Sommer(v1::Party party) {
  v1::Participant participant;
  participant.set_party(party);
  participant.set_organisation_id("office");
  participant.set_person_id("sommer");
  return participant;
}

TEST(ToPlanningCommand, CheckAndConsultationKnowWhoIsOfTheDirectory) {
  v1::RecordResourceCheckRequest check;
  *check.add_participants() = Sommer(v1::PARTY_ASD);
  check.set_resources("an aunt nearby");
  const auto checked = Parsed<RecordResourceCheck>(check).check;
  EXPECT_EQ(checked.participants(0).person_id(), "sommer");
  EXPECT_EQ(checked.resources().box(), "ResourcesChecked.3 an aunt nearby");

  v1::RecordPeerConsultationRequest consult;
  *consult.add_participants() = Sommer(v1::PARTY_ASD);
  consult.add_participants()->set_person_id("stranger");
  consult.set_advice("go slowly");
  consult.set_childs_view("wants to stay");
  consult.set_parents_view("cannot go on");
  consult.mutable_participation()->mutable_family()->set_heard(true);
  const auto command = Parsed<RecordPeerConsultation>(consult);
  EXPECT_THAT(command.known, ElementsAre("sommer"));
  EXPECT_EQ(command.consultation.advice().box(), "PeerConsultationHeld.3 go slowly");
  EXPECT_EQ(command.consultation.childs_view().box(), "PeerConsultationHeld.4 wants to stay");
  EXPECT_EQ(command.consultation.parents_view().box(), "PeerConsultationHeld.5 cannot go on");
  EXPECT_TRUE(command.consultation.participation().family().heard());
  EXPECT_EQ(command.consultation.participants_size(), 2);
  while (check.participants_size() < 33) check.add_participants();
  *consult.mutable_participants() = check.participants();
  EXPECT_EQ(Complaint(check), "participants has more than 32 entries");
  EXPECT_EQ(Complaint(consult), "participants has more than 32 entries");
}

TEST(ToPlanningCommand, WhatIsAboutEndangermentHasAFileOfItsOwn) {
  v1::ClassifyNeedRequest classify;
  classify.set_need_class(v1::NEED_CLASS_GREY);
  classify.set_reason("not clear yet");
  EXPECT_EQ(Parsed<ClassifyNeed>(classify).classification.need_class(), v1::NEED_CLASS_GREY);
  EXPECT_EQ(Parsed<ClassifyNeed>(classify).classification.reason().box(), "NeedClassified.3 not clear yet");
  EXPECT_EQ(Parsed<ClassifyNeed>(classify).assessment_due, std::nullopt);
  *classify.mutable_assessment_due() = At(2);
  EXPECT_EQ(Parsed<ClassifyNeed>(classify).assessment_due, absl::UnixEpoch() + Days(2));

  v1::OpenRiskAssessmentRequest open;
  EXPECT_EQ(Complaint(open), "signs is missing");
  open.set_signs("a bruise");
  EXPECT_FALSE(Parsed<OpenRiskAssessment>(open).opened.has_due());
  *open.mutable_assessment_due() = At(1);
  EXPECT_EQ(Parsed<OpenRiskAssessment>(open).opened.signs().box(),
            "RiskAssessmentOpened.3 [protection] a bruise");
  EXPECT_EQ(Parsed<OpenRiskAssessment>(open).opened.due().seconds(), At(1).seconds());

  v1::RecordRiskAssessmentRequest assess;
  assess.set_assessment_id("assessment");
  *assess.add_assessors() = Sommer(v1::PARTY_ASD);
  assess.set_outcome(v1::RISK_OUTCOME_LATENT);
  EXPECT_EQ(Complaint(assess), "assessment is missing");
  assess.set_assessment("not today");
  assess.set_late_reason("nobody there");
  assess.mutable_participation()->mutable_family()->set_heard(true);
  const auto command = Parsed<RecordRiskAssessment>(assess);
  EXPECT_EQ(command.made.assessment_id(), "assessment");
  EXPECT_EQ(command.made.outcome(), v1::RISK_OUTCOME_LATENT);
  EXPECT_EQ(command.made.assessment().box(), "RiskAssessmentMade.4 [protection] not today");
  EXPECT_EQ(command.made.late_reason().box(), "RiskAssessmentMade.5 [protection] nobody there");
  EXPECT_TRUE(command.made.participation().family().heard());
  EXPECT_THAT(command.known, ElementsAre("sommer"));
  while (assess.assessors_size() < 33) assess.add_assessors();
  EXPECT_EQ(Complaint(assess), "assessors has more than 32 entries");
}

TEST(ToPlanningCommand, ACommissionIsCalledAndAYesKeepsNoReason) {
  v1::CallCommissionRequest call;
  call.set_setting_id("setting");
  EXPECT_FALSE(Parsed<CallCommission>(call).call.has_due());
  *call.mutable_due() = At(9);
  EXPECT_EQ(Parsed<CallCommission>(call).call.setting_id(), "setting");
  EXPECT_EQ(Parsed<CallCommission>(call).call.due().seconds(), At(9).seconds());

  v1::VoteInCommissionRequest vote;
  vote.set_commission_id("commission");
  vote.set_seat(v1::COMMISSION_SEAT_FINANCE_LEAD);
  vote.set_reason(v1::RETURN_REASON_VIEWS_LEFT_OUT);
  vote.set_account("nobody asked her");
  const auto no = Parsed<VoteInCommission>(vote);
  EXPECT_EQ(no.vote.commission_id(), "commission");
  EXPECT_EQ(no.vote.seat(), v1::COMMISSION_SEAT_FINANCE_LEAD);
  EXPECT_EQ(no.returned.reason(), v1::RETURN_REASON_VIEWS_LEFT_OUT);
  EXPECT_EQ(no.returned.account().box(), "HelpReturned.4 nobody asked her");
  vote.set_approves(true);
  EXPECT_TRUE(Parsed<VoteInCommission>(vote).vote.approves());
  EXPECT_FALSE(Parsed<VoteInCommission>(vote).returned.has_account());
}

TEST(ToPlanningCommand, ARecordIsSealedAsFarAsItMayTravel) {
  v1::EnterRecordRequest request;
  request.set_record_id("record");
  request.set_kind(v1::RECORD_KIND_DEPARTMENT_ROLE);
  request.set_source(v1::RECORD_SOURCE_OTHER_BODY);
  request.set_basis(v1::RECORD_BASIS_RELEASE);
  request.set_confidentiality(common::v1::CONFIDENTIALITY_MEDICAL);
  request.set_gap(v1::GAP_KIND_OTHER);
  request.mutable_role()->set_organisation_id("office");
  request.mutable_role()->set_person_id("sommer");
  EXPECT_EQ(Complaint(request), "text is missing");
  request.set_text("sleeps badly");
  const auto command = Parsed<EnterRecord>(request);
  EXPECT_EQ(command.record.record_id(), "record");
  EXPECT_EQ(command.record.kind(), v1::RECORD_KIND_DEPARTMENT_ROLE);
  EXPECT_EQ(command.record.source(), v1::RECORD_SOURCE_OTHER_BODY);
  EXPECT_EQ(command.record.basis(), v1::RECORD_BASIS_RELEASE);
  EXPECT_EQ(command.record.confidentiality(), common::v1::CONFIDENTIALITY_MEDICAL);
  EXPECT_EQ(command.record.gap(), v1::GAP_KIND_OTHER);
  EXPECT_EQ(command.record.role().person_id(), "sommer");
  EXPECT_EQ(command.record.text().box(), "RecordEntered.7 [medical] sleeps badly");
  EXPECT_TRUE(command.role_known);
  request.mutable_role()->set_organisation_id("home");
  EXPECT_FALSE(Parsed<EnterRecord>(request).role_known);
}

TEST(ToPlanningCommand, TrialEvaluationFundingPhaseAndRightArriveWhole) {
  v1::BeginTrialRequest trial;
  trial.set_setting_id("setting");
  trial.set_question("is it far enough away");
  EXPECT_FALSE(Parsed<BeginTrial>(trial).trial.has_until());
  *trial.mutable_until() = At(30);
  EXPECT_EQ(Parsed<BeginTrial>(trial).trial.setting_id(), "setting");
  EXPECT_EQ(Parsed<BeginTrial>(trial).trial.until().seconds(), At(30).seconds());
  EXPECT_EQ(Parsed<BeginTrial>(trial).trial.question().box(), "TrialBegun.3 is it far enough away");

  v1::EvaluateSettingRequest evaluate;
  evaluate.set_setting_id("setting");
  evaluate.set_outcome(v1::EVALUATION_OUTCOME_IS_CHANGED);
  evaluate.set_account("two evenings more");
  evaluate.mutable_participation()->mutable_family()->set_heard(true);
  const auto evaluation = Parsed<EvaluateSetting>(evaluate).evaluation;
  EXPECT_EQ(evaluation.setting_id(), "setting");
  EXPECT_EQ(evaluation.outcome(), v1::EVALUATION_OUTCOME_IS_CHANGED);
  EXPECT_EQ(evaluation.account().box(), "SettingEvaluated.3 two evenings more");
  EXPECT_TRUE(evaluation.participation().family().heard());

  v1::DecideFundingRequest fund;
  fund.set_setting_id("setting");
  fund.set_decision(v1::FUNDING_DECISION_GRANTED);
  fund.set_payer(v1::PAYER_SHARED);
  *fund.mutable_from() = At(1);
  *fund.mutable_to() = At(2);
  fund.set_account("half and half");
  const auto funding = Parsed<DecideFunding>(fund).funding;
  EXPECT_EQ(funding.setting_id(), "setting");
  EXPECT_EQ(funding.decision(), v1::FUNDING_DECISION_GRANTED);
  EXPECT_EQ(funding.payer(), v1::PAYER_SHARED);
  EXPECT_EQ(funding.to().seconds() - funding.from().seconds(), At(1).seconds());
  EXPECT_EQ(funding.account().box(), "FundingDecided.6 half and half");

  v1::EnterResidentialPhaseRequest phase;
  phase.set_setting_id("setting");
  phase.set_phase(v1::RESIDENTIAL_PHASE_RETURN);
  phase.mutable_receiver()->set_person_id("sommer");
  *phase.mutable_return_planned_at() = At(60);
  phase.set_plan("weekends first");
  phase.mutable_participation()->mutable_family()->set_heard(true);
  const auto entered = Parsed<EnterResidentialPhase>(phase);
  EXPECT_EQ(entered.entered.setting_id(), "setting");
  EXPECT_EQ(entered.entered.phase(), v1::RESIDENTIAL_PHASE_RETURN);
  EXPECT_EQ(entered.entered.receiver().person_id(), "sommer");
  EXPECT_EQ(entered.entered.return_planned_at().seconds(), At(60).seconds());
  EXPECT_EQ(entered.entered.plan().box(), "ResidentialPhaseEntered.5 weekends first");
  EXPECT_TRUE(entered.entered.participation().family().heard());
  EXPECT_TRUE(entered.receiver.person_known);

  v1::AssessRightRequest right;
  right.set_domain(v1::RIGHT_DOMAIN_HEALTH);
  right.set_covered(true);
  *right.mutable_since() = At(3);
  *right.mutable_look_again_due() = At(4);
  right.set_account("has a dentist now");
  const auto assessed = Parsed<AssessRight>(right).right;
  EXPECT_EQ(assessed.domain(), v1::RIGHT_DOMAIN_HEALTH);
  EXPECT_TRUE(assessed.covered());
  EXPECT_EQ(assessed.since().seconds(), At(3).seconds());
  EXPECT_EQ(assessed.look_again_due().seconds(), At(4).seconds());
  EXPECT_EQ(assessed.account().box(), "RightAssessed.5 has a dentist now");

  v1::RegisterConsentRequest consent;
  consent.set_matter(v1::CONSENT_MATTER_HEALTH);
  consent.set_organisation_id("clinic");
  consent.set_given_by(v1::CONSENT_GIVER_GUARDIAN);
  *consent.mutable_given_on() = At(5);
  *consent.mutable_until() = At(6);
  consent.set_words("the report of May");
  const auto given = Parsed<RegisterConsent>(consent).consent;
  EXPECT_EQ(given.matter(), v1::CONSENT_MATTER_HEALTH);
  EXPECT_EQ(given.organisation_id(), "clinic");
  EXPECT_EQ(given.given_by(), v1::CONSENT_GIVER_GUARDIAN);
  EXPECT_EQ(given.given_on().seconds(), At(5).seconds());
  EXPECT_EQ(given.until().seconds(), At(6).seconds());
  EXPECT_EQ(given.words().box(), "ConsentGiven.7 the report of May");

  v1::WithdrawConsentRequest back;
  back.set_consent_id("consent");
  back.set_withdrawn_by(v1::CONSENT_GIVER_YOUNG_PERSON);
  back.set_words("not any more");
  const auto withdrawn = Parsed<WithdrawConsent>(back).withdrawal;
  EXPECT_EQ(withdrawn.consent_id(), "consent");
  EXPECT_EQ(withdrawn.withdrawn_by(), v1::CONSENT_GIVER_YOUNG_PERSON);
  EXPECT_EQ(withdrawn.words().box(), "ConsentWithdrawn.3 not any more");

  v1::BreakGlassRequest glass;
  glass.set_reason(v1::GLASS_REASON_MISSING);
  glass.set_account("out since noon");
  glass.set_endangered(true);
  const auto broken = Parsed<BreakGlass>(glass).broken;
  EXPECT_EQ(broken.crisis_id(), "crisis");
  EXPECT_EQ(broken.reason(), v1::GLASS_REASON_MISSING);
  EXPECT_TRUE(broken.endangered());
  EXPECT_EQ(broken.account().box(), "GlassBroken.5 out since noon");

  v1::ReviewReadingRequest review;
  review.set_reading_id("reading");
  review.set_finding(v1::GLASS_FINDING_JUSTIFIED);
  review.set_remark("rightly");
  EXPECT_TRUE(Parsed<ReviewReading>(review).holder_is_alone);
  const auto reviewed = Parsed<ReviewReading>(review).review;
  EXPECT_EQ(reviewed.reading_id(), "reading");
  EXPECT_EQ(reviewed.finding(), v1::GLASS_FINDING_JUSTIFIED);
  EXPECT_EQ(reviewed.remark().box(), "GlassReviewed.5 rightly");

  v1::RecordConfidenceRequest confidence;
  confidence.set_confidence(v1::CONFIDENCE_UNSURE);
  confidence.set_question_version(1);
  confidence.set_occasion(v1::CONFIDENCE_OCCASION_REVIEW);
  const auto said = Parsed<RecordConfidence>(confidence).recorded;
  EXPECT_EQ(said.confidence(), v1::CONFIDENCE_UNSURE);
  EXPECT_EQ(said.question_version(), 1u);
  EXPECT_EQ(said.occasion(), v1::CONFIDENCE_OCCASION_REVIEW);
}

TEST(ToPlanningCommand, WhatTheEdgeCannotDoStopsTheCommand) {
  FakeEdge edge;
  edge.status = absl::UnavailableError("the vault does not answer");
  const auto stopped = [&](const auto& request) { return ToCommand(request, edge).status() == edge.status; };
  v1::RecordResourceCheckRequest check;
  check.set_resources("x");
  v1::RecordPeerConsultationRequest consult;
  consult.add_participants();
  v1::ClassifyNeedRequest classify;
  classify.set_reason("x");
  v1::OpenRiskAssessmentRequest open;
  open.set_signs("x");
  v1::RecordRiskAssessmentRequest assess;
  assess.set_assessment("x");
  v1::VoteInCommissionRequest vote;
  vote.set_account("x");
  v1::EnterRecordRequest record;
  record.set_text("x");
  v1::BeginTrialRequest trial;
  trial.set_question("x");
  v1::EvaluateSettingRequest evaluate;
  evaluate.set_account("x");
  v1::DecideFundingRequest fund;
  fund.set_account("x");
  v1::AssessRightRequest right;
  right.set_account("x");
  EXPECT_TRUE(stopped(check) && stopped(consult) && stopped(classify) && stopped(open) && stopped(assess));
  EXPECT_TRUE(stopped(vote) && stopped(record) && stopped(trial) && stopped(evaluate) && stopped(fund));
  v1::RegisterConsentRequest consent;
  consent.set_words("x");
  v1::WithdrawConsentRequest back;
  back.set_words("x");
  EXPECT_TRUE(stopped(consent) && stopped(back));
  EXPECT_TRUE(stopped(right) && stopped(v1::EnterResidentialPhaseRequest()));
}

}  // namespace
}  // namespace fallverbund::casework
