// One traceparent, followed from a partner's call through its commit into what other services make of it.
#include <gtest/gtest.h>

#include "fallverbund/intake/v1/intake_service.grpc.pb.h"
#include "libs/eventlog/trace.h"
#include "services/case/rpc/case_module.h"
#include "services/intake/rpc/intake_module.h"
#include "tests/service/people.h"
#include "tests/service/running_service.h"

namespace fallverbund::intake {
namespace {

using testing::kAdler;
using testing::kNorth;
using testing::kSpecht;
using testing::kWachtel;
using testing::RunningService;
using testing::Who;
using Intake = v1::IntakeService;

const Trace kTrace{"4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"};

Who Traced(Who who, const std::string& traceparent) {
  who.traceparent = traceparent;
  return who;
}
Who Traced(Who who) {
  return Traced(std::move(who), "00-" + kTrace.trace_id + "-" + kTrace.parent_id + "-01");
}

class TraceTest : public ::testing::Test {
 protected:
  TraceTest() { testing::RegisterEverybody(intake_); }

  static v1::SubmitInquiryRequest Inquiry() {
    v1::SubmitInquiryRequest request;
    request.set_request_id(RunningService::NewRequestId());
    request.set_unit_id(kNorth);
    request.set_deputy_person_id(kSpecht.person);
    request.set_office_organisation_id(kWachtel.organisation);
    request.set_competent_organisation_id(kAdler.organisation);
    request.add_symptoms(v1::SYMPTOM_NO_SCHOOL);
    request.set_tonight_kind(common::v1::TONIGHT_KIND_FAMILY);
    request.set_young_person_name("Milo Falke");
    return request;
  }
  // What was appended since, judged by nobody: only the contexts' own commits.
  std::vector<eventlog::v1::Commit> CommitsAfter(uint64_t position) {
    std::vector<eventlog::v1::Commit> commits;
    const auto messages = intake_.log().log().Read(position + 1, {});
    EXPECT_TRUE(messages.ok()) << messages.status();
    for (const auto& message : *messages) {
      eventlog::v1::Envelope envelope;
      EXPECT_TRUE(envelope.ParseFromString(message.payload));
      EXPECT_TRUE(commits.emplace_back().ParseFromString(envelope.signed_part()));
    }
    return commits;
  }
  uint64_t Head() { return *intake_.log().log().HeadFromLeader(); }

  IntakeModule intake_module_;
  casework::CaseModule case_module_;
  RunningService intake_{"intake", intake_module_};
  RunningService case_{"case", case_module_, intake_};
};

TEST_F(TraceTest, OneIdFollowsACommandIntoTheReactionsOfOtherServices) {
  const auto inquiry = intake_.Ask(&Intake::Stub::SubmitInquiry, kAdler, Inquiry());
  ASSERT_TRUE(inquiry.ok()) << inquiry.status.error_message();
  intake_.Settle();
  const uint64_t before = Head();
  v1::AssessInquiryRequest assess;
  assess.set_inquiry_id(inquiry.value.inquiry_id());
  assess.set_override_reason("drei Schulen in einem Jahr");
  ASSERT_TRUE(intake_.Ask(&Intake::Stub::AssessInquiry, Traced(kWachtel), assess).ok());
  case_.Settle();    // opens the case
  intake_.Settle();  // notes that it was opened

  const auto commits = CommitsAfter(before);
  ASSERT_EQ(commits.size(), 3);
  const auto& assessed = commits[0];
  const auto& opened = commits[1];
  const auto& noted = commits[2];
  EXPECT_EQ(eventlog::TraceOf(assessed), kTrace);
  EXPECT_EQ(opened.actor().organisation(), "case");
  EXPECT_EQ(eventlog::TraceOf(opened), (Trace{kTrace.trace_id, assessed.commit_id().substr(0, 16)}));
  EXPECT_EQ(noted.actor().organisation(), "intake");
  EXPECT_EQ(eventlog::TraceOf(noted), (Trace{kTrace.trace_id, opened.commit_id().substr(0, 16)}));
}

TEST_F(TraceTest, ACallWithoutOneOrWithAMalformedOneLeavesNoTrace) {
  const uint64_t before = Head();
  for (const std::string traceparent :
       {"", "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", "Milo"}) {
    EXPECT_TRUE(intake_.Ask(&Intake::Stub::SubmitInquiry, Traced(kAdler, traceparent), Inquiry()).ok());
  }
  const auto commits = CommitsAfter(before);
  ASSERT_EQ(commits.size(), 3);
  for (const auto& commit : commits) EXPECT_FALSE(commit.has_trace()) << commit.ShortDebugString();
}

TEST_F(TraceTest, TheSameRequestUnderAnotherTraceIsTheSameRequest) {
  const auto request = Inquiry();
  const auto first = intake_.Ask(&Intake::Stub::SubmitInquiry, Traced(kAdler), request);
  ASSERT_TRUE(first.ok()) << first.status.error_message();
  const auto again = intake_.Ask(&Intake::Stub::SubmitInquiry, kAdler, request);
  ASSERT_TRUE(again.ok()) << again.status.error_message();
  EXPECT_EQ(again.value.inquiry_id(), first.value.inquiry_id());
  EXPECT_EQ(again.value.result().commit_id(), first.value.result().commit_id());
}

}  // namespace
}  // namespace fallverbund::intake
