// Who read what of a case (§ 83 SGB X, P6): out of the journal, by what the log says belongs to the case.
#ifndef FALLVERBUND_SERVICES_AUDIT_VIEWS_READERS_H_
#define FALLVERBUND_SERVICES_AUDIT_VIEWS_READERS_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "fallverbund/audit/v1/audit_service.pb.h"
#include "libs/projection/projection_store.h"
#include "services/audit/views/questions.h"

namespace fallverbund::audit {

struct ReadersAsked {
  std::optional<absl::Time> known_at;  // only what was recorded by then
  bool opened_only = false;            // only what opened sealed texts of the case
};

// In order of the journal: whatever was asked for by an id of the case (its own, its origin's, those of its
// crises, teams and deployments), and whatever opened a key under which a text of the case is sealed,
// whatever it was asked for by. Errors as in questions.h.
absl::StatusOr<v1::ListCaseReadersResponse> ReadCaseReaders(const projection::Rows& log_rows,
                                                            const projection::Rows& journal_rows,
                                                            std::string_view case_id,
                                                            const ReadersAsked& asked, const Page& page);

// The positions of the journal that an archive of the case takes: its genesis, those reads, and every refusal
// that aimed at something of the case. Errors likewise.
absl::StatusOr<std::set<uint64_t>> ReadCaseJournal(const projection::Rows& log_rows,
                                                   const projection::Rows& journal_rows,
                                                   std::string_view case_id);

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_VIEWS_READERS_H_
