#include "libs/eventlog_jetstream/provision.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "fallverbund/eventlog/v1/log_events.pb.h"
#include "libs/base/check.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/crypto/hash.h"
#include "libs/eventlog/append.h"
#include "libs/eventlog/genesis.h"
#include "libs/eventlog/prefix.h"
#include "libs/eventlog_jetstream/bus_api.h"
#include "libs/eventlog_jetstream/jetstream_event_log.h"
#include "libs/eventlog_jetstream/json.h"

namespace fallverbund::eventlog {
namespace {

constexpr absl::Duration kApiTimeout = absl::Seconds(10);
constexpr absl::Duration kAppendWithin = absl::Seconds(30);
constexpr absl::Duration kWaitForServers = absl::Seconds(30);
constexpr absl::Duration kAskAgain = absl::Milliseconds(200);
constexpr int kBusStreamNotFound = 10059;

// What the bus says of a stream's configuration.
absl::StatusOr<std::string> ConfigIn(const BusAnswer& answer, const std::string& name) {
  if (const auto error = ParseError(answer.data())) {
    const absl::Status status = ApiError(error->code, error->description);
    return absl::Status(status.code(), absl::StrCat("stream ", name, ": ", status.message()));
  }
  FV_ASSIGN_OR_RETURN(const Json info, ParseJson(answer.data()));
  const auto* config = Find(info, "config");
  if (config == nullptr) return absl::UnavailableError("the bus's answer about a stream is unreadable");
  return ToJson(config->struct_value());
}

absl::Status MakeStream(BusConnection& bus, const std::string& wanted) {
  FV_ASSIGN_OR_RETURN(const Json json, ParseJson(wanted));
  const std::string name = FindString(json, "name").value_or("");
  FV_ASSIGN_OR_RETURN(BusAnswer answer, bus.Request({"$JS.API.STREAM.INFO." + name, "", {}}, kApiTimeout));
  const auto error = ParseError(answer.data());
  if (error && error->code == kBusStreamNotFound) {
    FV_ASSIGN_OR_RETURN(answer, bus.Request({"$JS.API.STREAM.CREATE." + name, wanted, {}}, kApiTimeout));
  }
  FV_ASSIGN_OR_RETURN(std::string config, ConfigIn(answer, name));
  if (OnlyGrows(wanted, config)) {
    FV_ASSIGN_OR_RETURN(answer, bus.Request({"$JS.API.STREAM.UPDATE." + name, wanted, {}}, kApiTimeout));
    FV_ASSIGN_OR_RETURN(config, ConfigIn(answer, name));
  }
  return CompareConfig(wanted, config);
}

// One of the two streams with its genesis written or verified.
class Stream {
 public:
  static absl::StatusOr<std::unique_ptr<Stream>> Open(std::shared_ptr<BusConnection> bus, StreamKind kind,
                                                      const ProvisionPlan& plan) {
    auto stream = std::make_unique<Stream>();
    stream->facts_ = {.kind = kind,
                      .association = plan.association,
                      .origin = kind == StreamKind::kLog ? plan.log_origin : plan.journal_origin,
                      .test_clock = plan.test_clock};
    FV_ASSIGN_OR_RETURN(stream->log_,
                        JetStreamEventLog::Open(bus, bus, {.association = plan.association, .kind = kind}));
    return stream;
  }

  // The genesis that is there, or a new one.
  absl::Status Begin(const Signer& provisioner, const Clock& clock,
                     const std::function<std::string()>& new_id) {
    FV_ASSIGN_OR_RETURN(std::optional<StoredMessage> first, log_->ReadFromLeader(1));
    if (!first) {
      const std::string payload =
          provisioner.SignCommit(GenesisCommit(facts_, provisioner, new_id(), clock.Now()));
      FV_RETURN_IF_ERROR(
          AppendOnce(*log_, {subject(), payload, 0}, SystemClock(), absl::Now() + kAppendWithin).status());
      FV_ASSIGN_OR_RETURN(first, log_->ReadFromLeader(1));
      if (!first) return absl::UnavailableError("the genesis just written cannot be read yet");
    }
    FV_ASSIGN_OR_RETURN(const v1::Genesis genesis, TakeGenesis(*first, provisioner));
    if (genesis.origin_id() != facts_.origin) return Other("its origin has another name");
    if (genesis.test_clock() != facts_.test_clock) return Other("its test clock flag differs");
    return absl::OkStatus();
  }

