#include <variant>
#include <vector>

#include "services/intake/domain/contact_decider.h"

namespace fallverbund::intake {
namespace {

using decider::Given;
using decider::Reason;
using decider::Require;
using Event = v1::ContactEvent;
using Events = std::vector<Event>;
using Decision = decider::Decision<Event>;

// Whom a concern that came to the coordination office is told to turn to (A1): professionals to the case
// worker who may send an inquiry, everybody else to the youth service of their quarter.
v1::ReferTo WhereTo(v1::ContactSource source) {
  switch (source) {
    case v1::CONTACT_SOURCE_SCHOOL:
    case v1::CONTACT_SOURCE_DAY_CARE:
    case v1::CONTACT_SOURCE_PROVIDER:
    case v1::CONTACT_SOURCE_CLINIC:
    case v1::CONTACT_SOURCE_EMERGENCY_SERVICE:
    case v1::CONTACT_SOURCE_PREVENTION:
      return v1::REFER_TO_RESPONSIBLE_CASE_WORKER;
    case v1::CONTACT_SOURCE_FAMILY:
    case v1::CONTACT_SOURCE_YOUNG_PERSON:
    case v1::CONTACT_SOURCE_NEIGHBOUR:
    case v1::CONTACT_SOURCE_OTHER:
    case v1::CONTACT_SOURCE_UNSPECIFIED:
    case v1::ContactSource_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::ContactSource_INT_MAX_SENTINEL_DO_NOT_USE_:
      return v1::REFER_TO_LOCAL_YOUTH_SERVICE;
  }
  return v1::REFER_TO_LOCAL_YOUTH_SERVICE;  // a number that this program does not know
}

// § 79(1): the public body's own unit; § 76(2): it stays responsible where the emergency service acts for it.
common::v1::LegalBasis BasisOf(Receiver receiver) {
  return receiver == Receiver::kEmergencyService ? common::v1::LEGAL_BASIS_SGB8_76_2
                                                 : common::v1::LEGAL_BASIS_SGB8_79_1;
}

Event Received(v1::ContactKind kind, const ReceiveContact& c, const care::Holder& owner) {
  Event event;
  auto& received = *event.mutable_contact_received();
  received.set_kind(kind);
  received.set_source(c.source);
  *received.mutable_owner() = care::ToProto(owner);
  *received.mutable_summary() = c.summary;
  if (!c.from_prevention) return event;
  received.set_prevention_basis(c.prevention_basis);
  if (c.prevention_basis == v1::PREVENTION_BASIS_CONSENT) received.set_transition_id(c.transition_id);
  return event;
}

Decision DecideOn(const ContactState& state, const ReceiveContact& c, const Given& given) {
  if (state.received()) return Events{};
  if (auto no = Require(Reason::kPreventionDataNeedsBasis, MayBeToldOn(c))) return *no;               // E13
  if (auto no = Require(Reason::kCannotReceiveContacts, c.receiver != Receiver::kOther)) return *no;  // N2
  if (auto no = Require(Reason::kUnitUnknown, c.unit_known)) return *no;                              // C3
  if (auto no = Require(Reason::kOwnerUnknown, c.owner_known)) return *no;  // C13: somebody, never a mailbox
  care::Holder owner = {c.organisation_id, c.unit_id, c.owner_person_id, c.deputy_person_id,
                        common::v1::LEGAL_BASIS_UNSPECIFIED};
  if (auto no = Require(Reason::kDeputyNotNamed,
                        c.deputy_person_id.empty() || (c.deputy_known && care::HasDeputy(owner)))) {
    return *no;  // C3
  }
  if (!BeginsResponsibility(c.receiver, c.identifiable)) {
    Event event = Received(v1::CONTACT_KIND_DIALOG, c, owner);
    if (c.receiver == Receiver::kCoordinationOffice) {  // A1: no case file, whoever it is about
      event.mutable_contact_received()->set_refer_to(WhereTo(c.source));
    }
    return Events{event};
  }

  if (auto no = Require(Reason::kDeputyNotNamed, c.deputy_known && care::HasDeputy(owner))) return *no;  // C3
  if (auto no = Require(Reason::kHolderNotReachable, !c.unreachable)) return *no;                        // R0
  if (auto no =
          Require(Reason::kHolderNeedsUnit, c.receiver != Receiver::kPublicUnit || !c.unit_id.empty())) {
    return *no;  // N1: a unit of the public body, never only the body
  }
  owner.basis = BasisOf(c.receiver);
  Event event = Received(v1::CONTACT_KIND_FIRST_CONTACT, c, owner);
  event.mutable_contact_received()->set_subject_id(c.subject_id);
  *event.mutable_contact_received()->mutable_young_person_name() = c.young_person_name;
  *event.mutable_contact_received()->mutable_opening_due() =
      ToProto(given.now + care::Length(care::kCaseOpening, c.terms));
  return Events{event};
}

Decision DecideOn(const ContactState& state, const RequestCaseOpening& c, const Given& given) {
  if (auto no = Require(Reason::kObjectUnknown, state.received())) return *no;  // N2
  if (auto no = Require(Reason::kDialogOpensNoCase, state.kind == v1::CONTACT_KIND_FIRST_CONTACT))
    return *no;  // A1
  const bool holds =
      given.actor.organisation == state.owner.organisation_id &&
      (given.actor.person == state.owner.person_id || given.actor.person == state.owner.deputy_person_id);
  if (auto no = Require(Reason::kOnlyTheHolderAsks, holds)) return *no;                       // A6
  if (auto no = Require(Reason::kOpeningAskedAlready, !state.opening_requested)) return *no;  // N1: one case
  if (auto no = Require(Reason::kTonightNeedsAPerson, c.tonight_known && care::IsNamed(c.tonight)))
    return *no;  // N9
  const bool own = c.tonight.holder.organisation_id == given.actor.organisation;
  if (auto no = Require(Reason::kTonightNeedsAcceptance, own && !care::AcceptsForItself(c.tonight.kind)))
    return *no;  // N9: vouching and searching is one's own
  Event event;
  auto& requested = *event.mutable_case_opening_requested();
  requested.set_subject_id(state.subject_id);
  *requested.mutable_holder() = care::ToProto(state.owner);
  *requested.mutable_tonight() = care::ToProto(c.tonight);
  return Events{event};
}

// The case repeats the holder that asked for it, so whoever comes later takes the case over.
Decision DecideOn(const ContactState& state, const TakeOver& c, const Given& given) {
  if (auto no = Require(Reason::kObjectUnknown, state.received())) return *no;  // N2
  if (auto no = Require(Reason::kDialogOpensNoCase, state.kind == v1::CONTACT_KIND_FIRST_CONTACT))
    return *no;  // A1
  if (auto no = Require(Reason::kOpeningAskedAlready, !state.opening_requested))
    return *no;  // N1: one holder
  if (auto no = CheckTakeOver(state.owner, c, given)) return *no;
  Event event;
  *event.mutable_contact_taken_over()->mutable_from() = care::ToProto(state.owner);
  *event.mutable_contact_taken_over()->mutable_to() = care::ToProto(Successor(state.owner, c, given));
  return Events{event};
}

Decision DecideOn(const ContactState& state, const MarkContactOpened& c, const Given&) {
  if (auto no = Require(Reason::kObjectUnknown, state.opening_requested))
    return *no;  // N1: only what asked for it
  if (!state.case_id.empty()) return Events{};
  Event event;
  event.mutable_contact_opened()->set_case_id(c.case_id);
  return Events{event};
}

Decision DecideOn(const ContactState& state, const PassContactDeadline& c, const Given& given) {
  const auto missed = state.clocks.MissedSince(common::v1::CLOCK_KIND_CASE_OPENING, "", c.due, given.now);
  if (!missed) return Events{};
  Event event;
  if (missed->overdue()) {
    *event.mutable_contact_opening_overdue()->mutable_due() = ToProto(c.due);
    care::SetNextStep(c.terms, missed->step, given.now, *event.mutable_contact_opening_overdue());
  } else {
    *event.mutable_contact_opening_escalated()->mutable_due() = ToProto(c.due);
    event.mutable_contact_opening_escalated()->set_step(missed->step);
    care::SetNextStep(c.terms, missed->step, given.now, *event.mutable_contact_opening_escalated());
  }
  return Events{event};
}

// Professionals who carry secrets by their calling (§ 4(1) KKG), and those of this house's partners
// (§ 8a(4)).
bool IsToldAnything(v1::ContactSource source) {
  return WhereTo(source) == v1::REFER_TO_RESPONSIBLE_CASE_WORKER;
}

Decision DecideOn(const ContactState& state, const TellReporter& c, const Given& given) {
  const ReporterAnswers answers = {c.told.confirmed(), c.told.acted(), c.told.still_active()};
  if (auto no = Require(Reason::kObjectUnknown, state.received())) return *no;                  // N2
  if (auto no = Require(Reason::kReporterIsNotTold, IsToldAnything(state.source))) return *no;  // § 64
  if (auto no = Require(Reason::kStillActiveWithoutActing, answers.acted || !answers.still_active))
    return *no;  // § 64
  if (state.told == answers) return Events{};
  Event event;
  *event.mutable_reporter_told() = c.told;
  event.mutable_reporter_told()->set_person_id(given.actor.person);
  return Events{event};
}

}  // namespace

Decision ContactDecider::Decide(const State& state, const Command& command, const Given& given) {
  return std::visit([&](const auto& c) { return DecideOn(state, c, given); }, command);
}

}  // namespace fallverbund::intake
