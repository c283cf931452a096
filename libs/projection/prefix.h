// What the projector itself keeps of the log's prefix, as rows beside those of the views: where each chain
// stands, commit ids, signer keys, findings, held-back aggregates. Judging the next message needs it, and so
// do writers.
#ifndef FALLVERBUND_LIBS_PROJECTION_PREFIX_H_
#define FALLVERBUND_LIBS_PROJECTION_PREFIX_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/eventlog/commit_codec.h"
#include "libs/projection/projection_store.h"

namespace fallverbund::projection {

// The public key that signs for `context` under `key_id`; nullopt: none.
using SignerKeys = std::function<absl::StatusOr<std::optional<std::string>>(std::string_view key_id,
                                                                            std::string_view context)>;

// The prefix as Judge sees it. A failed read is remembered in error(); a judgement made meanwhile is
// worthless. A journal is judged with the keys of its log: `keys_of_log`, empty for a
// log. Not thread-safe; `rows` outlives it.
class PrefixRows final : public eventlog::PrefixView {
 public:
  explicit PrefixRows(const Rows& rows) : PrefixRows(rows, nullptr) {}
  PrefixRows(const Rows& rows, const SignerKeys& keys_of_log) : rows_(rows), keys_of_log_(keys_of_log) {}
  eventlog::ChainLink Link(std::string_view subject) const override;
  bool SeenCommit(std::string_view commit_id) const override;
  std::optional<std::string> SignerKey(std::string_view key_id, std::string_view context) const override;
  const absl::Status& error() const { return error_; }

 private:
  std::optional<std::string> Get(std::string_view table, std::string_view key) const;
  const Rows& rows_;
  const SignerKeys keys_of_log_;
  mutable absl::Status error_;
};

// Reading; errors are those of the rows.
absl::StatusOr<eventlog::ChainLink> ReadLink(const Rows& rows, std::string_view subject);
// Public key that the log registers for `key_id` in `context` and has not retired; nullopt: none.
absl::StatusOr<std::optional<std::string>> RegisteredKey(const Rows& rows, std::string_view key_id,
                                                         std::string_view context);

// Position from which the aggregate waits for a newer program; nullopt: it does not.
absl::StatusOr<std::optional<uint64_t>> HeldSince(const Rows& rows, std::string_view subject);
absl::StatusOr<uint64_t> CountHeld(const Rows& rows);  // reads them all

// What the genesis says of the log, and the latest known_at. nullopt before position 1 was read.
struct LogFacts {
  std::string association;
  std::string origin;
  bool test_clock = false;
  absl::Time known_at;
};
absl::StatusOr<std::optional<LogFacts>> ReadLogFacts(const Rows& rows);

// An invalid message: no effect for any reader, but not forgotten.
struct Finding {
  uint64_t position = 0;
  std::string subject;
  std::string defect;  // eventlog::DefectName
};
absl::StatusOr<std::vector<Finding>> ReadFindings(const Rows& rows, uint64_t after, int limit);

// NextRoot (vouched_prefix.h) over all that was read; nullopt: nothing was.
absl::StatusOr<std::optional<std::string>> ReadRoot(const Rows& rows);
// The positions of messages that do not count for their signature alone, ascending, at most `limit`.
absl::StatusOr<std::vector<uint64_t>> ReadBadSignatures(const Rows& rows, size_t limit);
// The root up to which the rows are being read without checking signatures; nullopt: all were, or those that
// were not are vouched for.
absl::StatusOr<std::optional<std::string>> ReadUnproven(const Rows& rows);

// Writing; by the projector's step alone.
absl::Status RecordInvalid(const eventlog::StoredMessage& message, eventlog::Defect defect, RowBatch& rows);
// Link, commit id, signer keys and genesis facts of a valid commit. Returns its known_at.
absl::StatusOr<absl::Time> RecordValid(const eventlog::ValidCommit& commit, RowBatch& rows);
void RecordRoot(std::string_view root, RowBatch& rows);
// Empty: nothing is unproven any more.
void RecordUnproven(std::string_view vouched_root, RowBatch& rows);
void RecordHeld(std::string_view subject, uint64_t position, RowBatch& rows);

}  // namespace fallverbund::projection

#endif  // FALLVERBUND_LIBS_PROJECTION_PREFIX_H_
