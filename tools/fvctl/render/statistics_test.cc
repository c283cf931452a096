#include "tools/fvctl/render/statistics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "fallverbund/intake/v1/intake_events.pb.h"
#include "google/protobuf/util/json_util.h"
#include "libs/base/time.h"

namespace fallverbund::fvctl {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

absl::Time On(int year, int month, int day) {
  return absl::FromCivil(absl::CivilDay(year, month, day), absl::UTCTimeZone());
}

class Statistics : public ::testing::Test {
 protected:
  void Happens(absl::Time at, const google::protobuf::Message& event) {
    audit::v1::HistoryEntry entry;
    entry.set_position(of_.history.size() + 1);
    entry.set_event_type(event.GetDescriptor()->full_name());
    *entry.mutable_occurred_at() = ToProto(at);
    std::string json;
    ASSERT_TRUE(google::protobuf::util::MessageToJsonString(event, &json).ok());
    entry.set_facts_json(json);
    of_.history.push_back(entry);
  }
  void Starts(absl::Time at, const std::string& setting,
              casework::v1::ComponentKind kind = casework::v1::COMPONENT_KIND_RESIDENTIAL) {
    casework::v1::SettingProposed proposed;
    proposed.set_setting_id(setting);
    auto& component = *proposed.add_components();
    component.set_kind(kind);
    component.set_organisation_id("provider");
    Happens(at - absl::Hours(24), proposed);
    casework::v1::SettingStarted started;
    started.set_setting_id(setting);
    Happens(at, started);
  }
  void Ends(absl::Time at, const std::string& setting) {
    casework::v1::SettingEnded ended;
    ended.set_setting_id(setting);
    Happens(at, ended);
  }
  void Assessed(absl::Time at, const std::string& id) {
    casework::v1::RiskAssessmentMade made;
    made.set_assessment_id(id);
    made.set_outcome(casework::v1::RISK_OUTCOME_LATENT);
    made.add_assessors();
    made.add_assessors();
    Happens(at, made);
  }
  // The lines of a table as column -> field.
  std::vector<std::map<std::string, std::string>> Table(const std::string& name, int year) const {
    std::vector<std::map<std::string, std::string>> rows;
    for (const StatisticsFile& file :
         OfficialStatistics({of_}, {}, year, [](const std::string& text) { return "m" + text; })) {
      if (file.name != name) continue;
      std::vector<std::string> columns;
      for (const absl::string_view line : absl::StrSplit(file.csv, "\r\n", absl::SkipEmpty())) {
        const std::vector<std::string> fields = absl::StrSplit(line, ';');
        if (columns.empty()) {
          columns = fields;
          continue;
        }
        EXPECT_EQ(fields.size(), columns.size()) << line;
        auto& row = rows.emplace_back();
        for (size_t i = 0; i < fields.size(); ++i) row[columns[i]] = fields[i];
      }
    }
    return rows;
  }

