#include "tools/archive/journal_excerpt.h"

#include <utility>
#include <variant>

#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/eventlog/commit_signature.h"
#include "tools/archive/files.h"

namespace fallverbund::archive {

JournalExcerpt::JournalExcerpt(eventlog::LogIdentity identity, const projection::View& view,
                               projection::ProjectionStore& store, projection::SignerKeys keys_of_log)
    : identity_(std::move(identity)), view_(view), keys_of_log_(std::move(keys_of_log)), rows_(store) {}

absl::Status JournalExcerpt::Take(ReadMessage read) {
  const eventlog::StoredMessage& message = read.message;
  Expect(message, read.opened.commit);
  const auto judged = eventlog::JudgeOpened(message, std::move(read.opened), identity_, *this,
                                            eventlog::SignatureCheck::kVerify);
  FV_RETURN_IF_ERROR(error_);
  if (const auto* defect = std::get_if<eventlog::Defect>(&judged)) {
    if (message.position == 1) return Damaged("archive.json", eventlog::DefectName(*defect));
    FV_RETURN_IF_ERROR(projection::RecordInvalid(message, *defect, rows_.batch()));
    return rows_.Reach(message.position);
  }
  const auto& valid = std::get<eventlog::ValidCommit>(judged);
  links_[message.subject] = {message.position, valid.commit.aggregate_version(), valid.payload_sha256};
  commits_.insert(valid.commit.commit_id());
  FV_RETURN_IF_ERROR(view_.Apply({valid, FromProto(valid.commit.recorded_at())}, rows_.batch()));
  return rows_.Reach(message.position);
}

bool JournalExcerpt::SeenCommit(std::string_view commit_id) const {
  return commits_.count(std::string(commit_id)) > 0;
}

std::optional<std::string> JournalExcerpt::SignerKey(std::string_view key_id,
                                                     std::string_view context) const {
  auto key = keys_of_log_(key_id, context);
  error_.Update(key.status());
  return key.ok() ? *std::move(key) : std::nullopt;
}

void JournalExcerpt::Expect(const eventlog::StoredMessage& message,
                            const std::optional<eventlog::v1::Commit>& commit) {
  expected_ = links_[message.subject];
  if (!commit || commit->aggregate_version() <= expected_.version + 1) return;
  expected_ = {0, commit->aggregate_version() - 1, commit->prev_payload_sha256()};
}

}  // namespace fallverbund::archive
