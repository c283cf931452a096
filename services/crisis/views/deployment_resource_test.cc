#include "services/crisis/views/deployment_resource.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "libs/base/time.h"
#include "libs/history/testing/field_path.h"

namespace fallverbund::crisis {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'770'000'000);

TEST(ShownDeployment, TellsItsStateAndWhoHoldsOnceAccepted) {
  history::History<DeploymentDecider> deployment;
  deployment.aggregate_id = "deployment";
  v1::DeploymentEvent event;
  auto& requested = *event.mutable_deployment_requested();
  requested.set_case_id("case");
  requested.set_mode(v1::DEPLOYMENT_MODE_OVERNIGHT);
  requested.set_crisis_team_organisation_id("kit");
  *requested.mutable_answer_due() = ToProto(kNow);
  requested.mutable_situation()->set_key_id("situation");
  deployment.Add(event, {}, "commit");

  v1::Deployment shown;
  std::vector<history::SealedText> texts;
  ShowDeployment(deployment, shown, texts);
  EXPECT_EQ(shown.deployment_id(), "deployment");
  EXPECT_EQ(shown.case_id(), "case");
  EXPECT_EQ(shown.state(), v1::DEPLOYMENT_STATE_REQUESTED);
  EXPECT_EQ(shown.mode(), v1::DEPLOYMENT_MODE_OVERNIGHT);
  EXPECT_EQ(shown.crisis_team_organisation_id(), "kit");
  EXPECT_EQ(FromProto(shown.answer_due()), kNow);
  EXPECT_FALSE(shown.has_holder());
  ASSERT_THAT(texts, ::testing::SizeIs(1));
  EXPECT_EQ(history::NameOfPlace(texts[0]), "situation");
  EXPECT_EQ(texts[0].sealed->key_id(), "situation");
  EXPECT_EQ(texts[0].shown, shown.mutable_situation());

  v1::DeploymentEvent accepted;
  accepted.mutable_deployment_accepted()->mutable_holder()->set_person_id("worker");
  deployment.Add(accepted, {}, "commit");
  v1::Deployment later;
  ShowDeployment(deployment, later, texts);
  EXPECT_EQ(later.state(), v1::DEPLOYMENT_STATE_ACCEPTED);
  EXPECT_EQ(later.holder().person_id(), "worker");
  EXPECT_FALSE(later.has_answer_due());
}

}  // namespace
}  // namespace fallverbund::crisis
