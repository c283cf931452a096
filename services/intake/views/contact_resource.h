// A contact as the API shows it. Pure.
#ifndef FALLVERBUND_SERVICES_INTAKE_VIEWS_CONTACT_RESOURCE_H_
#define FALLVERBUND_SERVICES_INTAKE_VIEWS_CONTACT_RESOURCE_H_

#include <vector>

#include "fallverbund/intake/v1/intake_service.pb.h"
#include "libs/history/history.h"
#include "libs/history/sealed_text.h"
#include "services/intake/domain/contact_decider.h"

namespace fallverbund::intake {

// Fills `shown` but for its texts, and adds those to `texts`.
void ShowContact(const history::History<ContactDecider>& contact, v1::Contact& shown,
                 std::vector<history::SealedText>& texts);

// The three answers that a reporting professional was given, and nothing else (§ 64(4)).
void ShowFeedback(const ContactState& contact, v1::GetReporterFeedbackResponse& response);

}  // namespace fallverbund::intake

#endif  // FALLVERBUND_SERVICES_INTAKE_VIEWS_CONTACT_RESOURCE_H_
