#include "tools/bench/bulk.h"

#include <nats/nats.h>
#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <memory>
#include <random>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "fallverbund/casework/v1/case_events.pb.h"
#include "libs/base/check.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/base/time.h"
#include "libs/command/command_log.h"
#include "libs/crypto/ed25519.h"
#include "libs/crypto/hash.h"
#include "libs/crypto/random.h"
#include "libs/durable_file/seed_file.h"
#include "libs/eventlog/commit_codec.h"
#include "libs/eventlog/oneof.h"
#include "libs/eventlog/subject.h"
#include "libs/projection_rocksdb/rocksdb_projection_store.h"

namespace fallverbund::bench {
namespace {

using casework::v1::CaseEvent;

constexpr int kInFlight = 2'000;  // what the library bears without stalling, and the bus without dropping
constexpr int64_t kAckWithinMs = 60'000;
constexpr int kBatch = 512;        // of a projection
constexpr size_t kRowBytes = 100;  // of a link: position, version, hash

// The service's account on the bus, publishing without waiting for each acknowledgement.
class Pipe {
 public:
  ~Pipe() {
    jsCtx_Destroy(js_);
    natsConnection_Destroy(connection_);
    natsOptions_Destroy(options_);
  }

  absl::Status Open(const runtime::ServiceOptions& options, const std::string& url) {
    natsStatus status = natsOptions_Create(&options_);
    if (status == NATS_OK) status = natsOptions_SetURL(options_, url.c_str());
    if (status == NATS_OK) status = natsOptions_SetSecure(options_, true);
    if (status == NATS_OK) status = natsOptions_LoadCATrustedCertificates(options_, options.nats.ca.c_str());
    if (status == NATS_OK)
      status =
          natsOptions_LoadCertificatesChain(options_, options.nats.cert.c_str(), options.nats.key.c_str());
    if (status == NATS_OK) status = natsOptions_SetCustomInboxPrefix(options_, "_INBOX.case");
    if (status == NATS_OK) status = natsConnection_Connect(&connection_, options_);
    jsOptions js;
    jsOptions_Init(&js);
    js.PublishAsync.MaxPending = 2 * kInFlight;
    js.PublishAsync.AckHandler = OnAck;
    js.PublishAsync.AckHandlerClosure = this;
    if (status == NATS_OK) status = natsConnection_JetStream(&js_, connection_, &js);
    return status == NATS_OK ? absl::OkStatus()
                             : absl::UnavailableError(absl::StrCat("no bus: ", natsStatus_GetText(status)));
  }

  absl::Status Publish(const std::string& subject, const std::string& payload) {
    {
      absl::MutexLock lock(&mu_);
      auto room = [this]() ABSL_SHARED_LOCKS_REQUIRED(mu_) { return in_flight_ < kInFlight; };
      mu_.Await(absl::Condition(&room));
      FV_RETURN_IF_ERROR(failed_);
      ++in_flight_;
    }
    jsPubOptions options;
    jsPubOptions_Init(&options);
    options.MaxWait = kAckWithinMs;
    const natsStatus status =
        js_PublishAsync(js_, subject.c_str(), payload.data(), static_cast<int>(payload.size()), &options);
    if (status == NATS_OK) return absl::OkStatus();
    return absl::UnavailableError(absl::StrCat("could not publish: ", natsStatus_GetText(status)));
  }

  absl::Status Drain() {
    absl::MutexLock lock(&mu_);
    auto empty = [this]() ABSL_SHARED_LOCKS_REQUIRED(mu_) { return in_flight_ == 0; };
    mu_.Await(absl::Condition(&empty));
    return failed_;
  }

 private:
  static void OnAck(jsCtx*, natsMsg* message, jsPubAck* ack, jsPubAckErr* error, void* closure) {
    auto* self = static_cast<Pipe*>(closure);
    natsMsg_Destroy(message);
    absl::MutexLock lock(&self->mu_);
    --self->in_flight_;
    if (ack == nullptr)
      self->failed_.Update(absl::UnavailableError(absl::StrCat(
          "not stored: ", error == nullptr || error->ErrText == nullptr ? "no answer" : error->ErrText)));
  }

