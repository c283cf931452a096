// The relay end to end: a real crisis service, a real web server and a real mail server outside.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/check.h"
#include "libs/base/time.h"
#include "libs/runtime/files.h"
#include "services/crisis/rpc/crisis_module.h"
#include "tests/service/people.h"
#include "tests/service/running_service.h"
#include "tools/relay/outlet.h"
#include "tools/relay/relay.h"
#include "tools/relay/say/say.h"

namespace fallverbund::relay {
namespace {

using ::testing::HasSubstr;
using testing::IdOf;
using testing::kDachs;
using testing::kMilo;
using ::testing::Not;
using testing::RunningService;

const std::string kShared(kSecretAtLeast, 's');

// outside.py, from its start to its end; both of its servers refuse the first thing they are sent.
class Outside {
 public:
  Outside() {
    int in[2], out[2];
    FV_CHECK(pipe2(in, O_CLOEXEC) == 0 && pipe2(out, O_CLOEXEC) == 0);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, in[0], 0);
    posix_spawn_file_actions_adddup2(&files, out[1], 1);
    const std::string script = absl::StrCat(FALLVERBUND_SOURCE_DIR, "/tests/service/outside.py");
    std::string python = "/usr/bin/python3", path = script;
    char* const arguments[] = {python.data(), path.data(), nullptr};
    FV_CHECK(posix_spawn(&child_, python.c_str(), &files, nullptr, arguments, environ) == 0);
    posix_spawn_file_actions_destroy(&files);
    close(in[0]);
    close(out[1]);
    in_ = in[1];
    out_ = fdopen(out[0], "r");
    const std::vector<std::string> said = absl::StrSplit(NextLine(), ' ');
    FV_CHECK(said.size() == 4);
    http_ = said[0];
    smtp_ = said[1];
    starttls_ = said[2];
    certificate_ = said[3];
  }
  ~Outside() {
    close(in_);
    waitpid(child_, nullptr, 0);
    std::fclose(out_);
  }
  // What it has taken next, as a line of JSON; waits for it.
  std::string NextLine() {
    std::string line;
    for (int c = std::fgetc(out_); c != EOF && c != '\n'; c = std::fgetc(out_)) line += static_cast<char>(c);
    return line;
  }
  std::string http() const { return absl::StrCat("http://127.0.0.1:", http_, "/hook"); }
  std::string smtp() const { return absl::StrCat("smtp://127.0.0.1:", smtp_); }
  // Takes mail only after STARTTLS, under this certificate.
  std::string starttls() const { return absl::StrCat("smtp://127.0.0.1:", starttls_); }
  const std::string& certificate() const { return certificate_; }

 private:
  pid_t child_ = 0;
  int in_ = -1;
  std::FILE* out_ = nullptr;
  std::string http_, smtp_, starttls_, certificate_;
};

// A relay at work, from here to its end.
class Running {
 public:
  Running(RunningService& service, Outlet& outlet, const std::string& place_file)
      : relay_(service.ChannelOf(kDachs.organisation),
               {kDachs.organisation, kDachs.person, kDachs.role, place_file}, outlet),
        thread_([this] { EXPECT_TRUE(relay_.Run().ok()); }) {}
  ~Running() {
    relay_.Stop();
    thread_.join();
  }
  Course course() const { return relay_.course(); }

 private:
  Relay relay_;
  std::thread thread_;
};

class RelayTest : public ::testing::Test {
 protected:
  RelayTest() {
    testing::RegisterEverybody(service_);
    testing::OpenMilo(service_);
    std::filesystem::create_directories(folder_);
  }
  ~RelayTest() override { std::filesystem::remove_all(folder_); }

  void AskForTheTeam(const std::string& deployment) {
    crisis::v1::DeploymentEvent event;
    auto& requested = *event.mutable_deployment_requested();
    requested.set_case_id(kMilo);
    requested.set_crisis_team_organisation_id(kDachs.organisation);
    *requested.mutable_answer_due() = ToProto(service_.clock().Now() + absl::Minutes(30));
    requested.mutable_situation()->set_box("sealed words");
    service_.Happened("crisis", IdOf(deployment), "deployment", {&event});
  }
  // On the own machine, so it may go without TLS.
  std::unique_ptr<Outlet> WebhookOutside() {
    auto webhook =
        MakeOutlet(Webhook{.url = outside_.http(), .secret = kShared, .without_tls = true}, clock_);
    FV_CHECK(webhook.ok());
    return *std::move(webhook);
  }
  std::string PlaceFile() const { return absl::StrCat(folder_, "/place"); }

