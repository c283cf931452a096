#include "services/case/views/work_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/time.h"
#include "services/case/domain/testing/case_story.h"
#include "services/case/views/case_resource.h"

namespace fallverbund::casework::testing {
namespace {

std::vector<v1::InboxItemKind> KindsFor(const State& state, const std::string& audience) {
  std::vector<v1::InboxItemKind> kinds;
  for (const WorkItem& item : WorkItems("case", state)) {
    if (item.audience == audience) kinds.push_back(item.item.kind());
  }
  return kinds;
}

TEST(WorkList, TheHolderSeesTheCaseAndWhoSheltersSeesTheNight) {
  CaseStory story;
  story.Given(kService, Open());
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kAdler.id)),
              ::testing::Contains(v1::INBOX_ITEM_KIND_CASE_HELD));
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kSpecht.id)), ::testing::IsEmpty());
}

TEST(WorkList, AnOfferWaitsForWhomItNames) {
  CaseStory story;
  story.Given(kService, Open()).Given(kAdler, Offer(kBerg, kLerche));
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kBerg.id)),
              ::testing::Contains(v1::INBOX_ITEM_KIND_HANDOVER_OFFERED));
}

v1::HandoverState StateOfItem(const State& state, const Person& who, v1::InboxItemKind kind) {
  for (const WorkItem& item : WorkItems("case", state)) {
    if (item.audience == PersonAudience(who.id) && item.item.kind() == kind)
      return item.item.handover_state();
  }
  return v1::HANDOVER_STATE_UNSPECIFIED;
}

// The states of the mission (section F), each where a list or the case shows it.
TEST(HandoverState, SaysHowFarItHasCome) {
  CaseStory story = OpenedCase();
  const auto shown = [&] { return CaseResource("case", story.state(), 9); };
  const auto of_giver = [&](v1::InboxItemKind kind) { return StateOfItem(story.state(), kAdler, kind); };
  EXPECT_FALSE(shown().has_prepared_handover() || shown().has_open_handover() || shown().has_kept_handover());
  story.Given(kAdler, Prepare("", {3}));
  EXPECT_EQ(shown().prepared_handover().state(), v1::HANDOVER_STATE_PREPARED);
  ASSERT_EQ(shown().prepared_handover().package_size(), 1);
  EXPECT_EQ(shown().prepared_handover().package(0).basis(), v1::TRANSFER_BASIS_SGB8_64_1);
  EXPECT_EQ(of_giver(v1::INBOX_ITEM_KIND_HANDOVER_PREPARED), v1::HANDOVER_STATE_PREPARED);
  const std::string id = story.state().prepared->handover_id;
  OfferHandover offer = Offer(kBerg, kLerche);
  offer.prepared_id = id;
  story.Given(kAdler, offer);
  EXPECT_FALSE(shown().has_prepared_handover());
  EXPECT_EQ(shown().open_handover().state(), v1::HANDOVER_STATE_OFFERED);
  EXPECT_EQ(StateOfItem(story.state(), kBerg, v1::INBOX_ITEM_KIND_HANDOVER_OFFERED),
            v1::HANDOVER_STATE_OFFERED);
  EXPECT_EQ(of_giver(v1::INBOX_ITEM_KIND_HANDOVER_AWAITED), v1::HANDOVER_STATE_OFFERED);
  story.Met();
  EXPECT_EQ(shown().open_handover().state(), v1::HANDOVER_STATE_MEETING_SET);
  const absl::Time due = story.state().handover.open()->answer_due;
  story.Wait(due - story.now());
  story.Given(kService, PassDeadline{common::v1::CLOCK_KIND_HANDOVER_ANSWER, id, due});
  EXPECT_EQ(shown().open_handover().state(), v1::HANDOVER_STATE_EXPIRED);
  EXPECT_EQ(of_giver(v1::INBOX_ITEM_KIND_HANDOVER_AWAITED), v1::HANDOVER_STATE_EXPIRED);
  story.Given(kBerg, Accept(id, kBerg));
  EXPECT_EQ(shown().last_move().state(), v1::HANDOVER_STATE_ACCEPTED) << "late, and still possible";
  for (int look = 0; look < 2; ++look) {
    const absl::Time day = story.state().last_move->next_look;
    story.Wait(day - story.now());
    story.Given(kService, PassDeadline{common::v1::CLOCK_KIND_HANDOVER_FOLLOW_UP, id, day});
    EXPECT_EQ(shown().last_move().state(), v1::HANDOVER_STATE_FOLLOWUP_DUE);
    story.Given(kSpecht, FollowUp(id));
    EXPECT_EQ(shown().last_move().state(),
              look == 0 ? v1::HANDOVER_STATE_ACCEPTED : v1::HANDOVER_STATE_CONFIRMED);
  }
}

