// The pages' door: HTTP over mutual TLS.
#ifndef FALLVERBUND_SERVICES_AUDIT_DOOR_DOOR_H_
#define FALLVERBUND_SERVICES_AUDIT_DOOR_DOOR_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "libs/crypto/certificate.h"
#include "libs/crypto/tls/connection_watch.h"
#include "libs/crypto/tls/tls_server.h"

namespace httplib {
class Server;
}

namespace fallverbund::audit {

struct PageRequest {
  crypto::Certificate peer;  // of the association's authority; whose it is, is not yet asked
  std::string path;          // decoded, such as "/case/0123"
  std::map<std::string, std::string> parameters;  // the first of each name
  std::string accept_language;

  // Empty where there is none.
  std::string Parameter(const std::string& name) const;
};

struct PageReply {
  int http_status = 200;
  std::string html;
  std::string file_name = {};  // the text is no page but a file to keep, of this name; empty: a page
};

// Called on several threads.
using AnswerPage = std::function<PageReply(const PageRequest&)>;

struct PageDoorOptions {
  std::string listen;     // HOST:PORT; port 0: a free one
  std::string port_file;  // written once the port is open; empty: none
  crypto::TlsServerFiles files;
  crypto::ConnectionLimits limits;
};

// Connections at the same time, each with a thread. When all are taken, the next one takes the place of the
// one that has been in its handshake for longest: a browser needs milliseconds for it, so who has not come
// through by then shuts out nobody. Readers with certificates keep theirs until `limits.whole`.
inline constexpr int kMostConnections = 32;

class PageDoor {
 public:
  // kInvalidArgument: `listen`. kFailedPrecondition: a file of TLS, by name. kUnavailable: the address cannot
  // be had.
  static absl::StatusOr<std::unique_ptr<PageDoor>> Open(const PageDoorOptions& options, AnswerPage answer);
  ~PageDoor();  // after the requests that run; handshakes are broken off
  int port() const { return port_; }

 private:
  PageDoor(std::unique_ptr<crypto::ConnectionWatch> watch, std::unique_ptr<httplib::Server> server);
  const std::unique_ptr<crypto::ConnectionWatch> watch_;
  std::unique_ptr<httplib::Server> server_;
  int port_ = 0;
  std::thread thread_;
};

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_DOOR_DOOR_H_
