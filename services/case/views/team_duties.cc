// Long, because one rule per event of a register.
#include "services/case/views/team_duties.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/base/time.h"
#include "services/case/views/case_view.h"
#include "services/case/views/duties.h"

namespace fallverbund::casework {
namespace {

using common::v1::Holder;
using google::protobuf::Timestamp;

constexpr std::string_view kSeats = "seats";  // membership or calendar -> SeatsRow
constexpr std::string_view kReview = "review", kMeeting = "meeting", kDissent = "dissent";

std::string DutyId(std::string_view of, std::string_view object) {
  return absl::StrCat(ToAbsl(of), ".", ToAbsl(object));
}

v1::DutyRow Owed(v1::InboxItemKind kind, std::string_view object_id, const Holder& holder,
                 const Timestamp& due, common::v1::ClockKind clock = common::v1::CLOCK_KIND_UNSPECIFIED) {
  v1::DutyRow duty;
  duty.mutable_item()->set_kind(kind);
  duty.mutable_item()->set_object_id(std::string(object_id));
  duty.mutable_item()->set_clock(clock);
  *duty.mutable_item()->mutable_due() = due;
  *duty.mutable_holder() = holder;
  return duty;
}

// Changes the duty of this id, if there is one.
template <class Change>
absl::Status Alter(const std::string& id, projection::RowBatch& rows, Change change) {
  FV_ASSIGN_OR_RETURN(auto duty, FindDuty(id, rows));
  if (!duty) return absl::OkStatus();
  change(*duty);
  return PutDuty(id, duty, rows);
}

absl::Status Missed(const std::string& id, projection::RowBatch& rows) {
  return Alter(id, rows, [](v1::DutyRow& duty) { duty.set_overdue(true); });
}
absl::Status Climbed(const std::string& id, common::v1::EscalationStep step, projection::RowBatch& rows) {
  return Alter(id, rows, [step](v1::DutyRow& duty) { duty.mutable_item()->set_step(step); });
}

// Who coordinates in that case; nobody: of no case that anybody knows.
absl::StatusOr<Holder> CoordinatorIn(const std::string& case_id, const projection::Rows& rows) {
  const auto shown = ReadCase(rows, case_id);
  if (absl::IsNotFound(shown.status())) return Holder();
  FV_RETURN_IF_ERROR(shown.status());
  return shown->coordination();
}

absl::Status OweReview(std::string_view team_id, const std::string& case_id, const Timestamp& due,
                       projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(const Holder coordinator, CoordinatorIn(case_id, rows));
  v1::DutyRow duty =
      Owed(v1::INBOX_ITEM_KIND_TEAM_REVIEW, team_id, coordinator, due, common::v1::CLOCK_KIND_TEAM_REVIEW);
  duty.mutable_item()->set_case_id(case_id);
  return PutDuty(DutyId(team_id, kReview), duty, rows);
}

// The earlier date stays; what is held before the last setback is not the meeting about it.
absl::Status OweMeeting(std::string_view team_id, const team::v1::TeamMeetingCalled& called,
                        projection::RowBatch& rows) {
  const std::string id = DutyId(team_id, kMeeting);
  FV_ASSIGN_OR_RETURN(auto duty, FindDuty(id, rows));
  absl::Time after = FromProto(called.setback_at());
  if (duty) after = std::max(after, FromProto(duty->not_before()));
  if (!duty || FromProto(called.due()) < FromProto(duty->item().due())) {
    FV_ASSIGN_OR_RETURN(const Holder coordinator, CoordinatorIn(called.case_id(), rows));
    duty = Owed(v1::INBOX_ITEM_KIND_TEAM_MEETING, team_id, coordinator, called.due(),
                common::v1::CLOCK_KIND_TEAM_MEETING);
    duty->mutable_item()->set_case_id(called.case_id());
  }
  *duty->mutable_not_before() = ToProto(after);
  return PutDuty(id, duty, rows);
}

absl::Status Met(std::string_view team_id, const team::v1::TeamMeetingHeld& held,
                 projection::RowBatch& rows) {
  FV_RETURN_IF_ERROR(OweReview(team_id, held.case_id(), held.review_due(), rows));
  FV_ASSIGN_OR_RETURN(const auto called, FindDuty(DutyId(team_id, kMeeting), rows));
  if (!called || FromProto(held.held_at()) < FromProto(called->not_before())) return absl::OkStatus();
  return PutDuty(DutyId(team_id, kMeeting), std::nullopt, rows);
}

// Of a team by its clock; empty: another clock's.
std::string DutyOf(std::string_view team_id, common::v1::ClockKind clock) {
  return DutyId(team_id, clock == common::v1::CLOCK_KIND_TEAM_REVIEW ? kReview : kMeeting);
}

}  // namespace

absl::Status TakeTeamDuty(std::string_view team_id, const team::v1::TeamEvent& event,
                          projection::RowBatch& rows) {
  using team::v1::TeamEvent;
  switch (event.event_case()) {
    case TeamEvent::kTeamActivated:
      return OweReview(team_id, event.team_activated().case_id(), event.team_activated().review_due(), rows);
    case TeamEvent::kTeamPaused:
      if (!event.team_paused().has_review_due()) return absl::OkStatus();
      return OweReview(team_id, event.team_paused().case_id(), event.team_paused().review_due(), rows);
    case TeamEvent::kTeamResumed:
      if (!event.team_resumed().has_review_due()) return absl::OkStatus();
      return OweReview(team_id, event.team_resumed().case_id(), event.team_resumed().review_due(), rows);
    case TeamEvent::kTeamMeetingCalled:
      return OweMeeting(team_id, event.team_meeting_called(), rows);
    case TeamEvent::kTeamMeetingHeld:
      return Met(team_id, event.team_meeting_held(), rows);
    case TeamEvent::kTeamDeadlineOverdue:
      return Missed(DutyOf(team_id, event.team_deadline_overdue().clock()), rows);
    case TeamEvent::kTeamDeadlineEscalated:
      return Climbed(DutyOf(team_id, event.team_deadline_escalated().clock()),
                     event.team_deadline_escalated().step(), rows);
    case TeamEvent::kTeamWoundDown:
      FV_RETURN_IF_ERROR(PutDuty(DutyId(team_id, kReview), std::nullopt, rows));
      return PutDuty(DutyId(team_id, kMeeting), std::nullopt, rows);
    case TeamEvent::kTeamProposed:
    case TeamEvent::kProposedMemberReplaced:
    case TeamEvent::kTeamFormed:
    case TeamEvent::EVENT_NOT_SET:
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

absl::Status TakeTeamDuty(const v1::CaseEvent& event, projection::RowBatch& rows) {
  if (!event.has_coordination_assumed()) return absl::OkStatus();
  const auto& assumed = event.coordination_assumed();
  for (const std::string_view what : {kReview, kMeeting}) {
    FV_RETURN_IF_ERROR(Alter(DutyId(assumed.team_id(), what), rows,
                             [&](v1::DutyRow& duty) { *duty.mutable_holder() = assumed.holder(); }));
  }
  return absl::OkStatus();
}

// --- Memberships: a seat's date is named by who has it, or by who is asked at first ---

namespace {

absl::StatusOr<v1::SeatsRow> ReadSeats(std::string_view membership_id, const projection::Rows& rows) {
  FV_ASSIGN_OR_RETURN(const auto row, rows.Get(kSeats, membership_id));
  v1::SeatsRow seats;
  if (row && !seats.ParseFromString(*row)) return absl::DataLossError("a row of seats is unreadable");
  return seats;
}

// Somebody is asked for the seat that this person has, or would be the first to have.
absl::Status Ask(std::string_view membership_id, const Holder& keeper, const std::string& seat,
                 const std::string& asked, const Timestamp& due, projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(const auto known, FindDuty(DutyId(membership_id, seat), rows));
  v1::DutyRow duty = Owed(v1::INBOX_ITEM_KIND_MEMBERSHIP_SEAT, membership_id, keeper, due);
  duty.add_asked_person_ids(asked);
  if (known && FromProto(known->item().due()) == FromProto(due)) {  // missed or not, the date is the same
    duty.set_overdue(known->overdue());
    duty.mutable_item()->set_step(known->item().step());
  }
  return PutDuty(DutyId(membership_id, seat), duty, rows);
}

absl::Status Found(std::string_view membership_id, const team::v1::MembershipFounded& founded,
                   projection::RowBatch& rows) {
  v1::SeatsRow seats;
  *seats.mutable_keeper() = founded.keeper();
  rows.Put(kSeats, membership_id, seats.SerializeAsString());
  for (const auto& seat : founded.seats())
    FV_RETURN_IF_ERROR(
        Ask(membership_id, founded.keeper(), seat.person_id(), seat.person_id(), founded.answer_due(), rows));
  return absl::OkStatus();
}

absl::Status Follow(std::string_view membership_id, const team::v1::MemberSuccessorNamed& named,
                    projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(v1::SeatsRow seats, ReadSeats(membership_id, rows));
  FV_ASSIGN_OR_RETURN(const auto known, FindDuty(DutyId(membership_id, named.person_id()), rows));
  auto& followers = *seats.mutable_followers();
  const auto replaced = [&](const v1::SeatFollower& one) {
    return one.seated_person_id() == named.person_id() || one.person_id() == named.successor_person_id();
  };
  followers.erase(std::remove_if(followers.begin(), followers.end(), replaced), followers.end());
  const bool open = known && std::count(known->asked_person_ids().begin(), known->asked_person_ids().end(),
                                        named.person_id()) > 0;
  std::string seat = named.person_id();
  if (open) {  // who was asked at first has not accepted: now it is somebody else
    FV_RETURN_IF_ERROR(PutDuty(DutyId(membership_id, seat), std::nullopt, rows));
    seat = named.successor_person_id();
  } else {
    v1::SeatFollower& follower = *followers.Add();
    follower.set_person_id(named.successor_person_id());
    follower.set_seated_person_id(seat);
  }
  rows.Put(kSeats, membership_id, seats.SerializeAsString());
  return Ask(membership_id, seats.keeper(), seat, named.successor_person_id(), named.answer_due(), rows);
}

absl::Status Accepted(std::string_view membership_id, const std::string& person_id,
                      projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(v1::SeatsRow seats, ReadSeats(membership_id, rows));
  auto& followers = *seats.mutable_followers();
  const auto follows = std::find_if(followers.begin(), followers.end(), [&](const v1::SeatFollower& one) {
    return one.person_id() == person_id;
  });
  const std::string seat = follows == followers.end() ? person_id : follows->seated_person_id();
  if (follows != followers.end()) followers.erase(follows);
  rows.Put(kSeats, membership_id, seats.SerializeAsString());
  return PutDuty(DutyId(membership_id, seat), std::nullopt, rows);
}

absl::Status Vacant(std::string_view membership_id, const std::string& person_id, const Timestamp& due,
                    projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(const v1::SeatsRow seats, ReadSeats(membership_id, rows));
  return PutDuty(DutyId(membership_id, person_id),
                 Owed(v1::INBOX_ITEM_KIND_MEMBER_VACANCY, membership_id, seats.keeper(), due), rows);
}

// An earlier date stays, and so does who is asked to follow.
absl::Status Succeed(std::string_view membership_id, const team::v1::MembersToSucceed& succeed,
                     projection::RowBatch& rows) {
  for (const std::string& person_id : succeed.person_ids()) {
    FV_ASSIGN_OR_RETURN(const auto known, FindDuty(DutyId(membership_id, person_id), rows));
    if (known && FromProto(known->item().due()) <= FromProto(succeed.succession_due())) continue;
    if (known && !known->asked_person_ids().empty()) {
      FV_RETURN_IF_ERROR(Alter(DutyId(membership_id, person_id), rows, [&](v1::DutyRow& duty) {
        *duty.mutable_item()->mutable_due() = succeed.succession_due();
      }));
      continue;
    }
    FV_RETURN_IF_ERROR(Vacant(membership_id, person_id, succeed.succession_due(), rows));
  }
  return absl::OkStatus();
}

// What the one who kept it had to look after, and the votes that run, are the next one's.
absl::Status Entrusted(std::string_view membership_id, const team::v1::MembershipEntrusted& entrusted,
                       projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(v1::SeatsRow seats, ReadSeats(membership_id, rows));
  seats.mutable_keeper()->set_person_id(entrusted.person_id());
  seats.mutable_keeper()->set_deputy_person_id(entrusted.deputy_person_id());
  rows.Put(kSeats, membership_id, seats.SerializeAsString());
  FV_ASSIGN_OR_RETURN(std::vector<std::string> ids, DutiesOf(DutyId(membership_id, ""), rows));
  for (const std::string& decision_id : seats.decision_ids()) {
    ids.push_back(DutyId(decision_id, ""));
    ids.push_back(DutyId(decision_id, kDissent));
  }
  for (const std::string& id : ids) {
    FV_RETURN_IF_ERROR(Alter(id, rows, [&](v1::DutyRow& duty) { *duty.mutable_holder() = seats.keeper(); }));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status TakeTeamDuty(std::string_view membership_id, const team::v1::MembershipEvent& event,
                          projection::RowBatch& rows) {
  using team::v1::MembershipEvent;
  switch (event.event_case()) {
    case MembershipEvent::kMembershipFounded:
      return Found(membership_id, event.membership_founded(), rows);
    case MembershipEvent::kMemberSuccessorNamed:
      return Follow(membership_id, event.member_successor_named(), rows);
    case MembershipEvent::kMemberAccepted:
      return Accepted(membership_id, event.member_accepted().person_id(), rows);
    case MembershipEvent::kMemberVacancyReported:
      return Vacant(membership_id, event.member_vacancy_reported().person_id(),
                    event.member_vacancy_reported().fill_due(), rows);
    case MembershipEvent::kMembersToSucceed:
      return Succeed(membership_id, event.members_to_succeed(), rows);
    case MembershipEvent::kMembersStay:
      for (const std::string& person_id : event.members_stay().person_ids())
        FV_RETURN_IF_ERROR(PutDuty(DutyId(membership_id, person_id), std::nullopt, rows));
      return absl::OkStatus();
    case MembershipEvent::kDutyOverdue:
      return Missed(DutyId(membership_id, event.duty_overdue().object_id()), rows);
    case MembershipEvent::kDutyEscalated:
      return Climbed(DutyId(membership_id, event.duty_escalated().object_id()), event.duty_escalated().step(),
                     rows);
    case MembershipEvent::kMembershipEntrusted:
      return Entrusted(membership_id, event.membership_entrusted(), rows);
    case MembershipEvent::kMemberDeputyNamed:  // the deputy of a seat has no date
    case MembershipEvent::EVENT_NOT_SET:
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

// --- Joint decisions ---

namespace {

// So that no register grows by all that was ever decided.
absl::Status ForgetDecided(v1::SeatsRow& seats, const projection::Rows& rows) {
  std::vector<std::string> open;
  for (const std::string& decision_id : seats.decision_ids()) {
    FV_ASSIGN_OR_RETURN(const auto owed, DutiesOf(DutyId(decision_id, ""), rows));
    if (!owed.empty()) open.push_back(decision_id);
  }
  seats.mutable_decision_ids()->Assign(open.begin(), open.end());
  return absl::OkStatus();
}

// Answers for it that everybody votes: who keeps the membership, or coordinates the team.
absl::Status OpenVote(std::string_view decision_id, const team::v1::JointDecisionOpened& opened,
                      projection::RowBatch& rows) {
  Holder holder;
  if (opened.membership_id().empty()) {
    FV_ASSIGN_OR_RETURN(holder, CoordinatorIn(opened.case_id(), rows));
  } else {
    FV_ASSIGN_OR_RETURN(v1::SeatsRow seats, ReadSeats(opened.membership_id(), rows));
    holder = seats.keeper();
    FV_RETURN_IF_ERROR(ForgetDecided(seats, rows));
    seats.add_decision_ids(std::string(decision_id));
    rows.Put(kSeats, opened.membership_id(), seats.SerializeAsString());
  }
  v1::DutyRow duty = Owed(v1::INBOX_ITEM_KIND_VOTE, decision_id, holder, opened.answer_due());
  duty.mutable_item()->set_case_id(opened.case_id());
  for (const auto& voter : opened.voters()) duty.add_asked_person_ids(voter.person_id());
  return PutDuty(DutyId(decision_id, ""), duty, rows);
}

absl::Status Voted(std::string_view decision_id, const std::string& person_id, projection::RowBatch& rows) {
  return Alter(DutyId(decision_id, ""), rows, [&](v1::DutyRow& duty) {
    auto& asked = *duty.mutable_asked_person_ids();
    asked.erase(std::remove(asked.begin(), asked.end(), person_id), asked.end());
  });
}

absl::Status Reached(std::string_view decision_id, const team::v1::JointDecisionReached& reached,
                     projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(const auto vote, FindDuty(DutyId(decision_id, ""), rows));
  FV_RETURN_IF_ERROR(PutDuty(DutyId(decision_id, ""), std::nullopt, rows));
  if (!vote || !reached.has_dissent_due()) return absl::OkStatus();
  v1::DutyRow duty = Owed(v1::INBOX_ITEM_KIND_DISSENT, decision_id, vote->holder(), reached.dissent_due());
  duty.mutable_item()->set_case_id(vote->item().case_id());
  return PutDuty(DutyId(decision_id, kDissent), duty, rows);
}

}  // namespace

absl::Status TakeTeamDuty(std::string_view decision_id, const team::v1::JointDecisionEvent& event,
                          projection::RowBatch& rows) {
  using team::v1::JointDecisionEvent;
  switch (event.event_case()) {
    case JointDecisionEvent::kJointDecisionOpened:
      return OpenVote(decision_id, event.joint_decision_opened(), rows);
    case JointDecisionEvent::kVoteCast:
      return Voted(decision_id, event.vote_cast().person_id(), rows);
    case JointDecisionEvent::kVoterGone:
      return Voted(decision_id, event.voter_gone().person_id(), rows);
    case JointDecisionEvent::kJointDecisionReached:
      return Reached(decision_id, event.joint_decision_reached(), rows);
    case JointDecisionEvent::kJointDecisionWithdrawn:
      return PutDuty(DutyId(decision_id, ""), std::nullopt, rows);
    case JointDecisionEvent::kDissentAnswered:
      return PutDuty(DutyId(decision_id, kDissent), std::nullopt, rows);
    case JointDecisionEvent::kDutyOverdue:
      return Missed(DutyId(decision_id, event.duty_overdue().object_id()), rows);
    case JointDecisionEvent::kDutyEscalated:
      return Climbed(DutyId(decision_id, event.duty_escalated().object_id()), event.duty_escalated().step(),
                     rows);
    case JointDecisionEvent::EVENT_NOT_SET:
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

// --- Calendars: the series has a date of its own, beside that of each session that is planned ---

namespace {

// Of who keeps the calendar.
absl::Status OweSession(std::string_view calendar_id, std::string_view session_id, const Timestamp& due,
                        projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(const v1::SeatsRow kept, ReadSeats(calendar_id, rows));
  return PutDuty(DutyId(calendar_id, session_id),
                 Owed(v1::INBOX_ITEM_KIND_CALENDAR_SESSION, calendar_id, kept.keeper(), due), rows);
}

// A result waits for a session, whose date is the session's own.
absl::Status OweTakingUp(std::string_view calendar_id, const std::string& hand_back_id,
                         projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(const v1::SeatsRow kept, ReadSeats(calendar_id, rows));
  v1::DutyRow duty = Owed(v1::INBOX_ITEM_KIND_RESULT_WAITING, calendar_id, kept.keeper(), Timestamp());
  duty.mutable_item()->clear_due();
  return PutDuty(DutyId(calendar_id, hand_back_id), duty, rows);
}

absl::Status Opened(std::string_view calendar_id, const team::v1::CalendarOpened& opened,
                    projection::RowBatch& rows) {
  v1::SeatsRow kept;
  *kept.mutable_keeper() = opened.keeper();
  rows.Put(kSeats, calendar_id, kept.SerializeAsString());
  return OweSession(calendar_id, "", opened.first_due(), rows);
}

absl::Status KeptBy(std::string_view calendar_id, const team::v1::CalendarEntrusted& entrusted,
                    projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(v1::SeatsRow kept, ReadSeats(calendar_id, rows));
  kept.mutable_keeper()->set_person_id(entrusted.person_id());
  kept.mutable_keeper()->set_deputy_person_id(entrusted.deputy_person_id());
  rows.Put(kSeats, calendar_id, kept.SerializeAsString());
  FV_ASSIGN_OR_RETURN(const std::vector<std::string> ids, DutiesOf(DutyId(calendar_id, ""), rows));
  for (const std::string& id : ids) {
    FV_RETURN_IF_ERROR(Alter(id, rows, [&](v1::DutyRow& duty) { *duty.mutable_holder() = kept.keeper(); }));
  }
  return absl::OkStatus();
}

absl::Status SessionOver(std::string_view calendar_id, const team::v1::SessionHeld& held,
                         projection::RowBatch& rows) {
  FV_RETURN_IF_ERROR(PutDuty(DutyId(calendar_id, held.session_id()), std::nullopt, rows));
  for (const std::string& id : held.taken_up_hand_back_ids())
    FV_RETURN_IF_ERROR(PutDuty(DutyId(calendar_id, id), std::nullopt, rows));
  return OweSession(calendar_id, "", held.next_due(), rows);
}

}  // namespace

absl::Status TakeTeamDuty(std::string_view calendar_id, const team::v1::CalendarEvent& event,
                          projection::RowBatch& rows) {
  using team::v1::CalendarEvent;
  switch (event.event_case()) {
    case CalendarEvent::kCalendarOpened:
      return Opened(calendar_id, event.calendar_opened(), rows);
    case CalendarEvent::kCalendarEntrusted:
      return KeptBy(calendar_id, event.calendar_entrusted(), rows);
    case CalendarEvent::kSessionPlanned:
      return OweSession(calendar_id, event.session_planned().session_id(), event.session_planned().due(),
                        rows);
    case CalendarEvent::kSessionPostponed:
      return OweSession(calendar_id, event.session_postponed().session_id(), event.session_postponed().due(),
                        rows);
    case CalendarEvent::kSessionHeld:
      return SessionOver(calendar_id, event.session_held(), rows);
    case CalendarEvent::kSessionMissed:
      return PutDuty(DutyId(calendar_id, event.session_missed().session_id()), std::nullopt, rows);
    case CalendarEvent::kResultReceived:
      return OweTakingUp(calendar_id, event.result_received().hand_back_id(), rows);
    case CalendarEvent::kDutyOverdue:
      return Missed(DutyId(calendar_id, event.duty_overdue().object_id()), rows);
    case CalendarEvent::kDutyEscalated:
      return Climbed(DutyId(calendar_id, event.duty_escalated().object_id()), event.duty_escalated().step(),
                     rows);
    case CalendarEvent::kResultHandedBack:
    case CalendarEvent::EVENT_NOT_SET:
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

}  // namespace fallverbund::casework
