#include "libs/access/glass.h"

#include "absl/strings/str_cat.h"
#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/base/time.h"
#include "libs/eventlog/oneof.h"
#include "libs/projection/row_codec.h"

namespace fallverbund::access {
namespace {

constexpr char kGlass[] = "glass";              // case, person -> until, endangered, the last reading
constexpr char kOpenCrises[] = "open_crises";   // case -> crisis
constexpr char kCrisisCases[] = "crisis_case";  // crisis -> case

std::string Key(std::string_view case_id, std::string_view person_id) {
  return absl::StrCat(ToAbsl(case_id), ToAbsl(person_id));
}

absl::StatusOr<std::optional<Glass>> Find(const projection::Rows& rows, const std::string& key) {
  FV_ASSIGN_OR_RETURN(const auto found, rows.Get(kGlass, key));
  if (!found) return std::nullopt;
  projection::RowReader row(*found);
  Glass glass;
  glass.until = row.Time();
  glass.endangered = row.Number() != 0;
  glass.reading_id = row.Text();
  if (!row.ok()) return absl::DataLossError("a row of glass cannot be read");
  return glass;
}

absl::Status On(const std::string& case_id, const casework::v1::CaseEvent& event,
                projection::RowBatch& rows) {
  // One row a person, as the case has it: what was found not justified ends all that this person reads of it.
  if (event.has_glass_review_closed() && !event.glass_review_closed().justified()) {
    rows.Delete(kGlass, Key(case_id, event.glass_review_closed().person_id()));
  }
  if (event.has_glass_broken()) {
    const auto& broken = event.glass_broken();
    rows.Put(kGlass, Key(case_id, broken.person_id()),
             projection::RowWriter()
                 .Time(FromProto(broken.until()))
                 .Number(broken.endangered())
                 .Text(broken.reading_id())
                 .Take());
  }
  return absl::OkStatus();
}

absl::Status On(const std::string& crisis_id, const crisis::v1::CrisisEvent& event,
                projection::RowBatch& rows) {
  const std::string& case_id =
      event.has_crisis_opened() ? event.crisis_opened().case_id() : event.crisis_case_opened().case_id();
  if (!case_id.empty()) {
    rows.Put(kOpenCrises, case_id, crisis_id);
    rows.Put(kCrisisCases, crisis_id, case_id);
  }
  if (!event.has_crisis_concluded()) return absl::OkStatus();
  FV_ASSIGN_OR_RETURN(const auto of, rows.Get(kCrisisCases, crisis_id));
  if (of) rows.Delete(kOpenCrises, *of);
  return absl::OkStatus();
}

template <class Event>
absl::Status ApplyAll(const eventlog::ValidCommit& commit, projection::RowBatch& rows) {
  for (const auto& stored : commit.commit.events()) {
    FV_ASSIGN_OR_RETURN(const auto event, eventlog::UnpackOneof<Event>(stored));
    FV_RETURN_IF_ERROR(On(commit.aggregate_id, event, rows));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status GlassView::Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const {
  const auto& commit = recorded.commit;
  const std::string& type = commit.commit.aggregate_type();
  if (commit.context == "case" && type == "case") return ApplyAll<casework::v1::CaseEvent>(commit, rows);
  if (commit.context == "crisis" && type == "crisis") return ApplyAll<crisis::v1::CrisisEvent>(commit, rows);
  return absl::OkStatus();
}

absl::StatusOr<std::optional<Glass>> FindGlass(const projection::Rows& rows, std::string_view case_id,
                                               std::string_view person_id, absl::Time now) {
  // A key is two ids one behind the other, so nothing may be asked that is not exactly two.
  if (!IsHexId(case_id) || !IsHexId(person_id)) return std::nullopt;
  FV_ASSIGN_OR_RETURN(const auto found, Find(rows, Key(case_id, person_id)));
  if (!found || found->until <= now) return std::nullopt;
  return found;
}

absl::StatusOr<std::string> FindOpenCrisis(const projection::Rows& rows, std::string_view case_id) {
  FV_ASSIGN_OR_RETURN(const auto crisis, rows.Get(kOpenCrises, case_id));
  return crisis.value_or("");
}

}  // namespace fallverbund::access
