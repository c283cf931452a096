#include "tools/fvctl/answers.h"

#include <iostream>

#include "absl/strings/match.h"
#include "libs/base/check.h"
#include "tools/fvctl/explain.h"

namespace fallverbund::fvctl {

std::unique_ptr<google::protobuf::Message> Answers::AskAny(std::string_view method,
                                                           const google::protobuf::Message& request,
                                                           absl::Duration timeout) {
  const auto known = FindMethod(method);
  FV_CHECK(known.ok());
  auto result = caller_.Call(**known, request, {}, timeout);
  if (!result.ok()) {
    std::cerr << "fvctl: " << result.status().message() << "\n";
    code_ = kBadInput;
    return nullptr;
  }
  if (!result->ok()) {
    (json_ ? std::cout : std::cerr) << (json_ ? ExplainJson(*result) + "\n" : Explain(*result));
    code_ = ExitCodeOf(*result);
    // The one sign that an answer has of it (libs/projection/held.cc).
    held_back_ = code_ == kUnavailable && absl::StrContains(result->message, "this record is held back");
    return nullptr;
  }
  return std::move(result->answer);
}

}  // namespace fallverbund::fvctl
