#include "libs/projection_rocksdb/vouched_file.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"

namespace fallverbund::projection {

namespace fs = std::filesystem;

VouchedFile::VouchedFile(std::string path) : path_(std::move(path)) {}

std::optional<VouchedPrefix> VouchedFile::Load() {
  std::ifstream file(path_, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  return DecodeVouched(text);
}

absl::Status VouchedFile::Keep(const VouchedPrefix& vouched) {
  const std::string next = path_ + ".new";
  {
    std::ofstream file(next, std::ios::binary);
    file << EncodeVouched(vouched) << std::flush;
    if (!file) return absl::UnavailableError(absl::StrCat(next, " cannot be written; check the disk"));
  }
  std::error_code code;
  fs::rename(next, path_, code);  // not synced: half a text is not believed
  if (code) return absl::UnavailableError(absl::StrCat(path_, " cannot be replaced: ", code.message()));
  return absl::OkStatus();
}

absl::Status VouchedFile::Forget() {
  std::error_code code;
  fs::remove(path_, code);
  if (code) return absl::UnavailableError(absl::StrCat(path_, " cannot be deleted: ", code.message()));
  return absl::OkStatus();
}

}  // namespace fallverbund::projection
