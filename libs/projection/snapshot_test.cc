#include "libs/projection/snapshot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "fallverbund/eventlog/v1/commit.pb.h"
#include "libs/base/id.h"
#include "libs/crypto/hash.h"
#include "libs/eventlog/testing/signed_log.h"
#include "libs/projection/in_memory_projection_store.h"
#include "libs/projection/prefix.h"
#include "libs/projection/projector.h"
#include "libs/projection/testing/recording_view.h"

namespace fallverbund::projection {
namespace {

using eventlog::SignedLog;
using eventlog::TestHexId;
using testing::HasSubstr;

// The case service's rows of a log of eight messages, and a snapshot of them.
class SnapshotTest : public testing::Test {
 protected:
  void SetUp() override {
    for (int i = 0; i < 6; ++i) {
      log_.Append("case", TestHexId(absl::StrCat("c", i % 2)), "case", {TestEvent("happened")});
    }
    store_ = OpenedBy(of_.version);
    Read(*store_);
    std::ostringstream rows;
    auto taken = WriteSnapshot(*store_, of_, signer_, log_.log(), rows);
    ASSERT_TRUE(taken.ok()) << taken.status();
    manifest_ = *std::move(taken);
    rows_ = rows.str();
    text_ = EncodeManifest(manifest_, signer_);
  }

  static std::unique_ptr<ProjectionStore> OpenedBy(const ProjectionVersion& version) {
    auto store = OpenProjection(
        [](bool) -> absl::StatusOr<std::unique_ptr<ProjectionStore>> {
          return std::make_unique<InMemoryProjectionStore>();
        },
        version, nullptr);
    return *std::move(store);
  }
  void Read(ProjectionStore& store) {
    Projector projector(log_.log(), store, {.identity = log_.identity(), .views = {&view_}});
    projector.Start();
    ASSERT_TRUE(projector.WaitFor(*log_.log().HeadFromLeader(), absl::Now() + absl::Seconds(30)).ok());
  }
  absl::Status Manifest(std::string_view text, const SnapshotOf& expected) {
    return CheckManifest(text, expected, signer_).status();
  }
  absl::Status Manifest(std::string_view text) { return Manifest(text, of_); }
  absl::Status Import(const std::string& rows, const SnapshotOf& expected) {
    imported_ = std::make_unique<InMemoryProjectionStore>();
    std::istringstream from(rows);
    return ReadSnapshot(from, manifest_, expected, *imported_);
  }
  absl::Status Import(const std::string& rows) { return Import(rows, of_); }

