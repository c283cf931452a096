#include "services/crisis/rpc/colleagues.h"

#include "libs/base/status.h"
#include "libs/directory/directory.h"

namespace fallverbund::crisis {

absl::StatusOr<Colleagues> ReadColleagues(service::Call& call, const std::string& unit_id,
                                          const std::string& deputy_person_id, bool in_fact) {
  const std::string& own = call.caller().peer.name;
  Colleagues colleagues;
  FV_ASSIGN_OR_RETURN(const bool unit, directory::IsUnitOf(call.rows(), own, unit_id));
  colleagues.unit_known = unit_id.empty() || unit;
  FV_ASSIGN_OR_RETURN(colleagues.deputy_known,
                      in_fact ? directory::WorksFor(call.rows(), own, deputy_person_id)
                              : directory::IsPersonOf(call.rows(), own, deputy_person_id));
  FV_ASSIGN_OR_RETURN(const auto actor, directory::FindLeaver(call.rows(), call.caller().person));
  FV_ASSIGN_OR_RETURN(const auto deputy, directory::FindLeaver(call.rows(), deputy_person_id));
  colleagues.leaves = actor.has_value() || deputy.has_value();
  return colleagues;
}

}  // namespace fallverbund::crisis
