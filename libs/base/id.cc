#include "libs/base/id.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "libs/base/strings.h"

namespace fallverbund {
namespace {

bool IsLowerHex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

}  // namespace

bool IsHexId(std::string_view text) {
  return text.size() == 32 && std::all_of(text.begin(), text.end(), IsLowerHex);
}

bool IsAssociation(std::string_view text) {
  return text.size() >= 2 && text.size() <= 16 && absl::ascii_islower(static_cast<unsigned char>(text[0])) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_islower(static_cast<unsigned char>(c)) ||
                  absl::ascii_isdigit(static_cast<unsigned char>(c));
         });
}

bool IsUuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !absl::ascii_isxdigit(static_cast<unsigned char>(text[i]))) return false;
  }
  return true;
}

std::string ToHex(std::string_view bytes) {
  return absl::BytesToHexString(ToAbsl(bytes));
}

absl::StatusOr<std::string> FromHex(std::string_view hex) {
  const bool pairs = hex.size() % 2 == 0 && std::all_of(hex.begin(), hex.end(), [](char c) {
                       return absl::ascii_isxdigit(static_cast<unsigned char>(c));
                     });
  if (!pairs) return absl::InvalidArgumentError("not pairs of hex digits");
  return absl::HexStringToBytes(ToAbsl(hex));
}

absl::Status CheckHexId(std::string_view text, std::string_view what) {
  if (IsHexId(text)) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(ToAbsl(what), " must be 32 lower-case hex digits"));
}

}  // namespace fallverbund
