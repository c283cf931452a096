// One case out of a small house's log, as a folder of its own; whole, damaged and rewritten.
#include "tools/archive/case_archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "fallverbund/eventlog/v1/log_events.pb.h"
#include "libs/base/check.h"
#include "libs/base/id.h"
#include "libs/crypto/hash.h"
#include "libs/durable_file/testing/temp_folder.h"
#include "libs/eventlog/testing/signed_journal.h"
#include "libs/eventlog/testing/signed_log.h"
#include "libs/projection/in_memory_projection_store.h"
#include "libs/projection/step.h"
#include "libs/tlog/proof_file.h"
#include "libs/tlog/testing/signers.h"
#include "libs/tlog_files/file_tile_store.h"
#include "services/audit/domain/testing/milo.h"
#include "services/audit/rpc/receipt_desk.h"
#include "services/audit/sealer/http_witnesses.h"
#include "services/audit/sealer/sealer.h"
#include "services/audit/views/case_messages.h"
#include "services/audit/views/log_view.h"
#include "services/audit/views/testing/signed_book.h"
#include "tools/archive/files.h"
#include "tools/archive/verify.h"

namespace fallverbund::archive {
namespace {

namespace fs = std::filesystem;
using audit::testing::Milo;
using audit::testing::TestId;
using audit::v1::ProvenMessage;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class CaseArchiveTest : public ::testing::Test {
 protected:
  CaseArchiveTest() : milo_(log_.prefix().position()) {}

  static std::string PolicyText() {
    return absl::StrCat("log ", tlog::TestLog().verifier().Text(), "\nquorum none\n");
  }
  // Everything in Milo's book goes into the log, is read by the audit and sealed.
  void Finish() {
    audit::testing::AppendTo(log_, milo_.book);
    const auto messages = log_.log().Read(1, {.max_messages = 10'000});
    FV_CHECK(messages.ok());
    const audit::LogView view{audit::Bounds{}};
    std::vector<projection::Notice> notices;
    auto batch = rows_.NewBatch();
    for (const auto& message : *messages)
      FV_CHECK(projection::ApplyMessage(message, log_.identity(), {&view}, *batch, notices).ok());
    FV_CHECK(rows_.Commit(std::move(batch), messages->back().position).ok());
    audit::HttpWitnesses nobody("");
    auto sealer = audit::Sealer::Open(log_.log(), tiles_, tlog::TestLog(), policy_, nobody);
    FV_CHECK(sealer.ok() && *(*sealer)->Step());
  }
  CaseToArchive MilosCase() {
    const auto selected = audit::ReadCaseMessages(rows_, milo_.the_case);
    FV_CHECK(selected.ok());
    auto prover = audit::Prover::Open(tiles_);
    CaseToArchive a_case{.case_id = milo_.the_case, .messages = {}, .other_case_ids = {}};
    for (const auto& [position, part] : selected->positions)
      a_case.messages.push_back(*audit::ProveMessage(log_.log(), *prover, position));
    a_case.other_case_ids.assign(selected->other_cases.begin(), selected->other_cases.end());
    return a_case;
  }
  // Of what the audit files under the case, its inquiry and all.
  uint64_t LastOfTheCase(const CaseToArchive& a_case) const {
    const auto selected = audit::ReadCaseMessages(rows_, milo_.the_case);
    uint64_t last = 0;
    for (const ProvenMessage& proven : a_case.messages) {
      const auto part = selected->positions.find(proven.message().position());
      if (part != selected->positions.end() && part->second == audit::v1::ARCHIVED_PART_CASE)
        last = part->first;
    }
    return last;
  }
  absl::Status WriteTo(const fs::path& folder, CaseToArchive a_case) {
    return WriteCase(std::move(a_case),
                     {"do", {*tiles_.ReadCheckpoint(), PolicyText()}, "test", std::nullopt}, folder);
  }
  absl::StatusOr<ArchiveVerdict> VerifyAt(const fs::path& folder) {
    projection::InMemoryProjectionStore store;
    return Verify(folder, policy_, store, nullptr);
  }
  // Entries of two writers, of which every second one concerns somebody else.
  void FillJournal() {
    for (int i = 0; i < 4; ++i) {
      eventlog::v1::ReadRecorded read, other;
      read.set_object_id(milo_.the_case);
      other.set_object_id(TestId(0x950));
      journal_.Append("case", i % 2 == 0 ? "one" : "two", {}, read);
      if (i < 2) journal_.Append("case", i % 2 == 0 ? "one" : "two", {}, other);
    }
  }
  std::vector<ProvenMessage> Proven(const std::vector<uint64_t>& positions) {
    audit::HttpWitnesses nobody("");
    auto sealer = audit::Sealer::Open(journal_.log(), journal_tiles_, JournalKey(), journal_policy_, nobody);
    FV_CHECK(sealer.ok() && (*sealer)->Step().ok());
    auto prover = audit::Prover::Open(journal_tiles_);
    std::vector<ProvenMessage> proven;
    for (const uint64_t position : positions)
      proven.push_back(*audit::ProveMessage(journal_.log(), *prover, position));
    return proven;
  }
  absl::StatusOr<ArchiveVerdict> VerifyWithJournal(const std::vector<uint64_t>& positions) {
    CaseToArchive a_case = MilosCase();
    a_case.journal = Proven(positions);
    const fs::path folder = temp_.path() / "with journal";
    fs::remove_all(folder);
    FV_CHECK(WriteCase(std::move(a_case),
                       {"do",
                        {*tiles_.ReadCheckpoint(), PolicyText()},
                        "test",
                        Sealed{*journal_tiles_.ReadCheckpoint(), JournalPolicy()}},
                       folder)
                 .ok());
    projection::InMemoryProjectionStore store, journal_store;
    const OfJournal journal{journal_policy_, journal_store};
    return Verify(folder, policy_, store, nullptr, &journal);
  }
  static tlog::NoteSigner JournalKey() {
    return tlog::NoteSigner("log.kjh.example/journal", tlog::KeyType::kLog, tlog::TestKey(5));
  }
  static std::string JournalPolicy() {
    return absl::StrCat("log ", JournalKey().verifier().Text(), "\nquorum none\n");
  }
  // With checksums that fit.
  absl::StatusOr<ArchiveVerdict> Changed(const std::function<void(const fs::path&)>& change) {
    const fs::path folder = temp_.path() / "changed";
    fs::remove_all(folder);
    fs::copy(temp_.path() / "archive", folder, fs::copy_options::recursive);
    change(folder);
    std::string sums;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      const std::string name = entry.path().lexically_relative(folder).string();
      if (entry.is_regular_file() && name != "SHA256SUMS")
        absl::StrAppend(&sums, ToHex(crypto::Sha256(ReadAll(entry.path()))), "  ", name, "\n");
    }
    WriteAll(folder / "SHA256SUMS", sums);
    return VerifyAt(folder);
  }
  using Messages = google::protobuf::RepeatedPtrField<audit::v1::ArchivedMessage>;
  absl::StatusOr<ArchiveVerdict> WithMessages(const std::function<void(Messages&)>& change) {
    return Changed([&](const fs::path& folder) {
      const fs::path file = folder / MessagesName(1);
      audit::v1::ArchivedMessages all;
      FV_CHECK(all.ParseFromString(ReadAll(file)));
      change(*all.mutable_messages());
      WriteAll(file, all.SerializeAsString());
    });
  }
  static std::string ReadAll(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static void WriteAll(const fs::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  }

  durable_file::TempFolder temp_;
  eventlog::SignedLog log_;
  Milo milo_;
  projection::InMemoryProjectionStore rows_;
  tlog_files::FileTileStore tiles_{temp_.path() / "published"};
  const tlog::Policy policy_ = *tlog::Policy::Parse(PolicyText());
  eventlog::SignedJournal journal_;
  tlog_files::FileTileStore journal_tiles_{temp_.path() / "published journal"};
  const tlog::Policy journal_policy_ = *tlog::Policy::Parse(JournalPolicy());
};

TEST_F(CaseArchiveTest, IsJudgedByItselfAsTheWholeLogIs) {
  milo_.PlayAll();
  // Of an office that has nothing to do with Milo.
  team::v1::OrganisationRegistered stranger;
  stranger.set_organisation_id(TestId(0x950));
  milo_.book.Write("team", "organisation", TestId(0x950), Milo::House("team"), stranger);
  Finish();
  CaseToArchive milos = MilosCase();
  EXPECT_LT(milos.messages.size(), *log_.log().HeadFromLeader());
  const size_t count = milos.messages.size();
  ASSERT_TRUE(WriteTo(temp_.path() / "archive", std::move(milos)).ok());
  const auto verdict = VerifyAt(temp_.path() / "archive");
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_EQ(verdict->case_id, milo_.the_case);
  EXPECT_EQ(verdict->rule.commits(), count);
  EXPECT_EQ(verdict->rule.cases(), 1);
  EXPECT_THAT(verdict->rule.findings(), IsEmpty()) << verdict->rule.ShortDebugString();
  EXPECT_THAT(verdict->other_case_ids, IsEmpty());
}

TEST_F(CaseArchiveTest, TellsTheSameFinding) {
  milo_.PlayToCase();
  milo_.InCase(milo_.AdlerPen(), casework::v1::SettingEnded());
  Finish();
  ASSERT_TRUE(WriteTo(temp_.path() / "archive", MilosCase()).ok());
  const auto verdict = VerifyAt(temp_.path() / "archive");
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  ASSERT_EQ(verdict->rule.findings_size(), 1);
  EXPECT_EQ(verdict->rule.findings(0).position(), milo_.book.head());
}

TEST_F(CaseArchiveTest, EachProofIsAFileThatOthersCanCheck) {
  milo_.PlayToCase();
  Finish();
  ASSERT_TRUE(WriteTo(temp_.path() / "archive", MilosCase()).ok());
  const auto proof = tlog::ParseProofFile(ReadAll(temp_.path() / "archive" / ProofName(1)));
  ASSERT_TRUE(proof.ok()) << proof.status();
  EXPECT_TRUE(tlog::CheckProofFile(*proof, *proof->extra, policy_).ok());
}

TEST_F(CaseArchiveTest, WhatWasLeftOutOfTheMiddleIsFound) {
  milo_.PlayAll();
  Finish();
  CaseToArchive gapped = MilosCase();
  const size_t before = gapped.messages.size();
  const auto of_the_case = [this](const ProvenMessage& proven) {
    return proven.message().subject() == absl::StrCat("fv.do.case.", milo_.the_case);
  };
  const auto first = std::find_if(gapped.messages.begin(), gapped.messages.end(), of_the_case);
  gapped.messages.erase(std::find_if(first + 1, gapped.messages.end(), of_the_case));
  ASSERT_EQ(gapped.messages.size(), before - 1);
  ASSERT_TRUE(WriteTo(temp_.path() / "archive", std::move(gapped)).ok());
  const auto verdict = VerifyAt(temp_.path() / "archive");
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_GT(verdict->rule.findings_total(), 0) << "its successor does not link to what is there";
}

// Its name is nobody's signed word: the log's own messages, proven as they are, say nothing of any case.
TEST_F(CaseArchiveTest, ThatHoldsNothingOfTheCaseItNamesIsFound) {
  milo_.PlayToCase();
  Finish();
  CaseToArchive empty = MilosCase();
  empty.messages.resize(2);
  ASSERT_TRUE(WriteTo(temp_.path() / "empty", empty).ok());
  EXPECT_TRUE(absl::IsDataLoss(VerifyAt(temp_.path() / "empty").status()));
  CaseToArchive another = MilosCase();
  another.case_id = std::string(32, 'f');
  ASSERT_TRUE(WriteTo(temp_.path() / "another", std::move(another)).ok());
  EXPECT_TRUE(absl::IsDataLoss(VerifyAt(temp_.path() / "another").status()));
}

TEST_F(CaseArchiveTest, SaysHowFarItKnowsTheCase) {
  milo_.PlayToCase();
  Finish();
  CaseToArchive cut = MilosCase();
  ASSERT_TRUE(WriteTo(temp_.path() / "archive", cut).ok());
  EXPECT_EQ(VerifyAt(temp_.path() / "archive")->case_known_to, LastOfTheCase(cut));
  const uint64_t whole = LastOfTheCase(cut);
  while (LastOfTheCase(cut) == whole) cut.messages.pop_back();
  const uint64_t left = LastOfTheCase(cut);
  ASSERT_TRUE(WriteTo(temp_.path() / "cut", std::move(cut)).ok());
  const auto verdict = VerifyAt(temp_.path() / "cut");
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_EQ(verdict->case_known_to, left);
  EXPECT_LT(verdict->case_known_to, verdict->sealed.checkpoint.size) << "the reader is told that";
}

// Nothing refers to a deployment that was asked for and refused: the case alone does not miss it.
TEST_F(CaseArchiveTest, WhatWasLeftOutAsAWholeTheWholeLogShows) {
  milo_.PlayAll();
  Finish();
  ArchiveVerdict whole;
  whole.sealed = *policy_.Check(*tiles_.ReadCheckpoint());
  const auto left_out = [&](CaseToArchive a_case) {
    fs::remove_all(temp_.path() / "part");
    FV_CHECK(WriteTo(temp_.path() / "part", std::move(a_case)).ok());
    projection::InMemoryProjectionStore rows;
    const auto part = Verify(temp_.path() / "part", policy_, rows, nullptr);
    FV_CHECK(part.ok());
    return *LeftOut(*part, rows, whole, rows_);
  };
  EXPECT_THAT(left_out(MilosCase()), IsEmpty());
  CaseToArchive without = MilosCase();
  std::vector<uint64_t> gone;
  std::erase_if(without.messages, [&](const ProvenMessage& proven) {
    const bool drop = proven.message().subject() == absl::StrCat("fv.do.crisis.", milo_.deployment);
    if (drop) gone.push_back(proven.message().position());
    return drop;
  });
  EXPECT_THAT(left_out(std::move(without)), ::testing::ElementsAreArray(gone));
  EXPECT_THAT(gone, ::testing::Not(IsEmpty()));
}

TEST_F(CaseArchiveTest, EveryMessageThatIsChangedSwappedOrPutInIsFound) {
  milo_.PlayToTeam();
  Finish();
  ASSERT_TRUE(WriteTo(temp_.path() / "archive", MilosCase()).ok());
  ASSERT_TRUE(WithMessages([](Messages&) {}).ok());
  const int count = static_cast<int>(MilosCase().messages.size());
  for (int i = 0; i < count; ++i) {
    EXPECT_TRUE(absl::IsDataLoss(
        WithMessages([&](Messages& all) { all[i].mutable_payload()->back() ^= 1; }).status()))
        << i;
    EXPECT_TRUE(
        absl::IsDataLoss(WithMessages([&](Messages& all) { all[i].set_server_time_ns(1); }).status()));
    EXPECT_TRUE(absl::IsDataLoss(
        WithMessages([&](Messages& all) { all[i].set_position(all[i].position() + 1); }).status()));
    EXPECT_TRUE(
        absl::IsDataLoss(WithMessages([&](Messages& all) { all.SwapElements(i, (i + 1) % count); }).status()))
        << i;
    EXPECT_TRUE(absl::IsDataLoss(WithMessages([&](Messages& all) { all.DeleteSubrange(i, 1); }).status()))
        << "its proof is there and it is not";
  }
}

TEST_F(CaseArchiveTest, AProofThatIsMissingTooManyOrOfSomethingElseIsFound) {
  milo_.PlayToCase();
  Finish();
  ASSERT_TRUE(WriteTo(temp_.path() / "archive", MilosCase()).ok());
  const auto changed = [&](const std::function<void(const fs::path&)>& change) {
    return Changed(change).status();
  };
  EXPECT_TRUE(absl::IsDataLoss(changed([](const fs::path& at) { fs::remove(at / ProofName(2)); })));
  EXPECT_TRUE(absl::IsDataLoss(
      changed([](const fs::path& at) { fs::copy_file(at / ProofName(2), at / ProofName(999)); })));
  EXPECT_TRUE(absl::IsDataLoss(changed([](const fs::path& at) {
    fs::copy_file(at / ProofName(2), at / ProofName(1), fs::copy_options::overwrite_existing);
  })));
}

TEST_F(CaseArchiveTest, IsWrittenOfNothingThatItsCheckpointDoesNotHold) {
  milo_.PlayToCase();
  Finish();
  CaseToArchive changed = MilosCase();
  changed.messages.back().mutable_message()->mutable_payload()->back() ^= 1;
  EXPECT_TRUE(absl::IsDataLoss(WriteTo(temp_.path() / "archive", std::move(changed))));
}

TEST_F(CaseArchiveTest, HoldsWhatTheJournalKnowsOfTheCase) {
  milo_.PlayToCase();
  Finish();
  FillJournal();
  const auto verdict = VerifyWithJournal({1, 2, 4, 6, 7});
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_EQ(verdict->journal->entries, 4);
  EXPECT_EQ(verdict->rule.reads(), 4);
  EXPECT_THAT(verdict->rule.findings(), IsEmpty()) << verdict->rule.ShortDebugString();
}

// Each stands in the journal; what does not count there does not count here.
TEST_F(CaseArchiveTest, AnEntryThatIsForgedOrDoesNotFollowIsAFinding) {
  milo_.PlayToCase();
  Finish();
  FillJournal();
  eventlog::v1::ReadRecorded read;
  read.set_object_id(milo_.the_case);
  const uint64_t forged =
      journal_.Append(eventlog::TestSigner("a stranger"), journal_.Draft("case", "three", {}, read));
  auto draft = journal_.Draft("case", "two", {}, read);
  draft.set_prev_payload_sha256(crypto::Sha256("another"));
  const uint64_t unlinked = journal_.Append(eventlog::SignedLog::signer("case"), draft);
  draft = journal_.Draft("case", "one", {}, read);
  draft.set_aggregate_version(1);
  const uint64_t again = journal_.Append(eventlog::SignedLog::signer("case"), draft);
  const auto verdict = VerifyWithJournal({1, 2, 6, 7, forged, unlinked, again});
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  std::vector<std::string> details;
  for (const auto& finding : verdict->rule.findings()) details.push_back(finding.detail());
  EXPECT_THAT(details, ElementsAre("UNKNOWN_KEY", "BROKEN_LINK", "WRONG_VERSION"));
  EXPECT_EQ(verdict->rule.reads(), 3);
}

TEST_F(CaseArchiveTest, SaysWhichOtherCasesItNames) {
  milo_.PlayToCase();
  const std::string other = TestId(0x910);
  milo_.book.Write("case", "case", other, milo_.AdlerPen(), casework::v1::SettingEnded());
  casework::v1::SettingAdopted names;
  names.set_setting_id(other);
  milo_.InCase(milo_.AdlerPen(), names);
  Finish();
  ASSERT_TRUE(WriteTo(temp_.path() / "archive", MilosCase()).ok());
  const auto verdict = VerifyAt(temp_.path() / "archive");
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_THAT(verdict->other_case_ids, ElementsAre(other));
}

}  // namespace
}  // namespace fallverbund::archive
