// The files of an archive that somebody else wrote, as SHA256SUMS lists them. What is read is compared; what
// lies there and is not listed is a fault. One thread at a time; errors name the file: kDataLoss,
// kInvalidArgument: no archive, kUnavailable: the disk.
#ifndef FALLVERBUND_TOOLS_ARCHIVE_FILES_H_
#define FALLVERBUND_TOOLS_ARCHIVE_FILES_H_

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "fallverbund/audit/v1/archive.pb.h"

namespace fallverbund::archive {

// messages/000000000001.binpb and proofs/000000000001.tlog-proof.
std::string MessagesName(uint64_t first_position);
std::string ProofName(uint64_t position);

absl::Status Damaged(std::string_view file, std::string_view how);

class Files {
 public:
  static absl::StatusOr<Files> Open(const std::filesystem::path& folder);

  absl::StatusOr<std::string> Read(const std::string& name) const;
  // All messages of one file; not more than any file that was written has.
  absl::StatusOr<audit::v1::ArchivedMessages> ReadMessages(const std::string& name) const;
  // What it is; of a format this program knows.
  absl::StatusOr<audit::v1::ArchiveManifest> ReadManifest() const;

  // In order; `in`: empty, or kJournalFolder.
  std::vector<std::string> Messages(std::string_view in) const;
  std::vector<std::string> Proofs(std::string_view in) const;

 private:
  explicit Files(std::filesystem::path folder) : folder_(std::move(folder)) {}
  absl::Status RefuseOthers() const;
  std::vector<std::string> Beginning(const std::string& folder) const;

  std::filesystem::path folder_;
  std::map<std::string, std::string> sums_;  // by name
};

}  // namespace fallverbund::archive

#endif  // FALLVERBUND_TOOLS_ARCHIVE_FILES_H_
