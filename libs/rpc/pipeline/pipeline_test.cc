// Long, because a call passes many gates in one order, and each is tried over real TLS.
//
// The call pipeline over real TLS gRPC: a small case service on a log in memory.
#include "libs/rpc/pipeline/pipeline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "fallverbund/casework/v1/case_service.grpc.pb.h"
#include "fallverbund/eventlog/v1/reader_service.grpc.pb.h"
#include "fallverbund/team/v1/directory_events.pb.h"
#include "libs/access/circle.h"
#include "libs/base/time.h"
#include "libs/command/command_handler.h"
#include "libs/directory/directory.h"
#include "libs/eventlog/in_memory_event_log.h"
#include "libs/eventlog/oneof.h"
#include "libs/eventlog/testing/signed_log.h"
#include "libs/projection/in_memory_projection_store.h"
#include "libs/rpc/client.h"
#include "libs/rpc/pipeline/reader_service.h"
#include "libs/rpc/server.h"
#include "libs/rpc/status.h"
#include "libs/rpc/testing/test_ca.h"
#include "libs/seal/testing/plaintext_sealer.h"

namespace fallverbund::service {
namespace {

using casework::v1::CaseEvent;
using common::v1::ROLE_AUDITOR;
using common::v1::ROLE_CASE_WORKER;
using eventlog::AppendFault;
using eventlog::TestHexId;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string kCase = TestHexId("case");
const std::string kOffice = TestHexId("youth office");
const std::string kAdler = TestHexId("adler");
const std::string kStranger = TestHexId("stranger office");
const std::string kFremd = TestHexId("fremd");
constexpr char kRequest[] = "123e4567-e89b-12d3-a456-426614174000";

// Just enough of a case: setbacks are recorded, a handover can be refused, an end is always refused.
struct SmallCase {
  struct State {};
  struct Setback {
    int kinds = 0;
  };
  struct RefuseHandover {};
  struct End {};
  using Command = std::variant<Setback, RefuseHandover, End>;
  using Event = CaseEvent;
  static constexpr char kContext[] = "case";
  static constexpr char kAggregateType[] = "case";

  static State Initial() { return {}; }
  static decider::Decision<Event> Decide(const State&, const Command& command, const decider::Given&) {
    Event event;
    if (std::holds_alternative<End>(command)) {
      return decider::Refusal{refusal::Reason::kCaseUnderstandingMissing};  // any reason does
    }
    if (std::holds_alternative<RefuseHandover>(command)) {
      event.mutable_handover_refused();
    } else {
      for (int i = 0; i < std::get<Setback>(command).kinds; ++i) {
        event.mutable_setback_recorded()->add_kinds(casework::v1::SETBACK_KIND_RELAPSE);
      }
    }
    return std::vector<Event>{event};
  }
  static State Evolve(State state, const Event&, const decider::Given&) { return state; }
};

class SmallCaseService final : public casework::v1::CaseService::CallbackService {
 public:
  SmallCaseService(Host& host, Pipeline& pipeline) : pipeline_(pipeline), handler_(host.desk()) {}

  grpc::ServerUnaryReactor* RecordSetback(grpc::CallbackServerContext* context,
                                          const casework::v1::RecordSetbackRequest* request,
                                          casework::v1::RecordSetbackResponse* response) override {
    return pipeline_.Serve(context, *request, response, [=, this](Call& call) {
      return Do(call, SmallCase::Setback{request->kinds_size()});
    });
  }
  grpc::ServerUnaryReactor* RefuseHandover(grpc::CallbackServerContext* context,
                                           const casework::v1::RefuseHandoverRequest* request,
                                           casework::v1::RefuseHandoverResponse* response) override {
    return pipeline_.Serve(context, *request, response,
                           [=, this](Call& call) { return Do(call, SmallCase::RefuseHandover{}); });
  }
  grpc::ServerUnaryReactor* RequestLawfulEnd(grpc::CallbackServerContext* context,
                                             const casework::v1::RequestLawfulEndRequest* request,
                                             casework::v1::RequestLawfulEndResponse* response) override {
    return pipeline_.Serve(context, *request, response, [=, this](Call& call) {
      call.set_wish("DISCHARGE");
      return Do(call, SmallCase::End{});
    });
  }
  grpc::ServerUnaryReactor* GetCase(grpc::CallbackServerContext* context,
                                    const casework::v1::GetCaseRequest* request,
                                    casework::v1::GetCaseResponse* response) override {
    return pipeline_.Serve(
        context, *request, response,
        [this, response](Call& call) -> absl::StatusOr<std::optional<command::Outcome>> {
          if (on_read) on_read();
          common::v1::Sealed name;
          name.set_key_id(TestHexId("key"));
          name.set_box("sealed");
          std::string shown;
          call.Show(kCase, {history::TextAt(casework::v1::CaseOpened(), name, "1", &shown)});
          response->mutable_case_()->set_case_id(call.object_id());
          return read_status.ok() ? absl::StatusOr<std::optional<command::Outcome>>(std::nullopt)
                                  : read_status;
        });
  }

