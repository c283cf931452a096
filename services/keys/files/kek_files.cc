#include "services/keys/files/kek_files.h"

#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <map>
#include <system_error>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/status.h"
#include "libs/crypto/secret.h"
#include "libs/durable_file/seed_file.h"

namespace fallverbund::keys {
namespace {

namespace fs = std::filesystem;

constexpr char kPrefix[] = "kek-";

// 0 when the name is not that of a key: decimal, from 1, without leading zeros.
uint32_t EpochOf(const std::string& name) {
  absl::string_view digits = name;
  uint32_t epoch = 0;
  if (!absl::ConsumePrefix(&digits, kPrefix) || !absl::SimpleAtoi(digits, &epoch)) return 0;
  return absl::StrCat(kPrefix, epoch) == name ? epoch : 0;
}

absl::Status CheckFolder(const std::string& folder) {
  struct stat info {};
  if (stat(folder.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) {
    return absl::NotFoundError(
        absl::StrCat("folder of key-encryption keys ", folder,
                     ": there is none; correct the path, or provision the vault if the "
                     "association is new"));
  }
  if ((info.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    return absl::PermissionDeniedError(
        absl::StrCat("folder of key-encryption keys ", folder, ": others may write it; chmod 700 it"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<KekRing> LoadKekRing(const std::string& folder) {
  FV_RETURN_IF_ERROR(CheckFolder(folder));
  std::map<uint32_t, crypto::Secret> keys;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (!name.starts_with(kPrefix)) continue;
    const uint32_t epoch = EpochOf(name);
    if (epoch == 0) {
      return absl::InvalidArgumentError(
          absl::StrCat("folder of key-encryption keys ", folder, ": ", name,
                       " is not named kek-<epoch>; move it to where backups are kept"));
    }
    auto key = durable_file::LoadSeedFile(entry->path().string());
    if (absl::IsNotFound(key.status())) continue;  // another instance destroyed it just now
    FV_RETURN_IF_ERROR(key.status());
    keys.insert_or_assign(epoch, crypto::Secret(*std::move(key)));
  }
  if (error) {
    return absl::UnavailableError(absl::StrCat("folder of key-encryption keys ", folder,
                                               ": cannot list it: ", error.message(), "; check the disk"));
  }
  if (keys.empty()) {
    return absl::NotFoundError(
        absl::StrCat("folder of key-encryption keys ", folder,
                     ": no kek-<epoch> in it; restore them from their backup, or provision the "
                     "vault if the association is new"));
  }
  return KekRing(folder, std::move(keys));
}

absl::Status MakeFirstKek(const std::string& folder, const crypto::RandomSource& random) {
  if (mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
    return absl::UnavailableError(absl::StrCat("folder of key-encryption keys ", folder,
                                               ": cannot make it; check the path and the disk"));
  }
  FV_RETURN_IF_ERROR(CheckFolder(folder));
  const crypto::Secret key(random(kKekBytes));
  return durable_file::CreateSeedFile(absl::StrCat(folder, "/", kPrefix, 1), key.view());
}

std::string KekFiles::PathOf(uint32_t epoch) const {
  return absl::StrCat(folder_, "/", kPrefix, epoch);
}

absl::StatusOr<KekRing> KekFiles::Load() {
  return LoadKekRing(folder_);
}

absl::Status KekFiles::Make(uint32_t epoch) {
  FV_RETURN_IF_ERROR(CheckFolder(folder_));
  const crypto::Secret key(random_(kKekBytes));
  return durable_file::CreateSeedFile(PathOf(epoch), key.view());
}

absl::Status KekFiles::Destroy(uint32_t epoch) {
  return durable_file::DestroySeedFile(PathOf(epoch));
}

}  // namespace fallverbund::keys
