// Long, because a crisis is: from the alarm to the meeting after the clinic, command by command.
#include "services/crisis/domain/crisis_decider.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "libs/base/time.h"

namespace fallverbund::crisis {
namespace {

using common::v1::CLOCK_KIND_AFTERCARE_MEETING;
using common::v1::CLOCK_KIND_CARE_END;
using common::v1::CLOCK_KIND_CLINIC_LEAVE;
using common::v1::CLOCK_KIND_COURT_APPROVAL;
using common::v1::CLOCK_KIND_CRISIS_LEG;
using common::v1::CLOCK_KIND_DETENTION_LIMIT;
using common::v1::CLOCK_KIND_NEW_DANGER;
using common::v1::CLOCK_KIND_NIGHT_CONFIRMATION;
using common::v1::CRISIS_PARTY_CLINIC;
using common::v1::CRISIS_PARTY_LEGAL_REPRESENTATIVE;
using common::v1::CRISIS_PARTY_PROVIDER;
using common::v1::CRISIS_PARTY_YOUTH_OFFICE;
using decider::Given;
using decider::Reason;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string Id(char digit) {
  return std::string(32, digit);
}
const std::string kCase = Id('c');
const std::string kOffice = Id('a'), kProvider = Id('b'), kClinic = Id('d'), kEmergency = Id('e');
const std::string kAdler = Id('1'), kWolf = Id('2'), kDoctor = Id('3'), kDeputy = Id('4');
const absl::Time kNow = absl::FromUnixSeconds(1'770'000'000);  // Monday, 2 February 2026, 03:40 in Germany
const absl::Time kTuesdayIsOver = absl::FromCivil(absl::CivilHour(2026, 2, 3, 23), absl::UTCTimeZone());

Given By(const std::string& organisation, const std::string& person, const std::string& role, absl::Time at) {
  return {{organisation, person, role}, at, at, Id('9')};
}
Given ByProvider(absl::Time at = kNow) {
  return By(kProvider, kWolf, "PROVIDER_WORKER", at);
}
Given ByOffice(absl::Time at = kNow) {
  return By(kOffice, kAdler, "CASE_WORKER", at);
}
Given ByClinic(absl::Time at = kNow) {
  return By(kClinic, kDoctor, "CLINIC", at);
}
Given ByClock(absl::Time at) {
  return By("crisis", "", "SERVICE", at);
}

// Of a night: that the case has followed whatever the crisis has said of it so far, and it went on from
// there.
const std::string kAll = "all";

// The facts that a test leaves to the story: where the night is, there the case has followed it.
void Follow(const CrisisState& state, Night& night) {
  const Episode* open = state.Open();
  const bool all = night.entered.erase(kAll) > 0;
  if (open == nullptr || !night.entered.empty()) return;
  const auto follow = [&](const std::string& id, common::v1::TonightKind kind,
                          const std::string& organisation, uint32_t times) {
    const bool here = night.tonight.kind == kind && night.tonight.holder.organisation_id == organisation;
    if (here) night.stay_id = id;
    if (here || all) night.entered[id] = times;
  };
  if (all && !open->night_object.empty()) night.entered[open->night_object] = open->nights_entered;
  if (open->care)
    follow(open->care->id, common::v1::TONIGHT_KIND_IN_CARE, open->care->organisation_id,
           open->care->nights_entered);
  if (open->stay)
    follow(open->stay->id, common::v1::TONIGHT_KIND_CLINIC, open->stay->holder.organisation_id, 1);
}

// A crisis as it goes on: each step is decided and evolved.
class Story {
 public:
  bool Refused(const CrisisCommand& command, const Given& given) { return Decide(command, given).refused(); }
  std::vector<v1::CrisisEvent> Do(const CrisisCommand& command, const Given& given) {
    const auto decision = Decide(command, given);
    EXPECT_FALSE(decision.refused()) << (decision.refused() ? refusal::Text(decision.refusal().reason).code
                                                            : "");
    if (decision.refused()) return {};
    for (const auto& event : decision.events()) state = CrisisDecider::Evolve(state, event, given);
    return decision.events();
  }
  void Refuses(const CrisisCommand& command, const Given& given, Reason reason) {
    const auto decision = Decide(command, given);
    ASSERT_TRUE(decision.refused()) << refusal::Text(reason).code;
    EXPECT_EQ(refusal::Text(decision.refusal().reason).code, refusal::Text(reason).code);
  }
  CrisisState state;

 private:
  decider::Decision<v1::CrisisEvent> Decide(CrisisCommand command, const Given& given) const {
    std::visit(
        [&](auto& c) {
          if constexpr (requires { c.night.entered; }) Follow(state, c.night);
        },
        command);
    return CrisisDecider::Decide(state, command, given);
  }
};

OpenCrisis Alarm() {
  OpenCrisis c;
  c.opened.set_case_id(kCase);
  c.opened.set_subject_id(Id('5'));
  c.opened.set_kind(v1::CRISIS_KIND_SELF_HARM);
  c.opened.set_risk_to_self(true);
  c.deputy_person_id = kDeputy;
  c.addressees = {{CRISIS_PARTY_YOUTH_OFFICE, kOffice},
                  {CRISIS_PARTY_PROVIDER, kProvider},
                  {CRISIS_PARTY_CLINIC, kClinic}};
  c.terms.agreement_id = Id('6');
  c.terms.version = 1;
  c.terms.acknowledge_within = {{CRISIS_PARTY_CLINIC, absl::Minutes(15)}};
  c.signatory = c.deputy_known = true;
  return c;
}
care::Holder CaseHolder() {
  return {kOffice, Id('7'), kAdler, kDeputy, common::v1::LEGAL_BASIS_SGB8_36A};
}
common::v1::Participation Heard() {
  common::v1::Participation heard;
  heard.mutable_young_person()->set_heard(true);
  heard.mutable_family()->set_heard(true);
  return heard;
}
TakeIntoCare Taking(bool detention) {
  TakeIntoCare c;
  c.detention = detention;
  c.deputy_person_id = kDeputy;
  c.by_youth_office = c.unit_known = c.deputy_known = true;
  c.case_holder = CaseHolder();
  c.night.tonight = {common::v1::TONIGHT_KIND_PLACEMENT, {kProvider, "", kWolf}};
  return c;
}
// To the family, for which the unit that holds CASE answers.
EndCare Handing(common::v1::TonightKind kind = common::v1::TONIGHT_KIND_FAMILY) {
  EndCare c;
  c.reason = v1::CARE_END_REASON_HANDED_TO_GUARDIANS;
  c.kind = kind;
  c.case_holder = CaseHolder();
  c.kept_place_organisation_id = kProvider;
  c.night.tonight = {common::v1::TONIGHT_KIND_IN_CARE, {kOffice, "", kAdler}};
  return c;
}
AdmitToClinic Admission(v1::ClinicBasis basis = v1::CLINIC_BASIS_CONSENT) {
  return {basis, "", kDeputy, /*unit_known=*/true, /*deputy_known=*/true};
}
PlanClinicLeave BackToThePlace(absl::Time on) {
  PlanClinicLeave c;
  c.kind = common::v1::TONIGHT_KIND_PLACEMENT;
  c.on = on;
  c.participation = Heard();
  c.case_holder = CaseHolder();
  c.kept_place_organisation_id = kProvider;
  c.deputy_known = true;
  return c;
}
LeaveClinic Leaving(bool planned) {
  LeaveClinic c;
  c.planned = planned;
  if (planned) c.participation = Heard();
  c.case_holder = CaseHolder();
  c.kept_place_organisation_id = kProvider;
  return c;
}
RecordAftercareMeeting Meeting(const std::string& id, absl::Time held_at) {
  RecordAftercareMeeting c;
  c.held.set_meeting_id(id);
  *c.held.mutable_held_at() = ToProto(held_at);
  const auto present = [&c](common::v1::CrisisParty party, const std::string& organisation,
                            const std::string& person) {
    auto& who = *c.held.add_present();
    who.set_party(party);
    who.set_organisation_id(organisation);
    who.set_person_id(person);
    c.known.emplace(organisation, person);
  };
  present(CRISIS_PARTY_YOUTH_OFFICE, kOffice, kAdler);
  present(CRISIS_PARTY_PROVIDER, kProvider, kWolf);
  present(CRISIS_PARTY_CLINIC, kClinic, kDoctor);
  *c.held.mutable_participation() = Heard();
  c.case_holder = CaseHolder();
  return c;
}
ConcludeCrisis Conclusion() {
  return {CaseHolder()};
}

Story Opened() {
  Story story;
  story.Do(Alarm(), ByProvider());
  return story;
}
Story InClinic(v1::ClinicBasis basis = v1::CLINIC_BASIS_CONSENT) {
  Story story = Opened();
  story.Do(Admission(basis), ByClinic(kNow + absl::Hours(1)));
  return story;
}
Story Left() {
  Story story = InClinic();
  story.Do(BackToThePlace(kNow + Days(5)), ByProvider(kNow + Days(4)));
  story.Do(Leaving(true), ByClinic(kNow + Days(5)));
  return story;
}
Story Met() {
  Story story = Left();
  story.Do(ScheduleAftercareMeeting{kNow + Days(8)}, ByOffice(kNow + Days(5)));
  story.Do(Meeting(story.state.Open()->meeting->id, kNow + Days(8)), ByOffice(kNow + Days(8)));
  return story;
}

// --- the alarm ---

TEST(Crisis, StartsAllFiveLegsInOneCommitEachWithItsOwnDate) {
  Story story;
  const auto events = story.Do(Alarm(), ByProvider());
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_THAT(events[0].crisis_opened().legs(), SizeIs(5));
  ASSERT_NE(story.state.Open(), nullptr);
  EXPECT_TRUE(story.state.Open()->legs.CoversAll());
  EXPECT_EQ(story.state.Open()->legs.Find(CRISIS_PARTY_CLINIC)->acknowledge_due, kNow + absl::Minutes(15));
  EXPECT_EQ(story.state.Open()->legs.Find(CRISIS_PARTY_YOUTH_OFFICE)->acknowledge_due,
            kNow + kAcknowledgeWithin);
}

TEST(Crisis, IsOpenedBySignatoriesAndPublicUnitsAlone) {
  OpenCrisis c = Alarm();
  c.signatory = false;
  Story().Refuses(c, ByProvider(), Reason::kCrisisChannelClosed);
  c.always_may = true;
  EXPECT_FALSE(Story().Refused(c, ByOffice()));
}

TEST(Crisis, IsLedByANamedPersonWithADeputyWhoStays) {
  OpenCrisis c = Alarm();
  c.deputy_known = false;
  Story().Refuses(c, ByProvider(), Reason::kDeputyNotNamed);
  Story story = Opened();
  EXPECT_EQ(story.state.Open()->lead.person_id, kWolf);
  EXPECT_EQ(story.state.Open()->lead.deputy_person_id, kDeputy);
}

TEST(Crisis, OfWhoeverGoesIsLedByWhoHoldsTheCase) {
  OpenCrisis c = Alarm();
  c.leaves = true;
  c.deputy_known = false;
  Story().Refuses(c, ByProvider(), Reason::kPersonLeaves);  // nobody holds the case
  c.case_holder = CaseHolder();
  Story story;
  const auto opened = story.Do(c, ByProvider())[0].crisis_opened();
  EXPECT_EQ(opened.lead().person_id(), kAdler);
  EXPECT_EQ(opened.lead().deputy_person_id(), kDeputy);
  EXPECT_EQ(opened.lead().basis(), common::v1::LEGAL_BASIS_SGB8_36A);
  EXPECT_EQ(opened.raised_by_organisation_id(), kProvider);
  EXPECT_EQ(opened.raised_by_person_id(), kWolf);
  EXPECT_THAT(opened.legs(), SizeIs(5));
  EXPECT_THAT(story.state.Open()->raised_by, ElementsAre(kProvider));
  NameLegOrganisation name;
  name.party = CRISIS_PARTY_CLINIC;
  name.organisation_id = Id('8');
  name.known = true;
  EXPECT_FALSE(story.Refused(name, ByProvider())) << "raised the alarm";
}

TEST(Crisis, SaysWhoRaisedItOnlyWhereAnotherLeads) {
  Story story;
  const auto opened = story.Do(Alarm(), ByProvider())[0].crisis_opened();
  EXPECT_EQ(opened.raised_by_organisation_id(), "");
  EXPECT_EQ(opened.raised_by_person_id(), "");
  EXPECT_EQ(opened.lead().basis(), common::v1::LEGAL_BASIS_AGREEMENT);
}

TEST(Crisis, TellsOnlyKnownAddresseesOfItself) {
  OpenCrisis c = Alarm();
  c.addressees_known = false;
  Story().Refuses(c, ByProvider(), Reason::kCrisisPartyUnknown);
}

TEST(Crisis, IsRefusedForACaseThatWasRecordedInError) {
  OpenCrisis c = Alarm();
  c.recorded_in_error = true;
  Story().Refuses(c, ByProvider(), Reason::kCrisisCaseEnded);
}

TEST(Crisis, IsRepeatedByASecondAlarmThatStartsNothingTwice) {
  Story story = Opened();
  const auto legs = story.state.Open()->legs;
  const auto events = story.Do(Alarm(), ByOffice(kNow + absl::Minutes(1)));
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_EQ(events[0].alarm_repeated().episode(), 1u);
  EXPECT_EQ(story.state.Open()->alarms, 2u);
  EXPECT_EQ(story.state.Open()->legs, legs);
  EXPECT_THAT(story.state.episodes, SizeIs(1));
}

TEST(Crisis, RepeatedTellsWhomOnlyTheSecondAlarmNames) {
  OpenCrisis first = Alarm();
  first.addressees.erase(CRISIS_PARTY_CLINIC);
  Story story;
  story.Do(first, ByProvider());
  const absl::Time later = kNow + absl::Hours(1);
  OpenCrisis second = Alarm();
  second.addressees[CRISIS_PARTY_PROVIDER] = Id('8');
  second.addressees_known = false;
  story.Refuses(second, ByOffice(later), Reason::kCrisisPartyUnknown);
  second.addressees_known = true;
  const auto events = story.Do(second, ByOffice(later));
  ASSERT_THAT(events, SizeIs(2));
  EXPECT_TRUE(events[0].has_alarm_repeated());
  EXPECT_EQ(events[1].leg_started().party(), CRISIS_PARTY_CLINIC);
  EXPECT_EQ(events[1].leg_started().organisation_id(), kClinic);
  EXPECT_EQ(story.state.Open()->legs.Find(CRISIS_PARTY_CLINIC)->acknowledge_due, later + absl::Minutes(15));
  EXPECT_EQ(story.state.Open()->legs.Find(CRISIS_PARTY_PROVIDER)->organisation_id, kProvider) << "told once";
  EXPECT_FALSE(story.Refused(Admission(), ByClinic(later)));
  EXPECT_THAT(story.Do(second, ByOffice(later)), SizeIs(1));
}

// --- a later alarm ---

const std::string kTeam = Id('f'), kSchool = Id('0');
const absl::Time kLater = kNow + absl::Minutes(5);

// By the office, which does not lead: the provider raised the alarm.
OpenCrisis LaterAlarm(bool to_others = false) {
  OpenCrisis c = Alarm();
  c.opened.set_risk_to_others(to_others);
  return c;
}
std::vector<std::string> ToldBy(const v1::CrisisEvent& event) {
  const auto& told = event.alarm_repeated().told_organisation_ids();
  return {told.begin(), told.end()};
}
AcknowledgeAlarm Hearing() {
  AcknowledgeAlarm c;
  c.case_holder = CaseHolder();
  return c;
}

TEST(LaterAlarm, IsToldToWhoeverLeadsAcknowledgedOrIsDeployed) {
  Story story = Opened();
  OpenCrisis c = LaterAlarm();
  EXPECT_THAT(ToldBy(story.Do(c, ByOffice(kLater))[0]), ElementsAre(kProvider));
  story.Do(AcknowledgeLeg{CRISIS_PARTY_CLINIC}, ByClinic(kLater));
  c.deployed = {kTeam};
  c.answers_for = {kOffice, kSchool};
  const auto events = story.Do(c, ByOffice(kLater));
  EXPECT_THAT(ToldBy(events[0]), ElementsAre(kProvider, kClinic, kTeam)) << "and to nobody for nothing new";
  EXPECT_EQ(events[0].alarm_repeated().lead().person_id(), kWolf);
  EXPECT_EQ(events[0].alarm_repeated().case_id(), kCase);
  EXPECT_TRUE(events[0].alarm_repeated().first_said().empty());
  EXPECT_FALSE(events[0].alarm_repeated().has_heard_due());
  EXPECT_THAT(story.state.Open()->not_heard, ElementsAre(kProvider, kClinic, kTeam));
}

TEST(LaterAlarm, IsToldToWhoeverLeadsByThen) {
  Story story = Opened();
  OpenCrisis c = LaterAlarm();
  c.lead = {kOffice, Id('7'), kAdler, kDeputy, common::v1::LEGAL_BASIS_AGREEMENT};
  c.lead_episode = 1;
  EXPECT_THAT(ToldBy(story.Do(c, ByProvider(kLater))[0]), ElementsAre(kOffice));
  const Given by_a_colleague = By(kOffice, kDeputy, "TEAM_LEAD", kLater);
  EXPECT_THAT(ToldBy(story.Do(c, by_a_colleague)[0]), ElementsAre(kOffice)) << "a colleague leads";
  EXPECT_THAT(ToldBy(story.Do(c, ByOffice(kLater))[0]), IsEmpty()) << "who leads has said it";
  c.lead_episode = 0;
  EXPECT_THAT(ToldBy(story.Do(c, ByOffice(kLater))[0]), ElementsAre(kProvider))
      << "the case does not know yet that the episode that the office led is over";
}

TEST(LaterAlarm, TellsADangerThatNoneHasSaidToEverybodyInTheCrisisAndWhoLeadsHearsItByADate) {
  Story story = Opened();
  OpenCrisis c = LaterAlarm(/*to_others=*/true);
  c.deployed = {kTeam};
  c.answers_for = {kOffice, kSchool};
  const auto events = story.Do(c, By(kEmergency, kDeputy, "EMERGENCY_SERVICE", kLater));
  const auto& repeated = events[0].alarm_repeated();
  EXPECT_THAT(repeated.first_said(), ElementsAre(v1::DANGER_RISK_TO_OTHERS));
  EXPECT_THAT(ToldBy(events[0]), ElementsAre(kProvider, kOffice, kClinic, kTeam, kSchool));
  EXPECT_EQ(FromProto(repeated.heard_due()), kLater + kHeardWithin);
  EXPECT_TRUE(story.state.Open()->risk_to_others);
  const auto again = story.Do(c, ByOffice(kLater));
  EXPECT_TRUE(again[0].alarm_repeated().first_said().empty()) << "it is said";
}

TEST(LaterAlarm, TellsWhoeverRaisedItOfANewDangerAlsoWhoLeadsNoMore) {
  Story story = Opened();
  OpenCrisis c = LaterAlarm(/*to_others=*/true);
  c.lead = {kOffice, Id('7'), kAdler, kDeputy, common::v1::LEGAL_BASIS_AGREEMENT};
  c.lead_episode = 1;
  story.Do(LaterAlarm(), By(kEmergency, kDeputy, "EMERGENCY_SERVICE", kLater));
  EXPECT_THAT(ToldBy(story.Do(c, ByClinic(kLater))[0]), ElementsAre(kOffice, kProvider, kEmergency));
}

// The danger was over for now.
Story Stabilised() {
  Story story = Opened();
  for (const auto& [party, by] : {std::pair(CRISIS_PARTY_YOUTH_OFFICE, ByOffice(kLater)),
                                  {CRISIS_PARTY_PROVIDER, ByProvider(kLater)},
                                  {CRISIS_PARTY_CLINIC, ByClinic(kLater)}})
    story.Do(AcknowledgeLeg{party}, by);
  story.Do(StabiliseCrisis{}, ByOffice(kLater));
  return story;
}
const absl::Time kAnew = kNow + Days(6);

TEST(LaterAlarm, AfterStabilisingIsADangerThatNobodyHasHeardAndBeginsEveryLegAnew) {
  Story story = Stabilised();
  const absl::Time meeting_due = story.state.clocks.Find(CLOCK_KIND_AFTERCARE_MEETING, "")->due;
  OpenCrisis c = LaterAlarm();
  c.addressees[CRISIS_PARTY_CLINIC] = Id('8');
  c.addressees.erase(CRISIS_PARTY_PROVIDER);
  c.answers_for = {kSchool};
  const auto events = story.Do(c, ByOffice(kAnew));
  ASSERT_THAT(events, SizeIs(6));
  const auto& repeated = events[0].alarm_repeated();
  EXPECT_TRUE(repeated.again());
  EXPECT_THAT(repeated.first_said(), ElementsAre(v1::DANGER_RISK_TO_SELF)) << "said before, and over since";
  EXPECT_THAT(ToldBy(events[0]), ElementsAre(kProvider, kClinic, kSchool));
  EXPECT_EQ(FromProto(repeated.heard_due()), kAnew + kHeardWithin);
  EXPECT_FALSE(repeated.has_meeting_due()) << "nobody has met: it is owed as before";
  EXPECT_EQ(story.state.clocks.Find(CLOCK_KIND_AFTERCARE_MEETING, "")->due, meeting_due);
  const Episode& open = *story.state.Open();
  EXPECT_FALSE(open.stabilised);
  for (const care::Leg& leg : open.legs.all()) {
    EXPECT_FALSE(leg.acknowledged());
    EXPECT_NE(story.state.clocks.Find(CLOCK_KIND_CRISIS_LEG, care::LegObject(leg.party)), nullptr);
  }
  EXPECT_EQ(open.legs.Find(CRISIS_PARTY_CLINIC)->organisation_id, Id('8'));
  EXPECT_EQ(open.legs.Find(CRISIS_PARTY_CLINIC)->acknowledge_due, kAnew + absl::Minutes(15));
  EXPECT_EQ(open.legs.Find(CRISIS_PARTY_PROVIDER)->organisation_id, kProvider) << "as before";
  const auto heard = story.Do(AcknowledgeLeg{CRISIS_PARTY_PROVIDER}, ByProvider(kAnew + absl::Minutes(2)));
  EXPECT_EQ(heard[0].leg_acknowledged().seconds_after_alarm(), 120u) << "since this alarm";
}

TEST(LaterAlarm, AfterStabilisingIsOneEmergencyUntilThatIsOverAsWell) {
  Story story = Stabilised();
  story.Do(LaterAlarm(), ByOffice(kAnew));
  const auto same = story.Do(LaterAlarm(), ByOffice(kAnew + absl::Minutes(1)));
  ASSERT_THAT(same, SizeIs(1));
  EXPECT_FALSE(same[0].alarm_repeated().again());
  EXPECT_TRUE(same[0].alarm_repeated().first_said().empty());
  ASSERT_THAT(story.Do(StabiliseCrisis{}, ByOffice(kAnew + absl::Hours(1))), SizeIs(1));
  EXPECT_THAT(story.Do(LaterAlarm(), ByOffice(kAnew + absl::Hours(2))), SizeIs(6));
}

TEST(LaterAlarm, AfterStabilisingThatSaysNoDangerIsHeardAllTheSame) {
  Story story = Stabilised();
  OpenCrisis c = LaterAlarm();
  c.opened.set_risk_to_self(false);
  const auto repeated = story.Do(c, ByOffice(kAnew))[0].alarm_repeated();
  EXPECT_TRUE(repeated.again());
  EXPECT_TRUE(repeated.first_said().empty());
  EXPECT_TRUE(repeated.has_heard_due());
  EXPECT_TRUE(story.state.Open()->risk_to_self) << "what was said stays said";
  const auto next = story.Do(LaterAlarm(), ByOffice(kAnew))[0].alarm_repeated();
  EXPECT_THAT(next.first_said(), ElementsAre(v1::DANGER_RISK_TO_SELF)) << "and is new in this emergency";
}

TEST(LaterAlarm, AfterTheMeetingOwesAnotherOne) {
  Story story = Met();
  const absl::Time anew = kNow + Days(9);
  const auto events = story.Do(LaterAlarm(), ByOffice(anew));
  ASSERT_THAT(events, SizeIs(6));
  EXPECT_TRUE(events[0].alarm_repeated().again());
  EXPECT_EQ(FromProto(events[0].alarm_repeated().meeting_due()), anew + kAftercareMeetingWithin);
  EXPECT_EQ(story.state.clocks.Find(CLOCK_KIND_AFTERCARE_MEETING, "")->due, anew + kAftercareMeetingWithin);
  story.Do(Hearing(), ByOffice(anew));
  story.Refuses(Conclusion(), ByOffice(anew), Reason::kAftercareMeetingMissing);
  story.Do(ScheduleAftercareMeeting{anew + Days(2)}, ByOffice(anew));
  const std::string id = story.state.Open()->meeting->id;
  story.Refuses(Meeting(id, kNow + Days(8)), ByOffice(anew + Days(2)), Reason::kCrisisDateImpossible);
  story.Do(Meeting(id, anew + Days(2)), ByOffice(anew + Days(2)));
  EXPECT_FALSE(story.Refused(Conclusion(), ByOffice(anew + Days(2))));
}

TEST(LaterAlarm, AfterStabilisingAsksNoOtherClinicWhileOneShelters) {
  Story story = InClinic();
  story.Do(StabiliseCrisis{}, ByOffice(kNow + absl::Hours(2)));
  OpenCrisis c = LaterAlarm();
  c.addressees[CRISIS_PARTY_CLINIC] = Id('8');
  ASSERT_THAT(story.Do(c, ByOffice(kAnew)), SizeIs(6));
  EXPECT_EQ(story.state.Open()->legs.Find(CRISIS_PARTY_CLINIC)->organisation_id, kClinic);
  EXPECT_TRUE(story.state.Open()->stay.has_value());
}

// D2: a wrong clock may already have called the very dates missed at which the new legs are due.
TEST(Crisis, LegsThatBeginAnewAreNotMissedYet) {
  Story story = Opened();
  const care::Clock* leg =
      story.state.clocks.Find(CLOCK_KIND_CRISIS_LEG, care::LegObject(CRISIS_PARTY_CLINIC));
  ASSERT_NE(leg, nullptr);
  const absl::Time due = leg->due;
  story.Do(PassCrisisDeadline{CLOCK_KIND_CRISIS_LEG, care::LegObject(CRISIS_PARTY_CLINIC), due},
           ByClock(due));
  story.Do(StabiliseCrisis{}, ByOffice(kNow));
  story.Do(Alarm(), ByOffice(kNow));
  leg = story.state.clocks.Find(CLOCK_KIND_CRISIS_LEG, care::LegObject(CRISIS_PARTY_CLINIC));
  ASSERT_NE(leg, nullptr);
  EXPECT_EQ(leg->due, due);
  EXPECT_FALSE(leg->overdue);
}

TEST(Crisis, StabilisedAndMeetingsSayThatTheNextAlarmBeginsAnew) {
  Story story = Opened();
  EXPECT_TRUE(story.Do(StabiliseCrisis{}, ByOffice())[0].crisis_stabilised().next_alarm_begins_anew());
  Story left = Left();
  left.Do(ScheduleAftercareMeeting{kNow + Days(8)}, ByOffice(kNow + Days(5)));
  const auto held =
      left.Do(Meeting(left.state.Open()->meeting->id, kNow + Days(8)), ByOffice(kNow + Days(8)));
  EXPECT_TRUE(held[0].aftercare_meeting_held().next_alarm_begins_anew());
}

TEST(LaterAlarm, OfWhoeverLeadsNeedsNoDateToBeHeard) {
  Story story = Opened();
  const auto events = story.Do(LaterAlarm(/*to_others=*/true), ByProvider(kLater));
  EXPECT_FALSE(events[0].alarm_repeated().has_heard_due());
  EXPECT_THAT(ToldBy(events[0]), ElementsAre(kOffice, kClinic));
}

TEST(LaterAlarm, GivesNoNewTimeForADangerThatIsNotHeardYet) {
  OpenCrisis first = Alarm();
  first.opened.set_risk_to_self(false);
  Story story;
  story.Do(first, ByProvider());
  story.Do(LaterAlarm(), ByOffice(kLater));
  const auto events = story.Do(LaterAlarm(/*to_others=*/true), ByOffice(kLater + absl::Minutes(20)));
  EXPECT_FALSE(events[0].alarm_repeated().has_heard_due());
  EXPECT_EQ(story.state.clocks.Find(CLOCK_KIND_NEW_DANGER, "")->due, kLater + kHeardWithin);
}

TEST(LaterAlarm, IsHeardByEachOrganisationThatWasTold) {
  Story story = Opened();
  story.Do(LaterAlarm(/*to_others=*/true), ByOffice(kLater));
  auto events = story.Do(Hearing(), ByClinic(kLater));
  EXPECT_FALSE(events[0].alarm_acknowledged().leads());
  EXPECT_THAT(story.state.Open()->not_heard, ElementsAre(kProvider));
  EXPECT_NE(story.state.clocks.Find(CLOCK_KIND_NEW_DANGER, ""), nullptr) << "who leads has not";
  events = story.Do(Hearing(), ByProvider(kLater));
  EXPECT_TRUE(events[0].alarm_acknowledged().leads());
  EXPECT_EQ(story.state.clocks.Find(CLOCK_KIND_NEW_DANGER, ""), nullptr);
  EXPECT_THAT(story.Do(Hearing(), ByProvider(kLater)), IsEmpty());
  EXPECT_THAT(story.Do(Hearing(), By(kSchool, kDeputy, "TEAM_MEMBER", kLater)), IsEmpty()) << "was not told";
}

TEST(LaterAlarm, IsHeardForWhoLeadsThisEpisodeAndNoEarlierOne) {
  Story story = Opened();
  story.Do(LaterAlarm(/*to_others=*/true), ByOffice(kLater));
  AcknowledgeAlarm c = Hearing();
  c.lead = {kClinic, "", kDoctor, kDeputy, common::v1::LEGAL_BASIS_AGREEMENT};
  Story earlier = story;
  EXPECT_FALSE(earlier.Do(c, ByClinic(kLater))[0].alarm_acknowledged().leads());
  c.lead_episode = 1;
  EXPECT_TRUE(story.Do(c, ByClinic(kLater))[0].alarm_acknowledged().leads());
}

TEST(LaterAlarm, IsHeardForWhoLeadsByTheOfficeThatHoldsTheCase) {
  Story story = Opened();
  story.Do(LaterAlarm(/*to_others=*/true), By(kEmergency, kDeputy, "EMERGENCY_SERVICE", kLater));
  EXPECT_TRUE(story.Do(Hearing(), ByOffice(kLater))[0].alarm_acknowledged().leads());
  EXPECT_EQ(story.state.clocks.Find(CLOCK_KIND_NEW_DANGER, ""), nullptr);
}

TEST(LaterAlarm, NotHeardIsOverdueClimbsAndMovesNothing) {
  Story story = Opened();
  story.Do(LaterAlarm(/*to_others=*/true), ByOffice(kLater));
  const absl::Time due = kLater + kHeardWithin;
  const PassCrisisDeadline passes{CLOCK_KIND_NEW_DANGER, "", due};
  EXPECT_TRUE(story.Do(passes, ByClock(due))[0].has_crisis_deadline_overdue());
  const auto climbed = story.Do(passes, ByClock(due + absl::Hours(24)));
  EXPECT_EQ(climbed[0].crisis_deadline_escalated().step(), common::v1::ESCALATION_STEP_DEPUTY);
  EXPECT_EQ(story.state.Open()->lead.person_id, kWolf);
}

TEST(LaterAlarm, NotHeardLeavesTheCrisisOpen) {
  Story story = Left();
  story.Do(ScheduleAftercareMeeting{kNow + Days(8)}, ByOffice(kNow + Days(5)));
  const absl::Time after = kNow + Days(9);
  story.Do(LaterAlarm(/*to_others=*/true), By(kEmergency, kDeputy, "EMERGENCY_SERVICE", kNow + Days(6)));
  story.Do(Meeting(story.state.Open()->meeting->id, kNow + Days(8)), ByOffice(after));
  story.Refuses(Conclusion(), ByOffice(after), Reason::kNewDangerUnheard);
  story.Do(Hearing(), ByOffice(after));
  story.Do(Conclusion(), ByOffice(after));
  EXPECT_EQ(story.state.Open(), nullptr);
}

TEST(LaterAlarm, IsHeardOnlyInAnOpenCrisis) {
  Story().Refuses(Hearing(), ByOffice(), Reason::kCrisisNotOpen);
}

// D9, § 62: a signatory outside the circle is heard; whoever holds the case leads, and it gets no place in
// it.
TEST(Crisis, FromASignatoryOutsideIsLedByWhoHoldsTheCaseAndLetsNobodyIn) {
  OpenCrisis c = Alarm();
  c.outside = true;
  c.deputy_known = false;
  c.case_holder = CaseHolder();
  c.names_addressees = true;
  Story().Refuses(c, ByProvider(), Reason::kLegNotYoursToName);
  c.names_addressees = false;
  c.signatory = false;
  Story().Refuses(c, ByProvider(), Reason::kCrisisChannelClosed);
  c.signatory = true;
  Story story;
  const auto opened = story.Do(c, ByProvider())[0].crisis_opened();
  EXPECT_EQ(opened.lead().person_id(), kAdler);
  EXPECT_EQ(opened.outside_organisation_id(), kProvider);
  EXPECT_EQ(opened.outside_person_id(), kWolf);
  EXPECT_EQ(opened.raised_by_organisation_id(), "");
  EXPECT_THAT(opened.legs(), SizeIs(5));
  EXPECT_THAT(story.state.Open()->raised_by, ElementsAre(kOffice));
  NameLegOrganisation name;
  name.party = CRISIS_PARTY_CLINIC;
  name.organisation_id = Id('8');
  name.known = true;
  story.Refuses(name, ByProvider(), Reason::kLegNotYoursToName);
}

TEST(Crisis, IsRaisedAgainFromOutsideAndWhoeverLeadsHears) {
  Story story = Opened();
  OpenCrisis c = Alarm();
  c.outside = true;
  c.addressees.clear();
  c.opened.set_risk_to_others(true);
  const auto events = story.Do(c, By(Id('f'), kDoctor, "CLINIC", kNow + absl::Minutes(5)));
  ASSERT_THAT(events, SizeIs(1));
  const auto& repeated = events[0].alarm_repeated();
  EXPECT_EQ(repeated.organisation_id(), "") << "no party by it";
  EXPECT_EQ(repeated.person_id(), "");
  EXPECT_EQ(repeated.outside_organisation_id(), Id('f'));
  EXPECT_EQ(repeated.outside_person_id(), kDoctor);
  EXPECT_TRUE(repeated.has_heard_due());
  EXPECT_EQ(repeated.told_organisation_ids(0), kProvider) << "leads";
  EXPECT_THAT(story.state.Open()->raised_by, ElementsAre(kProvider));
}

TEST(Crisis, TellsNobodyElseThanTheGuardianOnRecord) {
  OpenCrisis c = Alarm();
  c.names_other_guardian = true;
  Story().Refuses(c, ByProvider(), Reason::kLegOfWhoAnswers);
}

TEST(Crisis, AfterAConcludedOneIsTheNextEpisode) {
  Story story = Met();
  story.Do(Conclusion(), ByOffice(kNow + Days(9)));
  EXPECT_EQ(story.state.Open(), nullptr);
  story.Do(Alarm(), ByProvider(kNow + Days(20)));
  ASSERT_NE(story.state.Open(), nullptr);
  EXPECT_EQ(story.state.Open()->number, 2u);
}

OpenCrisisForUnknownPerson Unknown() {
  OpenCrisisForUnknownPerson c;
  c.opened.set_subject_id(Id('5'));
  c.opened.set_kind(v1::CRISIS_KIND_INTOXICATION);
  c.holder = {kEmergency, "", kAdler, kDeputy, common::v1::LEGAL_BASIS_UNSPECIFIED};
  c.tonight_kind = common::v1::TONIGHT_KIND_OUTREACH;
  c.emergency_service = c.unit_known = c.on_duty_known = c.deputy_known = true;
  return c;
}

TEST(Crisis, OfAnUnknownPersonNamesItsHolderInTheFirstCommit) {
  Story story;
  const auto events = story.Do(Unknown(), By(kEmergency, kAdler, "EMERGENCY_SERVICE", kNow));
  ASSERT_THAT(events, SizeIs(2));
  const auto& requested = events[1].crisis_case_requested();
  EXPECT_EQ(requested.holder().person_id(), kAdler);
  EXPECT_EQ(requested.holder().basis(), common::v1::LEGAL_BASIS_SGB8_76_2);
  EXPECT_EQ(requested.tonight().holder().person_id(), kAdler);
  EXPECT_EQ(requested.subject_id(), Id('5'));
  story.Do(MarkCaseOpened{kCase}, ByClock(kNow));
  EXPECT_EQ(story.state.case_id, kCase);
  EXPECT_THAT(story.Do(MarkCaseOpened{kCase}, ByClock(kNow)), IsEmpty());
}

// R0: the alarm counts, and whoever can act holds in the place of who cannot.
TEST(Crisis, OfAnUnknownPersonIsHeldByWhoCanActAndNeverRefusedForIt) {
  OpenCrisisForUnknownPerson c = Unknown();
  c.reachable = {Id('6'), kAdler};
  const auto events = Story().Do(c, By(kEmergency, kAdler, "EMERGENCY_SERVICE", kNow));
  ASSERT_THAT(events, SizeIs(2));
  for (const auto& holder : {events[1].crisis_case_requested().holder(), events[0].crisis_opened().lead(),
                             events[1].crisis_case_requested().tonight().holder()}) {
    EXPECT_EQ(holder.person_id(), Id('6'));
    EXPECT_EQ(holder.deputy_person_id(), kAdler);
    EXPECT_EQ(holder.organisation_id(), kEmergency);
  }
}

TEST(Crisis, OfAnUnknownPersonIsReceivedByAPublicUnitWithSomebodyOnDuty) {
  const Given given = By(kEmergency, kAdler, "EMERGENCY_SERVICE", kNow);
  OpenCrisisForUnknownPerson c = Unknown();
  c.emergency_service = false;
  Story().Refuses(c, given, Reason::kCannotReceiveContacts);
  c = Unknown();
  c.emergency_service = false;
  c.public_unit = true;
  Story().Refuses(c, given, Reason::kHolderNeedsUnit);
  c = Unknown();
  c.on_duty_known = false;
  Story().Refuses(c, given, Reason::kOwnerUnknown);
  c = Unknown();
  c.deputy_known = false;
  Story().Refuses(c, given, Reason::kDeputyNotNamed);
  c = Unknown();
  c.tonight_kind = common::v1::TONIGHT_KIND_PLACEMENT;
  Story().Refuses(c, given, Reason::kTonightNeedsAcceptance);
  c = Unknown();
  c.unit_known = false;
  Story().Refuses(c, given, Reason::kUnitUnknown);
}

// D9, N2: any signatory is heard, and a public body that has signed receives it.
TEST(Crisis, OfAnUnknownPersonIsRaisedByAnySignatoryAndReceivedByAPublicBodyThatHasSigned) {
  OpenCrisisForUnknownPerson c = Unknown();
  Story().Refuses(c, ByProvider(), Reason::kCrisisChannelClosed);
  c.signatory = true;
  Story().Refuses(c, ByProvider(), Reason::kCannotReceiveContacts);  // whom nobody there has named
  c.receiver_signatory = true;
  Story story;
  const auto events = story.Do(c, ByProvider());
  ASSERT_THAT(events, SizeIs(2));
  const auto& opened = events[0].crisis_opened();
  EXPECT_EQ(opened.lead().person_id(), kAdler);
  EXPECT_EQ(opened.raised_by_organisation_id(), kProvider);
  EXPECT_EQ(opened.raised_by_person_id(), kWolf);
  EXPECT_THAT(opened.legs(), SizeIs(5));
  EXPECT_EQ(events[1].crisis_case_requested().holder().organisation_id(), kEmergency);
  EXPECT_EQ(events[1].crisis_case_requested().holder().person_id(), kAdler);
  EXPECT_THAT(story.state.Open()->raised_by, ElementsAre(kProvider));
  c.emergency_service = false;
  Story().Refuses(c, ByProvider(), Reason::kCannotReceiveContacts);  // a provider receives nobody
}

TEST(Crisis, OfAnUnknownPersonTellsOnlyKnownAddressees) {
  OpenCrisisForUnknownPerson c = Unknown();
  c.addressees_known = false;
  Story().Refuses(c, By(kEmergency, kAdler, "EMERGENCY_SERVICE", kNow), Reason::kCrisisPartyUnknown);
}

TEST(Crisis, KnowsACaseOnlyWhereItAskedForOne) {
  Opened().Refuses(MarkCaseOpened{Id('8')}, ByClock(kNow), Reason::kObjectUnknown);
}

// --- the legs ---

TEST(CrisisLegs, AreAcknowledgedInPersonWithTheTimeSinceTheAlarm) {
  Story story = Opened();
  const auto events = story.Do(AcknowledgeLeg{CRISIS_PARTY_CLINIC}, ByClinic(kNow + absl::Minutes(4)));
  EXPECT_FALSE(events[0].leg_acknowledged().told());
  EXPECT_EQ(events[0].leg_acknowledged().seconds_after_alarm(), 240u);
  EXPECT_EQ(story.state.Open()->legs.Find(CRISIS_PARTY_CLINIC)->acknowledged_after, absl::Minutes(4));
  EXPECT_THAT(story.Do(AcknowledgeLeg{CRISIS_PARTY_CLINIC}, ByClinic(kNow + absl::Minutes(9))), IsEmpty());
}

TEST(CrisisLegs, AreAcknowledgedForOthersOnlyByTheChannelTheyWereReachedBy) {
  Story story = Opened();
  story.Refuses(AcknowledgeLeg{CRISIS_PARTY_LEGAL_REPRESENTATIVE}, ByProvider(),
                Reason::kLegReachedByNoChannel);
  const auto events =
      story.Do(AcknowledgeLeg{CRISIS_PARTY_LEGAL_REPRESENTATIVE, v1::CONTACT_CHANNEL_PHONE}, ByProvider());
  EXPECT_TRUE(events[0].leg_acknowledged().told());
}

TEST(CrisisLegs, OfAnOrganisationWaitForItsOwnWordWhoeverSaysItWasTold) {
  Story story = Opened();
  const AcknowledgeLeg told{CRISIS_PARTY_YOUTH_OFFICE, v1::CONTACT_CHANNEL_PHONE};
  story.Refuses(AcknowledgeLeg{CRISIS_PARTY_YOUTH_OFFICE}, ByProvider(), Reason::kLegReachedByNoChannel);
  const auto events = story.Do(told, ByProvider());
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_EQ(events[0].leg_attempted().party(), CRISIS_PARTY_YOUTH_OFFICE);
  EXPECT_EQ(events[0].leg_attempted().channel(), v1::CONTACT_CHANNEL_PHONE);
  EXPECT_EQ(events[0].leg_attempted().person_id(), kWolf);
  EXPECT_TRUE(events[0].leg_attempted().reached());
  const care::Leg& leg = *story.state.Open()->legs.Find(CRISIS_PARTY_YOUTH_OFFICE);
  EXPECT_FALSE(leg.acknowledged());
  EXPECT_TRUE(leg.reached);
  EXPECT_NE(story.state.clocks.Find(CLOCK_KIND_CRISIS_LEG, care::LegObject(CRISIS_PARTY_YOUTH_OFFICE)),
            nullptr)
      << "its date stands";
  story.Do(AcknowledgeLeg{CRISIS_PARTY_YOUTH_OFFICE}, ByOffice(kNow + absl::Minutes(3)));
  EXPECT_EQ(story.state.Open()->legs.Find(CRISIS_PARTY_YOUTH_OFFICE)->acknowledged_after, absl::Minutes(3));
}

TEST(CrisisLegs, OfWhoAnswersAreForNobodyElse) {
  Story story = Opened();
  NameLegOrganisation c;
  c.party = CRISIS_PARTY_YOUTH_OFFICE;
  c.organisation_id = Id('8');
  c.known = true;
  c.case_holder = CaseHolder();
  c.answers_organisation_id = kOffice;
  story.Refuses(c, ByProvider(), Reason::kLegOfWhoAnswers);
  story.Refuses(c, ByOffice(), Reason::kLegOfWhoAnswers);
  c.organisation_id = kOffice;
  EXPECT_FALSE(story.Refused(c, ByProvider()));
  c.answers_organisation_id = c.organisation_id = Id('8');  // CASE has gone there meanwhile
  EXPECT_FALSE(story.Refused(c, ByProvider()));
}

TEST(CrisisLegs, AreOfTheFivePartiesAndOfNobodyElse) {
  Story story = Opened();
  RecordLegAttempt attempt;
  attempt.attempt.set_party(common::v1::CRISIS_PARTY_YOUNG_PERSON);
  story.Refuses(attempt, ByProvider(), Reason::kCrisisPartyUnknown);
  story.Refuses(AcknowledgeLeg{common::v1::CRISIS_PARTY_YOUNG_PERSON}, ByProvider(),
                Reason::kCrisisPartyUnknown);
}

TEST(CrisisLegs, AMotherWhoIsNotReachedThreeTimesBlocksNothing) {
  Story story = Opened();
  RecordLegAttempt attempt;
  attempt.attempt.set_party(CRISIS_PARTY_LEGAL_REPRESENTATIVE);
  attempt.attempt.set_channel(v1::CONTACT_CHANNEL_PHONE);
  for (int i = 0; i < 3; ++i) story.Do(attempt, ByProvider(kNow + absl::Minutes(i)));
  const absl::Time due = kNow + kAcknowledgeWithin;
  const PassCrisisDeadline pass{CLOCK_KIND_CRISIS_LEG, care::LegObject(CRISIS_PARTY_LEGAL_REPRESENTATIVE),
                                due};
  EXPECT_THAT(story.Do(pass, ByClock(due - absl::Seconds(1))), IsEmpty());
  ASSERT_THAT(story.Do(pass, ByClock(due)), SizeIs(1));
  const auto climbed = story.Do(pass, ByClock(due + care::kUrgentEscalationInterval));
  ASSERT_THAT(climbed, SizeIs(1));
  EXPECT_EQ(climbed[0].crisis_deadline_escalated().step(), common::v1::ESCALATION_STEP_DEPUTY);
  EXPECT_EQ(story.state.Open()->legs.Find(CRISIS_PARTY_LEGAL_REPRESENTATIVE)->attempts, 3u);
  EXPECT_FALSE(story.Refused(AcknowledgeLeg{CRISIS_PARTY_CLINIC}, ByClinic(due)));
  EXPECT_FALSE(story.Refused(Admission(), ByClinic(due)));
}

TEST(CrisisLegs, BeginAnewForAClinicThatWasNotKnownBefore) {
  OpenCrisis c = Alarm();
  c.addressees.erase(CRISIS_PARTY_CLINIC);
  Story story;
  story.Do(c, ByProvider());
  story.Refuses(Admission(), ByClinic(), Reason::kOnlyTheAlarmedClinic);
  story.Refuses(NameLegOrganisation{CRISIS_PARTY_CLINIC, kClinic, false}, ByProvider(),
                Reason::kCrisisPartyUnknown);
  const absl::Time later = kNow + absl::Hours(1);
  story.Do(NameLegOrganisation{CRISIS_PARTY_CLINIC, kClinic, true}, ByProvider(later));
  EXPECT_EQ(story.state.Open()->legs.Find(CRISIS_PARTY_CLINIC)->acknowledge_due, later + absl::Minutes(15));
  EXPECT_FALSE(story.Refused(Admission(), ByClinic(later)));
}

NameLegOrganisation Naming(const std::string& organisation) {
  NameLegOrganisation c;
  c.party = CRISIS_PARTY_CLINIC;
  c.organisation_id = organisation;
  c.known = true;
  c.case_holder = CaseHolder();
  return c;
}

TEST(CrisisLegs, AreNamedByWhoHoldsTheCaseLeadsOrRaisedTheAlarmAndByNoMereAddressee) {
  Story story = Opened();
  NameLegOrganisation c = Naming(Id('8'));
  story.Refuses(c, ByClinic(), Reason::kLegNotYoursToName);
  EXPECT_FALSE(story.Refused(c, ByOffice()));
  EXPECT_FALSE(story.Refused(c, ByProvider())) << "raised the alarm";
  c.leads_crisis = true;
  EXPECT_FALSE(story.Refused(c, By(kEmergency, kAdler, "EMERGENCY_SERVICE", kNow)));
}

TEST(CrisisLegs, OfAnotherAddresseeAreMissingWhenTheFirstWouldHaveBeen) {
  Story story = Opened();
  const absl::Time due = kNow + absl::Minutes(15);
  story.Do(Naming(Id('8')), ByProvider(kNow + absl::Minutes(10)));
  EXPECT_EQ(story.state.Open()->legs.Find(CRISIS_PARTY_CLINIC)->acknowledge_due, due);
  const PassCrisisDeadline pass{CLOCK_KIND_CRISIS_LEG, care::LegObject(CRISIS_PARTY_CLINIC), due};
  ASSERT_THAT(story.Do(pass, ByClock(due)), SizeIs(1));
  story.Do(Naming(kClinic), ByProvider(due + absl::Minutes(5)));
  const care::Clock* clock = story.state.clocks.Find(CLOCK_KIND_CRISIS_LEG, pass.object_id);
  ASSERT_NE(clock, nullptr);
  EXPECT_EQ(clock->due, due);
  EXPECT_TRUE(clock->overdue) << "another name gives no new time";
  ASSERT_THAT(story.Do(pass, ByClock(due + care::kUrgentEscalationInterval)), SizeIs(1));
}

TEST(CrisisLegs, ThatAreAcknowledgedAreRenamedByWhoHoldsTheCaseAlone) {
  Story story = Opened();
  story.Do(AcknowledgeLeg{CRISIS_PARTY_CLINIC}, ByClinic());
  const absl::Time later = kNow + absl::Hours(1);
  story.Refuses(Naming(Id('8')), ByProvider(later), Reason::kLegIsAcknowledged);
  story.Do(Naming(Id('8')), ByOffice(later));
  const care::Leg* leg = story.state.Open()->legs.Find(CRISIS_PARTY_CLINIC);
  EXPECT_FALSE(leg->acknowledged());
  EXPECT_EQ(leg->acknowledge_due, later + absl::Minutes(15)) << "asked for the first time";
}

// --- care and the clinic ---

TEST(Detention, InCareEndsByTheEndOfTheFollowingDayAndNobodysResponsibilityWithIt) {
  Story story = Opened();
  story.Do(Taking(true), ByOffice());
  ASSERT_TRUE(story.state.Open()->care->detained);
  const PassCrisisDeadline pass{CLOCK_KIND_DETENTION_LIMIT, DetentionObject(v1::DETENTION_IN_CARE),
                                kTuesdayIsOver};
  EXPECT_THAT(story.Do(pass, ByClock(kTuesdayIsOver - absl::Seconds(1))), IsEmpty());
  const auto events = story.Do(pass, ByClock(kTuesdayIsOver));
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_EQ(events[0].detention_ended().end(), v1::DETENTION_END_TIME_OVER);
  EXPECT_FALSE(story.state.Open()->care->detained);
  EXPECT_TRUE(story.state.Open()->care.has_value()) << "care goes on";
  EXPECT_THAT(story.Do(pass, ByClock(kTuesdayIsOver)), IsEmpty());
}

// § 42(5): the day is the one in Germany, also late in the evening and when the clocks go forward.
TEST(Detention, InCareLastsToTheEndOfAGermanDay) {
  const auto until = [](absl::CivilMinute utc) {
    Story story = Opened();
    const auto events = story.Do(Taking(true), ByOffice(absl::FromCivil(utc, absl::UTCTimeZone())));
    return FormatInstant(FromProto(events[0].taken_into_care().detention_until()));
  };
  EXPECT_EQ(until(absl::CivilMinute(2026, 3, 7, 22, 10)), "2026-03-08T23:00:00Z") << "Saturday, 23:10";
  EXPECT_EQ(until(absl::CivilMinute(2026, 3, 7, 23, 10)), "2026-03-09T23:00:00Z") << "Sunday, 0:10";
  EXPECT_EQ(until(absl::CivilMinute(2026, 3, 28, 12, 0)), "2026-03-29T22:00:00Z")
      << "the clocks go forward that night";
}

TEST(Detention, InCareGoesOnAsLongAsACourtHasDecided) {
  Story story = Opened();
  story.Do(Taking(true), ByOffice());
  RecordCourtDecision court;
  court.decided.set_detention(v1::DETENTION_IN_CARE);
  court.decided.set_granted(true);
  *court.decided.mutable_decided_at() = ToProto(kNow + absl::Hours(10));
  story.Refuses(court, ByOffice(kNow + absl::Hours(11)), Reason::kCourtDecisionIncomplete);
  *court.decided.mutable_until() = ToProto(kNow + Days(7));
  story.Do(court, ByOffice(kNow + absl::Hours(11)));
  const PassCrisisDeadline pass{CLOCK_KIND_DETENTION_LIMIT, DetentionObject(v1::DETENTION_IN_CARE),
                                kTuesdayIsOver};
  EXPECT_THAT(story.Do(pass, ByClock(kTuesdayIsOver)), IsEmpty());
  EXPECT_TRUE(story.state.Open()->care->detained);
}

// § 42(5): who lets go and takes again has the same time, not twice as much.
TEST(Detention, InCareOnceMoreCountsFromTheFirstDay) {
  Story story = Opened();
  story.Do(Taking(true), ByOffice());
  story.Do(Handing(), ByOffice(kNow + absl::Hours(20)));
  const auto again = story.Do(Taking(true), ByOffice(kNow + absl::Hours(30)));
  EXPECT_EQ(FromProto(again[0].taken_into_care().detention_until()), kTuesdayIsOver);
  story.Do(Handing(), ByOffice(kNow + absl::Hours(31)));
  story.Refuses(Taking(true), ByOffice(kTuesdayIsOver), Reason::kDetentionTimeOver);
  EXPECT_FALSE(story.Refused(Taking(false), ByOffice(kTuesdayIsOver)));
}

TEST(Detention, WhoseTimeIsOverGoesOnByACourtsDecision) {
  Story story = Opened();
  story.Do(Taking(true), ByOffice());
  story.Do(
      PassCrisisDeadline{CLOCK_KIND_DETENTION_LIMIT, DetentionObject(v1::DETENTION_IN_CARE), kTuesdayIsOver},
      ByClock(kTuesdayIsOver));
  RecordCourtDecision court;
  court.decided.set_detention(v1::DETENTION_IN_CARE);
  *court.decided.mutable_decided_at() = ToProto(kTuesdayIsOver);
  EXPECT_THAT(story.Do(court, ByOffice(kTuesdayIsOver)), SizeIs(1)) << "there is nothing to end";
  court.decided.set_granted(true);
  *court.decided.mutable_until() = ToProto(kTuesdayIsOver + Days(7));
  story.Do(court, ByOffice(kTuesdayIsOver + absl::Hours(1)));
  EXPECT_TRUE(story.state.Open()->care->detained);
  EXPECT_EQ(story.state.Open()->care->detention_until, kTuesdayIsOver + Days(7));
  story.Do(Handing(), ByOffice(kNow + Days(3)));
  EXPECT_FALSE(story.Refused(Taking(true), ByOffice(kNow + Days(4)))) << "a court has decided";
}

TEST(Detention, IsTakenByYouthOfficesAndEndedByTheOneThatTookIt) {
  Story story = Opened();
  TakeIntoCare not_an_office = Taking(true);
  not_an_office.by_youth_office = false;
  story.Refuses(not_an_office, ByProvider(), Reason::kOnlyYouthOfficesTakeIntoCare);
  story.Refuses(Handing(), ByOffice(), Reason::kNotInYourCare);
  story.Refuses(EndDetention{v1::DETENTION_IN_CARE}, ByOffice(), Reason::kNotDetained);
  story.Do(Taking(true), ByOffice());
  story.Refuses(Taking(true), ByOffice(), Reason::kAlreadyInCare);
  story.Refuses(EndDetention{v1::DETENTION_IN_CARE}, ByClinic(), Reason::kNotInYourCare);
  const auto events = story.Do(Handing(), ByOffice());
  ASSERT_THAT(events, SizeIs(2));
  EXPECT_TRUE(events[0].has_detention_ended());
  EXPECT_FALSE(story.state.Open()->care.has_value());
}

TEST(Detention, IsDecidedOfBySomebodyWhoAnswersForIt) {
  Story story = Opened();
  RecordCourtDecision court;
  court.decided.set_detention(v1::DETENTION_IN_CARE);
  *court.decided.mutable_decided_at() = ToProto(kNow);
  story.Refuses(court, ByOffice(), Reason::kNotDetained);
  story.Do(Taking(true), ByOffice());
  story.Refuses(court, ByClinic(), Reason::kNotInYourCare);
  story.Do(court, ByOffice());
  EXPECT_FALSE(story.state.Open()->care->detained);
}

TEST(Detention, InAClinicNeedsACourtWithoutDelayAndAReasonWhenItIsLate) {
  Story story = InClinic(v1::CLINIC_BASIS_BGB_1631B);
  const absl::Time due = kNow + absl::Hours(1) + kCourtApprovalWithin;
  const std::string stay = story.state.Open()->stay->id;
  ASSERT_NE(story.state.clocks.Find(CLOCK_KIND_COURT_APPROVAL, stay), nullptr);
  ASSERT_THAT(story.Do(PassCrisisDeadline{CLOCK_KIND_COURT_APPROVAL, stay, due}, ByClock(due)), SizeIs(1));
  EXPECT_TRUE(story.state.Open()->stay->detained) << "a missed date ends nothing";
  RecordCourtDecision court;
  court.decided.set_detention(v1::DETENTION_CLINIC);
  court.decided.set_granted(true);
  *court.decided.mutable_decided_at() = ToProto(due + absl::Hours(1));
  *court.decided.mutable_until() = ToProto(due + Days(6));
  const Given late = ByOffice(due + absl::Hours(2));
  story.Refuses(court, late, Reason::kWhyLateMissing);
  court.decided.mutable_why_late()->set_key_id("sealed");
  story.Do(court, late);
  EXPECT_EQ(story.state.clocks.Find(CLOCK_KIND_COURT_APPROVAL, stay), nullptr);
  EXPECT_TRUE(story.state.Open()->stay->detained);
}

TEST(Detention, InAClinicNeedsACourtFromTheAdmissionOnWheneverThatIsWrittenDown) {
  Story story = Opened();
  Given late = ByClinic(kNow + absl::Hours(30));
  late.occurred_at = kNow + absl::Hours(1);
  story.Do(Admission(v1::CLINIC_BASIS_BGB_1631B), late);
  EXPECT_EQ(story.state.Open()->stay->approval_due, kNow + absl::Hours(1) + kCourtApprovalWithin);
  RecordCourtDecision court;
  court.decided.set_detention(v1::DETENTION_CLINIC);
  court.decided.set_granted(true);
  *court.decided.mutable_decided_at() = ToProto(late.now);
  *court.decided.mutable_until() = ToProto(late.now + Days(6));
  story.Refuses(court, ByOffice(late.now), Reason::kWhyLateMissing);
}

TEST(Detention, ThatACourtRefusesEnds) {
  Story story = InClinic(v1::CLINIC_BASIS_BGB_1631B);
  RecordCourtDecision court;
  court.decided.set_detention(v1::DETENTION_CLINIC);
  *court.decided.mutable_decided_at() = ToProto(kNow + absl::Hours(2));
  const auto events = story.Do(court, ByOffice(kNow + absl::Hours(3)));
  ASSERT_THAT(events, SizeIs(2));
  EXPECT_EQ(events[1].detention_ended().end(), v1::DETENTION_END_COURT_REFUSED);
  EXPECT_FALSE(story.state.Open()->stay->detained);
  EXPECT_TRUE(story.state.Open()->stay.has_value()) << "the stay goes on";
}

TEST(Clinic, AdmitsInPersonAndAcknowledgesByIt) {
  Story story = Opened();
  const auto events = story.Do(Admission(), ByClinic(kNow + absl::Hours(1)));
  ASSERT_THAT(events, SizeIs(2));
  EXPECT_TRUE(events[0].has_leg_acknowledged());
  const auto& admitted = events[1].admitted_to_clinic();
  EXPECT_EQ(admitted.case_id(), kCase);
  EXPECT_EQ(admitted.holder().person_id(), kDoctor);
  story.Refuses(Admission(), ByClinic(), Reason::kAlreadyInClinic);
  story.Refuses(Naming(Id('8')), ByOffice(), Reason::kAlreadyInClinic);
}

TEST(Clinic, AdmitsNobodyWithoutPersonDeputyOrGround) {
  Story story = Opened();
  story.Refuses(Admission(), By(kClinic, kDoctor, "PROVIDER_WORKER", kNow), Reason::kOnlyTheAlarmedClinic);
  story.Refuses(Admission(), By(kProvider, kDoctor, "CLINIC", kNow), Reason::kOnlyTheAlarmedClinic);
  AdmitToClinic c = Admission();
  c.deputy_known = false;
  story.Refuses(c, ByClinic(), Reason::kDeputyNotNamed);
  c = Admission();
  c.leaves = true;
  story.Refuses(c, ByClinic(), Reason::kPersonLeaves);
  c = Admission();
  c.unit_known = false;
  story.Refuses(c, ByClinic(), Reason::kUnitUnknown);
  story.Refuses(Admission(v1::CLINIC_BASIS_IN_CARE), ByClinic(), Reason::kNotInYourCare);
  Story unknown;
  OpenCrisisForUnknownPerson nobody = Unknown();
  nobody.addressees = {{CRISIS_PARTY_CLINIC, kClinic}};
  unknown.Do(nobody, By(kEmergency, kAdler, "EMERGENCY_SERVICE", kNow));
  unknown.Refuses(Admission(), ByClinic(), Reason::kCrisisCaseNotOpen);
}

TEST(Clinic, IsLeftOnlyToAKnownPlace) {
  Story story = InClinic();
  const absl::Time later = kNow + Days(5);
  story.Refuses(Leaving(true), ByClinic(later), Reason::kNextPlaceUnknown);
  story.Refuses(Leaving(false), ByClinic(later), Reason::kNextPlaceUnknown);
  LeaveClinic into_a_place = Leaving(false);
  into_a_place.kind = common::v1::TONIGHT_KIND_PLACEMENT;
  story.Refuses(into_a_place, ByClinic(later), Reason::kNextPlaceUnknown);
  story.Refuses(BackToThePlace(later), ByOffice(later), Reason::kNotTheNextPlace);
  PlanClinicLeave home = BackToThePlace(later);
  home.kind = common::v1::TONIGHT_KIND_FAMILY;
  story.Refuses(home, ByProvider(later), Reason::kNotTheNextPlace);
  home.kind = common::v1::TONIGHT_KIND_CLINIC;
  story.Refuses(home, ByOffice(later), Reason::kNotTheNextPlace);
  PlanClinicLeave nowhere = BackToThePlace(later);
  nowhere.kept_place_organisation_id.clear();
  story.Refuses(nowhere, ByProvider(later), Reason::kNotTheNextPlace);
  story.Do(BackToThePlace(later), ByProvider(kNow + Days(4)));
  LeaveClinic given_away = Leaving(true);
  given_away.kept_place_organisation_id.clear();
  story.Refuses(given_away, ByClinic(later), Reason::kNextPlaceUnknown);
  const auto events = story.Do(Leaving(true), ByClinic(later));
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_EQ(events[0].left_clinic().next().kind(), common::v1::TONIGHT_KIND_PLACEMENT);
  EXPECT_EQ(events[0].left_clinic().next().holder().person_id(), kWolf);
}

TEST(Clinic, IsNotLeftIntoNothingNorToWhoHoldsTheCaseNoMore) {
  Story story = InClinic();
  PlanClinicLeave home = BackToThePlace(kNow + Days(5));
  home.kind = common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN;
  story.Refuses(home, ByOffice(kNow + Days(4)), Reason::kNotTheNextPlace);
  home.kind = common::v1::TONIGHT_KIND_FAMILY;
  ASSERT_THAT(story.Do(home, ByOffice(kNow + Days(4))), SizeIs(1));
  LeaveClinic moved = Leaving(true);
  moved.case_holder.organisation_id = kEmergency;
  story.Refuses(moved, ByClinic(kNow + Days(5)), Reason::kNextPlaceUnknown);
  EXPECT_THAT(story.Do(Leaving(true), ByClinic(kNow + Days(5))), SizeIs(1));
}

TEST(Clinic, IsLeftToSomebodyWithAKnownDeputy) {
  Story story = InClinic();
  PlanClinicLeave plan = BackToThePlace(kNow + Days(5));
  plan.deputy_known = false;
  story.Refuses(plan, ByProvider(kNow + Days(4)), Reason::kDeputyNotNamed);
}

TEST(Clinic, IsLeftByWhoIsThere) {
  Story story = Opened();
  story.Refuses(BackToThePlace(kNow), ByProvider(), Reason::kNotInClinic);
  story.Refuses(Leaving(true), ByClinic(), Reason::kNotInClinic);
}

TEST(Clinic, IsLeftWithoutAPlanOnlyIntoTheHandsOfWhoHoldsTheCase) {
  Story story = InClinic(v1::CLINIC_BASIS_BGB_1631B);
  LeaveClinic gone = Leaving(false);
  gone.kind = common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN;
  story.Refuses(gone, ByProvider(), Reason::kOnlyTheAlarmedClinic);
  const auto events = story.Do(gone, ByClinic(kNow + Days(2)));
  ASSERT_THAT(events, SizeIs(2));
  EXPECT_EQ(events[0].detention_ended().end(), v1::DETENTION_END_LEFT_CLINIC);
  EXPECT_EQ(events[1].left_clinic().next().holder().person_id(), kAdler);
  EXPECT_FALSE(story.state.Open()->stay.has_value());
}

TEST(Clinic, IsLeftWithParentsAndYoungPersonHeardOrAReason) {
  Story story = InClinic();
  PlanClinicLeave plan = BackToThePlace(kNow + Days(5));
  plan.participation.Clear();
  story.Refuses(plan, ByProvider(kNow + Days(4)), Reason::kParticipationIncomplete);
  plan = BackToThePlace(kNow + Days(200));
  story.Refuses(plan, ByProvider(kNow + Days(4)), Reason::kCrisisDateImpossible);
  plan = BackToThePlace(kNow + Days(5));
  plan.leaves = true;
  story.Refuses(plan, ByProvider(kNow + Days(4)), Reason::kPersonLeaves);
  story.Do(BackToThePlace(kNow + Days(5)), ByProvider(kNow + Days(4)));
  LeaveClinic leave = Leaving(true);
  leave.participation.Clear();
  story.Refuses(leave, ByClinic(kNow + Days(5)), Reason::kParticipationIncomplete);
  leave = Leaving(true);
  leave.next_leaves = true;
  story.Refuses(leave, ByClinic(kNow + Days(5)), Reason::kPersonLeaves);
}

// --- care: the night goes there, and comes back to somebody known (N9) ---

const std::string kBochum = Id('f'), kBergmann = Id('8');
Given ByBochum(absl::Time at = kNow) {
  return By(kBochum, kBergmann, "CASE_WORKER", at);
}
EndCare ByTheOther(common::v1::TonightKind kind) {
  EndCare c = Handing(kind);
  c.night.tonight = {common::v1::TONIGHT_KIND_IN_CARE, {kBochum, "", kBergmann}};
  return c;
}
PlanCareEnd PlannedBack(absl::Time on) {
  return {BackToThePlace(on)};
}
Story InCareOfAnother() {
  Story story = Opened();
  story.Do(Taking(false), ByBochum(kNow + absl::Hours(1)));
  return story;
}

TEST(Care, TakesTheNightOverInPersonWithADeputy) {
  Story story = Opened();
  const auto events = story.Do(Taking(false), ByBochum());
  ASSERT_THAT(events, SizeIs(1));
  const auto& taken = events[0].taken_into_care();
  EXPECT_EQ(care::FromProto(taken.holder()),
            (care::Holder{kBochum, "", kBergmann, kDeputy, common::v1::LEGAL_BASIS_SGB8_42}));
  EXPECT_EQ(taken.case_id(), kCase);
  EXPECT_TRUE(taken.shelters());
  EXPECT_THAT(taken.told_organisation_ids(), ElementsAre(kOffice, kProvider))
      << "who holds the case, and who sheltered";
  EXPECT_EQ(story.state.Open()->care->holder.person_id, kBergmann);
}

TEST(Care, IsTakenByNobodyWithoutPersonDeputyUnitOrCase) {
  Story story = Opened();
  for (const auto& [change, reason] : std::vector<std::pair<void (*)(TakeIntoCare&), Reason>>{
           {[](TakeIntoCare& c) { c.deputy_known = false; }, Reason::kDeputyNotNamed},
           {[](TakeIntoCare& c) { c.deputy_person_id = kBergmann; }, Reason::kDeputyNotNamed},
           {[](TakeIntoCare& c) { c.unit_known = false; }, Reason::kUnitUnknown},
           {[](TakeIntoCare& c) { c.leaves = true; }, Reason::kPersonLeaves}}) {
    TakeIntoCare c = Taking(false);
    change(c);
    story.Refuses(c, ByBochum(), reason);
  }
  story.state.case_id.clear();
  story.Refuses(Taking(false), ByBochum(), Reason::kCrisisCaseNotOpen);
}

TEST(Care, MovesNoNightOutOfAClinic) {
  Story story = InClinic();
  const auto events = story.Do(Taking(false), ByBochum(kNow + absl::Hours(2)));
  EXPECT_FALSE(events[0].taken_into_care().shelters());
  const auto ended =
      story.Do(ByTheOther(common::v1::TONIGHT_KIND_UNSPECIFIED), ByBochum(kNow + absl::Hours(3)));
  ASSERT_THAT(ended, SizeIs(1));
  EXPECT_FALSE(ended[0].care_ended().has_next()) << "the night is the clinic's";
}

TEST(Care, EndsIntoAKnownNightThatWhoeverGetsItHearsOf) {
  Story story = InCareOfAnother();
  const Given then = ByBochum(kNow + absl::Hours(9));
  for (const auto kind : {common::v1::TONIGHT_KIND_UNSPECIFIED, common::v1::TONIGHT_KIND_PLACEMENT,
                          common::v1::TONIGHT_KIND_IN_CARE, common::v1::TONIGHT_KIND_CLINIC})
    story.Refuses(ByTheOther(kind), then, Reason::kNightAfterCareUnknown);
  EndCare nobody = ByTheOther(common::v1::TONIGHT_KIND_FAMILY);
  nobody.case_holder = {};
  story.Refuses(nobody, then, Reason::kNightAfterCareUnknown);
  const auto events = story.Do(ByTheOther(common::v1::TONIGHT_KIND_FAMILY), then);
  ASSERT_THAT(events, SizeIs(1));
  const auto& ended = events[0].care_ended();
  EXPECT_EQ(ended.next().holder().person_id(), kAdler);
  EXPECT_EQ(FromProto(ended.confirm_due()), then.now + kNightConfirmedWithin);
  EXPECT_EQ(ended.case_id(), kCase);
}

TEST(Care, OfTheOfficeThatHoldsTheCaseEndsByItsOwnWord) {
  Story story = Opened();
  story.Do(Taking(false), ByOffice());
  const auto events = story.Do(Handing(), ByOffice(kNow + absl::Hours(1)));
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_FALSE(events[0].care_ended().has_confirm_due());
  EXPECT_TRUE(events[0].care_ended().has_next());
}

TEST(Care, EndsWithoutANightOnceSomebodyElseHasTakenItOver) {
  Story story = InCareOfAnother();
  EndCare c = ByTheOther(common::v1::TONIGHT_KIND_UNSPECIFIED);
  c.night.tonight = {common::v1::TONIGHT_KIND_PLACEMENT, {kProvider, "", kWolf}};  // where it was before
  story.Refuses(c, ByBochum(kNow + absl::Hours(2)), Reason::kNightAfterCareUnknown);
  c.night.entered = {{kAll, 1}};
  const auto events = story.Do(c, ByBochum(kNow + absl::Hours(6)));
  EXPECT_FALSE(events[0].care_ended().has_next());
}

TEST(Care, EndsAsPlannedByWhoeverTakesOver) {
  const absl::Time day = kNow + Days(2);
  Story story = InCareOfAnother();
  EndCare planned = ByTheOther(common::v1::TONIGHT_KIND_UNSPECIFIED);
  planned.planned = true;
  story.Refuses(planned, ByBochum(day), Reason::kNightAfterCareUnknown);
  story.Refuses(PlannedBack(day), ByOffice(), Reason::kNotTheNextAfterCare);
  for (const auto& [change, reason] : std::vector<std::pair<void (*)(PlanClinicLeave&), Reason>>{
           {[](PlanClinicLeave& c) { c.leaves = true; }, Reason::kPersonLeaves},
           {[](PlanClinicLeave& c) { c.deputy_known = false; }, Reason::kDeputyNotNamed},
           {[](PlanClinicLeave& c) { c.on = kNow + Days(400); }, Reason::kCrisisDateImpossible},
           {[](PlanClinicLeave& c) { c.on = kNow - Days(2); }, Reason::kCrisisDateImpossible},
           {[](PlanClinicLeave& c) { c.kind = common::v1::TONIGHT_KIND_IN_CARE; },
            Reason::kNotTheNextAfterCare},
           {[](PlanClinicLeave& c) { c.participation.Clear(); }, Reason::kParticipationIncomplete}}) {
    PlanCareEnd plan = PlannedBack(day);
    change(plan.plan);
    story.Refuses(plan, ByProvider(), reason);
  }
  const auto said = story.Do(PlannedBack(day), ByProvider(kNow + absl::Hours(2)));
  EXPECT_THAT(said[0].care_end_planned().told_organisation_ids(), ElementsAre(kBochum, kOffice));
  EndCare left = planned;
  left.next_leaves = true;
  story.Refuses(left, ByBochum(day), Reason::kPersonLeaves);
  left = planned;
  left.kept_place_organisation_id.clear();
  story.Refuses(left, ByBochum(day), Reason::kNightAfterCareUnknown);
  const auto events = story.Do(planned, ByBochum(day));
  EXPECT_EQ(events[0].care_ended().next().kind(), common::v1::TONIGHT_KIND_PLACEMENT);
  EXPECT_TRUE(events[0].care_ended().planned());
  EXPECT_FALSE(events[0].care_ended().has_confirm_due());
}

TEST(Care, IsPlannedToEndOnlyWhereItShelters) {
  Story story = Opened();
  story.Refuses(PlannedBack(kNow + Days(1)), ByProvider(), Reason::kNotInCare);
  Story clinic = InClinic();
  clinic.Do(Taking(false), ByBochum(kNow + absl::Hours(2)));
  clinic.Refuses(PlannedBack(kNow + Days(1)), ByProvider(kNow + absl::Hours(3)), Reason::kNotInCare);
}

TEST(Care, TakesBackFromTheClinic) {
  Story story = InCareOfAnother();
  story.Do(Admission(), ByClinic(kNow + absl::Hours(2)));
  LeaveClinic gone = Leaving(false);
  gone.kind = common::v1::TONIGHT_KIND_IN_CARE;
  const auto events = story.Do(gone, ByClinic(kNow + absl::Hours(8)));
  const auto& left = events[0].left_clinic();
  EXPECT_EQ(left.next().holder().person_id(), kBergmann);
  EXPECT_EQ(left.care_id(), story.state.Open()->care->id);
  EXPECT_TRUE(left.has_confirm_due());
  EXPECT_TRUE(story.state.Open()->care->shelters);
  Story nobody = InClinic();
  nobody.Refuses(gone, ByClinic(kNow + absl::Hours(8)), Reason::kNextPlaceUnknown);
}

TEST(Care, TakesBackFromTheClinicAsPlannedWhileItGoesOn) {
  Story story = InCareOfAnother();
  story.Do(Admission(), ByClinic(kNow + absl::Hours(2)));
  PlanClinicLeave back = BackToThePlace(kNow + Days(1));
  back.kind = common::v1::TONIGHT_KIND_IN_CARE;
  story.Refuses(back, ByOffice(kNow + absl::Hours(3)), Reason::kNotTheNextPlace);
  const auto planned = story.Do(back, ByBochum(kNow + absl::Hours(3)));
  EXPECT_EQ(planned[0].clinic_leave_planned().next().holder().basis(), common::v1::LEGAL_BASIS_SGB8_42);
  Story over = story;
  over.Do(ByTheOther(common::v1::TONIGHT_KIND_UNSPECIFIED), ByBochum(kNow + absl::Hours(4)));
  over.Refuses(Leaving(true), ByClinic(kNow + Days(1)), Reason::kNextPlaceUnknown);
  const auto events = story.Do(Leaving(true), ByClinic(kNow + Days(1)));
  EXPECT_FALSE(events[0].left_clinic().has_confirm_due());
  EXPECT_TRUE(story.state.Open()->care->shelters);
}

// --- care that passes on, runs on or is nobody's shelter any more (§ 42) ---

const std::string kEssen = Id('0'), kSchmidt = Id('6');
Given ByEssen(absl::Time at) {
  Given given = By(kEssen, kSchmidt, "CASE_WORKER", at);
  given.new_id = Id('8');
  return given;
}
// Since the crisis spoke of it last.
Night Missing() {
  return {{common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN, CaseHolder()}, "", {{kAll, 1}}};
}
Night AtThePlace() {
  return {{common::v1::TONIGHT_KIND_PLACEMENT, {kProvider, "", kWolf}}, "", {{kAll, 1}}};
}
Night WithBochum() {
  return {{common::v1::TONIGHT_KIND_IN_CARE, {kBochum, "", kBergmann}}};
}
Night WithTheClinic() {
  return {{common::v1::TONIGHT_KIND_CLINIC, {kClinic, "", kDoctor}}};
}
TakeIntoCare Found(bool detention, const Night& night) {
  TakeIntoCare c = Taking(detention);
  c.night = night;
  return c;
}
EndCare Ending(const Night& night, v1::CareEndReason reason = v1::CARE_END_REASON_HELP_DECIDED) {
  EndCare c = Handing(common::v1::TONIGHT_KIND_UNSPECIFIED);
  c.reason = reason;
  c.night = night;
  return c;
}

TEST(Care, OfAnotherOfficeThatHasTheYoungPersonEndsTheFirst) {
  Story story = Opened();
  story.Do(Taking(true), ByBochum());
  const absl::Time later = kNow + absl::Hours(5);
  const auto events = story.Do(Found(true, Missing()), ByEssen(later));
  ASSERT_THAT(events, SizeIs(3));
  EXPECT_EQ(events[0].detention_ended().detention(), v1::DETENTION_IN_CARE);
  const auto& ended = events[1].care_ended();
  EXPECT_EQ(ended.reason(), v1::CARE_END_REASON_TAKEN_INTO_CARE_ELSEWHERE);
  EXPECT_EQ(ended.care_id(), Id('9'));
  EXPECT_EQ(ended.ended_by_organisation_id(), kEssen);
  EXPECT_THAT(ended.told_organisation_ids(), ElementsAre(kBochum));
  EXPECT_FALSE(ended.has_next()) << "the night goes where it is taken";
  const auto& taken = events[2].taken_into_care();
  EXPECT_EQ(taken.organisation_id(), kEssen);
  EXPECT_EQ(taken.care_id(), Id('8'));
  EXPECT_TRUE(taken.shelters());
  EXPECT_FALSE(taken.again());
  EXPECT_EQ(FromProto(taken.detention_until()), kTuesdayIsOver) << "no new time (§ 42(5))";
  EXPECT_EQ(story.state.Open()->care->organisation_id, kEssen);
  EXPECT_TRUE(story.state.Open()->care->detained);
  story.Refuses(Handing(), ByBochum(later), Reason::kNotInYourCare);
}

TEST(Care, OfTheOfficeThatHasTheNightIsTakenOnce) {
  Story story = InCareOfAnother();
  story.Refuses(Found(false, WithBochum()), ByBochum(kNow + absl::Hours(3)), Reason::kAlreadyInCare);
  story.Do(Admission(v1::CLINIC_BASIS_IN_CARE), ByClinic(kNow + absl::Hours(4)));
  story.Refuses(Found(false, WithTheClinic()), ByBochum(kNow + absl::Hours(5)), Reason::kAlreadyInCare);
  PlanCareEnd into_itself = PlannedBack(kNow + Days(1));
  into_itself.plan.kind = common::v1::TONIGHT_KIND_IN_CARE;
  story.Refuses(into_itself, ByBochum(kNow + absl::Hours(5)), Reason::kNotTheNextAfterCare);
}

TEST(Care, RunsOnWhileNobodyKnowsWhereAndItsOfficeTakesTheNightAgain) {
  Story story = Opened();
  story.Do(Taking(true), ByBochum());
  const absl::Time gone = kNow + absl::Hours(3), later = kNow + absl::Hours(5);
  story.Refuses(ByTheOther(common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN), ByBochum(gone),
                Reason::kMissingKeepsTheCare);
  story.Refuses(Ending(Missing()), ByBochum(later), Reason::kMissingKeepsTheCare);
  const std::string care = story.state.Open()->care->id;
  const auto events = story.Do(Found(false, Missing()), ByBochum(later));
  ASSERT_THAT(events, SizeIs(2));
  EXPECT_TRUE(events[0].has_detention_ended()) << "it ended with running away";
  const auto& taken = events[1].taken_into_care();
  EXPECT_TRUE(taken.again());
  EXPECT_EQ(taken.care_id(), care);
  EXPECT_TRUE(taken.shelters());
  EXPECT_FALSE(story.state.Open()->care->detained);
  Night behind = Missing();
  behind.entered = {{care, 1}};  // the case has not followed it again yet
  story.Refuses(Found(false, behind), ByBochum(later), Reason::kAlreadyInCare);
}

TEST(Care, ThatSheltersNobodyIsEndedByWhoHoldsTheCase) {
  Story story = InCareOfAnother();
  const absl::Time placed = kNow + absl::Hours(5), later = kNow + absl::Hours(6);
  EndCare sheltered = Ending(WithBochum());
  sheltered.kind = common::v1::TONIGHT_KIND_FAMILY;
  story.Refuses(sheltered, ByOffice(later), Reason::kNotInYourCare);
  story.Refuses(Ending(Missing()), ByOffice(later), Reason::kMissingKeepsTheCare);
  story.Refuses(Ending(AtThePlace()), ByProvider(later), Reason::kNotInYourCare);
  Story detained = Opened();
  detained.Do(Taking(true), ByBochum(kNow + absl::Hours(1)));
  detained.Refuses(Ending(AtThePlace()), ByOffice(later), Reason::kNotInYourCare);
  Story clinic = story;
  clinic.Do(Admission(v1::CLINIC_BASIS_IN_CARE), ByClinic(placed));
  clinic.Refuses(Ending(WithTheClinic()), ByOffice(later), Reason::kNotInYourCare);
  const auto events = story.Do(Ending(AtThePlace()), ByOffice(later));
  ASSERT_THAT(events, SizeIs(1));
  const auto& ended = events[0].care_ended();
  EXPECT_FALSE(ended.has_next());
  EXPECT_EQ(ended.ended_by_organisation_id(), kOffice);
  EXPECT_THAT(ended.told_organisation_ids(), ElementsAre(kBochum));
  EXPECT_FALSE(story.state.Open()->care.has_value());
}

TEST(Care, IsTakenOutOfAClinicWhoseStayIsStaleWithTheNight) {
  Story story = InClinic();
  const std::string clinic_stay = story.state.Open()->stay->id;
  Given bochum = ByBochum(kNow + absl::Hours(4));
  bochum.new_id = Id('3');  // of the care: not the stay's
  const auto events = story.Do(Found(false, AtThePlace()), bochum);
  EXPECT_TRUE(events[0].taken_into_care().shelters());
  LeaveClinic late = Leaving(false);
  late.night = WithBochum();
  late.night.stay_id = bochum.new_id;
  late.night.entered = {{bochum.new_id, 1}, {clinic_stay, 1}};
  story.Do(late, ByClinic(kNow + absl::Hours(6)));
  EXPECT_TRUE(story.state.Open()->care->shelters);
}

TEST(Care, WhoseEndIsPlannedHasADayForWhoeverTakesOver) {
  Story story = InCareOfAnother();
  const absl::Time over = absl::FromCivil(absl::CivilHour(2026, 2, 4, 23), absl::UTCTimeZone());
  const auto planned = story.Do(PlannedBack(kNow + Days(2)), ByProvider(kNow + absl::Hours(2)));
  EXPECT_EQ(FromProto(planned[0].care_end_planned().end_due()), over) << "the end of that day in Germany";
  const std::string care = story.state.Open()->care->id;
  ASSERT_NE(story.state.clocks.Find(CLOCK_KIND_CARE_END, care), nullptr);
  Story late = story;
  EXPECT_THAT(late.Do(PassCrisisDeadline{CLOCK_KIND_CARE_END, care, over}, ByClock(over)), SizeIs(1));
  late.Do(Found(false, Missing()), ByBochum(kNow + Days(2)));
  EXPECT_EQ(late.state.clocks.Find(CLOCK_KIND_CARE_END, care), nullptr);
  EndCare kept = ByTheOther(common::v1::TONIGHT_KIND_UNSPECIFIED);
  kept.planned = true;
  story.Do(kept, ByBochum(kNow + Days(2)));
  EXPECT_EQ(story.state.clocks.Find(CLOCK_KIND_CARE_END, care), nullptr);
}

TEST(Dates, OfLeavingAndOfTheEndOfCareWaitForNobodyOnceTheNightIsElsewhere) {
  const absl::Time due = kNow + Days(3);
  Story care = InCareOfAnother();
  care.Do(PlannedBack(kNow + Days(2)), ByProvider(kNow + absl::Hours(2)));
  Story through_the_clinic = care;
  through_the_clinic.Do(Admission(), ByClinic(kNow + absl::Hours(3)));
  Story clinic = InClinic();
  clinic.Do(BackToThePlace(kNow + Days(2)), ByProvider(kNow + absl::Hours(2)));
  for (const auto& [story, clock, waits] : std::vector<std::tuple<Story, common::v1::ClockKind, Night>>{
           {care, CLOCK_KIND_CARE_END, WithBochum()},
           {through_the_clinic, CLOCK_KIND_CARE_END, WithTheClinic()},
           {clinic, CLOCK_KIND_CLINIC_LEAVE, WithTheClinic()}}) {
    const std::string object = clock == CLOCK_KIND_CARE_END ? Id('9') : story.state.Open()->stay->id;
    const care::Clock* runs = story.state.clocks.Find(clock, object);
    ASSERT_NE(runs, nullptr);
    PassCrisisDeadline pass{clock, object, runs->due, waits};
    Story still = story;
    EXPECT_TRUE(still.Do(pass, ByClock(due))[0].has_crisis_deadline_overdue());
    pass.night = AtThePlace();
    Story over = story;
    EXPECT_TRUE(over.Do(pass, ByClock(due))[0].has_night_moved_on());
    EXPECT_EQ(over.state.clocks.Find(clock, object), nullptr);
  }
}

TEST(Clinic, IsLeftWithoutANightOnceSomebodyElseHasTakenItOver) {
  Story story = InClinic();
  const absl::Time later = kNow + Days(2);
  LeaveClinic gone = Leaving(false);
  gone.night = {{common::v1::TONIGHT_KIND_PLACEMENT, {kProvider, "", kWolf}}};  // where it was before
  story.Refuses(gone, ByClinic(later), Reason::kNextPlaceUnknown);
  gone.night = WithTheClinic();
  story.Refuses(gone, ByClinic(later), Reason::kNextPlaceUnknown);
  gone.night = AtThePlace();
  const auto events = story.Do(gone, ByClinic(later));
  ASSERT_THAT(events, SizeIs(1));
  const auto& left = events[0].left_clinic();
  EXPECT_FALSE(left.has_next());
  EXPECT_FALSE(left.has_confirm_due());
  EXPECT_TRUE(left.has_meeting_due());
  EXPECT_FALSE(story.state.Open()->stay.has_value());
}

// Instances read behind and their clocks may be wrong: only what the case has followed says that the night
// went on.
TEST(Clinic, ThatTheCaseHasNotFollowedYetIsNotLeftIntoNothing) {
  Story story = InClinic();
  const std::string stay = story.state.Open()->stay->id;
  const absl::Time later = kNow + Days(2);
  LeaveClinic gone = Leaving(false);
  gone.night = AtThePlace();
  gone.night.entered = {{Id('e'), 1}};  // another stay, of before
  story.Refuses(gone, ByClinic(later), Reason::kNextPlaceUnknown);
  gone.night.entered[stay] = 1;
  gone.night.stay_id = stay;
  story.Refuses(gone, ByClinic(later), Reason::kNextPlaceUnknown);
  gone.night.stay_id.clear();
  EXPECT_FALSE(story.Do(gone, ByClinic(later))[0].left_clinic().has_next());
}

// Ran away from care, was found and is in it again; the case has entered it once so far.
struct InCareAgain {
  InCareAgain() {
    story.Do(Taking(false), ByOffice(kNow));
    care = story.state.Open()->care->id;
    missing.entered = {{care, 1}};
    TakeIntoCare found = Taking(false);
    found.night = missing;
    EXPECT_TRUE(story.Do(found, ByOffice(kNow + absl::Hours(2)))[0].taken_into_care().again());
  }
  Story story = Opened();
  Night missing = Missing();
  std::string care;
};

TEST(Care, ThatTheCaseHasNotFollowedAgainYetIsNotEndedIntoNothing) {
  auto [story, missing, care] = InCareAgain();
  EndCare ends = Ending(missing);  // as an instance sees it that has not read on
  story.Refuses(ends, ByOffice(kNow + absl::Hours(3)), Reason::kNightAfterCareUnknown);
  ends.night = AtThePlace();
  ends.night.entered = {{care, 2}};
  EXPECT_FALSE(story.Do(ends, ByOffice(kNow + absl::Hours(4)))[0].care_ended().has_next());
}

// --- a night by another's word ---

Story LeftUnheard() {
  Story story = InClinic();
  LeaveClinic gone = Leaving(false);
  gone.kind = common::v1::TONIGHT_KIND_FAMILY;
  story.Do(gone, ByClinic(kNow + Days(2)));
  return story;
}

TEST(Night, GotByAnUnplannedLeaveIsConfirmedByADate) {
  Story story = LeftUnheard();
  const absl::Time due = kNow + Days(2) + kNightConfirmedWithin;
  const std::string stay = story.state.Open()->night_object;
  const care::Clock* clock = story.state.clocks.Find(CLOCK_KIND_NIGHT_CONFIRMATION, stay);
  ASSERT_NE(clock, nullptr);
  EXPECT_EQ(clock->due, due);
  const auto late = story.Do(PassCrisisDeadline{CLOCK_KIND_NIGHT_CONFIRMATION, stay, due}, ByClock(due));
  ASSERT_THAT(late, SizeIs(1));
  EXPECT_TRUE(late[0].has_crisis_deadline_overdue());
  story.Refuses(ConfirmNight{CaseHolder()}, ByClinic(due), Reason::kNightOfAnother);
  const auto events = story.Do(ConfirmNight{CaseHolder()}, ByOffice(due));
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_EQ(events[0].night_confirmed().object_id(), stay);
  EXPECT_EQ(events[0].night_confirmed().person_id(), kAdler);
  EXPECT_EQ(story.state.clocks.Find(CLOCK_KIND_NIGHT_CONFIRMATION, stay), nullptr);
  story.Refuses(ConfirmNight{CaseHolder()}, ByOffice(due), Reason::kNoNightToConfirm);
}

TEST(Night, IsConfirmedByWhoHoldsTheCaseByThen) {
  Story story = LeftUnheard();
  care::Holder moved = CaseHolder();
  moved.organisation_id = kBochum;
  EXPECT_FALSE(story.Refused(ConfirmNight{moved}, ByBochum(kNow + Days(2))));
  EXPECT_FALSE(story.Refused(ConfirmNight{moved}, ByOffice(kNow + Days(2)))) << "whose night it is";
}

TEST(Night, ThatSomebodyHasTakenOverInTheCaseWaitsForNobody) {
  const absl::Time due = kNow + Days(2) + kNightConfirmedWithin;
  Story story = LeftUnheard();
  const std::string stay = story.state.Open()->night_object;
  const auto passing = [&](common::v1::TonightKind kind, const std::string& organisation,
                           std::map<std::string, uint32_t> entered, const std::string& stay_id = "") {
    const Night night = {{kind, {organisation, "", kWolf}}, stay_id, std::move(entered)};
    return PassCrisisDeadline{CLOCK_KIND_NIGHT_CONFIRMATION, stay, due, night};
  };
  using common::v1::TONIGHT_KIND_FAMILY;
  using common::v1::TONIGHT_KIND_PLACEMENT;
  for (const auto& waits : {passing(TONIGHT_KIND_FAMILY, kOffice, {{stay, 1}}),
                            passing(TONIGHT_KIND_FAMILY, kBochum, {{stay, 1}}),          // with CASE
                            passing(TONIGHT_KIND_PLACEMENT, kProvider, {{Id('e'), 1}}),  // before the stay
                            passing(common::v1::TONIGHT_KIND_CLINIC, kClinic, {{stay, 1}}, stay)}) {
    Story still = story;
    EXPECT_TRUE(still.Do(waits, ByClock(due))[0].has_crisis_deadline_overdue());
  }
  const auto on = passing(TONIGHT_KIND_PLACEMENT, kProvider, {{stay, 1}});
  const auto events = story.Do(on, ByClock(due));
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_EQ(events[0].night_moved_on().object_id(), stay);
  EXPECT_EQ(events[0].night_moved_on().clock(), CLOCK_KIND_NIGHT_CONFIRMATION);
  EXPECT_EQ(events[0].night_moved_on().to().holder().organisation_id(), kProvider);
  EXPECT_EQ(story.state.clocks.Find(CLOCK_KIND_NIGHT_CONFIRMATION, stay), nullptr);
  EXPECT_THAT(story.Do(on, ByClock(due)), IsEmpty());
}

// Care that was taken again: the case may still be where the night was before that.
TEST(Night, AfterCareThatWasTakenAgainHasMovedOnOnlyOnceTheCaseHasFollowedIt) {
  auto [story, missing, care] = InCareAgain();
  EndCare ends = Handing();
  ends.kept_place_organisation_id.clear();
  ends.kind = common::v1::TONIGHT_KIND_FAMILY;
  ends.case_holder.organisation_id = kBochum;  // has the night by this office's word
  const auto ended = story.Do(ends, ByOffice(kNow + absl::Hours(3)));
  ASSERT_TRUE(ended[0].care_ended().has_confirm_due());
  const absl::Time due = FromProto(ended[0].care_ended().confirm_due());
  PassCrisisDeadline pass{CLOCK_KIND_NIGHT_CONFIRMATION, care, due, missing};
  Story behind = story;
  EXPECT_TRUE(behind.Do(pass, ByClock(due))[0].has_crisis_deadline_overdue());
  pass.night.entered = {{care, 2}};
  EXPECT_TRUE(story.Do(pass, ByClock(due))[0].has_night_moved_on());
}

// D4: the date of one night says nothing of another one.
TEST(Night, IsStillToBeConfirmedWhenAnotherDateOfItHasMovedOn) {
  Story story = InCareOfAnother();
  story.Do(PlannedBack(kNow + Days(2)), ByProvider(kNow + absl::Hours(2)));
  const std::string care = story.state.Open()->care->id;
  const absl::Time over = story.state.clocks.Find(CLOCK_KIND_CARE_END, care)->due;
  Given clinic = ByClinic(kNow + absl::Hours(3));
  clinic.new_id = Id('3');  // of the stay: not the care's
  story.Do(Admission(), clinic);
  LeaveClinic gone = Leaving(false);
  gone.kind = common::v1::TONIGHT_KIND_FAMILY;
  story.Do(gone, ByClinic(over - absl::Minutes(5)));
  const std::string stay = story.state.Open()->night_object;
  ASSERT_NE(story.state.clocks.Find(CLOCK_KIND_NIGHT_CONFIRMATION, stay), nullptr);
  PassCrisisDeadline pass{CLOCK_KIND_CARE_END, care, over};
  pass.night = {{common::v1::TONIGHT_KIND_FAMILY, CaseHolder()}, "", {{stay, 1}, {care, 1}}};
  const auto events = story.Do(pass, ByClock(over));
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_EQ(events[0].night_moved_on().clock(), CLOCK_KIND_CARE_END);
  EXPECT_NE(story.state.clocks.Find(CLOCK_KIND_NIGHT_CONFIRMATION, stay), nullptr);
  EXPECT_EQ(story.state.Open()->night_object, stay);
  // As it was written before dates were told apart.
  v1::CrisisEvent before = events[0];
  before.mutable_night_moved_on()->clear_clock();
  const CrisisState folded = CrisisDecider::Evolve(story.state, before, ByClock(over));
  EXPECT_EQ(folded.clocks.Find(CLOCK_KIND_NIGHT_CONFIRMATION, stay), nullptr);
  EXPECT_EQ(folded.Open()->night_object, "");
}

TEST(Night, ByItsOwnWordNeedsNoConfirmation) {
  Story story = InClinic();
  LeaveClinic gone = Leaving(false);
  gone.kind = common::v1::TONIGHT_KIND_FAMILY;
  const auto events = story.Do(gone, ByOffice(kNow + Days(2)));
  EXPECT_FALSE(events[0].left_clinic().has_confirm_due());
  story.Refuses(ConfirmNight{CaseHolder()}, ByOffice(kNow + Days(2)), Reason::kNoNightToConfirm);
}

TEST(Night, OfTheNextStayLeavesNothingToConfirm) {
  Story story = LeftUnheard();
  story.Do(Admission(), ByClinic(kNow + Days(2)));
  story.Refuses(ConfirmNight{CaseHolder()}, ByOffice(kNow + Days(2)), Reason::kNoNightToConfirm);
  Story care = LeftUnheard();
  care.Do(Taking(false), ByBochum(kNow + Days(2)));
  care.Refuses(ConfirmNight{CaseHolder()}, ByOffice(kNow + Days(2)), Reason::kNoNightToConfirm);
}

// --- dates and who hears of them ---

TEST(Dates, OfTheMeetingAndOfLeavingAreToldToThoseWhoCome) {
  Story story = InClinic();
  const absl::Time day = kNow + Days(5);
  const auto planned = story.Do(BackToThePlace(day), ByProvider(kNow + Days(4)));
  const auto& leave = planned[0].clinic_leave_planned();
  EXPECT_THAT(leave.told_organisation_ids(), ElementsAre(kClinic, kOffice));
  const absl::Time over = absl::FromCivil(absl::CivilHour(2026, 2, 7, 23), absl::UTCTimeZone());
  EXPECT_EQ(FromProto(leave.leave_due()), over) << "the end of that day in Germany";
  const std::string stay = story.state.Open()->stay->id;
  ASSERT_NE(story.state.clocks.Find(CLOCK_KIND_CLINIC_LEAVE, stay), nullptr);
  Story late = story;
  EXPECT_THAT(late.Do(PassCrisisDeadline{CLOCK_KIND_CLINIC_LEAVE, stay, over}, ByClock(over)), SizeIs(1));
  story.Do(Leaving(true), ByClinic(day));
  EXPECT_EQ(story.state.clocks.Find(CLOCK_KIND_CLINIC_LEAVE, stay), nullptr);
  const auto set = story.Do(ScheduleAftercareMeeting{kNow + Days(8), CaseHolder()}, ByProvider(day));
  EXPECT_THAT(set[0].aftercare_meeting_scheduled().told_organisation_ids(), ElementsAre(kOffice, kClinic));
  const auto with_guardian =
      story.Do(ScheduleAftercareMeeting{kNow + Days(9), CaseHolder(), kEmergency}, ByProvider(day));
  EXPECT_THAT(with_guardian[0].aftercare_meeting_scheduled().told_organisation_ids(),
              ElementsAre(kOffice, kClinic, kEmergency))
      << "an office that declared it after the alarm";
}

TEST(Dates, OfLeavingThatIsToday) {
  Story story = InClinic();
  const auto planned = story.Do(BackToThePlace(kNow - absl::Hours(20)), ByProvider(kNow));
  EXPECT_GT(FromProto(planned[0].clinic_leave_planned().leave_due()), kNow);
}

TEST(Detention, ThatEndsIsToldToWhoDetainsAndTheGuardian) {
  Story story = Opened();
  NameLegOrganisation guardian{CRISIS_PARTY_LEGAL_REPRESENTATIVE, kEmergency, true, "", true, CaseHolder()};
  story.Do(guardian, ByProvider());
  story.Do(Taking(true), ByOffice());
  const PassCrisisDeadline pass{CLOCK_KIND_DETENTION_LIMIT, DetentionObject(v1::DETENTION_IN_CARE),
                                kTuesdayIsOver};
  const auto events = story.Do(pass, ByClock(kTuesdayIsOver));
  EXPECT_THAT(events[0].detention_ended().told_organisation_ids(), ElementsAre(kOffice, kEmergency));
  Story clinic = InClinic(v1::CLINIC_BASIS_BGB_1631B);
  const auto ended = clinic.Do(EndDetention{v1::DETENTION_CLINIC}, ByOffice(kNow + Days(1)));
  EXPECT_THAT(ended[0].detention_ended().told_organisation_ids(), ElementsAre(kClinic));
}

// --- § 1631b: a stay that becomes a detention, and one that is granted anew ---

RecordCourtDecision Granted(absl::Time at) {
  RecordCourtDecision court;
  court.decided.set_detention(v1::DETENTION_CLINIC);
  court.decided.set_granted(true);
  *court.decided.mutable_decided_at() = ToProto(at);
  *court.decided.mutable_until() = ToProto(at + Days(6));
  return court;
}

TEST(Detention, OfAStayThatBeganByConsentHasItsCourtDate) {
  Story story = InClinic();
  story.Refuses(Granted(kNow + Days(1)), ByOffice(kNow + Days(1)), Reason::kNotDetained);
  Given later = ByClinic(kNow + Days(1));
  later.occurred_at = kNow + Days(1) - absl::Hours(2);
  story.Refuses(DetainInClinic{}, ByOffice(kNow + Days(1)), Reason::kOnlyTheAlarmedClinic);
  const auto events = story.Do(DetainInClinic{}, later);
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_EQ(FromProto(events[0].clinic_stay_detained().approval_due()),
            later.occurred_at + kCourtApprovalWithin);
  const ClinicStay& stay = *story.state.Open()->stay;
  EXPECT_TRUE(stay.detained);
  EXPECT_EQ(stay.basis, v1::CLINIC_BASIS_BGB_1631B);
  EXPECT_NE(story.state.clocks.Find(CLOCK_KIND_COURT_APPROVAL, stay.id), nullptr);
  story.Refuses(DetainInClinic{}, later, Reason::kDetainedAlready);
  EXPECT_FALSE(story.Refused(Granted(kNow + Days(1)), ByOffice(kNow + Days(1))));
  Opened().Refuses(DetainInClinic{}, later, Reason::kNotInClinic);
}

TEST(Detention, InAClinicThatEndedByTimeIsGrantedAnewByACourtAlone) {
  Story story = InClinic(v1::CLINIC_BASIS_BGB_1631B);
  const absl::Time until = kNow + absl::Hours(3) + Days(6);
  story.Do(Granted(kNow + absl::Hours(3)), ByOffice(kNow + absl::Hours(4)));
  EXPECT_EQ(story.state.Open()->stay->detained_until, until);
  story.Do(PassCrisisDeadline{CLOCK_KIND_DETENTION_LIMIT, DetentionObject(v1::DETENTION_CLINIC), until},
           ByClock(until));
  EXPECT_FALSE(story.state.Open()->stay->detained);
  story.Refuses(DetainInClinic{}, ByClinic(until), Reason::kDetentionTimeOver);
  story.Do(Granted(until), ByOffice(until));
  EXPECT_TRUE(story.state.Open()->stay->detained);
  EXPECT_NE(story.state.clocks.Find(CLOCK_KIND_DETENTION_LIMIT, DetentionObject(v1::DETENTION_CLINIC)),
            nullptr);
}

TEST(Detention, InCareThatACourtHadGrantedAndEndedByTimeIsGrantedAnew) {
  Story story = Opened();
  story.Do(Taking(true), ByOffice());
  RecordCourtDecision court = Granted(kNow + absl::Hours(3));
  court.decided.set_detention(v1::DETENTION_IN_CARE);
  story.Do(court, ByOffice(kNow + absl::Hours(4)));
  const absl::Time until = kNow + absl::Hours(3) + Days(6);
  story.Do(PassCrisisDeadline{CLOCK_KIND_DETENTION_LIMIT, DetentionObject(v1::DETENTION_IN_CARE), until},
           ByClock(until));
  EXPECT_FALSE(story.state.Open()->care->detained);
  RecordCourtDecision anew = Granted(until);
  anew.decided.set_detention(v1::DETENTION_IN_CARE);
  story.Do(anew, ByOffice(until));
  EXPECT_TRUE(story.state.Open()->care->detained);
}

// --- afterwards ---

TEST(Conclusion, NeedsTheMeetingOfTheFiveParties) {
  Story story = Left();
  const absl::Time later = kNow + Days(6);
  story.Refuses(Conclusion(), ByOffice(later), Reason::kAftercareMeetingMissing);
  story.Do(ScheduleAftercareMeeting{kNow + Days(8)}, ByOffice(later));
  story.Refuses(Conclusion(), ByOffice(kNow + Days(8)), Reason::kAftercareMeetingMissing);
  const std::string id = story.state.Open()->meeting->id;
  const Given then = ByOffice(kNow + Days(8));
  for (const int left_out : {0, 1, 2}) {
    RecordAftercareMeeting c = Meeting(id, kNow + Days(8));
    c.held.mutable_present()->DeleteSubrange(left_out, 1);
    story.Refuses(c, then, Reason::kAftercareMeetingIncomplete);
  }
  RecordAftercareMeeting nobody = Meeting(id, kNow + Days(8));
  nobody.known.erase({kClinic, kDoctor});
  story.Refuses(nobody, then, Reason::kAftercareMeetingIncomplete);
  RecordAftercareMeeting unheard = Meeting(id, kNow + Days(8));
  unheard.held.mutable_participation()->mutable_young_person()->set_heard(false);
  story.Refuses(unheard, then, Reason::kParticipationIncomplete);
  story.Refuses(Meeting(Id('8'), kNow + Days(8)), then, Reason::kAftercareMeetingUnknown);
  story.Refuses(Meeting(id, kNow + Days(9)), then, Reason::kCrisisDateImpossible);
  story.Refuses(Meeting(id, kNow + Days(4)), then, Reason::kMeetingBeforeLeaving);
  story.Do(Meeting(id, kNow + Days(8)), then);
  story.Refuses(Conclusion(), ByProvider(kNow + Days(9)), Reason::kNotTheCaseHolder);
  const auto events = story.Do(Conclusion(), ByOffice(kNow + Days(9)));
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_EQ(events[0].crisis_concluded().meeting_id(), id);
  EXPECT_THAT(story.Do(Conclusion(), ByOffice(kNow + Days(9))), IsEmpty());
}

TEST(Conclusion, IsMetForByOnePersonForEachPartyAndOfItsOrganisation) {
  Story story = Left();
  story.Do(ScheduleAftercareMeeting{kNow + Days(8)}, ByOffice(kNow + Days(6)));
  const Given then = ByOffice(kNow + Days(8));
  RecordAftercareMeeting c = Meeting(story.state.Open()->meeting->id, kNow + Days(8));
  RecordAftercareMeeting moved = c;
  moved.held.mutable_present(1)->set_person_id(kDoctor);  // the clinic's person, as the provider's
  moved.held.mutable_present(2)->set_person_id(kDeputy);
  moved.known.emplace(kClinic, kDeputy);
  story.Refuses(moved, then, Reason::kAftercareMeetingIncomplete);
  RecordAftercareMeeting twice = c;
  *twice.held.add_present() = c.held.present(2);
  twice.held.mutable_present(3)->set_party(CRISIS_PARTY_LEGAL_REPRESENTATIVE);
  story.Refuses(twice, then, Reason::kAftercareMeetingIncomplete);
  RecordAftercareMeeting elsewhere = c;
  elsewhere.case_holder.organisation_id = kEmergency;  // holds CASE meanwhile
  story.Refuses(elsewhere, then, Reason::kAftercareMeetingIncomplete);
  elsewhere.held.mutable_present(0)->set_organisation_id(kEmergency);
  elsewhere.known.emplace(kEmergency, kAdler);
  EXPECT_FALSE(story.Refused(elsewhere, then));
}

TEST(Conclusion, IsMetForByAnOfficeThatRepresents) {
  Story story = Left();
  story.Do(ScheduleAftercareMeeting{kNow + Days(8)}, ByOffice(kNow + Days(6)));
  const Given then = ByOffice(kNow + Days(8));
  RecordAftercareMeeting c = Meeting(story.state.Open()->meeting->id, kNow + Days(8));
  c.guardian_organisation_id = kEmergency;
  story.Refuses(c, then, Reason::kAftercareMeetingIncomplete);
  auto& guardian = *c.held.add_present();
  guardian.set_party(CRISIS_PARTY_LEGAL_REPRESENTATIVE);
  guardian.set_organisation_id(kEmergency);
  guardian.set_person_id(kDeputy);
  story.Refuses(c, then,
                Reason::kAftercareMeetingIncomplete);  // of another organisation, for all anybody knows
  c.known.emplace(kEmergency, kDeputy);
  EXPECT_FALSE(story.Refused(c, then));
}

TEST(Conclusion, IsMetForOnce) {
  Met().Refuses(ScheduleAftercareMeeting{kNow + Days(20)}, ByOffice(kNow + Days(9)),
                Reason::kAftercareMeetingHeld);
  Story again = Met();
  again.Do(Admission(), ByClinic(kNow + Days(9)));
  EXPECT_FALSE(again.Refused(ScheduleAftercareMeeting{kNow + Days(20)}, ByOffice(kNow + Days(9))));
}

TEST(Conclusion, IsMetForSoonAndNotInThePast) {
  Story story = Opened();
  for (const absl::Time on : {kNow - absl::Seconds(1), kNow + kLongestPlanAhead + absl::Seconds(1)})
    story.Refuses(ScheduleAftercareMeeting{on}, ByOffice(), Reason::kCrisisDateImpossible);
  EXPECT_FALSE(story.Refused(ScheduleAftercareMeeting{kNow + kLongestPlanAhead}, ByOffice()));
}

TEST(Conclusion, WaitsUntilTheClinicIsLeftAndNobodyIsDetained) {
  Story story = InClinic();
  story.Refuses(Conclusion(), ByOffice(kNow + Days(1)), Reason::kStillInClinic);
  Story detained = Met();
  detained.Do(Taking(true), ByOffice(kNow + Days(8)));
  detained.Refuses(Conclusion(), ByOffice(kNow + Days(9)), Reason::kStillDetained);
}

TEST(Conclusion, WaitsUntilCareHasEndedUnlessTheCaseHas) {
  Story story = Met();
  story.Do(Taking(false), ByOffice(kNow + Days(8)));
  story.Refuses(Conclusion(), ByOffice(kNow + Days(9)), Reason::kStillInCare);
  ConcludeCrisis ended = Conclusion();
  ended.case_ended_at = kNow;
  story.Refuses(ended, ByOffice(kNow + Days(9)), Reason::kStillInCare);
  ended.case_ended_at = kNow + Days(8);
  EXPECT_FALSE(story.Refused(ended, ByOffice(kNow + Days(9))));
  story.Do(Handing(), ByOffice(kNow + Days(9)));
  EXPECT_FALSE(story.Refused(Conclusion(), ByOffice(kNow + Days(9))));
}

// An alarm brings back a case that had ended before it, also by a death that was none (N12).
TEST(Conclusion, IsExcusedByACaseThatEndedSinceTheLastAlarmAlone) {
  Story story = Opened();
  ConcludeCrisis ended = Conclusion();
  ended.case_ended_at = kNow;
  story.Refuses(ended, ByOffice(kNow + Days(1)), Reason::kAftercareMeetingMissing);
  ended.case_ended_at = kNow + absl::Hours(1);
  Story again = story;
  const auto events = story.Do(ended, ByOffice(kNow + Days(1)));
  EXPECT_TRUE(events[0].crisis_concluded().excused_only_since_alarm());
  const auto alarm = again.Do(Alarm(), ByProvider(kNow + absl::Hours(2)));
  EXPECT_TRUE(alarm[0].alarm_repeated().gives_lead());
  again.Refuses(ended, ByOffice(kNow + Days(1)), Reason::kAftercareMeetingMissing);
  ended.recorded_in_error = true;  // no alarm brings it back
  EXPECT_FALSE(again.Refused(ended, ByOffice(kNow + Days(1))));
}

TEST(Conclusion, LetsNobodyGo) {  // D10: no event here ends anything but the crisis itself
  Story story = Met();
  const auto events = story.Do(Conclusion(), ByOffice(kNow + Days(9)));
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_EQ(events[0].crisis_concluded().case_id(), kCase);
  EXPECT_EQ(story.state.case_id, kCase);
}

TEST(Conclusion, RestsOnNoMeetingBeforeAnotherStay) {
  Story story = Met();
  story.Do(Admission(), ByClinic(kNow + Days(9)));
  story.Do(BackToThePlace(kNow + Days(10)), ByProvider(kNow + Days(10)));
  story.Do(Leaving(true), ByClinic(kNow + Days(10)));
  story.Refuses(Conclusion(), ByOffice(kNow + Days(11)), Reason::kAftercareMeetingMissing);
}

TEST(Conclusion, OfAMissedMeetingIsLateAndClimbsFromLeavingTheClinic) {
  Story story = InClinic();
  EXPECT_EQ(story.state.clocks.Find(CLOCK_KIND_AFTERCARE_MEETING, ""), nullptr);
  story = Left();
  const absl::Time due = kNow + Days(5) + kAftercareMeetingWithin;
  ASSERT_NE(story.state.clocks.Find(CLOCK_KIND_AFTERCARE_MEETING, ""), nullptr);
  const PassCrisisDeadline pass{CLOCK_KIND_AFTERCARE_MEETING, "", due};
  ASSERT_THAT(story.Do(pass, ByClock(due)), SizeIs(1));
  ASSERT_THAT(story.Do(pass, ByClock(due + care::kEscalationInterval)), SizeIs(1));
  EXPECT_TRUE(Met().state.clocks.Find(CLOCK_KIND_AFTERCARE_MEETING, "") == nullptr);
}

TEST(AfterClinicTasks, AreDueAndDoneByWhoeverDoesThem) {
  Story story = Left();
  AgreeAfterClinicTask c;
  c.task.set_domain(v1::AFTER_CLINIC_DOMAIN_SCHOOL_VISITS);
  c.task.set_organisation_id(kProvider);
  *c.task.mutable_due() = ToProto(kNow + Days(20));
  c.case_holder = CaseHolder();
  story.Refuses(c, ByOffice(kNow + Days(6)), Reason::kCrisisPartyUnknown);
  c.doer_known = true;
  c.task.mutable_diagnosis()->set_key_id("sealed");
  story.Refuses(c, ByOffice(kNow + Days(6)), Reason::kDiagnosisBelongsElsewhere);
  c.task.clear_diagnosis();
  story.Refuses(c, ByOffice(kNow + Days(20)), Reason::kCrisisDateImpossible);
  story.Do(c, ByOffice(kNow + Days(6)));
  ASSERT_THAT(story.state.Open()->tasks, SizeIs(1));
  const std::string id = story.state.Open()->tasks[0].id;
  story.Refuses(RecordAfterClinicTaskDone{id}, ByOffice(kNow + Days(7)), Reason::kAfterClinicTaskOfAnother);
  story.Refuses(RecordAfterClinicTaskDone{Id('8')}, ByOffice(kNow + Days(7)),
                Reason::kAfterClinicTaskUnknown);
  EXPECT_FALSE(story.Refused(RecordAfterClinicTaskDone{id, CaseHolder()}, ByOffice(kNow + Days(7))))
      << "holds CASE";
  story.Do(RecordAfterClinicTaskDone{id}, ByProvider(kNow + Days(7)));
  EXPECT_TRUE(story.state.Open()->tasks[0].done);
  EXPECT_EQ(story.state.clocks.Find(common::v1::CLOCK_KIND_AFTER_CLINIC_TASK, id), nullptr);
}

TEST(AfterClinicTasks, OfOthersAreAgreedByWhoHoldsTheCaseLeadsOrRaisedTheAlarm) {
  Story story = Left();
  AgreeAfterClinicTask c;
  c.task.set_domain(v1::AFTER_CLINIC_DOMAIN_LEISURE);
  c.task.set_organisation_id(Id('8'));
  *c.task.mutable_due() = ToProto(kNow + Days(20));
  c.doer_known = true;
  c.case_holder = CaseHolder();
  const absl::Time at = kNow + Days(6);
  story.Refuses(c, ByClinic(at), Reason::kAfterClinicTaskNotYoursToAgree);
  EXPECT_FALSE(story.Refused(c, ByOffice(at)));
  EXPECT_FALSE(story.Refused(c, ByProvider(at))) << "raised the alarm";
  c.task.set_organisation_id(kClinic);
  EXPECT_FALSE(story.Refused(c, ByClinic(at))) << "of its own";
  c.task.set_organisation_id(Id('8'));
  c.leads_crisis = true;
  EXPECT_FALSE(story.Refused(c, By(kEmergency, kAdler, "EMERGENCY_SERVICE", at)));
}

TEST(Parents, NotHeardAreAskedAgainAfterTheCrisis) {
  Story story = Left();
  story.Do(ScheduleAftercareMeeting{kNow + Days(8)}, ByOffice(kNow + Days(5)));
  RecordAftercareMeeting meeting = Meeting(story.state.Open()->meeting->id, kNow + Days(8));
  auto& girl = *meeting.held.mutable_participation()->mutable_young_person();
  girl.set_heard(false);
  girl.set_reason(common::v1::NOT_HEARD_REASON_UNREACHABLE);
  const absl::Time retry = kNow + Days(12);
  *girl.mutable_retry_due() = ToProto(retry);
  story.Do(meeting, ByOffice(kNow + Days(8)));
  story.Do(Conclusion(), ByOffice(kNow + Days(9)));
  const PassCrisisDeadline pass{common::v1::CLOCK_KIND_HEARING_RETRY, "", retry};
  EXPECT_THAT(story.Do(pass, ByClock(retry)), SizeIs(1)) << "A16: a conclusion hears nobody";
  InvolveParents c;
  *c.involved.mutable_participation() = Heard();
  EXPECT_THAT(story.Do(c, ByOffice(retry)), SizeIs(1));
  EXPECT_EQ(story.state.clocks.Find(common::v1::CLOCK_KIND_HEARING_RETRY, ""), nullptr);
  story.Refuses(c, ByOffice(retry), Reason::kCrisisNotOpen);
}

TEST(Parents, AreInvolvedOrAskedAgain) {
  Story story = Opened();
  InvolveParents c;
  story.Refuses(c, ByOffice(), Reason::kParticipationIncomplete);
  *c.involved.mutable_participation() = Heard();
  auto& mother = *c.involved.mutable_participation()->mutable_family();
  mother.set_heard(false);
  mother.set_reason(common::v1::NOT_HEARD_REASON_UNREACHABLE);
  *mother.mutable_retry_due() = ToProto(kNow + Days(2));
  story.Do(c, ByOffice());
  ASSERT_NE(story.state.clocks.Find(common::v1::CLOCK_KIND_HEARING_RETRY, ""), nullptr);
  *c.involved.mutable_participation() = Heard();
  story.Do(c, ByOffice());
  EXPECT_EQ(story.state.clocks.Find(common::v1::CLOCK_KIND_HEARING_RETRY, ""), nullptr);
}

TEST(Crisis, ThatIsNotOpenTakesNothing) {
  for (const CrisisCommand& command : std::vector<CrisisCommand>{
           RecordLegAttempt{}, AcknowledgeLeg{CRISIS_PARTY_CLINIC}, NameLegOrganisation{}, StabiliseCrisis{},
           TakeIntoCare{}, PlanCareEnd{}, EndCare{}, ConfirmNight{}, AdmitToClinic{}, DetainInClinic{},
           RecordCourtDecision{}, EndDetention{}, PlanClinicLeave{}, LeaveClinic{},
           ScheduleAftercareMeeting{}, RecordAftercareMeeting{}, AgreeAfterClinicTask{}, InvolveParents{},
           ConcludeCrisis{}}) {
    Story().Refuses(command, ByOffice(), Reason::kCrisisNotOpen);
  }
}

TEST(Crisis, IsStabilisedOnceAndGoesOn) {
  Story story = Opened();
  EXPECT_THAT(story.Do(StabiliseCrisis{}, ByProvider()), SizeIs(1));
  EXPECT_THAT(story.Do(StabiliseCrisis{}, ByProvider()), IsEmpty());
  EXPECT_NE(story.state.Open(), nullptr);
}

TEST(Crisis, EventsBeforeAnAlarmChangeNothing) {
  v1::CrisisEvent event;
  event.mutable_left_clinic()->set_stay_id("stay");
  EXPECT_EQ(CrisisDecider::Evolve({}, event, ByClock(kNow)), CrisisState());
}

}  // namespace
}  // namespace fallverbund::crisis
