// Long, because one place says all that deciding looks at.
//
// What has happened to one case, as far as deciding needs it. Plain values: no texts, no keys, nothing to
// look up.
#ifndef FALLVERBUND_SERVICES_CASE_DOMAIN_STATE_H_
#define FALLVERBUND_SERVICES_CASE_DOMAIN_STATE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "fallverbund/casework/v1/case_events.pb.h"
#include "libs/care/approval.h"
#include "libs/care/clock.h"
#include "libs/care/commitment.h"
#include "libs/care/handover.h"
#include "libs/care/holder.h"
#include "libs/care/strand.h"

namespace fallverbund::casework {

enum class SettingPhase { kProposed, kAdopted, kRunning, kNotice, kEnded };

struct Component {
  v1::ComponentKind kind = v1::COMPONENT_KIND_UNSPECIFIED;
  std::string organisation_id;
  v1::Procurement procurement = v1::PROCUREMENT_UNSPECIFIED;  // C9
  friend bool operator==(const Component&, const Component&) = default;
};

// What an offer lacked (B4).
struct Unsuitable {
  std::string organisation_id;
  v1::ComponentKind kind = v1::COMPONENT_KIND_UNSPECIFIED;
  std::vector<v1::UnsuitableBecause> because;
  friend bool operator==(const Unsuitable&, const Unsuitable&) = default;
};

struct Setting {
  std::string id;
  SettingPhase phase = SettingPhase::kProposed;
  uint32_t version = 0;  // of the adopted settings of this case; 0: not adopted
  uint32_t cycle = 0;    // in which it was adopted
  std::vector<Component> components;
  v1::Answer answer = v1::ANSWER_UNSPECIFIED;
  bool approved = false;                                                 // by the commission (C8)
  std::optional<absl::Time> trial_until;                                 // B12
  v1::EvaluationOutcome evaluated = v1::EVALUATION_OUTCOME_UNSPECIFIED;  // the latest
  v1::FundingDecision funding = v1::FUNDING_DECISION_UNSPECIFIED;        // the latest (B14)
  v1::ResidentialPhase residential = v1::RESIDENTIAL_PHASE_UNSPECIFIED;  // C17
  care::Holder return_receiver;                                          // once a return is planned
  std::optional<absl::Time> return_planned_at;  // nullopt: not, or before anybody was asked (C17)
  bool return_accepted = false;                 // by the receiver
  std::vector<Unsuitable> unsuitable;
  std::vector<std::string> notices;  // whose notices stand; empty text: somebody's of long ago (N9)
  friend bool operator==(const Setting&, const Setting&) = default;
};

// Organisation that shelters in this setting; nullptr: nobody moves in.
const std::string* ResidentialProvider(const Setting& setting);
// Begins, and gives notice of, the setting: the sheltering organisation, else any that provides a part of it.
bool IsProvider(const Setting& setting, std::string_view organisation_id);
// Shelters in it or provides a part of it beside.
bool TakesPart(const Setting& setting, std::string_view organisation_id);
// Nobody else provides a part of it.
bool ProvidesAlone(const Setting& setting, std::string_view organisation_id);
bool IsRunning(const Setting& setting);  // under notice, too: the bridge
bool HasGivenNotice(const Setting& setting, std::string_view organisation_id);

// How far planning has come in this cycle on the way to an approval (C5 to C8).
enum class Step { kNone, kResourcesChecked, kConsulted, kClassified };

struct Classification {
  v1::NeedClass need_class = v1::NEED_CLASS_UNSPECIFIED;
  uint32_t cycle = 0;
  absl::Time at;
  std::string person_id;
  friend bool operator==(const Classification&, const Classification&) = default;
};

// Pending: somebody of the three has not voted.
struct Commission {
  std::string id;
  std::string setting_id;
  care::Approvals votes;  // role: the seat
  friend bool operator==(const Commission&, const Commission&) = default;
};
std::vector<v1::CommissionSeat> MissingSeats(const care::Approvals& votes);

struct Planning {
  bool begun = false;  // in any cycle: from then on the case works by approval
  Step step = Step::kNone;
  std::vector<Classification> classifications;  // the last one is current (C7)
  std::optional<Commission> commission;
  std::string assessment_id;  // open (§ 8a); empty: none
  friend bool operator==(const Planning&, const Planning&) = default;
};

// The latest version of a record (A10).
struct Record {
  std::string id;
  uint32_t version = 0;
  v1::RecordKind kind = v1::RECORD_KIND_UNSPECIFIED;
  v1::RecordSource source = v1::RECORD_SOURCE_UNSPECIFIED;
  v1::RecordBasis basis = v1::RECORD_BASIS_UNSPECIFIED;
  common::v1::Confidentiality confidentiality = common::v1::CONFIDENTIALITY_UNSPECIFIED;
  v1::GapKind gap = v1::GAP_KIND_UNSPECIFIED;
  v1::Party department = v1::PARTY_UNSPECIFIED;  // C14, with the three that follow
  std::string organisation_id, person_id;
  v1::DepartmentTask task = v1::DEPARTMENT_TASK_UNSPECIFIED;
  std::string author_organisation_id, author_person_id;
  friend bool operator==(const Record&, const Record&) = default;
};

// Whether one of the three rights is covered (A21).
struct Right {
  v1::RightDomain domain = v1::RIGHT_DOMAIN_UNSPECIFIED;
  bool covered = false;
  absl::Time since;
  friend bool operator==(const Right&, const Right&) = default;
};
// Names the clock of a domain.
std::string ClockObject(v1::RightDomain domain);

struct Standby {
  v1::StandbyReason reason = v1::STANDBY_REASON_UNSPECIFIED;
  absl::Time next_contact_due;
  friend bool operator==(const Standby&, const Standby&) = default;
};

// A document of an offer's package, by the position of its commit.
struct PackagePart {
  uint64_t position = 0;
  bool withheld = false;
  std::string consent_id;          // that it rests on; empty: none
  bool carries_entrusted = false;  // its basis does: consent, endangerment or the court (§ 65)
  friend bool operator==(const PackagePart&, const PackagePart&) = default;
};

// An item of a package that is begun and not offered, as it was packed (N6).
struct PreparedItem {
  uint64_t position = 0;
  common::v1::Confidentiality confidentiality = common::v1::CONFIDENTIALITY_UNSPECIFIED;
  v1::TransferBasis basis = v1::TRANSFER_BASIS_UNSPECIFIED;
  bool withheld = false;
  std::string consent_id;
  friend bool operator==(const PreparedItem&, const PreparedItem&) = default;
};
v1::PackageItem AsPacked(const PreparedItem& item);

// A handover of CASE that whoever holds has begun to pack for; nobody is asked.
struct Preparation {
  std::string handover_id;
  std::string to_organisation_id;  // empty: not said yet
  std::vector<PreparedItem> package;
  friend bool operator==(const Preparation&, const Preparation&) = default;
};

// The last handover that left CASE where it was, or was taken back. No rule asks for it.
enum class HowKept { kRejected, kRevoked, kTakenBack };
struct KeptHandover {
  std::string handover_id;
  care::Holder to;  // who was asked
  HowKept how = HowKept::kRejected;
  friend bool operator==(const KeptHandover&, const KeptHandover&) = default;
};

// Who may be told what (§ 65).
struct Consent {
  std::string id;
  v1::ConsentMatter matter = v1::CONSENT_MATTER_UNSPECIFIED;
  std::string organisation_id;
  v1::ConsentGiver given_by = v1::CONSENT_GIVER_UNSPECIFIED;
  absl::Time given_on, until;
  std::optional<absl::Time> withdrawn_at;
  friend bool operator==(const Consent&, const Consent&) = default;
};

// A document that went along with a consent when the case moved, and who had it before.
struct SharedByConsent {
  uint64_t position = 0;
  std::string consent_id;
  std::string organisation_id;
  friend bool operator==(const SharedByConsent&, const SharedByConsent&) = default;
};

// A document that did not go along when the case moved, and whom it is still shown to.
struct Withheld {
  uint64_t position = 0;
  std::string organisation_id;
  friend bool operator==(const Withheld&, const Withheld&) = default;
};

// A document that went along to this organisation on a basis that carries what was entrusted (§ 65). Whether
// anything was entrusted there, its record says.
struct HandedOn {
  uint64_t position = 0;
  std::string giver_organisation_id, organisation_id;
  std::string consent_id;  // that it rests on; empty: none
  friend bool operator==(const HandedOn&, const HandedOn&) = default;
};

// The last move of CASE (N6): the giver is the backstop until the first follow-up that holds.
struct LastMove {
  std::string handover_id;
  care::Holder giver;
  absl::Time moved_at;
  absl::Time next_look;  // not before this day does a look say that it holds
  uint32_t held = 0;     // follow-ups that said it holds; two confirm the handover
  friend bool operator==(const LastMove&, const LastMove&) = default;
};
bool IsConfirmed(const std::optional<LastMove>& move);  // by both follow-ups

// Who gave CASE away in a hurry, with nothing to read (N6): something is to be packed afterwards. The clock
// goes by the organisation: two moves of one change of competence have one id.
struct PackageOwed {
  std::string handover_id;
  care::Holder giver;
  friend bool operator==(const PackageOwed&, const PackageOwed&) = default;
};

// Somebody stays in contact after help has ended (N13); over once the period is.
struct Aftercare {
  care::Strand<care::Holder> strand;
  absl::Time until;
  int contact_every_days = 0;
  uint32_t contacts = 0;    // made within the period
  bool help_ended = false;  // so no end of it is planned (N13)
  friend bool operator==(const Aftercare&, const Aftercare&) = default;
};

// Who was competent by law (N7), as known today; says nothing about who held.
struct Competence {
  std::string id;
  std::string organisation_id;
  common::v1::LegalBasis basis = common::v1::LEGAL_BASIS_UNSPECIFIED;
  absl::Time since;
  bool corrected = false;  // a later entry says that it was wrong
  friend bool operator==(const Competence&, const Competence&) = default;
};

// An office that was asked to act for the time being (§ 86d).
struct ProvisionalAsk {
  care::Holder to;
  std::string asked_by;  // person
  std::vector<PackagePart> package;
  friend bool operator==(const ProvisionalAsk&, const ProvisionalAsk&) = default;
};

// It is in question whether another office is competent now (N7). Until somebody there has accepted, whoever
// holds goes on.
struct CompetenceChange {
  std::string id;
  v1::CompetenceChangeCause cause = v1::COMPETENCE_CHANGE_CAUSE_UNSPECIFIED;
  std::string organisation_id;     // of the other office; empty: nobody knows
  std::optional<care::Holder> to;  // who was informed there
  std::vector<PackagePart> package;
  bool sent = false;
  bool met = false;
  std::string reporter;  // who said that the service goes on there
  std::optional<absl::Time> continued_since;
  bool contested = false;
  std::vector<ProvisionalAsk> asked;
  std::optional<care::Holder> held_before;  // somebody took it over for the time being
  std::vector<std::string> agreed;          // offices that say whoever holds so is the competent one
  friend bool operator==(const CompetenceChange&, const CompetenceChange&) = default;
};

// An unaccompanied minor on the way to an office, as far as the law has come (§§ 42a, 42b).
struct Minor {
  common::v1::FederalState land = common::v1::FEDERAL_STATE_UNSPECIFIED;
  v1::MinorStep step = v1::MINOR_STEP_UNSPECIFIED;  // the last one taken
  absl::Time last_at;                               // of it, or of the beginning
  absl::Time month_until;
  std::string allocated_to;              // organisation; empty: nobody yet
  std::optional<absl::Time> departs_at;  // with an escort
  bool arrived = false;
  friend bool operator==(const Minor&, const Minor&) = default;
};
// Which clock runs after a step.
common::v1::ClockKind ClockAfter(v1::MinorStep step);

// A partner that goes, as long as it has a commitment here (N10).
struct Succession {
  std::string organisation_id;
  bool fell_back = false;             // to the unit that holds CASE
  std::vector<std::string> settings;  // under notice because it goes
  friend bool operator==(const Succession&, const Succession&) = default;
};

// What is due because of birthdays (N13): beginnings of months, never the day.
struct Age {
  std::optional<absl::Time> of_age_due;    // nullopt: has come of age
  std::optional<absl::Time> of_age_month;  // after the 18th birthday; nullopt: an old entry did not say
  absl::Time limit_due;                    // 21
  friend bool operator==(const Age&, const Age&) = default;
};

// The legal representative; a holder only where it is an office.
struct Guardian {
  v1::GuardianKind kind = v1::GUARDIAN_KIND_UNSPECIFIED;
  care::Holder holder;
  friend bool operator==(const Guardian&, const Guardian&) = default;
};

// A birth date that would make somebody older, as one person told it; another one has to tell the same.
struct BirthDateProposal {
  absl::Time of_age_month;
  std::string person_id;
  friend bool operator==(const BirthDateProposal&, const BirthDateProposal&) = default;
};

// A lawful end that was asked for (N14); nothing has ended.
struct Ending {
  std::string id;
  v1::LawfulEndGround ground = v1::LAWFUL_END_GROUND_UNSPECIFIED;
  std::string continued_in;
  care::Holder continued_by;                  // who held that case and has to agree, or the deputy
  care::Approval reviewer;                    // of another organisation; nobody where somebody shares
  care::Approvals approvals;                  // whoever asked for it is the first
  std::optional<absl::Time> objection_until;  // nullopt: approvals are missing
  friend bool operator==(const Ending&, const Ending&) = default;
};

// The open crisis (D1): decided elsewhere, led here.
struct LedCrisis {
  std::string id;
  uint32_t episode = 0;
  care::Strand<care::Holder> lead;  // strand CRISIS_LEAD
  friend bool operator==(const LedCrisis&, const LedCrisis&) = default;
};

// In effect. Everything else in the state stays as it was, so that it is there when the case is reopened;
// what was owed waits here, since of an ended case nothing is due.
struct LawfullyEnded {
  std::string id;
  v1::LawfulEndGround ground = v1::LAWFUL_END_GROUND_UNSPECIFIED;
  std::string continued_in;
  std::optional<absl::Time> door_open_until;
  std::vector<care::Clock> owed;
  std::vector<Succession> successions;
  std::string assessment_id;  // open (§ 8a): DEATH and RECORDED_IN_ERROR do not wait for it
  std::optional<LedCrisis>
      crisis;  // open (D1), and nobody leads it until the case comes back; neither do they
  friend bool operator==(const LawfullyEnded&, const LawfullyEnded&) = default;
};

// Somebody reads beyond need-to-know, or did, and nobody has looked at it yet (§ 62).
struct Reading {
  std::string id;
  std::string organisation_id, person_id;
  absl::Time until;         // InfinitePast: ended early, since one of this person's was found not justified
  bool endangered = false;  // what was entrusted, too (§ 65)
  care::Approvals reviews;  // role: the finding
  std::string crisis_id;    // that was open when it began
  std::vector<std::string> asked;  // persons who were asked to review it; none: of before they were
  friend bool operator==(const Reading&, const Reading&) = default;
};

// Two people have found that in this crisis this person read without need: not again in the same one (§ 62).
struct FoundUnjustified {
  std::string crisis_id, person_id;
  friend bool operator==(const FoundUnjustified&, const FoundUnjustified&) = default;
};

struct State {
  std::string subject_id;  // empty: not opened
  std::string origin_id;

