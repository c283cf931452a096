#include "libs/projection/snapshot.h"

#include <array>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/crypto/ed25519.h"
#include "libs/crypto/hash.h"
#include "libs/projection/prefix.h"
#include "libs/projection/row_codec.h"

namespace fallverbund::projection {
namespace {

constexpr char kFirstLine[] = "fallverbund projection snapshot 1";
constexpr std::string_view kSignatureLine = "signature ";
// Rows become durable in batches of about this size.
constexpr uint64_t kBatchBytes = 1 << 20;
constexpr size_t kLengthBytes = 8;

absl::Status NotWhole(std::string_view what) {
  return absl::DataLossError(
      absl::StrCat("its manifest is damaged or cut off: ", std::string(what), "; copy the snapshot again"));
}

std::string TextOf(const SnapshotManifest& manifest) {
  const ProjectionVersion& version = manifest.of.version;
  return absl::StrCat(kFirstLine, "\nassociation ", manifest.of.association, "\nservice ", version.owner,
                      "\nof ", manifest.of.of, "\nlayout ", version.layout, "\nprefix ", manifest.prefix,
                      "\nprogram ", version.program, "\ngenesis ", ToHex(version.genesis_sha256),
                      "\nposition ", manifest.position, "\nmessage ", ToHex(manifest.message_sha256),
                      "\nroot ", ToHex(manifest.root), "\nstate ", ToHex(manifest.state_sha256), "\nrows ",
                      manifest.rows_bytes, "\nkey ", manifest.key_id, "\n");
}

// The lines after the first, each a name and a value.
class Lines {
 public:
  explicit Lines(std::string_view text) {
    for (const absl::string_view line : absl::StrSplit(ToAbsl(text), '\n')) {
      const std::pair<absl::string_view, absl::string_view> parts =
          absl::StrSplit(line, absl::MaxSplits(' ', 1));
      values_.emplace(ToStd(parts.first), ToStd(parts.second));
    }
  }
  std::string Text(const std::string& name) {
    const auto found = values_.find(name);
    ok_ = ok_ && found != values_.end();
    return found == values_.end() ? "" : found->second;
  }
  std::string Hash(const std::string& name) {
    std::string hash = FromHex(Text(name)).value_or("");
    ok_ = ok_ && hash.size() == crypto::kSha256Bytes;
    return hash;
  }
  template <typename Number>
  Number Value(const std::string& name) {
    Number value = 0;
    ok_ = absl::SimpleAtoi(Text(name), &value) && ok_;
    return value;
  }
  bool ok() const { return ok_; }

