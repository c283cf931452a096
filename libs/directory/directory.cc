#include "libs/directory/directory.h"

#include <utility>

#include "libs/base/status.h"
#include "libs/directory/rows.h"

namespace fallverbund::directory {
namespace {

constexpr int kPage = 256;
constexpr size_t kIdDigits = 32;

// Calls `use(row)` for all rows whose key starts with `prefix`, page by page.
template <class Use>
absl::Status ForEach(const projection::Rows& rows, std::string_view table, std::string_view prefix, Use use) {
  std::string after;
  while (true) {
    FV_ASSIGN_OR_RETURN(const auto page, rows.Scan(table, prefix, after, kPage));
    if (page.empty()) return absl::OkStatus();
    for (const projection::Row& row : page) FV_RETURN_IF_ERROR(use(row));
    after = page.back().key;
  }
}

std::string LastId(const std::string& key) {
  return key.size() < kIdDigits ? "" : key.substr(key.size() - kIdDigits);
}

}  // namespace

absl::StatusOr<std::optional<Organisation>> FindOrganisation(const projection::Rows& rows,
                                                             std::string_view id) {
  FV_ASSIGN_OR_RETURN(const auto row, rows.Get(kOrganisations, id));
  if (!row) return std::nullopt;
  return DecodeOrganisation(id, *row);
}

absl::StatusOr<std::optional<Unit>> FindUnit(const projection::Rows& rows, std::string_view id) {
  FV_ASSIGN_OR_RETURN(const auto row, rows.Get(kUnits, id));
  if (!row) return std::nullopt;
  return DecodeUnit(id, *row);
}

absl::StatusOr<std::optional<Person>> FindPerson(const projection::Rows& rows, std::string_view id) {
  FV_ASSIGN_OR_RETURN(const auto row, rows.Get(kPersons, id));
  if (!row) return std::nullopt;
  return DecodePerson(id, *row);
}

absl::StatusOr<bool> IsPersonOf(const projection::Rows& rows, std::string_view organisation_id,
                                std::string_view person_id) {
  if (organisation_id.empty() || person_id.empty()) return false;
  FV_ASSIGN_OR_RETURN(const auto person, FindPerson(rows, person_id));
  return person && person->organisation_id == organisation_id;
}

absl::StatusOr<bool> IsPersonOfUnit(const projection::Rows& rows, std::string_view organisation_id,
                                    std::string_view unit_id, std::string_view person_id) {
  if (organisation_id.empty() || person_id.empty()) return false;
  FV_ASSIGN_OR_RETURN(const auto person, FindPerson(rows, person_id));
  return person && person->organisation_id == organisation_id && person->unit_id == unit_id;
}

absl::StatusOr<bool> IsUnitOf(const projection::Rows& rows, std::string_view organisation_id,
                              std::string_view unit_id) {
  if (organisation_id.empty() || unit_id.empty()) return false;
  FV_ASSIGN_OR_RETURN(const auto unit, FindUnit(rows, unit_id));
  return unit && unit->organisation_id == organisation_id;
}

absl::StatusOr<std::vector<Organisation>> ListOrganisations(const projection::Rows& rows,
                                                            std::string_view after, int limit) {
  FV_ASSIGN_OR_RETURN(const auto page, rows.Scan(kOrganisations, "", after, limit));
  std::vector<Organisation> organisations;
  for (const projection::Row& row : page) {
    FV_ASSIGN_OR_RETURN(auto organisation, DecodeOrganisation(row.key, row.value));
    organisations.push_back(std::move(organisation));
  }
  return organisations;
}

absl::StatusOr<std::vector<Unit>> UnitsOf(const projection::Rows& rows, std::string_view organisation_id) {
  std::vector<Unit> units;
  FV_RETURN_IF_ERROR(
      ForEach(rows, kUnitsOf, organisation_id, [&](const projection::Row& row) -> absl::Status {
        FV_ASSIGN_OR_RETURN(auto unit, FindUnit(rows, LastId(row.key)));
        if (unit) units.push_back(*std::move(unit));
        return absl::OkStatus();
      }));
  return units;
}

absl::StatusOr<std::vector<Person>> PersonsWithRole(const projection::Rows& rows,
                                                    std::string_view organisation_id,
                                                    std::string_view unit_id, Role role) {
  std::vector<Person> persons;
  const std::string prefix = MemberPrefix(organisation_id, unit_id);
  FV_RETURN_IF_ERROR(ForEach(rows, kMembers, prefix, [&](const projection::Row& row) -> absl::Status {
    FV_ASSIGN_OR_RETURN(auto person, FindPerson(rows, LastId(row.key)));
    if (person && person->roles.contains(role)) persons.push_back(*std::move(person));
    return absl::OkStatus();
  }));
  return persons;
}

}  // namespace fallverbund::directory
