#include "services/program/snapshot.h"

#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string_view>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/durable_file/durable_file.h"
#include "libs/projection/snapshot.h"
#include "libs/projection_rocksdb/rocksdb_projection_store.h"
#include "libs/runtime/log.h"

namespace fallverbund::program {
namespace {

namespace fs = std::filesystem;
using projection::RocksDbProjectionStore;

projection::SnapshotOf SnapshotOf(const runtime::ServiceOptions& options, const About& about,
                                  const RowsOf& of) {
  return {.association = options.association, .of = of.name, .version = VersionOf(about, of)};
}

// The stream the rows are computed from.
eventlog::EventLog& StreamOf(const RowsOf& of, Adapters& adapters) {
  return std::string_view(of.name) == "journal" ? *adapters.journal : *adapters.log;
}

absl::Status WriteOne(const runtime::ServiceOptions& options, const About& about, const RowsOf& of,
                      const std::string& folder, Adapters& adapters) {
  FV_ASSIGN_OR_RETURN(const auto rows,
                      RocksDbProjectionStore::OpenBeside({.path = FolderOf(options, about, of)}));
  const std::string stem = absl::StrCat(folder, "/", of.name);
  std::ofstream file(stem + ".rows", std::ios::binary);
  FV_ASSIGN_OR_RETURN(const auto manifest,
                      projection::WriteSnapshot(*rows, SnapshotOf(options, about, of), *adapters.signer,
                                                StreamOf(of, adapters), file));
  std::ofstream words(stem + ".manifest", std::ios::binary);
  words << projection::EncodeManifest(manifest, *adapters.signer) << std::flush;
  if (!file.flush() || !words) {
    return absl::ResourceExhaustedError(absl::StrCat(folder, " cannot be written; free space on that disk"));
  }
  log::Info("snapshot_taken", {{"of", log::Code(of.name)},
                               {"position", manifest.position},
                               {"layout", about.layout},
                               {"bytes", manifest.rows_bytes}});
  return absl::OkStatus();
}

// Deletes what was begun, unless it was kept.
class Begun {
 public:
  explicit Begun(std::string folder) : folder_(std::move(folder)) {}
  ~Begun() {
    std::error_code code;
    if (!kept_) fs::remove_all(folder_, code);
  }
  Begun(Begun&& other) noexcept
      : folder_(std::move(other.folder_)), kept_(std::exchange(other.kept_, true)) {}
  Begun& operator=(Begun&&) = delete;
  absl::Status KeepAs(const std::string& name) {
    std::error_code code;
    fs::rename(folder_, name, code);
    if (code) return absl::UnavailableError(absl::StrCat(name, " cannot be made: ", code.message()));
    kept_ = true;
    return absl::OkStatus();
  }

 private:
  std::string folder_;
  bool kept_ = false;
};

// Checks one and leaves its rows beside where they belong.
absl::Status ReadOne(const runtime::ServiceOptions& options, const About& about, const RowsOf& of,
                     const std::string& beside, Adapters& adapters) {
  const std::string stem = absl::StrCat(options.snapshot_from, "/", of.name);
  std::ifstream words(stem + ".manifest", std::ios::binary);
  std::ifstream file(stem + ".rows", std::ios::binary);
  if (!words || !file) {
    return absl::NotFoundError(absl::StrCat(stem, ".manifest or ", of.name, ".rows cannot be read"));
  }
  const std::string text((std::istreambuf_iterator<char>(words)), {});
  const projection::SnapshotOf expected = SnapshotOf(options, about, of);
  FV_ASSIGN_OR_RETURN(const auto manifest, projection::CheckManifest(text, expected, *adapters.signer));
  FV_RETURN_IF_ERROR(projection::CheckAgainstLog(manifest, StreamOf(of, adapters)));
  FV_ASSIGN_OR_RETURN(const auto rows, RocksDbProjectionStore::Open(
                                           {.path = beside, .compression = options.production}, true));
  FV_RETURN_IF_ERROR(projection::ReadSnapshot(file, manifest, expected, *rows));
  FV_RETURN_IF_ERROR(rows->Sync());
  log::Info("snapshot_used", {{"of", log::Code(of.name)}, {"position", manifest.position}});
  return absl::OkStatus();
}

absl::Status UseAll(const runtime::ServiceOptions& options, const About& about,
                    const std::vector<RowsOf>& all, Adapters& adapters) {
  std::error_code code;
  fs::create_directories(options.data, code);
  std::vector<std::pair<Begun, std::string>> imported;
  for (const RowsOf& of : all) {
    const std::string path = FolderOf(options, about, of);
    if (fs::exists(path, code)) {
      log::Info("snapshot_not_needed", {{"folder", log::Path(path)}});
      continue;
    }
    imported.emplace_back(Begun(path + kImporting), path);
    FV_RETURN_IF_ERROR(ReadOne(options, about, of, path + kImporting, adapters));
  }
  for (auto& [begun, path] : imported) FV_RETURN_IF_ERROR(begun.KeepAs(path));
  return durable_file::SyncFolder(options.data);
}

}  // namespace

absl::Status TakeSnapshot(const runtime::ServiceOptions& options, const About& about,
                          const std::vector<RowsOf>& all, Adapters& adapters) {
  const std::string& to = options.snapshot_to;
  std::error_code code;
  if (fs::exists(to, code)) {
    return absl::AlreadyExistsError(
        absl::StrCat("--snapshot-to ", to, " is there already; name a folder that is not, it is made"));
  }
  const std::string making = to + ".new";
  fs::remove_all(making, code);
  if (mkdir(making.c_str(), S_IRWXU) != 0) {
    return absl::PermissionDeniedError(
        absl::StrCat("--snapshot-to ", to,
                     " cannot be made: ", std::error_code(errno, std::generic_category()).message()));
  }
  Begun begun(making);
  for (const RowsOf& of : all) FV_RETURN_IF_ERROR(WriteOne(options, about, of, making, adapters));
  return begun.KeepAs(to);
}

absl::Status UseSnapshot(const runtime::ServiceOptions& options, const About& about,
                         const std::vector<RowsOf>& all, Adapters& adapters) {
  const absl::Status used = UseAll(options, about, all, adapters);
  if (used.ok()) return used;
  return {used.code(),
          absl::StrCat("the snapshot at ", options.snapshot_from, " is not used: ", used.message(),
                       ". Nothing was imported; without --snapshot-from the service reads the log")};
}

}  // namespace fallverbund::program
