// Which social spaces list a street, and a social space as the API shows it (C1, C2).
#ifndef FALLVERBUND_SERVICES_TEAM_VIEWS_SOCIAL_SPACE_VIEW_H_
#define FALLVERBUND_SERVICES_TEAM_VIEWS_SOCIAL_SPACE_VIEW_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "fallverbund/team/v1/social_space_service.pb.h"
#include "libs/projection/projection_store.h"
#include "libs/projection/view.h"
#include "services/team/domain/social_space_decider.h"

namespace fallverbund::team {

// Writes the rows that SpacesOfStreet reads.
class StreetView final : public projection::View {
 public:
  absl::Status Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const override;
};

// Ids of the social spaces that list the street at whatever time; each once, at most 64.
absl::StatusOr<std::vector<std::string>> SpacesOfStreet(const projection::Rows& rows,
                                                        std::string_view street);

// What is valid at `at`.
void ShowSocialSpace(std::string_view id, const SocialSpaceState& state, absl::Time at,
                     v1::SocialSpace& shown);
// A hint for each entry of the street that is valid at `at`, as its quarter is.
void AddHints(std::string_view id, const SocialSpaceState& state, std::string_view street, absl::Time at,
              v1::RouteStreetResponse& shown);

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_VIEWS_SOCIAL_SPACE_VIEW_H_
