// A witness behind real HTTP and on a real disk.
#include "tools/witness/witness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/clock.h"
#include "libs/durable_file/testing/temp_folder.h"
#include "libs/tlog/note.h"
#include "libs/tlog/testing/naive_tree.h"
#include "libs/tlog/testing/signers.h"
#include "tools/witness/door.h"

namespace fallverbund::witness {
namespace {

using tlog::NaiveTree;

class TestClock final : public Clock {
 public:
  absl::Time Now() const override { return tlog::TestTime(); }
};

std::vector<std::string> Entries(size_t count, const std::string& kind) {
  std::vector<std::string> entries;
  for (size_t i = 0; i < count; ++i) entries.push_back(absl::StrCat(kind, i));
  return entries;
}

class WitnessProgram : public ::testing::Test {
 protected:
  WitnessProgram() { Begin(); }
  void Begin() {
    door_.reset();
    witness_.reset();
    auto opened =
        Witness::Open(folder_.path() / "data", tlog::TestWitness(), {tlog::TestLog().verifier()}, &clock_);
    ASSERT_TRUE(opened.ok()) << opened.status();
    witness_ = *std::move(opened);
    auto door = Door::Open({.prefix = "/w1"}, witness_.get());
    ASSERT_TRUE(door.ok()) << door.status();
    door_ = *std::move(door);
  }

  std::string NoteOf(NaiveTree& tree, size_t size) {
    return tlog::SignCheckpoint({tlog::kTestOrigin, size, tree.Root(size)}, tlog::TestLog());
  }
  std::string Request(NaiveTree& tree, size_t old_size, size_t size) {
    tlog::Proof proof = old_size > 0 && old_size < size ? tree.Consistency(old_size, size) : tlog::Proof();
    return tlog::FormatRequest({old_size, std::move(proof), NoteOf(tree, size)});
  }
  httplib::Result Post(const std::string& body, const std::string& path = "/w1/add-checkpoint") {
    httplib::Client client("127.0.0.1", door_->port());
    return client.Post(path, body, "text/plain");
  }
  // The note with what the witness answered below it is one that the witness signed at the test's time.
  void ExpectCosigned(const httplib::Result& answer, const std::string& note) {
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->status, 200) << answer->body;
    const auto parsed = tlog::ParseNote(note + answer->body);
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    const auto who = tlog::VerifySignatures(*parsed, {tlog::TestWitness().verifier()});
    ASSERT_TRUE(who.ok()) << who.status();
    ASSERT_EQ(who->size(), 1);
    EXPECT_EQ(who->front().cosigned_at, tlog::TestTime());
  }
  size_t Evidence() {
    size_t count = 0;
    for (const auto& each : std::filesystem::directory_iterator(folder_.path() / "data/evidence")) {
      (void)each;
      ++count;
    }
    return count;
  }

  const TestClock clock_;
  NaiveTree tree_{Entries(20, "event-")}, forged_{Entries(60, "forged-")};
  durable_file::TempFolder folder_;
  std::unique_ptr<Witness> witness_;
  std::unique_ptr<Door> door_;
};

TEST_F(WitnessProgram, CosignsATreeThatGoesOn) {
  ExpectCosigned(Post(Request(tree_, 0, 3)), NoteOf(tree_, 3));
  ExpectCosigned(Post(Request(tree_, 3, 7)), NoteOf(tree_, 7));
}

TEST_F(WitnessProgram, RemembersWhenItBeginsAgain) {
  ExpectCosigned(Post(Request(tree_, 0, 7)), NoteOf(tree_, 7));
  Begin();
  const auto again = Post(Request(tree_, 0, 8));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->status, 409);
  EXPECT_EQ(again->body, "7\n");
  EXPECT_EQ(again->get_header_value("Content-Type"), "text/x.tlog.size");
  ExpectCosigned(Post(Request(tree_, 7, 8)), NoteOf(tree_, 8));
}

