// The witness's door: HTTP, with TLS or, on the own machine and behind a proxy, without.
#ifndef FALLVERBUND_TOOLS_WITNESS_DOOR_H_
#define FALLVERBUND_TOOLS_WITNESS_DOOR_H_

#include <memory>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "tools/witness/witness.h"

namespace httplib {
class Server;
}

namespace fallverbund::witness {

struct DoorOptions {
  std::string host = "127.0.0.1";
  int port = 0;                   // 0: a free one
  std::string prefix;             // before /add-checkpoint: empty, or "/..." without a last slash
  std::string tls_cert, tls_key;  // PEM files, both or none
};

class Door {
 public:
  // `witness` outlives it. kInvalidArgument: the prefix; one file of TLS without the other.
  // kFailedPrecondition: a file of TLS is not usable. kUnavailable: the address cannot be had.
  static absl::StatusOr<std::unique_ptr<Door>> Open(const DoorOptions& options, Witness* witness);
  ~Door();  // after the requests that run
  int port() const { return port_; }

 private:
  explicit Door(std::unique_ptr<httplib::Server> server);
  std::unique_ptr<httplib::Server> server_;
  int port_ = 0;
  std::thread thread_;
};

}  // namespace fallverbund::witness

#endif  // FALLVERBUND_TOOLS_WITNESS_DOOR_H_
