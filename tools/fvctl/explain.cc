#include "tools/fvctl/explain.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tools/fvctl/story/values.h"

namespace fallverbund::fvctl {
namespace {

struct Meaning {
  ExitCode exit;
  const char* words;
};

const Meaning& MeaningOf(const std::string& code) {
  static const auto& meanings = *new std::map<std::string, Meaning>{
      {"OK", {kDone, "done"}},
      {"FAILED_PRECONDITION", {kRefused, "The rule says no."}},
      {"ABORTED",
       {kUnavailable, "Others kept changing the same thing. Call again with the same request_id."}},
      {"INVALID_ARGUMENT",
       {kBadInput, "The request is malformed. 'fvctl methods METHOD' shows what belongs into it."}},
      {"OUT_OF_RANGE", {kBadInput, "The request asks for something beyond what there is."}},
      {"UNAUTHENTICATED",
       {kDenied, "The certificate names nobody the house knows. Check the profile's cert and key."}},
      {"PERMISSION_DENIED", {kDenied, "This role may not call this. 'fvctl methods METHOD' says who may."}},
      {"NOT_FOUND",
       {kDenied, "There is no such thing, or it is not yours to see; the house says the same to both."}},
      {"UNAVAILABLE",
       {kUnavailable, "Not reachable, or the outcome is not known. Call again with the same request_id."}},
      {"CANCELLED",
       {kUnavailable, "The service was ending as the call reached it. Call again with the same request_id."}},
      {"DEADLINE_EXCEEDED", {kUnavailable, "No answer in time. Call again with the same request_id."}},
      {"RESOURCE_EXHAUSTED",
       {kUnavailable, "Too much at once, or the store is full. Wait a little and call again."}},
  };
  static const Meaning unknown{kUnavailable, "Something went wrong inside the house; its logs say more."};
  auto found = meanings.find(code);
  return found == meanings.end() ? unknown : found->second;
}

}  // namespace

ExitCode ExitCodeOf(const CallResult& result) {
  return MeaningOf(result.code).exit;
}

std::string Explain(const CallResult& result) {
  if (result.reason.empty()) {
    const bool again = ExitCodeOf(result) == kUnavailable && !result.request_id.empty();
    return absl::StrCat(result.code, ": ", result.message, "\n", MeaningOf(result.code).words, "\n",
                        again ? absl::StrCat("request_id: ", result.request_id, "\n") : "");
  }
  return absl::StrCat("Nein [", result.row, "]: ", result.german, "\n  ", result.next_german, "\nNo [",
                      result.row, "]: ", result.english, "\n  ", result.next_english, "\n(", result.code,
                      ", ", result.reason, ")\n");
}

std::string ExplainJson(const CallResult& result) {
  story::Value value;
  auto& fields = *value.mutable_struct_value()->mutable_fields();
  const std::pair<const char*, const std::string&> texts[] = {{"code", result.code},
                                                              {"message", result.message},
                                                              {"request_id", result.request_id},
                                                              {"reason", result.reason},
                                                              {"row", result.row},
                                                              {"german", result.german},
                                                              {"english", result.english},
                                                              {"next_german", result.next_german},
                                                              {"next_english", result.next_english}};
  for (const auto& [name, text] : texts) {
    if (!text.empty()) fields[name] = story::Text(text);
  }
  return story::ToJson(value);
}

}  // namespace fallverbund::fvctl
