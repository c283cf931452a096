// Long, because a reaction can be interrupted at every step, and each way must do it once.
#include "libs/reaction/reaction_runner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <utility>

#include "absl/synchronization/barrier.h"
#include "google/protobuf/wrappers.pb.h"
#include "libs/base/strings.h"
#include "libs/base/time.h"
#include "libs/command/command_handler.h"
#include "libs/command/testing/instance.h"

namespace fallverbund::reaction {
namespace {

using command::CommandHandler;
using command::OutcomeKind;
using command::testing::AddCoins;
using command::testing::BreakSeal;
using command::testing::CoinsAdded;
using command::testing::Instance;
using command::testing::JarDecider;
using command::testing::JarEvent;
using command::testing::kIdKey;
using command::testing::RequestTo;
using command::testing::SealBroken;
using command::testing::SealJar;
using eventlog::SignedLog;
using eventlog::TestHexId;
using google::protobuf::BoolValue;
using google::protobuf::Int64Value;

constexpr absl::Duration kDay = absl::Hours(24);

// The team's coins go into the case's jar of the same id, at once. A jar whose seal the team broke is sealed
// a day later.
std::vector<ReactionRule> Rules() {
  return {
      On<CoinsAdded>(
          "jar.pour",
          [](const CoinsAdded& event, const Trigger& trigger, const projection::Rows&) -> std::vector<Draft> {
            if (trigger.recorded.commit.context != "team") return {};
            Int64Value command;
            command.set_value(event.coins());
            return {Do(trigger.recorded.commit.aggregate_id, command)};
          }),
      On<SealBroken>(
          "jar.seal",
          [](const SealBroken&, const Trigger& trigger, const projection::Rows&) -> std::vector<Draft> {
            if (trigger.recorded.commit.context != "team") return {};
            return {Do(trigger.recorded.commit.aggregate_id, BoolValue(), trigger.recorded.known_at + kDay)};
          })};
}

class ReactionRunnerTest : public ::testing::Test {
 protected:
  using Store = projection::InMemoryProjectionStore;

  // One life of the case service.
  class Life {
   public:
    Life(ReactionRunnerTest& test, const std::string& name, std::unique_ptr<Store> store = nullptr)
        : instance(test.log_, test.clock_, name, {&test.view_}, std::move(store)), jars(instance.desk()) {
      RunnerOptions options;
      options.first_retry = absl::ZeroDuration();  // so that only the order, not the wait, can hold one back
      options.last_retry = absl::ZeroDuration();
      options.look_again = absl::Seconds(30);  // so that a test which needs a poke or a hint would hang
      options.execute = [this, &test](
                            const Obligation& obligation,
                            const command::CommandContext& context) -> absl::StatusOr<command::Outcome> {
        {
          absl::MutexLock lock(&test.mu_);
          ++test.executed_;
          // Its deadline is so many whole seconds from now, less what passed since it was set.
          const auto left = absl::Ceil(context.deadline - absl::Now(), absl::Seconds(1));
          test.patience_[obligation.target_id].push_back(left);
        }
        if (test.before_execute_) {
          if (auto status = test.before_execute_(obligation); !status.ok()) return status;
        }
        if (Int64Value coins; UnpackCommand(obligation, &coins))
          return jars.Handle(context, AddCoins{coins.value()});
        return jars.Handle(context, SealJar{});
      };
      options.on_trouble = [&test](const Obligation&, const absl::Status& status) {
        absl::MutexLock lock(&test.mu_);
        test.troubles_.push_back(status);
      };
      runner = std::make_unique<ReactionRunner>(instance.projector(), instance.desk(), test.clock_, options);
    }
    Life& Start() {
      instance.Start();
      runner->Start();
      return *this;
    }
    Instance instance;
    CommandHandler<JarDecider> jars;
    std::unique_ptr<ReactionRunner> runner;
  };

