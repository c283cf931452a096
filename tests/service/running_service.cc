#include "tests/service/running_service.h"

#include <atomic>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "libs/base/check.h"
#include "libs/base/id.h"
#include "libs/crypto/random.h"
#include "libs/rpc/testing/test_ca.h"
#include "services/keys/vault/policy.h"

namespace fallverbund::testing {
namespace {

const TestCa& Ca() {
  static const TestCa ca;
  return ca;
}

// Making a certificate takes longer than most tests, and they do not differ.
const runtime::TlsPaths& Certificate(const std::string& key, const std::function<runtime::TlsPaths()>& make) {
  static std::map<std::string, runtime::TlsPaths> made;
  auto found = made.find(key);
  if (found == made.end()) found = made.emplace(key, make()).first;
  return found->second;
}

std::vector<eventlog::StoredMessage> AllOf(eventlog::EventLog& log) {
  std::vector<eventlog::StoredMessage> all;
  while (true) {
    auto batch = log.Read(all.size() + 1, {});
    FV_CHECK(batch.ok());
    if (batch->empty()) return all;
    for (auto& message : *batch) all.push_back(std::move(message));
  }
}

std::vector<eventlog::v1::Event> EventsOf(eventlog::EventLog& log) {
  std::vector<eventlog::v1::Event> events;
  for (const auto& message : AllOf(log)) {
    eventlog::v1::Envelope envelope;
    eventlog::v1::Commit commit;
    FV_CHECK(envelope.ParseFromString(message.payload) && commit.ParseFromString(envelope.signed_part()));
    events.insert(events.end(), commit.events().begin(), commit.events().end());
  }
  return events;
}

}  // namespace

RunningService::RunningService(const std::string& context, service::Module& module, seal::Sealer* sealer)
    : RunningService(context, module, sealer, std::make_shared<Ground>()) {
  if (!keys::MayDerive(context)) return;
  for (int i = 0; i < common::v1::FileClass_ARRAYSIZE; ++i) {  // as the real vault would
    const auto file_class = static_cast<common::v1::FileClass>(i);
    if (!keys::MayUse(context, file_class)) vault().Deny(file_class);
  }
}

RunningService::RunningService(const std::string& context, service::Module& module,
                               const LogElsewhere& elsewhere)
    : RunningService(context, module, nullptr, [&] {
        auto ground = std::make_shared<Ground>();
        ground->elsewhere = &elsewhere;
        return ground;
      }()) {}

RunningService::RunningService(const std::string& context, service::Module& module, RunningService& beside)
    : RunningService(context, module, nullptr, beside.ground_) {}

RunningService::RunningService(const std::string& context, service::Module& module, seal::Sealer* sealer,
                               std::shared_ptr<Ground> ground)
    : context_(context),
      ground_(std::move(ground)),
      sealer_({.association = eventlog::SignedLog::kAssociation}, &ground_->vault, &machine_clock_),
      signer_(eventlog::SignedLog::signer(context)) {
  host_ = std::make_unique<service::Host>(
      service::Ports{
          .log = TheLog(),
          .journal = TheJournal(),
          .store = rows_,
          .sealer = sealer == nullptr ? sealer_ : *sealer,
          .signer = signer_,
          .clock = clock(),
          .new_id = [] { return ToHex(crypto::RandomBytes(16)); },
          .id_key = *vault().IdKey(),
          .identity = ground_->elsewhere == nullptr ? log().identity() : ground_->elsewhere->identity,
          .on_notice = [](const projection::Notice&) {},
          .on_alarm = [](const absl::Status&) {},
          .on_trouble = [](const reaction::Obligation&, const absl::Status&) {}},
      module.MakeSpec());
  pool_ = std::make_unique<rpc::WorkerPool>();
  pipeline_ = std::make_unique<service::Pipeline>(*host_, *pool_);
  services_ = module.MakeServices(*host_, *pipeline_);
  host_->Start();
  std::vector<grpc::Service*> served;
  for (const auto& each : services_) served.push_back(each.get());
  auto server =
      rpc::Server::Start({.tls = Certificate(context, [&] { return Ca().Service(context); })}, served);
  FV_CHECK(server.ok());
  server_ = *std::move(server);
  Settle();
}

RunningService::~RunningService() {
  channels_.clear();
  pipeline_->streams().End();
  server_->Drain(absl::Seconds(10));
  server_.reset();
  host_->Stop();
  pool_.reset();
}

void RunningService::Happened(const std::string& context, const std::string& aggregate_id,
                              const std::string& aggregate_type,
                              const std::vector<const google::protobuf::Message*>& oneofs) {
  std::vector<eventlog::v1::Event> events;
  for (const auto* oneof : oneofs) events.push_back(eventlog::PackOneof(*oneof));
  if (ground_->elsewhere != nullptr) {
    ground_->elsewhere->append(context, aggregate_id, aggregate_type, events);
  } else {
    log().SetNow(clock().Now());
    log().Append(context, aggregate_id, aggregate_type, events);
  }
  Settle();
}

eventlog::EventLog& RunningService::TheLog() {
  return ground_->elsewhere == nullptr ? log().log() : ground_->elsewhere->log;
}

eventlog::EventLog& RunningService::TheJournal() {
  return ground_->elsewhere == nullptr ? ground_->journal : ground_->elsewhere->journal;
}

void RunningService::Settle() {
  const auto head = TheLog().HeadFromLeader();
  FV_CHECK(head.ok());
  host_->runner().Poke();
  const auto status = host_->runner().WaitSettled(*head, clock().Now(), absl::Now() + absl::Minutes(2));
  FV_CHECK(status.ok());
}

std::string RunningService::EverythingWritten() {
  std::string all;
  for (const auto& message : AllOf(TheLog())) absl::StrAppend(&all, message.subject, message.payload);
  for (const auto& message : AllOf(TheJournal())) absl::StrAppend(&all, message.subject, message.payload);
  return all;
}

std::vector<eventlog::v1::Event> RunningService::Journal() {
  return EventsOf(TheJournal());
}

std::vector<eventlog::v1::Event> RunningService::Log() {
  return EventsOf(TheLog());
}

std::vector<std::string> RunningService::JournalEntries() {
  std::vector<std::string> types;
  for (const auto& entry : Journal()) types.push_back(entry.type());
  return types;
}

std::string RunningService::NewRequestId() {
  static std::atomic<uint64_t> count = 0;
  return absl::StrFormat("00000000-0000-4000-8000-%012d", ++count);
}

std::shared_ptr<grpc::Channel> RunningService::ChannelOf(const std::string& organisation) {
  auto& channel = channels_[organisation];
  if (channel == nullptr) {
    const auto& tls = Certificate(absl::StrCat("org ", organisation), [&] {
      return organisation.empty() ? Ca().Operator("operator") : Ca().Organisation(organisation);
    });
    auto connected = rpc::Connect(
        {.target = absl::StrCat("127.0.0.1:", server_->port()), .tls = tls, .service = context_});
    FV_CHECK(connected.ok());
    channel = *std::move(connected);
  }
  return channel;
}

}  // namespace fallverbund::testing
