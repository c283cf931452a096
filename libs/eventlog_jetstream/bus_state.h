// How each server of the bus says it is: does it sync, and is its copy of each stream whole? Health endpoints
// say "ok" of a copy that lost thousands of messages, so what a server counts as deleted is the sign.
#ifndef FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_BUS_STATE_H_
#define FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_BUS_STATE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/eventlog_jetstream/bus_connection.h"

namespace fallverbund::eventlog {

// One server's copy of one stream.
struct StreamCopy {
  std::string stream;  // FV_DO, FV_DO_JOURNAL, KV_FV_DO_KEYS
  uint64_t bytes = 0;
  uint64_t limit_bytes = 0;  // 0: none
  uint64_t last = 0;         // position of its last message
  uint64_t missing = 0;      // between first and last; in a log that deletes nothing each one is damage
  std::string leader;        // the server that leads; empty: a single server, or nobody does
  std::string raft_group;    // its folder below jetstream/SYS/_js_; empty: a single server
};

struct BusServer {
  std::string name;
  bool syncs = false;
  int servers = 1;  // in its cluster, as far as it knows
  std::vector<StreamCopy> streams;
};

// Of one server's answer. kInvalidArgument: it is none.
absl::StatusOr<BusServer> ParseBusServer(std::string_view json);

// All servers that answer within `patience`, which is waited for only where one of those expected does not.
// kUnavailable: nobody does.
absl::StatusOr<std::vector<BusServer>> AskBusServers(BusConnection& bus, absl::Duration patience);

}  // namespace fallverbund::eventlog

#endif  // FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_BUS_STATE_H_
