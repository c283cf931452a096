// Counted contacts, process chains and published tables of the prevention chain.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "services/intake/domain/prevention_contact_decider.h"
#include "services/intake/domain/prevention_table_decider.h"
#include "services/intake/domain/process_chain_decider.h"

namespace fallverbund::intake {
namespace {

using decider::Given;
using decider::Reason;

const absl::Time kMorning = absl::FromUnixSeconds(1'770'000'000);
const Given kGiven = {{std::string(32, 'a'), std::string(32, '1'), "NAVIGATOR"}, kMorning, kMorning, ""};

template <class Event>
std::string CodeOf(const decider::Decision<Event>& decision) {
  return decision.refused() ? std::string(refusal::Text(decision.refusal().reason).code) : "accepted";
}

TEST(PreventionContact, IsCountedOnceAndOnlyInASpaceOfTheCatalogue) {
  CountAnonymousContact count;
  count.counted.set_service_line(v1::SERVICE_LINE_BABY_GUIDE);
  EXPECT_EQ(CodeOf(PreventionContactDecider::Decide({}, count, kGiven)), "SOCIAL_SPACE_UNKNOWN");
  count.social_space_known = true;
  const auto decision = PreventionContactDecider::Decide({}, count, kGiven);
  ASSERT_FALSE(decision.refused());
  const auto state = PreventionContactDecider::Evolve({}, decision.events().at(0), kGiven);
  EXPECT_TRUE(PreventionContactDecider::Decide(state, count, kGiven).events().empty());
}

SetProcessChain Chain() {
  SetProcessChain set;
  set.wanted.set_from_line(v1::SERVICE_LINE_BABY_GUIDE);
  set.wanted.set_to_line(v1::SERVICE_LINE_FAMILY_OFFICE);
  set.wanted.add_required_items(v1::HANDOVER_ITEM_HOW_TO_REACH);
  set.wanted.mutable_answer_within()->set_seconds(absl::ToInt64Seconds(Days(5)));
  set.wanted.mutable_check_after()->set_seconds(absl::ToInt64Seconds(Days(56)));
  set.wanted.mutable_description()->set_key_id(std::string(32, 'c'));
  return set;
}

ProcessChainState With(ProcessChainState state, const SetProcessChain& set) {
  const auto decision = ProcessChainDecider::Decide(state, set, kGiven);
  EXPECT_FALSE(decision.refused());
  for (const auto& event : decision.events())
    state = ProcessChainDecider::Evolve(std::move(state), event, kGiven);
  return state;
}

TEST(ProcessChain, IsInForceFromItsDateUntilTheNextOneIs) {
  SetProcessChain next = Chain();
  *next.wanted.mutable_valid_from() = ToProto(kMorning + Days(30));
  const auto state = With(With({}, Chain()), next);
  EXPECT_EQ(state.InForce(kMorning - absl::Seconds(1)), nullptr);
  EXPECT_EQ(state.InForce(kMorning)->version(), 1u);
  EXPECT_EQ(state.InForce(kMorning + Days(29))->version(), 1u);
  EXPECT_EQ(state.InForce(kMorning + Days(30))->version(), 2u);
}

TEST(ProcessChain, JoinsTwoDifferentLinesAndNamesWhatIsToldAndByWhen) {
  const auto refused = [](const std::function<void(v1::ProcessChainVersionSet&)>& change,
                          const ProcessChainState& state = {}) {
    SetProcessChain set = Chain();
    change(set.wanted);
    EXPECT_EQ(CodeOf(ProcessChainDecider::Decide(state, set, kGiven)), "PROCESS_CHAIN_INCOMPLETE");
  };
  refused([](auto& c) { c.set_to_line(v1::SERVICE_LINE_BABY_GUIDE); });
  refused([](auto& c) { c.clear_from_line(); });
  refused([](auto& c) { c.clear_to_line(); });
  refused([](auto& c) { c.clear_required_items(); });
  refused([](auto& c) { c.clear_answer_within(); });
  refused([](auto& c) { c.mutable_answer_within()->set_seconds(absl::ToInt64Seconds(Days(29))); });
  refused([](auto& c) { c.mutable_check_after()->set_seconds(absl::ToInt64Seconds(Days(91))); });
  refused([](auto& c) { c.clear_description(); });
  refused([](auto& c) { *c.mutable_valid_from() = ToProto(kMorning - absl::Seconds(1)); });
  SetProcessChain later = Chain();
  *later.wanted.mutable_valid_from() = ToProto(kMorning + Days(30));
  refused([](auto& c) { *c.mutable_valid_from() = ToProto(kMorning + Days(29)); }, With({}, later));
}

// E12: what still changes tells single families, and so does a second table of the same quarter.
TEST(PreventionTable, IsPublishedOnceAndAfterItsQuarter) {
  PublishPreventionTable publish;
  publish.table.set_year(2026);
  publish.table.set_quarter(1);
  publish.table.add_figures()->set_count(7);
  publish.quarter_ends = kMorning + absl::Seconds(1);
  EXPECT_EQ(CodeOf(PreventionTableDecider::Decide({}, publish, kGiven)), "QUARTER_NOT_OVER");
  publish.quarter_ends = kMorning;
  const auto decision = PreventionTableDecider::Decide({}, publish, kGiven);
  ASSERT_FALSE(decision.refused());
  const auto state = PreventionTableDecider::Evolve({}, decision.events().at(0), kGiven);
  publish.table.mutable_figures(0)->set_count(8);
  EXPECT_TRUE(PreventionTableDecider::Decide(state, publish, kGiven).events().empty());
  EXPECT_EQ(state.table->figures(0).count(), 7u);
}

}  // namespace
}  // namespace fallverbund::intake
