// Wishes for the writes of registers, of which many differ in nothing but their fields: one row of a table
// for each, and one way to fill all of them. A request is a form: what a field says goes by its name, what
// the record it is about has named so far, and who asks.
#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "fallverbund/common/v1/access.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/timestamp.pb.h"
#include "libs/base/time.h"
#include "services/case/rpc/case_service.h"
#include "services/intake/rpc/intake_service.h"
#include "services/team/rpc/calendar_service.h"
#include "services/team/rpc/catalogue_service.h"
#include "services/team/rpc/directory_service.h"
#include "services/team/rpc/membership_service.h"
#include "services/team/rpc/social_space_service.h"
#include "tests/simulation/wish.h"

namespace fallverbund::simulation {
namespace {

using casework::CaseService;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using intake::IntakeService;
using team::CalendarService;
using team::CatalogueService;
using team::DirectoryService;
using team::MembershipService;
using team::SocialSpaceService;

// By the name of a field, the type of the records that it names.
constexpr std::pair<std::string_view, std::string_view> kRecords[] = {
    {"organisation_id", "organisation"}, {"social_space_id", "social_space"},
    {"calendar_id", "calendar"},         {"target_calendar_id", "calendar"},
    {"membership_id", "membership"},     {"decision_id", "joint_decision"},
    {"contact_id", "contact"},           {"case_id", "case"},
    {"entry_id", "catalogue_entry"}};
std::string TypeOf(std::string_view field) {
  for (const auto& [name, type] : kRecords) {
    if (name == field) return std::string(type);
  }
  return "";
}

const MethodDescriptor* MethodOf(const Descriptor& request) {
  for (int s = 0; s < request.file()->service_count(); ++s) {
    const auto* service = request.file()->service(s);
    for (int m = 0; m < service->method_count(); ++m) {
      if (service->method(m)->input_type() == &request) return service->method(m);
    }
  }
  FV_CHECK(false);
}

class Form {
 public:
  Form(Guess& g, Message& request) : g_(g), request_(request) {
    ChooseRecord();
    ChooseWhoAsks();
    Fill(request);
  }
  const Person& who() const { return who_; }

 private:
  // The one that the first such field names is what the request is about; a field that names another record,
  // or a part of this one, is filled later.
  void ChooseRecord() {
    const Descriptor& type = *request_.GetDescriptor();
    for (int i = 0; i < type.field_count() && about_ == nullptr; ++i) {
      if (!TypeOf(type.field(i)->name()).empty()) about_ = type.field(i);
    }
    if (about_ != nullptr) record_ = SomeId(g_, TypeOf(about_->name()));
  }

