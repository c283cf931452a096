#include "services/audit/sealer/sealer.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/crypto/hash.h"
#include "libs/tlog/checkpoint.h"
#include "libs/tlog/entry.h"
#include "libs/tlog/note.h"
#include "libs/tlog/tile_reader.h"
#include "libs/tlog/witness.h"

namespace fallverbund::audit {
namespace {

absl::Status AnotherTree(uint64_t size) {
  return absl::DataLossError(absl::StrCat("the tiles of ", size,
                                          " positions are not the tree that was signed; stop, keep ",
                                          "the folder, and compare with what witnesses remember"));
}

// Size and root last published; 0 where nothing was.
absl::StatusOr<tlog::Checkpoint> Published(const tlog::TileStore& tiles, const tlog::VerifierKey& log) {
  const auto bytes = tiles.ReadCheckpoint();
  if (absl::IsNotFound(bytes.status())) return tlog::Checkpoint{log.name, 0, tlog::EmptyRoot()};
  if (!bytes.ok()) return bytes.status();
  FV_ASSIGN_OR_RETURN(const tlog::Note note, tlog::ParseNote(*bytes));
  FV_ASSIGN_OR_RETURN(const auto who, tlog::VerifySignatures(note, {log}));
  FV_ASSIGN_OR_RETURN(const tlog::Checkpoint checkpoint, tlog::ParseCheckpoint(note.text));
  if (who.empty() || checkpoint.origin != log.name)
    return absl::DataLossError("the folder's checkpoint is of another log, or not signed by this one");
  return checkpoint;
}

std::string LinesOf(const tlog::VerifierKey& key, const tlog::Note& note) {
  std::string lines;
  for (const tlog::SignatureLine& line : note.signatures) {
    if (line.key_name == key.name && line.key_id == key.Id()) lines += tlog::FormatSignature(line);
  }
  return lines;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Sealer>> Sealer::Open(eventlog::EventLog& log, tlog::TileStore& tiles,
                                                     tlog::NoteSigner log_key, tlog::Policy policy,
                                                     Witnesses& witnesses) {
  if (log_key.verifier() != policy.log())
    return absl::FailedPreconditionError("the key to seal with is not the log's key in the policy");
  FV_ASSIGN_OR_RETURN(const tlog::Checkpoint last, Published(tiles, policy.log()));
  FV_ASSIGN_OR_RETURN(auto writer, tlog::TileWriter::Open(tiles, last.size));
  if (writer.Root() != last.root) return AnotherTree(last.size);
  auto sealer = std::unique_ptr<Sealer>(
      new Sealer(log, tiles, std::move(log_key), std::move(policy), witnesses, std::move(writer), last.size));
  FV_RETURN_IF_ERROR(sealer->reader_.CheckNotBehind());
  return sealer;
}

Sealer::Sealer(eventlog::EventLog& log, tlog::TileStore& tiles, tlog::NoteSigner log_key, tlog::Policy policy,
               Witnesses& witnesses, tlog::TileWriter writer, uint64_t published)
    : tiles_(tiles),
      log_key_(std::move(log_key)),
      policy_(std::move(policy)),
      witnesses_(witnesses),
      writer_(std::move(writer)),
      reader_(log, published) {
  absl::MutexLock lock(&mu_);
  course_.sealed = course_.published = published;
}

absl::StatusOr<bool> Sealer::Step() {
  FV_RETURN_IF_ERROR(TakeIn());
  const uint64_t size = writer_.size();
  if (size == course().published) return false;
  FV_ASSIGN_OR_RETURN(const std::string cosigned, Cosigned(Signed(), {}));
  FV_RETURN_IF_ERROR(policy_.Check(cosigned).status());
  FV_RETURN_IF_ERROR(tiles_.ReplaceCheckpoint(cosigned));
  absl::MutexLock lock(&mu_);
  course_.published = size;
  return true;
}

absl::StatusOr<bool> Sealer::CosignAgain() {
  const uint64_t published = course().published;
  if (published == 0 || published != writer_.size()) return false;  // what grew is asked for by Step
  FV_ASSIGN_OR_RETURN(const std::string before, tiles_.ReadCheckpoint());
  FV_ASSIGN_OR_RETURN(const tlog::Note parsed, tlog::ParseNote(before));
  FV_ASSIGN_OR_RETURN(const std::string cosigned, Cosigned(Signed(), parsed));
  if (cosigned == before) return false;
  FV_RETURN_IF_ERROR(policy_.Check(cosigned).status());
  FV_RETURN_IF_ERROR(tiles_.ReplaceCheckpoint(cosigned));
  return true;
}

// The tiles are durable and never change, so whatever is signed here goes on from all that was signed before.
std::string Sealer::Signed() const {
  return tlog::SignCheckpoint({log_key_.verifier().name, writer_.size(), writer_.Root()}, log_key_);
}

// In parts, so that what is not flushed stays small.
absl::Status Sealer::TakeIn() {
  for (;;) {
    FV_ASSIGN_OR_RETURN(const auto messages, reader_.Next());
    for (const eventlog::StoredMessage& message : messages) {
      FV_ASSIGN_OR_RETURN(
          const std::string entry,
          tlog::EncodeEntry({message.position, static_cast<uint64_t>(message.server_time_ns), message.subject,
                             *tlog::HashFrom(crypto::Sha256(message.payload))}));
      FV_RETURN_IF_ERROR(writer_.Append(entry));
    }
    const absl::Status flushed = writer_.Flush();
    if (absl::IsFailedPrecondition(flushed)) return AnotherTree(writer_.size());
    FV_RETURN_IF_ERROR(flushed);
    {
      absl::MutexLock lock(&mu_);
      course_.sealed = writer_.size();
    }
    if (messages.empty()) return absl::OkStatus();
  }
}

// With the lines of those who answered, and of the others those of `before`, which is empty or of the same
// tree; whether they are enough is the policy's word.
absl::StatusOr<std::string> Sealer::Cosigned(const std::string& note, const tlog::Note& before) {
  std::string cosigned = note;
  for (const tlog::Witness& witness : policy_.witnesses()) {
    if (witness.url.empty()) continue;
    const auto lines = Ask(witness, note);
    if (lines.ok()) {
      absl::StrAppend(&cosigned, *lines);
      continue;
    }
    if (absl::IsDataLoss(lines.status())) return lines.status();
    absl::StrAppend(&cosigned, LinesOf(witness.key, before));
    absl::MutexLock lock(&mu_);
    ++course_.unanswered[witness.name];
  }
  return cosigned;
}

absl::StatusOr<std::string> Sealer::Ask(const tlog::Witness& witness, const std::string& note) {
  for (int attempt = 0; attempt < 2; ++attempt) {
    uint64_t& old_size = cosigned_[witness.name];
    tlog::WitnessRequest request{old_size, {}, note};
    if (old_size > 0 && old_size < writer_.size()) {
      tlog::TileReader reader(tiles_, writer_.size());
      FV_ASSIGN_OR_RETURN(request.proof, reader.Consistency(old_size, writer_.size()));
    }
    FV_ASSIGN_OR_RETURN(const WitnessAnswer answer,
                        witnesses_.Ask(witness.url, tlog::FormatRequest(request)));
    if (answer.http_status == 200) {
      // Only what it did sign goes on: a wrong line would spoil the note for everybody.
      FV_ASSIGN_OR_RETURN(const tlog::Note signed_note, tlog::ParseNote(note + answer.body));
      FV_ASSIGN_OR_RETURN(const auto who, tlog::VerifySignatures(signed_note, {witness.key}));
      if (who.empty()) return absl::UnavailableError("the witness answered with somebody else's signature");
      old_size = writer_.size();
      return answer.body;
    }
    uint64_t remembered = 0;
    if (answer.http_status != 409 || !absl::SimpleAtoi(absl::StripAsciiWhitespace(answer.body), &remembered))
      return absl::UnavailableError(absl::StrCat("the witness answered ", answer.http_status));
    if (remembered > writer_.size()) {
      return absl::DataLossError(absl::StrCat("witness ", witness.name, " has cosigned ", remembered,
                                              " positions of this ", "log, and here are only ",
                                              writer_.size(), ": history is missing"));
    }
    old_size = remembered;
  }
  return absl::UnavailableError("the witness refused the size it named itself: it remembers another tree");
}

SealerCourse Sealer::course() const {
  absl::MutexLock lock(&mu_);
  return course_;
}

}  // namespace fallverbund::audit
