// The door over real TLS: who gets in, and what goes out.
#include "services/audit/door/door.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <memory>

#include "libs/rpc/testing/test_ca.h"
#include "libs/runtime/files.h"
#include "libs/runtime/testing/temp_dir.h"

namespace fallverbund::audit {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class DoorTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = PageDoor::Open(Options(), [this](const PageRequest& request) {
      asked_.push_back(request);
      return PageReply{404, "<p>" + request.path + "</p>"};
    });
    ASSERT_TRUE(opened.ok()) << opened.status();
    door_ = *std::move(opened);
  }

  PageDoorOptions Options() const {
    return {.listen = "127.0.0.1:0",
            .port_file = dir_ / "port",
            .files = {server_.cert, server_.key, server_.ca}};
  }
  std::unique_ptr<httplib::SSLClient> As(const runtime::TlsPaths& who) const {
    auto client = std::make_unique<httplib::SSLClient>("127.0.0.1", door_->port(), who.cert, who.key);
    client->set_ca_cert_path(server_.ca.c_str());
    return client;
  }

  fallverbund::testing::TempDir dir_;
  const fallverbund::testing::TestCa ca_;
  const runtime::TlsPaths server_ = ca_.Service("audit"),
                          auditor_ = ca_.Issue("auditor", {"URI:spiffe://x/y", "DNS:z"});
  std::vector<PageRequest> asked_;
  std::unique_ptr<PageDoor> door_;
};

TEST_F(DoorTest, HandsOnWhoAsksForWhat) {
  const auto client = As(auditor_);
  const auto reply = client->Get("/case/0a?at=17&lang=en", {{"Accept-Language", "de"}});
  ASSERT_TRUE(reply) << httplib::to_string(reply.error());
  EXPECT_EQ(reply->status, 404);
  EXPECT_EQ(reply->body, "<p>/case/0a</p>");
  ASSERT_EQ(asked_.size(), 1u);
  EXPECT_THAT(asked_[0].peer.uris, ElementsAre("spiffe://x/y"));
  EXPECT_THAT(asked_[0].peer.dns_names, ElementsAre("z"));
  EXPECT_EQ(asked_[0].Parameter("at"), "17");
  EXPECT_EQ(asked_[0].Parameter("nothing"), "");
  EXPECT_EQ(asked_[0].accept_language, "de");
  EXPECT_EQ(runtime::ReadFile(dir_ / "port", "port").value(), std::to_string(door_->port()) + "\n");
}

TEST_F(DoorTest, LetsNobodyInWithoutACertificateOfTheAuthority) {
  httplib::SSLClient nobody("127.0.0.1", door_->port());
  nobody.set_ca_cert_path(server_.ca.c_str());
  EXPECT_FALSE(nobody.Get("/"));
  const fallverbund::testing::TestCa other;
  const auto stranger = As(other.Issue("stranger", {"URI:spiffe://x/y"}));
  EXPECT_FALSE(stranger->Get("/"));
  const auto expired =
      As(ca_.Issue("old", {"URI:spiffe://x/y"}, fallverbund::testing::TestCa::Validity::kExpired));
  EXPECT_FALSE(expired->Get("/"));
  httplib::Client plain("127.0.0.1", door_->port());
  EXPECT_FALSE(plain.Get("/"));
  EXPECT_TRUE(asked_.empty());
}

TEST_F(DoorTest, OnlyReads) {
  const auto client = As(auditor_);
  EXPECT_EQ(client->Post("/", "a=b", "text/plain")->status, 405);
  EXPECT_EQ(client->Delete("/")->status, 405);
  EXPECT_TRUE(asked_.empty());
}

TEST_F(DoorTest, ForbidsScriptsFramesAndCaches) {
  const auto client = As(auditor_);
  const auto reply = client->Get("/");
  EXPECT_THAT(reply->get_header_value("Content-Security-Policy"), HasSubstr("default-src 'none'"));
  EXPECT_EQ(reply->get_header_value("Cache-Control"), "no-store");
  EXPECT_EQ(reply->get_header_value("Content-Type"), "text/html; charset=utf-8");
}

TEST_F(DoorTest, NamesTheFileThatIsNotAsItShouldBe) {
  PageDoorOptions options = Options();
  options.files.key = auditor_.key;
  EXPECT_THAT(PageDoor::Open(options, nullptr).status().message(), HasSubstr(auditor_.key));
  options = Options();
  options.files.authority = dir_ / "none";
  EXPECT_THAT(PageDoor::Open(options, nullptr).status().message(), HasSubstr(dir_ / "none"));
  options.listen = "nowhere";
  EXPECT_TRUE(absl::IsInvalidArgument(PageDoor::Open(options, nullptr).status()));
}

}  // namespace
}  // namespace fallverbund::audit
