// The crisis agreement as the API shows it. Pure.
#ifndef FALLVERBUND_SERVICES_TEAM_VIEWS_AGREEMENT_RESOURCE_H_
#define FALLVERBUND_SERVICES_TEAM_VIEWS_AGREEMENT_RESOURCE_H_

#include "absl/time/time.h"
#include "fallverbund/team/v1/agreement_service.pb.h"
#include "libs/history/history.h"
#include "services/team/domain/agreement_decider.h"

namespace fallverbund::team {

// `at`: which version was in force then is told.
void ShowAgreement(const history::History<AgreementDecider>& agreement, absl::Time at, v1::Agreement& shown);

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_VIEWS_AGREEMENT_RESOURCE_H_
