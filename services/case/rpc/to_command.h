// Requests of the case service as commands: parsed once, texts sealed on the way. After this nothing is
// checked twice.
#ifndef FALLVERBUND_SERVICES_CASE_RPC_TO_COMMAND_H_
#define FALLVERBUND_SERVICES_CASE_RPC_TO_COMMAND_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "fallverbund/casework/v1/case_service.pb.h"
#include "fallverbund/common/v1/responsibility.pb.h"
#include "fallverbund/common/v1/sealed.pb.h"
#include "google/protobuf/descriptor.h"
#include "services/case/domain/commands.h"
#include "services/case/domain/leaver.h"

namespace fallverbund::casework {

// What for a text is kept (§ 63(2)), and how far it may travel (§ 65).
struct SealAs {
  common::v1::FileClass file_class = common::v1::FILE_CLASS_HELP;
  common::v1::Confidentiality confidentiality = common::v1::CONFIDENTIALITY_ORDINARY;
};

// What a request needs from around it: sealing for this case, and what the directory knows.
class Edge {
 public:
  virtual ~Edge() = default;
  // Seals `text` for `field_path` of `event`; an empty text stays an unset Sealed. Errors are the sealer's.
  virtual absl::StatusOr<common::v1::Sealed> Seal(const google::protobuf::Descriptor& event,
                                                  std::string_view field_path, const SealAs& as,
                                                  const std::string& text) = 0;
  virtual absl::StatusOr<HolderFacts> FactsOf(const common::v1::Holder& holder) = 0;
  virtual std::string ActorOrganisation() = 0;
  virtual absl::StatusOr<std::string> ActorUnit() = 0;
  // The case that the one asked about is said to be continued in.
  virtual absl::StatusOr<OtherCase> FindOtherCase(std::string_view case_id) = 0;
  virtual absl::StatusOr<bool> IsPersonOf(std::string_view organisation_id, std::string_view person_id) = 0;
  // Whether it is a person of that organisation, who does not leave and has a role that may approve an end
  // (N14).
  virtual absl::StatusOr<bool> MayApproveEnds(std::string_view organisation_id,
                                              std::string_view person_id) = 0;
  // Whether it is a person of exactly that unit, who does not leave.
  virtual absl::StatusOr<bool> IsPersonOfUnit(std::string_view organisation_id, std::string_view unit_id,
                                              std::string_view person_id) = 0;
  // Whether that person has left for good, and nobody answers there any more (N11).
  virtual absl::StatusOr<bool> HasLeft(std::string_view person_id) = 0;
  // Whether the actor stands in for that person, who is away or leaves (N11).
  virtual absl::StatusOr<bool> ActorActsFor(std::string_view person_id) = 0;
  // Whether the actor's office adopts settings after the commission's approval only (C8).
  virtual absl::StatusOr<bool> AdoptsAfterApproval() = 0;
  // Whether this person leaves, or (empty) whoever acts, or that one's organisation (N10, N11).
  virtual absl::StatusOr<bool> Leaves(std::string_view person_id) = 0;
  // Whether it is a person of that organisation, who does not leave.
  virtual absl::StatusOr<bool> MayTakeASeat(std::string_view organisation_id, std::string_view person_id) = 0;
  // The crisis that is open for this case; empty: none is. kNotFound: none is, and the case is no concern of
  // theirs.
  virtual absl::StatusOr<std::string> OpenCrisis() = 0;
  // No organisation belongs to the case but the one that holds it.
  virtual absl::StatusOr<bool> HolderIsAlone() = 0;
  // Whether what was written there, in this case, was entrusted to somebody (§ 65).
  virtual absl::StatusOr<bool> IsEntrusted(uint64_t position) = 0;
  // Whether the actor's organisation read what was written there, in this case, while it held it (N6); what
  // was withheld from it, the case says.
  virtual absl::StatusOr<bool> ReadWhileHolding(uint64_t position) = 0;
  // The case as its circle sees it.
  virtual absl::StatusOr<v1::Case> Shown() = 0;
  // Whether it is a person of the actor's organisation; the first one: who may be given something.
  virtual absl::StatusOr<bool> IsColleague(std::string_view person_id) = 0;
  virtual absl::StatusOr<bool> WasColleague(std::string_view person_id) = 0;
};

// kInvalidArgument names the field; others are the edge's.
absl::StatusOr<Command> ToCommand(const v1::PrepareHandoverRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::OfferHandoverRequest& request, Edge& edge);
absl::StatusOr<OfferCasesOfPerson> ToCommand(const v1::OfferCasesOfPersonRequest& request,
                                             const std::vector<std::string>& case_ids, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::RecordHandoverMeetingRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::AcceptHandoverRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::RefuseHandoverRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::RevokeHandoverRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::CommitToTeamRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::DocumentDiagnosticsRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::RecordCaseUnderstandingRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::ProposeSettingRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::AnswerSettingRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::AdoptSettingRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::StartSettingRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::GiveSettingNoticeRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::EndSettingRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::RecordSetbackRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::EnterStandbyRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::RecordContactWithYoungPersonRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::RecordHearingRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::RequestLawfulEndRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::ApproveLawfulEndRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::ObjectLawfulEndRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::ReopenCaseRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::BeginAftercareRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::FollowUpHandoverRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::TakeBackHandoverRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::PackAfterwardsRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::OfferCoordinationRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::AcceptCoordinationRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::AcceptCrisisLeadRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::RefuseCoordinationRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::RevokeCoordinationRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::VouchForTonightRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::ReportMissingRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::ReportBackRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::NameCaseDeputyRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::NameStrandDeputyRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::NameSeatSuccessorRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::DetermineCompetenceRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::DetectCompetenceChangeRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::InformAgencyRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::SendAgencyDataRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::RecordAgencyConversationRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::ReportContinuedServiceRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::AcceptContinuedServiceRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::RefuseCompetenceRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::AskProvisionalTakeoverRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::AcceptProvisionalTakeoverRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::OfferOmbudsRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::RecordBirthDateRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::NameGuardianRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::DeclareGuardianshipRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::RecordConsentsRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::PlanHelpRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::RecordTransitionCheckRequest& request, Edge& edge);
// to_planning_command.cc
absl::StatusOr<Command> ToCommand(const v1::RecordResourceCheckRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::RecordPeerConsultationRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::ClassifyNeedRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::OpenRiskAssessmentRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::RecordRiskAssessmentRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::CallCommissionRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::VoteInCommissionRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::EnterRecordRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::BeginTrialRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::EvaluateSettingRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::DecideFundingRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::EnterResidentialPhaseRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::AnswerReturnRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::AssessRightRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::RecordConfidenceRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::RegisterConsentRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::WithdrawConsentRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::ReceiveUnaccompaniedMinorRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::RecordMinorStepRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::RecordMinorAllocationRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::ExcludeMinorAllocationRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::SendEscortRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::ConfirmArrivalRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::RecordSearchContactRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::BreakGlassRequest& request, Edge& edge);
absl::StatusOr<Command> ToCommand(const v1::ReviewReadingRequest& request, Edge& edge);

}  // namespace fallverbund::casework

#endif  // FALLVERBUND_SERVICES_CASE_RPC_TO_COMMAND_H_
