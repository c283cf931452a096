#include "libs/eventlog_jetstream/key_bucket.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/eventlog/event_log.h"
#include "libs/eventlog/subject.h"
#include "libs/eventlog_jetstream/bus_api.h"
#include "libs/eventlog_jetstream/json.h"

namespace fallverbund::eventlog {
namespace {

// The account's import of the bucket (deploy/nats/render.py).
constexpr char kPrefix[] = "fvapi.keys.";
constexpr char kOperation[] = "KV-Operation";
constexpr char kDeleted[] = "DEL";

bool IsKey(std::string_view key) {
  const auto allowed = [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '=' || c == '/' ||
           c == '-' || c == '.';
  };
  return !key.empty() && key.size() <= 200 && key.front() != '.' && key.back() != '.' &&
         !absl::StrContains(ToAbsl(key), "..") && std::all_of(key.begin(), key.end(), allowed);
}

absl::Status CheckKey(std::string_view key) {
  return IsKey(key) ? absl::OkStatus() : absl::InvalidArgumentError("not a key of the bucket");
}

// The bucket has one writer, so its headers may be believed.
bool IsDeletionMark(const RawMessage& raw) {
  return absl::StrContains(raw.headers, absl::StrCat("\r\n", kOperation, ": ", kDeleted, "\r\n"));
}

}  // namespace

absl::StatusOr<std::unique_ptr<KeyBucket>> KeyBucket::Bind(std::shared_ptr<BusConnection> bus,
                                                           std::string_view association,
                                                           absl::Duration timeout) {
  auto bucket = std::unique_ptr<KeyBucket>(new KeyBucket(std::move(bus), association, timeout));
  FV_ASSIGN_OR_RETURN(
      const BusAnswer info,
      bucket->bus_->Request({absl::StrCat(kPrefix, "STREAM.INFO.", bucket->stream_), "", {}}, timeout));
  if (const auto error = ParseError(info.data())) return ApiError(error->code, error->description);
  return bucket;
}

KeyBucket::KeyBucket(std::shared_ptr<BusConnection> bus, std::string_view association, absl::Duration timeout)
    : bus_(std::move(bus)),
      stream_(absl::StrCat("KV_", StreamName(StreamKind::kLog, association), "_KEYS")),
      subject_(absl::StrCat("$KV.", StreamName(StreamKind::kLog, association), "_KEYS.")),
      timeout_(timeout) {}

absl::StatusOr<KeyBucket::Slot> KeyBucket::Look(std::string_view key) {
  FV_RETURN_IF_ERROR(CheckKey(key));
  const std::string query =
      absl::StrCat("{\"last_by_subj\":", Quoted(absl::StrCat(subject_, ToAbsl(key))), "}");
  FV_ASSIGN_OR_RETURN(
      std::optional<RawMessage> raw,
      GetFromLeader(*bus_, absl::StrCat(kPrefix, "STREAM.MSG.GET.", stream_), query, timeout_));
  Slot slot;
  if (!raw) return slot;
  slot.last_revision = raw->message.position;
  if (!IsDeletionMark(*raw)) slot.entry = KeyEntry{std::move(raw->message.payload), raw->message.position};
  return slot;
}

absl::StatusOr<uint64_t> KeyBucket::Write(std::string_view key, std::string_view value,
                                          std::optional<uint64_t> expected, bool deletes) {
  FV_RETURN_IF_ERROR(CheckKey(key));
  if (value.size() > kMaxMessageBytes)
    return absl::InvalidArgumentError("a value of the bucket holds at most 128 KiB");
  BusRequest request{absl::StrCat(kPrefix, subject_, ToAbsl(key)), std::string(value), {}};
  if (expected) request.headers.emplace_back("Nats-Expected-Last-Subject-Sequence", absl::StrCat(*expected));
  if (deletes) request.headers.emplace_back(kOperation, kDeleted);
  const auto answer = bus_->Request(request, timeout_);
  if (answer.ok()) return ParseAck(answer->data(), stream_);
  const bool silent = absl::IsUnavailable(answer.status()) && bus_->connected();
  const auto reason = silent ? StoppedWriting(*bus_, kHealthTimeout) : std::nullopt;
  return reason ? absl::UnavailableError(absl::StrCat(answer.status().message(), "; ", *reason))
                : answer.status();
}

absl::StatusOr<std::optional<KeyEntry>> KeyBucket::Get(std::string_view key) {
  FV_ASSIGN_OR_RETURN(Slot slot, Look(key));
  return std::move(slot.entry);
}

absl::StatusOr<std::optional<NamedKeyEntry>> KeyBucket::NextFrom(uint64_t from) {
  for (;;) {
    // With one value per key the stream holds each key once, at its last revision.
    const std::string query =
        absl::StrCat("{\"seq\":", from, ",\"next_by_subj\":", Quoted(absl::StrCat(subject_, ">")), "}");
    FV_ASSIGN_OR_RETURN(
        std::optional<RawMessage> raw,
        GetFromLeader(*bus_, absl::StrCat(kPrefix, "STREAM.MSG.GET.", stream_), query, timeout_));
    if (!raw) return std::optional<NamedKeyEntry>();
    from = raw->message.position + 1;
    absl::string_view key = raw->message.subject;
    if (IsDeletionMark(*raw) || !absl::ConsumePrefix(&key, subject_)) continue;
    return std::optional<NamedKeyEntry>(
        {std::string(key), {std::move(raw->message.payload), raw->message.position}});
  }
}

absl::StatusOr<uint64_t> KeyBucket::CreateIfAbsent(std::string_view key, std::string_view value) {
  auto revision = Write(key, value, 0, false);
  if (!absl::IsAborted(revision.status())) return revision;
  FV_ASSIGN_OR_RETURN(const Slot slot, Look(key));
  if (slot.entry) return absl::AlreadyExistsError("the bucket has a value for this key");
  if (slot.last_revision == 0)
    return absl::UnavailableError("a value for this key is on its way; look again");
  revision = Write(key, value, slot.last_revision, false);  // behind the mark of a deletion
  if (absl::IsAborted(revision.status()))
    return absl::AlreadyExistsError("the bucket has a value for this key");
  return revision;
}

absl::StatusOr<uint64_t> KeyBucket::UpdateIfRevision(std::string_view key, std::string_view value,
                                                     uint64_t revision) {
  return Write(key, value, revision, false);
}

absl::StatusOr<uint64_t> KeyBucket::Put(std::string_view key, std::string_view value) {
  return Write(key, value, std::nullopt, false);
}

absl::Status KeyBucket::Delete(std::string_view key) {
  return Write(key, "", std::nullopt, true).status();
}

}  // namespace fallverbund::eventlog
