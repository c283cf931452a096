#include "services/program/waiting.h"

#include <gtest/gtest.h>

#include <string>

namespace fallverbund::program {
namespace {

class AskPatientlyTest : public testing::Test {
 protected:
  absl::Status Ask(const std::function<absl::Status()>& ask) {
    return AskPatiently("waiting_in_a_test", stop_, clock_, ask, absl::ZeroDuration());
  }
  runtime::StopSignal stop_;
  FakeClock clock_{absl::UnixEpoch()};
};

TEST_F(AskPatientlyTest, AsksAgainUntilSomebodyAnswers) {
  int asked = 0;
  EXPECT_TRUE(Ask([&] { return ++asked < 4 ? absl::UnavailableError("no leader") : absl::OkStatus(); }).ok());
  EXPECT_EQ(asked, 4);
}

TEST_F(AskPatientlyTest, AnAnswerThatIsNoIsNotAskedForAgain) {
  int asked = 0;
  const absl::Status answer = Ask([&] {
    ++asked;
    return absl::FailedPreconditionError("another log");
  });
  EXPECT_TRUE(absl::IsFailedPrecondition(answer));
  EXPECT_EQ(asked, 1);
}

TEST_F(AskPatientlyTest, GivesUpAfterAMinuteWithTheLastAnswer) {
  int asked = 0;
  const absl::Status answer = Ask([&] {
    clock_.Advance(absl::Seconds(20));
    return absl::UnavailableError(std::to_string(++asked));
  });
  EXPECT_EQ(answer, absl::UnavailableError("3"));
}

TEST_F(AskPatientlyTest, WhoIsAskedToStopWaitsNoLonger) {
  const absl::Status answer = Ask([&] {
    stop_.Request();
    return absl::UnavailableError("no leader");
  });
  EXPECT_TRUE(absl::IsCancelled(answer));
  stop_.Wait();
}

}  // namespace
}  // namespace fallverbund::program
