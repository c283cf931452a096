// Requests of the prevention chain as commands: parsed once, texts sealed on the way (file class PREVENTION),
// with the facts that directory, catalogue and process chains know.
#ifndef FALLVERBUND_SERVICES_INTAKE_RPC_PREVENTION_COMMANDS_H_
#define FALLVERBUND_SERVICES_INTAKE_RPC_PREVENTION_COMMANDS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "fallverbund/intake/v1/prevention_service.pb.h"
#include "libs/base/quarter.h"
#include "libs/rpc/pipeline/call.h"
#include "services/intake/domain/prevention_contact_decider.h"
#include "services/intake/domain/prevention_table_decider.h"
#include "services/intake/domain/process_chain_decider.h"
#include "services/intake/domain/transition_commands.h"
#include "services/intake/views/prevention_view.h"

namespace fallverbund::intake {

// There is one process chain between two lines, and one table of a quarter, so whoever writes first meets
// whoever writes next on one subject. First 16 bytes of SHA-256("fallverbund.prevention/v1\n" association
// "\n" what), in hex; tells nothing about anybody.
std::string ChainIdOf(std::string_view association, v1::ServiceLine from, v1::ServiceLine to);
std::string TableIdOf(std::string_view association, const Quarter& quarter);

// kInvalidArgument names the field; kNotFound: no such transition; others are the sealer's and the rows'.
absl::StatusOr<PreventionContactCommand> ToCommand(const v1::CountAnonymousContactRequest& request,
                                                   service::Call& call);
absl::StatusOr<TransitionCommand> ToCommand(const v1::BeginTransitionRequest& request, service::Call& call);
absl::StatusOr<TransitionCommand> ToCommand(const v1::ExpectPhaseRequest& request, service::Call& call);
absl::StatusOr<TransitionCommand> ToCommand(const v1::OfferWarmHandoverRequest& request, service::Call& call);
absl::StatusOr<TransitionCommand> ToCommand(const v1::RecordWarmMeetingRequest& request, service::Call& call);
absl::StatusOr<TransitionCommand> ToCommand(const v1::AcceptWarmHandoverRequest& request,
                                            service::Call& call);
absl::StatusOr<TransitionCommand> ToCommand(const v1::DeclineWarmHandoverRequest& request,
                                            service::Call& call);
absl::StatusOr<TransitionCommand> ToCommand(const v1::RevokeWarmHandoverRequest& request,
                                            service::Call& call);
absl::StatusOr<TransitionCommand> ToCommand(const v1::CheckWarmHandoverRequest& request, service::Call& call);
absl::StatusOr<TransitionCommand> ToCommand(const v1::RecordFamilyDecisionRequest& request,
                                            service::Call& call);
absl::StatusOr<TransitionCommand> ToCommand(const v1::TakeOverTransitionRequest& request,
                                            service::Call& call);
absl::StatusOr<TransitionCommand> ToCommand(const v1::WithdrawPreventionConsentRequest& request,
                                            service::Call& call);
absl::StatusOr<TransitionCommand> ToCommand(const v1::CompleteTransitionRequest& request,
                                            service::Call& call);
absl::StatusOr<ProcessChainCommand> ToCommand(const v1::SetProcessChainRequest& request, service::Call& call);
// Counts what is recorded up to the head of the log.
absl::StatusOr<PreventionTableCommand> ToCommand(const v1::PublishPreventionTableRequest& request,
                                                 service::Call& call);

}  // namespace fallverbund::intake

#endif  // FALLVERBUND_SERVICES_INTAKE_RPC_PREVENTION_COMMANDS_H_
