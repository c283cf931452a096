#include "services/audit/views/readers.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/projection/row_cursor.h"
#include "services/audit/views/facts_json.h"
#include "services/audit/views/tables.h"

namespace fallverbund::audit {
namespace {

using projection::Rows;

struct Belongings {
  std::set<std::string> aggregates, keys;
};

absl::StatusOr<Belongings> BelongingsOf(const Rows& log_rows, const std::string& chain) {
  Belongings belongings;
  FV_RETURN_IF_ERROR(
      projection::ForEachRow(log_rows, kCommits, chain, [&](const projection::Row& row) -> absl::Status {
        FV_ASSIGN_OR_RETURN(const auto filed, FromBytes<v1::FiledCommit>(row.value));
        belongings.aggregates.insert(filed.aggregate_id());
        const Entry entry{filed.position(), filed.context(), filed.aggregate_id(), filed.commit(),
                          FromProto(filed.known_at())};
        for (const auto& event : filed.commit().events()) belongings.keys.merge(SealedKeys(entry, event));
        return absl::OkStatus();
      }));
  return belongings;
}

// The entries behind a place, at most `most`, by that place.
class Found {
 public:
  Found(const Belongings& belongings, const ReadersAsked& asked, size_t most)
      : belongings_(belongings), asked_(asked), most_(most) {}

  absl::Status Add(const Rows& journal_rows, const std::string& id, uint64_t behind) {
    projection::RowCursor cursor(journal_rows, kReads, id,
                                 id + Numbered(behind, std::numeric_limits<uint64_t>::max()));
    uint64_t last = 0;  // a commit of the journal may hold several reads of one id: they are one entry
    for (size_t added = 0; added < most_;) {
      FV_ASSIGN_OR_RETURN(const projection::Row* row, cursor.Next());
      if (row == nullptr) break;
      FV_ASSIGN_OR_RETURN(const auto file, FromBytes<v1::ReadFile>(row->value));
      if (Take(file) && std::exchange(last, file.entry().journal_position()) != last) ++added;
    }
    return absl::OkStatus();
  }
  const std::map<uint64_t, v1::ReadEntry>& entries() const { return entries_; }

 private:
  bool Take(const v1::ReadFile& file) {
    const auto opened =
        std::count_if(file.opened_key_ids().begin(), file.opened_key_ids().end(),
                      [this](const std::string& key) { return belongings_.keys.contains(key); });
    if (asked_.opened_only && opened == 0) return false;
    if (asked_.known_at && FromProto(file.entry().recorded_at()) > *asked_.known_at) return false;
    v1::ReadEntry& entry = entries_[file.entry().journal_position()];
    entry = file.entry();
    entry.set_opened_texts(static_cast<uint32_t>(opened));
    // What lies behind the first `most_` is for a later page, whichever id it was found by.
    if (entries_.size() > most_) entries_.erase(std::prev(entries_.end()));
    return true;
  }

  const Belongings& belongings_;
  const ReadersAsked& asked_;
  const size_t most_;
  std::map<uint64_t, v1::ReadEntry> entries_;
};

}  // namespace

absl::StatusOr<v1::ListCaseReadersResponse> ReadCaseReaders(const Rows& log_rows, const Rows& journal_rows,
                                                            std::string_view case_id,
                                                            const ReadersAsked& asked, const Page& page) {
  FV_ASSIGN_OR_RETURN(const std::string chain, FindChain(log_rows, case_id));
  uint64_t behind = 0;
  if (!page.token.empty() && (!absl::SimpleAtoi(page.token, &behind) || behind == 0))
    return absl::InvalidArgumentError("page_token is not one of this list; begin without one");
  FV_ASSIGN_OR_RETURN(const Belongings belongings, BelongingsOf(log_rows, chain));
  const auto size = static_cast<size_t>(page.size);
  Found found(belongings, asked, size + 1);
  for (const auto* ids : {&belongings.aggregates, &belongings.keys}) {
    for (const std::string& id : *ids) FV_RETURN_IF_ERROR(found.Add(journal_rows, id, behind));
  }
  v1::ListCaseReadersResponse response;
  for (const auto& [position, entry] : found.entries()) {
    if (static_cast<size_t>(response.reads_size()) == size) {
      response.set_next_page_token(absl::StrCat(response.reads().rbegin()->journal_position()));
      break;
    }
    *response.add_reads() = entry;
  }
  return response;
}

absl::StatusOr<std::set<uint64_t>> ReadCaseJournal(const Rows& log_rows, const Rows& journal_rows,
                                                   std::string_view case_id) {
  FV_ASSIGN_OR_RETURN(const std::string chain, FindChain(log_rows, case_id));
  FV_ASSIGN_OR_RETURN(const Belongings belongings, BelongingsOf(log_rows, chain));
  std::set<uint64_t> positions = {1};
  for (const auto* ids : {&belongings.aggregates, &belongings.keys}) {
    for (const std::string& id : *ids) {
      FV_RETURN_IF_ERROR(
          projection::ForEachRow(journal_rows, kReads, id, [&](const projection::Row& row) -> absl::Status {
            FV_ASSIGN_OR_RETURN(const auto file, FromBytes<v1::ReadFile>(row.value));
            positions.insert(file.entry().journal_position());
            return absl::OkStatus();
          }));
    }
  }
  FV_RETURN_IF_ERROR(
      projection::ForEachRow(journal_rows, kRefusals, "", [&](const projection::Row& row) -> absl::Status {
        FV_ASSIGN_OR_RETURN(const auto entry, FromBytes<v1::RefusalEntry>(row.value));
        if (belongings.aggregates.contains(entry.object_id())) positions.insert(entry.journal_position());
        return absl::OkStatus();
      }));
  return positions;
}

}  // namespace fallverbund::audit
