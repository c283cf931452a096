#include "services/audit/views/report_for_others.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <numeric>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "libs/base/time.h"
#include "libs/small_cells/small_cells.h"
#include "services/audit/domain/report.h"

namespace fallverbund::audit {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

v1::LegFigures& Leg(const std::string& party, v1::GetReportResponse& report) {
  v1::LegFigures& leg = *report.mutable_crises()->add_legs();
  leg.set_party(party);
  return leg;
}
const v1::LegFigures& Shown(const v1::GetReportResponse& report, const std::string& party) {
  for (const v1::LegFigures& leg : report.crises().legs()) {
    if (leg.party() == party) return leg;
  }
  return v1::LegFigures::default_instance();
}
// Eighteen alarms, twelve acknowledged by the clinic, four of them told; six not before the end, three of
// them open and late.
v1::GetReportResponse Plenty() {
  v1::GetReportResponse report;
  report.mutable_crises()->set_opened(21);
  for (int kind = 1; kind <= crisis::v1::CrisisKind_MAX; ++kind) {
    auto& one = *report.mutable_crises()->add_kinds();
    one.set_code(CodeName(*crisis::v1::CrisisKind_descriptor(), kind));
    one.set_count(3);
  }
  v1::LegFigures& leg = Leg("CLINIC", report);
  leg.set_started(21);
  leg.set_in_time(15);
  leg.set_acknowledged(12);
  leg.set_told_by_others(4);
  leg.mutable_median()->set_seconds(240);
  leg.mutable_longest()->set_seconds(4000);
  leg.set_overdue(5);
  leg.set_open(6);
  leg.set_open_overdue(3);
  return report;
}

TEST(ForOthers, ShowsWhatNobodyCanTellASmallNumberFrom) {
  const auto shown = ForOthers(Plenty());
  const v1::LegFigures& clinic = Shown(shown, "CLINIC");
  EXPECT_THAT(clinic.hidden(), UnorderedElementsAre("started", "in_time", "overdue"));
  EXPECT_THAT(shown.crises().hidden(), IsSupersetOf({"concluded", "open"}))
      << "two quarters would tell what the third hides";
  EXPECT_EQ(clinic.acknowledged(), 12);
  EXPECT_EQ(clinic.open_overdue(), 3);
  EXPECT_EQ(clinic.median().seconds(), 240);
  EXPECT_EQ(shown.crises().opened(), 21);
  EXPECT_EQ(shown.crises().kinds(0).count(), 3);
}

TEST(ForOthers, HidesWhatIsSmallAndTheTimesOfFew) {
  auto report = Plenty();
  report.mutable_crises()->mutable_legs(0)->set_acknowledged(2);
  report.mutable_crises()->mutable_legs(0)->set_told_by_others(0);
  const v1::LegFigures clinic = Shown(ForOthers(report), "CLINIC");
  EXPECT_THAT(clinic.hidden(), Contains("acknowledged"));
  EXPECT_EQ(clinic.acknowledged(), 0);
  EXPECT_FALSE(clinic.has_median());
}

TEST(ForOthers, HidesWhatWouldTellASmallNumberBySubtraction) {
  auto report = Plenty();
  report.mutable_crises()->mutable_legs(0)->set_told_by_others(11);  // one has said so itself
  EXPECT_THAT(Shown(ForOthers(report), "CLINIC").hidden(),
              Contains(::testing::AnyOf("told_by_others", "acknowledged")));
  report = Plenty();
  report.mutable_crises()->mutable_legs(0)->set_acknowledged(14);  // one was never acknowledged
  const v1::LegFigures clinic = Shown(ForOthers(report), "CLINIC");
  EXPECT_FALSE(clinic.acknowledged() > 0 && clinic.open() > 0) << "how many there were follows from crises";
  report = Plenty();
  report.mutable_crises()->mutable_legs(0)->set_overdue(20);  // one was in time
  EXPECT_THAT(Shown(ForOthers(report), "CLINIC").hidden(),
              UnorderedElementsAre("started", "in_time", "overdue"));
}

// An alarm in an emergency of its own asks every party anew, a renamed leg one more: beside the crises that
// were opened, what was started would tell how many.
TEST(ForOthers, NeverTellsHowManyLegsWereStarted) {
  auto report = Plenty();
  report.mutable_crises()->set_alarms_repeated(1);
  report.mutable_crises()->mutable_legs(0)->set_started(22);
  const auto shown = ForOthers(report);
  EXPECT_EQ(shown.crises().opened(), 21);
  EXPECT_THAT(shown.crises().hidden(), Contains("alarms_repeated"));
  EXPECT_THAT(Shown(shown, "CLINIC").hidden(), Contains("started"));
  EXPECT_EQ(Shown(shown, "CLINIC").started(), 0);
}

// The round table counts a kind that it does not know as another one (D6); the same list is the same table.
TEST(ForOthers, CountsAnUnknownKindAsTheRoundTableDoes) {
  auto report = Plenty();
  report.mutable_crises()->set_opened(22);
  auto& unknown = *report.mutable_crises()->add_kinds();
  unknown.set_code("77");
  unknown.set_count(1);
  const auto shown = ForOthers(report);
  for (const v1::CodeCount& kind : shown.crises().kinds())
    EXPECT_EQ(kind.count(), kind.code() == "OTHER" ? 4 : 3) << kind.code();
}

TEST(ForOthers, NeverTellsTheLongestTimeNorAnythingElseOfTheReport) {
  auto report = Plenty();
  report.set_cases_opened(1);
  report.mutable_handovers()->set_refused(1);
  report.set_rejected_discharge_attempts(1);
  const auto shown = ForOthers(report);
  EXPECT_FALSE(Shown(shown, "CLINIC").has_longest());
  EXPECT_EQ(Shown(shown, "CLINIC").in_time(), 0u);
  EXPECT_EQ(shown.cases_opened(), 0);
  EXPECT_FALSE(shown.has_handovers());
  EXPECT_EQ(shown.rejected_discharge_attempts(), 0);
}

TEST(ForOthers, NamesEveryKindAndPartySoThatNoneIsToldByItsAbsence) {
  const auto shown = ForOthers(v1::GetReportResponse());
  EXPECT_EQ(shown.crises().kinds_size(), crisis::v1::CrisisKind_MAX);
  for (const v1::CodeCount& kind : shown.crises().kinds()) EXPECT_TRUE(kind.hidden());
  ASSERT_EQ(shown.crises().legs_size(), 5);
  EXPECT_THAT(Shown(shown, "PROVIDER").hidden(), Contains("acknowledged"));
  EXPECT_THAT(shown.crises().hidden(), Contains("dangers_unheard"));
}

TEST(ForOthers, ADangerThatOneCrisisHasNotHeardIsHidden) {
  auto report = Plenty();
  report.mutable_crises()->set_alarms_repeated(9);
  report.mutable_crises()->set_dangers_said_later(5);
  report.mutable_crises()->set_dangers_unheard(1);
  const auto hidden = ForOthers(report).crises().hidden();
  EXPECT_THAT(hidden, Contains("dangers_unheard"));
  EXPECT_THAT(hidden, Not(Contains("dangers_said_later")));
}

// Whoever knows that no more dangers are unheard than were said has the number of those by a bound.
TEST(ForOthers, WhatWouldBoundAHiddenNumberIsHiddenWithIt) {
  auto report = Plenty();
  report.mutable_crises()->set_alarms_repeated(10);
  report.mutable_crises()->set_dangers_said_later(10);
  report.mutable_crises()->set_dangers_unheard(7);
  report.mutable_crises()->set_dangers_overdue(13);  // three of them were said in the quarter before
  EXPECT_THAT(ForOthers(report).crises().hidden(),
              IsSupersetOf({"dangers_said_later", "dangers_unheard", "dangers_overdue"}));
}

TEST(ForOthers, WhatIsRecordedLateCountsWhenItIsRecorded) {
  v1::CaseFact late, early;
  *late.mutable_at() = ToProto(absl::FromUnixSeconds(10));
  *late.mutable_recorded_at() = ToProto(absl::FromUnixSeconds(90));
  *early.mutable_at() = ToProto(absl::FromUnixSeconds(20));
  *early.mutable_recorded_at() = ToProto(absl::FromUnixSeconds(21));
  const auto facts = AsRecorded({late, early});
  EXPECT_EQ(facts[0].at().seconds(), 21);
  EXPECT_EQ(facts[1].at().seconds(), 90);
}

// --- attack: what the reports of two quarters and the round table's list give together ---

// What a reader knows of numbers that he does not see: bounds, and how they are made of one another.
class Reader {
 public:
  void Sees(const std::string& name, int64_t count) { bounds_[name] = {count, count}; }
  // Nothing is told of it, but that it is no less than nothing.
  void Wonders(const std::string& name) { bounds_.try_emplace(name, kAnything); }
  // Both sides are sums.
  void KnowsEqual(const std::vector<std::string>& left, const std::vector<std::string>& right) {
    Knows(left, right);
    Knows(right, left);
  }
  // The left side is no more than the right one.
  void Knows(const std::vector<std::string>& left, const std::vector<std::string>& right) {
    for (const auto& side : {left, right}) {
      for (const std::string& name : side) Wonders(name);
    }
    most_.emplace_back(left, right);
  }
  void Thinks() {
    bool again = true;
    for (int round = 0; again && round < 100; ++round) {
      again = false;
      for (const auto& [left, right] : most_) again = Tighten(left, right) || again;
    }
  }
  bool MayBe(const std::string& name, int64_t count) const {
    const auto& [low, high] = bounds_.at(name);
    return low <= count && count <= high;
  }
  bool Has(const std::string& name) const { return bounds_.at(name).first == bounds_.at(name).second; }

