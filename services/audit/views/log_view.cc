#include "services/audit/views/log_view.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "libs/base/time.h"
#include "libs/eventlog/prefix.h"
#include "services/audit/domain/facts.h"
#include "services/audit/domain/numbers.h"
#include "services/audit/domain/schema.h"
#include "services/audit/domain/strands.h"
#include "services/audit/views/row_memory.h"
#include "services/audit/views/tables.h"

namespace fallverbund::audit {
namespace {

using projection::BigEndian;
using projection::RowBatch;
using projection::SortableTime;

Entry EntryOf(const projection::Recorded& recorded) {
  const eventlog::ValidCommit& valid = recorded.commit;
  return {valid.position, valid.context, valid.aggregate_id, valid.commit, recorded.known_at};
}

absl::Status FileTime(const projection::Recorded& recorded, RowBatch& rows) {
  const std::string known_at = SortableTime(recorded.known_at);
  FV_ASSIGN_OR_RETURN(auto first, rows.Get(kTimes, known_at));
  if (!first) rows.Put(kTimes, known_at, BigEndian(recorded.commit.position));
  return absl::OkStatus();
}

absl::Status FileSigner(const eventlog::KeyChange& change, uint64_t position, RowBatch& rows) {
  if (const auto* registered = std::get_if<eventlog::KeyRegistered>(&change)) {
    FV_ASSIGN_OR_RETURN(auto known, rows.Get(kSigners, registered->key_id));
    if (known) return absl::OkStatus();
    v1::SignerFile signer;
    signer.set_context(registered->context);
    signer.set_public_key(registered->public_key);
    signer.set_registered_position(position);
    rows.Put(kSigners, registered->key_id, Bytes(signer));
    return absl::OkStatus();
  }
  const std::string& key_id = std::get<eventlog::KeyRetired>(change).key_id;
  FV_ASSIGN_OR_RETURN(auto signer, GetMessage<v1::SignerFile>(rows, kSigners, key_id));
  if (!signer || signer->retired_position() != 0) return absl::OkStatus();
  signer->set_retired_position(position);
  rows.Put(kSigners, key_id, Bytes(*signer));
  return absl::OkStatus();
}

void FileCommit(const projection::Recorded& recorded, const std::string& chain_id, RowBatch& rows) {
  v1::FiledCommit filed;
  filed.set_position(recorded.commit.position);
  filed.set_context(recorded.commit.context);
  filed.set_aggregate_id(recorded.commit.aggregate_id);
  *filed.mutable_known_at() = ToProto(recorded.known_at);
  *filed.mutable_commit() = recorded.commit.commit;
  filed.set_payload_sha256(recorded.commit.payload_sha256);
  rows.Put(kCommits, chain_id + BigEndian(filed.position()), Bytes(filed));
}

// What no case's chain holds and an archive of a case may need: keys, the directory, registers.
bool BelongsToManyCases(const Entry& entry) {
  const Area area = AreaOf(entry);
  return entry.context == eventlog::kLogContext || area == Area::kOrganisation || area == Area::kRegister;
}

// Findings go by position and by the chain of the aggregate they are about, which may be one that was woken.
void FileFindings(const Taken& taken, const Memory& memory, RowBatch& rows) {
  uint64_t number = 0;
  for (const v1::Finding& finding : taken.verdict.findings) {
    const std::string place = Numbered(finding.position(), number++);
    rows.Put(kFindings, place, Bytes(finding));
    if (auto chain = memory.ChainOf(finding.aggregate_id()))
      rows.Put(kOfChain, *chain + place, Bytes(finding));
  }
}

void FileSpans(const Taken& taken, uint64_t position, RowBatch& rows) {
  uint64_t number = 0;
  for (const v1::HoldingSpan& span : taken.verdict.ended) {
    rows.Put(kSpans, taken.chain_id + Numbered(position, number++), Bytes(span));
  }
}

// By whose facts they are, then by time.
void FileFacts(const char* table, std::string_view of, uint64_t position,
               const std::vector<v1::CaseFact>& facts, RowBatch& rows) {
  uint64_t number = 0;
  for (const v1::CaseFact& fact : facts) {
    rows.Put(table, std::string(of) + SortableTime(FromProto(fact.at())) + Numbered(position, number++),
             Bytes(fact));
  }
}

absl::Status FileNumbers(const Entry& entry, RowBatch& rows) {
  absl::Status read = absl::OkStatus();
  const auto before = [&](std::string_view number) -> std::optional<v1::AuditedNumber> {
    auto known = GetMessage<v1::AuditedNumber>(rows, kNumbers, number);
    if (known.ok()) return *std::move(known);
    read = known.status();
    return std::nullopt;
  };
  const std::vector<v1::AuditedNumber> numbers = NumbersOf(entry, before);
  FV_RETURN_IF_ERROR(read);
  for (const v1::AuditedNumber& number : numbers) rows.Put(kNumbers, number.number(), Bytes(number));
  return absl::OkStatus();
}

absl::Status Count(const projection::Recorded& recorded, const Taken& taken, bool new_chain, RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(v1::Sums sums, ReadSums(rows));
  sums.set_commits(sums.commits() + 1);
  *sums.mutable_known_at() = ToProto(recorded.known_at);
  if (new_chain) sums.set_chains(sums.chains() + 1);
  sums.set_erasures(sums.erasures() + taken.verdict.erasures);
  sums.set_findings(sums.findings() + taken.verdict.findings.size());
  for (const v1::Finding& finding : taken.verdict.findings) {
    if (IsGap(finding.kind())) sums.set_gaps(sums.gaps() + 1);
    CountByStrand(finding, *sums.mutable_strands());
  }
  rows.Put(kSums, "all", Bytes(sums));
  return absl::OkStatus();
}

}  // namespace

absl::Status LogView::Apply(const projection::Recorded& recorded, RowBatch& rows) const {
  const eventlog::ValidCommit& valid = recorded.commit;
  FV_RETURN_IF_ERROR(FileTime(recorded, rows));
  for (const eventlog::KeyChange& change : eventlog::KeyChanges(valid)) {
    FV_RETURN_IF_ERROR(FileSigner(change, valid.position, rows));
  }

  RowMemory memory(rows);
  const Taken taken = Take(EntryOf(recorded), bounds_, memory);
  FV_RETURN_IF_ERROR(memory.error());

  if (BelongsToManyCases(EntryOf(recorded)))
    rows.Put(kUnchained, valid.aggregate_id + BigEndian(valid.position), "");

  bool new_chain = false;
  if (!taken.chain_id.empty()) {
    FileCommit(recorded, taken.chain_id, rows);
    auto file = memory.File(taken.chain_id);
    new_chain = file && file->first_position() == valid.position;
    if (file)
      FileFacts(kFacts, taken.chain_id, valid.position, FactsOf(EntryOf(recorded), taken.verdict, *file),
                rows);
  }
  FileFacts(kRegisters, valid.aggregate_id, valid.position, RegisterFactsOf(EntryOf(recorded)), rows);
  FV_RETURN_IF_ERROR(FileNumbers(EntryOf(recorded), rows));
  FileFindings(taken, memory, rows);
  FileSpans(taken, valid.position, rows);
  FV_RETURN_IF_ERROR(memory.error());
  return Count(recorded, taken, new_chain, rows);
}

}  // namespace fallverbund::audit
