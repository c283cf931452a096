// Requests about a social space as commands: parsed once, with the facts that the directory knows.
#ifndef FALLVERBUND_SERVICES_TEAM_RPC_SOCIAL_SPACE_COMMANDS_H_
#define FALLVERBUND_SERVICES_TEAM_RPC_SOCIAL_SPACE_COMMANDS_H_

#include "absl/status/statusor.h"
#include "fallverbund/team/v1/social_space_service.pb.h"
#include "libs/rpc/pipeline/call.h"
#include "services/team/domain/social_space_decider.h"

namespace fallverbund::team {

// kInvalidArgument names the field; kNotFound: no such social space; others are the rows'.
absl::StatusOr<SocialSpaceCommand> ToCommand(const v1::DefineSocialSpaceRequest& request,
                                             service::Call& call);
absl::StatusOr<SocialSpaceCommand> ToCommand(const v1::EntrustSocialSpaceRequest& request,
                                             service::Call& call);
absl::StatusOr<SocialSpaceCommand> ToCommand(const v1::AddQuarterRequest& request, service::Call& call);
absl::StatusOr<SocialSpaceCommand> ToCommand(const v1::EndQuarterRequest& request, service::Call& call);
absl::StatusOr<SocialSpaceCommand> ToCommand(const v1::AddStreetRequest& request, service::Call& call);
absl::StatusOr<SocialSpaceCommand> ToCommand(const v1::EndStreetEntryRequest& request, service::Call& call);

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_RPC_SOCIAL_SPACE_COMMANDS_H_
