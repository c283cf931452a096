#include "services/crisis/views/cloud_event.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fallverbund::crisis {
namespace {

v1::Notification At(uint64_t position, uint32_t index) {
  v1::Notification notification;
  notification.mutable_place()->set_position(position);
  notification.mutable_place()->set_index(index);
  notification.set_kind(v1::NOTIFICATION_KIND_DEPLOYMENT_REQUESTED);
  notification.set_case_id("case");
  notification.mutable_recorded_at()->set_seconds(1'770'000'000);
  return notification;
}

TEST(CloudEvent, SaysWhatTheSpecificationAsksForAndCarriesTheNotification) {
  const auto event = ToCloudEvent(At(17, 2), "dortmund");
  EXPECT_EQ(event.id(), "17.2");
  EXPECT_EQ(event.source(), "/fallverbund/dortmund");
  EXPECT_EQ(event.spec_version(), "1.0");
  EXPECT_EQ(event.type(), "fallverbund.crisis.v1.deployment_requested");
  EXPECT_EQ(event.attributes().at("subject").ce_string(), "case");
  EXPECT_EQ(event.attributes().at("time").ce_timestamp().seconds(), 1'770'000'000);
  v1::Notification carried;
  ASSERT_TRUE(event.proto_data().UnpackTo(&carried));
  EXPECT_EQ(carried.SerializeAsString(), At(17, 2).SerializeAsString());
}

TEST(CloudEvent, NamesALaterAlarmAndANewDangerByTheirType) {
  v1::Notification notification = At(17, 0);
  notification.set_kind(v1::NOTIFICATION_KIND_ALARM_REPEATED);
  EXPECT_EQ(ToCloudEvent(notification, "dortmund").type(), "fallverbund.crisis.v1.alarm_repeated");
  notification.set_kind(v1::NOTIFICATION_KIND_NEW_DANGER);
  EXPECT_EQ(ToCloudEvent(notification, "dortmund").type(), "fallverbund.crisis.v1.new_danger");
}

TEST(CloudEvent, ItsSequenceSortsAsTheLogDoes) {
  const auto sequence = [](uint64_t position, uint32_t index) {
    return ToCloudEvent(At(position, index), "dortmund").attributes().at("sequence").ce_string();
  };
  EXPECT_LT(sequence(9, 11), sequence(10, 0));
  EXPECT_LT(sequence(10, 9), sequence(10, 10));
  EXPECT_LT(sequence(999, 0), sequence(1'000, 0));
}

TEST(CloudEvent, ACrisisWhoseCaseNobodyKnowsYetIsItsOwnSubject) {
  v1::Notification notification = At(17, 0);
  notification.clear_case_id();
  notification.set_crisis_id("crisis");
  EXPECT_EQ(ToCloudEvent(notification, "dortmund").attributes().at("subject").ce_string(), "crisis");
}

}  // namespace
}  // namespace fallverbund::crisis
