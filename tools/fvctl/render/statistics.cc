// Long, because half of it is tables: every field of three statistics, and where it comes from.
#include "tools/fvctl/render/statistics.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "fallverbund/intake/v1/intake_events.pb.h"
#include "google/protobuf/util/json_util.h"
#include "libs/base/time.h"
#include "libs/care/holidays.h"
#include "tools/fvctl/render/csv.h"
#include "tools/fvctl/render/words.h"

namespace fallverbund::fvctl {
namespace {

using audit::v1::HistoryEntry;

struct Column {
  const char *name, *meaning, *codes, *source;
};

// An empty source: the log does not hold it, and the office adds it from its own records.
constexpr Column kHelps[] = {
    {"kennnummer", "Kenn-Nummer der Hilfe (§ 100)", "16 Hexziffern",
     "abgeleitet; ein Pseudonym: wer die Kennung des Falls hat, findet die Zeile"},
    {"beginn_monat", "Monat des Beginns", "1 bis 12", "SettingStarted"},
    {"beginn_jahr", "Jahr des Beginns", "JJJJ", "SettingStarted"},
    {"ende_monat", "Monat des Endes; leer: läuft am 31.12.", "1 bis 12", "SettingEnded"},
    {"ende_jahr", "Jahr des Endes; leer: läuft am 31.12.", "JJJJ", "SettingEnded"},
    {"hilfeart", "Bausteine der Hilfe", "ComponentKind, durch Komma getrennt", "SettingProposed"},
    {"traeger", "Stellen, die sie erbringen", "Kennungen, durch Komma getrennt", "SettingProposed"},
    {"endegrund", "Grund des Endes, soweit er sich ergibt",
     "ABWEICHEND_EINRICHTUNG, ANDERE_STELLE_NAHM_AUF, DURCH_FALLFUEHRUNG, FALL_BEENDET_<Grund>, "
     "NICHT_ERFASST; "
     "leer: läuft",
     "SettingEnded, SettingNoticeGiven, CaseLawfullyEnded"},
    {"nach_8a", "Gefährdungseinschätzung ging voraus", "ja, nein", "RiskAssessmentMade"},
    {"nach_42", "Inobhutnahme ging voraus", "ja, nein", "TakenIntoCare"},
    {"parallele_hilfe", "Andere Hilfe lief zugleich", "ja, nein", "SettingStarted, SettingEnded"},
    {"geburtsmonat", "Geburtsmonat; leer: nicht festgehalten", "1 bis 12", "BirthDateRecorded"},
    {"geburtsjahr", "Geburtsjahr; leer: nicht festgehalten", "JJJJ", "BirthDateRecorded"},
    {"geschlecht", "Geschlecht", "", ""},
    {"traegerart", "Art und Verband des Trägers", "", ""},
    {"ort", "Ort der Durchführung", "", ""},
    {"intensitaet", "Vereinbarte Stunden oder Tage", "", ""},
    {"anregung", "Stelle, von der Anfrage oder Erstkontakt kam; leer: weder noch",
     "Kennung, oder ContactSource", "InquiryReceived, ContactReceived"},
    {"gruende", "Gründe der Hilfe", "", ""},
    {"gericht", "Entscheidungen des Familiengerichts bei Beginn", "", ""},
    {"lebenssituation", "Situation bei Beginn", "", ""},
    {"herkunft", "Ausländische Herkunft eines Elternteils", "", ""},
    {"sprache", "In der Familie vorrangig Deutsch", "", ""},
    {"schule", "Schul- und Ausbildungsverhältnis", "", ""},
    {"anschluss", "Anschließender Aufenthalt und weitere Hilfe", "", ""},
};
constexpr Column kCare[] = {
    {"kennnummer", "Kenn-Nummer der Maßnahme (§ 100)", "16 Hexziffern",
     "abgeleitet; ein Pseudonym: wer die Kennung des Falls hat, findet die Zeile"},
    {"massnahme", "Inobhutnahme (§ 42) oder vorläufige Inobhutnahme (§ 42a)", "§ 42, § 42a",
     "TakenIntoCare, UnaccompaniedMinorReceived"},
    {"beginn_monat", "Monat des Beginns", "1 bis 12", "TakenIntoCare, UnaccompaniedMinorReceived"},
    {"beginn_jahr", "Jahr des Beginns", "JJJJ", "TakenIntoCare, UnaccompaniedMinorReceived"},
    {"dauer_tage", "Dauer in angefangenen Tagen", "Zahl", "Beginn und Ende"},
    {"traeger", "Stelle, die in Obhut nahm", "Kennung", "TakenIntoCare, UnaccompaniedMinorReceived"},
    {"freiheitsentziehend", "Mit Freiheitsentziehung", "ja, nein", "TakenIntoCare"},
    {"endegrund", "Grund des Endes",
     "CareEndReason; § 42a auch: JUGENDAMT_NACH_ZUWEISUNG, VERTEILUNG_AUSGESCHLOSSEN_<Grund>, VOLLJAEHRIG, "
     "FALL_BEENDET_<Grund>",
     "CareEnded; § 42a auch: ArrivalConfirmed, MinorExcluded, CameOfAge, CaseLawfullyEnded"},
    {"nach_8a", "Gefährdungseinschätzung ging voraus", "ja, nein", "RiskAssessmentMade"},
    {"wiederholt", "Nicht die erste dieser Art im Jahr", "ja, nein",
     "TakenIntoCare, UnaccompaniedMinorReceived"},
    {"geburtsmonat", "Geburtsmonat; leer: nicht festgehalten", "1 bis 12", "BirthDateRecorded"},
    {"geburtsjahr", "Geburtsjahr; leer: nicht festgehalten", "JJJJ", "BirthDateRecorded"},
    {"geschlecht", "Geschlecht", "", ""},
    {"unterbringung", "Art der Unterbringung", "", ""},
    {"anregung", "Anregende Stelle", "", ""},
    {"anlass", "Anlass: die Krise, in der in Obhut genommen wurde", "CrisisKind; § 42a: UNBEGLEITET",
     "CrisisOpened, UnaccompaniedMinorReceived"},
    {"widerspruch", "Widerspruch der Sorgeberechtigten", "", ""},
    {"gericht", "Entscheidung des Familiengerichts über die Freiheitsentziehung; leer: keine",
     "GENEHMIGT, ABGELEHNT", "CourtDecided"},
    {"herkunft", "Ausländische Herkunft eines Elternteils", "", ""},
    {"sprache", "In der Familie vorrangig Deutsch", "", ""},
    {"aufenthalt_vorher", "Verbleib vor der Maßnahme; leer: § 42a, oder TONIGHT ging nicht dorthin",
     "TonightKind", "TonightMoved"},
    {"anschluss", "Anschließender Aufenthalt; leer: § 42a, oder war schon anderswo", "TonightKind",
     "CareEnded"},
};
constexpr Column kRisks[] = {
    {"kennnummer", "Kenn-Nummer des Verfahrens (§ 100)", "16 Hexziffern",
     "abgeleitet; ein Pseudonym: wer die Kennung des Falls hat, findet die Zeile"},
    {"abschluss_monat", "Monat des Abschlusses", "1 bis 12", "RiskAssessmentMade"},
    {"abschluss_jahr", "Jahr des Abschlusses", "JJJJ", "RiskAssessmentMade"},
    {"ergebnis", "Ergebnis der Einschätzung", "RiskOutcome", "RiskAssessmentMade"},
    {"wiederholt", "Nicht die erste im Jahr", "ja, nein", "RiskAssessmentMade"},
    {"fachkraefte", "Zahl der einschätzenden Fachkräfte", "Zahl", "RiskAssessmentMade"},
    {"in_hilfe", "Eine Hilfe lief beim Abschluss", "ja, nein", "SettingStarted, SettingEnded"},
    {"in_obhut", "Eine Inobhutnahme lief beim Abschluss", "ja, nein", "TakenIntoCare, CareEnded"},
    {"geburtsmonat", "Geburtsmonat; leer: nicht festgehalten", "1 bis 12", "BirthDateRecorded"},
    {"geburtsjahr", "Geburtsjahr; leer: nicht festgehalten", "JJJJ", "BirthDateRecorded"},
    {"geschlecht", "Geschlecht", "", ""},
    {"meldende", "Bekannt machende Stelle; leer: kein Erstkontakt", "ContactSource", "ContactReceived"},
    {"gefaehrdungsart", "Art der Gefährdung", "", ""},
    {"ausgehend_von", "Von wem sie ausgeht", "", ""},
    {"aufenthalt", "Gewöhnlicher Aufenthalt", "", ""},
    {"alter_eltern", "Altersgruppen der Eltern", "", ""},
    {"herkunft", "Ausländische Herkunft eines Elternteils", "", ""},
    {"sprache", "In der Familie vorrangig Deutsch", "", ""},
    {"eingliederungshilfe", "Eingliederungshilfe", "", ""},
    {"gericht", "Anrufung und Maßnahmen des Familiengerichts", "", ""},
};

// One row: what is known by column; the other columns stay empty.
using Row = std::map<std::string, std::string>;

template <size_t n>
std::string Table(const Column (&columns)[n], const std::vector<Row>& rows) {
  std::vector<std::string> fields;
  for (const Column& column : columns) fields.push_back(column.name);
  std::string csv = CsvLine(fields);
  for (const Row& row : rows) {
    fields.clear();
    for (const Column& column : columns) {
      const auto found = row.find(column.name);
      fields.push_back(found == row.end() ? "" : found->second);
    }
    csv += CsvLine(fields);
  }
  return csv;
}

template <size_t n>
void Describe(const char* file, const Column (&columns)[n], std::string& csv) {
  for (const Column& column : columns) {
    const bool held = column.source[0] != '\0';
    csv += CsvLine({file, column.name, column.meaning, column.codes,
                    held ? column.source : "steht nicht im Protokoll; die Stelle ergänzt es aus ihrer Akte"});
  }
}

std::string YesNo(bool yes) {
  return yes ? "ja" : "nein";
}

std::string Code(std::string word) {
  word = absl::AsciiStrToUpper(word);
  std::replace(word.begin(), word.end(), ' ', '_');
  return word;
}

template <class Event>
std::optional<Event> As(const HistoryEntry& entry) {
  if (entry.event_type() != Event::descriptor()->full_name()) return std::nullopt;
  Event event;
  google::protobuf::util::JsonParseOptions newer_fields_too;
  newer_fields_too.ignore_unknown_fields = true;
  if (!google::protobuf::util::JsonStringToMessage(entry.facts_json(), &event, newer_fields_too).ok())
    return std::nullopt;
  return event;
}

absl::Time At(const HistoryEntry& entry) {
  return FromProto(entry.occurred_at());
}

// By the calendar of whoever counts: 31 December, 23:30 UTC is the new year in Dortmund.
int YearOf(absl::Time time) {
  return static_cast<int>(care::GermanDay(time).year());
}

void SetMonth(const std::string& prefix, absl::Time time, Row& row) {
  const absl::CivilMonth month(care::GermanDay(time));
  row[prefix + "_monat"] = absl::StrCat(month.month());
  row[prefix + "_jahr"] = absl::StrCat(month.year());
}

struct Help {
  std::string id;
  absl::Time from;
  std::optional<absl::Time> until;
  std::set<std::string> kinds, organisations;
  std::set<std::string> notices;  // whose stood when it ended
  bool by_provider = false;       // with or without notice
  casework::v1::SettingEndCause cause = casework::v1::SETTING_END_CAUSE_UNSPECIFIED;
  std::string case_ended;  // ground, where the case's end ended it
};
struct Care {
  std::string id;  // empty: of before it was said
  absl::Time from;
  std::optional<absl::Time> until;
  std::string organisation, reason;
  bool detention = false;
  uint64_t position = 0;
  std::string occasion, before, after, court;
};
struct Risk {
  std::string id;
  absl::Time at;
  std::string outcome;
  int assessors = 0;
};

// What the statistics ask of one case.
class CaseFacts {
 public:
  explicit CaseFacts(const CaseHistoryOf& of) : case_id(of.case_id) {
    for (const HistoryEntry& entry : of.history) Take(entry);
  }

