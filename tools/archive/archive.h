// Writes the whole log as a folder that can be read without us: protoc, sha256sum and any implementation of
// C2SP tlog-checkpoint are enough.
//   archive.json          what this is (ArchiveManifest)
//   messages/*.binpb      every message of the log, in order (ArchivedMessages)
//   checkpoint, policy    what the log's key and its witnesses signed, and whom to trust (C2SP)
//   descriptors.binpb     FileDescriptorSet of every type that is in the log
//   README.txt            how to read it
//   SHA256SUMS            of all of them, for sha256sum -c
#ifndef FALLVERBUND_TOOLS_ARCHIVE_ARCHIVE_H_
#define FALLVERBUND_TOOLS_ARCHIVE_ARCHIVE_H_

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "libs/eventlog/event_log.h"

namespace fallverbund::archive {

inline constexpr uint32_t kFormat = 1;         // of a whole log
inline constexpr uint32_t kFormatOfACase = 2;  // case_archive.h
// In one file, however small they are; and as many bytes, however few they are.
inline constexpr int kMessagesPerFile = 50'000;
inline constexpr size_t kBytesPerFile = size_t{64} << 20;

// Called after each batch; may be empty.
using Progress = std::function<void(uint64_t done, uint64_t of)>;

struct WhatToArchive {
  std::string association;
  std::string checkpoint;  // as published; its size must not be beyond the log
  std::string policy;      // C2SP tlog-policy
  std::string written_by;
};

// Makes `folder`, which must not be there; one that was begun and not finished has no SHA256SUMS. Up to the
// head that the log's leader tells at the beginning. kAlreadyExists, kDataLoss: the log has a hole or ends
// before the checkpoint; kUnavailable: the log or the disk.
absl::Status Write(eventlog::EventLog& log, const WhatToArchive& what, const std::filesystem::path& folder,
                   const Progress& progress);

}  // namespace fallverbund::archive

#endif  // FALLVERBUND_TOOLS_ARCHIVE_ARCHIVE_H_
