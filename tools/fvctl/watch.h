// Follows the notifications of an organisation, as its program would: one stream, begun anew where it breaks.
#ifndef FALLVERBUND_TOOLS_FVCTL_WATCH_H_
#define FALLVERBUND_TOOLS_FVCTL_WATCH_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "fallverbund/common/v1/access.pb.h"
#include "fallverbund/crisis/v1/notification_service.pb.h"

namespace grpc {
class Channel;
}

namespace fallverbund::fvctl {

struct Watching {
  std::string organisation_id;  // whose: the caller's own
  std::string person_id;
  common::v1::Role role = common::v1::ROLE_UNSPECIFIED;
  crisis::v1::NotificationPlace after;                 // unset: from the log's first on
  int count = 0;                                       // so many notifications, then it ends; 0: no such end
  absl::Duration duration = absl::InfiniteDuration();  // then it ends; counted from now
};

// "17.0", as a notification's place is shown. kInvalidArgument: it is none.
absl::StatusOr<crisis::v1::NotificationPlace> ParsePlace(const std::string& text);
std::string PlaceText(const crisis::v1::NotificationPlace& place);

// For people: a line.
std::string NotificationLine(const crisis::v1::Notification& notification);

// Hands each notification to `say` once, in the order of the log. A stream that breaks, or that the service
// ends after its minutes, is begun anew behind the last place. OK: `count` or `duration` is reached. Else why
// calling again would hear the same, or kUnavailable: three times in a row nobody answered.
absl::Status Watch(const std::shared_ptr<grpc::Channel>& channel, const Watching& watching,
                   const std::function<void(const crisis::v1::Notification&)>& say);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_WATCH_H_
