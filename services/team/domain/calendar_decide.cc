#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "services/team/domain/calendar_decider.h"
#include "services/team/domain/entrust.h"

namespace fallverbund::team {
namespace {

using decider::Given;
using decider::Reason;
using decider::Refusal;
using decider::Require;
using Event = v1::CalendarEvent;
using Events = std::vector<Event>;
using Decision = decider::Decision<Event>;

// What holds for everything its keeper does.
std::optional<Refusal> RequireKeeper(const CalendarState& state, const Given& given) {
  if (auto no = Require(Reason::kObjectUnknown, state.opened())) return no;  // C10
  const bool keeps =
      given.actor.organisation == state.keeper.organisation_id &&
      (given.actor.person == state.keeper.person_id || given.actor.person == state.keeper.deputy_person_id);
  return Require(Reason::kOnlyTheCalendarsKeeper, keeps);  // C10: a named person answers for it
}

std::optional<Refusal> RequireOpenSession(const CalendarState& state, const std::string& session_id) {
  const auto session = state.sessions.find(session_id);
  if (auto no = Require(Reason::kSessionUnknown, session != state.sessions.end())) return no;  // C10
  return Require(Reason::kSessionIsOver, session != state.sessions.end() && session->second.open());
}

std::optional<Refusal> RequireSessionDate(absl::Time due, const Given& given) {
  return Require(Reason::kSessionNeedsDate,
                 care::IsDueWithin(due, given.now, Days(kLongestIntervalDays)));  // C10
}

Decision DecideOn(const CalendarState& state, const OpenCalendar& c, const Given& given) {
  if (state.opened()) return Events{};
  const care::Holder keeper = {given.actor.organisation, c.unit_id, given.actor.person, c.deputy_person_id,
                               common::v1::LEGAL_BASIS_AGREEMENT};
  if (auto no = Require(Reason::kUnitUnknown, c.unit_known)) return *no;  // C3
  if (auto no = Require(Reason::kDeputyNotNamed, c.deputy_known && care::HasDeputy(keeper)))
    return *no;  // C3
  const bool interval = 1 <= c.interval_days && c.interval_days <= kLongestIntervalDays;
  if (auto no = Require(Reason::kCalendarNeedsInterval,
                        interval && care::IsDueWithin(c.first_due, given.now, Days(c.interval_days)))) {
    return *no;  // C10: else nothing could ever be overdue
  }
  Event event;
  auto& opened = *event.mutable_calendar_opened();
  opened.set_kind(c.kind);
  opened.set_area(c.area);
  *opened.mutable_keeper() = care::ToProto(keeper);
  opened.set_interval_days(c.interval_days);
  *opened.mutable_first_due() = ToProto(c.first_due);
  return Events{event};
}

Decision DecideOn(const CalendarState& state, const EntrustCalendar& c, const Given& given) {
  if (auto no = Require(Reason::kObjectUnknown, state.opened())) return *no;  // C10
  const Entrusted to{c.person_id, c.deputy_person_id, c.both_known};
  if (auto no = CheckEntrusting(state.keeper, to, given)) return *no;
  if (KeepsAlready(state.keeper, to)) return Events{};
  Event event;
  event.mutable_calendar_entrusted()->set_person_id(c.person_id);
  event.mutable_calendar_entrusted()->set_deputy_person_id(c.deputy_person_id);
  return Events{event};
}

Decision DecideOn(const CalendarState& state, const PlanSession& c, const Given& given) {
  if (auto no = RequireKeeper(state, given)) return *no;
  if (auto no = RequireSessionDate(c.due, given)) return *no;
  if (auto no = Require(Reason::kOrganisationUnknown, c.invited_known)) return *no;  // C12
  const auto open = std::count_if(state.sessions.begin(), state.sessions.end(),
                                  [](const auto& session) { return session.second.open(); });
  if (auto no = Require(Reason::kTooManySessionsPlanned, open < static_cast<ptrdiff_t>(kMostOpenSessions)))
    return *no;  // C10
  Event event;
  auto& planned = *event.mutable_session_planned();
  planned.set_session_id(given.new_id);
  *planned.mutable_due() = ToProto(c.due);
  for (const std::string& id : c.invited_organisation_ids) planned.add_invited_organisation_ids(id);
  return Events{event};
}

Decision DecideOn(const CalendarState& state, const PostponeSession& c, const Given& given) {
  if (auto no = RequireKeeper(state, given)) return *no;
  if (auto no = RequireOpenSession(state, c.session_id)) return *no;
  if (auto no = RequireSessionDate(c.due, given)) return *no;
  if (state.sessions.at(c.session_id).due == c.due) return Events{};
  Event event;
  auto& postponed = *event.mutable_session_postponed();
  postponed.set_session_id(c.session_id);
  *postponed.mutable_due() = ToProto(c.due);
  postponed.set_reason(c.reason);
  return Events{event};
}

bool AreTwo(const std::vector<v1::Attendance>& attendances) {
  int64_t people = 0;
  std::set<std::string> organisations;
  for (const auto& each : attendances) {
    if (each.people() < 1 || !organisations.insert(each.organisation_id()).second) return false;
    people += each.people();
  }
  return people >= 2;
}

Decision DecideOn(const CalendarState& state, const RecordSession& c, const Given& given) {
  if (auto no = RequireKeeper(state, given)) return *no;
  if (auto no = RequireOpenSession(state, c.session_id)) return *no;
  if (auto no = Require(Reason::kSessionNotYetHeld, c.held_at <= given.now)) return *no;   // C10
  if (auto no = Require(Reason::kOrganisationUnknown, c.organisations_known)) return *no;  // C12
  if (auto no = Require(Reason::kSessionNeedsPeople, AreTwo(c.attendances))) return *no;   // C10
  const bool alone = state.kind == v1::CALENDAR_KIND_INTERDISCIPLINARY && c.attendances.size() < 2;
  if (auto no = Require(Reason::kTalkNeedsTwoOrganisations, !alone)) return *no;  // D6
  const std::set<std::string> taken_up(c.taken_up_hand_back_ids.begin(), c.taken_up_hand_back_ids.end());
  if (auto no = Require(
          Reason::kResultIsNotWaiting,
          taken_up.size() == c.taken_up_hand_back_ids.size() &&
              std::includes(state.waiting.begin(), state.waiting.end(), taken_up.begin(), taken_up.end()))) {
    return *no;  // C11
  }
  Event event;
  auto& held = *event.mutable_session_held();
  held.set_session_id(c.session_id);
  *held.mutable_held_at() = ToProto(c.held_at);
  for (const auto& attendance : c.attendances) *held.add_attendances() = attendance;
  for (const auto& result : c.results) *held.add_results() = result;
  for (const std::string& id : c.taken_up_hand_back_ids) held.add_taken_up_hand_back_ids(id);
  // A session that is entered late does not pull the next one back.
  const absl::Time last = std::max(state.last_held_at, c.held_at);
  *held.mutable_next_due() = ToProto(last + Days(state.interval_days));
  return Events{event};
}

Decision DecideOn(const CalendarState& state, const RecordMissedSession& c, const Given& given) {
  if (auto no = RequireKeeper(state, given)) return *no;
  if (auto no = RequireOpenSession(state, c.session_id)) return *no;
  Event event;
  event.mutable_session_missed()->set_session_id(c.session_id);
  event.mutable_session_missed()->set_reason(c.reason);
  return Events{event};
}

Decision DecideOn(const CalendarState& state, const HandBackResult& c, const Given& given) {
  if (auto no = RequireKeeper(state, given)) return *no;
  const auto session = state.sessions.find(c.session_id);
  if (auto no = Require(Reason::kSessionUnknown, session != state.sessions.end())) return *no;  // C10
  if (auto no = Require(Reason::kResultUnknown, session != state.sessions.end() && c.result_number >= 1 &&
                                                    c.result_number <= session->second.results)) {
    return *no;  // C11
  }
  if (auto no =
          Require(Reason::kHandsBackToSocialSpace, c.target_kind == v1::CALENDAR_KIND_SOCIAL_SPACE_MEETING)) {
    return *no;  // C11
  }
  Event event;
  auto& back = *event.mutable_result_handed_back();
  back.set_hand_back_id(given.new_id);
  back.set_session_id(c.session_id);
  back.set_result_number(c.result_number);
  back.set_target_calendar_id(c.target_calendar_id);
  return Events{event};
}

Decision DecideOn(const CalendarState& state, const ReceiveResult& c, const Given&) {
  if (auto no = Require(Reason::kObjectUnknown, state.opened())) return *no;  // C11
  if (state.received.contains(c.received.hand_back_id())) return Events{};
  Event event;
  *event.mutable_result_received() = c.received;
  return Events{event};
}

Decision DecideOn(const CalendarState& state, const PassDuty& c, const Given& given) {
  return state.duties.Pass<Event>(c, given.now);
}

}  // namespace

Decision CalendarDecider::Decide(const State& state, const Command& command, const Given& given) {
  return std::visit([&](const auto& c) { return DecideOn(state, c, given); }, command);
}

}  // namespace fallverbund::team
