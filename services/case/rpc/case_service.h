// CaseService over gRPC.
#ifndef FALLVERBUND_SERVICES_CASE_RPC_CASE_SERVICE_H_
#define FALLVERBUND_SERVICES_CASE_RPC_CASE_SERVICE_H_

#include "fallverbund/casework/v1/case_service.grpc.pb.h"
#include "libs/command/command_handler.h"
#include "libs/rpc/pipeline/pipeline.h"
#include "services/case/domain/case_decider.h"
#include "services/case/domain/leaver.h"

namespace fallverbund::casework {

using CaseHandler = command::CommandHandler<CaseDecider>;
using LeaverHandler = command::CommandHandler<LeaverDecider>;

// Thread-safe. Pipeline and handlers outlive it.
class CaseService final : public v1::CaseService::CallbackService {
 public:
  CaseService(service::Pipeline& pipeline, CaseHandler& handler, LeaverHandler& leavers)
      : pipeline_(pipeline), handler_(handler), leavers_(leavers) {}

// A write: the request becomes a command of the case it names.
#define FV_CASE_WRITE(Method)                                                                                \
  grpc::ServerUnaryReactor* Method(grpc::CallbackServerContext* context, const v1::Method##Request* request, \
                                   v1::Method##Response* response) override {                                \
    return Write(context, *request, *response);                                                              \
  }
  FV_CASE_WRITE(OfferHandover)
  FV_CASE_WRITE(RecordHandoverMeeting)
  FV_CASE_WRITE(AcceptHandover)
  FV_CASE_WRITE(RefuseHandover)
  FV_CASE_WRITE(RevokeHandover)
  FV_CASE_WRITE(CommitToTeam)
  FV_CASE_WRITE(DocumentDiagnostics)
  FV_CASE_WRITE(RecordCaseUnderstanding)
  FV_CASE_WRITE(ProposeSetting)
  FV_CASE_WRITE(AnswerSetting)
  FV_CASE_WRITE(AdoptSetting)
  FV_CASE_WRITE(StartSetting)
  FV_CASE_WRITE(GiveSettingNotice)
  FV_CASE_WRITE(EndSetting)
  FV_CASE_WRITE(RecordSetback)
  FV_CASE_WRITE(EnterStandby)
  FV_CASE_WRITE(RecordContactWithYoungPerson)
  FV_CASE_WRITE(RecordHearing)
  FV_CASE_WRITE(RequestLawfulEnd)
  FV_CASE_WRITE(ApproveLawfulEnd)
  FV_CASE_WRITE(ObjectLawfulEnd)
  FV_CASE_WRITE(ReopenCase)
  FV_CASE_WRITE(BeginAftercare)
  FV_CASE_WRITE(FollowUpHandover)
  FV_CASE_WRITE(TakeBackHandover)
  FV_CASE_WRITE(VouchForTonight)
  FV_CASE_WRITE(NameSeatSuccessor)
  FV_CASE_WRITE(OfferCoordination)
  FV_CASE_WRITE(AcceptCoordination)
  FV_CASE_WRITE(RefuseCoordination)
  FV_CASE_WRITE(RevokeCoordination)
  FV_CASE_WRITE(DetermineCompetence)
  FV_CASE_WRITE(DetectCompetenceChange)
  FV_CASE_WRITE(InformAgency)
  FV_CASE_WRITE(SendAgencyData)
  FV_CASE_WRITE(RecordAgencyConversation)
  FV_CASE_WRITE(ReportContinuedService)
  FV_CASE_WRITE(AcceptContinuedService)
  FV_CASE_WRITE(RefuseCompetence)
  FV_CASE_WRITE(AskProvisionalTakeover)
  FV_CASE_WRITE(AcceptProvisionalTakeover)
  FV_CASE_WRITE(OfferOmbuds)
  FV_CASE_WRITE(RecordBirthDate)
  FV_CASE_WRITE(NameGuardian)
  FV_CASE_WRITE(DeclareGuardianship)
  FV_CASE_WRITE(RecordConsents)
  FV_CASE_WRITE(PlanHelp)
  FV_CASE_WRITE(RecordTransitionCheck)
  FV_CASE_WRITE(RecordResourceCheck)
  FV_CASE_WRITE(RecordPeerConsultation)
  FV_CASE_WRITE(ClassifyNeed)
  FV_CASE_WRITE(OpenRiskAssessment)
  FV_CASE_WRITE(RecordRiskAssessment)
  FV_CASE_WRITE(CallCommission)
  FV_CASE_WRITE(VoteInCommission)
  FV_CASE_WRITE(EnterRecord)
  FV_CASE_WRITE(BeginTrial)
  FV_CASE_WRITE(EvaluateSetting)
  FV_CASE_WRITE(DecideFunding)
  FV_CASE_WRITE(EnterResidentialPhase)
  FV_CASE_WRITE(AssessRight)
  FV_CASE_WRITE(RecordConfidence)
  FV_CASE_WRITE(RegisterConsent)
  FV_CASE_WRITE(WithdrawConsent)
#undef FV_CASE_WRITE

  grpc::ServerUnaryReactor* OfferCasesOfPerson(grpc::CallbackServerContext* context,
                                               const v1::OfferCasesOfPersonRequest* request,
                                               v1::OfferCasesOfPersonResponse* response) override;
  grpc::ServerUnaryReactor* GetCase(grpc::CallbackServerContext* context, const v1::GetCaseRequest* request,
                                    v1::GetCaseResponse* response) override;
  grpc::ServerUnaryReactor* ListCaseDocuments(grpc::CallbackServerContext* context,
                                              const v1::ListCaseDocumentsRequest* request,
                                              v1::ListCaseDocumentsResponse* response) override;
  grpc::ServerUnaryReactor* ListInbox(grpc::CallbackServerContext* context,
                                      const v1::ListInboxRequest* request,
                                      v1::ListInboxResponse* response) override;
  grpc::ServerUnaryReactor* ListUnitWork(grpc::CallbackServerContext* context,
                                         const v1::ListUnitWorkRequest* request,
                                         v1::ListUnitWorkResponse* response) override;
  grpc::ServerUnaryReactor* ListOrganisationWork(grpc::CallbackServerContext* context,
                                                 const v1::ListOrganisationWorkRequest* request,
                                                 v1::ListOrganisationWorkResponse* response) override;
  grpc::ServerUnaryReactor* ListUncoveredRights(grpc::CallbackServerContext* context,
                                                const v1::ListUncoveredRightsRequest* request,
                                                v1::ListUncoveredRightsResponse* response) override;
  grpc::ServerUnaryReactor* ListStructuralGaps(grpc::CallbackServerContext* context,
                                               const v1::ListStructuralGapsRequest* request,
                                               v1::ListStructuralGapsResponse* response) override;

 private:
  template <class Request, class Response>
  grpc::ServerUnaryReactor* Write(grpc::CallbackServerContext* context, const Request& request,
                                  Response& response);

  service::Pipeline& pipeline_;
  CaseHandler& handler_;
  LeaverHandler& leavers_;
};

}  // namespace fallverbund::casework

#endif  // FALLVERBUND_SERVICES_CASE_RPC_CASE_SERVICE_H_
