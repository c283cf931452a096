// Long, because libnats's callbacks and one connection's life meet here and nowhere else.
#include "libs/eventlog_jetstream/bus_connection.h"

#include <nats/nats.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <map>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/cleanup/cleanup.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "libs/base/check.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/base/stored.h"
#include "libs/crypto/random.h"
#include "libs/eventlog/hint_fanout.h"

namespace fallverbund::eventlog {
namespace {

// A reconnecting client tries each address this often; a killed bus that is back answers within a tenth of a
// second.
constexpr int64_t kReconnectWaitMs = 100;
constexpr int64_t kConnectTimeoutMs = 2'000;  // of one try
// A bus that closes while we introduce ourselves may be going down; after a second it is our certificate.
constexpr absl::Duration kTryRefusedFor = absl::Seconds(1);
// A bus that hangs without closing is noticed within two missed answers.
constexpr int64_t kPingIntervalMs = 5'000;
constexpr int kMaxPingsOut = 2;
constexpr int64_t kWriteDeadlineMs = 5'000;
// One batch of direct get is at most 1,000 messages and about 8 MiB; several threads may read at once.
constexpr int kMaxPendingAnswers = 65'536;
constexpr int kMaxPendingAnswerBytes = 256 * 1024 * 1024;
constexpr absl::Duration kWaitForConnection = absl::Milliseconds(250);

struct FreeOptions {
  void operator()(natsOptions* options) const { natsOptions_Destroy(options); }
};
// The library frees messages on a thread of its own, which each of them wakes; that was one switch of threads
// in five. So those that are done with lie here until there are some, or until they are large together.
class DoneWith {
 public:
  // Any thread. Takes the message.
  static void Take(natsMsg* message) {
    static auto* const done = new DoneWith;
    std::vector<natsMsg*> batch;
    {
      absl::MutexLock lock(&done->mu_);
      done->messages_.push_back(message);
      done->bytes_ += natsMsg_GetDataLength(message);
      if (done->messages_.size() < kMessages && done->bytes_ < kBytes) return;
      batch.swap(done->messages_);
      done->bytes_ = 0;
    }
    for (natsMsg* each : batch) natsMsg_Destroy(each);
  }

 private:
  static constexpr size_t kMessages = 64;
  static constexpr int64_t kBytes = 1024 * 1024;
  absl::Mutex mu_;
  std::vector<natsMsg*> messages_ ABSL_GUARDED_BY(mu_);
  int64_t bytes_ ABSL_GUARDED_BY(mu_) = 0;
};

struct FreeMessage {
  void operator()(natsMsg* message) const { DoneWith::Take(message); }
};
using MessagePtr = std::unique_ptr<natsMsg, FreeMessage>;

// The thread that delivers a subscription's messages may run a moment longer than the subscription; what its
// callback uses lives until the library says that it is done.
template <class T>
natsStatus KeepUntilComplete(natsSubscription* subscription, std::shared_ptr<T> used) {
  auto* kept = new std::shared_ptr<T>(std::move(used));
  const natsStatus status = natsSubscription_SetOnCompleteCB(
      subscription, +[](void* closure) { delete static_cast<std::shared_ptr<T>*>(closure); }, kept);
  if (status != NATS_OK) delete kept;
  return status;
}

// A subscription that somebody holds. Drained before it is destroyed: destroying one under traffic can crash.
class Listening final : public EventLog::Subscription {
 public:
  Listening(natsSubscription* subscription, std::unique_ptr<EventLog::Subscription> watcher)
      : subscription_(subscription), watcher_(std::move(watcher)) {}
  ~Listening() override {
    watcher_.reset();
    if (natsSubscription_Drain(subscription_) == NATS_OK) {
      natsSubscription_WaitForDrainCompletion(subscription_, kDrainMs);
    }
    natsSubscription_Destroy(subscription_);
  }

