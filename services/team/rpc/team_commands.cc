#include "services/team/rpc/team_commands.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/case_facts/case_facts.h"
#include "libs/directory/directory.h"
#include "services/team/domain/team_decider.h"

namespace fallverbund::team {
namespace {

constexpr int kMaxSeats = 32;    // a circle that can still talk
constexpr int kMaxResults = 32;  // of one meeting

absl::StatusOr<bool> IsKnown(const v1::TeamSeat& seat, service::Call& call) {
  return directory::IsPersonOf(call.rows(), seat.organisation_id(), seat.person_id());
}

absl::StatusOr<case_facts::CaseFacts> FactsOf(const std::string& case_id, service::Call& call) {
  FV_ASSIGN_OR_RETURN(const auto facts, case_facts::Find(call.rows(), case_id));
  if (!facts) return absl::NotFoundError("");
  return *facts;
}

// Whether the caller acts for who coordinates: as deputy, or for the holder of the case where the partner
// that coordinates is gone and its promises fell back (N10, N11).
absl::StatusOr<bool> StandsIn(const case_facts::CaseFacts& facts, service::Call& call) {
  const std::string& actor = call.caller().person;
  if (facts.fell_back && call.caller().peer.name == facts.holder.organisation_id &&
      (actor == facts.holder.person_id || actor == facts.holder.deputy_person_id))
    return true;
  FV_ASSIGN_OR_RETURN(const auto absent, directory::ActsFor(call.rows(), actor, call.host().clock().Now()));
  return std::find(absent.begin(), absent.end(), facts.coordinator.person_id) != absent.end();
}

absl::StatusOr<std::optional<Standing>> ReadStanding(const std::string& case_id, const std::string& team_id,
                                                     service::Call& call) {
  FV_ASSIGN_OR_RETURN(const auto facts, FactsOf(case_id, call));
  std::optional<Standing> standing = StandingOf(facts, team_id);
  if (!standing) return standing;
  FV_ASSIGN_OR_RETURN(standing->actor_stands_in, StandsIn(facts, call));
  return standing;
}

// How long the office takes that coordinates (A8).
absl::StatusOr<common::v1::OfficeTerms> TermsOf(const std::string& case_id, service::Call& call) {
  FV_ASSIGN_OR_RETURN(const auto facts, FactsOf(case_id, call));
  return FindTerms(call.rows(), facts);
}

// A time that the caller did not name is the beginning of time: no date anybody could mean.
absl::Time TimeOf(bool there, const google::protobuf::Timestamp& time) {
  return there ? FromProto(time) : absl::InfinitePast();
}

// About the young person: under the key of the case's file.
absl::StatusOr<std::vector<v1::SessionResult>> SealResults(const v1::RecordTeamMeetingRequest& request,
                                                           service::Call& call) {
  std::vector<v1::SessionResult> results;
  if (request.results_size() > kMaxResults)
    return absl::InvalidArgumentError(absl::StrCat("results has more than ", kMaxResults, " entries"));
  if (request.results().empty()) return results;
  FV_ASSIGN_OR_RETURN(const auto facts, FactsOf(request.case_id(), call));
  const seal::KeyScope scope{call.host().association(), facts.subject_id, common::v1::FILE_CLASS_HELP,
                             common::v1::CONFIDENTIALITY_ORDINARY};
  for (const auto& result : request.results()) {
    if (result.text().empty()) return absl::InvalidArgumentError("the text of a result is missing");
    v1::SessionResult& sealed = results.emplace_back();
    sealed.set_kind(result.kind());
    FV_ASSIGN_OR_RETURN(*sealed.mutable_text(),
                        call.Seal(scope, request.team_id(), *v1::TeamMeetingHeld::descriptor(),
                                  absl::StrCat(v1::TeamMeetingHeld::kResultsFieldNumber, ".",
                                               v1::SessionResult::kTextFieldNumber),
                                  result.text()));
  }
  return results;
}

}  // namespace

std::optional<Standing> StandingOf(const case_facts::CaseFacts& facts, const std::string& team_id) {
  if (facts.team_id != team_id) return std::nullopt;
  return Standing{facts.coordinator, facts.holder, facts.seats, facts.left};
}

absl::StatusOr<common::v1::OfficeTerms> FindTerms(const projection::Rows& rows,
                                                  const case_facts::CaseFacts& facts) {
  FV_ASSIGN_OR_RETURN(auto rules, directory::FindWorkingRules(rows, facts.coordinator.organisation_id));
  return std::move(rules.terms);
}

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
  command.has_committed = facts.team_id == request.team_id() && facts.HasCommitted(request.person_id());
  FV_ASSIGN_OR_RETURN(command.standing, ReadStanding(request.case_id(), request.team_id(), call));
  return command;
}

absl::StatusOr<TeamCommand> ToCommand(const v1::ActivateTeamRequest& request, service::Call& call) {
  FV_ASSIGN_OR_RETURN(auto standing, ReadStanding(request.case_id(), request.team_id(), call));
  FV_ASSIGN_OR_RETURN(auto terms, TermsOf(request.case_id(), call));
  return ActivateTeam{request.case_id(), TimeOf(request.has_review_due(), request.review_due()),
                      std::move(standing), std::move(terms)};
}

absl::StatusOr<TeamCommand> ToCommand(const v1::RecordTeamMeetingRequest& request, service::Call& call) {
  if (request.person_ids_size() > kMaxSeats) {
    return absl::InvalidArgumentError(absl::StrCat("person_ids has more than ", kMaxSeats, " entries"));
  }
  if (!request.has_held_at()) return absl::InvalidArgumentError("held_at is missing");
  RecordTeamMeeting command{request.case_id(),
                            FromProto(request.held_at()),
                            {request.person_ids().begin(), request.person_ids().end()},
                            TimeOf(request.has_review_due(), request.review_due())};
  FV_ASSIGN_OR_RETURN(command.results, SealResults(request, call));
  FV_ASSIGN_OR_RETURN(command.terms, TermsOf(request.case_id(), call));
  FV_ASSIGN_OR_RETURN(command.standing, ReadStanding(request.case_id(), request.team_id(), call));
  return command;
}

absl::StatusOr<TeamCommand> ToCommand(const v1::PauseTeamRequest& request, service::Call& call) {
  FV_ASSIGN_OR_RETURN(auto standing, ReadStanding(request.case_id(), request.team_id(), call));
  FV_ASSIGN_OR_RETURN(auto terms, TermsOf(request.case_id(), call));
  return RestTeam{request.case_id(), TimeOf(request.has_review_due(), request.review_due()),
                  std::move(standing), std::move(terms)};
}

absl::StatusOr<TeamCommand> ToCommand(const v1::ResumeTeamRequest& request, service::Call& call) {
  FV_ASSIGN_OR_RETURN(auto standing, ReadStanding(request.case_id(), request.team_id(), call));
  return GoOnWithTeam{request.case_id(), std::move(standing)};
}

}  // namespace fallverbund::team
