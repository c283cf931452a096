// The rule itself (row R0 and what follows from it), said once more and independently of the guards that keep
// it: what holds after every accepted command. For tests; explore_test checks it in every state it reaches,
// guards_test shows that each line fails when the guard that keeps it is left out.
#ifndef FALLVERBUND_SERVICES_CASE_DOMAIN_INVARIANTS_H_
#define FALLVERBUND_SERVICES_CASE_DOMAIN_INVARIANTS_H_

#include <string>
#include <vector>

#include "services/case/domain/decide.h"

namespace fallverbund::casework::testing {

// What the directory knows; the guards get it as facts inside commands, the invariants ask it themselves.
class World {
 public:
  virtual ~World() = default;
  virtual bool IsPublicBody(const std::string& organisation_id) const = 0;  // a youth office
  virtual bool IsEmergencyService(const std::string&) const { return false; }
  virtual bool IsKnown(const care::Holder& holder) const = 0;  // the person is of that organisation and unit
};

// One accepted command with at least one event.
struct Step {
  const World& world;
  const State& before;
  const Command& command;
  const decider::Given& given;
  const Events& events;
  const State& after;
};

struct Invariant {
  const char* name;  // begins with its row
  bool (*holds)(const Step&);
};

const std::vector<Invariant>& Invariants();

}  // namespace fallverbund::casework::testing

#endif  // FALLVERBUND_SERVICES_CASE_DOMAIN_INVARIANTS_H_