 private:
  static constexpr int64_t kDrainMs = 2'000;
  natsSubscription* const subscription_;
  std::unique_ptr<EventLog::Subscription> watcher_;
};

std::string LibraryText(natsStatus status) {
  const char* detail = nats_GetLastError(nullptr);
  return detail != nullptr && *detail != '\0' ? absl::StrCat(natsStatus_GetText(status), ": ", detail)
                                              : std::string(natsStatus_GetText(status));
}

absl::Status FileError(const char* what, const std::string& path, natsStatus status) {
  return absl::FailedPreconditionError(absl::StrCat("the bus's ", what, " ", path, " is not usable (",
                                                    LibraryText(status),
                                                    "); check that it exists, is readable and in PEM form"));
}

bool WorthTryingAgain(natsStatus status, absl::Duration tried) {
  if (status == NATS_PROTOCOL_ERROR) return tried < kTryRefusedFor;
  return status == NATS_NO_SERVER || status == NATS_TIMEOUT || status == NATS_IO_ERROR ||
         status == NATS_CONNECTION_CLOSED;
}

absl::Status ConnectError(const BusOptions& options, natsStatus status) {
  const std::string where = absl::StrCat(options.urls[0], options.urls.size() > 1 ? " and others" : "");
  const std::string text = LibraryText(status);
  if (status == NATS_CONNECTION_AUTH_FAILED ||
      absl::StrContains(absl::AsciiStrToLower(text), "authorization")) {
    return absl::PermissionDeniedError(absl::StrCat(
        "the bus at ", where, " knows no user for the certificate of '", options.service,
        "'; its URI must be the one in the bus's configuration (provisioning needs a change window): ",
        text));
  }
  if (status == NATS_SSL_ERROR || status == NATS_SECURE_CONNECTION_REQUIRED ||
      status == NATS_SECURE_CONNECTION_WANTED) {
    return absl::FailedPreconditionError(absl::StrCat(
        "no TLS with the bus at ", where, ": ", text,
        "; check that both sides' certificates are of the same authority, in date, and name the host"));
  }
  // With TLS 1.3 the bus judges our certificate after the handshake is over for us, and just closes.
  if (status == NATS_PROTOCOL_ERROR) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the bus at ", where, " closed the connection while we introduced ourselves (", text,
        "); most likely it does not accept the certificate ", options.cert_file,
        ": check that it is in date and of the bus's authority; the log of nats-server names the reason"));
  }
  return absl::UnavailableError(absl::StrCat("no bus answers at ", where, " (", text,
                                             "); check the address and that nats-server runs"));
}

}  // namespace

struct BusConnection::State {
  struct Waiting {
    std::string subject;
    std::deque<MessagePtr> answers;
    absl::Status failed;
    absl::CondVar something;  // of its own: an answer wakes the one who waits for it and looks at nobody else
    void Fail(const absl::Status& status) {
      failed = status;
      something.Signal();
    }
  };

  explicit State(const BusOptions& options)
      : service(options.service),
        inbox(absl::StrCat("_INBOX.", service, ".", ToHex(crypto::RandomBytes(12)), ".")) {}

  // Callbacks of the library. `closure` is a State that outlives the connection.
  static void OnAnswer(natsConnection*, natsSubscription*, natsMsg* message, void* closure) {
    auto* self = static_cast<State*>(closure);
    MessagePtr answer(message);
    const absl::string_view subject(natsMsg_GetSubject(message));
    uint64_t token = 0;
    if (!absl::SimpleAtoi(subject.substr(subject.rfind('.') + 1), &token)) return;
    absl::MutexLock lock(&self->mu);
    if (const auto it = self->waiting.find(token); it != self->waiting.end()) {
      it->second->answers.push_back(std::move(answer));
      it->second->something.Signal();
    }
  }
  static void OnDisconnected(natsConnection*, void* closure) {
    auto* self = static_cast<State*>(closure);
    self->SetConnected(false);
    self->FailAll(
        absl::UnavailableError("the connection to the bus was lost before it answered; outcome unknown"));
  }
  static void OnReconnected(natsConnection*, void* closure) {
    auto* self = static_cast<State*>(closure);
    ++self->reconnected;  // first: who is answered on this connection knows that it is another
    self->SetConnected(true);
    self->reconnects.Call();
  }
  static void OnClosed(natsConnection*, void* closure) {
    auto* self = static_cast<State*>(closure);
    self->SetConnected(false);
    absl::MutexLock lock(&self->mu);
    self->closed = true;
  }
  static void OnError(natsConnection*, natsSubscription*, natsStatus status, void* closure) {
    auto* self = static_cast<State*>(closure);
    if (status != NATS_NOT_PERMITTED) return;  // a slow consumer loses answers; who waits for them times out
    const char* text = nats_GetLastError(nullptr);
    if (text != nullptr) self->OnNotPermitted(text);
  }
  void OnNotPermitted(const std::string& text) {
    const absl::Status denied = absl::PermissionDeniedError(absl::StrCat(
        "the bus does not let '", service, "' do this: ", text, "; the account's imports say what it may"));
    if (absl::StrContains(absl::AsciiStrToLower(text), "subscription")) return FailAll(denied);
    absl::MutexLock lock(&mu);
    for (auto& [token, one] : waiting) {
      if (absl::StrContains(text, absl::StrCat("\"", one->subject, "\""))) one->Fail(denied);
    }
  }