 private:
  using Bounds = std::pair<int64_t, int64_t>;
  static constexpr Bounds kAnything = {0, 1'000'000};

  bool Tighten(const std::vector<std::string>& left, const std::vector<std::string>& right) {
    int64_t least = 0, most = 0;
    for (const std::string& name : left) least += bounds_[name].first;
    for (const std::string& name : right) most += bounds_[name].second;
    bool tighter = false;
    for (const std::string& name : left) {
      Bounds& each = bounds_[name];
      const int64_t high = most - (least - each.first);
      tighter = tighter || high < each.second;
      each.second = std::min(each.second, high);
    }
    for (const std::string& name : right) {
      Bounds& each = bounds_[name];
      const int64_t low = least - (most - each.second);
      tighter = tighter || low > each.first;
      each.first = std::max(each.first, low);
    }
    return tighter;
  }

  std::map<std::string, Bounds> bounds_;
  std::vector<std::pair<std::vector<std::string>, std::vector<std::string>>> most_;
};

using Numbers = std::map<std::string, int64_t>;
constexpr const char* kParties[] = {"YOUTH_OFFICE", "PROVIDER", "LEGAL_REPRESENTATIVE", "RESCUE_SERVICE",
                                    "CLINIC"};

// What there was in two quarters, and the reports of it. Every number has a name: its quarter's, and its own.
struct World {
  Numbers numbers;
  std::vector<v1::GetReportResponse> reports;
  bool plain = false;  // no leg was renamed, no alarm repeated, and nothing was open before the first quarter

