// Long, because one test per way in which a crisis can be wrong.
//
// A crisis, good and spoilt; judged from the log alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "services/audit/domain/testing/milo.h"
#include "services/audit/domain/testing/verdict_of.h"

namespace fallverbund::audit {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Milo;
using testing::Pen;
using testing::VerdictOf;
namespace cr = crisis::v1;
namespace cw = casework::v1;

std::vector<v1::FindingKind> Found(const testing::LogBook& book) {
  std::vector<v1::FindingKind> kinds;
  for (const v1::Finding& finding : VerdictOf(book).findings) kinds.push_back(finding.kind());
  return kinds;
}

// The carer raises the alarm; the doctor admits; Adler and the doctor meet.
struct Night {
  Milo milo;
  std::string crisis = testing::TestId(0x400), stay = testing::TestId(0x401);

  Night() { milo.PlayToCase(); }

  common::v1::Holder Doctor() const {
    common::v1::Holder holder;
    holder.set_organisation_id(milo.who.clinic);
    holder.set_person_id(milo.who.doctor);
    return holder;
  }
  Pen DoctorPen() const { return {milo.who.clinic, milo.who.doctor, "CLINIC"}; }

  template <class... Messages>
  uint64_t InCrisis(const Pen& pen, const Messages&... messages) {
    return milo.book.Write("crisis", "crisis", crisis, pen, messages...);
  }
  cr::CrisisOpened Alarm(int legs = 5) const {
    cr::CrisisOpened opened;
    opened.set_case_id(milo.the_case);
    opened.set_episode(1);
    *opened.mutable_lead() = milo.Carer();
    for (int party = 1; party <= legs; ++party)
      opened.add_legs()->set_party(static_cast<common::v1::CrisisParty>(party));
    return opened;
  }
  void Opens(int legs = 5) { InCrisis(milo.CarerPen(), Alarm(legs)); }
  cw::CrisisLeadTaken Lead(const common::v1::Holder& to) const {
    cw::CrisisLeadTaken taken;
    taken.set_crisis_id(crisis);
    taken.set_episode(1);
    *taken.mutable_to() = to;
    return taken;
  }
  void CaseFollows() { milo.InCase(Milo::House("case"), Lead(milo.Carer())); }
  void Admits(const Pen& pen) {
    cr::AdmittedToClinic admitted;
    admitted.set_case_id(milo.the_case);
    admitted.set_stay_id(stay);
    *admitted.mutable_holder() = Doctor();
    InCrisis(pen, admitted);
  }
  void NightMovesTo(const common::v1::Tonight& to) {
    cw::TonightMoved moved;
    *moved.mutable_from() = tonight;
    *moved.mutable_to() = to;
    moved.set_stay_id(stay);
    milo.InCase(Milo::House("case"), moved);
    tonight = to;
  }
  common::v1::Tonight InClinic() const {
    common::v1::Tonight night;
    night.set_kind(common::v1::TONIGHT_KIND_CLINIC);
    *night.mutable_holder() = Doctor();
    return night;
  }
  void Leaves(const common::v1::Tonight& next) {
    cr::LeftClinic left;
    left.set_stay_id(stay);
    *left.mutable_next() = next;
    InCrisis(DoctorPen(), left);
  }
  void Meets(bool with_clinic = true, bool anew = false) {
    cr::AftercareMeetingHeld held;
    held.set_next_alarm_begins_anew(anew);
    auto& office = *held.add_present();
    office.set_party(common::v1::CRISIS_PARTY_YOUTH_OFFICE);
    office.set_organisation_id(milo.who.youth_office);
    office.set_person_id(milo.who.adler);
    if (with_clinic) {
      auto& clinic = *held.add_present();
      clinic.set_party(common::v1::CRISIS_PARTY_CLINIC);
      clinic.set_organisation_id(milo.who.clinic);
      clinic.set_person_id(milo.who.doctor);
    }
    InCrisis(milo.AdlerPen(), held);
  }
  void Concludes() {
    cr::CrisisConcluded concluded;
    concluded.set_episode(1);
    InCrisis(milo.AdlerPen(), concluded);
  }
  void LeadEnds() {
    cw::CrisisLeadEnded ended;
    ended.set_crisis_id(crisis);
    ended.set_episode(1);
    milo.InCase(Milo::House("case"), ended);
  }
  void InTheClinicNow() {
    Opens();
    CaseFollows();
    Admits(DoctorPen());
    NightMovesTo(InClinic());
  }
  void Back() {
    InTheClinicNow();
    Leaves(milo.AtHome());
    NightMovesTo(milo.AtHome());
  }
  common::v1::Tonight tonight = milo.AtHome();
};

TEST(JudgesCrises, WithoutAFindingWhereAllWentWell) {
  Night night;
  night.Back();
  night.Meets();
  night.Concludes();
  night.LeadEnds();
  EXPECT_THAT(Found(night.milo.book), IsEmpty());
}

// N12; not before the case knows of it: what was said a moment earlier is brought back by then.
TEST(JudgesCrises, ACaseThatRestsInOne) {
  for (const bool known : {false, true}) {
    Night night;
    night.Opens();
    if (known) night.CaseFollows();
    night.milo.InCase(night.milo.AdlerPen(), night.milo.Standby(absl::Hours(24 * 14)));
    std::vector<v1::FindingKind> found;
    if (known) found.push_back(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE);
    EXPECT_EQ(Found(night.milo.book), found);
  }
}

TEST(JudgesCrises, LegsNotAtOnce) {
  Night night;
  night.Opens(4);
  EXPECT_THAT(Found(night.milo.book), ElementsAre(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE));
}

TEST(JudgesCrises, OpenedTwice) {
  Night night;
  night.Opens();
  night.Opens();
  EXPECT_THAT(Found(night.milo.book), ElementsAre(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE));
}

TEST(JudgesCrises, NobodyLeads) {
  Night night;
  cr::CrisisOpened alarm = night.Alarm();
  alarm.mutable_lead()->clear_person_id();
  night.InCrisis(night.milo.CarerPen(), alarm);
  EXPECT_THAT(Found(night.milo.book), ElementsAre(v1::FINDING_KIND_CRISIS_WITHOUT_LEAD));
  EXPECT_EQ(VerdictOf(night.milo.book).findings[0].strand(), common::v1::STRAND_CRISIS_LEAD);
}

TEST(JudgesCrises, LeadThatNobodyTookInPerson) {
  Night night;
  night.Opens();
  night.CaseFollows();
  cw::CrisisLeadTaken taken = night.Lead(night.milo.Adler());
  *taken.mutable_from() = night.milo.Carer();
  night.milo.InCase(night.milo.SommerPen(), taken);
  EXPECT_THAT(Found(night.milo.book), ElementsAre(v1::FINDING_KIND_MOVE_WITHOUT_ACCEPTANCE));
}

TEST(JudgesCrises, LeadOfAnotherThanWhoRaisedTheAlarm) {
  Night night;
  night.Opens();
  night.milo.InCase(Milo::House("case"), night.Lead(night.milo.Adler()));
  EXPECT_THAT(Found(night.milo.book), ElementsAre(v1::FINDING_KIND_MOVE_WITHOUT_ACCEPTANCE));
}

TEST(JudgesCrises, LeadThatMovesFromAnother) {
  Night night;
  night.Opens();
  cw::CrisisLeadTaken taken = night.Lead(night.milo.Adler());
  *taken.mutable_from() = night.milo.Sommer();
  night.milo.InCase(night.milo.AdlerPen(), taken);
  EXPECT_THAT(Found(night.milo.book), ElementsAre(v1::FINDING_KIND_TWO_HOLDERS));
  EXPECT_EQ(VerdictOf(night.milo.book).findings[0].strand(), common::v1::STRAND_CRISIS_LEAD);
}

TEST(JudgesCrises, LeadThatIsLetGoInAnOpenCrisis) {
  Night night;
  night.Opens();
  night.LeadEnds();
  EXPECT_THAT(Found(night.milo.book),
              ElementsAre(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE, v1::FINDING_KIND_CRISIS_WITHOUT_LEAD));
}

TEST(JudgesCrises, NightsInAClinicThatAdmittedNobody) {
  Night night;
  night.Opens();
  night.NightMovesTo(night.InClinic());
  EXPECT_THAT(Found(night.milo.book), ElementsAre(v1::FINDING_KIND_MOVE_WITHOUT_ACCEPTANCE));
}

// The case follows the clinic one event after the other, and may be behind.
TEST(JudgesCrises, NightsOfAStayAfterWhichTheNextHasBegunAsWhatTheClinicTold) {
  Night night;
  night.Opens();
  night.CaseFollows();
  const std::string first = night.stay, second = testing::TestId(0x403);
  night.Admits(night.DoctorPen());
  night.Leaves(night.milo.AtHome());
  night.stay = second;
  night.Admits(night.DoctorPen());
  night.stay = first;
  night.NightMovesTo(night.InClinic());
  night.NightMovesTo(night.milo.AtHome());
  night.stay = second;
  night.NightMovesTo(night.InClinic());
  EXPECT_THAT(Found(night.milo.book), IsEmpty());
}

TEST(JudgesCrises, AdmissionsThatNobodyMadeInPerson) {
  Night night;
  night.Opens();
  night.Admits(night.milo.CarerPen());
  EXPECT_THAT(Found(night.milo.book), ElementsAre(v1::FINDING_KIND_MOVE_WITHOUT_ACCEPTANCE));
}

TEST(JudgesCrises, ConclusionsWithoutTheMeeting) {
  Night night;
  night.Back();
  night.Concludes();
  EXPECT_THAT(Found(night.milo.book), ElementsAre(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE));
}

TEST(JudgesCrises, MeetingsWithoutTheClinic) {
  Night night;
  night.Back();
  night.Meets(/*with_clinic=*/false);
  EXPECT_THAT(Found(night.milo.book), ElementsAre(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE));
}

// --- care (N9) and nights by another's word (D4) ---

struct Care : Night {
  const std::string care = testing::TestId(0x404);
  Pen OfficePen() const { return milo.AdlerPen(); }
  common::v1::Tonight InCare() const {
    common::v1::Tonight night;
    night.set_kind(common::v1::TONIGHT_KIND_IN_CARE);
    *night.mutable_holder() = milo.Adler();
    return night;
  }
  void Takes(const Pen& pen, bool with_holder = true) {
    cr::TakenIntoCare taken;
    taken.set_organisation_id(milo.who.youth_office);
    if (with_holder) {
      *taken.mutable_holder() = milo.Adler();
      taken.set_care_id(care);
      taken.set_shelters(true);
    }
    InCrisis(pen, taken);
  }
  void NightIn(const common::v1::Tonight& to, const std::string& object) {
    stay = object;
    NightMovesTo(to);
  }
  void BeginsThere() {
    Opens();
    CaseFollows();
    Takes(OfficePen());
    NightIn(InCare(), care);
  }
  void Ends(bool names_next, bool confirm = false) { EndsBy(OfficePen(), names_next, confirm); }
  void EndsBy(const Pen& pen, bool names_next, bool confirm = false) {
    cr::CareEnded ended;
    ended.set_care_id(care);
    if (names_next) *ended.mutable_next() = milo.AtHome();
    if (confirm) ended.mutable_confirm_due()->set_seconds(1);
    InCrisis(pen, ended);
  }
};

TEST(JudgesCare, WithoutAFindingWhereTheNightFollows) {
  Care night;
  night.BeginsThere();
  night.Ends(/*names_next=*/true);
  night.NightIn(night.milo.AtHome(), night.care);
  EXPECT_THAT(Found(night.milo.book), IsEmpty());
}

TEST(JudgesCare, OfBeforeItShelteredAsItWasThen) {
  Care night;
  night.Opens();
  night.CaseFollows();
  night.Takes(night.OfficePen(), /*with_holder=*/false);
  night.Ends(/*names_next=*/false);
  EXPECT_THAT(Found(night.milo.book), IsEmpty());
}

TEST(JudgesCare, ThatNobodyTookInPerson) {
  Care night;
  night.Opens();
  night.Takes(night.milo.CarerPen());
  EXPECT_THAT(Found(night.milo.book), ElementsAre(v1::FINDING_KIND_MOVE_WITHOUT_ACCEPTANCE));
}

TEST(JudgesCare, NightsThatNobodyTookIntoCare) {
  Care night;
  night.Opens();
  night.NightIn(night.InCare(), night.care);
  EXPECT_THAT(Found(night.milo.book), ElementsAre(v1::FINDING_KIND_MOVE_WITHOUT_ACCEPTANCE));
}

TEST(JudgesCare, EndedIntoNothing) {
  Care night;
  night.BeginsThere();
  night.Ends(/*names_next=*/false);
  EXPECT_THAT(Found(night.milo.book), ElementsAre(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE));
}

TEST(JudgesCare, EndedByAnotherThanTheOffice) {
  Care night;
  night.BeginsThere();
  night.EndsBy(night.DoctorPen(), /*names_next=*/true);
  EXPECT_THAT(Found(night.milo.book), ElementsAre(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE));
}

// § 42: another office that has the young person ends the first care, and takes into care in the same commit.
TEST(JudgesCare, ThatPassesToAnotherOffice) {
  for (const bool takes : {true, false}) {
    Care night;
    night.BeginsThere();
    const Pen pen = night.DoctorPen();  // of an organisation that is no party to the first
    cr::CareEnded ended;
    ended.set_care_id(night.care);
    ended.set_reason(cr::CARE_END_REASON_TAKEN_INTO_CARE_ELSEWHERE);
    ended.set_ended_by_organisation_id(pen.organisation);
    cr::TakenIntoCare taken;
    *taken.mutable_holder() = night.Doctor();
    taken.set_care_id(testing::TestId(0x405));
    taken.set_shelters(true);
    if (takes)
      night.InCrisis(pen, ended, taken);
    else
      night.InCrisis(pen, ended);
    if (takes) {
      EXPECT_THAT(Found(night.milo.book), IsEmpty());
    } else {
      EXPECT_THAT(Found(night.milo.book), ElementsAre(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE,
                                                      v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE));
    }
  }
}

// The case follows each word in its turn, perhaps after a colleague has said the next one.
TEST(JudgesCare, ThatTheCaseFollowsAfterAColleagueTookItAgain) {
  Care night;
  night.Opens();
  night.CaseFollows();
  night.Takes(night.OfficePen());
  cr::TakenIntoCare again;
  *again.mutable_holder() = night.milo.Sommer();
  again.set_care_id(night.care);
  again.set_shelters(true);
  again.set_again(true);
  night.InCrisis(night.milo.SommerPen(), again);
  night.NightIn(night.InCare(), night.care);
  common::v1::Tonight there = night.InCare();
  *there.mutable_holder() = again.holder();
  night.NightIn(there, night.care);
  EXPECT_THAT(Found(night.milo.book), IsEmpty());
  *there.mutable_holder() = night.milo.Carer();
  night.NightIn(there, night.care);
  EXPECT_THAT(Found(night.milo.book), ElementsAre(v1::FINDING_KIND_MOVE_WITHOUT_ACCEPTANCE));
}

TEST(JudgesCare, OfTwoOfficesAtOnce) {
  for (const bool again : {false, true}) {
    Care night;
    night.Opens();
    night.CaseFollows();
    night.Takes(night.OfficePen());
    cr::TakenIntoCare taken;
    *taken.mutable_holder() = night.milo.Adler();
    taken.set_care_id(again ? night.care : testing::TestId(0x405));
    taken.set_shelters(true);
    taken.set_again(again);
    night.InCrisis(night.OfficePen(), taken);
    std::vector<v1::FindingKind> found;
    if (!again) found.push_back(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE);
    EXPECT_EQ(Found(night.milo.book), found);
  }
}

cr::CareEnded EndedBy(const Care& night, const Pen& pen) {
  cr::CareEnded ended;
  ended.set_care_id(night.care);
  ended.set_ended_by_organisation_id(pen.organisation);
  return ended;
}

TEST(JudgesCare, EndedByWhoHoldsTheCaseOnceItSheltersNobody) {
  for (const bool elsewhere : {true, false}) {
    Care night;
    night.Opens();
    night.CaseFollows();
    const Pen office = night.DoctorPen();  // takes into care, and is gone
    cr::TakenIntoCare taken;
    *taken.mutable_holder() = night.Doctor();
    taken.set_care_id(night.care);
    taken.set_shelters(true);
    night.InCrisis(office, taken);
    common::v1::Tonight there = night.InCare();
    *there.mutable_holder() = night.Doctor();
    night.NightIn(there, night.care);
    if (elsewhere) night.NightIn(night.milo.AtHome(), "");
    night.InCrisis(night.OfficePen(), EndedBy(night, night.OfficePen()));
    if (elsewhere) {
      EXPECT_THAT(Found(night.milo.book), IsEmpty());
    } else {
      EXPECT_THAT(Found(night.milo.book), ElementsAre(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE,
                                                      v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE));
    }
  }
}

TEST(JudgesCare, EndedIntoTheUnknown) {
  for (const bool marked : {true, false}) {
    Care night;
    night.BeginsThere();
    cr::CareEnded ended = EndedBy(night, night.OfficePen());
    if (!marked) ended.clear_ended_by_organisation_id();  // of before care ran on
    *ended.mutable_next() = night.milo.AtHome();
    ended.mutable_next()->set_kind(common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN);
    night.InCrisis(night.OfficePen(), ended);
    std::vector<v1::FindingKind> found;
    if (marked) found.push_back(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE);
    EXPECT_EQ(Found(night.milo.book), found);
  }
}

TEST(JudgesCare, ThatSomebodyRanAwayFrom) {
  for (const bool cared_for : {true, false}) {
    Care night;
    night.BeginsThere();
    cw::TonightMoved moved;
    *moved.mutable_from() = night.InCare();
    *moved.mutable_to() = night.milo.AtHome();
    moved.mutable_to()->set_kind(common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN);
    moved.set_missing_from_care_id(cared_for ? night.care : testing::TestId(0x405));
    cw::SearchBegun begun;
    begun.set_person_id(moved.to().holder().person_id());
    begun.mutable_first_due()->set_seconds(1);
    night.milo.InCase(night.OfficePen(), moved, begun);
    std::vector<v1::FindingKind> found;
    if (!cared_for) found.push_back(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE);
    EXPECT_EQ(Found(night.milo.book), found);
  }
}

TEST(JudgesNights, LeftInAClinicThatIsStillTheirs) {
  for (const bool elsewhere : {true, false}) {
    Night night;
    night.InTheClinicNow();
    cr::LeftClinic left;
    left.set_stay_id(night.stay);
    night.stay = "";
    if (elsewhere) night.NightMovesTo(night.milo.AtHome());
    night.InCrisis(night.DoctorPen(), left);
    std::vector<v1::FindingKind> found;
    if (!elsewhere) found.push_back(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE);
    EXPECT_EQ(Found(night.milo.book), found);
  }
}

TEST(JudgesNights, SaidToBeElsewhere) {
  for (const bool elsewhere : {true, false}) {
    Care night;
    night.BeginsThere();
    night.Ends(/*names_next=*/true, /*confirm=*/true);
    night.NightIn(night.milo.AtHome(), night.care);
    common::v1::Tonight outside = night.milo.AtHome();
    outside.set_kind(common::v1::TONIGHT_KIND_OUTREACH);
    if (elsewhere) night.NightIn(outside, "");
    night.milo.book.Advance(absl::Hours(2));
    cr::NightMovedOn on;
    on.set_object_id(night.care);
    *on.mutable_to() = outside;
    night.InCrisis(Milo::House("crisis"), on);
    std::vector<v1::FindingKind> found;
    if (!elsewhere) found.push_back(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE);
    EXPECT_EQ(Found(night.milo.book), found);
  }
}

// D4: another date of the night says nothing of who was to confirm it.
TEST(JudgesNights, StillToBeConfirmedWhenAnotherDateMovesOn) {
  for (const bool told_apart : {true, false}) {
    Care night;
    night.BeginsThere();
    common::v1::Tonight there = night.milo.AtHome();
    *there.mutable_holder() = night.Doctor();  // who neither leads nor holds CASE
    cr::CareEnded ended = EndedBy(night, night.OfficePen());
    *ended.mutable_next() = there;
    ended.mutable_confirm_due()->set_seconds(1);
    night.InCrisis(night.OfficePen(), ended);
    night.NightIn(there, night.care);
    common::v1::Tonight outside = night.milo.AtHome();
    outside.set_kind(common::v1::TONIGHT_KIND_OUTREACH);
    night.NightIn(outside, "");
    cr::NightMovedOn on;
    on.set_object_id(night.care);
    *on.mutable_to() = outside;
    if (told_apart) on.set_clock(common::v1::CLOCK_KIND_CARE_END);
    night.InCrisis(Milo::House("crisis"), on);
    cr::NightConfirmed confirmed;
    confirmed.set_object_id(night.care);
    const Pen pen = night.DoctorPen();
    confirmed.set_organisation_id(pen.organisation);
    night.InCrisis(pen, confirmed);
    std::vector<v1::FindingKind> found;
    if (!told_apart) found.push_back(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE);
    EXPECT_EQ(Found(night.milo.book), found);
  }
}

// D3, N12: an alarm brings a case back that had ended before it, so that end excuses from no meeting.
TEST(JudgesConclusions, OfACaseThatHadEndedBeforeTheAlarm) {
  for (const bool marked : {true, false}) {
    Night night;
    night.milo.TeamProposed();
    night.milo.AllCommitAndTeamForms();
    night.milo.EndsLawfully();
    night.Opens();
    cr::CrisisConcluded concluded;
    concluded.set_episode(1);
    concluded.set_excused_only_since_alarm(marked);
    night.InCrisis(night.milo.AdlerPen(), concluded);
    std::vector<v1::FindingKind> found;
    if (marked) found.push_back(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE);
    EXPECT_EQ(Found(night.milo.book), found);
  }
}

TEST(JudgesNights, ConfirmedByAnotherThanWhoseTheyAre) {
  for (const bool own : {true, false}) {
    Care night;
    night.BeginsThere();
    night.Ends(/*names_next=*/true, /*confirm=*/true);
    night.NightIn(night.milo.AtHome(), night.care);
    cr::NightConfirmed confirmed;
    confirmed.set_object_id(night.care);
    const Pen pen = own ? night.OfficePen() : night.DoctorPen();
    confirmed.set_organisation_id(pen.organisation);
    night.InCrisis(pen, confirmed);
    std::vector<v1::FindingKind> found;
    if (!own) found.push_back(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE);
    EXPECT_EQ(Found(night.milo.book), found);
  }
}

TEST(JudgesDetentions, OfAStayByAnotherThanTheClinic) {
  for (const bool own : {true, false}) {
    Night night;
    night.InTheClinicNow();
    cr::ClinicStayDetained detained;
    detained.set_stay_id(night.stay);
    detained.set_person_id(night.milo.who.doctor);
    night.InCrisis(own ? night.DoctorPen() : night.milo.AdlerPen(), detained);
    std::vector<v1::FindingKind> found;
    if (!own) found.push_back(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE);
    EXPECT_EQ(Found(night.milo.book), found);
  }
}

// --- later alarms ---

// By Adler, who does not lead; a danger to others is new.
cr::AlarmRepeated LaterAlarm(const Night& night) {
  cr::AlarmRepeated alarm;
  alarm.set_organisation_id(night.milo.who.youth_office);
  alarm.set_person_id(night.milo.who.adler);
  alarm.set_risk_to_others(true);
  *alarm.mutable_lead() = night.milo.Carer();
  alarm.add_told_organisation_ids(night.milo.Carer().organisation_id());
  alarm.mutable_heard_due()->set_seconds(1);
  return alarm;
}
cr::AlarmAcknowledged Heard() {
  cr::AlarmAcknowledged heard;
  heard.set_leads(true);
  return heard;
}

TEST(JudgesLaterAlarms, WithoutAFindingWhereWhoeverLeadsHasHeard) {
  Night night;
  night.Back();
  night.InCrisis(night.milo.AdlerPen(), LaterAlarm(night));
  night.InCrisis(night.milo.CarerPen(), Heard());
  night.Meets();
  night.Concludes();
  night.LeadEnds();
  EXPECT_THAT(Found(night.milo.book), IsEmpty());
}

// A death, or what was taken for one, in an open crisis.
void EndsByDeath(Night& night, bool lead_rests) {
  Milo& milo = night.milo;
  milo.TeamProposed();
  milo.AllCommitAndTeamForms();
  night.Opens();
  night.CaseFollows();
  milo.AsksForTheEnd([](cw::LawfulEndRequested& e) {
    e.set_ground(cw::LAWFUL_END_GROUND_DEATH);
    e.mutable_evidence();
  });
  milo.ApprovesTheEnd(milo.CoordinatorPen());
  milo.ObjectionPeriod(absl::Hours(24 * 14));
  auto ended = milo.TheEnd();
  ended.set_ground(cw::LAWFUL_END_GROUND_DEATH);
  ended.set_lead_rests(lead_rests);
  milo.InCase(Milo::House("case"), ended);
}

// R0, D1: who comes back while the crisis is open is led by whoever holds CASE, or by whom an alarm names.
TEST(JudgesReturns, IntoAnOpenCrisisByWhoLeads) {
  const auto found = [](const auto& back) {
    Night night;
    EndsByDeath(night, /*lead_rests=*/true);
    cw::CaseReopened reopened;
    *reopened.mutable_holder() = night.milo.Adler();
    back(night, reopened);
    return Found(night.milo.book);
  };
  const auto led_by = [&](auto who) {
    return found([&](Night& night, const cw::CaseReopened& reopened) {
      night.milo.InCase(night.milo.AdlerPen(), reopened, cw::ReplanOpened(), night.Lead(who(night)));
    });
  };
  const auto holder = [](const Night& night) { return night.milo.Adler(); };
  const auto before = [](const Night& night) { return night.milo.Carer(); };
  EXPECT_THAT(led_by(holder), IsEmpty());
  EXPECT_THAT(led_by(before), ElementsAre(v1::FINDING_KIND_MOVE_WITHOUT_ACCEPTANCE)) << "led before";
  EXPECT_THAT(found([](Night& night, const cw::CaseReopened& reopened) {
                night.milo.InCase(night.milo.AdlerPen(), reopened, cw::ReplanOpened());
              }),
              ElementsAre(v1::FINDING_KIND_CRISIS_WITHOUT_LEAD));
  EXPECT_THAT(found([&](Night& night, const cw::CaseReopened& reopened) {
                cr::AlarmRepeated alarm = LaterAlarm(night);
                alarm.set_gives_lead(true);
                night.InCrisis(night.milo.AdlerPen(), alarm);
                night.milo.InCase(night.milo.AdlerPen(), reopened, cw::ReplanOpened(),
                                  night.Lead(holder(night)));
              }),
              IsEmpty())
      << "reopened by hand before the alarm was followed";
}

// N12: a death that was none let go of whoever led; the alarm says who leads again.
TEST(JudgesLaterAlarms, LeadsThatTheyGiveAgain) {
  for (const bool told : {true, false}) {
    Night night;
    Milo& milo = night.milo;
    EndsByDeath(night, told);
    cr::AlarmRepeated alarm = LaterAlarm(night);
    alarm.set_gives_lead(true);
    night.InCrisis(milo.AdlerPen(), alarm);
    cw::CaseReopened reopened;
    *reopened.mutable_holder() = milo.Adler();
    milo.InCase(Milo::House("case"), night.Lead(told ? milo.Carer() : milo.Adler()), reopened,
                cw::ReplanOpened());
    std::vector<v1::FindingKind> found;
    if (!told) found.push_back(v1::FINDING_KIND_MOVE_WITHOUT_ACCEPTANCE);
    EXPECT_EQ(Found(milo.book), found);
  }
}

TEST(JudgesLaterAlarms, ConclusionsWithADangerThatNobodyWhoLeadsHasHeard) {
  Night night;
  night.Back();
  night.InCrisis(night.milo.AdlerPen(), LaterAlarm(night));
  night.Meets();
  night.Concludes();
  EXPECT_THAT(Found(night.milo.book), ElementsAre(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE));
}

TEST(JudgesLaterAlarms, DangersThatWhoeverLeadsIsNotTold) {
  for (const bool told : {true, false}) {
    Night night;
    night.Opens();
    cr::AlarmRepeated alarm = LaterAlarm(night);
    if (told) alarm.clear_heard_due();
    if (!told) alarm.clear_told_organisation_ids();
    night.InCrisis(night.milo.AdlerPen(), alarm);
    EXPECT_THAT(Found(night.milo.book), ElementsAre(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE)) << told;
  }
}

TEST(JudgesLaterAlarms, DangersToldToSomebodyWhoNeverLed) {
  Night night;
  night.Opens();
  cr::AlarmRepeated alarm = LaterAlarm(night);
  *alarm.mutable_lead() = night.milo.Sommer();
  alarm.add_told_organisation_ids(night.milo.Sommer().organisation_id());
  night.InCrisis(night.milo.AdlerPen(), alarm);
  EXPECT_THAT(Found(night.milo.book), ElementsAre(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE));
}

TEST(JudgesLaterAlarms, DangersHeardByAnother) {
  Night night;
  night.Opens();
  night.InCrisis(night.milo.AdlerPen(), LaterAlarm(night));
  night.InCrisis(night.DoctorPen(), Heard());
  EXPECT_THAT(Found(night.milo.book), ElementsAre(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE));
}

TEST(JudgesLaterAlarms, ByWhoeverLeadsNeedNobodyElseToHear) {
  Night night;
  night.Back();
  cr::AlarmRepeated alarm = LaterAlarm(night);
  alarm.set_person_id(night.milo.Carer().person_id());
  alarm.clear_heard_due();
  alarm.clear_told_organisation_ids();
  night.InCrisis(night.milo.CarerPen(), alarm);
  night.Meets();
  night.Concludes();
  night.LeadEnds();
  EXPECT_THAT(Found(night.milo.book), IsEmpty());
}

TEST(JudgesLaterAlarms, WithoutAFindingWhereTheLeadWentOnAMomentBefore) {
  Night night;
  night.Opens();
  night.CaseFollows();
  cw::CrisisLeadTaken taken = night.Lead(night.milo.Adler());
  *taken.mutable_from() = night.milo.Carer();
  night.milo.InCase(night.milo.AdlerPen(), taken);
  night.InCrisis(night.DoctorPen(), LaterAlarm(night));
  night.InCrisis(night.milo.CarerPen(), Heard());
  EXPECT_THAT(Found(night.milo.book), IsEmpty());
}

// --- an emergency of its own ---

cr::CrisisStabilised OverForNow(bool anew = true) {
  cr::CrisisStabilised stabilised;
  stabilised.set_next_alarm_begins_anew(anew);
  return stabilised;
}
// By whoever leads, who need not be told.
cr::AlarmRepeated Again(const Night& night) {
  cr::AlarmRepeated alarm = LaterAlarm(night);
  alarm.set_again(true);
  alarm.set_risk_to_others(false);
  alarm.set_person_id(night.milo.Carer().person_id());
  return alarm;
}
cr::LegStarted Leg(int party) {
  cr::LegStarted leg;
  leg.set_party(static_cast<common::v1::CrisisParty>(party));
  return leg;
}
void BeginsAnew(Night& night) {
  night.InCrisis(night.milo.CarerPen(), Again(night), Leg(1), Leg(2), Leg(3), Leg(4), Leg(5));
}

TEST(JudgesLaterAlarms, OfASecondEmergencyWithoutAFindingWhereAllBeginAnew) {
  Night night;
  night.Back();
  night.InCrisis(night.milo.AdlerPen(), OverForNow());
  BeginsAnew(night);
  night.Meets();
  night.Concludes();
  night.LeadEnds();
  EXPECT_THAT(Found(night.milo.book), IsEmpty());
}

TEST(JudgesLaterAlarms, OfASecondEmergencyThatBeginNothing) {
  Night night;
  night.Back();
  night.InCrisis(night.milo.AdlerPen(), OverForNow());
  cr::AlarmRepeated alarm = Again(night);
  alarm.set_again(false);
  night.InCrisis(night.milo.CarerPen(), alarm);
  EXPECT_THAT(Found(night.milo.book), ElementsAre(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE));
}

TEST(JudgesLaterAlarms, OfASecondEmergencyByTheRuleOfTheirTime) {
  Night night;
  night.Back();
  night.InCrisis(night.milo.AdlerPen(), OverForNow(/*anew=*/false));
  cr::AlarmRepeated alarm = Again(night);
  alarm.set_again(false);
  night.InCrisis(night.milo.CarerPen(), alarm);
  EXPECT_THAT(Found(night.milo.book), IsEmpty());
}

TEST(JudgesLaterAlarms, OfASecondEmergencyWithALegThatDoesNotBegin) {
  Night night;
  night.Back();
  night.InCrisis(night.milo.AdlerPen(), OverForNow());
  night.InCrisis(night.milo.CarerPen(), Again(night), Leg(1), Leg(2), Leg(3), Leg(4));
  night.InCrisis(night.milo.CarerPen(), Leg(5));  // a commit later is not at once
  EXPECT_THAT(Found(night.milo.book), ElementsAre(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE));
}

TEST(JudgesLaterAlarms, OfASecondEmergencyWhoseLeadIsNotTold) {
  Night night;
  night.Back();
  night.InCrisis(night.milo.AdlerPen(), OverForNow());
  cr::AlarmRepeated alarm = Again(night);  // says no danger, and is one
  alarm.set_person_id(night.milo.who.adler);
  alarm.clear_heard_due();
  night.InCrisis(night.milo.AdlerPen(), alarm, Leg(1), Leg(2), Leg(3), Leg(4), Leg(5));
  EXPECT_THAT(Found(night.milo.book), ElementsAre(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE));
}

TEST(JudgesLaterAlarms, OfASecondEmergencyAreConcludedAfterAnotherMeeting) {
  Night night;
  night.Back();
  night.Meets();
  BeginsAnew(night);
  night.Concludes();
  EXPECT_THAT(Found(night.milo.book), ElementsAre(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE));
}

TEST(JudgesLaterAlarms, AfterAMeetingThatSaysSoBeginAnew) {
  Night night;
  night.Back();
  night.Meets(/*with_clinic=*/true, /*anew=*/true);
  cr::AlarmRepeated alarm = Again(night);
  alarm.set_again(false);
  night.InCrisis(night.milo.CarerPen(), alarm);
  EXPECT_THAT(Found(night.milo.book), ElementsAre(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE));
}

TEST(JudgesCrises, OfSomebodyUnknownAsTheOriginOfTheCase) {
  Milo milo;
  const std::string crisis = testing::TestId(0x400), young_person = testing::TestId(0x402);
  cr::CrisisOpened opened;
  opened.set_episode(1);
  *opened.mutable_lead() = milo.OnDuty();
  for (int party = 1; party <= 5; ++party)
    opened.add_legs()->set_party(static_cast<common::v1::CrisisParty>(party));
  cr::CrisisCaseRequested requested;
  requested.set_subject_id(young_person);
  *requested.mutable_holder() = milo.OnDuty();
  const uint64_t asked = milo.book.Write("crisis", "crisis", crisis, milo.DutyPen(), opened, requested);
  cw::CaseOpened opening;
  opening.set_subject_id(young_person);
  opening.mutable_origin()->set_kind(cw::ORIGIN_KIND_CRISIS);
  opening.mutable_origin()->set_aggregate_id(crisis);
  opening.mutable_origin()->set_position(asked);
  *opening.mutable_holder() = milo.OnDuty();
  opening.mutable_tonight()->set_kind(common::v1::TONIGHT_KIND_OUTREACH);
  *opening.mutable_tonight()->mutable_holder() = milo.OnDuty();
  milo.InCase(Milo::House("case"), opening);
  EXPECT_THAT(Found(milo.book), IsEmpty());
}

}  // namespace
}  // namespace fallverbund::audit
