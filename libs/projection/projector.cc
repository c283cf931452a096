#include "libs/projection/projector.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "libs/base/check.h"
#include "libs/base/status.h"
#include "libs/projection/buffered_batch.h"

namespace fallverbund::projection {
namespace {

constexpr absl::Duration kFirstRetry = absl::Milliseconds(20);
// So often a growing prefix is vouched for anew; a rebuild after a crash checks at most so many signatures
// more.
constexpr uint64_t kVouchEvery = 10'000;
// A stream begins when so many looks in a row found so many messages each, and ends likewise; in between it
// stays as it is. By the lingering these are about 600 and 160 messages a second.
constexpr size_t kStreamFrom = 3;
constexpr int kLooksToStream = 3;
constexpr size_t kStreamUpTo = 4;
constexpr int kLooksToHints = 20;
// On a bus of several servers, asking for hints takes effect on the others a moment later.
constexpr absl::Duration kLookAgain = absl::Milliseconds(50);

// The world may get better by itself; anything else needs a person.
bool MayPass(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsResourceExhausted(status);
}

// The reader stands behind messages that are in no row, so trying again would leave them out.
absl::Status OfStore(absl::Status status) {
  if (!MayPass(status)) return status;
  return absl::InternalError(absl::StrCat("the projection's store failed: ", status.ToString()));
}

}  // namespace

Projector::Projector(eventlog::EventLog& log, ProjectionStore& store, ProjectorOptions options)
    : log_(log),
      store_(store),
      options_(std::move(options)),
      waits_(store.position()),
      reader_(std::in_place, log, store.position(), options_.batch, &mended_) {}

Projector::~Projector() {
  Stop();
}

void Projector::Start() {
  FV_CHECK(!thread_.joinable());
  WatchHints();
  thread_ = std::thread(&Projector::Run, this);
}

void Projector::WatchHints() {
  hints_ = log_.WatchHints([this] {
    absl::MutexLock lock(&mu_);
    hinted_ = true;
  });
}

void Projector::Stop() {
  {
    absl::MutexLock lock(&mu_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
  hints_.reset();
  waits_.Fail(absl::CancelledError("the service is stopping"));
}

std::optional<uint64_t> Projector::head_seen_at_start() const {
  absl::MutexLock lock(&mu_);
  return head_at_start_;
}

bool Projector::CaughtUp() const {
  const auto head = head_seen_at_start();
  return head && position() >= *head;
}

absl::Status Projector::status() const {
  absl::MutexLock lock(&mu_);
  return status_;
}

bool Projector::stopping() const {
  absl::MutexLock lock(&mu_);
  return stopping_;
}

void Projector::SetStatus(absl::Status status) {
  absl::MutexLock lock(&mu_);
  status_ = std::move(status);
}

PositionWaits::Ticket Projector::WaitFor(uint64_t position, absl::Time deadline, PositionWaits::Done done) {
  Hurry(position);
  return waits_.Add(position, deadline, std::move(done));
}

absl::Status Projector::WaitFor(uint64_t position, absl::Time deadline) {
  absl::Status result;
  absl::Notification over;
  if (options_.before_waiting) options_.before_waiting(position);
  WaitFor(position, deadline, [&](absl::Status status) {
    result = std::move(status);
    over.Notify();
  });
  over.WaitForNotification();
  return result;
}

PositionWaits::Ticket Projector::WhenMoreIsRead(PositionWaits::Done done) {
  return waits_.Add(position() + 1, absl::InfiniteFuture(), std::move(done));
}

PositionWaits::Ticket Projector::WhenReadBeyond(uint64_t position, absl::Time deadline,
                                                PositionWaits::Done done) {
  return waits_.Add(position + 1, deadline, std::move(done));
}

void Projector::LookIfBehind(uint64_t position) {
  if (position <= this->position()) return;
  absl::MutexLock lock(&mu_);
  hinted_ = true;
}

void Projector::Hurry(uint64_t position) {
  if (position <= this->position()) return;
  absl::MutexLock lock(&mu_);
  hinted_ = true;
  hurried_to_ = std::max(hurried_to_, position);
}

// Asked until it answers: where does the log end, and is it still the log we read?
absl::Status Projector::Begin() {
  FV_RETURN_IF_ERROR(reader_->CheckNotBehind());
  FV_RETURN_IF_ERROR(LoadVouched());
  FV_ASSIGN_OR_RETURN(const uint64_t head, log_.HeadFromLeader());
  absl::MutexLock lock(&mu_);
  head_at_start_ = head;
  return absl::OkStatus();
}

absl::Status Projector::LoadVouched() {
  FV_ASSIGN_OR_RETURN(root_, ReadRoot(store_));
  if (position() == 0) root_ = std::string();
  vouched_.reset();
  if (options_.voucher == nullptr || !root_) return absl::OkStatus();
  FV_ASSIGN_OR_RETURN(const auto unproven, ReadUnproven(store_));
  auto vouched = options_.voucher->Load();
  if (vouched && vouched->genesis_sha256 == options_.identity.genesis_sha256) {
    kept_up_to_ = vouched->position;
    if (vouched->position > position()) vouched_ = std::move(vouched);
  }
  if (unproven && (!vouched_ || vouched_->root != *unproven)) {
    return absl::DataLossError(
        "the rows were read without checking signatures, and what vouched for these is gone; delete the "
        "projection, it is read again from the log");
  }
  return absl::OkStatus();
}

// What follows; when nothing seems to, the leader decides, since a replica may lag or have lost its end.
absl::StatusOr<Projector::Messages> Projector::ReadNext() {
  FV_ASSIGN_OR_RETURN(auto messages, reader_->Next());
  if (!messages.empty()) return messages;
  FV_ASSIGN_OR_RETURN(const uint64_t head, log_.HeadFromLeader());
  const uint64_t next = reader_->position() + 1;
  if (head < next) return messages;
  FV_ASSIGN_OR_RETURN(auto message, log_.ReadFromLeader(next));
  if (!message || message->position != next) {
    return absl::DataLossError(absl::StrCat(
        "gap in the log: position ", next, " is missing on the leader, though the log goes on to ", head,
        "; stop everything and refill the leader from a whole replica or a backup"));
  }
  reader_.emplace(log_, next, options_.batch, &mended_);
  messages.push_back(*std::move(message));
  return messages;
}

// While one batch becomes rows, the next one comes from the bus.
void Projector::ReadAhead() {
  ahead_ = std::async(std::launch::async, [this] { return ReadNext(); });
}

absl::StatusOr<Projector::Messages> Projector::TakeNext() {
  return ahead_.valid() ? ahead_.get() : ReadNext();
}

// Takes the message into the root. Where the vouched prefix ends, both roots must be the same.
absl::Status Projector::CheckRoot(const eventlog::StoredMessage& message) {
  root_ = NextRoot(*root_, message);
  if (!vouched_ || message.position != vouched_->position || *root_ == vouched_->root)
    return absl::OkStatus();
  FV_RETURN_IF_ERROR(options_.voucher->Forget());
  return absl::DataLossError(absl::StrCat(
      "the log's messages up to ", message.position,
      " are not those whose signatures were checked before: the log was changed or replaced. Compare the "
      "bus servers with each other and with a backup; started again, the service reads everything and checks "
      "every signature"));
}

eventlog::SignatureCheck Projector::CheckOf(const eventlog::StoredMessage& message) const {
  if (vouched_) return vouched_->CheckAt(message.position);
  const bool own = options_.wrote && options_.wrote(message);
  return own ? eventlog::SignatureCheck::kVouchedFor : eventlog::SignatureCheck::kVerify;
}

absl::Status Projector::Apply(const Messages& messages, bool behind) {
  std::vector<Notice> notices;
  std::shared_ptr<RowBatch> batch;
  std::shared_ptr<BufferedBatch> above;  // on rows that are being written
  if (writing_) {
    batch = above = std::make_shared<BufferedBatch>(static_cast<const Rows&>(*writing_->rows));
  } else {
    batch = store_.NewBatch();
  }
  for (const auto& message : messages) {
    if (root_) FV_RETURN_IF_ERROR(CheckRoot(message));
    FV_RETURN_IF_ERROR(ApplyMessage(message, options_.identity, options_.views, *batch, notices,
                                    options_.keys_of_log, CheckOf(message)));
  }
  if (root_) RecordRoot(*root_, *batch);
  if (vouched_) {
    const bool reached = messages.back().position >= vouched_->position;
    RecordUnproven(reached ? "" : vouched_->root, *batch);
    if (reached) vouched_.reset();
  }
  FV_RETURN_IF_ERROR(FinishWriting());
  if (above) above->StandOn(store_);
  const uint64_t position = messages.back().position;
  auto done = std::async(behind ? std::launch::async : std::launch::deferred,
                         [this, batch, position] { return store_.Commit(batch, position); });
  writing_ = Writing{std::move(batch), position, root_, std::move(notices), std::move(done)};
  return behind ? absl::OkStatus() : FinishWriting();
}

// One batch after the other reaches the store, as if nothing were computed meanwhile.
absl::Status Projector::FinishWriting() {
  if (!writing_) return absl::OkStatus();
  Writing written = *std::move(writing_);
  writing_.reset();
  FV_RETURN_IF_ERROR(written.done.get());
  if (written.position >= kept_up_to_ + kVouchEvery) KeepVouched(written.position, written.root);
  if (options_.on_notice) {
    for (const Notice& notice : written.notices) options_.on_notice(notice);
  }
  waits_.Reach(written.position);
  return absl::OkStatus();
}

// Only a help for the next rebuild: one that cannot be kept makes that slower, no more.
void Projector::KeepVouched(uint64_t position, const std::optional<std::string>& root) {
  if (options_.voucher == nullptr || !root || vouched_ || position <= kept_up_to_) return;
  auto bad = ReadBadSignatures(store_, kMaxBadSignatures + 1);
  if (!bad.ok() || bad->size() > kMaxBadSignatures) return;
  kept_up_to_ = position;  // kept or not, not tried again at once
  options_.voucher->Keep({options_.identity.genesis_sha256, position, *root, *std::move(bad)})
      .IgnoreError();  // see above
}

bool Projector::MayHaveMore(const Messages& messages) const {
  if (static_cast<int>(messages.size()) >= options_.batch.max_messages) return true;
  if (messages.back().position < head_seen_at_start().value_or(0)) return true;
  int64_t bytes = static_cast<int64_t>(eventlog::kMaxMessageBytes);
  for (const auto& message : messages) bytes += static_cast<int64_t>(message.payload.size());
  return bytes >= options_.batch.max_bytes;
}

void Projector::WaitForHint(absl::Duration at_most) {
  absl::MutexLock lock(&mu_);
  auto wake = [this]() ABSL_SHARED_LOCKS_REQUIRED(mu_) { return hinted_ || stopping_; };
  mu_.AwaitWithTimeout(absl::Condition(&wake), at_most);
  const uint64_t read = position();  // who waited for no more than this has been told
  auto hurry = [&]() ABSL_SHARED_LOCKS_REQUIRED(mu_) { return hurried_to_ > read || stopping_; };
  if (hinted_) mu_.AwaitWithTimeout(absl::Condition(&hurry), options_.linger);
  hinted_ = false;
  hurried_to_ = 0;
}

void Projector::WaitInAStream() {
  absl::MutexLock lock(&mu_);
  const uint64_t read = position();
  auto hurry = [&]() ABSL_SHARED_LOCKS_REQUIRED(mu_) { return hurried_to_ > read || stopping_; };
  mu_.AwaitWithTimeout(absl::Condition(&hurry), options_.linger_in_a_stream);
  hinted_ = false;
  hurried_to_ = 0;
}

// Each hint is a message of its own, for the bus and for us; where every look finds several, looking is
// cheaper.
void Projector::Tune() {
  const bool against = in_a_stream_ ? last_batch_ < kStreamUpTo : last_batch_ >= kStreamFrom;
  looks_against_ = against ? looks_against_ + 1 : 0;
  if (looks_against_ < (in_a_stream_ ? kLooksToHints : kLooksToStream)) return;
  looks_against_ = 0;
  in_a_stream_ = !in_a_stream_;
  if (in_a_stream_) {
    hints_.reset();
  } else {
    WatchHints();
    look_again_ = true;
  }
}

void Projector::Wait(absl::Duration at_most) {
  Tune();
  if (in_a_stream_) return WaitInAStream();
  WaitForHint(std::exchange(look_again_, false) ? std::min(kLookAgain, at_most) : at_most);
}

Projector::Next Projector::Step() {
  return Take(false);
}

Projector::Next Projector::Take(bool read_ahead) {
  absl::Status step;
  bool more = false;
  if (!head_seen_at_start()) {
    step = Begin();
    more = true;
  } else if (auto messages = TakeNext(); !messages.ok()) {
    step = messages.status();
  } else if (last_batch_ = messages->size(); !messages->empty()) {
    more = MayHaveMore(*messages);
    if (more && read_ahead) ReadAhead();
    step = OfStore(Apply(*messages, more && read_ahead && !CaughtUp()));
  }
  if (!more || !step.ok()) {  // nothing is computed meanwhile; what was read before a fault counts
    if (absl::Status written = OfStore(FinishWriting()); !written.ok()) step = std::move(written);
  }
  SetStatus(step);
  if (step.ok()) return more ? Next::kStep : Next::kWaitForHint;
  if (MayPass(step)) return Next::kTryAgain;
  if (ahead_.valid()) ahead_.wait();
  waits_.Fail(step);
  if (options_.on_alarm) options_.on_alarm(step);
  return Next::kEnd;
}

void Projector::Run() {
  absl::Duration retry = kFirstRetry;
  while (!stopping()) {
    const Next next = Take(true);
    if (next == Next::kEnd) return;
    if (next == Next::kTryAgain) {
      WaitForHint(retry);
      retry = std::min(retry * 2, options_.fallback_wait);
      continue;
    }
    retry = kFirstRetry;
    if (next == Next::kWaitForHint) Wait(options_.fallback_wait);
  }
  if (ahead_.valid()) ahead_.wait();
  if (FinishWriting().ok()) KeepVouched(position(), root_);
}

}  // namespace fallverbund::projection
