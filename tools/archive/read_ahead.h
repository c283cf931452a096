// The messages of an archive on a thread of their own, a few files' worth ahead of who judges them: read,
// compared with their checksum, put into the tree, taken apart, and their signatures checked. So two cores
// share the work of an audit: this is the half that needs nothing of what came before but the keys.
#ifndef FALLVERBUND_TOOLS_ARCHIVE_READ_AHEAD_H_
#define FALLVERBUND_TOOLS_ARCHIVE_READ_AHEAD_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "libs/eventlog/commit_signature.h"
#include "libs/eventlog/event_log.h"
#include "libs/tlog/checkpoint.h"
#include "libs/tlog/frontier.h"
#include "tools/archive/files.h"

namespace fallverbund::archive {

struct ReadMessage {
  eventlog::StoredMessage message;
  eventlog::Opened opened;
  std::string signed_by;  // the public key under which its signature holds, of those met so far; empty: none
};

// One thread calls it; the archive's order.
class ReadAhead {
 public:
  // `in` as of Files; `files` outlives it.
  ReadAhead(const Files& files, std::string in, tlog::Checkpoint sealed);
  ~ReadAhead();  // ends the thread, after the message it is at

  // Some messages; none: the end. Errors of Files; kDataLoss: a hole, or at the sealed size another tree.
  absl::StatusOr<std::vector<ReadMessage>> Next();

 private:
  // So many messages are handed over at once, and so many such batches wait: some twenty megabytes.
  static constexpr size_t kBatch = 512;
  static constexpr size_t kBatchesAhead = 16;
  using Batch = std::vector<ReadMessage>;

  void Run();
  absl::Status ReadAll();
  absl::Status ReadFile(const std::string& name);
  absl::Status Grow(const ReadMessage& read);
  void Check(ReadMessage& read);
  bool HandOver(Batch batch);  // false: nobody wants more

  const Files& files_;
  const std::string in_;
  const tlog::Checkpoint sealed_;
  tlog::Frontier tree_;
  uint64_t position_ = 0;
  std::map<std::string, std::string>
      keys_;  // id to what the log says of it first, whether that was valid or not

  absl::Mutex mu_;
  std::deque<Batch> ready_ ABSL_GUARDED_BY(mu_);
  bool over_ ABSL_GUARDED_BY(mu_) = false;  // nothing more is read
  bool unwanted_ ABSL_GUARDED_BY(mu_) = false;
  absl::Status status_ ABSL_GUARDED_BY(mu_);
  std::thread thread_;
};

}  // namespace fallverbund::archive

#endif  // FALLVERBUND_TOOLS_ARCHIVE_READ_AHEAD_H_
