// Mutual TLS for a server that brings OpenSSL's handles of its own.
#ifndef FALLVERBUND_LIBS_CRYPTO_TLS_TLS_SERVER_H_
#define FALLVERBUND_LIBS_CRYPTO_TLS_TLS_SERVER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/crypto/certificate.h"

struct ssl_ctx_st;  // OpenSSL's SSL_CTX and SSL
struct ssl_st;

namespace fallverbund::crypto {

struct TlsServerFiles {
  std::string certificate, key, authority;  // PEM files
};

// TLS 1.3 only; a client without a certificate of that authority does not get through the handshake. No
// session is resumed: each connection shows its certificate. The server's own files are read once; the
// authority's at each handshake, so that whose certificate it no longer holds is refused from then on (P16).
// One that cannot be read or holds nothing leaves what was known before. kFailedPrecondition names the file.
absl::Status RequireClientCertificates(ssl_ctx_st& context, const TlsServerFiles& files);

// Of a connection whose handshake is over. kUnauthenticated: it showed none.
absl::StatusOr<Certificate> CertificateOfPeer(const ssl_st& connection);

}  // namespace fallverbund::crypto

#endif  // FALLVERBUND_LIBS_CRYPTO_TLS_TLS_SERVER_H_
