// How a setting goes on: tried and looked at (B12), paid for (B14), found unsuitable as an offer (B4), and
// the phases of residential help (C17). None of it ends anything or moves anybody.
#include <algorithm>

#include "libs/base/time.h"
#include "libs/care/clock.h"
#include "services/case/domain/rules.h"
#include "services/case/domain/terms.h"

namespace fallverbund::casework {
namespace {

bool HasBegun(const Setting& setting) {
  return IsRunning(setting) || setting.phase == SettingPhase::kEnded;
}

bool IsPartOf(const Setting* setting, const v1::OfferFoundUnsuitable& offer) {
  return setting != nullptr &&
         std::any_of(setting->components.begin(), setting->components.end(), [&](const Component& component) {
           return component.kind == offer.kind() && component.organisation_id == offer.organisation_id();
         });
}

// Costs are decided with a period; whoever says that it is granted says from when.
bool HasPeriod(const v1::FundingDecided& funding) {
  const bool granted = funding.decision() == v1::FUNDING_DECISION_GRANTED ||
                       funding.decision() == v1::FUNDING_DECISION_GRANTED_FOR_TRIAL;
  if (funding.has_from() && funding.has_to()) return FromProto(funding.from()) < FromProto(funding.to());
  return !granted || funding.has_from();
}

// One phase after the other; a return may be planned anew.
bool Follows(v1::ResidentialPhase before, v1::ResidentialPhase next) {
  return next == before + 1 || (next == before && next == v1::RESIDENTIAL_PHASE_RETURN);
}

bool Returns(const EnterResidentialPhase& command) {
  return command.entered.phase() == v1::RESIDENTIAL_PHASE_RETURN;
}
// With a date, and a known person who answers for the time after it.
bool NamesTheReceiver(const EnterResidentialPhase& command) {
  return IsNamed(care::FromProto(command.entered.receiver())) && command.receiver.person_known &&
         command.entered.has_return_planned_at();
}
bool CanReceive(const EnterResidentialPhase& command) {
  return command.receiver.may_receive && command.receiver.deputy_known &&
         HasDeputy(care::FromProto(command.entered.receiver()));
}

bool Is(const care::Holder& holder, const Given& given) {
  return holder.organisation_id == given.actor.organisation && holder.person_id == given.actor.person;
}

// Whoever plans it with themselves has said yes by that.
void AskReceiver(const Given& given, Events& events) {
  v1::ResidentialPhaseEntered& entered = *events.back().mutable_residential_phase_entered();
  const absl::Time due = std::min(FromProto(entered.return_planned_at()),
                                  given.now + care::Length(care::kReceiverAnswer, given.terms));
  *entered.mutable_receiver_answer_due() = ToProto(due);
  if (!Is(care::FromProto(entered.receiver()), given)) return;
  const std::string setting_id = entered.setting_id();
  v1::ReturnAnswered& answered = *events.emplace_back().mutable_return_answered();
  answered.set_setting_id(setting_id);
  answered.set_accepted(true);
  answered.set_organisation_id(given.actor.organisation);
  answered.set_person_id(given.actor.person);
}

// In person, or by the deputy.
bool IsReceiver(const Setting& setting, const Given& given) {
  const care::Holder& receiver = setting.return_receiver;
  return receiver.organisation_id == given.actor.organisation && Answers(receiver, given.actor.person);
}

// Nobody has followed the partner that promised it: CASE's unit answers for that (N10).
bool AnswersForReceiver(const State& state, const Setting& setting, const Given& given) {
  return IsOfCaseHolder(state, given) &&
         std::any_of(state.successions.begin(), state.successions.end(), [&](const Succession& one) {
           return one.fell_back && one.organisation_id == setting.return_receiver.organisation_id;
         });
}

}  // namespace

Decision DecideOn(const State& state, const BeginTrial& command, const Given& given) {
  const v1::TrialBegun& trial = command.trial;
  const Setting* setting = state.FindSetting(trial.setting_id());
  const bool dated =
      trial.has_until() && care::IsDueWithin(FromProto(trial.until()), given.now, kTrialAtMost);
  if (auto no = Require(Reason::kSettingUnknown, setting != nullptr)) return *no;  // A14
  const bool live = setting->phase == SettingPhase::kAdopted || IsRunning(*setting);
  if (auto no = Require(Reason::kTrialOfNothing, live)) return *no;                     // B12
  if (auto no = Require(Reason::kTrialNotLookedAt, !setting->trial_until)) return *no;  // B12: never put off
  if (auto no = Require(Reason::kTrialWithoutDate, dated)) return *no;                  // B12
  Events events;
  *events.emplace_back().mutable_trial_begun() = trial;
  return events;
}

Decision DecideOn(const State& state, const EvaluateSetting& command, const Given& given) {
  const v1::SettingEvaluated& evaluation = command.evaluation;
  const Setting* setting = state.FindSetting(evaluation.setting_id());
  const bool heard = IsHeard(state, evaluation.participation(), given);
  if (auto no = Require(Reason::kSettingUnknown, setting != nullptr)) return *no;   // A14
  if (auto no = Require(Reason::kSettingNotTried, HasBegun(*setting))) return *no;  // B12
  if (auto no = Require(Reason::kParticipationIncomplete, heard)) return *no;       // A16
  Events events;
  *events.emplace_back().mutable_setting_evaluated() = evaluation;
  if (evaluation.outcome() == v1::EVALUATION_OUTCOME_ANOTHER_WAY) OpenReplan(state, given, events);
  ReactivateIfHeard(state, evaluation.participation(), events);
  return events;
}

Decision DecideOn(const State& state, const DecideFunding& command, const Given& given) {
  const v1::FundingDecided& funding = command.funding;
  const bool known = state.FindSetting(funding.setting_id()) != nullptr;
  if (auto no = Require(Reason::kNotTheCaseHolder, IsOfCaseHolder(state, given))) return *no;  // A6
  if (auto no = Require(Reason::kSettingUnknown, known)) return *no;                           // A14
  if (auto no = Require(Reason::kFundingWithoutPeriod, HasPeriod(funding))) return *no;        // B14
  Events events;
  *events.emplace_back().mutable_funding_decided() = funding;
  return events;
}

Decision DecideOn(const State& state, const EnterResidentialPhase& command, const Given& given) {
  const v1::ResidentialPhaseEntered& entered = command.entered;
  const Setting* setting = state.FindSetting(entered.setting_id());
  const bool heard = IsHeard(state, entered.participation(), given);
  if (auto no = Require(Reason::kSettingUnknown, setting != nullptr)) return *no;  // A14
  const bool lived_in = IsRunning(*setting) && setting->residential != v1::RESIDENTIAL_PHASE_UNSPECIFIED;
  const bool party = IsOfCaseHolder(state, given) || IsProvider(*setting, given.actor.organisation);
  if (auto no = Require(Reason::kNobodyLivesThere, lived_in)) return *no;    // C17
  if (auto no = Require(Reason::kNotAPartyOfTheSetting, party)) return *no;  // N9
  if (auto no = Require(Reason::kPhaseOutOfOrder, Follows(setting->residential, entered.phase())))
    return *no;  // C17
  const bool back = Returns(command);
  const absl::Time due = FromProto(entered.return_planned_at());
  const bool ahead = care::IsDueWithin(due, given.now, kReturnPlannedAtMost);
  if (auto no = Require(Reason::kReturnWithoutReceiver, !back || NamesTheReceiver(command)))
    return *no;                                                                                     // C17
  if (auto no = Require(Reason::kReturnDateNotAhead, !back || ahead)) return *no;                   // C17
  if (auto no = Require(Reason::kReceiverCannotReceive, !back || CanReceive(command))) return *no;  // C17
  if (auto no = Require(Reason::kParticipationIncomplete, heard)) return *no;                       // A16
  Events events;
  *events.emplace_back().mutable_residential_phase_entered() = entered;
  if (back) AskReceiver(given, events);
  ReactivateIfHeard(state, entered.participation(), events);
  return events;
}

// A no leaves everything where it is: whoever holds CASE plans it with somebody else, before that day (N5).
// What was promised stays until then; once that help has ended nothing is left to plan it in but a new plan.
Decision DecideOn(const State& state, const AnswerReturn& command, const Given& given) {
  v1::ReturnAnswered answer = command.answer;
  const Setting* setting = state.FindSetting(answer.setting_id());
  if (auto no = Require(Reason::kSettingUnknown, setting != nullptr)) return *no;  // A14
  const bool awaited = IsReceiverAwaited(state, *setting);
  const bool open = IsReceiverAsked(state, *setting) || (awaited && !answer.accepted());
  const bool asked = open && IsReceiver(*setting, given);
  const bool reasoned = answer.accepted() || answer.has_reason();
  if (auto no = Require(Reason::kNotAskedToReceive, asked)) return *no;        // C17
  if (auto no = Require(Reason::kRefusalWithoutReason, reasoned)) return *no;  // N5
  answer.set_organisation_id(given.actor.organisation);
  answer.set_person_id(given.actor.person);
  Events events;
  if (!answer.accepted() && !awaited) {
    const absl::Time soon = given.now + care::Length(care::kReturnPlannedAnew, given.terms);
    const bool ahead = *setting->return_planned_at > given.now;
    *answer.mutable_plan_anew_due() = ToProto(ahead ? std::min(*setting->return_planned_at, soon) : soon);
  }
  *events.emplace_back().mutable_return_answered() = answer;
  if (awaited) OpenReplan(state, given, events);
  return events;
}

void AwaitReceiver(const Setting& setting, const Given& given, v1::SettingEnded& ended) {
  if (IsRunning(setting) && setting.return_accepted)
    *ended.mutable_return_contact_due() =
        ToProto(given.now + care::Length(care::kReturnContact, given.terms));
}

void MeetReceiver(const State& state, const Given& given, v1::ContactWithYoungPersonRecorded& contact) {
  contact.clear_return_setting_ids();
  for (const Setting& setting : state.settings) {
    const bool meets = IsReceiver(setting, given) || AnswersForReceiver(state, setting, given);
    if (IsReceiverAwaited(state, setting) && meets) contact.add_return_setting_ids(setting.id);
  }
}

void NobodyIsAwaited(const State& state, v1::SettingStarted& started) {
  for (const Setting& setting : state.settings) {
    if (IsReceiverAwaited(state, setting)) started.add_return_setting_ids(setting.id);
  }
}

std::optional<refusal::Refusal> CheckUnsuitable(const State& state, const UnsuitableOffers& offers) {
  const bool all_known = std::all_of(offers.begin(), offers.end(), [&](const auto& offer) {
    return IsPartOf(state.FindSetting(offer.setting_id()), offer) && offer.because_size() > 0;
  });
  return Require(Reason::kUnsuitableOfferUnknown, all_known);  // B4
}

void AddUnsuitable(const UnsuitableOffers& offers, Events& events) {
  for (const auto& offer : offers) *events.emplace_back().mutable_offer_found_unsuitable() = offer;
}

}  // namespace fallverbund::casework
