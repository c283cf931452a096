// Folding, event by event, where it is more than a line; Evolve (evolve.cc) chooses. Private to this room.
#ifndef FALLVERBUND_SERVICES_CASE_DOMAIN_EVOLVE_PARTS_H_
#define FALLVERBUND_SERVICES_CASE_DOMAIN_EVOLVE_PARTS_H_

#include <string>
#include <string_view>
#include <vector>

#include "libs/decider/decider.h"
#include "services/case/domain/state.h"

namespace fallverbund::casework {

// The latest word on who was heard counts.
void Heard(State& state, const common::v1::Participation& participation);
Setting* FindSetting(State& state, std::string_view id);

// evolve_competence.cc
void On(State& state, const v1::CompetenceDetermined& event, const std::string& said_by);
void On(State& state, const v1::CompetenceChangeDetected& event);
void On(State& state, const v1::AgencyInformed& event);
void On(State& state, const v1::AgencyDataSent& event);
void On(State& state, const v1::AgencyConversationHeld& event);
void On(State& state, const v1::ServiceContinuationReported& event);
void On(State& state, const v1::ServiceContinuedByNewAgency& event);
void On(State& state, const v1::CompetenceRefused& event);
void On(State& state, const v1::ProvisionalTakeoverAsked& event, const std::string& asked_by);
void On(State& state, const v1::ProvisionalTakeover& event, const std::string& accepted_by);
void On(State& state, const v1::CompetenceChangeSettled& event);
void On(State& state, const v1::OmbudsOffered& event);

// evolve_age.cc
void On(State& state, const v1::BirthDateRecorded& event);
void On(State& state, const v1::BirthDateCorrectionProposed& event);
void On(State& state, const v1::GuardianNamed& event, absl::Time now);
void On(State& state, const v1::GuardianDeclared& event, absl::Time now);
void On(State& state, const v1::CameOfAge& event);
void On(State& state, const v1::ConsentsAskedAnew& event);
void On(State& state, const v1::HelpPlanned& event);
void On(State& state, const v1::TransitionChecked& event);
void EndHelp(State& state);  // aftercare has begun: of its planned end nothing is due any more

// evolve_planning.cc
void On(State& state, const v1::PeerConsultationHeld& event);
void On(State& state, const v1::NeedClassified& event, const decider::Given& given);
void On(State& state, const v1::RiskAssessmentOpened& event);
void On(State& state, const v1::RiskAssessmentMade& event);
void On(State& state, const v1::CommissionCalled& event);
void On(State& state, const v1::CommissionVoteCast& event, const decider::Given& given);
void On(State& state, const v1::HelpApproved& event);
void Reach(State& state, Step step);
void DismissCommission(State& state);
void BeginPlanningAnew(State& state);  // a new cycle

// evolve_consent.cc
void On(State& state, const v1::ConsentGiven& event);
void On(State& state, const v1::ConsentWithdrawn& event, absl::Time now);
std::vector<PackagePart> PartsOf(const google::protobuf::RepeatedPtrField<v1::PackageItem>& package);

// evolve_minor.cc
void On(State& state, const v1::UnaccompaniedMinorReceived& event);
void On(State& state, const v1::MinorStepTaken& event);
void On(State& state, const v1::MinorAllocated& event);
void On(State& state, const v1::EscortSent& event);
void On(State& state, const v1::ArrivalConfirmed& event);
void EndMinor(State& state);  // excluded, taken over, or of age
void On(State& state, const v1::SearchBegun& event);
void On(State& state, const v1::SearchContactMade& event);
void EndSearch(State& state);  // somebody shelters, or knows where

// evolve_glass.cc
void On(State& state, const v1::GlassBroken& event);
void On(State& state, const v1::GlassReviewed& event);
void On(State& state, const v1::GlassReviewClosed& event);

// evolve_course.cc
void On(State& state, const v1::RecordEntered& event, const decider::Given& given);
void On(State& state, const v1::RightAssessed& event);
void On(State& state, const v1::TrialBegun& event);
void On(State& state, const v1::SettingEvaluated& event);
void On(State& state, const v1::FundingDecided& event);
void On(State& state, const v1::OfferFoundUnsuitable& event);
void On(State& state, const v1::ResidentialPhaseEntered& event);
void On(State& state, const v1::ReturnAnswered& event);
// It has happened, or help ended otherwise: who has promised to receive is awaited, if the event says so.
void EndReturn(State& state, const v1::SettingEnded& event);
// It has begun, or the young person lives elsewhere.
void NobodyAwaited(State& state, const google::protobuf::RepeatedPtrField<std::string>& setting_ids);
bool IsOfReturn(common::v1::ClockKind kind);

}  // namespace fallverbund::casework

#endif  // FALLVERBUND_SERVICES_CASE_DOMAIN_EVOLVE_PARTS_H_
