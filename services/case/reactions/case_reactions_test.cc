// Long, because it is a list: what each event of a case makes due.
#include "services/case/reactions/case_reactions.h"

#include <gtest/gtest.h>

#include "libs/base/time.h"
#include "services/case/domain/case_decider.h"

namespace fallverbund::casework {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'772'442'000);
const Trigger kTrigger{"origin", 42, kNow};

common::v1::Holder Adler() {
  common::v1::Holder holder;
  holder.set_organisation_id("office");
  holder.set_person_id("adler");
  holder.set_deputy_person_id("specht");
  return holder;
}

common::v1::Tonight AtHome() {
  common::v1::Tonight tonight;
  tonight.set_kind(common::v1::TONIGHT_KIND_FAMILY);
  *tonight.mutable_holder() = Adler();
  return tonight;
}

TEST(CaseReactions, AnEligibleInquiryOpensACaseWithExactlyItsHolderAndNight) {
  intake::v1::InquiryEvent event;
  auto& eligible = *event.mutable_inquiry_found_eligible();
  eligible.set_subject_id("subject");
  *eligible.mutable_holder() = Adler();
  *eligible.mutable_tonight() = AtHome();
  const auto drafts = React(event, kTrigger);
  ASSERT_EQ(drafts.size(), 1u);
  EXPECT_EQ(drafts[0].target_id, "origin");
  EXPECT_EQ(drafts[0].due, std::nullopt);
  const auto& opened = drafts[0].command.open_case();
  EXPECT_EQ(opened.holder().SerializeAsString(), Adler().SerializeAsString());
  EXPECT_EQ(opened.tonight().SerializeAsString(), AtHome().SerializeAsString());
  EXPECT_EQ(opened.subject_id(), "subject");
  EXPECT_EQ(opened.origin().kind(), v1::ORIGIN_KIND_INQUIRY);
  EXPECT_EQ(opened.origin().aggregate_id(), "origin");
  EXPECT_EQ(opened.origin().position(), 42u);

  const auto command = ToCommand(drafts[0].command, {true, true, true}, true);
  ASSERT_TRUE(command);
  EXPECT_FALSE(Decide(State{}, *command, {}).refused());
}

TEST(CaseReactions, SoDoesAFirstContactWhoseHolderAsksForIt) {
  intake::v1::ContactEvent event;
  *event.mutable_case_opening_requested()->mutable_holder() = Adler();
  const auto drafts = React(event, kTrigger);
  ASSERT_EQ(drafts.size(), 1u);
  EXPECT_EQ(drafts[0].command.open_case().origin().kind(), v1::ORIGIN_KIND_CONTACT);
  EXPECT_EQ(drafts[0].command.open_case().holder().person_id(), "adler");
}

TEST(CaseReactions, AnythingElseOfIntakeOpensNothing) {
  intake::v1::InquiryEvent inquiry;
  inquiry.mutable_inquiry_received();
  EXPECT_TRUE(React(inquiry, kTrigger).empty());
  intake::v1::ContactEvent contact;
  contact.mutable_contact_received();
  EXPECT_TRUE(React(contact, kTrigger).empty());
}

TEST(CaseReactions, AProposedTeamIsInvited) {
  team::v1::TeamEvent event;
  auto& proposed = *event.mutable_team_proposed();
  proposed.set_case_id("case");
  proposed.mutable_coordinator()->set_person_id("krause");
  proposed.set_case_worker_person_id("adler");
  auto& seat = *proposed.add_seats();
  seat.set_organisation_id("kosydo");
  seat.set_person_id("krause");
  seat.set_discipline(team::v1::DISCIPLINE_SOCIAL_WORK);
  seat.set_lead(true);
  const auto drafts = React(event, kTrigger);
  ASSERT_EQ(drafts.size(), 1u);
  EXPECT_EQ(drafts[0].target_id, "case");
  const auto command = ToCommand(drafts[0].command, {}, true);
  const auto* invite = GetIf<InviteTeam>(&*command);
  ASSERT_NE(invite, nullptr);
  EXPECT_EQ(invite->team_id, "origin");
  EXPECT_EQ(invite->coordinator.person_id(), "krause");
  EXPECT_EQ(invite->case_worker_person_id, "adler");
  ASSERT_EQ(invite->invitations.size(), 1u);
  EXPECT_EQ(invite->invitations[0].organisation_id(), "kosydo");
  EXPECT_EQ(invite->invitations[0].person_id(), "krause");
  EXPECT_EQ(invite->invitations[0].discipline(), team::v1::DISCIPLINE_SOCIAL_WORK);
  EXPECT_TRUE(invite->invitations[0].lead());
}

TEST(CaseReactions, AReplacedProposalReplacesTheInvitation) {
  team::v1::TeamEvent event;
  auto& replaced = *event.mutable_proposed_member_replaced();
  replaced.set_case_id("case");
  replaced.set_person_id("fuchs");
  replaced.mutable_seat()->set_person_id("eule");
  const auto drafts = React(event, kTrigger);
  ASSERT_EQ(drafts.size(), 1u);
  EXPECT_EQ(drafts[0].target_id, "case");
  const auto command = ToCommand(drafts[0].command, {}, true);
  const auto* replace = GetIf<ReplaceInvitation>(&*command);
  ASSERT_NE(replace, nullptr);
  EXPECT_EQ(replace->replacement.team_id(), "origin");
  EXPECT_EQ(replace->replacement.person_id(), "fuchs");
  EXPECT_EQ(replace->replacement.invitation().person_id(), "eule");
}

TEST(CaseReactions, OnlyAnAcceptedNightMovesTonight) {
  crisis::v1::DeploymentEvent event;
  auto& accepted = *event.mutable_deployment_accepted();
  accepted.set_case_id("case");
  accepted.mutable_holder()->set_person_id("storch");
  accepted.set_mode(crisis::v1::DEPLOYMENT_MODE_OUTREACH);
  EXPECT_TRUE(React(event, kTrigger).empty());
  accepted.set_mode(crisis::v1::DEPLOYMENT_MODE_OVERNIGHT);
  const auto drafts = React(event, kTrigger);
  ASSERT_EQ(drafts.size(), 1u);
  EXPECT_EQ(drafts[0].target_id, "case");
  const auto command = ToCommand(drafts[0].command, {}, true);
  const auto* take_over = GetIf<TakeOverTonight>(&*command);
  ASSERT_NE(take_over, nullptr);
  EXPECT_EQ(take_over->deployment_id, "origin");
  EXPECT_EQ(take_over->holder.person_id(), "storch");
  EXPECT_FALSE(take_over->requested_at);
  *accepted.mutable_requested_at() = ToProto(kNow);
  const auto told = ToCommand(React(event, kTrigger)[0].command, {}, true);
  EXPECT_EQ(Get<TakeOverTonight>(*told).requested_at, kNow);
}

TEST(CaseReactions, AnyDeploymentThatIsAskedForAwakensTheCase) {
  for (const auto mode : {crisis::v1::DEPLOYMENT_MODE_SUPPORT, crisis::v1::DEPLOYMENT_MODE_OUTREACH,
                          crisis::v1::DEPLOYMENT_MODE_OVERNIGHT}) {
    crisis::v1::DeploymentEvent event;
    event.mutable_deployment_requested()->set_case_id("case");
    event.mutable_deployment_requested()->set_mode(mode);
    const auto drafts = React(event, kTrigger);
    ASSERT_EQ(drafts.size(), 1u);
    EXPECT_EQ(drafts[0].target_id, "case");
    EXPECT_FALSE(drafts[0].due) << "at once";
    const auto command = ToCommand(drafts[0].command, {}, true);
    const auto* awaken = GetIf<AwakenForCrisis>(&*command);
    ASSERT_NE(awaken, nullptr);
    EXPECT_EQ(awaken->deployment_id, "origin");
  }
}

TEST(CaseReactions, AnOfferIsDueWhenItsAnswerIsAndWhoeverWasNotHeardToo) {
  v1::CaseEvent event;
  auto& offer = *event.mutable_handover_offered();
  offer.set_handover_id("handover");
  *offer.mutable_answer_due() = ToProto(kNow + Days(14));
  offer.mutable_participation()->mutable_young_person()->set_heard(true);
  *offer.mutable_participation()->mutable_family()->mutable_retry_due() = ToProto(kNow + Days(2));
  const auto drafts = React(event, kTrigger);
  ASSERT_EQ(drafts.size(), 2u);
  EXPECT_EQ(drafts[0].due, kNow + Days(14));
  EXPECT_EQ(drafts[0].target_id, "origin");
  const auto command = ToCommand(drafts[0].command, {}, true);
  const auto* pass = GetIf<PassDeadline>(&*command);
  ASSERT_NE(pass, nullptr);
  EXPECT_EQ(pass->clock, common::v1::CLOCK_KIND_HANDOVER_ANSWER);
  EXPECT_EQ(pass->object_id, "handover");
  EXPECT_EQ(pass->due, kNow + Days(14));
  EXPECT_EQ(drafts[1].due, kNow + Days(2));
  EXPECT_EQ(drafts[1].command.pass_deadline().clock(), common::v1::CLOCK_KIND_HEARING_RETRY);
}

TEST(CaseReactions, AMissedClockClimbsOneDayAfterItsLastStepWasRecorded) {
  v1::CaseEvent event;
  auto& overdue = *event.mutable_case_deadline_overdue();
  overdue.set_clock(common::v1::CLOCK_KIND_STANDBY_CONTACT);
  *overdue.mutable_due() = ToProto(kNow - Days(3));
  auto drafts = React(event, kTrigger);
  ASSERT_EQ(drafts.size(), 1u);
  EXPECT_EQ(drafts[0].due, kNow + Days(1));
  EXPECT_EQ(FromProto(drafts[0].command.pass_deadline().due()), kNow - Days(3));

  auto& escalated = *event.mutable_case_deadline_escalated();
  escalated.set_clock(common::v1::CLOCK_KIND_STANDBY_CONTACT);
  *escalated.mutable_due() = ToProto(kNow - Days(3));
  escalated.set_step(common::v1::ESCALATION_STEP_DEPARTMENT_HEAD);
  drafts = React(event, kTrigger);
  ASSERT_EQ(drafts.size(), 1u);
  EXPECT_EQ(drafts[0].due, kNow + Days(1));
  escalated.set_step(common::v1::ESCALATION_STEP_STEERING_GROUP);
  EXPECT_TRUE(React(event, kTrigger).empty()) << "there is nobody above";
}

// One after the other, each leaves its clock open.
v1::CaseEvent Detected(const std::string& change_id) {
  v1::CaseEvent event;
  event.mutable_competence_change_detected()->set_change_id(change_id);
  *event.mutable_competence_change_detected()->mutable_inform_due() = ToProto(kNow + Days(3));
  return event;
}
template <class Happened>
void ClocksOfCompetence(Happened happened) {
  happened(Detected("change"));
  v1::CaseEvent event;
  event.mutable_agency_informed()->set_change_id("change");
  *event.mutable_agency_informed()->mutable_takeover_due() = ToProto(kNow + Days(28));
  happened(event);
  happened(Detected("another"));
  event.mutable_competence_refused()->set_change_id("another");
  *event.mutable_competence_refused()->mutable_dispute_due() = ToProto(kNow + Days(7));
  *event.mutable_competence_refused()->mutable_ombuds_offer_due() = ToProto(kNow + Days(3));
  happened(event);
  event.mutable_provisional_takeover_asked()->set_change_id("another");
  *event.mutable_provisional_takeover_asked()->mutable_answer_due() = ToProto(kNow + Days(2));
  happened(event);
}
template <class Happened>
void ClocksOfAge(Happened happened) {
  v1::CaseEvent event;
  auto& born = *event.mutable_birth_date_recorded();
  *born.mutable_of_age_due() = ToProto(kNow + Days(400));
  *born.mutable_transition_check_due() = ToProto(kNow + Days(35));
  *born.mutable_limit_due() = ToProto(kNow + Days(1500));
  happened(event);
  auto& plan = *event.mutable_help_planned();
  *plan.mutable_planned_end() = ToProto(kNow + Days(500));
  *plan.mutable_transition_check_due() = ToProto(kNow + Days(135));
  *plan.mutable_participation()->mutable_family()->mutable_retry_due() = ToProto(kNow + Days(5));
  plan.mutable_participation()->mutable_young_person()->set_heard(true);
  happened(event);
  auto& named = *event.mutable_guardian_named();
  named.set_kind(v1::GUARDIAN_KIND_OFFICE);
  *named.mutable_declaration_due() = ToProto(kNow + Days(14));
  happened(event);
}

// Whatever clock a state has open, some event on the way promised to come back to it, in time.
TEST(CaseReactions, EveryOpenClockHasSomebodyWhoComesBackToIt) {
  State state;
  std::vector<Draft> drafts;
  const auto happened = [&](const v1::CaseEvent& event) {
    state = Evolve(std::move(state), event, {.now = kNow});
    for (auto& draft : React(event, kTrigger)) drafts.push_back(std::move(draft));
  };
  common::v1::Participation refused;
  refused.mutable_family()->set_heard(true);
  *refused.mutable_young_person()->mutable_retry_due() = ToProto(kNow + Days(5));

  v1::CaseEvent event;
  event.mutable_handover_offered()->set_handover_id("handover");
  *event.mutable_handover_offered()->mutable_answer_due() = ToProto(kNow + Days(14));
  happened(event);
  *event.mutable_replan_opened()->mutable_meeting_due() = ToProto(kNow + Days(7));
  happened(event);
  *event.mutable_standby_entered()->mutable_next_contact_due() = ToProto(kNow + Days(28));
  *event.mutable_standby_entered()->mutable_participation() = refused;
  happened(event);

  auto& moved = *event.mutable_responsibility_moved();
  moved.set_handover_id("handover");
  *moved.mutable_follow_up_due() = ToProto(kNow + Days(14));
  *moved.mutable_catch_up_due() = ToProto(kNow + Days(13));
  *moved.mutable_package_due() = ToProto(kNow + Days(2));
  moved.mutable_from()->set_organisation_id("office");
  moved.mutable_to()->set_organisation_id("elsewhere");
  happened(event);
  event.mutable_handover_followed_up()->set_handover_id("handover");
  *event.mutable_handover_followed_up()->mutable_next_due() = ToProto(kNow + Days(56));
  *event.mutable_handover_followed_up()->mutable_participation() = refused;
  happened(event);
  *event.mutable_aftercare_begun()->mutable_next_contact_due() = ToProto(kNow + Days(30));
  *event.mutable_aftercare_begun()->mutable_participation() = refused;
  happened(event);
  *event.mutable_aftercare_continued()->mutable_next_contact_due() = ToProto(kNow + Days(31));
  happened(event);
  event.mutable_lawful_end_requested()->set_end_id("end");
  happened(event);
  event.mutable_objection_period_began()->set_end_id("end");
  *event.mutable_objection_period_began()->mutable_until() = ToProto(kNow + Days(14));
  happened(event);
  event.mutable_risk_assessment_opened()->set_assessment_id("assessment");
  *event.mutable_risk_assessment_opened()->mutable_due() = ToProto(kNow + Days(1));
  happened(event);
  event.mutable_commission_called()->set_commission_id("commission");
  *event.mutable_commission_called()->mutable_due() = ToProto(kNow + Days(15));
  happened(event);
  event.mutable_trial_begun()->set_setting_id("setting");
  *event.mutable_trial_begun()->mutable_until() = ToProto(kNow + Days(32));
  happened(event);
  event.mutable_residential_phase_entered()->set_setting_id("setting");
  *event.mutable_residential_phase_entered()->mutable_return_planned_at() = ToProto(kNow + Days(60));
  *event.mutable_residential_phase_entered()->mutable_receiver_answer_due() = ToProto(kNow + Days(14));
  state.settings.emplace_back().id = "setting";
  happened(event);
  event.mutable_return_answered()->set_setting_id("another");
  *event.mutable_return_answered()->mutable_plan_anew_due() = ToProto(kNow + Days(7));
  state.settings.emplace_back().id = "another";
  happened(event);
  event.mutable_right_assessed()->set_domain(v1::RIGHT_DOMAIN_HEALTH);
  *event.mutable_right_assessed()->mutable_look_again_due() = ToProto(kNow + Days(16));
  happened(event);
  event.mutable_setting_notice_given()->set_setting_id("setting");
  *event.mutable_setting_notice_given()->mutable_bridge_due() = ToProto(kNow + Days(7));
  happened(event);
  event.mutable_unaccompanied_minor_received();
  happened(event);
  *event.mutable_minor_allocated()->mutable_transfer_due() = ToProto(kNow + Days(8));
  happened(event);

  auto& minor = *event.mutable_unaccompanied_minor_received();
  *minor.mutable_notification_due() = ToProto(kNow + Days(8));
  *minor.mutable_month_until() = ToProto(kNow + Days(31));
  happened(event);

  ClocksOfCompetence(happened);
  ClocksOfAge(happened);

  const auto everybody_comes_back = [&] {
    for (const care::Clock& clock : OpenClocks(state)) {
      const bool promised = std::any_of(drafts.begin(), drafts.end(), [&](const Draft& draft) {
        const auto& pass = draft.command.pass_deadline();
        return pass.clock() == clock.kind && pass.object_id() == clock.object_id &&
               FromProto(pass.due()) == clock.due && draft.due == care::NextAt(clock);
      });
      EXPECT_TRUE(promised) << common::v1::ClockKind_Name(clock.kind);
    }
  };
  ASSERT_EQ(OpenClocks(state).size(), 29u);
  everybody_comes_back();
  state = {};  // of an adult
  drafts.clear();
  *event.mutable_came_of_age()->mutable_consents_due() = ToProto(kNow + Days(28));
  happened(event);
  ASSERT_EQ(OpenClocks(state).size(), 1u);
  everybody_comes_back();
}

TEST(CaseReactions, WhoLeavesIsCountedAtOnceAndWhatWasOfferedIsOfferedCaseByCase) {
  team::v1::OrganisationEvent leaves;
  leaves.mutable_person_registered();
  EXPECT_TRUE(React(leaves, kTrigger).empty());
  leaves.mutable_deactivation_requested()->set_person_id("adler");
  const auto counting = React(leaves, kTrigger);
  ASSERT_EQ(counting.size(), 1u);
  EXPECT_EQ(counting[0].target_id, "adler");
  EXPECT_EQ(counting[0].command.count_responsibilities().organisation_id(), "origin");
  EXPECT_TRUE(counting[0].command.count_responsibilities().asked());
  EXPECT_EQ(ToCommand(counting[0].command, {}, true), std::nullopt) << "no command of a case";

  v1::LeaverEvent event;
  event.mutable_responsibilities_counted();
  EXPECT_TRUE(React(event, kTrigger).empty());
  auto& offered = *event.mutable_cases_offered();
  offered.set_person_id("adler");
  offered.mutable_to()->set_person_id("berg");
  offered.set_offered_by_person_id("lead");
  *offered.mutable_answer_due() = ToProto(kNow + Days(9));
  offered.mutable_participation()->mutable_family()->set_heard(true);
  offered.add_case_ids("one");
  offered.add_case_ids("two");
  const auto drafts = React(event, kTrigger);
  ASSERT_EQ(drafts.size(), 2u);
  EXPECT_EQ(drafts[1].target_id, "two");
  const auto command = ToCommand(drafts[1].command, HolderFacts{.public_body = true}, true);
  const auto* offer = GetIf<OfferOfLeaver>(&*command);
  ASSERT_NE(offer, nullptr);
  EXPECT_EQ(offer->person_id, "adler");
  EXPECT_EQ(offer->offer.to().person_id(), "berg");
  EXPECT_EQ(offer->offer.offered_by_person_id(), "lead");
  EXPECT_EQ(FromProto(offer->offer.answer_due()), kNow + Days(9));
  EXPECT_TRUE(offer->offer.participation().family().heard());
  EXPECT_TRUE(offer->to.public_body);
}

TEST(CaseReactions, APartnerThatGoesIsLetGoCaseByCase) {
  team::v1::OrganisationLeaving leaving;
  leaving.set_cause(team::v1::LEAVING_CAUSE_INSOLVENT);
  *leaving.mutable_until() = ToProto(kNow + Days(9));
  const auto drafts = LettingGo(leaving, "home", {"one", "two"});
  ASSERT_EQ(drafts.size(), 2u);
  EXPECT_EQ(drafts[1].target_id, "two");
  const auto command = ToCommand(drafts[1].command, {}, true);
  const auto* go = GetIf<LetPartnerGo>(&*command);
  ASSERT_NE(go, nullptr);
  EXPECT_EQ(go->organisation_id, "home");
  EXPECT_EQ(go->cause, team::v1::LEAVING_CAUSE_INSOLVENT);
  EXPECT_EQ(go->until, kNow + Days(9));
  EXPECT_FALSE(go->overtaken);
  EXPECT_TRUE(Get<LetPartnerGo>(*ToCommand(drafts[1].command, {}, false)).overtaken) << "it stays by now";
  v1::CaseEvent event;
  event.mutable_commitments_to_succeed()->set_organisation_id("home");
  *event.mutable_commitments_to_succeed()->mutable_succession_due() = ToProto(kNow + Days(3));
  const auto due = React(event, kTrigger);
  ASSERT_EQ(due.size(), 1u);
  EXPECT_EQ(due[0].due, kNow + Days(3));
  EXPECT_EQ(due[0].command.pass_deadline().object_id(), "home");
}

TEST(CaseReactions, APartnerThatStaysIsLetStayCaseByCase) {
  const auto drafts = LettingStay("home", {"one", "two"});
  ASSERT_EQ(drafts.size(), 2u);
  EXPECT_EQ(drafts[1].target_id, "two");
  const auto stays = Get<LetPartnerStay>(*ToCommand(drafts[1].command, {}, false));
  EXPECT_EQ(stays.organisation_id, "home");
  EXPECT_FALSE(stays.overtaken);
  EXPECT_TRUE(Get<LetPartnerStay>(*ToCommand(drafts[1].command, {}, true)).overtaken) << "goes again";
}

TEST(CaseReactions, WhoIsAskedToCoordinateHasADate) {
  v1::CaseEvent event;
  event.mutable_coordination_offered()->set_offer_id("offer");
  *event.mutable_coordination_offered()->mutable_answer_due() = ToProto(kNow + Days(14));
  const auto due = React(event, kTrigger);
  ASSERT_EQ(due.size(), 1u);
  EXPECT_EQ(due[0].due, kNow + Days(14));
  EXPECT_EQ(due[0].command.pass_deadline().clock(), common::v1::CLOCK_KIND_COORDINATION_ANSWER);
  EXPECT_EQ(due[0].command.pass_deadline().object_id(), "offer");
}

TEST(CaseReactions, ANightThatShortensARestHasItsDate) {
  // N12: of a case that rests when somebody goes missing.
  v1::CaseEvent event;
  event.mutable_tonight_moved();
  EXPECT_TRUE(React(event, Trigger{"case", 1, kNow}).empty());
  *event.mutable_tonight_moved()->mutable_standby_contact_due() = ToProto(kNow + Days(28));
  const auto due = React(event, Trigger{"case", 1, kNow});
  ASSERT_EQ(due.size(), 1u);
  EXPECT_EQ(due[0].due, kNow + Days(28));
  EXPECT_EQ(due[0].command.pass_deadline().clock(), common::v1::CLOCK_KIND_STANDBY_CONTACT);
}

TEST(CaseReactions, AConsentIsLookedAtWhenItEnds) {
  // § 65: nobody finds out only when it is needed that a consent has ended.
  v1::CaseEvent event;
  event.mutable_consent_given()->set_consent_id("consent");
  *event.mutable_consent_given()->mutable_until() = ToProto(kNow + Days(90));
  const auto due = React(event, Trigger{"case", 1, kNow});
  ASSERT_EQ(due.size(), 1u);
  EXPECT_EQ(due[0].due, kNow + Days(90));
  EXPECT_EQ(due[0].command.pass_deadline().clock(), common::v1::CLOCK_KIND_CONSENT_EXPIRY);
  EXPECT_EQ(due[0].command.pass_deadline().object_id(), "consent");
}

TEST(CaseReactions, WhatMovesMayTakeSomethingFromALeaver) {
  v1::CaseEvent event;
  event.mutable_setback_recorded();
  EXPECT_FALSE(MayTakeSomething(event));
  event.mutable_responsibility_moved();
  EXPECT_TRUE(MayTakeSomething(event));
  event.mutable_handover_revoked();
  EXPECT_TRUE(MayTakeSomething(event));
  event.mutable_succession_offer_ended();
  EXPECT_TRUE(MayTakeSomething(event));
  event.mutable_return_answered();
  EXPECT_TRUE(MayTakeSomething(event));
  event.mutable_residential_phase_entered();
  EXPECT_TRUE(MayTakeSomething(event)) << "with another receiver";
}

// N13: help that begins again after aftercare is planned to end, or that date climbs.
TEST(CaseReactions, HelpThatBeginsAgainHasADateForItsPlan) {
  v1::CaseEvent event;
  event.mutable_aftercare_interrupted();
  EXPECT_TRUE(React(event, kTrigger).empty());
  *event.mutable_aftercare_interrupted()->mutable_planned_end_due() = ToProto(kNow + Days(14));
  const auto drafts = React(event, kTrigger);
  ASSERT_EQ(drafts.size(), 1u);
  EXPECT_EQ(drafts[0].due, kNow + Days(14));
  EXPECT_EQ(drafts[0].command.pass_deadline().clock(), common::v1::CLOCK_KIND_PLANNED_END);
}

TEST(CaseReactions, WhatBeginsOrComesBackMayGiveSomethingToALeaver) {
  v1::CaseEvent event;
  event.mutable_case_opened();
  EXPECT_TRUE(MayTakeSomething(event));
  event.mutable_case_reopened();
  EXPECT_TRUE(MayTakeSomething(event));
  intake::v1::ContactEvent contact;
  contact.mutable_contact_opened();
  EXPECT_FALSE(MayTakeSomething(contact));
  contact.mutable_contact_received();
  EXPECT_TRUE(MayTakeSomething(contact));
  contact.mutable_contact_taken_over();
  EXPECT_TRUE(MayTakeSomething(contact));
  intake::v1::InquiryEvent inquiry;
  inquiry.mutable_inquiry_declined();
  EXPECT_FALSE(MayTakeSomething(inquiry));
  inquiry.mutable_inquiry_received();
  EXPECT_TRUE(MayTakeSomething(inquiry));
  inquiry.mutable_inquiry_taken_over();
  EXPECT_TRUE(MayTakeSomething(inquiry));
  intake::v1::TransitionEvent transition;
  transition.mutable_phase_expected();
  EXPECT_FALSE(MayTakeSomething(transition));
  transition.mutable_navigator_moved();
  EXPECT_TRUE(MayTakeSomething(transition));
  transition.mutable_transition_completed();
  EXPECT_TRUE(MayTakeSomething(transition));
  transition.mutable_family_decided();
  EXPECT_TRUE(MayTakeSomething(transition)) << "who was still to be heard was the last thing to do";
  team::v1::MembershipEvent membership;
  membership.mutable_member_successor_named();
  EXPECT_FALSE(MayTakeSomething(membership));
  membership.mutable_member_accepted();
  EXPECT_TRUE(MayTakeSomething(membership));
}

// N11: another deputy, whatever of.
TEST(CaseReactions, AnotherDeputyTakesSomethingFromALeaver) {
  v1::CaseEvent event;
  event.mutable_strand_deputy_named();
  EXPECT_TRUE(MayTakeSomething(event));
  team::v1::MembershipEvent membership;
  membership.mutable_member_deputy_named();
  EXPECT_TRUE(MayTakeSomething(membership));
  team::v1::CalendarEvent calendar;
  calendar.mutable_session_planned();
  EXPECT_FALSE(MayTakeSomething(calendar));
  calendar.mutable_calendar_entrusted();
  EXPECT_TRUE(MayTakeSomething(calendar));
  team::v1::SocialSpaceEvent space;
  space.mutable_quarter_added();
  EXPECT_FALSE(MayTakeSomething(space));
  space.mutable_social_space_entrusted();
  EXPECT_TRUE(MayTakeSomething(space));
  team::v1::AgreementEvent agreement;
  agreement.mutable_agreement_adopted();
  EXPECT_FALSE(MayTakeSomething(agreement));
  agreement.mutable_crisis_contact_named();
  EXPECT_TRUE(MayTakeSomething(agreement));
}

// R0, N12: what an opening or an end of a place makes due.
TEST(CaseReactions, AHolderWhoCannotActAndARestThatGrewShorterAreDue) {
  v1::CaseEvent opened, ended;
  opened.mutable_case_opened();
  ended.mutable_setting_ended();
  EXPECT_TRUE(React(opened, kTrigger).empty());
  EXPECT_TRUE(React(ended, kTrigger).empty());
  *opened.mutable_case_opened()->mutable_reachable_due() = ToProto(kNow);
  *ended.mutable_setting_ended()->mutable_standby_contact_due() = ToProto(kNow + Days(28));
  const auto climbs = React(opened, kTrigger), contact = React(ended, kTrigger);
  ASSERT_EQ(climbs.size(), 1u);
  EXPECT_EQ(climbs[0].command.pass_deadline().clock(), common::v1::CLOCK_KIND_HOLDER_REACHABLE);
  EXPECT_EQ(climbs[0].due, kNow);
  ASSERT_EQ(contact.size(), 1u);
  EXPECT_EQ(contact[0].command.pass_deadline().clock(), common::v1::CLOCK_KIND_STANDBY_CONTACT);
  EXPECT_EQ(contact[0].due, kNow + Days(28));
  ended.mutable_setting_ended()->set_setting_id("setting");
  *ended.mutable_setting_ended()->mutable_return_contact_due() = ToProto(kNow + Days(7));
  const auto both = React(ended, kTrigger);
  ASSERT_EQ(both.size(), 2u);
  EXPECT_EQ(both[1].command.pass_deadline().clock(), common::v1::CLOCK_KIND_RETURN_CONTACT) << "C17";
  EXPECT_EQ(both[1].command.pass_deadline().object_id(), "setting");
  EXPECT_EQ(both[1].due, kNow + Days(7));
}

// Whoever was not heard is asked again, whatever it was about.
TEST(CaseReactions, WhoeverWasLeftOutOfPlanningIsAskedAgain) {
  common::v1::Participation refused;
  refused.mutable_family()->set_heard(true);
  refused.mutable_young_person()->set_reason(common::v1::NOT_HEARD_REASON_REFUSED);
  *refused.mutable_young_person()->mutable_retry_due() = ToProto(kNow + Days(5));
  std::vector<v1::CaseEvent> events(4);
  *events[0].mutable_peer_consultation_held()->mutable_participation() = refused;
  *events[1].mutable_risk_assessment_made()->mutable_participation() = refused;
  *events[2].mutable_setting_evaluated()->mutable_participation() = refused;
  *events[3].mutable_residential_phase_entered()->mutable_participation() = refused;
  for (const auto& event : events) {
    const auto drafts = React(event, kTrigger);
    ASSERT_EQ(drafts.size(), 1u);
    EXPECT_EQ(drafts[0].due, kNow + Days(5));
    EXPECT_EQ(drafts[0].command.pass_deadline().clock(), common::v1::CLOCK_KIND_HEARING_RETRY);
  }
}

TEST(CaseReactions, ARowWithoutACommandCarriesNone) {
  EXPECT_EQ(ToCommand({}, {}, true), std::nullopt);
}

TEST(React, WhatIsOwedAgainAfterTheWayBackHasItsDates) {
  v1::CaseEvent event;
  const auto add = [&event](common::v1::ClockKind kind, const std::string& object, absl::Time due) {
    v1::RestartedClock& clock = *event.mutable_case_reopened()->add_clocks();
    clock.set_kind(kind);
    clock.set_object_id(object);
    *clock.mutable_due() = ToProto(due);
  };
  add(common::v1::CLOCK_KIND_AFTERCARE_CONTACT, "", kNow + Days(14));
  add(common::v1::CLOCK_KIND_SUCCESSION, "clinic", kNow + Days(20));
  const auto drafts = React(event, kTrigger);
  ASSERT_EQ(drafts.size(), 3u);
  EXPECT_EQ(drafts[0].due, kNow + Days(14));
  EXPECT_EQ(drafts[0].command.pass_deadline().clock(), common::v1::CLOCK_KIND_AFTERCARE_CONTACT);
  EXPECT_EQ(drafts[1].due, kNow + Days(20));
  EXPECT_EQ(drafts[1].command.pass_deadline().object_id(), "clinic");
  EXPECT_EQ(drafts[2].command.partner_staying().organisation_id(), "clinic") << "if it does by now";
  EXPECT_EQ(drafts[2].target_id, "origin");
  v1::CaseEvent to_nobody;
  *to_nobody.mutable_case_reopened()->mutable_reachable_due() = ToProto(kNow);
  const auto climbs = React(to_nobody, kTrigger);
  ASSERT_EQ(climbs.size(), 1u);
  EXPECT_EQ(climbs[0].command.pass_deadline().clock(), common::v1::CLOCK_KIND_HOLDER_REACHABLE);
  EXPECT_EQ(climbs[0].due, kNow);
}

TEST(CaseReactions, ACrisisHasItsLeadUntilItIsConcluded) {
  crisis::v1::CrisisEvent event;
  event.mutable_crisis_opened()->set_case_id("case");
  event.mutable_crisis_opened()->set_episode(2);
  event.mutable_crisis_opened()->mutable_lead()->set_person_id("fuchs");
  auto drafts = React(event, kTrigger);
  ASSERT_EQ(drafts.size(), 1u);
  EXPECT_EQ(drafts[0].target_id, "case");
  const auto begins = Get<BeginCrisisLead>(*ToCommand(drafts[0].command, {}, true)).begins;
  EXPECT_EQ(begins.crisis_id(), "origin");
  EXPECT_EQ(begins.episode(), 2u);
  EXPECT_EQ(begins.to().person_id(), "fuchs");
  event.mutable_crisis_opened()->clear_case_id();
  EXPECT_TRUE(React(event, kTrigger).empty()) << "its case is asked for in the same commit";
  event.mutable_crisis_case_opened()->set_case_id("case");
  EXPECT_EQ(React(event, kTrigger).size(), 1u);
  event.mutable_crisis_concluded()->set_case_id("case");
  event.mutable_crisis_concluded()->set_episode(2);
  drafts = React(event, kTrigger);
  ASSERT_EQ(drafts.size(), 1u);
  EXPECT_EQ(Get<EndCrisisLead>(*ToCommand(drafts[0].command, {}, true)).ends.episode(), 2u);
}

// N12: a death that was none let go of whoever led.
TEST(CaseReactions, ALaterAlarmGivesTheLeadAgain) {
  crisis::v1::CrisisEvent event;
  auto& alarm = *event.mutable_alarm_repeated();
  alarm.set_case_id("case");
  alarm.set_episode(2);
  alarm.mutable_lead()->set_person_id("specht");
  EXPECT_TRUE(React(event, kTrigger).empty()) << "of before it did";
  alarm.set_gives_lead(true);
  const auto drafts = React(event, kTrigger);
  ASSERT_EQ(drafts.size(), 1u);
  EXPECT_EQ(drafts[0].target_id, "case");
  const auto begins = Get<BeginCrisisLead>(*ToCommand(drafts[0].command, {}, true)).begins;
  EXPECT_EQ(begins.episode(), 2u);
  EXPECT_EQ(begins.to().person_id(), "specht");
}

TEST(CaseReactions, ACaseOpensForSomebodyUnknownWithTheHolderTheCrisisNamed) {
  crisis::v1::CrisisEvent event;
  auto& requested = *event.mutable_crisis_case_requested();
  requested.set_subject_id("subject");
  requested.mutable_holder()->set_person_id("uhu");
  const auto drafts = React(event, kTrigger);
  ASSERT_EQ(drafts.size(), 1u);
  const auto& opened = drafts[0].command.open_case();
  EXPECT_EQ(opened.origin().kind(), v1::ORIGIN_KIND_CRISIS);
  EXPECT_EQ(opened.holder().person_id(), "uhu");
  EXPECT_TRUE(MayTakeSomething(event));
}

TEST(CaseReactions, TheNightGoesIntoTheClinicAndOutOfIt) {
  crisis::v1::CrisisEvent event;
  event.mutable_admitted_to_clinic()->set_case_id("case");
  event.mutable_admitted_to_clinic()->set_stay_id("stay");
  event.mutable_admitted_to_clinic()->mutable_holder()->set_person_id("kranich");
  auto drafts = React(event, kTrigger);
  ASSERT_EQ(drafts.size(), 1u);
  auto night = Get<MoveForClinic>(*ToCommand(drafts[0].command, {}, true));
  EXPECT_EQ(night.to.kind(), common::v1::TONIGHT_KIND_CLINIC);
  EXPECT_EQ(night.to.holder().person_id(), "kranich");
  EXPECT_FALSE(night.leaves);
  event.mutable_left_clinic()->set_case_id("case");
  event.mutable_left_clinic()->set_stay_id("stay");
  event.mutable_left_clinic()->mutable_next()->set_kind(common::v1::TONIGHT_KIND_FAMILY);
  drafts = React(event, kTrigger);
  ASSERT_EQ(drafts.size(), 1u);
  night = Get<MoveForClinic>(*ToCommand(drafts[0].command, {}, true));
  EXPECT_TRUE(night.leaves);
  EXPECT_EQ(night.to.kind(), common::v1::TONIGHT_KIND_FAMILY);
  event.mutable_left_clinic()->clear_next();
  EXPECT_TRUE(React(event, kTrigger).empty()) << "somebody took the night over since";
  event.mutable_detention_ended();
  EXPECT_TRUE(React(event, kTrigger).empty()) << "nobody's responsibility ends with it";
}

// N9: Inobhutnahme takes the night over, but not out of a clinic; and gives it to somebody known.
TEST(CaseReactions, TheNightGoesIntoCareAndOutOfIt) {
  crisis::v1::CrisisEvent event;
  event.mutable_taken_into_care()->set_case_id("case");
  event.mutable_taken_into_care()->set_care_id("care");
  event.mutable_taken_into_care()->mutable_holder()->set_person_id("bergmann");
  EXPECT_TRUE(React(event, kTrigger).empty()) << "out of a clinic it moves nothing";
  event.mutable_taken_into_care()->set_shelters(true);
  auto drafts = React(event, kTrigger);
  ASSERT_EQ(drafts.size(), 1u);
  EXPECT_EQ(drafts[0].target_id, "case");
  auto night = Get<MoveForClinic>(*ToCommand(drafts[0].command, {}, true));
  EXPECT_EQ(night.to.kind(), common::v1::TONIGHT_KIND_IN_CARE);
  EXPECT_EQ(night.to.holder().person_id(), "bergmann");
  EXPECT_EQ(night.stay_id, "care");
  EXPECT_FALSE(night.leaves);
  event.mutable_left_clinic()->set_stay_id("stay");
  event.mutable_left_clinic()->set_care_id("care");
  event.mutable_left_clinic()->mutable_next()->set_kind(common::v1::TONIGHT_KIND_IN_CARE);
  drafts = React(event, kTrigger);
  ASSERT_EQ(drafts.size(), 1u);
  EXPECT_EQ(Get<MoveForClinic>(*ToCommand(drafts[0].command, {}, true)).into_care_id, "care");
  event.mutable_care_ended()->set_care_id("care");
  event.mutable_care_ended()->set_case_id("case");
  EXPECT_TRUE(React(event, kTrigger).empty()) << "the night is elsewhere";
  event.mutable_care_ended()->mutable_next()->set_kind(common::v1::TONIGHT_KIND_FAMILY);
  drafts = React(event, kTrigger);
  ASSERT_EQ(drafts.size(), 1u);
  night = Get<MoveForClinic>(*ToCommand(drafts[0].command, {}, true));
  EXPECT_TRUE(night.leaves);
  EXPECT_EQ(night.stay_id, "care");
  EXPECT_EQ(night.to.kind(), common::v1::TONIGHT_KIND_FAMILY);
}

TEST(CaseReactions, ADeploymentGivesSomethingToALeaverAndTakesIt) {
  crisis::v1::DeploymentEvent event;
  event.mutable_deployment_requested();
  EXPECT_FALSE(MayTakeSomething(event));
  event.mutable_deployment_accepted();
  EXPECT_TRUE(MayTakeSomething(event));
  event.mutable_deployment_taken_over();
  EXPECT_TRUE(MayTakeSomething(event));
  event.mutable_deployment_ended();
  EXPECT_TRUE(MayTakeSomething(event));
}

}  // namespace
}  // namespace fallverbund::casework
