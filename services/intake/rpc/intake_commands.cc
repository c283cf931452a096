#include "services/intake/rpc/intake_commands.h"

#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/command/read_history.h"
#include "libs/directory/directory.h"
#include "services/intake/domain/contact_decider.h"
#include "services/intake/domain/inquiry_decider.h"
#include "services/intake/domain/transition_decider.h"

namespace fallverbund::intake {
namespace {

using common::v1::Sealed;
using google::protobuf::Descriptor;

constexpr int kMaxListed = 32;  // symptoms, broken-off supports of one request; a person could not read more

absl::Status CheckThere(bool there, const char* field) {
  if (there) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(field, " is missing"));
}

absl::Status CheckFew(int size, const char* field) {
  if (size <= kMaxListed) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(field, " has more than ", kMaxListed, " entries"));
}

// Seals texts of one contact or inquiry under the key of the young person it is about.
class Sealing {
 public:
  Sealing(service::Call& call, std::string aggregate_id, std::string subject_id,
          common::v1::FileClass file_class = common::v1::FILE_CLASS_HELP)
      : call_(call),
        aggregate_id_(std::move(aggregate_id)),
        scope_{call.host().association(), std::move(subject_id), file_class,
               common::v1::CONFIDENTIALITY_ORDINARY} {}

  absl::StatusOr<Sealed> Seal(const Descriptor* event, const std::string& field_path,
                              const std::string& text) {
    return call_.Seal(scope_, aggregate_id_, *event, field_path, text);
  }

 private:
  service::Call& call_;
  const std::string aggregate_id_;
  const seal::KeyScope scope_;
};

// `field_path`: of the support in `event`.
absl::StatusOr<v1::BrokenOffSupport> ToSupport(const v1::BrokenOffSupportAccount& account,
                                               const Descriptor* event, int field, Sealing& sealing) {
  FV_RETURN_IF_ERROR(CheckThere(account.has_ended_at(), "ended_at of a broken-off support"));
  v1::BrokenOffSupport support;
  support.set_kind(account.kind());
  *support.mutable_ended_at() = account.ended_at();
  FV_ASSIGN_OR_RETURN(*support.mutable_account(),
                      sealing.Seal(event, absl::StrCat(field, ".", v1::BrokenOffSupport::kAccountFieldNumber),
                                   account.account()));
  return support;
}

absl::StatusOr<team::v1::OrganisationKind> KindOf(service::Call& call, const std::string& organisation_id) {
  FV_ASSIGN_OR_RETURN(const auto organisation, directory::FindOrganisation(call.rows(), organisation_id));
  return organisation ? organisation->kind : team::v1::ORGANISATION_KIND_UNSPECIFIED;
}

Receiver ReceiverOf(team::v1::OrganisationKind kind) {
  if (kind == team::v1::ORGANISATION_KIND_YOUTH_OFFICE) return Receiver::kPublicUnit;
  if (kind == team::v1::ORGANISATION_KIND_COORDINATION_OFFICE) return Receiver::kCoordinationOffice;
  if (kind == team::v1::ORGANISATION_KIND_EMERGENCY_SERVICE) return Receiver::kEmergencyService;
  return Receiver::kOther;
}

// The family that agrees to be told of, which the caller's organisation accompanies; nobody: none.
struct Family {
  std::string subject_id;
  std::set<std::string> key_ids;  // that a withdrawal forgets
  bool empty() const { return subject_id.empty(); }
};

absl::StatusOr<Family> FamilyAccompanied(const ReceiveContact& c, service::Call& call) {
  if (!c.from_prevention || c.prevention_basis != v1::PREVENTION_BASIS_CONSENT) return Family{};
  if (!IsHexId(c.transition_id)) return Family{};  // rows are asked for exactly one
  const auto transition = command::ReadHistory<TransitionDecider>(call.rows(), c.transition_id);
  if (absl::IsNotFound(transition.status())) return Family{};
  FV_RETURN_IF_ERROR(transition.status());
  const TransitionState& state = transition->state;
  // Without a text of its own it has no key that a withdrawal would name.
  const bool theirs = state.goes_on() && !state.key_ids.empty() &&
                      state.navigator.holder().organisation_id == call.caller().peer.name;
  return theirs ? Family{state.subject_id, {state.key_ids.begin(), state.key_ids.end()}} : Family{};
}

