#include "libs/tlog/policy.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "libs/tlog/note.h"
#include "libs/tlog/testing/signers.h"

namespace fallverbund::tlog {
namespace {

std::string LogLine() {
  return absl::StrCat("log ", TestLog().verifier().Text(), " https://log.kjh.example/\n");
}
std::string WitnessLine(int number) {
  return absl::StrCat("witness W", number, " ", TestWitness(number).verifier().Text(), "\n");
}
std::string Witnesses(int count) {
  std::string lines;
  for (int i = 1; i <= count; ++i) lines += WitnessLine(i);
  return lines;
}
Policy Parsed(const std::string& text) {
  auto policy = Policy::Parse(text);
  EXPECT_TRUE(policy.ok()) << policy.status();
  return *std::move(policy);
}

const Checkpoint kTree{kTestOrigin, 7, LeafHash("any root")};

std::string CosignedBy(const std::vector<int>& witnesses) {
  Note note{FormatCheckpoint(kTree), {}};
  note.signatures.push_back(TestLog().Sign(note.text));
  for (const int number : witnesses) {
    note.signatures.push_back(TestWitness(number).Cosign(note.text, TestTime() + absl::Seconds(number)));
  }
  return FormatNote(note);
}
absl::StatusCode Check(const Policy& policy, const std::vector<int>& witnesses) {
  return policy.Check(CosignedBy(witnesses)).status().code();
}

constexpr auto kOk = absl::StatusCode::kOk;
constexpr auto kTooFew = absl::StatusCode::kFailedPrecondition;

TEST(PolicyTest, TwoOfThreeWitnessesAreAQuorum) {
  const Policy policy = Parsed(LogLine() + Witnesses(3) + "group all-of-us 2 W1 W2 W3\nquorum all-of-us\n");
  EXPECT_EQ(Check(policy, {}), kTooFew);
  EXPECT_EQ(Check(policy, {2}), kTooFew);
  EXPECT_EQ(Check(policy, {1, 3}), kOk);
  EXPECT_EQ(Check(policy, {3, 2, 1}), kOk);
  EXPECT_EQ(Check(policy, {2, 4, 5}), kTooFew);  // strangers do not count
  EXPECT_EQ(Check(policy, {2, 2, 2}), kTooFew);  // nobody counts twice
  const auto trusted = policy.Check(CosignedBy({1, 3, 4}));
  ASSERT_TRUE(trusted.ok());
  EXPECT_EQ(trusted->checkpoint, kTree);
  ASSERT_EQ(trusted->cosignatures.size(), 2u);
  EXPECT_EQ(trusted->cosignatures[1].witness, "W3");
  EXPECT_EQ(trusted->cosignatures[1].at, TestTime() + absl::Seconds(3));
}

TEST(PolicyTest, GroupsMayHaveGroupsAsMembers) {
  const Policy policy = Parsed(LogLine() + Witnesses(5) +
                               "group offices 2 W1 W2 W3\ngroup agencies any W4 W5\n"
                               "group both all offices agencies\nquorum both\n");
  EXPECT_EQ(Check(policy, {1, 2, 3}), kTooFew);
  EXPECT_EQ(Check(policy, {1, 4, 5}), kTooFew);
  EXPECT_EQ(Check(policy, {1, 3, 5}), kOk);
}

TEST(PolicyTest, AQuorumMayBeOneWitnessOrNone) {
  EXPECT_EQ(Check(Parsed(LogLine() + Witnesses(2) + "quorum W2\n"), {1}), kTooFew);
  EXPECT_EQ(Check(Parsed(LogLine() + Witnesses(2) + "quorum W2\n"), {2}), kOk);
  EXPECT_EQ(Check(Parsed(LogLine() + "quorum none\n"), {}), kOk);
}

TEST(PolicyTest, TheLogItselfMustHaveSigned) {
  const Policy policy = Parsed(LogLine() + WitnessLine(1) + "quorum W1\n");
  const std::string text = FormatCheckpoint(kTree);
  const SignatureLine witness = TestWitness().Cosign(text, TestTime());
  EXPECT_TRUE(absl::IsPermissionDenied(policy.Check(FormatNote({text, {witness}})).status()));
  SignatureLine wrong = TestLog().Sign(text);
  wrong.signature[0] ^= 1;
  EXPECT_TRUE(absl::IsUnauthenticated(policy.Check(FormatNote({text, {wrong, witness}})).status()));
  const std::string other = FormatCheckpoint({"log.other.example", 7, kTree.root});
  EXPECT_TRUE(absl::IsPermissionDenied(
      policy.Check(FormatNote({other, {TestLog().Sign(other), TestWitness().Cosign(other, TestTime())}}))
          .status()));
  EXPECT_TRUE(absl::IsInvalidArgument(policy.Check("").status()));
  EXPECT_TRUE(absl::IsInvalidArgument(policy.Check(FormatNote({"no checkpoint\n", {witness}})).status()));
}

TEST(PolicyTest, SpacesCommentsAndUrlsAreRead) {
  const Policy policy =
      Parsed("# whom we trust\n\n \t" + LogLine() + "witness\tW1  " + TestWitness().verifier().Text() +
             " https://w1.kjh.example/ \n  # quorum none\nquorum W1\n");
  EXPECT_EQ(policy.log(), TestLog().verifier());
  EXPECT_EQ(policy.log_url(), "https://log.kjh.example/");
  ASSERT_EQ(policy.witnesses().size(), 1u);
  EXPECT_EQ(policy.witnesses()[0].name, "W1");
  EXPECT_EQ(policy.witnesses()[0].key, TestWitness().verifier());
  EXPECT_EQ(policy.witnesses()[0].url, "https://w1.kjh.example/");
  EXPECT_EQ(Check(policy, {}), kTooFew);
}

TEST(PolicyTest, WhatIsTrustedByAPolicyThatAllowsTwoHistoriesSaysSo) {
  const auto doubtful = [](const std::string& rule) {
    return Parsed(LogLine() + Witnesses(2) + rule).Check(CosignedBy({1, 2}))->allows_two_histories;
  };
  EXPECT_TRUE(doubtful("group g any W1 W2\nquorum g\n"));
  EXPECT_FALSE(doubtful("group g all W1 W2\nquorum g\n"));
}

TEST(PolicyTest, TwoHistoriesCanPassWhereTwoQuorumsHaveNoWitnessInCommon) {
  const auto allows = [](int witnesses, const std::string& rule) {
    return Parsed(LogLine() + Witnesses(witnesses) + rule).AllowsTwoHistories();
  };
  EXPECT_TRUE(allows(0, "quorum none\n"));
  EXPECT_FALSE(allows(1, "quorum W1\n")) << "one witness sees both";
  EXPECT_TRUE(allows(2, "group g any W1 W2\nquorum g\n"));
  EXPECT_FALSE(allows(2, "group g all W1 W2\nquorum g\n"));
  EXPECT_FALSE(allows(3, "group g 2 W1 W2 W3\nquorum g\n"));
  EXPECT_TRUE(allows(4, "group g 2 W1 W2 W3 W4\nquorum g\n"));
  EXPECT_FALSE(allows(4, "group g 3 W1 W2 W3 W4\nquorum g\n"));
  // One witness everybody needs, and any of two others.
  EXPECT_FALSE(allows(3, "group g any W1 W2\ngroup h all g W3\nquorum h\n"));
  // Two of three, of which one is a group that says yes to both sides.
  EXPECT_TRUE(allows(4, "group g any W1 W2\ngroup h 2 g W3 W4\nquorum h\n"));
  EXPECT_FALSE(allows(4, "group g all W1 W2\ngroup h 2 g W3 W4\nquorum h\n"));
  EXPECT_TRUE(allows(3, "group g any W1 W2\ngroup h all g\nquorum h\n"));
}

TEST(PolicyTest, NothingElseIsOne) {
  const std::string two = LogLine() + Witnesses(2);
  const std::string log_as_witness =
      "witness W9 " + NoteSigner("w9", KeyType::kWitness, TestKey(0)).verifier().Text() + "\n";
  const std::string again_as =
      "witness W9 " + NoteSigner("w9", KeyType::kWitness, TestKey(1)).verifier().Text() + "\n";
  for (const std::string& other :
       {std::string(),
        LogLine(),
        two,
        Witnesses(2) + "quorum W1\n",
        two + "quorum W3\n",
        two + "quorum W1",
        two + "quorum W1 W2\n",
        two + "quorum W1\nquorum W2\n",
        two + "group g 3 W1 W2\nquorum g\n",
        two + "group g 0 W1 W2\nquorum g\n",
        two + "group g 01 W1 W2\nquorum g\n",
        two + "group g any\nquorum g\n",
        two + "group g 2 W1 W1\nquorum g\n",
        two + "group g 1 W1 W3\nquorum g\n",
        two + "group g 1 g\nquorum g\n",
        two + "group g 1 W1\ngroup h 1 W1\nquorum g\n",
        two + "group W1 1 W2\nquorum W1\n",
        two + "group none 1 W2\nquorum none\n",
        two + "group g 1 none\nquorum g\n",
        two + "witnes\nquorum W1\n",
        two + WitnessLine(1) + "quorum W1\n",
        two + log_as_witness + "quorum W1\n",
        two + again_as + "quorum W1\n",
        two + LogLine() + "quorum W1\n",
        two + "quorum W1\r\n",
        two + "quorum W1\x7F\n",
        "log " + TestWitness(3).verifier().Text() + "\nquorum none\n",
        two + "witness W3 " + NoteSigner("w", KeyType::kLog, TestKey(3)).verifier().Text() +
            "\nquorum W1\n"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(Policy::Parse(other).status())) << other;
  }
  EXPECT_TRUE(absl::IsInvalidArgument(
      Policy::Parse(std::string(kMaxPolicyBytes, '\n') + two + "quorum W1\n").status()));
}

}  // namespace
}  // namespace fallverbund::tlog
