#include "services/team/views/social_space_view.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "fallverbund/team/v1/social_space_events.pb.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/base/time.h"
#include "libs/eventlog/oneof.h"

namespace fallverbund::team {
namespace {

constexpr char kStreets[] = "streets";  // key of the street, "/", social space
constexpr int kMostSpaces = 64;         // that claim one street: more is a mistake in somebody's catalogue

std::string Prefix(std::string_view street) {
  return absl::StrCat(StreetKey(street), "/");
}

template <class Shown>
void ShowValidity(const Validity& valid, Shown& shown) {
  *shown.mutable_valid_from() = ToProto(valid.from);
  if (valid.until != absl::InfiniteFuture()) *shown.mutable_valid_until() = ToProto(valid.until);
}

}  // namespace

absl::Status StreetView::Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const {
  const auto& commit = recorded.commit;
  if (commit.context != "team" || commit.commit.aggregate_type() != "social_space") return absl::OkStatus();
  for (const auto& stored : commit.commit.events()) {
    if (!eventlog::HasAlternative(v1::SocialSpaceEvent::descriptor(), stored)) continue;
    FV_ASSIGN_OR_RETURN(const auto event, eventlog::UnpackOneof<v1::SocialSpaceEvent>(stored));
    if (!event.has_street_added()) continue;
    rows.Put(kStreets, Prefix(event.street_added().street()) + std::string(commit.aggregate_id), "1");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> SpacesOfStreet(const projection::Rows& rows,
                                                        std::string_view street) {
  const std::string prefix = Prefix(street);
  FV_ASSIGN_OR_RETURN(const auto found, rows.Scan(kStreets, prefix, "", kMostSpaces));
  std::vector<std::string> spaces;
  spaces.reserve(found.size());
  for (const auto& row : found) spaces.push_back(row.key.substr(prefix.size()));
  return spaces;
}

void ShowSocialSpace(std::string_view id, const SocialSpaceState& state, absl::Time at,
                     v1::SocialSpace& shown) {
  shown.set_social_space_id(std::string(id));
  shown.set_display_name(state.display_name);
  *shown.mutable_team() = care::ToProto(state.team);
  for (const auto& [quarter_id, quarter] : state.quarters) {
    if (!quarter.valid.Covers(at)) continue;
    v1::Quarter& added = *shown.add_quarters();
    added.set_quarter_id(quarter_id);
    added.set_display_name(quarter.display_name);
    ShowValidity(quarter.valid, added);
    for (const auto& [entry_id, street] : state.streets) {
      if (street.quarter_id != quarter_id || !street.valid.Covers(at)) continue;
      v1::StreetEntry& entry = *added.add_streets();
      entry.set_entry_id(entry_id);
      entry.set_street(street.street);
      ShowValidity(street.valid, entry);
    }
  }
}

void AddHints(std::string_view id, const SocialSpaceState& state, std::string_view street, absl::Time at,
              v1::RouteStreetResponse& shown) {
  for (const auto& [entry_id, entry] : state.streets) {
    const auto quarter = state.quarters.find(entry.quarter_id);
    const bool valid =
        quarter != state.quarters.end() && quarter->second.valid.Covers(at) && entry.valid.Covers(at);
    if (!valid || StreetKey(entry.street) != StreetKey(street)) continue;
    v1::StreetHint& hint = *shown.add_hints();
    hint.set_social_space_id(std::string(id));
    hint.set_display_name(state.display_name);
    hint.set_quarter(quarter->second.display_name);
    *hint.mutable_team() = care::ToProto(state.team);
  }
}

}  // namespace fallverbund::team
