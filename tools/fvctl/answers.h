// Answers of the house for a command that asks more than once: on failure it says why, and the command ends
// with its code.
#ifndef FALLVERBUND_TOOLS_FVCTL_ANSWERS_H_
#define FALLVERBUND_TOOLS_FVCTL_ANSWERS_H_

#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "tools/fvctl/caller.h"

namespace fallverbund::fvctl {

class Answers {
 public:
  // `caller` outlives it.
  Answers(Caller& caller, bool json) : caller_(caller), json_(json) {}

  // nullopt: it failed, that was said, and code() is the program's exit code.
  template <class Response>
  std::optional<Response> Ask(std::string_view method, const google::protobuf::Message& request,
                              absl::Duration timeout = absl::Seconds(15)) {
    const auto answer = AskAny(method, request, timeout);
    if (answer == nullptr) return std::nullopt;
    return static_cast<const Response&>(*answer);
  }

  // All pages of a List method, as they came; `page_size` is at most what the method allows.
  template <class Response, class Request>
  std::optional<std::vector<Response>> AskAll(std::string_view method, Request request,
                                              int page_size = 1000) {
    request.set_page_size(page_size);
    std::vector<Response> pages;
    do {
      auto page = Ask<Response>(method, request);
      if (!page) return std::nullopt;
      request.set_page_token(page->next_page_token());
      pages.push_back(*std::move(page));
    } while (!request.page_token().empty());
    return pages;
  }

  int code() const { return code_; }
  // Whether what failed last was a case that waits for a newer program, while all others can be read.
  bool held_back() const { return held_back_; }

 private:
  std::unique_ptr<google::protobuf::Message> AskAny(std::string_view method,
                                                    const google::protobuf::Message& request,
                                                    absl::Duration timeout);

  Caller& caller_;
  const bool json_;
  int code_ = 0;
  bool held_back_ = false;
};

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_ANSWERS_H_
