// Inobhutnahme (§ 42): a youth office takes the night over in person (N9), and care ends into a known night.
// What somebody got by another's word is confirmed.
#include <algorithm>

#include "libs/care/holidays.h"
#include "libs/care/participation.h"
#include "services/crisis/domain/crisis_rules.h"

namespace fallverbund::crisis {
namespace {

// The night is with the office until the end of care says where it goes: unless the young person is in a
// clinic, or somebody has taken the night over since.
bool SheltersStill(const Episode& open, const EndCare& c) {
  const InCare& care = *open.care;
  if (!care.shelters || open.stay) return false;
  const bool here = c.tonight.kind == common::v1::TONIGHT_KIND_IN_CARE &&
                    c.tonight.holder.organisation_id == care.organisation_id;
  return here || c.tonight_since <= care.since;
}

// The unit that holds CASE answers where nobody has planned.
care::Tonight NextUnplanned(const EndCare& c) {
  care::Tonight next{c.kind, c.case_holder};
  next.holder.basis = common::v1::LEGAL_BASIS_UNSPECIFIED;
  return next;
}

}  // namespace

// The provider's place is kept meanwhile; out of a clinic the night goes nowhere by it.
CrisisDecision DecideOn(const CrisisState& state, const TakeIntoCare& c, const Given& given) {
  const Episode* open = state.Open();
  if (auto no = Require(Reason::kCrisisNotOpen, open != nullptr)) return *no;                   // D1
  if (auto no = Require(Reason::kCrisisCaseNotOpen, !state.case_id.empty())) return *no;        // N1
  if (auto no = Require(Reason::kOnlyYouthOfficesTakeIntoCare, c.by_youth_office)) return *no;  // § 42
  if (auto no = Require(Reason::kAlreadyInCare, !open->care)) return *no;                       // § 42
  if (auto no = Require(Reason::kPersonLeaves, !c.leaves)) return *no;                          // N11
  if (auto no = Require(Reason::kUnitUnknown, c.unit_known)) return *no;                        // C3
  const care::Holder holder = {given.actor.organisation, c.unit_id, given.actor.person, c.deputy_person_id,
                               common::v1::LEGAL_BASIS_SGB8_42};
  if (auto no = Require(Reason::kDeputyNotNamed, c.deputy_known && care::HasDeputy(holder)))
    return *no;  // C3
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
  *taken.mutable_holder() = care::ToProto(holder);
  taken.set_care_id(given.new_id);
  taken.set_case_id(state.case_id);
  taken.set_shelters(!open->stay);
  ToldOthers told(given);
  told.Add(c.case_holder.organisation_id, taken);
  told.Add(c.tonight.holder.organisation_id, taken);
  return events;
}

CrisisDecision DecideOn(const CrisisState& state, const PlanCareEnd& c, const Given& given) {
  const Episode* open = state.Open();
  if (auto no = Require(Reason::kCrisisNotOpen, open != nullptr)) return *no;  // D1
  const bool sheltered = open->care && open->care->shelters;
  if (auto no = Require(Reason::kNotInCare, sheltered)) return *no;                                  // § 42
  if (auto no = Require(Reason::kNotTheNextAfterCare, TakesOver(c.plan, *open, given))) return *no;  // N9
  if (auto no = Require(Reason::kPersonLeaves, !c.plan.leaves)) return *no;                          // N11
  if (auto no = Require(Reason::kDeputyNotNamed, c.plan.deputy_known)) return *no;                   // C3
  const bool soon = c.plan.on > given.now - Days(1) && c.plan.on <= given.now + kLongestPlanAhead;
  if (auto no = Require(Reason::kCrisisDateImpossible, soon)) return *no;  // N9
  if (auto no = Require(Reason::kParticipationIncomplete,
                        care::IsComplete(c.plan.participation, given.now, c.plan.of_age))) {
    return *no;  // D8
  }
  CrisisEvents events;
  auto& planned = *events.emplace_back().mutable_care_end_planned();
  planned.set_care_id(open->care->id);
  const LeavePlan plan = PlanOf(c.plan, given);
  *planned.mutable_next() = care::ToProto(plan.next);
  *planned.mutable_on() = ToProto(plan.on);
  *planned.mutable_participation() = c.plan.participation;
  ToldOthers told(given);
  told.Add(open->care->organisation_id, planned);
  told.Add(c.plan.case_holder.organisation_id, planned);
  return events;
}

CrisisDecision DecideOn(const CrisisState& state, const EndCare& c, const Given& given) {
  const Episode* open = state.Open();
  if (auto no = Require(Reason::kCrisisNotOpen, open != nullptr)) return *no;  // D1
  const bool own = open->care && given.actor.organisation == open->care->organisation_id;
  if (auto no = Require(Reason::kNotInYourCare, own)) return *no;  // § 42
  const InCare& care = *open->care;
  const bool shelters = SheltersStill(*open, c);
  care::Tonight next;
  if (shelters && c.planned) {
    const bool there =
        care.plan && IsStillThere(*care.plan, *open, c.kept_place_organisation_id, c.case_holder);
    if (auto no = Require(Reason::kNightAfterCareUnknown, there)) return *no;  // N9
    if (auto no = Require(Reason::kPersonLeaves, !c.next_leaves)) return *no;  // N11
    next = care.plan->next;
  } else if (shelters) {
    next = NextUnplanned(c);
    const bool vouched =
        care::IsNamed(next) && !care::AcceptsForItself(c.kind) && c.kind != common::v1::TONIGHT_KIND_CLINIC;
    if (auto no = Require(Reason::kNightAfterCareUnknown, vouched)) return *no;  // N9
  }
  CrisisEvents events;
  if (care.detained)
    events.push_back(DetentionEnded(*open, v1::DETENTION_IN_CARE, v1::DETENTION_END_NOT_NEEDED, given));
  auto& ended = *events.emplace_back().mutable_care_ended();
  ended.set_reason(c.reason);
  ended.set_care_id(care.id);
  ended.set_case_id(state.case_id);
  if (!shelters) return events;
  *ended.mutable_next() = care::ToProto(next);
  ended.set_planned(c.planned);
  if (!c.planned && next.holder.organisation_id != given.actor.organisation)
    *ended.mutable_confirm_due() = ToProto(given.now + kNightConfirmedWithin);
  return events;
}

// By whoever holds the case by now, or whose night it is.
CrisisDecision DecideOn(const CrisisState& state, const ConfirmNight& c, const Given& given) {
  const Episode* open = state.Open();
  if (auto no = Require(Reason::kCrisisNotOpen, open != nullptr)) return *no;                 // D1
  if (auto no = Require(Reason::kNoNightToConfirm, !open->night_object.empty())) return *no;  // D4
  const bool own =
      ActsInPersonFor(given, open->night_of) || ActsInPersonFor(given, c.case_holder.organisation_id);
  if (auto no = Require(Reason::kNightOfAnother, own)) return *no;  // D4
  CrisisEvents events;
  auto& confirmed = *events.emplace_back().mutable_night_confirmed();
  confirmed.set_object_id(open->night_object);
  confirmed.set_organisation_id(given.actor.organisation);
  confirmed.set_person_id(given.actor.person);
  return events;
}

}  // namespace fallverbund::crisis