  // The genesis that is there, whatever it says besides whose it is.
  absl::Status GoOn(const Signer& provisioner) {
    FV_ASSIGN_OR_RETURN(const std::optional<StoredMessage> first, log_->ReadFromLeader(1));
    if (!first) return absl::NotFoundError("the stream is empty: there is no log yet; provision it first");
    return TakeGenesis(*first, provisioner).status();
  }

  std::string subject() const {
    return Subject{facts_.kind, facts_.association, kLogContext, std::string(LogAggregateId(facts_.kind))}
        .ToString();
  }
  const LogIdentity& identity() const { return identity_; }
  EventLog& log() { return *log_; }

 private:
  absl::Status Other(absl::string_view what) const {
    return absl::FailedPreconditionError(absl::StrCat(
        "the stream ", StreamName(facts_.kind, facts_.association), " begins with another genesis: ", what,
        "; nothing was changed. Use the provisioner key and the plan it was made with, or an empty bus"));
  }

  absl::StatusOr<v1::Genesis> TakeGenesis(const StoredMessage& first, const Signer& provisioner) {
    identity_ = {facts_.kind, facts_.association, crypto::Sha256(first.payload)};
    const auto verdict = Judge(first, identity_, InMemoryPrefix(identity_));
    if (const auto* defect = std::get_if<Defect>(&verdict)) return Other(ToAbsl(DefectName(*defect)));
    v1::Genesis genesis;
    FV_CHECK(UnpackEvent(std::get<ValidCommit>(verdict).commit.events(0), &genesis));
    if (genesis.provisioner_key() != provisioner.public_key())
      return Other("it was made with another provisioner key");
    return genesis;
  }

