// Who took part in a decision, whichever decision it is.
#ifndef FALLVERBUND_SERVICES_AUDIT_DOMAIN_PARTICIPATION_H_
#define FALLVERBUND_SERVICES_AUDIT_DOMAIN_PARTICIPATION_H_

#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/common/v1/responsibility.pb.h"

namespace fallverbund::audit {

// Every decision that says who took part does so in a field named `participation` (A16), so that none can be
// forgotten here. nullptr: the event has no such field; an empty one: nobody said anything. Of `event`.
const common::v1::Participation* ParticipationOf(const casework::v1::CaseEvent& event);

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_DOMAIN_PARTICIPATION_H_
