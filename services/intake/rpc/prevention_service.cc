#include "services/intake/rpc/prevention_service.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/command/read_history.h"
#include "libs/rpc/pipeline/call.h"
#include "libs/rpc/pipeline/page.h"
#include "services/intake/rpc/prevention_commands.h"
#include "services/intake/views/transition_resource.h"

namespace fallverbund::intake {
namespace {

using service::Answer;

// As it is once our own rows have the outcome; the same whenever the request is repeated.
template <decider::Decider D>
absl::StatusOr<history::History<D>> HistoryWith(const command::Outcome& outcome, const std::string& id,
                                                service::Call& call) {
  FV_RETURN_IF_ERROR(call.host().projector().WaitFor(outcome.position, call.deadline()));
  return command::ReadHistory<D>(*call.host().rows().Snapshot(nullptr), id);
}

}  // namespace

PreventionService::PreventionService(service::Pipeline& pipeline, Handlers handlers)
    : pipeline_(pipeline), handlers_(handlers) {
  ServeAll(&PreventionService::CountAnonymousContact, &PreventionService::BeginTransition,
           &PreventionService::ExpectPhase, &PreventionService::OfferWarmHandover,
           &PreventionService::RecordWarmMeeting, &PreventionService::AcceptWarmHandover,
           &PreventionService::DeclineWarmHandover, &PreventionService::RevokeWarmHandover,
           &PreventionService::CheckWarmHandover, &PreventionService::RecordFamilyDecision,
           &PreventionService::TakeOverTransition, &PreventionService::WithdrawPreventionConsent,
           &PreventionService::CompleteTransition, &PreventionService::SetProcessChain,
           &PreventionService::PublishPreventionTable, &PreventionService::GetTransition,
           &PreventionService::ListMissedTransitions, &PreventionService::ListOfferedTransitions,
           &PreventionService::GetProcessChain, &PreventionService::GetPreventionTable);
}

template <class Request, class Response>
grpc::ServerUnaryReactor* PreventionService::Change(Context* context, const Request* request,
                                                    Response* response) {
  return pipeline_.Serve(context, *request, response, [this, request](service::Call& call) -> Answer {
    FV_ASSIGN_OR_RETURN(const TransitionCommand command, ToCommand(*request, call));
    return handlers_.transitions.Handle(call.ContextFor(request->transition_id()), command);
  });
}

grpc::ServerUnaryReactor* PreventionService::CountAnonymousContact(
    Context* context, const v1::CountAnonymousContactRequest* request,
    v1::CountAnonymousContactResponse* response) {
  return pipeline_.Serve(context, *request, response, [this, request](service::Call& call) -> Answer {
    FV_ASSIGN_OR_RETURN(const PreventionContactCommand command, ToCommand(*request, call));
    const std::string id = call.NewAggregateId(PreventionContactDecider::kAggregateType);
    return handlers_.contacts.Handle(call.ContextFor(id), command);
  });
}

grpc::ServerUnaryReactor* PreventionService::BeginTransition(Context* context,
                                                             const v1::BeginTransitionRequest* request,
                                                             v1::BeginTransitionResponse* response) {
  return pipeline_.Serve(
      context, *request, response, [this, request, response](service::Call& call) -> Answer {
        FV_ASSIGN_OR_RETURN(const TransitionCommand command, ToCommand(*request, call));
        response->set_transition_id(call.NewAggregateId(TransitionDecider::kAggregateType));
        return handlers_.transitions.Handle(call.ContextFor(response->transition_id()), command);
      });
}

grpc::ServerUnaryReactor* PreventionService::ExpectPhase(Context* context,
                                                         const v1::ExpectPhaseRequest* request,
                                                         v1::ExpectPhaseResponse* response) {
  return Change(context, request, response);
}

grpc::ServerUnaryReactor* PreventionService::OfferWarmHandover(Context* context,
                                                               const v1::OfferWarmHandoverRequest* request,
                                                               v1::OfferWarmHandoverResponse* response) {
  return pipeline_.Serve(
      context, *request, response, [this, request, response](service::Call& call) -> Answer {
        FV_ASSIGN_OR_RETURN(const TransitionCommand command, ToCommand(*request, call));
        response->set_handover_id(call.NewAggregateId(""));
        return handlers_.transitions.Handle(call.ContextFor(request->transition_id()), command);
      });
}

grpc::ServerUnaryReactor* PreventionService::RecordWarmMeeting(Context* context,
                                                               const v1::RecordWarmMeetingRequest* request,
                                                               v1::RecordWarmMeetingResponse* response) {
  return pipeline_.Serve(
      context, *request, response, [this, request, response](service::Call& call) -> Answer {
        FV_ASSIGN_OR_RETURN(const TransitionCommand command, ToCommand(*request, call));
        FV_ASSIGN_OR_RETURN(auto outcome,
                            handlers_.transitions.Handle(call.ContextFor(request->transition_id()), command));
        if (outcome.kind == command::OutcomeKind::kRefused) return outcome;
        FV_ASSIGN_OR_RETURN(const auto transition,
                            HistoryWith<TransitionDecider>(outcome, request->transition_id(), call));
        for (const auto& entry : transition.entries) {
          if (entry.commit_id == outcome.commit_id && entry.event.has_warm_handover_attempt_failed())
            response->set_missing(entry.event.warm_handover_attempt_failed().missing());
        }
        return outcome;
      });
}

grpc::ServerUnaryReactor* PreventionService::AcceptWarmHandover(Context* context,
                                                                const v1::AcceptWarmHandoverRequest* request,
                                                                v1::AcceptWarmHandoverResponse* response) {
  return Change(context, request, response);
}

grpc::ServerUnaryReactor* PreventionService::DeclineWarmHandover(
    Context* context, const v1::DeclineWarmHandoverRequest* request,
    v1::DeclineWarmHandoverResponse* response) {
  return Change(context, request, response);
}

grpc::ServerUnaryReactor* PreventionService::RevokeWarmHandover(Context* context,
                                                                const v1::RevokeWarmHandoverRequest* request,
                                                                v1::RevokeWarmHandoverResponse* response) {
  return Change(context, request, response);
}

grpc::ServerUnaryReactor* PreventionService::CheckWarmHandover(Context* context,
                                                               const v1::CheckWarmHandoverRequest* request,
                                                               v1::CheckWarmHandoverResponse* response) {
  return Change(context, request, response);
}

grpc::ServerUnaryReactor* PreventionService::RecordFamilyDecision(
    Context* context, const v1::RecordFamilyDecisionRequest* request,
    v1::RecordFamilyDecisionResponse* response) {
  return Change(context, request, response);
}

grpc::ServerUnaryReactor* PreventionService::TakeOverTransition(Context* context,
                                                                const v1::TakeOverTransitionRequest* request,
                                                                v1::TakeOverTransitionResponse* response) {
  return Change(context, request, response);
}

grpc::ServerUnaryReactor* PreventionService::WithdrawPreventionConsent(
    Context* context, const v1::WithdrawPreventionConsentRequest* request,
    v1::WithdrawPreventionConsentResponse* response) {
  return Change(context, request, response);
}

grpc::ServerUnaryReactor* PreventionService::CompleteTransition(Context* context,
                                                                const v1::CompleteTransitionRequest* request,
                                                                v1::CompleteTransitionResponse* response) {
  return Change(context, request, response);
}

grpc::ServerUnaryReactor* PreventionService::SetProcessChain(Context* context,
                                                             const v1::SetProcessChainRequest* request,
                                                             v1::SetProcessChainResponse* response) {
  return pipeline_.Serve(
      context, *request, response, [this, request, response](service::Call& call) -> Answer {
        FV_ASSIGN_OR_RETURN(const ProcessChainCommand command, ToCommand(*request, call));
        response->set_chain_id(
            ChainIdOf(call.host().association(), request->from_line(), request->to_line()));
        return handlers_.chains.Handle(call.ContextFor(response->chain_id()), command);
      });
}

grpc::ServerUnaryReactor* PreventionService::PublishPreventionTable(
    Context* context, const v1::PublishPreventionTableRequest* request,
    v1::PublishPreventionTableResponse* response) {
  return pipeline_.Serve(
      context, *request, response, [this, request, response](service::Call& call) -> Answer {
        FV_ASSIGN_OR_RETURN(const PreventionTableCommand command, ToCommand(*request, call));
        const Quarter quarter = QuarterNamed(request->year(), request->quarter());
        const std::string id = TableIdOf(call.host().association(), quarter);
        FV_ASSIGN_OR_RETURN(auto outcome, handlers_.tables.Handle(call.ContextFor(id), command));
        if (outcome.kind == command::OutcomeKind::kRefused) return outcome;
        FV_ASSIGN_OR_RETURN(const auto table, HistoryWith<PreventionTableDecider>(outcome, id, call));
        ShowTable(*table.state.table, *response->mutable_table());
        return outcome;
      });
}

grpc::ServerUnaryReactor* PreventionService::GetTransition(Context* context,
                                                           const v1::GetTransitionRequest* request,
                                                           v1::GetTransitionResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Answer {
    FV_ASSIGN_OR_RETURN(const auto transition,
                        command::ReadHistory<TransitionDecider>(call.rows(), request->transition_id()));
    std::vector<history::SealedText> texts;
    ShowTransition(transition, *response->mutable_transition(), texts);
    call.Show(request->transition_id(), texts);
    return std::nullopt;
  });
}

