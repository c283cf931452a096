#include "services/case/rpc/call_edge.h"

#include "libs/base/status.h"
#include "libs/directory/directory.h"
#include "services/case/views/case_view.h"

namespace fallverbund::casework {

absl::StatusOr<common::v1::Sealed> CallEdge::Seal(const google::protobuf::Descriptor& event,
                                                  std::string_view field_path,
                                                  common::v1::Confidentiality confidentiality,
                                                  const std::string& text) {
  FV_ASSIGN_OR_RETURN(const std::string subject, ReadSubject(call_.rows(), case_id_));
  const seal::KeyScope scope{call_.host().association(), subject, common::v1::FILE_CLASS_HELP,
                             confidentiality};
  return call_.Seal(scope, case_id_, event, field_path, text);
}

absl::StatusOr<HolderFacts> CallEdge::FactsOf(const common::v1::Holder& holder) {
  return ReadHolderFacts(call_.rows(), holder);
}

absl::StatusOr<bool> CallEdge::IsColleague(std::string_view person_id) {
  if (person_id.empty()) return false;
  FV_ASSIGN_OR_RETURN(const auto person, directory::FindPerson(call_.rows(), person_id));
  return person && person->organisation_id == call_.caller().peer.name;
}

absl::StatusOr<HolderFacts> ReadHolderFacts(const projection::Rows& rows, const common::v1::Holder& holder) {
  HolderFacts facts;
  if (holder.organisation_id().empty()) return facts;
  FV_ASSIGN_OR_RETURN(const auto organisation, directory::FindOrganisation(rows, holder.organisation_id()));
  facts.public_body = organisation && organisation->kind == team::v1::ORGANISATION_KIND_YOUTH_OFFICE;
  facts.emergency_service =
      organisation && organisation->kind == team::v1::ORGANISATION_KIND_EMERGENCY_SERVICE;
  FV_ASSIGN_OR_RETURN(const auto person, directory::FindPerson(rows, holder.person_id()));
  facts.person_known =
      person && person->organisation_id == holder.organisation_id() && person->unit_id == holder.unit_id();
  if (holder.deputy_person_id().empty()) return facts;
  FV_ASSIGN_OR_RETURN(const auto deputy, directory::FindPerson(rows, holder.deputy_person_id()));
  facts.deputy_known =
      deputy && deputy->organisation_id == holder.organisation_id() && deputy->unit_id == holder.unit_id();
  return facts;
}

}  // namespace fallverbund::casework
