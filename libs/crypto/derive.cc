#include "libs/crypto/derive.h"

#include <initializer_list>

#include "absl/strings/str_cat.h"
#include "libs/base/check.h"
#include "libs/base/id.h"
#include "libs/crypto/hash.h"

namespace fallverbund::crypto {
namespace {

constexpr size_t kIdBytes = 16;

std::string KeyedId(std::string_view id_key, std::initializer_list<std::string_view> parts) {
  FV_CHECK(!id_key.empty());
  std::string text;
  for (std::string_view part : parts) {
    FV_CHECK(part.find('\n') == std::string_view::npos);
    if (!text.empty()) text.push_back('\n');
    text.append(part);
  }
  return ToHex(HmacSha256(id_key, text).substr(0, kIdBytes));
}

}  // namespace

std::string DeriveCommandId(std::string_view id_key, std::string_view organisation, std::string_view method,
                            std::string_view request_id) {
  return KeyedId(id_key, {"command", organisation, method, request_id});
}

std::string DeriveAggregateId(std::string_view id_key, std::string_view command_id, std::string_view type) {
  return KeyedId(id_key, {"aggregate", command_id, type});
}

std::string DeriveReactionId(std::string_view id_key, std::string_view name, uint64_t position,
                             uint64_t index) {
  return KeyedId(id_key, {"reaction", name, absl::StrCat(position), absl::StrCat(index)});
}

std::string RequestMac(std::string_view id_key, std::string_view deterministic_bytes) {
  FV_CHECK(!id_key.empty());
  std::string text = "request\n";
  text.append(deterministic_bytes);
  return HmacSha256(id_key, text);
}

}  // namespace fallverbund::crypto
