// PORT: witnesses as the sealer asks them.
#ifndef FALLVERBUND_SERVICES_AUDIT_SEALER_WITNESSES_H_
#define FALLVERBUND_SERVICES_AUDIT_SEALER_WITNESSES_H_

#include <string>

#include "absl/status/statusor.h"

namespace fallverbund::audit {

struct WitnessAnswer {
  int http_status = 0;
  std::string body;
};

class Witnesses {
 public:
  virtual ~Witnesses() = default;
  // POST <url>/add-checkpoint. Blocks, some seconds at most. kUnavailable: no answer.
  virtual absl::StatusOr<WitnessAnswer> Ask(const std::string& url, const std::string& body) = 0;
};

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_SEALER_WITNESSES_H_
