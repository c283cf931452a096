#include "services/intake/rpc/intake_service.h"

#include <optional>
#include <string>
#include <vector>

#include "libs/base/status.h"
#include "libs/command/read_history.h"
#include "libs/rpc/pipeline/call.h"
#include "services/intake/rpc/intake_commands.h"
#include "services/intake/views/answers.h"
#include "services/intake/views/contact_resource.h"
#include "services/intake/views/inquiry_resource.h"

namespace fallverbund::intake {
namespace {

using service::Answer;

// The aggregate as it is once our own rows have the outcome: what was decided is told from what is stored, so
// the answer is the same whenever the request is repeated. Late rows are an error; the same request_id asks
// again.
template <decider::Decider D>
absl::StatusOr<history::History<D>> HistoryWith(const command::Outcome& outcome, const std::string& id,
                                                service::Call& call) {
  FV_RETURN_IF_ERROR(call.host().projector().WaitFor(outcome.position, call.deadline()));
  return command::ReadHistory<D>(*call.host().rows().Snapshot(nullptr), id);
}

}  // namespace

IntakeService::IntakeService(service::Pipeline& pipeline, ContactHandler& contacts, InquiryHandler& inquiries)
    : pipeline_(pipeline), contacts_(contacts), inquiries_(inquiries) {
  ServeAll(&IntakeService::ReceiveContact, &IntakeService::RequestCaseOpening,
           &IntakeService::TakeOverContact, &IntakeService::TakeOverInquiry, &IntakeService::TellReporter,
           &IntakeService::GetReporterFeedback, &IntakeService::SubmitInquiry,
           &IntakeService::AddBrokenOffSupport, &IntakeService::AssessInquiry, &IntakeService::GetInquiry,
           &IntakeService::GetContact);
}

grpc::ServerUnaryReactor* IntakeService::ReceiveContact(Context* context,
                                                        const v1::ReceiveContactRequest* request,
                                                        v1::ReceiveContactResponse* response) {
  return pipeline_.Serve(
      context, *request, response, [this, request, response](service::Call& call) -> Answer {
        FV_ASSIGN_OR_RETURN(const ContactCommand command, ToCommand(*request, call));
        const std::string id = call.NewAggregateId(ContactDecider::kAggregateType);
        FV_ASSIGN_OR_RETURN(auto outcome, contacts_.Handle(call.ContextFor(id), command));
        if (outcome.kind == command::OutcomeKind::kRefused) return outcome;
        FV_ASSIGN_OR_RETURN(const auto contact, HistoryWith<ContactDecider>(outcome, id, call));
        AnswerReceived(contact, *response);
        return outcome;
      });
}

grpc::ServerUnaryReactor* IntakeService::RequestCaseOpening(Context* context,
                                                            const v1::RequestCaseOpeningRequest* request,
                                                            v1::RequestCaseOpeningResponse* response) {
  return pipeline_.Serve(context, *request, response, [this, request](service::Call& call) -> Answer {
    FV_ASSIGN_OR_RETURN(const ContactCommand command, ToCommand(*request, call));
    return contacts_.Handle(call.ContextFor(request->contact_id()), command);
  });
}

grpc::ServerUnaryReactor* IntakeService::TakeOverContact(Context* context,
                                                         const v1::TakeOverContactRequest* request,
                                                         v1::TakeOverContactResponse* response) {
  return pipeline_.Serve(context, *request, response, [this, request](service::Call& call) -> Answer {
    FV_ASSIGN_OR_RETURN(const ContactCommand command, ToCommand(*request, call));
    return contacts_.Handle(call.ContextFor(request->contact_id()), command);
  });
}

grpc::ServerUnaryReactor* IntakeService::TakeOverInquiry(Context* context,
                                                         const v1::TakeOverInquiryRequest* request,
                                                         v1::TakeOverInquiryResponse* response) {
  return pipeline_.Serve(context, *request, response, [this, request](service::Call& call) -> Answer {
    FV_ASSIGN_OR_RETURN(const InquiryCommand command, ToCommand(*request, call));
    return inquiries_.Handle(call.ContextFor(request->inquiry_id()), command);
  });
}

grpc::ServerUnaryReactor* IntakeService::TellReporter(Context* context,
                                                      const v1::TellReporterRequest* request,
                                                      v1::TellReporterResponse* response) {
  return pipeline_.Serve(context, *request, response, [this, request](service::Call& call) -> Answer {
    FV_ASSIGN_OR_RETURN(const ContactCommand command, ToCommand(*request, call));
    return contacts_.Handle(call.ContextFor(request->contact_id()), command);
  });
}

grpc::ServerUnaryReactor* IntakeService::GetReporterFeedback(Context* context,
                                                             const v1::GetReporterFeedbackRequest* request,
                                                             v1::GetReporterFeedbackResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Answer {
    FV_ASSIGN_OR_RETURN(const auto contact,
                        command::ReadHistory<ContactDecider>(call.rows(), request->contact_id()));
    // § 64(4): for whoever reported it, and as unknown to others as one that is not there.
    if (contact.state.reporter_organisation_id != call.caller().peer.name) return absl::NotFoundError("");
    ShowFeedback(contact.state, *response);
    return std::nullopt;
  });
}

