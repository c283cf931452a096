// Which memberships an organisation has, or had, or was asked to take a seat in; and which organisations go.
#ifndef FALLVERBUND_SERVICES_TEAM_VIEWS_MEMBER_SEATS_H_
#define FALLVERBUND_SERVICES_TEAM_VIEWS_MEMBER_SEATS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "fallverbund/team/v1/directory_events.pb.h"
#include "libs/projection/view.h"

namespace fallverbund::team {

class MemberSeatView final : public projection::View {
 public:
  absl::Status Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const override;
};

// In order of their ids. Who has a seat there now, the membership itself says.
absl::StatusOr<std::vector<std::string>> MembershipsOf(const projection::Rows& rows,
                                                       std::string_view organisation_id);
// nullopt: it stays.
absl::StatusOr<std::optional<v1::OrganisationLeaving>> FindLeaving(const projection::Rows& rows,
                                                                   std::string_view organisation_id);

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_VIEWS_MEMBER_SEATS_H_
