#include "libs/care/handover.h"

namespace fallverbund::care {

bool SpeaksForReceiver(const Offer& offer, const Answerer& who) {
  return who.organisation_id == offer.to.organisation_id && who.unit_id == offer.to.unit_id;
}

bool IsIndependentOf(const Offer& offer, const Holder& giver, const Answerer& who) {
  return who.person_id != offer.offered_by && who.person_id != giver.person_id;
}

common::v1::EscalationStep StepAfterRefusals(uint32_t refusals) {
  if (refusals < 2) return common::v1::ESCALATION_STEP_UNSPECIFIED;
  if (refusals == 2) return common::v1::ESCALATION_STEP_TEAM_LEAD;
  if (refusals == 3) return common::v1::ESCALATION_STEP_DEPARTMENT_HEAD;
  return common::v1::ESCALATION_STEP_STEERING_GROUP;
}

void Handover::Met(std::string_view id) {
  if (IsOpen(id)) open_->met = true;
}

void Handover::Accepted(std::string_view id) {
  if (!IsOpen(id)) return;
  open_.reset();
  refusals_ = 0;
}

void Handover::Refused(std::string_view id) {
  if (!IsOpen(id)) return;
  open_.reset();
  ++refusals_;
}

void Handover::Revoked(std::string_view id) {
  if (IsOpen(id)) open_.reset();
}

}  // namespace fallverbund::care
