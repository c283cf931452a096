// What judging one commit works on: the commit, what was known before it, and where findings go. Used inside
// this room.
#ifndef FALLVERBUND_SERVICES_AUDIT_DOMAIN_BENCH_H_
#define FALLVERBUND_SERVICES_AUDIT_DOMAIN_BENCH_H_

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>

#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/common/v1/responsibility.pb.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "fallverbund/crisis/v1/deployment_events.pb.h"
#include "fallverbund/intake/v1/intake_events.pb.h"
#include "fallverbund/team/v1/team_events.pb.h"
#include "services/audit/domain/case_files.h"
#include "services/audit/domain/directory_facts.h"
#include "services/audit/domain/entry.h"
#include "services/audit/domain/strands.h"

namespace fallverbund::audit {

struct Bench {
  const Entry& entry;
  const DirectoryFacts& directory;
  const CaseFiles& cases;
  const Bounds& bounds;
  v1::CaseFile& file;
  Verdict& verdict;

  When Now() const;  // of the commit
  const eventlog::v1::Actor& actor() const { return entry.commit.actor(); }
  std::string aggregate_id() const { return std::string(entry.aggregate_id); }

  template <class Event>
  bool CommitHas() const {
    const auto& events = entry.commit.events();
    return std::any_of(events.begin(), events.end(), [](const eventlog::v1::Event& event) {
      return event.type() == Event::descriptor()->full_name();
    });
  }

  void Report(v1::FindingKind kind, std::string_view detail,
              common::v1::Strand strand = common::v1::STRAND_UNSPECIFIED) const;
  // Of a defect that lasts: reported when `broken` begins, again only after it was healed.
  void ReportWhile(bool broken, v1::FindingKind kind, std::string_view detail) const;

