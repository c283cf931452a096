// What intake knows of the prevention chain beside the single records: which social spaces there are, how
// many contacts and families were counted in a quarter (E7), and whose dates have passed (E3).
#ifndef FALLVERBUND_SERVICES_INTAKE_VIEWS_PREVENTION_VIEW_H_
#define FALLVERBUND_SERVICES_INTAKE_VIEWS_PREVENTION_VIEW_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "fallverbund/intake/v1/prevention_events.pb.h"
#include "fallverbund/intake/v1/prevention_rows.pb.h"
#include "fallverbund/team/v1/directory_events.pb.h"
#include "libs/base/quarter.h"
#include "libs/projection/projection_store.h"
#include "libs/projection/view.h"

namespace fallverbund::intake {

// Writes the rows that the functions below read. What is counted counts when it is recorded, so a quarter
// that is over stays as it is.
class PreventionView final : public projection::View {
 public:
  absl::Status Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const override;
};

absl::StatusOr<bool> IsSocialSpace(const projection::Rows& rows, std::string_view id);
// All there ever were, in order; an association has a few dozen. kFailedPrecondition: more than 1000.
absl::StatusOr<std::vector<std::string>> SocialSpaces(const projection::Rows& rows);

// How often something was counted; never zero.
struct Count {
  v1::PreventionMeasure measure = v1::PREVENTION_MEASURE_UNSPECIFIED;
  std::string social_space_id;
  v1::ServiceLine service_line = v1::SERVICE_LINE_UNSPECIFIED;
  v1::LanguageNeed language_need = v1::LANGUAGE_NEED_UNSPECIFIED;
  uint64_t count = 0;
};
absl::StatusOr<std::vector<Count>> CountsOf(const projection::Rows& rows, const Quarter& quarter);

// Accompaniments in order of their ids, after `after`.
struct TransitionPage {
  struct Entry {
    std::string transition_id;
    v1::TransitionRow row;
  };
  std::vector<Entry> entries;
  std::string next;  // empty on the last page
};
// Those with dates that have passed and that this organisation has to see to: as navigator, or as giver of a
// handover (E1). Each with these dates only.
absl::StatusOr<TransitionPage> MissedOf(const projection::Rows& rows, std::string_view organisation_id,
                                        std::string_view after, int limit);
// Accompaniments that go on and in which it navigates, all of them: whoever leaves is asked for a successor
// in each (N10).
absl::StatusOr<std::vector<std::string>> NavigatedBy(const projection::Rows& rows,
                                                     std::string_view organisation_id);
// What it said; nullopt: it stays.
absl::StatusOr<std::optional<team::v1::OrganisationLeaving>> LeavingOf(const projection::Rows& rows,
                                                                       std::string_view organisation_id);
// Those it is asked to go on with.
absl::StatusOr<TransitionPage> OfferedTo(const projection::Rows& rows, std::string_view organisation_id,
                                         std::string_view after, int limit);

}  // namespace fallverbund::intake

#endif  // FALLVERBUND_SERVICES_INTAKE_VIEWS_PREVENTION_VIEW_H_
