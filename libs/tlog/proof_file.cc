#include "libs/tlog/proof_file.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "libs/base/check.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/tlog/encoding.h"
#include "libs/tlog/proof_lines.h"

namespace fallverbund::tlog {
namespace {

constexpr std::string_view kFirstLine = "c2sp.org/tlog-proof@v1";

// The rest of a line that begins with `word` and a space.
std::optional<std::string_view> After(std::string_view word, std::optional<std::string_view> line) {
  if (!line || line->size() <= word.size() || line->substr(0, word.size()) != word) return std::nullopt;
  line->remove_prefix(word.size());
  return line;
}

}  // namespace

std::string FormatProofFile(const ProofFile& file) {
  FV_CHECK(file.path.size() <= kMaxProofHashes);
  std::string text = absl::StrCat(ToAbsl(kFirstLine), "\n");
  if (file.extra) {
    FV_CHECK(!file.extra->empty() && file.extra->size() <= kMaxExtraBytes);
    absl::StrAppend(&text, "extra ", Base64(*file.extra), "\n");
  }
  absl::StrAppend(&text, "index ", file.index, "\n", FormatProofLines(file.path), file.checkpoint);
  return text;
}

absl::StatusOr<ProofFile> ParseProofFile(std::string_view text) {
  const auto wrong = absl::InvalidArgumentError("not a proof of form c2sp.org/tlog-proof@v1");
  if (text.size() > kMaxProofFileBytes || TakeLine(text) != kFirstLine) return wrong;
  ProofFile file;
  auto line = TakeLine(text);
  if (const auto extra = After("extra ", line)) {
    file.extra = Unbase64(*extra);
    if (!file.extra || file.extra->size() > kMaxExtraBytes) return wrong;
    line = TakeLine(text);
  }
  const auto index = After("index ", line);
  const auto number = index ? ParseDecimal(*index) : std::nullopt;
  auto path = TakeProofLines(text);
  if (!number || !path) return wrong;
  file.index = *number;
  file.path = *std::move(path);
  file.checkpoint = std::string(text);
  return file;
}

absl::StatusOr<TrustedCheckpoint> CheckProofFile(const ProofFile& file, std::string_view entry,
                                                 const Policy& policy) {
  FV_ASSIGN_OR_RETURN(TrustedCheckpoint trusted, policy.Check(file.checkpoint));
  const Checkpoint& tree = trusted.checkpoint;
  if (!VerifyInclusion(file.index, tree.size, LeafHash(entry), file.path, tree.root)) {
    return absl::DataLossError("the entry does not stand at that place of the log");
  }
  return trusted;
}

}  // namespace fallverbund::tlog
