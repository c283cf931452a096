// Long, because it is the whole door: TLS, roles, limits and shapes of requests, each tried over a real
// socket.
#include "libs/rpc/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "fallverbund/eventlog/v1/reader_service.grpc.pb.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/impl/codegen/client_unary_call.h"
#include "grpcpp/security/credentials.h"
#include "libs/refusal/refusal.h"
#include "libs/rpc/caller.h"
#include "libs/rpc/client.h"
#include "libs/rpc/status.h"
#include "libs/rpc/testing/test_ca.h"
#include "libs/runtime/files.h"

namespace fallverbund::rpc {
namespace {

using ::testing::HasSubstr;
using testing::TestCa;

constexpr char kOrganisation[] = "00112233445566778899aabbccddeeff";
constexpr char kPerson[] = "ffeeddccbbaa99887766554433221100";

const TestCa& Ca() {
  static const TestCa ca;
  return ca;
}

const runtime::TlsPaths& ServerCertificate() {
  static const runtime::TlsPaths files = Ca().Service("case");
  return files;
}

std::vector<std::string> ReasonCodes() {
  std::vector<std::string> codes;
#define FV_REASON(name, code, row, german, english, next_german, next_english) codes.emplace_back(code);
#include "libs/refusal/reasons.def"
#undef FV_REASON
  return codes;
}

// Answers who it thinks is calling, in the field "context".
class Mirror final : public eventlog::v1::ReaderService::CallbackService {
 public:
  grpc::ServerUnaryReactor* GetProjection(grpc::CallbackServerContext* context,
                                          const eventlog::v1::GetProjectionRequest* request,
                                          eventlog::v1::GetProjectionResponse* response) override {
    auto* reactor = context->DefaultReactor();
    if (refuses) {
      reactor->Finish(Refused(ToProto(refusal::Reason::kCaseUnderstandingMissing)));
      return reactor;
    }
    ++asked;
    if (away > 0) {
      --away;
      reactor->Finish(grpc::Status(away_as, "away"));
      return reactor;
    }
    trace = ReadTrace(*context);
    const auto caller = ReadCaller(*context);
    if (caller.ok()) {
      response->set_context(
          absl::StrCat(access::PeerUri(caller->peer), " ", caller->person, " ", caller->role));
      response->set_position(request->at_least_position());
    }
    reactor->Finish(ToGrpc(caller.status()));
    return reactor;
  }

  // Stays open until the test lets it go, or the call is cut.
  grpc::ServerUnaryReactor* WaitSettled(grpc::CallbackServerContext*, const eventlog::v1::WaitSettledRequest*,
                                        eventlog::v1::WaitSettledResponse*) override {
    class Held final : public grpc::ServerUnaryReactor {
     public:
      void OnCancel() override { Finish(grpc::Status::CANCELLED); }
      void OnDone() override { delete this; }
    };
    auto* reactor = new Held;
    held = reactor;
    waiting.Notify();
    return reactor;
  }

  std::atomic<bool> refuses = false;
  std::optional<Trace> trace;  // of the last call
  std::atomic<int> asked = 0;
  std::atomic<int> away = 0;
  grpc::StatusCode away_as = grpc::StatusCode::UNAVAILABLE;
  absl::Notification waiting;
  grpc::ServerUnaryReactor* held = nullptr;
};

class ServerTest : public ::testing::Test {
 protected:
  void Start(ServerOptions options = {}) {
    options.tls = ServerCertificate();
    auto server = Server::Start(options, {&mirror_});
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
  }

  std::string target() const { return absl::StrCat("127.0.0.1:", server_->port()); }

  std::shared_ptr<grpc::Channel> ChannelOf(const runtime::TlsPaths& files,
                                           const std::string& service = "case") {
    return *Connect({.target = target(), .tls = files, .service = service});
  }

  grpc::Status Ask(const std::shared_ptr<grpc::Channel>& channel, const CallOptions& options = {}) {
    grpc::ClientContext context;
    PrepareCall(context, options);
    answer_.Clear();
    return eventlog::v1::ReaderService::NewStub(channel)->GetProjection(&context, request_, &answer_);
  }

