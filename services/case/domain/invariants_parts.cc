#include "services/case/domain/invariants_parts.h"

#include <algorithm>

namespace fallverbund::casework::testing {

const Event* Find(const Step& s, Event::EventCase which) {
  const auto found = std::find_if(s.events.begin(), s.events.end(),
                                  [&](const Event& event) { return event.event_case() == which; });
  return found == s.events.end() ? nullptr : &*found;
}

bool ByHolder(const Step& s) {
  return s.given.actor.organisation == s.before.responsibility.holder().organisation_id;
}

bool SameStrands(const Step& s) {
  const State &a = s.before, &b = s.after;
  return a.responsibility == b.responsibility && a.coordination == b.coordination && a.tonight == b.tonight &&
         a.tonight_setting_id == b.tonight_setting_id && a.shared == b.shared && a.seats == b.seats;
}

bool SameHoldersAndTeam(const Step& s) {
  const State &a = s.before, &b = s.after;
  return a.responsibility == b.responsibility && a.coordination == b.coordination && a.shared == b.shared &&
         a.seats == b.seats && a.team_id == b.team_id;
}

const care::Clock* ClockOf(const State& state, common::v1::ClockKind kind) {
  for (const auto& clock : state.clocks.open()) {
    if (clock.kind == kind) return &clock;
  }
  return nullptr;
}

bool Named(const care::Holder& holder) {
  return !holder.organisation_id.empty() && !holder.person_id.empty();
}

bool Provides(const Setting& setting, const std::string& organisation) {
  bool part = false;
  for (const Component& component : setting.components) {
    if (component.kind == v1::COMPONENT_KIND_RESIDENTIAL) return component.organisation_id == organisation;
    part = part || component.organisation_id == organisation;
  }
  return part;
}

bool AdultBy(const std::optional<absl::CivilDay>& born, const Step& s) {
  return born && absl::CivilDay(born->year() + 18, born->month(), born->day()) <=
                     absl::ToCivilDay(s.given.now, absl::UTCTimeZone());
}

}  // namespace fallverbund::casework::testing
