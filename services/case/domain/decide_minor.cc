// Unaccompanied minors (§§ 42a, 42b), and the search for somebody who is missing. Neither moves anybody: the
// case goes on by handover or by what was continued (N7), and the allocated office may accept it once the
// arrival is confirmed.
#include <algorithm>

#include "libs/base/time.h"
#include "libs/care/holidays.h"
#include "services/case/domain/rules.h"
#include "services/case/domain/terms.h"

namespace fallverbund::casework {
namespace {

using google::protobuf::Timestamp;

// End of the `days`-th working day after the day of `at` in Germany.
Timestamp AfterWorkingDays(absl::Time at, int days, common::v1::FederalState land) {
  return ToProto(care::EndOfGermanDay(care::AfterWorkingDays(care::GermanDay(at), days, land)));
}

// End of the day with the same number a month later, or of that month's last (§ 188 BGB).
Timestamp AfterAMonth(absl::Time at) {
  const absl::CivilDay day = care::GermanDay(at);
  const absl::CivilMonth next = absl::CivilMonth(day) + 1;
  const absl::CivilDay last = absl::CivilDay(next + 1) - 1;
  return ToProto(care::EndOfGermanDay(std::min(absl::CivilDay(next) + (day.day() - 1), last)));
}

// Working days until the step after this one (§ 42a(4), § 42b(1) and (3)).
int DaysAfter(v1::MinorStep step) {
  return step == v1::MINOR_STEP_NOTIFIED_LAND ? kLandReportsWithin : kAllocationStepWithin;
}

bool IsAt(const State& state, absl::Time at, const Given& given) {
  return state.minor && at >= state.minor->last_at && at <= given.now;
}

// Escort, arrival and the move are due soon, and before nobody may be allocated any more.
Timestamp TransferDue(const Minor& minor, const Given& given) {
  const absl::Time soon = given.now + care::Length(care::kMinorTransfer, given.terms);
  return ToProto(std::max(std::min(soon, minor.month_until), given.now + Days(1)));
}

// A procedure that is open, and nobody is allocated yet.
std::optional<refusal::Refusal> RequireOpenProcedure(const State& state, const Given& given) {
  if (auto no = Require(Reason::kNotTheCaseHolder, IsOfCaseHolder(state, given))) return no;    // A6
  return Require(Reason::kNoMinorProcedure, state.minor && state.minor->allocated_to.empty());  // § 42a
}

// Who answers for tonight once these have happened. A setting shelters, so its start names nobody missing.
care::Tonight NightAfter(const State& state, const Events& events) {
  care::Tonight tonight = state.tonight.held() ? state.tonight.holder() : care::Tonight{};
  for (const v1::CaseEvent& event : events) {
    if (event.has_case_opened()) tonight = care::FromProto(event.case_opened().tonight());
    if (event.has_setting_ended()) tonight = care::FromProto(event.setting_ended().next_tonight());
    if (event.has_setting_started() && event.setting_started().has_tonight())
      tonight = care::FromProto(event.setting_started().tonight());
    if (event.has_tonight_moved()) tonight = care::FromProto(event.tonight_moved().to());
  }
  return tonight;
}

// Nobody is searched for in a case that has ended, and stays so.
bool IsOver(const State& state, const Events& events) {
  bool over = state.ended.has_value();
  for (const v1::CaseEvent& event : events) {
    if (event.has_case_reopened()) over = false;
    if (event.has_case_lawfully_ended()) over = true;
  }
  return over;
}

bool IsStopped(const Events& events) {
  return std::any_of(events.begin(), events.end(),
                     [](const v1::CaseEvent& event) { return event.has_lawful_end_stopped(); });
}

bool Searches(const State& state, const Given& given) {
  const care::Holder& searcher = state.tonight.holder().holder;
  return given.actor.organisation == searcher.organisation_id &&
         (given.actor.person == searcher.person_id || given.actor.person == searcher.deputy_person_id);
}

// A case that rests when the young person goes missing is looked at sooner than was agreed, whoever said so
// and in whichever command (N12).
template <class Moved>
void LookSooner(const State& state, common::v1::TonightKind next, const Given& given, Moved& moved) {
  const care::Term& limit = StandbyLimit(state.standby->reason, next);
  const absl::Time latest = given.now + care::Length(limit, given.terms);
  if (latest < state.standby->next_contact_due) *moved.mutable_standby_contact_due() = ToProto(latest);
  if (next == common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN)
    moved.set_standby_at_most_days(care::OwnNumber(limit, given.terms));
}

// Both events that move the night have the date: a place that ends leads into the unknown without
// TonightMoved.
void LookSooner(const State& state, const Given& given, Events& events) {
  if (!state.standby) return;
  for (v1::CaseEvent& event : events) {
    if (event.has_tonight_moved())
      LookSooner(state, event.tonight_moved().to().kind(), given, *event.mutable_tonight_moved());
    if (event.has_setting_ended())
      LookSooner(state, event.setting_ended().next_tonight().kind(), given, *event.mutable_setting_ended());
  }
}

}  // namespace

bool IsMissing(const care::Tonight& tonight) {
  return tonight.kind == common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN;
}

std::optional<refusal::Refusal> RequireArrival(const State& state, const care::Holder& to) {
  const bool on_the_way =
      state.minor && state.minor->allocated_to == to.organisation_id && !state.minor->arrived;
  return Require(Reason::kArrivalNotConfirmed, !on_the_way);  // § 42a(5)
}

Decision DecideOn(const State& state, const ReceiveUnaccompaniedMinor& command, const Given& given) {
  v1::UnaccompaniedMinorReceived received = command.received;
  const absl::Time at = FromProto(received.received_at());
  if (auto no = Require(Reason::kNotTheCaseHolder, IsOfCaseHolder(state, given))) return *no;  // A6
  if (auto no = Require(Reason::kMinorProcedureOpen, !state.minor)) return *no;                // § 42a
  const bool dated = received.has_received_at() && at <= given.now;
  if (auto no = Require(Reason::kMinorStepOutOfOrder, dated)) return *no;   // § 42a
  if (auto no = Require(Reason::kMinorIsOfAge, !state.of_age)) return *no;  // § 42a
  *received.mutable_notification_due() = AfterWorkingDays(at, kMinorNotifiedWithin, received.land());
  *received.mutable_month_until() = AfterAMonth(at);
  Events events;
  *events.emplace_back().mutable_unaccompanied_minor_received() = received;
  return events;
}

Decision DecideOn(const State& state, const RecordMinorStep& command, const Given& given) {
  v1::MinorStepTaken taken = command.taken;
  if (auto no = RequireOpenProcedure(state, given)) return *no;
  const absl::Time at = FromProto(taken.taken_at());
  const bool next = static_cast<int>(taken.step()) == static_cast<int>(state.minor->step) + 1;
  if (auto no = Require(Reason::kMinorStepOutOfOrder, next && IsAt(state, at, given))) return *no;  // § 42a
  *taken.mutable_next_due() = AfterWorkingDays(at, DaysAfter(taken.step()), state.minor->land);
  Events events;
  *events.emplace_back().mutable_minor_step_taken() = taken;
  return events;
}

Decision DecideOn(const State& state, const RecordMinorAllocation& command, const Given& given) {
  v1::MinorAllocated allocated = command.allocated;
  if (auto no = RequireOpenProcedure(state, given)) return *no;
  const absl::Time at = FromProto(allocated.allocated_at());
  const bool named = state.minor->step == v1::MINOR_STEP_LAND_NAMED;
  const bool another = allocated.organisation_id() != state.responsibility.holder().organisation_id;
  if (auto no = Require(Reason::kMinorStepOutOfOrder, named && IsAt(state, at, given))) return *no;  // § 42b
  if (auto no = Require(Reason::kAllocationExcluded, at <= state.minor->month_until)) return *no;  // § 42b(4)
  if (auto no = Require(Reason::kCompetentIsYouthOffice, command.public_body)) return *no;         // N7
  if (auto no = Require(Reason::kCompetentAlready, another)) return *no;                           // N7
  *allocated.mutable_transfer_due() = TransferDue(*state.minor, given);
  Events events;
  *events.emplace_back().mutable_minor_allocated() = allocated;
  return events;
}

// What excludes an allocation does so until it is carried out: whoever is allocated may turn out to be the
// wrong office on the day before the journey (§ 42b(4)).
Decision DecideOn(const State& state, const ExcludeMinorAllocation& command, const Given& given) {
  if (auto no = Require(Reason::kNotTheCaseHolder, IsOfCaseHolder(state, given))) return *no;  // A6
  if (auto no = Require(Reason::kNoMinorProcedure, state.minor.has_value())) return *no;       // § 42a
  if (auto no = Require(Reason::kMinorHasArrived, !state.minor->arrived)) return *no;          // § 42b(4)
  const bool over = command.excluded.reason() != v1::MINOR_EXCLUSION_REASON_MONTH_OVER ||
                    given.now > state.minor->month_until;
  if (auto no = Require(Reason::kMonthNotOver, over)) return *no;  // § 42b(4)
  Events events;
  *events.emplace_back().mutable_minor_excluded() = command.excluded;
  return events;
}

Decision DecideOn(const State& state, const SendEscort& command, const Given& given) {
  if (auto no = Require(Reason::kNotTheCaseHolder, IsOfCaseHolder(state, given))) return *no;  // A6
  if (auto no = Require(Reason::kNobodyAllocated, state.minor && !state.minor->allocated_to.empty()))
    return *no;  // § 42a(5)
  if (auto no = Require(Reason::kEscortNotOfTheHolder, command.of_holder && command.escort.has_departs_at()))
    return *no;  // § 42a(5): in person
  Events events;
  *events.emplace_back().mutable_escort_sent() = command.escort;
  return events;
}

Decision DecideOn(const State& state, const ConfirmArrival& command, const Given& given) {
  const bool sent = state.minor && state.minor->departs_at.has_value();
  if (auto no = Require(Reason::kEscortMissing, sent)) return *no;  // § 42a(5)
  if (auto no = Require(Reason::kNotTheNewAgency, given.actor.organisation == state.minor->allocated_to))
    return *no;  // N7: whoever receives says so
  const absl::Time at = FromProto(command.arrival.arrived_at());
  const bool dated = at >= *state.minor->departs_at && at <= given.now;
  if (auto no = Require(Reason::kMinorStepOutOfOrder, dated)) return *no;  // § 42a(5)
  if (state.minor->arrived) return Events{};
  Events events;
  v1::ArrivalConfirmed& confirmed = *events.emplace_back().mutable_arrival_confirmed();
  confirmed = command.arrival;
  confirmed.set_person_id(given.actor.person);
  return events;
}

Decision WithSearch(const State& state, const Given& given, Decision decision) {
  if (decision.refused()) return decision;
  Events events = decision.events();
  LookSooner(state, given, events);
  const care::Tonight tonight = NightAfter(state, events);
  const bool searched = state.clocks.Find(common::v1::CLOCK_KIND_SEARCH_CONTACT, "") != nullptr;
  if (events.empty() || searched || !IsMissing(tonight) || IsOver(state, events)) return events;
  v1::SearchBegun& begun = *events.emplace_back().mutable_search_begun();
  begun.set_person_id(tonight.holder.person_id);
  *begun.mutable_first_due() = ToProto(given.now + care::Length(care::kFirstSearch, given.terms));
  begun.set_nothing_ends(true);
  if (!IsStopped(events)) StopEnding(state, v1::END_STOP_CAUSE_MISSING, events);
  return events;
}

Decision DecideOn(const State& state, const RecordSearchContact& command, const Given& given) {
  if (auto no = Require(Reason::kNobodyIsMissing, IsMissing(state.tonight.holder()))) return *no;  // N12
  if (auto no = Require(Reason::kNotTheSearcher, Searches(state, given))) return *no;              // N12
  const bool soon = command.next_within_hours >= 1 &&
                    absl::Hours(command.next_within_hours) <= care::Length(care::kSearch, given.terms);
  if (auto no = Require(Reason::kSearchRhythmTooSlow, soon)) return *no;  // N12
  Events events;
  v1::SearchContactMade& made = *events.emplace_back().mutable_search_contact_made();
  made = command.made;
  *made.mutable_next_due() = ToProto(given.now + absl::Hours(command.next_within_hours));
  return events;
}

}  // namespace fallverbund::casework
