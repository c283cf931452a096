// The tables of the audit's index and how their rows are keyed. Ids are 32 characters, numbers eight bytes.
#ifndef FALLVERBUND_SERVICES_AUDIT_VIEWS_TABLES_H_
#define FALLVERBUND_SERVICES_AUDIT_VIEWS_TABLES_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "fallverbund/audit/v1/audit_rows.pb.h"
#include "google/protobuf/message.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/projection/projection_store.h"
#include "libs/projection/row_codec.h"

namespace fallverbund::audit {

// --- of the log ---
inline constexpr char kFiles[] = "file";              // chain -> CaseFile
inline constexpr char kChains[] = "chain";            // aggregate -> chain
inline constexpr char kPreventions[] = "prevention";  // transition -> PreventionFile
inline constexpr char kPools[] = "pool";              // pool -> PoolFile
inline constexpr char kDecisions[] = "decision";      // joint decision -> DecisionFile
inline constexpr char kSubjects[] = "subject";        // young person's pseudonym -> chain
inline constexpr char kPositions[] = "position";      // position -> chain
inline constexpr char kWakes[] = "wake";              // time, chain -> nothing
inline constexpr char kNextWake[] = "wake.next";      // "all" -> time before which nobody wakes
inline constexpr char kAggregates[] = "aggregate";    // aggregate of an organisation -> organisation
inline constexpr char kKinds[] = "kind";              // organisation -> kind
inline constexpr char kHomes[] = "home";              // organisation -> origin of another association's log
inline constexpr char kPersons[] = "person";          // person -> organisation
inline constexpr char kLeaving[] = "leaving";         // person -> nothing
inline constexpr char kOwnTerms[] = "own_terms";      // organisation, field, number -> nothing
inline constexpr char kHoldings[] = "holding";        // person, chain -> nothing
inline constexpr char kCommits[] = "commit";          // chain, position -> FiledCommit
inline constexpr char kSpans[] = "span";              // chain, number -> HoldingSpan that ended
inline constexpr char kFacts[] = "fact";              // chain, time, position, number -> CaseFact
inline constexpr char kRegisters[] = "register";      // entry, time, position, number -> CaseFact
inline constexpr char kNumbers[] = "number";          // number of no case -> AuditedNumber
inline constexpr char kTimes[] = "time";              // known-at -> first position known at it
inline constexpr char kSigners[] = "signer";          // key id -> SignerFile
inline constexpr char kUnchained[] = "unchained";  // aggregate of the log or a register, position -> nothing
// --- of both ---
inline constexpr char kFindings[] = "finding";       // position, number -> Finding
inline constexpr char kOfChain[] = "finding.chain";  // chain, position, number -> Finding
inline constexpr char kSums[] = "sum";               // "all" -> Sums
// --- of the journal ---
inline constexpr char kRefusals[] = "refusal";      // position, number -> RefusalEntry
inline constexpr char kDischarges[] = "discharge";  // the discharge attempts among them
inline constexpr char kReads[] = "read";  // what was asked for or key opened, position, number -> ReadFile

// Every table of the log, in their order: what the hash of the audit's rows goes over.
inline constexpr std::string_view kLogTables[] = {
    kAggregates, kChains,  kCommits, kDecisions, kFacts,    kFiles,   kFindings,  kOfChain, kHoldings,
    kHomes,      kKinds,   kLeaving, kNumbers,   kOwnTerms, kPersons, kPositions, kPools,   kPreventions,
    kRegisters,  kSigners, kSpans,   kSubjects,  kSums,     kTimes,   kUnchained, kWakes,   kNextWake};

inline std::string Bytes(const google::protobuf::Message& message) {
  return message.SerializeAsString();
}

// kDataLoss: a row that does not parse; the projection must be rebuilt.
template <class Message>
absl::StatusOr<Message> FromBytes(const std::string& bytes) {
  Message message;
  if (!message.ParseFromString(bytes)) {
    return absl::DataLossError(
        "a row of the audit's index does not parse; delete the projection, it is rebuilt");
  }
  return message;
}

template <class Message>
absl::StatusOr<std::optional<Message>> GetMessage(const projection::Rows& rows, std::string_view table,
                                                  std::string_view key) {
  FV_ASSIGN_OR_RETURN(auto row, rows.Get(table, key));
  if (!row) return std::nullopt;
  FV_ASSIGN_OR_RETURN(auto message, FromBytes<Message>(*row));
  return message;
}

inline std::string Numbered(uint64_t position, uint64_t number) {
  return projection::BigEndian(position) + projection::BigEndian(number);
}

inline absl::StatusOr<v1::Sums> ReadSums(const projection::Rows& rows) {
  FV_ASSIGN_OR_RETURN(auto sums, GetMessage<v1::Sums>(rows, kSums, "all"));
  return sums.value_or(v1::Sums());
}

// Of a case, or of its origin. kInvalidArgument: no id; kNotFound: no such case.
inline absl::StatusOr<std::string> FindChain(const projection::Rows& rows, std::string_view case_id) {
  FV_RETURN_IF_ERROR(CheckHexId(case_id, "case_id"));
  FV_ASSIGN_OR_RETURN(auto chain, rows.Get(kChains, case_id));
  if (!chain) return absl::NotFoundError("no such case");
  return *chain;
}

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_VIEWS_TABLES_H_
