// The door over real TLS: who gets in, and what goes out.
#include "services/audit/door/door.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"

#include "libs/rpc/testing/test_ca.h"
#include "libs/runtime/files.h"
#include "libs/runtime/testing/temp_dir.h"

namespace fallverbund::audit {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Somebody who opens a connection and sends the beginning of a handshake, byte after byte, and never all.
class Trickler {
 public:
  explicit Trickler(int port) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<uint16_t>(port));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof(to)), 0);
    Send(std::string("\x16\x03\x01\x20\x00\x01\x00\x1f\xfc", 9));  // a ClientHello of eight kilobytes
  }
  ~Trickler() { close(socket_); }
  Trickler(const Trickler&) = delete;
  Trickler& operator=(const Trickler&) = delete;

  // Sends a byte whenever nothing has come for 20 ms. False: the other side has ended it.
  bool GoOn() {
    pollfd asked{socket_, POLLIN, 0};
    if (poll(&asked, 1, 20) == 0) return Send("x");
    char byte = 0;
    return recv(socket_, &byte, 1, 0) > 0;
  }

 private:
  bool Send(const std::string& bytes) {
    return send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
  }
  const int socket_;
};

class DoorTest : public ::testing::Test {
 protected:
  void SetUp() override { Open(Options()); }

  void Open(const PageDoorOptions& options) {
    door_.reset();
    auto opened = PageDoor::Open(options, [this](const PageRequest& request) {
      asked_.push_back(request);
      if (before_answer_) before_answer_();
      if (request.path == "/file") return PageReply{200, "<p>", "17.tlog-proof"};
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
  std::function<void()> before_answer_;
  std::unique_ptr<PageDoor> door_;
};

// As of every call: whoever's authority is left out of the file is out, and nobody restarts anything (P16).
TEST_F(DoorTest, RefusesWhoseAuthorityWasTakenOutOfTheFile) {
  const std::string file = dir_ / "authorities.pem", ours = runtime::ReadFile(server_.ca, "ca").value();
  const fallverbund::testing::TestCa another;
  const std::string others = runtime::ReadFile(another.Service("x").ca, "ca").value();
  ASSERT_TRUE(runtime::WriteFileAtomically(file, ours + others, "ca").ok());
  PageDoorOptions options = Options();
  options.files.authority = file;
  Open(options);
  EXPECT_TRUE(As(auditor_)->Get("/"));
  ASSERT_TRUE(runtime::WriteFileAtomically(file, others, "ca").ok());
  EXPECT_FALSE(As(auditor_)->Get("/"));
  ASSERT_TRUE(runtime::WriteFileAtomically(file, "", "ca").ok());
  EXPECT_FALSE(As(auditor_)->Get("/")) << "a file that is half written lets nobody back in";
  ASSERT_TRUE(runtime::WriteFileAtomically(file, ours, "ca").ok());
  EXPECT_TRUE(As(auditor_)->Get("/"));
}

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

TEST_F(DoorTest, HandsOutAFileAsAFileAndNotAsAPage) {
  const auto reply = As(auditor_)->Get("/file");
  ASSERT_TRUE(reply) << httplib::to_string(reply.error());
  EXPECT_EQ(reply->get_header_value("Content-Type"), "text/plain; charset=utf-8");
  EXPECT_EQ(reply->get_header_value("Content-Disposition"), "attachment; filename=\"17.tlog-proof\"");
}

TEST_F(DoorTest, OnlyReads) {
  const auto client = As(auditor_);
  EXPECT_EQ(client->Post("/", "a=b", "text/plain")->status, 405);
  EXPECT_EQ(client->Delete("/")->status, 405);
  EXPECT_TRUE(asked_.empty());
}

TEST_F(DoorTest, ForbidsScriptsFramesCachesAndToTellOthersWhereSomebodyCameFrom) {
  const auto client = As(auditor_);
  const auto reply = client->Get("/");
  for (const char* words : {"default-src 'none'", "frame-ancestors 'none'"})
    EXPECT_THAT(reply->get_header_value("Content-Security-Policy"), HasSubstr(words));
  EXPECT_EQ(reply->get_header_value("Cache-Control"), "no-store");
  EXPECT_EQ(reply->get_header_value("Referrer-Policy"), "no-referrer");
  EXPECT_EQ(reply->get_header_value("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(reply->get_header_value("Content-Type"), "text/html; charset=utf-8");
}

// Twice as many as there are places, each with all the time there is.
TEST_F(DoorTest, CannotBeHeldByHandshakesThatTrickle) {
  PageDoorOptions options = Options();
  options.limits.handshake = options.limits.whole = absl::Hours(1);
  Open(options);
  std::vector<std::unique_ptr<Trickler>> tricklers;
  for (int i = 0; i < 2 * kMostConnections; ++i)
    tricklers.push_back(std::make_unique<Trickler>(door_->port()));
  // They go on, so that no limit for a single read ends them.
  std::atomic<bool> served = false;
  std::thread trickling([&] {
    while (!served) {
      for (const auto& trickler : tricklers) trickler->GoOn();
    }
  });
  const auto client = As(auditor_);
  client->set_connection_timeout(20);
  client->set_read_timeout(20);
  const auto reply = client->Get("/");
  served = true;
  trickling.join();
  ASSERT_TRUE(reply) << httplib::to_string(reply.error());
  EXPECT_EQ(reply->status, 404);
  // Whoever came first had to go; who is in nobody's way stays.
  EXPECT_FALSE(tricklers.front()->GoOn());
  EXPECT_TRUE(tricklers.back()->GoOn());
}

TEST_F(DoorTest, EndsAHandshakeAfterItsTimeHoweverOftenAByteComes) {
  PageDoorOptions options = Options();
  options.limits.handshake = absl::Milliseconds(300);
  Open(options);
  Trickler trickler(door_->port());
  const absl::Time begun = absl::Now();
  while (trickler.GoOn()) ASSERT_LT(absl::Now() - begun, absl::Seconds(30));
  EXPECT_GE(absl::Now() - begun, absl::Milliseconds(200));
}

TEST_F(DoorTest, EndsAConnectionAfterItsTimeThoughItHasACertificate) {
  PageDoorOptions options = Options();
  options.limits.whole = absl::Milliseconds(300);
  absl::Notification ended;
  before_answer_ = [&ended] { EXPECT_TRUE(ended.WaitForNotificationWithTimeout(absl::Seconds(30))); };
  Open(options);
  const auto client = As(auditor_);
  client->set_read_timeout(25);
  const absl::Time begun = absl::Now();
  EXPECT_FALSE(client->Get("/")) << "the answer was not there in time";
  EXPECT_LT(absl::Now() - begun, absl::Seconds(20)) << "ended by the door, and not by the client";
  ended.Notify();
  door_.reset();  // after whoever waits for that
}

// The library reads the line of a header for as long as one comes. It may still say that it understood
// nothing.
TEST_F(DoorTest, ReadsNoMoreOfAConnectionThanItsLimit) {
  const httplib::Headers many = {{"X-Many", std::string(4'000, 'x')}};
  EXPECT_EQ(As(auditor_)->Get("/", many)->status, 404);
  PageDoorOptions options = Options();
  options.limits.bytes = 5'000;  // a handshake needs half of it
  Open(options);
  EXPECT_EQ(As(auditor_)->Get("/")->status, 404);
  asked_.clear();
  const auto reply = As(auditor_)->Get("/", many);
  EXPECT_TRUE(!reply || reply->status == 400);
  EXPECT_TRUE(asked_.empty());
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
