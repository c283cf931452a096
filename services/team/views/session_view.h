// The sessions of all calendars by their date, and how many of those planned were held (C10).
#ifndef FALLVERBUND_SERVICES_TEAM_VIEWS_SESSION_VIEW_H_
#define FALLVERBUND_SERVICES_TEAM_VIEWS_SESSION_VIEW_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "fallverbund/team/v1/calendar_service.pb.h"
#include "libs/projection/projection_store.h"
#include "libs/projection/view.h"

namespace fallverbund::team {

// Writes the rows that the functions below read.
class SessionView final : public projection::View {
 public:
  absl::Status Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const override;
};

struct SessionRow {
  std::string key;  // where the next page begins
  v1::ShownSession session;
};

// Those that are due from `from` to before `until`, in order of their date, after `after` (empty: from the
// first), at most `limit` rows looked at; all kinds where `kind` is unspecified. One whose date has passed
// `now` while nobody said more of it is overdue. Empty: there are no more.
absl::StatusOr<std::vector<SessionRow>> SessionsBetween(const projection::Rows& rows, absl::Time from,
                                                        absl::Time until, v1::CalendarKind kind,
                                                        absl::Time now, std::string_view after, int limit);

// For each kind and area, in their order.
absl::StatusOr<std::vector<v1::Coverage>> CoverageBetween(const projection::Rows& rows, absl::Time from,
                                                          absl::Time until, v1::CalendarKind kind,
                                                          absl::Time now);

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_VIEWS_SESSION_VIEW_H_
