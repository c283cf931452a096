// Requests about members and joint decisions as commands: parsed once, texts sealed on the way, with the
// facts that the directory, the case and the circle know.
#ifndef FALLVERBUND_SERVICES_TEAM_RPC_MEMBERSHIP_COMMANDS_H_
#define FALLVERBUND_SERVICES_TEAM_RPC_MEMBERSHIP_COMMANDS_H_

#include "absl/status/statusor.h"
#include "fallverbund/team/v1/membership_service.pb.h"
#include "libs/rpc/pipeline/call.h"
#include "services/team/domain/joint_decision_decider.h"
#include "services/team/domain/membership_commands.h"

namespace fallverbund::team {

// kInvalidArgument names the field; kNotFound: no such membership, team or decision; others are the sealer's
// and the rows'.
absl::StatusOr<MembershipCommand> ToCommand(const v1::FoundMembershipRequest& request, service::Call& call);
absl::StatusOr<MembershipCommand> ToCommand(const v1::AcceptMembershipRequest& request, service::Call& call);
absl::StatusOr<MembershipCommand> ToCommand(const v1::EntrustMembershipRequest& request, service::Call& call);
absl::StatusOr<MembershipCommand> ToCommand(const v1::NameMemberDeputyRequest& request, service::Call& call);
absl::StatusOr<MembershipCommand> ToCommand(const v1::NameMemberSuccessorRequest& request,
                                            service::Call& call);
absl::StatusOr<MembershipCommand> ToCommand(const v1::RequestToLeaveMembershipRequest& request,
                                            service::Call& call);
absl::StatusOr<MembershipCommand> ToCommand(const v1::ReportVacancyRequest& request, service::Call& call);

// Whether the caller may answer this dissent in the place of those who were asked (AnswerDissent).
absl::StatusOr<bool> StandsInForDissent(const JointDecisionState& decision, service::Call& call);

absl::StatusOr<JointDecisionCommand> ToCommand(const v1::OpenMembershipDecisionRequest& request,
                                               service::Call& call);
absl::StatusOr<JointDecisionCommand> ToCommand(const v1::OpenTeamDecisionRequest& request,
                                               service::Call& call);
absl::StatusOr<JointDecisionCommand> ToCommand(const v1::CastVoteRequest& request, service::Call& call);
absl::StatusOr<JointDecisionCommand> ToCommand(const v1::AnswerDissentRequest& request, service::Call& call);
absl::StatusOr<JointDecisionCommand> ToCommand(const v1::LetDecisionGoRequest& request, service::Call& call);

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_RPC_MEMBERSHIP_COMMANDS_H_
