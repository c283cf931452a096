// A ready log for tests: genesis, one registered signer per context, and a pen that writes valid commits.
#ifndef FALLVERBUND_LIBS_EVENTLOG_TESTING_SIGNED_LOG_H_
#define FALLVERBUND_LIBS_EVENTLOG_TESTING_SIGNED_LOG_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/check.h"
#include "libs/base/id.h"
#include "libs/base/time.h"
#include "libs/crypto/hash.h"
#include "libs/eventlog/genesis.h"
#include "libs/eventlog/in_memory_event_log.h"
#include "libs/eventlog/prefix.h"

namespace fallverbund::eventlog {

// Keys and ids that are the same in every run.
inline std::string TestHexId(std::string_view name) {
  return ToHex(crypto::Sha256(name).substr(0, 16));
}
inline Signer TestSigner(const std::string& name) {
  return Signer(TestHexId(name + " key id"), *crypto::Ed25519PrivateKey::FromSeed(crypto::Sha256(name)));
}

// After construction the log holds the genesis (1) and one commit that registers a signer for each of intake,
// case, team, crisis, audit and keys (2). One thread at a time.
class SignedLog {
 public:
  static constexpr char kAssociation[] = "do";

  explicit SignedLog(const Clock* clock = nullptr, bool test_clock = false)
      : log_(clock), now_(clock == nullptr ? absl::FromUnixSeconds(1'700'000'000) : clock->Now()) {
    const Signer provisioner = TestSigner("provisioner");
    identity_.association = kAssociation;
    const std::string genesis = provisioner.SignCommit(GenesisCommit(
        {.association = kAssociation, .origin = "log.test.example/events", .test_clock = test_clock},
        provisioner, TestHexId("genesis"), now_));
    identity_.genesis_sha256 = crypto::Sha256(genesis);
    prefix_ = std::make_unique<InMemoryPrefix>(identity_);
    const std::string log_subject = SubjectOf(kLogContext, kLogAggregateId);
    FV_CHECK(log_.Append({log_subject, genesis, 0}).ok());
    CatchUp();

    std::vector<v1::Event> registrations;
    for (const char* context : {"intake", "case", "team", "crisis", "audit", "keys"}) {
      registrations.push_back(PackEvent(Registration(signer(context), context)));
    }
    const v1::Commit commit = LogCommit(kAssociation, prefix_->Link(log_subject), std::move(registrations),
                                        TestHexId("registrations"), now_);
    FV_CHECK(log_.Append({log_subject, provisioner.SignCommit(commit), 1}).ok());
    CatchUp();
    FV_CHECK(prefix_->SignerKey(signer("case").key_id(), "case").has_value());
  }

  InMemoryEventLog& log() { return log_; }
  const LogIdentity& identity() const { return identity_; }
  // The prefix up to the head as of the last call.
  const InMemoryPrefix& prefix() {
    CatchUp();
    return *prefix_;
  }
  static Signer signer(const std::string& context) { return TestSigner(context); }
  static std::string SubjectOf(const std::string& context, const std::string& aggregate_id) {
    return Subject{StreamKind::kLog, kAssociation, context, aggregate_id}.ToString();
  }

  // The commit that would come next on the aggregate; change it before you sign it to make a bad one.
  v1::Commit Draft(const std::string& context, const std::string& aggregate_id,
                   std::string_view aggregate_type, const std::vector<v1::Event>& events) {
    const std::string subject = SubjectOf(context, aggregate_id);
    const ChainLink link = prefix().Link(subject);
    const std::string id = TestHexId(absl::StrCat("commit ", ++drafts_));
    v1::Commit commit;
    commit.set_association(kAssociation);
    commit.set_subject(subject);
    commit.set_aggregate_type(std::string(aggregate_type));
    commit.set_aggregate_version(link.version + 1);
    commit.set_prev_payload_sha256(link.payload_sha256);
    commit.set_commit_id(id);
    commit.set_command_id(TestHexId(absl::StrCat("command ", drafts_)));
    commit.set_correlation_id(id);
    commit.mutable_actor()->set_organisation(context);
    *commit.mutable_occurred_at() = ToProto(now_);
    *commit.mutable_recorded_at() = ToProto(now_);
    for (const v1::Event& event : events) *commit.add_events() = event;
    return commit;
  }

  // Writes whatever it is given, behind the subject's last message; returns its position.
  uint64_t AppendRaw(const std::string& subject, const std::string& payload) {
    auto position = log_.Append({subject, payload, prefix().Link(subject).last_position});
    FV_CHECK(position.ok());
    return *position;
  }
  uint64_t Append(const std::string& context, const v1::Commit& commit) {
    return AppendRaw(commit.subject(), signer(context).SignCommit(commit));
  }
  uint64_t Append(const std::string& context, const std::string& aggregate_id,
                  std::string_view aggregate_type, const std::vector<v1::Event>& events) {
    return Append(context, Draft(context, aggregate_id, aggregate_type, events));
  }

  // recorded_at of what is drafted from now on.
  void SetNow(absl::Time now) { now_ = now; }

 private:
  void CatchUp() {
    for (;;) {
      auto batch = log_.Read(prefix_->position() + 1, {});
      FV_CHECK(batch.ok());
      if (batch->empty()) return;
      for (const StoredMessage& message : *batch) prefix_->Next(message);
    }
  }

  InMemoryEventLog log_;
  LogIdentity identity_;
  std::unique_ptr<InMemoryPrefix> prefix_;
  absl::Time now_;
  int drafts_ = 0;
};

}  // namespace fallverbund::eventlog

#endif  // FALLVERBUND_LIBS_EVENTLOG_TESTING_SIGNED_LOG_H_