  const std::string case_id;
  std::vector<Help> helps;
  std::vector<Care> cares;
  std::vector<Care> preliminary;  // of an unaccompanied minor (§ 42a)
  std::vector<Risk> risks;
  std::string inquired_by, source;  // the inquiry's organisation; who turned to a first contact

  void SetBirth(Row& row) const {
    if (!birth_) return;
    row["geburtsmonat"] = absl::StrCat(birth_->month());
    row["geburtsjahr"] = absl::StrCat(birth_->year());
  }
  bool RiskBefore(absl::Time time) const {
    return std::any_of(risks.begin(), risks.end(), [&](const Risk& risk) { return risk.at <= time; });
  }
  bool CareBefore(absl::Time time) const {
    return std::any_of(cares.begin(), cares.end(), [&](const Care& care) { return care.from <= time; });
  }

 private:
  void Take(const HistoryEntry& entry) {
    if (const auto proposal = As<casework::v1::SettingProposed>(entry)) {
      Proposed& proposed = proposed_[proposal->setting_id()];
      proposed = {};
      for (const auto& component : proposal->components()) {
        proposed.kinds.insert(Code(Word(component.kind())));
        if (!component.organisation_id().empty()) proposed.organisations.insert(component.organisation_id());
      }
    } else if (const auto started = As<casework::v1::SettingStarted>(entry)) {
      const Proposed& proposed = proposed_[started->setting_id()];
      helps.push_back({.id = started->setting_id(),
                       .from = At(entry),
                       .until = std::nullopt,
                       .kinds = proposed.kinds,
                       .organisations = proposed.organisations,
                       .case_ended = ""});
    } else if (const auto notice = As<casework::v1::SettingNoticeGiven>(entry)) {
      if (Help* help = Running(notice->setting_id())) help->notices.insert(notice->organisation_id());
    } else if (const auto stay = As<casework::v1::CommitmentsStay>(entry)) {
      for (const std::string& id : stay->setting_ids()) {
        if (Help* help = Running(id)) {
          help->notices.erase(stay->organisation_id());
          help->notices.erase("");  // of before it was said whose it is
        }
      }
    } else if (const auto ended = As<casework::v1::SettingEnded>(entry)) {
      if (Help* help = Running(ended->setting_id())) {
        help->until = At(entry);
        help->cause = ended->cause();
        help->by_provider = ended->broken_off() || ended->cause() == casework::v1::SETTING_END_CAUSE_PROVIDER;
      }
    } else if (const auto the_end = As<casework::v1::CaseLawfullyEnded>(entry)) {
      const std::string ground = Code(Word(the_end->ground()));
      for (Help& help : helps) {
        if (help.until) continue;
        help.until = At(entry);
        help.case_ended = ground;
      }
      procedure_rests_ = EndPreliminary(At(entry), absl::StrCat("FALL_BEENDET_", ground));
    } else {
      TakeProtection(entry);
    }
  }