  RecordingView view_;
  SignedLog log_;
  const eventlog::Signer signer_ = SignedLog::signer("case");
  SnapshotOf of_{"do", "projection", {2, "build", log_.identity().genesis_sha256, "case"}};
  std::unique_ptr<ProjectionStore> store_;
  SnapshotManifest manifest_;
  std::string rows_, text_;
  std::unique_ptr<InMemoryProjectionStore> imported_;
};

TEST_F(SnapshotTest, IsTheSameRowsAtTheSamePositionAndGoesOnFromThere) {
  ASSERT_TRUE(Manifest(text_).ok()) << Manifest(text_);
  EXPECT_EQ(*CheckManifest(text_, of_, signer_), manifest_);
  EXPECT_EQ(manifest_.position, 8u);
  ASSERT_TRUE(CheckAgainstLog(manifest_, log_.log()).ok());
  ASSERT_TRUE(Import(rows_).ok()) << Import(rows_);
  EXPECT_EQ(imported_->position(), 8u);
  EXPECT_EQ(*imported_->StateHash(), *store_->StateHash());
  log_.Append("case", TestHexId("c0"), "case", {TestEvent("happened")});
  Read(*imported_);
  Read(*store_);
  EXPECT_EQ(imported_->position(), 9u);
  EXPECT_EQ(*imported_->StateHash(), *store_->StateHash());
}

TEST_F(SnapshotTest, TheHashOfTheRowsFileIsTheStateHash) {
  EXPECT_EQ(crypto::Sha256(rows_), *store_->StateHash());
  EXPECT_EQ(manifest_.rows_bytes, rows_.size());
}

TEST_F(SnapshotTest, AnyFlippedByteOfTheManifestIsRefused) {
  for (size_t i = 0; i < text_.size(); ++i) {
    std::string flipped = text_;
    flipped[i] ^= 1;
    EXPECT_FALSE(Manifest(flipped).ok()) << i;
  }
}

TEST_F(SnapshotTest, AManifestThatIsCutOffIsRefusedWhereverThatIs) {
  for (size_t size = 0; size < text_.size(); ++size) {
    const absl::Status refused = Manifest(text_.substr(0, size));
    EXPECT_TRUE(absl::IsDataLoss(refused)) << size << refused;
    EXPECT_THAT(std::string(refused.message()), HasSubstr("damaged or cut off"));
  }
  EXPECT_FALSE(Manifest(text_ + "\n").ok());
}

TEST_F(SnapshotTest, AnyFlippedByteOfTheRowsIsRefused) {
  for (size_t i = 0; i < rows_.size(); ++i) {
    std::string flipped = rows_;
    flipped[i] ^= 1;
    const absl::Status refused = Import(flipped);
    EXPECT_TRUE(absl::IsDataLoss(refused)) << i << refused;
    EXPECT_THAT(std::string(refused.message()), HasSubstr("rows are damaged"));
  }
}

TEST_F(SnapshotTest, RowsThatAreTooFewOrTooManyAreRefused) {
  for (const size_t size : {size_t{0}, size_t{5}, rows_.size() / 2, rows_.size() - 1}) {
    EXPECT_TRUE(absl::IsDataLoss(Import(rows_.substr(0, size)))) << size;
  }
  EXPECT_THAT(std::string(Import(rows_ + "x").message()), HasSubstr("more than it says"));
}

TEST_F(SnapshotTest, WhatIsOfSomebodyElseIsRefusedAndTheSentenceSaysWhose) {
  const auto why = [this](const SnapshotOf& expected) {
    const absl::Status refused = Manifest(text_, expected);
    EXPECT_TRUE(absl::IsFailedPrecondition(refused)) << refused;
    return std::string(refused.message());
  };
  SnapshotOf team = of_;
  team.version.owner = "team";
  EXPECT_THAT(why(team), HasSubstr("of the service case"));
  SnapshotOf newer = of_;
  newer.version.layout = 3;
  EXPECT_THAT(why(newer), testing::MatchesRegex(".*has version [0-9]+-2, this program needs [0-9]+-3"));
  SnapshotOf elsewhere = of_;
  elsewhere.association = "mg";
  EXPECT_THAT(why(elsewhere), HasSubstr("of the association do"));
  SnapshotOf another_log = of_;
  another_log.version.genesis_sha256 = std::string(32, 'g');
  EXPECT_THAT(why(another_log), HasSubstr("another log"));
  SnapshotOf journal = of_;
  journal.of = "journal";
  EXPECT_THAT(why(journal), HasSubstr("snapshot of the projection"));
}

TEST_F(SnapshotTest, OnlyTheSignatureOfThisServiceCounts) {
  const eventlog::Signer team = SignedLog::signer("team");
  SnapshotManifest posing = manifest_;
  EXPECT_THAT(std::string(Manifest(EncodeManifest(posing, team)).message()), HasSubstr("its signature"));
  posing.key_id = team.key_id();
  EXPECT_THAT(std::string(Manifest(EncodeManifest(posing, team)).message()),
              HasSubstr("signed with the key"));
  // A signature of the right key under a commit is none under a snapshot.
  const size_t end = text_.rfind("signature ");
  const auto commit =
      signer_.SignCommit(log_.Draft("case", TestHexId("c0"), "case", {TestEvent("happened")}));
  eventlog::v1::Envelope envelope;
  ASSERT_TRUE(envelope.ParseFromString(commit));
  const std::string other =
      absl::StrCat(text_.substr(0, end), "signature ", ToHex(envelope.signature()), "\n");
  EXPECT_THAT(std::string(Manifest(other).message()), HasSubstr("its signature"));
}

TEST_F(SnapshotTest, ALogThatIsShorterOrAnotherOneIsNoticed) {
  SnapshotManifest future = manifest_;
  future.position = 9;
  EXPECT_THAT(std::string(CheckAgainstLog(future, log_.log()).message()), HasSubstr("and the log only to 8"));
  SnapshotManifest other = manifest_;
  other.message_sha256 = std::string(32, 'm');
  EXPECT_THAT(std::string(CheckAgainstLog(other, log_.log()).message()),
              HasSubstr("message 8 is another one"));
}

TEST_F(SnapshotTest, RowsThatDoNotFitTheirManifestAreRefusedThoughItIsSigned) {
  manifest_.root = std::string(32, 'r');
  EXPECT_THAT(std::string(Import(rows_).message()), HasSubstr("other messages than it says"));
}

TEST_F(SnapshotTest, RowsThatWaitForANewerProgramAreUsedByNoOther) {
  auto batch = store_->NewBatch();
  RecordHeld("fv.do.case.a", 3, *batch);
  ASSERT_TRUE(store_->Commit(std::move(batch), 8).ok());
  std::ostringstream rows;
  manifest_ = *WriteSnapshot(*store_, of_, signer_, log_.log(), rows);
  EXPECT_TRUE(Import(rows.str()).ok());
  SnapshotOf newer = of_;
  newer.version.program = "newer build";
  EXPECT_THAT(std::string(Import(rows.str(), newer).message()), HasSubstr("held back"));
}

TEST_F(SnapshotTest, WhatIsNotFitIsNotShipped) {
  std::ostringstream rows;
  const auto empty = OpenedBy(of_.version);
  EXPECT_TRUE(absl::IsFailedPrecondition(WriteSnapshot(*empty, of_, signer_, log_.log(), rows).status()));
  auto batch = store_->NewBatch();
  RecordUnproven(std::string(32, 'r'), *batch);
  ASSERT_TRUE(store_->Commit(std::move(batch), 8).ok());
  EXPECT_THAT(std::string(WriteSnapshot(*store_, of_, signer_, log_.log(), rows).status().message()),
              HasSubstr("signatures were not checked"));
}

}  // namespace
}  // namespace fallverbund::projection
