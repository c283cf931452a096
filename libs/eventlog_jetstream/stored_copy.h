// What one server of the bus has of one stream on its disk, read from its own files. Only so a copy can be
// seen by itself: a read over the bus is answered by any replica (measured: of 40 reads over a connection to
// one server of three, 8 by that server), and a server serves from memory what its disk has lost already.
//
// The format is nats-server's own and told nowhere; tests/contract/stored_copy_test.cc holds it to the
// installed server. Should it change, copies are called damaged that are whole, never the other way round.
#ifndef FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_STORED_COPY_H_
#define FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_STORED_COPY_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/eventlog/event_log.h"

namespace fallverbund::eventlog {

struct StoredRecord {
  StoredMessage message;  // as it stands there; of a damaged one nothing of it can be believed
  bool whole = false;     // its checksum is right; a server skips one whose is not, and says nothing
};

// Reads while the server writes, in memory for a block of 8 MiB. One thread at a time.
class StoredCopy {
 public:
  // `store`: the server's store_dir. kNotFound, kPermissionDenied: the stream does not lie there, or cannot
  // be read.
  static absl::StatusOr<StoredCopy> Open(const std::string& store, const std::string& stream);

  // The next record in the order of the files, without marks of deletion; nullopt: none yet. Asked again, it
  // looks whether more was written meanwhile.
  absl::StatusOr<std::optional<StoredRecord>> Next();

  // Bytes behind the last record that are none. They may become one while the server writes.
  size_t unread() const { return block_.size() - at_; }

 private:
  StoredCopy(std::string folder, std::string stream)
      : folder_(std::move(folder)), stream_(std::move(stream)) {}
  absl::StatusOr<std::map<uint64_t, std::string>> Blocks() const;
  absl::Status Load(uint64_t number, const std::string& path);
  std::optional<StoredRecord> Take();

  std::string folder_;
  std::string stream_;
  uint64_t number_ = 0;  // of the block; 0: none yet
  std::string block_;
  size_t at_ = 0;
  std::string key_;  // of the block's checksums
};

}  // namespace fallverbund::eventlog

#endif  // FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_STORED_COPY_H_