// Where these rows are behind a withdrawal the vault makes a new key, which nobody would ever forget.
absl::Status CheckForgettable(const Family& family, const common::v1::Sealed& text) {
  if (family.empty() || text.box().empty() || family.key_ids.count(text.key_id()) > 0)
    return absl::OkStatus();
  return absl::UnavailableError("what this instance has read of the family is behind; try again");
}

// What a family agreed to be told of is sealed under its own key: its withdrawal forgets that, too (E9, E13).
Sealing SummaryOf(const std::string& contact_id, const std::string& subject_id, const Family& family,
                  service::Call& call) {
  return family.empty() ? Sealing(call, contact_id, subject_id)
                        : Sealing(call, contact_id, family.subject_id, common::v1::FILE_CLASS_PREVENTION);
}

}  // namespace

absl::StatusOr<ContactCommand> ToCommand(const v1::ReceiveContactRequest& request, service::Call& call) {
  FV_RETURN_IF_ERROR(CheckThere(!request.receiving_organisation_id().empty(), "receiving_organisation_id"));
  ReceiveContact command;
  command.source = request.source();
  command.organisation_id = request.receiving_organisation_id();
  command.unit_id = request.receiving_unit_id();
  command.owner_person_id = request.owner_person_id();
  command.deputy_person_id = request.deputy_person_id();
  command.identifiable = request.young_person_identifiable();
  command.prevention_basis = request.prevention_basis();
  command.transition_id = request.transition_id();
  command.from_prevention =
      call.caller().role == common::v1::ROLE_NAVIGATOR || request.source() == v1::CONTACT_SOURCE_PREVENTION;
  FV_ASSIGN_OR_RETURN(const Family family, FamilyAccompanied(command, call));
  command.accompanied = !family.empty();
  if (!MayBeToldOn(command)) return command;  // what may not be told on is sealed nowhere, either
  FV_ASSIGN_OR_RETURN(const auto kind, KindOf(call, command.organisation_id));
  command.receiver = ReceiverOf(kind);
  FV_ASSIGN_OR_RETURN(const bool unit_is_theirs,
                      directory::IsUnitOf(call.rows(), command.organisation_id, command.unit_id));
  command.unit_known = command.unit_id.empty() || unit_is_theirs;

  // A dialog keeps no name, and its text has a key of its own, since it belongs to nobody's file.
  const std::string contact_id = call.NewAggregateId(ContactDecider::kAggregateType);
  const Descriptor* event = v1::ContactReceived::descriptor();
  const std::string summary_path = absl::StrCat(v1::ContactReceived::kSummaryFieldNumber);
  if (!BeginsResponsibility(command.receiver, command.identifiable)) {
    FV_ASSIGN_OR_RETURN(command.owner_known,
                        directory::IsPersonOf(call.rows(), command.organisation_id, command.owner_person_id));
    FV_ASSIGN_OR_RETURN(command.deputy_known, directory::IsPersonOf(call.rows(), command.organisation_id,
                                                                    command.deputy_person_id));
    Sealing sealing = SummaryOf(contact_id, contact_id, family, call);
    FV_ASSIGN_OR_RETURN(command.summary, sealing.Seal(event, summary_path, request.summary()));
    FV_RETURN_IF_ERROR(CheckForgettable(family, command.summary));
    return command;
  }
  FV_RETURN_IF_ERROR(CheckThere(!request.young_person_name().empty(), "young_person_name"));
  FV_ASSIGN_OR_RETURN(command.owner_known,
                      directory::IsPersonOfUnit(call.rows(), command.organisation_id, command.unit_id,
                                                command.owner_person_id));
  FV_ASSIGN_OR_RETURN(command.deputy_known,
                      directory::IsPersonOfUnit(call.rows(), command.organisation_id, command.unit_id,
                                                command.deputy_person_id));
  FV_ASSIGN_OR_RETURN(const bool owner, directory::HasRoleToHold(call.rows(), command.owner_person_id));
  FV_ASSIGN_OR_RETURN(const bool deputy, directory::HasRoleToHold(call.rows(), command.deputy_person_id));
  command.unreachable = !owner || !deputy;
  FV_ASSIGN_OR_RETURN(auto rules, directory::FindWorkingRules(call.rows(), command.organisation_id));
  command.terms = std::move(rules.terms);
  command.subject_id = call.NewAggregateId("subject");
  Sealing sealing(call, contact_id, command.subject_id);
  Sealing told = SummaryOf(contact_id, command.subject_id, family, call);
  FV_ASSIGN_OR_RETURN(command.summary, told.Seal(event, summary_path, request.summary()));
  FV_RETURN_IF_ERROR(CheckForgettable(family, command.summary));
  FV_ASSIGN_OR_RETURN(command.young_person_name,
                      sealing.Seal(event, absl::StrCat(v1::ContactReceived::kYoungPersonNameFieldNumber),
                                   request.young_person_name()));
  return command;
}