 private:
  std::map<std::string, std::string> values_;
  bool ok_ = true;
};

std::optional<SnapshotManifest> Parse(std::string_view text) {
  Lines lines(text);
  SnapshotManifest manifest;
  manifest.of.association = lines.Text("association");
  manifest.of.of = lines.Text("of");
  manifest.of.version.owner = lines.Text("service");
  manifest.of.version.layout = lines.Value<uint32_t>("layout");
  manifest.of.version.program = lines.Text("program");
  manifest.of.version.genesis_sha256 = lines.Hash("genesis");
  manifest.prefix = lines.Value<uint32_t>("prefix");
  manifest.position = lines.Value<uint64_t>("position");
  manifest.message_sha256 = lines.Hash("message");
  manifest.root = lines.Hash("root");
  manifest.state_sha256 = lines.Hash("state");
  manifest.rows_bytes = lines.Value<uint64_t>("rows");
  manifest.key_id = lines.Text("key");
  // What was written like this and in no other way: so no line can be hidden, doubled or moved.
  if (!lines.ok() || TextOf(manifest) != text) return std::nullopt;
  return manifest;
}

// Whose rows these are, if not ours; empty: ours.
std::string WhoseElse(const SnapshotManifest& manifest, const SnapshotOf& expected) {
  const ProjectionVersion& theirs = manifest.of.version;
  const ProjectionVersion& ours = expected.version;
  if (theirs.owner != ours.owner) return absl::StrCat("it is of the service ", theirs.owner);
  if (manifest.of.of != expected.of) return absl::StrCat("it is a snapshot of the ", manifest.of.of);
  if (manifest.of.association != expected.association) {
    return absl::StrCat("it is of the association ", manifest.of.association);
  }
  if (theirs.genesis_sha256 != ours.genesis_sha256) return "it is of another log";
  if (theirs.layout != ours.layout || manifest.prefix != kPrefixLayout) {
    return absl::StrCat("it has version ", manifest.prefix, "-", theirs.layout, ", this program needs ",
                        kPrefixLayout, "-", ours.layout);
  }
  return "";
}

absl::Status NotTheRows(std::string_view why) {
  return absl::DataLossError(
      absl::StrCat("its rows are damaged: ", std::string(why), "; copy the snapshot again"));
}

// One length and as many bytes; no more than `left` are there.
absl::StatusOr<std::string> ReadField(std::istream& from, uint64_t& left) {
  std::array<char, kLengthBytes> length{};
  if (left < kLengthBytes || !from.read(length.data(), kLengthBytes)) return NotTheRows("they are cut off");
  left -= kLengthBytes;
  const uint64_t size = FromBigEndian({length.data(), length.size()});
  if (size > left) return NotTheRows("a length is wrong");
  std::string bytes(size, '\0');
  if (!from.read(bytes.data(), static_cast<std::streamsize>(size))) return NotTheRows("they are cut off");
  left -= size;
  return bytes;
}

absl::Status ReadRows(std::istream& from, const SnapshotManifest& manifest, ProjectionStore& into) {
  uint64_t left = manifest.rows_bytes;
  while (left > 0) {
    auto batch = into.NewBatch();
    const uint64_t before = left;
    while (left > 0 && before - left < kBatchBytes) {
      FV_ASSIGN_OR_RETURN(const std::string table, ReadField(from, left));
      FV_ASSIGN_OR_RETURN(const std::string key, ReadField(from, left));
      FV_ASSIGN_OR_RETURN(const std::string value, ReadField(from, left));
      if (table.empty() || table.find('\0') != std::string::npos) return NotTheRows("a table has no name");
      batch->Put(table, key, value);
    }
    FV_RETURN_IF_ERROR(into.Commit(std::move(batch), left == 0 ? manifest.position : 0));
  }
  if (from.peek() != std::istream::traits_type::eof()) return NotTheRows("there are more than it says");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<SnapshotManifest> WriteSnapshot(const ProjectionStore& rows, const SnapshotOf& of,
                                               const eventlog::Signer& signer, eventlog::EventLog& log,
                                               std::ostream& to) {
  SnapshotManifest manifest{.of = of, .position = rows.position(), .key_id = signer.key_id()};
  manifest.of.version.vouched_root.clear();
  FV_ASSIGN_OR_RETURN(const std::string why, WhyNot(rows, manifest.of.version));
  if (!why.empty()) return absl::FailedPreconditionError(absl::StrCat("these rows cannot be shipped: ", why));
  FV_ASSIGN_OR_RETURN(const auto root, ReadRoot(rows));
  if (manifest.position == 0 || !root) {
    return absl::FailedPreconditionError("there is nothing to ship: these rows are of no message yet");
  }
  manifest.root = *root;
  FV_ASSIGN_OR_RETURN(const auto message, log.ReadFromLeader(manifest.position));
  if (!message) {
    return absl::FailedPreconditionError(
        absl::StrCat("the log does not hold position ", manifest.position, ", up to which these rows go"));
  }
  manifest.message_sha256 = crypto::Sha256(message->payload);
  crypto::Sha256Stream state;
  FV_RETURN_IF_ERROR(
      rows.EachRow([&](std::string_view table, std::string_view key, std::string_view value) -> absl::Status {
        for (const std::string_view field : {table, key, value}) {
          const std::string length = BigEndian(field.size());
          state.Update(length);
          state.Update(field);
          to << length << field;
          manifest.rows_bytes += length.size() + field.size();
        }
        return to ? absl::OkStatus() : absl::ResourceExhaustedError("the rows cannot be written; free space");
      }));
  manifest.state_sha256 = state.Finish();
  return manifest;
}

std::string EncodeManifest(const SnapshotManifest& manifest, const eventlog::Signer& signer) {
  const std::string text = TextOf(manifest);
  return absl::StrCat(text, ToAbsl(kSignatureLine), ToHex(signer.SignSnapshot(text)), "\n");
}

absl::StatusOr<SnapshotManifest> CheckManifest(std::string_view text, const SnapshotOf& expected,
                                               const eventlog::Signer& ours) {
  constexpr size_t kEndChars = kSignatureLine.size() + 2 * crypto::kEd25519SignatureBytes + 1;
  if (text.size() < kEndChars || text.back() != '\n') return NotWhole("it does not end with a signature");
  const std::string_view signed_part = text.substr(0, text.size() - kEndChars);
  const std::string_view last = text.substr(signed_part.size(), kEndChars - 1);
  const auto signature = FromHex(last.substr(last.starts_with(kSignatureLine) ? kSignatureLine.size() : 0));
  if (!signature.ok()) return NotWhole("it does not end with a signature");
  const auto manifest = Parse(signed_part);
  if (!manifest) return NotWhole("a line is not as it was written");
  if (const std::string whose = WhoseElse(*manifest, expected); !whose.empty()) {
    return absl::FailedPreconditionError(whose);
  }
  if (manifest->key_id != ours.key_id()) {
    return absl::FailedPreconditionError(absl::StrCat("it is signed with the key ", manifest->key_id,
                                                      ", this service signs with ", ours.key_id()));
  }
  if (!eventlog::VerifySnapshot(signed_part, *signature, ours.public_key())) {
    return absl::FailedPreconditionError(
        "its signature is not that of this service: it was changed, or somebody else made it");
  }
  return *manifest;
}

absl::Status CheckAgainstLog(const SnapshotManifest& manifest, eventlog::EventLog& log) {
  FV_ASSIGN_OR_RETURN(const uint64_t head, log.HeadFromLeader());
  if (head < manifest.position) {
    return absl::FailedPreconditionError(
        absl::StrCat("it goes up to position ", manifest.position, " and the log only to ", head,
                     ": it is of another log, or this one lost its end, which must be looked into first"));
  }
  FV_ASSIGN_OR_RETURN(const auto message, log.ReadFromLeader(manifest.position));
  if (!message || crypto::Sha256(message->payload) != manifest.message_sha256) {
    return absl::FailedPreconditionError(absl::StrCat("the log's message ", manifest.position,
                                                      " is another one than that it was computed from"));
  }
  return absl::OkStatus();
}

absl::Status ReadSnapshot(std::istream& from, const SnapshotManifest& manifest, const SnapshotOf& expected,
                          ProjectionStore& into) {
  FV_RETURN_IF_ERROR(ReadRows(from, manifest, into));
  FV_ASSIGN_OR_RETURN(const std::string state, into.StateHash());
  if (state != manifest.state_sha256) return NotTheRows("their state hash is another one");
  // The signer says so; what follows it has never seen, since it was written by another program perhaps.
  FV_ASSIGN_OR_RETURN(const auto root, ReadRoot(into));
  if (root != manifest.root) return NotTheRows("they are of other messages than it says");
  ProjectionVersion version = expected.version;
  version.vouched_root.clear();
  FV_ASSIGN_OR_RETURN(const std::string why, WhyNot(into, version));
  return why.empty() ? absl::OkStatus() : absl::FailedPreconditionError(why);
}

}  // namespace fallverbund::projection
