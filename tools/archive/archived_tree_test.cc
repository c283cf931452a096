// Proofs out of an archive when nothing else is left, as the published folder would give them.
#include "tools/archive/archived_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/check.h"
#include "libs/base/id.h"
#include "libs/crypto/hash.h"
#include "libs/durable_file/testing/temp_folder.h"
#include "libs/eventlog/testing/signed_log.h"
#include "libs/tlog/testing/signers.h"
#include "libs/tlog_files/file_tile_store.h"
#include "services/audit/sealer/http_witnesses.h"
#include "services/audit/sealer/proofs.h"
#include "services/audit/sealer/sealer.h"
#include "tools/archive/archive.h"
#include "tools/archive/case_archive.h"
#include "tools/archive/proven.h"

namespace fallverbund::archive {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class ArchivedTreeTest : public ::testing::Test {
 protected:
  // 300 messages are sealed, so that there is more than one tile, and two come after that.
  void SetUp() override {
    while (log_.prefix().position() < 300) AppendOne();
    audit::HttpWitnesses nobody("");
    auto sealer =
        audit::Sealer::Open(log_.log(), tiles_, tlog::TestLog(), *tlog::Policy::Parse(kPolicy()), nobody);
    FV_CHECK(sealer.ok() && *(*sealer)->Step());
    checkpoint_ = *tiles_.ReadCheckpoint();
    for (int i = 0; i < 2; ++i) AppendOne();
  }
  void AppendOne() { log_.Append("case", eventlog::TestHexId("a case"), "case", {eventlog::v1::Event()}); }
  static std::string kPolicy() {
    return absl::StrCat("log ", tlog::TestLog().verifier().Text(), "\nquorum none\n");
  }
  WhatToArchive What() const { return {"do", {checkpoint_, kPolicy()}, "test", std::nullopt}; }
  void WriteWhole() { ASSERT_TRUE(Write(log_.log(), nullptr, What(), archive_, nullptr).ok()); }
  // Puts other bytes into a file of the archive, with a checksum that fits.
  void Rewrite(const std::string& name, const std::function<void(std::string&)>& change) {
    const auto read = [](const fs::path& path) {
      std::ifstream file(path, std::ios::binary);
      return std::string{std::istreambuf_iterator<char>(file), {}};
    };
    std::string bytes = read(archive_ / name), sums = read(archive_ / "SHA256SUMS");
    const std::string before = ToHex(crypto::Sha256(bytes));
    change(bytes);
    sums.replace(sums.find(before), before.size(), ToHex(crypto::Sha256(bytes)));
    std::ofstream(archive_ / name, std::ios::binary | std::ios::trunc) << bytes;
    std::ofstream(archive_ / "SHA256SUMS", std::ios::binary | std::ios::trunc) << sums;
  }

  eventlog::SignedLog log_;
  const durable_file::TempFolder folder_;
  const fs::path archive_ = folder_.path() / "archive";
  tlog_files::FileTileStore tiles_{folder_.path() / "tiles"};
  std::string checkpoint_;
};

TEST_F(ArchivedTreeTest, ProvesEachPositionAsThePublishedFolderDid) {
  WriteWhole();
  const auto tree = ReadTree(archive_);
  ASSERT_TRUE(tree.ok()) << tree.status();
  EXPECT_EQ((*tree)->checkpoint, checkpoint_);
  for (const uint64_t position : {1, 17, 256, 257, 300})
    EXPECT_EQ(*audit::ProveInclusion((*tree)->tiles, position), *audit::ProveInclusion(tiles_, position))
        << position;
  EXPECT_EQ(audit::ProveGrowth((*tree)->tiles, 100)->proof, audit::ProveGrowth(tiles_, 100)->proof);
  EXPECT_TRUE(absl::IsOutOfRange(audit::ProveInclusion((*tree)->tiles, 301).status()))
      << "what comes behind the checkpoint is in no tree";
}

TEST_F(ArchivedTreeTest, KnowsTheMessagesByWhichTheLogRegistersItsKeys) {
  WriteWhole();
  const auto tree = ReadTree(archive_);
  ASSERT_TRUE(tree.ok()) << tree.status();
  ASSERT_FALSE((*tree)->own.empty());
  EXPECT_EQ((*tree)->own[0].position(), 1u);
  for (const auto& own : (*tree)->own)
    EXPECT_EQ(own.payload(), (**log_.log().ReadFromLeader(own.position())).payload);
}

TEST_F(ArchivedTreeTest, ProvesNothingOutOfMessagesThatWereChangedOrLeftOut) {
  WriteWhole();
  const std::string file = "messages/000000000001.binpb";
  Rewrite(file, [](std::string& bytes) {
    audit::v1::ArchivedMessages messages;
    ASSERT_TRUE(messages.ParseFromString(bytes));
    messages.mutable_messages(16)->mutable_payload()->append("x");
    bytes = messages.SerializeAsString();
  });
  EXPECT_TRUE(absl::IsDataLoss(ReadTree(archive_).status())) << ReadTree(archive_).status();
  Rewrite(file, [](std::string& bytes) {
    audit::v1::ArchivedMessages messages;
    ASSERT_TRUE(messages.ParseFromString(bytes));
    messages.mutable_messages()->DeleteSubrange(16, 1);
    bytes = messages.SerializeAsString();
  });
  const absl::Status hole = ReadTree(archive_).status();
  EXPECT_TRUE(absl::IsDataLoss(hole));
  EXPECT_THAT(std::string(hole.message()), HasSubstr("after position 16 comes 18"));
}

TEST_F(ArchivedTreeTest, OfOneCaseHasItsOwnProofsAndNoTree) {
  auto prover = audit::Prover::Open(tiles_);
  CaseToArchive a_case{
      .case_id = eventlog::TestHexId("a case"), .messages = {}, .other_case_ids = {}, .journal = {}};
  for (const uint64_t position : {1, 2, 17}) {
    audit::v1::ProvenMessage proven;
    *proven.mutable_message() = ToArchived(**log_.log().ReadFromLeader(position));
    const auto there = prover->Prove(position);
    for (const tlog::Hash& hash : there->path) proven.add_path(std::string(hash.view()));
    a_case.messages.push_back(proven);
  }
  ASSERT_TRUE(WriteCase(std::move(a_case), What(), archive_).ok());
  const auto tree = ReadTree(archive_);
  ASSERT_TRUE(tree.ok()) << tree.status();
  EXPECT_EQ((*tree)->case_id, eventlog::TestHexId("a case"));
  EXPECT_EQ((*tree)->proofs.size(), 3u);
  EXPECT_EQ((*tree)->proofs.at(17), *audit::ProveInclusion(tiles_, 17));
  EXPECT_TRUE(absl::IsNotFound((*tree)->tiles.ReadCheckpoint().status()));
}

TEST_F(ArchivedTreeTest, ThatIsNoneIsSaid) {
  EXPECT_TRUE(absl::IsInvalidArgument(ReadTree(folder_.path()).status()));
}

}  // namespace
}  // namespace fallverbund::archive