  void TakeProtection(const HistoryEntry& entry) {
    if (As<intake::v1::InquiryReceived>(entry)) {
      inquired_by = entry.organisation_id();
    } else if (const auto contact = As<intake::v1::ContactReceived>(entry)) {
      source = Code(Word(contact->source()));
    } else if (const auto birth = As<casework::v1::BirthDateRecorded>(entry)) {
      // Both are the beginning of the month after the 18th birthday.
      const absl::Time adult =
          FromProto(birth->has_of_age_due() ? birth->of_age_due() : birth->of_age_since());
      birth_ = absl::CivilMonth(care::GermanDay(adult)) - (18 * 12 + 1);
    } else if (const auto made = As<casework::v1::RiskAssessmentMade>(entry)) {
      risks.push_back(
          {made->assessment_id(), At(entry), Code(Word(made->outcome())), made->assessors_size()});
    } else {
      TakeCare(entry);
    }
  }

  void TakeCare(const HistoryEntry& entry) {
    if (const auto opened = As<crisis::v1::CrisisOpened>(entry)) {
      occasion_ = Code(Word(opened->kind()));
    } else if (const auto taken = As<crisis::v1::TakenIntoCare>(entry)) {
      if (Care* care = taken->again() ? Open(taken->care_id()) : nullptr) {  // the same one
        care->detention |= taken->detention();
        return;
      }
      Care& care = cares.emplace_back();
      care.id = taken->care_id();
      care.from = At(entry);
      care.organisation = taken->organisation_id();
      care.detention = taken->detention();
      care.position = entry.position();
      care.occasion = occasion_;
    } else if (const auto moved = As<casework::v1::TonightMoved>(entry)) {
      Care* care = moved->to().kind() == common::v1::TONIGHT_KIND_IN_CARE ? Open(moved->stay_id()) : nullptr;
      if (care != nullptr && care->before.empty()) care->before = Code(Word(moved->from().kind()));
    } else if (const auto decided = As<crisis::v1::CourtDecided>(entry)) {
      Care* care = decided->detention() == crisis::v1::DETENTION_IN_CARE ? Open("") : nullptr;
      if (care != nullptr) care->court = decided->granted() ? "GENEHMIGT" : "ABGELEHNT";
    } else if (const auto care_ended = As<crisis::v1::CareEnded>(entry)) {
      Care* care = Open(care_ended->care_id());
      if (care == nullptr) return;
      care->until = At(entry);
      care->reason = Code(Word(care_ended->reason()));
      if (care_ended->has_next()) care->after = Code(Word(care_ended->next().kind()));
      if (care_ended->reason() == crisis::v1::CARE_END_REASON_HANDED_TO_GUARDIANS)
        EndPreliminary(At(entry), care->reason);
    } else {
      TakeMinor(entry);
    }
  }

