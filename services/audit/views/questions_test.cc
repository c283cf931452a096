// Long, because each question that an auditor may ask has its sentences.
#include "services/audit/views/questions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fallverbund/crisis/v1/deployment_events.pb.h"
#include "fallverbund/intake/v1/intake_events.pb.h"
#include "fallverbund/intake/v1/prevention_events.pb.h"
#include "fallverbund/team/v1/catalogue_events.pb.h"
#include "fallverbund/team/v1/team_events.pb.h"
#include "libs/base/time.h"
#include "libs/eventlog/trace.h"
#include "services/audit/domain/testing/milo.h"
#include "services/audit/views/tables.h"
#include "services/audit/views/testing/filed.h"

namespace fallverbund::audit {
namespace {

using ::testing::ElementsAre;
using testing::Filed;
using ::testing::IsEmpty;
using testing::Milo;
using testing::TestId;
using ::testing::UnorderedElementsAre;

std::vector<std::string> Names(const v1::ListCaseHistoryResponse& history) {
  std::vector<std::string> names;
  for (const v1::HistoryEntry& entry : history.entries()) {
    names.push_back(entry.event_type().substr(entry.event_type().rfind('.') + 1));
  }
  return names;
}

std::vector<std::string> TonightOf(const v1::GetCaseHoldersResponse& holders) {
  std::vector<std::string> kinds;
  for (const v1::HoldingSpan& span : holders.spans()) {
    if (span.strand() != common::v1::STRAND_TONIGHT) continue;
    kinds.push_back(common::v1::TonightKind_Name(span.tonight_kind()).substr(sizeof("TONIGHT_KIND_") - 1) +
                    (span.has_until() ? "" : " open"));
  }
  return kinds;
}

std::string CaseHolder(const v1::GetCaseHoldersResponse& holders) {
  std::string person;
  for (const v1::HoldingSpan& span : holders.spans()) {
    if (span.strand() == common::v1::STRAND_CASE && !span.has_until()) person += span.holder().person_id();
  }
  return person;
}

// --- history ---

TEST(History, TellsOriginCaseTeamAndDeploymentAsOneStory) {
  Milo milo;
  milo.PlayAll();
  Filed filed(milo.book);
  const auto history = ReadHistory(filed.store, milo.the_case, {}, {.size = 1000});
  ASSERT_TRUE(history.ok()) << history.status();
  EXPECT_THAT(
      Names(*history),
      ElementsAre("InquiryReceived", "InquiryNeedsInfo", "BrokenOffSupportAdded", "InquiryFoundEligible",
                  "CaseOpened", "InquiryOpened", "TeamProposed", "CoordinationAssumed", "CommitmentsInvited",
                  "MemberCommitted", "MemberCommitted", "MemberCommitted", "MemberCommitted",
                  "MemberCommitted", "SharedResponsibilityTaken", "TeamFormed", "CaseUnderstandingRecorded",
                  "SettingProposed", "SettingAdopted", "SettingStarted", "SetbackRecorded", "ReplanOpened",
                  "SettingNoticeGiven", "DeploymentRequested", "DeploymentAccepted", "SettingEnded",
                  "StandbyEntered", "TeamPaused", "CaseDeadlineOverdue", "CaseDeadlineEscalated",
                  "ContactWithYoungPersonRecorded", "CaseReactivated", "TeamResumed"));
  EXPECT_EQ(history->next_page_token(), "");
  const v1::HistoryEntry& opened = history->entries(4);
  EXPECT_EQ(opened.context(), "case");
  EXPECT_EQ(opened.role(), "SERVICE");
  EXPECT_EQ(opened.caused_by_position(), history->entries(3).position());
}

TEST(History, ShowsTheTraceThatACommitCarries) {
  Milo milo;
  milo.PlayToCase();
  Filed filed(milo.book);
  testing::Line traced = milo.book.lines().back();
  ++traced.position;
  eventlog::SetTrace({"4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"}, traced.commit);
  filed.File(traced);
  const auto history = ReadHistory(filed.store, milo.the_case, {}, {});
  ASSERT_TRUE(history.ok()) << history.status();
  EXPECT_EQ(history->entries().rbegin()->trace_id(), "4bf92f3577b34da6a3ce929d0e0e4736");
  EXPECT_EQ(history->entries(0).trace_id(), "");
}

TEST(History, IsTheSameByTheIdOfTheOrigin) {
  Milo milo;
  milo.PlayToCase();
  Filed filed(milo.book);
  EXPECT_EQ(ReadHistory(filed.store, milo.inquiry, {}, {})->SerializeAsString(),
            ReadHistory(filed.store, milo.the_case, {}, {})->SerializeAsString());
}

TEST(History, ComesInPagesOfAnySizeAlsoAcrossTheEventsOfOneCommit) {
  Milo milo;
  milo.PlayAll();
  Filed filed(milo.book);
  const auto whole = ReadHistory(filed.store, milo.the_case, {}, {.size = 1000});
  for (int size : {1, 2, 3, 5, 32, 33}) {
    v1::ListCaseHistoryResponse joined;
    std::string token;
    do {
      const auto page = ReadHistory(filed.store, milo.the_case, {}, {.size = size, .token = token});
      ASSERT_TRUE(page.ok()) << page.status();
      EXPECT_LE(page->entries_size(), size);
      joined.mutable_entries()->MergeFrom(page->entries());
      token = page->next_page_token();
    } while (!token.empty());
    EXPECT_EQ(joined.SerializeAsString(), whole->SerializeAsString()) << size;
  }
}

TEST(History, RefusesATokenThatIsNoneOfOurs) {
  Milo milo;
  milo.PlayToCase();
  Filed filed(milo.book);
  for (const char* token : {"x", "1", "0.0", "1.2.3", ".", "-1.0"}) {
    EXPECT_TRUE(
        absl::IsInvalidArgument(ReadHistory(filed.store, milo.the_case, {}, {.token = token}).status()))
        << token;
  }
}

TEST(History, KnowsNoCaseByAnotherIdAndNoDialog) {
  Milo milo;
  milo.PlayToCase();
  Filed filed(milo.book);
  EXPECT_TRUE(absl::IsNotFound(ReadHistory(filed.store, TestId(0xabc), {}, {}).status()));
  EXPECT_TRUE(absl::IsNotFound(ReadHistory(filed.store, milo.contact, {}, {}).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(ReadHistory(filed.store, "milo", {}, {}).status()));
}

TEST(History, AsKnownIsAPrefixOfTheLogAndMarksWhatCameLate) {
  Milo milo;
  milo.PlayToCase();
  const absl::Time before = milo.book.now();
  milo.book.Advance(absl::Hours(24 * 5));
  milo.book.Occurred(before).Write("case", "case", milo.the_case, milo.CarerPen(),
                                   casework::v1::SetbackRecorded());
  Filed filed(milo.book);
  const auto known_then = ReadHistory(filed.store, milo.the_case, {.known_at = before}, {});
  EXPECT_EQ(Names(*known_then).back(), "InquiryOpened");
  const auto true_then = ReadHistory(filed.store, milo.the_case, {.true_at = before}, {});
  EXPECT_EQ(Names(*true_then).back(), "SetbackRecorded");
  EXPECT_TRUE(true_then->entries().rbegin()->late_entry());
  EXPECT_FALSE(true_then->entries(0).late_entry());
}

TEST(History, AsTrueLeavesOutWhatHadNotOccurred) {
  Milo milo;
  milo.PlayToCase();
  const absl::Time then = milo.book.now();
  milo.TeamProposed();
  Filed filed(milo.book);
  EXPECT_EQ(Names(*ReadHistory(filed.store, milo.the_case, {.true_at = then}, {})).back(), "InquiryOpened");
}

TEST(History, HoldsTheSettledReactionsOfTheCase) {
  Milo milo;
  milo.PlayToCase();
  eventlog::v1::ReactionSettled settled;
  settled.set_reaction_id("replan");
  milo.book.CausedBy(milo.book.head())
      .Write("team", "settlement", TestId(0x888), Milo::House("team"), settled);
  Filed filed(milo.book);
  const auto history = ReadHistory(filed.store, milo.the_case, {}, {});
  EXPECT_EQ(Names(*history).back(), "ReactionSettled");
  EXPECT_EQ(history->entries().rbegin()->facts_json(), "{\"reactionId\":\"replan\"}");
}

// --- holders ---

TEST(Holders, TellWhoHeldEachStrandUntilNow) {
  Milo milo;
  milo.PlayAll();
  Filed filed(milo.book);
  const auto holders = ReadHolders(filed.store, milo.the_case, {}, milo.book.head());
  ASSERT_TRUE(holders.ok()) << holders.status();
  EXPECT_EQ(CaseHolder(*holders), milo.who.adler);
  EXPECT_THAT(TonightOf(*holders), ElementsAre("FAMILY", "PLACEMENT", "CRISIS_TEAM open"));
  EXPECT_EQ(holders->gaps(), 0u);
  EXPECT_EQ(holders->position(), milo.book.head());
  for (int i = 1; i < holders->spans_size(); ++i) {
    EXPECT_LE(holders->spans(i - 1).strand(), holders->spans(i).strand()) << "by strand";
  }
}

TEST(Holders, AsKnownAtATimeAreThoseOfThatPrefix) {
  Milo milo;
  milo.PlayToCase();
  milo.Understands();
  milo.SettingAdopted();
  milo.SettingStarts();
  const absl::Time then = milo.book.now();
  const uint64_t head_then = milo.book.head();
  milo.Setback();
  milo.CrisisTeamAccepts();
  milo.SettingEnds();
  Filed filed(milo.book);
  const auto holders = ReadHolders(filed.store, milo.the_case, {.known_at = then}, milo.book.head());
  EXPECT_THAT(TonightOf(*holders), ElementsAre("FAMILY", "PLACEMENT open"));
  EXPECT_EQ(holders->position(), head_then);
  // Every prefix is seen like that: the rows of that prefix answer the same.
  testing::LogBook prefix = milo.book;
  Filed of_prefix((testing::LogBook()));
  for (uint64_t p = 1; p <= head_then; ++p) of_prefix.File(milo.book.line(p));
  EXPECT_EQ(ReadHolders(of_prefix.store, milo.the_case, {}, head_then)->SerializeAsString(),
            holders->SerializeAsString());
}

TEST(Holders, AsTrueAtATimeUsesWhatWasRecordedLater) {
  Milo milo;
  milo.PlayToCase();
  const absl::Time moved_at = milo.book.now() + absl::Hours(24);
  milo.book.Advance(absl::Hours(24 * 4));
  casework::v1::TonightMoved moved;
  *moved.mutable_from() = milo.AtHome();
  *moved.mutable_to() = milo.WithCarer();
  milo.book.Occurred(moved_at).Write("case", "case", milo.the_case, milo.CarerPen(), moved);
  Filed filed(milo.book);
  const absl::Time between = moved_at + absl::Hours(24);
  const uint64_t head = milo.book.head();
  EXPECT_THAT(TonightOf(*ReadHolders(filed.store, milo.the_case, {.true_at = between}, head)),
              ElementsAre("FAMILY", "PLACEMENT open"));
  EXPECT_THAT(TonightOf(*ReadHolders(filed.store, milo.the_case, {.known_at = between}, head)),
              ElementsAre("FAMILY open"));
  EXPECT_THAT(
      TonightOf(*ReadHolders(filed.store, milo.the_case, {.true_at = moved_at - absl::Hours(1)}, head)),
      ElementsAre("FAMILY open"));
}

TEST(Holders, TellWhoRecordedBeginAndEndWhenAndWhetherItCameLate) {
  Milo milo;
  milo.PlayToCase();
  const absl::Time opened_at = milo.book.now();
  const absl::Time moved_at = opened_at + absl::Hours(24);
  milo.book.Advance(absl::Hours(24 * 4));
  casework::v1::TonightMoved moved;
  *moved.mutable_from() = milo.AtHome();
  *moved.mutable_to() = milo.WithCarer();
  milo.book.Occurred(moved_at).Write("case", "case", milo.the_case, milo.CarerPen(), moved);
  Filed filed(milo.book);
  const uint64_t head = milo.book.head();
  const auto tonight = [&](const AsOf& as_of) {
    const auto holders = ReadHolders(filed.store, milo.the_case, as_of, head);
    std::vector<v1::HoldingSpan> spans;
    for (const v1::HoldingSpan& span : holders->spans()) {
      if (span.strand() == common::v1::STRAND_TONIGHT) spans.push_back(span);
    }
    return spans;
  };
  const auto spans = tonight({});
  ASSERT_EQ(spans.size(), 2u);
  EXPECT_FALSE(spans[0].began().late_entry());
  for (const v1::WrittenDown& late : {spans[0].ended(), spans[1].began()}) {
    EXPECT_EQ(late.person_id(), milo.who.carer);
    EXPECT_EQ(late.organisation_id(), milo.who.provider);
    EXPECT_EQ(FromProto(late.occurred_at()), moved_at);
    EXPECT_EQ(FromProto(late.recorded_at()), milo.book.now());
    EXPECT_TRUE(late.late_entry());
    EXPECT_FALSE(late.correction());
  }
  EXPECT_FALSE(spans[1].has_ended()) << "still";
  const auto then = tonight({.known_at = moved_at + absl::Hours(1)});
  ASSERT_EQ(then.size(), 1u);
  EXPECT_FALSE(then[0].has_ended()) << "nobody knew who would write it down";
}

// A late word that something ended before it began ends it when it began; what was said stands beside.
TEST(Holders, KeepWhatALateEntrySaidOfATimeThatCannotBe) {
  Milo milo;
  milo.PlayToCase();
  const absl::Time said = milo.book.now() - absl::Hours(24 * 30);
  casework::v1::TonightMoved moved;
  *moved.mutable_from() = milo.AtHome();
  *moved.mutable_to() = milo.WithCarer();
  milo.book.Occurred(said).Write("case", "case", milo.the_case, milo.CarerPen(), moved);
  Filed filed(milo.book);
  const auto holders = ReadHolders(filed.store, milo.the_case, {}, milo.book.head());
  const v1::HoldingSpan& last = *holders->spans().rbegin();
  ASSERT_EQ(last.tonight_kind(), common::v1::TONIGHT_KIND_PLACEMENT);
  EXPECT_GT(FromProto(last.from()), said);
  EXPECT_EQ(FromProto(last.began().occurred_at()), said);
  EXPECT_TRUE(last.began().late_entry());
}

TEST(Holders, MarkWhatACorrectionChanged) {
  Milo milo;
  milo.PlayToCase();
  milo.book.Advance(absl::Hours(1));
  casework::v1::TonightMoved moved;
  *moved.mutable_from() = milo.AtHome();
  *moved.mutable_to() = milo.WithCarer();
  casework::v1::CompetenceDetermined correction;
  correction.set_corrects_competence_id(TestId(0x777));
  milo.book.Write("case", "case", milo.the_case, milo.CarerPen(), correction, moved);
  Filed filed(milo.book);
  const auto holders = ReadHolders(filed.store, milo.the_case, {}, milo.book.head());
  EXPECT_TRUE(holders->spans().rbegin()->began().correction());
}

TEST(Holders, NobodyIsKnownBeforeTheFirstContact) {
  Milo milo;
  const absl::Time before = milo.book.now();
  milo.book.Advance(absl::Hours(1));
  milo.PlayToCase();
  Filed filed(milo.book);
  EXPECT_TRUE(absl::IsNotFound(
      ReadHolders(filed.store, milo.the_case, {.known_at = before}, milo.book.head()).status()));
}

TEST(Holders, CountTheGapsThatWereKnown) {
  Milo milo;
  milo.PlayToCase();
  const absl::Time then = milo.book.now();
  milo.book.Advance(absl::Hours(1));
  milo.InCase(milo.AdlerPen(), casework::v1::SettingEnded());
  Filed filed(milo.book);
  EXPECT_EQ(ReadHolders(filed.store, milo.the_case, {.known_at = then}, milo.book.head())->gaps(), 0u);
  EXPECT_EQ(ReadHolders(filed.store, milo.the_case, {}, milo.book.head())->gaps(), 1u);
}

// --- cases ---

TEST(Cases, AreListedInPagesWithTheirHolders) {
  Milo milo;
  milo.PlayToCase();
  for (int i = 0; i < 4; ++i) {
    intake::v1::InquiryReceived received;
    received.set_subject_id(TestId(0x500 + i));
    *received.mutable_holder() = milo.Sommer();
    milo.book.Write("intake", "inquiry", TestId(0x600 + i), milo.SommerPen(), received);
  }
  Filed filed(milo.book);
  std::vector<std::string> origins, tokens;
  Page page{.size = 2, .token = ""};
  do {
    const auto cases = ReadCases(filed.store, page);
    ASSERT_TRUE(cases.ok());
    for (const v1::AuditedCase& audited : cases->cases()) {
      origins.push_back(audited.origin_id());
      EXPECT_EQ(audited.holder().organisation_id(), milo.who.youth_office);
    }
    page.token = cases->next_page_token();
  } while (!page.token.empty());
  EXPECT_THAT(origins, ElementsAre(milo.inquiry, TestId(0x600), TestId(0x601), TestId(0x602), TestId(0x603)));
  EXPECT_TRUE(absl::IsInvalidArgument(ReadCases(filed.store, {.token = "x"}).status()));
}

TEST(Numbers, AreListedInPagesWithTheirState) {
  Milo milo;
  milo.TeacherWrites();
  milo.PlayToCase();
  casework::v1::RiskAssessmentOpened opened;
  opened.set_assessment_id(TestId(0x999));
  milo.InCase(milo.AdlerPen(), opened);
  milo.book.Write("intake", "prevention_contact", TestId(0x700), milo.CarerPen(),
                  intake::v1::AnonymousContactCounted());
  casework::v1::RiskAssessmentMade made;
  made.set_assessment_id(TestId(0x999));
  milo.InCase(milo.AdlerPen(), made);
  Filed filed(milo.book);
  std::vector<std::string> numbers;
  Page page{.size = 1, .token = ""};
  do {
    const auto some = ReadNumbers(filed.store, page);
    ASSERT_TRUE(some.ok()) << some.status();
    for (const v1::AuditedNumber& number : some->numbers()) numbers.push_back(number.number());
    page.token = some->next_page_token();
  } while (!page.token.empty());
  EXPECT_THAT(numbers, ElementsAre(milo.contact, TestId(0x700), TestId(0x999)));
  const auto all = ReadNumbers(filed.store, {});
  EXPECT_EQ(all->numbers(2).case_id(), milo.the_case);
  EXPECT_TRUE(all->numbers(2).has_done_at()) << "the row of a later step goes on from that of an earlier one";
  EXPECT_TRUE(absl::IsInvalidArgument(ReadNumbers(filed.store, {.token = "x"}).status()));
}

TEST(Cases, AreCountedOnceEach) {
  Milo milo;
  milo.PlayAll();
  Filed filed(milo.book);
  const auto sums = ReadSums(filed.store);
  EXPECT_EQ(sums->chains(), 1u);
  EXPECT_EQ(sums->commits(), milo.book.head());
  EXPECT_EQ(sums->gaps(), 0u);
}

TEST(Findings, AreFoundInTheOrderOfTheLog) {
  Milo milo;
  milo.PlayToCase();
  milo.InCase(milo.AdlerPen(), casework::v1::SettingEnded());
  milo.InCase(milo.AdlerPen(), casework::v1::StandbyEntered());
  Filed filed(milo.book);
  const auto findings = ReadVerdictFindings(filed.store, 10);
  ASSERT_EQ(findings->size(), 2u);
  EXPECT_EQ((*findings)[0].kind(), v1::FINDING_KIND_TONIGHT_EMPTY);
  EXPECT_EQ((*findings)[1].kind(), v1::FINDING_KIND_STANDBY_WITHOUT_DATE);
  EXPECT_EQ(ReadVerdictFindings(filed.store, 1)->size(), 1u);
}

// --- reports ---

TEST(ReportOfRows, EndsWhereTheLogEndsAndSumsEveryCase) {
  Milo milo;
  milo.PlayAll();
  Filed filed(milo.book);
  const auto report = ReadReport(filed.store, {}, 77);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->position(), 77);
  EXPECT_EQ(FromProto(report->until()), milo.book.lines().back().known_at + absl::Nanoseconds(1));
  EXPECT_EQ(report->gaps(), 0);
  EXPECT_EQ(report->cases_opened(), 1);
  EXPECT_EQ(report->cases_open(), 1);
  EXPECT_EQ(report->settings().broken_off(), 1);
  EXPECT_TRUE(report->has_median_to_team());
  EXPECT_EQ(report->capacity().offers(), 0);

  const absl::Time setback = milo.book.lines().front().known_at;
  const auto before = ReadReport(filed.store, {.until = setback}, 77);
  ASSERT_TRUE(before.ok()) << before.status();
  EXPECT_EQ(before->cases_opened(), 0);
}

TEST(ReportOfRows, CountsThePlacesOfEveryOffer) {
  Milo milo;
  milo.PlayToCase();
  team::v1::CatalogueEntryListed offer;
  offer.set_kind(team::v1::CATALOGUE_KIND_OFFER);
  offer.add_topics(team::v1::CATALOGUE_TOPIC_HOUSING);
  team::v1::PlacesTold told;
  told.set_places(8);
  told.set_free(2);
  for (const int entry : {901, 902})
    milo.book.Write("team", "catalogue_entry", testing::TestId(entry), milo.AdlerPen(), offer, told);
  Filed filed(milo.book);
  const auto report = ReadReport(filed.store, {}, 77);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->capacity().offers(), 2);
  EXPECT_EQ(report->capacity().free(), 4);
  EXPECT_EQ(report->cases_opened(), 1) << "a register is no case";
}

TEST(ReportOfRows, AsKnownThenCountsNothingThatWasWrittenLater) {
  Milo milo;
  milo.PlayToCase();
  const absl::Time then = milo.book.now();
  milo.book.Advance(absl::Hours(24));
  casework::v1::SetbackRecorded setback;
  setback.add_kinds(casework::v1::SETBACK_KIND_RELAPSE);
  milo.book.Occurred(then - absl::Hours(1));  // a late entry: true before, known only now
  milo.InCase(milo.AdlerPen(), setback);
  milo.InCase(milo.AdlerPen(), casework::v1::SettingEnded());  // and a gap
  Filed filed(milo.book);
  const auto now = ReadReport(filed.store, {}, milo.book.head());
  EXPECT_EQ(now->setbacks().setbacks(), 1);
  EXPECT_EQ(now->gaps(), 1);
  const auto known = ReadReport(filed.store, {.known_at = then}, milo.book.head());
  ASSERT_TRUE(known.ok()) << known.status();
  EXPECT_EQ(known->cases_opened(), 1);
  EXPECT_EQ(known->setbacks().setbacks(), 0);
  EXPECT_EQ(known->gaps(), 0);
  EXPECT_EQ(known->position(), milo.book.head() - 2);
}

// A service whose clock is an hour slow writes what "happened" before the log had it (P20).
TEST(ReportOfRows, AsKnownThenGoesByTheLogsTimeAndNoWritersClock) {
  Milo milo;
  milo.PlayToCase();
  const absl::Time then = milo.book.now();
  milo.book.Advance(absl::Hours(1));
  milo.InCase(milo.AdlerPen(), casework::v1::ContactWithYoungPersonRecorded());
  milo.book.Advance(-absl::Hours(1));
  casework::v1::SetbackRecorded setback;
  setback.add_kinds(casework::v1::SETBACK_KIND_RELAPSE);
  milo.InCase(milo.AdlerPen(), setback);
  Filed filed(milo.book);
  EXPECT_EQ(ReadReport(filed.store, {}, milo.book.head())->setbacks().setbacks(), 1);
  EXPECT_EQ(ReadReport(filed.store, {.known_at = then}, milo.book.head())->setbacks().setbacks(), 0);
}

TEST(ReportOfRows, AsKnownThenIsTheSameThoughTheLogGoesOn) {
  Milo milo;
  milo.PlayToCase();
  const absl::Time then = milo.book.now() + absl::Hours(6);  // nobody writes meanwhile
  Filed filed(milo.book);
  const auto asked_at_once = ReadReport(filed.store, {.known_at = then}, milo.book.head());
  EXPECT_EQ(FromProto(asked_at_once->until()), then + absl::Nanoseconds(1));
  milo.book.Advance(absl::Hours(24));
  milo.InCase(milo.AdlerPen(), casework::v1::ContactWithYoungPersonRecorded());
  filed.File(milo.book.lines().back());
  EXPECT_EQ(ReadReport(filed.store, {.known_at = then}, milo.book.head())->SerializeAsString(),
            asked_at_once->SerializeAsString());
}

// --- as known at a position ---

TEST(KnownPosition, ShowsHistoryAndHoldersAsTheyWereThere) {
  Milo milo;
  milo.PlayAll();
  Filed filed(milo.book);
  const uint64_t head = milo.book.head();
  const auto all = ReadHistory(filed.store, milo.the_case, {}, {.size = 1000});
  const uint64_t middle = all->entries(15).position();
  const AsOf there{.known_position = middle};
  const auto history = ReadHistory(filed.store, milo.the_case, there, {.size = 1000});
  EXPECT_EQ(history->entries().rbegin()->position(), middle);
  const auto holders = ReadHolders(filed.store, milo.the_case, there, head);
  EXPECT_EQ(holders->position(), middle);
  EXPECT_THAT(TonightOf(*holders), ElementsAre("FAMILY open"));
  EXPECT_TRUE(
      absl::IsNotFound(ReadHolders(filed.store, milo.the_case, {.known_position = 1}, head).status()));
}

// --- findings of one case, and dates ---

TEST(CaseFindings, AreThoseOfTheCaseUpToAPosition) {
  Milo milo;
  milo.PlayToCase();
  const uint64_t first = milo.InCase(milo.AdlerPen(), casework::v1::SettingEnded());
  const uint64_t second = milo.InCase(milo.AdlerPen(), casework::v1::StandbyEntered());
  Filed filed(milo.book);
  EXPECT_EQ(ReadCaseFindings(filed.store, milo.the_case, second, 10)->size(), 2u);
  EXPECT_EQ(ReadCaseFindings(filed.store, milo.the_case, second, 1)->size(), 1u);
  EXPECT_EQ(ReadCaseFindings(filed.store, milo.the_case, first, 10)->size(), 1u);
  EXPECT_TRUE(absl::IsNotFound(ReadCaseFindings(filed.store, TestId(0xabc), second, 10).status()));
}

TEST(OverdueBoardOfRows, ShowsMissedDatesAndWhoRests) {
  Milo milo;
  milo.PlayToTeam();
  milo.EntersStandby();
  const absl::Time due = milo.book.now() + absl::Hours(24 * 14);
  milo.MissesContact();
  Filed filed(milo.book);
  const auto board = ReadOverdueBoard(filed.store, 10);
  ASSERT_TRUE(board.ok()) << board.status();
  EXPECT_THAT(board->missed, IsEmpty());
  ASSERT_EQ(board->standing.size(), 1u);
  EXPECT_EQ(board->standing[0].case_id, milo.the_case);
  EXPECT_EQ(board->standing[0].clock, common::v1::CLOCK_KIND_STANDBY_CONTACT);
  EXPECT_EQ(board->standing[0].at, due);
  ASSERT_EQ(board->resting.size(), 1u);
  EXPECT_EQ(board->resting[0].contact_due, due);
  EXPECT_TRUE(board->resting[0].overdue_recorded);
  EXPECT_EQ(ReadOverdueBoard(filed.store, 0)->standing_total, 1u);
  const auto cases = ReadCases(filed.store, {});
  EXPECT_EQ(FromProto(cases->cases(0).standby_due()), due);
}

TEST(OverdueBoardOfRows, KnowsTheLastContactWithWhoeverRests) {
  Milo milo;
  milo.PlayToTeam();
  milo.InCase(milo.AdlerPen(), casework::v1::ContactWithYoungPersonRecorded());
  const absl::Time spoken = milo.book.now();
  milo.book.Advance(absl::Hours(5));
  milo.EntersStandby();
  const Filed filed(milo.book);
  const auto board = ReadOverdueBoard(filed.store, 10);
  ASSERT_EQ(board->resting.size(), 1u);
  EXPECT_EQ(board->resting[0].last_contact, spoken);
}

TEST(OverdueBoardOfRows, KnowsOfNoContactWhereNoneWasRecorded) {
  Milo milo;
  milo.PlayToTeam();
  milo.EntersStandby();
  const Filed filed(milo.book);
  EXPECT_EQ(ReadOverdueBoard(filed.store, 10)->resting.at(0).last_contact, std::nullopt);
}

TEST(OverdueBoardOfRows, ShowsWhatWasSettledSinceApart) {
  Milo milo;
  milo.PlayAll();  // the contact was missed, and made then
  Filed filed(milo.book);
  const auto board = ReadOverdueBoard(filed.store, 10);
  EXPECT_THAT(board->standing, IsEmpty());
  ASSERT_EQ(board->missed.size(), 1u);
  EXPECT_EQ(board->missed[0].clock, common::v1::CLOCK_KIND_STANDBY_CONTACT);
}

// Nobody has to ask which kind of event it was: an inquiry that nobody answers is as urgent as a crisis.
TEST(OverdueBoardOfRows, KnowsTheDatesOfInquiriesTeamsDeploymentsAndCrises) {
  Milo milo;
  milo.PlayAll();
  intake::v1::InquiryAnswerOverdue inquiry;
  milo.book.Write("intake", "inquiry", milo.inquiry, Milo::House("intake"), inquiry);
  team::v1::TeamDeadlineOverdue review;
  review.set_clock(common::v1::CLOCK_KIND_TEAM_REVIEW);
  milo.book.Write("team", "team", milo.team, Milo::House("team"), review);
  crisis::v1::DebriefOverdue debrief;
  milo.book.Write("crisis", "deployment", milo.deployment, Milo::House("crisis"), debrief);
  Filed filed(milo.book);
  const auto board = ReadOverdueBoard(filed.store, 10);
  std::vector<std::string> clocks;
  for (const MissedDate& one : board->standing) {
    EXPECT_EQ(one.case_id, milo.the_case);
    clocks.push_back(common::v1::ClockKind_Name(one.clock).substr(sizeof("CLOCK_KIND_") - 1));
  }
  EXPECT_THAT(clocks, UnorderedElementsAre("INQUIRY_ANSWER", "TEAM_REVIEW", "DEBRIEF"));
  const auto report = ReadReport(filed.store, {}, milo.book.head());
  std::vector<std::string> counted;
  for (const v1::CodeCount& one : report->overdue()) counted.push_back(one.code());
  EXPECT_THAT(counted, UnorderedElementsAre("STANDBY_CONTACT", "INQUIRY_ANSWER", "TEAM_REVIEW", "DEBRIEF"));
}

TEST(OverdueBoardOfRows, LeavesOutWhatHasLawfullyEnded) {
  Milo milo;
  milo.PlayAll();
  milo.EndsLawfully();
  Filed filed(milo.book);
  EXPECT_EQ(ReadOverdueBoard(filed.store, 10)->missed_total, 0u);
  EXPECT_TRUE(ReadCases(filed.store, {})->cases(0).lawfully_ended());
}

TEST(Questions, KnowWhereACaseBeginsAndEnds) {
  Milo milo;
  milo.PlayToCase();
  const uint64_t last = milo.InCase(milo.AdlerPen(), casework::v1::SetbackRecorded());
  const testing::Filed filed(milo.book);
  const auto extent = ReadExtent(filed.store, milo.the_case);
  ASSERT_TRUE(extent.ok()) << extent.status();
  EXPECT_EQ(extent->last_position, last);
  EXPECT_EQ(extent->last_at, milo.book.line(last).known_at);
  EXPECT_EQ(extent->first_position, ReadHistory(filed.store, milo.the_case, {}, {})->entries(0).position());
  EXPECT_EQ(extent->first_at, milo.book.line(extent->first_position).known_at);
  EXPECT_TRUE(absl::IsNotFound(ReadExtent(filed.store, testing::TestId(0x999)).status()));
}

}  // namespace
}  // namespace fallverbund::audit
