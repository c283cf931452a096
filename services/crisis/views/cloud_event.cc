#include "services/crisis/views/cloud_event.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace fallverbund::crisis {
namespace {

// NOTIFICATION_KIND_CRISIS_LEG is "fallverbund.crisis.v1.crisis_leg"; one that was added later likewise.
std::string TypeOf(v1::NotificationKind kind) {
  constexpr size_t kPrefix = sizeof("NOTIFICATION_KIND_") - 1;
  return absl::StrCat("fallverbund.crisis.v1.",
                      absl::AsciiStrToLower(v1::NotificationKind_Name(kind).substr(kPrefix)));
}

}  // namespace

io::cloudevents::v1::CloudEvent ToCloudEvent(const v1::Notification& notification,
                                             const std::string& association) {
  const auto& place = notification.place();
  io::cloudevents::v1::CloudEvent event;
  event.set_id(absl::StrCat(place.position(), ".", place.index()));
  event.set_source(absl::StrCat("/fallverbund/", association));
  event.set_spec_version("1.0");
  event.set_type(TypeOf(notification.kind()));
  auto& attributes = *event.mutable_attributes();
  attributes["subject"].set_ce_string(notification.case_id().empty() ? notification.crisis_id()
                                                                     : notification.case_id());
  *attributes["time"].mutable_ce_timestamp() = notification.recorded_at();
  attributes["sequence"].set_ce_string(absl::StrFormat("%020d.%010d", place.position(), place.index()));
  event.mutable_proto_data()->PackFrom(notification);
  return event;
}

}  // namespace fallverbund::crisis
