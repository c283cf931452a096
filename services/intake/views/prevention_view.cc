#include "services/intake/views/prevention_view.h"

#include <algorithm>

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

constexpr char kSpaces[] = "prevention_spaces";   // id
constexpr char kCounts[] = "prevention_counts";   // year, quarter, measure, line, need, space -> number
constexpr char kTransitions[] = "transitions";    // id -> TransitionRow
constexpr char kMissed[] = "transitions_missed";  // organisation, id
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

// The row as it is after the event.
void Change(const v1::TransitionEvent& event, v1::TransitionRow& row) {
  using common::v1::CLOCK_KIND_HEARING_RETRY;
  using common::v1::CLOCK_KIND_LIFE_PHASE;
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
      ForgetAll(row, CLOCK_KIND_HEARING_RETRY);
      return;
    case v1::TransitionEvent::kNavigatorMoved:
      NavigatedBy(event.navigator_moved().to(), row);
      Forget(row, CLOCK_KIND_LIFE_PHASE, ObjectOf(event.navigator_moved().reached()));
      ForgetAll(row, CLOCK_KIND_WARM_HANDOVER_ANSWER);
      ForgetAll(row, CLOCK_KIND_WARM_HANDOVER_CHECK);
      return;
    case v1::TransitionEvent::kWarmHandoverDeclined:
    case v1::TransitionEvent::kWarmHandoverRevoked:
      ForgetAll(row, CLOCK_KIND_WARM_HANDOVER_ANSWER);
      return;
    case v1::TransitionEvent::kWarmHandoverChecked:
      ForgetAll(row, CLOCK_KIND_WARM_HANDOVER_CHECK);
      return;
    case v1::TransitionEvent::kFamilyDecided:
      ForgetAll(row, CLOCK_KIND_HEARING_RETRY);
      return;
    case v1::TransitionEvent::kNavigatorTakenOver:
      NavigatedBy(event.navigator_taken_over().to(), row);
      return;
    case v1::TransitionEvent::kPreventionConsentWithdrawn:
    case v1::TransitionEvent::kTransitionCompleted:
      row.clear_missed();
      return;
    case v1::TransitionEvent::kTransitionDateMissed: {
      v1::MissedDate& date = *row.add_missed();
      date.set_kind(event.transition_date_missed().kind());
      date.set_object_id(event.transition_date_missed().object_id());
      *date.mutable_due() = event.transition_date_missed().due();
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
  rows.Delete(kMissed, absl::StrCat(row.organisation_id(), id));
  Change(event, row);
  rows.Put(kTransitions, id, row.SerializeAsString());
  if (row.missed_size() > 0) rows.Put(kMissed, absl::StrCat(row.organisation_id(), id), "1");
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

absl::StatusOr<MissedPage> MissedOf(const projection::Rows& rows, std::string_view organisation_id,
                                    std::string_view after, int limit) {
  MissedPage page;
  const auto show = [&](const projection::Row& row) -> absl::Status {
    const std::string id = row.key.substr(organisation_id.size());
    FV_ASSIGN_OR_RETURN(auto entry, RowOf(rows, id));
    page.entries.push_back({id, std::move(entry)});
    return absl::OkStatus();
  };
  FV_ASSIGN_OR_RETURN(page.next, projection::ReadPage(rows, kMissed, organisation_id, after, limit, show));
  return page;
}

}  // namespace fallverbund::intake
