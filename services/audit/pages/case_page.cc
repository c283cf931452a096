#include "services/audit/pages/case_page.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/id.h"
#include "libs/base/time.h"
#include "services/audit/pages/at.h"
#include "services/audit/pages/look.h"
#include "services/audit/pages/persons.h"

namespace fallverbund::audit::pages {
namespace {

std::string Number(int64_t number) {
  return absl::StrCat(number);
}

std::string Text(const char* key, Language language) {
  return Texts().at(key).In(language);
}

Data BarData(const Bar& bar) {
  Data data{Data::type::object};
  data.set("x", Number(bar.x));
  data.set("y", Number(bar.y));
  data.set("width", Number(bar.width));
  data.set("height", Number(bar.height));
  data.set("label_x", Number(bar.x + 5));
  data.set("label_y", Number(bar.y + bar.height - 5));
  data.set("label", bar.label);
  data.set("tooltip", bar.tooltip);
  data.set("class", std::string(bar.kind == BarKind::kHeld      ? "held"
                                : bar.kind == BarKind::kSetting ? "setting"
                                : bar.kind == BarKind::kGap     ? "gap"
                                                                : "twice"));
  return data;
}

// A shape of its own for each kind, so that nobody needs the colour.
Data MarkData(const Mark& mark) {
  constexpr int kSize = 7;
  const auto point = [&mark](int dx, int dy) { return absl::StrCat(mark.x + dx, ",", mark.y + dy); };
  Data data{Data::type::object};
  data.set("x", Number(mark.x));
  data.set("y", Number(mark.y));
  data.set("tooltip", mark.tooltip);
  data.set("circle", mark.sign == Sign::kCrisis);
  data.set("polygon", mark.sign != Sign::kCrisis);
  data.set("class", std::string(mark.sign == Sign::kSetback ? "setback"
                                : mark.sign == Sign::kMoved ? "moved"
                                                            : "offer"));
  data.set("points", mark.sign == Sign::kSetback ? absl::StrCat(point(-kSize, -kSize), " ",
                                                                point(kSize, -kSize), " ", point(0, kSize))
                                                 : absl::StrCat(point(0, -kSize), " ", point(kSize, 0), " ",
                                                                point(0, kSize), " ", point(-kSize, 0)));
  return data;
}

Data BandData(const Band& band, const Timeline& timeline) {
  Data data{Data::type::object};
  data.set("name", band.name);
  data.set("y", Number(band.y));
  data.set("bottom", Number(band.y + band.height));
  data.set("name_y", Number(band.y + 20));
  data.set("left", Number(timeline.left));
  data.set("right", Number(timeline.right));
  data.set("empty", band.empty);
  data.set("empty_x", Number(timeline.left + 5));
  Data bars{Data::type::list}, marks{Data::type::list};
  for (const Bar& bar : band.bars) bars << BarData(bar);
  for (const Mark& mark : band.marks) marks << MarkData(mark);
  data.set("bars", bars);
  data.set("marks", marks);
  return data;
}

Data TimelineData(const Timeline& timeline) {
  Data data{Data::type::object};
  data.set("width", Number(timeline.width));
  data.set("height", Number(timeline.height));
  data.set("bottom", Number(timeline.height - 4));
  Data ticks{Data::type::list}, bands{Data::type::list};
  for (const Tick& tick : timeline.ticks) {
    Data one{Data::type::object};
    one.set("x", Number(tick.x));
    one.set("label", tick.label);
    ticks << one;
  }
  for (const Band& band : timeline.bands) bands << BandData(band, timeline);
  data.set("ticks", ticks);
  data.set("bands", bands);
  return data;
}

std::string HolderText(const common::v1::Holder& holder) {
  return holder.unit_id().empty() ? holder.organisation_id()
                                  : absl::StrCat(holder.organisation_id(), " / ", holder.unit_id());
}

// Both times and the author of what a span begins or ends with, marked where it came late or corrects.
Data WrittenDownData(const char* what, const v1::WrittenDown& written, const Persons& persons,
                     Language language) {
  Data data{Data::type::object};
  data.set("what", Text(what, language));
  data.set("recorded", Minute(FromProto(written.recorded_at()), language));
  data.set("role", RoleWord(written.role(), language));
  data.set("person", persons.LetterOf(written.person_id()));
  data.set("organisation", written.organisation_id());
  data.set("late", written.late_entry());
  data.set("correction", written.correction());
  return data;
}

Data WrittenDownOf(const v1::HoldingSpan& span, const Persons& persons, Language language) {
  Data list{Data::type::list};
  if (span.has_began()) list << WrittenDownData("span_began", span.began(), persons, language);
  if (span.has_ended()) list << WrittenDownData("span_ended", span.ended(), persons, language);
  return list;
}

Data SpanRow(const v1::HoldingSpan& span, const Persons& persons, Language language) {
  Data row{Data::type::object};
  const bool tonight = span.strand() == common::v1::STRAND_TONIGHT;
  row.set("strand", WordOf(span.strand(), language));
  row.set("kind", tonight ? WordOf(span.tonight_kind(), language) : "");
  row.set("holder", HolderText(span.holder()));
  row.set("person", persons.Named(span.holder(), language));
  row.set("from", Minute(FromProto(span.from()), language));
  row.set("until", span.has_until() ? Minute(FromProto(span.until()), language) : Text("still", language));
  row.set("written", WrittenDownOf(span, persons, language));
  row.set("positions", span.until_position() == 0
                           ? absl::StrCat(span.from_position(), " –")
                           : absl::StrCat(span.from_position(), " – ", span.until_position()));
  row.set("gap", false);
  return row;
}

Data GapRow(common::v1::Strand strand, const Interval& gap, Language language) {
  Data row{Data::type::object};
  row.set("strand", WordOf(strand, language));
  row.set("kind", "");
  row.set("holder", Text("gap", language));
  row.set("person", Text("nobody", language));
  row.set("from", Minute(gap.from, language));
  row.set("until", Minute(gap.until, language));
  row.set("written", Data{Data::type::list});
  row.set("positions", "");
  row.set("gap", true);
  return row;
}

Data EntryRow(const v1::HistoryEntry& entry, const Persons& persons, Language language) {
  Data row{Data::type::object};
  row.set("position", Number(static_cast<int64_t>(entry.position())));
  row.set("occurred", Minute(FromProto(entry.occurred_at()), language));
  row.set("recorded", Minute(FromProto(entry.recorded_at()), language));
  row.set("late", entry.late_entry());
  row.set("event", TitleOf(entry.event_type(), language));
  row.set("role", RoleWord(entry.role(), language));
  row.set("person", persons.LetterOf(entry.person_id()));
  row.set("organisation", entry.organisation_id());
  row.set("correction", entry.correction());
  row.set("sha256", ToHex(entry.payload_sha256()));
  return row;
}

Data ProofList(const KnownCase& known) {
  Data proofs{Data::type::list};
  for (const auto& [position, proof] : known.proofs) {
    Data one{Data::type::object};
    one.set("position", Number(static_cast<int64_t>(position)));
    one.set("proof", proof);
    proofs << one;
  }
  return proofs;
}

// Where the slider stands: at what is asked for, else where the page's knowledge ends.
uint64_t SliderAt(const KnownCase& known, const CaseAsked& asked) {
  const uint64_t last = known.history.empty() ? known.holders.position() : known.history.back().position();
  return std::clamp(last, asked.first_position, asked.last_position);
}

// As an input of the type "date" takes it.
std::string InputDay(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d", time, absl::UTCTimeZone());
}

// The day that was asked for, where it was a day.
std::string AskedDay(const std::string& asked) {
  const auto at = ParseAt(asked);
  return at.ok() && at->time ? InputDay(*at->time) : "";
}

Data SliderData(const KnownCase& known, const CaseAsked& asked) {
  Data data{Data::type::object};
  data.set("first", Number(static_cast<int64_t>(asked.first_position)));
  data.set("last", Number(static_cast<int64_t>(asked.last_position)));
  data.set("value", Number(static_cast<int64_t>(SliderAt(known, asked))));
  data.set("first_day", InputDay(asked.first_at));
  data.set("last_day", InputDay(asked.last_at));
  data.set("at_day", AskedDay(asked.at));
  data.set("true_day", AskedDay(asked.true_at));
  return data;
}

Data FindingRow(const v1::Finding& finding, Language language) {
  Data row{Data::type::object};
  row.set("position", Number(static_cast<int64_t>(finding.position())));
  row.set("kind", v1::FindingKind_Name(finding.kind()).substr(sizeof("FINDING_KIND_") - 1));
  row.set("meaning", SentenceOf(finding.kind(), language));
  return row;
}

// By strand, then by time: a gap stands where it was.
Data SpanRows(const KnownCase& known, const Persons& persons, Language language) {
  struct Row {
    common::v1::Strand strand;
    absl::Time from;
    Data data;
  };
  std::vector<Row> rows;
  for (const v1::HoldingSpan& span : known.holders.spans())
    rows.push_back({span.strand(), FromProto(span.from()), SpanRow(span, persons, language)});
  for (const auto strand : {common::v1::STRAND_CASE, common::v1::STRAND_TONIGHT}) {
    for (const Interval& gap : GapsOf(known, strand))
      rows.push_back({strand, gap.from, GapRow(strand, gap, language)});
  }
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    return std::pair(a.strand, a.from) < std::pair(b.strand, b.from);
  });
  Data list{Data::type::list};
  for (const Row& row : rows) list << row.data;
  return list;
}

