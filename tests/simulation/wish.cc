// Long, because it is a table: one row for each command of the house that moves, or may move, a
// responsibility. A new command is a new row, or its test says why not.
#include "tests/simulation/wish.h"

#include <algorithm>

#include "libs/base/time.h"
#include "services/case/rpc/case_service.h"
#include "services/crisis/rpc/crisis_service.h"
#include "services/crisis/rpc/pool_service.h"
#include "services/intake/rpc/intake_service.h"
#include "services/intake/rpc/prevention_service.h"
#include "services/team/rpc/agreement_service.h"
#include "services/team/rpc/calendar_service.h"
#include "services/team/rpc/directory_service.h"
#include "services/team/rpc/membership_service.h"
#include "services/team/rpc/team_service.h"

namespace fallverbund::simulation {

Person Anybody(Guess& g) {
  return g.dice.Of(g.dice.Of(Organisations()).people);
}
std::string SomeId(Guess& g, const std::string& type) {
  const auto& ids = g.ledger.Ids(type);
  if (std::find(ids.begin(), ids.end(), g.about) != ids.end()) return g.about;
  return ids.empty() || g.dice.Chance(20'000) ? eventlog::TestHexId("none of these") : g.dice.Of(ids);
}

namespace {

using casework::CaseService;
using crisis::CrisisService;
using crisis::PoolService;
using intake::IntakeService;
using intake::PreventionService;
using team::AgreementService;
using team::CalendarService;
using team::DirectoryService;
using team::MembershipService;
using team::TeamService;
namespace cw = casework::v1;

// Mostly `wanted`, sometimes somebody else.
Person Mostly(Guess& g, const Person& wanted) {
  return g.dice.Chance(120'000) ? Anybody(g) : wanted;
}
Person OneOf(Guess& g, const std::vector<Person>& people) {
  return Mostly(g, g.dice.Of(people));
}

struct Case {
  std::string id;
  casework::State state;  // empty for a case that is none
  Person holder;
};
Case SomeCase(Guess& g) {
  const auto& cases = g.ledger.cases();
  if (cases.empty() || g.dice.Chance(20'000)) return {eventlog::TestHexId("no case"), {}, YouthOffice()[0]};
  auto found = cases.find(g.about);
  if (const auto crisis = g.ledger.crises().find(g.about); crisis != g.ledger.crises().end())
    found = cases.find(crisis->second.case_id);
  if (const auto deployment = g.ledger.deployments().find(g.about);
      deployment != g.ledger.deployments().end())
    found = cases.find(deployment->second.case_id);
  if (found == cases.end()) {
    found = cases.begin();
    std::advance(found, static_cast<int64_t>(g.dice.Below(cases.size())));
  }
  const Person* holder = FindPerson(found->second.responsibility.holder().person_id);
  return {found->first, found->second, holder != nullptr ? *holder : YouthOffice()[0]};
}
// Somebody of whoever vouches tonight.
Person WhoSheltersTonight(Guess& g, const Case& of) {
  const bool held = of.state.tonight.held();
  return held ? OneOf(g, OrganisationOf(of.state.tonight.holder().holder.organisation_id).people)
              : Mostly(g, of.holder);
}
// Of one of the two.
const std::vector<Person>& SomeProvider(Guess& g) {
  return g.dice.Chance(750'000) ? Provider() : AnotherProvider();
}
// Somebody of whom the setting is proposed to, or runs at.
Person ProviderOf(Guess& g, const Case& of, const std::string& setting_id) {
  const auto* setting = of.state.FindSetting(setting_id);
  if (setting == nullptr || setting->components.empty()) return OneOf(g, Provider());
  return OneOf(g, OrganisationOf(setting->components[0].organisation_id).people);
}
std::string SomeSetting(Guess& g, const Case& of) {
  if (of.state.settings.empty()) return eventlog::TestHexId("no setting");
  return g.dice.Chance(700'000) ? of.state.settings.back().id : g.dice.Of(of.state.settings).id;
}

common::v1::Participation Heard(Guess& g) {
  common::v1::Participation heard;
  if (g.dice.Chance(40'000)) return heard;
  heard.mutable_young_person()->set_heard(true);
  heard.mutable_family()->set_heard(true);
  if (g.dice.Chance(200'000)) {
    auto& later = *heard.mutable_family();
    later.set_heard(false);
    later.set_reason(common::v1::NOT_HEARD_REASON_UNREACHABLE);
    *later.mutable_retry_due() = ToProto(g.now + Days(g.dice.Between(1, 95)));
  }
  return heard;
}

common::v1::Tonight Tonight(Guess& g, const Person& who) {
  common::v1::Tonight tonight;
  tonight.set_kind(g.dice.Of(std::vector{common::v1::TONIGHT_KIND_FAMILY, common::v1::TONIGHT_KIND_CUSTODY,
                                         common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN,
                                         common::v1::TONIGHT_KIND_PLACEMENT}));
  auto& holder = *tonight.mutable_holder();
  holder.set_organisation_id(who.organisation);
  holder.set_unit_id(who.unit);
  holder.set_person_id(who.id);
  holder.set_deputy_person_id(DeputyOf(who).id);
  holder.set_basis(common::v1::LEGAL_BASIS_SGB8_36A);
  return tonight;
}

intake::v1::BrokenOffSupportAccount BrokenOff(Guess& g) {
  intake::v1::BrokenOffSupportAccount support;
  support.set_kind(intake::v1::HELP_KIND_OUTPATIENT);
  *support.mutable_ended_at() = ToProto(g.now - Days(g.dice.Between(20, 400)));
  support.set_account("nobody was at home");
  return support;
}

// --- intake ---

Wish SubmitInquiry(Guess& g) {
  const Person who = OneOf(g, g.dice.Of(std::vector{Organisations()[0], Organisations()[1]}).people);
  intake::v1::SubmitInquiryRequest request;
  request.set_unit_id(who.unit);
  request.set_deputy_person_id(DeputyOf(who).id);
  request.set_office_organisation_id(Coordination()[0].organisation);
  request.set_competent_organisation_id(who.organisation);
  request.add_symptoms(intake::v1::SYMPTOM_NO_SCHOOL);
  request.add_symptoms(intake::v1::SYMPTOM_SUBSTANCES);
  for (int i = g.dice.Between(1, 3); i > 0; --i) *request.add_broken_off_supports() = BrokenOff(g);
  request.set_tonight_kind(common::v1::TONIGHT_KIND_FAMILY);
  request.set_young_person_name("Jonas Muster");
  request.set_summary("sleeps at a friend's");
  return Ask(&IntakeService::SubmitInquiry, "intake", who, request);
}
Wish AddBrokenOffSupport(Guess& g) {
  intake::v1::AddBrokenOffSupportRequest request;
  request.set_inquiry_id(SomeId(g, "inquiry"));
  *request.mutable_support() = BrokenOff(g);
  return Ask(&IntakeService::AddBrokenOffSupport, "intake", OneOf(g, YouthOffice()), request);
}
Wish AssessInquiry(Guess& g) {
  intake::v1::AssessInquiryRequest request;
  request.set_inquiry_id(SomeId(g, "inquiry"));
  if (g.dice.Chance(400'000)) request.set_override_reason("two years of nothing else");
  return Ask(&IntakeService::AssessInquiry, "intake", OneOf(g, Coordination()), request);
}
Wish ReceiveContact(Guess& g) {
  const Person owner = OneOf(g, g.dice.Of(Organisations()).people);
  intake::v1::ReceiveContactRequest request;
  request.set_source(intake::v1::CONTACT_SOURCE_SCHOOL);
  request.set_receiving_organisation_id(owner.organisation);
  request.set_receiving_unit_id(owner.unit);
  request.set_owner_person_id(owner.id);
  request.set_deputy_person_id(DeputyOf(owner).id);
  request.set_young_person_identifiable(g.dice.Chance(700'000));
  if (request.young_person_identifiable()) request.set_young_person_name("Jonas Muster");
  request.set_summary("has not been seen for weeks");
  return Ask(&IntakeService::ReceiveContact, "intake", Anybody(g), request);
}
Wish RequestCaseOpening(Guess& g) {
  const Person who = OneOf(g, YouthOffice());
  intake::v1::RequestCaseOpeningRequest request;
  request.set_contact_id(SomeId(g, "contact"));
  *request.mutable_tonight() = Tonight(g, who);
  return Ask(&IntakeService::RequestCaseOpening, "intake", who, request);
}
Wish TakeOverContact(Guess& g) {
  const Person who = OneOf(g, YouthOffice());
  intake::v1::TakeOverContactRequest request;
  request.set_contact_id(SomeId(g, "contact"));
  request.set_deputy_person_id(DeputyOf(who).id);
  return Ask(&IntakeService::TakeOverContact, "intake", who, request);
}
Wish TakeOverInquiry(Guess& g) {
  const Person who = OneOf(g, YouthOffice());
  intake::v1::TakeOverInquiryRequest request;
  request.set_inquiry_id(SomeId(g, "inquiry"));
  request.set_deputy_person_id(DeputyOf(who).id);
  return Ask(&IntakeService::TakeOverInquiry, "intake", who, request);
}
Wish GetInquiry(Guess& g) {
  intake::v1::GetInquiryRequest request;
  request.set_inquiry_id(SomeId(g, "inquiry"));
  request.set_at_least_position(g.dice.Below(g.ledger.position() + 1));
  return Ask(&IntakeService::GetInquiry, "intake", Anybody(g), request);
}

// --- case ---

Wish PrepareHandover(Guess& g) {
  const Case of = SomeCase(g);
  cw::PrepareHandoverRequest request;
  request.set_case_id(of.id);
  if (g.dice.Chance(200'000)) {
    request.set_put_away(true);
  } else {
    auto& item = *request.add_package();
    item.set_position(1);
    item.set_confidentiality(common::v1::CONFIDENTIALITY_ORDINARY);
    item.set_basis(g.dice.Chance(800'000) ? cw::TRANSFER_BASIS_SGB8_64_1 : cw::TRANSFER_BASIS_UNSPECIFIED);
  }
  return Ask(&CaseService::PrepareHandover, "case", Mostly(g, of.holder), request);
}
Wish OfferHandover(Guess& g) {
  const Case of = SomeCase(g);
  const Person to = OneOf(g, g.dice.Of(std::vector{Organisations()[0], Organisations()[1]}).people);
  cw::OfferHandoverRequest request;
  request.set_case_id(of.id);
  request.set_to_organisation_id(to.organisation);
  request.set_to_unit_id(to.unit);
  request.set_to_person_id(to.id);
  request.set_to_deputy_person_id(DeputyOf(to).id);
  request.set_basis(common::v1::LEGAL_BASIS_SGB8_86);
  if (g.dice.Chance(600'000)) *request.mutable_answer_due() = ToProto(g.now + Days(g.dice.Between(0, 15)));
  *request.mutable_participation() = Heard(g);
  request.set_cold(g.dice.Chance(200'000));
  if (of.state.prepared && g.dice.Chance(800'000))
    request.set_prepared_handover_id(of.state.prepared->handover_id);
  if (g.dice.Chance(300'000)) {
    auto& item = *request.add_package();
    item.set_position(1);
    item.set_confidentiality(common::v1::CONFIDENTIALITY_ENTRUSTED);
    item.set_basis(g.dice.Chance(500'000) ? cw::TRANSFER_BASIS_SGB8_65_ENDANGERMENT
                                          : cw::TRANSFER_BASIS_SGB8_64_1);
    item.set_withheld(g.dice.Chance(300'000));
  }
  return Ask(&CaseService::OfferHandover, "case", Mostly(g, of.holder), request);
}
Wish OfferCasesOfPerson(Guess& g) {
  const Case of = SomeCase(g);
  const Person to = OneOf(g, g.dice.Of(std::vector{Organisations()[0], Organisations()[1]}).people);
  cw::OfferCasesOfPersonRequest request;
  request.set_organisation_id(of.holder.organisation);
  request.set_person_id(of.holder.id);
  request.set_to_organisation_id(to.organisation);
  request.set_to_unit_id(to.unit);
  request.set_to_person_id(to.id);
  request.set_to_deputy_person_id(DeputyOf(to).id);
  request.set_basis(common::v1::LEGAL_BASIS_SGB8_36A);
  *request.mutable_participation() = Heard(g);
  return Ask(&CaseService::OfferCasesOfPerson, "case",
             OneOf(g, {DeputyOf(of.holder), OrganisationOf(of.holder.organisation).lead}), request);
}
std::string OpenOffer(const Case& of) {
  const auto& offer = of.state.handover.open();
  return offer ? offer->id : eventlog::TestHexId("no offer");
}
Person OfferedTo(Guess& g, const Case& of) {
  const auto& offer = of.state.handover.open();
  const Person* to = offer ? FindPerson(offer->to.person_id) : nullptr;
  return Mostly(g, to != nullptr ? *to : of.holder);
}
Wish RecordHandoverMeeting(Guess& g) {
  const Case of = SomeCase(g);
  cw::RecordHandoverMeetingRequest request;
  request.set_case_id(of.id);
  request.set_handover_id(OpenOffer(of));
  *request.mutable_held_at() = ToProto(g.now - absl::Hours(g.dice.Between(-1, 5)));
  request.add_person_ids(of.holder.id);
  request.add_person_ids(OfferedTo(g, of).id);
  if (g.dice.Chance(200'000))
    request.add_person_ids(OneOf(g, OrganisationOf(of.holder.organisation).people).id);
  *request.mutable_participation() = Heard(g);
  return Ask(&CaseService::RecordHandoverMeeting, "case", Mostly(g, of.holder), request);
}
Wish AcceptHandover(Guess& g) {
  const Case of = SomeCase(g);
  cw::AcceptHandoverRequest request;
  request.set_case_id(of.id);
  request.set_handover_id(OpenOffer(of));
  return Ask(&CaseService::AcceptHandover, "case", OfferedTo(g, of), request);
}
Wish RefuseHandover(Guess& g) {
  const Case of = SomeCase(g);
  cw::RefuseHandoverRequest request;
  request.set_case_id(of.id);
  request.set_handover_id(OpenOffer(of));
  request.set_reason(cw::HANDOVER_REFUSAL_REASON_BAD_MOMENT);
  if (!g.dice.Chance(100'000)) request.set_counter_proposal("after the holidays");
  return Ask(&CaseService::RefuseHandover, "case", OfferedTo(g, of), request);
}
Wish RevokeHandover(Guess& g) {
  const Case of = SomeCase(g);
  cw::RevokeHandoverRequest request;
  request.set_case_id(of.id);
  request.set_handover_id(OpenOffer(of));
  return Ask(&CaseService::RevokeHandover, "case", Mostly(g, of.holder), request);
}
Person Giver(Guess& g, const Case& of) {
  const Person* giver = of.state.last_move ? FindPerson(of.state.last_move->giver.person_id) : nullptr;
  return Mostly(g, giver != nullptr ? *giver : of.holder);
}
std::string LastMove(const Case& of) {
  return of.state.last_move ? of.state.last_move->handover_id : eventlog::TestHexId("no move");
}
Wish FollowUpHandover(Guess& g) {
  const Case of = SomeCase(g);
  cw::FollowUpHandoverRequest request;
  request.set_case_id(of.id);
  request.set_handover_id(LastMove(of));
  request.set_outcome(g.dice.Chance(600'000) ? cw::FOLLOW_UP_OUTCOME_HOLDS : cw::FOLLOW_UP_OUTCOME_SHAKY);
  request.set_note("went there together");
  *request.mutable_participation() = Heard(g);
  return Ask(&CaseService::FollowUpHandover, "case", Giver(g, of), request);
}
Wish TakeBackHandover(Guess& g) {
  const Case of = SomeCase(g);
  cw::TakeBackHandoverRequest request;
  request.set_case_id(of.id);
  request.set_handover_id(LastMove(of));
  if (!g.dice.Chance(100'000)) request.set_reason("nobody went there");
  return Ask(&CaseService::TakeBackHandover, "case", Giver(g, of), request);
}
Wish PackAfterwards(Guess& g) {
  const Case of = SomeCase(g);
  cw::PackAfterwardsRequest request;
  request.set_case_id(of.id);
  request.set_to_organisation_id(of.holder.organisation);
  const Person* giver = nullptr;
  for (const auto& owed : of.state.packages_owed) giver = FindPerson(owed.giver.person_id);
  if (giver == nullptr && of.state.last_move) giver = FindPerson(of.state.last_move->giver.person_id);
  if (g.dice.Chance(500'000)) {
    request.set_nothing_needed(true);
  } else {
    cw::PackageItem& item = *request.add_package();
    item.set_position(static_cast<uint64_t>(g.dice.Between(1, 400)));
    item.set_confidentiality(common::v1::CONFIDENTIALITY_ORDINARY);
    item.set_basis(cw::TRANSFER_BASIS_SGB8_64_1);
  }
  return Ask(&CaseService::PackAfterwards, "case", Mostly(g, giver != nullptr ? *giver : of.holder), request);
}
Wish CommitToTeam(Guess& g) {
  const Case of = SomeCase(g);
  cw::CommitToTeamRequest request;
  request.set_case_id(of.id);
  request.set_team_id(of.state.team_id.empty() ? SomeId(g, "team") : of.state.team_id);
  Person who = Anybody(g);
  for (const auto& seat : of.state.seats) {
    const Person* member = FindPerson(seat.successor ? seat.successor->person_id : seat.who.person_id);
    if ((!seat.committed || seat.successor) && member != nullptr) who = *member;
  }
  return Ask(&CaseService::CommitToTeam, "case", Mostly(g, who), request);
}
Wish NameCaseDeputy(Guess& g) {
  const Case of = SomeCase(g);
  const Person deputy = g.dice.Chance(700'000) ? DeputyOf(of.holder) : OneOf(g, YouthOffice());
  cw::NameCaseDeputyRequest request;
  request.set_case_id(of.id);
  request.set_deputy_person_id(deputy.id);
  return Ask(&CaseService::NameCaseDeputy, "case", Mostly(g, of.holder), request);
}
Wish NameStrandDeputy(Guess& g) {
  const Case of = SomeCase(g);
  const bool night = g.dice.Chance(500'000);
  std::string holder_id = of.holder.id;
  if (night && of.state.tonight.held()) holder_id = of.state.tonight.holder().holder.person_id;
  if (!night && of.state.coordination.held()) holder_id = of.state.coordination.holder().person_id;
  const Person* found = FindPerson(holder_id);
  const Person holder = found != nullptr ? *found : of.holder;
  cw::NameStrandDeputyRequest request;
  request.set_case_id(of.id);
  request.set_strand(night ? common::v1::STRAND_TONIGHT : common::v1::STRAND_COORDINATION);
  request.set_deputy_person_id(g.dice.Chance(700'000) ? DeputyOf(holder).id : Anybody(g).id);
  return Ask(&CaseService::NameStrandDeputy, "case", Mostly(g, holder), request);
}
Wish NameSeatSuccessor(Guess& g) {
  const Case of = SomeCase(g);
  Person leaves = OneOf(g, Provider());
  for (const auto& seat : of.state.seats) {  // somebody who really goes, or the last one who could
    const Person* member = FindPerson(seat.who.person_id);
    if (seat.committed && member != nullptr && (g.ledger.Goes(*member) || g.dice.Chance(300'000)))
      leaves = *member;
  }
  const Person next = g.dice.Chance(600'000) ? DeputyOf(leaves) : OneOf(g, AnotherProvider());
  cw::NameSeatSuccessorRequest request;
  request.set_case_id(of.id);
  request.set_team_id(of.state.team_id.empty() ? SomeId(g, "team") : of.state.team_id);
  request.set_person_id(leaves.id);
  request.mutable_successor()->set_organisation_id(next.organisation);
  request.mutable_successor()->set_person_id(next.id);
  request.mutable_successor()->set_discipline(team::v1::DISCIPLINE_RESIDENTIAL_CARE);
  return Ask(&CaseService::NameSeatSuccessor, "case", OneOf(g, {leaves, of.holder}), request);
}
std::string OpenCoordination(const Case& of) {
  const auto& offer = of.state.coordination_offer.open();
  return offer ? offer->id : eventlog::TestHexId("no offer");
}
Person AskedToCoordinate(Guess& g, const Case& of) {
  const auto& offer = of.state.coordination_offer.open();
  const Person* to = offer ? FindPerson(offer->to.person_id) : nullptr;
  return to != nullptr ? Mostly(g, *to) : OneOf(g, Coordination());
}
Wish OfferCoordination(Guess& g) {
  const Case of = SomeCase(g);
  const Person to = OneOf(g, g.dice.Chance(700'000) ? Coordination() : YouthOffice());
  cw::OfferCoordinationRequest request;
  request.set_case_id(of.id);
  request.set_team_id(of.state.team_id.empty() ? SomeId(g, "team") : of.state.team_id);
  request.set_to_organisation_id(to.organisation);
  request.set_to_unit_id(to.unit);
  request.set_to_person_id(to.id);
  request.set_to_deputy_person_id(DeputyOf(to).id);
  if (g.dice.Chance(200'000)) *request.mutable_answer_due() = ToProto(g.now + Days(g.dice.Between(0, 16)));
  return Ask(&CaseService::OfferCoordination, "case", OneOf(g, {Coordination()[0], of.holder}), request);
}
Wish AcceptCoordination(Guess& g) {
  const Case of = SomeCase(g);
  cw::AcceptCoordinationRequest request;
  request.set_case_id(of.id);
  request.set_offer_id(OpenCoordination(of));
  return Ask(&CaseService::AcceptCoordination, "case", AskedToCoordinate(g, of), request);
}
Wish RefuseCoordination(Guess& g) {
  const Case of = SomeCase(g);
  cw::RefuseCoordinationRequest request;
  request.set_case_id(of.id);
  request.set_offer_id(OpenCoordination(of));
  if (!g.dice.Chance(100'000)) request.set_account("not before autumn");
  return Ask(&CaseService::RefuseCoordination, "case", AskedToCoordinate(g, of), request);
}
Wish RevokeCoordination(Guess& g) {
  const Case of = SomeCase(g);
  cw::RevokeCoordinationRequest request;
  request.set_case_id(of.id);
  request.set_offer_id(OpenCoordination(of));
  return Ask(&CaseService::RevokeCoordination, "case", Mostly(g, of.holder), request);
}
Wish VouchForTonight(Guess& g) {
  const Case of = SomeCase(g);
  cw::VouchForTonightRequest request;
  request.set_case_id(of.id);
  *request.mutable_tonight() = Tonight(g, g.dice.Chance(500'000) ? of.holder : DeputyOf(of.holder));
  return Ask(&CaseService::VouchForTonight, "case", Mostly(g, of.holder), request);
}
Wish ReportMissing(Guess& g) {
  const Case of = SomeCase(g);
  cw::ReportMissingRequest request;
  request.set_case_id(of.id);
  return Ask(&CaseService::ReportMissing, "case",
             g.dice.Chance(600'000) ? WhoSheltersTonight(g, of) : Mostly(g, of.holder), request);
}
Wish ReportBack(Guess& g) {
  const Case of = SomeCase(g);
  const auto offices = std::vector{Organisations()[0], Organisations()[1]};
  const Person who = of.state.kept_setting_id.empty() ? OneOf(g, g.dice.Of(offices).people)
                                                      : ProviderOf(g, of, of.state.kept_setting_id);
  cw::ReportBackRequest request;
  request.set_case_id(of.id);
  request.set_deputy_person_id(DeputyOf(who).id);
  return Ask(&CaseService::ReportBack, "case", who, request);
}
Wish DocumentDiagnostics(Guess& g) {
  cw::DocumentDiagnosticsRequest request;
  request.set_case_id(SomeCase(g).id);
  request.set_text("nothing new");
  return Ask(&CaseService::DocumentDiagnostics, "case", Anybody(g), request);
}
Wish RecordCaseUnderstanding(Guess& g) {
  const Case of = SomeCase(g);
  cw::RecordCaseUnderstandingRequest request;
  request.set_case_id(of.id);
  request.set_understanding("runs before he is left");
  request.set_good_reason("who goes first is not left");
  *request.mutable_participation() = Heard(g);
  return Ask(&CaseService::RecordCaseUnderstanding, "case", Mostly(g, of.holder), request);
}
Wish ProposeSetting(Guess& g) {
  const Case of = SomeCase(g);
  cw::ProposeSettingRequest request;
  request.set_case_id(of.id);
  auto& component = *request.add_components();
  component.set_kind(g.dice.Chance(700'000) ? cw::COMPONENT_KIND_RESIDENTIAL : cw::COMPONENT_KIND_OUTPATIENT);
  component.set_organisation_id(SomeProvider(g)[0].organisation);
  request.set_idea("a place of his own");
  *request.mutable_participation() = Heard(g);
  return Ask(&CaseService::ProposeSetting, "case", Mostly(g, of.holder), request);
}
Wish AnswerSetting(Guess& g) {
  const Case of = SomeCase(g);
  cw::AnswerSettingRequest request;
  request.set_case_id(of.id);
  request.set_setting_id(SomeSetting(g, of));
  request.set_answer(g.dice.Chance(700'000) ? cw::ANSWER_YES : cw::ANSWER_NOT_ASKED);
  if (g.dice.Chance(600'000)) request.set_why("away");
  return Ask(&CaseService::AnswerSetting, "case", Mostly(g, of.holder), request);
}
Wish AdoptSetting(Guess& g) {
  const Case of = SomeCase(g);
  cw::AdoptSettingRequest request;
  request.set_case_id(of.id);
  request.set_setting_id(SomeSetting(g, of));
  *request.mutable_participation() = Heard(g);
  return Ask(&CaseService::AdoptSetting, "case", Mostly(g, of.holder), request);
}
Wish StartSetting(Guess& g) {
  const Case of = SomeCase(g);
  const std::string setting = SomeSetting(g, of);
  const Person who = ProviderOf(g, of, setting);
  cw::StartSettingRequest request;
  request.set_case_id(of.id);
  request.set_setting_id(setting);
  request.set_deputy_person_id(DeputyOf(who).id);
  return Ask(&CaseService::StartSetting, "case", who, request);
}
Wish GiveSettingNotice(Guess& g) {
  const Case of = SomeCase(g);
  cw::GiveSettingNoticeRequest request;
  request.set_case_id(of.id);
  request.set_setting_id(SomeSetting(g, of));
  request.set_account("violence in the house");
  return Ask(&CaseService::GiveSettingNotice, "case", ProviderOf(g, of, request.setting_id()), request);
}
Wish EndSetting(Guess& g) {
  const Case of = SomeCase(g);
  const std::string setting = SomeSetting(g, of);
  const Person who = g.dice.Chance(500'000) ? ProviderOf(g, of, setting) : of.holder;
  cw::EndSettingRequest request;
  request.set_case_id(of.id);
  request.set_setting_id(setting);
  if (g.dice.Chance(700'000)) *request.mutable_next_tonight() = Tonight(g, of.holder);
  return Ask(&CaseService::EndSetting, "case", who, request);
}
Wish RecordSetback(Guess& g) {
  cw::RecordSetbackRequest request;
  request.set_case_id(SomeCase(g).id);
  if (!g.dice.Chance(50'000)) request.add_kinds(cw::SETBACK_KIND_RELAPSE);
  request.set_account("a bad night");
  return Ask(&CaseService::RecordSetback, "case", Anybody(g), request);
}
Wish EnterStandby(Guess& g) {
  const Case of = SomeCase(g);
  cw::EnterStandbyRequest request;
  request.set_case_id(of.id);
  request.set_reason(g.dice.Chance(500'000) ? cw::STANDBY_REASON_REFUSAL : cw::STANDBY_REASON_UNREACHABLE);
  *request.mutable_next_contact_due() = ToProto(g.now + Days(g.dice.Between(-1, 60)));
  *request.mutable_participation() = Heard(g);
  return Ask(&CaseService::EnterStandby, "case", Mostly(g, of.holder), request);
}
Wish RecordContactWithYoungPerson(Guess& g) {
  cw::RecordContactWithYoungPersonRequest request;
  request.set_case_id(SomeCase(g).id);
  request.set_channel(cw::CONTACT_CHANNEL_MESSAGE);
  request.set_note("he wrote");
  return Ask(&CaseService::RecordContactWithYoungPerson, "case", Anybody(g), request);
}
Wish RecordHearing(Guess& g) {
  const Case of = SomeCase(g);
  cw::RecordHearingRequest request;
  request.set_case_id(of.id);
  *request.mutable_participation() = Heard(g);
  return Ask(&CaseService::RecordHearing, "case", Mostly(g, of.holder), request);
}
Wish BeginAftercare(Guess& g) {
  const Case of = SomeCase(g);
  cw::BeginAftercareRequest request;
  request.set_case_id(of.id);
  request.set_unit_id(of.holder.unit);
  request.set_person_id(of.holder.id);
  request.set_deputy_person_id(DeputyOf(of.holder).id);
  *request.mutable_until() = ToProto(g.now + Days(g.dice.Between(80, 120)));
  request.set_contact_every_days(static_cast<uint32_t>(g.dice.Between(0, 20)));
  *request.mutable_participation() = Heard(g);
  return Ask(&CaseService::BeginAftercare, "case", Mostly(g, of.holder), request);
}
// --- competence (N7) and age (N13) ---

std::string OpenChange(const Case& of) {
  return of.state.change ? of.state.change->id : eventlog::TestHexId("no change");
}
// Somebody of the other office that may be competent.
Person OfTheOther(Guess& g, const Case& of) {
  const bool first = of.holder.organisation == Organisations()[0].people[0].organisation;
  return OneOf(g, Organisations()[first ? 1 : 0].people);
}
template <class Request>
void NameTheReceiver(Request& request, const Person& to) {
  request.set_to_organisation_id(to.organisation);
  request.set_to_unit_id(to.unit);
  request.set_to_person_id(to.id);
  request.set_to_deputy_person_id(DeputyOf(to).id);
}
Wish DetermineCompetence(Guess& g) {
  const Case of = SomeCase(g);
  cw::DetermineCompetenceRequest request;
  request.set_case_id(of.id);
  request.set_organisation_id(g.dice.Chance(300'000) ? of.holder.organisation
                                                     : OfTheOther(g, of).organisation);
  request.set_basis(common::v1::LEGAL_BASIS_SGB8_86);
  *request.mutable_effective_since() = ToProto(g.now - Days(g.dice.Between(-1, 400)));
  if (!of.state.competences.empty() && g.dice.Chance(400'000))
    request.set_corrects_competence_id(of.state.competences.back().id);
  return Ask(&CaseService::DetermineCompetence, "case", Mostly(g, of.holder), request);
}
Wish DetectCompetenceChange(Guess& g) {
  const Case of = SomeCase(g);
  cw::DetectCompetenceChangeRequest request;
  request.set_case_id(of.id);
  request.set_cause(cw::COMPETENCE_CHANGE_CAUSE_PARENTS_MOVED);
  if (!g.dice.Chance(200'000)) request.set_organisation_id(OfTheOther(g, of).organisation);
  request.set_account("the mother moved");
  return Ask(&CaseService::DetectCompetenceChange, "case", Mostly(g, of.holder), request);
}
Wish InformAgency(Guess& g) {
  const Case of = SomeCase(g);
  cw::InformAgencyRequest request;
  request.set_case_id(of.id);
  request.set_change_id(OpenChange(of));
  NameTheReceiver(request, OfTheOther(g, of));
  return Ask(&CaseService::InformAgency, "case", Mostly(g, of.holder), request);
}
Wish SendAgencyData(Guess& g) {
  const Case of = SomeCase(g);
  cw::SendAgencyDataRequest request;
  request.set_case_id(of.id);
  request.set_change_id(OpenChange(of));
  return Ask(&CaseService::SendAgencyData, "case", Mostly(g, of.holder), request);
}
Person Informed(Guess& g, const Case& of) {
  const bool informed = of.state.change && of.state.change->to;
  const Person* to = informed ? FindPerson(of.state.change->to->person_id) : nullptr;
  return to != nullptr ? *to : OfTheOther(g, of);
}
Wish RecordAgencyConversation(Guess& g) {
  const Case of = SomeCase(g);
  cw::RecordAgencyConversationRequest request;
  request.set_case_id(of.id);
  request.set_change_id(OpenChange(of));
  *request.mutable_held_at() = ToProto(g.now - absl::Hours(g.dice.Between(-1, 5)));
  request.add_person_ids(of.holder.id);
  request.add_person_ids(Informed(g, of).id);
  *request.mutable_participation() = Heard(g);
  return Ask(&CaseService::RecordAgencyConversation, "case", Mostly(g, of.holder), request);
}
Wish ReportContinuedService(Guess& g) {
  const Case of = SomeCase(g);
  cw::ReportContinuedServiceRequest request;
  request.set_case_id(of.id);
  request.set_change_id(OpenChange(of));
  *request.mutable_continued_since() = ToProto(g.now - Days(g.dice.Between(-1, 9)));
  if (!g.dice.Chance(100'000)) request.set_evidence("came every week");
  return Ask(&CaseService::ReportContinuedService, "case",
             g.dice.Chance(500'000) ? of.holder : Informed(g, of), request);
}
Wish AcceptContinuedService(Guess& g) {
  const Case of = SomeCase(g);
  const Person to = Informed(g, of);
  cw::AcceptContinuedServiceRequest request;
  request.set_case_id(of.id);
  request.set_change_id(OpenChange(of));
  return Ask(&CaseService::AcceptContinuedService, "case",
             Mostly(g, g.dice.Chance(500'000) ? to : DeputyOf(to)), request);
}
Wish RefuseCompetence(Guess& g) {
  const Case of = SomeCase(g);
  cw::RefuseCompetenceRequest request;
  request.set_case_id(of.id);
  request.set_change_id(OpenChange(of));
  request.set_reason(cw::COMPETENCE_REFUSAL_REASON_LAW_DISPUTED);
  if (!g.dice.Chance(100'000)) request.set_argument("the father has custody");
  return Ask(&CaseService::RefuseCompetence, "case", Mostly(g, Informed(g, of)), request);
}
Wish AskProvisionalTakeover(Guess& g) {
  const Case of = SomeCase(g);
  cw::AskProvisionalTakeoverRequest request;
  request.set_case_id(of.id);
  request.set_change_id(OpenChange(of));
  NameTheReceiver(request, OfTheOther(g, of));
  request.set_cause(g.dice.Of(std::vector{cw::PROVISIONAL_CAUSE_DISPUTED, cw::PROVISIONAL_CAUSE_IDLE,
                                          cw::PROVISIONAL_CAUSE_UNCLEAR}));
  return Ask(&CaseService::AskProvisionalTakeover, "case", Mostly(g, of.holder), request);
}
Wish AcceptProvisionalTakeover(Guess& g) {
  const Case of = SomeCase(g);
  const bool asked = of.state.change && !of.state.change->asked.empty();
  const Person* to = asked ? FindPerson(g.dice.Of(of.state.change->asked).to.person_id) : nullptr;
  cw::AcceptProvisionalTakeoverRequest request;
  request.set_case_id(of.id);
  request.set_change_id(OpenChange(of));
  return Ask(&CaseService::AcceptProvisionalTakeover, "case",
             Mostly(g, to != nullptr ? *to : OfTheOther(g, of)), request);
}
Wish OfferOmbuds(Guess& g) {
  const Case of = SomeCase(g);
  cw::OfferOmbudsRequest request;
  request.set_case_id(of.id);
  request.set_change_id(OpenChange(of));
  *request.mutable_participation() = Heard(g);
  return Ask(&CaseService::OfferOmbuds, "case", Mostly(g, of.holder), request);
}
Wish RecordBirthDate(Guess& g) {
  const Case of = SomeCase(g);
  cw::RecordBirthDateRequest request;
  request.set_case_id(of.id);
  request.set_birth_date(
      g.dice.Of(std::vector<std::string>{"2012-05-01", "2008-03-20", "2003-01-31", "1990-05-01", ""}));
  if (g.dice.Chance(300'000)) request.set_correction_reason("the certificate says so");
  return Ask(&CaseService::RecordBirthDate, "case", Mostly(g, of.holder), request);
}
Wish NameGuardian(Guess& g) {
  const Case of = SomeCase(g);
  cw::NameGuardianRequest request;
  request.set_case_id(of.id);
  request.set_kind(g.dice.Chance(500'000) ? cw::GUARDIAN_KIND_OFFICE : cw::GUARDIAN_KIND_PARENTS);
  NameTheReceiver(request, OfTheOther(g, of));
  if (!g.dice.Chance(100'000)) request.set_name("Petra Muster");
  return Ask(&CaseService::NameGuardian, "case", Mostly(g, of.holder), request);
}
Wish RegisterConsent(Guess& g) {
  const Case of = SomeCase(g);
  cw::RegisterConsentRequest request;
  request.set_case_id(of.id);
  request.set_matter(static_cast<cw::ConsentMatter>(g.dice.Between(1, 2)));
  request.set_organisation_id(OfTheOther(g, of).organisation);
  request.set_given_by(static_cast<cw::ConsentGiver>(g.dice.Between(1, 2)));
  *request.mutable_given_on() = ToProto(g.now - absl::Hours(g.dice.Between(0, 5)));
  *request.mutable_until() = ToProto(g.now + Days(g.dice.Between(0, 9)));
  request.set_words("my teacher may know of it");
  return Ask(&CaseService::RegisterConsent, "case", Mostly(g, of.holder), request);
}
Wish WithdrawConsent(Guess& g) {
  const Case of = SomeCase(g);
  cw::WithdrawConsentRequest request;
  request.set_case_id(of.id);
  if (!of.state.consents.empty()) request.set_consent_id(g.dice.Of(of.state.consents).id);
  request.set_withdrawn_by(static_cast<cw::ConsentGiver>(g.dice.Between(1, 2)));
  request.set_words("no more");
  return Ask(&CaseService::WithdrawConsent, "case", Mostly(g, of.holder), request);
}
Wish DeclareGuardianship(Guess& g) {
  const Case of = SomeCase(g);
  const Person* asked = of.state.guardian_asked ? FindPerson(of.state.guardian_asked->person_id) : nullptr;
  cw::DeclareGuardianshipRequest request;
  request.set_case_id(of.id);
  return Ask(&CaseService::DeclareGuardianship, "case", Mostly(g, asked != nullptr ? *asked : of.holder),
             request);
}
// --- unaccompanied minors (§ 42a), and the search (N12) ---

Wish ReceiveUnaccompaniedMinor(Guess& g) {
  const Case of = SomeCase(g);
  cw::ReceiveUnaccompaniedMinorRequest request;
  request.set_case_id(of.id);
  request.set_land(common::v1::FEDERAL_STATE_NORTH_RHINE_WESTPHALIA);
  *request.mutable_received_at() = ToProto(g.now - absl::Hours(g.dice.Between(-1, 200)));
  return Ask(&CaseService::ReceiveUnaccompaniedMinor, "case", Mostly(g, of.holder), request);
}
Wish RecordMinorStep(Guess& g) {
  const Case of = SomeCase(g);
  cw::RecordMinorStepRequest request;
  request.set_case_id(of.id);
  const int next = of.state.minor ? static_cast<int>(of.state.minor->step) + 1 : 1;
  request.set_step(static_cast<cw::MinorStep>(std::min(next, 3)));
  *request.mutable_taken_at() = ToProto(g.now);
  return Ask(&CaseService::RecordMinorStep, "case", Mostly(g, of.holder), request);
}
Wish RecordMinorAllocation(Guess& g) {
  const Case of = SomeCase(g);
  cw::RecordMinorAllocationRequest request;
  request.set_case_id(of.id);
  request.set_organisation_id(Anybody(g).organisation);
  *request.mutable_allocated_at() = ToProto(g.now);
  return Ask(&CaseService::RecordMinorAllocation, "case", Mostly(g, of.holder), request);
}
Wish ExcludeMinorAllocation(Guess& g) {
  const Case of = SomeCase(g);
  cw::ExcludeMinorAllocationRequest request;
  request.set_case_id(of.id);
  request.set_reason(g.dice.Chance(500'000) ? cw::MINOR_EXCLUSION_REASON_MONTH_OVER
                                            : cw::MINOR_EXCLUSION_REASON_WELFARE);
  return Ask(&CaseService::ExcludeMinorAllocation, "case", Mostly(g, of.holder), request);
}
Wish SendEscort(Guess& g) {
  const Case of = SomeCase(g);
  cw::SendEscortRequest request;
  request.set_case_id(of.id);
  request.set_person_id(DeputyOf(of.holder).id);
  *request.mutable_departs_at() = ToProto(g.now);
  return Ask(&CaseService::SendEscort, "case", Mostly(g, of.holder), request);
}
Wish ConfirmArrival(Guess& g) {
  const Case of = SomeCase(g);
  cw::ConfirmArrivalRequest request;
  request.set_case_id(of.id);
  *request.mutable_arrived_at() = ToProto(g.now);
  return Ask(&CaseService::ConfirmArrival, "case", Anybody(g), request);
}
Wish RecordSearchContact(Guess& g) {
  const Case of = SomeCase(g);
  cw::RecordSearchContactRequest request;
  request.set_case_id(of.id);
  request.set_result(cw::SEARCH_RESULT_NO_TRACE);
  request.set_account("nobody has seen him");
  request.set_next_within_hours(g.dice.Between(1, 80));
  return Ask(&CaseService::RecordSearchContact, "case", Mostly(g, of.holder), request);
}

Wish RecordConsents(Guess& g) {
  const Case of = SomeCase(g);
  cw::RecordConsentsRequest request;
  request.set_case_id(of.id);
  request.set_answer(g.dice.Chance(700'000) ? cw::ANSWER_YES : cw::ANSWER_NOT_ASKED);
  return Ask(&CaseService::RecordConsents, "case", Mostly(g, of.holder), request);
}
Wish PlanHelp(Guess& g) {
  const Case of = SomeCase(g);
  cw::PlanHelpRequest request;
  request.set_case_id(of.id);
  *request.mutable_planned_end() = ToProto(g.now + Days(g.dice.Between(-1, 1100)));
  if (g.dice.Chance(500'000)) request.set_extension_reason("an apprenticeship to finish");
  *request.mutable_participation() = Heard(g);
  return Ask(&CaseService::PlanHelp, "case", Mostly(g, of.holder), request);
}
Wish RecordTransitionCheck(Guess& g) {
  const Case of = SomeCase(g);
  cw::RecordTransitionCheckRequest request;
  request.set_case_id(of.id);
  request.set_note("the job centre was there");
  *request.mutable_participation() = Heard(g);
  return Ask(&CaseService::RecordTransitionCheck, "case", Mostly(g, of.holder), request);
}

cw::Participant At(cw::Party party, const Person& who) {
  cw::Participant participant;
  participant.set_party(party);
  participant.set_organisation_id(who.organisation);
  participant.set_person_id(who.id);
  return participant;
}
Wish OpenRiskAssessment(Guess& g) {
  cw::OpenRiskAssessmentRequest request;
  request.set_case_id(SomeCase(g).id);
  request.set_signs("a bruise");
  return Ask(&CaseService::OpenRiskAssessment, "case", Anybody(g), request);
}
Wish RecordRiskAssessment(Guess& g) {
  const Case of = SomeCase(g);
  cw::RecordRiskAssessmentRequest request;
  request.set_case_id(of.id);
  request.set_assessment_id(of.state.planning.assessment_id);
  *request.add_assessors() = At(cw::PARTY_ASD, of.holder);
  *request.add_assessors() = At(cw::PARTY_ASD, Mostly(g, DeputyOf(of.holder)));
  request.set_outcome(cw::RISK_OUTCOME_NEED_OF_HELP);
  request.set_assessment("not today");
  if (g.dice.Chance(700'000)) request.set_late_reason("nobody was there");
  *request.mutable_participation() = Heard(g);
  return Ask(&CaseService::RecordRiskAssessment, "case", Mostly(g, of.holder), request);
}
Wish EnterRecord(Guess& g) {
  cw::EnterRecordRequest request;
  request.set_case_id(SomeCase(g).id);
  request.set_kind(cw::RECORD_KIND_CONTRIBUTION);
  request.set_source(cw::RECORD_SOURCE_FAMILY);
  request.set_basis(cw::RECORD_BASIS_SGB8_62_2);
  request.set_confidentiality(g.dice.Chance(800'000) ? common::v1::CONFIDENTIALITY_ORDINARY
                                                     : common::v1::CONFIDENTIALITY_ENTRUSTED);
  request.set_text("was told so");
  return Ask(&CaseService::EnterRecord, "case", Anybody(g), request);
}
Wish AssessRight(Guess& g) {
  cw::AssessRightRequest request;
  request.set_case_id(SomeCase(g).id);
  request.set_domain(cw::RIGHT_DOMAIN_EDUCATION);
  request.set_covered(g.dice.Chance(400'000));
  *request.mutable_since() = ToProto(g.now - Days(g.dice.Between(-1, 60)));
  return Ask(&CaseService::AssessRight, "case", Anybody(g), request);
}
Wish BreakGlass(Guess& g) {
  cw::BreakGlassRequest request;
  request.set_case_id(SomeCase(g).id);
  request.set_reason(cw::GLASS_REASON_MISSING);
  if (g.dice.Chance(900'000)) request.set_account("nobody knows where he sleeps");
  request.set_endangered(g.dice.Chance(300'000));
  return Ask(&CaseService::BreakGlass, "case", Anybody(g), request);
}
Wish ReviewReading(Guess& g) {
  const Case of = SomeCase(g);
  cw::ReviewReadingRequest request;
  request.set_case_id(of.id);
  request.set_reading_id(of.state.readings.empty() ? eventlog::TestHexId("none of these")
                                                   : g.dice.Of(of.state.readings).id);
  request.set_finding(g.dice.Chance(800'000) ? cw::GLASS_FINDING_JUSTIFIED : cw::GLASS_FINDING_NOT_JUSTIFIED);
  return Ask(&CaseService::ReviewReading, "case", Anybody(g), request);
}
Wish EnterResidentialPhase(Guess& g) {
  const Case of = SomeCase(g);
  cw::EnterResidentialPhaseRequest request;
  request.set_case_id(of.id);
  request.set_setting_id(SomeSetting(g, of));
  const bool returns = g.dice.Chance(500'000);
  request.set_phase(returns ? cw::RESIDENTIAL_PHASE_RETURN : cw::RESIDENTIAL_PHASE_COURSE);
  if (returns) {
    auto& receiver = *request.mutable_receiver();
    receiver.set_organisation_id(of.holder.organisation);
    receiver.set_unit_id(of.holder.unit);
    receiver.set_person_id(of.holder.id);
    receiver.set_deputy_person_id(DeputyOf(of.holder).id);
    receiver.set_basis(common::v1::LEGAL_BASIS_SGB8_36A);
    *request.mutable_return_planned_at() = ToProto(g.now + Days(30));
  }
  *request.mutable_participation() = Heard(g);
  return Ask(&CaseService::EnterResidentialPhase, "case", ProviderOf(g, of, request.setting_id()), request);
}
Wish AnswerReturn(Guess& g) {
  const Case of = SomeCase(g);
  cw::AnswerReturnRequest request;
  request.set_case_id(of.id);
  request.set_setting_id(SomeSetting(g, of));
  request.set_accepts(g.dice.Chance(700'000));
  if (!request.accepts()) request.set_reason("away by then");
  const auto* setting = of.state.FindSetting(request.setting_id());
  const Person* asked = setting != nullptr ? FindPerson(setting->return_receiver.person_id) : nullptr;
  return Ask(&CaseService::AnswerReturn, "case", asked != nullptr ? Mostly(g, *asked) : of.holder, request);
}
// --- the path to an approval (C5 to C8) ---

Wish RecordResourceCheck(Guess& g) {
  const Case of = SomeCase(g);
  cw::RecordResourceCheckRequest request;
  request.set_case_id(of.id);
  if (!g.dice.Chance(50'000)) *request.add_participants() = At(cw::PARTY_ASD, of.holder);
  request.set_resources("an aunt, a trainer");
  return Ask(&CaseService::RecordResourceCheck, "case", Mostly(g, of.holder), request);
}
Wish RecordPeerConsultation(Guess& g) {
  const Case of = SomeCase(g);
  cw::RecordPeerConsultationRequest request;
  request.set_case_id(of.id);
  *request.add_participants() = At(cw::PARTY_ASD, of.holder);
  *request.add_participants() =
      At(cw::PARTY_FINANCE, Mostly(g, OrganisationOf(of.holder.organisation).finance_lead));
  request.set_advice("who cooks in the evening?");
  if (!g.dice.Chance(50'000)) request.set_childs_view("stays with her brother");
  request.set_parents_view("it would do");
  *request.mutable_participation() = Heard(g);
  return Ask(&CaseService::RecordPeerConsultation, "case", Mostly(g, of.holder), request);
}
Wish ClassifyNeed(Guess& g) {
  const Case of = SomeCase(g);
  cw::ClassifyNeedRequest request;
  request.set_case_id(of.id);
  request.set_need_class(g.dice.Of(std::vector{cw::NEED_CLASS_SERVICE, cw::NEED_CLASS_GREY,
                                               cw::NEED_CLASS_GREY, cw::NEED_CLASS_ENDANGERMENT}));
  request.set_reason("nobody is there at night");
  if (g.dice.Chance(200'000)) *request.mutable_assessment_due() = ToProto(g.now + Days(g.dice.Between(0, 8)));
  return Ask(&CaseService::ClassifyNeed, "case", Mostly(g, of.holder), request);
}
Wish CallCommission(Guess& g) {
  const Case of = SomeCase(g);
  cw::CallCommissionRequest request;
  request.set_case_id(of.id);
  request.set_setting_id(SomeSetting(g, of));
  if (g.dice.Chance(300'000)) *request.mutable_due() = ToProto(g.now + Days(g.dice.Between(0, 29)));
  return Ask(&CaseService::CallCommission, "case", Mostly(g, of.holder), request);
}
Wish VoteInCommission(Guess& g) {
  const Case of = SomeCase(g);
  const Organisation& office = OrganisationOf(of.holder.organisation);
  cw::VoteInCommissionRequest request;
  request.set_case_id(of.id);
  const auto& commission = of.state.planning.commission;
  request.set_commission_id(commission ? commission->id : eventlog::TestHexId("no commission"));
  const std::vector<cw::CommissionSeat> missing =
      commission ? casework::MissingSeats(commission->votes) : std::vector<cw::CommissionSeat>{};
  request.set_seat(missing.empty() ? cw::COMMISSION_SEAT_CASE : g.dice.Of(missing));
  Person who = g.dice.Chance(700'000) ? of.holder : DeputyOf(of.holder);
  if (request.seat() == cw::COMMISSION_SEAT_TEAM_LEAD) who = office.lead;
  if (request.seat() == cw::COMMISSION_SEAT_FINANCE_LEAD) who = office.finance_lead;
  request.set_approves(g.dice.Chance(850'000));
  if (!g.dice.Chance(100'000)) request.set_reason(cw::RETURN_REASON_OTHER_HELP_FITS_BETTER);
  request.set_account("and the school?");
  return Ask(&CaseService::VoteInCommission, "case", OneOf(g, {who, who, who, office.lead}), request);
}
Wish BeginTrial(Guess& g) {
  const Case of = SomeCase(g);
  cw::BeginTrialRequest request;
  request.set_case_id(of.id);
  request.set_setting_id(SomeSetting(g, of));
  *request.mutable_until() = ToProto(g.now + Days(g.dice.Between(0, 190)));
  request.set_question("does he stay?");
  return Ask(&CaseService::BeginTrial, "case", Mostly(g, of.holder), request);
}
Wish EvaluateSetting(Guess& g) {
  const Case of = SomeCase(g);
  cw::EvaluateSettingRequest request;
  request.set_case_id(of.id);
  request.set_setting_id(SomeSetting(g, of));
  request.set_outcome(g.dice.Of(std::vector{cw::EVALUATION_OUTCOME_GOES_ON, cw::EVALUATION_OUTCOME_IS_CHANGED,
                                            cw::EVALUATION_OUTCOME_ANOTHER_WAY}));
  request.set_account("he stayed");
  *request.mutable_participation() = Heard(g);
  return Ask(&CaseService::EvaluateSetting, "case", Mostly(g, of.holder), request);
}
Wish DecideFunding(Guess& g) {
  const Case of = SomeCase(g);
  cw::DecideFundingRequest request;
  request.set_case_id(of.id);
  request.set_setting_id(SomeSetting(g, of));
  request.set_decision(g.dice.Chance(700'000) ? cw::FUNDING_DECISION_GRANTED
                                              : cw::FUNDING_DECISION_NOT_GRANTED);
  request.set_payer(cw::PAYER_YOUTH_OFFICE);
  if (!g.dice.Chance(100'000)) *request.mutable_from() = ToProto(g.now);
  return Ask(&CaseService::DecideFunding, "case",
             OneOf(g, {OrganisationOf(of.holder.organisation).finance_lead}), request);
}

Wish RequestLawfulEnd(Guess& g) {
  const Case of = SomeCase(g);
  cw::RequestLawfulEndRequest request;
  request.set_case_id(of.id);
  request.set_ground(g.dice.Of(std::vector<std::string>{
      "cannot be held here", "kein Platz", "own decision", "own decision", "moved abroad", "death",
      "recorded in error", "independence reached", "transferred out", "age 27"}));
  if (!g.dice.Chance(200'000)) request.set_evidence("what was seen");
  request.set_birth_date(g.dice.Of(std::vector<std::string>{"1990-05-01", "2012-05-01", "", "2003-01-31"}));
  request.set_informed(!g.dice.Chance(100'000));
  request.set_given_in_person(!g.dice.Chance(100'000));
  *request.mutable_confirmed_at() = ToProto(g.now - absl::Hours(g.dice.Between(-1, 50)));
  request.set_continued_in_case_id(SomeCase(g).id);
  *request.mutable_participation() = Heard(g);
  if (g.dice.Chance(300'000)) {  // where nobody shares, one of them is asked to review it
    const Person reviewer = Anybody(g);
    request.set_reviewer_organisation_id(reviewer.organisation);
    request.set_reviewer_person_id(reviewer.id);
  }
  return Ask(&CaseService::RequestLawfulEnd, "case", Mostly(g, of.holder), request);
}
std::string OpenEnd(const Case& of) {
  return of.state.ending ? of.state.ending->id : eventlog::TestHexId("no end");
}
Wish ApproveLawfulEnd(Guess& g) {
  const Case of = SomeCase(g);
  cw::ApproveLawfulEndRequest request;
  request.set_case_id(of.id);
  request.set_end_id(OpenEnd(of));
  const Person* reviewer = of.state.ending ? FindPerson(of.state.ending->reviewer.person_id) : nullptr;
  return Ask(&CaseService::ApproveLawfulEnd, "case",
             reviewer != nullptr ? *reviewer : OneOf(g, Coordination()), request);
}
Wish ObjectLawfulEnd(Guess& g) {
  const Case of = SomeCase(g);
  cw::ObjectLawfulEndRequest request;
  request.set_case_id(of.id);
  request.set_end_id(OpenEnd(of));
  request.set_for_young_person(g.dice.Chance(500'000));
  if (g.dice.Chance(500'000)) request.set_account("not yet");
  return Ask(&CaseService::ObjectLawfulEnd, "case", Anybody(g), request);
}
Wish ReopenCase(Guess& g) {
  cw::ReopenCaseRequest request;
  request.set_case_id(SomeCase(g).id);
  return Ask(&CaseService::ReopenCase, "case", Anybody(g), request);
}
Wish GetCase(Guess& g) {
  const Case of = SomeCase(g);
  cw::GetCaseRequest request;
  request.set_case_id(of.id);
  request.set_at_least_position(g.dice.Below(g.ledger.position() + 1));
  return Ask(&CaseService::GetCase, "case", Mostly(g, of.holder), request);
}

// --- team ---

void AddSeat(team::v1::TeamSeat& seat, const Person& who, team::v1::Discipline discipline, bool lead) {
  seat.set_organisation_id(who.organisation);
  seat.set_person_id(who.id);
  seat.set_discipline(discipline);
  seat.set_lead(lead);
}
Wish ProposeTeam(Guess& g) {
  const Case of = SomeCase(g);
  const Person who = OneOf(g, Coordination());
  team::v1::ProposeTeamRequest request;
  request.set_case_id(of.id);
  request.set_case_worker_person_id(of.holder.id);
  request.set_coordinator_unit_id(who.unit);
  request.set_coordinator_deputy_person_id(DeputyOf(who).id);
  AddSeat(*request.add_seats(), who, team::v1::DISCIPLINE_SOCIAL_WORK, false);
  AddSeat(*request.add_seats(), of.holder, team::v1::DISCIPLINE_SOCIAL_WORK, true);
  AddSeat(*request.add_seats(), OneOf(g, Provider()), team::v1::DISCIPLINE_RESIDENTIAL_CARE, false);
  return Ask(&TeamService::ProposeTeam, "team", who, request);
}
Wish ReplaceProposedMember(Guess& g) {
  const Case of = SomeCase(g);
  team::v1::ReplaceProposedMemberRequest request;
  request.set_case_id(of.id);
  request.set_team_id(of.state.team_id.empty() ? SomeId(g, "team") : of.state.team_id);
  const Person leaves = OneOf(g, Provider());
  request.set_person_id(leaves.id);
  AddSeat(*request.mutable_seat(), DeputyOf(leaves), team::v1::DISCIPLINE_RESIDENTIAL_CARE, false);
  return Ask(&TeamService::ReplaceProposedMember, "team", OneOf(g, Coordination()), request);
}
Wish ActivateTeam(Guess& g) {
  const Case of = SomeCase(g);
  team::v1::ActivateTeamRequest request;
  request.set_case_id(of.id);
  request.set_team_id(of.state.team_id.empty() ? SomeId(g, "team") : of.state.team_id);
  *request.mutable_review_due() = ToProto(g.now + Days(g.dice.Between(1, 370)));
  return Ask(&TeamService::ActivateTeam, "team", OneOf(g, Coordination()), request);
}
Wish PauseTeam(Guess& g) {
  const Case of = SomeCase(g);
  team::v1::PauseTeamRequest request;
  request.set_case_id(of.id);
  request.set_team_id(of.state.team_id.empty() ? SomeId(g, "team") : of.state.team_id);
  *request.mutable_review_due() = ToProto(g.now + Days(g.dice.Between(-1, 370)));
  return Ask(&TeamService::PauseTeam, "team", OneOf(g, Coordination()), request);
}
Wish ResumeTeam(Guess& g) {
  const Case of = SomeCase(g);
  team::v1::ResumeTeamRequest request;
  request.set_case_id(of.id);
  request.set_team_id(of.state.team_id.empty() ? SomeId(g, "team") : of.state.team_id);
  return Ask(&TeamService::ResumeTeam, "team", OneOf(g, Coordination()), request);
}
Wish RecordTeamMeeting(Guess& g) {
  const Case of = SomeCase(g);
  team::v1::RecordTeamMeetingRequest request;
  request.set_case_id(of.id);
  request.set_team_id(of.state.team_id.empty() ? SomeId(g, "team") : of.state.team_id);
  *request.mutable_held_at() = ToProto(g.now - absl::Hours(g.dice.Between(-1, 30)));
  for (const auto& seat : of.state.seats) request.add_person_ids(seat.who.person_id);
  *request.mutable_review_due() = ToProto(g.now + Days(g.dice.Between(1, 370)));
  return Ask(&TeamService::RecordTeamMeeting, "team", OneOf(g, Coordination()), request);
}

Wish OpenCalendar(Guess& g) {
  const Person who = OneOf(g, g.dice.Of(std::vector{Organisations()[0], Organisations()[2]}).people);
  team::v1::OpenCalendarRequest request;
  request.set_kind(g.dice.Chance(500'000) ? team::v1::CALENDAR_KIND_CONFERENCE
                                          : team::v1::CALENDAR_KIND_SOCIAL_SPACE_MEETING);
  request.set_area("Nord");
  request.set_unit_id(who.unit);
  request.set_deputy_person_id(DeputyOf(who).id);
  request.set_interval_days(g.dice.Between(7, 92));
  *request.mutable_first_due() = ToProto(g.now + Days(g.dice.Between(1, 10)));
  return Ask(&CalendarService::OpenCalendar, "team", who, request);
}
team::v1::CrisisProcedure Procedure(Guess& g) {
  team::v1::CrisisProcedure procedure;
  for (int party = common::v1::CRISIS_PARTY_YOUTH_OFFICE; party <= common::v1::CRISIS_PARTY_CLINIC; ++party) {
    auto& leg = *procedure.add_legs();
    leg.set_party(static_cast<common::v1::CrisisParty>(party));
    leg.set_acknowledge_minutes(g.dice.Between(1, 60));
  }
  procedure.set_court_approval_hours(24);
  procedure.set_meeting_days(g.dice.Between(1, 14));
  return procedure;
}
Wish AdoptAgreement(Guess& g) {
  const Person who = OneOf(g, YouthOffice());
  team::v1::AdoptAgreementRequest request;
  request.set_display_name("of the simulation");
  request.set_unit_id(who.unit);
  request.set_deputy_person_id(DeputyOf(who).id);
  *request.mutable_procedure() = Procedure(g);
  return Ask(&AgreementService::AdoptAgreement, "team", who, request);
}
Wish AdoptAgreementVersion(Guess& g) {
  team::v1::AdoptAgreementVersionRequest request;
  *request.mutable_effective_from() = ToProto(g.now + Days(g.dice.Between(-1, 20)));
  *request.mutable_procedure() = Procedure(g);
  return Ask(&AgreementService::AdoptAgreementVersion, "team", OneOf(g, YouthOffice()), request);
}
Wish EntrustAgreement(Guess& g) {
  const Person who = OneOf(g, YouthOffice());
  team::v1::EntrustAgreementRequest request;
  request.set_person_id(DeputyOf(who).id);
  request.set_deputy_person_id(who.id);
  return Ask(&AgreementService::EntrustAgreement, "team", who, request);
}
Wish SignAgreement(Guess& g) {
  const Person who = Anybody(g);
  team::v1::SignAgreementRequest request;
  request.set_contact_person_id(who.id);
  request.set_deputy_person_id(DeputyOf(who).id);
  return Ask(&AgreementService::SignAgreement, "team", who, request);
}
Wish NameCrisisContact(Guess& g) {
  const Person who = Anybody(g);
  team::v1::NameCrisisContactRequest request;
  request.set_contact_person_id(DeputyOf(who).id);
  request.set_deputy_person_id(who.id);
  return Ask(&AgreementService::NameCrisisContact, "team", who, request);
}
Wish LeaveAgreement(Guess& g) {
  return Ask(&AgreementService::LeaveAgreement, "team", Anybody(g), team::v1::LeaveAgreementRequest());
}
Wish FoundMembership(Guess& g) {
  const Person who = OneOf(g, Coordination());
  team::v1::FoundMembershipRequest request;
  request.set_kind(team::v1::MEMBERSHIP_KIND_FALLVERBUND);
  request.set_display_name("of the simulation");
  request.set_deputy_person_id(DeputyOf(who).id);
  for (const Person& member : {YouthOffice()[0], Provider()[0]}) {
    team::v1::MemberSeat& seat = *request.add_seats();
    seat.set_organisation_id(member.organisation);
    seat.set_person_id(member.id);
    seat.set_lead(request.seats_size() == 1);
  }
  return Ask(&MembershipService::FoundMembership, "team", who, request);
}
// What a circle decides together, whose voters may leave (B9, N11).
Wish OpenMembershipDecision(Guess& g) {
  team::v1::OpenMembershipDecisionRequest request;
  request.set_membership_id(SomeId(g, "membership"));
  request.set_subject(team::v1::DECISION_SUBJECT_STANCE);
  request.set_question("do we go on");
  *request.mutable_answer_due() = ToProto(g.now + Days(g.dice.Between(1, 20)));
  return Ask(&MembershipService::OpenMembershipDecision, "team",
             OneOf(g, std::vector{YouthOffice()[0], Provider()[0]}), request);
}

// --- leaving (N10, N11): asked, fenced, answered ---

// Somebody who has a case to hand over first, or anybody.
Person WhoLeaves(Guess& g) {
  const Case of = SomeCase(g);
  const Person somebody = g.dice.Chance(300'000)   ? of.holder
                          : g.dice.Chance(300'000) ? WhoSheltersTonight(g, of)
                                                   : Anybody(g);
  for (const auto& organisation : Organisations()) {
    for (const Person& person : organisation.people) {
      if (g.ledger.Goes(person) && g.dice.Chance(200'000)) return person;  // asked again
    }
  }
  return somebody;
}
Person AdministratorFor(Guess& g, const Person& person) {
  return Mostly(g, OrganisationOf(person.organisation).administrator);
}
Wish RequestDeactivation(Guess& g) {
  const Person leaves = WhoLeaves(g);
  team::v1::RequestDeactivationRequest request;
  request.set_organisation_id(leaves.organisation);
  request.set_person_id(leaves.id);
  return Ask(&DirectoryService::RequestDeactivation, "team", AdministratorFor(g, leaves), request);
}
Wish WithdrawDeactivation(Guess& g) {
  const Person leaves = WhoLeaves(g);
  team::v1::WithdrawDeactivationRequest request;
  request.set_organisation_id(leaves.organisation);
  request.set_person_id(leaves.id);
  return Ask(&DirectoryService::WithdrawDeactivation, "team", AdministratorFor(g, leaves), request);
}
Wish ReportAbsence(Guess& g) {
  const Person away = Anybody(g);
  team::v1::ReportAbsenceRequest request;
  request.set_organisation_id(away.organisation);
  request.set_person_id(away.id);
  if (g.dice.Chance(700'000)) *request.mutable_until() = ToProto(g.now + Days(g.dice.Between(-1, 190)));
  return Ask(&DirectoryService::ReportAbsence, "team", AdministratorFor(g, away), request);
}
Wish ReportOrganisationLeaving(Guess& g) {
  const Organisation& partner = g.dice.Of(Organisations());
  team::v1::ReportOrganisationLeavingRequest request;
  request.set_organisation_id(partner.administrator.organisation);
  request.set_cause(g.dice.Chance(700'000) ? team::v1::LEAVING_CAUSE_LEAVES
                                           : team::v1::LEAVING_CAUSE_INSOLVENT);
  *request.mutable_until() = ToProto(g.now + Days(g.dice.Between(-1, 60)));
  return Ask(&DirectoryService::ReportOrganisationLeaving, "team", AdministratorFor(g, partner.people[0]),
             request);
}
Wish WithdrawOrganisationLeaving(Guess& g) {
  const Organisation& partner = g.dice.Of(Organisations());
  team::v1::WithdrawOrganisationLeavingRequest request;
  request.set_organisation_id(partner.administrator.organisation);
  return Ask(&DirectoryService::WithdrawOrganisationLeaving, "team", AdministratorFor(g, partner.people[0]),
             request);
}
Wish SetWorkingRules(Guess& g) {
  const Organisation& office = Organisations()[g.dice.Chance(500'000) ? 1 : 0];
  team::v1::SetWorkingRulesRequest request;
  request.set_organisation_id(office.administrator.organisation);
  request.set_adopts_after_approval(g.dice.Chance(600'000));
  request.set_broken_off_supports(static_cast<uint32_t>(g.dice.Between(0, 3)));
  if (g.dice.Chance(600'000)) {  // what the audit judges by, and the pace of clocks; sometimes out of bounds
    common::v1::OfficeTerms& terms = *request.mutable_terms();
    terms.set_standby_missing_days(static_cast<uint32_t>(g.dice.Between(0, 43)));
    terms.set_standby_days(static_cast<uint32_t>(g.dice.Between(0, 120)));
    terms.set_first_follow_up_days(static_cast<uint32_t>(g.dice.Between(7, 28)));
    terms.set_second_follow_up_days(static_cast<uint32_t>(g.dice.Between(42, 84)));
    terms.set_escalation_hours(static_cast<uint32_t>(g.dice.Between(0, 72)));
    terms.set_replan_days(static_cast<uint32_t>(g.dice.Between(0, 28)));
    terms.set_handover_answer_days(static_cast<uint32_t>(g.dice.Between(0, 28)));
  }
  return Ask(&DirectoryService::SetWorkingRules, "team", Mostly(g, office.administrator), request);
}

// --- crisis ---

Wish RequestDeployment(Guess& g) {
  const Case of = SomeCase(g);
  crisis::v1::RequestDeploymentRequest request;
  request.set_case_id(of.id);
  request.set_mode(static_cast<crisis::v1::DeploymentMode>(g.dice.Between(1, 3)));
  const bool passed_on =
      of.state.tonight.held() && of.state.tonight.holder().kind == common::v1::TONIGHT_KIND_CRISIS_TEAM;
  if (passed_on && g.dice.Chance(800'000)) request.set_mode(crisis::v1::DEPLOYMENT_MODE_OVERNIGHT);
  request.set_crisis_team_organisation_id(CrisisTeam()[0].organisation);
  if (g.dice.Chance(300'000))
    *request.mutable_answer_due() = ToProto(g.now + absl::Hours(g.dice.Between(0, 80)));
  request.set_situation("tonight nobody can hold him");
  if (request.mode() == crisis::v1::DEPLOYMENT_MODE_OUTREACH && g.dice.Chance(900'000)) {
    request.set_outreach_place("at the station");
    request.set_contact_every_hours(g.dice.Between(1, 72));
  }
  return Ask(&CrisisService::RequestDeployment, "crisis", Mostly(g, of.holder), request);
}
struct Deployment {
  std::string id, case_id;
};
// Of some case, or mostly of its own.
Deployment SomeDeployment(Guess& g) {
  const std::string id = SomeId(g, "deployment");
  const auto known = g.ledger.deployments().find(id);
  const bool own = known != g.ledger.deployments().end() && !g.dice.Chance(50'000);
  return {id, own ? known->second.case_id : SomeCase(g).id};
}
Wish AcceptDeployment(Guess& g) {
  const Person who = OneOf(g, CrisisTeam());
  const Deployment deployment = SomeDeployment(g);
  crisis::v1::AcceptDeploymentRequest request;
  request.set_case_id(deployment.case_id);
  request.set_deployment_id(deployment.id);
  request.set_deputy_person_id(DeputyOf(who).id);
  return Ask(&CrisisService::AcceptDeployment, "crisis", who, request);
}
Wish SetPoolCapacity(Guess& g) {
  crisis::v1::SetPoolCapacityRequest request;
  request.set_support_places(g.dice.Between(0, 2));
  request.set_outreach_places(g.dice.Between(0, 2));
  request.set_overnight_places(g.dice.Between(0, 2));
  return Ask(&PoolService::SetPoolCapacity, "crisis", OneOf(g, CrisisTeam()), request);
}
Wish RecordOutreachContact(Guess& g) {
  const Deployment deployment = SomeDeployment(g);
  crisis::v1::RecordOutreachContactRequest request;
  request.set_case_id(deployment.case_id);
  request.set_deployment_id(deployment.id);
  request.set_reached(g.dice.Chance(600'000));
  request.set_account("at the station, he talked");
  return Ask(&CrisisService::RecordOutreachContact, "crisis", OneOf(g, CrisisTeam()), request);
}
Wish EndDeployment(Guess& g) {
  const Deployment deployment = SomeDeployment(g);
  g.about = deployment.id;
  const Case of = SomeCase(g);
  crisis::v1::EndDeploymentRequest request;
  request.set_case_id(deployment.case_id);
  request.set_deployment_id(deployment.id);
  request.set_handed_back_to_person_id(of.holder.id);
  request.set_handed_back("he sleeps again");
  return Ask(&PoolService::EndDeployment, "crisis", OneOf(g, CrisisTeam()), request);
}
Wish RecordDebrief(Guess& g) {
  const Case of = SomeCase(g);
  crisis::v1::RecordDebriefRequest request;
  request.set_case_id(of.id);
  request.set_deployment_id(SomeId(g, "deployment"));
  request.add_organisation_ids(of.holder.organisation);
  request.add_organisation_ids(CrisisTeam()[0].organisation);
  request.set_text("the rhythm helped");
  return Ask(&PoolService::RecordDebrief, "crisis", OneOf(g, CrisisTeam()), request);
}
Wish RefuseDeployment(Guess& g) {
  crisis::v1::RefuseDeploymentRequest request;
  request.set_case_id(SomeCase(g).id);
  request.set_deployment_id(SomeId(g, "deployment"));
  request.set_reason(crisis::v1::DEPLOYMENT_REFUSAL_REASON_NO_CAPACITY);
  return Ask(&CrisisService::RefuseDeployment, "crisis", OneOf(g, CrisisTeam()), request);
}
Wish WithdrawDeployment(Guess& g) {
  const Case of = SomeCase(g);
  crisis::v1::WithdrawDeploymentRequest request;
  request.set_case_id(of.id);
  request.set_deployment_id(SomeId(g, "deployment"));
  return Ask(&CrisisService::WithdrawDeployment, "crisis", Mostly(g, of.holder), request);
}

// Who may be told of a crisis, and says something in it.
Person PartyOf(Guess& g) {
  return g.dice.Of(
      g.dice.Of(std::vector{YouthOffice(), Provider(), Clinic(), CrisisTeam(), EmergencyService()}));
}
common::v1::CrisisParty SomeParty(Guess& g) {
  return static_cast<common::v1::CrisisParty>(g.dice.Between(1, 5));
}
struct Alarmed {
  std::string id;
  crisis::Episode episode;  // the last one; empty for a crisis that is none
  Person holder;            // of its case
};
// Mostly one that is open.
Alarmed SomeCrisis(Guess& g) {
  std::string id = SomeId(g, "crisis");
  const auto& crises = g.ledger.crises();
  const auto about = g.ledger.cases().find(g.about);
  if (about != g.ledger.cases().end() && about->second.crisis) id = about->second.crisis->id;
  for (int i = 0; i < 2 && crises.contains(id) && crises.at(id).Open() == nullptr; ++i)
    id = SomeId(g, "crisis");
  const auto found = crises.find(id);
  if (found == crises.end() || found->second.episodes.empty()) return {id, {}, YouthOffice()[0]};
  const auto of = g.ledger.cases().find(found->second.case_id);
  const Person* holder =
      of == g.ledger.cases().end() ? nullptr : FindPerson(of->second.responsibility.holder().person_id);
  return {id, found->second.episodes.back(), holder != nullptr ? *holder : YouthOffice()[0]};
}
// Somebody of the organisation that this leg names.
Person AddresseeOf(Guess& g, const Alarmed& in, common::v1::CrisisParty party) {
  const care::Leg* leg = in.episode.legs.Find(party);
  const bool named = leg != nullptr && !leg->organisation_id.empty();
  return named && !g.dice.Chance(250'000) ? g.dice.Of(OrganisationOf(leg->organisation_id).people)
                                          : PartyOf(g);
}
// Anybody who may see the young person at night.
Person WhoRaisesTheAlarm(Guess& g, const Case& of) {
  if (g.dice.Chance(400'000)) return Mostly(g, of.holder);
  if (of.state.tonight.held() && g.dice.Chance(400'000))
    return g.dice.Of(OrganisationOf(of.state.tonight.holder().holder.organisation_id).people);
  return g.dice.Of(g.dice.Of(std::vector{EmergencyService(), EmergencyService(), Provider(), Clinic()}));
}
Wish OpenCrisis(Guess& g) {
  const Case of = SomeCase(g);
  const Person who = WhoRaisesTheAlarm(g, of);  // without an agreement only public units may (D9)
  crisis::v1::OpenCrisisRequest request;
  request.set_case_id(of.id);
  request.set_kind(static_cast<crisis::v1::CrisisKind>(g.dice.Between(1, 7)));
  request.set_risk_to_self(g.dice.Chance(500'000));
  request.set_risk_to_others(g.dice.Chance(300'000));
  request.set_account("tonight it is too much");
  request.set_deputy_person_id(DeputyOf(who).id);
  if (g.dice.Chance(800'000)) request.set_clinic_organisation_id(Clinic()[0].organisation);
  if (g.dice.Chance(200'000)) request.set_rescue_service_organisation_id(CrisisTeam()[0].organisation);
  return Ask(&CrisisService::OpenCrisis, "crisis", who, request);
}
Wish OpenCrisisForUnknownPerson(Guess& g) {
  // A signatory names who receives the alarm, and that body's contacts hold (D9).
  const bool elsewhere = g.dice.Chance(250'000);
  const auto& receives = g.dice.Chance(500'000) ? YouthOffice() : EmergencyService();
  const Person who = OneOf(g, !elsewhere ? receives : g.dice.Chance(500'000) ? Provider() : Clinic());
  crisis::v1::OpenCrisisForUnknownPersonRequest request;
  request.set_kind(crisis::v1::CRISIS_KIND_INTOXICATION);
  request.set_risk_to_self(true);
  request.set_risk_to_others(g.dice.Chance(200'000));
  request.set_account("lies at the station and says no name");
  if (elsewhere) {
    request.set_receiving_organisation_id(receives[0].organisation);
  } else {
    request.set_unit_id(who.unit);
    request.set_on_duty_person_id(who.id);
    request.set_deputy_person_id(DeputyOf(who).id);
  }
  request.set_tonight_kind(g.dice.Chance(800'000) ? common::v1::TONIGHT_KIND_OUTREACH
                                                  : common::v1::TONIGHT_KIND_PLACEMENT);
  request.set_clinic_organisation_id(Clinic()[0].organisation);
  return Ask(&CrisisService::OpenCrisisForUnknownPerson, "crisis", who, request);
}
Wish RecordLegAttempt(Guess& g) {
  crisis::v1::RecordLegAttemptRequest request;
  request.set_crisis_id(SomeCrisis(g).id);
  request.set_party(SomeParty(g));
  request.set_channel(crisis::v1::CONTACT_CHANNEL_PHONE);
  request.set_reached(g.dice.Chance(300'000));
  return Ask(&CrisisService::RecordLegAttempt, "crisis", PartyOf(g), request);
}
Wish AcknowledgeLeg(Guess& g) {
  const Alarmed in = SomeCrisis(g);
  crisis::v1::AcknowledgeLegRequest request;
  request.set_crisis_id(in.id);
  request.set_party(SomeParty(g));
  if (g.dice.Chance(300'000)) request.set_told_by_channel(crisis::v1::CONTACT_CHANNEL_PHONE);
  return Ask(&CrisisService::AcknowledgeLeg, "crisis", AddresseeOf(g, in, request.party()), request);
}
Wish NameLegOrganisation(Guess& g) {
  const Alarmed in = SomeCrisis(g);
  crisis::v1::NameLegOrganisationRequest request;
  request.set_crisis_id(in.id);
  request.set_party(SomeParty(g));
  request.set_addressee_organisation_id(g.dice.Chance(300'000)
                                            ? g.dice.Of(Organisations()).people[0].organisation
                                            : AddresseeOf(g, in, request.party()).organisation);
  if (request.party() == common::v1::CRISIS_PARTY_CLINIC && g.dice.Chance(500'000))
    request.set_addressee_organisation_id(Clinic()[0].organisation);
  return Ask(&CrisisService::NameLegOrganisation, "crisis", OneOf(g, {in.holder, PartyOf(g)}), request);
}
Wish AcknowledgeAlarm(Guess& g) {
  const Alarmed in = SomeCrisis(g);
  crisis::v1::AcknowledgeAlarmRequest request;
  request.set_crisis_id(in.id);
  return Ask(&CrisisService::AcknowledgeAlarm, "crisis", OneOf(g, {in.holder, PartyOf(g)}), request);
}
Wish StabiliseCrisis(Guess& g) {
  const Alarmed in = SomeCrisis(g);
  crisis::v1::StabiliseCrisisRequest request;
  request.set_crisis_id(in.id);
  request.set_account("he sleeps");
  return Ask(&CrisisService::StabiliseCrisis, "crisis", OneOf(g, {in.holder, PartyOf(g)}), request);
}
Wish TakeIntoCare(Guess& g) {
  crisis::v1::TakeIntoCareRequest request;
  request.set_crisis_id(SomeCrisis(g).id);
  request.set_detention(g.dice.Chance(500'000));
  const Person who = OneOf(g, g.dice.Chance(600'000) ? YouthOffice() : Organisations()[1].people);
  request.set_deputy_person_id(DeputyOf(who).id);
  return Ask(&CrisisService::TakeIntoCare, "crisis", who, request);
}
Wish PlanCareEnd(Guess& g) {
  const Person who = PartyOf(g);
  crisis::v1::PlanCareEndRequest request;
  request.set_crisis_id(SomeCrisis(g).id);
  request.set_kind(
      g.dice.Of(std::vector{common::v1::TONIGHT_KIND_FAMILY, common::v1::TONIGHT_KIND_PLACEMENT}));
  request.set_deputy_person_id(DeputyOf(who).id);
  *request.mutable_on() = ToProto(g.now + Days(g.dice.Between(0, 3)));
  *request.mutable_participation() = Heard(g);
  return Ask(&CrisisService::PlanCareEnd, "crisis", who, request);
}
Wish ConfirmNight(Guess& g) {
  crisis::v1::ConfirmNightRequest request;
  request.set_crisis_id(SomeCrisis(g).id);
  return Ask(&CrisisService::ConfirmNight, "crisis", OneOf(g, YouthOffice()), request);
}
Wish TakeOverDeployment(Guess& g) {
  const Person who = OneOf(g, CrisisTeam());
  const Deployment deployment = SomeDeployment(g);
  crisis::v1::TakeOverDeploymentRequest request;
  request.set_case_id(deployment.case_id);
  request.set_deployment_id(deployment.id);
  request.set_deputy_person_id(DeputyOf(who).id);
  return Ask(&CrisisService::TakeOverDeployment, "crisis", who, request);
}
// Of the office that took the young person into care.
Person WhoTookIntoCare(Guess& g, const Alarmed& in) {
  const std::string office =
      in.episode.care ? in.episode.care->organisation_id : YouthOffice()[0].organisation;
  return OneOf(g, OrganisationOf(office).people);
}
Wish EndCare(Guess& g) {
  const Alarmed in = SomeCrisis(g);
  crisis::v1::EndCareRequest request;
  request.set_crisis_id(in.id);
  request.set_reason(static_cast<crisis::v1::CareEndReason>(g.dice.Between(1, 2)));
  request.set_planned(g.dice.Chance(400'000));
  if (!request.planned())
    request.set_kind(g.dice.Of(
        std::vector{common::v1::TONIGHT_KIND_FAMILY, common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN}));
  const bool own = g.dice.Chance(700'000);
  return Ask(&CrisisService::EndCare, "crisis", own ? WhoTookIntoCare(g, in) : in.holder, request);
}
crisis::v1::Detention SomeDetention(Guess& g, const Alarmed& in) {
  if (in.episode.stay && in.episode.stay->detained && g.dice.Chance(800'000))
    return crisis::v1::DETENTION_CLINIC;
  return g.dice.Chance(800'000) ? crisis::v1::DETENTION_IN_CARE : crisis::v1::DETENTION_CLINIC;
}
Wish RecordCourtDecision(Guess& g) {
  const Alarmed in = SomeCrisis(g);
  crisis::v1::RecordCourtDecisionRequest request;
  request.set_crisis_id(in.id);
  request.set_detention(SomeDetention(g, in));
  request.set_granted(g.dice.Chance(600'000));
  *request.mutable_decided_at() = ToProto(g.now - absl::Hours(g.dice.Between(-1, 5)));
  if (request.granted()) *request.mutable_until() = ToProto(g.now + Days(g.dice.Between(0, 9)));
  if (g.dice.Chance(500'000)) request.set_why_late("nobody was at the court on Sunday");
  request.set_file_number("12 F 34/26");
  return Ask(&CrisisService::RecordCourtDecision, "crisis", WhoTookIntoCare(g, in), request);
}
Wish EndDetention(Guess& g) {
  const Alarmed in = SomeCrisis(g);
  crisis::v1::EndDetentionRequest request;
  request.set_crisis_id(in.id);
  request.set_detention(SomeDetention(g, in));
  return Ask(&CrisisService::EndDetention, "crisis", WhoTookIntoCare(g, in), request);
}
Wish AdmitToClinic(Guess& g) {
  const Person who = OneOf(g, Clinic());
  crisis::v1::AdmitToClinicRequest request;
  request.set_crisis_id(SomeCrisis(g).id);
  request.set_basis(static_cast<crisis::v1::ClinicBasis>(g.dice.Between(1, 3)));
  request.set_deputy_person_id(DeputyOf(who).id);
  return Ask(&CrisisService::AdmitToClinic, "crisis", who, request);
}
Wish DetainInClinic(Guess& g) {
  crisis::v1::DetainInClinicRequest request;
  request.set_crisis_id(SomeCrisis(g).id);
  request.set_account("she ran out onto the road");
  return Ask(&CrisisService::DetainInClinic, "crisis", OneOf(g, Clinic()), request);
}
// From the clinic: mostly back into care where the young person is in care.
common::v1::TonightKind WhereTo(Guess& g, const Alarmed& in, common::v1::TonightKind otherwise) {
  if (g.dice.Chance(in.episode.care ? 600'000 : 50'000)) return common::v1::TONIGHT_KIND_IN_CARE;
  return g.dice.Chance(500'000) ? common::v1::TONIGHT_KIND_FAMILY : otherwise;
}
Wish PlanClinicLeave(Guess& g) {
  const Alarmed in = SomeCrisis(g);
  crisis::v1::PlanClinicLeaveRequest request;
  request.set_crisis_id(in.id);
  request.set_kind(WhereTo(g, in, common::v1::TONIGHT_KIND_PLACEMENT));
  const Person who = request.kind() == common::v1::TONIGHT_KIND_IN_CARE ? WhoTookIntoCare(g, in)
                                                                        : OneOf(g, {in.holder, PartyOf(g)});
  request.set_deputy_person_id(DeputyOf(who).id);
  *request.mutable_on() = ToProto(g.now + Days(g.dice.Between(0, 9)));
  *request.mutable_participation() = Heard(g);
  return Ask(&CrisisService::PlanClinicLeave, "crisis", who, request);
}
Wish LeaveClinic(Guess& g) {
  const Alarmed in = SomeCrisis(g);
  crisis::v1::LeaveClinicRequest request;
  request.set_crisis_id(in.id);
  request.set_planned(g.dice.Chance(600'000));
  if (request.planned())
    *request.mutable_participation() = Heard(g);
  else
    request.set_kind(WhereTo(g, in, common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN));
  return Ask(&CrisisService::LeaveClinic, "crisis",
             OneOf(g, g.dice.Chance(600'000) ? Clinic() : std::vector{in.holder}), request);
}
Wish ScheduleAftercareMeeting(Guess& g) {
  const Alarmed in = SomeCrisis(g);
  crisis::v1::ScheduleAftercareMeetingRequest request;
  request.set_crisis_id(in.id);
  *request.mutable_on() = ToProto(g.now + Days(g.dice.Between(0, 9)));
  return Ask(&CrisisService::ScheduleAftercareMeeting, "crisis", OneOf(g, {in.holder, PartyOf(g)}), request);
}
Wish RecordAftercareMeeting(Guess& g) {
  const Alarmed in = SomeCrisis(g);
  crisis::v1::RecordAftercareMeetingRequest request;
  request.set_crisis_id(in.id);
  if (in.episode.meeting) request.set_meeting_id(in.episode.meeting->id);
  *request.mutable_held_at() = ToProto(g.now);
  const care::Leg* provider = in.episode.legs.Find(common::v1::CRISIS_PARTY_PROVIDER);
  const care::Leg* guardian = in.episode.legs.Find(common::v1::CRISIS_PARTY_LEGAL_REPRESENTATIVE);
  std::vector<std::pair<common::v1::CrisisParty, Person>> present = {
      {common::v1::CRISIS_PARTY_YOUTH_OFFICE, in.holder},
      {common::v1::CRISIS_PARTY_PROVIDER, provider != nullptr && !provider->organisation_id.empty()
                                              ? OrganisationOf(provider->organisation_id).people[0]
                                              : Provider()[0]},
      {common::v1::CRISIS_PARTY_CLINIC, Clinic()[0]}};
  if (guardian != nullptr && !guardian->organisation_id.empty())
    present.emplace_back(guardian->party, OrganisationOf(guardian->organisation_id).people.back());
  for (const auto& [party, person] : present) {
    if (g.dice.Chance(60'000)) continue;
    auto& one = *request.add_present();
    one.set_party(party);
    one.set_organisation_id(person.organisation);
    one.set_person_id(person.id);
  }
  *request.mutable_participation() = Heard(g);
  request.set_outcome("he goes home and comes by on Tuesdays");
  return Ask(&CrisisService::RecordAftercareMeeting, "crisis", Mostly(g, in.holder), request);
}
Wish AgreeAfterClinicTask(Guess& g) {
  const Alarmed in = SomeCrisis(g);
  crisis::v1::AgreeAfterClinicTaskRequest request;
  request.set_crisis_id(in.id);
  request.set_domain(static_cast<crisis::v1::AfterClinicDomain>(g.dice.Between(1, 4)));
  request.set_doer_organisation_id(PartyOf(g).organisation);
  *request.mutable_due() = ToProto(g.now + Days(g.dice.Between(0, 9)));
  request.set_task("goes to football on Tuesdays");
  if (g.dice.Chance(300'000)) request.set_diagnosis("sleeps badly");
  return Ask(&CrisisService::AgreeAfterClinicTask, "crisis", OneOf(g, {in.holder, PartyOf(g)}), request);
}
Wish RecordAfterClinicTaskDone(Guess& g) {
  const Alarmed in = SomeCrisis(g);
  crisis::v1::RecordAfterClinicTaskDoneRequest request;
  request.set_crisis_id(in.id);
  request.set_task_id(eventlog::TestHexId("no task"));
  Person who = in.holder;
  if (!in.episode.tasks.empty()) {
    const crisis::AfterClinicTask& task = g.dice.Of(in.episode.tasks);
    request.set_task_id(task.id);
    who = OneOf(g, {in.holder, OrganisationOf(task.organisation_id).people[0]});
  }
  return Ask(&CrisisService::RecordAfterClinicTaskDone, "crisis", who, request);
}
Wish InvolveParents(Guess& g) {
  const Alarmed in = SomeCrisis(g);
  crisis::v1::InvolveParentsRequest request;
  request.set_crisis_id(in.id);
  *request.mutable_participation() = Heard(g);
  request.set_account("the mother was there");
  return Ask(&CrisisService::InvolveParents, "crisis", OneOf(g, {in.holder, PartyOf(g)}), request);
}
Wish ConcludeCrisis(Guess& g) {
  const Alarmed in = SomeCrisis(g);
  crisis::v1::ConcludeCrisisRequest request;
  request.set_crisis_id(in.id);
  return Ask(&CrisisService::ConcludeCrisis, "crisis", Mostly(g, in.holder), request);
}
Wish AcceptCrisisLead(Guess& g) {
  const Person who = PartyOf(g);
  cw::AcceptCrisisLeadRequest request;
  request.set_case_id(SomeCase(g).id);
  request.set_deputy_person_id(DeputyOf(who).id);
  return Ask(&CaseService::AcceptCrisisLead, "case", who, request);
}

// --- prevention ---

namespace pv = intake::v1;

struct Family {
  std::string id;
  intake::TransitionState state;  // empty for one that is none
  Person navigator;
};
Family SomeFamily(Guess& g) {
  const std::string id = SomeId(g, "transition");
  const auto found = g.ledger.transitions().find(id);
  if (found == g.ledger.transitions().end()) return {id, {}, BabyGuides()[0]};
  const Person* navigator =
      found->second.navigator.held() ? FindPerson(found->second.navigator.holder().person_id) : nullptr;
  return {id, found->second, navigator != nullptr ? *navigator : BabyGuides()[0]};
}
std::string OpenOffer(const Family& of) {
  const auto& offer = of.state.handover.open();
  return offer ? offer->id : eventlog::TestHexId("no offer");
}
Person OfferedTo(Guess& g, const Family& of) {
  const auto& offer = of.state.handover.open();
  const Person* to = offer ? FindPerson(offer->to.person_id) : nullptr;
  return Mostly(g, to != nullptr ? *to : FamilyOffice()[0]);
}
pv::LifePhase SomePhase(Guess& g) {
  return static_cast<pv::LifePhase>(g.dice.Between(1, 5));
}
pv::ServiceLine SomeLine(Guess& g) {
  return static_cast<pv::ServiceLine>(g.dice.Between(1, 4));
}
// One that is waited for, if any is.
pv::LifePhase ExpectedPhase(Guess& g, const Family& of) {
  return of.state.expected.empty() || g.dice.Chance(100'000)
             ? SomePhase(g)
             : static_cast<pv::LifePhase>(of.state.expected.begin()->first);
}
Wish CountAnonymousContact(Guess& g) {
  pv::CountAnonymousContactRequest request;
  request.set_service_line(SomeLine(g));
  request.set_social_space_id(SocialSpace());
  request.set_language_need(static_cast<pv::LanguageNeed>(g.dice.Between(1, 4)));
  request.set_purpose(pv::CONTACT_PURPOSE_ADVICE);
  return Ask(&PreventionService::CountAnonymousContact, "intake", OneOf(g, BabyGuides()), request);
}
Wish BeginTransition(Guess& g) {
  const Person who = OneOf(g, g.dice.Chance(700'000) ? BabyGuides() : FamilyOffice());
  pv::BeginTransitionRequest request;
  request.set_navigator_person_id(who.id);
  request.set_deputy_person_id(DeputyOf(who).id);
  request.set_service_line(SomeLine(g));
  request.set_social_space_id(SocialSpace());
  request.set_language_need(static_cast<pv::LanguageNeed>(g.dice.Between(1, 4)));
  request.set_interpreted(g.dice.Chance(900'000));
  if (g.dice.Chance(900'000)) request.set_consent_by(pv::CONSENT_GIVER_ONE_PARENT);
  for (int phase = 1; phase <= g.dice.Between(1, 5); ++phase) {
    auto& expected = *request.add_expected();
    expected.set_phase(static_cast<pv::LifePhase>(phase));
    *expected.mutable_due() = ToProto(g.now + Days(30 * phase));
  }
  request.set_family_name("Muster");
  request.set_language("Turkish");
  request.set_agreed("a visit each week");
  return Ask(&PreventionService::BeginTransition, "intake", who, request);
}
Wish ExpectPhase(Guess& g) {
  const Family of = SomeFamily(g);
  pv::ExpectPhaseRequest request;
  request.set_transition_id(of.id);
  request.mutable_expected()->set_phase(SomePhase(g));
  *request.mutable_expected()->mutable_due() = ToProto(g.now + Days(g.dice.Between(-1, 400)));
  return Ask(&PreventionService::ExpectPhase, "intake", Mostly(g, of.navigator), request);
}
Wish OfferWarmHandover(Guess& g) {
  const Family of = SomeFamily(g);
  const bool guides = of.navigator.organisation != BabyGuides()[0].organisation;
  const Person to = OneOf(g, guides ? BabyGuides() : FamilyOffice());
  pv::OfferWarmHandoverRequest request;
  request.set_transition_id(of.id);
  request.set_to_organisation_id(to.organisation);
  request.set_to_person_id(to.id);
  request.set_to_line(SomeLine(g));
  request.set_for_phase(ExpectedPhase(g, of));
  if (g.dice.Chance(300'000)) *request.mutable_answer_due() = ToProto(g.now + Days(g.dice.Between(0, 29)));
  request.add_items(pv::HANDOVER_ITEM_HOW_TO_REACH);
  *request.mutable_participation() = Heard(g);
  request.set_note("they would like to meet");
  return Ask(&PreventionService::OfferWarmHandover, "intake", Mostly(g, of.navigator), request);
}
Wish RecordWarmMeeting(Guess& g) {
  const Family of = SomeFamily(g);
  pv::RecordWarmMeetingRequest request;
  request.set_transition_id(of.id);
  request.set_handover_id(OpenOffer(of));
  if (g.dice.Chance(900'000)) request.set_receiver_person_id(OfferedTo(g, of).id);
  request.set_family_present(g.dice.Chance(900'000));
  request.set_interpreted(g.dice.Chance(900'000));
  request.set_note("over tea");
  return Ask(&PreventionService::RecordWarmMeeting, "intake", Mostly(g, of.navigator), request);
}
Wish AcceptWarmHandover(Guess& g) {
  const Family of = SomeFamily(g);
  const Person who = OfferedTo(g, of);
  pv::AcceptWarmHandoverRequest request;
  request.set_transition_id(of.id);
  request.set_handover_id(OpenOffer(of));
  request.set_deputy_person_id(DeputyOf(who).id);
  return Ask(&PreventionService::AcceptWarmHandover, "intake", who, request);
}
Wish DeclineWarmHandover(Guess& g) {
  const Family of = SomeFamily(g);
  pv::DeclineWarmHandoverRequest request;
  request.set_transition_id(of.id);
  request.set_handover_id(OpenOffer(of));
  request.set_reason(static_cast<pv::DeclineWarmReason>(g.dice.Between(1, 4)));
  request.set_note("not before autumn");
  return Ask(&PreventionService::DeclineWarmHandover, "intake", OfferedTo(g, of), request);
}
Wish RevokeWarmHandover(Guess& g) {
  const Family of = SomeFamily(g);
  pv::RevokeWarmHandoverRequest request;
  request.set_transition_id(of.id);
  request.set_handover_id(OpenOffer(of));
  return Ask(&PreventionService::RevokeWarmHandover, "intake", Mostly(g, of.navigator), request);
}
Wish CheckWarmHandover(Guess& g) {
  const Family of = SomeFamily(g);
  pv::CheckWarmHandoverRequest request;
  request.set_transition_id(of.id);
  request.set_handover_id(eventlog::TestHexId("no handover"));
  Person giver = of.navigator;
  if (!of.state.checks.empty()) {
    const intake::WarmCheck& check = g.dice.Of(of.state.checks);
    request.set_handover_id(check.handover_id);
    giver = g.dice.Of(OrganisationOf(check.giver.organisation_id).people);
  }
  request.set_outcome(g.dice.Chance(700'000) ? pv::ARRIVAL_OUTCOME_ARRIVED : pv::ARRIVAL_OUTCOME_NOT_YET);
  if (request.outcome() == pv::ARRIVAL_OUTCOME_NOT_YET)
    *request.mutable_next_due() = ToProto(g.now + Days(g.dice.Between(0, 91)));
  request.set_note("called them");
  return Ask(&PreventionService::CheckWarmHandover, "intake", Mostly(g, giver), request);
}
Wish RecordFamilyDecision(Guess& g) {
  const Family of = SomeFamily(g);
  pv::RecordFamilyDecisionRequest request;
  request.set_transition_id(of.id);
  request.set_subject(static_cast<pv::FamilyDecisionSubject>(g.dice.Between(1, 4)));
  *request.mutable_participation() = Heard(g);
  request.set_decision("day care first");
  return Ask(&PreventionService::RecordFamilyDecision, "intake", Mostly(g, of.navigator), request);
}
Wish TakeOverTransition(Guess& g) {
  const Family of = SomeFamily(g);
  pv::TakeOverTransitionRequest request;
  request.set_transition_id(of.id);
  request.set_deputy_person_id(of.navigator.id);
  return Ask(&PreventionService::TakeOverTransition, "intake", Mostly(g, DeputyOf(of.navigator)), request);
}
Wish WithdrawPreventionConsent(Guess& g) {
  const Family of = SomeFamily(g);
  pv::WithdrawPreventionConsentRequest request;
  request.set_transition_id(of.id);
  request.set_withdrawn_by(pv::CONSENT_GIVER_ONE_PARENT);
  return Ask(&PreventionService::WithdrawPreventionConsent, "intake", Mostly(g, of.navigator), request);
}
Wish CompleteTransition(Guess& g) {
  const Family of = SomeFamily(g);
  pv::CompleteTransitionRequest request;
  request.set_transition_id(of.id);
  *request.mutable_participation() = Heard(g);
  return Ask(&PreventionService::CompleteTransition, "intake", Mostly(g, of.navigator), request);
}
Wish SetProcessChain(Guess& g) {
  pv::SetProcessChainRequest request;
  request.set_from_line(SomeLine(g));
  request.set_to_line(SomeLine(g));
  request.add_required_items(g.dice.Chance(700'000) ? pv::HANDOVER_ITEM_HOW_TO_REACH
                                                    : pv::HANDOVER_ITEM_WISHES);
  request.mutable_answer_within()->set_seconds(absl::ToInt64Seconds(Days(g.dice.Between(1, 28))));
  request.mutable_check_after()->set_seconds(absl::ToInt64Seconds(Days(g.dice.Between(1, 90))));
  request.set_description("who calls says the family's name in the talk alone");
  return Ask(&PreventionService::SetProcessChain, "intake", OneOf(g, Coordination()), request);
}
Wish PublishPreventionTable(Guess& g) {
  pv::PublishPreventionTableRequest request;
  request.set_year(g.dice.Chance(500'000) ? 2025 : 2026);
  request.set_quarter(static_cast<uint32_t>(g.dice.Between(1, 4)));
  return Ask(&PreventionService::PublishPreventionTable, "intake", OneOf(g, Coordination()), request);
}

// Of what moves, or may move, a responsibility.
const std::vector<Command>& MovingCommands() {
  static const std::vector<Command> commands = {
      {"SubmitInquiry", 6, SubmitInquiry, true},
      {"AddBrokenOffSupport", 4, AddBrokenOffSupport, false, {"AssessInquiry"}},
      {"AssessInquiry", 12, AssessInquiry, true, {"AddBrokenOffSupport"}},
      {"ReceiveContact", 4, ReceiveContact, true},
      {"RequestCaseOpening", 5, RequestCaseOpening, true},
      {"TakeOverContact", 2, TakeOverContact},
      {"TakeOverInquiry", 2, TakeOverInquiry},
      {"GetInquiry", 3, GetInquiry},
      {"PrepareHandover", 3, PrepareHandover, false, {"OfferHandover"}},
      {"OfferHandover",
       8,
       OfferHandover,
       false,
       {"RecordHandoverMeeting", "RevokeHandover", "RefuseHandover"}},
      {"OfferCasesOfPerson", 3, OfferCasesOfPerson, false, {"RecordHandoverMeeting"}},
      {"RecordHandoverMeeting", 7, RecordHandoverMeeting, false, {"AcceptHandover"}},
      {"AcceptHandover", 8, AcceptHandover, false, {"TakeBackHandover"}},
      {"FollowUpHandover", 3, FollowUpHandover},
      {"PackAfterwards", 2, PackAfterwards},
      {"TakeBackHandover", 2, TakeBackHandover, false, {"OfferHandover"}},
      {"RefuseHandover", 3, RefuseHandover},
      {"RevokeHandover", 2, RevokeHandover, false, {"OfferHandover"}},
      {"CommitToTeam", 10, CommitToTeam},
      {"NameCaseDeputy", 2, NameCaseDeputy, false, {"RequestDeactivation"}},
      {"NameStrandDeputy", 2, NameStrandDeputy, false, {"RequestDeactivation"}},
      {"NameSeatSuccessor", 2, NameSeatSuccessor, false, {"CommitToTeam"}},
      {"OfferCoordination", 3, OfferCoordination, false, {"AcceptCoordination", "RefuseCoordination"}},
      {"AcceptCoordination", 3, AcceptCoordination, false, {"RecordTeamMeeting"}},
      {"RefuseCoordination", 1, RefuseCoordination, false, {"OfferCoordination"}},
      {"RevokeCoordination", 1, RevokeCoordination, false, {"OfferCoordination"}},
      {"VouchForTonight", 2, VouchForTonight},
      {"ReportMissing", 3, ReportMissing, false, {"ReportBack", "TakeIntoCare", "EndSetting", "EndCare"}},
      {"ReportBack", 3, ReportBack},
      {"DocumentDiagnostics", 3, DocumentDiagnostics},
      {"RecordCaseUnderstanding", 5, RecordCaseUnderstanding},
      {"RecordResourceCheck", 4, RecordResourceCheck, false, {"RecordPeerConsultation"}},
      {"RecordPeerConsultation", 4, RecordPeerConsultation, false, {"ClassifyNeed"}},
      {"ClassifyNeed", 4, ClassifyNeed, false, {"ProposeSetting", "CallCommission", "RecordRiskAssessment"}},
      {"CallCommission", 5, CallCommission, false, {"VoteInCommission"}},
      {"VoteInCommission", 8, VoteInCommission, false, {"VoteInCommission", "AdoptSetting"}},
      {"BeginTrial", 1, BeginTrial, false, {"EvaluateSetting"}},
      {"EvaluateSetting", 1, EvaluateSetting},
      {"DecideFunding", 1, DecideFunding},
      {"ProposeSetting", 5, ProposeSetting, false, {"AnswerSetting", "CallCommission"}},
      {"AnswerSetting", 5, AnswerSetting, false, {"AdoptSetting"}},
      {"AdoptSetting", 5, AdoptSetting, false, {"StartSetting"}},
      {"StartSetting", 5, StartSetting, false, {"GiveSettingNotice", "EndSetting", "ReportMissing"}},
      {"GiveSettingNotice", 3, GiveSettingNotice, false, {"EndSetting", "ReportMissing"}},
      {"EndSetting", 4, EndSetting, false, {"GiveSettingNotice"}},
      {"RecordSetback", 4, RecordSetback},
      {"EnterStandby", 4, EnterStandby},
      {"RecordContactWithYoungPerson", 3, RecordContactWithYoungPerson},
      {"RecordHearing", 3, RecordHearing},
      {"OpenRiskAssessment", 1, OpenRiskAssessment, false, {"RecordRiskAssessment"}},
      {"RecordRiskAssessment", 3, RecordRiskAssessment},
      {"EnterRecord", 2, EnterRecord},
      {"AssessRight", 2, AssessRight},
      {"BreakGlass", 2, BreakGlass, false, {"ReviewReading"}},
      {"ReviewReading", 2, ReviewReading, false, {"ReviewReading"}},
      {"EnterResidentialPhase", 3, EnterResidentialPhase, false, {"AnswerReturn", "EndSetting"}},
      {"AnswerReturn", 2, AnswerReturn, false, {"EndSetting"}},
      {"BeginAftercare", 3, BeginAftercare, false, {"RecordContactWithYoungPerson"}},
      {"DetermineCompetence", 2, DetermineCompetence},
      {"DetectCompetenceChange",
       3,
       DetectCompetenceChange,
       false,
       {"InformAgency", "AskProvisionalTakeover"}},
      {"InformAgency", 4, InformAgency, false, {"SendAgencyData", "RefuseCompetence"}},
      {"SendAgencyData", 3, SendAgencyData, false, {"RecordAgencyConversation"}},
      {"RecordAgencyConversation", 3, RecordAgencyConversation, false, {"ReportContinuedService"}},
      {"ReportContinuedService", 3, ReportContinuedService, false, {"AcceptContinuedService"}},
      {"AcceptContinuedService", 3, AcceptContinuedService, false, {"AcceptProvisionalTakeover"}},
      {"RefuseCompetence", 2, RefuseCompetence, false, {"AskProvisionalTakeover", "OfferOmbuds"}},
      {"AskProvisionalTakeover", 3, AskProvisionalTakeover, false, {"AcceptProvisionalTakeover"}},
      {"AcceptProvisionalTakeover", 3, AcceptProvisionalTakeover, false, {"DetermineCompetence"}},
      {"OfferOmbuds", 2, OfferOmbuds},
      {"RecordBirthDate", 3, RecordBirthDate, false, {"PlanHelp", "RecordConsents", "RequestLawfulEnd"}},
      {"RegisterConsent", 2, RegisterConsent, false, {"WithdrawConsent"}},
      {"WithdrawConsent", 1, WithdrawConsent},
      {"NameGuardian", 2, NameGuardian, false, {"DeclareGuardianship"}},
      {"DeclareGuardianship", 2, DeclareGuardianship},
      {"RecordConsents", 2, RecordConsents},
      {"ReceiveUnaccompaniedMinor", 1, ReceiveUnaccompaniedMinor, false, {"RecordMinorStep"}},
      {"RecordMinorStep", 2, RecordMinorStep, false, {"RecordMinorStep", "RecordMinorAllocation"}},
      {"RecordMinorAllocation", 1, RecordMinorAllocation, false, {"SendEscort"}},
      {"ExcludeMinorAllocation", 1, ExcludeMinorAllocation},
      {"SendEscort", 1, SendEscort, false, {"ConfirmArrival"}},
      {"ConfirmArrival", 1, ConfirmArrival},
      {"RecordSearchContact", 2, RecordSearchContact},
      {"PlanHelp", 2, PlanHelp},
      {"RecordTransitionCheck", 2, RecordTransitionCheck},
      {"RequestLawfulEnd", 4, RequestLawfulEnd, false, {"ApproveLawfulEnd"}},
      {"ApproveLawfulEnd", 3, ApproveLawfulEnd, false, {"ObjectLawfulEnd"}},
      {"ObjectLawfulEnd", 1, ObjectLawfulEnd},
      {"ReopenCase", 2, ReopenCase, false, {"OfferHandover"}},
      {"GetCase", 3, GetCase},
      {"ProposeTeam", 7, ProposeTeam},
      {"ReplaceProposedMember", 3, ReplaceProposedMember},
      {"ActivateTeam", 4, ActivateTeam},
      {"RecordTeamMeeting", 3, RecordTeamMeeting},
      {"PauseTeam", 1, PauseTeam, false, {"ResumeTeam"}},
      {"ResumeTeam", 1, ResumeTeam},
      {"OpenCalendar", 2, OpenCalendar, false, {"PlanSession", "EntrustCalendar"}},
      {"AdoptAgreement", 1, AdoptAgreement, false, {"SignAgreement"}},
      {"AdoptAgreementVersion", 1, AdoptAgreementVersion},
      {"EntrustAgreement", 1, EntrustAgreement},
      {"SignAgreement", 2, SignAgreement, false, {"NameCrisisContact"}},
      {"NameCrisisContact", 1, NameCrisisContact},
      {"LeaveAgreement", 1, LeaveAgreement},
      {"FoundMembership", 1, FoundMembership, false, {"AcceptMembership", "EntrustMembership"}},
      {"OpenMembershipDecision", 1, OpenMembershipDecision, false, {"CastVote"}},
      {"RequestDeactivation", 4, RequestDeactivation, false, {"OfferCasesOfPerson", "WithdrawDeactivation"}},
      {"WithdrawDeactivation", 2, WithdrawDeactivation},
      {"ReportAbsence", 1, ReportAbsence},
      {"ReportOrganisationLeaving", 1, ReportOrganisationLeaving, false, {"NameSeatSuccessor"}},
      {"WithdrawOrganisationLeaving", 1, WithdrawOrganisationLeaving},
      {"SetWorkingRules", 1, SetWorkingRules},
      {"RequestDeployment", 5, RequestDeployment, false, {"AcceptDeployment"}},
      {"AcceptDeployment",
       5,
       AcceptDeployment,
       false,
       {"RequestDeployment", "RecordOutreachContact", "EndDeployment"}},
      {"RecordOutreachContact", 2, RecordOutreachContact},
      {"RefuseDeployment", 2, RefuseDeployment},
      {"WithdrawDeployment", 2, WithdrawDeployment},
      {"OpenCrisis",
       8,
       OpenCrisis,
       false,
       {"AcknowledgeLeg", "AdmitToClinic", "NameLegOrganisation", "StabiliseCrisis"}},
      {"OpenCrisisForUnknownPerson", 2, OpenCrisisForUnknownPerson, true, {"AcknowledgeLeg"}},
      {"RecordLegAttempt", 2, RecordLegAttempt, false, {"AcknowledgeLeg"}},
      {"AcknowledgeLeg", 6, AcknowledgeLeg, false, {"AcknowledgeLeg"}},
      {"NameLegOrganisation", 3, NameLegOrganisation, false, {"AcknowledgeLeg"}},
      {"AcknowledgeAlarm", 3, AcknowledgeAlarm, false, {"ConcludeCrisis"}},
      {"StabiliseCrisis", 4, StabiliseCrisis, false, {"OpenCrisis", "ScheduleAftercareMeeting"}},
      {"TakeIntoCare",
       3,
       TakeIntoCare,
       false,
       {"AdmitToClinic", "RecordCourtDecision", "PlanCareEnd", "EndCare", "ReportMissing", "TakeIntoCare"}},
      {"PlanCareEnd", 2, PlanCareEnd, false, {"EndCare"}},
      {"EndCare", 4, EndCare, false, {"ConfirmNight", "TakeIntoCare"}},
      {"ConfirmNight", 2, ConfirmNight},
      {"TakeOverDeployment", 1, TakeOverDeployment},
      {"RecordCourtDecision", 3, RecordCourtDecision, false, {"EndDetention"}},
      {"EndDetention", 2, EndDetention, false, {"ConcludeCrisis"}},
      {"AdmitToClinic",
       5,
       AdmitToClinic,
       false,
       {"PlanClinicLeave", "LeaveClinic", "RecordCourtDecision", "DetainInClinic"}},
      {"DetainInClinic", 3, DetainInClinic, false, {"RecordCourtDecision", "EndDetention"}},
      {"PlanClinicLeave", 4, PlanClinicLeave, false, {"LeaveClinic"}},
      {"LeaveClinic", 4, LeaveClinic, false, {"ScheduleAftercareMeeting"}},
      {"ScheduleAftercareMeeting", 4, ScheduleAftercareMeeting, false, {"RecordAftercareMeeting"}},
      {"RecordAftercareMeeting", 5, RecordAftercareMeeting, false, {"ConcludeCrisis", "OpenCrisis"}},
      {"AgreeAfterClinicTask", 2, AgreeAfterClinicTask, false, {"RecordAfterClinicTaskDone"}},
      {"RecordAfterClinicTaskDone", 2, RecordAfterClinicTaskDone},
      {"InvolveParents", 1, InvolveParents},
      {"ConcludeCrisis", 4, ConcludeCrisis, false, {"OpenCrisis"}},
      {"AcceptCrisisLead", 2, AcceptCrisisLead},
      {"SetPoolCapacity", 1, SetPoolCapacity, false, {"AcceptDeployment"}},
      {"EndDeployment", 2, EndDeployment, false, {"RecordDebrief"}},
      {"RecordDebrief", 2, RecordDebrief},
      {"CountAnonymousContact", 1, CountAnonymousContact},
      {"BeginTransition", 4, BeginTransition, false, {"OfferWarmHandover", "ExpectPhase"}},
      {"ExpectPhase", 1, ExpectPhase},
      {"OfferWarmHandover", 5, OfferWarmHandover, false, {"RecordWarmMeeting", "RevokeWarmHandover"}},
      {"RecordWarmMeeting", 5, RecordWarmMeeting, false, {"AcceptWarmHandover"}},
      {"AcceptWarmHandover", 5, AcceptWarmHandover, false, {"CheckWarmHandover", "OfferWarmHandover"}},
      {"DeclineWarmHandover", 1, DeclineWarmHandover, false, {"OfferWarmHandover"}},
      {"RevokeWarmHandover", 1, RevokeWarmHandover, false, {"OfferWarmHandover"}},
      {"CheckWarmHandover", 3, CheckWarmHandover, false, {"CompleteTransition"}},
      {"RecordFamilyDecision", 1, RecordFamilyDecision},
      {"TakeOverTransition", 1, TakeOverTransition},
      {"WithdrawPreventionConsent", 1, WithdrawPreventionConsent},
      {"CompleteTransition", 2, CompleteTransition},
      {"SetProcessChain", 1, SetProcessChain, false, {"OfferWarmHandover"}},
      {"PublishPreventionTable", 1, PublishPreventionTable},
  };
  return commands;
}

}  // namespace

const std::vector<Command>& Commands() {
  static const std::vector<Command> commands = [] {
    std::vector<Command> all = MovingCommands();
    all.insert(all.end(), RegisterCommands().begin(), RegisterCommands().end());
    return all;
  }();
  return commands;
}

}  // namespace fallverbund::simulation
