// Detention and the stay in a clinic (D4, § 42(5), § 1631b BGB). None of it ends anybody's responsibility:
// what has an end by law is the detention alone.
#include <algorithm>
#include <optional>

#include "libs/care/holidays.h"
#include "libs/care/participation.h"
#include "services/crisis/domain/crisis_rules.h"

namespace fallverbund::crisis {
namespace {

bool IsDetained(const Episode& episode, v1::Detention detention) {
  if (detention == v1::DETENTION_IN_CARE) return episode.care && episode.care->detained;
  return detention == v1::DETENTION_CLINIC && episode.stay && episode.stay->detained;
}

// Also when the time was over, or the court had refused: somebody who is still there.
bool CanBeDecided(const Episode& episode, v1::Detention detention) {
  if (IsDetained(episode, detention)) return true;
  if (detention == v1::DETENTION_CLINIC) return episode.stay && episode.stay->was_detained;
  const bool in_care = detention == v1::DETENTION_IN_CARE && episode.care;
  return in_care && (episode.detained_since || episode.care->was_detained);
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

}  // namespace

absl::Time DayOf(const LeavePlan& plan, absl::Time now) {
  return care::EndOfGermanDay(care::GermanDay(std::max(plan.on, now)));
}

bool ClinicShelters(const Episode& open, const Night& night) {
  if (!open.stay) return false;
  return night.stay_id == open.stay->id || !night.HasEntered(open.stay->id, 1);
}

v1::CrisisEvent DetentionEnded(const Episode& episode, v1::Detention detention, v1::DetentionEnd end,
                               const Given& given) {
  v1::CrisisEvent event;
  auto& ended = *event.mutable_detention_ended();
  ended.set_detention(detention);
  ended.set_end(end);
  ToldOthers told(given);
  if (detention == v1::DETENTION_CLINIC && episode.stay)
    told.Add(episode.stay->holder.organisation_id, ended);
  if (episode.care) told.Add(episode.care->organisation_id, ended);
  const care::Leg* guardian = episode.legs.Find(common::v1::CRISIS_PARTY_LEGAL_REPRESENTATIVE);
  if (guardian != nullptr) told.Add(guardian->organisation_id, ended);
  return event;
}

bool TakesOver(const PlanClinicLeave& c, const Episode& open, const Given& given) {
  if (c.kind == common::v1::TONIGHT_KIND_CLINIC || c.kind == common::v1::TONIGHT_KIND_CRISIS_TEAM)
    return false;
  if (c.kind == common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN) return false;  // that is no place
  if (c.kind == common::v1::TONIGHT_KIND_PLACEMENT)
    return ActsInPersonFor(given, c.kept_place_organisation_id);
  if (c.kind == common::v1::TONIGHT_KIND_IN_CARE)
    return open.stay && open.care && ActsInPersonFor(given, open.care->holder.organisation_id);
  return IsOfCaseHolder(c.case_holder, given);
}

LeavePlan PlanOf(const PlanClinicLeave& c, const Given& given) {
  common::v1::LegalBasis basis = common::v1::LEGAL_BASIS_UNSPECIFIED;
  if (c.kind == common::v1::TONIGHT_KIND_PLACEMENT) basis = common::v1::LEGAL_BASIS_SGB8_34;
  if (c.kind == common::v1::TONIGHT_KIND_IN_CARE) basis = common::v1::LEGAL_BASIS_SGB8_42;
  return {
      {c.kind, {given.actor.organisation, c.actor_unit_id, given.actor.person, c.deputy_person_id, basis}},
      c.on};
}

bool IsStillThere(const LeavePlan& plan, const Episode& open, const std::string& kept_place_organisation_id,
                  const care::Holder& case_holder) {
  const std::string& next = plan.next.holder.organisation_id;
  if (plan.next.kind == common::v1::TONIGHT_KIND_PLACEMENT) return next == kept_place_organisation_id;
  if (plan.next.kind == common::v1::TONIGHT_KIND_IN_CARE)
    return open.care && next == open.care->organisation_id;
  return next == case_holder.organisation_id;
}

std::optional<refusal::Refusal> FindNext(const Leaving& c, const std::optional<LeavePlan>& plan,
                                         const Episode& open, bool back, Reason unknown,
                                         care::Tonight& next) {
  if (c.planned) {
    const bool there = plan && IsStillThere(*plan, open, c.kept_place_organisation_id, c.case_holder);
    if (auto no = Require(unknown, there)) return no;                         // D4, N9
    if (auto no = Require(Reason::kPersonLeaves, !c.next_leaves)) return no;  // N11
    next = plan->next;
    return std::nullopt;
  }
  next = {c.kind, back ? open.care->holder : c.case_holder};
  if (!back) next.holder.basis = common::v1::LEGAL_BASIS_UNSPECIFIED;
  const bool vouched = back || !care::AcceptsForItself(c.kind);
  return Require(unknown, care::IsNamed(next) && vouched && c.kind != common::v1::TONIGHT_KIND_CLINIC);
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

// In person by a worker of the clinic. After a refusal, or once a court's time is over, only a court grants
// it.
CrisisDecision DecideOn(const CrisisState& state, const DetainInClinic& c, const Given& given) {
  const Episode* open = state.Open();
  if (auto no = Require(Reason::kCrisisNotOpen, open != nullptr)) return *no;       // D1
  if (auto no = Require(Reason::kNotInClinic, open->stay.has_value())) return *no;  // D4
  const ClinicStay& stay = *open->stay;
  if (auto no = Require(Reason::kOnlyTheAlarmedClinic, ActsInPersonFor(given, stay.holder.organisation_id)))
    return *no;                                                                      // D4
  if (auto no = Require(Reason::kDetainedAlready, !stay.detained)) return *no;       // § 1631b
  if (auto no = Require(Reason::kDetentionTimeOver, !stay.needs_court)) return *no;  // § 1631b
  CrisisEvents events;
  auto& detained = *events.emplace_back().mutable_clinic_stay_detained();
  detained.set_stay_id(stay.id);
  detained.set_person_id(given.actor.person);
  // From the moment it deprives of liberty, whenever it is written down.
  *detained.mutable_approval_due() = ToProto(given.occurred_at + open->terms.court_approval_within);
  *detained.mutable_account() = c.account;
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
      events.push_back(DetentionEnded(*open, decided.detention(), v1::DETENTION_END_COURT_REFUSED, given));
  }
  return events;
}

CrisisDecision DecideOn(const CrisisState& state, const EndDetention& c, const Given& given) {
  const Episode* open = state.Open();
  if (auto no = Require(Reason::kCrisisNotOpen, open != nullptr)) return *no;               // D1
  if (auto no = Require(Reason::kNotDetained, IsDetained(*open, c.detention))) return *no;  // § 42(5)
  if (auto no = Require(Reason::kNotInYourCare, AnswersFor(*open, c.detention, given))) return *no;
  return CrisisEvents{DetentionEnded(*open, c.detention, v1::DETENTION_END_NOT_NEEDED, given)};
}

CrisisDecision DecideOn(const CrisisState& state, const PlanClinicLeave& c, const Given& given) {
  const Episode* open = state.Open();
  if (auto no = Require(Reason::kCrisisNotOpen, open != nullptr)) return *no;               // D1
  if (auto no = Require(Reason::kNotInClinic, open->stay.has_value())) return *no;          // D4
  if (auto no = Require(Reason::kNotTheNextPlace, TakesOver(c, *open, given))) return *no;  // D4
  if (auto no = Require(Reason::kPersonLeaves, !c.leaves)) return *no;                      // N11
  if (auto no = Require(Reason::kDeputyNotNamed, c.deputy_known)) return *no;               // C3
  const bool soon = c.on > given.now - Days(1) && c.on <= given.now + kLongestPlanAhead;
  if (auto no = Require(Reason::kCrisisDateImpossible, soon)) return *no;  // D4
  if (auto no =
          Require(Reason::kParticipationIncomplete, care::IsComplete(c.participation, given.now, c.of_age))) {
    return *no;  // D8
  }
  CrisisEvents events;
  auto& planned = *events.emplace_back().mutable_clinic_leave_planned();
  planned.set_stay_id(open->stay->id);
  const LeavePlan plan = PlanOf(c, given);
  *planned.mutable_next() = care::ToProto(plan.next);
  *planned.mutable_on() = ToProto(plan.on);
  *planned.mutable_participation() = c.participation;
  *planned.mutable_leave_due() = ToProto(DayOf(plan, given.now));
  ToldOthers told(given);
  told.Add(open->stay->holder.organisation_id, planned);
  told.Add(c.case_holder.organisation_id, planned);
  return events;
}

// D4: nobody leaves into nothing. Unplanned, whoever gets the night by it hears of it at once, and says so by
// a date. Where somebody has taken the night over in the case since, it goes nowhere by leaving.
CrisisDecision DecideOn(const CrisisState& state, const LeaveClinic& c, const Given& given) {
  const Episode* open = state.Open();
  if (auto no = Require(Reason::kCrisisNotOpen, open != nullptr)) return *no;       // D1
  if (auto no = Require(Reason::kNotInClinic, open->stay.has_value())) return *no;  // D4
  const ClinicStay& stay = *open->stay;
  const bool party =
      ActsInPersonFor(given, stay.holder.organisation_id) || IsOfCaseHolder(c.case_holder, given);
  if (auto no = Require(Reason::kOnlyTheAlarmedClinic, party)) return *no;  // D4
  const bool shelters = ClinicShelters(*open, c.night);
  care::Tonight next;
  if (shelters) {
    const bool back = open->care && c.kind == common::v1::TONIGHT_KIND_IN_CARE;
    if (auto no = FindNext(c, stay.plan, *open, back, Reason::kNextPlaceUnknown, next)) return *no;  // D4
    const bool heard = !c.planned || care::IsComplete(c.participation, given.now, c.of_age);
    if (auto no = Require(Reason::kParticipationIncomplete, heard)) return *no;  // D8
  }
  CrisisEvents events;
  if (stay.detained)
    events.push_back(DetentionEnded(*open, v1::DETENTION_CLINIC, v1::DETENTION_END_LEFT_CLINIC, given));
  auto& left = *events.emplace_back().mutable_left_clinic();
  left.set_case_id(state.case_id);
  left.set_stay_id(stay.id);
  *left.mutable_meeting_due() = ToProto(given.now + open->terms.meeting_within);
  if (!shelters) return events;
  left.set_planned(c.planned);
  *left.mutable_next() = care::ToProto(next);
  if (c.planned) *left.mutable_participation() = c.participation;
  if (next.kind == common::v1::TONIGHT_KIND_IN_CARE) left.set_care_id(open->care->id);
  if (!c.planned && next.holder.organisation_id != given.actor.organisation)
    *left.mutable_confirm_due() = ToProto(given.now + kNightConfirmedWithin);
  return events;
}

}  // namespace fallverbund::crisis
