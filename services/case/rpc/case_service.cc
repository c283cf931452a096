// Long, because one handler per call of the contract.
#include "services/case/rpc/case_service.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/access/circle.h"
#include "libs/access/glass.h"
#include "libs/base/check.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/directory/directory.h"
#include "libs/rpc/pipeline/call.h"
#include "libs/rpc/pipeline/page.h"
#include "services/case/domain/ground.h"
#include "services/case/rpc/call_edge.h"
#include "services/case/rpc/to_command.h"
#include "services/case/views/case_view.h"
#include "services/case/views/held.h"
#include "services/case/views/planning_lists.h"
#include "services/case/views/work_list.h"
#include "services/case/views/work_then.h"

namespace fallverbund::casework {
namespace {

using service::Answer;

// In one call; whoever holds more asks again once these are on offer.
constexpr size_t kCasesAtOnce = 500;

// What the method brings into being is named in its answer.
template <class Request, class Response>
void NameTheNew(const service::Call& call, [[maybe_unused]] const Request& request, Response& response) {
  if constexpr (std::is_same_v<Response, v1::OfferHandoverResponse>) {
    const std::string& prepared = request.prepared_handover_id();
    response.set_handover_id(prepared.empty() ? call.NewAggregateId("") : prepared);
  }
  if constexpr (std::is_same_v<Response, v1::OfferCoordinationResponse>)
    response.set_offer_id(call.NewAggregateId(""));
  if constexpr (std::is_same_v<Response, v1::ProposeSettingResponse>)
    response.set_setting_id(call.NewAggregateId(""));
  if constexpr (std::is_same_v<Response, v1::RequestLawfulEndResponse>)
    response.set_end_id(call.NewAggregateId(""));
  if constexpr (std::is_same_v<Response, v1::DetermineCompetenceResponse>)
    response.set_competence_id(call.NewAggregateId(""));
  if constexpr (std::is_same_v<Response, v1::DetectCompetenceChangeResponse>)
    response.set_change_id(call.NewAggregateId(""));
  if constexpr (std::is_same_v<Response, v1::OpenRiskAssessmentResponse>)
    response.set_assessment_id(call.NewAggregateId(""));
  if constexpr (std::is_same_v<Response, v1::RegisterConsentResponse>)
    response.set_consent_id(call.NewAggregateId(""));
  if constexpr (std::is_same_v<Response, v1::BreakGlassResponse>)
    response.set_reading_id(call.NewAggregateId(""));
  if constexpr (std::is_same_v<Response, v1::CallCommissionResponse>)
    response.set_commission_id(call.NewAggregateId(""));
  if constexpr (std::is_same_v<Response, v1::EnterRecordResponse>)
    response.set_record_id(request.record_id().empty() ? call.NewAggregateId("") : request.record_id());
}

// How the journal calls the wish, should it be refused.
template <class Request>
void NameTheWish(service::Call& call, const Request& request) {
  if constexpr (std::is_same_v<Request, v1::RequestLawfulEndRequest>) {
    call.set_wish(IsLawful(ClassifyGround(request.ground())) ? "LAWFUL_END" : "DISCHARGE");
  }
}

v1::TextState ToProto(seal::Opened::Kind kind) {
  switch (kind) {
    case seal::Opened::Kind::kOpened:
      return v1::TEXT_STATE_OPENED;
    case seal::Opened::Kind::kErased:
      return v1::TEXT_STATE_ERASED;
    case seal::Opened::Kind::kDenied:
      return v1::TEXT_STATE_DENIED;
    case seal::Opened::Kind::kUnavailable:
    case seal::Opened::Kind::kDamaged:
      return v1::TEXT_STATE_UNAVAILABLE;
  }
  FV_CHECK(false);
}

// What breaking the glass opens (§ 62): what is for few, and with signs of endangerment what was entrusted or
// a handover left behind (§ 65).
bool IsOpened(const std::optional<access::Glass>& glass, bool entrusted) {
  return glass && (!entrusted || glass->endangered);
}

// What is for the office that holds the case and whoever wrote it (C16); what was entrusted is not the
// office's by holding alone (§ 65).
bool IsRestricted(const v1::Case& shown, const v1::DocumentRow& row, const std::string& organisation) {
  const std::string& author = row.restricted_to_organisation_id();
  if (author.empty() || author == organisation) return false;
  return row.entrusted() || shown.holder().organisation_id() != organisation;
}

// § 65: what did not go along when the case moved is for those who gave it.
bool IsWithheld(const v1::Case& shown, const v1::DocumentRow& row, const std::string& organisation) {
  return std::any_of(shown.withheld().begin(), shown.withheld().end(), [&](const auto& item) {
    return item.position() == row.position() && item.organisation_id() != organisation;
  });
}

// Whoever was asked to review a lawful end and has nothing else to do with the case (N14, § 62).
absl::StatusOr<bool> OnlyReviews(service::Call& call, const std::string& case_id) {
  FV_ASSIGN_OR_RETURN(const auto object, access::ReadObjectFacts(call.rows(), call.caller().peer.name,
                                                                 common::v1::RELATION_CIRCLE, case_id));
  FV_ASSIGN_OR_RETURN(const auto glass, access::FindGlass(call.rows(), case_id, call.caller().person,
                                                          call.host().clock().Now()));
  return !object.circle && !glass;
}

// Of whoever has nothing to do with the case any more but that it held it once (N6).
absl::StatusOr<bool> OnlyGave(service::Call& call, const std::string& case_id) {
  FV_ASSIGN_OR_RETURN(const bool outside, OnlyReviews(call, case_id));
  FV_ASSIGN_OR_RETURN(const bool reviews, access::Reviews(call.rows(), case_id, call.caller().person));
  return outside && !reviews;
}

// N6, § 62: to whom it may send what is needed, and what it owes; of the young person nothing.
v1::Case AsGiverSees(const v1::Case& whole, const std::string& organisation) {
  v1::Case shown;
  shown.set_only_gave(true);
  shown.set_case_id(whole.case_id());
  *shown.mutable_holder() = whole.holder();
  shown.set_version(whole.version());
  for (const v1::PackageOwed& owed : whole.packages_owed()) {
    if (owed.giver().organisation_id() == organisation) *shown.add_packages_owed() = owed;
  }
  return shown;
}

// Who holds, and what is asked for by whom; of help, plans and people nothing.
v1::Case AsReviewerSees(const v1::Case& whole) {
  v1::Case shown;
  shown.set_case_id(whole.case_id());
  shown.set_phase(whole.phase());
  *shown.mutable_holder() = whole.holder();
  *shown.mutable_lawful_end() = whole.lawful_end();
  shown.set_of_age(whole.of_age());
  shown.set_version(whole.version());
  return shown;
}

// What of a change of competence is asked of this organisation.
v1::CompetenceChange AskedOf(const v1::CompetenceChange& whole, const std::string& organisation) {
  v1::CompetenceChange shown;
  shown.set_change_id(whole.change_id());
  shown.set_cause(whole.cause());
  shown.set_organisation_id(whole.organisation_id());
  shown.set_contested(whole.contested());
  if (whole.to().organisation_id() == organisation) {
    *shown.mutable_to() = whole.to();
    *shown.mutable_package() = whole.package();
    shown.set_data_sent(whole.data_sent());
    shown.set_conversation_held(whole.conversation_held());
    if (whole.has_continued_since()) *shown.mutable_continued_since() = whole.continued_since();
  }
  for (const v1::AskedToAct& ask : whole.asks()) {
    if (ask.to().organisation_id() != organisation) continue;
    *shown.add_asked() = ask.to();
    *shown.add_asks() = ask;
  }
  return shown;
}

// Seats that somebody of this organisation is asked to take, or to follow in (A9, N10).
void ShowSeats(const v1::Case& whole, const std::string& organisation, v1::Case& shown) {
  for (const v1::Seat& seat : whole.seats()) {
    if (seat.organisation_id() != organisation && seat.asked_organisation_id() != organisation) continue;
    *shown.add_seats() = seat;
    shown.set_team_id(whole.team_id());
  }
}

// Settings after which somebody of this organisation is asked to receive: by when, and nothing else of them
// (C17).
void ShowReturns(const v1::Case& whole, const std::string& organisation, v1::Case& shown) {
  for (const v1::Setting& setting : whole.settings()) {
    if (setting.return_receiver().organisation_id() != organisation) continue;
    v1::Setting& asked = *shown.add_settings();
    asked.set_setting_id(setting.setting_id());
    asked.set_phase(setting.phase());
    asked.set_residential_phase(setting.residential_phase());
    *asked.mutable_return_receiver() = setting.return_receiver();
    if (setting.has_return_planned_at()) *asked.mutable_return_planned_at() = setting.return_planned_at();
  }
}

// N6, § 62: who holds, and each thing that this organisation is asked, with what was packed for it.
v1::Case AsAskedSees(const v1::Case& whole, const std::string& organisation) {
  v1::Case shown;
  shown.set_only_asked(true);
  shown.set_case_id(whole.case_id());
  shown.set_phase(whole.phase());
  *shown.mutable_holder() = whole.holder();
  shown.set_version(whole.version());
  if (whole.open_handover().to().organisation_id() == organisation)
    *shown.mutable_open_handover() = whole.open_handover();
  if (whole.has_competence_change())
    *shown.mutable_competence_change() = AskedOf(whole.competence_change(), organisation);
  if (whole.coordination_offer().to().organisation_id() == organisation) {
    *shown.mutable_coordination_offer() = whole.coordination_offer();
    *shown.mutable_coordination() = whole.coordination();
    shown.set_team_id(whole.team_id());
  }
  ShowSeats(whole, organisation, shown);
  ShowReturns(whole, organisation, shown);
  if (whole.guardianship().asked().organisation_id() == organisation)
    *shown.mutable_guardianship()->mutable_asked() = whole.guardianship().asked();
  if (whole.lawful_end().continued_by().organisation_id() == organisation)
    *shown.mutable_lawful_end() = whole.lawful_end();
  return shown;
}

// What is only prepared is the giver's own (N6).
v1::Case AsCircleSees(v1::Case shown, const std::string& organisation) {
  if (shown.holder().organisation_id() != organisation) shown.clear_prepared_handover();
  return shown;
}

// Whoever does the work in an organisation that is no youth office.
constexpr common::v1::Role kWorkOutside[] = {
    common::v1::ROLE_COORDINATOR,   common::v1::ROLE_PROVIDER_WORKER, common::v1::ROLE_CLINIC,
    common::v1::ROLE_CRISIS_WORKER, common::v1::ROLE_SCHOOL,          common::v1::ROLE_EMERGENCY_SERVICE};

// N4: only youth offices have leads and heads. Elsewhere what has climbed to them reaches the colleagues of
// whoever it was due from, so that no step is told to nobody.
absl::StatusOr<std::vector<std::string>> AudiencesOfLeads(service::Call& call, const std::string& unit) {
  const std::string& own = call.caller().peer.name;
  FV_ASSIGN_OR_RETURN(const auto body, directory::FindOrganisation(call.rows(), own));
  const bool leads = !body || body->kind == team::v1::ORGANISATION_KIND_YOUTH_OFFICE;
  std::vector<std::string> audiences;
  const bool works = std::find(std::begin(kWorkOutside), std::end(kWorkOutside), call.caller().role) !=
                     std::end(kWorkOutside);
  if (leads || !works) return audiences;
  audiences = {OrganisationAudience(own, common::v1::ROLE_TEAM_LEAD),
               OrganisationAudience(own, common::v1::ROLE_DEPARTMENT_HEAD)};
  if (!unit.empty()) audiences.push_back(UnitAudience(unit, common::v1::ROLE_TEAM_LEAD));
  return audiences;
}

// § 65, N13: the consent a packed document rests on still speaks, for that organisation.
bool IsLive(const v1::Case& shown, const std::string& consent_id, const std::string& organisation,
            absl::Time now) {
  return std::any_of(shown.consents().begin(), shown.consents().end(), [&](const v1::Consent& consent) {
    const bool speaks = !shown.of_age() || consent.given_by() == v1::CONSENT_GIVER_YOUNG_PERSON;
    return consent.consent_id() == consent_id && consent.organisation_id() == organisation && speaks &&
           !consent.has_withdrawn_at() && FromProto(consent.until()) > now;
  });
}

// N6: who was only asked reads what was packed for it, and nothing else.
bool IsPackedFor(const v1::Case& shown, uint64_t position, const std::string& organisation, absl::Time now) {
  const auto packs = [&](const auto& asked) {
    return asked.to().organisation_id() == organisation &&
           std::any_of(asked.package().begin(), asked.package().end(), [&](const v1::PackedDocument& packed) {
             const std::string& consent = packed.consent_id();
             return packed.position() == position &&
                    (consent.empty() || IsLive(shown, consent, organisation, now));
           });
  };
  const auto& asks = shown.competence_change().asks();
  return packs(shown.open_handover()) || packs(shown.competence_change()) ||
         std::any_of(asks.begin(), asks.end(), packs);
}

// C17: the plan of the return that somebody of this organisation is asked to receive after.
bool IsPlanOfReturn(const v1::Case& shown, const v1::DocumentRow& row, const std::string& organisation) {
  return std::any_of(shown.settings().begin(), shown.settings().end(), [&](const v1::Setting& setting) {
    return setting.return_receiver().organisation_id() == organisation &&
           row.question_id() == ReturnQuestion(setting.setting_id(), organisation);
  });
}

// N14: whether the case that goes on is the same young person's says who asks for the end of this one.
bool IsAskedIn(const v1::Case& shown, const v1::DocumentRow& row, const std::string& organisation) {
  if (IsPlanOfReturn(shown, row, organisation)) return true;
  return shown.lawful_end().continued_by().organisation_id() == organisation &&
         row.event_type() == v1::LawfulEndRequested::descriptor()->full_name();
}

// § 65, E13: what was told with a consent that has been taken back. Whoever told it to the office that held
// the case knows it anyway; that office itself does not read on.
bool RestsOnNothing(const v1::Case& shown, const v1::DocumentRow& row, const std::string& organisation) {
  if (row.consent_id().empty()) return false;
  const bool told_it = row.author_organisation_id() == organisation &&
                       row.author_organisation_id() != row.held_by_organisation_id();
  return !told_it && std::any_of(shown.consents().begin(), shown.consents().end(), [&](const auto& consent) {
    return consent.consent_id() == row.consent_id() && consent.has_withdrawn_at();
  });
}

// Whose lists the caller reads: the person's own, and those of the role the person acts in.
absl::StatusOr<std::vector<std::string>> AudiencesOf(service::Call& call) {
  FV_ASSIGN_OR_RETURN(const std::string unit, call.ActorUnit());
  const auto role = call.caller().role;
  std::vector<std::string> audiences = {PersonAudience(call.caller().person),
                                        OrganisationAudience(call.caller().peer.name, role),
                                        AssociationAudience(role)};
  if (!unit.empty()) audiences.push_back(UnitAudience(unit, role));
  FV_ASSIGN_OR_RETURN(const auto leads, AudiencesOfLeads(call, unit));
  audiences.insert(audiences.end(), leads.begin(), leads.end());
  // N11: of somebody who leaves the deputy acts at once.
  FV_ASSIGN_OR_RETURN(const auto leavers,
                      directory::ActsFor(call.rows(), call.caller().person, call.host().clock().Now()));
  for (const std::string& leaver : leavers) audiences.push_back(PersonAudience(leaver));
  FV_ASSIGN_OR_RETURN(const auto deputised, directory::DeputisedBy(call.rows(), call.caller().person));
  for (const std::string& person : deputised) audiences.push_back(DeputyAudience(person));
  return audiences;
}

absl::Status CheckListOfUnits(const v1::ListPersonInboxRequest& request) {
  if (!request.person_id().empty())
    return absl::InvalidArgumentError("person_id: of a person, or of an organisation, not of both");
  FV_RETURN_IF_ERROR(CheckHexId(request.organisation_id(), "organisation_id"));
  return request.unit_id().empty() ? absl::OkStatus() : CheckHexId(request.unit_id(), "unit_id");
}

}  // namespace

CaseService::CaseService(service::Pipeline& pipeline, CaseHandler& handler, LeaverHandler& leavers)
    : pipeline_(pipeline), handler_(handler), leavers_(leavers) {
  ServeAll(
#define FV_CASE_WRITE(Method) &CaseService::Method,
#include "services/case/rpc/case_writes.def"
#undef FV_CASE_WRITE
      &CaseService::OfferCasesOfPerson, &CaseService::GetCase, &CaseService::ListCaseDocuments,
      &CaseService::ListInbox, &CaseService::ListPersonInbox, &CaseService::ListUnitWork,
      &CaseService::ListOrganisationWork, &CaseService::ListUncoveredRights,
      &CaseService::ListStructuralGaps);
}

template <class Request, class Response>
grpc::ServerUnaryReactor* CaseService::Write(grpc::CallbackServerContext* context, const Request& request,
                                             Response& response) {
  return pipeline_.Serve(
      context, request, &response, [this, &request, &response](service::Call& call) -> Answer {
        CallEdge edge(call, request.case_id());
        FV_ASSIGN_OR_RETURN(Command command, ToCommand(request, edge));
        FV_RETURN_IF_ERROR(NameStandIn(call.rows(), request.case_id(), call.caller().person, command));
        FV_RETURN_IF_ERROR(NameWhoIsGone(call.rows(), request.case_id(), command));
        FV_RETURN_IF_ERROR(NameTerms(call.rows(), request.case_id(), call.caller().peer.name, command));
        NameTheWish(call, request);
        FV_ASSIGN_OR_RETURN(auto outcome, handler_.Handle(call.ContextFor(request.case_id()), command));
        NameTheNew(call, request, response);
        return outcome;
      });
}

#define FV_CASE_WRITE(Method)                                                         \
  grpc::ServerUnaryReactor* CaseService::Method(grpc::CallbackServerContext* context, \
                                                const v1::Method##Request* request,   \
                                                v1::Method##Response* response) {     \
    return Write(context, *request, *response);                                       \
  }
#include "services/case/rpc/case_writes.def"
#undef FV_CASE_WRITE

grpc::ServerUnaryReactor* CaseService::OfferCasesOfPerson(grpc::CallbackServerContext* context,
                                                          const v1::OfferCasesOfPersonRequest* request,
                                                          v1::OfferCasesOfPersonResponse* response) {
  return pipeline_.Serve(context, *request, response, [this, request](service::Call& call) -> Answer {
    CallEdge edge(call, "");
    FV_ASSIGN_OR_RETURN(const auto cases, CasesHeldBy(call.rows(), request->person_id(), kCasesAtOnce));
    FV_ASSIGN_OR_RETURN(const auto command, ToCommand(*request, cases, edge));
    FV_ASSIGN_OR_RETURN(auto outcome, leavers_.Handle(call.ContextFor(request->person_id()), command));
    return outcome;
  });
}

grpc::ServerUnaryReactor* CaseService::GetCase(grpc::CallbackServerContext* context,
                                               const v1::GetCaseRequest* request,
                                               v1::GetCaseResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Answer {
    FV_ASSIGN_OR_RETURN(v1::Case shown, ReadCase(call.rows(), request->case_id()));
    FV_ASSIGN_OR_RETURN(const bool reviews, OnlyReviews(call, request->case_id()));
    FV_ASSIGN_OR_RETURN(const bool gave, OnlyGave(call, request->case_id()));
    if (gave && shown.phase() == v1::CASE_PHASE_LAWFULLY_ENDED) return absl::NotFoundError("");
    FV_ASSIGN_OR_RETURN(const bool asked, call.ReadsOnlyTheQuestion(request->case_id()));
    *response->mutable_case_() = gave      ? AsGiverSees(shown, call.caller().peer.name)
                                 : reviews ? AsReviewerSees(shown)
                                 : asked   ? AsAskedSees(shown, call.caller().peer.name)
                                           : AsCircleSees(std::move(shown), call.caller().peer.name);
    return std::nullopt;
  });
}

