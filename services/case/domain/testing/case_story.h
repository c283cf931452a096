// A small story around one case, for tests: fictional people, commands that would be accepted as they are,
// and a case that remembers. Given(...) must be accepted; When(...) answers, and folds what happened.
#ifndef FALLVERBUND_SERVICES_CASE_DOMAIN_TESTING_CASE_STORY_H_
#define FALLVERBUND_SERVICES_CASE_DOMAIN_TESTING_CASE_STORY_H_

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/case/domain/case_decider.h"

namespace fallverbund::casework::testing {

struct Person {
  std::string organisation;
  std::string unit;
  std::string id;
  std::string role = {};  // where a rule asks for it
};
// Inline, so that they are there before any constant of a test that is made of them.
inline const Person kAdler{"office", "north", "adler"};  // youth office, unit north
inline const Person kSpecht{"office", "north", "specht"};
inline const Person kHabicht{"office", "north", "habicht", "TEAM_LEAD"};   // its team lead
inline const Person kWiesel{"office", "", "wiesel", "TEAM_LEAD_FINANCE"};  // the team lead of finance (WJH)
inline const Person kBerg{"office", "south", "berg"};                      // youth office, unit south
inline const Person kLerche{"office", "south", "lerche"};
inline const Person kAmsel{"east", "west", "amsel"};  // another youth office
inline const Person kStar{"east", "west", "star"};
inline const Person kReiher{"coast", "harbour", "reiher"};  // a third one
inline const Person kMoewe{"coast", "harbour", "moewe"};
inline const Person kKrause{"kosydo", "", "krause"};  // coordination office
inline const Person kUhu{"kosydo", "", "uhu"};
inline const Person kKranich{"clinic", "ward", "kranich"};
inline const Person kFuchs{"home", "group", "fuchs"};  // provider with a group home
inline const Person kDachs{"home", "group", "dachs"};
inline const Person kEule{"school", "", "eule"};
inline const Person kStorch{"kit", "", "storch"};  // crisis team
inline const Person kService{"case", "", ""};      // a service of the house, acting by reaction or clock
inline const absl::Time kStart = absl::FromUnixSeconds(1'772'442'000);  // 2 March 2026, 09:00 UTC

// --- Values ---

care::Holder Holder(const Person& person, const Person& deputy,
                    common::v1::LegalBasis basis = common::v1::LEGAL_BASIS_SGB8_36A);
common::v1::Tonight Tonight(common::v1::TonightKind kind, const Person& person);
HolderFacts Known(bool public_body = true);
common::v1::Participation BothHeard();
// The young person refused and will be asked again `retry_due`.
common::v1::Participation YoungPersonRefused(absl::Time retry_due);
common::v1::Sealed Text(const std::string& box);  // as if sealed
v1::Invitation Seat(const Person& person, team::v1::Discipline discipline, bool lead = false);

// --- Commands ---

OpenCase Open(const Person& holder = kAdler, const Person& deputy = kSpecht);
OfferHandover Offer(const Person& to, const Person& deputy);
RecordHandoverMeeting Meeting(const std::string& handover_id, const std::vector<Person>& persons,
                              absl::Time held_at);
AcceptHandover Accept(const std::string& handover_id, const Person& who);
RefuseHandover Refuse(const std::string& handover_id, const Person& who);
// Adler, Krause (coordinator, leads), Kranich and Fuchs.
InviteTeam Invite(const std::string& team_id = "team");
ReplaceInvitation ReplaceSeat(const Person& leaving, const v1::Invitation& next,
                              const std::string& team_id = "team");
OfferCoordination OfferToCoordinate(const Person& to, const Person& deputy);
RefuseCoordination RefuseToCoordinate(const std::string& offer_id, const Person& who);
NameSeatSuccessor Follow(const Person& leaving, const v1::Invitation& next);
RecordCaseUnderstanding Understand();
ProposeSetting Propose(const Person& provider, v1::ComponentKind kind = v1::COMPONENT_KIND_RESIDENTIAL);
AnswerSetting AnswerWith(const std::string& setting_id, v1::Answer answer);
AdoptSetting Adopt(const std::string& setting_id);
StartSetting Start(const std::string& setting_id, const Person& who);
GiveSettingNotice Notice(const std::string& setting_id);
EndSetting End(const std::string& setting_id, common::v1::TonightKind kind, const Person& voucher);
TakeOverTonight TakeOver(const Person& who, const std::string& deployment_id = "deployment");
// Who raised the alarm leads; by `who` in person; who admits; and back to whoever takes over.
BeginCrisisLead CrisisOf(const Person& lead, const Person& deputy, uint32_t episode = 1);
AcceptCrisisLead LeadCrisis(const Person& who, const Person& deputy);
EndCrisisLead CrisisOver(uint32_t episode = 1);
MoveForClinic ToClinic(const Person& doctor);
MoveForClinic IntoCare(const Person& office);
MoveForClinic FromCare(common::v1::TonightKind kind, const Person& next);
MoveForClinic FromClinic(common::v1::TonightKind kind, const Person& next);
RecordSetback Setback(v1::SetbackKind kind = v1::SETBACK_KIND_RELAPSE);
EnterStandby Rest(v1::StandbyReason reason, absl::Time next_contact_due, absl::Time retry_due);
RecordContactWithYoungPerson Contact();
RecordHearing Hear(const common::v1::Participation& participation);

RecordResourceCheck CheckResources();
RecordPeerConsultation Consult();  // Adler for the ASD, Wiesel for finance
ClassifyNeed Classify(v1::NeedClass need_class = v1::NEED_CLASS_GREY);
OpenRiskAssessment SeeSigns();
RecordRiskAssessment Assess(const std::string& assessment_id);  // by Adler and Habicht
CallCommission LayBefore(const std::string& setting_id);
VoteInCommission Vote(const std::string& commission_id, v1::CommissionSeat seat, bool approves = true);
EnterRecord Contribute(v1::RecordKind kind = v1::RECORD_KIND_CONTRIBUTION);  // with what its kind needs
AssessRight Right(v1::RightDomain domain, bool covered, absl::Time since);
// What was entrusted may be told to this organisation for half a year.
RegisterConsent Consented(const std::string& organisation_id,
                          v1::ConsentGiver given_by = v1::CONSENT_GIVER_YOUNG_PERSON);
WithdrawConsent Withdrawn(const std::string& consent_id);
RecordConfidence Sure(v1::Confidence confidence);
BeginTrial Try(const std::string& setting_id, absl::Time until);
EvaluateSetting Evaluate(const std::string& setting_id, v1::EvaluationOutcome outcome);
DecideFunding Fund(const std::string& setting_id, v1::FundingDecision decision);
EnterResidentialPhase Phase(const std::string& setting_id, v1::ResidentialPhase phase);
AnswerReturn Receives(const std::string& setting_id, bool accepts = true);  // a no with its reason
v1::OfferFoundUnsuitable Lacked(const std::string& setting_id, const Person& provider);

FollowUpHandover FollowUp(const std::string& handover_id,
                          v1::FollowUpOutcome outcome = v1::FOLLOW_UP_OUTCOME_HOLDS);
TakeBackHandover TakeBack(const std::string& handover_id, const Person& who);
// By Specht, for a year, every 30 days.
BeginAftercare StayInContact();
// With what the ground needs, so that it would be accepted (of an adult where age counts; another case that
// goes on is held by Amsel).
RequestLawfulEnd AskToEnd(Ground ground);

// Of somebody of 16; of an adult of 18.
inline constexpr absl::CivilDay kBornMinor(2009, 5, 1), kBornAdult(2007, 5, 1);

DetermineCompetence Determine(const Person& competent, absl::Time since = kStart);
DetectCompetenceChange Detect(const std::string& organisation_id);
InformAgency Inform(const std::string& change_id, const Person& to, const Person& deputy);
SendAgencyData Send(const std::string& change_id);
RecordAgencyConversation Talk(const std::string& change_id, const std::vector<Person>& persons,
                              absl::Time held_at);
ReportContinuedService GoesOn(const std::string& change_id, absl::Time since = kStart);
AcceptContinuedService TakeOn(const std::string& change_id, const Person& who);
RefuseCompetence Deny(const std::string& change_id, const Person& who);
AskProvisionalTakeover AskToAct(const std::string& change_id, const Person& to, const Person& deputy,
                                v1::ProvisionalCause cause = v1::PROVISIONAL_CAUSE_DISPUTED);
AcceptProvisionalTakeover Act(const std::string& change_id, const Person& who);
OfferOmbuds TellOfOmbuds(const std::string& change_id);
// One document, for the purpose it was collected for; or word that nothing is left to send.
PackAfterwards PackLater(const Person& to, uint64_t position = 3);
PackAfterwards NothingLeft(const Person& to);
// Packs what was collected for the purpose at hand (§ 64), for nobody named where `to` is empty.
PrepareHandover Prepare(const std::string& to_organisation = "", const std::vector<uint64_t>& positions = {});
PrepareHandover PutAway();

RecordBirthDate Born(std::optional<absl::CivilDay> day);
RecordBirthDate Rather(absl::CivilDay day);  // a correction, with its reason
NameGuardian NameParents();
NameGuardian NameOffice(const Person& guardian);
PlanHelp Plan(absl::Time end);
RecordTransitionCheck LookAhead();

// --- The case ---

class CaseStory {
 public:
  // Happened before; reports a failure when it is refused.
  CaseStory& Given(const Person& who, const Command& command);
  // The open offer's receiver and the holder met, says the holder.
  CaseStory& Met();
  Decision When(const Person& who, const Command& command);
  // From now on the office that holds CASE takes so long, and whoever is asked, or gave it (OfficeTerms).
  CaseStory& Takes(const common::v1::OfficeTerms& office, const common::v1::OfficeTerms& others = {});
  void Wait(absl::Duration time) { now_ += time; }

  const State& state() const { return state_; }
  absl::Time now() const { return now_; }
  std::string setting() const { return state_.settings.back().id; }                  // proposed last
  std::string change() const { return state_.change->id; }                           // of competence, open
  std::string end() const { return state_.ending->id; }                              // asked for
  std::string handover() const { return state_.handover.open()->id; }                // open
  std::string coordination() const { return state_.coordination_offer.open()->id; }  // offered
  std::string consent() const { return state_.consents.back().id; }                  // given last
  std::string commission() const { return state_.planning.commission->id; }
  std::string assessment() const { return state_.planning.assessment_id; }

 private:
  State state_;
  absl::Time now_ = kStart;
  common::v1::OfficeTerms terms_, others_terms_;
  int commands_ = 0;
};

// Opened for Adler, who vouches for the night at home; with a team that has begun to share; with a setting of
// Fuchs's that is proposed, or runs; resting after Milo refused.
CaseStory OpenedCase();
CaseStory CaseWithTeam();
CaseStory CaseWithCoordinationOffered();  // by Krause to Uhu
CaseStory CaseWithProposal(v1::ComponentKind kind = v1::COMPONENT_KIND_RESIDENTIAL);
CaseStory CaseWithRunningSetting(v1::ComponentKind kind = v1::COMPONENT_KIND_RESIDENTIAL);
CaseStory RestingCase();
// Offered to Berg with Lerche as deputy, who has met Adler; or moved to Berg.
CaseStory CaseOfferedToBerg();
CaseStory CaseMovedToBerg();
// Moved to Amsel's office, with a team that shares it.
CaseStory CaseMovedToAmsel();
// Shared; the end was asked for by Adler (with the birth date recorded before, where the ground needs it),
// approved by Fuchs, too, and for the last one in effect since. Checked, consulted and classified as grey;
// and with Fuchs's setting proposed, answered and laid before the commission.
CaseStory ClassifiedCase();
CaseStory CaseBeforeTheCommission();
CaseStory CaseWithEndAskedFor(Ground ground = Ground::kOwnDecision);
CaseStory CaseWithEndApproved(Ground ground = Ground::kOwnDecision);  // and by Amsel, where she goes on
CaseStory EndedCase(Ground ground = Ground::kOwnDecision);
// The office of Amsel may be competent, says Adler; Amsel knows; has everything, talked and goes on, says
// Adler; or denies it.
CaseStory CaseInQuestion();
CaseStory CaseToldToAmsel();
CaseStory CaseContinuedByAmsel();
CaseStory ContestedCase();
// The case that goes on, if one is named, does.
PassDeadline ObjectionPeriodOver(const CaseStory& story);

// --- Then ---

::testing::AssertionResult RefusedWith(const Decision& decision, refusal::Reason reason);
// Names of the events, such as "CaseOpened"; the code of the refusal in angle brackets when refused.
std::vector<std::string> Facts(const Decision& decision);

}  // namespace fallverbund::casework::testing

#endif  // FALLVERBUND_SERVICES_CASE_DOMAIN_TESTING_CASE_STORY_H_
