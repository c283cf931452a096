// What the procedure of an unaccompanied minor, and a search, leave in the state (§ 42a, N12).
#include <algorithm>
#include <iterator>

#include "libs/base/time.h"
#include "services/case/domain/evolve_parts.h"

namespace fallverbund::casework {
namespace {

using common::v1::CLOCK_KIND_MINOR_ALLOCATION;
using common::v1::CLOCK_KIND_MINOR_LAND;
using common::v1::CLOCK_KIND_MINOR_MONTH;
using common::v1::CLOCK_KIND_MINOR_NOTIFICATION;
using common::v1::CLOCK_KIND_MINOR_TRANSFER;
using common::v1::CLOCK_KIND_SEARCH_CONTACT;

constexpr common::v1::ClockKind kOfAMinor[] = {CLOCK_KIND_MINOR_ALLOCATION, CLOCK_KIND_MINOR_LAND,
                                               CLOCK_KIND_MINOR_MONTH, CLOCK_KIND_MINOR_NOTIFICATION,
                                               CLOCK_KIND_MINOR_TRANSFER};

// Of the steps; the month (§ 42b(4)) goes on from one step to the next.
void StopClocks(State& state) {
  state.clocks.StopAll(CLOCK_KIND_MINOR_NOTIFICATION);
  state.clocks.StopAll(CLOCK_KIND_MINOR_LAND);
  state.clocks.StopAll(CLOCK_KIND_MINOR_ALLOCATION);
  state.clocks.StopAll(CLOCK_KIND_MINOR_TRANSFER);
}

}  // namespace

common::v1::ClockKind ClockAfter(v1::MinorStep step) {
  return step == v1::MINOR_STEP_NOTIFIED_LAND ? CLOCK_KIND_MINOR_LAND : CLOCK_KIND_MINOR_ALLOCATION;
}

void On(State& state, const v1::UnaccompaniedMinorReceived& event) {
  Minor& minor = state.minor.emplace();
  minor.land = event.land();
  minor.last_at = FromProto(event.received_at());
  minor.month_until = FromProto(event.month_until());
  state.clocks.Start(CLOCK_KIND_MINOR_NOTIFICATION, "", FromProto(event.notification_due()));
  state.clocks.Start(CLOCK_KIND_MINOR_MONTH, "", minor.month_until);
}

void On(State& state, const v1::MinorStepTaken& event) {
  if (!state.minor) return;
  state.minor->step = event.step();
  state.minor->last_at = FromProto(event.taken_at());
  StopClocks(state);
  state.clocks.Start(ClockAfter(event.step()), "", FromProto(event.next_due()));
}

void On(State& state, const v1::MinorAllocated& event) {
  if (!state.minor) return;
  state.minor->allocated_to = event.organisation_id();
  StopClocks(state);
  state.clocks.StopAll(CLOCK_KIND_MINOR_MONTH);
  if (event.has_transfer_due())
    state.clocks.Start(CLOCK_KIND_MINOR_TRANSFER, "", FromProto(event.transfer_due()));
}

void On(State& state, const v1::EscortSent& event) {
  if (state.minor) state.minor->departs_at = FromProto(event.departs_at());
}

void On(State& state, const v1::ArrivalConfirmed&) {
  if (state.minor) state.minor->arrived = true;
}

// Of an ended case, too: nothing of it is owed once somebody is back (N13).
void EndMinor(State& state) {
  state.minor.reset();
  StopClocks(state);
  state.clocks.StopAll(CLOCK_KIND_MINOR_MONTH);
  if (!state.ended) return;
  std::erase_if(state.ended->owed, [](const care::Clock& clock) {
    return std::find(std::begin(kOfAMinor), std::end(kOfAMinor), clock.kind) != std::end(kOfAMinor);
  });
}

void On(State& state, const v1::SearchBegun& event) {
  state.clocks.Start(CLOCK_KIND_SEARCH_CONTACT, "", FromProto(event.first_due()));
}

void On(State& state, const v1::SearchContactMade& event) {
  state.clocks.Start(CLOCK_KIND_SEARCH_CONTACT, "", FromProto(event.next_due()));
}

void EndSearch(State& state) {
  state.clocks.Stop(CLOCK_KIND_SEARCH_CONTACT, "");
}

}  // namespace fallverbund::casework
