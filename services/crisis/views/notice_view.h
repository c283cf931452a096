// Rows of notices: one by (organisation, place), and one by place for who waits for news. Ids, codes and
// times only.
#ifndef FALLVERBUND_SERVICES_CRISIS_VIEWS_NOTICE_VIEW_H_
#define FALLVERBUND_SERVICES_CRISIS_VIEWS_NOTICE_VIEW_H_

#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "fallverbund/crisis/v1/notification_service.pb.h"
#include "libs/projection/projection_store.h"
#include "libs/projection/view.h"

namespace fallverbund::crisis {

class NoticeView final : public projection::View {
 public:
  absl::Status Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const override;
};

// The index of a place that stands for a whole commit.
inline constexpr uint32_t kAllOfCommit = std::numeric_limits<uint32_t>::max();

// What the organisation must hear of behind `after`, at most `limit`, in the order of the log.
absl::StatusOr<std::vector<v1::Notification>> ReadNotices(const projection::Rows& rows,
                                                          std::string_view organisation_id,
                                                          const v1::NotificationPlace& after, int limit);

// Organisations with a notice from beyond `position`.
absl::StatusOr<std::set<std::string>> OrganisationsWithNews(const projection::Rows& rows, uint64_t position);

}  // namespace fallverbund::crisis

#endif  // FALLVERBUND_SERVICES_CRISIS_VIEWS_NOTICE_VIEW_H_
