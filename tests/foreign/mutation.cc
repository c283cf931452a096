#include "tests/foreign/mutation.h"

#include <string_view>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "libs/tlog/encoding.h"

namespace fallverbund::tlog {
namespace {

using std::string_view_literals::operator""sv;

// What parsers trip over, and no character of UTF-8 at all.
constexpr std::string_view kInsertions = "\n\n\0\r\t +=-0AZ/\x7F\x80\xA0\xC3\xE2\xFF"sv;
constexpr char kDash[] = "\xE2\x80\x94 ";

// The signature's last letter may carry bits that belong to no byte. Go's reader passes over them and ours
// does not (note_test.cc); they say nothing, so a change of them alone is not one of what the note says.
std::string WithoutLooseBits(const std::string& note) {
  std::vector<std::string> lines = absl::StrSplit(note, '\n');
  for (std::string& line : lines) {
    const size_t space = line.rfind(' ');
    std::string blob;
    if (!absl::StartsWith(line, kDash) || space == line.npos) continue;
    if (!absl::Base64Unescape(line.substr(space + 1), &blob)) continue;
    const std::string again = line.substr(0, space + 1) + absl::Base64Escape(blob);
    if (again.size() == line.size()) line = again;
  }
  return absl::StrJoin(lines, "\n");
}

}  // namespace

Hash Mutation::Of(Hash hash) {
  hash.bytes[Below(kHashBytes)] ^= static_cast<char>(1 << Below(8));
  return hash;
}

Proof Mutation::Of(Proof proof) {
  const auto at = static_cast<std::ptrdiff_t>(proof.empty() ? 0 : Below(proof.size()));
  const size_t way = proof.empty() ? 2 : Below(proof.size() > 1 ? 4 : 3);
  if (way == 0) proof[at] = Of(proof[at]);
  if (way == 1) proof.erase(proof.begin() + at);
  if (way == 2) proof.insert(proof.begin() + at, Of(proof.empty() ? Hash() : proof[at]));
  if (way == 3) std::swap(proof[at], proof[(static_cast<size_t>(at) + 1) % proof.size()]);
  return proof;
}

std::string Mutation::Of(const std::string& note) {
  for (;;) {
    const size_t way = Below(8);
    std::string spoilt = way < 5 ? Bytes(note) : way < 7 ? Lines(note) : SignatureBit(note);
    if (WithoutLooseBits(spoilt) != note) return spoilt;
  }
}

std::string Mutation::Bytes(std::string note) {
  const size_t at = Below(note.size());
  switch (Below(5)) {
    case 0:
      note[at] ^= static_cast<char>(1 << Below(8));
      return note;
    case 1:
      return note.erase(at, 1);
    case 2:
      return note.insert(at, 1, kInsertions[Below(kInsertions.size())]);
    case 3:
      note[at] = kInsertions[Below(kInsertions.size())];
      return note;
    default:
      return note.substr(0, at);
  }
}

// A second line of a key is no change of what a note says, nor is another order of signatures.
std::string Mutation::Lines(const std::string& note) {
  std::vector<std::string> lines = absl::StrSplit(note, '\n');
  lines.pop_back();  // behind the last LF
  const auto at = static_cast<std::ptrdiff_t>(Below(lines.size()));
  const bool signature = absl::StartsWith(lines[at], kDash);
  if (signature || Below(2) == 0) {
    lines.erase(lines.begin() + at);
  } else {
    lines.insert(lines.begin() + at, lines[at]);
  }
  std::string spoilt = absl::StrJoin(lines, "\n");
  return spoilt + "\n";
}

std::string Mutation::SignatureBit(const std::string& note) {
  std::vector<std::string> lines = absl::StrSplit(note, '\n');
  std::vector<std::string*> signatures;
  for (std::string& line : lines) {
    if (absl::StartsWith(line, kDash)) signatures.push_back(&line);
  }
  std::string& line = *signatures[Below(signatures.size())];
  const size_t space = line.rfind(' ');
  std::string blob = Unbase64(line.substr(space + 1)).value_or("\0");
  blob[Below(blob.size())] ^= static_cast<char>(1 << Below(8));
  line = line.substr(0, space + 1) + Base64(blob);
  return absl::StrJoin(lines, "\n");
}

}  // namespace fallverbund::tlog
