// Numbers that no paragraph fixes, where an office has its own (libs/care/terms.h): the next date follows
// from them, one that is set stays.
#include <gmock/gmock.h>

#include <functional>
#include <string>

#include "libs/base/time.h"
#include "services/case/domain/terms.h"
#include "services/case/domain/testing/case_story.h"

namespace fallverbund::casework::testing {
namespace {

using common::v1::OfficeTerms;
using refusal::Reason;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

OfficeTerms With(const care::Term& term, uint32_t number) {
  OfficeTerms terms;
  const auto* field = OfficeTerms::descriptor()->FindFieldByName(std::string(term.field));
  terms.GetReflection()->SetUInt32(&terms, field, number);
  return terms;
}

absl::Time Due(const State& state, common::v1::ClockKind kind) {
  for (const care::Clock& clock : state.clocks.open()) {
    if (clock.kind == kind) return clock.due;
  }
  return absl::InfiniteFuture();
}

VouchForTonight Gone() {
  return {Tonight(common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN, kAdler), Known()};
}

TEST(Terms, AChangedNumberMovesTheNextDateAndLeavesTheOldOne) {
  CaseStory story = OpenedCase();
  story.Given(kFuchs, Setback());
  story.Takes(With(care::kReplan, 10));
  EXPECT_EQ(Due(story.state(), common::v1::CLOCK_KIND_CASE_REVIEW), kStart + kReplanWithin);
  story.Given(kAdler, Understand());
  story.Wait(Days(1));
  story.Given(kFuchs, Setback());
  EXPECT_EQ(Due(story.state(), common::v1::CLOCK_KIND_CASE_REVIEW), kStart + Days(11));
}

TEST(Terms, AreTheUsualOnesWhereAnotherOfficeHoldsByNow) {
  const CaseStory story = OpenedCase();
  Command setback = Setback();
  setback.terms = With(care::kReplan, 10);
  const decider::Given given{{kFuchs.organisation, kFuchs.id, ""}, kStart, kStart, "id"};
  for (const bool holds : {true, false}) {
    setback.office_id = holds ? kAdler.organisation : kAmsel.organisation;
    const Decision decision = Decide(story.state(), setback, given);
    ASSERT_THAT(Facts(decision), ElementsAre("SetbackRecorded", "ReplanOpened"));
    EXPECT_EQ(FromProto(decision.events()[1].replan_opened().meeting_due()), kStart + Days(holds ? 10 : 7));
  }
}

TEST(Terms, OfAnOfferAreThoseOfTheOfficeThatIsAsked) {
  const CaseStory opened =
      std::move(OpenedCase().Takes(With(care::kHandoverAnswer, 3), With(care::kHandoverAnswer, 20)));
  CaseStory silent = opened;
  silent.Given(kAdler, Offer(kBerg, kLerche));
  EXPECT_EQ(Due(silent.state(), common::v1::CLOCK_KIND_HANDOVER_ANSWER), kStart + Days(20));
  for (const int days : {20, 21}) {
    OfferHandover offer = Offer(kBerg, kLerche);
    *offer.offer.mutable_answer_due() = ToProto(kStart + Days(days));
    CaseStory story = opened;
    const Decision decision = story.When(kAdler, offer);
    EXPECT_EQ(decision.refused(), days == 21);
    if (days == 21) EXPECT_TRUE(RefusedWith(decision, Reason::kAnswerDateTooFar));
  }
}

TEST(Terms, OfARestNameTheNumberWithTheDate) {
  const auto rest = [](v1::StandbyReason reason, int days) {
    return Rest(reason, kStart + Days(days), kStart + Days(14));
  };
  OfficeTerms terms = With(care::kStandby, 100);
  terms.set_standby_missing_days(35);
  CaseStory usual = OpenedCase();
  const Decision as_everywhere = usual.When(kAdler, rest(v1::STANDBY_REASON_STABLE, 90));
  EXPECT_EQ(as_everywhere.events()[0].standby_entered().at_most_days(), 0u);
  const auto in_office = [&] { return std::move(OpenedCase().Takes(terms)); };
  const Decision stable = in_office().When(kAdler, rest(v1::STANDBY_REASON_STABLE, 100));
  ASSERT_THAT(Facts(stable), ElementsAre("StandbyEntered"));
  EXPECT_EQ(stable.events()[0].standby_entered().at_most_days(), 100u);
  EXPECT_TRUE(RefusedWith(in_office().When(kAdler, rest(v1::STANDBY_REASON_STABLE, 101)),
                          Reason::kStandbyDateTooFar));
  EXPECT_EQ(in_office()
                .When(kAdler, rest(v1::STANDBY_REASON_UNREACHABLE, 35))
                .events()[0]
                .standby_entered()
                .at_most_days(),
            35u);
  EXPECT_TRUE(RefusedWith(in_office().When(kAdler, rest(v1::STANDBY_REASON_UNREACHABLE, 36)),
                          Reason::kStandbyDateTooFar));
}

TEST(Terms, OfARestAreTheOfficesOwnAlsoWhereTheYoungPersonGoesMissingMeanwhile) {
  OfficeTerms terms = With(care::kStandbyMissing, 20);
  terms.set_first_search_hours(6);
  CaseStory story = OpenedCase();
  story.Given(kAdler, Rest(v1::STANDBY_REASON_STABLE, kStart + Days(80), kStart + Days(14))).Takes(terms);
  const Decision gone = story.When(kAdler, Gone());
  ASSERT_THAT(Facts(gone), ElementsAre("TonightMoved", "SearchBegun"));
  EXPECT_EQ(FromProto(gone.events()[0].tonight_moved().standby_contact_due()), kStart + Days(20));
  EXPECT_EQ(gone.events()[0].tonight_moved().standby_at_most_days(), 20u);
  EXPECT_EQ(FromProto(gone.events()[1].search_begun().first_due()), kStart + absl::Hours(6));
  RecordSearchContact searched;
  searched.made.set_result(v1::SEARCH_RESULT_NO_TRACE);
  searched.next_within_hours = 13;
  story.Takes(With(care::kSearch, 12));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, searched), Reason::kSearchRhythmTooSlow));
  searched.next_within_hours = 12;
  EXPECT_FALSE(story.When(kAdler, searched).refused());
}

