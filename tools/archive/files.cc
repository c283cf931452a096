#include "tools/archive/files.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/util/json_util.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/crypto/hash.h"
#include "libs/durable_file/durable_file.h"
#include "tools/archive/archive.h"

namespace fallverbund::archive {
namespace {

namespace fs = std::filesystem;

// A file of messages has at most one message more than kBytesPerFile, and some framing.
constexpr size_t kMaxFileBytes = 2 * kBytesPerFile;

bool IsNumbered(std::string_view name, std::string_view begin, std::string_view end) {
  if (name.size() != begin.size() + 12 + end.size() || name.substr(0, begin.size()) != begin ||
      name.substr(name.size() - end.size()) != end)
    return false;
  return name.substr(begin.size(), 12).find_first_not_of("0123456789") == std::string_view::npos;
}

// The names that are given here, and nothing that leads elsewhere or speaks to a terminal.
bool IsNameOfOurs(std::string_view name) {
  static const std::set<std::string, std::less<>> kFixed = {"README.txt", "archive.json",
                                                            "descriptors.binpb"};
  if (kFixed.count(name) > 0) return true;
  if (name.rfind(kJournalFolder, 0) == 0) name.remove_prefix(std::string_view(kJournalFolder).size());
  return name == "checkpoint" || name == "policy" || IsNumbered(name, "messages/", ".binpb") ||
         IsNumbered(name, "proofs/", ".tlog-proof");
}

bool IsFolderOfOurs(std::string_view name) {
  static const std::set<std::string, std::less<>> kFolders = {"messages", "proofs", "journal",
                                                              "journal/messages", "journal/proofs"};
  return kFolders.count(name) > 0;
}

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

}  // namespace

std::string MessagesName(uint64_t first_position) {
  return absl::StrFormat("messages/%012u.binpb", first_position);
}

std::string ProofName(uint64_t position) {
  return absl::StrFormat("proofs/%012u.tlog-proof", position);
}

absl::Status Damaged(std::string_view file, std::string_view how) {
  return absl::DataLossError(absl::StrCat(ToAbsl(file), ": ", ToAbsl(how)));
}

absl::StatusOr<Files> Files::Open(const fs::path& folder) {
  const auto sums = durable_file::ReadFile(folder / "SHA256SUMS", kMaxFileBytes);
  if (absl::IsNotFound(sums.status())) {
    return absl::InvalidArgumentError(
        absl::StrCat(folder.string(), " is no archive, or was not written to its end: it has no SHA256SUMS"));
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
absl::Status Files::RefuseOthers() const {
  std::error_code error;
  auto entry = fs::recursive_directory_iterator(folder_, error);
  for (; !error && entry != fs::end(entry); entry.increment(error)) {
    const std::string name = entry->path().lexically_relative(folder_).string();
    const fs::file_status status = entry->symlink_status(error);
    if (error) break;
    if (fs::is_directory(status) && IsFolderOfOurs(name)) continue;
    if (fs::is_regular_file(status) && (name == "SHA256SUMS" || sums_.count(name) > 0)) continue;
    return Damaged(IsNameOfOurs(name) ? name : "a file", "stands in no line of SHA256SUMS");
  }
  return error ? absl::UnavailableError(absl::StrCat(folder_.string(), ": ", error.message()))
               : absl::OkStatus();
}

absl::StatusOr<std::string> Files::Read(const std::string& name) const {
  const auto sum = sums_.find(name);
  if (sum == sums_.end()) return Damaged(name, "is missing in SHA256SUMS");
  const auto bytes = durable_file::ReadFile(folder_ / name, kMaxFileBytes);
  if (absl::IsNotFound(bytes.status())) return Damaged(name, "is missing");
  FV_RETURN_IF_ERROR(bytes.status());
  if (ToHex(crypto::Sha256(*bytes)) != sum->second) return Damaged(name, "is not what its checksum says");
  return bytes;
}

absl::StatusOr<audit::v1::ArchivedMessages> Files::ReadMessages(const std::string& name) const {
  FV_ASSIGN_OR_RETURN(const std::string bytes, Read(name));
  audit::v1::ArchivedMessages messages;
  if (!HoldsAtMostAsManyAsWritten(bytes) || !messages.ParseFromString(bytes))
    return Damaged(name, "holds no messages, or more than any file of an archive");
  return messages;
}

absl::StatusOr<audit::v1::ArchiveManifest> Files::ReadManifest() const {
  FV_ASSIGN_OR_RETURN(const std::string json, Read("archive.json"));
  audit::v1::ArchiveManifest manifest;
  google::protobuf::util::JsonParseOptions later;  // a later writer may say more
  later.ignore_unknown_fields = true;
  if (!google::protobuf::util::JsonStringToMessage(json, &manifest, later).ok() || manifest.format() == 0)
    return absl::InvalidArgumentError("archive.json: does not say what this is");
  const uint32_t plain = manifest.format() - (manifest.has_journal() ? kWithJournal : 0);
  if (plain != (manifest.case_id().empty() ? kFormat : kFormatOfACase)) {
    return absl::InvalidArgumentError(
        absl::StrCat("the archive has format ", manifest.format(), ", this program reads ", kFormat,
                     " (a whole log), ", kFormatOfACase, " (one case), and with the journal ",
                     kFormat + kWithJournal, " and ", kFormatOfACase + kWithJournal, "; take a later one"));
  }
  return manifest;
}

std::vector<std::string> Files::Messages(std::string_view in) const {
  return Beginning(absl::StrCat(ToAbsl(in), "messages/"));
}

std::vector<std::string> Files::Proofs(std::string_view in) const {
  return Beginning(absl::StrCat(ToAbsl(in), "proofs/"));
}

std::vector<std::string> Files::Beginning(const std::string& folder) const {
  std::vector<std::string> names;
  for (const auto& [name, sum] : sums_)
    if (name.rfind(folder, 0) == 0) names.push_back(name);
  return names;  // in order: their names are padded
}

}  // namespace fallverbund::archive