grpc::ServerUnaryReactor* CaseService::ListCaseDocuments(grpc::CallbackServerContext* context,
                                                         const v1::ListCaseDocumentsRequest* request,
                                                         v1::ListCaseDocumentsResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Answer {
    FV_ASSIGN_OR_RETURN(const int size, service::PageSize(request->page_size(), 50, 100));
    const service::PageTokens tokens(absl::StrCat("ListCaseDocuments/", request->case_id()));
    FV_ASSIGN_OR_RETURN(const std::string after, tokens.Read(request->page_token()));
    FV_ASSIGN_OR_RETURN(const auto page, ReadDocuments(call.rows(), request->case_id(), after, size));
    FV_ASSIGN_OR_RETURN(const v1::Case shown, ReadCase(call.rows(), request->case_id()));
    FV_ASSIGN_OR_RETURN(const auto glass, access::FindGlass(call.rows(), request->case_id(),
                                                            call.caller().person, call.host().clock().Now()));
    FV_ASSIGN_OR_RETURN(const bool reviews, OnlyReviews(call, request->case_id()));
    const std::string& own = call.caller().peer.name;
    FV_ASSIGN_OR_RETURN(const bool asked, access::IsOnlyAsked(call.rows(), request->case_id(), own));
    FV_ASSIGN_OR_RETURN(const auto left, ReadLeftBehind(call.rows(), request->case_id(), own));
    const absl::Time now = call.host().clock().Now();
    std::vector<history::SealedText> texts;
    std::vector<int> places;  // of each text among the documents
    response->mutable_documents()->Reserve(static_cast<int>(page.documents.size()));  // texts point into it
    for (const auto& row : page.documents) {
      if (reviews && row.event_type() != v1::LawfulEndRequested::descriptor()->full_name()) continue;
      auto* document = response->add_documents();
      document->set_event_type(row.event_type());
      document->set_field(row.field_name());
      document->set_position(row.position());
      *document->mutable_occurred_at() = row.occurred_at();
      *document->mutable_recorded_at() = row.recorded_at();
      document->set_person_id(row.person_id());
      FV_ASSIGN_OR_RETURN(const bool had, HadEntrusted(call.rows(), request->case_id(), row, own));
      const bool unread =
          asked && !IsPackedFor(shown, row.position(), own, now) && !IsAskedIn(shown, row, own);
      const bool stays = unread || IsWithheld(shown, row, own) || StaysBehind(left, row, own);
      const bool withheld = (!had && stays) || RestsOnNothing(shown, row, own);
      const bool restricted = !had && IsRestricted(shown, row, own);
      if (withheld && !IsOpened(glass, true)) {
        document->set_state(v1::TEXT_STATE_WITHHELD);
        document->set_text("[withheld]");
        continue;
      }
      if (restricted && !IsOpened(glass, row.entrusted())) {
        document->set_state(v1::TEXT_STATE_RESTRICTED);
        document->set_text("[restricted]");
        continue;
      }
      if (withheld || restricted) call.OpenedBy(*glass);
      places.push_back(response->documents_size() - 1);
      texts.push_back({&row.sealed(), row.event_type(), row.field_path(), document->mutable_text()});
    }
    const auto kinds = call.Show(request->case_id(), texts);
    for (size_t i = 0; i < kinds.size(); ++i)
      response->mutable_documents(places[i])->set_state(ToProto(kinds[i]));
    response->set_next_page_token(tokens.For(page.next));
    return std::nullopt;
  });
}