  care::Strand<care::Holder> responsibility;  // strand CASE
  care::Strand<care::Holder> coordination;    // strand COORDINATION
  care::Handover coordination_offer;          // to a successor there
  care::Strand<care::Tonight> tonight;        // strand TONIGHT
  std::string tonight_setting_id;             // the setting that shelters tonight; empty: none does
  absl::Time sheltered_since;  // TONIGHT is at this place: another kind, organisation or setting (N9)
  // TONIGHT is in a clinic by this stay, or in this care (D4, N9); empty: it is not.
  std::string clinic_stay_id;
  std::string kept_setting_id;  // whose place is kept while TONIGHT is elsewhere (N8, N9); empty: none
  std::optional<LedCrisis> crisis;
  care::Handover handover;  // of the strand CASE

  std::optional<Preparation> prepared;  // nullopt: nothing is, or the handover is on offer
  std::optional<KeptHandover> kept;     // nullopt: none since the last move or offer

  std::vector<PackagePart> package;  // of the open offer
  std::vector<Withheld> withheld;    // by all moves so far, and by consents taken back
  std::vector<Consent> consents;     // in the order given
  std::vector<SharedByConsent> shared_by_consent;
  std::vector<HandedOn> handed_on;    // by all moves so far
  std::optional<LastMove> last_move;  // nullopt: never handed over, or taken back
  std::vector<std::string> gave;      // organisations that held CASE, without the one that holds it now
  std::vector<PackageOwed> packages_owed;

