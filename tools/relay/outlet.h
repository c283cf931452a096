// Where notifications leave the house: an HTTP webhook, and mail. Both by libcurl, the only includer of it.
#ifndef FALLVERBUND_TOOLS_RELAY_OUTLET_H_
#define FALLVERBUND_TOOLS_RELAY_OUTLET_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "fallverbund/crisis/v1/notification_service.pb.h"
#include "libs/base/clock.h"

namespace fallverbund::relay {

// One try takes no longer.
inline constexpr int kTryWithinMs = 10'000;

// Of one thread.
class Outlet {
 public:
  virtual ~Outlet() = default;
  // One try. OK: the other side has taken it. kUnavailable: it has not, or nobody knows; send it again.
  virtual absl::Status Send(const crisis::v1::Notification& notification) = 0;
};

// Of a webhook's secret, in characters: whoever guesses it forges notifications.
inline constexpr size_t kSecretAtLeast = 32;

struct Webhook {
  std::string url;           // https://...
  std::string secret;        // shared with whoever receives it; at least kSecretAtLeast
  std::string ca;            // a PEM file; empty: the machine's
  bool without_tls = false;  // http://..., too: on a way that is safe otherwise, such as the own machine
};
// POSTs the body with Fv-Timestamp, Fv-Signature and Idempotency-Key (the place); 2xx has taken it. Redirects
// are not followed. `clock` outlives it. kInvalidArgument, with the way out: an address without TLS, or a
// secret that is too short.
absl::StatusOr<std::unique_ptr<Outlet>> MakeOutlet(const Webhook& webhook, const Clock& clock);

struct Mail {
  std::string url;             // smtp://HOST:PORT, which must offer STARTTLS, or smtps://...
  std::string user, password;  // empty: without
  std::string from, to;
  std::string ca;
  bool without_tls = false;  // on a way that is safe otherwise, such as the own machine
};
std::unique_ptr<Outlet> MakeOutlet(const Mail& mail, const Clock& clock);

}  // namespace fallverbund::relay

#endif  // FALLVERBUND_TOOLS_RELAY_OUTLET_H_
