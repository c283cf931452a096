// What may be asked of a crisis. Texts arrive sealed; facts about the case, the directory and the agreement
// in force ride in.
#ifndef FALLVERBUND_SERVICES_CRISIS_DOMAIN_CRISIS_COMMANDS_H_
#define FALLVERBUND_SERVICES_CRISIS_DOMAIN_CRISIS_COMMANDS_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "fallverbund/common/v1/sealed.pb.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "libs/base/time.h"
#include "libs/care/holder.h"

namespace fallverbund::crisis {

// Proposed defaults where no procedure is in force or it says nothing: no paragraph has a number.
inline constexpr absl::Duration kAcknowledgeWithin = absl::Minutes(30);
inline constexpr absl::Duration kHeardWithin =
    absl::Minutes(30);  // of a danger that a later alarm says first
inline constexpr absl::Duration kNightConfirmedWithin =
    absl::Minutes(30);  // by whoever got it by another's word
inline constexpr absl::Duration kCourtApprovalWithin = absl::Hours(24);
inline const absl::Duration kAftercareMeetingWithin = Days(14);
inline const absl::Duration kLongestPlanAhead = Days(180);  // of a leave, a meeting or a task

// What the procedure in force demands (D9).
struct Terms {
  std::string agreement_id;  // empty: none is in force
  uint32_t version = 0;
  std::map<common::v1::CrisisParty, absl::Duration> acknowledge_within;  // others: kAcknowledgeWithin
  absl::Duration court_approval_within = kCourtApprovalWithin;
  absl::Duration meeting_within = kAftercareMeetingWithin;
  friend bool operator==(const Terms&, const Terms&) = default;
};

// Addressees of the legs, by party; missing or empty: nobody of the directory.
using Addressees = std::map<common::v1::CrisisParty, std::string>;

// An alarm for somebody who has a case.
struct OpenCrisis {
  v1::CrisisOpened opened;              // case, subject, kind, risks and account
  common::v1::Sealed repeated_account;  // the same account, for an alarm that finds one open
  std::string deputy_person_id;
  Addressees addressees;
  Terms terms;

  // Facts.
  bool always_may = false;        // a public unit or the emergency service
  bool signatory = false;         // has signed what is in force (D9)
  bool outside = false;           // in no circle of the case, and none that always may: only heard (§ 62)
  bool names_addressees = false;  // of its own accord
  bool names_other_guardian = false;  // than the organisation on record
  std::string actor_unit_id;          // of the acting person
  bool deputy_known = false;          // of the actor's organisation
  bool addressees_known = true;       // each that is named, and of the kind that party is of
  bool leaves = false;                // the actor, or the actor's organisation: nothing new (N10, N11)
  care::Holder case_holder;
  bool recorded_in_error = false;  // the case, which has ended so: another one goes on, or none
  // Facts for an alarm that finds one open.
  care::Holder lead;                  // CRISIS_LEAD in the case; empty: it has not arrived there
  uint32_t lead_episode = 0;          // and of which episode: the case may not know yet that one is over
  std::set<std::string> deployed;     // crisis teams that are on a deployment for the case
  std::set<std::string> answers_for;  // organisations that hold CASE or the night
};

// An alarm for somebody nobody here knows yet (B10). `holder.organisation_id` receives it: the actor's own,
// or, of another signatory, the public body that it names (D9, N2).
struct OpenCrisisForUnknownPerson {
  v1::CrisisOpened opened;  // subject, kind, risks and texts
  care::Holder holder;      // who is on duty; the basis is decided here
  common::v1::TonightKind tonight_kind = common::v1::TONIGHT_KIND_UNSPECIFIED;
  Addressees addressees;
  Terms terms;

  // Facts.
  bool signatory = false;           // the actor's organisation has signed what is in force (D9)
  bool receiver_signatory = false;  // and so has whoever receives the alarm
  bool public_unit = false;         // that is a youth office
  bool emergency_service = false;   // or the emergency service
  bool unit_known = false;          // of that organisation, or none was named
  bool on_duty_known = false;       // of that unit
  bool deputy_known = false;        // of that unit
  bool addressees_known = true;
  // Who holds and deputises if those named have no role to act in: of the same unit (R0). nullopt: they have,
  // or nobody there has.
  std::optional<std::pair<std::string, std::string>> reachable;
};

// By reaction to the case's CaseOpened.
struct MarkCaseOpened {
  std::string case_id;
};

struct RecordLegAttempt {
  v1::LegAttempted attempt;  // without person_id
};
struct AcknowledgeLeg {
  common::v1::CrisisParty party = common::v1::CRISIS_PARTY_UNSPECIFIED;
  v1::ContactChannel told_by_channel = v1::CONTACT_CHANNEL_UNSPECIFIED;  // the addressee itself needs none
};
struct NameLegOrganisation {
  common::v1::CrisisParty party = common::v1::CRISIS_PARTY_UNSPECIFIED;
  std::string organisation_id;

  // Facts.
  bool known = false;  // there is one, and of the kind that party is of
  // Whose leg it is and nobody else's: the youth office that holds CASE, the guardian on record; empty:
  // anybody's.
  std::string answers_organisation_id;
  bool leads_crisis = false;  // the actor's organisation (CRISIS_LEAD)
  care::Holder case_holder;
};

// A later alarm was heard.
struct AcknowledgeAlarm {
  // Facts.
  care::Holder lead;  // as in OpenCrisis
  uint32_t lead_episode = 0;
  care::Holder case_holder;
};

// TONIGHT in the case, a fact: it may have moved since.
struct Night {
  care::Tonight tonight;
  // What the case has followed of the crisis so far (case_facts.h).
  std::string stay_id = {};
  std::map<std::string, uint32_t> entered = {};

