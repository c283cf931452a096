// Archives of a small house, whole, damaged and rewritten; and the audit of them without a server.
#include "tools/archive/archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "fallverbund/audit/v1/archive.pb.h"
#include "fallverbund/eventlog/v1/log_events.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/dynamic_message.h"
#include "libs/base/id.h"
#include "libs/crypto/hash.h"
#include "libs/durable_file/testing/temp_folder.h"
#include "libs/eventlog/testing/signed_journal.h"
#include "libs/eventlog/testing/signed_log.h"
#include "libs/projection/in_memory_projection_store.h"
#include "libs/tlog/testing/signers.h"
#include "libs/tlog_files/file_tile_store.h"
#include "services/audit/domain/testing/milo.h"
#include "services/audit/sealer/http_witnesses.h"
#include "services/audit/sealer/sealer.h"
#include "services/audit/views/testing/signed_book.h"
#include "tools/archive/verify.h"

namespace fallverbund::archive {
namespace {

namespace fs = std::filesystem;
using audit::testing::Milo;
using audit::v1::ArchivedMessage;
using audit::v1::ArchivedMessages;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string ReadAll(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}
void WriteAll(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

class ArchiveTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Milo milo(log_.prefix().position());
    milo.PlayAll();
    audit::testing::AppendTo(log_, milo.book);
    audit::HttpWitnesses nobody("");
    tlog_files::FileTileStore tiles(folder_.path() / "tiles");
    auto sealer = audit::Sealer::Open(log_.log(), tiles, tlog::TestLog(), policy_, nobody);
    ASSERT_TRUE(sealer.ok()) << sealer.status();
    ASSERT_TRUE(*(*sealer)->Step());
    checkpoint_ = *tiles.ReadCheckpoint();
    head_ = *log_.log().HeadFromLeader();
    FillJournal();
  }
  // Reads and a refused discharge, by two writers.
  void FillJournal() {
    eventlog::v1::ReadRecorded read;
    eventlog::v1::CommandRefused refused;
    refused.set_wish_id("DISCHARGE");
    for (const char* instance : {"one", "two"}) {
      journal_.Append("case", instance, {}, read);
      journal_.Append("case", instance, {}, read);
    }
    journal_.Append("team", "three", {}, refused);
    journal_head_ = *journal_.log().HeadFromLeader();
    audit::HttpWitnesses nobody("");
    tlog_files::FileTileStore tiles(folder_.path() / "journal tiles");
    auto sealer = audit::Sealer::Open(journal_.log(), tiles, JournalKey(), journal_policy_, nobody);
    ASSERT_TRUE(sealer.ok() && *(*sealer)->Step());
    journal_checkpoint_ = *tiles.ReadCheckpoint();
  }
  absl::Status WriteBothTo(const fs::path& folder) {
    return Write(log_.log(), &journal_.log(),
                 {"do", {checkpoint_, kPolicy()}, "test", Sealed{journal_checkpoint_, JournalPolicy()}},
                 folder, nullptr);
  }
  absl::StatusOr<ArchiveVerdict> VerifyBothAt(const fs::path& folder) {
    projection::InMemoryProjectionStore store, journal_store;
    const OfJournal journal{journal_policy_, journal_store};
    return Verify(folder, policy_, store, nullptr, &journal);
  }
  // With checksums that fit.
  absl::Status WithJournal(const std::function<void(std::vector<ArchivedMessage>&)>& change) {
    const fs::path folder = folder_.path() / "rewritten";
    fs::remove_all(folder);
    fs::copy(folder_.path() / "both", folder, fs::copy_options::recursive);
    const fs::path file = folder / "journal" / "messages" / "000000000001.binpb";
    ArchivedMessages all, changed;
    EXPECT_TRUE(all.ParseFromString(ReadAll(file)));
    std::vector<ArchivedMessage> messages(all.messages().begin(), all.messages().end());
    change(messages);
    for (const auto& message : messages) *changed.add_messages() = message;
    WriteAll(file, changed.SerializeAsString());
    SumUp(folder);
    return VerifyBothAt(folder).status();
  }
  static tlog::NoteSigner JournalKey() {
    return tlog::NoteSigner("log.kjh.example/journal", tlog::KeyType::kLog, tlog::TestKey(5));
  }
  static std::string JournalPolicy() {
    return absl::StrCat("log ", JournalKey().verifier().Text(), "\nquorum none\n");
  }

