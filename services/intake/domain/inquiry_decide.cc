#include <optional>
#include <variant>
#include <vector>

#include "services/intake/domain/inquiry_decider.h"

namespace fallverbund::intake {
namespace {

using decider::Given;
using decider::Reason;
using decider::Refusal;
using decider::Require;
using Event = v1::InquiryEvent;
using Events = std::vector<Event>;
using Decision = decider::Decision<Event>;

std::optional<Refusal> RequireOpenQuestion(const InquiryState& state) {
  if (auto no = Require(Reason::kObjectUnknown, state.received())) return no;  // N2
  const bool open = state.phase == InquiryPhase::kReceived || state.phase == InquiryPhase::kNeedsInfo;
  return Require(Reason::kInquiryAnswered, open);  // N2: an answer given stands
}

std::optional<Refusal> RequireInPast(const v1::BrokenOffSupport& support, const Given& given) {
  return Require(Reason::kBreakOffInFuture, fallverbund::FromProto(support.ended_at()) <= given.now);  // A3
}

Decision DecideOn(const InquiryState& state, const SubmitInquiry& c, const Given& given) {
  if (state.received()) return Events{};
  if (auto no =
          Require(Reason::kInquiryOnlyByCaseWorker, c.by_youth_office && given.actor.role == "CASE_WORKER")) {
    return *no;  // A1
  }
  if (auto no = Require(Reason::kInquiryOnlyForOwnUnit, !c.unit_id.empty() && c.unit_id == c.actor_unit_id)) {
    return *no;  // A1, A6: who asks is who holds
  }
  if (auto no = Require(Reason::kPersonLeaves, !c.actor_leaves)) return *no;  // N11
  const care::Holder holder = {given.actor.organisation, c.unit_id, given.actor.person, c.deputy_person_id,
                               common::v1::LEGAL_BASIS_SGB8_36A};
  if (auto no = Require(Reason::kDeputyNotNamed, c.deputy_known && care::HasDeputy(holder)))
    return *no;                                                                                     // C3
  if (auto no = Require(Reason::kHolderNotReachable, !c.deputy_unreachable)) return *no;            // R0
  if (auto no = Require(Reason::kInquiryGoesToCoordination, c.office_coordinates)) return *no;      // A1
  if (auto no = Require(Reason::kCompetentIsYouthOffice, c.competent_is_youth_office)) return *no;  // A2
  const care::Tonight tonight = {c.tonight_kind, holder};
  if (auto no = Require(Reason::kTonightNeedsAPerson, care::IsNamed(tonight))) return *no;  // N9
  if (auto no = Require(Reason::kTonightNeedsAcceptance, !care::AcceptsForItself(tonight.kind)))
    return *no;  // N9
  for (const auto& support : c.broken_off_supports) {
    if (auto no = RequireInPast(support, given)) return *no;
  }

  Event event;
  auto& received = *event.mutable_inquiry_received();
  received.set_subject_id(c.subject_id);
  *received.mutable_holder() = care::ToProto(holder);
  received.set_office_organisation_id(c.office_organisation_id);
  received.set_competent_organisation_id(c.competent_organisation_id);
  for (const v1::Symptom symptom : c.symptoms) received.add_symptoms(symptom);
  for (const auto& support : c.broken_off_supports) *received.add_broken_off_supports() = support;
  *received.mutable_tonight() = care::ToProto(tonight);
  *received.mutable_answer_due() =
      fallverbund::ToProto(given.now + care::Length(care::kInquiryAnswer, c.office_terms));
  *received.mutable_young_person_name() = c.young_person_name;
  *received.mutable_summary() = c.summary;
  return Events{event};
}

Decision DecideOn(const InquiryState& state, const AddBrokenOffSupport& c, const Given& given) {
  if (auto no = RequireOpenQuestion(state)) return *no;
  const bool holds =
      given.actor.organisation == state.holder.organisation_id &&
      (given.actor.person == state.holder.person_id || given.actor.person == state.holder.deputy_person_id);
  if (auto no = Require(Reason::kOnlyTheHolderAsks, holds)) return *no;  // A1
  if (auto no = RequireInPast(c.support, given)) return *no;
  Event event;
  auto& added = *event.mutable_broken_off_support_added();
  *added.mutable_support() = c.support;
  if (state.phase == InquiryPhase::kNeedsInfo) {
    *added.mutable_answer_due() =
        fallverbund::ToProto(given.now + care::Length(care::kInquiryAnswer, c.office_terms));
  }
  return Events{event};
}

Decision DecideOn(const InquiryState& state, const AssessInquiry& c, const Given& given) {
  if (auto no = RequireOpenQuestion(state)) return *no;
  if (auto no =
          Require(Reason::kOnlyTheOfficeAnswers, given.actor.organisation == state.office_organisation_id &&
                                                     given.actor.role == "COORDINATOR")) {
    return *no;  // A2
  }
  Event event;
  if (state.competent_organisation_id != state.holder.organisation_id) {  // A2
    auto& declined = *event.mutable_inquiry_declined();
    declined.set_reason(v1::DECLINE_REASON_OTHER_JURISDICTION);
    declined.set_next_organisation_id(state.competent_organisation_id);
    *declined.mutable_holder() = care::ToProto(state.holder);
    return Events{event};
  }
  const int asked_for = c.broken_off_supports > 0 ? c.broken_off_supports : kEnoughBrokenOffSupports;  // B11
  const bool enough = state.broken_off_supports >= asked_for;
  if (!enough && !c.override) {  // A3
    if (state.phase == InquiryPhase::kNeedsInfo) return Events{};
    auto& needs = *event.mutable_inquiry_needs_info();
    needs.set_missing(v1::MISSING_INFO_BROKEN_OFF_SUPPORTS);
    *needs.mutable_info_due() =
        fallverbund::ToProto(given.now + care::Length(care::kInquiryInfo, c.holder_terms));
    return Events{event};
  }
  auto& eligible = *event.mutable_inquiry_found_eligible();
  if (!enough) {
    eligible.set_override(true);
    *eligible.mutable_override_reason() = c.override_reason;
  }
  *eligible.mutable_holder() = care::ToProto(state.holder);
  *eligible.mutable_tonight() = care::ToProto(state.tonight);
  eligible.set_subject_id(state.subject_id);
  eligible.set_office_organisation_id(state.office_organisation_id);
  return Events{event};
}

// A declined one has a holder, too (N2); the case repeats the holder of an eligible one.
Decision DecideOn(const InquiryState& state, const TakeOver& c, const Given& given) {
  if (auto no = Require(Reason::kObjectUnknown, state.received())) return *no;  // N2
  const bool opens = state.phase == InquiryPhase::kEligible || state.phase == InquiryPhase::kOpened;
  if (auto no = Require(Reason::kOpeningAskedAlready, !opens)) return *no;  // N1: one holder
  if (auto no = CheckTakeOver(state.holder, c, given)) return *no;
  Event event;
  *event.mutable_inquiry_taken_over()->mutable_from() = care::ToProto(state.holder);
  *event.mutable_inquiry_taken_over()->mutable_to() = care::ToProto(Successor(state.holder, c, given));
  return Events{event};
}

Decision DecideOn(const InquiryState& state, const MarkInquiryOpened& c, const Given&) {
  if (state.phase == InquiryPhase::kOpened) return Events{};
  if (auto no = Require(Reason::kObjectUnknown, state.phase == InquiryPhase::kEligible)) return *no;  // N1
  Event event;
  event.mutable_inquiry_opened()->set_case_id(c.case_id);
  return Events{event};
}

// Either the office owes an answer or whoever inquired owes what it asked for: never both.
Decision DecideOn(const InquiryState& state, const PassInquiryDeadline& c, const Given& given) {
  Event event;
  if (const auto owed = state.clocks.MissedSince(common::v1::CLOCK_KIND_INQUIRY_INFO, "", c.due, given.now)) {
    if (owed->overdue()) {
      *event.mutable_inquiry_info_overdue()->mutable_due() = fallverbund::ToProto(c.due);
      care::SetNextStep(c.holder_terms, owed->step, given.now, *event.mutable_inquiry_info_overdue());
    } else {
      *event.mutable_inquiry_info_escalated()->mutable_due() = fallverbund::ToProto(c.due);
      event.mutable_inquiry_info_escalated()->set_step(owed->step);
      care::SetNextStep(c.holder_terms, owed->step, given.now, *event.mutable_inquiry_info_escalated());
    }
    return Events{event};
  }
  const auto missed = state.clocks.MissedSince(common::v1::CLOCK_KIND_INQUIRY_ANSWER, "", c.due, given.now);
  if (!missed) return Events{};
  if (missed->overdue()) {
    *event.mutable_inquiry_answer_overdue()->mutable_due() = fallverbund::ToProto(c.due);
    care::SetNextStep(c.office_terms, missed->step, given.now, *event.mutable_inquiry_answer_overdue());
  } else {
    *event.mutable_inquiry_answer_escalated()->mutable_due() = fallverbund::ToProto(c.due);
    event.mutable_inquiry_answer_escalated()->set_step(missed->step);
    care::SetNextStep(c.office_terms, missed->step, given.now, *event.mutable_inquiry_answer_escalated());
  }
  return Events{event};
}

}  // namespace

Decision InquiryDecider::Decide(const State& state, const Command& command, const Given& given) {
  return std::visit([&](const auto& c) { return DecideOn(state, c, given); }, command);
}

}  // namespace fallverbund::intake