  // Registered, and of this organisation.
  bool IsNamedPerson(std::string_view person_id, std::string_view organisation_id) const;
  // The commit's actor is this person, of this organisation.
  bool InPerson(std::string_view person_id, std::string_view organisation_id) const;
  // The commit's actor is of the organisation that holds CASE.
  bool ByCaseHolder() const;
  // How long `office` may take: the number of days an event names as its own, where it has set that number
  // and the bounds allow it, else what is usual.
  absl::Duration Term(std::string_view office, uint32_t named, const OwnDays& own,
                      absl::Duration usual) const;
  // The organisation that holds CASE; empty: nobody.
  std::string_view Office() const;
  // `next` is a colleague of the same unit and may hold in the place of `gone`, who leaves or has left (N11).
  bool StandsIn(const common::v1::Holder& next, const common::v1::Holder& gone) const;
  // Likewise, of another unit of that organisation, since the deputy has left, too, or is the one who does.
  bool StandsInFromElsewhere(const common::v1::Holder& next, const common::v1::Holder& gone) const;
};

// A finding of `file`'s chain. Also counts it, and whether it is a gap. `strand`: whose gap or double it is;
// unset: as the kind says.
void AddFinding(v1::FindingKind kind, uint64_t position, std::string_view aggregate_id,
                std::string_view detail, v1::CaseFile& file, Verdict& verdict,
                common::v1::Strand strand = common::v1::STRAND_UNSPECIFIED);

// CASE: who holds from this commit on, and whether somebody who may: a youth office (A6).
void HoldCase(const Bench& bench, const common::v1::Holder& holder, absl::Time true_at,
              std::initializer_list<team::v1::OrganisationKind> may_hold = {
                  team::v1::ORGANISATION_KIND_YOUTH_OFFICE});
// Nobody answers for a case, as deputy or in person, and is the young person's guardian, too (N13).
void JudgeGuardian(const Bench& bench);
// TONIGHT: an empty one ends the strand, which is a finding.
void HoldTonight(const Bench& bench, const common::v1::Tonight& tonight);

void On(const Bench& bench, const intake::v1::ContactEvent& event);
void On(const Bench& bench, const intake::v1::InquiryEvent& event);
void On(const Bench& bench, const casework::v1::CaseEvent& event);
void On(const Bench& bench, const team::v1::TeamEvent& event);
void On(const Bench& bench, const crisis::v1::DeploymentEvent& event);
void On(const Bench& bench, const crisis::v1::CrisisEvent& event);

// Crisis (D1 to D4): CRISIS_LEAD is a strand of the chain crisis + case.
void On(const Bench& bench, const casework::v1::CrisisLeadTaken& event);
void On(const Bench& bench, const casework::v1::CrisisLeadEnded& event);
void RequireStay(const Bench& bench, const casework::v1::TonightMoved& event);
void EndCrisis(const Bench& bench);       // nobody leads any more
void JudgeAnew(const Bench& bench);       // the commit is over: all legs of a second emergency began in it
void NoteWhoAnswers(const Bench& bench);  // in an open crisis, before and after each commit of the chain

// Unaccompanied minors (§ 42a), and the search for somebody who is missing (N12).
void On(const Bench& bench, const casework::v1::MinorAllocated& event);
void On(const Bench& bench, const casework::v1::ArrivalConfirmed& event);
void RequireArrival(const Bench& bench, const casework::v1::ResponsibilityMoved& event);
void On(const Bench& bench, const casework::v1::SearchBegun& event);
bool IsMissing(const v1::CaseFile& file);  // nobody knows where, by whoever answers for tonight

// Handover of CASE (N3 to N5).
void On(const Bench& bench, const casework::v1::HandoverOffered& event);
void On(const Bench& bench, const casework::v1::HandoverAccepted& event);
void On(const Bench& bench, const casework::v1::ResponsibilityMoved& event);
void On(const Bench& bench, const casework::v1::HandoverMeetingHeld& event);
void On(const Bench& bench, const casework::v1::HandoverFollowedUp& event);
void On(const Bench& bench, const casework::v1::HandoverTakenBack& event);
void On(const Bench& bench, const casework::v1::PackedAfterwards& event);
void CloseHandover(const Bench& bench, std::string_view handover_id);

// Shared responsibility and coordination (B5, A7, A9).
void On(const Bench& bench, const casework::v1::CoordinationAssumed& event);
void On(const Bench& bench, const casework::v1::CoordinationOffered& event);
void On(const Bench& bench, const casework::v1::SuccessionOfferEnded& event);
void On(const Bench& bench, const casework::v1::CommitmentsInvited& event);
void On(const Bench& bench, const casework::v1::InvitationReplaced& event);
void On(const Bench& bench, const casework::v1::MemberCommitted& event);
void On(const Bench& bench, const casework::v1::SharedResponsibilityTaken& event);

// Aftercare (N13).
void On(const Bench& bench, const casework::v1::AftercareBegun& event);
void On(const Bench& bench, const casework::v1::AftercareInterrupted& event);
void MetInAftercare(const Bench& bench);

// Competence (N7).
void On(const Bench& bench, const casework::v1::CompetenceDetermined& event);
void On(const Bench& bench, const casework::v1::CompetenceChangeDetected& event);
void On(const Bench& bench, const casework::v1::AgencyInformed& event);
void On(const Bench& bench, const casework::v1::AgencyDataSent& event);
void On(const Bench& bench, const casework::v1::AgencyConversationHeld& event);
void On(const Bench& bench, const casework::v1::ServiceContinuationReported& event);
void On(const Bench& bench, const casework::v1::ServiceContinuedByNewAgency& event);
void On(const Bench& bench, const casework::v1::CompetenceRefused& event);
void On(const Bench& bench, const casework::v1::OmbudsOffered& event);
void On(const Bench& bench, const casework::v1::ProvisionalTakeoverAsked& event);
void On(const Bench& bench, const casework::v1::ProvisionalTakeover& event);
void On(const Bench& bench, const casework::v1::CompetenceChangeSettled& event);
void HeldForTheTimeBeing(const Bench& bench, const casework::v1::ResponsibilityMoved& event);  // or no more
// Whether a move to `e.to()` is one that a change of competence made right; reports what is not.
bool MovedByCompetence(const Bench& bench, const casework::v1::ResponsibilityMoved& e);

// Age (N13).
void On(const Bench& bench, const casework::v1::BirthDateRecorded& event);
void On(const Bench& bench, const casework::v1::BirthDateCorrectionProposed& event);
std::string FlawOfAge(const Bench& bench, const casework::v1::LawfulEndRequested& event);
void On(const Bench& bench, const casework::v1::GuardianNamed& event);
void On(const Bench& bench, const casework::v1::GuardianDeclared& event);
void On(const Bench& bench, const casework::v1::CameOfAge& event);
// After 18 no decision is taken past the young adult.
void JudgeHearing(const Bench& bench, const casework::v1::CaseEvent& event);

// Lawful ends (N14).
void On(const Bench& bench, const casework::v1::LawfulEndRequested& event);
void On(const Bench& bench, const casework::v1::LawfulEndApproved& event);
void On(const Bench& bench, const casework::v1::ObjectionPeriodBegan& event);
void On(const Bench& bench, const casework::v1::LawfulEndStopped& event);
void On(const Bench& bench, const casework::v1::CaseLawfullyEnded& event);
void On(const Bench& bench, const casework::v1::CaseReopened& event);

// Standby (N12).
void On(const Bench& bench, const casework::v1::StandbyEntered& event);

// Settings: who provides one, and whether it runs. Whoever provides one that runs shares the case.
void On(const Bench& bench, const casework::v1::SettingProposed& event);
void On(const Bench& bench, const casework::v1::SettingNoticeGiven& event);
void RunsOrNot(v1::CaseFile& file, const std::string& setting_id, bool runs);
// By this organisation; empty: by anybody.
bool Runs(const v1::CaseFile& file, const std::string& setting_id, const std::string& organisation_id);
// Whose place it is that the young person sleeps in, or that is kept meanwhile (N8, N9); each before the
// night moves by the event.
void BeginShelter(v1::CaseFile& file, const std::string& setting_id);
void JudgePlace(const Bench& bench, const casework::v1::TonightMoved& event);
void JudgeEnd(const Bench& bench, const casework::v1::SettingEnded& event);

// The way to an approval (C5 to C8), § 8a and residential help (C17).
void On(const Bench& bench, const casework::v1::ResourcesChecked& event);
void On(const Bench& bench, const casework::v1::PeerConsultationHeld& event);
void On(const Bench& bench, const casework::v1::NeedClassified& event);
void On(const Bench& bench, const casework::v1::RiskAssessmentOpened& event);
void On(const Bench& bench, const casework::v1::RiskAssessmentMade& event);
void On(const Bench& bench, const casework::v1::CommissionCalled& event);
void On(const Bench& bench, const casework::v1::CommissionVoteCast& event);
void On(const Bench& bench, const casework::v1::HelpApproved& event);
void On(const Bench& bench, const casework::v1::ResidentialPhaseEntered& event);
void On(const Bench& bench, const casework::v1::ReturnAnswered& event);
// Who has promised to receive is awaited once the help has ended, and says that it has begun.
void AwaitReceiver(const Bench& bench, const casework::v1::SettingEnded& event);
void On(const Bench& bench, const casework::v1::ContactWithYoungPersonRecorded& event);
// Consents, and records that rest on one (§ 65).
void On(const Bench& bench, const casework::v1::ConsentGiven& event);
void On(const Bench& bench, const casework::v1::ConsentWithdrawn& event);
void On(const Bench& bench, const casework::v1::RecordEntered& event);
// A case that has begun the path adopts what was approved in this cycle only.
void RequireApproval(const Bench& bench, const std::string& setting_id);
void DismissCommission(v1::CaseFile& file);
void BeginPlanningAnew(v1::CaseFile& file);  // a new cycle
void BeginResidence(v1::CaseFile& file, const std::string& setting_id);

// What must hold after every commit of the chain.
void JudgeStanding(const Bench& bench);

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_DOMAIN_BENCH_H_
