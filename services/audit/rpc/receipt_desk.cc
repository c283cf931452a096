#include "services/audit/rpc/receipt_desk.h"

#include <algorithm>
#include <optional>

#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/crypto/hash.h"
#include "libs/eventlog/commit_codec.h"
#include "libs/eventlog/subject.h"
#include "libs/tlog/encoding.h"
#include "libs/tlog/entry.h"
#include "libs/tlog/note.h"
#include "services/audit/views/tables.h"

namespace fallverbund::audit {
namespace {

constexpr size_t kCosignatureBytes = 8 + 64;  // a time and a signature (C2SP tlog-cosignature)

// The last second at which anybody says to have cosigned it, as far as the note tells: a hint for whoever
// asks, and no judgement, since whose signatures count is the asker's policy.
absl::Time LastCosigned(const std::string& note) {
  absl::Time last = absl::InfinitePast();
  const auto parsed = tlog::ParseNote(note);
  if (!parsed.ok()) return last;
  for (const tlog::SignatureLine& line : parsed->signatures) {
    if (line.signature.size() != kCosignatureBytes) continue;
    const uint64_t seconds = tlog::GetBigEndian(std::string_view(line.signature).substr(0, 8));
    if (seconds <= tlog::kMaxSize)
      last = std::max(last, absl::FromUnixSeconds(static_cast<int64_t>(seconds)));
  }
  return last;
}

struct OpenedReceipt {
  eventlog::v1::Receipt receipt;
  uint64_t key_registered_at = 0;
};

absl::StatusOr<OpenedReceipt> Open(const projection::Rows& rows, const std::string& bytes) {
  const auto none = absl::InvalidArgumentError("receipt: none that a service of this log has signed");
  eventlog::v1::Envelope envelope;
  if (!envelope.ParseFromString(bytes)) return none;
  FV_ASSIGN_OR_RETURN(const auto signer, GetMessage<v1::SignerFile>(rows, kSigners, envelope.key_id()));
  if (!signer || signer->context() == eventlog::kLogContext) return none;
  auto receipt = eventlog::OpenReceipt(bytes, signer->public_key());
  if (!receipt || receipt->position() == 0) return none;
  // A key that is retired by now did sign then, and nothing for what came later.
  const uint64_t retired_at = signer->retired_position();
  if (retired_at != 0 && receipt->position() >= retired_at) return none;
  return OpenedReceipt{*std::move(receipt), signer->registered_position()};
}

}  // namespace

absl::StatusOr<v1::ProvenMessage> ProveMessage(eventlog::EventLog& log, Prover& prover, uint64_t position) {
  FV_ASSIGN_OR_RETURN(const Inclusion inclusion, prover.Prove(position));
  FV_ASSIGN_OR_RETURN(auto stored, log.ReadFromLeader(position));
  FV_ASSIGN_OR_RETURN(const tlog::LogEntry entry, tlog::ParseEntry(inclusion.entry));
  if (!stored || entry.payload_sha256.view() != crypto::Sha256(stored->payload))
    return absl::DataLossError("the log does not hold what was sealed");
  v1::ProvenMessage proven;
  proven.mutable_message()->set_position(stored->position);
  proven.mutable_message()->set_server_time_ns(stored->server_time_ns);
  proven.mutable_message()->set_subject(std::move(stored->subject));
  proven.mutable_message()->set_payload(std::move(stored->payload));
  for (const tlog::Hash& hash : inclusion.path) proven.add_path(std::string(hash.view()));
  return proven;
}

absl::StatusOr<v1::ReceiptEvidence> ReceiptDesk::Evidence(const std::string& receipt,
                                                          uint64_t key_registered_at, Prover& prover) const {
  v1::ReceiptEvidence evidence;
  evidence.set_receipt(receipt);
  evidence.set_checkpoint(prover.published().note);
  const std::string of_the_log = eventlog::Subject{eventlog::StreamKind::kLog, association_,
                                                   eventlog::kLogContext, eventlog::kLogAggregateId}
                                     .ToString();
  // All that the tree has of it: whether the key was retired since is for the reader to see.
  const uint64_t until = std::max(key_registered_at, prover.tree_size());
  for (uint64_t next = 1; next <= until;) {
    FV_ASSIGN_OR_RETURN(const auto found, log_.NextFromLeader(of_the_log, next));
    if (!found || found->position > until) break;
    FV_ASSIGN_OR_RETURN(*evidence.add_keys(), ProveMessage(log_, prover, found->position));
    evidence.mutable_keys()->rbegin()->set_part(v1::ARCHIVED_PART_LOG);
    next = found->position + 1;
  }
  return evidence;
}

absl::StatusOr<v1::GetReceiptProofResponse> ReceiptDesk::Answer(const projection::Rows& rows,
                                                                const std::string& receipt,
                                                                absl::Time now) const {
  FV_ASSIGN_OR_RETURN(const OpenedReceipt opened, Open(rows, receipt));
  const absl::Time include_by = FromProto(opened.receipt.include_by());
  FV_ASSIGN_OR_RETURN(Prover prover, Prover::Open(tiles_));
  v1::GetReceiptProofResponse response;
  if (opened.receipt.position() > prover.tree_size()) {
    if (now <= include_by) {
      *response.mutable_open_until() = opened.receipt.include_by();
      return response;
    }
    FV_ASSIGN_OR_RETURN(auto evidence, Evidence(receipt, opened.key_registered_at, prover));
    const bool cosigned_since = LastCosigned(evidence.checkpoint()) > include_by;
    *(cosigned_since ? response.mutable_omission() : response.mutable_unshown()) = std::move(evidence);
    return response;
  }
  FV_ASSIGN_OR_RETURN(const Inclusion there, prover.Prove(opened.receipt.position()));
  FV_ASSIGN_OR_RETURN(const tlog::LogEntry entry, tlog::ParseEntry(there.entry));
  if (entry.payload_sha256.view() == opened.receipt.payload_sha256()) {
    response.set_tlog_proof(FormatInclusion(entry.position, there, prover.published().note));
    return response;
  }
  FV_ASSIGN_OR_RETURN(auto evidence, Evidence(receipt, opened.key_registered_at, prover));
  evidence.mutable_other()->set_entry(there.entry);
  for (const tlog::Hash& hash : there.path) evidence.mutable_other()->add_path(std::string(hash.view()));
  *response.mutable_omission() = std::move(evidence);
  return response;
}

}  // namespace fallverbund::audit
