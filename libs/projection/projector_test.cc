// Long, because a projector has many ways to be stopped, and each must lose nothing.
#include "libs/projection/projector.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "libs/eventlog/testing/signed_log.h"
#include "libs/projection/in_memory_projection_store.h"
#include "libs/projection/prefix.h"
#include "libs/projection/testing/recording_view.h"

namespace fallverbund::projection {
namespace {

using eventlog::SignedLog;
using eventlog::TestHexId;

constexpr absl::Duration kPatience = absl::Seconds(20);

class ProjectorTest : public testing::Test {
 protected:
  std::unique_ptr<Projector> Make(ProjectionStore& store, int batch = 512) {
    ProjectorOptions options;
    options.identity = log_.identity();
    options.views = {&view_};
    options.batch.max_messages = batch;
    options.fallback_wait = fallback_wait_;
    options.voucher = voucher_;
    options.linger = linger_;
    options.on_notice = [this](const Notice& notice) {
      absl::MutexLock lock(&mu_);
      notices_.push_back(notice);
    };
    options.on_alarm = [this](const absl::Status& status) {
      alarm_ = status;
      alarmed_.Notify();
    };
    return std::make_unique<Projector>(log_.log(), store, std::move(options));
  }
  uint64_t Append(const std::string& name, const std::string& type = "happened") {
    return log_.Append("case", TestHexId(name), "case", {TestEvent(type)});
  }
  static absl::Status Wait(Projector& projector, uint64_t position) {
    return projector.WaitFor(position, absl::Now() + kPatience);
  }
  std::string Rebuilt(int batch) {
    InMemoryProjectionStore fresh;
    auto projector = Make(fresh, batch);
    projector->Start();
    EXPECT_TRUE(Wait(*projector, *log_.log().HeadFromLeader()).ok());
    projector->Stop();
    return *fresh.StateHash();
  }

  SignedLog log_;
  InMemoryProjectionStore store_;
  RecordingView view_;
  Voucher* voucher_ = nullptr;
  absl::Duration fallback_wait_ = absl::Hours(1);  // so that a test which needs it would hang
  absl::Duration linger_ = absl::ZeroDuration();
  absl::Mutex mu_;
  std::vector<Notice> notices_ ABSL_GUARDED_BY(mu_);
  absl::Status alarm_;
  absl::Notification alarmed_;
};

TEST_F(ProjectorTest, ReadsWhatIsThereAndThenWhatComes) {
  Append("c");
  auto projector = Make(store_);
  EXPECT_FALSE(projector->CaughtUp());
  EXPECT_EQ(projector->head_seen_at_start(), std::nullopt);
  projector->Start();
  ASSERT_TRUE(Wait(*projector, 3).ok());
  EXPECT_EQ(projector->head_seen_at_start(), 3u);
  EXPECT_TRUE(projector->CaughtUp());
  uint64_t later = Append("c");
  ASSERT_TRUE(Wait(*projector, later).ok());
  EXPECT_EQ(RecordingView::Count(store_, TestHexId("c")), 2u);
  EXPECT_EQ(projector->position(), later);
}

TEST_F(ProjectorTest, AHintWakesItThoughNobodyBeginsToWait) {
  auto projector = Make(store_);
  projector->Start();
  for (int i = 0; i < 20; ++i) {
    const uint64_t next = *log_.log().HeadFromLeader() + 1;
    absl::Notification read;  // begins to wait before there is anything, so that only the hint can tell
    projector->WaitFor(next, absl::InfiniteFuture(), [&](absl::Status) { read.Notify(); });
    Append("c");
    ASSERT_TRUE(read.WaitForNotificationWithTimeout(kPatience));
  }
}

TEST_F(ProjectorTest, DoesNotCheckTheSignatureOfWhatThisProcessWroteButAllElse) {
  Append("c");
  eventlog::v1::Envelope envelope;
  ASSERT_TRUE(envelope.ParseFromString((*log_.log().ReadFromLeader(3))->payload));
  envelope.set_signature(std::string(64, '\0'));
  SignedLog other;  // the same log up to there, but for the signature
  const std::string subject = SignedLog::SubjectOf("case", TestHexId("c"));
  const uint64_t unsigned_commit = other.AppendRaw(subject, envelope.SerializeAsString());
  const uint64_t rubbish = other.AppendRaw(subject, "rubbish");
  for (const bool ours : {false, true}) {
    InMemoryProjectionStore store;
    std::vector<std::string> defects;
    ProjectorOptions options;
    options.identity = other.identity();
    options.views = {&view_};
    options.wrote = [&](const eventlog::StoredMessage& message) {
      return ours && message.position >= unsigned_commit;
    };
    options.on_notice = [&](const Notice& notice) { defects.push_back(notice.text); };
    Projector projector(other.log(), store, std::move(options));
    projector.Start();
    ASSERT_TRUE(Wait(projector, rubbish).ok());
    projector.Stop();
    EXPECT_EQ(defects, ours ? std::vector<std::string>{"NOT_AN_ENVELOPE"}
                            : (std::vector<std::string>{"BAD_SIGNATURE", "NOT_AN_ENVELOPE"}));
    EXPECT_EQ(RecordingView::Count(store, TestHexId("c")), ours ? 1u : 0u);
  }
}

TEST_F(ProjectorTest, LingersUntilSomebodyWaits) {
  linger_ = absl::Hours(1);  // so that a test which lingers would hang
  auto projector = Make(store_);
  projector->Start();
  ASSERT_TRUE(Wait(*projector, 2).ok());
  absl::Notification more;
  projector->WhenMoreIsRead([&](absl::Status) { more.Notify(); });
  Append("c");
  const uint64_t last = Append("c");
  EXPECT_FALSE(more.HasBeenNotified());  // whoever only wants to hear of it hurries nobody
  ASSERT_TRUE(Wait(*projector, last).ok());
  EXPECT_TRUE(more.WaitForNotificationWithTimeout(kPatience));
  EXPECT_EQ(projector->position(), last);
}

// Before each of the first `looks` reads more is appended, as on a busy bus; counts who asks for hints.
class BusyLog final : public eventlog::EventLog {
 public:
  BusyLog(eventlog::EventLog& log, int looks, std::function<void()> append_more)
      : log_(log), looks_(looks), append_more_(std::move(append_more)) {}

