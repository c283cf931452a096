#include "libs/eventlog_jetstream/bus_api.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"

namespace fallverbund::eventlog {
namespace {

using absl::StatusCode;

TEST(Ack, GivesTheSequence) {
  EXPECT_EQ(*ParseAck(R"({"stream":"FV_DO","seq":42})", "FV_DO"), 42u);
  EXPECT_EQ(*ParseAck(R"({"stream":"FV_DO", "seq":42})", "FV_DO"), 42u);  // as nats-server 2.15 spaces it
  EXPECT_EQ(*ParseAck(R"({"domain":"hub","stream":"FV_DO","seq":42})", "FV_DO"), 42u);
}

TEST(Ack, WhatIsNotOneOfThisStreamLeavesDoubt) {
  for (const char* answer :
       {"", "{", "[]", "{}", R"({"stream":"FV_DO"})", R"({"stream":"FV_DO","seq":0})",
        R"({"stream":"FV_BO","seq":7})", R"({"seq":7})", R"({"stream":"FV_DO","seq":"7"})",
        R"({"stream":"FV_DO","seq":7,"duplicate":true})", R"({"stream":"FV_DO2","seq":7})",
        R"({"stream":"FV_DO","seq":-7})", R"({"stream":"FV_DO","seq":99999999999999999999999})"}) {
    EXPECT_EQ(ParseAck(answer, "FV_DO").status().code(), StatusCode::kUnavailable) << answer;
  }
}

TEST(Ack, AnErrorIsToldInOurWords) {
  const auto refused = ParseAck(
      R"({"error":{"code":400,"err_code":10071,"description":"wrong last sequence: 5"},"stream":"FV_DO","seq":0})",
      "FV_DO");
  EXPECT_EQ(refused.status().code(), StatusCode::kAborted);
  EXPECT_TRUE(absl::StrContains(refused.status().message(), "wrong last sequence: 5"));
}

TEST(BusErrors, MeanWhatTheyMean) {
  EXPECT_EQ(AppendError(10071, "").code(), StatusCode::kAborted);
  EXPECT_EQ(AppendError(10164, "").code(), StatusCode::kAborted);
  for (int full : {10002, 10023, 10047, 10077, 10167}) {
    EXPECT_EQ(AppendError(full, "").code(), StatusCode::kResourceExhausted) << full;
  }
  EXPECT_EQ(AppendError(10054, "").code(), StatusCode::kInvalidArgument);
  for (int wrong : {10039, 10052, 10059, 10060, 10076}) {
    EXPECT_EQ(AppendError(wrong, "").code(), StatusCode::kFailedPrecondition) << wrong;
  }
  for (int doubt : {0, 10008, 10158, 10163, 99999}) {
    EXPECT_EQ(AppendError(doubt, "").code(), StatusCode::kUnavailable) << doubt;
  }
}

TEST(ServerTime, KeepsNanoseconds) {
  EXPECT_EQ(ParseServerTime("1970-01-01T00:00:01.000000002Z"), 1'000'000'002);
  EXPECT_EQ(ParseServerTime("yesterday"), std::nullopt);
}

}  // namespace
}  // namespace fallverbund::eventlog
