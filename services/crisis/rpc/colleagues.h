// Whom whoever acts brings along: a unit and a deputy of the own organisation.
#ifndef FALLVERBUND_SERVICES_CRISIS_RPC_COLLEAGUES_H_
#define FALLVERBUND_SERVICES_CRISIS_RPC_COLLEAGUES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/base/status.h"
#include "libs/rpc/pipeline/call.h"

namespace fallverbund::crisis {

struct Colleagues {
  bool unit_known = false;  // or none was named
  bool deputy_known = false;
  bool leaves = false;  // who acts, or the deputy: nothing new (N11)
};

// Nothing new is given to people of a body that goes; but who has the young person `in_fact` says so until
// then (N10).
absl::StatusOr<Colleagues> ReadColleagues(service::Call& call, const std::string& unit_id,
                                          const std::string& deputy_person_id, bool in_fact = false);

// The same of a command that names both.
template <class Command>
absl::Status ReadColleagues(service::Call& call, Command& command, bool in_fact = false) {
  FV_ASSIGN_OR_RETURN(const Colleagues found,
                      ReadColleagues(call, command.unit_id, command.deputy_person_id, in_fact));
  command.unit_known = found.unit_known;
  command.deputy_known = found.deputy_known;
  command.leaves = found.leaves;
  return absl::OkStatus();
}

}  // namespace fallverbund::crisis

#endif  // FALLVERBUND_SERVICES_CRISIS_RPC_COLLEAGUES_H_
