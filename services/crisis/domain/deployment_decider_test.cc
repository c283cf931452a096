// Long, because it is the whole life of a deployment, in three modes.
#include "services/crisis/domain/deployment_decider.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "libs/base/time.h"

namespace fallverbund::crisis {
namespace {

using decider::Given;
using decider::Reason;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Event = v1::DeploymentEvent;
using Events = std::vector<Event>;

std::string Id(char digit) {
  return std::string(32, digit);
}
const std::string kCase = Id('c');
const std::string kYouthOffice = Id('a');
const std::string kUnit = Id('b');
const std::string kTeam = Id('d');
const std::string kAdler = Id('1');
const std::string kWorker = Id('2');
const std::string kDeputy = Id('3');
const absl::Time kNow = absl::FromUnixSeconds(1'770'000'000);

Given ByHolder() {
  return {{kYouthOffice, kAdler, "CASE_WORKER"}, kNow, kNow, Id('9')};
}
Given ByTeam() {
  return {{kTeam, kWorker, "CRISIS_WORKER"}, kNow, kNow, Id('9')};
}
Given ByClock(absl::Time now) {
  return {{"crisis", "", "SERVICE"}, now, now, Id('9')};
}

DeploymentState After(const Events& history) {
  DeploymentState state = DeploymentDecider::Initial();
  for (const Event& event : history) state = DeploymentDecider::Evolve(state, event, ByHolder());
  return state;
}

decider::Decision<Event> When(const Events& history, const DeploymentCommand& command, const Given& given) {
  return DeploymentDecider::Decide(After(history), command, given);
}

Events Then(Events history, const DeploymentCommand& command, const Given& given) {
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

RequestDeployment Request() {
  RequestDeployment c;
  c.case_id = kCase;
  c.mode = v1::DEPLOYMENT_MODE_OVERNIGHT;
  c.crisis_team_organisation_id = kTeam;
  c.case_holder = {kYouthOffice, kUnit, kAdler, Id('4'), common::v1::LEGAL_BASIS_SGB8_36A};
  c.actor_unit_id = kUnit;
  c.asks_crisis_team = true;
  return c;
}
AcceptDeployment Acceptance() {
  return {kCase, "", kDeputy, /*unit_known=*/true, /*deputy_known=*/true};
}
RefuseDeployment Refusal() {
  return {kCase, v1::DEPLOYMENT_REFUSAL_REASON_NO_CAPACITY};
}
Events Requested() {
  return Then({}, Request(), ByHolder());
}

TEST(Deployment, IsRequestedWithAnAnswerDueInHalfAnHour) {
  const auto decision = When({}, Request(), ByHolder());
  ASSERT_FALSE(decision.refused());
  ASSERT_THAT(decision.events(), SizeIs(1));
  EXPECT_EQ(fallverbund::FromProto(decision.events()[0].deployment_requested().answer_due()),
            kNow + absl::Minutes(30));
}

TEST(Deployment, IsRequestedByTheUnitThatHoldsTheCaseAlone) {
  RequestDeployment c = Request();
  c.actor_unit_id = Id('e');
  ExpectRefused(When({}, c, ByHolder()), Reason::kDeploymentOnlyByHolder);
  Given elsewhere = ByHolder();
  elsewhere.actor.organisation = Id('f');
  ExpectRefused(When({}, Request(), elsewhere), Reason::kDeploymentOnlyByHolder);
}

TEST(Deployment, IsAskedOfACrisisTeam) {
  RequestDeployment c = Request();
  c.asks_crisis_team = false;
  ExpectRefused(When({}, c, ByHolder()), Reason::kNotACrisisTeam);
}

TEST(Deployment, WantsItsAnswerSoon) {
  for (const absl::Time due : {kNow, kNow - absl::Minutes(1), kNow + absl::Hours(73)}) {
    RequestDeployment c = Request();
    c.answer_due = due;
    ExpectRefused(When({}, c, ByHolder()), Reason::kDeploymentAnswerTooLate);
  }
}

TEST(Deployment, IsAcceptedInPersonByTheAskedTeam) {
  const Events history = Then(Requested(), Acceptance(), ByTeam());
  const auto& accepted = history.back().deployment_accepted();
  EXPECT_EQ(accepted.case_id(), kCase);
  EXPECT_EQ(accepted.mode(), v1::DEPLOYMENT_MODE_OVERNIGHT);
  EXPECT_EQ(care::FromProto(accepted.holder()),
            (care::Holder{kTeam, "", kWorker, kDeputy, common::v1::LEGAL_BASIS_AGREEMENT}));
}

TEST(Deployment, IsAnsweredByNobodyElse) {
  for (const auto& change :
       std::vector<void (*)(Given&)>{[](Given& given) { given.actor.organisation = Id('f'); },
                                     [](Given& given) { given.actor.person = ""; },
                                     [](Given& given) { given.actor.role = "TEAM_MEMBER"; }}) {
    Given given = ByTeam();
    change(given);
    ExpectRefused(When(Requested(), Acceptance(), given), Reason::kOnlyTheAskedCrisisTeam);
    ExpectRefused(When(Requested(), Refusal(), given), Reason::kOnlyTheAskedCrisisTeam);
  }
}

TEST(Deployment, IsAcceptedWithUnitAndDeputyOfTheTeam) {
  AcceptDeployment c = Acceptance();
  c.unit_known = false;
  ExpectRefused(When(Requested(), c, ByTeam()), Reason::kUnitUnknown);
  c = Acceptance();
  c.deputy_known = false;
  ExpectRefused(When(Requested(), c, ByTeam()), Reason::kDeputyNotNamed);
  c = Acceptance();
  c.leaves = true;
  ExpectRefused(When(Requested(), c, ByTeam()), Reason::kPersonLeaves);
  c = Acceptance();
  c.deputy_person_id = kWorker;
  ExpectRefused(When(Requested(), c, ByTeam()), Reason::kDeputyNotNamed);
}

TEST(Deployment, IsAnsweredOnce) {
  const Events accepted = Then(Requested(), Acceptance(), ByTeam());
  ExpectRefused(When(accepted, Refusal(), ByTeam()), Reason::kDeploymentAnswered);
  const Events refused = Then(Requested(), Refusal(), ByTeam());
  EXPECT_EQ(refused.back().deployment_refused().reason(), v1::DEPLOYMENT_REFUSAL_REASON_NO_CAPACITY);
  ExpectRefused(When(refused, Acceptance(), ByTeam()), Reason::kDeploymentAnswered);
}

TEST(Deployment, OfAnotherCaseIsUnknown) {
  AcceptDeployment c = Acceptance();
  c.case_id = Id('e');
  ExpectRefused(When(Requested(), c, ByTeam()), Reason::kObjectUnknown);
  ExpectRefused(When({}, Refusal(), ByTeam()), Reason::kObjectUnknown);
}

TEST(Deployment, SaysOnceWhetherThePoolDecidesItsPlace) {
  EXPECT_FALSE(After(Requested()).by_pool);
  RequestDeployment c = Request();
  c.by_pool = true;
  EXPECT_TRUE(After(Then({}, c, ByHolder())).by_pool);
}

TEST(Deployment, RequestedAgainUnderItsIdChangesNothing) {
  EXPECT_THAT(When(Requested(), Request(), ByHolder()).events(), IsEmpty());
}

TEST(Deployment, WithoutAnAnswerBecomesOverdueAndClimbsAndCanStillBeAccepted) {
  const PassDeploymentDeadline pass = {kNow + absl::Minutes(30)};
  EXPECT_THAT(When(Requested(), pass, ByClock(kNow + absl::Minutes(29))).events(), IsEmpty());
  DeploymentState state = After(Requested());
  std::vector<common::v1::EscalationStep> reached;
  int overdue = 0;
  absl::Time now = kNow + absl::Minutes(30);
  for (int day = 0; day < 10; ++day, now += Days(1)) {
    const auto decision = DeploymentDecider::Decide(state, pass, ByClock(now));
    ASSERT_FALSE(decision.refused());
    for (const Event& event : decision.events()) {
      if (event.has_deployment_answer_overdue()) ++overdue;
      if (event.has_deployment_answer_escalated())
        reached.push_back(event.deployment_answer_escalated().step());
      state = DeploymentDecider::Evolve(state, event, ByClock(now));
    }
  }
  EXPECT_EQ(overdue, 1);
  EXPECT_THAT(reached, ElementsAre(common::v1::ESCALATION_STEP_DEPUTY, common::v1::ESCALATION_STEP_TEAM_LEAD,
                                   common::v1::ESCALATION_STEP_DEPARTMENT_HEAD,
                                   common::v1::ESCALATION_STEP_STEERING_GROUP));
  EXPECT_FALSE(DeploymentDecider::Decide(state, Acceptance(), ByTeam()).refused());
}

TEST(Deployment, ThatHasItsAnswerIsNeverLate) {
  const PassDeploymentDeadline pass = {kNow + absl::Minutes(30)};
  for (const DeploymentCommand& answer : {DeploymentCommand(Acceptance()), DeploymentCommand(Refusal())}) {
    EXPECT_THAT(When(Then(Requested(), answer, ByTeam()), pass, ByClock(kNow + Days(1))).events(), IsEmpty());
  }
}

Given ByTeamAt(absl::Time now) {
  Given given = ByTeam();
  given.now = given.occurred_at = now;
  return given;
}

TEST(Deployment, IsAcceptedWithinThreeDaysAndSaysWhenItWasAskedFor) {
  const Events asked = Then({}, Request(), ByHolder());
  const auto late = When(asked, Acceptance(), ByTeamAt(kNow + kLongestDeploymentAnswer));
  ASSERT_FALSE(late.refused()) << "better late than never";
  EXPECT_EQ(fallverbund::FromProto(late.events()[0].deployment_accepted().requested_at()), kNow);
  ExpectRefused(When(asked, Acceptance(), ByTeamAt(kNow + kLongestDeploymentAnswer + absl::Seconds(1))),
                Reason::kDeploymentTooOld);
}

TEST(Deployment, ForANightThatSomebodyElseHasTakenSinceIsNotAccepted) {
  AcceptDeployment accept = Acceptance();
  accept.tonight_since = kNow;
  EXPECT_FALSE(When(Then({}, Request(), ByHolder()), accept, ByTeam()).refused());
  accept.tonight_since = kNow + absl::Seconds(1);
  ExpectRefused(When(Then({}, Request(), ByHolder()), accept, ByTeamAt(kNow + absl::Hours(1))),
                Reason::kTonightMovedSince);
  RequestDeployment support = Request();
  support.mode = v1::DEPLOYMENT_MODE_SUPPORT;
  support.setting_runs = true;
  EXPECT_FALSE(When(Then({}, support, ByHolder()), accept, ByTeam()).refused()) << "it takes no night";
}

TEST(Deployment, IsWithdrawnByTheUnitThatHoldsUntilItIsAnswered) {
  const WithdrawDeployment withdraw{kCase, Request().case_holder, kUnit};
  const Events asked = Then({}, Request(), ByHolder());
  const Events withdrawn = Then(asked, withdraw, ByHolder());
  EXPECT_EQ(withdrawn.back().deployment_withdrawn().case_id(), kCase);
  EXPECT_TRUE(After(withdrawn).clocks.open().empty());
  EXPECT_THAT(When(withdrawn, withdraw, ByHolder()).events(), IsEmpty());
  ExpectRefused(When(withdrawn, Acceptance(), ByTeam()), Reason::kDeploymentAnswered);
  ExpectRefused(When(Then(asked, Acceptance(), ByTeam()), withdraw, ByHolder()), Reason::kDeploymentAnswered);
  ExpectRefused(When(asked, withdraw, ByTeam()), Reason::kDeploymentOnlyByHolder);
  WithdrawDeployment elsewhere = withdraw;
  elsewhere.actor_unit_id = Id('8');
  ExpectRefused(When(asked, elsewhere, ByHolder()), Reason::kDeploymentOnlyByHolder);
  WithdrawDeployment another = withdraw;
  another.case_id = Id('7');
  ExpectRefused(When(asked, another, ByHolder()), Reason::kObjectUnknown);
}

// A18: a refusal settles nothing by itself.
TEST(Deployment, ThatWasRefusedIsSaidToBeNeededNoMore) {
  const WithdrawDeployment withdraw{kCase, Request().case_holder, kUnit};
  const Events refused = Then(Requested(), Refusal(), ByTeam());
  EXPECT_TRUE(refused.back().deployment_refused().settled_by_holder());
  ExpectRefused(When(refused, withdraw, ByTeam()), Reason::kDeploymentOnlyByHolder);
  const Events settled = Then(refused, withdraw, ByHolder());
  EXPECT_TRUE(settled.back().has_deployment_withdrawn());
  EXPECT_THAT(When(settled, withdraw, ByHolder()).events(), IsEmpty());
}

// --- modes (A19) ---

RequestDeployment Outreach() {
  RequestDeployment c = Request();
  c.mode = v1::DEPLOYMENT_MODE_OUTREACH;
  c.names_place = true;
  c.contact_every_hours = 24;
  return c;
}

TEST(Deployment, SupportsASettingThatRunsAndNoneThatDoesNot) {
  RequestDeployment c = Request();
  c.mode = v1::DEPLOYMENT_MODE_SUPPORT;
  ExpectRefused(When({}, c, ByHolder()), Reason::kSupportNeedsASetting);
  c.setting_runs = true;
  EXPECT_FALSE(When({}, c, ByHolder()).refused());
}

TEST(Deployment, OutreachNamesWhereAndHowOftenAndOthersNeither) {
  for (const int hours : {0, -1, kLongestContactHours + 1}) {
    RequestDeployment c = Outreach();
    c.contact_every_hours = hours;
    ExpectRefused(When({}, c, ByHolder()), Reason::kOutreachNeedsPlaceAndRhythm);
  }
  RequestDeployment c = Outreach();
  c.names_place = false;
  ExpectRefused(When({}, c, ByHolder()), Reason::kOutreachNeedsPlaceAndRhythm);
  const auto asked = When({}, Outreach(), ByHolder());
  ASSERT_FALSE(asked.refused());
  EXPECT_EQ(asked.events()[0].deployment_requested().contact_every_hours(), 24);
  c = Request();
  c.contact_every_hours = 24;
  ExpectRefused(When({}, c, ByHolder()), Reason::kOutreachNeedsPlaceAndRhythm);
}

// --- the end, the handover back and the debrief (A18) ---

Events Running(v1::DeploymentMode mode) {
  RequestDeployment c = mode == v1::DEPLOYMENT_MODE_OUTREACH ? Outreach() : Request();
  c.mode = mode;
  c.setting_runs = true;
  return Then(Then({}, c, ByHolder()), Acceptance(), ByTeam());
}
EndDeployment Ending() {
  EndDeployment c;
  c.case_id = kCase;
  c.handed_back_to_person_id = kAdler;
  c.written = c.receiver_of_holders_unit = true;
  c.case_holder = Request().case_holder;
  c.actor_unit_id = kUnit;
  return c;
}
Given Later(Given given, absl::Duration time) {
  given.now += time;
  return given;
}
Events Ended() {
  return Then(Running(v1::DEPLOYMENT_MODE_OUTREACH), Ending(), ByTeam());
}
RecordDebrief Debrief() {
  RecordDebrief c;
  c.case_id = kCase;
  c.organisation_ids = {kTeam, kYouthOffice};
  c.written = true;
  c.case_holder = Request().case_holder;
  c.actor_unit_id = kUnit;
  return c;
}

TEST(DeploymentEnd, IsByTheTeamOrTheUnitThatHoldsTheCaseAndHandsBack) {
  const Events running = Running(v1::DEPLOYMENT_MODE_OUTREACH);
  Given stranger = ByTeam();
  stranger.actor.organisation = Id('f');
  ExpectRefused(When(running, Ending(), stranger), Reason::kNotAPartyOfTheDeployment);
  EndDeployment c = Ending();
  c.actor_unit_id = Id('e');
  ExpectRefused(When(running, c, ByHolder()), Reason::kNotAPartyOfTheDeployment);
  c = Ending();
  c.receiver_of_holders_unit = false;
  ExpectRefused(When(running, c, ByTeam()), Reason::kHandsBackToTheHolder);
  c = Ending();
  c.written = false;
  ExpectRefused(When(running, c, ByTeam()), Reason::kHandsBackToTheHolder);
  c = Ending();
  c.case_id = Id('7');
  ExpectRefused(When(running, c, ByTeam()), Reason::kObjectUnknown);
  EXPECT_FALSE(When(running, Ending(), ByHolder()).refused());
  EXPECT_FALSE(When(running, Ending(), ByTeam()).refused());
}

TEST(DeploymentEnd, IsOfOneThatRuns) {
  ExpectRefused(When(Requested(), Ending(), ByTeam()), Reason::kDeploymentNotRunning);
  ExpectRefused(When(Ended(), Ending(), ByTeam()), Reason::kDeploymentNotRunning);
}

TEST(DeploymentEnd, WaitsUntilSomebodyElseHasTheNight) {
  const Events running = Running(v1::DEPLOYMENT_MODE_OVERNIGHT);
  EndDeployment c = Ending();
  c.tonight = {common::v1::TONIGHT_KIND_CRISIS_TEAM, {kTeam, "", kWorker, kDeputy}};
  c.tonight_since = kNow + absl::Hours(1);
  ExpectRefused(When(running, c, ByTeam()), Reason::kTonightStillWithTheTeam);
  c.tonight = {common::v1::TONIGHT_KIND_FAMILY, {kYouthOffice, kUnit, kAdler, Id('4')}};
  c.tonight_since = kNow;  // where it was when the team was asked: the case has not moved it to the team yet
  ExpectRefused(When(running, c, ByTeam()), Reason::kTonightStillWithTheTeam);
  c.tonight_since = kNow + absl::Hours(48);
  const auto ended = When(running, c, Later(ByTeam(), absl::Hours(49)));
  ASSERT_FALSE(ended.refused());
  EXPECT_EQ(ended.events()[0].deployment_ended().nights(), 2);
  EXPECT_EQ(fallverbund::FromProto(ended.events()[0].deployment_ended().nights_until()), c.tonight_since);
}

// N11: whoever takes the night over has accepted a deployment of their own, which counts from then on.
TEST(DeploymentEnd, IsOpenToWhoWasRelievedByAColleague) {
  const Events running = Running(v1::DEPLOYMENT_MODE_OVERNIGHT);
  EndDeployment c = Ending();
  c.tonight = {common::v1::TONIGHT_KIND_CRISIS_TEAM, {kTeam, "", Id('6'), kDeputy}};
  c.tonight_since = kNow + absl::Hours(1);
  ExpectRefused(When(running, c, ByTeam()), Reason::kTonightStillWithTheTeam);
  c.next_night_since = kNow + absl::Hours(25);
  auto ended = When(running, c, Later(ByTeam(), absl::Hours(73)));
  ASSERT_FALSE(ended.refused());
  EXPECT_EQ(ended.events()[0].deployment_ended().nights(), 1) << "the others are the colleague's";
  EXPECT_EQ(fallverbund::FromProto(ended.events()[0].deployment_ended().nights_until()), *c.next_night_since);
  c.tonight.holder.person_id = kWorker;
  ExpectRefused(When(running, c, ByTeam()), Reason::kTonightStillWithTheTeam);  // not moved yet
  c.tonight = {common::v1::TONIGHT_KIND_FAMILY, {kYouthOffice, kUnit, kAdler, Id('4')}};
  c.tonight_since = kNow + absl::Hours(72);
  ended = When(running, c, Later(ByTeam(), absl::Hours(73)));
  ASSERT_FALSE(ended.refused());
  EXPECT_EQ(ended.events()[0].deployment_ended().nights(), 1) << "no night is counted twice";
}

TEST(DeploymentEnd, OwesADebriefWithinFourWeeks) {
  const Events running = Running(v1::DEPLOYMENT_MODE_OUTREACH);
  EndDeployment c = Ending();
  c.debrief_due = kNow + kLongestDebrief + absl::Seconds(1);
  ExpectRefused(When(running, c, ByTeam()), Reason::kDebriefDueTooLate);
  c.debrief_due = kNow - absl::Seconds(1);
  ExpectRefused(When(running, c, ByTeam()), Reason::kDebriefDueTooLate);
  const DeploymentState state = After(Ended());
  ASSERT_THAT(state.clocks.open(), SizeIs(1));
  EXPECT_EQ(state.clocks.open()[0].kind, common::v1::CLOCK_KIND_DEBRIEF);
  EXPECT_EQ(state.clocks.open()[0].due, kNow + kDebriefWithin);
}

TEST(Debrief, IsHeldByBothAfterTheEndAndWrittenDown) {
  ExpectRefused(When(Running(v1::DEPLOYMENT_MODE_OUTREACH), Debrief(), ByTeam()), Reason::kNoDebriefOpen);
  for (const std::string& alone : {kTeam, kYouthOffice}) {
    RecordDebrief c = Debrief();
    c.organisation_ids = {alone};
    ExpectRefused(When(Ended(), c, ByTeam()), Reason::kDebriefNeedsBoth);
  }
  RecordDebrief c = Debrief();
  c.written = false;
  ExpectRefused(When(Ended(), c, ByTeam()), Reason::kDebriefNeedsBoth);
  for (const absl::Duration when : {absl::Seconds(-1), absl::Seconds(1)}) {
    c = Debrief();
    c.held_at = kNow + when;
    ExpectRefused(When(Ended(), c, ByTeam()), Reason::kDebriefNeedsBoth);
  }
  const Events over = Then(Ended(), Debrief(), ByHolder());
  EXPECT_THAT(After(over).clocks.open(), IsEmpty());
  ExpectRefused(When(over, Debrief(), ByTeam()), Reason::kNoDebriefOpen);
}

TEST(Debrief, ThatIsLateIsToldAndClimbsAndIsStillWelcome) {
  const absl::Time due = kNow + kDebriefWithin;
  EXPECT_THAT(When(Ended(), PassDebriefDate{due}, ByClock(due - absl::Seconds(1))).events(), IsEmpty());
  Events history = Then(Ended(), PassDebriefDate{due}, ByClock(due));
  ASSERT_TRUE(history.back().has_debrief_overdue());
  history = Then(history, PassDebriefDate{due}, ByClock(due + absl::Hours(48)));
  ASSERT_TRUE(history.back().has_debrief_escalated());
  EXPECT_EQ(history.back().debrief_escalated().step(), common::v1::ESCALATION_STEP_DEPUTY);
  EXPECT_FALSE(When(history, Debrief(), ByTeam()).refused());
}

// --- the rhythm of outreach (A19), and a colleague who goes on (N11) ---

const absl::Time kFirstContact = kNow + absl::Hours(24);
RecordOutreachContact Contact(bool reached) {
  return {kCase, reached, {}, /*written=*/true};
}
TakeOverDeployment Colleague() {
  return {kCase, "", kWorker, /*unit_known=*/true, /*deputy_known=*/true};
}
Given ByColleague() {
  Given given = ByTeam();
  given.actor.person = Id('6');
  return given;
}

TEST(Outreach, HasItsContactsByTheRhythmAndTellsWhichAreMissing) {
  const Events running = Running(v1::DEPLOYMENT_MODE_OUTREACH);
  EXPECT_EQ(fallverbund::FromProto(running.back().deployment_accepted().first_contact_due()), kFirstContact);
  const PassOutreachContact pass{kFirstContact};
  EXPECT_THAT(When(running, pass, ByClock(kFirstContact - absl::Seconds(1))).events(), IsEmpty());
  Events late = Then(running, pass, ByClock(kFirstContact));
  ASSERT_TRUE(late.back().has_outreach_contact_overdue());
  late = Then(late, pass, ByClock(kFirstContact + absl::Hours(48)));
  ASSERT_TRUE(late.back().has_outreach_contact_escalated());
  EXPECT_EQ(late.back().outreach_contact_escalated().step(), common::v1::ESCALATION_STEP_DEPUTY);
  const Events tried = Then(late, Contact(false), ByTeam());
  EXPECT_FALSE(tried.back().outreach_contact_made().has_next_due()) << "nobody was reached";
  ASSERT_THAT(After(tried).clocks.open(), SizeIs(1));
  EXPECT_EQ(After(tried).clocks.open()[0].due, kFirstContact);
  const Events reached = Then(tried, Contact(true), Later(ByTeam(), absl::Hours(30)));
  EXPECT_EQ(reached.back().outreach_contact_made().person_id(), kWorker);
  EXPECT_EQ(After(reached).clocks.open()[0].due,
            fallverbund::FromProto(reached.back().outreach_contact_made().next_due()));
  EXPECT_EQ(fallverbund::FromProto(reached.back().outreach_contact_made().next_due()),
            kNow + absl::Hours(54));
}

TEST(Outreach, HasNoContactsAfterItsEndNorInAnotherMode) {
  EXPECT_EQ(After(Ended()).clocks.Find(common::v1::CLOCK_KIND_OUTREACH_CONTACT, ""), nullptr);
  const Events support = Running(v1::DEPLOYMENT_MODE_SUPPORT);
  EXPECT_FALSE(support.back().deployment_accepted().has_first_contact_due());
  ExpectRefused(When(support, Contact(true), ByTeam()), Reason::kDeploymentNotOutreach);
  ExpectRefused(When(Ended(), Contact(true), ByTeam()), Reason::kDeploymentNotRunning);
}

TEST(Outreach, IsToldByTheDeployedTeamAndWrittenDown) {
  const Events running = Running(v1::DEPLOYMENT_MODE_OUTREACH);
  ExpectRefused(When(running, Contact(true), ByHolder()), Reason::kNotAPartyOfTheDeployment);
  Given nobody = ByTeam();
  nobody.actor.person.clear();
  ExpectRefused(When(running, Contact(true), nobody), Reason::kNotAPartyOfTheDeployment);
  RecordOutreachContact empty = Contact(true);
  empty.written = false;
  ExpectRefused(When(running, empty, ByTeam()), Reason::kOutreachContactIncomplete);
  RecordOutreachContact another = Contact(true);
  another.case_id = Id('7');
  ExpectRefused(When(running, another, ByTeam()), Reason::kObjectUnknown);
}

TEST(Deployment, IsGoneOnWithByAColleagueInPerson) {
  const Events running = Running(v1::DEPLOYMENT_MODE_SUPPORT);
  for (const auto& [change, reason] : std::vector<std::pair<void (*)(TakeOverDeployment&), Reason>>{
           {[](TakeOverDeployment& c) { c.leaves = true; }, Reason::kPersonLeaves},
           {[](TakeOverDeployment& c) { c.unit_known = false; }, Reason::kUnitUnknown},
           {[](TakeOverDeployment& c) { c.deputy_known = false; }, Reason::kDeputyNotNamed},
           {[](TakeOverDeployment& c) { c.deputy_person_id = Id('6'); }, Reason::kDeputyNotNamed}}) {
    TakeOverDeployment c = Colleague();
    change(c);
    ExpectRefused(When(running, c, ByColleague()), reason);
  }
  ExpectRefused(When(running, Colleague(), ByHolder()), Reason::kNotAPartyOfTheDeployment);
  ExpectRefused(When(Running(v1::DEPLOYMENT_MODE_OVERNIGHT), Colleague(), ByColleague()),
                Reason::kOvernightNotPassedOn);
  const Events taken = Then(running, Colleague(), ByColleague());
  EXPECT_EQ(taken.back().deployment_taken_over().from().person_id(), kWorker);
  EXPECT_EQ(After(taken).holder.person_id, Id('6'));
  EXPECT_THAT(When(taken, Colleague(), ByColleague()).events(), IsEmpty());
  TakeOverDeployment another_deputy = Colleague();
  another_deputy.deputy_person_id = Id('5');
  const Events named = Then(taken, another_deputy, ByColleague());
  EXPECT_EQ(After(named).holder.person_id, Id('6'));
  EXPECT_EQ(After(named).holder.deputy_person_id, Id('5')) << "so that who was it can leave (N11)";
}

// --- following the pool (A17) ---

v1::PlaceTaken Place() {
  v1::PlaceTaken place;
  place.mutable_holder()->set_organisation_id(kTeam);
  place.mutable_holder()->set_person_id(kWorker);
  return place;
}

TEST(Deployment, FollowsThePlaceThatWasTakenForIt) {
  const auto followed = When(Requested(), FollowPlace{Place()}, ByClock(kNow));
  ASSERT_FALSE(followed.refused());
  ASSERT_THAT(followed.events(), SizeIs(1));
  EXPECT_TRUE(followed.events()[0].deployment_accepted().place_taken());
  EXPECT_EQ(followed.events()[0].deployment_accepted().holder().person_id(), kWorker);
  const Events accepted = Then(Requested(), FollowPlace{Place()}, ByClock(kNow));
  EXPECT_THAT(When(accepted, FollowPlace{Place()}, ByClock(kNow)).events(), IsEmpty());
}

TEST(Deployment, GivesAPlaceBackThatItNeedsNoMore) {
  WithdrawDeployment withdraw{kCase, Request().case_holder, kUnit};
  for (const Events& over :
       {Then(Requested(), Refusal(), ByTeam()), Then(Requested(), withdraw, ByHolder()), Ended()}) {
    const auto returned = When(over, FollowPlace{Place()}, ByClock(kNow));
    ASSERT_THAT(returned.events(), SizeIs(1));
    EXPECT_EQ(returned.events()[0].place_returned().crisis_team_organisation_id(), kTeam);
  }
}

}  // namespace
}  // namespace fallverbund::crisis
