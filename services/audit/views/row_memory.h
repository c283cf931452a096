// The checker's memory as rows of a batch.
#ifndef FALLVERBUND_SERVICES_AUDIT_VIEWS_ROW_MEMORY_H_
#define FALLVERBUND_SERVICES_AUDIT_VIEWS_ROW_MEMORY_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "libs/projection/projection_store.h"
#include "services/audit/domain/checker.h"

namespace fallverbund::audit {

// A read that fails is remembered in error(), and what was judged meanwhile is worthless.
class RowMemory final : public Memory {
 public:
  explicit RowMemory(projection::RowBatch& rows) : rows_(rows) {}
  const absl::Status& error() const { return error_; }

  std::optional<team::v1::OrganisationKind> KindOf(std::string_view organisation_id) const override;
  std::string HomeLogOf(std::string_view organisation_id) const override;
  std::optional<std::string> OrganisationOf(std::string_view person_id) const override;
  std::optional<std::string> ChainOf(std::string_view aggregate_id) const override;
  void PutChainOf(std::string_view aggregate_id, std::string_view chain_id) override;
  std::optional<std::string> ChainOfSubject(std::string_view subject_id) const override;
  void PutChainOfSubject(std::string_view subject_id, std::string_view chain_id) override;
  std::optional<std::string> ChainAt(uint64_t position) const override;
  void PutChainAt(uint64_t position, std::string_view chain_id) override;
  std::optional<v1::CaseFile> File(std::string_view chain_id) const override;
  void PutFile(const v1::CaseFile& file) override;
  std::optional<v1::PreventionFile> Prevention(std::string_view transition_id) const override;
  void PutPrevention(std::string_view transition_id, const v1::PreventionFile& file) override;
  std::optional<v1::PoolFile> Pool(std::string_view pool_id) const override;
  void PutPool(std::string_view pool_id, const v1::PoolFile& file) override;
  std::optional<v1::DecisionFile> Decision(std::string_view decision_id) const override;
  void PutDecision(std::string_view decision_id, const v1::DecisionFile& file) override;
  std::vector<std::string> WokenBefore(absl::Time now, int limit) const override;
  void PutWake(absl::Time at, std::string_view chain_id) override;
  void DropWake(absl::Time at, std::string_view chain_id) override;
  std::optional<std::string> OrganisationOfAggregate(std::string_view aggregate_id) const override;
  void PutOrganisation(std::string_view aggregate_id, std::string_view organisation_id,
                       team::v1::OrganisationKind kind, std::string_view home_log_origin) override;
  void PutPerson(std::string_view person_id, std::string_view organisation_id) override;
  void DropPerson(std::string_view person_id) override;
  bool Leaves(std::string_view person_id) const override;
  void PutLeaving(std::string_view person_id, bool leaves) override;
  bool HasSet(std::string_view organisation_id, int field, uint32_t number) const override;
  void PutSet(std::string_view organisation_id, int field, uint32_t number) override;
  std::vector<std::string> ChainsHeldBy(std::string_view person_id) const override;
  void PutHolding(std::string_view person_id, std::string_view chain_id) override;
  void DropHolding(std::string_view person_id, std::string_view chain_id) override;

 private:
  std::optional<std::string> Get(std::string_view table, std::string_view key) const;
  template <class Message>
  std::optional<Message> GetFile(std::string_view table, std::string_view key) const;

  projection::RowBatch& rows_;
  mutable absl::Status error_;
};

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_VIEWS_ROW_MEMORY_H_
