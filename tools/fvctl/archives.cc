#include "tools/fvctl/archives.h"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "fallverbund/eventlog/v1/commit.pb.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/eventlog_jetstream/jetstream_event_log.h"
#include "libs/projection_rocksdb/rocksdb_projection_store.h"
#include "libs/runtime/files.h"
#include "libs/tlog_files/file_tile_store.h"
#include "services/audit/views/questions.h"
#include "services/audit/views/tables.h"
#include "tools/archive/archive.h"
#include "tools/archive/case_archive.h"
#include "tools/archive/verify.h"
#include "tools/fvctl/proof_source.h"
#include "tools/fvctl/render/completeness.h"
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

// A policy, and a checkpoint that it accepts.
struct Accepted {
  archive::Sealed sealed;
  uint64_t size = 0;
};

absl::StatusOr<Accepted> Accept(const std::string& policy_file, const char* option, std::string checkpoint) {
  FV_ASSIGN_OR_RETURN(std::string policy, runtime::ReadFile(policy_file, option));
  FV_ASSIGN_OR_RETURN(const tlog::Policy trusted, tlog::Policy::Parse(policy));
  FV_ASSIGN_OR_RETURN(const tlog::TrustedCheckpoint sealed, trusted.Check(checkpoint));
  return Accepted{{std::move(checkpoint), std::move(policy)}, sealed.checkpoint.size};
}

absl::StatusOr<Accepted> AcceptPublished(const std::string& policy_file, const char* option,
                                         const std::string& folder) {
  auto checkpoint = tlog_files::FileTileStore(folder).ReadCheckpoint();
  if (!checkpoint.ok()) return absl::NotFoundError(absl::StrCat(folder, " holds no file 'checkpoint'"));
  return Accept(policy_file, option, *std::move(checkpoint));
}

absl::Status CheckJournal(const JournalToExport& journal, bool whole) {
  const bool policy = !journal.policy_file.empty(), folder = !journal.published.empty();
  if (journal.leave_out && (policy || folder))
    return absl::InvalidArgumentError(
        "--without-journal leaves the journal out: neither --journal-policy nor --journal-published says "
        "anything beside it");
  if (folder && !whole)
    return absl::InvalidArgumentError(
        "--journal-published is of the whole log: of one case the audit service is asked for the journal");
  if (journal.leave_out || (policy && folder == whole)) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "the journal tells who read and who was refused: name whom you trust for it, --journal-policy FILE",
      whole ? ", and its published folder, --journal-published" : "",
      "; or leave it out, --without-journal"));
}

