#include "services/crisis/views/deployment_resource.h"

#include "absl/strings/str_cat.h"
#include "libs/base/time.h"

namespace fallverbund::crisis {
namespace {

v1::DeploymentState StateOf(DeploymentPhase phase) {
  switch (phase) {
    case DeploymentPhase::kNone:
      return v1::DEPLOYMENT_STATE_UNSPECIFIED;
    case DeploymentPhase::kRequested:
      return v1::DEPLOYMENT_STATE_REQUESTED;
    case DeploymentPhase::kAccepted:
      return v1::DEPLOYMENT_STATE_ACCEPTED;
    case DeploymentPhase::kRefused:
      return v1::DEPLOYMENT_STATE_REFUSED;
    case DeploymentPhase::kWithdrawn:
      return v1::DEPLOYMENT_STATE_WITHDRAWN;
    case DeploymentPhase::kEnded:
      return v1::DEPLOYMENT_STATE_ENDED;
  }
  return v1::DEPLOYMENT_STATE_UNSPECIFIED;
}

void Show(const v1::DeploymentRequested& requested, v1::Deployment& shown,
          std::vector<history::SealedText>& texts) {
  texts.push_back(history::TextAt(requested, requested.situation(), "5", shown.mutable_situation()));
  if (requested.mode() != v1::DEPLOYMENT_MODE_OUTREACH) return;
  shown.set_contact_every_hours(requested.contact_every_hours());
  texts.push_back(history::TextAt(requested, requested.outreach_place(),
                                  absl::StrCat(v1::DeploymentRequested::kOutreachPlaceFieldNumber),
                                  shown.mutable_outreach_place()));
}

void Show(const v1::DeploymentEnded& ended, v1::Deployment& shown, std::vector<history::SealedText>& texts) {
  shown.set_nights(ended.nights());
  shown.set_handed_back_to_person_id(ended.handed_back_to_person_id());
  texts.push_back(history::TextAt(ended, ended.handed_back(),
                                  absl::StrCat(v1::DeploymentEnded::kHandedBackFieldNumber),
                                  shown.mutable_handed_back()));
}

void Show(const v1::DebriefRecorded& recorded, v1::Deployment& shown,
          std::vector<history::SealedText>& texts) {
  *shown.mutable_debriefed_at() = recorded.held_at();
  texts.push_back(history::TextAt(recorded, recorded.text(),
                                  absl::StrCat(v1::DebriefRecorded::kTextFieldNumber),
                                  shown.mutable_debrief()));
}

}  // namespace

void ShowDeployment(const history::History<DeploymentDecider>& deployment, v1::Deployment& shown,
                    std::vector<history::SealedText>& texts) {
  const DeploymentState& state = deployment.state;
  shown.set_deployment_id(deployment.aggregate_id);
  shown.set_case_id(state.case_id);
  shown.set_state(StateOf(state.phase));
  shown.set_mode(state.mode);
  shown.set_crisis_team_organisation_id(state.crisis_team_organisation_id);
  if (state.phase == DeploymentPhase::kAccepted || state.phase == DeploymentPhase::kEnded)
    *shown.mutable_holder() = care::ToProto(state.holder);
  if (const care::Clock* answer = state.clocks.Find(common::v1::CLOCK_KIND_DEPLOYMENT_ANSWER, "")) {
    *shown.mutable_answer_due() = ToProto(answer->due);
    shown.set_answer_overdue(answer->overdue);
  }
  if (const care::Clock* debrief = state.clocks.Find(common::v1::CLOCK_KIND_DEBRIEF, "")) {
    *shown.mutable_debrief_due() = ToProto(debrief->due);
    shown.set_debrief_overdue(debrief->overdue);
  }
  if (const care::Clock* contact = state.clocks.Find(common::v1::CLOCK_KIND_OUTREACH_CONTACT, "")) {
    *shown.mutable_contact_due() = ToProto(contact->due);
    shown.set_contact_overdue(contact->overdue);
  }
  if (state.last_contact_at) *shown.mutable_last_contact_at() = ToProto(*state.last_contact_at);
  for (const auto& entry : deployment.entries) {
    if (entry.event.has_deployment_requested()) Show(entry.event.deployment_requested(), shown, texts);
    if (entry.event.has_deployment_ended()) Show(entry.event.deployment_ended(), shown, texts);
    if (entry.event.has_debrief_recorded()) Show(entry.event.debrief_recorded(), shown, texts);
  }
}

}  // namespace fallverbund::crisis
