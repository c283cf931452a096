// A crisis as its parties see it: episode by episode, with the texts to open. Never what was entrusted to
// somebody; a diagnosis only for the office that holds the case, the clinic and whoever does the task.
#ifndef FALLVERBUND_SERVICES_CRISIS_VIEWS_CRISIS_RESOURCE_H_
#define FALLVERBUND_SERVICES_CRISIS_VIEWS_CRISIS_RESOURCE_H_

#include <string>
#include <vector>

#include "fallverbund/crisis/v1/crisis_service.pb.h"
#include "libs/history/history.h"
#include "libs/history/sealed_text.h"
#include "services/crisis/domain/crisis_decider.h"

namespace fallverbund::crisis {

// The episode of this number as `organisation_id` may see it; texts point into `crisis` and `shown`.
void ShowCrisis(const history::History<CrisisDecider>& crisis, const Episode& episode,
                const std::string& organisation_id, v1::Crisis& shown,
                std::vector<history::SealedText>& texts);

// To whoever has to do with the crisis by a task alone (D7): its own that are not done yet, with the episode
// of the latest one, and nothing else.
void ShowTasksOf(const history::History<CrisisDecider>& crisis, const std::string& organisation_id,
                 v1::Crisis& shown, std::vector<history::SealedText>& texts);

}  // namespace fallverbund::crisis

#endif  // FALLVERBUND_SERVICES_CRISIS_VIEWS_CRISIS_RESOURCE_H_
