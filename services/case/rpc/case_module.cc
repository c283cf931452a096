#include "services/case/rpc/case_module.h"

#include <string>
#include <utility>
#include <vector>

#include "fallverbund/casework/v1/case_reactions.pb.h"
#include "fallverbund/casework/v1/leaver_events.pb.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "fallverbund/crisis/v1/deployment_events.pb.h"
#include "fallverbund/intake/v1/intake_events.pb.h"
#include "fallverbund/team/v1/directory_events.pb.h"
#include "fallverbund/team/v1/team_events.pb.h"
#include "libs/base/check.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/crypto/derive.h"
#include "libs/reaction/oneof_rule.h"
#include "services/case/reactions/case_reactions.h"
#include "services/case/rpc/call_edge.h"
#include "services/case/views/held.h"

namespace fallverbund::casework {
namespace {

// What a case does because of an event, whichever oneof holds it.
constexpr auto kReact = [](const auto& event, const reaction::Trigger& trigger,
                           const projection::Rows&) -> absl::StatusOr<std::vector<reaction::Draft>> {
  const auto& commit = trigger.recorded.commit;
  const Trigger what{commit.aggregate_id, commit.position, FromProto(commit.commit.recorded_at())};
  return reaction::DraftsOf(React(event, what));
};

// A person or a partner leaves (N10, N11).
absl::StatusOr<std::vector<reaction::Draft>> OnOrganisation(const team::v1::OrganisationEvent& event,
                                                            const reaction::Trigger& trigger,
                                                            const projection::Rows& rows) {
  if (!event.has_organisation_leaving() && !event.has_organisation_stays())
    return kReact(event, trigger, rows);
  const std::string& organisation = trigger.recorded.commit.aggregate_id;
  FV_ASSIGN_OR_RETURN(const auto cases, CasesCommittedTo(rows, organisation));
  if (event.has_organisation_stays()) return reaction::DraftsOf(LettingStay(organisation, cases));
  return reaction::DraftsOf(LettingGo(event.organisation_leaving(), organisation, cases));
}

// Whether a partner may be bound by it that was not before.
bool MayBindAPartner(const v1::CaseEvent& event) {
  return event.has_case_reopened() || event.has_setting_started() || event.has_setting_ended() ||
         event.has_tonight_moved() || event.has_member_committed() || event.has_coordination_assumed() ||
         event.has_crisis_lead_taken();
}

// A partner that said it leaves, and has a promise here since then or again, is asked for successors (N10):
// it says nothing where that is done already. What was missed before there was this rule is asked after now.
absl::StatusOr<std::vector<reaction::Draft>> OnCase(const v1::CaseEvent& event,
                                                    const reaction::Trigger& trigger,
                                                    const projection::Rows& rows) {
  FV_ASSIGN_OR_RETURN(auto drafts, kReact(event, trigger, rows));
  if (!MayBindAPartner(event)) return drafts;
  const std::string& case_id = trigger.recorded.commit.aggregate_id;
  FV_ASSIGN_OR_RETURN(const auto partners, LeavingPartnersOf(rows, case_id));
  for (const LeavingPartner& partner : partners) {
    for (auto& asked : reaction::DraftsOf(LettingGo(partner.leaving, partner.organisation_id, {case_id})))
      drafts.push_back(std::move(asked));
  }
  return drafts;
}

// Whoever leaves and has, or had, something in this case, contact or inquiry may have less of it now, or more
// (N11).
constexpr auto kCountAnew = [](const auto& event, const reaction::Trigger& trigger,
                               const projection::Rows& rows) -> absl::StatusOr<std::vector<reaction::Draft>> {
  std::vector<Draft> owed;
  if (!MayTakeSomething(event)) return reaction::DraftsOf(owed);
  FV_ASSIGN_OR_RETURN(const auto persons, PersonsIn(rows, trigger.recorded.commit.aggregate_id));
  for (const std::string& person_id : persons) {
    FV_ASSIGN_OR_RETURN(const auto leaver, directory::FindLeaver(rows, person_id));
    if (!leaver) continue;
    FV_ASSIGN_OR_RETURN(const auto open, CountHeld(rows, person_id));
    const bool nothing = open.ByteSizeLong() == 0 && (!leaver->open || leaver->open->ByteSizeLong() == 0);
    if (leaver->deactivated && nothing) continue;  // left long ago
    FV_ASSIGN_OR_RETURN(const auto person, directory::FindPerson(rows, person_id));
    if (person) owed.push_back(Counting(person_id, person->organisation_id, false));
  }
  return reaction::DraftsOf(owed);
};

}  // namespace

service::Spec CaseModule::MakeSpec() {
  using reaction::OnEventsOf;
  return {
      .context = CaseDecider::kContext,
      .kinds = {command::KindOf<CaseDecider>(), command::KindOf<LeaverDecider>()},
      .views = {&directory_, &circle_, &glass_, &cases_},
      .rules = {OnEventsOf<intake::v1::InquiryEvent>("case.on_inquiry", "intake", "inquiry", kReact),
                OnEventsOf<intake::v1::ContactEvent>("case.on_contact", "intake", "contact", kReact),
                OnEventsOf<team::v1::TeamEvent>("case.on_team", "team", "team", kReact),
                OnEventsOf<crisis::v1::DeploymentEvent>("case.on_deployment", "crisis", "deployment", kReact),
                OnEventsOf<crisis::v1::DeploymentEvent>("case.count_deployment", "crisis", "deployment",
                                                        kCountAnew),
                OnEventsOf<crisis::v1::CrisisEvent>("case.on_crisis", "crisis", "crisis", kReact),
                OnEventsOf<crisis::v1::CrisisEvent>("case.count_crisis", "crisis", "crisis", kCountAnew),
                OnEventsOf<team::v1::OrganisationEvent>("case.on_organisation", "team", "organisation",
                                                        OnOrganisation),
                OnEventsOf<v1::LeaverEvent>("case.on_leaver", LeaverDecider::kContext,
                                            LeaverDecider::kAggregateType, kReact),
                OnEventsOf<v1::CaseEvent>("case.count_anew", CaseDecider::kContext,
                                          CaseDecider::kAggregateType, kCountAnew),
                OnEventsOf<intake::v1::ContactEvent>("case.count_contact", "intake", "contact", kCountAnew),
                OnEventsOf<intake::v1::InquiryEvent>("case.count_inquiry", "intake", "inquiry", kCountAnew),
                OnEventsOf<intake::v1::TransitionEvent>("case.count_transition", "intake", "transition",
                                                        kCountAnew),
                OnEventsOf<team::v1::MembershipEvent>("case.count_membership", "team", "membership",
                                                      kCountAnew),
                OnEventsOf<team::v1::CalendarEvent>("case.count_calendar", "team", "calendar", kCountAnew),
                OnEventsOf<team::v1::SocialSpaceEvent>("case.count_space", "team", "social_space",
                                                       kCountAnew),
                OnEventsOf<team::v1::AgreementEvent>("case.count_agreement", "team", "agreement", kCountAnew),
                OnEventsOf<v1::CaseEvent>("case.clock", CaseDecider::kContext, CaseDecider::kAggregateType,
                                          OnCase)},
      .execute = [this](const reaction::Obligation& obligation, const command::CommandContext& context) {
        return Execute(obligation, context);
      }};
}

std::vector<std::unique_ptr<grpc::Service>> CaseModule::MakeServices(service::Host& host,
                                                                     service::Pipeline& pipeline) {
  host_ = &host;
  handler_ = std::make_unique<CaseHandler>(host.desk(), command::kCachedStates, watch_);
  std::vector<std::unique_ptr<grpc::Service>> services;
  leavers_ = std::make_unique<LeaverHandler>(host.desk());
  services.push_back(std::make_unique<CaseService>(pipeline, *handler_, *leavers_));
  return services;
}

absl::StatusOr<command::Outcome> CaseModule::Execute(const reaction::Obligation& obligation,
                                                     command::CommandContext context) {
  v1::CaseReaction reaction;
  FV_CHECK(reaction::UnpackCommand(obligation, &reaction));
  if (reaction.has_count_responsibilities()) return Count(reaction.count_responsibilities(), context);
  HolderFacts holder;
  if (reaction.has_offer_of_leaver()) {
    FV_ASSIGN_OR_RETURN(holder, ReadHolderFacts(host_->rows(), reaction.offer_of_leaver().offer().to()));
  }
  if (reaction.has_open_case()) {
    context.aggregate_id =
        crypto::DeriveAggregateId(host_->id_key().view(), context.command_id, CaseDecider::kAggregateType);
    FV_ASSIGN_OR_RETURN(holder, ReadHolderFacts(host_->rows(), reaction.open_case().holder()));
  }
  const std::string& partner = reaction.has_partner_staying() ? reaction.partner_staying().organisation_id()
                                                              : reaction.partner_leaving().organisation_id();
  FV_ASSIGN_OR_RETURN(const bool leaves, directory::IsLeavingBody(host_->rows(), partner));
  auto command = ToCommand(reaction, holder, leaves);
  FV_CHECK(command.has_value());
  FV_RETURN_IF_ERROR(NameStandIn(host_->rows(), context.aggregate_id, "", *command));
  FV_RETURN_IF_ERROR(NameTerms(host_->rows(), context.aggregate_id, "", *command));
  if (auto* pass = GetIf<PassDeadline>(&*command);
      pass != nullptr && pass->clock == common::v1::CLOCK_KIND_OBJECTION_PERIOD) {
    FV_ASSIGN_OR_RETURN(pass->goes_on_in, CaseThatGoesOn(host_->rows(), context.aggregate_id));
  }
  if (auto* pass = GetIf<PassDeadline>(&*command);
      pass != nullptr && pass->clock == common::v1::CLOCK_KIND_HOLDER_REACHABLE) {
    FV_ASSIGN_OR_RETURN(pass->holder_reachable, IsHolderReachable(host_->rows(), context.aggregate_id));
  }
  return handler_->Handle(context, *command);
}

absl::StatusOr<command::Outcome> CaseModule::Count(const v1::ResponsibilityCount& count,
                                                   const command::CommandContext& context) {
  CountResponsibilities command{{}, count.asked()};
  command.count.set_person_id(count.person_id());
  command.count.set_organisation_id(count.organisation_id());
  FV_ASSIGN_OR_RETURN(*command.count.mutable_open(), CountHeld(host_->rows(), count.person_id()));
  return leavers_->Handle(context, command);
}

}  // namespace fallverbund::casework
