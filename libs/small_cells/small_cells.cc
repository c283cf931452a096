#include "libs/small_cells/small_cells.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "libs/base/check.h"

namespace fallverbund::small_cells {
namespace {

using Shift = std::vector<std::pair<Figure, int64_t>>;  // by how much each of a few figures changes

// Every index of a dimension, the sum last.
std::vector<int> Indices(int size) {
  std::vector<int> indices;
  indices.reserve(static_cast<size_t>(size) + 1);
  for (int i = 0; i < size; ++i) indices.push_back(i);
  indices.push_back(kTotal);
  return indices;
}

// A box has two indices of each dimension, so eight corners. Changing its corners by `by` with the right
// signs leaves every sum of the table right: along a dimension the two corners change against one another,
// but together where one of them is the sum.
Shift Along(const Figure& from, const Figure& to, int64_t by) {
  Shift shift;
  for (int corner = 0; corner < (1 << kDimensions); ++corner) {
    Figure at = from;
    int64_t change = by;
    for (int d = 0; d < kDimensions; ++d) {
      if ((corner & (1 << d)) == 0) continue;
      at[d] = to[d];
      if (from[d] != kTotal && to[d] != kTotal) change = -change;
    }
    shift.emplace_back(at, change);
  }
  return shift;
}

// Where a way stands among those that hide equally many: as in a shuffled list (the mixing of SplitMix64).
uint64_t Place(const Figure& from, const Figure& to, uint64_t drawn) {
  uint64_t place = drawn;
  for (const Figure& figure : {from, to}) {
    for (const int index : figure) {
      place += 0x9e3779b97f4a7c15 + static_cast<uint64_t>(index + 1);
      place = (place ^ (place >> 30)) * 0xbf58476d1ce4e5b9;
      place = (place ^ (place >> 27)) * 0x94d049bb133111eb;
      place ^= place >> 31;
    }
  }
  return place;
}

class Hiding {
 public:
  Hiding(const Table& table, const std::function<bool(const Figure&)>& published, uint64_t drawn)
      : table_(table), published_(published), drawn_(drawn) {
    for (const auto& [figure, count] : table.figures()) {
      if (published(figure) && count < kSmallest) small_.insert(figure);
    }
    hidden_ = small_;
  }

  std::set<Figure> Run() && {
    for (const Figure& figure : small_) {
      const int64_t count = table_.At(figure);
      Allow(figure, kSmallest - count);
      if (count > 0) Allow(figure, -1);
    }
    return std::move(hidden_);
  }

 private:
  // What hiding the corners of this shift costs: how many more are hidden. Not how much they count: what was
  // chosen would tell that.
  std::optional<int64_t> CostOf(const Shift& shift) const {
    int64_t cost = 0;
    for (const auto& [figure, change] : shift) {
      if (table_.At(figure) + change < 0) return std::nullopt;  // no count at all
      if (published_(figure) && !hidden_.contains(figure)) ++cost;
    }
    return cost;
  }

  // Hides as little as makes a table possible in which `figure` is `by` more.
  void Allow(const Figure& figure, int64_t by) {
    std::optional<std::pair<std::pair<int64_t, uint64_t>, Shift>> best;
    for (const int x : Indices(table_.sizes()[0])) {
      for (const int y : Indices(table_.sizes()[1])) {
        for (const int z : Indices(table_.sizes()[2])) {
          const Figure other = {x, y, z};
          if (x == figure[0] || y == figure[1] || z == figure[2]) continue;
          Shift shift = Along(figure, other, by);
          const auto hides = CostOf(shift);
          if (!hides) continue;
          if (*hides == 0) return;  // it is possible already
          const std::pair cost(*hides, Place(figure, other, drawn_));
          if (!best || cost < best->first) best = {cost, std::move(shift)};
        }
      }
    }
    // More of everything is always possible: the box to the sums of a cell. So is less of what is there, by
    // way of a cell that counts something.
    FV_CHECK(best.has_value());
    for (const auto& [at, change] : best->second) {
      if (published_(at)) hidden_.insert(at);
    }
  }

  const Table& table_;
  const std::function<bool(const Figure&)>& published_;
  const uint64_t drawn_;
  std::set<Figure> small_, hidden_;
};

}  // namespace

Table::Table(std::array<int, kDimensions> sizes) : sizes_(sizes) {
  for (const int x : Indices(sizes[0])) {
    for (const int y : Indices(sizes[1])) {
      for (const int z : Indices(sizes[2])) figures_[{x, y, z}] = 0;
    }
  }
}

void Table::Add(const Figure& cell, int64_t count) {
  FV_CHECK(std::find(cell.begin(), cell.end(), kTotal) == cell.end());
  for (int sums = 0; sums < (1 << kDimensions); ++sums) {
    Figure at = cell;
    for (int d = 0; d < kDimensions; ++d) {
      if ((sums & (1 << d)) != 0) at[d] = kTotal;
    }
    const auto found = figures_.find(at);
    FV_CHECK(found != figures_.end());
    found->second += count;
  }
}

int64_t Table::At(const Figure& figure) const {
  const auto found = figures_.find(figure);
  FV_CHECK(found != figures_.end());
  return found->second;
}

HiddenOfList HiddenInList(const std::vector<int64_t>& counts) {
  const size_t groups = std::max<size_t>(1, counts.size() / 2);
  const auto group_of = [groups](size_t i) { return std::min(i / 2, groups - 1); };
  std::vector<bool> hidden(groups, false);
  std::vector<int64_t> sums(groups, 0);
  for (size_t i = 0; i < counts.size(); ++i) {
    sums[group_of(i)] += counts[i];
    if (counts[i] < kSmallest) hidden[group_of(i)] = true;
  }
  int64_t together = 0;
  for (size_t g = 0; g < groups; ++g) together += hidden[g] ? sums[g] : 0;
  const bool any = std::find(hidden.begin(), hidden.end(), true) != hidden.end();
  for (size_t g = 0; any && together < kSmallest && g < groups; ++g) {
    if (hidden[g]) continue;
    hidden[g] = true;
    together += sums[g];
  }
  HiddenOfList list;
  for (size_t i = 0; i < counts.size(); ++i) list.counts.push_back(hidden[group_of(i)]);
  list.sum = std::accumulate(counts.begin(), counts.end(), int64_t{0}) < kSmallest;
  return list;
}

std::set<Figure> Hidden(const Table& table, const std::function<bool(const Figure&)>& published,
                        uint64_t drawn) {
  return Hiding(table, published, drawn).Run();
}

}  // namespace fallverbund::small_cells