  std::function<void()> on_read;
  absl::Status read_status;

 private:
  absl::StatusOr<std::optional<command::Outcome>> Do(Call& call, const SmallCase::Command& command) {
    FV_ASSIGN_OR_RETURN(auto outcome, handler_.Handle(call.ContextFor(call.object_id()), command));
    return outcome;
  }
  Pipeline& pipeline_;
  command::CommandHandler<SmallCase> handler_;
};

const testing::TestCa& Ca() {
  static const testing::TestCa ca;
  return ca;
}
const runtime::TlsPaths& CertificateOf(const std::string& organisation) {
  static const runtime::TlsPaths office = Ca().Organisation(kOffice), stranger = Ca().Organisation(kStranger),
                                 anna = Ca().Operator("anna"), server = Ca().Service("case");
  return organisation == kOffice     ? office
         : organisation == kStranger ? stranger
         : organisation.empty()      ? anna
                                     : server;
}

constexpr int kThreads = 2;
constexpr size_t kQueue = 8;
constexpr size_t kReads = 2;

struct As {
  std::string organisation = kOffice;
  std::string person = kAdler;
  common::v1::Role role = ROLE_CASE_WORKER;
  absl::Duration timeout = absl::Seconds(30);
};

class PipelineTest : public ::testing::Test {
 protected:
  PipelineTest() {
    Register(kOffice, kAdler);
    Register(kStranger, kFremd);
    CaseEvent opened;
    opened.mutable_case_opened()->mutable_holder()->set_organisation_id(kOffice);
    Append("case", kCase, "case", opened);

    host_ = std::make_unique<Host>(Ports{.log = log_.log(),
                                         .journal = journal_,
                                         .store = store_,
                                         .sealer = sealer_,
                                         .signer = signer_,
                                         .clock = clock_,
                                         .new_id = [this] { return TestHexId(absl::StrCat("id ", ++ids_)); },
                                         .id_key = crypto::Secret(std::string(32, 'k')),
                                         .identity = log_.identity()},
                                   Spec{.context = "case",
                                        .kinds = {command::KindOf<SmallCase>()},
                                        .views = {&directory_view_, &circle_view_}});
    pool_ = std::make_unique<rpc::WorkerPool>(
        rpc::WorkerPool::Limits{.threads = kThreads, .queue = kQueue, .reads = kReads});
    pipeline_ = std::make_unique<Pipeline>(*host_, *pool_);
    service_ = std::make_unique<SmallCaseService>(*host_, *pipeline_);
    reader_ = std::make_unique<ReaderService>(*host_, *pipeline_);
    host_->Start();
    server_ = *rpc::Server::Start({.tls = CertificateOf("server")}, {service_.get(), reader_.get()});
    CatchUp();
  }
  ~PipelineTest() override {
    host_->Stop();
    server_.reset();
    pool_.reset();
  }

  void Register(const std::string& organisation, const std::string& person) {
    team::v1::OrganisationEvent registered, worker;
    registered.mutable_organisation_registered()->set_organisation_id(organisation);
    worker.mutable_person_registered()->set_person_id(person);
    worker.mutable_person_registered()->add_roles(ROLE_CASE_WORKER);
    worker.mutable_person_registered()->add_roles(ROLE_AUDITOR);
    Append("team", organisation, "organisation", registered);
    Append("team", organisation, "organisation", worker);
  }
  uint64_t Append(const std::string& context, const std::string& id, std::string_view type,
                  const google::protobuf::Message& event) {
    return log_.Append(context, id, type, {eventlog::PackOneof(event)});
  }
  void CatchUp() {
    ASSERT_TRUE(
        host_->projector().WaitFor(*log_.log().HeadFromLeader(), absl::Now() + absl::Seconds(20)).ok());
  }

