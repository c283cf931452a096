// What may be asked of the audit's rows of the log.
#ifndef FALLVERBUND_SERVICES_AUDIT_VIEWS_QUESTIONS_H_
#define FALLVERBUND_SERVICES_AUDIT_VIEWS_QUESTIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "fallverbund/audit/v1/audit_service.pb.h"
#include "libs/projection/projection_store.h"

namespace fallverbund::audit {

// An entry is late when it was recorded more than this after it occurred.
inline constexpr absl::Duration kLateAfter = absl::Hours(24);

// Nothing set: everything there is.
struct AsOf {
  std::optional<absl::Time> known_at;      // only the prefix of the log that was known then
  std::optional<uint64_t> known_position;  // only the log up to there; with `known_at` the shorter one
  std::optional<absl::Time> true_at;       // only what had occurred by then
};

struct Page {
  int size = 100;     // of entries, not of commits
  std::string token;  // of the page before; empty: the first
};

// Errors of all: kNotFound: no such case; kInvalidArgument: a page token that is none of ours; those of the
// rows. A case may be named by its own id or its origin's.

// The last position of the log that was known at `known_at`; `head` is that of the rows.
absl::StatusOr<uint64_t> KnownPosition(const projection::Rows& rows, std::optional<absl::Time> known_at,
                                       uint64_t head);

absl::StatusOr<v1::ListCaseHistoryResponse> ReadHistory(const projection::Rows& rows,
                                                        std::string_view case_id, const AsOf& as_of,
                                                        const Page& page);

// Spans by strand, then by when they began. What began later is left out, what ended later is still open.
absl::StatusOr<v1::GetCaseHoldersResponse> ReadHolders(const projection::Rows& rows, std::string_view case_id,
                                                       const AsOf& as_of, uint64_t head);

absl::StatusOr<v1::ListCasesResponse> ReadCases(const projection::Rows& rows, const Page& page);

// By number.
absl::StatusOr<v1::ListNumbersResponse> ReadNumbers(const projection::Rows& rows, const Page& page);

// A report over [from, until); `until` is at most the time of the log's last commit and a moment, or that of
// `known_at`.
struct Period {
  absl::Time from = absl::InfinitePast();
  absl::Time until = absl::InfiniteFuture();
  bool for_others = false;                            // whoever may not read each case (E12)
  std::optional<absl::Time> known_at = std::nullopt;  // only what the log knew then, by its own time; past
};
absl::StatusOr<v1::GetReportResponse> ReadReport(const projection::Rows& rows, const Period& period,
                                                 uint64_t head);

// Where a case begins and ends in the log, origin and all, and when that was known.
struct Extent {
  uint64_t first_position = 0, last_position = 0;
  absl::Time first_at, last_at;
};
absl::StatusOr<Extent> ReadExtent(const projection::Rows& rows, std::string_view case_id);

// The checker's findings of one case up to a position, in the order of the log, at most `limit`.
absl::StatusOr<std::vector<v1::Finding>> ReadCaseFindings(const projection::Rows& rows,
                                                          std::string_view case_id, uint64_t known,
                                                          int limit);

// A date that passed before what was due by it had happened, as the log says: of the case, or of its inquiry,
// contact, team, deployment or crisis.
struct MissedDate {
  std::string case_id;  // of the origin where there is no case yet
  common::v1::ClockKind clock = common::v1::CLOCK_KIND_UNSPECIFIED;
  absl::Time at;  // when it passed
  absl::Time recorded_at;
};
// A case that rests, and when somebody looks again (N12).
struct Resting {
  std::string case_id;
  absl::Time contact_due;
  bool overdue_recorded = false;
  std::optional<absl::Time> last_contact =
      std::nullopt;  // with the young person; nullopt: the log knows of none
};
struct OverdueBoard {
  std::vector<MissedDate> standing;  // nothing has settled them since; the oldest first, at most `limit`
  std::vector<MissedDate> missed;    // settled since; the newest first, at most `limit`
  std::vector<Resting> resting;      // the earliest date first, at most `limit`
  uint64_t standing_total = 0;
  uint64_t missed_total = 0;
  uint64_t resting_total = 0;
};
// Of cases that have not lawfully ended. Reads the facts of all, and the commits of those that missed a date.
absl::StatusOr<OverdueBoard> ReadOverdueBoard(const projection::Rows& rows, int limit);

// The checker's findings in the order of the log, at most `limit`.
absl::StatusOr<std::vector<v1::Finding>> ReadVerdictFindings(const projection::Rows& rows, int limit);

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_VIEWS_QUESTIONS_H_
