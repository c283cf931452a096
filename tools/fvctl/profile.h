// A profile: where the house is and who is calling. One JSON file per person, on the partner's own machine.
#ifndef FALLVERBUND_TOOLS_FVCTL_PROFILE_H_
#define FALLVERBUND_TOOLS_FVCTL_PROFILE_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"

namespace fallverbund::fvctl {

struct Profile {
  std::string ca, cert, key;    // paths of PEM files
  std::string person_id, role;  // empty for the operator
  std::string organisation_id, unit_id;
  std::string traceparent;                       // of the command line; empty: none
  std::map<std::string, std::string> endpoints;  // service ("case") to host:port
  std::map<std::string, std::string> labels;     // id to a name to show; only on this machine
};

// `path`: {"ca": ..., "cert": ..., "key": ..., "person_id": ..., "role": ..., "endpoints_file": ...,
// "labels_file": ...}; relative paths are taken from the profile's own folder. Errors name the file and what
// is missing.
absl::StatusOr<Profile> ReadProfile(const std::string& path);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_PROFILE_H_
