#include "services/audit/views/row_memory.h"

#include "absl/strings/str_cat.h"
#include "libs/base/strings.h"
#include "libs/projection/row_codec.h"
#include "libs/projection/row_cursor.h"
#include "services/audit/views/tables.h"

namespace fallverbund::audit {

using projection::BigEndian;
using projection::FromBigEndian;
using projection::SortableTime;

namespace {

// Later than any time. Almost every commit wakes nobody, and a scan over what was mostly deleted again is the
// most expensive thing there is: of 1,000,000 commits it took most of the audit.
constexpr char kNever[] = "\xff\xff\xff\xff\xff\xff\xff\xff";

std::string OwnTermKey(std::string_view organisation_id, int field, uint32_t number) {
  return absl::StrCat(ToAbsl(organisation_id), BigEndian(static_cast<uint64_t>(field)), BigEndian(number));
}

}  // namespace

std::optional<std::string> RowMemory::Get(std::string_view table, std::string_view key) const {
  auto row = rows_.Get(table, key);
  if (row.ok()) return *std::move(row);
  error_.Update(row.status());
  return std::nullopt;
}

template <class Message>
std::optional<Message> RowMemory::GetFile(std::string_view table, std::string_view key) const {
  const auto row = Get(table, key);
  if (!row) return std::nullopt;
  auto file = FromBytes<Message>(*row);
  if (file.ok()) return *std::move(file);
  error_.Update(file.status());
  return std::nullopt;
}

std::optional<team::v1::OrganisationKind> RowMemory::KindOf(std::string_view organisation_id) const {
  auto row = Get(kKinds, organisation_id);
  if (!row) return std::nullopt;
  return static_cast<team::v1::OrganisationKind>(FromBigEndian(*row));
}

std::string RowMemory::HomeLogOf(std::string_view organisation_id) const {
  return Get(kHomes, organisation_id).value_or("");
}

std::optional<std::string> RowMemory::OrganisationOf(std::string_view person_id) const {
  return Get(kPersons, person_id);
}

std::optional<std::string> RowMemory::ChainOf(std::string_view aggregate_id) const {
  return Get(kChains, aggregate_id);
}

void RowMemory::PutChainOf(std::string_view aggregate_id, std::string_view chain_id) {
  rows_.Put(kChains, aggregate_id, chain_id);
}

std::optional<std::string> RowMemory::ChainOfSubject(std::string_view subject_id) const {
  return Get(kSubjects, subject_id);
}

void RowMemory::PutChainOfSubject(std::string_view subject_id, std::string_view chain_id) {
  rows_.Put(kSubjects, subject_id, chain_id);
}

std::optional<std::string> RowMemory::ChainAt(uint64_t position) const {
  return Get(kPositions, BigEndian(position));
}

void RowMemory::PutChainAt(uint64_t position, std::string_view chain_id) {
  rows_.Put(kPositions, BigEndian(position), chain_id);
}

std::optional<v1::CaseFile> RowMemory::File(std::string_view chain_id) const {
  return GetFile<v1::CaseFile>(kFiles, chain_id);
}

void RowMemory::PutFile(const v1::CaseFile& file) {
  rows_.Put(kFiles, file.chain_id(), Bytes(file));
}

std::optional<v1::PreventionFile> RowMemory::Prevention(std::string_view transition_id) const {
  return GetFile<v1::PreventionFile>(kPreventions, transition_id);
}

void RowMemory::PutPrevention(std::string_view transition_id, const v1::PreventionFile& file) {
  rows_.Put(kPreventions, transition_id, Bytes(file));
}

std::optional<v1::PoolFile> RowMemory::Pool(std::string_view pool_id) const {
  return GetFile<v1::PoolFile>(kPools, pool_id);
}

void RowMemory::PutPool(std::string_view pool_id, const v1::PoolFile& file) {
  rows_.Put(kPools, pool_id, Bytes(file));
}

std::optional<v1::DecisionFile> RowMemory::Decision(std::string_view decision_id) const {
  return GetFile<v1::DecisionFile>(kDecisions, decision_id);
}

void RowMemory::PutDecision(std::string_view decision_id, const v1::DecisionFile& file) {
  rows_.Put(kDecisions, decision_id, Bytes(file));
}

std::vector<std::string> RowMemory::WokenBefore(absl::Time now, int limit) const {
  std::vector<std::string> woken;
  const std::string until = SortableTime(now);
  const std::string next = Get(kNextWake, "all").value_or("");
  if (next >= until) return woken;
  auto page = rows_.Scan(kWakes, "", next, limit);
  if (!page.ok()) {
    error_.Update(page.status());
    return woken;
  }
  // Up to the first that is there, also where it is due: whoever is not dropped is found again.
  rows_.Put(kNextWake, "all", page->empty() ? kNever : page->front().key.substr(0, until.size()));
  for (const projection::Row& row : *page) {
    if (row.key.substr(0, until.size()) >= until) break;
    woken.push_back(row.key.substr(until.size()));
  }
  return woken;
}

void RowMemory::PutWake(absl::Time at, std::string_view chain_id) {
  const std::string time = SortableTime(at);
  rows_.Put(kWakes, time + std::string(chain_id), "");
  const auto next = Get(kNextWake, "all");
  if (next && time < *next) rows_.Put(kNextWake, "all", time);
}

void RowMemory::DropWake(absl::Time at, std::string_view chain_id) {
  rows_.Delete(kWakes, SortableTime(at) + std::string(chain_id));
}

std::optional<std::string> RowMemory::OrganisationOfAggregate(std::string_view aggregate_id) const {
  return Get(kAggregates, aggregate_id);
}

void RowMemory::PutOrganisation(std::string_view aggregate_id, std::string_view organisation_id,
                                team::v1::OrganisationKind kind, std::string_view home_log_origin) {
  if (!home_log_origin.empty()) rows_.Put(kHomes, organisation_id, home_log_origin);
  rows_.Put(kAggregates, aggregate_id, organisation_id);
  rows_.Put(kKinds, organisation_id, BigEndian(static_cast<uint64_t>(kind)));
}

void RowMemory::PutPerson(std::string_view person_id, std::string_view organisation_id) {
  rows_.Put(kPersons, person_id, organisation_id);
}

void RowMemory::DropPerson(std::string_view person_id) {
  rows_.Delete(kPersons, person_id);
}

bool RowMemory::Leaves(std::string_view person_id) const {
  return Get(kLeaving, person_id).has_value();
}

void RowMemory::PutLeaving(std::string_view person_id, bool leaves) {
  if (leaves) rows_.Put(kLeaving, person_id, "");
  if (!leaves) rows_.Delete(kLeaving, person_id);
}

bool RowMemory::HasSet(std::string_view organisation_id, int field, uint32_t number) const {
  return Get(kOwnTerms, OwnTermKey(organisation_id, field, number)).has_value();
}

void RowMemory::PutSet(std::string_view organisation_id, int field, uint32_t number) {
  rows_.Put(kOwnTerms, OwnTermKey(organisation_id, field, number), "");
}

std::vector<std::string> RowMemory::ChainsHeldBy(std::string_view person_id) const {
  std::vector<std::string> chains;
  projection::RowCursor cursor(rows_, kHoldings, person_id);
  while (true) {
    const auto row = cursor.Next();
    if (!row.ok()) error_.Update(row.status());
    if (!row.ok() || *row == nullptr) return chains;
    chains.push_back((*row)->key.substr(person_id.size()));
  }
}

void RowMemory::PutHolding(std::string_view person_id, std::string_view chain_id) {
  rows_.Put(kHoldings, std::string(person_id) + std::string(chain_id), "");
}

void RowMemory::DropHolding(std::string_view person_id, std::string_view chain_id) {
  rows_.Delete(kHoldings, std::string(person_id) + std::string(chain_id));
}

}  // namespace fallverbund::audit
