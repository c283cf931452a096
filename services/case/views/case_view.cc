// Long, because one view writes the rows of a case in one step.
#include "services/case/views/case_view.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "fallverbund/team/v1/directory_events.pb.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/base/time.h"
#include "libs/command/command_log.h"
#include "libs/command/given.h"
#include "libs/eventlog/oneof.h"
#include "libs/projection/page.h"
#include "libs/projection/row_codec.h"
#include "libs/seal/sealed_fields.h"
#include "services/case/domain/case_decider.h"
#include "services/case/views/case_resource.h"
#include "services/case/views/duties.h"
#include "services/case/views/held.h"
#include "services/case/views/planning_lists.h"
#include "services/case/views/team_duties.h"
#include "services/case/views/work_list.h"
#include "services/case/views/work_rows.h"
#include "services/case/views/work_then.h"

namespace fallverbund::casework {
namespace {

constexpr std::string_view kCases = "cases";
constexpr std::string_view kSubjects = "subjects";
constexpr std::string_view kDocuments = "documents";
constexpr std::string_view kHandedOn = "handed_on";      // case, "/", position, organisation
constexpr std::string_view kLeftBehind = "left_behind";  // case, "/", organisation
constexpr int kPage = 256;
constexpr size_t kHeapBytesPerByte = 3;  // a folded case against its resource: strings and nodes have headers

absl::StatusOr<State> Fold(State state, const eventlog::v1::Commit& commit) {
  const decider::Given given = command::GivenOf(commit);
  FV_ASSIGN_OR_RETURN(const auto events, command::EventsOf<CaseDecider>(commit));
  for (const auto& event : events) state = CaseDecider::Evolve(std::move(state), event, given);
  return state;
}

bool SameWork(const std::vector<WorkItem>& a, const std::vector<WorkItem>& b) {
  return std::ranges::equal(a, b, [](const WorkItem& x, const WorkItem& y) {
    return x.audience == y.audience && x.item.SerializeAsString() == y.item.SerializeAsString();
  });
}

absl::Status ReplaceWork(std::string_view case_id, const State& before, const State& state,
                         projection::RowBatch& rows) {
  const auto items = WorkItems(case_id, state);
  if (before.opened() && SameWork(WorkItems(case_id, before), items)) return absl::OkStatus();
  return WriteWork(case_id, items, rows);
}

bool IsEntrusted(const v1::CaseEvent& event) {
  return event.record_entered().confidentiality() == common::v1::CONFIDENTIALITY_ENTRUSTED;
}

// Family patterns, and what was entrusted, are for the office that holds the case and whoever wrote them.
bool IsRestricted(const v1::CaseEvent& event) {
  return event.record_entered().kind() == v1::RECORD_KIND_FAMILY_PATTERN || IsEntrusted(event);
}

std::string DocumentsAt(std::string_view case_id, uint64_t position) {
  return absl::StrCat(ToAbsl(case_id), "/", projection::BigEndian(position));
}

std::string HandedOnKey(std::string_view case_id, uint64_t position, std::string_view organisation_id) {
  return absl::StrCat(DocumentsAt(case_id, position), ToAbsl(organisation_id));
}

absl::StatusOr<std::optional<v1::DocumentRow>> FirstDocumentAt(const projection::Rows& rows,
                                                               std::string_view case_id, uint64_t position) {
  FV_ASSIGN_OR_RETURN(const auto found, rows.Scan(kDocuments, DocumentsAt(case_id, position), "", 1));
  if (found.empty()) return std::nullopt;
  v1::DocumentRow row;
  if (!row.ParseFromString(found[0].value)) return absl::DataLossError("a row of a document is unreadable");
  return row;
}

// Whoever never had what was entrusted hands it on to nobody.
absl::Status ReplaceHandedOn(std::string_view case_id, const State& before, const State& state,
                             projection::RowBatch& rows) {
  if (before.handed_on == state.handed_on) return absl::OkStatus();
  const auto among = [](const std::vector<HandedOn>& all, const HandedOn& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
  };
  for (const HandedOn& one : before.handed_on) {
    if (!among(state.handed_on, one))
      rows.Delete(kHandedOn, HandedOnKey(case_id, one.position, one.organisation_id));
  }
  for (const HandedOn& one : state.handed_on) {
    if (among(before.handed_on, one)) continue;
    FV_ASSIGN_OR_RETURN(const auto document, FirstDocumentAt(rows, case_id, one.position));
    if (!document) continue;
    FV_ASSIGN_OR_RETURN(const bool had, HadEntrusted(rows, case_id, *document, one.giver_organisation_id));
    if (had) rows.Put(kHandedOn, HandedOnKey(case_id, one.position, one.organisation_id), "");
  }
  return absl::OkStatus();
}

std::string LeftBehindKey(std::string_view case_id, std::string_view organisation_id) {
  return absl::StrCat(ToAbsl(case_id), "/", ToAbsl(organisation_id));
}

// N6: whom something was left behind from hands it on to nobody, though the package may name it.
absl::Status NoteLeftBehind(std::string_view case_id, uint64_t position, const v1::ResponsibilityMoved& moved,
                            projection::RowBatch& rows) {
  if (!moved.unnamed_stays_behind()) return absl::OkStatus();
  const std::string& giver = moved.from().organisation_id();
  const std::string& receiver = moved.to().organisation_id();
  FV_ASSIGN_OR_RETURN(const auto unread, ReadLeftBehind(rows, case_id, giver));
  FV_ASSIGN_OR_RETURN(auto left, ReadLeftBehind(rows, case_id, receiver));
  v1::LeftBehindRow& move = *left.add_moves();
  move.set_before_position(position);
  move.set_question_id(moved.handover_id());
  for (const uint64_t packed : moved.goes_along()) {
    FV_ASSIGN_OR_RETURN(const auto document, FirstDocumentAt(rows, case_id, packed));
    if (document && !StaysBehind(unread, *document, giver)) move.add_goes_along(packed);
  }
  rows.Put(kLeftBehind, LeftBehindKey(case_id, receiver), left.SerializeAsString());
  return absl::OkStatus();
}

// Where CASE last moved away from each organisation: what was written after that it never held.
absl::Status NoteGiver(std::string_view case_id, uint64_t position, const v1::ResponsibilityMoved& moved,
                       projection::RowBatch& rows) {
  const std::string& giver = moved.from().organisation_id();
  if (giver.empty() || giver == moved.to().organisation_id()) return absl::OkStatus();
  FV_ASSIGN_OR_RETURN(auto left, ReadLeftBehind(rows, case_id, giver));
  left.set_gave_at_position(position);
  rows.Put(kLeftBehind, LeftBehindKey(case_id, giver), left.SerializeAsString());
  return absl::OkStatus();
}

// What whoever held the case sends afterwards goes along as if it had been packed in time (N6).
absl::Status NotePackedAfterwards(std::string_view case_id, const v1::PackedAfterwards& packed,
                                  projection::RowBatch& rows) {
  const std::string& receiver = packed.to_organisation_id();
  FV_ASSIGN_OR_RETURN(auto left, ReadLeftBehind(rows, case_id, receiver));
  for (const v1::PackageItem& item : packed.package()) {
    for (v1::LeftBehindRow& move : *left.mutable_moves()) move.add_goes_along(item.position());
  }
  if (left.moves_size() > 0)
    rows.Put(kLeftBehind, LeftBehindKey(case_id, receiver), left.SerializeAsString());
  return absl::OkStatus();
}

// The handover or change of competence that an event belongs to; empty: none.
std::string QuestionOf(const google::protobuf::Message& event) {
  for (const char* name : {"handover_id", "change_id"}) {
    const auto* field = event.GetDescriptor()->FindFieldByName(name);
    if (field != nullptr) return event.GetReflection()->GetString(event, field);
  }
  return "";
}

absl::Status AddDocuments(const projection::Recorded& recorded, const State& state,
                          projection::RowBatch& rows) {
  const auto& commit = recorded.commit.commit;
  int n = 0;
  for (const auto& stored : commit.events()) {
    const auto event = eventlog::UnpackOneof<v1::CaseEvent>(stored);
    if (!event.ok()) continue;  // Fold has said so already
    FV_RETURN_IF_ERROR(TakeDuty(*event, rows));
    FV_RETURN_IF_ERROR(TakeTeamDuty(*event, rows));
    FV_RETURN_IF_ERROR(PassDuties(recorded.commit.aggregate_id, *event, rows));
    const auto* inner =
        event->GetReflection()->GetOneofFieldDescriptor(*event, event->GetDescriptor()->oneof_decl(0));
    if (inner == nullptr) continue;
    FV_RETURN_IF_ERROR(CountGap(event->record_entered(), FromProto(commit.recorded_at()), rows));
    FV_RETURN_IF_ERROR(NoteLeftBehind(recorded.commit.aggregate_id, recorded.commit.position,
                                      event->responsibility_moved(), rows));
    FV_RETURN_IF_ERROR(NoteGiver(recorded.commit.aggregate_id, recorded.commit.position,
                                 event->responsibility_moved(), rows));
    FV_RETURN_IF_ERROR(NotePackedAfterwards(recorded.commit.aggregate_id, event->packed_afterwards(), rows));
    const google::protobuf::Message& told = event->GetReflection()->GetMessage(*event, inner);
    for (auto& field : seal::SealedFieldsOf(told)) {
      v1::DocumentRow row;
      row.set_event_type(stored.type());
      row.set_field_name(field.name);
      row.set_field_path(field.path);
      row.set_position(recorded.commit.position);
      *row.mutable_occurred_at() = commit.occurred_at();
      *row.mutable_recorded_at() = commit.recorded_at();
      row.set_person_id(commit.actor().person());
      *row.mutable_sealed() = std::move(field.sealed);
      row.set_entrusted(IsEntrusted(*event));
      row.set_held_by_organisation_id(state.responsibility.holder().organisation_id);
      row.set_consent_id(event->record_entered().consent_id());
      row.set_author_organisation_id(commit.actor().organisation());
      row.set_question_id(QuestionOf(told));
      if (const auto& back = event->residential_phase_entered(); back.has_receiver_answer_due())
        row.set_question_id(ReturnQuestion(back.setting_id(), back.receiver().organisation_id()));
      if (IsRestricted(*event)) row.set_restricted_to_organisation_id(commit.actor().organisation());
      rows.Put(kDocuments,
               absl::StrCat(recorded.commit.aggregate_id, "/",
                            projection::BigEndian(recorded.commit.position), absl::Dec(n++, absl::kZeroPad4)),
               row.SerializeAsString());
    }
  }
  return absl::OkStatus();
}

// Of another context: what somebody has to do before there is a case, or beside it.
template <class Event>
absl::Status AddDuties(const eventlog::ValidCommit& valid, projection::RowBatch& rows) {
  for (const auto& stored : valid.commit.events()) {
    FV_ASSIGN_OR_RETURN(const auto event, eventlog::UnpackOneof<Event>(stored));
    FV_RETURN_IF_ERROR(TakeDuty(valid.aggregate_id, event, rows));
    if constexpr (requires { HeldByOrigin(event); })
      FV_RETURN_IF_ERROR(HoldByOrigin(valid.aggregate_id, event, rows));
  }
  return absl::OkStatus();
}

// What a leaver may have beside cases (N11).
template <class Event, class Hold>
absl::Status AddHeld(const eventlog::ValidCommit& valid, Hold hold, projection::RowBatch& rows) {
  for (const auto& stored : valid.commit.events()) {
    FV_ASSIGN_OR_RETURN(const auto event, eventlog::UnpackOneof<Event>(stored));
    FV_RETURN_IF_ERROR(hold(valid.aggregate_id, event, rows));
  }
  return absl::OkStatus();
}

template <class Event>
absl::Status AddTeamDuties(const eventlog::ValidCommit& valid, projection::RowBatch& rows) {
  for (const auto& stored : valid.commit.events()) {
    FV_ASSIGN_OR_RETURN(const auto event, eventlog::UnpackOneof<Event>(stored));
    FV_RETURN_IF_ERROR(TakeTeamDuty(valid.aggregate_id, event, rows));
  }
  return absl::OkStatus();
}

absl::Status AddLeaving(const eventlog::ValidCommit& valid, projection::RowBatch& rows) {
  for (const auto& stored : valid.commit.events()) {
    FV_ASSIGN_OR_RETURN(const auto event, eventlog::UnpackOneof<team::v1::OrganisationEvent>(stored));
    NoteLeaving(valid.aggregate_id, event, rows);
  }
  return absl::OkStatus();
}

// How far a page went: the row of a case in a unit's list, and how many of its items were shown.
constexpr size_t kShownDigits = 4;
std::string Place(std::string_view key, size_t shown) {
  return absl::StrCat(ToAbsl(key), absl::Dec(shown, absl::kZeroPad4));
}

}  // namespace

absl::StatusOr<std::shared_ptr<const State>> CaseView::StateBefore(const projection::Recorded& recorded,
                                                                   const projection::RowBatch& rows) const {
  const auto& commit = recorded.commit.commit;
  if (commit.aggregate_version() == 1) return std::make_shared<const State>(CaseDecider::Initial());
  if (auto known = remembered_.Take(commit.prev_payload_sha256()))  // nothing else follows it
    return std::shared_ptr<const State>(known, &known->state);
  State state = CaseDecider::Initial();
  for (uint64_t version = 0; version + 1 < commit.aggregate_version();) {
    FV_ASSIGN_OR_RETURN(const auto commits,
                        command::ReadCommits(rows, recorded.commit.aggregate_id, version, kPage));
    if (commits.empty()) return absl::InternalError("commits of this case are missing in the projection");
    for (const auto& own : commits) {
      version = own.commit.aggregate_version();
      if (version >= commit.aggregate_version()) break;
      FV_ASSIGN_OR_RETURN(state, Fold(std::move(state), own.commit));
    }
  }
  return std::make_shared<const State>(std::move(state));
}

absl::Status CaseView::Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const {
  WorkNoting noting(rows);
  FV_RETURN_IF_ERROR(ApplyTo(recorded, noting));
  return noting.AddSpans(recorded);
}

absl::Status CaseView::ApplyTo(const projection::Recorded& recorded, projection::RowBatch& rows) const {
  const auto& valid = recorded.commit;
  if (command::IsSettlement(valid.commit)) {  // the state before the next commit is the one before this
    if (auto known = remembered_.Take(valid.commit.prev_payload_sha256()))
      remembered_.Put(valid.payload_sha256, std::move(known), [](const Remembered&) { return true; });
    return absl::OkStatus();
  }
  const std::string& type = valid.commit.aggregate_type();
  if (valid.context == "intake" && type == "contact") return AddDuties<intake::v1::ContactEvent>(valid, rows);
  if (valid.context == "intake" && type == "inquiry") return AddDuties<intake::v1::InquiryEvent>(valid, rows);
  if (valid.context == "crisis" && type == "deployment") {
    FV_RETURN_IF_ERROR(AddDuties<crisis::v1::DeploymentEvent>(valid, rows));
    return AddHeld<crisis::v1::DeploymentEvent>(valid, HoldDeployment, rows);
  }
  if (valid.context == "team" && type == "organisation") return AddLeaving(valid, rows);
  if (valid.context == "intake" && type == "transition")
    return AddHeld<intake::v1::TransitionEvent>(valid, HoldTransition, rows);
  if (valid.context == "team" && type == "membership") {
    FV_RETURN_IF_ERROR(AddTeamDuties<team::v1::MembershipEvent>(valid, rows));
    return AddHeld<team::v1::MembershipEvent>(valid, HoldMembership, rows);
  }
  if (valid.context == "team" && type == "calendar") {
    FV_RETURN_IF_ERROR(AddTeamDuties<team::v1::CalendarEvent>(valid, rows));
    return AddHeld<team::v1::CalendarEvent>(valid, HoldCalendar, rows);
  }
  if (valid.context == "team" && type == "social_space")
    return AddHeld<team::v1::SocialSpaceEvent>(valid, HoldSocialSpace, rows);
  if (valid.context == "team" && type == "agreement")
    return AddHeld<team::v1::AgreementEvent>(valid, HoldAgreement, rows);
  if (valid.context == "team" && type == "team") return AddTeamDuties<team::v1::TeamEvent>(valid, rows);
  if (valid.context == "team" && type == "joint_decision")
    return AddTeamDuties<team::v1::JointDecisionEvent>(valid, rows);
  if (valid.context == "crisis" && type == "crisis") return AddDuties<crisis::v1::CrisisEvent>(valid, rows);
  if (valid.context != CaseDecider::kContext || type != CaseDecider::kAggregateType) return absl::OkStatus();
  FV_ASSIGN_OR_RETURN(const auto before, StateBefore(recorded, rows));
  FV_ASSIGN_OR_RETURN(State state, Fold(*before, valid.commit));
  const std::string resource =
      CaseResource(valid.aggregate_id, state, valid.commit.aggregate_version()).SerializeAsString();
  rows.Put(kCases, valid.aggregate_id, resource);
  if (before->subject_id != state.subject_id) rows.Put(kSubjects, valid.aggregate_id, state.subject_id);
  FV_RETURN_IF_ERROR(ReplaceWork(valid.aggregate_id, *before, state, rows));
  WriteUnits(valid.aggregate_id, UnitEntries(*before), UnitEntries(state), rows);
  if (!before->opened()) FV_RETURN_IF_ERROR(EndOrigin(state.origin_id, rows));
  ReplaceHeld(valid.aggregate_id, *before, state, rows);
  ReplaceUncoveredRights(valid.aggregate_id, *before, state, rows);
  FV_RETURN_IF_ERROR(AddDocuments(recorded, before->opened() ? *before : state, rows));
  FV_RETURN_IF_ERROR(ReplaceHandedOn(valid.aggregate_id, *before, state, rows));
  const size_t bytes = sizeof(Remembered) + kHeapBytesPerByte * resource.size();
  remembered_.Put(valid.payload_sha256,
                  std::make_shared<const Remembered>(Remembered{std::move(state), bytes}),
                  [](const Remembered&) { return true; });
  return absl::OkStatus();
}

std::string ReturnQuestion(std::string_view setting_id, std::string_view organisation_id) {
  return absl::StrCat(ToAbsl(setting_id), ".", ToAbsl(organisation_id));
}

absl::StatusOr<v1::Case> ReadCase(const projection::Rows& rows, std::string_view case_id) {
  FV_ASSIGN_OR_RETURN(const auto row, rows.Get(kCases, case_id));
  v1::Case resource;
  if (!row) return absl::NotFoundError("there is no such case");
  if (!resource.ParseFromString(*row)) return absl::DataLossError("a row of a case is unreadable");
  return resource;
}

absl::StatusOr<std::string> ReadSubject(const projection::Rows& rows, std::string_view case_id) {
  FV_ASSIGN_OR_RETURN(auto row, rows.Get(kSubjects, case_id));
  if (!row) return absl::NotFoundError("there is no such case");
  return *std::move(row);
}

absl::StatusOr<WorkPage> ReadWorkList(const projection::Rows& rows, std::vector<std::string> audiences,
                                      const Wanted& wanted, std::string_view after, int limit) {
  std::sort(audiences.begin(), audiences.end());
  audiences.erase(std::unique(audiences.begin(), audiences.end()), audiences.end());
  WorkPage page;
  for (const std::string& audience : audiences) {
    const bool here = after.compare(0, audience.size(), audience) == 0;
    if (!here && after > audience) continue;  // read on an earlier page
    std::string last(here ? after : std::string_view());
    while (true) {
      FV_ASSIGN_OR_RETURN(const auto found, rows.Scan(kWork, audience, last, kPage));
      for (const auto& row : found) {
        FV_ASSIGN_OR_RETURN(auto item, ParseItem(row.value));
        if (!wanted(item)) continue;
        if (static_cast<int>(page.items.size()) == limit) return page;  // `next` names the last one shown
        page.items.push_back(std::move(item));
        page.next = row.key;
      }
      if (found.size() < kPage) break;
      last = found.back().key;
    }
  }
  page.next.clear();
  return page;
}

absl::StatusOr<WorkPage> ReadUnitWork(const projection::Rows& rows, std::string_view units,
                                      const Wanted& wanted, std::string_view after, int limit) {
  std::string last;
  size_t shown = 0;
  std::vector<projection::Row> found;
  if (after.size() > kShownDigits &&
      absl::SimpleAtoi(ToAbsl(after.substr(after.size() - kShownDigits)), &shown)) {
    last = after.substr(0, after.size() - kShownDigits);
    FV_ASSIGN_OR_RETURN(const auto begun,
                        rows.Get(kUnitWork, last));  // may have gone to another unit meanwhile
    if (begun) found.push_back({last, *begun});
  }
  WorkPage page;
  while (true) {
    FV_ASSIGN_OR_RETURN(const auto more, rows.Scan(kUnitWork, units, last, kPage));
    found.insert(found.end(), more.begin(), more.end());
    for (const projection::Row& row : found) {
      FV_ASSIGN_OR_RETURN(const auto items, WorkOf(rows, row.key.substr(row.key.rfind('/') + 1)));
      for (size_t i = std::exchange(shown, 0); i < items.size(); ++i) {
        if (!UnitSees(row.value, items[i]) || !wanted(items[i])) continue;
        if (static_cast<int>(page.items.size()) == limit) return page;
        page.items.push_back(items[i]);
        page.next = Place(row.key, i + 1);
      }
    }
    if (more.size() < kPage) break;
    last = more.back().key;
    found.clear();
  }
  page.next.clear();
  return page;
}

absl::StatusOr<bool> IsEntrustedAt(const projection::Rows& rows, std::string_view case_id,
                                   uint64_t position) {
  FV_ASSIGN_OR_RETURN(const auto document, FirstDocumentAt(rows, case_id, position));
  return document && document->entrusted();
}

absl::StatusOr<bool> HadEntrusted(const projection::Rows& rows, std::string_view case_id,
                                  const v1::DocumentRow& row, std::string_view organisation_id) {
  if (!row.entrusted()) return false;
  if (row.restricted_to_organisation_id() == organisation_id ||
      row.held_by_organisation_id() == organisation_id)
    return true;
  FV_ASSIGN_OR_RETURN(const auto handed_on,
                      rows.Get(kHandedOn, HandedOnKey(case_id, row.position(), organisation_id)));
  return handed_on.has_value();
}

absl::StatusOr<v1::LeftBehindRows> ReadLeftBehind(const projection::Rows& rows, std::string_view case_id,
                                                  std::string_view organisation_id) {
  FV_ASSIGN_OR_RETURN(const auto row, rows.Get(kLeftBehind, LeftBehindKey(case_id, organisation_id)));
  v1::LeftBehindRows left;
  if (row && !left.ParseFromString(*row))
    return absl::DataLossError("a row of what was left behind is unreadable");
  return left;
}

absl::StatusOr<bool> ReadWhileHolding(const projection::Rows& rows, std::string_view case_id,
                                      uint64_t position, std::string_view organisation_id) {
  FV_ASSIGN_OR_RETURN(const auto document, FirstDocumentAt(rows, case_id, position));
  FV_ASSIGN_OR_RETURN(const auto left, ReadLeftBehind(rows, case_id, organisation_id));
  if (!document || position >= left.gave_at_position()) return false;
  FV_ASSIGN_OR_RETURN(const bool had, HadEntrusted(rows, case_id, *document, organisation_id));
  return document->entrusted() ? had : !StaysBehind(left, *document, organisation_id);
}

bool StaysBehind(const v1::LeftBehindRows& left, const v1::DocumentRow& row,
                 std::string_view organisation_id) {
  if (row.author_organisation_id() == organisation_id || row.held_by_organisation_id() == organisation_id)
    return false;
  bool stays = false;
  for (const v1::LeftBehindRow& move : left.moves()) {
    if (row.position() >= move.before_position()) continue;
    const auto& along = move.goes_along();
    const bool said_in_it = !row.question_id().empty() && row.question_id() == move.question_id();
    if (said_in_it || std::find(along.begin(), along.end(), row.position()) != along.end()) return false;
    stays = true;
  }
  return stays;
}

absl::StatusOr<DocumentPage> ReadDocuments(const projection::Rows& rows, std::string_view case_id,
                                           std::string_view after, int limit) {
  const std::string prefix = absl::StrCat(ToAbsl(case_id), "/");
  DocumentPage page;
  const auto show = [&](const projection::Row& row) {
    if (page.documents.emplace_back().ParseFromString(row.value)) return absl::OkStatus();
    return absl::DataLossError("a row of a document is unreadable");
  };
  FV_ASSIGN_OR_RETURN(page.next, projection::ReadPage(rows, kDocuments, prefix, after, limit, show));
  return page;
}

}  // namespace fallverbund::casework
