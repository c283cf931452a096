#include "libs/small_cells/small_cells.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <numeric>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace fallverbund::small_cells {
namespace {

constexpr uint64_t kDrawn = 4711;

// What the quarterly table shows: by space and line, by line and need, and the sums of both.
bool Published(const Figure& figure) {
  return figure[0] == kTotal || figure[2] == kTotal;
}

bool IsInmost(const Figure& figure) {
  return figure[0] != kTotal && figure[1] != kTotal && figure[2] != kTotal;
}

// What a reader has: the figures that are shown. The attacks know this and the sizes, and nothing else.
struct Shown {
  std::array<int, kDimensions> sizes;
  std::vector<Figure> all;  // figures of such a table, whether shown or not
  std::map<Figure, int64_t> counts;
};

// What a round table sees: a list of one dimension, with its total.
bool OnTheList(const Figure& figure) {
  return figure[1] == kTotal && figure[2] == kTotal;
}

Shown ShownOf(const Table& table, const std::set<Figure>& hidden,
              const std::function<bool(const Figure&)>& published = Published) {
  Shown shown{table.sizes(), {}, {}};
  for (const auto& [figure, count] : table.figures()) {
    shown.all.push_back(figure);
    if (published(figure) && !hidden.contains(figure)) shown.counts[figure] = count;
  }
  return shown;
}

bool Counts(const Figure& figure, const Figure& cell) {
  for (int d = 0; d < kDimensions; ++d) {
    if (figure[d] != kTotal && figure[d] != cell[d]) return false;
  }
  return true;
}

// --- attack: what sums and differences of shown figures give, by elimination over a prime field ---

constexpr int64_t kPrime = 1'000'000'007;

int64_t Power(int64_t base, int64_t exponent) {
  int64_t result = 1;
  for (; exponent > 0; exponent /= 2, base = base * base % kPrime) {
    if (exponent % 2 == 1) result = result * base % kPrime;
  }
  return result;
}

class Elimination {
 public:
  explicit Elimination(const Shown& shown) {
    for (const Figure& figure : shown.all) {
      if (IsInmost(figure)) cells_.push_back(figure);
    }
    for (const auto& [figure, count] : shown.counts) {
      auto rest = Reduced(figure);
      if (const auto pivot = Pivot(rest)) {
        const int64_t inverse = Power(rest[*pivot], kPrime - 2);
        for (int64_t& each : rest) each = each * inverse % kPrime;
        rows_.emplace_back(*pivot, rest);
      }
    }
  }
  bool Gives(const Figure& figure) const { return !Pivot(Reduced(figure)).has_value(); }

