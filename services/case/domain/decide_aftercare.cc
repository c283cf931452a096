// Aftercare (N13, § 41a): after help somebody of the office stays in contact, for a period and in a rhythm.
#include <algorithm>

#include "libs/base/time.h"
#include "libs/care/clock.h"
#include "services/case/domain/rules.h"
#include "services/case/domain/terms.h"

namespace fallverbund::casework {

Decision DecideOn(const State& state, const BeginAftercare& command, const Given& given) {
  v1::AftercareBegun begun = command.aftercare;
  const care::Holder holder = care::FromProto(begun.holder());
  const absl::Time until = FromProto(begun.until());
  const bool under_way = state.aftercare && state.aftercare->until > given.now;
  const bool goes_on =  // another person may go on with it
      under_way && state.aftercare->strand.holder().person_id == holder.person_id;
  const bool named = IsNamed(holder) && holder.organisation_id == given.actor.organisation;
  const absl::Time long_enough = given.now + care::Length(care::kAftercare, given.terms);
  const absl::Time at_least = under_way ? std::min(state.aftercare->until, long_enough) : long_enough;
  const bool period =
      begun.has_until() && care::IsDueWithin(until, given.now, kAftercareAtMost) && until >= at_least;
  const absl::Duration every = absl::Hours(24) * begun.contact_every_days();
  const bool rhythm =
      begun.contact_every_days() >= 1 && every <= care::Length(care::kAftercareContact, given.terms);
  const bool helped = std::any_of(state.settings.begin(), state.settings.end(), IsRunning);
  const bool heard = IsHeard(state, begun.participation(), given);
  if (auto no = Require(Reason::kNotTheCaseHolder, IsOfCaseHolder(state, given))) return *no;        // A6
  if (auto no = Require(Reason::kAftercareAlreadyBegun, !goes_on)) return *no;                       // N13
  if (auto no = Require(Reason::kHolderNotNamed, named && command.holder.person_known)) return *no;  // R0
  if (auto no = Require(Reason::kDeputyNotNamed, HasDeputy(holder) && command.holder.deputy_known))
    return *no;                                                                // C3
  if (auto no = Require(Reason::kAftercareWithoutPeriod, period)) return *no;  // N13
  if (auto no = Require(Reason::kAftercareWithoutRhythm, rhythm)) return *no;  // N13
  if (auto no = Require(Reason::kSettingStillRuns, !helped)) return *no;       // N9
  if (auto no = Require(Reason::kParticipationIncomplete, heard)) return *no;  // A16
  begun.mutable_holder()->set_basis(common::v1::LEGAL_BASIS_SGB8_41A);
  const absl::Time next = given.now + Days(static_cast<int>(begun.contact_every_days()));
  *begun.mutable_next_contact_due() = ToProto(std::min(next, until));
  begun.set_help_ended(true);
  Events events;
  *events.emplace_back().mutable_aftercare_begun() = begun;
  ReactivateIfHeard(state, begun.participation(), events);
  return events;
}

// Its end is to be planned as that of any help (N13).
void InterruptAftercare(const State& state, const Given& given, Events& events) {
  if (!state.aftercare) return;
  v1::AftercareInterrupted& interrupted = *events.emplace_back().mutable_aftercare_interrupted();
  if (!state.aftercare->help_ended || !state.age) return;
  *interrupted.mutable_planned_end_due() =
      ToProto(std::max(state.age->limit_due, given.now + care::Length(care::kOverdueDate, given.terms)));
}

void ContinueAftercare(const State& state, const Given& given, Events& events) {
  if (!state.aftercare) return;
  v1::AftercareContinued& next = *events.emplace_back().mutable_aftercare_continued();
  if (given.now >= state.aftercare->until) return;
  *next.mutable_next_contact_due() =
      ToProto(std::min(given.now + Days(state.aftercare->contact_every_days), state.aftercare->until));
}

}  // namespace fallverbund::casework
