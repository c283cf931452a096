#include "services/audit/domain/unpack.h"

#include <gtest/gtest.h>

#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/crisis/v1/deployment_events.pb.h"

namespace fallverbund::audit {
namespace {

eventlog::v1::Event Pack(const google::protobuf::Message& message) {
  eventlog::v1::Event event;
  event.set_type(message.GetDescriptor()->full_name());
  event.set_schema_version(1);
  event.set_data(message.SerializeAsString());
  return event;
}

TEST(Unpack, FindsTheArmOfTheEventsType) {
  casework::v1::HandoverRevoked revoked;
  revoked.set_handover_id("h");
  const auto known = Unpack<casework::v1::CaseEvent>(Pack(revoked));
  ASSERT_TRUE(known);
  EXPECT_EQ(known->handover_revoked().handover_id(), "h");
}

TEST(Unpack, AnEventWithoutFieldsIsStillThatEvent) {
  EXPECT_TRUE(Unpack<casework::v1::CaseEvent>(Pack(casework::v1::SettingEnded()))->has_setting_ended());
}

TEST(Unpack, KnowsNoEventOfAnotherAggregate) {
  EXPECT_FALSE(Unpack<crisis::v1::DeploymentEvent>(Pack(casework::v1::SettingEnded())));
}

TEST(Unpack, KnowsNoOtherSchemaVersionAndNoBrokenBytes) {
  eventlog::v1::Event newer = Pack(casework::v1::SettingEnded());
  newer.set_schema_version(2);
  EXPECT_FALSE(Unpack<casework::v1::CaseEvent>(newer));
  eventlog::v1::Event broken = Pack(casework::v1::SettingEnded());
  broken.set_data("\x0a\xff");
  EXPECT_FALSE(Unpack<casework::v1::CaseEvent>(broken));
}

}  // namespace
}  // namespace fallverbund::audit
