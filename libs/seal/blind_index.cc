#include "libs/seal/blind_index.h"

#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace fallverbund::seal {
namespace {

// U+00C0 to U+017F (Latin-1 and Latin Extended-A), made from the Unicode decompositions; × and ÷ vanish.
constexpr uint32_t kFirst = 0xC0;
constexpr uint32_t kLast = 0x17F;
// clang-format off
constexpr const char* kBase[kLast - kFirst + 1] = {
    "a", "a", "a", "a", "ae", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
    "d", "n", "o", "o", "o", "o", "oe", "", "o", "u", "u", "u", "ue", "y", "th", "ss",
    "a", "a", "a", "a", "ae", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
    "d", "n", "o", "o", "o", "o", "oe", "", "o", "u", "u", "u", "ue", "y", "th", "y",
    "a", "a", "a", "a", "a", "a", "c", "c", "c", "c", "c", "c", "c", "c", "d", "d",
    "d", "d", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "g", "g", "g", "g",
    "g", "g", "g", "g", "h", "h", "h", "h", "i", "i", "i", "i", "i", "i", "i", "i",
    "i", "i", "ij", "ij", "j", "j", "k", "k", "k", "l", "l", "l", "l", "l", "l", "l",
    "l", "l", "l", "n", "n", "n", "n", "n", "n", "n", "n", "n", "o", "o", "o", "o",
    "o", "o", "oe", "oe", "r", "r", "r", "r", "r", "r", "s", "s", "s", "s", "s", "s",
    "s", "s", "t", "t", "t", "t", "t", "t", "u", "u", "u", "u", "u", "u", "u", "u",
    "u", "u", "u", "u", "w", "w", "y", "y", "y", "z", "z", "z", "z", "z", "z", "s",
};
// clang-format on

// Folds one two-byte character; false when it is none of those in the tables.
bool FoldTwoBytes(uint32_t code, std::string& out) {
  if (code >= kFirst && code <= kLast) {
    out += kBase[code - kFirst];
  } else if (code >= 0x218 && code <= 0x21B) {  // Romanian s and t with comma
    out += code < 0x21A ? "s" : "t";
  } else if (code == 0x308 && !out.empty() && (out.back() == 'a' || out.back() == 'o' || out.back() == 'u')) {
    out += 'e';  // an umlaut written as letter and dots
  } else if (code >= 0x300 && code <= 0x36F) {
    // any other accent vanishes
  } else if (code == 0xA0) {
    out += ' ';
  } else {
    return false;
  }
  return true;
}

std::string Fold(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == '-') {
      out += ' ';
    } else if (byte < 0x80) {
      out += static_cast<char>(absl::ascii_tolower(byte));
    } else if ((byte & 0xE0) == 0xC0 && i + 1 < text.size() &&
               FoldTwoBytes((byte & 0x1Fu) << 6 | (static_cast<unsigned char>(text[i + 1]) & 0x3Fu), out)) {
      ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace

absl::StatusOr<std::string> FoldForIndex(std::string_view text) {
  if (text.size() > kMaxIndexTextBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("a text to search for has at most ", kMaxIndexTextBytes, " bytes"));
  }
  std::string folded = Fold(text);
  absl::RemoveExtraAsciiWhitespace(&folded);
  for (char& c : folded) c = absl::ascii_isspace(static_cast<unsigned char>(c)) ? ' ' : c;
  if (folded.empty()) return absl::InvalidArgumentError("a text to search for must not be empty");
  return folded;
}

}  // namespace fallverbund::seal