TEST_F(WitnessProgram, RefusesAnotherHistoryAndKeepsTheEvidence) {
  ExpectCosigned(Post(Request(tree_, 0, 7)), NoteOf(tree_, 7));
  EXPECT_EQ(Evidence(), 0);
  const auto split = Post(Request(forged_, 7, 7));
  ASSERT_TRUE(split);
  EXPECT_EQ(split->status, 409);
  EXPECT_EQ(Evidence(), 1);
  Post(Request(forged_, 7, 7));
  EXPECT_EQ(Evidence(), 1) << "the same two trees, said again";
  EXPECT_EQ(Post(Request(forged_, 7, 9))->status, 422);
  EXPECT_EQ(Evidence(), 2);
  ExpectCosigned(Post(Request(tree_, 7, 9)), NoteOf(tree_, 9));
}

TEST_F(WitnessProgram, NobodyFillsItsDiskWithQuestions) {
  ExpectCosigned(Post(Request(tree_, 0, 7)), NoteOf(tree_, 7));
  for (size_t size = 8; size <= 60; ++size) EXPECT_EQ(Post(Request(forged_, 7, size))->status, 422);
  EXPECT_EQ(Evidence(), 32);
  EXPECT_EQ(Post(Request(forged_, 7, 7))->status, 409);
  EXPECT_EQ(Evidence(), 33) << "a split is always kept";
}

TEST_F(WitnessProgram, SignsNothingItCannotRemember) {
  ExpectCosigned(Post(Request(tree_, 0, 3)), NoteOf(tree_, 3));
  std::filesystem::remove_all(folder_.path() / "data");
  const auto answer = Post(Request(tree_, 0, 7));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 500);
}

TEST_F(WitnessProgram, AnswersOnlyWhereItIs) {
  EXPECT_EQ(Post(Request(tree_, 0, 3), "/add-checkpoint")->status, 404);
  EXPECT_EQ(Post(Request(tree_, 0, 3), "/other/add-checkpoint")->status, 404);
  EXPECT_EQ(Post("not a request")->status, 400);
  EXPECT_EQ(Post(std::string(tlog::kMaxWitnessRequestBytes + 1, 'x'))->status, 413);
  httplib::Client client("127.0.0.1", door_->port());
  EXPECT_EQ(client.Get("/w1/add-checkpoint")->status, 404);
}

TEST_F(WitnessProgram, OneProcessHasTheFolder) {
  const auto second = Witness::Open(folder_.path() / "data", tlog::TestWitness(), {}, &clock_);
  EXPECT_TRUE(absl::IsFailedPrecondition(second.status())) << second.status();
}

// Two that begin at the same size and show two trees: one is cosigned, the other refused.
TEST_F(WitnessProgram, OfTwoAtOnceOneWins) {
  ExpectCosigned(Post(Request(tree_, 0, 2)), NoteOf(tree_, 2));
  int first = 0, second = 0;
  std::thread one([&] { first = Post(Request(tree_, 2, 5))->status; });
  std::thread other([&] { second = Post(Request(tree_, 2, 6))->status; });
  one.join();
  other.join();
  EXPECT_THAT((std::vector<int>{first, second}), ::testing::UnorderedElementsAre(200, 409));
}

TEST(WitnessDoor, SaysWhatIsWrong) {
  durable_file::TempFolder folder;
  const TestClock clock;
  const auto witness = Witness::Open(folder.path(), tlog::TestWitness(), {}, &clock);
  ASSERT_TRUE(witness.ok());
  EXPECT_TRUE(absl::IsInvalidArgument(Door::Open({.prefix = "w1/"}, witness->get()).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(Door::Open({.tls_cert = "x.pem"}, witness->get()).status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(
      Door::Open({.tls_cert = "x.pem", .tls_key = "x.key"}, witness->get()).status()));
  EXPECT_TRUE(absl::IsUnavailable(Door::Open({.host = "192.0.2.1"}, witness->get()).status()));
}

}  // namespace
}  // namespace fallverbund::witness
