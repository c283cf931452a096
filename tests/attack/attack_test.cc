// The operator attacks his own log, with every key that he has. What he does not have: the checkpoint of size
// N that somebody else holds. Whoever recomputes the root finds each attack, and no consistency proof leads
// back: here of every 499th event of a large tree; of every pair of sizes up to 300 in tests/foreign, judged
// by Go as well. Signing anew changes nothing in this, so nothing is signed here; tools/archive's tests do
// the same to files, with every message of a small house.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/crypto/hash.h"
#include "libs/tlog/entry.h"
#include "libs/tlog/hash.h"
#include "libs/tlog/in_memory_tile_store.h"
#include "libs/tlog/proof.h"
#include "libs/tlog/tile_reader.h"
#include "libs/tlog/tile_writer.h"

namespace fallverbund::tlog {
namespace {

constexpr uint64_t kEvents = 10'000;
constexpr uint64_t kGrowsTo = kEvents + 1'000;

std::string Entry(uint64_t index, const std::string& payload) {
  return *EncodeEntry(
      {index + 1, 1'700'000'000'000'000'000 + index, "fv.do.case.x", *HashFrom(crypto::Sha256(payload))});
}
std::string Payload(uint64_t index) {
  return absl::StrCat("event ", index);
}

// All subtrees of a sequence of leaves, so that the root of leaves that are taken from several such sequences
// costs a few hashes. Every tree here has kEvents leaves.
class Leaves {
 public:
  explicit Leaves(const std::function<std::string(uint64_t)>& payload) {
    std::vector<Hash> row;
    for (uint64_t i = 0; i < kEvents; ++i) row.push_back(LeafHash(Entry(i, payload(i))));
    while (!row.empty()) {
      std::vector<Hash> above;
      for (size_t i = 0; i + 1 < row.size(); i += 2) above.push_back(NodeHash(row[i], row[i + 1]));
      rows_.push_back(std::move(row));
      row = std::move(above);
    }
  }
  const Hash& At(int height, uint64_t index) const { return rows_[static_cast<size_t>(height)][index]; }

 private:
  std::vector<std::vector<Hash>> rows_;  // by height
};

// The leaves before `from` are of `before`, those from there on of `after`.
Hash RootOf(const Leaves& before, const Leaves& after, uint64_t from, uint64_t begin = 0,
            uint64_t end = kEvents) {
  int height = 0;
  while ((uint64_t{2} << height) <= end - begin) ++height;
  const uint64_t width =
      uint64_t{1} << height;  // the largest complete subtree on the left, the whole if it is one
  if (width == end - begin) {
    if (end <= from) return before.At(height, begin >> height);
    if (begin >= from) return after.At(height, begin >> height);
  }
  const uint64_t middle = width == end - begin ? begin + width / 2 : begin + width;
  return NodeHash(RootOf(before, after, from, begin, middle), RootOf(before, after, from, middle, end));
}

class Attack : public ::testing::Test {
 protected:
  // The root when one complete subtree is another and all its neighbours are honest.
  Hash With(int height, uint64_t index, const Hash& other, uint64_t begin = 0, uint64_t end = kEvents) const {
    const uint64_t first = index << height, last = first + (uint64_t{1} << height);
    if (begin == first && end == last) return other;
    if (end <= first || begin >= last) return RootOf(honest_, honest_, 0, begin, end);
    uint64_t width = 1;
    while (width * 2 < end - begin) width *= 2;
    return NodeHash(With(height, index, other, begin, begin + width),
                    With(height, index, other, begin + width, end));
  }

  // Two neighbours in each other's place, renumbered.
  Hash Swapped(uint64_t i, uint64_t begin = 0, uint64_t end = kEvents) const {
    if (end <= i || begin > i + 1) return RootOf(honest_, honest_, 0, begin, end);
    if (end - begin == 1) return LeafHash(Entry(begin, Payload(begin == i ? i + 1 : i)));
    uint64_t width = 1;
    while (width * 2 < end - begin) width *= 2;
    return NodeHash(Swapped(i, begin, begin + width), Swapped(i, begin + width, end));
  }

