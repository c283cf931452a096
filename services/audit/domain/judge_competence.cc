// A change of competence moves CASE only when the other office really goes on and another of its persons than
// who reported it says so, or when the office of actual stay, asked before, accepts to act for the time being
// (N7).
#include <algorithm>
#include <string>

#include "services/audit/domain/bench.h"

namespace fallverbund::audit {
namespace {

v1::CompetenceFile* Open(const Bench& bench, const std::string& change_id) {
  if (!bench.file.has_competence() || bench.file.competence().change_id() != change_id) return nullptr;
  return bench.file.mutable_competence();
}

bool Attends(const casework::v1::AgencyConversationHeld& talk, const common::v1::Holder& side) {
  return std::any_of(talk.person_ids().begin(), talk.person_ids().end(), [&](const std::string& person) {
    return !person.empty() && (person == side.person_id() || person == side.deputy_person_id());
  });
}

}  // namespace

void On(const Bench& bench, const casework::v1::CompetenceChangeDetected& e) {
  bench.file.mutable_competence()->Clear();
  bench.file.mutable_competence()->set_change_id(e.change_id());
}

void On(const Bench& bench, const casework::v1::AgencyInformed& e) {
  v1::CompetenceFile* change = Open(bench, e.change_id());
  if (change == nullptr) return;
  *change->mutable_to() = e.to();
  change->set_met(false);
  change->clear_reporter_person_id();
}

void On(const Bench& bench, const casework::v1::AgencyConversationHeld& e) {
  v1::CompetenceFile* change = Open(bench, e.change_id());
  const v1::HoldingSpan* held = Held(bench.file, common::v1::STRAND_CASE);
  if (change != nullptr && held != nullptr && Attends(e, held->holder()) && Attends(e, change->to()))
    change->set_met(true);
}

void On(const Bench& bench, const casework::v1::ServiceContinuationReported& e) {
  v1::CompetenceFile* change = Open(bench, e.change_id());
  if (change == nullptr || !e.has_continued_since() || !e.has_evidence()) return;
  change->set_reporter_person_id(e.person_id());
}

void On(const Bench& bench, const casework::v1::ServiceContinuedByNewAgency& e) {
  v1::CompetenceFile* change = Open(bench, e.change_id());
  if (change == nullptr) return;
  const std::string& reporter = change->reporter_person_id();
  const bool another = !reporter.empty() && reporter != bench.actor().person();
  change->set_continued(another && bench.InPerson(e.person_id(), change->to().organisation_id()));
}

void On(const Bench& bench, const casework::v1::ProvisionalTakeoverAsked& e) {
  if (v1::CompetenceFile* change = Open(bench, e.change_id())) *change->add_asked() = e.to();
}

void On(const Bench& bench, const casework::v1::ProvisionalTakeover& e) {
  v1::CompetenceFile* change = Open(bench, e.change_id());
  if (change == nullptr) return;
  for (const common::v1::Holder& asked : change->asked()) {
    if (bench.InPerson(e.person_id(), asked.organisation_id())) *change->mutable_provisional() = asked;
  }
  change->clear_asked();
}

void On(const Bench& bench, const casework::v1::CompetenceChangeSettled& e) {
  if (Open(bench, e.change_id()) != nullptr) bench.file.clear_competence();
}

bool MovedByCompetence(const Bench& bench, const casework::v1::ResponsibilityMoved& e) {
  v1::CompetenceFile* change = Open(bench, e.handover_id());
  if (change == nullptr) return false;
  if (e.provisional()) {
    const bool accepted = change->has_provisional() && SameHolder(change->provisional(), e.to());
    if (!accepted) bench.Report(v1::FINDING_KIND_MOVE_ON_PAPER, "nobody_accepted_for_the_time_being");
    change->clear_provisional();
    return true;
  }
  if (!change->continued() || !SameHolder(change->to(), e.to()))
    bench.Report(v1::FINDING_KIND_MOVE_ON_PAPER, "service_not_continued");
  if (!change->met()) bench.Report(v1::FINDING_KIND_MOVE_WITHOUT_MEETING, "offices_have_not_talked");
  change->set_continued(false);
  return true;
}

}  // namespace fallverbund::audit