  CaseHistoryOf of_{"c1", {}};
};

TEST_F(Statistics, TellAHelpInTheYearInWhichItEnds) {
  Starts(On(2026, 3, 5), "s1");
  Ends(On(2027, 2, 1), "s1");
  const auto helps = Table("hilfen.csv", 2027);
  ASSERT_EQ(helps.size(), 1u);
  const auto& help = helps[0];
  EXPECT_EQ(help.at("beginn_monat"), "3");
  EXPECT_EQ(help.at("beginn_jahr"), "2026");
  EXPECT_EQ(help.at("ende_monat"), "2");
  EXPECT_EQ(help.at("ende_jahr"), "2027");
  EXPECT_EQ(help.at("hilfeart"), "RESIDENTIAL");
  EXPECT_EQ(help.at("traeger"), "provider");
  EXPECT_EQ(help.at("endegrund"), "NICHT_ERFASST");
  EXPECT_EQ(help.at("nach_8a"), "nein");
  EXPECT_EQ(help.at("geschlecht"), "");
}

TEST_F(Statistics, TellAHelpThatRunsOnTheLastDayOfTheYearWithoutAnEnd) {
  Starts(On(2026, 3, 5), "s1");
  Ends(On(2027, 2, 1), "s1");
  const auto helps = Table("hilfen.csv", 2026);
  ASSERT_EQ(helps.size(), 1u);
  EXPECT_EQ(helps[0].at("ende_jahr"), "");
  EXPECT_EQ(helps[0].at("endegrund"), "") << "it had not ended by then";
  EXPECT_THAT(Table("hilfen.csv", 2025), IsEmpty());
  EXPECT_THAT(Table("hilfen.csv", 2028), IsEmpty());
}

TEST_F(Statistics, TellWhyAHelpEndedAsFarAsTheLogSays) {
  Starts(On(2026, 1, 1), "s1");
  casework::v1::SettingNoticeGiven notice;
  notice.set_setting_id("s1");
  Happens(On(2026, 2, 1), notice);
  Ends(On(2026, 3, 1), "s1");
  Starts(On(2026, 3, 1), "s2");
  casework::v1::CaseLawfullyEnded ended;
  ended.set_ground(casework::v1::LAWFUL_END_GROUND_TRANSFERRED_OUT);
  Happens(On(2026, 4, 1), ended);
  const auto helps = Table("hilfen.csv", 2026);
  ASSERT_EQ(helps.size(), 2u);
  EXPECT_EQ(helps[0].at("endegrund"), "ABWEICHEND_EINRICHTUNG");
  EXPECT_EQ(helps[1].at("endegrund"), "FALL_BEENDET_TRANSFERRED_OUT");
  EXPECT_EQ(helps[0].at("parallele_hilfe"), "nein") << "one ended as the other began";
  EXPECT_EQ(helps[1].at("parallele_hilfe"), "nein");
}

// Without a notice it is the harder break-off, and counted all the same.
TEST_F(Statistics, TellABreakOffWithoutNoticeAsOne) {
  const auto reason = [this](auto change) {
    of_.history.clear();
    Starts(On(2026, 1, 1), "s1");
    casework::v1::SettingEnded ended;
    ended.set_setting_id("s1");
    change(ended);
    Happens(On(2026, 3, 1), ended);
    return Table("hilfen.csv", 2026).at(0).at("endegrund");
  };
  using casework::v1::SettingEnded;
  EXPECT_EQ(reason([](SettingEnded& e) { e.set_broken_off(true); }), "ABWEICHEND_EINRICHTUNG");
  EXPECT_EQ(reason([](SettingEnded& e) { e.set_cause(casework::v1::SETTING_END_CAUSE_PROVIDER); }),
            "ABWEICHEND_EINRICHTUNG");
  EXPECT_EQ(reason([](SettingEnded& e) { e.set_cause(casework::v1::SETTING_END_CAUSE_NEXT_PLACE); }),
            "ANDERE_STELLE_NAHM_AUF");
  EXPECT_EQ(reason([](SettingEnded& e) { e.set_cause(casework::v1::SETTING_END_CAUSE_CASE_HOLDER); }),
            "DURCH_FALLFUEHRUNG");
}

TEST_F(Statistics, GoByTheGermanCalendar) {
  Starts(On(2026, 3, 5), "s1");
  Ends(On(2027, 1, 1) - absl::Minutes(30), "s1");  // half past midnight in Dortmund
  EXPECT_EQ(Table("hilfen.csv", 2026).at(0).at("ende_jahr"), "") << "it ran on the last day of the year";
  EXPECT_EQ(Table("hilfen.csv", 2027).at(0).at("ende_monat"), "1");
}

TEST_F(Statistics, ForgetANoticeOfAProviderThatStays) {
  Starts(On(2026, 1, 1), "s1");
  casework::v1::SettingNoticeGiven notice;
  notice.set_setting_id("s1");
  Happens(On(2026, 2, 1), notice);
  casework::v1::CommitmentsStay stay;
  stay.add_setting_ids("s1");
  Happens(On(2026, 2, 2), stay);
  Ends(On(2026, 3, 1), "s1");
  EXPECT_EQ(Table("hilfen.csv", 2026)[0].at("endegrund"), "NICHT_ERFASST");
}

TEST_F(Statistics, TellWhatWentBeforeAndWhatRanBeside) {
  Assessed(On(2026, 1, 5), "a1");
  crisis::v1::TakenIntoCare care;
  Happens(On(2026, 1, 6), care);
  Starts(On(2026, 2, 1), "s1");
  Starts(On(2026, 3, 1), "s2", casework::v1::COMPONENT_KIND_OUTPATIENT);
  for (const auto& help : Table("hilfen.csv", 2026)) {
    EXPECT_EQ(help.at("nach_8a"), "ja");
    EXPECT_EQ(help.at("nach_42"), "ja");
    EXPECT_EQ(help.at("parallele_hilfe"), "ja");
  }
}

TEST_F(Statistics, TellTheMonthOfBirthAndNothingFiner) {
  Starts(On(2026, 2, 1), "s1");
  casework::v1::BirthDateRecorded birth;
  *birth.mutable_of_age_due() = ToProto(On(2029, 1, 1));  // the month after the 18th birthday
  Happens(On(2026, 2, 2), birth);
  const auto helps = Table("hilfen.csv", 2026);
  EXPECT_EQ(helps[0].at("geburtsmonat"), "12");
  EXPECT_EQ(helps[0].at("geburtsjahr"), "2010");
}

// § 42: who ran away and is back was in care all the time.
TEST_F(Statistics, CountCareThatRanOnOnce) {
  crisis::v1::TakenIntoCare care, again;
  care.set_organisation_id("office");
  again = care;
  again.set_again(true);
  again.set_detention(true);
  crisis::v1::CareEnded ended;
  ended.set_reason(crisis::v1::CARE_END_REASON_HELP_DECIDED);
  Happens(On(2026, 1, 5), care);
  Happens(On(2026, 1, 6), again);
  Happens(On(2026, 1, 7) + absl::Hours(3), ended);
  const auto rows = Table("inobhutnahmen.csv", 2026);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].at("dauer_tage"), "3");
  EXPECT_EQ(rows[0].at("freiheitsentziehend"), "ja");
}