// The giver's numbers, as they were when the date was set: a later one neither shortens nor loosens it.
TEST(Terms, OfTheLooksAfterAMoveStayWhatTheirEventsSay) {
  CaseStory story = std::move(CaseOfferedToBerg().Takes(With(care::kFirstFollowUp, 21)));
  const std::string handover = story.handover();
  const Decision moved = story.When(kBerg, Accept(handover, kBerg));
  v1::ResponsibilityMoved move;
  for (const v1::CaseEvent& event : moved.events()) {
    if (event.has_responsibility_moved()) move = event.responsibility_moved();
  }
  EXPECT_EQ(FromProto(move.follow_up_due()), kStart + Days(21));
  EXPECT_EQ(move.first_follow_up_days(), 21u);
  OfficeTerms later = With(care::kFirstFollowUp, 7);
  later.set_second_follow_up_days(42);
  story.Takes({}, later).Wait(Days(1));
  const Decision shaky = story.When(kAdler, FollowUp(handover, v1::FOLLOW_UP_OUTCOME_SHAKY));
  EXPECT_EQ(FromProto(shaky.events()[0].handover_followed_up().next_due()), kStart + Days(21))
      << "no sooner than was said";
  story.Wait(Days(19));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, FollowUp(handover)), Reason::kFollowUpTooEarly));
  story.Wait(Days(1));
  const Decision holds = story.When(kAdler, FollowUp(handover));
  ASSERT_THAT(Facts(holds), ElementsAre("HandoverFollowedUp"));
  EXPECT_EQ(FromProto(holds.events()[0].handover_followed_up().next_due()), kStart + Days(42));
  EXPECT_EQ(holds.events()[0].handover_followed_up().second_follow_up_days(), 42u);
  story.Takes({}, With(care::kSecondFollowUp, 84)).Wait(Days(21));
  EXPECT_FALSE(story.When(kAdler, FollowUp(handover)).refused());
}

