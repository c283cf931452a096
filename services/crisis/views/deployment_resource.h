// A deployment as the API shows it. Pure.
#ifndef FALLVERBUND_SERVICES_CRISIS_VIEWS_DEPLOYMENT_RESOURCE_H_
#define FALLVERBUND_SERVICES_CRISIS_VIEWS_DEPLOYMENT_RESOURCE_H_

#include <vector>

#include "fallverbund/crisis/v1/crisis_service.pb.h"
#include "libs/history/history.h"
#include "libs/history/sealed_text.h"
#include "services/crisis/domain/deployment_decider.h"

namespace fallverbund::crisis {

// Fills `shown` but for its texts, and adds those to `texts`.
void ShowDeployment(const history::History<DeploymentDecider>& deployment, v1::Deployment& shown,
                    std::vector<history::SealedText>& texts);

}  // namespace fallverbund::crisis

#endif  // FALLVERBUND_SERVICES_CRISIS_VIEWS_DEPLOYMENT_RESOURCE_H_
