// The journal in an archive of one case, of which most is left out.
#ifndef FALLVERBUND_TOOLS_ARCHIVE_JOURNAL_EXCERPT_H_
#define FALLVERBUND_TOOLS_ARCHIVE_JOURNAL_EXCERPT_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "fallverbund/eventlog/v1/commit.pb.h"
#include "libs/eventlog/commit_codec.h"
#include "libs/projection/prefix.h"
#include "libs/projection/projection_store.h"
#include "libs/projection/view.h"
#include "tools/archive/batches.h"
#include "tools/archive/read_ahead.h"

namespace fallverbund::archive {

// A view over its messages in their order. What an entry says of the one before it in its writer's chain is
// believed, unless that one, or a later one, is here.
class JournalExcerpt final : public eventlog::PrefixView {
 public:
  // `keys_of_log` as of ApplyMessage; `view` and `store` outlive it.
  JournalExcerpt(eventlog::LogIdentity identity, const projection::View& view,
                 projection::ProjectionStore& store, projection::SignerKeys keys_of_log);

  absl::Status Take(ReadMessage read);
  absl::Status Keep() { return rows_.Keep(); }

  eventlog::ChainLink Link(std::string_view) const override { return expected_; }
  bool SeenCommit(std::string_view commit_id) const override;
  std::optional<std::string> SignerKey(std::string_view key_id, std::string_view context) const override;

 private:
  void Expect(const eventlog::StoredMessage& message, const std::optional<eventlog::v1::Commit>& commit);

  const eventlog::LogIdentity identity_;
  const projection::View& view_;
  const projection::SignerKeys keys_of_log_;
  Batches rows_;
  std::map<std::string, eventlog::ChainLink> links_;  // of what is here
  std::set<std::string> commits_;
  eventlog::ChainLink expected_;  // of the message that is judged
  mutable absl::Status error_;
};

}  // namespace fallverbund::archive

#endif  // FALLVERBUND_TOOLS_ARCHIVE_JOURNAL_EXCERPT_H_
