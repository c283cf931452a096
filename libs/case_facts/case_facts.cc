#include "libs/case_facts/case_facts.h"

#include <utility>

#include "fallverbund/casework/v1/case_events.pb.h"
#include "libs/base/status.h"
#include "libs/eventlog/oneof.h"
#include "libs/projection/row_codec.h"

namespace fallverbund::case_facts {
namespace {

using casework::v1::CaseEvent;

constexpr char kTable[] = "case_facts";  // case

std::string Encode(const CaseFacts& facts) {
  projection::RowWriter row;
  row.Text(facts.subject_id).Text(care::ToProto(facts.holder).SerializeAsString()).Text(facts.team_id);
  row.Number(facts.committed.size());
  for (const std::string& person : facts.committed) row.Text(person);
  return row.Take();
}

absl::StatusOr<CaseFacts> Decode(std::string_view bytes) {
  projection::RowReader row(bytes);
  CaseFacts facts;
  facts.subject_id = std::string(row.Text());
  common::v1::Holder holder;
  const bool parsed = holder.ParseFromString(std::string(row.Text()));
  facts.holder = care::FromProto(holder);
  facts.team_id = std::string(row.Text());
  for (uint64_t left = row.Number(); row.ok() && left > 0; --left) facts.committed.emplace(row.Text());
  if (!row.ok() || !parsed) return absl::InternalError("a row of case_facts cannot be read");
  return facts;
}

// The facts after `event`; nullopt: it changes none.
std::optional<CaseFacts> After(CaseFacts facts, const CaseEvent& event) {
  if (event.has_case_opened()) {
    facts.subject_id = event.case_opened().subject_id();
    facts.holder = care::FromProto(event.case_opened().holder());
  } else if (event.has_responsibility_moved()) {
    facts.holder = care::FromProto(event.responsibility_moved().to());
  } else if (event.has_coordination_assumed()) {
    if (facts.team_id != event.coordination_assumed().team_id()) facts.committed.clear();
    facts.team_id = event.coordination_assumed().team_id();
  } else if (event.has_member_committed()) {
    facts.committed.insert(event.member_committed().person_id());
  } else {
    return std::nullopt;
  }
  return facts;
}

}  // namespace

absl::Status CaseFactsView::Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const {
  const auto& commit = recorded.commit;
  if (commit.context != "case" || commit.commit.aggregate_type() != "case") return absl::OkStatus();
  FV_ASSIGN_OR_RETURN(const auto known, Find(rows, commit.aggregate_id));
  CaseFacts facts = known.value_or(CaseFacts());
  bool changed = false;
  for (const auto& stored : commit.commit.events()) {
    FV_ASSIGN_OR_RETURN(const auto event, eventlog::UnpackOneof<CaseEvent>(stored));
    if (auto after = After(facts, event)) {
      facts = *std::move(after);
      changed = true;
    }
  }
  if (changed) rows.Put(kTable, commit.aggregate_id, Encode(facts));
  return absl::OkStatus();
}

absl::StatusOr<std::optional<CaseFacts>> Find(const projection::Rows& rows, std::string_view case_id) {
  FV_ASSIGN_OR_RETURN(const auto row, rows.Get(kTable, case_id));
  if (!row) return std::nullopt;
  FV_ASSIGN_OR_RETURN(auto facts, Decode(*row));
  return facts;
}

}  // namespace fallverbund::case_facts
