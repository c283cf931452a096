#include "services/team/views/agreement_resource.h"

#include "libs/base/check.h"
#include "libs/base/time.h"

namespace fallverbund::team {

void ShowAgreement(const history::History<AgreementDecider>& agreement, absl::Time at, v1::Agreement& shown) {
  const AgreementState& state = agreement.state;
  shown.set_agreement_id(agreement.aggregate_id);
  shown.set_display_name(state.display_name);
  *shown.mutable_keeper() = care::ToProto(state.keeper);
  const int in_force = state.InForce(at);
  for (const AgreementVersion& each : state.versions) {
    v1::ShownAgreementVersion& version = *shown.add_versions();
    version.set_version(shown.versions_size());
    *version.mutable_effective_from() = ToProto(each.effective_from);
    FV_CHECK(version.mutable_procedure()->ParseFromString(each.procedure));
    version.set_in_force(version.version() == in_force);
  }
  for (const auto& [organisation_id, each] : state.signatories) {
    v1::ShownSignatory& signatory = *shown.add_signatories();
    signatory.set_organisation_id(organisation_id);
    signatory.set_signed_by_person_id(each.signed_by_person_id);
    *signatory.mutable_signed_at() = ToProto(each.signed_at);
  }
}

}  // namespace fallverbund::team
