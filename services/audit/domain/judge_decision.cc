#include "services/audit/domain/judge_decision.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "fallverbund/team/v1/joint_decision_events.pb.h"
#include "services/audit/domain/bench.h"
#include "services/audit/domain/unpack.h"

namespace fallverbund::audit {
namespace {

constexpr int kFewestOrganisations = 2;

void Count(const std::string& organisation_id, v1::DecisionFile& decision) {
  const auto& known = decision.organisation_ids();
  if (std::find(known.begin(), known.end(), organisation_id) == known.end())
    decision.add_organisation_ids(organisation_id);
}

}  // namespace

void TakeDecision(const Entry& entry, Memory& memory, Verdict& verdict) {
  if (entry.context != "team" || entry.commit.aggregate_type() != "joint_decision") return;
  v1::DecisionFile decision = memory.Decision(entry.aggregate_id).value_or(v1::DecisionFile());
  v1::CaseFile nobody;
  for (const eventlog::v1::Event& event : entry.commit.events()) {
    const auto known = Unpack<team::v1::JointDecisionEvent>(event);
    if (!known) continue;
    if (known->has_vote_cast()) Count(known->vote_cast().organisation_id(), decision);
    // One that does not say of how many organisations is of before that was asked for.
    const bool says = known->joint_decision_reached().organisations() > 0;
    if (says && decision.organisation_ids_size() < kFewestOrganisations)
      AddFinding(v1::FINDING_KIND_DECISION_BY_ONE, entry.position, entry.aggregate_id,
                 absl::StrCat("votes_of_", decision.organisation_ids_size(), "_organisations"), nobody,
                 verdict);
  }
  memory.PutDecision(entry.aggregate_id, decision);
}

}  // namespace fallverbund::audit