  absl::Status WriteTo(const fs::path& folder) {
    return Write(log_.log(), nullptr, {"do", {checkpoint_, kPolicy()}, "test", std::nullopt}, folder,
                 nullptr);
  }
  absl::StatusOr<ArchiveVerdict> VerifyAt(const fs::path& folder) {
    projection::InMemoryProjectionStore store;
    return Verify(folder, policy_, store, nullptr);
  }
  // The archive, with its messages as `change` makes them, and checksums that fit.
  absl::Status Rewritten(const std::function<void(std::vector<ArchivedMessage>&)>& change) {
    const fs::path folder = folder_.path() / "rewritten";
    fs::remove_all(folder);
    fs::copy(folder_.path() / "archive", folder, fs::copy_options::recursive);
    const fs::path file = folder / "messages" / "000000000001.binpb";
    ArchivedMessages all;
    EXPECT_TRUE(all.ParseFromString(ReadAll(file)));
    std::vector<ArchivedMessage> messages(all.messages().begin(), all.messages().end());
    change(messages);
    ArchivedMessages changed;
    for (const auto& message : messages) *changed.add_messages() = message;
    WriteAll(file, changed.SerializeAsString());
    std::string manifest = ReadAll(folder / "archive.json");
    const std::string last = absl::StrCat("\"last_position\": \"", head_, "\"");
    EXPECT_THAT(manifest, HasSubstr(last));
    manifest.replace(manifest.find(last), last.size(),
                     absl::StrCat("\"last_position\": \"", messages.size(), "\""));
    WriteAll(folder / "archive.json", manifest);
    SumUp(folder);
    return VerifyAt(folder).status();
  }
  static void SumUp(const fs::path& folder) {
    std::string sums;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      const std::string name = entry.path().lexically_relative(folder).string();
      if (entry.is_regular_file() && name != "SHA256SUMS")
        absl::StrAppend(&sums, ToHex(crypto::Sha256(ReadAll(entry.path()))), "  ", name, "\n");
    }
    WriteAll(folder / "SHA256SUMS", sums);
  }
  static std::string kPolicy() {
    return absl::StrCat("log ", tlog::TestLog().verifier().Text(), "\nquorum none\n");
  }

  durable_file::TempFolder folder_;
  eventlog::SignedLog log_;
  const tlog::Policy policy_ = *tlog::Policy::Parse(kPolicy());
  std::string checkpoint_;
  uint64_t head_ = 0;
  eventlog::SignedJournal journal_;
  const tlog::Policy journal_policy_ = *tlog::Policy::Parse(JournalPolicy());
  std::string journal_checkpoint_;
  uint64_t journal_head_ = 0;
};

TEST_F(ArchiveTest, IsVerifiedWithoutAServerAndTheSameEverywhere) {
  ASSERT_TRUE(WriteTo(folder_.path() / "archive").ok());
  const auto verdict = VerifyAt(folder_.path() / "archive");
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_EQ(verdict->positions, head_);
  EXPECT_EQ(verdict->sealed.checkpoint.size, head_);
  EXPECT_THAT(verdict->rule.findings(), IsEmpty());
  EXPECT_GT(verdict->rule.cases(), 0);
  EXPECT_EQ(VerifyAt(folder_.path() / "archive")->state_sha256, verdict->state_sha256);
}

TEST_F(ArchiveTest, HoldsTheJournalUnderItsOwnCheckpoint) {
  ASSERT_TRUE(WriteBothTo(folder_.path() / "both").ok());
  const auto verdict = VerifyBothAt(folder_.path() / "both");
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  ASSERT_TRUE(verdict->journal.has_value());
  EXPECT_EQ(verdict->journal->entries, 5);
  EXPECT_EQ(verdict->journal->sealed.checkpoint.size, journal_head_);
  EXPECT_EQ(verdict->rule.reads(), 4);
  EXPECT_EQ(verdict->rule.refusals(), 1);
  EXPECT_EQ(verdict->rule.rejected_discharge_attempts(), 1);
  EXPECT_THAT(verdict->rule.findings(), IsEmpty()) << verdict->rule.ShortDebugString();
}

