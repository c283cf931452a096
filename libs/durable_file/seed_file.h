// Our own key files: one secret of 32 bytes as 64 lower-case hex digits and a newline, mode 0600 or stricter.
#ifndef FALLVERBUND_LIBS_DURABLE_FILE_SEED_FILE_H_
#define FALLVERBUND_LIBS_DURABLE_FILE_SEED_FILE_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace fallverbund::durable_file {

// The 32 bytes. Errors name the path and the way out, never the content: kNotFound, kPermissionDenied (not
// readable by us, or readable by others), kInvalidArgument (not such a file), kUnavailable (the disk failed).
absl::StatusOr<std::string> LoadSeedFile(const std::string& path);

// Writes a new one with mode 0600; on disk (file and folder) when OK. kAlreadyExists: never replaces a key.
// A failed attempt leaves no half-written file behind, and nobody ever sees one: it is written elsewhere in
// the folder and then linked to its name, so a kill leaves at most a file named .new-<random> there.
absl::Status CreateSeedFile(const std::string& path, std::string_view seed);

// The file is gone for good when OK, also when there was none: written over with zeros, synced, removed. A
// file system that keeps old blocks (snapshots, journalled data, worn flash) may still hold it: such a disk
// needs encryption of its own. kPermissionDenied, kUnavailable: it may still be there.
absl::Status DestroySeedFile(const std::string& path);

}  // namespace fallverbund::durable_file

#endif  // FALLVERBUND_LIBS_DURABLE_FILE_SEED_FILE_H_
