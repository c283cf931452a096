// The calls of intake. Thin: a request becomes a command, a history becomes an answer.
#ifndef FALLVERBUND_SERVICES_INTAKE_RPC_INTAKE_SERVICE_H_
#define FALLVERBUND_SERVICES_INTAKE_RPC_INTAKE_SERVICE_H_

#include "fallverbund/intake/v1/intake_service.grpc.pb.h"
#include "libs/command/command_handler.h"
#include "libs/rpc/pipeline/pipeline.h"
#include "services/intake/domain/contact_decider.h"
#include "services/intake/domain/inquiry_decider.h"

namespace fallverbund::intake {

using ContactHandler = command::CommandHandler<ContactDecider>;
using InquiryHandler = command::CommandHandler<InquiryDecider>;

// Thread-safe. Pipeline and handlers outlive it.
class IntakeService final : public v1::IntakeService::CallbackService {
 public:
  IntakeService(service::Pipeline& pipeline, ContactHandler& contacts, InquiryHandler& inquiries)
      : pipeline_(pipeline), contacts_(contacts), inquiries_(inquiries) {}

  using Reactor = grpc::ServerUnaryReactor;
  using Context = grpc::CallbackServerContext;
  Reactor* ReceiveContact(Context* context, const v1::ReceiveContactRequest* request,
                          v1::ReceiveContactResponse* response) override;
  Reactor* RequestCaseOpening(Context* context, const v1::RequestCaseOpeningRequest* request,
                              v1::RequestCaseOpeningResponse* response) override;
  Reactor* TakeOverContact(Context* context, const v1::TakeOverContactRequest* request,
                           v1::TakeOverContactResponse* response) override;
  Reactor* TakeOverInquiry(Context* context, const v1::TakeOverInquiryRequest* request,
                           v1::TakeOverInquiryResponse* response) override;
  Reactor* TellReporter(Context* context, const v1::TellReporterRequest* request,
                        v1::TellReporterResponse* response) override;
  Reactor* GetReporterFeedback(Context* context, const v1::GetReporterFeedbackRequest* request,
                               v1::GetReporterFeedbackResponse* response) override;
  Reactor* SubmitInquiry(Context* context, const v1::SubmitInquiryRequest* request,
                         v1::SubmitInquiryResponse* response) override;
  Reactor* AddBrokenOffSupport(Context* context, const v1::AddBrokenOffSupportRequest* request,
                               v1::AddBrokenOffSupportResponse* response) override;
  Reactor* AssessInquiry(Context* context, const v1::AssessInquiryRequest* request,
                         v1::AssessInquiryResponse* response) override;
  Reactor* GetInquiry(Context* context, const v1::GetInquiryRequest* request,
                      v1::GetInquiryResponse* response) override;
  Reactor* GetContact(Context* context, const v1::GetContactRequest* request,
                      v1::GetContactResponse* response) override;

 private:
  service::Pipeline& pipeline_;
  ContactHandler& contacts_;
  InquiryHandler& inquiries_;
};

}  // namespace fallverbund::intake

#endif  // FALLVERBUND_SERVICES_INTAKE_RPC_INTAKE_SERVICE_H_
