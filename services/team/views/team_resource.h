// A Team auf Zeit as the API shows it. Pure.
#ifndef FALLVERBUND_SERVICES_TEAM_VIEWS_TEAM_RESOURCE_H_
#define FALLVERBUND_SERVICES_TEAM_VIEWS_TEAM_RESOURCE_H_

#include "fallverbund/team/v1/team_service.pb.h"
#include "libs/history/history.h"
#include "services/team/domain/team_decider.h"

namespace fallverbund::team {

void ShowTeam(const history::History<TeamDecider>& team, v1::Team& shown);

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_VIEWS_TEAM_RESOURCE_H_
