// The journal as rows: who was refused what, who looked.
#ifndef FALLVERBUND_SERVICES_AUDIT_VIEWS_JOURNAL_VIEW_H_
#define FALLVERBUND_SERVICES_AUDIT_VIEWS_JOURNAL_VIEW_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "fallverbund/audit/v1/audit_service.pb.h"
#include "libs/projection/projection_store.h"
#include "libs/projection/view.h"
#include "services/audit/views/questions.h"

namespace fallverbund::audit {

// The wish that this house refuses and remembers (B3): somebody who may ask for an end gave a ground, and the
// rule refused it (N15, or unknown to N14). A denied call to the same door is a refusal, but no such attempt.
inline constexpr char kDischargeWish[] = "DISCHARGE";

// Belongs to a projection of the journal, whose position it counts. `log_rows` are the audit's rows of the
// log, at least as far as the journal's writers were; they outlive the view. Thread-safe if they are.
class JournalView final : public projection::View {
 public:
  explicit JournalView(const projection::Rows& log_rows) : log_rows_(log_rows) {}
  absl::Status Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const override;

 private:
  const projection::Rows& log_rows_;
};

// The public key that the log ever registered for the context under this id. When it was good is judged by
// the view, since an entry says what its writer had read of the log.
absl::StatusOr<std::optional<std::string>> SignerKeyOfLog(const projection::Rows& log_rows,
                                                          std::string_view key_id, std::string_view context);

// The newest last. Errors as in questions.h.
absl::StatusOr<v1::ListRefusalsResponse> ReadRefusals(const projection::Rows& journal_rows,
                                                      bool discharge_attempts_only, const Page& page);

// Refused attempts to discharge somebody, recorded within the period (B3).
absl::StatusOr<uint64_t> CountDischargeAttempts(const projection::Rows& journal_rows, const Period& period);

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_VIEWS_JOURNAL_VIEW_H_
