// Dates of teams, memberships, joint decisions and calendars, which climb in the team service, on the work
// lists of those whose task it is (N4): a team's review and meeting (A8, N8), seats to accept and to fill
// (B6, A20, N10), votes and dissent (B9), sessions to hold and results that wait for one (C10, C11). Rows are
// kept by CaseView.
#ifndef FALLVERBUND_SERVICES_CASE_VIEWS_TEAM_DUTIES_H_
#define FALLVERBUND_SERVICES_CASE_VIEWS_TEAM_DUTIES_H_

#include <string_view>

#include "absl/status/status.h"
#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/team/v1/calendar_events.pb.h"
#include "fallverbund/team/v1/joint_decision_events.pb.h"
#include "fallverbund/team/v1/membership_events.pb.h"
#include "fallverbund/team/v1/team_events.pb.h"
#include "libs/projection/projection_store.h"

namespace fallverbund::casework {

absl::Status TakeTeamDuty(std::string_view team_id, const team::v1::TeamEvent& event,
                          projection::RowBatch& rows);
absl::Status TakeTeamDuty(std::string_view membership_id, const team::v1::MembershipEvent& event,
                          projection::RowBatch& rows);
absl::Status TakeTeamDuty(std::string_view decision_id, const team::v1::JointDecisionEvent& event,
                          projection::RowBatch& rows);
absl::Status TakeTeamDuty(std::string_view calendar_id, const team::v1::CalendarEvent& event,
                          projection::RowBatch& rows);
// What a team owes goes to whoever coordinates from now on.
absl::Status TakeTeamDuty(const v1::CaseEvent& event, projection::RowBatch& rows);

}  // namespace fallverbund::casework

#endif  // FALLVERBUND_SERVICES_CASE_VIEWS_TEAM_DUTIES_H_
