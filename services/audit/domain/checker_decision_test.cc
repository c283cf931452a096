// Joint decisions, of a circle and of one organisation alone; judged from the log alone (B9).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fallverbund/team/v1/joint_decision_events.pb.h"
#include "services/audit/domain/testing/milo.h"
#include "services/audit/domain/testing/verdict_of.h"

namespace fallverbund::audit {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::VerdictOf;

struct Circle {
  testing::LogBook book;
  const testing::Pen adler{"youth-office", "adler", "CASE_WORKER"};

  template <class Event>
  void Says(const Event& event) {
    book.Write("team", "joint_decision", testing::TestId(1), adler, event);
  }
  void Votes(const std::string& organisation_id, const std::string& person_id) {
    team::v1::VoteCast cast;
    cast.set_organisation_id(organisation_id);
    cast.set_person_id(person_id);
    cast.set_vote(team::v1::VOTE_YES);
    Says(cast);
  }
  void Reaches(int organisations) {
    team::v1::JointDecisionReached reached;
    reached.set_organisations(organisations);
    Says(reached);
  }
  std::vector<std::string> Words() const { return VerdictOf(book).Words(); }
};

TEST(JudgesDecisions, WithoutAFindingWhereTwoOrganisationsHaveVoted) {
  Circle circle;
  circle.Votes("youth-office", "adler");
  circle.Votes("provider", "fuchs");
  circle.Reaches(2);
  EXPECT_THAT(circle.Words(), IsEmpty());
}

TEST(JudgesDecisions, OneThatASingleOrganisationReached) {
  Circle circle;
  circle.Votes("youth-office", "adler");
  circle.Votes("youth-office", "specht");
  circle.Reaches(2);
  EXPECT_THAT(circle.Words(), ElementsAre("DECISION_BY_ONE votes_of_1_organisations"));
}

TEST(JudgesDecisions, NoneOfBeforeItWasSaidOfHowMany) {
  Circle circle;
  circle.Votes("youth-office", "adler");
  circle.Reaches(0);
  EXPECT_THAT(circle.Words(), IsEmpty());
}

}  // namespace
}  // namespace fallverbund::audit