  void SetConnected(bool now) {
    absl::MutexLock lock(&mu);
    connected = now;
  }
  void FailAll(const absl::Status& status) {
    absl::MutexLock lock(&mu);
    for (auto& [token, one] : waiting) one->Fail(status);
  }
  // A short wait, so that who tries again and again while the bus is away does not spin.
  bool WaitConnected(absl::Duration at_most) {
    absl::MutexLock lock(&mu);
    return mu.AwaitWithTimeout(absl::Condition(&connected), std::min(at_most, kWaitForConnection));
  }

  absl::Status NotConnected() {
    absl::MutexLock lock(&mu);
    return WithStored(
        absl::UnavailableError(
            closed ? "the bus refused our certificate again and again, so the connection is closed; nothing "
                     "was sent; mend the certificate or the bus's configuration and restart"
                   : "not connected to the bus; nothing was sent"),
        Stored::kNothing);
  }
  uint64_t Register(Waiting* one) {
    absl::MutexLock lock(&mu);
    waiting[++next_token] = one;
    return next_token;
  }
  void Unregister(uint64_t token) {
    absl::MutexLock lock(&mu);
    waiting.erase(token);
  }
  absl::Status Publish(const BusRequest& request, const std::string& reply) {
    natsMsg* raw = nullptr;
    natsStatus status = natsMsg_Create(&raw, request.subject.c_str(), reply.c_str(), request.payload.data(),
                                       static_cast<int>(request.payload.size()));
    const MessagePtr message(raw);
    for (const auto& [name, value] : request.headers) {
      if (status == NATS_OK) status = natsMsgHeader_Set(raw, name.c_str(), value.c_str());
    }
    if (status == NATS_OK) status = natsConnection_PublishMsg(connection, raw);
    if (status == NATS_OK) return absl::OkStatus();
    if (status == NATS_MAX_PAYLOAD)
      return absl::InvalidArgumentError("larger than the bus takes; nothing was sent");
    return absl::UnavailableError(absl::StrCat("could not hand over to the bus: ", LibraryText(status)));
  }
  // The next answer; what has arrived is given out before a failure is told.
  absl::StatusOr<MessagePtr> Await(Waiting* one, absl::Time deadline) {
    absl::MutexLock lock(&mu);
    while (one->answers.empty() && one->failed.ok()) {
      if (one->something.WaitWithDeadline(&mu, deadline) && one->answers.empty() && one->failed.ok())
        return absl::UnavailableError("the bus did not answer in time; outcome unknown");
    }
    if (one->answers.empty()) return one->failed;
    MessagePtr answer = std::move(one->answers.front());
    one->answers.pop_front();
    return answer;
  }

  const std::string service;
  const std::string inbox;
  natsConnection* connection = nullptr;
  natsSubscription* answers = nullptr;
  HintFanout reconnects;
  std::atomic<uint64_t> reconnected = 0;
  absl::Mutex mu;
  bool connected ABSL_GUARDED_BY(mu) = false;
  bool closed ABSL_GUARDED_BY(mu) = false;
  uint64_t next_token ABSL_GUARDED_BY(mu) = 0;
  std::map<uint64_t, Waiting*> waiting ABSL_GUARDED_BY(mu);
};

std::string_view BusAnswer::data() const {
  return {natsMsg_GetData(message_.get()), static_cast<size_t>(natsMsg_GetDataLength(message_.get()))};
}