TEST(HandoverState, OfOneThatLeftTheCaseWhereItWasIsShownUntilTheNext) {
  CaseStory story = CaseOfferedToBerg();
  const auto kept = [&] { return CaseResource("case", story.state(), 9).kept_handover(); };
  std::string id = story.handover();
  story.Given(kBerg, Refuse(id, kBerg));
  EXPECT_EQ(kept().state(), v1::HANDOVER_STATE_REJECTED);
  EXPECT_EQ(kept().handover_id(), id);
  EXPECT_EQ(kept().to().person_id(), kBerg.id);
  story.Given(kAdler, Offer(kBerg, kLerche));
  EXPECT_EQ(kept().state(), v1::HANDOVER_STATE_UNSPECIFIED);
  story.Given(kAdler, RevokeHandover{story.handover()});
  EXPECT_EQ(kept().state(), v1::HANDOVER_STATE_REVOKED);
  story = CaseMovedToBerg();
  id = story.state().last_move->handover_id;
  EXPECT_EQ(kept().state(), v1::HANDOVER_STATE_UNSPECIFIED);
  story.Given(kSpecht, TakeBack(id, kSpecht));
  EXPECT_EQ(kept().state(), v1::HANDOVER_STATE_TAKEN_BACK);
  EXPECT_EQ(kept().to().person_id(), kBerg.id);
  EXPECT_EQ(HandoverStateOf(story.state(), "another"), v1::HANDOVER_STATE_UNSPECIFIED);
}

TEST(HandoverState, OfCoordinationIsOfferedUntilNobodyAnswersInTime) {
  CaseStory story = CaseWithCoordinationOffered();
  const auto shown = [&] { return CaseResource("case", story.state(), 9).coordination_offer().state(); };
  EXPECT_EQ(shown(), v1::HANDOVER_STATE_OFFERED);
  const absl::Time due = story.state().coordination_offer.open()->answer_due;
  story.Wait(due - story.now());
  story.Given(kService, PassDeadline{common::v1::CLOCK_KIND_COORDINATION_ANSWER, story.coordination(), due});
  EXPECT_EQ(shown(), v1::HANDOVER_STATE_EXPIRED);
  EXPECT_EQ(StateOfItem(story.state(), kUhu, v1::INBOX_ITEM_KIND_COORDINATION_OFFERED),
            v1::HANDOVER_STATE_EXPIRED);
}

TEST(WorkList, AnInvitationWaitsUntilItIsTaken) {
  CaseStory story;
  story.Given(kService, Open()).Given(kService, Invite());
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kKranich.id)),
              ::testing::ElementsAre(v1::INBOX_ITEM_KIND_INVITATION));
  story.Given(kKranich, CommitToTeam{"team"});
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kKranich.id)),
              ::testing::ElementsAre(v1::INBOX_ITEM_KIND_SEAT_HELD))
      << "A9: whose case it is, too";
}

