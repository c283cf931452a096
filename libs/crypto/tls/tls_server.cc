#include "libs/crypto/tls/tls_server.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <memory>
#include <string_view>

#include "absl/strings/str_cat.h"

namespace fallverbund::crypto {
namespace {

absl::Status NotUsable(const std::string& path, const char* what) {
  ERR_clear_error();
  return absl::FailedPreconditionError(
      absl::StrCat(path, " ", what, "; put the right file there or correct the path"));
}

}  // namespace

absl::Status RequireClientCertificates(ssl_ctx_st& context, const TlsServerFiles& files) {
  SSL_CTX_set_min_proto_version(&context, TLS1_3_VERSION);
  SSL_CTX_set_session_cache_mode(&context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(&context, 0);
  if (SSL_CTX_use_certificate_chain_file(&context, files.certificate.c_str()) != 1)
    return NotUsable(files.certificate, "holds no certificate in PEM form");
  if (SSL_CTX_use_PrivateKey_file(&context, files.key.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(&context) != 1)
    return NotUsable(files.key, "is not the private key of that certificate");
  if (SSL_CTX_load_verify_locations(&context, files.authority.c_str(), nullptr) != 1)
    return NotUsable(files.authority, "holds no certificate authority in PEM form");
  // So that a browser offers the right one of its certificates.
  SSL_CTX_set_client_CA_list(&context, SSL_load_client_CA_file(files.authority.c_str()));
  SSL_CTX_set_verify(&context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  return absl::OkStatus();
}

absl::StatusOr<Certificate> CertificateOfPeer(const ssl_st& connection) {
  const std::unique_ptr<X509, decltype(&X509_free)> x509(SSL_get1_peer_certificate(&connection), X509_free);
  if (x509 == nullptr || SSL_get_verify_result(&connection) != X509_V_OK)
    return absl::UnauthenticatedError("the connection showed no certificate of the association");
  const std::unique_ptr<BIO, decltype(&BIO_free)> text(BIO_new(BIO_s_mem()), BIO_free);
  if (text == nullptr || PEM_write_bio_X509(text.get(), x509.get()) != 1) {
    ERR_clear_error();
    return absl::UnauthenticatedError("the certificate of the connection cannot be read");
  }
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(text.get(), &bytes);
  return ParseCertificate(std::string_view(bytes, static_cast<size_t>(size)));
}

}  // namespace fallverbund::crypto
