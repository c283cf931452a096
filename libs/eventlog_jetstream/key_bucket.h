// The key-value bucket of one association, for wrapped data keys: one value per key, changed only by who
// knows its revision. The key vault alone may use it.
#ifndef FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_KEY_BUCKET_H_
#define FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_KEY_BUCKET_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/eventlog_jetstream/bus_connection.h"

namespace fallverbund::eventlog {

struct KeyEntry {
  std::string value;
  uint64_t revision = 0;
};

struct NamedKeyEntry {
  std::string key;
  KeyEntry entry;
};

// Thread-safe. A key is 1 to 200 of [a-zA-Z0-9_=/-] and single dots between (kInvalidArgument); a value at
// most 128 KiB. A change is on disk when OK is returned. kUnavailable from a change: outcome unknown; Get and
// look. kResourceExhausted: the bucket is full, nothing was stored.
class KeyBucket {
 public:
  // kFailedPrecondition: no such bucket (`fvctl provision` makes it). kUnavailable: no answer.
  static absl::StatusOr<std::unique_ptr<KeyBucket>> Bind(std::shared_ptr<BusConnection> bus,
                                                         std::string_view association,
                                                         absl::Duration timeout = absl::Seconds(5));

  // From the leader, never stale. nullopt: never written, or deleted.
  absl::StatusOr<std::optional<KeyEntry>> Get(std::string_view key);
  // The next three return the new revision. kAlreadyExists: there is a value.
  absl::StatusOr<uint64_t> CreateIfAbsent(std::string_view key, std::string_view value);
  // kAborted: the key has another revision by now.
  absl::StatusOr<uint64_t> UpdateIfRevision(std::string_view key, std::string_view value, uint64_t revision);
  absl::StatusOr<uint64_t> Put(std::string_view key, std::string_view value);  // whatever is there
  // The entry with the smallest revision of all that is `from` or more, from the leader; nullopt: none.
  absl::StatusOr<std::optional<NamedKeyEntry>> NextFrom(uint64_t from);
  // The value goes and a mark stays; OK also if there was none. The bytes stay on the bus's disk for a while.
  absl::Status Delete(std::string_view key);

 private:
  struct Slot {
    std::optional<KeyEntry> entry;
    uint64_t last_revision = 0;  // of a deletion mark, too
  };
  KeyBucket(std::shared_ptr<BusConnection> bus, std::string_view association, absl::Duration timeout);
  absl::StatusOr<Slot> Look(std::string_view key);
  absl::StatusOr<uint64_t> Write(std::string_view key, std::string_view value,
                                 std::optional<uint64_t> expected, bool deletes);

  const std::shared_ptr<BusConnection> bus_;
  const std::string stream_;   // KV_FV_DO_KEYS
  const std::string subject_;  // $KV.FV_DO_KEYS.
  const absl::Duration timeout_;
};

}  // namespace fallverbund::eventlog

#endif  // FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_KEY_BUCKET_H_
