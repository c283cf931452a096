// Long, because an append can come back in every way, and each has its own answer.
#include "libs/command/command_handler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <thread>
#include <utility>

#include "libs/base/stored.h"
#include "libs/base/time.h"
#include "libs/command/testing/instance.h"

namespace fallverbund::command {
namespace {

using eventlog::AppendFault;
using eventlog::SignedLog;
using eventlog::TestHexId;
using testing::AddCoins;
using testing::BreakSeal;
using testing::Instance;
using testing::JarDecider;
using testing::JarEvent;
using testing::RequestTo;
using testing::SealJar;

class CommandHandlerTest : public ::testing::Test {
 protected:
  // The projection of an instance stays where it is until it must know more: no hints.
  CommandHandlerTest() { log_.log().SetHintMode(eventlog::HintMode::kLost); }
  ~CommandHandlerTest() override { JarDecider::on_decide = nullptr; }

  struct Life {
    Instance instance;
    CommandHandler<JarDecider> jars{instance.desk()};
  };
  std::unique_ptr<Life> Begin(const std::string& name,
                              std::unique_ptr<projection::InMemoryProjectionStore> store = nullptr) {
    auto life = std::unique_ptr<Life>(new Life{Instance(log_, clock_, name, {}, std::move(store))});
    life->instance.StartAndCatchUp(log_);
    return life;
  }
  Outcome Handle(Life& life, const CommandContext& context, const JarDecider::Command& command) {
    auto outcome = life.jars.Handle(context, command);
    EXPECT_TRUE(outcome.ok()) << outcome.status();
    return outcome.ok() ? *outcome : Outcome{};
  }
  eventlog::v1::Commit CommitAt(uint64_t position) {
    eventlog::v1::Envelope envelope;
    eventlog::v1::Commit commit;
    auto message = *log_.log().ReadFromLeader(position);
    EXPECT_TRUE(message && envelope.ParseFromString(message->payload) &&
                commit.ParseFromString(envelope.signed_part()));
    return commit;
  }
  uint64_t Head() { return *log_.log().HeadFromLeader(); }
  // The state that the next decision on the jar sees.
  JarDecider::State StateAt(Life& life, const std::string& jar) {
    JarDecider::State seen;
    JarDecider::on_decide = [&](const JarDecider::State& state) { seen = state; };
    Handle(life, RequestTo(jar, "look", "look"), AddCoins{0});
    JarDecider::on_decide = nullptr;
    return seen;
  }
  static JarEvent Coins(int64_t coins) {
    JarEvent event;
    event.mutable_coins_added()->set_coins(coins);
    return event;
  }
  uint64_t SomebodyElseAdds(const std::string& jar, int64_t coins) {
    return log_.Append("case", TestHexId(jar), "jar", {eventlog::PackOneof(Coins(coins))});
  }