  std::string team_id;  // empty: no Team auf Zeit
  care::Seats seats;
  bool shared = false;  // strand SHARED has begun

  uint32_t cycle = 1;
  bool understood = false;  // in this cycle
  uint32_t diagnostics = 0;
  std::vector<Setting> settings;  // in the order proposed
  uint32_t adopted = 0;
  uint32_t setbacks = 0;

  Planning planning;
  std::vector<Record> records;  // in the order begun
  std::vector<Right> rights;    // those assessed, in the order of their domains

  std::optional<Standby> standby;
  care::Clocks clocks;

  std::optional<Aftercare> aftercare;  // strand AFTERCARE

  std::vector<Competence> competences;        // in the order recorded
  std::optional<CompetenceChange> change;     // nullopt: competence is not in question
  std::optional<std::string> settled_change;  // the last one that is not open any more
  bool provisional = false;                   // CASE is held until that is settled (§ 86d)

  std::vector<Succession> successions;

  std::optional<Minor> minor;  // nullopt: none, excluded, or taken over

  std::optional<Age> age;  // nullopt: no birth date is recorded
  std::optional<BirthDateProposal> birth_date_proposal;
  bool of_age = false;
  std::optional<care::Strand<Guardian>> guardian;  // strand GUARDIAN, until 18
  std::optional<Guardian> guardian_before_18;      // or who was asked; for when the birth date was wrong
  std::optional<care::Holder> guardian_asked;      // of an office, to declare it
  bool consents_renewed = false;                   // by the young adult
  std::optional<absl::Time> planned_end;           // of help

