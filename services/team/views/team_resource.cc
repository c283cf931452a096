#include "services/team/views/team_resource.h"

#include "absl/strings/str_cat.h"
#include "libs/base/time.h"

namespace fallverbund::team {
namespace {

v1::TeamState StateOf(TeamPhase phase) {
  switch (phase) {
    case TeamPhase::kNone:
      return v1::TEAM_STATE_UNSPECIFIED;
    case TeamPhase::kProposed:
      return v1::TEAM_STATE_PROPOSED;
    case TeamPhase::kFormed:
      return v1::TEAM_STATE_FORMED;
    case TeamPhase::kActive:
      return v1::TEAM_STATE_ACTIVE;
    case TeamPhase::kPaused:
      return v1::TEAM_STATE_PAUSED;
    case TeamPhase::kWoundDown:
      return v1::TEAM_STATE_WOUND_DOWN;
  }
  return v1::TEAM_STATE_UNSPECIFIED;
}

constexpr size_t kShownMeetings = 10;

void ShowMeetings(const history::History<TeamDecider>& team, v1::Team& shown,
                  std::vector<history::SealedText>& texts) {
  std::vector<const v1::TeamMeetingHeld*> meetings;
  for (const auto& entry : team.entries) {
    if (entry.event.has_team_meeting_held()) meetings.push_back(&entry.event.team_meeting_held());
  }
  if (meetings.size() > kShownMeetings) meetings.erase(meetings.begin(), meetings.end() - kShownMeetings);
  for (const v1::TeamMeetingHeld* held : meetings) {
    v1::TeamMeeting& meeting = *shown.add_meetings();
    *meeting.mutable_held_at() = held->held_at();
    *meeting.mutable_person_ids() = held->person_ids();
    for (const v1::SessionResult& result : held->results()) {
      v1::SessionResultText& text = *meeting.add_results();
      text.set_kind(result.kind());
      texts.push_back(history::TextAt(
          *held, result.text(),
          absl::StrCat(v1::TeamMeetingHeld::kResultsFieldNumber, ".", v1::SessionResult::kTextFieldNumber),
          text.mutable_text()));
    }
  }
}

}  // namespace

void ShowTeam(const history::History<TeamDecider>& team, const std::optional<Standing>& standing,
              v1::Team& shown, std::vector<history::SealedText>& texts) {
  const TeamState& state = team.state;
  shown.set_team_id(team.aggregate_id);
  shown.set_case_id(state.case_id);
  shown.set_state(StateOf(state.phase));
  *shown.mutable_coordinator() = care::ToProto(standing ? standing->coordinator : state.coordinator);
  for (const care::Seat& seat : SeatsNow(state, standing)) *shown.add_seats() = ToTeamSeat(seat);
  if (const care::Clock* review = state.clocks.Find(common::v1::CLOCK_KIND_TEAM_REVIEW, "")) {
    *shown.mutable_review_due() = ToProto(review->due);
  }
  if (const care::Clock* meeting = state.clocks.Find(common::v1::CLOCK_KIND_TEAM_MEETING, "")) {
    *shown.mutable_meeting_due() = ToProto(meeting->due);
  }
  ShowMeetings(team, shown, texts);
}

}  // namespace fallverbund::team
