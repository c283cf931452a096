// Dates of the team service's registers, each by the object inside its record that it belongs to (empty: the
// record itself). What libs/care says of clocks, as the two events that every register has among its own.
#ifndef FALLVERBUND_SERVICES_TEAM_DOMAIN_DUTY_H_
#define FALLVERBUND_SERVICES_TEAM_DOMAIN_DUTY_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "fallverbund/team/v1/duty_events.pb.h"
#include "libs/base/time.h"
#include "libs/care/clock.h"

namespace fallverbund::team {

// By clock: this date, or the next step of a missed one, has come.
struct PassDuty {
  std::string object_id;
  absl::Time due;
};

class Duties {
 public:
  void Start(std::string_view object_id, absl::Time due) { clocks_.Start(kKind, object_id, due); }
  void Stop(std::string_view object_id) { clocks_.Stop(kKind, object_id); }
  const care::Clock* Find(std::string_view object_id) const { return clocks_.Find(kKind, object_id); }
  const std::vector<care::Clock>& open() const { return clocks_.open(); }
  bool IsOverdue(std::string_view object_id) const {
    const care::Clock* clock = Find(object_id);
    return clock != nullptr && clock->overdue;
  }

  void Take(const v1::DutyOverdue& event, absl::Time at) {
    clocks_.MarkOverdue(kKind, event.object_id(), FromProto(event.due()), at);
  }
  void Take(const v1::DutyEscalated& event, absl::Time at) {
    clocks_.MarkEscalated(kKind, event.object_id(), FromProto(event.due()), event.step(), at);
  }

  // What follows when the date comes; nothing where it was met or put off meanwhile.
  template <class Event>
  std::vector<Event> Pass(const PassDuty& c, absl::Time now) const {
    const auto missed = clocks_.MissedSince(kKind, c.object_id, c.due, now);
    if (!missed) return {};
    Event event;
    if (missed->overdue()) {
      event.mutable_duty_overdue()->set_object_id(c.object_id);
      *event.mutable_duty_overdue()->mutable_due() = ToProto(c.due);
    } else {
      event.mutable_duty_escalated()->set_object_id(c.object_id);
      *event.mutable_duty_escalated()->mutable_due() = ToProto(c.due);
      event.mutable_duty_escalated()->set_step(missed->step);
    }
    return {event};
  }

  friend bool operator==(const Duties&, const Duties&) = default;

 private:
  // A register tells its dates apart by their objects alone, so one kind does for all.
  static constexpr common::v1::ClockKind kKind = common::v1::CLOCK_KIND_TEAM_MEETING;
  care::Clocks clocks_;
};

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_DOMAIN_DUTY_H_
