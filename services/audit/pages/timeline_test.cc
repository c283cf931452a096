#include "services/audit/pages/timeline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "libs/base/time.h"
#include "services/audit/domain/testing/milo.h"
#include "services/audit/views/questions.h"
#include "services/audit/views/testing/filed.h"

namespace fallverbund::audit::pages {
namespace {

using audit::testing::Filed;
using audit::testing::Milo;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr Language kDe = Language::kGerman;

KnownCase Know(const Milo& milo, absl::Duration later = absl::Hours(24)) {
  const Filed filed(milo.book);
  KnownCase known;
  known.case_id = milo.the_case;
  known.holders = *ReadHolders(filed.store, milo.the_case, {}, milo.book.head());
  const auto history = *ReadHistory(filed.store, milo.the_case, {}, {.size = 1000});
  known.history.assign(history.entries().begin(), history.entries().end());
  known.findings = *ReadCaseFindings(filed.store, milo.the_case, milo.book.head(), 1000);
  known.until = FromProto(known.history.back().recorded_at()) + later;
  return known;
}

const Band& BandOf(const Timeline& timeline, const std::string& name) {
  for (const Band& band : timeline.bands) {
    if (band.name == name) return band;
  }
  ADD_FAILURE() << "no band " << name;
  return timeline.bands.front();
}

TEST(Timeline, DrawsABandForEachStrandAndForWhatHappened) {
  Milo milo;
  milo.PlayAll();
  const Timeline timeline = DrawTimeline(Know(milo), kDe);
  ASSERT_THAT(timeline.bands, SizeIs(11));
  EXPECT_THAT(BandOf(timeline, "Fallverantwortung").bars, SizeIs(1));
  EXPECT_THAT(BandOf(timeline, "Verantwortungsgemeinschaft").bars, SizeIs(5));
  EXPECT_THAT(BandOf(timeline, "Koordination").bars, SizeIs(1));
  EXPECT_TRUE(BandOf(timeline, "Vormundschaft").empty);
  EXPECT_THAT(BandOf(timeline, "Settings").bars, SizeIs(1));
  EXPECT_THAT(BandOf(timeline, "Rückschläge").marks, SizeIs(1));
}

TEST(Timeline, KeepsEveryShapeInsideAndTheBandsApart) {
  Milo milo;
  milo.PlayAll();
  const Timeline timeline = DrawTimeline(Know(milo), kDe);
  int bottom = 0;
  for (const Band& band : timeline.bands) {
    EXPECT_GE(band.y, bottom) << band.name;
    bottom = band.y + band.height;
    for (const Bar& bar : band.bars) {
      EXPECT_GE(bar.x, timeline.left) << bar.tooltip;
      EXPECT_LE(bar.x + bar.width, timeline.right + 2) << bar.tooltip;
      EXPECT_GE(bar.y, band.y) << bar.tooltip;
      EXPECT_LE(bar.y + bar.height, bottom) << bar.tooltip;
    }
    for (const Mark& mark : band.marks) {
      EXPECT_GE(mark.x, timeline.left);
      EXPECT_LE(mark.x, timeline.right);
    }
  }
  EXPECT_LE(bottom, timeline.height);
}

TEST(Timeline, PutsThoseWhoShareAtTheSameTimeIntoLanesOfTheirOwn) {
  Milo milo;
  milo.PlayAll();
  const Timeline timeline = DrawTimeline(Know(milo), kDe);
  std::set<int> lanes;
  for (const Bar& bar : BandOf(timeline, "Verantwortungsgemeinschaft").bars) {
    EXPECT_EQ(bar.kind, BarKind::kHeld) << "several share: that is no double";
    lanes.insert(bar.y);
  }
  EXPECT_THAT(lanes, SizeIs(5));
}

TEST(Gaps, AreNoneInMilosStory) {
  Milo milo;
  milo.PlayAll();
  const KnownCase known = Know(milo);
  EXPECT_THAT(GapsOf(known, common::v1::STRAND_CASE), IsEmpty());
  EXPECT_THAT(GapsOf(known, common::v1::STRAND_TONIGHT), IsEmpty());
}

TEST(Gaps, AreDrawnInRedFromWhenNobodyHeldUntilSomebodyDoes) {
  Milo milo;
  milo.PlayToCase();
  milo.InCase(milo.AdlerPen(), casework::v1::SettingEnded());  // nobody shelters from here on
  const KnownCase known = Know(milo);
  const auto gaps = GapsOf(known, common::v1::STRAND_TONIGHT);
  ASSERT_THAT(gaps, SizeIs(1));
  EXPECT_EQ(gaps[0].from, FromProto(known.history.back().occurred_at()));
  EXPECT_EQ(gaps[0].until, known.until);
  const Timeline timeline = DrawTimeline(known, kDe);
  const Bar& bar = BandOf(timeline, "Verbleib heute Nacht").bars.back();
  EXPECT_EQ(bar.kind, BarKind::kGap);
  EXPECT_THAT(bar.tooltip, ::testing::HasSubstr("Lücke"));
}

TEST(Gaps, BeginWithTheFirstEntryWhereNobodyEverHeld) {
  Milo milo;
  milo.PlayToCase();
  KnownCase known = Know(milo);
  known.holders.clear_spans();
  const auto of_case = GapsOf(known, common::v1::STRAND_CASE);
  ASSERT_THAT(of_case, SizeIs(1));
  EXPECT_EQ(of_case[0].from, FromProto(known.history.front().occurred_at()));
  EXPECT_EQ(of_case[0].until, known.until);
  EXPECT_THAT(GapsOf(known, common::v1::STRAND_TONIGHT), SizeIs(1));
  EXPECT_EQ(BandOf(DrawTimeline(known, kDe), "Verbleib heute Nacht").bars.back().kind, BarKind::kGap);
}

TEST(Gaps, AreNoneAfterALawfulEnd) {
  Milo milo;
  milo.PlayAll();
  milo.EndsLawfully();
  EXPECT_THAT(GapsOf(Know(milo), common::v1::STRAND_CASE), IsEmpty());
}

TEST(Gaps, AreNoMatterOfStrandsThatNeedNotBeHeld) {
  Milo milo;
  milo.PlayToCase();
  EXPECT_THAT(GapsOf(Know(milo), common::v1::STRAND_COORDINATION), IsEmpty());
}

TEST(Timeline, ShowsTwoAtOnceOnAStrandOfOneAsADouble) {
  KnownCase known;
  known.until = absl::FromUnixSeconds(1'800'000'000);
  for (int i = 0; i < 2; ++i) {
    auto& span = *known.holders.add_spans();
    span.set_strand(common::v1::STRAND_CASE);
    *span.mutable_from() = ToProto(known.until - absl::Hours(48 - i));
  }
  const Timeline timeline = DrawTimeline(known, kDe);
  EXPECT_EQ(timeline.bands[0].bars[0].kind, BarKind::kHeld);
  EXPECT_EQ(timeline.bands[0].bars[1].kind, BarKind::kDouble);
  EXPECT_NE(timeline.bands[0].bars[0].y, timeline.bands[0].bars[1].y);
}

// From an hour to a lifetime: there are ticks, not too many, in order and apart.
TEST(Timeline, HasReadableTicksAtEveryLength) {
  for (const absl::Duration length :
       {absl::Minutes(5), absl::Hours(9), absl::Hours(24 * 3), absl::Hours(24 * 30), absl::Hours(24 * 200),
        absl::Hours(24 * 400), absl::Hours(24 * 366 * 9), absl::Hours(24 * 366 * 70)}) {
    KnownCase known;
    known.until = absl::FromUnixSeconds(1'800'000'000);
    auto& span = *known.holders.add_spans();
    span.set_strand(common::v1::STRAND_CASE);
    *span.mutable_from() = ToProto(known.until - length);
    const Timeline timeline = DrawTimeline(known, kDe);
    EXPECT_LE(timeline.ticks.size(), 14u) << length;
    EXPECT_GE(timeline.ticks.size(), length > absl::Hours(2) ? 3u : 0u) << length;
    for (size_t i = 1; i < timeline.ticks.size(); ++i)
      EXPECT_GE(timeline.ticks[i].x - timeline.ticks[i - 1].x, 60) << length;
  }
}

TEST(Timeline, DrawsNothingOfACaseNobodyKnewThen) {
  KnownCase known;
  known.until = absl::FromUnixSeconds(1'800'000'000);
  const Timeline timeline = DrawTimeline(known, kDe);
  for (const Band& band : timeline.bands) EXPECT_TRUE(band.empty);
}

}  // namespace
}  // namespace fallverbund::audit::pages
