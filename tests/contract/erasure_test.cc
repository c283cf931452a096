// Long, because each moment in which a process may die is a test.
//
// Erasure as processes do it on the real bus: two instances of fallverbund-keys, one bucket, one log, kill
// -9.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "fallverbund/keys/v1/erasure_events.pb.h"
#include "fallverbund/keys/v1/erasure_service.grpc.pb.h"
#include "fallverbund/team/v1/directory_events.pb.h"
#include "libs/base/check.h"
#include "libs/base/clock.h"
#include "libs/base/id.h"
#include "libs/base/time.h"
#include "libs/eventlog/commit_codec.h"
#include "libs/eventlog/oneof.h"
#include "libs/eventlog/prefix.h"
#include "libs/eventlog/testing/signed_log.h"
#include "libs/eventlog_jetstream/jetstream_key_store.h"
#include "libs/eventlog_jetstream/testing/bus_fixture.h"
#include "libs/rpc/client.h"
#include "libs/rpc/status.h"
#include "libs/rpc/vault/grpc_key_vault.h"
#include "libs/seal/vault_sealer.h"
#include "services/keys/files/kek_files.h"
#include "services/keys/vault/epochs.h"
#include "services/keys/vault/wrap.h"
#include "tests/contract/keys_process.h"

namespace fallverbund::keys {
namespace {

using eventlog::BusFixture;
using eventlog::TestHexId;
using testing::Await;
using ::testing::HasSubstr;
using testing::KeysProcess;

const std::string kOffice = TestHexId("jugendamt");

struct Person {
  std::string id;
  common::v1::Role role;
};
const Person kEule = {TestHexId("eule"), common::v1::ROLE_DATA_PROTECTION_OFFICER};
const Person kUhu = {TestHexId("uhu"), common::v1::ROLE_DEPARTMENT_HEAD};
const Person kKauz = {TestHexId("kauz"), common::v1::ROLE_DEPARTMENT_HEAD};

// One running instance and everybody who talks to it.
class Instance {
 public:
  Instance(const BusFixture& bus, const std::string& name)
      : folder_(bus.folder()),
        port_file_(absl::StrCat(folder_, "/port-", name)),
        process_(Start(bus, name)) {}

  void WaitUntilReady() {
    process_.WaitUntilReady();
    const std::string port = testing::Content(port_file_);
    office_ = v1::ErasureService::NewStub(Channel(port, "office"));
    operator_ = v1::ErasureService::NewStub(Channel(port, "operator"));
    vault_ = std::make_unique<rpc::GrpcKeyVault>(Channel(port, "intake"));
  }
  void Kill() { process_.Kill(); }
  std::string log() const { return process_.log(); }
  seal::KeyVault& vault() { return *vault_; }

