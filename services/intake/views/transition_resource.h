// A family's accompaniment, a process chain and missed dates as the API shows them. Pure.
#ifndef FALLVERBUND_SERVICES_INTAKE_VIEWS_TRANSITION_RESOURCE_H_
#define FALLVERBUND_SERVICES_INTAKE_VIEWS_TRANSITION_RESOURCE_H_

#include <string>
#include <vector>

#include "fallverbund/intake/v1/prevention_service.pb.h"
#include "libs/history/history.h"
#include "libs/history/sealed_text.h"
#include "services/intake/domain/process_chain_decider.h"
#include "services/intake/domain/transition_decider.h"
#include "services/intake/views/prevention_view.h"

namespace fallverbund::intake {

// Fills `shown` but for its texts, and adds those to `texts`; after a withdrawal none, whether the vault has
// forgotten their keys by now or not (E9).
void ShowTransition(const history::History<TransitionDecider>& transition, v1::Transition& shown,
                    std::vector<history::SealedText>& texts);

void ShowChain(const std::string& chain_id, const v1::ProcessChainVersionSet& version,
               v1::ProcessChain& shown, std::vector<history::SealedText>& texts);

void ShowMissed(const TransitionPage& page, v1::ListMissedTransitionsResponse& response);
void ShowOffered(const TransitionPage& page, v1::ListOfferedTransitionsResponse& response);

void ShowTable(const v1::PreventionTablePublished& published, v1::PreventionTable& shown);

}  // namespace fallverbund::intake

#endif  // FALLVERBUND_SERVICES_INTAKE_VIEWS_TRANSITION_RESOURCE_H_