grpc::ServerUnaryReactor* IntakeService::SubmitInquiry(Context* context,
                                                       const v1::SubmitInquiryRequest* request,
                                                       v1::SubmitInquiryResponse* response) {
  return pipeline_.Serve(context, *request, response,
                         [this, request, response](service::Call& call) -> Answer {
                           FV_ASSIGN_OR_RETURN(const InquiryCommand command, ToCommand(*request, call));
                           response->set_inquiry_id(call.NewAggregateId(InquiryDecider::kAggregateType));
                           return inquiries_.Handle(call.ContextFor(response->inquiry_id()), command);
                         });
}

grpc::ServerUnaryReactor* IntakeService::AddBrokenOffSupport(Context* context,
                                                             const v1::AddBrokenOffSupportRequest* request,
                                                             v1::AddBrokenOffSupportResponse* response) {
  return pipeline_.Serve(context, *request, response, [this, request](service::Call& call) -> Answer {
    FV_ASSIGN_OR_RETURN(const InquiryCommand command, ToCommand(*request, call));
    return inquiries_.Handle(call.ContextFor(request->inquiry_id()), command);
  });
}

grpc::ServerUnaryReactor* IntakeService::AssessInquiry(Context* context,
                                                       const v1::AssessInquiryRequest* request,
                                                       v1::AssessInquiryResponse* response) {
  return pipeline_.Serve(
      context, *request, response, [this, request, response](service::Call& call) -> Answer {
        FV_ASSIGN_OR_RETURN(const InquiryCommand command, ToCommand(*request, call));
        FV_ASSIGN_OR_RETURN(auto outcome, inquiries_.Handle(call.ContextFor(request->inquiry_id()), command));
        if (outcome.kind == command::OutcomeKind::kRefused) return outcome;
        FV_ASSIGN_OR_RETURN(const auto inquiry,
                            HistoryWith<InquiryDecider>(outcome, request->inquiry_id(), call));
        AnswerAssessed(inquiry, outcome.commit_id, *response);
        return outcome;
      });
}

grpc::ServerUnaryReactor* IntakeService::GetInquiry(Context* context, const v1::GetInquiryRequest* request,
                                                    v1::GetInquiryResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Answer {
    FV_ASSIGN_OR_RETURN(const auto inquiry,
                        command::ReadHistory<InquiryDecider>(call.rows(), request->inquiry_id()));
    std::vector<history::SealedText> texts;
    ShowInquiry(inquiry, *response->mutable_inquiry(), texts);
    call.Show(request->inquiry_id(), texts);
    return std::nullopt;
  });
}

grpc::ServerUnaryReactor* IntakeService::GetContact(Context* context, const v1::GetContactRequest* request,
                                                    v1::GetContactResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Answer {
    FV_ASSIGN_OR_RETURN(const auto contact,
                        command::ReadHistory<ContactDecider>(call.rows(), request->contact_id()));
    std::vector<history::SealedText> texts;
    ShowContact(contact, *response->mutable_contact(), texts);
    call.Show(request->contact_id(), texts);
    return std::nullopt;
  });
}

}  // namespace fallverbund::intake
