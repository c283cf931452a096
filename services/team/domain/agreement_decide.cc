#include <optional>
#include <set>
#include <variant>
#include <vector>

#include "libs/base/time.h"
#include "services/team/domain/agreement_decider.h"
#include "services/team/domain/entrust.h"

namespace fallverbund::team {
namespace {

using decider::Given;
using decider::Reason;
using decider::Refusal;
using decider::Require;
using Event = v1::AgreementEvent;
using Events = std::vector<Event>;
using Decision = decider::Decision<Event>;

bool Keeps(const AgreementState& state, const Given& given) {
  return given.actor.organisation == state.keeper.organisation_id &&
         (given.actor.person == state.keeper.person_id ||
          given.actor.person == state.keeper.deputy_person_id);
}

bool IsWithin(int number, int most) {
  return number >= 1 && number <= most;
}

// The five who hear of a crisis at the same time (D2), each once.
bool HasEachLegOnce(const v1::CrisisProcedure& procedure) {
  using enum common::v1::CrisisParty;
  std::set<common::v1::CrisisParty> missing = {CRISIS_PARTY_YOUTH_OFFICE, CRISIS_PARTY_PROVIDER,
                                               CRISIS_PARTY_LEGAL_REPRESENTATIVE, CRISIS_PARTY_RESCUE_SERVICE,
                                               CRISIS_PARTY_CLINIC};
  for (const auto& leg : procedure.legs()) {
    if (missing.erase(leg.party()) == 0) return false;
    if (!IsWithin(leg.acknowledge_minutes(), kLongestAcknowledgeMinutes)) return false;
  }
  return missing.empty();
}

bool IsComplete(const v1::CrisisProcedure& procedure) {
  return HasEachLegOnce(procedure) &&
         IsWithin(procedure.court_approval_hours(), kLongestCourtApprovalHours) &&
         IsWithin(procedure.meeting_days(), kLongestMeetingDays);
}

Decision DecideOn(const AgreementState& state, const AdoptAgreement& c, const Given& given) {
  if (auto no = Require(Reason::kAgreementExists, !state.adopted())) return *no;  // D9
  const care::Holder keeper = {given.actor.organisation, c.unit_id, given.actor.person, c.deputy_person_id,
                               common::v1::LEGAL_BASIS_AGREEMENT};
  if (auto no = Require(Reason::kUnitUnknown, c.unit_known)) return *no;  // C3
  if (auto no = Require(Reason::kDeputyNotNamed, c.deputy_known && care::HasDeputy(keeper)))
    return *no;                                                                              // C3
  if (auto no = Require(Reason::kProcedureIncomplete, IsComplete(c.procedure))) return *no;  // D5
  const absl::Time from = c.effective_from.value_or(given.now);
  if (auto no = Require(Reason::kAgreementOnlyAhead, from >= given.now)) return *no;  // D9
  Event event;
  auto& adopted = *event.mutable_agreement_adopted();
  adopted.set_display_name(c.display_name);
  *adopted.mutable_keeper() = care::ToProto(keeper);
  *adopted.mutable_effective_from() = ToProto(from);
  *adopted.mutable_procedure() = c.procedure;
  return Events{event};
}

Decision DecideOn(const AgreementState& state, const AdoptAgreementVersion& c, const Given& given) {
  if (auto no = Require(Reason::kObjectUnknown, state.adopted())) return *no;                // D9
  if (auto no = Require(Reason::kOnlyTheAgreementsKeeper, Keeps(state, given))) return *no;  // D9
  if (auto no = Require(Reason::kProcedureIncomplete, IsComplete(c.procedure))) return *no;  // D5
  const absl::Time from = c.effective_from.value_or(given.now);
  if (auto no = Require(Reason::kAgreementOnlyAhead,
                        from >= given.now && from >= state.versions.back().effective_from)) {
    return *no;  // D9: what was agreed on then stays what was agreed on
  }
  Event event;
  auto& adopted = *event.mutable_agreement_version_adopted();
  adopted.set_version(static_cast<int>(state.versions.size()) + 1);
  *adopted.mutable_effective_from() = ToProto(from);
  *adopted.mutable_procedure() = c.procedure;
  return Events{event};
}

Decision DecideOn(const AgreementState& state, const EntrustAgreement& c, const Given& given) {
  if (auto no = Require(Reason::kObjectUnknown, state.adopted())) return *no;  // D5
  const Entrusted to{c.person_id, c.deputy_person_id, c.both_known};
  if (auto no = CheckEntrusting(state.keeper, to, given)) return *no;
  if (KeepsAlready(state.keeper, to)) return Events{};
  Event event;
  event.mutable_agreement_entrusted()->set_person_id(c.person_id);
  event.mutable_agreement_entrusted()->set_deputy_person_id(c.deputy_person_id);
  return Events{event};
}

// Two people of the organisation that signs: one to reach, one instead (D5).
template <class Command>
std::optional<Refusal> RequireContacts(const Command& c) {
  if (auto no = Require(Reason::kCrisisContactUnknown, c.contact_known)) return no;  // D5
  return Require(Reason::kDeputyNotNamed, c.deputy_known && c.deputy_person_id != c.contact_person_id);
}

Decision DecideOn(const AgreementState& state, const SignAgreement& c, const Given& given) {
  if (auto no = Require(Reason::kObjectUnknown, state.adopted())) return *no;  // D9
  const bool has_signed = state.signatories.contains(given.actor.organisation);
  if (auto no = Require(Reason::kAgreementSigned, !has_signed)) return *no;  // D9
  if (auto no = RequireContacts(c)) return *no;                              // D5
  Event event;
  auto& entry = *event.mutable_agreement_signed();
  entry.set_organisation_id(given.actor.organisation);
  entry.set_signed_by_person_id(given.actor.person);
  entry.set_contact_person_id(c.contact_person_id);
  entry.set_deputy_person_id(c.deputy_person_id);
  return Events{event};
}

Decision DecideOn(const AgreementState& state, const NameCrisisContact& c, const Given& given) {
  if (auto no = Require(Reason::kObjectUnknown, state.adopted())) return *no;  // D5
  const bool has_signed = state.signatories.contains(given.actor.organisation);
  if (auto no = Require(Reason::kAgreementNotSigned, has_signed)) return *no;  // D9
  if (auto no = RequireContacts(c)) return *no;                                // D5
  Event event;
  auto& named = *event.mutable_crisis_contact_named();
  named.set_organisation_id(given.actor.organisation);
  named.set_contact_person_id(c.contact_person_id);
  named.set_deputy_person_id(c.deputy_person_id);
  return Events{event};
}

Decision DecideOn(const AgreementState& state, const LeaveAgreement&, const Given& given) {
  if (auto no = Require(Reason::kObjectUnknown, state.adopted())) return *no;  // D9
  const bool has_signed = state.signatories.contains(given.actor.organisation);
  if (auto no = Require(Reason::kAgreementNotSigned, has_signed)) return *no;  // D9
  Event event;
  event.mutable_agreement_left()->set_organisation_id(given.actor.organisation);
  return Events{event};
}

}  // namespace

Decision AgreementDecider::Decide(const State& state, const Command& command, const Given& given) {
  return std::visit([&](const auto& c) { return DecideOn(state, c, given); }, command);
}

}  // namespace fallverbund::team
