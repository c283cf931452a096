#include "libs/eventlog_jetstream/stream_config.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/util/message_differencer.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/eventlog/subject.h"
#include "libs/eventlog_jetstream/json.h"

namespace fallverbund::eventlog {
namespace {

using google::protobuf::Value;

// What the server writes into every configuration by itself.
constexpr std::array<std::string_view, 2> kServersOwn = {"metadata", "consumer_limits"};

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  if (!file || !(text << file.rdbuf())) {
    return absl::NotFoundError(absl::StrCat("cannot read ", path, "; it is part of deploy/nats/streams"));
  }
  return text.str();
}

// The server leaves out false, zero and empty values.
bool IsOff(const Value* value) {
  if (value == nullptr) return true;
  switch (value->kind_case()) {
    case Value::kNullValue:
    case Value::KIND_NOT_SET:
      return true;
    case Value::kBoolValue:
      return !value->bool_value();
    case Value::kNumberValue:
      return value->number_value() == 0;
    case Value::kStringValue:
      return value->string_value().empty();
    case Value::kListValue:
      return value->list_value().values().empty();
    case Value::kStructValue:
      return value->struct_value().fields().empty();
  }
  return false;
}

std::string Shown(const Value* value) {
  return value == nullptr ? "nothing" : absl::StrReplaceAll(ToJson(*value), {{"\\u003e", ">"}});
}

bool Same(const Value* wanted, const Value* existing) {
  if (IsOff(wanted) && IsOff(existing)) return true;
  return wanted != nullptr && existing != nullptr &&
         google::protobuf::util::MessageDifferencer::Equals(*wanted, *existing);
}

}  // namespace

absl::StatusOr<StreamTemplates> LoadStreamTemplates(const std::string& folder) {
  StreamTemplates templates;
  FV_ASSIGN_OR_RETURN(templates.log, ReadFile(folder + "/log.json"));
  FV_ASSIGN_OR_RETURN(templates.journal, ReadFile(folder + "/journal.json"));
  FV_ASSIGN_OR_RETURN(templates.keys, ReadFile(folder + "/keys.json"));
  return templates;
}

absl::StatusOr<std::string> FillIn(std::string_view text, std::string_view association,
                                   const StreamSizes& sizes) {
  const std::string stream = StreamName(StreamKind::kLog, association);
  std::string filled =
      absl::StrReplaceAll(ToAbsl(text), {{"@ASSOCIATION@", ToAbsl(association)},
                                         {"@STREAM@", stream},
                                         {"@JOURNAL@", StreamName(StreamKind::kJournal, association)},
                                         {"@KEYS@", absl::StrCat(stream, "_KEYS")},
                                         {"@REPLICAS@", absl::StrCat(sizes.replicas)},
                                         {"@LOG_MAX_BYTES@", absl::StrCat(sizes.log_max_bytes)},
                                         {"@JOURNAL_MAX_BYTES@", absl::StrCat(sizes.journal_max_bytes)},
                                         {"@KEYS_MAX_BYTES@", absl::StrCat(sizes.keys_max_bytes)}});
  if (absl::StrContains(filled, "@")) {
    return absl::InvalidArgumentError("a stream's file holds an @NAME@ that is not known");
  }
  if (!ParseJson(filled).ok()) return absl::InvalidArgumentError("a stream's file is not JSON");
  return filled;
}

bool OnlyGrows(std::string_view wanted, std::string_view existing) {
  auto more = ParseJson(wanted);
  const auto now = ParseJson(existing);
  if (!more.ok() || !now.ok()) return false;
  const auto from = FindInt(*now, "max_bytes"), to = FindInt(*more, "max_bytes");
  if (!from || !to || *from < 0 || *from >= *to) return false;
  (*more->mutable_fields())["max_bytes"] = now->fields().at("max_bytes");
  return CompareConfig(ToJson(*more), existing).ok();
}

absl::Status CompareConfig(std::string_view wanted_text, std::string_view existing_text) {
  FV_ASSIGN_OR_RETURN(const Json wanted, ParseJson(wanted_text));
  FV_ASSIGN_OR_RETURN(const Json existing, ParseJson(existing_text));
  std::vector<std::string> names;
  for (const auto& [name, value] : wanted.fields()) names.push_back(name);
  for (const auto& [name, value] : existing.fields()) names.push_back(name);
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) {
    if (std::find(kServersOwn.begin(), kServersOwn.end(), name) != kServersOwn.end()) continue;
    const Value* want = Find(wanted, name);
    const Value* have = Find(existing, name);
    if (Same(want, have)) continue;
    return absl::FailedPreconditionError(absl::StrCat(
        "wrong stream configuration: ", FindString(wanted, "name").value_or("the stream"), " has ", name,
        " = ", Shown(have), ", wanted is ", Shown(want),
        "; nothing was changed. Change it by hand in a change window, or correct deploy/nats/streams"));
  }
  return absl::OkStatus();
}

}  // namespace fallverbund::eventlog
