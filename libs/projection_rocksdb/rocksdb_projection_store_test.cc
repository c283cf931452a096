#include "libs/projection_rocksdb/rocksdb_projection_store.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/eventlog/testing/signed_log.h"
#include "libs/projection/in_memory_projection_store.h"
#include "libs/projection/open_projection.h"
#include "libs/projection/projector.h"
#include "libs/projection/row_codec.h"
#include "libs/projection/testing/projection_store_contract.h"
#include "libs/projection/testing/recording_view.h"

namespace fallverbund::projection {
namespace {

namespace fs = std::filesystem;
using eventlog::SignedLog;
using eventlog::TestHexId;

class TempDir {
 public:
  TempDir() {
    std::string pattern = (fs::temp_directory_path() / "fv_rocksdb_XXXXXX").string();
    EXPECT_NE(mkdtemp(pattern.data()), nullptr);
    path_ = pattern;
  }
  ~TempDir() { fs::remove_all(path_); }
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

std::unique_ptr<RocksDbProjectionStore> MustOpen(const std::string& path, bool fresh = false) {
  auto store = RocksDbProjectionStore::Open({.path = path}, fresh);
  EXPECT_TRUE(store.ok()) << store.status();
  return store.ok() ? *std::move(store) : nullptr;
}

absl::Status PutRow(ProjectionStore& store, std::string_view key, std::string_view value, uint64_t position) {
  auto batch = store.NewBatch();
  batch->Put("t", key, value);
  return store.Commit(std::move(batch), position);
}

TempDir& ContractDir() {
  static TempDir dir;
  return dir;
}
INSTANTIATE_TEST_SUITE_P(RocksDb, ProjectionStoreContract, testing::Values(StoreMaker([] {
                           static int count = 0;
                           return MustOpen(ContractDir() / absl::StrCat(++count));
                         })));

TEST(RocksDbProjectionStore, KeepsRowsAndPositionOverARestart) {
  TempDir dir;
  {
    auto store = MustOpen(dir / "p");
    ASSERT_TRUE(PutRow(*store, "a", "1", 7).ok());
  }
  auto store = MustOpen(dir / "p");
  EXPECT_EQ(store->position(), 7u);
  EXPECT_EQ(**store->Get("t", "a"), "1");
}

TEST(RocksDbProjectionStore, FreshDeletesWhatWasThere) {
  TempDir dir;
  ASSERT_TRUE(PutRow(*MustOpen(dir / "p"), "a", "1", 7).ok());
  auto store = MustOpen(dir / "p", true);
  EXPECT_EQ(store->position(), 0u);
  EXPECT_FALSE(store->Get("t", "a")->has_value());
}

TEST(RocksDbProjectionStore, NeverTouchesADirectoryOfSomebodyElse) {
  TempDir dir;
  fs::create_directory(dir / "photos");
  std::ofstream(dir / "photos/holiday.jpg") << "sea";
  for (bool fresh : {false, true}) {
    auto store = RocksDbProjectionStore::Open({.path = dir / "photos"}, fresh);
    EXPECT_TRUE(absl::IsFailedPrecondition(store.status())) << store.status();
  }
  EXPECT_TRUE(absl::IsFailedPrecondition(RocksDbProjectionStore::Delete(dir / "photos")));
  EXPECT_TRUE(fs::exists(dir / "photos/holiday.jpg"));
}

TEST(RocksDbProjectionStore, ASecondProcessIsToldThatItIsInUse) {
  TempDir dir;
  auto store = MustOpen(dir / "p");
  auto second = RocksDbProjectionStore::Open({.path = dir / "p"});
  EXPECT_TRUE(absl::IsAborted(second.status())) << second.status();
  EXPECT_THAT(std::string(second.status().message()), testing::HasSubstr("another process uses it"));
}

TEST(RocksDbProjectionStore, WhatAnotherProcessUsesIsNotDeleted) {
  TempDir dir;
  auto store = MustOpen(dir / "p");
  ASSERT_TRUE(PutRow(*store, "a", "1", 7).ok());
  std::ofstream(dir / "p/DAMAGED") << "so Open says at once that it is damaged\n";
  EXPECT_TRUE(absl::IsAborted(RocksDbProjectionStore::Open({.path = dir / "p"}, true).status()));
  EXPECT_TRUE(absl::IsAborted(RocksDbProjectionStore::Delete(dir / "p")));
  fs::remove(dir / "p/DAMAGED");
  EXPECT_EQ(**store->Get("t", "a"), "1");
  store.reset();
  EXPECT_EQ(**MustOpen(dir / "p")->Get("t", "a"), "1");
  EXPECT_TRUE(RocksDbProjectionStore::Delete(dir / "p").ok());
  EXPECT_FALSE(fs::exists(dir / "p"));
  EXPECT_TRUE(RocksDbProjectionStore::Delete(dir / "p").ok());
}

TEST(RocksDbProjectionStore, AMissingParentIsNamed) {
  TempDir dir;
  auto store = RocksDbProjectionStore::Open({.path = dir / "no/such/p"});
  EXPECT_TRUE(absl::IsUnavailable(store.status())) << store.status();
  EXPECT_THAT(std::string(store.status().message()), testing::HasSubstr("parent directory"));
}

TEST(RocksDbProjectionStore, WithoutCompressionAStoredTextIsFoundByteByByte) {
  TempDir dir;
  const std::string canary = "CANARY-" + std::string(200, 'x');
  {
    auto store =
        RocksDbProjectionStore::Open({.path = dir / "p", .compression = false, .write_buffer_bytes = 65536});
    for (uint64_t i = 1; i <= 2000; ++i) ASSERT_TRUE(PutRow(**store, BigEndian(i), canary, i).ok());
  }
  int tables_with_it = 0;
  for (const auto& file : fs::directory_iterator(dir / "p")) {
    if (file.path().extension() != ".sst") continue;
    std::ifstream in(file.path(), std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(in)), {});
    if (bytes.find(canary) != std::string::npos) ++tables_with_it;
  }
  EXPECT_GT(tables_with_it, 0);
}

// Flips bytes in the first block of rows of every table; what opening looks at stays whole.
void Damage(const std::string& path) {
  int damaged = 0;
  for (const auto& file : fs::directory_iterator(path)) {
    if (file.path().extension() != ".sst") continue;
    std::fstream bytes(file.path(), std::ios::binary | std::ios::in | std::ios::out);
    bytes.seekp(20);
    bytes.put('\x5a').put('\xa5').put('\x5a');
    ++damaged;
  }
  ASSERT_GT(damaged, 0);
}

TEST(RocksDbProjectionStore, DamageIsNoticedMarkedAndRebuilt) {
  TempDir dir;
  SignedLog log;
  for (int i = 0; i < 300; ++i) {
    log.Append("case", TestHexId(absl::StrCat("c", i % 20)), "case", {TestEvent("happened")});
  }
  const uint64_t head = *log.log().HeadFromLeader();
  RecordingView view;
  std::vector<std::string> reasons;
  auto open = [&](bool fresh) -> absl::StatusOr<std::unique_ptr<ProjectionStore>> {
    return RocksDbProjectionStore::Open({.path = dir / "p", .write_buffer_bytes = 65536}, fresh);
  };
  auto open_projection = [&] {
    return OpenProjection(open, {1, "p", log.identity().genesis_sha256},
                          [&](std::string reason) { reasons.push_back(std::move(reason)); });
  };
  auto read_all = [&](ProjectionStore& store) {
    Projector projector(log.log(), store, {.identity = log.identity(), .views = {&view}});
    projector.Start();
    ASSERT_TRUE(projector.WaitFor(head, absl::Now() + absl::Seconds(30)).ok());
  };

  std::string hash;
  {
    auto store = *open_projection();
    read_all(*store);
    hash = *store->StateHash();
  }
  {
    auto store = *open_projection();  // moves what was in the log of writes into tables
    EXPECT_EQ(*store->StateHash(), hash);
  }
  EXPECT_TRUE(reasons.empty());
  Damage(dir / "p");
  {
    auto store = open(false);
    ASSERT_TRUE(store.ok()) << store.status();
    EXPECT_TRUE(absl::IsDataLoss((*store)->StateHash().status()));
    store->reset();
    EXPECT_THAT(std::string(open(false).status().message()),
                testing::HasSubstr("found damaged while in use"));
  }
  auto store = open_projection();
  ASSERT_TRUE(store.ok()) << store.status();
  ASSERT_EQ(reasons.size(), 1u);
  EXPECT_THAT(reasons[0], testing::HasSubstr("it is damaged"));
  EXPECT_EQ((*store)->position(), 0u);
  read_all(**store);
  EXPECT_EQ(*(*store)->StateHash(), hash);
}

TEST(RocksDbProjectionStore, AMissingFileIsDamageToo) {
  TempDir dir;
  {
    auto store = RocksDbProjectionStore::Open({.path = dir / "p", .write_buffer_bytes = 65536});
    for (uint64_t i = 1; i <= 2000; ++i)
      ASSERT_TRUE(PutRow(**store, BigEndian(i), std::string(200, 'x'), i).ok());
  }
  int removed = 0;
  for (const auto& file : fs::directory_iterator(dir / "p")) {
    if (file.path().extension() == ".sst") removed += fs::remove(file.path());
  }
  ASSERT_GT(removed, 0);
  auto store = RocksDbProjectionStore::Open({.path = dir / "p"});
  EXPECT_TRUE(absl::IsDataLoss(store.status())) << store.status();
}

// While it lives no file of this process grows beyond `bytes`: for who writes, a disk that is full.
class NoMoreRoom {
 public:
  explicit NoMoreRoom(rlim_t bytes) : handler_(signal(SIGXFSZ, SIG_IGN)) {
    EXPECT_EQ(getrlimit(RLIMIT_FSIZE, &before_), 0);
    const rlimit tight{bytes, before_.rlim_max};
    EXPECT_EQ(setrlimit(RLIMIT_FSIZE, &tight), 0);
  }
  ~NoMoreRoom() {
    setrlimit(RLIMIT_FSIZE, &before_);
    signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  const sighandler_t handler_;
};

TEST(RocksDbProjectionStore, WithoutRoomItSaysSoLivesOnAndKeepsWhatItHad) {
  TempDir dir;
  {
    auto store = MustOpen(dir / "p");
    ASSERT_TRUE(PutRow(*store, "a", "1", 7).ok());
    const NoMoreRoom full(512);
    const std::string much(10'000, 'x');
    for (uint64_t position = 8; position < 12; ++position) {
      const absl::Status status = PutRow(*store, "b", much, position);
      ASSERT_FALSE(status.ok());
      EXPECT_NE(std::string(status.message()).find(dir / "p"), std::string::npos) << status;
      EXPECT_EQ(store->position(), 7u);
      EXPECT_EQ(**store->Get("t", "a"), "1");
    }
  }
  auto store = MustOpen(dir / "p");
  EXPECT_EQ(store->position(), 7u);
  EXPECT_FALSE((*store->Get("t", "b")).has_value());
}

TEST(RocksDbProjectionStore, HoldsTheSameStateAsTheStoreInMemory) {
  TempDir dir;
  SignedLog log;
  for (int i = 0; i < 50; ++i) {
    log.Append("case", TestHexId(absl::StrCat("c", i % 7)), "case",
               {TestEvent(i == 20 ? "poison" : "happened")});
  }
  RecordingView view;
  auto hash_in = [&](ProjectionStore& store) {
    Projector projector(log.log(), store, {.identity = log.identity(), .views = {&view}});
    projector.Start();
    EXPECT_TRUE(projector.WaitFor(*log.log().HeadFromLeader(), absl::Now() + absl::Seconds(30)).ok());
    return *store.StateHash();
  };
  InMemoryProjectionStore memory;
  EXPECT_EQ(hash_in(*MustOpen(dir / "p")), hash_in(memory));
}

// Each step of the child puts its number into the same twenty rows; it tells each step once it is committed.
TEST(RocksDbProjectionStore, KilledAtAnyMomentItKeepsEveryCommitWhole) {
  TempDir dir;
  uint64_t committed = 0;
  for (uint64_t kill_after : {1, 2, 50, 333}) {
    int pipe_ends[2];
    ASSERT_EQ(pipe(pipe_ends), 0);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      dup2(pipe_ends[1], STDOUT_FILENO);
      execl(FV_COMMIT_UNTIL_KILLED, FV_COMMIT_UNTIL_KILLED, (dir / "p").c_str(), nullptr);
      _exit(127);
    }
    close(pipe_ends[1]);
    uint64_t told = 0;
    char bytes[8];
    auto hear = [&] {
      if (read(pipe_ends[0], bytes, sizeof bytes) != sizeof bytes) return false;
      committed = FromBigEndian({bytes, sizeof bytes});
      return true;
    };
    while (told < kill_after && hear()) ++told;
    EXPECT_EQ(told, kill_after);
    kill(child, SIGKILL);
    while (hear()) {
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFSIGNALED(status));
    close(pipe_ends[0]);

    auto store = MustOpen(dir / "p");
    const uint64_t position = store->position();
    EXPECT_GE(position, committed);
    EXPECT_LE(position, committed + 1);
    const auto rows = store->Scan("t", "", "", 1000);
    ASSERT_TRUE(rows.ok()) << rows.status();
    EXPECT_EQ(rows->size(), 20u);
    for (const auto& row : *rows) EXPECT_EQ(FromBigEndian(row.value), position) << row.key;
  }
}

TEST(RocksDbProjectionStore, ReadBesideAProcessThatWritesItIsWholeAtOnePosition) {
  TempDir dir;
  EXPECT_TRUE(absl::IsNotFound(RocksDbProjectionStore::OpenBeside({.path = dir / "p"}).status()));
  int pipe_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    dup2(pipe_ends[1], STDOUT_FILENO);
    execl(FV_COMMIT_UNTIL_KILLED, FV_COMMIT_UNTIL_KILLED, (dir / "p").c_str(), nullptr);
    _exit(127);
  }
  close(pipe_ends[1]);
  constexpr int kStepsAhead = 512;  // as many fit into the pipe, so the child writes all the time
  ASSERT_EQ(fcntl(pipe_ends[0], F_SETPIPE_SZ, 8 * kStepsAhead), 8 * kStepsAhead);
  char bytes[8];
  uint64_t before = 0;
  for (int round = 0; round < 30; ++round) {
    for (int step = 0; step <= kStepsAhead; ++step) ASSERT_EQ(read(pipe_ends[0], bytes, sizeof bytes), 8);
    auto beside = RocksDbProjectionStore::OpenBeside({.path = dir / "p"});
    ASSERT_TRUE(beside.ok()) << beside.status();
    const uint64_t position = (*beside)->position();
    EXPECT_GT(position, before);
    before = position;
    int rows = 0;
    const absl::Status read = (*beside)->EachRow([&](auto, auto key, auto value) {
      EXPECT_EQ(FromBigEndian(value), position) << key;
      ++rows;
      return absl::OkStatus();
    });
    EXPECT_TRUE(read.ok()) << read;
    EXPECT_EQ(rows, 20);
    EXPECT_FALSE(PutRow(**beside, "a", "1", 7).ok());
  }
  kill(child, SIGKILL);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  close(pipe_ends[0]);
  EXPECT_FALSE(fs::exists(dir / "p/DAMAGED"));
}

}  // namespace
}  // namespace fallverbund::projection