  absl::StatusOr<std::vector<eventlog::StoredMessage>> Read(uint64_t from,
                                                            eventlog::ReadLimit limit) override {
    if (looks_ > 0) {
      --looks_;
      append_more_();
    }
    return log_.Read(from, limit);
  }
  std::unique_ptr<Subscription> WatchHints(std::function<void()> hint) override {
    ++asked_;
    return log_.WatchHints(std::move(hint));
  }
  int asked() const { return asked_; }

  absl::StatusOr<uint64_t> Append(const eventlog::AppendRequest& request) override {
    return log_.Append(request);
  }
  absl::StatusOr<std::optional<eventlog::StoredMessage>> ReadFromLeader(uint64_t position) override {
    return log_.ReadFromLeader(position);
  }
  absl::StatusOr<std::optional<eventlog::StoredMessage>> NextFromLeader(std::string_view subject,
                                                                        uint64_t from,
                                                                        absl::Time deadline) override {
    return log_.NextFromLeader(subject, from, deadline);
  }
  absl::StatusOr<std::optional<eventlog::StoredMessage>> LastFromLeader(std::string_view subject,
                                                                        absl::Time deadline) override {
    return log_.LastFromLeader(subject, deadline);
  }
  absl::StatusOr<uint64_t> HeadFromLeader(absl::Time deadline) override {
    return log_.HeadFromLeader(deadline);
  }
  absl::Status CheckDurability() override { return log_.CheckDurability(); }

