#include "libs/tlog/entry.h"

#include <gtest/gtest.h>

#include "libs/base/id.h"
#include "libs/crypto/hash.h"

namespace fallverbund::tlog {
namespace {

const LogEntry kEntry{258, 1'700'000'000'000'000'000, "fv.do.case.1", *HashFrom(crypto::Sha256("payload"))};

TEST(EntryTest, IsTheseBytes) {
  const auto bytes = EncodeEntry(kEntry);
  ASSERT_TRUE(bytes.ok());
  EXPECT_EQ(ToHex(*bytes),
            "46564c4f47310a"                                                      // FVLOG1 LF
            "0000000000000102"                                                    // position
            "17979cfe362a0000"                                                    // time
            "000c66762e646f2e636173652e31"                                        // length, subject
            "239f59ed55e737c77147cf55ad0c1b030b6d7ee748a7426952f9b852d5a935e5");  // hash
}

TEST(EntryTest, ComesBack) {
  const auto bytes = EncodeEntry(kEntry);
  ASSERT_TRUE(bytes.ok());
  EXPECT_EQ(ParseEntry(*bytes).value_or(LogEntry()), kEntry);
}

TEST(EntryTest, NothingElseIsOne) {
  const std::string bytes = EncodeEntry(kEntry).value_or("");
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(ParseEntry(bytes.substr(0, size)).ok()) << size;
  }
  EXPECT_FALSE(ParseEntry(bytes + "x").ok());
  std::string changed = bytes;
  changed[5] = '2';  // FVLOG2
  EXPECT_FALSE(ParseEntry(changed).ok());
  changed = bytes;
  changed.replace(7, 8, 8, '\0');  // position 0
  EXPECT_FALSE(ParseEntry(changed).ok());
}

TEST(EntryTest, HasAPositionAndASubjectOfLimitedSize) {
  LogEntry entry = kEntry;
  entry.subject = std::string(kMaxSubjectBytes, 's');
  EXPECT_EQ(ParseEntry(EncodeEntry(entry).value_or("")).value_or(LogEntry()), entry);
  entry.subject.push_back('s');
  EXPECT_TRUE(absl::IsInvalidArgument(EncodeEntry(entry).status()));
  entry.subject.clear();
  EXPECT_TRUE(absl::IsInvalidArgument(EncodeEntry(entry).status()));
  entry = kEntry;
  entry.position = 0;
  EXPECT_TRUE(absl::IsInvalidArgument(EncodeEntry(entry).status()));
}

}  // namespace
}  // namespace fallverbund::tlog
