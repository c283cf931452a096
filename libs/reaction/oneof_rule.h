// A rule for all events of one aggregate type, seen as the oneof message that holds them.
#ifndef FALLVERBUND_LIBS_REACTION_ONEOF_RULE_H_
#define FALLVERBUND_LIBS_REACTION_ONEOF_RULE_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/status.h"
#include "libs/eventlog/oneof.h"
#include "libs/reaction/obligation.h"

namespace fallverbund::reaction {

//   OnEventsOf<CaseEvent>("team.on_case", "case", "case", [](const CaseEvent& event, const Trigger&, const
//   Rows&) {...})
// Only commits of that context and aggregate type count: what another context writes under a stolen name is
// no trigger.
template <class Events>
ReactionRule OnEventsOf(
    std::string name, std::string context, std::string aggregate_type,
    std::function<absl::StatusOr<std::vector<Draft>>(const Events&, const Trigger&, const projection::Rows&)>
        react) {
  return {
      std::move(name),
      [context = std::move(context), aggregate_type = std::move(aggregate_type), react = std::move(react)](
          const Trigger& trigger, const projection::Rows& rows) -> absl::StatusOr<std::vector<Draft>> {
        const auto& commit = trigger.recorded.commit;
        if (commit.context != context || commit.commit.aggregate_type() != aggregate_type ||
            !eventlog::HasAlternative(Events::descriptor(), trigger.event)) {
          return std::vector<Draft>{};
        }
        FV_ASSIGN_OR_RETURN(const auto event, eventlog::UnpackOneof<Events>(trigger.event));
        return react(event, trigger, rows);
      }};
}

// What a room that only thinks says is owed, each with `target_id`, `command` and `due` (nullopt: at once).
template <class Owed>
std::vector<Draft> DraftsOf(const std::vector<Owed>& owed) {
  std::vector<Draft> drafts;
  for (const Owed& each : owed) drafts.push_back(Do(each.target_id, each.command, each.due));
  return drafts;
}

}  // namespace fallverbund::reaction

#endif  // FALLVERBUND_LIBS_REACTION_ONEOF_RULE_H_