  explicit World(std::mt19937& random) {
    const auto upto = [&random](int64_t most) {
      return std::uniform_int_distribution<int64_t>(0, std::max<int64_t>(0, most))(random);
    };
    plain = upto(2) == 0;
    Numbers before;
    for (int quarter = 1; quarter <= 2; ++quarter) {
      v1::GetReportResponse& report = reports.emplace_back();
      v1::CrisisFigures& crises = *report.mutable_crises();
      Numbers now;
      for (int kind = 1; kind <= crisis::v1::CrisisKind_MAX; ++kind) {
        v1::CodeCount& one = *crises.add_kinds();
        one.set_code(CodeName(*crisis::v1::CrisisKind_descriptor(), kind));
        one.set_count(static_cast<uint64_t>(upto(6)));
        now["kind " + one.code()] = static_cast<int64_t>(one.count());
        now["opened"] += static_cast<int64_t>(one.count());
      }
      now["alarms"] = plain ? 0 : upto(upto(1) == 0 ? 4 : 15);
      now["said"] = upto(1) == 0 ? upto(now["alarms"]) : now["alarms"];
      now["no danger"] = now["alarms"] - now["said"];
      const int64_t dangers = before["unheard"] + now["said"];
      now["unheard"] = upto(2) == 0 ? dangers : upto(dangers);
      now["dangers late"] = upto(2) == 0 ? dangers : upto(dangers);
      crises.set_opened(static_cast<uint64_t>(now["opened"]));
      crises.set_alarms_repeated(static_cast<uint64_t>(now["alarms"]));
      crises.set_dangers_said_later(static_cast<uint64_t>(now["said"]));
      crises.set_dangers_unheard(static_cast<uint64_t>(now["unheard"]));
      crises.set_dangers_overdue(static_cast<uint64_t>(now["dangers late"]));
      for (const std::string party : kParties) {
        const auto of = [&](const char* what) -> int64_t& { return now[party + what]; };
        of(" more") = plain ? 0 : now["alarms"] + upto(2);  // asked anew, or another one
        of(" started") = now["opened"] + of(" more");
        int64_t left = before[party + " open"] + of(" started");
        of(" dropped") = upto(std::min<int64_t>(left, 5));
        left -= of(" dropped");
        of(" open") = upto(std::min<int64_t>(left, 9));
        of(" acknowledged") = left - of(" open");
        of(" told") = upto(of(" acknowledged"));
        of(" itself") = of(" acknowledged") - of(" told");
        of(" open late") = upto(of(" open"));
        of(" open in time") = of(" open") - of(" open late");
        v1::LegFigures& leg = Leg(party, report);
        leg.set_started(static_cast<uint64_t>(of(" started")));
        leg.set_acknowledged(static_cast<uint64_t>(of(" acknowledged")));
        leg.set_told_by_others(static_cast<uint64_t>(of(" told")));
        leg.set_open(static_cast<uint64_t>(of(" open")));
        leg.set_open_overdue(static_cast<uint64_t>(of(" open late")));
        leg.set_overdue(static_cast<uint64_t>(of(" open late") + upto(5)));
      }
      for (const auto& [name, count] : now) numbers[std::to_string(quarter) + " " + name] = count;
      before = now;
    }
  }
};

// Reads what is shown of a quarter.
template <class Figures>
void See(const std::string& name, uint64_t count, const char* field, const Figures& figures, Reader& reader) {
  const auto& hidden = figures.hidden();
  if (std::find(hidden.begin(), hidden.end(), field) != hidden.end()) return reader.Wonders(name);
  reader.Sees(name, static_cast<int64_t>(count));
}

void ReadReport(const std::string& quarter, const v1::GetReportResponse& shown, Reader& reader) {
  const v1::CrisisFigures& crises = shown.crises();
  std::vector<std::string> kinds;
  for (const v1::CodeCount& kind : crises.kinds()) {
    const std::string& name = kinds.emplace_back(quarter + "kind " + kind.code());
    if (!kind.hidden()) reader.Sees(name, static_cast<int64_t>(kind.count()));
  }
  See(quarter + "opened", crises.opened(), "opened", crises, reader);
  See(quarter + "alarms", crises.alarms_repeated(), "alarms_repeated", crises, reader);
  See(quarter + "said", crises.dangers_said_later(), "dangers_said_later", crises, reader);
  See(quarter + "unheard", crises.dangers_unheard(), "dangers_unheard", crises, reader);
  See(quarter + "dangers late", crises.dangers_overdue(), "dangers_overdue", crises, reader);
  reader.KnowsEqual({quarter + "opened"}, kinds);
  reader.KnowsEqual({quarter + "alarms"}, {quarter + "said", quarter + "no danger"});
  for (const v1::LegFigures& leg : crises.legs()) {
    const std::string of = quarter + leg.party();
    See(of + " started", leg.started(), "started", leg, reader);
    See(of + " acknowledged", leg.acknowledged(), "acknowledged", leg, reader);
    See(of + " told", leg.told_by_others(), "told_by_others", leg, reader);
    See(of + " open", leg.open(), "open", leg, reader);
    See(of + " open late", leg.open_overdue(), "open_overdue", leg, reader);
    reader.KnowsEqual({of + " started"}, {quarter + "opened", of + " more"});
    reader.KnowsEqual({of + " acknowledged"}, {of + " told", of + " itself"});
    reader.KnowsEqual({of + " open"}, {of + " open late", of + " open in time"});
  }
}

// The list that a round table has of the same crises (D6), made as it makes its own.
void ReadRoundTable(const std::string& quarter, const v1::GetReportResponse& report, Reader& reader) {
  const auto& kinds = report.crises().kinds();
  std::vector<int64_t> counts;
  for (const v1::CodeCount& kind : kinds) counts.push_back(static_cast<int64_t>(kind.count()));
  const auto hidden = small_cells::HiddenInList(counts);
  for (size_t i = 0; i < counts.size(); ++i) {
    if (!hidden.counts[i]) reader.Sees(quarter + "kind " + kinds[static_cast<int>(i)].code(), counts[i]);
  }
  if (!hidden.sum) reader.Sees(quarter + "opened", std::accumulate(counts.begin(), counts.end(), int64_t{0}));
}

// From one quarter to the next. Whoever knows a plain world to be one knows more.
void ReadOn(const World& world, Reader& reader) {
  reader.Knows({"2 unheard"}, {"1 unheard", "2 said"});
  reader.Knows({"2 dangers late"}, {"1 unheard", "2 said"});
  for (const std::string party : kParties) {
    const std::string of = "2 " + party, was = "1 " + party;
    reader.KnowsEqual({was + " open", of + " started"},
                      {of + " open", of + " acknowledged", of + " dropped"});
    if (world.plain)
      reader.KnowsEqual({"1 opened"}, {was + " open", was + " acknowledged", was + " dropped"});
  }
}

// The names of the numbers below three that the reader has in the end.
std::vector<std::string> ToldOf(const World& world, const std::vector<v1::GetReportResponse>& shown) {
  Reader reader;
  for (size_t i = 0; i < shown.size(); ++i) {
    const std::string quarter = std::to_string(i + 1) + " ";
    ReadReport(quarter, shown[i], reader);
    ReadRoundTable(quarter, world.reports[i], reader);
  }
  ReadOn(world, reader);
  for (const auto& [name, count] : world.numbers) reader.Wonders(name);
  reader.Thinks();
  std::vector<std::string> told;
  for (const auto& [name, count] : world.numbers) {
    EXPECT_TRUE(reader.MayBe(name, count)) << name << ": the reader errs";
    if (count < small_cells::kSmallest && reader.Has(name)) told.push_back(name);
  }
  return told;
}

TEST(ForOthers, TwoQuartersAndTheRoundTableTellNoSmallNumberTogether) {
  std::mt19937 random(20261129);
  for (int round = 0; round < 500; ++round) {
    const World world(random);
    std::vector<v1::GetReportResponse> shown;
    for (const auto& report : world.reports) shown.push_back(ForOthers(report));
    ASSERT_THAT(ToldOf(world, shown), IsEmpty()) << "round " << round << "\n"
                                                 << world.reports[0].DebugString() << "\n"
                                                 << world.reports[1].DebugString();
  }
}

// --- attack: who also knows how it is chosen what to hide, over two quarters ---

// What became of the legs of one party in a quarter.
struct Legs {
  int64_t itself = 0, told = 0, in_time = 0, late = 0, dropped = 0;