  natsOptions* options_ = nullptr;
  natsConnection* connection_ = nullptr;
  jsCtx* js_ = nullptr;
  absl::Mutex mu_;
  int in_flight_ ABSL_GUARDED_BY(mu_) = 0;
  absl::Status failed_ ABSL_GUARDED_BY(mu_);
};

std::string NewId() {
  return ToHex(crypto::RandomBytes(16));
}

struct Chain {
  std::string id;
  uint64_t version = 0;
  std::string payload_sha256;
};

class Writer {
 public:
  Writer(const runtime::ServiceOptions& options, const BulkPlan& plan, const eventlog::Signer& signer,
         Pipe& pipe)
      : association_(options.association), plan_(plan), signer_(signer), pipe_(pipe) {}

  // The next commit of a case: it is opened, and then somebody speaks with the young person again and again.
  absl::Status Append(Chain& chain) {
    eventlog::v1::Commit commit;
    commit.set_association(association_);
    commit.set_subject(
        eventlog::Subject{eventlog::StreamKind::kLog, association_, "case", chain.id}.ToString());
    commit.set_aggregate_type("case");
    commit.set_aggregate_version(++chain.version);
    commit.set_prev_payload_sha256(chain.payload_sha256);
    commit.set_commit_id(NewId());
    commit.set_command_id(NewId());
    commit.set_request_mac(crypto::RandomBytes(32));
    commit.set_correlation_id(commit.command_id());
    commit.mutable_actor()->set_organisation(plan_.organisation);
    commit.mutable_actor()->set_person(plan_.person);
    commit.mutable_actor()->set_role("CASE_WORKER");
    *commit.mutable_recorded_at() = ToProto(absl::Now());
    *commit.mutable_occurred_at() = commit.recorded_at();
    *commit.add_events() = eventlog::PackOneof(chain.version == 1 ? Opened() : Contact());
    const std::string payload = signer_.SignCommit(commit);
    chain.payload_sha256 = crypto::Sha256(payload);
    return pipe_.Publish(commit.subject(), payload);
  }

 private:
  CaseEvent Opened() const {
    CaseEvent event;
    auto& opened = *event.mutable_case_opened();
    opened.set_subject_id(NewId());
    opened.mutable_origin()->set_kind(casework::v1::ORIGIN_KIND_INQUIRY);
    opened.mutable_origin()->set_aggregate_id(NewId());
    opened.mutable_origin()->set_position(1);
    auto& holder = *opened.mutable_holder();
    holder.set_organisation_id(plan_.organisation);
    holder.set_unit_id(plan_.unit);
    holder.set_person_id(plan_.person);
    holder.set_deputy_person_id(plan_.deputy);
    holder.set_basis(common::v1::LEGAL_BASIS_SGB8_86);
    opened.mutable_tonight()->set_kind(common::v1::TONIGHT_KIND_FAMILY);
    *opened.mutable_tonight()->mutable_holder() = holder;
    return event;
  }
  CaseEvent Contact() const {
    CaseEvent event;
    auto& contact = *event.mutable_contact_with_young_person_recorded();
    contact.set_channel(casework::v1::CONTACT_CHANNEL_PHONE);
    contact.set_person_id(plan_.person);
    return event;
  }