TEST(Terms, AMissedDateClimbsAtThePaceThatItsOwnEventNames) {
  CaseStory story = OpenedCase();
  story.Given(kFuchs, Setback());
  const PassDeadline pass{common::v1::CLOCK_KIND_CASE_REVIEW, "", kStart + kReplanWithin};
  story.Takes(With(care::kEscalation, 48)).Wait(kReplanWithin);
  const Decision overdue = story.When(kService, pass);
  ASSERT_THAT(Facts(overdue), ElementsAre("CaseDeadlineOverdue"));
  EXPECT_EQ(FromProto(overdue.events()[0].case_deadline_overdue().next_step_at()),
            story.now() + absl::Hours(48));
  story.Takes(With(care::kEscalation, 1)).Wait(absl::Hours(47));
  EXPECT_THAT(Facts(story.When(kService, pass)), IsEmpty()) << "the date that was told stands";
  story.Wait(absl::Hours(1));
  const Decision climbed = story.When(kService, pass);
  ASSERT_THAT(Facts(climbed), ElementsAre("CaseDeadlineEscalated"));
  EXPECT_EQ(FromProto(climbed.events()[0].case_deadline_escalated().next_step_at()),
            story.now() + absl::Hours(1));
  story.Takes({}).Wait(absl::Hours(1));
  const Decision again = story.When(kService, pass);
  ASSERT_THAT(Facts(again), ElementsAre("CaseDeadlineEscalated"));
  EXPECT_FALSE(again.events()[0].case_deadline_escalated().has_next_step_at()) << "as everywhere";
}

struct Dated {
  const care::Term* term;
  uint32_t own;
  std::function<CaseStory()> before;  // as usual
  std::function<void(CaseStory&)> act;
  common::v1::ClockKind clock;
};

// Each date that follows from one number alone, from now on.
TEST(Terms, EachNumberMovesTheDateThatFollowsFromIt) {
  const auto does = [](const Person& who, Command command) {
    return [who, command](CaseStory& story) { story.Given(who, command); };
  };
  const Dated all[] = {
      {&care::kAssessment, 48, OpenedCase, does(kAdler, SeeSigns()), common::v1::CLOCK_KIND_RISK_ASSESSMENT},
      {&care::kInformAgency, 5, OpenedCase, does(kAdler, Detect("east")),
       common::v1::CLOCK_KIND_AGENCY_INFORMED},
      {&care::kGuardianship, 20, OpenedCase, does(kAdler, NameOffice(kAmsel)),
       common::v1::CLOCK_KIND_GUARDIAN_DECLARATION},
      {&care::kConsents, 40, OpenedCase, does(kAdler, Born(kBornAdult)),
       common::v1::CLOCK_KIND_CONSENT_RENEWAL},
      {&care::kLookAgain, 20, OpenedCase,
       does(kAdler, Right(v1::RIGHT_DOMAIN_EDUCATION, false, kStart - Days(1))),
       common::v1::CLOCK_KIND_RIGHT_UNCOVERED},
      {&care::kDisputeSettled, 10, CaseToldToAmsel,
       [](CaseStory& story) { story.Given(kAmsel, Deny(story.change(), kAmsel)); },
       common::v1::CLOCK_KIND_COMPETENCE_DISPUTE},
      {&care::kOmbudsOffer, 5, CaseToldToAmsel,
       [](CaseStory& story) { story.Given(kAmsel, Deny(story.change(), kAmsel)); },
       common::v1::CLOCK_KIND_OMBUDS_OFFER},
      {&care::kObjection, 30, [] { return CaseWithEndAskedFor(); },
       [](CaseStory& story) { story.Given(kFuchs, ApproveLawfulEnd{story.end()}); },
       common::v1::CLOCK_KIND_OBJECTION_PERIOD},
  };
  for (const Dated& one : all) {
    CaseStory usual = one.before();
    CaseStory own = one.before();
    own.Takes(With(*one.term, one.own));
    one.act(usual);
    one.act(own);
    EXPECT_EQ(Due(usual.state(), one.clock), usual.now() + care::Usual(*one.term)) << one.term->field;
    EXPECT_EQ(Due(own.state(), one.clock), own.now() + care::Length(*one.term, With(*one.term, one.own)))
        << one.term->field;
  }
}

}  // namespace
}  // namespace fallverbund::casework::testing