absl::StatusOr<ContactCommand> ToCommand(const v1::RequestCaseOpeningRequest& request, service::Call& call) {
  RequestCaseOpening command{care::FromProto(request.tonight())};
  FV_ASSIGN_OR_RETURN(command.tonight_known,
                      directory::IsPersonOf(call.rows(), command.tonight.holder.organisation_id,
                                            command.tonight.holder.person_id));
  return command;
}

namespace {

// `holder`: who holds the contact or inquiry now.
absl::StatusOr<TakeOver> ToTakeOver(const care::Holder& holder, const std::string& deputy_person_id,
                                    service::Call& call) {
  TakeOver wish;
  wish.deputy_person_id = deputy_person_id;
  FV_ASSIGN_OR_RETURN(wish.actor_unit_id, call.ActorUnit());
  FV_ASSIGN_OR_RETURN(wish.deputy_known, directory::IsPersonOfUnit(call.rows(), call.caller().peer.name,
                                                                   wish.actor_unit_id, deputy_person_id));
  FV_ASSIGN_OR_RETURN(const auto holder_leaves, directory::FindLeaver(call.rows(), holder.person_id));
  FV_ASSIGN_OR_RETURN(const auto actor_leaves, directory::FindLeaver(call.rows(), call.caller().person));
  FV_ASSIGN_OR_RETURN(const bool deputy, directory::HasRoleToHold(call.rows(), deputy_person_id));
  wish.deputy_unreachable = !deputy;
  wish.holder_leaves = holder_leaves.has_value();
  wish.actor_leaves = actor_leaves.has_value();
  return wish;
}

}  // namespace

absl::StatusOr<ContactCommand> ToCommand(const v1::TakeOverContactRequest& request, service::Call& call) {
  FV_ASSIGN_OR_RETURN(const auto contact,
                      command::ReadHistory<ContactDecider>(call.rows(), request.contact_id()));
  FV_ASSIGN_OR_RETURN(auto wish, ToTakeOver(contact.state.owner, request.deputy_person_id(), call));
  return wish;
}

absl::StatusOr<InquiryCommand> ToCommand(const v1::TakeOverInquiryRequest& request, service::Call& call) {
  FV_ASSIGN_OR_RETURN(const auto inquiry,
                      command::ReadHistory<InquiryDecider>(call.rows(), request.inquiry_id()));
  FV_ASSIGN_OR_RETURN(auto wish, ToTakeOver(inquiry.state.holder, request.deputy_person_id(), call));
  return wish;
}

absl::StatusOr<ContactCommand> ToCommand(const v1::TellReporterRequest& request, service::Call&) {
  TellReporter command;
  command.told.set_confirmed(request.confirmed());
  command.told.set_acted(request.acted());
  command.told.set_still_active(request.still_active());
  return command;
}

