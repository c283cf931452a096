#include "tools/fvctl/methods.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/util/json_util.h"
#include "tools/fvctl/caller.h"

namespace fallverbund::fvctl {
namespace {

using ::testing::HasSubstr;

TEST(Methods, AreFoundByShortAndFullName) {
  for (const char* name :
       {"RecordSetback", "CaseService/RecordSetback", "fallverbund.casework.v1.CaseService/RecordSetback"}) {
    auto method = FindMethod(name);
    ASSERT_TRUE(method.ok()) << name;
    EXPECT_EQ((*method)->name(), "RecordSetback");
    EXPECT_EQ(ServiceOf(**method), "case");
    EXPECT_TRUE(IsWrite(**method));
  }
}

TEST(Methods, AMissOffersWhatSoundsAlike) {
  auto method = FindMethod("Setback");
  ASSERT_FALSE(method.ok());
  EXPECT_THAT(std::string(method.status().message()), HasSubstr("RecordSetback"));
}

TEST(Methods, ADescriptionTellsWhoMayAndWhatIsSealed) {
  const std::string text = Describe(**FindMethod("SubmitInquiry"));
  EXPECT_THAT(text, HasSubstr("who: CASE_WORKER"));
  EXPECT_THAT(text, HasSubstr("row A1"));
  EXPECT_THAT(text, HasSubstr("summary: text (personal"));
  EXPECT_THAT(text, HasSubstr("SYMPTOM_NO_SCHOOL"));
}

TEST(Methods, ADescriptionRepeatsWhatTheContractSays) {
  const std::string text = Describe(**FindMethod("OfferHandover"));
  EXPECT_THAT(
      text,
      HasSubstr("\nOffers the strand CASE to another unit of a public body; nothing moves by it (N3).\n"));
  EXPECT_THAT(text, HasSubstr("  // unset: in 14 days; at most in 14 days (N4)\n"));
}

TEST(Methods, ErasureIsThereWithItsTwoRolesAndItsRow) {
  const auto method = FindMethod("ApproveErasure");
  ASSERT_TRUE(method.ok());
  EXPECT_EQ(ServiceOf(**method), "keys");
  EXPECT_TRUE(IsWrite(**method));
  EXPECT_THAT(Describe(**method), HasSubstr("who: DATA_PROTECTION_OFFICER, DEPARTMENT_HEAD   row § 84"));
  EXPECT_THAT(Describe(**FindMethod("GetVaultStatus")), HasSubstr("who: the operator"));
}

TEST(Methods, TheRegistersOfTheTeamServiceAreThereToo) {
  for (const char* name : {"PlanSession", "FoundMembership", "RouteStreet", "SearchEntries"}) {
    const auto method = FindMethod(name);
    ASSERT_TRUE(method.ok()) << name;
    EXPECT_EQ(ServiceOf(**method), "team");
  }
}

TEST(Methods, AStreamIsThereAndSaysHowItIsFollowed) {
  const auto method = FindMethod("WatchNotifications");
  ASSERT_TRUE(method.ok());
  EXPECT_EQ(ServiceOf(**method), "crisis");
  EXPECT_THAT(Describe(**method), HasSubstr("(a stream"));
  EXPECT_THAT(Describe(**method), HasSubstr("fvctl --as NAME watch"));
  EXPECT_THAT(DescribeAll(), HasSubstr("WatchNotifications  (stream: fvctl watch)"));
  Caller caller(Profile{});
  const auto called = caller.Call(**method, crisis::v1::WatchNotificationsRequest());
  EXPECT_THAT(std::string(called.status().message()), HasSubstr("'fvctl watch' follows it"));
}

TEST(Methods, EveryExampleIsARequestThatParses) {
  for (const MethodDescriptor* method : AllMethods()) {
    std::unique_ptr<google::protobuf::Message> request(
        google::protobuf::MessageFactory::generated_factory()->GetPrototype(method->input_type())->New());
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(Example(*method), request.get()).ok())
        << method->full_name();
  }
}

}  // namespace
}  // namespace fallverbund::fvctl