 private:
  static std::optional<size_t> Pivot(const std::vector<int64_t>& row) {
    for (size_t i = 0; i < row.size(); ++i) {
      if (row[i] != 0) return i;
    }
    return std::nullopt;
  }
  std::vector<int64_t> Reduced(const Figure& figure) const {
    std::vector<int64_t> row;
    for (const Figure& cell : cells_) row.push_back(Counts(figure, cell) ? 1 : 0);
    for (const auto& [pivot, known] : rows_) {
      const int64_t factor = row[pivot];
      for (size_t i = 0; factor != 0 && i < row.size(); ++i)
        row[i] = ((row[i] - factor * known[i]) % kPrime + kPrime) % kPrime;
    }
    return row;
  }
  std::vector<Figure> cells_;
  std::vector<std::pair<size_t, std::vector<int64_t>>> rows_;
};

// --- attack: what bounds give, since no count is below nothing ---

struct Bounds {
  int64_t low = 0;
  int64_t high = 1'000'000;
};

// Each sum against its parts along each dimension, until nothing grows tighter.
std::map<Figure, Bounds> Tightened(const Shown& shown) {
  std::map<Figure, Bounds> bounds;
  for (const Figure& figure : shown.all) {
    const auto told = shown.counts.find(figure);
    bounds[figure] = told == shown.counts.end() ? Bounds{} : Bounds{told->second, told->second};
  }
  for (bool again = true; again;) {
    again = false;
    const auto tighten = [&](Bounds& each, int64_t low, int64_t high) {
      again = again || low > each.low || high < each.high;
      each.low = std::max(each.low, low);
      each.high = std::min(each.high, high);
    };
    for (const Figure& sum : shown.all) {
      for (int d = 0; d < kDimensions; ++d) {
        if (sum[d] != kTotal) continue;
        std::vector<Figure> parts(static_cast<size_t>(shown.sizes[d]), sum);
        Bounds together{0, 0};
        for (size_t i = 0; i < parts.size(); ++i) {
          parts[i][d] = static_cast<int>(i);
          together.low += bounds[parts[i]].low;
          together.high += bounds[parts[i]].high;
        }
        tighten(bounds[sum], together.low, together.high);
        for (const Figure& part : parts) {
          Bounds& each = bounds[part];
          tighten(each, bounds[sum].low - (together.high - each.high),
                  bounds[sum].high - (together.low - each.low));
        }
      }
    }
  }
  return bounds;
}

// --- attack: every table there can be ---

// Of all tables with the shown figures, the smallest and the largest count of each figure.
std::map<Figure, Bounds> OfAllTables(const Shown& shown, int64_t most) {
  std::vector<Figure> cells;
  for (const Figure& figure : shown.all) {
    if (IsInmost(figure)) cells.push_back(figure);
  }
  std::map<Figure, Bounds> found;
  std::vector<int64_t> counts(cells.size(), 0);
  for (bool more = true; more;) {
    Table table(shown.sizes);
    for (size_t i = 0; i < cells.size(); ++i) table.Add(cells[i], counts[i]);
    bool fits = true;
    for (const auto& [figure, count] : shown.counts) fits = fits && table.At(figure) == count;
    for (const auto& [figure, count] : table.figures()) {
      if (!fits) break;
      const auto [place, first] = found.emplace(figure, Bounds{count, count});
      place->second = {std::min(place->second.low, count), std::max(place->second.high, count)};
    }
    more = false;
    for (size_t i = 0; i < counts.size() && !more; ++i) {
      more = ++counts[i] <= most;
      if (!more) counts[i] = 0;
    }
  }
  return found;
}

Table RandomTable(std::mt19937_64& random, std::array<int, kDimensions> sizes, int most) {
  Table table(sizes);
  const Table shape(sizes);
  for (const auto& [figure, zero] : shape.figures()) {
    if (!IsInmost(figure)) continue;
    // Districts are not alike: many cells of nobody, a few of many.
    const uint64_t kind = random() % 3;
    if (kind == 0) continue;
    table.Add(figure, static_cast<int64_t>(random() % static_cast<uint64_t>(kind == 1 ? 4 : most)));
  }
  return table;
}

std::string Name(const Figure& figure) {
  std::string name;
  for (const int index : figure) name += index == kTotal ? " T" : " " + std::to_string(index);
  return name;
}

uint64_t Seed() {
  const char* given = std::getenv("FALLVERBUND_SEED");
  return given == nullptr ? 20261127 : std::strtoull(given, nullptr, 10);
}

TEST(SmallCells, ShowsATableInWhichNothingIsSmall) {
  Table table({2, 2, 1});
  for (int x = 0; x < 2; ++x) {
    for (int y = 0; y < 2; ++y) table.Add({x, y, 0}, 3 + x + y);
  }
  EXPECT_TRUE(Hidden(table, Published, kDrawn).empty());
}

TEST(SmallCells, HidesTwoFamiliesAlsoAgainstSubtractionFromTheTotal) {
  Table table({3, 2, 1});
  table.Add({0, 0, 0}, 9);
  table.Add({0, 1, 0}, 8);
  table.Add({1, 0, 0}, 7);
  table.Add({1, 1, 0}, 6);
  table.Add({2, 0, 0}, 2);
  table.Add({2, 1, 0}, 5);
  const auto hidden = Hidden(table, Published, kDrawn);
  const Figure two = {2, 0, kTotal};
  EXPECT_TRUE(hidden.contains(two));
  const Shown shown = ShownOf(table, hidden);
  EXPECT_FALSE(Elimination(shown).Gives(two));
  EXPECT_GT(shown.counts.size(), 4u) << "and still shows something";
  // With the small one alone hidden it is its row's sum less the others.
  EXPECT_TRUE(Elimination(ShownOf(table, {two, {2, 0, 0}})).Gives(two));
}

TEST(SmallCells, HidesZeroLikeOneAndTwo) {
  Table table({2, 2, 1});
  table.Add({0, 0, 0}, 9);
  EXPECT_TRUE(Hidden(table, Published, kDrawn).contains({1, 1, kTotal}));
}

TEST(SmallCells, LetsNobodyComputeASmallFigureBySumsAndDifferences) {
  std::mt19937_64 random(Seed());
  for (int round = 0; round < 400; ++round) {
    const Table table = RandomTable(random,
                                    {1 + static_cast<int>(random() % 4), 1 + static_cast<int>(random() % 4),
                                     1 + static_cast<int>(random() % 3)},
                                    40);
    const auto hidden = Hidden(table, Published, kDrawn);
    const Elimination attack(ShownOf(table, hidden));
    for (const auto& [figure, count] : table.figures()) {
      if (!Published(figure) || count >= kSmallest) continue;
      ASSERT_TRUE(hidden.contains(figure)) << "seed " << Seed() << " round " << round << Name(figure);
      ASSERT_FALSE(attack.Gives(figure)) << "seed " << Seed() << " round " << round << Name(figure);
    }
  }
}

TEST(SmallCells, LetsNobodyBoundAFigureBelowThree) {
  std::mt19937_64 random(Seed() + 1);
  for (int round = 0; round < 400; ++round) {
    const Table table = RandomTable(random,
                                    {1 + static_cast<int>(random() % 4), 1 + static_cast<int>(random() % 4),
                                     1 + static_cast<int>(random() % 3)},
                                    12);
    const auto bounds = Tightened(ShownOf(table, Hidden(table, Published, kDrawn)));
    for (const auto& [figure, count] : table.figures()) {
      if (!Published(figure) || count >= kSmallest) continue;
      ASSERT_GE(bounds.at(figure).high, kSmallest) << "seed " << Seed() << " round " << round << Name(figure);
      ASSERT_LE(bounds.at(figure).low, std::max<int64_t>(count - 1, 0)) << "round " << round << Name(figure);
    }
  }
}

TEST(SmallCells, KeepsTheSmallFiguresOfAListWithATotal) {
  std::mt19937_64 random(Seed() + 4);
  for (int round = 0; round < 400; ++round) {
    const Table table = RandomTable(random, {1 + static_cast<int>(random() % 8), 1, 1}, 12);
    const Shown shown = ShownOf(table, Hidden(table, OnTheList, kDrawn), OnTheList);
    const Elimination sums(shown);
    const auto bounds = Tightened(shown);
    for (const auto& [figure, count] : table.figures()) {
      if (!OnTheList(figure) || count >= kSmallest) continue;
      ASSERT_FALSE(sums.Gives(figure)) << "seed " << Seed() << " round " << round << Name(figure);
      ASSERT_GE(bounds.at(figure).high, kSmallest) << "seed " << Seed() << " round " << round << Name(figure);
    }
  }
}

TEST(SmallCells, LeavesTablesWithAndWithoutSmallFiguresAmongAllThatThereCanBe) {
  std::mt19937_64 random(Seed() + 2);
  for (int round = 0; round < 20; ++round) {
    const Table table = RandomTable(random, {2, 2, 1}, 5);
    const auto possible = OfAllTables(ShownOf(table, Hidden(table, Published, kDrawn)), 8);
    for (const auto& [figure, count] : table.figures()) {
      if (!Published(figure) || count >= kSmallest) continue;
      ASSERT_GE(possible.at(figure).high, kSmallest)
          << "seed " << Seed() << " round " << round << Name(figure);
      ASSERT_LT(possible.at(figure).low, possible.at(figure).high) << "round " << round << Name(figure);
    }
  }
}

// --- attack: who also knows how it is chosen what to hide ---

// Of a hidden number that reader knows that it is below three, or stands by one that is: so only those tables
// count that would have been published in the very same way. Of all lists of `size` counts, none above
// `most`: what each shows, and the smallest and the largest that each number can be beside it; the sum is the
// last one.
struct Looks {
  std::vector<Bounds> numbers;
  std::vector<int64_t> one;  // of the lists that look so
};
std::map<std::string, Looks> AllLists(size_t size, int64_t most) {
  std::map<std::string, Looks> looks;
  std::vector<int64_t> counts(size, 0);
  for (bool more = true; more;) {
    const HiddenOfList hidden = HiddenInList(counts);
    std::vector<int64_t> numbers = counts;
    numbers.push_back(std::accumulate(counts.begin(), counts.end(), int64_t{0}));
    std::string shown;
    for (size_t i = 0; i < numbers.size(); ++i) {
      const bool away = i < size ? hidden.counts[i] : hidden.sum;
      shown += away ? " ?" : " " + std::to_string(numbers[i]);
    }
    Looks& found = looks[shown];
    if (found.numbers.empty()) {
      found.one = counts;
      for (const int64_t number : numbers) found.numbers.push_back({number, number});
    }
    for (size_t i = 0; i < numbers.size(); ++i)
      found.numbers[i] = {std::min(found.numbers[i].low, numbers[i]),
                          std::max(found.numbers[i].high, numbers[i])};
    more = false;
    for (size_t i = 0; i < size && !more; ++i) {
      more = ++counts[i] <= most;
      if (!more) counts[i] = 0;
    }
  }
  return looks;
}

TEST(SmallCells, OfAListTellsNoSmallCountNorThatOneIsSmallAlsoToWhoKnowsTheRule) {
  for (const auto& [size, most, looked_at] :
       std::vector<std::array<int64_t, 3>>{{1, 30, 9}, {2, 30, 9}, {3, 20, 6}, {4, 12, 4}, {5, 8, 2}}) {
    for (const auto& [shown, found] : AllLists(static_cast<size_t>(size), most)) {
      // Only far from the largest count are all lists there that look so.
      if (*std::max_element(found.one.begin(), found.one.end()) > looked_at) continue;
      const bool small_sum = shown.ends_with("?");
      for (const Bounds& number : found.numbers) {
        ASSERT_FALSE(number.low == number.high && number.low < kSmallest) << shown;
        ASSERT_TRUE(small_sum || number.high >= kSmallest) << shown;
      }
    }
  }
}

TEST(SmallCells, OfAListHidesTheNeighbourAndTheSumOnlyWhereThatIsSmall) {
  const HiddenOfList one = HiddenInList({5, 5, 2, 9, 4, 4, 4});
  EXPECT_EQ(one.counts, (std::vector<bool>{false, false, true, true, false, false, false}));
  EXPECT_FALSE(one.sum);
  EXPECT_EQ(HiddenInList({5, 5, 4, 9, 4, 4, 1}).counts,
            (std::vector<bool>{false, false, false, false, true, true, true}));
  EXPECT_EQ(HiddenInList({5, 5, 1, 1}).counts, (std::vector<bool>{true, true, true, true}))
      << "or both are one";
  EXPECT_TRUE(HiddenInList({1, 0, 0}).sum);
  EXPECT_EQ(HiddenInList({3, 4}).counts, (std::vector<bool>{false, false}));
}

// Why a quarter is published once: a second table with one more family, however well it hides, tells that
// one.
TEST(SmallCells, CannotHideOneFamilyBetweenTwoTablesOfTheSameQuarter) {
  Table first({2, 2, 1});
  for (int x = 0; x < 2; ++x) {
    for (int y = 0; y < 2; ++y) first.Add({x, y, 0}, 7);
  }
  Table second = first;
  second.Add({1, 1, 0}, 1);
  EXPECT_TRUE(Hidden(first, Published, kDrawn).empty());
  EXPECT_TRUE(Hidden(second, Published, kDrawn).empty());
  EXPECT_LT(second.At({1, 1, kTotal}) - first.At({1, 1, kTotal}), kSmallest);
}

// Tables of different quarters count different things: what is known of one bounds nothing of the other.
TEST(SmallCells, KeepsEachOfTwoQuartersByItself) {
  std::mt19937_64 random(Seed() + 3);
  for (int round = 0; round < 150; ++round) {
    const Table one = RandomTable(random, {3, 2, 2}, 12), next = RandomTable(random, {3, 2, 2}, 12);
    for (const Table* table : {&one, &next}) {
      const auto hidden = Hidden(*table, Published, kDrawn);
      const Elimination attack(ShownOf(*table, hidden));
      for (const Figure& figure : hidden) {
        const bool small = table->At(figure) < kSmallest;
        ASSERT_FALSE(small && attack.Gives(figure)) << "round " << round;
      }
    }
  }
}

}  // namespace
}  // namespace fallverbund::small_cells
