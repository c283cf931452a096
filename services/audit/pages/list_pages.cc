#include "services/audit/pages/list_pages.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/time.h"
#include "services/audit/pages/look.h"
#include "services/audit/pages/timeline.h"

namespace fallverbund::audit::pages {
namespace {

Frame FrameOf(const Asked& asked, const char* title, std::string here) {
  Frame frame{
      .language = asked.language, .title = Texts().at(title).In(asked.language), .here = std::move(here)};
  if (!asked.asked_language.empty()) frame.of_language = absl::StrCat("?lang=", asked.asked_language);
  return frame;
}

std::string StateOf(const v1::AuditedCase& audited, absl::Time now, Language language) {
  if (audited.lawfully_ended()) return Saying{"rechtmäßig beendet", "lawfully ended"}.In(language);
  if (audited.case_id().empty())
    return Saying{"Anfrage, noch kein Fall", "inquiry, no case yet"}.In(language);
  if (!audited.has_standby_due()) return Saying{"läuft", "open"}.In(language);
  const absl::Time due = FromProto(audited.standby_due());
  const Saying words = due < now ? Saying{"ruht; Kontakt überfällig seit ", "rests; contact overdue since "}
                                 : Saying{"ruht; Kontakt bis ", "rests; contact by "};
  return absl::StrCat(words.In(language), Day(due, language));
}

std::string VerdictOf(const v1::AuditedCase& audited, Language language) {
  if (audited.gaps() > 0)
    return absl::StrCat(
        audited.gaps(),
        Saying{audited.gaps() == 1 ? " Lücke" : " Lücken", audited.gaps() == 1 ? " gap" : " gaps"}.In(
            language));
  if (audited.findings() > 0)
    return absl::StrCat(audited.findings(), Saying{audited.findings() == 1 ? " Befund" : " Befunde",
                                                   audited.findings() == 1 ? " finding" : " findings"}
                                                .In(language));
  return Saying{"lückenlos", "no gap"}.In(language);
}

void SetMissed(const std::string& name, const std::vector<Missed>& dates, uint64_t total, Language language,
               Data& data) {
  Data rows{Data::type::list};
  for (const Missed& one : dates) {
    Data row{Data::type::object};
    row.set("id", one.case_id);
    row.set("clock", WordOf(one.clock, language));
    row.set("at", Minute(one.at, language));
    row.set("recorded", Minute(one.recorded_at, language));
    rows << row;
  }
  data.set(name, rows);
  data.set("has_" + name, !dates.empty());
  data.set(name + "_more", total > dates.size());
  data.set(name + "_hidden", absl::StrCat(total - dates.size()));
}

// Every strand, also where nothing was found: a zero says that it was looked at.
void SetStrands(const v1::VerifyLogResponse& verdict, Language language, Data& data) {
  Data strands{Data::type::list};
  for (const v1::StrandVerdict& strand : verdict.strands()) {
    Data row{Data::type::object};
    row.set("strand", WordOf(strand.strand(), language));
    row.set("strand_gaps", absl::StrCat(strand.gaps()));
    row.set("strand_doubles", absl::StrCat(strand.doubles()));
    row.set("bad_gaps", strand.gaps() > 0);
    row.set("bad_doubles", strand.doubles() > 0);
    strands << row;
  }
  data.set("strands", strands);
  data.set("has_strands", verdict.strands_size() > 0);
}

}  // namespace

std::string CasesPage(const ListedCases& listed, const Asked& asked) {
  Data data{Data::type::object}, cases{Data::type::list};
  for (const v1::AuditedCase& audited : listed.cases) {
    Data row{Data::type::object};
    const std::string& id = audited.case_id().empty() ? audited.origin_id() : audited.case_id();
    row.set("id", id);
    row.set("origin", audited.origin_id());
    row.set("holder", audited.holder().organisation_id());
    row.set("state", StateOf(audited, listed.now, asked.language));
    row.set("verdict", VerdictOf(audited, asked.language));
    row.set("bad", audited.gaps() > 0 || audited.findings() > 0);
    row.set("last", absl::StrCat(audited.last_position()));
    cases << row;
  }
  data.set("cases", cases);
  data.set("has_cases", !listed.cases.empty());
  data.set("next", listed.next);
  data.set("has_next", !listed.next.empty());
  data.set("not_first", !listed.from_start);
  data.set("with_language", asked.asked_language.empty() ? "" : absl::StrCat("&lang=", asked.asked_language));
  return Render("cases", std::move(data), FrameOf(asked, "cases", "/?"));
}

std::string FindingsPage(const v1::VerifyLogResponse& verdict, const Asked& asked) {
  Data data{Data::type::object}, findings{Data::type::list};
  SetStrands(verdict, asked.language, data);
  for (const v1::Finding& finding : verdict.findings()) {
    Data row{Data::type::object};
    row.set("position", absl::StrCat(finding.position()));
    row.set("where", finding.in_journal() ? Saying{"Journal", "journal"}.In(asked.language)
                                          : Saying{"Protokoll", "log"}.In(asked.language));
    row.set("kind", v1::FindingKind_Name(finding.kind()).substr(sizeof("FINDING_KIND_") - 1));
    row.set("meaning", SentenceOf(finding.kind(), asked.language));
    row.set("aggregate", finding.aggregate_id());
    findings << row;
  }
  data.set("findings", findings);
  data.set("has_findings", verdict.findings_size() > 0);
  const uint64_t listed = static_cast<uint64_t>(verdict.findings_size());
  data.set("has_more", verdict.findings_total() > listed);
  data.set("more", absl::StrCat(verdict.findings_total() - std::min(listed, verdict.findings_total())));
  data.set("position", absl::StrCat(verdict.position()));
  data.set("gaps", absl::StrCat(verdict.gaps()));
  data.set("total", absl::StrCat(verdict.findings_total()));
  data.set("case_count", absl::StrCat(verdict.cases()));
  return Render("findings", std::move(data), FrameOf(asked, "findings", "/findings?"));
}

std::string OverduePage(const Overdue& overdue, const Asked& asked) {
  Data data{Data::type::object}, resting{Data::type::list};
  SetMissed("standing", overdue.standing, overdue.standing_total, asked.language, data);
  SetMissed("missed", overdue.missed, overdue.missed_total, asked.language, data);
  for (const Rests& one : overdue.resting) {
    Data row{Data::type::object};
    row.set("id", one.case_id);
    row.set("due", Minute(one.contact_due, asked.language));
    row.set("last", one.last_contact ? Minute(*one.last_contact, asked.language)
                                     : Texts().at("no_contact").In(asked.language));
    row.set("passed", one.contact_due < overdue.now);
    resting << row;
  }
  data.set("resting", resting);
  data.set("has_resting", !overdue.resting.empty());
  data.set("resting_more", overdue.resting_total > overdue.resting.size());
  data.set("resting_hidden", absl::StrCat(overdue.resting_total - overdue.resting.size()));
  return Render("overdue", std::move(data), FrameOf(asked, "overdue", "/overdue?"));
}

std::string MessagePage(const Saying& title, const Saying& text, const Asked& asked) {
  Data data{Data::type::object};
  data.set("text", text.In(asked.language));
  Frame frame = FrameOf(asked, "back", "/?");
  frame.title = title.In(asked.language);
  return Render("message", std::move(data), frame);
}

}  // namespace fallverbund::audit::pages
