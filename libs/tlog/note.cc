#include "libs/tlog/note.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/tlog/encoding.h"
#include "libs/tlog/key.h"

namespace fallverbund::tlog {
namespace {

constexpr std::string_view kDash = "\xE2\x80\x94 ";  // U+2014 and a space

absl::Status Malformed(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("not a signed note: ", what));
}

std::optional<SignatureLine> ParseLine(std::string_view line) {
  if (line.substr(0, kDash.size()) != kDash) return std::nullopt;
  line.remove_prefix(kDash.size());
  const size_t space = line.find(' ');
  if (space == line.npos || !IsKeyName(line.substr(0, space))) return std::nullopt;
  const auto blob = Unbase64(line.substr(space + 1));
  if (!blob || blob->size() <= kKeyIdBytes) return std::nullopt;
  return SignatureLine{std::string(line.substr(0, space)), blob->substr(0, kKeyIdBytes),
                       blob->substr(kKeyIdBytes)};
}

bool IsText(std::string_view bytes) {
  const auto characters = Characters(bytes);
  return characters && std::none_of(characters->begin(), characters->end(),
                                    [](uint32_t c) { return c < 0x20 && c != '\n'; });
}

}  // namespace

std::string FormatSignature(const SignatureLine& line) {
  return absl::StrCat(ToAbsl(kDash), line.key_name, " ", Base64(line.key_id + line.signature), "\n");
}

std::string FormatNote(const Note& note) {
  std::string bytes = note.text + "\n";
  for (const SignatureLine& line : note.signatures) bytes += FormatSignature(line);
  return bytes;
}

absl::StatusOr<std::vector<SignatureLine>> ParseSignatures(std::string_view lines) {
  if (lines.size() > kMaxNoteBytes) return Malformed("too large");
  std::vector<SignatureLine> signatures;
  while (!lines.empty()) {
    const auto line = TakeLine(lines);
    auto signature = line ? ParseLine(*line) : std::nullopt;
    if (!signature) return Malformed("a line is no signature");
    signatures.push_back(*std::move(signature));
    if (signatures.size() > kMaxSignatures) return Malformed("too many signatures");
  }
  if (signatures.empty()) return Malformed("nobody signed");
  return signatures;
}

absl::StatusOr<Note> ParseNote(std::string_view bytes) {
  if (bytes.size() > kMaxNoteBytes) return Malformed("too large");
  if (!IsText(bytes)) return Malformed("not UTF-8 without control characters");
  const size_t split = bytes.rfind("\n\n");  // the text may have empty lines, the signatures have none
  if (split == bytes.npos) return Malformed("no empty line before the signatures");
  Note note{std::string(bytes.substr(0, split + 1)), {}};
  FV_ASSIGN_OR_RETURN(note.signatures, ParseSignatures(bytes.substr(split + 2)));
  return note;
}

}  // namespace fallverbund::tlog
