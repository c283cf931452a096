// Readings that somebody has broken the glass for, until two people have looked at them (§ 62).
#include <algorithm>

#include "libs/base/time.h"
#include "services/case/domain/evolve_parts.h"

namespace fallverbund::casework {
namespace {

// It is over at once, and with it all else this person reads here: one sees one case, by whichever reading.
// The others are still to be reviewed.
void EndUnjustified(State& state, const v1::GlassReviewClosed& event) {
  for (Reading& reading : state.readings) {
    if (reading.person_id == event.person_id()) reading.until = absl::InfinitePast();
  }
  const Reading* closed = state.FindReading(event.reading_id());
  if (closed == nullptr) return;
  const FoundUnjustified found{closed->crisis_id, closed->person_id};
  const auto& known = state.found_unjustified;
  if (std::find(known.begin(), known.end(), found) == known.end()) state.found_unjustified.push_back(found);
}

}  // namespace

void On(State& state, const v1::GlassBroken& event) {
  state.readings.push_back({event.reading_id(),
                            event.organisation_id(),
                            event.person_id(),
                            FromProto(event.until()),
                            event.endangered(),
                            {},
                            event.crisis_id(),
                            {event.asked_person_ids().begin(), event.asked_person_ids().end()}});
  state.clocks.Start(common::v1::CLOCK_KIND_GLASS_REVIEW, event.reading_id(), FromProto(event.review_due()));
}

void On(State& state, const v1::GlassReviewed& event) {
  for (Reading& reading : state.readings) {
    if (reading.id != event.reading_id()) continue;
    care::Approve(reading.reviews, {event.organisation_id(), event.person_id(), event.finding()});
  }
}

// Also of a case that has ended meanwhile: then nothing is owed for it when the case comes back.
void On(State& state, const v1::GlassReviewClosed& event) {
  if (!event.justified()) EndUnjustified(state, event);
  std::erase_if(state.readings, [&](const Reading& reading) { return reading.id == event.reading_id(); });
  state.clocks.Stop(common::v1::CLOCK_KIND_GLASS_REVIEW, event.reading_id());
  if (!state.ended) return;
  std::erase_if(state.ended->owed, [&](const care::Clock& owed) {
    return owed.kind == common::v1::CLOCK_KIND_GLASS_REVIEW && owed.object_id == event.reading_id();
  });
}

}  // namespace fallverbund::casework