  uint64_t TeamAppends(const std::string& jar, const google::protobuf::Message& event) {
    return log_.Append("team", TestHexId(jar), "team", {eventlog::PackEvent(event)});
  }
  uint64_t TeamAdds(const std::string& jar, int64_t coins) {
    CoinsAdded event;
    event.set_coins(coins);
    return TeamAppends(jar, event);
  }
  uint64_t Head() { return *log_.log().HeadFromLeader(); }
  absl::Status Settled(Life& life, absl::Duration patience = absl::Seconds(20)) {
    return life.runner->WaitSettled(Head(), clock_.Now(), absl::Now() + patience);
  }
  // All commits of the case context, as type and what the event says.
  std::vector<std::string> CaseCommits() {
    std::vector<std::string> told;
    const auto messages = *log_.log().Read(1, {});
    for (const auto& message : messages) {
      eventlog::v1::Envelope envelope;
      eventlog::v1::Commit commit;
      EXPECT_TRUE(envelope.ParseFromString(message.payload) &&
                  commit.ParseFromString(envelope.signed_part()));
      if (eventlog::ParseSubject(message.subject)->context != "case") continue;
      last_ = commit;
      if (auto jar = eventlog::UnpackOneof<JarEvent>(commit.events(0)); jar.ok()) {
        told.push_back(jar->has_coins_added()  ? absl::StrCat("coins ", jar->coins_added().coins())
                       : jar->has_jar_sealed() ? "sealed"
                                               : "seal broken");
      }
      if (eventlog::v1::ReactionSettled settled; eventlog::UnpackEvent(commit.events(0), &settled)) {
        told.push_back(absl::StrCat(settled.reaction_id(), " ", SettledOutcome_Name(settled.outcome()), " ",
                                    settled.reason_id()));
      }
    }
    return told;
  }
  int executed() {
    absl::MutexLock lock(&mu_);
    return executed_;
  }