  std::shared_ptr<grpc::Channel> Channel(const std::string& organisation) {
    return *rpc::Connect({.target = absl::StrCat("127.0.0.1:", server_->port()),
                          .tls = CertificateOf(organisation),
                          .service = "case"});
  }
  grpc::Status GetCase(const As& as = {}, const std::string& id = kCase, uint64_t at_least = 0) {
    casework::v1::GetCaseRequest request;
    request.set_case_id(id);
    request.set_at_least_position(at_least);
    casework::v1::GetCaseResponse response;
    grpc::ClientContext context;
    rpc::PrepareCall(context, {.person = as.person, .role = as.role, .timeout = as.timeout});
    return casework::v1::CaseService::NewStub(Channel(as.organisation))
        ->GetCase(&context, request, &response);
  }
  grpc::Status RecordSetback(const casework::v1::RecordSetbackRequest& request, const As& as = {}) {
    return RecordSetback(request, as, &setback_);
  }
  grpc::Status RecordSetback(const casework::v1::RecordSetbackRequest& request, const As& as,
                             casework::v1::RecordSetbackResponse* response) {
    grpc::ClientContext context;
    rpc::PrepareCall(context, {.person = as.person, .role = as.role, .timeout = as.timeout});
    response->Clear();
    return casework::v1::CaseService::NewStub(Channel(as.organisation))
        ->RecordSetback(&context, request, response);
  }
  static casework::v1::RecordSetbackRequest Setback(const std::string& request_id = kRequest) {
    casework::v1::RecordSetbackRequest request;
    request.set_request_id(request_id);
    request.set_case_id(kCase);
    request.add_kinds(casework::v1::SETBACK_KIND_RELAPSE);
    return request;
  }
  template <class Request, class Response>
  grpc::Status Write(grpc::Status (casework::v1::CaseService::Stub::*method)(grpc::ClientContext*,
                                                                             const Request&, Response*),
                     const As& as = {}) {
    Request request;
    request.set_request_id(kRequest);
    request.set_case_id(kCase);
    if constexpr (std::is_same_v<Request, casework::v1::RefuseHandoverRequest>)
      request.set_reason(casework::v1::HANDOVER_REFUSAL_REASON_OTHER);
    Response response;
    grpc::ClientContext context;
    rpc::PrepareCall(context, {.person = as.person, .role = as.role, .timeout = as.timeout});
    const auto stub = casework::v1::CaseService::NewStub(Channel(as.organisation));
    return (stub.get()->*method)(&context, request, &response);
  }

  // The journal in short: "ReadRecorded GetCase", "CallDenied GetCase OBJECT_UNKNOWN".
  std::vector<std::string> Journal() {
    std::vector<std::string> entries;
    const auto messages = journal_.Read(1, {});
    for (const auto& message : *messages) {
      eventlog::v1::Envelope envelope;
      last_entry_.Clear();
      EXPECT_TRUE(envelope.ParseFromString(message.payload) &&
                  last_entry_.ParseFromString(envelope.signed_part()));
      eventlog::v1::ReadRecorded read;
      eventlog::v1::CallDenied denied;
      eventlog::v1::CommandRefused refused;
      const auto method = [](const std::string& full) { return full.substr(full.rfind('.') + 1); };
      const auto& event = last_entry_.events(0);
      if (eventlog::UnpackEvent(event, &read)) {
        entries.push_back(
            absl::StrCat("read ", method(read.method_id()), " keys:", read.opened_key_ids_size()));
      } else if (eventlog::UnpackEvent(event, &denied)) {
        entries.push_back(absl::StrCat("denied ", method(denied.method_id()), " ", denied.reason_id(), " ",
                                       denied.row_id()));
      } else if (eventlog::UnpackEvent(event, &refused)) {
        entries.push_back(absl::StrCat("refused ", method(refused.method_id()), " ", refused.reason_id(), " ",
                                       refused.wish_id()));
      }
    }
    return entries;
  }

  // Until so many calls wait without a thread; false after too long.
  bool AwaitWaiting(int calls) {
    const absl::Time patience = absl::Now() + absl::Seconds(20);
    while (pipeline_->waiting() < calls && absl::Now() < patience) std::this_thread::yield();
    return pipeline_->waiting() == calls;
  }

