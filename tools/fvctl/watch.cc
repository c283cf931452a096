#include "tools/fvctl/watch.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "fallverbund/crisis/v1/notification_service.grpc.pb.h"
#include "libs/rpc/client.h"
#include "libs/rpc/status.h"
#include "tools/fvctl/render/words.h"

namespace fallverbund::fvctl {
namespace {

using crisis::v1::Notification;
using crisis::v1::NotificationPlace;

constexpr absl::Duration kStreamAtMost = absl::Minutes(5);  // the service ends it by then
constexpr int kFailuresAtMost = 3;                          // in a row

// One stream until it ends; `watching` goes on behind what was said.
absl::Status Follow(crisis::v1::NotificationService::Stub& stub, absl::Time until, Watching& watching,
                    int& said, const std::function<void(const Notification&)>& say) {
  grpc::ClientContext context;
  rpc::PrepareCall(context, {.person = watching.person_id,
                             .role = watching.role,
                             .timeout = std::min(kStreamAtMost, until - absl::Now())});
  crisis::v1::WatchNotificationsRequest request;
  request.set_organisation_id(watching.organisation_id);
  if (watching.after.position() > 0) *request.mutable_after() = watching.after;
  const auto reader = stub.WatchNotifications(&context, request);
  crisis::v1::WatchNotificationsResponse response;
  const auto enough = [&] { return watching.count > 0 && said >= watching.count; };
  while (!enough() && reader->Read(&response)) {
    for (const Notification& notification : response.notifications()) {
      if (enough()) break;
      say(notification);
      ++said;
      watching.after = notification.place();
    }
    if (!enough()) watching.after = response.up_to();
  }
  if (enough()) context.TryCancel();
  const grpc::Status ended = reader->Finish();
  return enough() ? absl::OkStatus() : rpc::FromGrpc(ended);
}

bool MayCallAgain(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsCancelled(status);
}

}  // namespace

absl::StatusOr<NotificationPlace> ParsePlace(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, '.');
  uint64_t position = 0;
  uint32_t index = 0;
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &position) || !absl::SimpleAtoi(parts[1], &index))
    return absl::InvalidArgumentError(
        absl::StrCat("a place is POSITION.INDEX, such as 17.0, and not ", text));
  NotificationPlace place;
  place.set_position(position);
  place.set_index(index);
  return place;
}

std::string PlaceText(const NotificationPlace& place) {
  return absl::StrCat(place.position(), ".", place.index());
}

std::string NotificationLine(const Notification& notification) {
  std::string line = absl::StrCat(PlaceText(notification.place()), "  ", Minute(notification.recorded_at()),
                                  "  ", Word(notification.kind()));
  if (notification.party() != common::v1::CRISIS_PARTY_UNSPECIFIED)
    absl::StrAppend(&line, " as ", Word(notification.party()));
  if (notification.has_due()) absl::StrAppend(&line, ", to be answered by ", Minute(notification.due()));
  if (!notification.crisis_id().empty()) absl::StrAppend(&line, ", crisis ", notification.crisis_id());
  if (!notification.object_id().empty()) absl::StrAppend(&line, ", about ", notification.object_id());
  return absl::StrCat(line, ", case ",
                      notification.case_id().empty() ? "not known yet" : notification.case_id());
}

absl::Status Watch(const std::shared_ptr<grpc::Channel>& channel, const Watching& watching,
                   const std::function<void(const Notification&)>& say) {
  const auto stub = crisis::v1::NotificationService::NewStub(channel);
  const absl::Time until = absl::Now() + watching.duration;
  Watching now = watching;
  int said = 0;
  for (int failures = 0;;) {
    const NotificationPlace before = now.after;
    const absl::Status ended = Follow(*stub, until, now, said, say);
    if (ended.ok() || absl::Now() >= until) return absl::OkStatus();
    if (!MayCallAgain(ended)) return ended;
    const bool went_on = PlaceText(before) != PlaceText(now.after) || absl::IsDeadlineExceeded(ended);
    failures = went_on ? 0 : failures + 1;
    if (failures >= kFailuresAtMost) return ended;
  }
}

}  // namespace fallverbund::fvctl