 private:
  eventlog::EventLog& log_;
  int looks_;
  const std::function<void()> append_more_;
  std::atomic<int> asked_ = 0;
};

TEST_F(ProjectorTest, InAStreamItLooksByItselfAndAsksForHintsAgainAfterwards) {
  constexpr int kLooks = 30;
  BusyLog busy(log_.log(), kLooks, [this] {
    for (int i = 0; i < 4; ++i) Append("c");
  });
  ProjectorOptions options;
  options.identity = log_.identity();
  options.views = {&view_};
  options.fallback_wait = absl::Hours(1);
  options.linger_in_a_stream = absl::ZeroDuration();
  Projector projector(busy, store_, std::move(options));
  projector.Start();
  ASSERT_TRUE(Wait(projector, kLooks * 4).ok());  // though nobody hinted: all was appended within a look

  const auto asked_again = [&busy] { return busy.asked() == 2; };
  while (!asked_again()) {
    absl::Notification more;
    projector.WhenMoreIsRead([&](absl::Status) { more.Notify(); });
    Append("c");
    ASSERT_TRUE(more.WaitForNotificationWithTimeout(kPatience));
  }
  for (int i = 0; i < 3; ++i) {
    absl::Notification more;
    projector.WhenMoreIsRead([&](absl::Status) { more.Notify(); });
    Append("c");
    EXPECT_TRUE(more.WaitForNotificationWithTimeout(kPatience));
  }
}

TEST_F(ProjectorTest, GoesOnWithoutHints) {
  fallback_wait_ = absl::Milliseconds(2);
  log_.log().SetHintMode(eventlog::HintMode::kLost);
  auto projector = Make(store_);
  projector->Start();
  ASSERT_TRUE(Wait(*projector, Append("c")).ok());
  ASSERT_TRUE(Wait(*projector, Append("c")).ok());
}

TEST_F(ProjectorTest, LooksAtOnceWhenSomebodyWaits) {
  log_.log().SetHintMode(eventlog::HintMode::kLost);  // and the fallback wait is an hour
  auto projector = Make(store_);
  projector->Start();
  ASSERT_TRUE(Wait(*projector, 2).ok());
  ASSERT_TRUE(Wait(*projector, Append("c")).ok());
}

TEST_F(ProjectorTest, ContinuesFromItsCheckpointAfterARestart) {
  Append("c");
  {
    auto projector = Make(store_);
    projector->Start();
    ASSERT_TRUE(Wait(*projector, 3).ok());
  }
  Append("c");
  auto projector = Make(store_);
  projector->Start();
  ASSERT_TRUE(Wait(*projector, 4).ok());
  EXPECT_EQ(RecordingView::Count(store_, TestHexId("c")), 2u);
}

TEST_F(ProjectorTest, ARebuildGivesTheSameStateWhateverTheBatches) {
  auto live = Make(store_);
  live->Start();
  for (int i = 0; i < 40; ++i) {
    Append(absl::StrCat("c", i % 5), i == 17 ? "poison" : "happened");
    if (i % 9 == 0) log_.AppendRaw(SignedLog::SubjectOf("case", TestHexId("c1")), "rubbish");
  }
  ASSERT_TRUE(Wait(*live, *log_.log().HeadFromLeader()).ok());
  live->Stop();
  const std::string hash = *store_.StateHash();
  for (int batch : {1, 2, 7, 512}) EXPECT_EQ(Rebuilt(batch), hash) << batch;
  Append("c1");
  EXPECT_NE(Rebuilt(512), hash);
}

// Asks before each commit reaches the disk.
class Asking final : public ProjectionStore {
 public:
  using Ask = std::function<absl::Status()>;
  Asking(InMemoryProjectionStore& disk, Ask ask) : disk_(disk), ask_(std::move(ask)) {}
  std::unique_ptr<RowBatch> NewBatch() override { return disk_.NewBatch(); }
  absl::Status Commit(std::shared_ptr<const RowBatch> batch, uint64_t position) override {
    if (absl::Status answer = ask_(); !answer.ok()) return answer;
    return disk_.Commit(std::move(batch), position);
  }
  uint64_t position() const override { return disk_.position(); }
  std::unique_ptr<Rows> Snapshot(uint64_t* position) const override { return disk_.Snapshot(position); }
  absl::Status EachRow(const VisitRow& visit) const override { return disk_.EachRow(visit); }
  absl::StatusOr<std::optional<std::string>> Get(std::string_view table,
                                                 std::string_view key) const override {
    return disk_.Get(table, key);
  }
  absl::StatusOr<std::vector<Row>> Scan(std::string_view table, std::string_view prefix,
                                        std::string_view after, int limit) const override {
    return disk_.Scan(table, prefix, after, limit);
  }

