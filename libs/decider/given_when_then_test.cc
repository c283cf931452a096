#include "libs/decider/testing/given_when_then.h"

#include <gtest/gtest-spi.h>

namespace fallverbund::decider::testing {
namespace {

constexpr Reason kAnyReason = Reason::kCaseUnderstandingMissing;
constexpr Reason kAnotherReason = static_cast<Reason>(static_cast<int>(kAnyReason) + 1);

// A door that opens once, and only for somebody.
struct DoorDecider {
  struct State {
    bool open = false;
    std::string by;
  };
  struct Command {};
  enum class Event { kOpened, kSqueaked };
  static constexpr char kContext[] = "case";
  static constexpr char kAggregateType[] = "door";
  static State Initial() { return {}; }
  static Decision<Event> Decide(const State& state, const Command&, const Given& given) {
    if (auto no = Require(kAnyReason, !given.actor.person.empty())) return *no;
    if (state.open) return std::vector<Event>{};
    return std::vector<Event>{Event::kOpened, Event::kSqueaked};
  }
  static State Evolve(State state, const Event& event, const Given& given) {
    if (event == Event::kOpened) state = {true, given.actor.person};
    return state;
  }
};
using Door = GivenEvents<DoorDecider>;
constexpr auto kOpened = DoorDecider::Event::kOpened;
constexpr auto kSqueaked = DoorDecider::Event::kSqueaked;

Given By(const std::string& person) {
  return {.actor = {.person = person}};
}

TEST(GivenWhenThen, TellsAStoryInOneSentence) {
  auto after = Door()
                   .When({})
                   .ThenRefused(kAnyReason)
                   .When({}, By("ayla"))
                   .Then({kOpened, kSqueaked})
                   .When({}, By("milo"))
                   .ThenNothing();
  EXPECT_TRUE(after.state().open);
  EXPECT_EQ(after.state().by, "ayla");
  EXPECT_EQ(Door({kOpened}, By("finn")).state().by, "finn");
}

TEST(GivenWhenThen, FailsWhenSomethingElseHappened) {
  auto accepted = Door().When({}, By("ayla"));
  EXPECT_NONFATAL_FAILURE(accepted.Then({kOpened}), "expected: ");
  EXPECT_NONFATAL_FAILURE(accepted.Then({kSqueaked, kOpened}), "decided: ");
  EXPECT_NONFATAL_FAILURE(accepted.ThenRefused(kAnyReason), "refused: CASE_UNDERSTANDING_MISSING");
  EXPECT_NONFATAL_FAILURE(accepted.ThenNothing(), "nothing to do");
  accepted.ThenAccepted();
}

TEST(GivenWhenThen, FailsWhenItWasRefusedOrNothingHappened) {
  auto refused = Door().When({});
  EXPECT_NONFATAL_FAILURE(refused.Then({kOpened}), "decided: refused: CASE_UNDERSTANDING_MISSING");
  EXPECT_NONFATAL_FAILURE(refused.ThenAccepted(), "some event");
  EXPECT_NONFATAL_FAILURE(refused.ThenNothing(), "refused");
  EXPECT_NONFATAL_FAILURE(refused.ThenRefused(kAnotherReason),
                          "decided: refused: CASE_UNDERSTANDING_MISSING");
  auto nothing = Door({kOpened}).When({}, By("ayla"));
  EXPECT_NONFATAL_FAILURE(nothing.Then({}), "nothing to do");  // say ThenNothing when you mean it
  EXPECT_NONFATAL_FAILURE(nothing.ThenRefused(kAnyReason), "decided: nothing to do");
}

}  // namespace
}  // namespace fallverbund::decider::testing
