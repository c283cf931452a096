#include "tools/relay/say/say.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "libs/base/id.h"
#include "libs/base/strings.h"
#include "libs/base/time.h"
#include "libs/crypto/hash.h"

namespace fallverbund::relay {
namespace {

using crisis::v1::Notification;

constexpr absl::Duration kFirstPause = absl::Seconds(1);
constexpr absl::Duration kLongestPause = absl::Minutes(5);

// CRISIS_LEG; a kind that this program does not know is its number.
std::string KindOf(const Notification& notification) {
  const std::string name = crisis::v1::NotificationKind_Name(notification.kind());
  if (name.empty()) return absl::StrCat(static_cast<int>(notification.kind()));
  return name.substr(sizeof("NOTIFICATION_KIND_") - 1);
}

std::string TimeText(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", FromProto(time), absl::UTCTimeZone());
}

// What there is to say, in order. Ids are hex digits and codes are ours, so nothing needs escaping.
std::vector<std::pair<std::string, std::string>> Said(const Notification& notification) {
  std::vector<std::pair<std::string, std::string>> said = {{"place", PlaceText(notification.place())},
                                                           {"kind", KindOf(notification)}};
  const auto add = [&said](const char* name, const std::string& value) {
    if (!value.empty()) said.emplace_back(name, value);
  };
  add("case_id", IsHexId(notification.case_id()) ? notification.case_id() : "");
  add("crisis_id", IsHexId(notification.crisis_id()) ? notification.crisis_id() : "");
  add("object_id", IsHexId(notification.object_id()) ? notification.object_id() : "");
  if (notification.has_due()) add("due", TimeText(notification.due()));
  add("recorded_at", TimeText(notification.recorded_at()));
  return said;
}

}  // namespace

std::string PlaceText(const crisis::v1::NotificationPlace& place) {
  return absl::StrCat(place.position(), ".", place.index());
}

crisis::v1::NotificationPlace PlaceOf(std::string_view text) {
  crisis::v1::NotificationPlace place;
  const std::vector<std::string> parts = absl::StrSplit(ToAbsl(text), '.');
  uint64_t position = 0;
  uint32_t index = 0;
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &position) || !absl::SimpleAtoi(parts[1], &index))
    return place;
  place.set_position(position);
  place.set_index(index);
  return place;
}

std::string BodyOf(const Notification& notification) {
  return absl::StrCat("{",
                      absl::StrJoin(Said(notification), ",",
                                    [](std::string* out, const auto& each) {
                                      absl::StrAppend(out, "\"", each.first, "\":\"", each.second, "\"");
                                    }),
                      "}");
}

std::string SignatureOf(std::string_view secret, std::string_view timestamp, std::string_view body) {
  return absl::StrCat("sha256=",
                      ToHex(crypto::HmacSha256(secret, absl::StrCat(ToAbsl(timestamp), ".", ToAbsl(body)))));
}

std::string MailOf(const Notification& notification, const Letter& letter) {
  const std::string at = absl::FormatTime("%a, %d %b %Y %H:%M:%S +0000", letter.at, absl::UTCTimeZone());
  return absl::StrCat("From: <", letter.from, ">\r\nTo: <", letter.to, ">\r\nDate: ", at, "\r\nMessage-ID: <",
                      PlaceText(notification.place()),
                      "@fallverbund.invalid>\r\nSubject: Fallverbund: ", KindOf(notification),
                      "\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; "
                      "charset=utf-8\r\n\r\nBitte nachsehen / please look:\r\n\r\n",
                      absl::StrJoin(Said(notification), "", [](std::string* out, const auto& each) {
                        absl::StrAppend(out, each.first, ": ", each.second, "\r\n");
                      }));
}

absl::Duration PauseAfter(int failures) {
  absl::Duration pause = kFirstPause;
  for (int i = 1; i < failures && pause < kLongestPause; ++i) pause *= 2;
  return std::min(pause, kLongestPause);
}

}  // namespace fallverbund::relay