  const std::string folder_ =
      absl::StrCat(::testing::TempDir(), "relay-", getpid(), "-", reinterpret_cast<uintptr_t>(this));
  SystemClock clock_;
  Outside outside_;
  crisis::CrisisModule module_;
  RunningService service_{"crisis", module_};
};

TEST_F(RelayTest, AWebhookIsToldAgainUntilItIsTakenSignedAndWithoutContent) {
  const auto webhook = WebhookOutside();
  const Running relay(service_, *webhook, PlaceFile());
  AskForTheTeam("first");
  const std::string told = outside_.NextLine();  // after a 503
  EXPECT_THAT(told, HasSubstr("DEPLOYMENT_REQUESTED"));
  EXPECT_THAT(told, HasSubstr(kMilo));
  EXPECT_THAT(told, HasSubstr("\"signature\": \"sha256="));
  EXPECT_THAT(told, Not(HasSubstr("sealed words")));
}

TEST(RelayOutlet, AWebhookGoesByTlsUnlessItIsToldNotTo) {
  const SystemClock clock;
  const auto plain = MakeOutlet(Webhook{.url = "http://127.0.0.1:1/hook", .secret = kShared}, clock);
  EXPECT_TRUE(absl::IsInvalidArgument(plain.status()));
  EXPECT_THAT(plain.status().message(), HasSubstr("https://"));
  EXPECT_THAT(plain.status().message(), HasSubstr("--webhook-without-tls"));
  EXPECT_TRUE(MakeOutlet(Webhook{.url = "https://127.0.0.1:1/hook", .secret = kShared}, clock).ok());
  EXPECT_TRUE(
      MakeOutlet(Webhook{.url = "http://127.0.0.1:1/hook", .secret = kShared, .without_tls = true}, clock)
          .ok());
}

TEST(RelayOutlet, AWebhookSignsWithASecretThatNobodyGuesses) {
  const SystemClock clock;
  for (const std::string& guessed : {std::string(), kShared.substr(1)}) {
    const auto outlet = MakeOutlet(Webhook{.url = "https://127.0.0.1:1/hook", .secret = guessed}, clock);
    EXPECT_TRUE(absl::IsInvalidArgument(outlet.status())) << guessed.size();
    EXPECT_THAT(outlet.status().message(), HasSubstr("at least 32"));
    EXPECT_THAT(outlet.status().message(), HasSubstr("openssl rand -hex 32"));
  }
}

TEST_F(RelayTest, AMailGoesByStarttlsToAServerThatIsKnownAndToNoOther) {
  const auto to = [&](const std::string& url, const std::string& ca) {
    return MakeOutlet(Mail{.url = url, .from = "fv@example.org", .to = "kit@example.org", .ca = ca}, clock_);
  };
  const crisis::v1::Notification notification;
  for (int i = 0; i < 2; ++i) {  // the first one would be refused anyway
    EXPECT_TRUE(absl::IsUnavailable(to(outside_.smtp(), outside_.certificate())->Send(notification)))
        << "without TLS to nobody, unless the options say so";
  }
  EXPECT_TRUE(absl::IsUnavailable(to(outside_.starttls(), "")->Send(notification)))
      << "anybody's certificate";
  const auto sent = to(outside_.starttls(), outside_.certificate())->Send(notification);
  EXPECT_TRUE(sent.ok()) << sent;
  EXPECT_THAT(outside_.NextLine(), HasSubstr(R"("tls": true)")) << "and nothing else has arrived";
}

TEST_F(RelayTest, AMailIsSentAgainUntilItIsTakenAndSaysWhereToLook) {
  const auto mail = MakeOutlet(
      Mail{.url = outside_.smtp(), .from = "fv@example.org", .to = "kit@example.org", .without_tls = true},
      clock_);
  const Running relay(service_, *mail, PlaceFile());
  AskForTheTeam("first");
  const std::string told = outside_.NextLine();  // after a 451
  EXPECT_THAT(told, HasSubstr("\"to\": [\"kit@example.org\"]"));
  EXPECT_THAT(told, HasSubstr("Subject: Fallverbund: DEPLOYMENT_REQUESTED"));
  EXPECT_THAT(told, HasSubstr(IdOf("first")));
  EXPECT_THAT(told, Not(HasSubstr("sealed words")));
}

TEST_F(RelayTest, ARelayThatWasAwayGoesOnWhereItWas) {
  const auto webhook = WebhookOutside();
  {
    const Running relay(service_, *webhook, PlaceFile());
    AskForTheTeam("first");
    EXPECT_THAT(outside_.NextLine(), HasSubstr(IdOf("first")));
    while (!runtime::ReadFile(PlaceFile(), "place").ok()) std::this_thread::yield();
  }
  AskForTheTeam("second");
  AskForTheTeam("third");
  const Running relay(service_, *webhook, PlaceFile());
  EXPECT_THAT(outside_.NextLine(), HasSubstr(IdOf("second")));
  EXPECT_THAT(outside_.NextLine(), HasSubstr(IdOf("third")));
}

// Takes what it is given when it is told to.
class LatchedOutlet final : public Outlet {
 public:
  absl::Status Send(const crisis::v1::Notification&) override {
    return open ? absl::OkStatus() : absl::UnavailableError("closed");
  }
  std::atomic<bool> open = false;
};

TEST_F(RelayTest, WhoeverLooksAfterItSeesThatItWatchesWhatWaitsAndWhatWasTaken) {
  LatchedOutlet outlet;
  const Running relay(service_, outlet, PlaceFile());
  while (!relay.course().watches) std::this_thread::yield();
  EXPECT_EQ(relay.course().waits, absl::ZeroDuration());
  AskForTheTeam("first");
  while (relay.course().not_taken == 0) std::this_thread::yield();
  const Course waiting = relay.course();
  EXPECT_GT(waiting.waits, absl::ZeroDuration());
  EXPECT_EQ(waiting.sent, 0u);
  EXPECT_TRUE(waiting.watches);
  outlet.open = true;
  while (relay.course().sent == 0) std::this_thread::yield();
  EXPECT_EQ(relay.course().waits, absl::ZeroDuration());
}

TEST_F(RelayTest, WhoMayNotWatchIsToldSoOnce) {
  const auto webhook = WebhookOutside();
  Relay relay(service_.ChannelOf(kDachs.organisation),
              {kDachs.organisation, IdOf("nobody"), kDachs.role, PlaceFile()}, *webhook);
  EXPECT_TRUE(absl::IsPermissionDenied(relay.Run()));
}

}  // namespace
}  // namespace fallverbund::relay