// What else the log knows of it: why, from where, to where, and what the court said.
TEST_F(Statistics, TellOfCareWhatTheLogKnows) {
  crisis::v1::CrisisOpened crisis;
  crisis.set_kind(crisis::v1::CRISIS_KIND_VIOLENCE);
  Happens(On(2026, 1, 5), crisis);
  of_.history.back().set_organisation_id("school");
  crisis::v1::TakenIntoCare care;
  care.set_care_id("c");
  care.set_detention(true);
  Happens(On(2026, 1, 5), care);
  casework::v1::TonightMoved moved;
  moved.set_stay_id("c");
  moved.mutable_from()->set_kind(common::v1::TONIGHT_KIND_FAMILY);
  moved.mutable_to()->set_kind(common::v1::TONIGHT_KIND_IN_CARE);
  Happens(On(2026, 1, 5), moved);
  crisis::v1::CourtDecided court;
  court.set_detention(crisis::v1::DETENTION_IN_CARE);
  court.set_granted(true);
  Happens(On(2026, 1, 6), court);
  crisis::v1::CareEnded ended;
  ended.set_care_id("c");
  ended.mutable_next()->set_kind(common::v1::TONIGHT_KIND_PLACEMENT);
  Happens(On(2026, 1, 7), ended);
  const auto rows = Table("inobhutnahmen.csv", 2026);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].at("anlass"), "VIOLENCE");
  EXPECT_EQ(rows[0].at("aufenthalt_vorher"), "FAMILY");
  EXPECT_EQ(rows[0].at("unterbringung"), "IN_CARE");
  EXPECT_EQ(rows[0].at("anregung"), "school");
  EXPECT_EQ(rows[0].at("gericht"), "GENEHMIGT");
  EXPECT_EQ(rows[0].at("anschluss"), "PLACEMENT");
}