  // § 42a(6): it ends with the guardians, with the office that was allocated, or when nobody is allocated.
  void TakeMinor(const HistoryEntry& entry) {
    if (const auto received = As<casework::v1::UnaccompaniedMinorReceived>(entry)) {
      Care& care = preliminary.emplace_back();
      care.from = FromProto(received->received_at());
      care.organisation = entry.organisation_id();
      care.position = entry.position();
      care.occasion = "UNBEGLEITET";
      procedure_rests_ = false;
    } else if (const auto arrived = As<casework::v1::ArrivalConfirmed>(entry)) {
      EndPreliminary(FromProto(arrived->arrived_at()), "JUGENDAMT_NACH_ZUWEISUNG");
    } else if (const auto excluded = As<casework::v1::MinorExcluded>(entry)) {
      EndPreliminary(At(entry), absl::StrCat("VERTEILUNG_AUSGESCHLOSSEN_", Code(Word(excluded->reason()))));
    } else if (As<casework::v1::CameOfAge>(entry)) {
      EndPreliminary(At(entry), "VOLLJAEHRIG");
    } else if (As<casework::v1::CaseReopened>(entry) && procedure_rests_) {
      preliminary.back().until.reset();  // the procedure is as open as it was
      procedure_rests_ = false;
    }
  }

