// Our own key files: one secret of 32 bytes as 64 lower-case hex digits and a newline, mode 0600 or stricter.
#ifndef FALLVERBUND_LIBS_CRYPTO_SEED_FILE_H_
#define FALLVERBUND_LIBS_CRYPTO_SEED_FILE_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace fallverbund::crypto {

// The 32 bytes. Errors name the path and the way out, never the content: kNotFound, kPermissionDenied (not
// readable by us, or readable by others), kInvalidArgument (not such a file), kUnavailable (the disk failed).
absl::StatusOr<std::string> LoadSeedFile(const std::string& path);

// Writes a new one with mode 0600; on disk (file and folder) when OK. kAlreadyExists: never replaces a key.
// A failed attempt leaves no half-written file behind.
absl::Status CreateSeedFile(const std::string& path, std::string_view seed);

}  // namespace fallverbund::crypto

#endif  // FALLVERBUND_LIBS_CRYPTO_SEED_FILE_H_
