// What both kinds of archive are written with. One thread at a time; errors are those of the disk.
#ifndef FALLVERBUND_TOOLS_ARCHIVE_WRITER_H_
#define FALLVERBUND_TOOLS_ARCHIVE_WRITER_H_

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "fallverbund/audit/v1/archive.pb.h"
#include "google/protobuf/descriptor.pb.h"
#include "tools/archive/archive.h"

namespace google::protobuf {
class FileDescriptor;
}

namespace fallverbund::archive {

// What is written, with its hash for SHA256SUMS.
class Folder {
 public:
  // kAlreadyExists: there is one.
  static absl::StatusOr<Folder> Make(const std::filesystem::path& path,
                                     const std::vector<std::string>& folders_in_it);
  absl::Status Put(const std::string& name, std::string_view bytes);
  absl::Status PutSums() const;

 private:
  explicit Folder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
  std::map<std::string, std::string> sums_;
};

// The files of all types that were met, and of those that tell how to read them.
class Types {
 public:
  Types();
  void Meet(const std::string& payload);
  std::string Bytes() const { return set_.SerializeAsString(); }

 private:
  void Add(const google::protobuf::FileDescriptor& file);
  std::set<std::string> met_, files_;
  google::protobuf::FileDescriptorSet set_;
};

// Full ones are put away, so that memory does not grow with the log.
class MessageFiles {
 public:
  // `in`: empty, or kJournalFolder.
  MessageFiles(Folder& folder, std::string in) : folder_(folder), in_(std::move(in)) {}
  absl::Status Add(audit::v1::ArchivedMessage message);
  absl::Status PutAway();

 private:
  Folder& folder_;
  const std::string in_;
  audit::v1::ArchivedMessages held_;
  size_t bytes_ = 0;
};

// What the manifest says of a stream: of the log itself, of the journal in its part of it.
struct Written {
  std::string genesis_sha256;  // hex
  uint64_t last_position = 0;
  uint64_t sealed_position = 0;
};
template <class ManifestOrPart>
void Describe(const Written& written, ManifestOrPart& in) {
  in.set_genesis_sha256(written.genesis_sha256);
  in.set_last_position(written.last_position);
  in.set_sealed_position(written.sealed_position);
}

// Everything but the messages, and SHA256SUMS last: what has none was not written to its end. `manifest`
// tells of the journal exactly where `what` has one.
absl::Status Finish(Folder& folder, const WhatToArchive& what, audit::v1::ArchiveManifest manifest,
                    const Types& types, std::string_view read_me);

}  // namespace fallverbund::archive

#endif  // FALLVERBUND_TOOLS_ARCHIVE_WRITER_H_
