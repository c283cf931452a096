#include <algorithm>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "libs/base/time.h"
#include "services/team/domain/social_space_decider.h"

namespace fallverbund::team {
namespace {

using decider::Given;
using decider::Reason;
using decider::Refusal;
using decider::Require;
using Event = v1::SocialSpaceEvent;
using Events = std::vector<Event>;
using Decision = decider::Decision<Event>;

std::optional<Refusal> RequireOffice(const SocialSpaceState& state, const Given& given) {
  if (auto no = Require(Reason::kObjectUnknown, state.defined())) return no;  // C2
  return Require(Reason::kOnlyTheSocialSpacesOffice,
                 given.actor.organisation == state.team.organisation_id);  // C2, B7
}

// A validity without a beginning has none either.
std::optional<Refusal> RequireSpan(const Validity& valid) {
  return Require(Reason::kValidityEndsBeforeItBegins,
                 valid.from > absl::InfinitePast() && valid.from < valid.until);  // C2
}

template <class Added>
void Fill(const Validity& valid, Added& added) {
  *added.mutable_valid_from() = ToProto(valid.from);
  if (valid.until != absl::InfiniteFuture()) *added.mutable_valid_until() = ToProto(valid.until);
}

Decision DecideOn(const SocialSpaceState& state, const DefineSocialSpace& c, const Given& given) {
  if (state.defined()) return Events{};
  const care::Holder team = {given.actor.organisation, c.unit_id, c.person_id, c.deputy_person_id,
                             common::v1::LEGAL_BASIS_SGB8_79_1};
  if (auto no = Require(Reason::kSocialSpaceNeedsTeam,
                        c.is_youth_office && c.team_known && !c.unit_id.empty() && care::HasDeputy(team))) {
    return *no;  // C3
  }
  Event event;
  event.mutable_social_space_defined()->set_display_name(c.display_name);
  *event.mutable_social_space_defined()->mutable_team() = care::ToProto(team);
  return Events{event};
}

Decision DecideOn(const SocialSpaceState& state, const EntrustSocialSpace& c, const Given& given) {
  if (auto no = RequireOffice(state, given)) return *no;
  if (auto no = Require(Reason::kSocialSpaceNeedsTeam, c.team_known && c.person_id != c.deputy_person_id))
    return *no;  // C3
  Event event;
  event.mutable_social_space_entrusted()->set_person_id(c.person_id);
  event.mutable_social_space_entrusted()->set_deputy_person_id(c.deputy_person_id);
  return Events{event};
}

Decision DecideOn(const SocialSpaceState& state, const AddQuarter& c, const Given& given) {
  if (auto no = RequireOffice(state, given)) return *no;
  if (auto no = RequireSpan(c.valid)) return *no;
  Event event;
  event.mutable_quarter_added()->set_quarter_id(given.new_id);
  event.mutable_quarter_added()->set_display_name(c.display_name);
  Fill(c.valid, *event.mutable_quarter_added());
  return Events{event};
}

Decision DecideOn(const SocialSpaceState& state, const EndQuarter& c, const Given& given) {
  if (auto no = RequireOffice(state, given)) return *no;
  const auto quarter = state.quarters.find(c.quarter_id);
  if (auto no = Require(Reason::kQuarterUnknown, quarter != state.quarters.end())) return *no;  // C2
  if (auto no = RequireSpan({quarter->second.valid.from, c.valid_until})) return *no;
  Event event;
  event.mutable_quarter_limited()->set_quarter_id(c.quarter_id);
  *event.mutable_quarter_limited()->mutable_valid_until() = ToProto(c.valid_until);
  return Events{event};
}

Decision DecideOn(const SocialSpaceState& state, const AddStreet& c, const Given& given) {
  if (auto no = RequireOffice(state, given)) return *no;
  if (auto no = RequireSpan(c.valid)) return *no;
  const auto quarter = state.quarters.find(c.quarter_id);
  if (auto no = Require(Reason::kQuarterUnknown,
                        quarter != state.quarters.end() && quarter->second.valid.Covers(c.valid.from))) {
    return *no;  // C2
  }
  const bool listed = std::any_of(state.streets.begin(), state.streets.end(), [&](const auto& entry) {
    return StreetKey(entry.second.street) == StreetKey(c.street) && entry.second.valid.Meets(c.valid);
  });
  if (auto no = Require(Reason::kStreetInCatalogue, !listed)) return *no;  // C1
  Event event;
  auto& added = *event.mutable_street_added();
  added.set_entry_id(given.new_id);
  added.set_quarter_id(c.quarter_id);
  added.set_street(c.street);
  Fill(c.valid, added);
  return Events{event};
}

Decision DecideOn(const SocialSpaceState& state, const EndStreetEntry& c, const Given& given) {
  if (auto no = RequireOffice(state, given)) return *no;
  const auto entry = state.streets.find(c.entry_id);
  if (auto no =
          Require(Reason::kStreetEntryUnknown,
                  entry != state.streets.end() && entry->second.valid.until == absl::InfiniteFuture())) {
    return *no;  // C1
  }
  if (auto no = RequireSpan({entry->second.valid.from, c.valid_until})) return *no;
  Event event;
  event.mutable_street_limited()->set_entry_id(c.entry_id);
  *event.mutable_street_limited()->mutable_valid_until() = ToProto(c.valid_until);
  return Events{event};
}

}  // namespace

decider::Decision<v1::SocialSpaceEvent> SocialSpaceDecider::Decide(const State& state, const Command& command,
                                                                   const Given& given) {
  return std::visit([&](const auto& c) { return DecideOn(state, c, given); }, command);
}

}  // namespace fallverbund::team