  // grpc.health.v1.Health/Check by hand; its proto is not in Debian. An answer's byte 2 is the state, 1:
  // SERVING.
  int Health(const std::shared_ptr<grpc::Channel>& channel) {
    grpc::ClientContext context;
    PrepareCall(context, {});
    grpc::Slice nothing;
    grpc::ByteBuffer request(&nothing, 1), response;
    const auto status = grpc::internal::BlockingUnaryCall(
        channel.get(),
        grpc::internal::RpcMethod("/grpc.health.v1.Health/Check", grpc::internal::RpcMethod::NORMAL_RPC),
        &context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    grpc::Slice slice;
    if (!response.DumpToSingleSlice(&slice).ok() || slice.size() != 2) return -1;
    return slice.begin()[1];
  }

  Mirror mirror_;
  std::unique_ptr<Server> server_;
  eventlog::v1::GetProjectionRequest request_;
  eventlog::v1::GetProjectionResponse answer_;
};

TEST_F(ServerTest, KnowsOrganisationPersonAndRole) {
  Start();
  const auto status = Ask(ChannelOf(Ca().Organisation(kOrganisation)),
                          {.person = kPerson, .role = common::v1::ROLE_CASE_WORKER});
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(answer_.context(),
            absl::StrCat("spiffe://fallverbund.example/org/", kOrganisation, " ", kPerson, " 1"));
}

TEST_F(ServerTest, KnowsServicesAndOperators) {
  Start();
  ASSERT_TRUE(Ask(ChannelOf(Ca().Operator("anna"))).ok());
  EXPECT_EQ(answer_.context(), "spiffe://fallverbund.example/ops/anna  22");
  ASSERT_TRUE(Ask(ChannelOf(ServerCertificate())).ok());
  EXPECT_EQ(answer_.context(), "spiffe://fallverbund.example/svc/case  24");
}

TEST_F(ServerTest, RefusesACertificateThatNamesTwoUrisOrNone) {
  Start();
  const auto two = Ca().Issue("two", {absl::StrCat("URI:spiffe://fallverbund.example/org/", kOrganisation),
                                      "URI:spiffe://fallverbund.example/ops/anna"});
  EXPECT_EQ(Ask(ChannelOf(two)).error_code(), grpc::StatusCode::UNAUTHENTICATED);
  const auto none = Ca().Issue("none", {"DNS:localhost"});
  EXPECT_EQ(Ask(ChannelOf(none)).error_code(), grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(ServerTest, LetsNobodyInWithoutACertificateOfTheAuthority) {
  Start();
  const TestCa other;
  auto stranger = other.Organisation(kOrganisation);
  stranger.ca = ServerCertificate().ca;
  EXPECT_EQ(Ask(ChannelOf(stranger)).error_code(), grpc::StatusCode::UNAVAILABLE);
  grpc::SslCredentialsOptions no_certificate;
  no_certificate.pem_root_certs = *runtime::ReadFile(ServerCertificate().ca, "ca");
  EXPECT_EQ(Ask(grpc::CreateChannel(target(), grpc::SslCredentials(no_certificate))).error_code(),
            grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(Ask(grpc::CreateChannel(target(), grpc::InsecureChannelCredentials())).error_code(),
            grpc::StatusCode::UNAVAILABLE);
}

TEST_F(ServerTest, AnExpiredCertificateIsToldBeforeAnybodyIsCalled) {
  const auto expired =
      Ca().Issue("late", {absl::StrCat("URI:spiffe://fallverbund.example/org/", kOrganisation)},
                 TestCa::Validity::kExpired);
  const auto client = Connect({.target = "127.0.0.1:1", .tls = expired}).status();
  EXPECT_EQ(client.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(client.message()), HasSubstr(expired.cert + " expired at 20"));
  EXPECT_THAT(std::string(client.message()), HasSubstr("have a new one issued"));
  EXPECT_EQ(Server::Start({.tls = expired}, {}).status(), client);
}

TEST_F(ServerTest, TheServerDoesNotAcceptAnExpiredCertificateEither) {
  Start();
  const auto expired =
      Ca().Issue("later", {absl::StrCat("URI:spiffe://fallverbund.example/org/", kOrganisation)},
                 TestCa::Validity::kExpired);
  grpc::SslCredentialsOptions pems;
  pems.pem_root_certs = *runtime::ReadFile(expired.ca, "ca");
  pems.pem_cert_chain = *runtime::ReadFile(expired.cert, "cert");
  pems.pem_private_key = *runtime::ReadFile(expired.key, "key");
  EXPECT_EQ(Ask(grpc::CreateChannel(target(), grpc::SslCredentials(pems))).error_code(),
            grpc::StatusCode::UNAVAILABLE);
}

TEST_F(ServerTest, NamesTheFileThatIsMissingMalformedOrOfAnotherCertificate) {
  auto files = ServerCertificate();
  files.key = Ca().Operator("berta").key;
  EXPECT_THAT(std::string(Server::Start({.tls = files}, {}).status().message()),
              HasSubstr(files.key + " is not the private key of that certificate"));
  files = ServerCertificate();
  files.cert = files.key;
  EXPECT_THAT(std::string(Server::Start({.tls = files}, {}).status().message()),
              HasSubstr(files.cert + " holds no certificate in PEM form"));
  files.cert = "/nowhere/cert.pem";
  EXPECT_EQ(Server::Start({.tls = files}, {}).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(ServerTest, AClientAcceptsOnlyTheServiceItAskedFor) {
  Start();
  EXPECT_TRUE(Ask(ChannelOf(Ca().Operator("carla"), "case")).ok());
  EXPECT_TRUE(Ask(ChannelOf(Ca().Operator("carla2"), "")).ok());  // by host name
  EXPECT_EQ(Ask(ChannelOf(Ca().Operator("carla3"), "keys")).error_code(), grpc::StatusCode::UNAVAILABLE);
}

int TlsExit(const std::string& version, const std::string& target, const runtime::TlsPaths& files) {
  return std::system(absl::StrCat("openssl s_client -", version, " -alpn h2 -connect ", target, " -CAfile ",
                                  files.ca, " -cert ", files.cert, " -key ", files.key,
                                  " </dev/null >/dev/null 2>&1")
                         .c_str());
}

TEST_F(ServerTest, AClientOfSeveralInstancesUsesAllAndGoesOnWithThoseThatAreLeft) {
  Start();
  Mirror other_mirror;
  auto other = Server::Start({.tls = ServerCertificate()}, {&other_mirror});
  ASSERT_TRUE(other.ok()) << other.status();
  const auto channel = *Connect({.target = absl::StrCat("ipv4:", target(), ",127.0.0.1:", (*other)->port()),
                                 .tls = ServerCertificate(),
                                 .service = "case",
                                 .tries = 3});
  const auto both_asked = [&] { return mirror_.asked > 0 && other_mirror.asked > 0; };
  const absl::Time patience = absl::Now() + absl::Seconds(10);
  while (!both_asked() && absl::Now() < patience) ASSERT_TRUE(Ask(channel).ok());
  EXPECT_TRUE(both_asked());

  other->reset();
  for (int i = 0; i < 20; ++i) {
    const auto status = Ask(channel);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
}

TEST_F(ServerTest, TriesAgainWhereEveryMethodMayBeRepeated) {
  Start();
  for (const auto away_as : {grpc::StatusCode::UNAVAILABLE, grpc::StatusCode::CANCELLED}) {
    mirror_.away_as = away_as;
    mirror_.away = 2;  // so often
    mirror_.asked = 0;
    EXPECT_EQ(Ask(ChannelOf(ServerCertificate())).error_code(), away_as);
    const auto status =
        Ask(*Connect({.target = target(), .tls = ServerCertificate(), .service = "case", .tries = 3}));
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(mirror_.asked, 3);
  }
}

TEST_F(ServerTest, SpeaksTls13Only) {
  Start();
  EXPECT_EQ(TlsExit("tls1_3", target(), ServerCertificate()), 0);
  EXPECT_NE(TlsExit("tls1_2", target(), ServerCertificate()), 0);
}

TEST_F(ServerTest, HealthSaysNotServingUntilToldAndAgainWhenDraining) {
  Start();
  const auto channel = ChannelOf(Ca().Operator("dora"));
  EXPECT_EQ(Health(channel), 2);
  server_->SetServing(true);
  EXPECT_EQ(Health(channel), 1);
  server_->SetServing(false);
  EXPECT_EQ(Health(channel), 2);
}

TEST_F(ServerTest, WritesItsPortOnceItIsOpen) {
  const testing::TempDir dir;
  Start({.port_file = dir / "port"});
  int port = 0;
  ASSERT_TRUE(absl::SimpleAtoi(*runtime::ReadFile(dir / "port", "port"), &port));
  EXPECT_EQ(port, server_->port());
}

TEST_F(ServerTest, SaysWhenTheAddressIsTaken) {
  Start();
  const auto second = Server::Start({.listen = target(), .tls = ServerCertificate()}, {}).status();
  EXPECT_EQ(second.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(second.message()), HasSubstr(target()));
}

TEST_F(ServerTest, RefusesMetadataThatIsTooLarge) {
  Start();
  const auto channel = ChannelOf(Ca().Operator("emma"));
  grpc::ClientContext context;
  PrepareCall(context, {});
  context.AddMetadata("fv-noise", std::string(kMaxMetadataBytes + 1, 'x'));
  const auto status =
      eventlog::v1::ReaderService::NewStub(channel)->GetProjection(&context, request_, &answer_);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED) << status.error_message();
}

TEST_F(ServerTest, RefusesAMessageThatIsTooLarge) {
  Start();
  const auto channel = ChannelOf(Ca().Operator("emil"));
  EXPECT_TRUE(Ask(channel).ok());
  request_.GetReflection()->MutableUnknownFields(&request_)->AddLengthDelimited(
      99, std::string(kMaxRequestBytes, 'x'));
  const auto status = Ask(channel);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED) << status.error_message();
  request_.Clear();
  EXPECT_TRUE(Ask(channel).ok());
}

TEST_F(ServerTest, SaysThatARequestIsNotReadableAndThatAMethodIsUnknown) {
  Start();
  const auto channel = ChannelOf(Ca().Operator("enno"));
  const auto status = [&](const char* path, const std::string& bytes) {
    grpc::ClientContext context;
    PrepareCall(context, {});
    grpc::Slice slice(bytes);
    grpc::ByteBuffer request(&slice, 1), response;
    return grpc::internal::BlockingUnaryCall(
        channel.get(), grpc::internal::RpcMethod(path, grpc::internal::RpcMethod::NORMAL_RPC), &context,
        request, &response);
  };
  const auto damaged = status("/fallverbund.eventlog.v1.ReaderService/GetProjection", "\xff\xff\xff");
  EXPECT_EQ(damaged.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(damaged.error_message(), HasSubstr("GetProjectionRequest"));
  ASSERT_EQ(DetailsOf(damaged).fields.size(), 1u);
  const auto unknown = status("/fallverbund.eventlog.v1.ReaderService/DeleteEverything", "");
  EXPECT_EQ(unknown.error_code(), grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_THAT(unknown.error_message(), HasSubstr("no such method"));
}

TEST_F(ServerTest, CountsEachCallByMethodCodeAndReason) {
  metrics::CallCounts calls(ReasonCodes());
  Start({.calls = &calls});
  const auto channel = ChannelOf(Ca().Operator("elsa"));
  EXPECT_TRUE(Ask(channel).ok());
  EXPECT_TRUE(Ask(channel).ok());
  EXPECT_FALSE(Ask(channel, {.person = "nobody"}).ok());
  mirror_.refuses = true;
  EXPECT_FALSE(Ask(channel).ok());
  for (const char* path : {"/fallverbund.eventlog.v1.ReaderService/DeleteEverything", "/Milo/Falke"}) {
    grpc::ClientContext context;
    PrepareCall(context, {});
    EXPECT_FALSE(grpc::internal::BlockingUnaryCall(
                     channel.get(), grpc::internal::RpcMethod(path, grpc::internal::RpcMethod::NORMAL_RPC),
                     &context, request_, &answer_)
                     .ok());
  }
  metrics::Page page("case");
  calls.Fill(page);
  const std::string text = page.Text();
  const std::string method = "{service=\"case\",method=\"ReaderService/GetProjection\",";
  EXPECT_THAT(text, HasSubstr("fallverbund_calls_total" + method + "code=\"OK\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("fallverbund_calls_total" + method + "code=\"INVALID_ARGUMENT\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("fallverbund_calls_total" + method + "code=\"FAILED_PRECONDITION\"} 1\n"));
  EXPECT_THAT(
      text, HasSubstr("fallverbund_refusals_total" + method + "reason=\"CASE_UNDERSTANDING_MISSING\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("method=\"other\",code=\"UNIMPLEMENTED\"} 2\n"));
  EXPECT_EQ(text.find("Milo"), std::string::npos);  // what a caller asks for becomes no label
}

TEST_F(ServerTest, ReadsATraceparentAndTakesAMalformedOrDoubledOneForNone) {
  constexpr char kTraceparent[] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  Start();
  const auto channel = ChannelOf(Ca().Operator("erna"));
  EXPECT_TRUE(Ask(channel, {.traceparent = kTraceparent}).ok());
  EXPECT_EQ(mirror_.trace, (Trace{"4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"}));
  EXPECT_TRUE(Ask(channel).ok());
  EXPECT_EQ(mirror_.trace, std::nullopt);
  EXPECT_TRUE(Ask(channel, {.traceparent = "Milo Falke"}).ok());
  EXPECT_EQ(mirror_.trace, std::nullopt);
  grpc::ClientContext context;
  PrepareCall(context, {.traceparent = kTraceparent});
  context.AddMetadata(kTraceparentMetadata, kTraceparent);
  EXPECT_TRUE(
      eventlog::v1::ReaderService::NewStub(channel)->GetProjection(&context, request_, &answer_).ok());
  EXPECT_EQ(mirror_.trace, std::nullopt);
}

TEST_F(ServerTest, DrainingLetsRunningCallsFinish) {
  Start();
  const auto channel = ChannelOf(Ca().Operator("fred"));
  grpc::Status status;
  std::thread caller([&] {
    grpc::ClientContext context;
    PrepareCall(context, {.timeout = absl::Seconds(30)});
    eventlog::v1::WaitSettledResponse response;
    status = eventlog::v1::ReaderService::NewStub(channel)->WaitSettled(&context, {}, &response);
  });
  mirror_.waiting.WaitForNotification();
  std::thread drain([&] { server_->Drain(absl::Seconds(30)); });
  // The client has been told that no new call is welcome; the old one goes on.
  ASSERT_TRUE(channel->WaitForStateChange(GRPC_CHANNEL_READY,
                                          std::chrono::system_clock::now() + std::chrono::seconds(20)));
  mirror_.held->Finish(grpc::Status::OK);
  drain.join();
  caller.join();
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(Ask(channel).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(ServerTest, DrainingCutsWhatTakesTooLong) {
  Start();
  const auto channel = ChannelOf(Ca().Operator("gerd"));
  grpc::Status status;
  std::thread caller([&] {
    grpc::ClientContext context;
    PrepareCall(context, {.timeout = absl::Seconds(60)});
    eventlog::v1::WaitSettledResponse response;
    status = eventlog::v1::ReaderService::NewStub(channel)->WaitSettled(&context, {}, &response);
  });
  mirror_.waiting.WaitForNotification();
  server_->Drain(absl::Milliseconds(10));
  caller.join();
  EXPECT_FALSE(status.ok());
}

// What the server offers beside its services: reflection, but never in production.
grpc::StatusCode AskForReflection(const std::shared_ptr<grpc::Channel>& channel) {
  grpc::ClientContext context;
  PrepareCall(context, {});
  grpc::Slice nothing;
  grpc::ByteBuffer request(&nothing, 1), response;
  return grpc::internal::BlockingUnaryCall(
             channel.get(),
             grpc::internal::RpcMethod("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
                                       grpc::internal::RpcMethod::NORMAL_RPC),
             &context, request, &response)
      .error_code();
}

// Reflection stays loaded once it is, so the production half needs a process of its own.
TEST_F(ServerTest, ReflectionIsOffInProduction) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");  // runs this test alone in a fresh process
  EXPECT_EXIT(
      {
        Start({.production = true});
        const auto code = AskForReflection(ChannelOf(Ca().Operator("hans")));
        std::_Exit(code == grpc::StatusCode::UNIMPLEMENTED ? 0 : 1);
      },
      ::testing::ExitedWithCode(0), "");
}

TEST_F(ServerTest, ReflectionIsOnElsewhere) {
  Start();
  EXPECT_NE(AskForReflection(ChannelOf(Ca().Operator("ida"))), grpc::StatusCode::UNIMPLEMENTED);
}

}  // namespace
}  // namespace fallverbund::rpc
