// A crisis (D1 to D4): an alarm that starts five notification legs at once, a stay in a clinic, and what
// follows it until the five parties have met. One aggregate for each case, with one open episode at most. It
// moves no strand itself: TONIGHT and CRISIS_LEAD are the case's, because of its events; and nobody is
// discharged by it (D10).
#ifndef FALLVERBUND_SERVICES_CRISIS_DOMAIN_CRISIS_DECIDER_H_
#define FALLVERBUND_SERVICES_CRISIS_DOMAIN_CRISIS_DECIDER_H_

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "libs/care/clock.h"
#include "libs/care/holder.h"
#include "libs/care/notification_leg.h"
#include "libs/decider/decider.h"
#include "services/crisis/domain/crisis_commands.h"

namespace fallverbund::crisis {

// Where the young person goes from the clinic, or after care.
struct LeavePlan {
  care::Tonight next;
  absl::Time on;
  friend bool operator==(const LeavePlan&, const LeavePlan&) = default;
};

// Inobhutnahme (§ 42).
struct InCare {
  std::string organisation_id;
  bool detained = false;
  bool was_detained = false;   // also before
  absl::Time detention_until;  // meaningful while detained
  // The night is with it (N9); all empty where that was not said yet.
  std::string id;
  care::Holder holder;
  bool shelters = false;        // unless a clinic took over, or the case says that somebody else did
  uint32_t nights_entered = 0;  // how often the night went into it: once, or again
  std::optional<LeavePlan> plan;
  friend bool operator==(const InCare&, const InCare&) = default;
};

struct ClinicStay {
  std::string id;
  care::Holder holder;
  v1::ClinicBasis basis = v1::CLINIC_BASIS_UNSPECIFIED;
  bool night_taken = false;  // into care, out of a stay that somebody had forgotten to end
  bool detained = false;
  bool was_detained = false;  // also before
  bool needs_court = false;   // a court refused, or its time was over: only a court grants anew
  std::optional<absl::Time> detained_until;  // by a court's decision
  std::optional<absl::Time> approval_due;    // of the court; nullopt: none is needed, or it has decided
  std::optional<LeavePlan> plan;
  friend bool operator==(const ClinicStay&, const ClinicStay&) = default;
};

struct AftercareMeeting {
  std::string id;
  absl::Time on;
  bool held = false;
  friend bool operator==(const AftercareMeeting&, const AftercareMeeting&) = default;
};

struct AfterClinicTask {
  std::string id;
  v1::AfterClinicDomain domain = v1::AFTER_CLINIC_DOMAIN_UNSPECIFIED;
  std::string organisation_id;
  absl::Time due;
  bool done = false;
  friend bool operator==(const AfterClinicTask&, const AfterClinicTask&) = default;
};

// From one alarm to its conclusion.
struct Episode {
  uint32_t number = 0;
  v1::CrisisKind kind = v1::CRISIS_KIND_UNSPECIFIED;
  bool risk_to_self = false, risk_to_others = false;  // said by any alarm so far
  std::set<v1::Danger> said;                          // since it began, or began anew
  absl::Time alarm_at;    // when it occurred, or what began it anew: acknowledgements count from here
  absl::Time last_alarm;  // recorded: the case had somebody who leads from then on
  uint32_t alarms = 1;
  std::string first_raised_by;
  std::set<std::string> raised_by;  // organisations that raised the alarm, or raised it again
  std::set<std::string> not_heard;  // organisations told of a later alarm that have not said so yet
  care::Holder lead;                // who leads first
  Terms terms;                      // of the procedure in force then
  care::NotificationLegs legs;
  bool stabilised = false;
  std::optional<InCare> care;
  std::optional<absl::Time> detained_since;  // in care, also with pauses; nullopt: never, or a court approved
  std::optional<ClinicStay> stay;
  std::string clinic_organisation_id;  // of the last stay; empty: there was none
  absl::Time left_clinic_at;           // meaningful after a stay
  std::string night_object;  // the stay or care that ended into somebody's night unheard; empty: none
  std::string night_of;      // whose night that is: an organisation
  common::v1::TonightKind night_kind = common::v1::TONIGHT_KIND_UNSPECIFIED;  // and where
  uint32_t nights_entered = 0;  // how often it had gone into that stay or care
  std::optional<AftercareMeeting> meeting;
  std::vector<AfterClinicTask> tasks;
  bool concluded = false;

  // A later alarm is an emergency of its own (D2).
  bool OverForNow() const { return stabilised || (meeting && meeting->held); }
  friend bool operator==(const Episode&, const Episode&) = default;
};

struct CrisisState {
  std::string case_id;  // empty: not opened yet, of an unknown person
  std::string subject_id;
  std::optional<care::Holder> first_holder;  // of an unknown person (N2)
  std::vector<Episode> episodes;             // in order; the last one may be open
  care::Clocks clocks;

  const Episode* Open() const;  // nullptr: none is
  friend bool operator==(const CrisisState&, const CrisisState&) = default;
};

// Names the clock of a detention.
std::string DetentionObject(v1::Detention detention);

struct CrisisDecider {
  using State = CrisisState;
  using Command = CrisisCommand;
  using Event = v1::CrisisEvent;
  static constexpr char kContext[] = "crisis";
  static constexpr char kAggregateType[] = "crisis";

  static State Initial() { return {}; }
  static decider::Decision<Event> Decide(const State& state, const Command& command,
                                         const decider::Given& given);
  static State Evolve(State state, const Event& event, const decider::Given& given);
};

static_assert(decider::Decider<CrisisDecider>);

}  // namespace fallverbund::crisis

#endif  // FALLVERBUND_SERVICES_CRISIS_DOMAIN_CRISIS_DECIDER_H_
