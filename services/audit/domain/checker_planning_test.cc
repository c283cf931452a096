// The way to an approval, § 8a and residential help, good and spoilt; judged from the log alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/audit/domain/testing/milo.h"
#include "services/audit/domain/testing/verdict_of.h"

namespace fallverbund::audit {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Milo;
using testing::Pen;
using testing::VerdictOf;
namespace cw = casework::v1;

// Adler for the case, the deputy leads the team, Sommer leads finance; what is left out is spoilt.
struct Plan {
  Milo milo;
  std::string commission = testing::TestId(0x300), assessment = testing::TestId(0x301);

  Plan() { milo.PlayToCase(); }
  const std::string& office() const { return milo.who.youth_office; }
  Pen Lead() const { return {office(), milo.who.deputy, "TEAM_LEAD"}; }
  Pen Finance() const { return {office(), milo.who.sommer, "TEAM_LEAD_FINANCE"}; }

  cw::Participant At(cw::Party party, const std::string& person) const {
    cw::Participant participant;
    participant.set_party(party);
    participant.set_organisation_id(office());
    participant.set_person_id(person);
    return participant;
  }
  void Checks() { milo.InCase(milo.AdlerPen(), cw::ResourcesChecked()); }
  void Consults(bool both = true) {
    cw::PeerConsultationHeld held;
    *held.add_participants() = At(cw::PARTY_ASD, milo.who.adler);
    *held.add_participants() = At(cw::PARTY_FINANCE, both ? milo.who.sommer : milo.who.adler);
    milo.InCase(milo.AdlerPen(), held);
  }
  void Classifies(cw::NeedClass need_class = cw::NEED_CLASS_GREY) {
    cw::NeedClassified classified;
    classified.set_need_class(need_class);
    cw::RiskAssessmentOpened opened;
    opened.set_assessment_id(assessment);
    if (need_class == cw::NEED_CLASS_ENDANGERMENT) {
      milo.InCase(milo.AdlerPen(), classified, opened);
    } else {
      milo.InCase(milo.AdlerPen(), classified);
    }
  }
  void Calls() {
    cw::CommissionCalled called;
    called.set_commission_id(commission);
    called.set_setting_id(milo.setting);
    milo.InCase(milo.AdlerPen(), called);
  }
  cw::CommissionVoteCast Vote(cw::CommissionSeat seat, const Pen& pen) const {
    cw::CommissionVoteCast vote;
    vote.set_commission_id(commission);
    vote.set_seat(seat);
    vote.set_person_id(pen.person);
    vote.set_approves(true);
    return vote;
  }
  void Votes(cw::CommissionSeat seat, const Pen& pen) { milo.InCase(pen, Vote(seat, pen)); }
  void Approves(const Pen& last, cw::CommissionSeat seat = cw::COMMISSION_SEAT_FINANCE_LEAD) {
    cw::HelpApproved approved;
    approved.set_commission_id(commission);
    approved.set_setting_id(milo.setting);
    milo.InCase(last, Vote(seat, last), approved);
  }
  void Understands() {
    cw::CaseUnderstandingRecorded understood;
    understood.set_cycle(1);
    milo.InCase(milo.AdlerPen(), understood);
  }
  void Adopts() {
    cw::SettingAdopted adopted;
    adopted.set_setting_id(milo.setting);
    milo.InCase(milo.AdlerPen(), adopted);
  }
  void ToTheCommission() {
    Understands();
    Checks();
    Consults();
    Classifies();
    Calls();
  }
  cw::RiskAssessmentMade Assessment() const {
    cw::RiskAssessmentMade made;
    made.set_assessment_id(assessment);
    *made.add_assessors() = At(cw::PARTY_ASD, milo.who.adler);
    *made.add_assessors() = At(cw::PARTY_ASD, milo.who.deputy);
    made.mutable_participation()->mutable_young_person()->set_heard(true);
    made.mutable_participation()->mutable_family()->set_heard(true);
    return made;
  }
  std::vector<std::string> Words() const { return VerdictOf(milo.book).Words(); }
};

TEST(PlanningChecker, FindsNothingWhereThreeApproveOneAfterTheOther) {
  Plan plan;
  plan.ToTheCommission();
  plan.Votes(cw::COMMISSION_SEAT_CASE, plan.milo.AdlerPen());
  plan.Votes(cw::COMMISSION_SEAT_TEAM_LEAD, plan.Lead());
  plan.Approves(plan.Finance());
  plan.Adopts();
  EXPECT_THAT(plan.Words(), IsEmpty());
}

TEST(PlanningChecker, FindsStepsBeforeTheOneThatComesFirst) {
  Plan plan;
  plan.Consults();
  plan.Classifies();
  plan.Calls();
  EXPECT_THAT(plan.Words(), ElementsAre("STEP_OUT_OF_ORDER consulted_before_check",
                                        "STEP_OUT_OF_ORDER classified_before_consultation",
                                        "STEP_OUT_OF_ORDER commission_before_class"));
  Plan alone;
  alone.Checks();
  alone.Consults(false);
  EXPECT_THAT(alone.Words(), ElementsAre("STEP_OUT_OF_ORDER one_department_alone")) << "C6";
}

TEST(PlanningChecker, FindsANewCycleThatGoesOnWithTheOldPlan) {
  Plan plan;
  plan.ToTheCommission();
  cw::ReplanOpened replan;
  replan.set_cycle(2);
  plan.milo.InCase(plan.milo.CarerPen(), cw::SetbackRecorded(), replan);
  plan.Classifies();
  plan.Approves(plan.Finance());
  EXPECT_THAT(plan.Words(), ElementsAre("STEP_OUT_OF_ORDER classified_before_consultation",
                                        "APPROVAL_INCOMPLETE votes_missing"));
}

TEST(PlanningChecker, FindsAnApprovalWithoutThreePersonsInTheirSeats) {
  const auto approved_by = [](const std::function<void(Plan&)>& votes) {
    Plan plan;
    plan.ToTheCommission();
    votes(plan);
    plan.Approves(plan.Finance());
    return plan.Words();
  };
  const auto incomplete = ElementsAre("APPROVAL_INCOMPLETE votes_missing");
  EXPECT_THAT(approved_by([](Plan& p) { p.Votes(cw::COMMISSION_SEAT_CASE, p.milo.AdlerPen()); }), incomplete);
  EXPECT_THAT(approved_by([](Plan& p) {
                p.Votes(cw::COMMISSION_SEAT_CASE, p.milo.AdlerPen());
                p.Votes(cw::COMMISSION_SEAT_TEAM_LEAD, {p.office(), p.milo.who.adler, "TEAM_LEAD"});
              }),
              incomplete)
      << "one person in two seats";
  EXPECT_THAT(approved_by([](Plan& p) {
                p.Votes(cw::COMMISSION_SEAT_CASE, p.milo.AdlerPen());
                p.Votes(cw::COMMISSION_SEAT_TEAM_LEAD, {p.office(), p.milo.who.deputy, "CASE_WORKER"});
              }),
              incomplete)
      << "who leads no team";
  EXPECT_THAT(approved_by([](Plan& p) {
                p.Votes(cw::COMMISSION_SEAT_CASE, p.milo.CarerPen());
                p.Votes(cw::COMMISSION_SEAT_TEAM_LEAD, p.Lead());
              }),
              incomplete)
      << "who does not answer for the case";
}

TEST(PlanningChecker, FindsASettingAdoptedWithoutTheApprovalOfACaseThatWorksByIt) {
  Plan plan;
  plan.Understands();
  plan.milo.InCase(plan.milo.AdlerPen(), cw::CompetenceDetermined(), cw::HelpPlanned(),
                   cw::TransitionChecked());
  plan.Adopts();
  EXPECT_THAT(plan.Words(), IsEmpty()) << "the path was not begun";
  plan.Checks();
  plan.Adopts();
  EXPECT_THAT(plan.Words(), ElementsAre("APPROVAL_INCOMPLETE adopted_without_approval"));
  Plan returned;
  returned.ToTheCommission();
  returned.Votes(cw::COMMISSION_SEAT_CASE, returned.milo.AdlerPen());
  returned.Votes(cw::COMMISSION_SEAT_TEAM_LEAD, returned.Lead());
  returned.milo.InCase(returned.Finance(), cw::HelpReturned());
  returned.Approves(returned.Finance());
  EXPECT_THAT(returned.Words(), ElementsAre("APPROVAL_INCOMPLETE votes_missing"));
}

TEST(PlanningChecker, FindsEndangermentThatNobodyAnswers) {
  Plan answered;
  answered.Checks();
  answered.Consults();
  answered.Classifies(cw::NEED_CLASS_ENDANGERMENT);
  answered.milo.InCase(answered.milo.AdlerPen(), answered.Assessment());
  EXPECT_THAT(answered.Words(), IsEmpty());

  Plan silent;
  silent.Checks();
  silent.Consults();
  cw::NeedClassified danger;
  danger.set_need_class(cw::NEED_CLASS_ENDANGERMENT);
  silent.milo.InCase(silent.milo.AdlerPen(), danger);
  silent.milo.InCase(silent.milo.AdlerPen(), silent.Assessment());
  EXPECT_THAT(silent.Words(), ElementsAre("ENDANGERMENT_UNANSWERED no_assessment_opened",
                                          "ENDANGERMENT_UNANSWERED assessment_not_open"));
}

TEST(PlanningChecker, FindsAnAssessmentByOneOrWithoutThoseItIsAbout) {
  Plan plan;
  cw::RiskAssessmentOpened opened;
  opened.set_assessment_id(plan.assessment);
  plan.milo.InCase(plan.milo.CarerPen(), opened);
  cw::RiskAssessmentMade made = plan.Assessment();
  made.mutable_assessors()->RemoveLast();
  made.mutable_participation()->mutable_family()->set_heard(false);
  plan.milo.InCase(plan.milo.AdlerPen(), made);
  EXPECT_THAT(plan.Words(), ElementsAre("ENDANGERMENT_UNANSWERED fewer_than_two_professionals",
                                        "ENDANGERMENT_UNANSWERED without_child_or_parents"));
}

TEST(PlanningChecker, FindsAnEndInSpiteOfSignsOfEndangerment) {
  Plan plan;
  plan.milo.TeamProposed();
  plan.milo.AllCommitAndTeamForms();
  plan.milo.AsksForTheEnd();
  plan.milo.ApprovesTheEnd(plan.milo.CoordinatorPen());
  plan.milo.ObjectionPeriod(absl::Hours(24 * 14));
  plan.milo.InCase(plan.milo.CarerPen(), cw::RiskAssessmentOpened());
  plan.milo.EndsTheCase();
  EXPECT_THAT(plan.Words(), ElementsAre("END_WITHOUT_GROUND not_asked_for"));
}

TEST(PlanningChecker, FindsPhasesOutOfOrderAndAReturnToNobody) {
  Plan plan;
  cw::ResidentialPhaseEntered entered;
  entered.set_setting_id(plan.milo.setting);
  entered.set_phase(cw::RESIDENTIAL_PHASE_COURSE);
  plan.milo.InCase(plan.milo.CarerPen(), entered);
  EXPECT_THAT(plan.Words(), ElementsAre("STEP_OUT_OF_ORDER residential_phase")) << "nobody lives there";

  Plan lived;
  cw::SettingStarted started;
  started.set_setting_id(lived.milo.setting);
  *started.mutable_tonight() = lived.milo.WithCarer();
  lived.milo.InCase(lived.milo.CarerPen(), started);
  lived.milo.InCase(lived.milo.CarerPen(), entered);
  entered.set_phase(cw::RESIDENTIAL_PHASE_RETURN);
  *entered.mutable_receiver() = lived.milo.Adler();
  lived.milo.InCase(lived.milo.CarerPen(), entered);
  lived.milo.InCase(lived.milo.CarerPen(), entered);
  EXPECT_THAT(lived.Words(), IsEmpty()) << "C17";
  entered.clear_receiver();
  lived.milo.InCase(lived.milo.CarerPen(), entered);
  entered.set_phase(cw::RESIDENTIAL_PHASE_BEGIN);
  lived.milo.InCase(lived.milo.CarerPen(), entered);
  EXPECT_THAT(lived.Words(), ElementsAre("STEP_OUT_OF_ORDER return_without_receiver",
                                         "STEP_OUT_OF_ORDER residential_phase"));
}

// C17: who receives was asked and says so in person; of what was recorded before that nothing is judged.
TEST(Checker, AReturnIsAheadAndIsAnsweredByWhomItWasAskedOf) {
  Plan lived;
  Milo& milo = lived.milo;
  cw::SettingStarted started;
  started.set_setting_id(milo.setting);
  *started.mutable_tonight() = milo.WithCarer();
  milo.InCase(milo.CarerPen(), started);
  cw::ResidentialPhaseEntered course, back;
  course.set_setting_id(milo.setting);
  course.set_phase(cw::RESIDENTIAL_PHASE_COURSE);
  back = course;
  back.set_phase(cw::RESIDENTIAL_PHASE_RETURN);
  *back.mutable_receiver() = milo.Adler();
  back.mutable_return_planned_at()->set_seconds(4'000'000'000);
  back.mutable_receiver_answer_due()->set_seconds(3'000'000'000);
  cw::ReturnAnswered yes;
  yes.set_setting_id(milo.setting);
  yes.set_accepted(true);
  yes.set_organisation_id(milo.Adler().organisation_id());
  yes.set_person_id(milo.Adler().person_id());
  milo.InCase(milo.CarerPen(), course);
  milo.InCase(milo.CarerPen(), back);
  milo.InCase(milo.AdlerPen(), yes);
  EXPECT_THAT(lived.Words(), IsEmpty());
  milo.InCase(milo.AdlerPen(), yes);
  milo.InCase(milo.CarerPen(), back);
  milo.InCase(milo.CarerPen(), yes);
  cw::ReturnAnswered no = yes;
  no.set_accepted(false);
  milo.InCase(milo.CarerPen(), back);
  milo.InCase(milo.AdlerPen(), no);
  back.mutable_return_planned_at()->set_seconds(1);
  milo.InCase(milo.CarerPen(), back);
  EXPECT_THAT(lived.Words(),
              ElementsAre("STEP_OUT_OF_ORDER return_answered_by_another",
                          "STEP_OUT_OF_ORDER return_answered_by_another",
                          "STEP_OUT_OF_ORDER return_refused_for_good", "STEP_OUT_OF_ORDER return_not_ahead"));
}

// C17: the promise outlives the help, until who gave it has met the young person, or says no and a plan is
// owed.
TEST(Checker, WhoHasPromisedToReceiveIsAwaitedAfterTheHelp) {
  const auto story = [](bool awaited, const char* then) {
    Plan lived;
    Milo& milo = lived.milo;
    cw::SettingStarted started;
    started.set_setting_id(milo.setting);
    *started.mutable_tonight() = milo.WithCarer();
    cw::ResidentialPhaseEntered course, back;
    course.set_setting_id(milo.setting);
    course.set_phase(cw::RESIDENTIAL_PHASE_COURSE);
    back = course;
    back.set_phase(cw::RESIDENTIAL_PHASE_RETURN);
    *back.mutable_receiver() = milo.Sommer();
    back.mutable_return_planned_at()->set_seconds(4'000'000'000);
    back.mutable_receiver_answer_due()->set_seconds(3'000'000'000);
    cw::ReturnAnswered yes;
    yes.set_setting_id(milo.setting);
    yes.set_accepted(true);
    yes.set_organisation_id(milo.Sommer().organisation_id());
    yes.set_person_id(milo.Sommer().person_id());
    milo.InCase(milo.CarerPen(), started);
    milo.InCase(milo.CarerPen(), course);
    milo.InCase(milo.CarerPen(), back);
    milo.InCase(milo.SommerPen(), yes);
    cw::SettingEnded ended;
    ended.set_setting_id(milo.setting);
    ended.set_cause(cw::SETTING_END_CAUSE_CASE_HOLDER);
    *ended.mutable_next_tonight() = milo.AtHome();
    if (awaited) ended.mutable_return_contact_due()->set_seconds(3'000'000'000);
    milo.InCase(milo.AdlerPen(), ended);
    cw::ContactWithYoungPersonRecorded met;
    met.add_return_setting_ids(milo.setting);
    cw::ReturnAnswered no = yes;
    no.set_accepted(false);
    cw::ReplanOpened plan;
    plan.set_cycle(2);
    const std::string what = then;
    if (what == "met") milo.InCase(milo.SommerPen(), met);
    if (what == "met by another") milo.InCase(milo.CarerPen(), met);
    if (what == "no") milo.InCase(milo.SommerPen(), no, plan);
    if (what == "no, and nothing else") milo.InCase(milo.SommerPen(), no);
    if (what == "yes") milo.InCase(milo.SommerPen(), yes);
    return lived.Words();
  };
  EXPECT_THAT(story(true, "met"), IsEmpty());
  EXPECT_THAT(story(true, "no"), IsEmpty());
  EXPECT_THAT(story(false, ""), ElementsAre("RECEIVER_NOT_AWAITED no_date_of_a_first_contact"));
  EXPECT_THAT(story(true, "met by another"), ElementsAre("RECEIVER_NOT_AWAITED met_by_another"));
  EXPECT_THAT(story(true, "no, and nothing else"), ElementsAre("STEP_OUT_OF_ORDER return_refused_for_good"));
  EXPECT_THAT(story(true, "yes"), ElementsAre("STEP_OUT_OF_ORDER return_answered_by_another"));
}

// What Ayla told somebody, with a consent that the office holds until it is over or taken back (§ 65, E13).
struct Told {
  Milo milo;
  std::string consent = testing::TestId(0x302);

  Told() { milo.PlayToCase(); }
  void Consents(const std::string& organisation, absl::Duration until = absl::Hours(24)) {
    cw::ConsentGiven given;
    given.set_consent_id(consent);
    given.set_organisation_id(organisation);
    given.set_given_by(cw::CONSENT_GIVER_GUARDIAN);
    *given.mutable_until() = ToProto(milo.book.now() + until);
    milo.InCase(milo.AdlerPen(), given);
  }
  void Records(const std::string& rests_on) {
    cw::RecordEntered entered;
    entered.set_basis(cw::RECORD_BASIS_CONSENT);
    entered.set_consent_id(rests_on);
    milo.InCase(milo.AdlerPen(), entered);
  }
  std::vector<std::string> Words() const { return VerdictOf(milo.book).Words(); }
};

TEST(Consent, IsWhatARecordRestsOn) {
  Told story;
  story.Consents(story.milo.who.youth_office);
  story.Records(story.consent);
  EXPECT_THAT(story.Words(), IsEmpty());
}

TEST(Consent, ThatNobodyGaveToTheOfficeIsFound) {
  Told story;
  story.Consents(story.milo.who.office);
  story.Records(story.consent);
  EXPECT_THAT(story.Words(), ElementsAre("RECORD_WITHOUT_CONSENT consent_not_live"));
  Told earlier;
  earlier.Records("");
  EXPECT_THAT(earlier.Words(), IsEmpty()) << "of before a record said which consent";
}

TEST(Consent, ThatIsTakenBackOrOverCarriesNothingNew) {
  Told back;
  back.Consents(back.milo.who.youth_office);
  cw::ConsentWithdrawn withdrawn;
  withdrawn.set_consent_id(back.consent);
  back.milo.InCase(back.milo.AdlerPen(), withdrawn);
  back.Records(back.consent);
  EXPECT_THAT(back.Words(), ElementsAre("RECORD_WITHOUT_CONSENT consent_not_live"));
  Told over;
  over.Consents(over.milo.who.youth_office, -absl::Hours(1));
  over.Records(over.consent);
  EXPECT_THAT(over.Words(), ElementsAre("RECORD_WITHOUT_CONSENT consent_not_live"));
}

}  // namespace
}  // namespace fallverbund::audit
