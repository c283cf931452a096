// A ready journal for tests: its own genesis, and entries signed with the keys that a SignedLog has
// registered.
#ifndef FALLVERBUND_LIBS_EVENTLOG_TESTING_SIGNED_JOURNAL_H_
#define FALLVERBUND_LIBS_EVENTLOG_TESTING_SIGNED_JOURNAL_H_

#include <map>
#include <string>

#include "libs/eventlog/subject.h"
#include "libs/eventlog/testing/signed_log.h"

namespace fallverbund::eventlog {

// Chained per writer instance. One thread at a time.
class SignedJournal {
 public:
  SignedJournal() : now_(absl::FromUnixSeconds(1'700'000'000)) {
    const Signer provisioner = TestSigner("provisioner");
    const std::string genesis =
        provisioner.SignCommit(GenesisCommit({.kind = StreamKind::kJournal,
                                              .association = SignedLog::kAssociation,
                                              .origin = "journal.test.example/events"},
                                             provisioner, TestHexId("journal genesis"), now_));
    identity_.association = SignedLog::kAssociation;
    identity_.kind = StreamKind::kJournal;
    identity_.genesis_sha256 = crypto::Sha256(genesis);
    const Subject subject{StreamKind::kJournal, SignedLog::kAssociation, kLogContext,
                          std::string(LogAggregateId(StreamKind::kJournal))};
    FV_CHECK(log_.Append({subject.ToString(), genesis, 0}).ok());
  }

  InMemoryEventLog& log() { return log_; }
  const LogIdentity& identity() const { return identity_; }
  void SetNow(absl::Time now) { now_ = now; }

  v1::Commit Draft(const std::string& context, const std::string& instance, const v1::Actor& actor,
                   const google::protobuf::Message& entry) {
    const Subject subject{StreamKind::kJournal, SignedLog::kAssociation, context, TestHexId(instance)};
    const ChainLink& link = links_[subject.ToString()];
    v1::Commit commit;
    commit.set_association(SignedLog::kAssociation);
    commit.set_subject(subject.ToString());
    commit.set_aggregate_type("journal");
    commit.set_aggregate_version(link.version + 1);
    commit.set_prev_payload_sha256(link.payload_sha256);
    commit.set_commit_id(TestHexId(absl::StrCat("journal commit ", ++drafts_)));
    commit.set_command_id(TestHexId(absl::StrCat("journal command ", drafts_)));
    commit.set_correlation_id(commit.commit_id());
    *commit.mutable_actor() = actor;
    *commit.mutable_occurred_at() = ToProto(now_);
    *commit.mutable_recorded_at() = ToProto(now_);
    *commit.add_events() = PackEvent(entry);
    return commit;
  }
  uint64_t Append(const Signer& signer, const v1::Commit& commit) {
    ChainLink& link = links_[commit.subject()];
    const std::string payload = signer.SignCommit(commit);
    auto position = log_.Append({commit.subject(), payload, link.last_position});
    FV_CHECK(position.ok());
    link = {*position, commit.aggregate_version(), crypto::Sha256(payload)};
    return *position;
  }
  uint64_t Append(const std::string& context, const std::string& instance, const v1::Actor& actor,
                  const google::protobuf::Message& entry) {
    return Append(SignedLog::signer(context), Draft(context, instance, actor, entry));
  }

 private:
  InMemoryEventLog log_;
  LogIdentity identity_;
  absl::Time now_;
  std::map<std::string, ChainLink> links_;
  int drafts_ = 0;
};

}  // namespace fallverbund::eventlog

#endif  // FALLVERBUND_LIBS_EVENTLOG_TESTING_SIGNED_JOURNAL_H_
