// Age (N13): at 18 the young adult speaks for himself or herself and the guardian's strand ends; 21 needs a
// reason to go on; a year before anything is planned to end somebody looks at what comes after. Nothing ends
// by a birthday, and a wrong birth date is corrected: a minor is a minor again. The state knows beginnings of
// months, never a birth date (DESIGN: no clock may reveal one).
#include <algorithm>

#include "libs/base/time.h"
#include "libs/care/clock.h"
#include "services/case/domain/rules.h"
#include "services/case/domain/terms.h"

namespace fallverbund::casework {
namespace {

google::protobuf::Timestamp DueAt(absl::Time due, const Given& given) {
  return ToProto(std::max(due, given.now + care::Length(care::kOverdueDate, given.terms)));
}

// Whoever represented the young person before 18 came too early is asked again; of parents and private
// guardians the name stands where they were named first. Who answers for the case by now cannot be asked
// (N13), nor who has left (N11): then whoever holds the case names another, as for any minor without one.
void AskGuardianAnew(const State& state, const std::vector<std::string>& gone, const Given& given,
                     Events& events) {
  if (!state.guardian_before_18) return;
  v1::GuardianNamed& named = *events.emplace_back().mutable_guardian_named();
  named.set_kind(state.guardian_before_18->kind);
  if (named.kind() != v1::GUARDIAN_KIND_OFFICE) return;
  const std::string& person_id = state.guardian_before_18->holder.person_id;
  if (AnswersOrIsAsked(state, person_id) || std::find(gone.begin(), gone.end(), person_id) != gone.end()) {
    events.pop_back();
    return;
  }
  *named.mutable_holder() = care::ToProto(state.guardian_before_18->holder);
  *named.mutable_declaration_due() = ToProto(given.now + care::Length(care::kGuardianship, given.terms));
}

// Older than recorded is said by two persons (N13): what it takes away comes back to nobody by itself.
bool SaidByTwo(const State& state, absl::Time of_age_month, const Given& given) {
  const auto& proposal = state.birth_date_proposal;
  return proposal && proposal->of_age_month == of_age_month && proposal->person_id != given.actor.person;
}

}  // namespace

bool IsPlausible(absl::CivilDay born, absl::Time now) {
  const absl::CivilDay today = absl::ToCivilDay(now, absl::UTCTimeZone());
  return born <= today && born.year() >= today.year() - kOldestInYears;
}

absl::Time MonthAfterBirthday(absl::CivilDay born, int years) {
  const absl::CivilMonth month(born.year() + years, born.month());
  return absl::FromCivil(absl::CivilDay(month + 1), absl::UTCTimeZone());
}

bool IsAsRecorded(const State& state, absl::CivilDay born, absl::Time now) {
  if (!state.age) return true;
  if (state.age->of_age_month) return *state.age->of_age_month == MonthAfterBirthday(born, 18);
  return state.of_age == (AgeAt(born, now) >= 18);
}

void ComeOfAge(const State& state, const Given& given, Events& events) {
  if (state.of_age) return;
  *events.emplace_back().mutable_came_of_age()->mutable_consents_due() =
      ToProto(given.now + care::Length(care::kConsents, given.terms));
}

Decision DecideOn(const State& state, const RecordBirthDate& command, const Given& given) {
  v1::BirthDateRecorded recorded = command.recorded;
  const bool told = command.born && IsPlausible(*command.born, given.now) && recorded.has_birth_date();
  if (auto no = Require(Reason::kNotTheCaseHolder, IsOfCaseHolder(state, given))) return *no;  // A6
  if (auto no = Require(Reason::kBirthDateNotTold, told)) return *no;                          // N13
  const bool adult = AgeAt(command.born, given.now) >= 18;
  const absl::CivilDay born = command.born.value_or(absl::CivilDay());
  const bool another = !IsAsRecorded(state, born, given.now) || (state.of_age && !adult);
  const bool reasoned = !another || recorded.has_correction_reason();
  if (auto no = Require(Reason::kCorrectionWithoutReason, reasoned)) return *no;  // N13
  const absl::Time of_age_month = MonthAfterBirthday(born, 18);
  const bool older = another && state.age && state.age->of_age_month.value_or(of_age_month) > of_age_month;
  if (older && !SaidByTwo(state, of_age_month, given)) {
    Events proposed;
    v1::BirthDateCorrectionProposed& proposal =
        *proposed.emplace_back().mutable_birth_date_correction_proposed();
    proposal = command.proposed;
    *proposal.mutable_of_age_month() = ToProto(of_age_month);
    proposal.set_person_id(given.actor.person);
    return proposed;
  }
  if (!another) recorded.clear_correction_reason();
  if (adult) {
    *recorded.mutable_of_age_since() = ToProto(of_age_month);
  } else {
    *recorded.mutable_of_age_due() = ToProto(of_age_month);
    *recorded.mutable_transition_check_due() = DueAt(MonthAfterBirthday(born, 17), given);
  }
  *recorded.mutable_limit_due() = DueAt(MonthAfterBirthday(born, 21), given);
  Events events;
  *events.emplace_back().mutable_birth_date_recorded() = recorded;
  if (adult) ComeOfAge(state, given, events);
  if (!adult && state.of_age) AskGuardianAnew(state, command.gone, given, events);
  if (another) StopEnding(state, v1::END_STOP_CAUSE_BIRTH_DATE_CORRECTED, events);
  return events;
}

Decision DecideOn(const State& state, const NameGuardian& command, const Given& given) {
  v1::GuardianNamed named = command.named;
  const bool office = named.kind() == v1::GUARDIAN_KIND_OFFICE;
  const care::Holder guardian = care::FromProto(named.holder());
  const bool known = office ? IsNamed(guardian) && command.holder.person_known && command.holder.public_body
                            : named.has_name();
  const bool independent = !office || !AnswersOrIsAsked(state, guardian.person_id);
  if (auto no = Require(Reason::kNotTheCaseHolder, IsOfCaseHolder(state, given))) return *no;  // A6
  if (auto no = Require(Reason::kOfAgeAlready, !state.of_age)) return *no;                     // N13
  if (auto no = Require(Reason::kGuardianNotNamed, known)) return *no;                         // N13
  if (auto no = Require(Reason::kGuardianIsTheCaseWorker, independent)) return *no;            // N13
  if (office) {
    named.mutable_holder()->set_basis(common::v1::LEGAL_BASIS_SGB8_87C);
    *named.mutable_declaration_due() = ToProto(given.now + care::Length(care::kGuardianship, given.terms));
  } else {
    named.clear_holder();
  }
  Events events;
  *events.emplace_back().mutable_guardian_named() = named;
  return events;
}

Decision DecideOn(const State& state, const DeclareGuardianship&, const Given& given) {
  const care::Holder asked = state.guardian_asked.value_or(care::Holder{});
  const bool in_person =
      given.actor.organisation == asked.organisation_id && given.actor.person == asked.person_id;
  const bool independent = !AnswersOrIsAsked(state, asked.person_id);
  if (auto no = Require(Reason::kNotTheAskedGuardian, state.guardian_asked && in_person)) return *no;  // N13
  if (auto no = Require(Reason::kGuardianIsTheCaseWorker, independent)) return *no;                    // N13
  Events events;
  v1::GuardianDeclared& declared = *events.emplace_back().mutable_guardian_declared();
  *declared.mutable_holder() = care::ToProto(asked);
  declared.set_person_id(given.actor.person);
  return events;
}

Decision DecideOn(const State& state, const RecordConsents& command, const Given& given) {
  const v1::Answer answer = command.consents.answer();
  const bool answered = answer == v1::ANSWER_YES || answer == v1::ANSWER_PARTLY || answer == v1::ANSWER_NO;
  if (auto no = Require(Reason::kNotTheCaseHolder, IsOfCaseHolder(state, given))) return *no;  // A6
  if (auto no = Require(Reason::kNotYetOfAge, state.of_age)) return *no;                       // N13
  if (auto no = Require(Reason::kConsentNotAsked, answered)) return *no;                       // N13
  Events events;
  *events.emplace_back().mutable_consents_asked_anew() = command.consents;
  Reactivate(state, v1::REACTIVATION_TRIGGER_CONTACT, given, events);
  return events;
}

Decision DecideOn(const State& state, const PlanHelp& command, const Given& given) {
  v1::HelpPlanned plan = command.plan;
  const absl::Time end = FromProto(plan.planned_end());
  const bool dated = plan.has_planned_end() && care::IsDueWithin(end, given.now, kHelpPlannedAtMost);
  const bool heard = IsHeard(state, plan.participation(), given);
  if (auto no = Require(Reason::kNotTheCaseHolder, IsOfCaseHolder(state, given))) return *no;  // A6
  if (auto no = Require(Reason::kBirthDateNotTold, state.age.has_value())) return *no;         // N13
  if (auto no = Require(Reason::kPlanWithoutDate, dated)) return *no;                          // N13
  const bool beyond = state.age && end > state.age->limit_due;
  if (auto no = Require(Reason::kExtensionWithoutReason, !beyond || plan.has_extension_reason()))
    return *no;                                                                // N13
  if (auto no = Require(Reason::kParticipationIncomplete, heard)) return *no;  // A16
  *plan.mutable_transition_check_due() =
      DueAt(end - care::Length(care::kTransitionCheck, given.terms), given);
  Events events;
  *events.emplace_back().mutable_help_planned() = plan;
  ReactivateIfHeard(state, plan.participation(), events);
  return events;
}

Decision DecideOn(const State& state, const RecordTransitionCheck& command, const Given& given) {
  const bool due = state.clocks.Find(common::v1::CLOCK_KIND_TRANSITION_CHECK, "") != nullptr;
  const bool heard = IsHeard(state, command.check.participation(), given);
  if (auto no = Require(Reason::kNotTheCaseHolder, IsOfCaseHolder(state, given))) return *no;  // A6
  if (auto no = Require(Reason::kNoTransitionCheckDue, due)) return *no;                       // N13
  if (auto no = Require(Reason::kParticipationIncomplete, heard)) return *no;                  // A16
  Events events;
  *events.emplace_back().mutable_transition_checked() = command.check;
  ReactivateIfHeard(state, command.check.participation(), events);
  return events;
}

}  // namespace fallverbund::casework
