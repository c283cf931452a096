// Long, because it is tables: every clock, role and fixed text in two languages.
#include "services/audit/pages/words.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/strings.h"

namespace fallverbund::audit::pages {
namespace {

struct Accepted {
  std::string language;
  double weight = 1;
};

// "de-AT;q=0.8"
Accepted ParseAccepted(std::string_view part) {
  const std::vector<std::string> pieces = absl::StrSplit(ToAbsl(part), ';');
  Accepted accepted{absl::AsciiStrToLower(absl::StripAsciiWhitespace(pieces[0])), 1};
  accepted.language = accepted.language.substr(0, accepted.language.find('-'));
  for (size_t i = 1; i < pieces.size(); ++i) {
    const absl::string_view piece = absl::StripAsciiWhitespace(pieces[i]);
    if (piece.substr(0, 2) == "q=" && !absl::SimpleAtod(piece.substr(2), &accepted.weight))
      accepted.weight = 0;
  }
  return accepted;
}

// A code as words, for a value that is newer than this table: "CLOCK_KIND_NEW_THING" -> "new thing".
std::string Plain(std::string_view name, size_t prefix) {
  std::string word = absl::AsciiStrToLower(ToAbsl(name.substr(std::min(prefix, name.size()))));
  for (char& c : word) {
    if (c == '_') c = ' ';
  }
  return word;
}

const std::map<int, Saying>& Clocks() {
  static const auto* const words = new std::map<int, Saying>{
      {common::v1::CLOCK_KIND_INQUIRY_ANSWER, {"Antwort auf die Anfrage", "answer to the inquiry"}},
      {common::v1::CLOCK_KIND_HANDOVER_ANSWER,
       {"Antwort auf das Übergabeangebot", "answer to the handover offer"}},
      {common::v1::CLOCK_KIND_STANDBY_CONTACT,
       {"Nächster Kontakt im ruhenden Fall", "next contact while the case rests"}},
      {common::v1::CLOCK_KIND_TEAM_REVIEW, {"Überprüfung im Team auf Zeit", "review in the team"}},
      {common::v1::CLOCK_KIND_TEAM_MEETING,
       {"Teamsitzung nach einem Rückschlag", "team meeting after a setback"}},
      {common::v1::CLOCK_KIND_HEARING_RETRY, {"Nachgeholtes Gespräch", "hearing still to be held"}},
      {common::v1::CLOCK_KIND_DEPLOYMENT_ANSWER,
       {"Antwort des Kriseninterventionsteams", "answer of the crisis team"}},
      {common::v1::CLOCK_KIND_CASE_REVIEW, {"Überprüfung des Falles", "review of the case"}},
      {common::v1::CLOCK_KIND_OBJECTION_PERIOD, {"Einspruchsfrist", "time for objection"}},
      {common::v1::CLOCK_KIND_HANDOVER_FOLLOW_UP,
       {"Nachschau nach der Übergabe", "follow-up after a handover"}},
      {common::v1::CLOCK_KIND_CATCH_UP_MEETING,
       {"Nachgeholtes Übergabegespräch", "catch-up meeting after a handover"}},
      {common::v1::CLOCK_KIND_PACKAGE_OWED, {"Nachzureichende Unterlagen", "package owed after a move"}},
      {common::v1::CLOCK_KIND_AFTERCARE_CONTACT, {"Kontakt der Nachbetreuung", "aftercare contact"}},
      {common::v1::CLOCK_KIND_AGENCY_INFORMED,
       {"Unterrichtung des anderen Jugendamtes", "other office to be informed"}},
      {common::v1::CLOCK_KIND_SERVICE_TAKEOVER,
       {"Fortführung durch das andere Jugendamt", "takeover by the other office"}},
      {common::v1::CLOCK_KIND_COMPETENCE_DISPUTE, {"Klärung der Zuständigkeit", "dispute about competence"}},
      {common::v1::CLOCK_KIND_OMBUDS_OFFER, {"Hinweis auf die Ombudsstelle", "ombuds office to be offered"}},
      {common::v1::CLOCK_KIND_PROVISIONAL_ANSWER,
       {"Antwort auf vorläufiges Tätigwerden", "answer to acting provisionally"}},
      {common::v1::CLOCK_KIND_COMING_OF_AGE, {"Volljährigkeit", "coming of age"}},
      {common::v1::CLOCK_KIND_CONSENT_RENEWAL, {"Erneute Einwilligung", "consent to be asked anew"}},
      {common::v1::CLOCK_KIND_TRANSITION_CHECK, {"Prüfung des Übergangs", "transition check"}},
      {common::v1::CLOCK_KIND_PLANNED_END, {"Geplantes Ende der Hilfe", "planned end of help"}},
      {common::v1::CLOCK_KIND_GUARDIAN_DECLARATION,
       {"Erklärung zur Vormundschaft", "declaration of guardianship"}},
      {common::v1::CLOCK_KIND_SUCCESSION,
       {"Nachfolge eines ausscheidenden Partners", "successor of a leaving partner"}},
      {common::v1::CLOCK_KIND_COORDINATION_ANSWER,
       {"Antwort auf die Koordination", "answer to the coordination offer"}},
      {common::v1::CLOCK_KIND_RISK_ASSESSMENT, {"Gefährdungseinschätzung (§ 8a)", "risk assessment (§ 8a)"}},
      {common::v1::CLOCK_KIND_COMMISSION, {"Bewilligung durch die Kommission", "approval by the commission"}},
      {common::v1::CLOCK_KIND_SETTING_EVALUATION, {"Auswertung des Settings", "evaluation of the setting"}},
      {common::v1::CLOCK_KIND_RIGHT_UNCOVERED, {"Ungedecktes Recht", "a right that nobody covers"}},
      {common::v1::CLOCK_KIND_NOTICE_BRIDGE, {"Brücke nach einer Kündigung", "bridge after a notice"}},
      {common::v1::CLOCK_KIND_CASE_OPENING, {"Eröffnung des Falles", "opening of the case"}},
      {common::v1::CLOCK_KIND_INQUIRY_INFO, {"Nachgereichte Angaben", "information still to be given"}},
      {common::v1::CLOCK_KIND_CRISIS_LEG, {"Bestätigung in der Krise", "acknowledgement in the crisis"}},
      {common::v1::CLOCK_KIND_DETENTION_LIMIT, {"Ende der Freiheitsentziehung", "end of the detention"}},
      {common::v1::CLOCK_KIND_COURT_APPROVAL, {"Genehmigung des Gerichts", "approval by the court"}},
      {common::v1::CLOCK_KIND_AFTERCARE_MEETING, {"Gespräch nach der Klinik", "meeting after the clinic"}},
      {common::v1::CLOCK_KIND_AFTER_CLINIC_TASK, {"Aufgabe nach der Klinik", "task after the clinic"}},
      {common::v1::CLOCK_KIND_NEW_DANGER, {"Neue Gefahr in der Krise", "new danger in the crisis"}},
      {common::v1::CLOCK_KIND_NIGHT_CONFIRMATION, {"Bestätigung der Nacht", "confirmation of the night"}},
      {common::v1::CLOCK_KIND_CLINIC_LEAVE, {"Tag der Entlassung", "day of leaving the clinic"}},
      {common::v1::CLOCK_KIND_CARE_END, {"Tag des Endes der Inobhutnahme", "day on which care ends"}},
      {common::v1::CLOCK_KIND_OUTREACH_CONTACT, {"Kontakt der aufsuchenden Arbeit", "contact of outreach"}},
      {common::v1::CLOCK_KIND_DEBRIEF, {"Nachbesprechung des Einsatzes", "debrief of the deployment"}},
      {common::v1::CLOCK_KIND_MINOR_NOTIFICATION,
       {"Anmeldung beim Land (§ 42a)", "notification to the Land (§ 42a)"}},
      {common::v1::CLOCK_KIND_MINOR_LAND, {"Meldung des Landes (§ 42a)", "report of the Land (§ 42a)"}},
      {common::v1::CLOCK_KIND_MINOR_ALLOCATION, {"Verteilung (§ 42b)", "allocation (§ 42b)"}},
      {common::v1::CLOCK_KIND_MINOR_MONTH, {"Monatsfrist der Verteilung", "month of allocation"}},
      {common::v1::CLOCK_KIND_SEARCH_CONTACT,
       {"Suche nach dem jungen Menschen", "search for the young person"}},
      {common::v1::CLOCK_KIND_HOLDER_REACHABLE,
       {"Erreichbare Person zu benennen", "somebody reachable to be named"}},
      {common::v1::CLOCK_KIND_MINOR_TRANSFER, {"Überführung (§ 42a Abs. 5)", "transfer (§ 42a(5))"}},
      {common::v1::CLOCK_KIND_LIFE_PHASE, {"Nächste Lebensphase", "next phase of life"}},
      {common::v1::CLOCK_KIND_WARM_HANDOVER_ANSWER,
       {"Antwort auf die Begleitung", "answer to the warm handover"}},
      {common::v1::CLOCK_KIND_WARM_HANDOVER_CHECK,
       {"Nachschau der Begleitung", "check of the warm handover"}},
      {common::v1::CLOCK_KIND_GLASS_REVIEW,
       {"Prüfung einer Notfall-Einsicht", "review of an emergency reading"}},
      {common::v1::CLOCK_KIND_CONSENT_EXPIRY, {"Ablauf einer Einwilligung", "expiry of a consent"}},
      {common::v1::CLOCK_KIND_RETURN_PLANNED, {"Geplante Rückführung", "planned return"}},
      {common::v1::CLOCK_KIND_RETURN_ANSWER, {"Zusage zur Aufnahme", "answer of who is to receive"}},
      {common::v1::CLOCK_KIND_RETURN_CONTACT,
       {"Erster Kontakt nach der Hilfe", "first contact after the help"}},
  };
  return *words;
}

const std::map<std::string, Saying, std::less<>>& Roles() {
  static const auto* const words = new std::map<std::string, Saying, std::less<>>{
      {"CASE_WORKER", {"Fallzuständige Fachkraft", "case worker"}},
      {"TEAM_LEAD", {"Teamleitung", "team lead"}},
      {"TEAM_LEAD_FINANCE", {"Teamleitung WJH", "team lead finance"}},
      {"DEPARTMENT_HEAD", {"Abteilungsleitung", "department head"}},
      {"COORDINATOR", {"Koordination", "coordinator"}},
      {"TEAM_MEMBER", {"Mitglied im Team auf Zeit", "team member"}},
      {"STANDING_MEMBER", {"Festes Mitglied", "standing member"}},
      {"PROVIDER_WORKER", {"Fachkraft eines freien Trägers", "provider's worker"}},
      {"CLINIC", {"Klinik", "clinic"}},
      {"CRISIS_WORKER", {"Kriseninterventionsteam", "crisis worker"}},
      {"EMERGENCY_SERVICE", {"Notdienst Kinderschutz", "emergency service"}},
      {"SCHOOL", {"Schule, Kita", "school, day care"}},
      {"NAVIGATOR", {"Lotsin", "navigator"}},
      {"PRACTICE_ADVISER", {"Praxisberatung", "practice adviser"}},
      {"STEERING_GROUP", {"Steuerungsgruppe", "steering group"}},
      {"LEGAL_REPRESENTATIVE", {"Sorgeberechtigte, Vormund", "legal representative"}},
      {"YOUNG_PERSON", {"Junger Mensch", "young person"}},
      {"TRUSTED_PERSON", {"Person des Vertrauens", "trusted person"}},
      {"OMBUDS", {"Ombudsstelle", "ombuds office"}},
      {"DATA_PROTECTION_OFFICER", {"Datenschutz", "data protection officer"}},
      {"AUDITOR", {"Prüfung", "auditor"}},
      {"OPERATOR", {"Betrieb", "operator"}},
      {"ADMINISTRATOR", {"Verwaltung", "administrator"}},
      {"SERVICE", {"von selbst (Dienst)", "by itself (service)"}},
  };
  return *words;
}

}  // namespace

Language LanguageOf(std::string_view wish, std::string_view accepted) {
  if (wish == "de") return Language::kGerman;
  if (wish == "en") return Language::kEnglish;
  double german = 0, english = 0;
  for (const absl::string_view part : absl::StrSplit(ToAbsl(accepted), ',')) {
    const Accepted one = ParseAccepted(std::string_view(part.data(), part.size()));
    if (one.language == "de") german = std::max(german, one.weight);
    if (one.language == "en") english = std::max(english, one.weight);
  }
  return english > german ? Language::kEnglish : Language::kGerman;
}

std::string_view CodeOf(Language language) {
  return language == Language::kGerman ? "de" : "en";
}

std::string WordOf(common::v1::Strand strand, Language language) {
  switch (strand) {
    case common::v1::STRAND_CASE:
      return Saying{"Fallverantwortung", "Case (CASE)"}.In(language);
    case common::v1::STRAND_SHARED:
      return Saying{"Verantwortungsgemeinschaft", "Shared (SHARED)"}.In(language);
    case common::v1::STRAND_COORDINATION:
      return Saying{"Koordination", "Coordination"}.In(language);
    case common::v1::STRAND_CRISIS_LEAD:
      return Saying{"Krisenleitung", "Crisis lead"}.In(language);
    case common::v1::STRAND_TONIGHT:
      return Saying{"Verbleib heute Nacht", "Tonight (TONIGHT)"}.In(language);
    case common::v1::STRAND_GUARDIAN:
      return Saying{"Vormundschaft", "Guardian"}.In(language);
    case common::v1::STRAND_AFTERCARE:
      return Saying{"Nachbetreuung (§ 41a)", "Aftercare (§ 41a)"}.In(language);
    case common::v1::STRAND_UNSPECIFIED:
    case common::v1::Strand_INT_MIN_SENTINEL_DO_NOT_USE_:
    case common::v1::Strand_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return Saying{"unbekannter Strang", "unknown strand"}.In(language);
}

std::string WordOf(common::v1::TonightKind kind, Language language) {
  static const auto* const words = new std::map<std::string, Saying, std::less<>>{
      {"PLACEMENT", {"Unterbringung", "placement"}},
      {"FAMILY", {"Familie", "family"}},
      {"CLINIC", {"Klinik", "clinic"}},
      {"IN_CARE", {"in Obhut", "in care"}},
      {"CUSTODY", {"Haft, Arrest", "custody"}},
      {"OUTREACH", {"aufsuchender Kontakt", "outreach contact"}},
      {"CRISIS_TEAM", {"Kriseninterventionsteam", "crisis team"}},
      {"WHEREABOUTS_UNKNOWN", {"Aufenthalt unbekannt, wird gesucht", "whereabouts unknown, searched for"}},
  };
  constexpr size_t kPrefix = sizeof("TONIGHT_KIND_") - 1;
  const std::string name = common::v1::TonightKind_Name(kind);
  const auto found = words->find(name.size() > kPrefix ? name.substr(kPrefix) : name);
  return found == words->end() ? Plain(name, kPrefix) : found->second.In(language);
}

std::string WordOf(common::v1::ClockKind clock, Language language) {
  const auto found = Clocks().find(clock);
  return found == Clocks().end() ? Plain(common::v1::ClockKind_Name(clock), sizeof("CLOCK_KIND_") - 1)
                                 : found->second.In(language);
}

std::string RoleWord(std::string_view role, Language language) {
  const auto found = Roles().find(role);
  return found == Roles().end() ? std::string(role) : found->second.In(language);
}

std::string Minute(absl::Time time, Language language) {
  return absl::FormatTime(language == Language::kGerman ? "%d.%m.%Y %H:%M" : "%Y-%m-%d %H:%M", time,
                          absl::UTCTimeZone());
}

std::string Day(absl::Time time, Language language) {
  return absl::FormatTime(language == Language::kGerman ? "%d.%m.%Y" : "%Y-%m-%d", time, absl::UTCTimeZone());
}

const std::map<std::string, Saying>& Texts() {
  static const auto* const texts = new std::map<std::string, Saying>{
      {"product", {"Fallverbund · Prüfung", "Fallverbund · audit"}},
      {"skip", {"Zum Inhalt", "Skip to content"}},
      {"nav", {"Seiten", "Pages"}},
      {"cases", {"Fälle", "Cases"}},
      {"findings", {"Befunde", "Findings"}},
      {"overdue", {"Versäumte Termine", "Missed dates"}},
      {"figures", {"Zahlen nach Quartal", "Figures by quarter"}},
      {"figure", {"Zahl", "Figure"}},
      {"figures_for",
       {"Nur für die Prüfung: kleine Zahlen sind nicht verdeckt und dürfen so nicht weitergegeben werden "
        "(E12).",
        "For auditors alone: small numbers are not hidden and must not be passed on like this (E12)."}},
      {"other_language", {"English", "Deutsch"}},
      {"no_names",
       {"Die Seite nennt keine Namen: Stellen stehen mit ihrer Kennung, Menschen mit Rolle und einem "
        "Buchstaben, der "
        "nur im selben Fall gilt.",
        "This page holds no names: bodies appear by their id, people by role and a letter that counts in the "
        "same "
        "case alone."}},
      {"utc", {"Alle Zeiten in UTC.", "All times in UTC."}},
      {"case", {"Fall", "Case"}},
      {"origin", {"Herkunft", "Origin"}},
      {"holder", {"Trägt den Fall", "Holds the case"}},
      {"state", {"Stand", "State"}},
      {"gaps", {"Lücken", "Gaps"}},
      {"doubles", {"Doppelt", "Doubles"}},
      {"by_strand", {"Lücken und Doppelungen je Strang", "Gaps and doubles by strand"}},
      {"verdict", {"Urteil", "Verdict"}},
      {"last_position", {"Letzte Stelle im Protokoll", "Last position in the log"}},
      {"next_page", {"Weitere Fälle", "More cases"}},
      {"first_page", {"Von vorn", "From the beginning"}},
      {"no_cases", {"Kein Fall.", "No case."}},
      {"no_findings", {"Kein Befund.", "No finding."}},
      {"timeline", {"Wer wann verantwortlich war", "Who was responsible when"}},
      {"timeline_table", {"Dasselbe als Tabelle", "The same as a table"}},
      {"strand", {"Strang", "Strand"}},
      {"from", {"Von", "From"}},
      {"until", {"Bis", "Until"}},
      {"kind", {"Art", "Kind"}},
      {"person_named", {"Mensch", "Person"}},
      {"deputy", {"Vertretung", "deputy"}},
      {"recorded", {"Eingetragen", "Recorded"}},
      {"positions", {"Stellen", "Positions"}},
      {"happened", {"Was geschah", "What happened"}},
      {"occurred", {"Geschehen", "Occurred"}},
      {"event", {"Ereignis", "Event"}},
      {"who", {"Wer", "Who"}},
      {"late", {"nachgetragen", "late entry"}},
      {"span_began", {"Beginn", "Begin"}},
      {"span_ended", {"Ende", "End"}},
      {"position", {"Stelle", "Position"}},
      {"proof",
       {"Jeder Eintrag lässt sich ohne diesen Dienst beweisen: fvctl audit prove STELLE --folder ORDNER "
        "schreibt "
        "den Beweis, fvctl audit check prüft ihn.",
        "Every entry can be proved without this service: fvctl audit prove POSITION --folder FOLDER writes "
        "the "
        "proof, fvctl audit check examines it."}},
      {"proof_column", {"Beleg (SHA-256 der Nachricht)", "Proof (SHA-256 of the message)"}},
      {"proof_link", {"Beweis zu Stelle", "Proof of position"}},
      {"proofs", {"Beweise", "Proofs"}},
      {"proofs_are",
       {"Jeder Beweis in der Form .tlog-proof (C2SP): als Datei gespeichert, prüft ihn fvctl audit check "
        "oder jedes andere "
        "Programm, das dieses Format kennt, gegen die Schlüssel des Protokolls und der Zeugen. Der Eintrag "
        "in ihm endet mit "
        "der SHA-256 der Nachricht, die oben steht.",
        "Each proof in the form .tlog-proof (C2SP): saved as a file it is examined by fvctl audit check, or "
        "any other "
        "program that knows this format, against the keys of the log and its witnesses. The entry in it ends "
        "with the "
        "SHA-256 of the message that stands above."}},
      {"correction", {"Berichtigung", "correction"}},
      {"slide", {"Stand an einer Stelle im Protokoll", "As known at a position of the log"}},
      {"slider_label", {"Schieben: Stelle im Protokoll", "Slide: position of the log"}},
      {"show_position", {"Stelle zeigen", "Show position"}},
      {"days", {"Stand an einem Tag", "As known on a day"}},
      {"at_day_label", {"Tag, an dem es bekannt war", "Day on which it was known"}},
      {"true_day_label",
       {"Tag, an dem es wahr war (leer: alles)", "Day on which it was true (empty: everything)"}},
      {"show_day", {"Tag zeigen", "Show day"}},
      {"choose", {"Stand zu einem Zeitpunkt", "As known at a time"}},
      {"at_label",
       {"Wie bekannt am (Datum wie 2026-03-05, oder Stelle im Protokoll wie 17)",
        "As known on (a date such as 2026-03-05, or a position such as 17)"}},
      {"true_label", {"Wie wahr am (Datum; leer: alles)", "As true on (a date; empty: everything)"}},
      {"show", {"Zeigen", "Show"}},
      {"now", {"Neuester Stand", "Newest state"}},
      {"earlier", {"Ein Ereignis früher", "One event earlier"}},
      {"later", {"Ein Ereignis später", "One event later"}},
      {"gap", {"Lücke: niemand", "Gap: nobody"}},
      {"still", {"dauert an", "still"}},
      {"yes", {"ja", "yes"}},
      {"no", {"nein", "no"}},
      {"nobody", {"niemand", "nobody"}},
      {"handovers", {"Übergaben", "Handovers"}},
      {"setbacks", {"Rückschläge", "Setbacks"}},
      {"crises", {"Krisen", "Crises"}},
      {"settings", {"Settings", "Settings"}},
      {"legend", {"Zeichen", "Signs"}},
      {"meaning", {"Bedeutung", "Meaning"}},
      {"detail", {"Einzelheit", "Detail"}},
      {"clock", {"Termin", "Date for"}},
      {"passed", {"Verstrichen", "Passed"}},
      {"standing_dates",
       {"Verstrichene Termine, die noch ausstehen", "Dates that have passed and still stand"}},
      {"none_standing", {"Kein verstrichener Termin steht aus.", "No date that has passed still stands."}},
      {"missed_dates",
       {"Termine, die verstrichen sind, seitdem erledigt oder neu gesetzt",
        "Dates that have passed, settled or set anew since"}},
      {"resting",
       {"Ruhende Fälle, ihr letzter und nächster Kontakt", "Resting cases, their last and next contact"}},
      {"contact_last", {"Letzter Kontakt", "Last contact"}},
      {"contact_due", {"Nächster Kontakt bis", "Next contact by"}},
      {"no_contact", {"keiner im Protokoll", "none in the log"}},
      {"none_missed", {"Keiner.", "None."}},
      {"none_resting", {"Kein Fall ruht.", "No case rests."}},
      {"more_hidden", {"weitere stehen nicht auf dieser Seite", "more are not on this page"}},
      {"back", {"Zu den Fällen", "To the cases"}},
      {"moved", {"Verantwortung übergegangen", "responsibility moved"}},
      {"holder_column", {"Stelle / Einheit", "Organisation / unit"}},
      {"history_goes_on",
       {"Die Geschichte geht weiter, als diese Seite fasst; fvctl case history zeigt alles.",
        "The history goes on beyond what this page takes; fvctl case history shows all of it."}},
  };
  return *texts;
}

}  // namespace fallverbund::audit::pages
