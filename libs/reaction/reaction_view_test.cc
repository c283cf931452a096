#include "libs/reaction/reaction_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/protobuf/wrappers.pb.h"
#include "libs/base/time.h"
#include "libs/command/testing/jar_events.pb.h"
#include "libs/crypto/derive.h"
#include "libs/eventlog/testing/signed_log.h"
#include "libs/eventlog/trace.h"
#include "libs/projection/in_memory_projection_store.h"
#include "libs/projection/prefix.h"
#include "libs/projection/step.h"

namespace fallverbund::reaction {
namespace {

using command::testing::CoinsAdded;
using eventlog::SignedLog;
using eventlog::TestHexId;
using google::protobuf::Int64Value;

constexpr char kIdKey[] = "0123456789abcdef0123456789abcdef";
constexpr absl::Duration kDay = absl::Hours(24);

eventlog::v1::Event Coins(int64_t coins) {
  CoinsAdded event;
  event.set_coins(coins);
  return eventlog::PackEvent(event);
}

// "twice": two reactions to every coin. "tomorrow": a clock of a day.
std::vector<ReactionRule> Rules() {
  return {
      On<CoinsAdded>("twice",
                     [](const CoinsAdded& event, const Trigger&, const projection::Rows&) {
                       Int64Value command;
                       command.set_value(event.coins());
                       return std::vector<Draft>{Do(TestHexId("x"), command), Do(TestHexId("y"), command)};
                     }),
      On<CoinsAdded>("tomorrow", [](const CoinsAdded&, const Trigger& trigger, const projection::Rows&) {
        return std::vector<Draft>{
            Do(trigger.recorded.commit.aggregate_id, Int64Value(), trigger.recorded.known_at + kDay)};
      })};
}

class ReactionViewTest : public ::testing::Test {
 protected:
  std::vector<projection::Notice> ReadAll() {
    std::vector<projection::Notice> notices;
    const auto messages = *log_.log().Read(store_.position() + 1, {});
    for (const auto& message : messages) {
      auto batch = store_.NewBatch();
      EXPECT_TRUE(ApplyMessage(message, log_.identity(), {&view_}, *batch, notices).ok());
      EXPECT_TRUE(store_.Commit(std::move(batch), message.position).ok());
    }
    return notices;
  }
  std::vector<Obligation> Open(absl::Time until = absl::InfiniteFuture()) {
    std::vector<Obligation> all;
    std::string after;
    while (true) {
      auto page = *ReadOpen(store_, until, after, 2);
      for (auto& open : page) all.push_back(open.obligation);
      if (page.size() < 2) return all;
      after = page.back().cursor;
    }
  }
  uint64_t AppendUnder(const std::string& context, const std::string& command_id) {
    auto commit =
        log_.Draft(context, TestHexId("closing " + context), "jar", {eventlog::PackEvent(Int64Value())});
    commit.set_command_id(command_id);
    return log_.Append(context, commit);
  }

