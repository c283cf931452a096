// The lines of a policy (policy.h). Once, one thread.
#ifndef FALLVERBUND_LIBS_TLOG_POLICY_PARSER_H_
#define FALLVERBUND_LIBS_TLOG_POLICY_PARSER_H_

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/tlog/policy.h"

namespace fallverbund::tlog {

class PolicyParser {
 public:
  absl::StatusOr<Policy> Parse(std::string_view text) &&;

 private:
  using Words = std::vector<std::string>;
  // What is wrong with the line; empty: nothing.
  std::string Take(const Words& words);
  std::string TakeLog(const Words& words);
  std::string TakeWitness(const Words& words);
  std::string TakeGroup(const Words& words);
  std::string TakeQuorum(const Words& words);
  bool NewKey(const VerifierKey& key);
  bool NewName(const std::string& name);

  Policy policy_;
  std::set<std::string> keys_;
  std::set<std::string> names_;    // of witnesses and groups
  std::set<std::string> members_;  // names that are in a group
};

}  // namespace fallverbund::tlog

#endif  // FALLVERBUND_LIBS_TLOG_POLICY_PARSER_H_
