// What the relay says outside the house: that there is something, of which kind, and where to look. Pure.
#ifndef FALLVERBUND_TOOLS_RELAY_SAY_SAY_H_
#define FALLVERBUND_TOOLS_RELAY_SAY_SAY_H_

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "fallverbund/crisis/v1/notification_service.pb.h"

namespace fallverbund::relay {

// "17.0": the same again for what is sent again.
std::string PlaceText(const crisis::v1::NotificationPlace& place);
// nullopt-like: a place of position 0 where the text is none.
crisis::v1::NotificationPlace PlaceOf(std::string_view text);

// The webhook's body: one JSON object of ids, codes and times.
std::string BodyOf(const crisis::v1::Notification& notification);
// Its header Fv-Signature: HMAC-SHA256 with the shared secret over "timestamp.body", where the timestamp is
// the header Fv-Timestamp, in seconds since 1970. Whoever receives it checks both, and that the time is not
// long ago.
std::string SignatureOf(std::string_view secret, std::string_view timestamp, std::string_view body);

// A mail as RFC 5322 has it, with CRLF. Its Message-ID is made of the place, so that a copy can be told.
struct Letter {
  std::string from, to;  // addresses without names
  absl::Time at;
};
std::string MailOf(const crisis::v1::Notification& notification, const Letter& letter);

// After so many failures in a row, from 1: doubled each time, five minutes at most.
absl::Duration PauseAfter(int failures);

}  // namespace fallverbund::relay

#endif  // FALLVERBUND_TOOLS_RELAY_SAY_SAY_H_
