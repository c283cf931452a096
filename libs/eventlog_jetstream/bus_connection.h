// One TLS connection to the bus that asks and waits for answers.
//
// Own requests instead of the library's: its asynchronous publishes keep their slot for ever when an ack is
// lost, stall at their bound, and its batched fetch overruns memory (libnats 3.4.1). Here every wait
// has an end, and a lost connection wakes all who wait at once.
#ifndef FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_BUS_CONNECTION_H_
#define FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_BUS_CONNECTION_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/eventlog/event_log.h"

struct __natsMsg;

namespace fallverbund::eventlog {

struct BusOptions {
  std::vector<std::string> urls;  // tls://host:port, of one server or of all of a cluster
  std::string service;            // intake, case, ...: the last part of the certificate's URI
  std::string ca_file;
  std::string cert_file;
  std::string key_file;
  absl::Duration connect_within = absl::Seconds(10);  // a bus that starts meanwhile is waited for
};

struct BusRequest {
  std::string subject;
  std::string payload;
  std::vector<std::pair<std::string, std::string>> headers;
};

// One answer. Move-only.
class BusAnswer {
 public:
  explicit BusAnswer(__natsMsg* message) : message_(message) {}
  std::string_view data() const;
  // The last value of `name`; nullopt: none. In what direct get answers the stored message's own headers come
  // before the server's, so only the last value is the server's word. kDataLoss: a writer made headers nobody
  // can read.
  absl::StatusOr<std::optional<std::string>> LastHeader(const char* name) const;

 private:
  struct Destroy {
    void operator()(__natsMsg* message) const;
  };
  std::unique_ptr<__natsMsg, Destroy> message_;
};

// Thread-safe. Reconnects for ever by itself. Use one connection for writing and another for reading: a
// connection that floods publishes while receiving its own traffic stalls and is cut as a slow consumer.
class BusConnection {
 public:
  // kUnavailable: nobody answers at the addresses. kPermissionDenied: the bus refuses our certificate.
  // kFailedPrecondition: a certificate file is not usable, or TLS failed.
  static absl::StatusOr<std::unique_ptr<BusConnection>> Connect(const BusOptions& options);
  // Whoever waits for an answer is told kUnavailable; destroy subscriptions before.
  ~BusConnection();

  // Sends, and gives the first answer. kUnavailable: not known whether anything happened, unless the status
  // says that nothing was stored (libs/base/stored.h). kNotFound: nobody listens on the subject, nothing
  // happened. kPermissionDenied: we may not publish it.
  absl::StatusOr<BusAnswer> Request(const BusRequest& request, absl::Duration timeout);
  // Sends, and gives each answer to `take` on this thread until it returns false.
  absl::Status RequestMany(const BusRequest& request, absl::Duration timeout,
                           const std::function<bool(const BusAnswer&)>& take);

  // Calls `on_message` on a thread of the connection for each message, until the subscription ends; then no
  // call is running any more. Must not be destroyed by its own callback.
  absl::StatusOr<std::unique_ptr<EventLog::Subscription>> Subscribe(const std::string& subject,
                                                                    std::function<void()> on_message);
  // Calls on a thread of the connection after each reconnect; requests may be made in there.
  std::unique_ptr<EventLog::Subscription> WatchReconnects(std::function<void()> hint);

  bool connected() const;
  uint64_t reconnects() const;  // so often the connection was made anew
  const std::string& service() const;

  // What the callbacks of the library hold on to; defined in the .cc.
  struct State;

 private:
  explicit BusConnection(std::shared_ptr<State> state) : state_(std::move(state)) {}
  absl::Status Exchange(const BusRequest& request, absl::Duration timeout,
                        const std::function<bool(BusAnswer)>& take);
  std::shared_ptr<State> state_;
};

}  // namespace fallverbund::eventlog

#endif  // FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_BUS_CONNECTION_H_
