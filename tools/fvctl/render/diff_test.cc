#include "tools/fvctl/render/diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/time.h"

namespace fallverbund::fvctl {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const absl::Time kBegin = absl::FromUnixSeconds(1'772'442'000);  // 2026-03-02 09:00
const Labels kIds = [](const std::string& id) { return id; };

void AddSpan(audit::v1::GetCaseHoldersResponse& holders, common::v1::Strand strand, const std::string& holder,
             uint64_t from, uint64_t until) {
  auto& span = *holders.add_spans();
  span.set_strand(strand);
  span.mutable_holder()->set_organisation_id(holder);
  span.set_from_position(from);
  span.set_until_position(until);
  if (strand == common::v1::STRAND_TONIGHT) span.set_tonight_kind(common::v1::TONIGHT_KIND_FAMILY);
}

audit::v1::GetCaseHoldersResponse Holders() {
  audit::v1::GetCaseHoldersResponse holders;
  AddSpan(holders, common::v1::STRAND_CASE, "north", 3, 7);
  AddSpan(holders, common::v1::STRAND_CASE, "south", 7, 0);
  AddSpan(holders, common::v1::STRAND_TONIGHT, "home", 3, 0);
  AddSpan(holders, common::v1::STRAND_SHARED, "school", 5, 9);
  return holders;
}

audit::v1::HistoryEntry Entry(uint64_t position, const std::string& type, absl::Duration occurred,
                              absl::Duration recorded) {
  audit::v1::HistoryEntry entry;
  entry.set_position(position);
  entry.set_event_type("fallverbund.casework.v1." + type);
  entry.set_facts_json("{}");
  entry.set_person_id("adler");
  *entry.mutable_occurred_at() = ToProto(kBegin + occurred);
  *entry.mutable_recorded_at() = ToProto(kBegin + recorded);
  entry.set_late_entry(recorded - occurred > absl::Hours(24));
  return entry;
}

TEST(HeldAt, AreTheSpansOpenAtAPosition) {
  EXPECT_EQ(HeldAt(Holders(), 2).size(), 0u);
  EXPECT_EQ(HeldAt(Holders(), 3).size(), 2u);
  EXPECT_EQ(HeldAt(Holders(), 6).size(), 3u);
  const auto moved = HeldAt(Holders(), 7);
  ASSERT_EQ(moved.size(), 3u) << "the one that ended there no more, the one that began there already";
  EXPECT_EQ(moved[0].holder().organisation_id(), "south");
}

TEST(Diff, SaysPerStrandWhoWasAndWhoIs) {
  const std::string text = RenderDiff(Holders(), {}, 6, 9, kIds);
  EXPECT_THAT(text, AllOf(HasSubstr("CASE (Fallverantwortung): was north; now south\n"),
                          HasSubstr("TONIGHT (Verbleib heute Nacht): still family: home\n"),
                          HasSubstr("SHARED (Verantwortungsgemeinschaft): was school; now nobody\n"),
                          HasSubstr("nothing happened\n")));
  EXPECT_THAT(text, Not(HasSubstr("GUARDIAN")));
  EXPECT_THAT(RenderDiff(Holders(), {}, 1, 5, kIds),
              HasSubstr("CASE (Fallverantwortung): nobody before; now north\n"));
}

TEST(Diff, TellsWhatHappenedBetweenAndNothingElse) {
  const std::vector<audit::v1::HistoryEntry> history = {
      Entry(4, "ReplanOpened", absl::Hours(1), absl::Hours(1)),
      Entry(6, "TrialBegun", absl::Hours(2), absl::Hours(2)),
      Entry(8, "CaseReactivated", absl::Hours(3), absl::Hours(3))};
  const std::string text = RenderDiff(Holders(), history, 4, 6, kIds);
  EXPECT_THAT(text, HasSubstr("what happened\n"));
  EXPECT_THAT(text, HasSubstr("     6  2026-03-02 11:00  adler: "));
  EXPECT_THAT(text, AllOf(Not(HasSubstr("     4  ")), Not(HasSubstr("     8  "))));
}

// "As known then" and "as true then" differ here, and the reader is told.
TEST(Diff, MarksWhatWasTrueBeforeAndEnteredOnlyLater) {
  std::vector<audit::v1::HistoryEntry> history = {Entry(4, "ReplanOpened", absl::Hours(50), absl::Hours(50)),
                                                  Entry(6, "TrialBegun", absl::Hours(2), absl::Hours(60)),
                                                  Entry(7, "TrialBegun", absl::Hours(61), absl::Hours(61))};
  history.push_back(
      Entry(8, "TrialBegun", absl::Hours(55), absl::Hours(90)));  // late, but of no time known then
  const std::string text = RenderDiff(Holders(), history, 4, 9, kIds);
  EXPECT_THAT(text, HasSubstr("*      6  2026-03-02 11:00"));
  EXPECT_THAT(text, HasSubstr("\n       7  "));
  EXPECT_THAT(text, HasSubstr("\n       8  "));
  EXPECT_THAT(text, HasSubstr("* true before position 4, but entered only later: 1\n"));
}

}  // namespace
}  // namespace fallverbund::fvctl