TEST_F(ArchiveTest, WhoseJournalIsTrustedIsSaidOrNothingIsVerified) {
  ASSERT_TRUE(WriteBothTo(folder_.path() / "both").ok());
  ASSERT_TRUE(WriteTo(folder_.path() / "archive").ok());
  EXPECT_THAT(std::string(VerifyAt(folder_.path() / "both").status().message()),
              HasSubstr("--journal-policy"));
  EXPECT_THAT(std::string(VerifyBothAt(folder_.path() / "archive").status().message()),
              HasSubstr("holds no journal"));
  projection::InMemoryProjectionStore store, journal_store;
  const OfJournal the_log{policy_, journal_store};
  EXPECT_TRUE(
      absl::IsPermissionDenied(Verify(folder_.path() / "both", policy_, store, nullptr, &the_log).status()))
      << "the log's key is not the journal's";
}

TEST_F(ArchiveTest, AReadThatIsChangedLeftOutOrSwappedIsFound) {
  ASSERT_TRUE(WriteBothTo(folder_.path() / "both").ok());
  EXPECT_TRUE(WithJournal([](auto&) {}).ok());
  for (size_t i = 0; i < journal_head_; ++i) {
    EXPECT_TRUE(absl::IsDataLoss(WithJournal([&](auto& all) { all[i].mutable_payload()->back() ^= 1; })))
        << i;
    EXPECT_TRUE(absl::IsDataLoss(WithJournal([&](auto& all) { all.erase(all.begin() + i); }))) << i;
    EXPECT_TRUE(absl::IsDataLoss(WithJournal([&](auto& all) {
      std::swap(all[i], all[(i + 1) % all.size()]);
      for (size_t at = 0; at < all.size(); ++at) all[at].set_position(at + 1);
    }))) << i;
  }
}

TEST_F(ArchiveTest, AnEntryOfTheJournalThatNobodyOfTheLogSignedIsAFinding) {
  const auto draft = journal_.Draft("case", "one", {}, eventlog::v1::ReadRecorded());
  journal_.Append(eventlog::TestSigner("a stranger"), draft);
  ASSERT_TRUE(WriteBothTo(folder_.path() / "both").ok());
  const auto verdict = VerifyBothAt(folder_.path() / "both");
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_EQ(verdict->journal->positions, journal_head_ + 1) << "one that no checkpoint covers yet";
  ASSERT_EQ(verdict->rule.findings_size(), 1) << verdict->rule.ShortDebugString();
  EXPECT_TRUE(verdict->rule.findings(0).in_journal());
  EXPECT_EQ(verdict->rule.findings(0).detail(), "UNKNOWN_KEY");
}

TEST_F(ArchiveTest, SaysWhichRuleWasBroken) {
  log_.Append("case", log_.Draft("case", eventlog::TestHexId("a case that nobody opened"), "case",
                                 {eventlog::PackEvent(casework::v1::SettingEnded())}));
  ASSERT_TRUE(WriteTo(folder_.path() / "archive").ok());
  const auto verdict = VerifyAt(folder_.path() / "archive");
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_EQ(verdict->positions, head_ + 1) << "one that no checkpoint covers yet";
  EXPECT_EQ(verdict->rule.findings_size(), 1);
}

