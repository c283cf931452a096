// The vault over real gRPC and mTLS, two instances over one store: the contract of the port, and who gets in.
#include "services/keys/rpc/keys_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <map>
#include <memory>
#include <thread>

#include "absl/strings/str_cat.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/server_builder.h"
#include "libs/base/check.h"
#include "libs/rpc/client.h"
#include "libs/rpc/server.h"
#include "libs/rpc/testing/test_ca.h"
#include "libs/rpc/vault/grpc_key_vault.h"
#include "libs/seal/in_memory_key_store.h"
#include "libs/seal/testing/key_vault_contract.h"
#include "services/keys/vault/in_memory_kek_store.h"

namespace fallverbund::keys {
namespace {

using rpc::GrpcKeyVault;

const testing::TestCa& Ca() {
  static const testing::TestCa ca;
  return ca;
}

// Certificates are made once: each takes the openssl program some time.
const runtime::TlsPaths& ServiceCertificate(const std::string& name) {
  static auto* const made = new std::map<std::string, runtime::TlsPaths>;
  const auto found = made->find(name);
  return found != made->end() ? found->second : made->emplace(name, Ca().Service(name)).first->second;
}

// One running process, so to speak.
class Instance {
 public:
  explicit Instance(seal::KeyStore* store, rpc::WorkerPool::Limits limits = {})
      : vault_({.association = "do", .may_make_root_keys = true}, &keks_, store),
        pool_(limits),
        service_(&vault_, &pool_) {
    auto server = rpc::Server::Start({.tls = ServiceCertificate("keys")}, {&service_});
    FV_CHECK(server.ok());
    server_ = *std::move(server);
  }
  std::string address() const { return absl::StrCat("127.0.0.1:", server_->port()); }
  void Stop() { server_->Drain(absl::ZeroDuration()); }

 private:
  InMemoryKekStore keks_;
  Vault vault_;
  rpc::WorkerPool pool_;
  KeysService service_;
  std::unique_ptr<rpc::Server> server_;
};

std::shared_ptr<grpc::Channel> Channel(const std::string& target, const runtime::TlsPaths& tls) {
  auto channel = rpc::Connect({.target = target, .tls = tls, .service = "keys"});
  FV_CHECK(channel.ok());
  return *channel;
}

class GrpcHouse final : public seal::VaultHouse {
 public:
  seal::KeyVault& One() override { return denied_ ? as_audit_ : as_case_; }
  seal::KeyVault& Other() override { return as_case_elsewhere_; }
  void DenyHelp() override { denied_ = true; }
  void Erase(const std::string& key_id) override {
    const auto stored = store_.Get(key_id);
    const std::string erased = Erased(*ParseRecord((*stored)->value), absl::UnixEpoch()).SerializeAsString();
    FV_CHECK(store_.UpdateIfRevision(key_id, erased, (*stored)->revision).ok());
  }
  void SetAvailable(bool available) override { store_.SetAvailable(available); }

 private:
  seal::InMemoryKeyStore store_;
  Instance one_{&store_};
  Instance other_{&store_};
  GrpcKeyVault as_case_{Channel(one_.address(), ServiceCertificate("case"))};
  GrpcKeyVault as_case_elsewhere_{Channel(other_.address(), ServiceCertificate("case"))};
  GrpcKeyVault as_audit_{Channel(one_.address(), ServiceCertificate("audit"))};
  bool denied_ = false;
};

}  // namespace
}  // namespace fallverbund::keys

namespace fallverbund::seal {
namespace {
INSTANTIATE_TEST_SUITE_P(Grpc, KeyVaultContract, ::testing::Values([]() -> std::unique_ptr<VaultHouse> {
                           return std::make_unique<keys::GrpcHouse>();
                         }));
}  // namespace
}  // namespace fallverbund::seal

