// The audit as a program runs it, on log, journal and rows in memory, with Milo's story to read and an
// auditor who may.
#ifndef FALLVERBUND_SERVICES_AUDIT_RPC_TESTING_MILO_ON_HOST_H_
#define FALLVERBUND_SERVICES_AUDIT_RPC_TESTING_MILO_ON_HOST_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "libs/crypto/random.h"
#include "libs/eventlog/testing/signed_journal.h"
#include "libs/projection/in_memory_projection_store.h"
#include "libs/seal/testing/plaintext_sealer.h"
#include "services/audit/domain/testing/milo.h"
#include "services/audit/rpc/audit_module.h"
#include "services/audit/views/testing/signed_book.h"

namespace fallverbund::audit::testing {

class MiloOnHost : public ::testing::Test {
 protected:
  const std::string inspectorate_ = TestId(0x80), auditor_ = TestId(0x81);

  // `pages`: where the pages are served, read when it begins; nullptr: nowhere.
  // `published`: likewise the folder that proofs come from; nullptr: none. `published_journal`: the
  // journal's.
  explicit MiloOnHost(const PageDoorOptions* pages = nullptr, const std::string* published = nullptr,
                      const std::string* published_journal = nullptr)
      : milo_(log_.prefix().position()), module_(nullptr, pages, published, nullptr, published_journal) {
    team::v1::OrganisationRegistered registered;
    registered.set_organisation_id(inspectorate_);
    registered.set_kind(team::v1::ORGANISATION_KIND_OTHER);
    team::v1::PersonRegistered person;
    person.set_person_id(auditor_);
    person.add_roles(common::v1::ROLE_AUDITOR);
    milo_.book.Write("team", "organisation", inspectorate_, Milo::House("team"), registered, person);
  }
  ~MiloOnHost() override {
    module_.Stop();
    if (host_) host_->Stop();
    pool_.reset();
  }

  // What is in Milo's book and not in the log yet.
  void Write() { AppendTo(log_, milo_.book); }
  void Begin() {
    module_.UseJournal({journal_.log(), journal_store_, journal_.identity(), nullptr,
                        [](const absl::Status& alarm) { ADD_FAILURE() << alarm; }});
    host_ = std::make_unique<service::Host>(
        service::Ports{.log = log_.log(),
                       .journal = journal_.log(),
                       .store = store_,
                       .sealer = sealer_,
                       .signer = signer_,
                       .clock = clock_,
                       .new_id = [] { return ToHex(crypto::RandomBytes(16)); },
                       .id_key = crypto::Secret(std::string(32, 'k')),
                       .identity = log_.identity()},
        module_.MakeSpec());
    pool_ = std::make_unique<rpc::WorkerPool>();
    pipeline_ = std::make_unique<service::Pipeline>(*host_, *pool_);
    services_ = module_.MakeServices(*host_, *pipeline_);
    host_->Start();
    module_.Start();
  }

  eventlog::SignedLog log_;
  mutable eventlog::SignedJournal journal_;
  Milo milo_;
  projection::InMemoryProjectionStore store_, journal_store_;
  seal::PlaintextSealer sealer_;
  const eventlog::Signer signer_ = eventlog::SignedLog::signer("audit");
  const SystemClock clock_;
  AuditModule module_;
  std::unique_ptr<service::Host> host_;
  std::unique_ptr<rpc::WorkerPool> pool_;
  std::unique_ptr<service::Pipeline> pipeline_;
  std::vector<std::unique_ptr<grpc::Service>> services_;
};

}  // namespace fallverbund::audit::testing

#endif  // FALLVERBUND_SERVICES_AUDIT_RPC_TESTING_MILO_ON_HOST_H_