// § 62: two of two organisations look at it, and whoever reads is neither.
TEST(WorkList, ABrokenGlassWaitsForWhoHoldsAndForWhoMayBeTheSecond) {
  CaseStory story = CaseWithRunningSetting();
  story.Given(kService, CrisisOf(kReiher, kDachs));
  BreakGlass command;
  command.broken.set_crisis_id("crisis");
  command.broken.set_reason(v1::GLASS_REASON_MEDICAL_DECISION);
  *command.broken.mutable_account() = Text("nobody here knows what he takes");
  story.Given(kReiher, command);
  const auto asked = ::testing::Contains(v1::INBOX_ITEM_KIND_GLASS_BROKEN);
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kAdler.id)), asked);
  EXPECT_THAT(
      KindsFor(story.state(), OrganisationAudience(kFuchs.organisation, common::v1::ROLE_PROVIDER_WORKER)),
      asked);
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kReiher.id)), ::testing::Not(asked))
      << "leads, and reads";
  story.Given(kEule, LeadCrisis(kEule, kAdler));
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kEule.id)), asked);
}

// C17, N4: who is asked to receive, and who does.
TEST(WorkList, AReturnWaitsForWhoIsAskedAndStaysWithWhoReceives) {
  CaseStory story = CaseWithRunningSetting();
  const std::string setting = story.setting();
  story.Given(kFuchs, Phase(setting, v1::RESIDENTIAL_PHASE_COURSE));
  story.Given(kFuchs, Phase(setting, v1::RESIDENTIAL_PHASE_RETURN));
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kSpecht.id)),
              ::testing::ElementsAre(v1::INBOX_ITEM_KIND_RETURN_OFFERED, v1::INBOX_ITEM_KIND_DUE));
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kAdler.id)),
              ::testing::Contains(v1::INBOX_ITEM_KIND_DUE).Times(1))
      << "the day of the return";
  story.Given(kSpecht, Receives(setting));
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kSpecht.id)),
              ::testing::ElementsAre(v1::INBOX_ITEM_KIND_RETURN_HELD));
  for (const WorkItem& item : WorkItems("case", story.state())) {
    if (item.item.kind() != v1::INBOX_ITEM_KIND_RETURN_HELD) continue;
    EXPECT_EQ(FromProto(item.item.due()), kStart + absl::Hours(24 * 60));
  }
  const v1::Setting shown = CaseResource("case", story.state(), 1).settings(0);
  EXPECT_TRUE(shown.return_accepted());
  EXPECT_EQ(FromProto(shown.return_planned_at()), kStart + absl::Hours(24 * 60));
  story.Given(kAdler, End(setting, common::v1::TONIGHT_KIND_FAMILY, kAdler));
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kSpecht.id)),
              ::testing::UnorderedElementsAre(v1::INBOX_ITEM_KIND_RETURN_HELD, v1::INBOX_ITEM_KIND_DUE))
      << "the promise outlives the help, and says by when";
  EXPECT_EQ(FromProto(CaseResource("case", story.state(), 1).settings(0).return_contact_due()),
            kStart + absl::Hours(24 * 7));
  story.Given(kSpecht, Contact());
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kSpecht.id)), ::testing::IsEmpty());
  EXPECT_FALSE(CaseResource("case", story.state(), 1).settings(0).has_return_contact_due());
}

TEST(WorkList, AReturnIsShownToTheUnitThatIsAsked) {
  CaseStory story = CaseWithRunningSetting();
  EnterResidentialPhase back = Phase(story.setting(), v1::RESIDENTIAL_PHASE_RETURN);
  *back.entered.mutable_receiver() = care::ToProto(Holder(kBerg, kLerche));
  story.Given(kFuchs, Phase(story.setting(), v1::RESIDENTIAL_PHASE_COURSE)).Given(kFuchs, back);
  EXPECT_THAT(UnitEntries(story.state()),
              ::testing::Contains(UnitEntry{UnitKey(kBerg.organisation, kBerg.unit), {kBerg.id}}));
}

