// Requests about a crisis as commands: parsed once, texts sealed on the way, with the facts of case,
// directory and agreement.
#ifndef FALLVERBUND_SERVICES_CRISIS_RPC_ALARM_COMMANDS_H_
#define FALLVERBUND_SERVICES_CRISIS_RPC_ALARM_COMMANDS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "fallverbund/crisis/v1/crisis_service.pb.h"
#include "libs/case_facts/case_facts.h"
#include "libs/rpc/pipeline/call.h"
#include "services/crisis/domain/crisis_decider.h"

namespace fallverbund::crisis {

// The crisis of this case, whether there is one yet or not: that of its origin, else derived from the case's
// id by a keyed hash, so that two alarms meet on it. kNotFound: the caller does not see that case (public
// units, the emergency service and signatories of the agreement in force see it for this, D9).
absl::StatusOr<std::string> CrisisOfCase(service::Call& call, const std::string& case_id);

// Where the young person sleeps, and what the case has followed of the crisis.
Night NightOf(const case_facts::CaseFacts& facts);

// kInvalidArgument names the field; kNotFound: no such case or crisis; others are the sealer's and the rows'.
absl::StatusOr<CrisisCommand> ToCommand(const v1::OpenCrisisRequest& request, const std::string& crisis_id,
                                        service::Call& call);
absl::StatusOr<CrisisCommand> ToCommand(const v1::OpenCrisisForUnknownPersonRequest& request,
                                        const std::string& crisis_id, service::Call& call);
#define FV_CRISIS_WRITE(Method)                                                                          \
  absl::StatusOr<CrisisCommand> ToCommand(const v1::Method##Request& request, const CrisisState& crisis, \
                                          service::Call& call);
#include "services/crisis/rpc/crisis_writes.def"
#undef FV_CRISIS_WRITE

}  // namespace fallverbund::crisis

#endif  // FALLVERBUND_SERVICES_CRISIS_RPC_ALARM_COMMANDS_H_
