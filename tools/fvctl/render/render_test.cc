#include "tools/fvctl/render/render.h"

#include <gtest/gtest.h>

#include "libs/base/time.h"

namespace fallverbund::fvctl {
namespace {

google::protobuf::Timestamp At(int64_t hours) {
  return ToProto(absl::FromUnixSeconds(1'772'442'000) + absl::Hours(hours));
}

std::string Name(const std::string& id) {
  if (id == "a") return "Frau Adler";
  if (id == "s") return "Herr Specht";
  if (id == "o") return "Jugendamt Dortmund";
  if (id == "u") return "JHD Nord";
  return id;
}

common::v1::Holder Adler() {
  common::v1::Holder holder;
  holder.set_organisation_id("o");
  holder.set_unit_id("u");
  holder.set_person_id("a");
  holder.set_deputy_person_id("s");
  return holder;
}

TEST(Render, AHolderIsOrganisationUnitPersonAndDeputy) {
  EXPECT_EQ(RenderHolder(Adler(), Name), "Jugendamt Dortmund, JHD Nord, Frau Adler (deputy Herr Specht)");
  common::v1::Holder bare;
  bare.set_organisation_id("o");
  EXPECT_EQ(RenderHolder(bare, Name), "Jugendamt Dortmund");
}

TEST(Render, ACleanVerdictSaysThatThereAreNoGaps) {
  audit::v1::VerifyLogResponse verdict;
  verdict.set_position(87);
  verdict.set_commits(86);
  verdict.set_journal_position(12);
  verdict.set_cases(1);
  verdict.set_refusals(1);
  verdict.set_reads(10);
  verdict.set_rejected_discharge_attempts(1);
  verdict.add_strands()->set_strand(common::v1::STRAND_CASE);
  verdict.add_strands()->set_strand(common::v1::STRAND_TONIGHT);
  EXPECT_EQ(RenderVerdict(verdict, Name),
            "verified up to position 87: 86 valid commits\n"
            "journal up to position 12: 1 refusal, 10 reads\n"
            "cases: 1\n"
            "gaps: 0\n"
            "  CASE (Fallverantwortung): 0 gaps, 0 doubles\n"
            "  TONIGHT (Verbleib heute Nacht): 0 gaps, 0 doubles\n"
            "rejected discharge attempts: 1\n"
            "erased keys: 0\n"
            "findings: 0\n");
}

TEST(Render, AReportGivesTheRatesThatItsCountsMake) {
  audit::v1::GetReportResponse report;
  report.set_position(87);
  report.mutable_until()->set_seconds(1'772'442'000);
  report.set_cases_opened(2);
  report.set_cases_open(2);
  report.mutable_handovers()->set_offered(1);
  report.mutable_handovers()->set_accepted(1);
  report.mutable_handovers()->mutable_median_offer_to_acceptance()->set_seconds(26 * 3600);
  report.mutable_setbacks()->set_setbacks(3);
  report.mutable_setbacks()->set_observed(3);
  report.mutable_setbacks()->set_same_holder(2);
  report.mutable_setbacks()->set_no_break_off(3);
  audit::v1::CodeCount& kind = *report.mutable_setbacks()->add_kinds();
  kind.set_code("RELAPSE");
  kind.set_count(3);
  report.mutable_settings()->set_answered_partly(1);
  report.mutable_without_setting()->set_cases(1);
  report.mutable_without_setting()->mutable_median()->set_seconds(26 * 3600);
  report.mutable_without_setting()->mutable_longest()->set_seconds(26 * 3600);
  report.mutable_capacity()->set_offers(2);
  report.mutable_capacity()->set_told(1);
  report.mutable_capacity()->set_places(8);
  report.mutable_capacity()->set_free(2);
  report.mutable_capacity()->mutable_oldest()->set_seconds(1'772'442'000);
  audit::v1::TopicCapacity& topic = *report.mutable_capacity()->add_topics();
  topic.set_topic("HOUSING");
  topic.set_offers(2);
  topic.set_places(8);
  topic.set_free(2);
  report.mutable_evaluations()->set_asked(1);
  audit::v1::CodeCount& agreed = *report.mutable_evaluations()->add_agreed();
  agreed.set_code("CHANGE");
  agreed.set_count(1);
  report.mutable_confidence()->set_answered(4);
  report.mutable_confidence()->set_compared(3);
  report.mutable_confidence()->set_median_first(casework::v1::CONFIDENCE_UNSURE);
  report.mutable_confidence()->set_median_last(casework::v1::CONFIDENCE_PARTLY);
  report.mutable_confidence()->set_rose(2);
  report.mutable_confidence()->set_stayed(1);
  report.mutable_crises()->set_opened(2);
  report.mutable_crises()->set_open(1);
  audit::v1::LegFigures& clinic = *report.mutable_crises()->add_legs();
  clinic.set_party("CLINIC");
  clinic.set_acknowledged(2);
  clinic.set_told_by_others(1);
  clinic.mutable_median()->set_seconds(55);
  clinic.mutable_longest()->set_seconds(3600 + 120);
  clinic.set_in_time(1);
  clinic.set_overdue(1);
  clinic.set_open(1);
  audit::v1::LegFigures& rescue = *report.mutable_crises()->add_legs();
  rescue.set_party("RESCUE_SERVICE");
  rescue.set_open(2);
  rescue.set_open_overdue(1);
  report.mutable_after_clinic()->set_left(2);
  report.mutable_after_clinic()->set_met(1);
  report.mutable_after_clinic()->set_met_in_time(1);
  report.mutable_after_clinic()->mutable_median()->set_seconds(93600);
  report.mutable_after_clinic()->mutable_longest()->set_seconds(93600);
  report.mutable_after_clinic()->set_waiting(1);
  report.mutable_tonight()->set_nights(40);
  report.mutable_tonight()->set_without_setting(10);
  report.mutable_tonight()->set_cases_without_setting(1);
  audit::v1::RightFigures& school = *report.add_rights();
  school.set_domain("EDUCATION");
  school.set_cases(1);
  school.mutable_all()->set_seconds(93600);
  school.mutable_median()->set_seconds(93600);
  report.mutable_standby()->set_rested(2);
  report.mutable_standby()->set_missed(1);
  report.mutable_workload()->set_holders(1);
  report.mutable_workload()->set_cases(2);
  report.mutable_workload()->set_median(2);
  report.mutable_workload()->set_most(2);
  report.mutable_workload()->set_teams(1);
  report.mutable_workload()->set_team_median(2);
  report.mutable_workload()->set_team_most(2);
  audit::v1::ConferenceFigures& north = *report.add_conferences();
  north.set_name("CONFERENCE/Nord");
  north.set_planned(5);
  north.set_held(2);
  north.set_overdue(3);
  report.mutable_prevention()->set_tables(2);
  report.mutable_prevention()->set_families(31);
  report.mutable_prevention()->set_contacts(12);
  report.mutable_prevention()->set_contacts_hidden(1);
  audit::v1::CodeCount& gap = *report.add_structural_gaps();
  gap.set_code("SCHOOL_PLACE");
  gap.set_count(3);
  EXPECT_EQ(
      RenderReport(report),
      "up to 2026-03-02 09:00, log position 87\n"
      "gaps: 0\n"
      "cases: 2 opened, 0 reopened, 2 open now\n"
      "lawful ends\n"
      "rejected discharge attempts: 0\n"
      "handovers: 1 offered (0 cold), 1 accepted, 0 refused, 0 revoked, 0 taken back\n"
      "  0 without an answer in time, 0 open now\n"
      "  from offer to acceptance, median: 1 d 2 h\n"
      "setbacks: 3: RELAPSE 3\n"
      "  looked at 28 days later: 3, same holder 2 (67 %), no break-off 3 (100 %)\n"
      "settings: 0 started, 0 notices, 0 ended, of these broken off 0\n"
      "  accepted by the young person: 1 of 1 asked (100 %), not asked 0\n"
      "without a setting for a time: 1 case, 0 now\n"
      "  median: 1 d 2 h, longest: 1 d 2 h\n"
      "places: 2 free of 8, told of 1 of 2 offers, since 2026-03-02 09:00\n"
      "  HOUSING 2 of 8 in 2 offers\n"
      "decisions: 0, young person heard 0, family heard 0\n"
      "how sure professionals are (Handlungssicherheit): 4 answered, of these again 3\n"
      "  median: first unsure, last partly; rose 2, fell 0, stayed 1\n"
      "projects evaluated: 1 asked for, 0 with dissent, agreed: CHANGE 1\n"
      "crises: 2 opened; 0 concluded, 1 open now\n"
      "  raised again 0, with a new danger 0; not heard by who leads 0 now, late 0\n"
      "  CLINIC: 2 acknowledged (1 told by others), in time 1, median 55 s, longest 1 h 2 min; 1 late, 1 "
      "open now, of these overdue 0\n"
      "  RESCUE_SERVICE: 0 acknowledged (0 told by others), in time 0; 0 late, 2 open now, of these overdue "
      "1\n"
      "after the clinic: 2 left, 1 met afterwards, in time 1 (100 %), 1 wait now\n"
      "  from leaving to the meeting, median: 1 d 2 h, longest: 1 d 2 h\n"
      "nights: 40, nobody vouched for 0, without a setting 10 (25 %) of 1 case\n"
      "rights not covered for a time:\n"
      "  EDUCATION: 1 case, together 1 d 2 h, median 1 d 2 h, 0 now\n"
      "at rest (ruhend): 2 at some time, a contact was missed in 1 (50 %); 0 now, of these overdue 0\n"
      "workload: 1 person holds 2 cases, median 2, most 2; 1 team, median 2, most 2\n"
      "conferences:\n"
      "  CONFERENCE/Nord: 2 of 5 held, missed 0, overdue 3\n"
      "prevention chain: 2 quarters published, 31 families, 12 contacts (hidden in 1)\n"
      "structural gaps: SCHOOL_PLACE 3\n"
      "missed dates\n");
}

TEST(Render, EachFindingHasItsNameItsPlaceAndItsMeaning) {
  audit::v1::VerifyLogResponse verdict;
  verdict.set_gaps(1);
  audit::v1::StrandVerdict& tonight = *verdict.add_strands();
  tonight.set_strand(common::v1::STRAND_TONIGHT);
  tonight.set_gaps(1);
  tonight.set_doubles(2);
  verdict.set_findings_total(3);
  audit::v1::Finding& finding = *verdict.add_findings();
  finding.set_kind(audit::v1::FINDING_KIND_TONIGHT_EMPTY);
  finding.set_position(40);
  finding.set_aggregate_id("case-id");
  finding.set_detail("tonight");
  audit::v1::Finding& other = *verdict.add_findings();
  other.set_kind(audit::v1::FINDING_KIND_INVALID_MESSAGE);
  other.set_position(7);
  other.set_detail("BAD_SIGNATURE");
  other.set_in_journal(true);
  const std::string text = RenderVerdict(verdict, Name);
  EXPECT_NE(text.find("gaps: 1\n  TONIGHT (Verbleib heute Nacht): 1 gap, 2 doubles\n"), std::string::npos);
  EXPECT_NE(text.find("  log position 40: TONIGHT_EMPTY, case-id, tonight\n"
                      "      nobody was named who shelters the young person tonight (N9): a gap\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("  journal position 7: INVALID_MESSAGE, BAD_SIGNATURE\n"), std::string::npos) << text;
  EXPECT_NE(text.find("  and 1 more\n"), std::string::npos) << text;
}

TEST(Render, TheTimelineGoesStrandByStrand) {
  audit::v1::GetCaseHoldersResponse holders;
  holders.set_position(87);
  audit::v1::HoldingSpan& adler = *holders.add_spans();
  adler.set_strand(common::v1::STRAND_CASE);
  *adler.mutable_holder() = Adler();
  *adler.mutable_from() = At(0);
  for (int i = 0; i < 2; ++i) {
    audit::v1::HoldingSpan& tonight = *holders.add_spans();
    tonight.set_strand(common::v1::STRAND_TONIGHT);
    tonight.set_tonight_kind(i == 0 ? common::v1::TONIGHT_KIND_FAMILY : common::v1::TONIGHT_KIND_PLACEMENT);
    tonight.mutable_holder()->set_organisation_id("o");
    *tonight.mutable_from() = At(i * 24);
    if (i == 0) *tonight.mutable_until() = At(24);
  }
  EXPECT_EQ(
      RenderHolders(holders, Name),
      "CASE (Fallverantwortung)\n"
      "  2026-03-02 09:00 - still             Jugendamt Dortmund, JHD Nord, Frau Adler (deputy Herr Specht)\n"
      "TONIGHT (Verbleib heute Nacht)\n"
      "  2026-03-02 09:00 - 2026-03-03 09:00  family: Jugendamt Dortmund\n"
      "  2026-03-03 09:00 - still             placement: Jugendamt Dortmund\n"
      "as of position 87, gaps: 0\n");
}

TEST(Render, ASpanNamesWhoWroteItDownAndBothTimesWhereTheyAreTwo) {
  audit::v1::GetCaseHoldersResponse holders;
  holders.set_position(87);
  audit::v1::HoldingSpan& span = *holders.add_spans();
  span.set_strand(common::v1::STRAND_CASE);
  span.mutable_holder()->set_organisation_id("o");
  *span.mutable_from() = At(0);
  *span.mutable_until() = At(24);
  span.mutable_began()->set_organisation_id("case");
  *span.mutable_began()->mutable_occurred_at() = At(0);
  *span.mutable_began()->mutable_recorded_at() = At(0);
  span.mutable_ended()->set_person_id("a");
  *span.mutable_ended()->mutable_occurred_at() = At(24);
  *span.mutable_ended()->mutable_recorded_at() = At(72);
  span.mutable_ended()->set_late_entry(true);
  span.mutable_ended()->set_correction(true);
  EXPECT_EQ(RenderHolders(holders, Name),
            "CASE (Fallverantwortung)\n"
            "  2026-03-02 09:00 - 2026-03-03 09:00  Jugendamt Dortmund [by case (by itself)]"
            " [end by Frau Adler, recorded 2026-03-05 09:00, late entry, correction]\n"
            "as of position 87, gaps: 0\n");
}

TEST(Render, AHistoryLineIsASentenceWithTimeAndPerson) {
  audit::v1::HistoryEntry entry;
  entry.set_position(31);
  entry.set_event_type("fallverbund.casework.v1.CaseUnderstandingRecorded");
  entry.set_facts_json("{\"cycle\":2}");
  entry.set_person_id("a");
  entry.set_role("CASE_WORKER");
  *entry.mutable_occurred_at() = At(0);
  *entry.mutable_recorded_at() = At(72);
  entry.set_late_entry(true);
  EXPECT_EQ(RenderHistoryEntry(entry, Name),
            "    31  2026-03-02 09:00  Frau Adler: the case is understood, cycle 2 (Fallverstehen) "
            "[late entry, recorded 2026-03-05 09:00]\n");
}

TEST(Render, AHistoryLineMarksACorrectionWithBothTimes) {
  audit::v1::HistoryEntry entry;
  entry.set_event_type("fallverbund.team.v1.TeamPaused");
  entry.set_facts_json("{}");
  entry.set_organisation_id("team");
  entry.set_correction(true);
  *entry.mutable_occurred_at() = At(0);
  *entry.mutable_recorded_at() = At(24);
  EXPECT_EQ(RenderHistoryEntry(entry, Name),
            "     0  2026-03-02 09:00  team (by itself): the team pauses; nobody is released "
            "[correction, recorded 2026-03-03 09:00]\n");
}

TEST(Render, AHistoryLineShowsTheTraceItCameOf) {
  audit::v1::HistoryEntry entry;
  entry.set_event_type("fallverbund.team.v1.TeamPaused");
  entry.set_facts_json("{}");
  entry.set_organisation_id("team");
  entry.set_trace_id("4bf92f3577b34da6a3ce929d0e0e4736");
  *entry.mutable_occurred_at() = At(0);
  EXPECT_EQ(RenderHistoryEntry(entry, Name),
            "     0  2026-03-02 09:00  team (by itself): the team pauses; nobody is released "
            "[trace 4bf92f3577b34da6a3ce929d0e0e4736]\n");
}

TEST(Render, WhatTheHouseDoesByItselfSaysSo) {
  audit::v1::HistoryEntry entry;
  entry.set_event_type("fallverbund.team.v1.TeamPaused");
  entry.set_facts_json("{}");
  entry.set_organisation_id("team");
  *entry.mutable_occurred_at() = At(0);
  EXPECT_EQ(RenderHistoryEntry(entry, Name),
            "     0  2026-03-02 09:00  team (by itself): the team pauses; nobody is released\n");
}

TEST(Render, ARefusalSaysWhoWishedWhat) {
  audit::v1::RefusalEntry entry;
  entry.set_method("fallverbund.casework.v1.CaseService.RequestLawfulEnd");
  entry.set_reason("GROUND_NOT_LAWFUL");
  entry.set_row("N15");
  entry.set_object_id("case-id");
  entry.set_wish("DISCHARGE");
  entry.set_person_id("a");
  *entry.mutable_recorded_at() = At(0);
  EXPECT_EQ(RenderRefusal(entry, Name),
            "  2026-03-02 09:00  Frau Adler: RequestLawfulEnd on case-id, refused: GROUND_NOT_LAWFUL (N15), "
            "wished DISCHARGE\n");
}

TEST(Render, AReadSaysWhoReadWhatAndByWhichRight) {
  audit::v1::ReadEntry entry;
  entry.set_journal_position(17);
  entry.set_method("fallverbund.casework.v1.CaseService.ListCaseDocuments");
  entry.set_object_id("case-id");
  entry.set_person_id("a");
  entry.set_role("CRISIS_WORKER");
  entry.set_row("A10");
  entry.set_ground("BROKEN_GLASS");
  entry.set_reading_id("reading-id");
  entry.set_opened_texts(2);
  *entry.mutable_recorded_at() = At(0);
  EXPECT_EQ(
      RenderRead(entry, Name),
      "  2026-03-02 09:00  Frau Adler (CRISIS_WORKER): ListCaseDocuments on case-id, opened sealed texts; "
      "BROKEN_GLASS reading-id (A10)  [journal 17]\n");
  entry.clear_ground();
  entry.clear_reading_id();
  entry.clear_row();
  entry.clear_opened_texts();
  EXPECT_EQ(RenderRead(entry, Name),
            "  2026-03-02 09:00  Frau Adler (CRISIS_WORKER): ListCaseDocuments on case-id; of before the "
            "journal told why  [journal 17]\n");
}

}  // namespace
}  // namespace fallverbund::fvctl