TEST_F(Statistics, TellWhereSomebodyWasBeforeAHelpAndAfterIt) {
  casework::v1::CaseOpened opened;
  opened.mutable_tonight()->set_kind(common::v1::TONIGHT_KIND_FAMILY);
  Happens(On(2026, 1, 1), opened);
  Starts(On(2026, 1, 5), "s1");
  casework::v1::SettingEnded ended;
  ended.set_setting_id("s1");
  ended.mutable_next_tonight()->set_kind(common::v1::TONIGHT_KIND_CRISIS_TEAM);
  Happens(On(2026, 3, 1), ended);
  Starts(On(2026, 3, 20), "s2", casework::v1::COMPONENT_KIND_OUTPATIENT);
  Starts(On(2026, 6, 20), "s3", casework::v1::COMPONENT_KIND_THERAPY);
  const auto helps = Table("hilfen.csv", 2026);
  EXPECT_EQ(helps.at(0).at("lebenssituation"), "FAMILY");
  EXPECT_EQ(helps.at(0).at("anschluss"), "CRISIS_TEAM");
  EXPECT_EQ(helps.at(0).at("anschluss_hilfe"), "OUTPATIENT") << "the other one began too late to follow it";
  EXPECT_EQ(helps.at(1).at("lebenssituation"), "CRISIS_TEAM");
  EXPECT_EQ(helps.at(1).at("anschluss"), "") << "it runs";
  EXPECT_EQ(helps.at(1).at("anschluss_hilfe"), "");
}

TEST_F(Statistics, TellWhyAHelpBeganAndWhatWasKnownThen) {
  intake::v1::InquiryReceived inquiry;
  inquiry.add_symptoms(intake::v1::SYMPTOM_SUBSTANCES);
  inquiry.add_symptoms(intake::v1::SYMPTOM_NO_SCHOOL);
  Happens(On(2026, 1, 1), inquiry);
  casework::v1::RightAssessed school;
  school.set_domain(casework::v1::RIGHT_DOMAIN_EDUCATION);
  Happens(On(2026, 1, 2), school);
  casework::v1::GuardianNamed guardian;
  guardian.set_kind(casework::v1::GUARDIAN_KIND_PERSON);
  Happens(On(2026, 1, 3), guardian);
  Starts(On(2026, 2, 1), "s1");
  school.set_covered(true);
  Happens(On(2026, 3, 1), school);
  crisis::v1::CourtDecided court;
  court.set_detention(crisis::v1::DETENTION_CLINIC);
  Happens(On(2026, 3, 2), court);
  Starts(On(2026, 4, 1), "s2");
  const auto helps = Table("hilfen.csv", 2026);
  EXPECT_EQ(helps.at(0).at("gruende"), "NO_SCHOOL,SUBSTANCES");
  EXPECT_EQ(helps.at(0).at("schule"), "NICHT_GEDECKT");
  EXPECT_EQ(helps.at(0).at("gericht"), "VORMUND_BESTELLT");
  EXPECT_EQ(helps.at(1).at("schule"), "GEDECKT");
  EXPECT_EQ(helps.at(1).at("gericht"), "FREIHEITSENTZIEHUNG_ABGELEHNT,VORMUND_BESTELLT");
}

TEST_F(Statistics, TellWhatKindOfBodyProvidesAHelp) {
  Starts(On(2026, 1, 1), "s1");
  const auto mark = [](const std::string& text) { return text; };
  const auto kind = [](const std::string& id) { return id == "provider" ? "PROVIDER" : "CLINIC"; };
  EXPECT_THAT(OfficialStatistics({of_}, {}, 2026, mark, kind).at(0).csv, HasSubstr(";provider;PROVIDER;"));
}

