#include "libs/projection/step.h"

#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/projection/buffered_batch.h"
#include "libs/projection/step_opened.h"

namespace fallverbund::projection {
namespace {

// Runs the views on rows of their own, so that a commit that one of them does not understand leaves nothing.
absl::Status ApplyViews(const Recorded& recorded, const std::vector<const View*>& views, RowBatch& rows,
                        std::vector<Notice>& notices) {
  const std::string& subject = recorded.commit.commit.subject();
  FV_ASSIGN_OR_RETURN(auto held_since, HeldSince(rows, subject));
  if (held_since) return absl::OkStatus();
  BufferedBatch of_commit(rows);
  for (const View* view : views) {
    absl::Status understood = view->Apply(recorded, of_commit);
    FV_RETURN_IF_ERROR(of_commit.read_error());  // the store failed; no word about the commit
    if (!understood.ok()) {
      RecordHeld(subject, recorded.commit.position, rows);
      notices.push_back(
          {NoticeKind::kNotUnderstood, recorded.commit.position, subject, understood.ToString()});
      return absl::OkStatus();
    }
  }
  of_commit.CopyTo(rows);
  return absl::OkStatus();
}

}  // namespace

absl::Status ApplyMessage(const eventlog::StoredMessage& message, const eventlog::LogIdentity& identity,
                          const std::vector<const View*>& views, RowBatch& rows, std::vector<Notice>& notices,
                          const SignerKeys& keys_of_log, eventlog::SignatureCheck check) {
  return ApplyOpened(message, eventlog::OpenMessage(message), identity, views, rows, notices, keys_of_log,
                     check);
}

absl::Status ApplyOpened(const eventlog::StoredMessage& message, eventlog::Opened opened,
                         const eventlog::LogIdentity& identity, const std::vector<const View*>& views,
                         RowBatch& rows, std::vector<Notice>& notices, const SignerKeys& keys_of_log,
                         eventlog::SignatureCheck check) {
  PrefixRows prefix(rows, keys_of_log);
  auto judged = eventlog::JudgeOpened(message, std::move(opened), identity, prefix, check);
  FV_RETURN_IF_ERROR(prefix.error());
  if (const auto* defect = std::get_if<eventlog::Defect>(&judged)) {
    std::string_view name = eventlog::DefectName(*defect);
    if (message.position == 1) {
      return absl::FailedPreconditionError(absl::StrCat(
          "position 1 is not the pinned genesis (", ToAbsl(name),
          "): this is another association's log or a new one; check genesis_sha256 in the configuration"));
    }
    notices.push_back({NoticeKind::kInvalidMessage, message.position, message.subject, std::string(name)});
    return RecordInvalid(message, *defect, rows);
  }
  const auto& commit = std::get<eventlog::ValidCommit>(judged);
  FV_ASSIGN_OR_RETURN(absl::Time known_at, RecordValid(commit, rows));
  return ApplyViews({commit, known_at}, views, rows, notices);
}

}  // namespace fallverbund::projection
