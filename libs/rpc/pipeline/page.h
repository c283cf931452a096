// Pages of a list: how long they are, and where the next one begins.
#ifndef FALLVERBUND_LIBS_RPC_PIPELINE_PAGE_H_
#define FALLVERBUND_LIBS_RPC_PIPELINE_PAGE_H_

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace fallverbund::service {

// AIP-158: 0 is the usual size, more than the most is the most. kInvalidArgument: a negative one.
inline absl::StatusOr<int> PageSize(int asked, int usual, int most) {
  if (asked < 0) return absl::InvalidArgumentError("page_size must not be negative");
  return asked == 0 ? usual : std::min(asked, most);
}

// Every page_token of the house. A token says after which row the next page begins, and is good only for the
// list that gave it: whatever else is sent is refused, never read as an end. It keeps no secret and opens
// nothing; the list itself is checked as ever.
//
//   const PageTokens tokens(absl::StrCat("ListCaseDocuments/", case_id));
//   FV_ASSIGN_OR_RETURN(const std::string after, tokens.Read(request->page_token()));
//   ...
//   response->set_next_page_token(tokens.For(last_key_of_the_page));
class PageTokens {
 public:
  // `list`: the method, and whatever else chooses its rows: the object, a filter, who asks.
  explicit PageTokens(std::string list) : list_(std::move(list)) {}

  // For the page after the row `key`; empty for an empty key: the last page.
  std::string For(std::string_view key) const;
  // The key; empty for the first page. kInvalidArgument: no token of this list.
  absl::StatusOr<std::string> Read(std::string_view token) const;

 private:
  std::string Mark(std::string_view key) const;
  std::string list_;
};

}  // namespace fallverbund::service

#endif  // FALLVERBUND_LIBS_RPC_PIPELINE_PAGE_H_
