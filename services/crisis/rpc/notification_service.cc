#include "services/crisis/rpc/notification_service.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "libs/base/status.h"
#include "services/crisis/views/cloud_event.h"
#include "services/crisis/views/notice_view.h"

namespace fallverbund::crisis {
namespace {

bool Before(const v1::NotificationPlace& a, const v1::NotificationPlace& b) {
  return a.position() != b.position() ? a.position() < b.position() : a.index() < b.index();
}

class NotificationSource final : public service::StreamSource {
 public:
  NotificationSource(const v1::WatchNotificationsRequest& request, std::string association)
      : organisation_id_(request.organisation_id()),
        as_cloud_events_(request.as_cloud_events()),
        association_(std::move(association)),
        up_to_(request.after()) {}

  const std::string& topic() const override { return organisation_id_; }

  absl::StatusOr<std::optional<std::string>> Next(const projection::Rows& rows, uint64_t position) override {
    FV_ASSIGN_OR_RETURN(const auto notices, ReadNotices(rows, organisation_id_, up_to_, kMostNotifications));
    if (notices.empty()) return std::nullopt;
    v1::WatchNotificationsResponse response;
    for (const v1::Notification& notice : notices) {
      if (as_cloud_events_) {
        *response.add_cloud_events() = ToCloudEvent(notice, association_);
      } else {
        *response.add_notifications() = notice;
      }
    }
    up_to_ = notices.back().place();
    if (static_cast<int>(notices.size()) < kMostNotifications) AllUpTo(position);
    return Said(response);
  }

  std::string Heartbeat(uint64_t position) override {
    AllUpTo(position);
    v1::WatchNotificationsResponse response;
    return Said(response);
  }

 private:
  // Never back: who was told by an instance that had read more has heard it all.
  void AllUpTo(uint64_t position) {
    v1::NotificationPlace all;
    all.set_position(position);
    all.set_index(kAllOfCommit);
    if (Before(up_to_, all)) up_to_ = all;
  }
  std::string Said(v1::WatchNotificationsResponse& response) const {
    *response.mutable_up_to() = up_to_;
    return response.SerializeAsString();
  }

  const std::string organisation_id_;
  const bool as_cloud_events_;
  const std::string association_;
  v1::NotificationPlace up_to_;
};

// Who names a place that the log does not have watches another log, and would wait in silence.
absl::Status CheckPlace(service::Host& host, const v1::NotificationPlace& after) {
  if (after.position() <= host.projector().position()) return absl::OkStatus();
  FV_ASSIGN_OR_RETURN(const uint64_t head, host.log().HeadFromLeader());
  if (after.position() <= head) return absl::OkStatus();
  return absl::OutOfRangeError(
      "the log does not go as far as 'after': it is not the log that place is from; begin without one");
}

}  // namespace

NotificationService::NotificationService(service::Host& host, service::Pipeline& pipeline)
    : host_(host), pipeline_(pipeline) {
  pipeline_.streams().SetNews(OrganisationsWithNews);
  ServeStreams(&NotificationService::WatchNotifications);
}

rpc::StreamReactor* NotificationService::WatchNotifications(grpc::CallbackServerContext* context,
                                                            const v1::WatchNotificationsRequest* request) {
  return pipeline_.ServeStream(
      context, *request,
      [this, request](service::Call&) -> absl::StatusOr<std::unique_ptr<service::StreamSource>> {
        FV_RETURN_IF_ERROR(CheckPlace(host_, request->after()));
        return std::make_unique<NotificationSource>(*request, host_.association());
      });
}

}  // namespace fallverbund::crisis
