// Inobhutnahme (§ 42): a youth office takes the night over in person (N9), and care ends into a known night.
// What somebody got by another's word is confirmed.
#include <algorithm>

#include "libs/care/holidays.h"
#include "libs/care/participation.h"
#include "services/crisis/domain/crisis_rules.h"

namespace fallverbund::crisis {
namespace {

// Who says so is the office itself, another that takes into care, or who holds CASE.
void EndCareOf(const Episode& open, const std::string& case_id, v1::CareEndReason reason, const Given& given,
               CrisisEvents& events) {
  const InCare& care = *open.care;
  if (care.detained)
    events.push_back(DetentionEnded(open, v1::DETENTION_IN_CARE, v1::DETENTION_END_NOT_NEEDED, given));
  auto& ended = *events.emplace_back().mutable_care_ended();
  ended.set_reason(reason);
  ended.set_care_id(care.id);
  ended.set_case_id(case_id);
  ended.set_ended_by_organisation_id(given.actor.organisation);
  ToldOthers told(given);
  told.Add(care.organisation_id, ended);
}

}  // namespace

bool CareShelters(const Episode& open, const Night& night) {
  const InCare& care = *open.care;
  if (!care.shelters || (open.stay && !open.stay->night_taken)) return false;
  return night.stay_id == care.id || !night.HasEntered(care.id, care.nights_entered);
}

// The provider's place is kept meanwhile; out of a clinic the night goes nowhere by it. Whoever has the young
// person is in charge: another office's care ends with it, and the office itself takes the night again of who
// had run away, or was elsewhere for a time.
CrisisDecision DecideOn(const CrisisState& state, const TakeIntoCare& c, const Given& given) {
  const Episode* open = state.Open();
  if (auto no = Require(Reason::kCrisisNotOpen, open != nullptr)) return *no;                   // D1
  if (auto no = Require(Reason::kCrisisCaseNotOpen, !state.case_id.empty())) return *no;        // N1
  if (auto no = Require(Reason::kOnlyYouthOfficesTakeIntoCare, c.by_youth_office)) return *no;  // § 42
  const bool own = open->care && open->care->organisation_id == given.actor.organisation;
  const bool in_clinic = ClinicShelters(*open, c.night);
  const bool has_night = own && (in_clinic || CareShelters(*open, c.night));
  if (auto no = Require(Reason::kAlreadyInCare, !has_night)) return *no;  // § 42
  if (auto no = Require(Reason::kPersonLeaves, !c.leaves)) return *no;    // N11
  if (auto no = Require(Reason::kUnitUnknown, c.unit_known)) return *no;  // C3
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
  if (open->care && !own) {
    EndCareOf(*open, state.case_id, v1::CARE_END_REASON_TAKEN_INTO_CARE_ELSEWHERE, given, events);
  } else if (own && open->care->detained) {  // it ended with running away
    events.push_back(DetentionEnded(*open, v1::DETENTION_IN_CARE, v1::DETENTION_END_NOT_NEEDED, given));
  }
  auto& taken = *events.emplace_back().mutable_taken_into_care();
  taken.set_organisation_id(given.actor.organisation);
  taken.set_person_id(given.actor.person);
  taken.set_detention(c.detention);
  if (c.detention) *taken.mutable_detention_until() = ToProto(until);
  *taken.mutable_account() = c.account;
  *taken.mutable_holder() = care::ToProto(holder);
  taken.set_again(own && !open->care->id.empty());
  taken.set_care_id(taken.again() ? open->care->id : given.new_id);
  taken.set_case_id(state.case_id);
  taken.set_shelters(!in_clinic);
  ToldOthers told(given);
  told.Add(c.case_holder.organisation_id, taken);
  told.Add(c.night.tonight.holder.organisation_id, taken);
  return events;
}

CrisisDecision DecideOn(const CrisisState& state, const PlanCareEnd& c, const Given& given) {
  const Episode* open = state.Open();
  if (auto no = Require(Reason::kCrisisNotOpen, open != nullptr)) return *no;  // D1
  const bool sheltered = open->care && open->care->shelters;
  if (auto no = Require(Reason::kNotInCare, sheltered)) return *no;  // § 42
  const bool takes_over = c.plan.kind != common::v1::TONIGHT_KIND_IN_CARE && TakesOver(c.plan, *open, given);
  if (auto no = Require(Reason::kNotTheNextAfterCare, takes_over)) return *no;      // N9
  if (auto no = Require(Reason::kPersonLeaves, !c.plan.leaves)) return *no;         // N11
  if (auto no = Require(Reason::kDeputyNotNamed, c.plan.deputy_known)) return *no;  // C3
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
  *planned.mutable_end_due() = ToProto(DayOf(plan, given.now));
  ToldOthers told(given);
  told.Add(open->care->organisation_id, planned);
  told.Add(c.plan.case_holder.organisation_id, planned);
  return events;
}

// Once it shelters and detains nobody, also by who holds CASE: nobody waits for an office that is gone. Never
// while nobody knows where the young person is (§ 42(4)).
CrisisDecision DecideOn(const CrisisState& state, const EndCare& c, const Given& given) {
  const Episode* open = state.Open();
  if (auto no = Require(Reason::kCrisisNotOpen, open != nullptr)) return *no;         // D1
  if (auto no = Require(Reason::kNotInYourCare, open->care.has_value())) return *no;  // § 42
  const InCare& care = *open->care;
  const bool shelters = CareShelters(*open, c.night);
  const bool idle = !shelters && !care.detained && !ClinicShelters(*open, c.night);
  const bool may = given.actor.organisation == care.organisation_id ||
                   (idle && ActsInPersonFor(given, c.case_holder.organisation_id));
  if (auto no = Require(Reason::kNotInYourCare, may)) return *no;  // § 42
  const auto where = shelters ? c.kind : c.night.tonight.kind;
  const bool known = (shelters && c.planned) || where != common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN;
  if (auto no = Require(Reason::kMissingKeepsTheCare, known)) return *no;  // § 42
  care::Tonight next;
  if (shelters) {
    if (auto no = FindNext(c, care.plan, *open, false, Reason::kNightAfterCareUnknown, next))
      return *no;  // N9
  }
  CrisisEvents events;
  EndCareOf(*open, state.case_id, c.reason, given, events);
  if (!shelters) return events;
  auto& ended = *events.back().mutable_care_ended();
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