// Signatures are checked ahead of the judgement, so also who may sign what is looked at again in its turn.
TEST_F(ArchiveTest, SaysWhoseSignatureIsWorthNothing) {
  const auto draft = [this](const std::string& name) {
    return log_.Draft("case", eventlog::TestHexId(name), "case",
                      {eventlog::PackEvent(casework::v1::SettingEnded())});
  };
  const auto forged = draft("forged"), foreign = draft("foreign");
  const eventlog::Signer forger(eventlog::SignedLog::signer("case").key_id(),
                                *crypto::Ed25519PrivateKey::FromSeed(crypto::Sha256("forger")));
  log_.AppendRaw(forged.subject(), forger.SignCommit(forged));
  log_.AppendRaw(foreign.subject(), eventlog::SignedLog::signer("team").SignCommit(foreign));
  ASSERT_TRUE(WriteTo(folder_.path() / "archive").ok());
  const auto verdict = VerifyAt(folder_.path() / "archive");
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  ASSERT_EQ(verdict->rule.findings_size(), 2) << verdict->rule.ShortDebugString();
  EXPECT_EQ(verdict->rule.findings(0).detail(), "BAD_SIGNATURE");
  EXPECT_EQ(verdict->rule.findings(1).detail(), "UNKNOWN_KEY");
}

TEST_F(ArchiveTest, IsReadWithItsOwnDescriptorsAlone) {
  ASSERT_TRUE(WriteTo(folder_.path() / "archive").ok());
  google::protobuf::FileDescriptorSet set;
  ASSERT_TRUE(set.ParseFromString(ReadAll(folder_.path() / "archive" / "descriptors.binpb")));
  google::protobuf::DescriptorPool pool;
  for (const auto& file : set.file()) ASSERT_NE(pool.BuildFile(file), nullptr) << file.name();
  ArchivedMessages messages;
  ASSERT_TRUE(
      messages.ParseFromString(ReadAll(folder_.path() / "archive" / "messages" / "000000000001.binpb")));
  std::set<std::string> unknown;
  for (const auto& message : messages.messages()) {
    eventlog::v1::Envelope envelope;
    eventlog::v1::Commit commit;
    ASSERT_TRUE(envelope.ParseFromString(message.payload()) &&
                commit.ParseFromString(envelope.signed_part()));
    for (const auto& event : commit.events())
      if (pool.FindMessageTypeByName(event.type()) == nullptr) unknown.insert(event.type());
  }
  EXPECT_THAT(unknown, IsEmpty());
}

TEST_F(ArchiveTest, IsNeverWrittenOverAnother) {
  ASSERT_TRUE(WriteTo(folder_.path() / "archive").ok());
  EXPECT_TRUE(absl::IsAlreadyExists(WriteTo(folder_.path() / "archive")));
}

TEST_F(ArchiveTest, OfWhatWasNotFinishedIsNone) {
  ASSERT_TRUE(WriteTo(folder_.path() / "archive").ok());
  fs::remove(folder_.path() / "archive" / "SHA256SUMS");
  EXPECT_TRUE(absl::IsInvalidArgument(VerifyAt(folder_.path() / "archive").status()));
}

TEST_F(ArchiveTest, NamesTheFileThatIsDamagedMissingOrTooMany) {
  const fs::path folder = folder_.path() / "archive";
  ASSERT_TRUE(WriteTo(folder).ok());
  for (const char* name : {"archive.json", "checkpoint", "policy", "descriptors.binpb", "README.txt",
                           "messages/000000000001.binpb"}) {
    const std::string bytes = ReadAll(folder / name);
    std::string flipped = bytes;
    flipped[flipped.size() / 2] ^= 1;
    WriteAll(folder / name, flipped);
    EXPECT_TRUE(absl::IsDataLoss(VerifyAt(folder).status())) << name;
    EXPECT_THAT(std::string(VerifyAt(folder).status().message()), HasSubstr(name));
    fs::remove(folder / name);
    EXPECT_TRUE(absl::IsDataLoss(VerifyAt(folder).status())) << name;
    WriteAll(folder / name, bytes);
  }
  ASSERT_TRUE(VerifyAt(folder).ok());
  WriteAll(folder / "messages" / "000000000099.binpb", "");
  EXPECT_THAT(std::string(VerifyAt(folder).status().message()), HasSubstr("000000000099"));
}

