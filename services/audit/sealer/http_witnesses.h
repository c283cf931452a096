// Witnesses over HTTP (C2SP tlog-witness).
#ifndef FALLVERBUND_SERVICES_AUDIT_SEALER_HTTP_WITNESSES_H_
#define FALLVERBUND_SERVICES_AUDIT_SEALER_HTTP_WITNESSES_H_

#include <string>
#include <utility>

#include "services/audit/sealer/witnesses.h"

namespace fallverbund::audit {

// Thread-safe.
class HttpWitnesses final : public Witnesses {
 public:
  // `ca`: PEM file by which certificates of https:// witnesses are judged; empty: the machine's.
  explicit HttpWitnesses(std::string ca) : ca_(std::move(ca)) {}
  absl::StatusOr<WitnessAnswer> Ask(const std::string& url, const std::string& body) override;

 private:
  const std::string ca_;
};

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_SEALER_HTTP_WITNESSES_H_
