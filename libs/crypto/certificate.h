// What we need to know of an X.509 certificate before we hand it to the transport: when it is valid, whom its
// URIs name, and whether a key belongs to it. Trust itself is decided by the transport's handshake. Pure.
#ifndef FALLVERBUND_LIBS_CRYPTO_CERTIFICATE_H_
#define FALLVERBUND_LIBS_CRYPTO_CERTIFICATE_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace fallverbund::crypto {

struct Certificate {
  absl::Time not_before;
  absl::Time not_after;
  std::vector<std::string> uris;       // subject alternative names of type URI, in order
  std::vector<std::string> dns_names;  // likewise of type DNS
};

// The first certificate of a PEM text. kInvalidArgument: there is none, or it is damaged.
absl::StatusOr<Certificate> ParseCertificate(std::string_view pem);

// kInvalidArgument: `key_pem` holds no private key that can be read without a passphrase, or it is not the
// key of the first certificate in `certificate_pem`.
absl::Status CheckKeyBelongs(std::string_view certificate_pem, std::string_view key_pem);

}  // namespace fallverbund::crypto

#endif  // FALLVERBUND_LIBS_CRYPTO_CERTIFICATE_H_
