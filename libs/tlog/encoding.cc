#include "libs/tlog/encoding.h"

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "libs/base/check.h"
#include "libs/base/strings.h"

namespace fallverbund::tlog {
namespace {

struct Form {  // of the first byte of a character
  int more = 0;
  uint32_t bits = 0;
  uint32_t smallest = 0;
};

std::optional<Form> FormOf(unsigned char first) {
  if (first < 0x80) return Form{0, first, 0};
  if ((first & 0xE0) == 0xC0) return Form{1, first & 0x1Fu, 0x80};
  if ((first & 0xF0) == 0xE0) return Form{2, first & 0x0Fu, 0x800};
  if ((first & 0xF8) == 0xF0) return Form{3, first & 0x07u, 0x10000};
  return std::nullopt;
}

}  // namespace

std::string Base64(std::string_view bytes) {
  return absl::Base64Escape(ToAbsl(bytes));
}

std::optional<std::string> Unbase64(std::string_view text) {
  std::string bytes;
  // Abseil forgives white space, padding and stray bits; writing it again does not.
  if (!absl::Base64Unescape(ToAbsl(text), &bytes) || Base64(bytes) != text) return std::nullopt;
  return bytes;
}

std::optional<Hash> HashFromBase64(std::string_view text) {
  const auto bytes = Unbase64(text);
  return bytes ? HashFrom(*bytes) : std::nullopt;
}

std::optional<uint64_t> ParseDecimal(std::string_view text) {
  uint64_t value = 0;
  if (text.empty() || text.size() > 19 || text.find_first_not_of("0123456789") != text.npos)
    return std::nullopt;
  if (text.size() > 1 && text[0] == '0') return std::nullopt;
  if (!absl::SimpleAtoi(ToAbsl(text), &value) || value > kMaxSize) return std::nullopt;
  return value;
}

void PutU16(std::string& out, uint16_t value) {
  out.push_back(static_cast<char>(value >> 8));
  out.push_back(static_cast<char>(value & 0xFF));
}

void PutU64(std::string& out, uint64_t value) {
  for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<char>((value >> shift) & 0xFF));
}

uint64_t GetBigEndian(std::string_view bytes) {
  FV_CHECK(bytes.size() <= 8);
  uint64_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
  return value;
}

std::optional<std::string_view> TakeLine(std::string_view& rest) {
  const size_t end = rest.find('\n');
  if (end == rest.npos) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

std::optional<std::vector<uint32_t>> Characters(std::string_view text) {
  std::vector<uint32_t> characters;
  characters.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const auto form = FormOf(static_cast<unsigned char>(text[i++]));
    if (!form) return std::nullopt;
    uint32_t character = form->bits;
    for (int more = form->more; more > 0; --more, ++i) {
      if (i == text.size() || (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) return std::nullopt;
      character = character << 6 | (static_cast<unsigned char>(text[i]) & 0x3F);
    }
    const bool surrogate = character >= 0xD800 && character <= 0xDFFF;
    if (character < form->smallest || surrogate || character > 0x10FFFF) return std::nullopt;
    characters.push_back(character);
  }
  return characters;
}

}  // namespace fallverbund::tlog
