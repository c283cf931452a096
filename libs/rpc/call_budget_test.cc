#include "libs/rpc/call_budget.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace fallverbund::rpc {
namespace {

const access::Peer kBusy{access::PeerKind::kOrganisation, "busy"};
const access::Peer kOther{access::PeerKind::kOrganisation, "other"};

class CallBudgetTest : public ::testing::Test {
 protected:
  int Granted(const access::Peer& peer, int calls) {
    int granted = 0;
    for (int i = 0; i < calls; ++i) granted += budget_.Take(peer).ok() ? 1 : 0;
    return granted;
  }
  FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  CallBudget budget_{5, clock_};
};

TEST_F(CallBudgetTest, TenSecondsCallsAtOnceAndThenSoManyASecond) {
  EXPECT_EQ(Granted(kBusy, 100), 50);
  EXPECT_EQ(Granted(kBusy, 10), 0);
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(Granted(kBusy, 10), 5);
  clock_.Advance(absl::Hours(1));
  EXPECT_EQ(Granted(kBusy, 100), 50) << "no more than that is saved up";
  EXPECT_EQ(budget_.refused(), 50 + 10 + 5 + 50);
}

TEST_F(CallBudgetTest, NobodyPaysForAnother) {
  EXPECT_EQ(Granted(kBusy, 100), 50);
  EXPECT_EQ(Granted(kOther, 10), 10);
}

TEST_F(CallBudgetTest, ServicesAndOperatorsAreNotCounted) {
  EXPECT_EQ(Granted({access::PeerKind::kService, "case"}, 1000), 1000);
  EXPECT_EQ(Granted({access::PeerKind::kOperator, "operator"}, 1000), 1000);
}

TEST_F(CallBudgetTest, SaysWhenToCallAgain) {
  Granted(kBusy, 50);
  const absl::Status no = budget_.Take(kBusy);
  EXPECT_TRUE(absl::IsResourceExhausted(no)) << no;
  EXPECT_THAT(std::string(no.message()), ::testing::HasSubstr("5 times a second; call again in 200ms"));
  clock_.Advance(absl::Milliseconds(199));
  EXPECT_FALSE(budget_.Take(kBusy).ok());
  clock_.Advance(absl::Milliseconds(1));
  EXPECT_TRUE(budget_.Take(kBusy).ok());
}

TEST_F(CallBudgetTest, AClockThatIsSetBackGivesNothingTwice) {
  EXPECT_EQ(Granted(kBusy, 50), 50);
  clock_.Advance(-absl::Hours(1));
  EXPECT_EQ(Granted(kBusy, 1), 0);
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(Granted(kBusy, 10), 5);
}

TEST_F(CallBudgetTest, ZeroIsNoLimit) {
  CallBudget none(0, clock_);
  for (int i = 0; i < 1000; ++i) ASSERT_TRUE(none.Take(kBusy).ok());
}

}  // namespace
}  // namespace fallverbund::rpc
