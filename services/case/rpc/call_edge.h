// What a request of the case service needs from around it, for one call.
#ifndef FALLVERBUND_SERVICES_CASE_RPC_CALL_EDGE_H_
#define FALLVERBUND_SERVICES_CASE_RPC_CALL_EDGE_H_

#include <string>
#include <string_view>

#include "libs/projection/projection_store.h"
#include "libs/rpc/pipeline/call.h"
#include "services/case/rpc/to_command.h"

namespace fallverbund::casework {

class CallEdge final : public Edge {
 public:
  CallEdge(service::Call& call, std::string case_id) : call_(call), case_id_(std::move(case_id)) {}

  absl::StatusOr<common::v1::Sealed> Seal(const google::protobuf::Descriptor& event,
                                          std::string_view field_path, const SealAs& as,
                                          const std::string& text) override;
  absl::StatusOr<HolderFacts> FactsOf(const common::v1::Holder& holder) override;
  std::string ActorOrganisation() override { return call_.caller().peer.name; }
  absl::StatusOr<std::string> ActorUnit() override { return call_.ActorUnit(); }
  absl::StatusOr<OtherCase> FindOtherCase(std::string_view case_id) override;
  absl::StatusOr<bool> Leaves(std::string_view person_id) override;
  absl::StatusOr<bool> MayTakeASeat(std::string_view organisation_id, std::string_view person_id) override;
  absl::StatusOr<std::string> OpenCrisis() override;
  absl::StatusOr<bool> HolderIsAlone() override;
  absl::StatusOr<bool> IsEntrusted(uint64_t position) override;
  absl::StatusOr<bool> ReadWhileHolding(uint64_t position) override;
  absl::StatusOr<v1::Case> Shown() override;
  absl::StatusOr<bool> IsPersonOf(std::string_view organisation_id, std::string_view person_id) override;
  absl::StatusOr<bool> MayApproveEnds(std::string_view organisation_id, std::string_view person_id) override;
  absl::StatusOr<bool> IsPersonOfUnit(std::string_view organisation_id, std::string_view unit_id,
                                      std::string_view person_id) override;
  absl::StatusOr<bool> HasLeft(std::string_view person_id) override;
  absl::StatusOr<bool> ActorActsFor(std::string_view person_id) override;
  absl::StatusOr<bool> AdoptsAfterApproval() override;
  absl::StatusOr<bool> IsColleague(std::string_view person_id) override;
  absl::StatusOr<bool> WasColleague(std::string_view person_id) override;

 private:
  service::Call& call_;
  const std::string case_id_;
};

// What the directory knows about a holder; all false where it knows nothing.
absl::StatusOr<HolderFacts> ReadHolderFacts(const projection::Rows& rows, const common::v1::Holder& holder);
// What these rows know of `other_id`, which the case is said to be continued in.
absl::StatusOr<OtherCase> ReadOtherCase(const projection::Rows& rows, std::string_view case_id,
                                        std::string_view other_id);
// The case in which this one is said to be continued, if that is open and nobody asks for its end; else
// empty. Two ends that name each other take two weeks each, so rows that are seconds behind the log see both.
absl::StatusOr<std::string> CaseThatGoesOn(const projection::Rows& rows, std::string_view case_id);

// Whether who holds this case, and the deputy, have a role to act in (R0).
absl::StatusOr<bool> IsHolderReachable(const projection::Rows& rows, std::string_view case_id);

// Fills in the stand-in of a command that may bring an ended case back, and whether nobody then can act, or
// gives it back to whoever gave it.
// Without such a case the command stays as it is.
absl::Status NameStandIn(const projection::Rows& rows, std::string_view case_id,
                         const std::string& actor_person_id, Command& command);
// Fills in how long the office that holds CASE takes, and whoever is asked by it or gave the case
// (OfficeTerms). `actor`: the acting organisation; empty: the house.
absl::Status NameTerms(const projection::Rows& rows, std::string_view case_id, const std::string& actor,
                       Command& command);
// Fills in who is gone of those who have, or had, something in this case, where the command asks for it.
absl::Status NameWhoIsGone(const projection::Rows& rows, std::string_view case_id, Command& command);

}  // namespace fallverbund::casework

#endif  // FALLVERBUND_SERVICES_CASE_RPC_CALL_EDGE_H_
