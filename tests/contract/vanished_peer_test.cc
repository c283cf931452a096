// A peer that vanishes without a word: nothing it is sent is answered any more, and nobody closes the
// connection.
#include <gtest/gtest.h>

#include <future>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "fallverbund/eventlog/v1/reader_service.grpc.pb.h"
#include "libs/eventlog_jetstream/testing/tcp_relay.h"
#include "libs/rpc/client.h"
#include "libs/rpc/server.h"
#include "libs/rpc/testing/test_ca.h"

namespace fallverbund::rpc {
namespace {

constexpr absl::Duration kDeadline = absl::Seconds(60);

// Never answers.
class Silent final : public eventlog::v1::ReaderService::CallbackService {
 public:
  grpc::ServerUnaryReactor* WaitSettled(grpc::CallbackServerContext*, const eventlog::v1::WaitSettledRequest*,
                                        eventlog::v1::WaitSettledResponse*) override {
    class Held final : public grpc::ServerUnaryReactor {
     public:
      void OnCancel() override { Finish(grpc::Status::CANCELLED); }
      void OnDone() override { delete this; }
    };
    called.Notify();
    return new Held;
  }
  absl::Notification called;
};

TEST(VanishedPeer, IsNoticedWhileACallWaits) {
  const testing::TestCa ca;
  Silent silent;
  const auto server = Server::Start({.tls = ca.Service("case")}, {&silent});
  ASSERT_TRUE(server.ok()) << server.status();
  eventlog::TcpRelay relay(absl::StrCat("tls://127.0.0.1:", (*server)->port()));
  const auto channel = Connect({.target = relay.url().substr(sizeof("tls://") - 1),
                                .tls = ca.Service("team"),
                                .service = "case",
                                .ping_every = absl::Seconds(1),
                                .ping_timeout = absl::Seconds(1)});
  ASSERT_TRUE(channel.ok()) << channel.status();

  const absl::Time began = absl::Now();
  auto answer = std::async(std::launch::async, [&] {
    grpc::ClientContext context;
    PrepareCall(context, {.timeout = kDeadline});
    eventlog::v1::WaitSettledResponse response;
    return eventlog::v1::ReaderService::NewStub(*channel)->WaitSettled(&context, {}, &response);
  });
  silent.called.WaitForNotification();
  relay.HoldRequests(true);
  relay.HoldAnswers(true);
  const grpc::Status status = answer.get();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE) << status.error_message();
  EXPECT_LT(absl::Now() - began, kDeadline / 2);
}

}  // namespace
}  // namespace fallverbund::rpc
