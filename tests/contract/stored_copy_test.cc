// A server's files of a stream, as we read them: held to the installed nats-server, whose format is its own.
#include "libs/eventlog_jetstream/stored_copy.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/eventlog/in_memory_event_log.h"
#include "libs/eventlog_jetstream/compare_copy.h"
#include "libs/eventlog_jetstream/testing/bus_fixture.h"

namespace fallverbund::eventlog {
namespace {

constexpr char kSubject[] = "fv.do.case.00112233445566778899aabbccddeeff";

class StoredCopyTest : public testing::Test {
 protected:
  StoredCopyTest() : log_(bus_.OpenLog("case")) {}

  void Write(const std::string& payload) {
    const auto position = log_->Append({kSubject, payload, last_});
    ASSERT_TRUE(position.ok()) << position.status();
    last_ = *position;
  }
  CopyReport Compare(EventLog& with, absl::Duration patience) {
    auto copy = StoredCopy::Open(bus_.folder() + "/store", "FV_DO");
    EXPECT_TRUE(copy.ok()) << copy.status();
    auto report = CompareCopy(with, *copy, patience, [](uint64_t) {});
    EXPECT_TRUE(report.ok()) << report.status();
    return *std::move(report);
  }
  CopyReport Compare() { return Compare(*log_, absl::Seconds(10)); }
  std::string Block() const { return bus_.folder() + "/store/jetstream/LOG/streams/FV_DO/msgs/1.blk"; }
  std::string Content() const {
    std::ifstream file(Block(), std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }
  void Flip(size_t at, int bit) const {
    std::fstream file(Block(), std::ios::binary | std::ios::in | std::ios::out);
    file.seekg(static_cast<std::streamoff>(at));
    const int flipped = file.get() ^ (1 << bit);
    file.seekp(static_cast<std::streamoff>(at));
    file.put(static_cast<char>(flipped));
  }

  BusFixture bus_;
  std::unique_ptr<EventLog> log_;
  uint64_t last_ = 0;
};

TEST_F(StoredCopyTest, AWholeCopyIsWhatTheBusServes) {
  for (int i = 0; i < 20; ++i) Write(absl::StrCat("commit ", i));
  const CopyReport report = Compare();
  EXPECT_EQ(report.head, 22);  // genesis, signers
  EXPECT_TRUE(report.faults.empty()) << report.faults[0].first;
  EXPECT_EQ(report.sha256, Compare().sha256);
}

TEST_F(StoredCopyTest, BlocksAreReadOneAfterTheOther) {
  for (int i = 0; i < 90; ++i) Write(std::string(120 * 1024, static_cast<char>('a' + i % 26)));
  EXPECT_TRUE(Compare().faults.empty());
  EXPECT_TRUE(std::filesystem::exists(bus_.folder() + "/store/jetstream/LOG/streams/FV_DO/msgs/2.blk"));
}

TEST_F(StoredCopyTest, EveryByteOfARecordCounts) {
  Write("the first");
  ASSERT_TRUE(Compare().faults.empty());
  const size_t begin = Content().size();
  Write("the second");
  ASSERT_TRUE(Compare().faults.empty());
  const size_t end = Content().size();
  Write("the third");
  ASSERT_TRUE(Compare().faults.empty());
  ASSERT_GT(end, begin + 30);
  for (size_t at = begin; at < end; ++at) {
    const int bit = static_cast<int>(at % 8);
    Flip(at, bit);
    const CopyReport report = Compare(*log_, absl::ZeroDuration());
    Flip(at, bit);
    ASSERT_FALSE(report.faults.empty()) << "byte " << at - begin;
    EXPECT_EQ(report.faults[0].first, 4) << "byte " << at - begin;
    // Only a wrong length takes away what follows, too.
    EXPECT_EQ(report.faults[0].last, at - begin < 4 ? report.faults[0].last : 4) << "byte " << at - begin;
  }
}

TEST_F(StoredCopyTest, WhatIsJustBeingWrittenIsDamagedOnlyIfItStaysSo) {
  for (int i = 0; i < 3; ++i) Write("a text that is long enough to be hit in its middle");
  ASSERT_TRUE(Compare().faults.empty());  // so all is on disk
  const size_t middle = Content().size() - 40;
  Flip(middle, 1);
  int asked = 0;
  const auto look = [&](int most) {
    asked = 0;
    return *CheckChecksums(bus_.folder() + "/store", "FV_DO", [&] { return ++asked < most; });
  };
  EXPECT_EQ(look(3).damaged, 1);
  EXPECT_EQ(asked, 3);
  const auto mended = *CheckChecksums(bus_.folder() + "/store", "FV_DO", [&] {
    Flip(middle, 1);
    return true;
  });
  EXPECT_EQ(mended.damaged, 0);
  EXPECT_EQ(mended.records, 5);  // genesis, signers
  EXPECT_EQ(look(3).damaged, 0);
  EXPECT_EQ(asked, 0);
}

// The bus's log with other servers than this one.
class OtherServers : public StoredCopyTest {
 protected:
  OtherServers() {
    for (int i = 0; i < 3; ++i) Write(absl::StrCat("commit ", i));
    EXPECT_TRUE(Compare().faults.empty());  // so all is on disk
    for (uint64_t position = 1; position <= 5; ++position) {
      const StoredMessage message = log_->ReadFromLeader(position)->value();
      EXPECT_TRUE(others_.Append({message.subject, message.payload, expected_[message.subject]}).ok());
      others_.Tamper(position, message);  // with the time, too
      expected_[message.subject] = position;
    }
  }
  std::vector<FaultyRange> Faults() { return Compare(others_, absl::ZeroDuration()).faults; }

