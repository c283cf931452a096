// Standing members, an office's people and joint decisions end to end.
#include "fallverbund/team/v1/membership_service.grpc.pb.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/team/v1/team_service.grpc.pb.h"
#include "libs/base/time.h"
#include "services/team/rpc/team_module.h"
#include "tests/service/people.h"
#include "tests/service/running_service.h"

namespace fallverbund::team {
namespace {

using testing::IdOf;
using testing::kAdler;
using testing::kBiber;
using testing::kMilo;
using testing::kReiher;
using testing::kSpecht;
using testing::kWachtel;
using testing::kZeisig;
using testing::Reply;
using testing::RunningService;
using testing::Who;
using Stub = v1::MembershipService::Stub;

// Colleagues who can be deputies and successors, and a second provider.
const Who kOtter = {IdOf("traeger"), IdOf("otter"), common::v1::ROLE_PROVIDER_WORKER};
const Who kMarder = {IdOf("zweiter traeger"), IdOf("marder"), common::v1::ROLE_PROVIDER_WORKER};
const Who kLuchs = {IdOf("zweiter traeger"), IdOf("luchs"), common::v1::ROLE_PROVIDER_WORKER};

class MembershipServiceTest : public ::testing::Test {
 protected:
  MembershipServiceTest() {
    testing::Register(service_, v1::ORGANISATION_KIND_YOUTH_OFFICE, testing::kNorth, {kAdler, kSpecht});
    testing::Register(service_, v1::ORGANISATION_KIND_COORDINATION_OFFICE, "", {kWachtel, kZeisig});
    testing::Register(service_, v1::ORGANISATION_KIND_PROVIDER, "", {kBiber, kOtter});
    testing::Register(service_, v1::ORGANISATION_KIND_PROVIDER, "", {kMarder, kLuchs});
    testing::Register(service_, v1::ORGANISATION_KIND_CLINIC, "", {kReiher});
    testing::OpenMilo(service_);
  }

  template <class Request>
  auto Ask(auto method, const Who& who, const Request& request) {
    auto reply = service_.Ask(method, who, request);
    service_.Settle();
    return reply;
  }
  void Wait(int days) {
    service_.clock().Advance(Days(days));
    service_.Settle();
  }
  v1::FoundMembershipRequest Founding(v1::MembershipKind kind, const std::vector<Who>& members) {
    v1::FoundMembershipRequest request;
    request.set_kind(kind);
    request.set_display_name("Fallverbund Mitte");
    request.set_deputy_person_id(kZeisig.person);
    for (const Who& who : members) {
      auto& seat = *request.add_seats();
      seat.set_organisation_id(who.organisation);
      seat.set_person_id(who.person);
    }
    if (kind != v1::MEMBERSHIP_KIND_OFFICE) request.mutable_seats(0)->set_lead(true);
    return request;
  }
  std::string Accept(const std::string& membership_id, const Who& who, const Who& deputy) {
    v1::AcceptMembershipRequest request;
    request.set_membership_id(membership_id);
    request.set_deputy_person_id(deputy.person);
    return Ask(&Stub::AcceptMembership, who, request).reason();
  }
  std::string Complete() {
    const auto reply =
        Ask(&Stub::FoundMembership, kWachtel, Founding(v1::MEMBERSHIP_KIND_FALLVERBUND, {kAdler, kBiber}));
    EXPECT_TRUE(reply.ok()) << reply.status.error_message();
    EXPECT_EQ(Accept(reply.value.membership_id(), kAdler, kSpecht), "OK");
    EXPECT_EQ(Accept(reply.value.membership_id(), kBiber, kOtter), "OK");
    return reply.value.membership_id();
  }
  v1::Membership Get(const std::string& membership_id, const Who& who = kAdler) {
    v1::GetMembershipRequest request;
    request.set_membership_id(membership_id);
    return Ask(&Stub::GetMembership, who, request).value.membership();
  }
  void Leaves(const Who& who, const Who& deputy) {
    v1::OrganisationEvent asked, closed;
    asked.mutable_deactivation_requested()->set_person_id(who.person);
    asked.mutable_deactivation_requested()->set_deputy_person_id(deputy.person);
    closed.mutable_person_deactivated()->set_person_id(who.person);
    service_.Happened("team", who.organisation, "organisation", {&asked, &closed});
    service_.Settle();
  }
  // A decision in which Adler has said yes and Biber no.
  std::string Dissent(const std::string& membership_id) {
    v1::OpenMembershipDecisionRequest open;
    open.set_membership_id(membership_id);
    open.set_subject(v1::DECISION_SUBJECT_ONE_OFF_SETTING);
    open.set_question("a boat for one summer");
    *open.mutable_answer_due() = fallverbund::ToProto(service_.clock().Now() + Days(14));
    const std::string decision = Ask(&Stub::OpenMembershipDecision, kAdler, open).value.decision_id();
    EXPECT_EQ(Vote(decision, kAdler, v1::VOTE_YES), "OK");
    EXPECT_EQ(Vote(decision, kBiber, v1::VOTE_NO, "he cannot swim"), "OK");
    EXPECT_TRUE(Decision(decision).value.decision().dissent_open());
    return decision;
  }
  std::string Vote(const std::string& decision_id, const Who& who, v1::Vote vote,
                   const std::string& reason = "") {
    v1::CastVoteRequest request;
    request.set_decision_id(decision_id);
    request.set_vote(vote);
    request.set_reason(reason);
    return Ask(&Stub::CastVote, who, request).reason();
  }
  Reply<v1::GetJointDecisionResponse> Decision(const std::string& decision_id, const Who& who = kAdler) {
    v1::GetJointDecisionRequest request;
    request.set_decision_id(decision_id);
    return Ask(&Stub::GetJointDecision, who, request);
  }

