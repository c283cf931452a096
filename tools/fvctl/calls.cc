#include "tools/fvctl/calls.h"

#include <istream>
#include <map>
#include <ostream>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "libs/base/status.h"
#include "tools/fvctl/caller.h"
#include "tools/fvctl/explain.h"
#include "tools/fvctl/methods.h"
#include "tools/fvctl/profile.h"
#include "tools/fvctl/story/values.h"

namespace fallverbund::fvctl {
namespace {

using story::Value;

constexpr double kUsualTimeoutMs = 15'000;

std::string TextAt(const Value& line, const char* name) {
  const auto found = line.struct_value().fields().find(name);
  return found == line.struct_value().fields().end() ? "" : found->second.string_value();
}

// Callers by profile and endpoint: one connection each, however many calls.
class Callers {
 public:
  explicit Callers(std::string clients) : clients_(std::move(clients)) {}

  absl::StatusOr<Caller*> Find(const std::string& as, const std::string& service,
                               const std::string& endpoint) {
    auto found = callers_.find({as, endpoint});
    if (found == callers_.end()) {
      FV_ASSIGN_OR_RETURN(Profile profile, ReadProfile(absl::StrCat(clients_, "/", as, ".json")));
      if (!endpoint.empty()) profile.endpoints[service] = endpoint;
      found = callers_.emplace(std::pair(as, endpoint), Caller(std::move(profile))).first;
    }
    return &found->second;
  }

 private:
  const std::string clients_;
  std::map<std::pair<std::string, std::string>, Caller> callers_;
};

absl::StatusOr<CallResult> Make(const Value& line, Callers& callers) {
  const auto& fields = line.struct_value().fields();
  FV_ASSIGN_OR_RETURN(const MethodDescriptor* method, FindMethod(TextAt(line, "method")));
  const auto json = fields.find("request");
  FV_ASSIGN_OR_RETURN(const auto request,
                      Caller::Request(*method, json == fields.end() ? "{}" : story::ToJson(json->second)));
  std::string service = TextAt(line, "service");
  if (service.empty()) service = ServiceOf(*method);
  FV_ASSIGN_OR_RETURN(Caller * caller, callers.Find(TextAt(line, "as"), service, TextAt(line, "endpoint")));
  const auto timeout = fields.find("timeout_ms");
  return caller->Call(
      *method, *request, {service},
      absl::Milliseconds(timeout == fields.end() ? kUsualTimeoutMs : timeout->second.number_value()));
}

std::string AnswerTo(const std::string& text, Callers& callers) {
  auto result = [&]() -> absl::StatusOr<CallResult> {
    FV_ASSIGN_OR_RETURN(const Value line, story::ParseJson(text));
    return Make(line, callers);
  }();
  if (!result.ok()) {
    Value failed;
    (*failed.mutable_struct_value()->mutable_fields())["error"] =
        story::Text({result.status().message().data(), result.status().message().size()});
    return story::ToJson(failed);
  }
  if (!result->ok()) return ExplainJson(*result);
  return absl::StrCat(R"({"code":"OK","request_id":")", result->request_id, R"(","answer":)",
                      AnswerJson(*result->answer, false), "}");
}

}  // namespace

void AnswerCalls(std::istream& in, std::ostream& out, const std::string& clients) {
  Callers callers(clients);
  std::string line;
  while (std::getline(in, line)) {
    if (!line.empty()) out << AnswerTo(line, callers) << std::endl;
  }
}

}  // namespace fallverbund::fvctl
