// Long, because it is the whole life of a team, command by command.
#include "services/team/domain/team_decider.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "libs/base/time.h"

namespace fallverbund::team {
namespace {

using decider::Given;
using decider::Reason;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Event = v1::TeamEvent;
using Events = std::vector<Event>;

std::string Id(char digit) {
  return std::string(32, digit);
}
const std::string kCase = Id('c');
const std::string kOffice = Id('a');  // coordination office
const std::string kYouthOffice = Id('b');
const std::string kClinic = Id('d');
const std::string kCoordinator = Id('1');
const std::string kDeputy = Id('2');
const std::string kCaseWorker = Id('3');
const std::string kDoctor = Id('4');
const std::string kOtherDoctor = Id('5');
const absl::Time kNow = absl::FromUnixSeconds(1'770'000'000);

Given At(absl::Time now, const std::string& organisation = kOffice, const std::string& person = kCoordinator,
         const std::string& role = "COORDINATOR") {
  return {{organisation, person, role}, now, now, Id('9')};
}
Given Now() {
  return At(kNow);
}

TeamState After(const Events& history, const Given& given = Now()) {
  TeamState state = TeamDecider::Initial();
  for (const Event& event : history) state = TeamDecider::Evolve(state, event, given);
  return state;
}

decider::Decision<Event> When(const Events& history, const TeamCommand& command, const Given& given = Now()) {
  return TeamDecider::Decide(After(history), command, given);
}

// The events so far and those of a command that must be accepted.
Events Then(Events history, const TeamCommand& command, const Given& given = Now()) {
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

care::Seat Seat(const std::string& organisation, const std::string& person, v1::Discipline discipline,
                bool lead = false) {
  return {.who = {organisation, person, discipline}, .lead = lead};
}

ProposeTeam Proposal() {
  ProposeTeam c;
  c.case_id = kCase;
  c.case_worker_person_id = kCaseWorker;
  c.coordinator_deputy_person_id = kDeputy;
  c.seats = {Seat(kOffice, kCoordinator, v1::DISCIPLINE_SOCIAL_WORK),
             Seat(kYouthOffice, kCaseWorker, v1::DISCIPLINE_SOCIAL_WORK, /*lead=*/true),
             Seat(kClinic, kDoctor, v1::DISCIPLINE_PSYCHIATRY)};
  c.case_holder = {kYouthOffice, Id('6'), kCaseWorker, Id('7'), common::v1::LEGAL_BASIS_SGB8_36A};
  c.unit_known = c.deputy_known = c.seats_known = true;
  return c;
}

Events Proposed() {
  return Then({}, Proposal());
}
Events Formed() {
  return Then(Proposed(), RecordFormed{kCase});
}
Events Active() {
  return Then(Formed(), ActivateTeam{kCase, kNow + Days(90)});
}

ReplaceProposedMember Replacement() {
  return {kCase, kDoctor, Seat(kClinic, kOtherDoctor, v1::DISCIPLINE_PSYCHIATRY), /*seat_known=*/true};
}
RecordTeamMeeting Meeting() {
  return {kCase, kNow, {kCoordinator, kDoctor}, kNow + Days(90)};
}

TEST(Team, IsProposedWithItsCoordinatorHoldingCoordination) {
  const auto decision = When({}, Proposal());
  ASSERT_FALSE(decision.refused());
  ASSERT_THAT(decision.events(), SizeIs(1));
  const auto& proposed = decision.events()[0].team_proposed();
  EXPECT_EQ(proposed.coordinator().organisation_id(), kOffice);
  EXPECT_EQ(proposed.coordinator().person_id(), kCoordinator);
  EXPECT_EQ(proposed.coordinator().deputy_person_id(), kDeputy);
  EXPECT_EQ(proposed.coordinator().basis(), common::v1::LEGAL_BASIS_AGREEMENT);
  EXPECT_EQ(proposed.case_worker_person_id(), kCaseWorker);
  EXPECT_THAT(proposed.seats(), SizeIs(3));
}

TEST(Team, IsNotProposedByAnybodyElse) {
  ExpectRefused(When({}, Proposal(), At(kNow, kYouthOffice, kCaseWorker, "CASE_WORKER")),
                Reason::kOnlyCoordinatorProposes);
}

TEST(Team, IsTheOnlyOneOfItsCase) {
  ProposeTeam c = Proposal();
  c.case_has_team = true;
  ExpectRefused(When({}, c), Reason::kTeamExists);
}

TEST(Team, NeedsACoordinatorWithUnitAndDeputy) {
  ProposeTeam c = Proposal();
  c.unit_known = false;
  ExpectRefused(When({}, c), Reason::kUnitUnknown);
  c = Proposal();
  c.deputy_known = false;
  ExpectRefused(When({}, c), Reason::kDeputyNotNamed);
  c = Proposal();
  c.coordinator_deputy_person_id = kCoordinator;
  ExpectRefused(When({}, c), Reason::kDeputyNotNamed);
}

TEST(Team, NeedsTheResponsibleCaseWorkerAndNotAnother) {
  ProposeTeam c = Proposal();
  c.case_holder.person_id = Id('8');
  ExpectRefused(When({}, c), Reason::kNotTheCaseWorker);
}

TEST(Team, NeedsSeatsForCoordinatorAndCaseWorker) {
  ProposeTeam c = Proposal();
  c.seats[0].who.person_id = kDeputy;
  ExpectRefused(When({}, c), Reason::kTeamNeedsCoordinator);
  c = Proposal();
  c.seats[1].who.person_id = kDeputy;
  ExpectRefused(When({}, c), Reason::kTeamNeedsCaseWorker);
}

TEST(Team, NeedsKnownPersonsEachOnce) {
  ProposeTeam c = Proposal();
  c.seats_known = false;
  ExpectRefused(When({}, c), Reason::kSeatOfStranger);
  c = Proposal();
  c.seats.push_back(c.seats.back());
  ExpectRefused(When({}, c), Reason::kSeatNamedTwice);
}

TEST(Team, NeedsTwoOrganisationsTwoDisciplinesAndOneLead) {
  ProposeTeam c = Proposal();
  for (care::Seat& seat : c.seats) seat.who.organisation_id = kOffice;
  ExpectRefused(When({}, c), Reason::kTeamNeedsTwoOrganisations);
  c = Proposal();
  for (care::Seat& seat : c.seats) seat.who.discipline = v1::DISCIPLINE_SOCIAL_WORK;
  ExpectRefused(When({}, c), Reason::kTeamNeedsTwoDisciplines);
  c = Proposal();
  c.seats[0].lead = true;
  ExpectRefused(When({}, c), Reason::kTeamNeedsOneLead);
  c = Proposal();
  c.seats[1].lead = false;
  ExpectRefused(When({}, c), Reason::kTeamNeedsOneLead);
}

TEST(Team, AsksSomebodyElseBeforeItIsFormed) {
  const Events history = Then(Proposed(), Replacement());
  const TeamState state = After(history);
  EXPECT_EQ(care::FindSeat(state.seats, kDoctor), nullptr);
  EXPECT_NE(care::FindSeat(state.seats, kOtherDoctor), nullptr);
}

TEST(Team, DoesNotReplaceWhoHasAccepted) {
  ReplaceProposedMember c = Replacement();
  c.has_committed = true;
  ExpectRefused(When(Proposed(), c), Reason::kSeatTaken);
}

TEST(Team, DoesNotReplaceAnybodyOnceFormed) {
  ExpectRefused(When(Formed(), Replacement()), Reason::kTeamIsFormed);
}

TEST(Team, ReplacesOnlyWhoHasASeat) {
  ReplaceProposedMember c = Replacement();
  c.person_id = Id('8');
  ExpectRefused(When(Proposed(), c), Reason::kNoSuchSeat);
}

TEST(Team, ReplacesNobodyByWhomTheCircleWouldBreak) {
  ReplaceProposedMember c = Replacement();
  c.seat.who.discipline = v1::DISCIPLINE_SOCIAL_WORK;
  ExpectRefused(When(Proposed(), c), Reason::kTeamNeedsTwoDisciplines);
  c = Replacement();
  c.person_id = kCoordinator;
  ExpectRefused(When(Proposed(), c), Reason::kTeamNeedsCoordinator);
  c = Replacement();
  c.seat_known = false;
  ExpectRefused(When(Proposed(), c), Reason::kSeatOfStranger);
}

TEST(Team, IsFormedOnceWhenTheCaseSaysEverybodyAccepted) {
  EXPECT_EQ(After(Formed()).phase, TeamPhase::kFormed);
  const auto again = When(Formed(), RecordFormed{kCase});
  ASSERT_FALSE(again.refused());
  EXPECT_THAT(again.events(), IsEmpty());
}

TEST(Team, DoesNotWorkBeforeEverybodyAccepted) {
  ExpectRefused(When(Proposed(), ActivateTeam{kCase, kNow + Days(90)}), Reason::kTeamNotFormed);
}

TEST(Team, DoesNotStartTwice) {
  ExpectRefused(When(Active(), ActivateTeam{kCase, kNow + Days(90)}), Reason::kTeamIsActive);
}

TEST(Team, IsReviewedAsSoonAsTheOfficeThatCoordinatesWants) {
  ActivateTeam far{kCase, kNow + Days(61)}, soon{kCase, kNow + Days(60)};
  EXPECT_FALSE(When(Formed(), far).refused()) << "as everywhere";
  for (ActivateTeam* wish : {&far, &soon}) wish->terms.set_team_review_days(60);
  ExpectRefused(When(Formed(), far), Reason::kTeamNeedsReviewDate);
  EXPECT_FALSE(When(Formed(), soon).refused());
}

TEST(Team, DoesNotWorkWithoutAReviewDateWithinAYear) {
  for (const absl::Time due : {kNow, kNow - Days(1), kNow + Days(367)}) {
    ExpectRefused(When(Formed(), ActivateTeam{kCase, due}), Reason::kTeamNeedsReviewDate);
    RecordTeamMeeting meeting = Meeting();
    meeting.review_due = due;
    ExpectRefused(When(Active(), meeting), Reason::kTeamNeedsReviewDate);
  }
}

TEST(Team, IsLedByItsCoordinatorOrTheDeputyAlone) {
  const std::vector<TeamCommand> commands = {Replacement(), ActivateTeam{kCase, kNow + Days(90)}, Meeting()};
  for (const TeamCommand& command : commands) {
    ExpectRefused(When(Proposed(), command, At(kNow, kOffice, Id('8'))), Reason::kOnlyTheTeamsCoordinator);
    ExpectRefused(When(Proposed(), command, At(kNow, kClinic, kCoordinator)),
                  Reason::kOnlyTheTeamsCoordinator);
  }
  EXPECT_FALSE(When(Proposed(), Replacement(), At(kNow, kOffice, kDeputy)).refused());
}

TEST(Team, OfAnotherCaseIsUnknown) {
  const std::vector<TeamCommand> commands = {ReplaceProposedMember{Id('e')},
                                             RecordFormed{Id('e')},
                                             ActivateTeam{Id('e')},
                                             PauseTeam{Id('e')},
                                             ResumeTeam{Id('e')},
                                             CallTeamMeeting{Id('e')},
                                             RecordTeamMeeting{Id('e')}};
  for (const TeamCommand& command : commands) {
    ExpectRefused(When(Active(), command), Reason::kObjectUnknown);
  }
  ExpectRefused(When({}, RecordFormed{""}), Reason::kObjectUnknown);
}

TEST(Team, PausesWithStandbyAndReturnsWithTheSameMembers) {
  const TeamState before = After(Active());
  const Events paused = Then(Active(), PauseTeam{kCase});
  EXPECT_EQ(After(paused).phase, TeamPhase::kPaused);
  EXPECT_EQ(After(paused).seats, before.seats);
  const Events resumed = Then(paused, ResumeTeam{kCase});
  EXPECT_EQ(After(resumed), before);
}

TEST(Team, PausesAndResumesOnlyWhatWorksOrRests) {
  EXPECT_THAT(When(Formed(), PauseTeam{kCase}).events(), IsEmpty());
  EXPECT_THAT(When(Active(), ResumeTeam{kCase}).events(), IsEmpty());
}

TEST(Team, MeetsAndSetsItsNextReview) {
  RecordTeamMeeting meeting = Meeting();
  meeting.review_due = kNow + Days(30);
  const Events history = Then(Active(), meeting);
  const TeamState state = After(history);
  const care::Clock* review = state.clocks.Find(common::v1::CLOCK_KIND_TEAM_REVIEW, "");
  ASSERT_NE(review, nullptr);
  EXPECT_EQ(review->due, kNow + Days(30));
}

TEST(Team, RecordsNoMeetingBeforeItWorksNorOneToCome) {
  ExpectRefused(When(Formed(), Meeting()), Reason::kTeamNotActive);
  RecordTeamMeeting meeting = Meeting();
  meeting.held_at = kNow + absl::Minutes(1);
  ExpectRefused(When(Active(), meeting), Reason::kMeetingNotYetHeld);
}

TEST(Team, DoesNotMeetAloneNorWithStrangers) {
  for (const std::vector<std::string>& present : {std::vector<std::string>{kCoordinator},
                                                  {kCoordinator, kCoordinator},
                                                  {kCoordinator, kDoctor, Id('8')}}) {
    RecordTeamMeeting meeting = Meeting();
    meeting.person_ids = present;
    ExpectRefused(When(Active(), meeting), Reason::kMeetingNeedsMembers);
  }
}

// --- how seats and coordination went on in the case (A7, N10, N11) ---

const std::string kSuccessor = Id('e'), kNewDoctor = Id('f');
Standing Followed() {
  Standing standing{.coordinator = {kOffice, "", kSuccessor, kCoordinator},
                    .case_holder = {kYouthOffice, "", kCaseWorker}};
  standing.seats = Proposal().seats;
  standing.seats[0].who.person_id = kSuccessor;
  standing.seats[2].who.person_id = kNewDoctor;
  for (care::Seat& seat : standing.seats) seat.committed = true;
  standing.left = {{kDoctor, kNow - Days(2)}};
  return standing;
}

TEST(Team, MeetsWithWhoFollowedAndWithWhoWasThereThen) {
  const Given by_successor = At(kNow, kOffice, kSuccessor);
  RecordTeamMeeting meeting = Meeting();
  meeting.person_ids = {kSuccessor, kNewDoctor};
  ExpectRefused(When(Active(), meeting), Reason::kMeetingNeedsMembers);
  meeting.standing = Followed();
  EXPECT_FALSE(When(Active(), meeting, by_successor).refused());
  meeting.person_ids = {kSuccessor, kDoctor};
  ExpectRefused(When(Active(), meeting, by_successor), Reason::kMeetingNeedsMembers);
  meeting.held_at = kNow - Days(3);
  EXPECT_FALSE(When(Active(), meeting, by_successor).refused()) << "had the seat then";
  meeting.standing->seats[1].successor = {kYouthOffice, Id('8')};
  meeting.person_ids = {kSuccessor, Id('8')};
  ExpectRefused(When(Active(), meeting, by_successor), Reason::kMeetingNeedsMembers);
}

TEST(Team, IsLedByWhoFollowedOrStandsInAndByNobodyElse) {
  ActivateTeam activate{kCase, kNow + Days(90), Followed()};
  EXPECT_FALSE(When(Formed(), activate, At(kNow, kOffice, kSuccessor)).refused());
  EXPECT_FALSE(When(Formed(), activate, At(kNow, kOffice, kCoordinator)).refused()) << "the deputy now";
  ExpectRefused(When(Formed(), activate, At(kNow, kOffice, kDeputy)), Reason::kOnlyTheTeamsCoordinator);
  activate.standing->actor_stands_in = true;
  EXPECT_FALSE(When(Formed(), activate, At(kNow, kYouthOffice, kCaseWorker)).refused());
}

TEST(Team, IsShownAsProposedUntilItIsFormedAndThenAsTheCaseHasIt) {
  const Standing standing = Followed();
  EXPECT_EQ(SeatsNow(After(Proposed()), std::nullopt), Proposal().seats);
  const care::Seats proposed = SeatsNow(After(Proposed()), standing);
  EXPECT_EQ(proposed[0].who.person_id, kSuccessor) << "goes with coordination";
  EXPECT_EQ(proposed[1].who.person_id, kCaseWorker);
  EXPECT_EQ(proposed[2].who.person_id, kDoctor) << "the team says who is asked";
  EXPECT_EQ(SeatsNow(After(Formed()), standing), standing.seats);
}

TEST(Team, IsReplacedAroundWhoCoordinatesByNow) {
  ReplaceProposedMember replace = Replacement();
  replace.standing = Followed();
  EXPECT_FALSE(When(Proposed(), replace, At(kNow, kOffice, kSuccessor)).refused());
  replace.standing->case_holder = {kYouthOffice, "", Id('8')};
  replace.standing->seats[1].who.person_id = Id('8');
  EXPECT_FALSE(When(Proposed(), replace, At(kNow, kOffice, kSuccessor)).refused()) << "the case has moved";
}

TEST(Team, OwesAMeetingAfterASetbackUntilItHasMetAfterIt) {
  const auto meeting_due = [](const Events& history) {
    return After(history).clocks.Find(common::v1::CLOCK_KIND_TEAM_MEETING, "") != nullptr;
  };
  const Events called = Then(Active(), CallTeamMeeting{kCase, kNow + Days(7), kNow});
  EXPECT_TRUE(meeting_due(called));
  RecordTeamMeeting before = Meeting();
  before.held_at = kNow - absl::Hours(1);
  EXPECT_TRUE(meeting_due(Then(called, before)));
  EXPECT_FALSE(meeting_due(Then(called, Meeting())));
}

TEST(Team, ASecondSetbackDoesNotPostponeTheMeeting) {
  Events history = Then(Active(), CallTeamMeeting{kCase, kNow + Days(7), kNow});
  history = Then(history, CallTeamMeeting{kCase, kNow + Days(12), kNow + Days(5)}, At(kNow + Days(5)));
  EXPECT_EQ(After(history).clocks.Find(common::v1::CLOCK_KIND_TEAM_MEETING, "")->due, kNow + Days(7));
}

TEST(Team, AMissedReviewBecomesOverdueAndClimbsAndMovesNobody) {
  const PassTeamDeadline pass = {common::v1::CLOCK_KIND_TEAM_REVIEW, kNow + Days(90)};
  EXPECT_THAT(When(Active(), pass, At(kNow + Days(89))).events(), IsEmpty());

  const auto overdue = When(Active(), pass, At(kNow + Days(90)));
  ASSERT_FALSE(overdue.refused());
  ASSERT_THAT(overdue.events(), SizeIs(1));
  EXPECT_EQ(overdue.events()[0].team_deadline_overdue().clock(), common::v1::CLOCK_KIND_TEAM_REVIEW);

  TeamState state = After(Active());
  const TeamState before = state;
  absl::Time now = kNow + Days(90);
  std::vector<common::v1::EscalationStep> reached;
  for (int day = 0; day < 10; ++day, now += absl::Hours(24)) {
    const auto decision = TeamDecider::Decide(state, pass, At(now));
    ASSERT_FALSE(decision.refused());
    for (const Event& event : decision.events()) {
      if (event.has_team_deadline_escalated()) reached.push_back(event.team_deadline_escalated().step());
      state = TeamDecider::Evolve(state, event, At(now));
    }
  }
  EXPECT_THAT(reached, ::testing::ElementsAre(common::v1::ESCALATION_STEP_DEPUTY,
                                              common::v1::ESCALATION_STEP_TEAM_LEAD,
                                              common::v1::ESCALATION_STEP_DEPARTMENT_HEAD,
                                              common::v1::ESCALATION_STEP_STEERING_GROUP));
  EXPECT_EQ(state.phase, before.phase);
  EXPECT_EQ(state.seats, before.seats);
  EXPECT_EQ(state.coordinator, before.coordinator);
}

TEST(Team, AClockThatWasSetAnewIsNotMissed) {
  RecordTeamMeeting meeting = Meeting();
  meeting.review_due = kNow + Days(200);
  const auto decision =
      When(Then(Active(), meeting), PassTeamDeadline{common::v1::CLOCK_KIND_TEAM_REVIEW, kNow + Days(90)},
           At(kNow + Days(100)));
  ASSERT_FALSE(decision.refused());
  EXPECT_THAT(decision.events(), IsEmpty());
}

// --- pausing, and the lawful end of its case (A7) ---

TEST(Team, IsPausedByItsCoordinatorUntilAReviewAndWorksAgain) {
  const RestTeam rest{kCase, kNow + Days(60)};
  ExpectRefused(When(Active(), rest, At(kNow, kYouthOffice, kCaseWorker, "CASE_WORKER")),
                Reason::kOnlyTheTeamsCoordinator);
  ExpectRefused(When(Formed(), rest), Reason::kTeamNotActive);
  ExpectRefused(When(Active(), RestTeam{kCase, kNow}), Reason::kTeamNeedsReviewDate);
  ExpectRefused(When(Active(), RestTeam{Id('7'), kNow + Days(60)}), Reason::kObjectUnknown);
  const Events resting = Then(Active(), rest);
  const TeamState state = After(resting);
  EXPECT_EQ(state.phase, TeamPhase::kPaused);
  EXPECT_EQ(state.seats.size(), 3u) << "nobody is released";
  EXPECT_EQ(state.clocks.Find(common::v1::CLOCK_KIND_TEAM_REVIEW, "")->due, kNow + Days(60));
  ExpectRefused(When(Active(), GoOnWithTeam{kCase}), Reason::kTeamNotPaused);
  ExpectRefused(When(resting, GoOnWithTeam{Id('7')}), Reason::kObjectUnknown);
  ExpectRefused(When(resting, GoOnWithTeam{kCase}, At(kNow, kYouthOffice, kCaseWorker, "CASE_WORKER")),
                Reason::kOnlyTheTeamsCoordinator);
  EXPECT_EQ(After(Then(resting, GoOnWithTeam{kCase})).phase, TeamPhase::kActive);
}

// A8: pausing again and again is no way around meeting.
TEST(Team, IsReviewedWhenItWasDueHoweverOftenItPauses) {
  const auto review = [](const Events& events) {
    return *After(events).clocks.Find(common::v1::CLOCK_KIND_TEAM_REVIEW, "");
  };
  Events events = Then(Active(), RestTeam{kCase, kNow + Days(300)});
  EXPECT_FALSE(events.back().team_paused().has_review_due());
  EXPECT_EQ(review(events).due, kNow + Days(90));
  events = Then(events, GoOnWithTeam{kCase});
  events = Then(events, PassTeamDeadline{common::v1::CLOCK_KIND_TEAM_REVIEW, kNow + Days(90)},
                At(kNow + Days(91)));
  events = Then(events, RestTeam{kCase, kNow + Days(400)}, At(kNow + Days(92)));
  EXPECT_TRUE(review(events).overdue) << "and climbs until they have met";
}

TEST(Team, IsWoundDownWithItsCaseAndBackWithTheSameMembersAndADate) {
  const Events ended = Then(Active(), WindDownTeam{kCase});
  const TeamState state = After(ended);
  EXPECT_EQ(state.phase, TeamPhase::kWoundDown);
  EXPECT_TRUE(state.clocks.open().empty());
  EXPECT_THAT(When(ended, WindDownTeam{kCase}).events(), IsEmpty());
  EXPECT_THAT(When(ended, CallTeamMeeting{kCase, kNow + Days(7), kNow}).events(), IsEmpty());
  ExpectRefused(When(ended, Meeting()), Reason::kTeamNotActive);
  ExpectRefused(When(ended, RestTeam{kCase, kNow + Days(60)}), Reason::kTeamNotActive);
  ExpectRefused(When(ended, WindDownTeam{Id('7')}), Reason::kObjectUnknown);
  const TeamState back = After(Then(ended, ResumeTeam{kCase}));
  EXPECT_EQ(back.phase, TeamPhase::kActive);
  EXPECT_EQ(back.seats, state.seats);
  EXPECT_EQ(back.clocks.Find(common::v1::CLOCK_KIND_TEAM_REVIEW, "")->due, kNow + Days(28));
  ResumeTeam sooner{kCase};
  sooner.terms.set_team_return_review_days(10);
  EXPECT_EQ(After(Then(ended, sooner)).clocks.Find(common::v1::CLOCK_KIND_TEAM_REVIEW, "")->due,
            kNow + Days(10));
}

TEST(Team, ThatHadNotBegunGoesOnBeingAskedForWhenItsCaseIsBack) {
  const TeamState back = After(Then(Then(Proposed(), WindDownTeam{kCase}), ResumeTeam{kCase}));
  EXPECT_EQ(back.phase, TeamPhase::kProposed);
  EXPECT_TRUE(back.clocks.open().empty());
}

TEST(Team, KeepsWhatAMeetingArrivedAtAndTheDissent) {
  RecordTeamMeeting meeting = Meeting();
  meeting.results.emplace_back().set_kind(v1::SESSION_RESULT_KIND_AGREEMENT);
  meeting.results.emplace_back().set_kind(v1::SESSION_RESULT_KIND_DISSENT);
  const auto decision = When(Active(), meeting);
  ASSERT_EQ(decision.events()[0].team_meeting_held().results_size(), 2);
  EXPECT_EQ(decision.events()[0].team_meeting_held().results(1).kind(), v1::SESSION_RESULT_KIND_DISSENT);
}

}  // namespace
}  // namespace fallverbund::team