  template <class Request, class Response>
  grpc::Status As(const Person& person,
                  grpc::Status (v1::ErasureService::Stub::*method)(grpc::ClientContext*, const Request&,
                                                                   Response*),
                  Request request, Response* response) {
    static std::atomic<int> count = 0;
    request.set_request_id(absl::StrCat("00000000-0000-4000-8000-", 100'000'000'000 + ++count));
    grpc::ClientContext context;
    rpc::PrepareCall(context, {.person = person.id, .role = person.role});
    return (office_.get()->*method)(&context, request, response);
  }
  v1::GetVaultStatusResponse Status() {
    grpc::ClientContext context;
    rpc::PrepareCall(context, {});
    v1::GetVaultStatusResponse response;
    const grpc::Status status = operator_->GetVaultStatus(&context, {}, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  grpc::Status BeginEpochAfter(uint32_t epoch) {
    grpc::ClientContext context;
    rpc::PrepareCall(context, {});
    v1::BeginKeyEpochRequest request;
    request.set_after_epoch(epoch);
    v1::BeginKeyEpochResponse response;
    return operator_->BeginKeyEpoch(&context, request, &response);
  }

 private:
  KeysProcess Start(const BusFixture& bus, const std::string& name) {
    std::filesystem::remove(port_file_);
    return KeysProcess(testing::KeysArguments(bus, absl::StrCat(folder_, "/data-", name), port_file_,
                                              ToHex(bus.log_identity().genesis_sha256)),
                       absl::StrCat(folder_, "/keys-", name, ".log"));
  }
  std::shared_ptr<grpc::Channel> Channel(const std::string& port, const std::string& who) const {
    const std::string certs = folder_ + "/certs/";
    auto channel = rpc::Connect({.target = "127.0.0.1:" + port,
                                 .tls = {certs + "ca.pem", certs + who + ".pem", certs + who + ".key"},
                                 .service = "keys"});
    FV_CHECK(channel.ok());
    return *channel;
  }

  const std::string folder_, port_file_;
  KeysProcess process_;
  std::unique_ptr<v1::ErasureService::Stub> office_, operator_;
  std::unique_ptr<rpc::GrpcKeyVault> vault_;
};

class Erasure : public ::testing::Test {
 protected:
  Erasure() {
    bus_.MakeCertificate("office", absl::StrCat("URI:spiffe://fallverbund.example/org/", kOffice));
    bus_.MakeCertificate("operator", "URI:spiffe://fallverbund.example/ops/operator");
    auto provision = testing::KeysArguments(bus_, bus_.folder() + "/data-one", bus_.folder() + "/port",
                                            ToHex(bus_.log_identity().genesis_sha256));
    provision.insert(provision.end(), {"--provision", "yes"});
    EXPECT_EQ(KeysProcess(provision, bus_.folder() + "/provision.log").WaitForExit(), 0);
    RegisterOffice();
    one_.emplace(bus_, "one");
    other_.emplace(bus_, "other");
    one_->WaitUntilReady();
    other_->WaitUntilReady();
  }

  void RegisterOffice() {
    eventlog::v1::Commit commit;
    commit.set_association("do");
    commit.set_subject("fv.do.team." + kOffice);
    commit.set_aggregate_type("organisation");
    commit.set_aggregate_version(1);
    for (auto* id :
         {commit.mutable_commit_id(), commit.mutable_command_id(), commit.mutable_correlation_id()})
      *id = TestHexId("the office is registered");
    commit.mutable_actor()->set_organisation("team");
    for (auto* time : {commit.mutable_occurred_at(), commit.mutable_recorded_at()})
      *time = ToProto(absl::Now());
    team::v1::OrganisationEvent event;
    event.mutable_organisation_registered()->set_organisation_id(kOffice);
    event.mutable_organisation_registered()->set_kind(team::v1::ORGANISATION_KIND_YOUTH_OFFICE);
    *commit.add_events() = eventlog::PackOneof(event);
    for (const Person& person : {kEule, kUhu, kKauz}) {
      event.mutable_person_registered()->set_person_id(person.id);
      event.mutable_person_registered()->clear_roles();
      event.mutable_person_registered()->add_roles(person.role);
      *commit.add_events() = eventlog::PackOneof(event);
    }
    const auto team = bus_.OpenLog("team");
    const auto written = team->Append({commit.subject(), eventlog::TestSigner("team").SignCommit(commit), 0});
    FV_CHECK(written.ok());
  }

  static seal::KeyScope Scope(int subject = 1) {
    return {"do", TestHexId(absl::StrCat("subject ", subject)), common::v1::FILE_CLASS_PREVENTION,
            common::v1::CONFIDENTIALITY_ORDINARY};
  }
  seal::DataKey MakeKey(int subject = 1) {
    auto key = one_->vault().Create(Scope(subject));
    FV_CHECK(key.ok());
    return *std::move(key);
  }
  template <class Request>
  static Request About(int subject = 1) {
    Request request;
    request.mutable_scope()->set_subject_id(Scope(subject).subject_id);
    request.mutable_scope()->set_file_class(Scope().file_class);
    request.mutable_scope()->set_confidentiality(Scope().confidentiality);
    return request;
  }
  grpc::Status Propose(Instance& at, const Person& person, std::string* proposal_id, int subject = 1,
                       absl::Time retention_ends = absl::Now() - absl::Hours(1)) {
    auto request = About<v1::ProposeErasureRequest>(subject);
    request.set_ground(v1::ERASURE_GROUND_RETENTION_ENDED);
    *request.mutable_retention_ends() = ToProto(retention_ends);
    v1::ProposeErasureResponse response;
    const grpc::Status status = at.As(person, &v1::ErasureService::Stub::ProposeErasure, request, &response);
    *proposal_id = response.proposal_id();
    return status;
  }
  static grpc::Status Approve(Instance& at, const Person& person, const std::string& proposal_id,
                              int subject = 1, v1::ErasureState* state = nullptr) {
    auto request = About<v1::ApproveErasureRequest>(subject);
    request.set_proposal_id(proposal_id);
    v1::ApproveErasureResponse response;
    const grpc::Status status = at.As(person, &v1::ErasureService::Stub::ApproveErasure, request, &response);
    if (state != nullptr) *state = response.state();
    return status;
  }
  static seal::OpenReason Reason() {
    seal::OpenReason reason;
    reason.purpose = "intake.GetContact";
    reason.actor.set_organisation(kOffice);
    return reason;
  }
  static seal::KeyOutcome OutcomeOf(Instance& at, const std::string& key_id) {
    const auto opened = at.vault().Open({key_id}, Reason());
    return opened.ok() ? opened->front().outcome : seal::KeyOutcome::kUnavailable;
  }
  std::unique_ptr<eventlog::JetStreamKeyStore> Bucket() {
    auto bucket = eventlog::KeyBucket::Bind(bus_.Connect("keys"), "do");
    FV_CHECK(bucket.ok());
    return std::make_unique<eventlog::JetStreamKeyStore>(*std::move(bucket));
  }
  static v1::KeyRecord RecordOf(seal::KeyStore& bucket, const std::string& key_id) {
    const auto stored = bucket.Get(key_id);
    FV_CHECK(stored.ok() && stored->has_value());
    return *ParseRecord((*stored)->value);
  }
  std::map<uint32_t, int> EntriesByEpoch(seal::KeyStore& bucket) {
    std::map<uint32_t, int> entries;
    for (uint64_t from = 1;;) {
      const auto next = bucket.NextFrom(from);
      FV_CHECK(next.ok());
      if (!next->has_value()) return entries;
      from = (*next)->stored.revision + 1;
      if ((*next)->key != kEpochsName) ++entries[ParseRecord((*next)->stored.value)->epoch()];
    }
  }
  // Tombstones of valid commits, by key; every message of the log has to be valid.
  std::map<std::string, int> Tombstones() {
    std::map<std::string, int> tombstones;
    const auto log = bus_.OpenLog("audit");
    eventlog::InMemoryPrefix prefix(bus_.log_identity());
    for (;;) {
      const auto batch = log->Read(prefix.position() + 1, {});
      FV_CHECK(batch.ok());
      if (batch->empty()) return tombstones;
      for (const auto& message : *batch) {
        const auto verdict = prefix.Next(message);
        const auto* valid = std::get_if<eventlog::ValidCommit>(&verdict);
        EXPECT_NE(valid, nullptr) << message.subject;
        if (valid == nullptr) continue;
        for (const auto& event : valid->commit.events())
          if (eventlog::IsEvent(event, v1::KeyErased::descriptor())) ++tombstones[valid->aggregate_id];
      }
    }
  }
  // Whether these bytes stand in any file below the folder.
  static bool OnDisk(const std::string& folder, const std::string& bytes) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (entry.is_regular_file() && absl::StrContains(testing::Content(entry.path().string()), bytes))
        return true;
    }
    return false;
  }
  void AwaitEpochLeft(Instance& at, uint32_t epoch) {
    Await("the old epoch to be left and its key destroyed", [&] {
      const auto status = at.Status();
      return status.epoch() == epoch && status.leaving_epoch() == 0 &&
             !std::filesystem::exists(absl::StrCat(bus_.folder(), "/keks/kek-", epoch - 1));
    });
  }

  BusFixture bus_;
  std::optional<Instance> one_, other_;
};

TEST_F(Erasure, OnePersonDoesNothingAndTheSameTwiceOrTooEarlyIsRefused) {
  const seal::DataKey key = MakeKey();
  std::string proposal;
  const grpc::Status early = Propose(*one_, kEule, &proposal, 1, absl::Now() + absl::Hours(1));
  EXPECT_EQ(early.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  ASSERT_TRUE(rpc::DetailsOf(early).refusal.has_value());
  EXPECT_EQ(rpc::DetailsOf(early).refusal->row(), "§ 9b");
  EXPECT_THAT(rpc::DetailsOf(early).refusal->english(), HasSubstr("§ 84(4) SGB X"));

  const grpc::Status proposed = Propose(*one_, kEule, &proposal);
  ASSERT_TRUE(proposed.ok()) << proposed.error_message();
  for (Instance* at : {&*one_, &*other_}) {
    EXPECT_EQ(rpc::DetailsOf(Approve(*at, kEule, proposal)).reason, "ERASURE_NEEDS_A_SECOND_PERSON");
    EXPECT_EQ(OutcomeOf(*at, key.key_id), seal::KeyOutcome::kOpened);
  }
  EXPECT_TRUE(Tombstones().empty());
}

TEST_F(Erasure, TwoPersonsAtTwoInstancesEraseAndASealedTextReadsAsErased) {
  const SystemClock clock;
  seal::VaultSealer sealer({.association = "do", .keep = absl::Milliseconds(20)}, &other_->vault(), &clock);
  const seal::SealPlace place{"do", TestHexId("contact"), "fallverbund.intake.v1.ContactReceived", "9"};
  const auto sealed = sealer.Seal(Scope(), place, "schlaeft im Treppenhaus");
  ASSERT_TRUE(sealed.ok()) << sealed.status();
  EXPECT_EQ(sealer.Unseal(*sealed, place, Reason()).text, "schlaeft im Treppenhaus");

  std::string proposal;
  ASSERT_TRUE(Propose(*one_, kEule, &proposal).ok());
  v1::ErasureState state;
  const grpc::Status approved = Approve(*other_, kUhu, proposal, 1, &state);
  ASSERT_TRUE(approved.ok()) << approved.error_message();
  EXPECT_EQ(state, v1::ERASURE_STATE_ERASED);
  for (Instance* at : {&*one_, &*other_})
    EXPECT_EQ(OutcomeOf(*at, sealed->key_id()), seal::KeyOutcome::kErased);
  Await("the sealer's cache to grow old",
        [&] { return sealer.Unseal(*sealed, place, Reason()).kind == seal::Opened::Kind::kErased; });
  EXPECT_EQ(Tombstones(), (std::map<std::string, int>{{sealed->key_id(), 1}}));
}

TEST_F(Erasure, OfTwoWhoApproveAtOnceAtTwoInstancesOneWritesTheTombstone) {
  for (int subject = 1; subject <= 10; ++subject) {
    const seal::DataKey key = MakeKey(subject);
    std::string proposal;
    ASSERT_TRUE(Propose(*one_, kEule, &proposal, subject).ok());
    grpc::Status here, there;
    std::thread racer([&] { there = Approve(*other_, kKauz, proposal, subject); });
    here = Approve(*one_, kUhu, proposal, subject);
    racer.join();
    EXPECT_NE(here.ok(), there.ok()) << here.error_message() << " / " << there.error_message();
    EXPECT_EQ(rpc::DetailsOf(here.ok() ? there : here).reason, "KEY_FORGOTTEN");
    Await("the tombstone", [&] { return Tombstones()[key.key_id] == 1; });
    EXPECT_EQ(OutcomeOf(*one_, key.key_id), seal::KeyOutcome::kErased);
  }
  EXPECT_EQ(Tombstones().size(), 10u);
}

TEST_F(Erasure, AfterTheNextEpochNothingThatIsLeftOpensTheOldBytesOnDisk) {
  const seal::DataKey key = MakeKey(1);
  const seal::DataKey survivor = MakeKey(2);
  const auto bucket = Bucket();
  const v1::KeyRecord old_bytes = RecordOf(*bucket, key.key_id);
  const RecordPlace place{"do", key.key_id};
  const std::string keks = bus_.folder() + "/keks";
  const std::string thiefs_copy = testing::Content(keks + "/kek-1");
  ASSERT_EQ(Unwrap(*LoadKekRing(keks), place, old_bytes)->view(), key.bytes.view());
  const auto on_disk = [&](const std::string& folder) {
    return OnDisk(bus_.folder() + folder, old_bytes.wrapped());
  };
  ASSERT_TRUE(on_disk("/store"));

  std::string proposal;
  ASSERT_TRUE(Propose(*one_, kEule, &proposal).ok());
  ASSERT_TRUE(Approve(*one_, kUhu, proposal).ok());
  ASSERT_EQ(OutcomeOf(*other_, key.key_id), seal::KeyOutcome::kErased);
  // A thief of disk and key-encryption key can still read it: that is why the epoch has to end.
  ASSERT_EQ(Unwrap(*LoadKekRing(keks), place, old_bytes)->view(), key.bytes.view());
  EXPECT_TRUE(on_disk("/store")) << "else the bus erases by itself and this test shows less than it says";

  ASSERT_TRUE(one_->BeginEpochAfter(1).ok());
  AwaitEpochLeft(*one_, 2);
  EXPECT_EQ(OutcomeOf(*other_, survivor.key_id), seal::KeyOutcome::kOpened);
  const auto ring = LoadKekRing(keks);
  ASSERT_TRUE(ring.ok()) << ring.status();
  EXPECT_THAT(ring->epochs(), ::testing::ElementsAre(2));
  EXPECT_FALSE(Unwrap(*ring, place, old_bytes).ok());
  v1::KeyRecord as_if_new = old_bytes;
  as_if_new.set_epoch(2);
  EXPECT_FALSE(Unwrap(*ring, place, as_if_new).ok());

  // P13: neither the key nor what could open it stands in any file of bus, vault and projections.
  for (const std::string& bytes : {std::string(key.bytes.view()), ToHex(key.bytes.view()), thiefs_copy,
                                   thiefs_copy.substr(0, 64), *FromHex(thiefs_copy.substr(0, 64))})
    EXPECT_FALSE(OnDisk(bus_.folder(), bytes));
  for (const auto* instance : {&*one_, &*other_})
    EXPECT_THAT(instance->log(), ::testing::Not(HasSubstr(key.key_id)));
}

TEST_F(Erasure, KilledWhileItTakesTheKeysAlongItGoesOnAndLosesNone) {
  constexpr int kKeys = 400;
  std::vector<seal::DataKey> keys;
  for (int subject = 0; subject < kKeys; ++subject) keys.push_back(MakeKey(subject));
  other_->Kill();  // or it would do the work meanwhile
  const auto bucket = Bucket();
  ASSERT_TRUE(one_->BeginEpochAfter(1).ok());
  Await("a few keys to be taken along", [&] { return EntriesByEpoch(*bucket)[2] >= 5; });
  one_->Kill();
  EXPECT_GT(EntriesByEpoch(*bucket)[1], 0) << "else it was not killed in the middle";
  EXPECT_TRUE(std::filesystem::exists(bus_.folder() + "/keks/kek-1"));

  one_.emplace(bus_, "one");
  one_->WaitUntilReady();
  AwaitEpochLeft(*one_, 2);
  EXPECT_EQ(EntriesByEpoch(*bucket), (std::map<uint32_t, int>{{2, kKeys + 2}}));
  for (const seal::DataKey& key : keys) {
    const auto opened = one_->vault().Open({key.key_id}, Reason());
    ASSERT_TRUE(opened.ok()) << opened.status();
    ASSERT_EQ(opened->front().outcome, seal::KeyOutcome::kOpened);
    ASSERT_EQ(opened->front().bytes.view(), key.bytes.view());
  }
}

TEST_F(Erasure, KilledBehindTheApprovalItErasesAfterTheRestartAndExactlyOnce) {
  other_->Kill();
  const auto bucket = Bucket();
  const auto log = bus_.OpenLog("audit");
  int unfinished = 0;
  for (int subject = 1; subject <= 6; ++subject) {
    const seal::DataKey key = MakeKey(subject);
    std::string proposal;
    ASSERT_TRUE(Propose(*one_, kEule, &proposal, subject).ok());
    const uint64_t before = *log->HeadFromLeader();
    std::thread approver([&] { (void)Approve(*one_, kUhu, proposal, subject); });  // may be cut off
    while (*log->HeadFromLeader() == before) continue;
    one_->Kill();
    approver.join();
    const bool dropped = IsErased(RecordOf(*bucket, key.key_id));
    const bool told = Tombstones()[key.key_id] > 0;
    EXPECT_TRUE(!told || dropped) << "a tombstone stands for a key that can be opened";
    if (!told) ++unfinished;

    one_.emplace(bus_, "one");
    one_->WaitUntilReady();
    Await("the tombstone", [&] { return Tombstones()[key.key_id] > 0; });
    EXPECT_EQ(OutcomeOf(*one_, key.key_id), seal::KeyOutcome::kErased);
    EXPECT_EQ(Tombstones()[key.key_id], 1);
  }
  EXPECT_GT(unfinished, 0) << "else it was never killed in time";
}

}  // namespace
}  // namespace fallverbund::keys
