#include <utility>

#include "libs/base/time.h"
#include "services/team/domain/social_space_decider.h"

namespace fallverbund::team {
namespace {

template <class Added>
Validity ValidityOf(const Added& added) {
  Validity valid{FromProto(added.valid_from())};
  if (added.has_valid_until()) valid.until = FromProto(added.valid_until());
  return valid;
}

void ReplaceAll(std::string& text, std::string_view from, std::string_view to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

}  // namespace

std::string StreetKey(std::string_view street) {
  std::string key;
  for (const char c : street) {
    if (c == ' ' || c == '-' || c == '.') continue;
    key += 'A' <= c && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  for (const auto& [from, to] :
       {std::pair{"Ä", "ä"}, {"Ö", "ö"}, {"Ü", "ü"}, {"ß", "ss"}, {"strasse", "str"}})
    ReplaceAll(key, from, to);
  return key;
}

SocialSpaceState SocialSpaceDecider::Evolve(State state, const Event& event, const decider::Given&) {
  switch (event.event_case()) {
    case Event::kSocialSpaceDefined:
      state.display_name = event.social_space_defined().display_name();
      state.team = care::FromProto(event.social_space_defined().team());
      break;
    case Event::kSocialSpaceEntrusted:
      state.team.person_id = event.social_space_entrusted().person_id();
      state.team.deputy_person_id = event.social_space_entrusted().deputy_person_id();
      break;
    case Event::kQuarterAdded:
      state.quarters[event.quarter_added().quarter_id()] = {event.quarter_added().display_name(),
                                                            ValidityOf(event.quarter_added())};
      break;
    case Event::kQuarterLimited:
      state.quarters[event.quarter_limited().quarter_id()].valid.until =
          FromProto(event.quarter_limited().valid_until());
      break;
    case Event::kStreetAdded:
      state.streets[event.street_added().entry_id()] = {
          event.street_added().quarter_id(), event.street_added().street(), ValidityOf(event.street_added())};
      break;
    case Event::kStreetLimited:
      state.streets[event.street_limited().entry_id()].valid.until =
          FromProto(event.street_limited().valid_until());
      break;
    case Event::EVENT_NOT_SET:
      break;
  }
  return state;
}

}  // namespace fallverbund::team
