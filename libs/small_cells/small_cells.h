// Which figures of a table are published, so that no small count can be read off or computed (row E12).
//
// A table counts things by three dimensions; published are some of its figures: cells and sums over whole
// dimensions. A figure below kSmallest is hidden, zero among them: a family that is not there is one, too.
// Then a reader subtracts. So for each figure that is hidden because it is small two other tables are sought,
// with counts that are no less possible and the same published figures: one in which the figure is at least
// kSmallest, and, where it is not zero, one in which it is one less. What stands in the way of them is hidden
// as well. The two tables are the proof: whatever somebody computes from what is published is true of them,
// too, so nobody can tell the figure, nor that it is small.
//
// A reader may know this rule, too, and ask of each table that is possible whether it would look the same. So
// which figures are hidden beside a small one hangs on no count: in a list with its sum on fixed groups, in a
// table on a number that nobody outside has.
//
// Not covered, as with any such method: what a reader knows already (the service that counted knows its own
// numbers), and guesses about which of several hidden figures was the small one. Nor all that this last
// reader can tell of a table with rows and columns: where nearly all is small, it may still tell a figure.
#ifndef FALLVERBUND_LIBS_SMALL_CELLS_SMALL_CELLS_H_
#define FALLVERBUND_LIBS_SMALL_CELLS_SMALL_CELLS_H_

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <vector>

namespace fallverbund::small_cells {

inline constexpr int64_t kSmallest = 3;  // fewer are hidden (E12)
inline constexpr int kDimensions = 3;
inline constexpr int kTotal = -1;  // as an index: the sum over the whole dimension

// What a figure counts: an index of each dimension, from 0, or kTotal.
using Figure = std::array<int, kDimensions>;

class Table {
 public:
  // How many indices each dimension has; each at least one.
  explicit Table(std::array<int, kDimensions> sizes);

  // Adds to the inmost cell (no kTotal in it) and to every sum over it.
  void Add(const Figure& cell, int64_t count);
  int64_t At(const Figure& figure) const;
  const std::array<int, kDimensions>& sizes() const { return sizes_; }
  // Every figure, sums among them, in order.
  const std::map<Figure, int64_t>& figures() const { return figures_; }

 private:
  const std::array<int, kDimensions> sizes_;
  std::map<Figure, int64_t> figures_;
};

// Of the figures for which `published` holds, those to hide. Total: it always finds enough. `drawn` decides
// among ways that hide equally many; secret, and the same for the same table.
std::set<Figure> Hidden(const Table& table, const std::function<bool(const Figure&)>& published,
                        uint64_t drawn);

// Which of a list of counts, published with their sum, are hidden. Neighbours make fixed groups of two, the
// last one of an odd list with three; a group with a small count is hidden whole, and where all that is
// hidden counts less than kSmallest together, the first group beside it, too. The sum is hidden only where it
// is small itself. So a hidden count may be a large one, in its group or by its group, and whoever knows this
// rule, too, and subtracts, can tell no hidden count, nor of any that it is small but for those of a small
// sum.
struct HiddenOfList {
  std::vector<bool> counts;
  bool sum = false;
};
HiddenOfList HiddenInList(const std::vector<int64_t>& counts);

}  // namespace fallverbund::small_cells

#endif  // FALLVERBUND_LIBS_SMALL_CELLS_SMALL_CELLS_H_
