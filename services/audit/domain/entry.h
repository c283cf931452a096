// What the checker reads and what it says.
#ifndef FALLVERBUND_SERVICES_AUDIT_DOMAIN_ENTRY_H_
#define FALLVERBUND_SERVICES_AUDIT_DOMAIN_ENTRY_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "fallverbund/audit/v1/audit_rows.pb.h"
#include "fallverbund/common/v1/terms.pb.h"
#include "fallverbund/eventlog/v1/commit.pb.h"

namespace fallverbund::audit {

// One valid commit at its place in the log. Points into the caller's message.
struct Entry {
  uint64_t position = 0;
  std::string_view context;
  std::string_view aggregate_id;
  const eventlog::v1::Commit& commit;
  absl::Time known_at;  // running maximum of recorded_at
};

// What one commit added: findings, and spans that ended with it. Open spans stay in the file.
struct Verdict {
  std::vector<v1::Finding> findings;
  std::vector<v1::HoldingSpan> ended;
  uint64_t erasures = 0;  // tombstones in this commit
};

// A time without exactly one holder, of CASE or of TONIGHT.
inline bool IsGap(v1::FindingKind kind) {
  return kind == v1::FINDING_KIND_NO_HOLDER || kind == v1::FINDING_KIND_TWO_HOLDERS ||
         kind == v1::FINDING_KIND_TONIGHT_EMPTY;
}

// What an office may have a number of days of its own for, and within which bounds, so that none sets a rule
// aside. `field` of OfficeTerms.
struct OwnDays {
  int field = 0;
  uint32_t least = 0;
  uint32_t most = 0;
};

// Proposed defaults of the mission, configurable per office.
struct Bounds {
  absl::Duration standby_unreachable = absl::Hours(24 * 28);
  absl::Duration standby_other = absl::Hours(24 * 90);
  absl::Duration objection = absl::Hours(24 * 14);
  absl::Duration first_look = absl::Hours(24 * 14), second_look = absl::Hours(24 * 56);  // after a move (N6)
  absl::Duration aftercare = absl::Hours(24 * 91);  // at least, before an end by independence (N13)
  // An office's own number counts in the place of the two of standby and the two looks, where the event names
  // it and the office had set it. Objection and aftercare may only be longer than here.
  OwnDays own_unreachable{common::v1::OfficeTerms::kStandbyMissingDaysFieldNumber, 1, 42};
  OwnDays own_standby{common::v1::OfficeTerms::kStandbyDaysFieldNumber, 1, 120};
  OwnDays own_first_look{common::v1::OfficeTerms::kFirstFollowUpDaysFieldNumber, 7, 28};
  OwnDays own_second_look{common::v1::OfficeTerms::kSecondFollowUpDaysFieldNumber, 42, 84};
  // A look on its day may come before the hour at which the case moved.
  absl::Duration day = absl::Hours(24);
  // A date at the same hour of the day may be an hour later when the clocks change.
  absl::Duration clock_change = absl::Hours(1);
  // How long the log may know that a contact date has passed before the overdue entry must be there; a
  // restart or an upgrade of the case service fits in.
  absl::Duration overdue_grace = absl::Hours(1);
};

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_DOMAIN_ENTRY_H_
