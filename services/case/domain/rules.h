// The rules by command, one function each; Decide (decide.cc) chooses. Private to this room.
#ifndef FALLVERBUND_SERVICES_CASE_DOMAIN_RULES_H_
#define FALLVERBUND_SERVICES_CASE_DOMAIN_RULES_H_

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "services/case/domain/decide.h"

namespace fallverbund::casework {

using decider::Reason;
using decider::Require;

// With how long the offices take; as everywhere where they have not said so (libs/care/terms.h).
struct Given : decider::Given {
  const common::v1::OfficeTerms& terms;         // of the office that holds CASE
  const common::v1::OfficeTerms& others_terms;  // of whoever is asked, or gave the case and looks after it
};

// decide_opening.cc
Decision DecideOn(const State& state, const OpenCase& command, const Given& given);
// decide_ending.cc
Decision DecideOn(const State& state, const RequestLawfulEnd& command, const Given& given);
Decision DecideOn(const State& state, const ApproveLawfulEnd& command, const Given& given);
Decision DecideOn(const State& state, const ObjectLawfulEnd& command, const Given& given);
Decision DecideOn(const State& state, const ReopenCase& command, const Given& given);
// decide_handover.cc
Decision DecideOn(const State& state, const PrepareHandover& command, const Given& given);
Decision DecideOn(const State& state, const OfferHandover& command, const Given& given);
Decision DecideOn(const State& state, const OfferOfLeaver& command, const Given& given);
Decision DecideOn(const State& state, const RecordHandoverMeeting& command, const Given& given);
Decision DecideOn(const State& state, const AcceptHandover& command, const Given& given);
Decision DecideOn(const State& state, const RefuseHandover& command, const Given& given);
Decision DecideOn(const State& state, const RevokeHandover& command, const Given& given);
// decide_deputy.cc
Decision DecideOn(const State& state, const NameCaseDeputy& command, const Given& given);
Decision DecideOn(const State& state, const NameStrandDeputy& command, const Given& given);
// decide_follow_up.cc
Decision DecideOn(const State& state, const FollowUpHandover& command, const Given& given);
Decision DecideOn(const State& state, const TakeBackHandover& command, const Given& given);
Decision DecideOn(const State& state, const PackAfterwards& command, const Given& given);
// decide_aftercare.cc
Decision DecideOn(const State& state, const BeginAftercare& command, const Given& given);
// decide_competence.cc
Decision DecideOn(const State& state, const DetermineCompetence& command, const Given& given);
Decision DecideOn(const State& state, const DetectCompetenceChange& command, const Given& given);
Decision DecideOn(const State& state, const InformAgency& command, const Given& given);
Decision DecideOn(const State& state, const SendAgencyData& command, const Given& given);
Decision DecideOn(const State& state, const RecordAgencyConversation& command, const Given& given);
Decision DecideOn(const State& state, const ReportContinuedService& command, const Given& given);
Decision DecideOn(const State& state, const AcceptContinuedService& command, const Given& given);
// decide_dispute.cc
Decision DecideOn(const State& state, const RefuseCompetence& command, const Given& given);
Decision DecideOn(const State& state, const AskProvisionalTakeover& command, const Given& given);
Decision DecideOn(const State& state, const AcceptProvisionalTakeover& command, const Given& given);
Decision DecideOn(const State& state, const OfferOmbuds& command, const Given& given);
// decide_age.cc
Decision DecideOn(const State& state, const RecordBirthDate& command, const Given& given);
Decision DecideOn(const State& state, const NameGuardian& command, const Given& given);
Decision DecideOn(const State& state, const DeclareGuardianship& command, const Given& given);
Decision DecideOn(const State& state, const RecordConsents& command, const Given& given);
Decision DecideOn(const State& state, const PlanHelp& command, const Given& given);
Decision DecideOn(const State& state, const RecordTransitionCheck& command, const Given& given);
// decide_succession.cc
Decision DecideOn(const State& state, const LetPartnerGo& command, const Given& given);
Decision DecideOn(const State& state, const LetPartnerStay& command, const Given& given);
// decide_coordination.cc
Decision DecideOn(const State& state, const OfferCoordination& command, const Given& given);
Decision DecideOn(const State& state, const AcceptCoordination& command, const Given& given);
Decision DecideOn(const State& state, const RefuseCoordination& command, const Given& given);
Decision DecideOn(const State& state, const RevokeCoordination& command, const Given& given);
// decide_team.cc
Decision DecideOn(const State& state, const InviteTeam& command, const Given& given);
Decision DecideOn(const State& state, const ReplaceInvitation& command, const Given& given);
Decision DecideOn(const State& state, const NameSeatSuccessor& command, const Given& given);
Decision DecideOn(const State& state, const CommitToTeam& command, const Given& given);
// decide_setting.cc
Decision DecideOn(const State& state, const DocumentDiagnostics& command, const Given& given);
Decision DecideOn(const State& state, const RecordCaseUnderstanding& command, const Given& given);
Decision DecideOn(const State& state, const ProposeSetting& command, const Given& given);
Decision DecideOn(const State& state, const AnswerSetting& command, const Given& given);
Decision DecideOn(const State& state, const AdoptSetting& command, const Given& given);
// decide_planning.cc
Decision DecideOn(const State& state, const RecordResourceCheck& command, const Given& given);
Decision DecideOn(const State& state, const RecordPeerConsultation& command, const Given& given);
Decision DecideOn(const State& state, const ClassifyNeed& command, const Given& given);
Decision DecideOn(const State& state, const CallCommission& command, const Given& given);
Decision DecideOn(const State& state, const VoteInCommission& command, const Given& given);
// decide_assessment.cc
Decision DecideOn(const State& state, const OpenRiskAssessment& command, const Given& given);
Decision DecideOn(const State& state, const RecordRiskAssessment& command, const Given& given);
// decide_record.cc
Decision DecideOn(const State& state, const EnterRecord& command, const Given& given);
Decision DecideOn(const State& state, const AssessRight& command, const Given& given);
Decision DecideOn(const State& state, const RecordConfidence& command, const Given& given);
// decide_consent.cc
Decision DecideOn(const State& state, const RegisterConsent& command, const Given& given);
Decision DecideOn(const State& state, const WithdrawConsent& command, const Given& given);
// decide_minor.cc
Decision DecideOn(const State& state, const ReceiveUnaccompaniedMinor& command, const Given& given);
Decision DecideOn(const State& state, const RecordMinorStep& command, const Given& given);
Decision DecideOn(const State& state, const RecordMinorAllocation& command, const Given& given);
Decision DecideOn(const State& state, const ExcludeMinorAllocation& command, const Given& given);
Decision DecideOn(const State& state, const SendEscort& command, const Given& given);
Decision DecideOn(const State& state, const ConfirmArrival& command, const Given& given);
// Whoever is missing is searched for from then on, by whoever answers for tonight; a case that rests is
// looked at sooner, and an end that was asked for stops (N12, N14).
Decision WithSearch(const State& state, const Given& given, Decision decision);
Decision DecideOn(const State& state, const RecordSearchContact& command, const Given& given);
// decide_glass.cc
Decision DecideOn(const State& state, const BreakGlass& command, const Given& given);
Decision DecideOn(const State& state, const ReviewReading& command, const Given& given);
// decide_course.cc
Decision DecideOn(const State& state, const BeginTrial& command, const Given& given);
Decision DecideOn(const State& state, const EvaluateSetting& command, const Given& given);
Decision DecideOn(const State& state, const DecideFunding& command, const Given& given);
Decision DecideOn(const State& state, const EnterResidentialPhase& command, const Given& given);
Decision DecideOn(const State& state, const AnswerReturn& command, const Given& given);
// decide_tonight.cc
Decision DecideOn(const State& state, const StartSetting& command, const Given& given);
Decision DecideOn(const State& state, const GiveSettingNotice& command, const Given& given);
void SetBridge(const State& state, const Given& given, v1::SettingNoticeGiven& notice);  // by its wished end
Decision DecideOn(const State& state, const EndSetting& command, const Given& given);
Decision DecideOn(const State& state, const VouchForTonight& command, const Given& given);
Decision DecideOn(const State& state, const ReportMissing& command, const Given& given);
Decision DecideOn(const State& state, const ReportBack& command, const Given& given);
Decision DecideOn(const State& state, const TakeOverTonight& command, const Given& given);
Decision DecideOn(const State& state, const AwakenForCrisis& command, const Given& given);
// decide_standby.cc
Decision DecideOn(const State& state, const RecordSetback& command, const Given& given);
Decision DecideOn(const State& state, const EnterStandby& command, const Given& given);
Decision DecideOn(const State& state, const RecordContactWithYoungPerson& command, const Given& given);
Decision DecideOn(const State& state, const RecordHearing& command, const Given& given);
Decision DecideOn(const State& state, const PassDeadline& command, const Given& given);

// decide_crisis.cc
Decision DecideOn(const State& state, const BeginCrisisLead& command, const Given& given);
Decision DecideOn(const State& state, const AcceptCrisisLead& command, const Given& given);
Decision DecideOn(const State& state, const EndCrisisLead& command, const Given& given);
Decision DecideOn(const State& state, const MoveForClinic& command, const Given& given);

// --- Shared between themes ---

// The acting person belongs to the organisation whose unit holds CASE.
bool IsOfCaseHolder(const State& state, const Given& given);

// Who has to be heard was, or there is a reason and a date (A16); of an adult nobody else is asked (N13).
bool IsHeard(const State& state, const common::v1::Participation& participation, const Given& given);

// Nobody knows where the young person is (N12).
bool IsMissing(const care::Tonight& tonight);

// The night goes to `next`, whose acceptance is judged before. Only a placement takes the place of the one
// that is kept: whoever is in a clinic, in care, missing or with the family may come back to it (D4, N8, N9).
v1::TonightMoved& MoveTonight(const State& state, const care::Tonight& next, Events& events);

// Completed years at `now`; 0: no birth date is known.
int AgeAt(const std::optional<absl::CivilDay>& born, absl::Time now);

using PackageItems = google::protobuf::RepeatedPtrField<v1::PackageItem>;
// What is handed on has its basis, and what was entrusted or is consented to no more stays behind (N6, N13):
// what rests on a consent names one that lets this organisation be told (§ 65).
std::optional<refusal::Refusal> CheckPackage(const State& state, const PackageItems& package,
                                             const std::string& to_organisation_id, const Given& given);
// The consent was given for this organisation by somebody who may still speak, and neither withdrawn nor over
// (§ 65).
bool IsLive(const State& state, std::string_view consent_id, std::string_view organisation_id,
            const Given& given);

// Who is to hold is a known person with a known deputy, both with a role to act in, and nobody's guardian
// here (R0, C3, N13).
std::optional<refusal::Refusal> CheckReceiver(const State& state, const care::Holder& to,
                                              const HolderFacts& facts);

// Asked at every acceptance again, since the guardian may have been named after the offer (N13).
std::optional<refusal::Refusal> CheckNoGuardian(const State& state, const care::Holder& holder);
// An unaccompanied minor has arrived where the Land allocated it, before that office holds the case (§
// 42a(5)).
std::optional<refusal::Refusal> RequireArrival(const State& state, const care::Holder& to);
// The person holds by it, or is the deputy.
bool Answers(const care::Holder& holder, const std::string& person_id);
// The person answers for the case, or may do so by accepting what is on offer.
bool AnswersOrIsAsked(const State& state, const std::string& person_id);

// A meeting of two sides that one of them tells of.
struct Told {
  const google::protobuf::RepeatedPtrField<std::string>& person_ids;
  std::optional<absl::Time> held_at;
  const common::v1::Participation& participation;
  std::set<std::string> acting = {};  // of them, for a giver who has left
};
std::optional<refusal::Refusal> CheckMeeting(const State& state, const Told& meeting,
                                             const care::Holder& from, const care::Holder& to,
                                             const Given& given);

// Of a package that goes along now: the items whose consent is withdrawn, over, or of somebody who does not
// speak any more stay behind (§ 65, N13); of another organisation's, whatever it does not name (N6). `moved`
// names its receiver.
void LeaveBehind(const State& state, const std::vector<PackagePart>& package, const Given& given,
                 v1::ResponsibilityMoved& moved);
// The night that whoever holds CASE had vouched for is vouched for by `to`, who holds from now on (R0);
// appends nothing where somebody shelters, or the night moves in this commit anyway.
void PassOnNight(const State& state, const care::Holder& to, Events& events);
// CASE moves to moved.to() in this commit, whatever made it right: an open offer is off, the giver's night
// and seat are passed on, an end that was asked for stops, and a competence that was in question may be
// settled by it.
void MoveCase(const State& state, v1::ResponsibilityMoved moved, const Given& given, Events& events);
// When the giver looks for the first time whether it holds (N6).
void SetFirstLook(const Given& given, v1::ResponsibilityMoved& moved);

// The change of competence is open; who comes too late is told so (N7).
std::optional<refusal::Refusal> RequireOpenChange(const State& state, const std::string& change_id);
// The acting person is of this office's unit.
bool SpeaksFor(const care::Holder& side, const std::string& unit_id, const Given& given);

// Nobody has followed the partner that goes: CASE's unit answers for what it promised (N10).
void FallBack(const State& state, const std::string& organisation_id, Events& events);

// Not in the future, and of somebody who can be alive.
bool IsPlausible(absl::CivilDay born, absl::Time now);
// The beginning of the month after the birthday, so that no date tells the day.
absl::Time MonthAfterBirthday(absl::CivilDay born, int years);
// Of the month that is recorded; also where none is.
bool IsAsRecorded(const State& state, absl::CivilDay born, absl::Time now);

// 18: by the law, whoever says so first (N13).
void ComeOfAge(const State& state, const Given& given, Events& events);

// Any contact, report or crisis brings a resting case back (N12), and one that had ended, with what was owed
// and a new plan (N14); otherwise appends nothing.
void Reactivate(const State& state, v1::ReactivationTrigger trigger, const Given& given, Events& events);
// A young person who was heard was in contact. Of an ended case nobody decides anything that asks for it.
void ReactivateIfHeard(const State& state, const common::v1::Participation& participation, Events& events);

// What speaks against an end that was asked for stops it (N14); otherwise appends nothing.
void StopEnding(const State& state, v1::EndStopCause cause, Events& events);
// The time for objection is over: the one date whose passing completes something (N14). `goes_on_in`: the
// case that goes on in the place of one recorded in error; where it is another one, the end is stopped.
Events TakeEffect(const State& state, const std::string& end_id, const std::string& goes_on_in,
                  const Given& given);

// A contact gives the next one of aftercare its date (N13); otherwise appends nothing.
void ContinueAftercare(const State& state, const Given& given, Events& events);
// Help begins again, and aftercare comes after it; otherwise appends nothing.
void InterruptAftercare(const State& state, const Given& given, Events& events);

// A new cycle of understanding and planning, and a team meeting (N8, B4).
void OpenReplan(const State& state, const Given& given, Events& events);

// Who has promised to receive after it is awaited from now on, until they have met the young person, who says
// so by a contact; or until the young person lives elsewhere (C17).
void AwaitReceiver(const Setting& setting, const Given& given, v1::SettingEnded& ended);
void MeetReceiver(const State& state, const Given& given, v1::ContactWithYoungPersonRecorded& contact);
void NobodyIsAwaited(const State& state, v1::SettingStarted& started);

// Each names a part of a setting of this case, and what it lacked (B4).
std::optional<refusal::Refusal> CheckUnsuitable(const State& state, const UnsuitableOffers& offers);
void AddUnsuitable(const UnsuitableOffers& offers, Events& events);

// § 8a begins at once (C7), unless it has; `opened` without id.
bool IsAssessmentDueSoon(const v1::RiskAssessmentOpened& opened, const Given& given);
void OpenAssessment(const State& state, v1::RiskAssessmentOpened opened, const Given& given, Events& events);

// The person takes the seat; the last one begins SHARED (B5).
void TakeSeat(const State& state, care::Seats seats, const care::SeatPerson& person, Events& events);
// With CASE or COORDINATION moved from `from` to `to`, the giver's seat in the team goes to the new holder,
// as soon as that person accepts it (A7, A9). Who has a seat keeps it, and nobody follows there any more.
void PassOnSeat(const State& state, const care::Holder& from, const care::Holder& to, const Given& given,
                Events& events);
// COORDINATION and its seat may go to `to`: the circle is as sound as before (A7, A9, B5).
std::optional<refusal::Refusal> CheckCoordinator(const State& state, const care::Holder& to);

// Nobody is asked to follow there any more; appends nothing where nobody was.
void EndSeatOffer(const State& state, const care::Seat& seat, v1::SuccessionOfferEndCause cause,
                  Events& events);
void EndCoordinationOffer(const State& state, v1::SuccessionOfferEndCause cause, Events& events);

}  // namespace fallverbund::casework

#endif  // FALLVERBUND_SERVICES_CASE_DOMAIN_RULES_H_
