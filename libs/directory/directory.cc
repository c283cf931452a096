#include "libs/directory/directory.h"

#include <set>
#include <utility>

#include "libs/base/status.h"
#include "libs/directory/rows.h"
#include "libs/projection/row_codec.h"
#include "libs/projection/row_cursor.h"

namespace fallverbund::directory {
namespace {

constexpr size_t kIdDigits = 32;

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

absl::StatusOr<WorkingRules> FindWorkingRules(const projection::Rows& rows,
                                              std::string_view organisation_id) {
  FV_ASSIGN_OR_RETURN(const auto row, rows.Get(kWorkingRules, organisation_id));
  if (!row) return WorkingRules{};  // nobody sets terms without them
  FV_ASSIGN_OR_RETURN(auto rules, DecodeWorkingRules(*row));
  FV_ASSIGN_OR_RETURN(const auto terms, rows.Get(kOfficeTerms, organisation_id));
  if (terms && !rules.terms.ParseFromString(*terms))
    return absl::InternalError("a row of the directory cannot be read; rebuild the projection");
  return rules;
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

absl::StatusOr<bool> IsLeavingBody(const projection::Rows& rows, std::string_view organisation_id) {
  FV_ASSIGN_OR_RETURN(const auto row, rows.Get(kLeavingBodies, organisation_id));
  return row.has_value();
}

absl::StatusOr<std::optional<Leaver>> FindLeaver(const projection::Rows& rows, std::string_view person_id) {
  FV_ASSIGN_OR_RETURN(const auto row, rows.Get(kLeavers, person_id));
  if (!row) return std::nullopt;
  return DecodeLeaver(*row);
}

namespace {

// Whom this one was to stand in for, and who is gone at that time.
absl::StatusOr<std::vector<std::string>> GoneOf(const projection::Rows& rows, std::string_view deputy_id,
                                                absl::Time now) {
  std::vector<std::string> persons;
  FV_RETURN_IF_ERROR(
      projection::ForEachRow(rows, kActing, deputy_id, [&](const projection::Row& row) -> absl::Status {
        projection::RowReader until(row.value);
        const bool away =
            row.value.empty() || absl::FromUnixSeconds(static_cast<int64_t>(until.Number())) > now;
        if (away) persons.push_back(LastId(row.key));
        return absl::OkStatus();
      }));
  return persons;
}

}  // namespace

absl::StatusOr<std::vector<std::string>> ActsFor(const projection::Rows& rows, std::string_view deputy_id,
                                                 absl::Time now) {
  std::vector<std::string> persons;
  std::set<std::string> seen = {std::string(deputy_id)};  // two may stand in for each other
  std::vector<std::string> next = {std::string(deputy_id)};
  while (!next.empty()) {
    const std::string person = std::move(next.back());
    next.pop_back();
    FV_ASSIGN_OR_RETURN(const auto gone, GoneOf(rows, person, now));
    for (const std::string& one : gone) {
      if (!seen.insert(one).second) continue;
      persons.push_back(one);
      next.push_back(one);
    }
  }
  return persons;
}

absl::StatusOr<std::vector<std::string>> DeputisedBy(const projection::Rows& rows,
                                                     std::string_view deputy_id) {
  std::vector<std::string> persons;
  FV_RETURN_IF_ERROR(
      projection::ForEachRow(rows, kDeputised, deputy_id, [&](const projection::Row& row) -> absl::Status {
        persons.push_back(LastId(row.key));
        return absl::OkStatus();
      }));
  return persons;
}

absl::StatusOr<bool> WorksFor(const projection::Rows& rows, std::string_view organisation_id,
                              std::string_view person_id) {
  if (organisation_id.empty() || person_id.empty()) return false;
  FV_ASSIGN_OR_RETURN(const auto person, FindPerson(rows, person_id));
  return person && person->organisation_id == organisation_id;
}

absl::StatusOr<bool> IsPersonOf(const projection::Rows& rows, std::string_view organisation_id,
                                std::string_view person_id) {
  FV_ASSIGN_OR_RETURN(const bool works, WorksFor(rows, organisation_id, person_id));
  if (!works) return false;
  FV_ASSIGN_OR_RETURN(const auto leaver, FindLeaver(rows, person_id));
  FV_ASSIGN_OR_RETURN(const bool body_leaves, IsLeavingBody(rows, organisation_id));
  return !leaver && !body_leaves;
}

absl::StatusOr<bool> IsPersonOfUnit(const projection::Rows& rows, std::string_view organisation_id,
                                    std::string_view unit_id, std::string_view person_id) {
  if (organisation_id.empty() || person_id.empty()) return false;
  FV_ASSIGN_OR_RETURN(const auto person, FindPerson(rows, person_id));
  if (!person || person->unit_id != unit_id) return false;
  return IsPersonOf(rows, organisation_id, person_id);
}

absl::StatusOr<bool> HasRoleToHold(const projection::Rows& rows, std::string_view person_id) {
  FV_ASSIGN_OR_RETURN(const auto person, FindPerson(rows, person_id));
  return person && (person->roles.contains(common::v1::ROLE_CASE_WORKER) ||
                    person->roles.contains(common::v1::ROLE_TEAM_LEAD) ||
                    person->roles.contains(common::v1::ROLE_EMERGENCY_SERVICE));
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
  FV_RETURN_IF_ERROR(projection::ForEachRow(rows, kUnitsOf, organisation_id,
                                            [&](const projection::Row& row) -> absl::Status {
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
  FV_RETURN_IF_ERROR(
      projection::ForEachRow(rows, kMembers, prefix, [&](const projection::Row& row) -> absl::Status {
        FV_ASSIGN_OR_RETURN(auto person, FindPerson(rows, LastId(row.key)));
        if (person && person->roles.contains(role)) persons.push_back(*std::move(person));
        return absl::OkStatus();
      }));
  return persons;
}

}  // namespace fallverbund::directory
