#include "services/team/rpc/team_commands.h"

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/case_facts/case_facts.h"
#include "libs/directory/directory.h"
#include "services/team/domain/team_decider.h"

namespace fallverbund::team {
namespace {

constexpr int kMaxSeats = 32;  // a circle that can still talk

absl::StatusOr<bool> IsKnown(const v1::TeamSeat& seat, service::Call& call) {
  return directory::IsPersonOf(call.rows(), seat.organisation_id(), seat.person_id());
}

absl::StatusOr<case_facts::CaseFacts> FactsOf(const std::string& case_id, service::Call& call) {
  FV_ASSIGN_OR_RETURN(const auto facts, case_facts::Find(call.rows(), case_id));
  if (!facts) return absl::NotFoundError("");
  return *facts;
}

// A time that the caller did not name is the beginning of time: no date anybody could mean.
absl::Time TimeOf(bool there, const google::protobuf::Timestamp& time) {
  return there ? FromProto(time) : absl::InfinitePast();
}

}  // namespace

absl::StatusOr<TeamCommand> ToCommand(const v1::ProposeTeamRequest& request, service::Call& call) {
  if (request.seats_size() > kMaxSeats) {
    return absl::InvalidArgumentError(absl::StrCat("seats has more than ", kMaxSeats, " entries"));
  }
  ProposeTeam command;
  command.case_id = request.case_id();
  command.case_worker_person_id = request.case_worker_person_id();
  command.coordinator_unit_id = request.coordinator_unit_id();
  command.coordinator_deputy_person_id = request.coordinator_deputy_person_id();
  command.seats_known = true;
  for (const auto& seat : request.seats()) {
    command.seats.push_back(ToSeat(seat));
    FV_ASSIGN_OR_RETURN(const bool known, IsKnown(seat, call));
    command.seats_known = command.seats_known && known;
  }
  FV_ASSIGN_OR_RETURN(const auto facts, FactsOf(request.case_id(), call));
  command.case_holder = facts.holder;
  command.case_has_team = !facts.team_id.empty();
  const std::string& own = call.caller().peer.name;
  FV_ASSIGN_OR_RETURN(const bool unit_known,
                      directory::IsUnitOf(call.rows(), own, request.coordinator_unit_id()));
  command.unit_known = request.coordinator_unit_id().empty() || unit_known;
  FV_ASSIGN_OR_RETURN(command.deputy_known,
                      directory::IsPersonOf(call.rows(), own, request.coordinator_deputy_person_id()));
  return command;
}

absl::StatusOr<TeamCommand> ToCommand(const v1::ReplaceProposedMemberRequest& request, service::Call& call) {
  FV_ASSIGN_OR_RETURN(const auto facts, FactsOf(request.case_id(), call));
  ReplaceProposedMember command{request.case_id(), request.person_id(), ToSeat(request.seat())};
  FV_ASSIGN_OR_RETURN(command.seat_known, IsKnown(request.seat(), call));
  command.has_committed = facts.team_id == request.team_id() && facts.committed.contains(request.person_id());
  return command;
}

absl::StatusOr<TeamCommand> ToCommand(const v1::ActivateTeamRequest& request, service::Call&) {
  return ActivateTeam{request.case_id(), TimeOf(request.has_review_due(), request.review_due())};
}

absl::StatusOr<TeamCommand> ToCommand(const v1::RecordTeamMeetingRequest& request, service::Call&) {
  if (request.person_ids_size() > kMaxSeats) {
    return absl::InvalidArgumentError(absl::StrCat("person_ids has more than ", kMaxSeats, " entries"));
  }
  if (!request.has_held_at()) return absl::InvalidArgumentError("held_at is missing");
  return RecordTeamMeeting{request.case_id(),
                           FromProto(request.held_at()),
                           {request.person_ids().begin(), request.person_ids().end()},
                           TimeOf(request.has_review_due(), request.review_due())};
}

}  // namespace fallverbund::team