TEST(WorkList, WhoCoordinatesSeesItAndWhoIsAskedToFollowToo) {
  CaseStory story = CaseWithCoordinationOffered();
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kKrause.id)),
              ::testing::ElementsAre(v1::INBOX_ITEM_KIND_COORDINATION_HELD, v1::INBOX_ITEM_KIND_SEAT_HELD));
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kUhu.id)),
              ::testing::ElementsAre(v1::INBOX_ITEM_KIND_COORDINATION_OFFERED, v1::INBOX_ITEM_KIND_DUE));
  EXPECT_EQ(CaseResource("case", story.state(), 1).coordination_offer().to().person_id(), kUhu.id);
  EXPECT_THAT(UnitEntries(story.state()),
              ::testing::Contains(UnitEntry{UnitKey(kUhu.organisation, kUhu.unit), {kUhu.id}}));
  story.Given(kUhu, RefuseToCoordinate(story.coordination(), kUhu));
  story.Given(kKrause, OfferToCoordinate(kEule, kDachs));
  story.Given(kEule, RefuseToCoordinate(story.coordination(), kEule));
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kKrause.id)),
              ::testing::Contains(v1::INBOX_ITEM_KIND_OVERDUE))
      << "refused twice: whoever coordinates looks for another";
  story.Given(kKrause, OfferToCoordinate(kUhu, kKrause));
  story.Given(kUhu, AcceptCoordination{story.coordination()});
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kUhu.id)),
              ::testing::ElementsAre(v1::INBOX_ITEM_KIND_COORDINATION_HELD, v1::INBOX_ITEM_KIND_SEAT_HELD));
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kKrause.id)), ::testing::IsEmpty());
}

TEST(WorkList, WhatIsOwedAfterAHurriedMoveIsWithWhoeverGave) {
  CaseStory story = ContestedCase();
  const std::string change = story.change();
  story.Given(kAdler, AskToAct(change, kReiher, kMoewe)).Given(kReiher, Act(change, kReiher));
  const auto owed = [&](const Person& who) {
    for (const WorkItem& item : WorkItems("case", story.state())) {
      if (item.audience == PersonAudience(who.id) && item.item.clock() == common::v1::CLOCK_KIND_PACKAGE_OWED)
        return true;
    }
    return false;
  };
  EXPECT_TRUE(owed(kAdler)) << "§ 86c(2)";
  EXPECT_FALSE(owed(kReiher));
  const v1::Case shown = CaseResource("case", story.state(), 1);
  ASSERT_EQ(shown.packages_owed_size(), 1);
  EXPECT_EQ(shown.packages_owed(0).giver().person_id(), kAdler.id);
  story.Given(kAdler, PackLater(kReiher));
  EXPECT_FALSE(owed(kAdler));
  EXPECT_EQ(CaseResource("case", story.state(), 1).packages_owed_size(), 0);
}

TEST(WorkList, AMissedContactClimbsAndStaysOnTheListsItHasPassed) {
  CaseStory story;
  story.Given(kService, Open());
  const absl::Time due = story.now() + absl::Hours(24 * 14);
  story.Given(kAdler, Rest(v1::STANDBY_REASON_REFUSAL, due, due));
  const PassDeadline pass{common::v1::CLOCK_KIND_STANDBY_CONTACT, "", due};
  const std::string lead = UnitAudience(kAdler.unit, common::v1::ROLE_TEAM_LEAD);
  story.Wait(absl::Hours(24 * 15));
  story.Given(kService, pass);
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kAdler.id)),
              ::testing::Contains(v1::INBOX_ITEM_KIND_OVERDUE));
  EXPECT_THAT(KindsFor(story.state(), lead), ::testing::IsEmpty());
  for (int step = 0; step < 2; ++step) {
    story.Wait(absl::Hours(25));
    story.Given(kService, pass);
  }
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kAdler.id)),
              ::testing::Contains(v1::INBOX_ITEM_KIND_OVERDUE));
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kSpecht.id)),
              ::testing::Contains(v1::INBOX_ITEM_KIND_OVERDUE));
  EXPECT_THAT(KindsFor(story.state(), lead), ::testing::Contains(v1::INBOX_ITEM_KIND_OVERDUE));
}

