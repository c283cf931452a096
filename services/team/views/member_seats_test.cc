#include "services/team/views/member_seats.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fallverbund/team/v1/membership_events.pb.h"
#include "libs/projection/in_memory_projection_store.h"

namespace fallverbund::team {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class MemberSeats : public ::testing::Test {
 protected:
  void Happened(const std::string& type, const std::string& id, const google::protobuf::Message& message) {
    eventlog::ValidCommit valid;
    valid.context = "team";
    valid.aggregate_id = id;
    valid.commit.set_aggregate_type(type);
    auto& event = *valid.commit.add_events();
    event.set_type(message.GetDescriptor()->full_name());
    event.set_schema_version(1);
    event.set_data(message.SerializeAsString());
    auto batch = store_.NewBatch();
    ASSERT_TRUE(MemberSeatView().Apply({valid, absl::Time()}, *batch).ok());
    ASSERT_TRUE(store_.Commit(std::move(batch), ++position_).ok());
  }

  projection::InMemoryProjectionStore store_;
  uint64_t position_ = 0;
};

TEST_F(MemberSeats, AreOfWhoWasAskedAtFirstOrToFollow) {
  v1::MembershipFounded founded;
  founded.add_seats()->set_organisation_id("home");
  founded.add_seats()->set_organisation_id("office");
  Happened("membership", "one", founded);
  Happened("membership", "two", founded);
  v1::MemberSuccessorNamed named;
  named.set_successor_organisation_id("school");
  Happened("membership", "two", named);
  EXPECT_THAT(*MembershipsOf(store_, "home"), ElementsAre("one", "two"));
  EXPECT_THAT(*MembershipsOf(store_, "school"), ElementsAre("two"));
  EXPECT_THAT(*MembershipsOf(store_, "clinic"), IsEmpty());
}

TEST_F(MemberSeats, ShowWhoGoesUntilItStays) {
  v1::OrganisationLeaving leaving;
  leaving.set_cause(v1::LEAVING_CAUSE_INSOLVENT);
  Happened("organisation", "home", leaving);
  EXPECT_EQ((*FindLeaving(store_, "home"))->cause(), v1::LEAVING_CAUSE_INSOLVENT);
  EXPECT_FALSE(FindLeaving(store_, "school")->has_value());
  Happened("organisation", "home", v1::OrganisationStays());
  EXPECT_FALSE(FindLeaving(store_, "home")->has_value());
}

}  // namespace
}  // namespace fallverbund::team
