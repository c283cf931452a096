// The checker's memory in maps, for tests and for judging a log in one go.
#ifndef FALLVERBUND_SERVICES_AUDIT_DOMAIN_TESTING_MEMORY_IN_MAPS_H_
#define FALLVERBUND_SERVICES_AUDIT_DOMAIN_TESTING_MEMORY_IN_MAPS_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "services/audit/domain/checker.h"

namespace fallverbund::audit::testing {

class MemoryInMaps final : public Memory {
 public:
  std::optional<team::v1::OrganisationKind> KindOf(std::string_view id) const override {
    return Get(kinds_, id);
  }
  std::string HomeLogOf(std::string_view id) const override { return Get(homes_, id).value_or(""); }
  std::optional<std::string> OrganisationOf(std::string_view id) const override { return Get(persons_, id); }
  std::optional<std::string> ChainOf(std::string_view id) const override { return Get(chains_, id); }
  void PutChainOf(std::string_view id, std::string_view chain) override { chains_[std::string(id)] = chain; }
  std::optional<std::string> ChainOfSubject(std::string_view id) const override { return Get(subjects_, id); }
  void PutChainOfSubject(std::string_view id, std::string_view chain) override {
    subjects_[std::string(id)] = chain;
  }
  std::optional<std::string> ChainAt(uint64_t position) const override {
    auto it = positions_.find(position);
    return it == positions_.end() ? std::nullopt : std::optional(it->second);
  }
  void PutChainAt(uint64_t position, std::string_view chain) override { positions_[position] = chain; }
  std::optional<v1::CaseFile> File(std::string_view id) const override { return Get(files_, id); }
  void PutFile(const v1::CaseFile& file) override { files_[file.chain_id()] = file; }
  std::optional<v1::PreventionFile> Prevention(std::string_view id) const override {
    return Get(preventions_, id);
  }
  void PutPrevention(std::string_view id, const v1::PreventionFile& file) override {
    preventions_[std::string(id)] = file;
  }
  std::optional<v1::PoolFile> Pool(std::string_view id) const override { return Get(pools_, id); }
  void PutPool(std::string_view id, const v1::PoolFile& file) override { pools_[std::string(id)] = file; }
  std::optional<v1::DecisionFile> Decision(std::string_view id) const override { return Get(decisions_, id); }
  void PutDecision(std::string_view id, const v1::DecisionFile& file) override {
    decisions_[std::string(id)] = file;
  }
  std::vector<std::string> WokenBefore(absl::Time now, int limit) const override {
    std::vector<std::string> woken;
    for (const auto& [at, chain] : wakes_) {
      if (at >= now || static_cast<int>(woken.size()) == limit) break;
      woken.push_back(chain);
    }
    return woken;
  }
  void PutWake(absl::Time at, std::string_view chain) override { wakes_.emplace(at, chain); }
  void DropWake(absl::Time at, std::string_view chain) override { wakes_.erase({at, std::string(chain)}); }
  std::optional<std::string> OrganisationOfAggregate(std::string_view id) const override {
    return Get(aggregates_, id);
  }
  void PutOrganisation(std::string_view aggregate, std::string_view id, team::v1::OrganisationKind kind,
                       std::string_view home_log_origin) override {
    aggregates_[std::string(aggregate)] = id;
    kinds_[std::string(id)] = kind;
    homes_[std::string(id)] = home_log_origin;
  }
  void PutPerson(std::string_view id, std::string_view organisation) override {
    persons_[std::string(id)] = organisation;
  }
  void DropPerson(std::string_view id) override { persons_.erase(std::string(id)); }
  bool Leaves(std::string_view id) const override { return leaving_.contains(std::string(id)); }
  void PutLeaving(std::string_view id, bool leaves) override {
    if (leaves) leaving_.insert(std::string(id));
    if (!leaves) leaving_.erase(std::string(id));
  }
  bool HasSet(std::string_view id, int field, uint32_t number) const override {
    return set_.contains({std::string(id), field, number});
  }
  void PutSet(std::string_view id, int field, uint32_t number) override {
    set_.emplace(std::string(id), field, number);
  }
  std::vector<std::string> ChainsHeldBy(std::string_view person) const override {
    std::vector<std::string> chains;
    for (const auto& [holder, chain] : holdings_) {
      if (holder == person) chains.push_back(chain);
    }
    return chains;
  }
  void PutHolding(std::string_view person, std::string_view chain) override {
    holdings_.emplace(std::string(person), std::string(chain));
  }
  void DropHolding(std::string_view person, std::string_view chain) override {
    holdings_.erase({std::string(person), std::string(chain)});
  }

 private:
  template <class Value>
  using Map = std::map<std::string, Value, std::less<>>;
  template <class Value>
  static std::optional<Value> Get(const Map<Value>& map, std::string_view key) {
    auto it = map.find(key);
    return it == map.end() ? std::nullopt : std::optional<Value>(it->second);
  }

  Map<std::string> chains_, subjects_, aggregates_, persons_, homes_;
  Map<team::v1::OrganisationKind> kinds_;
  Map<v1::CaseFile> files_;
  Map<v1::PreventionFile> preventions_;
  Map<v1::PoolFile> pools_;
  Map<v1::DecisionFile> decisions_;
  std::map<uint64_t, std::string> positions_;
  std::set<std::pair<absl::Time, std::string>> wakes_;
  std::set<std::string> leaving_;
  std::set<std::tuple<std::string, int, uint32_t>> set_;    // organisation, field, number
  std::set<std::pair<std::string, std::string>> holdings_;  // person, chain
};

}  // namespace fallverbund::audit::testing

#endif  // FALLVERBUND_SERVICES_AUDIT_DOMAIN_TESTING_MEMORY_IN_MAPS_H_
