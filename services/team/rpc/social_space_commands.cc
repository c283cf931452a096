#include "services/team/rpc/social_space_commands.h"

#include <string>

#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/command/read_history.h"
#include "libs/directory/directory.h"
#include "services/team/rpc/requests.h"

namespace fallverbund::team {
namespace {

absl::StatusOr<bool> AreOfUnit(service::Call& call, const std::string& unit_id, const std::string& person_id,
                               const std::string& deputy_person_id) {
  const std::string& own = call.caller().peer.name;
  FV_ASSIGN_OR_RETURN(const bool person, directory::IsPersonOfUnit(call.rows(), own, unit_id, person_id));
  FV_ASSIGN_OR_RETURN(const bool deputy,
                      directory::IsPersonOfUnit(call.rows(), own, unit_id, deputy_person_id));
  return person && deputy;
}

template <class Request>
Validity ValidityOf(const Request& request) {
  Validity valid{TimeOf(request.has_valid_from(), request.valid_from())};
  if (request.has_valid_until()) valid.until = FromProto(request.valid_until());
  return valid;
}

}  // namespace

absl::StatusOr<SocialSpaceCommand> ToCommand(const v1::DefineSocialSpaceRequest& request,
                                             service::Call& call) {
  FV_RETURN_IF_ERROR(CheckPlainName(request.display_name(), "display_name"));
  DefineSocialSpace command{request.display_name(), request.unit_id(), request.person_id(),
                            request.deputy_person_id()};
  FV_ASSIGN_OR_RETURN(const auto own, directory::FindOrganisation(call.rows(), call.caller().peer.name));
  command.is_youth_office = own && own->kind == v1::ORGANISATION_KIND_YOUTH_OFFICE;
  FV_ASSIGN_OR_RETURN(command.team_known,
                      AreOfUnit(call, request.unit_id(), request.person_id(), request.deputy_person_id()));
  return command;
}

absl::StatusOr<SocialSpaceCommand> ToCommand(const v1::EntrustSocialSpaceRequest& request,
                                             service::Call& call) {
  FV_ASSIGN_OR_RETURN(const auto space,
                      command::ReadHistory<SocialSpaceDecider>(call.rows(), request.social_space_id()));
  EntrustSocialSpace command{request.person_id(), request.deputy_person_id()};
  FV_ASSIGN_OR_RETURN(command.team_known, AreOfUnit(call, space.state.team.unit_id, request.person_id(),
                                                    request.deputy_person_id()));
  return command;
}

absl::StatusOr<SocialSpaceCommand> ToCommand(const v1::AddQuarterRequest& request, service::Call&) {
  FV_RETURN_IF_ERROR(CheckPlainName(request.display_name(), "display_name"));
  return AddQuarter{request.display_name(), ValidityOf(request)};
}

absl::StatusOr<SocialSpaceCommand> ToCommand(const v1::EndQuarterRequest& request, service::Call&) {
  return EndQuarter{request.quarter_id(), TimeOf(request.has_valid_until(), request.valid_until())};
}

absl::StatusOr<SocialSpaceCommand> ToCommand(const v1::AddStreetRequest& request, service::Call&) {
  FV_RETURN_IF_ERROR(CheckPlainName(request.street(), "street"));
  return AddStreet{request.quarter_id(), request.street(), ValidityOf(request)};
}

absl::StatusOr<SocialSpaceCommand> ToCommand(const v1::EndStreetEntryRequest& request, service::Call&) {
  return EndStreetEntry{request.entry_id(), TimeOf(request.has_valid_until(), request.valid_until())};
}

}  // namespace fallverbund::team
