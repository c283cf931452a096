#include "services/audit/sealer/sealer.h"

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/crypto/hash.h"
#include "libs/runtime/log.h"
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

// What the folder has of this log; where that is nothing an empty note, and size 0.
struct Own {
  tlog::Note note;
  tlog::Checkpoint checkpoint;
};

absl::StatusOr<Own> ReadOwn(const absl::StatusOr<std::string>& bytes, const tlog::VerifierKey& log) {
  if (absl::IsNotFound(bytes.status())) return Own{{}, {log.name, 0, tlog::EmptyRoot()}};
  if (!bytes.ok()) return bytes.status();
  FV_ASSIGN_OR_RETURN(tlog::Note note, tlog::ParseNote(*bytes));
  FV_ASSIGN_OR_RETURN(const auto who, tlog::VerifySignatures(note, {log}));
  FV_ASSIGN_OR_RETURN(tlog::Checkpoint checkpoint, tlog::ParseCheckpoint(note.text));
  if (who.empty() || checkpoint.origin != log.name)
    return absl::DataLossError("the folder's checkpoint is of another log, or not signed by this one");
  return Own{std::move(note), std::move(checkpoint)};
}

// By witness: the size that the published note shows it to have cosigned. Only lines that hold are ever
// published, so another one was changed there.
absl::StatusOr<std::map<std::string, uint64_t>> WhoCosigned(const Own& published,
                                                            const tlog::Policy& policy) {
  std::map<std::string, uint64_t> cosigned;
  for (const tlog::Witness& witness : policy.witnesses()) {
    const auto who = tlog::VerifySignatures(published.note, {witness.key});
    if (!who.ok())
      return absl::DataLossError(absl::StrCat("the folder's checkpoint: ", who.status().message()));
    if (!who->empty()) cosigned[witness.name] = published.checkpoint.size;
  }
  return cosigned;
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
  FV_ASSIGN_OR_RETURN(const Own published, ReadOwn(tiles.ReadCheckpoint(), policy.log()));
  FV_ASSIGN_OR_RETURN(Own signed_before, ReadOwn(tiles.ReadSigned(), policy.log()));
  FV_ASSIGN_OR_RETURN(auto cosigned, WhoCosigned(published, policy));
  const tlog::Checkpoint& last = published.checkpoint;
  tlog::Checkpoint signed_last = std::move(signed_before.checkpoint);
  if (signed_last.size < last.size) signed_last = last;  // published by an older program, which kept none
  if (signed_last.size == last.size && signed_last.root != last.root) return AnotherTree(last.size);
  FV_ASSIGN_OR_RETURN(auto writer, tlog::TileWriter::Open(tiles, last.size));
  if (writer.Root() != last.root) return AnotherTree(last.size);
  FV_RETURN_IF_ERROR(eventlog::LogReader(log, signed_last.size).CheckNotBehind());
  return std::unique_ptr<Sealer>(new Sealer(log, tiles, std::move(log_key), std::move(policy), witnesses,
                                            std::move(writer), last.size, std::move(signed_last),
                                            std::move(cosigned)));
}

Sealer::Sealer(eventlog::EventLog& log, tlog::TileStore& tiles, tlog::NoteSigner log_key, tlog::Policy policy,
               Witnesses& witnesses, tlog::TileWriter writer, uint64_t published,
               tlog::Checkpoint signed_last, std::map<std::string, uint64_t> cosigned)
    : tiles_(tiles),
      log_key_(std::move(log_key)),
      policy_(std::move(policy)),
      witnesses_(witnesses),
      writer_(std::move(writer)),
      reader_(log, published),
      signed_(std::move(signed_last)),
      cosigned_(std::move(cosigned)) {
  absl::MutexLock lock(&mu_);
  course_.sealed = course_.published = published;
}

