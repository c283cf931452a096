// A server that fails as it is told: how often a wish is tried, and what is written down about it.
#include "tools/load/closed_loop.h"

#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "fallverbund/casework/v1/case_service.grpc.pb.h"

namespace fallverbund::load {
namespace {

using casework::v1::RecordHearingRequest;
using casework::v1::RecordHearingResponse;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::SizeIs;

// Answers what `answers` says for each try, then OK with positions 1, 2, ...
class ToldService final : public casework::v1::CaseService::CallbackService {
 public:
  grpc::ServerUnaryReactor* RecordHearing(grpc::CallbackServerContext* context,
                                          const RecordHearingRequest* request,
                                          RecordHearingResponse* response) override {
    auto* reactor = context->DefaultReactor();
    absl::MutexLock lock(&mu);
    seen.push_back(request->request_id());
    grpc::Status status;
    if (!answers.empty()) {
      status = answers.front();
      answers.erase(answers.begin());
    }
    if (status.ok()) response->mutable_result()->set_position(++position);
    reactor->Finish(status);
    return reactor;
  }

  absl::Mutex mu;
  std::vector<grpc::Status> answers ABSL_GUARDED_BY(mu);
  std::vector<std::string> seen ABSL_GUARDED_BY(mu);
  uint64_t position ABSL_GUARDED_BY(mu) = 0;
};

class ClosedLoop : public ::testing::Test {
 protected:
  ClosedLoop() {
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    voice_.channel =
        grpc::CreateChannel("127.0.0.1:" + std::to_string(port), grpc::InsecureChannelCredentials());
  }
  ~ClosedLoop() override { server_->Shutdown(); }

  std::vector<Record> Run(const Pace& pace, uint64_t wishes) {
    const auto* method =
        RecordHearingRequest::descriptor()->file()->service(0)->FindMethodByName("RecordHearing");
    std::vector<Record> records;
    RunClosedLoop(
        pace,
        [&](uint64_t number) -> std::optional<Wish> {
          if (number >= wishes) return std::nullopt;
          auto request = std::make_unique<RecordHearingRequest>();
          request->set_request_id("wish " + std::to_string(number));
          return WishFor(*method, std::move(request), "case", voice_);
        },
        [&](const Record& record, const google::protobuf::Message*) { records.push_back(record); });
    return records;
  }

  ToldService service_;
  std::unique_ptr<grpc::Server> server_;
  Voice voice_;
};

const grpc::Status kAway(grpc::UNAVAILABLE, "away");
constexpr Pace kPatient = {.in_flight = 1, .timeout = absl::Seconds(30), .patience = absl::Minutes(5)};

TEST_F(ClosedLoop, EveryWishHasOneRecordAndItsOwnNumber) {
  std::set<uint64_t> numbers, positions;
  for (const Record& record : Run({.in_flight = 8}, 100)) {
    EXPECT_THAT(record.tries, ElementsAre("OK"));
    EXPECT_EQ(record.method, "RecordHearing");
    EXPECT_EQ(record.request_id, "wish " + std::to_string(record.number));
    EXPECT_LE(record.start, record.end);
    numbers.insert(record.number);
    positions.insert(record.position);
  }
  EXPECT_THAT(numbers, SizeIs(100));
  EXPECT_THAT(positions, SizeIs(100));
}

TEST_F(ClosedLoop, TriesAgainWithTheSameRequestIdWhileTheOutcomeIsNotKnown) {
  {
    absl::MutexLock lock(&service_.mu);
    service_.answers = {kAway,
                        {grpc::ABORTED, "others"},
                        {grpc::RESOURCE_EXHAUSTED, "slow down"},
                        {grpc::CANCELLED, "stopping"},
                        {grpc::DEADLINE_EXCEEDED, "too late"}};
  }
  const auto records = Run(kPatient, 1);
  ASSERT_THAT(records, SizeIs(1));
  EXPECT_THAT(records[0].tries, ElementsAre("UNAVAILABLE", "ABORTED", "RESOURCE_EXHAUSTED", "CANCELLED",
                                            "DEADLINE_EXCEEDED", "OK"));
  EXPECT_EQ(records[0].position, 1u);
  absl::MutexLock lock(&service_.mu);
  EXPECT_THAT(service_.seen, SizeIs(6));
  EXPECT_THAT(service_.seen, Each("wish 0"));
}

TEST_F(ClosedLoop, ARefusalIsFinal) {
  {
    absl::MutexLock lock(&service_.mu);
    service_.answers = {{grpc::FAILED_PRECONDITION, "no"}};
  }
  const auto records = Run(kPatient, 2);
  ASSERT_THAT(records, SizeIs(2));
  EXPECT_THAT(records[0].tries, ElementsAre("FAILED_PRECONDITION"));
  EXPECT_EQ(records[0].message, "no");
  EXPECT_TRUE(records[1].ok());
}

TEST_F(ClosedLoop, WithoutPatienceNothingIsTriedTwice) {
  {
    absl::MutexLock lock(&service_.mu);
    service_.answers = {kAway};
  }
  const auto records = Run({.in_flight = 1}, 1);
  ASSERT_THAT(records, SizeIs(1));
  EXPECT_THAT(records[0].tries, ElementsAre("UNAVAILABLE"));
}

}  // namespace
}  // namespace fallverbund::load
