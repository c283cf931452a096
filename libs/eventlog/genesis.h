// The commits by which a log speaks about itself: its genesis and its signer keys (log_events.proto).
#ifndef FALLVERBUND_LIBS_EVENTLOG_GENESIS_H_
#define FALLVERBUND_LIBS_EVENTLOG_GENESIS_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "fallverbund/eventlog/v1/commit.pb.h"
#include "fallverbund/eventlog/v1/log_events.pb.h"
#include "google/protobuf/message.h"
#include "libs/eventlog/commit_codec.h"
#include "libs/eventlog/subject.h"

namespace fallverbund::eventlog {

// Who writes them; not a service and not a person.
inline constexpr char kProvisioner[] = "provisioner";

struct GenesisFacts {
  StreamKind kind = StreamKind::kLog;
  std::string association;
  std::string origin;  // of its checkpoints, such as log.kjh.example/events
  bool test_clock = false;
};

// The commit for position 1; sign it with the provisioner's key. `commit_id` is a fresh id.
v1::Commit GenesisCommit(const GenesisFacts& facts, const Signer& provisioner, const std::string& commit_id,
                         absl::Time now);

// A later commit of the log's own aggregate, with SignerRegistered and SignerRetired events.
v1::Commit LogCommit(const std::string& association, const ChainLink& link, std::vector<v1::Event> events,
                     const std::string& commit_id, absl::Time now);

v1::SignerRegistered Registration(const Signer& signer, const std::string& context);

}  // namespace fallverbund::eventlog

#endif  // FALLVERBUND_LIBS_EVENTLOG_GENESIS_H_
