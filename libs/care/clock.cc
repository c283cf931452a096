#include "libs/care/clock.h"

#include <algorithm>
#include <tuple>

namespace fallverbund::care {
namespace {

bool Before(const Clock& clock, common::v1::ClockKind kind, std::string_view object_id) {
  return std::make_tuple(clock.kind, std::string_view(clock.object_id)) < std::make_tuple(kind, object_id);
}

bool Is(const Clock& clock, common::v1::ClockKind kind, std::string_view object_id) {
  return clock.kind == kind && clock.object_id == object_id;
}

// Minutes away by itself: who waits for a crisis team is in a crisis, too (A18).
bool IsUrgent(common::v1::ClockKind kind) {
  return kind == common::v1::CLOCK_KIND_CRISIS_LEG || kind == common::v1::CLOCK_KIND_NEW_DANGER ||
         kind == common::v1::CLOCK_KIND_DEPLOYMENT_ANSWER ||
         kind == common::v1::CLOCK_KIND_NIGHT_CONFIRMATION;
}

}  // namespace

bool IsDueWithin(absl::Time due, absl::Time now, absl::Duration at_most) {
  return due > now && due <= now + at_most;
}

std::optional<absl::Time> NextStepAt(common::v1::EscalationStep step, absl::Time reached_at,
                                     common::v1::ClockKind kind) {
  if (step == common::v1::ESCALATION_STEP_STEERING_GROUP) return std::nullopt;
  return reached_at + (IsUrgent(kind) ? kUrgentEscalationInterval : kEscalationInterval);
}

std::optional<absl::Time> NextAt(const Clock& clock) {
  if (!clock.overdue) return clock.due;
  return clock.next_step_at ? clock.next_step_at : NextStepAt(clock.step, clock.reached_at, clock.kind);
}

std::optional<Missed> Elapsed(const Clock& clock, absl::Time now) {
  const auto at = NextAt(clock);
  if (!at || now < *at) return std::nullopt;
  if (!clock.overdue) return Missed{};
  return Missed{static_cast<common::v1::EscalationStep>(clock.step + 1)};
}

const Clock* Clocks::Find(common::v1::ClockKind kind, std::string_view object_id) const {
  const auto found = std::find_if(clocks_.begin(), clocks_.end(),
                                  [&](const Clock& clock) { return Is(clock, kind, object_id); });
  return found == clocks_.end() ? nullptr : &*found;
}

std::optional<Missed> Clocks::MissedSince(common::v1::ClockKind kind, std::string_view object_id,
                                          absl::Time due, absl::Time now) const {
  const Clock* clock = Find(kind, object_id);
  if (clock == nullptr || clock->due != due) return std::nullopt;
  return Elapsed(*clock, now);
}

void Clocks::Start(common::v1::ClockKind kind, std::string_view object_id, absl::Time due) {
  Stop(kind, object_id);
  const auto place = std::find_if(clocks_.begin(), clocks_.end(),
                                  [&](const Clock& clock) { return !Before(clock, kind, object_id); });
  clocks_.insert(place, Clock{kind, std::string(object_id), due});
}

void Clocks::Stop(common::v1::ClockKind kind, std::string_view object_id) {
  std::erase_if(clocks_, [&](const Clock& clock) { return Is(clock, kind, object_id); });
}

void Clocks::StopAll(common::v1::ClockKind kind) {
  std::erase_if(clocks_, [&](const Clock& clock) { return clock.kind == kind; });
}

Clock* Clocks::Current(common::v1::ClockKind kind, std::string_view object_id, absl::Time due) {
  for (Clock& clock : clocks_) {
    if (Is(clock, kind, object_id) && clock.due == due) return &clock;
  }
  return nullptr;
}

void Clocks::MarkOverdue(common::v1::ClockKind kind, std::string_view object_id, absl::Time due,
                         absl::Time at, std::optional<absl::Time> next_step_at) {
  if (Clock* clock = Current(kind, object_id, due)) {
    clock->overdue = true;
    clock->reached_at = at;
    clock->next_step_at = next_step_at;
  }
}

void Clocks::MarkEscalated(common::v1::ClockKind kind, std::string_view object_id, absl::Time due,
                           common::v1::EscalationStep step, absl::Time at,
                           std::optional<absl::Time> next_step_at) {
  if (Clock* clock = Current(kind, object_id, due)) {
    clock->overdue = true;
    clock->step = step;
    clock->reached_at = at;
    clock->next_step_at = next_step_at;
  }
}

}  // namespace fallverbund::care
