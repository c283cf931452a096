#include "tools/fvctl/profile.h"

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/runtime/files.h"
#include "tools/fvctl/story/values.h"

namespace fallverbund::fvctl {
namespace {

using story::Value;

absl::StatusOr<Value> ReadJson(const std::string& path) {
  FV_ASSIGN_OR_RETURN(const std::string text, runtime::ReadFile(path, "the profile's file"));
  auto value = story::ParseJson(text);
  if (!value.ok()) return absl::InvalidArgumentError(absl::StrCat(path, ": ", value.status().message()));
  return value;
}

std::string Field(const Value& value, const char* name) {
  auto found = value.struct_value().fields().find(name);
  return found == value.struct_value().fields().end() ? "" : found->second.string_value();
}

absl::StatusOr<std::map<std::string, std::string>> ReadMap(const std::string& path) {
  FV_ASSIGN_OR_RETURN(const Value value, ReadJson(path));
  std::map<std::string, std::string> map;
  for (const auto& [name, each] : value.struct_value().fields()) map[name] = each.string_value();
  return map;
}

}  // namespace

absl::StatusOr<Profile> ReadProfile(const std::string& path) {
  FV_ASSIGN_OR_RETURN(const Value value, ReadJson(path));
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  auto file = [&](const char* name) {
    return Field(value, name).empty() ? std::string() : (folder / Field(value, name)).string();
  };
  Profile profile;
  profile.ca = file("ca");
  profile.cert = file("cert");
  profile.key = file("key");
  for (const auto* each : {&profile.ca, &profile.cert, &profile.key}) {
    if (each->empty())
      return absl::InvalidArgumentError(absl::StrCat(path, ": a profile names its files ca, cert and key"));
  }
  profile.person_id = Field(value, "person_id");
  profile.role = Field(value, "role");
  profile.organisation_id = Field(value, "organisation_id");
  profile.unit_id = Field(value, "unit_id");
  if (file("endpoints_file").empty())
    return absl::InvalidArgumentError(absl::StrCat(path, ": a profile names its endpoints_file"));
  FV_ASSIGN_OR_RETURN(profile.endpoints, ReadMap(file("endpoints_file")));
  if (!file("labels_file").empty() && std::filesystem::exists(file("labels_file"))) {
    FV_ASSIGN_OR_RETURN(profile.labels, ReadMap(file("labels_file")));
  }
  return profile;
}

}  // namespace fallverbund::fvctl
