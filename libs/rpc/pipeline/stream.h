// Streams: reads that go on, for whoever must hear of something at once.
//
// A stream costs no thread and keeps no messages. What it sends next is read from the rows when the message
// before it has left, so a slow reader costs one message in flight and holds up nobody; one that comes back
// says how far it was. Streams are woken by the projection's progress, each by news of its own topic alone.
#ifndef FALLVERBUND_LIBS_RPC_PIPELINE_STREAM_H_
#define FALLVERBUND_LIBS_RPC_PIPELINE_STREAM_H_

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "grpcpp/support/byte_buffer.h"
#include "libs/projection/projection_store.h"
#include "libs/rpc/streaming_service.h"
#include "libs/rpc/worker_pool.h"
#include "libs/service/host.h"

namespace fallverbund::service {

// A stream that had nothing to say for so long says how far this instance has read: with the tick below
// within 15 seconds, as the contract has it. Who hears nothing for 45 should call again.
inline constexpr absl::Duration kHeartbeatEvery = absl::Seconds(14);
// How often we look whose heartbeat it is.
inline constexpr absl::Duration kHeartbeatTick = absl::Seconds(1);
// Open at the same time in one process, and of one topic; one more is told RESOURCE_EXHAUSTED.
inline constexpr int kMaxStreams = 10'000;
inline constexpr int kMaxStreamsOfTopic = 1'000;
// Streams that look for their next message at the same time: news for ten thousand must not keep the worker
// threads from everybody else.
inline constexpr int kMostLooking = 4;
// Streams that begin at the same time. Each beginning is journaled, one entry after the other: when ten
// thousand come back at once, an alarm must find a place in the queue and not wait behind them.
inline constexpr int kMostBeginning = 2;

// What one stream sends. Used by one thread at a time.
class StreamSource {
 public:
  virtual ~StreamSource() = default;
  // Whose news wakes the stream, such as the id of an organisation.
  virtual const std::string& topic() const = 0;
  // The next message, serialised, of what `rows` know as of `position`; nullopt: they know no more.
  virtual absl::StatusOr<std::optional<std::string>> Next(const projection::Rows& rows,
                                                          uint64_t position) = 0;
  // Said after Next had nothing more for `position`.
  virtual std::string Heartbeat(uint64_t position) = 0;
};

// The topics of which `rows` have news from beyond `position`.
using NewsOf =
    std::function<absl::StatusOr<std::set<std::string>>(const projection::Rows& rows, uint64_t position)>;
// Whether a stream may still say what `rows` know: OK, or what it ends with. On a worker thread.
using MayGoOn = std::function<grpc::Status(const projection::Rows& rows)>;

class Stream;

// The open streams of one process. Thread-safe. Host and pool outlive its last stream; the host stops before
// the pool ends, and the streams hear it.
class Streams : public std::enable_shared_from_this<Streams> {
 public:
  Streams(Host& host, rpc::WorkerPool& pool) : host_(host), pool_(pool) {}

  void SetNews(NewsOf news) {
    news_ = std::move(news);
  }  // before the first stream; empty: all is news to all
  // Before the first stream. So often it is looked for silent ones, too, if that is less than kHeartbeatTick.
  void SetHeartbeatEvery(absl::Duration every) {
    heartbeat_every_ = every;
    tick_ = std::min(every, kHeartbeatTick);
  }
  int open() const { return open_; }
  // Calls `begin` on the pool when it is its turn, in the order they came; or `refuse`, where kMaxStreams
  // wait or the service stops before. Exactly one of both, once.
  using Refuse = std::function<void(const absl::Status&)>;
  void Admit(std::function<void()> begin, Refuse refuse);
  // Whoever is open now or comes later is told UNAVAILABLE, as soon as what it is being sent has left.
  void End();

 private:
  friend class Stream;
  using Each = std::shared_ptr<Stream>;

  absl::Status Enter(const Each& stream);
  void Leave(const Each& stream);
  void Schedule(Each stream);
  void LookAtOne();
  void BeginOne();
  void WaitForNews(uint64_t read);
  void LookForNews(uint64_t read);
  std::vector<Each> All() const;
  std::vector<Each> Those(const absl::StatusOr<std::set<std::string>>& topics) const;

  Host& host_;
  rpc::WorkerPool& pool_;
  NewsOf news_;
  absl::Duration heartbeat_every_ = kHeartbeatEvery, tick_ = kHeartbeatTick;
  std::atomic<int> open_ = 0;
  mutable absl::Mutex mu_;
  std::map<std::string, std::set<Each>> by_topic_ ABSL_GUARDED_BY(mu_);
  std::deque<Each> ready_ ABSL_GUARDED_BY(mu_);
  int looking_ ABSL_GUARDED_BY(mu_) = 0;
  struct Coming {
    std::function<void()> begin;
    Refuse refuse;
  };
  std::deque<Coming> coming_ ABSL_GUARDED_BY(mu_);
  int beginning_ ABSL_GUARDED_BY(mu_) = 0;
  bool waiting_ ABSL_GUARDED_BY(mu_) = false;  // for news
  absl::Time next_tick_ ABSL_GUARDED_BY(mu_) = absl::InfinitePast();
  bool ended_ ABSL_GUARDED_BY(mu_) = false;
};

// One call, from its admission to its end. gRPC calls the public functions on threads of its own.
class Stream final : public rpc::StreamReactor, public std::enable_shared_from_this<Stream> {
 public:
  // Keeps itself until gRPC is done with it.
  static std::shared_ptr<Stream> Make(std::shared_ptr<Streams> streams);

  // Admission: exactly one of both, once. A stream that begins says first what there is, then a heartbeat.
  void Begin(std::unique_ptr<StreamSource> source, MayGoOn may_go_on);
  void Refuse(const grpc::Status& status);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  friend class Streams;
  enum class Phase { kBeginning, kIdle, kLooking, kWriting, kOver };

  explicit Stream(std::shared_ptr<Streams> streams) : streams_(std::move(streams)) {}
  void Wake(bool with_heartbeat);
  void Stop(const grpc::Status& status);
  void Look();
  bool LooksNoMore();
  void Send(const std::string& bytes);
  void Over(const grpc::Status& status);
  bool silent_since(absl::Time time) const;

  const std::shared_ptr<Streams> streams_;
  std::shared_ptr<Stream> self_;          // until OnDone
  std::unique_ptr<StreamSource> source_;  // of whoever looks
  MayGoOn may_go_on_;
  grpc::ByteBuffer sent_;  // while it is written
  mutable absl::Mutex mu_;
  Phase phase_ ABSL_GUARDED_BY(mu_) = Phase::kBeginning;
  bool news_ ABSL_GUARDED_BY(mu_) = false;       // came while it was busy
  bool heartbeat_ ABSL_GUARDED_BY(mu_) = false;  // is to be said when there is nothing else
  bool cancelled_ ABSL_GUARDED_BY(mu_) = false;
  std::optional<grpc::Status> stop_ ABSL_GUARDED_BY(mu_);
  absl::Time said_ ABSL_GUARDED_BY(mu_) = absl::InfinitePast();
};

}  // namespace fallverbund::service

#endif  // FALLVERBUND_LIBS_RPC_PIPELINE_STREAM_H_