TEST(WorkList, AStepToTheDeputyReachesTheDirectorysWhereTheCaseNamesNone) {
  // N4: where nobody is named in the case, the step is whoever the directory names.
  v1::InboxItem item;
  item.set_step(common::v1::ESCALATION_STEP_DEPUTY);
  const auto reached = [&](const care::Holder& owner) {
    std::vector<WorkItem> items;
    AddClimbing(owner, item, items);
    return items.size() == 2 ? items[1].audience : "";
  };
  care::Holder owner{kFuchs.organisation, kFuchs.unit, kFuchs.id, kDachs.id};
  EXPECT_EQ(reached(owner), PersonAudience(kDachs.id));
  owner.deputy_person_id.clear();
  EXPECT_EQ(reached(owner), DeputyAudience(kFuchs.id));
}

TEST(WorkList, ASearchIsDueFromWhoeverSearches) {
  CaseStory story = OpenedCase();
  story.Given(kAdler,
              VouchForTonight{Tonight(common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN, kSpecht), Known()});
  const auto due = ::testing::Contains(v1::INBOX_ITEM_KIND_DUE);
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kSpecht.id)), due)
      << "N12: nobody else may say it was done";
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kAdler.id)), ::testing::Not(due));
}

TEST(WorkList, ANoticeIsDueToBeAnsweredFromWhoeverHoldsTheCase) {
  CaseStory story = CaseWithRunningSetting();
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kAdler.id)),
              ::testing::Not(::testing::Contains(v1::INBOX_ITEM_KIND_DUE)));
  story.Given(kFuchs, Notice(story.setting()));
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kAdler.id)),
              ::testing::Contains(v1::INBOX_ITEM_KIND_DUE));
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kFuchs.id)),
              ::testing::Not(::testing::Contains(v1::INBOX_ITEM_KIND_DUE)));
}

TEST(WorkList, WhereThereAreNoUnitsTheStepToTheLeadReachesTheOrganisations) {
  v1::InboxItem item;
  item.set_step(common::v1::ESCALATION_STEP_TEAM_LEAD);
  std::vector<WorkItem> items;
  AddClimbing({kFuchs.organisation, "", kFuchs.id, kDachs.id}, item, items);
  ASSERT_EQ(items.size(), 3u);
  EXPECT_EQ(items[2].audience, OrganisationAudience(kFuchs.organisation, common::v1::ROLE_TEAM_LEAD));
}

TEST(WorkList, WhoeverMayObjectSeesTheEndUntilItIsStoppedOrThere) {
  const CaseStory asked = CaseWithEndApproved();
  for (const Person& person : {kAdler, kKrause, kKranich, kFuchs}) {
    EXPECT_THAT(KindsFor(asked.state(), PersonAudience(person.id)),
                ::testing::Contains(v1::INBOX_ITEM_KIND_LAWFUL_END).Times(1))
        << person.id;
  }
  CaseStory stopped = asked;
  stopped.Given(kKranich, ObjectLawfulEnd{asked.end()});
  EXPECT_THAT(KindsFor(stopped.state(), PersonAudience(kFuchs.id)),
              ::testing::ElementsAre(v1::INBOX_ITEM_KIND_SEAT_HELD));
  EXPECT_TRUE(WorkItems("case", EndedCase().state()).empty());
}

