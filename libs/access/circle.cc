// Long, because it is one table: which event of which aggregate lets whom in, and which ends it.
#include "libs/access/circle.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "fallverbund/crisis/v1/deployment_events.pb.h"
#include "fallverbund/intake/v1/intake_events.pb.h"
#include "fallverbund/intake/v1/prevention_events.pb.h"
#include "libs/access/circle_rows.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/directory/directory.h"
#include "libs/eventlog/oneof.h"

namespace fallverbund::access {
namespace {

using casework::v1::CaseEvent;
using crisis::v1::CrisisEvent;
using crisis::v1::DeploymentEvent;
using intake::v1::ContactEvent;
using intake::v1::InquiryEvent;
using intake::v1::TransitionEvent;
using projection::RowBatch;

constexpr char kAsked[] = "asked";        // to coordinate, or to be guardian, beside who does
constexpr char kRaised[] = "raised";      // the alarm, beside whom its legs are for
constexpr char kRepeated[] = "repeated";  // it, one for each who did

std::string PartyObject(int party) {
  return absl::StrCat("leg", party);
}

// --- case ---

absl::Status Tonight(const std::string& case_id, const common::v1::Tonight& tonight, RowBatch& rows) {
  return Give(rows, case_id, Ground::kTonight, "", tonight.holder().organisation_id());
}

absl::Status On(const std::string& case_id, const casework::v1::CaseOpened& event, RowBatch& rows) {
  FV_RETURN_IF_ERROR(Give(rows, case_id, Ground::kHolder, "", event.holder().organisation_id()));
  FV_RETURN_IF_ERROR(Tonight(case_id, event.tonight(), rows));
  FV_ASSIGN_OR_RETURN(const auto offices, Recall(rows, Remembered::kOffice, event.origin().aggregate_id()));
  for (const std::string& office : offices) {
    FV_RETURN_IF_ERROR(Give(rows, case_id, Ground::kInquiryOffice, "", office));
  }
  return absl::OkStatus();
}

absl::Status Gave(const std::string& case_id, const casework::v1::ResponsibilityMoved& event,
                  RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(auto givers, Recall(rows, Remembered::kGivers, case_id));
  const std::string& giver = event.from().organisation_id();
  const std::string& receiver = event.to().organisation_id();
  std::erase_if(givers, [&](const std::string& one) { return one == giver || one == receiver; });
  if (giver != receiver) givers.push_back(giver);
  Remember(rows, Remembered::kGivers, case_id, givers);
  return absl::OkStatus();
}

absl::Status On(const std::string& case_id, const casework::v1::ResponsibilityMoved& event, RowBatch& rows) {
  FV_RETURN_IF_ERROR(Take(rows, case_id, Ground::kHandoverOffered, ""));
  FV_RETURN_IF_ERROR(Take(rows, case_id, Ground::kBackstop, ""));
  FV_RETURN_IF_ERROR(Gave(case_id, event, rows));
  if (event.has_follow_up_due())
    FV_RETURN_IF_ERROR(Give(rows, case_id, Ground::kBackstop, "", event.from().organisation_id()));
  return Give(rows, case_id, Ground::kHolder, "", event.to().organisation_id());
}

absl::Status On(const std::string& case_id, const casework::v1::CoordinationAssumed& event, RowBatch& rows) {
  FV_RETURN_IF_ERROR(Take(rows, case_id, Ground::kInquiryOffice, ""));
  FV_RETURN_IF_ERROR(Take(rows, case_id, Ground::kCoordination, kAsked));
  return Give(rows, case_id, Ground::kCoordination, "", event.holder().organisation_id());
}

// Who has taken a seat sees the case until a successor has taken it: both do meanwhile (N10, A9).
struct SeatOf {
  std::string person;
  bool committed = false;
  std::string asked;  // to follow; empty: nobody
};

constexpr size_t kIdDigits = 32;
constexpr char kTaken = '!', kOpen = '?';  // stand between the two ids

absl::StatusOr<std::vector<SeatOf>> Seats(const projection::Rows& rows, const std::string& team) {
  FV_ASSIGN_OR_RETURN(const auto texts, Recall(rows, Remembered::kSeats, team));
  std::vector<SeatOf> seats;
  for (const std::string& text : texts) {
    const size_t mark = text.find_first_of("!?");
    if (mark == std::string::npos) return absl::InternalError("a row of seats cannot be read");
    seats.push_back({text.substr(0, mark), text[mark] == kTaken, text.substr(mark + 1)});
  }
  return seats;
}

void KeepSeats(const std::vector<SeatOf>& seats, const std::string& team, RowBatch& rows) {
  std::vector<std::string> texts;
  texts.reserve(seats.size());
  for (const SeatOf& seat : seats)
    texts.push_back(absl::StrCat(seat.person, std::string(1, seat.committed ? kTaken : kOpen), seat.asked));
  Remember(rows, Remembered::kSeats, team, texts);
}

absl::Status TakeSeat(const std::string& case_id, const std::string& team_id, const std::string& person,
                      RowBatch& rows) {
  return Take(rows, case_id, Ground::kSeat, team_id + person);
}

absl::Status GiveSeat(const std::string& case_id, const std::string& team_id,
                      const casework::v1::Invitation& invitation, RowBatch& rows) {
  return Give(rows, case_id, Ground::kSeat, team_id + invitation.person_id(), invitation.organisation_id());
}

absl::Status On(const std::string& case_id, const casework::v1::CommitmentsInvited& event, RowBatch& rows) {
  std::vector<SeatOf> seats;
  for (const auto& invitation : event.invitations()) {
    seats.push_back({invitation.person_id()});
    FV_RETURN_IF_ERROR(GiveSeat(case_id, event.team_id(), invitation, rows));
  }
  KeepSeats(seats, case_id + event.team_id(), rows);
  return absl::OkStatus();
}

absl::Status On(const std::string& case_id, const casework::v1::InvitationReplaced& event, RowBatch& rows) {
  const std::string team = case_id + event.team_id();
  const std::string& next = event.invitation().person_id();
  FV_ASSIGN_OR_RETURN(auto seats, Seats(rows, team));
  for (SeatOf& seat : seats) {
    if (seat.person != event.person_id() && seat.asked != event.person_id()) continue;
    std::string& gone = seat.committed ? seat.asked : seat.person;
    if (!gone.empty()) FV_RETURN_IF_ERROR(TakeSeat(case_id, event.team_id(), gone, rows));
    gone = seat.committed && seat.person == next ? "" : next;  // empty: stays after all
    break;
  }
  KeepSeats(seats, team, rows);
  return GiveSeat(case_id, event.team_id(), event.invitation(), rows);
}

absl::Status On(const std::string& case_id, const casework::v1::MemberCommitted& event, RowBatch& rows) {
  const std::string team = case_id + event.team_id();
  FV_ASSIGN_OR_RETURN(auto seats, Seats(rows, team));
  for (SeatOf& seat : seats) {
    if (seat.asked == event.person_id()) {
      FV_RETURN_IF_ERROR(TakeSeat(case_id, event.team_id(), seat.person, rows));
      seat = {event.person_id(), true, ""};
    } else if (seat.person == event.person_id()) {
      seat.committed = true;
    }
  }
  KeepSeats(seats, team, rows);
  return absl::OkStatus();
}

absl::Status On(const std::string& case_id, const casework::v1::SuccessionOfferEnded& event, RowBatch& rows) {
  if (event.strand() != common::v1::STRAND_SHARED) return Take(rows, case_id, Ground::kCoordination, kAsked);
  const std::string team = case_id + event.team_id();
  FV_ASSIGN_OR_RETURN(auto seats, Seats(rows, team));
  for (SeatOf& seat : seats) {
    if (seat.asked == event.person_id()) seat.asked.clear();
  }
  KeepSeats(seats, team, rows);
  return TakeSeat(case_id, event.team_id(), event.person_id(), rows);
}

// Providers see the case once the setting is decided, not when it is only an idea.
void On(const std::string& case_id, const casework::v1::SettingProposed& event, RowBatch& rows) {
  std::vector<std::string> providers;
  for (const auto& component : event.components()) providers.push_back(component.organisation_id());
  Remember(rows, Remembered::kProviders, case_id + event.setting_id(), providers);
}

absl::Status On(const std::string& case_id, const casework::v1::SettingAdopted& event, RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(const auto providers,
                      Recall(rows, Remembered::kProviders, case_id + event.setting_id()));
  for (size_t i = 0; i < providers.size(); ++i) {
    FV_RETURN_IF_ERROR(
        Give(rows, case_id, Ground::kProvider, absl::StrCat(event.setting_id(), ".", i), providers[i]));
  }
  return absl::OkStatus();
}

// Who is asked to receive after residential help sees it by another object than who has said yes (C17).
std::string AskedFor(const std::string& setting_id) {
  return absl::StrCat(setting_id, std::string(1, kOpen));
}

absl::Status NobodyReceives(const std::string& case_id, const std::string& setting_id, RowBatch& rows) {
  FV_RETURN_IF_ERROR(Take(rows, case_id, Ground::kReturn, AskedFor(setting_id)));
  return Take(rows, case_id, Ground::kReturn, setting_id);
}

absl::Status On(const std::string& case_id, const casework::v1::ResidentialPhaseEntered& event,
                RowBatch& rows) {
  if (!event.has_receiver_answer_due()) return absl::OkStatus();  // of before anybody was asked
  FV_RETURN_IF_ERROR(NobodyReceives(case_id, event.setting_id(), rows));
  return Give(rows, case_id, Ground::kReturn, AskedFor(event.setting_id()),
              event.receiver().organisation_id());
}

absl::Status On(const std::string& case_id, const casework::v1::ReturnAnswered& event, RowBatch& rows) {
  FV_RETURN_IF_ERROR(NobodyReceives(case_id, event.setting_id(), rows));
  if (!event.accepted()) return absl::OkStatus();
  return Give(rows, case_id, Ground::kReturn, event.setting_id(), event.organisation_id());
}

absl::Status On(const std::string& case_id, const casework::v1::SettingEnded& event, RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(const auto providers,
                      Recall(rows, Remembered::kProviders, case_id + event.setting_id()));
  for (size_t i = 0; i < providers.size(); ++i) {
    FV_RETURN_IF_ERROR(Take(rows, case_id, Ground::kProvider, absl::StrCat(event.setting_id(), ".", i)));
  }
  if (!event.has_return_contact_due())  // else who has promised to receive is awaited (C17)
    FV_RETURN_IF_ERROR(NobodyReceives(case_id, event.setting_id(), rows));
  if (!event.has_next_tonight()) return absl::OkStatus();
  return Tonight(case_id, event.next_tonight(), rows);
}

// It has begun, or the young person lives elsewhere.
absl::Status NobodyAwaited(const std::string& case_id,
                           const google::protobuf::RepeatedPtrField<std::string>& setting_ids,
                           RowBatch& rows) {
  for (const std::string& id : setting_ids) FV_RETURN_IF_ERROR(NobodyReceives(case_id, id, rows));
  return absl::OkStatus();
}

// Whoever was asked to act for the time being; more than one may be.
absl::Status Asked(const std::string& case_id, const std::string& organisation, RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(auto asked, Recall(rows, Remembered::kProvisional, case_id));
  asked.push_back(organisation);
  Remember(rows, Remembered::kProvisional, case_id, asked);
  return Give(rows, case_id, Ground::kProvisional, organisation, organisation);
}

absl::Status NobodyAsked(const std::string& case_id, RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(const auto asked, Recall(rows, Remembered::kProvisional, case_id));
  for (const std::string& organisation : asked)
    FV_RETURN_IF_ERROR(Take(rows, case_id, Ground::kProvisional, organisation));
  Remember(rows, Remembered::kProvisional, case_id, {});
  return absl::OkStatus();
}

// While it is not settled, who held before stays in sight of it; so does whoever was asked and came too late,
// to be told so.
absl::Status On(const std::string& case_id, const casework::v1::ProvisionalTakeover& event, RowBatch& rows) {
  return Give(rows, case_id, Ground::kCompetence, "before", event.from().organisation_id());
}

absl::Status Settled(const std::string& case_id, RowBatch& rows) {
  FV_RETURN_IF_ERROR(NobodyAsked(case_id, rows));
  FV_RETURN_IF_ERROR(Take(rows, case_id, Ground::kCompetence, "before"));
  return Take(rows, case_id, Ground::kCompetence, "");
}

absl::Status On(const std::string& case_id, const casework::v1::GuardianNamed& event, RowBatch& rows) {
  if (event.kind() == casework::v1::GUARDIAN_KIND_OFFICE)
    return Give(rows, case_id, Ground::kGuardian, kAsked, event.holder().organisation_id());
  FV_RETURN_IF_ERROR(Take(rows, case_id, Ground::kGuardian, kAsked));
  return Take(rows, case_id, Ground::kGuardian, "");
}

absl::Status On(const std::string& case_id, const casework::v1::GuardianDeclared& event, RowBatch& rows) {
  FV_RETURN_IF_ERROR(Take(rows, case_id, Ground::kGuardian, kAsked));
  return Give(rows, case_id, Ground::kGuardian, "", event.holder().organisation_id());
}

absl::Status CameOfAge(const std::string& case_id, RowBatch& rows) {
  FV_RETURN_IF_ERROR(Take(rows, case_id, Ground::kGuardian, kAsked));
  return Take(rows, case_id, Ground::kGuardian, "");
}

// Whoever holds the case that is said to go on looks whether it is the same young person.
absl::Status On(const std::string& case_id, const casework::v1::LawfulEndRequested& event, RowBatch& rows) {
  Remember(rows, Remembered::kReviewer, case_id, {event.reviewer_person_id()});
  return Give(rows, case_id, Ground::kContinuation, "", event.continued_by().organisation_id());
}

// Whoever reviews it needs to see nothing once the answer is given.
absl::Status On(const std::string& case_id, const casework::v1::LawfulEndApproved& event, RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(const bool reviewed, Reviews(rows, case_id, event.person_id()));
  if (reviewed) Remember(rows, Remembered::kReviewer, case_id, {});
  return absl::OkStatus();
}

absl::Status NobodyReviews(const std::string& case_id, RowBatch& rows) {
  Remember(rows, Remembered::kReviewer, case_id, {});
  return Take(rows, case_id, Ground::kContinuation, "");
}

// Who holds, shares or shelters may bring the case back. What was only on offer is off: nobody was asked who
// could still say yes.
absl::Status Ended(const std::string& case_id, RowBatch& rows) {
  FV_RETURN_IF_ERROR(NobodyReviews(case_id, rows));
  FV_RETURN_IF_ERROR(Take(rows, case_id, Ground::kCrisisLead, ""));
  FV_RETURN_IF_ERROR(Take(rows, case_id, Ground::kHandoverOffered, ""));
  FV_RETURN_IF_ERROR(Take(rows, case_id, Ground::kCoordination, kAsked));
  return Settled(case_id, rows);
}

absl::Status On(const std::string& case_id, const CaseEvent& event, RowBatch& rows) {
  switch (event.event_case()) {
    case CaseEvent::kCaseOpened:
      return On(case_id, event.case_opened(), rows);
    case CaseEvent::kHandoverOffered:
      return Give(rows, case_id, Ground::kHandoverOffered, "",
                  event.handover_offered().to().organisation_id());
    case CaseEvent::kHandoverRefused:
    case CaseEvent::kHandoverRevoked:
      return Take(rows, case_id, Ground::kHandoverOffered, "");
    case CaseEvent::kResponsibilityMoved:
      return On(case_id, event.responsibility_moved(), rows);
    case CaseEvent::kHandoverFollowedUp:
      if (event.handover_followed_up().has_next_due()) return absl::OkStatus();
      return Take(rows, case_id, Ground::kBackstop, "");
    case CaseEvent::kCoordinationAssumed:
      return On(case_id, event.coordination_assumed(), rows);
    case CaseEvent::kCoordinationOffered:
      return Give(rows, case_id, Ground::kCoordination, kAsked,
                  event.coordination_offered().to().organisation_id());
    case CaseEvent::kSuccessionOfferEnded:
      return On(case_id, event.succession_offer_ended(), rows);
    case CaseEvent::kMemberCommitted:
      return On(case_id, event.member_committed(), rows);
    case CaseEvent::kCommitmentsInvited:
      return On(case_id, event.commitments_invited(), rows);
    case CaseEvent::kInvitationReplaced:
      return On(case_id, event.invitation_replaced(), rows);
    case CaseEvent::kSettingProposed:
      On(case_id, event.setting_proposed(), rows);
      return absl::OkStatus();
    case CaseEvent::kSettingAdopted:
      return On(case_id, event.setting_adopted(), rows);
    case CaseEvent::kContactWithYoungPersonRecorded:
      return NobodyAwaited(case_id, event.contact_with_young_person_recorded().return_setting_ids(), rows);
    case CaseEvent::kSettingStarted:
      FV_RETURN_IF_ERROR(NobodyAwaited(case_id, event.setting_started().return_setting_ids(), rows));
      if (!event.setting_started().has_tonight()) return absl::OkStatus();
      return Tonight(case_id, event.setting_started().tonight(), rows);
    case CaseEvent::kSettingEnded:
      return On(case_id, event.setting_ended(), rows);
    case CaseEvent::kResidentialPhaseEntered:
      return On(case_id, event.residential_phase_entered(), rows);
    case CaseEvent::kReturnAnswered:
      return On(case_id, event.return_answered(), rows);
    case CaseEvent::kTonightMoved:
      return Tonight(case_id, event.tonight_moved().to(), rows);
    case CaseEvent::kCrisisLeadTaken:
      return Give(rows, case_id, Ground::kCrisisLead, "", event.crisis_lead_taken().to().organisation_id());
    case CaseEvent::kCrisisLeadEnded:
      return Take(rows, case_id, Ground::kCrisisLead, "");
    case CaseEvent::kAgencyInformed:
      return Give(rows, case_id, Ground::kCompetence, "", event.agency_informed().to().organisation_id());
    case CaseEvent::kProvisionalTakeoverAsked:
      return Asked(case_id, event.provisional_takeover_asked().to().organisation_id(), rows);
    case CaseEvent::kProvisionalTakeover:
      return On(case_id, event.provisional_takeover(), rows);
    case CaseEvent::kCompetenceChangeSettled:
      return Settled(case_id, rows);
    case CaseEvent::kGuardianNamed:
      return On(case_id, event.guardian_named(), rows);
    case CaseEvent::kGuardianDeclared:
      return On(case_id, event.guardian_declared(), rows);
    case CaseEvent::kCameOfAge:
      return CameOfAge(case_id, rows);
    case CaseEvent::kAftercareBegun:
      return Give(rows, case_id, Ground::kAftercare, "", event.aftercare_begun().holder().organisation_id());
    case CaseEvent::kAftercareInterrupted:
      return Take(rows, case_id, Ground::kAftercare, "");
    case CaseEvent::kLawfulEndRequested:
      return On(case_id, event.lawful_end_requested(), rows);
    case CaseEvent::kLawfulEndApproved:
      return On(case_id, event.lawful_end_approved(), rows);
    case CaseEvent::kLawfulEndStopped:
      return NobodyReviews(case_id, rows);
    case CaseEvent::kCaseLawfullyEnded:
      return Ended(case_id, rows);
    // Nobody comes or goes by these.
    case CaseEvent::kCompetenceDetermined:
    case CaseEvent::kCompetenceChangeDetected:
    case CaseEvent::kAgencyDataSent:
    case CaseEvent::kAgencyConversationHeld:
    case CaseEvent::kServiceContinuationReported:
    case CaseEvent::kServiceContinuedByNewAgency:
    case CaseEvent::kCompetenceRefused:  // they settle it together
    case CaseEvent::kOmbudsOffered:
    case CaseEvent::kCommitmentsToSucceed:  // whoever goes stays until somebody has followed
    case CaseEvent::kCommitmentsFellBack:
    case CaseEvent::kCommitmentsStay:
    case CaseEvent::kBirthDateRecorded:
    case CaseEvent::kBirthDateCorrectionProposed:
    case CaseEvent::kConsentsAskedAnew:
    case CaseEvent::kHelpPlanned:
    case CaseEvent::kTransitionChecked:
    case CaseEvent::kHandoverMeetingHeld:
    case CaseEvent::kHandoverAccepted:
    case CaseEvent::kHandoverTakenBack:
    case CaseEvent::kPackedAfterwards:
    case CaseEvent::kHandoverPrepared:  // whom it is packed for is not asked yet
    case CaseEvent::kAftercareContinued:
    case CaseEvent::kSharedResponsibilityTaken:
    case CaseEvent::kDiagnosticsDocumented:
    case CaseEvent::kCaseUnderstandingRecorded:
    case CaseEvent::kSettingAnswered:
    case CaseEvent::kSettingNoticeGiven:
    case CaseEvent::kSetbackRecorded:
    case CaseEvent::kReplanOpened:
    case CaseEvent::kStandbyEntered:
    case CaseEvent::kCaseReactivated:
    case CaseEvent::kCaseDeadlineOverdue:
    case CaseEvent::kCaseDeadlineEscalated:
    case CaseEvent::kCaseDeputyNamed:    // of the same unit
    case CaseEvent::kStrandDeputyNamed:  // of the same organisation
    case CaseEvent::kHolderFoundReachable:
    case CaseEvent::kHearingRecorded:
    case CaseEvent::kObjectionPeriodBegan:
    case CaseEvent::kCaseReopened:
    case CaseEvent::kResourcesChecked:
    case CaseEvent::kPeerConsultationHeld:
    case CaseEvent::kNeedClassified:
    case CaseEvent::kRiskAssessmentOpened:
    case CaseEvent::kRiskAssessmentMade:
    case CaseEvent::kCommissionCalled:
    case CaseEvent::kCommissionVoteCast:
    case CaseEvent::kHelpApproved:
    case CaseEvent::kHelpReturned:
    case CaseEvent::kRecordEntered:
    case CaseEvent::kTrialBegun:
    case CaseEvent::kSettingEvaluated:
    case CaseEvent::kFundingDecided:
    case CaseEvent::kOfferFoundUnsuitable:
    case CaseEvent::kRightAssessed:
    case CaseEvent::kConfidenceRecorded:
    case CaseEvent::kGlassBroken:  // a person reads for hours (glass.h), and belongs to nothing
    case CaseEvent::kGlassReviewed:
    case CaseEvent::kGlassReviewClosed:
    case CaseEvent::kConsentGiven:
    case CaseEvent::kConsentWithdrawn:
    case CaseEvent::kUnaccompaniedMinorReceived:
    case CaseEvent::kMinorStepTaken:
    case CaseEvent::kMinorAllocated:  // who is told sees it by the handover or the change of competence
    case CaseEvent::kMinorExcluded:
    case CaseEvent::kEscortSent:
    case CaseEvent::kArrivalConfirmed:
    case CaseEvent::kSearchContactMade:
    case CaseEvent::kSearchBegun:
    case CaseEvent::EVENT_NOT_SET:
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

// --- crisis ---

absl::Status On(const std::string& deployment_id, const DeploymentEvent& event, RowBatch& rows) {
  switch (event.event_case()) {
    case DeploymentEvent::kDeploymentRequested:
      return Give(rows, event.deployment_requested().case_id(), Ground::kDeployment, deployment_id,
                  event.deployment_requested().crisis_team_organisation_id());
    case DeploymentEvent::kDeploymentRefused:
      return Take(rows, event.deployment_refused().case_id(), Ground::kDeployment, deployment_id);
    case DeploymentEvent::kDeploymentWithdrawn:
      return Take(rows, event.deployment_withdrawn().case_id(), Ground::kDeployment, deployment_id);
    case DeploymentEvent::kDebriefRecorded:  // until then the team sees what it was deployed for
      return Take(rows, event.debrief_recorded().case_id(), Ground::kDeployment, deployment_id);
    case DeploymentEvent::kOutreachContactMade:
    case DeploymentEvent::kOutreachContactOverdue:
    case DeploymentEvent::kOutreachContactEscalated:
    case DeploymentEvent::kDeploymentTakenOver:  // in the same team
    case DeploymentEvent::kDeploymentEnded:
    case DeploymentEvent::kDebriefOverdue:
    case DeploymentEvent::kDebriefEscalated:
    case DeploymentEvent::kPlaceReturned:
    case DeploymentEvent::kDeploymentAccepted:
    case DeploymentEvent::kDeploymentAnswerOverdue:
    case DeploymentEvent::kDeploymentAnswerEscalated:
    case DeploymentEvent::EVENT_NOT_SET:
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

absl::Status Addressed(const std::string& crisis_id, const crisis::v1::LegStarted& leg, RowBatch& rows) {
  return Give(rows, crisis_id, Ground::kCrisisParty, PartyObject(leg.party()), leg.organisation_id());
}

absl::Status On(const std::string& crisis_id, const crisis::v1::CrisisOpened& event, RowBatch& rows) {
  if (!event.case_id().empty()) Remember(rows, Remembered::kCrisisCase, crisis_id, {event.case_id()});
  for (const crisis::v1::LegStarted& leg : event.legs()) FV_RETURN_IF_ERROR(Addressed(crisis_id, leg, rows));
  const std::string& raised = event.raised_by_organisation_id();
  return Give(rows, crisis_id, Ground::kCrisisParty, kRaised,
              raised.empty() ? event.lead().organisation_id() : raised);
}

// Remembered beside the crisis' case: an id with something behind it is asked for by nobody else.
absl::Status On(const std::string& crisis_id, const crisis::v1::AlarmRepeated& event, RowBatch& rows) {
  const std::string& organisation = event.organisation_id();
  FV_ASSIGN_OR_RETURN(auto repeaters, Recall(rows, Remembered::kCrisisCase, crisis_id + kRepeated));
  if (std::find(repeaters.begin(), repeaters.end(), organisation) == repeaters.end())
    repeaters.push_back(organisation);
  Remember(rows, Remembered::kCrisisCase, crisis_id + kRepeated, repeaters);
  return Give(rows, crisis_id, Ground::kCrisisParty, kRepeated + organisation, organisation);
}

absl::Status Concluded(const std::string& crisis_id, RowBatch& rows) {
  for (const int party : {common::v1::CRISIS_PARTY_YOUTH_OFFICE, common::v1::CRISIS_PARTY_PROVIDER,
                          common::v1::CRISIS_PARTY_LEGAL_REPRESENTATIVE,
                          common::v1::CRISIS_PARTY_RESCUE_SERVICE, common::v1::CRISIS_PARTY_CLINIC})
    FV_RETURN_IF_ERROR(Take(rows, crisis_id, Ground::kCrisisParty, PartyObject(party)));
  FV_ASSIGN_OR_RETURN(const auto repeaters, Recall(rows, Remembered::kCrisisCase, crisis_id + kRepeated));
  for (const std::string& repeater : repeaters)
    FV_RETURN_IF_ERROR(Take(rows, crisis_id, Ground::kCrisisParty, kRepeated + repeater));
  Remember(rows, Remembered::kCrisisCase, crisis_id + kRepeated, {});
  return Take(rows, crisis_id, Ground::kCrisisParty, kRaised);
}

absl::Status On(const std::string& crisis_id, const CrisisEvent& event, RowBatch& rows) {
  switch (event.event_case()) {
    case CrisisEvent::kCrisisOpened:
      return On(crisis_id, event.crisis_opened(), rows);
    case CrisisEvent::kCrisisCaseOpened:
      Remember(rows, Remembered::kCrisisCase, crisis_id, {event.crisis_case_opened().case_id()});
      return absl::OkStatus();
    case CrisisEvent::kLegStarted:
      return Addressed(crisis_id, event.leg_started(), rows);
    case CrisisEvent::kAlarmRepeated:
      return On(crisis_id, event.alarm_repeated(), rows);
    case CrisisEvent::kAfterClinicTaskAgreed:  // its doer sees it until it is done (D7)
      return Give(rows, crisis_id, Ground::kCrisisTask, event.after_clinic_task_agreed().task_id(),
                  event.after_clinic_task_agreed().organisation_id());
    case CrisisEvent::kAfterClinicTaskDone:
      return Take(rows, crisis_id, Ground::kCrisisTask, event.after_clinic_task_done().task_id());
    case CrisisEvent::kCrisisConcluded:
      return Concluded(crisis_id, rows);
    case CrisisEvent::kCrisisCaseRequested:
    case CrisisEvent::kAlarmAcknowledged:
    case CrisisEvent::kLegAttempted:
    case CrisisEvent::kLegAcknowledged:
    case CrisisEvent::kCrisisDeadlineOverdue:
    case CrisisEvent::kCrisisDeadlineEscalated:
    case CrisisEvent::kCrisisStabilised:
    case CrisisEvent::kTakenIntoCare:
    case CrisisEvent::kCareEnded:
    case CrisisEvent::kCareEndPlanned:
    case CrisisEvent::kNightMovedOn:
    case CrisisEvent::kNightConfirmed:
    case CrisisEvent::kClinicStayDetained:
    case CrisisEvent::kAdmittedToClinic:  // the case tells who shelters
    case CrisisEvent::kCourtDecided:
    case CrisisEvent::kDetentionEnded:
    case CrisisEvent::kClinicLeavePlanned:
    case CrisisEvent::kLeftClinic:
    case CrisisEvent::kAftercareMeetingScheduled:
    case CrisisEvent::kAftercareMeetingHeld:
    case CrisisEvent::kParentsInvolved:
    case CrisisEvent::EVENT_NOT_SET:
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

// --- intake ---

absl::Status On(const std::string& contact_id, const ContactEvent& event, RowBatch& rows) {
  if (event.has_contact_received()) {
    AddParty(rows, contact_id, event.contact_received().owner().organisation_id());
  }
  return absl::OkStatus();
}

absl::Status On(const std::string& inquiry_id, const InquiryEvent& event, RowBatch& rows) {
  if (event.has_inquiry_received()) {
    const std::string& office = event.inquiry_received().office_organisation_id();
    AddParty(rows, inquiry_id, event.inquiry_received().holder().organisation_id());
    AddParty(rows, inquiry_id, office);
    Remember(rows, Remembered::kOffice, inquiry_id, {office});
  }
  return absl::OkStatus();
}

// Whatever ends sharing ends it here, in the commit that says so (E9).
absl::Status NavigatorAlone(const std::string& transition_id, RowBatch& rows) {
  FV_RETURN_IF_ERROR(Take(rows, transition_id, Ground::kAskedToFollow, ""));
  FV_ASSIGN_OR_RETURN(const auto handovers, Recall(rows, Remembered::kWarmHandovers, transition_id));
  for (const std::string& handover : handovers)
    FV_RETURN_IF_ERROR(Take(rows, transition_id, Ground::kGaveWarm, handover));
  Remember(rows, Remembered::kWarmHandovers, transition_id, {});
  return absl::OkStatus();
}

// A giver looks on until the family has arrived, also where it has moved on meanwhile (E1).
absl::Status Arrived(const std::string& transition_id, const std::string& handover_id, RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(auto handovers, Recall(rows, Remembered::kWarmHandovers, transition_id));
  std::erase(handovers, handover_id);
  Remember(rows, Remembered::kWarmHandovers, transition_id, handovers);
  return Take(rows, transition_id, Ground::kGaveWarm, handover_id);
}

absl::Status On(const std::string& transition_id, const intake::v1::NavigatorMoved& event, RowBatch& rows) {
  FV_RETURN_IF_ERROR(Take(rows, transition_id, Ground::kAskedToFollow, ""));
  FV_ASSIGN_OR_RETURN(auto handovers, Recall(rows, Remembered::kWarmHandovers, transition_id));
  if (!event
           .givers_look_on()) {  // as it was then: another move ended what the giver before it had to look at
    for (const std::string& earlier : handovers)
      FV_RETURN_IF_ERROR(Take(rows, transition_id, Ground::kGaveWarm, earlier));
    handovers.clear();
  }
  handovers.push_back(event.handover_id());
  Remember(rows, Remembered::kWarmHandovers, transition_id, handovers);
  FV_RETURN_IF_ERROR(
      Give(rows, transition_id, Ground::kGaveWarm, event.handover_id(), event.from().organisation_id()));
  return Give(rows, transition_id, Ground::kNavigator, "", event.to().organisation_id());
}

absl::Status On(const std::string& transition_id, const TransitionEvent& event, RowBatch& rows) {
  switch (event.event_case()) {
    case TransitionEvent::kTransitionBegun:
      return Give(rows, transition_id, Ground::kNavigator, "",
                  event.transition_begun().navigator().organisation_id());
    case TransitionEvent::kWarmHandoverOffered:
      return Give(rows, transition_id, Ground::kAskedToFollow, "",
                  event.warm_handover_offered().to().organisation_id());
    case TransitionEvent::kWarmHandoverDeclined:
    case TransitionEvent::kWarmHandoverRevoked:
      return Take(rows, transition_id, Ground::kAskedToFollow, "");
    case TransitionEvent::kNavigatorMoved:
      return On(transition_id, event.navigator_moved(), rows);
    case TransitionEvent::kWarmHandoverChecked:
      if (event.warm_handover_checked().has_next_due()) return absl::OkStatus();
      return Arrived(transition_id, event.warm_handover_checked().handover_id(), rows);
    case TransitionEvent::kPreventionConsentWithdrawn:
    case TransitionEvent::kTransitionCompleted:
      return NavigatorAlone(transition_id, rows);
    case TransitionEvent::kPhaseExpected:
    case TransitionEvent::kWarmHandoverMet:
    case TransitionEvent::kWarmHandoverAttemptFailed:
    case TransitionEvent::kFamilyDecided:
    case TransitionEvent::kNavigatorTakenOver:
    case TransitionEvent::kTransitionDateMissed:
    case TransitionEvent::kTransitionDateEscalated:
    case TransitionEvent::kNavigatorToSucceed:  // whoever goes stays until somebody has followed
    case TransitionEvent::kNavigatorStays:
    case TransitionEvent::EVENT_NOT_SET:
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

template <class Event>
absl::Status ApplyAll(const eventlog::ValidCommit& commit, RowBatch& rows) {
  for (const auto& stored : commit.commit.events()) {
    FV_ASSIGN_OR_RETURN(const auto event, eventlog::UnpackOneof<Event>(stored));
    FV_RETURN_IF_ERROR(On(commit.aggregate_id, event, rows));
  }
  return absl::OkStatus();
}

// Owns, received or acts in it; a task alone makes nobody a party.
absl::StatusOr<bool> IsParticipant(const projection::Rows& rows, std::string_view object_id,
                                   std::string_view organisation) {
  FV_ASSIGN_OR_RETURN(const bool party, IsParty(rows, object_id, organisation));
  if (party) return true;
  for (const Ground ground :
       {Ground::kCrisisParty, Ground::kNavigator, Ground::kAskedToFollow, Ground::kGaveWarm}) {
    FV_ASSIGN_OR_RETURN(const bool has, Has(rows, object_id, organisation, ground));
    if (has) return true;
  }
  FV_ASSIGN_OR_RETURN(const auto cases, Recall(rows, Remembered::kCrisisCase, object_id));
  for (const std::string& case_id : cases) {
    FV_ASSIGN_OR_RETURN(const bool belongs, Belongs(rows, case_id, organisation));
    FV_ASSIGN_OR_RETURN(const bool only_asked, IsOnlyAsked(rows, case_id, organisation));
    if (belongs && !only_asked) return true;  // N6: who may take the case has not taken its crisis
  }
  return false;
}

}  // namespace

absl::Status CircleView::Apply(const projection::Recorded& recorded, RowBatch& rows) const {
  const auto& commit = recorded.commit;
  const std::string& type = commit.commit.aggregate_type();
  if (commit.context == "case" && type == "case") return ApplyAll<CaseEvent>(commit, rows);
  if (commit.context == "crisis" && type == "deployment") return ApplyAll<DeploymentEvent>(commit, rows);
  if (commit.context == "crisis" && type == "crisis") return ApplyAll<CrisisEvent>(commit, rows);
  if (commit.context == "intake" && type == "contact") return ApplyAll<ContactEvent>(commit, rows);
  if (commit.context == "intake" && type == "inquiry") return ApplyAll<InquiryEvent>(commit, rows);
  if (commit.context == "intake" && type == "transition") return ApplyAll<TransitionEvent>(commit, rows);
  return absl::OkStatus();
}

absl::StatusOr<ObjectFacts> ReadObjectFacts(const projection::Rows& rows, std::string_view organisation,
                                            Relation relation, std::string_view object_id) {
  ObjectFacts facts;
  // Keys are ids one behind the other, so nothing may be asked that is not exactly one.
  if (!IsHexId(organisation) || !IsHexId(object_id)) return facts;
  switch (relation) {
    case common::v1::RELATION_CIRCLE: {
      FV_ASSIGN_OR_RETURN(facts.circle, Belongs(rows, object_id, organisation));
      break;
    }
    case common::v1::RELATION_CASE_HOLDER: {
      FV_ASSIGN_OR_RETURN(facts.case_holder, Has(rows, object_id, organisation, Ground::kHolder));
      break;
    }
    case common::v1::RELATION_PARTY: {
      FV_ASSIGN_OR_RETURN(const bool participant, IsParticipant(rows, object_id, organisation));
      FV_ASSIGN_OR_RETURN(const bool task, Has(rows, object_id, organisation, Ground::kCrisisTask));
      facts.party = participant || task;
      break;
    }
    case common::v1::RELATION_OWN_ORGANISATION:
      facts.own_organisation = organisation == object_id;
      break;
    case common::v1::RELATION_NONE:
    case common::v1::RELATION_UNSPECIFIED:
    case common::v1::Relation_INT_MIN_SENTINEL_DO_NOT_USE_:
    case common::v1::Relation_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return facts;
}

namespace {

// Of a ground of the kind kSeat: whether that seat is taken, and not only asked for.
absl::StatusOr<bool> IsTaken(const projection::Rows& rows, std::string_view case_id,
                             const std::string& object) {
  const size_t person_at = object.size() > kIdDigits ? object.size() - kIdDigits : 0;
  FV_ASSIGN_OR_RETURN(const auto seats,
                      Seats(rows, absl::StrCat(ToAbsl(case_id), object.substr(0, person_at))));
  return std::any_of(seats.begin(), seats.end(), [&](const SeatOf& seat) {
    return seat.committed && seat.person == object.substr(person_at);
  });
}

// The organisation has not said yes to what this ground is. Who held before a provisional takeover has the
// ground kCompetence, too, with an object.
absl::StatusOr<bool> Asks(const projection::Rows& rows, std::string_view case_id, const std::string& ground) {
  const std::string object = ground.substr(1);
  switch (static_cast<Ground>(ground.front())) {
    case Ground::kHandoverOffered:
    case Ground::kProvisional:
    case Ground::kContinuation:
      return true;
    case Ground::kCompetence:
      return object.empty();
    case Ground::kCoordination:
    case Ground::kGuardian:
      return object == kAsked;
    case Ground::kReturn:
      return object.ends_with(kOpen);
    case Ground::kSeat: {
      FV_ASSIGN_OR_RETURN(const bool taken, IsTaken(rows, case_id, object));
      return !taken;
    }
    case Ground::kHolder:
    case Ground::kTonight:
    case Ground::kInquiryOffice:
    case Ground::kProvider:
    case Ground::kDeployment:  // who is called in a crisis comes knowing what for (A18)
    case Ground::kBackstop:
    case Ground::kAftercare:
    case Ground::kCrisisLead:
    case Ground::kCrisisParty:
    case Ground::kCrisisTask:
    case Ground::kNavigator:
    case Ground::kAskedToFollow:
    case Ground::kGaveWarm:
      return false;
  }
  return false;
}

}  // namespace

absl::StatusOr<bool> IsOnlyAsked(const projection::Rows& rows, std::string_view case_id,
                                 std::string_view organisation) {
  if (!IsHexId(case_id) || !IsHexId(organisation)) return false;
  FV_ASSIGN_OR_RETURN(const auto grounds, GroundsOf(rows, case_id, organisation));
  for (const std::string& ground : grounds) {
    FV_ASSIGN_OR_RETURN(const bool asks, Asks(rows, case_id, ground));
    if (!asks) return false;
  }
  return !grounds.empty();
}

absl::StatusOr<bool> GaveAway(const projection::Rows& rows, std::string_view case_id,
                              std::string_view organisation) {
  if (!IsHexId(case_id) || !IsHexId(organisation)) return false;
  FV_ASSIGN_OR_RETURN(const auto givers, Recall(rows, Remembered::kGivers, case_id));
  return std::find(givers.begin(), givers.end(), organisation) != givers.end();
}

absl::StatusOr<bool> Reviews(const projection::Rows& rows, std::string_view case_id,
                             std::string_view person_id) {
  if (!IsHexId(case_id) || !IsHexId(person_id)) return false;
  FV_ASSIGN_OR_RETURN(const auto reviewers, Recall(rows, Remembered::kReviewer, case_id));
  return std::find(reviewers.begin(), reviewers.end(), person_id) != reviewers.end();
}

absl::StatusOr<bool> OnlyDoesATask(const projection::Rows& rows, std::string_view organisation,
                                   std::string_view crisis_id) {
  if (!IsHexId(crisis_id) || !IsHexId(organisation)) return false;
  FV_ASSIGN_OR_RETURN(const bool task, Has(rows, crisis_id, organisation, Ground::kCrisisTask));
  if (!task) return false;
  FV_ASSIGN_OR_RETURN(const bool participant, IsParticipant(rows, crisis_id, organisation));
  return !participant;
}

absl::StatusOr<bool> IsAlone(const projection::Rows& rows, std::string_view case_id,
                             std::string_view organisation) {
  if (!IsHexId(case_id) || !IsHexId(organisation)) return false;
  FV_ASSIGN_OR_RETURN(const bool belongs, Belongs(rows, case_id, organisation));
  if (!belongs) return false;
  FV_ASSIGN_OR_RETURN(const bool others, OthersBelong(rows, case_id, organisation));
  return !others;
}

absl::StatusOr<DirectoryFacts> ReadDirectoryFacts(const projection::Rows& rows, const Caller& caller) {
  DirectoryFacts facts;
  if (caller.peer.kind != PeerKind::kOrganisation) return facts;
  FV_ASSIGN_OR_RETURN(const auto organisation, directory::FindOrganisation(rows, caller.peer.name));
  facts.organisation_known = organisation.has_value();
  FV_ASSIGN_OR_RETURN(const auto person, directory::FindPerson(rows, caller.person));
  FV_ASSIGN_OR_RETURN(const auto leaver, directory::FindLeaver(rows, caller.person));
  const bool deactivated = leaver && leaver->deactivated;  // N11
  const bool theirs = person.has_value() && person->organisation_id == caller.peer.name;
  facts.person_belongs = theirs && !deactivated;
  facts.person_left = theirs && deactivated;
  facts.role_held = facts.person_belongs && person->roles.contains(caller.role);
  return facts;
}

}  // namespace fallverbund::access