absl::StatusOr<std::vector<audit::v1::ProvenMessage>> AskForMessages(
    Caller& caller, audit::v1::ListCaseMessagesRequest request, std::vector<std::string>* other_case_ids) {
  std::vector<audit::v1::ProvenMessage> messages;
  do {
    FV_ASSIGN_OR_RETURN(auto page,
                        AskAudit<audit::v1::ListCaseMessagesResponse>(caller, "ListCaseMessages", request));
    for (auto& message : *page.mutable_messages()) messages.push_back(std::move(message));
    if (other_case_ids != nullptr)
      other_case_ids->assign(page.other_case_ids().begin(), page.other_case_ids().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return messages;
}

absl::StatusOr<std::string> CheckpointOf(Caller& caller, bool journal) {
  audit::v1::GetCheckpointRequest request;
  request.set_journal(journal);
  FV_ASSIGN_OR_RETURN(auto answer,
                      AskAudit<audit::v1::GetCheckpointResponse>(caller, "GetCheckpoint", request));
  return std::move(*answer.mutable_checkpoint());
}

struct Audited {
  std::unique_ptr<projection::ProjectionStore> rows;
  archive::ArchiveVerdict verdict;
};

// `rows`: where they lie meanwhile.
absl::StatusOr<Audited> Audit(const std::string& folder, const Trust& trust, const std::string& rows,
                              std::ostream& progress) {
  const auto read_policy = [&](const std::string& named,
                               const std::string& own) -> absl::StatusOr<tlog::Policy> {
    FV_ASSIGN_OR_RETURN(const std::string text,
                        runtime::ReadFile(trust.archive_itself ? own : named, "the policy"));
    return tlog::Policy::Parse(text);
  };
  const auto open = [](const std::string& path) {
    return projection::RocksDbProjectionStore::Open({.path = path,
                                                     .compression = false,
                                                     .cache_bytes = kCacheBytes,
                                                     .write_buffer_bytes = kWriteBufferBytes,
                                                     .passing = true});
  };
  FV_ASSIGN_OR_RETURN(const tlog::Policy policy, read_policy(trust.policy_file, folder + "/policy"));
  const std::string own = absl::StrCat(folder, "/", archive::kJournalFolder, "policy");
  const bool journal =
      trust.archive_itself ? std::filesystem::exists(own) : !trust.journal_policy_file.empty();
  Audited audited;
  FV_ASSIGN_OR_RETURN(audited.rows, open(rows));
  if (!journal) {
    FV_ASSIGN_OR_RETURN(audited.verdict,
                        archive::Verify(folder, policy, *audited.rows, TellOn(progress, "audited")));
    return audited;
  }
  FV_ASSIGN_OR_RETURN(const tlog::Policy journal_policy, read_policy(trust.journal_policy_file, own));
  FV_ASSIGN_OR_RETURN(const auto journal_rows, open(rows + "-journal"));
  const archive::OfJournal of_journal{journal_policy, *journal_rows};
  FV_ASSIGN_OR_RETURN(audited.verdict, archive::Verify(folder, policy, *audited.rows,
                                                       TellOn(progress, "audited"), &of_journal));
  return audited;
}

absl::StatusOr<bool> TellWhatIsLeftOut(const Audited& part, const Audited& whole, std::ostream& out) {
  FV_ASSIGN_OR_RETURN(const auto left_out,
                      archive::LeftOut(part.verdict, *part.rows, whole.verdict, *whole.rows));
  if (left_out.empty()) {
    out << "COMPLETE: the archive of the whole log has nothing more of the case up to where this one was "
           "sealed.\n";
    return true;
  }
  out << "LEFT OUT: the archive of the whole log has " << left_out.size()
      << " more messages of the case up to where this one was sealed, the first at position "
      << left_out.front() << ".\n";
  return false;
}

void TellHowToVerify(const std::string& folder, bool with_journal, std::ostream& out) {
  out << "Whoever has it and a policy can audit it: fvctl audit verify " << folder << " --policy FILE"
      << (with_journal ? " --journal-policy FILE\n" : "\n");
}

}  // namespace

absl::Status ExportArchive(const RawLogOptions& options, const std::string& published,
                           const std::string& policy_file, const JournalToExport& journal,
                           const std::string& folder, std::ostream& out, std::ostream& progress) {
  if (published.empty() || options.nats_urls.empty() || options.ca.empty() || options.certificates.empty()) {
    return absl::InvalidArgumentError(
        "of one case: --case ID; of the whole log: --published, --association, --nats-url, --ca and "
        "--certificates");
  }
  FV_RETURN_IF_ERROR(CheckJournal(journal, true));
  archive::WhatToArchive what{options.association, {}, "fvctl", std::nullopt};
  if (!journal.leave_out) {
    FV_ASSIGN_OR_RETURN(Accepted accepted,
                        AcceptPublished(journal.policy_file, "--journal-policy", journal.published));
    what.journal = std::move(accepted.sealed);
  }
  FV_ASSIGN_OR_RETURN(Accepted accepted, AcceptPublished(policy_file, "--policy", published));
  what.log = std::move(accepted.sealed);
  FV_ASSIGN_OR_RETURN(const std::shared_ptr<eventlog::BusConnection> bus, ConnectAsAudit(options));
  FV_ASSIGN_OR_RETURN(const auto log,
                      eventlog::JetStreamEventLog::Open(bus, bus, {.association = options.association}));
  std::unique_ptr<eventlog::JetStreamEventLog> journal_log;
  if (what.journal) {
    FV_ASSIGN_OR_RETURN(
        journal_log,
        eventlog::JetStreamEventLog::Open(
            bus, bus, {.association = options.association, .kind = eventlog::StreamKind::kJournal}));
  }
  FV_RETURN_IF_ERROR(archive::Write(*log, journal_log.get(), what, folder, TellOn(progress, "written")));
  out << folder << " holds the log" << (what.journal ? " and the journal. " : ". ");
  TellHowToVerify(folder, what.journal.has_value(), out);
  return absl::OkStatus();
}

absl::Status ExportCase(Caller& caller, const std::string& case_id, const std::string& policy_file,
                        const JournalToExport& journal, const std::string& folder, std::ostream& out) {
  FV_RETURN_IF_ERROR(CheckJournal(journal, false));
  archive::WhatToArchive what{"", {}, "fvctl", std::nullopt};
  archive::CaseToArchive a_case{.case_id = case_id, .messages = {}, .other_case_ids = {}, .journal = {}};
  audit::v1::ListCaseMessagesRequest request;
  request.set_case_id(case_id);
  // The journal first: what its entries rest on, the log's later checkpoint then covers.
  if (!journal.leave_out) {
    FV_ASSIGN_OR_RETURN(std::string checkpoint, CheckpointOf(caller, true));
    FV_ASSIGN_OR_RETURN(Accepted accepted,
                        Accept(journal.policy_file, "--journal-policy", std::move(checkpoint)));
    what.journal = std::move(accepted.sealed);
    request.set_journal(true);
    request.set_tree_size(accepted.size);
    FV_ASSIGN_OR_RETURN(a_case.journal, AskForMessages(caller, request, nullptr));
    request.set_journal(false);
  }
  FV_ASSIGN_OR_RETURN(std::string checkpoint, CheckpointOf(caller, false));
  FV_ASSIGN_OR_RETURN(Accepted accepted, Accept(policy_file, "--policy", std::move(checkpoint)));
  what.log = std::move(accepted.sealed);
  request.set_tree_size(accepted.size);
  FV_ASSIGN_OR_RETURN(a_case.messages, AskForMessages(caller, request, &a_case.other_case_ids));
  FV_ASSIGN_OR_RETURN(what.association, AssociationOf(a_case));
  const size_t count = a_case.messages.size(), entries = a_case.journal.size();
  FV_RETURN_IF_ERROR(archive::WriteCase(std::move(a_case), what, folder));
  out << folder << " holds the case: " << count << " messages, each with its proof, sealed at "
      << accepted.size << " positions";
  if (what.journal) out << "; and " << entries << " of the journal";
  out << ".\n";
  TellHowToVerify(folder, what.journal.has_value(), out);
  return absl::OkStatus();
}

namespace {

absl::Status CheckTrust(const Trust& trust) {
  const bool no_policy = trust.policy_file.empty(), no_journal_policy = trust.journal_policy_file.empty();
  if (trust.archive_itself ? !(no_policy && no_journal_policy) : no_policy) {
    return absl::InvalidArgumentError(
        "name whom you trust: --policy FILE, which you got from somebody else than this archive. The policy "
        "in it was put there by whoever wrote it, so by that alone nothing is verified; to look all the same "
        "whether the archive agrees with itself, say --trust-archive");
  }
  return absl::OkStatus();
}

// All pages of what the audit's rows answer to one question.
template <class Item, class Response>
absl::StatusOr<std::vector<Item>> ReadAllPages(
    const projection::Rows& rows,
    absl::StatusOr<Response> (*read)(const projection::Rows&, const audit::Page&),
    const google::protobuf::RepeatedPtrField<Item>& (Response::*items)() const) {
  std::vector<Item> all;
  audit::Page page{.size = 1000, .token = ""};
  do {
    FV_ASSIGN_OR_RETURN(const Response response, read(rows, page));
    const auto& some = (response.*items)();
    all.insert(all.end(), some.begin(), some.end());
    page.token = response.next_page_token();
  } while (!page.token.empty());
  return all;
}

absl::StatusOr<Completeness> CompareWith(const projection::Rows& rows, std::string_view csv) {
  InTheLog in_the_log;
  FV_ASSIGN_OR_RETURN(in_the_log.cases,
                      ReadAllPages(rows, audit::ReadCases, &audit::v1::ListCasesResponse::cases));
  FV_ASSIGN_OR_RETURN(in_the_log.numbers,
                      ReadAllPages(rows, audit::ReadNumbers, &audit::v1::ListNumbersResponse::numbers));
  FV_ASSIGN_OR_RETURN(const audit::v1::Sums sums, audit::ReadSums(rows));
  return Compare(csv, in_the_log, FromProto(sums.known_at()), [](const std::string& id) { return id; });
}

}  // namespace

absl::StatusOr<bool> CheckCompletenessIn(const std::string& folder, const std::string& list,
                                         const Trust& trust, bool json, std::ostream& out,
                                         std::ostream& progress) {
  FV_RETURN_IF_ERROR(CheckTrust(trust));
  FV_ASSIGN_OR_RETURN(const std::string csv, runtime::ReadFile(list, "the list"));
  FV_ASSIGN_OR_RETURN(const std::string rows, TemporaryFolder());
  const absl::Cleanup remove = [&rows] {
    std::error_code error;
    std::filesystem::remove_all(rows, error);
  };
  FV_ASSIGN_OR_RETURN(const Audited audited, Audit(folder, trust, rows + "/rows", progress));
  if (!audited.verdict.case_id.empty())
    return absl::InvalidArgumentError(
        "an archive of one case knows of no other: a list is compared with an archive of the whole log");
  FV_ASSIGN_OR_RETURN(const Completeness completeness, CompareWith(*audited.rows, csv));
  if (json) {
    out << CompletenessJson(completeness);
  } else {
    out << RenderWhose(audited.verdict, trust.archive_itself) << RenderCompleteness(completeness);
  }
  return completeness.Whole();
}

absl::StatusOr<bool> VerifyArchive(const std::string& folder, const Trust& trust, std::ostream& out,
                                   std::ostream& progress) {
  FV_RETURN_IF_ERROR(CheckTrust(trust));
  FV_ASSIGN_OR_RETURN(const std::string rows, TemporaryFolder());
  const absl::Cleanup remove = [&rows] {
    std::error_code error;
    std::filesystem::remove_all(rows, error);
  };
  FV_ASSIGN_OR_RETURN(const Audited audited, Audit(folder, trust, rows + "/rows", progress));
  out << RenderArchive(audited.verdict, trust.archive_itself);
  const bool clean = audited.verdict.rule.findings_total() == 0 && audited.verdict.rule.gaps() == 0;
  if (trust.complete_in.empty()) return clean;
  FV_ASSIGN_OR_RETURN(const Audited whole, Audit(trust.complete_in, trust, rows + "/whole", progress));
  FV_ASSIGN_OR_RETURN(const bool complete, TellWhatIsLeftOut(audited, whole, out));
  return clean && complete;
}

}  // namespace fallverbund::fvctl
