#include "libs/base/time.h"
#include "services/team/domain/agreement_decider.h"

namespace fallverbund::team {

int AgreementState::InForce(absl::Time at) const {
  int in_force = 0, version = 0;
  for (const AgreementVersion& each : versions) {
    ++version;
    if (each.effective_from <= at) in_force = version;
  }
  return in_force;
}

AgreementState AgreementDecider::Evolve(State state, const Event& event, const decider::Given& given) {
  switch (event.event_case()) {
    case Event::kAgreementAdopted: {
      const auto& adopted = event.agreement_adopted();
      state.display_name = adopted.display_name();
      state.keeper = care::FromProto(adopted.keeper());
      state.versions = {{FromProto(adopted.effective_from()), adopted.procedure().SerializeAsString()}};
      break;
    }
    case Event::kAgreementVersionAdopted: {
      const auto& adopted = event.agreement_version_adopted();
      state.versions.push_back(
          {FromProto(adopted.effective_from()), adopted.procedure().SerializeAsString()});
      break;
    }
    case Event::kAgreementSigned: {
      const auto& entry = event.agreement_signed();
      state.signatories[entry.organisation_id()] = {entry.signed_by_person_id(), given.now,
                                                    entry.contact_person_id(), entry.deputy_person_id()};
      break;
    }
    case Event::kCrisisContactNamed: {
      const auto& named = event.crisis_contact_named();
      Signatory& signatory = state.signatories[named.organisation_id()];
      signatory.contact_person_id = named.contact_person_id();
      signatory.deputy_person_id = named.deputy_person_id();
      break;
    }
    case Event::kAgreementLeft:
      state.signatories.erase(event.agreement_left().organisation_id());
      break;
    case Event::kAgreementEntrusted:
      state.keeper.person_id = event.agreement_entrusted().person_id();
      state.keeper.deputy_person_id = event.agreement_entrusted().deputy_person_id();
      break;
    case Event::EVENT_NOT_SET:
      break;
  }
  return state;
}

}  // namespace fallverbund::team