  TeamModule module_;
  RunningService service_{"team", module_};
};

// N11: of the keeper's organisation, to colleagues who stay.
TEST_F(MembershipServiceTest, ARegisterIsEntrustedByAColleague) {
  const std::string id = Complete();
  v1::EntrustMembershipRequest entrust;
  EXPECT_EQ(Ask(&Stub::EntrustMembership, kZeisig, entrust).status.error_code(), grpc::StatusCode::NOT_FOUND);
  entrust.set_membership_id(id);
  entrust.set_person_id(kZeisig.person);
  entrust.set_deputy_person_id(kReiher.person);
  EXPECT_EQ(Ask(&Stub::EntrustMembership, kZeisig, entrust).reason(), "PERSON_UNKNOWN");
  entrust.set_deputy_person_id(kWachtel.person);
  EXPECT_EQ(Ask(&Stub::EntrustMembership, kAdler, entrust).status.error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(Ask(&Stub::EntrustMembership, kZeisig, entrust).reason(), "OK");
  EXPECT_EQ(Get(id).keeper().person_id(), kZeisig.person);
  EXPECT_EQ(Get(id).keeper().deputy_person_id(), kWachtel.person);
}

TEST_F(MembershipServiceTest, AStandingMemberLeavesOnlyWithASuccessorWhoAccepted) {
  const std::string id = Complete();
  EXPECT_TRUE(Get(id).complete());
  v1::RequestToLeaveMembershipRequest leave;
  leave.set_membership_id(id);
  const auto refused = Ask(&Stub::RequestToLeaveMembership, kBiber, leave);
  EXPECT_EQ(refused.reason(), "LEAVES_ONLY_WITH_SUCCESSOR");
  EXPECT_EQ(rpc::DetailsOf(refused.status).refusal->row(), "B6");
  EXPECT_EQ(service_.JournalEntries().back(), "fallverbund.eventlog.v1.CommandRefused");

  v1::NameMemberSuccessorRequest next;
  next.set_membership_id(id);
  next.set_person_id(kBiber.person);
  next.set_successor_organisation_id(kReiher.organisation);
  next.set_successor_person_id(kMarder.person);
  EXPECT_EQ(Ask(&Stub::NameMemberSuccessor, kBiber, next).reason(), "MEMBER_OF_STRANGER");
  next.set_successor_organisation_id(kMarder.organisation);
  EXPECT_TRUE(Ask(&Stub::NameMemberSuccessor, kBiber, next).ok());
  EXPECT_EQ(Get(id).members(1).person_id(), kBiber.person);
  EXPECT_EQ(Get(id).members(1).successor_person_id(), kMarder.person);
  EXPECT_EQ(Accept(id, kMarder, kAdler), "DEPUTY_NOT_NAMED");
  EXPECT_EQ(Accept(id, kMarder, kLuchs), "OK");
  EXPECT_EQ(Get(id).members(1).person_id(), kMarder.person);
  EXPECT_EQ(Get(id).members(1).deputy_person_id(), kLuchs.person);
}

TEST_F(MembershipServiceTest, SeatsOfAPartnerThatGoesWaitForSuccessorsUntilItStays) {
  const std::string id = Complete();
  v1::OrganisationEvent goes, stays;
  goes.mutable_organisation_leaving()->set_cause(v1::LEAVING_CAUSE_LEAVES);
  *goes.mutable_organisation_leaving()->mutable_until() = ToProto(service_.clock().Now() + Days(30));
  stays.mutable_organisation_stays();
  const auto happened = [&](const v1::OrganisationEvent& event) {
    service_.Happened("team", kBiber.organisation, "organisation", {&event});
    service_.Settle();
  };
  happened(goes);
  EXPECT_EQ(FromProto(Get(id).members(1).due()), service_.clock().Now() + Days(30));
  EXPECT_FALSE(Get(id).members(0).has_due());
  happened(stays);
  EXPECT_FALSE(Get(id).members(1).has_due());
  happened(goes);
  v1::NameMemberSuccessorRequest next;
  next.set_membership_id(id);
  next.set_person_id(kBiber.person);
  next.set_successor_organisation_id(kOtter.organisation);
  next.set_successor_person_id(kOtter.person);
  EXPECT_EQ(Ask(&Stub::NameMemberSuccessor, kWachtel, next).reason(), "MEMBER_OF_STRANGER") << "leaves, too";
  next.set_successor_organisation_id(kMarder.organisation);
  next.set_successor_person_id(kMarder.person);
  EXPECT_TRUE(Ask(&Stub::NameMemberSuccessor, kWachtel, next).ok());
  Wait(30);
  EXPECT_TRUE(Get(id).members(1).overdue());
  EXPECT_EQ(Accept(id, kMarder, kLuchs), "OK");
  EXPECT_FALSE(Get(id).members(1).has_due());
}

TEST_F(MembershipServiceTest, AnOfficeIsStaffedAtParityAndWarnsAboutAVacancy) {
  EXPECT_EQ(
      Ask(&Stub::FoundMembership, kWachtel, Founding(v1::MEMBERSHIP_KIND_OFFICE, {kAdler, kBiber, kReiher}))
          .reason(),
      "OFFICE_NEEDS_PARITY");
  const auto founded =
      Ask(&Stub::FoundMembership, kWachtel, Founding(v1::MEMBERSHIP_KIND_OFFICE, {kAdler, kBiber, kMarder}));
  ASSERT_TRUE(founded.ok()) << founded.status.error_message();
  const std::string id = founded.value.membership_id();
  EXPECT_EQ(Accept(id, kBiber, kOtter), "OK");
  v1::ReportVacancyRequest gone;
  gone.set_membership_id(id);
  gone.set_person_id(kBiber.person);
  EXPECT_TRUE(Ask(&Stub::ReportVacancy, kOtter, gone).ok());
  EXPECT_TRUE(Get(id).members(1).vacant());
  EXPECT_EQ(Get(id).members(1).deputy_person_id(), kOtter.person);
  EXPECT_FALSE(Get(id).members(1).overdue());
  Wait(kSeatDays);
  EXPECT_TRUE(Get(id).members(1).overdue());
  EXPECT_TRUE(Get(id).members(0).overdue()) << "nobody has answered";
  EXPECT_FALSE(Get(id).complete());
}

TEST_F(MembershipServiceTest, AJointDecisionKeepsEachVoteAndItsDissentClimbs) {
  const std::string id = Complete();
  v1::OpenMembershipDecisionRequest open;
  open.set_membership_id(id);
  open.set_subject(v1::DECISION_SUBJECT_ONE_OFF_SETTING);
  open.set_question("a boat for one summer");
  *open.mutable_answer_due() = fallverbund::ToProto(service_.clock().Now() + Days(14));
  EXPECT_EQ(Ask(&Stub::OpenMembershipDecision, kWachtel, open).reason(), "NO_VOTE_HERE");
  const auto opened = Ask(&Stub::OpenMembershipDecision, kAdler, open);
  ASSERT_TRUE(opened.ok()) << opened.status.error_message();
  const std::string decision = opened.value.decision_id();
  EXPECT_EQ(Vote(decision, kAdler, v1::VOTE_YES), "OK");
  EXPECT_EQ(Vote(decision, kBiber, v1::VOTE_NO), "DISSENT_NEEDS_REASON");
  EXPECT_EQ(Vote(decision, kOtter, v1::VOTE_YES), "NO_VOTE_HERE");
  EXPECT_EQ(Vote(decision, kBiber, v1::VOTE_NO, "he cannot swim"), "OK");
  Wait(1);
  Wait(1);
  const auto shown = Decision(decision).value.decision();
  EXPECT_TRUE(shown.reached());
  EXPECT_TRUE(shown.dissent_open());
  EXPECT_EQ(shown.dissent_step(), common::v1::ESCALATION_STEP_TEAM_LEAD);
  EXPECT_EQ(shown.question(), "a boat for one summer");
  ASSERT_EQ(shown.votes_size(), 2);
  EXPECT_EQ(shown.votes(1).vote(), v1::VOTE_NO);
  EXPECT_EQ(shown.votes(1).reason(), "he cannot swim");
  EXPECT_EQ(service_.EverythingWritten().find("he cannot swim"), std::string::npos);
  EXPECT_TRUE(Get(id).complete()) << "dissent expels nobody";
  EXPECT_EQ(Get(id).members(1).person_id(), kBiber.person);
  EXPECT_EQ(Decision(decision, kReiher).status.error_code(), grpc::StatusCode::NOT_FOUND);

  v1::AnswerDissentRequest answer;
  answer.set_decision_id(decision);
  answer.set_answer(v1::DISSENT_ANSWER_ANOTHER_WAY_FOUND);
  answer.set_text("he learns it first");
  EXPECT_TRUE(Ask(&Stub::AnswerDissent, kBiber, answer).ok());
  const auto after = Decision(decision).value.decision();
  EXPECT_FALSE(after.dissent_open());
  EXPECT_EQ(after.answer(), "he learns it first");
  EXPECT_EQ(after.votes(1).vote(), v1::VOTE_NO) << "the vote stays as it was given";
}

// B9, N11: a dissent that those who were asked cannot answer any more is answered by whoever has followed.
TEST_F(MembershipServiceTest, ADissentOfPeopleWhoHaveLeftIsAnsweredByWhoFollowed) {
  const std::string id = Complete();
  const std::string decision = Dissent(id);
  v1::AnswerDissentRequest answer;
  answer.set_decision_id(decision);
  answer.set_answer(v1::DISSENT_ANSWER_GOES_ON_WITH_DISSENT);
  answer.set_text("she comes along all the same");
  v1::NameMemberSuccessorRequest next;
  next.set_membership_id(id);
  next.set_person_id(kBiber.person);
  next.set_successor_organisation_id(kMarder.organisation);
  next.set_successor_person_id(kMarder.person);
  EXPECT_TRUE(Ask(&Stub::NameMemberSuccessor, kBiber, next).ok());
  EXPECT_EQ(Accept(id, kMarder, kLuchs), "OK");
  Leaves(kBiber, kOtter);
  EXPECT_EQ(Ask(&Stub::AnswerDissent, kMarder, answer).reason(), "NO_VOTE_HERE") << "Adler is there";
  EXPECT_EQ(Decision(decision, kMarder).status.error_code(), grpc::StatusCode::NOT_FOUND);
  Leaves(kAdler, kSpecht);
  EXPECT_EQ(Ask(&Stub::AnswerDissent, kLuchs, answer).reason(), "NO_VOTE_HERE") << "deputy of who has a seat";
  EXPECT_EQ(Ask(&Stub::AnswerDissent, kReiher, answer).reason(), "NO_VOTE_HERE");
  EXPECT_EQ(Decision(decision, kReiher).status.error_code(), grpc::StatusCode::NOT_FOUND);
  const auto asked = Decision(decision, kMarder);
  ASSERT_TRUE(asked.ok()) << asked.status.error_message();
  EXPECT_EQ(asked.value.decision().votes(1).reason(), "he cannot swim")
      << "whoever answers reads the dissent";
  EXPECT_TRUE(Ask(&Stub::AnswerDissent, kMarder, answer).ok());
  const auto after = Decision(decision, kSpecht).value.decision();
  EXPECT_FALSE(after.dissent_open());
  EXPECT_EQ(after.answered_by_organisation_id(), kMarder.organisation);
  EXPECT_EQ(after.answered_by_person_id(), kMarder.person);
  EXPECT_EQ(after.votes(1).vote(), v1::VOTE_NO) << "the vote stays as it was given";
  EXPECT_EQ(Get(id, kSpecht).members(0).person_id(), kAdler.person) << "it expels nobody";
  EXPECT_EQ(Decision(decision, kMarder).status.error_code(), grpc::StatusCode::NOT_FOUND) << "it is answered";
}

TEST_F(MembershipServiceTest, ADissentOfPeopleWhoHaveLeftIsAnsweredByWhoKeepsTheMembership) {
  const std::string decision = Dissent(Complete());
  v1::AnswerDissentRequest answer;
  answer.set_decision_id(decision);
  answer.set_answer(v1::DISSENT_ANSWER_ANOTHER_WAY_FOUND);
  Leaves(kAdler, kSpecht);
  EXPECT_EQ(Ask(&Stub::AnswerDissent, kZeisig, answer).reason(), "NO_VOTE_HERE") << "Biber is there";
  v1::OrganisationEvent goes;
  goes.mutable_organisation_leaving()->set_cause(v1::LEAVING_CAUSE_INSOLVENT);
  *goes.mutable_organisation_leaving()->mutable_until() = ToProto(service_.clock().Now() + Days(1));
  service_.Happened("team", kBiber.organisation, "organisation", {&goes});
  service_.Settle();
  EXPECT_TRUE(Ask(&Stub::AnswerDissent, kZeisig, answer).ok());
}

TEST_F(MembershipServiceTest, ADissentThatHasClimbedIsAnsweredByTheSteeringGroup) {
  const Who steers = {IdOf("stadt"), IdOf("kranich"), common::v1::ROLE_STEERING_GROUP};
  testing::Register(service_, v1::ORGANISATION_KIND_YOUTH_OFFICE, "", {steers});
  const std::string decision = Dissent(Complete());
  v1::AnswerDissentRequest answer;
  answer.set_decision_id(decision);
  answer.set_answer(v1::DISSENT_ANSWER_STEERING_GROUP_DECIDED);
  EXPECT_EQ(Ask(&Stub::AnswerDissent, steers, answer).reason(), "NO_VOTE_HERE") << "it is the circle's first";
  for (int day = 0; day < 6; ++day) Wait(1);
  EXPECT_EQ(Decision(decision).value.decision().dissent_step(), common::v1::ESCALATION_STEP_STEERING_GROUP);
  EXPECT_TRUE(Decision(decision, steers).ok());
  EXPECT_TRUE(Ask(&Stub::AnswerDissent, steers, answer).ok());
  EXPECT_EQ(Decision(decision).value.decision().answered_by_person_id(), steers.person);
}

// B9, B5, N11: an account that is closed decides nothing for one organisation alone, and leaves nothing
// stuck.
TEST_F(MembershipServiceTest, AJointDecisionOfACircleThatIsNoMoreIsWithdrawn) {
  const std::string id = Complete();
  v1::OpenMembershipDecisionRequest open;
  open.set_membership_id(id);
  open.set_subject(v1::DECISION_SUBJECT_STANCE);
  open.set_question("do we go on");
  *open.mutable_answer_due() = fallverbund::ToProto(service_.clock().Now() + Days(14));
  const std::string decision = Ask(&Stub::OpenMembershipDecision, kAdler, open).value.decision_id();
  EXPECT_EQ(Vote(decision, kAdler, v1::VOTE_YES), "OK");
  EXPECT_FALSE(Decision(decision).value.decision().reached());
  v1::OrganisationEvent closed;
  closed.mutable_person_deactivated()->set_person_id(kBiber.person);
  service_.Happened("team", kBiber.organisation, "organisation", {&closed});
  service_.Settle();
  const auto shown = Decision(decision).value.decision();
  EXPECT_FALSE(shown.reached());
  EXPECT_TRUE(shown.votes(1).gone());
  EXPECT_EQ(shown.votes(1).vote(), v1::VOTE_UNSPECIFIED);
  EXPECT_FALSE(shown.dissent_open());
  v1::LetDecisionGoRequest withdraw;
  withdraw.set_decision_id(decision);
  EXPECT_EQ(Ask(&Stub::LetDecisionGo, kAdler, withdraw).reason(), "LETTING_GO_NEEDS_REASON");
  withdraw.set_reason("she has moved away");
  EXPECT_TRUE(Ask(&Stub::LetDecisionGo, kAdler, withdraw).ok());
  const auto after = Decision(decision).value.decision();
  EXPECT_EQ(after.let_go_by_person_id(), kAdler.person);
  EXPECT_EQ(after.let_go_reason(), "she has moved away");
  EXPECT_EQ(service_.EverythingWritten().find("she has moved away"), std::string::npos);
}

TEST_F(MembershipServiceTest, ATeamDecidesWithThoseWhoHaveAccepted) {
  v1::ProposeTeamRequest proposal;
  proposal.set_case_id(kMilo);
  proposal.set_case_worker_person_id(kAdler.person);
  proposal.set_coordinator_deputy_person_id(kZeisig.person);
  for (const Who& who : {kWachtel, kAdler, kReiher}) {
    auto& seat = *proposal.add_seats();
    seat.set_organisation_id(who.organisation);
    seat.set_person_id(who.person);
    seat.set_discipline(who.person == kReiher.person ? v1::DISCIPLINE_PSYCHIATRY
                                                     : v1::DISCIPLINE_SOCIAL_WORK);
    seat.set_lead(who.person == kAdler.person);
  }
  const auto team = Ask(&v1::TeamService::Stub::ProposeTeam, kWachtel, proposal);
  ASSERT_TRUE(team.ok()) << team.status.error_message();
  casework::v1::CaseEvent assumed;
  assumed.mutable_coordination_assumed()->set_team_id(team.value.team_id());
  *assumed.mutable_coordination_assumed()->mutable_holder() = testing::HolderOf(kWachtel, kZeisig, "");
  casework::v1::CaseEvent invited;
  for (const Who& who : {kWachtel, kAdler, kReiher}) {
    auto& invitation = *invited.mutable_commitments_invited()->add_invitations();
    invitation.set_organisation_id(who.organisation);
    invitation.set_person_id(who.person);
  }
  service_.Happened("case", kMilo, "case", {&assumed, &invited});
  for (const Who& who : {kWachtel, kAdler}) {
    casework::v1::CaseEvent committed;
    committed.mutable_member_committed()->set_team_id(team.value.team_id());
    committed.mutable_member_committed()->set_organisation_id(who.organisation);
    committed.mutable_member_committed()->set_person_id(who.person);
    service_.Happened("case", kMilo, "case", {&committed});
  }
  v1::OpenTeamDecisionRequest open;
  open.set_case_id(kMilo);
  open.set_team_id(team.value.team_id());
  open.set_subject(v1::DECISION_SUBJECT_STANCE);
  open.set_question("who goes first is not left");
  *open.mutable_answer_due() = fallverbund::ToProto(service_.clock().Now() + Days(14));
  EXPECT_EQ(Ask(&Stub::OpenTeamDecision, kBiber, open).status.error_code(), grpc::StatusCode::NOT_FOUND);
  const auto opened = Ask(&Stub::OpenTeamDecision, kAdler, open);
  ASSERT_TRUE(opened.ok()) << opened.status.error_message();
  EXPECT_EQ(Decision(opened.value.decision_id()).value.decision().votes_size(), 2);
  EXPECT_EQ(Decision(opened.value.decision_id()).value.decision().question(), "who goes first is not left");
  EXPECT_EQ(Vote(opened.value.decision_id(), kAdler, v1::VOTE_YES, "so that he stays"), "OK");
  EXPECT_EQ(Decision(opened.value.decision_id()).value.decision().votes(1).reason(), "so that he stays");

  const Who steers = {IdOf("stadt"), IdOf("kranich"), common::v1::ROLE_STEERING_GROUP};
  testing::Register(service_, v1::ORGANISATION_KIND_YOUTH_OFFICE, "", {steers});
  EXPECT_EQ(Vote(opened.value.decision_id(), kWachtel, v1::VOTE_NO, "he is alone there"), "OK");
  for (int day = 0; day < 6; ++day) Wait(1);
  const auto seen = Decision(opened.value.decision_id(), steers);
  ASSERT_TRUE(seen.ok()) << "the dissent has climbed to it: " << seen.status.error_message();
  EXPECT_EQ(seen.value.decision().votes_size(), 2);
  EXPECT_EQ(seen.value.decision().question(), "") << "§ 62: it opens no case by it";
  EXPECT_EQ(seen.value.decision().votes(1).reason(), "");
}

TEST_F(MembershipServiceTest, ASteeringGroupJudgesAProjectByFiguresThatAnybodyCanComputeAgain) {
  const auto founded =
      Ask(&Stub::FoundMembership, kWachtel, Founding(v1::MEMBERSHIP_KIND_STEERING_GROUP, {kAdler, kBiber}));
  ASSERT_TRUE(founded.ok()) << founded.status.error_message();
  const std::string id = founded.value.membership_id();
  EXPECT_EQ(Accept(id, kAdler, kSpecht), "OK");
  EXPECT_EQ(Accept(id, kBiber, kOtter), "OK");
  v1::OpenMembershipDecisionRequest open;
  open.set_membership_id(id);
  open.set_subject(v1::DECISION_SUBJECT_PROJECT_EVALUATION);
  open.set_question("does the way of this city go on after its funding");
  *open.mutable_answer_due() = fallverbund::ToProto(service_.clock().Now() + Days(14));
  EXPECT_EQ(Ask(&Stub::OpenMembershipDecision, kAdler, open).reason(), "EVALUATION_INCOMPLETE");
  v1::ProjectEvaluation& evaluation = *open.mutable_evaluation();
  evaluation.set_kind(v1::PROJECT_KIND_PROGRAMME);
  *evaluation.mutable_from() = fallverbund::ToProto(service_.clock().Now() - Days(365));
  *evaluation.mutable_until() = fallverbund::ToProto(service_.clock().Now());
  evaluation.set_figures_position(1'000'000);
  EXPECT_EQ(Ask(&Stub::OpenMembershipDecision, kAdler, open).status.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT)
      << "no judgement";
  evaluation.set_judgement(v1::PROJECT_JUDGEMENT_CHANGE);
  EXPECT_EQ(Ask(&Stub::OpenMembershipDecision, kAdler, open).reason(), "EVALUATION_WITHOUT_FIGURES");
  evaluation.set_figures_position(3);
  const auto opened = Ask(&Stub::OpenMembershipDecision, kAdler, open);
  ASSERT_TRUE(opened.ok()) << opened.status.error_message();
  EXPECT_EQ(Vote(opened.value.decision_id(), kAdler, v1::VOTE_YES), "OK");
  EXPECT_EQ(Vote(opened.value.decision_id(), kBiber, v1::VOTE_YES), "OK");
  const auto shown = Decision(opened.value.decision_id()).value.decision();
  EXPECT_TRUE(shown.reached());
  EXPECT_EQ(shown.evaluation().judgement(), v1::PROJECT_JUDGEMENT_CHANGE);
  EXPECT_EQ(shown.evaluation().figures_position(), 3u);
  EXPECT_EQ(shown.evaluated_by_person_id(), kAdler.person);
}

}  // namespace
}  // namespace fallverbund::team