  bool HasEntered(const std::string& stay, uint32_t times) const {
    const auto found = entered.find(stay);
    return found != entered.end() && found->second >= times;
  }
};

// Where the night goes from the clinic, or after care: as planned, or as whoever says it knows.
struct Leaving {
  bool planned = false;
  common::v1::TonightKind kind = common::v1::TONIGHT_KIND_UNSPECIFIED;  // only unplanned

  // Facts.
  care::Holder case_holder;
  std::string kept_place_organisation_id;
  bool next_leaves = false;  // whoever the plan names
  Night night;
};

struct StabiliseCrisis {
  common::v1::Sealed account;
};

// In person: the night goes there (N9).
struct TakeIntoCare {
  bool detention = false;
  common::v1::Sealed account;
  std::string unit_id;  // may be empty
  std::string deputy_person_id;

  // Facts.
  bool by_youth_office = false;  // the actor's organisation is one
  bool unit_known = false;       // of the actor's organisation, or none was named
  bool deputy_known = false;     // of the actor's organisation
  bool leaves = false;           // the actor or the deputy
  care::Holder case_holder;
  Night night;
};
struct EndCare : Leaving {
  v1::CareEndReason reason = v1::CARE_END_REASON_UNSPECIFIED;
};
// Whoever got the night by another's word has heard of it.
struct ConfirmNight {
  care::Holder case_holder;  // fact
};

// In person.
struct AdmitToClinic {
  v1::ClinicBasis basis = v1::CLINIC_BASIS_UNSPECIFIED;
  std::string unit_id;  // may be empty
  std::string deputy_person_id;

  // Facts, from the directory.
  bool unit_known = false;    // of the actor's organisation, or none was named
  bool deputy_known = false;  // of the actor's organisation
  bool leaves = false;        // the actor or the deputy
};
// A stay that began otherwise deprives of liberty from now on (§ 1631b BGB).
struct DetainInClinic {
  common::v1::Sealed account;
};
struct RecordCourtDecision {
  v1::CourtDecided decided;  // without person_id
};
struct EndDetention {
  v1::Detention detention = v1::DETENTION_UNSPECIFIED;
};
struct PlanClinicLeave {
  common::v1::TonightKind kind = common::v1::TONIGHT_KIND_UNSPECIFIED;
  std::string deputy_person_id;  // may be empty
  absl::Time on;
  common::v1::Participation participation;

  // Facts.
  care::Holder case_holder;
  std::string kept_place_organisation_id;  // whose place the case keeps (N9); empty: nobody's
  std::string actor_unit_id;
  bool deputy_known = false;  // or none was named
  bool leaves = false;        // the actor or the deputy
  bool of_age = false;
};
// The same of where it goes when care ends.
struct PlanCareEnd {
  PlanClinicLeave plan;
};
struct LeaveClinic : Leaving {
  common::v1::Participation participation;  // only planned
  bool of_age = false;                      // fact
};

struct ScheduleAftercareMeeting {
  absl::Time on;
  // Facts.
  care::Holder case_holder;
  std::string guardian_organisation_id;  // as in RecordAftercareMeeting
};
struct RecordAftercareMeeting {
  v1::AftercareMeetingHeld held;

  // Facts.
  std::set<std::pair<std::string, std::string>> known;  // organisations with a named person that is theirs
  care::Holder case_holder;
  std::string
      guardian_organisation_id;  // an office represents (GUARDIAN); empty: parents, or nobody any more
  bool of_age = false;
};
struct AgreeAfterClinicTask {
  v1::AfterClinicTaskAgreed task;  // without task_id

  // Facts.
  bool doer_known = false;
  bool leads_crisis = false;  // the actor's organisation (CRISIS_LEAD)
  care::Holder case_holder;
};
struct RecordAfterClinicTaskDone {
  std::string task_id;
  care::Holder case_holder;  // fact
};
struct InvolveParents {
  v1::ParentsInvolved involved;
  bool of_age = false;  // fact
};
struct ConcludeCrisis {
  // Facts.
  care::Holder case_holder;
  std::optional<absl::Time> case_ended_at;  // lawfully: nobody can meet any more
  bool recorded_in_error = false;           // and no alarm brings it back
};

// By clock: something is late, the next step of telling is due, or a detention is over.
struct PassCrisisDeadline {
  common::v1::ClockKind clock = common::v1::CLOCK_KIND_UNSPECIFIED;
  std::string object_id;
  absl::Time due;
  Night night = {};  // fact
};

using CrisisCommand =
    std::variant<OpenCrisis, OpenCrisisForUnknownPerson, MarkCaseOpened, RecordLegAttempt, AcknowledgeLeg,
                 NameLegOrganisation, AcknowledgeAlarm, StabiliseCrisis, TakeIntoCare, EndCare, AdmitToClinic,
                 DetainInClinic, RecordCourtDecision, EndDetention, PlanClinicLeave, PlanCareEnd, LeaveClinic,
                 ConfirmNight, ScheduleAftercareMeeting, RecordAftercareMeeting, AgreeAfterClinicTask,
                 RecordAfterClinicTaskDone, InvolveParents, ConcludeCrisis, PassCrisisDeadline>;

}  // namespace fallverbund::crisis

#endif  // FALLVERBUND_SERVICES_CRISIS_DOMAIN_CRISIS_COMMANDS_H_