TEST_F(Statistics, TellOfARiskWhereSomebodyWasAndWhoPaid) {
  casework::v1::TonightMoved moved;
  moved.mutable_to()->set_kind(common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN);
  Happens(On(2026, 1, 1), moved);
  Assessed(On(2026, 1, 5), "a1");
  Starts(On(2026, 2, 1), "s1");
  casework::v1::FundingDecided funding;
  funding.set_setting_id("s1");
  funding.set_payer(casework::v1::PAYER_INTEGRATION);
  funding.set_decision(casework::v1::FUNDING_DECISION_GRANTED);
  Happens(On(2026, 2, 2), funding);
  crisis::v1::CourtDecided court;
  court.set_granted(true);
  Happens(On(2026, 2, 3), court);
  Assessed(On(2026, 2, 5), "a2");
  const auto risks = Table("gefaehrdungseinschaetzungen.csv", 2026);
  EXPECT_EQ(risks.at(0).at("aufenthalt"), "WHEREABOUTS_UNKNOWN");
  EXPECT_EQ(risks.at(0).at("eingliederungshilfe"), "");
  EXPECT_EQ(risks.at(0).at("gericht"), "");
  EXPECT_EQ(risks.at(1).at("eingliederungshilfe"), "ja");
  EXPECT_EQ(risks.at(1).at("gericht"), "FREIHEITSENTZIEHUNG_GENEHMIGT");
}

// Another office takes into care before the first has said that its own is over.
TEST_F(Statistics, FindTheCareThatEndsByItsId) {
  crisis::v1::TakenIntoCare first, second;
  first.set_care_id("one");
  first.set_organisation_id("a");
  second.set_care_id("two");
  second.set_organisation_id("b");
  crisis::v1::CareEnded ended;
  ended.set_care_id("one");
  Happens(On(2026, 1, 5), first);
  Happens(On(2026, 1, 8), second);
  Happens(On(2026, 1, 9), ended);
  const auto rows = Table("inobhutnahmen.csv", 2026);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].at("traeger"), "a");
}

// § 42a: preliminary care has a line of its own, until its end by § 42a(6).
class PreliminaryCare : public Statistics {
 protected:
  void Received(absl::Time at) {
    casework::v1::UnaccompaniedMinorReceived received;
    *received.mutable_received_at() = ToProto(at);
    Happens(at + absl::Hours(5), received);
    of_.history.back().set_organisation_id("office");
  }
  std::string Reason(int year) const {
    const auto rows = Table("inobhutnahmen.csv", year);
    return rows.size() == 1 ? rows[0].at("massnahme") + " " + rows[0].at("endegrund")
                            : absl::StrCat(rows.size(), " rows");
  }
};

TEST_F(PreliminaryCare, EndsWithTheArrivalAtTheOfficeThatWasAllocated) {
  Received(On(2026, 1, 5));
  EXPECT_THAT(Table("inobhutnahmen.csv", 2026), IsEmpty()) << "it runs";
  casework::v1::ArrivalConfirmed arrived;
  *arrived.mutable_arrived_at() = ToProto(On(2026, 1, 20) + absl::Hours(1));
  Happens(On(2026, 1, 22), arrived);
  const auto rows = Table("inobhutnahmen.csv", 2026);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].at("massnahme"), "§ 42a");
  EXPECT_EQ(rows[0].at("beginn_monat"), "1");
  EXPECT_EQ(rows[0].at("dauer_tage"), "16");
  EXPECT_EQ(rows[0].at("traeger"), "office");
  EXPECT_EQ(rows[0].at("anlass"), "UNBEGLEITET");
  EXPECT_EQ(rows[0].at("endegrund"), "JUGENDAMT_NACH_ZUWEISUNG");
  EXPECT_EQ(rows[0].at("wiederholt"), "nein");
  EXPECT_EQ(rows[0].at("freiheitsentziehend"), "nein");
}

