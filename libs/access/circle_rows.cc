#include "libs/access/circle_rows.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/projection/row_cursor.h"

namespace fallverbund::access {
namespace {

constexpr char kGrounds[] = "circle_grounds";  // case, ground, object -> organisation
constexpr char kMembers[] = "circle";          // case, organisation, ground, object
constexpr char kParties[] = "parties";         // object, organisation
constexpr char kRemembered[] = "circle_remembered";
constexpr char kAfterLetters[] = "~";  // sorts behind every ground

std::string Letter(Ground ground) {
  return std::string(1, static_cast<char>(ground));
}

std::string MemberKey(std::string_view case_id, std::string_view organisation, std::string_view rest) {
  return absl::StrCat(ToAbsl(case_id), ToAbsl(organisation), ToAbsl(rest));
}

absl::StatusOr<bool> AnyWith(const projection::Rows& rows, std::string_view prefix) {
  FV_ASSIGN_OR_RETURN(const auto found, rows.Scan(kMembers, prefix, "", 1));
  return !found.empty();
}

std::string RememberedKey(Remembered what, std::string_view object) {
  return absl::StrCat(std::string(1, static_cast<char>(what)), ToAbsl(object));
}

}  // namespace

absl::Status Give(projection::RowBatch& rows, std::string_view case_id, Ground ground,
                  std::string_view object, std::string_view organisation) {
  FV_RETURN_IF_ERROR(Take(rows, case_id, ground, object));
  if (organisation.empty()) return absl::OkStatus();
  const std::string rest = absl::StrCat(Letter(ground), ToAbsl(object));
  rows.Put(kGrounds, absl::StrCat(ToAbsl(case_id), rest), organisation);
  rows.Put(kMembers, MemberKey(case_id, organisation, rest), "");
  return absl::OkStatus();
}

absl::Status Take(projection::RowBatch& rows, std::string_view case_id, Ground ground,
                  std::string_view object) {
  const std::string rest = absl::StrCat(Letter(ground), ToAbsl(object));
  const std::string key = absl::StrCat(ToAbsl(case_id), rest);
  FV_ASSIGN_OR_RETURN(const auto organisation, rows.Get(kGrounds, key));
  if (!organisation) return absl::OkStatus();
  rows.Delete(kGrounds, key);
  rows.Delete(kMembers, MemberKey(case_id, *organisation, rest));
  return absl::OkStatus();
}

absl::StatusOr<bool> Belongs(const projection::Rows& rows, std::string_view case_id,
                             std::string_view organisation) {
  return AnyWith(rows, MemberKey(case_id, organisation, ""));
}

absl::StatusOr<bool> OthersBelong(const projection::Rows& rows, std::string_view case_id,
                                  std::string_view organisation) {
  FV_ASSIGN_OR_RETURN(const auto first, rows.Scan(kMembers, case_id, "", 1));
  if (first.empty()) return false;
  const std::string own = MemberKey(case_id, organisation, "");
  if (first.front().key.compare(0, own.size(), own) != 0) return true;
  FV_ASSIGN_OR_RETURN(const auto next, rows.Scan(kMembers, case_id, own + kAfterLetters, 1));
  return !next.empty();
}

absl::StatusOr<bool> Has(const projection::Rows& rows, std::string_view case_id,
                         std::string_view organisation, Ground ground) {
  return AnyWith(rows, MemberKey(case_id, organisation, Letter(ground)));
}

absl::StatusOr<std::vector<std::string>> GroundsOf(const projection::Rows& rows, std::string_view case_id,
                                                   std::string_view organisation) {
  const std::string prefix = MemberKey(case_id, organisation, "");
  std::vector<std::string> grounds;
  projection::RowCursor cursor(rows, kMembers, prefix);
  while (true) {
    FV_ASSIGN_OR_RETURN(const projection::Row* row, cursor.Next());
    if (row == nullptr) return grounds;
    grounds.push_back(row->key.substr(prefix.size()));
  }
}

void Remember(projection::RowBatch& rows, Remembered what, std::string_view object,
              const std::vector<std::string>& texts) {
  rows.Put(kRemembered, RememberedKey(what, object), absl::StrJoin(texts, ","));
}

absl::StatusOr<std::vector<std::string>> Recall(const projection::Rows& rows, Remembered what,
                                                std::string_view object) {
  FV_ASSIGN_OR_RETURN(const auto row, rows.Get(kRemembered, RememberedKey(what, object)));
  if (!row) return std::vector<std::string>{};
  return std::vector<std::string>(absl::StrSplit(*row, ',', absl::SkipEmpty()));
}

void AddParty(projection::RowBatch& rows, std::string_view object, std::string_view organisation) {
  if (!organisation.empty()) rows.Put(kParties, absl::StrCat(ToAbsl(object), ToAbsl(organisation)), "");
}

absl::StatusOr<bool> IsParty(const projection::Rows& rows, std::string_view object,
                             std::string_view organisation) {
  FV_ASSIGN_OR_RETURN(const auto row, rows.Get(kParties, absl::StrCat(ToAbsl(object), ToAbsl(organisation))));
  return row.has_value();
}

}  // namespace fallverbund::access
