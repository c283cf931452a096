// The rules of a crisis by command; Decide (crisis_decide.cc) chooses. Private to this room.
#ifndef FALLVERBUND_SERVICES_CRISIS_DOMAIN_CRISIS_RULES_H_
#define FALLVERBUND_SERVICES_CRISIS_DOMAIN_CRISIS_RULES_H_

#include <vector>

#include "services/crisis/domain/crisis_decider.h"

namespace fallverbund::crisis {

using decider::Given;
using decider::Reason;
using decider::Require;
using CrisisEvents = std::vector<v1::CrisisEvent>;
using CrisisDecision = decider::Decision<v1::CrisisEvent>;

// crisis_decide.cc: the alarm and its legs
CrisisDecision DecideOn(const CrisisState& state, const OpenCrisis& c, const Given& given);
CrisisDecision DecideOn(const CrisisState& state, const OpenCrisisForUnknownPerson& c, const Given& given);
CrisisDecision DecideOn(const CrisisState& state, const MarkCaseOpened& c, const Given& given);
CrisisDecision DecideOn(const CrisisState& state, const RecordLegAttempt& c, const Given& given);
CrisisDecision DecideOn(const CrisisState& state, const AcknowledgeLeg& c, const Given& given);
CrisisDecision DecideOn(const CrisisState& state, const NameLegOrganisation& c, const Given& given);
CrisisDecision DecideOn(const CrisisState& state, const StabiliseCrisis& c, const Given& given);
CrisisDecision DecideOn(const CrisisState& state, const PassCrisisDeadline& c, const Given& given);
// crisis_decide_repeat.cc: a later alarm
v1::AlarmRepeated LaterAlarm(const CrisisState& state, const Episode& open, const OpenCrisis& c,
                             const Given& given);
CrisisDecision DecideOn(const CrisisState& state, const AcknowledgeAlarm& c, const Given& given);
// crisis_decide_clinic.cc: care, detention and the stay in a clinic
CrisisDecision DecideOn(const CrisisState& state, const TakeIntoCare& c, const Given& given);
CrisisDecision DecideOn(const CrisisState& state, const EndCare& c, const Given& given);
CrisisDecision DecideOn(const CrisisState& state, const AdmitToClinic& c, const Given& given);
CrisisDecision DecideOn(const CrisisState& state, const RecordCourtDecision& c, const Given& given);
CrisisDecision DecideOn(const CrisisState& state, const EndDetention& c, const Given& given);
CrisisDecision DecideOn(const CrisisState& state, const PlanClinicLeave& c, const Given& given);
CrisisDecision DecideOn(const CrisisState& state, const LeaveClinic& c, const Given& given);
// crisis_decide_aftercare.cc: what follows, until it is concluded
CrisisDecision DecideOn(const CrisisState& state, const ScheduleAftercareMeeting& c, const Given& given);
CrisisDecision DecideOn(const CrisisState& state, const RecordAftercareMeeting& c, const Given& given);
CrisisDecision DecideOn(const CrisisState& state, const AgreeAfterClinicTask& c, const Given& given);
CrisisDecision DecideOn(const CrisisState& state, const RecordAfterClinicTaskDone& c, const Given& given);
CrisisDecision DecideOn(const CrisisState& state, const InvolveParents& c, const Given& given);
CrisisDecision DecideOn(const CrisisState& state, const ConcludeCrisis& c, const Given& given);

// Of the acting organisation, in person.
inline bool ActsInPersonFor(const Given& given, const std::string& organisation_id) {
  return !organisation_id.empty() && given.actor.organisation == organisation_id &&
         !given.actor.person.empty();
}

// Whoever answers for the crisis lets others in: who holds CASE, leads it or raised the alarm. A mere
// addressee does not.
inline bool MayLetIn(const Episode& open, bool leads_crisis, const care::Holder& case_holder,
                     const Given& given) {
  return leads_crisis || ActsInPersonFor(given, case_holder.organisation_id) ||
         ActsInPersonFor(given, open.lead.organisation_id) || ActsInPersonFor(given, open.first_raised_by);
}

}  // namespace fallverbund::crisis

#endif  // FALLVERBUND_SERVICES_CRISIS_DOMAIN_CRISIS_RULES_H_