  const Leaves honest_{Payload};
  const Hash held_ = RootOf(honest_, honest_, 0);  // with whoever kept it
};

TEST_F(Attack, TheRootThatIsHeldIsTheOneThatTilesGive) {
  InMemoryTileStore store;
  TileWriter writer = *TileWriter::Open(store, 0);
  for (uint64_t i = 0; i < kEvents; ++i) ASSERT_TRUE(writer.Append(Entry(i, Payload(i))).ok());
  EXPECT_EQ(writer.Root(), held_);
}

// Everything behind an event that is left out or put in is renumbered and signed anew; what is missing at the
// end is made up.
TEST_F(Attack, OnAnyOfTenThousandEventsIsFound) {
  const Leaves forged([](uint64_t i) { return absl::StrCat("forged ", i); });
  const Leaves left_out([](uint64_t i) { return i + 1 < kEvents ? Payload(i + 1) : "made up"; });
  const Leaves put_in([](uint64_t i) { return i == 0 ? "made up" : Payload(i - 1); });
  uint64_t found = 0;
  for (uint64_t i = 0; i < kEvents; ++i) {
    found += !(With(0, i, forged.At(0, i)) == held_);
    if (i + 1 < kEvents) found += !(Swapped(i) == held_);
    found += !(RootOf(honest_, left_out, i) == held_);
    found += !(RootOf(honest_, put_in, i) == held_);
    found += !(RootOf(honest_, forged, i) == held_);  // cut off here and written anew
    EXPECT_EQ(With(0, i, honest_.At(0, i)), held_) << "an honest log is not accused";
  }
  EXPECT_EQ(found, 5 * kEvents - 1) << "the last one has nobody to be swapped with";
}

// The operator's best: tiles of the tree that he made, and every consistency proof that they give.
TEST_F(Attack, NoProofOfARewrittenTreeLeadsBackToTheCheckpoint) {
  const auto grown = [](const std::function<std::string(uint64_t)>& payload, uint64_t size) {
    auto store = std::make_unique<InMemoryTileStore>();
    TileWriter writer = *TileWriter::Open(*store, 0);
    for (uint64_t i = 0; i < size; ++i) EXPECT_TRUE(writer.Append(Entry(i, payload(i))).ok());
    EXPECT_TRUE(writer.Flush().ok());
    return std::pair(std::move(store), writer.Root());
  };
  const auto leads_back = [&](const std::function<std::string(uint64_t)>& payload, uint64_t size) {
    const auto [store, root] = grown(payload, size);
    TileReader reader(*store, size);
    const auto proof = reader.Consistency(std::min(kEvents, size), size);
    return proof.ok() && size >= kEvents && VerifyConsistency(kEvents, size, held_, root, *proof);
  };
  EXPECT_TRUE(leads_back(Payload, kGrowsTo)) << "the honest one";
  EXPECT_FALSE(leads_back([](uint64_t i) { return absl::StrCat("anew ", i); }, kGrowsTo));
  for (uint64_t at = 0; at < kEvents; at += 499) {
    EXPECT_FALSE(leads_back([&](uint64_t i) { return i == at ? "another" : Payload(i); }, kGrowsTo)) << at;
    EXPECT_FALSE(leads_back([&](uint64_t i) { return Payload(i < at ? i : i + 1); }, kGrowsTo)) << at;
    EXPECT_FALSE(
        leads_back([&](uint64_t i) { return i == at ? "more" : Payload(i < at ? i : i - 1); }, kGrowsTo))
        << at;
    EXPECT_FALSE(leads_back(Payload, at + 1)) << "cut off";
  }
}

}  // namespace
}  // namespace fallverbund::tlog
