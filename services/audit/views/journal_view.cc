#include "services/audit/views/journal_view.h"

#include <set>
#include <string>
#include <utility>

#include "fallverbund/eventlog/v1/log_events.pb.h"
#include "libs/base/id.h"
#include "libs/base/time.h"
#include "libs/projection/row_cursor.h"
#include "services/audit/domain/schema.h"
#include "services/audit/domain/unpack.h"
#include "services/audit/views/tables.h"

namespace fallverbund::audit {
namespace {

using eventlog::v1::CallDenied;
using eventlog::v1::CommandRefused;
using eventlog::v1::Genesis;
using eventlog::v1::ReadRecorded;
using projection::RowBatch;
using projection::Rows;

template <class Known>
std::optional<Known> As(const eventlog::v1::Event& event) {
  Known known;
  if (event.schema_version() != kSchemaVersion || event.type() != known.GetDescriptor()->full_name() ||
      !known.ParseFromString(event.data())) {
    return std::nullopt;
  }
  return known;
}

v1::ReadFile ToFile(const projection::Recorded& recorded, const ReadRecorded& read) {
  const eventlog::v1::Commit& commit = recorded.commit.commit;
  v1::ReadFile file;
  v1::ReadEntry& entry = *file.mutable_entry();
  entry.set_journal_position(recorded.commit.position);
  *entry.mutable_recorded_at() = commit.recorded_at();
  entry.set_organisation_id(commit.actor().organisation());
  entry.set_person_id(commit.actor().person());
  entry.set_role(commit.actor().role());
  entry.set_method(read.method_id());
  entry.set_object_id(read.object_id());
  entry.set_log_position(read.log_position());
  entry.set_row(read.row_id());
  entry.set_ground(read.ground_id());
  entry.set_reading_id(read.reading_id());
  entry.set_payload_sha256(recorded.commit.payload_sha256);
  *file.mutable_opened_key_ids() = read.opened_key_ids();
  return file;
}

// What one entry adds.
struct Filing {
  const projection::Recorded& recorded;
  RowBatch& rows;
  v1::Sums sums;
  uint64_t number = 0;  // of the row at this position

