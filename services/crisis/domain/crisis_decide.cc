// The alarm, and the legs that run at once (D1, D2).
#include <algorithm>
#include <tuple>
#include <utility>
#include <variant>

#include "services/crisis/domain/crisis_rules.h"

namespace fallverbund::crisis {
namespace {

using common::v1::CLOCK_KIND_DETENTION_LIMIT;
using common::v1::CrisisParty;

absl::Duration Within(const Terms& terms, CrisisParty party) {
  const auto found = terms.acknowledge_within.find(party);
  return found == terms.acknowledge_within.end() ? kAcknowledgeWithin : found->second;
}

v1::LegStarted Leg(CrisisParty party, const std::string& organisation_id, const Terms& terms,
                   absl::Time now) {
  v1::LegStarted leg;
  leg.set_party(party);
  leg.set_organisation_id(organisation_id);
  *leg.mutable_acknowledge_due() = ToProto(now + Within(terms, party));
  return leg;
}

// D2: all five in this one commit, none after another.
void StartAllLegs(const Addressees& addressees, const Terms& terms, const Given& given,
                  v1::CrisisOpened& opened) {
  for (const CrisisParty party : care::AlarmedParties()) {
    const auto named = addressees.find(party);
    *opened.add_legs() = Leg(party, named == addressees.end() ? "" : named->second, terms, given.now);
  }
  opened.set_agreement_id(terms.agreement_id);
  opened.set_agreement_version(terms.version);
  opened.set_court_approval_within_s(
      static_cast<uint32_t>(absl::ToInt64Seconds(terms.court_approval_within)));
  opened.set_meeting_within_s(static_cast<uint32_t>(absl::ToInt64Seconds(terms.meeting_within)));
  *opened.mutable_meeting_due() = ToProto(given.now + terms.meeting_within);
}

uint32_t NextEpisode(const CrisisState& state) {
  return static_cast<uint32_t>(state.episodes.size()) + 1;
}

// What a clinic stay rests on is not asked of another clinic meanwhile.
bool MayBeAskedAnew(const Episode& episode, CrisisParty party) {
  return party != common::v1::CRISIS_PARTY_CLINIC || !episode.stay;
}

// Whom only a later alarm names is asked from then on; who was named before is asked once (D2). In an
// emergency of its own all are asked anew, and who was named before where this alarm names nobody.
CrisisEvents LegsOfLaterAlarm(const Episode& open, const Addressees& addressees, absl::Time now) {
  CrisisEvents events;
  for (const care::Leg& leg : open.legs.all()) {
    const auto found = addressees.find(leg.party);
    const bool names = found != addressees.end() && !found->second.empty() && MayBeAskedAnew(open, leg.party);
    if (!open.OverForNow() && (!names || !leg.organisation_id.empty())) continue;
    const std::string& asked = names ? found->second : leg.organisation_id;
    *events.emplace_back().mutable_leg_started() = Leg(leg.party, asked, open.terms, now);
  }
  return events;
}

// Another addressee in place of one who has not acknowledged gets no new time: it is missing when the first
// would have been.
absl::Time DueOfRenamed(const Episode& open, const care::Leg& leg, absl::Time now) {
  const absl::Time due = now + Within(open.terms, leg.party);
  return leg.organisation_id.empty() || leg.acknowledged() ? due : std::min(leg.acknowledge_due, due);
}

// In the case, by somebody's own word: elsewhere, and not only because CASE went to somebody else (R0).
bool HasMovedOn(const Episode& episode, const Night& night) {
  const bool vouched = !care::AcceptsForItself(night.tonight.kind);
  const bool same = night.tonight.kind == episode.night_kind &&
                    (vouched || night.tonight.holder.organisation_id == episode.night_of);
  const bool followed =
      night.HasEntered(episode.night_object, episode.nights_entered) && night.stay_id != episode.night_object;
  return !same && followed;
}

// Somebody has taken the night over in the case since, so nobody waits for who was to confirm it, or to take
// it over from the clinic or after care.
bool WaitsForNobody(const Episode& episode, const PassCrisisDeadline& c) {
  if (c.clock == common::v1::CLOCK_KIND_NIGHT_CONFIRMATION) return HasMovedOn(episode, c.night);
  const bool in_clinic = ClinicShelters(episode, c.night);
  if (c.clock == common::v1::CLOCK_KIND_CLINIC_LEAVE) return !in_clinic;
  if (c.clock != common::v1::CLOCK_KIND_CARE_END) return false;
  return !in_clinic && !(episode.care && CareShelters(episode, c.night));
}

// Whoever has said that they go raise the alarm all the same, and are given nothing new (N10, N11). Nor is a
// signatory outside the circle: it is heard, and reads nothing by it (D9, § 62).
care::Holder LeadInPlaceOf(const OpenCrisis& c) {
  care::Holder lead = c.case_holder;
  lead.basis = common::v1::LEGAL_BASIS_SGB8_36A;
  return lead;
}

}  // namespace

const Episode* CrisisState::Open() const {
  return episodes.empty() || episodes.back().concluded ? nullptr : &episodes.back();
}

std::string DetentionObject(v1::Detention detention) {
  return std::to_string(static_cast<int>(detention));
}

CrisisDecision DecideOn(const CrisisState& state, const OpenCrisis& c, const Given& given) {
  if (auto no = Require(Reason::kCrisisChannelClosed, c.always_may || c.signatory)) return *no;  // D9
  const bool lets_in = !c.outside || !c.names_addressees;
  if (auto no = Require(Reason::kLegNotYoursToName, lets_in)) return *no;                // D2, § 62
  if (auto no = Require(Reason::kLegOfWhoAnswers, !c.names_other_guardian)) return *no;  // D2
  CrisisEvents events;
  if (const Episode* open = state.Open()) {  // D2: nothing starts twice
    *events.emplace_back().mutable_alarm_repeated() = LaterAlarm(state, *open, c, given);
    const CrisisEvents legs = LegsOfLaterAlarm(*open, c.addressees, given.now);
    if (auto no = Require(Reason::kCrisisPartyUnknown, legs.empty() || c.addressees_known)) return *no;  // D2
    events.insert(events.end(), legs.begin(), legs.end());
    return events;
  }
  if (auto no = Require(Reason::kCrisisCaseEnded, !c.recorded_in_error)) return *no;  // N12
  const care::Holder own = {given.actor.organisation, c.actor_unit_id, given.actor.person, c.deputy_person_id,
                            common::v1::LEGAL_BASIS_AGREEMENT};
  const bool for_another = c.leaves || c.outside;
  const care::Holder lead = for_another ? LeadInPlaceOf(c) : own;
  if (auto no = Require(Reason::kPersonLeaves, care::IsNamed(lead))) return *no;  // N10, N11
  const bool deputised = for_another || (c.deputy_known && care::HasDeputy(own));
  if (auto no = Require(Reason::kDeputyNotNamed, deputised)) return *no;               // C3
  if (auto no = Require(Reason::kCrisisPartyUnknown, c.addressees_known)) return *no;  // D2
  v1::CrisisOpened& opened = *events.emplace_back().mutable_crisis_opened();
  opened = c.opened;
  opened.set_episode(NextEpisode(state));
  *opened.mutable_lead() = care::ToProto(lead);
  if (c.outside) {
    opened.set_outside_organisation_id(given.actor.organisation);
    opened.set_outside_person_id(given.actor.person);
  } else if (c.leaves) {
    opened.set_raised_by_organisation_id(given.actor.organisation);
    opened.set_raised_by_person_id(given.actor.person);
  }
  StartAllLegs(c.addressees, c.terms, given, opened);
  return events;
}

CrisisDecision DecideOn(const CrisisState& state, const OpenCrisisForUnknownPerson& c, const Given& given) {
  if (!state.episodes.empty()) return CrisisEvents{};
  const bool own_duty = c.holder.organisation_id == given.actor.organisation;
  if (auto no = Require(Reason::kCrisisChannelClosed, own_duty || c.signatory)) return *no;  // D9
  // Who is on duty there is said by that body's own list of contacts, and by nobody else's word (D5).
  const bool receives = (c.public_unit || c.emergency_service) && (own_duty || c.receiver_signatory);
  if (auto no = Require(Reason::kCannotReceiveContacts, receives)) return *no;  // N2
  if (auto no = Require(Reason::kUnitUnknown, c.unit_known)) return *no;        // C3
  if (auto no = Require(Reason::kHolderNeedsUnit, !c.public_unit || !c.holder.unit_id.empty()))
    return *no;                                                               // N1
  if (auto no = Require(Reason::kOwnerUnknown, c.on_duty_known)) return *no;  // C13
  if (auto no = Require(Reason::kDeputyNotNamed, c.deputy_known && care::HasDeputy(c.holder)))
    return *no;                                                                        // C3
  if (auto no = Require(Reason::kCrisisPartyUnknown, c.addressees_known)) return *no;  // D2
  // An alarm is never refused because somebody lacks a role (C13): who can act holds in the place of who
  // cannot. Where nobody of the unit can, the case says so at once, and it climbs (R0).
  care::Holder holder = c.holder;
  if (c.reachable) std::tie(holder.person_id, holder.deputy_person_id) = *c.reachable;
  care::Tonight tonight{c.tonight_kind, holder};
  const bool vouched = care::IsNamed(tonight) && !care::AcceptsForItself(c.tonight_kind);
  if (auto no = Require(Reason::kTonightNeedsAcceptance, vouched)) return *no;  // N9
  holder.basis = c.emergency_service ? common::v1::LEGAL_BASIS_SGB8_76_2 : common::v1::LEGAL_BASIS_SGB8_79_1;
  tonight.holder.basis = common::v1::LEGAL_BASIS_UNSPECIFIED;
  CrisisEvents events;
  v1::CrisisOpened& opened = *events.emplace_back().mutable_crisis_opened();
  opened = c.opened;
  opened.set_episode(1);
  *opened.mutable_lead() = care::ToProto(holder);
  if (!own_duty) {
    opened.set_raised_by_organisation_id(given.actor.organisation);
    opened.set_raised_by_person_id(given.actor.person);
  }
  StartAllLegs(c.addressees, c.terms, given, opened);
  v1::CrisisCaseRequested& requested = *events.emplace_back().mutable_crisis_case_requested();
  requested.set_subject_id(opened.subject_id());
  *requested.mutable_holder() = care::ToProto(holder);
  *requested.mutable_tonight() = care::ToProto(tonight);
  return events;
}

CrisisDecision DecideOn(const CrisisState& state, const MarkCaseOpened& c, const Given&) {
  if (auto no = Require(Reason::kObjectUnknown, state.first_holder.has_value())) return *no;  // N1
  if (!state.case_id.empty() || state.episodes.empty()) return CrisisEvents{};
  CrisisEvents events;
  auto& opened = *events.emplace_back().mutable_crisis_case_opened();
  opened.set_case_id(c.case_id);
  opened.set_episode(state.episodes.back().number);
  *opened.mutable_lead() = care::ToProto(state.episodes.back().lead);
  return events;
}

CrisisDecision DecideOn(const CrisisState& state, const RecordLegAttempt& c, const Given& given) {
  const Episode* open = state.Open();
  if (auto no = Require(Reason::kCrisisNotOpen, open != nullptr)) return *no;  // D1
  if (auto no = Require(Reason::kCrisisPartyUnknown, open->legs.Find(c.attempt.party()) != nullptr))
    return *no;  // D2
  CrisisEvents events;
  auto& attempt = *events.emplace_back().mutable_leg_attempted();
  attempt = c.attempt;
  attempt.set_person_id(given.actor.person);
  return events;
}

CrisisDecision DecideOn(const CrisisState& state, const AcknowledgeLeg& c, const Given& given) {
  const Episode* open = state.Open();
  if (auto no = Require(Reason::kCrisisNotOpen, open != nullptr)) return *no;  // D1
  const care::Leg* leg = open->legs.Find(c.party);
  if (auto no = Require(Reason::kCrisisPartyUnknown, leg != nullptr)) return *no;  // D2
  if (leg->acknowledged()) return CrisisEvents{};
  const bool itself = care::SpeaksForAddressee(*leg, given.actor.organisation, given.actor.person);
  const bool reached = c.told_by_channel != v1::CONTACT_CHANNEL_UNSPECIFIED &&
                       c.told_by_channel != v1::CONTACT_CHANNEL_THIS_SYSTEM;
  if (auto no = Require(Reason::kLegReachedByNoChannel, itself || reached)) return *no;  // D2
  // Who can say so itself is silenced by nobody's word: it was tried, and the leg waits on.
  if (!itself && !leg->organisation_id.empty()) {
    RecordLegAttempt attempt;
    attempt.attempt.set_party(c.party);
    attempt.attempt.set_channel(c.told_by_channel);
    attempt.attempt.set_reached(true);
    return DecideOn(state, attempt, given);
  }
  CrisisEvents events;
  auto& acknowledged = *events.emplace_back().mutable_leg_acknowledged();
  acknowledged.set_party(c.party);
  acknowledged.set_organisation_id(given.actor.organisation);
  acknowledged.set_person_id(given.actor.person);
  acknowledged.set_told(!itself);
  acknowledged.set_channel(itself ? v1::CONTACT_CHANNEL_THIS_SYSTEM : c.told_by_channel);
  acknowledged.set_seconds_after_alarm(
      static_cast<uint32_t>(std::max<int64_t>(0, absl::ToInt64Seconds(given.occurred_at - open->alarm_at))));
  return events;
}

CrisisDecision DecideOn(const CrisisState& state, const NameLegOrganisation& c, const Given& given) {
  const Episode* open = state.Open();
  if (auto no = Require(Reason::kCrisisNotOpen, open != nullptr)) return *no;  // D1
  const care::Leg* leg = open->legs.Find(c.party);
  if (auto no = Require(Reason::kCrisisPartyUnknown, leg != nullptr && c.known)) return *no;  // D2
  const bool may = MayLetIn(*open, c.leads_crisis, c.case_holder, given);
  if (auto no = Require(Reason::kLegNotYoursToName, may)) return *no;  // D2
  const bool theirs = c.answers_organisation_id.empty() || c.answers_organisation_id == c.organisation_id;
  if (auto no = Require(Reason::kLegOfWhoAnswers, theirs)) return *no;                          // D2
  if (auto no = Require(Reason::kAlreadyInClinic, MayBeAskedAnew(*open, c.party))) return *no;  // D4
  if (leg->organisation_id == c.organisation_id) return CrisisEvents{};
  const bool nameable = leg->organisation_id.empty() || !leg->acknowledged() ||
                        ActsInPersonFor(given, c.case_holder.organisation_id);
  if (auto no = Require(Reason::kLegIsAcknowledged, nameable)) return *no;  // D2
  CrisisEvents events;
  v1::LegStarted& started = *events.emplace_back().mutable_leg_started();
  started = Leg(c.party, c.organisation_id, open->terms, given.now);
  *started.mutable_acknowledge_due() = ToProto(DueOfRenamed(*open, *leg, given.now));
  return events;
}

CrisisDecision DecideOn(const CrisisState& state, const StabiliseCrisis& c, const Given&) {
  const Episode* open = state.Open();
  if (auto no = Require(Reason::kCrisisNotOpen, open != nullptr)) return *no;  // D1
  if (open->stabilised) return CrisisEvents{};
  CrisisEvents events;
  v1::CrisisStabilised& stabilised = *events.emplace_back().mutable_crisis_stabilised();
  *stabilised.mutable_account() = c.account;
  stabilised.set_next_alarm_begins_anew(true);
  return events;
}

// A detention ends when its time is over; everything else that is late is told, and stays as it is (D2, §
// 42(5)).
CrisisDecision DecideOn(const CrisisState& state, const PassCrisisDeadline& c, const Given& given) {
  const auto missed = state.clocks.MissedSince(c.clock, c.object_id, c.due, given.now);
  if (!missed) return CrisisEvents{};
  CrisisEvents events;
  if (WaitsForNobody(state.episodes.back(), c)) {
    auto& moved_on = *events.emplace_back().mutable_night_moved_on();
    moved_on.set_clock(c.clock);
    moved_on.set_object_id(c.object_id);
    *moved_on.mutable_to() = care::ToProto(c.night.tonight);
  } else if (c.clock == CLOCK_KIND_DETENTION_LIMIT) {
    const bool in_care = c.object_id == DetentionObject(v1::DETENTION_IN_CARE);
    events.push_back(DetentionEnded(state.episodes.back(),
                                    in_care ? v1::DETENTION_IN_CARE : v1::DETENTION_CLINIC,
                                    v1::DETENTION_END_TIME_OVER, given));
  } else if (missed->overdue()) {
    auto& overdue = *events.emplace_back().mutable_crisis_deadline_overdue();
    overdue.set_clock(c.clock);
    overdue.set_object_id(c.object_id);
    *overdue.mutable_due() = ToProto(c.due);
  } else {
    auto& escalated = *events.emplace_back().mutable_crisis_deadline_escalated();
    escalated.set_clock(c.clock);
    escalated.set_object_id(c.object_id);
    *escalated.mutable_due() = ToProto(c.due);
    escalated.set_step(missed->step);
  }
  return events;
}

CrisisDecision CrisisDecider::Decide(const State& state, const Command& command, const Given& given) {
  return std::visit([&](const auto& c) { return DecideOn(state, c, given); }, command);
}

}  // namespace fallverbund::crisis
