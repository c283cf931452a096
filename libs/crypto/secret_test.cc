#include "libs/crypto/secret.h"

#include <gtest/gtest.h>

#include <utility>

namespace fallverbund::crypto {
namespace {

TEST(Secret, TakesTheBytesAndLeavesNone) {
  for (const char* bytes : {"short", "one that is longer than any string kept in place"}) {
    std::string given = bytes;
    Secret secret(std::move(given));
    EXPECT_EQ(secret.view(), bytes);
    EXPECT_TRUE(given.empty());  // NOLINT(bugprone-use-after-move): this is what is promised
  }
}

TEST(Secret, IsAValue) {
  Secret a(std::string_view("alpha"));
  Secret copy = a;
  Secret moved = std::move(a);
  EXPECT_EQ(copy.view(), "alpha");
  EXPECT_EQ(moved.view(), "alpha");
  copy = Secret(std::string_view("beta"));
  EXPECT_EQ(copy.view(), "beta");
  EXPECT_TRUE(Secret().empty());
}

TEST(Wipe, OverwritesBeforeItEmpties) {
  std::string bytes = "canary in a string that is too long to be kept in place";
  const char* where = bytes.data();
  Wipe(bytes);
  EXPECT_TRUE(bytes.empty());
  EXPECT_EQ(where[1], '\0');  // the buffer still belongs to `bytes`
}

}  // namespace
}  // namespace fallverbund::crypto