  FakeClock clock_{absl::FromUnixSeconds(1'800'000'000)};
  SignedLog log_{&clock_};
  ReactionView view_{"case", crypto::Secret(std::string_view(kIdKey)), Rules()};
  std::function<absl::Status(const Obligation&)> before_execute_;
  eventlog::v1::Commit last_;
  absl::Mutex mu_;
  int executed_ ABSL_GUARDED_BY(mu_) = 0;
  std::map<std::string, std::vector<absl::Duration>> patience_
      ABSL_GUARDED_BY(mu_);  // of each try, by target
  std::vector<absl::Status> troubles_ ABSL_GUARDED_BY(mu_);
};

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_F(ReactionRunnerTest, AReactionIsDoneOnceByTheServiceBecauseOfItsTrigger) {
  Life life(*this, "a");
  life.Start();
  const uint64_t trigger = TeamAdds("jar", 7);
  ASSERT_TRUE(Settled(life).ok());
  EXPECT_THAT(CaseCommits(), ElementsAre("coins 7"));
  EXPECT_EQ(last_.causation().position(), trigger);
  EXPECT_EQ(last_.actor().organisation(), "case");
  EXPECT_EQ(last_.actor().person(), "");
  EXPECT_EQ(last_.actor().role(), "SERVICE");
  EXPECT_EQ(last_.subject(), SignedLog::SubjectOf("case", TestHexId("jar")));
  EXPECT_EQ(CountOpen(life.instance.store())->reactions, 0u);
  EXPECT_EQ(executed(), 1);
}

TEST_F(ReactionRunnerTest, NothingIsDoneTwiceAfterARebuild) {
  {
    Life life(*this, "a");
    life.Start();
    for (int i = 1; i <= 5; ++i) TeamAdds(absl::StrCat("jar", i), i);
    ASSERT_TRUE(Settled(life).ok());
  }
  const uint64_t head = Head();
  EXPECT_EQ(executed(), 5);
  Life rebuilt(*this, "b");
  rebuilt.Start();
  ASSERT_TRUE(Settled(rebuilt).ok());
  EXPECT_EQ(executed(), 5);
  EXPECT_EQ(Head(), head);
}

TEST_F(ReactionRunnerTest, TwoInstancesDoItOnce) {
  Life a(*this, "a"), b(*this, "b");
  a.Start();
  b.Start();
  std::vector<std::string> expected;
  for (int i = 1; i <= 30; ++i) {
    TeamAdds("jar", i);
    expected.push_back(absl::StrCat("coins ", i));
  }
  ASSERT_TRUE(Settled(a).ok());
  ASSERT_TRUE(Settled(b).ok());
  EXPECT_EQ(CaseCommits(), expected);
}

TEST_F(ReactionRunnerTest, TwoInstancesSettleItOnce) {
  TeamAdds("jar", 0);  // nothing to do
  Life a(*this, "a"), b(*this, "b");
  // Both have decided before either settles.
  absl::Barrier* both = new absl::Barrier(2);
  before_execute_ = [both](const Obligation&) {
    if (both->Block()) delete both;
    return absl::OkStatus();
  };
  a.Start();
  b.Start();
  ASSERT_TRUE(Settled(a).ok());
  ASSERT_TRUE(Settled(b).ok());
  EXPECT_THAT(CaseCommits(), ElementsAre("jar.pour SETTLED_OUTCOME_NOTHING_TO_DO "));
}

// One instance has decided that there is nothing to do, and before that is written the other finds something.
TEST_F(ReactionRunnerTest, WhatOneInstanceDoesAnotherDoesNotSettleBesides) {
  log_.log().SetHintMode(eventlog::HintMode::kLost);
  Life a(*this, "a"), b(*this, "b");
  a.instance.StartAndCatchUp(log_);
  b.instance.StartAndCatchUp(log_);
  ASSERT_TRUE(a.jars.Handle(RequestTo("jar", "r1"), SealJar{}).ok());
  TeamAdds("jar", 7);
  a.instance.CatchUp(log_);
  b.instance.CatchUp(log_);
  bool others_turn = true;
  log_.log().SetHintMode(eventlog::HintMode::kEarly);  // a hint comes before the append that it tells of
  const auto before_an_append = log_.log().WatchHints([&] {
    if (!std::exchange(others_turn, false)) return;
    ASSERT_TRUE(b.jars.Handle(RequestTo("jar", "r2"), BreakSeal{}).ok());
    b.runner->Step();
  });
  a.runner->Step();
  EXPECT_FALSE(others_turn);
  EXPECT_THAT(CaseCommits(), ElementsAre("sealed", "seal broken", "coins 7"));
  a.instance.CatchUp(log_);
  EXPECT_EQ(CountOpen(a.instance.store())->reactions, 0u);
}

TEST_F(ReactionRunnerTest, ACrashBetweenAppendAndClosedRowDoesItOnce) {
  std::unique_ptr<Store> disk;
  {
    Life life(*this, "a");
    before_execute_ = [&](const Obligation&) {
      disk = life.instance.store().Copy();  // the row is open here, and the append comes
      return absl::OkStatus();
    };
    life.Start();
    TeamAdds("jar", 7);
    ASSERT_TRUE(Settled(life).ok());
  }
  before_execute_ = nullptr;
  ASSERT_EQ(CountOpen(*disk)->reactions, 1u);
  Life next(*this, "b", std::move(disk));
  next.Start();
  ASSERT_TRUE(Settled(next).ok());
  EXPECT_THAT(CaseCommits(), ElementsAre("coins 7"));
  EXPECT_EQ(executed(), 1);  // the head seen at the start had the commit that closes it
}

TEST_F(ReactionRunnerTest, ARefusedReactionIsSettledWithItsReason) {
  Life life(*this, "a");
  life.Start();
  ASSERT_TRUE(life.instance.projector().WaitFor(Head(), absl::InfiniteFuture()).ok());
  ASSERT_TRUE(life.jars.Handle(RequestTo("jar", "r1"), SealJar{}).ok());
  const uint64_t trigger = TeamAdds("jar", 7);
  ASSERT_TRUE(Settled(life).ok());
  EXPECT_THAT(CaseCommits(), ElementsAre("sealed", absl::StrCat("jar.pour SETTLED_OUTCOME_REFUSED ",
                                                                ToAbsl(Text(JarDecider::kSealed).code))));
  EXPECT_EQ(last_.causation().position(), trigger);
  EXPECT_EQ(last_.aggregate_type(), "settlement");
  EXPECT_EQ(last_.subject(), SignedLog::SubjectOf("case", TestHexId("jar")));
  // What was settled stays settled, though now it would be accepted.
  ASSERT_TRUE(life.jars.Handle(RequestTo("jar", "r2"), BreakSeal{}).ok());
  Life rebuilt(*this, "b");
  rebuilt.Start();
  ASSERT_TRUE(Settled(rebuilt).ok());
  EXPECT_EQ(executed(), 1);
}

TEST_F(ReactionRunnerTest, AClockRunsWhenItIsDueAndNotBefore) {
  Life life(*this, "a");
  life.Start();
  TeamAppends("jar", SealBroken());
  ASSERT_TRUE(Settled(life).ok());
  clock_.Advance(kDay - absl::Nanoseconds(1));
  life.runner->Poke();
  ASSERT_TRUE(Settled(life).ok());
  EXPECT_THAT(CaseCommits(), IsEmpty());
  EXPECT_EQ(CountOpen(life.instance.store())->clocks, 1u);
  clock_.Advance(absl::Nanoseconds(1));
  life.runner->Poke();
  ASSERT_TRUE(Settled(life).ok());
  EXPECT_THAT(CaseCommits(), ElementsAre("sealed"));
  EXPECT_EQ(FromProto(last_.occurred_at()), clock_.Now());
}

TEST_F(ReactionRunnerTest, AClockThatIsNoLongerCurrentSettlesAsNothingToDo) {
  Life life(*this, "a");
  life.Start();
  TeamAppends("jar", SealBroken());
  ASSERT_TRUE(Settled(life).ok());
  ASSERT_TRUE(life.jars.Handle(RequestTo("jar", "r1"), SealJar{}).ok());
  clock_.Advance(3 * kDay);
  life.runner->Poke();
  ASSERT_TRUE(Settled(life).ok());
  EXPECT_THAT(CaseCommits(), ElementsAre("sealed", "jar.seal SETTLED_OUTCOME_NOTHING_TO_DO "));
  EXPECT_EQ(CountOpen(life.instance.store())->clocks, 0u);
}

TEST_F(ReactionRunnerTest, WhatFellDueFirstIsDoneFirst) {
  TeamAppends("jar", SealBroken());  // due tomorrow
  TeamAdds("jar", 1);
  TeamAdds("jar", 2);
  clock_.Advance(2 * kDay);
  log_.SetNow(clock_.Now());
  TeamAdds("jar", 3);  // after the seal fell due
  Life life(*this, "a");
  life.Start();
  ASSERT_TRUE(Settled(life).ok());
  EXPECT_THAT(CaseCommits(), ElementsAre("coins 1", "coins 2", "sealed",
                                         ::testing::StartsWith("jar.pour SETTLED_OUTCOME_REFUSED")));
}

TEST_F(ReactionRunnerTest, WhatDoesNotWorkIsTriedAgainAndOnlyItsTargetWaits) {
  TeamAdds("unlucky", 1);
  TeamAdds("unlucky", 2);
  TeamAdds("jar", 3);
  std::atomic<int> failures = 0;
  before_execute_ = [&](const Obligation& obligation) {
    if (obligation.target_id == TestHexId("unlucky") && failures < 3) {
      ++failures;
      return absl::UnavailableError("bus");
    }
    return absl::OkStatus();
  };
  Life life(*this, "a");
  life.Start();
  ASSERT_TRUE(Settled(life).ok());
  EXPECT_THAT(CaseCommits(), ElementsAre("coins 3", "coins 1", "coins 2"));
  absl::MutexLock lock(&mu_);
  EXPECT_EQ(troubles_.size(), 3u);
}

TEST_F(ReactionRunnerTest, WhatHangsHasMoreTimeWithEachTryAndHoldsUpNothingNew) {
  Life a(*this, "a");
  a.instance.Start();  // its runner is driven by hand
  std::vector<std::string> tried;
  before_execute_ = [&](const Obligation& obligation) {
    tried.push_back(obligation.target_id);
    return obligation.target_id == TestHexId("new") ? absl::OkStatus()
                                                    : absl::DeadlineExceededError("it hangs");
  };
  const auto look = [&] {
    a.instance.CatchUp(log_);
    tried.clear();
    a.runner->Step();
  };
  TeamAdds("first", 1);
  TeamAdds("second", 2);
  look();
  EXPECT_THAT(tried, ElementsAre(TestHexId("first"), TestHexId("second"))) << "nobody knew that they hang";
  TeamAdds("new", 3);
  look();
  EXPECT_THAT(tried, ElementsAre(TestHexId("first"), TestHexId("new")));
  for (int i = 0; i < 3; ++i) look();
  const absl::MutexLock lock(&mu_);
  EXPECT_THAT(patience_[TestHexId("first")], ElementsAre(absl::Seconds(1), absl::Seconds(2), absl::Seconds(4),
                                                         absl::Seconds(8), absl::Seconds(10)));
}

TEST_F(ReactionRunnerTest, ALookBeginsWhereSomethingIsOpen) {
  Life a(*this, "a");
  a.instance.Start();  // its runner is driven by hand
  bool works = false;
  before_execute_ = [&](const Obligation& obligation) {
    const bool first = obligation.target_id == TestHexId("first");
    return first && !works ? absl::UnavailableError("not yet") : absl::OkStatus();
  };
  const auto look = [&] {
    a.instance.CatchUp(log_);
    a.runner->Step();
    a.instance.CatchUp(log_);
  };
  TeamAdds("first", 1);
  look();  // left open, while the log's time goes on
  clock_.Advance(kDay);
  TeamAdds("second", 2);
  look();
  EXPECT_THAT(CaseCommits(), ElementsAre("coins 2"));
  works = true;
  look();
  EXPECT_THAT(CaseCommits(), ElementsAre("coins 2", "coins 1"));
  clock_.Advance(-kDay);  // this machine's clock was ahead: the log's time does not go back
  TeamAdds("third", 3);
  clock_.Advance(kDay);
  look();
  EXPECT_THAT(CaseCommits(), ElementsAre("coins 2", "coins 1", "coins 3"));
}

// The log's time is another machine's: what is due between the two is looked at later.
TEST_F(ReactionRunnerTest, AClockThatIsBehindPassesNoDateBy) {
  Life a(*this, "a");
  a.instance.Start();
  const auto look = [&] {
    a.instance.CatchUp(log_);
    a.runner->Step();
    a.instance.CatchUp(log_);
  };
  TeamAppends("jar", SealBroken());  // is due in a day
  log_.SetNow(clock_.Now() + 2 * kDay);
  TeamAdds("other", 1);
  look();
  EXPECT_THAT(CaseCommits(), IsEmpty()) << "it is not so late here";
  clock_.Advance(kDay);
  look();
  EXPECT_THAT(CaseCommits(), ElementsAre("sealed"));
}

// Else it would be settled as not come yet, and lost.
TEST_F(ReactionRunnerTest, NothingIsDecidedAsOfBeforeItsDateThoughTheClockIsPutBack) {
  Life a(*this, "a");
  a.instance.Start();
  TeamAppends("jar", SealBroken());  // is due in a day
  const absl::Time due = clock_.Now() + kDay;
  a.instance.CatchUp(log_);
  clock_.Advance(kDay + absl::Hours(1));
  before_execute_ = [&](const Obligation&) {
    clock_.Advance(-absl::Hours(2));
    return absl::OkStatus();
  };
  a.runner->Step();
  EXPECT_THAT(CaseCommits(), ElementsAre("sealed"));
  EXPECT_EQ(FromProto(last_.recorded_at()), due);
}

TEST_F(ReactionRunnerTest, WhatHasNotComeAnyMoreWaitsWhereTheClockIsPutBack) {
  Life a(*this, "a");
  a.instance.Start();
  TeamAppends("first", SealBroken());  // both are due in a day
  TeamAppends("second", SealBroken());
  a.instance.CatchUp(log_);
  clock_.Advance(30 * kDay);  // by mistake
  bool put_back = false;
  before_execute_ = [&](const Obligation&) {
    if (!std::exchange(put_back, true)) clock_.Advance(-30 * kDay);
    return absl::OkStatus();
  };
  a.runner->Step();
  EXPECT_THAT(CaseCommits(), ElementsAre("sealed"));
  clock_.Advance(kDay);
  a.instance.CatchUp(log_);
  a.runner->Step();
  EXPECT_THAT(CaseCommits(), ElementsAre("sealed", "sealed"));
}

TEST_F(ReactionRunnerTest, WhatAnotherInstanceDidMeanwhileIsNotTriedAnyMore) {
  Life a(*this, "a"), b(*this, "b");
  a.instance.Start();  // its runner is driven by hand
  before_execute_ = [](const Obligation&) { return absl::UnavailableError("the bus is away"); };
  TeamAdds("jar", 7);
  a.instance.CatchUp(log_);
  a.runner->Step();
  EXPECT_EQ(a.runner->retrying(), 1u);
  before_execute_ = nullptr;
  b.Start();
  ASSERT_TRUE(Settled(b).ok());
  a.instance.CatchUp(log_);
  a.runner->Step();
  EXPECT_EQ(a.runner->retrying(), 0u) << "else it would look again at once, for ever";
  EXPECT_EQ(executed(), 2);
}

TEST_F(ReactionRunnerTest, ARebuildReachesTheHeadBeforeAnythingRuns) {
  {
    Life life(*this, "a");
    life.Start();
    for (int i = 1; i <= 20; ++i) TeamAdds("jar", i);
    ASSERT_TRUE(Settled(life).ok());
  }
  const int before = executed();
  // Reads one message per step, so that every obligation is open for a while.
  Store store;
  command::CommandLog commands("case", {command::KindOf<JarDecider>()});
  projection::ProjectorOptions options{.identity = log_.identity(), .views = {&commands, &view_}};
  options.batch.max_messages = 1;
  projection::Projector projector(log_.log(), store, options);
  const auto signer = SignedLog::signer("case");
  command::CommandDesk desk({log_.log(), projector, signer, clock_, "do", "case",
                             crypto::Secret(std::string_view(kIdKey)), [] { return TestHexId("never"); }});
  RunnerOptions run;
  std::atomic<int> ran = 0;
  run.execute = [&](const Obligation&, const command::CommandContext&) -> absl::StatusOr<command::Outcome> {
    ++ran;
    return absl::UnavailableError("not now");
  };
  ReactionRunner runner(projector, desk, clock_, run);
  runner.Start();
  projector.Start();
  ASSERT_TRUE(runner.WaitSettled(Head(), clock_.Now(), absl::Now() + absl::Seconds(20)).ok());
  EXPECT_EQ(ran, 0);
  EXPECT_EQ(executed(), before);
}

TEST_F(ReactionRunnerTest, SettledWaitsForPositionTimeAndWhatIsOpen) {
  Life life(*this, "a");
  std::atomic<bool> broken = true;
  before_execute_ = [&](const Obligation&) {
    return broken ? absl::UnavailableError("bus") : absl::OkStatus();
  };
  life.Start();
  auto settled = [&](uint64_t position, absl::Time time) {
    return life.runner->WaitSettled(position, time, absl::Now() + absl::Milliseconds(30)).code();
  };
  constexpr auto kLate = absl::StatusCode::kDeadlineExceeded;
  const uint64_t before = Head();
  EXPECT_EQ(settled(before, clock_.Now()), absl::StatusCode::kOk);
  EXPECT_EQ(settled(before + 1, clock_.Now()), kLate);                 // not read
  EXPECT_EQ(settled(before, clock_.Now() + absl::Seconds(1)), kLate);  // not yet that time
  const uint64_t trigger = TeamAdds("jar", 7);
  EXPECT_EQ(settled(trigger, clock_.Now()), kLate);                         // open
  EXPECT_EQ(settled(before, clock_.Now()), absl::StatusCode::kOk);          // triggered later
  EXPECT_EQ(settled(trigger, clock_.Now() - kDay), absl::StatusCode::kOk);  // due later
  broken = false;
  ASSERT_TRUE(Settled(life).ok());
}

TEST_F(ReactionRunnerTest, StopAnswersWhoStillWaits) {
  Life life(*this, "a");
  life.Start();
  absl::Status told;
  life.runner->WaitSettled(99, clock_.Now(), absl::InfiniteFuture(),
                           [&](absl::Status status) { told = status; });
  auto ticket =
      life.runner->WaitSettled(99, clock_.Now(), absl::InfiniteFuture(), [](absl::Status) { FAIL(); });
  EXPECT_TRUE(life.runner->CancelWait(ticket));
  life.runner->Stop();
  EXPECT_TRUE(absl::IsCancelled(told));
}

}  // namespace
}  // namespace fallverbund::reaction
