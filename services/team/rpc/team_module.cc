#include "services/team/rpc/team_module.h"

#include <string>
#include <utility>
#include <variant>

#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/casework/v1/leaver_events.pb.h"
#include "libs/base/check.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/directory/directory.h"
#include "libs/reaction/oneof_rule.h"
#include "services/team/reactions/register_reactions.h"
#include "services/team/reactions/team_reactions.h"
#include "services/team/rpc/team_commands.h"

namespace fallverbund::team {
namespace {

using Drafts = absl::StatusOr<std::vector<reaction::Draft>>;

Trigger TriggerOf(const reaction::Trigger& trigger) {
  const auto& commit = trigger.recorded.commit;
  return {commit.aggregate_id, FromProto(commit.commit.recorded_at()),
          FromProto(commit.commit.occurred_at())};
}

Drafts OnCase(const casework::v1::CaseEvent& event, const reaction::Trigger& trigger,
              const projection::Rows& rows) {
  FV_ASSIGN_OR_RETURN(const auto facts, case_facts::Find(rows, trigger.recorded.commit.aggregate_id));
  return reaction::DraftsOf(React(event, TriggerOf(trigger), facts ? facts->team_id : ""));
}

Drafts OnTeam(const v1::TeamEvent& event, const reaction::Trigger& trigger, const projection::Rows&) {
  return reaction::DraftsOf(React(event, TriggerOf(trigger)));
}

// What a leaver still has, as the case service counted it (N11), goes to that organisation's directory.
Drafts OnLeaver(const casework::v1::LeaverEvent& event, const reaction::Trigger&, const projection::Rows&) {
  if (!event.has_responsibilities_counted()) return std::vector<reaction::Draft>{};
  return reaction::DraftsOf(std::vector<Draft>{React(event.responsibilities_counted())});
}

// Seats of an organisation that goes wait for successors (N10, B6); whoever has left votes no more (B9).
Drafts OnOrganisation(const v1::OrganisationEvent& event, const reaction::Trigger& trigger,
                      const projection::Rows& rows) {
  if (event.has_person_deactivated()) {
    const std::string& person_id = event.person_deactivated().person_id();
    FV_ASSIGN_OR_RETURN(const auto decisions, VotesAwaitedOf(rows, person_id));
    return reaction::DraftsOf(LettingVoterGo(person_id, decisions));
  }
  if (!event.has_organisation_leaving() && !event.has_organisation_stays())
    return std::vector<reaction::Draft>{};
  const std::string& organisation = trigger.recorded.commit.aggregate_id;
  FV_ASSIGN_OR_RETURN(const auto memberships, MembershipsOf(rows, organisation));
  if (event.has_organisation_stays())
    return reaction::DraftsOf(LettingMembersStay(organisation, memberships));
  return reaction::DraftsOf(LettingMembersGo(event.organisation_leaving(), organisation, memberships));
}

// Also of one that said so before it took the seat.
Drafts OnMembership(const v1::MembershipEvent& event, const reaction::Trigger& trigger,
                    const projection::Rows& rows) {
  auto drafts = React(event, TriggerOf(trigger));
  const std::string& organisation = event.member_accepted().organisation_id();
  if (!organisation.empty()) {
    FV_ASSIGN_OR_RETURN(const auto leaving, FindLeaving(rows, organisation));
    if (leaving) {
      for (auto& draft : LettingMembersGo(*leaving, organisation, {trigger.recorded.commit.aggregate_id}))
        drafts.push_back(std::move(draft));
    }
  }
  return reaction::DraftsOf(drafts);
}

// Also where somebody who was asked had left by then.
Drafts OnJointDecision(const v1::JointDecisionEvent& event, const reaction::Trigger& trigger,
                       const projection::Rows& rows) {
  auto drafts = React(event, TriggerOf(trigger));
  for (const v1::Voter& voter : event.joint_decision_opened().voters()) {
    FV_ASSIGN_OR_RETURN(const auto leaver, directory::FindLeaver(rows, voter.person_id()));
    if (!leaver || !leaver->deactivated) continue;
    for (auto& draft : LettingVoterGo(voter.person_id(), {trigger.recorded.commit.aggregate_id}))
      drafts.push_back(std::move(draft));
  }
  return reaction::DraftsOf(drafts);
}

// A rule for the events of one kind of register.
template <class Decider>
reaction::ReactionRule RegisterRule(std::string name) {
  using Event = typename Decider::Event;
  return reaction::OnEventsOf<Event>(
      std::move(name), Decider::kContext, Decider::kAggregateType,
      [](const Event& event, const reaction::Trigger& trigger, const projection::Rows&) -> Drafts {
        return reaction::DraftsOf(React(event, TriggerOf(trigger)));
      });
}

}  // namespace

service::Spec TeamModule::MakeSpec() {
  return {
      .context = TeamDecider::kContext,
      .kinds = {command::KindOf<OrganisationDecider>(), command::KindOf<TeamDecider>(),
                command::KindOf<CalendarDecider>(), command::KindOf<MembershipDecider>(),
                command::KindOf<JointDecisionDecider>(), command::KindOf<SocialSpaceDecider>(),
                command::KindOf<CatalogueDecider>(), command::KindOf<AgreementDecider>()},
      .views = {&directory_, &circle_, &cases_, &sessions_, &streets_, &workload_, &catalogue_,
                &member_seats_, &votes_awaited_},
      .rules = {reaction::OnEventsOf<casework::v1::CaseEvent>("team.on_case", "case", "case", OnCase),
                reaction::OnEventsOf<casework::v1::LeaverEvent>("team.on_leaver", "case", "leaver", OnLeaver),
                reaction::OnEventsOf<v1::TeamEvent>("team.clock", TeamDecider::kContext,
                                                    TeamDecider::kAggregateType, OnTeam),
                RegisterRule<CalendarDecider>("team.calendar"),
                reaction::OnEventsOf<v1::OrganisationEvent>(
                    "team.on_organisation", OrganisationDecider::kContext,
                    OrganisationDecider::kAggregateType, OnOrganisation),
                reaction::OnEventsOf<v1::MembershipEvent>("team.membership", MembershipDecider::kContext,
                                                          MembershipDecider::kAggregateType, OnMembership),
                reaction::OnEventsOf<v1::JointDecisionEvent>(
                    "team.joint_decision", JointDecisionDecider::kContext,
                    JointDecisionDecider::kAggregateType, OnJointDecision)},
      .execute = [this](const reaction::Obligation& obligation, const command::CommandContext& context) {
        return Execute(obligation, context);
      }};
}

std::vector<std::unique_ptr<grpc::Service>> TeamModule::MakeServices(service::Host& host,
                                                                     service::Pipeline& pipeline) {
  host_ = &host;
  organisations_ = std::make_unique<OrganisationHandler>(host.desk());
  teams_ = std::make_unique<TeamHandler>(host.desk());
  calendars_ = std::make_unique<CalendarHandler>(host.desk());
  memberships_ = std::make_unique<MembershipHandler>(host.desk());
  decisions_ = std::make_unique<JointDecisionHandler>(host.desk());
  social_spaces_ = std::make_unique<SocialSpaceHandler>(host.desk());
  entries_ = std::make_unique<CatalogueHandler>(host.desk());
  agreements_ = std::make_unique<AgreementHandler>(host.desk());
  std::vector<std::unique_ptr<grpc::Service>> services;
  services.push_back(std::make_unique<DirectoryService>(pipeline, *organisations_));
  services.push_back(std::make_unique<TeamService>(pipeline, *teams_));
  services.push_back(std::make_unique<CalendarService>(pipeline, *calendars_));
  services.push_back(std::make_unique<MembershipService>(pipeline, *memberships_, *decisions_));
  services.push_back(std::make_unique<SocialSpaceService>(pipeline, *social_spaces_));
  services.push_back(std::make_unique<CatalogueService>(pipeline, *entries_));
  services.push_back(std::make_unique<AgreementService>(pipeline, *agreements_));
  return services;
}

absl::StatusOr<command::Outcome> TeamModule::Execute(const reaction::Obligation& obligation,
                                                     const command::CommandContext& context) {
  if (v1::RegisterReaction owed; reaction::UnpackCommand(obligation, &owed)) {
    const std::string& body = owed.has_let_members_stay() ? owed.let_members_stay().organisation_id()
                                                          : owed.let_members_go().organisation_id();
    FV_ASSIGN_OR_RETURN(const auto leaving, FindLeaving(host_->rows(), body));
    const auto command = ToCommand(owed, leaving.has_value());
    FV_CHECK(command.has_value());
    return std::visit([&](const auto& each) { return ExecuteOn(each, context); }, *command);
  }
  v1::TeamReaction reaction;
  FV_CHECK(reaction::UnpackCommand(obligation, &reaction));
  if (reaction.has_take_answer())
    return organisations_->Handle(context, TakeDeactivationAnswer{reaction.take_answer()});
  auto command = ToCommand(reaction);
  FV_CHECK(command.has_value());
  if (auto* resume = std::get_if<ResumeTeam>(&*command)) {
    FV_ASSIGN_OR_RETURN(const auto facts, case_facts::Find(host_->rows(), resume->case_id));
    if (facts) {
      FV_ASSIGN_OR_RETURN(resume->terms, FindTerms(host_->rows(), *facts));
    }
  }
  return teams_->Handle(context, *command);
}

absl::StatusOr<command::Outcome> TeamModule::ExecuteOn(const CalendarCommand& command,
                                                       const command::CommandContext& context) {
  return calendars_->Handle(context, command);
}
absl::StatusOr<command::Outcome> TeamModule::ExecuteOn(const MembershipCommand& command,
                                                       const command::CommandContext& context) {
  return memberships_->Handle(context, command);
}
absl::StatusOr<command::Outcome> TeamModule::ExecuteOn(const JointDecisionCommand& command,
                                                       const command::CommandContext& context) {
  return decisions_->Handle(context, command);
}

}  // namespace fallverbund::team
