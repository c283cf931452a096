// A Team auf Zeit as the API shows it. Pure.
#ifndef FALLVERBUND_SERVICES_TEAM_VIEWS_TEAM_RESOURCE_H_
#define FALLVERBUND_SERVICES_TEAM_VIEWS_TEAM_RESOURCE_H_

#include <optional>
#include <vector>

#include "fallverbund/team/v1/team_service.pb.h"
#include "libs/history/history.h"
#include "libs/history/sealed_text.h"
#include "services/team/domain/team_decider.h"

namespace fallverbund::team {

// `texts`: where the sealed results of its meetings belong, for Call::Show; they point into `team` and
// `shown`.
void ShowTeam(const history::History<TeamDecider>& team, const std::optional<Standing>& standing,
              v1::Team& shown, std::vector<history::SealedText>& texts);

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_VIEWS_TEAM_RESOURCE_H_
