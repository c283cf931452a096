#include "libs/directory/rows.h"

#include "absl/strings/str_cat.h"
#include "libs/base/strings.h"
#include "libs/projection/row_codec.h"

namespace fallverbund::directory {
namespace {

using projection::RowReader;
using projection::RowWriter;

constexpr uint64_t kMaxRoles = 64;

absl::Status Damaged() {
  return absl::InternalError("a row of the directory cannot be read; rebuild the projection");
}

}  // namespace

std::string Encode(const Organisation& organisation) {
  RowWriter row;
  row.Number(static_cast<uint64_t>(organisation.kind)).Text(organisation.display_name);
  return row.Text(organisation.home_log_origin).Number(organisation.inspects).Take();
}

std::string Encode(const WorkingRules& rules) {
  return RowWriter().Number(rules.adopts_after_approval).Number(rules.broken_off_supports).Take();
}

std::string Encode(const Unit& unit) {
  return RowWriter().Text(unit.organisation_id).Text(unit.display_name).Take();
}

std::string Encode(const Person& person) {
  RowWriter row;
  row.Text(person.organisation_id).Text(person.unit_id).Text(person.deputy_person_id);
  row.Text(person.name.key_id()).Text(person.name.box());
  row.Number(person.roles.size());
  for (const Role role : person.roles) row.Number(static_cast<uint64_t>(role));
  return row.Take();
}

std::string Encode(const Leaver& leaver) {
  RowWriter row;
  row.Text(leaver.deputy_person_id).Number(leaver.deactivated).Number(leaver.open.has_value());
  row.Text(leaver.open ? leaver.open->SerializeAsString() : "");
  return row.Take();
}

absl::StatusOr<Leaver> DecodeLeaver(std::string_view row) {
  RowReader reader(row);
  Leaver leaver;
  leaver.deputy_person_id = std::string(reader.Text());
  leaver.deactivated = reader.Number() != 0;
  const bool counted = reader.Number() != 0;
  const std::string open(reader.Text());
  if (counted && !leaver.open.emplace().ParseFromString(open)) return Damaged();
  if (!reader.ok()) return Damaged();
  return leaver;
}

absl::StatusOr<Organisation> DecodeOrganisation(std::string_view id, std::string_view row) {
  RowReader reader(row);
  Organisation organisation{.id = std::string(id)};
  organisation.kind = static_cast<team::v1::OrganisationKind>(reader.Number());
  organisation.display_name = std::string(reader.Text());
  organisation.home_log_origin = std::string(reader.Text());
  organisation.inspects = reader.Number() != 0;
  if (!reader.ok()) return Damaged();
  return organisation;
}

absl::StatusOr<WorkingRules> DecodeWorkingRules(std::string_view row) {
  RowReader reader(row);
  WorkingRules rules;
  rules.adopts_after_approval = reader.Number() != 0;
  rules.broken_off_supports = static_cast<uint32_t>(reader.Number());
  if (!reader.ok()) return Damaged();
  return rules;
}

absl::StatusOr<Unit> DecodeUnit(std::string_view id, std::string_view row) {
  RowReader reader(row);
  Unit unit{.id = std::string(id)};
  unit.organisation_id = std::string(reader.Text());
  unit.display_name = std::string(reader.Text());
  if (!reader.ok()) return Damaged();
  return unit;
}

absl::StatusOr<Person> DecodePerson(std::string_view id, std::string_view row) {
  RowReader reader(row);
  Person person{.id = std::string(id)};
  person.organisation_id = std::string(reader.Text());
  person.unit_id = std::string(reader.Text());
  person.deputy_person_id = std::string(reader.Text());
  person.name.set_key_id(std::string(reader.Text()));
  person.name.set_box(std::string(reader.Text()));
  const uint64_t roles = reader.Number();
  if (roles > kMaxRoles) return Damaged();
  for (uint64_t i = 0; i < roles; ++i) person.roles.insert(static_cast<Role>(reader.Number()));
  if (!reader.ok()) return Damaged();
  return person;
}

std::string MemberPrefix(std::string_view organisation_id, std::string_view unit_id) {
  return absl::StrCat(ToAbsl(organisation_id), ToAbsl(unit_id));
}

}  // namespace fallverbund::directory
