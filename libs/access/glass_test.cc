#include "libs/access/glass.h"

#include <gtest/gtest.h>

#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "libs/base/time.h"
#include "libs/eventlog/oneof.h"
#include "libs/projection/in_memory_projection_store.h"

namespace fallverbund::access {
namespace {

const std::string kCase(32, 'c'), kReader(32, 'a'), kColleague(32, 'b'), kCrisis(32, 'd');
const absl::Time kUntil = absl::FromUnixSeconds(1'770'000'000);
constexpr absl::Duration kMoment = absl::Nanoseconds(1);

class GlassTest : public ::testing::Test {
 protected:
  void Apply(const std::string& context, const std::string& id, const google::protobuf::Message& event) {
    eventlog::ValidCommit commit;
    commit.context = context;
    commit.aggregate_id = id;
    commit.commit.set_aggregate_type(context);
    *commit.commit.add_events() = eventlog::PackOneof(event);
    auto batch = store_.NewBatch();
    ASSERT_TRUE(GlassView().Apply({commit, absl::UnixEpoch()}, *batch).ok());
    ASSERT_TRUE(store_.Commit(std::move(batch), ++position_).ok());
  }
  void Break(const std::string& reading_id, bool endangered = false, const std::string& person = kReader) {
    casework::v1::CaseEvent event;
    auto& broken = *event.mutable_glass_broken();
    broken.set_reading_id(reading_id);
    broken.set_person_id(person);
    *broken.mutable_until() = ToProto(kUntil);
    broken.set_endangered(endangered);
    Apply("case", kCase, event);
  }
  void Close(const std::string& reading_id, bool justified) {
    casework::v1::CaseEvent event;
    auto& closed = *event.mutable_glass_review_closed();
    closed.set_reading_id(reading_id);
    closed.set_person_id(kReader);
    closed.set_justified(justified);
    Apply("case", kCase, event);
  }
  std::optional<Glass> Find(absl::Time now, const std::string& person = kReader,
                            const std::string& case_id = kCase) {
    const auto glass = FindGlass(store_, case_id, person, now);
    EXPECT_TRUE(glass.ok());
    return *glass;
  }
  std::string Crisis() { return *FindOpenCrisis(store_, kCase); }

  projection::InMemoryProjectionStore store_;
  uint64_t position_ = 0;
};

TEST_F(GlassTest, OpensOneCaseToOnePersonUntilItsTimeIsOver) {
  EXPECT_FALSE(Find(kUntil - kMoment));
  Break("r");
  ASSERT_TRUE(Find(kUntil - kMoment));
  EXPECT_FALSE(Find(kUntil - kMoment)->endangered);
  EXPECT_EQ(Find(kUntil - kMoment)->reading_id, "r");
  EXPECT_FALSE(Find(kUntil)) << "over";
  EXPECT_FALSE(Find(kUntil - kMoment, kColleague));
  EXPECT_FALSE(Find(kUntil - kMoment, kReader, std::string(32, 'e')));
  EXPECT_FALSE(Find(kUntil - kMoment, kReader.substr(1), kCase + "a")) << "the same bytes, other ids";
}

TEST_F(GlassTest, OpensWhatWasEntrustedBySignsOfEndangermentAlone) {
  Break("r", true);
  EXPECT_TRUE(Find(kUntil - kMoment)->endangered);
}

TEST_F(GlassTest, ThatWasNotJustifiedIsOverAtOnce) {
  Break("r");
  Close("r", true);
  EXPECT_TRUE(Find(kUntil - kMoment)) << "justified: until its time is over";
  Break("s");
  Close("s", false);
  EXPECT_FALSE(Find(kUntil - kMoment));
  Break("t");
  EXPECT_TRUE(Find(kUntil - kMoment)) << "in the next crisis; in the same one the case refuses it";
}

// As in the case, so that nobody reads who may not, and nobody who reads already is without a row.
TEST_F(GlassTest, ThatWasNotJustifiedEndsWhateverElseThisPersonReadsHere) {
  Break("ordinary");
  Break("endangered", true);
  Break("colleague's", false, kColleague);
  Close("ordinary", false);
  EXPECT_FALSE(Find(kUntil - kMoment)) << "also what began later";
  EXPECT_TRUE(Find(kUntil - kMoment, kColleague));
}

TEST_F(GlassTest, ACrisisIsOpenFromItsAlarmUntilItIsConcluded) {
  EXPECT_EQ(Crisis(), "");
  crisis::v1::CrisisEvent opened, known, concluded;
  opened.mutable_crisis_opened()->set_case_id(kCase);
  concluded.mutable_crisis_concluded();
  Apply("crisis", kCrisis, opened);
  EXPECT_EQ(Crisis(), kCrisis);
  Apply("crisis", kCrisis, concluded);
  EXPECT_EQ(Crisis(), "");

  opened.mutable_crisis_opened()->clear_case_id();
  Apply("crisis", kCrisis, opened);
  EXPECT_EQ(Crisis(), "") << "nobody knows yet whose it is";
  known.mutable_crisis_case_opened()->set_case_id(kCase);
  Apply("crisis", kCrisis, known);
  EXPECT_EQ(Crisis(), kCrisis);
}

}  // namespace
}  // namespace fallverbund::access