// The same set whose word counts.
TEST(WorkList, WhoeverMayApproveSeesTheEndAndNobodyElse) {
  const auto asked = [](const CaseStory& story, const std::string& audience) {
    return ::testing::Value(KindsFor(story.state(), audience),
                            ::testing::Contains(v1::INBOX_ITEM_KIND_LAWFUL_END));
  };
  const CaseStory in_error = CaseWithEndAskedFor(Ground::kRecordedInError);
  EXPECT_TRUE(asked(in_error, PersonAudience(kAmsel.id)) && asked(in_error, PersonAudience(kStar.id)));
  const v1::Case shown = CaseResource("case", in_error.state(), 2);
  EXPECT_EQ(shown.lawful_end().continued_by().person_id(), kAmsel.id);
  CaseStory running = CaseWithRunningSetting(v1::COMPONENT_KIND_OUTPATIENT);
  running.Given(kService, TakeOver(kStorch)).Given(kAdler, AskToEnd(Ground::kDeath));
  EXPECT_TRUE(asked(running, OrganisationAudience(kFuchs.organisation, common::v1::ROLE_PROVIDER_WORKER)));
  EXPECT_TRUE(asked(running, PersonAudience(kStorch.id)));
  EXPECT_FALSE(asked(running, PersonAudience(kAmsel.id)));
  CaseStory invited = OpenedCase();
  invited.Given(kService, Invite())
      .Given(kFuchs, CommitToTeam{"team"})
      .Given(kAdler, AskToEnd(Ground::kDeath));
  EXPECT_TRUE(asked(invited, PersonAudience(kKrause.id)));
  EXPECT_FALSE(asked(invited, PersonAudience(kFuchs.id))) << "not everybody has committed";
}

TEST(WorkList, TheOtherOfficeSeesThatItIsToGoOnAndWhoeverIsAskedToAct) {
  CaseStory story = CaseToldToAmsel();
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kAmsel.id)),
              ::testing::ElementsAre(v1::INBOX_ITEM_KIND_COMPETENCE_CHANGE, v1::INBOX_ITEM_KIND_DUE));
  story.Given(kAmsel, Deny(story.change(), kAmsel)).Given(kAdler, AskToAct(story.change(), kReiher, kMoewe));
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kReiher.id)),
              ::testing::ElementsAre(v1::INBOX_ITEM_KIND_PROVISIONAL_TAKEOVER));
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kAdler.id)),
              ::testing::Contains(v1::INBOX_ITEM_KIND_DUE).Times(3))
      << "dispute, ombuds office, answer";
}

TEST(WorkList, AGuardianWhoIsAskedSeesItAndItsDate) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, NameOffice(kBerg));
  EXPECT_THAT(KindsFor(story.state(), PersonAudience(kBerg.id)),
              ::testing::ElementsAre(v1::INBOX_ITEM_KIND_GUARDIANSHIP, v1::INBOX_ITEM_KIND_DUE));
}

TEST(CaseResource, ShowsCompetenceBesideWhoHolds) {
  CaseStory story = CaseContinuedByAmsel();
  story.Given(kAdler, Determine(kAmsel, kStart - Days(9)));
  v1::Case shown = CaseResource("case", story.state(), 2);
  ASSERT_EQ(shown.competences_size(), 1);
  EXPECT_EQ(shown.competences(0).organisation_id(), "east");
  EXPECT_FALSE(shown.competences(0).corrected());
  EXPECT_EQ(shown.holder().person_id(), kAdler.id);
  EXPECT_EQ(shown.competence_change().to().person_id(), kAmsel.id);
  EXPECT_TRUE(shown.competence_change().data_sent() && shown.competence_change().conversation_held());
  EXPECT_TRUE(shown.competence_change().has_continued_since());
  EXPECT_FALSE(shown.competence_change().contested());
  story.Given(kAmsel, Deny(story.change(), kAmsel)).Given(kAdler, AskToAct(story.change(), kReiher, kMoewe));
  shown = CaseResource("case", story.state(), 3);
  EXPECT_TRUE(shown.competence_change().contested());
  EXPECT_EQ(shown.competence_change().asked(0).person_id(), kReiher.id);
  story.Given(kReiher, Act(story.change(), kReiher));
  EXPECT_TRUE(CaseResource("case", story.state(), 4).provisional());
}

