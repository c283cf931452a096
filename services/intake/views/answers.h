// What a command of intake is answered, told from what it stored. Pure.
#ifndef FALLVERBUND_SERVICES_INTAKE_VIEWS_ANSWERS_H_
#define FALLVERBUND_SERVICES_INTAKE_VIEWS_ANSWERS_H_

#include <string>

#include "fallverbund/intake/v1/intake_service.pb.h"
#include "libs/history/history.h"
#include "services/intake/domain/contact_decider.h"
#include "services/intake/domain/inquiry_decider.h"

namespace fallverbund::intake {

void AnswerReceived(const history::History<ContactDecider>& contact, v1::ReceiveContactResponse& answer);

// The office's answer as it stood with the commit `commit_id`, whatever happened later. Names the holder,
// always.
void AnswerAssessed(const history::History<InquiryDecider>& inquiry, const std::string& commit_id,
                    v1::AssessInquiryResponse& answer);

}  // namespace fallverbund::intake

#endif  // FALLVERBUND_SERVICES_INTAKE_VIEWS_ANSWERS_H_
