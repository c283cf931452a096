#include "services/case/views/work_then.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "fallverbund/casework/v1/case_rows.pb.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/base/time.h"
#include "libs/projection/row_codec.h"
#include "services/case/views/work_list.h"
#include "services/case/views/work_rows.h"

namespace fallverbund::casework {
namespace {

constexpr std::string_view kSpans = "work_spans";     // audience, id, "/", number -> WorkSpanRow
constexpr std::string_view kOpenSpans = "work_open";  // audience, id -> OpenWorkSpansRow
constexpr int kPage = 256;

template <class Message>
absl::StatusOr<Message> Parse(const std::string& bytes) {
  Message message;
  if (!message.ParseFromString(bytes)) return absl::DataLossError("a row of former work is unreadable");
  return message;
}

// Of one case on one list: what was there, and what is; each as often as it is there.
struct Change {
  std::vector<std::string> before, after;
};

// What is in `all` and not in `others`.
std::vector<std::string> Without(std::vector<std::string> all, std::vector<std::string> others) {
  std::ranges::sort(all);
  std::ranges::sort(others);
  std::vector<std::string> rest;
  std::ranges::set_difference(all, others, std::back_inserter(rest));
  return rest;
}

v1::WrittenDown WrittenDownBy(const projection::Recorded& recorded) {
  const eventlog::v1::Commit& commit = recorded.commit.commit;
  v1::WrittenDown written;
  *written.mutable_occurred_at() = commit.has_occurred_at() ? commit.occurred_at() : commit.recorded_at();
  *written.mutable_recorded_at() = commit.recorded_at();
  written.set_late_entry(FromProto(written.recorded_at()) - FromProto(written.occurred_at()) > kLateAfter);
  written.set_organisation_id(commit.actor().organisation());
  written.set_person_id(commit.actor().person());
  written.set_position(recorded.commit.position);
  return written;
}

absl::Status EndSpan(const projection::Recorded& recorded, const std::string& item,
                     v1::OpenWorkSpansRow& open, projection::RowBatch& rows) {
  for (int i = 0; i < open.keys_size(); ++i) {
    FV_ASSIGN_OR_RETURN(const auto row, rows.Get(kSpans, open.keys(i)));
    if (!row) continue;
    FV_ASSIGN_OR_RETURN(auto span, Parse<v1::WorkSpanRow>(*row));
    if (span.item().SerializeAsString() != item) continue;
    *span.mutable_ended() = WrittenDownBy(recorded);
    *span.mutable_ended_known_at() = ToProto(recorded.known_at);
    rows.Put(kSpans, open.keys(i), span.SerializeAsString());
    open.mutable_keys()->DeleteSubrange(i, 1);
    return absl::OkStatus();
  }
  return absl::DataLossError("an item ends that never began; the projection must be rebuilt");
}

absl::Status BeginSpan(const projection::Recorded& recorded, const std::string& place,
                       const std::string& item, v1::OpenWorkSpansRow& open, projection::RowBatch& rows) {
  v1::WorkSpanRow span;
  FV_ASSIGN_OR_RETURN(*span.mutable_item(), Parse<v1::InboxItem>(item));
  *span.mutable_began() = WrittenDownBy(recorded);
  *span.mutable_began_known_at() = ToProto(recorded.known_at);
  const std::string key = absl::StrCat(place, "/", projection::BigEndian(open.next_number()));
  rows.Put(kSpans, key, span.SerializeAsString());
  open.add_keys(key);
  open.set_next_number(open.next_number() + 1);
  return absl::OkStatus();
}

absl::Status AddChange(const projection::Recorded& recorded, const std::string& place, const Change& change,
                       projection::RowBatch& rows) {
  const auto ended = Without(change.before, change.after), began = Without(change.after, change.before);
  if (ended.empty() && began.empty()) return absl::OkStatus();
  FV_ASSIGN_OR_RETURN(const auto row, rows.Get(kOpenSpans, place));
  FV_ASSIGN_OR_RETURN(auto open, Parse<v1::OpenWorkSpansRow>(row.value_or("")));
  for (const std::string& item : ended) FV_RETURN_IF_ERROR(EndSpan(recorded, item, open, rows));
  for (const std::string& item : began) FV_RETURN_IF_ERROR(BeginSpan(recorded, place, item, open, rows));
  rows.Put(kOpenSpans, place, open.SerializeAsString());
  return absl::OkStatus();
}

// The item as it stood there; nullopt: it did not.
std::optional<v1::InboxItem> AsSeen(const v1::WorkSpanRow& span, const WorkAsOf& as_of) {
  const absl::Time known_at = as_of.known_at.value_or(absl::InfiniteFuture());
  if (FromProto(span.began_known_at()) > known_at) return std::nullopt;
  if (as_of.true_at && FromProto(span.began().occurred_at()) > *as_of.true_at) return std::nullopt;
  const absl::Time asked = as_of.true_at.value_or(known_at);
  const bool ended = span.has_ended() && FromProto(span.ended().occurred_at()) <= asked;
  const bool known_ended = span.has_ended() && FromProto(span.ended_known_at()) <= known_at;
  if (as_of.true_at ? ended && known_ended : known_ended) return std::nullopt;
  v1::InboxItem item = span.item();
  *item.mutable_began() = span.began();
  if (ended) *item.mutable_ended() = span.ended();  // nobody knew it then
  return item;
}

}  // namespace

absl::StatusOr<std::optional<std::string>> WorkNoting::Get(std::string_view table,
                                                           std::string_view key) const {
  return rows_.Get(table, key);
}

absl::StatusOr<std::vector<projection::Row>> WorkNoting::Scan(std::string_view table, std::string_view prefix,
                                                              std::string_view after, int limit) const {
  return rows_.Scan(table, prefix, after, limit);
}

void WorkNoting::Put(std::string_view table, std::string_view key, std::string_view value) {
  Touch(table, key);
  rows_.Put(table, key, value);
}

void WorkNoting::Delete(std::string_view table, std::string_view key) {
  Touch(table, key);
  rows_.Delete(table, key);
}

void WorkNoting::Touch(std::string_view table, std::string_view key) {
  if (table == kUnitWork) TouchUnits(key.substr(key.rfind('/') + 1));
  if (table != kWork || before_.contains(std::string(key))) return;
  const std::string_view place = key.substr(0, key.rfind('/'));  // without the number
  TouchUnits(place.substr(place.rfind('/') + 1));
  const auto row = rows_.Get(table, key);
  if (!row.ok()) error_.Update(row.status());
  before_.emplace(key, row.ok() ? row->value_or("") : "");
}

// What a unit sees hangs on its rows and on the items' together, so all is looked at before either changes.
void WorkNoting::TouchUnits(std::string_view id) {
  if (lists_before_.contains(std::string(id))) return;
  auto lists = ListsOf(rows_, id);
  if (!lists.ok()) error_.Update(lists.status());
  lists_before_.emplace(id, lists.ok() ? *std::move(lists) : UnitLists());
}

absl::StatusOr<WorkNoting::UnitLists> WorkNoting::ListsOf(const projection::Rows& rows, std::string_view id) {
  UnitLists lists;
  const std::string of_id = absl::StrCat(ToAbsl(id), "/");
  FV_ASSIGN_OR_RETURN(const auto units, rows.Scan(kWorkUnits, of_id, "", kPage));
  if (units.empty()) return lists;
  FV_ASSIGN_OR_RETURN(const auto items, WorkOf(rows, id));
  for (const projection::Row& unit : units) {
    std::vector<std::string>& list = lists[unit.key.substr(of_id.size())];
    for (const v1::InboxItem& item : items) {
      if (UnitSees(unit.value, item)) list.push_back(item.SerializeAsString());
    }
  }
  return lists;
}

absl::Status WorkNoting::AddSpans(const projection::Recorded& recorded) {
  FV_RETURN_IF_ERROR(error_);
  std::map<std::string, Change> changes;  // by audience and case: a key without its number
  for (const auto& [key, before] : before_) {
    Change& change = changes[key.substr(0, key.rfind('/'))];
    if (!before.empty()) change.before.push_back(before);
    FV_ASSIGN_OR_RETURN(const auto after, rows_.Get(kWork, key));
    if (after) change.after.push_back(*after);
  }
  for (const auto& [id, before] : lists_before_) {
    const auto place = [&id = id](const std::string& unit) {
      return absl::StrCat(UnitListAudience(unit), id);
    };
    for (const auto& [unit, items] : before) changes[place(unit)].before = items;
    FV_ASSIGN_OR_RETURN(auto now, ListsOf(rows_, id));
    for (auto& [unit, items] : now) changes[place(unit)].after = std::move(items);
  }
  for (const auto& [place, change] : changes) FV_RETURN_IF_ERROR(AddChange(recorded, place, change, rows_));
  return absl::OkStatus();
}

absl::StatusOr<WorkPage> ReadWorkThen(const projection::Rows& rows, std::vector<std::string> audiences,
                                      const WorkAsOf& as_of, const Wanted& wanted, std::string_view after,
                                      int limit) {
  std::ranges::sort(audiences);
  audiences.erase(std::unique(audiences.begin(), audiences.end()), audiences.end());
  WorkPage page;
  for (const std::string& audience : audiences) {
    const bool here = after.compare(0, audience.size(), audience) == 0;
    if (!here && after > audience) continue;  // read on an earlier page
    std::string last(here ? after : std::string_view());
    while (true) {
      FV_ASSIGN_OR_RETURN(const auto found, rows.Scan(kSpans, audience, last, kPage));
      for (const projection::Row& row : found) {
        FV_ASSIGN_OR_RETURN(const auto span, Parse<v1::WorkSpanRow>(row.value));
        auto item = AsSeen(span, as_of);
        if (!item || !wanted(*item)) continue;
        if (static_cast<int>(page.items.size()) == limit) return page;  // `next` names the last one shown
        page.items.push_back(*std::move(item));
        page.next = row.key;
      }
      if (found.size() < kPage) break;
      last = found.back().key;
    }
  }
  page.next.clear();
  return page;
}

}  // namespace fallverbund::casework
