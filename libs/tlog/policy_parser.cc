#include "libs/tlog/policy_parser.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/strings.h"
#include "libs/tlog/encoding.h"

namespace fallverbund::tlog {
namespace {

constexpr char kNone[] = "none";

// Tabs and spaces are the only control characters a line may have.
bool IsLine(std::string_view line) {
  return std::all_of(line.begin(), line.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
  });
}

std::optional<uint64_t> Threshold(const std::string& word, size_t members) {
  if (word == "any") return 1;
  if (word == "all") return members;
  const auto number = ParseDecimal(word);
  if (!number || *number == 0 || *number > members) return std::nullopt;
  return number;
}

}  // namespace

absl::StatusOr<Policy> PolicyParser::Parse(std::string_view text) && {
  if (text.size() > kMaxPolicyBytes) return absl::InvalidArgumentError("policy: too large");
  int number = 0;
  while (!text.empty()) {
    ++number;
    const auto line = TakeLine(text);
    if (!line || !IsLine(*line)) {
      return absl::InvalidArgumentError(absl::StrCat("policy, line ", number, ": not a line of text"));
    }
    const Words words = absl::StrSplit(ToAbsl(*line), absl::ByAnyChar(" \t"), absl::SkipEmpty());
    if (words.empty() || words[0][0] == '#') continue;
    if (const std::string wrong = Take(words); !wrong.empty()) {
      return absl::InvalidArgumentError(absl::StrCat("policy, line ", number, ": ", wrong));
    }
  }
  if (policy_.log_.name.empty()) return absl::InvalidArgumentError("policy: names no log");
  if (policy_.quorum_.empty()) return absl::InvalidArgumentError("policy: names no quorum");
  return std::move(policy_);
}

std::string PolicyParser::Take(const Words& words) {
  if (words[0] == "log") return TakeLog(words);
  if (words[0] == "witness") return TakeWitness(words);
  if (words[0] == "group") return TakeGroup(words);
  if (words[0] == "quorum") return TakeQuorum(words);
  return "begins with none of log, witness, group, quorum";
}

std::string PolicyParser::TakeLog(const Words& words) {
  if (words.size() < 2 || words.size() > 3) return "log <vkey> [<url>]";
  if (!policy_.log_.name.empty()) return "names a second log";
  const auto key = VerifierKey::Parse(words[1]);
  if (!key.ok() || key->type != KeyType::kLog) return "not the verifier key of a log";
  if (!NewKey(*key)) return "a key that is there already";
  policy_.log_ = *key;
  if (words.size() == 3) policy_.log_url_ = words[2];
  return "";
}

std::string PolicyParser::TakeWitness(const Words& words) {
  if (words.size() < 3 || words.size() > 4) return "witness <name> <vkey> [<url>]";
  if (policy_.witnesses_.size() == kMaxWitnesses) return "too many witnesses";
  const auto key = VerifierKey::Parse(words[2]);
  if (!key.ok() || key->type != KeyType::kWitness) return "not the verifier key of a witness";
  if (!NewKey(*key)) return "a key that is there already";
  if (!NewName(words[1])) return "a name that is there already";
  policy_.witnesses_.push_back({words[1], *key, words.size() == 4 ? words[3] : ""});
  return "";
}

std::string PolicyParser::TakeGroup(const Words& words) {
  if (words.size() < 4) return "group <name> <k>|any|all <member>...";
  if (policy_.groups_.size() == kMaxGroups) return "too many groups";
  Group group{words[1], 0, Words(words.begin() + 3, words.end())};
  const auto threshold = Threshold(words[2], group.members.size());
  if (!threshold) return "asks for none of its members, or for more than it has";
  group.threshold = *threshold;
  for (const std::string& member : group.members) {
    if (names_.count(member) == 0) return "has a member that no line before it names";
    if (!members_.insert(member).second) return "has a member that is one already";
  }
  if (!NewName(group.name)) return "a name that is there already";
  policy_.groups_.push_back(std::move(group));
  return "";
}

std::string PolicyParser::TakeQuorum(const Words& words) {
  if (words.size() != 2) return "quorum <name>|none";
  if (!policy_.quorum_.empty()) return "names a second quorum";
  if (words[1] != kNone && names_.count(words[1]) == 0) return "a name that no line before it defines";
  policy_.quorum_ = words[1];
  return "";
}

bool PolicyParser::NewKey(const VerifierKey& key) {
  return keys_.insert(key.public_key).second;
}

bool PolicyParser::NewName(const std::string& name) {
  return name != kNone && names_.insert(name).second;
}

}  // namespace fallverbund::tlog
