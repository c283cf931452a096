// What waits for whom because of one case: work lists by audience (row N4). Pure.
#ifndef FALLVERBUND_SERVICES_CASE_VIEWS_WORK_LIST_H_
#define FALLVERBUND_SERVICES_CASE_VIEWS_WORK_LIST_H_

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "fallverbund/casework/v1/case_service.pb.h"
#include "fallverbund/common/v1/access.pb.h"
#include "services/case/domain/state.h"

namespace fallverbund::casework {

// Whose list: one person's, or that of all who have a role in a unit, an organisation or the association.
std::string PersonAudience(std::string_view person_id);
// Whoever the directory names as that person's deputy: where none is named in the case (N4).
std::string DeputyAudience(std::string_view person_id);
std::string UnitAudience(std::string_view unit_id, common::v1::Role role);
std::string OrganisationAudience(std::string_view organisation_id, common::v1::Role role);
std::string AssociationAudience(common::v1::Role role);

struct WorkItem {
  std::string audience;
  v1::InboxItem item;
};

// Every open item of the case. A clock that has climbed stays on the lists of those it has passed.
std::vector<WorkItem> WorkItems(std::string_view case_id, const State& state);

// A dated duty of `owner`: with the person, and by the step it has climbed to with deputy, lead, department
// head and steering group (N4).
void AddClimbing(const care::Holder& owner, const v1::InboxItem& item, std::vector<WorkItem>& out);
// Tells each item whose it is.
void NamePersons(std::vector<WorkItem>& items);

// Where the case stands in the lists of units: with all its work where it is held; where somebody is only
// asked (an offer, a change of competence, a guardianship), with what is that person's alone. Each unit once,
// in order.
struct UnitEntry {
  std::string unit;             // UnitKey
  std::set<std::string> asked;  // persons; empty: the unit holds the case
  bool operator==(const UnitEntry&) const = default;
};
std::vector<UnitEntry> UnitEntries(const State& state);

// The beginning of all keys of one unit, or with an empty unit of all units of the organisation.
std::string UnitKey(std::string_view organisation_id, std::string_view unit_id);
// The audience of the lists whose keys begin so: for lists of former days.
std::string UnitListAudience(std::string_view unit_key);

// What somebody wants to see of a list.
class Wanted {
 public:
  explicit Wanted(const v1::WorkFilter& filter) : filter_(filter) {}
  bool operator()(const v1::InboxItem& item) const;

 private:
  v1::WorkFilter filter_;
};

}  // namespace fallverbund::casework

#endif  // FALLVERBUND_SERVICES_CASE_VIEWS_WORK_LIST_H_
