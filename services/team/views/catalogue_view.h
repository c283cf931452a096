// Which entries of the catalogue there are, by kind (C12, B13).
#ifndef FALLVERBUND_SERVICES_TEAM_VIEWS_CATALOGUE_VIEW_H_
#define FALLVERBUND_SERVICES_TEAM_VIEWS_CATALOGUE_VIEW_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "fallverbund/team/v1/catalogue_events.pb.h"
#include "libs/projection/view.h"

namespace fallverbund::team {

// Writes the rows that EntriesOf reads.
class CatalogueView final : public projection::View {
 public:
  absl::Status Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const override;
};

// Ids of entries that are not withdrawn, after the key `after`; UNSPECIFIED: of any kind or topic. `next`:
// the key to go on after; empty on the last page.
struct EntryPage {
  std::vector<std::string> ids;
  std::string next;
};
absl::StatusOr<EntryPage> EntriesOf(const projection::Rows& rows, v1::CatalogueKind kind,
                                    v1::CatalogueTopic topic, std::string_view after, int limit);

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_VIEWS_CATALOGUE_VIEW_H_
