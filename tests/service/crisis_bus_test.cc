// The crisis service keeps its promises while the bus is away for minutes: a real nats-server is killed and
// started again on the same store, or hangs. An alarm is durable or clearly refused, never in between; said
// again it is the same one; legs that nobody answers climb, and an acknowledgement counts once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "fallverbund/crisis/v1/crisis_service.grpc.pb.h"
#include "libs/base/time.h"
#include "libs/eventlog/prefix.h"
#include "libs/eventlog_jetstream/testing/bus_fixture.h"
#include "libs/eventlog_jetstream/testing/tcp_relay.h"
#include "libs/rpc/status.h"
#include "services/crisis/rpc/crisis_module.h"
#include "tests/service/people.h"
#include "tests/service/running_service.h"

namespace fallverbund::crisis {
namespace {

using ::testing::HasSubstr;
using testing::IdOf;
using testing::kAdler;
using testing::kMilo;
using testing::kReiher;
using testing::kSpecht;
using testing::Reply;
using testing::RunningService;
using Crisis = v1::CrisisService;

// So long a partner's program waits for its answer: less than the service waits for a bus that hangs.
constexpr absl::Duration kPatience = absl::Seconds(2);
const absl::Time kMorning = absl::FromCivil(absl::CivilSecond(2026, 3, 2, 8, 0, 0), absl::UTCTimeZone());

// What the other services would write, each with its own connection and key, before the bus goes.
class Neighbours {
 public:
  Neighbours(const eventlog::BusFixture& bus, absl::Time now)
      : bus_(bus), now_(now), prefix_(bus.log_identity()), read_(bus.OpenLog("audit")) {}

  void Append(const std::string& context, const std::string& aggregate_id, const std::string& type,
              const std::vector<eventlog::v1::Event>& events) {
    CatchUp();
    const std::string subject =
        eventlog::Subject{eventlog::StreamKind::kLog, "do", context, aggregate_id}.ToString();
    const eventlog::ChainLink link = prefix_.Link(subject);
    eventlog::v1::Commit commit;
    commit.set_association("do");
    commit.set_subject(subject);
    commit.set_aggregate_type(type);
    commit.set_aggregate_version(link.version + 1);
    commit.set_prev_payload_sha256(link.payload_sha256);
    commit.set_commit_id(IdOf(absl::StrCat("commit ", ++written_)));
    commit.set_command_id(IdOf(absl::StrCat("command ", written_)));
    commit.set_correlation_id(commit.commit_id());
    commit.mutable_actor()->set_organisation(context);
    *commit.mutable_occurred_at() = ToProto(now_);
    *commit.mutable_recorded_at() = ToProto(now_);
    for (const auto& event : events) *commit.add_events() = event;
    auto& log = logs_[context];
    if (log == nullptr) log = bus_.OpenLog(context);
    const auto at =
        log->Append({subject, eventlog::TestSigner(context).SignCommit(commit), link.last_position});
    ASSERT_TRUE(at.ok()) << at.status();
  }

 private:
  void CatchUp() {
    for (;;) {
      const auto batch = read_->Read(prefix_.position() + 1, {});
      ASSERT_TRUE(batch.ok()) << batch.status();
      if (batch->empty()) return;
      for (const auto& message : *batch) prefix_.Next(message);
    }
  }

  const eventlog::BusFixture& bus_;
  const absl::Time now_;
  eventlog::InMemoryPrefix prefix_;
  const std::unique_ptr<eventlog::EventLog> read_;
  std::map<std::string, std::unique_ptr<eventlog::EventLog>> logs_;
  int written_ = 0;
};

class CrisisWithoutBus : public ::testing::Test {
 protected:
  CrisisWithoutBus() {
    eventlog::BusOptions through = bus_.OptionsFor("crisis");
    through.urls = {relay_.url()};
    auto publish = eventlog::BusConnection::Connect(through);
    EXPECT_TRUE(publish.ok()) << publish.status();
    publish_ = *std::move(publish);
    auto log = eventlog::JetStreamEventLog::Open(publish_, bus_.Connect("crisis"), {.association = "do"});
    EXPECT_TRUE(log.ok()) << log.status();
    log_ = *std::move(log);
    journal_ = bus_.OpenLog("crisis", eventlog::StreamKind::kJournal);
    elsewhere_ = std::make_unique<testing::LogElsewhere>(testing::LogElsewhere{
        *log_, *journal_, bus_.log_identity(),
        [this](const auto& context, const auto& aggregate_id, const auto& type, const auto& events) {
          neighbours_.Append(context, aggregate_id, type, events);
        }});
    service_ = std::make_unique<RunningService>("crisis", module_, *elsewhere_);
    EXPECT_EQ(service_->clock().Now(), kMorning) << "the log begins by the same clock";
    testing::RegisterEverybody(*service_);
    testing::OpenMilo(*service_);
  }

