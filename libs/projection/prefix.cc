#include "libs/projection/prefix.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "fallverbund/eventlog/v1/log_events.pb.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/eventlog/prefix.h"
#include "libs/projection/held.h"
#include "libs/projection/row_codec.h"
#include "libs/projection/row_cursor.h"

namespace fallverbund::projection {
namespace {

constexpr char kLinks[] = "log.link";      // subject -> last position, version, hash
constexpr char kCommits[] = "log.commit";  // commit id -> position
constexpr char kKeys[] = "log.key";        // key id -> context, public key, 1 when retired
constexpr char kFacts[] =
    "log.facts";  // "genesis" -> genesis event, "known_at" -> time, "root" and "unproven" -> root
constexpr char kFindings[] = "log.finding";  // position -> subject, defect

eventlog::ChainLink DecodeLink(const std::optional<std::string>& row) {
  eventlog::ChainLink link;
  if (!row) return link;
  RowReader reader(*row);
  link.last_position = reader.Number();
  link.version = reader.Number();
  link.payload_sha256 = std::string(reader.Text());
  return link;
}

void PutLink(std::string_view subject, const eventlog::ChainLink& link, RowBatch& rows) {
  rows.Put(kLinks, subject,
           RowWriter().Number(link.last_position).Number(link.version).Text(link.payload_sha256).Take());
}

struct Key {
  std::string context;
  std::string public_key;
  bool retired = false;
};

std::optional<Key> DecodeKey(const std::optional<std::string>& row) {
  if (!row) return std::nullopt;
  RowReader reader(*row);
  Key key;
  key.context = std::string(reader.Text());
  key.public_key = std::string(reader.Text());
  key.retired = reader.Number() != 0;
  return key;
}

void PutKey(std::string_view key_id, const Key& key, RowBatch& rows) {
  rows.Put(kKeys, key_id,
           RowWriter().Text(key.context).Text(key.public_key).Number(key.retired ? 1 : 0).Take());
}

absl::Status ApplyKeyChange(const eventlog::KeyChange& change, RowBatch& rows) {
  if (const auto* registered = std::get_if<eventlog::KeyRegistered>(&change)) {
    FV_ASSIGN_OR_RETURN(auto known, rows.Get(kKeys, registered->key_id));
    if (!known) PutKey(registered->key_id, {registered->context, registered->public_key}, rows);
    return absl::OkStatus();
  }
  const std::string& key_id = std::get<eventlog::KeyRetired>(change).key_id;
  FV_ASSIGN_OR_RETURN(auto row, rows.Get(kKeys, key_id));
  if (auto key = DecodeKey(row)) {
    key->retired = true;
    PutKey(key_id, *key, rows);
  }
  return absl::OkStatus();
}

}  // namespace

std::optional<std::string> PrefixRows::Get(std::string_view table, std::string_view key) const {
  auto value = rows_.Get(table, key);
  if (value.ok()) return *std::move(value);
  error_.Update(value.status());
  return std::nullopt;
}

eventlog::ChainLink PrefixRows::Link(std::string_view subject) const {
  return DecodeLink(Get(kLinks, subject));
}

bool PrefixRows::SeenCommit(std::string_view commit_id) const {
  return Get(kCommits, commit_id).has_value();
}

std::optional<std::string> PrefixRows::SignerKey(std::string_view key_id, std::string_view context) const {
  if (keys_of_log_) {
    auto of_log = keys_of_log_(key_id, context);
    if (of_log.ok()) return *std::move(of_log);
    error_.Update(of_log.status());
    return std::nullopt;
  }
  const std::optional<Key> key = DecodeKey(Get(kKeys, key_id));
  if (!key || key->retired || key->context != context) return std::nullopt;
  return key->public_key;
}

absl::StatusOr<eventlog::ChainLink> ReadLink(const Rows& rows, std::string_view subject) {
  FV_ASSIGN_OR_RETURN(auto row, rows.Get(kLinks, subject));
  return DecodeLink(row);
}

absl::StatusOr<std::optional<std::string>> RegisteredKey(const Rows& rows, std::string_view key_id,
                                                         std::string_view context) {
  PrefixRows prefix(rows);
  auto key = prefix.SignerKey(key_id, context);
  FV_RETURN_IF_ERROR(prefix.error());
  return key;
}

absl::StatusOr<std::optional<uint64_t>> HeldSince(const Rows& rows, std::string_view subject) {
  FV_ASSIGN_OR_RETURN(auto row, rows.Get(kHeldTable, subject));
  if (!row) return std::nullopt;
  return FromBigEndian(*row);
}

absl::StatusOr<uint64_t> CountHeld(const Rows& rows) {
  uint64_t count = 0;
  FV_RETURN_IF_ERROR(ForEachRow(rows, kHeldTable, "", [&](const Row&) {
    ++count;
    return absl::OkStatus();
  }));
  return count;
}

absl::StatusOr<std::optional<LogFacts>> ReadLogFacts(const Rows& rows) {
  FV_ASSIGN_OR_RETURN(auto row, rows.Get(kFacts, "genesis"));
  eventlog::v1::Genesis genesis;
  if (!row || !genesis.ParseFromString(*row)) return std::nullopt;
  FV_ASSIGN_OR_RETURN(auto known_at, rows.Get(kFacts, "known_at"));
  return LogFacts{genesis.association_id(), genesis.origin_id(), genesis.test_clock(),
                  FromSortableTime(known_at.value_or(""))};
}

absl::StatusOr<std::vector<Finding>> ReadFindings(const Rows& rows, uint64_t after, int limit) {
  FV_ASSIGN_OR_RETURN(auto page, rows.Scan(kFindings, "", BigEndian(after), limit));
  std::vector<Finding> findings;
  for (const Row& row : page) {
    RowReader reader(row.value);
    std::string subject(reader.Text());
    findings.push_back({FromBigEndian(row.key), std::move(subject), std::string(reader.Text())});
  }
  return findings;
}

absl::StatusOr<std::optional<std::string>> ReadRoot(const Rows& rows) {
  return rows.Get(kFacts, "root");
}

absl::StatusOr<std::vector<uint64_t>> ReadBadSignatures(const Rows& rows, size_t limit) {
  constexpr int kPage = 1000;
  std::vector<uint64_t> positions;
  uint64_t after = 0;
  while (positions.size() < limit) {
    FV_ASSIGN_OR_RETURN(const auto page, ReadFindings(rows, after, kPage));
    for (const Finding& finding : page) {
      after = finding.position;
      const bool bad = finding.defect == eventlog::DefectName(eventlog::Defect::kBadSignature);
      if (bad && positions.size() < limit) positions.push_back(finding.position);
    }
    if (page.size() < kPage) break;
  }
  return positions;
}

absl::StatusOr<std::optional<std::string>> ReadUnproven(const Rows& rows) {
  return rows.Get(kFacts, "unproven");
}

void RecordRoot(std::string_view root, RowBatch& rows) {
  rows.Put(kFacts, "root", root);
}

void RecordUnproven(std::string_view vouched_root, RowBatch& rows) {
  if (vouched_root.empty()) {
    rows.Delete(kFacts, "unproven");
  } else {
    rows.Put(kFacts, "unproven", vouched_root);
  }
}

absl::Status RecordInvalid(const eventlog::StoredMessage& message, eventlog::Defect defect, RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(auto link, ReadLink(rows, message.subject));
  link.last_position = message.position;
  PutLink(message.subject, link, rows);
  rows.Put(kFindings, BigEndian(message.position),
           RowWriter().Text(message.subject).Text(eventlog::DefectName(defect)).Take());
  return absl::OkStatus();
}

absl::StatusOr<absl::Time> RecordValid(const eventlog::ValidCommit& commit, RowBatch& rows) {
  PutLink(commit.commit.subject(),
          {commit.position, commit.commit.aggregate_version(), commit.payload_sha256}, rows);
  rows.Put(kCommits, commit.commit.commit_id(), BigEndian(commit.position));
  for (const auto& change : eventlog::KeyChanges(commit)) FV_RETURN_IF_ERROR(ApplyKeyChange(change, rows));
  if (commit.position == 1) rows.Put(kFacts, "genesis", commit.commit.events(0).data());
  absl::Time known_at = FromProto(commit.commit.recorded_at());
  FV_ASSIGN_OR_RETURN(auto before, rows.Get(kFacts, "known_at"));
  if (before) known_at = std::max(known_at, FromSortableTime(*before));
  rows.Put(kFacts, "known_at", SortableTime(known_at));
  return known_at;
}

void RecordHeld(std::string_view subject, uint64_t position, RowBatch& rows) {
  rows.Put(kHeldTable, subject, BigEndian(position));
  rows.Put(kHeldIdTable, subject.substr(subject.rfind('.') + 1), BigEndian(position));
}

}  // namespace fallverbund::projection