TEST_F(ArchiveTest, LeadsNobodyOutOfItsFolderAndFillsNoMemory) {
  const fs::path folder = folder_.path() / "archive";
  ASSERT_TRUE(WriteTo(folder).ok());
  const std::string sums = ReadAll(folder / "SHA256SUMS");
  const std::string sum(64, '0');
  for (const char* name : {"messages/../../secret", "/etc/passwd", "messages/\x1b[2J.binpb", "policy"}) {
    WriteAll(folder / "SHA256SUMS", absl::StrCat(sums, sum, "  ", name, "\n"));
    const absl::Status refused = VerifyAt(folder).status();
    EXPECT_TRUE(absl::IsDataLoss(refused)) << refused;
    EXPECT_THAT(std::string(refused.message()), Not(HasSubstr("secret")));
  }
  WriteAll(folder / "SHA256SUMS", sums);
  fs::create_symlink(folder, folder / "messages" / "000000000099.binpb");
  EXPECT_TRUE(absl::IsDataLoss(VerifyAt(folder).status())) << "a link, and in a circle";
  fs::remove(folder / "messages" / "000000000099.binpb");
  ASSERT_TRUE(VerifyAt(folder).ok());
  std::string empty_ones;
  for (int i = 0; i <= kMessagesPerFile; ++i) empty_ones.append("\x0a\0", 2);
  WriteAll(folder / "messages" / "000000000001.binpb", empty_ones);
  SumUp(folder);
  EXPECT_THAT(std::string(VerifyAt(folder).status().message()), HasSubstr("more than any file"));
}

// Whoever holds the checkpoint finds each, though its checksums fit and its positions are in order.
TEST_F(ArchiveTest, EveryMessageThatIsChangedLeftOutPutInSwappedOrCutOffIsFound) {
  ASSERT_TRUE(WriteTo(folder_.path() / "archive").ok());
  const auto renumber = [](std::vector<ArchivedMessage>& messages) {
    for (size_t i = 0; i < messages.size(); ++i) messages[i].set_position(i + 1);
  };
  EXPECT_TRUE(Rewritten([](auto&) {}).ok());
  for (size_t i = 0; i < head_; ++i) {
    EXPECT_TRUE(absl::IsDataLoss(Rewritten([&](auto& all) { all[i].mutable_payload()->back() ^= 1; }))) << i;
    EXPECT_TRUE(absl::IsDataLoss(Rewritten([&](auto& all) { all[i].set_server_time_ns(1); }))) << i;
    EXPECT_TRUE(absl::IsDataLoss(Rewritten([&](auto& all) { all.erase(all.begin() + i); }))) << i << " hole";
    EXPECT_TRUE(absl::IsDataLoss(Rewritten([&](auto& all) {
      all.erase(all.begin() + i);
      renumber(all);
    }))) << i;
    EXPECT_TRUE(absl::IsDataLoss(Rewritten([&](auto& all) {
      all.insert(all.begin() + i, ArchivedMessage(all[(i + 1) % all.size()]));
      renumber(all);
    }))) << i;
    EXPECT_TRUE(absl::IsDataLoss(Rewritten([&](auto& all) {
      std::swap(all[i], all[(i + 1) % all.size()]);
      renumber(all);
    }))) << i;
    EXPECT_TRUE(absl::IsDataLoss(Rewritten([&](auto& all) { all.resize(i); }))) << i;
  }
  EXPECT_THAT(std::string(Rewritten([](auto& all) { all.pop_back(); }).message()),
              HasSubstr(absl::StrCat("ends at position ", head_ - 1, ", and the checkpoint covers ", head_)));
}

TEST_F(ArchiveTest, IsOfTheLogThatTheAuditorTrusts) {
  ASSERT_TRUE(WriteTo(folder_.path() / "archive").ok());
  const tlog::NoteSigner another(tlog::kTestOrigin, tlog::KeyType::kLog, tlog::TestKey(5));
  const auto policy =
      *tlog::Policy::Parse(absl::StrCat("log ", another.verifier().Text(), "\nquorum none\n"));
  projection::InMemoryProjectionStore store;
  EXPECT_TRUE(absl::IsPermissionDenied(Verify(folder_.path() / "archive", policy, store, nullptr).status()));
}

}  // namespace
}  // namespace fallverbund::archive
