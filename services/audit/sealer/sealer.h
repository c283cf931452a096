// Seals the log: message by message into the tree, tree by tree into a signed, cosigned, published
// checkpoint.
#ifndef FALLVERBUND_SERVICES_AUDIT_SEALER_SEALER_H_
#define FALLVERBUND_SERVICES_AUDIT_SEALER_SEALER_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "libs/eventlog/event_log.h"
#include "libs/eventlog/log_reader.h"
#include "libs/tlog/checkpoint.h"
#include "libs/tlog/note.h"
#include "libs/tlog/policy.h"
#include "libs/tlog/signature.h"
#include "libs/tlog/tile_store.h"
#include "libs/tlog/tile_writer.h"
#include "services/audit/sealer/witnesses.h"

namespace fallverbund::audit {

// For metrics. Thread-safe copies.
struct SealerCourse {
  uint64_t sealed = 0;                         // positions in the tree
  uint64_t published = 0;                      // positions under the published checkpoint
  std::map<std::string, uint64_t> unanswered;  // by witness of the policy: times that it did not cosign
  // By witness and what it says otherwise: "remembers_more" than there is, "another_tree", or that it
  // "forgot" what it had cosigned. Each is an alarm, whether or not the others are enough.
  std::map<std::pair<std::string, std::string>, uint64_t> disagreed;
};

// One thread at a time; course() from any. All arguments outlive it.
class Sealer {
 public:
  // Goes on behind the checkpoint published last, towards the one signed last. `log_key` is the policy's log.
  // kDataLoss: the tiles are not the tree that was published, a line of its checkpoint is no signature, or
  // the log ends before one of the two: the folder is of another log, or history was rewritten; stop and
  // look. kFailedPrecondition: the key is not the policy's. kUnavailable: the log or the disk; try again.
  static absl::StatusOr<std::unique_ptr<Sealer>> Open(eventlog::EventLog& log, tlog::TileStore& tiles,
                                                      tlog::NoteSigner log_key, tlog::Policy policy,
                                                      Witnesses& witnesses);

  // Everything the log has now; publishes when it grew and enough witnesses cosigned. True: something was
  // published. What is signed is on disk before anybody gets it, and nothing that contradicts it is ever
  // signed, also if it was never published. kDataLoss, for good, an alarm: a hole in the log; the tiles hold,
  // or were signed as, another tree; so many witnesses remember more than there is that no quorum is left.
  // kUnavailable: the log or the disk; kFailedPrecondition: too few witnesses cosigned; both are tried again
  // by the next call.
  absl::StatusOr<bool> Step();

  // The published tree once more, with cosignatures of now: what was promised and left out of a log to which
  // nothing is written is shown by no older one (receipt.h). Of a witness that does not answer the line stays
  // that it gave before. False: there is nothing to ask, or nobody answered. Errors as of Step.
  absl::StatusOr<bool> CosignAgain();

  SealerCourse course() const;

 private:
  Sealer(eventlog::EventLog& log, tlog::TileStore& tiles, tlog::NoteSigner log_key, tlog::Policy policy,
         Witnesses& witnesses, tlog::TileWriter writer, uint64_t published, tlog::Checkpoint signed_last,
         std::map<std::string, uint64_t> cosigned);
  absl::Status TakeIn();
  absl::Status Take(const eventlog::StoredMessage& message);
  std::string Signed() const;
  absl::StatusOr<std::string> Cosigned(const std::string& note, const tlog::Note& before);
  absl::StatusOr<std::string> Ask(const tlog::Witness& witness, const std::string& note);
  void Disagrees(const std::string& witness, const std::string& how);

  tlog::TileStore& tiles_;
  const tlog::NoteSigner log_key_;
  const tlog::Policy policy_;
  Witnesses& witnesses_;
  tlog::TileWriter writer_;
  eventlog::LogReader reader_;
  tlog::Checkpoint signed_;                    // last, before it was cosigned
  std::map<std::string, uint64_t> cosigned_;   // by witness: what it has seen last, as far as we know
  std::map<std::string, std::string> logged_;  // by witness: how it disagreed last
  mutable absl::Mutex mu_;
  SealerCourse course_ ABSL_GUARDED_BY(mu_);
};

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_SEALER_SEALER_H_
