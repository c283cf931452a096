#include "libs/tlog/checkpoint.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "libs/base/check.h"
#include "libs/tlog/encoding.h"

namespace fallverbund::tlog {

std::string FormatCheckpoint(const Checkpoint& checkpoint) {
  FV_CHECK(IsKeyName(checkpoint.origin) && checkpoint.size <= kMaxSize);
  return absl::StrCat(checkpoint.origin, "\n", checkpoint.size, "\n", Base64(checkpoint.root.view()), "\n");
}

absl::StatusOr<Checkpoint> ParseCheckpoint(std::string_view text) {
  const auto origin = TakeLine(text);
  const auto size = TakeLine(text);
  const auto root = TakeLine(text);
  const auto number = size ? ParseDecimal(*size) : std::nullopt;
  const auto hash = root ? HashFromBase64(*root) : std::nullopt;
  if (!number || !hash || !text.empty() || !IsKeyName(*origin)) {
    return absl::InvalidArgumentError("not a checkpoint: origin, size and root, a line each and no more");
  }
  return Checkpoint{std::string(*origin), *number, *hash};
}

std::string SignCheckpoint(const Checkpoint& checkpoint, const NoteSigner& log) {
  FV_CHECK(checkpoint.origin == log.verifier().name);
  const std::string text = FormatCheckpoint(checkpoint);
  return FormatNote({text, {log.Sign(text)}});
}

}  // namespace fallverbund::tlog
