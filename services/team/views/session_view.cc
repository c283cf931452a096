#include "services/team/views/session_view.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "fallverbund/team/v1/calendar_events.pb.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/base/time.h"
#include "libs/eventlog/oneof.h"
#include "libs/projection/row_codec.h"
#include "libs/projection/row_cursor.h"

namespace fallverbund::team {
namespace {

constexpr char kCalendars[] = "calendars";      // calendar -> kind and area, as a session
constexpr char kSessions[] = "sessions";        // due, calendar, session -> the session
constexpr char kSessionDue[] = "sessions_due";  // calendar, session -> due
constexpr int kPage = 256;

std::string Key(absl::Time due, std::string_view calendar_id, std::string_view session_id) {
  return absl::StrCat(projection::SortableTime(due), ToAbsl(calendar_id), ToAbsl(session_id));
}

absl::StatusOr<v1::ShownSession> Read(std::string_view bytes) {
  v1::ShownSession session;
  if (!session.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    return absl::InternalError("a row of sessions cannot be read");
  return session;
}

void Put(projection::RowBatch& rows, const v1::ShownSession& session) {
  const absl::Time due = FromProto(session.due());
  rows.Put(kSessions, Key(due, session.calendar_id(), session.session_id()), session.SerializeAsString());
  rows.Put(kSessionDue, session.calendar_id() + session.session_id(), projection::SortableTime(due));
}

// The session as it is known, taken out of the table, so that it can be put back under its date.
absl::StatusOr<v1::ShownSession> TakeOut(projection::RowBatch& rows, const std::string& calendar_id,
                                         const std::string& session_id) {
  FV_ASSIGN_OR_RETURN(const auto due, rows.Get(kSessionDue, calendar_id + session_id));
  if (!due) return absl::NotFoundError("");
  const std::string key = Key(projection::FromSortableTime(*due), calendar_id, session_id);
  FV_ASSIGN_OR_RETURN(const auto row, rows.Get(kSessions, key));
  if (!row) return absl::InternalError("a session is missing in its table");
  rows.Delete(kSessions, key);
  return Read(*row);
}

absl::Status Plan(projection::RowBatch& rows, const std::string& calendar_id,
                  const v1::SessionPlanned& event) {
  FV_ASSIGN_OR_RETURN(const auto calendar, rows.Get(kCalendars, calendar_id));
  FV_ASSIGN_OR_RETURN(v1::ShownSession session, Read(calendar.value_or("")));
  session.set_calendar_id(calendar_id);
  session.set_session_id(event.session_id());
  session.set_state(v1::SESSION_STATE_PLANNED);
  *session.mutable_due() = event.due();
  Put(rows, session);
  return absl::OkStatus();
}

template <class Change>
absl::Status ChangeSession(projection::RowBatch& rows, const std::string& calendar_id,
                           const std::string& session_id, Change change) {
  auto session = TakeOut(rows, calendar_id, session_id);
  if (absl::IsNotFound(session.status())) return absl::OkStatus();
  FV_RETURN_IF_ERROR(session.status());
  change(*session);
  Put(rows, *session);
  return absl::OkStatus();
}

absl::Status On(projection::RowBatch& rows, const std::string& id, const v1::CalendarEvent& event) {
  if (event.has_calendar_opened()) {
    v1::ShownSession calendar;
    calendar.set_kind(event.calendar_opened().kind());
    calendar.set_area(event.calendar_opened().area());
    rows.Put(kCalendars, id, calendar.SerializeAsString());
  }
  if (event.has_session_planned()) return Plan(rows, id, event.session_planned());
  if (event.has_session_postponed()) {
    return ChangeSession(rows, id, event.session_postponed().session_id(), [&](v1::ShownSession& session) {
      *session.mutable_due() = event.session_postponed().due();
    });
  }
  if (event.has_session_held()) {
    return ChangeSession(rows, id, event.session_held().session_id(), [&](v1::ShownSession& session) {
      session.set_state(v1::SESSION_STATE_HELD);
      *session.mutable_held_at() = event.session_held().held_at();
    });
  }
  if (event.has_session_missed()) {
    return ChangeSession(rows, id, event.session_missed().session_id(),
                         [](v1::ShownSession& session) { session.set_state(v1::SESSION_STATE_MISSED); });
  }
  return absl::OkStatus();
}

void Count(const v1::ShownSession& session, v1::Coverage& coverage) {
  coverage.set_planned(coverage.planned() + 1);
  if (session.state() == v1::SESSION_STATE_HELD) coverage.set_held(coverage.held() + 1);
  if (session.state() == v1::SESSION_STATE_MISSED) coverage.set_missed(coverage.missed() + 1);
  if (session.state() == v1::SESSION_STATE_OVERDUE) coverage.set_overdue(coverage.overdue() + 1);
}

}  // namespace

absl::Status SessionView::Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const {
  const auto& commit = recorded.commit;
  if (commit.context != "team" || commit.commit.aggregate_type() != "calendar") return absl::OkStatus();
  for (const auto& stored : commit.commit.events()) {
    if (!eventlog::HasAlternative(v1::CalendarEvent::descriptor(), stored)) continue;  // a settlement
    FV_ASSIGN_OR_RETURN(const auto event, eventlog::UnpackOneof<v1::CalendarEvent>(stored));
    FV_RETURN_IF_ERROR(On(rows, commit.aggregate_id, event));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<SessionRow>> SessionsBetween(const projection::Rows& rows, absl::Time from,
                                                        absl::Time until, v1::CalendarKind kind,
                                                        absl::Time now, std::string_view after, int limit) {
  // No key is only a date, so this begins with the first session that is due at `from`.
  const std::string begin = after.empty() ? projection::SortableTime(from) : std::string(after);
  std::vector<SessionRow> found;
  projection::RowCursor cursor(rows, kSessions, "", begin);
  while (static_cast<int>(found.size()) < limit) {
    FV_ASSIGN_OR_RETURN(const projection::Row* row, cursor.Next());
    if (row == nullptr || projection::FromSortableTime(row->key) >= until) break;
    FV_ASSIGN_OR_RETURN(v1::ShownSession session, Read(row->value));
    if (session.state() == v1::SESSION_STATE_PLANNED && FromProto(session.due()) <= now)
      session.set_state(v1::SESSION_STATE_OVERDUE);
    const bool wanted = kind == v1::CALENDAR_KIND_UNSPECIFIED || kind == session.kind();
    if (wanted) found.push_back({row->key, std::move(session)});
  }
  return found;
}

absl::StatusOr<std::vector<v1::Coverage>> CoverageBetween(const projection::Rows& rows, absl::Time from,
                                                          absl::Time until, v1::CalendarKind kind,
                                                          absl::Time now) {
  std::map<std::pair<int, std::string>, v1::Coverage> by_area;
  std::string after;
  for (;;) {
    FV_ASSIGN_OR_RETURN(const auto page, SessionsBetween(rows, from, until, kind, now, after, kPage));
    for (const auto& row : page) {
      v1::Coverage& coverage = by_area[{row.session.kind(), row.session.area()}];
      coverage.set_kind(row.session.kind());
      coverage.set_area(row.session.area());
      Count(row.session, coverage);
    }
    if (page.size() < kPage) break;
    after = page.back().key;
  }
  std::vector<v1::Coverage> coverages;
  coverages.reserve(by_area.size());
  for (auto& [area, coverage] : by_area) coverages.push_back(std::move(coverage));
  return coverages;
}

}  // namespace fallverbund::team
