// Long, because an accompaniment is: from its beginning to its end, handover by handover.
#include "services/intake/domain/transition_decider.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace fallverbund::intake {
namespace {

using decider::Given;
using decider::Reason;
using Event = v1::TransitionEvent;

std::string Id(char digit) {
  return std::string(32, digit);
}
const std::string kClinicService = Id('a'), kFamilyOffice = Id('b');
const std::string kGuide = Id('1'), kGuideDeputy = Id('2'), kColleague = Id('3');
const std::string kOfficer = Id('5'), kOfficerDeputy = Id('6');
const std::string kSchool = Id('d'), kTeacher = Id('7');
const std::string kHandover = Id('9');
const absl::Time kMorning = absl::FromUnixSeconds(1'770'000'000);

Given By(const std::string& person, const std::string& organisation = kClinicService,
         absl::Time now = kMorning) {
  return {{organisation, person, "NAVIGATOR"}, now, now, kHandover};
}
const Given kByGuide = By(kGuide), kByOfficer = By(kOfficer, kFamilyOffice);

common::v1::Sealed Text(char key) {
  common::v1::Sealed sealed;
  sealed.set_key_id(Id(key));
  return sealed;
}

common::v1::Participation Heard() {
  common::v1::Participation participation;
  participation.mutable_family()->set_heard(true);
  participation.mutable_young_person()->set_heard(true);
  return participation;
}

v1::ExpectedPhase Expected(v1::LifePhase phase, int in_days) {
  v1::ExpectedPhase expected;
  expected.set_phase(phase);
  *expected.mutable_due() = ToProto(kMorning + Days(in_days));
  return expected;
}

// The first day of the month after, by which the phase is to be reached.
absl::Time MonthAfter(int in_days) {
  const auto month = absl::ToCivilMonth(kMorning + Days(in_days), absl::UTCTimeZone());
  return absl::FromCivil(absl::CivilDay(month + 1), absl::UTCTimeZone());
}
const absl::Time kHomeDue = MonthAfter(60);

BeginTransition Begin() {
  BeginTransition begin;
  begin.wanted.set_subject_id(Id('e'));
  *begin.wanted.mutable_navigator() = care::ToProto({kClinicService, "", kGuide, kGuideDeputy});
  begin.wanted.set_service_line(v1::SERVICE_LINE_BABY_GUIDE);
  begin.wanted.set_language_need(v1::LANGUAGE_NEED_INTERPRETER);
  begin.wanted.set_interpreted(true);
  begin.wanted.set_consent_by(v1::CONSENT_GIVER_ONE_PARENT);
  *begin.wanted.add_expected() = Expected(v1::LIFE_PHASE_AT_HOME, 60);
  *begin.wanted.add_expected() = Expected(v1::LIFE_PHASE_DAY_CARE, 700);
  *begin.wanted.mutable_family_name() = Text('c');
  begin.navigator_known = begin.social_space_known = true;
  return begin;
}

OfferWarmHandover Offer() {
  OfferWarmHandover offer;
  *offer.wanted.mutable_to() = care::ToProto({kFamilyOffice, "", kOfficer, ""});
  offer.wanted.set_to_line(v1::SERVICE_LINE_FAMILY_OFFICE);
  offer.wanted.set_for_phase(v1::LIFE_PHASE_AT_HOME);
  offer.wanted.add_items(v1::HANDOVER_ITEM_HOW_TO_REACH);
  offer.wanted.add_items(v1::HANDOVER_ITEM_WISHES);
  *offer.wanted.mutable_participation() = Heard();
  *offer.wanted.mutable_note() = Text('d');
  offer.receiver_known = true;
  offer.chain.emplace();
  offer.chain->chain_id = Id('7');
  offer.chain->version.set_from_line(v1::SERVICE_LINE_BABY_GUIDE);
  offer.chain->version.set_to_line(v1::SERVICE_LINE_FAMILY_OFFICE);
  offer.chain->version.set_version(2);
  offer.chain->version.add_required_items(v1::HANDOVER_ITEM_HOW_TO_REACH);
  offer.chain->version.mutable_answer_within()->set_seconds(absl::ToInt64Seconds(Days(5)));
  offer.chain->version.mutable_check_after()->set_seconds(absl::ToInt64Seconds(Days(42)));
  return offer;
}

RecordWarmMeeting Meeting() {
  return {kHandover, kOfficer, true, true, true, Text('c'), Text('c')};
}
AcceptWarmHandover Accept() {
  return {kHandover, kOfficerDeputy, "", true, false};
}

// A story: each command is accepted and what it says has happened.
class Story {
 public:
  Story& Do(const TransitionCommand& command, const Given& given = kByGuide) {
    const auto decision = TransitionDecider::Decide(state_, command, given);
    if (decision.refused()) {
      ADD_FAILURE() << refusal::Text(decision.refusal().reason).code;
      return *this;
    }
    events_ = decision.events();
    for (const Event& event : events_) state_ = TransitionDecider::Evolve(state_, event, given);
    return *this;
  }
  Story& Refuse(Reason reason, const TransitionCommand& command, const Given& given = kByGuide) {
    const auto decision = TransitionDecider::Decide(state_, command, given);
    EXPECT_TRUE(decision.refused()) << "not refused: " << refusal::Text(reason).code;
    if (!decision.refused()) return *this;
    EXPECT_EQ(refusal::Text(decision.refusal().reason).code, refusal::Text(reason).code);
    return *this;
  }
  const TransitionState& state() const { return state_; }
  const std::vector<Event>& events() const { return events_; }

 private:
  TransitionState state_;
  std::vector<Event> events_;
};

Story Begun() {
  return Story().Do(Begin());
}
Story Offered() {
  return Begun().Do(Offer());
}
Story Met() {
  return Offered().Do(Meeting());
}
Story Moved() {
  return Met().Do(Accept(), kByOfficer);
}

CheckWarmHandover Check(v1::ArrivalOutcome outcome, int next_in_days = 0) {
  CheckWarmHandover check;
  check.checked.set_handover_id(kHandover);
  check.checked.set_outcome(outcome);
  if (next_in_days > 0) *check.checked.mutable_next_due() = ToProto(kMorning + Days(next_in_days));
  return check;
}

BeginTransition But(const std::function<void(BeginTransition&)>& change) {
  BeginTransition begin = Begin();
  change(begin);
  return begin;
}
OfferWarmHandover OfferBut(const std::function<void(OfferWarmHandover&)>& change) {
  OfferWarmHandover offer = Offer();
  change(offer);
  return offer;
}

// --- E5, E8, E9: begun with consent, held by one navigator ---

TEST(Transition, IsHeldByANamedNavigatorFromTheFirstCommitOn) {
  const Story story = Begun();
  EXPECT_EQ(story.state().navigator.holder().person_id, kGuide);
  EXPECT_EQ(story.state().navigator.since(), kMorning);
  EXPECT_EQ(story.state().expected.size(), 2u);
}

// E2: a baby guide, a family school centre, a family office, social work in day care.
TEST(Transition, IsOfOneOfTheFourServiceLines) {
  const auto* lines = v1::ServiceLine_descriptor();
  ASSERT_EQ(lines->value_count(), 5) << "and the one that is none";
  for (int i = 1; i < lines->value_count(); ++i) {
    BeginTransition begin = Begin();
    begin.wanted.set_service_line(static_cast<v1::ServiceLine>(lines->value(i)->number()));
    EXPECT_EQ(Story().Do(begin).state().service_line, begin.wanted.service_line());
  }
}

TEST(Transition, IsNotBegunWithoutConsent) {
  Story().Refuse(Reason::kPreventionNeedsConsent,
                 But([](auto& c) { c.wanted.set_consent_by(v1::CONSENT_GIVER_UNSPECIFIED); }));
}

TEST(Transition, NeedsAnInterpreterForTheConsentOfAFamilyThatNeedsOne) {
  for (const auto need : {v1::LANGUAGE_NEED_INTERPRETER, v1::LANGUAGE_NEED_SIGN_LANGUAGE}) {
    Story().Refuse(Reason::kInterpreterNeeded, But([&](auto& c) {
                     c.wanted.set_language_need(need);
                     c.wanted.set_interpreted(false);
                   }));
  }
  Story().Do(But([](auto& c) {
    c.wanted.set_language_need(v1::LANGUAGE_NEED_PLAIN_GERMAN);
    c.wanted.set_interpreted(false);
  }));
}

TEST(Transition, NeedsANavigatorAndADeputyOfTheSameOrganisation) {
  Story().Refuse(Reason::kNavigatorNotNamed, But([](auto& c) { c.navigator_known = false; }));
  Story().Refuse(Reason::kNavigatorNotNamed,
                 But([](auto& c) { c.wanted.mutable_navigator()->clear_deputy_person_id(); }));
  Story().Refuse(Reason::kNavigatorNotNamed,
                 But([](auto& c) { c.wanted.mutable_navigator()->set_deputy_person_id(kGuide); }));
  Story().Refuse(Reason::kSocialSpaceUnknown, But([](auto& c) { c.social_space_known = false; }));
}

// --- E3: expected phases ---

TEST(Transition, HasADateForItsNextPhase) {
  Story().Refuse(Reason::kPhaseWithoutDate, But([](auto& c) { c.wanted.clear_expected(); }));
  Story().Refuse(Reason::kPhaseWithoutDate, But([](auto& c) { c.wanted.mutable_expected(1)->clear_due(); }));
  Story().Refuse(Reason::kPhaseWithoutDate,
                 But([](auto& c) { *c.wanted.mutable_expected(0) = Expected(v1::LIFE_PHASE_AT_HOME, -1); }));
  Story().Refuse(Reason::kPhaseWithoutDate, But([](auto& c) {
                   *c.wanted.mutable_expected(0) = Expected(v1::LIFE_PHASE_AT_HOME, 4000);
                 }));
  Begun().Refuse(Reason::kPhaseWithoutDate, ExpectPhase{Expected(v1::LIFE_PHASE_DAY_CARE, 0)});
}

// An expected date of birth would say for ever when a child was born (E9).
TEST(Transition, KeepsOnlyTheMonthInWhichAPhaseIsExpected) {
  Story story = Begun();
  EXPECT_EQ(FromProto(story.events()[0].transition_begun().expected(0).due()), kHomeDue);
  EXPECT_EQ(FromProto(story.events()[0].transition_begun().expected(1).due()), MonthAfter(700));
  story.Do(ExpectPhase{Expected(v1::LIFE_PHASE_AT_HOME, 90)});
  EXPECT_EQ(FromProto(story.events()[0].phase_expected().expected().due()), MonthAfter(90));
}

TEST(Transition, MissesADateStepByStepAndMovesNobody) {
  Story story = Begun();
  const absl::Time due = kHomeDue;
  const PassTransitionDate pass = {common::v1::CLOCK_KIND_LIFE_PHASE, ObjectOf(v1::LIFE_PHASE_AT_HOME), due};
  story.Do(pass, By("", "intake", due - absl::Seconds(1)));
  EXPECT_TRUE(story.events().empty());
  story.Do(pass, By("", "intake", due));
  ASSERT_EQ(story.events().size(), 1u);
  EXPECT_TRUE(story.events()[0].has_transition_date_missed());
  story.Do(pass, By("", "intake", due + Days(1)));
  ASSERT_EQ(story.events().size(), 1u);
  EXPECT_EQ(story.events()[0].transition_date_escalated().step(), common::v1::ESCALATION_STEP_DEPUTY);
  EXPECT_EQ(story.state().navigator.holder().person_id, kGuide);
  EXPECT_TRUE(story.state().goes_on());
}

TEST(Transition, ForgetsAMissedDateOnceThePhaseIsReachedOrPlannedAnew) {
  const PassTransitionDate pass = {common::v1::CLOCK_KIND_LIFE_PHASE, ObjectOf(v1::LIFE_PHASE_AT_HOME),
                                   kHomeDue};
  const Given later = By("", "intake", kHomeDue + Days(1));
  EXPECT_TRUE(Moved().Do(pass, later).events().empty());
  EXPECT_TRUE(Begun().Do(ExpectPhase{Expected(v1::LIFE_PHASE_AT_HOME, 90)}).Do(pass, later).events().empty());
}

// --- E1, E4, E10: the warm handover ---

TEST(Transition, OffersToSomebodyOfAnotherServiceForAPhaseThatIsExpected) {
  Begun().Refuse(Reason::kNextServiceUnknown, OfferBut([](auto& c) { c.receiver_known = false; }));
  Begun().Refuse(Reason::kNextServiceUnknown,
                 OfferBut([](auto& c) { c.wanted.mutable_to()->set_person_id(kGuide); }));
  Begun().Refuse(Reason::kPhaseNotExpected,
                 OfferBut([](auto& c) { c.wanted.set_for_phase(v1::LIFE_PHASE_PRIMARY_SCHOOL); }));
  Begun().Refuse(Reason::kWarmAnswerDate, OfferBut([](auto& c) { c.answer_due = kMorning + Days(29); }));
  Offered().Refuse(Reason::kWarmHandoverIsOpen, Offer());
}

TEST(Transition, FollowsTheProcessChainInForceBetweenTwoLines) {
  Begun().Refuse(Reason::kProcessChainMissing, OfferBut([](auto& c) { c.chain.reset(); }));
  Begun().Refuse(Reason::kProcessChainMissing, OfferBut([](auto& c) {
                   c.chain->version.set_from_line(v1::SERVICE_LINE_DAY_CARE_SOCIAL_WORK);
                 }));
  Begun().Refuse(Reason::kProcessChainNotFollowed,
                 OfferBut([](auto& c) { c.chain->version.add_required_items(v1::HANDOVER_ITEM_LANGUAGE); }));
  const Story story = Offered();
  const auto& offered = story.events().at(0).warm_handover_offered();
  EXPECT_EQ(offered.chain_id(), Id('7'));
  EXPECT_EQ(offered.chain_version(), 2u);
  EXPECT_EQ(FromProto(offered.answer_due()), kMorning + Days(5));
  // Between two services of one line there is no interface to describe.
  Begun().Do(OfferBut([](auto& c) {
    c.wanted.set_to_line(v1::SERVICE_LINE_BABY_GUIDE);
    c.chain.reset();
  }));
}

TEST(Transition, AsksTheFamilyBeforeItOffersIt) {
  Begun().Refuse(Reason::kFamilyTakesPart, OfferBut([](auto& c) {
                   c.wanted.mutable_participation()->mutable_family()->set_heard(false);
                 }));
  Begun().Refuse(Reason::kFamilyTakesPart, OfferBut([](auto& c) {
                   c.wanted.mutable_participation()->mutable_young_person()->set_heard(false);
                 }));
}

TEST(Transition, HearsTheChildLaterOnTheDateThatWasNamed) {
  Story story = Begun().Do(OfferBut([](auto& c) {
    auto& child = *c.wanted.mutable_participation()->mutable_young_person();
    child.set_heard(false);
    child.set_reason(common::v1::NOT_HEARD_REASON_TOO_YOUNG);
    *child.mutable_retry_due() = ToProto(kMorning + Days(80));
  }));
  EXPECT_NE(story.state().clocks.Find(common::v1::CLOCK_KIND_HEARING_RETRY, ""), nullptr);
  RecordFamilyDecision decision;
  *decision.decided.mutable_participation() = Heard();
  story.Do(decision);
  EXPECT_EQ(story.state().clocks.Find(common::v1::CLOCK_KIND_HEARING_RETRY, ""), nullptr);
}

TEST(Transition, StaysWithTheGiverWhenSomebodyIsMissingAtTheMeeting) {
  const auto failed = [](v1::MissingAtMeeting missing,
                         const std::function<void(RecordWarmMeeting&)>& change) {
    RecordWarmMeeting meeting = Meeting();
    change(meeting);
    Story story = Offered().Do(meeting);
    ASSERT_EQ(story.events().size(), 1u);
    EXPECT_EQ(story.events()[0].warm_handover_attempt_failed().missing(), missing);
    EXPECT_EQ(story.state().navigator.holder().person_id, kGuide);
    story.Refuse(Reason::kWarmMeetingMissing, Accept(), kByOfficer);
    story.Do(Meeting()).Do(Accept(), kByOfficer);  // the second try
    EXPECT_EQ(story.state().navigator.holder().person_id, kOfficer);
  };
  failed(v1::MISSING_AT_MEETING_RECEIVER, [](auto& c) { c.receiver_person_id.clear(); });
  failed(v1::MISSING_AT_MEETING_FAMILY, [](auto& c) { c.family_present = false; });
  failed(v1::MISSING_AT_MEETING_INTERPRETER, [](auto& c) { c.interpreted = false; });
}

TEST(Transition, RecordsAMeetingWithSomebodyOfTheReceivingServiceOnly) {
  RecordWarmMeeting meeting = Meeting();
  meeting.receiver_known = false;
  Offered().Refuse(Reason::kNextServiceUnknown, meeting);
  Begun().Refuse(Reason::kWarmHandoverIsNotOpen, Meeting());
}

TEST(Transition, MovesOnlyByAcceptanceInPersonAfterTheMeeting) {
  Offered().Refuse(Reason::kWarmMeetingMissing, Accept(), kByOfficer);
  Met().Refuse(Reason::kReceiverAcceptsInPerson, Accept(), kByGuide);
  Met().Refuse(Reason::kReceiverAcceptsInPerson, Accept(), By(kOfficer, Id('f')));
  AcceptWarmHandover accept = Accept();
  accept.actor_unit_id = Id('8');
  Met().Refuse(Reason::kReceiverAcceptsInPerson, accept, kByOfficer);
  accept = Accept();
  accept.actor_leaves = true;
  Met().Refuse(Reason::kPersonLeaves, accept, kByOfficer);
  accept = Accept();
  accept.deputy_known = false;
  Met().Refuse(Reason::kNavigatorNotNamed, accept, kByOfficer);
  accept = Accept();
  accept.deputy_person_id = kOfficer;
  Met().Refuse(Reason::kNavigatorNotNamed, accept, kByOfficer);
  Begun().Refuse(Reason::kWarmHandoverIsNotOpen, Accept(), kByOfficer);
}

// A service with two lines: who offered, or accompanies, cannot accept for the other one.
TEST(Transition, IsNotAcceptedByWhoOfferedIt) {
  const auto within = OfferBut([](auto& c) {
    c.wanted.mutable_to()->set_organisation_id(kClinicService);
    c.wanted.mutable_to()->set_person_id(kColleague);
  });
  AcceptWarmHandover accept = Accept();
  accept.deputy_person_id = kGuide;
  Story story = Begun().Do(within, By(kGuideDeputy)).Do(Meeting());
  story.Refuse(Reason::kReceiverAcceptsInPerson, accept, By(kGuideDeputy));
  story.Refuse(Reason::kReceiverAcceptsInPerson, accept, kByGuide);
  story.Do(accept, By(kColleague));
  EXPECT_EQ(story.state().navigator.holder().person_id, kColleague);
}

TEST(Transition, NamesWhoAcceptedAsNavigatorAndWhenTheGiverLooksAgain) {
  const Story story = Moved();
  const auto& moved = story.events().at(0).navigator_moved();
  EXPECT_EQ(moved.from().person_id(), kGuide);
  EXPECT_EQ(moved.to().person_id(), kOfficer);
  EXPECT_EQ(moved.to().deputy_person_id(), kOfficerDeputy);
  EXPECT_EQ(FromProto(moved.check_due()), kMorning + Days(42)) << "as the process chain says";
  EXPECT_EQ(story.state().service_line, v1::SERVICE_LINE_FAMILY_OFFICE);
  EXPECT_EQ(story.state().reached, v1::LIFE_PHASE_AT_HOME);
  EXPECT_EQ(story.state().navigator.moves(), 1u);
  EXPECT_FALSE(story.state().handover.open());
}

TEST(Transition, LooksAgainAfterEightWeeksWhereNoProcessChainSaysOtherwise) {
  const auto same_line = OfferBut([](auto& c) { c.wanted.set_to_line(v1::SERVICE_LINE_BABY_GUIDE); });
  const Story story = Begun().Do(same_line).Do(Meeting()).Do(Accept(), kByOfficer);
  EXPECT_EQ(FromProto(story.events().at(0).navigator_moved().check_due()), kMorning + Days(56));
}

TEST(Transition, StaysWithTheGiverWhenTheOfferIsDeclinedOrRevoked) {
  DeclineWarmHandover decline;
  decline.declined.set_handover_id(kHandover);
  decline.declined.set_reason(v1::DECLINE_WARM_REASON_NO_CAPACITY_NOW);
  Offered().Refuse(Reason::kReceiverAcceptsInPerson, decline, kByGuide);
  Begun().Refuse(Reason::kWarmHandoverIsNotOpen, decline, kByOfficer);
  Begun().Refuse(Reason::kWarmHandoverIsNotOpen, RevokeWarmHandover{kHandover});
  Story declined = Offered().Do(decline, kByOfficer), revoked = Offered().Do(RevokeWarmHandover{kHandover});
  for (Story* story : {&declined, &revoked}) {
    EXPECT_EQ(story->state().navigator.holder().person_id, kGuide);
    EXPECT_EQ(story->state().clocks.Find(common::v1::CLOCK_KIND_WARM_HANDOVER_ANSWER, kHandover), nullptr);
    story->Refuse(Reason::kWarmHandoverIsNotOpen, Accept(), kByOfficer);
    story->Do(Offer());
  }
}

TEST(Transition, IsCheckedByTheGiverUntilTheFamilyHasArrived) {
  const auto arrived = Check(v1::ARRIVAL_OUTCOME_ARRIVED);
  Moved().Refuse(Reason::kWarmCheckIsTheGivers, arrived, kByOfficer);
  Moved().Refuse(Reason::kWarmCheckNeedsDate, Check(v1::ARRIVAL_OUTCOME_NOT_YET));
  Moved().Refuse(Reason::kWarmCheckNeedsDate, Check(v1::ARRIVAL_OUTCOME_NOT_YET, 91));
  Moved().Refuse(Reason::kWarmCheckNeedsDate, Check(v1::ARRIVAL_OUTCOME_ARRIVED, 5));
  Begun().Refuse(Reason::kNoWarmCheckOpen, arrived);
  Story story = Moved().Do(Check(v1::ARRIVAL_OUTCOME_NOT_YET, 14));
  EXPECT_EQ(story.state().clocks.Find(common::v1::CLOCK_KIND_WARM_HANDOVER_CHECK, kHandover)->due,
            kMorning + Days(14));
  story.Do(arrived);
  EXPECT_TRUE(story.state().clocks.Find(common::v1::CLOCK_KIND_WARM_HANDOVER_CHECK, kHandover) == nullptr);
  story.Refuse(Reason::kNoWarmCheckOpen, arrived);
}

// The receiver cannot do away with the question by ending it, nor by handing the family on (E1).
TEST(Transition, IsNotOverBeforeEveryGiverHasLookedAgain) {
  Story story = Moved();
  story.Refuse(Reason::kWarmCheckIsTheGivers, CompleteTransition{Heard(), {}}, kByOfficer);
  const std::string second = Id('8');
  Given offering = kByOfficer, school = By(kTeacher, kSchool);
  offering.new_id = second;
  story.Do(OfferBut([](auto& c) {
             *c.wanted.mutable_to() = care::ToProto({kSchool, "", kTeacher, ""});
             c.wanted.set_for_phase(v1::LIFE_PHASE_DAY_CARE);
             c.chain.reset();
           }),
           offering);
  RecordWarmMeeting meeting = Meeting();
  meeting.handover_id = second;
  meeting.receiver_person_id = kTeacher;
  AcceptWarmHandover accept = Accept();
  accept.handover_id = second;
  story.Do(meeting, kByOfficer).Do(accept, school);
  CheckWarmHandover next = Check(v1::ARRIVAL_OUTCOME_ARRIVED);
  next.checked.set_handover_id(second);
  story.Refuse(Reason::kWarmCheckIsTheGivers, next, kByGuide);
  story.Do(Check(v1::ARRIVAL_OUTCOME_ARRIVED), kByGuide);
  EXPECT_NE(story.state().clocks.Find(common::v1::CLOCK_KIND_WARM_HANDOVER_CHECK, second), nullptr);
  story.Refuse(Reason::kWarmCheckIsTheGivers, CompleteTransition{Heard(), {}}, school);
  story.Do(next, kByOfficer).Do(CompleteTransition{Heard(), {}}, school);
  EXPECT_EQ(story.state().phase, Accompaniment::kCompleted);
}

// --- who may ---

TEST(Transition, IsTheNavigatorsOrTheDeputysToGoOnWith) {
  RecordFamilyDecision decision;
  *decision.decided.mutable_participation() = Heard();
  const std::vector<TransitionCommand> theirs = {ExpectPhase{Expected(v1::LIFE_PHASE_DAY_CARE, 9)},
                                                 Offer(),
                                                 Meeting(),
                                                 RevokeWarmHandover{kHandover},
                                                 decision,
                                                 CompleteTransition{Heard(), {}}};
  for (const auto& command : theirs) {
    for (const Given& other : {By(kColleague), kByOfficer, By(kGuide, kFamilyOffice), By("")})
      Begun().Refuse(Reason::kNotTheNavigator, command, other);
    Story().Refuse(Reason::kObjectUnknown, command);
  }
  Begun().Do(Offer(), By(kGuideDeputy));
}

TEST(Transition, IsTakenOverInPersonByAColleagueWhenTheNavigatorLeaves) {
  const TakeOver take = {kGuideDeputy, "", true, true, false};
  TakeOver stays = take;
  stays.holder_leaves = false;
  Begun().Refuse(Reason::kHolderStays, stays, By(kColleague));
  Begun().Refuse(Reason::kNotOfTheHoldersUnit, take, kByOfficer);
  const Story story = Begun().Do(take, By(kColleague));
  EXPECT_EQ(story.state().navigator.holder().person_id, kColleague);
}

TEST(Transition, LetsTheFamilyDecideAndKeepsThatItDid) {
  RecordFamilyDecision decision;
  Begun().Refuse(Reason::kFamilyTakesPart, decision);
}

// --- its lawful ends ---

TEST(Transition, IsCompletedByTheFamilysOwnWord) {
  Begun().Refuse(Reason::kFamilyTakesPart, CompleteTransition{});
  Offered().Refuse(Reason::kWarmHandoverIsOpen, CompleteTransition{Heard(), {}});
  Story story = Begun().Do(CompleteTransition{Heard(), {}});
  EXPECT_EQ(story.state().phase, Accompaniment::kCompleted);
  EXPECT_TRUE(story.state().clocks.open().empty());
  story.Refuse(Reason::kAccompanimentIsOver, Offer());
  story.Refuse(Reason::kAccompanimentIsOver, TakeOver{kGuideDeputy, "", true, true, false}, By(kColleague));
}

// A16: a date for hearing the child is not lost with the end; the child is heard later, and nothing else
// follows.
TEST(Transition, HearsTheChildLaterAlsoWhereItIsCompleted) {
  using common::v1::CLOCK_KIND_HEARING_RETRY;
  CompleteTransition completed{Heard(), {}};
  auto& child = *completed.participation.mutable_young_person();
  child.set_heard(false);
  child.set_reason(common::v1::NOT_HEARD_REASON_TOO_YOUNG);
  *child.mutable_retry_due() = ToProto(kMorning + Days(80));
  Story story = Begun().Do(completed);
  EXPECT_EQ(story.state().phase, Accompaniment::kCompleted);
  ASSERT_EQ(story.state().clocks.open().size(), 1u);
  EXPECT_EQ(story.state().clocks.open()[0].kind, CLOCK_KIND_HEARING_RETRY);
  story.Do(PassTransitionDate{CLOCK_KIND_HEARING_RETRY, "", kMorning + Days(80)},
           By(kGuide, kClinicService, kMorning + Days(81)));
  EXPECT_TRUE(story.events().at(0).has_transition_date_missed()) << "it climbs";
  story.Refuse(Reason::kAccompanimentIsOver, Offer());
  story.Do(TakeOver{kGuideDeputy, "", true, true, false}, By(kColleague));
  RecordFamilyDecision heard;
  *heard.decided.mutable_participation() = Heard();
  story.Refuse(Reason::kNotTheNavigator, heard, kByOfficer);
  story.Do(heard, By(kColleague));
  EXPECT_TRUE(story.state().clocks.open().empty());
  story.Refuse(Reason::kAccompanimentIsOver, heard, By(kColleague));
  Story withdrawn = Begun().Do(completed).Do(WithdrawPreventionConsent{v1::CONSENT_GIVER_ONE_PARENT});
  EXPECT_TRUE(withdrawn.state().clocks.open().empty()) << "the family wants nothing more";
}

// --- N10: an organisation leaves ---

TEST(Transition, DoesNotWaitForTheLookOfAGiverWhoHasLeft) {
  Story story = Moved();
  story.Refuse(Reason::kWarmCheckIsTheGivers, CompleteTransition{Heard(), {kSchool}}, kByOfficer);
  story.Do(CompleteTransition{Heard(), {kClinicService}}, kByOfficer);
  EXPECT_EQ(story.state().phase, Accompaniment::kCompleted);
}

LetNavigatorGo Leaving(int in_days, bool insolvent = false) {
  return {kClinicService, insolvent, kMorning + Days(in_days), false};
}

TEST(Transition, StaysWithWhoLeavesUntilAnotherServiceHasAcceptedByADateThatClimbs) {
  using common::v1::CLOCK_KIND_SUCCESSION;
  Story story = Begun().Do(Leaving(30));
  EXPECT_EQ(FromProto(story.events().at(0).navigator_to_succeed().succession_due()), kMorning + Days(30));
  EXPECT_EQ(story.state().navigator.holder().person_id, kGuide) << "never nobody";
  EXPECT_TRUE(story.Do(Leaving(30)).events().empty()) << "asked once";
  const Given late = By("", kClinicService, kMorning + Days(31));
  const PassTransitionDate passed{CLOCK_KIND_SUCCESSION, kClinicService, kMorning + Days(30)};
  EXPECT_TRUE(story.Do(passed, late).events().at(0).has_transition_date_missed());
  EXPECT_TRUE(story.Do(passed, By("", kClinicService, kMorning + Days(33)))
                  .events()
                  .at(0)
                  .has_transition_date_escalated());
  EXPECT_EQ(story.state().navigator.holder().person_id, kGuide) << "a missed date moves nobody";
  story.Do(Offer()).Do(Meeting()).Do(Accept(), kByOfficer);
  EXPECT_EQ(story.state().clocks.Find(CLOCK_KIND_SUCCESSION, kClinicService), nullptr);
  EXPECT_EQ(story.state().navigator.holder().person_id, kOfficer);
}

TEST(Transition, IsAskedSoonerForASuccessorToAnInsolventService) {
  Story story = Begun().Do(Leaving(30)).Do(Leaving(30, true));
  EXPECT_EQ(FromProto(story.events().at(0).navigator_to_succeed().succession_due()),
            kMorning + kInsolventNavigatorSuccession);
  EXPECT_TRUE(story.Do(Leaving(30)).events().empty());
  story = Begun().Do(Leaving(0));
  EXPECT_EQ(FromProto(story.events().at(0).navigator_to_succeed().succession_due()),
            kMorning + kNavigatorSuccessionAtLeast)
      << "never before somebody could follow";
}

TEST(Transition, IsNotAskedOfWhoDoesNotNavigateOrStays) {
  EXPECT_TRUE(Moved().Do(Leaving(30)).events().empty());
  EXPECT_TRUE(Begun().Do(CompleteTransition{Heard(), {}}).Do(Leaving(30)).events().empty());
  LetNavigatorGo overtaken = Leaving(30);
  overtaken.overtaken = true;
  EXPECT_TRUE(Begun().Do(overtaken).events().empty());
}

TEST(Transition, NeedsNobodyToFollowWhoStaysAfterAll) {
  Story story = Begun().Do(Leaving(30));
  EXPECT_TRUE(story.Do(LetNavigatorStay{kClinicService, true}).events().empty()) << "goes again";
  story.Do(LetNavigatorStay{kClinicService, false});
  EXPECT_TRUE(story.events().at(0).has_navigator_stays());
  EXPECT_EQ(story.state().clocks.Find(common::v1::CLOCK_KIND_SUCCESSION, kClinicService), nullptr);
  EXPECT_TRUE(story.Do(LetNavigatorStay{kClinicService, false}).events().empty());
}

TEST(Transition, EndsWithTheWithdrawalOfConsentAndNamesEveryKeyItUsed) {
  Story story = Moved().Do(WithdrawPreventionConsent{v1::CONSENT_GIVER_ONE_PARENT}, kByOfficer);
  const auto& withdrawn = story.events().at(0).prevention_consent_withdrawn();
  EXPECT_EQ(withdrawn.subject_id(), Id('e'));
  EXPECT_EQ(std::vector<std::string>(withdrawn.key_ids().begin(), withdrawn.key_ids().end()),
            (std::vector<std::string>{Id('c'), Id('d')}));
  EXPECT_TRUE(story.state().clocks.open().empty());
  EXPECT_TRUE(story.state().expected.empty()) << "when it was expected to be born";
  for (const TransitionCommand& command :
       std::vector<TransitionCommand>{Offer(), Meeting(), Accept(), Check(v1::ARRIVAL_OUTCOME_ARRIVED)}) {
    story.Refuse(Reason::kAccompanimentIsOver, command, kByOfficer);
  }
  EXPECT_TRUE(story.Do(WithdrawPreventionConsent{}, kByGuide).events().empty()) << "once";
}

TEST(Transition, LetsAFamilyWithdrawAlsoFromWhatIsOffered) {
  Story story = Offered().Do(WithdrawPreventionConsent{v1::CONSENT_GIVER_BOTH_PARENTS}, kByGuide);
  EXPECT_FALSE(story.state().handover.open());
  story.Refuse(Reason::kAccompanimentIsOver, Accept(), kByOfficer);
  Story completed = Begun().Do(CompleteTransition{Heard(), {}});
  completed.Do(WithdrawPreventionConsent{v1::CONSENT_GIVER_BOTH_PARENTS});
  EXPECT_EQ(completed.state().phase, Accompaniment::kWithdrawn) << "its texts are still there";
  Story().Refuse(Reason::kObjectUnknown, WithdrawPreventionConsent{});
}

}  // namespace
}  // namespace fallverbund::intake