  int64_t open() const { return in_time + late; }
  std::vector<int64_t> Numbers() const {
    return {itself, told, itself + told, in_time, late, open(), dropped};
  }
};

// Of `legs` that were there: every way in which they can have ended.
std::vector<Legs> AllLegs(int64_t legs) {
  std::vector<Legs> all;
  for (int64_t itself = 0; itself <= legs; ++itself) {
    for (int64_t told = 0; itself + told <= legs; ++told) {
      for (int64_t in_time = 0; itself + told + in_time <= legs; ++in_time) {
        for (int64_t late = 0; itself + told + in_time + late <= legs; ++late)
          all.push_back({itself, told, in_time, late, legs - itself - told - in_time - late});
      }
    }
  }
  return all;
}

// What others see of them, as it stands in the report.
std::string Printed(const Legs& legs, int64_t started) {
  v1::GetReportResponse report;
  v1::LegFigures& leg = Leg("CLINIC", report);
  leg.set_started(static_cast<uint64_t>(started));
  leg.set_acknowledged(static_cast<uint64_t>(legs.itself + legs.told));
  leg.set_told_by_others(static_cast<uint64_t>(legs.told));
  leg.set_open(static_cast<uint64_t>(legs.open()));
  leg.set_open_overdue(static_cast<uint64_t>(legs.late));
  return Shown(ForOthers(report), "CLINIC").SerializeAsString();
}

struct Possible {
  std::vector<int64_t> low, high;

