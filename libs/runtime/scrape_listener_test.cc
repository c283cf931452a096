#include "libs/runtime/scrape_listener.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "absl/time/clock.h"
#include "libs/runtime/files.h"
#include "libs/runtime/testing/temp_dir.h"

namespace fallverbund::runtime {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class ScrapeListenerTest : public ::testing::Test {
 protected:
  void Start(ScrapeOptions options = {}) {
    options.listen = "127.0.0.1:0";
    auto started = ScrapeListener::Start(options, [this] { return text_; });
    ASSERT_TRUE(started.ok()) << started.status();
    listener_ = *std::move(started);
  }
  int Dial() const {
    const int connection = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(listener_->port()));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(connection, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
    return connection;
  }
  static void Say(int connection, const std::string& text) {
    EXPECT_EQ(send(connection, text.data(), text.size(), MSG_NOSIGNAL), static_cast<ssize_t>(text.size()));
  }
  static std::string HearAll(int connection) {
    std::string heard;
    char bytes[4096];
    for (ssize_t got; (got = recv(connection, bytes, sizeof(bytes), 0)) > 0;)
      heard.append(bytes, static_cast<size_t>(got));
    close(connection);
    return heard;
  }
  std::string Ask(const std::string& request) const {
    const int connection = Dial();
    Say(connection, request);
    return HearAll(connection);
  }

  std::string text_ = "fallverbund_serving 1\n";
  std::unique_ptr<ScrapeListener> listener_;
};

TEST_F(ScrapeListenerTest, AnswersAScrapeWithTheText) {
  Start();
  const std::string heard = Ask("GET /metrics HTTP/1.1\r\nHost: here\r\n\r\n");
  EXPECT_THAT(heard, StartsWith("HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4"));
  EXPECT_THAT(heard, HasSubstr("Content-Length: 22\r\n"));
  EXPECT_THAT(heard, EndsWith("\r\n\r\nfallverbund_serving 1\n"));
  EXPECT_TRUE(listener_->on_loopback());
}

TEST_F(ScrapeListenerTest, SendsALongTextWhole) {
  text_ = std::string(5 * 1000 * 1000, 'x');
  Start();
  EXPECT_THAT(Ask("GET /metrics HTTP/1.0\r\n\r\n"), EndsWith(text_));
}

TEST_F(ScrapeListenerTest, SaysWhatThereIsToWhoeverAsksForSomethingElse) {
  Start();
  EXPECT_THAT(Ask("GET / HTTP/1.1\r\n\r\n"), StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(Ask("GET /metricsandmore HTTP/1.1\r\n\r\n"), StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(Ask("POST /metrics HTTP/1.1\r\n\r\n"), StartsWith("HTTP/1.1 405 "));
}

TEST_F(ScrapeListenerTest, CutsWhoeverSaysNothingOrTooMuch) {
  Start({.patience = absl::Milliseconds(50)});
  const int silent = Dial();
  EXPECT_EQ(HearAll(silent), "");
  const int talker = Dial();
  (void)send(talker, std::string(64 * 1024, 'x').data(), 64 * 1024, MSG_NOSIGNAL);
  EXPECT_EQ(HearAll(talker), "");
  EXPECT_THAT(Ask("GET /metrics HTTP/1.1\r\n\r\n"), StartsWith("HTTP/1.1 200 "));
}

TEST_F(ScrapeListenerTest, EndsAtOnceAlsoWhileSomebodyIsSilent) {
  Start({.patience = absl::Minutes(10)});
  const int silent = Dial();
  Say(silent, "GET /metr");
  const absl::Time before = absl::Now();
  listener_.reset();
  EXPECT_LT(absl::Now() - before, absl::Minutes(1));
  close(silent);
}

TEST_F(ScrapeListenerTest, TellsItsPortInAFile) {
  const testing::TempDir folder;
  Start({.port_file = folder / "port"});
  EXPECT_EQ(*ReadFile(folder / "port", "port"), std::to_string(listener_->port()) + "\n");
}

TEST_F(ScrapeListenerTest, AnAddressThatIsNoneOrTakenIsNamed) {
  const auto none = ScrapeListener::Start({.listen = "localhost:9101"}, [] { return ""; });
  EXPECT_EQ(none.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(none.status().message()), HasSubstr("--metrics-listen localhost:9101"));
  Start();
  const auto taken =
      ScrapeListener::Start({.listen = "127.0.0.1:" + std::to_string(listener_->port())}, [] { return ""; });
  EXPECT_EQ(taken.status().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace fallverbund::runtime
