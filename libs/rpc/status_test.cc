#include "libs/rpc/status.h"

#include <gtest/gtest.h>

#include "libs/base/stored.h"

namespace fallverbund::rpc {
namespace {

using refusal::Reason;

TEST(Status, ARefusalCarriesReasonRowSentencesAndNextStep) {
  const grpc::Status status = Refused(ToProto(Reason::kCaseUnderstandingMissing));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  const Details details = DetailsOf(status);
  EXPECT_EQ(details.reason, "CASE_UNDERSTANDING_MISSING");
  ASSERT_TRUE(details.refusal.has_value());
  EXPECT_EQ(details.refusal->row(), "A11");
  EXPECT_NE(details.refusal->german().find("Fallverstehen"), std::string::npos);
  EXPECT_FALSE(details.refusal->next_german().empty());
  EXPECT_EQ(status.error_message(), details.refusal->english() + " " + details.refusal->next_english());
}

TEST(Status, TheRowOfTheMethodWinsOverTheTables) {
  EXPECT_EQ(ToProto(Reason::kCaseUnderstandingMissing, "N9").row(), "N9");
}

TEST(Status, OtherToolkitsFindGooglesErrorInfo) {
  common::v1::CallStatus call;
  ASSERT_TRUE(call.ParseFromString(Refused(ToProto(Reason::kCaseUnderstandingMissing)).error_details()));
  EXPECT_EQ(call.code(), 9);
  ASSERT_EQ(call.details(0).type_url(), "type.googleapis.com/google.rpc.ErrorInfo");
  common::v1::ErrorInfo info;
  ASSERT_TRUE(info.ParseFromString(call.details(0).value()));
  EXPECT_EQ(info.domain(), "fallverbund.example");
  EXPECT_EQ(info.metadata().at("row"), "A11");
}

TEST(Status, AMalformedFieldIsNamed) {
  const grpc::Status status = Malformed("case_id", "must be 32 lower-case hex digits");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(status.error_message(), "case_id must be 32 lower-case hex digits");
  ASSERT_EQ(DetailsOf(status).fields.size(), 1u);
  EXPECT_EQ(DetailsOf(status).fields[0].field(), "case_id");
}

TEST(Status, NotYetVisibleIsTyped) {
  const grpc::Status status = NotYetVisible(9, 7);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  ASSERT_TRUE(DetailsOf(status).not_yet_visible.has_value());
  EXPECT_EQ(DetailsOf(status).not_yet_visible->asked(), 9u);
  EXPECT_EQ(DetailsOf(status).not_yet_visible->visible(), 7u);
}

TEST(Status, TheWorldsFailuresKeepTheirCode) {
  const absl::Status failures[] = {absl::AbortedError("a"), absl::UnavailableError("b"),
                                   absl::ResourceExhaustedError("c"), absl::DeadlineExceededError("d")};
  for (const absl::Status& failure : failures) {
    EXPECT_EQ(FromGrpc(ToGrpc(failure)), failure);
  }
  EXPECT_TRUE(ToGrpc(absl::OkStatus()).ok());
}

TEST(Status, AWriteSaysWhetherAnythingWasStored) {
  const absl::Status away = absl::UnavailableError("not connected");
  EXPECT_EQ(DetailsOf(ToGrpc(away)).reason, "UNAVAILABLE");
  EXPECT_EQ(DetailsOf(ToGrpc(WithStored(away, Stored::kNothing))).reason, "NOTHING_STORED");
  EXPECT_EQ(DetailsOf(ToGrpc(WithStored(away, Stored::kUnknown))).reason, "OUTCOME_UNKNOWN");
}

TEST(Status, OurMistakesDoNotTellTheirText) {
  for (const absl::Status& mistake :
       {absl::InternalError("secret"), absl::UnknownError("secret"), absl::DataLossError("secret")}) {
    EXPECT_EQ(ToGrpc(mistake).error_message().find("secret"), std::string::npos);
    EXPECT_EQ(ToGrpc(mistake).error_details().find("secret"), std::string::npos);
  }
}

TEST(Status, AForeignStatusHasNoDetails) {
  EXPECT_EQ(DetailsOf(grpc::Status(grpc::StatusCode::UNAVAILABLE, "down")).reason, "");
}

}  // namespace
}  // namespace fallverbund::rpc
