// The streams as files: deploy/nats/streams/*.json, with @NAMES@ to fill in.
#ifndef FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_STREAM_CONFIG_H_
#define FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_STREAM_CONFIG_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace fallverbund::eventlog {

struct StreamTemplates {
  std::string log;
  std::string journal;
  std::string keys;
};

// From log.json, journal.json and keys.json in `folder`. kNotFound names the file that is missing.
absl::StatusOr<StreamTemplates> LoadStreamTemplates(const std::string& folder);

struct StreamSizes {
  int replicas = 1;
  // The bus refuses appends when a stream is full. Their sum times `replicas` must fit into the bus's
  // max_store.
  int64_t log_max_bytes = int64_t{1536} * 1024 * 1024;
  int64_t journal_max_bytes = int64_t{1024} * 1024 * 1024;
  int64_t keys_max_bytes = int64_t{256} * 1024 * 1024;
};

// kInvalidArgument: not JSON, or an @NAME@ that nobody fills in.
absl::StatusOr<std::string> FillIn(std::string_view text, std::string_view association,
                                   const StreamSizes& sizes);

// Whether `existing` differs from `wanted` only by a smaller max_bytes: a stream that may be given more
// without anything else being changed.
bool OnlyGrows(std::string_view wanted, std::string_view existing);

// OK if the stream on the bus is what `wanted` says, and has nothing switched on that `wanted` does not name.
// kFailedPrecondition names the field and both values.
absl::Status CompareConfig(std::string_view wanted, std::string_view existing);

}  // namespace fallverbund::eventlog

#endif  // FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_STREAM_CONFIG_H_
