#include "libs/case_facts/case_facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fallverbund/casework/v1/case_events.pb.h"
#include "libs/eventlog/oneof.h"
#include "libs/projection/in_memory_projection_store.h"

namespace fallverbund::case_facts {
namespace {

using casework::v1::CaseEvent;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class CaseFactsTest : public ::testing::Test {
 protected:
  void Apply(const std::vector<CaseEvent>& events, const std::string& context = "case") {
    eventlog::ValidCommit commit;
    commit.context = context;
    commit.aggregate_id = "case-1";
    commit.commit.set_aggregate_type("case");
    for (const CaseEvent& event : events) *commit.commit.add_events() = eventlog::PackOneof(event);
    auto batch = store_.NewBatch();
    ASSERT_TRUE(CaseFactsView().Apply({commit, absl::UnixEpoch()}, *batch).ok());
    ASSERT_TRUE(store_.Commit(std::move(batch), ++position_).ok());
  }
  CaseFacts Facts() {
    const auto facts = Find(store_, "case-1");
    EXPECT_TRUE(facts.ok() && facts->has_value());
    return facts.ok() ? facts->value_or(CaseFacts()) : CaseFacts();
  }
  static CaseEvent Opened() {
    CaseEvent event;
    event.mutable_case_opened()->set_subject_id("subject");
    event.mutable_case_opened()->mutable_holder()->set_person_id("adler");
    return event;
  }
  static CaseEvent Coordinated(const std::string& team_id) {
    CaseEvent event;
    event.mutable_coordination_assumed()->set_team_id(team_id);
    return event;
  }
  static CaseEvent Committed(const std::string& person_id) {
    CaseEvent event;
    event.mutable_member_committed()->set_person_id(person_id);
    return event;
  }

  projection::InMemoryProjectionStore store_;
  uint64_t position_ = 0;
};

TEST_F(CaseFactsTest, KnowWhoHoldsACaseFromItsFirstCommit) {
  Apply({Opened()});
  EXPECT_EQ(Facts().subject_id, "subject");
  EXPECT_EQ(Facts().holder.person_id, "adler");
  EXPECT_EQ(Facts().team_id, "");
}

TEST_F(CaseFactsTest, FollowResponsibilityWhereItMoves) {
  Apply({Opened()});
  CaseEvent moved;
  moved.mutable_responsibility_moved()->mutable_to()->set_person_id("specht");
  Apply({moved});
  EXPECT_EQ(Facts().holder.person_id, "specht");
  EXPECT_EQ(Facts().subject_id, "subject");
}

TEST_F(CaseFactsTest, KnowTheTeamAndWhoAccepted) {
  Apply({Opened(), Coordinated("team"), Committed("adler"), Committed("biber")});
  EXPECT_EQ(Facts().team_id, "team");
  EXPECT_THAT(Facts().committed, ElementsAre("adler", "biber"));
  Apply({Coordinated("team")});
  EXPECT_THAT(Facts().committed, ElementsAre("adler", "biber"));
  Apply({Coordinated("another")});
  EXPECT_THAT(Facts().committed, IsEmpty());
}

TEST_F(CaseFactsTest, DoNotChangeByWhatIsNoFact) {
  CaseEvent setback;
  setback.mutable_setback_recorded();
  Apply({Opened()});
  Apply({setback});
  EXPECT_EQ(Facts().holder.person_id, "adler");
}

TEST_F(CaseFactsTest, BelieveTheCaseAlone) {
  Apply({Opened()}, "crisis");
  const auto facts = Find(store_, "case-1");
  ASSERT_TRUE(facts.ok());
  EXPECT_FALSE(facts->has_value());
}

}  // namespace
}  // namespace fallverbund::case_facts
