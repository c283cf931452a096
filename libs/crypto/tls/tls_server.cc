#include "libs/crypto/tls/tls_server.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <string_view>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "libs/base/check.h"

namespace fallverbund::crypto {
namespace {

absl::Status NotUsable(const std::string& path, const char* what) {
  ERR_clear_error();
  return absl::FailedPreconditionError(
      absl::StrCat(path, " ", what, "; put the right file there or correct the path"));
}

using Store = std::unique_ptr<X509_STORE, decltype(&X509_STORE_free)>;

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// None in it: no store.
Store StoreOf(const std::string& pem) {
  Store store(X509_STORE_new(), X509_STORE_free);
  const std::unique_ptr<BIO, decltype(&BIO_free)> text(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  int count = 0;
  while (store != nullptr && text != nullptr) {
    const std::unique_ptr<X509, decltype(&X509_free)> one(
        PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr), X509_free);
    if (one == nullptr) break;
    if (X509_STORE_add_cert(store.get(), one.get()) == 1) ++count;
  }
  ERR_clear_error();
  if (count == 0) store.reset();
  return store;
}

// The authority's file as it is at a handshake. Belongs to its SSL_CTX.
class Authority {
 public:
  explicit Authority(std::string path) : path_(std::move(path)) {}

  static int OfContext() {
    static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, &Freed);
    return index;
  }

  // On the connection's thread, before its certificate is asked for.
  static int AtHello(SSL* ssl, int*, void* authority) {
    static_cast<Authority*>(authority)->SetOn(ssl);
    return SSL_CLIENT_HELLO_SUCCESS;
  }

 private:
  static void Freed(void*, void* what, CRYPTO_EX_DATA*, int, long, void*) {
    const std::unique_ptr<Authority> gone(static_cast<Authority*>(what));
  }

  void SetOn(SSL* ssl) {
    std::string pem = ReadAll(path_);
    const absl::MutexLock lock(&mu_);
    if (pem != pem_) {
      if (Store now = StoreOf(pem); now != nullptr) store_ = std::move(now);
      pem_ = std::move(pem);
    }
    // Counted: a handshake that runs keeps the one that it began with.
    if (store_ != nullptr) SSL_set1_verify_cert_store(ssl, store_.get());
  }

  const std::string path_;
  absl::Mutex mu_;
  std::string pem_ ABSL_GUARDED_BY(mu_);
  Store store_ ABSL_GUARDED_BY(mu_){nullptr, X509_STORE_free};
};

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
  auto authority = std::make_unique<Authority>(files.authority);
  SSL_CTX_set_client_hello_cb(&context, &Authority::AtHello, authority.get());
  FV_CHECK(SSL_CTX_set_ex_data(&context, Authority::OfContext(), authority.get()) == 1);
  authority.release();  // goes with the context
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
