#include "services/audit/pages/case_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/time.h"
#include "services/audit/domain/testing/milo.h"
#include "services/audit/views/questions.h"
#include "services/audit/views/testing/filed.h"

namespace fallverbund::audit::pages {
namespace {

using audit::testing::Filed;
using audit::testing::Milo;
using ::testing::HasSubstr;
using ::testing::Not;

KnownCase Know(const Milo& milo) {
  const Filed filed(milo.book);
  KnownCase known;
  known.case_id = milo.the_case;
  known.holders = *ReadHolders(filed.store, milo.the_case, {}, milo.book.head());
  const auto history = *ReadHistory(filed.store, milo.the_case, {}, {.size = 1000});
  known.history.assign(history.entries().begin(), history.entries().end());
  known.findings = *ReadCaseFindings(filed.store, milo.the_case, milo.book.head(), 1000);
  known.until = FromProto(known.history.back().recorded_at()) + absl::Hours(24);
  return known;
}

std::string PageOf(const KnownCase& known, Language language = Language::kGerman) {
  return CasePage(known, {.served = true}, language);
}

int Count(const std::string& text, const std::string& what) {
  int count = 0;
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++count;
  return count;
}

TEST(CasePage, ShowsTheDrawingAndTheSameAsATable) {
  Milo milo;
  milo.PlayAll();
  const KnownCase known = Know(milo);
  const std::string page = PageOf(known);
  EXPECT_THAT(page, HasSubstr("<svg viewBox="));
  EXPECT_EQ(Count(page, "<rect class=\"held\""), known.holders.spans_size());
  EXPECT_EQ(Count(page, "<tr><th scope=\"row\">Fallverantwortung</th>"), 1);
  EXPECT_EQ(Count(page, "class=\"gap\""), 0);
  EXPECT_THAT(page, HasSubstr("Rückschlag"));
}

TEST(CasePage, SpeaksBothLanguages) {
  Milo milo;
  milo.PlayAll();
  EXPECT_THAT(PageOf(Know(milo)), HasSubstr("<html lang=\"de\">"));
  const std::string page = PageOf(Know(milo), Language::kEnglish);
  EXPECT_THAT(page, HasSubstr("<html lang=\"en\">"));
  EXPECT_THAT(page, HasSubstr("Who was responsible when"));
  EXPECT_THAT(page, Not(HasSubstr("Fallverantwortung")));
  EXPECT_THAT(page, HasSubstr("setback"));
}

TEST(CasePage, ShowsAGapInRedInDrawingTableAndFindings) {
  Milo milo;
  milo.PlayToCase();
  milo.InCase(milo.AdlerPen(), casework::v1::SettingEnded());
  const std::string page = PageOf(Know(milo));
  EXPECT_EQ(Count(page, "<rect class=\"gap\""), 1);
  EXPECT_THAT(page, HasSubstr("<td class=\"bad\">Lücke: niemand</td>"));
  EXPECT_THAT(page, HasSubstr("<td class=\"bad\">TONIGHT_EMPTY</td>"));
}

// Nobody's id as a person, no text, no script and nothing from elsewhere.
TEST(CasePage, NamesNoPersonAndNeedsNothingFromElsewhere) {
  Milo milo;
  milo.PlayAll();
  const std::string page = PageOf(Know(milo));
  EXPECT_THAT(page, HasSubstr(milo.who.youth_office));
  for (const std::string& person : {milo.who.adler, milo.who.deputy, milo.who.coordinator, milo.who.carer,
                                    milo.who.kit_worker, milo.young_person})
    EXPECT_THAT(page, Not(HasSubstr(person)));
  for (const char* word : {"<script", "http://", "https://", "@import", "url(", "onclick"})
    EXPECT_THAT(page, Not(HasSubstr(word)));
}

TEST(CasePage, TellsPersonsOfOneUnitApart) {
  KnownCase known;
  known.until = absl::FromUnixSeconds(1'800'000'000);
  for (const uint64_t position : {3, 7}) {
    v1::HoldingSpan& span = *known.holders.add_spans();
    span.set_strand(common::v1::STRAND_CASE);
    span.set_from_position(position);
    span.mutable_holder()->set_organisation_id("office");
    span.mutable_holder()->set_person_id(position == 3 ? "giver" : "receiver");
    *span.mutable_from() = ToProto(known.until - absl::Hours(24 * (10 - static_cast<int>(position))));
  }
  *known.holders.mutable_spans(0)->mutable_until() = known.holders.spans(1).from();
  const std::string page = PageOf(known);
  EXPECT_THAT(page, HasSubstr("<td class=\"id\">office</td><td>A</td>"));
  EXPECT_THAT(page, HasSubstr("<td class=\"id\">office</td><td>B</td>"));
  EXPECT_THAT(page, HasSubstr(">office A</text>"));
  EXPECT_THAT(page, HasSubstr(">office B</text>"));
}

TEST(CasePage, MarksWhatWasEnteredLateWithBothTimes) {
  Milo milo;
  milo.PlayToCase();
  KnownCase known = Know(milo);
  v1::HistoryEntry& entry = known.history.back();
  *entry.mutable_recorded_at() = ToProto(FromProto(entry.occurred_at()) + absl::Hours(72));
  entry.set_late_entry(true);
  const std::string page = PageOf(known);
  EXPECT_THAT(page, HasSubstr("<td>" + Minute(FromProto(entry.occurred_at()), Language::kGerman) +
                              "</td><td>" + Minute(FromProto(entry.recorded_at()), Language::kGerman) +
                              " <strong>(nachgetragen)</strong>"));
}

TEST(CasePage, TellsOfEachSpanWhoWroteItDownWhenAndWhetherItCameLate) {
  Milo milo;
  milo.PlayToCase();
  KnownCase known = Know(milo);
  v1::HoldingSpan& span = *known.holders.mutable_spans(0);
  span.mutable_began()->set_person_id(milo.who.adler);
  span.mutable_began()->set_organisation_id(milo.who.youth_office);
  span.mutable_began()->set_role("CASE_WORKER");
  *span.mutable_began()->mutable_recorded_at() = ToProto(known.until);
  const std::string when = Minute(known.until, Language::kGerman);
  EXPECT_THAT(PageOf(known), HasSubstr("<div>Beginn: " + when + ", "));
  EXPECT_THAT(PageOf(known), Not(HasSubstr("Ende: ")));
  *span.mutable_ended() = span.began();
  span.mutable_ended()->set_late_entry(true);
  span.mutable_ended()->set_correction(true);
  const std::string page = PageOf(known);
  EXPECT_THAT(page, HasSubstr("<div>Ende: " + when + ", "));
  EXPECT_THAT(page, HasSubstr(" A <strong>(nachgetragen)</strong> <strong>(Berichtigung)</strong><br><span "
                              "class=\"id\">" +
                              milo.who.youth_office + "</span></div>"));
}

TEST(CasePage, EscapesWhateverComesFromOutside) {
  KnownCase known;
  known.case_id = "<script>alert(1)</script>";
  known.until = absl::FromUnixSeconds(1'800'000'000);
  v1::HistoryEntry entry;
  entry.set_event_type("x.<img src=q>");
  entry.set_role("\"><svg/onload=1>");
  known.history.push_back(entry);
  const std::string page = CasePage(known, {.at = "\"><b>", .served = true}, Language::kEnglish);
  for (const char* raw : {"<script", "<img", "<svg/onload", "<b>"}) EXPECT_THAT(page, Not(HasSubstr(raw)));
}

TEST(CasePage, StepsFromEventToEventWithoutAScript) {
  Milo milo;
  milo.PlayAll();
  const KnownCase known = Know(milo);
  const std::string page =
      CasePage(known, {.at = "20", .earlier = 19, .later = 21, .served = true, .asked_language = "en"},
               Language::kEnglish);
  EXPECT_THAT(page, HasSubstr("href=\"/case/" + milo.the_case + "?at=19&amp;lang=en\""));
  EXPECT_THAT(page, HasSubstr("href=\"/case/" + milo.the_case + "?at=21&amp;lang=en\""));
  EXPECT_THAT(page, HasSubstr("<input type=\"hidden\" name=\"lang\" value=\"en\">"));
}

TEST(CasePage, HasASliderOverPositionsAndDaysThatNeedNoScript) {
  Milo milo;
  milo.PlayAll();
  KnownCase known = Know(milo);
  while (known.history.back().position() > 20) known.history.pop_back();
  const CaseAsked asked{.at = "05.03.2026",
                        .served = true,
                        .first_position = 12,
                        .last_position = 75,
                        .first_at = absl::FromUnixSeconds(1'772'442'000),
                        .last_at = absl::FromUnixSeconds(1'780'000'000)};
  const std::string page = CasePage(known, asked, Language::kEnglish);
  EXPECT_THAT(page, HasSubstr("type=\"range\" name=\"at\" min=\"12\" max=\"75\" step=\"1\" value=\"20\""));
  EXPECT_THAT(page, HasSubstr("type=\"date\" name=\"at\" min=\"2026-03-02\" max=\"2026-05-28\" "
                              "value=\"2026-03-05\""));
  EXPECT_THAT(page, HasSubstr("type=\"date\" name=\"true\""));
  EXPECT_THAT(PageOf(known), Not(HasSubstr("type=\"range\""))) << "where there is nothing to slide over";
}

TEST(CasePage, ShowsTheProofOfEachEntryOrWhereItIs) {
  Milo milo;
  milo.PlayToCase();
  KnownCase known = Know(milo);
  const uint64_t position = known.history[0].position();
  known.history[0].set_payload_sha256(std::string(32, '\xab'));
  std::string hash;
  for (int i = 0; i < 32; ++i) hash += "ab";
  const std::string link = "href=\"/case/" + milo.the_case + "/proof/" + std::to_string(position) + "\"";
  EXPECT_THAT(PageOf(known), HasSubstr(hash));
  EXPECT_THAT(PageOf(known), Not(HasSubstr(link))) << "this server has no published log";
  EXPECT_THAT(CasePage(known, {.served = true, .proofs_served = true}, Language::kGerman), HasSubstr(link));
  known.proofs[position] = "c2sp.org/tlog-proof@v1\nindex 3\n";
  const std::string file = CasePage(known, {}, Language::kGerman);
  EXPECT_THAT(file, HasSubstr("<a href=\"#proof-" + std::to_string(position) + "\">Beweis zu Stelle"));
  EXPECT_THAT(file, HasSubstr("<section id=\"proof-" + std::to_string(position) + "\">"));
  EXPECT_THAT(file, HasSubstr("<pre>c2sp.org/tlog-proof@v1\nindex 3\n</pre>"));
  EXPECT_EQ(Count(file, "<pre>"), 1) << "once for a message";
}

TEST(CasePage, MarksACorrection) {
  Milo milo;
  milo.PlayToCase();
  KnownCase known = Know(milo);
  EXPECT_THAT(PageOf(known), Not(HasSubstr("(Berichtigung)")));
  known.history.back().set_correction(true);
  EXPECT_THAT(PageOf(known), HasSubstr("<strong>(Berichtigung)</strong>"));
}

TEST(CasePage, IsAFileWithoutLinksWhereNobodyServesIt) {
  Milo milo;
  milo.PlayAll();
  const std::string page = CasePage(Know(milo), {}, Language::kGerman);
  EXPECT_THAT(page, Not(HasSubstr("href=")));
  EXPECT_THAT(page, Not(HasSubstr("<form")));
  EXPECT_THAT(page, HasSubstr("<svg"));
}

// A file brings no headers, so it says itself that nothing may run or be loaded.
TEST(CasePage, ForbidsScriptsWhoeverShowsIt) {
  EXPECT_THAT(CasePage(KnownCase(), {}, Language::kGerman),
              HasSubstr("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src"));
}

TEST(CasePage, IsTheSameFromTheSameAnswers) {
  Milo milo;
  milo.PlayAll();
  EXPECT_EQ(PageOf(Know(milo)), PageOf(Know(milo)));
}

}  // namespace
}  // namespace fallverbund::audit::pages
