#include "libs/small_cells/small_cells.h"

#include <algorithm>
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

class Hiding {
 public:
  Hiding(const Table& table, const std::function<bool(const Figure&)>& published)
      : table_(table), published_(published) {
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
  // What hiding the corners of this shift costs: how many more are hidden, and then how much they count.
  using Cost = std::pair<int64_t, int64_t>;
  std::optional<Cost> CostOf(const Shift& shift) const {
    Cost cost = {0, 0};
    for (const auto& [figure, change] : shift) {
      const int64_t count = table_.At(figure);
      if (count + change < 0) return std::nullopt;  // no count at all
      if (!published_(figure) || hidden_.contains(figure)) continue;
      ++cost.first;
      cost.second += count;
    }
    return cost;
  }

  // Hides as little as makes a table possible in which `figure` is `by` more.
  void Allow(const Figure& figure, int64_t by) {
    std::optional<std::pair<Cost, Shift>> best;
    for (const int x : Indices(table_.sizes()[0])) {
      for (const int y : Indices(table_.sizes()[1])) {
        for (const int z : Indices(table_.sizes()[2])) {
          const Figure other = {x, y, z};
          if (x == figure[0] || y == figure[1] || z == figure[2]) continue;
          Shift shift = Along(figure, other, by);
          const auto cost = CostOf(shift);
          if (cost && (!best || *cost < best->first)) best = {*cost, std::move(shift)};
          if (best && best->first == Cost{0, 0}) return;  // it is possible already
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

std::set<Figure> Hidden(const Table& table, const std::function<bool(const Figure&)>& published) {
  return Hiding(table, published).Run();
}

}  // namespace fallverbund::small_cells