  SignedLog log_;
  projection::InMemoryProjectionStore store_;
  ReactionView view_{"case", crypto::Secret(std::string_view(kIdKey)), Rules()};
};

TEST_F(ReactionViewTest, ATriggerOpensObligationsThatSayWhatToDo) {
  auto commit = log_.Draft("team", TestHexId("t"), "team", {eventlog::PackEvent(Int64Value()), Coins(7)});
  const uint64_t position = log_.Append("team", commit);
  EXPECT_TRUE(ReadAll().empty());
  auto open = Open();
  ASSERT_EQ(open.size(), 3u);
  EXPECT_EQ(open[0].name, "twice");
  EXPECT_EQ(open[0].trigger.position, position);
  EXPECT_EQ(open[0].trigger.index, 1u);
  EXPECT_EQ(open[0].correlation_id, commit.correlation_id());
  EXPECT_EQ(open[0].due, FromProto(commit.recorded_at()));
  EXPECT_FALSE(open[0].is_clock);
  EXPECT_EQ(open[0].target_id, TestHexId("x"));
  EXPECT_EQ(open[1].target_id, TestHexId("y"));
  Int64Value command;
  ASSERT_TRUE(UnpackCommand(open[0], &command));
  EXPECT_EQ(command.value(), 7);
  EXPECT_FALSE(UnpackCommand(open[0], std::make_unique<google::protobuf::BoolValue>().get()));
  EXPECT_TRUE(open[2].is_clock);
  EXPECT_EQ(open[2].due, FromProto(commit.recorded_at()) + kDay);
  EXPECT_EQ(CountOpen(store_)->reactions, 2u);
  EXPECT_EQ(CountOpen(store_)->clocks, 1u);
}

TEST_F(ReactionViewTest, AnObligationHandsOnTheTraceOfItsTrigger) {
  const Trace trace{"4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"};
  auto commit = log_.Draft("team", TestHexId("t"), "team", {Coins(7)});
  eventlog::SetTrace(trace, commit);
  log_.Append("team", commit);
  log_.Append("team", TestHexId("u"), "team", {Coins(8)});
  EXPECT_TRUE(ReadAll().empty());
  const Trace behind{trace.trace_id, commit.commit_id().substr(0, 16)};
  int with = 0;
  for (const Obligation& open : Open()) {
    with += open.trace.has_value() ? 1 : 0;
    EXPECT_EQ(ContextFor(open, "case", absl::InfiniteFuture()).trace, open.trace);
    EXPECT_EQ(open.trace.value_or(behind), behind);
  }
  EXPECT_EQ(with, 3);  // of both reactions and the clock of one of the two
}

// These ids must never change: a rebuild by a newer program would do everything again.
TEST_F(ReactionViewTest, TheCommandIdFollowsFromNamePositionAndIndex) {
  const uint64_t position =
      log_.Append("team", TestHexId("t"), "team", {eventlog::PackEvent(Int64Value()), Coins(7)});
  ReadAll();
  auto open = Open();
  EXPECT_EQ(open[0].command_id, crypto::DeriveReactionId(kIdKey, "twice", position, 1 << 16));
  EXPECT_EQ(open[1].command_id, crypto::DeriveReactionId(kIdKey, "twice", position, (1 << 16) + 1));
  EXPECT_EQ(open[2].command_id, crypto::DeriveReactionId(kIdKey, "tomorrow", position, 1 << 16));
}

TEST_F(ReactionViewTest, OnlyTheOwnCommitUnderItsCommandIdClosesIt) {
  log_.Append("team", TestHexId("t"), "team", {Coins(7)});
  ReadAll();
  const std::string id = Open()[1].command_id;
  AppendUnder("team", id);
  AppendUnder("case", TestHexId("another command"));
  ReadAll();
  EXPECT_EQ(Open().size(), 3u);
  EXPECT_TRUE(*IsOpen(store_, id));
  AppendUnder("case", id);
  ReadAll();
  EXPECT_EQ(Open().size(), 2u);
  EXPECT_FALSE(*IsOpen(store_, id));
}

TEST_F(ReactionViewTest, TheyComeInTheOrderInWhichTheyFallDue) {
  const absl::Time start = absl::FromUnixSeconds(1'700'000'000);
  log_.SetNow(start);
  log_.Append("team", TestHexId("t"), "team", {Coins(1)});
  log_.SetNow(start + 2 * kDay);
  log_.Append("team", TestHexId("t"), "team", {Coins(2)});
  ReadAll();
  std::vector<std::pair<uint64_t, std::string>> order;
  for (const auto& open : Open(start + 2 * kDay)) order.emplace_back(open.trigger.position, open.name);
  EXPECT_THAT(order,
              ::testing::ElementsAre(std::pair(3, "twice"), std::pair(3, "twice"), std::pair(3, "tomorrow"),
                                     std::pair(4, "twice"), std::pair(4, "twice")));
  EXPECT_EQ(*FirstDueAfter(store_, start), start + kDay);
  EXPECT_EQ(*FirstDueAfter(store_, start + kDay), start + 2 * kDay);
  EXPECT_EQ(*FirstDueAfter(store_, start + 3 * kDay), std::nullopt);
  EXPECT_EQ(Open(start + kDay - absl::Nanoseconds(1)).size(), 2u);
  EXPECT_EQ(Open(start + kDay).size(), 3u);
  EXPECT_EQ(ReadOpen(store_, start + 2 * kDay, Before(start + kDay), 100)->size(), 3u)
      << "tomorrow's, and the last two";
  EXPECT_EQ(ReadOpen(store_, start + 2 * kDay, Before(start + kDay + absl::Nanoseconds(1)), 100)->size(), 2u);
  EXPECT_EQ(ReadOpen(store_, start + 2 * kDay, Before(absl::InfinitePast()), 100)->size(), 5u);
}

TEST_F(ReactionViewTest, ATriggerThatDoesNotParseIsNotUnderstood) {
  auto broken = Coins(7);
  broken.set_data("\x08");
  log_.Append("team", TestHexId("t"), "team", {broken});
  auto notices = ReadAll();
  ASSERT_EQ(notices.size(), 1u);
  EXPECT_EQ(notices[0].kind, projection::NoticeKind::kNotUnderstood);
  EXPECT_TRUE(Open().empty());
}

TEST(ContextFor, AClocksCommandIsOfTheServiceAndOccurredWhenItFellDue) {
  Obligation obligation;
  obligation.command_id = TestHexId("command");
  obligation.target_id = TestHexId("target");
  obligation.correlation_id = TestHexId("correlation");
  obligation.trigger = {7, 2};
  obligation.due = absl::FromUnixSeconds(5);
  auto reaction = ContextFor(obligation, "case", absl::FromUnixSeconds(9));
  EXPECT_EQ(reaction.actor, (decider::Actor{"case", "", "SERVICE"}));
  EXPECT_EQ(reaction.aggregate_id, obligation.target_id);
  EXPECT_EQ(reaction.command_id, obligation.command_id);
  EXPECT_EQ(reaction.request_mac, "");
  EXPECT_EQ(reaction.correlation_id, obligation.correlation_id);
  EXPECT_EQ(reaction.causation->position, 7u);
  EXPECT_EQ(reaction.causation->index, 2u);
  EXPECT_EQ(reaction.occurred_at, std::nullopt);
  obligation.is_clock = true;
  EXPECT_EQ(ContextFor(obligation, "case", absl::FromUnixSeconds(9)).occurred_at, obligation.due);
}

}  // namespace
}  // namespace fallverbund::reaction
