// Long, because it is a list: each request of the crisis service as the command that it becomes.
#include "services/crisis/rpc/alarm_commands.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "libs/access/circle.h"
#include "libs/agreement/agreement.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/case_facts/case_facts.h"
#include "libs/crypto/derive.h"
#include "libs/directory/directory.h"
#include "libs/directory/stand_in.h"
#include "services/crisis/rpc/colleagues.h"
#include "services/crisis/views/pool_view.h"

namespace fallverbund::crisis {
namespace {

using common::v1::Sealed;
using google::protobuf::Descriptor;

constexpr int kMaxPresent = 32;  // persons at a meeting

seal::KeyScope ScopeOf(service::Call& call, const std::string& subject_id,
                       common::v1::Confidentiality confidentiality = common::v1::CONFIDENTIALITY_ORDINARY) {
  return {call.host().association(), subject_id, common::v1::FILE_CLASS_HELP, confidentiality};
}

absl::StatusOr<Sealed> SealFor(service::Call& call, const CrisisState& crisis, const Descriptor& event,
                               int field, const std::string& text) {
  return call.Seal(ScopeOf(call, crisis.subject_id), call.object_id(), event, absl::StrCat(field), text);
}

absl::StatusOr<team::v1::OrganisationKind> KindOf(service::Call& call, const std::string& organisation_id) {
  FV_ASSIGN_OR_RETURN(const auto organisation, directory::FindOrganisation(call.rows(), organisation_id));
  return organisation ? organisation->kind : team::v1::ORGANISATION_KIND_UNSPECIFIED;
}

bool AlwaysMay(team::v1::OrganisationKind kind) {
  return kind == team::v1::ORGANISATION_KIND_YOUTH_OFFICE ||
         kind == team::v1::ORGANISATION_KIND_EMERGENCY_SERVICE;
}

// Whose place the young person lives at; empty: none is known.
std::string PlaceOf(const case_facts::CaseFacts& facts) {
  const bool placed = facts.tonight.kind == common::v1::TONIGHT_KIND_PLACEMENT;
  return placed ? facts.tonight.holder.organisation_id : facts.kept_place_organisation_id;
}

// Belongs to no circle of the case, nor is one that always may raise the alarm (D9).
absl::StatusOr<bool> IsOutside(service::Call& call, const std::string& case_id) {
  FV_ASSIGN_OR_RETURN(const auto kind, KindOf(call, call.caller().peer.name));
  FV_ASSIGN_OR_RETURN(const auto object, access::ReadObjectFacts(call.rows(), call.caller().peer.name,
                                                                 common::v1::RELATION_CIRCLE, case_id));
  return !AlwaysMay(kind) && !object.circle;
}

absl::StatusOr<bool> HasSigned(service::Call& call, const std::string& organisation_id) {
  return agreement::HasSigned(call.rows(), organisation_id, call.host().clock().Now());
}

// Nobody named is fine; who is named must be there, and a youth office, a provider or a clinic be one. The
// emergency service is the youth office while it holds CASE (A6), and who has the place a provider.
absl::StatusOr<bool> IsAddressee(service::Call& call, common::v1::CrisisParty party,
                                 const std::string& organisation_id, const case_facts::CaseFacts& facts) {
  if (organisation_id.empty()) return true;
  FV_ASSIGN_OR_RETURN(const auto kind, KindOf(call, organisation_id));
  if (kind == team::v1::ORGANISATION_KIND_UNSPECIFIED) return false;
  if (party == common::v1::CRISIS_PARTY_CLINIC) return kind == team::v1::ORGANISATION_KIND_CLINIC;
  if (party == common::v1::CRISIS_PARTY_YOUTH_OFFICE)
    return kind == team::v1::ORGANISATION_KIND_YOUTH_OFFICE ||
           (kind == team::v1::ORGANISATION_KIND_EMERGENCY_SERVICE &&
            organisation_id == facts.holder.organisation_id);
  if (party == common::v1::CRISIS_PARTY_PROVIDER)
    return kind == team::v1::ORGANISATION_KIND_PROVIDER || organisation_id == PlaceOf(facts);
  return true;
}

// Whose leg it is by who they are (D2); empty: nobody's alone.
absl::StatusOr<std::string> AnswersItself(service::Call& call, common::v1::CrisisParty party,
                                          const case_facts::CaseFacts& facts) {
  if (party == common::v1::CRISIS_PARTY_LEGAL_REPRESENTATIVE) return facts.guardian_organisation_id;
  if (party != common::v1::CRISIS_PARTY_YOUTH_OFFICE) return std::string();
  FV_ASSIGN_OR_RETURN(const auto kind, KindOf(call, facts.holder.organisation_id));
  return kind == team::v1::ORGANISATION_KIND_YOUTH_OFFICE ? facts.holder.organisation_id : std::string();
}

absl::StatusOr<bool> AreAddressees(service::Call& call, const Addressees& addressees,
                                   const case_facts::CaseFacts& facts) {
  for (const auto& [party, organisation_id] : addressees) {
    FV_ASSIGN_OR_RETURN(const bool known, IsAddressee(call, party, organisation_id, facts));
    if (!known) return false;
  }
  return true;
}

absl::StatusOr<Terms> TermsInForce(service::Call& call) {
  FV_ASSIGN_OR_RETURN(const auto procedure, agreement::InForce(call.rows(), call.host().clock().Now()));
  Terms terms;
  if (!procedure) return terms;
  terms.agreement_id = procedure->agreement_id;
  terms.version = static_cast<uint32_t>(procedure->version);
  for (const agreement::LegRule& rule : procedure->legs)
    terms.acknowledge_within[rule.party] = rule.acknowledge_within;
  terms.court_approval_within = procedure->court_approval_within;
  terms.meeting_within = procedure->meeting_within;
  return terms;
}

// The acting person, or the whole organisation, has said that it goes (N10, N11).
absl::StatusOr<bool> ActorLeaves(service::Call& call) {
  FV_ASSIGN_OR_RETURN(const auto person, directory::FindLeaver(call.rows(), call.caller().person));
  FV_ASSIGN_OR_RETURN(const bool body, directory::IsLeavingBody(call.rows(), call.caller().peer.name));
  return person.has_value() || body;
}

// Works in exactly that unit, also who has said that they go: no alarm for somebody unknown waits for that.
absl::StatusOr<bool> IsThere(service::Call& call, const std::string& organisation_id,
                             const std::string& unit_id, const std::string& person_id) {
  FV_ASSIGN_OR_RETURN(const auto person, directory::FindPerson(call.rows(), person_id));
  FV_ASSIGN_OR_RETURN(const auto leaver, directory::FindLeaver(call.rows(), person_id));
  return person && person->organisation_id == organisation_id && person->unit_id == unit_id &&
         !(leaver && leaver->deactivated);
}

// As named where both can act; else whoever of them can, then who deputises for them in the directory, then
// colleagues of the unit (R0). Where a single one can, that one holds.
// nullopt: as named, or nobody of the unit can.
absl::StatusOr<std::optional<std::pair<std::string, std::string>>> WhoCanAct(service::Call& call,
                                                                             const care::Holder& named) {
  std::vector<std::string> candidates = {named.person_id, named.deputy_person_id};
  for (const std::string& person_id : {named.person_id, named.deputy_person_id}) {
    FV_ASSIGN_OR_RETURN(const auto person, directory::FindPerson(call.rows(), person_id));
    if (person) candidates.push_back(person->deputy_person_id);
  }
  for (const auto role :
       {common::v1::ROLE_CASE_WORKER, common::v1::ROLE_EMERGENCY_SERVICE, common::v1::ROLE_TEAM_LEAD}) {
    FV_ASSIGN_OR_RETURN(const auto colleagues,
                        directory::PersonsWithRole(call.rows(), named.organisation_id, named.unit_id, role));
    for (const auto& colleague : colleagues) candidates.push_back(colleague.id);
  }
  std::vector<std::string> able;
  for (const std::string& person_id : candidates) {
    FV_ASSIGN_OR_RETURN(const bool there, directory::IsPersonOfUnit(call.rows(), named.organisation_id,
                                                                    named.unit_id, person_id));
    FV_ASSIGN_OR_RETURN(const bool can, directory::HasRoleToHold(call.rows(), person_id));
    const bool new_one = std::find(able.begin(), able.end(), person_id) == able.end();
    if (there && can && new_one) able.push_back(person_id);
  }
  const bool as_named = able.size() >= 2 && able[0] == named.person_id && able[1] == named.deputy_person_id;
  if (as_named || able.empty()) return std::nullopt;
  if (able.size() == 1) able.push_back(able[0] == named.person_id ? named.deputy_person_id : named.person_id);
  return std::pair(able[0], able[1]);
}

absl::StatusOr<case_facts::CaseFacts> FactsOf(service::Call& call, const std::string& case_id) {
  FV_ASSIGN_OR_RETURN(auto facts, case_facts::Find(call.rows(), case_id));
  if (!facts) return case_facts::CaseFacts();  // of somebody unknown, whose case is only being opened
  return *std::move(facts);
}

// Where the young person goes from the clinic, or after care, said by whoever takes over.
template <class Request>
absl::StatusOr<PlanClinicLeave> PlanFor(const Request& request, const CrisisState& crisis,
                                        service::Call& call) {
  PlanClinicLeave command;
  command.kind = request.kind();
  command.deputy_person_id = request.deputy_person_id();
  command.on = FromProto(request.on());
  command.participation = request.participation();
  FV_ASSIGN_OR_RETURN(const auto facts, FactsOf(call, crisis.case_id));
  command.case_holder = facts.holder;
  command.kept_place_organisation_id = facts.kept_place_organisation_id;
  command.of_age = facts.of_age;
  FV_ASSIGN_OR_RETURN(command.actor_unit_id, call.ActorUnit());
  FV_ASSIGN_OR_RETURN(const Colleagues found, ReadColleagues(call, "", request.deputy_person_id()));
  command.deputy_known = request.deputy_person_id().empty() || found.deputy_known;
  command.leaves = found.leaves;
  return command;
}

// How the night goes from the clinic, or after care; whoever the plan names may have said that they go.
template <class Request>
absl::Status ReadLeaving(const Request& request, const std::optional<LeavePlan>& plan,
                         const case_facts::CaseFacts& facts, service::Call& call, Leaving& leaving) {
  leaving.planned = request.planned();
  leaving.kind = request.kind();
  leaving.case_holder = facts.holder;
  leaving.kept_place_organisation_id = facts.kept_place_organisation_id;
  leaving.night = NightOf(facts);
  if (!plan) return absl::OkStatus();
  FV_ASSIGN_OR_RETURN(const auto leaver, directory::FindLeaver(call.rows(), plan->next.holder.person_id));
  leaving.next_leaves = leaver.has_value();
  return absl::OkStatus();
}

// CRISIS_LEAD in the case, of the episode that is open here: who led an earlier one may lead in the case a
// moment longer, and lets nobody into this one.
bool LeadsOpenEpisode(const case_facts::CaseFacts& facts, const CrisisState& crisis, service::Call& call) {
  const Episode* open = crisis.Open();
  return open != nullptr && facts.crisis_lead_episode == open->number &&
         facts.crisis_lead.organisation_id == call.caller().peer.name;
}

// Whoever stands in for somebody who has left, or said so; the same person where nobody does.
absl::StatusOr<care::Holder> ThereFor(service::Call& call, const care::Holder& holder) {
  FV_ASSIGN_OR_RETURN(const auto stand_in,
                      directory::FindStandIn(call.rows(), care::ToProto(holder), "", ""));
  return stand_in ? care::FromProto(*stand_in) : holder;
}

// Who leads a crisis whose case has ended meanwhile may have left since (R0).
absl::StatusOr<care::Holder> LeadIn(const case_facts::CaseFacts& facts, const care::Holder& case_holder,
                                    service::Call& call) {
  if (!facts.ended_at || facts.crisis_lead.organisation_id.empty()) return facts.crisis_lead;
  FV_ASSIGN_OR_RETURN(const auto leaver, directory::FindLeaver(call.rows(), facts.crisis_lead.person_id));
  return leaver ? case_holder : facts.crisis_lead;
}

// D1: what kind of crisis it is, and for whom it is dangerous.
template <class Request>
void SayWhatItIs(const Request& request, v1::CrisisOpened& opened) {
  opened.set_kind(request.kind());
  opened.set_risk_to_self(request.risk_to_self());
  opened.set_risk_to_others(request.risk_to_others());
}

}  // namespace

Night NightOf(const case_facts::CaseFacts& facts) {
  return {facts.tonight, facts.stay_id, facts.entered};
}

absl::StatusOr<std::string> CrisisOfCase(service::Call& call, const std::string& case_id) {
  FV_ASSIGN_OR_RETURN(const auto facts, case_facts::Find(call.rows(), case_id));
  if (!facts) return absl::NotFoundError("");
  FV_ASSIGN_OR_RETURN(const bool outside, IsOutside(call, case_id));
  FV_ASSIGN_OR_RETURN(const bool signatory, HasSigned(call, call.caller().peer.name));
  if (outside && !signatory) {
    // An answer that got lost on the way is given again, also to who has lost sight of the case by then.
    if (call.command_id().empty()) return absl::NotFoundError("");
    FV_ASSIGN_OR_RETURN(const auto answered, call.host().desk().AnsweredBefore(call.ContextFor(case_id)));
    if (!answered) return absl::NotFoundError("");
  }
  if (!facts->crisis_id.empty()) return facts->crisis_id;
  return crypto::DeriveAggregateId(call.host().id_key().view(), case_id, CrisisDecider::kAggregateType);
}

absl::StatusOr<CrisisCommand> ToCommand(const v1::OpenCrisisRequest& request, const std::string& crisis_id,
                                        service::Call& call) {
  FV_ASSIGN_OR_RETURN(const auto facts, FactsOf(call, request.case_id()));
  OpenCrisis command;
  command.opened.set_case_id(request.case_id());
  command.opened.set_subject_id(facts.subject_id);
  SayWhatItIs(request, command.opened);
  const seal::KeyScope scope = ScopeOf(call, facts.subject_id);
  FV_ASSIGN_OR_RETURN(*command.opened.mutable_account(),
                      call.Seal(scope, crisis_id, *v1::CrisisOpened::descriptor(),
                                absl::StrCat(v1::CrisisOpened::kAccountFieldNumber), request.account()));
  FV_ASSIGN_OR_RETURN(command.repeated_account,
                      call.Seal(scope, crisis_id, *v1::AlarmRepeated::descriptor(),
                                absl::StrCat(v1::AlarmRepeated::kAccountFieldNumber), request.account()));
  command.deputy_person_id = request.deputy_person_id();
  const bool placed = facts.tonight.kind == common::v1::TONIGHT_KIND_PLACEMENT;
  const std::string& represents = request.legal_representative_organisation_id();
  const std::string& guardian = facts.guardian_organisation_id;
  command.addressees = {
      {common::v1::CRISIS_PARTY_YOUTH_OFFICE, facts.holder.organisation_id},
      {common::v1::CRISIS_PARTY_PROVIDER, request.provider_organisation_id()},
      {common::v1::CRISIS_PARTY_LEGAL_REPRESENTATIVE, guardian.empty() ? represents : guardian},
      {common::v1::CRISIS_PARTY_RESCUE_SERVICE, request.rescue_service_organisation_id()},
      {common::v1::CRISIS_PARTY_CLINIC, request.clinic_organisation_id()}};
  if (request.provider_organisation_id().empty() && placed)
    command.addressees[common::v1::CRISIS_PARTY_PROVIDER] = facts.tonight.holder.organisation_id;
  FV_ASSIGN_OR_RETURN(command.terms, TermsInForce(call));

  const std::string& own = call.caller().peer.name;
  FV_ASSIGN_OR_RETURN(const auto kind, KindOf(call, own));
  command.always_may = AlwaysMay(kind);
  FV_ASSIGN_OR_RETURN(command.signatory, HasSigned(call, own));
  FV_ASSIGN_OR_RETURN(command.outside, IsOutside(call, request.case_id()));
  command.names_addressees = !request.provider_organisation_id().empty() ||
                             !request.clinic_organisation_id().empty() ||
                             !request.rescue_service_organisation_id().empty() || !represents.empty();
  command.names_other_guardian = !guardian.empty() && !represents.empty() && represents != guardian;
  FV_ASSIGN_OR_RETURN(command.actor_unit_id, call.ActorUnit());
  FV_ASSIGN_OR_RETURN(command.deputy_known,
                      directory::IsPersonOf(call.rows(), own, request.deputy_person_id()));
  FV_ASSIGN_OR_RETURN(command.addressees_known, AreAddressees(call, command.addressees, facts));
  FV_ASSIGN_OR_RETURN(command.leaves, ActorLeaves(call));
  FV_ASSIGN_OR_RETURN(command.case_holder, ThereFor(call, facts.holder));
  command.recorded_in_error = facts.recorded_in_error;
  FV_ASSIGN_OR_RETURN(command.lead, LeadIn(facts, command.case_holder, call));
  command.lead_episode = facts.crisis_lead_episode;
  FV_ASSIGN_OR_RETURN(command.deployed, DeployedFor(call.rows(), request.case_id()));
  command.answers_for = {facts.holder.organisation_id, facts.tonight.holder.organisation_id};
  return command;
}

namespace {

// Of a body that another one names: whom its list of crisis contacts says now, and where that one cannot act
// who else of the unit can (D5, R0). Everything named is true then, but for who is not there at all.
absl::Status ReadDutyByContacts(const std::string& unit_id, service::Call& call,
                                OpenCrisisForUnknownPerson& command) {
  care::Holder& holder = command.holder;
  FV_ASSIGN_OR_RETURN(const auto contact, agreement::ContactOf(call.rows(), holder.organisation_id));
  if (!contact) return absl::OkStatus();  // has not signed, so receives nothing
  FV_ASSIGN_OR_RETURN(const auto who, agreement::Reach(call.rows(), *contact));
  holder.person_id = contact->person_id;
  holder.deputy_person_id = who.deputy_person_id;
  FV_ASSIGN_OR_RETURN(const auto person, directory::FindPerson(call.rows(), contact->person_id));
  holder.unit_id = !unit_id.empty() || !person ? unit_id : person->unit_id;
  FV_ASSIGN_OR_RETURN(const auto able, WhoCanAct(call, holder));
  if (able) std::tie(holder.person_id, holder.deputy_person_id) = *able;
  FV_ASSIGN_OR_RETURN(command.on_duty_known,
                      IsThere(call, holder.organisation_id, holder.unit_id, holder.person_id));
  FV_ASSIGN_OR_RETURN(command.deputy_known,
                      directory::WorksFor(call.rows(), holder.organisation_id, holder.deputy_person_id));
  return absl::OkStatus();
}

// As whoever receives the alarm says it of colleagues.
absl::Status ReadOwnDuty(const v1::OpenCrisisForUnknownPersonRequest& request, service::Call& call,
                         OpenCrisisForUnknownPerson& command) {
  care::Holder& holder = command.holder;
  holder.unit_id = request.unit_id();
  holder.person_id = request.on_duty_person_id();
  holder.deputy_person_id = request.deputy_person_id();
  FV_ASSIGN_OR_RETURN(command.on_duty_known,
                      IsThere(call, holder.organisation_id, holder.unit_id, holder.person_id));
  FV_ASSIGN_OR_RETURN(command.deputy_known,
                      IsThere(call, holder.organisation_id, holder.unit_id, holder.deputy_person_id));
  FV_ASSIGN_OR_RETURN(command.reachable, WhoCanAct(call, holder));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<CrisisCommand> ToCommand(const v1::OpenCrisisForUnknownPersonRequest& request,
                                        const std::string& crisis_id, service::Call& call) {
  OpenCrisisForUnknownPerson command;
  const std::string& own = call.caller().peer.name;
  const std::string& named = request.receiving_organisation_id();
  const bool own_duty = named.empty() || named == own;
  FV_ASSIGN_OR_RETURN(const auto own_kind, KindOf(call, own));
  if (!own_duty && AlwaysMay(own_kind))
    return absl::InvalidArgumentError(
        "receiving_organisation_id is for others: this body receives it itself");
  if (!own_duty && !(request.on_duty_person_id().empty() && request.deputy_person_id().empty()))
    return absl::InvalidArgumentError("on_duty_person_id and deputy_person_id are said by who receives it");
  const std::string subject_id = call.NewAggregateId("subject");
  command.opened.set_subject_id(subject_id);
  SayWhatItIs(request, command.opened);
  const seal::KeyScope scope = ScopeOf(call, subject_id);
  FV_ASSIGN_OR_RETURN(*command.opened.mutable_account(),
                      call.Seal(scope, crisis_id, *v1::CrisisOpened::descriptor(),
                                absl::StrCat(v1::CrisisOpened::kAccountFieldNumber), request.account()));
  FV_ASSIGN_OR_RETURN(
      *command.opened.mutable_young_person_name(),
      call.Seal(scope, crisis_id, *v1::CrisisOpened::descriptor(),
                absl::StrCat(v1::CrisisOpened::kYoungPersonNameFieldNumber), request.young_person_name()));
  const std::string& receiver = own_duty ? own : named;
  command.holder.organisation_id = receiver;
  // In another body's name nobody says where somebody sleeps (N9): its person on duty searches until they say
  // so.
  command.tonight_kind = own_duty ? request.tonight_kind() : common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN;
  FV_ASSIGN_OR_RETURN(const auto kind, KindOf(call, receiver));
  command.public_unit = kind == team::v1::ORGANISATION_KIND_YOUTH_OFFICE;
  command.emergency_service = kind == team::v1::ORGANISATION_KIND_EMERGENCY_SERVICE;
  FV_ASSIGN_OR_RETURN(command.signatory, HasSigned(call, own));
  FV_ASSIGN_OR_RETURN(command.receiver_signatory, HasSigned(call, receiver));
  // Whoever holds by another's word is told, and says that it was heard (D2).
  const bool is_told = command.public_unit || (command.emergency_service && !own_duty);
  command.addressees = {{common::v1::CRISIS_PARTY_YOUTH_OFFICE, is_told ? receiver : std::string()},
                        {common::v1::CRISIS_PARTY_RESCUE_SERVICE, request.rescue_service_organisation_id()},
                        {common::v1::CRISIS_PARTY_CLINIC, request.clinic_organisation_id()}};
  FV_ASSIGN_OR_RETURN(command.terms, TermsInForce(call));
  FV_ASSIGN_OR_RETURN(const bool unit_is_theirs,
                      directory::IsUnitOf(call.rows(), receiver, request.unit_id()));
  command.unit_known = request.unit_id().empty() || unit_is_theirs;
  FV_RETURN_IF_ERROR(own_duty ? ReadOwnDuty(request, call, command)
                              : ReadDutyByContacts(request.unit_id(), call, command));
  case_facts::CaseFacts to_be;
  to_be.holder = command.holder;
  FV_ASSIGN_OR_RETURN(command.addressees_known, AreAddressees(call, command.addressees, to_be));
  return command;
}

absl::StatusOr<CrisisCommand> ToCommand(const v1::RecordLegAttemptRequest& request, const CrisisState& crisis,
                                        service::Call& call) {
  RecordLegAttempt command;
  command.attempt.set_party(request.party());
  command.attempt.set_channel(request.channel());
  command.attempt.set_reached(request.reached());
  FV_ASSIGN_OR_RETURN(*command.attempt.mutable_account(),
                      SealFor(call, crisis, *v1::LegAttempted::descriptor(),
                              v1::LegAttempted::kAccountFieldNumber, request.account()));
  return command;
}

absl::StatusOr<CrisisCommand> ToCommand(const v1::AcknowledgeLegRequest& request, const CrisisState&,
                                        service::Call&) {
  return AcknowledgeLeg{request.party(), request.told_by_channel()};
}

absl::StatusOr<CrisisCommand> ToCommand(const v1::NameLegOrganisationRequest& request,
                                        const CrisisState& crisis, service::Call& call) {
  NameLegOrganisation command{request.party(), request.addressee_organisation_id()};
  FV_ASSIGN_OR_RETURN(const auto facts, FactsOf(call, crisis.case_id));
  FV_ASSIGN_OR_RETURN(const bool known,
                      IsAddressee(call, request.party(), request.addressee_organisation_id(), facts));
  command.known = known && !request.addressee_organisation_id().empty();
  FV_ASSIGN_OR_RETURN(command.answers_organisation_id, AnswersItself(call, request.party(), facts));
  command.leads_crisis = LeadsOpenEpisode(facts, crisis, call);
  command.case_holder = facts.holder;
  return command;
}

absl::StatusOr<CrisisCommand> ToCommand(const v1::AcknowledgeAlarmRequest&, const CrisisState& crisis,
                                        service::Call& call) {
  FV_ASSIGN_OR_RETURN(const auto facts, FactsOf(call, crisis.case_id));
  return AcknowledgeAlarm{facts.crisis_lead, facts.crisis_lead_episode, facts.holder};
}

absl::StatusOr<CrisisCommand> ToCommand(const v1::StabiliseCrisisRequest& request, const CrisisState& crisis,
                                        service::Call& call) {
  StabiliseCrisis command;
  FV_ASSIGN_OR_RETURN(command.account, SealFor(call, crisis, *v1::CrisisStabilised::descriptor(),
                                               v1::CrisisStabilised::kAccountFieldNumber, request.account()));
  return command;
}

absl::StatusOr<CrisisCommand> ToCommand(const v1::TakeIntoCareRequest& request, const CrisisState& crisis,
                                        service::Call& call) {
  TakeIntoCare command;
  command.detention = request.detention();
  FV_ASSIGN_OR_RETURN(command.account, SealFor(call, crisis, *v1::TakenIntoCare::descriptor(),
                                               v1::TakenIntoCare::kAccountFieldNumber, request.account()));
  FV_ASSIGN_OR_RETURN(const auto kind, KindOf(call, call.caller().peer.name));
  command.by_youth_office = kind == team::v1::ORGANISATION_KIND_YOUTH_OFFICE;
  command.unit_id = request.unit_id();
  command.deputy_person_id = request.deputy_person_id();
  FV_RETURN_IF_ERROR(ReadColleagues(call, command, /*in_fact=*/true));
  FV_ASSIGN_OR_RETURN(const auto facts, FactsOf(call, crisis.case_id));
  command.case_holder = facts.holder;
  command.night = NightOf(facts);
  return command;
}

absl::StatusOr<CrisisCommand> ToCommand(const v1::PlanCareEndRequest& request, const CrisisState& crisis,
                                        service::Call& call) {
  FV_ASSIGN_OR_RETURN(PlanClinicLeave plan, PlanFor(request, crisis, call));
  return PlanCareEnd{std::move(plan)};
}

absl::StatusOr<CrisisCommand> ToCommand(const v1::EndCareRequest& request, const CrisisState& crisis,
                                        service::Call& call) {
  if (request.reason() == v1::CARE_END_REASON_TAKEN_INTO_CARE_ELSEWHERE)
    return absl::InvalidArgumentError("reason is none that anybody says: that office takes into care");
  EndCare command;
  command.reason = request.reason();
  FV_ASSIGN_OR_RETURN(const auto facts, FactsOf(call, crisis.case_id));
  const Episode* open = crisis.Open();
  const bool cared_for = open != nullptr && open->care.has_value();
  FV_RETURN_IF_ERROR(ReadLeaving(request, cared_for ? open->care->plan : std::nullopt, facts, call, command));
  return command;
}

absl::StatusOr<CrisisCommand> ToCommand(const v1::ConfirmNightRequest&, const CrisisState& crisis,
                                        service::Call& call) {
  FV_ASSIGN_OR_RETURN(const auto facts, FactsOf(call, crisis.case_id));
  return ConfirmNight{facts.holder};
}

absl::StatusOr<CrisisCommand> ToCommand(const v1::AdmitToClinicRequest& request, const CrisisState&,
                                        service::Call& call) {
  AdmitToClinic command{request.basis(), request.unit_id(), request.deputy_person_id()};
  FV_RETURN_IF_ERROR(ReadColleagues(call, command, /*in_fact=*/true));
  return command;
}

absl::StatusOr<CrisisCommand> ToCommand(const v1::DetainInClinicRequest& request, const CrisisState& crisis,
                                        service::Call& call) {
  DetainInClinic command;
  FV_ASSIGN_OR_RETURN(command.account,
                      SealFor(call, crisis, *v1::ClinicStayDetained::descriptor(),
                              v1::ClinicStayDetained::kAccountFieldNumber, request.account()));
  return command;
}

absl::StatusOr<CrisisCommand> ToCommand(const v1::RecordCourtDecisionRequest& request,
                                        const CrisisState& crisis, service::Call& call) {
  RecordCourtDecision command;
  v1::CourtDecided& decided = command.decided;
  decided.set_detention(request.detention());
  decided.set_granted(request.granted());
  if (request.has_decided_at()) *decided.mutable_decided_at() = request.decided_at();
  if (request.has_until()) *decided.mutable_until() = request.until();
  FV_ASSIGN_OR_RETURN(auto why_late, SealFor(call, crisis, *v1::CourtDecided::descriptor(),
                                             v1::CourtDecided::kWhyLateFieldNumber, request.why_late()));
  if (!request.why_late().empty()) *decided.mutable_why_late() = std::move(why_late);
  FV_ASSIGN_OR_RETURN(*decided.mutable_file_number(),
                      SealFor(call, crisis, *v1::CourtDecided::descriptor(),
                              v1::CourtDecided::kFileNumberFieldNumber, request.file_number()));
  return command;
}

absl::StatusOr<CrisisCommand> ToCommand(const v1::EndDetentionRequest& request, const CrisisState&,
                                        service::Call&) {
  return EndDetention{request.detention()};
}

absl::StatusOr<CrisisCommand> ToCommand(const v1::PlanClinicLeaveRequest& request, const CrisisState& crisis,
                                        service::Call& call) {
  FV_ASSIGN_OR_RETURN(PlanClinicLeave plan, PlanFor(request, crisis, call));
  return plan;
}

absl::StatusOr<CrisisCommand> ToCommand(const v1::LeaveClinicRequest& request, const CrisisState& crisis,
                                        service::Call& call) {
  LeaveClinic command;
  command.participation = request.participation();
  FV_ASSIGN_OR_RETURN(const auto facts, FactsOf(call, crisis.case_id));
  command.of_age = facts.of_age;
  const Episode* open = crisis.Open();
  const bool in_clinic = open != nullptr && open->stay.has_value();
  FV_RETURN_IF_ERROR(ReadLeaving(request, in_clinic ? open->stay->plan : std::nullopt, facts, call, command));
  return command;
}

absl::StatusOr<CrisisCommand> ToCommand(const v1::ScheduleAftercareMeetingRequest& request,
                                        const CrisisState& crisis, service::Call& call) {
  FV_ASSIGN_OR_RETURN(const auto facts, FactsOf(call, crisis.case_id));
  return ScheduleAftercareMeeting{FromProto(request.on()), facts.holder, facts.guardian_organisation_id};
}

absl::StatusOr<CrisisCommand> ToCommand(const v1::RecordAftercareMeetingRequest& request,
                                        const CrisisState& crisis, service::Call& call) {
  if (request.present_size() > kMaxPresent)
    return absl::InvalidArgumentError(absl::StrCat("present has more than ", kMaxPresent, " entries"));
  RecordAftercareMeeting command;
  command.held.set_meeting_id(request.meeting_id());
  if (request.has_held_at()) *command.held.mutable_held_at() = request.held_at();
  *command.held.mutable_present() = request.present();
  *command.held.mutable_participation() = request.participation();
  FV_ASSIGN_OR_RETURN(*command.held.mutable_outcome(),
                      SealFor(call, crisis, *v1::AftercareMeetingHeld::descriptor(),
                              v1::AftercareMeetingHeld::kOutcomeFieldNumber, request.outcome()));
  for (const v1::PartyPresent& who : request.present()) {
    FV_ASSIGN_OR_RETURN(const bool known,
                        directory::WorksFor(call.rows(), who.organisation_id(), who.person_id()));
    if (known) command.known.emplace(who.organisation_id(), who.person_id());
  }
  FV_ASSIGN_OR_RETURN(const auto facts, FactsOf(call, crisis.case_id));
  command.case_holder = facts.holder;
  command.guardian_organisation_id = facts.guardian_organisation_id;
  command.of_age = facts.of_age;
  return command;
}

absl::StatusOr<CrisisCommand> ToCommand(const v1::AgreeAfterClinicTaskRequest& request,
                                        const CrisisState& crisis, service::Call& call) {
  AgreeAfterClinicTask command;
  command.task.set_domain(request.domain());
  command.task.set_organisation_id(request.doer_organisation_id());
  *command.task.mutable_due() = request.due();
  FV_ASSIGN_OR_RETURN(*command.task.mutable_task(),
                      SealFor(call, crisis, *v1::AfterClinicTaskAgreed::descriptor(),
                              v1::AfterClinicTaskAgreed::kTaskFieldNumber, request.task()));
  if (!request.diagnosis().empty()) {
    FV_ASSIGN_OR_RETURN(
        *command.task.mutable_diagnosis(),
        call.Seal(ScopeOf(call, crisis.subject_id, common::v1::CONFIDENTIALITY_MEDICAL), call.object_id(),
                  *v1::AfterClinicTaskAgreed::descriptor(),
                  absl::StrCat(v1::AfterClinicTaskAgreed::kDiagnosisFieldNumber), request.diagnosis()));
  }
  FV_ASSIGN_OR_RETURN(const auto kind, KindOf(call, request.doer_organisation_id()));
  command.doer_known = kind != team::v1::ORGANISATION_KIND_UNSPECIFIED;
  FV_ASSIGN_OR_RETURN(const auto facts, FactsOf(call, crisis.case_id));
  command.leads_crisis = LeadsOpenEpisode(facts, crisis, call);
  command.case_holder = facts.holder;
  return command;
}

absl::StatusOr<CrisisCommand> ToCommand(const v1::RecordAfterClinicTaskDoneRequest& request,
                                        const CrisisState& crisis, service::Call& call) {
  FV_ASSIGN_OR_RETURN(const auto facts, FactsOf(call, crisis.case_id));
  return RecordAfterClinicTaskDone{request.task_id(), facts.holder};
}

absl::StatusOr<CrisisCommand> ToCommand(const v1::InvolveParentsRequest& request, const CrisisState& crisis,
                                        service::Call& call) {
  InvolveParents command;
  *command.involved.mutable_participation() = request.participation();
  FV_ASSIGN_OR_RETURN(*command.involved.mutable_account(),
                      SealFor(call, crisis, *v1::ParentsInvolved::descriptor(),
                              v1::ParentsInvolved::kAccountFieldNumber, request.account()));
  FV_ASSIGN_OR_RETURN(const auto facts, FactsOf(call, crisis.case_id));
  command.of_age = facts.of_age;
  return command;
}

absl::StatusOr<CrisisCommand> ToCommand(const v1::ConcludeCrisisRequest&, const CrisisState& crisis,
                                        service::Call& call) {
  FV_ASSIGN_OR_RETURN(const auto facts, FactsOf(call, crisis.case_id));
  return ConcludeCrisis{facts.holder, facts.ended_at, facts.recorded_in_error};
}

}  // namespace fallverbund::crisis
