// Long, because each figure of the report has its sentence.
#include "services/audit/domain/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

#include "absl/strings/str_cat.h"
#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "fallverbund/intake/v1/prevention_events.pb.h"
#include "fallverbund/team/v1/catalogue_events.pb.h"
#include "fallverbund/team/v1/joint_decision_events.pb.h"
#include "libs/base/time.h"
#include "services/audit/domain/facts.h"
#include "services/audit/domain/testing/memory_in_maps.h"
#include "services/audit/domain/testing/milo.h"

namespace fallverbund::audit {
namespace {

using ::testing::ElementsAre;
using testing::Milo;
using Kind = v1::CaseFactKind;

const absl::Time kStart = absl::FromUnixSeconds(1'772'442'000);

v1::CaseFact At(int day, Kind kind, const std::string& object_id = "", int code = 0, bool yes = false) {
  v1::CaseFact fact;
  fact.set_kind(kind);
  *fact.mutable_at() = ToProto(kStart + Days(day));
  fact.set_object_id(object_id);
  fact.set_code(code);
  fact.set_yes(yes);
  return fact;
}

v1::GetReportResponse Report(std::initializer_list<std::vector<v1::CaseFact>> cases, int from, int until) {
  ReportSum sum(kStart + Days(from), kStart + Days(until));
  for (const auto& facts : cases) sum.AddCase(facts);
  return sum.Done();
}

std::vector<std::string> Words(const google::protobuf::RepeatedPtrField<v1::CodeCount>& codes) {
  std::vector<std::string> words;
  for (const v1::CodeCount& one : codes) words.push_back(one.code() + " " + std::to_string(one.count()));
  return words;
}

TEST(Report, CountsWhatHappenedWithinThePeriodAndWhatIsOpenAtItsEnd) {
  const auto report = Report({{At(0, v1::CASE_FACT_KIND_OPENED)},
                              {At(5, v1::CASE_FACT_KIND_OPENED)},
                              {At(5, v1::CASE_FACT_KIND_OPENED),
                               At(8, v1::CASE_FACT_KIND_ENDED, "", casework::v1::LAWFUL_END_GROUND_AGE_27)},
                              {At(1, v1::CASE_FACT_KIND_OPENED), At(2, v1::CASE_FACT_KIND_ENDED),
                               At(6, v1::CASE_FACT_KIND_REOPENED)},
                              {At(10, v1::CASE_FACT_KIND_OPENED)}},
                             5, 10);
  EXPECT_EQ(report.cases_opened(), 2);
  EXPECT_EQ(report.cases_open(), 3);
  EXPECT_EQ(report.cases_reopened(), 1);
  EXPECT_THAT(Words(report.lawful_ends()), ElementsAre("AGE_27 1"));
}

TEST(Report, AnOfferIsOpenUntilItIsAnswered) {
  const auto report =
      Report({{At(0, v1::CASE_FACT_KIND_OFFERED, "a"), At(1, v1::CASE_FACT_KIND_OFFERED, "b", 0, true),
               At(2, v1::CASE_FACT_KIND_REFUSED, "a"), At(3, v1::CASE_FACT_KIND_OFFERED, "c"),
               At(4, v1::CASE_FACT_KIND_REVOKED, "c"), At(9, v1::CASE_FACT_KIND_ACCEPTED, "b")},
              {At(0, v1::CASE_FACT_KIND_OFFERED, "d"),
               At(7, v1::CASE_FACT_KIND_OVERDUE, "d", common::v1::CLOCK_KIND_HANDOVER_ANSWER),
               At(7, v1::CASE_FACT_KIND_OVERDUE, "", common::v1::CLOCK_KIND_STANDBY_CONTACT)}},
             0, 9);
  EXPECT_EQ(report.handovers().offered(), 4);
  EXPECT_EQ(report.handovers().cold(), 1);
  EXPECT_EQ(report.handovers().refused(), 1);
  EXPECT_EQ(report.handovers().revoked(), 1);
  EXPECT_EQ(report.handovers().accepted(), 0);  // one moment later
  EXPECT_EQ(report.handovers().open(), 2);
  EXPECT_EQ(report.handovers().expired(), 1);
  EXPECT_THAT(Words(report.overdue()), ElementsAre("HANDOVER_ANSWER 1", "STANDBY_CONTACT 1"));
}

TEST(Report, TheEndOfACaseLeavesNoOfferOpenAndARefusedOneDoesNotExpire) {
  const auto overdue = [](int day, const std::string& id) {
    return At(day, v1::CASE_FACT_KIND_OVERDUE, id, common::v1::CLOCK_KIND_HANDOVER_ANSWER);
  };
  const auto report =
      Report({{At(0, v1::CASE_FACT_KIND_OPENED), At(1, v1::CASE_FACT_KIND_OFFERED, "a"), overdue(2, "a"),
               At(3, v1::CASE_FACT_KIND_ENDED), At(5, v1::CASE_FACT_KIND_REOPENED)},
              {At(0, v1::CASE_FACT_KIND_OPENED), At(1, v1::CASE_FACT_KIND_OFFERED, "b"),
               At(2, v1::CASE_FACT_KIND_REFUSED, "b"), overdue(3, "b")}},
             0, 9);
  EXPECT_EQ(report.handovers().open(), 0);
  EXPECT_EQ(report.handovers().expired(), 1);
  EXPECT_THAT(Words(report.overdue()), ElementsAre("HANDOVER_ANSWER 2"));
}

TEST(Report, ANoticeThatWasTakenBackBreaksNothingOff) {
  const auto report =
      Report({{At(0, v1::CASE_FACT_KIND_SETTING_STARTED, "a"), At(1, v1::CASE_FACT_KIND_SETTING_NOTICE, "a"),
               At(2, v1::CASE_FACT_KIND_SETTING_NOTICE_TAKEN_BACK, "a"),
               At(8, v1::CASE_FACT_KIND_SETTING_ENDED, "a")}},
             0, 9);
  EXPECT_EQ(report.settings().notices(), 1);
  EXPECT_EQ(report.settings().broken_off(), 0);
}

// B8: without any notice, from one day to the next.
TEST(Report, AHelpThatItsOnlyProviderEndsIsBrokenOff) {
  v1::CaseFact broken_off = At(3, v1::CASE_FACT_KIND_SETTING_ENDED, "a");
  broken_off.set_yes(true);
  const std::vector<v1::CaseFact> facts = {
      At(0, v1::CASE_FACT_KIND_SETTING_STARTED, "a"), At(0, v1::CASE_FACT_KIND_SETTING_STARTED, "b"),
      At(2, v1::CASE_FACT_KIND_SETBACK), broken_off, At(4, v1::CASE_FACT_KIND_SETTING_ENDED, "b")};
  const auto report = Report({facts}, 0, 40);
  EXPECT_EQ(report.settings().ended(), 2);
  EXPECT_EQ(report.settings().notices(), 0);
  EXPECT_EQ(report.settings().broken_off(), 1);
  EXPECT_EQ(report.setbacks().no_break_off(), 0);
}

TEST(Report, TheMedianIsATimeThatSomebodyWaited) {
  std::vector<v1::CaseFact> facts;
  for (const int days : {1, 2, 3, 9}) {
    facts.push_back(At(0, v1::CASE_FACT_KIND_OFFERED, std::to_string(days)));
  }
  for (const int days : {1, 2, 3, 9})
    facts.push_back(At(days, v1::CASE_FACT_KIND_ACCEPTED, std::to_string(days)));
  EXPECT_EQ(Report({facts}, 0, 10).handovers().median_offer_to_acceptance().seconds(), 2 * 86400);
  // What was offered before the period and accepted in it counts with the whole time.
  EXPECT_EQ(Report({facts}, 4, 10).handovers().median_offer_to_acceptance().seconds(), 9 * 86400);
  EXPECT_FALSE(Report({facts}, 10, 11).handovers().has_median_offer_to_acceptance());
}

TEST(Report, TheWayToTeamAndUnderstandingBeginsWithTheFirstContact) {
  const std::vector<v1::CaseFact> facts = {
      At(0, v1::CASE_FACT_KIND_FIRST_KNOWN), At(2, v1::CASE_FACT_KIND_OPENED),
      At(5, v1::CASE_FACT_KIND_SHARED),      At(7, v1::CASE_FACT_KIND_UNDERSTOOD),
      At(20, v1::CASE_FACT_KIND_SHARED),     At(30, v1::CASE_FACT_KIND_UNDERSTOOD)};
  EXPECT_EQ(Report({facts}, 0, 40).median_to_team().seconds(), 5 * 86400);
  EXPECT_EQ(Report({facts}, 0, 40).median_to_understanding().seconds(), 7 * 86400);
  EXPECT_FALSE(Report({facts}, 10, 40).has_median_to_team());  // the first ones were before
}

TEST(Report, ContinuityIsJudgedWhenTheTimeAfterTheSetbackIsOver) {
  const std::vector<v1::CaseFact> stayed = {
      At(0, v1::CASE_FACT_KIND_SETBACK),
      At(0, v1::CASE_FACT_KIND_SETBACK_KIND, "", casework::v1::SETBACK_KIND_RELAPSE)};
  const std::vector<v1::CaseFact> moved = {At(0, v1::CASE_FACT_KIND_SETBACK),
                                           At(28, v1::CASE_FACT_KIND_MOVED)};
  const std::vector<v1::CaseFact> moved_later = {At(0, v1::CASE_FACT_KIND_SETBACK),
                                                 At(29, v1::CASE_FACT_KIND_MOVED)};
  const std::vector<v1::CaseFact> broken_off = {
      At(0, v1::CASE_FACT_KIND_SETBACK), At(1, v1::CASE_FACT_KIND_SETTING_NOTICE, "s"),
      At(3, v1::CASE_FACT_KIND_SETTING_ENDED, "s"), At(4, v1::CASE_FACT_KIND_SETTING_ENDED, "as planned")};
  const std::vector<v1::CaseFact> too_new = {At(3, v1::CASE_FACT_KIND_SETBACK)};
  const auto report = Report({stayed, moved, moved_later, broken_off, too_new}, 0, 30);
  EXPECT_EQ(report.setbacks().setbacks(), 5);
  EXPECT_THAT(Words(report.setbacks().kinds()), ElementsAre("RELAPSE 1"));
  EXPECT_EQ(report.setbacks().observed(), 4);
  EXPECT_EQ(report.setbacks().same_holder(), 3);
  EXPECT_EQ(report.setbacks().no_break_off(), 3);
  EXPECT_EQ(report.settings().ended(), 2);
  EXPECT_EQ(report.settings().broken_off(), 1);
}

TEST(Report, ComparesTheFirstAnswerOfEachPersonInACaseWithTheLatest) {
  const auto said = [](int day, const char* who, casework::v1::Confidence how) {
    return At(day, v1::CASE_FACT_KIND_CONFIDENCE, who, how);
  };
  const std::vector<v1::CaseFact> milo = {said(0, "a.1", casework::v1::CONFIDENCE_VERY_UNSURE),
                                          said(1, "b.1", casework::v1::CONFIDENCE_UNSURE),
                                          said(2, "a.2", casework::v1::CONFIDENCE_SURE),  // another question
                                          said(7, "a.1", casework::v1::CONFIDENCE_PARTLY),
                                          said(8, "b.1", casework::v1::CONFIDENCE_VERY_UNSURE),
                                          said(9, "a.1", casework::v1::CONFIDENCE_SURE),
                                          said(9, "c.1", casework::v1::CONFIDENCE_VERY_SURE)};
  const std::vector<v1::CaseFact> ayla = {said(0, "a.1", casework::v1::CONFIDENCE_PARTLY),
                                          said(9, "a.1", casework::v1::CONFIDENCE_PARTLY)};
  const auto report = Report({milo, ayla}, 5, 10).confidence();
  EXPECT_EQ(report.answered(), 4u) << "not who answered before, only to another question";
  EXPECT_EQ(report.compared(), 3u);
  EXPECT_EQ(report.median_first(), casework::v1::CONFIDENCE_UNSURE);
  EXPECT_EQ(report.median_last(), casework::v1::CONFIDENCE_PARTLY);
  EXPECT_EQ(report.rose(), 1u);
  EXPECT_EQ(report.fell(), 1u);
  EXPECT_EQ(report.stayed(), 1u);
  EXPECT_EQ(Report({milo}, 0, 2).confidence().answered(), 2u) << "as it was known then";
  EXPECT_EQ(Report({milo}, 0, 2).confidence().compared(), 0u);
  EXPECT_EQ(Report({milo}, 10, 12).confidence().answered(), 0u);
}

TEST(Report, EachLegOfAnAlarmTookItsTimeFromTheAlarmAndIsOpenUntilItIsAcknowledged) {
  const auto started = v1::CASE_FACT_KIND_LEG_STARTED, late = v1::CASE_FACT_KIND_LEG_OVERDUE;
  const auto acknowledged = [](int day, int party, int seconds, bool told = false) {
    v1::CaseFact fact = At(day, v1::CASE_FACT_KIND_LEG_ACKNOWLEDGED, "", party, told);
    fact.set_part(seconds);
    return fact;
  };
  const int office = common::v1::CRISIS_PARTY_YOUTH_OFFICE, clinic = common::v1::CRISIS_PARTY_CLINIC;
  const std::vector<v1::CaseFact> milo = {
      At(1, v1::CASE_FACT_KIND_CRISIS, "", crisis::v1::CRISIS_KIND_VIOLENCE),
      At(1, started, "", office),
      At(1, started, "", clinic),
      At(1, late, "", clinic),
      acknowledged(1, office, 300),
      acknowledged(1, clinic, 4000, true)};
  const std::vector<v1::CaseFact> ayla = {
      At(2, v1::CASE_FACT_KIND_CRISIS, "", crisis::v1::CRISIS_KIND_VIOLENCE), At(2, started, "", office),
      At(2, started, "", clinic), acknowledged(2, office, 60), At(2, late, "", clinic)};
  const std::vector<v1::CaseFact> over = {At(2, v1::CASE_FACT_KIND_CRISIS), At(2, started, "", clinic),
                                          At(3, v1::CASE_FACT_KIND_CRISIS_CONCLUDED)};
  const std::vector<v1::CaseFact> later = {At(0, v1::CASE_FACT_KIND_CRISIS), At(0, started, "", clinic),
                                           acknowledged(0, clinic, 9),  // before the period
                                           At(10, started, "", clinic)};
  const auto report = Report({milo, ayla, over, later}, 1, 10).crises();
  EXPECT_EQ(report.opened(), 3u);
  EXPECT_THAT(Words(report.kinds()), ElementsAre("UNSPECIFIED 1", "VIOLENCE 2"));
  EXPECT_EQ(report.concluded(), 1u);
  EXPECT_EQ(report.open(), 3u);
  std::vector<std::string> legs;
  for (const v1::LegFigures& leg : report.legs())
    legs.push_back(absl::StrCat(leg.party(), " ", leg.started(), " started, ", leg.acknowledged(), " (",
                                leg.told_by_others(), ") median ", leg.median().seconds(), " longest ",
                                leg.longest().seconds(), ", ", leg.overdue(), " late, ", leg.open(),
                                " open, ", leg.open_overdue(), " overdue"));
  EXPECT_THAT(legs,
              ElementsAre("YOUTH_OFFICE 2 started, 2 (0) median 60 longest 300, 0 late, 0 open, 0 overdue",
                          "CLINIC 3 started, 1 (1) median 4000 longest 4000, 2 late, 1 open, 1 overdue"));
}

TEST(Report, TimeWithoutASettingLastsFromTheLastEndToTheNextBegin) {
  const auto started = v1::CASE_FACT_KIND_SETTING_STARTED, ended = v1::CASE_FACT_KIND_SETTING_ENDED;
  const std::vector<v1::CaseFact> covered = {At(0, v1::CASE_FACT_KIND_OPENED), At(1, started, "a"),
                                             At(5, started, "b"), At(6, ended, "a")};
  const std::vector<v1::CaseFact> before_the_first = {At(0, v1::CASE_FACT_KIND_OPENED), At(9, started, "a")};
  const std::vector<v1::CaseFact> twice = {At(0, v1::CASE_FACT_KIND_OPENED),
                                           At(1, started, "a"),
                                           At(3, ended, "a"),
                                           At(4, started, "b"),
                                           At(6, ended, "b"),
                                           At(9, started, "c")};
  const std::vector<v1::CaseFact> open = {At(0, v1::CASE_FACT_KIND_OPENED), At(1, started, "a"),
                                          At(2, ended, "a")};
  const std::vector<v1::CaseFact> over = {At(0, v1::CASE_FACT_KIND_OPENED), At(1, started, "a"),
                                          At(3, ended, "a"), At(4, v1::CASE_FACT_KIND_ENDED)};
  const auto all = {covered, before_the_first, twice, open, over};
  const auto report = Report(all, 0, 12).without_setting();
  EXPECT_EQ(report.cases(), 3u);
  EXPECT_EQ(report.median().seconds(), 4 * 86400);
  EXPECT_EQ(report.longest().seconds(), 10 * 86400);
  EXPECT_EQ(report.open(), 1u);
  const auto later = Report(all, 8, 10).without_setting();
  EXPECT_EQ(later.cases(), 2u) << "as far as it lies in the period";
  EXPECT_EQ(later.median().seconds(), 1 * 86400);
  EXPECT_EQ(later.longest().seconds(), 2 * 86400);
  EXPECT_FALSE(Report({covered}, 0, 12).without_setting().has_median());
}

TEST(Report, TheNetworkHasThePlacesThatWereToldOfLast) {
  const auto listed = v1::CASE_FACT_KIND_OFFER_LISTED, places = v1::CASE_FACT_KIND_OFFER_PLACES;
  const auto told = [&](int day, int all, int free) {
    v1::CaseFact fact = At(day, places, "", all);
    fact.set_part(free);
    return fact;
  };
  ReportSum sum(kStart, kStart + Days(10));
  sum.AddRegister({At(0, listed, "", team::v1::CATALOGUE_TOPIC_HOUSING),
                   At(0, listed, "", team::v1::CATALOGUE_TOPIC_NIGHTS), told(1, 9, 9), told(4, 8, 2),
                   told(10, 8, 0)});
  sum.AddRegister({At(0, listed, "", team::v1::CATALOGUE_TOPIC_HOUSING), told(3, 5, 1)});
  sum.AddRegister({At(0, listed, "", team::v1::CATALOGUE_TOPIC_HEALTH)});
  sum.AddRegister({At(0, listed, "", team::v1::CATALOGUE_TOPIC_HOUSING), told(1, 70, 70),
                   At(2, v1::CASE_FACT_KIND_OFFER_WITHDRAWN)});
  sum.AddRegister({At(10, listed, "", team::v1::CATALOGUE_TOPIC_HOUSING)});
  const auto capacity = sum.Done().capacity();
  EXPECT_EQ(capacity.offers(), 3u);
  EXPECT_EQ(capacity.told(), 2u);
  EXPECT_EQ(capacity.places(), 13u);
  EXPECT_EQ(capacity.free(), 3u);
  EXPECT_EQ(FromProto(capacity.oldest()), kStart + Days(3));
  std::vector<std::string> topics;
  for (const auto& one : capacity.topics())
    topics.push_back(absl::StrCat(one.topic(), " ", one.offers(), " ", one.places(), " ", one.free()));
  EXPECT_THAT(topics, ElementsAre("HOUSING 2 13 3", "HEALTH 1 0 0", "NIGHTS 1 8 2"));
}

TEST(Report, AProjectIsEvaluatedOnceEverybodyHasVoted) {
  const auto asked = [](int day, team::v1::ProjectJudgement judgement) {
    return At(day, v1::CASE_FACT_KIND_EVALUATION_ASKED, "", judgement);
  };
  const auto reached = [](int day, bool agreed) {
    return At(day, v1::CASE_FACT_KIND_DECISION_REACHED, "", 0, agreed);
  };
  ReportSum sum(kStart + Days(5), kStart + Days(10));
  sum.AddRegister({asked(1, team::v1::PROJECT_JUDGEMENT_CONTINUE), reached(6, true)});
  sum.AddRegister({asked(6, team::v1::PROJECT_JUDGEMENT_END), reached(7, false)});
  sum.AddRegister({asked(6, team::v1::PROJECT_JUDGEMENT_CHANGE), reached(11, true)});
  sum.AddRegister({reached(7, true)});  // another question
  const auto report = sum.Done().evaluations();
  EXPECT_EQ(report.asked(), 2u);
  EXPECT_THAT(Words(report.agreed()), ElementsAre("CONTINUE 1"));
  EXPECT_EQ(report.with_dissent(), 1u);
}

// N10, N4: a family whose navigator's organisation has gone without a successor is counted like a case's
// date.
TEST(Report, CountsTheDatesThatAccompanimentsHaveMissed) {
  ReportSum sum(kStart + Days(5), kStart + Days(10));
  const auto missed = [](int day) {
    return At(day, v1::CASE_FACT_KIND_OVERDUE, "", common::v1::CLOCK_KIND_SUCCESSION);
  };
  sum.AddRegister({missed(4), missed(6)});
  sum.AddRegister({missed(7), missed(10)});
  EXPECT_THAT(Words(sum.Done().overdue()), ElementsAre("SUCCESSION 2"));
}

// --- what events say ---

std::vector<v1::CaseFact> FactsOfCase(const Milo& milo) {
  std::vector<v1::CaseFact> facts;
  testing::MemoryInMaps memory;
  for (const testing::Line& line : milo.book.lines()) {
    const Taken taken = Take(line.AsEntry(), {}, memory);
    const auto file = memory.File(taken.chain_id);
    if (!file) continue;
    for (v1::CaseFact& fact : FactsOf(line.AsEntry(), taken.verdict, *file)) facts.push_back(std::move(fact));
  }
  return facts;
}

std::vector<std::string> KindsOf(const Milo& milo) {
  std::vector<std::string> kinds;
  for (const v1::CaseFact& fact : FactsOfCase(milo)) {
    kinds.push_back(v1::CaseFactKind_Name(fact.kind()).substr(sizeof("CASE_FACT_KIND_") - 1));
  }
  return kinds;
}

TEST(Facts, OfMilosStory) {
  Milo milo;
  milo.PlayAll();
  EXPECT_THAT(KindsOf(milo),
              ElementsAre("FIRST_KNOWN", "HELD", "OPENED", "TONIGHT", "SHARED", "UNDERSTOOD", "RESIDENTIAL",
                          "SETTING_STARTED", "TONIGHT", "SETBACK", "SETBACK_KIND", "SETTING_NOTICE",
                          "SETTING_ENDED", "TONIGHT", "RESTS", "OVERDUE", "CONTACT", "REACTIVATED"));
}

TEST(Facts, ADecisionSaysWhoWasHeard) {
  Milo milo;
  milo.PlayToCase();
  casework::v1::SettingAdopted adopted;
  adopted.set_setting_id(milo.setting);
  adopted.mutable_participation()->mutable_young_person()->set_heard(true);
  milo.InCase(milo.AdlerPen(), adopted);
  EXPECT_THAT(KindsOf(milo), ElementsAre("FIRST_KNOWN", "HELD", "OPENED", "TONIGHT", "CONTACT", "DECISION",
                                         "YOUNG_PERSON_HEARD"));
}

TEST(Facts, WhoeverIsHeardLaterWasNotHeardThen) {
  Milo milo;
  milo.PlayToCase();
  casework::v1::HearingRecorded later;
  later.mutable_participation()->mutable_young_person()->set_heard(true);
  milo.InCase(milo.AdlerPen(), later);
  EXPECT_THAT(KindsOf(milo), ElementsAre("FIRST_KNOWN", "HELD", "OPENED", "TONIGHT", "CONTACT"));
}

TEST(Facts, WhoStaysTakesItsNoticesBack) {
  Milo milo;
  milo.PlayToCase();
  casework::v1::CommitmentsStay stay;
  stay.add_setting_ids(milo.setting);
  milo.InCase(Milo::House("case"), stay);
  EXPECT_THAT(KindsOf(milo),
              ElementsAre("FIRST_KNOWN", "HELD", "OPENED", "TONIGHT", "SETTING_NOTICE_TAKEN_BACK"));
}

TEST(Facts, OfTheCatalogueAreOffersAndTheirPlaces) {
  testing::LogBook book;
  const testing::Pen biber{"provider", "biber", "PROVIDER_WORKER"};
  team::v1::CatalogueEntryListed offer, idea;
  offer.set_kind(team::v1::CATALOGUE_KIND_OFFER);
  offer.add_topics(team::v1::CATALOGUE_TOPIC_HOUSING);
  offer.add_topics(team::v1::CATALOGUE_TOPIC_NIGHTS);
  idea.set_kind(team::v1::CATALOGUE_KIND_IDEA);
  idea.add_topics(team::v1::CATALOGUE_TOPIC_NIGHTS);
  team::v1::PlacesTold told;
  told.set_places(8);
  told.set_free(2);
  book.Write("team", "catalogue_entry", testing::TestId(1), biber, offer, told);
  book.Write("team", "catalogue_entry", testing::TestId(2), biber, idea);
  book.Write("team", "catalogue_entry", testing::TestId(1), biber, team::v1::CatalogueEntryWithdrawn());
  std::vector<std::string> facts;
  for (const testing::Line& line : book.lines()) {
    for (const v1::CaseFact& fact : RegisterFactsOf(line.AsEntry()))
      facts.push_back(absl::StrCat(fact.kind(), " ", fact.code(), " ", fact.part()));
  }
  EXPECT_THAT(facts, ElementsAre("30 1 0", "30 8 0", "32 8 2", "31 0 0"));
}

TEST(Facts, OfAccompanimentsAreTheDatesThatWereMissed) {
  testing::LogBook book;
  intake::v1::TransitionDateMissed missed;
  missed.set_kind(common::v1::CLOCK_KIND_SUCCESSION);
  intake::v1::TransitionDateEscalated escalated;
  escalated.set_kind(common::v1::CLOCK_KIND_SUCCESSION);
  book.Write("intake", "transition", testing::TestId(1), {"intake", "", "SERVICE"}, missed, escalated);
  const auto facts = RegisterFactsOf(book.lines().at(0).AsEntry());
  ASSERT_EQ(facts.size(), 1u);
  EXPECT_EQ(facts[0].kind(), v1::CASE_FACT_KIND_OVERDUE);
  EXPECT_EQ(facts[0].code(), common::v1::CLOCK_KIND_SUCCESSION);
}

TEST(Facts, OfJointDecisionsAreEvaluationsAndHowItCameOut) {
  testing::LogBook book;
  const testing::Pen adler{"office", "adler", "STEERING_GROUP"};
  team::v1::JointDecisionOpened opened, other;
  opened.mutable_evaluation()->set_judgement(team::v1::PROJECT_JUDGEMENT_CHANGE);
  team::v1::JointDecisionReached agreed, dissent, nobody;
  agreed.set_yes(2);
  dissent.set_yes(2);
  dissent.set_no(1);
  nobody.set_abstained(3);
  book.Write("team", "joint_decision", testing::TestId(1), adler, opened, agreed, dissent, nobody);
  book.Write("team", "joint_decision", testing::TestId(2), adler, other);
  std::vector<std::string> facts;
  for (const testing::Line& line : book.lines()) {
    for (const v1::CaseFact& fact : RegisterFactsOf(line.AsEntry()))
      facts.push_back(absl::StrCat(fact.kind(), " ", fact.code(), " ", fact.yes()));
  }
  EXPECT_THAT(facts, ElementsAre("33 2 0", "34 0 1", "34 0 0", "34 0 0"));
}

TEST(Report, ADangerThatALaterAlarmSaysIsUnheardUntilWhoeverLeadsHasHeard) {
  const std::vector<v1::CaseFact> facts = {
      At(0, v1::CASE_FACT_KIND_CRISIS), At(1, v1::CASE_FACT_KIND_ALARM_REPEATED),
      At(2, v1::CASE_FACT_KIND_ALARM_REPEATED, "", 0, true), At(3, v1::CASE_FACT_KIND_DANGER_OVERDUE),
      At(5, v1::CASE_FACT_KIND_DANGER_HEARD)};
  EXPECT_EQ(Report({facts}, 0, 2).crises().dangers_unheard(), 0) << "said again, and nothing new";
  const auto before = Report({facts}, 0, 4).crises();
  EXPECT_EQ(before.alarms_repeated(), 2);
  EXPECT_EQ(before.dangers_said_later(), 1);
  EXPECT_EQ(before.dangers_unheard(), 1);
  EXPECT_EQ(before.dangers_overdue(), 1);
  EXPECT_EQ(Report({facts}, 0, 6).crises().dangers_unheard(), 0);
}

TEST(Facts, OfLaterAlarmsAreWhatIsNewAndWhoHasHeard) {
  Milo milo;
  milo.PlayToCase();
  crisis::v1::CrisisOpened opened;
  opened.set_case_id(milo.the_case);
  crisis::v1::AlarmRepeated repeated, danger;
  danger.mutable_heard_due()->set_seconds(1);
  crisis::v1::AlarmAcknowledged heard, by_lead;
  by_lead.set_leads(true);
  crisis::v1::CrisisDeadlineOverdue late;
  late.set_clock(common::v1::CLOCK_KIND_NEW_DANGER);
  milo.book.Write("crisis", "crisis", testing::TestId(0x400), milo.CarerPen(), opened, repeated, danger,
                  heard, late, by_lead);
  std::vector<std::string> facts;
  for (const v1::CaseFact& fact : FactsOfCase(milo)) {
    if (fact.kind() >= v1::CASE_FACT_KIND_ALARM_REPEATED)
      facts.push_back(absl::StrCat(fact.kind(), " ", fact.yes()));
  }
  EXPECT_THAT(facts, ElementsAre("85 0", "85 1", "87 0", "86 0"));
}

TEST(Facts, OfAnAlarmAreItsLegsAndHowLongEachTook) {
  Milo milo;
  milo.PlayToCase();
  crisis::v1::CrisisOpened opened;
  opened.set_case_id(milo.the_case);
  opened.set_kind(crisis::v1::CRISIS_KIND_PSYCHOSIS);
  opened.add_legs()->set_party(common::v1::CRISIS_PARTY_CLINIC);
  crisis::v1::CrisisDeadlineOverdue late;
  late.set_clock(common::v1::CLOCK_KIND_CRISIS_LEG);
  late.set_object_id(absl::StrCat(common::v1::CRISIS_PARTY_CLINIC));
  crisis::v1::LegStarted other;
  other.set_party(common::v1::CRISIS_PARTY_PROVIDER);
  crisis::v1::LegAcknowledged acknowledged;
  acknowledged.set_party(common::v1::CRISIS_PARTY_CLINIC);
  acknowledged.set_seconds_after_alarm(90);
  acknowledged.set_told(true);
  milo.book.Write("crisis", "crisis", testing::TestId(0x400), milo.CarerPen(), opened, late, other,
                  acknowledged);
  std::vector<std::string> facts;
  for (const v1::CaseFact& fact : FactsOfCase(milo)) {
    if (fact.kind() >= v1::CASE_FACT_KIND_CRISIS)
      facts.push_back(absl::StrCat(fact.kind(), " ", fact.code(), " ", fact.part(), " ", fact.yes()));
  }
  EXPECT_THAT(facts, ElementsAre("80 4 0 0", "84 5 0 0", "82 5 0 0", "84 2 0 0", "81 5 90 1"));
}

TEST(Facts, AnAnswerBelongsToItsPersonAndQuestion) {
  Milo milo;
  milo.PlayToCase();
  casework::v1::ConfidenceRecorded sure;
  sure.set_person_id(milo.who.adler);
  sure.set_confidence(casework::v1::CONFIDENCE_SURE);
  sure.set_question_version(1);
  milo.InCase(milo.AdlerPen(), sure);
  EXPECT_THAT(KindsOf(milo), ElementsAre("FIRST_KNOWN", "HELD", "OPENED", "TONIGHT", "CONFIDENCE"));
  EXPECT_EQ(FactsOfCase(milo)[4].object_id(), milo.who.adler + ".1");
  EXPECT_EQ(FactsOfCase(milo)[4].code(), casework::v1::CONFIDENCE_SURE);
}

TEST(Facts, AMoveIsToAnotherUnit) {
  Milo milo;
  milo.PlayToCase();
  casework::v1::HandoverOffered offered;
  offered.set_handover_id(milo.handover);
  offered.set_cold(true);
  *offered.mutable_to() = milo.Sommer();
  milo.InCase(milo.AdlerPen(), offered);
  casework::v1::HandoverAccepted accepted;
  accepted.set_handover_id(milo.handover);
  accepted.set_person_id(milo.who.sommer);
  casework::v1::ResponsibilityMoved moved;
  moved.set_handover_id(milo.handover);
  *moved.mutable_from() = milo.Adler();
  *moved.mutable_to() = milo.Sommer();
  milo.InCase(milo.SommerPen(), accepted, moved);
  EXPECT_THAT(KindsOf(milo), ElementsAre("FIRST_KNOWN", "HELD", "OPENED", "TONIGHT", "OFFERED", "ACCEPTED",
                                         "HELD", "MOVED"));
  EXPECT_TRUE(FactsOfCase(milo)[4].yes());
}

}  // namespace
}  // namespace fallverbund::audit
