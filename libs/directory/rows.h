// How the directory's rows are written; for this room only.
#ifndef FALLVERBUND_LIBS_DIRECTORY_ROWS_H_
#define FALLVERBUND_LIBS_DIRECTORY_ROWS_H_

#include <string>
#include <string_view>

#include "libs/directory/directory.h"

namespace fallverbund::directory {

inline constexpr char kOrganisations[] = "organisations";  // id
inline constexpr char kWorkingRules[] = "working_rules";   // organisation; no row: as everywhere
inline constexpr char kOfficeTerms[] =
    "office_terms";                        // organisation -> OfficeTerms; stay when rules are set without
inline constexpr char kUnits[] = "units";  // id
inline constexpr char kUnitsOf[] = "units_of";              // organisation, unit
inline constexpr char kPersons[] = "persons";               // id
inline constexpr char kMembers[] = "members";               // organisation, unit (or kNoUnit), person
inline constexpr char kLeavingBodies[] = "leaving_bodies";  // organisation
inline constexpr char kLeavers[] = "leavers";               // person
inline constexpr char kActing[] = "acting";                 // deputy, person -> until; empty: for good
inline constexpr char kDeputised[] = "deputised";           // deputy, person
inline constexpr std::string_view kNoUnit = "--------------------------------";

std::string Encode(const Organisation& organisation);
std::string Encode(const WorkingRules& rules);
std::string Encode(const Unit& unit);
std::string Encode(const Person& person);
std::string Encode(const Leaver& leaver);

// kInternal: not such a row.
absl::StatusOr<Organisation> DecodeOrganisation(std::string_view id, std::string_view row);
absl::StatusOr<WorkingRules> DecodeWorkingRules(std::string_view row);
absl::StatusOr<Unit> DecodeUnit(std::string_view id, std::string_view row);
absl::StatusOr<Person> DecodePerson(std::string_view id, std::string_view row);

absl::StatusOr<Leaver> DecodeLeaver(std::string_view row);

// The part of a kMembers key up to the person.
std::string MemberPrefix(std::string_view organisation_id, std::string_view unit_id);

}  // namespace fallverbund::directory

#endif  // FALLVERBUND_LIBS_DIRECTORY_ROWS_H_
