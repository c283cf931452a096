#include "services/team/views/catalogue_view.h"

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/eventlog/oneof.h"
#include "libs/projection/page.h"

namespace fallverbund::team {
namespace {

// kind, topic, entry: one row for each topic, and one under UNSPECIFIED for those who ask for any.
constexpr char kByKind[] = "catalogue_by_kind";
// topic, kind, entry: for those who ask for any kind.
constexpr char kByTopic[] = "catalogue_by_topic";
constexpr char kRowsOf[] = "catalogue_rows_of";  // entry, table, key
constexpr size_t kIdDigits = 32;

std::string Key(int first, int second, std::string_view id) {
  return absl::StrCat(absl::Dec(first, absl::kZeroPad4), "/", absl::Dec(second, absl::kZeroPad4), "/",
                      ToAbsl(id));
}

void List(std::string_view id, const v1::CatalogueEntryListed& entry, projection::RowBatch& rows) {
  const auto put = [&](const char* table, const std::string& key) {
    rows.Put(table, key, "1");
    rows.Put(kRowsOf, absl::StrCat(ToAbsl(id), table, "|", key), "1");
  };
  put(kByKind, Key(entry.kind(), v1::CATALOGUE_TOPIC_UNSPECIFIED, id));
  put(kByTopic, Key(v1::CATALOGUE_TOPIC_UNSPECIFIED, v1::CATALOGUE_KIND_UNSPECIFIED, id));
  for (const int topic : entry.topics()) {
    put(kByKind, Key(entry.kind(), topic, id));
    put(kByTopic, Key(topic, v1::CATALOGUE_KIND_UNSPECIFIED, id));
  }
}

absl::Status Withdraw(std::string_view id, projection::RowBatch& rows) {
  constexpr int kMost = 64;  // two for each topic, and two
  FV_ASSIGN_OR_RETURN(const auto found, rows.Scan(kRowsOf, id, "", kMost));
  for (const auto& row : found) {
    const size_t bar = row.key.find('|');
    rows.Delete(row.key.substr(kIdDigits, bar - kIdDigits), row.key.substr(bar + 1));
    rows.Delete(kRowsOf, row.key);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CatalogueView::Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const {
  const auto& commit = recorded.commit;
  if (commit.context != "team" || commit.commit.aggregate_type() != "catalogue_entry")
    return absl::OkStatus();
  for (const auto& stored : commit.commit.events()) {
    if (!eventlog::HasAlternative(v1::CatalogueEvent::descriptor(), stored)) continue;
    FV_ASSIGN_OR_RETURN(const auto event, eventlog::UnpackOneof<v1::CatalogueEvent>(stored));
    if (event.has_catalogue_entry_listed()) List(commit.aggregate_id, event.catalogue_entry_listed(), rows);
    if (event.has_catalogue_entry_withdrawn()) FV_RETURN_IF_ERROR(Withdraw(commit.aggregate_id, rows));
  }
  return absl::OkStatus();
}

absl::StatusOr<EntryPage> EntriesOf(const projection::Rows& rows, v1::CatalogueKind kind,
                                    v1::CatalogueTopic topic, std::string_view after, int limit) {
  const bool any_kind = kind == v1::CATALOGUE_KIND_UNSPECIFIED;
  const std::string prefix = any_kind ? Key(topic, v1::CATALOGUE_KIND_UNSPECIFIED, "") : Key(kind, topic, "");
  EntryPage page;
  const auto show = [&](const projection::Row& row) {
    page.ids.push_back(row.key.substr(prefix.size()));
    return absl::OkStatus();
  };
  const auto table = any_kind ? kByTopic : kByKind;
  FV_ASSIGN_OR_RETURN(page.next, projection::ReadPage(rows, table, prefix, after, limit, show));
  return page;
}

}  // namespace fallverbund::team
