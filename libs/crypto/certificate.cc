#include "libs/crypto/certificate.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <ctime>
#include <memory>

#include "libs/base/status.h"

namespace fallverbund::crypto {
namespace {

template <auto free>
struct Freer {
  template <class T>
  void operator()(T* object) const {
    free(object);
  }
};
using BioPtr = std::unique_ptr<BIO, Freer<BIO_free>>;
using X509Ptr = std::unique_ptr<X509, Freer<X509_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using NamesPtr = std::unique_ptr<GENERAL_NAMES, Freer<GENERAL_NAMES_free>>;

BioPtr Reader(std::string_view text) {
  return BioPtr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

int NoPassphrase(char*, int, int, void*) {
  return 0;
}

absl::StatusOr<X509Ptr> ReadCertificate(std::string_view pem) {
  X509Ptr certificate(PEM_read_bio_X509(Reader(pem).get(), nullptr, NoPassphrase, nullptr));
  ERR_clear_error();
  if (!certificate) return absl::InvalidArgumentError("holds no certificate in PEM form");
  return certificate;
}

absl::StatusOr<absl::Time> ToTime(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) {
    ERR_clear_error();
    return absl::InvalidArgumentError("holds a certificate whose dates cannot be read");
  }
  return absl::FromTM(parts, absl::UTCTimeZone());
}

// The subject alternative names of one type, GEN_URI or GEN_DNS.
std::vector<std::string> NamesOf(X509* certificate, int type) {
  std::vector<std::string> found;
  const NamesPtr names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; names != nullptr && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != type) continue;
    const ASN1_IA5STRING* text = name->d.ia5;  // of both types
    found.emplace_back(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                       static_cast<size_t>(ASN1_STRING_length(text)));
  }
  return found;
}

}  // namespace

absl::StatusOr<Certificate> ParseCertificate(std::string_view pem) {
  FV_ASSIGN_OR_RETURN(const X509Ptr x509, ReadCertificate(pem));
  Certificate certificate;
  FV_ASSIGN_OR_RETURN(certificate.not_before, ToTime(X509_get0_notBefore(x509.get())));
  FV_ASSIGN_OR_RETURN(certificate.not_after, ToTime(X509_get0_notAfter(x509.get())));
  certificate.uris = NamesOf(x509.get(), GEN_URI);
  certificate.dns_names = NamesOf(x509.get(), GEN_DNS);
  return certificate;
}

absl::Status CheckKeyBelongs(std::string_view certificate_pem, std::string_view key_pem) {
  FV_ASSIGN_OR_RETURN(const X509Ptr x509, ReadCertificate(certificate_pem));
  const KeyPtr key(PEM_read_bio_PrivateKey(Reader(key_pem).get(), nullptr, NoPassphrase, nullptr));
  const bool belongs = key != nullptr && X509_check_private_key(x509.get(), key.get()) == 1;
  ERR_clear_error();
  if (key == nullptr)
    return absl::InvalidArgumentError("holds no private key in PEM form without a passphrase");
  if (!belongs) return absl::InvalidArgumentError("is not the private key of that certificate");
  return absl::OkStatus();
}

}  // namespace fallverbund::crypto
