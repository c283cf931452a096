// Duties that the case's own events do not know: who holds a first contact or an inquiry before there is a
// case (N2, C13), and who has to answer a deployment beside it (A18). On the work lists (N4). Rows are
// kept by CaseView.
#ifndef FALLVERBUND_SERVICES_CASE_VIEWS_DUTIES_H_
#define FALLVERBUND_SERVICES_CASE_VIEWS_DUTIES_H_

#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/casework/v1/case_rows.pb.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "fallverbund/crisis/v1/deployment_events.pb.h"
#include "fallverbund/intake/v1/intake_events.pb.h"
#include "libs/projection/projection_store.h"
#include "services/case/views/work_list.h"

namespace fallverbund::casework {

// What waits because of it, and for whom: whoever holds, whoever was asked, and once it was missed everybody
// it has climbed to on the holder's side.
std::vector<WorkItem> DutyItems(const v1::DutyRow& duty);

absl::Status TakeDuty(std::string_view contact_id, const intake::v1::ContactEvent& event,
                      projection::RowBatch& rows);
absl::Status TakeDuty(std::string_view inquiry_id, const intake::v1::InquiryEvent& event,
                      projection::RowBatch& rows);
absl::Status TakeDuty(std::string_view deployment_id, const crisis::v1::DeploymentEvent& event,
                      projection::RowBatch& rows);
// The open legs of a crisis and later alarms that nobody has heard yet (D2), the meeting without which it is
// not concluded (D3), and what is owed also after it: tasks, whoever was not heard, and a court's approval.
absl::Status TakeDuty(std::string_view crisis_id, const crisis::v1::CrisisEvent& event,
                      projection::RowBatch& rows);
// One duty by its id; nullopt: nothing is to be done by it.
absl::StatusOr<std::optional<v1::DutyRow>> FindDuty(std::string_view id, const projection::Rows& rows);
// The ids of all that begin with it.
absl::StatusOr<std::vector<std::string>> DutiesOf(std::string_view prefix, const projection::Rows& rows);
absl::Status PutDuty(std::string_view id, const std::optional<v1::DutyRow>& duty, projection::RowBatch& rows);

// Who holds CASE from now on has what its crisis owes (D3, D7, § 1631b BGB).
absl::Status PassDuties(std::string_view case_id, const v1::CaseEvent& event, projection::RowBatch& rows);

// With its opening the case itself says who has what; and whoever leads a crisis has what is to be heard.
absl::Status TakeDuty(const v1::CaseEvent& event, projection::RowBatch& rows);

}  // namespace fallverbund::casework

#endif  // FALLVERBUND_SERVICES_CASE_VIEWS_DUTIES_H_
