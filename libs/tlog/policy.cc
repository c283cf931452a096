#include "libs/tlog/policy.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/tlog/note.h"
#include "libs/tlog/policy_parser.h"
#include "libs/tlog/signature.h"

namespace fallverbund::tlog {

absl::StatusOr<Policy> Policy::Parse(std::string_view text) {
  return PolicyParser().Parse(text);
}

absl::StatusOr<TrustedCheckpoint> Policy::Check(std::string_view note) const {
  FV_ASSIGN_OR_RETURN(const Note parsed, ParseNote(note));
  FV_ASSIGN_OR_RETURN(const Checkpoint checkpoint, ParseCheckpoint(parsed.text));
  if (checkpoint.origin != log_.name) return absl::PermissionDeniedError("a checkpoint of another log");
  std::vector<VerifierKey> keys{log_};
  for (const Witness& witness : witnesses_) keys.push_back(witness.key);
  FV_ASSIGN_OR_RETURN(const std::vector<Signed> all, VerifySignatures(parsed, keys));

  TrustedCheckpoint trusted{checkpoint, {}, AllowsTwoHistories()};
  bool log_signed = false;
  for (const Signed& one : all) {
    log_signed |= one.key == log_;
    for (const Witness& witness : witnesses_) {
      if (one.key == witness.key) trusted.cosignatures.push_back({witness.name, one.cosigned_at});
    }
  }
  if (!log_signed) return absl::PermissionDeniedError("a checkpoint that its log did not sign");
  if (!HasQuorum(trusted.cosignatures)) {
    return absl::FailedPreconditionError(absl::StrCat(trusted.cosignatures.size(), " of ", witnesses_.size(),
                                                      " witnesses cosigned, that is no quorum"));
  }
  return trusted;
}

bool Policy::WasCosignedAfter(const TrustedCheckpoint& trusted, absl::Time time) const {
  std::vector<Cosignature> later;
  std::copy_if(trusted.cosignatures.begin(), trusted.cosignatures.end(), std::back_inserter(later),
               [&](const Cosignature& cosignature) { return cosignature.at > time; });
  return !later.empty() && HasQuorum(later);
}

bool Policy::HasQuorum(const std::vector<Cosignature>& cosignatures) const {
  std::set<std::string> witnesses;
  for (const Cosignature& cosignature : cosignatures) witnesses.insert(cosignature.witness);
  return IsQuorum(std::move(witnesses));
}

bool Policy::IsQuorum(std::set<std::string> have) const {
  have.insert("none");  // asks for nobody; no witness and no group has that name
  for (const Group& group : groups_) {
    const auto members = std::count_if(group.members.begin(), group.members.end(),
                                       [&](const std::string& member) { return have.count(member) > 0; });
    if (static_cast<size_t>(members) >= group.threshold) have.insert(group.name);
  }
  return have.count(quorum_) > 0;
}

// A witness or group is a member of one group at most, so what stands below two members has nothing in
// common: each serves one of two sides, or both if two of its own quorums can be disjoint.
bool Policy::AllowsTwoHistories() const {
  std::set<std::string> serve_both{"none"};
  for (const Group& group : groups_) {
    const auto both = std::count_if(group.members.begin(), group.members.end(),
                                    [&](const std::string& member) { return serve_both.count(member) > 0; });
    if (group.members.size() + static_cast<size_t>(both) >= 2 * group.threshold)
      serve_both.insert(group.name);
  }
  return serve_both.count(quorum_) > 0;
}

}  // namespace fallverbund::tlog
