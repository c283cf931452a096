// Long, because each figure of the report has its sentence.
#include "services/audit/domain/report_parts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/common/v1/responsibility.pb.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "fallverbund/crisis/v1/deployment_events.pb.h"
#include "fallverbund/intake/v1/prevention_events.pb.h"
#include "fallverbund/team/v1/calendar_events.pb.h"
#include "services/audit/domain/facts.h"
#include "services/audit/domain/report.h"
#include "services/audit/domain/testing/memory_in_maps.h"
#include "services/audit/domain/testing/milo.h"

namespace fallverbund::audit {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Milo;

// Noon, so that no fact lies at the hour by which a night is told.
const absl::Time kNoon = absl::FromCivil(absl::CivilHour(2026, 3, 2, 12), absl::UTCTimeZone());

v1::CaseFact At(int day, v1::CaseFactKind kind, int code = 0, bool yes = false) {
  v1::CaseFact fact;
  fact.set_kind(kind);
  *fact.mutable_at() = ToProto(kNoon + Days(day));
  fact.set_code(code);
  fact.set_yes(yes);
  return fact;
}

v1::CaseFact Of(const std::string& object_id, v1::CaseFact fact) {
  fact.set_object_id(object_id);
  return fact;
}

v1::CaseFact By(int day, v1::CaseFact fact) {
  *fact.mutable_date() = ToProto(kNoon + Days(day));
  return fact;
}

v1::GetReportResponse Report(std::initializer_list<Facts> cases, int from, int until) {
  ReportSum sum(kNoon + Days(from), kNoon + Days(until));
  for (const Facts& facts : cases) sum.AddCase(facts);
  return sum.Done();
}

const auto opened = v1::CASE_FACT_KIND_OPENED, ended = v1::CASE_FACT_KIND_ENDED,
           reopened = v1::CASE_FACT_KIND_REOPENED, tonight = v1::CASE_FACT_KIND_TONIGHT,
           assessed = v1::CASE_FACT_KIND_RIGHT_ASSESSED, rests = v1::CASE_FACT_KIND_RESTS,
           reactivated = v1::CASE_FACT_KIND_REACTIVATED, held = v1::CASE_FACT_KIND_HELD;

std::vector<std::string> Words(const google::protobuf::RepeatedPtrField<v1::CodeCount>& codes) {
  std::vector<std::string> words;
  for (const v1::CodeCount& one : codes) words.push_back(absl::StrCat(one.code(), " ", one.count()));
  return words;
}

TEST(Nights, AreToldByWhoVouchedAtMidnightWhileTheCaseWasOpen) {
  const Facts milo = {At(-1, tonight, common::v1::TONIGHT_KIND_FAMILY),
                      At(0, opened),
                      At(3, tonight, common::v1::TONIGHT_KIND_PLACEMENT),
                      At(8, tonight, common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN),
                      At(9, tonight),
                      At(10, tonight, common::v1::TONIGHT_KIND_PLACEMENT),
                      At(12, ended),
                      At(20, reopened),
                      At(22, ended)};
  const Facts placed = {At(0, opened), At(0, tonight, common::v1::TONIGHT_KIND_PLACEMENT), At(4, ended)};
  const auto report = Report({milo, placed}, 0, 30);
  const v1::TonightFigures& figures = report.tonight();
  EXPECT_EQ(report.cases(), 2u);
  EXPECT_EQ(figures.nights(), 12u + 2u + 4u);
  EXPECT_EQ(figures.nobody(), 1u);
  EXPECT_EQ(figures.without_setting(), 3u + 1u + 1u) << "at home, missing, nobody's";
  EXPECT_THAT(Words(figures.kinds()), ElementsAre("PLACEMENT 13", "FAMILY 3", "WHEREABOUTS_UNKNOWN 1"));
  EXPECT_EQ(figures.cases(), 2u);
  EXPECT_EQ(figures.cases_without_setting(), 1u);
  const auto later = Report({milo, placed}, 8, 10);
  EXPECT_EQ(later.cases(), 1u) << "the other one had ended";
  EXPECT_EQ(later.tonight().nights(), 2u) << "as far as they lie in the period";
  EXPECT_EQ(later.tonight().nobody(), 1u);
}

TEST(AfterClinic, TheWaitBeginsWithTheLastStay) {
  const auto admitted = v1::CASE_FACT_KIND_CLINIC_ADMITTED, left = v1::CASE_FACT_KIND_CLINIC_LEFT,
             met = v1::CASE_FACT_KIND_CLINIC_MET, concluded = v1::CASE_FACT_KIND_CRISIS_CONCLUDED;
  const Facts in_time = {At(0, admitted), By(9, At(2, left)), At(5, met)};
  const Facts twice = {At(0, admitted), By(9, At(2, left)), At(3, admitted), By(11, At(4, left)),
                       At(13, met)};
  const Facts waits = {At(0, admitted), By(9, At(2, left))};
  const Facts excused = {At(0, admitted), By(9, At(2, left)), At(3, concluded)};
  const Facts without_a_stay = {At(3, met)};
  const auto figures = Report({in_time, twice, waits, excused, without_a_stay}, 0, 20).after_clinic();
  EXPECT_EQ(figures.admitted(), 5u);
  EXPECT_EQ(figures.left(), 5u);
  EXPECT_EQ(figures.met(), 2u);
  EXPECT_EQ(figures.met_in_time(), 1u);
  EXPECT_EQ(figures.median().seconds(), 3 * 86400);
  EXPECT_EQ(figures.longest().seconds(), 9 * 86400);
  EXPECT_EQ(figures.waiting(), 1u);
  EXPECT_FALSE(Report({waits}, 0, 20).after_clinic().has_median());
}

TEST(Rights, AreUncoveredFromWhenItWasSoUntilTheyAreCovered) {
  const int school = casework::v1::RIGHT_DOMAIN_EDUCATION, health = casework::v1::RIGHT_DOMAIN_HEALTH;
  const Facts milo = {At(0, opened),
                      By(1, At(3, assessed, school)),        // said two days later
                      By(2, At(4, assessed, school)),        // still not: since the first time
                      By(6, At(7, assessed, school, true)),  // five days
                      By(8, At(8, assessed, health)),
                      At(10, ended),
                      At(15, reopened)};
  const Facts ayla = {At(0, opened), By(3, At(3, assessed, school)), By(3, At(4, assessed, health, true))};
  const auto rights = Report({milo, ayla}, 0, 20).rights();
  std::vector<std::string> lines;
  for (const v1::RightFigures& one : rights)
    lines.push_back(absl::StrCat(one.domain(), ": ", one.cases(), " cases, all ", one.all().seconds() / 86400,
                                 ", median ", one.median().seconds() / 86400, ", longest ",
                                 one.longest().seconds() / 86400, ", open ", one.open()));
  EXPECT_THAT(lines, ElementsAre("EDUCATION: 2 cases, all 22, median 5, longest 17, open 1",
                                 "UPBRINGING: 0 cases, all 0, median 0, longest 0, open 0",
                                 "HEALTH: 1 cases, all 7, median 7, longest 7, open 1"))
      << "while the case had ended nothing counts";
  EXPECT_EQ(Report({milo}, 5, 9).rights(0).all().seconds(), 86400) << "as far as it lies in the period";
}

TEST(Standby, IsMissedWhereADateForTheContactPassed) {
  const auto overdue = [](int day) {
    return At(day, v1::CASE_FACT_KIND_OVERDUE, common::v1::CLOCK_KIND_STANDBY_CONTACT);
  };
  const Facts missed_once = {At(0, opened), At(1, rests), overdue(5), At(6, reactivated), At(8, rests)};
  const Facts rests_overdue = {At(0, opened), At(1, rests), overdue(5)};
  const Facts missing_now = {At(0, opened), At(1, rests), overdue(5),
                             At(6, tonight, common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN)};
  const Facts over = {At(0, opened), At(1, rests), At(2, ended), overdue(5)};
  const auto figures = Report({missed_once, rests_overdue, missing_now, over}, 0, 10).standby();
  EXPECT_EQ(figures.rested(), 5u);
  EXPECT_EQ(figures.missed(), 3u);
  EXPECT_EQ(figures.resting(), 3u);
  EXPECT_EQ(figures.overdue(), 2u) << "a date that passed before somebody went missing is not set anew";
  const auto later = Report({missed_once, rests_overdue}, 7, 10).standby();
  EXPECT_EQ(later.rested(), 2u) << "one of them was over before";
  EXPECT_EQ(later.missed(), 0u) << "the date passed before";
  EXPECT_EQ(later.overdue(), 1u);
}

TEST(Workload, IsOfWhoHoldsOpenCasesAtTheEndAndOfTheirTeams) {
  const auto held_by = [](const char* who, int day) { return Of(who, At(day, held)); };
  const Facts a = {held_by("north.adler", 0), At(0, opened)};
  const Facts moved = {held_by("north.adler", 0), At(0, opened), held_by("south.sommer", 3)};
  const Facts resting = {held_by("north.adler", 0), At(0, opened), At(1, rests)};
  const Facts over = {held_by("north.adler", 0), At(0, opened), At(1, ended)};
  const Facts inquiry = {held_by("north.adler", 0)};
  const auto figures = Report({a, a, moved, moved, moved, resting, over, inquiry}, 0, 9).workload();
  EXPECT_EQ(figures.holders(), 2u);
  EXPECT_EQ(figures.cases(), 5u);
  EXPECT_EQ(figures.median(), 2u);
  EXPECT_EQ(figures.most(), 3u);
  EXPECT_EQ(figures.teams(), 2u);
  EXPECT_EQ(figures.team_most(), 3u);
  EXPECT_EQ(figures.resting(), 1u);
  EXPECT_EQ(Report({a, a, moved, moved, moved}, 0, 2).workload().most(), 5u) << "before they moved";
  EXPECT_EQ(Report({over}, 0, 9).workload().holders(), 0u);
}

TEST(Conferences, AreHeldOfThosePlannedByKindAndArea) {
  const auto planned = [](const char* id, int day, int due) {
    return Of(id, By(due, At(day, v1::CASE_FACT_KIND_SESSION_PLANNED)));
  };
  const Facts north = {Of("Nord", At(0, v1::CASE_FACT_KIND_CALENDAR, team::v1::CALENDAR_KIND_CONFERENCE)),
                       planned("a", 0, 2),
                       Of("a", At(2, v1::CASE_FACT_KIND_SESSION_HELD)),
                       planned("b", 2, 4),
                       Of("b", At(4, v1::CASE_FACT_KIND_SESSION_MISSED)),
                       planned("c", 4, 6),
                       planned("c", 5, 8),  // postponed, and not held
                       planned("d", 9, 30)};
  const Facts south = {Of("Süd", At(0, v1::CASE_FACT_KIND_CALENDAR, team::v1::CALENDAR_KIND_ROUND_TABLE)),
                       planned("e", 0, 3), Of("e", At(3, v1::CASE_FACT_KIND_SESSION_HELD))};
  const auto lines = [&](int from, int until) {
    ReportSum sum(kNoon + Days(from), kNoon + Days(until));
    sum.AddRegister(north);
    sum.AddRegister(south);
    const v1::GetReportResponse report = sum.Done();
    std::vector<std::string> all;
    for (const v1::ConferenceFigures& one : report.conferences())
      all.push_back(absl::StrCat(one.name(), " ", one.held(), " of ", one.planned(), ", missed ",
                                 one.missed(), ", overdue ", one.overdue()));
    return all;
  };
  EXPECT_THAT(lines(0, 10), ElementsAre("CONFERENCE/Nord 1 of 3, missed 1, overdue 1",
                                        "ROUND_TABLE/Süd 1 of 1, missed 0, overdue 0"));
  EXPECT_THAT(lines(5, 7), IsEmpty()) << "it was postponed before";
}

TEST(PublishedFamilies, AreThoseOfThePeriod) {
  const auto sum_of = [](int day, int measure, int count, bool hidden = false) {
    v1::CaseFact fact = At(day, v1::CASE_FACT_KIND_PREVENTION_SUM, measure, hidden);
    fact.set_part(count);
    return fact;
  };
  const int families = intake::v1::PREVENTION_MEASURE_FAMILIES,
            contacts = intake::v1::PREVENTION_MEASURE_CONTACTS;
  ReportSum sum(kNoon, kNoon + Days(10));
  sum.AddRegister({sum_of(1, families, 12), sum_of(1, contacts, 40)});
  sum.AddRegister({sum_of(3, families, 0, true), sum_of(3, contacts, 9)});
  sum.AddRegister({sum_of(11, families, 99), sum_of(11, contacts, 99)});
  const v1::PreventionFigures figures = sum.Done().prevention();
  EXPECT_EQ(figures.tables(), 2u);
  EXPECT_EQ(figures.families(), 12u);
  EXPECT_EQ(figures.families_hidden(), 1u);
  EXPECT_EQ(figures.contacts(), 49u);
  EXPECT_EQ(figures.contacts_hidden(), 0u);
}

TEST(Residential, BreakOffsAreToldApartFromThoseOfOtherHelp) {
  const auto ended_as = [](const char* id, bool broken_off) {
    return Of(id, At(3, v1::CASE_FACT_KIND_SETTING_ENDED, 0, broken_off));
  };
  const Facts facts = {Of("a", At(0, v1::CASE_FACT_KIND_RESIDENTIAL)),
                       Of("b", At(0, v1::CASE_FACT_KIND_RESIDENTIAL)), ended_as("a", true),
                       ended_as("b", false), ended_as("outpatient", true)};
  const auto settings = Report({facts}, 0, 9).settings();
  EXPECT_EQ(settings.broken_off(), 2u);
  EXPECT_EQ(settings.residential_ended(), 2u);
  EXPECT_EQ(settings.residential_broken_off(), 1u);
}

TEST(Legs, AreInTimeByTheDateThatTheProcedureHadSet) {
  const auto started = [](int day, int due, int party) {
    return By(due, At(day, v1::CASE_FACT_KIND_LEG_STARTED, party));
  };
  const auto acknowledged = [](int day, int party) {
    return At(day, v1::CASE_FACT_KIND_LEG_ACKNOWLEDGED, party);
  };
  const int office = common::v1::CRISIS_PARTY_YOUTH_OFFICE, clinic = common::v1::CRISIS_PARTY_CLINIC;
  const Facts crisis = {At(0, v1::CASE_FACT_KIND_CRISIS), started(0, 2, office), started(0, 2, clinic),
                        acknowledged(2, office), acknowledged(3, clinic)};
  const auto crises = Report({crisis}, 0, 9).crises();
  EXPECT_EQ(crises.legs(0).in_time(), 1u);
  EXPECT_EQ(crises.legs(1).in_time(), 0u);
  EXPECT_EQ(Report({crisis}, 1, 9).crises().legs(0).in_time(), 0u) << "it started before";
}

// --- what events say ---

std::vector<std::string> FactsFrom(const Milo& milo, v1::CaseFactKind from, v1::CaseFactKind to) {
  std::vector<std::string> facts;
  testing::MemoryInMaps memory;
  for (const testing::Line& line : milo.book.lines()) {
    const Taken taken = Take(line.AsEntry(), {}, memory);
    const auto file = memory.File(taken.chain_id);
    if (!file) continue;
    for (const v1::CaseFact& fact : FactsOf(line.AsEntry(), taken.verdict, *file)) {
      if (fact.kind() >= from && fact.kind() <= to)
        facts.push_back(absl::StrCat(v1::CaseFactKind_Name(fact.kind()).substr(sizeof("CASE_FACT_KIND_") - 1),
                                     " ", fact.code(), fact.yes() ? " yes" : ""));
    }
  }
  return facts;
}

TEST(Facts, OfMilosStoryAreHisNightsAndWhoHeldHim) {
  Milo milo;
  milo.PlayAll();
  EXPECT_THAT(FactsFrom(milo, tonight, held), ElementsAre("HELD 0", "TONIGHT 2", "TONIGHT 1", "TONIGHT 7"));
  milo.EndsLawfully();
  EXPECT_EQ(FactsFrom(milo, tonight, held).back(), "TONIGHT 0") << "nobody vouches after the end";
}

TEST(Facts, OfACaseAreGapsContactsAndRights) {
  Milo milo;
  milo.PlayToCase();
  casework::v1::RecordEntered gap, later, other;
  gap.set_kind(casework::v1::RECORD_KIND_STRUCTURAL_GAP);
  gap.set_gap(casework::v1::GAP_KIND_SCHOOL_PLACE);
  gap.set_version(1);
  later = gap;
  later.set_version(2);
  other.set_kind(casework::v1::RECORD_KIND_CONTRIBUTION);
  other.set_version(1);
  casework::v1::RightAssessed right;
  right.set_domain(casework::v1::RIGHT_DOMAIN_HEALTH);
  right.set_covered(true);
  casework::v1::SearchContactMade trace, spoken;
  trace.set_result(casework::v1::SEARCH_RESULT_TRACE);
  spoken.set_result(casework::v1::SEARCH_RESULT_SPOKEN);
  casework::v1::SettingProposed outpatient, residential;
  outpatient.add_components()->set_kind(casework::v1::COMPONENT_KIND_OUTPATIENT);
  residential.add_components()->set_kind(casework::v1::COMPONENT_KIND_RESIDENTIAL);
  milo.InCase(milo.AdlerPen(), gap, later, other, right, casework::v1::ContactWithYoungPersonRecorded(),
              trace, spoken, outpatient, residential);
  EXPECT_THAT(
      FactsFrom(milo, assessed, v1::CASE_FACT_KIND_CLINIC_MET),
      ElementsAre("STRUCTURAL_GAP 4", "RIGHT_ASSESSED 3 yes", "CONTACT 0", "CONTACT 0", "RESIDENTIAL 0"));
}

TEST(Facts, OfACrisisAreTheStayAndTheMeeting) {
  Milo milo;
  milo.PlayToCase();
  crisis::v1::CrisisOpened alarm;
  alarm.set_case_id(milo.the_case);
  crisis::v1::AftercareMeetingHeld meeting;
  meeting.mutable_participation()->mutable_young_person()->set_heard(true);
  milo.book.Write("crisis", "crisis", testing::TestId(0x400), milo.CarerPen(), alarm,
                  crisis::v1::AdmittedToClinic(), crisis::v1::LeftClinic(), meeting);
  EXPECT_THAT(FactsFrom(milo, v1::CASE_FACT_KIND_CONTACT, v1::CASE_FACT_KIND_CLINIC_MET),
              ElementsAre("CLINIC_ADMITTED 0", "CLINIC_LEFT 0", "CLINIC_MET 0", "CONTACT 0"));
}

TEST(Facts, OfRegistersAreSessionsAndWhatWasPublished) {
  testing::LogBook book;
  const testing::Pen adler{"office", "adler", "TEAM_LEAD"};
  team::v1::CalendarOpened calendar;
  calendar.set_kind(team::v1::CALENDAR_KIND_CONFERENCE);
  calendar.set_area("Nord");
  team::v1::SessionPlanned planned;
  team::v1::SessionPostponed postponed;
  team::v1::SessionHeld was_held;
  book.Write("team", "calendar", testing::TestId(1), adler, calendar, planned, postponed, was_held,
             team::v1::SessionMissed());
  intake::v1::PreventionTablePublished table;
  intake::v1::PreventionFigure& sum = *table.add_figures();
  sum.set_measure(intake::v1::PREVENTION_MEASURE_FAMILIES);
  sum.set_count(12);
  intake::v1::PreventionFigure& of_line = *table.add_figures();
  of_line = sum;
  of_line.set_service_line(intake::v1::SERVICE_LINE_BABY_GUIDE);
  book.Write("intake", "prevention_table", testing::TestId(2), adler, table);
  std::vector<std::string> facts;
  for (const testing::Line& line : book.lines()) {
    for (const v1::CaseFact& fact : RegisterFactsOf(line.AsEntry()))
      facts.push_back(absl::StrCat(fact.kind(), " ", fact.code(), " ", fact.part(), " ", fact.object_id()));
  }
  EXPECT_THAT(facts, ElementsAre("60 3 0 Nord", "61 0 0 ", "61 0 0 ", "62 0 0 ", "63 0 0 ", "64 1 12 "));
}

}  // namespace
}  // namespace fallverbund::audit
