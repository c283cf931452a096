#include "tools/fvctl/archives.h"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <ostream>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/eventlog_jetstream/jetstream_event_log.h"
#include "libs/projection_rocksdb/rocksdb_projection_store.h"
#include "libs/runtime/files.h"
#include "libs/tlog_files/file_tile_store.h"
#include "tools/archive/archive.h"
#include "tools/archive/verify.h"
#include "tools/fvctl/render/render.h"

namespace fallverbund::fvctl {
namespace {

archive::Progress TellOn(std::ostream& progress, const char* what) {
  return [&progress, what, told = uint64_t{0}](uint64_t done, uint64_t of) mutable {
    const uint64_t percent = of == 0 ? 100 : done * 100 / of;
    if (percent == told && done != of) return;
    told = percent;
    progress << "\r" << what << " " << done << " of " << of << " positions, " << percent << " %"
             << (done == of ? "\n" : "") << std::flush;
  };
}

absl::StatusOr<std::string> TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "fvctl-verify-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr)
    return absl::UnavailableError(absl::StrCat(name, " cannot be made; name another by TMPDIR"));
  return name;
}

}  // namespace

absl::Status ExportArchive(const RawLogOptions& options, const std::string& published,
                           const std::string& policy_file, const std::string& folder, std::ostream& out,
                           std::ostream& progress) {
  FV_ASSIGN_OR_RETURN(std::string policy, runtime::ReadFile(policy_file, "--policy"));
  FV_ASSIGN_OR_RETURN(const tlog::Policy trusted, tlog::Policy::Parse(policy));
  auto checkpoint = tlog_files::FileTileStore(published).ReadCheckpoint();
  if (!checkpoint.ok())
    return absl::NotFoundError(absl::StrCat("--published ", published, " holds no file 'checkpoint'"));
  FV_RETURN_IF_ERROR(trusted.Check(*checkpoint).status());
  FV_ASSIGN_OR_RETURN(const std::shared_ptr<eventlog::BusConnection> bus, ConnectAsAudit(options));
  FV_ASSIGN_OR_RETURN(const auto log,
                      eventlog::JetStreamEventLog::Open(bus, bus, {.association = options.association}));
  FV_RETURN_IF_ERROR(archive::Write(*log,
                                    {options.association, *std::move(checkpoint), std::move(policy), "fvctl"},
                                    folder, TellOn(progress, "written")));
  out << folder << " holds the log. Whoever has it and a policy can audit it: fvctl audit verify " << folder
      << "\n";
  return absl::OkStatus();
}

absl::StatusOr<bool> VerifyArchive(const std::string& folder, const std::string& policy_file,
                                   std::ostream& out, std::ostream& progress) {
  const std::string policy_path = policy_file.empty() ? folder + "/policy" : policy_file;
  FV_ASSIGN_OR_RETURN(const std::string text, runtime::ReadFile(policy_path, "the policy"));
  FV_ASSIGN_OR_RETURN(const tlog::Policy policy, tlog::Policy::Parse(text));
  FV_ASSIGN_OR_RETURN(const std::string rows, TemporaryFolder());
  const absl::Cleanup remove = [&rows] {
    std::error_code error;
    std::filesystem::remove_all(rows, error);
  };
  FV_ASSIGN_OR_RETURN(const auto store, projection::RocksDbProjectionStore::Open({.path = rows + "/rows"}));
  FV_ASSIGN_OR_RETURN(const archive::ArchiveVerdict verdict,
                      archive::Verify(folder, policy, *store, TellOn(progress, "audited")));
  out << "The archive is what the log of " << verdict.sealed.checkpoint.origin
      << " was when it was sealed at " << verdict.sealed.checkpoint.size << " positions.\n";
  for (const tlog::Cosignature& witness : verdict.sealed.cosignatures)
    out << "  cosigned by " << witness.witness << " at " << FormatInstant(witness.at) << "\n";
  if (policy_file.empty())
    out << "  the policy is the archive's own: whoever wrote it chose whom to trust. Name yours by "
           "--policy\n";
  if (verdict.positions > verdict.sealed.checkpoint.size)
    out << "  " << verdict.positions - verdict.sealed.checkpoint.size
        << " positions after that are in no checkpoint\n";
  out << "  state " << ToHex(verdict.state_sha256) << ", the same for whoever audits this log\n";
  out << "  the journal is no part of an archive: it counts no refusals and no reads\n";
  out << RenderVerdict(verdict.rule, [](const std::string& id) { return id; });
  return verdict.rule.findings_total() == 0 && verdict.rule.gaps() == 0;
}

}  // namespace fallverbund::fvctl
