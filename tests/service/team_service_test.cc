// A Team auf Zeit end to end: proposed, formed when the case says so, active, paused, missed dates.
#include "fallverbund/team/v1/team_service.grpc.pb.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fallverbund/casework/v1/case_events.pb.h"
#include "libs/base/time.h"
#include "libs/command/read_history.h"
#include "services/team/rpc/team_module.h"
#include "tests/service/people.h"
#include "tests/service/running_service.h"

namespace fallverbund::team {
namespace {

using casework::v1::CaseEvent;
using testing::IdOf;
using testing::kAdler;
using testing::kBiber;
using testing::kMilo;
using testing::kReiher;
using testing::kWachtel;
using testing::kZeisig;
using testing::Reply;
using testing::RunningService;
using testing::Who;

const Who kUhu = {kWachtel.organisation, IdOf("uhu"), common::v1::ROLE_COORDINATOR};

class TeamServiceTest : public ::testing::Test {
 protected:
  TeamServiceTest() {
    testing::RegisterEverybody(service_);
    testing::OpenMilo(service_);
  }

  static v1::ProposeTeamRequest Proposal() {
    v1::ProposeTeamRequest request;
    request.set_case_id(kMilo);
    request.set_case_worker_person_id(kAdler.person);
    request.set_coordinator_deputy_person_id(kZeisig.person);
    const auto seat = [&request](const Who& who, v1::Discipline discipline, bool lead) {
      auto& added = *request.add_seats();
      added.set_organisation_id(who.organisation);
      added.set_person_id(who.person);
      added.set_discipline(discipline);
      added.set_lead(lead);
    };
    seat(kWachtel, v1::DISCIPLINE_SOCIAL_WORK, false);
    seat(kAdler, v1::DISCIPLINE_SOCIAL_WORK, true);
    seat(kReiher, v1::DISCIPLINE_PSYCHIATRY, false);
    return request;
  }
  std::string Propose() {
    const auto reply = service_.Ask(&v1::TeamService::Stub::ProposeTeam, kWachtel, Proposal());
    EXPECT_TRUE(reply.ok()) << reply.status.error_message();
    service_.Settle();
    return reply.value.team_id();
  }
  // What the case decides because of the proposal.
  void Coordinated(const std::string& team_id) {
    CaseEvent assumed, invited;
    assumed.mutable_coordination_assumed()->set_team_id(team_id);
    *assumed.mutable_coordination_assumed()->mutable_holder() = testing::HolderOf(kWachtel, kZeisig, "");
    invited.mutable_commitments_invited()->set_team_id(team_id);
    for (const Who& who : {kWachtel, kAdler, kReiher}) {
      auto& invitation = *invited.mutable_commitments_invited()->add_invitations();
      invitation.set_organisation_id(who.organisation);
      invitation.set_person_id(who.person);
    }
    service_.Happened("case", kMilo, "case", {&assumed, &invited});
  }
  void Happened(const CaseEvent& event) { service_.Happened("case", kMilo, "case", {&event}); }
  void Committed(const std::string& team_id, const Who& who) {
    CaseEvent committed;
    committed.mutable_member_committed()->set_team_id(team_id);
    committed.mutable_member_committed()->set_organisation_id(who.organisation);
    committed.mutable_member_committed()->set_person_id(who.person);
    Happened(committed);
  }
  void Shared(const std::string& team_id) {
    CaseEvent shared;
    shared.mutable_shared_responsibility_taken()->set_team_id(team_id);
    Happened(shared);
  }
  Reply<v1::ActivateTeamResponse> Activate(const std::string& team_id) {
    v1::ActivateTeamRequest request;
    request.set_case_id(kMilo);
    request.set_team_id(team_id);
    *request.mutable_review_due() = fallverbund::ToProto(service_.clock().Now() + Days(180));
    auto reply = service_.Ask(&v1::TeamService::Stub::ActivateTeam, kWachtel, request);
    service_.Settle();
    return reply;
  }
  std::string ActiveTeam() {
    const std::string team_id = Propose();
    Coordinated(team_id);
    Shared(team_id);
    EXPECT_TRUE(Activate(team_id).ok());
    return team_id;
  }
  Reply<v1::GetTeamResponse> Get(const std::string& team_id, const Who& who = kWachtel,
                                 const std::string& case_id = kMilo) {
    v1::GetTeamRequest request;
    request.set_case_id(case_id);
    request.set_team_id(team_id);
    return service_.Ask(&v1::TeamService::Stub::GetTeam, who, request);
  }

