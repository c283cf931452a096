// The rules of a crisis by command; Decide (crisis_decide.cc) chooses. Private to this room.
#ifndef FALLVERBUND_SERVICES_CRISIS_DOMAIN_CRISIS_RULES_H_
#define FALLVERBUND_SERVICES_CRISIS_DOMAIN_CRISIS_RULES_H_

#include <algorithm>
#include <optional>
#include <string>
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
// crisis_decide_care.cc: Inobhutnahme, and a night that somebody got by another's word
CrisisDecision DecideOn(const CrisisState& state, const TakeIntoCare& c, const Given& given);
CrisisDecision DecideOn(const CrisisState& state, const PlanCareEnd& c, const Given& given);
CrisisDecision DecideOn(const CrisisState& state, const EndCare& c, const Given& given);
CrisisDecision DecideOn(const CrisisState& state, const ConfirmNight& c, const Given& given);
// crisis_decide_clinic.cc: detention and the stay in a clinic
CrisisDecision DecideOn(const CrisisState& state, const DetainInClinic& c, const Given& given);
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

// Ends the detention alone, and tells whoever detains and the guardian, but not who says it (§ 42(5)).
v1::CrisisEvent DetentionEnded(const Episode& episode, v1::Detention detention, v1::DetentionEnd end,
                               const Given& given);

// D4: a place takes back by its own word, and so does the office in whose care the young person is; for
// whatever accepts nothing the unit that holds CASE answers.
bool TakesOver(const PlanClinicLeave& c, const Episode& open, const Given& given);
// What `c` says, by whoever takes over.
LeavePlan PlanOf(const PlanClinicLeave& c, const Given& given);
// By when a plan is to be kept: by the end of its day.
absl::Time DayOf(const LeavePlan& plan, absl::Time now);
// A place that was planned and is not kept any more takes nobody back, nor care that is over, and nobody
// answers for the night who does not hold CASE any more.
bool IsStillThere(const LeavePlan& plan, const Episode& open, const std::string& kept_place_organisation_id,
                  const care::Holder& case_holder);

// Who answers for the night then, in `next`: as `plan` says or else, of what takes nobody in by itself,
// whoever holds CASE, and the office in care where it goes `back` there. Nobody: `unknown`.
std::optional<refusal::Refusal> FindNext(const Leaving& c, const std::optional<LeavePlan>& plan,
                                         const Episode& open, bool back, Reason unknown, care::Tonight& next);

// The night is with the clinic, or the office that took into care, until its end says where it goes: unless
// somebody has taken it over in the case since (N9). By what the case has followed, never by the clocks of
// two services: a stay that it does not know yet shelters.
bool ClinicShelters(const Episode& open, const Night& night);
bool CareShelters(const Episode& open, const Night& night);

// Each once, and not who says it.
class ToldOthers {
 public:
  explicit ToldOthers(const Given& given) : actor_(given.actor.organisation) {}
  template <class Event>
  void Add(const std::string& organisation_id, Event& event) {
    const auto& told = event.told_organisation_ids();
    const bool known = std::find(told.begin(), told.end(), organisation_id) != told.end();
    if (!known && !organisation_id.empty() && organisation_id != actor_)
      event.add_told_organisation_ids(organisation_id);
  }

 private:
  const std::string actor_;
};

// Whoever answers for the crisis lets others in: who holds CASE, leads it or raised the alarm. A mere
// addressee does not.
inline bool MayLetIn(const Episode& open, bool leads_crisis, const care::Holder& case_holder,
                     const Given& given) {
  return leads_crisis || ActsInPersonFor(given, case_holder.organisation_id) ||
         ActsInPersonFor(given, open.lead.organisation_id) || ActsInPersonFor(given, open.first_raised_by);
}

}  // namespace fallverbund::crisis

#endif  // FALLVERBUND_SERVICES_CRISIS_DOMAIN_CRISIS_RULES_H_