grpc::ServerUnaryReactor* PreventionService::ListMissedTransitions(
    Context* context, const v1::ListMissedTransitionsRequest* request,
    v1::ListMissedTransitionsResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Answer {
    FV_ASSIGN_OR_RETURN(const int size, service::PageSize(request->page_size(), 50, 100));
    const service::PageTokens tokens(absl::StrCat("ListMissedTransitions/", request->organisation_id()));
    FV_ASSIGN_OR_RETURN(const std::string after, tokens.Read(request->page_token()));
    FV_ASSIGN_OR_RETURN(const auto page, MissedOf(call.rows(), request->organisation_id(), after, size));
    ShowMissed(page, *response);
    response->set_next_page_token(tokens.For(page.next));
    return std::nullopt;
  });
}

grpc::ServerUnaryReactor* PreventionService::ListOfferedTransitions(
    Context* context, const v1::ListOfferedTransitionsRequest* request,
    v1::ListOfferedTransitionsResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Answer {
    FV_ASSIGN_OR_RETURN(const int size, service::PageSize(request->page_size(), 50, 100));
    const service::PageTokens tokens(absl::StrCat("ListOfferedTransitions/", request->organisation_id()));
    FV_ASSIGN_OR_RETURN(const std::string after, tokens.Read(request->page_token()));
    FV_ASSIGN_OR_RETURN(const auto page, OfferedTo(call.rows(), request->organisation_id(), after, size));
    ShowOffered(page, *response);
    response->set_next_page_token(tokens.For(page.next));
    return std::nullopt;
  });
}

