// Signed notes (C2SP signed-note): a text, an empty line, signature lines. Parsed strictly: what is not
// written in the one way there is, is no note. Nothing here verifies anything: signature.h. Pure,
// thread-safe.
#ifndef FALLVERBUND_LIBS_TLOG_NOTE_H_
#define FALLVERBUND_LIBS_TLOG_NOTE_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace fallverbund::tlog {

// What is larger is refused unread. A checkpoint has some hundred bytes, each signature as many more.
inline constexpr size_t kMaxNoteBytes = 65'536;
inline constexpr size_t kMaxSignatures = 100;

struct SignatureLine {
  std::string key_name;
  std::string key_id;     // 4 bytes
  std::string signature;  // at least 1 byte; its form depends on the key
  friend bool operator==(const SignatureLine&, const SignatureLine&) = default;
};

struct Note {
  std::string text;  // ends with LF
  std::vector<SignatureLine> signatures;
};

std::string FormatSignature(const SignatureLine& line);  // with its LF
std::string FormatNote(const Note& note);

// kInvalidArgument: no such bytes.
absl::StatusOr<Note> ParseNote(std::string_view bytes);
// Signature lines alone, one or more, as a witness answers.
absl::StatusOr<std::vector<SignatureLine>> ParseSignatures(std::string_view lines);

}  // namespace fallverbund::tlog

#endif  // FALLVERBUND_LIBS_TLOG_NOTE_H_
