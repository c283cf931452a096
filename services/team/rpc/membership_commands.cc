#include "services/team/rpc/membership_commands.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/case_facts/case_facts.h"
#include "libs/command/read_history.h"
#include "libs/directory/directory.h"
#include "services/team/domain/catalogue_decider.h"
#include "services/team/domain/membership_decider.h"
#include "services/team/domain/team_decider.h"
#include "services/team/rpc/requests.h"

namespace fallverbund::team {
namespace {

// Whose file the texts of a decision belong to: the young person's, or nobody's.
absl::StatusOr<seal::KeyScope> ScopeOf(service::Call& call, const std::string& case_id,
                                       const std::string& decision_id) {
  if (case_id.empty()) return RegisterScope(call, decision_id);
  FV_ASSIGN_OR_RETURN(const auto facts, case_facts::Find(call.rows(), case_id));
  if (!facts) return absl::NotFoundError("");
  return seal::KeyScope{call.host().association(), facts->subject_id, common::v1::FILE_CLASS_HELP,
                        common::v1::CONFIDENTIALITY_ORDINARY};
}

template <class Request>
absl::StatusOr<OpenJointDecision> Question(const Request& request, const std::string& case_id,
                                           service::Call& call) {
  if (request.question().empty()) return absl::InvalidArgumentError("question is missing");
  OpenJointDecision command;
  command.subject = request.subject();
  command.answer_due = TimeOf(request.has_answer_due(), request.answer_due());
  const std::string id = call.NewAggregateId(JointDecisionDecider::kAggregateType);
  FV_ASSIGN_OR_RETURN(const auto scope, ScopeOf(call, case_id, id));
  FV_ASSIGN_OR_RETURN(command.question, call.Seal(scope, id, *v1::JointDecisionOpened::descriptor(),
                                                  absl::StrCat(v1::JointDecisionOpened::kQuestionFieldNumber),
                                                  request.question()));
  return command;
}

v1::Voter VoterOf(const care::Seat& seat) {
  v1::Voter voter;
  voter.set_organisation_id(seat.who.organisation_id);
  voter.set_person_id(seat.who.person_id);
  return voter;
}

// `text` for this field of an event of the decision.
absl::StatusOr<common::v1::Sealed> SealInto(const google::protobuf::Descriptor& event, int field,
                                            const std::string& decision_id, const std::string& text,
                                            service::Call& call) {
  if (text.empty()) return common::v1::Sealed();
  FV_ASSIGN_OR_RETURN(const auto decision,
                      command::ReadHistory<JointDecisionDecider>(call.rows(), decision_id));
  FV_ASSIGN_OR_RETURN(const auto scope, ScopeOf(call, decision.state.case_id, decision_id));
  return call.Seal(scope, decision_id, event, absl::StrCat(field), text);
}

// The organisation that is told when votes are missing: of who keeps the membership, or coordinates the team.
absl::StatusOr<std::string> WhoAnswersFor(const JointDecisionState& decision, service::Call& call) {
  if (decision.case_id.empty()) {
    FV_ASSIGN_OR_RETURN(const auto membership,
                        command::ReadHistory<MembershipDecider>(call.rows(), decision.membership_id));
    return membership.state.keeper.organisation_id;
  }
  FV_ASSIGN_OR_RETURN(const auto facts, case_facts::Find(call.rows(), decision.case_id));
  if (!facts) return absl::NotFoundError("");
  return (facts->fell_back ? facts->holder : facts->coordinator).organisation_id;
}

// Who has left, or leaves, is waited for no more.
absl::StatusOr<bool> AnyVoterIsThere(const JointDecisionState& decision, service::Call& call) {
  for (const auto& [person, organisation] : decision.voters) {
    FV_ASSIGN_OR_RETURN(const bool there, directory::IsPersonOf(call.rows(), organisation, person));
    if (there) return true;
  }
  return false;
}

bool HasSeat(const care::Seats& seats, const access::Caller& caller) {
  return std::any_of(seats.begin(), seats.end(), [&](const care::Seat& seat) {
    return seat.committed && seat.who.organisation_id == caller.peer.name &&
           seat.who.person_id == caller.person;
  });
}

// Who has a seat in that circle by now, or acts for one that is vacant.
absl::StatusOr<bool> IsOfTheCircleNow(const JointDecisionState& decision, service::Call& call) {
  if (!decision.case_id.empty()) {
    FV_ASSIGN_OR_RETURN(const auto facts, case_facts::Find(call.rows(), decision.case_id));
    return facts && HasSeat(facts->seats, call.caller());
  }
  FV_ASSIGN_OR_RETURN(const auto membership,
                      command::ReadHistory<MembershipDecider>(call.rows(), decision.membership_id));
  if (HasSeat(membership.state.seats, call.caller())) return true;
  return std::any_of(
      membership.state.vacant.begin(), membership.state.vacant.end(), [&](const std::string& person) {
        const auto deputy = membership.state.deputies.find(person);
        return deputy != membership.state.deputies.end() && deputy->second == call.caller().person;
      });
}

}  // namespace

absl::StatusOr<bool> StandsInForDissent(const JointDecisionState& decision, service::Call& call) {
  if (!decision.dissent_open) return false;
  const bool steers = call.caller().role == common::v1::ROLE_STEERING_GROUP;
  if (steers && decision.AsksTheSteeringGroup()) return true;
  FV_ASSIGN_OR_RETURN(const bool there, AnyVoterIsThere(decision, call));
  if (there) return false;
  if (steers) return true;
  FV_ASSIGN_OR_RETURN(const std::string answers, WhoAnswersFor(decision, call));
  if (call.caller().peer.name == answers) return true;
  return IsOfTheCircleNow(decision, call);
}

absl::StatusOr<MembershipCommand> ToCommand(const v1::FoundMembershipRequest& request, service::Call& call) {
  FV_RETURN_IF_ERROR(CheckPlainName(request.display_name(), "display_name"));
  FV_RETURN_IF_ERROR(CheckFew(request.seats_size(), "seats"));
  FoundMembership command;
  command.kind = request.kind();
  command.display_name = request.display_name();
  command.unit_id = request.unit_id();
  command.deputy_person_id = request.deputy_person_id();
  FV_ASSIGN_OR_RETURN(command.unit_known, IsOwnUnit(call, request.unit_id()));
  FV_ASSIGN_OR_RETURN(command.deputy_known, IsOwnPerson(call, request.deputy_person_id()));
  command.seats_known = true;
  for (const auto& seat : request.seats()) {
    care::Seat& asked = command.seats.emplace_back();
    asked.who = {seat.organisation_id(), seat.person_id()};
    asked.lead = seat.lead();
    FV_ASSIGN_OR_RETURN(const bool known,
                        directory::IsPersonOf(call.rows(), seat.organisation_id(), seat.person_id()));
    command.seats_known = command.seats_known && known;
    FV_ASSIGN_OR_RETURN(const auto organisation,
                        directory::FindOrganisation(call.rows(), seat.organisation_id()));
    const auto kind = organisation ? organisation->kind : v1::ORGANISATION_KIND_UNSPECIFIED;
    if (kind == v1::ORGANISATION_KIND_YOUTH_OFFICE) command.youth_offices.insert(seat.organisation_id());
    if (kind == v1::ORGANISATION_KIND_PROVIDER) command.providers.insert(seat.organisation_id());
  }
  return command;
}

absl::StatusOr<MembershipCommand> ToCommand(const v1::AcceptMembershipRequest& request, service::Call& call) {
  FV_ASSIGN_OR_RETURN(const bool known, IsOwnPerson(call, request.deputy_person_id()));
  return AcceptMembership{request.deputy_person_id(), known};
}

absl::StatusOr<MembershipCommand> ToCommand(const v1::EntrustMembershipRequest& request,
                                            service::Call& call) {
  FV_ASSIGN_OR_RETURN(const bool person, IsOwnPerson(call, request.person_id()));
  FV_ASSIGN_OR_RETURN(const bool deputy, IsOwnPerson(call, request.deputy_person_id()));
  return EntrustMembership{request.person_id(), request.deputy_person_id(), person && deputy};
}

absl::StatusOr<MembershipCommand> ToCommand(const v1::NameMemberDeputyRequest& request, service::Call& call) {
  NameMemberDeputy command{request.person_id(), request.deputy_person_id()};
  FV_ASSIGN_OR_RETURN(command.deputy_known, IsOwnPerson(call, request.deputy_person_id()));
  FV_ASSIGN_OR_RETURN(const auto gone,
                      directory::ActsFor(call.rows(), call.caller().person, call.host().clock().Now()));
  command.actor_acts = std::find(gone.begin(), gone.end(), request.person_id()) != gone.end();
  return command;
}

absl::StatusOr<MembershipCommand> ToCommand(const v1::NameMemberSuccessorRequest& request,
                                            service::Call& call) {
  NameMemberSuccessor command{request.person_id(),
                              {request.successor_organisation_id(), request.successor_person_id()}};
  FV_ASSIGN_OR_RETURN(
      command.successor_known,
      directory::IsPersonOf(call.rows(), request.successor_organisation_id(), request.successor_person_id()));
  FV_ASSIGN_OR_RETURN(const auto before, directory::FindPerson(call.rows(), request.person_id()));
  if (before) {
    FV_ASSIGN_OR_RETURN(const auto from, directory::FindOrganisation(call.rows(), before->organisation_id));
    FV_ASSIGN_OR_RETURN(const auto to,
                        directory::FindOrganisation(call.rows(), request.successor_organisation_id()));
    command.same_kind = from && to && from->kind == to->kind;
  }
  return command;
}

absl::StatusOr<MembershipCommand> ToCommand(const v1::RequestToLeaveMembershipRequest&, service::Call&) {
  return RequestToLeaveMembership{};
}

absl::StatusOr<MembershipCommand> ToCommand(const v1::ReportVacancyRequest& request, service::Call&) {
  return ReportVacancy{request.person_id()};
}

absl::StatusOr<JointDecisionCommand> ToCommand(const v1::OpenMembershipDecisionRequest& request,
                                               service::Call& call) {
  FV_ASSIGN_OR_RETURN(OpenJointDecision command, Question(request, "", call));
  FV_ASSIGN_OR_RETURN(const auto membership,
                      command::ReadHistory<MembershipDecider>(call.rows(), request.membership_id()));
  command.membership_id = request.membership_id();
  for (const care::Seat& seat : membership.state.seats) {
    if (seat.committed) command.voters.push_back(VoterOf(seat));
  }
  command.offer_entry_id = request.offer_entry_id();
  if (!command.offer_entry_id.empty()) {
    const auto entry = command::ReadHistory<CatalogueDecider>(call.rows(), command.offer_entry_id);
    if (!entry.ok() && !absl::IsNotFound(entry.status())) return entry.status();
    command.offer_known = entry.ok() && entry->state.listed() && !entry->state.withdrawn &&
                          entry->state.entry.kind() == v1::CATALOGUE_KIND_OFFER;
  }
  if (!request.has_evaluation()) return command;
  command.evaluation = request.evaluation();
  const uint64_t figures = request.evaluation().figures_position();
  FV_ASSIGN_OR_RETURN(const uint64_t head, call.host().log().HeadFromLeader());
  command.figures_known = figures > 0 && figures <= head;
  return command;
}

absl::StatusOr<JointDecisionCommand> ToCommand(const v1::OpenTeamDecisionRequest& request,
                                               service::Call& call) {
  FV_ASSIGN_OR_RETURN(OpenJointDecision command, Question(request, request.case_id(), call));
  FV_ASSIGN_OR_RETURN(const auto team, command::ReadHistory<TeamDecider>(call.rows(), request.team_id()));
  FV_ASSIGN_OR_RETURN(const auto facts, case_facts::Find(call.rows(), request.case_id()));
  if (!facts || team.state.case_id != request.case_id() || facts->team_id != request.team_id())
    return absl::NotFoundError("");
  command.case_id = request.case_id();
  command.team_id = request.team_id();
  for (const care::Seat& seat : facts->seats) {
    if (seat.committed) command.voters.push_back(VoterOf(seat));
  }
  return command;
}

absl::StatusOr<JointDecisionCommand> ToCommand(const v1::CastVoteRequest& request, service::Call& call) {
  CastVote command{request.vote(), {}};
  FV_ASSIGN_OR_RETURN(command.reason, SealInto(*v1::VoteCast::descriptor(), v1::VoteCast::kReasonFieldNumber,
                                               request.decision_id(), request.reason(), call));
  return command;
}

absl::StatusOr<JointDecisionCommand> ToCommand(const v1::AnswerDissentRequest& request, service::Call& call) {
  AnswerDissent command{request.answer(), {}};
  FV_ASSIGN_OR_RETURN(const auto decision,
                      command::ReadHistory<JointDecisionDecider>(call.rows(), request.decision_id()));
  FV_ASSIGN_OR_RETURN(command.stands_in, StandsInForDissent(decision.state, call));
  FV_ASSIGN_OR_RETURN(command.text,
                      SealInto(*v1::DissentAnswered::descriptor(), v1::DissentAnswered::kTextFieldNumber,
                               request.decision_id(), request.text(), call));
  return command;
}

absl::StatusOr<JointDecisionCommand> ToCommand(const v1::LetDecisionGoRequest& request, service::Call& call) {
  FV_ASSIGN_OR_RETURN(const auto decision,
                      command::ReadHistory<JointDecisionDecider>(call.rows(), request.decision_id()));
  WithdrawJointDecision command;
  FV_ASSIGN_OR_RETURN(const std::string answers, WhoAnswersFor(decision.state, call));
  command.answers_for_it = call.caller().peer.name == answers;
  FV_ASSIGN_OR_RETURN(command.reason, SealInto(*v1::JointDecisionWithdrawn::descriptor(),
                                               v1::JointDecisionWithdrawn::kReasonFieldNumber,
                                               request.decision_id(), request.reason(), call));
  return command;
}

}  // namespace fallverbund::team
