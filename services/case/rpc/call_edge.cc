#include "services/case/rpc/call_edge.h"

#include "libs/base/status.h"
#include "libs/directory/directory.h"
#include "services/case/views/case_view.h"

namespace fallverbund::casework {

absl::StatusOr<common::v1::Sealed> CallEdge::Seal(const google::protobuf::Descriptor& event,
                                                  std::string_view field_path, const SealAs& as,
                                                  const std::string& text) {
  FV_ASSIGN_OR_RETURN(const std::string subject, ReadSubject(call_.rows(), case_id_));
  const seal::KeyScope scope{call_.host().association(), subject, as.file_class, as.confidentiality};
  return call_.Seal(scope, case_id_, event, field_path, text);
}

absl::StatusOr<HolderFacts> CallEdge::FactsOf(const common::v1::Holder& holder) {
  return ReadHolderFacts(call_.rows(), holder);
}

absl::StatusOr<bool> CallEdge::IsAnotherOpenCase(std::string_view case_id) {
  if (case_id.empty() || case_id == case_id_) return false;
  const auto found = ReadCase(call_.rows(), case_id);
  if (absl::IsNotFound(found.status())) return false;
  FV_RETURN_IF_ERROR(found.status());
  return found->phase() != v1::CASE_PHASE_LAWFULLY_ENDED;
}

absl::StatusOr<bool> CallEdge::Leaves(std::string_view person_id) {
  const std::string_view person = person_id.empty() ? std::string_view(call_.caller().person) : person_id;
  FV_ASSIGN_OR_RETURN(const auto leaver, directory::FindLeaver(call_.rows(), person));
  if (leaver || !person_id.empty()) return leaver.has_value();
  return directory::IsLeavingBody(call_.rows(), call_.caller().peer.name);
}

absl::StatusOr<bool> CallEdge::MayTakeASeat(std::string_view organisation_id, std::string_view person_id) {
  return directory::IsPersonOf(call_.rows(), organisation_id, person_id);
}

absl::StatusOr<v1::Case> CallEdge::Shown() {
  return ReadCase(call_.rows(), case_id_);
}

absl::StatusOr<bool> CallEdge::IsColleague(std::string_view person_id) {
  return directory::IsPersonOf(call_.rows(), call_.caller().peer.name, person_id);
}

absl::StatusOr<bool> CallEdge::WasColleague(std::string_view person_id) {
  FV_ASSIGN_OR_RETURN(const auto person, directory::FindPerson(call_.rows(), person_id));
  return person && person->organisation_id == call_.caller().peer.name;
}

absl::StatusOr<bool> CallEdge::IsPersonOf(std::string_view organisation_id, std::string_view person_id) {
  return directory::IsPersonOf(call_.rows(), organisation_id, person_id);
}

absl::StatusOr<bool> CallEdge::AdoptsAfterApproval() {
  FV_ASSIGN_OR_RETURN(const auto rules, directory::FindWorkingRules(call_.rows(), call_.caller().peer.name));
  return rules.adopts_after_approval;
}

absl::StatusOr<HolderFacts> ReadHolderFacts(const projection::Rows& rows, const common::v1::Holder& holder) {
  HolderFacts facts;
  if (holder.organisation_id().empty()) return facts;
  FV_ASSIGN_OR_RETURN(const auto organisation, directory::FindOrganisation(rows, holder.organisation_id()));
  facts.public_body = organisation && organisation->kind == team::v1::ORGANISATION_KIND_YOUTH_OFFICE;
  facts.emergency_service =
      organisation && organisation->kind == team::v1::ORGANISATION_KIND_EMERGENCY_SERVICE;
  const auto is_of_unit = [&](const std::string& person_id) -> absl::StatusOr<bool> {
    FV_ASSIGN_OR_RETURN(const auto person, directory::FindPerson(rows, person_id));
    FV_ASSIGN_OR_RETURN(const auto leaver, directory::FindLeaver(rows, person_id));
    FV_ASSIGN_OR_RETURN(const bool body, directory::IsLeavingBody(rows, holder.organisation_id()));
    facts.leaves = facts.leaves || leaver.has_value() || body;
    return person && person->organisation_id == holder.organisation_id() &&
           person->unit_id == holder.unit_id();
  };
  FV_ASSIGN_OR_RETURN(facts.person_known, is_of_unit(holder.person_id()));
  FV_ASSIGN_OR_RETURN(facts.deputy_known, is_of_unit(holder.deputy_person_id()));
  return facts;
}

}  // namespace fallverbund::casework
