// The field's words in two languages, for pages that people read.
#ifndef FALLVERBUND_SERVICES_AUDIT_PAGES_WORDS_H_
#define FALLVERBUND_SERVICES_AUDIT_PAGES_WORDS_H_

#include <map>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "fallverbund/audit/v1/audit_service.pb.h"
#include "fallverbund/common/v1/responsibility.pb.h"

namespace fallverbund::audit::pages {

enum class Language { kGerman, kEnglish };

// `wish` is "de" or "en", as in ?lang=, and goes before what the browser accepts (Accept-Language, RFC 9110).
// German where neither says anything we have.
Language LanguageOf(std::string_view wish, std::string_view accepted);
std::string_view CodeOf(Language language);  // "de", "en"

struct Saying {
  std::string_view german, english;
  std::string In(Language language) const {
    return std::string(language == Language::kGerman ? german : english);
  }
};

std::string WordOf(common::v1::Strand strand, Language language);
std::string WordOf(common::v1::TonightKind kind, Language language);
std::string WordOf(common::v1::ClockKind clock, Language language);
// What a finding means, in a sentence.
std::string SentenceOf(v1::FindingKind kind, Language language);
// "Übergabe angeboten"; of an event that this program has no words for its name.
std::string TitleOf(std::string_view event_type, Language language);
bool HasTitle(std::string_view event_type);
// "CASE_WORKER" -> "Fallführende Fachkraft"
std::string RoleWord(std::string_view role, Language language);

// "02.03.2026 09:00" or "2026-03-02 09:00", UTC.
std::string Minute(absl::Time time, Language language);
std::string Day(absl::Time time, Language language);

// Every fixed text of the templates by its key.
const std::map<std::string, Saying>& Texts();

}  // namespace fallverbund::audit::pages

#endif  // FALLVERBUND_SERVICES_AUDIT_PAGES_WORDS_H_