// A page of a list of work; `read` gives it after a key, at most so many. `list` is the list's name for its
// tokens, to which the filter belongs.
template <class Request, class Response, class Read>
absl::Status FillWork(const Request& request, const std::string& list, const Read& read, Response& response) {
  FV_ASSIGN_OR_RETURN(const int size, service::PageSize(request.page_size(), 100, 500));
  const service::PageTokens tokens(absl::StrCat(list, "/", request.filter().SerializeAsString()));
  FV_ASSIGN_OR_RETURN(const std::string after, tokens.Read(request.page_token()));
  FV_ASSIGN_OR_RETURN(WorkPage page, read(Wanted(request.filter()), after, size));
  for (auto& item : page.items) *response.add_items() = std::move(item);
  response.set_next_page_token(tokens.For(page.next));
  return absl::OkStatus();
}

// Neither time set: the lists as they are.
template <class Request>
std::optional<WorkAsOf> AsOfOf(const Request& request) {
  if (!request.has_as_known_at() && !request.has_as_true_at()) return std::nullopt;
  WorkAsOf as_of;
  if (request.has_as_known_at()) as_of.known_at = FromProto(request.as_known_at());
  if (request.has_as_true_at()) as_of.true_at = FromProto(request.as_true_at());
  return as_of;
}