absl::StatusOr<std::optional<std::string>> BusAnswer::LastHeader(const char* name) const {
  const char** values = nullptr;
  int count = 0;
  const natsStatus status = natsMsgHeader_Values(message_.get(), name, &values, &count);
  if (status == NATS_NOT_FOUND) return std::nullopt;
  if (status != NATS_OK)
    return absl::DataLossError(absl::StrCat("unreadable headers: ", natsStatus_GetText(status)));
  std::optional<std::string> last;
  if (count > 0) last = values[count - 1];
  free(values);
  return last;
}

void BusAnswer::Destroy::operator()(__natsMsg* message) const {
  DoneWith::Take(message);
}

absl::StatusOr<std::unique_ptr<BusConnection>> BusConnection::Connect(const BusOptions& options) {
  FV_CHECK(!options.urls.empty() && !options.service.empty());
  auto state = std::make_shared<State>(options);

  // The library would spin for each lock that is taken, and there are fewer cores than threads. Only its
  // first opening counts.
  FV_CHECK(nats_Open(0) == NATS_OK);
  natsOptions* raw = nullptr;
  FV_CHECK(natsOptions_Create(&raw) == NATS_OK);
  const std::unique_ptr<natsOptions, FreeOptions> nats(raw);
  std::vector<const char*> urls;
  for (const std::string& url : options.urls) urls.push_back(url.c_str());
  natsStatus status = natsOptions_SetServers(raw, urls.data(), static_cast<int>(urls.size()));
  if (status != NATS_OK) {
    return absl::InvalidArgumentError(
        absl::StrCat("a bus address is not of the form tls://host:port: ", LibraryText(status)));
  }
  FV_CHECK(natsOptions_SetSecure(raw, true) == NATS_OK);
  status = natsOptions_LoadCATrustedCertificates(raw, options.ca_file.c_str());
  if (status != NATS_OK) return FileError("authority file", options.ca_file, status);
  status = natsOptions_LoadCertificatesChain(raw, options.cert_file.c_str(), options.key_file.c_str());
  if (status != NATS_OK)
    return FileError("certificate", options.cert_file + " with key " + options.key_file, status);

  natsOptions_SetName(raw, absl::StrCat("fallverbund-", options.service).c_str());
  natsOptions_SetSendAsap(raw, true);  // else a lone command waits 1 ms for the flush
  natsOptions_SetAllowReconnect(raw, true);
  natsOptions_SetMaxReconnect(raw, -1);
  natsOptions_SetReconnectWait(raw, kReconnectWaitMs);
  natsOptions_SetReconnectJitter(raw, kReconnectWaitMs / 2, kReconnectWaitMs / 2);
  natsOptions_SetPingInterval(raw, kPingIntervalMs);
  natsOptions_SetMaxPingsOut(raw, kMaxPingsOut);
  natsOptions_SetWriteDeadline(raw, kWriteDeadlineMs);
  natsOptions_SetTimeout(raw, kConnectTimeoutMs);
  natsOptions_SetMaxPendingMsgs(raw, kMaxPendingAnswers);
  natsOptions_SetCustomInboxPrefix(raw, absl::StrCat("_INBOX.", options.service).c_str());
  natsOptions_SetErrorHandler(raw, State::OnError, state.get());
  natsOptions_SetDisconnectedCB(raw, State::OnDisconnected, state.get());
  natsOptions_SetReconnectedCB(raw, State::OnReconnected, state.get());

  // The closed callback is the library's last; from then on nobody uses the state but us.
  auto* kept = new std::shared_ptr<State>(state);
  natsOptions_SetClosedCB(
      raw,
      +[](natsConnection* connection, void* closure) {
        auto* last = static_cast<std::shared_ptr<State>*>(closure);
        State::OnClosed(connection, last->get());
        delete last;
      },
      kept);

  const absl::Time begin = absl::Now();
  const absl::Time deadline = begin + options.connect_within;
  for (;;) {
    status = natsConnection_Connect(&state->connection, raw);
    if (status == NATS_OK || !WorthTryingAgain(status, absl::Now() - begin) || absl::Now() >= deadline) break;
    nats_Sleep(kReconnectWaitMs);
  }
  if (status != NATS_OK) {
    delete kept;
    return ConnectError(options, status);
  }
  state->SetConnected(true);

  auto connection = std::unique_ptr<BusConnection>(new BusConnection(state));
  status = natsConnection_Subscribe(&state->answers, state->connection, (state->inbox + "*").c_str(),
                                    State::OnAnswer, state.get());
  if (status == NATS_OK) status = KeepUntilComplete(state->answers, state);
  if (status == NATS_OK)
    status = natsSubscription_SetPendingLimits(state->answers, kMaxPendingAnswers, kMaxPendingAnswerBytes);
  if (status == NATS_OK) status = natsConnection_FlushTimeout(state->connection, kWriteDeadlineMs);
  if (status != NATS_OK) return ConnectError(options, status);
  return connection;
}

