// Makes the bus of one association ready: streams, bucket, genesis, signer keys. Run in a change window by
// `fvctl provision`; doing it again adds only what is missing.
//
// Signer keys are registered in the log only; the journal begins with a genesis of its own, signed by the
// same provisioner, and its entries are judged with the log's keys. One register means that retiring a key
// cannot be forgotten in one of two places, and an entry names the log position its writer had seen.
#ifndef FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_PROVISION_H_
#define FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_PROVISION_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/base/clock.h"
#include "libs/eventlog/commit_codec.h"
#include "libs/eventlog_jetstream/bus_connection.h"
#include "libs/eventlog_jetstream/stream_config.h"

namespace fallverbund::eventlog {

// Makes the log, the journal and the key bucket where they are missing, and gives them more bytes where that
// is all that differs. `provisioner` is a connection with the certificate of `prov`. kFailedPrecondition: one
// exists with another configuration, the text names the field. kResourceExhausted: the bus has no room.
// kUnavailable: for half a minute the bus did not have the servers that `replicas` asks for.
absl::Status MakeStreams(BusConnection& provisioner, const std::string& association,
                         const StreamTemplates& templates, const StreamSizes& sizes);

struct SignerKey {
  std::string context;  // intake, case, team, crisis, audit, keys
  std::string key_id;
  std::string public_key;
};

struct ProvisionPlan {
  std::string association;
  std::string log_origin;      // such as log.kjh.example/events
  std::string journal_origin;  // such as log.kjh.example/journal
  bool test_clock = false;
  std::vector<SignerKey> signers;
};

struct Provisioned {
  std::string log_genesis_sha256;  // 32 bytes; what configuration pins
  std::string journal_genesis_sha256;
  int registered_now = 0;  // signer keys that were not registered before
};

// Whether the log has its genesis. `bus` has the certificate of `log`; the stream is there.
absl::StatusOr<bool> HasBegun(std::shared_ptr<BusConnection> bus, const std::string& association);

// Writes both geneses and registers the signers that are not registered yet, recorded at the time that
// `clock` tells. `bus` has the certificate of `log`. `new_id` gives fresh ids of 32 hex digits. What is there
// already is read whole and judged first: kFailedPrecondition: the log or journal begins with another genesis
// than the plan's, or a key id is registered with another key or context. kDataLoss: it holds a broken commit
// of the provisioner. kInvalidArgument: not a signer key. kUnavailable: run it again.
absl::StatusOr<Provisioned> WriteGenesis(std::shared_ptr<BusConnection> bus, const Signer& provisioner,
                                         const ProvisionPlan& plan, const Clock& clock,
                                         const std::function<std::string()>& new_id);

// From now on the key of that id signs nothing that counts: whoever has it can write nothing any more. What
// it had signed before stays valid. The processes that sign with it must have another key before. False: it
// was retired already. kNotFound: the log registers no such key, or there is no log. kFailedPrecondition: the
// log is another provisioner's; kInvalidArgument: it is the provisioner's own key, which ends with the log
// alone.
absl::StatusOr<bool> RetireSigner(std::shared_ptr<BusConnection> bus, const Signer& provisioner,
                                  const std::string& association, const std::string& key_id,
                                  const Clock& clock, const std::string& commit_id);

}  // namespace fallverbund::eventlog

#endif  // FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_PROVISION_H_
