#include "services/case/domain/invariants.h"

#include "services/case/domain/invariants_parts.h"

namespace fallverbund::casework::testing {

const std::vector<Invariant>& Invariants() {
  static const std::vector<Invariant> kInvariants = [] {
    std::vector<Invariant> all;
    for (const auto& theme :
         {HandoverInvariants(), TeamInvariants(), SettingInvariants(), StandbyInvariants(),
          CompetenceInvariants(), EndingInvariants(), PlanningInvariants(), CrisisInvariants()})
      all.insert(all.end(), theme.begin(), theme.end());
    return all;
  }();
  return kInvariants;
}

}  // namespace fallverbund::casework::testing