BusConnection::~BusConnection() {
  state_->FailAll(absl::UnavailableError("the connection to the bus is being closed; outcome unknown"));
  natsConnection_Close(state_->connection);
  natsSubscription_Destroy(state_->answers);
  natsConnection_Destroy(state_->connection);
}

absl::StatusOr<BusAnswer> BusConnection::Request(const BusRequest& request, absl::Duration timeout) {
  std::optional<BusAnswer> first;
  const absl::Status status = Exchange(request, timeout, [&first](BusAnswer answer) {
    first = std::move(answer);
    return false;
  });
  if (!status.ok()) return status;
  return *std::move(first);
}

absl::Status BusConnection::RequestMany(const BusRequest& request, absl::Duration timeout,
                                        const std::function<bool(const BusAnswer&)>& take) {
  return Exchange(request, timeout, [&take](BusAnswer answer) { return take(answer); });
}

absl::Status BusConnection::Exchange(const BusRequest& request, absl::Duration timeout,
                                     const std::function<bool(BusAnswer)>& take) {
  const absl::Time deadline = absl::Now() + timeout;
  State::Waiting mine;
  mine.subject = request.subject;
  if (!state_->WaitConnected(timeout)) return state_->NotConnected();
  const uint64_t token = state_->Register(&mine);
  const absl::Cleanup leave = [this, token] { state_->Unregister(token); };
  FV_RETURN_IF_ERROR(state_->Publish(request, absl::StrCat(state_->inbox, token)));

  for (;;) {
    FV_ASSIGN_OR_RETURN(MessagePtr message, state_->Await(&mine, deadline));
    const bool no_responders = natsMsg_IsNoResponders(message.get());
    BusAnswer answer(message.release());
    // A stored message may bear the same mark, made by its writer; only the server's own has no sequence.
    if (no_responders) {
      auto sequence = answer.LastHeader("Nats-Sequence");
      if (sequence.ok() && !sequence->has_value()) {
        return absl::NotFoundError(
            absl::StrCat("nobody answers on ", request.subject,
                         ": the stream is missing, has no leader yet, or is not for this service"));
      }
    }
    if (!take(std::move(answer))) return absl::OkStatus();
  }
}

absl::StatusOr<std::unique_ptr<EventLog::Subscription>> BusConnection::Subscribe(
    const std::string& subject, std::function<void()> on_message) {
  auto fanout = std::make_shared<HintFanout>();
  auto watcher = fanout->Add(std::move(on_message));
  natsSubscription* subscription = nullptr;
  auto on_hint = +[](natsConnection*, natsSubscription*, natsMsg* message, void* closure) {
    DoneWith::Take(message);
    static_cast<HintFanout*>(closure)->Call();
  };
  natsStatus status =
      natsConnection_Subscribe(&subscription, state_->connection, subject.c_str(), on_hint, fanout.get());
  if (status == NATS_OK) status = KeepUntilComplete(subscription, fanout);
  if (status == NATS_OK) status = natsConnection_FlushTimeout(state_->connection, kWriteDeadlineMs);
  if (status != NATS_OK) {
    if (subscription != nullptr) natsSubscription_Destroy(subscription);
    return absl::UnavailableError(absl::StrCat("cannot listen on ", subject, ": ", LibraryText(status)));
  }
  return std::make_unique<Listening>(subscription, std::move(watcher));
}

std::unique_ptr<EventLog::Subscription> BusConnection::WatchReconnects(std::function<void()> hint) {
  return state_->reconnects.Add(std::move(hint));
}

bool BusConnection::connected() const {
  absl::MutexLock lock(&state_->mu);
  return state_->connected;
}

uint64_t BusConnection::reconnects() const {
  return state_->reconnected;
}

const std::string& BusConnection::service() const {
  return state_->service;
}

}  // namespace fallverbund::eventlog
