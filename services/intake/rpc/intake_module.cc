#include "services/intake/rpc/intake_module.h"

#include <utility>
#include <variant>

#include "fallverbund/casework/v1/case_events.pb.h"
#include "libs/base/check.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/command/read_history.h"
#include "libs/directory/directory.h"
#include "libs/reaction/oneof_rule.h"
#include "services/intake/reactions/intake_reactions.h"
#include "services/intake/views/prevention_view.h"

namespace fallverbund::intake {
namespace {

// A rule for the events of one aggregate type of one context.
template <class Events>
absl::StatusOr<std::vector<reaction::Draft>> Owed(const Events& event, const reaction::Trigger& trigger,
                                                  const projection::Rows&) {
  const auto& commit = trigger.recorded.commit;
  return reaction::DraftsOf(React(event, {commit.aggregate_id, FromProto(commit.commit.recorded_at())}));
}

// An organisation that navigates goes, or stays after all (N10).
absl::StatusOr<std::vector<reaction::Draft>> OnOrganisation(const team::v1::OrganisationEvent& event,
                                                            const reaction::Trigger& trigger,
                                                            const projection::Rows& rows) {
  if (!event.has_organisation_leaving() && !event.has_organisation_stays())
    return std::vector<reaction::Draft>();
  const std::string& organisation = trigger.recorded.commit.aggregate_id;
  FV_ASSIGN_OR_RETURN(const auto transitions, NavigatedBy(rows, organisation));
  if (event.has_organisation_stays()) return reaction::DraftsOf(LettingStay(organisation, transitions));
  return reaction::DraftsOf(LettingGo(event.organisation_leaving(), organisation, transitions));
}

// Whoever navigates from now on, and said before that it goes, is asked like the others.
absl::StatusOr<std::vector<reaction::Draft>> OnTransition(const v1::TransitionEvent& event,
                                                          const reaction::Trigger& trigger,
                                                          const projection::Rows& rows) {
  FV_ASSIGN_OR_RETURN(auto drafts, Owed(event, trigger, rows));
  if (!event.has_transition_begun() && !event.has_navigator_moved()) return drafts;
  const std::string& organisation = event.has_transition_begun()
                                        ? event.transition_begun().navigator().organisation_id()
                                        : event.navigator_moved().to().organisation_id();
  FV_ASSIGN_OR_RETURN(const auto leaving, LeavingOf(rows, organisation));
  if (!leaving) return drafts;
  for (auto& asked :
       reaction::DraftsOf(LettingGo(*leaving, organisation, {trigger.recorded.commit.aggregate_id})))
    drafts.push_back(std::move(asked));
  return drafts;
}

using Reacted = std::variant<std::monostate, ContactCommand, InquiryCommand, TransitionCommand>;

absl::StatusOr<common::v1::OfficeTerms> TermsOf(const projection::Rows& rows, std::string_view office_id) {
  FV_ASSIGN_OR_RETURN(auto rules, directory::FindWorkingRules(rows, office_id));
  return std::move(rules.terms);
}

// How long those take whose clock has passed (N4).
absl::Status NameTerms(const projection::Rows& rows, std::string_view id, Reacted& command) {
  if (auto* contact = std::get_if<ContactCommand>(&command)) {
    auto* pass = std::get_if<PassContactDeadline>(contact);
    if (pass == nullptr) return absl::OkStatus();
    FV_ASSIGN_OR_RETURN(const auto known, command::ReadHistory<ContactDecider>(rows, id));
    FV_ASSIGN_OR_RETURN(pass->terms, TermsOf(rows, known.state.owner.organisation_id));
  }
  if (auto* inquiry = std::get_if<InquiryCommand>(&command)) {
    auto* pass = std::get_if<PassInquiryDeadline>(inquiry);
    if (pass == nullptr) return absl::OkStatus();
    FV_ASSIGN_OR_RETURN(const auto known, command::ReadHistory<InquiryDecider>(rows, id));
    FV_ASSIGN_OR_RETURN(pass->office_terms, TermsOf(rows, known.state.office_organisation_id));
    FV_ASSIGN_OR_RETURN(pass->holder_terms, TermsOf(rows, known.state.holder.organisation_id));
  }
  return absl::OkStatus();
}

}  // namespace

service::Spec IntakeModule::MakeSpec() {
  return {.context = InquiryDecider::kContext,
          .kinds = {command::KindOf<ContactDecider>(), command::KindOf<InquiryDecider>(),
                    command::KindOf<PreventionContactDecider>(), command::KindOf<TransitionDecider>(),
                    command::KindOf<ProcessChainDecider>(), command::KindOf<PreventionTableDecider>()},
          .views = {&directory_, &circle_, &prevention_},
          .rules = {reaction::OnEventsOf<casework::v1::CaseEvent>("intake.on_case", "case", "case",
                                                                  Owed<casework::v1::CaseEvent>),
                    reaction::OnEventsOf<v1::ContactEvent>("intake.contact_clock", ContactDecider::kContext,
                                                           ContactDecider::kAggregateType,
                                                           Owed<v1::ContactEvent>),
                    reaction::OnEventsOf<v1::InquiryEvent>("intake.inquiry_clock", InquiryDecider::kContext,
                                                           InquiryDecider::kAggregateType,
                                                           Owed<v1::InquiryEvent>),
                    reaction::OnEventsOf<v1::TransitionEvent>(
                        "intake.transition_clock", TransitionDecider::kContext,
                        TransitionDecider::kAggregateType, OnTransition),
                    reaction::OnEventsOf<team::v1::OrganisationEvent>("intake.on_organisation", "team",
                                                                      "organisation", OnOrganisation)},
          .execute = [this](const reaction::Obligation& obligation, const command::CommandContext& context) {
            return Execute(obligation, context);
          }};
}

std::vector<std::unique_ptr<grpc::Service>> IntakeModule::MakeServices(service::Host& host,
                                                                       service::Pipeline& pipeline) {
  host_ = &host;
  contacts_ = std::make_unique<ContactHandler>(host.desk());
  inquiries_ = std::make_unique<InquiryHandler>(host.desk());
  std::vector<std::unique_ptr<grpc::Service>> services;
  services.push_back(std::make_unique<IntakeService>(pipeline, *contacts_, *inquiries_));
  prevention_contacts_ = std::make_unique<command::CommandHandler<PreventionContactDecider>>(host.desk());
  transitions_ = std::make_unique<command::CommandHandler<TransitionDecider>>(host.desk());
  chains_ = std::make_unique<command::CommandHandler<ProcessChainDecider>>(host.desk());
  tables_ = std::make_unique<command::CommandHandler<PreventionTableDecider>>(host.desk());
  services.push_back(std::make_unique<PreventionService>(
      pipeline, PreventionService::Handlers{*prevention_contacts_, *transitions_, *chains_, *tables_}));
  return services;
}

absl::StatusOr<command::Outcome> IntakeModule::Execute(const reaction::Obligation& obligation,
                                                       const command::CommandContext& context) {
  v1::IntakeReaction reaction;
  FV_CHECK(reaction::UnpackCommand(obligation, &reaction));
  const std::string& organisation = reaction.has_navigator_leaving()
                                        ? reaction.navigator_leaving().organisation_id()
                                        : reaction.navigator_staying().organisation_id();
  FV_ASSIGN_OR_RETURN(const bool leaves, directory::IsLeavingBody(host_->rows(), organisation));
  auto command = ToCommand(reaction, leaves);
  FV_RETURN_IF_ERROR(NameTerms(host_->rows(), context.aggregate_id, command));
  if (const auto* contact = std::get_if<ContactCommand>(&command))
    return contacts_->Handle(context, *contact);
  if (const auto* transition = std::get_if<TransitionCommand>(&command))
    return transitions_->Handle(context, *transition);
  const auto* inquiry = std::get_if<InquiryCommand>(&command);
  FV_CHECK(inquiry != nullptr);
  return inquiries_->Handle(context, *inquiry);
}

}  // namespace fallverbund::intake
