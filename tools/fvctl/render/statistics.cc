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

std::string Month(absl::Time time) {
  return absl::StrCat(absl::CivilMonth(care::GermanDay(time)).month());
}

std::string Year(absl::Time time) {
  return absl::StrCat(YearOf(time));
}

struct Help {
  std::string id;
  absl::Time from;
  std::optional<absl::Time> until;
  std::set<std::string> kinds, organisations;
  std::string before, after;      // TONIGHT when it began, and from its end on
  std::string court, school;      // as it was known when it began
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
  std::string occasion, raised_by, before, after, court;
  std::set<std::string> nights;  // where the young person was meanwhile
};
struct Risk {
  std::string id;
  absl::Time at;
  std::string outcome;
  int assessors = 0;
  std::string whereabouts, court;  // as it was known then
  bool integration = false;        // another payer's help ran: Eingliederungshilfe
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
  std::set<std::string> symptoms;   // that the inquiry named
  std::optional<absl::CivilMonth> born;

  // TONIGHT as of the last change by then; empty: not known yet.
  std::string NightBy(absl::Time time) const {
    std::string kind;
    absl::Time at = absl::InfinitePast();
    for (const Night& night : nights_) {
      if (night.at > time || night.at < at) continue;
      kind = night.kind;
      at = night.at;
    }
    return kind;
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
      Help& help = helps.emplace_back();
      help.id = started->setting_id();
      help.from = At(entry);
      help.kinds = proposed.kinds;
      help.organisations = proposed.organisations;
      help.before = night_;
      help.court = absl::StrJoin(court_, ",");
      help.school = school_;
      if (started->has_tonight()) MoveNight(entry, started->tonight());
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
      if (ended->has_next_tonight()) MoveNight(entry, ended->next_tonight());
      if (Help* help = Running(ended->setting_id())) {
        help->after = night_;
        help->until = At(entry);
        help->cause = ended->cause();
        help->by_provider = ended->broken_off() || ended->cause() == casework::v1::SETTING_END_CAUSE_PROVIDER;
      }
    } else if (const auto the_end = As<casework::v1::CaseLawfullyEnded>(entry)) {
      const std::string ground = Code(Word(the_end->ground()));
      for (Help& help : helps) {
        if (help.until) continue;
        help.until = At(entry);
        help.after = night_;
        help.case_ended = ground;
      }
      procedure_rests_ = EndPreliminary(At(entry), absl::StrCat("FALL_BEENDET_", ground));
    } else {
      TakeProtection(entry);
    }
  }

  void TakeProtection(const HistoryEntry& entry) {
    if (const auto inquiry = As<intake::v1::InquiryReceived>(entry)) {
      inquired_by = entry.organisation_id();
      for (int i = 0; i < inquiry->symptoms_size(); ++i) symptoms.insert(Code(Word(inquiry->symptoms(i))));
      if (inquiry->has_tonight()) MoveNight(entry, inquiry->tonight());
    } else if (const auto contact = As<intake::v1::ContactReceived>(entry)) {
      source = Code(Word(contact->source()));
    } else if (const auto birth = As<casework::v1::BirthDateRecorded>(entry)) {
      // Both are the beginning of the month after the 18th birthday.
      const absl::Time adult =
          FromProto(birth->has_of_age_due() ? birth->of_age_due() : birth->of_age_since());
      born = absl::CivilMonth(care::GermanDay(adult)) - (18 * 12 + 1);
    } else if (const auto made = As<casework::v1::RiskAssessmentMade>(entry)) {
      risks.push_back({made->assessment_id(), At(entry), Code(Word(made->outcome())), made->assessors_size(),
                       night_, absl::StrJoin(court_, ","), RunsForIntegration()});
    } else {
      TakeCare(entry);
    }
  }

  // What stands on a line of something else: the night, the court, school, who pays.
  void TakeAround(const HistoryEntry& entry) {
    if (const auto opened = As<casework::v1::CaseOpened>(entry)) {
      if (opened->has_tonight()) MoveNight(entry, opened->tonight());
    } else if (const auto asked = As<intake::v1::CaseOpeningRequested>(entry)) {
      if (asked->has_tonight()) MoveNight(entry, asked->tonight());
    } else if (const auto alarm = As<crisis::v1::CrisisCaseRequested>(entry)) {
      if (alarm->has_tonight()) MoveNight(entry, alarm->tonight());
    } else if (const auto guardian = As<casework::v1::GuardianNamed>(entry)) {
      if (guardian->kind() == casework::v1::GUARDIAN_KIND_PERSON) court_.insert("VORMUND_BESTELLT");
    } else if (const auto right = As<casework::v1::RightAssessed>(entry)) {
      if (right->domain() == casework::v1::RIGHT_DOMAIN_EDUCATION)
        school_ = right->covered() ? "GEDECKT" : "NICHT_GEDECKT";
    } else if (const auto funding = As<casework::v1::FundingDecided>(entry)) {
      if (funding->payer() == casework::v1::PAYER_INTEGRATION &&
          (funding->decision() == casework::v1::FUNDING_DECISION_GRANTED ||
           funding->decision() == casework::v1::FUNDING_DECISION_GRANTED_FOR_TRIAL))
        for_integration_.insert(funding->setting_id());
    }
  }

  void MoveNight(const HistoryEntry& entry, const common::v1::Tonight& tonight) {
    night_ = Code(Word(tonight.kind()));
    nights_.push_back({At(entry), night_});
    for (auto* const kind : {&cares, &preliminary}) {
      if (!kind->empty() && !kind->back().until) kind->back().nights.insert(night_);
    }
  }

  bool RunsForIntegration() const {
    return std::any_of(helps.begin(), helps.end(), [this](const Help& help) {
      return !help.until && for_integration_.contains(help.id);
    });
  }

  void TakeCare(const HistoryEntry& entry) {
    if (const auto opened = As<crisis::v1::CrisisOpened>(entry)) {
      occasion_ = Code(Word(opened->kind()));
      raised_by_ = opened->raised_by_organisation_id().empty() ? entry.organisation_id()
                                                               : opened->raised_by_organisation_id();
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
      care.raised_by = raised_by_;
      if (taken->has_holder() && !taken->shelters()) care.nights.insert(night_);  // in a clinic, mostly
    } else if (const auto moved = As<casework::v1::TonightMoved>(entry)) {
      MoveNight(entry, moved->to());
      Care* care = moved->to().kind() == common::v1::TONIGHT_KIND_IN_CARE ? Open(moved->stay_id()) : nullptr;
      if (care != nullptr && care->before.empty()) care->before = Code(Word(moved->from().kind()));
    } else if (const auto decided = As<crisis::v1::CourtDecided>(entry)) {
      court_.erase("FREIHEITSENTZIEHUNG_GENEHMIGT");
      court_.erase("FREIHEITSENTZIEHUNG_ABGELEHNT");  // the latest word counts
      court_.insert(decided->granted() ? "FREIHEITSENTZIEHUNG_GENEHMIGT" : "FREIHEITSENTZIEHUNG_ABGELEHNT");
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
      care.before = NightBy(care.from - absl::Nanoseconds(1));
      if (!night_.empty()) care.nights.insert(night_);
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
    } else {
      TakeAround(entry);
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
  struct Night {
    absl::Time at;
    std::string kind;
  };
  std::map<std::string, Proposed> proposed_;
  std::vector<Night> nights_;
  std::string night_, school_;
  std::set<std::string> court_, for_integration_;
  std::string occasion_, raised_by_;  // of the crisis that was opened last
  bool procedure_rests_ = false;      // of an unaccompanied minor, whose case has ended
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

// By when they happened: one that was entered late may stand behind those that came after it.
template <class Item, class TimeOf>
bool IsRepeated(const std::vector<Item>& items, const Item& item, const TimeOf& time_of) {
  return std::any_of(items.begin(), items.end(), [&](const Item& other) {
    const absl::Time a = time_of(other), b = time_of(item);
    return YearOf(a) == YearOf(b) && (a < b || (a == b && &other < &item));
  });
}

// What a line is written from.
struct HelpLine {
  const CaseFacts& facts;
  const Help& help;
  bool ended;  // in the year
  const MarkOf& mark;
  const KindOf& kind_of;
};
struct CareLine {
  const CaseFacts& facts;
  const std::vector<Care>& cares;  // all of its kind
  const Care& care;
  const MarkOf& mark;
  bool Preliminary() const { return &cares == &facts.preliminary; }
  std::string Section() const { return Preliminary() ? "42a" : "42"; }
};
struct RiskLine {
  const CaseFacts& facts;
  const Risk& risk;
  const MarkOf& mark;
  template <class Item>
  std::string Ran(const std::vector<Item>& items) const {
    return YesNo(std::any_of(items.begin(), items.end(),
                             [this](const Item& one) { return RanAt(one.from, one.until, risk.at); }));
  }
};

// A column of a table: what it is called and means, where it comes from, and what stands on a line. Without a
// value the log does not hold it, and the source says why.
template <class Line>
struct Column {
  const char *name, *meaning, *codes, *source;
  std::string (*value)(const Line&) = nullptr;
};
template <class Line>
using Columns = std::vector<Column<Line>>;

constexpr char kMark[] = "abgeleitet; ein Pseudonym: wer die Kennung des Falls hat, findet die Zeile";
constexpr char kOfThePerson[] =
    "steht nicht im Protokoll: keine Entscheidung hier braucht es (§ 62), und über den Menschen hält ein "
    "Protokoll, das nichts vergisst, nur Nötiges fest; die Stelle ergänzt es aus ihrer Akte";
constexpr char kSealed[] =
    "steht nicht im Protokoll als Code, nur im verschlossenen Text der Einschätzung, den die Prüfung nicht "
    "öffnen kann; die Stelle ergänzt es aus ihrer Akte";

// What every table asks of the young person, behind its own columns.
template <class Line>
Columns<Line> AndPerson(Columns<Line> columns) {
  const Columns<Line> person = {
      {"geburtsmonat", "Geburtsmonat; leer: nicht festgehalten", "1 bis 12", "BirthDateRecorded",
       [](const Line& line) { return line.facts.born ? absl::StrCat(line.facts.born->month()) : ""; }},
      {"geburtsjahr", "Geburtsjahr; leer: nicht festgehalten", "JJJJ", "BirthDateRecorded",
       [](const Line& line) { return line.facts.born ? absl::StrCat(line.facts.born->year()) : ""; }},
      {"geschlecht", "Geschlecht", "", kOfThePerson},
      {"herkunft", "Ausländische Herkunft eines Elternteils; leer: nicht festgehalten",
       "ja: unbegleitet nach Deutschland gekommen", "UnaccompaniedMinorReceived",
       [](const Line& line) -> std::string { return line.facts.preliminary.empty() ? "" : "ja"; }},
      {"sprache", "In der Familie vorrangig Deutsch", "", kOfThePerson},
  };
  columns.insert(columns.end(), person.begin(), person.end());
  return columns;
}

// How many days after a help another one still follows it.
constexpr int kFollowsWithinDays = 28;

std::string FollowingHelps(const HelpLine& line) {
  if (!line.ended) return "";
  std::set<std::string> kinds;
  for (const Help& other : line.facts.helps) {
    if (&other == &line.help || other.from > *line.help.until + Days(kFollowsWithinDays)) continue;
    if (other.until && *other.until <= *line.help.until) continue;
    kinds.insert(other.kinds.begin(), other.kinds.end());
  }
  return absl::StrJoin(kinds, ",");
}

std::string KindsOfProviders(const HelpLine& line) {
  std::set<std::string> kinds;
  if (line.kind_of == nullptr) return "";
  for (const std::string& id : line.help.organisations) kinds.insert(line.kind_of(id));
  kinds.erase("");
  return absl::StrJoin(kinds, ",");
}

Columns<HelpLine> OfHelps() {
  using Line = const HelpLine&;
  return AndPerson<HelpLine>({
      {"kennnummer", "Kenn-Nummer der Hilfe (§ 100)", "16 Hexziffern", kMark,
       [](Line l) {
         return l.mark(absl::StrCat(l.facts.case_id, "/", l.help.id, "/", absl::ToUnixNanos(l.help.from)));
       }},
      {"beginn_monat", "Monat des Beginns", "1 bis 12", "SettingStarted",
       [](Line l) { return Month(l.help.from); }},
      {"beginn_jahr", "Jahr des Beginns", "JJJJ", "SettingStarted", [](Line l) { return Year(l.help.from); }},
      {"ende_monat", "Monat des Endes; leer: läuft am 31.12.", "1 bis 12", "SettingEnded",
       [](Line l) { return l.ended ? Month(*l.help.until) : ""; }},
      {"ende_jahr", "Jahr des Endes; leer: läuft am 31.12.", "JJJJ", "SettingEnded",
       [](Line l) { return l.ended ? Year(*l.help.until) : ""; }},
      {"hilfeart", "Bausteine der Hilfe", "ComponentKind, durch Komma getrennt", "SettingProposed",
       [](Line l) { return absl::StrJoin(l.help.kinds, ","); }},
      {"traeger", "Stellen, die sie erbringen", "Kennungen, durch Komma getrennt", "SettingProposed",
       [](Line l) { return absl::StrJoin(l.help.organisations, ","); }},
      {"traegerart", "Art des Trägers; sein Verband steht nicht im Protokoll",
       "OrganisationKind, durch Komma getrennt", "OrganisationRegistered", KindsOfProviders},
      {"endegrund", "Grund des Endes, soweit er sich ergibt",
       "ABWEICHEND_EINRICHTUNG, ANDERE_STELLE_NAHM_AUF, DURCH_FALLFUEHRUNG, FALL_BEENDET_<Grund>, "
       "NICHT_ERFASST; "
       "leer: läuft",
       "SettingEnded, SettingNoticeGiven, CaseLawfullyEnded",
       [](Line l) { return l.ended ? EndReason(l.help) : ""; }},
      {"nach_8a", "Gefährdungseinschätzung ging voraus", "ja, nein", "RiskAssessmentMade",
       [](Line l) { return YesNo(l.facts.RiskBefore(l.help.from)); }},
      {"nach_42", "Inobhutnahme ging voraus", "ja, nein", "TakenIntoCare",
       [](Line l) { return YesNo(l.facts.CareBefore(l.help.from)); }},
      {"parallele_hilfe", "Andere Hilfe lief zugleich", "ja, nein", "SettingStarted, SettingEnded",
       [](Line l) {
         return YesNo(std::any_of(l.facts.helps.begin(), l.facts.helps.end(), [&](const Help& other) {
           return &other != &l.help && Overlap(l.help, other);
         }));
       }},
      {"ort", "Ort der Durchführung", "",
       "steht nicht im Protokoll: keine Anschrift steht darin; die Stelle ergänzt es aus ihrer Akte"},
      {"intensitaet", "Vereinbarte Stunden oder Tage", "",
       "steht nicht im Protokoll: vereinbart wird sie in der Kostenzusage; die Stelle ergänzt es aus ihrer "
       "Akte"},
      {"anregung", "Stelle, von der Anfrage oder Erstkontakt kam; leer: weder noch",
       "Kennung, oder ContactSource", "InquiryReceived, ContactReceived",
       [](Line l) { return l.facts.inquired_by.empty() ? l.facts.source : l.facts.inquired_by; }},
      {"gruende", "Gründe der Hilfe: womit angefragt wurde; leer: keine Anfrage",
       "Symptom, durch Komma getrennt", "InquiryReceived",
       [](Line l) { return absl::StrJoin(l.facts.symptoms, ","); }},
      {"gericht", "Entscheidungen eines Gerichts vor dem Beginn; leer: keine festgehalten",
       "FREIHEITSENTZIEHUNG_GENEHMIGT, FREIHEITSENTZIEHUNG_ABGELEHNT, VORMUND_BESTELLT",
       "CourtDecided, GuardianNamed", [](Line l) { return l.help.court; }},
      {"lebenssituation", "Verbleib, als sie begann; die der Eltern steht nicht im Protokoll", "TonightKind",
       "TonightMoved", [](Line l) { return l.help.before; }},
      {"schule", "Recht auf Bildung bei Beginn; leer: nicht eingeschätzt", "GEDECKT, NICHT_GEDECKT",
       "RightAssessed", [](Line l) { return l.help.school; }},
      {"anschluss", "Anschließender Aufenthalt; leer: läuft", "TonightKind", "SettingEnded, TonightMoved",
       [](Line l) -> std::string { return l.ended ? l.help.after : ""; }},
      {"anschluss_hilfe", "Weitere Hilfe: lief am Ende oder begann in den 28 Tagen danach",
       "ComponentKind, durch Komma getrennt", "SettingStarted, SettingProposed", FollowingHelps},
  });
}

Columns<CareLine> OfCare() {
  using Line = const CareLine&;
  return AndPerson<CareLine>({
      {"kennnummer", "Kenn-Nummer der Maßnahme (§ 100)", "16 Hexziffern", kMark,
       [](Line l) { return l.mark(absl::StrCat(l.facts.case_id, "/", l.Section(), "/", l.care.position)); }},
      {"massnahme", "Inobhutnahme (§ 42) oder vorläufige Inobhutnahme (§ 42a)", "§ 42, § 42a",
       "TakenIntoCare, UnaccompaniedMinorReceived", [](Line l) { return absl::StrCat("§ ", l.Section()); }},
      {"beginn_monat", "Monat des Beginns", "1 bis 12", "TakenIntoCare, UnaccompaniedMinorReceived",
       [](Line l) { return Month(l.care.from); }},
      {"beginn_jahr", "Jahr des Beginns", "JJJJ", "TakenIntoCare, UnaccompaniedMinorReceived",
       [](Line l) { return Year(l.care.from); }},
      {"dauer_tage", "Dauer in angefangenen Tagen", "Zahl", "Beginn und Ende",
       [](Line l) {
         const absl::Duration length = *l.care.until - l.care.from;
         return absl::StrCat(std::max<int64_t>(1, absl::ToInt64Hours(absl::Ceil(length, Days(1))) / 24));
       }},
      {"traeger", "Stelle, die in Obhut nahm", "Kennung", "TakenIntoCare, UnaccompaniedMinorReceived",
       [](Line l) { return l.care.organisation; }},
      {"freiheitsentziehend", "Mit Freiheitsentziehung", "ja, nein", "TakenIntoCare",
       [](Line l) { return YesNo(l.care.detention); }},
      {"endegrund", "Grund des Endes",
       "CareEndReason; § 42a auch: JUGENDAMT_NACH_ZUWEISUNG, VERTEILUNG_AUSGESCHLOSSEN_<Grund>, VOLLJAEHRIG, "
       "FALL_BEENDET_<Grund>",
       "CareEnded; § 42a auch: ArrivalConfirmed, MinorExcluded, CameOfAge, CaseLawfullyEnded",
       [](Line l) { return l.care.reason; }},
      {"nach_8a", "Gefährdungseinschätzung ging voraus", "ja, nein", "RiskAssessmentMade",
       [](Line l) { return YesNo(l.facts.RiskBefore(l.care.from)); }},
      {"wiederholt", "Nicht die erste dieser Art im Jahr", "ja, nein",
       "TakenIntoCare, UnaccompaniedMinorReceived",
       [](Line l) { return YesNo(IsRepeated(l.cares, l.care, [](const Care& one) { return one.from; })); }},
      {"unterbringung", "Verbleib während der Maßnahme", "TonightKind, durch Komma getrennt",
       "TakenIntoCare, TonightMoved", [](Line l) { return absl::StrJoin(l.care.nights, ","); }},
      {"anregung", "Anregende Stelle: von ihr kam der Alarm; § 42a: der Erstkontakt",
       "Kennung; § 42a: ContactSource", "CrisisOpened; § 42a: ContactReceived",
       [](Line l) { return l.Preliminary() ? l.facts.source : l.care.raised_by; }},
      {"anlass", "Anlass: die Krise, in der in Obhut genommen wurde", "CrisisKind; § 42a: UNBEGLEITET",
       "CrisisOpened, UnaccompaniedMinorReceived", [](Line l) { return l.care.occasion; }},
      {"widerspruch", "Widerspruch der Sorgeberechtigten", "",
       "steht nicht im Protokoll: er folgt aus keinem Ereignis und wird nirgends eigens eingetragen; die "
       "Stelle ergänzt es aus ihrer Akte"},
      {"gericht", "Entscheidung des Familiengerichts über die Freiheitsentziehung; leer: keine",
       "GENEHMIGT, ABGELEHNT", "CourtDecided", [](Line l) { return l.care.court; }},
      {"aufenthalt_vorher",
       "Verbleib vor der Maßnahme; leer: TONIGHT ging nicht dorthin; § 42a: der Fall begann erst mit ihr",
       "TonightKind", "TonightMoved; § 42a auch: CaseOpened", [](Line l) { return l.care.before; }},
      {"anschluss",
       "Anschließender Aufenthalt; leer: war schon anderswo; § 42a: TONIGHT einen Tag nach dem Ende",
       "TonightKind", "CareEnded; § 42a: TonightMoved",
       [](Line l) { return l.Preliminary() ? l.facts.NightBy(*l.care.until + Days(1)) : l.care.after; }},
  });
}

Columns<RiskLine> OfRisks() {
  using Line = const RiskLine&;
  return AndPerson<RiskLine>({
      {"kennnummer", "Kenn-Nummer des Verfahrens (§ 100)", "16 Hexziffern", kMark,
       [](Line l) { return l.mark(absl::StrCat(l.facts.case_id, "/8a/", l.risk.id)); }},
      {"abschluss_monat", "Monat des Abschlusses", "1 bis 12", "RiskAssessmentMade",
       [](Line l) { return Month(l.risk.at); }},
      {"abschluss_jahr", "Jahr des Abschlusses", "JJJJ", "RiskAssessmentMade",
       [](Line l) { return Year(l.risk.at); }},
      {"ergebnis", "Ergebnis der Einschätzung", "RiskOutcome", "RiskAssessmentMade",
       [](Line l) { return l.risk.outcome; }},
      {"wiederholt", "Nicht die erste im Jahr", "ja, nein", "RiskAssessmentMade",
       [](Line l) {
         return YesNo(IsRepeated(l.facts.risks, l.risk, [](const Risk& one) { return one.at; }));
       }},
      {"fachkraefte", "Zahl der einschätzenden Fachkräfte", "Zahl", "RiskAssessmentMade",
       [](Line l) { return absl::StrCat(l.risk.assessors); }},
      {"in_hilfe", "Eine Hilfe lief beim Abschluss", "ja, nein", "SettingStarted, SettingEnded",
       [](Line l) { return l.Ran(l.facts.helps); }},
      {"in_obhut", "Eine Inobhutnahme lief beim Abschluss", "ja, nein", "TakenIntoCare, CareEnded",
       [](Line l) { return l.Ran(l.facts.cares); }},
      {"meldende", "Bekannt machende Stelle; leer: kein Erstkontakt", "ContactSource", "ContactReceived",
       [](Line l) { return l.facts.source; }},
      {"gefaehrdungsart", "Art der Gefährdung", "", kSealed},
      {"ausgehend_von", "Von wem sie ausgeht", "", kSealed},
      {"aufenthalt", "Verbleib beim Abschluss", "TonightKind", "CaseOpened, TonightMoved",
       [](Line l) { return l.risk.whereabouts; }},
      {"alter_eltern", "Altersgruppen der Eltern", "",
       "steht nicht im Protokoll: über Eltern hält es nichts fest, was sie beschreibt; die Stelle ergänzt es "
       "aus ihrer Akte"},
      {"eingliederungshilfe", "Eingliederungshilfe zahlte beim Abschluss; leer: keine solche Zusage", "ja",
       "FundingDecided", [](Line l) -> std::string { return l.risk.integration ? "ja" : ""; }},
      {"gericht", "Entscheidungen eines Gerichts bis zum Abschluss; leer: keine festgehalten",
       "FREIHEITSENTZIEHUNG_GENEHMIGT, FREIHEITSENTZIEHUNG_ABGELEHNT, VORMUND_BESTELLT",
       "CourtDecided, GuardianNamed", [](Line l) { return l.risk.court; }},
  });
}

// One table: its file, and what the dictionary says of it.
template <class Line>
class Table {
 public:
  Table(const char* file, Columns<Line> columns) : file_(file), columns_(std::move(columns)) {
    std::vector<std::string> names;
    for (const Column<Line>& column : columns_) names.emplace_back(column.name);
    csv_ = CsvLine(names);
  }
  void Add(const Line& line) {
    std::vector<std::string> fields;
    for (const Column<Line>& column : columns_)
      fields.push_back(column.value == nullptr ? "" : column.value(line));
    csv_ += CsvLine(fields);
  }
  StatisticsFile File() const { return {file_, csv_}; }
  void Describe(std::string& dictionary) const {
    for (const Column<Line>& column : columns_)
      dictionary += CsvLine({file_, column.name, column.meaning, column.codes, column.source});
  }

 private:
  const char* const file_;
  const Columns<Line> columns_;
  std::string csv_;
};

}  // namespace

std::vector<StatisticsFile> OfficialStatistics(const std::vector<CaseHistoryOf>& cases,
                                               const std::vector<std::string>& left_out, int year,
                                               const MarkOf& mark, const KindOf& kind_of) {
  const absl::Time end_of_year = care::EndOfGermanDay(absl::CivilDay(year, 12, 31)) - absl::Nanoseconds(1);
  Table<HelpLine> helps("hilfen.csv", OfHelps());
  Table<CareLine> cares("inobhutnahmen.csv", OfCare());
  Table<RiskLine> risks("gefaehrdungseinschaetzungen.csv", OfRisks());
  for (const CaseHistoryOf& of : cases) {
    const CaseFacts facts(of);
    for (const Help& help : facts.helps) {
      const bool ended = help.until && YearOf(*help.until) == year;
      if (ended || RanAt(help.from, help.until, end_of_year)) helps.Add({facts, help, ended, mark, kind_of});
    }
    for (const auto* kind : {&facts.cares, &facts.preliminary}) {
      for (const Care& care : *kind) {
        if (care.until && YearOf(*care.until) == year) cares.Add({facts, *kind, care, mark});
      }
    }
    for (const Risk& risk : facts.risks) {
      if (YearOf(risk.at) == year) risks.Add({facts, risk, mark});
    }
  }
  std::string dictionary = CsvLine({"datei", "feld", "bedeutung", "codes", "quelle"});
  helps.Describe(dictionary);
  cares.Describe(dictionary);
  risks.Describe(dictionary);
  for (const std::string& case_id : left_out)
    dictionary += CsvLine({"alle", "ausgelassen",
                           absl::StrCat("Fall ", mark(case_id), ": seine Zeilen fehlen in allen Tabellen"),
                           "", "zurückgehalten, bis die Prüfung aktualisiert ist"});
  return {helps.File(), cares.File(), risks.File(), {"datenwoerterbuch.csv", dictionary}};
}

}  // namespace fallverbund::fvctl
