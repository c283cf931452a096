#include "libs/eventlog/subject.h"

#include <algorithm>
#include <array>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/id.h"
#include "libs/base/strings.h"

namespace fallverbund::eventlog {
namespace {

constexpr std::array<std::string_view, 6> kLogContexts = {"intake", "case", "team", "crisis", "log", "keys"};
constexpr std::array<std::string_view, 7> kJournalContexts = {"intake", "case", "team", "crisis",
                                                              "log",    "keys", "audit"};

bool IsContext(StreamKind kind, std::string_view text) {
  const auto known = [text](const auto& contexts) {
    return std::find(contexts.begin(), contexts.end(), text) != contexts.end();
  };
  return kind == StreamKind::kLog ? known(kLogContexts) : known(kJournalContexts);
}

// A writer's instance in the journal: a short name without dots or wildcards.
bool IsInstance(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    const auto u = static_cast<unsigned char>(c);
    return absl::ascii_islower(u) || absl::ascii_isdigit(u) || c == '-' || c == '_';
  });
}

bool IsAggregate(StreamKind kind, std::string_view context, std::string_view id) {
  if (context == kLogContext) return id == LogAggregateId(kind);
  return kind == StreamKind::kLog ? IsHexId(id) : IsInstance(id);
}

}  // namespace

std::string StreamName(StreamKind kind, std::string_view association) {
  return absl::StrCat("FV_", absl::AsciiStrToUpper(ToAbsl(association)),
                      kind == StreamKind::kJournal ? "_JOURNAL" : "");
}

std::string_view SubjectPrefix(StreamKind kind) {
  return kind == StreamKind::kLog ? "fv" : "fvj";
}

std::string_view LogAggregateId(StreamKind kind) {
  return kind == StreamKind::kLog ? kLogAggregateId : "0";
}

std::string Subject::ToString() const {
  return absl::StrCat(ToAbsl(SubjectPrefix(kind)), ".", association, ".", context, ".", aggregate_id);
}

std::optional<Subject> ParseSubject(std::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(ToAbsl(text), '.');
  if (parts.size() != 4) return std::nullopt;
  StreamKind kind = StreamKind::kLog;
  if (ToStd(parts[0]) == SubjectPrefix(StreamKind::kJournal)) {
    kind = StreamKind::kJournal;
  } else if (ToStd(parts[0]) != SubjectPrefix(StreamKind::kLog)) {
    return std::nullopt;
  }
  if (!IsAssociation(ToStd(parts[1])) || !IsContext(kind, ToStd(parts[2])) ||
      !IsAggregate(kind, ToStd(parts[2]), ToStd(parts[3]))) {
    return std::nullopt;
  }
  return Subject{kind, std::string(parts[1]), std::string(parts[2]), std::string(parts[3])};
}

}  // namespace fallverbund::eventlog
