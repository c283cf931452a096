// Whose vote a joint decision waits for (B9).
#ifndef FALLVERBUND_SERVICES_TEAM_VIEWS_VOTES_AWAITED_H_
#define FALLVERBUND_SERVICES_TEAM_VIEWS_VOTES_AWAITED_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/projection/view.h"

namespace fallverbund::team {

class VotesAwaitedView final : public projection::View {
 public:
  absl::Status Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const override;
};

// Decisions in which this person was asked and has not voted, in order of their ids.
absl::StatusOr<std::vector<std::string>> VotesAwaitedOf(const projection::Rows& rows,
                                                        std::string_view person_id);

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_VIEWS_VOTES_AWAITED_H_