  // With the same id each time: one wish.
  v1::OpenCrisisRequest Alarm() const {
    v1::OpenCrisisRequest request;
    request.set_request_id(wish_);
    request.set_case_id(kMilo);
    request.set_kind(v1::CRISIS_KIND_SELF_HARM);
    request.set_risk_to_self(true);
    request.set_account("hat sich geschnitten");
    request.set_deputy_person_id(kSpecht.person);
    request.set_clinic_organisation_id(kReiher.organisation);
    return request;
  }
  Reply<v1::OpenCrisisResponse> Raise() {
    return service_->Ask(&Crisis::Stub::OpenCrisis, kAdler, Alarm(), kPatience);
  }
  v1::AcknowledgeLegRequest Acknowledgement(const std::string& crisis_id) const {
    v1::AcknowledgeLegRequest request;
    request.set_request_id(RunningService::NewRequestId());
    request.set_crisis_id(crisis_id);
    request.set_party(common::v1::CRISIS_PARTY_CLINIC);
    return request;
  }
  Reply<v1::AcknowledgeLegResponse> Acknowledge(const v1::AcknowledgeLegRequest& request) {
    return service_->Ask(&Crisis::Stub::AcknowledgeLeg, kReiher, request, kPatience);
  }
  // As a partner's program does: again, as long as it is told to try again.
  template <class Call>
  auto UntilAnswered(const Call& call) {
    const absl::Time give_up = absl::Now() + absl::Seconds(60);
    for (;;) {
      auto reply = call();
      const auto code = reply.status.error_code();
      const bool again = code == grpc::StatusCode::UNAVAILABLE || code == grpc::StatusCode::DEADLINE_EXCEEDED;
      if (!again || absl::Now() > give_up) return reply;
    }
  }
  template <class Response>
  static void ExpectRefusedForNow(const Reply<Response>& reply, const std::string& reason) {
    EXPECT_EQ(reply.status.error_code(), grpc::StatusCode::UNAVAILABLE) << reply.status.error_message();
    EXPECT_EQ(reply.reason(), reason);
    EXPECT_THAT(reply.status.error_message(), HasSubstr("same request_id"));
  }
  template <class Response>
  static void ExpectNothingStored(const Reply<Response>& reply) {
    ExpectRefusedForNow(reply, rpc::kNothingStored);
  }
  template <class Response>
  static void ExpectOutcomeUnknown(const Reply<Response>& reply) {
    ExpectRefusedForNow(reply, rpc::kOutcomeUnknown);
  }
  void GoesAway() {
    bus_.Kill();
    relay_.Cut();
    while (publish_->connected()) std::this_thread::yield();  // it is told a moment later
  }
  // On the same store; connections are made anew, and one may be back before the other.
  void ComesBack() {
    bus_.Restart();
    const absl::Time give_up = absl::Now() + absl::Seconds(60);
    for (auto head = log_->HeadFromLeader(); !head.ok(); head = log_->HeadFromLeader())
      ASSERT_LT(absl::Now(), give_up) << head.status();
    service_->Settle();
  }
  // How often the log holds it, by the type's last word.
  int Held(const std::string& event) {
    const auto events = service_->Log();
    return static_cast<int>(std::count_if(events.begin(), events.end(), [&](const eventlog::v1::Event& each) {
      return absl::EndsWith(each.type(), "." + event);
    }));
  }