  void Take(const std::vector<int64_t>& numbers) {
    if (low.empty()) low = high = numbers;
    for (size_t i = 0; i < numbers.size(); ++i) {
      low[i] = std::min(low[i], numbers[i]);
      high[i] = std::max(high[i], numbers[i]);
    }
  }
};

// `before` and `opened` crises were opened in two quarters, which is told, and no leg began but theirs. What
// is open after the first quarter is there in the second one. A reader who knows the rule goes through all
// that can have been and looks the same; of what is below three, nothing may be the same in all of it.
void ExpectNothingIsTold(int64_t before, int64_t opened) {
  std::map<int64_t, std::vector<std::pair<std::string, std::vector<int64_t>>>> then;  // by what was open
  std::map<std::string, Possible> looks;
  for (const Legs& first : AllLegs(before)) {
    auto& second = then[first.open()];
    if (second.empty()) {
      for (const Legs& next : AllLegs(first.open() + opened))
        second.emplace_back(Printed(next, opened), next.Numbers());
    }
    const std::string shown = Printed(first, before) + "/";
    for (const auto& [next_shown, next_numbers] : second) {
      std::vector<int64_t> numbers = first.Numbers();
      numbers.insert(numbers.end(), next_numbers.begin(), next_numbers.end());
      looks[shown + next_shown].Take(numbers);
    }
  }
  for (const auto& [shown, possible] : looks) {
    for (size_t i = 0; i < possible.low.size(); ++i) {
      ASSERT_FALSE(possible.low[i] == possible.high[i] && possible.low[i] < small_cells::kSmallest)
          << before << " and then " << opened << ", number " << i << " is " << possible.low[i];
    }
  }
}

TEST(ForOthers, WhoKnowsTheRuleTellsNoSmallNumberOfTheLegsOfTwoQuarters) {
  for (const int64_t before : {3, 4, 6}) {
    for (const int64_t opened : {3, 5}) ExpectNothingIsTold(before, opened);
  }
  ExpectNothingIsTold(9, 3);  // enough for all three parts to be shown
}

// The attack is worth something: each of these alone, shown, is found to tell a small number.
TEST(ForOthers, TheAttackFindsWhatIsNotHidden) {
  for (const std::string field : {"started", "dangers_said_later", "kinds"}) {
    std::mt19937 random(20261129);
    int found = 0;
    for (int round = 0; round < 100; ++round) {
      const World world(random);
      std::vector<v1::GetReportResponse> shown;
      for (const auto& report : world.reports) {
        v1::CrisisFigures& crises = *shown.emplace_back(ForOthers(report)).mutable_crises();
        const auto show = [&field](const auto& all, auto& some) {
          auto& hidden = *some.mutable_hidden();
          hidden.erase(std::remove(hidden.begin(), hidden.end(), field), hidden.end());
          const auto& descriptor = *some.GetDescriptor()->FindFieldByName(field);
          some.GetReflection()->SetUInt64(&some, &descriptor,
                                          all.GetReflection()->GetUInt64(all, &descriptor));
        };
        if (field == "kinds") *crises.mutable_kinds() = report.crises().kinds();
        if (field == "dangers_said_later") show(report.crises(), crises);
        for (int i = 0; field == "started" && i < crises.legs_size(); ++i)
          show(report.crises().legs(i), *crises.mutable_legs(i));
      }
      found += ToldOf(world, shown).empty() ? 0 : 1;
    }
    EXPECT_GT(found, 10) << field;
  }
}

}  // namespace
}  // namespace fallverbund::audit
