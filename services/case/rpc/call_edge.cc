#include "services/case/rpc/call_edge.h"

#include <algorithm>
#include <vector>

#include "libs/access/check.h"
#include "libs/access/circle.h"
#include "libs/access/glass.h"
#include "libs/base/status.h"
#include "libs/directory/directory.h"
#include "libs/directory/stand_in.h"
#include "services/case/views/case_view.h"
#include "services/case/views/held.h"

namespace fallverbund::casework {
namespace {

// Has one of the roles that a method of this service names.
bool MayCall(const char* method, const directory::Person& person) {
  const auto* service = v1::ApproveLawfulEndRequest::descriptor()->file()->FindServiceByName("CaseService");
  const auto policy = access::PolicyOf(*service->FindMethodByName(method));
  return std::any_of(policy.roles().begin(), policy.roles().end(),
                     [&](int role) { return person.roles.contains(static_cast<common::v1::Role>(role)); });
}

}  // namespace

absl::StatusOr<common::v1::Sealed> CallEdge::Seal(const google::protobuf::Descriptor& event,
                                                  std::string_view field_path, const SealAs& as,
                                                  const std::string& text) {
  FV_ASSIGN_OR_RETURN(const std::string subject, ReadSubject(call_.rows(), case_id_));
  const seal::KeyScope scope{call_.host().association(), subject, as.file_class, as.confidentiality};
  return call_.Seal(scope, case_id_, event, field_path, text);
}

absl::StatusOr<HolderFacts> CallEdge::FactsOf(const common::v1::Holder& holder) {
  return ReadHolderFacts(call_.rows(), holder);
}

absl::StatusOr<OtherCase> CallEdge::FindOtherCase(std::string_view case_id) {
  return ReadOtherCase(call_.rows(), case_id_, case_id);
}

absl::StatusOr<bool> CallEdge::Leaves(std::string_view person_id) {
  const std::string_view person = person_id.empty() ? std::string_view(call_.caller().person) : person_id;
  FV_ASSIGN_OR_RETURN(const auto leaver, directory::FindLeaver(call_.rows(), person));
  if (leaver || !person_id.empty()) return leaver.has_value();
  return directory::IsLeavingBody(call_.rows(), call_.caller().peer.name);
}

absl::StatusOr<bool> CallEdge::MayTakeASeat(std::string_view organisation_id, std::string_view person_id) {
  return directory::IsPersonOf(call_.rows(), organisation_id, person_id);
}

absl::StatusOr<std::string> CallEdge::OpenCrisis() {
  FV_ASSIGN_OR_RETURN(std::string crisis, access::FindOpenCrisis(call_.rows(), case_id_));
  if (!crisis.empty()) return crisis;
  FV_ASSIGN_OR_RETURN(const auto facts, access::ReadObjectFacts(call_.rows(), call_.caller().peer.name,
                                                                common::v1::RELATION_CIRCLE, case_id_));
  if (facts.circle) return crisis;
  // An answer that got lost on the way is given again, also when the crisis is over by then.
  FV_ASSIGN_OR_RETURN(const auto answered, call_.host().desk().AnsweredBefore(call_.ContextFor(case_id_)));
  if (!answered) return absl::NotFoundError("");
  return crisis;
}

absl::StatusOr<bool> CallEdge::HolderIsAlone() {
  FV_ASSIGN_OR_RETURN(const auto shown, ReadCase(call_.rows(), case_id_));
  return access::IsAlone(call_.rows(), case_id_, shown.holder().organisation_id());
}

absl::StatusOr<bool> CallEdge::IsEntrusted(uint64_t position) {
  return IsEntrustedAt(call_.rows(), case_id_, position);
}

absl::StatusOr<bool> CallEdge::ReadWhileHolding(uint64_t position) {
  return casework::ReadWhileHolding(call_.rows(), case_id_, position, call_.caller().peer.name);
}

absl::StatusOr<v1::Case> CallEdge::Shown() {
  return ReadCase(call_.rows(), case_id_);
}

absl::StatusOr<bool> CallEdge::IsColleague(std::string_view person_id) {
  return directory::IsPersonOf(call_.rows(), call_.caller().peer.name, person_id);
}

absl::StatusOr<bool> CallEdge::WasColleague(std::string_view person_id) {
  FV_ASSIGN_OR_RETURN(const auto person, directory::FindPerson(call_.rows(), person_id));
  return person && person->organisation_id == call_.caller().peer.name;
}

absl::StatusOr<bool> CallEdge::IsPersonOf(std::string_view organisation_id, std::string_view person_id) {
  return directory::IsPersonOf(call_.rows(), organisation_id, person_id);
}

// The roles are those of the method itself, so the two cannot come apart.
absl::StatusOr<bool> CallEdge::MayApproveEnds(std::string_view organisation_id, std::string_view person_id) {
  FV_ASSIGN_OR_RETURN(const bool known, directory::IsPersonOf(call_.rows(), organisation_id, person_id));
  if (!known) return false;
  FV_ASSIGN_OR_RETURN(const auto person, directory::FindPerson(call_.rows(), person_id));
  return MayCall("ApproveLawfulEnd", *person);
}

absl::StatusOr<bool> CallEdge::IsPersonOfUnit(std::string_view organisation_id, std::string_view unit_id,
                                              std::string_view person_id) {
  return directory::IsPersonOfUnit(call_.rows(), organisation_id, unit_id, person_id);
}

absl::StatusOr<bool> CallEdge::HasLeft(std::string_view person_id) {
  FV_ASSIGN_OR_RETURN(const auto leaver, directory::FindLeaver(call_.rows(), person_id));
  return leaver && leaver->deactivated;
}

absl::StatusOr<bool> CallEdge::ActorActsFor(std::string_view person_id) {
  FV_ASSIGN_OR_RETURN(const auto gone,
                      directory::ActsFor(call_.rows(), call_.caller().person, call_.host().clock().Now()));
  return std::find(gone.begin(), gone.end(), person_id) != gone.end();
}

absl::StatusOr<bool> CallEdge::AdoptsAfterApproval() {
  FV_ASSIGN_OR_RETURN(const auto rules, directory::FindWorkingRules(call_.rows(), call_.caller().peer.name));
  return rules.adopts_after_approval;
}

absl::StatusOr<OtherCase> ReadOtherCase(const projection::Rows& rows, std::string_view case_id,
                                        std::string_view other_id) {
  if (other_id.empty() || other_id == case_id) return OtherCase{};
  const auto found = ReadCase(rows, other_id);
  if (absl::IsNotFound(found.status())) return OtherCase{};
  FV_RETURN_IF_ERROR(found.status());
  const bool ended = found->phase() == v1::CASE_PHASE_LAWFULLY_ENDED;
  return OtherCase{!ended, !ended && found->has_lawful_end(), found->holder()};
}

absl::StatusOr<std::string> CaseThatGoesOn(const projection::Rows& rows, std::string_view case_id) {
  const auto found = ReadCase(rows, case_id);
  if (absl::IsNotFound(found.status())) return std::string();
  FV_RETURN_IF_ERROR(found.status());
  const std::string& other_id = found->lawful_end().continued_in_case_id();
  FV_ASSIGN_OR_RETURN(const OtherCase other, ReadOtherCase(rows, case_id, other_id));
  return other.open && !other.may_end ? other_id : std::string();
}

namespace {

// In a role in which whoever holds a case acts, and with an account that is open (R0).
absl::StatusOr<bool> CanAct(const projection::Rows& rows, const std::string& person_id) {
  FV_ASSIGN_OR_RETURN(const auto leaver, directory::FindLeaver(rows, person_id));
  if (leaver && leaver->deactivated) return false;
  return directory::HasRoleToHold(rows, person_id);
}

}  // namespace

absl::StatusOr<HolderFacts> ReadHolderFacts(const projection::Rows& rows, const common::v1::Holder& holder) {
  HolderFacts facts;
  if (holder.organisation_id().empty()) return facts;
  FV_ASSIGN_OR_RETURN(const auto organisation, directory::FindOrganisation(rows, holder.organisation_id()));
  facts.public_body = organisation && organisation->kind == team::v1::ORGANISATION_KIND_YOUTH_OFFICE;
  facts.emergency_service =
      organisation && organisation->kind == team::v1::ORGANISATION_KIND_EMERGENCY_SERVICE;
  if (organisation) facts.home_log_origin = organisation->home_log_origin;
  facts.may_receive = true;  // of both
  const auto is_of_unit = [&](const std::string& person_id) -> absl::StatusOr<bool> {
    FV_ASSIGN_OR_RETURN(const auto person, directory::FindPerson(rows, person_id));
    FV_ASSIGN_OR_RETURN(const auto leaver, directory::FindLeaver(rows, person_id));
    FV_ASSIGN_OR_RETURN(const bool body, directory::IsLeavingBody(rows, holder.organisation_id()));
    facts.leaves = facts.leaves || leaver.has_value() || body;
    facts.may_receive = facts.may_receive && person && MayCall("AnswerReturn", *person);
    return person && person->organisation_id == holder.organisation_id() &&
           person->unit_id == holder.unit_id();
  };
  FV_ASSIGN_OR_RETURN(facts.person_known, is_of_unit(holder.person_id()));
  FV_ASSIGN_OR_RETURN(facts.deputy_known, is_of_unit(holder.deputy_person_id()));
  FV_ASSIGN_OR_RETURN(const bool person, CanAct(rows, holder.person_id()));
  FV_ASSIGN_OR_RETURN(const bool deputy, CanAct(rows, holder.deputy_person_id()));
  facts.reachable = person && deputy;
  return facts;
}

absl::StatusOr<bool> IsHolderReachable(const projection::Rows& rows, std::string_view case_id) {
  FV_ASSIGN_OR_RETURN(const v1::Case shown, ReadCase(rows, case_id));
  FV_ASSIGN_OR_RETURN(const HolderFacts facts, ReadHolderFacts(rows, shown.holder()));
  return facts.reachable;
}

absl::Status NameStandIn(const projection::Rows& rows, std::string_view case_id,
                         const std::string& actor_person_id, Command& command) {
  return Visit(
      [&](auto& wish) -> absl::Status {
        if constexpr (requires { wish.stand_in; }) {
          constexpr bool kTakesBack = requires {
            wish.taken_back;
          };
          const auto shown = ReadCase(rows, case_id);
          if (absl::IsNotFound(shown.status())) return absl::OkStatus();
          FV_RETURN_IF_ERROR(shown.status());
          if (!kTakesBack && shown->phase() != v1::CASE_PHASE_LAWFULLY_ENDED) return absl::OkStatus();
          const auto& holder = kTakesBack ? shown->last_move().giver() : shown->holder();
          FV_ASSIGN_OR_RETURN(const auto stand_in,
                              directory::FindStandIn(rows, holder, kTakesBack ? actor_person_id : "",
                                                     shown->guardianship().holder().person_id()));
          if (stand_in) wish.stand_in = care::FromProto(*stand_in);
          if constexpr (!kTakesBack) {
            const common::v1::Holder then = wish.stand_in ? care::ToProto(*wish.stand_in) : holder;
            FV_ASSIGN_OR_RETURN(const HolderFacts facts, ReadHolderFacts(rows, then));
            wish.unreachable = !facts.reachable;
          } else {
            FV_ASSIGN_OR_RETURN(const auto leaver, directory::FindLeaver(rows, holder.person_id()));
            // Whoever leaves takes nothing back for a colleague, who has not said so.
            if (wish.stand_in && wish.stand_in->person_id != actor_person_id) wish.stand_in.reset();
            wish.receiver_leaves = leaver && !wish.stand_in;
            FV_ASSIGN_OR_RETURN(
                wish.to, ReadHolderFacts(rows, wish.stand_in ? care::ToProto(*wish.stand_in) : holder));
          }
        }
        return absl::OkStatus();
      },
      command);
}

namespace {

// Who is asked by this command; or acts by it, having given the case; empty: nobody.
std::string OtherOffice(const std::string& actor, const Command& command) {
  if (const auto* offer = GetIf<OfferHandover>(&command)) return offer->offer.to().organisation_id();
  if (const auto* offer = GetIf<OfferOfLeaver>(&command)) return offer->offer.to().organisation_id();
  if (const auto* offer = GetIf<OfferCoordination>(&command)) return offer->offer.to().organisation_id();
  if (const auto* inform = GetIf<InformAgency>(&command)) return inform->informed.to().organisation_id();
  if (const auto* ask = GetIf<AskProvisionalTakeover>(&command)) return ask->asked.to().organisation_id();
  return Holds<FollowUpHandover>(command) ? actor : "";
}

}  // namespace

absl::Status NameTerms(const projection::Rows& rows, std::string_view case_id, const std::string& actor,
                       Command& command) {
  if (const auto* open = GetIf<OpenCase>(&command)) {
    command.office_id = open->opened.holder().organisation_id();
  } else {
    const auto shown = ReadCase(rows, case_id);
    if (absl::IsNotFound(shown.status())) return absl::OkStatus();
    FV_RETURN_IF_ERROR(shown.status());
    command.office_id = shown->holder().organisation_id();
  }
  const std::string other = OtherOffice(actor, command);
  FV_ASSIGN_OR_RETURN(auto rules, directory::FindWorkingRules(rows, command.office_id));
  command.terms = std::move(rules.terms);
  if (other.empty()) return absl::OkStatus();
  FV_ASSIGN_OR_RETURN(rules, directory::FindWorkingRules(rows, other));
  command.others_terms = std::move(rules.terms);
  return absl::OkStatus();
}

absl::Status NameWhoIsGone(const projection::Rows& rows, std::string_view case_id, Command& command) {
  auto* asked = GetIf<RecordBirthDate>(&command);
  if (asked == nullptr) return absl::OkStatus();
  FV_ASSIGN_OR_RETURN(const auto persons, PersonsIn(rows, case_id));
  for (const std::string& person_id : persons) {
    FV_ASSIGN_OR_RETURN(const auto leaver, directory::FindLeaver(rows, person_id));
    if (leaver) asked->gone.push_back(person_id);
  }
  return absl::OkStatus();
}

}  // namespace fallverbund::casework
