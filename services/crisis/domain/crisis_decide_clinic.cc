// Care, detention and the stay in a clinic (D4, § 42, § 1631b BGB). None of it ends anybody's responsibility:
// what has an end by law is the detention alone.
#include <algorithm>

#include "libs/care/holidays.h"
#include "libs/care/participation.h"
#include "services/crisis/domain/crisis_rules.h"

namespace fallverbund::crisis {
namespace {

void EndTheDetention(v1::Detention detention, v1::DetentionEnd end, CrisisEvents& events) {
  auto& ended = *events.emplace_back().mutable_detention_ended();
  ended.set_detention(detention);
  ended.set_end(end);
}

bool IsDetained(const Episode& episode, v1::Detention detention) {
  if (detention == v1::DETENTION_IN_CARE) return episode.care && episode.care->detained;
  return detention == v1::DETENTION_CLINIC && episode.stay && episode.stay->detained;
}

// Also when the time was over before the court decided: somebody who is still in care.
bool CanBeDecided(const Episode& episode, v1::Detention detention) {
  return IsDetained(episode, detention) ||
         (detention == v1::DETENTION_IN_CARE && episode.care && episode.detained_since);
}

bool IsOfCaseHolder(const care::Holder& holder, const Given& given) {
  return ActsInPersonFor(given, holder.organisation_id);
}

// Whoever took the young person into care answers for that detention; the clinic's is a matter of all
// parties.
bool AnswersFor(const Episode& episode, v1::Detention detention, const Given& given) {
  return detention == v1::DETENTION_CLINIC || given.actor.organisation == episode.care->organisation_id;
}

common::v1::LegalBasis BasisOf(v1::ClinicBasis basis) {
  switch (basis) {
    case v1::CLINIC_BASIS_BGB_1631B:
      return common::v1::LEGAL_BASIS_BGB_1631B;
    case v1::CLINIC_BASIS_IN_CARE:
      return common::v1::LEGAL_BASIS_SGB8_42;
    case v1::CLINIC_BASIS_CONSENT:
    case v1::CLINIC_BASIS_UNSPECIFIED:
    case v1::ClinicBasis_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::ClinicBasis_INT_MAX_SENTINEL_DO_NOT_USE_:
      return common::v1::LEGAL_BASIS_UNSPECIFIED;
  }
  return common::v1::LEGAL_BASIS_UNSPECIFIED;  // a number that this program does not know
}

bool IsLater(const Episode& episode, v1::Detention detention, absl::Time now) {
  return detention == v1::DETENTION_CLINIC && episode.stay->approval_due && now > *episode.stay->approval_due;
}

// D4: a place takes back by its own word; for whatever accepts nothing the unit that holds CASE answers.
bool TakesOver(const PlanClinicLeave& c, const Given& given) {
  if (c.kind == common::v1::TONIGHT_KIND_CLINIC || c.kind == common::v1::TONIGHT_KIND_CRISIS_TEAM)
    return false;
  if (c.kind == common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN) return false;  // that is no place
  if (c.kind != common::v1::TONIGHT_KIND_PLACEMENT) return IsOfCaseHolder(c.case_holder, given);
  return ActsInPersonFor(given, c.kept_place_organisation_id);
}

// A place that was planned and is not kept any more takes nobody back, and nobody answers for the night who
// does not hold CASE any more.
bool IsStillThere(const LeavePlan& plan, const LeaveClinic& c) {
  const bool place = plan.next.kind == common::v1::TONIGHT_KIND_PLACEMENT;
  return plan.next.holder.organisation_id ==
         (place ? c.kept_place_organisation_id : c.case_holder.organisation_id);
}

}  // namespace

CrisisDecision DecideOn(const CrisisState& state, const TakeIntoCare& c, const Given& given) {
  const Episode* open = state.Open();
  if (auto no = Require(Reason::kCrisisNotOpen, open != nullptr)) return *no;                   // D1
  if (auto no = Require(Reason::kOnlyYouthOfficesTakeIntoCare, c.by_youth_office)) return *no;  // § 42
  if (auto no = Require(Reason::kAlreadyInCare, !open->care)) return *no;                       // § 42
  // § 42(5): "mit Ablauf" of the following day; a pause without a court's decision begins no new one.
  const absl::Time since = std::min(open->detained_since.value_or(given.occurred_at), given.occurred_at);
  const absl::Time until = care::EndOfGermanDay(care::GermanDay(since) + 1);
  const bool in_time = !c.detention || given.occurred_at < until;
  if (auto no = Require(Reason::kDetentionTimeOver, in_time)) return *no;  // § 42(5)
  CrisisEvents events;
  auto& taken = *events.emplace_back().mutable_taken_into_care();
  taken.set_organisation_id(given.actor.organisation);
  taken.set_person_id(given.actor.person);
  taken.set_detention(c.detention);
  if (c.detention) *taken.mutable_detention_until() = ToProto(until);
  *taken.mutable_account() = c.account;
  return events;
}

CrisisDecision DecideOn(const CrisisState& state, const EndCare& c, const Given& given) {
  const Episode* open = state.Open();
  if (auto no = Require(Reason::kCrisisNotOpen, open != nullptr)) return *no;  // D1
  const bool own = open->care && given.actor.organisation == open->care->organisation_id;
  if (auto no = Require(Reason::kNotInYourCare, own)) return *no;  // § 42
  CrisisEvents events;
  if (open->care->detained) EndTheDetention(v1::DETENTION_IN_CARE, v1::DETENTION_END_NOT_NEEDED, events);
  events.emplace_back().mutable_care_ended()->set_reason(c.reason);
  return events;
}

// The clinic that the leg names, in person. It acknowledges by it, if it has not yet.
CrisisDecision DecideOn(const CrisisState& state, const AdmitToClinic& c, const Given& given) {
  const Episode* open = state.Open();
  if (auto no = Require(Reason::kCrisisNotOpen, open != nullptr)) return *no;             // D1
  if (auto no = Require(Reason::kCrisisCaseNotOpen, !state.case_id.empty())) return *no;  // N1
  const care::Leg* leg = open->legs.Find(common::v1::CRISIS_PARTY_CLINIC);
  const bool asked = leg != nullptr && given.actor.role == "CLINIC" &&
                     care::SpeaksForAddressee(*leg, given.actor.organisation, given.actor.person);
  if (auto no = Require(Reason::kOnlyTheAlarmedClinic, asked)) return *no;   // D4
  if (auto no = Require(Reason::kAlreadyInClinic, !open->stay)) return *no;  // D4
  if (auto no = Require(Reason::kPersonLeaves, !c.leaves)) return *no;       // N11
  if (auto no = Require(Reason::kUnitUnknown, c.unit_known)) return *no;     // C3
  const care::Holder holder = {given.actor.organisation, c.unit_id, given.actor.person, c.deputy_person_id,
                               BasisOf(c.basis)};
  if (auto no = Require(Reason::kDeputyNotNamed, c.deputy_known && care::HasDeputy(holder)))
    return *no;  // C3
  const bool covered = c.basis != v1::CLINIC_BASIS_IN_CARE || open->care.has_value();
  if (auto no = Require(Reason::kNotInYourCare, covered)) return *no;  // § 42
  CrisisEvents events;
  if (!leg->acknowledged()) {
    CrisisDecision acknowledged = DecideOn(state, AcknowledgeLeg{common::v1::CRISIS_PARTY_CLINIC}, given);
    if (acknowledged.refused()) return acknowledged;
    events = acknowledged.events();
  }
  auto& admitted = *events.emplace_back().mutable_admitted_to_clinic();
  admitted.set_case_id(state.case_id);
  admitted.set_stay_id(given.new_id);
  *admitted.mutable_holder() = care::ToProto(holder);
  admitted.set_basis(c.basis);
  if (c.basis == v1::CLINIC_BASIS_BGB_1631B)  // from the admission, whenever it is written down
    *admitted.mutable_approval_due() = ToProto(given.occurred_at + open->terms.court_approval_within);
  return events;
}

CrisisDecision DecideOn(const CrisisState& state, const RecordCourtDecision& c, const Given& given) {
  const Episode* open = state.Open();
  const v1::CourtDecided& decided = c.decided;
  if (auto no = Require(Reason::kCrisisNotOpen, open != nullptr)) return *no;  // D1
  if (auto no = Require(Reason::kNotDetained, CanBeDecided(*open, decided.detention())))
    return *no;  // § 42(5)
  if (auto no = Require(Reason::kNotInYourCare, AnswersFor(*open, decided.detention(), given)))
    return *no;  // § 42(5)
  const bool dated = decided.has_decided_at() && FromProto(decided.decided_at()) <= given.now;
  const bool limited = !decided.granted() || (decided.has_until() && FromProto(decided.until()) > given.now);
  if (auto no = Require(Reason::kCourtDecisionIncomplete, dated && limited)) return *no;  // § 1631b
  const bool told = !IsLater(*open, decided.detention(), given.now) || decided.has_why_late();
  if (auto no = Require(Reason::kWhyLateMissing, told)) return *no;  // § 1631b
  CrisisEvents events;
  auto& recorded = *events.emplace_back().mutable_court_decided();
  recorded = decided;
  recorded.set_person_id(given.actor.person);
  if (!decided.granted()) {
    recorded.clear_until();
    if (IsDetained(*open, decided.detention()))
      EndTheDetention(decided.detention(), v1::DETENTION_END_COURT_REFUSED, events);
  }
  return events;
}

CrisisDecision DecideOn(const CrisisState& state, const EndDetention& c, const Given& given) {
  const Episode* open = state.Open();
  if (auto no = Require(Reason::kCrisisNotOpen, open != nullptr)) return *no;               // D1
  if (auto no = Require(Reason::kNotDetained, IsDetained(*open, c.detention))) return *no;  // § 42(5)
  if (auto no = Require(Reason::kNotInYourCare, AnswersFor(*open, c.detention, given))) return *no;
  CrisisEvents events;
  EndTheDetention(c.detention, v1::DETENTION_END_NOT_NEEDED, events);
  return events;
}

CrisisDecision DecideOn(const CrisisState& state, const PlanClinicLeave& c, const Given& given) {
  const Episode* open = state.Open();
  if (auto no = Require(Reason::kCrisisNotOpen, open != nullptr)) return *no;        // D1
  if (auto no = Require(Reason::kNotInClinic, open->stay.has_value())) return *no;   // D4
  if (auto no = Require(Reason::kNotTheNextPlace, TakesOver(c, given))) return *no;  // D4
  if (auto no = Require(Reason::kPersonLeaves, !c.leaves)) return *no;               // N11
  if (auto no = Require(Reason::kDeputyNotNamed, c.deputy_known)) return *no;        // C3
  const bool soon = c.on > given.now - Days(1) && c.on <= given.now + kLongestPlanAhead;
  if (auto no = Require(Reason::kCrisisDateImpossible, soon)) return *no;  // D4
  if (auto no =
          Require(Reason::kParticipationIncomplete, care::IsComplete(c.participation, given.now, c.of_age))) {
    return *no;  // D8
  }
  CrisisEvents events;
  auto& planned = *events.emplace_back().mutable_clinic_leave_planned();
  planned.set_stay_id(open->stay->id);
  const bool place = c.kind == common::v1::TONIGHT_KIND_PLACEMENT;
  const care::Tonight next{c.kind,
                           {given.actor.organisation, c.actor_unit_id, given.actor.person, c.deputy_person_id,
                            place ? common::v1::LEGAL_BASIS_SGB8_34 : common::v1::LEGAL_BASIS_UNSPECIFIED}};
  *planned.mutable_next() = care::ToProto(next);
  *planned.mutable_on() = ToProto(c.on);
  *planned.mutable_participation() = c.participation;
  return events;
}

// D4: nobody leaves into nothing. Unplanned, the unit that holds CASE answers for the night at once.
CrisisDecision DecideOn(const CrisisState& state, const LeaveClinic& c, const Given& given) {
  const Episode* open = state.Open();
  if (auto no = Require(Reason::kCrisisNotOpen, open != nullptr)) return *no;       // D1
  if (auto no = Require(Reason::kNotInClinic, open->stay.has_value())) return *no;  // D4
  const ClinicStay& stay = *open->stay;
  const bool party =
      ActsInPersonFor(given, stay.holder.organisation_id) || IsOfCaseHolder(c.case_holder, given);
  if (auto no = Require(Reason::kOnlyTheAlarmedClinic, party)) return *no;  // D4
  care::Tonight next;
  if (c.planned) {
    if (auto no = Require(Reason::kNextPlaceUnknown, stay.plan && IsStillThere(*stay.plan, c)))
      return *no;                                                              // D4
    if (auto no = Require(Reason::kPersonLeaves, !c.next_leaves)) return *no;  // N11
    if (auto no = Require(Reason::kParticipationIncomplete,
                          care::IsComplete(c.participation, given.now, c.of_age))) {
      return *no;  // D8
    }
    next = stay.plan->next;
  } else {
    next = {c.kind, c.case_holder};
    next.holder.basis = common::v1::LEGAL_BASIS_UNSPECIFIED;
    const bool vouched =
        care::IsNamed(next) && !care::AcceptsForItself(c.kind) && c.kind != common::v1::TONIGHT_KIND_CLINIC;
    if (auto no = Require(Reason::kNextPlaceUnknown, vouched)) return *no;  // D4
  }
  CrisisEvents events;
  if (stay.detained) EndTheDetention(v1::DETENTION_CLINIC, v1::DETENTION_END_LEFT_CLINIC, events);
  auto& left = *events.emplace_back().mutable_left_clinic();
  left.set_case_id(state.case_id);
  left.set_stay_id(stay.id);
  left.set_planned(c.planned);
  *left.mutable_next() = care::ToProto(next);
  if (c.planned) *left.mutable_participation() = c.participation;
  *left.mutable_meeting_due() = ToProto(given.now + open->terms.meeting_within);
  return events;
}

}  // namespace fallverbund::crisis
