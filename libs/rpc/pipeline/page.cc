#include "libs/rpc/pipeline/page.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "libs/base/strings.h"
#include "libs/crypto/hash.h"

namespace fallverbund::service {
namespace {

constexpr size_t kMarkBytes = 9;

}  // namespace

std::string PageTokens::Mark(std::string_view key) const {
  return crypto::Sha256(absl::StrCat("fallverbund.page/v1\n", list_.size(), "\n", list_, "\n", ToAbsl(key)))
      .substr(0, kMarkBytes);
}

std::string PageTokens::For(std::string_view key) const {
  if (key.empty()) return "";
  return absl::WebSafeBase64Escape(absl::StrCat(Mark(key), ToAbsl(key)));
}

absl::StatusOr<std::string> PageTokens::Read(std::string_view token) const {
  if (token.empty()) return std::string();
  std::string marked;
  if (absl::WebSafeBase64Unescape(ToAbsl(token), &marked) && marked.size() > kMarkBytes) {
    std::string key = marked.substr(kMarkBytes);
    // The same bytes can be written in more than one way; only ours counts.
    if (For(key) == token) return key;
  }
  return absl::InvalidArgumentError("page_token is not one of this list; begin without one");
}

}  // namespace fallverbund::service