  void Find(v1::FindingKind kind, std::string_view detail) {
    v1::Finding finding;
    finding.set_kind(kind);
    finding.set_position(recorded.commit.position);
    finding.set_aggregate_id(recorded.commit.aggregate_id);
    finding.set_detail(std::string(detail));
    finding.set_in_journal(true);
    rows.Put(kFindings, Numbered(finding.position(), number++), Bytes(finding));
    sums.set_findings(sums.findings() + 1);
  }
  void Refuse(const v1::RefusalEntry& entry) {
    const std::string place = Numbered(entry.journal_position(), number++);
    rows.Put(kRefusals, place, Bytes(entry));
    sums.set_refusals(sums.refusals() + 1);
    if (entry.wish() != kDischargeWish) return;
    rows.Put(kDischarges, place, Bytes(entry));
    sums.set_discharge_attempts(sums.discharge_attempts() + 1);
  }
  // Under whatever it may be looked for by: what was asked for, and each key that was opened.
  void Read(const ReadRecorded& read) {
    sums.set_reads(sums.reads() + 1);
    const v1::ReadFile file = ToFile(recorded, read);
    std::set<std::string> by(read.opened_key_ids().begin(), read.opened_key_ids().end());
    by.insert(read.object_id());
    const std::string place = Numbered(recorded.commit.position, number++);
    for (const std::string& id : by) {
      if (IsHexId(id)) rows.Put(kReads, id + place, Bytes(file));
    }
  }
};

template <class Known>
v1::RefusalEntry ToEntry(const projection::Recorded& recorded, const Known& known) {
  const eventlog::v1::Commit& commit = recorded.commit.commit;
  v1::RefusalEntry entry;
  entry.set_journal_position(recorded.commit.position);
  entry.set_method(known.method_id());
  entry.set_reason(known.reason_id());
  entry.set_row(known.row_id());
  entry.set_object_id(known.object_id());
  entry.set_organisation_id(commit.actor().organisation());
  entry.set_person_id(commit.actor().person());
  *entry.mutable_recorded_at() = commit.recorded_at();
  entry.set_log_position(known.log_position());
  return entry;
}

// The key must have been good at the position of the log that the entry says its writer had read.
absl::Status JudgeSigner(const Rows& log_rows, uint64_t log_position, Filing& filing) {
  FV_ASSIGN_OR_RETURN(auto signer,
                      GetMessage<v1::SignerFile>(log_rows, kSigners, filing.recorded.commit.key_id));
  if (!signer) return absl::OkStatus();  // the journal's own genesis
  const bool retired = signer->retired_position() != 0 && log_position >= signer->retired_position();
  if (retired) filing.Find(v1::FINDING_KIND_INVALID_MESSAGE, "SIGNED_AFTER_ITS_KEY_WAS_RETIRED");
  return absl::OkStatus();
}

absl::Status FileEvent(const Rows& log_rows, const eventlog::v1::Event& event, Filing& filing) {
  if (auto refused = As<CommandRefused>(event)) {
    v1::RefusalEntry entry = ToEntry(filing.recorded, *refused);
    entry.set_wish(refused->wish_id());
    filing.Refuse(entry);
    return JudgeSigner(log_rows, refused->log_position(), filing);
  }
  if (auto denied = As<CallDenied>(event)) {
    filing.Refuse(
        ToEntry(filing.recorded, *denied));  // no wish: nobody looked at the ground, if there was one
    return JudgeSigner(log_rows, denied->log_position(), filing);
  }
  if (auto read = As<ReadRecorded>(event)) {
    filing.Read(*read);
    return JudgeSigner(log_rows, read->log_position(), filing);
  }
  if (!As<Genesis>(event)) filing.Find(v1::FINDING_KIND_NOT_UNDERSTOOD, SafeTypeName(event.type()));
  return absl::OkStatus();
}

}  // namespace

absl::Status JournalView::Apply(const projection::Recorded& recorded, RowBatch& rows) const {
  FV_ASSIGN_OR_RETURN(v1::Sums sums, ReadSums(rows));
  Filing filing{recorded, rows, std::move(sums)};
  filing.sums.set_commits(filing.sums.commits() + 1);
  for (const eventlog::v1::Event& event : recorded.commit.commit.events()) {
    FV_RETURN_IF_ERROR(FileEvent(log_rows_, event, filing));
  }
  rows.Put(kSums, "all", Bytes(filing.sums));
  return absl::OkStatus();
}

absl::StatusOr<std::optional<std::string>> SignerKeyOfLog(const Rows& log_rows, std::string_view key_id,
                                                          std::string_view context) {
  FV_ASSIGN_OR_RETURN(auto signer, GetMessage<v1::SignerFile>(log_rows, kSigners, key_id));
  if (!signer || signer->context() != context) return std::nullopt;
  return signer->public_key();
}

absl::StatusOr<v1::ListRefusalsResponse> ReadRefusals(const Rows& journal_rows, bool discharge_attempts_only,
                                                      const Page& page) {
  const std::string_view table = discharge_attempts_only ? kDischarges : kRefusals;
  std::string after;
  if (!page.token.empty()) {
    auto place = FromHex(page.token);
    if (!place.ok() || place->size() != Numbered(0, 0).size()) {
      return absl::InvalidArgumentError("page_token is not one of this list; begin without one");
    }
    after = *place;
  }
  FV_ASSIGN_OR_RETURN(auto found, journal_rows.Scan(table, "", after, page.size + 1));
  v1::ListRefusalsResponse response;
  for (const projection::Row& row : found) {
    if (response.refusals_size() == page.size) {
      response.set_next_page_token(ToHex(found[found.size() - 2].key));
      break;
    }
    FV_ASSIGN_OR_RETURN(*response.add_refusals(), FromBytes<v1::RefusalEntry>(row.value));
  }
  return response;
}

absl::StatusOr<uint64_t> CountDischargeAttempts(const Rows& journal_rows, const Period& period) {
  uint64_t count = 0;
  projection::RowCursor cursor(journal_rows, kDischarges, "");
  while (true) {
    FV_ASSIGN_OR_RETURN(const projection::Row* row, cursor.Next());
    if (row == nullptr) return count;
    FV_ASSIGN_OR_RETURN(const auto entry, FromBytes<v1::RefusalEntry>(row->value));
    const absl::Time at = FromProto(entry.recorded_at());
    if (period.known_at && at > *period.known_at) continue;
    if (at >= period.from && at < period.until) ++count;
  }
}

}  // namespace fallverbund::audit
