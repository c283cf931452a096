#include "libs/projection/vouched_prefix.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/id.h"
#include "libs/base/strings.h"
#include "libs/crypto/hash.h"
#include "libs/projection/row_codec.h"

namespace fallverbund::projection {
namespace {

constexpr char kFirstLine[] = "fallverbund vouched prefix 1";
constexpr size_t kSumChars = 4 + 2 * crypto::kSha256Bytes + 1;  // "sum ", hex digits, line feed

bool ReadHash(std::string_view hex, std::string& hash) {
  if (hex.size() != 2 * crypto::kSha256Bytes) return false;
  hash = FromHex(hex).value_or("");
  return !hash.empty();
}

bool ReadLine(absl::string_view line, VouchedPrefix& vouched) {
  const std::vector<absl::string_view> words = absl::StrSplit(line, ' ');
  if (words.size() != 2) return false;
  if (words[0] == "genesis") return ReadHash(ToStd(words[1]), vouched.genesis_sha256);
  if (words[0] == "root") return ReadHash(ToStd(words[1]), vouched.root);
  if (words[0] == "position") return absl::SimpleAtoi(words[1], &vouched.position);
  uint64_t bad = 0;
  if (words[0] != "bad_signature" || !absl::SimpleAtoi(words[1], &bad)) return false;
  vouched.bad_signatures.push_back(bad);
  return true;
}

std::string SumLine(std::string_view text) {
  return absl::StrCat("sum ", ToHex(crypto::Sha256(text)), "\n");
}

}  // namespace

eventlog::SignatureCheck VouchedPrefix::CheckAt(uint64_t message_position) const {
  const bool vouched = message_position <= position &&
                       !std::binary_search(bad_signatures.begin(), bad_signatures.end(), message_position);
  return vouched ? eventlog::SignatureCheck::kVouchedFor : eventlog::SignatureCheck::kVerify;
}

std::string NextRoot(std::string_view root, const eventlog::StoredMessage& message) {
  std::string head(root);
  head += BigEndian(message.position);
  head += BigEndian(message.subject.size());
  head += message.subject;
  head += BigEndian(message.payload.size());
  crypto::Sha256Stream sha256;
  sha256.Update(head);
  sha256.Update(message.payload);
  return sha256.Finish();
}

std::string EncodeVouched(const VouchedPrefix& vouched) {
  std::string text = absl::StrCat(kFirstLine, "\ngenesis ", ToHex(vouched.genesis_sha256), "\nposition ",
                                  vouched.position, "\nroot ", ToHex(vouched.root), "\n");
  for (const uint64_t bad : vouched.bad_signatures) absl::StrAppend(&text, "bad_signature ", bad, "\n");
  return text + SumLine(text);
}

std::optional<VouchedPrefix> DecodeVouched(std::string_view text) {
  if (text.size() < kSumChars) return std::nullopt;
  const std::string_view body = text.substr(0, text.size() - kSumChars);
  if (text.substr(body.size()) != SumLine(body) || body.empty() || body.back() != '\n') return std::nullopt;
  std::vector<absl::string_view> lines = absl::StrSplit(ToAbsl(body.substr(0, body.size() - 1)), '\n');
  if (lines.front() != kFirstLine) return std::nullopt;
  VouchedPrefix vouched;
  for (size_t i = 1; i < lines.size(); ++i) {
    if (!ReadLine(lines[i], vouched)) return std::nullopt;
  }
  if (vouched.genesis_sha256.empty() || vouched.root.empty() || vouched.position == 0) return std::nullopt;
  if (!std::is_sorted(vouched.bad_signatures.begin(), vouched.bad_signatures.end())) return std::nullopt;
  return vouched;
}

}  // namespace fallverbund::projection
