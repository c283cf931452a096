// A notification as a CloudEvent. Pure.
#ifndef FALLVERBUND_SERVICES_CRISIS_VIEWS_CLOUD_EVENT_H_
#define FALLVERBUND_SERVICES_CRISIS_VIEWS_CLOUD_EVENT_H_

#include <string>

#include "cloudevents/v1/cloudevents.pb.h"
#include "fallverbund/crisis/v1/notification_service.pb.h"

namespace fallverbund::crisis {

// `source` names the association's log, `id` the place in it: both together are the event's identity.
io::cloudevents::v1::CloudEvent ToCloudEvent(const v1::Notification& notification,
                                             const std::string& association);

}  // namespace fallverbund::crisis

#endif  // FALLVERBUND_SERVICES_CRISIS_VIEWS_CLOUD_EVENT_H_