TEST_F(PreliminaryCare, EndsWhenNobodyIsAllocatedAndCareGoesOnByItsOwnLine) {
  Received(On(2026, 1, 5));
  casework::v1::MinorExcluded excluded;
  excluded.set_reason(casework::v1::MINOR_EXCLUSION_REASON_FAMILY);
  Happens(On(2026, 1, 9), excluded);
  EXPECT_EQ(Reason(2026), "§ 42a VERTEILUNG_AUSGESCHLOSSEN_FAMILY");
  crisis::v1::TakenIntoCare care;
  care.set_care_id("c");
  Happens(On(2026, 1, 9), care);
  crisis::v1::CareEnded ended;
  ended.set_care_id("c");
  Happens(On(2026, 2, 1), ended);
  const auto rows = Table("inobhutnahmen.csv", 2026);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].at("massnahme"), "§ 42");
  EXPECT_EQ(rows[0].at("wiederholt"), "nein") << "the other one was of another kind";
  EXPECT_NE(rows[0].at("kennnummer"), rows[1].at("kennnummer"));
}

TEST_F(PreliminaryCare, KnowsWhereSomebodyWasBeforeAndADayAfterIt) {
  const auto moves = [this](absl::Time at, common::v1::TonightKind kind) {
    casework::v1::TonightMoved moved;
    moved.mutable_to()->set_kind(kind);
    Happens(at, moved);
  };
  intake::v1::ContactReceived contact;
  contact.set_source(intake::v1::CONTACT_SOURCE_EMERGENCY_SERVICE);
  Happens(On(2026, 1, 1), contact);
  casework::v1::CaseOpened opened;
  opened.mutable_tonight()->set_kind(common::v1::TONIGHT_KIND_OUTREACH);
  Happens(On(2026, 1, 2), opened);
  Received(On(2026, 1, 5));
  moves(On(2026, 1, 5) + absl::Hours(6), common::v1::TONIGHT_KIND_PLACEMENT);
  casework::v1::ArrivalConfirmed arrived;
  *arrived.mutable_arrived_at() = ToProto(On(2026, 1, 20));
  Happens(On(2026, 1, 20), arrived);
  moves(On(2026, 1, 20) + absl::Hours(3), common::v1::TONIGHT_KIND_FAMILY);
  moves(On(2026, 1, 25), common::v1::TONIGHT_KIND_CLINIC);
  Starts(On(2026, 1, 26), "s1");
  const auto rows = Table("inobhutnahmen.csv", 2026);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].at("aufenthalt_vorher"), "OUTREACH");
  EXPECT_EQ(rows[0].at("anschluss"), "FAMILY");
  EXPECT_EQ(rows[0].at("unterbringung"), "OUTREACH,PLACEMENT");
  EXPECT_EQ(rows[0].at("anregung"), "EMERGENCY_SERVICE");
  EXPECT_EQ(rows[0].at("herkunft"), "ja") << "by the law's own word (§ 42a)";
  EXPECT_EQ(Table("hilfen.csv", 2026).at(0).at("herkunft"), "ja");
}

TEST_F(PreliminaryCare, SaysNothingOfBeforeWhereTheCaseBeganWithIt) {
  casework::v1::CaseOpened opened;
  opened.mutable_tonight()->set_kind(common::v1::TONIGHT_KIND_IN_CARE);
  Happens(On(2026, 1, 5) + absl::Hours(2), opened);
  Received(On(2026, 1, 5));
  casework::v1::MinorExcluded excluded;
  Happens(On(2026, 1, 9), excluded);
  EXPECT_EQ(Table("inobhutnahmen.csv", 2026).at(0).at("aufenthalt_vorher"), "");
}