template <class Request, class Response>
absl::Status FillInbox(service::Call& call, const Request& request, const char* method,
                       const std::vector<std::string>& audiences, Response& response) {
  const auto as_of = AsOfOf(request);
  const auto read = [&](const Wanted& wanted, const std::string& after, int size) {
    return as_of ? ReadWorkThen(call.rows(), audiences, *as_of, wanted, after, size)
                 : ReadWorkList(call.rows(), audiences, wanted, after, size);
  };
  const std::string list =
      absl::StrCat(method, "/", absl::StrJoin(audiences, "/"), "/", request.as_known_at().SerializeAsString(),
                   "/", request.as_true_at().SerializeAsString());
  return FillWork(request, list, read, response);
}

// Of the units whose keys begin with `units`.
template <class Request, class Response>
absl::Status FillUnits(service::Call& call, const Request& request, const char* method,
                       const std::string& units, Response& response) {
  if (AsOfOf(request)) return FillInbox(call, request, method, {UnitListAudience(units)}, response);
  const auto read = [&](const Wanted& wanted, const std::string& after, int size) {
    return ReadUnitWork(call.rows(), units, wanted, after, size);
  };
  return FillWork(request, absl::StrCat(method, "/", units), read, response);
}

grpc::ServerUnaryReactor* CaseService::ListInbox(grpc::CallbackServerContext* context,
                                                 const v1::ListInboxRequest* request,
                                                 v1::ListInboxResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Answer {
    FV_ASSIGN_OR_RETURN(const auto audiences, AudiencesOf(call));
    FV_RETURN_IF_ERROR(FillInbox(call, *request, "ListInbox", audiences, *response));
    return std::nullopt;
  });
}

