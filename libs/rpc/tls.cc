#include "libs/rpc/tls.h"

#include <cstdlib>
#include <functional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/security/tls_certificate_verifier.h"
#include "grpcpp/security/tls_credentials_options.h"
#include "libs/access/identity.h"
#include "libs/base/check.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/crypto/certificate.h"
#include "libs/runtime/files.h"

namespace fallverbund::rpc {
namespace {

// Three small files are read this often; new certificates count within as much, for new connections.
constexpr unsigned kRotationCheckSeconds = 2;

// gRPC 1.51 offers TLS 1.2 as well and has no public switch. It does read the cipher list of TLS 1.2
// (which 1.3 does not use) from this variable: one that needs a pre-shared key leaves 1.2 with nothing to
// agree on. Must be set before the first credentials are made; server_test.cc watches that it works.
void RefuseTls12() {
  static const bool done = [] { return setenv("GRPC_SSL_CIPHER_SUITES", "PSK-AES256-GCM-SHA384", 1) == 0; }();
  FV_CHECK(done);
}

absl::Status In(const std::string& path, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat(path, " ", status.message(),
                                                  "; put the right file there or correct the path"));
}

absl::Status CheckDates(const std::string& path, const crypto::Certificate& certificate, absl::Time now) {
  if (now > certificate.not_after) {
    return absl::FailedPreconditionError(absl::StrCat("the certificate in ", path, " expired at ",
                                                      FormatInstant(certificate.not_after),
                                                      "; have a new one issued and put it there"));
  }
  if (now < certificate.not_before) {
    return absl::FailedPreconditionError(absl::StrCat("the certificate in ", path, " is valid only from ",
                                                      FormatInstant(certificate.not_before),
                                                      "; check this machine's clock"));
  }
  return absl::OkStatus();
}

std::shared_ptr<grpc::experimental::CertificateProviderInterface> Watch(const runtime::TlsPaths& files) {
  return std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(files.key, files.cert, files.ca,
                                                                              kRotationCheckSeconds);
}

// Accepts the one service whose name we were told, wherever it runs.
class ServiceVerifier final : public grpc::experimental::ExternalCertificateVerifier {
 public:
  explicit ServiceVerifier(const std::string& service)
      : uri_(access::PeerUri({access::PeerKind::kService, service})) {}

  bool Verify(grpc::experimental::TlsCustomVerificationCheckRequest* request,
              std::function<void(grpc::Status)>, grpc::Status* status) override {
    const auto uris = request->uri_names();
    if (uris.size() == 1 && uris[0] == uri_) {
      *status = grpc::Status::OK;
    } else {
      *status =
          grpc::Status(grpc::StatusCode::UNAUTHENTICATED, "the server's certificate is not that of " + uri_);
    }
    return true;  // decided here and now
  }
  void Cancel(grpc::experimental::TlsCustomVerificationCheckRequest*) override {}

 private:
  const std::string uri_;
};

}  // namespace

absl::Status CheckTlsFiles(const runtime::TlsPaths& files, absl::Time now) {
  FV_ASSIGN_OR_RETURN(const std::string ca, runtime::ReadFile(files.ca, "certificate authority"));
  FV_ASSIGN_OR_RETURN(const std::string cert, runtime::ReadFile(files.cert, "certificate"));
  FV_ASSIGN_OR_RETURN(const std::string key, runtime::ReadFile(files.key, "private key"));
  for (const auto& [path, text] : {std::pair(files.ca, ca), std::pair(files.cert, cert)}) {
    const auto certificate = crypto::ParseCertificate(text);
    if (!certificate.ok()) return In(path, certificate.status());
    FV_RETURN_IF_ERROR(CheckDates(path, *certificate, now));
  }
  if (const auto status = crypto::CheckKeyBelongs(cert, key); !status.ok()) return In(files.key, status);
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeServerCredentials(
    const runtime::TlsPaths& files) {
  FV_RETURN_IF_ERROR(CheckTlsFiles(files, absl::Now()));
  RefuseTls12();
  grpc::experimental::TlsServerCredentialsOptions options(Watch(files));
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  // Who the peer is, is read from its URI at every call (caller.h); host names of clients mean nothing.
  options.set_certificate_verifier(std::make_shared<grpc::experimental::NoOpCertificateVerifier>());
  options.set_check_call_host(false);
  return grpc::experimental::TlsServerCredentials(options);
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> MakeChannelCredentials(
    const runtime::TlsPaths& files, const std::string& service) {
  FV_RETURN_IF_ERROR(CheckTlsFiles(files, absl::Now()));
  RefuseTls12();
  grpc::experimental::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(Watch(files));
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_verify_server_certs(true);
  if (!service.empty()) {
    options.set_certificate_verifier(
        grpc::experimental::ExternalCertificateVerifier::Create<ServiceVerifier>(service));
    options.set_check_call_host(false);
  }
  return grpc::experimental::TlsCredentials(options);
}

}  // namespace fallverbund::rpc
