// Requests about unaccompanied minors and about a search become their commands.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/time.h"
#include "services/case/rpc/testing/fake_edge.h"

namespace fallverbund::casework {
namespace {

using testing::Complaint;
using testing::FakeEdge;
using testing::Parsed;

google::protobuf::Timestamp At(int day) {
  return fallverbund::ToProto(absl::UnixEpoch() + Days(day));
}

TEST(ToMinorCommand, ReceptionAndStepsCarryTheirDatesAndInventNone) {
  v1::ReceiveUnaccompaniedMinorRequest receive;
  receive.set_land(common::v1::FEDERAL_STATE_BERLIN);
  EXPECT_FALSE(Parsed<ReceiveUnaccompaniedMinor>(receive).received.has_received_at());
  *receive.mutable_received_at() = At(3);
  const auto received = Parsed<ReceiveUnaccompaniedMinor>(receive).received;
  EXPECT_EQ(received.land(), common::v1::FEDERAL_STATE_BERLIN);
  EXPECT_EQ(received.received_at().seconds(), At(3).seconds());

  v1::RecordMinorStepRequest step;
  step.set_step(v1::MINOR_STEP_LAND_REPORTED);
  EXPECT_FALSE(Parsed<RecordMinorStep>(step).taken.has_taken_at());
  *step.mutable_taken_at() = At(4);
  const auto taken = Parsed<RecordMinorStep>(step).taken;
  EXPECT_EQ(taken.step(), v1::MINOR_STEP_LAND_REPORTED);
  EXPECT_EQ(taken.taken_at().seconds(), At(4).seconds());
}

TEST(ToMinorCommand, TheAllocatedOfficeIsLookedUpInTheDirectory) {
  v1::RecordMinorAllocationRequest request;
  request.set_organisation_id("another office");
  *request.mutable_allocated_at() = At(5);
  const auto command = Parsed<RecordMinorAllocation>(request);
  EXPECT_TRUE(command.public_body);
  EXPECT_EQ(command.allocated.organisation_id(), "another office");
  EXPECT_EQ(command.allocated.allocated_at().seconds(), At(5).seconds());
  FakeEdge late;
  late.status = absl::UnavailableError("not read that far");
  EXPECT_EQ(ToCommand(request, late).status(), late.status);

  v1::ExcludeMinorAllocationRequest exclude;
  exclude.set_reason(v1::MINOR_EXCLUSION_REASON_HEALTH);
  EXPECT_EQ(Parsed<ExcludeMinorAllocation>(exclude).excluded.reason(), v1::MINOR_EXCLUSION_REASON_HEALTH);
}

TEST(ToMinorCommand, WhoGoesAlongIsAColleagueOrNot) {
  v1::SendEscortRequest request;
  request.set_person_id("otter");
  *request.mutable_departs_at() = At(6);
  const auto command = Parsed<SendEscort>(request);
  EXPECT_TRUE(command.of_holder);
  EXPECT_EQ(command.escort.person_id(), "otter");
  EXPECT_EQ(command.escort.departs_at().seconds(), At(6).seconds());
  request.set_person_id("stranger");
  EXPECT_FALSE(Parsed<SendEscort>(request).of_holder);
  FakeEdge late;
  late.status = absl::UnavailableError("not read that far");
  EXPECT_EQ(ToCommand(request, late).status(), late.status);

  v1::ConfirmArrivalRequest arrival;
  EXPECT_FALSE(Parsed<ConfirmArrival>(arrival).arrival.has_arrived_at());
  *arrival.mutable_arrived_at() = At(7);
  EXPECT_EQ(Parsed<ConfirmArrival>(arrival).arrival.arrived_at().seconds(), At(7).seconds());
}

TEST(ToMinorCommand, ASearchContactNeedsItsAccountAndSealsIt) {
  v1::RecordSearchContactRequest request;
  request.set_result(v1::SEARCH_RESULT_TRACE);
  request.set_next_within_hours(12);
  EXPECT_EQ(Complaint(request), "account is missing");
  request.set_account("seen at the station");
  const auto command = Parsed<RecordSearchContact>(request);
  EXPECT_EQ(command.made.result(), v1::SEARCH_RESULT_TRACE);
  EXPECT_EQ(command.made.account().box(), "SearchContactMade.2 seen at the station");
  EXPECT_EQ(command.next_within_hours, 12);
  FakeEdge sealless;
  sealless.status = absl::UnavailableError("no vault");
  EXPECT_EQ(ToCommand(request, sealless).status(), sealless.status);
}

}  // namespace
}  // namespace fallverbund::casework
