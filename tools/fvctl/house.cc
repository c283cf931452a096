#include "tools/fvctl/house.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "fallverbund/eventlog/v1/reader_service.pb.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/base/time.h"
#include "libs/runtime/file_clock.h"
#include "libs/runtime/files.h"

namespace fallverbund::fvctl {
namespace {

using story::Text;
using story::Value;

// A round visits every service once. Each reaction needs at most two rounds; a story's longest chain is
// short.
constexpr int kMaxSettleRounds = 50;

Value Object(std::initializer_list<std::pair<const char*, Value>> fields) {
  Value value;
  for (const auto& [name, field] : fields) (*value.mutable_struct_value()->mutable_fields())[name] = field;
  return value;
}

Value RoleList(const std::vector<std::string>& roles) {
  Value list;
  for (const std::string& role : roles) *list.mutable_list_value()->add_values() = Text("ROLE_" + role);
  return list;
}

// Who has an auditor or an ombudsperson in a story is let in as a body that inspects.
Value Inspects(const story::Story& story, std::string_view organisation) {
  const auto reads_all = [](const std::string& role) { return role == "AUDITOR" || role == "OMBUDS"; };
  Value yes;
  yes.set_bool_value(
      std::any_of(story.persons.begin(), story.persons.end(), [&](const story::Person& person) {
        return person.organisation == organisation &&
               std::any_of(person.roles.begin(), person.roles.end(), reads_all);
      }));
  return yes;
}

absl::StatusOr<const MethodDescriptor*> Method(std::string_view name) {
  return FindMethod(name);
}

}  // namespace

absl::StatusOr<std::unique_ptr<RunningHouse>> RunningHouse::Open(const std::string& clients,
                                                                 const std::string& clock_file) {
  FV_ASSIGN_OR_RETURN(Profile profile, ReadProfile(clients + "/operator.json"));
  std::unique_ptr<RunningHouse> house(new RunningHouse(clients, clock_file, Caller(std::move(profile))));
  FV_ASSIGN_OR_RETURN(const std::string text,
                      runtime::ReadFile(clients + "/organisations.json", "--clients"));
  FV_ASSIGN_OR_RETURN(const Value value, story::ParseJson(text));
  for (const auto& [name, id] : value.struct_value().fields())
    house->organisations_[name] = id.string_value();
  return house;
}

absl::StatusOr<Value> RunningHouse::Register(Caller& caller, std::string_view method_name,
                                             const Value& json) {
  FV_ASSIGN_OR_RETURN(const MethodDescriptor* method, Method(method_name));
  FV_ASSIGN_OR_RETURN(const auto request, Caller::Request(*method, story::ToJson(json)));
  FV_ASSIGN_OR_RETURN(CallResult result, caller.Call(*method, *request));
  if (!result.ok()) {
    return absl::FailedPreconditionError(
        absl::StrCat(ToAbsl(method_name), ": ", result.code, " ", result.message));
  }
  FV_ASSIGN_OR_RETURN(Value answer, story::ParseJson(AnswerJson(*result.answer, false)));
  FV_ASSIGN_OR_RETURN(const Value position, story::At(answer, "result.position"));
  uint64_t at = 0;
  if (absl::SimpleAtoi(story::Scalar(position), &at)) position_ = std::max(position_, at);
  FV_RETURN_IF_ERROR(Settle());
  return answer;
}

Caller RunningHouse::MakeCaller(const std::string& organisation, const std::string& person_id,
                                const std::string& role) const {
  Profile profile = operator_.profile();
  profile.cert = absl::StrCat(clients_, "/org-", organisation, ".pem");
  profile.key = absl::StrCat(clients_, "/org-", organisation, ".key");
  profile.person_id = person_id;
  profile.role = role;
  return Caller(std::move(profile));
}

absl::Status RunningHouse::Populate(const story::Story& story, story::Variables& variables) {
  std::map<std::string, Caller> administrators;
  for (const story::Organisation& organisation : story.organisations) {
    auto id = organisations_.find(organisation.name);
    if (id == organisations_.end()) {
      return absl::FailedPreconditionError(
          absl::StrCat("there is no certificate for organisation ", organisation.name, " in ", clients_));
    }
    const bool first = administrators.empty();
    Caller& caller = first ? operator_ : administrators.at(story.organisations.front().name);
    FV_ASSIGN_OR_RETURN(
        const Value answer,
        first ? Register(caller, "BootstrapAssociation",
                         Object({{"organisation_id", Text(id->second)},
                                 {"display_name", Text(organisation.display_name)},
                                 {"administrator_name", Text("Verwaltung " + organisation.display_name)}}))
              : Register(caller, "RegisterOrganisation",
                         Object({{"organisation_id", Text(id->second)},
                                 {"kind", Text("ORGANISATION_KIND_" + organisation.kind)},
                                 {"display_name", Text(organisation.display_name)},
                                 {"administrator_name", Text("Verwaltung " + organisation.display_name)},
                                 {"inspects", Inspects(story, organisation.name)}})));
    FV_ASSIGN_OR_RETURN(const Value administrator, story::At(answer, "administrator_person_id"));
    administrators.emplace(organisation.name,
                           MakeCaller(organisation.name, administrator.string_value(), "ADMINISTRATOR"));
    variables.Set(organisation.name, Text(id->second));
    labels_[id->second] = organisation.display_name;
  }
  for (const story::Unit& unit : story.units) {
    FV_ASSIGN_OR_RETURN(const Value answer,
                        Register(administrators.at(unit.organisation), "AddUnit",
                                 Object({{"organisation_id", Text(organisations_[unit.organisation])},
                                         {"display_name", Text(unit.display_name)}})));
    FV_ASSIGN_OR_RETURN(const Value id, story::At(answer, "unit_id"));
    units_[unit.name] = id.string_value();
    variables.Set(unit.name, id);
    labels_[id.string_value()] = unit.display_name;
  }
  for (const story::Person& person : story.persons) {
    FV_ASSIGN_OR_RETURN(const Value answer,
                        Register(administrators.at(person.organisation), "RegisterPerson",
                                 Object({{"organisation_id", Text(organisations_[person.organisation])},
                                         {"unit_id", Text(person.unit.empty() ? "" : units_[person.unit])},
                                         {"roles", RoleList(person.roles)},
                                         {"name", Text(person.display_name)}})));
    FV_ASSIGN_OR_RETURN(const Value id, story::At(answer, "person_id"));
    persons_[person.name] = id.string_value();
    variables.Set(person.name, id);
    labels_[id.string_value()] = person.display_name;
    FV_RETURN_IF_ERROR(WriteProfile(person));
  }
  for (const story::Person& person : story.persons) {
    if (person.deputy.empty()) continue;
    FV_RETURN_IF_ERROR(Register(administrators.at(person.organisation), "NameDeputy",
                                Object({{"organisation_id", Text(organisations_[person.organisation])},
                                        {"person_id", Text(persons_[person.name])},
                                        {"deputy_person_id", Text(persons_[person.deputy])}}))
                           .status());
  }
  Value labels;
  for (const auto& [id, label] : labels_)
    (*labels.mutable_struct_value()->mutable_fields())[id] = Text(label);
  return runtime::WriteFileAtomically(clients_ + "/labels.json", story::ToJson(labels), "the labels");
}

absl::Status RunningHouse::WriteProfile(const story::Person& person) const {
  const std::string organisation = "org-" + person.organisation;
  const Value profile = Object({{"ca", Text("ca.pem")},
                                {"cert", Text(organisation + ".pem")},
                                {"key", Text(organisation + ".key")},
                                {"organisation_id", Text(organisations_.at(person.organisation))},
                                {"unit_id", Text(person.unit.empty() ? "" : units_.at(person.unit))},
                                {"person_id", Text(persons_.at(person.name))},
                                {"role", Text(person.roles.front())},
                                {"endpoints_file", Text("endpoints.json")},
                                {"labels_file", Text("labels.json")}});
  return runtime::WriteFileAtomically(absl::StrCat(clients_, "/", person.name, ".json"),
                                      story::ToJson(profile), "the profile");
}

absl::StatusOr<Caller*> RunningHouse::As(const story::Person& person) {
  auto& caller = callers_[person.name];
  if (!caller)
    caller = std::make_unique<Caller>(
        MakeCaller(person.organisation, persons_[person.name], person.roles.front()));
  return caller.get();
}

absl::StatusOr<story::Reply> RunningHouse::Call(const story::Person& person, std::string_view method_name,
                                                const Value& json) {
  FV_ASSIGN_OR_RETURN(const MethodDescriptor* method, Method(method_name));
  FV_ASSIGN_OR_RETURN(const auto request, Caller::Request(*method, story::ToJson(json)));
  if (const auto* field = method->input_type()->FindFieldByName("at_least_position")) {
    request->GetReflection()->SetUInt64(request.get(), field, position_);
  }
  FV_ASSIGN_OR_RETURN(Caller * caller, As(person));
  FV_ASSIGN_OR_RETURN(CallResult result, caller->Call(*method, *request));
  story::Reply reply;
  reply.code = result.code;
  reply.row = result.row;
  reply.sentence = result.english;
  reply.message = result.message;
  if (result.ok()) {
    FV_ASSIGN_OR_RETURN(reply.answer, story::ParseJson(WholeAnswerJson(*result.answer)));
    uint64_t at = 0;
    const auto position = story::At(reply.answer, "result.position");
    if (position.ok() && absl::SimpleAtoi(story::Scalar(*position), &at)) position_ = std::max(position_, at);
  }
  return reply;
}

absl::Status RunningHouse::Settle() {
  FV_ASSIGN_OR_RETURN(const MethodDescriptor* method, Method("WaitSettled"));
  // A service that has settled up to a position may have written beyond it, for another to react to: round
  // and round until a whole round moves nothing.
  for (int round = 0; round < kMaxSettleRounds; ++round) {
    const uint64_t before = position_;
    for (const auto& [service, endpoint] : operator_.profile().endpoints) {
      eventlog::v1::WaitSettledRequest request;
      request.set_position(position_);
      *request.mutable_time() = ToProto(now_);
      FV_ASSIGN_OR_RETURN(const CallResult result, operator_.Call(*method, request, {service}));
      if (!result.ok()) {
        return absl::UnavailableError(
            absl::StrCat("the ", service, " service did not settle: ", result.code, " ", result.message));
      }
      const auto& answer = static_cast<const eventlog::v1::WaitSettledResponse&>(*result.answer);
      position_ = std::max(position_, answer.position());
    }
    if (position_ == before && round > 0) return absl::OkStatus();
  }
  return absl::DeadlineExceededError(
      "the house does not come to rest: reactions answer reactions without end");
}

absl::Status RunningHouse::MoveClock(absl::Time to) {
  now_ = to;
  return runtime::WriteFileAtomically(
      clock_file_, runtime::FormatClockSetting({.at = to, .ticks_since = std::nullopt}), "the test clock");
}

}  // namespace fallverbund::fvctl
