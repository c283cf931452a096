// The invariants of competence (N7) and age (N13).
#include <algorithm>

#include "libs/base/time.h"
#include "services/case/domain/invariants_parts.h"

namespace fallverbund::casework::testing {
namespace {

// --- Competence ---

bool PaperMovesNothing(const Step& s) {
  const bool paper = Has(s, Event::kCompetenceDetermined) || Has(s, Event::kCompetenceChangeDetected) ||
                     Has(s, Event::kAgencyInformed) || Has(s, Event::kAgencyDataSent) ||
                     Has(s, Event::kAgencyConversationHeld) || Has(s, Event::kServiceContinuationReported) ||
                     Has(s, Event::kCompetenceRefused) || Has(s, Event::kProvisionalTakeoverAsked);
  return !paper || SameStrands(s);
}
// Another office of the change, of whoever holds for the time being and of nobody else (N7).
bool SaysSoOfTheHolder(const Step& s, const v1::CompetenceDetermined& entry) {
  const auto& change = s.before.change;
  if (!s.before.provisional || !change) return false;
  const std::string& actor = s.given.actor.organisation;
  const bool informed = change->to && change->to->organisation_id == actor;
  const bool held = change->held_before && change->held_before->organisation_id == actor;
  return (informed || held) && entry.organisation_id() == s.before.responsibility.holder().organisation_id &&
         entry.corrects_competence_id().empty();
}
bool CompetenceIsWrittenByTheHolder(const Step& s) {
  if (const Event* determined = Find(s, Event::kCompetenceDetermined)) {
    const auto& entry = determined->competence_determined();
    const bool corrects = !entry.corrects_competence_id().empty();
    const bool corrected = std::any_of(
        s.before.competences.begin(), s.before.competences.end(),
        [&](const Competence& one) { return one.id == entry.corrects_competence_id() && !one.corrected; });
    return (ByHolder(s) || SaysSoOfTheHolder(s, entry)) && s.world.IsPublicBody(entry.organisation_id()) &&
           FromProto(entry.effective_since()) <= s.given.now && (!corrects || corrected) &&
           s.after.competences.size() == s.before.competences.size() + 1;
  }
  const Event* detected = Find(s, Event::kCompetenceChangeDetected);
  if (detected == nullptr) return true;
  const std::string& other = detected->competence_change_detected().organisation_id();
  return ByHolder(s) && !s.before.change && (other.empty() || s.world.IsPublicBody(other)) &&
         other != s.before.responsibility.holder().organisation_id;
}
bool KnownWithDeputy(const Step& s, const care::Holder& holder) {
  care::Holder deputy = holder;
  deputy.person_id = deputy.deputy_person_id;
  return s.world.IsKnown(holder) && s.world.IsKnown(deputy) && holder.person_id != deputy.person_id &&
         s.world.IsPublicBody(holder.organisation_id);
}
bool OtherOfficeHasAName(const Step& s) {
  if (const Event* informed = Find(s, Event::kAgencyInformed)) {
    const care::Holder to = care::FromProto(informed->agency_informed().to());
    const std::string& office = s.before.change->organisation_id;  // empty: nobody knew, and now this one is
    return ByHolder(s) && KnownWithDeputy(s, to) && (office.empty() || office == to.organisation_id) &&
           s.after.change->organisation_id == to.organisation_id &&
           to.organisation_id != s.before.responsibility.holder().organisation_id;
  }
  const Event* asked = Find(s, Event::kProvisionalTakeoverAsked);
  if (asked == nullptr) return true;
  const care::Holder to = care::FromProto(asked->provisional_takeover_asked().to());
  return KnownWithDeputy(s, to) && to.organisation_id != s.before.responsibility.holder().organisation_id;
}
bool AskedToActOnlyInNeed(const Step& s) {
  if (!Has(s, Event::kProvisionalTakeoverAsked)) return true;
  const auto& clocks = s.before.clocks.open();
  const bool idle = std::any_of(clocks.begin(), clocks.end(), [](const care::Clock& clock) {
    return clock.kind == common::v1::CLOCK_KIND_SERVICE_TAKEOVER && clock.overdue;
  });
  return s.before.change->contested || s.before.change->organisation_id.empty() || idle;
}
bool ContestedOwesTheOmbudsOffice(const Step& s) {
  const Event* refused = Find(s, Event::kCompetenceRefused);
  if (refused == nullptr) return true;
  const auto& refusal = refused->competence_refused();
  const auto& change = s.before.change;
  return change && change->to && change->to->organisation_id == s.given.actor.organisation &&
         !change->contested && refusal.has_argument() &&
         refusal.reason() != v1::COMPETENCE_REFUSAL_REASON_UNSPECIFIED && s.after.change->contested &&
         ClockOf(s.after, common::v1::CLOCK_KIND_OMBUDS_OFFER) != nullptr &&
         ClockOf(s.after, common::v1::CLOCK_KIND_COMPETENCE_DISPUTE) != nullptr;
}
// Nobody's word alone settles what is contested before the ombuds office was offered, nor what is held for
// the time being; who goes on with the help, or takes the case over, has said more than a word.
bool OneWordSettlesNothing(const Step& s) {
  if (!Has(s, Event::kCompetenceChangeSettled) || Has(s, Event::kResponsibilityMoved)) return true;
  if (ClockOf(s.before, common::v1::CLOCK_KIND_OMBUDS_OFFER) != nullptr) return false;
  if (!s.before.provisional) return ByHolder(s);
  const std::string& holds = s.before.responsibility.holder().organisation_id;
  const auto& agreed = s.before.change->agreed;
  return std::any_of(agreed.begin(), agreed.end(), [&](const std::string& office) {
    return office != s.given.actor.organisation && (office == holds || ByHolder(s));
  });
}
bool OnlyTheHolderPacks(const Step& s) {
  const Event* asked = Find(s, Event::kProvisionalTakeoverAsked);
  return asked == nullptr || asked->provisional_takeover_asked().package().empty() || ByHolder(s);
}
bool ProvisionalMeansUnsettled(const Step& s) {
  return !s.after.provisional || s.after.change || s.after.ended || s.before.provisional;
}

// --- Age ---

bool AdultsHaveNoGuardian(const Step& s) {
  return !s.after.of_age || (!s.after.guardian && !s.after.guardian_asked);
}
bool NobodyComesOfAgeEarly(const Step& s) {
  if (!Has(s, Event::kCameOfAge)) {
    const Event* recorded = Find(s, Event::kBirthDateRecorded);
    const bool corrected = recorded != nullptr && recorded->birth_date_recorded().has_correction_reason();
    return s.before.of_age == s.after.of_age || (corrected && s.before.of_age);
  }
  if (Is<RecordBirthDate>(s)) return AdultBy(Get<RecordBirthDate>(s.command).born, s);
  const care::Clock* due = ClockOf(s.before, common::v1::CLOCK_KIND_COMING_OF_AGE);
  return due != nullptr && due->due <= s.given.now;
}
bool NobodyIsGuardianAndAnswers(const Step& s) {
  if (!s.after.opened() || !s.after.guardian) return true;
  const std::string& guardian = s.after.guardian->holder().holder.person_id;
  const care::Holder& holder = s.after.responsibility.holder();
  return guardian.empty() || (guardian != holder.person_id && guardian != holder.deputy_person_id);
}
bool GuardianAcceptsAndIsNobodyElse(const Step& s) {
  const Event* declared = Find(s, Event::kGuardianDeclared);
  if (declared == nullptr) {
    return s.before.guardian == s.after.guardian || Has(s, Event::kCameOfAge) ||
           ((Is<NameGuardian>(s) || Is<RecordBirthDate>(s)) && Has(s, Event::kGuardianNamed) &&
            s.after.guardian->holder().kind != v1::GUARDIAN_KIND_OFFICE);
  }
  const care::Holder guardian = s.after.guardian->holder().holder;
  return s.before.guardian_asked == guardian && guardian.person_id == s.given.actor.person &&
         s.world.IsKnown(guardian) && s.world.IsPublicBody(guardian.organisation_id) &&
         guardian.person_id != s.after.responsibility.holder().person_id;
}
// What is recorded stands until somebody says why not; who becomes older by it needs two who say so.
bool NobodyIsMadeOlderByOne(const Step& s) {
  const Event* event = Find(s, Event::kBirthDateRecorded);
  if (event == nullptr || !s.before.age || !s.before.age->of_age_month) return true;
  const absl::Time before = *s.before.age->of_age_month;
  const absl::Time after = s.after.age->of_age_month.value_or(absl::InfinitePast());
  const auto& proposal = s.before.birth_date_proposal;
  const bool two = proposal && proposal->of_age_month == after && proposal->person_id != s.given.actor.person;
  return after == before ||
         (event->birth_date_recorded().has_correction_reason() && (after > before || two) && !s.after.ending);
}
// And nothing has come back; what is owed once it does may be another thing.
bool EndsAsBefore(const Step& s) {
  const auto end = [](const State& state) { return state.ended ? state.ended->id : ""; };
  return s.before.ended.has_value() == s.after.ended.has_value() && end(s.before) == end(s.after);
}
bool BirthdaysEndNothing(const Step& s) {
  const bool birthday = Has(s, Event::kBirthDateRecorded) || Has(s, Event::kCameOfAge) ||
                        Has(s, Event::kHelpPlanned) || Has(s, Event::kTransitionChecked);
  return !birthday || (SameStrands(s) && s.before.settings == s.after.settings && EndsAsBefore(s));
}
bool BeyondTwentyOneWithAReason(const Step& s) {
  const Event* planned = Find(s, Event::kHelpPlanned);
  if (planned == nullptr) return true;
  const auto& plan = planned->help_planned();
  return ByHolder(s) && s.before.age && FromProto(plan.planned_end()) > s.given.now &&
         (FromProto(plan.planned_end()) <= s.before.age->limit_due || plan.has_extension_reason()) &&
         ClockOf(s.after, common::v1::CLOCK_KIND_TRANSITION_CHECK) != nullptr;
}

}  // namespace

std::vector<Invariant> CompetenceInvariants() {
  return {
      {"N7 paper moves nothing", PaperMovesNothing},
      {"N7 the law's timeline is the holder's to write", CompetenceIsWrittenByTheHolder},
      {"N7 the other office has a named person", OtherOfficeHasAName},
      {"N7 another office is asked to act only in need", AskedToActOnlyInNeed},
      {"N7 what is contested owes the ombuds office", ContestedOwesTheOmbudsOffice},
      {"N7 whoever holds for the time being waits for it to be settled", ProvisionalMeansUnsettled},
      {"N7 one word settles neither a dispute nor what is held for the time being", OneWordSettlesNothing},
      {"N6 whoever holds says what an office that is asked to act reads", OnlyTheHolderPacks},
      {"N13 an adult has no guardian", AdultsHaveNoGuardian},
      {"N13 nobody comes of age before 18", NobodyComesOfAgeEarly},
      {"N13 nobody answers for a case and is the guardian, too", NobodyIsGuardianAndAnswers},
      {"N13 a birth date is corrected with a reason, and made older by two", NobodyIsMadeOlderByOne},
      {"N13 a guardian's office accepts in person and holds nothing else", GuardianAcceptsAndIsNobodyElse},
      {"N13 birthdays end nothing", BirthdaysEndNothing},
      {"N13 help goes on beyond 21 with a reason", BeyondTwentyOneWithAReason},
  };
}

}  // namespace fallverbund::casework::testing