grpc::ServerUnaryReactor* CaseService::ListPersonInbox(grpc::CallbackServerContext* context,
                                                       const v1::ListPersonInboxRequest* request,
                                                       v1::ListPersonInboxResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Answer {
    if (!request->organisation_id().empty()) {
      FV_RETURN_IF_ERROR(CheckListOfUnits(*request));
      FV_RETURN_IF_ERROR(FillUnits(call, *request, "ListPersonInbox",
                                   UnitKey(request->organisation_id(), request->unit_id()), *response));
      return std::nullopt;
    }
    FV_RETURN_IF_ERROR(CheckHexId(request->person_id(), "person_id"));
    FV_RETURN_IF_ERROR(
        FillInbox(call, *request, "ListPersonInbox", {PersonAudience(request->person_id())}, *response));
    return std::nullopt;
  });
}

grpc::ServerUnaryReactor* CaseService::ListUnitWork(grpc::CallbackServerContext* context,
                                                    const v1::ListUnitWorkRequest* request,
                                                    v1::ListUnitWorkResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Answer {
    FV_ASSIGN_OR_RETURN(const std::string unit, call.ActorUnit());
    if (unit.empty()) return std::nullopt;  // who is in no unit has no such list
    FV_RETURN_IF_ERROR(
        FillUnits(call, *request, "ListUnitWork", UnitKey(call.caller().peer.name, unit), *response));
    return std::nullopt;
  });
}

