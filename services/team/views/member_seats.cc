#include "services/team/views/member_seats.h"

#include "absl/strings/str_cat.h"
#include "fallverbund/team/v1/joint_decision_events.pb.h"
#include "fallverbund/team/v1/membership_events.pb.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/eventlog/oneof.h"

namespace fallverbund::team {
namespace {

constexpr char kMemberSeats[] = "member_seats";       // organisation, "/", membership -> "1"
constexpr char kMembersLeaving[] = "member_leaving";  // organisation -> what it said
constexpr char kVotesAwaited[] = "votes_awaited";     // person, "/", decision -> "1"
constexpr int kPage = 256;

std::string Prefix(std::string_view id) {
  return absl::StrCat(ToAbsl(id), "/");
}

absl::StatusOr<std::vector<std::string>> IdsOf(const projection::Rows& rows, std::string_view table,
                                               std::string_view id) {
  const std::string prefix = Prefix(id);
  std::vector<std::string> ids;
  std::string after;
  while (true) {
    FV_ASSIGN_OR_RETURN(const auto page, rows.Scan(table, prefix, after, kPage));
    for (const auto& row : page) ids.push_back(row.key.substr(prefix.size()));
    if (page.size() < kPage) return ids;
    after = page.back().key;
  }
}

void On(std::string_view decision_id, const v1::JointDecisionEvent& event, projection::RowBatch& rows) {
  const auto key = [&](const std::string& person_id) {
    return absl::StrCat(Prefix(person_id), ToAbsl(decision_id));
  };
  for (const v1::Voter& voter : event.joint_decision_opened().voters())
    rows.Put(kVotesAwaited, key(voter.person_id()), "1");
  if (event.has_vote_cast()) rows.Delete(kVotesAwaited, key(event.vote_cast().person_id()));
  if (event.has_voter_gone()) rows.Delete(kVotesAwaited, key(event.voter_gone().person_id()));
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
  if (commit.commit.aggregate_type() == "joint_decision") return Take<v1::JointDecisionEvent>(commit, rows);
  if (commit.commit.aggregate_type() == "organisation") return Take<v1::OrganisationEvent>(commit, rows);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> MembershipsOf(const projection::Rows& rows,
                                                       std::string_view organisation_id) {
  return IdsOf(rows, kMemberSeats, organisation_id);
}

absl::StatusOr<std::vector<std::string>> VotesAwaitedOf(const projection::Rows& rows,
                                                        std::string_view person_id) {
  return IdsOf(rows, kVotesAwaited, person_id);
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
