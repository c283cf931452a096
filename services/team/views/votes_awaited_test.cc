#include "services/team/views/votes_awaited.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fallverbund/team/v1/joint_decision_events.pb.h"
#include "libs/projection/in_memory_projection_store.h"

namespace fallverbund::team {
namespace {

using ::testing::ElementsAre;

class VotesAwaited : public ::testing::Test {
 protected:
  void Happened(const std::string& id, const google::protobuf::Message& message) {
    eventlog::ValidCommit valid;
    valid.context = "team";
    valid.aggregate_id = id;
    valid.commit.set_aggregate_type("joint_decision");
    auto& event = *valid.commit.add_events();
    event.set_type(message.GetDescriptor()->full_name());
    event.set_schema_version(1);
    event.set_data(message.SerializeAsString());
    auto batch = store_.NewBatch();
    ASSERT_TRUE(VotesAwaitedView().Apply({valid, absl::Time()}, *batch).ok());
    ASSERT_TRUE(store_.Commit(std::move(batch), ++position_).ok());
  }

  projection::InMemoryProjectionStore store_;
  uint64_t position_ = 0;
};

TEST_F(VotesAwaited, AreOfWhoHasNeitherVotedNorGone) {
  v1::JointDecisionOpened opened;
  for (const char* person : {"fuchs", "kranich", "krause"}) opened.add_voters()->set_person_id(person);
  Happened("one", opened);
  Happened("two", opened);
  v1::VoteCast cast;
  cast.set_person_id("fuchs");
  Happened("one", cast);
  v1::VoterGone gone;
  gone.set_person_id("kranich");
  Happened("one", gone);
  EXPECT_THAT(*VotesAwaitedOf(store_, "fuchs"), ElementsAre("two"));
  EXPECT_THAT(*VotesAwaitedOf(store_, "kranich"), ElementsAre("two"));
  EXPECT_THAT(*VotesAwaitedOf(store_, "krause"), ElementsAre("one", "two"));
}

}  // namespace
}  // namespace fallverbund::team
