// The calls of intake. Thin: a request becomes a command, a history becomes an answer.
#ifndef FALLVERBUND_SERVICES_INTAKE_RPC_INTAKE_SERVICE_H_
#define FALLVERBUND_SERVICES_INTAKE_RPC_INTAKE_SERVICE_H_

#include "fallverbund/intake/v1/intake_service.pb.h"
#include "libs/command/command_handler.h"
#include "libs/rpc/pipeline/pipeline.h"
#include "libs/rpc/unary_service.h"
#include "services/intake/domain/contact_decider.h"
#include "services/intake/domain/inquiry_decider.h"

namespace fallverbund::intake {

using ContactHandler = command::CommandHandler<ContactDecider>;
using InquiryHandler = command::CommandHandler<InquiryDecider>;

// Thread-safe. Pipeline and handlers outlive it.
class IntakeService final : public rpc::UnaryService {
 public:
  IntakeService(service::Pipeline& pipeline, ContactHandler& contacts, InquiryHandler& inquiries);

  using Reactor = grpc::ServerUnaryReactor;
  using Context = grpc::CallbackServerContext;
  Reactor* ReceiveContact(Context* context, const v1::ReceiveContactRequest* request,
                          v1::ReceiveContactResponse* response);
  Reactor* RequestCaseOpening(Context* context, const v1::RequestCaseOpeningRequest* request,
                              v1::RequestCaseOpeningResponse* response);
  Reactor* TakeOverContact(Context* context, const v1::TakeOverContactRequest* request,
                           v1::TakeOverContactResponse* response);
  Reactor* TakeOverInquiry(Context* context, const v1::TakeOverInquiryRequest* request,
                           v1::TakeOverInquiryResponse* response);
  Reactor* TellReporter(Context* context, const v1::TellReporterRequest* request,
                        v1::TellReporterResponse* response);
  Reactor* GetReporterFeedback(Context* context, const v1::GetReporterFeedbackRequest* request,
                               v1::GetReporterFeedbackResponse* response);
  Reactor* SubmitInquiry(Context* context, const v1::SubmitInquiryRequest* request,
                         v1::SubmitInquiryResponse* response);
  Reactor* AddBrokenOffSupport(Context* context, const v1::AddBrokenOffSupportRequest* request,
                               v1::AddBrokenOffSupportResponse* response);
  Reactor* AssessInquiry(Context* context, const v1::AssessInquiryRequest* request,
                         v1::AssessInquiryResponse* response);
  Reactor* GetInquiry(Context* context, const v1::GetInquiryRequest* request,
                      v1::GetInquiryResponse* response);
  Reactor* GetContact(Context* context, const v1::GetContactRequest* request,
                      v1::GetContactResponse* response);

 private:
  service::Pipeline& pipeline_;
  ContactHandler& contacts_;
  InquiryHandler& inquiries_;
};

}  // namespace fallverbund::intake

#endif  // FALLVERBUND_SERVICES_INTAKE_RPC_INTAKE_SERVICE_H_
