#include "libs/reaction/reaction_view.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/check.h"
#include "libs/base/status.h"
#include "libs/crypto/derive.h"
#include "libs/eventlog/trace.h"
#include "libs/projection/row_codec.h"

namespace fallverbund::reaction {
namespace {

using projection::BigEndian;
using projection::RowReader;
using projection::RowWriter;
using projection::SortableTime;

constexpr char kOpen[] = "rx.open";  // command id -> key in rx.due
constexpr char kDue[] = "rx.due";    // due, trigger position, index, command id -> obligation

uint64_t IndexOf(uint32_t event_index, size_t draft) {
  return uint64_t{event_index} << 16 | draft;
}

std::string Encode(const Obligation& open) {
  return RowWriter()
      .Text(open.command_id)
      .Text(open.name)
      .Number(open.trigger.position)
      .Number(open.trigger.index)
      .Text(open.correlation_id)
      .Number(open.is_clock ? 1 : 0)
      .Time(open.due)
      .Text(open.target_id)
      .Text(open.command_type)
      .Text(open.command_bytes)
      .Text(open.trace ? open.trace->trace_id : "")
      .Text(open.trace ? open.trace->parent_id : "")
      .Take();
}

Obligation Decode(std::string_view row) {
  RowReader reader(row);
  Obligation open;
  open.command_id = std::string(reader.Text());
  open.name = std::string(reader.Text());
  open.trigger.position = reader.Number();
  open.trigger.index = static_cast<uint32_t>(reader.Number());
  open.correlation_id = std::string(reader.Text());
  open.is_clock = reader.Number() != 0;
  open.due = reader.Time();
  open.target_id = std::string(reader.Text());
  open.command_type = std::string(reader.Text());
  open.command_bytes = std::string(reader.Text());
  Trace trace{std::string(reader.Text()), std::string(reader.Text())};
  if (IsTrace(trace)) open.trace = std::move(trace);
  return open;
}

}  // namespace

ReactionView::ReactionView(std::string context, crypto::Secret id_key, std::vector<ReactionRule> rules)
    : context_(std::move(context)), id_key_(std::move(id_key)), rules_(std::move(rules)) {
  std::set<std::string> names;
  for (const ReactionRule& rule : rules_) FV_CHECK(names.insert(rule.name).second);
}

absl::Status ReactionView::Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const {
  const eventlog::v1::Commit& commit = recorded.commit.commit;
  if (recorded.commit.context == context_) {
    FV_ASSIGN_OR_RETURN(auto due_key, rows.Get(kOpen, commit.command_id()));
    if (due_key) {
      rows.Delete(kOpen, commit.command_id());
      rows.Delete(kDue, *due_key);
    }
  }
  for (int i = 0; i < commit.events_size(); ++i) {
    const Trigger trigger{commit.events(i), static_cast<uint32_t>(i), recorded};
    for (const ReactionRule& rule : rules_) {
      FV_ASSIGN_OR_RETURN(auto drafts, rule.on_event(trigger, rows));
      if (drafts.size() > kMaxDraftsPerEvent) return absl::InternalError("too many reactions to one event");
      for (size_t n = 0; n < drafts.size(); ++n) {
        Draft& draft = drafts[n];
        const uint64_t index = IndexOf(trigger.index, n);
        Obligation open;
        open.command_id =
            crypto::DeriveReactionId(id_key_.view(), rule.name, recorded.commit.position, index);
        open.name = rule.name;
        open.trigger = {recorded.commit.position, trigger.index};
        open.correlation_id = commit.correlation_id();
        open.trace = eventlog::TraceBehind(commit);
        open.is_clock = draft.due.has_value();
        open.due = std::max(draft.due.value_or(recorded.known_at), recorded.known_at);
        open.target_id = std::move(draft.target_id);
        open.command_type = std::move(draft.command_type);
        open.command_bytes = std::move(draft.command_bytes);
        const std::string due_key = absl::StrCat(SortableTime(open.due), BigEndian(open.trigger.position),
                                                 BigEndian(index), open.command_id);
        rows.Put(kOpen, open.command_id, due_key);
        rows.Put(kDue, due_key, Encode(open));
      }
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<OpenObligation>> ReadOpen(const projection::Rows& rows, absl::Time until,
                                                     std::string_view after, int limit) {
  FV_ASSIGN_OR_RETURN(auto page, rows.Scan(kDue, "", after, limit));
  std::vector<OpenObligation> open;
  for (const auto& row : page) {
    Obligation obligation = Decode(row.value);
    if (obligation.due > until) break;
    open.push_back({std::move(obligation), row.key});
  }
  return open;
}

std::string Before(absl::Time due) {
  return due == absl::InfinitePast() ? std::string() : SortableTime(due);
}

absl::StatusOr<std::optional<absl::Time>> FirstDueAfter(const projection::Rows& rows, absl::Time time) {
  // Behind every key of this instant: positions are far from the largest number.
  FV_ASSIGN_OR_RETURN(auto page, rows.Scan(kDue, "", SortableTime(time) + BigEndian(~uint64_t{0}), 1));
  if (page.empty()) return std::nullopt;
  return Decode(page[0].value).due;
}

absl::StatusOr<bool> IsOpen(const projection::Rows& rows, std::string_view command_id) {
  FV_ASSIGN_OR_RETURN(auto row, rows.Get(kOpen, command_id));
  return row.has_value();
}

absl::StatusOr<OpenCount> CountOpen(const projection::Rows& rows) {
  constexpr int kPage = 1000;
  OpenCount count;
  std::string after;
  while (true) {
    FV_ASSIGN_OR_RETURN(auto page, ReadOpen(rows, absl::InfiniteFuture(), after, kPage));
    for (const auto& open : page) ++(open.obligation.is_clock ? count.clocks : count.reactions);
    if (page.size() < kPage) return count;
    after = page.back().cursor;
  }
}

}  // namespace fallverbund::reaction