absl::StatusOr<bool> Sealer::Step() {
  FV_RETURN_IF_ERROR(TakeIn());
  const uint64_t size = writer_.size();
  // Less than was signed: the replica that is read lags behind, since the log was that long.
  if (size == course().published || size < signed_.size) return false;
  const std::string note = Signed();
  FV_RETURN_IF_ERROR(tiles_.ReplaceSigned(note));
  signed_ = {log_key_.verifier().name, size, writer_.Root()};
  FV_ASSIGN_OR_RETURN(const std::string cosigned, Cosigned(note, {}));
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

// The tiles are durable and never change, and TakeIn lets no tree pass that contradicts what was signed; so
// whatever is signed here goes on from all that was signed before.
std::string Sealer::Signed() const {
  return tlog::SignCheckpoint({log_key_.verifier().name, writer_.size(), writer_.Root()}, log_key_);
}

// In parts, so that what is not flushed stays small.
absl::Status Sealer::TakeIn() {
  for (;;) {
    FV_ASSIGN_OR_RETURN(const auto messages, reader_.Next());
    for (const eventlog::StoredMessage& message : messages) FV_RETURN_IF_ERROR(Take(message));
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

// A partial tile of another size has another name, so of a tree that was signed and not published its root
// alone tells.
absl::Status Sealer::Take(const eventlog::StoredMessage& message) {
  FV_ASSIGN_OR_RETURN(const std::string entry,
                      tlog::EncodeEntry({message.position, static_cast<uint64_t>(message.server_time_ns),
                                         message.subject, *tlog::HashFrom(crypto::Sha256(message.payload))}));
  FV_RETURN_IF_ERROR(writer_.Append(entry));
  if (writer_.size() == signed_.size && writer_.Root() != signed_.root) return AnotherTree(signed_.size);
  return absl::OkStatus();
}

// With the lines of those who answered, and of the others those of `before`, which is empty or of the same
// tree; whether they are enough is the policy's word. What one witness says to remember is signed by nobody,
// so alone it stops nothing.
absl::StatusOr<std::string> Sealer::Cosigned(const std::string& note, const tlog::Note& before) {
  std::string cosigned = note;
  std::set<std::string> left;  // without those who remember more
  absl::Status missing;
  for (const tlog::Witness& witness : policy_.witnesses()) {
    if (witness.url.empty()) continue;
    const auto lines = Ask(witness, note);
    if (lines.ok()) {
      absl::StrAppend(&cosigned, *lines);
      left.insert(witness.name);
      logged_.erase(witness.name);
      continue;
    }
    if (absl::IsDataLoss(lines.status())) return lines.status();  // our own tiles
    if (absl::IsOutOfRange(lines.status())) {
      missing = absl::DataLossError(lines.status().message());
    } else {
      left.insert(witness.name);
    }
    absl::StrAppend(&cosigned, LinesOf(witness.key, before));
    absl::MutexLock lock(&mu_);
    ++course_.unanswered[witness.name];
  }
  if (!missing.ok() && !policy_.IsQuorum(std::move(left))) return missing;
  return cosigned;
}

// Said once until it cosigns again or disagrees otherwise, since witnesses are asked every second; counted
// each time.
void Sealer::Disagrees(const std::string& witness, const std::string& how) {
  if (logged_[witness] != how)
    log::Error("witness_disagrees", {{"witness", log::Code(witness)}, {"how", log::Code(how)}});
  logged_[witness] = how;
  const absl::MutexLock lock(&mu_);
  ++course_.disagreed[{witness, how}];
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
    if (answer.http_status == 422) Disagrees(witness.name, "another_tree");
    uint64_t remembered = 0;
    if (answer.http_status != 409 || !absl::SimpleAtoi(absl::StripAsciiWhitespace(answer.body), &remembered))
      return absl::UnavailableError(absl::StrCat("the witness answered ", answer.http_status));
    if (remembered > writer_.size()) {
      Disagrees(witness.name, "remembers_more");
      return absl::OutOfRangeError(absl::StrCat("witness ", witness.name, " has cosigned ", remembered,
                                                " positions of this ", "log, and here are only ",
                                                writer_.size(), ": history is missing"));
    }
    if (remembered == old_size) {
      Disagrees(witness.name, "another_tree");
      return absl::UnavailableError("the witness refuses the size it names: it remembers another tree");
    }
    if (remembered < old_size) Disagrees(witness.name, "forgot");
    old_size = remembered;
  }
  return absl::UnavailableError("the witness names another size each time: somebody else seals this log");
}

SealerCourse Sealer::course() const {
  absl::MutexLock lock(&mu_);
  return course_;
}

}  // namespace fallverbund::audit
