// The checker: takes the log's valid commits in order, finds each one's chain, judges it, and keeps what it
// must remember in a memory of the caller (rows of a projection, or maps).
//
// A chain is everything about one young person's case: its origin (inquiry or first contact), the case, its
// teams and deployments. Its id is the origin's, or the case's own where it came without one.
#ifndef FALLVERBUND_SERVICES_AUDIT_DOMAIN_CHECKER_H_
#define FALLVERBUND_SERVICES_AUDIT_DOMAIN_CHECKER_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/audit/domain/case_files.h"
#include "services/audit/domain/directory_facts.h"
#include "services/audit/domain/entry.h"

namespace fallverbund::audit {

// Lookups see what was put. One thread at a time.
class Memory : public DirectoryFacts, public CaseFiles {
 public:
  virtual std::optional<std::string> ChainOf(std::string_view aggregate_id) const = 0;
  virtual void PutChainOf(std::string_view aggregate_id, std::string_view chain_id) = 0;

  virtual std::optional<std::string> ChainOfSubject(std::string_view subject_id) const = 0;
  virtual void PutChainOfSubject(std::string_view subject_id, std::string_view chain_id) = 0;

  // By position, so that what only names its cause finds its chain.
  virtual std::optional<std::string> ChainAt(uint64_t position) const = 0;
  virtual void PutChainAt(uint64_t position, std::string_view chain_id) = 0;

  virtual std::optional<v1::CaseFile> File(std::string_view chain_id) const = 0;
  virtual void PutFile(const v1::CaseFile& file) = 0;
  std::optional<v1::CaseFile> FileOfCase(std::string_view case_id) const final;

  // Accompaniments of the prevention chain, which belong to no chain of a case.
  virtual std::optional<v1::PreventionFile> Prevention(std::string_view transition_id) const = 0;
  virtual void PutPrevention(std::string_view transition_id, const v1::PreventionFile& file) = 0;

  // Pools of crisis teams, which belong to no chain either.
  virtual std::optional<v1::PoolFile> Pool(std::string_view pool_id) const = 0;
  virtual void PutPool(std::string_view pool_id, const v1::PoolFile& file) = 0;
  // And what circles decide together.
  virtual std::optional<v1::DecisionFile> Decision(std::string_view decision_id) const = 0;
  virtual void PutDecision(std::string_view decision_id, const v1::DecisionFile& file) = 0;

  // Chains that asked to be judged again after a time; at most `limit` of those due before `now`, earliest
  // first.
  virtual std::vector<std::string> WokenBefore(absl::Time now, int limit) const = 0;
  virtual void PutWake(absl::Time at, std::string_view chain_id) = 0;
  virtual void DropWake(absl::Time at, std::string_view chain_id) = 0;

  virtual std::optional<std::string> OrganisationOfAggregate(std::string_view aggregate_id) const = 0;
  virtual void PutOrganisation(std::string_view aggregate_id, std::string_view organisation_id,
                               team::v1::OrganisationKind kind, std::string_view home_log_origin) = 0;
  virtual void PutPerson(std::string_view person_id, std::string_view organisation_id) = 0;
  virtual void DropPerson(std::string_view person_id) = 0;
  virtual void PutLeaving(std::string_view person_or_organisation_id, bool leaves) = 0;
  virtual void PutSet(std::string_view organisation_id, int field, uint32_t number) = 0;

  // Chains in which a person holds a strand, alone or with others, or is the deputy of who does; in order.
  virtual std::vector<std::string> ChainsHeldBy(std::string_view person_id) const = 0;
  virtual void PutHolding(std::string_view person_id, std::string_view chain_id) = 0;
  virtual void DropHolding(std::string_view person_id, std::string_view chain_id) = 0;
};

// How many chains are woken per commit at most; the rest follow with the next commits.
inline constexpr int kWokenPerCommit = 64;

struct Taken {
  std::string chain_id;  // empty: the commit is of no chain
  // Findings of this chain or of woken ones, and spans of this chain that ended.
  Verdict verdict;
};

Taken Take(const Entry& entry, const Bounds& bounds, Memory& memory);

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_DOMAIN_CHECKER_H_
