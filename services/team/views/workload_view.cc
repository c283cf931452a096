#include "services/team/views/workload_view.h"

#include "absl/strings/str_cat.h"
#include "fallverbund/casework/v1/case_events.pb.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/eventlog/oneof.h"
#include "libs/projection/row_cursor.h"

namespace fallverbund::team {
namespace {

using casework::v1::CaseEvent;
using common::v1::Holder;

constexpr char kLoads[] = "loads";            // organisation, unit, "/", person, case, kind -> "1"
constexpr char kCaseLoads[] = "loads_cases";  // case, kind -> key in kLoads

enum Kind : char { kHeld = 'H', kResting = 'R', kOffered = 'O' };

std::string Slot(std::string_view case_id, Kind kind) {
  return absl::StrCat(ToAbsl(case_id), std::string(1, kind));
}

std::string Prefix(std::string_view organisation_id, std::string_view unit_id) {
  return absl::StrCat(ToAbsl(organisation_id), ToAbsl(unit_id), "/");
}

absl::Status Take(projection::RowBatch& rows, std::string_view case_id, Kind kind) {
  FV_ASSIGN_OR_RETURN(const auto key, rows.Get(kCaseLoads, Slot(case_id, kind)));
  if (!key) return absl::OkStatus();
  rows.Delete(kLoads, *key);
  rows.Delete(kCaseLoads, Slot(case_id, kind));
  return absl::OkStatus();
}

absl::Status Give(projection::RowBatch& rows, std::string_view case_id, Kind kind, const Holder& to) {
  FV_RETURN_IF_ERROR(Take(rows, case_id, kind));
  const std::string key =
      absl::StrCat(Prefix(to.organisation_id(), to.unit_id()), to.person_id(), Slot(case_id, kind));
  rows.Put(kLoads, key, "1");
  rows.Put(kCaseLoads, Slot(case_id, kind), key);
  return absl::OkStatus();
}

// The same person carries it in another way.
absl::Status Turn(projection::RowBatch& rows, std::string_view case_id, Kind from, Kind to) {
  FV_ASSIGN_OR_RETURN(const auto key, rows.Get(kCaseLoads, Slot(case_id, from)));
  if (!key) return absl::OkStatus();
  FV_RETURN_IF_ERROR(Take(rows, case_id, from));
  const std::string turned = key->substr(0, key->size() - 1) + std::string(1, to);
  rows.Put(kLoads, turned, "1");
  rows.Put(kCaseLoads, Slot(case_id, to), turned);
  return absl::OkStatus();
}

absl::Status On(projection::RowBatch& rows, std::string_view id, const CaseEvent& event) {
  if (event.has_case_opened()) return Give(rows, id, kHeld, event.case_opened().holder());
  if (event.has_handover_offered()) return Give(rows, id, kOffered, event.handover_offered().to());
  if (event.has_handover_refused() || event.has_handover_revoked()) return Take(rows, id, kOffered);
  if (event.has_responsibility_moved()) {
    FV_RETURN_IF_ERROR(Take(rows, id, kOffered));
    FV_ASSIGN_OR_RETURN(const auto resting, rows.Get(kCaseLoads, Slot(id, kResting)));
    return Give(rows, id, resting ? kResting : kHeld, event.responsibility_moved().to());
  }
  if (event.has_standby_entered()) return Turn(rows, id, kHeld, kResting);
  if (event.has_case_reactivated()) return Turn(rows, id, kResting, kHeld);
  if (event.has_case_lawfully_ended()) {
    FV_RETURN_IF_ERROR(Take(rows, id, kHeld));
    FV_RETURN_IF_ERROR(Take(rows, id, kOffered));
    return Take(rows, id, kResting);
  }
  if (event.has_case_reopened()) return Give(rows, id, kHeld, event.case_reopened().holder());
  return absl::OkStatus();
}

}  // namespace

absl::Status WorkloadView::Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const {
  const auto& commit = recorded.commit;
  if (commit.context != "case" || commit.commit.aggregate_type() != "case") return absl::OkStatus();
  for (const auto& stored : commit.commit.events()) {
    if (!eventlog::HasAlternative(CaseEvent::descriptor(), stored)) continue;
    FV_ASSIGN_OR_RETURN(const auto event, eventlog::UnpackOneof<CaseEvent>(stored));
    FV_RETURN_IF_ERROR(On(rows, commit.aggregate_id, event));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::map<std::string, Load>> WorkloadOf(const projection::Rows& rows,
                                                       std::string_view organisation_id,
                                                       std::string_view unit_id) {
  constexpr size_t kIdSize = 32;
  const std::string prefix = Prefix(organisation_id, unit_id);
  std::map<std::string, Load> loads;
  projection::RowCursor cursor(rows, kLoads, prefix);
  while (true) {
    FV_ASSIGN_OR_RETURN(const projection::Row* row, cursor.Next());
    if (row == nullptr) return loads;
    Load& load = loads[row->key.substr(prefix.size(), kIdSize)];
    switch (row->key.back()) {
      case kHeld:
        ++load.cases;
        break;
      case kResting:
        ++load.resting;
        break;
      case kOffered:
        ++load.offered;
        break;
    }
  }
}

}  // namespace fallverbund::team
