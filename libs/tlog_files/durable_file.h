// Small files that are there as a whole or not at all, also after a power cut: written beside, synced, named,
// folder synced. A kill leaves at most a file .new-<random> in the folder. Thread-safe.
// Errors name the path, never the content; those not named below: kUnavailable, the disk failed.
#ifndef FALLVERBUND_LIBS_TLOG_FILES_DURABLE_FILE_H_
#define FALLVERBUND_LIBS_TLOG_FILES_DURABLE_FILE_H_

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace fallverbund::tlog_files {

// A full bundle of the longest entries has less.
inline constexpr size_t kMaxFileBytes = 17 << 20;

// kNotFound; kResourceExhausted: larger than kMaxFileBytes.
absl::StatusOr<std::string> ReadFile(const std::filesystem::path& path);

// The folder and those above it exist when OK; those it had to make, durably.
absl::Status MakeFolders(const std::filesystem::path& folder);
// The names in the folder are durable when OK, whoever gave them.
absl::Status SyncFolder(const std::filesystem::path& folder);

// Durable when OK. kAlreadyExists: there is one already, whatever it holds; it is untouched, and durable.
absl::Status CreateFile(const std::filesystem::path& path, std::string_view bytes);
// Durable when OK; in the place of the one that was there, if there was one.
absl::Status ReplaceFile(const std::filesystem::path& path, std::string_view bytes);

}  // namespace fallverbund::tlog_files

#endif  // FALLVERBUND_LIBS_TLOG_FILES_DURABLE_FILE_H_
