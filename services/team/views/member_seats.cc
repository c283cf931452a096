#include "services/team/views/member_seats.h"

#include "absl/strings/str_cat.h"
#include "fallverbund/team/v1/membership_events.pb.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/eventlog/oneof.h"
#include "libs/projection/row_cursor.h"

namespace fallverbund::team {
namespace {

constexpr char kMemberSeats[] = "member_seats";       // organisation, "/", membership -> "1"
constexpr char kMembersLeaving[] = "member_leaving";  // organisation -> what it said

std::string Prefix(std::string_view id) {
  return absl::StrCat(ToAbsl(id), "/");
}

void On(std::string_view membership_id, const v1::MembershipEvent& event, projection::RowBatch& rows) {
  const auto asked = [&](const std::string& organisation_id) {
    rows.Put(kMemberSeats, absl::StrCat(Prefix(organisation_id), ToAbsl(membership_id)), "1");
  };
  for (const v1::MemberSeat& seat : event.membership_founded().seats()) asked(seat.organisation_id());
  if (event.has_member_successor_named()) asked(event.member_successor_named().successor_organisation_id());
}

void On(std::string_view organisation_id, const v1::OrganisationEvent& event, projection::RowBatch& rows) {
  if (event.has_organisation_leaving())
    rows.Put(kMembersLeaving, organisation_id, event.organisation_leaving().SerializeAsString());
  if (event.has_organisation_stays()) rows.Delete(kMembersLeaving, organisation_id);
}

template <class Event>
absl::Status Take(const eventlog::ValidCommit& commit, projection::RowBatch& rows) {
  for (const auto& stored : commit.commit.events()) {
    if (!eventlog::HasAlternative(Event::descriptor(), stored)) continue;
    FV_ASSIGN_OR_RETURN(const auto event, eventlog::UnpackOneof<Event>(stored));
    On(commit.aggregate_id, event, rows);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status MemberSeatView::Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const {
  const auto& commit = recorded.commit;
  if (commit.context != "team") return absl::OkStatus();
  if (commit.commit.aggregate_type() == "membership") return Take<v1::MembershipEvent>(commit, rows);
  if (commit.commit.aggregate_type() == "organisation") return Take<v1::OrganisationEvent>(commit, rows);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> MembershipsOf(const projection::Rows& rows,
                                                       std::string_view organisation_id) {
  const std::string prefix = Prefix(organisation_id);
  std::vector<std::string> memberships;
  projection::RowCursor cursor(rows, kMemberSeats, prefix);
  while (true) {
    FV_ASSIGN_OR_RETURN(const projection::Row* row, cursor.Next());
    if (row == nullptr) return memberships;
    memberships.push_back(row->key.substr(prefix.size()));
  }
}

absl::StatusOr<std::optional<v1::OrganisationLeaving>> FindLeaving(const projection::Rows& rows,
                                                                   std::string_view organisation_id) {
  FV_ASSIGN_OR_RETURN(const auto row, rows.Get(kMembersLeaving, organisation_id));
  if (!row) return std::nullopt;
  v1::OrganisationLeaving leaving;
  if (!leaving.ParseFromString(*row))
    return absl::DataLossError("a row of an organisation that leaves is unreadable");
  return leaving;
}

}  // namespace fallverbund::team
