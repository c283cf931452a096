#include "libs/rpc/pipeline/stream.h"

#include <utility>

#include "absl/memory/memory.h"
#include "absl/time/clock.h"
#include "libs/rpc/status.h"
#include "libs/runtime/log.h"

namespace fallverbund::service {

// --- one stream ---

std::shared_ptr<Stream> Stream::Make(std::shared_ptr<Streams> streams) {
  auto stream = absl::WrapUnique(new Stream(std::move(streams)));
  std::shared_ptr<Stream> shared = std::move(stream);
  shared->self_ = shared;
  return shared;
}

void Stream::Begin(std::unique_ptr<StreamSource> source, MayGoOn may_go_on) {
  source_ = std::move(source);
  may_go_on_ = std::move(may_go_on);
  {
    absl::MutexLock lock(&mu_);
    phase_ = Phase::kLooking;
    heartbeat_ = true;
  }
  // Entered before it looks: whatever is read from now on wakes it.
  if (const auto status = streams_->Enter(shared_from_this()); !status.ok()) return Over(rpc::ToGrpc(status));
  streams_->Schedule(shared_from_this());
}

void Stream::Refuse(const grpc::Status& status) {
  Over(status);
}

void Stream::Wake(bool with_heartbeat) {
  {
    absl::MutexLock lock(&mu_);
    heartbeat_ = heartbeat_ || with_heartbeat;
    news_ = true;
    if (phase_ != Phase::kIdle) return;
    phase_ = Phase::kLooking;
  }
  streams_->Schedule(shared_from_this());
}

void Stream::Stop(const grpc::Status& status) {
  {
    absl::MutexLock lock(&mu_);
    if (!stop_) stop_ = status;
    if (phase_ != Phase::kIdle) return;
    phase_ = Phase::kOver;
  }
  Over(status);
}

void Stream::OnCancel() {
  {
    absl::MutexLock lock(&mu_);
    cancelled_ = true;
    if (phase_ != Phase::kIdle) return;
    phase_ = Phase::kOver;
  }
  Over(grpc::Status::CANCELLED);
}

void Stream::OnWriteDone(bool ok) {
  {
    absl::MutexLock lock(&mu_);
    phase_ = Phase::kLooking;
    cancelled_ = cancelled_ || !ok;
  }
  streams_->Schedule(shared_from_this());
}

void Stream::OnDone() {
  self_.reset();
}

// True: somebody ended it, and so it is.
bool Stream::LooksNoMore() {
  grpc::Status status;
  {
    absl::MutexLock lock(&mu_);
    news_ = false;
    if (!cancelled_ && !stop_) return false;
    status = cancelled_ ? grpc::Status::CANCELLED : *stop_;
  }
  Over(status);
  return true;
}

// Alone with the source until it writes, is idle or over.
void Stream::Look() {
  while (!LooksNoMore()) {
    uint64_t position = 0;
    const auto rows = streams_->host_.rows().Snapshot(&position);
    if (const auto no = may_go_on_(*rows); !no.ok()) return Over(no);
    const auto next = source_->Next(*rows, position);
    if (!next.ok()) return Over(rpc::ToGrpc(next.status()));
    if (*next) return Send(**next);
    bool heartbeat;
    {
      absl::MutexLock lock(&mu_);
      heartbeat = std::exchange(heartbeat_, false);
      if (!heartbeat && !news_ && !cancelled_ && !stop_) {
        phase_ = Phase::kIdle;
        return;
      }
    }
    if (heartbeat) return Send(source_->Heartbeat(position));
  }
}

void Stream::Send(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  sent_ = grpc::ByteBuffer(&slice, 1);
  {
    absl::MutexLock lock(&mu_);
    phase_ = Phase::kWriting;
    said_ = absl::Now();
  }
  StartWrite(&sent_);
}

void Stream::Over(const grpc::Status& status) {
  {
    absl::MutexLock lock(&mu_);
    phase_ = Phase::kOver;
  }
  streams_->Leave(shared_from_this());
  Finish(status);
}

bool Stream::silent_since(absl::Time time) const {
  absl::MutexLock lock(&mu_);
  return phase_ == Phase::kIdle && said_ <= time;
}

// --- all of them ---

namespace {

absl::Status Stopping() {
  return absl::UnavailableError("the service is stopping; call again and say how far you are");
}

absl::Status TooMany() {
  return absl::ResourceExhaustedError("too many streams are open here; close one or call again later");
}

}  // namespace

void Streams::Admit(std::function<void()> begin, Refuse refuse) {
  absl::Status no;
  {
    absl::MutexLock lock(&mu_);
    if (ended_) {
      no = Stopping();
    } else if (coming_.size() >= static_cast<size_t>(kMaxStreams)) {
      no = TooMany();
    } else {
      coming_.push_back({std::move(begin), std::move(refuse)});
      if (beginning_ == kMostBeginning) return;
      ++beginning_;
      return pool_.Resume([self = shared_from_this()] { self->BeginOne(); });
    }
  }
  refuse(no);
}

// As LookAtOne. Goes on under the lock: whoever still comes keeps the pool from ending until then.
void Streams::BeginOne() {
  Coming next;
  {
    absl::MutexLock lock(&mu_);
    if (coming_.empty()) {
      --beginning_;
      return;
    }
    next = std::move(coming_.front());
    coming_.pop_front();
  }
  next.begin();
  absl::MutexLock lock(&mu_);
  if (coming_.empty()) {
    --beginning_;
    return;
  }
  pool_.Resume([self = shared_from_this()] { self->BeginOne(); });
}

absl::Status Streams::Enter(const Each& stream) {
  bool nobody_waits;
  {
    absl::MutexLock lock(&mu_);
    if (ended_) return Stopping();
    auto& alike = by_topic_[stream->source_->topic()];
    if (open_ >= kMaxStreams || static_cast<int>(alike.size()) >= kMaxStreamsOfTopic) {
      if (alike.empty()) by_topic_.erase(stream->source_->topic());
      return TooMany();
    }
    alike.insert(stream);
    ++open_;
    nobody_waits = !std::exchange(waiting_, true);
  }
  if (nobody_waits) WaitForNews(host_.projector().position());
  return absl::OkStatus();
}

void Streams::Leave(const Each& stream) {
  if (stream->source_ == nullptr) return;  // never began
  absl::MutexLock lock(&mu_);
  const auto alike = by_topic_.find(stream->source_->topic());
  if (alike == by_topic_.end() || alike->second.erase(stream) == 0) return;
  --open_;
  if (alike->second.empty()) by_topic_.erase(alike);
}

void Streams::Schedule(Each stream) {
  {
    absl::MutexLock lock(&mu_);
    ready_.push_back(std::move(stream));
    if (looking_ == kMostLooking) return;
    ++looking_;
  }
  pool_.Resume([self = shared_from_this()] { self->LookAtOne(); });
}

// One at a time, and behind whatever else waits for a thread by then. Goes on only for a stream that is not
// over: the pool may end once all are.
void Streams::LookAtOne() {
  Each next;
  {
    absl::MutexLock lock(&mu_);
    if (ready_.empty()) {  // another one has taken it
      --looking_;
      return;
    }
    next = std::move(ready_.front());
    ready_.pop_front();
  }
  next->Look();
  {
    absl::MutexLock lock(&mu_);
    if (ready_.empty()) {
      --looking_;
      return;
    }
  }
  pool_.Resume([self = shared_from_this()] { self->LookAtOne(); });
}

void Streams::WaitForNews(uint64_t read) {
  host_.projector().WhenReadBeyond(read, absl::Now() + tick_,
                                   [self = shared_from_this(), read](const absl::Status& status) {
                                     if (!status.ok() && !absl::IsDeadlineExceeded(status))
                                       return self->End();  // nothing more is read
                                     absl::MutexLock lock(&self->mu_);
                                     if (self->by_topic_.empty()) {
                                       self->waiting_ = false;
                                       return;
                                     }
                                     // Under the lock, so that the last stream does not end, and the pool
                                     // after it, in between.
                                     self->pool_.Resume([self, read] { self->LookForNews(read); });
                                   });
}

void Streams::LookForNews(uint64_t read) {
  uint64_t position = 0;
  const auto rows = host_.rows().Snapshot(&position);
  if (position > read) {
    for (const Each& each : news_ ? Those(news_(*rows, read)) : All()) each->Wake(false);
  }
  const absl::Time now = absl::Now();
  bool look_for_silent;
  {
    absl::MutexLock lock(&mu_);
    look_for_silent = next_tick_ <= now;
    if (look_for_silent) next_tick_ = now + tick_;
  }
  if (look_for_silent) {
    for (const Each& each : All()) {
      if (each->silent_since(now - heartbeat_every_)) each->Wake(true);
    }
  }
  WaitForNews(position);
}

std::vector<Streams::Each> Streams::All() const {
  std::vector<Each> all;
  absl::MutexLock lock(&mu_);
  for (const auto& [topic, streams] : by_topic_) all.insert(all.end(), streams.begin(), streams.end());
  return all;
}

// Where it cannot be told, everybody looks, and hears why.
std::vector<Streams::Each> Streams::Those(const absl::StatusOr<std::set<std::string>>& topics) const {
  if (!topics.ok()) {
    log::Error("stream_news_failed", {{"cause", log::Cause(topics.status())}});
    return All();
  }
  std::vector<Each> those;
  absl::MutexLock lock(&mu_);
  for (const std::string& topic : *topics) {
    const auto found = by_topic_.find(topic);
    if (found == by_topic_.end()) continue;
    those.insert(those.end(), found->second.begin(), found->second.end());
  }
  return those;
}

void Streams::End() {
  std::deque<Coming> turned_away;
  {
    absl::MutexLock lock(&mu_);
    ended_ = true;
    turned_away.swap(coming_);
  }
  for (const Coming& each : turned_away) each.refuse(Stopping());
  const auto over = rpc::ToGrpc(absl::UnavailableError("the service is stopping; call again"));
  for (const Each& each : All()) each->Stop(over);
}

}  // namespace fallverbund::service
