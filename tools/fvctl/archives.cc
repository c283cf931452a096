#include "tools/fvctl/archives.h"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <ostream>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "fallverbund/eventlog/v1/commit.pb.h"
#include "libs/base/status.h"
#include "libs/eventlog_jetstream/jetstream_event_log.h"
#include "libs/projection_rocksdb/rocksdb_projection_store.h"
#include "libs/runtime/files.h"
#include "libs/tlog_files/file_tile_store.h"
#include "tools/archive/archive.h"
#include "tools/archive/case_archive.h"
#include "tools/archive/verify.h"
#include "tools/fvctl/proof_source.h"
#include "tools/fvctl/render_archive.h"

namespace fallverbund::fvctl {
namespace {

// Of the rows that an audit keeps meanwhile: they are read and written once and then gone, so memory is
// cheaper than compressing and writing them twice. With these an audit stays well below 512 MB, however long
// the log.
constexpr size_t kCacheBytes = size_t{128} << 20;
constexpr size_t kWriteBufferBytes = size_t{64} << 20;

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

// As the genesis says, which stands first in every archive.
absl::StatusOr<std::string> AssociationOf(const archive::CaseToArchive& a_case) {
  eventlog::v1::Envelope envelope;
  eventlog::v1::Commit genesis;
  if (a_case.messages.empty() || !envelope.ParseFromString(a_case.messages.front().message().payload()) ||
      !genesis.ParseFromString(envelope.signed_part()))
    return absl::DataLossError("the audit service gave no genesis with the case");
  return genesis.association();
}

}  // namespace

absl::Status ExportArchive(const RawLogOptions& options, const std::string& published,
                           const std::string& policy_file, const std::string& folder, std::ostream& out,
                           std::ostream& progress) {
  if (published.empty() || options.nats_urls.empty() || options.ca.empty() || options.certificates.empty()) {
    return absl::InvalidArgumentError(
        "of one case: --case ID; of the whole log: --published, --association, --nats-url, --ca and "
        "--certificates");
  }
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
      << " --policy FILE\n";
  return absl::OkStatus();
}

absl::Status ExportCase(Caller& caller, const std::string& case_id, const std::string& policy_file,
                        const std::string& folder, std::ostream& out) {
  FV_ASSIGN_OR_RETURN(std::string policy, runtime::ReadFile(policy_file, "--policy"));
  FV_ASSIGN_OR_RETURN(const tlog::Policy trusted, tlog::Policy::Parse(policy));
  FV_ASSIGN_OR_RETURN(std::string checkpoint, FromAudit(caller)->Checkpoint());
  FV_ASSIGN_OR_RETURN(const tlog::TrustedCheckpoint sealed, trusted.Check(checkpoint));
  archive::CaseToArchive a_case{.case_id = case_id, .messages = {}, .other_case_ids = {}};
  audit::v1::ListCaseMessagesRequest request;
  request.set_case_id(case_id);
  request.set_tree_size(sealed.checkpoint.size);
  do {
    FV_ASSIGN_OR_RETURN(auto page,
                        AskAudit<audit::v1::ListCaseMessagesResponse>(caller, "ListCaseMessages", request));
    for (auto& message : *page.mutable_messages()) a_case.messages.push_back(std::move(message));
    a_case.other_case_ids.assign(page.other_case_ids().begin(), page.other_case_ids().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  FV_ASSIGN_OR_RETURN(const std::string association, AssociationOf(a_case));
  const size_t count = a_case.messages.size();
  FV_RETURN_IF_ERROR(archive::WriteCase(
      std::move(a_case), {association, std::move(checkpoint), std::move(policy), "fvctl"}, folder));
  out << folder << " holds the case: " << count << " messages, each with its proof, sealed at "
      << sealed.checkpoint.size
      << " positions.\nWhoever has it and a policy can audit it: fvctl audit verify " << folder
      << " --policy FILE\n";
  return absl::OkStatus();
}

absl::StatusOr<bool> VerifyArchive(const std::string& folder, const Trust& trust, std::ostream& out,
                                   std::ostream& progress) {
  if (trust.policy_file.empty() != trust.archive_itself) {
    return absl::InvalidArgumentError(
        "name whom you trust: --policy FILE, which you got from somebody else than this archive. The policy "
        "in "
        "it was put there by whoever wrote it, so by that alone nothing is verified; to look all the same "
        "whether "
        "the archive agrees with itself, say --trust-archive");
  }
  FV_ASSIGN_OR_RETURN(
      const std::string text,
      runtime::ReadFile(trust.archive_itself ? folder + "/policy" : trust.policy_file, "the policy"));
  FV_ASSIGN_OR_RETURN(const tlog::Policy policy, tlog::Policy::Parse(text));
  FV_ASSIGN_OR_RETURN(const std::string rows, TemporaryFolder());
  const absl::Cleanup remove = [&rows] {
    std::error_code error;
    std::filesystem::remove_all(rows, error);
  };
  FV_ASSIGN_OR_RETURN(const auto store,
                      projection::RocksDbProjectionStore::Open({.path = rows + "/rows",
                                                                .compression = false,
                                                                .cache_bytes = kCacheBytes,
                                                                .write_buffer_bytes = kWriteBufferBytes}));
  FV_ASSIGN_OR_RETURN(const archive::ArchiveVerdict verdict,
                      archive::Verify(folder, policy, *store, TellOn(progress, "audited")));
  out << RenderArchive(verdict, trust.archive_itself);
  return verdict.rule.findings_total() == 0 && verdict.rule.gaps() == 0;
}

}  // namespace fallverbund::fvctl
