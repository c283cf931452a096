#include "tools/archive/verify.h"

#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "fallverbund/audit/v1/archive.pb.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/util/json_util.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/crypto/hash.h"
#include "libs/durable_file/durable_file.h"
#include "libs/projection/in_memory_projection_store.h"
#include "libs/projection/step.h"
#include "libs/tlog/entry.h"
#include "libs/tlog/frontier.h"
#include "services/audit/verdict/verdict_reader.h"
#include "services/audit/views/log_view.h"

namespace fallverbund::archive {
namespace {

namespace fs = std::filesystem;

// A file of messages has at most one message more than kBytesPerFile, and some framing.
constexpr size_t kMaxFileBytes = 2 * kBytesPerFile;

absl::Status Damaged(std::string_view file, std::string_view how) {
  return absl::DataLossError(absl::StrCat(ToAbsl(file), ": ", ToAbsl(how)));
}

// The names that Write gives, and nothing that leads elsewhere or speaks to a terminal.
bool IsNameOfOurs(std::string_view name) {
  static const std::set<std::string, std::less<>> kFixed = {"README.txt", "archive.json", "checkpoint",
                                                            "descriptors.binpb", "policy"};
  constexpr std::string_view kBegin = "messages/", kEnd = ".binpb";
  if (kFixed.count(name) > 0) return true;
  if (name.size() != kBegin.size() + 12 + kEnd.size() || name.substr(0, kBegin.size()) != kBegin ||
      name.substr(name.size() - kEnd.size()) != kEnd)
    return false;
  const std::string_view digits = name.substr(kBegin.size(), 12);
  return digits.find_first_not_of("0123456789") == std::string_view::npos;
}

// The files of a folder as SHA256SUMS lists them. What is read is compared; what is there and not listed is a
// fault.
class Files {
 public:
  static absl::StatusOr<Files> Open(const fs::path& folder) {
    const auto sums = durable_file::ReadFile(folder / "SHA256SUMS", kMaxFileBytes);
    if (absl::IsNotFound(sums.status())) {
      return absl::InvalidArgumentError(absl::StrCat(
          folder.string(), " is no archive, or was not written to its end: it has no SHA256SUMS"));
    }
    FV_RETURN_IF_ERROR(sums.status());
    Files files(folder);
    for (const absl::string_view line : absl::StrSplit(*sums, '\n', absl::SkipEmpty())) {
      const std::pair<std::string, std::string> parts = absl::StrSplit(line, absl::MaxSplits("  ", 1));
      if (!IsNameOfOurs(parts.second) || !files.sums_.emplace(parts.second, parts.first).second)
        return Damaged("SHA256SUMS", "names what no archive has, or something twice");
    }
    FV_RETURN_IF_ERROR(files.RefuseOthers());
    return files;
  }

  // Nothing else lies there: no file that nobody vouches for, no link out of the folder.
  absl::Status RefuseOthers() const {
    std::error_code error;
    auto entry = fs::recursive_directory_iterator(folder_, error);
    for (; !error && entry != fs::end(entry); entry.increment(error)) {
      const std::string name = entry->path().lexically_relative(folder_).string();
      const fs::file_status status = entry->symlink_status(error);
      if (error) break;
      if (fs::is_directory(status) && name == "messages") continue;
      if (fs::is_regular_file(status) && (name == "SHA256SUMS" || sums_.count(name) > 0)) continue;
      return Damaged(IsNameOfOurs(name) ? name : "a file", "stands in no line of SHA256SUMS");
    }
    return error ? absl::UnavailableError(absl::StrCat(folder_.string(), ": ", error.message()))
                 : absl::OkStatus();
  }

  absl::StatusOr<std::string> Read(const std::string& name) const {
    const auto sum = sums_.find(name);
    if (sum == sums_.end()) return Damaged(name, "is missing in SHA256SUMS");
    const auto bytes = durable_file::ReadFile(folder_ / name, kMaxFileBytes);
    if (absl::IsNotFound(bytes.status())) return Damaged(name, "is missing");
    FV_RETURN_IF_ERROR(bytes.status());
    if (ToHex(crypto::Sha256(*bytes)) != sum->second) return Damaged(name, "is not what its checksum says");
    return bytes;
  }
  std::vector<std::string> Messages() const {
    std::vector<std::string> names;
    for (const auto& [name, sum] : sums_)
      if (name.rfind("messages/", 0) == 0) names.push_back(name);
    return names;  // in order: their names are padded
  }

