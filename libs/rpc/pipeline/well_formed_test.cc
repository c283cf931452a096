#include "libs/rpc/pipeline/well_formed.h"

#include <gtest/gtest.h>

#include <string>

#include "fallverbund/casework/v1/case_service.pb.h"
#include "fallverbund/team/v1/team_service.pb.h"

namespace fallverbund::service {
namespace {

casework::v1::RecordSetbackRequest Good() {
  casework::v1::RecordSetbackRequest request;
  request.set_request_id("123e4567-e89b-12d3-a456-426614174000");
  request.set_case_id("00112233445566778899aabbccddeeff");
  request.add_kinds(casework::v1::SETBACK_KIND_RELAPSE);
  request.set_account("trinkt");
  return request;
}

std::string FieldOf(const google::protobuf::Message& request) {
  const auto violation = FindViolation(request);
  return violation ? violation->field : "";
}

TEST(WellFormed, AGoodRequestHasNothingWrong) {
  EXPECT_EQ(FieldOf(Good()), "");
}

TEST(WellFormed, ARequestIdIsNeededAndIsAUuid) {
  auto request = Good();
  request.clear_request_id();
  EXPECT_EQ(FieldOf(request), "request_id");
  request.set_request_id("again");
  EXPECT_EQ(FieldOf(request), "request_id");
}

TEST(WellFormed, AllZeroesAreNoRequestId) {
  auto request = Good();
  request.set_request_id("00000000-0000-0000-0000-000000000000");
  EXPECT_EQ(FindViolation(request)->field, "request_id");
}

TEST(WellFormed, AnIdIsThirtyTwoHexDigitsAtAnyDepth) {
  auto request = Good();
  request.set_case_id("Milo");
  EXPECT_EQ(FieldOf(request), "case_id");
  team::v1::ProposeTeamRequest proposal;
  proposal.set_request_id("123e4567-e89b-12d3-a456-426614174000");
  proposal.add_seats()->set_discipline(team::v1::DISCIPLINE_PSYCHIATRY);
  proposal.add_seats()->set_person_id("x");
  EXPECT_EQ(FieldOf(proposal), "seats[1].person_id");
}

TEST(WellFormed, AnEnumValueNobodyKnowsIsNamed) {
  auto request = Good();
  request.add_kinds(static_cast<casework::v1::SetbackKind>(99));
  EXPECT_EQ(FieldOf(request), "kinds[1]");
}

TEST(WellFormed, AWriteLeavesNoEnumUnspecifiedAtAnyDepth) {
  auto request = Good();
  request.add_kinds(casework::v1::SETBACK_KIND_UNSPECIFIED);
  EXPECT_EQ(FieldOf(request), "kinds[1]");

  casework::v1::EnterStandbyRequest standby;
  standby.set_request_id("123e4567-e89b-12d3-a456-426614174000");
  EXPECT_EQ(FieldOf(standby), "reason");
  standby.set_reason(casework::v1::STANDBY_REASON_REFUSAL);
  EXPECT_EQ(FieldOf(standby), "");

  team::v1::ProposeTeamRequest proposal;
  proposal.set_request_id("123e4567-e89b-12d3-a456-426614174000");
  proposal.add_seats()->set_discipline(team::v1::DISCIPLINE_PSYCHIATRY);
  proposal.add_seats();
  EXPECT_EQ(FieldOf(proposal), "seats[1].discipline");
}

TEST(WellFormed, AnEnumThatMayBeUnspecifiedMay) {
  casework::v1::EndSettingRequest request;
  request.set_request_id("123e4567-e89b-12d3-a456-426614174000");
  request.mutable_next_tonight()->mutable_holder()->set_person_id("00112233445566778899aabbccddeeff");
  EXPECT_EQ(FieldOf(request), "next_tonight.kind");
  request.mutable_next_tonight()->set_kind(common::v1::TONIGHT_KIND_FAMILY);
  EXPECT_EQ(FieldOf(request), "");  // without a basis

  casework::v1::RecordHearingRequest hearing;
  hearing.set_request_id("123e4567-e89b-12d3-a456-426614174000");
  hearing.mutable_participation()->mutable_young_person()->set_heard(true);
  EXPECT_EQ(FieldOf(hearing), "");  // without a reason why not
}

TEST(WellFormed, WhatIsNoWriteMayLeaveAnEnumOpen) {
  EXPECT_EQ(FieldOf(team::v1::TeamSeat()), "");
}

TEST(WellFormed, WhoeverSaysNoEnumIsToldWhichThereAre) {
  casework::v1::AnswerSettingRequest request;
  request.set_request_id("123e4567-e89b-12d3-a456-426614174000");
  EXPECT_EQ(FindViolation(request)->description,
            "must be one of ANSWER_YES, ANSWER_PARTLY, ANSWER_NO, ANSWER_NOT_ASKED");
}

TEST(WellFormed, AFieldFromTheFutureIsNotSilentlyDropped) {
  casework::v1::RecordSetbackRequest request;
  std::string bytes = Good().SerializeAsString();
  bytes += std::string("\xf8\x3f\x01", 3);  // field 1023 = 1
  ASSERT_TRUE(request.ParseFromString(bytes));
  EXPECT_EQ(FieldOf(request), "request");
}

TEST(WellFormed, ATextThatCannotBeSealedAndAnImpossibleInstantAreNamed) {
  auto request = Good();
  request.set_account(std::string(64 * 1024 + 1, 'x'));
  EXPECT_EQ(FieldOf(request), "account");
  request = Good();
  request.mutable_occurred_at()->set_nanos(-1);
  EXPECT_EQ(FieldOf(request), "occurred_at");
}

TEST(WellFormed, AViolationNeverRepeatsWhatStoodThere) {
  auto request = Good();
  request.set_case_id("Milo Falke");
  EXPECT_EQ(FindViolation(request)->description.find("Milo"), std::string::npos);
}

}  // namespace
}  // namespace fallverbund::service