  TeamModule module_;
  RunningService service_{"team", module_};
};

TEST_F(TeamServiceTest, ATeamWorksOnlyAfterEverybodyAccepted) {
  const std::string team_id = Propose();
  Coordinated(team_id);
  EXPECT_EQ(Get(team_id).value.team().state(), v1::TEAM_STATE_PROPOSED);
  const auto too_early = Activate(team_id);
  EXPECT_EQ(too_early.reason(), "TEAM_NOT_FORMED");
  EXPECT_EQ(too_early.status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(rpc::DetailsOf(too_early.status).refusal->row(), "A7");

  Shared(team_id);
  EXPECT_EQ(Get(team_id).value.team().state(), v1::TEAM_STATE_FORMED);
  ASSERT_TRUE(Activate(team_id).ok());
  const auto team = Get(team_id, kReiher).value.team();
  EXPECT_EQ(team.state(), v1::TEAM_STATE_ACTIVE);
  EXPECT_EQ(team.coordinator().person_id(), kWachtel.person);
  EXPECT_EQ(team.seats_size(), 3);
  EXPECT_EQ(fallverbund::FromProto(team.review_due()), service_.clock().Now() + Days(180));
}

TEST_F(TeamServiceTest, ProposalsAreCheckedAgainstDirectoryAndCase) {
  auto request = Proposal();
  request.mutable_seats(2)->set_organisation_id(kBiber.organisation);
  EXPECT_EQ(service_.Ask(&v1::TeamService::Stub::ProposeTeam, kWachtel, request).reason(),
            "SEAT_OF_STRANGER");
  request = Proposal();
  request.set_case_worker_person_id(testing::kSpecht.person);
  EXPECT_EQ(service_.Ask(&v1::TeamService::Stub::ProposeTeam, kWachtel, request).reason(),
            "NOT_THE_CASE_WORKER");
  request = Proposal();
  request.set_coordinator_deputy_person_id(kAdler.person);
  EXPECT_EQ(service_.Ask(&v1::TeamService::Stub::ProposeTeam, kWachtel, request).reason(),
            "DEPUTY_NOT_NAMED");
  request = Proposal();
  request.set_coordinator_unit_id(testing::kNorth);
  EXPECT_EQ(service_.Ask(&v1::TeamService::Stub::ProposeTeam, kWachtel, request).reason(), "UNIT_UNKNOWN");
  Coordinated(Propose());
  EXPECT_EQ(service_.Ask(&v1::TeamService::Stub::ProposeTeam, kWachtel, Proposal()).reason(), "TEAM_EXISTS");
}

TEST_F(TeamServiceTest, WhoAcceptedIsNotReplacedAndWhoDidNotIs) {
  const std::string team_id = Propose();
  Coordinated(team_id);
  v1::ReplaceProposedMemberRequest request;
  request.set_case_id(kMilo);
  request.set_team_id(team_id);
  request.set_person_id(kReiher.person);
  request.mutable_seat()->set_organisation_id(kBiber.organisation);
  request.mutable_seat()->set_person_id(kBiber.person);
  request.mutable_seat()->set_discipline(v1::DISCIPLINE_RESIDENTIAL_CARE);
  const auto replaced = service_.Ask(&v1::TeamService::Stub::ReplaceProposedMember, kWachtel, request);
  ASSERT_TRUE(replaced.ok()) << replaced.status.error_message();
  service_.Settle();
  EXPECT_EQ(Get(team_id).value.team().seats(2).person_id(), kBiber.person);

  CaseEvent asked;
  asked.mutable_invitation_replaced()->set_team_id(team_id);
  asked.mutable_invitation_replaced()->set_person_id(kReiher.person);
  asked.mutable_invitation_replaced()->mutable_invitation()->set_organisation_id(kBiber.organisation);
  asked.mutable_invitation_replaced()->mutable_invitation()->set_person_id(kBiber.person);
  Happened(asked);
  Committed(team_id, kBiber);
  request.set_person_id(kBiber.person);
  request.mutable_seat()->set_organisation_id(kReiher.organisation);
  request.mutable_seat()->set_person_id(kReiher.person);
  EXPECT_EQ(service_.Ask(&v1::TeamService::Stub::ReplaceProposedMember, kWachtel, request).reason(),
            "SEAT_TAKEN");
}

TEST_F(TeamServiceTest, OutsidersSeeNothingNotEvenThatItIsThere) {
  const std::string team_id = ActiveTeam();
  const auto hidden = Get(team_id, kBiber);
  const auto unknown = Get(IdOf("no team"), kBiber);
  EXPECT_EQ(hidden.status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(hidden.status.error_message(), unknown.status.error_message());
  EXPECT_EQ(hidden.status.error_details(), unknown.status.error_details());
  // A team of another case is unknown even to who may see the case that was named.
  CaseEvent other;
  *other.mutable_case_opened()->mutable_holder() =
      testing::HolderOf(kAdler, testing::kSpecht, testing::kNorth);
  service_.Happened("case", IdOf("other case"), "case", {&other});
  EXPECT_EQ(Get(team_id, kAdler, IdOf("other case")).status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_TRUE(Get(team_id, kAdler).ok());
}

TEST_F(TeamServiceTest, StandbyPausesTheTeamAndReturnBringsBackTheSame) {
  const std::string team_id = ActiveTeam();
  const auto before = Get(team_id).value.team();
  CaseEvent standby, back;
  standby.mutable_standby_entered()->set_reason(casework::v1::STANDBY_REASON_REFUSAL);
  Happened(standby);
  EXPECT_EQ(Get(team_id).value.team().state(), v1::TEAM_STATE_PAUSED);
  back.mutable_case_reactivated();
  Happened(back);
  EXPECT_EQ(Get(team_id).value.team().SerializeAsString(), before.SerializeAsString());
}

TEST_F(TeamServiceTest, ASetbackCallsAMeetingAndAMissedOneIsToldToOthersAndEndsNothing) {
  const std::string team_id = ActiveTeam();
  CaseEvent replan;
  *replan.mutable_replan_opened()->mutable_meeting_due() =
      fallverbund::ToProto(service_.clock().Now() + Days(7));
  Happened(replan);
  EXPECT_EQ(fallverbund::FromProto(Get(team_id).value.team().meeting_due()),
            service_.clock().Now() + Days(7));

  service_.clock().Advance(Days(7));
  service_.Settle();
  const auto team = command::ReadHistory<TeamDecider>(service_.host().rows(), team_id);
  ASSERT_TRUE(team.ok());
  EXPECT_TRUE(team->state.clocks.Find(common::v1::CLOCK_KIND_TEAM_MEETING, "")->overdue);
  service_.clock().Advance(Days(1));
  service_.Settle();
  const auto later = command::ReadHistory<TeamDecider>(service_.host().rows(), team_id);
  EXPECT_EQ(later->state.clocks.Find(common::v1::CLOCK_KIND_TEAM_MEETING, "")->step,
            common::v1::ESCALATION_STEP_DEPUTY);
  EXPECT_EQ(later->state.phase, TeamPhase::kActive);

  v1::RecordTeamMeetingRequest meeting;
  meeting.set_case_id(kMilo);
  meeting.set_team_id(team_id);
  *meeting.mutable_held_at() = fallverbund::ToProto(service_.clock().Now());
  meeting.add_person_ids(kWachtel.person);
  meeting.add_person_ids(kReiher.person);
  meeting.add_results()->set_kind(v1::SESSION_RESULT_KIND_DISSENT);
  EXPECT_EQ(service_.Ask(&v1::TeamService::Stub::RecordTeamMeeting, kWachtel, meeting).status.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT)
      << "dissent without a word";
  meeting.mutable_results(0)->set_text("Die Klinik haette gewartet");
  *meeting.mutable_review_due() = fallverbund::ToProto(service_.clock().Now() + Days(90));
  ASSERT_TRUE(service_.Ask(&v1::TeamService::Stub::RecordTeamMeeting, kWachtel, meeting).ok());
  service_.Settle();
  EXPECT_FALSE(Get(team_id).value.team().has_meeting_due());
  ASSERT_EQ(Get(team_id).value.team().meetings_size(), 1);
  EXPECT_EQ(Get(team_id).value.team().meetings(0).results(0).text(), "Die Klinik haette gewartet");
  EXPECT_EQ(service_.EverythingWritten().find("haette gewartet"), std::string::npos);

  v1::PauseTeamRequest pause;
  pause.set_case_id(kMilo);
  pause.set_team_id(team_id);
  *pause.mutable_review_due() = fallverbund::ToProto(service_.clock().Now() + Days(60));
  ASSERT_TRUE(service_.Ask(&v1::TeamService::Stub::PauseTeam, kWachtel, pause).ok());
  service_.Settle();
  EXPECT_EQ(Get(team_id).value.team().state(), v1::TEAM_STATE_PAUSED);
  v1::ResumeTeamRequest resume;
  resume.set_case_id(kMilo);
  resume.set_team_id(team_id);
  ASSERT_TRUE(service_.Ask(&v1::TeamService::Stub::ResumeTeam, kWachtel, resume).ok());
  CaseEvent ended, back;
  ended.mutable_case_lawfully_ended();
  back.mutable_case_reopened();
  service_.Happened("case", kMilo, "case", {&ended});
  service_.Settle();
  EXPECT_EQ(Get(team_id).value.team().state(), v1::TEAM_STATE_WOUND_DOWN);
  service_.Happened("case", kMilo, "case", {&back});
  service_.Settle();
  EXPECT_EQ(Get(team_id).value.team().state(), v1::TEAM_STATE_ACTIVE);
}

// N6, § 62: whom it would sit with, and nothing of what was said there; who is asked to hold the case, not
// even that.
TEST_F(TeamServiceTest, WhoIsOnlyAskedReadsNothingOfItsMeetings) {
  const std::string team_id = ActiveTeam();
  for (const Who& who : {kWachtel, kAdler}) Committed(team_id, who);
  v1::RecordTeamMeetingRequest meeting;
  meeting.set_case_id(kMilo);
  meeting.set_team_id(team_id);
  *meeting.mutable_held_at() = fallverbund::ToProto(service_.clock().Now());
  meeting.add_person_ids(kWachtel.person);
  meeting.add_person_ids(kAdler.person);
  meeting.add_results()->set_kind(v1::SESSION_RESULT_KIND_DISSENT);
  meeting.mutable_results(0)->set_text("Die Klinik haette gewartet");
  *meeting.mutable_review_due() = fallverbund::ToProto(service_.clock().Now() + Days(90));
  const auto held = service_.Ask(&v1::TeamService::Stub::RecordTeamMeeting, kWachtel, meeting);
  ASSERT_TRUE(held.ok()) << held.status.error_message();
  service_.Settle();
  const auto invited = Get(team_id, kReiher).value.team();
  EXPECT_EQ(invited.seats_size(), 3);
  EXPECT_EQ(invited.meetings_size(), 0);
  Committed(team_id, kReiher);
  EXPECT_EQ(Get(team_id, kReiher).value.team().meetings_size(), 1);

  const Who sommer = {IdOf("jugendamt ost"), IdOf("sommer"), common::v1::ROLE_CASE_WORKER};
  testing::Register(service_, v1::ORGANISATION_KIND_YOUTH_OFFICE, IdOf("ost"), {sommer});
  CaseEvent offered;
  offered.mutable_handover_offered()->set_handover_id(IdOf("handover"));
  *offered.mutable_handover_offered()->mutable_to() = testing::HolderOf(sommer, sommer, IdOf("ost"));
  Happened(offered);
  EXPECT_EQ(Get(team_id, sommer).reason(), "ONLY_ASKED");
}

TEST_F(TeamServiceTest, SeatsAndCoordinationFollowTheCase) {
  const std::string team_id = ActiveTeam();
  for (const Who& who : {kWachtel, kAdler, kReiher}) Committed(team_id, who);
  v1::RecordTeamMeetingRequest meeting;
  meeting.set_case_id(kMilo);
  meeting.set_team_id(team_id);
  *meeting.mutable_held_at() = fallverbund::ToProto(service_.clock().Now());
  meeting.add_person_ids(kWachtel.person);
  meeting.add_person_ids(kBiber.person);
  *meeting.mutable_review_due() = fallverbund::ToProto(service_.clock().Now() + Days(90));
  const auto record = [&](const Who& who) {
    meeting.clear_request_id();
    auto reply = service_.Ask(&v1::TeamService::Stub::RecordTeamMeeting, who, meeting);
    service_.Settle();
    return reply;
  };
  CaseEvent replaced;
  replaced.mutable_invitation_replaced()->set_team_id(team_id);
  replaced.mutable_invitation_replaced()->set_person_id(kReiher.person);
  replaced.mutable_invitation_replaced()->mutable_invitation()->set_organisation_id(kBiber.organisation);
  replaced.mutable_invitation_replaced()->mutable_invitation()->set_person_id(kBiber.person);
  Happened(replaced);
  EXPECT_EQ(record(kWachtel).reason(), "MEETING_NEEDS_MEMBERS") << "is asked and has not accepted";
  Committed(team_id, kBiber);
  EXPECT_EQ(Get(team_id).value.team().seats(2).person_id(), kBiber.person);
  EXPECT_TRUE(record(kWachtel).ok());
  meeting.set_person_ids(1, kReiher.person);
  service_.clock().Advance(Days(1));
  *meeting.mutable_held_at() = fallverbund::ToProto(service_.clock().Now());
  EXPECT_EQ(record(kWachtel).reason(), "MEETING_NEEDS_MEMBERS") << "has left";

  const auto away = [&](bool back) {
    v1::OrganisationEvent event;
    event.mutable_absence_reported()->set_person_id(kWachtel.person);
    event.mutable_absence_reported()->set_deputy_person_id(kUhu.person);
    if (!back)
      *event.mutable_absence_reported()->mutable_until() =
          fallverbund::ToProto(service_.clock().Now() + Days(9));
    service_.Happened("team", kWachtel.organisation, "organisation", {&event});
  };
  v1::OrganisationEvent registered;
  registered.mutable_person_registered()->set_person_id(kUhu.person);
  registered.mutable_person_registered()->add_roles(kUhu.role);
  service_.Happened("team", kUhu.organisation, "organisation", {&registered});
  meeting.set_person_ids(1, kBiber.person);
  EXPECT_EQ(record(kUhu).reason(), "ONLY_THE_TEAMS_COORDINATOR");
  away(false);
  EXPECT_TRUE(record(kUhu).ok()) << "acts for Wachtel, who is away";
  away(true);
  EXPECT_EQ(record(kUhu).reason(), "ONLY_THE_TEAMS_COORDINATOR");

  EXPECT_EQ(record(kAdler).reason(), "ONLY_THE_TEAMS_COORDINATOR");
  CaseEvent back;
  back.mutable_commitments_fell_back()->set_organisation_id(kWachtel.organisation);
  Happened(back);
  EXPECT_TRUE(record(kAdler).ok()) << "answers for a partner that is gone";

  CaseEvent assumed;
  assumed.mutable_coordination_assumed()->set_team_id(team_id);
  *assumed.mutable_coordination_assumed()->mutable_holder() = testing::HolderOf(kZeisig, kUhu, "");
  Happened(assumed);
  EXPECT_EQ(Get(team_id).value.team().coordinator().person_id(), kZeisig.person);
  EXPECT_TRUE(record(kZeisig).ok());
  EXPECT_TRUE(record(kUhu).ok()) << "the deputy now";
  EXPECT_EQ(record(kWachtel).reason(), "ONLY_THE_TEAMS_COORDINATOR");
  EXPECT_EQ(record(kAdler).reason(), "ONLY_THE_TEAMS_COORDINATOR") << "somebody coordinates again";
}

TEST_F(TeamServiceTest, RefusalsAreJournaled) {
  const std::string team_id = Propose();
  Coordinated(team_id);
  ASSERT_FALSE(Activate(team_id).ok());
  EXPECT_EQ(service_.JournalEntries().back(), "fallverbund.eventlog.v1.CommandRefused");
}

}  // namespace
}  // namespace fallverbund::team