 private:
  explicit Files(fs::path folder) : folder_(std::move(folder)) {}
  fs::path folder_;
  std::map<std::string, std::string> sums_;  // by name
};

// Looked at before a message is made of each: a file of nothing but empty ones would fill the memory.
bool HoldsAtMostAsManyAsWritten(const std::string& bytes) {
  google::protobuf::io::CodedInputStream in(reinterpret_cast<const uint8_t*>(bytes.data()),
                                            static_cast<int>(bytes.size()));
  constexpr uint32_t kTag = audit::v1::ArchivedMessages::kMessagesFieldNumber << 3 | 2;  // with a length
  for (int count = 0; in.CurrentPosition() < static_cast<int>(bytes.size()); ++count) {
    uint32_t length = 0;
    if (count == kMessagesPerFile || in.ReadTag() != kTag || !in.ReadVarint32(&length) ||
        length > bytes.size() || !in.Skip(static_cast<int>(length)))
      return false;
  }
  return true;
}

absl::StatusOr<audit::v1::ArchiveManifest> ReadManifest(const Files& files) {
  FV_ASSIGN_OR_RETURN(const std::string json, files.Read("archive.json"));
  audit::v1::ArchiveManifest manifest;
  google::protobuf::util::JsonParseOptions later;  // a later writer may say more
  later.ignore_unknown_fields = true;
  if (!google::protobuf::util::JsonStringToMessage(json, &manifest, later).ok() || manifest.format() == 0)
    return absl::InvalidArgumentError("archive.json: does not say what this is");
  if (manifest.format() != kFormat) {
    return absl::InvalidArgumentError(absl::StrCat("the archive has format ", manifest.format(),
                                                   ", this program reads ", kFormat, "; take a later one"));
  }
  return manifest;
}

// Tree and rows, message by message.
class Replay {
 public:
  Replay(const audit::v1::ArchiveManifest& manifest, const tlog::Checkpoint& sealed,
         projection::ProjectionStore& store)
      : sealed_(sealed), store_(store) {
    identity_.association = manifest.association();
    identity_.genesis_sha256 = FromHex(manifest.genesis_sha256()).value_or("");
  }

  absl::Status Take(const std::string& file, audit::v1::ArchivedMessages& messages) {
    auto batch = store_.NewBatch();
    std::vector<projection::Notice> notices;  // they stand in the rows, too
    for (auto& archived : *messages.mutable_messages()) {
      eventlog::StoredMessage message{archived.position(), archived.server_time_ns(),
                                      std::move(*archived.mutable_subject()),
                                      std::move(*archived.mutable_payload())};
      if (message.position != position_ + 1)
        return Damaged(file, absl::StrCat("after position ", position_, " comes ", message.position));
      position_ = message.position;
      FV_RETURN_IF_ERROR(Grow(message));
      const absl::Status applied = projection::ApplyMessage(message, identity_, {&view_}, *batch, notices);
      if (absl::IsFailedPrecondition(applied))
        return Damaged(file, std::string(applied.message()));  // another genesis
      FV_RETURN_IF_ERROR(applied);
      if (position_ % kAtOnce != 0) continue;
      FV_RETURN_IF_ERROR(store_.Commit(std::move(batch), position_));
      batch = store_.NewBatch();
      notices.clear();
    }
    return store_.Commit(std::move(batch), position_);
  }
  uint64_t position() const { return position_; }

 private:
  static constexpr uint64_t kAtOnce = 512;  // rows of so many commits are held until they are written

  absl::Status Grow(const eventlog::StoredMessage& message) {
    FV_ASSIGN_OR_RETURN(
        const std::string entry,
        tlog::EncodeEntry({message.position, static_cast<uint64_t>(message.server_time_ns), message.subject,
                           *tlog::HashFrom(crypto::Sha256(message.payload))}));
    tree_.Append(tlog::LeafHash(entry));
    if (message.position != sealed_.size || tree_.Root() == sealed_.root) return absl::OkStatus();
    return absl::DataLossError(absl::StrCat(
        "the messages up to position ", sealed_.size,
        " are not those of the checkpoint: something was changed, left out or put in. An inclusion "
        "proof of each event that you hold tells which"));
  }

  const tlog::Checkpoint sealed_;
  projection::ProjectionStore& store_;
  eventlog::LogIdentity identity_;
  const audit::LogView view_{audit::Bounds{}};
  tlog::Frontier tree_;
  uint64_t position_ = 0;
};

}  // namespace

absl::StatusOr<ArchiveVerdict> Verify(const fs::path& folder, const tlog::Policy& policy,
                                      projection::ProjectionStore& store, const Progress& progress) {
  FV_ASSIGN_OR_RETURN(const Files files, Files::Open(folder));
  FV_ASSIGN_OR_RETURN(const auto manifest, ReadManifest(files));
  FV_ASSIGN_OR_RETURN(const std::string checkpoint, files.Read("checkpoint"));
  ArchiveVerdict verdict;
  FV_ASSIGN_OR_RETURN(verdict.sealed, policy.Check(checkpoint));
  for (const char* name : {"policy", "descriptors.binpb", "README.txt"})
    FV_RETURN_IF_ERROR(files.Read(name).status());
  Replay replay(manifest, verdict.sealed.checkpoint, store);
  for (const std::string& name : files.Messages()) {
    FV_ASSIGN_OR_RETURN(const std::string bytes, files.Read(name));
    audit::v1::ArchivedMessages messages;
    if (!HoldsAtMostAsManyAsWritten(bytes) || !messages.ParseFromString(bytes))
      return Damaged(name, "holds no messages, or more than any file of an archive");
    FV_RETURN_IF_ERROR(replay.Take(name, messages));
    if (progress) progress(replay.position(), manifest.last_position());
  }
  if (replay.position() != manifest.last_position() || replay.position() < verdict.sealed.checkpoint.size) {
    return absl::DataLossError(absl::StrCat("the messages end at position ", replay.position(),
                                            ", the archive says ", manifest.last_position(),
                                            " and the checkpoint covers ", verdict.sealed.checkpoint.size));
  }
  const projection::InMemoryProjectionStore no_journal;
  FV_ASSIGN_OR_RETURN(verdict.rule, audit::VerdictNow(store, no_journal));
  verdict.association = manifest.association();
  verdict.positions = replay.position();
  verdict.state_sha256 = verdict.rule.state_sha256();
  return verdict;
}

}  // namespace fallverbund::archive
