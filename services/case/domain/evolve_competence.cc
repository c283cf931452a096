// Competence by law beside who holds (N7); a fact about a change that is not open changes nothing.
#include "libs/base/time.h"
#include "services/case/domain/evolve_parts.h"

namespace fallverbund::casework {
namespace {

using common::v1::CLOCK_KIND_AGENCY_INFORMED;
using common::v1::CLOCK_KIND_COMPETENCE_DISPUTE;
using common::v1::CLOCK_KIND_OMBUDS_OFFER;
using common::v1::CLOCK_KIND_PROVISIONAL_ANSWER;
using common::v1::CLOCK_KIND_SERVICE_TAKEOVER;

CompetenceChange* Open(State& state, const std::string& change_id) {
  return state.change && state.change->id == change_id ? &*state.change : nullptr;
}

}  // namespace

void On(State& state, const v1::CompetenceDetermined& event, const std::string& said_by) {
  for (Competence& entry : state.competences) {
    if (entry.id == event.corrects_competence_id()) entry.corrected = true;
  }
  state.competences.push_back({event.competence_id(), event.organisation_id(), event.basis(),
                               FromProto(event.effective_since()), false});
  if (!state.change || !state.provisional) return;
  std::vector<std::string>& agreed = state.change->agreed;
  std::erase(agreed, said_by);
  if (event.organisation_id() == state.responsibility.holder().organisation_id) agreed.push_back(said_by);
}

void On(State& state, const v1::CompetenceChangeDetected& event) {
  state.change = CompetenceChange{};
  state.change->id = event.change_id();
  state.change->cause = event.cause();
  state.change->organisation_id = event.organisation_id();
  if (event.has_inform_due())
    state.clocks.Start(CLOCK_KIND_AGENCY_INFORMED, event.change_id(), FromProto(event.inform_due()));
  if (event.has_dispute_due())
    state.clocks.Start(CLOCK_KIND_COMPETENCE_DISPUTE, event.change_id(), FromProto(event.dispute_due()));
}

// Somebody else there begins anew: who was met and what was said to go on was about another.
void On(State& state, const v1::AgencyInformed& event) {
  CompetenceChange* change = Open(state, event.change_id());
  if (change == nullptr) return;
  change->to = care::FromProto(event.to());
  if (change->organisation_id.empty()) {  // nobody had known: now it is this office's to answer
    change->organisation_id = event.to().organisation_id();
    state.clocks.Stop(CLOCK_KIND_COMPETENCE_DISPUTE, change->id);
  }
  change->met = false;
  change->reporter.clear();
  change->continued_since.reset();
  state.clocks.Stop(CLOCK_KIND_AGENCY_INFORMED, change->id);
  state.clocks.Start(CLOCK_KIND_SERVICE_TAKEOVER, change->id, FromProto(event.takeover_due()));
}

void On(State& state, const v1::AgencyDataSent& event) {
  CompetenceChange* change = Open(state, event.change_id());
  if (change == nullptr) return;
  change->sent = true;
  change->package = PartsOf(event.package());
}

void On(State& state, const v1::AgencyConversationHeld& event) {
  if (CompetenceChange* change = Open(state, event.change_id())) change->met = true;
  Heard(state, event.participation());
}

void On(State& state, const v1::ServiceContinuationReported& event) {
  CompetenceChange* change = Open(state, event.change_id());
  if (change == nullptr) return;
  change->reporter = event.person_id();
  change->continued_since = FromProto(event.continued_since());
}

// The move follows, with what was sent as its package.
void On(State& state, const v1::ServiceContinuedByNewAgency& event) {
  if (const CompetenceChange* change = Open(state, event.change_id())) state.package = change->package;
}

void On(State& state, const v1::CompetenceRefused& event) {
  CompetenceChange* change = Open(state, event.change_id());
  if (change == nullptr) return;
  change->contested = true;
  state.clocks.Stop(CLOCK_KIND_SERVICE_TAKEOVER, change->id);
  state.clocks.Start(CLOCK_KIND_COMPETENCE_DISPUTE, change->id, FromProto(event.dispute_due()));
  state.clocks.Start(CLOCK_KIND_OMBUDS_OFFER, change->id, FromProto(event.ombuds_offer_due()));
}

void On(State& state, const v1::ProvisionalTakeoverAsked& event, const std::string& asked_by) {
  CompetenceChange* change = Open(state, event.change_id());
  if (change == nullptr) return;
  std::erase_if(change->asked, [&](const ProvisionalAsk& one) {  // asked anew, with a package
    return one.to.organisation_id == event.to().organisation_id();
  });
  change->asked.push_back({care::FromProto(event.to()), asked_by, PartsOf(event.package())});
  const absl::Time due = FromProto(event.answer_due());
  const care::Clock* waits = state.clocks.Find(CLOCK_KIND_PROVISIONAL_ANSWER, change->id);
  if (waits == nullptr || waits->due != due)
    state.clocks.Start(CLOCK_KIND_PROVISIONAL_ANSWER, change->id, due);
}

// The move follows, with what was packed for that office; whoever else was asked need not answer any more.
void On(State& state, const v1::ProvisionalTakeover& event, const std::string& accepted_by) {
  state.package.clear();
  if (CompetenceChange* change = Open(state, event.change_id())) {
    for (const ProvisionalAsk& one : change->asked) {
      if (one.to.organisation_id == accepted_by) state.package = one.package;
    }
    change->asked.clear();
    change->held_before = care::FromProto(event.from());
  }
  state.clocks.Stop(CLOCK_KIND_PROVISIONAL_ANSWER, event.change_id());
}

void On(State& state, const v1::CompetenceChangeSettled& event) {
  state.settled_change = event.change_id();
  state.provisional = false;
  state.change.reset();
  for (const auto kind :
       {CLOCK_KIND_AGENCY_INFORMED, CLOCK_KIND_SERVICE_TAKEOVER, CLOCK_KIND_COMPETENCE_DISPUTE,
        CLOCK_KIND_OMBUDS_OFFER, CLOCK_KIND_PROVISIONAL_ANSWER})
    state.clocks.StopAll(kind);
}

void On(State& state, const v1::OmbudsOffered& event) {
  state.clocks.Stop(CLOCK_KIND_OMBUDS_OFFER, event.change_id());
  Heard(state, event.participation());
}

}  // namespace fallverbund::casework