  // Mostly somebody whom the record names and whose role may ask, sometimes anybody of such a role, or
  // anybody.
  void ChooseWhoAsks() {
    const auto& roles =
        MethodOf(*request_.GetDescriptor())->options().GetExtension(common::v1::access).roles();
    std::vector<Person> may, named;
    for (const Person& person : Everybody()) {
      if (std::find(roles.begin(), roles.end(), person.role) == roles.end()) continue;
      may.push_back(person);
      if (IsNamed(person)) named.push_back(person);
    }
    who_ = !named.empty() && g_.dice.Chance(850'000) ? g_.dice.Of(named)
           : !may.empty() && g_.dice.Chance(900'000) ? g_.dice.Of(may)
                                                     : Anybody(g_);
  }
  bool IsNamed(const Person& person) const {
    for (const auto& [field, ids] : g_.ledger.NamedIn(record_)) {
      if (field.ends_with("person_id") && std::find(ids.begin(), ids.end(), person.id) != ids.end())
        return true;
    }
    return false;
  }

  void Fill(Message& message) {
    const Descriptor& type = *message.GetDescriptor();
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      if (field.name() == "request_id" || field.name() == "occurred_at") continue;
      if (!field.is_repeated()) {
        Fill(message, field);
      } else {
        for (int many = g_.dice.Between(0, 2); many > 0; --many) Fill(message, field);
      }
    }
  }

  void Fill(Message& message, const FieldDescriptor& field) {
    const auto& reflection = *message.GetReflection();
    const bool add = field.is_repeated();
    const std::string name(field.name());
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING: {
        const std::string text = Text(message, field);
        if (!text.empty() && add) reflection.AddString(&message, &field, text);
        if (!add) reflection.SetString(&message, &field, text);
        break;
      }
      case FieldDescriptor::CPPTYPE_ENUM: {
        const auto& values = *field.enum_type();
        const int value = values.value(g_.dice.Between(1, values.value_count() - 1))->number();
        if (add)
          reflection.AddEnumValue(&message, &field, value);
        else
          reflection.SetEnumValue(&message, &field, value);
        break;
      }
      case FieldDescriptor::CPPTYPE_BOOL:
        reflection.SetBool(&message, &field, g_.dice.Chance(500'000));
        break;
      case FieldDescriptor::CPPTYPE_INT32:
        reflection.SetInt32(&message, &field, Number(name));
        break;
      case FieldDescriptor::CPPTYPE_UINT32:
        reflection.SetUInt32(&message, &field, static_cast<uint32_t>(Number(name)));
        break;
      case FieldDescriptor::CPPTYPE_MESSAGE: {
        Message& part =
            *(add ? reflection.AddMessage(&message, &field) : reflection.MutableMessage(&message, &field));
        if (auto* time = dynamic_cast<google::protobuf::Timestamp*>(&part); time == nullptr)
          Fill(part);
        else if (const auto when = Time(message, name); when > absl::InfinitePast())
          *time = ToProto(when);
        else
          reflection.ClearField(&message, &field);
        break;
      }
      case FieldDescriptor::CPPTYPE_INT64:
      case FieldDescriptor::CPPTYPE_UINT64:
      case FieldDescriptor::CPPTYPE_FLOAT:
      case FieldDescriptor::CPPTYPE_DOUBLE:
        FV_CHECK(false);  // no register has such a field
    }
  }

  int Number(std::string_view field) {
    if (field == "people") return g_.dice.Between(0, 4);
    if (field == "result_number" || field == "question_version") return g_.dice.Between(0, 2);
    return g_.dice.Between(0, 40);
  }

  // InfinitePast: says nothing.
  absl::Time Time(const Message& message, std::string_view field) {
    if (field == "held_at") return g_.now - absl::Hours(g_.dice.Between(-1, 5));
    if (field == "valid_from") return g_.now - Days(g_.dice.Between(-1, 60));
    const bool spans = message.GetDescriptor()->FindFieldByName("valid_from") != nullptr;
    if (field == "valid_until" && spans && g_.dice.Chance(700'000)) return absl::InfinitePast();
    return g_.now + Days(g_.dice.Between(-1, 40));
  }

  std::string Text(const Message& message, const FieldDescriptor& field) {
    const std::string_view name = field.name();
    if (&field == about_) return record_;
    if (name == "unit_id") return g_.dice.Chance(800'000) ? who_.unit : Named("unit_id");
    if (name == "person_id") return SomebodyMeant();
    if (name == "deputy_person_id") return DeputyOf(PersonIn(message, "person_id")).id;
    if (name == "successor_organisation_id") return PersonIn(message, "person_id").organisation;
    if (name == "successor_person_id") return DeputyOf(PersonIn(message, "person_id")).id;
    if (name == "organisation_id" || name == "invited_organisation_ids")
      return g_.dice.Chance(500'000) ? who_.organisation : Anybody(g_).organisation;
    if (name == "taken_up_hand_back_ids") return Named("hand_back_id");
    if (const std::string type = TypeOf(name); !type.empty()) return SomeId(g_, type);
    if (name.ends_with("_id")) return Named(name);
    if (name == "display_name" && g_.dice.Chance(300'000)) return "";
    return g_.dice.Of(std::vector<std::string>{"of the simulation", "North", "Long Lane"});
  }

  // Who asks, a colleague, or somebody whom the record names.
  std::string SomebodyMeant() {
    if (g_.dice.Chance(400'000)) return who_.id;
    return g_.dice.Chance(500'000) ? DeputyOf(who_).id : Named("person_id");
  }
  // Whom the field names already; who asks, where it does not.
  Person PersonIn(const Message& message, const char* name) const {
    const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
    const Person* person =
        field == nullptr ? nullptr : FindAnybody(message.GetReflection()->GetString(message, field));
    return person != nullptr ? *person : who_;
  }
  // What the record has named so: mostly the last one. Where there is none, nothing, or nonsense.
  std::string Named(std::string_view field) {
    const Names& names = g_.ledger.NamedIn(record_);
    const auto known = names.find(field);
    if (known != names.end() && !known->second.empty())
      return g_.dice.Chance(500'000) ? known->second.back() : g_.dice.Of(known->second);
    return g_.dice.Chance(700'000) ? "" : eventlog::TestHexId("none of these");
  }

  Guess& g_;
  Message& request_;
  const FieldDescriptor* about_ = nullptr;  // null: it makes a record of its own
  std::string record_;
  Person who_;
};

template <class>
struct Parts;
template <class S, class Asked, class Answered>
struct Parts<grpc::ServerUnaryReactor* (S::*)(grpc::CallbackServerContext*, const Asked*, Answered*)> {
  using Request = Asked;
};

// The service that serves it: the area of its contract, but for the case's.
std::string ContextOf(const Descriptor& request) {
  const std::string package(request.file()->package());  // fallverbund.team.v1
  const std::string area =
      package.substr(sizeof("fallverbund.") - 1, package.rfind('.') - sizeof("fallverbund.") + 1);
  return area == "casework" ? "case" : area;
}

template <auto method>
Wish Write(Guess& g) {
  typename Parts<decltype(method)>::Request request;
  const Form form(g, request);
  return Ask(method, ContextOf(*request.GetDescriptor()), form.who(), request);
}

}  // namespace

const std::vector<Command>& RegisterCommands() {
  static const std::vector<Command> commands = {
      {"AddUnit", 1, Write<&DirectoryService::AddUnit>},
      {"RegisterPerson", 1, Write<&DirectoryService::RegisterPerson>},
      {"NameDeputy", 1, Write<&DirectoryService::NameDeputy>},
      {"GrantRoles", 1, Write<&DirectoryService::GrantRoles>},
      {"PlanSession",
       3,
       Write<&CalendarService::PlanSession>,
       false,
       {"RecordSession", "PostponeSession", "RecordMissedSession"}},
      {"PostponeSession", 1, Write<&CalendarService::PostponeSession>, false, {"RecordSession"}},
      {"RecordSession", 1, Write<&CalendarService::RecordSession>, false, {"HandBackResult"}},
      {"RecordMissedSession", 1, Write<&CalendarService::RecordMissedSession>, false, {"PlanSession"}},
      {"HandBackResult", 1, Write<&CalendarService::HandBackResult>},
      {"EntrustCalendar", 1, Write<&CalendarService::EntrustCalendar>, false, {"RequestDeactivation"}},
      {"AcceptMembership",
       3,
       Write<&MembershipService::AcceptMembership>,
       false,
       {"AcceptMembership", "OpenMembershipDecision", "NameMemberDeputy", "ReportVacancy"}},
      {"EntrustMembership", 1, Write<&MembershipService::EntrustMembership>, false, {"RequestDeactivation"}},
      {"NameMemberDeputy", 1, Write<&MembershipService::NameMemberDeputy>},
      {"NameMemberSuccessor", 1, Write<&MembershipService::NameMemberSuccessor>, false, {"AcceptMembership"}},
      {"RequestToLeaveMembership", 1, Write<&MembershipService::RequestToLeaveMembership>},
      {"ReportVacancy", 1, Write<&MembershipService::ReportVacancy>, false, {"NameMemberSuccessor"}},
      {"OpenTeamDecision", 1, Write<&MembershipService::OpenTeamDecision>, false, {"CastVote"}},
      {"CastVote",
       2,
       Write<&MembershipService::CastVote>,
       false,
       {"CastVote", "AnswerDissent", "RequestDeactivation"}},
      {"AnswerDissent", 1, Write<&MembershipService::AnswerDissent>},
      {"LetDecisionGo", 1, Write<&MembershipService::LetDecisionGo>},
      {"DefineSocialSpace",
       1,
       Write<&SocialSpaceService::DefineSocialSpace>,
       false,
       {"AddQuarter", "EntrustSocialSpace"}},
      {"EntrustSocialSpace", 1, Write<&SocialSpaceService::EntrustSocialSpace>},
      {"AddQuarter", 1, Write<&SocialSpaceService::AddQuarter>, false, {"AddStreet", "EndQuarter"}},
      {"EndQuarter", 1, Write<&SocialSpaceService::EndQuarter>},
      {"AddStreet", 1, Write<&SocialSpaceService::AddStreet>, false, {"EndStreetEntry", "AddStreet"}},
      {"EndStreetEntry", 1, Write<&SocialSpaceService::EndStreetEntry>},
      {"ListEntry", 1, Write<&CatalogueService::ListEntry>, false, {"TellPlaces", "WithdrawEntry"}},
      {"WithdrawEntry", 1, Write<&CatalogueService::WithdrawEntry>},
      {"TellPlaces", 1, Write<&CatalogueService::TellPlaces>},
      {"RecordConfidence", 1, Write<&CaseService::RecordConfidence>},
      {"TellReporter", 1, Write<&IntakeService::TellReporter>},
  };
  return commands;
}

}  // namespace fallverbund::simulation