  const SystemClock clock_;
  eventlog::SignedLog log_;
  eventlog::InMemoryEventLog journal_;
  projection::InMemoryProjectionStore store_;
  seal::PlaintextSealer sealer_;
  const eventlog::Signer signer_ = eventlog::SignedLog::signer("case");
  std::atomic<int> ids_ = 0;
  const directory::DirectoryView directory_view_;
  const access::CircleView circle_view_;
  std::unique_ptr<Host> host_;
  std::unique_ptr<rpc::WorkerPool> pool_;
  std::unique_ptr<Pipeline> pipeline_;
  std::unique_ptr<SmallCaseService> service_;
  std::unique_ptr<ReaderService> reader_;
  std::unique_ptr<rpc::Server> server_;
  casework::v1::RecordSetbackResponse setback_;
  eventlog::v1::Commit last_entry_;
};

TEST_F(PipelineTest, AReadIsJournaledWithWhoAndWhichKeys) {
  const auto status = GetCase();
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_THAT(Journal(), ElementsAre("read GetCase keys:1"));
  EXPECT_EQ(last_entry_.actor().organisation(), kOffice);
  EXPECT_EQ(last_entry_.actor().person(), kAdler);
  EXPECT_EQ(last_entry_.actor().role(), "CASE_WORKER");
  eventlog::v1::ReadRecorded read;
  ASSERT_TRUE(eventlog::UnpackEvent(last_entry_.events(0), &read));
  EXPECT_EQ(read.ground_id(), "RELATION_CIRCLE");
  EXPECT_EQ(read.row_id(), "N1");
  EXPECT_EQ(read.reading_id(), "");
}

// Started with the wrong key file, it may be called before it has read so far that it knows.
TEST_F(PipelineTest, WhoSignsWithAKeyThatTheLogDoesNotKnowJournalsNothing) {
  const eventlog::Signer wrong = eventlog::SignedLog::signer("nobody");
  projection::InMemoryProjectionStore rows;
  Host host(Ports{.log = log_.log(),
                  .journal = journal_,
                  .store = rows,
                  .sealer = sealer_,
                  .signer = wrong,
                  .clock = clock_,
                  .new_id = [this] { return TestHexId(absl::StrCat("id ", ++ids_)); },
                  .id_key = crypto::Secret(std::string(32, 'k')),
                  .identity = log_.identity()},
            Spec{.context = "case", .views = {&directory_view_, &circle_view_}});
  EXPECT_TRUE(absl::IsUnavailable(host.journal().Denied({kOffice, kAdler, ""}, {})))
      << "before anything is read";
  host.Start();
  ASSERT_TRUE(host.projector().WaitFor(*log_.log().HeadFromLeader(), absl::Now() + absl::Seconds(20)).ok());
  EXPECT_TRUE(absl::IsUnavailable(host.journal().Denied({kOffice, kAdler, ""}, {})));
  EXPECT_THAT(Journal(), ::testing::IsEmpty());
  host.Stop();
}

TEST_F(PipelineTest, WithoutAJournalNothingIsAnswered) {
  journal_.SetAppendFaults([](const auto&) { return AppendFault::kFull; });
  EXPECT_EQ(GetCase().error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(GetCase({.organisation = kStranger, .person = kFremd}).error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(Write(&casework::v1::CaseService::Stub::RequestLawfulEnd).error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
}

// The caller waits until its deadline, and is told before it.
TEST_F(PipelineTest, AWriteThatDoesNotGetThroughIsToldWhetherAnythingWasStored) {
  log_.log().SetAppendFaults([](const auto&) { return AppendFault::kAway; });
  const auto away = RecordSetback(Setback());
  EXPECT_EQ(away.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(rpc::DetailsOf(away).reason, rpc::kNothingStored);
  EXPECT_THAT(away.error_message(), HasSubstr("this call stored nothing"));
  EXPECT_THAT(away.error_message(), HasSubstr("same request_id"));
  log_.log().SetAppendFaults([](const auto&) { return AppendFault::kDelayed; });
  const auto doubtful = RecordSetback(Setback());
  EXPECT_EQ(doubtful.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(rpc::DetailsOf(doubtful).reason, rpc::kOutcomeUnknown);
  EXPECT_THAT(doubtful.error_message(), HasSubstr("not known whether"));
  EXPECT_THAT(doubtful.error_message(), HasSubstr("same request_id"));
  log_.log().SetAppendFaults(nullptr);
  EXPECT_TRUE(RecordSetback(Setback()).ok());
}

// While every thread waits for a bus that is away, the next caller hears so, too.
TEST_F(PipelineTest, ACallWhoseTurnDoesNotComeInTimeIsTold) {
  absl::Notification go_on;
  absl::BlockingCounter started(kThreads);
  service_->on_read = [&] {
    started.DecrementCount();
    go_on.WaitForNotification();
  };
  std::vector<std::thread> readers;
  for (int i = 0; i < kThreads; ++i) readers.emplace_back([&] { EXPECT_TRUE(GetCase().ok()); });
  started.Wait();
  const auto write = RecordSetback(Setback(), {.timeout = absl::Seconds(2)});
  EXPECT_EQ(write.error_code(), grpc::StatusCode::UNAVAILABLE) << write.error_message();
  EXPECT_EQ(rpc::DetailsOf(write).reason, rpc::kNothingStored);
  const auto read = GetCase({.timeout = absl::Seconds(2)});
  EXPECT_EQ(read.error_code(), grpc::StatusCode::UNAVAILABLE) << read.error_message();
  EXPECT_EQ(rpc::DetailsOf(read).reason, "UNAVAILABLE");
  go_on.Notify();
  for (auto& reader : readers) reader.join();
}

TEST_F(PipelineTest, AHiddenCaseIsAnsweredLikeAnUnknownOneToTheByte) {
  const auto hidden = GetCase({.organisation = kStranger, .person = kFremd});
  const auto unknown = GetCase({.organisation = kStranger, .person = kFremd}, TestHexId("no such case"));
  EXPECT_EQ(hidden.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(hidden.error_message(), unknown.error_message());
  EXPECT_EQ(hidden.error_details(), unknown.error_details());
  service_->read_status = absl::NotFoundError("the handler's own words");
  EXPECT_EQ(GetCase().error_details(), unknown.error_details());
  EXPECT_THAT(Journal(), ElementsAre("denied GetCase OBJECT_UNKNOWN N2", "denied GetCase OBJECT_UNKNOWN N2",
                                     "denied GetCase OBJECT_UNKNOWN N2"));
}

TEST_F(PipelineTest, AForeignPersonOrRoleIsDeniedAndJournaled) {
  EXPECT_EQ(rpc::DetailsOf(GetCase({.person = kFremd})).reason, "CALLER_PERSON_UNKNOWN");
  EXPECT_EQ(rpc::DetailsOf(GetCase({.role = common::v1::ROLE_TEAM_LEAD})).reason, "ROLE_NOT_HELD");
  const auto auditor = GetCase({.role = ROLE_AUDITOR});
  EXPECT_EQ(auditor.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(rpc::DetailsOf(auditor).refusal->row(), "N1") << "the row of the method";
  EXPECT_THAT(Journal(),
              ElementsAre("denied GetCase CALLER_PERSON_UNKNOWN B7", "denied GetCase ROLE_NOT_HELD B7",
                          "denied GetCase ROLE_MAY_NOT_CALL N1"));
}

// Registered, invited or offered a moment ago: a no that rests on less than the log knows would be wrong, and
// journaled. Without hints this instance reads only when it must, or once a second.
TEST_F(PipelineTest, NobodyIsTurnedAwayForWhatWeHaveNotReadYet) {
  const std::string eule = TestHexId("eule");
  team::v1::OrganisationEvent worker;
  worker.mutable_person_registered()->set_person_id(eule);
  worker.mutable_person_registered()->add_roles(ROLE_CASE_WORKER);
  log_.log().SetHintMode(eventlog::HintMode::kLost);
  Append("team", kOffice, "organisation", worker);
  const auto status = GetCase({.person = eule});
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_THAT(Journal(), ElementsAre("read GetCase keys:1"));
}

TEST_F(PipelineTest, ARefusalRestsOnAllTheLogKnows) {
  log_.log().SetHintMode(eventlog::HintMode::kLost);
  CaseEvent setback;
  setback.mutable_setback_recorded();
  const uint64_t elsewhere = Append("case", TestHexId("another case"), "case", setback);
  const auto status = Write(&casework::v1::CaseService::Stub::RequestLawfulEnd);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION) << status.error_message();
  EXPECT_GE(host_->projector().position(), elsewhere);
  EXPECT_THAT(Journal(), ElementsAre("refused RequestLawfulEnd CASE_UNDERSTANDING_MISSING DISCHARGE"));
}

TEST_F(PipelineTest, WhatHasNotHappenedYetIsNoFact) {
  auto tomorrow = Setback();
  *tomorrow.mutable_occurred_at() = ToProto(absl::Now() + absl::Hours(24));
  const auto status = RecordSetback(tomorrow);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  ASSERT_EQ(rpc::DetailsOf(status).fields.size(), 1u);
  EXPECT_EQ(rpc::DetailsOf(status).fields[0].field(), "occurred_at");
  auto fast_clock = Setback();
  *fast_clock.mutable_occurred_at() = ToProto(absl::Now() + kFastClock / 2);
  ASSERT_TRUE(RecordSetback(fast_clock).ok());
  const auto message = *log_.log().ReadFromLeader(setback_.result().position());
  eventlog::v1::Envelope envelope;
  eventlog::v1::Commit commit;
  ASSERT_TRUE(envelope.ParseFromString(message->payload) && commit.ParseFromString(envelope.signed_part()));
  EXPECT_LE(FromProto(commit.occurred_at()), FromProto(commit.recorded_at()));
}

TEST_F(PipelineTest, ALateEntryGoesBackTo1990AndNoFurther) {
  auto late = Setback();
  for (const absl::Time never : {kEarliest - absl::Nanoseconds(1), absl::FromUnixSeconds(-62'135'596'800)}) {
    *late.mutable_occurred_at() = ToProto(never);
    const auto status = RecordSetback(late);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    ASSERT_EQ(rpc::DetailsOf(status).fields.size(), 1u);
    EXPECT_EQ(rpc::DetailsOf(status).fields[0].field(), "occurred_at");
  }
  *late.mutable_occurred_at() = ToProto(absl::FromCivil(absl::CivilDay(1990, 1, 1), absl::UTCTimeZone()));
  EXPECT_TRUE(RecordSetback(late).ok());
}

TEST_F(PipelineTest, TheSameRequestIdInCapitalsIsTheSame) {
  auto request = Setback("abcdef00-e89b-12d3-a456-426614174000");
  ASSERT_TRUE(RecordSetback(request).ok());
  const uint64_t position = setback_.result().position();
  request.set_request_id("ABCDEF00-E89B-12D3-A456-426614174000");
  ASSERT_TRUE(RecordSetback(request).ok());
  EXPECT_EQ(setback_.result().position(), position);
}

TEST_F(PipelineTest, AWriteAnswersWithItsPositionAndTheSameForEver) {
  ASSERT_TRUE(RecordSetback(Setback()).ok());
  const auto first = setback_.result();
  EXPECT_EQ(first.position(), *log_.log().HeadFromLeader());
  EXPECT_FALSE(first.commit_id().empty());
  EXPECT_FALSE(first.receipt().empty());
  ASSERT_TRUE(RecordSetback(Setback()).ok());
  EXPECT_EQ(setback_.result().SerializeAsString(), first.SerializeAsString());
  EXPECT_THAT(Journal(), IsEmpty());
}

TEST_F(PipelineTest, TheSameRequestIdForAnotherWishIsMalformed) {
  ASSERT_TRUE(RecordSetback(Setback()).ok());
  auto other = Setback();
  other.add_kinds(casework::v1::SETBACK_KIND_VIOLENCE);
  EXPECT_EQ(RecordSetback(other).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

// Who refuses an offer leaves the circle by it; if the answer got lost on the way, asking again must give it.
TEST_F(PipelineTest, AnAcceptedAnswerIsGivenAgainAlsoToWhoLeftTheCircleByIt) {
  CaseEvent offered;
  offered.mutable_handover_offered()->mutable_to()->set_organisation_id(kStranger);
  Append("case", kCase, "case", offered);
  CatchUp();
  const As fremd{.organisation = kStranger, .person = kFremd};
  ASSERT_TRUE(Write(&casework::v1::CaseService::Stub::RefuseHandover, fremd).ok());
  CatchUp();
  EXPECT_EQ(GetCase(fremd).error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_TRUE(Write(&casework::v1::CaseService::Stub::RefuseHandover, fremd).ok());
  auto new_wish = Setback();
  EXPECT_EQ(RecordSetback(new_wish, fremd).error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(PipelineTest, AnAcceptedAnswerIsGivenAgainAlsoToWhoLeftMeanwhileAndNothingNew) {
  ASSERT_TRUE(RecordSetback(Setback()).ok());
  const auto first = setback_.result();
  team::v1::OrganisationEvent leaves, left;
  leaves.mutable_deactivation_requested()->set_person_id(kAdler);
  left.mutable_person_deactivated()->set_person_id(kAdler);
  Append("team", kOffice, "organisation", leaves);
  Append("team", kOffice, "organisation", left);
  CatchUp();
  EXPECT_TRUE(RecordSetback(Setback()).ok());
  EXPECT_EQ(setback_.result().SerializeAsString(), first.SerializeAsString());
  const auto anew = RecordSetback(Setback("123e4567-e89b-12d3-a456-426614174999"));
  EXPECT_EQ(rpc::DetailsOf(anew).reason, "CALLER_PERSON_UNKNOWN");
  EXPECT_EQ(rpc::DetailsOf(RecordSetback(Setback(), {.person = kFremd})).reason, "CALLER_PERSON_UNKNOWN");
}

TEST_F(PipelineTest, ARefusalTellsRowAndNextStepAndIsJournaledWithTheWish) {
  const auto status = Write(&casework::v1::CaseService::Stub::RequestLawfulEnd);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  ASSERT_TRUE(rpc::DetailsOf(status).refusal.has_value());
  EXPECT_EQ(rpc::DetailsOf(status).refusal->row(), "A11");
  EXPECT_THAT(Journal(), ElementsAre("refused RequestLawfulEnd CASE_UNDERSTANDING_MISSING DISCHARGE"));
}

TEST_F(PipelineTest, MalformedRequestsNameTheFieldAndReachNobody) {
  auto no_request_id = Setback("");
  auto not_an_id = Setback();
  not_an_id.set_case_id("Milo");
  auto unknown_kind = Setback();
  unknown_kind.add_kinds(static_cast<casework::v1::SetbackKind>(99));
  auto unknown_field = Setback();
  unknown_field.GetReflection()->MutableUnknownFields(&unknown_field)->AddVarint(77, 1);
  const struct {
    casework::v1::RecordSetbackRequest request;
    std::string field;
  } kWrong[] = {{no_request_id, "request_id"},
                {not_an_id, "case_id"},
                {unknown_kind, "kinds[1]"},
                {unknown_field, "request"}};
  for (const auto& wrong : kWrong) {
    const auto status = RecordSetback(wrong.request);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << wrong.field;
    ASSERT_EQ(rpc::DetailsOf(status).fields.size(), 1u) << wrong.field;
    EXPECT_EQ(rpc::DetailsOf(status).fields[0].field(), wrong.field);
    EXPECT_EQ(status.error_message().find("Milo"), std::string::npos);
  }
}

TEST_F(PipelineTest, AReadWaitsForItsPosition) {
  const uint64_t next = *log_.log().HeadFromLeader() + 1;
  grpc::Status status;
  std::thread reader([&] { status = GetCase({}, kCase, next); });
  CaseEvent setback;
  setback.mutable_setback_recorded();
  Append("case", kCase, "case", setback);
  reader.join();
  EXPECT_TRUE(status.ok()) << status.error_message();
}

TEST_F(PipelineTest, WhoStillWaitsWhenTheServiceStopsIsSentToAskAgain) {
  const uint64_t next = *log_.log().HeadFromLeader() + 1;
  grpc::Status status;
  std::thread reader([&] { status = GetCase({}, kCase, next); });
  EXPECT_TRUE(AwaitWaiting(1));
  host_->Stop();
  reader.join();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE) << status.error_message();
  EXPECT_THAT(status.error_message(), ::testing::HasSubstr("send it again"));
}

TEST_F(PipelineTest, APositionThatDoesNotComeIsToldInTimeAndTyped) {
  const uint64_t head = *log_.log().HeadFromLeader();
  const auto status = GetCase({.timeout = absl::Seconds(1)}, kCase, head + 5);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE) << status.error_message();
  ASSERT_TRUE(rpc::DetailsOf(status).not_yet_visible.has_value());
  EXPECT_EQ(rpc::DetailsOf(status).not_yet_visible->asked(), head + 5);
  EXPECT_EQ(rpc::DetailsOf(status).not_yet_visible->visible(), head);
}

// Many more wait than there are threads and places in the queue; others are served meanwhile.
TEST_F(PipelineTest, WaitingCostsNoThread) {
  constexpr int kWaiting = 2 * (kThreads + static_cast<int>(kQueue));
  const uint64_t next = *log_.log().HeadFromLeader() + 1;
  std::vector<std::thread> waiting;
  std::atomic<int> answered = 0;
  for (int i = 0; i < kWaiting; ++i) {
    waiting.emplace_back([&] {
      const auto status = GetCase({}, kCase, next);
      EXPECT_TRUE(status.ok()) << status.error_message();
      ++answered;
    });
  }
  EXPECT_TRUE(AwaitWaiting(kWaiting));
  EXPECT_TRUE(GetCase().ok());
  EXPECT_EQ(answered, 0);
  CaseEvent setback;
  setback.mutable_setback_recorded();
  Append("case", kCase, "case", setback);
  for (auto& each : waiting) each.join();
}

TEST_F(PipelineTest, AFullQueueSaysSoToWritesAndStillTakesReads) {
  absl::Notification go_on, full;
  absl::BlockingCounter busy(kThreads);
  std::atomic<int> running = 0, writes = 0, reads = 0;
  service_->on_read = [&] {
    if (++running <= kThreads) busy.DecrementCount();
    go_on.WaitForNotification();
  };
  std::vector<std::thread> callers;
  const auto read = [&] {
    callers.emplace_back([&] {
      if (GetCase().ok()) ++reads;
    });
  };
  for (int i = 0; i < kThreads; ++i) read();
  busy.Wait();
  for (size_t i = 0; i < kQueue + 1; ++i) {  // one more than there are places
    callers.emplace_back([&] {
      casework::v1::RecordSetbackResponse response;
      const auto status = RecordSetback(Setback(), {}, &response);
      if (status.ok()) {
        ++writes;
        return;
      }
      EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
      full.Notify();
    });
  }
  full.WaitForNotification();
  for (size_t i = 0; i < kReads; ++i) read();
  const absl::Time patience = absl::Now() + absl::Seconds(20);
  while (pool_->queued() < kQueue + kReads && absl::Now() < patience) std::this_thread::yield();
  EXPECT_EQ(GetCase().error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  go_on.Notify();
  for (auto& each : callers) each.join();
  EXPECT_EQ(writes, kQueue);
  EXPECT_EQ(reads, kThreads + kReads);
}

TEST_F(PipelineTest, TenThousandStreamsThatBeginAtOnceLeaveTheQueueToOthersAndBeginInTheirOrder) {
  rpc::WorkerPool pool({.threads = 0, .queue = kMostBeginning + 1, .reads = 0});
  const auto streams = std::make_shared<Streams>(*host_, pool);
  std::vector<int> begun;
  std::vector<absl::Status> refused;
  const auto come = [&](int number) {
    streams->Admit([&begun, number] { begun.push_back(number); },
                   [&refused](const absl::Status& no) { refused.push_back(no); });
  };
  for (int i = 0; i <= kMaxStreams; ++i) come(i);
  ASSERT_EQ(refused.size(), 1u);
  EXPECT_TRUE(absl::IsResourceExhausted(refused[0])) << refused[0];
  bool alarmed = false;
  EXPECT_EQ(pool.queued(), static_cast<size_t>(kMostBeginning));
  ASSERT_TRUE(pool.Submit([&alarmed] { alarmed = true; }));
  for (int i = 0; i <= kMostBeginning; ++i) EXPECT_TRUE(pool.RunOne());
  EXPECT_TRUE(alarmed);
  while (pool.RunOne()) {
  }
  ASSERT_EQ(begun.size(), static_cast<size_t>(kMaxStreams));
  EXPECT_TRUE(std::is_sorted(begun.begin(), begun.end()));
}

TEST_F(PipelineTest, AStreamThatHasNotBegunWhenTheServiceStopsIsSentToCallAgain) {
  rpc::WorkerPool pool({.threads = 0});
  const auto streams = std::make_shared<Streams>(*host_, pool);
  std::vector<absl::Status> refused;
  const auto come = [&] {
    streams->Admit([] { ADD_FAILURE() << "began"; },
                   [&refused](const absl::Status& no) { refused.push_back(no); });
  };
  come();
  streams->End();
  come();
  while (pool.RunOne()) {
  }
  ASSERT_EQ(refused.size(), 2u);
  for (const auto& each : refused) EXPECT_TRUE(absl::IsUnavailable(each)) << each;
}

TEST_F(PipelineTest, OurMistakesAreNotTold) {
  service_->read_status = absl::InternalError("row 7 of Milo is damaged");
  const auto status = GetCase();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_EQ(status.error_message().find("Milo"), std::string::npos);
}

class ReaderTest : public PipelineTest {
 protected:
  grpc::Status Settled(uint64_t position, absl::Duration timeout, const std::string& organisation = "") {
    eventlog::v1::WaitSettledRequest request;
    request.set_position(position);
    grpc::ClientContext context;
    if (organisation.empty()) {
      rpc::PrepareCall(context, {.timeout = timeout});
    } else {
      rpc::PrepareCall(context, {.person = kAdler, .role = ROLE_CASE_WORKER, .timeout = timeout});
    }
    return eventlog::v1::ReaderService::NewStub(Channel(organisation))
        ->WaitSettled(&context, request, &settled_);
  }
  eventlog::v1::WaitSettledResponse settled_;
};

TEST_F(ReaderTest, TellsTheOperatorThatEverythingIsDone) {
  const uint64_t head = *log_.log().HeadFromLeader();
  const auto status = Settled(head, absl::Seconds(30));
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(settled_.position(), head);
}

TEST_F(ReaderTest, IsClosedToOrganisations) {
  EXPECT_EQ(Settled(0, absl::Seconds(30), kOffice).error_code(), grpc::StatusCode::PERMISSION_DENIED);
}

// More of them wait than there are threads, and reads go on meanwhile.
TEST_F(ReaderTest, WaitingForSettledCostsNoThread) {
  const uint64_t next = *log_.log().HeadFromLeader() + 1;
  std::vector<std::thread> waiting;
  std::atomic<int> settled = 0;
  for (int i = 0; i < 2 * kThreads; ++i) {
    waiting.emplace_back([&] {
      if (Settled(next, absl::Seconds(30)).ok()) ++settled;
    });
  }
  EXPECT_TRUE(AwaitWaiting(2 * kThreads));
  EXPECT_TRUE(GetCase().ok());
  CaseEvent setback;
  setback.mutable_setback_recorded();
  Append("case", kCase, "case", setback);
  for (auto& each : waiting) each.join();
  EXPECT_EQ(settled, 2 * kThreads);
}

}  // namespace
}  // namespace fallverbund::service
