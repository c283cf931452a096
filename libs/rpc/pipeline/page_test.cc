#include "libs/rpc/pipeline/page.h"

#include <gtest/gtest.h>

namespace fallverbund::service {
namespace {

TEST(PageSize, IsWhatWasAskedWithinItsBounds) {
  EXPECT_EQ(*PageSize(0, 50, 100), 50);
  EXPECT_EQ(*PageSize(1, 50, 100), 1);
  EXPECT_EQ(*PageSize(100, 50, 100), 100);
  EXPECT_EQ(*PageSize(101, 50, 100), 100);
  EXPECT_EQ(PageSize(-1, 50, 100).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(PageToken, LeadsBackToWhereThePageEnded) {
  const PageTokens tokens("ListInbox");
  const std::string key("person/\0\xff/0001", 14);
  EXPECT_EQ(*tokens.Read(tokens.For(key)), key);
  EXPECT_EQ(tokens.For(""), "") << "the last page";
  EXPECT_EQ(*tokens.Read(""), "") << "the first page";
}

TEST(PageToken, ThatWasForgedIsRefused) {
  const PageTokens tokens("ListInbox");
  const std::string good = tokens.For("person/0001");
  for (std::string forged : {std::string("zzz"), std::string("no token!"), std::string("cGVyc29uLzAwMDE"),
                             std::string("cGVyc29uLzAwMDE="), good + "A", good.substr(1), good + "=",
                             good.substr(0, good.size() - 1)}) {
    EXPECT_EQ(tokens.Read(forged).status().code(), absl::StatusCode::kInvalidArgument) << forged;
  }
  for (size_t i = 0; i < good.size(); ++i) {
    std::string forged = good;
    forged[i] = forged[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(tokens.Read(forged).status().code(), absl::StatusCode::kInvalidArgument) << i;
  }
}

TEST(PageToken, OfAnotherListIsRefused) {
  const std::string theirs = PageTokens("ListCaseDocuments/a").For("key");
  EXPECT_EQ(PageTokens("ListCaseDocuments/b").Read(theirs).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace fallverbund::service