  FakeClock clock_{absl::FromUnixSeconds(1'800'000'000)};
  SignedLog log_{&clock_};
};

TEST_F(CommandHandlerTest, AnAcceptedCommandIsOneCommitThatSaysEverything) {
  auto life = Begin("a");
  auto context = RequestTo("jar", "r1");
  context.occurred_at = clock_.Now() - absl::Hours(2);
  context.correlation_id = TestHexId("correlation");
  context.causation = Causation{2, 1};
  Outcome outcome = Handle(*life, context, AddCoins{5});
  EXPECT_EQ(outcome.kind, OutcomeKind::kAccepted);
  EXPECT_EQ(outcome.position, 3u);
  EXPECT_FALSE(outcome.repeated);
  auto commit = CommitAt(3);
  EXPECT_EQ(commit.commit_id(), outcome.commit_id);
  EXPECT_EQ(commit.command_id(), context.command_id);
  EXPECT_EQ(commit.request_mac(), context.request_mac);
  EXPECT_EQ(commit.aggregate_type(), "jar");
  EXPECT_EQ(commit.aggregate_version(), 1u);
  EXPECT_EQ(commit.correlation_id(), TestHexId("correlation"));
  EXPECT_EQ(commit.causation().position(), 2u);
  EXPECT_EQ(commit.causation().index(), 1u);
  EXPECT_EQ(commit.actor().person(), "person");
  EXPECT_EQ(FromProto(commit.occurred_at()), *context.occurred_at);
  EXPECT_EQ(FromProto(commit.recorded_at()), clock_.Now());
  ASSERT_EQ(commit.events_size(), 1);
  EXPECT_EQ(commit.events(0).type(), "fallverbund.command.testing.CoinsAdded");
  auto event = eventlog::UnpackOneof<JarEvent>(commit.events(0));
  EXPECT_EQ(event->coins_added().jar_note_id(),
            crypto::DeriveAggregateId(testing::kIdKey, context.command_id, "new"));
}

TEST_F(CommandHandlerTest, WhoeverWatchesHearsOfWhatHasEventsBeforeItIsWritten) {
  auto life = Begin("a");
  std::vector<std::string> heard;
  const uint64_t before = Head();
  CommandHandler<JarDecider> jars(
      life->instance.desk(), kCachedStates,
      [&](const CommandContext& context, const JarDecider::State& state, const JarDecider::Command& command,
          const decider::Given& given, const std::vector<JarEvent>& events) {
        EXPECT_EQ(Head(), before + heard.size());
        EXPECT_EQ(state.coins, static_cast<int64_t>(5 * heard.size()));
        EXPECT_EQ(std::get<AddCoins>(command).coins, 5);
        EXPECT_EQ(given.now, clock_.Now());
        EXPECT_EQ(events.size(), 1u);
        heard.push_back(context.command_id);
      });
  const auto first = RequestTo("jar", "r1"), second = RequestTo("jar", "r2");
  EXPECT_TRUE(jars.Handle(first, AddCoins{5}).ok());
  EXPECT_TRUE(jars.Handle(first, AddCoins{5}).ok());                   // was answered before
  EXPECT_TRUE(jars.Handle(RequestTo("jar", "r3"), AddCoins{0}).ok());  // nothing to do
  EXPECT_TRUE(jars.Handle(second, AddCoins{5}).ok());
  EXPECT_THAT(heard, ::testing::ElementsAre(first.command_id, second.command_id));
}

TEST_F(CommandHandlerTest, TheReceiptPromisesInclusionWithinAMinute) {
  auto life = Begin("a");
  Outcome outcome = Handle(*life, RequestTo("jar", "r1"), AddCoins{5});
  auto receipt = eventlog::OpenReceipt(outcome.receipt, SignedLog::signer("case").public_key());
  ASSERT_TRUE(receipt.has_value());
  EXPECT_EQ(receipt->origin(), "log.test.example/events");
  EXPECT_EQ(receipt->position(), outcome.position);
  EXPECT_EQ(receipt->commit_id(), outcome.commit_id);
  EXPECT_EQ(receipt->payload_sha256(), crypto::Sha256((*log_.log().ReadFromLeader(3))->payload));
  EXPECT_EQ(FromProto(receipt->issued_at()), clock_.Now());
  EXPECT_EQ(FromProto(receipt->include_by()), clock_.Now() + absl::Seconds(60));
}

TEST_F(CommandHandlerTest, VouchesForExactlyWhatItWrote) {
  auto life = Begin("a");
  const uint64_t foreign = SomebodyElseAdds("jar", 1);
  life->instance.CatchUp(log_);
  const uint64_t own = Handle(*life, RequestTo("jar", "r1"), AddCoins{5}).position;
  const auto written = [&](uint64_t position) { return **log_.log().ReadFromLeader(position); };
  EXPECT_TRUE(life->instance.desk().Wrote(written(own)));
  EXPECT_FALSE(life->instance.desk().Wrote(written(foreign)));
  auto changed = written(own);
  changed.payload.back() ^= 1;
  EXPECT_FALSE(life->instance.desk().Wrote(changed));
  EXPECT_FALSE(Begin("another")->instance.desk().Wrote(written(own)));
}

// One id for two cases, at once: each handler asked before the other had written.
TEST_F(CommandHandlerTest, OneIdForTwoCasesEndsNobody) {
  auto life = Begin("a");
  const auto append = [&](const std::string& jar, const std::string& request) {
    return life->instance.desk()
        .Append(RequestTo(jar, request), "jar", {}, clock_.Now(), {eventlog::PackOneof(Coins(1))})
        ->outcome.position;
  };
  const uint64_t first = append("jar", "r1");
  const uint64_t second = append("another jar", "r1");
  log_.log().SetReadLag(1);
  ASSERT_TRUE(life->instance.projector().WaitFor(first, absl::Now() + absl::Seconds(20)).ok());
  append("a third jar", "r2");  // makes room: the first has been read
  log_.log().SetReadLag(0);
  const auto written = [&](uint64_t position) { return **log_.log().ReadFromLeader(position); };
  EXPECT_FALSE(life->instance.desk().Wrote(written(first)));
  EXPECT_TRUE(life->instance.desk().Wrote(written(second)));
  life->instance.CatchUp(log_);
}

TEST_F(CommandHandlerTest, TheSameCommandGetsTheSameAnswerForEver) {
  auto life = Begin("a");
  Outcome first = Handle(*life, RequestTo("jar", "r1"), AddCoins{5});
  Handle(*life, RequestTo("jar", "r2", "other"), SealJar{});  // now it would be refused
  clock_.Advance(absl::Hours(1));
  auto expect_same = [&](Life& asked) {
    Outcome again = Handle(asked, RequestTo("jar", "r1"), AddCoins{5});
    EXPECT_EQ(again.kind, OutcomeKind::kAccepted);
    EXPECT_TRUE(again.repeated);
    EXPECT_EQ(again.position, first.position);
    EXPECT_EQ(again.commit_id, first.commit_id);
    EXPECT_EQ(again.receipt, first.receipt);
  };
  expect_same(*life);  // the own projection has not read it yet
  life->instance.CatchUp(log_);
  expect_same(*life);
  expect_same(*Begin("a restarted", life->instance.store().Copy()));
  expect_same(*Begin("a rebuilt"));
  EXPECT_EQ(Head(), 4u);
}

TEST_F(CommandHandlerTest, AnInstanceThatHasNotReadTheFirstAnswerStillGivesIt) {
  auto a = Begin("a"), b = Begin("b");
  Outcome first = Handle(*a, RequestTo("jar", "r1"), AddCoins{5});
  ASSERT_EQ(b->instance.projector().position(), 2u);
  Outcome again = Handle(*b, RequestTo("jar", "r1"), AddCoins{5});
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(again.position, first.position);
  EXPECT_EQ(Head(), 3u);
}

TEST_F(CommandHandlerTest, ACommandIdForAnotherRequestIsRefusedAsMalformed) {
  auto life = Begin("a");
  Handle(*life, RequestTo("jar", "r1"), AddCoins{5});
  for (const char* jar : {"jar", "another jar"}) {
    auto outcome = life->jars.Handle(RequestTo(jar, "r1", "different"), AddCoins{7});
    EXPECT_TRUE(absl::IsInvalidArgument(outcome.status()));
    EXPECT_EQ(outcome.status().message(), "request_id was used for another request: send a new one");
  }
  EXPECT_EQ(Head(), 3u);
}

TEST_F(CommandHandlerTest, DecidesAgainOnWhatSomebodyElseDidMeanwhile) {
  auto a = Begin("a"), b = Begin("b");
  Handle(*a, RequestTo("jar", "r1"), AddCoins{5});
  Outcome outcome = Handle(*b, RequestTo("jar", "r2"), AddCoins{7});
  EXPECT_EQ(outcome.kind, OutcomeKind::kAccepted);
  EXPECT_EQ(StateAt(*b, "jar").coins, 12);
  EXPECT_EQ(StateAt(*a, "jar").coins, 12);
  Handle(*a, RequestTo("jar", "r3"), SealJar{});
  EXPECT_EQ(Handle(*b, RequestTo("jar", "r4"), AddCoins{1}).kind, OutcomeKind::kRefused);
}

TEST_F(CommandHandlerTest, NoRefusalRestsOnAStaleRead) {
  auto a = Begin("a"), b = Begin("b");
  Handle(*a, RequestTo("jar", "r1"), SealJar{});
  b->instance.CatchUp(log_);
  Handle(*a, RequestTo("jar", "r2"), BreakSeal{});
  EXPECT_EQ(Handle(*b, RequestTo("jar", "r3"), AddCoins{1}).kind, OutcomeKind::kAccepted);
}

TEST_F(CommandHandlerTest, NothingToDoDoesNotRestOnAStaleReadEither) {
  auto a = Begin("a"), b = Begin("b");
  Handle(*a, RequestTo("jar", "r1"), SealJar{});
  b->instance.CatchUp(log_);
  Handle(*a, RequestTo("jar", "r2"), BreakSeal{});
  EXPECT_EQ(Handle(*b, RequestTo("jar", "r3"), SealJar{}).kind, OutcomeKind::kAccepted);
}

TEST_F(CommandHandlerTest, ARefusalLeavesNothingInTheLogAndIsDecidedAnew) {
  auto life = Begin("a");
  Handle(*life, RequestTo("jar", "r1"), SealJar{});
  Outcome refused = Handle(*life, RequestTo("jar", "r2"), AddCoins{1});
  EXPECT_EQ(refused.kind, OutcomeKind::kRefused);
  EXPECT_EQ(refused.refusal, refusal::Refusal{JarDecider::kSealed});
  EXPECT_EQ(refused.position, 3u);
  EXPECT_EQ(Head(), 3u);
  Handle(*life, RequestTo("jar", "r3"), BreakSeal{});
  EXPECT_EQ(Handle(*life, RequestTo("jar", "r2"), AddCoins{1}).kind, OutcomeKind::kAccepted);
}

TEST_F(CommandHandlerTest, NothingToDoAnswersWithTheCommitThatAlreadySaysSo) {
  auto life = Begin("a");
  Outcome nothing = Handle(*life, RequestTo("jar", "r0"), AddCoins{0});
  EXPECT_EQ(nothing.kind, OutcomeKind::kNothingToDo);
  EXPECT_EQ(nothing.position, 0u);
  EXPECT_EQ(nothing.receipt, "");
  Outcome sealed = Handle(*life, RequestTo("jar", "r1"), SealJar{});
  for (auto* asked : {life.get(), Begin("b").release()}) {
    Outcome again = Handle(*asked, RequestTo("jar", "r2"), SealJar{});
    EXPECT_EQ(again.kind, OutcomeKind::kNothingToDo);
    EXPECT_EQ(again.position, sealed.position);
    EXPECT_EQ(again.commit_id, sealed.commit_id);
    EXPECT_EQ(again.receipt, sealed.receipt);
    if (asked != life.get()) delete asked;
  }
}

TEST_F(CommandHandlerTest, GivesUpAfterLosingTheRaceEveryTime) {
  auto life = Begin("a");
  int decided = 0;
  JarDecider::on_decide = [&](const JarDecider::State&) {
    ++decided;
    SomebodyElseAdds("jar", 1);
  };
  auto outcome = life->jars.Handle(RequestTo("jar", "r1"), AddCoins{5});
  EXPECT_TRUE(absl::IsAborted(outcome.status())) << outcome.status();
  EXPECT_EQ(decided, kMaxAttempts);
  EXPECT_EQ(life->instance.desk().lost_races(), kMaxAttempts);
  EXPECT_EQ(Head(), 2u + kMaxAttempts);
}

TEST_F(CommandHandlerTest, TheStateIsTheSameFoldedFromRowsAsTakenForward) {
  auto life = Begin("a");
  for (int i = 1; i <= 600; ++i) {  // more than two pages of commits
    clock_.Advance(absl::Nanoseconds(7));
    Handle(*life, RequestTo("jar", absl::StrCat("r", i)), AddCoins{i});
  }
  auto taken_forward = StateAt(*life, "jar");
  EXPECT_EQ(taken_forward.coins, 600 * 601 / 2);
  EXPECT_EQ(taken_forward.last_at, clock_.Now());
  EXPECT_EQ(taken_forward.last_person, "person");
  EXPECT_EQ(StateAt(*Begin("b"), "jar"), taken_forward);
}

TEST_F(CommandHandlerTest, AForgottenStateIsFoldedAgain) {
  Instance instance(log_, clock_, "a");
  instance.StartAndCatchUp(log_);
  CommandHandler<JarDecider> jars(instance.desk(), 1);
  for (int i = 0; i < 6; ++i) {
    EXPECT_TRUE(jars.Handle(RequestTo(absl::StrCat("jar", i % 2), absl::StrCat("r", i)), AddCoins{1}).ok());
  }
  for (const char* jar : {"jar0", "jar1"}) EXPECT_EQ(StateAt(*Begin("b"), jar).coins, 3);
}

TEST_F(CommandHandlerTest, AnInvalidMessageOnTheSubjectChangesNothingButTheExpectation) {
  auto life = Begin("a");
  Handle(*life, RequestTo("jar", "r1"), AddCoins{5});
  log_.AppendRaw(SignedLog::SubjectOf("case", TestHexId("jar")), "rubbish");
  Outcome outcome = Handle(*life, RequestTo("jar", "r2"), AddCoins{7});
  EXPECT_EQ(outcome.kind, OutcomeKind::kAccepted);
  EXPECT_EQ(CommitAt(outcome.position).aggregate_version(), 2u);
  EXPECT_EQ(StateAt(*Begin("b"), "jar").coins, 12);
}

TEST_F(CommandHandlerTest, ALostAcknowledgementIsResolvedToTheOneCommit) {
  auto life = Begin("a");
  log_.log().FaultNextAppends({AppendFault::kLostAck});
  EXPECT_EQ(Handle(*life, RequestTo("jar", "r1"), AddCoins{5}).position, 3u);
  EXPECT_EQ(Head(), 3u);
  EXPECT_EQ(life->instance.desk().append_counts().in_doubt, 1);
  EXPECT_EQ(StateAt(*life, "jar").coins, 5);
}

TEST_F(CommandHandlerTest, AnUnknownOutcomeIsSettledByAskingAgain) {
  for (bool stored_late : {false, true}) {
    const std::string jar = stored_late ? "late" : "lost";
    auto life = Begin("a " + jar);
    log_.log().SetAppendFaults([](const eventlog::AppendRequest&) { return AppendFault::kDelayed; });
    auto context = RequestTo(jar, jar);
    context.deadline = absl::Now() + absl::Milliseconds(5);
    const auto doubtful = life->jars.Handle(context, AddCoins{5}).status();
    EXPECT_TRUE(absl::IsUnavailable(doubtful)) << doubtful;
    EXPECT_EQ(StoredOf(doubtful), Stored::kUnknown);
    log_.log().SetAppendFaults(nullptr);
    if (stored_late) log_.log().DeliverDelayed();
    EXPECT_EQ(Handle(*life, RequestTo(jar, jar), AddCoins{5}).kind, OutcomeKind::kAccepted);
    if (!stored_late) log_.log().DeliverDelayed();  // comes after all, and finds its place taken
    EXPECT_EQ(StateAt(*Begin("b " + jar), jar).coins, 5);
  }
}

TEST_F(CommandHandlerTest, TenTimesTheSameCommandOnTwoInstancesTakesEffectOnce) {
  constexpr int kRounds = 20, kTimes = 5;
  auto a = Begin("a"), b = Begin("b");
  for (int round = 0; round < kRounds; ++round) {
    std::vector<std::thread> callers;
    std::vector<uint64_t> positions(2 * kTimes);
    for (int i = 0; i < 2 * kTimes; ++i) {
      callers.emplace_back([&, i] {
        positions[static_cast<size_t>(i)] =
            Handle(i % 2 == 0 ? *a : *b, RequestTo("jar", absl::StrCat("r", round)), AddCoins{1}).position;
      });
    }
    for (auto& caller : callers) caller.join();
    EXPECT_EQ(std::set<uint64_t>(positions.begin(), positions.end()).size(), 1u);
  }
  EXPECT_EQ(Head(), 2u + kRounds);
  EXPECT_EQ(StateAt(*a, "jar").coins, kRounds);
}

TEST_F(CommandHandlerTest, AHeldBackAggregateTakesNoCommands) {
  auto life = Begin("a");
  auto future = log_.Draft("case", TestHexId("jar"), "jar", {eventlog::PackOneof(Coins(1))});
  future.mutable_events(0)->set_type("fallverbund.future.v9.Flown");
  log_.Append("case", future);
  life->instance.CatchUp(log_);
  auto outcome = life->jars.Handle(RequestTo("jar", "r1"), AddCoins{5});
  EXPECT_TRUE(absl::IsUnavailable(outcome.status()));
  EXPECT_THAT(std::string(outcome.status().message()), ::testing::HasSubstr("held back: position 3"));
  EXPECT_TRUE(life->jars.Handle(RequestTo("another jar", "r2"), AddCoins{5}).ok());
}

TEST_F(CommandHandlerTest, WithoutARegisteredKeyNothingIsWritten) {
  Instance blind(log_, clock_, "a");
  CommandHandler<JarDecider> jars(blind.desk());
  auto outcome = jars.Handle(RequestTo("jar", "r1"), AddCoins{5});
  EXPECT_TRUE(absl::IsUnavailable(outcome.status()));
  EXPECT_THAT(std::string(outcome.status().message()), ::testing::HasSubstr("not registered"));
  EXPECT_EQ(Head(), 2u);
}

// An append under the right id with another key would be acknowledged and count for nobody.
TEST_F(CommandHandlerTest, WithAnotherKeyThanTheRegisteredOneNothingIsWritten) {
  const auto registered = SignedLog::signer("case");
  Instance mistaken(
      log_, clock_, "a", {}, nullptr, kMaxAhead,
      eventlog::Signer(registered.key_id(), *crypto::Ed25519PrivateKey::FromSeed(std::string(32, 'x'))));
  mistaken.StartAndCatchUp(log_);
  CommandHandler<JarDecider> jars(mistaken.desk());
  auto outcome = jars.Handle(RequestTo("jar", "r1"), AddCoins{5});
  EXPECT_TRUE(absl::IsUnavailable(outcome.status()));
  EXPECT_THAT(std::string(outcome.status().message()), ::testing::HasSubstr("--signer-key"));
  EXPECT_TRUE(absl::IsFailedPrecondition(mistaken.desk().CheckSigner(mistaken.store())));
  EXPECT_EQ(Head(), 2u);
}

struct BoxDecider : JarDecider {
  static constexpr char kAggregateType[] = "box";
};

TEST_F(CommandHandlerTest, AnIdOfAnotherKindOfAggregateIsNotFound) {
  auto life = Begin("a");
  Handle(*life, RequestTo("jar", "r1"), AddCoins{5});
  life->instance.CatchUp(log_);
  CommandHandler<BoxDecider> boxes(life->instance.desk());
  auto outcome = boxes.Handle(RequestTo("jar", "r2"), AddCoins{1});
  EXPECT_TRUE(absl::IsNotFound(outcome.status())) << outcome.status();
}

// What a reaction with this context asks of `jar`.
CommandContext ReactionTo(const std::string& jar, const std::string& name) {
  CommandContext context = RequestTo(jar, name, "");
  context.reaction = name;
  context.occurred_at = absl::FromUnixSeconds(1'700'000'000);
  return context;
}

TEST_F(CommandHandlerTest, AReactionThatIsRefusedIsSettledInTheChainOfItsTarget) {
  auto life = Begin("a");
  Handle(*life, RequestTo("jar", "r1"), AddCoins{5});
  Handle(*life, RequestTo("jar", "r2"), SealJar{});
  const CommandContext context = ReactionTo("jar", "jar.pour");
  Outcome outcome = Handle(*life, context, AddCoins{1});
  EXPECT_EQ(outcome.kind, OutcomeKind::kRefused);
  EXPECT_EQ(outcome.refusal, refusal::Refusal{JarDecider::kSealed});
  EXPECT_EQ(outcome.position, Head());
  const auto commit = CommitAt(Head());
  EXPECT_EQ(commit.subject(), SignedLog::SubjectOf("case", TestHexId("jar")));
  EXPECT_EQ(commit.aggregate_type(), kSettlementType);
  EXPECT_EQ(commit.aggregate_version(), 3u);
  EXPECT_EQ(commit.command_id(), context.command_id);
  EXPECT_EQ(FromProto(commit.occurred_at()), clock_.Now());
  eventlog::v1::ReactionSettled settled;
  ASSERT_TRUE(eventlog::UnpackEvent(commit.events(0), &settled));
  EXPECT_EQ(settled.reaction_id(), "jar.pour");
  EXPECT_EQ(settled.outcome(), eventlog::v1::SETTLED_OUTCOME_REFUSED);
  EXPECT_EQ(settled.reason_id(), std::string(Text(JarDecider::kSealed).code));
}

// Here and anywhere else, though by now it would be accepted.
TEST_F(CommandHandlerTest, WhatIsSettledIsTheAnswerForEverAndChangesNothing) {
  auto life = Begin("a"), other = Begin("b");
  Handle(*life, RequestTo("jar", "r1"), AddCoins{5});
  const auto before = StateAt(*life, "jar");
  EXPECT_EQ(Handle(*life, ReactionTo("jar", "jar.pour"), AddCoins{0}).kind, OutcomeKind::kNothingToDo);
  const uint64_t settled_at = Head();
  EXPECT_EQ(StateAt(*life, "jar"), before);
  EXPECT_EQ(StateAt(*Begin("c"), "jar"), before);
  for (Life* each : {life.get(), other.get()}) {
    Outcome again = Handle(*each, ReactionTo("jar", "jar.pour"), AddCoins{7});
    EXPECT_EQ(again.kind, OutcomeKind::kNothingToDo);
    EXPECT_EQ(again.position, settled_at);
    EXPECT_TRUE(again.repeated);
  }
  EXPECT_EQ(Head(), settled_at);
  EXPECT_EQ(Handle(*other, RequestTo("jar", "r2"), AddCoins{1}).kind, OutcomeKind::kAccepted);
  EXPECT_EQ(StateAt(*other, "jar").coins, 6);
}

TEST_F(CommandHandlerTest, AReactionToWhatIsNotThereIsSettledAndWhatComesIsStillTheFirst) {
  auto life = Begin("a");
  Handle(*life, ReactionTo("jar", "jar.pour"), AddCoins{0});
  EXPECT_EQ(StateAt(*life, "jar"), JarDecider::State());
  EXPECT_EQ(StateAt(*Begin("b"), "jar"), JarDecider::State());
  auto other = Begin("c");
  CommandHandler<BoxDecider> boxes(other->instance.desk());
  EXPECT_EQ(boxes.Handle(RequestTo("jar", "r1"), AddCoins{5})->kind, OutcomeKind::kAccepted);
  EXPECT_EQ(CommitAt(Head()).aggregate_type(), "box");
}

// Two instances come to different ends of one reaction, whichever of them is faster.
TEST_F(CommandHandlerTest, OfTwoInstancesOneGivesTheOneAnswerToAReaction) {
  for (bool refused_first : {false, true}) {
    const std::string jar = refused_first ? "refused" : "accepted";
    auto slow = Begin("slow " + jar), fast = Begin("fast " + jar);
    if (!refused_first) Handle(*slow, RequestTo(jar, jar + "1"), SealJar{});
    const CommandContext context = ReactionTo(jar, jar);
    bool others_turn = true;
    Outcome first;
    JarDecider::on_decide = [&](const JarDecider::State&) {
      if (!std::exchange(others_turn, false)) return;
      if (refused_first) Handle(*fast, RequestTo(jar, jar + "2"), SealJar{});
      if (!refused_first) Handle(*fast, RequestTo(jar, jar + "2"), BreakSeal{});
      first = Handle(*fast, context, AddCoins{7});
    };
    const Outcome second = Handle(*slow, context, AddCoins{7});
    JarDecider::on_decide = nullptr;
    EXPECT_EQ(first.kind, refused_first ? OutcomeKind::kRefused : OutcomeKind::kAccepted);
    EXPECT_EQ(second.kind, first.kind);
    EXPECT_EQ(second.position, first.position);
    EXPECT_TRUE(second.repeated);
    EXPECT_EQ(Head(), first.position);
  }
}

TEST_F(CommandHandlerTest, AfterTheDeadlineNothingIsDone) {
  auto life = Begin("a");
  auto context = RequestTo("jar", "r1");
  context.deadline = absl::Now() - absl::Milliseconds(1);
  const auto late = life->jars.Handle(context, AddCoins{5}).status();
  EXPECT_TRUE(absl::IsDeadlineExceeded(late)) << late;
  EXPECT_EQ(StoredOf(late), Stored::kNothing);
  EXPECT_EQ(Head(), 2u);
}

TEST_F(CommandHandlerTest, AnInstanceThatCannotReadBackSlowsDown) {
  Instance instance(log_, clock_, "a", {}, nullptr, 3);
  instance.StartAndCatchUp(log_);
  CommandHandler<JarDecider> jars(instance.desk());
  instance.projector().Stop();
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(jars.Handle(RequestTo("jar", absl::StrCat("r", i)), AddCoins{1}).ok());
  }
  EXPECT_TRUE(absl::IsResourceExhausted(jars.Handle(RequestTo("jar", "r3"), AddCoins{1}).status()));
  EXPECT_EQ(Head(), 5u);
}

}  // namespace
}  // namespace fallverbund::command
