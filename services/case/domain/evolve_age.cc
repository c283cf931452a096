// What birthdays, guardians and plans change (N13).
#include "libs/base/time.h"
#include "services/case/domain/evolve_parts.h"

namespace fallverbund::casework {
namespace {

using common::v1::CLOCK_KIND_COMING_OF_AGE;
using common::v1::CLOCK_KIND_CONSENT_EXPIRY;
using common::v1::CLOCK_KIND_CONSENT_RENEWAL;
using common::v1::CLOCK_KIND_GUARDIAN_DECLARATION;
using common::v1::CLOCK_KIND_PLANNED_END;
using common::v1::CLOCK_KIND_TRANSITION_CHECK;

// One strand through all guardians: the next one takes over from the last.
void Represent(State& state, v1::GuardianKind kind, care::Holder holder, absl::Time now) {
  if (!state.guardian) state.guardian.emplace();
  state.guardian->HeldBy({kind, std::move(holder)}, now);
  state.guardian_asked.reset();
  state.clocks.Stop(CLOCK_KIND_GUARDIAN_DECLARATION, "");
}

// What others said counts no more (N13): it is asked anew, here and in a case that comes back.
void StopConsentsOfOthers(State& state) {
  for (const Consent& consent : state.consents) {
    if (consent.given_by == v1::CONSENT_GIVER_YOUNG_PERSON) continue;
    state.clocks.Stop(CLOCK_KIND_CONSENT_EXPIRY, consent.id);
    if (!state.ended) continue;
    std::erase_if(state.ended->owed, [&](const care::Clock& clock) {
      return clock.kind == CLOCK_KIND_CONSENT_EXPIRY && clock.object_id == consent.id;
    });
  }
}

}  // namespace

// A plan that was made keeps its dates. Who is a minor by the date has not come of age, whatever was recorded
// before. What is only said again begins no clock anew: neither one that was missed nor one that was met.
void On(State& state, const v1::BirthDateRecorded& event) {
  const absl::Time month = FromProto(event.has_of_age_due() ? event.of_age_due() : event.of_age_since());
  const bool again =
      state.age && state.age->of_age_month == month && !(event.has_of_age_due() && state.of_age);
  state.birth_date_proposal.reset();
  if (again) return;
  state.age = Age{{}, {}, FromProto(event.limit_due())};
  state.clocks.Stop(CLOCK_KIND_COMING_OF_AGE, "");
  if (event.has_of_age_since()) state.age->of_age_month = FromProto(event.of_age_since());
  if (event.has_of_age_due()) {
    state.age->of_age_due = state.age->of_age_month = FromProto(event.of_age_due());
    state.clocks.Start(CLOCK_KIND_COMING_OF_AGE, "", *state.age->of_age_due);
    if (state.of_age) state.clocks.Stop(CLOCK_KIND_CONSENT_RENEWAL, "");
    state.of_age = state.consents_renewed = false;
  }
  if (state.planned_end) return;
  if (event.has_transition_check_due())
    state.clocks.Start(CLOCK_KIND_TRANSITION_CHECK, "", FromProto(event.transition_check_due()));
  const bool help_ended = state.aftercare && state.aftercare->help_ended;
  if (!help_ended) state.clocks.Start(CLOCK_KIND_PLANNED_END, "", state.age->limit_due);
}

void On(State& state, const v1::BirthDateCorrectionProposed& event) {
  state.birth_date_proposal = BirthDateProposal{FromProto(event.of_age_month()), event.person_id()};
}

void On(State& state, const v1::GuardianNamed& event, absl::Time now) {
  state.guardian_before_18.reset();
  if (event.kind() != v1::GUARDIAN_KIND_OFFICE) return Represent(state, event.kind(), {}, now);
  state.guardian_asked = care::FromProto(event.holder());
  state.clocks.Start(CLOCK_KIND_GUARDIAN_DECLARATION, "", FromProto(event.declaration_due()));
}

void On(State& state, const v1::GuardianDeclared& event, absl::Time now) {
  Represent(state, v1::GUARDIAN_KIND_OFFICE, care::FromProto(event.holder()), now);
}

// Of an ended case nothing is due; consents are owed once it is back.
void On(State& state, const v1::CameOfAge& event) {
  state.of_age = true;
  EndMinor(state);
  if (state.guardian_asked) {
    state.guardian_before_18 = Guardian{v1::GUARDIAN_KIND_OFFICE, *state.guardian_asked};
  } else if (state.guardian) {
    state.guardian_before_18 = state.guardian->holder();
  }
  state.guardian.reset();
  state.guardian_asked.reset();
  state.clocks.Stop(CLOCK_KIND_COMING_OF_AGE, "");
  state.clocks.Stop(CLOCK_KIND_GUARDIAN_DECLARATION, "");
  StopConsentsOfOthers(state);
  if (state.age) state.age->of_age_due.reset();
  if (!state.ended) {
    state.clocks.Start(CLOCK_KIND_CONSENT_RENEWAL, "", FromProto(event.consents_due()));
    return;
  }
  std::erase_if(state.ended->owed,
                [](const care::Clock& clock) { return clock.kind == CLOCK_KIND_GUARDIAN_DECLARATION; });
  care::Clock consents;
  consents.kind = CLOCK_KIND_CONSENT_RENEWAL;
  consents.due = FromProto(event.consents_due());
  state.ended->owed.push_back(consents);
}

void On(State& state, const v1::ConsentsAskedAnew& event) {
  state.consents_renewed = event.answer() == v1::ANSWER_YES || event.answer() == v1::ANSWER_PARTLY;
  state.clocks.Stop(CLOCK_KIND_CONSENT_RENEWAL, "");
}

void On(State& state, const v1::HelpPlanned& event) {
  state.planned_end = FromProto(event.planned_end());
  state.clocks.Start(CLOCK_KIND_PLANNED_END, "", *state.planned_end);
  state.clocks.Start(CLOCK_KIND_TRANSITION_CHECK, "", FromProto(event.transition_check_due()));
  Heard(state, event.participation());
}

void EndHelp(State& state) {
  state.aftercare->help_ended = true;
  state.planned_end.reset();
  state.clocks.Stop(CLOCK_KIND_PLANNED_END, "");
}

void On(State& state, const v1::TransitionChecked& event) {
  state.clocks.Stop(CLOCK_KIND_TRANSITION_CHECK, "");
  Heard(state, event.participation());
}

}  // namespace fallverbund::casework
