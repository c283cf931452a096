#include "libs/tlog/witness.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "libs/base/check.h"
#include "libs/base/status.h"
#include "libs/tlog/encoding.h"
#include "libs/tlog/note.h"
#include "libs/tlog/proof_lines.h"
#include "libs/tlog/signature.h"

namespace fallverbund::tlog {
namespace {

WitnessRefusal Refuse(int http_status, std::string reason) {
  WitnessRefusal refusal;
  refusal.http_status = http_status;
  refusal.reason = std::move(reason);
  return refusal;
}

WitnessRefusal Conflict(uint64_t remembered_size, std::string reason) {
  WitnessRefusal refusal = Refuse(409, std::move(reason));
  refusal.body = absl::StrCat(remembered_size, "\n");
  refusal.content_type = kSizeContentType;
  return refusal;
}

// The lines of those who signed: strangers' lines have no place in what a witness keeps.
Note OnlyOf(const Note& note, const std::vector<VerifierKey>& keys) {
  Note kept{note.text, {}};
  for (const SignatureLine& line : note.signatures) {
    const bool known = std::any_of(keys.begin(), keys.end(), [&](const VerifierKey& key) {
      return key.name == line.key_name && key.Id() == line.key_id;
    });
    if (known) kept.signatures.push_back(line);
  }
  return kept;
}

}  // namespace

std::string FormatRequest(const WitnessRequest& request) {
  FV_CHECK(request.proof.size() <= kMaxProofHashes);
  return absl::StrCat("old ", request.old_size, "\n", FormatProofLines(request.proof), request.checkpoint);
}

absl::StatusOr<WitnessRequest> ParseRequest(std::string_view body) {
  const auto wrong = absl::InvalidArgumentError("not a request to add a checkpoint");
  if (body.size() > kMaxWitnessRequestBytes) return wrong;
  const auto line = TakeLine(body);
  if (!line || line->substr(0, 4) != "old ") return wrong;
  const auto old_size = ParseDecimal(line->substr(4));
  auto proof = TakeProofLines(body);
  if (!old_size || !proof) return wrong;
  return WitnessRequest{*old_size, *std::move(proof), std::string(body)};
}

std::variant<AuthenticRequest, WitnessRefusal> ReadRequest(std::string_view body,
                                                           const std::vector<VerifierKey>& logs) {
  auto request = ParseRequest(body);
  if (!request.ok()) return Refuse(400, std::string(request.status().message()));
  const auto note = ParseNote(request->checkpoint);
  if (!note.ok()) return Refuse(400, std::string(note.status().message()));
  auto checkpoint = ParseCheckpoint(note->text);
  if (!checkpoint.ok()) return Refuse(400, std::string(checkpoint.status().message()));

  std::vector<VerifierKey> keys;
  for (const VerifierKey& log : logs) {
    FV_CHECK(log.type == KeyType::kLog);
    if (log.name == checkpoint->origin) keys.push_back(log);
  }
  if (keys.empty()) return Refuse(404, "a log that is not watched here");
  const auto signers = VerifySignatures(*note, keys);
  if (!signers.ok()) return Refuse(403, std::string(signers.status().message()));
  if (signers->empty()) return Refuse(403, "the log did not sign it");
  return AuthenticRequest{request->old_size, std::move(request->proof), *std::move(checkpoint),
                          FormatNote(OnlyOf(*note, keys))};
}

absl::StatusOr<Remembered> RememberedFrom(std::string_view note) {
  FV_ASSIGN_OR_RETURN(const Note parsed, ParseNote(note));
  FV_ASSIGN_OR_RETURN(Checkpoint checkpoint, ParseCheckpoint(parsed.text));
  return Remembered{std::move(checkpoint), std::string(note)};
}

std::variant<WitnessAssent, WitnessRefusal> Decide(const AuthenticRequest& request,
                                                   const std::optional<Remembered>& remembered) {
  const Checkpoint& shown = request.checkpoint;
  const Checkpoint before = remembered ? remembered->checkpoint : Checkpoint{shown.origin, 0, EmptyRoot()};
  FV_CHECK(before.origin == shown.origin);
  // Looked for first and whatever the request claims: two trees of one size are the log's own guilt.
  if (remembered && shown.size == before.size && shown.root != before.root) {
    WitnessRefusal split = Conflict(before.size, "the log signed two trees of one size");
    split.evidence = {remembered->note, request.note};
    return split;
  }
  if (request.old_size > shown.size) return Refuse(400, "the old size is larger than the new one");
  if (request.old_size != before.size) return Conflict(before.size, "not the size cosigned last");
  if (!VerifyConsistency(before.size, shown.size, before.root, shown.root, request.proof)) {
    WitnessRefusal doubt = Refuse(422, "the tree is not shown to go on from the one cosigned last");
    if (remembered) doubt.evidence = {remembered->note, request.note};
    return doubt;
  }
  return WitnessAssent{{shown, request.note}, FormatCheckpoint(shown)};
}

}  // namespace fallverbund::tlog
