// The pages that list: cases with verdicts, findings, missed dates, and one that only says something.
#ifndef FALLVERBUND_SERVICES_AUDIT_PAGES_LIST_PAGES_H_
#define FALLVERBUND_SERVICES_AUDIT_PAGES_LIST_PAGES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "fallverbund/audit/v1/audit_service.pb.h"
#include "fallverbund/common/v1/responsibility.pb.h"
#include "services/audit/pages/words.h"

namespace fallverbund::audit::pages {

struct Asked {
  Language language = Language::kGerman;
  std::string asked_language;  // "de" or "en", where the reader named one
};

struct ListedCases {
  std::vector<v1::AuditedCase> cases;
  std::string next;  // what ?after= takes for the next page; empty: this is the last
  bool from_start = true;
  absl::Time now;  // whether a next contact has passed
};
std::string CasesPage(const ListedCases& listed, const Asked& asked);

std::string FindingsPage(const v1::VerifyLogResponse& verdict, const Asked& asked);

struct Missed {
  std::string case_id;
  common::v1::ClockKind clock = common::v1::CLOCK_KIND_UNSPECIFIED;
  absl::Time at, recorded_at;
};
struct Rests {
  std::string case_id;
  absl::Time contact_due;
  std::optional<absl::Time> last_contact =
      std::nullopt;  // with the young person; nullopt: the log knows of none
};
struct Overdue {
  std::vector<Missed> standing, missed;  // not settled yet; settled since
  std::vector<Rests> resting;
  uint64_t standing_total = 0, missed_total = 0, resting_total = 0;
  absl::Time now;
};
std::string OverduePage(const Overdue& overdue, const Asked& asked);

// What a reader is told instead of a page.
std::string MessagePage(const Saying& title, const Saying& text, const Asked& asked);

}  // namespace fallverbund::audit::pages

#endif  // FALLVERBUND_SERVICES_AUDIT_PAGES_LIST_PAGES_H_
