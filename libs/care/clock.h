// Timed duties (row N4 of mission.csv): what is due, whether it was missed and whom that has reached. A
// missed clock becomes overdue and climbs, one step a day or at its office's own pace, in a crisis one step
// in half an hour; it never moves a holder and never closes anything. (The source of "now" is
// fallverbund::Clock in libs/base; this one is common.v1.ClockKind's.)
#ifndef FALLVERBUND_LIBS_CARE_CLOCK_H_
#define FALLVERBUND_LIBS_CARE_CLOCK_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "fallverbund/common/v1/responsibility.pb.h"

namespace fallverbund::care {

// Time each step has to act before the next one is told, where the office has no pace of its own (terms.h). A
// proposed default; counted from when the last step was recorded, so that a service that was down tells the
// deputy first, too.
inline constexpr absl::Duration kEscalationInterval = absl::Hours(24);
// The same where the date itself was minutes away: a leg of a crisis, a danger that nobody has heard (D2), a
// crisis team that was asked for (A18), a night that was given without a word of whoever got it (D4).
inline constexpr absl::Duration kUrgentEscalationInterval = absl::Minutes(30);

// A due date that somebody names: still to come, and soon. Silence escalates only once it has come (N4), so
// none may be put off for ever.
bool IsDueWithin(absl::Time due, absl::Time now, absl::Duration at_most);

struct Clock {
  common::v1::ClockKind kind = common::v1::CLOCK_KIND_UNSPECIFIED;
  std::string object_id;  // what it belongs to inside its aggregate; empty: the aggregate itself
  absl::Time due;
  bool overdue = false;
  common::v1::EscalationStep step = common::v1::ESCALATION_STEP_UNSPECIFIED;  // whom it has reached
  absl::Time reached_at;  // when it became overdue or reached `step`; meaningless before
  std::optional<absl::Time> next_step_at = std::nullopt;  // by an office's own pace; nullopt: NextStepAt
  friend bool operator==(const Clock&, const Clock&) = default;
};

// When the next step is told of a clock that was missed and has reached `step` (UNSPECIFIED: only overdue) at
// `reached_at`; nullopt: it has reached the last one.
std::optional<absl::Time> NextStepAt(common::v1::EscalationStep step, absl::Time reached_at,
                                     common::v1::ClockKind kind = common::v1::CLOCK_KIND_UNSPECIFIED);
// When the clock next has something to say; nullopt: it has reached the last step.
std::optional<absl::Time> NextAt(const Clock& clock);

// What an elapsed clock appends next: that it is overdue (step UNSPECIFIED), or whom that now reaches.
struct Missed {
  common::v1::EscalationStep step = common::v1::ESCALATION_STEP_UNSPECIFIED;
  bool overdue() const { return step == common::v1::ESCALATION_STEP_UNSPECIFIED; }
  friend bool operator==(const Missed&, const Missed&) = default;
};
// nullopt: nothing yet, or nothing more.
std::optional<Missed> Elapsed(const Clock& clock, absl::Time now);

// The clocks of one aggregate, in order of kind and object; at most one for each.
class Clocks {
 public:
  const std::vector<Clock>& open() const { return clocks_; }
  const Clock* Find(common::v1::ClockKind kind, std::string_view object_id) const;

  // What to append now that `due` of this clock has come: Elapsed of the clock that is open with this `due`.
  // nullopt also when it was stopped, or started anew, meanwhile.
  std::optional<Missed> MissedSince(common::v1::ClockKind kind, std::string_view object_id, absl::Time due,
                                    absl::Time now) const;

  // Starts a clock, or starts it anew.
  void Start(common::v1::ClockKind kind, std::string_view object_id, absl::Time due);
  void Stop(common::v1::ClockKind kind, std::string_view object_id);
  void StopAll(common::v1::ClockKind kind);  // of whatever object
  // Records facts; a clock that is not open with this `due` stays as it is. `next_step_at` as in Clock.
  void MarkOverdue(common::v1::ClockKind kind, std::string_view object_id, absl::Time due, absl::Time at,
                   std::optional<absl::Time> next_step_at = std::nullopt);
  void MarkEscalated(common::v1::ClockKind kind, std::string_view object_id, absl::Time due,
                     common::v1::EscalationStep step, absl::Time at,
                     std::optional<absl::Time> next_step_at = std::nullopt);

  friend bool operator==(const Clocks&, const Clocks&) = default;

 private:
  Clock* Current(common::v1::ClockKind kind, std::string_view object_id, absl::Time due);
  std::vector<Clock> clocks_;
};

}  // namespace fallverbund::care

#endif  // FALLVERBUND_LIBS_CARE_CLOCK_H_
