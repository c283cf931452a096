#include "libs/crypto/certificate.h"

#include <gtest/gtest.h>

namespace fallverbund::crypto {
namespace {

// Made for this test with the openssl program; nothing trusts them. Valid in 2026.
constexpr char kCertificate[] =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBkzCCATigAwIBAgIBATAKBggqhkjOPQQDAjAOMQwwCgYDVQQDDANvbmUwHhcN\n"
    "MjYwMTAxMDAwMDAwWhcNMjcwMTAxMDAwMDAwWjAOMQwwCgYDVQQDDANvbmUwWTAT\n"
    "BgcqhkjOPQIBBggqhkjOPQMBBwNCAAQ80WT94vApe5sgFqvIqwj7auDwdyvFsUyW\n"
    "yQRaYF+9xiDSw5mgWx4a6+hnc4Oz7Demm5Ks/HK2SLSzhSFuYKHdo4GGMIGDMGIG\n"
    "A1UdEQRbMFmCCWxvY2FsaG9zdIYlc3BpZmZlOi8vZmFsbHZlcmJ1bmQuZXhhbXBs\n"
    "ZS9zdmMvY2FzZYYlc3BpZmZlOi8vZmFsbHZlcmJ1bmQuZXhhbXBsZS9vcHMvYW5u\n"
    "YTAdBgNVHQ4EFgQUnlEE/2jrkANZINRq0LpO03VG/84wCgYIKoZIzj0EAwIDSQAw\n"
    "RgIhAI837kzkoOyIZJZ3kvvKpzcbDQEHx2WTw4Rm3M4iXM7hAiEAt7TlILI5PfSM\n"
    "z1I5gGS+3WdayPfpcVmIfptOrXJigBM=\n"
    "-----END CERTIFICATE-----\n";
constexpr char kItsKey[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgaCWMuRC/WCgQXVFF\n"
    "KfPb1URPSn7iPNZfbVKKQjBnZ6ahRANCAAQ80WT94vApe5sgFqvIqwj7auDwdyvF\n"
    "sUyWyQRaYF+9xiDSw5mgWx4a6+hnc4Oz7Demm5Ks/HK2SLSzhSFuYKHd\n"
    "-----END PRIVATE KEY-----\n";
constexpr char kAnotherKey[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgEr2MwgXOrW0vA8fT\n"
    "O6wACSqaRZt28JVO3Zf8OHVs5bKhRANCAASQspT0XvpzPhYxYWuvzV04jpNkZ+8k\n"
    "8SElULE2DQeNRQnepvQqjzrGU+DUsHhgimC+9tlq+Ppg7YT6gyfMj6mz\n"
    "-----END PRIVATE KEY-----\n";

TEST(Certificate, TellsItsDatesAndTheUrisItNames) {
  const auto certificate = ParseCertificate(kCertificate);
  ASSERT_TRUE(certificate.ok()) << certificate.status();
  EXPECT_EQ(certificate->not_before, absl::FromCivil(absl::CivilDay(2026, 1, 1), absl::UTCTimeZone()));
  EXPECT_EQ(certificate->not_after, absl::FromCivil(absl::CivilDay(2027, 1, 1), absl::UTCTimeZone()));
  EXPECT_EQ(certificate->uris, (std::vector<std::string>{"spiffe://fallverbund.example/svc/case",
                                                         "spiffe://fallverbund.example/ops/anna"}));
  EXPECT_EQ(certificate->dns_names, std::vector<std::string>{"localhost"});
}

TEST(Certificate, RefusesWhatIsNone) {
  for (const std::string_view bad :
       {"", "hello", kItsKey, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"}) {
    EXPECT_EQ(ParseCertificate(bad).status().message(), "holds no certificate in PEM form");
  }
}

TEST(Certificate, KnowsItsKey) {
  EXPECT_TRUE(CheckKeyBelongs(kCertificate, kItsKey).ok());
  EXPECT_EQ(CheckKeyBelongs(kCertificate, kAnotherKey).message(),
            "is not the private key of that certificate");
  EXPECT_EQ(CheckKeyBelongs(kCertificate, kCertificate).message(),
            "holds no private key in PEM form without a passphrase");
}

}  // namespace
}  // namespace fallverbund::crypto
