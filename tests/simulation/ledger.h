// The log as somebody who sees everything at once reads it: what the clients' guesses are drawn from, and
// what is compared with their answers. Checks every prefix as it reads: versions, one effect per command,
// what a crisis promises of its legs, and that the audit's checker finds nothing and believes of each case
// what the case believes of itself. Of what a case decides it checks the invariants that the exploration
// checks, too: they hold wherever the checker finds nothing.
#ifndef FALLVERBUND_TESTS_SIMULATION_LEDGER_H_
#define FALLVERBUND_TESTS_SIMULATION_LEDGER_H_

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "fallverbund/eventlog/v1/commit.pb.h"
#include "libs/decider/decider.h"
#include "libs/eventlog/event_log.h"
#include "services/audit/domain/testing/memory_in_maps.h"
#include "services/case/domain/decide.h"
#include "services/case/domain/state.h"
#include "services/crisis/domain/crisis_decider.h"
#include "services/crisis/domain/deployment_decider.h"
#include "services/intake/domain/transition_decider.h"
#include "tests/simulation/people.h"

namespace fallverbund::simulation {

struct Recorded {
  uint64_t position = 0;
  std::string commit_id, command_id, context, aggregate_id, aggregate_type;
  std::string events;  // names of them
};

// What the events of one record name, by the name of the field, without the s of many: "session_id".
using Names = std::map<std::string, std::vector<std::string>, std::less<>>;

// Whoever led the crisis or held its case when a leg was late, or climbed, at this position (D2).
struct MissingLeg {
  uint64_t position = 0;
  std::string organisation_id;
};

class Ledger {
 public:
  explicit Ledger(std::function<void(const std::string&)> wrong) : wrong_(std::move(wrong)) {}

  // Reads on to the end of `log`.
  void ReadOn(eventlog::EventLog& log);
  // An instance is about to write what it decided for the command of this id, on the state that it knows.
  void CaseDecided(const std::string& command_id, const casework::State& before,
                   const casework::Command& command, const decider::Given& given,
                   const casework::Events& events);

  uint64_t position() const { return position_; }
  // In the order of the log; at most one, unless a promise is broken.
  std::vector<Recorded> OfCommand(const std::string& command_id) const;
  const Recorded* At(uint64_t position) const;
  // Position of the aggregate's last commit up to `until`; 0: none.
  uint64_t LastOf(const std::string& aggregate_id, uint64_t until) const;

  // Ids of aggregates of a type, such as "inquiry".
  const std::vector<std::string>& Ids(const std::string& type) const;
  // Ids that the record's events name, each once, in the order of the log.
  const Names& NamedIn(const std::string& aggregate_id) const;
  const std::map<std::string, casework::State>& cases() const { return cases_; }
  const std::map<std::string, crisis::CrisisState>& crises() const { return crises_; }
  const std::map<std::string, crisis::DeploymentState>& deployments() const { return deployments_; }
  const std::map<std::string, intake::TransitionState>& transitions() const { return transitions_; }
  const std::vector<MissingLeg>& missing_legs() const { return missing_legs_; }
  // Was asked to leave, as a person or with the organisation, and stays until all is accepted by others.
  bool Goes(const Person& person) const {
    return going_.contains(person.id) || going_.contains(person.organisation);
  }
  // Whoever gives something to a person whose account is closed had not read of it. The audit finds that, and
  // the account must be open again: the persons for whom it is not.
  std::set<std::string> ClosedThoughTheyHave() const;
  // What the audit finds there is such a gift.
  bool GivesTooLate(uint64_t position) const { return late_.contains(position); }

 private:
  void Take(const eventlog::StoredMessage& message);
  void CompareWithAudit(const std::string& command_id, bool found, uint64_t position);
  void TakeCrisis(const std::string& crisis_id, const eventlog::v1::Commit& commit, uint64_t position);
  void TakeDeployment(const std::string& deployment_id, const eventlog::v1::Commit& commit);
  void JudgeNights(const std::string& deployment_id, const crisis::v1::DeploymentEnded& ended);
  void TakeTransition(const std::string& transition_id, const eventlog::v1::Commit& commit);
  void JudgeLeg(const std::string& crisis_id, const crisis::v1::LegAcknowledged& said);
  void JudgeBeginning(const std::string& crisis_id);
  void NoteMissing(const std::string& crisis_id, uint64_t position);
  void TakeDirectory(const std::string& organisation_id, const eventlog::v1::Commit& commit);

  const std::function<void(const std::string&)> wrong_;
  uint64_t position_ = 0;
  std::map<uint64_t, Recorded> by_position_;
  std::multimap<std::string, uint64_t> by_command_;
  std::map<std::string, uint64_t> versions_;             // by subject
  std::map<std::string, std::vector<uint64_t>> last_;    // by aggregate
  std::set<std::pair<std::string, std::string>> known_;  // type and id
  std::map<std::string, std::vector<std::string>> ids_;
  std::map<std::string, Names> names_;          // by aggregate
  std::map<std::string, std::string> decided_;  // what a case decided: by command, the invariants it broke
  std::map<std::string, casework::State> cases_;
  std::map<std::string, crisis::CrisisState> crises_;
  std::map<std::string, crisis::DeploymentState> deployments_;
  // By case and team: from when until when nights were counted that are over.
  std::map<std::string, std::vector<std::pair<absl::Time, absl::Time>>> nights_;
  std::map<std::string, intake::TransitionState> transitions_;
  std::vector<MissingLeg> missing_legs_;
  std::set<std::string> told_of_;  // who has a case or a night, as their organisation was told
  std::set<std::string> going_, closed_;
  std::set<uint64_t> late_;  // positions where the audit found that somebody gave to a closed account
  std::set<std::string> late_about_;  // their chains
  audit::testing::MemoryInMaps memory_;
  absl::Time known_at_ = absl::InfinitePast();
};

}  // namespace fallverbund::simulation

#endif  // FALLVERBUND_TESTS_SIMULATION_LEDGER_H_
