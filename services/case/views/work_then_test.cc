#include "services/case/views/work_then.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/time.h"
#include "libs/projection/in_memory_projection_store.h"
#include "services/case/views/work_rows.h"

namespace fallverbund::casework {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

const absl::Time kMonday = absl::FromUnixSeconds(1'772'442'000);
const std::string kAdler = PersonAudience("adler"), kBerg = PersonAudience("berg");

absl::Time Day(int n) {
  return kMonday + absl::Hours(24 * n);
}

WorkItem On(const std::string& audience, v1::InboxItemKind kind, const std::string& object = "") {
  WorkItem work{audience, {}};
  work.item.set_kind(kind);
  work.item.set_case_id("case");
  work.item.set_object_id(object);
  return work;
}
const auto kHeld = v1::INBOX_ITEM_KIND_CASE_HELD;
const auto kOffered = v1::INBOX_ITEM_KIND_HANDOVER_OFFERED;

class WorkThen : public ::testing::Test {
 protected:
  // What stands on lists of `id` from now on, by a commit with these times.
  void Write(absl::Time occurred_at, absl::Time recorded_at, const std::vector<WorkItem>& items,
             const std::string& id = "case") {
    Write(occurred_at, recorded_at, items, units_, id);
  }
  // And which units see them.
  void Write(absl::Time occurred_at, absl::Time recorded_at, const std::vector<WorkItem>& items,
             const std::vector<UnitEntry>& units, const std::string& id = "case") {
    eventlog::ValidCommit valid;
    valid.position = ++position_;
    *valid.commit.mutable_occurred_at() = ToProto(occurred_at);
    *valid.commit.mutable_recorded_at() = ToProto(recorded_at);
    valid.commit.mutable_actor()->set_organisation("office");
    valid.commit.mutable_actor()->set_person("specht");
    auto batch = store_.NewBatch();
    WorkNoting noting(*batch);
    ASSERT_TRUE(WriteWork(id, items, noting).ok());
    WriteUnits(id, units_, units, noting);
    units_ = units;
    ASSERT_TRUE(noting.AddSpans({valid, recorded_at}).ok());
    ASSERT_TRUE(store_.Commit(std::move(batch), position_).ok());
  }
  std::vector<v1::InboxItem> Items(const std::string& audience, const WorkAsOf& as_of) {
    const auto page = ReadWorkThen(store_, {audience}, as_of, Wanted({}), "", 100);
    EXPECT_TRUE(page.ok()) << page.status();
    return page->items;
  }
  std::vector<v1::InboxItemKind> Kinds(const std::string& audience, const WorkAsOf& as_of) {
    std::vector<v1::InboxItemKind> kinds;
    for (const auto& item : Items(audience, as_of)) kinds.push_back(item.kind());
    return kinds;
  }

  projection::InMemoryProjectionStore store_;
  uint64_t position_ = 0;
  std::vector<UnitEntry> units_;
};

TEST_F(WorkThen, AUnitsListIsOfWhatItSawThen) {
  const std::string north = UnitKey("office", "north"), south = UnitKey("office", "south");
  auto held = On(kAdler, kHeld), offered = On(kBerg, kOffered);
  offered.item.set_person_id("berg");
  Write(Day(0), Day(0), {held}, {{north, {}}});
  Write(Day(2), Day(2), {held, offered}, {{north, {}}, {south, {"berg"}}});
  Write(Day(4), Day(9), {On(kBerg, kHeld)}, {{south, {}}});  // written down late
  const auto of = [](const std::string& unit) { return UnitListAudience(unit); };
  EXPECT_THAT(Kinds(of(north), {.known_at = Day(1)}), ElementsAre(kHeld));
  EXPECT_THAT(Kinds(of(south), {.known_at = Day(1)}), IsEmpty());
  EXPECT_THAT(Kinds(of(north), {.known_at = Day(3)}), ElementsAre(kHeld, kOffered));
  EXPECT_THAT(Kinds(of(south), {.known_at = Day(3)}), ElementsAre(kOffered)) << "what it is asked alone";
  EXPECT_THAT(Kinds(of(north), {.known_at = Day(5)}), ElementsAre(kHeld, kOffered)) << "nobody knew";
  EXPECT_THAT(Kinds(of(north), {.true_at = Day(5)}), IsEmpty());
  EXPECT_THAT(Kinds(of(south), {.true_at = Day(5)}), ElementsAre(kHeld));
  EXPECT_THAT(Kinds(of(UnitKey("office", "")), {.known_at = Day(3)}), ElementsAre(kHeld, kOffered, kOffered))
      << "by unit";
  EXPECT_THAT(Kinds(of(UnitKey("off", "")), {.known_at = Day(3)}), IsEmpty());
}

TEST_F(WorkThen, ShowsWhatWaitedAtEachTime) {
  Write(Day(0), Day(0), {On(kAdler, kHeld)});
  Write(Day(2), Day(2), {On(kAdler, kHeld), On(kBerg, kOffered)});
  Write(Day(4), Day(4), {On(kBerg, kHeld)});
  for (const bool known : {true, false}) {
    const auto at = [known](absl::Time time) {
      return known ? WorkAsOf{.known_at = time} : WorkAsOf{.true_at = time};
    };
    EXPECT_THAT(Kinds(kAdler, at(Day(-1))), IsEmpty());
    EXPECT_THAT(Kinds(kAdler, at(Day(3))), ElementsAre(kHeld));
    EXPECT_THAT(Kinds(kBerg, at(Day(1))), IsEmpty());
    EXPECT_THAT(Kinds(kBerg, at(Day(3))), ElementsAre(kOffered));
    EXPECT_THAT(Kinds(kBerg, at(Day(4))), ElementsAre(kHeld));
    EXPECT_THAT(Kinds(kAdler, at(Day(4))), IsEmpty());
  }
}

TEST_F(WorkThen, TellsWhatWasKnownFromWhatWasTrueAndMarksWhatWasWrittenDownLate) {
  Write(Day(0), Day(0), {On(kAdler, kHeld)});
  Write(Day(2), Day(9), {On(kAdler, kHeld), On(kAdler, kOffered, "found out late")});
  EXPECT_THAT(Kinds(kAdler, {.known_at = Day(5)}), ElementsAre(kHeld)) << "nobody knew";
  const auto truly = Items(kAdler, {.true_at = Day(5)});
  ASSERT_EQ(truly.size(), 2u);
  EXPECT_FALSE(truly[0].began().late_entry());
  EXPECT_TRUE(truly[1].began().late_entry());
  EXPECT_EQ(FromProto(truly[1].began().occurred_at()), Day(2));
  EXPECT_EQ(FromProto(truly[1].began().recorded_at()), Day(9));
  EXPECT_EQ(truly[1].began().person_id(), "specht");
  EXPECT_EQ(truly[1].began().organisation_id(), "office");
  EXPECT_EQ(truly[1].began().position(), 2u);
  EXPECT_THAT(Kinds(kAdler, {.known_at = Day(5), .true_at = Day(5)}), ElementsAre(kHeld));
  EXPECT_THAT(Kinds(kAdler, {.known_at = Day(9), .true_at = Day(1)}), ElementsAre(kHeld)) << "not yet";
}

TEST_F(WorkThen, SaysOfAnEndThatWasWrittenDownLateThatNobodyKnewIt) {
  Write(Day(0), Day(0), {On(kAdler, kHeld)});
  Write(Day(2), Day(9), {});
  const auto known = Items(kAdler, {.known_at = Day(5)});
  ASSERT_EQ(known.size(), 1u);
  EXPECT_EQ(FromProto(known[0].ended().occurred_at()), Day(2));
  EXPECT_TRUE(known[0].ended().late_entry());
  EXPECT_FALSE(Items(kAdler, {.known_at = Day(1)})[0].has_ended()) << "it had not ended then";
  EXPECT_THAT(Kinds(kAdler, {.true_at = Day(5)}), IsEmpty());
  EXPECT_THAT(Kinds(kAdler, {.known_at = Day(5), .true_at = Day(5)}), ElementsAre(kHeld));
}

TEST_F(WorkThen, KeepsWhatStandsThereTwiceTwice) {
  Write(Day(0), Day(0), {On(kAdler, kOffered), On(kAdler, kOffered)});
  Write(Day(1), Day(1), {On(kAdler, kOffered)});
  EXPECT_THAT(Kinds(kAdler, {.known_at = Day(0)}), ElementsAre(kOffered, kOffered));
  EXPECT_THAT(Kinds(kAdler, {.known_at = Day(2)}), ElementsAre(kOffered));
}

TEST_F(WorkThen, IsOfTheSameSpanAsLongAsTheItemIsTheSame) {
  Write(Day(0), Day(0), {On(kAdler, kHeld)});
  Write(Day(1), Day(1), {On(kAdler, kOffered), On(kAdler, kHeld)});  // at another place of the list
  const auto items = Items(kAdler, {.known_at = Day(3)});
  ASSERT_EQ(items.size(), 2u);
  for (const auto& item : items)
    EXPECT_EQ(FromProto(item.began().occurred_at()), item.kind() == kHeld ? Day(0) : Day(1));
}

TEST_F(WorkThen, ComesInPagesOverAllCasesAndAudiences) {
  for (const char* id : {"a", "b", "c"})
    Write(Day(0), Day(0), {On(kAdler, kHeld, id), On(kBerg, kHeld, id)}, id);
  std::vector<std::string> seen;
  std::string after;
  do {
    const auto page =
        ReadWorkThen(store_, {kBerg, kAdler, kAdler}, {.known_at = Day(0)}, Wanted({}), after, 2);
    ASSERT_TRUE(page.ok());
    EXPECT_LE(page->items.size(), 2u);
    for (const auto& item : page->items) seen.push_back(item.object_id());
    after = page->next;
  } while (!after.empty());
  EXPECT_THAT(seen, UnorderedElementsAre("a", "a", "b", "b", "c", "c"));
  v1::WorkFilter offers;
  offers.add_kinds(kOffered);
  EXPECT_THAT(ReadWorkThen(store_, {kAdler}, {.known_at = Day(0)}, Wanted(offers), "", 2)->items, IsEmpty());
}

}  // namespace
}  // namespace fallverbund::casework
