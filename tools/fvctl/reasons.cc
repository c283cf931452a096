#include "tools/fvctl/reasons.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/strings.h"
#include "libs/refusal/refusal.h"
#include "tools/fvctl/story/values.h"

namespace fallverbund::fvctl {
namespace {

using refusal::Reason;
using refusal::ReasonText;

constexpr Reason kReasons[] = {
#define FV_REASON(name, code, row, german, english, next_german, next_english) Reason::name,
#include "libs/refusal/reasons.def"
#undef FV_REASON
};

// As libs/access and the pipeline answer; tests/e2e/partner_hour_test.py compares.
const char* GrpcCode(Reason reason) {
  if (reason == Reason::kObjectUnknown) return "NOT_FOUND";
  if (reason == Reason::kCallerUnidentified) return "UNAUTHENTICATED";
  for (Reason access : {Reason::kMethodClosed, Reason::kCallerOrganisationUnknown,
                        Reason::kCallerPersonUnknown, Reason::kRoleNotHeld, Reason::kRoleMayNotCall}) {
    if (reason == access) return "PERMISSION_DENIED";
  }
  return "FAILED_PRECONDITION";
}

std::string AsJson(Reason reason) {
  const ReasonText& text = refusal::Text(reason);
  const std::pair<const char*, std::string_view> texts[] = {{"code", text.code},
                                                            {"grpc_code", GrpcCode(reason)},
                                                            {"row", text.row},
                                                            {"german", text.german},
                                                            {"english", text.english},
                                                            {"next_german", text.next_german},
                                                            {"next_english", text.next_english}};
  std::vector<std::string> fields;  // in this order in every build; a map would have one of its own
  for (const auto& [name, each] : texts)
    fields.push_back(absl::StrCat("\"", name, "\": ", story::ToJson(story::Text(each))));
  return absl::StrCat("{", absl::StrJoin(fields, ", "), "}");
}

std::string AsText(Reason reason) {
  const ReasonText& text = refusal::Text(reason);
  return absl::StrCat(ToAbsl(text.code), "  [", ToAbsl(text.row), "]  ", GrpcCode(reason), "\n  ",
                      ToAbsl(text.german), " ", ToAbsl(text.next_german), "\n  ", ToAbsl(text.english), " ",
                      ToAbsl(text.next_english), "\n");
}

}  // namespace

absl::StatusOr<std::string> ReasonCatalogue(std::string_view code, bool json) {
  std::vector<std::string> found;
  for (Reason reason : kReasons) {
    if (code.empty() || refusal::Text(reason).code == code)
      found.push_back(json ? AsJson(reason) : AsText(reason));
  }
  if (found.empty()) {
    return absl::NotFoundError(
        absl::StrCat("no refusal has the code ", ToAbsl(code), "; 'fvctl reasons' lists them"));
  }
  return json ? absl::StrCat("[\n", absl::StrJoin(found, ",\n"), "\n]\n") : absl::StrJoin(found, "\n");
}

}  // namespace fallverbund::fvctl
