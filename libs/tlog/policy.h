// Whom an auditor trusts: the key of one log, keys of witnesses, and how many of which must have cosigned.
// Written as C2SP tlog-policy has it, with one log:
//   log <vkey> [<url>]
//   witness <name> <vkey> [<url>]
//   group <name> <k>|any|all <member>...
//   quorum <name>|none
// Pure, thread-safe.
#ifndef FALLVERBUND_LIBS_TLOG_POLICY_H_
#define FALLVERBUND_LIBS_TLOG_POLICY_H_

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/tlog/checkpoint.h"
#include "libs/tlog/key.h"

namespace fallverbund::tlog {

inline constexpr size_t kMaxPolicyBytes = 65'536;
inline constexpr size_t kMaxWitnesses = 32;
inline constexpr size_t kMaxGroups = 32;

struct Witness {
  std::string name;  // within the policy; its key has a name of its own
  VerifierKey key;
  std::string url;  // whom to ask for cosignatures; empty: not said
};

struct Group {
  std::string name;
  size_t threshold = 0;              // 1 to as many as it has members
  std::vector<std::string> members;  // witnesses and earlier groups
};

struct Cosignature {
  std::string witness;  // its name within the policy
  absl::Time at;
};

// A checkpoint that a policy was content with.
struct TrustedCheckpoint {
  Checkpoint checkpoint;
  std::vector<Cosignature> cosignatures;  // also those beyond the quorum
  bool allows_two_histories = false;  // the policy does, see there: that others see the same is not proven
};

class Policy {
 public:
  // kInvalidArgument, with the number of the line: unknown words, names that are not defined before, twice a
  // member, the same key twice (also one of the log), more than there may be, no log or no quorum.
  static absl::StatusOr<Policy> Parse(std::string_view text);

  // Whether `note` is a checkpoint of the log, with a quorum. kInvalidArgument: no checkpoint;
  // kPermissionDenied: of another log, or the log did not sign it; kUnauthenticated: a known key's signature
  // is wrong; kFailedPrecondition: too few witnesses.
  absl::StatusOr<TrustedCheckpoint> Check(std::string_view note) const;

  // Whether enough of its witnesses cosigned later than `time`. Of a policy that asks for no witness: never,
  // since nobody but the log then says when it was.
  bool WasCosignedAfter(const TrustedCheckpoint& trusted, absl::Time time) const;

  // Whether these witnesses, by their names here, are enough.
  bool IsQuorum(std::set<std::string> witnesses) const;

  // Whether two of its quorums can have no witness in common: then one log can be shown to some and another
  // one to others, and no witness has signed anything wrong. Also of a policy that asks for no witness.
  bool AllowsTwoHistories() const;

  const VerifierKey& log() const { return log_; }
  const std::string& log_url() const { return log_url_; }
  const std::vector<Witness>& witnesses() const { return witnesses_; }

 private:
  friend class PolicyParser;
  Policy() = default;
  bool HasQuorum(const std::vector<Cosignature>& cosignatures) const;

  VerifierKey log_;
  std::string log_url_;
  std::vector<Witness> witnesses_;
  std::vector<Group> groups_;  // each after its members
  std::string quorum_;         // a name, or "none"
};

}  // namespace fallverbund::tlog

#endif  // FALLVERBUND_LIBS_TLOG_POLICY_H_
