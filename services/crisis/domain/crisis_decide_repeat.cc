// A later alarm in an open crisis (D2): it starts nothing twice, but who is in it hears of it, and a danger
// that it is the first to say is heard by whoever leads. Once the crisis was stabilised, or the parties have
// met, it is an emergency of its own, whatever it says.
#include <algorithm>
#include <string>
#include <vector>

#include "services/crisis/domain/crisis_rules.h"

namespace fallverbund::crisis {
namespace {

using common::v1::CLOCK_KIND_NEW_DANGER;

// Who leads: in the case, or whoever raised the alarm as long as that has not arrived there. Who led an
// earlier episode may lead in the case a moment longer.
template <class C>
const care::Holder& LeadOf(const Episode& open, const C& c) {
  const bool arrived = !c.lead.organisation_id.empty() && c.lead_episode == open.number;
  return arrived ? c.lead : open.lead;
}

std::vector<v1::Danger> FirstSaid(const Episode& open, const v1::CrisisOpened& said) {
  std::vector<v1::Danger> dangers;
  const auto is_new = [&](v1::Danger danger) { return open.OverForNow() || !open.said.contains(danger); };
  for (const v1::Danger danger : {v1::DANGER_RISK_TO_SELF, v1::DANGER_RISK_TO_OTHERS}) {
    const bool says = danger == v1::DANGER_RISK_TO_SELF ? said.risk_to_self() : said.risk_to_others();
    if (says && is_new(danger)) dangers.push_back(danger);
  }
  return dangers;
}

// Whoever leads first. Who says it need not be told, but for a colleague who leads.
class Told {
 public:
  Told(const care::Holder& lead, const Given& given) : actor_(given.actor.organisation) {
    if (lead.person_id != given.actor.person) organisations_.push_back(lead.organisation_id);
  }
  void Add(const std::string& organisation_id) {
    const bool known =
        std::find(organisations_.begin(), organisations_.end(), organisation_id) != organisations_.end();
    if (!known && !organisation_id.empty() && organisation_id != actor_)
      organisations_.push_back(organisation_id);
  }
  const std::vector<std::string>& organisations() const { return organisations_; }

 private:
  const std::string actor_;
  std::vector<std::string> organisations_;
};

// Of any alarm whoever acts in the crisis; of a new danger everybody who is in it.
std::vector<std::string> ToldOf(const Episode& open, const OpenCrisis& c, const care::Holder& lead,
                                bool new_danger, const Given& given) {
  Told told(lead, given);
  for (const care::Leg& leg : open.legs.all()) {
    if (leg.acknowledged() || new_danger) told.Add(leg.organisation_id);
  }
  for (const std::string& team : c.deployed) told.Add(team);
  if (!new_danger) return told.organisations();
  for (const std::string& raised : open.raised_by) told.Add(raised);
  for (const std::string& answers : c.answers_for) told.Add(answers);
  return told.organisations();
}

}  // namespace

v1::AlarmRepeated LaterAlarm(const CrisisState& state, const Episode& open, const OpenCrisis& c,
                             const Given& given) {
  const care::Holder& lead = LeadOf(open, c);
  const std::vector<v1::Danger> dangers = FirstSaid(open, c.opened);
  const bool again = open.OverForNow();
  const bool unheard_of = again || !dangers.empty();
  v1::AlarmRepeated repeated;
  repeated.set_episode(open.number);
  if (c.outside) {
    repeated.set_outside_organisation_id(given.actor.organisation);
    repeated.set_outside_person_id(given.actor.person);
  } else {
    repeated.set_organisation_id(given.actor.organisation);
    repeated.set_person_id(given.actor.person);
  }
  repeated.set_risk_to_self(c.opened.risk_to_self());
  repeated.set_risk_to_others(c.opened.risk_to_others());
  *repeated.mutable_account() = c.repeated_account;
  for (const v1::Danger danger : dangers) repeated.add_first_said(danger);
  for (const std::string& told : ToldOf(open, c, lead, unheard_of, given))
    repeated.add_told_organisation_ids(told);
  *repeated.mutable_lead() = care::ToProto(lead);
  repeated.set_case_id(state.case_id);
  // Another danger gives no new time to hear of the first one.
  const bool runs = state.clocks.Find(CLOCK_KIND_NEW_DANGER, "") != nullptr;
  if (unheard_of && !runs && lead.person_id != given.actor.person)
    *repeated.mutable_heard_due() = ToProto(given.now + kHeardWithin);
  repeated.set_again(again);
  repeated.set_gives_lead(!state.case_id.empty());
  if (open.meeting && open.meeting->held)  // D3: what they planned was for before
    *repeated.mutable_meeting_due() = ToProto(given.now + open.terms.meeting_within);
  return repeated;
}

CrisisDecision DecideOn(const CrisisState& state, const AcknowledgeAlarm& c, const Given& given) {
  const Episode* open = state.Open();
  if (auto no = Require(Reason::kCrisisNotOpen, open != nullptr)) return *no;  // D1
  const bool leads = ActsInPersonFor(given, LeadOf(*open, c).organisation_id) ||
                     ActsInPersonFor(given, c.case_holder.organisation_id);
  const bool awaited = state.clocks.Find(CLOCK_KIND_NEW_DANGER, "") != nullptr;
  if (!open->not_heard.contains(given.actor.organisation) && !(leads && awaited)) return CrisisEvents{};
  CrisisEvents events;
  auto& heard = *events.emplace_back().mutable_alarm_acknowledged();
  heard.set_episode(open->number);
  heard.set_organisation_id(given.actor.organisation);
  heard.set_person_id(given.actor.person);
  heard.set_leads(leads);
  return events;
}

}  // namespace fallverbund::crisis