TEST_F(PreliminaryCare, EndsWithTheReturnToTheGuardians) {
  Received(On(2026, 1, 5));
  Happens(On(2026, 1, 6), crisis::v1::TakenIntoCare());
  crisis::v1::CareEnded ended;
  ended.set_reason(crisis::v1::CARE_END_REASON_HANDED_TO_GUARDIANS);
  Happens(On(2026, 1, 12), ended);
  const auto rows = Table("inobhutnahmen.csv", 2026);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[1].at("massnahme"), "§ 42a");
  EXPECT_EQ(rows[1].at("endegrund"), "HANDED_TO_GUARDIANS");
}

TEST_F(PreliminaryCare, GoesOnWhileOnlyTheCareInACrisisEnds) {
  Received(On(2026, 1, 5));
  Happens(On(2026, 1, 6), crisis::v1::TakenIntoCare());
  crisis::v1::CareEnded ended;
  ended.set_reason(crisis::v1::CARE_END_REASON_HELP_DECIDED);
  Happens(On(2026, 1, 12), ended);
  EXPECT_EQ(Reason(2026), "§ 42 HELP_DECIDED");
}

TEST_F(PreliminaryCare, EndsWithAgeOrTheCaseAndIsOpenAgainWithTheCase) {
  Received(On(2026, 1, 5));
  casework::v1::CaseLawfullyEnded ended;
  ended.set_ground(casework::v1::LAWFUL_END_GROUND_TRANSFERRED_OUT);
  Happens(On(2026, 1, 9), ended);
  EXPECT_EQ(Reason(2026), "§ 42a FALL_BEENDET_TRANSFERRED_OUT");
  Happens(On(2026, 2, 1), casework::v1::CaseReopened());
  EXPECT_EQ(Reason(2026), "0 rows");
  Happens(On(2027, 3, 1), casework::v1::CameOfAge());
  EXPECT_EQ(Reason(2027), "§ 42a VOLLJAEHRIG");
}

TEST_F(Statistics, TellWhoBroughtItToTheOffice) {
  intake::v1::ContactReceived contact;
  contact.set_source(intake::v1::CONTACT_SOURCE_SCHOOL);
  Happens(On(2026, 1, 1), contact);
  Assessed(On(2026, 1, 5), "a1");
  Starts(On(2026, 2, 1), "s1");
  EXPECT_EQ(Table("gefaehrdungseinschaetzungen.csv", 2026).at(0).at("meldende"), "SCHOOL");
  EXPECT_EQ(Table("hilfen.csv", 2026).at(0).at("anregung"), "SCHOOL");
  Happens(On(2026, 1, 2), intake::v1::InquiryReceived());
  of_.history.back().set_organisation_id("clinic");
  EXPECT_EQ(Table("hilfen.csv", 2026).at(0).at("anregung"), "clinic");
}

TEST_F(Statistics, TellWhichAssessmentWasTheFirstAlsoWhereItWasEnteredLate) {
  Assessed(On(2026, 3, 5), "a2");
  Assessed(On(2026, 1, 5), "a1");
  const auto rows = Table("gefaehrdungseinschaetzungen.csv", 2026);
  EXPECT_EQ(rows.at(0).at("wiederholt"), "ja");
  EXPECT_EQ(rows.at(1).at("wiederholt"), "nein");
}

TEST_F(Statistics, SayInTheDictionaryWhichCaseIsLeftOut) {
  Starts(On(2026, 1, 1), "s1");
  std::map<std::string, std::string> files;
  for (const StatisticsFile& file :
       OfficialStatistics({of_}, {"held back"}, 2026, [](const std::string&) { return "mark17"; }))
    files[file.name] = file.csv;
  EXPECT_THAT(files.at("datenwoerterbuch.csv"), HasSubstr("alle;ausgelassen;Fall mark17"));
  EXPECT_THAT(files.at("datenwoerterbuch.csv"), Not(HasSubstr("held back")));
}

