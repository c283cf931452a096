#include "libs/eventlog/genesis.h"

#include <utility>

#include "libs/base/time.h"

namespace fallverbund::eventlog {
namespace {

v1::Commit Commit(StreamKind kind, const std::string& association, const ChainLink& link,
                  const std::string& commit_id, absl::Time now) {
  v1::Commit commit;
  commit.set_association(association);
  commit.set_subject(Subject{kind, association, kLogContext, std::string(LogAggregateId(kind))}.ToString());
  commit.set_aggregate_type(kLogContext);
  commit.set_aggregate_version(link.version + 1);
  commit.set_prev_payload_sha256(link.payload_sha256);
  commit.set_commit_id(commit_id);
  commit.set_command_id(commit_id);  // provisioning is no client's request; the commit stands for itself
  commit.set_correlation_id(commit_id);
  commit.mutable_actor()->set_organisation(kProvisioner);
  *commit.mutable_occurred_at() = ToProto(now);
  *commit.mutable_recorded_at() = ToProto(now);
  return commit;
}

}  // namespace

v1::Commit GenesisCommit(const GenesisFacts& facts, const Signer& provisioner, const std::string& commit_id,
                         absl::Time now) {
  v1::Commit commit = Commit(facts.kind, facts.association, ChainLink{}, commit_id, now);
  v1::Genesis genesis;
  genesis.set_association_id(facts.association);
  genesis.set_origin_id(facts.origin);
  genesis.set_provisioner_key(provisioner.public_key());
  genesis.set_test_clock(facts.test_clock);
  *commit.add_events() = PackEvent(genesis);
  return commit;
}

v1::Commit LogCommit(const std::string& association, const ChainLink& link, std::vector<v1::Event> events,
                     const std::string& commit_id, absl::Time now) {
  v1::Commit commit = Commit(StreamKind::kLog, association, link, commit_id, now);
  for (v1::Event& event : events) *commit.add_events() = std::move(event);
  return commit;
}

v1::SignerRegistered Registration(const Signer& signer, const std::string& context) {
  v1::SignerRegistered registered;
  registered.set_key_id(signer.key_id());
  registered.set_context_id(context);
  registered.set_public_key(signer.public_key());
  return registered;
}

}  // namespace fallverbund::eventlog