  std::vector<Reading> readings;  // not reviewed yet, in the order begun
  std::vector<FoundUnjustified> found_unjustified;

  std::optional<Ending> ending;
  std::optional<LawfullyEnded> ended;

  bool opened() const { return !subject_id.empty(); }
  const Setting* FindSetting(std::string_view id) const;
  const Record* FindRecord(std::string_view id) const;
  const Consent* FindConsent(std::string_view id) const;
  const Reading* FindReading(std::string_view id) const;

  friend bool operator==(const State&, const State&) = default;
};

// A seat, a setting, the night, COORDINATION, CRISIS_LEAD or the time after residential help is this
// organisation's.
bool HasCommitment(const State& state, std::string_view organisation_id);
// It shares the case: a committed seat of SHARED, COORDINATION, TONIGHT or a running setting is this
// organisation's. Who was only asked, or gave or represents, does not.
bool Shares(const State& state, std::string_view organisation_id);

// The setting whose place is the young person's: it shelters tonight, or is kept meanwhile; empty: none.
const std::string& PlaceOf(const State& state);

// Somebody is asked to receive after this help, and has not answered (C17).
bool IsReceiverAsked(const State& state, const Setting& setting);
// This help has ended, and who has promised to receive after it has not met the young person (C17).
bool IsReceiverAwaited(const State& state, const Setting& setting);
// Somebody has promised to receive after this help, and that has not begun (C17).
bool IsReceptionPromised(const State& state, const Setting& setting);

// No organisation but the one that holds CASE shares it.
bool NobodyElseShares(const State& state);

// What is due in this case, overdue or not; for work lists and the clocks' rules.
inline const std::vector<care::Clock>& OpenClocks(const State& state) {
  return state.clocks.open();
}

}  // namespace fallverbund::casework

#endif  // FALLVERBUND_SERVICES_CASE_DOMAIN_STATE_H_