grpc::ServerUnaryReactor* CaseService::ListOrganisationWork(grpc::CallbackServerContext* context,
                                                            const v1::ListOrganisationWorkRequest* request,
                                                            v1::ListOrganisationWorkResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Answer {
    FV_RETURN_IF_ERROR(
        FillUnits(call, *request, "ListOrganisationWork", UnitKey(call.caller().peer.name, ""), *response));
    return std::nullopt;
  });
}

grpc::ServerUnaryReactor* CaseService::ListUncoveredRights(grpc::CallbackServerContext* context,
                                                           const v1::ListUncoveredRightsRequest* request,
                                                           v1::ListUncoveredRightsResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Answer {
    FV_ASSIGN_OR_RETURN(const int size, service::PageSize(request->page_size(), 100, 500));
    const service::PageTokens tokens(absl::StrCat("ListUncoveredRights/", call.caller().peer.name));
    FV_ASSIGN_OR_RETURN(const std::string after, tokens.Read(request->page_token()));
    FV_ASSIGN_OR_RETURN(auto page, ReadUncoveredRights(call.rows(), call.caller().peer.name, after, size));
    for (auto& right : page.rights) *response->add_rights() = std::move(right);
    response->set_next_page_token(tokens.For(page.next));
    return std::nullopt;
  });
}

grpc::ServerUnaryReactor* CaseService::ListStructuralGaps(grpc::CallbackServerContext* context,
                                                          const v1::ListStructuralGapsRequest* request,
                                                          v1::ListStructuralGapsResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Answer {
    FV_ASSIGN_OR_RETURN(const int size, service::PageSize(request->page_size(), 100, 500));
    const service::PageTokens tokens("ListStructuralGaps");
    FV_ASSIGN_OR_RETURN(const std::string after, tokens.Read(request->page_token()));
    FV_ASSIGN_OR_RETURN(auto page, ReadGaps(call.rows(), call.host().clock().Now(), after, size));
    for (auto& gap : page.gaps) *response->add_gaps() = std::move(gap);
    response->set_next_page_token(tokens.For(page.next));
    return std::nullopt;
  });
}

}  // namespace fallverbund::casework
