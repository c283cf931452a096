#include "tools/fvctl/methods.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "fallverbund/audit/v1/audit_service.pb.h"
#include "fallverbund/audit/v1/proof_service.pb.h"
#include "fallverbund/casework/v1/case_service.pb.h"
#include "fallverbund/common/v1/access.pb.h"
#include "fallverbund/crisis/v1/crisis_service.pb.h"
#include "fallverbund/crisis/v1/notification_service.pb.h"
#include "fallverbund/crisis/v1/pool_service.pb.h"
#include "fallverbund/eventlog/v1/reader_service.pb.h"
#include "fallverbund/intake/v1/intake_service.pb.h"
#include "fallverbund/intake/v1/prevention_service.pb.h"
#include "fallverbund/keys/v1/erasure_service.pb.h"
#include "fallverbund/team/v1/agreement_service.pb.h"
#include "fallverbund/team/v1/calendar_service.pb.h"
#include "fallverbund/team/v1/catalogue_service.pb.h"
#include "fallverbund/team/v1/directory_service.pb.h"
#include "fallverbund/team/v1/membership_service.pb.h"
#include "fallverbund/team/v1/social_space_service.pb.h"
#include "fallverbund/team/v1/team_service.pb.h"
#include "libs/base/strings.h"
#include "tools/fvctl/comments.h"

namespace fallverbund::fvctl {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::ServiceDescriptor;

struct Area {
  const FileDescriptor* file;
  const char* service;
};

const std::vector<Area>& Areas() {
  static const auto& areas = *new std::vector<Area>{
      {intake::v1::ReceiveContactRequest::descriptor()->file(), "intake"},
      {intake::v1::BeginTransitionRequest::descriptor()->file(), "intake"},
      {casework::v1::GetCaseRequest::descriptor()->file(), "case"},
      {team::v1::AddUnitRequest::descriptor()->file(), "team"},
      {team::v1::ProposeTeamRequest::descriptor()->file(), "team"},
      {team::v1::AdoptAgreementRequest::descriptor()->file(), "team"},
      {team::v1::OpenCalendarRequest::descriptor()->file(), "team"},
      {team::v1::FoundMembershipRequest::descriptor()->file(), "team"},
      {team::v1::DefineSocialSpaceRequest::descriptor()->file(), "team"},
      {team::v1::ListEntryRequest::descriptor()->file(), "team"},
      {crisis::v1::GetDeploymentRequest::descriptor()->file(), "crisis"},
      {crisis::v1::SetPoolCapacityRequest::descriptor()->file(), "crisis"},
      {crisis::v1::WatchNotificationsRequest::descriptor()->file(), "crisis"},
      {audit::v1::VerifyLogRequest::descriptor()->file(), "audit"},
      {audit::v1::GetCheckpointRequest::descriptor()->file(), "audit"},
      {keys::v1::ProposeErasureRequest::descriptor()->file(), "keys"},
      {eventlog::v1::WaitSettledRequest::descriptor()->file(), ""},
  };
  return areas;
}

std::string TypeName(const FieldDescriptor& field) {
  std::string name;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_ENUM: {
      std::vector<std::string> values;
      for (int i = 0; i < field.enum_type()->value_count(); ++i) {
        if (field.enum_type()->value(i)->number() != 0) values.push_back(field.enum_type()->value(i)->name());
      }
      name = absl::StrCat("one of ", absl::StrJoin(values, " "));
      break;
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      name = field.message_type()->full_name() == "google.protobuf.Timestamp"
                 ? "instant, such as \"2026-03-02T09:00:00Z\""
                 : absl::StrCat("{", field.message_type()->name(), "}");
      break;
    case FieldDescriptor::CPPTYPE_STRING:
      name = field.options().GetExtension(common::v1::personal)
                 ? "text (personal: sealed before it is stored)"
                 : "text";
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      name = "true or false";
      break;
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT32:
    case FieldDescriptor::CPPTYPE_UINT64:
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      name = "number";
      break;
  }
  return field.is_repeated() ? absl::StrCat("list of ", name) : name;
}

void DescribeFields(const Descriptor& type, int depth, std::string& out) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    absl::StrAppend(&out, std::string(2 * depth + 2, ' '), field.name(), ": ", TypeName(field));
    const std::string comment = CommentOf(field);
    absl::StrAppend(&out, comment.empty() ? "" : "  // ", comment, "\n");
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && depth < 3 &&
        !absl::StartsWith(field.message_type()->full_name(), "google.protobuf.")) {
      DescribeFields(*field.message_type(), depth + 1, out);
    }
  }
}

