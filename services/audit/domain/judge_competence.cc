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

void Pack(v1::CompetenceFile& change,
          const google::protobuf::RepeatedPtrField<casework::v1::PackageItem>& package) {
  for (const casework::v1::PackageItem& item : package) {
    if (!item.withheld()) change.add_packed(item.position());
  }
}

// Whoever holds for the time being says so, and another office.
bool AgreeWithTheHolder(const Bench& bench, const v1::CompetenceFile& change) {
  const v1::HoldingSpan* held = Held(bench.file, common::v1::STRAND_CASE);
  if (held == nullptr) return true;  // that nobody holds is a finding of its own
  const auto& agreed = change.agreed_organisation_ids();
  const std::string& holder = held->holder().organisation_id();
  return std::find(agreed.begin(), agreed.end(), holder) != agreed.end() &&
         std::any_of(agreed.begin(), agreed.end(), [&](const std::string& one) { return one != holder; });
}

}  // namespace

void On(const Bench& bench, const casework::v1::CompetenceDetermined& e) {
  const v1::HoldingSpan* held = Held(bench.file, common::v1::STRAND_CASE);
  if (!bench.file.has_competence() || held == nullptr) return;
  auto& agreed = *bench.file.mutable_competence()->mutable_agreed_organisation_ids();
  agreed.erase(std::remove(agreed.begin(), agreed.end(), bench.actor().organisation()), agreed.end());
  if (e.organisation_id() == held->holder().organisation_id())
    agreed.Add()->assign(bench.actor().organisation());
}

void On(const Bench& bench, const casework::v1::AgencyDataSent& e) {
  if (v1::CompetenceFile* change = Open(bench, e.change_id())) Pack(*change, e.package());
}

// Since 2026-11-28 the events say that nobody's word settles it before.
void On(const Bench& bench, const casework::v1::CompetenceRefused& e) {
  if (v1::CompetenceFile* change = Open(bench, e.change_id()))
    change->set_ombuds_before_settling(e.ombuds_before_settling());
}

void On(const Bench& bench, const casework::v1::OmbudsOffered& e) {
  if (v1::CompetenceFile* change = Open(bench, e.change_id())) change->clear_ombuds_before_settling();
}

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
  v1::CompetenceFile* change = Open(bench, e.change_id());
  if (change == nullptr) return;
  *change->add_asked() = e.to();
  Pack(*change, e.package());
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
  const v1::CompetenceFile* change = Open(bench, e.change_id());
  if (change == nullptr) return;
  if (change->ombuds_before_settling())
    bench.Report(v1::FINDING_KIND_SETTLED_BY_ONE_WORD, "before_the_ombuds_office_was_offered");
  if (change->settled_by_two() && !AgreeWithTheHolder(bench, *change))
    bench.Report(v1::FINDING_KIND_SETTLED_BY_ONE_WORD, "by_who_holds_for_the_time_being");
  bench.file.clear_competence();
}

// Who takes the case over, or goes on with the help, has said more than a word.
void HeldForTheTimeBeing(const Bench& bench, const casework::v1::ResponsibilityMoved& e) {
  if (!bench.file.has_competence()) return;
  v1::CompetenceFile& change = *bench.file.mutable_competence();
  change.set_settled_by_two(e.settled_by_two());
  change.clear_agreed_organisation_ids();
  if (!e.provisional()) change.clear_ombuds_before_settling();
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
