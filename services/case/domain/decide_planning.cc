// The way to an approval: check of resources, consultation, class, commission (C5 to C8). Each step needs the
// one before it, in this cycle; going back a step is always possible, and undoes nothing.
#include <string>

#include "libs/base/time.h"
#include "libs/care/approval.h"
#include "libs/care/clock.h"
#include "services/case/domain/rules.h"
#include "services/case/domain/terms.h"

namespace fallverbund::casework {
namespace {

// Known persons of the office that holds the case, at the table for this party.
KnownPersons PersonsFor(v1::Party party, const State& state, const RecordPeerConsultation& command) {
  KnownPersons persons;
  for (const auto& participant : command.consultation.participants()) {
    if (participant.party() == party && command.known.contains(participant.person_id()) &&
        participant.organisation_id() == state.responsibility.holder().organisation_id)
      persons.insert(participant.person_id());
  }
  return persons;
}

// Two persons: nobody sits for both.
bool BothDepartments(const State& state, const RecordPeerConsultation& command) {
  KnownPersons both = PersonsFor(v1::PARTY_ASD, state, command);
  const KnownPersons finance = PersonsFor(v1::PARTY_FINANCE, state, command);
  if (both.empty() || finance.empty()) return false;
  both.insert(finance.begin(), finance.end());
  return both.size() >= 2;
}

// Whoever was heard has a view that is written down (C15).
bool ViewsAreThere(const v1::PeerConsultationHeld& consultation) {
  const auto& participation = consultation.participation();
  return (!participation.young_person().heard() || consultation.has_childs_view()) &&
         (!participation.family().heard() || consultation.has_parents_view());
}

bool MaySit(const State& state, v1::CommissionSeat seat, const Given& given) {
  const care::Holder& holder = state.responsibility.holder();
  switch (seat) {
    case v1::COMMISSION_SEAT_TEAM_LEAD:
      return given.actor.role == "TEAM_LEAD";
    case v1::COMMISSION_SEAT_FINANCE_LEAD:
      return given.actor.role == "TEAM_LEAD_FINANCE";
    case v1::COMMISSION_SEAT_CASE:
      return given.actor.person == holder.person_id || given.actor.person == holder.deputy_person_id;
    case v1::COMMISSION_SEAT_UNSPECIFIED:
    case v1::CommissionSeat_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::CommissionSeat_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return false;
}

bool IsPending(const State& state, const std::string& commission_id) {
  return state.planning.commission && state.planning.commission->id == commission_id;
}

}  // namespace

Decision DecideOn(const State& state, const RecordResourceCheck& command, const Given& given) {
  const bool attended = command.check.participants_size() > 0;
  if (auto no = Require(Reason::kNotTheCaseHolder, IsOfCaseHolder(state, given))) return *no;  // A6
  if (auto no = Require(Reason::kCheckWithoutParticipants, attended)) return *no;              // C5
  Events events;
  v1::ResourcesChecked& checked = *events.emplace_back().mutable_resources_checked();
  checked = command.check;
  checked.set_cycle(state.cycle);
  return events;
}

Decision DecideOn(const State& state, const RecordPeerConsultation& command, const Given& given) {
  const v1::PeerConsultationHeld& wish = command.consultation;
  const bool checked = state.planning.step >= Step::kResourcesChecked;
  const bool both = BothDepartments(state, command);
  const bool heard = IsHeard(state, wish.participation(), given);
  if (auto no = Require(Reason::kNotTheCaseHolder, IsOfCaseHolder(state, given))) return *no;  // A6
  if (auto no = Require(Reason::kResourcesNotChecked, checked)) return *no;                    // C6
  if (auto no = Require(Reason::kConsultationNeedsBothDepartments, both)) return *no;          // C6
  if (auto no = Require(Reason::kParticipationIncomplete, heard)) return *no;                  // A16
  if (auto no = Require(Reason::kViewMissing, ViewsAreThere(wish))) return *no;                // C15
  Events events;
  v1::PeerConsultationHeld& held = *events.emplace_back().mutable_peer_consultation_held();
  held = wish;
  held.set_cycle(state.cycle);
  ReactivateIfHeard(state, held.participation(), events);
  return events;
}

Decision DecideOn(const State& state, const ClassifyNeed& command, const Given& given) {
  v1::RiskAssessmentOpened assessment;
  if (command.assessment_due) *assessment.mutable_due() = ToProto(*command.assessment_due);
  const bool consulted = state.planning.step >= Step::kConsulted;
  if (auto no = Require(Reason::kNotTheCaseHolder, IsOfCaseHolder(state, given))) return *no;  // A6
  if (auto no = Require(Reason::kNotConsulted, consulted)) return *no;                         // C7
  if (auto no = Require(Reason::kAssessmentDateTooFar, IsAssessmentDueSoon(assessment, given)))
    return *no;  // C7
  Events events;
  v1::NeedClassified& classified = *events.emplace_back().mutable_need_classified();
  classified = command.classification;
  classified.set_cycle(state.cycle);
  if (classified.need_class() == v1::NEED_CLASS_ENDANGERMENT)
    OpenAssessment(state, assessment, given, events);
  return events;
}

Decision DecideOn(const State& state, const CallCommission& command, const Given& given) {
  v1::CommissionCalled call = command.call;
  const Setting* setting = state.FindSetting(call.setting_id());
  if (!call.has_due())
    *call.mutable_due() = ToProto(given.now + care::Length(care::kCommission, given.terms));
  const bool classified = state.planning.step >= Step::kClassified;
  const bool soon = care::IsDueWithin(FromProto(call.due()), given.now, kCommissionAtMost);
  if (auto no = Require(Reason::kNotTheCaseHolder, IsOfCaseHolder(state, given))) return *no;  // A6
  if (auto no = Require(Reason::kNeedNotClassified, classified)) return *no;                   // C8
  if (auto no = Require(Reason::kSettingUnknown, setting != nullptr)) return *no;              // A14
  if (auto no = Require(Reason::kSettingNotProposed, setting->phase == SettingPhase::kProposed))
    return *no;                                                                               // A14
  if (auto no = Require(Reason::kCommissionPending, !state.planning.commission)) return *no;  // C8
  if (auto no = Require(Reason::kCommissionDateTooFar, soon)) return *no;                     // C8
  call.set_commission_id(given.new_id);
  Events events;
  *events.emplace_back().mutable_commission_called() = call;
  return events;
}

// Nobody has two voices, and one no is enough to give it back; it can be laid before them again.
Decision DecideOn(const State& state, const VoteInCommission& command, const Given& given) {
  v1::CommissionVoteCast vote = command.vote;
  if (auto no = Require(Reason::kNoCommissionOpen, IsPending(state, vote.commission_id()))) return *no;  // C8
  const Commission& commission = *state.planning.commission;
  const care::Approval own{given.actor.organisation, given.actor.person, vote.seat()};
  const bool fits = IsOfCaseHolder(state, given) && MaySit(state, vote.seat(), given);
  const bool twice = care::HasApproved(commission.votes, own.person_id);
  const bool taken = care::MissingRoles(commission.votes, {own.role}).empty();
  const bool reasoned = vote.approves() || command.returned.reason() != v1::RETURN_REASON_UNSPECIFIED;
  if (auto no = Require(Reason::kSeatNotYours, fits)) return *no;                     // C8
  if (auto no = Require(Reason::kCommissionVoteGiven, !twice && !taken)) return *no;  // C8
  if (auto no = Require(Reason::kReturnWithoutReason, reasoned)) return *no;          // C8
  vote.set_person_id(given.actor.person);
  Events events;
  *events.emplace_back().mutable_commission_vote_cast() = vote;
  care::Approvals votes = commission.votes;
  care::Approve(votes, own);
  if (!vote.approves()) {
    v1::HelpReturned& returned = *events.emplace_back().mutable_help_returned();
    returned = command.returned;
    returned.set_commission_id(commission.id);
    returned.set_setting_id(commission.setting_id);
  } else if (MissingSeats(votes).empty()) {
    v1::HelpApproved& approved = *events.emplace_back().mutable_help_approved();
    approved.set_commission_id(commission.id);
    approved.set_setting_id(commission.setting_id);
  }
  return events;
}

}  // namespace fallverbund::casework
