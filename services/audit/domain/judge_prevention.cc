#include "services/audit/domain/judge_prevention.h"

#include <algorithm>
#include <string>

#include "fallverbund/intake/v1/prevention_events.pb.h"
#include "services/audit/domain/bench.h"
#include "services/audit/domain/strands.h"
#include "services/audit/domain/unpack.h"

namespace fallverbund::audit {
namespace {

using common::v1::Holder;
using intake::v1::PreventionTableEvent;
using intake::v1::TransitionEvent;

constexpr uint64_t kTellsOfFew = 3;  // fewer are hidden (E12)

// One commit of an accompaniment, and what was known of it.
struct Accompanied {
  const Entry& entry;
  const Memory& memory;
  Verdict& verdict;
  v1::PreventionFile file;
  bool begun = false;

  void Report(std::string_view detail) const {
    v1::CaseFile nobody;
    AddFinding(v1::FINDING_KIND_NAVIGATOR_AGAINST_THE_RULE, entry.position, entry.aggregate_id, detail,
               nobody, verdict);
  }
  bool IsTheirs(const std::string& person, const std::string& organisation) const {
    return !person.empty() && memory.OrganisationOf(person) == std::optional<std::string>(organisation);
  }
  // A named person of that organisation, and another as deputy.
  bool IsNavigator(const Holder& who) const {
    return IsTheirs(who.person_id(), who.organisation_id()) &&
           IsTheirs(who.deputy_person_id(), who.organisation_id()) &&
           who.person_id() != who.deputy_person_id();
  }
  bool InPerson(const Holder& who) const {
    return entry.commit.actor().person() == who.person_id() &&
           entry.commit.actor().organisation() == who.organisation_id();
  }
  void Navigates(const Holder& who) {
    if (!IsNavigator(who)) Report("navigator_not_named");
    *file.mutable_navigator() = who;
  }
  void NothingOffered() {
    file.clear_handover_id();
    file.clear_offered_to();
    file.clear_offered_by_person_id();
    file.clear_met();
  }
};

void On(const intake::v1::TransitionBegun& e, Accompanied& a) {
  if (a.begun) a.Report("begun_twice");
  if (e.consent_by() == intake::v1::CONSENT_GIVER_UNSPECIFIED) a.Report("begun_without_consent");
  a.begun = true;
  a.Navigates(e.navigator());
}

void On(const intake::v1::WarmHandoverOffered& e, Accompanied& a) {
  if (!a.file.handover_id().empty()) a.Report("offered_twice");
  a.NothingOffered();
  a.file.set_handover_id(e.handover_id());
  *a.file.mutable_offered_to() = e.to();
  a.file.set_offered_by_person_id(e.offered_by_person_id());
}

// Offered by the navigator's side, met, and then accepted in person by the other (E1).
void On(const intake::v1::NavigatorMoved& e, Accompanied& a) {
  const bool offered = !e.handover_id().empty() && a.file.handover_id() == e.handover_id();
  if (!SameHolder(a.file.navigator(), e.from())) a.Report("moved_from_another_than_the_navigator");
  if (!offered) {
    a.Report("moved_without_offer");
  } else {
    if (!a.file.met()) a.Report("moved_without_meeting");
    const bool accepted =
        a.InPerson(e.to()) && e.to().organisation_id() == a.file.offered_to().organisation_id() &&
        e.to().person_id() != a.file.offered_by_person_id() && e.to().person_id() != e.from().person_id();
    if (!accepted) a.Report("moved_without_acceptance");
  }
  a.NothingOffered();
  if (!e.givers_look_on()) a.file.clear_owed_checks();  // as it was then
  auto& owed = *a.file.add_owed_checks();
  owed.set_demanded(e.givers_look_on());
  owed.set_handover_id(e.handover_id());
  owed.set_giver_organisation_id(e.from().organisation_id());
  a.file.clear_leaving_organisation_id();
  a.Navigates(e.to());
}

// By the giver alone; it owes no more once the family has arrived (E1).
void On(const intake::v1::WarmHandoverChecked& e, Accompanied& a) {
  auto& owed = *a.file.mutable_owed_checks();
  const auto found = std::find_if(owed.begin(), owed.end(), [&](const v1::OwedWarmCheck& check) {
    return check.handover_id() == e.handover_id();
  });
  if (found == owed.end()) return a.Report("checked_without_a_move");
  if (a.entry.commit.actor().organisation() != found->giver_organisation_id())
    a.Report("checked_by_another_than_the_giver");
  if (e.outcome() == intake::v1::ARRIVAL_OUTCOME_ARRIVED) owed.erase(found);
}

// A giver whose organisation leaves may be gone, and nobody waits for its look (N10).
bool SomebodyIsToLookAgain(const Accompanied& a) {
  const auto& owed = a.file.owed_checks();
  return std::any_of(owed.begin(), owed.end(), [&](const v1::OwedWarmCheck& check) {
    return check.demanded() && !a.memory.Leaves(check.giver_organisation_id());
  });
}

void On(const intake::v1::NavigatorTakenOver& e, Accompanied& a) {
  if (!SameHolder(a.file.navigator(), e.from())) a.Report("taken_over_from_another_than_the_navigator");
  const bool colleague = a.InPerson(e.to()) && e.to().organisation_id() == e.from().organisation_id() &&
                         e.to().unit_id() == e.from().unit_id() && a.memory.Leaves(e.from().person_id());
  if (!colleague) a.Report("not_taken_over_by_a_colleague_in_person");
  a.Navigates(e.to());
}

void On(const intake::v1::PreventionConsentWithdrawn& e, Accompanied& a) {
  a.file.set_over(true);
  a.file.set_withdrawn(true);
  *a.file.mutable_key_ids() = e.key_ids();
  a.NothingOffered();
}

// Asked of whoever navigates and said that it goes; nobody is let go by it (N10).
void On(const intake::v1::NavigatorToSucceed& e, Accompanied& a) {
  if (a.file.navigator().organisation_id() != e.organisation_id())
    a.Report("succession_asked_of_another_than_the_navigator");
  a.file.set_leaving_organisation_id(e.organisation_id());
}

void On(const intake::v1::NavigatorStays& e, Accompanied& a) {
  if (a.file.leaving_organisation_id() != e.organisation_id())
    a.Report("stays_without_having_to_be_succeeded");
  a.file.clear_leaving_organisation_id();
}

bool IsHearingOwed(const common::v1::Participation& participation) {
  const auto owed = [](const common::v1::Hearing& hearing) {
    return !hearing.heard() && hearing.has_retry_due();
  };
  return owed(participation.family()) || owed(participation.young_person());
}

// Completed, but for somebody who was to be heard later (A16).
bool OfALateHearing(const TransitionEvent& event, const v1::PreventionFile& file) {
  if (file.withdrawn() || !file.hearing_owed()) return false;
  return event.has_family_decided() || event.has_navigator_taken_over() ||
         event.has_transition_date_missed() || event.has_transition_date_escalated();
}

void On(const TransitionEvent& event, Accompanied& a) {
  const bool begins = event.has_transition_begun();
  if (!a.begun && !begins) a.Report("without_a_navigator");
  // A family may withdraw also what is over, and whoever was still to be heard is heard; nothing else
  // follows.
  if (a.file.over() && !event.has_prevention_consent_withdrawn() && !OfALateHearing(event, a.file))
    a.Report("goes_on_after_its_end");
  switch (event.event_case()) {
    case TransitionEvent::kTransitionBegun:
      return On(event.transition_begun(), a);
    case TransitionEvent::kWarmHandoverOffered:
      return On(event.warm_handover_offered(), a);
    case TransitionEvent::kWarmHandoverMet:
      if (event.warm_handover_met().handover_id() == a.file.handover_id()) a.file.set_met(true);
      return;
    case TransitionEvent::kWarmHandoverDeclined:
      return a.NothingOffered();
    case TransitionEvent::kWarmHandoverRevoked:
      return a.NothingOffered();
    case TransitionEvent::kNavigatorMoved:
      return On(event.navigator_moved(), a);
    case TransitionEvent::kNavigatorTakenOver:
      return On(event.navigator_taken_over(), a);
    case TransitionEvent::kPreventionConsentWithdrawn:
      return On(event.prevention_consent_withdrawn(), a);
    case TransitionEvent::kWarmHandoverChecked:
      return On(event.warm_handover_checked(), a);
    case TransitionEvent::kTransitionCompleted:
      if (SomebodyIsToLookAgain(a)) a.Report("completed_before_the_giver_looked_again");
      a.file.set_hearing_owed(IsHearingOwed(event.transition_completed().participation()));
      return a.file.set_over(true);
    case TransitionEvent::kNavigatorToSucceed:
      return On(event.navigator_to_succeed(), a);
    case TransitionEvent::kNavigatorStays:
      return On(event.navigator_stays(), a);
    case TransitionEvent::kFamilyDecided:
      return a.file.set_hearing_owed(IsHearingOwed(event.family_decided().participation()));
    case TransitionEvent::kPhaseExpected:
    case TransitionEvent::kWarmHandoverAttemptFailed:  // it stays with the giver
    case TransitionEvent::kTransitionDateMissed:       // a missed date moves nobody
    case TransitionEvent::kTransitionDateEscalated:
    case TransitionEvent::EVENT_NOT_SET:
      return;
  }
}

void JudgeAccompaniment(const Entry& entry, Memory& memory, Verdict& verdict) {
  const auto known = memory.Prevention(entry.aggregate_id);
  Accompanied a{entry, memory, verdict, known.value_or(v1::PreventionFile()), known.has_value()};
  for (const eventlog::v1::Event& stored : entry.commit.events()) {
    if (const auto event = Unpack<TransitionEvent>(stored)) On(*event, a);
  }
  if (a.begun) memory.PutPrevention(entry.aggregate_id, a.file);
}

void JudgeTable(const Entry& entry, Verdict& verdict) {
  v1::CaseFile nobody;
  const auto report = [&](std::string_view detail) {
    AddFinding(v1::FINDING_KIND_SMALL_NUMBER_PUBLISHED, entry.position, entry.aggregate_id, detail, nobody,
               verdict);
  };
  for (const eventlog::v1::Event& stored : entry.commit.events()) {
    const auto event = Unpack<PreventionTableEvent>(stored);
    if (!event || !event->has_prevention_table_published()) continue;
    // What two tables of a quarter differ by is a small number, however well each hides.
    if (entry.commit.aggregate_version() > 1) report("published_twice");
    for (const auto& figure : event->prevention_table_published().figures()) {
      if (figure.hidden() ? figure.count() != 0 : figure.count() < kTellsOfFew) return report("tells_of_few");
    }
  }
}

}  // namespace

void TakePrevention(const Entry& entry, Memory& memory, Verdict& verdict) {
  const std::string& type = entry.commit.aggregate_type();
  if (type == "transition") JudgeAccompaniment(entry, memory, verdict);
  if (type == "prevention_table") JudgeTable(entry, verdict);
  // A counted contact has nobody to judge about (E9), and a process chain is a template.
}

}  // namespace fallverbund::audit