TEST(CaseResource, ShowsWhoSpeaksForTheYoungPersonAndNoBirthDate) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, Born(kBornMinor)).Given(kAdler, NameOffice(kBerg));
  EXPECT_EQ(CaseResource("case", story.state(), 2).guardianship().asked().person_id(), kBerg.id);
  story.Given(kBerg, DeclareGuardianship{}).Given(kAdler, Plan(kStart + Days(100)));
  const v1::Case shown = CaseResource("case", story.state(), 3);
  EXPECT_EQ(shown.guardianship().kind(), v1::GUARDIAN_KIND_OFFICE);
  EXPECT_EQ(shown.guardianship().holder().person_id(), kBerg.id);
  EXPECT_EQ(shown.planned_end().seconds(), absl::ToUnixSeconds(kStart + Days(100)));
  EXPECT_FALSE(shown.of_age());
  story = OpenedCase();
  story.Given(kAdler, Born(kBornAdult));
  EXPECT_TRUE(CaseResource("case", story.state(), 2).of_age());
}

TEST(UnitEntries, ACaseStandsWhereItIsHeldAndWhereItIsOffered) {
  CaseStory story;
  EXPECT_TRUE(UnitEntries(story.state()).empty());
  story.Given(kService, Open());
  const std::string held = UnitKey(kAdler.organisation, kAdler.unit);
  EXPECT_THAT(UnitEntries(story.state()), ::testing::ElementsAre(UnitEntry{held, {}}));
  story.Given(kAdler, Offer(kBerg, kLerche));
  EXPECT_THAT(UnitEntries(story.state()),
              ::testing::UnorderedElementsAre(
                  UnitEntry{held, {}}, UnitEntry{UnitKey(kBerg.organisation, kBerg.unit), {kBerg.id}}));
  EXPECT_TRUE(UnitEntries(EndedCase().state()).empty());
}

TEST(CaseResource, ShowsAnEndThatIsAskedForAndOneInEffect) {
  const v1::Case asked = CaseResource("case", CaseWithEndApproved().state(), 2);
  EXPECT_EQ(asked.phase(), v1::CASE_PHASE_ACTIVE);
  EXPECT_THAT(asked.lawful_end().approved_by_person_ids(), ::testing::ElementsAre("adler", "fuchs"));
  EXPECT_TRUE(asked.lawful_end().has_objection_until());
  EXPECT_FALSE(asked.lawful_end().in_effect());
  const v1::Case ended = CaseResource("case", EndedCase(Ground::kRecordedInError).state(), 3);
  EXPECT_EQ(ended.phase(), v1::CASE_PHASE_LAWFULLY_ENDED);
  EXPECT_TRUE(ended.lawful_end().in_effect());
  EXPECT_EQ(ended.lawful_end().continued_in_case_id(), "another case");
  EXPECT_EQ(ended.holder().person_id(), kAdler.id) << "whom to turn to";
}

TEST(CaseResource, ShowsWhoHoldsAndWhatIsDue) {
  CaseStory story;
  story.Given(kService, Open()).Given(kService, Invite());
  const v1::Case shown = CaseResource("case", story.state(), 2);
  EXPECT_EQ(shown.holder().person_id(), kAdler.id);
  EXPECT_EQ(shown.phase(), v1::CASE_PHASE_ACTIVE);
  EXPECT_EQ(shown.seats_size(), 4);
  EXPECT_FALSE(shown.shared());
  EXPECT_TRUE(shown.has_tonight());
  EXPECT_EQ(shown.version(), 2u);
}

}  // namespace
}  // namespace fallverbund::casework::testing