grpc::ServerUnaryReactor* PreventionService::GetProcessChain(Context* context,
                                                             const v1::GetProcessChainRequest* request,
                                                             v1::GetProcessChainResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Answer {
    const std::string id = ChainIdOf(call.host().association(), request->from_line(), request->to_line());
    const auto chain = command::ReadHistory<ProcessChainDecider>(call.rows(), id);
    if (absl::IsNotFound(chain.status())) return std::nullopt;
    FV_RETURN_IF_ERROR(chain.status());
    const auto* version = chain->state.InForce(call.host().clock().Now());
    if (version == nullptr) return std::nullopt;
    std::vector<history::SealedText> texts;
    ShowChain(id, *version, *response->mutable_chain(), texts);
    call.Show(id, texts);
    return std::nullopt;
  });
}

grpc::ServerUnaryReactor* PreventionService::GetPreventionTable(Context* context,
                                                                const v1::GetPreventionTableRequest* request,
                                                                v1::GetPreventionTableResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Answer {
    const Quarter quarter = QuarterNamed(request->year(), request->quarter());
    const auto table = command::ReadHistory<PreventionTableDecider>(
        call.rows(), TableIdOf(call.host().association(), quarter));
    if (absl::IsNotFound(table.status())) return std::nullopt;
    FV_RETURN_IF_ERROR(table.status());
    ShowTable(*table->state.table, *response->mutable_table());
    return std::nullopt;
  });
}

}  // namespace fallverbund::intake