void SetTables(const KnownCase& known, const CaseAsked& asked, Language language, Data& data) {
  const Persons persons(known);
  Data events{Data::type::list}, findings{Data::type::list};
  for (const v1::HistoryEntry& entry : known.history) {
    Data row = EntryRow(entry, persons, language);
    row.set("has_proof", known.proofs.contains(entry.position()));
    row.set("proof_served", asked.proofs_served);
    events << row;
  }
  for (const v1::Finding& finding : known.findings) findings << FindingRow(finding, language);
  data.set("spans", SpanRows(known, persons, language));
  data.set("has_proofs", !known.proofs.empty());
  data.set("proofs", ProofList(known));
  data.set("events", events);
  data.set("findings", findings);
}

// When the last of what is known was recorded; the drawing goes on a little behind it.
absl::Time LastRecorded(const KnownCase& known) {
  if (known.history.empty() || known.history_goes_on) return known.until;
  return FromProto(known.history.back().recorded_at());
}

// "&lang=en" behind another parameter, where the reader asked for a language.
std::string With(const std::string& language) {
  return language.empty() ? "" : absl::StrCat("&lang=", language);
}

}  // namespace

std::string CasePage(const KnownCase& known, const CaseAsked& asked, Language language) {
  Data data{Data::type::object};
  data.set("case_id", known.case_id);
  data.set("known_position", Number(static_cast<int64_t>(known.holders.position())));
  data.set("last_recorded", Minute(LastRecorded(known), language));
  data.set("gaps", Number(static_cast<int64_t>(known.holders.gaps())));
  data.set("has_gaps", known.holders.gaps() > 0);
  data.set("finding_count", Number(static_cast<int64_t>(known.findings.size())));
  data.set("has_findings", !known.findings.empty());
  data.set("history_goes_on", known.history_goes_on);
  data.set("timeline", TimelineData(DrawTimeline(known, language)));
  SetTables(known, asked, language, data);
  data.set("has_slider", asked.served && asked.first_position < asked.last_position);
  data.set("slider", SliderData(known, asked));
  data.set("at", asked.at);
  data.set("true_at", asked.true_at);
  data.set("with_language", With(asked.asked_language));
  data.set("has_earlier", asked.earlier.has_value());
  data.set("has_later", asked.later.has_value());
  data.set("earlier", Number(static_cast<int64_t>(asked.earlier.value_or(0))));
  data.set("later", Number(static_cast<int64_t>(asked.later.value_or(0))));

  Frame frame{.language = language,
              .title = absl::StrCat(Text("case", language), " ", ShortId(known.case_id))};
  if (asked.served)
    frame.here = absl::StrCat("/case/", known.case_id, "?at=", asked.at, "&true=", asked.true_at, "&");
  if (!asked.asked_language.empty()) frame.of_language = absl::StrCat("?lang=", asked.asked_language);
  return Render("case", std::move(data), frame);
}

}  // namespace fallverbund::audit::pages
