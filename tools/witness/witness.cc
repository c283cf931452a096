#include "tools/witness/witness.h"

#include <iterator>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/crypto/hash.h"
#include "libs/durable_file/durable_file.h"
#include "libs/runtime/log.h"
#include "libs/tlog/note.h"

namespace fallverbund::witness {
namespace {

constexpr int kMaxQuestions = 32;
constexpr char kText[] = "text/plain; charset=utf-8";

absl::StatusOr<durable_file::FolderLock> TakeFolder(const std::filesystem::path& folder) {
  FV_RETURN_IF_ERROR(durable_file::MakeFolders(folder / "evidence"));
  auto lock = durable_file::FolderLock::Take(folder);
  if (!absl::IsFailedPrecondition(lock.status())) return lock;
  return absl::FailedPreconditionError(
      absl::StrCat(lock.status().message(), "; end the other witness, or name another --data"));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Witness>> Witness::Open(std::filesystem::path folder, tlog::NoteSigner signer,
                                                       std::vector<tlog::VerifierKey> logs,
                                                       const Clock* clock) {
  FV_ASSIGN_OR_RETURN(auto lock, TakeFolder(folder));
  return std::unique_ptr<Witness>(
      new Witness(std::move(folder), std::move(lock), std::move(signer), std::move(logs), clock));
}

Witness::Witness(std::filesystem::path folder, durable_file::FolderLock lock, tlog::NoteSigner signer,
                 std::vector<tlog::VerifierKey> logs, const Clock* clock)
    : folder_(std::move(folder)),
      lock_(std::move(lock)),
      signer_(std::move(signer)),
      logs_(std::move(logs)),
      clock_(clock) {}

Answer Witness::AddCheckpoint(std::string_view body) {
  const auto read = tlog::ReadRequest(body, logs_);
  const auto* const refused = std::get_if<tlog::WitnessRefusal>(&read);
  const auto answer = refused != nullptr ? Refused(*refused) : Cosign(std::get<tlog::AuthenticRequest>(read));
  if (answer.ok()) return *answer;
  log::Error("disk_failed", {{"cause", log::Cause(answer.status())}});
  return {.http_status = 500, .content_type = kText, .body = "nothing was cosigned: the disk failed\n"};
}

absl::StatusOr<Answer> Witness::Cosign(const tlog::AuthenticRequest& request) {
  absl::MutexLock lock(&mu_);
  FV_ASSIGN_OR_RETURN(const auto remembered, Remembered(request.checkpoint.origin));
  const auto decided = tlog::Decide(request, remembered);
  if (const auto* const refused = std::get_if<tlog::WitnessRefusal>(&decided)) return Refused(*refused);
  const auto& assent = std::get<tlog::WitnessAssent>(decided);
  FV_RETURN_IF_ERROR(durable_file::ReplaceFile(FileOf(request.checkpoint.origin), assent.remember.note));
  log::Info("cosigned", {{"size", assent.remember.checkpoint.size}});
  return Answer{.content_type = kText,
                .body = tlog::FormatSignature(signer_.Cosign(assent.text, clock_->Now()))};
}

absl::StatusOr<std::optional<tlog::Remembered>> Witness::Remembered(const std::string& origin) const {
  const auto note = durable_file::ReadFile(FileOf(origin));
  if (absl::IsNotFound(note.status())) return std::nullopt;
  if (!note.ok()) return note.status();
  FV_ASSIGN_OR_RETURN(auto remembered, tlog::RememberedFrom(*note));
  return remembered;
}

// An origin may have any characters, a name of a file may not.
std::filesystem::path Witness::FileOf(const std::string& origin) const {
  return folder_ / absl::StrCat(ToHex(crypto::Sha256(origin)), ".checkpoint");
}

// Two trees of one size prove a split to anybody. Of two sizes the log may only owe the proof, and whoever
// sends a wrong one can ask that at will: a few are enough, or somebody could fill the disk.
absl::Status Witness::Keep(const tlog::WitnessRefusal& refusal) const {
  const std::filesystem::path folder = folder_ / "evidence";
  const bool split = refusal.http_status == 409;
  const auto kept =
      std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator());
  if (!split && kept >= kMaxQuestions) return absl::OkStatus();
  const std::string both = absl::StrCat(refusal.evidence->remembered, "\n", refusal.evidence->shown);
  const absl::Status made =
      durable_file::CreateFile(folder / ToHex(crypto::Sha256(both)), both);  // the same once
  if (!made.ok() && !absl::IsAlreadyExists(made)) return made;
  log::Error("trees_do_not_fit", {{"evidence", log::Path(folder.string())},
                                  {"cause", log::Cause(absl::DataLossError(refusal.reason))}});
  return absl::OkStatus();
}

absl::StatusOr<Answer> Witness::Refused(const tlog::WitnessRefusal& refusal) const {
  if (refusal.evidence) FV_RETURN_IF_ERROR(Keep(refusal));
  log::Warning("refused", {{"status", refusal.http_status},
                           {"cause", log::Cause(absl::FailedPreconditionError(refusal.reason))}});
  return Answer{.http_status = refusal.http_status,
                .content_type = refusal.content_type.empty() ? kText : std::string(refusal.content_type),
                .body = refusal.content_type.empty() ? absl::StrCat(refusal.reason, "\n") : refusal.body};
}

}  // namespace fallverbund::witness