  InMemoryEventLog others_;
  std::map<std::string, uint64_t> expected_;
};

TEST_F(OtherServers, WhatAnyOfThemServesIsCompared) {
  EXPECT_TRUE(Faults().empty());
  others_.HideFromRead(4);  // one skips it, the leader has it
  EXPECT_TRUE(Faults().empty());
}

TEST_F(OtherServers, WhatTheyHaveAndTheCopyHasNotIsMissing) {
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(others_.Append({absl::StrCat(kSubject, i), "more", 0}).ok());
  }
  const auto faults = Faults();
  ASSERT_EQ(faults.size(), 1);
  EXPECT_EQ(faults[0].fault, CopyFault::kMissing);
  EXPECT_EQ(faults[0].first, 6);
  EXPECT_EQ(faults[0].last, 7);
}

TEST_F(OtherServers, AnotherMessageIsSeenThoughItsChecksumIsRight) {
  StoredMessage other = log_->ReadFromLeader(4)->value();
  other.payload += "!";
  others_.Tamper(4, other);
  const auto faults = Faults();
  ASSERT_EQ(faults.size(), 1);
  EXPECT_EQ(faults[0].fault, CopyFault::kDifferent);
  EXPECT_EQ(faults[0].first, 4);
}

TEST_F(OtherServers, WhatALeaderCannotServeIsInTheWholeCopy) {
  others_.Lose(4);
  const auto faults = Faults();
  ASSERT_EQ(faults.size(), 1);
  EXPECT_EQ(faults[0].fault, CopyFault::kUnserved);
}

// The server finds its notes in order and the checksum at the end of its file as noted, so it believes the
// record.
TEST_F(StoredCopyTest, ALastRecordThatCannotBeReadIsNoEmptyLog) {
  for (int i = 0; i < 3; ++i) Write("a text that is long enough to be hit in its middle");
  ASSERT_EQ(*log_->HeadFromLeader(), 5);
  bus_.End();
  Flip(Content().size() - 30, 0);
  bus_.Restart();
  log_ = bus_.OpenLog("case");
  absl::StatusOr<uint64_t> head;
  do {
    head = log_->HeadFromLeader();
  } while (absl::IsUnavailable(head.status()));  // while it starts
  EXPECT_EQ(head.status().code(), absl::StatusCode::kDataLoss) << (head.ok() ? *head : 0);
}

TEST_F(StoredCopyTest, ACopyThatIsNotThereIsSaid) {
  EXPECT_EQ(StoredCopy::Open("/nowhere", "FV_DO").status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace fallverbund::eventlog