TEST_F(Statistics, TellTakingIntoCareWhenItEnds) {
  crisis::v1::TakenIntoCare care;
  care.set_organisation_id("office");
  care.set_detention(true);
  crisis::v1::CareEnded ended;
  ended.set_reason(crisis::v1::CARE_END_REASON_HELP_DECIDED);
  Happens(On(2026, 1, 5), care);
  Happens(On(2026, 1, 7) + absl::Hours(3), ended);
  Happens(On(2026, 6, 1), care);
  Happens(On(2026, 6, 1) + absl::Hours(1), ended);
  Happens(On(2026, 12, 30), care);  // still there
  const auto rows = Table("inobhutnahmen.csv", 2026);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].at("massnahme"), "§ 42");
  EXPECT_EQ(rows[0].at("dauer_tage"), "3");
  EXPECT_EQ(rows[0].at("freiheitsentziehend"), "ja");
  EXPECT_EQ(rows[0].at("endegrund"), "HELP_DECIDED");
  EXPECT_EQ(rows[0].at("wiederholt"), "nein");
  EXPECT_EQ(rows[1].at("dauer_tage"), "1");
  EXPECT_EQ(rows[1].at("wiederholt"), "ja");
}

TEST_F(Statistics, TellRiskAssessmentsWithTheirOutcome) {
  Assessed(On(2025, 12, 5), "a0");
  Assessed(On(2026, 1, 5), "a1");
  Starts(On(2026, 2, 1), "s1");
  Assessed(On(2026, 3, 5), "a2");
  const auto rows = Table("gefaehrdungseinschaetzungen.csv", 2026);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].at("ergebnis"), "LATENT");
  EXPECT_EQ(rows[0].at("fachkraefte"), "2");
  EXPECT_EQ(rows[0].at("wiederholt"), "nein") << "the other one was another year's";
  EXPECT_EQ(rows[1].at("wiederholt"), "ja");
  EXPECT_EQ(rows[1].at("in_hilfe"), "ja");
}

TEST_F(Statistics, HaveAMarkForEachRowAndNoIdOfTheCase) {
  Starts(On(2026, 1, 1), "s1");
  Starts(On(2026, 1, 2), "s2");
  const auto helps = Table("hilfen.csv", 2026);
  EXPECT_NE(helps[0].at("kennnummer"), helps[1].at("kennnummer"));
  for (const StatisticsFile& file :
       OfficialStatistics({of_}, {}, 2026, [](const std::string&) { return "x"; }))
    EXPECT_THAT(file.csv, Not(HasSubstr("c1"))) << file.name;
}

TEST_F(Statistics, DescribeEveryColumnAndSayWhatTheLogDoesNotHold) {
  std::map<std::string, std::string> files;
  for (const StatisticsFile& file : OfficialStatistics({}, {}, 2026, nullptr)) files[file.name] = file.csv;
  const std::string dictionary = files.at("datenwoerterbuch.csv");
  int columns = 0;
  for (const auto& [name, csv] : files) {
    if (name == "datenwoerterbuch.csv") continue;
    for (const absl::string_view column : absl::StrSplit(csv.substr(0, csv.find("\r\n")), ';')) {
      EXPECT_THAT(dictionary, HasSubstr(absl::StrCat(name, ";", column, ";")));
      ++columns;
    }
  }
  EXPECT_EQ(columns, 26 + 22 + 20);
  EXPECT_THAT(dictionary, HasSubstr("hilfen.csv;geschlecht;Geschlecht;;\"steht nicht im Protokoll: keine "));
  EXPECT_THAT(dictionary, HasSubstr("hilfen.csv;schule;\"Recht auf Bildung bei Beginn; leer: nicht"));
  // What is empty for good says why; what is filled says from which event.
  for (const absl::string_view line : absl::StrSplit(dictionary, "\r\n", absl::SkipEmpty()))
    EXPECT_THAT(std::string(line), Not(EndsWith(";"))) << "no source";
}

}  // namespace
}  // namespace fallverbund::fvctl
