#include "services/intake/domain/inquiry_decider.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace fallverbund::intake {
namespace {

using decider::Given;
using decider::Reason;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Event = v1::InquiryEvent;
using Events = std::vector<Event>;

std::string Id(char digit) {
  return std::string(32, digit);
}
const std::string kYouthOffice = Id('a');
const std::string kOffice = Id('b');
const std::string kUnit = Id('c');
const std::string kAdler = Id('1');
const std::string kDeputy = Id('2');
const std::string kCoordinator = Id('3');
const std::string kSubject = Id('e');
const absl::Time kNow = absl::FromUnixSeconds(1'770'000'000);

Given ByAdler(absl::Time now = kNow) {
  return {{kYouthOffice, kAdler, "CASE_WORKER"}, now, now, Id('9')};
}
Given ByOffice(absl::Time now = kNow) {
  return {{kOffice, kCoordinator, "COORDINATOR"}, now, now, Id('9')};
}
Given ByClock(absl::Time now) {
  return {{"intake", "", "SERVICE"}, now, now, Id('9')};
}

InquiryState After(const Events& history, const Given& given = ByAdler()) {
  InquiryState state = InquiryDecider::Initial();
  for (const Event& event : history) state = InquiryDecider::Evolve(state, event, given);
  return state;
}

decider::Decision<Event> When(const Events& history, const InquiryCommand& command, const Given& given) {
  return InquiryDecider::Decide(After(history, given), command, given);
}

Events Then(Events history, const InquiryCommand& command, const Given& given) {
  const auto decision = When(history, command, given);
  EXPECT_FALSE(decision.refused()) << (decision.refused() ? refusal::Text(decision.refusal().reason).code
                                                          : "");
  if (!decision.refused()) history.insert(history.end(), decision.events().begin(), decision.events().end());
  return history;
}

void ExpectRefused(const decider::Decision<Event>& decision, Reason reason) {
  ASSERT_TRUE(decision.refused());
  EXPECT_EQ(refusal::Text(decision.refusal().reason).code, refusal::Text(reason).code);
}

v1::BrokenOffSupport BrokenOff(absl::Time ended_at = kNow - Days(100)) {
  v1::BrokenOffSupport support;
  support.set_kind(v1::HELP_KIND_RESIDENTIAL_GROUP);
  *support.mutable_ended_at() = ToProto(ended_at);
  return support;
}

SubmitInquiry Inquiry(int broken_off_supports) {
  SubmitInquiry c;
  c.unit_id = c.actor_unit_id = kUnit;
  c.deputy_person_id = kDeputy;
  c.office_organisation_id = kOffice;
  c.competent_organisation_id = kYouthOffice;
  c.symptoms = {v1::SYMPTOM_NO_SCHOOL, v1::SYMPTOM_SUBSTANCES};
  c.broken_off_supports.assign(broken_off_supports, BrokenOff());
  c.tonight_kind = common::v1::TONIGHT_KIND_FAMILY;
  c.subject_id = kSubject;
  c.by_youth_office = c.deputy_known = c.office_coordinates = c.competent_is_youth_office = true;
  return c;
}

Events Received(int broken_off_supports = 2) {
  return Then({}, Inquiry(broken_off_supports), ByAdler());
}
care::Holder Adler() {
  return {kYouthOffice, kUnit, kAdler, kDeputy, common::v1::LEGAL_BASIS_SGB8_36A};
}

bool IsTicking(const Events& history) {
  return !After(history).clocks.open().empty();
}

TEST(Inquiry, LeavesResponsibilityWithTheCaseWorkersUnit) {
  const auto decision = When({}, Inquiry(1), ByAdler());
  ASSERT_FALSE(decision.refused());
  ASSERT_THAT(decision.events(), SizeIs(1));
  const auto& received = decision.events()[0].inquiry_received();
  EXPECT_EQ(care::FromProto(received.holder()), Adler());
  EXPECT_EQ(care::FromProto(received.tonight()), (care::Tonight{common::v1::TONIGHT_KIND_FAMILY, Adler()}));
  EXPECT_EQ(received.subject_id(), kSubject);
  EXPECT_THAT(received.symptoms(), ElementsAre(v1::SYMPTOM_NO_SCHOOL, v1::SYMPTOM_SUBSTANCES));
  EXPECT_EQ(fallverbund::FromProto(received.answer_due()), kNow + Days(14));
}

TEST(Inquiry, KeepsEachSymptomThatWasTold) {  // A4: seven kinds and another one, several at once
  SubmitInquiry c = Inquiry(1);
  c.symptoms.clear();
  const auto* kinds = v1::Symptom_descriptor();
  for (int i = 1; i < kinds->value_count(); ++i)
    c.symptoms.push_back(static_cast<v1::Symptom>(kinds->value(i)->number()));
  ASSERT_EQ(c.symptoms.size(), 8u);
  EXPECT_EQ(c.symptoms.back(), v1::SYMPTOM_OTHER);
  const auto decision = When({}, c, ByAdler());
  ASSERT_FALSE(decision.refused());
  EXPECT_THAT(decision.events()[0].inquiry_received().symptoms(), ::testing::ElementsAreArray(c.symptoms));
}

TEST(Inquiry, IsNotSentBySomebodyWhoLeaves) {
  SubmitInquiry c = Inquiry(2);
  c.actor_leaves = true;
  ExpectRefused(When({}, c, ByAdler()), Reason::kPersonLeaves);
}

TEST(Inquiry, OfSomebodyWhoLeavesIsTakenOverByAColleagueWithTheNightHeVouchedFor) {
  const std::string colleague = Id('7');
  const Given by_colleague = {{kYouthOffice, colleague, "CASE_WORKER"}, kNow, kNow, Id('9')};
  const TakeOver take = {kDeputy, kUnit, true, true, false};
  const care::Holder next = {kYouthOffice, kUnit, colleague, kDeputy, common::v1::LEGAL_BASIS_SGB8_36A};
  const Events taken = Then(Received(), take, by_colleague);
  EXPECT_EQ(care::FromProto(taken.back().inquiry_taken_over().from()), Adler());
  const auto eligible = Then(taken, AssessInquiry{}, ByOffice()).back().inquiry_found_eligible();
  EXPECT_EQ(care::FromProto(eligible.holder()), next);
  EXPECT_EQ(care::FromProto(eligible.tonight()), (care::Tonight{common::v1::TONIGHT_KIND_FAMILY, next}));

  ExpectRefused(When({}, take, by_colleague), Reason::kObjectUnknown);
  ExpectRefused(When(Then(Received(), AssessInquiry{}, ByOffice()), take, by_colleague),
                Reason::kOpeningAskedAlready);
  TakeOver stays = take;
  stays.holder_leaves = false;
  ExpectRefused(When(Received(), stays, by_colleague), Reason::kHolderStays);
  SubmitInquiry elsewhere = Inquiry(2);
  elsewhere.competent_organisation_id = Id('8');
  const Events declined = Then(Then({}, elsewhere, ByAdler()), AssessInquiry{}, ByOffice());
  EXPECT_FALSE(When(declined, take, by_colleague).refused()) << "it has a holder, too";
}

TEST(Inquiry, IsSentByTheResponsibleCaseWorkerAlone) {
  Given lead = ByAdler();
  lead.actor.role = "TEAM_LEAD";
  ExpectRefused(When({}, Inquiry(2), lead), Reason::kInquiryOnlyByCaseWorker);
  SubmitInquiry c = Inquiry(2);
  c.by_youth_office = false;
  ExpectRefused(When({}, c, ByAdler()), Reason::kInquiryOnlyByCaseWorker);
}

TEST(Inquiry, IsSentForOnesOwnUnitAlone) {
  SubmitInquiry c = Inquiry(2);
  c.unit_id = Id('d');
  ExpectRefused(When({}, c, ByAdler()), Reason::kInquiryOnlyForOwnUnit);
  c.unit_id = c.actor_unit_id = "";
  ExpectRefused(When({}, c, ByAdler()), Reason::kInquiryOnlyForOwnUnit);
}

TEST(Inquiry, NamesADeputyAnOfficeAndAYouthOffice) {
  SubmitInquiry c = Inquiry(2);
  c.deputy_known = false;
  ExpectRefused(When({}, c, ByAdler()), Reason::kDeputyNotNamed);
  c = Inquiry(2);
  c.deputy_unreachable = true;
  ExpectRefused(When({}, c, ByAdler()), Reason::kHolderNotReachable);
  c = Inquiry(2);
  c.deputy_person_id = kAdler;
  ExpectRefused(When({}, c, ByAdler()), Reason::kDeputyNotNamed);
  c = Inquiry(2);
  c.office_coordinates = false;
  ExpectRefused(When({}, c, ByAdler()), Reason::kInquiryGoesToCoordination);
  c = Inquiry(2);
  c.competent_is_youth_office = false;
  ExpectRefused(When({}, c, ByAdler()), Reason::kCompetentIsYouthOffice);
}

TEST(Inquiry, SaysWhereTheYoungPersonIsTonight) {
  SubmitInquiry c = Inquiry(2);
  c.tonight_kind = common::v1::TONIGHT_KIND_UNSPECIFIED;
  ExpectRefused(When({}, c, ByAdler()), Reason::kTonightNeedsAPerson);
}

TEST(Inquiry, VouchesForNoPlaceThatHasNotAccepted) {
  for (const auto kind : {common::v1::TONIGHT_KIND_CRISIS_TEAM, common::v1::TONIGHT_KIND_PLACEMENT}) {
    SubmitInquiry c = Inquiry(2);
    c.tonight_kind = kind;
    ExpectRefused(When({}, c, ByAdler()), Reason::kTonightNeedsAcceptance);
  }
  for (const auto kind : {common::v1::TONIGHT_KIND_CLINIC, common::v1::TONIGHT_KIND_CUSTODY,
                          common::v1::TONIGHT_KIND_OUTREACH, common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN}) {
    SubmitInquiry c = Inquiry(2);
    c.tonight_kind = kind;
    EXPECT_FALSE(When({}, c, ByAdler()).refused());
  }
}

TEST(Inquiry, TellsOnlyOfBreakOffsThatHappened) {
  SubmitInquiry c = Inquiry(1);
  c.broken_off_supports.push_back(BrokenOff(kNow + absl::Minutes(1)));
  ExpectRefused(When({}, c, ByAdler()), Reason::kBreakOffInFuture);
  ExpectRefused(When(Received(1), AddBrokenOffSupport{BrokenOff(kNow + absl::Minutes(1))}, ByAdler()),
                Reason::kBreakOffInFuture);
}

TEST(Inquiry, WithOneBreakOffNeedsMoreAndTheHolderStays) {
  const Events history = Then(Received(1), AssessInquiry{}, ByOffice());
  EXPECT_EQ(history.back().inquiry_needs_info().missing(), v1::MISSING_INFO_BROKEN_OFF_SUPPORTS);
  EXPECT_EQ(After(history).holder, Adler());
  EXPECT_THAT(When(history, AssessInquiry{}, ByOffice()).events(), IsEmpty());
}

TEST(Inquiry, ThatNeedsMoreHasADateForWhoeverInquiredAndClimbsWithoutAnAnswer) {
  const Events history = Then(Received(1), AssessInquiry{}, ByOffice());
  const auto clocks = After(history).clocks.open();
  ASSERT_THAT(clocks, SizeIs(1));
  EXPECT_EQ(clocks[0].kind, common::v1::CLOCK_KIND_INQUIRY_INFO);
  EXPECT_EQ(clocks[0].due, kNow + kInquiryInfoWithin);
  const PassInquiryDeadline pass = {kNow + kInquiryInfoWithin};
  InquiryState state = After(history);
  std::vector<common::v1::EscalationStep> reached;
  int overdue = 0;
  absl::Time now = kNow + kInquiryInfoWithin - absl::Seconds(1);
  EXPECT_THAT(InquiryDecider::Decide(state, pass, ByClock(now)).events(), IsEmpty());
  for (int day = 0; day < 10; ++day, now += Days(1)) {
    const auto decision = InquiryDecider::Decide(state, pass, ByClock(now));
    for (const Event& event : decision.events()) {
      if (event.has_inquiry_info_overdue()) ++overdue;
      if (event.has_inquiry_info_escalated()) reached.push_back(event.inquiry_info_escalated().step());
      state = InquiryDecider::Evolve(state, event, ByClock(now));
    }
  }
  EXPECT_EQ(overdue, 1);
  EXPECT_THAT(reached, ElementsAre(common::v1::ESCALATION_STEP_DEPUTY, common::v1::ESCALATION_STEP_TEAM_LEAD,
                                   common::v1::ESCALATION_STEP_DEPARTMENT_HEAD,
                                   common::v1::ESCALATION_STEP_STEERING_GROUP));
  EXPECT_EQ(state.phase, InquiryPhase::kNeedsInfo) << "and it is answered all the same";
  EXPECT_EQ(state.holder, Adler());
}

TEST(Inquiry, ThatWasToldWhatWasAskedForOwesNothingMore) {
  const Events asked = Then(Received(1), AssessInquiry{}, ByOffice());
  const Events told = Then(asked, AddBrokenOffSupport{BrokenOff()}, ByAdler(kNow + Days(3)));
  ASSERT_THAT(After(told).clocks.open(), SizeIs(1));
  EXPECT_EQ(After(told).clocks.open()[0].kind, common::v1::CLOCK_KIND_INQUIRY_ANSWER);
  EXPECT_FALSE(IsTicking(Then(asked, AssessInquiry{.override = true}, ByOffice(kNow + Days(3)))))
      << "the office may say yes all the same (A3)";
}

TEST(Inquiry, WithTheSecondBreakOffAddedIsEligible) {
  Events history = Then(Received(1), AssessInquiry{}, ByOffice());
  history = Then(history, AddBrokenOffSupport{BrokenOff()}, ByAdler(kNow + Days(3)));
  EXPECT_EQ(fallverbund::FromProto(history.back().broken_off_support_added().answer_due()), kNow + Days(17));
  EXPECT_TRUE(IsTicking(history));
  history = Then(history, AssessInquiry{}, ByOffice(kNow + Days(4)));
  const auto& eligible = history.back().inquiry_found_eligible();
  EXPECT_FALSE(eligible.override());
  EXPECT_EQ(care::FromProto(eligible.holder()), Adler());
  EXPECT_EQ(eligible.tonight().kind(), common::v1::TONIGHT_KIND_FAMILY);
  EXPECT_EQ(eligible.subject_id(), kSubject);
  EXPECT_EQ(eligible.office_organisation_id(), kOffice);
  EXPECT_FALSE(IsTicking(history));
}

TEST(Inquiry, MoreBreakOffsDoNotPostponeAnAnswerThatIsDue) {
  const Events history = Then(Received(1), AddBrokenOffSupport{BrokenOff()}, ByAdler(kNow + Days(3)));
  EXPECT_EQ(After(history).clocks.open()[0].due, kNow + Days(14));
}

TEST(Inquiry, IsEligibleByTheProfileOfTheHoldersOffice) {
  AssessInquiry one, three;
  one.broken_off_supports = 1;
  three.broken_off_supports = 3;
  EXPECT_TRUE(Then(Received(1), one, ByOffice(kNow)).back().has_inquiry_found_eligible()) << "B11";
  EXPECT_TRUE(Then(Received(2), three, ByOffice(kNow)).back().has_inquiry_needs_info()) << "B11";
}

TEST(Inquiry, IsAnsweredInTheOfficesOwnTimeAndToldInTheInquirersOwn) {
  SubmitInquiry asked = Inquiry(1);
  asked.office_terms.set_inquiry_answer_days(20);
  Events history = Then({}, asked, ByAdler());
  EXPECT_EQ(After(history).clocks.open()[0].due, kNow + Days(20));
  AssessInquiry assess;
  assess.holder_terms.set_inquiry_info_days(5);
  history = Then(history, assess, ByOffice());
  EXPECT_EQ(After(history).clocks.open()[0].due, kNow + Days(5));
  AddBrokenOffSupport told{BrokenOff()};
  told.office_terms.set_inquiry_answer_days(3);
  EXPECT_EQ(After(Then(history, told, ByAdler(kNow + Days(1)))).clocks.open()[0].due, kNow + Days(4));
}

TEST(Inquiry, ClimbsAtThePaceOfWhoeverOwesWhatIsLate) {
  const Events received = Received();
  PassInquiryDeadline pass = {kNow + kInquiryAnswerWithin};
  pass.office_terms.set_escalation_hours(48);
  pass.holder_terms.set_escalation_hours(2);
  const absl::Time late = kNow + kInquiryAnswerWithin;
  const Events overdue = Then(received, pass, ByAdler(late));
  EXPECT_EQ(fallverbund::FromProto(overdue.back().inquiry_answer_overdue().next_step_at()),
            late + absl::Hours(48));
  const Events owed = Then(Received(1), AssessInquiry{}, ByOffice());
  pass.due = kNow + kInquiryInfoWithin;
  const Events missing = Then(owed, pass, ByAdler(late));
  EXPECT_EQ(fallverbund::FromProto(missing.back().inquiry_info_overdue().next_step_at()),
            late + absl::Hours(2));
}

TEST(Inquiry, WithOneBreakOffIsEligibleByReasonedOverride) {
  AssessInquiry c = {.override = true};
  c.override_reason.set_key_id("why");
  const Events history = Then(Received(1), c, ByOffice());
  EXPECT_TRUE(history.back().inquiry_found_eligible().override());
  EXPECT_EQ(history.back().inquiry_found_eligible().override_reason().key_id(), "why");
}

TEST(Inquiry, NeedsNoOverrideWithTwoBreakOffs) {
  AssessInquiry c = {.override = true};
  const Events history = Then(Received(2), c, ByOffice());
  EXPECT_FALSE(history.back().inquiry_found_eligible().override());
}

TEST(Inquiry, OfAnotherJurisdictionIsDeclinedNamingTheNextOfficeAndTheHolder) {
  SubmitInquiry c = Inquiry(2);
  c.competent_organisation_id = Id('f');
  const Events history = Then(Then({}, c, ByAdler()), AssessInquiry{.override = true}, ByOffice());
  const auto& declined = history.back().inquiry_declined();
  EXPECT_EQ(declined.reason(), v1::DECLINE_REASON_OTHER_JURISDICTION);
  EXPECT_EQ(declined.next_organisation_id(), Id('f'));
  EXPECT_EQ(care::FromProto(declined.holder()), Adler());
  EXPECT_FALSE(IsTicking(history));
}

TEST(Inquiry, IsAnsweredByACoordinatorOfTheAskedOfficeAlone) {
  Given elsewhere = ByOffice();
  elsewhere.actor.organisation = Id('d');
  ExpectRefused(When(Received(), AssessInquiry{}, elsewhere), Reason::kOnlyTheOfficeAnswers);
  Given other_role = ByOffice();
  other_role.actor.role = "TEAM_MEMBER";
  ExpectRefused(When(Received(), AssessInquiry{}, other_role), Reason::kOnlyTheOfficeAnswers);
}

TEST(Inquiry, KeepsItsAnswer) {
  const Events history = Then(Received(), AssessInquiry{}, ByOffice());
  ExpectRefused(When(history, AssessInquiry{}, ByOffice()), Reason::kInquiryAnswered);
  ExpectRefused(When(history, AddBrokenOffSupport{BrokenOff()}, ByAdler()), Reason::kInquiryAnswered);
}

TEST(Inquiry, TakesBreakOffsFromItsHolderOrDeputyAlone) {
  Given deputy = ByAdler();
  deputy.actor.person = kDeputy;
  EXPECT_FALSE(When(Received(1), AddBrokenOffSupport{BrokenOff()}, deputy).refused());
  Given other = ByAdler();
  other.actor.person = Id('7');
  ExpectRefused(When(Received(1), AddBrokenOffSupport{BrokenOff()}, other), Reason::kOnlyTheHolderAsks);
  Given elsewhere = ByAdler();
  elsewhere.actor.organisation = Id('d');
  ExpectRefused(When(Received(1), AddBrokenOffSupport{BrokenOff()}, elsewhere), Reason::kOnlyTheHolderAsks);
}

TEST(Inquiry, LearnsItsCaseOnceAndOnlyWhenEligible) {
  ExpectRefused(When(Received(), MarkInquiryOpened{Id('c')}, ByAdler()), Reason::kObjectUnknown);
  Events history = Then(Received(), AssessInquiry{}, ByOffice());
  history = Then(history, MarkInquiryOpened{Id('c')}, ByAdler());
  EXPECT_EQ(After(history).case_id, Id('c'));
  EXPECT_THAT(When(history, MarkInquiryOpened{Id('d')}, ByAdler()).events(), IsEmpty());
}

TEST(Inquiry, ThatWasNeverSentIsUnknown) {
  ExpectRefused(When({}, AssessInquiry{}, ByOffice()), Reason::kObjectUnknown);
  ExpectRefused(When({}, AddBrokenOffSupport{BrokenOff()}, ByAdler()), Reason::kObjectUnknown);
}

TEST(Inquiry, SentAgainUnderItsIdChangesNothing) {
  EXPECT_THAT(When(Received(), Inquiry(2), ByAdler()).events(), IsEmpty());
}

TEST(Inquiry, WithoutAnAnswerBecomesOverdueAndClimbsAndTheHolderStays) {
  const PassInquiryDeadline pass = {kNow + Days(14)};
  EXPECT_THAT(When(Received(), pass, ByClock(kNow + Days(13))).events(), IsEmpty());
  InquiryState state = After(Received());
  std::vector<common::v1::EscalationStep> reached;
  int overdue = 0;
  absl::Time now = kNow + Days(14);
  for (int day = 0; day < 10; ++day, now += Days(1)) {
    const auto decision = InquiryDecider::Decide(state, pass, ByClock(now));
    ASSERT_FALSE(decision.refused());
    for (const Event& event : decision.events()) {
      if (event.has_inquiry_answer_overdue()) ++overdue;
      if (event.has_inquiry_answer_escalated()) reached.push_back(event.inquiry_answer_escalated().step());
      state = InquiryDecider::Evolve(state, event, ByClock(now));
    }
  }
  EXPECT_EQ(overdue, 1);
  EXPECT_THAT(reached, ElementsAre(common::v1::ESCALATION_STEP_DEPUTY, common::v1::ESCALATION_STEP_TEAM_LEAD,
                                   common::v1::ESCALATION_STEP_DEPARTMENT_HEAD,
                                   common::v1::ESCALATION_STEP_STEERING_GROUP));
  EXPECT_EQ(state.phase, InquiryPhase::kReceived);
  EXPECT_EQ(state.holder, Adler());
}

TEST(Inquiry, ThatHasItsAnswerIsNeverLate) {
  const Events history = Then(Received(), AssessInquiry{}, ByOffice());
  EXPECT_THAT(When(history, PassInquiryDeadline{kNow + Days(14)}, ByClock(kNow + Days(20))).events(),
              IsEmpty());
}

}  // namespace
}  // namespace fallverbund::intake
