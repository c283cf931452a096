#include "tools/fvctl/render/render.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "libs/base/strings.h"
#include "tools/fvctl/render/sentences.h"
#include "tools/fvctl/render/words.h"

namespace fallverbund::fvctl {
namespace {

std::string Counted(uint64_t number, const char* one, const char* many) {
  return absl::StrCat(number, " ", number == 1 ? one : many);
}

std::string FindingLine(const audit::v1::Finding& finding, const Labels& labels) {
  std::string line =
      absl::StrCat("  ", finding.in_journal() ? "journal" : "log", " position ", finding.position(), ": ",
                   audit::v1::FindingKind_Name(finding.kind()).substr(sizeof("FINDING_KIND_") - 1));
  if (!finding.aggregate_id().empty()) absl::StrAppend(&line, ", ", labels(finding.aggregate_id()));
  if (!finding.detail().empty()) absl::StrAppend(&line, ", ", labels(finding.detail()));
  return absl::StrCat(line, "\n      ", ToAbsl(FindingSentence(finding.kind())), "\n");
}

// Who did it: a person with the role, or a service of the house.
template <class Entry>
std::string Who(const Entry& entry, const Labels& labels) {
  if (entry.person_id().empty()) {
    return absl::StrCat(entry.organisation_id().empty() ? "the house" : labels(entry.organisation_id()),
                        " (by itself)");
  }
  return labels(entry.person_id());
}

// " [by Frau Adler, recorded 2026-03-09 08:00, late entry]": both times where they are two. Nothing of what
// nobody has recorded yet.
std::string RecordedBy(const audit::v1::WrittenDown& written, const char* what, const Labels& labels) {
  if (!written.has_recorded_at()) return "";
  const bool at_once = Minute(written.recorded_at()) == Minute(written.occurred_at());
  return absl::StrCat(" [", what, "by ", Who(written, labels),
                      at_once ? "" : absl::StrCat(", recorded ", Minute(written.recorded_at())),
                      written.late_entry() ? ", late entry" : "", written.correction() ? ", correction" : "",
                      "]");
}

std::string SpanLine(const audit::v1::HoldingSpan& span, const Labels& labels) {
  const bool tonight = span.tonight_kind() != common::v1::TONIGHT_KIND_UNSPECIFIED;
  return absl::StrFormat("  %s - %-16s  %s%s%s%s\n", Minute(span.from()),
                         span.has_until() ? Minute(span.until()) : "still",
                         tonight ? Word(span.tonight_kind()) + ": " : "", RenderHolder(span.holder(), labels),
                         RecordedBy(span.began(), "", labels), RecordedBy(span.ended(), "end ", labels));
}

// " (67 %)", or nothing where there is nothing to take a part of.
std::string Share(uint64_t part, uint64_t whole) {
  return whole == 0 ? "" : absl::StrCat(" (", (100 * part + whole / 2) / whole, " %)");
}

std::string DaysAndHours(const google::protobuf::Duration& duration) {
  const int64_t hours = duration.seconds() / 3600;
  return absl::StrCat(hours / 24, " d ", hours % 24, " h");
}

// ": RELAPSE 1, VIOLENCE 2", or nothing.
std::string Codes(const google::protobuf::RepeatedPtrField<audit::v1::CodeCount>& codes) {
  return codes.empty()
             ? ""
             : absl::StrCat(": ", absl::StrJoin(codes, ", ", [](std::string* out, const auto& one) {
                              absl::StrAppend(out, one.code(), " ",
                                              one.hidden() ? "(hidden)" : absl::StrCat(one.count()));
                            }));
}

std::string HandoverLines(const audit::v1::HandoverFigures& figures) {
  std::string text = absl::StrCat(
      "handovers: ", figures.offered(), " offered (", figures.cold(), " cold), ", figures.accepted(),
      " accepted, ", figures.refused(), " refused, ", figures.revoked(), " revoked, ", figures.taken_back(),
      " taken back\n  ", figures.expired(), " without an answer in time, ", figures.open(), " open now\n");
  if (figures.has_median_offer_to_acceptance()) {
    absl::StrAppend(&text, "  from offer to acceptance, median: ",
                    DaysAndHours(figures.median_offer_to_acceptance()), "\n");
  }
  return text;
}

std::string SettingLines(const audit::v1::SettingFigures& figures) {
  const uint64_t accepted = figures.answered_yes() + figures.answered_partly();
  return absl::StrCat(
      "settings: ", figures.started(), " started, ", figures.notices(), " notices, ", figures.ended(),
      " ended, of these broken off ", figures.broken_off(), Share(figures.broken_off(), figures.ended()),
      "\n  accepted by the young person: ", accepted, " of ", accepted + figures.answered_no(), " asked",
      Share(accepted, accepted + figures.answered_no()), ", not asked ", figures.not_asked(), "\n");
}

std::string WithoutSettingLines(const audit::v1::WithoutSettingFigures& figures) {
  std::string text = absl::StrCat("without a setting for a time: ", Counted(figures.cases(), "case", "cases"),
                                  ", ", figures.open(), " now\n");
  if (figures.has_median()) {
    absl::StrAppend(&text, "  median: ", DaysAndHours(figures.median()),
                    ", longest: ", DaysAndHours(figures.longest()), "\n");
  }
  return text;
}

// To the minute, or in seconds where it took less.
std::string HoursAndMinutes(const google::protobuf::Duration& duration) {
  const int64_t seconds = duration.seconds();
  if (seconds < 60) return absl::StrCat(seconds, " s");
  const std::string minutes = absl::StrCat(seconds / 60 % 60, " min");
  return seconds < 3600 ? minutes : absl::StrCat(seconds / 3600, " h ", minutes);
}

// A number, or that it is hidden (E12).
template <class Figures>
std::string Figure(const Figures& figures, const char* name) {
  for (const std::string& hidden : figures.hidden()) {
    if (hidden == name) return "(hidden)";
  }
  const auto* field = figures.GetDescriptor()->FindFieldByName(name);
  return absl::StrCat(figures.GetReflection()->GetUInt64(figures, field));
}

std::string CrisisLines(const audit::v1::CrisisFigures& figures) {
  std::string text = absl::StrCat("crises: ", Figure(figures, "opened"), " opened", Codes(figures.kinds()),
                                  "; ", Figure(figures, "concluded"), " concluded, ", Figure(figures, "open"),
                                  " open now\n  raised again ", Figure(figures, "alarms_repeated"),
                                  ", with a new danger ", Figure(figures, "dangers_said_later"),
                                  "; not heard by who leads ", Figure(figures, "dangers_unheard"),
                                  " now, late ", Figure(figures, "dangers_overdue"), "\n");
  for (const audit::v1::LegFigures& leg : figures.legs()) {
    absl::StrAppend(&text, "  ", leg.party(), ": ", Figure(leg, "acknowledged"), " acknowledged (",
                    Figure(leg, "told_by_others"), " told by others), in time ", Figure(leg, "in_time"));
    if (leg.has_median()) absl::StrAppend(&text, ", median ", HoursAndMinutes(leg.median()));
    if (leg.has_longest()) absl::StrAppend(&text, ", longest ", HoursAndMinutes(leg.longest()));
    absl::StrAppend(&text, "; ", Figure(leg, "overdue"), " late, ", Figure(leg, "open"),
                    " open now, of these overdue ", Figure(leg, "open_overdue"), "\n");
  }
  return text;
}

std::string NightLines(const audit::v1::TonightFigures& figures) {
  return absl::StrCat(
      "nights: ", figures.nights(), ", nobody vouched for ", figures.nobody(), ", without a setting ",
      figures.without_setting(), Share(figures.without_setting(), figures.nights()), " of ",
      Counted(figures.cases_without_setting(), "case", "cases"), Codes(figures.kinds()), "\n");
}

std::string AfterClinicLines(const audit::v1::AfterClinicFigures& figures) {
  std::string text =
      absl::StrCat("after the clinic: ", figures.left(), " left, ", figures.met(),
                   " met afterwards, in time ", figures.met_in_time(),
                   Share(figures.met_in_time(), figures.met()), ", ", figures.waiting(), " wait now\n");
  if (figures.has_median())
    absl::StrAppend(&text, "  from leaving to the meeting, median: ", DaysAndHours(figures.median()),
                    ", longest: ", DaysAndHours(figures.longest()), "\n");
  return text;
}

std::string RightLines(const google::protobuf::RepeatedPtrField<audit::v1::RightFigures>& rights) {
  std::string text = "rights not covered for a time:\n";
  for (const audit::v1::RightFigures& one : rights) {
    absl::StrAppend(&text, "  ", one.domain(), ": ", Counted(one.cases(), "case", "cases"));
    if (one.has_all())
      absl::StrAppend(&text, ", together ", DaysAndHours(one.all()), ", median ", DaysAndHours(one.median()));
    absl::StrAppend(&text, ", ", one.open(), " now\n");
  }
  return text;
}

std::string StandbyLines(const audit::v1::StandbyFigures& figures) {
  return absl::StrCat("at rest (ruhend): ", figures.rested(), " at some time, a contact was missed in ",
                      figures.missed(), Share(figures.missed(), figures.rested()), "; ", figures.resting(),
                      " now, of these overdue ", figures.overdue(), "\n");
}

std::string WorkloadLines(const audit::v1::WorkloadFigures& figures) {
  return absl::StrCat("workload: ", Counted(figures.holders(), "person holds", "persons hold"), " ",
                      Counted(figures.cases(), "case", "cases"), ", median ", figures.median(), ", most ",
                      figures.most(), "; ", Counted(figures.teams(), "team", "teams"), ", median ",
                      figures.team_median(), ", most ", figures.team_most(), "\n");
}

std::string ConferenceLines(const google::protobuf::RepeatedPtrField<audit::v1::ConferenceFigures>& all) {
  std::string text = "conferences:\n";
  for (const audit::v1::ConferenceFigures& one : all)
    absl::StrAppend(&text, "  ", one.name(), ": ", one.held(), " of ", one.planned(), " held, missed ",
                    one.missed(), ", overdue ", one.overdue(), "\n");
  return text;
}

std::string PreventionLines(const audit::v1::PreventionFigures& figures) {
  const auto hides = [](uint64_t tables) {
    return tables == 0 ? "" : absl::StrCat(" (hidden in ", tables, ")");
  };
  return absl::StrCat("prevention chain: ", Counted(figures.tables(), "quarter", "quarters"), " published, ",
                      figures.families(), " families", hides(figures.families_hidden()), ", ",
                      figures.contacts(), " contacts", hides(figures.contacts_hidden()), "\n");
}

std::string CapacityLines(const audit::v1::CapacityFigures& figures) {
  std::string text = absl::StrCat("places: ", figures.free(), " free of ", figures.places(), ", told of ",
                                  figures.told(), " of ", Counted(figures.offers(), "offer", "offers"),
                                  figures.has_oldest() ? ", since " + Minute(figures.oldest()) : "", "\n");
  for (const audit::v1::TopicCapacity& one : figures.topics()) {
    absl::StrAppend(&text, "  ", one.topic(), " ", one.free(), " of ", one.places(), " in ",
                    Counted(one.offers(), "offer", "offers"), "\n");
  }
  return text;
}

std::string ConfidenceLines(const audit::v1::ConfidenceFigures& figures) {
  std::string text = absl::StrCat("how sure professionals are (Handlungssicherheit): ", figures.answered(),
                                  " answered, of these again ", figures.compared(), "\n");
  if (figures.compared() > 0) {
    absl::StrAppend(&text, "  median: first ", Word(figures.median_first()), ", last ",
                    Word(figures.median_last()), "; rose ", figures.rose(), ", fell ", figures.fell(),
                    ", stayed ", figures.stayed(), "\n");
  }
  return text;
}

}  // namespace

std::string RenderReport(const audit::v1::GetReportResponse& report) {
  const audit::v1::SetbackFigures& setbacks = report.setbacks();
  const audit::v1::ParticipationFigures& heard = report.participation();
  std::string text = absl::StrCat(
      "up to ", Minute(report.until()), ", log position ", report.position(), "\ngaps: ", report.gaps(),
      "\ncases: ", report.cases_opened(), " opened, ", report.cases_reopened(), " reopened, ",
      report.cases_open(), " open now\nlawful ends", Codes(report.lawful_ends()),
      "\nrejected discharge attempts: ", report.rejected_discharge_attempts(), "\n",
      HandoverLines(report.handovers()), "setbacks: ", setbacks.setbacks(), Codes(setbacks.kinds()),
      "\n  looked at 28 days later: ", setbacks.observed(), ", same holder ", setbacks.same_holder(),
      Share(setbacks.same_holder(), setbacks.observed()), ", no break-off ", setbacks.no_break_off(),
      Share(setbacks.no_break_off(), setbacks.observed()), "\n", SettingLines(report.settings()),
      WithoutSettingLines(report.without_setting()), CapacityLines(report.capacity()),
      "decisions: ", heard.decisions(), ", young person heard ", heard.young_person_heard(),
      Share(heard.young_person_heard(), heard.decisions()), ", family heard ", heard.family_heard(),
      Share(heard.family_heard(), heard.decisions()), "\n", ConfidenceLines(report.confidence()),
      "projects evaluated: ", report.evaluations().asked(), " asked for, ",
      report.evaluations().with_dissent(), " with dissent, agreed", Codes(report.evaluations().agreed()),
      "\n", CrisisLines(report.crises()), AfterClinicLines(report.after_clinic()),
      NightLines(report.tonight()), RightLines(report.rights()), StandbyLines(report.standby()),
      WorkloadLines(report.workload()), ConferenceLines(report.conferences()),
      PreventionLines(report.prevention()), "structural gaps", Codes(report.structural_gaps()),
      "\nmissed dates", Codes(report.overdue()), "\n");
  if (report.has_median_to_team())
    absl::StrAppend(&text, "from first contact to a team, median: ", DaysAndHours(report.median_to_team()),
                    "\n");
  if (report.has_median_to_understanding()) {
    absl::StrAppend(&text, "from first contact to a case understanding, median: ",
                    DaysAndHours(report.median_to_understanding()), "\n");
  }
  return text;
}

std::string RenderReportForOthers(const audit::v1::GetReportResponse& report) {
  return absl::StrCat("up to ", Minute(report.until()), ", log position ", report.position(),
                      "\ngaps: ", report.gaps(), "\n", CrisisLines(report.crises()));
}

std::string RenderHolder(const common::v1::Holder& holder, const Labels& labels) {
  std::string text = labels(holder.organisation_id());
  if (!holder.unit_id().empty()) absl::StrAppend(&text, ", ", labels(holder.unit_id()));
  if (!holder.person_id().empty()) absl::StrAppend(&text, ", ", labels(holder.person_id()));
  if (!holder.deputy_person_id().empty()) {
    absl::StrAppend(&text, " (deputy ", labels(holder.deputy_person_id()), ")");
  }
  return text;
}

namespace {

std::string StrandLines(const audit::v1::VerifyLogResponse& verdict) {
  std::string text;
  for (const audit::v1::StrandVerdict& strand : verdict.strands())
    absl::StrAppend(&text, "  ", ToAbsl(StrandWord(strand.strand())), ": ",
                    Counted(strand.gaps(), "gap", "gaps"), ", ",
                    Counted(strand.doubles(), "double", "doubles"), "\n");
  return text;
}

}  // namespace

std::string RenderVerdict(const audit::v1::VerifyLogResponse& verdict, const Labels& labels) {
  std::string text = absl::StrCat(
      "verified up to position ", verdict.position(), ": ",
      Counted(verdict.commits(), "valid commit", "valid commits"), "\njournal up to position ",
      verdict.journal_position(), ": ", Counted(verdict.refusals(), "refusal", "refusals"), ", ",
      Counted(verdict.reads(), "read", "reads"), "\ncases: ", verdict.cases(), "\ngaps: ", verdict.gaps(),
      "\n", StrandLines(verdict), "rejected discharge attempts: ", verdict.rejected_discharge_attempts(),
      "\nerased keys: ", verdict.erasures(), "\nfindings: ", verdict.findings_total(), "\n");
  for (const audit::v1::Finding& finding : verdict.findings())
    absl::StrAppend(&text, FindingLine(finding, labels));
  const uint64_t listed = static_cast<uint64_t>(verdict.findings_size());
  if (verdict.findings_total() > listed) {
    absl::StrAppend(&text, "  and ", verdict.findings_total() - listed, " more\n");
  }
  return text;
}

std::string RenderHolders(const audit::v1::GetCaseHoldersResponse& holders, const Labels& labels) {
  std::string text;
  common::v1::Strand strand = common::v1::STRAND_UNSPECIFIED;
  for (const audit::v1::HoldingSpan& span : holders.spans()) {
    if (span.strand() != strand || text.empty())
      absl::StrAppend(&text, ToAbsl(StrandWord(span.strand())), "\n");
    strand = span.strand();
    absl::StrAppend(&text, SpanLine(span, labels));
  }
  return absl::StrCat(text, "as of position ", holders.position(), ", gaps: ", holders.gaps(), "\n");
}

std::string RenderHistoryEntry(const audit::v1::HistoryEntry& entry, const Labels& labels) {
  return absl::StrFormat(
      "%6d  %s  %s: %s%s%s%s\n", entry.position(), Minute(entry.occurred_at()), Who(entry, labels),
      SentenceOf(entry.event_type(), entry.facts_json(), labels),
      entry.late_entry() ? absl::StrCat(" [late entry, recorded ", Minute(entry.recorded_at()), "]") : "",
      entry.correction() ? absl::StrCat(" [correction, recorded ", Minute(entry.recorded_at()), "]") : "",
      entry.trace_id().empty() ? "" : absl::StrCat(" [trace ", entry.trace_id(), "]"));
}

std::string RenderRefusal(const audit::v1::RefusalEntry& entry, const Labels& labels) {
  const std::string method = entry.method().substr(entry.method().rfind('.') + 1);
  return absl::StrCat(
      "  ", Minute(entry.recorded_at()), "  ",
      entry.person_id().empty() ? labels(entry.organisation_id()) : labels(entry.person_id()), ": ", method,
      entry.object_id().empty() ? "" : absl::StrCat(" on ", labels(entry.object_id())),
      ", refused: ", entry.reason(), entry.row().empty() ? "" : absl::StrCat(" (", entry.row(), ")"),
      entry.wish().empty() ? "" : absl::StrCat(", wished ", entry.wish()), "\n");
}

std::string RenderRead(const audit::v1::ReadEntry& entry, const Labels& labels) {
  const std::string method = entry.method().substr(entry.method().rfind('.') + 1);
  const std::string ground = entry.ground().empty() ? "of before the journal told why" : entry.ground();
  return absl::StrCat("  ", Minute(entry.recorded_at()), "  ",
                      entry.person_id().empty() ? labels(entry.organisation_id()) : labels(entry.person_id()),
                      entry.role().empty() ? "" : absl::StrCat(" (", entry.role(), ")"), ": ", method,
                      entry.object_id().empty() ? "" : absl::StrCat(" on ", labels(entry.object_id())),
                      entry.opened_texts() == 0 ? "" : ", opened sealed texts", "; ", ground,
                      entry.reading_id().empty() ? "" : absl::StrCat(" ", entry.reading_id()),
                      entry.row().empty() ? "" : absl::StrCat(" (", entry.row(), ")"), "  [journal ",
                      entry.journal_position(), "]\n");
}

}  // namespace fallverbund::fvctl
