// What a round table sees of crises (D6): how many began in a quarter, by kind. Never whose. And which
// organisations sit at one.
#ifndef FALLVERBUND_SERVICES_CRISIS_VIEWS_ROUND_TABLE_H_
#define FALLVERBUND_SERVICES_CRISIS_VIEWS_ROUND_TABLE_H_

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "fallverbund/crisis/v1/crisis_service.pb.h"
#include "libs/base/quarter.h"
#include "libs/base/time.h"
#include "libs/projection/projection_store.h"
#include "libs/projection/view.h"

namespace fallverbund::crisis {

// Writes the rows that are counted here. A crisis counts when it is recorded, so a quarter that is over stays
// as it is.
class RoundTableView final : public projection::View {
 public:
  absl::Status Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const override;
};

// It keeps the calendar of a round table or an interdisciplinary talk, or was invited to or came to a
// session there, whose date lies less than kSeatFor before `now` or is still to come. Errors are those of the
// rows.
inline const absl::Duration kSeatFor = Days(366);  // the longest time between two sessions of a calendar
absl::StatusOr<bool> SitsAtRoundTable(const projection::Rows& rows, std::string_view organisation_id,
                                      absl::Time now);

// When the last clock of the house is through with the quarter. InfiniteFuture: there is none such.
absl::Time ToldFrom(const Quarter& quarter);

// The total and every kind, small figures hidden, and whatever would tell one. Errors are those of the rows.
absl::StatusOr<std::vector<v1::RoundTableFigure>> RoundTableFigures(const projection::Rows& rows,
                                                                    const Quarter& quarter);

}  // namespace fallverbund::crisis

#endif  // FALLVERBUND_SERVICES_CRISIS_VIEWS_ROUND_TABLE_H_
