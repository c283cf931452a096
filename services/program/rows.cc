#include "services/program/rows.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/check.h"
#include "libs/base/status.h"
#include "libs/projection/open_projection.h"
#include "libs/projection_rocksdb/rocksdb_projection_store.h"
#include "libs/projection_rocksdb/vouched_file.h"
#include "libs/runtime/log.h"

namespace fallverbund::program {
namespace {

namespace fs = std::filesystem;

// Another build of the program gives what was held back another try.
std::string BuildId() {
  struct stat self {};
  if (stat("/proc/self/exe", &self) != 0) return "unknown";
  return absl::StrCat(self.st_size, "-", self.st_mtim.tv_sec, "-", self.st_mtim.tv_nsec);
}

std::vector<std::string> NamesIn(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    names.push_back(entry->path().filename().string());
  }
  return names;
}

}  // namespace

std::vector<RowsOf> AllRowsOf(const runtime::ServiceOptions& options, const About& about,
                              const std::string& journal_genesis_sha256) {
  std::vector<RowsOf> all;
  if (about.reads_journal) all.push_back({"journal", journal_genesis_sha256});
  all.push_back({"projection", options.genesis_sha256});
  return all;
}

projection::ProjectionVersion VersionOf(const About& about, const RowsOf& of) {
  FV_CHECK(about.layout > 0);
  return {.layout = about.layout,
          .program = BuildId(),
          .genesis_sha256 = of.genesis_sha256,
          .owner = about.context};
}

std::string FolderOf(const runtime::ServiceOptions& options, const About& about, const RowsOf& of) {
  return absl::StrCat(options.data, "/", projection::VersionFolder(of.name, about.layout));
}

absl::Status OpenRows(const runtime::ServiceOptions& options, const About& about, const RowsOf& of,
                      std::unique_ptr<projection::Voucher>& voucher,
                      std::unique_ptr<projection::ProjectionStore>& rows) {
  std::error_code error;
  fs::create_directories(options.data, error);
  if (error) {
    return absl::PermissionDeniedError(
        absl::StrCat("--data ", options.data, " cannot be made: ", error.message()));
  }
  voucher = std::make_unique<projection::VouchedFile>(absl::StrCat(options.data, "/", of.name, ".vouched"));
  const auto vouched = voucher->Load();
  projection::ProjectionVersion version = VersionOf(about, of);
  if (vouched) version.vouched_root = vouched->root;
  auto opened = projection::OpenProjection(
      [&](bool fresh) -> absl::StatusOr<std::unique_ptr<projection::ProjectionStore>> {
        FV_ASSIGN_OR_RETURN(
            auto store,
            projection::RocksDbProjectionStore::Open(
                {.path = FolderOf(options, about, of), .compression = options.production}, fresh));
        return std::unique_ptr<projection::ProjectionStore>(std::move(store));
      },
      version,
      [](const std::string& why) {
        log::Warning("projection_is_read_again_from_the_log",
                     {{"cause", log::Cause(absl::FailedPreconditionError(why))}});
      });
  FV_ASSIGN_OR_RETURN(rows, std::move(opened));
  const bool older = !projection::OlderVersions(NamesIn(options.data), of.name, about.layout).empty();
  if (rows->position() == 0 && older && !options.prepare) {
    log::Warning(
        "projection_of_this_version_is_read_from_the_log",
        {{"layout", about.layout},
         {"hint", log::Literal("started with --prepare, the program does this beside the older one")}});
  }
  return absl::OkStatus();
}

void DeleteOlderRows(const runtime::ServiceOptions& options, const About& about) {
  for (const char* const of : {"projection", "journal"}) {
    const std::vector<std::string> names = NamesIn(options.data);
    std::vector<std::string> done_with = projection::OlderVersions(names, of, about.layout);
    std::ranges::copy_if(names, std::back_inserter(done_with), [&of](const std::string& name) {
      return name.starts_with(of) && name.ends_with(kImporting);
    });
    for (const std::string& name : done_with) {
      const std::string path = absl::StrCat(options.data, "/", name);
      const absl::Status deleted = projection::RocksDbProjectionStore::Delete(path);
      if (deleted.ok()) {
        log::Info("older_projection_deleted", {{"folder", log::Path(path)}});
      } else {
        log::Warning("older_projection_not_deleted", {{"cause", log::Cause(deleted)}});
      }
    }
  }
}

}  // namespace fallverbund::program
