// What waits for whom because of one case: work lists by audience (row N4). Pure.
#ifndef FALLVERBUND_SERVICES_CASE_VIEWS_WORK_LIST_H_
#define FALLVERBUND_SERVICES_CASE_VIEWS_WORK_LIST_H_

#include <string>
#include <string_view>
#include <vector>

#include "fallverbund/casework/v1/case_service.pb.h"
#include "fallverbund/common/v1/access.pb.h"
#include "services/case/domain/state.h"

namespace fallverbund::casework {

// Whose list: one person's, or that of all who have a role in a unit, an organisation or the association.
std::string PersonAudience(std::string_view person_id);
std::string UnitAudience(std::string_view unit_id, common::v1::Role role);
std::string OrganisationAudience(std::string_view organisation_id, common::v1::Role role);
std::string AssociationAudience(common::v1::Role role);

struct WorkItem {
  std::string audience;
  v1::InboxItem item;
};

// Every open item of the case. A clock that has climbed stays on the lists of those it has passed.
std::vector<WorkItem> WorkItems(std::string_view case_id, const State& state);

}  // namespace fallverbund::casework

#endif  // FALLVERBUND_SERVICES_CASE_VIEWS_WORK_LIST_H_
