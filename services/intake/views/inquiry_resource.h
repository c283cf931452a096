// An inquiry as the API shows it. Pure.
#ifndef FALLVERBUND_SERVICES_INTAKE_VIEWS_INQUIRY_RESOURCE_H_
#define FALLVERBUND_SERVICES_INTAKE_VIEWS_INQUIRY_RESOURCE_H_

#include <vector>

#include "fallverbund/intake/v1/intake_service.pb.h"
#include "libs/history/history.h"
#include "libs/history/sealed_text.h"
#include "services/intake/domain/inquiry_decider.h"

namespace fallverbund::intake {

v1::InquiryState StateOf(InquiryPhase phase);

// Fills `shown` but for its texts, and adds those to `texts`.
void ShowInquiry(const history::History<InquiryDecider>& inquiry, v1::Inquiry& shown,
                 std::vector<history::SealedText>& texts);

}  // namespace fallverbund::intake

#endif  // FALLVERBUND_SERVICES_INTAKE_VIEWS_INQUIRY_RESOURCE_H_
