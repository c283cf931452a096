// The page of one case.
#ifndef FALLVERBUND_SERVICES_AUDIT_PAGES_CASE_PAGE_H_
#define FALLVERBUND_SERVICES_AUDIT_PAGES_CASE_PAGE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "services/audit/pages/timeline.h"

namespace fallverbund::audit::pages {

// How the reader came here; all empty in a file.
struct CaseAsked {
  std::string at, true_at;                 // as written
  std::optional<uint64_t> earlier, later;  // positions of the event before and after the last one shown
  bool served = false;                     // by a server: with links and the form
  // Of all the case's events, whatever is shown of them: where the slider and the days begin and end.
  uint64_t first_position = 0, last_position = 0;
  absl::Time first_at, last_at;
  bool proofs_served = false;  // by this server, at /case/<id>/proof/<position>
  std::string asked_language;  // "de" or "en", where the reader named one
};

// One page, without a script and without anything from elsewhere.
std::string CasePage(const KnownCase& known, const CaseAsked& asked, Language language);

}  // namespace fallverbund::audit::pages

#endif  // FALLVERBUND_SERVICES_AUDIT_PAGES_CASE_PAGE_H_