void ExampleOf(const Descriptor& type, int depth, std::string& out) {
  absl::StrAppend(&out, "{");
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    absl::StrAppend(&out, i > 0 ? ", " : "", "\"", field.name(), "\": ", field.is_repeated() ? "[" : "");
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_ENUM:
        absl::StrAppend(&out, "\"",
                        field.enum_type()->value(std::min(1, field.enum_type()->value_count() - 1))->name(),
                        "\"");
        break;
      case FieldDescriptor::CPPTYPE_MESSAGE:
        if (field.message_type()->full_name() == "google.protobuf.Timestamp") {
          absl::StrAppend(&out, "\"2026-03-02T09:00:00Z\"");
        } else if (depth < 3) {
          ExampleOf(*field.message_type(), depth + 1, out);
        } else {
          absl::StrAppend(&out, "{}");
        }
        break;
      case FieldDescriptor::CPPTYPE_BOOL:
        absl::StrAppend(&out, "true");
        break;
      case FieldDescriptor::CPPTYPE_STRING:
        absl::StrAppend(&out, "\"\"");
        break;
      case FieldDescriptor::CPPTYPE_INT32:
      case FieldDescriptor::CPPTYPE_INT64:
      case FieldDescriptor::CPPTYPE_UINT32:
      case FieldDescriptor::CPPTYPE_UINT64:
      case FieldDescriptor::CPPTYPE_DOUBLE:
      case FieldDescriptor::CPPTYPE_FLOAT:
        absl::StrAppend(&out, "0");
        break;
    }
    absl::StrAppend(&out, field.is_repeated() ? "]" : "");
  }
  absl::StrAppend(&out, "}");
}

bool SoundsLike(std::string_view a, std::string_view b) {
  const std::string x = absl::AsciiStrToLower(ToAbsl(a)), y = absl::AsciiStrToLower(ToAbsl(b));
  return absl::StrContains(x, y) || absl::StrContains(y, x);
}

}  // namespace

std::vector<const MethodDescriptor*> AllMethods() {
  std::vector<const MethodDescriptor*> methods;
  for (const Area& area : Areas()) {
    for (int s = 0; s < area.file->service_count(); ++s) {
      for (int m = 0; m < area.file->service(s)->method_count(); ++m)
        methods.push_back(area.file->service(s)->method(m));
    }
  }
  return methods;
}

absl::StatusOr<const MethodDescriptor*> FindMethod(std::string_view name) {
  std::vector<const MethodDescriptor*> found;
  std::vector<std::string> alike;
  for (const MethodDescriptor* method : AllMethods()) {
    const std::string path = absl::StrCat(method->service()->full_name(), "/", method->name());
    if (method->name() == name || absl::StrCat(method->service()->name(), "/", method->name()) == name ||
        path == name) {
      found.push_back(method);
    } else if (SoundsLike(method->name(), name)) {
      alike.push_back(method->name());
    }
  }
  if (found.size() == 1) return found[0];
  if (found.size() > 1)
    return absl::InvalidArgumentError(
        absl::StrCat("several services have a method ", ToAbsl(name), ": say Service/Method"));
  return absl::NotFoundError(
      absl::StrCat("there is no method ", ToAbsl(name),
                   alike.empty() ? "; 'fvctl methods' lists them"
                                 : absl::StrCat("; did you mean ", absl::StrJoin(alike, ", "), "?")));
}

std::string ServiceOf(const MethodDescriptor& method) {
  for (const Area& area : Areas()) {
    if (area.file == method.file()) return area.service;
  }
  return "";
}

bool IsWrite(const MethodDescriptor& method) {
  return method.input_type()->FindFieldByName("request_id") != nullptr;
}

namespace {

std::string KindOf(const MethodDescriptor& method) {
  if (method.server_streaming()) return "  (a stream; its beginning is journaled like a read)";
  return IsWrite(method) ? "  (a write)" : "  (a read, journaled)";
}

}  // namespace

std::string Describe(const MethodDescriptor& method) {
  const auto& access = method.options().GetExtension(common::v1::access);
  std::vector<std::string> roles;
  for (int role : access.roles())
    roles.push_back(common::v1::Role_Name(static_cast<common::v1::Role>(role)).substr(5));
  if (access.operator_call()) roles.push_back("the operator");
  std::string out = absl::StrCat(method.service()->name(), "/", method.name(), KindOf(method),
                                 "\nwho: ", absl::StrJoin(roles, ", "));
  if (!access.row().empty()) absl::StrAppend(&out, "   row ", access.row());
  const std::string comment = CommentOf(method);
  absl::StrAppend(&out, comment.empty() ? "" : "\n", comment, "\nrequest:\n");
  DescribeFields(*method.input_type(), 0, out);
  absl::StrAppend(&out, "answer:\n");
  DescribeFields(*method.output_type(), 0, out);
  absl::StrAppend(&out, "\nto start from:\n  fvctl --as NAME ",
                  method.server_streaming()
                      ? std::string("watch")
                      : absl::StrCat("call ", method.name(), " '", Example(method), "'"),
                  "\n");
  return out;
}

std::string DescribeAll() {
  std::string out;
  const ServiceDescriptor* service = nullptr;
  for (const MethodDescriptor* method : AllMethods()) {
    if (method->service() != service) {
      service = method->service();
      absl::StrAppend(&out, out.empty() ? "" : "\n", service->full_name(), "\n");
    }
    absl::StrAppend(&out, "  ", method->name(), method->server_streaming() ? "  (stream: fvctl watch)" : "",
                    "\n");
  }
  return out;
}

std::string Example(const MethodDescriptor& method) {
  std::string out;
  ExampleOf(*method.input_type(), 0, out);
  return out;
}

}  // namespace fallverbund::fvctl
