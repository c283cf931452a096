// Exhaustive: every state that a small world can reach, up to the times and counts that no rule asks for;
// each mechanism, and each pair of mechanisms that interact.
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <iterator>
#include <string>
#include <vector>

#include "services/case/domain/testing/explore_worlds.h"

namespace fallverbund::casework::testing {
namespace {

using enum Theme;

constexpr size_t kBound = 60'000, kEnough = 2'000'000;

class ExploreTest : public ::testing::TestWithParam<Small> {};

TEST_P(ExploreTest, BreaksNothing) {
  Bounds bounds{GetParam().themes, GetParam().whole ? kEnough : kBound};
  bounds.themes.insert(kOpening);
  const std::clock_t begin = std::clock();
  const Exploration found = Explore(bounds);
  const double took = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  std::printf("%zu states, %zu accepted and %zu refused commands, %s, %.1f s\n", found.states, found.steps,
              found.refusals, found.fixpoint ? "all there are" : "stopped at the bound", took);
  for (const auto& [invariant, step] : found.broken) ADD_FAILURE() << invariant << "\n  broken by: " << step;
  EXPECT_TRUE(found.fixpoint || !GetParam().whole);
}

INSTANTIATE_TEST_SUITE_P(World, ExploreTest, ::testing::ValuesIn(Worlds()),
                         [](const auto& world) { return std::string(world.param.name); });

// Two mechanisms that meet in one case, by any of their themes.
struct Meeting {
  const char* name;
  std::set<Theme> one, other;
};
const std::set<Theme> kHandovers = {kHandover, kDeputy, kOneOffer}, kEnds = {kEnding, kShortEnd},
                      kOffices = {kCompetence, kJurisdiction};

TEST(Pairs, ThatInteractAreExploredToTheEnd) {
  const std::vector<Meeting> meetings = {
      {"handover x team", kHandovers, {kTeam}},
      {"handover x settings and nights", kHandovers, {kSetting}},
      {"handover x standby", kHandovers, {kStandby}},
      {"handover x deputy", {kDeputy}, {kDeputy}},
      {"handover x follow-up and taking back", kHandovers, {kFollowUp}},
      {"handover x leaving of a person", kHandovers, {kLeaver}},
      {"handover x leaving of a partner", kHandovers, {kLeaving}},
      {"handover x jurisdiction change", kHandovers, kOffices},
      {"handover x lawful end, objection, reopening", kHandovers, kEnds},
      {"team x leaving of a partner", {kTeam}, {kLeaving}},
      {"team x lawful end, objection, reopening", {kTeam}, kEnds},
      {"setting end x leaving of its provider", {kSetting}, {kLeaving}},
      {"setting end x standby", {kSetting}, {kStandby}},
      {"setting end x lawful end, objection, reopening", {kSetting}, kEnds},
      {"standby x lawful end, objection, reopening", {kStandby}, kEnds},
      {"standby x leaving of a person", {kStandby}, {kLeaver}},
      {"jurisdiction change x lawful end, objection, reopening", kOffices, kEnds},
      {"leaving of a partner x lawful end, objection, reopening", {kLeaving}, kEnds},
      {"crisis x handover", {kCrisis}, kHandovers},
      {"crisis x lawful end, objection, reopening", {kCrisis}, kEnds},
      {"crisis x standby", {kCrisis}, {kStandby}},
      {"coming of age x handover", {kAge}, kHandovers},
      {"coming of age x lawful end, objection, reopening", {kAge}, kEnds},
      {"planning and commission x handover", {kPlanning}, kHandovers},
      {"planning and commission x lawful end, objection, reopening", {kPlanning}, kEnds},
      {"course and return x handover", {kCourse}, kHandovers},
      {"course and return x leaving of a partner", {kCourse}, {kLeaving}},
      {"course and return x lawful end, objection, reopening", {kCourse}, kEnds},
      {"follow-up x leaving of a person", {kFollowUp}, {kLeaver}},
      {"follow-up x lawful end, objection, reopening", {kFollowUp}, kEnds},
      {"unaccompanied minor x handover", {kMinor}, kHandovers},
      {"unaccompanied minor x jurisdiction change", {kMinor}, kOffices},
      {"consent x handover", {kConsent}, kHandovers},
      {"consent x jurisdiction change", {kConsent}, kOffices},
      {"coordination x handover", {kCoordination}, kHandovers},
      {"coordination x leaving of a partner", {kCoordination}, {kLeaving}},
      {"coordination x lawful end, objection, reopening", {kCoordination}, kEnds},
  };
  const auto has = [](const Small& world, const std::set<Theme>& any) {
    return std::any_of(any.begin(), any.end(), [&](Theme theme) { return world.themes.contains(theme); });
  };
  for (const Meeting& meeting : meetings) {
    std::string worlds;
    for (const Small& world : Worlds()) {
      if (world.whole && has(world, meeting.one) && has(world, meeting.other))
        worlds.append(worlds.empty() ? "" : ", ").append(world.name);
    }
    std::printf("%s: %s\n", meeting.name, worlds.c_str());
    EXPECT_NE(worlds, "") << meeting.name;
  }
}

TEST(Worlds, ReachEveryKindOfEvent) {
  std::set<std::string> happened;
  for (const std::set<Theme>& themes : {std::set<Theme>{kOpening, kHandover, kTeam},
                                        {kOpening, kSetting, kStandby},
                                        {kOpening, kHandover, kStandby, kClock},
                                        {kOpening, kHandover, kFollowUp},
                                        {kOpening, kDraft},
                                        {kOpening, kCompetence},
                                        {kOpening, kAge},
                                        {kOpening, kConsent},
                                        {kOpening, kTeam, kLeaving},
                                        {kOpening, kTeam, kCoordination},
                                        {kOpening, kPlanning},
                                        {kOpening, kCourse},
                                        {kOpening, kCrisis},
                                        {kOpening, kMinor},
                                        {kOpening, kLeaver},
                                        {kOpening, kSetting, kEnding, kClock}}) {
    happened.merge(Explore({themes, 200'000}).events);
  }
  std::set<std::string> known;
  const auto* events = v1::CaseEvent::descriptor();
  for (int i = 0; i < events->field_count(); ++i) known.insert(events->field(i)->message_type()->name());
  std::vector<std::string> never;
  std::set_difference(known.begin(), known.end(), happened.begin(), happened.end(),
                      std::back_inserter(never));
  EXPECT_THAT(never, ::testing::IsEmpty());
}

}  // namespace
}  // namespace fallverbund::casework::testing
