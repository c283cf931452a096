// Writes the whole log as a folder that can be read without us: protoc, sha256sum and any implementation of
// C2SP tlog-checkpoint are enough.
//   archive.json          what this is (ArchiveManifest)
//   messages/*.binpb      every message of the log, in order (ArchivedMessages)
//   checkpoint, policy    what the log's key and its witnesses signed, and whom to trust (C2SP)
//   descriptors.binpb     FileDescriptorSet of every type that is in the log
//   README.txt            how to read it
//   journal/              messages, checkpoint and policy of the journal of reads and refusals, where it was
//                         given
//   SHA256SUMS            of all of them, for sha256sum -c
#ifndef FALLVERBUND_TOOLS_ARCHIVE_ARCHIVE_H_
#define FALLVERBUND_TOOLS_ARCHIVE_ARCHIVE_H_

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "libs/eventlog/event_log.h"

namespace fallverbund::archive {

inline constexpr uint32_t kFormat = 1;         // of a whole log
inline constexpr uint32_t kFormatOfACase = 2;  // case_archive.h
// Added to either where the journal is in it: older programs refuse it instead of passing the journal over.
inline constexpr uint32_t kWithJournal = 2;
inline constexpr char kJournalFolder[] = "journal/";
// In one file, however small they are; and as many bytes, however few they are.
inline constexpr int kMessagesPerFile = 50'000;
inline constexpr size_t kBytesPerFile = size_t{64} << 20;

// Called after each batch; may be empty.
using Progress = std::function<void(uint64_t done, uint64_t of)>;

struct Sealed {
  std::string checkpoint;  // as published; its size must not be beyond the log
  std::string policy;      // C2SP tlog-policy
};

struct WhatToArchive {
  std::string association;
  Sealed log;
  std::string written_by;
  std::optional<Sealed> journal;  // none: the journal is left out
};

// Makes `folder`, which must not be there; one that was begun and not finished has no SHA256SUMS. Up to the
// heads that the leader tells at the beginning. `journal`: where `what` has one. kAlreadyExists, kDataLoss:
// the log has a hole or ends before the checkpoint; kUnavailable: the log or the disk.
absl::Status Write(eventlog::EventLog& log, eventlog::EventLog* journal, const WhatToArchive& what,
                   const std::filesystem::path& folder, const Progress& progress);

}  // namespace fallverbund::archive

#endif  // FALLVERBUND_TOOLS_ARCHIVE_ARCHIVE_H_
