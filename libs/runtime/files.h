// Reading and writing whole small files, with errors that name the path, the cause and the way out.
#ifndef FALLVERBUND_LIBS_RUNTIME_FILES_H_
#define FALLVERBUND_LIBS_RUNTIME_FILES_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace fallverbund::runtime {

// Configuration, certificates, keys: larger is not one of them.
inline constexpr size_t kMaxFileBytes = 1024 * 1024;

// `what` names the file in the error, such as "--tls-cert". kNotFound, kPermissionDenied, kInvalidArgument (a
// folder, or too large), kUnavailable (the disk failed).
absl::StatusOr<std::string> ReadFile(const std::string& path, std::string_view what);

// Replaces `path` as a whole: readers see the old or the new content, never half of one. Not synced: for
// files that the next start writes again, such as a port file.
absl::Status WriteFileAtomically(const std::string& path, std::string_view content, std::string_view what);

}  // namespace fallverbund::runtime

#endif  // FALLVERBUND_LIBS_RUNTIME_FILES_H_