  const std::string wish_ = RunningService::NewRequestId();
  eventlog::BusFixture bus_{{.test_clock = true, .begins_at = kMorning}};
  eventlog::TcpRelay relay_{bus_.url()};  // what the service writes goes through it
  Neighbours neighbours_{bus_, kMorning};
  std::shared_ptr<eventlog::BusConnection> publish_;
  std::unique_ptr<eventlog::EventLog> log_, journal_;
  std::unique_ptr<testing::LogElsewhere> elsewhere_;
  CrisisModule module_;
  std::unique_ptr<RunningService> service_;
};

TEST_F(CrisisWithoutBus, AnAlarmMeanwhileIsRefusedAndSaidAgainAfterwardsOpensExactlyOneCrisis) {
  GoesAway();
  ExpectNothingStored(Raise());
  service_->clock().Advance(absl::Minutes(10));
  ComesBack();
  EXPECT_EQ(Held("CrisisOpened"), 0) << "nothing of it stays";
  const auto first = UntilAnswered([&] { return Raise(); });
  const auto again = UntilAnswered([&] { return Raise(); });
  ASSERT_TRUE(first.ok() && again.ok()) << first.status.error_message() << again.status.error_message();
  EXPECT_EQ(first.value.crisis_id(), again.value.crisis_id());
  EXPECT_EQ(first.value.result().position(), again.value.result().position());
  service_->Settle();
  EXPECT_EQ(Held("CrisisOpened"), 1);
  EXPECT_EQ(Held("AlarmRepeated"), 0);
}

TEST_F(CrisisWithoutBus, AnAlarmThatIsStoredThoughNobodyHeardSoIsTheOneThatIsSaidAgain) {
  const auto before = *log_->HeadFromLeader();
  relay_.HoldAnswers(true);
  Reply<v1::OpenCrisisResponse> doubtful;
  std::thread caller([&] { doubtful = Raise(); });
  const auto direct = bus_.OpenLog("audit");
  while (*direct->HeadFromLeader() == before) {
  }
  GoesAway();
  relay_.HoldAnswers(false);
  caller.join();
  ExpectOutcomeUnknown(doubtful);
  ComesBack();
  const auto again = UntilAnswered([&] { return Raise(); });
  ASSERT_TRUE(again.ok()) << again.status.error_message();
  EXPECT_EQ(Held("CrisisOpened"), 1);
  EXPECT_EQ(Held("AlarmRepeated"), 0);
}

TEST_F(CrisisWithoutBus, AnAlarmThatWasAcceptedBeforeIsThereAfterwards) {
  const auto raised = UntilAnswered([&] { return Raise(); });
  ASSERT_TRUE(raised.ok()) << raised.status.error_message();
  GoesAway();
  ComesBack();
  v1::GetCrisisRequest request;
  request.set_crisis_id(raised.value.crisis_id());
  const auto seen =
      UntilAnswered([&] { return service_->Ask(&Crisis::Stub::GetCrisis, kAdler, request, kPatience); });
  ASSERT_TRUE(seen.ok()) << seen.status.error_message();
  EXPECT_EQ(seen.value.crisis().legs_size(), 5);
}

// A bus that hangs keeps its connections and says nothing, longer than the caller waits.
TEST_F(CrisisWithoutBus, AnAlarmToABusThatHangsIsInDoubtAndSaidSoInTime) {
  bus_.Pause();
  ExpectOutcomeUnknown(Raise());
  bus_.Resume();
  const auto again = UntilAnswered([&] { return Raise(); });
  ASSERT_TRUE(again.ok()) << again.status.error_message();
  service_->Settle();
  EXPECT_EQ(Held("CrisisOpened"), 1);
  EXPECT_EQ(Held("AlarmRepeated"), 0);
}

TEST_F(CrisisWithoutBus, LegsThatNobodyAnswersClimbThoughTheirDatesPassedMeanwhile) {
  ASSERT_TRUE(UntilAnswered([&] { return Raise(); }).ok());
  service_->Settle();
  GoesAway();
  service_->clock().Advance(absl::Minutes(40));
  service_->host().runner().Poke();
  ComesBack();
  EXPECT_EQ(Held("CrisisDeadlineOverdue"), 5) << "each of the five, once";
  service_->clock().Advance(absl::Minutes(30));
  service_->Settle();
  EXPECT_EQ(Held("CrisisDeadlineEscalated"), 5);
  EXPECT_EQ(Held("LegAcknowledged"), 0);
}

TEST_F(CrisisWithoutBus, AnAcknowledgementThatComesTwiceOrLateCountsOnce) {
  const auto raised = UntilAnswered([&] { return Raise(); });
  ASSERT_TRUE(raised.ok()) << raised.status.error_message();
  service_->Settle();
  GoesAway();
  const auto acknowledgement = Acknowledgement(raised.value.crisis_id());
  ExpectNothingStored(Acknowledge(acknowledgement));
  service_->clock().Advance(absl::Minutes(40));
  ComesBack();
  ASSERT_EQ(Held("CrisisDeadlineOverdue"), 5);
  for (const auto& each : {acknowledgement, acknowledgement, Acknowledgement(raised.value.crisis_id())}) {
    const auto late = UntilAnswered([&] { return Acknowledge(each); });
    EXPECT_TRUE(late.ok()) << late.status.error_message();
  }
  EXPECT_EQ(Held("LegAcknowledged"), 1);
  service_->clock().Advance(absl::Hours(24));
  service_->Settle();
  EXPECT_EQ(Held("CrisisDeadlineOverdue"), 5) << "late stays late, and is told once";
  EXPECT_EQ(Held("CrisisDeadlineEscalated"), 4) << "who has answered does not climb";
}

}  // namespace
}  // namespace fallverbund::crisis
