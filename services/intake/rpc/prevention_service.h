// The calls of the prevention chain. Thin: a request becomes a command, a history becomes an answer.
#ifndef FALLVERBUND_SERVICES_INTAKE_RPC_PREVENTION_SERVICE_H_
#define FALLVERBUND_SERVICES_INTAKE_RPC_PREVENTION_SERVICE_H_

#include "fallverbund/intake/v1/prevention_service.pb.h"
#include "libs/command/command_handler.h"
#include "libs/rpc/pipeline/pipeline.h"
#include "libs/rpc/unary_service.h"
#include "services/intake/domain/prevention_contact_decider.h"
#include "services/intake/domain/prevention_table_decider.h"
#include "services/intake/domain/process_chain_decider.h"
#include "services/intake/domain/transition_decider.h"

namespace fallverbund::intake {

// Thread-safe. The pipeline outlives it.
class PreventionService final : public rpc::UnaryService {
 public:
  // One handler for each aggregate type; they outlive it.
  struct Handlers {
    command::CommandHandler<PreventionContactDecider>& contacts;
    command::CommandHandler<TransitionDecider>& transitions;
    command::CommandHandler<ProcessChainDecider>& chains;
    command::CommandHandler<PreventionTableDecider>& tables;
  };
  PreventionService(service::Pipeline& pipeline, Handlers handlers);

  using Reactor = grpc::ServerUnaryReactor;
  using Context = grpc::CallbackServerContext;
  Reactor* CountAnonymousContact(Context* context, const v1::CountAnonymousContactRequest* request,
                                 v1::CountAnonymousContactResponse* response);
  Reactor* BeginTransition(Context* context, const v1::BeginTransitionRequest* request,
                           v1::BeginTransitionResponse* response);
  Reactor* ExpectPhase(Context* context, const v1::ExpectPhaseRequest* request,
                       v1::ExpectPhaseResponse* response);
  Reactor* OfferWarmHandover(Context* context, const v1::OfferWarmHandoverRequest* request,
                             v1::OfferWarmHandoverResponse* response);
  Reactor* RecordWarmMeeting(Context* context, const v1::RecordWarmMeetingRequest* request,
                             v1::RecordWarmMeetingResponse* response);
  Reactor* AcceptWarmHandover(Context* context, const v1::AcceptWarmHandoverRequest* request,
                              v1::AcceptWarmHandoverResponse* response);
  Reactor* DeclineWarmHandover(Context* context, const v1::DeclineWarmHandoverRequest* request,
                               v1::DeclineWarmHandoverResponse* response);
  Reactor* RevokeWarmHandover(Context* context, const v1::RevokeWarmHandoverRequest* request,
                              v1::RevokeWarmHandoverResponse* response);
  Reactor* CheckWarmHandover(Context* context, const v1::CheckWarmHandoverRequest* request,
                             v1::CheckWarmHandoverResponse* response);
  Reactor* RecordFamilyDecision(Context* context, const v1::RecordFamilyDecisionRequest* request,
                                v1::RecordFamilyDecisionResponse* response);
  Reactor* TakeOverTransition(Context* context, const v1::TakeOverTransitionRequest* request,
                              v1::TakeOverTransitionResponse* response);
  Reactor* WithdrawPreventionConsent(Context* context, const v1::WithdrawPreventionConsentRequest* request,
                                     v1::WithdrawPreventionConsentResponse* response);
  Reactor* CompleteTransition(Context* context, const v1::CompleteTransitionRequest* request,
                              v1::CompleteTransitionResponse* response);
  Reactor* SetProcessChain(Context* context, const v1::SetProcessChainRequest* request,
                           v1::SetProcessChainResponse* response);
  Reactor* PublishPreventionTable(Context* context, const v1::PublishPreventionTableRequest* request,
                                  v1::PublishPreventionTableResponse* response);
  Reactor* GetTransition(Context* context, const v1::GetTransitionRequest* request,
                         v1::GetTransitionResponse* response);
  Reactor* ListMissedTransitions(Context* context, const v1::ListMissedTransitionsRequest* request,
                                 v1::ListMissedTransitionsResponse* response);
  Reactor* ListOfferedTransitions(Context* context, const v1::ListOfferedTransitionsRequest* request,
                                  v1::ListOfferedTransitionsResponse* response);
  Reactor* GetProcessChain(Context* context, const v1::GetProcessChainRequest* request,
                           v1::GetProcessChainResponse* response);
  Reactor* GetPreventionTable(Context* context, const v1::GetPreventionTableRequest* request,
                              v1::GetPreventionTableResponse* response);

 private:
  // A command of the transition that the request names, and nothing to answer but that it happened.
  template <class Request, class Response>
  Reactor* Change(Context* context, const Request* request, Response* response);

  service::Pipeline& pipeline_;
  const Handlers handlers_;
};

}  // namespace fallverbund::intake

#endif  // FALLVERBUND_SERVICES_INTAKE_RPC_PREVENTION_SERVICE_H_