absl::StatusOr<InquiryCommand> ToCommand(const v1::SubmitInquiryRequest& request, service::Call& call) {
  FV_RETURN_IF_ERROR(CheckFew(request.symptoms_size(), "symptoms"));
  FV_RETURN_IF_ERROR(CheckFew(request.broken_off_supports_size(), "broken_off_supports"));
  FV_RETURN_IF_ERROR(CheckThere(!request.young_person_name().empty(), "young_person_name"));
  SubmitInquiry command;
  command.unit_id = request.unit_id();
  command.deputy_person_id = request.deputy_person_id();
  command.office_organisation_id = request.office_organisation_id();
  command.competent_organisation_id = request.competent_organisation_id();
  for (int symptom : request.symptoms()) command.symptoms.push_back(static_cast<v1::Symptom>(symptom));
  command.tonight_kind = request.tonight_kind();
  command.subject_id = call.NewAggregateId("subject");

  const Descriptor* event = v1::InquiryReceived::descriptor();
  Sealing sealing(call, call.NewAggregateId(InquiryDecider::kAggregateType), command.subject_id);
  for (const auto& account : request.broken_off_supports()) {
    FV_ASSIGN_OR_RETURN(
        auto support, ToSupport(account, event, v1::InquiryReceived::kBrokenOffSupportsFieldNumber, sealing));
    command.broken_off_supports.push_back(std::move(support));
  }
  FV_ASSIGN_OR_RETURN(command.young_person_name,
                      sealing.Seal(event, absl::StrCat(v1::InquiryReceived::kYoungPersonNameFieldNumber),
                                   request.young_person_name()));
  FV_ASSIGN_OR_RETURN(
      command.summary,
      sealing.Seal(event, absl::StrCat(v1::InquiryReceived::kSummaryFieldNumber), request.summary()));

  const std::string& own = call.caller().peer.name;
  FV_ASSIGN_OR_RETURN(const auto own_kind, KindOf(call, own));
  command.by_youth_office = own_kind == team::v1::ORGANISATION_KIND_YOUTH_OFFICE;
  FV_ASSIGN_OR_RETURN(command.actor_unit_id, call.ActorUnit());
  FV_ASSIGN_OR_RETURN(const auto leaver, directory::FindLeaver(call.rows(), call.caller().person));
  command.actor_leaves = leaver.has_value();
  FV_ASSIGN_OR_RETURN(command.deputy_known,
                      directory::IsPersonOfUnit(call.rows(), own, command.unit_id, command.deputy_person_id));
  FV_ASSIGN_OR_RETURN(const bool deputy, directory::HasRoleToHold(call.rows(), command.deputy_person_id));
  command.deputy_unreachable = !deputy;
  FV_ASSIGN_OR_RETURN(const auto office, KindOf(call, command.office_organisation_id));
  command.office_coordinates = office == team::v1::ORGANISATION_KIND_COORDINATION_OFFICE;
  FV_ASSIGN_OR_RETURN(const auto competent, KindOf(call, command.competent_organisation_id));
  command.competent_is_youth_office = competent == team::v1::ORGANISATION_KIND_YOUTH_OFFICE;
  FV_ASSIGN_OR_RETURN(auto rules, directory::FindWorkingRules(call.rows(), command.office_organisation_id));
  command.office_terms = std::move(rules.terms);
  return command;
}

absl::StatusOr<InquiryCommand> ToCommand(const v1::AddBrokenOffSupportRequest& request, service::Call& call) {
  FV_ASSIGN_OR_RETURN(const auto inquiry,
                      command::ReadHistory<InquiryDecider>(call.rows(), request.inquiry_id()));
  Sealing sealing(call, request.inquiry_id(), inquiry.state.subject_id);
  AddBrokenOffSupport command;
  FV_ASSIGN_OR_RETURN(command.support, ToSupport(request.support(), v1::BrokenOffSupportAdded::descriptor(),
                                                 v1::BrokenOffSupportAdded::kSupportFieldNumber, sealing));
  FV_ASSIGN_OR_RETURN(auto rules,
                      directory::FindWorkingRules(call.rows(), inquiry.state.office_organisation_id));
  command.office_terms = std::move(rules.terms);
  return command;
}

absl::StatusOr<InquiryCommand> ToCommand(const v1::AssessInquiryRequest& request, service::Call& call) {
  FV_ASSIGN_OR_RETURN(const auto inquiry,
                      command::ReadHistory<InquiryDecider>(call.rows(), request.inquiry_id()));
  Sealing sealing(call, request.inquiry_id(), inquiry.state.subject_id);
  AssessInquiry command{.override = !request.override_reason().empty(), .override_reason = {}};
  FV_ASSIGN_OR_RETURN(auto rules,
                      directory::FindWorkingRules(call.rows(), inquiry.state.holder.organisation_id));
  command.broken_off_supports = static_cast<int>(rules.broken_off_supports);
  command.holder_terms = std::move(rules.terms);
  FV_ASSIGN_OR_RETURN(command.override_reason,
                      sealing.Seal(v1::InquiryFoundEligible::descriptor(),
                                   absl::StrCat(v1::InquiryFoundEligible::kOverrideReasonFieldNumber),
                                   request.override_reason()));
  return command;
}

}  // namespace fallverbund::intake
