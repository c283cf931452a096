#include "libs/eventlog_jetstream/jetstream_event_log.h"

#include <algorithm>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/check.h"
#include "libs/base/status.h"
#include "libs/base/stored.h"
#include "libs/base/strings.h"
#include "libs/eventlog_jetstream/bus_api.h"
#include "libs/eventlog_jetstream/json.h"

namespace fallverbund::eventlog {
namespace {

// Measured through the imports: 256 to 1,000 messages a batch read 141,000/s; 50,000 to a slow reader got it
// cut.
constexpr int kMaxBatch = 1000;
constexpr int64_t kMaxBatchBytes = 8 * 1024 * 1024;
// Before the caller tries again: another append to the subject is on its way through the replicas.
constexpr absl::Duration kInFlightPause = absl::Milliseconds(5);
constexpr absl::Duration kNobodyPause = absl::Milliseconds(50);

// How long one request may take that somebody waits for until `deadline`.
absl::Duration Within(absl::Duration limit, absl::Time deadline) {
  return std::max(std::min(limit, deadline - absl::Now()), absl::ZeroDuration());
}

// How long an append waits for its acknowledgement: of a short time a quarter is left, in which a bus that is
// silent because it cannot write says so.
absl::Duration ForAcknowledgement(absl::Duration limit, absl::Time deadline) {
  return Within(limit, deadline - Within(limit, deadline) / 4);
}

// What one answer of a batched direct get is.
enum class Kind { kMessage, kEnd, kUnreadable, kRefused };

struct Answer {
  Kind kind = Kind::kUnreadable;
  StoredMessage message;
  std::string status;
};

// A writer decides what headers a stored message has, even a status line that looks like the server's end of
// batch. What it cannot do is to keep the server from adding its own at the end: whatever has them is a
// message.
Answer Classify(const BusAnswer& answer) {
  Answer result;
  const auto sequence = answer.LastHeader("Nats-Sequence");
  const auto subject = answer.LastHeader("Nats-Subject");
  const auto time = answer.LastHeader("Nats-Time-Stamp");
  if (!sequence.ok() || !subject.ok() || !time.ok()) return result;
  if (sequence->has_value() && subject->has_value() && time->has_value()) {
    const auto time_ns = ParseServerTime(**time);
    if (!absl::SimpleAtoi(**sequence, &result.message.position) || !time_ns) return result;
    result.kind = Kind::kMessage;
    result.message.server_time_ns = *time_ns;
    result.message.subject = **subject;
    result.message.payload = std::string(answer.data());
    return result;
  }
  const auto status = answer.LastHeader("Status");
  if (!status.ok()) return result;
  result.status = status->value_or("none");
  result.kind = result.status == "204" || result.status == "404" ? Kind::kEnd : Kind::kRefused;
  return result;
}

}  // namespace

absl::StatusOr<std::unique_ptr<JetStreamEventLog>> JetStreamEventLog::Open(
    std::shared_ptr<BusConnection> publish, std::shared_ptr<BusConnection> read,
    JetStreamLogOptions options) {
  auto log = std::unique_ptr<JetStreamEventLog>(
      new JetStreamEventLog(std::move(publish), std::move(read), std::move(options)));
  JetStreamEventLog* self = log.get();
  {
    absl::MutexLock lock(&self->listening_mu_);
    FV_RETURN_IF_ERROR(self->Listen());
  }
  const auto reconnected = [self] {
    // It may have been started anew with another configuration.
    const uint64_t on = self->Connections();
    const absl::Status shown = self->CheckDurability();
    if (shown.ok()) self->shown_on_ = on;
    if (self->options_.on_durability) self->options_.on_durability(shown);
    {
      absl::MutexLock lock(&self->listening_mu_);
      if (self->watching_ > 0) self->Listen().IgnoreError();  // the next reconnect tries again
    }
    self->hints_.Call();  // something may have been appended meanwhile
  };
  log->reconnects_of_read_ = log->read_->WatchReconnects(reconnected);
  if (log->publish_ != log->read_) log->reconnects_of_publish_ = log->publish_->WatchReconnects(reconnected);
  const uint64_t on = log->Connections();
  if (log->CheckDurability().ok()) log->shown_on_ = on;  // else the first append asks again
  return log;
}

JetStreamEventLog::JetStreamEventLog(std::shared_ptr<BusConnection> publish,
                                     std::shared_ptr<BusConnection> read, JetStreamLogOptions options)
    : options_(std::move(options)),
      stream_(StreamName(options_.kind, options_.association)),
      reads_whole_(options_.kind == StreamKind::kLog || read->service() == "audit" ||
                   read->service() == kLogContext),
      api_(options_.kind == StreamKind::kLog ? "fvapi.log" : "fvapi.journal"),
      publish_(std::move(publish)),
      read_(std::move(read)) {}

absl::StatusOr<uint64_t> JetStreamEventLog::Append(const AppendRequest& request) {
  if (request.payload.size() > kMaxMessageBytes) {
    return absl::InvalidArgumentError("a message of the log holds at most 128 KiB; write less in one commit");
  }
  {
    absl::MutexLock lock(&mu_);
    if (in_flight_ >= options_.max_in_flight) {
      return absl::ResourceExhaustedError(
          absl::StrCat(options_.max_in_flight, " appends are in flight; nothing was stored; slow down"));
    }
    ++in_flight_;
  }
  const absl::Cleanup leave = [this] {
    absl::MutexLock lock(&mu_);
    --in_flight_;
  };
  if (stopped_) FV_RETURN_IF_ERROR(CheckWrites(request.deadline));
  FV_RETURN_IF_ERROR(RequireSyncing(request.deadline));
  if (absl::Now() >= request.deadline) {
    return WithStored(absl::UnavailableError("there is no time left to append; nothing was stored"),
                      Stored::kNothing);
  }
  const auto position = Send(request);
  if (!position.ok() || syncs()) return position;
  // Answered on another connection, by a server that may have been started anew meanwhile.
  if (const auto shown = RequireSyncing(request.deadline); !shown.ok()) {
    return absl::UnavailableError(absl::StrCat("whether it is on a disk is not known: ", shown.message()));
  }
  return position;
}

// Whoever is told OK may rely on the disk, also when nobody looked at the service's health.
absl::Status JetStreamEventLog::RequireSyncing(absl::Time deadline) {
  if (syncs()) return absl::OkStatus();
  const uint64_t on = Connections();
  if (const auto shown = ShowsThatItSyncs(Within(options_.read_timeout, deadline)); !shown.ok()) {
    return WithStored(absl::Status(shown.code(), absl::StrCat("nothing was stored: ", shown.message())),
                      Stored::kNothing);
  }
  shown_on_ = on;
  return absl::OkStatus();
}

absl::StatusOr<uint64_t> JetStreamEventLog::Send(const AppendRequest& request) {
  // The header is set by hand: the library sends none for the expectation 0.
  BusRequest publish{request.subject,
                     request.payload,
                     {{"Nats-Expected-Last-Subject-Sequence", absl::StrCat(request.expected_last_position)}}};
  auto answer = publish_->Request(publish, ForAcknowledgement(options_.append_timeout, request.deadline));
  if (absl::IsNotFound(answer.status())) return NoStreamOrNotNow(answer.status(), request.deadline);
  if (absl::IsUnavailable(answer.status()) && publish_->connected())
    return Silence(answer.status(), request.deadline);
  if (!answer.ok()) return answer.status();
  auto position = ParseAck(answer->data(), stream_);
  if (absl::IsAborted(position.status())) {
    const auto error = ParseError(answer->data());
    if (error && error->code == kBusAppendInFlight) {
      absl::SleepFor(kInFlightPause);  // the bus gives no sign when that other append is through
    }
  }
  return position;
}

// The bus took the append and did not answer. It may still be stored, so this stays in doubt; the next
// appends are told at once.
absl::Status JetStreamEventLog::Silence(const absl::Status& silence, absl::Time deadline) {
  const auto reason = StoppedWriting(*publish_, Within(kHealthTimeout, deadline));
  if (!reason) return silence;
  stopped_ = true;
  return absl::UnavailableError(absl::StrCat(silence.message(), "; ", *reason));
}

// OK once the bus writes again.
absl::Status JetStreamEventLog::CheckWrites(absl::Time deadline) {
  const auto reason = StoppedWriting(*publish_, Within(kHealthTimeout, deadline));
  if (reason) return absl::ResourceExhaustedError(absl::StrCat("nothing was stored: ", *reason));
  stopped_ = false;
  return absl::OkStatus();
}

// Nobody took the append. If the leader says there is no stream, that is for good; else it may be electing.
absl::Status JetStreamEventLog::NoStreamOrNotNow(const absl::Status& nobody, absl::Time deadline) {
  if (reads_whole_) {
    const auto asked = Get("{\"seq\":1}", deadline);
    if (absl::IsFailedPrecondition(asked.status())) return asked.status();
  }
  absl::SleepFor(kNobodyPause);  // an election gives no sign
  return WithStored(absl::UnavailableError(absl::StrCat(nobody.message(), "; nothing was stored")),
                    Stored::kNothing);
}

absl::StatusOr<std::vector<StoredMessage>> JetStreamEventLog::Read(uint64_t from, ReadLimit limit) {
  if (!reads_whole_) return absl::PermissionDeniedError("only the audit reads the journal");
  from = std::max<uint64_t>(from, 1);
  FV_ASSIGN_OR_RETURN(std::vector<StoredMessage> batch, ReadBatch(from, limit));
  if (!batch.empty()) return batch;
  // Nothing came, or nothing that can be believed. The leader's answer cannot be spoofed; so the reader moves
  // on however a writer shaped the headers of its message.
  FV_ASSIGN_OR_RETURN(std::optional<StoredMessage> first, ReadFromLeader(from));
  if (first) batch.push_back(*std::move(first));
  return batch;
}

absl::StatusOr<std::vector<StoredMessage>> JetStreamEventLog::ReadBatch(uint64_t from, ReadLimit limit) {
  const int batch_size = std::clamp(limit.max_messages, 1, kMaxBatch);
  const int64_t bytes = std::clamp<int64_t>(limit.max_bytes, 1, kMaxBatchBytes);
  const BusRequest request{api_ + ".read",
                           absl::StrCat("{\"seq\":", from, ",\"batch\":", batch_size,
                                        ",\"max_bytes\":", bytes, ",\"next_by_subj\":\">\"}"),
                           {}};
  std::vector<StoredMessage> batch;
  std::string refused;
  const absl::Status status =
      read_->RequestMany(request, options_.read_timeout, [&](const BusAnswer& bus_answer) {
        Answer answer = Classify(bus_answer);
        switch (answer.kind) {
          case Kind::kMessage:
            batch.push_back(std::move(answer.message));
            return true;
          case Kind::kRefused:
            refused = answer.status;
            return false;
          case Kind::kEnd:
          case Kind::kUnreadable:
            return false;
        }
        FV_CHECK(false);
      });
  if (!batch.empty()) return batch;  // what came before a failure is whole as far as it goes
  if (absl::IsNotFound(status)) return absl::UnavailableError(status.message());
  if (!status.ok()) return status;
  if (!refused.empty())
    return absl::UnavailableError(absl::StrCat("the bus refuses to read: status ", refused));
  return batch;
}

absl::StatusOr<std::optional<StoredMessage>> JetStreamEventLog::Get(const std::string& query,
                                                                    absl::Time deadline) {
  FV_ASSIGN_OR_RETURN(std::optional<RawMessage> raw,
                      GetFromLeader(*read_, api_ + ".get", query, Within(options_.read_timeout, deadline)));
  if (!raw) return std::nullopt;
  return std::move(raw->message);
}

absl::StatusOr<std::optional<StoredMessage>> JetStreamEventLog::ReadFromLeader(uint64_t position) {
  if (!reads_whole_) return absl::PermissionDeniedError("only the audit reads the journal");
  if (position == 0) return std::nullopt;
  return Get(absl::StrCat("{\"seq\":", position, "}"));
}

absl::StatusOr<std::optional<StoredMessage>> JetStreamEventLog::NextFromLeader(std::string_view subject,
                                                                               uint64_t from,
                                                                               absl::Time deadline) {
  from = std::max<uint64_t>(from, 1);
  if (reads_whole_)
    return Get(absl::StrCat("{\"seq\":", from, ",\"next_by_subj\":", Quoted(subject), "}"), deadline);
  FV_ASSIGN_OR_RETURN(std::optional<StoredMessage> last, LastOfMine(subject, deadline));
  if (!last || last->position < from) return std::nullopt;
  return last;
}

absl::StatusOr<std::optional<StoredMessage>> JetStreamEventLog::LastFromLeader(std::string_view subject,
                                                                               absl::Time deadline) {
  if (!reads_whole_) return LastOfMine(subject, deadline);
  return Get(absl::StrCat("{\"last_by_subj\":", Quoted(subject), "}"), deadline);
}

absl::StatusOr<std::optional<StoredMessage>> JetStreamEventLog::LastOfMine(std::string_view subject,
                                                                           absl::Time deadline) {
  auto bus_answer = read_->Request({absl::StrCat("fvapi.journal.last.", ToAbsl(subject)), "", {}},
                                   Within(options_.read_timeout, deadline));
  if (absl::IsNotFound(bus_answer.status())) return absl::UnavailableError(bus_answer.status().message());
  if (!bus_answer.ok()) return bus_answer.status();
  Answer answer = Classify(*bus_answer);
  if (answer.kind == Kind::kEnd) return std::nullopt;
  if (answer.kind != Kind::kMessage)
    return absl::UnavailableError("the bus's answer to a read is unreadable");
  return std::move(answer.message);
}

absl::StatusOr<uint64_t> JetStreamEventLog::HeadFromLeader(absl::Time deadline) {
  if (!reads_whole_) return absl::PermissionDeniedError("only the audit reads the journal");
  const std::string all = absl::StrCat(ToAbsl(SubjectPrefix(options_.kind)), ".", options_.association, ".>");
  const std::string ask_last = absl::StrCat("{\"last_by_subj\":", Quoted(all), "}");
  FV_ASSIGN_OR_RETURN(std::optional<StoredMessage> last, Get(ask_last, deadline));
  if (last) return last->position;
  // "No message" is the bus's answer to an empty log, and also to one whose last record is damaged.
  FV_ASSIGN_OR_RETURN(const std::optional<StoredMessage> first,
                      Get(absl::StrCat("{\"seq\":1,\"next_by_subj\":", Quoted(all), "}"), deadline));
  if (!first) return 0;
  FV_ASSIGN_OR_RETURN(last, Get(ask_last, deadline));  // somebody may just have written the first one
  if (last) return last->position;
  return absl::DataLossError(
      "the bus cannot read the end of the log: the last record on its leader is damaged; compare the "
      "servers' "
      "copies (fvctl bus compare), then refill this server from a whole one or from a backup");
}

absl::Status JetStreamEventLog::CheckDurability() {
  return ShowsThatItSyncs(options_.read_timeout);
}

absl::Status JetStreamEventLog::ShowsThatItSyncs(absl::Duration patience) {
  // Each server of the bus answers once. A quorum must, and everyone who does must sync.
  int64_t servers = 1, answered = 0, synced = 0;
  const absl::Status status =
      read_->RequestMany({"fvapi.sys.jsz", "{}", {}}, patience, [&](const BusAnswer& answer) {
        const auto json = ParseJson(answer.data());
        if (json.ok()) {
          ++answered;
          servers = std::max(servers, FindInt(*json, "data.meta_cluster.cluster_size").value_or(1));
          if (FindBool(*json, "data.config.sync_always").value_or(false)) ++synced;
        }
        return answered < servers;
      });
  if (absl::IsPermissionDenied(status)) return status;
  if (synced < answered) {
    return absl::FailedPreconditionError(
        "a server of the bus acknowledges before its disk has the message; set sync_interval: always in its "
        "configuration (deploy/nats/render.py does) and restart it");
  }
  if (answered < servers / 2 + 1) {
    return absl::UnavailableError("the bus has not shown yet that it syncs before it acknowledges");
  }
  return absl::OkStatus();
}

absl::Status JetStreamEventLog::Listen() {
  if (bus_hints_ != nullptr || options_.kind == StreamKind::kJournal) return absl::OkStatus();  // no hints
  FV_ASSIGN_OR_RETURN(bus_hints_, read_->Subscribe(absl::StrCat("fvhint.", options_.association, ".>"),
                                                   [this] { hints_.Call(); }));
  return absl::OkStatus();
}

class JetStreamEventLog::Watching final : public Subscription {
 public:
  Watching(JetStreamEventLog& log, std::function<void()> hint)
      : log_(log), watcher_(log.hints_.Add(std::move(hint))) {
    absl::MutexLock lock(&log_.listening_mu_);
    ++log_.watching_;
    log_.Listen().IgnoreError();  // who watches looks by itself, too; the next reconnect tries again
  }
  ~Watching() override {
    watcher_.reset();
    absl::MutexLock lock(&log_.listening_mu_);
    if (--log_.watching_ == 0) log_.bus_hints_.reset();
  }

 private:
  JetStreamEventLog& log_;
  std::unique_ptr<Subscription> watcher_;
};

std::unique_ptr<EventLog::Subscription> JetStreamEventLog::WatchHints(std::function<void()> hint) {
  return std::make_unique<Watching>(*this, std::move(hint));
}

}  // namespace fallverbund::eventlog