  GenesisFacts facts_;
  LogIdentity identity_;
  std::unique_ptr<EventLog> log_;
};

// The log's own aggregate alone decides which keys are registered, and its links make it whole; so the chain
// is walked by subject, and the rest of the log is left unread.
struct Register {
  InMemoryPrefix prefix;
  std::set<std::string> retired = {};  // ids of keys
};

absl::StatusOr<std::unique_ptr<Register>> ReadRegister(Stream& stream) {
  auto all = std::make_unique<Register>(Register{InMemoryPrefix(stream.identity())});
  for (uint64_t from = 1;;) {
    FV_ASSIGN_OR_RETURN(const std::optional<StoredMessage> next,
                        stream.log().NextFromLeader(stream.subject(), from));
    if (!next) return all;
    const auto verdict = all->prefix.Next(*next);
    if (const auto* defect = std::get_if<Defect>(&verdict)) {
      return absl::DataLossError(absl::StrCat(
          "position ", next->position, " of the log's own aggregate is broken: ", ToAbsl(DefectName(*defect)),
          "; let the audit look before going on"));
    }
    for (const KeyChange& change : KeyChanges(std::get<ValidCommit>(verdict))) {
      if (const auto* retired = std::get_if<KeyRetired>(&change)) all->retired.insert(retired->key_id);
    }
    from = next->position + 1;
  }
}

absl::Status AppendToRegister(Stream& stream, const Register& before, const std::string& association,
                              std::vector<v1::Event> events, const Signer& provisioner, const Clock& clock,
                              const std::string& commit_id) {
  const ChainLink link = before.prefix.Link(stream.subject());
  const v1::Commit commit = LogCommit(association, link, std::move(events), commit_id, clock.Now());
  const AppendRequest request{stream.subject(), provisioner.SignCommit(commit), link.last_position};
  return AppendOnce(stream.log(), request, SystemClock(), absl::Now() + kAppendWithin).status();
}

// True: registered as wanted. kFailedPrecondition: the id is taken by another key or context, or was retired.
absl::StatusOr<bool> IsRegistered(const InMemoryPrefix& prefix, const SignerKey& wanted) {
  const auto key = prefix.SignerKey(wanted.key_id, wanted.context);
  if (key == wanted.public_key) return true;
  if (!key && !prefix.KnowsKey(wanted.key_id)) return false;
  return absl::FailedPreconditionError(absl::StrCat(
      "the key id for ", wanted.context,
      " is already registered with another key or context, or was retired; make a new key with a new id"));
}

absl::StatusOr<int> RegisterSigners(Stream& stream, const Signer& provisioner, const ProvisionPlan& plan,
                                    const Clock& clock, const std::string& commit_id) {
  FV_ASSIGN_OR_RETURN(const std::unique_ptr<Register> before, ReadRegister(stream));
  std::vector<v1::Event> missing;
  for (const SignerKey& signer : plan.signers) {
    FV_ASSIGN_OR_RETURN(const bool registered, IsRegistered(before->prefix, signer));
    if (registered) continue;
    v1::SignerRegistered event;
    event.set_key_id(signer.key_id);
    event.set_context_id(signer.context);
    event.set_public_key(signer.public_key);
    if (!ReadRegistration(event)) {
      return absl::InvalidArgumentError(absl::StrCat("not a signer key: context '", signer.context,
                                                     "'; a key id has 32 hex digits, a public key 32 bytes, "
                                                     "and the contexts are those of the services"));
    }
    missing.push_back(PackEvent(event));
  }
  if (missing.empty()) return 0;
  const int count = static_cast<int>(missing.size());
  FV_RETURN_IF_ERROR(
      AppendToRegister(stream, *before, plan.association, std::move(missing), provisioner, clock, commit_id));
  return count;
}

}  // namespace

absl::Status MakeStreams(BusConnection& provisioner, const std::string& association,
                         const StreamTemplates& templates, const StreamSizes& sizes) {
  for (const std::string* text : {&templates.log, &templates.journal, &templates.keys}) {
    FV_ASSIGN_OR_RETURN(const std::string wanted, FillIn(*text, association, sizes));
    // A cluster that has just started knows not all of its servers yet, and then finds no place for a stream.
    const absl::Time deadline = absl::Now() + kWaitForServers;
    absl::Status made = MakeStream(provisioner, wanted);
    while (absl::IsUnavailable(made) && absl::Now() < deadline) {
      absl::SleepFor(kAskAgain);  // it gives no sign
      made = MakeStream(provisioner, wanted);
    }
    FV_RETURN_IF_ERROR(made);
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> HasBegun(std::shared_ptr<BusConnection> bus, const std::string& association) {
  FV_ASSIGN_OR_RETURN(const auto log, JetStreamEventLog::Open(bus, bus, {.association = association}));
  FV_ASSIGN_OR_RETURN(const uint64_t head, log->HeadFromLeader());
  return head > 0;
}

absl::StatusOr<Provisioned> WriteGenesis(std::shared_ptr<BusConnection> bus, const Signer& provisioner,
                                         const ProvisionPlan& plan, const Clock& clock,
                                         const std::function<std::string()>& new_id) {
  FV_ASSIGN_OR_RETURN(const std::unique_ptr<Stream> log, Stream::Open(bus, StreamKind::kLog, plan));
  FV_ASSIGN_OR_RETURN(const std::unique_ptr<Stream> journal, Stream::Open(bus, StreamKind::kJournal, plan));
  FV_RETURN_IF_ERROR(log->log().CheckDurability());
  FV_RETURN_IF_ERROR(log->Begin(provisioner, clock, new_id));
  FV_RETURN_IF_ERROR(journal->Begin(provisioner, clock, new_id));

  Provisioned done;
  done.log_genesis_sha256 = log->identity().genesis_sha256;
  done.journal_genesis_sha256 = journal->identity().genesis_sha256;
  FV_ASSIGN_OR_RETURN(done.registered_now, RegisterSigners(*log, provisioner, plan, clock, new_id()));
  return done;
}

absl::StatusOr<bool> RetireSigner(std::shared_ptr<BusConnection> bus, const Signer& provisioner,
                                  const std::string& association, const std::string& key_id,
                                  const Clock& clock, const std::string& commit_id) {
  ProvisionPlan plan;
  plan.association = association;
  FV_ASSIGN_OR_RETURN(const std::unique_ptr<Stream> log,
                      Stream::Open(std::move(bus), StreamKind::kLog, plan));
  FV_RETURN_IF_ERROR(log->GoOn(provisioner));
  FV_ASSIGN_OR_RETURN(const std::unique_ptr<Register> before, ReadRegister(*log));
  if (!before->prefix.KnowsKey(key_id))
    return absl::NotFoundError(
        absl::StrCat("the log registers no key ", IsHexId(key_id) ? key_id : "of that id"));
  if (before->prefix.SignerKey(key_id, kLogContext))
    return absl::InvalidArgumentError("this is the provisioner's own key, which begins the log and stays");
  if (before->retired.count(key_id) > 0) return false;
  v1::SignerRetired event;
  event.set_key_id(key_id);
  std::vector<v1::Event> events;
  events.push_back(PackEvent(event));
  FV_RETURN_IF_ERROR(
      AppendToRegister(*log, *before, association, std::move(events), provisioner, clock, commit_id));
  return true;
}

}  // namespace fallverbund::eventlog
