// Long, because one struct per command, and the list of all.
//
// What can be asked of a case. Who asks, when, and a new id ride in decider::Given; names and texts arrive
// sealed.
//
// A command that is just a fact to record carries its event as a draft; Decide fills the fields that only the
// case knows (ids it mints, versions, cycles, counts).
#ifndef FALLVERBUND_SERVICES_CASE_DOMAIN_COMMANDS_H_
#define FALLVERBUND_SERVICES_CASE_DOMAIN_COMMANDS_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/common/v1/terms.pb.h"
#include "fallverbund/team/v1/directory_events.pb.h"
#include "libs/care/holder.h"
#include "libs/decider/one_of.h"
#include "services/case/domain/ground.h"

namespace fallverbund::casework {

// What the directory knows about a holder that a command names. Commands call theirs `holder`, `to`, `next`
// or `receiver`: by these names decide.cc finds out whether something new is given to who leaves.
struct HolderFacts {
  bool public_body = false;        // the organisation is a youth office
  bool person_known = false;       // the person is of that organisation and unit
  bool deputy_known = false;       // so is the deputy
  bool emergency_service = false;  // the organisation is the Notdienst, which may hold what it heard of first
  bool leaves = false;             // the person or the deputy leaves: nothing new (N11)
  bool reachable = false;          // each of the two has a role in which whoever holds CASE acts (R0)
  bool may_receive = false;        // so they may answer for the time after residential help (C17)
  std::string home_log_origin = {};  // of the association whose partner it is; empty: it is of this one
};

// Who holds in the place of somebody who held and leaves, or has left: of the same unit, or of another one of
// the organisation where nobody of it can, with a deputy if the organisation has a second one (N11). A fact
// from the directory; nullopt: whoever held is still there, or the organisation has nobody else. Beside it,
// `unreachable`: whoever then holds, or the deputy, has left or has no role to act in (R0).
using StandIn = std::optional<care::Holder>;

// --- Beginning ---

// By reaction to an inquiry or contact: repeats the origin's holder and TONIGHT.
struct OpenCase {
  v1::CaseOpened opened;
  HolderFacts holder;
};

// --- Handover of the strand CASE ---

struct PrepareHandover {
  v1::HandoverPrepared prepared;  // without handover_id
};
struct OfferHandover {
  v1::HandoverOffered offer;  // without handover_id
  HolderFacts to;
  std::string prepared_id = {};  // what it is made from; empty: from nothing
};
struct RecordHandoverMeeting {
  v1::HandoverMeetingHeld meeting;  // without acting_person_ids
  std::set<std::string> acting;     // of the persons: for a giver who has left, and so has the deputy (N11)
};
// By reaction to CasesOffered: one case of a person who leaves.
struct OfferOfLeaver {
  std::string person_id;      // who leaves
  v1::HandoverOffered offer;  // without handover_id
  HolderFacts to;
};
struct AcceptHandover {
  std::string handover_id;
  std::string actor_unit_id;          // of the acting person, from the directory
  bool receiver_leaves = false;       // whoever would hold
  bool receiver_unreachable = false;  // that person or the deputy has lost the role since (R0)
};
struct RefuseHandover {
  v1::HandoverRefused refusal;  // without the count
  std::string actor_unit_id;
};
struct RevokeHandover {
  std::string handover_id;
};

struct FollowUpHandover {
  v1::HandoverFollowedUp follow_up;  // without next_due
};
struct TakeBackHandover {
  v1::HandoverTakenBack taken_back;  // without person_id
  std::string actor_unit_id;
  StandIn stand_in = std::nullopt;  // for the giver
  bool receiver_leaves = false;     // the giver, and nobody stands in
  HolderFacts to = {};              // whoever would hold, as of now
};

struct PackAfterwards {
  v1::PackedAfterwards packed;
  bool not_the_givers = false;  // fact: something of it the acting organisation has not read
};

// --- Shared responsibility ---

// By reaction to a proposed team.
struct InviteTeam {
  std::string team_id;
  common::v1::Holder coordinator;
  std::string case_worker_person_id;
  std::vector<v1::Invitation> invitations;
};
// By reaction to a replaced proposal.
struct ReplaceInvitation {
  v1::InvitationReplaced replacement;
};
struct CommitToTeam {
  std::string team_id;
  bool receiver_leaves = false;
};

struct NameCaseDeputy {
  std::string deputy_person_id;
  bool deputy_known = false;        // of the unit that holds, and does not leave
  bool actor_acts = false;          // for whoever holds and is away or leaves (N11)
  bool reachable = false;           // with this deputy both have a role in which whoever holds acts (R0)
  bool deputy_unreachable = false;  // this deputy has none
};

// Of whoever holds TONIGHT or COORDINATION.
struct NameStrandDeputy {
  common::v1::Strand strand = common::v1::STRAND_UNSPECIFIED;
  std::string deputy_person_id;
  bool deputy_known = false;  // of the organisation that holds, and does not leave
  bool actor_acts = false;    // for whoever holds and is away or leaves (N11)
};

struct NameSeatSuccessor {
  v1::InvitationReplaced replacement;
  bool successor_known = false;  // a person of that organisation who does not leave
};

// --- Succession of the strand COORDINATION ---

struct OfferCoordination {
  v1::CoordinationOffered offer;  // without offer_id; answer_due may be unset
  HolderFacts to;
};
struct AcceptCoordination {
  std::string offer_id;
  bool receiver_leaves = false;
};
struct RefuseCoordination {
  std::string offer_id;
  std::string actor_unit_id;
  common::v1::Sealed account = {};
};
struct RevokeCoordination {
  std::string offer_id;
};

// --- Understanding and documents ---

struct DocumentDiagnostics {
  v1::DiagnosticsDocumented diagnostics;  // without version
};
struct RecordCaseUnderstanding {
  v1::CaseUnderstandingRecorded understanding;  // without cycle
};

// --- The way to an approval, and § 8a ---

// Those of the named persons that the directory knows as of the organisation they are named with.
using KnownPersons = std::set<std::string>;

struct RecordResourceCheck {
  v1::ResourcesChecked check;  // without cycle
};
struct RecordPeerConsultation {
  v1::PeerConsultationHeld consultation;  // without cycle
  KnownPersons known;
};
struct ClassifyNeed {
  v1::NeedClassified classification;  // without cycle
  std::optional<absl::Time> assessment_due = std::nullopt;
};
struct OpenRiskAssessment {
  v1::RiskAssessmentOpened opened;  // without assessment_id; due may be unset
  StandIn stand_in = std::nullopt;
  bool unreachable = false;
};
struct RecordRiskAssessment {
  v1::RiskAssessmentMade made;
  KnownPersons known;
};
struct CallCommission {
  v1::CommissionCalled call;  // without commission_id; due may be unset
};
struct VoteInCommission {
  v1::CommissionVoteCast vote;  // without person_id
  v1::HelpReturned returned;    // for a no: reason and account
};

// --- Records and rights ---

struct EnterRecord {
  v1::RecordEntered record;  // without version; without record_id a new one
  bool role_known = false;   // the person of `role` is of that organisation
};
struct AssessRight {
  v1::RightAssessed right;  // look_again_due may be unset
};
struct RecordConfidence {
  v1::ConfidenceRecorded recorded;  // without person_id
};

// --- Consents (§ 65) ---

struct RegisterConsent {
  v1::ConsentGiven consent;  // without consent_id
};
struct WithdrawConsent {
  v1::ConsentWithdrawn withdrawal;
};

// --- Break-glass: reading beyond need-to-know in a crisis (§ 62, § 65) ---

struct BreakGlass {
  v1::GlassBroken broken;  // with crisis_id, reason, account and endangered alone; no crisis_id: none is open
};
struct ReviewReading {
  v1::GlassReviewed review;      // without who
  bool holder_is_alone = false;  // fact: no other organisation belongs to the circle
};

// --- Settings and TONIGHT ---

// What offers lacked, said with an end or a setback (B4).
using UnsuitableOffers = std::vector<v1::OfferFoundUnsuitable>;

struct ProposeSetting {
  v1::SettingProposed proposal;  // without setting_id
};
struct AnswerSetting {
  v1::SettingAnswered answer;
};
struct AdoptSetting {
  v1::SettingAdopted adoption;     // without version
  bool approval_required = false;  // the office's working rules say so (C8)
};
struct StartSetting {
  std::string setting_id;
  std::string actor_unit_id;
  std::string deputy_person_id;  // may be empty
  bool deputy_known = false;
  bool receiver_leaves = false;
};
struct GiveSettingNotice {
  v1::SettingNoticeGiven notice;
};
struct EndSetting {
  std::string setting_id;
  common::v1::Tonight next_tonight;
  HolderFacts next;
  UnsuitableOffers unsuitable = {};
};
struct BeginTrial {
  v1::TrialBegun trial;
};
struct EvaluateSetting {
  v1::SettingEvaluated evaluation;
};
struct DecideFunding {
  v1::FundingDecided funding;
};
struct EnterResidentialPhase {
  v1::ResidentialPhaseEntered entered;  // without receiver_answer_due
  HolderFacts receiver;
};
struct AnswerReturn {
  v1::ReturnAnswered answer;  // without plan_anew_due and who
  bool receiver_leaves = false;
};
// By reaction to a partner that goes (N10).
struct LetPartnerGo {
  std::string organisation_id;
  team::v1::LeavingCause cause = team::v1::LEAVING_CAUSE_UNSPECIFIED;
  absl::Time until;
  bool overtaken = false;  // fact: by now it stays
};
// By reaction to one that stays after all.
struct LetPartnerStay {
  std::string organisation_id;
  bool overtaken = false;  // fact: by now it goes again
};
struct VouchForTonight {
  common::v1::Tonight tonight;
  HolderFacts next;
};
// By who shelters tonight, or holds CASE.
struct ReportMissing {};
// By the provider whose place was kept.
// Nothing new is given: who shelters in fact says so, also while leaving (N10, N11).
struct ReportBack {
  std::string actor_unit_id;
  std::string deputy_person_id;
  bool deputy_known = false;  // of the actor's organisation, and stays there
};
// By reaction to an overnight deployment that the crisis team accepted.
struct TakeOverTonight {
  std::string deployment_id;
  common::v1::Holder holder;
  std::optional<absl::Time> requested_at = std::nullopt;  // whoever sheltered then is relieved
  StandIn stand_in = std::nullopt;
  bool unreachable = false;
};

// By reaction to any deployment that was asked for: a crisis.
struct AwakenForCrisis {
  std::string deployment_id;
  StandIn stand_in = std::nullopt;
  bool unreachable = false;
};

// --- Crisis: the strand CRISIS_LEAD, and the night in a clinic ---

// By reaction to an alarm: whoever raised it leads first.
struct BeginCrisisLead {
  v1::CrisisLeadTaken begins;  // without `from`
  StandIn stand_in = std::nullopt;
  bool unreachable = false;
};
// In person, by somebody else.
struct AcceptCrisisLead {
  std::string actor_unit_id;
  std::string deputy_person_id;
  bool deputy_known = false;     // of the actor's organisation
  bool receiver_leaves = false;  // the actor or the deputy
};
// By reaction to a crisis that was concluded.
struct EndCrisisLead {
  v1::CrisisLeadEnded ends;
};
// By reaction to an admission to a clinic or a taking into care, or to leaving it.
struct MoveForClinic {
  std::string stay_id;  // or the care
  common::v1::Tonight to;
  bool leaves = false;
  std::string into_care_id = {};  // out of the clinic, back into this care; empty: elsewhere
  StandIn stand_in = std::nullopt;
  bool unreachable = false;
};

// --- Setbacks, standby, contact ---

struct RecordSetback {
  v1::SetbackRecorded setback;
  UnsuitableOffers unsuitable = {};
  StandIn stand_in = std::nullopt;
  bool unreachable = false;
};
struct EnterStandby {
  v1::StandbyEntered standby;
};
struct RecordContactWithYoungPerson {
  v1::ContactWithYoungPersonRecorded contact;  // without person_id
  StandIn stand_in = std::nullopt;
  bool unreachable = false;
};
struct RecordHearing {
  v1::HearingRecorded hearing;
};

// --- Clocks ---

// By clock: `due` of the clock of this kind and object has passed, or its next step has.
struct PassDeadline {
  common::v1::ClockKind clock = common::v1::CLOCK_KIND_UNSPECIFIED;
  std::string object_id;
  absl::Time due;
  // OBJECTION_PERIOD: the case that this one is said to be continued in, if it is open and nobody asks for
  // its end; else empty.
  std::string goes_on_in = {};
  bool holder_reachable = false;  // HOLDER_REACHABLE: both have a role to act in by now (R0)
};

// --- Lawful ends: the door that says no, and seven times perhaps ---

// What the house knows of the case that another is said to be continued in.
struct OtherCase {
  bool open = false;     // another case than the one asked about, and not ended
  bool may_end = false;  // somebody asks for its end
  common::v1::Holder holder = {};
};

struct RequestLawfulEnd {
  Ground ground;                                      // ClassifyGround of the text
  v1::LawfulEndRequested request = {};                // without end_id, ground, of_age and continued_by
  std::optional<absl::CivilDay> born = std::nullopt;  // in clear for this decision only
  OtherCase other_case = {};                          // request.continued_in_case_id
  // A fact: known in the organisation named, does not leave, and has a role that may approve an end.
  bool reviewer_may_approve = false;
  std::string home_log_origin = {};  // of whoever asks; empty: of this association
};
struct ApproveLawfulEnd {
  std::string end_id;
};
struct ObjectLawfulEnd {
  std::string end_id;
  bool for_young_person = false;
  common::v1::Sealed account = {};
};
struct ReopenCase {
  StandIn stand_in = std::nullopt;
  bool unreachable = false;
};
// --- Aftercare ---

struct BeginAftercare {
  v1::AftercareBegun aftercare;  // without next_contact_due
  HolderFacts holder;
};

// --- Local competence (N7) ---

struct DetermineCompetence {
  v1::CompetenceDetermined determined;  // without competence_id
  bool public_body = false;             // the organisation is a youth office
};
struct DetectCompetenceChange {
  v1::CompetenceChangeDetected detected;  // without change_id and dates
  bool public_body = false;
};
struct InformAgency {
  v1::AgencyInformed informed;  // without takeover_due
  HolderFacts to;
};
struct SendAgencyData {
  v1::AgencyDataSent sent;
};
struct RecordAgencyConversation {
  v1::AgencyConversationHeld conversation;
};
struct ReportContinuedService {
  v1::ServiceContinuationReported report;  // without person_id
};
struct AcceptContinuedService {
  std::string change_id;
  std::string actor_unit_id;
  bool receiver_leaves = false;
  bool receiver_unreachable = false;
};
struct RefuseCompetence {
  v1::CompetenceRefused refusal;  // without dates
  std::string actor_unit_id;
};
struct AskProvisionalTakeover {
  v1::ProvisionalTakeoverAsked asked;  // without answer_due
  HolderFacts to;
};
struct AcceptProvisionalTakeover {
  std::string change_id;
  std::string actor_unit_id;
  bool receiver_leaves = false;
  bool receiver_unreachable = false;
};
struct OfferOmbuds {
  v1::OmbudsOffered offered;
};

// --- Age (N13) ---

struct RecordBirthDate {
  v1::BirthDateRecorded recorded;  // without dates
  // The same, for where a second person has to say it first; without month and person. A sealed text belongs
  // to one field, so it is sealed for each.
  v1::BirthDateCorrectionProposed proposed = {};
  std::optional<absl::CivilDay> born;  // in clear for this decision only
  std::vector<std::string> gone;       // who has, or had, something in this case and leaves or has left (N11)
};
struct NameGuardian {
  v1::GuardianNamed named;  // without declaration_due
  HolderFacts holder;
};
struct DeclareGuardianship {
  bool receiver_leaves = false;
};
struct RecordConsents {
  v1::ConsentsAskedAnew consents;
};
struct PlanHelp {
  v1::HelpPlanned plan;  // without transition_check_due
};
struct RecordTransitionCheck {
  v1::TransitionChecked check;
};

// --- Unaccompanied minors (§§ 42a, 42b), and the search for somebody who is missing ---

struct ReceiveUnaccompaniedMinor {
  v1::UnaccompaniedMinorReceived received;  // without dates to come
};
struct RecordMinorStep {
  v1::MinorStepTaken taken;  // without next_due
};
struct RecordMinorAllocation {
  v1::MinorAllocated allocated;
  bool public_body = false;  // fact: the organisation is a youth office
};
struct ExcludeMinorAllocation {
  v1::MinorExcluded excluded;
};
struct SendEscort {
  v1::EscortSent escort;
  bool of_holder = false;  // fact: a person of the acting organisation
};
struct ConfirmArrival {
  v1::ArrivalConfirmed arrival;  // without person_id
};
struct RecordSearchContact {
  v1::SearchContactMade made;  // without next_due
  int next_within_hours = 0;
};

class Command
    : public decider::OneOf<
          OpenCase, OfferHandover, RecordHandoverMeeting, AcceptHandover, RefuseHandover, RevokeHandover,
          InviteTeam, ReplaceInvitation, CommitToTeam, DocumentDiagnostics, RecordCaseUnderstanding,
          ProposeSetting, AnswerSetting, AdoptSetting, StartSetting, GiveSettingNotice, EndSetting,
          TakeOverTonight, RecordSetback, EnterStandby, RecordContactWithYoungPerson, RecordHearing,
          PassDeadline, RequestLawfulEnd, ApproveLawfulEnd, ObjectLawfulEnd, ReopenCase, FollowUpHandover,
          TakeBackHandover, BeginAftercare, DetermineCompetence, DetectCompetenceChange, InformAgency,
          SendAgencyData, RecordAgencyConversation, ReportContinuedService, AcceptContinuedService,
          RefuseCompetence, AskProvisionalTakeover, AcceptProvisionalTakeover, OfferOmbuds, RecordBirthDate,
          NameGuardian, DeclareGuardianship, RecordConsents, PlanHelp, RecordTransitionCheck,
          RecordResourceCheck, RecordPeerConsultation, ClassifyNeed, OpenRiskAssessment, RecordRiskAssessment,
          CallCommission, VoteInCommission, EnterRecord, AssessRight, BeginTrial, EvaluateSetting,
          DecideFunding, EnterResidentialPhase, AnswerReturn, OfferOfLeaver, NameCaseDeputy, NameStrandDeputy,
          NameSeatSuccessor, VouchForTonight, ReportMissing, ReportBack, LetPartnerGo, LetPartnerStay,
          OfferCoordination, AcceptCoordination, RefuseCoordination, RevokeCoordination, AwakenForCrisis,
          RecordConfidence, RegisterConsent, WithdrawConsent, BeginCrisisLead, AcceptCrisisLead,
          EndCrisisLead, MoveForClinic, BreakGlass, ReviewReading, ReceiveUnaccompaniedMinor, RecordMinorStep,
          RecordMinorAllocation, ExcludeMinorAllocation, SendEscort, ConfirmArrival, RecordSearchContact,
          PackAfterwards, PrepareHandover> {
 public:
  using OneOf::OneOf;

  // Facts, as far as this service has read the log: how long the office takes that holds CASE by then (where
  // another one holds it, the usual numbers count), and whoever is asked by this command, or gave the case
  // and looks after it.
  std::string office_id;
  common::v1::OfficeTerms terms;
  common::v1::OfficeTerms others_terms;
};

}  // namespace fallverbund::casework

#endif  // FALLVERBUND_SERVICES_CASE_DOMAIN_COMMANDS_H_
