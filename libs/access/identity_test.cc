#include "libs/access/identity.h"

#include <gtest/gtest.h>

namespace fallverbund::access {
namespace {

constexpr char kOrganisation[] = "00112233445566778899aabbccddeeff";
constexpr char kPerson[] = "ffeeddccbbaa99887766554433221100";

std::string Uri(std::string_view rest) {
  return std::string(kTrustDomain) + std::string(rest);
}

TEST(Identity, ReadsTheThreeKindsOfPeers) {
  const Peer peers[] = {{PeerKind::kOrganisation, kOrganisation},
                        {PeerKind::kService, "case"},
                        {PeerKind::kOperator, "anna-1"}};
  for (const Peer& peer : peers) {
    const auto parsed = ParsePeer({PeerUri(peer)});
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    EXPECT_EQ(*parsed, peer);
  }
}

TEST(Identity, RefusesCertificatesWithNoneOrTwoUris) {
  EXPECT_EQ(ParsePeer({}).status().code(), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(ParsePeer({Uri("svc/case"), Uri("svc/case")}).status().code(),
            absl::StatusCode::kUnauthenticated);
}

TEST(Identity, RefusesOtherUris) {
  for (const std::string& uri :
       {Uri("org/do"), Uri("org/"), Uri("svc/"), Uri("svc/Case"), Uri("svc/a/b"), Uri("ops/1x"),
        Uri("boss/x"), Uri(""), std::string("spiffe://elsewhere.example/svc/case"),
        std::string("https://fallverbund.example/svc/case"), Uri("svc/") + std::string(32, 'a'),
        std::string("xspiffe://fallverbund.example/svc/case"), std::string("")}) {
    EXPECT_EQ(ParsePeer({uri}).status().code(), absl::StatusCode::kUnauthenticated) << uri;
  }
}

TEST(Identity, AnOrganisationActsThroughAPersonInARole) {
  const auto caller = ParseCaller({PeerKind::kOrganisation, kOrganisation}, kPerson, "CASE_WORKER");
  ASSERT_TRUE(caller.ok()) << caller.status();
  EXPECT_EQ(caller->person, kPerson);
  EXPECT_EQ(caller->role, common::v1::ROLE_CASE_WORKER);
}

TEST(Identity, NamesTheMetadataThatIsMissingOrMalformed) {
  const Peer peer{PeerKind::kOrganisation, kOrganisation};
  EXPECT_NE(ParseCaller(peer, "", "CASE_WORKER").status().message().find("fv-person"),
            absl::string_view::npos);
  EXPECT_NE(ParseCaller(peer, "Adler", "CASE_WORKER").status().message().find("fv-person"),
            absl::string_view::npos);
  for (const char* role : {"", "case_worker", "ROLE_CASE_WORKER", "UNSPECIFIED", "KING"}) {
    EXPECT_NE(ParseCaller(peer, kPerson, role).status().message().find("fv-role"), absl::string_view::npos)
        << role;
  }
}

TEST(Identity, OperatorsAndServicesActAsThemselves) {
  EXPECT_EQ(ParseCaller({PeerKind::kOperator, "anna"}, "", "")->role, common::v1::ROLE_OPERATOR);
  EXPECT_EQ(ParseCaller({PeerKind::kService, "case"}, "", "")->role, common::v1::ROLE_SERVICE);
  EXPECT_FALSE(ParseCaller({PeerKind::kOperator, "anna"}, kPerson, "").ok());
  EXPECT_FALSE(ParseCaller({PeerKind::kService, "case"}, "", "CASE_WORKER").ok());
}

}  // namespace
}  // namespace fallverbund::access