  // Whether one ran.
  bool EndPreliminary(absl::Time at, const std::string& reason) {
    if (preliminary.empty() || preliminary.back().until) return false;
    preliminary.back().until = std::max(at, preliminary.back().from);
    preliminary.back().reason = reason;
    return true;
  }

  // The one that runs under this id; where none is said, the latest.
  Care* Open(const std::string& id) {
    for (auto care = cares.rbegin(); care != cares.rend(); ++care) {
      if (!care->until && (id.empty() || care->id.empty() || care->id == id)) return &*care;
    }
    return nullptr;
  }

  Help* Running(const std::string& id) {
    for (Help& help : helps) {
      if (help.id == id && !help.until) return &help;
    }
    return nullptr;
  }

  struct Proposed {
    std::set<std::string> kinds, organisations;
  };
  std::map<std::string, Proposed> proposed_;
  std::optional<absl::CivilMonth> birth_;
  std::string occasion_;          // of the crisis that was opened last
  bool procedure_rests_ = false;  // of an unaccompanied minor, whose case has ended
};

bool RanAt(absl::Time from, const std::optional<absl::Time>& until, absl::Time time) {
  return from <= time && (!until || *until > time);
}

bool Overlap(const Help& a, const Help& b) {
  const absl::Time end_a = a.until.value_or(absl::InfiniteFuture()),
                   end_b = b.until.value_or(absl::InfiniteFuture());
  return a.from < end_b && b.from < end_a;
}

std::string EndReason(const Help& help) {
  if (!help.case_ended.empty()) return absl::StrCat("FALL_BEENDET_", help.case_ended);
  if (help.by_provider || !help.notices.empty()) return "ABWEICHEND_EINRICHTUNG";
  if (help.cause == casework::v1::SETTING_END_CAUSE_NEXT_PLACE) return "ANDERE_STELLE_NAHM_AUF";
  if (help.cause == casework::v1::SETTING_END_CAUSE_CASE_HOLDER) return "DURCH_FALLFUEHRUNG";
  return "NICHT_ERFASST";  // of before it was said, or newer than this program
}

Row HelpRow(const CaseFacts& facts, const Help& help, bool ended, const MarkOf& mark) {
  Row row{
      {"kennnummer", mark(absl::StrCat(facts.case_id, "/", help.id, "/", absl::ToUnixNanos(help.from)))},
      {"hilfeart", absl::StrJoin(help.kinds, ",")},
      {"traeger", absl::StrJoin(help.organisations, ",")},
      {"nach_8a", YesNo(facts.RiskBefore(help.from))},
      {"nach_42", YesNo(facts.CareBefore(help.from))},
      {"anregung", facts.inquired_by.empty() ? facts.source : facts.inquired_by},
      {"parallele_hilfe", YesNo(std::any_of(facts.helps.begin(), facts.helps.end(), [&](const Help& other) {
         return &other != &help && Overlap(help, other);
       }))}};
  SetMonth("beginn", help.from, row);
  if (ended) {
    SetMonth("ende", *help.until, row);
    row["endegrund"] = EndReason(help);
  }
  facts.SetBirth(row);
  return row;
}

// By when they happened: one that was entered late may stand behind those that came after it.
template <class Item, class TimeOf>
bool IsRepeated(const std::vector<Item>& items, const Item& item, const TimeOf& time_of) {
  return std::any_of(items.begin(), items.end(), [&](const Item& other) {
    const absl::Time a = time_of(other), b = time_of(item);
    return YearOf(a) == YearOf(b) && (a < b || (a == b && &other < &item));
  });
}

// `cares`: all of its kind.
Row CareRow(const CaseFacts& facts, const std::vector<Care>& cares, const Care& care, const MarkOf& mark) {
  const absl::Duration length = *care.until - care.from;
  const std::string section = &cares == &facts.preliminary ? "42a" : "42";
  Row row{{"kennnummer", mark(absl::StrCat(facts.case_id, "/", section, "/", care.position))},
          {"massnahme", absl::StrCat("§ ", section)},
          {"dauer_tage",
           absl::StrCat(std::max<int64_t>(1, absl::ToInt64Hours(absl::Ceil(length, Days(1))) / 24))},
          {"traeger", care.organisation},
          {"freiheitsentziehend", YesNo(care.detention)},
          {"endegrund", care.reason},
          {"anlass", care.occasion},
          {"gericht", care.court},
          {"aufenthalt_vorher", care.before},
          {"anschluss", care.after},
          {"nach_8a", YesNo(facts.RiskBefore(care.from))},
          {"wiederholt", YesNo(IsRepeated(cares, care, [](const Care& one) { return one.from; }))}};
  SetMonth("beginn", care.from, row);
  facts.SetBirth(row);
  return row;
}

Row RiskRow(const CaseFacts& facts, const Risk& risk, const MarkOf& mark) {
  const auto ran = [&risk](const auto& one) { return RanAt(one.from, one.until, risk.at); };
  Row row{{"kennnummer", mark(absl::StrCat(facts.case_id, "/8a/", risk.id))},
          {"ergebnis", risk.outcome},
          {"meldende", facts.source},
          {"fachkraefte", absl::StrCat(risk.assessors)},
          {"wiederholt", YesNo(IsRepeated(facts.risks, risk, [](const Risk& one) { return one.at; }))},
          {"in_hilfe", YesNo(std::any_of(facts.helps.begin(), facts.helps.end(), ran))},
          {"in_obhut", YesNo(std::any_of(facts.cares.begin(), facts.cares.end(), ran))}};
  SetMonth("abschluss", risk.at, row);
  facts.SetBirth(row);
  return row;
}

}  // namespace

std::vector<StatisticsFile> OfficialStatistics(const std::vector<CaseHistoryOf>& cases,
                                               const std::vector<std::string>& left_out, int year,
                                               const MarkOf& mark) {
  const absl::Time end_of_year = care::EndOfGermanDay(absl::CivilDay(year, 12, 31)) - absl::Nanoseconds(1);
  std::vector<Row> helps, cares, risks;
  for (const CaseHistoryOf& of : cases) {
    const CaseFacts facts(of);
    for (const Help& help : facts.helps) {
      const bool ended = help.until && YearOf(*help.until) == year;
      if (ended || RanAt(help.from, help.until, end_of_year))
        helps.push_back(HelpRow(facts, help, ended, mark));
    }
    for (const auto* kind : {&facts.cares, &facts.preliminary}) {
      for (const Care& care : *kind) {
        if (care.until && YearOf(*care.until) == year) cares.push_back(CareRow(facts, *kind, care, mark));
      }
    }
    for (const Risk& risk : facts.risks) {
      if (YearOf(risk.at) == year) risks.push_back(RiskRow(facts, risk, mark));
    }
  }
  std::string dictionary = CsvLine({"datei", "feld", "bedeutung", "codes", "quelle"});
  Describe("hilfen.csv", kHelps, dictionary);
  Describe("inobhutnahmen.csv", kCare, dictionary);
  Describe("gefaehrdungseinschaetzungen.csv", kRisks, dictionary);
  for (const std::string& case_id : left_out)
    dictionary += CsvLine({"alle", "ausgelassen",
                           absl::StrCat("Fall ", mark(case_id), ": seine Zeilen fehlen in allen Tabellen"),
                           "", "zurückgehalten, bis die Prüfung aktualisiert ist"});
  return {{"hilfen.csv", Table(kHelps, helps)},
          {"inobhutnahmen.csv", Table(kCare, cares)},
          {"gefaehrdungseinschaetzungen.csv", Table(kRisks, risks)},
          {"datenwoerterbuch.csv", dictionary}};
}

}  // namespace fallverbund::fvctl