namespace fallverbund::keys {
namespace {

seal::KeyScope Help() {
  return {"do", std::string(32, '1'), common::v1::FILE_CLASS_HELP, common::v1::CONFIDENTIALITY_ORDINARY};
}

class KeysServiceTest : public ::testing::Test {
 protected:
  grpc::StatusCode GetIdKeyAs(const std::string& address, const runtime::TlsPaths& tls,
                              const rpc::CallOptions& call = {}) {
    const auto stub = v1::KeysService::NewStub(Channel(address, tls));
    grpc::ClientContext context;
    rpc::PrepareCall(context, call);
    v1::GetIdKeyResponse response;
    const grpc::Status status = stub->GetIdKey(&context, {}, &response);
    EXPECT_EQ(status.ok(), !response.key().empty());
    return status.error_code();
  }
  seal::InMemoryKeyStore store_;
};

TEST_F(KeysServiceTest, LetsInServicesOfTheHouseOnly) {
  const Instance instance(&store_);
  EXPECT_EQ(GetIdKeyAs(instance.address(), ServiceCertificate("case")), grpc::StatusCode::OK);
  EXPECT_EQ(GetIdKeyAs(instance.address(), ServiceCertificate("audit")), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(GetIdKeyAs(instance.address(), Ca().Organisation(std::string(32, 'a')),
                       {.person = std::string(32, 'b'), .role = common::v1::ROLE_CASE_WORKER}),
            grpc::StatusCode::PERMISSION_DENIED);
  // Not even one who calls himself like a service.
  EXPECT_EQ(GetIdKeyAs(instance.address(), Ca().Operator("case")), grpc::StatusCode::PERMISSION_DENIED);
}

TEST_F(KeysServiceTest, OpensNothingWithoutAPurpose) {
  const Instance instance(&store_);
  const auto stub = v1::KeysService::NewStub(Channel(instance.address(), ServiceCertificate("case")));
  v1::OpenKeysRequest request;
  request.add_key_ids(std::string(32, '1'));
  request.mutable_actor()->set_organisation("case");
  for (const char* purpose : {"", "casework.GetCase"}) {
    request.set_purpose(purpose);
    grpc::ClientContext context;
    rpc::PrepareCall(context, {});
    v1::OpenKeysResponse response;
    EXPECT_EQ(stub->OpenKeys(&context, request, &response).error_code(),
              *purpose == 0 ? grpc::StatusCode::INVALID_ARGUMENT : grpc::StatusCode::OK);
  }
}

TEST_F(KeysServiceTest, BeyondItsQueueItSaysSo) {
  const Instance instance(&store_, {.threads = 1, .queue = 0});
  EXPECT_EQ(GetIdKeyAs(instance.address(), ServiceCertificate("case")), grpc::StatusCode::RESOURCE_EXHAUSTED);
  GrpcKeyVault vault(Channel(instance.address(), ServiceCertificate("case")));
  EXPECT_EQ(vault.Create(Help()).status().code(), absl::StatusCode::kUnavailable);
}

TEST_F(KeysServiceTest, WhenOneInstanceGoesItsNeighbourAnswers) {
  Instance one(&store_);
  const Instance other(&store_);
  GrpcKeyVault vault(
      Channel(absl::StrCat("ipv4:", one.address(), ",", other.address()), ServiceCertificate("case")));
  const auto key = vault.Create(Help());
  ASSERT_TRUE(key.ok()) << key.status();
  one.Stop();
  for (int i = 0; i < 20; ++i) {
    const auto again = vault.Create(Help());
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(again->bytes.view(), key->bytes.view());
  }
}

TEST_F(KeysServiceTest, WhenAllHaveGoneTheOutcomeIsUnavailable) {
  Instance instance(&store_);
  GrpcKeyVault vault(Channel(instance.address(), ServiceCertificate("case")));
  const auto id_key = vault.IdKey();
  ASSERT_TRUE(id_key.ok()) << id_key.status();
  instance.Stop();
  EXPECT_EQ(vault.Create(Help()).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(vault.BlindIndex("Ayla").status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(vault.IdKey()->view(), id_key->view()) << "it never changes, so it is kept";
}

// A vault of another version, or one that lost its mind: nothing of it is believed.
class Nonsense final : public v1::KeysService::Service {
 public:
  grpc::Status ObtainKey(grpc::ServerContext* context, const v1::ObtainKeyRequest*,
                         v1::ObtainKeyResponse* response) override {
    *response = obtained;
    called_until = absl::FromChrono(context->deadline());
    return ++calls <= failures ? grpc::Status(failure, "") : grpc::Status::OK;
  }
  grpc::Status OpenKeys(grpc::ServerContext*, const v1::OpenKeysRequest*,
                        v1::OpenKeysResponse* response) override {
    *response = opened;
    ++calls;
    return grpc::Status::OK;
  }
  grpc::Status ComputeBlindIndex(grpc::ServerContext*, const v1::ComputeBlindIndexRequest*,
                                 v1::ComputeBlindIndexResponse* response) override {
    response->set_index("short");
    return grpc::Status::OK;
  }
  grpc::Status GetIdKey(grpc::ServerContext*, const v1::GetIdKeyRequest*,
                        v1::GetIdKeyResponse* response) override {
    response->set_key("short");
    return grpc::Status::OK;
  }
  int failures = 0;  // of the first calls of ObtainKey
  grpc::StatusCode failure = grpc::StatusCode::UNAVAILABLE;
  int calls = 0;
  absl::Time called_until = absl::InfinitePast();  // how long the last call of ObtainKey waits
  v1::ObtainKeyResponse obtained;
  v1::OpenKeysResponse opened;
};

TEST(GrpcKeyVaultTest, WhatIsNoAnswerIsNotBelieved) {
  Nonsense nonsense;
  grpc::ServerBuilder builder;
  builder.RegisterService(&nonsense);
  const auto server = builder.BuildAndStart();
  GrpcKeyVault vault(server->InProcessChannel({}));
  const auto internal = absl::StatusCode::kInternal;
  seal::OpenReason reason;
  reason.purpose = "casework.GetCase";
  reason.actor.set_organisation("case");
  const std::vector<std::string> ids = {std::string(32, '1')};

  EXPECT_EQ(vault.Create(Help()).status().code(), internal);
  nonsense.obtained.set_key(std::string(32, 'k'));
  EXPECT_EQ(vault.Create(Help()).status().code(), internal) << "a key without an id";
  nonsense.obtained.set_key_id(ids[0]);
  EXPECT_TRUE(vault.Create(Help()).ok());

  EXPECT_EQ(vault.Open(ids, reason).status().code(), internal) << "too few answers";
  v1::OpenedKey& key = *nonsense.opened.add_keys();
  key.set_outcome(v1::KEY_OUTCOME_OPENED);
  key.set_key(std::string(32, 'k'));
  EXPECT_EQ(vault.Open(ids, reason).status().code(), internal) << "the answer to another question";
  key.set_key_id(ids[0]);
  EXPECT_TRUE(vault.Open(ids, reason).ok());
  key.clear_key();
  EXPECT_EQ(vault.Open(ids, reason).status().code(), internal) << "opened, without a key";
  key.set_outcome(static_cast<v1::KeyOutcome>(99));
  EXPECT_EQ(vault.Open(ids, reason)->front().outcome, seal::KeyOutcome::kUnavailable)
      << "a word of a newer version";

  EXPECT_EQ(vault.BlindIndex("Ayla").status().code(), internal);
  EXPECT_EQ(vault.IdKey().status().code(), internal);
}

TEST(GrpcKeyVaultTest, TheIdKeyWaitsForAVaultThatIsJustStarting) {
  Nonsense service;  // what it says does not count here, only that it was reached
  const std::string address = absl::StrCat("unix:", ::testing::TempDir(), "vault-", getpid());
  GrpcKeyVault vault(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()),
                     {.timeout = absl::Seconds(20)});
  absl::Status told;
  EXPECT_EQ(vault.BlindIndex("Ayla").status().code(), absl::StatusCode::kUnavailable)
      << "nobody is there yet";
  std::thread asking([&] { told = vault.IdKey().status(); });
  grpc::ServerBuilder builder;
  builder.AddListeningPort(address, grpc::InsecureServerCredentials());
  builder.RegisterService(&service);
  const auto server = builder.BuildAndStart();
  asking.join();
  EXPECT_EQ(told.code(), absl::StatusCode::kInternal) << told;
}

// A command that is answered by then has no use of a key that comes later.
TEST(GrpcKeyVaultTest, WaitsNoLongerThanWhoeverAsked) {
  Nonsense service;
  service.obtained.set_key_id(std::string(32, '1'));
  service.obtained.set_key(std::string(32, 'k'));
  grpc::ServerBuilder builder;
  builder.RegisterService(&service);
  const auto server = builder.BuildAndStart();
  GrpcKeyVault vault(server->InProcessChannel({}), {.timeout = absl::Minutes(10)});
  seal::OpenReason reason;
  reason.purpose = "casework.GetCase";
  reason.actor.set_organisation("case");
  reason.until = absl::Now();
  EXPECT_EQ(vault.Create(Help(), absl::Now()).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(vault.Open(std::vector{std::string(32, '1')}, reason).status().code(),
            absl::StatusCode::kUnavailable);
  EXPECT_EQ(service.calls, 0) << "nobody waits any more";
  const absl::Time until = absl::Now() + absl::Minutes(1);
  EXPECT_TRUE(vault.Create(Help(), until).ok());
  EXPECT_LE(service.called_until, until + absl::Seconds(1)) << "less than the time of one try";
  EXPECT_TRUE(vault.Create(Help()).ok());
  EXPECT_GT(service.called_until, until + absl::Minutes(5)) << "the adapter's own limit";
}

TEST(GrpcKeyVaultTest, TriesOnceMoreWhereThatMayHelpAndThenSaysSo) {
  struct Row {
    grpc::StatusCode failure;
    int failures, calls;
    absl::StatusCode answer;
  };
  for (const Row& row : {Row{grpc::StatusCode::UNAVAILABLE, 1, 2, absl::StatusCode::kOk},
                         Row{grpc::StatusCode::UNAVAILABLE, 9, 2, absl::StatusCode::kUnavailable},
                         Row{grpc::StatusCode::PERMISSION_DENIED, 9, 1, absl::StatusCode::kPermissionDenied},
                         Row{grpc::StatusCode::DEADLINE_EXCEEDED, 9, 1, absl::StatusCode::kUnavailable}}) {
    Nonsense service;
    service.obtained.set_key_id(std::string(32, '1'));
    service.obtained.set_key(std::string(32, 'k'));
    service.failure = row.failure;
    service.failures = row.failures;
    grpc::ServerBuilder builder;
    builder.RegisterService(&service);
    const auto server = builder.BuildAndStart();
    GrpcKeyVault vault(server->InProcessChannel({}));
    EXPECT_EQ(vault.Create(Help()).status().code(), row.answer);
    EXPECT_EQ(service.calls, row.calls);
  }
}

}  // namespace
}  // namespace fallverbund::keys