 private:
  InMemoryProjectionStore& disk_;
  Ask ask_;
};

TEST_F(ProjectorTest, CatchingUpItComputesTheNextRowsWhileTheLastAreWritten) {
  for (int i = 0; i < 5; ++i) Append("c");  // behind genesis and key
  const uint64_t head = *log_.log().HeadFromLeader();
  const std::string hash = Rebuilt(512);
  class Telling final : public View {
   public:
    absl::Status Apply(const Recorded& recorded, RowBatch& rows) const override {
      if (recorded.commit.position == 6) third_batch.Notify();
      return view.Apply(recorded, rows);
    }
    RecordingView view;
    mutable absl::Notification third_batch;
  } telling;
  InMemoryProjectionStore disk;
  int commits = 0;
  Asking asking(disk, [&] {
    const bool waited = ++commits != 2 || telling.third_batch.WaitForNotificationWithTimeout(kPatience);
    return waited ? absl::OkStatus() : absl::InternalError("the next was not computed meanwhile");
  });
  ProjectorOptions options{.identity = log_.identity(), .views = {&telling}};
  options.batch.max_messages = 2;
  Projector projector(log_.log(), asking, options);
  projector.Start();
  ASSERT_TRUE(Wait(projector, head).ok()) << projector.status();
  EXPECT_EQ(*disk.StateHash(), hash) << "each batch must see the rows of the one before";
}

// Every step is a place to die: what a crash leaves is some earlier commit of rows and checkpoint.
TEST_F(ProjectorTest, KilledBetweenAnyTwoStepsItEndsInTheSameState) {
  for (int i = 0; i < 12; ++i) Append(absl::StrCat("c", i % 3));
  const uint64_t head = *log_.log().HeadFromLeader();
  const std::string hash = Rebuilt(512);
  for (int killed_at = 0; killed_at < 7; ++killed_at) {
    InMemoryProjectionStore disk;
    ProjectorOptions options{.identity = log_.identity(), .views = {&view_}};
    options.batch.max_messages = 2;
    absl::Notification dead;
    options.on_alarm = [&](const absl::Status&) { dead.Notify(); };
    int steps = killed_at;
    Asking dying(disk, [&] { return steps-- == 0 ? absl::InternalError("killed") : absl::OkStatus(); });
    {
      Projector projector(log_.log(), dying, options);
      projector.Start();
      dead.WaitForNotification();
      EXPECT_FALSE(projector.status().ok());
      EXPECT_EQ(projector.position(), static_cast<uint64_t>(2 * killed_at));
    }
    auto projector = Make(disk);
    projector->Start();
    ASSERT_TRUE(Wait(*projector, head).ok());
    EXPECT_EQ(*disk.StateHash(), hash) << killed_at;
  }
}

// What follows is a valid chain with one message that nobody of ours signed.
uint64_t AppendForged(SignedLog& log, const std::string& name) {
  const auto commit = log.Draft("case", TestHexId(name), "case", {TestEvent("forged")});
  const eventlog::Signer thief(SignedLog::signer("case").key_id(), crypto::Ed25519PrivateKey::Generate());
  return log.AppendRaw(commit.subject(), thief.SignCommit(commit));
}

TEST_F(ProjectorTest, WhatWasReadIsVouchedForWithItsBadSignatures) {
  InMemoryVoucher voucher;
  voucher_ = &voucher;
  Append("c");
  const uint64_t forged = AppendForged(log_, "c");
  Append("c");
  const std::string hash = Rebuilt(512);
  ASSERT_TRUE(voucher.Load().has_value());
  EXPECT_EQ(voucher.Load()->position, *log_.log().HeadFromLeader());
  EXPECT_EQ(voucher.Load()->bad_signatures, std::vector<uint64_t>{forged});
  for (int batch : {1, 2, 512}) EXPECT_EQ(Rebuilt(batch), hash) << batch;
  voucher_ = nullptr;
  EXPECT_EQ(Rebuilt(512), hash);
}

TEST_F(ProjectorTest, NoSignatureBelowAVouchedPrefixIsCheckedAgain) {
  AppendForged(log_, "c");  // it would not count, so that it does shows that nobody looked
  InMemoryVoucher voucher;
  std::string root;
  const auto messages = log_.log().Read(1, {});
  for (const auto& message : *messages) root = NextRoot(root, message);
  ASSERT_TRUE(voucher.Keep({log_.identity().genesis_sha256, 3, root, {}}).ok());
  voucher_ = &voucher;
  const uint64_t later = AppendForged(log_, "d");
  auto projector = Make(store_, 1);
  projector->Start();
  ASSERT_TRUE(Wait(*projector, later).ok());
  EXPECT_EQ(RecordingView::Count(store_, TestHexId("c")), 1u);
  EXPECT_EQ(RecordingView::Count(store_, TestHexId("d")), 0u);  // behind it everything is checked
}

TEST_F(ProjectorTest, AChangedLogIsNoticedAndReadAgainWithEveryCheck) {
  InMemoryVoucher voucher;
  voucher_ = &voucher;
  {
    SignedLog before;  // the same genesis and signers
    for (int i = 0; i < 6; ++i) before.Append("case", TestHexId("c"), "case", {TestEvent("happened")});
    Projector projector(before.log(), store_,
                        {.identity = before.identity(), .views = {&view_}, .voucher = &voucher});
    projector.Start();
    ASSERT_TRUE(Wait(projector, 8).ok());
  }
  ASSERT_EQ(voucher.Load()->position, 8u);
  for (int i = 0; i < 5; ++i) Append("c");
  AppendForged(log_, "c");
  Append("c");
  InMemoryProjectionStore rebuilt;
  {
    auto projector = Make(rebuilt, 2);
    projector->Start();
    ASSERT_TRUE(alarmed_.WaitForNotificationWithTimeout(kPatience));
    EXPECT_TRUE(absl::IsDataLoss(alarm_)) << alarm_;
    EXPECT_LT(rebuilt.position(), 8u);
  }
  EXPECT_EQ(voucher.Load(), std::nullopt);
  EXPECT_TRUE(ReadUnproven(rebuilt)->has_value());  // so that OpenProjection deletes these rows
  const std::string hash = Rebuilt(2);
  EXPECT_EQ(voucher.Load()->bad_signatures, std::vector<uint64_t>{8});
  voucher_ = nullptr;
  EXPECT_EQ(Rebuilt(512), hash);
}

TEST_F(ProjectorTest, APoisonedAggregateStopsNoOther) {
  Append("c", "poison");
  auto projector = Make(store_);
  projector->Start();
  ASSERT_TRUE(Wait(*projector, Append("d")).ok());
  EXPECT_EQ(RecordingView::Count(store_, TestHexId("c")), 0u);
  EXPECT_EQ(RecordingView::Count(store_, TestHexId("d")), 1u);
  absl::MutexLock lock(&mu_);
  ASSERT_EQ(notices_.size(), 1u);
  EXPECT_EQ(notices_[0].kind, NoticeKind::kNotUnderstood);
}

TEST_F(ProjectorTest, AHoleInAReplicaIsFilledFromTheLeaderAlsoAtTheEnd) {
  Append("c");
  Append("c");
  Append("c");
  log_.log().HideFromRead(4);
  log_.log().HideFromRead(5);
  auto projector = Make(store_);
  projector->Start();
  ASSERT_TRUE(Wait(*projector, 5).ok());
  EXPECT_EQ(RecordingView::Count(store_, TestHexId("c")), 3u);
}

TEST_F(ProjectorTest, AGapInTheLogStopsEverythingLoudly) {
  Append("c");
  Append("c");
  Append("c");
  log_.log().Lose(4);
  auto projector = Make(store_);
  projector->Start();
  alarmed_.WaitForNotification();
  EXPECT_TRUE(absl::IsDataLoss(alarm_)) << alarm_;
  EXPECT_EQ(projector->position(), 3u);
  EXPECT_EQ(projector->status(), alarm_);
  EXPECT_EQ(Wait(*projector, 4), alarm_);
}

TEST_F(ProjectorTest, ALogShorterThanWhatWasReadIsAnotherLog) {
  auto batch = store_.NewBatch();
  ASSERT_TRUE(store_.Commit(std::move(batch), 99).ok());
  auto projector = Make(store_);
  projector->Start();
  alarmed_.WaitForNotification();
  EXPECT_TRUE(absl::IsDataLoss(alarm_)) << alarm_;
}

TEST_F(ProjectorTest, ALogThatDoesNotAnswerIsAskedAgain) {
  fallback_wait_ = absl::Milliseconds(50);
  Append("c");
  log_.log().FailNextCalls(4);
  auto projector = Make(store_);
  projector->Start();
  ASSERT_TRUE(Wait(*projector, 3).ok());
  EXPECT_TRUE(projector->CaughtUp());
}

TEST_F(ProjectorTest, AWaiterHearsThatItsPatienceIsOver) {
  auto projector = Make(store_);
  projector->Start();
  EXPECT_TRUE(absl::IsDeadlineExceeded(projector->WaitFor(99, absl::Now() + absl::Milliseconds(5))));
}

TEST_F(ProjectorTest, StopAnswersWhoStillWaits) {
  auto projector = Make(store_);
  projector->Start();
  absl::Status told;
  projector->WaitFor(99, absl::InfiniteFuture(), [&](absl::Status status) { told = status; });
  projector->Stop();
  EXPECT_TRUE(absl::IsCancelled(told));
}

}  // namespace
}  // namespace fallverbund::projection
