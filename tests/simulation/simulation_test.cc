// A handful of fixed seeds and every seed that ever failed. Many more: ./tools/dev sim.
#include "tests/simulation/simulation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "fallverbund/casework/v1/case_service.pb.h"
#include "fallverbund/crisis/v1/crisis_service.pb.h"
#include "fallverbund/crisis/v1/pool_service.pb.h"
#include "fallverbund/intake/v1/intake_service.pb.h"
#include "fallverbund/intake/v1/prevention_service.pb.h"
#include "fallverbund/team/v1/agreement_service.pb.h"
#include "fallverbund/team/v1/calendar_service.pb.h"
#include "fallverbund/team/v1/catalogue_service.pb.h"
#include "fallverbund/team/v1/directory_service.pb.h"
#include "fallverbund/team/v1/membership_service.pb.h"
#include "fallverbund/team/v1/social_space_service.pb.h"
#include "fallverbund/team/v1/team_service.pb.h"
#include "tests/simulation/wish.h"

namespace fallverbund::simulation {
namespace {

using ::testing::IsEmpty;

TEST(Simulation, KeepsEveryPromiseInAHandfulOfSeeds) {
  Report all;
  for (uint64_t seed = 1; seed <= 12; ++seed) {
    const Report report = Simulate(seed, false);
    EXPECT_THAT(report.wrong, IsEmpty()) << "seed " << seed;
    all.commits += report.commits;
    all.accepted += report.accepted;
    all.refused += report.refused;
    all.unlucky += report.unlucky;
    all.crashes += report.crashes;
    for (const auto& [name, answers] : report.by_command) {
      all.by_command[name].accepted += answers.accepted;
      all.by_command[name].refused += answers.refused;
    }
  }
  // Who asks for a register is not only turned away.
  size_t registers = 0, accepted = 0;
  for (const Command& command : RegisterCommands()) {
    const Answers& answers = all.by_command[command.name];
    registers += answers.accepted + answers.refused > 0 ? 1 : 0;
    accepted += answers.accepted > 0 ? 1 : 0;
  }
  EXPECT_GT(registers, RegisterCommands().size() / 2);
  EXPECT_GT(accepted, 0u);
  // It is not quiet because nothing happens.
  EXPECT_GT(all.commits, 200u);
  EXPECT_GT(all.accepted, 200u);
  EXPECT_GT(all.refused, 200u);
  EXPECT_GT(all.unlucky, 20u);
  EXPECT_GT(all.crashes, 5u);
}

// Writes that nobody wishes for here, and why.
const std::map<std::string_view, std::vector<std::string_view>>& WithoutAWish() {
  static const std::map<std::string_view, std::vector<std::string_view>> writes = {
      {"the ground that every seed stands on: there is one association, and nobody acts for a partner that "
       "comes later",
       {"BootstrapAssociation", "RegisterOrganisation"}},
  };
  return writes;
}

TEST(Simulation, HasAWishForEveryWriteOfTheHouseOrAReason) {
  std::set<std::string> wished;
  for (const Command& command : Commands()) wished.insert(command.name);
  std::set<std::string> excused;
  for (const auto& [reason, names] : WithoutAWish()) {
    for (const std::string_view name : names) {
      EXPECT_TRUE(excused.emplace(name).second) << name << " is named twice";
      EXPECT_FALSE(wished.contains(std::string(name))) << name << " has a wish: " << reason;
    }
  }
  std::set<std::string> writes;
  for (const auto* file :
       {casework::v1::OfferHandoverRequest::descriptor()->file(),
        crisis::v1::RequestDeploymentRequest::descriptor()->file(),
        crisis::v1::SetPoolCapacityRequest::descriptor()->file(),
        intake::v1::BeginTransitionRequest::descriptor()->file(),
        team::v1::AdoptAgreementRequest::descriptor()->file(),
        intake::v1::SubmitInquiryRequest::descriptor()->file(),
        team::v1::EntrustCalendarRequest::descriptor()->file(),
        team::v1::ListEntryRequest::descriptor()->file(), team::v1::AddUnitRequest::descriptor()->file(),
        team::v1::CastVoteRequest::descriptor()->file(),
        team::v1::DefineSocialSpaceRequest::descriptor()->file(),
        team::v1::ProposeTeamRequest::descriptor()->file()}) {
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m) {
        const auto* method = file->service(s)->method(m);
        if (method->input_type()->FindFieldByName("request_id") != nullptr) writes.insert(method->name());
      }
    }
  }
  for (const std::string& write : writes) {
    EXPECT_TRUE(wished.contains(write) || excused.contains(write))
        << write << " needs a row in wish.cc, or a reason above";
  }
  for (const std::string& name : excused) EXPECT_TRUE(writes.contains(name)) << name << " is no write";
}

TEST(Simulation, IsTheSameStoryEveryTime) {
  for (uint64_t seed = 1; seed <= 4; ++seed) {
    EXPECT_EQ(Simulate(seed, false).trace, Simulate(seed, false).trace) << "seed " << seed;
  }
  EXPECT_NE(Simulate(1, false).trace, Simulate(2, false).trace);
}

TEST(Simulation, KeepsEveryPromiseInSeedsThatOnceFailed) {
  std::ifstream file(FV_SIMULATION_SEEDS);
  ASSERT_TRUE(file.is_open()) << FV_SIMULATION_SEEDS;
  std::string line;
  while (std::getline(file, line)) {
    uint64_t seed = 0;
    if (line.empty() || line[0] == '#' || !(std::istringstream(line) >> seed)) continue;
    EXPECT_THAT(Simulate(seed, false).wrong, IsEmpty()) << line;
  }
}

}  // namespace
}  // namespace fallverbund::simulation
