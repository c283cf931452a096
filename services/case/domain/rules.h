// The rules by command, one function each; Decide (decide.cc) chooses. Private to this room.
#ifndef FALLVERBUND_SERVICES_CASE_DOMAIN_RULES_H_
#define FALLVERBUND_SERVICES_CASE_DOMAIN_RULES_H_

#include "services/case/domain/decide.h"

namespace fallverbund::casework {

using decider::Given;
using decider::Reason;
using decider::Require;

// decide_opening.cc
Decision DecideOn(const State& state, const OpenCase& command, const Given& given);
// decide_ending.cc
Decision DecideOn(const State& state, const RequestLawfulEnd& command, const Given& given);
Decision DecideOn(const State& state, const ApproveLawfulEnd& command, const Given& given);
Decision DecideOn(const State& state, const ObjectLawfulEnd& command, const Given& given);
Decision DecideOn(const State& state, const ReopenCase& command, const Given& given);
// decide_handover.cc
Decision DecideOn(const State& state, const OfferHandover& command, const Given& given);
Decision DecideOn(const State& state, const RecordHandoverMeeting& command, const Given& given);
Decision DecideOn(const State& state, const AcceptHandover& command, const Given& given);
Decision DecideOn(const State& state, const RefuseHandover& command, const Given& given);
Decision DecideOn(const State& state, const RevokeHandover& command, const Given& given);
// decide_follow_up.cc
Decision DecideOn(const State& state, const FollowUpHandover& command, const Given& given);
Decision DecideOn(const State& state, const TakeBackHandover& command, const Given& given);
// decide_aftercare.cc
Decision DecideOn(const State& state, const BeginAftercare& command, const Given& given);
// decide_team.cc
Decision DecideOn(const State& state, const InviteTeam& command, const Given& given);
Decision DecideOn(const State& state, const ReplaceInvitation& command, const Given& given);
Decision DecideOn(const State& state, const CommitToTeam& command, const Given& given);
// decide_setting.cc
Decision DecideOn(const State& state, const DocumentDiagnostics& command, const Given& given);
Decision DecideOn(const State& state, const RecordCaseUnderstanding& command, const Given& given);
Decision DecideOn(const State& state, const ProposeSetting& command, const Given& given);
Decision DecideOn(const State& state, const AnswerSetting& command, const Given& given);
Decision DecideOn(const State& state, const AdoptSetting& command, const Given& given);
// decide_tonight.cc
Decision DecideOn(const State& state, const StartSetting& command, const Given& given);
Decision DecideOn(const State& state, const GiveSettingNotice& command, const Given& given);
Decision DecideOn(const State& state, const EndSetting& command, const Given& given);
Decision DecideOn(const State& state, const TakeOverTonight& command, const Given& given);
// decide_standby.cc
Decision DecideOn(const State& state, const RecordSetback& command, const Given& given);
Decision DecideOn(const State& state, const EnterStandby& command, const Given& given);
Decision DecideOn(const State& state, const RecordContactWithYoungPerson& command, const Given& given);
Decision DecideOn(const State& state, const RecordHearing& command, const Given& given);
Decision DecideOn(const State& state, const PassDeadline& command, const Given& given);

// --- Shared between themes ---

// The acting person belongs to the organisation whose unit holds CASE.
bool IsOfCaseHolder(const State& state, const Given& given);

// Any contact, report or crisis brings a resting case back (N12), and one that had ended (N14); otherwise
// appends nothing.
void Reactivate(const State& state, v1::ReactivationTrigger trigger, Events& events);
// A young person who was heard was in contact.
void ReactivateIfHeard(const State& state, const common::v1::Participation& participation, Events& events);

// What speaks against an end that was asked for stops it (N14); otherwise appends nothing.
void StopEnding(const State& state, v1::EndStopCause cause, Events& events);
// The time for objection is over: the one date whose passing completes something (N14).
Events TakeEffect(const State& state, const std::string& end_id, const Given& given);

// A contact gives the next one of aftercare its date (N13); otherwise appends nothing.
void ContinueAftercare(const State& state, const Given& given, Events& events);

// The person takes the seat; the last one begins SHARED (B5).
void TakeSeat(const State& state, care::Seats seats, const care::SeatPerson& person, Events& events);
// With CASE moved to `to`, the giver's seat in the team goes to the new holder, as soon as that person
// accepts it (A7, A9).
void PassOnSeat(const State& state, const care::Holder& to, const Given& given, Events& events);

}  // namespace fallverbund::casework

#endif  // FALLVERBUND_SERVICES_CASE_DOMAIN_RULES_H_
