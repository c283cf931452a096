#include "libs/projection/vouched_prefix.h"

#include <gtest/gtest.h>

#include <set>

namespace fallverbund::projection {
namespace {

using eventlog::SignatureCheck;
using eventlog::StoredMessage;

VouchedPrefix Example() {
  return {std::string(32, 'g'), 12, std::string(32, 'r'), {3, 7}};
}

TEST(VouchedPrefix, ItsTextReadsBack) {
  EXPECT_EQ(DecodeVouched(EncodeVouched(Example())), Example());
}

TEST(VouchedPrefix, NoDamagedTextIsBelieved) {
  const std::string text = EncodeVouched(Example());
  for (size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_EQ(DecodeVouched(changed), std::nullopt) << i;
    EXPECT_EQ(DecodeVouched(text.substr(0, i)), std::nullopt) << i;
  }
  EXPECT_EQ(DecodeVouched(""), std::nullopt);
}

TEST(VouchedPrefix, SkipsNoSignatureThatWasBadAndNoneBehindIt) {
  const VouchedPrefix vouched = Example();
  EXPECT_EQ(vouched.CheckAt(1), SignatureCheck::kVouchedFor);
  EXPECT_EQ(vouched.CheckAt(3), SignatureCheck::kVerify);
  EXPECT_EQ(vouched.CheckAt(7), SignatureCheck::kVerify);
  EXPECT_EQ(vouched.CheckAt(12), SignatureCheck::kVouchedFor);
  EXPECT_EQ(vouched.CheckAt(13), SignatureCheck::kVerify);
}

TEST(VouchedPrefix, TheRootSeesEverythingThatIsJudged) {
  std::set<std::string> roots;
  roots.insert(NextRoot("", {.position = 1, .subject = "ab", .payload = "c"}));
  roots.insert(NextRoot("", {.position = 2, .subject = "ab", .payload = "c"}));
  roots.insert(NextRoot("", {.position = 1, .subject = "a", .payload = "bc"}));
  roots.insert(NextRoot("", {.position = 1, .subject = "ab", .payload = "d"}));
  roots.insert(NextRoot("x", {.position = 1, .subject = "ab", .payload = "c"}));
  EXPECT_EQ(roots.size(), 5u);
  // The server's time is the server's word and nobody's signature covers it.
  EXPECT_EQ(NextRoot("", {.position = 1, .server_time_ns = 5, .subject = "ab", .payload = "c"}),
            NextRoot("", {.position = 1, .server_time_ns = 6, .subject = "ab", .payload = "c"}));
}

}  // namespace
}  // namespace fallverbund::projection
