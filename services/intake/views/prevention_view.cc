#include "services/intake/views/prevention_view.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "fallverbund/team/v1/social_space_events.pb.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/base/time.h"
#include "libs/eventlog/oneof.h"
#include "libs/projection/page.h"
#include "libs/projection/row_codec.h"
#include "services/intake/domain/transition_decider.h"

namespace fallverbund::intake {
namespace {

using projection::RowBatch;

constexpr char kSpaces[] = "prevention_spaces";         // id
constexpr char kCounts[] = "prevention_counts";         // year, quarter, measure, line, need, space -> number
constexpr char kTransitions[] = "transitions";          // id -> TransitionRow
constexpr char kMissed[] = "transitions_missed";        // organisation that has to act, id
constexpr char kOffered[] = "transitions_offered";      // organisation that is asked, id
constexpr char kNavigated[] = "transitions_navigated";  // navigator's organisation, id; of what goes on
constexpr char kLeaving[] = "transitions_leaving";      // organisation -> OrganisationLeaving
constexpr int kScanned = 500;                           // rows at a time
constexpr size_t kIdDigits = 32;
constexpr int kMostSpaces = 1'000;
constexpr int kMostCounts = 2 * 4 * 4 * kMostSpaces;  // measures, lines, needs, spaces

std::string PrefixOf(const Quarter& quarter) {
  return absl::StrCat(absl::Dec(quarter.year, absl::kZeroPad4), "/", quarter.quarter, "/");
}

absl::Status CountOne(const Count& what, absl::Time recorded_at, RowBatch& rows) {
  const std::string key = absl::StrCat(PrefixOf(QuarterOf(recorded_at)), static_cast<int>(what.measure), "/",
                                       static_cast<int>(what.service_line), "/",
                                       static_cast<int>(what.language_need), "/", what.social_space_id);
  FV_ASSIGN_OR_RETURN(const auto before, rows.Get(kCounts, key));
  rows.Put(kCounts, key, projection::BigEndian((before ? projection::FromBigEndian(*before) : 0) + 1));
  return absl::OkStatus();
}

void Forget(v1::TransitionRow& row, common::v1::ClockKind kind, const std::string& object_id) {
  auto& missed = *row.mutable_missed();
  const auto gone = std::remove_if(missed.begin(), missed.end(), [&](const v1::MissedDate& date) {
    return date.kind() == kind && date.object_id() == object_id;
  });
  missed.erase(gone, missed.end());
}

std::string OrganisationOf(const v1::TransitionRow& row, const v1::MissedDate& date) {
  return date.organisation_id().empty() ? row.organisation_id() : date.organisation_id();
}

// Whoever gave, and has to look again; empty: the navigator, whoever that is by then.
std::string WhoseIs(const v1::TransitionRow& row, common::v1::ClockKind kind, const std::string& object_id) {
  if (kind != common::v1::CLOCK_KIND_WARM_HANDOVER_CHECK) return "";
  for (const v1::WarmGiver& giver : row.givers()) {
    if (giver.handover_id() == object_id) return giver.organisation_id();
  }
  return "";
}

std::set<std::string> ListedWith(const v1::TransitionRow& row) {
  std::set<std::string> organisations;
  for (const v1::MissedDate& date : row.missed()) organisations.insert(OrganisationOf(row, date));
  return organisations;
}

void ForgetAll(v1::TransitionRow& row, common::v1::ClockKind kind) {
  auto& missed = *row.mutable_missed();
  const auto gone = std::remove_if(missed.begin(), missed.end(),
                                   [&](const v1::MissedDate& date) { return date.kind() == kind; });
  missed.erase(gone, missed.end());
}

void NavigatedBy(const common::v1::Holder& navigator, v1::TransitionRow& row) {
  row.set_organisation_id(navigator.organisation_id());
  row.set_person_id(navigator.person_id());
}

void Offered(const v1::WarmHandoverOffered& event, v1::WarmOffer& offer) {
  offer.set_handover_id(event.handover_id());
  offer.set_organisation_id(event.to().organisation_id());
  offer.set_person_id(event.to().person_id());
  offer.set_to_line(event.to_line());
  *offer.mutable_answer_due() = event.answer_due();
}

void Looked(const v1::WarmHandoverChecked& event, v1::TransitionRow& row) {
  Forget(row, common::v1::CLOCK_KIND_WARM_HANDOVER_CHECK, event.handover_id());
  if (event.has_next_due()) return;
  auto& givers = *row.mutable_givers();
  const auto gone = std::remove_if(givers.begin(), givers.end(), [&](const v1::WarmGiver& giver) {
    return giver.handover_id() == event.handover_id();
  });
  givers.erase(gone, givers.end());
}

// The row as it is after the event.
void Change(const v1::TransitionEvent& event, v1::TransitionRow& row) {
  using common::v1::CLOCK_KIND_HEARING_RETRY;
  using common::v1::CLOCK_KIND_LIFE_PHASE;
  using common::v1::CLOCK_KIND_SUCCESSION;
  using common::v1::CLOCK_KIND_WARM_HANDOVER_ANSWER;
  using common::v1::CLOCK_KIND_WARM_HANDOVER_CHECK;
  switch (event.event_case()) {
    case v1::TransitionEvent::kTransitionBegun:
      NavigatedBy(event.transition_begun().navigator(), row);
      return;
    case v1::TransitionEvent::kPhaseExpected:
      Forget(row, CLOCK_KIND_LIFE_PHASE, ObjectOf(event.phase_expected().expected().phase()));
      return;
    case v1::TransitionEvent::kWarmHandoverOffered:
      Offered(event.warm_handover_offered(), *row.mutable_offer());
      ForgetAll(row, CLOCK_KIND_HEARING_RETRY);
      return;
    case v1::TransitionEvent::kNavigatorMoved: {
      const auto& moved = event.navigator_moved();
      if (!moved.givers_look_on()) {  // as it was then
        row.clear_givers();
        ForgetAll(row, CLOCK_KIND_WARM_HANDOVER_CHECK);
      }
      v1::WarmGiver& giver = *row.add_givers();
      giver.set_handover_id(moved.handover_id());
      giver.set_organisation_id(moved.from().organisation_id());
      row.clear_offer();
      NavigatedBy(moved.to(), row);
      Forget(row, CLOCK_KIND_LIFE_PHASE, ObjectOf(moved.reached()));
      ForgetAll(row, CLOCK_KIND_WARM_HANDOVER_ANSWER);
      ForgetAll(row, CLOCK_KIND_SUCCESSION);
      return;
    }
    case v1::TransitionEvent::kWarmHandoverDeclined:
    case v1::TransitionEvent::kWarmHandoverRevoked:
      row.clear_offer();
      ForgetAll(row, CLOCK_KIND_WARM_HANDOVER_ANSWER);
      return;
    case v1::TransitionEvent::kWarmHandoverChecked:
      Looked(event.warm_handover_checked(), row);
      return;
    case v1::TransitionEvent::kFamilyDecided:
      ForgetAll(row, CLOCK_KIND_HEARING_RETRY);
      return;
    case v1::TransitionEvent::kNavigatorTakenOver:
      NavigatedBy(event.navigator_taken_over().to(), row);
      return;
    case v1::TransitionEvent::kNavigatorToSucceed:
    case v1::TransitionEvent::kNavigatorStays:
      ForgetAll(row, CLOCK_KIND_SUCCESSION);
      return;
    case v1::TransitionEvent::kPreventionConsentWithdrawn:
    case v1::TransitionEvent::kTransitionCompleted:
      row.set_over(true);
      row.clear_missed();
      row.clear_givers();
      row.clear_offer();
      return;
    case v1::TransitionEvent::kTransitionDateMissed: {
      v1::MissedDate& date = *row.add_missed();
      date.set_kind(event.transition_date_missed().kind());
      date.set_object_id(event.transition_date_missed().object_id());
      *date.mutable_due() = event.transition_date_missed().due();
      date.set_organisation_id(WhoseIs(row, date.kind(), date.object_id()));
      return;
    }
    case v1::TransitionEvent::kTransitionDateEscalated: {
      const auto& escalated = event.transition_date_escalated();
      for (v1::MissedDate& date : *row.mutable_missed()) {
        if (date.kind() == escalated.kind() && date.object_id() == escalated.object_id())
          date.set_step(escalated.step());
      }
      return;
    }
    case v1::TransitionEvent::kWarmHandoverMet:
    case v1::TransitionEvent::kWarmHandoverAttemptFailed:
    case v1::TransitionEvent::EVENT_NOT_SET:
      return;
  }
}

absl::StatusOr<v1::TransitionRow> RowOf(const projection::Rows& rows, std::string_view id) {
  FV_ASSIGN_OR_RETURN(const auto stored, rows.Get(kTransitions, id));
  v1::TransitionRow row;
  if (stored && !row.ParseFromString(*stored))
    return absl::InternalError("a row of transitions cannot be read");
  return row;
}

absl::Status On(const std::string& id, const v1::TransitionEvent& event, absl::Time recorded_at,
                RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(v1::TransitionRow row, RowOf(rows, id));
  for (const std::string& organisation : ListedWith(row))
    rows.Delete(kMissed, absl::StrCat(organisation, id));
  if (row.has_offer()) rows.Delete(kOffered, absl::StrCat(row.offer().organisation_id(), id));
  rows.Delete(kNavigated, absl::StrCat(row.organisation_id(), id));
  Change(event, row);
  if (!row.over()) rows.Put(kNavigated, absl::StrCat(row.organisation_id(), id), "1");
  rows.Put(kTransitions, id, row.SerializeAsString());
  for (const std::string& organisation : ListedWith(row))
    rows.Put(kMissed, absl::StrCat(organisation, id), "1");
  if (row.has_offer()) rows.Put(kOffered, absl::StrCat(row.offer().organisation_id(), id), "1");
  if (!event.has_transition_begun()) return absl::OkStatus();
  const auto& begun = event.transition_begun();
  return CountOne(
      {v1::PREVENTION_MEASURE_FAMILIES, begun.social_space_id(), begun.service_line(), begun.language_need()},
      recorded_at, rows);
}

absl::Status On(const std::string&, const v1::PreventionContactEvent& event, absl::Time recorded_at,
                RowBatch& rows) {
  if (!event.has_anonymous_contact_counted()) return absl::OkStatus();
  const auto& counted = event.anonymous_contact_counted();
  return CountOne({v1::PREVENTION_MEASURE_CONTACTS, counted.social_space_id(), counted.service_line(),
                   counted.language_need()},
                  recorded_at, rows);
}

absl::Status On(const std::string& id, const team::v1::SocialSpaceEvent& event, absl::Time, RowBatch& rows) {
  if (event.has_social_space_defined()) rows.Put(kSpaces, id, "1");
  return absl::OkStatus();
}

absl::Status On(const std::string& id, const team::v1::OrganisationEvent& event, absl::Time, RowBatch& rows) {
  if (event.has_organisation_leaving())
    rows.Put(kLeaving, id, event.organisation_leaving().SerializeAsString());
  if (event.has_organisation_stays()) rows.Delete(kLeaving, id);
  return absl::OkStatus();
}

template <class Event>
absl::Status ApplyAll(const eventlog::ValidCommit& commit, RowBatch& rows) {
  for (const auto& stored : commit.commit.events()) {
    if (!eventlog::HasAlternative(Event::descriptor(), stored)) continue;
    FV_ASSIGN_OR_RETURN(const auto event, eventlog::UnpackOneof<Event>(stored));
    FV_RETURN_IF_ERROR(On(commit.aggregate_id, event, FromProto(commit.commit.recorded_at()), rows));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status PreventionView::Apply(const projection::Recorded& recorded, RowBatch& rows) const {
  const auto& commit = recorded.commit;
  const std::string& type = commit.commit.aggregate_type();
  if (commit.context == "intake" && type == "transition") return ApplyAll<v1::TransitionEvent>(commit, rows);
  if (commit.context == "intake" && type == "prevention_contact")
    return ApplyAll<v1::PreventionContactEvent>(commit, rows);
  if (commit.context == "team" && type == "social_space")
    return ApplyAll<team::v1::SocialSpaceEvent>(commit, rows);
  if (commit.context == "team" && type == "organisation")
    return ApplyAll<team::v1::OrganisationEvent>(commit, rows);
  return absl::OkStatus();
}

absl::StatusOr<bool> IsSocialSpace(const projection::Rows& rows, std::string_view id) {
  if (id.size() != kIdDigits) return false;
  FV_ASSIGN_OR_RETURN(const auto found, rows.Get(kSpaces, id));
  return found.has_value();
}

absl::StatusOr<std::vector<std::string>> SocialSpaces(const projection::Rows& rows) {
  FV_ASSIGN_OR_RETURN(const auto found, rows.Scan(kSpaces, "", "", kMostSpaces + 1));
  if (found.size() > kMostSpaces) return absl::FailedPreconditionError("more than 1000 social spaces");
  std::vector<std::string> ids;
  ids.reserve(found.size());
  for (const auto& row : found) ids.push_back(row.key);
  return ids;
}

absl::StatusOr<std::vector<Count>> CountsOf(const projection::Rows& rows, const Quarter& quarter) {
  const std::string prefix = PrefixOf(quarter);
  FV_ASSIGN_OR_RETURN(const auto found, rows.Scan(kCounts, prefix, "", kMostCounts));
  std::vector<Count> counts;
  for (const auto& row : found) {
    // measure "/" line "/" need "/" space, each code of one digit
    const std::string rest = row.key.substr(prefix.size());
    if (rest.size() != 6 + kIdDigits) return absl::InternalError("a row of counts cannot be read");
    counts.push_back({static_cast<v1::PreventionMeasure>(rest[0] - '0'), rest.substr(6),
                      static_cast<v1::ServiceLine>(rest[2] - '0'),
                      static_cast<v1::LanguageNeed>(rest[4] - '0'), projection::FromBigEndian(row.value)});
  }
  return counts;
}

namespace {

absl::StatusOr<TransitionPage> PageOf(const projection::Rows& rows, std::string_view table,
                                      std::string_view organisation_id, std::string_view after, int limit) {
  TransitionPage page;
  const auto show = [&](const projection::Row& row) -> absl::Status {
    const std::string id = row.key.substr(organisation_id.size());
    FV_ASSIGN_OR_RETURN(auto entry, RowOf(rows, id));
    page.entries.push_back({id, std::move(entry)});
    return absl::OkStatus();
  };
  FV_ASSIGN_OR_RETURN(page.next, projection::ReadPage(rows, table, organisation_id, after, limit, show));
  return page;
}

}  // namespace

absl::StatusOr<TransitionPage> MissedOf(const projection::Rows& rows, std::string_view organisation_id,
                                        std::string_view after, int limit) {
  FV_ASSIGN_OR_RETURN(auto page, PageOf(rows, kMissed, organisation_id, after, limit));
  for (auto& entry : page.entries) {
    auto& missed = *entry.row.mutable_missed();
    const auto others = std::remove_if(missed.begin(), missed.end(), [&](const v1::MissedDate& date) {
      return OrganisationOf(entry.row, date) != organisation_id;
    });
    missed.erase(others, missed.end());
  }
  return page;
}

absl::StatusOr<std::vector<std::string>> NavigatedBy(const projection::Rows& rows,
                                                     std::string_view organisation_id) {
  std::vector<std::string> ids;
  std::string after;
  while (true) {
    FV_ASSIGN_OR_RETURN(const auto found, rows.Scan(kNavigated, organisation_id, after, kScanned));
    for (const auto& row : found) ids.push_back(row.key.substr(organisation_id.size()));
    if (found.size() < kScanned) return ids;
    after = found.back().key;
  }
}

absl::StatusOr<std::optional<team::v1::OrganisationLeaving>> LeavingOf(const projection::Rows& rows,
                                                                       std::string_view organisation_id) {
  FV_ASSIGN_OR_RETURN(const auto stored, rows.Get(kLeaving, organisation_id));
  if (!stored) return std::nullopt;
  team::v1::OrganisationLeaving leaving;
  if (!leaving.ParseFromString(*stored)) return absl::InternalError("a row of leavers cannot be read");
  return leaving;
}

absl::StatusOr<TransitionPage> OfferedTo(const projection::Rows& rows, std::string_view organisation_id,
                                         std::string_view after, int limit) {
  return PageOf(rows, kOffered, organisation_id, after, limit);
}

}  // namespace fallverbund::intake