  const std::string& association_;
  const BulkPlan& plan_;
  const eventlog::Signer& signer_;
  Pipe& pipe_;
};

double Milliseconds(absl::Duration duration) {
  return absl::ToDoubleMilliseconds(duration);
}

absl::Status Told(const rocksdb::Status& status) {
  return status.ok() ? absl::OkStatus() : absl::UnavailableError("RocksDB: " + status.ToString());
}

// As RocksDB comes, but for the compression and the size of the memtable, which are those of a projection.
absl::StatusOr<std::unique_ptr<rocksdb::DB>> OpenNew(const std::string& folder) {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.compression = rocksdb::kNoCompression;
  options.write_buffer_size = projection::RocksDbOptions().write_buffer_bytes;
  rocksdb::DB* db = nullptr;
  FV_RETURN_IF_ERROR(Told(rocksdb::DB::Open(options, folder, &db)));
  return std::unique_ptr<rocksdb::DB>(db);
}

}  // namespace

absl::StatusOr<std::string> WriteBulk(const runtime::ServiceOptions& options, const BulkPlan& plan) {
  FV_CHECK(plan.cases > 0 && plan.messages >= plan.cases + kLongHistory);
  FV_ASSIGN_OR_RETURN(const std::string seed, durable_file::LoadSeedFile(options.signer_key));
  FV_ASSIGN_OR_RETURN(auto key, crypto::Ed25519PrivateKey::FromSeed(seed));
  const eventlog::Signer signer(options.signer_key_id, std::move(key));
  Pipe pipe;
  FV_RETURN_IF_ERROR(pipe.Open(options, options.nats_urls.front()));
  Writer writer(options, plan, signer, pipe);
  std::vector<Chain> chains(plan.cases);
  for (Chain& chain : chains) chain.id = NewId();
  Chain watched{NewId()};
  const uint64_t every = plan.messages / kLongHistory;
  for (uint64_t i = 0; i < plan.messages; ++i) {
    const bool its_turn = i % every == 0 && watched.version < kLongHistory;
    FV_RETURN_IF_ERROR(writer.Append(its_turn ? watched : chains[i % plan.cases]));
  }
  FV_RETURN_IF_ERROR(pipe.Drain());
  return watched.id;
}

absl::StatusOr<double> MeasureHistory(const std::string& projection, const std::string& case_id, int times) {
  FV_ASSIGN_OR_RETURN(const auto store,
                      projection::RocksDbProjectionStore::Open({.path = projection, .compression = false}));
  std::vector<double> taken;
  for (int i = 0; i < times; ++i) {
    const absl::Time start = absl::Now();
    FV_ASSIGN_OR_RETURN(const auto commits, command::ReadCommits(*store, case_id, 0, kLongHistory));
    taken.push_back(Milliseconds(absl::Now() - start));
    if (commits.size() != kLongHistory)
      return absl::InternalError(
          absl::StrCat("the case has ", commits.size(), " commits in the rows, not ", kLongHistory));
  }
  std::sort(taken.begin(), taken.end());
  return taken[taken.size() / 2];
}

absl::StatusOr<double> MeasureReadModifyWrite(const std::string& folder, uint64_t rows, double seconds) {
  FV_ASSIGN_OR_RETURN(const auto db, OpenNew(folder));
  const auto key = [](uint64_t row) { return crypto::Sha256(absl::StrCat(row)); };  // spread, as ids are
  uint64_t done = 0, row = 0;
  const absl::Time start = absl::Now();
  while (absl::Now() - start < absl::Seconds(seconds) || done < rows) {
    rocksdb::WriteBatch batch;
    for (int i = 0; i < kBatch; ++i, row = (row + 1) % rows) {
      const std::string name = key(row);
      std::string value;
      const rocksdb::Status read = db->Get(rocksdb::ReadOptions(), name, &value);
      if (!read.IsNotFound()) FV_RETURN_IF_ERROR(Told(read));
      value.resize(kRowBytes, 'x');
      ++value[0];
      FV_RETURN_IF_ERROR(Told(batch.Put(name, value)));
    }
    FV_RETURN_IF_ERROR(Told(db->Write(rocksdb::WriteOptions(), &batch)));
    done += kBatch;
  }
  return static_cast<double>(done) / absl::ToDoubleSeconds(absl::Now() - start);
}

absl::StatusOr<double> MeasureSameRows(const std::string& projection, const std::string& folder,
                                       uint64_t messages) {
  FV_ASSIGN_OR_RETURN(const auto store,
                      projection::RocksDbProjectionStore::Open({.path = projection, .compression = false}));
  std::vector<std::pair<std::string, std::string>> rows;
  FV_RETURN_IF_ERROR(
      store->EachRow([&](std::string_view table, std::string_view key, std::string_view value) {
        rows.emplace_back(absl::StrCat(ToAbsl(table), ToAbsl(key)), value);
        return absl::OkStatus();
      }));
  std::shuffle(rows.begin(), rows.end(), std::mt19937_64(1));  // the log's order is not that of the keys
  FV_ASSIGN_OR_RETURN(const auto db, OpenNew(folder));
  const size_t rows_of_batch = std::max<size_t>(1, kBatch * rows.size() / messages);
  const absl::Time start = absl::Now();
  for (size_t done = 0; done < rows.size();) {
    rocksdb::WriteBatch batch;
    for (const size_t end = std::min(rows.size(), done + rows_of_batch); done < end; ++done) {
      std::string before;
      const rocksdb::Status read = db->Get(rocksdb::ReadOptions(), rows[done].first, &before);
      if (!read.IsNotFound()) FV_RETURN_IF_ERROR(Told(read));
      FV_RETURN_IF_ERROR(Told(batch.Put(rows[done].first, rows[done].second)));
    }
    FV_RETURN_IF_ERROR(Told(db->Write(rocksdb::WriteOptions(), &batch)));
  }
  return static_cast<double>(messages) / absl::ToDoubleSeconds(absl::Now() - start);
}

}  // namespace fallverbund::bench
